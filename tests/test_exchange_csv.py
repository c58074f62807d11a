"""CSV: what goes out comes back, whatever program had it in between."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
import sheets
from hypothesis import given
from hypothesis import strategies as st
from sheets import Office, assert_equal, targets

from publisher.errors import UsageError
from publisher.exchange import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from publisher.exchange import Bundle, Sheet

Rows = list[dict[str, str]]
UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76"
"""LibreOffice's filter: commas, quotation marks, UTF-8."""


def opened(data: bytes) -> Rows:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def saved(rows: Iterable[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    target, rows = StringIO(newline=""), list(rows)
    writer = csv.DictWriter(target, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def read(data: bytes) -> Bundle:
    return table.read(data, "back.csv")


def through(office: Office, files: dict[str, bytes]) -> dict[str, bytes]:
    """CSV files as LibreOffice opens them, saves them as workbooks, opens those and saves them as CSV."""
    made = office.convert({f"{name}.csv": data for name, data in files.items()}, "xlsx", "--infilter=CSV:44,34,76,1")
    return office.convert({f"{name}.xlsx": data for name, data in made.items()}, UTF8)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def rich(tmp_path: Path) -> Sheet:
    return sheets.rich(tmp_path, "ar")


@pytest.fixture
def small() -> Sheet:
    sheet = sheets.real("ku")
    return replace(sheet, rows=sheet.rows[3:8])


# Round trips


@pytest.mark.parametrize("locale", ["ar", "ku", "ckb"])
def test_what_goes_out_comes_back(locale: str, tmp_path: Path, office: Office) -> None:
    made = {
        "real": sheets.real(locale),
        "rich": sheets.rich(tmp_path / "rich", locale),
        "counted": sheets.counted(tmp_path / "counted", locale),
    }
    files = {name: table.write(sheet) for name, sheet in made.items()}
    again = through(office, files)
    for name, sheet in made.items():
        assert_equal(sheet, read(files[name]))
        assert_equal(sheet, read(again[name]))
        assert files[name] == table.write(sheet)


@pytest.mark.parametrize("locale", ["ar", "ku", "ckb"])
def test_what_another_program_fills_in_comes_back(locale: str) -> None:
    wanted = [row.target for row in sheets.real(locale).rows]
    sheet = sheets.real(locale)
    rows = opened(table.write(replace(sheet, rows=[replace(row, target="") for row in sheet.rows])))
    for row, text in zip(rows, wanted, strict=True):
        row["target"] = text
    assert targets(read(saved(rows))) == wanted


@pytest.mark.parametrize("text", sheets.ODD)
def test_what_looks_like_something_else_is_a_text(small: Sheet, text: str) -> None:
    sheet = replace(small, rows=[replace(small.rows[0], target=text)])
    assert targets(read(table.write(sheet))) == [text]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufffd")))
def test_any_text_survives_its_apostrophe(text: str) -> None:
    assert table.unguarded(table.guarded(text)) == text


def test_no_cell_begins_like_a_formula(rich: Sheet) -> None:
    found = [cell for row in opened(table.write(rich)) for cell in row.values() if cell.lstrip()[:1] in set("=+-@")]
    assert found == [cell for cell in found if not cell]


def test_a_naive_file_is_calculated_and_ours_is_not_bites(small: Sheet, office: Office) -> None:
    ours = replace(small, rows=[replace(small.rows[0], target="=1+1"), replace(small.rows[1], target="10/3")])
    naive = table.write(ours).replace(b"'=1+1", b"=1+1").replace(b"'10/3", b"10/3")
    found = through(office, {"ours": table.write(ours), "naive": naive})
    assert targets(read(found["ours"])) == ["=1+1", "10/3"]
    calculated, dated = targets(read(found["naive"]))
    assert calculated == "2"
    assert dated != "10/3"


def test_the_english_before_stands_beside_a_draft(rich: Sheet) -> None:
    rows = opened(table.write(rich))
    assert [(row["source"], row["previous"]) for row in rows if row["draft"]] == [
        ("Open the roads.", "Open all the roads now.")
    ]


# Programs that write otherwise


def as_bytes(encoding: str, delimiter: str) -> Callable[[Rows], bytes]:
    return lambda rows: saved(rows, delimiter, encoding)


@pytest.mark.parametrize(
    "save",
    [
        as_bytes("utf-8", ","),
        as_bytes("utf-8-sig", ";"),
        as_bytes("utf-16", "\t"),  # Excel's "Unicode text"
        as_bytes("utf-8", "|"),
        lambda rows: b"\xef\xbb\xbfsep=;\r\n" + saved(rows, ";", "utf-8"),
        lambda rows: saved(rows).replace(b"\r\n", b"\n"),
        lambda rows: b"\xef\xbb\xbf\r\n" + saved(rows, ",", "utf-8") + b",,,,,,,,\r\n\r\n",
        lambda rows: saved({"no": "", **row, "mine": "x"} for row in rows),
        lambda rows: saved({key: row[key] for key in reversed(row)} for row in rows),
        lambda rows: saved({key.upper(): value for key, value in row.items()} for row in rows),
        lambda rows: saved(rows).replace(b",\r\n", b"\r\n"),  # Excel leaves out empty cells at the end
    ],
    ids=["no mark", "semicolon", "utf-16", "bar", "sep", "lf", "empty lines", "more", "reversed", "upper", "short"],
)
def test_other_spellings_are_the_same(small: Sheet, save: Callable[[Rows], bytes]) -> None:
    assert_equal(small, read(save(opened(table.write(small)))))


def test_sorted_doubled_and_deleted_rows(small: Sheet) -> None:
    rows = opened(table.write(small))
    bundle = read(saved([rows[4], rows[2], rows[2], rows[0]]))
    assert [row.ref for row in bundle.rows] == [small.rows[n].ref for n in (4, 2, 2, 0)]
    assert [row.place for row in bundle.rows] == ["row 2", "row 3", "row 4", "row 5"]


def test_a_dropped_apostrophe_changes_nothing(small: Sheet) -> None:
    sheet = replace(small, rows=[replace(small.rows[0], target="-حماية"), replace(small.rows[1], target="2018")])
    data = table.write(sheet)
    assert data.count(b"'") == 2
    assert_equal(sheet, read(data.replace(b"'", b"")))


def test_marks_remarks_and_lost_addresses(small: Sheet) -> None:
    rows = opened(table.write(small))
    rows[0] |= {"draft": "؟", "remark": " is it right? "}
    rows[1] |= {"ref": "", "target": "Wergera min"}
    rows[2] |= {"ref": "", "target": " "}
    bundle = read(saved(rows))
    first, second = bundle.rows[:2]
    assert (first.unsure, first.remark) == (True, "is it right?")
    assert (second.ref, second.source, second.target) == (None, small.rows[1].source, "Wergera min")
    assert len(bundle.rows) == 4


@pytest.mark.parametrize("key", ["ref", "source", "draft"])
def test_a_column_that_is_gone_is_told(rich: Sheet, key: str) -> None:
    rows = [{name: value for name, value in row.items() if name != key} for row in opened(table.write(rich))]
    bundle = read(saved(rows))
    assert f'the column "{key}" is gone' in bundle.warnings[0]
    assert [row.target for row in bundle.rows if row.target] == [row.target for row in rich.rows if row.target]
    if key == "draft":
        assert [row.unsure for row in bundle.rows] == [row.ref.draft for row in rich.rows]


# What a program left in place of a text


@pytest.mark.parametrize(
    ("cell", "text", "doubt"),
    [
        ("#NAME?", "", 'has "#NAME?" in place of a text'),
        ("#AD?", "", 'has "#AD?" in place of a text'),
        ("Err:508", "", 'has "Err:508" in place of a text'),
        ("#######", "", 'has "#######" in place of a text'),
        ("?????? ?? ????", "", "has question marks in place of letters"),
        ("Mexd?riya ?êx Meqs?d", "Mexd?riya ?êx Meqs?d", 'has a question mark that may have been a letter ("d?r")'),
        ("Çi dixwazin?", "Çi dixwazin?", None),
        ("?", "?", None),
        ("ما العمل؟", "ما العمل؟", None),
        ("https://example.org/?a=b", "https://example.org/?a=b", None),
        ("#حلب", "#حلب", None),
        ("   ", "", None),
    ],
)
def test_what_is_no_text_is_doubted(small: Sheet, cell: str, text: str, doubt: str | None) -> None:
    rows = opened(table.write(small))
    rows[0]["target"] = cell
    row = read(saved(rows)).rows[0]
    assert (row.target, row.doubts) == (text, (doubt,) if doubt else ())


# Files that cannot be used


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: b"", "the names of the columns"),
        (lambda data: data.split(b"\r\n", 1)[1], "the names of the columns"),
        (lambda data: data.split(b"\r\n", 1)[0] + b"\r\n", "no translation is in it"),
        (lambda _: b"name,mail\r\na,b\r\n", "the names of the columns"),
        (lambda data: data.replace(b"draft", b"target"), 'two columns are named "target"'),
        (lambda data: data.decode("utf-8-sig").encode("cp1254", "replace"), "older encoding"),
        (lambda _: "ref,source,target\r\na,b,حلب\r\n".encode("cp1256"), "older encoding"),
        (lambda data: data.decode("utf-8-sig").encode("utf-16-le"), "NUL|older encoding"),
        (lambda data: data + b"\0", "NUL"),
        (lambda data: data[:-9] + b'"open,a,b\r\n', "cannot be told apart"),
        (lambda data: data + b'"a"b,c\r\n', "cannot be told apart"),
        (lambda data: data + b'"' + b"a" * 200_000, "cannot be told apart"),
        (lambda data: data.decode("utf-8-sig").encode().decode("cp1252", "replace").encode(), "letters were lost"),
        (lambda data: b"PK\x03\x04" + data, "no CSV but a spreadsheet"),
        (lambda data: data[:3] + b"a" * 50_000_001, "larger than"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(small: Sheet, spoil: Callable[[bytes], bytes], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        read(spoil(table.write(small)))
    problem = caught.value.problems[0]
    assert problem.path == "back.csv"
    assert problem.hint
