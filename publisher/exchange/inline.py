"""The codes of a translation beside those of its English, as every format of translators' tools needs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher import po
from publisher.document import Piece
from publisher.exchange.xml import UNWRITABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.exchange.sheet import Row, Sheet

CONTROL = "control"
"""The name of the code that stands for a character that XML cannot hold."""

_MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}  # as wdiff and dwdiff write it
_SPELLED = re.compile(r"U\+([0-9A-F]{4,6})")


def numbered(source: Sequence[Piece], target: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Both texts, with one number for a code and the same code of the other; codes of one alone have their own.

    Tools show by these numbers which codes of the English a translation lacks. A code that a translation has twice
    gets its second number anew, because a number may stand in a text but once.
    """
    english, translation = list(_apart(source)), list(_apart(target))
    free: dict[tuple[str, ...], list[int]] = {}
    for number, code in _codes(english).items():
        free.setdefault(code, []).append(number)
    last = max((one.number for one in english), default=0)
    numbers = {0: 0}
    for number, code in _codes(translation).items():
        if free.get(code):
            numbers[number] = free[code].pop(0)
        else:
            numbers[number] = last = last + 1
    return english, [one._replace(number=numbers[one.number]) for one in translation]


def _apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces; characters in their words that XML cannot hold are codes."""
    last = max((one.number for one in pieces), default=0)
    for one in pieces:
        if one.kind != "text":
            yield one
            continue
        at = 0
        for found in UNWRITABLE.finditer(one.text):
            yield from [Piece(one.text[at : found.start()])] * (found.start() > at)
            last += 1
            yield Piece(found[0], "alone", CONTROL, last)
            at = found.end()
        yield from [Piece(one.text[at:])] * (len(one.text) > at)


def _codes(pieces: Sequence[Piece]) -> dict[int, tuple[str, ...]]:
    """What each code is made of, by its number: one text, or those that open and close it."""
    found: dict[int, tuple[str, ...]] = {}
    for one in pieces:
        if one.number:
            found[one.number] = (*found.get(one.number, ()), one.text)
    return found


def spelled(text: str) -> str:
    """The signs of a code; characters that XML cannot hold are spelled out: ``U+0008``."""
    return UNWRITABLE.sub(lambda found: f"U+{ord(found[0]):04X}", text)


def unspelled(text: str) -> str:
    """The signs of a code again, of which some were spelled out."""
    return _SPELLED.sub(lambda found: character(found[1]) or found[0], text)


def character(number: str) -> str:
    """The character with this hexadecimal number; empty if it is none, or one that no catalog can hold."""
    try:
        char = chr(int(number, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if po.unwritable(char) else char


def notes(sheet: Sheet, row: Row) -> list[str]:
    """What a translator should know, and how the English has changed: ``[-taken out-] {+put in+}``."""
    marked = "".join(_MARKS[kind].format(text) for kind, text in row.changes)
    return [*row.notes, f"{sheet.labels.changed.content}\n{marked}"] if marked else [*row.notes]
