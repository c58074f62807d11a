"""What the reader and the writer of .po files have in common: one entry, and how its text is escaped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

ESCAPES = {"\\": "\\", '"': '"', "n": "\n", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "r": "\r"}
"""What a backslash makes of the letter behind it."""


class EntryLike(Protocol):
    """What the writer asks of an entry: an ``Entry`` has it, and so has a ``polib.POEntry``."""

    msgid: str
    msgstr: str
    msgid_plural: str
    msgstr_plural: dict[int, str]
    obsolete: bool
    comment: str
    tcomment: str
    occurrences: list[tuple[str, str]]
    flags: list[str]
    previous_msgctxt: str | None
    previous_msgid: str | None
    previous_msgid_plural: str | None

    @property
    def msgctxt(self) -> str | None:
        """The context; an empty one is not the same as none."""


@dataclass(slots=True)
class Entry:
    r"""One entry as it was read; the fields are named as the arguments of ``polib.POEntry``.

    A comment is its lines joined by ``\n``; one of empty lines alone is as many ``\n`` as it has lines, so
    that an empty line and no comment remain two things.
    """

    msgid: str = ""
    msgstr: str = ""
    msgid_plural: str = ""
    msgstr_plural: dict[int, str] = field(default_factory=dict)
    msgctxt: str | None = None
    obsolete: bool = False
    comment: str = ""
    tcomment: str = ""
    occurrences: list[tuple[str, str]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    previous_msgctxt: str | None = None
    previous_msgid: str | None = None
    previous_msgid_plural: str | None = None
    linenum: int = 0


def is_header(entry: EntryLike) -> bool:
    """Tell whether an entry is the header of its catalog: live, without a context, and of the empty text."""
    return not (entry.msgid or entry.obsolete) and entry.msgctxt is None
