"""One entry of a catalog: what it holds, how far it is, and how it takes on another source."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from publisher.model import INTERFACE, PLACEHOLDER, WAIVER, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher import po
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
    def of(cls, entry: po.Entry) -> Old:
        """What there is in an entry."""
        translated = bool(targets_of(entry))
        finished = translated and state_of(entry) is State.TRANSLATED
        return cls(not entry.obsolete, translated or has_work(entry), translated, finished, entry.msgid_plural)


class Finished(NamedTuple):
    """A translation that is finished: its key, the English plural or nothing, and one text or one for each form."""

    key: Key
    plural: str
    targets: list[str]


def key_of(entry: po.Entry) -> Key:
    """What identifies an entry."""
    return (entry.msgctxt, entry.msgid)


def has_work(entry: po.Entry) -> bool:
    """Whether anybody's work would be lost with an entry."""
    return bool(targets_of(entry) or entry.tcomment or entry.previous_msgid)


def is_copy(entry: po.Entry, entries: Mapping[Key, po.Entry]) -> bool:
    """Whether an entry is a draft with nothing in it but a translation that still stands with its own source."""
    if not entry.fuzzy or entry.tcomment or entry.previous_msgid is None:
        return False
    context = entry.msgctxt if entry.previous_msgctxt is None else entry.previous_msgctxt
    original = entries.get((context, entry.previous_msgid))
    return original is not None and not original.fuzzy and targets_of(original) == targets_of(entry)


def targets_of(entry: po.Entry) -> list[str]:
    """The translations of an entry that are not blank: one, or one for each plural form."""
    if not entry.msgstr_plural:
        return [entry.msgstr] if entry.msgstr.strip() else []
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text.strip()]


def state_of(entry: po.Entry) -> State:
    """How far an entry is."""
    forms = entry.msgstr_plural
    if len(targets_of(entry)) < len(forms) if forms else not entry.msgstr.strip():
        return State.UNTRANSLATED
    if "fuzzy" not in entry.flags:
        return State.TRANSLATED
    return State.PRETRANSLATED if entry.tcomment.startswith(OFFERED) else State.FUZZY


def successor(origins: Sequence[po.Entry]) -> po.Entry:
    """A copy of an entry, for another source to take on; several, whose texts were joined, become one draft."""
    first = origins[0]
    forms, places = dict(first.msgstr_plural), list(first.occurrences)
    entry = replace(first, msgstr_plural=forms, occurrences=places, flags=list(first.flags))
    if len(origins) > 1:
        before = [one.previous_msgid if one.previous_msgid and one.fuzzy else one.msgid for one in origins]
        entry.previous_msgid, entry.previous_msgctxt = " ".join(dict.fromkeys(before)), None
        entry.msgstr = " ".join(dict.fromkeys(text for one in origins for text in targets_of(one)))
        entry.tcomment = "\n".join(dict.fromkeys(one.tcomment for one in origins if one.tcomment))
        entry.flags = list(dict.fromkeys([*entry.flags, "fuzzy"]))
    return entry


def bring_up_to_date(entry: po.Entry, segment: Segment, nplurals: int, *, minor: bool = False) -> None:
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
    entry.msgctxt, entry.obsolete = segment.context, False
    entry.msgstr, entry.msgstr_plural, entry.comment, entry.occurrences, entry.flags = _shall(entry, segment, nplurals)


def are_arranged(entries: Sequence[po.Entry], segments: Sequence[Segment], nplurals: int) -> bool:
    """Whether bringing the entries of a catalog up to date with these segments would change nothing that is written."""
    live = [one for one in entries if not one.obsolete]
    obsolete = [one for one in entries if one.obsolete]
    every = {key_of(one): one for one in entries} if obsolete else {}
    return (
        len(live) == len(segments)
        and all(_is_up_to_date(one, segment, nplurals) for one, segment in zip(live, segments, strict=True))
        and all(_is_put_away(one, every) for one in obsolete)
    )


def _is_up_to_date(entry: po.Entry, segment: Segment, nplurals: int) -> bool:
    """Whether `bring_up_to_date` would change nothing in a live entry."""
    present = (entry.msgstr, entry.msgstr_plural, entry.comment, entry.occurrences, entry.flags)
    return (
        entry.msgid == segment.source
        and entry.msgctxt == segment.context
        and entry.msgid_plural == segment.plural
        and present == _shall(entry, segment, nplurals)
    )


