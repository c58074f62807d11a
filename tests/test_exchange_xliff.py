"""XLIFF: what goes out comes back, whatever translators' tools do with it; and what may not be opened is not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from test_codes import TEXTS, cut
from workspaces import Workspace

from publisher import po
from publisher.errors import UsageError
from publisher.exchange import Labels, Ref, Row, Sheet, xliff, xml
from publisher.locale import locale
from publisher.model import Segment, State, Text
from publisher.project import Project
from publisher.workflow.export import sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from publisher.exchange import Bundle, Returned

VERSIONS = ["1.2", "2.1"]
LANGUAGES = ["ar", "ku", "ckb"]
EN, AR = locale("en"), locale("ar")
REF = "peace/ar/u0123abcd/01234567/89abcdef"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

MARKDOWN = """\
---
title: A *call* for <peace> & law
date: 2026-01-09
---

**All parties** must *stop* [the **heavy** shelling](https://example.org/a "The title of it") of {number} towns.

See [the law][law], [law] and `code*` for more.[^1]

One line\\
and ~~not~~ \\*two\\* &amp; three: <https://example.org/x>.

- Protect **all** civilians, **all** of them.
- ***Both*** at once.

[law]: https://example.org/law "Title of the law"

[^1]: A note **here**.
"""


@pytest.fixture
def rich(tmp_path: Path) -> Sheet:
    """A sheet with every code there is; one text is a draft of another English, one is not translated."""
    space = Workspace(tmp_path)
    space.write("source/peace.md", MARKDOWN.format(number=3))
    assert space.run("update").code == 0
    texts = [row.source for row in sheets_of(Project.open(tmp_path), "ar", ["peace"])[0].rows]
    space.fill("ar", "peace", {one: f"عربي {one}" for one in texts}, texts[:-1])
    space.write("source/peace.md", MARKDOWN.format(number=4))
    assert space.run("update").code == 0
    return sheets_of(Project.open(tmp_path), "ar", ["peace"])[0]


@pytest.fixture(scope="module")
def every_sheet(tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    """Sheets of the real statement, of odd texts and of plural forms, in this order for each language."""
    found = []
    for language in LANGUAGES:
        root = tmp_path_factory.mktemp(language)
        found += [sheets.real(language), sheets.rich(root / "r", language), sheets.counted(root / "c", language)]
    return found


@pytest.fixture(scope="module")
def some_sheets(every_sheet: list[Sheet]) -> list[Sheet]:
    """One sheet of each kind."""
    return [every_sheet[0], every_sheet[4], every_sheet[8]]


def sheet_of(*texts: tuple[str, str], state: State = State.TRANSLATED) -> Sheet:
    """A sheet of some texts and their translations."""
    rows = []
    for number, (source, target) in enumerate(texts, 1):
        segment = Segment(source, "paragraph", path="source/peace.md", line=number)
        ref = Ref("peace", "ar", segment.id, None, "01234567", "89abcdef", state is State.FUZZY)
        rows.append(Row(ref, number, segment, source, target, state, (), ()))
    labels = Labels.of(lambda one: Text(one.source, EN))
    return Sheet("peace", "A call", EN, AR, rows, labels, lambda *_: [], lambda _, text: cut(text))


def read(data: bytes) -> Bundle:
    return xliff.read(data, "back.xlf")


def markdown(sheet: Sheet, row: Row, text: str) -> str:
    """A text as its pieces say it: each reference has its label."""
    return "".join(one.text for one in sheet.pieces(row.segment.context, text))


def assert_equal(sheet: Sheet, bundle: Bundle, *, drafts: bool = True) -> None:
    """Everything came back as it went out."""
    assert bundle.warnings == []
    assert [row.ref for row in bundle.rows] == [row.ref for row in sheet.rows]
    assert [row.source for row in bundle.rows] == [markdown(sheet, row, row.source) for row in sheet.rows]
    assert [row.target for row in bundle.rows] == [markdown(sheet, row, row.target) for row in sheet.rows]
    assert [row.unsure for row in bundle.rows] == [drafts and row.ref.draft for row in sheet.rows]
    assert [(row.place, row.doubts, row.remark) for row in bundle.rows if row.doubts or row.remark] == []


def open_(sheet: Sheet) -> Sheet:
    """The same sheet before anybody translated anything."""
    rows = [
        replace(row, target="", state=State.UNTRANSLATED, changes=(), ref=replace(row.ref, draft=False))
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)


def named(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{{*}}{name}"))


def units(root: etree._Element) -> list[etree._Element]:
    return [*named(root, "trans-unit"), *named(root, "unit")]


def target_of(unit: etree._Element, state: str = "translated") -> etree._Element:
    """The element for a translation, as a tool that has understood the format prepares it."""
    target = unit.find("{*}target")
    if target is None and (target := unit.find("{*}segment/{*}target")) is None:
        target = etree.SubElement(named(unit, "segment")[0], str(unit.tag).replace("}unit", "}target"))
    for one in list(target):
        target.remove(one)
    target.text = None
    parent = target.getparent()
    (parent if parent is not None and parent.tag.endswith("}segment") else target).set("state", state)
    return target


def edited(data: bytes, edit: Callable[[etree._Element], object]) -> bytes:
    root = etree.fromstring(data)
    edit(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def source_of(unit: etree._Element) -> etree._Element:
    return next(unit.iter("{*}source"))


# Round trips


@pytest.mark.parametrize("version", VERSIONS)
def test_what_goes_out_comes_back(version: str, every_sheet: list[Sheet]) -> None:
    for sheet in every_sheet:
        data = xliff.write(sheet, version)
        assert_equal(sheet, read(data))
        assert data == xliff.write(sheet, version)
    rows = [row for sheet in every_sheet for row in sheet.rows]
    assert {row.state for row in rows} == {State.TRANSLATED, State.FUZZY, State.UNTRANSLATED}
    assert {row.ref.form for row in rows} == {None, *range(6)}


@pytest.mark.parametrize("version", VERSIONS)
def test_codes_go_out_and_come_back(version: str, rich: Sheet) -> None:
    assert {row.state for row in rich.rows} == {State.TRANSLATED, State.FUZZY, State.UNTRANSLATED}
    data = xliff.write(rich, version)
    assert_equal(rich, read(data))
    assert len(re.findall(b"<(?:bpt|pc) ", data)) > 10


@pytest.mark.parametrize("version", VERSIONS)
def test_another_program_fills_it_in(version: str, every_sheet: list[Sheet]) -> None:
    """A program that knows no codes writes Markdown as plain text; nothing is a draft, whatever it was."""
    for sheet in every_sheet:

        def fill(root: etree._Element, sheet: Sheet = sheet) -> None:
            for unit, row in zip(units(root), sheet.rows, strict=True):
                if row.target:
                    target_of(unit).text = markdown(sheet, row, row.target)

        bundle = read(edited(xliff.write(open_(sheet), version), fill))
        assert [row.target for row in bundle.rows] == [markdown(sheet, row, row.target) for row in sheet.rows]
        assert {(row.unsure, row.remark, row.doubts) for row in bundle.rows} == {(False, "", ())}
        assert bundle.warnings == []


HELD = TEXTS.filter(lambda text: not re.search("[\0\x04]", text))
"""Texts that a catalog can hold."""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(HELD, HELD), min_size=1, max_size=3, unique_by=lambda one: one[0]), st.sampled_from(VERSIONS))
def test_any_markdown_comes_back(texts: list[tuple[str, str]], version: str) -> None:
    sheet = sheet_of(*((text, f"ن {other}") for text, other in texts))
    data = xliff.write(sheet, version)
    bundle = read(data)
    assert [row.source for row in bundle.rows] == [markdown(sheet, row, row.source) for row in sheet.rows]
    assert [row.target for row in bundle.rows] == [markdown(sheet, row, row.target) for row in sheet.rows]
    assert_well_made(etree.fromstring(data))


# What stands in a file


def test_languages_and_directions(rich: Sheet) -> None:
    old, new = (etree.fromstring(xliff.write(rich, version)) for version in VERSIONS)
    file = named(old, "file")[0]
    assert (file.get("source-language"), file.get("target-language")) == ("en", "ar")
    assert (file.get("original"), file.get("datatype")) == ("source/peace.md", "x-markdown")
    assert (new.get("version"), new.get("srcLang"), new.get("trgLang")) == ("2.1", "en", "ar")
    file = named(new, "file")[0]
    assert (file.get("original"), file.get("srcDir"), file.get("trgDir")) == ("source/peace.md", "ltr", "rtl")
    for root in (old, new):
        assert {one.get(LANG) for one in named(root, "source")} == {"en"}
        assert {one.get(LANG) for one in named(root, "target")} == {"ar"}


def test_states_of_texts(rich: Sheet) -> None:
    """What is not translated has no state, because a tool that fills it in may leave the old one."""
    old, new = (etree.fromstring(xliff.write(rich, version)) for version in VERSIONS)
    states = [row.state for row in rich.rows]
    approved = {State.TRANSLATED: "yes", State.FUZZY: "no", State.UNTRANSLATED: None}
    said = {State.TRANSLATED: "translated", State.FUZZY: "needs-review-translation", State.UNTRANSLATED: None}
    assert [one.get("approved") for one in units(old)] == [approved[state] for state in states]
    assert [one.get("state") for one in named(old, "target")] == [said[state] for state in states]
    said |= {State.FUZZY: "initial"}
    assert [one.get("state") for one in named(new, "segment")] == [said[state] for state in states]


def test_notes_and_what_changed(rich: Sheet) -> None:
    row = next(row for row in rich.rows if row.changes)
    changed = f"{rich.labels.changed.content}\n**All parties** must"
    for version in VERSIONS:
        root = etree.fromstring(xliff.write(rich, version))
        unit = units(root)[row.number - 1]
        notes = [one.text or "" for one in named(unit, "note") if one.get("category") != "location"]
        assert "\n".join(notes).startswith("\n".join(row.notes) + f"\n{changed}")
        assert "[-3-]{+4+} towns." in notes[-1]
        assert "alt-trans" not in str(etree.tostring(root))


def test_the_same_codes_have_the_same_numbers() -> None:
    """Those of the English; what only the translation has, or has twice, gets numbers of its own."""
    sheet = sheet_of(("**a** *b* **c**", "*ب* **أ** [ج](https://e.org) **د** **ه** *و*"))
    for version, opening in zip(VERSIONS, ("bpt", "pc"), strict=True):
        root = etree.fromstring(xliff.write(sheet, version))
        source, target = (
            [one.get("id") for one in named(named(root, name)[0], opening)] for name in ("source", "target")
        )
        assert (source, target) == (["1", "2", "3"], ["2", "1", "4", "3", "5", "6"])


def test_nothing_tells_of_the_machine_or_the_time(rich: Sheet, tmp_path: Path) -> None:
    for version in VERSIONS:
        text = xliff.write(rich, version).decode()
        assert str(tmp_path) not in text
        assert not re.search(r"20\d\d-\d\d-\d\d|\d\d:\d\d", text)


def test_the_bytes_do_not_depend_on_the_order_of_hashes() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); import sheets, hashlib; from publisher.exchange import xliff;"
        "print(*(hashlib.sha256(xliff.write(sheets.real('ckb'), v)).hexdigest() for v in ('1.2', '2.1')))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=sheets.REPOSITORY,
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Damascus"))
    }
    assert len(said) == 1


def test_a_file_for_each_file_that_texts_stand_in(tmp_path: Path) -> None:
    sheet = sheets.counted(tmp_path, "ar")
    paths = list(dict.fromkeys(row.segment.path for row in sheet.rows))
    assert len(paths) > 1
    for version in VERSIONS:
        root = etree.fromstring(xliff.write(sheet, version))
        assert [one.get("original") for one in named(root, "file")] == paths


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "text", ["a\x08b", "\x0b", "`a\x1fb` c\ufffe", "a\\\x08", "tab\there", "a\r\nb", "a\u0085\u2028b"]
)
def test_characters_that_xml_cannot_hold(text: str, version: str) -> None:
    sheet = sheet_of(("English", f"**x** {text}"))
    assert_equal(sheet, read(xliff.write(sheet, version)))


@pytest.mark.parametrize("number", ["0000", "D800", "110000", "FFFFFFFFFFFF", "xyz", ""])
def test_characters_that_nothing_can_hold(number: str) -> None:
    data = two(f'<target>a<cp hex="{number}"/>b</target>', state="translated")
    (row,) = read(data).rows
    assert (row.target, row.doubts) == ("ab", ("has a character that no text can hold, which was left out",))


# The rules of the specifications


def test_the_schemas_accept_every_export(rich: Sheet, every_sheet: list[Sheet]) -> None:
    for version in VERSIONS:
        schema = schema_of(version)
        for sheet in (rich, open_(rich), *every_sheet):
            root = etree.fromstring(xliff.write(sheet, version))
            assert schema.validate(root), schema.error_log.last_error


@pytest.mark.parametrize(
    ("version", "element", "attribute", "value"),
    [
        ("1.2", "file", "colour", "red"),
        ("1.2", "target", "state", "done"),
        ("1.2", "bpt", "ctype", "strong"),
        ("2.1", "unit", "id", "two words"),
        ("2.1", "segment", "state", "done"),
        ("2.1", "pc", "subType", "bold"),
    ],
)
def test_the_schemas_bite(rich: Sheet, version: str, element: str, attribute: str, value: str) -> None:
    root = etree.fromstring(xliff.write(rich, version))
    named(root, element)[0].set(attribute, value)
    assert not schema_of(version).validate(root)


def test_every_export_keeps_the_rules_that_no_schema_knows(rich: Sheet, every_sheet: list[Sheet]) -> None:
    for version in VERSIONS:
        for sheet in (rich, open_(rich), *every_sheet):
            assert_well_made(etree.fromstring(xliff.write(sheet, version)))


@pytest.mark.parametrize(
    ("version", "fault"),
    [
        ("1.2", lambda root: named(root, "ept")[0].set("id", "77")),
        ("1.2", lambda root: units(root)[1].set("id", units(root)[0].get("id"))),
        ("1.2", lambda root: named(root, "ph")[0].set("id", "1")),
        ("2.1", lambda root: named(root, "data")[0].set("id", "d77")),
        ("2.1", lambda root: units(root)[1].set("id", units(root)[0].get("id"))),
        ("2.1", lambda root: named(root, "pc")[1].set("id", named(root, "pc")[0].get("id"))),
    ],
)
def test_the_rules_bite(rich: Sheet, version: str, fault: Callable[[etree._Element], None]) -> None:
    root = etree.fromstring(xliff.write(rich, version))
    fault(root)
    with pytest.raises(AssertionError):
        assert_well_made(root)


def assert_well_made(root: etree._Element) -> None:
    """What is demanded beside the schemas: unique numbers, pairs that open and close, data that is there."""
    for file in named(root, "file"):
        assert_unique(one.get("id") for one in units(file))
    for unit in units(root):
        data = [one.get("id") for one in named(unit, "data")]
        assert_unique(data)
        used = {value for one in unit.iter() for key, value in one.items() if key.startswith("dataRef")}
        assert used == set(data)
        for text in (*named(unit, "source"), *named(unit, "target")):
            opened: list[str | None] = []
            for one in text.iter("{*}bpt", "{*}ept"):
                if one.tag.endswith("bpt"):
                    opened.append(one.get("id"))
                else:
                    assert opened.pop() == one.get("id")
            assert opened == []
            assert_unique(one.get("id") for one in text.iter("{*}bpt", "{*}ph", "{*}pc"))


def assert_unique(found: Iterable[str | None]) -> None:
    assert max(Counter(found).values(), default=0) < 2


SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
"""Where the Debian package php-symfony-translation has the schemas of OASIS."""


class Local(etree.Resolver):
    """The schemas name the one of xml:lang by an address in the web; it lies beside them."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:  # noqa: ARG002
        return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context) if system_url.endswith("xml.xsd") else None


