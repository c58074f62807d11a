"""What the comment lines of an entry say: notes, references, flags; and what the header says of its letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Every expression is linear: no two parts of it that follow each other can match the same character.
_REFERENCE = re.compile(
    r"\u2068([^\u2068\u2069]+)\u2069(?:[ \t]*:[ \t]*([0-9]+)(?![^ \t]))?"  # a name with spaces, in isolates
    r"|([^ \t]+)(?:[ \t]+:[ \t]*|:[ \t]*)([0-9]+)(?![^ \t])"  # name:12 and name : 12
    r"|([^ \t]+)"
)
_FLAG = re.compile(r"range:[ \t]*[0-9]+\.\.[0-9]+|[^ \t\f\v,]+")
_CHARSET = re.compile(r"^content-type:.*?charset=([^\s;]*)", re.IGNORECASE | re.MULTILINE)
_UTF8 = {"utf-8", "utf8", "charset"}  # the last stands in templates


def comment(lines: Sequence[str]) -> str:
    r"""Answer a comment as an entry holds it: lines joined by ``\n``, empty ones alone as many ``\n`` as there are."""
    return "\n".join(lines) if any(lines) else "\n" * len(lines)


def references(line: str) -> list[tuple[str, str]]:
    """Answer the files that a line names behind ``#:``, with the number of a line or nothing."""
    return [(a or b or c, m or n) for a, m, b, n, c in _REFERENCE.findall(line)]


def flags(line: str) -> list[str]:
    """Answer the flags of a line that begins with ``#,`` or ``#=``."""
    return _FLAG.findall(line)


def misspelt(found: Sequence[str]) -> list[str]:
    """Answer the flags that mean to be ``fuzzy`` and are not."""
    return [flag for flag in found if "fuzzy" in flag.lower() and flag != "fuzzy"]


def other_charset(header: str) -> str | None:
    """Answer the character set, be it an empty name, that the text of a header names in place of UTF-8."""
    named = _CHARSET.search(header)
    return named[1] if named and named[1].lower() not in _UTF8 else None
