"""Bilingual tables for Word: what is in them, and that everything comes back, whichever program saved them.

Files are filled in by python-docx and saved by LibreOffice, which share nothing with the code under test; what only
Word writes is built here element by element, as ISO/IEC 29500-1 has it. A test of safety has a twin, named "…bites", in
which the fault is there and must be found.
"""

from __future__ import annotations

import re
import subprocess
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from sheets import Office
from sheets import rich as odd_sheet
from workspaces import REPOSITORY, Workspace

from publisher import po
from publisher.archive import packed
from publisher.document import Run, fingerprint
from publisher.errors import UsageError
from publisher.exchange import docx
from publisher.exchange.docx.parts import INK, TINT
from publisher.model import Text
from publisher.project import Project
from publisher.workflow.export import markup_of, sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from publisher.exchange import Bundle, Markup, Returned, Sheet

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
LOCALES = ("ar", "ku", "ckb")
SLUGS = {"real": "2026-01-aleppo", "rich": "rich", "site": "site"}
SHEETS = [f"{name}-{locale}" for name in (*SLUGS, "odd") for locale in LOCALES]
each_sheet = pytest.mark.parametrize("name", SHEETS)
each_locale = pytest.mark.parametrize("locale", LOCALES)

RICH = """\
---
title: One of everything
summary: Call +963 21 123 4567.
type: Joint statement
date: 2026-02-03
signatories:
  - name: Justice for Life
    acronym: JFL
---

The undersigned **strongly** condemn *every* attack on civilians in الشيخ مقصود, without any ~~possible~~
exception.[^law]

Call +963 21 123 4567 before 10-03-2025, write to @stj_sy, and read A/HRC/58/66, para. 12.

A line that ends here\\
and goes on here, with `inline code`, a [link to the report](https://example.org/report "The report"), and a
[link to a heading](#what-we-demand).

Read [**the law**][law] and [this site](https://example.org) or write to <press@example.org>.

Not \\*emphasis\\*, but signs; a \\[bracket\\] stays.

## What we demand

- Protect all civilians.
- Open the roads.

[^law]: Fourth Geneva Convention, Article 3(1)(a).

[law]: https://example.org/law?x=1&y=2#art-3
"""
TRANSLATIONS = {
    "The undersigned": {
        "ar": "يدين الموقعون **بشدة** *كل* هجوم على المدنيين في الشيخ مقصود بلا أي استثناء ~~ممكن~~.[^law]",
        "ku": "Yên îmzekirî **bi tundî** *her* êrîşê li الشيخ مقصود bê ~~tu~~ awarte şermezar dikin.[^law]",
        "ckb": "واژۆکاران **بە توندی** *هەموو* هێرشێک لە الشيخ مقصود بەبێ هیچ ~~ڕێپێدانێک~~ مەحکووم دەکەن.[^law]",
    },
    "Call +963 21 123 4567 before": {
        "ar": "اتصلوا بالرقم +963 21 123 4567 قبل 10-03-2025 أو اكتبوا إلى @stj_sy واقرؤوا A/HRC/58/66, para. 12.",
        "ku": "Berî 10-03-2025 li +963 21 123 4567 bigerin û A/HRC/58/66, para. 12. bixwînin: @stj_sy.",
        "ckb": "پێش 10-03-2025 پەیوەندی بکەن بە +963 21 123 4567 یان @stj_sy و A/HRC/58/66, para. 12. بخوێننەوە.",
    },
    "A line that ends here": {
        "ar": 'ينتهي السطر هنا\\\nويتابع مع `inline code` و[التقرير](https://example.org/report "The report") '
        "و[عنوان](#what-we-demand).",
        "ku": 'Rêz li vir diqede\\\nû didome bi `inline code`, [raporê](https://example.org/report "The report") û '
        "[sernavê](#what-we-demand).",
        "ckb": 'دێڕ لێرە کۆتایی دێت\\\nو بە `inline code` و [ڕاپۆرت](https://example.org/report "The report") و '
        "[سەردێڕ](#what-we-demand) بەردەوام دەبێت.",
    },
    "Read [**the law**]": {
        "ar": "اقرؤوا [**القانون**][law] و[هذا الموقع](https://example.org) أو اكتبوا إلى <press@example.org>.",
        "ku": "[**Qanûnê**][law] û [vê malperê](https://example.org) bixwînin, ji <press@example.org> re binivîsin.",
        "ckb": "[**یاسا**][law] و [ئەم ماڵپەڕە](https://example.org) بخوێننەوە یان بنووسن بۆ <press@example.org>.",
    },
    "Not \\*emphasis": {
        "ar": "ليست *تأكيداً\\* بل علامات؛ و[القوس] يبقى، أليس كذلك؟",
        "ku": "Ne *giranî\\*, nîşan in; [kevanek] dimîne.",
        "ckb": "ئەمە *جەخت\\* نییە، هێمایە؛ [کەوانە] دەمێنێتەوە، وا نییە؟",
    },
    "What we demand": {"ar": "ما نطالب به", "ku": "Em çi dixwazin", "ckb": "داواکارییەکانمان"},
    "Protect all civilians.": {"ar": "احموا كل المدنيين.", "ku": "Sivîlan biparêzin.", "ckb": "هاووڵاتییان بپارێزن."},
}
"""Translations by how their English begins: with every mark that Markdown has, and letters that few fonts have."""


# The sheets


class Made(NamedTuple):
    """A sheet, what its signs mean, and the file that was made of it."""

    sheet: Sheet
    markup: Markup
    data: bytes


def made(project: Project, sheet: Sheet) -> Made:
    document = next((one for one in project.documents() if one.slug == sheet.domain), None)
    return Made(sheet, markup_of(document), docx.write(sheet))


