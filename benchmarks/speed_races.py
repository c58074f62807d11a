"""The races of catalogs against programs that do the same work: extract, update."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import speed_peers
from corpus import TARGETS
from edits import UNRELATED
from merge import GOAL
from speed_edits import judged
from speed_lab import PUBLISH, SLOW_SHARE, Lab, limit, peer, put_away, shell, texts, without
from speed_measure import Contender, Goal, Result, measure, times_faster

if TYPE_CHECKING:
    from pathlib import Path

    from merge import Result as Carried

CORES = os.cpu_count() or 1
BY_HAND = "started side by side by hand"
"""What is not counted in the goals: nobody does it so, but whoever wonders can see it."""
EACH = f"for l in {' '.join(TARGETS)}; do"


def extract(lab: Lab, runs: int) -> Result:
    """Sources in, templates of catalogs out."""
    ours = lab.work("extract", lab.workspace("L", targets=()))
    md, work = speed_peers.plain(lab) / "en", lab.folder / "work"
    project = lab.work("extract-sphinx", speed_peers.sphinx(lab, 1, translated=False))
    masters = f"$(for f in {md}/*.md; do echo -m $f; done)"
    po4a = f"po4a-updatepo -f text -o markdown {masters} -p po4a.pot"
    toolkit = f"{lab.python} -m translate.convert.md2po --progress=none -P {md} pot-toolkit"
    mdpo = f"{lab.python} -m mdpo.md2po2md '{md}/*.md' -q --po-wrapwidth inf -l ar -o 'mdpo/{{lang}}'"
    sphinx = f"{lab.python} -m sphinx -q -j auto -b gettext docs pot"
    contenders = [
        lab.ours("ours: publish update", "update", ours, without(ours, "locales", ".publisher")),
        peer("po4a-updatepo", po4a, work, "po4a.pot", note="one catalog for everything"),
        peer("translate-toolkit md2po", toolkit, work, "pot-toolkit"),
        peer("mdpo md2po2md", mdpo, work, "mdpo", note="a catalog of one language; writes the Markdown as well"),
        peer("Sphinx gettext", sphinx, project, "pot"),
        limit("cmark reads it", f"cmark {md}/*.md", work),
    ]
    timings = measure(contenders, runs)
    peers = [one for one in timings if one.contender.kind == "peer"]
    goals = [times_faster(timings[0], peers[:1], 6, "po4a"), times_faster(timings[0], peers, 6, "the fastest peer")]
    return Result("extract", f"Extract: {lab.amount('L')}", timings, goals)


def update(lab: Lab, runs: int) -> Result:
    """Catalogs brought up to date after edits of which is known what became of each text."""
    old, new = lab.renewed("L"), lab.work("update-templates", lab.renewed("L", ()))
    shell(f"{PUBLISH} -C {new} update", new)
    timings = measure(_updating(lab, old, new), runs)
    ours, merged, toolkit = (one.contender.folder for one in (timings[0], timings[2], timings[3]))
    mine = judged(lab.edited("L"), lambda name, slug: ours / "locales" / name / "LC_MESSAGES" / f"{slug}.po")
    theirs = judged(lab.edited("L"), lambda name, slug: merged / name / f"{slug}.po")
    others = judged(lab.edited("L"), lambda name, slug: toolkit / name / f"{slug}.po")
    goals = [
        times_faster(timings[0], timings[1:2], 5, "msgmerge, document by document"),
        Goal("F1 of what was carried over", mine.overall().f1, GOAL, least=True),
        Goal("F1 ahead of msgmerge by", mine.overall().f1 - theirs.overall().f1, 0, least=True),
        Goal("offers for new, unrelated texts", _unrelated(mine), 0),
    ]
    edits = sum(one.document.kinds.total() for one in lab.edited("L"))
    notes = [f"{edits:,} edits of {texts(lab.statements('L')):,} texts; precision / recall / F1 in three languages:"]
    for name, carried in (("ours", mine), ("msgmerge", theirs), ("pot2po", others)):
        notes.append(f"{name}: {carried.overall()}, {_unrelated(carried)} offers for new, unrelated texts")
    return Result("update", f"Update, a text in 20 edited: {lab.amount('L')}", timings, goals, notes)


def _updating(lab: Lab, old: Path, new: Path) -> list[Contender]:
    """Ours and the peers; these start from the templates that we have extracted, which is work that they are spared."""
    ours, merged, toolkit, intl = (lab.folder / "work" / f"update-{name}" for name in ("ours", "merged", "tk", "intl"))
    catalogs, pots = old / "locales", new / "locales"
    files = f"-o $l/$b.po {catalogs}/$l/LC_MESSAGES/$b.po $f"
    every = f"{EACH} for f in {pots}/statement-*.pot; do b=${{f##*/}}; b=${{b%.pot}};"
    pot2po = f"{lab.python} -m translate.convert.pot2po --progress=none -i {pots} -t {catalogs}/$l/LC_MESSAGES -o $l"
    sphinx = f"{lab.python} -m sphinx_intl update -w 0 -p pot -d locales {' '.join(f'-l {name}' for name in TARGETS)}"
    msgmerge = "msgmerge -q --no-wrap"

    def into(name: str, command: str, folder: Path, kind: str = "peer", note: str = "no extraction") -> Contender:
        return Contender(name, command, folder, lambda: _empty(folder), kind, note=note)

    return [
        lab.ours("ours: publish update", "update", ours, lambda: lab.work(ours.name, old)),
        into("msgmerge, document by document", f"{every} {msgmerge} {files}; done; done", merged),
        into(
            f"msgmerge, {CORES} at a time",
            f"{every} echo {files}; done; done | xargs -P {CORES} -L 1 {msgmerge}",
            merged,
            note=f"no extraction; {BY_HAND}",
        ),
        into("translate-toolkit pot2po", f"{EACH} {pot2po}; done", toolkit),
        Contender(
            "sphinx-intl update",
            sphinx,
            intl,
            lambda: _sphinx_intl(lab, old, new, intl),
            share=SLOW_SHARE,
            note="no extraction",
        ),
        limit("the bytes read and written", f"cp -r {catalogs} copied", lab.folder / "work", "copied"),
    ]


def _unrelated(carried: Carried) -> int:
    return sum(carried.scores[kind].false for kind in UNRELATED)


def _empty(folder: Path) -> None:
    put_away(folder.parent, folder)
    for name in TARGETS:
        (folder / name).mkdir(parents=True)


def _sphinx_intl(lab: Lab, old: Path, new: Path, folder: Path) -> None:
    """Catalogs and templates of a tenth of the statements in the folders of Sphinx."""
    put_away(folder.parent, folder)
    (folder / "pot").mkdir(parents=True)
    for one in speed_peers.part(lab, SLOW_SHARE):
        shutil.copy(new / "locales" / f"{one.slug}.pot", folder / "pot")
        for name in TARGETS:
            target = folder / "locales" / name / "LC_MESSAGES" / f"{one.slug}.po"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(old / target.relative_to(folder), target)
