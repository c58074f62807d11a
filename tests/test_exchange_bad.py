"""Tables that came back as nobody should have them: each is answered by name, and not a text is lost.

For every way to spoil a Word and an Excel table the whole command runs. Then no traceback has been seen, every text
that the catalog had is still in it, and every text that was written is in it too, be it as a draft or in a comment, or
its row is named in the answer.
"""

# ruff: noqa: SLF001  # python-docx shows the XML of a row under such names alone

from __future__ import annotations

import copy
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, Protocol

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from workspaces import Sound

from publisher import archive, po
from publisher.exchange import Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ONE = "All parties must stop the shelling of 3 towns."
TWO = "Protect all civilians."
LINK = "See [the law](https://example.org/law)."
LAST = "People fled in 2018."


class Table(Protocol):
    """A table of one of the two programs, opened."""

    def fill(self, texts: dict[str, str]) -> None: ...
    def save(self) -> bytes: ...


class WordTable:
    """The table of a Word file, through python-docx."""

    suffix = ".docx"

    def __init__(self, data: bytes) -> None:
        self.document = docx.Document(BytesIO(data))
        self.table = self.document.tables[0]

    def rows(self) -> list[docx.table._Row]:
        return [row for row in self.table.rows if Ref.find("".join(row._tr.itertext()))]

    def row(self, english: str) -> docx.table._Row:
        return next(row for row in self.rows() if row.cells[1].paragraphs[0].text.startswith(plain(english)[:8]))

    def fill(self, texts: dict[str, str]) -> None:
        for english, text in texts.items():
            self.row(english).cells[2].paragraphs[0].add_run(text)

    def save(self) -> bytes:
        target = BytesIO()
        self.document.save(target)
        return target.getvalue()


class ExcelTable:
    """The sheet of an Excel file, through openpyxl."""

    suffix = ".xlsx"

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(data))
        self.sheet = self.book.active
        head = next(row for row in self.sheet.iter_rows() if "target" in [one.value for one in row])
        self.columns = {one.value: one.column for one in head if one.value}

    def rows(self) -> list[int]:
        cells = (self.sheet.cell(n, self.columns["ref"]) for n in range(1, self.sheet.max_row + 1))
        return [one.row for one in cells if Ref.find(str(one.value))]

    def row(self, english: str) -> int:
        return next(n for n in self.rows() if str(self.cell(n, "source").value).startswith(english[:8]))

    def cell(self, row: int, key: str) -> openpyxl.cell.Cell:
        return self.sheet.cell(row, self.columns[key])

    def fill(self, texts: dict[str, str]) -> None:
        for english, text in texts.items():
            self.cell(self.row(english), "target").value = text

    def save(self) -> bytes:
        target = BytesIO()
        self.book.save(target)
        return target.getvalue()


class Case(NamedTuple):
    """What is done to a filled-in table, and what the answer says."""

    spoil: Callable[[WordTable], object] | Callable[[ExcelTable], object]
    said: str = ""


def ref_runs(row: docx.table._Row) -> list[docx.text.run.Run]:
    runs = [run for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs]
    return [run for run in runs if Ref.find(run.text)]


def w_delete_rows(table: WordTable) -> None:
    for row in table.rows()[::2]:
        if row.cells[1].text[:8] not in {plain(one)[:8] for one in WRITTEN}:
            row._tr.getparent().remove(row._tr)


def w_sort(table: WordTable) -> None:
    rows = table.rows()
    for row in sorted(rows, key=lambda one: one.cells[1].text, reverse=True):
        table.table._tbl.append(row._tr)


def w_double(table: WordTable) -> None:
    row = table.row(TWO)
    again = copy.deepcopy(row._tr)
    row._tr.addnext(again)
    table.rows()[[one._tr for one in table.rows()].index(again)].cells[2].paragraphs[0].add_run(" Duyem.")


def w_merge(table: WordTable) -> None:
    table.row(ONE).cells[2].merge(table.row(TWO).cells[2])


def w_merge_across(table: WordTable) -> None:
    row = table.row(TWO)
    row.cells[1].merge(row.cells[2])


def w_quotes(table: WordTable) -> None:
    paragraph = table.row(LINK).cells[2].paragraphs[0]
    paragraph.runs[-1].text = "“Qanûnê” (https://example.org/law) bibîne."


def w_change_id(table: WordTable) -> None:
    (run,) = ref_runs(table.row(TWO))
    run.text = run.text.replace("/u", "/u0", 1)


def w_drop_id(table: WordTable) -> None:
    (run,) = ref_runs(table.row(TWO))
    run.text = ""


def w_english(table: WordTable) -> None:
    table.row(TWO).cells[1].paragraphs[0].add_run(" And more.")


def w_tracked(table: WordTable) -> None:
    paragraph = table.row(TWO).cells[2].paragraphs[0]._p
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    for element, tag, text in ((inserted, "w:t", " Zêde."), (deleted, "w:delText", " Jêbirî.")):
        element.set(qn("w:id"), "7")
        element.set(qn("w:author"), "Somebody")
        run, piece = OxmlElement("w:r"), OxmlElement(tag)
        piece.text = text
        run.append(piece)
        element.append(run)
        paragraph.append(element)


