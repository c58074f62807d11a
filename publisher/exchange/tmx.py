"""TMX 1.4b, the format of translation memories: finished translations with their English, for translators' tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from publisher.exchange import inline, xml
from publisher.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.document import Piece
    from publisher.exchange.sheet import Row, Sheet

_MIXED = frozenset({"seg", "prop", "note"})


def write(sheets: Sequence[Sheet]) -> bytes:
    """The finished translations of some sheets, equal pairs once; a pair of texts is a unit.

    Args:
        sheets: The sheets, of one source language; at least one.
    """
    root = etree.Element("tmx", version="1.4")
    source = sheets[0].source_locale.html_lang
    # The version of a tool is a must. It is not ours: a memory shall not change because the program does.
    tool = {"creationtool": "statement-publisher", "creationtoolversion": "1"}
    form = {"segtype": "paragraph", "o-tmf": "gettext", "adminlang": "en", "srclang": source, "datatype": "x-markdown"}
    xml.child(root, "header", {**tool, **form})
    body = xml.child(root, "body")
    seen = set()
    for sheet in sheets:
        for row in sheet.rows:
            pair = (row.source, row.target, sheet.locale.id)
            if row.state is State.TRANSLATED and row.target and pair not in seen:
                seen.add(pair)
                _write_pair(body, sheet, row)
    return xml.written(root, _MIXED)


def _write_pair(body: etree._Element, sheet: Sheet, row: Row) -> None:
    unit = xml.child(body, "tu")
    xml.child(unit, "prop", {"type": "x-domain"}, sheet.domain)
    xml.child(unit, "prop", {"type": "x-context"}, row.segment.context)
    pieces = [sheet.pieces(row.segment.context, text) for text in (row.source, row.target)]
    for locale, text in zip((sheet.source_locale, sheet.locale), inline.numbered(*pieces), strict=True):
        version = xml.child(unit, "tuv", {xml.LANG: locale.html_lang})
        _write_text(xml.child(version, "seg"), text)


def _write_text(element: etree._Element, pieces: Sequence[Piece]) -> None:
    for one in pieces:
        number = str(one.number)
        match one.kind:
            case "text":
                xml.append(element, one.text)
            case "open":
                xml.child(element, "bpt", {"i": number, "x": number, "type": one.name}, one.text)
            case "close":
                xml.child(element, "ept", {"i": number}, one.text)
            case _:
                xml.child(element, "ph", {"x": number, "type": one.name}, one.text)
