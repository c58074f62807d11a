"""Which old entry each segment of a changed source takes its translation from.

One to one: an entry goes to one segment at the most. First by what is certain (the same text in the same role,
then the same text in another role), then, among what vanished and what is new, by likeness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.catalog import Catalog, Key
    from publisher.model import Segment

LIKENESS = 0.6
"""The share of words, 0 to 1, that two texts must have in common for one to be taken for an edit of the other."""
SHORT = 6
"""Below this many words chance likeness is common …"""
SHORT_LIKENESS = 0.75
"""… so more is asked."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a merge did to one catalog, in entries.

    Attributes:
        kept: Live before, live now, the same text in the same role.
        added: New, with nothing to take over.
        changed: Took over the translation of an earlier wording, as a draft.
        reused: Took over a translation unchanged, from another role or from the obsolete entries.
        obsolete: Live before, now kept out of the way with their translation.
    """

    kept: int = 0
    added: int = 0
    changed: int = 0
    reused: int = 0
    obsolete: int = 0


def merge(catalog: Catalog, segments: Sequence[Segment]) -> Change:
    """Make a catalog hold exactly these segments, each with the translation it can take over."""
    old = catalog.entries()
    wanted = [segment.key for segment in segments]
    same = {key: key for key in wanted if key in old}
    unused = [key for key in old if key not in same and old[key].work]
    moved = _same_text([key for key in wanted if key not in same], unused)
    gone_over = set(moved.values())
    new = [key for key in wanted if key not in same and key not in moved]
    vanished = [key for key in unused if old[key].live and key not in gone_over]
    edited = _edited(new, vanished)
    catalog.rearrange(segments, same | moved | edited)
    recounted = sum(segment.key in same and old[segment.key].plural != segment.plural for segment in segments)
    kept = sum(old[key].live for key in same) - recounted
    return Change(
        kept=kept,
        added=len(new) - len(edited),
        changed=len(edited) + recounted,
        reused=len(same) - kept - recounted + len(moved),
        obsolete=len(vanished) - len(edited),
    )


def _same_text(new: Iterable[Key], old: Iterable[Key]) -> dict[Key, Key]:
    """Pair keys of equal text and different role, in their order."""
    by_text: dict[str, list[Key]] = {}
    for key in old:
        by_text.setdefault(key[1], []).append(key)
    return {key: by_text[key[1]].pop(0) for key in new if by_text.get(key[1])}


def _edited(new: Sequence[Key], vanished: Sequence[Key]) -> dict[Key, Key]:
    """Pair what is new with what it was made from, the likest first, then in their order."""
    words = {key: key[1].lower().split() for key in (*new, *vanished)}
    pairs: list[tuple[float, bool, int, int, int]] = []
    for i, key in enumerate(new):
        for j, origin in enumerate(vanished):
            needed = SHORT_LIKENESS if min(len(words[key]), len(words[origin])) < SHORT else LIKENESS
            likeness = Indel.normalized_similarity(words[key], words[origin], score_cutoff=needed)
            if likeness:
                pairs.append((-likeness, key[0] != origin[0], abs(i - j), i, j))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(pairs):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return {new[i]: vanished[j] for i, j in matched.items()}
