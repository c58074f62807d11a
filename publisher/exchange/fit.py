"""How high a row of a spreadsheet must be: no spreadsheet program finds that out when it opens a file."""

from __future__ import annotations

import unicodedata

# Parts of the size of the font, rounded up, of Arial and of what takes its place; Arabic letters are joined.
_NARROW, _USUAL, _CAPITAL, _BROAD, _FULL = 0.28, 0.56, 0.72, 0.85, 1.0
_ARABIC = 0.46
_WIDTHS = {
    **dict.fromkeys("iljtfrI.,;:'|!()[]{}/\\-` \u2018\u2019\u201c\u201d\u060c\u061b", _NARROW),
    **dict.fromkeys("mwMW@%\u2013\u2014\u2026", _BROAD),
}
_LINE = 1.4  # parts of the size of the font
_PADDING = 5  # points above and below a text together


def height(text: str, room: float, size: float) -> float:
    """The height of a text in points.

    Args:
        text: The text; it is broken between its words, and where they are longer than a line.
        room: The width of its cell in points.
        size: The size of its font in points.
    """
    lines = sum(_lines(line, room / size) for line in text.split("\n"))
    return lines * size * _LINE + _PADDING


def width(text: str, size: float) -> float:
    """The width of the longest word of a text in points."""
    return max((sum(map(_width, word)) for word in text.split()), default=0) * size


def _lines(text: str, room: float) -> int:
    """How many lines a text without line breaks takes; the room is in parts of the size of the font."""
    lines, filled = 1, 0.0
    for word in text.split(" "):
        needed = sum(map(_width, word))
        if filled and filled + needed > room:
            lines, filled = lines + 1, 0.0
        lines += int((filled + needed) // room)
        filled = (filled + needed) % room + _NARROW
    return lines


def _width(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    if _is_arabic(char):
        return _ARABIC
    if unicodedata.east_asian_width(char) in "WF":
        return _FULL
    return _CAPITAL if char.isupper() else _USUAL


def _is_arabic(char: str) -> bool:
    return "\u0600" <= char <= "\u08ff" or "\ufb50" <= char <= "\ufeff"
