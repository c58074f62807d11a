"""TMX: the finished translations with their English, as translators' tools read them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from test_exchange_xliff import HELD, every_sheet, markdown, named, rich, run, sheet_of, some_sheets
from workspaces import REPOSITORY

from publisher import po
from publisher.exchange import tmx, xml
from publisher.model import State
from publisher.project import Project
from publisher.workflow.export import sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from publisher.exchange import Sheet

__all__ = ["every_sheet", "rich", "some_sheets"]  # fixtures

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def pairs(data: bytes) -> list[tuple[str, str, str]]:
    """English, language and translation of each unit, as a tool sees them that takes all the text there is."""
    found = []
    for unit in named(etree.fromstring(data), "tu"):
        (english, source), (language, target) = (
            (one.get(LANG, ""), "".join(one[0].itertext())) for one in named(unit, "tuv")
        )
        assert english == "en"
        found.append((source, language, target))
    return found


def finished(*every: Sheet) -> list[tuple[str, str, str]]:
    done = (
        (markdown(sheet, row, row.source), sheet.locale.html_lang, markdown(sheet, row, row.target))
        for sheet in every
        for row in sheet.rows
        if row.state is State.TRANSLATED
    )
    return list(dict.fromkeys(done))


def test_finished_translations_go_out(rich: Sheet, every_sheet: list[Sheet]) -> None:
    for sheet in (rich, *every_sheet):
        data = tmx.write([sheet])
        assert pairs(data) == finished(sheet)
        assert_well_made(etree.fromstring(data))
        assert data == tmx.write([sheet])
    assert len(finished(rich)) == len(rich.rows) - 2  # a draft, and one that is not translated


def test_a_whole_workspace_in_one_file(every_sheet: list[Sheet]) -> None:
    data = tmx.write(every_sheet)
    assert pairs(data) == finished(*every_sheet)
    assert {language for _, language, _ in pairs(data)} == {"ar", "ku", "ckb"}
    assert_well_made(etree.fromstring(data))


def test_equal_pairs_stand_in_it_once() -> None:
    one = sheet_of(("Dawlaty", "دولتي"), ("Peace", "سلام"))
    other = replace(sheet_of(("Peace", "سلام"), ("Peace", "السلام")), domain="other")
    assert pairs(tmx.write([one, other])) == [
        ("Dawlaty", "ar", "دولتي"),
        ("Peace", "ar", "سلام"),
        ("Peace", "ar", "السلام"),
    ]


def test_what_is_not_finished_stays_out() -> None:
    for state in set(State) - {State.TRANSLATED}:
        assert pairs(tmx.write([sheet_of(("English", "نص"), state=state)])) == []


WRITABLE = HELD.filter(lambda text: not xml.UNWRITABLE.search(text))
"""Texts that XML can hold."""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WRITABLE, WRITABLE), min_size=1, max_size=3, unique_by=lambda one: one[0]))
def test_any_markdown_stands_in_it(texts: list[tuple[str, str]]) -> None:
    sheet = sheet_of(*((one, f"ن {two}") for one, two in texts))
    data = tmx.write([sheet])
    assert pairs(data) == finished(sheet)
    assert_well_made(etree.fromstring(data))


def test_characters_that_xml_cannot_hold() -> None:
    """A memory has no codes for them; they are mistakes anyway, and the catalog has them still."""
    assert pairs(tmx.write([sheet_of(("a\x08b", "`\x0b`"))])) == [("a\ufffdb", "ar", "`\ufffd`")]


def test_nothing_tells_of_the_machine_or_the_time(rich: Sheet, tmp_path: Path) -> None:
    text = tmx.write([rich]).decode()
    assert str(tmp_path) not in text
    assert not re.search(r"20\d\d-\d\d-\d\d|\d\d:\d\d|T\d{6}Z|creationid|changeid", text)


# The rules of TMX 1.4b, of which no package has the document type


def assert_well_made(root: etree._Element) -> None:
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    header, body = root
    demanded = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert (header.tag, set(header.attrib), body.tag) == ("header", demanded, "body")
    assert header.get("segtype") in {"block", "paragraph", "sentence", "phrase"}
    for unit in body:
        assert [one.tag for one in unit] == ["prop", "prop", "tuv", "tuv"]
        first, second = unit.iter("tuv")
        assert first.get(LANG) == header.get("srclang") != second.get(LANG)
        for segment in unit.iter("seg"):
            assert_codes(segment)


def assert_codes(segment: etree._Element) -> None:
    """Every ``bpt`` has its ``ept`` behind it, and no number stands there twice."""
    assert {one.tag for one in segment} <= {"bpt", "ept", "ph"}
    assert not [one for code in segment for one in code]
    opened: list[str | None] = []
    for one in segment:
        if one.tag == "bpt":
            opened.append(one.get("i"))
        elif one.tag == "ept":
            assert opened.pop() == one.get("i")
    assert opened == []
    assert max(Counter(one.get("x") for one in segment if one.tag != "ept").values(), default=0) < 2


@pytest.mark.parametrize(
    "fault",
    [
        lambda root: root[0].attrib.pop("creationtoolversion"),
        lambda root: root[0].set("segtype", "text"),
        lambda root: root.set("version", "2.0"),
        lambda root: next(root.iter("ept")).set("i", "77"),
        lambda root: next(root.iter("ph")).set("x", "1"),
        lambda root: next(root.iter("tuv")).set(LANG, "fr"),
        lambda root: root[1][0].append(root[1][0][0]),
    ],
)
def test_the_rules_bite(rich: Sheet, fault: Callable[[etree._Element], object]) -> None:
    root = etree.fromstring(tmx.write([rich]))
    assert_well_made(root)
    fault(root)
    with pytest.raises(AssertionError):
        assert_well_made(root)


# Other people's programs


def test_translate_toolkit_counts_it(tmp_path: Path) -> None:
    sheet = sheets.real("ckb")
    path = tmp_path / "a.tmx"
    path.write_bytes(tmx.write([sheet]))
    counts = re.search(r"Translated:\s+(\d+)", run("pocount", "--no-color", path))
    assert counts
    assert int(counts[1]) == len(finished(sheet))


@pytest.mark.parametrize("language", ["ar", "ku", "ckb"])
def test_translate_toolkit_translates_the_statement_with_it(language: str, tmp_path: Path) -> None:
    """All texts of the statement come out of the memory as they are in the catalog."""
    every = sheets_of(Project.open(REPOSITORY), language)
    assert filled(every, "locales/2026-01-aleppo.pot", tmp_path) == {
        row.segment.source: row.target for sheet in every if sheet.domain == "2026-01-aleppo" for row in sheet.rows
    }


def test_translate_toolkit_gets_the_signs_of_codes(rich: Sheet, tmp_path: Path) -> None:
    texts = {markdown(rich, row, row.source): row for row in rich.rows if row.state is State.TRANSLATED}
    entries = [po.Entry(msgid="", msgstr="Content-Type: text/plain; charset=UTF-8\n")]
    entries += [po.Entry(msgid=source) for source in texts]
    path = tmp_path / "rich.pot"
    path.write_bytes(po.serialize(entries))
    assert filled([rich], str(path), tmp_path) == {
        source: markdown(rich, row, row.target) for source, row in texts.items()
    }


def filled(every: Sequence[Sheet], template: str, root: Path) -> dict[str, str]:
    """A template as pretranslate fills it in with the memory alone."""
    memory, nothing, out = root / "a.tmx", root / "nothing.po", root / "out.po"
    memory.write_bytes(tmx.write(every))
    nothing.write_bytes(b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    run(
        "pretranslate",
        "--progress=none",
        "-s",
        "100",
        "--tm",
        memory,
        "-t",
        nothing,
        "-i",
        REPOSITORY / template,
        "-o",
        out,
    )
    return {one.msgid: one.msgstr for one in po.parse(out.read_bytes(), str(out))[1:]}