def w_slip(table: WordTable) -> None:
    """The column of translations went up by a row."""
    rows = table.rows()
    cells = [row.cells[2]._tc for row in rows]
    for row, cell in zip(rows, [*map(copy.deepcopy, cells[1:]), copy.deepcopy(cells[0])], strict=True):
        row._tr.replace(row.cells[2]._tc, cell)


def x_delete_rows(table: ExcelTable) -> None:
    wanted = {one[:8] for one in WRITTEN}
    for row in reversed(table.rows()[::2]):
        if str(table.cell(row, "source").value)[:8] not in wanted:
            table.sheet.delete_rows(row)


def x_sort(table: ExcelTable) -> None:
    rows = table.rows()
    values = [[cell.value for cell in table.sheet[row]] for row in rows]
    for row, content in zip(rows, sorted(values, key=lambda one: str(one[1]), reverse=True), strict=True):
        for column, value in enumerate(content, 1):
            table.sheet.cell(row, column).value = value


def x_double(table: ExcelTable) -> None:
    row = table.row(TWO)
    content = [cell.value for cell in table.sheet[row]]
    table.sheet.append(content)
    table.cell(table.sheet.max_row, "target").value = "Sivîlan biparêzin. Duyem."


def x_merge(table: ExcelTable) -> None:
    column = table.columns["target"]
    row = table.row(TWO)
    table.sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def x_merge_across(table: ExcelTable) -> None:
    row = table.row(TWO)
    table.sheet.merge_cells(
        start_row=row, end_row=row, start_column=table.columns["source"], end_column=table.columns["target"]
    )


def x_quotes(table: ExcelTable) -> None:
    table.cell(table.row(LINK), "target").value = "[Qanûnê](https://example.org/law “Sernav”) bibîne."


def x_change_id(table: ExcelTable) -> None:
    cell = table.cell(table.row(TWO), "ref")
    cell.value = cell.value.replace("/u", "/u0", 1)


def x_drop_id(table: ExcelTable) -> None:
    table.cell(table.row(TWO), "ref").value = None


def x_english(table: ExcelTable) -> None:
    table.cell(table.row(TWO), "source").value = "Protect all civilians. And more."


def x_formula(table: ExcelTable) -> None:
    table.cell(table.row(TWO), "target").value = "=SUM(1,2)"


def x_error(table: ExcelTable) -> None:
    cell = table.cell(table.row(TWO), "target")
    cell.value, cell.data_type = "#NAME?", "e"


def x_slip(table: ExcelTable) -> None:
    rows = table.rows()
    targets = [table.cell(row, "target").value for row in rows]
    for row, target in zip(rows, [*targets[1:], targets[0]], strict=True):
        table.cell(row, "target").value = target


def x_garbled(table: ExcelTable) -> None:
    table.cell(table.row(TWO), "target").value = "SivÃ®lan biparÃªzin, HemÃ»yan."


WRITTEN = {
    TWO: "Sivîlan biparêzin.",
    LINK: "[Qanûnê](https://example.org/law) bibîne.",
    LAST: "Di 2018an de xelk reviya.",
}
WORD = {
    "rows deleted": Case(w_delete_rows, "not in the file, and left as it is"),
    "rows sorted": Case(w_sort),
    "a row twice": Case(w_double, "is for the same text as"),
    "cells merged": Case(w_merge, "merged"),
    "cells merged across columns": Case(w_merge_across, "row "),
    "smart quotes for a link": Case(w_quotes, "has not the links of the English → draft"),
    "id changed": Case(w_change_id, "found by its English → draft"),
    "id deleted": Case(w_drop_id, "found by its English → draft"),
    "English edited": Case(w_english, "has not the English that it went out with → draft"),
    "tracked changes": Case(w_tracked, "tracked changes"),
    "translations slipped": Case(w_slip, "→ draft"),
}
EXCEL = {
    "rows deleted": Case(x_delete_rows, "not in the file, and left as it is"),
    "rows sorted": Case(x_sort),
    "a row twice": Case(x_double, "is for the same text as"),
    "cells merged": Case(x_merge, "merged"),
    "cells merged across columns": Case(x_merge_across, "row "),
    "smart quotes for a link": Case(x_quotes, "has not the links of the English → draft"),
    "id changed": Case(x_change_id, "found by its English → draft"),
    "id deleted": Case(x_drop_id, "found by its English → draft"),
    "English edited": Case(x_english, "has not the English that it went out with → draft"),
    "a formula": Case(x_formula, "formula"),
    "an error of Excel": Case(x_error, "row "),
    "translations slipped": Case(x_slip, "→ draft"),
    "letters lost": Case(x_garbled, "has lost its letters"),
}
CASES = [(WordTable, name) for name in WORD] + [(ExcelTable, name) for name in EXCEL]


