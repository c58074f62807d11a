"""The races of every day: status, nothing changed, one edit, start, checks; and the limits that nothing can beat."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import speed_peers
import speed_sites
from corpus import TARGETS, state
from speed_build import BARE
from speed_lab import CLICK, PUBLISH, SLOW_SHARE, Lab, limit, peer, shell, without
from speed_measure import Contender, Goal, Result, measure, times_as_long, times_faster
from speed_races import EACH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CATALOGS = "locales/*/LC_MESSAGES/statement-*.po"
TENTH = f"on 1/{1 / SLOW_SHARE:.0f} of L, not scaled"


def built(lab: Lab, name: str, *, pages: bool = True) -> Path:
    """A workspace in which a build has just been made and status been asked."""
    folder = lab.work(name, lab.workspace("L", pages=pages))
    shell(f"{PUBLISH} -C {folder} build || [ $? = 1 ]; {PUBLISH} -C {folder} status", folder)
    return folder


def status(lab: Lab, runs: int) -> Result:
    """How complete each translation is."""
    warm, cold = built(lab, "status"), lab.work("status-new", lab.workspace("L"))
    catalogs, one = lab.workspace("L"), speed_peers.po4a(lab)
    folders = " ".join(f"locales/{name}/LC_MESSAGES" for name in TARGETS)
    single = f"for f in {CATALOGS}; do msgfmt -o /dev/null --statistics $f; done"
    contenders = [
        lab.ours("ours: publish status", "status", warm),
        lab.ours("ours, nothing remembered", "status", cold, without(cold, ".publisher")),
        peer("msgfmt --statistics, document by document", single, catalogs, note="no words, no checks"),
        peer(
            "msgfmt --statistics, one catalog",
            f"{EACH} msgfmt -o /dev/null --statistics po/$l.po; done",
            one,
            note="no documents, no words, no checks",
        ),
        peer(
            "translate-toolkit pocount",
            f"{lab.python} -m translate.tools.pocount --no-color --short-words {folders}",
            catalogs,
            note="no checks",
        ),
        limit("the bytes read", f"cat source/*.md {CATALOGS}", catalogs),
    ]
    timings = measure(contenders, runs)
    goals = [times_faster(timings[0], [timings[4]], 8, "pocount")]
    return Result("status", f"Status: {lab.amount('L')}", timings, goals)


def nochange(lab: Lab, runs: int) -> Result:
    """A build in which nothing changed since the last one."""
    pages, whole = built(lab, "nochange"), built(lab, "nochange-all", pages=False)
    hugo, make = lab.work("nochange-hugo", speed_sites.hugo(lab)), speed_sites.makefile(lab)
    po4a = lab.work("nochange-po4a", speed_peers.po4a(lab, SLOW_SHARE))
    mkdocs = lab.work("nochange-mkdocs", speed_sites.mkdocs(lab))
    shell("hugo --quiet", hugo)
    shell("po4a -k 0 po4a.cfg", po4a)
    shell(f"{lab.python} -m mkdocs build -q; touch stamp", mkdocs)
    shell("touch stamp", pages)
    contenders = [
        lab.ours("ours: publish build", "build", pages),
        lab.ours("ours, all but PDF", "build", whole),
        peer(BARE, "hugo --quiet", hugo, note="makes all pages anew"),
        peer("make, a rule a page", "make -s", make, note="looks at times, not at content"),
        peer("po4a", "po4a -k 0 po4a.cfg", po4a, share=SLOW_SHARE, note="looks at times; no pages"),
        peer("MkDocs", f"{lab.python} -m mkdocs build -q", mkdocs, share=SLOW_SHARE, note="makes all pages anew"),
        limit("find -newer", "find source locales -newer stamp", pages),
        limit('python -c "import click"', CLICK, pages),
    ]
    timings = measure(contenders, runs)
    goals = [
        times_faster(timings[0], timings[2:3], 10, BARE),
        times_as_long(timings[0], timings[-1], 4, 'python -c "import click"'),
    ]
    return Result("nochange", f"Nothing changed: {lab.amount('L')}", timings, goals)


def edit(lab: Lab, runs: int) -> Result:
    """A build after one text was edited."""
    idle, catalog, source = (built(lab, f"edit-{name}") for name in ("none", "po", "md"))
    hugo, po4a = lab.work("edit-hugo", speed_sites.hugo(lab)), lab.work("edit-po4a", speed_peers.po4a(lab, SLOW_SHARE))
    sphinx = lab.work("edit-sphinx", speed_peers.sphinx(lab))
    html = f"{lab.python} -m sphinx -q -b html -D language=ar docs html/ar"
    for command, folder in (("hugo --quiet", hugo), ("po4a -k 0 po4a.cfg", po4a), (html, sphinx)):
        shell(command, folder)
    first = lab.statements("L")[0]
    po = f"locales/ar/LC_MESSAGES/{first.slug}.po"
    text = next(one for one in first.body if state("ar", one.row[0]) == "finished" and '"' not in one.row[1])
    english, arabic = (text.row[0], " And so on."), (text.row[1], " وغير ذلك.")
    markdown = touched(source / "source" / f"{first.slug}.md", *english)
    contenders = [
        lab.ours("ours: publish build after an edit of a .po", "build", catalog, touched(catalog / po, *arabic)),
        lab.ours("ours, after an edit of a source", "build", source, markdown),
        lab.ours("ours, nothing changed", "build", idle),
        Contender(BARE, "hugo --quiet", hugo, touched(hugo / "content/ar" / f"{first.slug}.md", *arabic)),
        Contender("po4a", "po4a -k 0 po4a.cfg", po4a, touched(po4a / "po/ar.po", *arabic), note=f"{TENTH}; no pages"),
        Contender(
            "Sphinx + MyST",
            html,
            sphinx,
            touched(sphinx / "docs" / po, *arabic),
            note=f"{TENTH}; one language",
        ),
    ]
    timings = measure(contenders, runs)
    goals = [
        times_as_long(timings[0], timings[2], 3, "nothing changed, after an edit of a .po"),
        times_as_long(timings[1], timings[2], 3, "nothing changed, after an edit of a source"),
    ]
    return Result("edit", f"One edit: {lab.amount('L')}", timings, goals)


def touched(path: Path, text: str, words: str) -> Callable[[], None]:
    """What puts words behind a text in a file before each run, each time more of them."""
    original, numbers = path.read_text("utf-8"), count(1)
    return lambda: path.write_text(original.replace(text, text + words * next(numbers)), "utf-8") and None


def start(lab: Lab, runs: int) -> Result:
    """What it takes to be told how to call the program."""
    folder = lab.workspace("S")
    contenders = [
        Contender("ours: publish --help", f"{PUBLISH} --help", folder, kind="ours"),
        limit('python -c "import click"', CLICK, folder),
    ]
    timings = measure(contenders, runs)
    return Result("start", "Start", timings, [times_as_long(*timings, 2, 'python -c "import click"')])


def checks(lab: Lab, runs: int) -> Result:
    """Mistakes in translations looked for, with everything that is looked for."""
    ours, work, catalogs = lab.work("checks", lab.workspace("L")), lab.folder / "work", lab.workspace("L") / "locales"
    pofilter = f"{lab.python} -m translate.filters.pofilter --progress=none"
    contenders = [
        lab.ours("ours: publish check", "check", ours, without(ours, ".publisher")),
        peer(
            "translate-toolkit pofilter",
            f"mkdir pofilter; {EACH} {pofilter} --language=$l -i {catalogs}/$l/LC_MESSAGES -o pofilter/$l; done",
            work,
            "pofilter",
            note="all its tests",
        ),
    ]
    timings = measure(contenders, runs)
    every = [text.row[0] for one in lab.statements("L") for text in one.texts]
    segments = sum(bool(state(name, source)) for name in TARGETS for source in every)
    goals = [
        Goal("translations a second", segments / timings[0].wall, 1000, least=True),
        times_faster(timings[0], timings[1:], 4, "pofilter"),
    ]
    return Result("checks", f"Checks: L, {segments:,} translations", timings, goals)


def limits(lab: Lab, runs: int) -> Result:
    """What cannot be beaten: the same pages rendered, the same bytes read, hashed and written."""
    pages = built(lab, "limits")
    inputs = f"cat source/*.md {CATALOGS}"
    markdown = speed_peers.plain(lab)
    contenders = [
        lab.ours("ours: publish build", "build", pages, without(pages, "public")),
        limit(
            "cmark renders the pages, one process a language", f"for l in {markdown}/*; do cmark $l/*.md; done", pages
        ),
        limit("the inputs read, the pages written", f"{inputs}; cp -r public copied", pages, "copied"),
        limit("the inputs read and hashed", f"{inputs} | sha256sum", pages),
    ]
    # The pages that are copied must be there, so that ours is measured last of each turn.
    timings = measure([*contenders[1:], contenders[0]], runs)
    return Result("limits", f"Limits: {lab.amount('L')}", timings[-1:] + timings[:-1])
