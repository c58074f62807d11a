"""Every check finds what it must, and nothing in good text; what people may and may not let pass."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import workflow
from hypothesis import given
from hypothesis import strategies as st
from workspaces import REPOSITORY, Workspace

from publisher import checks, files, po
from publisher.catalog import Catalog
from publisher.document import inline
from publisher.errors import SourceError
from publisher.locale import locale
from publisher.model import INTERFACE, Finding, Segment
from publisher.project import Project
from publisher.site.texts import wording_segments
from publisher.terms import Agreed, Glossary, Term

FIXTURES = Path(__file__).parent / "checks"
EXPECT = re.compile(r"expect: ([\w-]+) (\w+)")
WORKSPACE = Project.open(REPOSITORY)


def glossary(locale_id: str) -> Glossary:
    """The terms of the repository, and a name that is kept."""
    one = next(one for one in WORKSPACE.settings.targets if one.id == locale_id)
    terms = [*WORKSPACE.terms(), Term("WhatsApp", "keep", "", 1)]
    return Glossary.of(terms, WORKSPACE.catalog(one, "terms").translations)


def read(path: Path) -> tuple[Catalog, list[Segment], list[po.Entry]]:
    data = path.read_bytes()
    target = locale(path.suffixes[-2].removeprefix("."))
    _, *entries = po.parse(data, str(path))
    segments = [Segment(one.msgid, one.msgctxt or "", one.msgid_plural or "") for one in entries]
    return Catalog.read(data, target, locale("en"), path.name), segments, po.parse(data, str(path))


def found(path: Path) -> Counter[tuple[int, str, str]]:
    """What the checks say of a fixture: line of the entry, check, severity; without mere remarks."""
    catalog, segments, _ = read(path)

    def taken_apart(context: str, text: str) -> checks.Reader:
        return checks.plain(context, text) if context == INTERFACE else inline(text)

    every = checks.check(catalog, segments, taken_apart, glossary(catalog.locale.id))
    return Counter((one.line, one.check, one.severity.value) for one in every if one.severity.value != "info")


def expected(path: Path) -> Counter[tuple[int, str, str]]:
    """What the comments of a fixture say is to be found; those of its header are about the whole file, line 1."""
    lines = [(one.linenum if number else 1, one.tcomment) for number, one in enumerate(read(path)[2])]
    return Counter((line, *wanted) for line, comment in lines for wanted in EXPECT.findall(comment))


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("fail/*.po")), ids=lambda path: path.stem)
def test_a_check_finds_what_is_wrong_and_nothing_else(path: Path) -> None:
    assert expected(path)
    assert found(path) == expected(path)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("pass/*.po")), ids=lambda path: path.stem)
def test_no_check_says_anything_of_good_text(path: Path) -> None:
    assert found(path) == Counter()


def test_every_check_has_both_kinds_of_fixture() -> None:
    of_texts = {name for name, one in checks.CHECKS.items() if one.scope != "source"}
    failing = {wanted for path in FIXTURES.glob("fail/*.po") for wanted, _ in EXPECT.findall(path.read_text("utf-8"))}
    passing = {path.name.partition(".")[0] for path in FIXTURES.glob("pass/*.po")}
    assert failing >= of_texts
    assert passing >= of_texts


# What lies around the checks: waivers, repairs, the command line


def test_what_protects_readers_cannot_be_let_pass() -> None:
    assert {name for name, one in checks.CHECKS.items() if not one.waivable and one.scope == "text"} >= {
        "bidi",
        "html",
        "link",
        "markup",
        "placeholder",
    }


@pytest.mark.parametrize("name", sorted(checks.CHECKS))
def test_every_check_is_documented_with_examples(name: str) -> None:
    one = checks.CHECKS[name]
    assert one.summary.endswith((".", ":"))
    assert re.search(r"^Bad:\n    \S.*?^Good:\n    \S", one.doc, re.MULTILINE | re.DOTALL), one.doc


def findings(workspace: Workspace, *call: str) -> list[dict[str, object]]:
    answer = workspace.run("check", *call, "--format", "json")
    assert answer.code in {0, 1}, answer.err
    found: list[dict[str, object]] = json.loads(answer.out)["findings"]
    assert answer.code == any(one["severity"] == "error" for one in found)
    return found


@pytest.fixture
def good(workspace: Workspace) -> Workspace:
    """A workspace in which no check finds anything."""
    put(workspace, "All parties must stop the shelling of 3 towns.", "على جميع الأطراف وقف قصف ثلاث بلدات.")
    put(workspace, "People fled in 2018.", "فرّ الناس من بيوتهم في عام 2018.")
    put(workspace, "Protect all civilians.", "احموا جميع المدنيين في المدينة.")
    return workspace


def put(workspace: Workspace, source: str, target: str, comment: str = "") -> None:
    path = workspace.root / "locales/ar/LC_MESSAGES/peace.po"
    entries = po.parse(path.read_bytes(), "peace.po")
    for one in entries:
        if one.msgid == source:
            one.msgstr, one.tcomment = target, comment
    path.write_bytes(po.serialize(entries))


def of_ar(workspace: Workspace) -> list[tuple[object, object]]:
    found = findings(workspace, "locales/ar/LC_MESSAGES/peace.po")
    wanted = {"All parties must stop the shelling of 3 towns.", "People fled in 2018.", "Protect all civilians."}
    ids = {Segment(one, context).id for one in wanted for context in ("paragraph", "item")}
    return [(one["check"], one["severity"]) for one in found if one["unit"] in ids]


def test_one_catalog_one_language_or_everything(good: Workspace) -> None:
    put(good, "People fled in 2018.", "فرّ الناس من بيوتهم في عام 2081.")
    number = ("number", "ar", "peace")
    for call in ([], ["ar"], ["ar-SY"], ["locales/ar/LC_MESSAGES/peace.po"]):
        every = {(one["check"], one["locale"], one["slug"]) for one in findings(good, *call)}
        assert number in every, call
    for call in (["ku"], ["locales/ar/LC_MESSAGES/site.po"], ["source/peace.md"], ["en"]):
        every = {(one["check"], one["locale"], one["slug"]) for one in findings(good, *call)}
        assert number not in every, call


@pytest.mark.parametrize(
    ("folder", "looked_at"),
    [
        ("locales/ku", {("ku", "peace"), ("ku", "site")}),
        ("locales/ku/LC_MESSAGES/", {("ku", "peace"), ("ku", "site")}),
        ("locales", {(name, slug) for name in ("ar", "ku") for slug in ("peace", "site")}),
        ("source", {("en", "peace")}),
    ],
)
def test_a_folder_means_what_is_in_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, folder: str, looked_at: set[tuple[str, str]]
) -> None:
    for name in ("ar", "ku"):
        for slug in ("peace", "site"):
            workspace.write(workspace.po(name, slug), "")
    workspace.edit("source/peace.md", "title: A call", f"title: A {'long ' * 20}call")
    for place in (folder, str(workspace.root / folder)):
        assert {(one["locale"], one["slug"]) for one in findings(workspace, place)} == looked_at
    monkeypatch.chdir(workspace.root.parent)
    (workspace.root / "ku").mkdir()
    assert {one["locale"] for one in findings(workspace, "ku")} == {"ku"}
    assert workspace.run("check", "templates").code == 2


def test_a_broken_glossary_is_one_finding_and_the_texts_are_still_checked(good: Workspace) -> None:
    good.write("source/terms.yaml", "- term: civilians\n- term: Dawlaty\n  kind: keep\n")
    good.run("update")
    put(good, "People fled in 2018.", "فرّ الناس من بيوتهم في عام 2081.")
    good.write("locales/ar/LC_MESSAGES/terms.po", "")
    for call in ([], ["ar"], ["locales/ar/LC_MESSAGES/peace.po"]):
        found = [(one["check"], one["slug"]) for one in findings(good, *call) if one["locale"] == "ar"]
        assert found.count(("catalog", "terms")) == 1
        assert ("number", "peace") in found


def test_a_wrong_place_is_refused_with_the_nearest_right_one(workspace: Workspace) -> None:
    answer = workspace.run("check", "locales/ar/LC_MESSAGES/peas.po")
    assert answer.code == 2
    assert "locales/ar/LC_MESSAGES/peace.po" in answer.err
    assert workspace.run("check", "kurdish").code == 2
    assert workspace.run("check", "--explain", "nummer").code == 2


def test_a_finding_names_its_place_its_unit_and_its_cure(good: Workspace) -> None:
    assert of_ar(good) == []
    put(good, "People fled in 2018.", "فرّ الناس من بيوتهم في عام 2081.")
    one = next(one for one in findings(good) if one["check"] == "number")
    lines = good.read("locales/ar/LC_MESSAGES/peace.po").split("\n")
    line = one.pop("line")
    assert isinstance(line, int)
    assert 'msgid "People fled in 2018."' in lines[line - 1 : line + 6]
    assert one == {
        "check": "number",
        "severity": "error",
        "locale": "ar",
        "slug": "peace",
        "path": "locales/ar/LC_MESSAGES/peace.po",
        "unit": Segment("People fled in 2018.", "paragraph").id,
        "message": '"2018" has become "2081"; its digits have changed places',
        "help": "write 2018",
        "fixable": False,
    }


def test_text_has_the_place_first_and_the_right_to_left_text_last_in_isolates(good: Workspace) -> None:
    put(good, "People fled in 2018.", "فرّ الناس من بيوتهم في عام 2081.")
    lines = good.run("check", "ar").out.split("\n")
    at = next(number for number, line in enumerate(lines) if "error[number]" in line)
    assert re.match(r'locales/ar/LC_MESSAGES/peace\.po:\d+  error\[number\]  "2018" has become', lines[at])
    assert lines[at + 1] == "   │ en  People fled in 2018."
    assert lines[at + 2] == "   │ ar  \u2067فرّ الناس من بيوتهم في عام 2081.\u2069"
    assert lines[at + 3] == "   = help: write 2018"
    assert "No machine sees" in lines[-2]


def test_annotations_for_github(good: Workspace) -> None:
    put(good, "People fled in 2018.", "فرّ الناس, من بيوتهم في عام 2081.")
    out = good.run("check", "ar", "--format", "github").out
    assert re.search(r"^::error file=locales/ar/LC_MESSAGES/peace\.po,line=\d+,title=number::", out, re.MULTILINE)


def test_a_line_break_in_a_name_makes_no_command_of_its_own() -> None:
    from publisher.report.check import _escaped  # noqa: PLC0415  # what keeps a catalog from giving orders to CI

    assert _escaped("a%\r\n::error::x:,", ":,") == "a%25%0D%0A%3A%3Aerror%3A%3Ax%3A%2C"


def test_a_broken_catalog_is_a_finding_and_the_others_are_still_checked(good: Workspace) -> None:
    good.write("locales/ar/LC_MESSAGES/peace.po", '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n')
    found = findings(good)
    assert [one["line"] for one in found if one["path"] == "locales/ar/LC_MESSAGES/peace.po"] == [1]
    assert {one["locale"] for one in found} > {"ar"}


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    """A workspace of more statements than one process looks at; one catalog of each language is broken."""
    for number in range(8):
        text = workspace.read("source/peace.md").replace("2018", f"{2000 + number}").replace("summary", "short_title")
        workspace.write(
            f"source/{'ab'[number % 2]}-{number}.md", f"{text}\n[Nowhere](x{number}.html) (NATO)\n\nABC DEF\n"
        )
    assert workspace.run("update").code == 0
    for number in range(0, 8, 3):
        workspace.translate("ar", f"{'ab'[number % 2]}-{number}")
        workspace.translate("ku", f"{'ab'[number % 2]}-{number}")
    workspace.write("locales/ar/LC_MESSAGES/b-5.po", "<<<<<<< HEAD")
    workspace.write("locales/ku/LC_MESSAGES/a-2.po", "")
    return workspace


def one_by_one(project: Project) -> list[Finding]:
    """What is found in each language, in one file after the other; those that cannot be read come first."""
    domains = [*sorted(path.stem for path in (project.root / "source").glob("*.md")), "site"]
    found = []
    for language in project.settings.locales:
        source = language is project.settings.source_locale
        paths = [project.root / f"source/{one}.md" if source else project.po_path(language, one) for one in domains]
        every = [workflow.check(project, [str(path)]).findings for path in paths if path.exists()]
        is_broken = {id(one): one for some in every for one in some if one.check == "catalog" and not one.segment}
        broken = [one for some in every for one in some if id(one) in is_broken and len(some) == 1]
        found += [*broken, *(one for some in every for one in some if one not in broken)]
    return found


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_however_many_work_the_findings_and_their_order_are_the_same(many: Workspace, jobs: int) -> None:
    project, told = Project.open(many.root), list[tuple[int, int]]()
    result = workflow.check(project, jobs=jobs, progress=lambda done, of: told.append((done, of)))
    assert {one.locale for one in result.findings} == {"en", "ar", "ku"}
    assert result.findings == one_by_one(project)
    assert list(result.locales) == ["en", "ar", "ku"]
    texts = {one.slug: len(one.segments) for one in project.documents()}
    assert result.segments == 3 * sum(texts.values()) + 2 * len(wording_segments(project))
    assert told[-1] == (9 + 2 * 10, 9 + 2 * 10)
    assert told == sorted(told)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("place", ["ku", "source/a-0.md", ""])
def test_every_statement_that_is_wrong_is_told(many: Workspace, place: str, jobs: int) -> None:
    many.write("source/b-7.md", "no front matter")
    many.write("source/a-4.md", "---\ntitle: x\n---\n")
    many.write("source/more/a-0.md", many.read("source/a-0.md"))
    project = Project.open(many.root)
    with pytest.raises(SourceError) as plain:
        project.documents()
    before = many.bytes_of("locales")
    for fix in (False, True):
        with pytest.raises(SourceError) as error:
            workflow.check(project, [place] if place else [], fix=fix, jobs=jobs)
        assert error.value.problems == plain.value.problems
        assert {one.path for one in error.value.problems} > {"source/b-7.md", "source/a-4.md"}
    assert many.bytes_of("locales") == before


def test_a_reason_lets_a_finding_pass_and_a_stale_one_is_told(good: Workspace) -> None:
    wrong, right = "فرّ الناس من بيوتهم قبل سنوات.", "فرّ الناس من بيوتهم في عام 2018."
    put(good, "People fled in 2018.", wrong)
    assert of_ar(good) == [("number", "error")]
    put(good, "People fled in 2018.", wrong, "check-ignore: number")
    assert of_ar(good) == [("number", "error"), ("waiver", "warning")]
    put(good, "People fled in 2018.", wrong, "note to self\ncheck-ignore: number (the year is in the title)")
    assert of_ar(good) == []
    put(good, "People fled in 2018.", right, "check-ignore: number (the year is in the title)")
    assert of_ar(good) == [("waiver", "warning")]


YEAR = "the year is in the title"


def comment_of(workspace: Workspace, source: str) -> str:
    entries = po.parse((workspace.root / "locales/ar/LC_MESSAGES/peace.po").read_bytes(), "peace.po")
    return next(one.tcomment for one in entries if one.msgid == source)


def confirm(workspace: Workspace) -> None:
    """A translator takes the marks of drafts away."""
    workspace.edit("locales/ar/LC_MESSAGES/peace.po", "#, fuzzy\n", "")


def test_a_waiver_is_for_the_english_that_it_was_written_for(good: Workspace) -> None:
    put(good, "People fled in 2018.", "فرّ الناس من بيوتهم قبل سنوات.", f"who?\nCheck-Ignore: number ({YEAR})")
    good.edit("source/peace.md", "in 2018.", "in 2017.")
    good.run("update")
    assert comment_of(good, "People fled in 2017.") == f"who?\nwas: Check-Ignore: number ({YEAR})"
    confirm(good)
    found = findings(good, "locales/ar/LC_MESSAGES/peace.po")
    unit = Segment("People fled in 2017.", "paragraph").id
    assert [one["check"] for one in found if one["unit"] == unit] == ["number"]
    good.edit("source/peace.md", "in 2017.", "in 2016.")
    good.run("update")
    assert comment_of(good, "People fled in 2016.") == f"who?\nwas: Check-Ignore: number ({YEAR})"
    before = good.bytes_of("locales")
    good.run("update")
    assert good.bytes_of("locales") == before
    good.edit("locales/ar/LC_MESSAGES/peace.po", "# was: Check-Ignore", "# Check-Ignore")
    confirm(good)
    assert not [one for one in findings(good, "ar") if one["unit"] == Segment("People fled in 2016.", "paragraph").id]


def test_a_waiver_holds_again_when_an_edit_is_taken_back(good: Workspace) -> None:
    put(good, "People fled in 2018.", "فرّ الناس من بيوتهم قبل سنوات.", f"check-ignore: number ({YEAR})")
    good.edit("source/peace.md", "in 2018.", "in 2017.")
    good.run("update")
    good.edit("source/peace.md", "in 2017.", "in 2018.")
    good.run("update")
    assert comment_of(good, "People fled in 2018.") == f"check-ignore: number ({YEAR})"
    assert of_ar(good) == []


def test_a_minor_edit_leaves_a_waiver(good: Workspace) -> None:
    put(good, "People fled in 2018.", "فرّ الناس من بيوتهم قبل سنوات.", f"check-ignore: number ({YEAR})")
    good.edit("source/peace.md", "People fled in 2018.", "people fled in 2018.")
    good.run("update", "--minor")
    assert comment_of(good, "people fled in 2018.").startswith(f"check-ignore: number ({YEAR})\n")


def test_a_waiver_without_a_translation_is_void_too(good: Workspace) -> None:
    put(good, "People fled in 2018.", "", f"check-ignore: number ({YEAR})")
    good.edit("source/peace.md", "in 2018.", "in 2017.")
    good.run("update")
    assert comment_of(good, "People fled in 2017.") == f"was: check-ignore: number ({YEAR})"


def test_fix_tells_what_somebody_else_changed_at_the_same_time(
    good: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, other = "فرّ الناس,  من بيوتهم في عام 2018.", "هرب الناس من بيوتهم في عام 2018."
    put(good, "People fled in 2018.", wrong)
    put(good, "Protect all civilians.", "احموا جميع  المدنيين في المدينة.")

    save = files.History.save

    def late(history: files.History, *args: Any) -> None:  # noqa: ANN401  # handed on as they are
        put(good, "People fled in 2018.", other)
        save(history, *args)

    monkeypatch.setattr(files.History, "save", late)
    answer = json.loads(good.run("check", "locales/ar/LC_MESSAGES/peace.po", "--fix", "--format", "json").out)
    assert [one["after"] for one in answer["contested"]] == ["فرّ الناس، من بيوتهم في عام 2018."]
    assert [one["after"] for one in answer["mended"]] == ["احموا جميع المدنيين في المدينة."]
    text = good.read("locales/ar/LC_MESSAGES/peace.po")
    assert "فرّ الناس، من بيوتهم" in text
    assert other in text
    put(good, "People fled in 2018.", wrong)
    confirm(good)
    said = good.run("check", "ar", "--fix").out
    assert said.count("not mended: somebody changed it meanwhile; both texts are in the file\n") == 1
    assert not re.search(r"po:\d+  mended", said)


def test_fix_repairs_what_is_certain_and_nothing_else(good: Workspace) -> None:
    put(good, "People fled in 2018.", "فرّ الناس, من  بیوتهم\u200b في عام 2081.")
    before = good.read("locales/ar/LC_MESSAGES/peace.po")
    answer = good.run("check", "ar", "--fix")
    after = good.read("locales/ar/LC_MESSAGES/peace.po")
    assert after == before.replace("فرّ الناس, من  بیوتهم\u200b في", "فرّ الناس، من بيوتهم في")
    assert "mended" in answer.out
    assert answer.code == 1  # the number is for a person to mend
    assert good.run("check", "ar", "--fix").out.count("mended") == 0
    assert good.read("locales/ar/LC_MESSAGES/peace.po") == after


def test_fix_looks_for_terms_as_it_has_mended_them(good: Workspace) -> None:
    good.write("source/terms.yaml", "- term: civilians\n")
    good.run("update")
    good.fill("ar", "terms", {"civilians": "المدنیین"})  # with a letter of Persian, which the text has not
    answer = good.run("check", "ar", "--fix")
    assert "terms.po" in answer.out
    assert "mended" in answer.out
    assert "المدنيين" in good.read("locales/ar/LC_MESSAGES/terms.po")
    assert "warning[term]" not in answer.out


def test_fix_leaves_what_a_translator_lets_pass(good: Workspace) -> None:
    text = "فرّ الناس, من بيوتهم في عام 2018."
    put(good, "People fled in 2018.", text, "check-ignore: punctuation (so it is printed on the sign)")
    good.run("check", "ar", "--fix")
    assert text in good.read("locales/ar/LC_MESSAGES/peace.po")


LETTERS = st.text(
    "ابتكي،؛یکەەهـ\u200c\u200b\u202e\u2067\u0640\ufefbﻻ ,;?.!()«»“”\"'’êîşçİıe\u0302ș 12٣۴%/…-", max_size=60
)


@given(LETTERS, st.sampled_from(["ar", "ku", "ckb", "fa", "fr"]))
def test_repairs_come_to_an_end_and_need_no_second_run(text: str, name: str) -> None:
    segment = Segment("People fled in 2018.", "paragraph")
    data = f'msgid ""\nmsgstr "Language: {name}\\n"\n\nmsgctxt "paragraph"\nmsgid "People fled in 2018."\nmsgstr ""\n'
    catalog = Catalog.read(data.encode(), locale(name), locale("en"), "x.po")
    catalog.fill(segment, [f"a{text}"])
    once = checks.mended(catalog, segment, checks.plain, Glossary())
    catalog.fill(segment, once)
    assert checks.mended(catalog, segment, checks.plain, Glossary()) == once
    found = checks.check(catalog, [segment], checks.plain, Glossary())
    assert not [one for one in found if one.fixable]


# The English itself


def test_a_long_title_needs_a_short_one(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "title: A call for peace", f"title: A call for {'very ' * 12}lasting peace")
    one = next(one for one in findings(workspace, "en"))
    assert (one["check"], one["path"], one["line"]) == ("title-length", "source/peace.md", 2)
    workspace.edit("source/peace.md", "summary:", "short_title: A call for peace\nsummary:")
    assert findings(workspace, "en") == []


def test_a_link_inside_the_site_leads_somewhere(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "https://example.org/law", "pieces.html")
    assert [one["check"] for one in findings(workspace, "source/peace.md")] == ["dead-link"]
    for right in ("peace.html", "../ar/peace.html#what-we-saw", "index.html", "#what-we-saw", "mailto:a@example.org"):
        workspace.edit("source/peace.md", "](", "](x")
        text = re.sub(r"\]\(.*?\)", f"]({right})", workspace.read("source/peace.md"))
        workspace.write("source/peace.md", text)
        assert findings(workspace, "en") == [], right


def test_an_abbreviation_is_explained(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "People fled in 2018.", "People fled in 2018 from the SDF to the UN.")
    assert [one["message"] for one in findings(workspace, "en")] == ['"SDF" is never explained']
    workspace.write("source/terms.yaml", "- term: Syrian Democratic Forces (SDF)\n  kind: name\n")
    assert findings(workspace, "en") == []
    (workspace.root / "source/terms.yaml").unlink()
    workspace.edit("source/peace.md", "3 towns.", "3 towns by the Syrian Democratic Forces (SDF).")
    assert findings(workspace, "en") == []


# The glossary


TERM = Term("Syrian Democratic Forces (SDF)", "name", "", 1)
GLOSSARY = Glossary(
    [
        Agreed(TERM, "قوات سوريا الديمقراطية (قسد)"),
        Agreed(Term("ceasefire", "term", "", 2), "وقف إطلاق النار"),
        Agreed(Term("justice", "term", "", 3), "العدالة"),
        Agreed(Term("transitional justice", "term", "", 4), "العدالة الانتقالية"),
    ]
)


@pytest.mark.parametrize(
    ("english", "terms"),
    [
        ("the SDF agreed", ["Syrian Democratic Forces (SDF)"]),
        ("Syrian Democratic Forces left", ["Syrian Democratic Forces (SDF)"]),
        ("Ceasefires and CEASEFIRE", ["ceasefire"]),
        ("no sdf here, no SDFs, and no ceasefired town", []),
        ("transitional justice now", ["transitional justice"]),
        ("justıce with a Turkish letter", []),
        ("justice after transitional justice", ["justice", "transitional justice"]),
    ],
)
def test_terms_are_found_in_the_english(english: str, terms: list[str]) -> None:
    assert [one.term.text for one in GLOSSARY.hits(english)] == terms


def test_terms_stand_beside_each_segment_without_churn(workspace: Workspace) -> None:
    workspace.write(
        "source/terms.yaml", "- term: civilians\n  note: All who do not fight\n- term: Dawlaty\n  kind: keep\n"
    )
    workspace.run("update")
    name = "locales/ar/LC_MESSAGES/peace.po"
    before = workspace.read(name)
    assert "Glossary: civilians" not in before  # nothing is agreed yet
    assert "#. Glossary: Dawlaty stays as it is" in before
    workspace.edit(
        "locales/ar/LC_MESSAGES/terms.po", 'msgid "civilians"\nmsgstr ""', 'msgid "civilians"\nmsgstr "مدنيون"'
    )
    workspace.run("update")
    after = workspace.read(name)
    line = "#. Glossary: civilians = مدنيون (All who do not fight)\n"
    assert after.count(line) == 1
    dates = re.compile("POT-Creation-Date.*")
    assert dates.sub("", after.replace(line, "")) == dates.sub("", before)
    assert "fuzzy" not in after
    assert "Glossary" not in workspace.read("locales/peace.pot")
    assert workspace.run("update").out.strip().endswith("0 files written")
    assert workspace.read(name) == after


def test_a_catalog_that_is_not_up_to_date_is_told(good: Workspace) -> None:
    good.edit("source/peace.md", "People fled in 2018.", "People fled in 2019.")
    found = [one for one in findings(good, "ar") if one["check"] == "catalog"]
    assert [one["help"] for one in found] == ["publish update", "publish update"]
    good.run("update")
    assert not [one for one in findings(good, "ar") if one["check"] == "catalog"]
