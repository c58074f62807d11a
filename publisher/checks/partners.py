"""Brackets and quotation marks that have no partner."""

from __future__ import annotations

import re

from publisher.checks.patterns import Words

OPENING = {")": "(", "]": "[", "）": "（"}
_BRACKET = re.compile(r"[()\[\]（）]")
BRACKETS = Words.of(*"()[]（）")
_PAIRS = {opening: re.compile(f"[{opening}{closing}]") for opening, closing in ("«»", "“”", "‹›")}
QUOTATION_MARKS = Words.of(*'"„«»“”‹›')
_STRAIGHT = re.compile('"')
# Hebrew has it inside abbreviations.
_STRAIGHT_OUTSIDE = re.compile(r'(?<!\w)"|"(?!\w)')


def unpaired(text: str) -> int:
    """The position of the first bracket that has no partner, or -1."""
    is_open: list[tuple[str, int]] = []
    for found in _BRACKET.finditer(text):
        bracket = found[0]
        if bracket not in OPENING:
            is_open.append((bracket, found.start()))
        elif not is_open or is_open.pop()[0] != OPENING[bracket]:
            return found.start()
    return is_open[0][1] if is_open else -1


def lonely(text: str, *, strict: bool) -> int:
    """The position of a quotation mark that has no partner, or -1.

    Not strict: languages other than ours pair the same marks otherwise, as in „ “ and » «; then only their numbers
    count.
    """
    straight = [found.start() for found in (_STRAIGHT if strict else _STRAIGHT_OUTSIDE).finditer(text)]
    if len(straight) % 2:
        return straight[-1]
    for opening, both in _PAIRS.items():
        marks = [(found.start(), found[0]) for found in both.finditer(text)]
        if strict and (at := _wrong_order(marks, opening)) >= 0:
            return at
        if not strict and (len(marks) + text.count("„") * (opening == "“")) % 2:
            return marks[-1][0] if marks else text.rfind("„")
    return -1


def _wrong_order(marks: list[tuple[int, str]], opening: str) -> int:
    is_open: list[int] = []
    for at, mark in marks:
        if mark == opening:
            is_open.append(at)
        elif not is_open:
            return at
        else:
            is_open.pop()
    return is_open[0] if is_open else -1
