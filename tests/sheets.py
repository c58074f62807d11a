"""Sheets for the tests of formats: of the real statement, and of one with everything that a text may be."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import tools
from workspaces import REPOSITORY, Workspace

from publisher.project import Project
from publisher.workflow.export import sheets_of

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.exchange import Bundle, Sheet

RICH = """\
---
title: "=A title that begins like a formula"
summary: "+963 21 123 4567"
type: "2018"
place: "10/3"
date: 2026-02-03
signatories:
  - name: "-Dawlaty"
  - name: "@stj_sy"
  - name: "'Quoted' Centre"
---

The undersigned **strongly** condemn *every* attack, without any ~~possible~~ exception.[^law]

A [report](https://example.org/report "The report"), [another][ref], and `code`.

A line that ends here\\
and goes on here; "quoted", “quoted”, a;b,c	and \\*no emphasis\\*.

12,500

=HYPERLINK("https://example.org/")

7 January 2026

_x0041_ and x005F_ are no escapes.

## What we demand

- Protect civilians.
- Open the roads.
{more}
[^law]: Fourth Geneva Convention, Article 3.

[ref]: https://example.org/other
""".replace("{more}", "".join(f"- Demand number {n}.\n" for n in range(20)))

ODD = (
    "=1+1",
    "+963 21",
    "-حماية المدنيين",
    "@stj_sy",
    '=HYPERLINK("https://example.org/"; "x")',
    "=cmd|' /C calc'!A0",
    "  =2+2",
    "'an apostrophe",
    "''two",
    "'=both",
    "2018",
    "10/3",
    "12,500",
    "١٢٬٥٠٠",
    "7 January 2026",
    "50%",
    "TRUE",
    "1e5",
    "00963",
    "a;b,c\td|e",
    'he said "no"',
    '**bold** [link](https://example.org/ "t") `code`[^law]',
    "one\\\ntwo",
    "_x0041_ _x005F_ x005F_",
    "<b>&amp;</b>",
    "حلب \u2067abc\u2069 \u200fکوردی",
    "e\u0301 é 😀",
    "ڕۆژنامە، ڵێڵ",
    "Şêx Meqsûd û Eşrefiyê",
)
"""Translations that programs take for something else, or break."""


def real(locale: str) -> Sheet:
    """The sheet of this repository's own statement."""
    return sheets_of(Project.open(REPOSITORY), locale, ["2026-01-aleppo"])[0]


def rich(root: Path, locale: str) -> Sheet:
    """A sheet in which everything is odd: one text is a draft of another English, one is not translated."""
    space = _space(root)
    space.write("source/rich.md", RICH.replace("Open the roads.", "Open all the roads now."))
    assert space.run("update").code == 0
    texts = [row.source for row in sheets_of(Project.open(root), locale, ["rich"])[0].rows]
    assert len(texts) > len(ODD)
    space.fill(locale, "rich", dict(zip(texts, ODD, strict=False)), texts[:-1])
    space.write("source/rich.md", RICH)
    assert space.run("update").code == 0
    return sheets_of(Project.open(root), locale, ["rich"])[0]


def counted(root: Path, locale: str) -> Sheet:
    """A sheet with plural forms."""
    space = _space(root)
    assert space.run("update").code == 0
    sheet = sheets_of(Project.open(root), locale, ["site"])[0]
    assert any(row.ref.form is not None for row in sheet.rows)
    return sheet


def _space(root: Path) -> Workspace:
    space = Workspace(root)
    space.edit("pyproject.toml", "[tool.publisher.locales.ku]", "[tool.publisher.locales]\nku = {}\nckb = {}")
    return space


def targets(bundle: Bundle) -> list[object]:
    return [row.target for row in bundle.rows]


def assert_equal(sheet: Sheet, bundle: Bundle) -> None:
    """Everything came back as it went out."""
    assert bundle.warnings == []
    assert [row.ref for row in bundle.rows] == [row.ref for row in sheet.rows]
    assert [row.source for row in bundle.rows] == [row.source for row in sheet.rows]
    assert targets(bundle) == [row.target for row in sheet.rows]
    assert [row.unsure for row in bundle.rows] == [row.ref.draft for row in sheet.rows]
    assert {row.doubts for row in bundle.rows} == {()}


class Office:
    """LibreOffice, with a profile of its own.

    Args:
        folder: Where it keeps that, and writes what it converts.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._call = [tools.find("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]

    def convert(self, files: dict[str, bytes], to: str, *options: str) -> dict[str, bytes]:
        """Files as LibreOffice saves them in another format, by their names without ends."""
        source, target = self._folder / "in", self._folder / "out"
        source.mkdir(exist_ok=True)
        for name, data in files.items():
            (source / name).write_bytes(data)
        paths = [source / name for name in files]
        call = [*self._call, *options, "--convert-to", to, "--outdir", target, *paths]
        subprocess.run(call, check=True, capture_output=True, timeout=180)
        end = to.partition(":")[0]
        return {path.stem: (target / f"{path.stem}.{end}").read_bytes() for path in paths}
