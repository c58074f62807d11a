"""One entry of a catalog: what it holds, how far it is, and how it takes on another source."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

import polib

from publisher import po
from publisher.model import INTERFACE, PLACEHOLDER, WAIVER, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.model import Segment

OFFERED = "offered from "
"""How a translator comment begins that makes a draft one of the translation memory."""
MINOR = "before a minor edit: "
"""How a translator comment begins that keeps the source which a translation was made from."""
EARLIER = "earlier form "
"""How a translator comment begins that keeps a plural form of a text that is counted no more."""
REMARK = "remark: "
"""How a translator comment begins that a translator wrote into a table."""

VOID = "was: "
"""What stands before a line that let a finding pass of another source, until a translator takes it away."""
_WAIVER = re.compile(rf"^(?=[^\S\n]*{WAIVER})", re.MULTILINE | re.IGNORECASE)

Key = tuple[str | None, str]
"""What identifies an entry: its context, which may be none, and its source."""


class Old(NamedTuple):
    """What there is to take over from an entry.

    Attributes:
        live: Whether it is in use, not obsolete.
        work: Whether it holds a translation, a translator's comment or an earlier source.
        translated: Whether it holds a translation, be it a draft.
        finished: Whether its translation is finished.
        plural: Its English plural, or empty.
    """

    live: bool
    work: bool
    translated: bool
    finished: bool
    plural: str

    @classmethod
    def of(cls, entry: polib.POEntry) -> Old:
        """What there is in an entry."""
        finished = state_of(entry) is State.TRANSLATED
        return cls(not entry.obsolete, has_work(entry), bool(targets_of(entry)), finished, entry.msgid_plural)


class Finished(NamedTuple):
    """A translation that is finished: its key, the English plural or nothing, and one text or one for each form."""

    key: Key
    plural: str
    targets: list[str]


def from_file(entry: po.Entry) -> polib.POEntry:
    """What the reader found, as an entry of polib."""
    return polib.POEntry(**{name: getattr(entry, name) for name in po.Entry.__slots__})


def key_of(entry: polib.POEntry) -> Key:
    """What identifies an entry."""
    return (entry.msgctxt, entry.msgid)


def has_work(entry: polib.POEntry) -> bool:
    """Whether anybody's work would be lost with an entry."""
    return bool(targets_of(entry) or entry.tcomment or entry.previous_msgid)


def is_copy(entry: polib.POEntry, entries: Mapping[Key, polib.POEntry]) -> bool:
    """Whether an entry is a draft with nothing in it but a translation that still stands with its own source."""
    if not entry.fuzzy or entry.tcomment or entry.previous_msgid is None:
        return False
    context = entry.msgctxt if entry.previous_msgctxt is None else entry.previous_msgctxt
    original = entries.get((context, entry.previous_msgid))
    return original is not None and not original.fuzzy and targets_of(original) == targets_of(entry)


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


def successor(origins: Sequence[polib.POEntry]) -> polib.POEntry:
    """A copy of an entry, for another source to take on; several, whose texts were joined, become one draft."""
    entry = deepcopy(origins[0])
    if len(origins) > 1:
        before = [one.previous_msgid if one.previous_msgid and one.fuzzy else one.msgid for one in origins]
        entry.previous_msgid, entry.previous_msgctxt = " ".join(dict.fromkeys(before)), None
        entry.msgstr = " ".join(dict.fromkeys(text for one in origins for text in targets_of(one)))
        entry.tcomment = "\n".join(dict.fromkeys(one.tcomment for one in origins if one.tcomment))
        entry.flags = list(dict.fromkeys([*entry.flags, "fuzzy"]))
    return entry


def bring_up_to_date(entry: polib.POEntry, segment: Segment, nplurals: int, *, minor: bool = False) -> None:
    """Give an entry the source, notes and reference of its segment.

    Args:
        entry: What is changed.
        segment: What it shall be an entry of.
        nplurals: How many plural forms the language has.
        minor: Whether another source leaves the translation as finished as it was.
    """
    if (entry.msgid, entry.msgid_plural) != (segment.source, segment.plural):
        if minor:
            entry.tcomment = "\n".join(filter(None, [entry.tcomment, MINOR + entry.msgid]))
        else:
            entry.tcomment = _WAIVER.sub(VOID, entry.tcomment)
            if targets_of(entry):
                _make_draft(entry, segment)
        entry.msgid = segment.source
        _put_plural(entry, segment.plural)
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


def fill(entry: polib.POEntry, targets: Sequence[str], origin: str) -> None:
    """Give an entry a translation: finished, or, where an origin is named, as a draft of the translation memory."""
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(targets))
    else:
        entry.msgstr = targets[0]
    others = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.flags = ["fuzzy", *others] if origin else others
    if origin:
        entry.tcomment = "\n".join(filter(None, [OFFERED + origin, entry.tcomment]))


def forms_of(entry: polib.POEntry) -> list[str]:
    """What stands in an entry: one text, or one for each plural form, in their order."""
    if not entry.msgid_plural:
        return [entry.msgstr]
    return [text for _, text in sorted(entry.msgstr_plural.items())]


def put(entry: polib.POEntry, targets: Sequence[str], *, draft: bool, previous: str) -> None:
    """Give an entry a translation that a person made elsewhere; it is no longer what the memory offered."""
    fill(entry, targets, "")
    entry.tcomment = "\n".join(line for line in entry.tcomment.split("\n") if not line.startswith(OFFERED))
    if draft:
        entry.flags = ["fuzzy", *entry.flags]
    if previous and draft:
        entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural = None, previous, None
    elif not draft:
        entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None


def note(entry: polib.POEntry, lines: Sequence[str]) -> None:
    """Add lines to the translators' comment of an entry, those that it has already once."""
    before = [line for line in entry.tcomment.split("\n") if line]
    entry.tcomment = "\n".join(dict.fromkeys([*before, *lines]))


def _make_draft(entry: polib.POEntry, segment: Segment) -> None:
    """Let a translation remember the source that it was made from."""
    # What a draft remembers already is the still earlier source that it was made from.
    if not entry.fuzzy or entry.previous_msgid is None:
        entry.previous_msgctxt = entry.msgctxt if entry.msgctxt != segment.context else None
        entry.previous_msgid, entry.previous_msgid_plural = entry.msgid, entry.msgid_plural or None
    if not entry.fuzzy:
        entry.flags.append("fuzzy")
    # It is no longer what the memory offered: that was for another source.
    entry.tcomment = "\n".join(line for line in entry.tcomment.split("\n") if not line.startswith(OFFERED))


def _put_plural(entry: polib.POEntry, plural: str) -> None:
    """Make an entry one of a text that is counted, or is not; no form is lost."""
    entry.msgid_plural = plural
    if plural and not entry.msgstr_plural:
        entry.msgstr_plural, entry.msgstr = {0: entry.msgstr}, ""
    elif entry.msgstr_plural and not plural:
        forms = [f"{EARLIER}{index}: {text}" for index, text in entry.msgstr_plural.items() if text.strip()]
        entry.tcomment = "\n".join(filter(None, [entry.tcomment, *forms]))
        entry.msgstr, entry.msgstr_plural = next(reversed(targets_of(entry)), ""), {}
