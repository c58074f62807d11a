"""What translate-toolkit's pofilter makes of the same texts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from cases import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cases import Document
    from pairs import Pair

NOISY = 0.05
"""A test that flags more of the good translations is left out of the tuned run."""
FAILED = re.compile(r"^\(pofilter\) (\w+):", re.MULTILINE)
Failures = dict[str, frozenset[str]]


def find_pofilter() -> str | None:
    return shutil.which("pofilter") or shutil.which("pofilter", path=Path(sys.executable).parent)


def failures(locale: str, pairs: Mapping[str, Pair], *without: str) -> Failures:
    """Which of its tests each translation fails."""
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {"Language": locale, "Content-Type": "text/plain; charset=UTF-8"}
    for name, pair in pairs.items():
        flags = ["python-brace-format"] if pair.context == "interface" else []
        catalog.append(polib.POEntry(msgctxt=name, msgid=pair.english, msgstr=pair.translation, flags=flags))
    with tempfile.TemporaryDirectory() as folder:
        catalog.save(str(Path(folder, "in.po")))
        options = [f"--excludefilter={one}" for one in without]
        command = [find_pofilter() or "", "--progress=none", f"--language={locale}", *options, "in.po", "out.po"]
        subprocess.run(command, cwd=folder, check=True)
        out = Path(folder, "out.po")
        found = polib.pofile(str(out)) if out.is_file() else []
        return {one.msgctxt: frozenset(FAILED.findall(one.tcomment)) for one in found}


@dataclass
class Peer:
    """Its findings: of good translations, and of each case before and after."""

    runs: tuple[Failures, Failures]
    docs: Mapping[str, Document]
    names: dict[tuple[str, str, str], str]
    size: int

    @classmethod
    def measure(cls, locale: str, pairs: Sequence[Pair], docs: Mapping[str, Document]) -> Peer:
        """Run it over everything: once as it is, once without its noisy tests."""
        every: dict[str, Pair] = {}
        names: dict[tuple[str, str, str], str] = {}

        def enter(pair: Pair) -> None:
            name = names.setdefault((*key_of(pair), pair.translation), f"{len(names)}")
            every.setdefault(name, pair)

        for pair in pairs:
            enter(pair)
        for doc in docs.values():
            for pair in (*doc.pairs, *doc.faulty):
                enter(pair)
        default = failures(locale, every)
        size = len(pairs)
        noise = Counter(test for name in map(str, range(size)) for test in default.get(name, ()))
        tuned = failures(locale, every, *(test for test, count in noise.items() if count > NOISY * size))
        return cls((default, tuned), docs, names, size)

    @property
    def flagged(self) -> list[float]:
        """How many of a thousand good translations fail a test, in each run."""
        return [1000 * sum(str(i) in run for i in range(self.size)) / self.size for run in self.runs]

    def recall(self, kind: str) -> tuple[float, ...]:
        """The share of the cases that fail a test which they passed before, in each run."""
        cases = self.docs[kind].cases
        return tuple(
            sum(bool(self._of(run, case.after) - self._of(run, case.before)) for case in cases) / (len(cases) or 1)
            for run in self.runs
        )

    def _of(self, run: Failures, pair: Pair) -> frozenset[str]:
        return run.get(self.names[(*key_of(pair), pair.translation)], frozenset())
