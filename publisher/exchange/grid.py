"""Tables that came back, from a spreadsheet or as CSV: whose columns are which, and what stands in their rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from publisher.errors import Problem, UsageError
from publisher.exchange.sheet import Ref, Returned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Columns = Mapping[str, int]
"""Where each column stands, counted from 0, by its key: ``ref``, ``number``, ``source``, ``target`` and others."""

_ERRORS = frozenset(
    {
        *("#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!"),
        *("#AD?", "#DEĞER!", "#BAŞV!", "#SAYI/0!", "#SAYI!", "#YOK", "#BOŞ!"),  # Excel in Turkish
        *("#WERT!", "#BEZUG!", "#NV", "#ZAHL!", "#NOM?", "#VALEUR!", "#NOMBRE!", "#NUL!"),  # … in German and French
    }
)
_NO_VALUE = re.compile(r"#+|Err:\d{3}")
_LOST = re.compile(r"\?{2,}|\w\?\w")


class Found(NamedTuple):
    """A cell that came back.

    Attributes:
        text: What stands in it.
        doubt: What is wrong with it, in words that can follow its place; or empty.
    """

    text: str
    doubt: str = ""


class Line(NamedTuple):
    """A row that came back, whoever wrote it.

    Attributes:
        place: Where it stands in the file, in words.
        cells: Its cells, which may be fewer than there are columns.
    """

    place: str
    cells: Sequence[Found]

    def cell(self, columns: Columns, key: str) -> Found:
        """The cell in a column; an empty one where the column or the cell is missing."""
        at = columns.get(key, -1)
        return self.cells[at] if 0 <= at < len(self.cells) else Found("")


def columns_in(cells: Iterable[str], keys: Sequence[str], path: str) -> Columns | None:
    """Where the columns stand, if these cells are the names of columns; else None.

    Raises:
        UsageError: If two columns have one name.
    """
    names = [one.strip().casefold() for one in cells]
    if "target" not in names or not {"ref", "source"} & set(names):
        return None
    for key in keys:
        if names.count(key) > 1:
            hint = "delete the one that is a copy, with its name"
            raise UsageError(Problem(f'two columns are named "{key}"', path, hint=hint))
    return {key: names.index(key) for key in keys if key in names}


def missing(columns: Columns) -> Iterator[str]:
    """What is to be said of columns that are gone."""
    for key, loss in _LOSSES.items():
        if key not in columns:
            yield f'the column "{key}" is gone: {loss}'


_LOSSES = {
    "ref": "the texts can be found by their English alone",
    "source": "nobody can tell whether the English was changed",
    "draft": "texts that went out as drafts are taken for drafts",
}


def returned(line: Line, columns: Columns) -> Returned | None:
    """What a row says; None if it is none of ours and holds no translation."""
    ref = Ref.find(line.cell(columns, "ref").text)
    target, source = line.cell(columns, "target"), line.cell(columns, "source")
    if ref is None and not target.text.strip() and not target.doubt:
        return None
    english = source.text if "source" in columns else None
    text, wrong = _readable(target.text, source.text)
    draft = ref is not None and ref.draft
    # A line that was cut off before its mark says nothing about it.
    unsure = (
        bool(line.cell(columns, "draft").text.strip())
        if columns.get("draft", len(line.cells)) < len(line.cells)
        else draft
    )
    doubts = tuple(dict.fromkeys(filter(None, (target.doubt, source.doubt, wrong))))
    return Returned(line.place, ref, english, text, unsure, line.cell(columns, "remark").text.strip(), doubts)


def _readable(text: str, english: str) -> tuple[str, str]:
    """A translation, or nothing where a program left something else in its place; and what is wrong with it."""
    plain = text.strip()
    if plain in _ERRORS or _NO_VALUE.fullmatch(plain):
        return "", f'has "{plain}" in place of a text'
    letters = sum(map(str.isalpha, plain))
    if plain.count("?") > max(1, letters) and "??" not in english:
        return "", "has question marks in place of letters"
    if (lost := _LOST.search(text)) and lost[0] not in english:
        return text, f'has a question mark that may have been a letter ("{lost[0]}")'
    return (text if plain else ""), ""
