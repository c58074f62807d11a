"""What is read and written."""

from __future__ import annotations

from typing import NamedTuple

WIDTH = 110
"""Where lines are wrapped, in characters."""


class Field(NamedTuple):
    """A value and the line it stands on.

    Attributes:
        value: A text, a list of fields, or a mapping from key to field.
        line: The line of the file, counted from 1.
    """

    value: str | list[Field] | dict[str, Field]
    line: int
