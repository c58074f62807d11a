"""What stands in a cell of a Word table, as whoever wrote it sees it with all changes accepted.

Word keeps far more in a paragraph than its text: what was put in and taken out, fields, frames for forms, links in two
ways. So the tree is walked, and what is not known is looked into: a word in an unknown frame is a word still.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from publisher.document import Run
from publisher.exchange.docx.opened import attribute, n

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from publisher.exchange.docx.opened import Opened

PUT_IN = frozenset(map(n, ("ins", "moveTo")))
"""Frames around what was put in while changes were tracked."""
TAKEN_OUT = frozenset(map(n, ("del", "moveFrom")))
"""Frames around what was taken out."""

# Besides properties: the small letters above others, and deleted text.
_NO_TEXT = frozenset(
    n(f"{one}Pr") for one in ("r", "tc", "tbl", "tr", "sdt", "sdtEnd", "smartTag", "customXml", "sect")
)
_NO_TEXT |= {n("rt"), n("delText")}
_SIGNS = {n("tab"): "\t", n("ptab"): "\t", n("cr"): "\n", n("noBreakHyphen"): "\u2011", n("softHyphen"): "\u00ad"}
_NOTES = {n("footnoteReference"): "footnotes", n("endnoteReference"): "endnotes"}
_PICTURES = frozenset(map(n, ("drawing", "pict", "object")))
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FIELD = re.compile(r'\\(?P<switch>[a-z])|"(?P<quoted>(?:\\.|[^"\\])*)"|(?P<bare>[^\s"]+)', re.IGNORECASE)
_LINE = re.compile(r"[\r\n]+")


class Passage:
    """What stands in a cell, a comment or a note.

    Args:
        file: The file.
        element: The cell, comment or note.
        fixed: Whether letters of equal width are code, without a style that says so.
        follow: Whether comments and notes at it are read; one that refers to itself would have no end.

    Attributes:
        runs: Its text; a new paragraph is a newline.
        everything: Its text with what is hidden, and without the tables in it.
        hidden: What is hidden in it.
        doubts: What is in it that is no text, in words that can follow the place of a row.
        tracked: Whether something was put in or taken out while changes were tracked.
        comments: The texts of the comments at it, without their authors.
        notes: The texts of the footnotes at it.
    """

    def __init__(self, file: Opened, element: Element, *, fixed: bool = True, follow: bool = True) -> None:
        self._file, self._element, self._fixed, self._follow = file, element, fixed, follow
        self._fields: list[_Field] = []
        self._apart = False
        self.runs: list[Run] = []
        self.everything = self.hidden = ""
        self.doubts: dict[str, None] = {}
        self.tracked = False
        self.comments: list[str] = []
        self.notes: list[str] = []
        self._walk(element, Run(""))
        self.runs = trimmed(self.runs)

    @property
    def text(self) -> str:
        """Its text without any format, without spaces around it."""
        return "".join(one.text for one in self.runs)

    def without_fonts(self) -> list[Run]:
        """Its text, in which letters of equal width are no code."""
        return Passage(self._file, self._element, fixed=False).runs

    def _walk(self, element: Element, now: Run) -> None:
        for child in element:
            if child.tag in TAKEN_OUT:
                self.tracked = True
            elif child.tag == n("pPr"):
                self._paragraph_mark(child)
            elif child.tag == n("p"):
                self._paragraph(child, now)
            elif child.tag == n("r"):
                self._run(child, now)
            elif child.tag not in _NO_TEXT:
                self._other(child, now)

    def _other(self, element: Element, now: Run) -> None:
        tag = element.tag
        if tag in PUT_IN:
            self.tracked = True
        elif tag == n("hyperlink"):
            now = _leading(now, self._file.link(element), _title(element))
        elif tag == n("fldSimple"):
            now = _linked(now, attribute(element, "instr"))
        elif tag == n("tbl"):
            self._table(element, now)
            return
        elif tag == n("txbxContent"):
            self.doubts["has a text box"] = None
        elif tag == _MATHS:
            self._add(now, element.text or "")
        elif tag in _PICTURES and next(element.iter(n("txbxContent")), None) is None:
            self.doubts["has a picture, which is left out"] = None
        self._walk(element, now)

    def _table(self, element: Element, now: Run) -> None:
        self.doubts["has a table in it"] = None
        everything = self.everything
        self._walk(element, now)
        self.everything = everything

    def _paragraph(self, element: Element, now: Run) -> None:
        if self._apart:
            self._add(Run(""), "\n")
        self._apart = True
        self._walk(element, now)

    def _paragraph_mark(self, properties: Element) -> None:
        """What a paragraph is; where its end was taken out, the next goes on in the same line."""
        if attribute(properties.find(f"{n('numPr')}/{n('numId')}"), "val") not in {"", "0"}:
            # Word makes a list of what begins with "1." or "-", and the number is no longer in the text.
            self.doubts["is a list of the word processor, whose numbers or bullets are left out"] = None
        mark = properties.find(n("rPr"))
        for one in () if mark is None else mark:
            if one.tag in PUT_IN | TAKEN_OUT:
                self.tracked = True
                self._apart = one.tag in PUT_IN

    def _run(self, run: Element, now: Run) -> None:
        look = self._file.look(run)
        for field in self._fields:
            now = _linked(now, field.instruction) if field.shown else now
        code = look.code or (look.fixed and self._fixed)
        now = now._replace(bold=look.bold, italic=look.italic, struck=look.struck, code=code)
        for child in run:
            if child.tag == n("fldChar"):
                self._field(attribute(child, "fldCharType"))
            elif child.tag == n("instrText"):
                for field in self._fields[-1:]:
                    field.instruction += child.text or ""
            elif child.tag == n("t"):
                self._add(now, _LINE.sub(" ", child.text or ""), hidden=look.hidden)
            elif child.tag == n("br"):
                self._add(now, "\n" if attribute(child, "type") in {"", "textWrapping"} else " ")
            elif child.tag in _SIGNS:
                self._add(now, _SIGNS[child.tag])
            elif child.tag not in _NO_TEXT:
                self._reference(child, now)

    def _reference(self, element: Element, now: Run) -> None:
        if element.tag == n("commentReference"):
            self._take(self.comments, "comments", attribute(element, "id"))
        elif element.tag in _NOTES:
            self.doubts["has a footnote of the word processor, whose text is now a remark"] = None
            self._take(self.notes, _NOTES[element.tag], attribute(element, "id"))
        elif element.tag == n("sym"):
            self.doubts[f"has a sign of the font {attribute(element, 'font')}, which is left out"] = None
        else:
            self._other(element, now)

    def _take(self, where: list[str], kind: str, one: str) -> None:
        found = self._file.text(kind, one) if self._follow else None
        if found is not None and (text := Passage(self._file, found, follow=False).text):
            where.append(" ".join(text.split()))

    def _field(self, kind: str) -> None:
        match kind:
            case "begin":
                self._fields.append(_Field())
            case "separate":
                for field in self._fields[-1:]:
                    field.shown = True
            case _:
                del self._fields[-1:]

    def _add(self, now: Run, text: str, *, hidden: bool = False) -> None:
        self.everything += text
        if hidden:
            self.hidden += text
        else:
            self.runs.append(now._replace(text=text))


class _Field:
    """A field whose end has not come yet: what it does, and whether what follows is what it shows."""

    def __init__(self) -> None:
        self.instruction = ""
        self.shown = False


def _linked(now: Run, instruction: str) -> Run:
    r"""A run in a field; it is a link if the field is ``HYPERLINK "address" \l "place" \o "title"``."""
    found = list(_FIELD.finditer(instruction))
    if not found or (found[0]["bare"] or "").upper() != "HYPERLINK":
        return now
    values: dict[str, str] = {}
    switch = ""
    for one in found[1:]:
        if one["switch"]:
            switch = one["switch"].lower()
        else:
            value = re.sub(r"\\(.)", r"\1", one["quoted"]) if one["quoted"] is not None else one["bare"]
            values.setdefault(switch, value)
            switch = ""
    place = f"#{values['l']}" if "l" in values else ""
    return _leading(now, values.get("", "") + place, values.get("o", ""))


def _title(link: Element) -> str:
    """The title of a link. LibreOffice writes it where the name of a window belongs, such as "_blank"."""
    frame = attribute(link, "tgtFrame")
    return attribute(link, "tooltip") or ("" if frame.startswith("_") else frame)


def _leading(now: Run, link: str, title: str) -> Run:
    return now._replace(link=link, title=title) if link else now


def trimmed(runs: Iterable[Run]) -> list[Run]:
    """Runs without space around them, of which none is empty and no two neighbours have the same format."""
    groups = groupby(runs, lambda one: one._replace(text=""))
    kept = [key._replace(text="".join(one.text for one in group)) for key, group in groups]
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while kept and not kept[end].text.strip():
            del kept[end]
        if kept:
            kept[end] = kept[end]._replace(text=strip(kept[end].text))
    return [one for one in kept if one.text]
