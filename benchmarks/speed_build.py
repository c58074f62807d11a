"""The race of full builds: pages in four languages from Markdown and catalogs."""

from __future__ import annotations

import speed_peers
import speed_sites
from corpus import TARGETS
from speed_lab import PUBLISH, SLOW_SHARE, Lab, limit, peer, shell, without
from speed_measure import Contender, Goal, Result, measure, times_as_long, times_faster
from speed_races import BY_HAND, CORES, EACH

TRANSLATED = "translated already"
ALIKE, BARE = "Hugo, pages with the head, frame and lists of ours", "Hugo, bare pages"
RENDER = """
import sys
from pathlib import Path
from markdown_it import MarkdownIt
md, out = MarkdownIt(), Path("html")
for folder in map(Path, sys.argv[1:]):
    (out / folder.name).mkdir(parents=True)
    for path in folder.glob("*.md"):
        page = md.render(path.read_text("utf-8"))
        (out / folder.name / f"{path.stem}.html").write_text(page, "utf-8")
"""
"""Pages of markdown-it-py, made by one process with one parser."""
CMARK = """
mkdir -p html/$1
for f in $2/*.md; do b=${f##*/}; cmark $f > html/$1/${b%.md}.html; done
"""
"""The pages of one language by cmark, which makes one at a time."""


def build(lab: Lab, runs: int) -> Result:
    """Pages in four languages from sources and catalogs."""
    timings = measure([*_ours(lab), *_translators(lab), *_others(lab)], runs)
    ours, (alike, bare) = timings[0], [one for one in timings if one.contender.name.startswith("Hugo")]
    peers = [one for one in timings if one.contender.kind == "peer"]
    peers = [one for one in peers if not any(word in one.contender.note for word in (TRANSLATED, BY_HAND))]
    goals = [
        times_faster(ours, peers, 10, "the fastest peer that starts from Markdown and .po"),
        times_as_long(ours, alike, 1.5, f"{ALIKE}, on text that is {TRANSLATED}"),
        times_as_long(ours, bare, 1.5, f"{BARE}, on text that is {TRANSLATED}"),
        Goal("MB peak of a process", ours.peak, 100),
    ]
    return Result("build", f"Full build: {lab.amount('L')}", timings, goals)


def _ours(lab: Lab) -> list[Contender]:
    """Ours as after a change of the templates, and as in a new clone."""
    ours = []
    for pages, name in ((True, "pages"), (False, "all but PDF")):
        warm, cold = (lab.work(f"build-{pages}-{kind}", lab.workspace("L", pages=pages)) for kind in ("warm", "cold"))
        shell(f"{PUBLISH} -C {warm} build || [ $? = 1 ]", warm)
        ours += [
            lab.ours(f"ours: publish build, {name}", "build", warm, without(warm, "public")),
            lab.ours(f"ours, {name}, nothing remembered", "build", cold, without(cold, "public", ".publisher")),
        ]
        if pages:
            ours.append(lab.ours("ours, pages, one process", "build --jobs 1", warm, without(warm, "public")))
    return ours


def _translators(lab: Lab) -> list[Contender]:
    """Peers that start from Markdown and catalogs."""
    po4a = lab.work("build-po4a", speed_peers.po4a(lab))
    toolkit = lab.work("build-toolkit", speed_peers.toolkit(lab))
    mdpo = lab.work("build-mdpo", speed_peers.mdpo(lab))
    sphinx = lab.work("build-sphinx", speed_peers.sphinx(lab))
    english = speed_peers.plain(lab) / "en"
    work = lab.folder / "work"
    (work / "render.py").write_text(RENDER, "utf-8")
    (work / "cmark.sh").write_text(CMARK, "utf-8")
    render = f"{lab.python} {work}/render.py {english} out/ar out/ku out/ckb"
    cmark = f"sh {work}/cmark.sh en {english}; {EACH} sh {work}/cmark.sh $l out/$l; done"
    po2md = f"{EACH} {lab.python} -m translate.convert.po2md --progress=none -i $l -t {english} -o out/$l; done"
    md2po2md = f"{lab.python} -m mdpo.md2po2md 'md/*.md' -q --md-wrapwidth inf --po-wrapwidth inf -o 'out/{{lang}}' -l"
    mdpo_all = f"{md2po2md} {' '.join(TARGETS)}"
    one = f"if test $1 = en; then sh {work}/cmark.sh en md; else {md2po2md} $1; sh {work}/cmark.sh $1 out/$1; fi"
    (work / "mdpo.sh").write_text(one, "utf-8")
    languages = f"printf '%s\\n' en {' '.join(TARGETS)} | xargs -P {CORES} -I@"
    html = f"{languages} {lab.python} -m sphinx -q -b html -D language=@ docs html/@"
    bare, made = "no frame, no lists, no checks", ("out/*/*.md", "html")
    return [
        peer("po4a + cmark", f"po4a -k 0 --no-update po4a.cfg && {cmark}", po4a, *made, note=f"one catalog; {bare}"),
        peer("translate-toolkit + markdown-it-py", f"mkdir -p out; {po2md}; {render}", toolkit, *made, note=bare),
        peer("mdpo + markdown-it-py", f"{mdpo_all} && {render}", mdpo, *made, note=bare),
        peer("mdpo + cmark", f"{mdpo_all} && {cmark}", mdpo, *made, note=bare),
        peer(
            f"mdpo + cmark, {CORES} languages at a time",
            f"{languages} sh {work}/mdpo.sh @",
            mdpo,
            *made,
            note=f"{bare}; {BY_HAND}",
        ),
        peer(
            "Sphinx + MyST",
            html,
            sphinx,
            "html",
            "docs/locales/*/LC_MESSAGES/*.mo",
            share=SLOW_SHARE,
            note=f"no checks; {CORES} languages at a time",
        ),
    ]


def _others(lab: Lab) -> list[Contender]:
    """What gets translated text, and the limit: each catalog read once, each text rendered once."""
    alike, bare = lab.work("build-alike", speed_sites.hugo_alike(lab)), lab.work("build-hugo", speed_sites.hugo(lab))
    mkdocs = lab.work("build-mkdocs", speed_sites.mkdocs(lab))
    note = f"{TRANSLATED}; no checks"
    least = f"{EACH} msgfmt -o /dev/null {speed_peers.po4a(lab)}/po/$l.po; done; cmark {speed_peers.plain(lab)}/*/*.md"
    return [
        peer(ALIKE, "hugo --quiet", alike, "public", "resources", note=note),
        peer(BARE, "hugo --quiet", bare, "public", "resources", note=note),
        peer("MkDocs + static-i18n", f"{lab.python} -m mkdocs build -q", mkdocs, "site", share=SLOW_SHARE, note=note),
        limit("msgfmt and cmark, a process a language", least, lab.folder),
    ]