def schema_of(version: str) -> etree.XMLSchema:
    """The schema of a version. Of 2.1 OASIS' schema of the core is that of 2.0, whose namespace it keeps."""
    path = SCHEMAS / {"1.2": "xliff-core-1.2-strict.xsd", "2.1": "xliff-core-2.0.xsd"}[version]
    if not path.is_file():
        reason = "the schemas of XLIFF are not installed: apt-get install php-symfony-translation"
        if os.environ.get("STRICT_TOOLS"):
            pytest.fail(f"{reason} (STRICT_TOOLS is set)")
        pytest.skip(reason)
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(path), parser))


# Other people's programs


def run(program: str, *args: str | Path) -> str:
    call = [Path(sys.executable).parent / program, *args]
    answer = subprocess.run(call, check=True, capture_output=True, text=True)
    assert "Error" not in answer.stderr, answer.stderr
    return answer.stdout


def test_translate_toolkit_reads_texts_and_states(rich: Sheet, some_sheets: list[Sheet], tmp_path: Path) -> None:
    """With the signs of codes, because these stand in the file."""
    for number, sheet in enumerate((rich, *some_sheets)):
        path, out = tmp_path / f"{number}.xlf", tmp_path / f"{number}.po"
        path.write_bytes(xliff.write(sheet, "1.2"))
        run("xliff2po", "--progress=none", "--duplicates=msgctxt", "-i", path, "-o", out)
        entries = po.parse(out.read_bytes(), str(out))[1:]
        rows = [row for row in sheet.rows if row.ref.form is None]  # it takes plural forms for one text, and drops some
        expected = [(markdown(sheet, row, row.source), markdown(sheet, row, row.target)) for row in rows]
        drafts = [bool(row.target) and row.state is not State.TRANSLATED for row in rows]
        found = {one.msgid: (one.msgstr, "fuzzy" in one.flags) for one in entries}
        assert [found[source] for source, _ in expected] == [
            (target, draft) for (_, target), draft in zip(expected, drafts, strict=True)
        ]


