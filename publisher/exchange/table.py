"""Sheets as CSV (RFC 4180), for programs that know nothing better; a cell is the Markdown as the catalog has it.

A spreadsheet program calculates a cell that begins like a formula, and makes a number or a date of what looks like
one. Such a cell gets an apostrophe in front, which is taken off when it comes back, if it is still there.
"""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from publisher.archive import MAX_BYTES
from publisher.errors import Problem, UsageError
from publisher.exchange.grid import Found, Line, columns_in, missing, returned
from publisher.exchange.labels import MARK
from publisher.exchange.sheet import Bundle
from publisher.po.garbled import CURE, garbled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.exchange.sheet import Row, Sheet

KEYS = ("ref", "number", "context", "source", "target", "draft", "previous", "notes", "remark")
"""The names of the columns, in their order."""

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # the last four are the wide ones of Chinese and Japanese
_FORMULA = re.compile(rf"[\t\r\n]|\s*[{_SIGNS}]")  # OWASP, "CSV Injection"
_VALUE = re.compile(r"(?=.{1,30}\Z)(?:.*\d|true\Z|false\Z)", re.IGNORECASE)
_MOST_WORDS = 3  # "7 January 2026" is a date
_DELIMITERS = ",;\t|"
_SAVE = 'save it anew as "CSV UTF-8"; in LibreOffice choose the character set Unicode (UTF-8)'
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def write(sheet: Sheet) -> bytes:
    """A sheet as UTF-8 with a byte order mark, by which Excel knows it; the first line has the names of columns."""
    target = StringIO(newline="")
    writer = csv.writer(target)  # commas, CRLF, and quotes where they are needed: RFC 4180
    writer.writerow(KEYS)
    writer.writerows(_record(row) for row in sheet.rows)
    return target.getvalue().encode("utf-8-sig")


def read(data: bytes, path: str) -> Bundle:
    """What came back in a CSV file: with commas, semicolons or tabs, in UTF-8 or in Excel's "Unicode text".

    Args:
        data: The bytes of the file.
        path: The file, for messages.

    Raises:
        UsageError: If it is no such file, or its encoding lost letters, or it has no rows of ours.
    """
    text = _decoded(data, path)
    text, delimiter = _announced(text)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = delimiter or max(_DELIMITERS, key=lambda one: len(set(_names(head, one)) & set(KEYS)))
    records = _records(text, delimiter, path)
    columns = columns_in((one.text for one in next(records, Line("", ())).cells), KEYS, path)
    if columns is None:
        hint = f"put it back ({','.join(KEYS)}), or export again and copy the column of translations there"
        raise UsageError(Problem("the line with the names of the columns is missing", path, 1, hint))
    rows = [row for line in records if (row := returned(line, columns))]
    if not rows:
        raise UsageError(Problem("no translation is in it", path, hint="import what export --to csv has made"))
    return Bundle(rows, list(missing(columns)))


def _record(row: Row) -> Iterator[str]:
    previous = "".join(text for kind, text in row.changes if kind != "added")
    draft = MARK if row.ref.draft else ""
    yield from (str(row.ref), str(row.number), row.segment.context)
    yield from map(guarded, (row.source, row.target, draft, previous, "\n".join(row.notes), ""))


def guarded(text: str) -> str:
    """A text with an apostrophe in front, if a program would take it for a formula, a number or a date."""
    return f"'{text}" if _is_taken(text) or text.startswith("'") else text


def unguarded(text: str) -> str:
    """A text without the apostrophe that `guarded` put there; one that somebody wrote stays."""
    rest = text.removeprefix("'")
    return rest if rest != text and (_is_taken(rest) or rest.startswith("'")) else text


def _is_taken(text: str) -> bool:
    return bool(_FORMULA.match(text) or (_VALUE.match(text) and len(text.split()) <= _MOST_WORDS))


def _decoded(data: bytes, path: str) -> str:
    if len(data) > MAX_BYTES:
        raise UsageError(Problem(f"larger than {MAX_BYTES:,} bytes", path, hint="no sheet is; ask who sent it"))
    if data.startswith(b"PK\x03\x04"):
        raise UsageError(Problem("this is no CSV but a spreadsheet", path, hint="change the end of its name to .xlsx"))
    encoding = _WIDE.get(data[:2], "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(Problem("not UTF-8: it was saved in an older encoding", path, at, _SAVE)) from error
    if "\0" in text:
        raise UsageError(Problem("NUL characters: no text file, or one in another encoding", path, hint=_SAVE))
    for number, line in enumerate(text.split("\n"), 1):
        if lost := garbled(line):
            message = f'letters were lost ("{lost}"): it was once opened in another encoding'
            raise UsageError(Problem(message, path, number, CURE))
    return text


def _announced(text: str) -> tuple[str, str]:
    """The text without a first line such as ``sep=;``, which is Excel's own, and what that says."""
    found = re.match(r'"?sep=(.)"?\r?\n', text)
    return (text[found.end() :], found[1]) if found else (text, "")


def _names(head: str, delimiter: str) -> list[str]:
    return [one.strip().strip('"').casefold() for one in head.split(delimiter)]


def _records(text: str, delimiter: str, path: str) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for record in reader:
            number += 1
            if any(one.strip() for one in record):
                cells = [Found(unguarded(one.replace("\r\n", "\n").replace("\r", "\n"))) for one in record]
                yield Line(f"row {number}", cells)
    except csv.Error as error:
        hint = "a quotation mark is missing or too many: open it in a spreadsheet program and save it as CSV UTF-8"
        raise UsageError(Problem(f"the cells cannot be told apart: {error}", path, reader.line_num, hint)) from error
