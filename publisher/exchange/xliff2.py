"""XLIFF 2.1; what is read may also be 2.0 or 2.2, which say the same of all that is needed here.

The Markdown of codes stands in ``originalData``. Where a text is from is a note of the category ``location``, as other
programs write it; its address stands in ``name`` and, a second time, in the metadata module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from publisher.exchange import inline, xml
from publisher.exchange.reading import Reading, name_of
from publisher.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.document import Piece
    from publisher.exchange.sheet import Row, Sheet

NAMESPACES = frozenset(f"urn:oasis:names:tc:xliff:document:2.{minor}" for minor in range(3))

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # that of 2.1 too
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_MIXED = frozenset({"source", "target", "note", "data", "meta"})
_OURS = frozenset({"developer", "location"})
_TYPES = {
    "bold": {"type": "fmt", "subType": "xlf:b"},
    "italic": {"type": "fmt", "subType": "xlf:i"},
    "break": {"type": "fmt", "subType": "xlf:lb"},
    "struck": {"type": "fmt", "subType": "publisher:struck"},
    "link": {"type": "link"},
}
_DONE = frozenset({"translated", "reviewed", "final"})
_KINDS = {"ph": "alone", "sc": "open", "ec": "close"}
_MARKERS = frozenset({"mrk", "sm", "em"})
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def write(sheet: Sheet) -> bytes:
    """A sheet as XLIFF 2.1, a ``file`` element for each file that its texts stand in."""
    languages = {"srcLang": sheet.source_locale.html_lang, "trgLang": sheet.locale.html_lang}
    spaces = {None: _NAMESPACE, "mda": _METADATA}
    root = etree.Element(f"{{{_NAMESPACE}}}xliff", nsmap=spaces, version="2.1", attrib=languages)
    for number, path in enumerate(dict.fromkeys(row.segment.path for row in sheet.rows), 1):
        directions = {"srcDir": sheet.source_locale.direction, "trgDir": sheet.locale.direction}
        file = xml.child(root, "file", {"id": f"f{number}", "original": path, **directions, xml.SPACE: "preserve"})
        xml.child(xml.child(file, "notes"), "note", text=sheet.title)
        for row in sheet.rows:
            if row.segment.path == path:
                _write_unit(file, sheet, row)
    return xml.written(root, _MIXED)


def units(root: etree._Element) -> Iterator[Reading]:
    """The texts of an XLIFF 2 file, with what a tool wrote into it."""
    for one in root.iter(xml.tag(root, "unit")):
        yield _Reader(one, root.get("trgLang", "")).read()


def _write_unit(file: etree._Element, sheet: Sheet, row: Row) -> None:
    unit = xml.child(file, "unit", {"id": name_of(row.ref), "name": str(row.ref)})
    group = xml.child(_metadata(unit), "metaGroup", {"category": "publisher"})
    xml.child(group, "meta", {"type": "context"}, row.segment.context)
    xml.child(group, "meta", {"type": "ref"}, str(row.ref))
    notes = xml.child(unit, "notes")
    for note in inline.notes(sheet, row):
        xml.child(notes, "note", {"category": "developer"}, note)
    xml.child(notes, "note", {"category": "location"}, f"{row.segment.path}:{row.segment.line}")
    pieces = [sheet.pieces(row.segment.context, text) for text in (row.source, row.target)]
    source, target = inline.numbered(*pieces)
    data = _write_data(unit, [*source, *target])
    # A text without translation says nothing of its state: many tools leave the old one, and it would be a draft.
    state = {"state": "translated" if row.state is State.TRANSLATED else "initial"} if row.target else {}
    segment = xml.child(unit, "segment", state)
    _write_text(xml.child(segment, "source", {xml.LANG: sheet.source_locale.html_lang}), source, data)
    if row.target:
        _write_text(xml.child(segment, "target", {xml.LANG: sheet.locale.html_lang}), target, data)


def _metadata(unit: etree._Element) -> etree._Element:
    return etree.SubElement(unit, f"{{{_METADATA}}}metadata")


def _write_data(unit: etree._Element, pieces: Sequence[Piece]) -> dict[str, str]:
    """The signs of codes, each once; answers their names."""
    signs = dict.fromkeys(one.text for one in pieces if one.kind != "text" and one.name != inline.CONTROL)
    names = {one: f"d{number}" for number, one in enumerate(signs, 1)}
    if names:
        original = xml.child(unit, "originalData")
        for one, name in names.items():
            _write_words(xml.child(original, "data", {"id": name}), one)
    return names


def _write_text(element: etree._Element, pieces: Sequence[Piece], data: dict[str, str]) -> None:
    """A text; its codes are nested, because Markdown's are."""
    closing = {one.number: one.text for one in pieces if one.kind == "close"}
    inside = element
    for one in pieces:
        attributes = {"id": str(one.number), **_TYPES.get(one.name, {"type": "other"})}
        match one.kind:
            case "text":
                xml.append(inside, one.text)
            case "open":
                signs = {"dataRefStart": data[one.text], "dataRefEnd": data[closing[one.number]]}
                inside = xml.child(inside, "pc", {**attributes, **signs})
            case "close":
                parent = inside.getparent()
                inside = element if parent is None else parent
            case _ if one.name == inline.CONTROL:
                _write_words(inside, one.text)
            case _:
                xml.child(inside, "ph", {**attributes, "dataRef": data[one.text], "disp": one.text.strip() or one.name})