def test_translate_toolkit_counts_the_real_statement(tmp_path: Path) -> None:
    sheet = sheets.real("ckb")
    path = tmp_path / "a.xlf"
    path.write_bytes(xliff.write(sheet, "1.2"))
    counts = re.search(r"Translated:\s+(\d+)", run("pocount", "--no-color", path))
    assert counts
    assert int(counts[1]) == len(sheet.rows)


def test_translate_toolkit_fills_in_an_empty_file(rich: Sheet, some_sheets: list[Sheet], tmp_path: Path) -> None:
    """By number, from another XLIFF file; codes become plain text there, and the Markdown is the same."""
    for number, sheet in enumerate((rich, *some_sheets)):
        empty, full, out = (tmp_path / f"{number}-{name}.xlf" for name in ("empty", "full", "out"))
        empty.write_bytes(xliff.write(open_(sheet), "1.2"))
        full.write_bytes(xliff.write(sheet, "1.2"))
        run("pretranslate", "--progress=none", "--nofuzzymatching", "-t", full, "-i", empty, "-o", out)
        bundle = read(out.read_bytes())
        assert [row.target for row in bundle.rows] == [markdown(sheet, row, row.target) for row in sheet.rows]
        assert {row.doubts for row in bundle.rows} == {()}


def test_translate_toolkit_saves_it_as_version_1_1(rich: Sheet, tmp_path: Path) -> None:
    path, out = tmp_path / "a.xlf", tmp_path / "b.xlf"
    path.write_bytes(xliff.write(rich, "1.2"))
    run("pogrep", "--progress=none", "--keep-translations", "", "-i", path, "-o", out)
    assert b'version="1.1"' in out.read_bytes()
    assert_equal(rich, read(out.read_bytes()))


