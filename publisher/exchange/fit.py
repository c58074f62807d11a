"""How high a row of a spreadsheet must be: no spreadsheet program finds that out when it opens a file."""

from __future__ import annotations

import unicodedata

# Parts of the size of the font, rounded up, of Arial and of what takes its place; Arabic letters are joined.
_NARROW, _USUAL, _CAPITAL, _BROAD, _FULL = 0.31, 0.57, 0.73, 0.9, 1.0
_ARABIC = 0.56
_WIDTHS = {
    **dict.fromkeys("iljtfrI.,;:'|!()[]{}/\\-` \u2018\u2019\u201c\u201d\u060c\u061b", _NARROW),
    **dict.fromkeys("mwMW@%\u2013\u2014\u2026", _BROAD),
}
_LINE, _ARABIC_LINE = 1.3, 1.55  # parts of the size of the font
_PADDING = 4  # points above and below a text together


def height(text: str, width: float, size: float) -> float:
    """The height of a text in points.

    Args:
        text: The text; it is broken between its words, and where they are longer than a line.
        width: The width of its cell in points.
        size: The size of its font in points.
    """
    lines = sum(_lines(line, width / size) for line in text.split("\n"))
    arabic = any(_is_arabic(char) for char in text)
    return lines * size * (_ARABIC_LINE if arabic else _LINE) + _PADDING


def _lines(text: str, width: float) -> int:
    """How many lines a text without line breaks takes; the width is in parts of the size of the font."""
    lines, filled = 1, 0.0
    for word in text.split(" "):
        needed = sum(map(_width, word))
        if filled and filled + needed > width:
            lines, filled = lines + 1, 0.0
        lines += int((filled + needed) // width)
        filled = (filled + needed) % width + _NARROW
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