def rich_workspace(root: Path) -> Project:
    """A workspace in which every state occurs: translated, not translated, and with English that changed."""
    workspace = Workspace(root)
    workspace.write("pyproject.toml", workspace.read("pyproject.toml") + "[tool.publisher.locales.ckb]\n")
    workspace.write("source/rich.md", RICH)
    assert workspace.run("update").code == 0
    for locale in LOCALES:
        path = root / workspace.po(locale, "rich")
        entries = po.parse(path.read_bytes(), path.name)
        for entry in entries:
            found = next((one for start, one in TRANSLATIONS.items() if entry.msgid.startswith(start)), {})
            entry.msgstr = found.get(locale, entry.msgstr)
        path.write_bytes(po.serialize(entries))
    workspace.edit("source/rich.md", "Protect all civilians.", "Protect all the civilians of the city.")
    workspace.edit("source/rich.md", "with `inline code`", "with some `inline code`")
    assert workspace.run("update").code == 0
    return Project.open(root)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    rich = rich_workspace(tmp_path_factory.mktemp("rich"))
    projects = {"real": Project.open(REPOSITORY), "rich": rich, "site": rich}
    found = {}
    for locale in LOCALES:
        for name, slug in SLUGS.items():
            found[f"{name}-{locale}"] = made(projects[name], sheets_of(projects[name], locale, [slug])[0])
        root = tmp_path_factory.mktemp("odd")
        sheet = odd_sheet(root, locale)
        found[f"odd-{locale}"] = made(Project.open(root), sheet)
    return found


@pytest.fixture
def rich(sheets: dict[str, Made]) -> Made:
    return sheets["rich-ar"]