# Codes, as translators' tools leave them


def chunks(text: etree._Element) -> list[list[etree._Element | str]]:
    """A text cut where a tool lets its user move things: words, single codes, pairs with all that is in them."""
    found: list[list[etree._Element | str]] = [[text.text]] if text.text else []
    opened: list[str | None] = []
    for one in text:
        if opened:
            found[-1].append(one)
        else:
            found.append([one])
        if one.tag.endswith("}bpt"):
            opened.append(one.get("id"))
        elif one.tag.endswith("}ept"):
            opened.pop()
        if one.tail and opened:
            found[-1].append(one.tail)
        elif one.tail:
            found.append([one.tail])
    return found


def put(target: etree._Element, parts: Iterable[Sequence[etree._Element | str]], **drop: bool) -> None:
    for one in (one for part in parts for one in part):
        if isinstance(one, str):
            xml.append(target, one)
            continue
        copy = deepcopy(one)
        copy.tail = None
        if drop.get("signs") and copy.tag.endswith(("}bpt", "}ept", "}ph")):
            copy.text = None
        target.append(copy)


def said(part: Sequence[etree._Element | str], data: dict[str | None, str]) -> str:
    """The Markdown of a part, found out in another way than the program does."""
    return "".join(one if isinstance(one, str) else signs(one, data) for one in part)


def signs(one: etree._Element, data: dict[str | None, str]) -> str:
    match etree.QName(one).localname:
        case "pc":
            inside = (one.text or "") + "".join(signs(child, data) + (child.tail or "") for child in one)
            return data[one.get("dataRefStart")] + inside + data[one.get("dataRefEnd")]
        case "ph" if data:
            return data[one.get("dataRef")]
        case _:
            return one.text or ""


@pytest.mark.parametrize(
    ("how", "version"),
    [
        *((how, version) for how in ("turned round", "without the last", "twice") for version in VERSIONS),
        ("without signs", "1.2"),
        ("without data", "2.1"),
    ],
)
def test_codes_moved_dropped_and_repeated(how: str, version: str, rich: Sheet) -> None:
    expected = []

    def work(root: etree._Element) -> None:
        for unit in units(root):
            parts, target = chunks(source_of(unit)), target_of(unit)
            data = {one.get("id"): one.text or "" for one in named(unit, "data")}
            match how:
                case "turned round":
                    parts = parts[::-1]
                case "without the last":
                    parts = parts[:-1]
                case "twice":
                    parts = [["ن "], *parts, *parts]
                case _:
                    parts = [["ن "], *parts]
            put(target, parts, signs=how == "without signs")
            expected.append("".join(said(part, data) for part in parts))
            if how == "without data":
                for one in target.iter():
                    for name in ("dataRef", "dataRefStart", "dataRefEnd"):
                        one.attrib.pop(name, None)

    bundle = read(edited(xliff.write(open_(rich), version), work))
    assert [row.target for row in bundle.rows] == expected
    assert sum("**" in one for one in expected) > 1
    copied = "has the English as its translation"
    assert {doubt for row in bundle.rows for doubt in row.doubts} <= {copied}