def _write_words(element: etree._Element, text: str) -> None:
    """A text with ``cp`` for the characters that XML cannot hold (XLIFF 2.1, element ``cp``)."""
    at = 0
    for found in xml.UNWRITABLE.finditer(text):
        xml.append(element, text[at : found.start()])
        xml.child(element, "cp", {"hex": f"{ord(found[0]):04X}"})
        at = found.end()
    xml.append(element, text[at:])


class _Reader:
    """One unit while it is read.

    Args:
        element: The unit.
        language: The language of the file's translations.
    """

    def __init__(self, element: etree._Element, language: str) -> None:
        self._element = element
        meta = {one.get("type", ""): xml.content(one) for one in element.iter(f"{{{_METADATA}}}meta")}
        name = element.get("id", "")
        places = (element.get("name", ""), *meta.values(), name)
        self._unit = Reading(name, element.sourceline or 0, places, language)
        self._data = {
            one.get("id", ""): self._text(one) for one in element.iterfind(self._path("originalData", "data"))
        }

    def read(self) -> Reading:
        """The unit, its segments joined."""
        unit = self._unit
        for one in self._element.iterfind(self._path("notes", "note")):
            if one.get("category") not in _OURS:
                unit.remark(xml.content(one))
        parts = list(self._element.iterchildren(self._path("segment"), self._path("ignorable")))
        unit.source = "".join(self._text(one.find(self._path("source"))) for one in parts)
        targets = [one.find(self._path("target")) for one in parts]
        unit.target = self._joined(parts, targets)
        drafts = [self._is_draft(one) for one in parts if xml.name(one) == "segment"]
        unit.draft = any(drafts) if any(one is not None for one in drafts) else None
        unit.begun = any(one.get("state", "") != "initial" for one in parts if xml.name(one) == "segment")
        unit.language = next((one.get(xml.LANG, unit.language) for one in targets if one is not None), unit.language)
        return unit

    def _joined(self, parts: Sequence[etree._Element], targets: Sequence[etree._Element | None]) -> str:
        """The translations of segments, in the order that they give (XLIFF 2.1, attribute ``order``)."""
        texts = [self._text(one) for one in targets]
        if not any(text.strip() for text in texts):
            return ""
        placed = []
        for number, (part, target, text) in enumerate(zip(parts, targets, texts, strict=True), 1):
            said = "" if target is None else target.get("order", "")
            order = int(said) if _NUMBER.fullmatch(said) else number
            source = self._text(part.find(self._path("source")))
            between = xml.name(part) == "ignorable"
            if not between and source.strip() and not text.strip():
                self._unit.doubts.append("is translated in part only")
            placed.append((order, number, source if between and target is None else text))
        if len({order for order, _, _ in placed}) < len(placed):
            self._unit.doubts.append("has two segments in one place")
        return "".join(text for _, _, text in sorted(placed))

    def _is_draft(self, segment: etree._Element) -> bool | None:
        state = segment.get("state")
        # Poedit marks drafts so.
        return None if state is None else state not in _DONE or "fuzzy" in segment.get("subState", "")

    def _text(self, element: etree._Element | None) -> str:
        if element is None:
            return ""
        parts = (self._code(one) + (one.tail or "") for one in element)
        return (element.text or "") + "".join(parts)

    def _code(self, element: etree._Element) -> str:
        name = xml.name(element)
        if xml.space(element) not in NAMESPACES:
            self._unit.foreign(name)
        elif kind := _KINDS.get(name):
            return self._signs(element, kind, "")
        elif name == "pc":
            return self._signs(element, "open", "Start") + self._text(element) + self._signs(element, "close", "End")
        elif name == "cp":
            return self._character(element)
        elif name not in _MARKERS:
            self._unit.foreign(name)
        elif element.get("type") == "comment":
            self._unit.remark(element.get("value", ""))
        return self._text(element)

    def _signs(self, element: etree._Element, kind: str, end: str) -> str:
        signs = self._data.get(element.get(f"dataRef{end}", ""), "")
        number = element.get("startRef", element.get("id", ""))
        return self._unit.code(kind, number if signs else element.get("copyOf", number), signs)

    def _character(self, element: etree._Element) -> str:
        char = inline.character(element.get("hex", ""))
        if not char:
            self._unit.doubts.append("has a character that no text can hold, which was left out")
        return char

    def _path(self, *names: str) -> str:
        return "/".join(xml.tag(self._element, name) for name in names)
