"""Texts out to Word, Excel, CSV and XLIFF and back, filled in by other people's programs: are they all there?

    python benchmarks/roundtrip.py [--data ../shared/data]

Half of a statement is translated; the other half is exported, filled in by python-docx, openpyxl, the csv module or
lxml, opened and saved by LibreOffice where it can, and imported. Printed for each statement, language, format
and program: how many of the texts that were filled in are in the catalog to the letter and finished, how many of the
texts that were empty are still so, and how many bytes of the other entries changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
from click.testing import CliRunner
from lxml import etree

from publisher import po
from publisher.cli import main as publish
from publisher.document import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parent.parent
SETTINGS = '[tool.publisher]\ntitle = "Statements"\npdf = false\n' + "".join(
    f"[tool.publisher.locales.{one}]\n" for one in ("en", "ar", "ku", "ckb")
)
Texts = dict[str, dict[str, str]]
"""By language, the translation of each English text."""


def run(root: Path, *args: str) -> None:
    answer = CliRunner()
    with answer.isolation() as (out, err, _):
        try:
            publish(["-C", str(root), *args])
        except SystemExit as end:
            if end.code not in {None, 0}:
                raise RuntimeError(out.getvalue().decode() + err.getvalue().decode()) from end


def real(_data: Path) -> tuple[str, Texts]:
    """The statement of this repository with its translations."""
    source = (ROOT / "source/2026-01-aleppo.md").read_text("utf-8")
    texts: Texts = {}
    for locale in ("ar", "ku", "ckb"):
        path = ROOT / f"locales/{locale}/LC_MESSAGES/2026-01-aleppo.po"
        texts[locale] = {
            one.msgid: one.msgstr for one in po.parse(path.read_bytes(), str(path))[1:] if not one.obsolete
        }
    return source, texts


def udhr(data: Path) -> tuple[str, Texts]:
    """The Universal Declaration of Human Rights; for Sorani, of which there is none, lines of news."""
    lines = [json.loads(line) for line in (data / "udhr/udhr.jsonl").read_text("utf-8").splitlines()]
    news = iter(dict.fromkeys((data / "ntrex/ckb.txt").read_text("utf-8").splitlines()))  # a text twice is a doubt
    body, texts = [], {"ar": {}, "ku": {}, "ckb": {}}
    title = lines[0]["en"]
    for line in lines:
        english = line["en"] if line["role"] == "title" else literal(line["en"])
        for locale in ("ar", "ku"):
            if line.get(locale):
                texts[locale][english] = literal(line[locale])
        texts["ckb"][english] = literal(next(news))
        if line["role"] != "title":
            body.append({"heading": f"## {english}", "item": f"- {english}"}.get(line["role"], english))
    front = f"---\ntitle: {json.dumps(title)}\ndate: 1948-12-10\n---\n\n"
    return front + "\n\n".join(body) + "\n", texts


def by_word(path: Path, texts: Mapping[str, str]) -> None:
    """Fill in a Word table with python-docx."""
    document = docx.Document(str(path))
    for row in document.tables[0].rows:
        english = row.cells[1].paragraphs[0].text
        if english in texts:
            row.cells[2].paragraphs[0].add_run(texts[english]).font.rtl = True
    document.save(str(path))


def by_excel(path: Path, texts: Mapping[str, str]) -> None:
    """Fill in an Excel sheet with openpyxl."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    keys = next(row for row in sheet.iter_rows() if "target" in [one.value for one in row])
    source, target = (next(one.column for one in keys if one.value == key) for key in ("source", "target"))
    for row in range(keys[0].row + 1, sheet.max_row + 1):
        if sheet.cell(row, source).value in texts:
            sheet.cell(row, target).value = texts[sheet.cell(row, source).value]
    book.save(path)


def by_csv(path: Path, texts: Mapping[str, str]) -> None:
    """Fill in a CSV file with Python's csv module."""
    rows = list(csv.DictReader(StringIO(path.read_text("utf-8-sig"), newline="")))
    target = StringIO(newline="")
    writer = csv.DictWriter(target, list(rows[0]))
    writer.writeheader()
    # An apostrophe keeps spreadsheets from taking a text for a number or a date.
    writer.writerows(one | {"target": texts.get(one["source"].lstrip("'"), one["target"])} for one in rows)
    path.write_text(target.getvalue(), "utf-8-sig", newline="")