def one(target: str, note: str = "", unit: str = "", file: str = "", source: str = "") -> bytes:
    """An XLIFF 1.2 file with one text, some of which is as a tool left it."""
    source = source or 'All <bpt id="1">**</bpt>must<ept id="1">**</ept> stop.<ph id="2">[^1]</ph>'
    resname = "" if "resname" in unit else f'resname="{REF}"'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file original="source/peace.md" source-language="en" datatype="x-markdown" {file}><body>
<trans-unit id="u0123abcd" {resname} {unit}><source>{source}</source>{target}{note}</trans-unit>
</body></file></xliff>""".encode()


def two(target: str, state: str = "", notes: str = "", root: str = "", space: str = "2.0") -> bytes:
    """An XLIFF 2 file with one text, some of which is as a tool left it."""
    state = f'state="{state}"' if state else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:{space}" version="{space}" srcLang="en" {root}>
<file id="f1"><unit id="u0123abcd" name="{REF}">{notes}
<originalData><data id="d1">**</data><data id="d2">[^1]</data></originalData>
<segment {state}>
<source>All <pc id="1" dataRefStart="d1" dataRefEnd="d1">must</pc> stop.<ph id="2" dataRef="d2"/></source>
{target}</segment></unit></file></xliff>""".encode()


LOST = "has a code without its signs, so some Markdown of it is lost"
OTHER = "has a code that is another one in the English"


@pytest.mark.parametrize(
    ("target", "expected", "doubts"),
    [
        ('<g id="1">ي</g> قف<x id="2"/>', "**ي** قف[^1]", ()),
        ('<bx id="1"/>ي<ex id="1"/> قف<x id="2"/>', "**ي** قف[^1]", ()),
        ('<it id="1" pos="open">**</it>ي<it id="1" pos="close">**</it>', "**ي**", ()),
        ('<bpt id="1"/>ي<ept id="1"/><ph id="2"/>', "**ي**[^1]", ()),
        ('<bpt id="1"> ** </bpt>ي<ept id="1">**</ept>', "**ي**", ()),
        ('<bpt id="7">*</bpt>ي<ept id="7">*</ept>', "*ي*", ()),
        ('<bpt id="1">*</bpt>ي<ept id="1">*</ept>', "*ي*", (OTHER,)),
        ('<g id="9">ي</g> قف', "ي قف", (LOST,)),
        ('<x id="9"/>قف', "قف", (LOST,)),
        ('ي <mrk mtype="term">قف</mrk>', "ي قف", ()),
        ('<mrk mtype="seg" mid="0">ي.</mrk> <mrk mtype="seg" mid="1">قف.</mrk>', "ي. قف.", ()),
        ('ي <y:b xmlns:y="urn:y">قف</y:b>', "ي قف", ('has a mark of another program, "b", which was left out',)),
        (
            '<y:b xmlns:y="urn:y"><g id="1">ي</g></y:b>',
            "**ي**",
            ('has a mark of another program, "b", which was left out',),
        ),
        ("ي <font>قف</font>", "ي قف", ('has a mark of another program, "font", which was left out',)),
        ("<![CDATA[ي **قف** <b> & c]]>", "ي **قف** <b> & c", ()),
        ("ي<!-- a note --> قف<?pi x?>", "ي قف", ()),
        ('<ph id="5">{<sub>ي</sub>}</ph>', "{ي}", ()),
    ],
)
def test_codes_of_other_programs(target: str, expected: str, doubts: tuple[str, ...]) -> None:
    (row,) = read(one(f'<target state="translated">{target}</target>')).rows
    assert (row.source, row.target, row.doubts) == ("All **must** stop.[^1]", expected, doubts)


@pytest.mark.parametrize(
    ("target", "expected", "doubts"),
    [
        ('<pc id="1" dataRefStart="d1" dataRefEnd="d1">ي</pc>', "**ي**", ()),
        ('<pc id="1">ي</pc><ph id="2"/>', "**ي**[^1]", ()),
        ('<sc id="1" dataRef="d1"/>ي<ec startRef="1" dataRef="d1"/>', "**ي**", ()),
        ('<sc id="1"/>ي<ec startRef="1"/>', "**ي**", ()),
        ('<ph id="2" dataRef="d2"/>ي<ph id="8" copyOf="2"/>', "[^1]ي[^1]", ()),
        ('<pc id="8" copyOf="1">ي</pc>', "**ي**", ()),
        ('<ph id="2" dataRef="d1"/>ي', "**ي", (OTHER,)),
        ('<ph id="9"/>ي', "ي", (LOST,)),
        ('<mrk id="m1" type="term">ي</mrk><sm id="m2"/>قف<em startRef="m2"/>', "يقف", ()),
        ('ي<cp hex="0009"/>قف', "ي\tقف", ()),
        ('<y:b xmlns:y="urn:y">ي</y:b>', "ي", ('has a mark of another program, "b", which was left out',)),
        ("<bpt>ي</bpt>", "ي", ('has a mark of another program, "bpt", which was left out',)),
    ],
)
def test_codes_of_other_programs_in_version_2(target: str, expected: str, doubts: tuple[str, ...]) -> None:
    (row,) = read(two(f"<target>{target}</target>", "translated")).rows
    assert (row.source, row.target, row.doubts) == ("All **must** stop.[^1]", expected, doubts)