def _is_put_away(entry: po.Entry, entries: Mapping[Key, po.Entry]) -> bool:
    """Whether an obsolete entry is as `put_away` leaves it, and worth keeping beside the other entries."""
    bare = not (entry.comment or entry.occurrences or set(entry.flags) - {"fuzzy"})
    return bare and has_work(entry) and not is_copy(entry, entries)


def _shall(
    entry: po.Entry, segment: Segment, nplurals: int
) -> tuple[str, dict[int, str], str, list[tuple[str, str]], list[str]]:
    """What an entry that has the source of its segment shall hold: texts, notes, references and flags."""
    forms = entry.msgstr_plural
    if segment.plural:
        forms = dict.fromkeys(range(nplurals), "") | {n: text.strip() for n, text in forms.items() if text.strip()}
    flags = [flag for flag in entry.flags if flag != "python-brace-format"] if entry.flags else []
    if segment.context == INTERFACE and PLACEHOLDER.search(segment.source):
        flags.append("python-brace-format")
    places = [(segment.path, "")] if segment.path else []
    # gettext wants a text and its source to begin and end alike; a source never begins or ends with a space.
    return entry.msgstr.strip(), forms, "\n".join(segment.notes), places, flags


def put_away(entry: po.Entry) -> None:
    """Take an entry out of use."""
    entry.obsolete, entry.comment, entry.occurrences = True, "", []
    entry.flags = [flag for flag in entry.flags if flag == "fuzzy"]


def fill(entry: po.Entry, targets: Sequence[str], origin: str) -> None:
    """Give an entry a translation: finished, or, where an origin is named, as a draft of the translation memory."""
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(targets))
    else:
        entry.msgstr = targets[0]
    others = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.flags = ["fuzzy", *others] if origin else others
    if origin:
        entry.tcomment = "\n".join(filter(None, [OFFERED + origin, entry.tcomment]))


def forms_of(entry: po.Entry) -> list[str]:
    """What stands in an entry: one text, or one for each plural form, in their order."""
    if not entry.msgid_plural:
        return [entry.msgstr]
    return [text for _, text in sorted(entry.msgstr_plural.items())]


def put(entry: po.Entry, targets: Sequence[str], *, draft: bool, previous: str) -> None:
    """Give an entry a translation that a person made elsewhere; it is no longer what the memory offered."""
    fill(entry, targets, "")
    entry.tcomment = "\n".join(line for line in entry.tcomment.split("\n") if not line.startswith(OFFERED))
    if draft:
        entry.flags = ["fuzzy", *entry.flags]
    if previous and draft:
        entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural = None, previous, None
    elif not draft:
        entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None


def note(entry: po.Entry, lines: Sequence[str]) -> None:
    """Add lines to the translators' comment of an entry, those that it has already once."""
    before = [line for line in entry.tcomment.split("\n") if line]
    entry.tcomment = "\n".join(dict.fromkeys([*before, *lines]))


def _make_draft(entry: po.Entry, segment: Segment) -> None:
    """Let a translation remember the source that it was made from."""
    # What a draft remembers already is the still earlier source that it was made from.
    if not entry.fuzzy or entry.previous_msgid is None:
        entry.previous_msgctxt = entry.msgctxt if entry.msgctxt != segment.context else None
        entry.previous_msgid, entry.previous_msgid_plural = entry.msgid, entry.msgid_plural or None
    if not entry.fuzzy:
        entry.flags.append("fuzzy")
    # It is no longer what the memory offered: that was for another source.
    entry.tcomment = "\n".join(line for line in entry.tcomment.split("\n") if not line.startswith(OFFERED))


def _put_plural(entry: po.Entry, plural: str) -> None:
    """Make an entry one of a text that is counted, or is not; no form is lost."""
    entry.msgid_plural = plural
    if plural and not entry.msgstr_plural:
        entry.msgstr_plural, entry.msgstr = {0: entry.msgstr}, ""
    elif entry.msgstr_plural and not plural:
        forms = [f"{EARLIER}{index}: {text}" for index, text in entry.msgstr_plural.items() if text.strip()]
        entry.tcomment = "\n".join(filter(None, [entry.tcomment, *forms]))
        entry.msgstr, entry.msgstr_plural = next(reversed(targets_of(entry)), ""), {}