def by_lxml(path: Path, texts: Mapping[str, str]) -> None:
    """Fill in XLIFF of either version as a CAT tool does; these statements have no codes."""
    tree = etree.parse(str(path))
    for source in tree.iter("{*}source"):
        english = "".join(source.itertext())
        if english in texts and etree.QName(source.getparent()).localname in {"trans-unit", "segment"}:
            target = source.getnext()
            if target is None or etree.QName(target).localname != "target":
                target = etree.SubElement(source.getparent(), source.tag.replace("source", "target"))
                source.addnext(target)
            for child in list(target):
                target.remove(child)
            target.text = texts[english]
            unit = source.getparent()
            holder = target if etree.QName(unit).localname == "trans-unit" else unit
            holder.set("state", "translated")
    tree.write(str(path), encoding="utf-8", xml_declaration=True)


def by_libreoffice(path: Path, _texts: Mapping[str, str]) -> None:
    """Open and save a file with LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        kind = {".csv": "csv:Text - txt - csv (StarCalc):44,34,76,1"}.get(path.suffix, path.suffix[1:])
        call = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        more = ["--infilter=CSV:44,34,76,1"] if path.suffix == ".csv" else []
        call += [*more, "--convert-to", kind, "--outdir", folder, str(path)]
        subprocess.run(call, check=True, capture_output=True, timeout=180)
        shutil.copy(Path(folder) / path.name, path)


WAYS: dict[tuple[str, str], list[Callable[[Path, Mapping[str, str]], None]]] = {
    ("docx", "python-docx"): [by_word],
    ("docx", "python-docx, then LibreOffice"): [by_word, by_libreoffice],
    ("docx", "LibreOffice, then python-docx"): [by_libreoffice, by_word],
    ("xlsx", "openpyxl"): [by_excel],
    ("xlsx", "openpyxl, then LibreOffice"): [by_excel, by_libreoffice],
    ("xlsx", "LibreOffice, then openpyxl"): [by_libreoffice, by_excel],
    ("csv", "csv"): [by_csv],
    ("csv", "csv, then LibreOffice"): [by_csv, by_libreoffice],
    ("xliff", "lxml"): [by_lxml],
    ("xliff2", "lxml"): [by_lxml],
}


def held(root: Path, locale: str) -> dict[str, po.Entry]:
    path = root / f"locales/{locale}/LC_MESSAGES/text.po"
    return {one.msgid: one for one in po.parse(path.read_bytes(), str(path))[1:] if not one.obsolete}


def filled(root: Path, locale: str, texts: Mapping[str, str]) -> None:
    """Put translations into a catalog."""
    path = root / f"locales/{locale}/LC_MESSAGES/text.po"
    entries = po.parse(path.read_bytes(), str(path))
    for one in entries[1:]:
        one.msgstr = texts.get(one.msgid, "")
        one.flags = []
    path.write_bytes(po.serialize(entries))


def other_bytes(root: Path, locale: str, texts: Mapping[str, str]) -> bytes:
    path = root / f"locales/{locale}/LC_MESSAGES/text.po"
    return po.serialize([one for one in po.parse(path.read_bytes(), str(path)) if one.msgid not in texts])


def measured(source: str, texts: Texts) -> Iterator[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / "start"
        (start / "source").mkdir(parents=True)
        (start / "pyproject.toml").write_text(SETTINGS)
        (start / "source/text.md").write_text(source, "utf-8")
        run(start, "update")
        for locale, known in texts.items():
            every = [one for one in held(start, locale) if known.get(one)]
            before = {one: known[one] for one in every[::2]}
            wanted = {one: known[one] for one in every[1::2]}
            for (form, program), steps in WAYS.items():
                root = Path(folder) / "now"
                shutil.rmtree(root, ignore_errors=True)
                shutil.copytree(start, root)
                filled(root, locale, before)
                path = root / f"sheet.{ {'xliff': 'xlf', 'xliff2': 'xlf'}.get(form, form) }"
                run(root, "export", locale, "text", "--to", form, "-o", str(path))
                for step in steps:
                    step(path, wanted)
                others = other_bytes(root, locale, wanted)
                run(root, "import", str(path), "--yes")
                now = held(root, locale)
                equal = sum(now[one].msgstr == text and not now[one].flags for one, text in wanted.items())
                empty = [one for one in now if not known.get(one)]
                kept = sum(not now[one].msgstr for one in empty)
                changed = "0" if other_bytes(root, locale, wanted) == others else "some"
                yield locale, form, program, f"{equal}/{len(wanted)}", f"{kept}/{len(empty)}", changed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    data = parser.parse_args().data
    statements = {"statement": real} | ({"UDHR": udhr} if (data / "udhr").is_dir() else {})
    print("| text | language | format | filled in by | equal and finished | still empty | other bytes changed |")
    print("|---|---|---|---|---|---|---|")
    failed = False
    for name, make in statements.items():
        for row in measured(*make(data)):
            failed |= row[5] != "0" or any(one.split("/")[0] != one.split("/")[1] for one in row[3:5])
            print(f"| {name} | {' | '.join(row)} |", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