# States


@pytest.mark.parametrize(
    ("unit", "state", "unsure"),
    [
        ("", "", False),
        ("", 'state="translated"', False),
        ('approved="no"', 'state="translated"', False),
        ("", 'state="final"', False),
        ("", 'state="signed-off"', False),
        ("", 'state="new"', True),
        ("", 'state="needs-translation"', True),
        ("", 'state="needs-review-translation"', True),
        ('approved="yes"', 'state="needs-l10n"', True),
        ("", 'state="x-rejected"', True),
        ('approved="yes"', "", False),
        ('approved="no"', "", True),
    ],
)
def test_drafts_by_their_state(unit: str, state: str, unsure: bool) -> None:
    (row,) = read(one(f"<target {state}>نص</target>", unit=unit)).rows
    assert (row.target, row.unsure) == ("نص", unsure)


@pytest.mark.parametrize(
    ("state", "unsure"),
    [("", False), ("translated", False), ("reviewed", False), ("final", False), ("initial", True), ("odd", True)],
)
def test_drafts_by_their_state_in_version_2(state: str, unsure: bool) -> None:
    (row,) = read(two("<target>نص</target>", state)).rows
    assert (row.target, row.unsure) == ("نص", unsure)


def test_poedit_marks_drafts_in_its_own_way() -> None:
    (row,) = read(two("<target>نص</target>", 'translated" subState="poedit:fuzzy')).rows
    assert row.unsure


@pytest.mark.parametrize("version", VERSIONS)
def test_a_draft_whose_state_was_lost_stays_one(version: str) -> None:
    """Nobody can tell then that a translator looked at it."""

    def forget(root: etree._Element) -> None:
        for element in root.iter():
            element.attrib.pop("state", None)
            element.attrib.pop("approved", None)

    sheet = sheet_of(("English", "مسودة"), state=State.FUZZY)
    (row,) = read(edited(xliff.write(sheet, version), forget)).rows
    assert row.unsure
    (row,) = read(edited(xliff.write(sheet_of(("English", "نص")), version), forget)).rows
    assert not row.unsure


def test_a_text_without_translation_is_empty() -> None:
    for data in (one(""), one("<target/>"), one('<target state="new"/>'), two(""), two("<target/>", "initial")):
        (row,) = read(data).rows
        assert (row.target, row.unsure, row.doubts) == ("", False, ())


@pytest.mark.parametrize("state", ["new", "needs-translation"])
def test_english_where_the_file_says_that_nothing_is_translated(state: str) -> None:
    (row,) = read(one(f'<target state="{state}">Stop.</target>', source="Stop.")).rows
    assert (row.target, row.unsure, row.doubts) == ("", False, ())


@pytest.mark.parametrize("state", ["", 'state="needs-review-translation"', 'state="translated"'])
def test_english_as_its_own_translation_is_a_text(state: str) -> None:
    """Whether it may be one is not for a format to say."""
    (row,) = read(one(f"<target {state}>Dawlaty</target>", source="Dawlaty")).rows
    assert (row.target, row.doubts) == ("Dawlaty", ())


# Segments of tools


def test_segments_of_version_1_2() -> None:
    halves = '<mrk mtype="seg" mid="0">All <g id="1">must</g> stop.</mrk> <mrk mtype="seg" mid="1">Now.</mrk>'
    data = one(f'<seg-source>{halves}</seg-source><target state="translated">{halves}</target>')
    (row,) = read(data).rows
    assert (row.target, row.doubts) == ("All **must** stop. Now.", ())


def segmented(*segments: str) -> Returned:
    data = f"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en">
