"""How like two English texts are.

Texts are compared word by word. A word that says something weighs more than one that any sentence has, so that
"They were released" is not taken for an edit of "They were tortured"; and a misspelt word counts as the right one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Indel, LCSseq

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
_COMMON_WORDS = """
    a about after all also an and any are as at be been before both but by can could did do does for from had has
    have he her his how i if in into is it its may more most must no not of on one only or other our out over shall
    she should since so some such than that the their them then there these they this those through to under until
    up was we were what when where which while who will with within would you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())
ENOUGH = 3
"""How many words that say something a text must have for it to be no chance that they are found in another one."""
WHOLE, HALF = 0.9, 0.67
"""From which share on a text stands in another one as good as whole, and how like the two are then."""
_WEIGHT = 3  # of a word that says something, against 1 for a common word
_LETTERS = 4  # a shorter word that differs in one letter is most often another word
_FEW = 100  # pairs of words that differ: among more of them one letter matters little
_LONG = 8  # from here on a word may differ in two


class Words:
    """A text as its words, ready to be compared.

    Args:
        text: English, as inline Markdown; the targets of links don't count.

    Attributes:
        said: The words that say something, in their order.
        size: How much the text weighs.
    """

    def __init__(self, text: str) -> None:
        words = _WORD.findall(_LINK_TARGET.sub("]", text).lower())
        self.said = [word for word in words if word not in _COMMON]
        self._tokens = [word for word in words for _ in range(_WEIGHT if word not in _COMMON else 1)]
        self._sorted = sorted(self.said)
        self._set = frozenset(self.said)
        self.size = len(self._tokens)

    def likeness(self, other: Words) -> float:
        """The share of what two texts say that both say, from 0 to 1: in the same order, or in any.

        A text that stands in the other as good as whole is as like as half of it.
        """
        if not (self.size and other.size):  # signs alone say nothing
            return 0.0
        spelt, spelt_sorted = other._spelt_like(self)
        in_order = Indel.normalized_similarity(self._tokens, spelt)
        if min(len(self.said), len(other.said)) < ENOUGH:
            return in_order
        in_any = Indel.normalized_similarity(self._sorted, spelt_sorted)
        share = LCSseq.similarity(self._tokens, spelt) / min(self.size, other.size)
        return max(in_order, in_any, HALF if share >= WHOLE else 0)

    def in_order(self, other: Words) -> float:
        """The share of their words that two texts have in common, in the same order: 0 to 1."""
        return Indel.normalized_similarity(self._tokens, other._spelt_like(self)[0])

    def share_in(self, other: Words) -> float:
        """How much of this text stands in another, in the same order: 0 to 1."""
        spelt, _ = other._spelt_like(self)
        return LCSseq.similarity(self._tokens, spelt) / self.size if self.size else 0.0

    def _spelt_like(self, other: Words) -> tuple[list[str], list[str]]:
        """The words of this text, those that seem to be misspelt words of another one in its spelling."""
        mine = [word for word in self._set - other._set if len(word) >= _LETTERS and word.isalpha()]
        theirs = sorted(word for word in other._set - self._set if len(word) >= _LETTERS and word.isalpha())
        if not 0 < len(mine) * len(theirs) <= _FEW:
            return self._tokens, self._sorted
        spelling = {word: same for word in mine if (same := _misspelt(word, theirs))}
        if not spelling:
            return self._tokens, self._sorted
        spelt = [spelling.get(word, word) for word in self._tokens]
        return spelt, sorted(spelling.get(word, word) for word in self.said)


def _misspelt(word: str, others: Iterable[str]) -> str:
    for other in others:
        limit = 2 if min(len(word), len(other)) >= _LONG else 1
        if abs(len(word) - len(other)) <= limit and OSA.distance(word, other, score_cutoff=limit) <= limit:
            return other
    return ""
