"""Which old entries each new text takes its translation from: what is certain first, then what is likely.

1. The same text in the same role, then the same text in another role.
2. What was edited in its place: between texts that stayed, old and new ones are compared in their order, and parts
   of a paragraph that was split, or paragraphs that were joined, are put together.
3. What was moved and edited: whatever is left, wherever it stands; here more likeness is asked for.

An entry goes to one text, except that a paragraph which was split goes to each of its parts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from heapq import nlargest
from itertools import product
from typing import TYPE_CHECKING

from publisher.merge.likeness import ENOUGH, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publisher.catalog import Key

IN_PLACE, SHORT_IN_PLACE = 0.45, 0.7
"""The likeness, 0 to 1, above which a text is an edit of the one that stood in its place; for short texts, where
chance likeness is common, it is more."""
ELSEWHERE, SHORT_ELSEWHERE = 0.6, 0.8
"""The same for a text that stood elsewhere."""
BONUS = 0.15
"""By how much the likeness to a text in the same place counts for more than to one elsewhere."""
SHORT = 18
"""The size (`Words.size`) of about eight words, below which a text is short."""
PART, PART_ELSEWHERE = 0.75, 0.9
"""How much of a text must stand in another one, 0 to 1, to be a part of it."""
CANDIDATES = 8
"""How many old texts a new one is compared with that may have come from anywhere."""
ENOUGH_CANDIDATES = 200
"""From so many texts that share its rarest words, the best are chosen; commoner words are not looked at."""
PAIRS = 2500
"""Up to so many pairs, everything between two texts that stayed is compared with everything."""


def same_text(new: Iterable[Key], old: Iterable[Key]) -> dict[Key, Key]:
    """Pair keys of equal text and different role, in their order."""
    by_text: dict[str, list[Key]] = {}
    for key in old:
        by_text.setdefault(key[1], []).append(key)
    return {key: by_text[key[1]].pop(0) for key in new if by_text.get(key[1])}


def edited(new: Sequence[Key], old: Sequence[Key], stayed: Mapping[Key, Key]) -> dict[Key, tuple[Key, ...]]:
    """Find what texts were made from that are not in the catalog.

    Args:
        new: The keys of all segments, in their order.
        old: The keys of all live entries, in their order.
        stayed: What is certain: entries by the segments that they go to.

    Returns:
        The keys of the entries that a segment was made from, one or, where paragraphs were joined, several.
    """
    gone = set(stayed.values())
    matching = _Matching([key for key in new if key not in stayed], [key for key in old if key not in gone])
    gaps = list(_gaps(new, old, stayed))
    matching.pair(gaps)
    for news, olds in gaps:
        matching.put_together(news, olds, PART)
    matching.put_together(matching.new, matching.old, PART_ELSEWHERE)
    return matching.origins()


class _Matching:
    """What is known so far: which new texts were made from which old ones.

    Args:
        new: The keys of the segments that an origin is looked for, in their order.
        old: The keys of the entries that nothing has yet come from, in their order.
    """

    def __init__(self, new: Sequence[Key], old: Sequence[Key]) -> None:
        self.new, self.old = new, old
        self._place = {key: place for keys in (new, old) for place, key in enumerate(keys)}
        self._words = {key: Words(key[1]) for key in (*new, *old)}
        self._made_of: dict[Key, list[Key]] = {}
        self._became: dict[Key, list[Key]] = {}

    def pair(self, gaps: Iterable[tuple[Sequence[Key], Sequence[Key]]]) -> None:
        """Pair texts one to one, the likest first; where they stand, role and order decide between equals."""
        scored = []
        in_place = {pair for news, olds in gaps for pair in self._candidates(news, olds)}
        for new, old in in_place.union(self._candidates(self.new, self.old)):
            likeness = self._words[new].likeness(self._words[old])
            here = (new, old) in in_place
            if likeness >= self._needed(new, old, here=here):
                i, j = self._place[new], self._place[old]
                scored.append((-likeness - BONUS * here, new[0] != old[0], abs(i - j), i, j))
        for *_, i, j in sorted(scored):
            new, old = self.new[i], self.old[j]
            if new not in self._made_of and old not in self._became:
                self._made_of[new], self._became[old] = [old], [new]

    def _needed(self, new: Key, old: Key, *, here: bool) -> float:
        if min(self._words[new].size, self._words[old].size) < SHORT:
            return SHORT_IN_PLACE if here else SHORT_ELSEWHERE
        return IN_PLACE if here else ELSEWHERE

    def put_together(self, news: Sequence[Key], olds: Sequence[Key], needed: float) -> None:
        """Give parts of a paragraph that was split their origin, and joined paragraphs all of theirs."""
        self._collect(olds, news, self._became, self._made_of, needed)
        self._collect(news, olds, self._made_of, self._became, needed)

    def origins(self) -> dict[Key, tuple[Key, ...]]:
        """The origins of each new text that has some, in their order."""
        return {new: tuple(sorted(olds, key=self._place.__getitem__)) for new, olds in self._made_of.items()}

    def _collect(
        self,
        wholes: Sequence[Key],
        parts: Sequence[Key],
        parts_of: dict[Key, list[Key]],
        whole_of: dict[Key, list[Key]],
        needed: float,
    ) -> None:
        """Add to each whole the free parts with which what it has comes nearer to it."""
        free = [one for one in parts if one not in whole_of and len(self._words[one].said) >= ENOUGH]
        fitting: dict[Key, list[Key]] = {}
        for part, whole in self._candidates(free, wholes):
            if self._words[part].share_in(self._words[whole]) >= needed:
                fitting.setdefault(whole, []).append(part)
        for whole, more in fitting.items():
            had = parts_of.get(whole, [])
            has = self._completed(whole, had, [one for one in more if one not in whole_of])
            if len(has) > max(len(had), 1):
                parts_of[whole] = has
                whole_of |= {part: [whole] for part in has if part not in whole_of}

    def _completed(self, whole: Key, had: list[Key], more: Iterable[Key]) -> list[Key]:
        """The parts of a text that are known, and those that make them more like it; none if that is not enough."""
        has, best = had, self._likeness_together(had, whole)
        for part in more:
            together = sorted([*has, part], key=self._place.__getitem__)
            if (likeness := self._likeness_together(together, whole)) > best:
                has, best = together, likeness
        return has if had or best >= ELSEWHERE else []

    def _likeness_together(self, parts: Sequence[Key], whole: Key) -> float:
        return Words(" ".join(part[1] for part in parts)).in_order(self._words[whole]) if parts else 0.0

    def _candidates(self, ones: Sequence[Key], others: Sequence[Key]) -> Iterator[tuple[Key, Key]]:
        """The pairs that are worth comparing."""
        if len(ones) * len(others) <= PAIRS:
            yield from product(ones, others)
            return
        having: dict[str, list[Key]] = {}
        for other in others:
            for word in set(self._words[other].said):
                having.setdefault(word, []).append(other)
        for one in ones:
            common: dict[Key, float] = defaultdict(float)
            for word in sorted(set(self._words[one].said) & having.keys(), key=lambda word: (len(having[word]), word)):
                if len(common) > ENOUGH_CANDIDATES:
                    break
                for other in self._nearest(having[word], one):
                    common[other] += 1 / len(having[word])
            best = nlargest(CANDIDATES, common, key=lambda other: (common[other], -self._distance(one, other)))
            yield from ((one, other) for other in best)

    def _nearest(self, keys: Sequence[Key], one: Key) -> Sequence[Key]:
        """Of keys in their order, those whose place is nearest to that of another, if they are very many."""
        if len(keys) <= ENOUGH_CANDIDATES:
            return keys
        at = bisect_left(keys, self._place[one], key=self._place.__getitem__) - ENOUGH_CANDIDATES // 2
        start = min(max(0, at), len(keys) - ENOUGH_CANDIDATES)
        return keys[start : start + ENOUGH_CANDIDATES]

    def _distance(self, one: Key, other: Key) -> int:
        return abs(self._place[one] - self._place[other])


def _gaps(new: Sequence[Key], old: Sequence[Key], stayed: Mapping[Key, Key]) -> Iterator[tuple[list[Key], list[Key]]]:
    """Cut both lists at the texts that stayed in their order; answer what is new and what is gone between two cuts."""
    place = {key: n for n, key in enumerate(old)}
    gone = set(stayed.values())
    i = j = 0
    both = [(n, place[origin]) for n, key in enumerate(new) if (origin := stayed.get(key)) in place]
    for to_i, to_j in [*_in_order(both), (len(new), len(old))]:
        if to_i > i and to_j > j:
            news = [key for key in new[i:to_i] if key not in stayed]
            olds = [key for key in old[j:to_j] if key not in gone]
            if news and olds:
                yield news, olds
        i, j = to_i + 1, to_j + 1


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs, given by their first numbers, in which the second ones rise too (patience sorting)."""
    tails: list[int] = []
    last: list[int] = []  # the index of the pair that ends the best run of each length
    before: list[int] = []
    for n, (_, second) in enumerate(pairs):
        length = bisect_left(tails, second)
        before.append(last[length - 1] if length else -1)
        tails[length : length + 1] = [second]
        last[length : length + 1] = [n]
    run = []
    n = last[-1] if last else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]