<file id="f1"><unit id="u0123abcd" name="{REF}">{"".join(segments)}</unit></file></xliff>"""
    (row,) = read(data.encode()).rows
    return row


def test_segments_of_version_2() -> None:
    row = segmented(
        '<segment state="translated"><source>One.</source><target>أ.</target></segment>',
        "<ignorable><source> </source></ignorable>",
        '<segment state="translated"><source>Two.</source><target>ب.</target></segment>',
    )
    assert (row.source, row.target, row.unsure, row.doubts) == ("One. Two.", "أ. ب.", False, ())


def test_segments_in_another_order() -> None:
    row = segmented(
        '<segment state="final"><source>One.</source><target order="3">أ.</target></segment>',
        "<ignorable><source> </source><target>  </target></ignorable>",
        '<segment state="final"><source>Two.</source><target order="1">ب.</target></segment>',
    )
    assert (row.target, row.doubts) == ("ب.  أ.", ())


@pytest.mark.parametrize("order", ["2", "0", "-1", "x", "9" * 5000, "٣"])
def test_segments_in_an_order_that_cannot_be(order: str) -> None:
    row = segmented(
        f'<segment><source>One.</source><target order="{order}">أ.</target></segment>',
        "<segment><source>Two.</source><target>ب.</target></segment>",
    )
    assert row.target == "أ.ب."
    assert row.doubts == (("has two segments in one place",) if order == "2" else ())


def test_segments_of_which_one_is_not_translated() -> None:
    row = segmented(
        '<segment state="translated"><source>One.</source><target>أ.</target></segment>',
        "<segment><source>Two.</source></segment>",
    )
    assert (row.target, row.doubts) == ("أ.", ("is translated in part only",))


def test_segments_of_which_one_is_a_draft() -> None:
    row = segmented(
        '<segment state="translated"><source>One.</source><target>أ.</target></segment>',
        '<segment state="initial"><source>Two.</source><target>ب.</target></segment>',
    )
    assert row.unsure


# Addresses, languages, remarks


@pytest.mark.parametrize("version", VERSIONS)
def test_the_address_stands_in_two_places(version: str, rich: Sheet) -> None:
    def forget(*where: str) -> Callable[[etree._Element], None]:
        def edit(root: etree._Element) -> None:
            for unit in units(root):
                if "name" in where:
                    unit.attrib.pop("resname", None)
                    unit.attrib.pop("name", None)
                for group in [*named(unit, "context-group"), *named(unit, "metadata")] if "context" in where else []:
                    unit.remove(group)

        return edit

    refs = [row.ref for row in rich.rows]
    data = xliff.write(rich, version)
    assert [row.ref for row in read(edited(data, forget("name"))).rows] == refs
    assert [row.ref for row in read(edited(data, forget("context"))).rows] == refs
    gone = read(edited(data, forget("name", "context")))
    translated = [row for row in rich.rows if row.target]
    assert [row.ref for row in gone.rows] == [None] * len(translated)
    assert [row.source for row in gone.rows] == [markdown(rich, row, row.source) for row in translated]


def test_an_address_in_the_unit_of_another_text() -> None:
    other = REF.replace("u0123abcd", "u99999999")
    (row,) = read(one("<target>نص</target>", unit=f'resname="{other}"')).rows
    assert row.doubts == ("has the addresses of two texts",)
    group = f'<context-group><context context-type="x-ref">{other}</context></context-group>'
    (row,) = read(one("<target>نص</target>", note=group)).rows
    assert row.doubts == ("has the addresses of two texts",)


@pytest.mark.parametrize("tag", ["ar", "AR", "ar-SY", "ar-SA", "ar-Arab-IQ"])
def test_names_of_the_same_language(tag: str) -> None:
    bundle = read(one("<target>نص</target>", file=f'target-language="{tag}"'))
    assert (bundle.warnings, bundle.rows[0].unsure) == ([], False)


@pytest.mark.parametrize(
    ("wanted", "tag", "same"),
    [
        ("ckb", "ku-Arab-IQ", True),
        ("ckb", "ckb-IQ", True),
        ("ku", "kmr-TR", True),
        ("ku", "ku-Latn-TR", True),
        ("ku", "ku-Arab-IQ", False),
        ("ku", "ckb", False),
        ("ckb", "ar", False),
        ("az", "az-Arab", False),
        ("ar", "x-klingon", False),
        ("ar", "-".join("a" * 9000), False),
        ("zz", "ar", False),
    ],
)
def test_names_of_languages(wanted: str, tag: str, same: bool) -> None:
    data = two("<target>نص</target>", "translated", root=f'trgLang="{tag}"').replace(
        b"peace/ar", f"peace/{wanted}".encode()
    )
    bundle = read(data)
    assert (bundle.warnings == [], bundle.rows[0].unsure) == (same, not same)
    if not same:
        assert bundle.warnings == [f'Translations are said to be in "{tag[:35]}", another language: they are drafts.']


def test_another_language_in_one_text() -> None:
    (row,) = read(one('<target xml:lang="fr">texte</target>', file='target-language="ar"')).rows
    assert row.unsure


def test_what_translators_wrote_is_a_remark_without_their_name() -> None:
    note = '<note from="developer">ours</note><note from="Reem">Is it *so*?</note><note>Second</note>'
    (row,) = read(one('<target>ن<mrk mtype="x-c" comment="Third">ص</mrk></target>', note=note)).rows
    assert row.remark == "Is it *so*?\nSecond\nThird"
    notes = (
        '<notes><note category="developer">ours</note><note category="location">x:1</note>'
        '<note category="Reem">First</note><note>Second</note></notes>'
    )
    (row,) = read(two('<target>ن<mrk id="m" type="comment" value="Third">ص</mrk></target>', notes=notes)).rows
    assert row.remark == "First\nSecond\nThird"


def test_what_others_put_beside_a_text_is_not_its_translation() -> None:
    alternative = '<alt-trans><source>Old.</source><target state="translated">قديم</target><note>x</note></alt-trans>'
    (row,) = read(one("<target>نص</target>", note=alternative)).rows
    assert (row.source, row.target, row.remark) == ("All **must** stop.[^1]", "نص", "")
    (row,) = read(one("", note=alternative)).rows
    assert row.target == ""


def test_all_files_and_groups_are_read() -> None:
    unit = f'<trans-unit id="u0123abcd" resname="{REF}"><source>One.</source><target>أ.</target></trans-unit>'
    skeleton = '<header><skl><external-file href="x.skl"/></skl></header>'
    file = '<file original="a" source-language="en" datatype="plaintext">'
    data = f"""<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
{file}{skeleton}<body><group restype="x-a"><group>{unit}</group></group></body></file>
{file}<body>{unit}<bin-unit id="b"><bin-source/></bin-unit></body></file></xliff>"""
    assert [(row.place, row.target) for row in read(data.encode()).rows] == [
        ("unit u0123abcd (line 2)", "أ."),
        ("unit u0123abcd (line 3)", "أ."),
    ]
    group = f'<unit id="u0123abcd" name="{REF}"><segment><source>One.</source><target>أ.</target></segment></unit>'
    data = f"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.2" version="2.2" srcLang="en"><file id="f">
<skeleton>x</skeleton><group id="g">{group}</group></file><file id="h">{group}</file></xliff>"""
    assert [row.target for row in read(data.encode()).rows] == ["أ.", "أ."]


