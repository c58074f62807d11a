"""The footnotes and endnotes of a Word file, put in order before it is read: each mark has a note, each note a mark.

The names are those of WordprocessingML (ECMA-376, part 1, section 17.11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.intake.wordxml import name, texts, value

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

KINDS = ("footnote", "endnote")
MARK, UNMARKED = "mark of a note", "word of a note"
"""What is counted: marks without a note, and the words of notes that no mark refers to."""


def matched(text: Element, roots: Mapping[str, Element], counts: Counter[str]) -> None:
    """Take out marks that have no note, and notes that no mark refers to: a deleted mark leaves its note behind.

    Args:
        text: The root of the text, which is changed.
        roots: The roots of the parts with notes by their kind, which are changed.
        counts: Where to count both.
    """
    written = {
        (kind, value(note, "id")) for kind, root in roots.items() for note in root if any(map(str.strip, texts(note)))
    }
    for root in roots.values():
        _take_marks(root, set(), counts)  # a note of a note is shown nowhere
    _take_marks(text, written, counts)
    marked = {_target(one) for one in text.iter()}
    for kind, root in roots.items():
        for note in [one for one in root if (kind, value(one, "id")) not in marked]:
            counts[UNMARKED] += sum(len(one.split()) for one in texts(note))
            root.remove(note)


def _take_marks(root: Element, written: set[tuple[str, str]], counts: Counter[str]) -> None:
    for one in root.iter():
        for mark in [below for below in one if (target := _target(below)) and target not in written]:
            one.remove(mark)
            counts[MARK] += 1


def _target(mark: Element) -> tuple[str, str] | None:
    """The kind and the id of the note that a mark refers to."""
    kind = name(mark).removesuffix("Reference")
    return (kind, value(mark, "id")) if kind in KINDS and kind != name(mark) else None
