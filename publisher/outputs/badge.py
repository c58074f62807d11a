"""Badges: how far a statement is in one language, as a small picture for a page or a chat."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from publisher.outputs.templates import environment

# Verdana at 11 px, after which such badges are measured: https://github.com/badges/shields/tree/master/spec.
# Other fonts are fitted into the same length.
_NARROW = {**dict.fromkeys("fijlrt.,-: ()'", 4.5), **dict.fromkeys("mwMW%@", 11.0)}
_USUAL, _CAPITAL = 7.0, 8.0
_PAD = 6
_TICK = 14


class Look(NamedTuple):
    """How a badge of some state looks: its colour, all of them at least 4.5 to 1 under white, and its marks."""

    colour: str
    hatched: bool = False
    ticked: bool = False


LOOKS = {
    "signed": Look("#0b5768", ticked=True),
    "translated": Look("#0b5768"),
    "changed": Look("#8a5a00", hatched=True),
    "missing": Look("#5f656a"),
    "unreadable": Look("#a3210f"),
}
"""The states: the first two of what is complete, the next two of what is not."""


def badge(label: str, value: str, state: str, title: str) -> bytes:
    """An SVG picture that is complete in itself.

    Args:
        label: What stands on its left, such as the name of a locale.
        value: What stands on its right, such as "100 %".
        state: One of the `LOOKS`.
        title: The same in a sentence, for those who do not see it.
    """
    look = LOOKS[state]
    left, value_length = length(label) + 2 * _PAD, length(value)
    width = left + value_length + 2 * _PAD + (_TICK if look.ticked else 0)
    svg = (
        environment([Path(__file__).parent])
        .get_template("badge.svg")
        .render(
            **look._asdict(), label=label, value=value, title=title, left=left, value_length=value_length, width=width
        )
    )
    return f"{svg.rstrip()}\n".encode()


def length(text: str) -> int:
    """About how long a line of text is, in pixels; it is then set to exactly this."""
    return round(sum(_NARROW.get(one, _CAPITAL if one.isupper() else _USUAL) for one in text))
