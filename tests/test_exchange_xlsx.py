"""Workbooks: what goes out comes back, whatever was done to them; they run the right way, and nothing is cut off."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
import sheets
import tools
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula
from sheets import Office, assert_equal, targets
from workspaces import REPOSITORY

from publisher import archive
from publisher.errors import UsageError
from publisher.exchange import fit, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from publisher.exchange import Bundle, Returned, Sheet

LOCALES = {"ar": "rtl", "ku": "ltr", "ckb": "rtl"}
SHEET = "xl/worksheets/sheet1.xml"
each_locale = pytest.mark.parametrize("locale", LOCALES)


class Opened:
    """A workbook as its user has it open, in another program; with the formats within cells, or without."""

    def __init__(self, data: bytes, *, formats: bool = False) -> None:
        self.book = load_workbook(BytesIO(data), rich_text=formats)
        self.page: Worksheet = self.book.worksheets[0]
        self.keys = {str(cell.value): cell.column for cell in self.page[1]}
        self.first = next(
            cell.row
            for cell in self.page["G"]
            if cell.row > 1 and "/" in str(cell.value or "") and cell.row is not None
        )

    def cell(self, row: int, key: str) -> Any:  # noqa: ANN401  # cells take anything
        """The cell of a text, counted from 0."""
        return self.page.cell(self.first + row, self.keys[key])

    def save(self) -> bytes:
        target = BytesIO()
        self.book.save(target)
        return target.getvalue()


def read(data: bytes) -> Bundle:
    return xlsx.read(data, "back.xlsx")


def edited(sheet: Sheet, edit: Callable[[Opened], object]) -> Bundle:
    """What comes back after somebody worked in a sheet."""
    opened = Opened(xlsx.write(sheet))
    edit(opened)
    return read(opened.save())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def rich(tmp_path: Path) -> Sheet:
    return sheets.rich(tmp_path, "ar")


@pytest.fixture(scope="module")
def small() -> Sheet:
    sheet = sheets.real("ar")
    return replace(sheet, rows=sheet.rows[3:8])


def with_targets(sheet: Sheet, *texts: str) -> Sheet:
    rows = [replace(row, target=text) for row, text in zip(sheet.rows, texts, strict=False)]
    return replace(sheet, rows=rows)


# Round trips


@each_locale
def test_what_goes_out_comes_back(locale: str, tmp_path: Path, office: Office) -> None:
    made = {
        "real": sheets.real(locale),
        "rich": sheets.rich(tmp_path / "rich", locale),
        "counted": sheets.counted(tmp_path / "counted", locale),
    }
    files = {name: xlsx.write(sheet) for name, sheet in made.items()}
    again = office.convert({f"{name}.xlsx": data for name, data in files.items()}, "xlsx")
    for name, sheet in made.items():
        assert_equal(sheet, read(files[name]))
        assert_equal(sheet, read(Opened(files[name]).save()))
        assert_equal(sheet, read(again[name]))


@each_locale
def test_what_another_program_fills_in_comes_back(locale: str, office: Office) -> None:
    sheet = sheets.real(locale)
    opened = Opened(xlsx.write(replace(sheet, rows=[replace(row, target="") for row in sheet.rows])))
    for number, row in enumerate(sheet.rows):
        opened.cell(number, "target").value = row.target
    filled = opened.save()
    assert_equal(sheet, read(filled))
    assert_equal(sheet, read(office.convert({"filled.xlsx": filled}, "xlsx")["filled"]))


@pytest.mark.parametrize("text", [*sheets.ODD, "a\x0bb", "\ufffe", "x\r\ny", "_xD83D_"])
def test_what_looks_like_something_else_is_a_text(small: Sheet, text: str) -> None:
    bundle = read(xlsx.write(with_targets(small, text)))
    assert targets(bundle) == [text.replace("\r\n", "\n")]
    assert bundle.rows[0].doubts == ()


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1,1)", '=HYPERLINK("https://example.org/")']


def shown(office: Office, data: bytes) -> list[str]:
    """What LibreOffice shows in the column of translations."""
    made = office.convert({"shown.xlsx": data}, "csv:Text - txt - csv (StarCalc):44,34,76")["shown"]
    lines = list(csv.reader(StringIO(made.decode("utf-8-sig"), newline="")))
    start = next(at for at, line in enumerate(lines) if line[0] == "4")
    return [line[2] for line in lines[start:]]


def test_no_cell_is_calculated(small: Sheet, office: Office) -> None:
    assert shown(office, xlsx.write(with_targets(small, *FORMULAS))) == FORMULAS


def test_a_naive_cell_is_calculated_bites(small: Sheet, office: Office) -> None:
    opened = Opened(xlsx.write(with_targets(small, *FORMULAS)))
    opened.cell(0, "target").value = "=1+1"
    assert shown(office, opened.save())[0] == "2"


# What users do to a sheet


def test_rows_may_be_sorted_doubled_deleted_and_hidden(small: Sheet) -> None:
    def edit(opened: Opened) -> None:
        values = [[cell.value for cell in opened.page[opened.first + n]] for n in (4, 2, 2, 0)]
        for row, line in enumerate(values):
            for column, value in enumerate(line, 1):
                opened.page.cell(opened.first + row, column).value = value
        opened.page.delete_rows(opened.first + 4)
        opened.page.row_dimensions[opened.first + 1].hidden = True

    bundle = edited(small, edit)
    assert [row.ref for row in bundle.rows] == [small.rows[n].ref for n in (4, 2, 2, 0)]
    assert targets(bundle) == [small.rows[n].target for n in (4, 2, 2, 0)]
    assert [row.place for row in bundle.rows] == ["row 9", "row 10", "row 11", "row 12"]


@pytest.mark.parametrize("column", range(1, 9))
def test_a_column_may_be_inserted(small: Sheet, column: int) -> None:
    assert_equal(small, edited(small, lambda opened: opened.page.insert_cols(column)))


def test_the_sheet_may_be_copied_and_others_added(small: Sheet) -> None:
    def edit(opened: Opened) -> None:
        opened.book.create_sheet("Mine", 0)["A1"] = "a note"
        opened.book.copy_worksheet(opened.page).title = "Backup"

    bundle = edited(small, edit)
    assert len(bundle.rows) == 2 * len(small.rows)
    assert {row.place.partition(" of ")[2] for row in bundle.rows} == {
        'the sheet "2026-01-aleppo ar"',
        'the sheet "Backup"',
    }


def test_the_row_of_keys_may_be_deleted(small: Sheet) -> None:
    bundle = edited(small, lambda opened: opened.page.delete_rows(1))
    assert bundle.warnings == ["the hidden row with the names of columns is gone: they were found by what is in them"]
    bundle.warnings.clear()
    assert_equal(small, bundle)


@pytest.mark.parametrize("column", [3, 4, 7])
def test_without_keys_columns_are_not_guessed(small: Sheet, column: int) -> None:
    def edit(opened: Opened) -> None:
        opened.page.delete_rows(1)
        opened.page.insert_cols(column)

    with pytest.raises(UsageError, match="columns were moved"):
        edited(small, edit)


def test_addresses_may_be_deleted(small: Sheet) -> None:
    def edit(opened: Opened) -> None:
        opened.cell(1, "ref").value = None
        opened.cell(2, "ref").value = opened.cell(2, "target").value = None

    bundle = edited(small, edit)
    kept = [small.rows[n] for n in (0, 1, 3, 4)]
    assert [row.ref for row in bundle.rows] == [None if row is small.rows[1] else row.ref for row in kept]
    assert [(row.source, row.target) for row in bundle.rows] == [(row.source, row.target) for row in kept]


def test_all_addresses_may_be_deleted(small: Sheet) -> None:
    def clear(opened: Opened) -> None:
        for row in range(5):
            opened.cell(row, "ref").value = None

    for edit in (clear, lambda opened: opened.page.delete_cols(7)):
        bundle = edited(small, edit)
        assert [(row.ref, row.source, row.target) for row in bundle.rows] == [
            (None, row.source, row.target) for row in small.rows
        ]


def test_marks_remarks_english_and_comments_come_back(small: Sheet) -> None:
    def edit(opened: Opened) -> None:
        opened.cell(0, "draft").value = "؟"
        opened.cell(0, "remark").value = " هل هذا صحيح؟ "
        opened.cell(1, "source").value = "Syria!"
        opened.cell(2, "target").comment = Comment("look", "Somebody")

    bundle = edited(small, edit)
    first, second = bundle.rows[:2]
    assert (first.unsure, first.remark) == (True, "هل هذا صحيح؟")
    assert second.source == "Syria!"
    assert "the comments in it were not read" in bundle.warnings[0]
    assert "Somebody" not in str(bundle)


def test_formats_within_a_cell_are_no_markdown(small: Sheet) -> None:
    blocks = CellRichText("حلب ", TextBlock(InlineFont(b=True), "**مدينة** "), TextBlock(InlineFont(i=True), "سوريا"))

    def edit(opened: Opened) -> None:
        opened.cell(0, "target").value = blocks

    row = edited(small, edit).rows[0]
    assert (row.target, row.doubts) == ("حلب **مدينة** سوريا", ())


def test_the_pronunciation_of_a_text_is_none_of_it(small: Sheet) -> None:
    data = xlsx.write(with_targets(small, "Tokyo"))
    spoken = changed(data, SHEET, "<t>Tokyo</t>", "<t>Tokyo</t><rPh sb='0' eb='5'><t>said</t></rPh>")
    assert targets(read(spoken)) == ["Tokyo"]


FORMULA = "is a formula in the file, and may have been typed otherwise"
NUMBER = "is a number or a date in the file, and may have been typed otherwise"


@pytest.mark.parametrize(
    ("value", "form", "text", "doubt"),
    [
        ("=-حماية", "General", "-حماية", FORMULA),
        ("=+963", "General", "+963", FORMULA),
        ("=حلب", "General", "=حلب", FORMULA),
        ("=_xlfn.CONCAT(A1)", "General", "=_xlfn.CONCAT(A1)", FORMULA),
        (ArrayFormula("C9", "=-حماية"), "General", "-حماية", FORMULA),
        (2018, "General", "2018", NUMBER),
        (12500, "#,##0", "12,500", NUMBER),
        (3.5, "General", "3.5", NUMBER),
        (3.5, "0.00", "3.50", NUMBER),
        (0.5, "0%", "50%", NUMBER),
        (0.125, "0.0%", "12.5%", NUMBER),
        (True, "General", "TRUE", NUMBER),
        (datetime(2026, 3, 10), "d-mmm", "10-Mar", NUMBER),  # noqa: DTZ001  # cells know no zones
        (date(2026, 3, 10), "dd/mm/yyyy", "10/03/2026", NUMBER),
        (date(2026, 3, 9), "[$-409]d mmmm yyyy;@", "9 March 2026", NUMBER),
        (datetime(2026, 3, 10, 14, 5), "d/m/yyyy h:mm", "2026-03-10 14:05", NUMBER),  # noqa: DTZ001
        (time(14, 5), "h:mm", "14:05:00", NUMBER),
        ("#NAME?", "General", "", 'has "#NAME?" in place of a text'),
        ("#N/A", "@", "", 'has "#N/A" in place of a text'),
        ("???? ??", "@", "", "has question marks in place of letters"),
        (" \n", "@", "", None),
    ],
)
def test_what_is_no_text_is_read_as_seen_and_doubted(
    small: Sheet, value: object, form: str, text: str, doubt: str | None
) -> None:
    def edit(opened: Opened) -> None:
        cell = opened.cell(0, "target")
        cell.value, cell.number_format = value, form

    row = edited(small, edit).rows[0]
    assert (row.target, row.doubts) == (text, (doubt,) if doubt else ())


def test_what_is_typed_into_a_cell_stays_a_text(small: Sheet) -> None:
    """The format "@" tells Excel and LibreOffice to take as text what is typed there."""
    opened = Opened(xlsx.write(small))
    assert {opened.cell(row, key).number_format for row in range(5) for key in ("target", "draft", "remark")} == {"@"}


@pytest.mark.parametrize(
    ("cells", "row", "doubt"),
    [
        ("C9:C10", 0, "is merged with row 10"),
        ("C9:C10", 1, "is merged with row 9"),
        ("C9:C11", 1, "is merged with others, from row 9 to row 11"),
        ("B10:C10", 1, "is merged with another column"),
        ("B9:B10", 0, "is merged with row 10"),
        ("A9:F10", 1, "is merged with row 9"),
        ("E9:F10", 0, None),
        ("C9:C10", 2, None),
    ],
)
def test_merged_cells_are_doubted(small: Sheet, cells: str, row: int, doubt: str | None) -> None:
    bundle = edited(small, lambda opened: opened.page.merge_cells(cells))
    found: Returned = next(one for one in bundle.rows if one.ref == small.rows[row].ref)
    assert found.doubts == ((doubt,) if doubt else ())


# Files that cannot be used


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    members = archive.members(data, "a")
    assert old in members[name].decode()
    members[name] = members[name].decode().replace(old, new, 1).encode()
    return archive.packed(members)


def foreign(value: str) -> bytes:
    book, target = Workbook(), BytesIO()
    book.worksheets[0]["A1"] = value
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: b"", "no Word, Excel or OpenDocument file"),
        (lambda data: data[: len(data) // 2], "a broken one"),
        (lambda _: foreign("hello"), "no translation is in it"),
        (lambda data: changed(data, SHEET, "</sheetData>", ""), "no Excel workbook, or a broken one"),
        (lambda data: changed(data, "xl/workbook.xml", "<sheets>", ""), "no Excel workbook, or a broken one"),
        (lambda data: changed(data, "[Content_Types].xml", "spreadsheetml.sheet.main", "x"), "no Excel workbook"),
        (
            lambda data: changed(data, SHEET, "<sheetData>", "<sheetData><row><c t='s'><v>9</v></c></row>"),
            "no Excel workbook, or a broken one",
        ),
        (lambda data: changed(data, SHEET, "<sheetData>", "<sheetData><row r='x'/>"), "no Excel workbook"),
        (lambda data: changed(data, SHEET, "<worksheet", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"), "document type"),
        (lambda data: archive.packed({"word/document.xml": data}), "no Excel workbook"),
        (lambda data: archive.packed({"xl/vbaProject.bin": data}), "macros"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(small: Sheet, spoil: Callable[[bytes], bytes], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        read(spoil(xlsx.write(small)))
    problem = caught.value.problems[0]
    assert problem.path == "back.xlsx"
    assert problem.hint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</sheetData>", "</sheetData><mergeCells count='1'><mergeCell ref='H1:XFD1048576'/></mergeCells>"),
        ("</sheetData>", "<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row></sheetData>"),
        ("</sheetData>", "<row r='99999999999999'><c t='n'><v>1</v></c></row></sheetData>"),
        ('<dimension ref="A1:G13"/>', "<dimension ref='A1:XFD1048576'/>"),
        ("</sheetData>", "</sheetData><hyperlinks><hyperlink ref='A1:XFD1048576' location='A1'/></hyperlinks>"),
    ],
    ids=["merged", "far", "farther", "dimension", "links"],
)
def test_a_file_that_claims_a_million_rows_takes_no_time(small: Sheet, old: str, new: str) -> None:
    data = changed(xlsx.write(small), SHEET, old, new)
    code = "import sys; from publisher.exchange import xlsx; print(len(xlsx.read(sys.stdin.buffer.read(), 'a').rows))"
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True, timeout=20)
    assert done.stdout.strip() == b"5"


def test_a_text_longer_than_a_cell_is_refused(small: Sheet) -> None:
    xlsx.write(with_targets(small, "a" * 32_767))
    with pytest.raises(UsageError, match="longer than the 32,767 characters"):
        xlsx.write(with_targets(small, "a" * 32_768))


# What the sheet looks like


@each_locale
def test_it_runs_the_way_the_language_does(locale: str) -> None:
    opened = Opened(xlsx.write(sheets.real(locale)))
    right = LOCALES[locale] == "rtl"
    assert bool(opened.page.sheet_view.rightToLeft) is right
    for row in range(20):
        english, target = (opened.cell(row, key).alignment for key in ("source", "target"))
        assert (english.horizontal, english.readingOrder) == ("left", 1)
        assert (target.horizontal, target.readingOrder) == (("right", 2) if right else ("left", 1))
        assert english.wrap_text and target.wrap_text and english.vertical == target.vertical == "top"  # noqa: PT018


def test_the_head_says_what_to_do_in_the_language_of_the_translator(small: Sheet) -> None:
    opened = Opened(xlsx.write(small))
    labels = small.labels
    told = [labels.fill_in, labels.drafts, labels.signs, labels.keep]
    lines = [opened.page.cell(row, 1).value for row in range(2, opened.first)]
    title = labels.title.content.replace("{language}", "العربية")
    assert lines == [title, small.title, *(one.content for one in told), labels.number.content]
    heads = [cell.value for cell in opened.page[opened.first - 1]][:6]
    shown = (labels.number, labels.target, labels.draft, labels.notes, labels.remark)
    assert [heads[0], *heads[2:]] == [one.content for one in shown]
    assert heads[1] == "الإنجليزية"
    assert opened.page.freeze_panes == f"A{opened.first}"
    assert opened.page.print_title_rows == f"${opened.first - 1}:${opened.first - 1}"
    assert opened.page.row_dimensions[1].hidden
    assert opened.page.column_dimensions["G"].hidden


def test_only_the_cells_to_fill_in_are_open(small: Sheet) -> None:
    opened = Opened(xlsx.write(small))
    guard = opened.page.protection
    assert guard.sheet
    assert guard.password is None
    assert not any((guard.formatColumns, guard.formatRows, guard.sort, guard.autoFilter))
    free = {cell.column_letter for row in opened.page.iter_rows() for cell in row if not cell.protection.locked}
    assert free == {"C", "D", "F"}
    (marks,) = opened.page.data_validations.dataValidation
    assert (marks.type, marks.formula1, marks.showErrorMessage) == ("list", '"?"', False)


def test_what_is_sorted_with_the_filter_keeps_its_address(small: Sheet) -> None:
    assert Opened(xlsx.write(small)).page.auto_filter.ref == "A8:G13"


def test_changed_english_stands_struck_out_and_underlined_before_the_notes(rich: Sheet) -> None:
    number = next(at for at, row in enumerate(rich.rows) if row.changes)
    notes = Opened(xlsx.write(rich), formats=True).cell(number, "notes").value
    blocks = [(one.text.strip(), bool(one.font.strike), one.font.u) for one in notes if one.text.strip()]
    assert blocks[0][0].startswith(rich.labels.changed.content)
    assert [one for one in blocks if one[1] or one[2]] == [
        ("all the roads now.", True, None),
        ("the roads.", False, "single"),
    ]
    assert blocks[-1][0] == "\n".join(rich.rows[number].notes)


def test_a_sheet_may_have_any_name(small: Sheet) -> None:
    for domain in ("history", "a-" * 31 + "aa", "site"):
        title = load_workbook(BytesIO(xlsx.write(replace(small, domain=domain)))).sheetnames[0]
        assert title.lower() != "history"  # which Excel keeps to itself
        assert len(title) <= 31


# Heights: the picture is that of LibreOffice, which fits no row by itself


def cut(office: Office, folder: Path, data: bytes, sheet: Sheet) -> list[int]:
    """The numbers of rows whose English or translation does not stand in its row, all of it."""
    path = folder / "sheet.pdf"
    path.write_bytes(office.convert({"sheet.xlsx": data}, "pdf")["sheet"])
    layout = subprocess.run([tools.find("pdftotext"), "-bbox", path, "-"], capture_output=True, check=True, text=True)
    rows: dict[int, dict[str, list[str]]] = {}
    for page in layout.stdout.split("<page")[1:]:
        words = [
            (float(y), float(x), text)
            for x, y, text in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', page)
        ]
        head = {text: x for _, x, text in words if text in {"Îngilîzî", "Werger", "Reşnivîs"}}
        left, middle, right = (head[name] - 1 for name in ("Îngilîzî", "Werger", "Reşnivîs"))
        tops = sorted((y, int(text)) for y, x, text in words if x < left and text.isdecimal())
        for y, x, text in sorted(words):
            above = [number for top, number in tops if top <= y + 3]
            key = "source" if left <= x < middle else "target" if middle <= x < right else ""
            if above and key:
                rows.setdefault(above[-1], {"source": [], "target": []})[key].append(text)
    return [
        row.number
        for row in sheet.rows
        if any(sorted(rows[row.number][key]) != sorted(getattr(row, key).split()) for key in ("source", "target"))
    ]


def test_nothing_is_cut_off(office: Office, tmp_path: Path) -> None:
    sheet = sheets.real("ku")
    assert cut(office, tmp_path, xlsx.write(sheet), sheet) == []


def test_a_row_that_is_too_low_bites(office: Office, tmp_path: Path) -> None:
    sheet = sheets.real("ku")
    opened = Opened(xlsx.write(sheet))
    for number in (5, 6):
        opened.page.row_dimensions[opened.first + number].height = 40
    assert cut(office, tmp_path, opened.save(), sheet) != []


def test_rows_are_as_high_as_their_longest_text_but_no_higher_than_excel_allows(small: Sheet) -> None:
    sheet = with_targets(small, "سوريا", "كلمة " * 200, "كلمة " * 5000)
    opened = Opened(xlsx.write(sheet))
    heights = [opened.page.row_dimensions[opened.first + row].height for row in range(3)]
    assert heights == sorted(heights)
    assert heights[2] == 409
    assert opened.page.column_dimensions["C"].width > Opened(xlsx.write(small)).page.column_dimensions["C"].width


def test_heights_count_lines() -> None:
    one = fit.height("word", 100, 10)
    assert fit.height("word\nword", 100, 10) == 2 * one - 5
    assert fit.height("word word word", 100, 10) == one
    assert fit.height("word " * 8, 100, 10) > one
    assert fit.height("w" * 30, 100, 10) > one  # longer than a line
    assert fit.height("e\u0301" * 20, 200, 10) == fit.height("e" * 20, 200, 10)


# What a file tells of who made it


def told(data: bytes) -> str:
    """All that is written in a workbook."""
    with ZipFile(BytesIO(data)) as archived:
        return "\n".join(f"{one.date_time} {archived.read(one).decode()}" for one in archived.infolist())


TRACES = re.compile(rf"openpyxl|Microsoft Excel|20\d\d-\d\d-\d\dT|<dc:|<dcterms:|AppVersion|\({date.today().year}, ")  # noqa: DTZ011


def test_no_name_time_or_program_is_in_it(small: Sheet) -> None:
    assert TRACES.findall(told(xlsx.write(small))) == []


def test_another_program_leaves_traces_bites(small: Sheet) -> None:
    assert TRACES.findall(told(Opened(xlsx.write(small)).save()))


def test_the_bytes_are_the_same_each_time() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); import sheets, hashlib; from publisher.exchange import xlsx;"
        "print(hashlib.sha256(xlsx.write(sheets.real('ckb'))).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Damascus"))
    }
    assert len(made) == 1
