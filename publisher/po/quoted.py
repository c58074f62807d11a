"""The texts between quotation marks that stand on one line of a .po file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.po.advice import outside, shown, unclosed
from publisher.po.entry import ESCAPES

if TYPE_CHECKING:
    from collections.abc import Iterator

# Both are linear: no two parts that follow each other can match the same character.
_QUOTED = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"[ \t\f\v]*')
_ESCAPE = re.compile(r"\\(.)")


class BrokenError(Exception):
    """Why a line cannot be read: message, hint, and the line if it is another."""


def quoted(line: str, keyword: str) -> Iterator[str]:
    """Answer the texts of a line, whose ``keyword`` has been read.

    Raises:
        BrokenError: Something else stands there.
    """
    at = 0
    while at < len(line):
        found = _QUOTED.match(line, at)
        if not found:
            rest = line[at:]
            raise BrokenError(*(unclosed(rest) if rest[0] == '"' else outside(rest, keyword, first=not at)))
        if line.startswith('""', found.end() - 1):
            hint = r"If they belong to the text, write \" for each; if two lines ran together, part them here."
            raise BrokenError('two quotation marks in a row ("") in the middle of a text', hint)
        yield unescape(found[1])
        at = found.end()


def unescape(text: str) -> str:
    r"""Answer the text that is meant, such as a line end for ``\n``.

    Raises:
        BrokenError: What follows a backslash has no meaning, or one that no catalog needs.
    """
    try:
        return _ESCAPE.sub(lambda found: ESCAPES[found[1]], text) if "\\" in text else text
    except KeyError as error:
        sign = f"\\{error.args[0]}"
        if sign[1] in "01234567xuU":
            raise BrokenError(f"numeric escape {sign}", "Write the character itself, not its number.") from None
        raise BrokenError(f"unknown escape {shown(sign)}", r"A backslash in a text is written \\.") from None
