"""Statements edited as editors do, so that it is known which old translation belongs to which new text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from corpus import TARGETS, Statement, state
from edits import KINDS, Block, Document
from merge import Result, translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

EDITS = (0, 0, 1, 1, 2, 4)
"""How many edits a statement gets, in turn by lot; of its 27 texts that is one in 20."""
USED = [kind for kind in KINDS if kind != "short"]
"""Short texts are few, and those in one statement would be old texts of another."""


@dataclass(frozen=True)
class Edited:
    """A statement and what became of its body."""

    statement: Statement
    document: Document

    def source(self) -> str:
        """Its Markdown after the edits."""
        return self.statement.source((block.context, block.text) for block in self.document.new)

    def known(self, name: str) -> dict[str, str]:
        """The translations before the edits; those of the body carry a number, so that no two are alike."""
        number = 1 + TARGETS.index(name)
        known = {text.row[0]: text.row[number] for text in self.statement.texts}
        document = self.view(name)
        marked = translations(document)
        return known | {old.text: marked[min(old.truth)] for old in document.old}

    def view(self, name: str) -> Document:
        """The document as a language knows it: what was not translated cannot be found again."""
        number = 1 + TARGETS.index(name)
        old = [
            replace(block, translation=text.row[number])
            for block, text in zip(self.document.old, self.statement.body, strict=True)
            if state(name, block.text)
        ]
        there = frozenset[int]().union(*(block.truth for block in old))
        return replace(self.document, old=old, new=[replace(one, truth=one.truth & there) for one in self.document.new])


def edited(every: Iterable[Statement], strangers: list[str]) -> Iterator[Edited]:
    """Statements, one text in 20 edited, all kinds of edit about equally often."""
    made: Counter[str] = Counter()
    for one in every:
        rng = Random(f"edits {one.slug}")  # noqa: S311  # no secret
        old = [
            Block(text.role, tuple(row[0] for row in text.sentences), frozenset({number}))
            for number, text in enumerate(one.body)
        ]
        document = Document(old, strangers, rng, list(old))
        for _ in range(rng.choice(EDITS)):
            kinds = sorted(USED, key=lambda kind: (made[kind], rng.random()))
            made.update(next(([kind] for kind in kinds if document.edit(kind)), []))
        yield Edited(one, document)


def judged(every: Sequence[Edited], catalog: Callable[[str, str], Path], targets: Sequence[str] = TARGETS) -> Result:
    """What a program carried over.

    Args:
        every: The statements.
        catalog: Where a language and a slug have their new catalog.
        targets: The languages.
    """
    result = Result()
    for name in targets:
        for one in every:
            if one.document.kinds:
                result.judge(one.view(name), catalog(name, one.statement.slug).read_bytes())
    return result
