"""What other texts, like the one that somebody translates now, were translated by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache
from heapq import nlargest
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from publisher.merge.likeness import ENOUGH, HALF, Words
from publisher.merge.memory import Known, known_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publisher.catalog import Catalog
    from publisher.model import Segment

LIKE = 0.6
"""The likeness, 0 to 1, from which on a translation is suggested."""
MOST = 3
"""How many suggestions there are at most."""
CANDIDATES = 50
"""How many texts are looked at closely: those that have the most words in common with the one asked for."""
NEAR = 99
"""How like, in percent, texts are at most that differ in anything."""

_words = lru_cache(20_000)(Words)  # the English stays the same while translations come and go


class Suggestion(NamedTuple):
    """A translation of a like text.

    Attributes:
        source: The English that it is of.
        targets: The translation: one text, or one for each plural form.
        likeness: How like that English is, in percent; 100 only if it is the same to the letter.
        origin: The path of its catalog; empty for the wording that comes with the program.
    """

    source: str
    targets: list[str]
    likeness: int
    origin: str

    @property
    def domain(self) -> str:
        """What the catalog is of: a statement, ``site``, ``terms``; empty for the wording of the program."""
        return PurePosixPath(self.origin).stem


class Suggest:
    """Suggestions from all catalogs of a language.

    Args:
        catalogs: All of them; of like translations the first one counts.
        shipped: Wording in this language that comes with the program, if there is any.
    """

    def __init__(self, catalogs: Iterable[Catalog], shipped: Catalog | None = None) -> None:
        self._known: dict[str, list[Known]] = {}
        every = [one for catalog in catalogs for one in known_in(catalog)]
        vouched = [one._replace(origin="") for one in known_in(shipped)] if shipped else []
        for one in (*every, *vouched):
            self._known.setdefault(one.source, []).append(one)
        self._by_size = sorted(self._known, key=_size)
        self._having: dict[str, list[str]] = {}
        for source in self._known:
            for word in dict.fromkeys(_words(source).said):
                self._having.setdefault(word, []).append(source)

    def of(self, segment: Segment, skip: Sequence[str] = ()) -> list[Suggestion]:
        """The best finished translations of like texts: of the same first, then of the likest.

        Args:
            segment: The text that somebody translates.
            skip: The translation that it has; it is not suggested again.

        Returns:
            Three at the most, no two alike, all with as many plural forms as the text has.
        """
        best: dict[tuple[str, ...], Suggestion] = {}
        found = sorted(self._like(segment), key=lambda one: (-one[0], one[1].context != segment.context))
        for likeness, known in found:
            suggestion = Suggestion(known.source, known.targets, likeness, known.origin)
            best.setdefault(tuple(known.targets), suggestion)
        best.pop(tuple(skip), None)
        return list(best.values())[:MOST]

    def _like(self, segment: Segment) -> Iterator[tuple[int, Known]]:
        """What is like a text, with its likeness in percent."""
        words = _words(segment.source)
        for source in {segment.source: None, **dict.fromkeys(self._candidates(words))}:
            likeness = 1.0 if source == segment.source else words.likeness(_words(source))
            if likeness < LIKE:
                continue
            for one in self._known.get(source, ()):
                if bool(one.plural) == bool(segment.plural):
                    same = (source, one.plural) == (segment.source, segment.plural)
                    yield 100 if same else min(round(100 * likeness), NEAR), one

    def _candidates(self, words: Words) -> Iterable[str]:
        """The texts that are worth comparing with one: for a short one those of its size, else those with its words."""
        if len(words.said) < ENOUGH:
            # Both in the same order, two texts can be no more alike than their sizes are.
            most = 2 / LIKE - 1
            start = bisect_left(self._by_size, words.size / most, key=_size)
            return self._by_size[start : bisect_right(self._by_size, words.size * most, key=_size)]
        common = Counter(source for word in dict.fromkeys(words.said) for source in self._having.get(word, ()))

        def promise(source: str) -> float:
            here, there = len(words.said), len(_words(source).said)
            inside = common[source] / min(here, there) if there >= ENOUGH else 0
            return max(2 * common[source] / (here + there), HALF * inside)

        return nlargest(CANDIDATES, common, key=promise)


def _size(source: str) -> int:
    return _words(source).size
