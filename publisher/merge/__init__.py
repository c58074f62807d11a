"""Bring a catalog up to date with its source: each segment takes over the translation that it can.

A translation that was finished stays with the English that it was made for, even when that is gone: it becomes
obsolete, and is in use again at once when the text comes back. What the changed English takes over is a copy, a draft.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.catalog import Catalog, Key, Old
    from publisher.model import Segment


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that was to pass as minor and does not.

    Attributes:
        before: The English that was translated.
        after: The English now.
        reason: Why the translation may no longer say the same.
    """

    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a merge did to one catalog, in entries.

    Attributes:
        kept: Live before, live now, the same text in the same role.
        added: New, with nothing to take over.
        changed: Took over the translation of an earlier wording, as a draft.
        reused: Took over a translation unchanged: from another role, from the obsolete entries, over a minor edit,
            or, as a draft, from another catalog.
        obsolete: Live before, now out of use.
        refused: The edits that were not minor, where these were asked for.
        new: The keys of what was added.
        minor: By its key, the earlier key of what is finished still after a minor edit.
    """

    kept: int = 0
    added: int = 0
    changed: int = 0
    reused: int = 0
    obsolete: int = 0
    refused: tuple[Refusal, ...] = ()
    new: frozenset[Key] = field(default=frozenset(), compare=False)
    minor: Mapping[Key, Key] = field(default_factory=dict, compare=False)


def merge(catalog: Catalog, segments: Sequence[Segment], *, minor: bool = False) -> Change:
    """Make a catalog hold exactly these segments, each with the translation it can take over.

    Args:
        catalog: What is changed.
        segments: What it shall hold, in this order.
        minor: Whether an edit of typo, punctuation or case only leaves the state of a translation as it is.
    """
    from publisher.merge.origins import edited, same_text  # noqa: PLC0415  # most catalogs have nothing to merge

    old = catalog.entries()
    wanted = [segment.key for segment in segments]
    same: dict[Key, Key] = {key: key for key in wanted if key in old}
    unused = [key for key in old if key not in same and old[key].work]
    unused.sort(key=lambda key: not old[key].finished)
    moved = same_text([key for key in wanted if key not in same], unused)
    origins = edited(wanted, [key for key in old if old[key].live], same | moved)
    drafts = {key: worthy for key, keys in origins.items() if (worthy := _with_work(keys, old))}
    plurals: dict[Key, str] = {segment.key: segment.plural for segment in segments}
    edits = {key: drafts[key][0] for key in _one_to_one(drafts, old)} if minor else {}
    judged = {key: _why_not_minor((one[1], old[one].plural), (key[1], plurals[key])) for key, one in edits.items()}
    unchanged = {key for key, reason in judged.items() if not reason}
    catalog.rearrange(segments, drafts | {key: (origin,) for key, origin in (same | moved).items()}, unchanged)
    recounted = sum(segment.key in same and old[segment.key].plural != segment.plural for segment in segments)
    kept = sum(old[key].live for key in same) - recounted
    used = {*same, *moved.values(), *(origin for keys in drafts.values() for origin in keys)}
    new = frozenset(wanted) - same.keys() - moved.keys() - drafts.keys()
    return Change(
        kept=kept,
        added=len(new),
        changed=len(drafts) - len(unchanged) + recounted,
        reused=len(same) - kept - recounted + len(moved) + len(unchanged),
        obsolete=sum(old[key].live for key in old.keys() - used),
        refused=tuple(Refusal(edits[key][1], key[1], reason) for key, reason in judged.items() if reason),
        new=new,
        minor={key: edits[key] for key in unchanged},
    )


def _with_work(keys: Sequence[Key], old: Mapping[Key, Old]) -> tuple[Key, ...]:
    """Of the entries that a text was made of, those that hold anything to take over; counted texts are not joined."""
    if any(old[key].plural for key in keys):
        keys = keys[:1]
    return tuple(key for key in keys if old[key].translated) or tuple(key for key in keys if old[key].work)[:1]


def _one_to_one(drafts: Mapping[Key, tuple[Key, ...]], old: Mapping[Key, Old]) -> list[Key]:
    """The texts in the same role as before, of which nothing was split or joined, and which were finished."""
    uses = Counter(origin for keys in drafts.values() for origin in keys)
    return [
        key
        for key, keys in drafts.items()
        if len(keys) == 1 and uses[keys[0]] == 1 and keys[0][0] == key[0] and old[keys[0]].finished
    ]


def _why_not_minor(before: tuple[str, str], after: tuple[str, str]) -> str:
    """Why an edit may change what a text says, in its singular or its plural; empty if it is minor."""
    from publisher.merge.minor import why_not_minor  # noqa: PLC0415  # few ask

    if bool(before[1]) != bool(after[1]):
        return "it is counted now" if after[1] else "it is no longer counted"
    return next(filter(None, map(why_not_minor, before, after)), "")