@pytest.fixture
def space(tmp_path: Path) -> Sound:
    """A workspace in which half of the statement is translated."""
    space = Sound(tmp_path)
    assert space.run("update").code == 0
    every = [one.msgid for one in held(space)]
    space.translate("ku", only=[one for one in every if one not in WRITTEN])
    return space


def held(space: Sound) -> Sequence[po.Entry]:
    path = space.root / space.po("ku")
    return [one for one in po.parse(path.read_bytes(), str(path))[1:] if not one.obsolete]


def export(space: Sound, kind: type[WordTable | ExcelTable]) -> Path:
    path = space.root / f"sheet{kind.suffix}"
    answer = space.run("export", "ku", "peace", "--to", kind.suffix[1:], "-o", str(path))
    assert answer.code == 0, answer.err
    return path


def plain(text: str) -> str:
    """A text without links and signs, in which word processors and Markdown agree."""
    return re.sub(r"\s+", " ", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)).strip()


@pytest.mark.parametrize(("kind", "name"), CASES, ids=[f"{kind.suffix[1:]}: {name}" for kind, name in CASES])
def test_a_spoilt_table_is_answered_and_loses_nothing(
    space: Sound, kind: type[WordTable | ExcelTable], name: str
) -> None:
    case = (WORD if kind is WordTable else EXCEL)[name]
    before = {one.msgid: one.msgstr for one in held(space) if one.msgstr}
    path = export(space, kind)
    table = kind(path.read_bytes())
    table.fill(WRITTEN)
    case.spoil(table)  # type: ignore[arg-type]  # of the same kind
    path.write_bytes(table.save())
    answer = space.run("import", str(path), "--yes")
    assert answer.code in {0, 2}, answer.err
    assert "Traceback" not in answer.err + answer.out
    assert case.said in answer.out + answer.err
    now = {one.msgid: one for one in held(space)}
    for english, text in before.items():
        assert text in (now[english].msgstr, *now[english].tcomment.split("\n")) or text in now[english].tcomment
    everywhere = plain(" ".join(f"{one.msgstr} {one.tcomment}" for one in now.values()))
    rows = re.search(r"row \d+: ", answer.out)
    for text in WRITTEN.values():
        assert plain(text) in everywhere or rows, f"{text} is neither in the catalog nor told"
    # What stands finished beside an English text is what was written beside it.
    for english, text in WRITTEN.items():
        if now[english].msgstr and "fuzzy" not in now[english].flags:
            assert plain(now[english].msgstr).startswith(plain(text))


@pytest.mark.parametrize("kind", [WordTable, ExcelTable])
def test_a_table_as_it_should_be_is_taken_whole(space: Sound, kind: type[WordTable | ExcelTable]) -> None:
    path = export(space, kind)
    table = kind(path.read_bytes())
    filled = {one: text for one, text in WRITTEN.items() if one != LINK or kind is ExcelTable}
    table.fill(filled)
    path.write_bytes(table.save())
    assert space.run("import", str(path), "--yes").code == 0
    now = {one.msgid: one for one in held(space)}
    assert {one: (now[one].msgstr, now[one].flags) for one in filled} == {
        one: (text, []) for one, text in filled.items()
    }


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as file:
        members = {one: file.read(one) for one in file.namelist()}
    return archive.packed({**members, name: content})


XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
TRAPS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "bomb": (lambda data: with_member(data, "docProps/more.xml", b" " * 40_000_000), "that unpack to"),
    "path": (lambda data: with_member(data, "../../more.xml", b"<a/>"), 'a member named "../../more.xml"'),
    "entity": (lambda data: with_member(data, "docProps/more.xml", XXE), "declares a document type"),
    "macros": (lambda data: with_member(data, "word/vbaProject.bin", b"x"), "macros"),
    "half": (lambda data: data[: len(data) // 2], "broken one"),
    "nothing": (lambda _: b"", "broken one"),
    "another": (lambda _: archive.packed({"hello.xml": b"<a/>"}), "sheet"),
}


@pytest.mark.parametrize("kind", [WordTable, ExcelTable])
@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_not_opened_and_nothing_is_written(
    space: Sound, kind: type[WordTable | ExcelTable], name: str
) -> None:
    spoil, said = TRAPS[name]
    path = export(space, kind)
    path.write_bytes(spoil(path.read_bytes()))
    before = space.bytes_of("locales")
    answer = space.run("import", str(path), "--yes")
    assert answer.code == 2
    assert said in answer.err
    assert path.name in answer.err
    assert "help:" in answer.err
    assert space.bytes_of("locales") == before


@pytest.mark.parametrize("kind", [WordTable, ExcelTable])
def test_a_table_of_another_statement_is_refused_by_name(space: Sound, kind: type[WordTable | ExcelTable]) -> None:
    path = export(space, kind)
    (space.root / "source/peace.md").rename(space.root / "source/other.md")
    space.run("update")
    before = space.bytes_of("locales")
    answer = space.run("import", str(path), "--yes")
    assert answer.code == 2
    assert 'it is of the statement "peace", which is not here' in answer.err
    assert space.bytes_of("locales") == before
