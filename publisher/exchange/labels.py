"""What a sheet says to its translator, in the translator's own language."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from publisher.model import INTERFACE, Segment, Text

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "?"
"""What stands in the column of drafts: the translation is one."""

_WORDING = {
    "title": ("Translation into {language}", "The heading of a table in which a statement is translated"),
    "number": ("Number", "The head of the column with the numbers of rows"),
    "target": ("Translation", "The head of the column in which the translation is written"),
    "draft": ("Draft", "The head of a narrow column with a question mark where a translation is a draft"),
    "notes": ("Notes", "The head of the column with notes and agreed terms for the translator"),
    "remark": ("Your remarks", "The head of a column in which the translator may write to the editors"),
    "changed": ("Changed in the original:", "Stands before what was taken out of the original text and put in"),
    "fill_in": (
        "Write your text into the column “Translation”. Leave empty what you cannot translate.",
        "How to fill in a table with translations, 1",
    ),
    "drafts": (
        "“?” means: this text is a draft. Take the sign away when the text is right; put one where you are not sure.",
        "How to fill in a table with translations, 2",
    ),
    "formats": (
        "What is bold or a link in the original is bold or a link in your text too. Signs such as [^1] stay.",
        "How to fill in a table in a word processor, 3",
    ),
    "signs": (
        "Keep these signs: **…** around bold words, […](https://…) around links, with the same address, and [^1].",
        "How to fill in a table in a spreadsheet, where Markdown is written out, 3",
    ),
    "keep": (
        "Change nothing in the other columns, delete and merge no rows, and do not write your name anywhere.",
        "How to fill in a table with translations, 4",
    ),
    "review": (
        "Read each text beside the original, and write what should change into the last column.",
        "How to use the printed table of a review",
    ),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The wording of a sheet, each text with the language it is in.

    Attributes:
        title: The heading; ``{language}`` is filled in.
        number: Head of the column of numbers.
        target: Head of the column of translations.
        draft: Head of the column in which `MARK` may stand.
        notes: Head of the column of notes.
        remark: Head of the column for the translator's remarks.
        changed: Stands before the changes of the original.
        fill_in: The first instruction, for everybody.
        drafts: The second.
        formats: The third, for word processors.
        signs: The third, where Markdown is written out.
        keep: The fourth.
        review: What a reviewer does with a printed table.
    """

    title: Text
    number: Text
    target: Text
    draft: Text
    notes: Text
    remark: Text
    changed: Text
    fill_in: Text
    drafts: Text
    formats: Text
    signs: Text
    keep: Text
    review: Text

    @classmethod
    def of(cls, lookup: Callable[[Segment], Text]) -> Labels:
        """The wording as ``lookup`` answers it."""
        return cls(**{one.name: lookup(_segment(one.name)) for one in fields(cls)})


def segments() -> list[Segment]:
    """The wording of sheets, to be translated with the program itself."""
    return [_segment(one.name) for one in fields(Labels)]


def _segment(name: str) -> Segment:
    source, note = _WORDING[name]
    return Segment(source, INTERFACE, path="publisher/exchange/labels.py", notes=(note,))
