"""How well and how fast an update carries translations over edits of known truth, beside GNU msgmerge.

A pair (new segment, old entry) counts as offered if the new entry holds the whole translation of the old one.
Precision is the share of offered pairs that are true, recall the share of true pairs that are offered.
Exit code 0: every goal is met; 1: one is not; 2: the data or msgmerge is missing.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from edits import EXACT, KINDS, UNRELATED, UNTOUCHED, Document, edited_documents, large_document, read_texts  # noqa: E402

from publisher import po  # noqa: E402
from publisher.catalog import Catalog  # noqa: E402
from publisher.locale import locale  # noqa: E402
from publisher.merge import merge  # noqa: E402
from publisher.model import Segment  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

KU, EN = locale("ku"), locale("en")
HEADER = f"Language: ku\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: {KU.plural_forms}\n"
GOAL = 0.97
Row = tuple[str, object, object, object, bool]
"""A name, how many, what we made of them, what msgmerge made of them, and whether that is good."""


@dataclass
class Score:
    """What became of the true pairs of some edits, and what was offered besides."""

    true: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.true + other.true, self.false + other.false, self.missed + other.missed)

    @property
    def f1(self) -> float:
        return 2 * self.true / (2 * self.true + self.false + self.missed or 1)

    def __str__(self) -> str:
        if not self.true + self.missed:
            return f"{self.false} offers"
        precision, recall = self.true / (self.true + self.false or 1), self.true / (self.true + self.missed)
        return f"{precision:.3f} / {recall:.3f} / {self.f1:.3f}"

    def beats(self, other: Score) -> bool:
        return self.f1 > other.f1 or self.f1 == other.f1 == 1 or not self.true + self.missed + self.false


@dataclass
class Result:
    """What one program made of all documents."""

    scores: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    count: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def overall(self, *without: str) -> Score:
        return sum((score for kind, score in self.scores.items() if kind not in without), Score())

    def judge(self, doc: Document, output: bytes) -> None:
        """Count what the updated catalog of a document holds."""
        live = {(one.msgctxt, one.msgid): one for one in po.parse(output, "out.po") if not one.obsolete}
        targets = translations(doc)
        for block in doc.new:
            entry = live[block.context, block.text]
            offered = {number for number, text in targets.items() if text in entry.msgstr}
            if entry.msgstr and not offered:
                offered = {-1}
            finished = bool(entry.msgstr) and "fuzzy" not in entry.flags
            self.count[block.kind] += finished and offered == block.truth
            self.count["not a draft"] += finished and block.kind not in (UNTOUCHED, *EXACT)
            if block.kind != UNTOUCHED:
                false, missed = offered - block.truth, block.truth - offered
                self.scores[block.kind] += Score(len(offered & block.truth), len(false), len(missed))
                if false or missed:
                    self.wrong.append(described(doc, f"{block.kind}: {block.text}", false, missed))


def described(doc: Document, title: str, false: set[int], missed: set[int]) -> str:
    texts = {number: f"({old.context}) {old.text}" for old in doc.old for number in old.truth}
    lines = [f"  wrong:  {texts.get(one, 'not a whole translation')}" for one in false]
    return "\n".join([title, *lines, *(f"  missed: {texts[one]}" for one in missed)])


def translations(doc: Document) -> dict[int, str]:
    """The translation of each old entry, by its number; no other entry has it."""
    return {number: f"{old.translation} ⟨{number}⟩" for old in doc.old for number in old.truth}


def files(doc: Document) -> tuple[bytes, bytes]:
    """The catalog before the edits, and the template after them."""
    header, targets = po.Entry(msgstr=HEADER), translations(doc)
    old = [po.Entry(msgctxt=one.context, msgid=one.text, msgstr=targets[min(one.truth)]) for one in doc.old]
    new = [po.Entry(msgctxt=one.context, msgid=one.text) for one in doc.new]
    return po.serialize([header, *old]), po.serialize([header, *new])


def updated(old: bytes, segments: list[Segment]) -> bytes:
    catalog = Catalog.read(old, KU, EN, "old.po")
    merge(catalog, segments)
    return catalog.to_bytes()


def ours(old: bytes, new: bytes) -> bytes:
    """Update a catalog to a template, as msgmerge does."""
    return updated(old, [Segment(one.msgid, one.msgctxt or "") for one in po.parse(new, "new.pot") if one.msgid])


def msgmerge(old: bytes, new: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "old.po").write_bytes(old)
        Path(folder, "new.pot").write_bytes(new)
        command = ["msgmerge", "--previous", "--no-wrap", "--quiet", "-o", "out.po", "old.po", "new.pot"]
        subprocess.run(command, cwd=folder, check=True)
        return Path(folder, "out.po").read_bytes()


def quality(docs: list[Document], program: Callable[[bytes, bytes], bytes]) -> Result:
    result = Result()
    with ThreadPoolExecutor(2) as pool:
        for doc, output in zip(docs, pool.map(program, *zip(*map(files, docs), strict=True)), strict=True):
            result.judge(doc, output)
    return result


def rows(docs: list[Document], mine: Result, theirs: Result) -> list[Row]:
    edits = sum((doc.kinds for doc in docs), Counter())
    untouched = sum(block.kind == UNTOUCHED for doc in docs for block in doc.new)
    changed = sum(edits[kind] for kind in KINDS if kind not in EXACT)
    a, b = mine.overall(), theirs.overall()
    offers = [sum(one.scores[kind].false for kind in UNRELATED) for one in (mine, theirs)]
    drafts = [one.count["not a draft"] for one in (mine, theirs)]
    kept = [f"{one.count[UNTOUCHED]} kept" for one in (mine, theirs)]
    roles = [f"{one.count['role changed']} stay finished" for one in (mine, theirs)]
    return [
        *((kind, edits[kind], *(ab := (mine.scores[kind], theirs.scores[kind])), ab[0].beats(ab[1])) for kind in KINDS),
        ("**overall**", edits.total(), f"**{a}**", b, a.f1 >= GOAL and a.beats(b)),
        ("… where the wording changed", changed, mine.overall(*EXACT), theirs.overall(*EXACT), True),
        ("unrelated offers", sum(edits[kind] for kind in UNRELATED), *offers, not offers[0]),
        ("untouched", untouched, *kept, mine.count[UNTOUCHED] == untouched),
        ("role changed: state", edits["role changed"], *roles, True),
        ("changed, yet not a draft", changed, *drafts, not drafts[0]),
    ]


def seconds(job: Callable[[], object], times: int) -> float:
    """The median time of a job."""
    spent = []
    for _ in range(times):
        start = perf_counter()
        job()
        spent.append(perf_counter() - start)
    return median(spent)


def faster(doc: Document, times: int) -> bool:
    """Time both programs on one large catalog."""
    old, new = files(doc)
    segments = [Segment(block.text, block.context) for block in doc.new]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("old.po", "new.pot", "out.po")]
        paths[0].write_bytes(old)
        paths[1].write_bytes(new)
        command = [sys.executable, __file__, "--once", *map(str, paths)]
        whole = seconds(lambda: subprocess.run(command, check=True), times)
    inside = seconds(lambda: updated(old, segments), times)
    peer = seconds(lambda: msgmerge(old, new), times)
    print(f"\n{len(doc.old):,} segments in one catalog, {doc.kinds.total()} edits, medians of {times}:\n")
    print("| | seconds | msgmerge takes |\n|---|--:|--:|")
    print(f"| ours: read, merge, write | {inside:.2f} | {peer / inside:.1f} times as long |")
    print(f"| ours, as a process that reads the template too | {whole:.2f} | {peer / whole:.1f} times as long |")
    print(f"| msgmerge | {peer:.2f} | |")
    return whole < peer


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--seed", "--seeds", default="1", help="a number, or several with commas between")
    parser.add_argument("--kind", choices=KINDS, default="", help="show one kind of edit alone, and no speed")
    parser.add_argument("--show", action="store_true", help="print what we offered wrongly, and what not")
    parser.add_argument("--quick", action="store_true", help="fewer edits, a smaller catalog")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--once", nargs=3, type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if options.once:
        old, new, out = options.once
        out.write_bytes(ours(old.read_bytes(), new.read_bytes()))
        return 0
    if not (options.data / "ntrex" / "en.txt").is_file():
        print(f"{options.data}: no data there; say where with --data DIR", file=sys.stderr)
        return 2
    if not shutil.which("msgmerge"):
        print("msgmerge is missing: install GNU gettext", file=sys.stderr)
        return 2
    return compare(options)


def compare(options: argparse.Namespace) -> int:
    texts, generators = read_texts(options.data), [Random(int(seed)) for seed in options.seed.split(",")]  # noqa: S311
    docs = [doc for rng in generators for doc in edited_documents(texts, rng, 4 if options.quick else 24)]
    mine, theirs = quality(docs, ours), quality(docs, msgmerge)
    if options.show:
        print(*(wrong for wrong in mine.wrong if wrong.startswith(options.kind)), sep="\n\n", end="\n\n")
    table = rows(docs, mine, theirs)
    print("| kind of edit | edits | ours: precision / recall / F1 | msgmerge | |\n|---|--:|---|---|---|")
    for name, *values, good in table:
        if options.kind in ("", name):
            print(f"| {name} | {' | '.join(map(str, values))} | {'✓' if good else '✗'} |")
    good = all(row[-1] for row in table)
    if options.kind or options.no_speed:
        return int(not good)
    size, edits, times = (1000, 100, 1) if options.quick else (5000, 500, 3)
    return int(not (faster(large_document(texts, generators[0], size, edits), times) and good))


if __name__ == "__main__":
    sys.exit(main())