@pytest.fixture(scope="module")
def office(sheets: dict[str, Made], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The sheets as LibreOffice saves them: as .docx, as .odt and from that as .docx, and as .pdf."""
    program = Office(tmp_path_factory.mktemp("office"))
    files = {f"{name}.docx": one.data for name, one in sheets.items()}
    files["shown-ar.docx"] = edited(sheets["rich-ar"].data, lambda body: remove(body.iter(q("vanish"))))
    odt = program.convert(files, "odt")
    return {
        "saved": program.convert(files, "docx"),
        "from odt": program.convert({f"{name}.odt": data for name, data in odt.items()}, "docx"),
        "pdf": program.convert(files, "pdf"),
    }


# What happens to a file on its way


def q(tag: str) -> str:
    return f"{{{W}}}{tag}"


def x(tag: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
    """An element of WordprocessingML; a text becomes its text."""
    element = etree.Element(q(tag), {q(name): value for name, value in attributes.items()})
    for child in children:
        if isinstance(child, str):
            element.text = child
        else:
            element.append(child)
    return element


def run(text: str, *properties: etree._Element) -> etree._Element:
    return x("r", x("rPr", *properties), x("t", text))


def members(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def edited(data: bytes, change: Callable[[etree._Element], object], **more: bytes) -> bytes:
    """A file whose text was changed; ``more`` are parts that are added to it: comments, footnotes."""
    found = members(data)
    body = etree.fromstring(found["word/document.xml"])
    change(body)
    found["word/document.xml"] = etree.tostring(body)
    for name, content in more.items():
        found[f"word/{name}.xml"] = content
        kind = f'<Relationship Id="{name}" Type="{R}/{name}" Target="{name}.xml"/></Relationships>'
        rels = found["word/_rels/document.xml.rels"]
        found["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", kind.encode())
    return packed(found)


def remove(elements: Iterable[etree._Element]) -> None:
    for one in list(elements):
        one.getparent().remove(one)


def rows_of(body: etree._Element) -> list[etree._Element]:
    """The rows of the table without its head."""
    return body.findall(f".//{q('tr')}")[1:]


def cell(body: etree._Element, number: int, column: int = 2) -> etree._Element:
    """A cell of a row, which is counted from 1; without a column that of the translation."""
    return rows_of(body)[number - 1].findall(q("tc"))[column]


def paragraph(body: etree._Element, number: int, column: int = 2) -> etree._Element:
    """The first paragraph of a cell, emptied."""
    found = cell(body, number, column).find(q("p"))
    for child in found.findall("*")[1:]:
        found.remove(child)
    return found


def filled(*content: etree._Element, number: int = 1, column: int = 2) -> Callable[[etree._Element], None]:
    """Write elements into a cell."""
    return lambda body: paragraph(body, number, column).extend(deepcopy(content))


def back(data: bytes) -> Bundle:
    return docx.read(data, "back.docx")


def first(data: bytes) -> Returned:
    return back(data).rows[0]


def text(cell_: object) -> str:
    assert isinstance(cell_, list)
    return "".join(one.text for one in cell_)


def same_links(runs: Sequence[Run]) -> list[Run]:
    """LibreOffice adds a slash to a bare host, which leads to the same place (RFC 3986, section 6.2.3)."""
    return [one._replace(link=re.sub("^(https://[^/]+)/$", r"\1", one.link)) for one in runs]


def compare(bundle: Bundle, made_: Made, links: Callable[[Sequence[Run]], Sequence[Run]] = list) -> None:
    """Every row is there, with the same English, the same translation and the same mark, and nothing is odd."""
    assert bundle.warnings == []
    assert [one.ref for one in bundle.rows] == [one.ref for one in made_.sheet.rows]
    for one, row in zip(bundle.rows, made_.sheet.rows, strict=True):
        context = row.segment.context
        assert fingerprint(one.source) == fingerprint(links(made_.sheet.runs(context, row.source)))
        wanted = made_.sheet.runs(context, row.target) if row.target else []
        assert fingerprint(one.target) == fingerprint(links(wanted))
        assert (one.unsure, one.remark, one.doubts) == (row.ref.draft, "", ())
        assert one.place == f"row {row.number}"


# There and back


@each_sheet
def test_comes_back(sheets: dict[str, Made], name: str) -> None:
    compare(back(sheets[name].data), sheets[name])


def test_the_sheets_have_everything(sheets: dict[str, Made]) -> None:
    for locale in LOCALES:
        rows = sheets[f"rich-{locale}"].sheet.rows
        assert {bool(one.target) for one in rows} == {True, False}
        assert {one.ref.draft for one in rows} == {True, False}
        assert any(one.changes for one in rows)
        assert any(one.ref.form for one in sheets[f"site-{locale}"].sheet.rows)


@pytest.mark.parametrize(
    ("old", "new"),
    [("المدنيين", "المدنيون"), ("<w:b/><w:bCs/>", ""), ('w:anchor="what-we-demand"', 'w:anchor="other"')],
)
def test_comes_back_bites(rich: Made, old: str, new: str) -> None:
    """One letter, one mark or one link more or less is seen."""
    found = members(rich.data)
    document = found["word/document.xml"].decode()
    assert old in document
    found["word/document.xml"] = document.replace(old, new).encode()
    with pytest.raises(AssertionError):
        compare(back(packed(found)), rich)


@each_sheet
@pytest.mark.parametrize("way", ["saved", "from odt"])
def test_comes_back_from_libreoffice(
    sheets: dict[str, Made], office: dict[str, dict[str, bytes]], name: str, way: str
) -> None:
    data = office[way][name]
    assert data != sheets[name].data
    bundle = back(data)
    for number, one in enumerate(bundle.rows):
        bundle.rows[number] = replace(one, source=same_links(one.source), target=same_links(one.target))
    compare(bundle, sheets[name], same_links)


def write_runs(target: python_docx.text.paragraph.Paragraph, runs: Sequence[Run], *, rtl: bool) -> None:
    """Write a text with python-docx, as a translator would in Word."""
    for one in runs:
        made_run = target.add_run()
        for number, line in enumerate(one.text.split("\n")):
            if number:
                made_run.add_break()
            made_run.add_text(line)
        made_run.bold, made_run.italic, made_run.font.strike = one.bold or None, one.italic or None, one.struck or None
        made_run.font.rtl = rtl or None
        if one.code:
            made_run.style = "HTML Code"
        if one.link:
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), target.part.relate_to(one.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            if one.title:
                link.set(qn("w:tooltip"), one.title)
            made_run._r.addprevious(link)  # noqa: SLF001  # python-docx has no other way to make a link
            link.append(made_run._r)  # noqa: SLF001


@each_sheet
def test_filled_in_by_another_program(sheets: dict[str, Made], name: str) -> None:
    """Every text that there is, written by hand into an empty table, comes back as the same Markdown."""
    sheet, markup, _ = sheets[name]
    empty = replace(sheet, rows=[replace(row, target="") for row in sheet.rows])
    file = python_docx.Document(BytesIO(docx.write(empty)))
    table = file.tables[0]
    for row, cells in zip(sheet.rows, list(table.rows)[1:], strict=True):
        target, mark, remark = cells.cells[2], cells.cells[3], cells.cells[5]
        assert target.text == ""
        runs = sheet.runs(row.segment.context, row.target) if row.target else []
        write_runs(target.paragraphs[0], runs, rtl=sheet.locale.direction == "rtl")
        if row.number == 2:
            mark.text, remark.text = "؟", "ڕاستە؟"
        elif row.number == 3:
            mark.text = ""
    saved = BytesIO()
    file.save(saved)
    bundle = back(saved.getvalue())
    assert bundle.warnings == []
    for one, row in zip(bundle.rows, sheet.rows, strict=True):
        written = markup.markdown(row.segment.context, one.target, [row.source])
        # Of two ways to write the same, such as _x_ and *x*, it is the usual one.
        assert written.text == row.target or name.startswith("odd")
        assert written.exact
        assert fingerprint(sheet.runs(row.segment.context, written.text) if written.text else []) == row.ref.target
        assert one.ref == row.ref
        assert one.doubts == ()
        assert one.unsure == {2: True, 3: False}.get(row.number, row.ref.draft)
        assert one.remark == ("ڕاستە؟" if row.number == 2 else "")


# What the file is


def test_the_same_bytes_each_time(sheets: dict[str, Made]) -> None:
    for one in sheets.values():
        assert docx.write(one.sheet) == one.data


def personal(data: bytes) -> list[str]:
    """What in a file tells who made it, when, or with which copy of a program."""
    found = members(data)
    names = [one for one in found if re.search(r"app\.xml|thumbnail|custom|people|\.bin$", one)]
    pattern = r"<dc:creator>[^<]+|lastModifiedBy>[^<]+|<dcterms:\w+|w:author=|w:date=|\bw:?rsid\w*|Canary|python-docx"
    texts = [content.decode("utf-8", "replace") for content in found.values()]
    return names + [one for text_ in texts for one in re.findall(pattern, text_)]


def test_no_personal_data(sheets: dict[str, Made], tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.complete()
    path = workspace.po("ar")
    header = '# Canary <canary@example.org>\nmsgid ""\nmsgstr ""\n"Last-Translator: Canary\\n"\n'
    workspace.edit(path, 'msgid ""\nmsgstr ""\n', header)
    sheet = sheets_of(Project.open(tmp_path), "ar", ["peace"])[0]
    assert personal(docx.write(sheet)) == []
    for one in sheets.values():
        assert personal(one.data) == []
    settings = members(docx.write(sheet))["word/settings.xml"]
    assert b"<w:removePersonalInformation/>" in settings
    assert b"<w:removeDateAndTime/>" in settings


def test_no_personal_data_bites() -> None:
    saved = BytesIO()
    python_docx.Document().save(saved)
    assert len(personal(saved.getvalue())) > 5


def test_the_members(rich: Made) -> None:
    assert list(members(rich.data)) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/numbering.xml",
        "docProps/core.xml",
    ]


ORDERS = {
    "pPr": "pStyle keepNext numPr bidi spacing ind contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs strike noProof vanish color sz szCs u rtl lang",
    "tblPr": "tblStyle bidiVisual tblW tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW shd",
    "sectPr": "pgSz pgMar bidi",
    "style": "name basedOn qFormat pPr rPr tblPr",
    "settings": "zoom removePersonalInformation removeDateAndTime defaultTabStop compat themeFontLang",
}
"""The order in which Word takes what we write (ISO/IEC 29500-1, annex A.1); it calls a file in another one broken."""


def out_of_order(data: bytes) -> list[str]:
    found = []
    for name, content in members(data).items():
        for element in etree.fromstring(content).iter() if name.startswith("word/") else ():
            tag = etree.QName(element).localname
            order = ORDERS.get(tag, "").split()
            inside = [etree.QName(child).localname for child in element]
            places = [order.index(one) if one in order else -1 for one in inside]
            if order and (places != sorted(set(places)) or -1 in places):
                found.append(f"{tag}: {' '.join(inside)}")
    return found


@each_sheet
def test_elements_are_in_their_order(sheets: dict[str, Made], name: str) -> None:
    found = out_of_order(sheets[name].data)
    # Of all elements only a document's own list of styles may hold one kind many times.
    assert found == []


def test_elements_are_in_their_order_bites(rich: Made) -> None:
    def turn(body: etree._Element) -> None:
        properties = next(body.iter(q("pPr")))
        properties.append(properties[0])

    assert len(out_of_order(edited(rich.data, turn))) == 1


def tree(data: bytes, name: str = "document") -> etree._Element:
    return etree.fromstring(members(data)[f"word/{name}.xml"])


def value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(q("val"), "on")


@each_locale
def test_the_page_and_the_table(sheets: dict[str, Made], locale: str) -> None:
    sheet, _, data = sheets[f"rich-{locale}"]
    body = tree(data)
    size, margins = next(body.iter(q("pgSz"))), next(body.iter(q("pgMar")))
    assert (size.get(q("w")), size.get(q("h")), size.get(q("orient"))) == ("16838", "11906", "landscape")
    widths = [int(one.get(q("w"))) for one in body.iter(q("gridCol"))]
    assert sum(widths) == 16838 - int(margins.get(q("left"))) - int(margins.get(q("right")))
    assert len(list(body.iter(q("tblHeader")))) == 1
    assert value(next(body.iter(q("tblCaption")))).startswith(sheet.labels.title.content.partition("{")[0])
    assert value(next(body.iter(q("tblDescription")))) == sheet.labels.fill_in.content
    language = {"ar": b"ar-SA", "ku": b"ku-TR", "ckb": b"ckb-IQ"}[locale]
    assert b"<dc:language>" + language in members(data)["docProps/core.xml"]
    shown = "".join(body.itertext())
    for one in (sheet.labels.fill_in, sheet.labels.drafts, sheet.labels.keep, sheet.labels.changed):
        assert one.content in shown.replace("\u200e", "")
    assert sheet.title in shown


def direction(paragraph_: etree._Element) -> str:
    return "rtl" if value(paragraph_.find(f"{q('pPr')}/{q('bidi')}")) == "1" else "ltr"


def sides(data: bytes) -> dict[str, set[str]]:
    """The directions of the parts of a file."""
    body, styles = tree(data), tree(data, "styles")
    translation = next(one for one in styles.iter(q("style")) if value(one.find(q("name"))) == "Translation")
    cells = [row.findall(q("tc")) for row in rows_of(body)]
    letters = re.compile("[\u0620-\u06d5]")
    return {
        "table": {"rtl" if body.find(f".//{q('bidiVisual')}") is not None else "ltr"},
        "page": {"rtl" if body.find(f".//{q('sectPr')}/{q('bidi')}") is not None else "ltr"},
        "top": {direction(one) for one in body.find(q("body")).findall(q("p"))[2:-1]},
        "english": {direction(row[1].find(q("p"))) for row in cells},
        "target": {direction(one) for row in cells for one in row[2].iter(q("p"))},
        "remark": {direction(one) for row in cells for one in row[5].iter(q("p"))},
        "typed": {
            "rtl" if one.find(f"{q('pPr')}/{q('rPr')}/{q('rtl')}") is not None else "ltr"
            for row in cells
            for one in row[2].iter(q("p"))
        },
        "style": {value(translation.find(f".//{q('bidi')}")), value(translation.find(f".//{q('rtl')}"))},
        "arabic runs": {
            "rtl" if one.find(f"{q('rPr')}/{q('rtl')}") is not None else "ltr"
            for one in body.iter(q("r"))
            if letters.search("".join(one.itertext()))
        },
        "latin runs": {
            "rtl" if one.find(f"{q('rPr')}/{q('rtl')}") is not None else "ltr"
            for one in body.iter(q("r"))
            if re.search("[a-z]{3}", "".join(one.itertext())) and one.find(f"{q('rPr')}/{q('vanish')}") is None
        },
    }


RIGHT = {
    **{part: {"rtl"} for part in ("table", "page", "top", "target", "remark", "typed", "arabic runs")},
    **{part: {"ltr"} for part in ("english", "latin runs")},
    "style": {"1"},
}
LEFT = {**{key: {"ltr"} for key in RIGHT}, "arabic runs": {"rtl"}, "style": {"0"}}


@each_locale
def test_directions(sheets: dict[str, Made], locale: str) -> None:
    assert sides(sheets[f"rich-{locale}"].data) == (LEFT if locale == "ku" else RIGHT)


@pytest.mark.parametrize("tag", ["bidiVisual", "bidi", "rtl"])
def test_directions_bites(rich: Made, tag: str) -> None:
    assert sides(edited(rich.data, lambda body: remove(body.iter(q(tag))))) != RIGHT


def test_english_wording_stays_left_to_right(rich: Made) -> None:
    """Where the wording of sheets is not translated yet."""
    english = Text("Draft", rich.sheet.source_locale)
    sheet = replace(rich.sheet, labels=replace(rich.sheet.labels, draft=english))
    heads = next(tree(docx.write(sheet)).iter(q("tr"))).findall(f"{q('tc')}/{q('p')}")
    assert [direction(one) for one in heads] == ["rtl", "rtl", "rtl", "ltr", "rtl", "rtl"]


def test_numbers_with_signs_are_runs_of_their_own(rich: Made) -> None:
    runs = {
        "".join(one.itertext()): one.find(f"{q('rPr')}/{q('rtl')}") is not None
        for one in cell(tree(rich.data), 5).iter(q("r"))
    }
    for one in ("+963 21 123 4567", "10-03-2025", "@stj_sy", "A/HRC/58/66, para. 12"):
        assert runs[one] is False


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast(rich: Made) -> None:
    """WCAG 2.2, criterion 1.4.3; and no colour is used that is not in the two lists."""
    behind = {*TINT.values(), "FFFFFF"}
    assert min(contrast(one, other) for one in INK.values() for other in behind) >= 4.5
    for part in ("document", "styles"):
        assert {value(one) for one in tree(rich.data, part).iter(q("color"))} <= set(INK.values())
        assert {one.get(q("fill")) for one in tree(rich.data, part).iter(q("shd"))} <= behind


def test_contrast_bites() -> None:
    assert contrast("999999", "FFFFFF") < 4.5


def test_only_the_translation_is_tinted(rich: Made) -> None:
    for row in rows_of(tree(rich.data)):
        fills = [one.find(f"{q('tcPr')}/{q('shd')}") for one in row.findall(q("tc"))]
        assert [one is not None for one in fills] == [False, False, True, False, False, False]


def test_changes_are_struck_out_and_underlined(rich: Made) -> None:
    number = next(one.number for one in rich.sheet.rows if one.source.startswith("Protect"))
    runs = list(cell(tree(rich.data), number, 1).iter(q("r")))
    looks = {
        "".join(one.itertext()): {etree.QName(child).localname for child in one.find(q("rPr"))} & {"strike", "u"}
        for one in runs
    }
    assert looks["civilians."] == {"strike"}
    assert looks["the civilians of the city."] == {"u"}
    assert looks["Protect all "] == set()


def test_addresses_are_hidden(
    sheets: dict[str, Made], office: dict[str, dict[str, bytes]], tool: Callable[[str], str]
) -> None:
    for name, one in sheets.items():
        assert addresses(printed(office["pdf"][name], tool)) == 0
        assert addresses("".join(tree(one.data).itertext())) == len(one.sheet.rows)


def test_addresses_are_hidden_bites(office: dict[str, dict[str, bytes]], tool: Callable[[str], str]) -> None:
    assert addresses(printed(office["pdf"]["shown-ar"], tool)) > 5


def addresses(shown: str) -> int:
    return len(re.findall(r"/(?:ar|ku|ckb)/u[0-9a-f]", re.sub(r"\s", "", shown)))


def printed(data: bytes, tool: Callable[[str], str]) -> str:
    run_ = subprocess.run([tool("pdftotext"), "-", "-"], input=data, capture_output=True, check=True)
    found = run_.stdout.decode()
    assert len(found) > 100
    return found


# What Word writes into a cell


def tracked(tag: str, *content: etree._Element) -> etree._Element:
    return x(tag, *content, id="1", author="Canary", date="2026-01-01T00:00:00Z")


def deleted(words: str) -> etree._Element:
    return tracked("del", x("r", x("delText", words)))


def test_tracked_changes_in_a_translation(rich: Made) -> None:
    data = edited(rich.data, filled(run("نص "), tracked("ins", run("جديد")), deleted("قديم")))
    bundle = back(data)
    assert text(bundle.rows[0].target) == "نص جديد"
    assert bundle.rows[0].doubts == ("has tracked changes",)
    assert [one.doubts for one in bundle.rows[1:]] == [()] * (len(bundle.rows) - 1)
    assert bundle.warnings == []
    assert "Canary" not in repr(bundle)


def test_tracked_changes_bites(rich: Made) -> None:
    """A reader that asks for the text of a paragraph loses what was put in."""
    data = edited(rich.data, filled(run("نص "), tracked("ins", run("جديد"))))
    assert python_docx.Document(BytesIO(data)).tables[0].rows[1].cells[2].text == "نص "


def test_what_was_moved_counts_once(rich: Made) -> None:
    data = edited(rich.data, filled(tracked("moveTo", run("هنا ")), run("نص"), tracked("moveFrom", run("هنا "))))
    assert text(first(data).target) == "هنا نص"
    assert first(data).doubts == ("has tracked changes",)


@pytest.mark.parametrize(("tag", "wanted"), [("del", "واحداثنان"), ("ins", "واحد\nاثنان")])
def test_the_end_of_a_paragraph_is_tracked(rich: Made, tag: str, wanted: str) -> None:
    def change(body: etree._Element) -> None:
        one = paragraph(body, 1)
        one.find(f"{q('pPr')}/{q('rPr')}").append(tracked(tag))
        one.append(run("واحد"))
        one.addnext(x("p", run("اثنان")))

    assert text(first(edited(rich.data, change)).target) == wanted
    assert first(edited(rich.data, change)).doubts == ("has tracked changes",)


def test_tracked_changes_elsewhere(rich: Made) -> None:
    bundle = back(edited(rich.data, filled(tracked("ins", run("notes")), column=4)))
    assert [one for one in bundle.rows if one.doubts] == []
    assert bundle.warnings == ["changes were tracked outside the translations: they were read as if all were accepted"]


def test_a_row_that_was_deleted_while_tracked(rich: Made) -> None:
    def change(body: etree._Element) -> None:
        rows_of(body)[0].insert(0, x("trPr", tracked("del")))

    bundle = back(edited(rich.data, change))
    assert [one.ref for one in bundle.rows] == [one.ref for one in rich.sheet.rows[1:]]
    assert len(bundle.warnings) == 1


BOLD = [
    ("both", [x("b"), x("bCs")], True),
    ("for letters from right to left", [x("bCs"), x("rtl")], True),
    ("for others", [x("b")], True),
    ("said to be off", [x("b", val="0"), x("bCs", val="false")], False),
    ("a style", [x("rStyle", val="Strong")], True),
    ("a style based on it", [x("rStyle", val="Stronger")], True),
    ("a style, and said to be off", [x("rStyle", val="Strong"), x("b", val="0")], False),
    ("a style that is not there", [x("rStyle", val="Nothing")], False),
    ("size, colour and language", [x("color", val="FF0000"), x("sz", val="40"), x("lang", bidi="ar-SY")], False),
]


@pytest.mark.parametrize(("properties", "bold"), [one[1:] for one in BOLD], ids=[one[0] for one in BOLD])
def test_what_is_bold(rich: Made, properties: list[etree._Element], bold: bool) -> None:
    found = members(edited(rich.data, filled(run("نص", *properties))))
    strong = b'<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
    stronger = b'<w:style w:type="character" w:styleId="Stronger"><w:basedOn w:val="Strong"/></w:style>'
    found["word/styles.xml"] = found["word/styles.xml"].replace(b"</w:styles>", strong + stronger + b"</w:styles>")
    assert first(packed(found)).target == [Run("نص", bold=bold)]


def test_bold_of_a_paragraph_or_table_is_no_mark(rich: Made) -> None:
    found = members(rich.data)
    styles = found["word/styles.xml"].replace(b"<w:rPr>", b"<w:rPr><w:b/>")
    found["word/styles.xml"] = styles
    assert not any(run_.bold for run_ in first(packed(found)).target)


def test_styles_in_a_circle(rich: Made) -> None:
    found = members(edited(rich.data, filled(run("نص", x("rStyle", val="A")))))
    circle = b"".join(
        b'<w:style w:styleId="%b"><w:basedOn w:val="%b"/></w:style>' % one for one in ((b"A", b"B"), (b"B", b"A"))
    )
    found["word/styles.xml"] = found["word/styles.xml"].replace(b"</w:styles>", circle + b"</w:styles>")
    assert first(packed(found)).target == [Run("نص")]


def test_formats(rich: Made) -> None:
    content = (
        run("a", x("i")),
        run("b", x("iCs")),
        run("c", x("strike")),
        run("d", x("dstrike")),
        run("e", x("u", val="single")),
        run("f", x("color", val="00FF00")),
    )
    wanted = [Run("ab", italic=True), Run("cd", struck=True), Run("ef")]
    assert first(edited(rich.data, filled(*content))).target == wanted


def test_code_is_code_only_where_the_english_has_some(rich: Made) -> None:
    fixed = run("x", x("rFonts", ascii="Consolas"))
    number = next(one.number for one in rich.sheet.rows if "inline code" in one.source)
    bundle = back(edited(rich.data, filled(fixed, number=number)))
    assert bundle.rows[number - 1].target == [Run("x", code=True)]
    assert first(edited(rich.data, filled(fixed))).target == [Run("x")]


def test_signs_and_frames(rich: Made) -> None:
    content = (
        x("sdt", x("sdtPr", x("text")), x("sdtContent", run("frame "))),
        x("smartTag", x("smartTagPr"), run("tag ")),
        x("customXml", run("xml ")),
        x("bdo", run("order "), val="rtl"),
        x("unknown", run("unknown")),
        x("r", x("tab"), x("t", "tab"), x("noBreakHyphen"), x("t", "hyphen"), x("softHyphen"), x("t", "soft")),
        x("r", x("br"), x("t", "line"), x("cr"), x("t", "return"), x("br", type="page"), x("t", "page")),
    )
    found = first(edited(rich.data, filled(*content)))
    assert text(found.target) == "frame tag xml order unknown\ttab\u2011hyphen\u00adsoft\nline\nreturn page"
    assert found.doubts == ()


def field(instruction: str, *shown: etree._Element) -> list[etree._Element]:
    """A field as Word writes it, its instruction in two pieces."""
    half = len(instruction) // 2
    return [
        x("r", x("fldChar", fldCharType="begin")),
        x("r", x("instrText", instruction[:half])),
        x("r", x("instrText", instruction[half:])),
        x("r", x("fldChar", fldCharType="separate")),
        *shown,
        x("r", x("fldChar", fldCharType="end")),
    ]


LINKS = {
    ' HYPERLINK "https://example.org/a?b=c" ': ("https://example.org/a?b=c", ""),
    ' HYPERLINK "https://example.org/a" \\l "place" \\o "A \\"title\\"" \\t "_blank" ': (
        "https://example.org/a#place",
        'A "title"',
    ),
    'hyperlink https://example.org/a \\h "x"': ("https://example.org/a", ""),
    'HYPERLINK \\l "place"': ("#place", ""),
    "PAGE \\* MERGEFORMAT": ("", ""),
    "": ("", ""),
}


@pytest.mark.parametrize(("instruction", "link"), list(LINKS.items()))
def test_links_in_fields(rich: Made, instruction: str, link: tuple[str, str]) -> None:
    content = [run("a "), *field(instruction, run("b")), run(" c")]
    wanted = [Run("a "), Run("b", link=link[0], title=link[1]), Run(" c")] if link[0] else [Run("a b c")]
    assert first(edited(rich.data, filled(*content))).target == wanted
    simple = x("fldSimple", run("b"), instr=instruction)
    assert first(edited(rich.data, filled(run("a "), simple, run(" c")))).target == wanted


def test_links(rich: Made) -> None:
    """Word parts an address at its "#"."""
    outside = x("hyperlink", run("law"), anchor="art-3", tooltip="The law")
    outside.set(f"{{{R}}}id", "law")
    found = members(edited(rich.data, filled(outside, x("hyperlink", run("here"), anchor="place"))))
    rel = f'<Relationship Id="law" Type="{R}/hyperlink" Target="https://example.org/law" TargetMode="External"/>'
    rels = found["word/_rels/document.xml.rels"]
    found["word/_rels/document.xml.rels"] = rels.replace(b"</Relationships>", f"{rel}</Relationships>".encode())
    assert first(packed(found)).target == [
        Run("law", link="https://example.org/law#art-3", title="The law"),
        Run("here", link="#place"),
    ]


@pytest.mark.parametrize(("frame", "title"), [("The report", "The report"), ("_blank", "")])
def test_the_title_of_a_link_from_libreoffice(rich: Made, frame: str, title: str) -> None:
    link = x("hyperlink", run("here"), anchor="place", tgtFrame=frame)
    assert first(edited(rich.data, filled(link))).target == [Run("here", link="#place", title=title)]


def test_a_link_that_leads_nowhere(rich: Made) -> None:
    assert first(edited(rich.data, filled(x("hyperlink", run("a"), tooltip="T"), run("b")))).target == [Run("ab")]


def texts_part(tag: str, **texts: Sequence[etree._Element]) -> bytes:
    """Comments or footnotes by their ids."""
    root = x(f"{tag}s", *(x(tag, x("p", *content), id=one[1:], author="Canary") for one, content in texts.items()))
    return etree.tostring(root)


def test_comments_are_remarks(rich: Made) -> None:
    content = (
        x("commentRangeStart", id="7"),
        run("نص"),
        x("commentRangeEnd", id="7"),
        x("r", x("commentReference", id="7")),
    )
    comments = texts_part("comment", _7=[x("r", x("annotationRef")), run("هل هذا صحيح؟")], _8=[run("elsewhere")])

    def change(body: etree._Element) -> None:
        filled(*content)(body)
        filled(run("ملاحظة"), column=5)(body)
        body.find(q("body")).find(q("p")).append(x("r", x("commentReference", id="8")))

    bundle = back(edited(rich.data, change, comments=comments))
    assert bundle.rows[0].remark == "ملاحظة\nهل هذا صحيح؟"
    assert bundle.rows[0].doubts == ()
    assert bundle.warnings == ["the comments outside the table were not read"]
    assert "Canary" not in repr(bundle)


def test_a_comment_about_itself(rich: Made) -> None:
    reference = x("r", x("commentReference", id="7"))
    comments = texts_part("comment", _7=[run("again"), deepcopy(reference)])
    assert first(edited(rich.data, filled(reference), comments=comments)).remark == "again"


def test_footnotes_of_word(rich: Made) -> None:
    content = (run("نص"), x("r", x("footnoteReference", id="2")))
    found = first(edited(rich.data, filled(*content), footnotes=texts_part("footnote", _2=[run("المادة 3")])))
    assert text(found.target) == "نص"
    assert found.remark == "المادة 3"
    assert found.doubts == ("has a footnote of the word processor, whose text is now a remark",)


def alternate(*content: etree._Element) -> etree._Element:
    """What Word writes for a text box: once for itself, and once for programs of before 2010."""
    box = x("drawing", x("txbxContent", x("p", *content)))
    both = etree.Element(f"{{{MC}}}AlternateContent")
    etree.SubElement(both, f"{{{MC}}}Choice").append(box)
    etree.SubElement(both, f"{{{MC}}}Fallback").append(x("pict", x("txbxContent", x("p", *deepcopy(content)))))
    return x("r", both)


def test_text_boxes_pictures_and_symbols(rich: Made) -> None:
    content = (
        run("نص"),
        alternate(run("box")),
        x("r", x("drawing")),
        x("r", x("sym", font="Wingdings", char="F0E8")),
        run("secret", x("vanish")),
    )
    found = first(edited(rich.data, filled(*content)))
    assert text(found.target) == "نص\nbox"
    assert found.doubts == (
        "has a text box",
        "has a picture, which is left out",
        "has a sign of the font Wingdings, which is left out",
        "has hidden text, which is left out",
    )


def test_a_table_in_a_text_box_counts_once(rich: Made) -> None:
    def change(body: etree._Element) -> None:
        table = body.find(f".//{q('tbl')}")
        holder = x("p", alternate())
        table.addprevious(holder)
        for content in holder.iter(q("txbxContent")):
            content.append(deepcopy(table))
        remove([table])

    compare(back(edited(rich.data, change)), rich)


def test_a_table_in_a_cell(rich: Made) -> None:
    def change(body: etree._Element) -> None:
        inner = x("tbl", x("tr", x("tc", x("p", run("داخل")))))
        cell(body, 4).append(inner)

    found = back(edited(rich.data, change))
    assert len(found.rows) == len(rich.sheet.rows)
    assert text(found.rows[3].target).endswith("[^law]\nداخل")
    assert found.rows[3].doubts == ("has a table in it",)


def test_several_paragraphs(rich: Made) -> None:
    def change(body: etree._Element) -> None:
        one = paragraph(body, 1)
        one.append(run("واحد "))
        one.addnext(x("p", run("اثنان")))
        one.addprevious(x("p"))

    assert text(first(edited(rich.data, change)).target) == "واحد \nاثنان"


def test_a_list_that_word_made(rich: Made) -> None:
    """Who types "1." gets a list, and the number is no longer a part of the text."""

    def change(body: etree._Element) -> None:
        filled(run("نص"))(body)
        paragraph(body, 1).append(run("نص"))
        properties = cell(body, 1).find(f"{q('p')}/{q('pPr')}")
        properties.insert(1, x("numPr", x("ilvl", val="0"), x("numId", val="1")))

    found = first(edited(rich.data, change))
    assert text(found.target) == "نص"
    assert found.doubts == ("is a list of the word processor, whose numbers or bullets are left out",)


def test_smart_quotes_and_typed_markdown_come_as_they_are(rich: Made) -> None:
    typed = "“نص” **هام** [رابط](https://example.org)"
    assert text(first(edited(rich.data, filled(run(typed)))).target) == typed


# Rows that were moved about


def test_sorted_and_deleted_and_duplicated_rows(rich: Made) -> None:
    def change(body: etree._Element) -> None:
        rows = rows_of(body)
        table = rows[0].getparent()
        for row in reversed(rows):
            table.append(row)
        table.remove(rows[3])
        table.append(deepcopy(rows[5]))

    bundle = back(edited(rich.data, change))
    refs = [one.ref for one in rich.sheet.rows]
    assert [one.ref for one in bundle.rows] == [*refs[:3:-1], *refs[2::-1], refs[5]]
    assert [one.place for one in bundle.rows[-2:]] == ["row 1", "row 6"]
    assert not any(one.doubts for one in bundle.rows)


def test_a_table_in_another_document(rich: Made) -> None:
    file = python_docx.Document()
    file.add_paragraph("Dear colleagues")
    file.add_table(2, 3).cell(0, 0).text = "Another table"
    nested = file.add_table(1, 1).cell(0, 0)
    nested._tc.insert(1, deepcopy(tree(rich.data).find(f".//{q('tbl')}")))  # noqa: SLF001
    saved = BytesIO()
    file.save(saved)
    bundle = back(saved.getvalue())
    assert [one.ref for one in bundle.rows] == [one.ref for one in rich.sheet.rows]
    assert not any(one.doubts for one in bundle.rows)


def without_address(body: etree._Element, number: int) -> None:
    remove(one for one in cell(body, number, 0).iter(q("r")) if one.find(f"{q('rPr')}/{q('vanish')}") is not None)


def test_an_address_that_is_gone(rich: Made) -> None:
    number = next(one.number for one in rich.sheet.rows if one.source == "What we demand")

    def change(body: etree._Element) -> None:
        without_address(body, number)
        without_address(body, 1)  # nothing is lost with it: its translation is empty

    rows = back(edited(rich.data, change)).rows
    assert len(rows) == len(rich.sheet.rows) - 1
    found = rows[number - 2]
    assert (found.place, found.ref, text(found.source)) == (f"row {number}", None, "What we demand")
    assert text(found.target) == "ما نطالب به"


def test_a_row_that_a_translator_added(rich: Made) -> None:
    def change(body: etree._Element) -> None:
        rows_of(body)[3].addnext(x("tr", *(x("tc", x("p", run(one))) for one in ("", "", "المزيد"))))

    rows = back(edited(rich.data, change)).rows
    assert (rows[4].place, rows[4].ref, text(rows[4].target)) == ("the row after row 4", None, "المزيد")
    assert rows[4].doubts == ("has 3 cells, not 6",)


def test_the_english_was_edited(rich: Made) -> None:
    row = first(edited(rich.data, filled(run("Another text"), column=1)))
    assert row.source == [Run("Another text")]
    assert row.ref == rich.sheet.rows[0].ref


def test_an_address_in_two_runs(rich: Made) -> None:
    """Programs cut texts into runs as they like."""

    def change(body: etree._Element) -> None:
        hidden = cell(body, 1, 0).findall(f".//{q('r')}")[-1]
        rest = deepcopy(hidden)
        words = hidden.find(q("t")).text
        hidden.find(q("t")).text, rest.find(q("t")).text = words[:20], words[20:]
        hidden.addnext(rest)

    assert first(edited(rich.data, change)).ref == rich.sheet.rows[0].ref


# Cells that were merged


def span(element: etree._Element, count: object) -> None:
    element.find(q("tcPr")).append(x("gridSpan", val=str(count)))


def merged(at: int) -> Callable[[etree._Element], None]:
    """Merge a cell of the first row with the next, as Word does: the paragraphs of both are in it."""

    def change(body: etree._Element) -> None:
        filled(run("نص"))(body)
        left, right = cell(body, 1, at), cell(body, 1, at + 1)
        left.extend(right.findall(q("p")))
        span(left, 2)
        right.getparent().remove(right)

    return change


@pytest.mark.parametrize("at", range(5))
def test_cells_merged_with_the_next(rich: Made, at: int) -> None:
    row = first(edited(rich.data, merged(at)))
    assert row.ref == rich.sheet.rows[0].ref
    assert row.doubts == ("has merged cells",)
    assert text(row.target).endswith("نص")
    assert (text(row.target) == "نص") == (at != 1)
    assert (row.source is None) == (at < 2)


def test_a_finer_grid_is_no_merge(rich: Made) -> None:
    """Where one border was moved, LibreOffice counts two columns of the grid for one."""

    def change(body: etree._Element) -> None:
        for row in rows_of(body):
            span(row.findall(q("tc"))[1], 2)

    compare(back(edited(rich.data, change)), rich)


def test_numbers_without_end(rich: Made) -> None:
    def change(body: etree._Element) -> None:
        span(cell(body, 1), "9" * 5000)
        span(cell(body, 2), "two")
        paragraph(body, 3, 0).append(run(f"{'9' * 5000} {rich.sheet.rows[2].ref}"))

    rows = back(edited(rich.data, change)).rows
    assert [one.ref for one in rows] == [one.ref for one in rich.sheet.rows]
    assert rows[2].place == "row 999999"


@pytest.mark.parametrize("column", [1, 2])
def test_cells_merged_with_those_below(rich: Made, column: int) -> None:
    def change(body: etree._Element) -> None:
        for number, kind in ((4, "restart"), (5, "continue")):
            cell(body, number, column).find(q("tcPr")).append(x("vMerge", val=kind))
        paragraph(body, 5, column)

    rows = back(edited(rich.data, change)).rows
    assert rows[3].doubts == ("is merged with the row below",)
    assert rows[4].doubts == ("is merged with the row above",)
    assert not any(one.doubts for one in (*rows[:3], *rows[5:]))


def test_numbers_merged_with_those_below(rich: Made) -> None:
    """Both addresses are in one cell then, and the other row has none."""

    def change(body: etree._Element) -> None:
        above, below = cell(body, 4, 0), cell(body, 5, 0)
        above.extend(below.findall(q("p")))
        above.find(q("tcPr")).append(x("vMerge", val="restart"))
        below.find(q("tcPr")).append(x("vMerge"))
        below.append(x("p"))

    rows = back(edited(rich.data, change)).rows
    assert rows[3].doubts == ("has the addresses of two rows", "is merged with the row below")
    assert (rows[4].ref, rows[4].doubts) == (None, ("is merged with the row above",))
    assert fingerprint(rows[4].target) == rich.sheet.rows[4].ref.target


def test_a_column_that_was_deleted_or_added(rich: Made) -> None:
    def delete(body: etree._Element) -> None:
        remove(cell(body, number, 4) for number in range(1, len(rich.sheet.rows) + 1))

    def add(body: etree._Element) -> None:
        for row in rows_of(body):
            row.findall(q("tc"))[0].addprevious(x("tc", x("p", run("x"))))

    rows = back(edited(rich.data, delete)).rows
    assert {one.doubts for one in rows} == {("has 5 cells, not 6",)}
    assert [fingerprint(one.target) for one in rows] == [one.ref.target for one in rich.sheet.rows]
    compare(back(edited(rich.data, add)), rich)


# Files that are none


def test_a_file_without_rows() -> None:
    file = python_docx.Document()
    file.add_table(2, 6).cell(1, 2).text = "نص"
    saved = BytesIO()
    file.save(saved)
    with pytest.raises(UsageError, match=r"no table made by publish export.*\n.*filled in"):
        back(saved.getvalue())


def test_another_kind_of_file(rich: Made) -> None:
    found = members(rich.data)
    sheet = {**found, "word/document.xml": b'<workbook xmlns="urn:x"/>'}
    broken = {**found, "word/document.xml": found["word/document.xml"][:-20]}
    lost = {name: content for name, content in found.items() if name != "_rels/.rels"}
    for one in (sheet, lost):
        with pytest.raises(UsageError, match="no Word document"):
            back(packed(one))
    with pytest.raises(UsageError, match=r"back.docx/word/document.xml:[0-9]+: is not well-formed XML"):
        back(packed(broken))


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/comments.xml"])
def test_entities_are_refused(rich: Made, name: str) -> None:
    evil = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    with pytest.raises(UsageError, match="declares a document type"):
        back(packed({**members(rich.data), name: evil}))


def test_deep_nesting_is_refused(rich: Made) -> None:
    deep = b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000
    found = members(rich.data)
    found["word/document.xml"] = found["word/document.xml"].replace(b"<w:body>", b"<w:body>" + deep)
    with pytest.raises(UsageError, match="is not well-formed XML"):
        back(packed(found))


def test_nesting_that_is_read_is_no_trouble(rich: Made) -> None:
    frame = run("نص")
    for _ in range(200):
        frame = x("sdt", frame)
    assert text(first(edited(rich.data, filled(frame))).target) == "نص"


def test_strict_open_xml(rich: Made) -> None:
    found = members(rich.data)
    for name in found:
        content = found[name].replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        found[name] = content.replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    compare(back(packed(found)), rich)


def test_characters_that_xml_has_not(rich: Made) -> None:
    rows = [replace(rich.sheet.rows[0], target="a\x0bb\ufffec", notes=("\x00",)), *rich.sheet.rows[1:]]
    assert text(first(docx.write(replace(rich.sheet, rows=rows))).target) == "a\ufffdb\ufffdc"
