"""One entry of a catalog: what it holds, how far it is, and how it takes on another source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib

from publisher import po
from publisher.model import INTERFACE, PLACEHOLDER, State

if TYPE_CHECKING:
    from publisher.model import Segment

OFFERED = "offered from "
"""How a translator comment begins that makes a draft one of the translation memory."""

Key = tuple[str | None, str]
"""What identifies an entry: its context, which may be none, and its source."""


class Old(NamedTuple):
    """What there is to take over from an entry.

    Attributes:
        live: Whether it is in use, not obsolete.
        work: Whether it holds a translation, a translator's comment or an earlier source.
        plural: Its English plural, or empty.
    """

    live: bool
    work: bool
    plural: str


def from_file(entry: po.Entry) -> polib.POEntry:
    """What the reader found, as an entry of polib."""
    return polib.POEntry(**{name: getattr(entry, name) for name in po.Entry.__slots__})


def key_of(entry: polib.POEntry) -> Key:
    """What identifies an entry."""
    return (entry.msgctxt, entry.msgid)


def has_work(entry: polib.POEntry) -> bool:
    """Whether anybody's work would be lost with an entry."""
    return bool(targets_of(entry) or entry.tcomment or entry.previous_msgid)


def targets_of(entry: polib.POEntry) -> list[str]:
    """The translations of an entry that are not blank: one, or one for each plural form."""
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text.strip()]


def state_of(entry: polib.POEntry) -> State:
    """How far an entry is."""
    wanted = len(entry.msgstr_plural) or 1
    if len(targets_of(entry)) < wanted:
        return State.UNTRANSLATED
    if not entry.fuzzy:
        return State.TRANSLATED
    return State.PRETRANSLATED if entry.tcomment.startswith(OFFERED) else State.FUZZY


def bring_up_to_date(entry: polib.POEntry, segment: Segment, nplurals: int) -> None:
    """Give an entry the source, notes and reference of its segment."""
    if (entry.msgid, entry.msgid_plural) != (segment.source, segment.plural):
        _change_source(entry, segment)
    # gettext wants a text and its source to begin and end alike; a source never begins or ends with a space.
    entry.msgstr = entry.msgstr.strip()
    if segment.plural:
        forms = {index: text.strip() for index, text in entry.msgstr_plural.items() if text.strip()}
        entry.msgstr_plural = dict.fromkeys(range(nplurals), "") | forms
    entry.msgctxt, entry.obsolete = segment.context, False
    entry.comment, entry.occurrences = "\n".join(segment.notes), [(segment.path, "")] if segment.path else []
    formats = ["python-brace-format"] if segment.context == INTERFACE and PLACEHOLDER.search(segment.source) else []
    others = [flag for flag in entry.flags if flag != "python-brace-format"]
    entry.flags = [*others, *formats]


def _change_source(entry: polib.POEntry, segment: Segment) -> None:
    """Give an entry another source; a translation becomes a draft that remembers what it was made from."""
    if targets_of(entry):
        # What a draft remembers already is the still earlier source that it was made from.
        if not entry.fuzzy or entry.previous_msgid is None:
            entry.previous_msgctxt = entry.msgctxt if entry.msgctxt != segment.context else None
            entry.previous_msgid, entry.previous_msgid_plural = entry.msgid, entry.msgid_plural or None
        if not entry.fuzzy:
            entry.flags.append("fuzzy")
    entry.msgid, entry.msgid_plural = segment.source, segment.plural
    if segment.plural and not entry.msgstr_plural:
        entry.msgstr_plural, entry.msgstr = {0: entry.msgstr}, ""
    elif entry.msgstr_plural and not segment.plural:
        forms = [f"earlier form {index}: {text}" for index, text in entry.msgstr_plural.items() if text.strip()]
        entry.tcomment = "\n".join(filter(None, [entry.tcomment, *forms]))
        entry.msgstr, entry.msgstr_plural = next(reversed(targets_of(entry)), ""), {}