def test_a_text_of_another_project_among_ours() -> None:
    strange = '<trans-unit id="t1"><source>Other.</source><target>آخر</target></trans-unit>'
    empty = '<trans-unit id="t2"><source>Other.</source></trans-unit>'
    data = one("<target>نص</target>").replace(b"</body>", f"{strange}{empty}</body>".encode())
    first, second = read(data).rows
    assert str(first.ref) == REF
    assert (second.ref, second.source, second.target) == (None, "Other.", "آخر")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_every_reader_of_xml_must_know(encoding: str) -> None:
    text = one("<target>نص</target>").decode().replace("UTF-8", encoding.removesuffix("-sig"))
    assert read(text.encode(encoding)).rows[0].target == "نص"


# Bad input

HIDDEN = "what lies in another file"
HEAD = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'


def doctype(subset: str, text: str) -> str:
    return f"<!DOCTYPE xliff [{subset}]>\n" + one(f"<target>{text}</target>").decode().partition("\n")[2]


BOMB = "".join(f'<!ENTITY {a} "{f"&{b};" * 10}">' for a, b in zip("bcdefg", "abcdef", strict=True))


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (doctype("<!ELEMENT x ANY>", "x"), 1, "declares a document type"),
        ("<?xml version='1.0'?>\n<!-- <a> --><?x y?>\n" + doctype("", "x"), 3, "declares a document type"),
        (doctype('<!ENTITY a "aaaa">' + BOMB, "&g;"), 1, "declares a document type"),
        (doctype("", "x").encode("utf-16"), 1, "declares a document type"),
        ("", 1, "is not well-formed XML: "),
        ("no XML", 1, "is not well-formed XML: "),
        (b"PK\x03\x04 a zip file", 1, "is not well-formed XML: "),
        (one("<target>نص</target>")[:-30], 4, "is not well-formed XML: "),
        (one("<target>&nbsp;</target>"), 4, "is not well-formed XML: Entity 'nbsp' not defined"),
        (f"{HEAD}\n{'<g>' * 300}", 2, "is not well-formed XML: Excessive depth"),
        (one("<target>نص</target>").decode().encode("cp1256"), 4, "is not UTF-8"),
        ("\n".join("<x>é</x>").encode("latin-1"), 4, "is not UTF-8"),
        (one("<target/>").replace(b"UTF-8", b"windows-1256"), 1, 'says that it is in "windows-1256", and is not'),
        (one("<target/>").replace(b"UTF-8", b"UTF-7"), 1, 'says that it is in "utf-7", and is not'),
        (one("<target/>").replace(b"UTF-8", b"UTF-16"), 1, 'says that it is in "utf-16", and is not'),
        (one("<target/>").decode().encode("utf-16"), 1, 'says that it is in "utf-8", and is not'),
        ("<html><body/></html>", 1, 'is no XLIFF: it begins with "html"'),
        ('<tmx version="1.4"><body/></tmx>', 1, 'is no XLIFF: it begins with "tmx"'),
        ('\n<xliff version="1.0"/>', 2, 'is XLIFF of version "1.0"'),
        (two("", space="3.0"), 2, 'is XLIFF of version "3.0"'),
        (f"{HEAD}<a>{'x' * 11_000_000}", 1, "is not well-formed XML: Resource limit exceeded: Text node too long"),
        (f"{HEAD}</xliff>", 0, "holds no text of a statement: none has an address"),
        (one("<target>x</target>", unit='resname="x"').replace(b"u0123abcd", b"1"), 0, "holds no text of a statement"),
        (b" " * 60_000_000, 0, "larger than 20,000,000 bytes"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else "",
)
def test_what_may_not_be_opened(data: str | bytes, line: int, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read(data if isinstance(data, bytes) else data.encode())
    (problem,) = error.value.problems
    assert problem.message.startswith(message)
    assert "XML_PARSE_HUGE" not in problem.message
    assert (problem.path, problem.line, bool(problem.hint)) == ("back.xlf", line, True)


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_text(HIDDEN)
    return path.as_uri()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_other_file_is_read(secret: str, encoding: str) -> None:
    data = doctype(f'<!ENTITY e SYSTEM "{secret}">', "&e;").encode(encoding)
    with pytest.raises(UsageError, match="declares a document type"):
        read(data)
    bites = etree.fromstring(data, etree.XMLParser(resolve_entities=True))
    assert HIDDEN in str(etree.tostring(bites))


def test_no_entity_is_expanded() -> None:
    bites = etree.fromstring(doctype('<!ENTITY a "aaaa">' + BOMB, "&d;").encode(), etree.XMLParser())
    assert b"a" * 4000 in etree.tostring(bites)


def test_no_other_file_is_taken_in(secret: str) -> None:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'
    data = one(f"<target>{include}</target>")
    with pytest.raises(UsageError, match="takes in another file"):
        read(data)
    bites = etree.ElementTree(etree.fromstring(data))
    bites.xinclude()
    assert HIDDEN in str(etree.tostring(bites))


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(VERSIONS))
def test_broken_files_are_answered(data: st.DataObject, version: str) -> None:
    """Whatever becomes of a file on its way, there is an answer, and no traceback."""
    good = xliff.write(sheet_of(("**All** of [it](https://e.org)", "**كل** [ذلك](https://e.org)")), version)
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 40)))
    change = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from([b"<", b"/>", b"</target>", b'"', b"&#0;"])))
    try:
        answers = [row.target for row in read(good[:start] + change + good[end:]).rows]
    except UsageError as error:
        answers = [one.hint for one in error.problems]
    assert all(isinstance(one, str) for one in answers)
