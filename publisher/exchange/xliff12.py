"""XLIFF 1.2, the version that every translator's tool reads.

The Markdown of a code stands in the file, in ``bpt``, ``ept`` and ``ph``: so a tool that knows no codes still shows and
returns the very signs, where those of ``g`` and ``x`` would be gone. The changes of the English are a note and no
``alt-trans``: OmegaT, for one, takes the English in that for the text to translate. There is one note, because tools
show one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from publisher.exchange import inline, xml
from publisher.exchange.reading import Reading, name_of
from publisher.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.document import Piece
    from publisher.exchange.sheet import Row, Sheet

NAMESPACES = frozenset(f"urn:oasis:names:tc:xliff:document:1.{minor}" for minor in (1, 2))

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_TOOL = "statement-publisher"
_MIXED = frozenset({"source", "target", "note", "context"})
_TYPES = {"bold": "bold", "italic": "italic", "break": "lb"}
_LINK = {"open": "link", "alone": "x-link"}
_ELEMENTS = {"open": "bpt", "close": "ept", "alone": "ph"}
_KINDS = {"bpt": "open", "bx": "open", "ept": "close", "ex": "close", "ph": "alone", "x": "alone"}
_DONE = frozenset({"translated", "final", "signed-off"})
_NOT_BEGUN = frozenset({"new", "needs-translation"})


def write(sheet: Sheet) -> bytes:
    """A sheet as XLIFF 1.2, a ``file`` element for each file that its texts stand in."""
    root = etree.Element(f"{{{_NAMESPACE}}}xliff", nsmap={None: _NAMESPACE}, version="1.2")
    for path in dict.fromkeys(row.segment.path for row in sheet.rows):
        languages = {
            "source-language": sheet.source_locale.html_lang,
            "target-language": sheet.locale.html_lang,
        }
        file = xml.child(root, "file", {"original": path, **languages, "datatype": "x-markdown", "tool-id": _TOOL})
        header = xml.child(file, "header")
        xml.child(header, "note", text=sheet.title)
        xml.child(header, "tool", {"tool-id": _TOOL, "tool-name": "Statement publisher"})
        body = xml.child(file, "body")
        for row in sheet.rows:
            if row.segment.path == path:
                _write_unit(body, sheet, row)
    return xml.written(root, _MIXED)


def units(root: etree._Element) -> Iterator[Reading]:
    """The texts of an XLIFF 1.2 file, with what a tool wrote into it."""
    for file in root.iterchildren(xml.tag(root, "file")):
        for one in file.iter(xml.tag(root, "trans-unit")):
            yield _read_unit(one, file.get("target-language", ""))


def _write_unit(body: etree._Element, sheet: Sheet, row: Row) -> None:
    role = row.segment.context.replace(" ", "-")
    attributes = {"id": name_of(row.ref), "resname": str(row.ref), "restype": f"x-{role}"}
    # A text without translation has no state: many tools leave the old one, and it would come back as a draft.
    state = {}
    if row.target:
        done = row.state is State.TRANSLATED
        attributes["approved"] = "yes" if done else "no"
        state["state"] = "translated" if done else "needs-review-translation"
    unit = xml.child(body, "trans-unit", {**attributes, xml.SPACE: "preserve"})
    pieces = [sheet.pieces(row.segment.context, text) for text in (row.source, row.target)]
    source, target = inline.numbered(*pieces)
    _write_text(xml.child(unit, "source", {xml.LANG: sheet.source_locale.html_lang}), source)
    _write_text(xml.child(unit, "target", {xml.LANG: sheet.locale.html_lang, **state}), target)
    where = xml.child(unit, "context-group", {"purpose": "location"})
    xml.child(where, "context", {"context-type": "sourcefile"}, row.segment.path)
    xml.child(where, "context", {"context-type": "linenumber"}, str(row.segment.line))
    address = xml.child(unit, "context-group", {"purpose": "information"})
    xml.child(address, "context", {"context-type": "x-ref"}, str(row.ref))
    if notes := inline.notes(sheet, row):
        xml.child(unit, "note", {"from": "developer"}, "\n".join(notes))


def _write_text(element: etree._Element, pieces: Sequence[Piece]) -> None:
    for one in pieces:
        if one.kind == "text":
            xml.append(element, one.text)
            continue
        attributes = {"id": str(one.number)}
        if one.kind != "close":
            kind = _LINK[one.kind] if one.name == "link" else _TYPES.get(one.name, f"x-{one.name}")
            attributes["ctype"] = "x-control" if xml.UNWRITABLE.search(one.text) else kind
        xml.child(element, _ELEMENTS[one.kind], attributes, inline.spelled(one.text))


def _read_unit(element: etree._Element, language: str) -> Reading:
    contexts = element.iterfind(f"{xml.tag(element, 'context-group')}/{xml.tag(element, 'context')}")
    name = element.get("id", "")
    places = (element.get("resname", ""), *map(xml.content, contexts), name)
    unit = Reading(name, element.sourceline or 0, places, language)
    source, target = (element.find(xml.tag(element, one)) for one in ("source", "target"))
    unit.source = "" if source is None else _read_text(source, unit)
    for one in element.iterchildren(xml.tag(element, "note")):
        if one.get("from") != "developer":
            unit.remark(xml.content(one))
    if target is None:
        return unit
    unit.language = target.get(xml.LANG, language)
    unit.target = _read_text(target, unit)
    state, approved = target.get("state"), element.get("approved")
    unit.begun = state not in _NOT_BEGUN
    if state is not None:
        unit.draft = state not in _DONE
    elif approved is not None:
        unit.draft = approved != "yes"
    return unit


def _read_text(element: etree._Element, unit: Reading) -> str:
    parts = (_read_code(one, unit) + (one.tail or "") for one in element)
    return (element.text or "") + "".join(parts)


def _read_code(element: etree._Element, unit: Reading) -> str:
    name, number = xml.name(element), element.get("id", "")
    if xml.space(element) not in NAMESPACES:
        unit.foreign(name)
    elif kind := _KINDS.get(name):
        signs = xml.content(element)
        return unit.code(kind, number, inline.unspelled(signs) if element.get("ctype") == "x-control" else signs)
    elif name == "it":
        return unit.code(element.get("pos", ""), number, xml.content(element))
    elif name == "g":
        return unit.code("open", number, "") + _read_text(element, unit) + unit.code("close", number, "")
    elif name == "mrk":
        unit.remark(element.get("comment", ""))
    else:
        unit.foreign(name)
    return _read_text(element, unit)
