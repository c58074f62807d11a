"""The gate: what goes out and what waits, for what; that no page out there is harmed; and drafts for reviewers."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import workflow
from workspaces import REPOSITORY, Sound, Workspace, said

from publisher.project import Project
from publisher.report.status import status_text

if TYPE_CHECKING:
    from pathlib import Path

DRAFTS = '<meta name="robots" content="noindex">'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Answer a workspace of two languages in which everything is translated, and may be published."""
    made = Sound(tmp_path)
    made.complete()
    return made


def setting(workspace: Workspace, line: str, table: str = "minimum = 100") -> None:
    workspace.edit("pyproject.toml", table, f"{table}\n{line}")


def reasons(workspace: Workspace, name: str = "ku") -> list[str]:
    one = json.loads(workspace.run("status", "--format", "json").out)["statements"][0]["locales"][name]
    assert one["publishable"] is not bool(one["reasons"])
    return one["reasons"]


# --- Words and errors -------------------------------------------------------------------------------


def test_words_are_told_by_what_is_to_be_done_with_them(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    workspace.fill("ku", "peace", {"What we saw": ""}, only=["What we saw"])
    assert reasons(workspace) == ["9 changed words", "3 words to translate"]
    setting(workspace, "minimum = 90", "locales.ku]")
    assert reasons(workspace) == ["9 changed words", "3 words to translate (63.6 % done, 90 % demanded)"]
    setting(workspace, "minimum = 60", "locales.ar]")
    assert reasons(workspace, "ar") == []
    assert "ku waits for 9 changed words and 3 words to translate (63.6" in workspace.run("status").out


def test_one_word_is_one_word(workspace: Workspace) -> None:
    workspace.fill("ku", "site", {"Contact": ""}, only=["Contact"])
    assert reasons(workspace) == ["the wording of the pages: 1 word to translate"]


def test_status_names_the_next_command(workspace: Workspace) -> None:
    def next_one() -> str:
        return workspace.run("status").out.rstrip().rpartition("Next:  ")[2]

    assert next_one() == "publish build"
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    assert next_one() == "publish update"
    workspace.run("update")
    workspace.fill("ku", "peace", {"What we saw": ""}, only=["What we saw"])
    assert next_one() == "publish diff ar peace"  # nearer to its end than Kurmanji
    workspace.fill("ku", "peace", {"Protect all civilians.": "{x} û"}, only=["Protect all civilians."])
    workspace.fill("ku", "peace", {"Dawlaty": "<b>Dewletî</b>"}, only=["Dawlaty"])
    assert next_one() == "publish check ku"


def test_status_in_markdown_tells_what_waits(workspace: Workspace) -> None:
    workspace.run("sign", "ar", "peace")
    embargo(workspace, "9998-01-01T00:00Z")
    lines = workspace.run("status", "--format", "markdown").out.splitlines()
    why = "no, waits for the end of its embargo (9998-01-01 00:00 +00:00)"
    assert f"| A call for peace | en | | | | | | {why} |" in lines
    assert any(
        re.fullmatch(rf"\| A call for peace \| ar .* signed \S+ \| ok \| {re.escape(why)} \|", one) for one in lines
    )


def test_an_error_closes_the_gate_and_a_warning_does_not(workspace: Workspace) -> None:
    three = "All parties must stop the shelling of 3 towns."
    workspace.fill("ku", "peace", {three: said("ku", three.replace("3", "4"))}, only=[three])
    assert reasons(workspace) == ["1 error (publish check ku)"]
    assert "waits for 1 error (publish check ku)" in workspace.run("build").out
    workspace.fill("ku", "peace", {three: said("ku", three.replace(" stop", "  stop"))}, only=[three])
    assert reasons(workspace) == []
    assert re.search(r"^ ku .*  1 warning$", workspace.run("status").out, re.MULTILINE)


# --- Sign-off ---------------------------------------------------------------------------------------


def test_without_a_sign_off_nothing_goes_out_where_one_is_required(workspace: Workspace) -> None:
    setting(workspace, "require_signoff = true", "locales.ku]")
    assert reasons(workspace, "ar") == []
    assert reasons(workspace) == ["a sign-off"]
    text = workspace.run("status").out
    assert "Publishing now would give: en ar.  ku waits for a sign-off.\n" in text
    assert text.endswith("Next:  publish sign ku peace\n")
    assert "ku not published: waits for a sign-off\n" in workspace.run("build").out
    workspace.run("sign", "ku", "peace")
    assert reasons(workspace) == []
    assert workspace.run("build").code == 0


def test_the_original_needs_none(workspace: Workspace) -> None:
    setting(workspace, "require_signoff = true")
    assert "published: en\n" in workspace.run("build").out


LETTER = {
    "of the translation": ("locales/ku/LC_MESSAGES/peace.po", said("ku", "People fled"), said("ku", "Peopleh fled")),
    "of the English": ("source/peace.md", "People fled", "Peoples fled"),
}


def published(workspace: Workspace, *, required: bool) -> bytes:
    """The page in Kurmanji, signed and published."""
    if required:
        setting(workspace, "require_signoff = true")
    for name in ("ar", "ku"):
        assert workspace.run("sign", name, "peace").code == 0
    assert workspace.run("build").code == 0
    return workspace.bytes_of("public")["ku/peace.html"]


def change(workspace: Workspace, name: str) -> None:
    """Change a letter; where it is one of the English, a translator confirms the translation."""
    workspace.edit(*LETTER[name])
    workspace.run("update")
    workspace.translate("ku", only=["Peoples fled in 2018."])


@pytest.mark.parametrize("name", LETTER)
def test_one_letter_closes_the_gate_and_the_page_stays(workspace: Workspace, name: str) -> None:
    before = published(workspace, required=True)
    change(workspace, name)
    (why,) = reasons(workspace)
    assert re.fullmatch(r"a new sign-off: 1 text has changed since \d+ \w+ \d{4}", why)
    answer = workspace.run("build")
    assert answer.code == 1
    assert f"ku kept as it was: waits for {why}" in answer.out
    assert workspace.bytes_of("public")["ku/peace.html"] == before
    kind = "translation" if "translation" in name else "English"
    assert re.search(rf":\d+: Paragraph 2 of 2: its {kind} changed", workspace.run("status").out)
    workspace.run("sign", "ku", "peace")
    workspace.run("build")
    assert workspace.bytes_of("public")["ku/peace.html"] != before


@pytest.mark.parametrize("name", LETTER)
def test_where_no_sign_off_is_required_the_page_follows(workspace: Workspace, name: str) -> None:
    """The twin of the test above, which shows that it is the sign-off that holds the page."""
    before = published(workspace, required=False)
    change(workspace, name)
    assert reasons(workspace) == []
    workspace.run("build")
    assert workspace.bytes_of("public")["ku/peace.html"] != before


def test_what_else_changed_since_is_told(workspace: Workspace) -> None:
    published(workspace, required=True)
    workspace.edit("source/peace.md", "2026-01-09", "2026-01-10")
    assert re.fullmatch(r"a new sign-off: the date has changed since .*", *reasons(workspace))
    workspace.edit("source/peace.md", "- Protect all civilians.\n- See", "- See")
    workspace.edit(
        "source/peace.md", "](https://example.org/law).\n", "](https://example.org/law).\n- Protect all civilians.\n"
    )
    assert re.fullmatch(r"a new sign-off: the date and the reading order have changed since .*", *reasons(workspace))


def test_a_page_says_when_it_was_approved_and_never_by_whom(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767916800")
    workspace.run("sign", "ar", "peace", "--by", "CANARY desk")
    workspace.run("build")
    arabic, kurdish = (workspace.read(f"public/{name}/peace.html") for name in ("ar", "ku"))
    assert said("ar", "A reviewer approved this translation on {date}.").format(date="9 كانون الثاني 2026") in arabic
    assert said("ku", "No reviewer has approved this translation yet.") in kurdish
    assert not [name for name, data in workspace.bytes_of("public").items() if b"canary" in data.lower()]


def test_more_changes_than_are_told_are_counted(workspace: Workspace) -> None:
    workspace.run("sign", "ku", "peace")
    path = workspace.po("ku")
    workspace.write(path, re.sub(r'(?m)^msgstr "(?=[A-Z])', 'msgstr "Û ', workspace.read(path)))
    text = workspace.run("status").out
    assert text.count(": its translation changed") == 5
    assert re.search(r"  … and \d more\n", text)


# --- Files that cannot be read, and catalogs that are behind -----------------------------------------


BROKEN = {
    "a conflict": ("LC_MESSAGES/peace.po", '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', "an unfinished merge"),
    "an empty statement": ("LC_MESSAGES/peace.po", "", "the file is empty"),
    "the wording": ("LC_MESSAGES/site.po", 'msgid "x"\nmsgstr "y\n', "the closing quotation mark is missing"),
    "the terms": ("LC_MESSAGES/terms.po", 'msgid "x"\n', "the entry is cut"),
    "the sign-offs": ("signoff.json", "{", "not readable as JSON"),
}


def with_another_statement(workspace: Workspace) -> None:
    workspace.write("source/later.md", workspace.read("source/peace.md"))
    workspace.run("update")
    for name in ("ar", "ku"):
        workspace.translate(name, "later")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_holds_back_its_language_and_no_other(workspace: Workspace, name: str) -> None:
    with_another_statement(workspace)
    setting(workspace, "require_signoff = true", "locales.ku]")
    for slug in ("peace", "later"):
        assert workspace.run("sign", "ku", slug).code == 0
    assert workspace.run("build").code == 0
    before = workspace.bytes_of("public")
    workspace.edit("source/peace.md", "date: 2026-01-09", "date: 2026-01-10")
    file, text, message = BROKEN[name]
    workspace.write(f"locales/ku/{file}", text)
    answer = workspace.run("build")
    assert answer.code == 1
    why = rf"a file that can be read \(locales/ku/{file}:\d+: .*{message}.*; \w.*\)"
    assert re.search(rf"^  ku kept as it was: waits for {why}$", answer.out, re.MULTILINE)
    after = workspace.bytes_of("public")
    assert {one for one in before if before[one] != after[one]} >= {"en/peace.html", "ar/peace.html"}
    assert {one: after[one] for one in after if one.startswith("ku/")} == {
        one: before[one] for one in before if one.startswith("ku/")
    }
    assert workspace.run("sign", "ku", "peace").code == 2


@pytest.mark.parametrize("name", BROKEN)
def test_status_tells_of_a_broken_file_all_that_is_known(workspace: Workspace, name: str) -> None:
    with_another_statement(workspace)
    workspace.run("sign", "ku", "peace")
    whole = json.loads(workspace.run("status", "--format", "json").out)
    file, text, _ = BROKEN[name]
    workspace.write(f"locales/ku/{file}", text)
    answer = workspace.run("status", "--format", "json")
    assert answer.code == 0
    status = json.loads(answer.out)
    later, peace = (one["locales"] for one in status["statements"])
    assert peace["ar"] == whole["statements"][1]["locales"]["ar"]
    assert peace["ku"].keys() == peace["ar"].keys()
    assert (peace["ku"]["signed"], peace["ku"]["publishable"]) == (False, False)
    assert [one.partition(" (")[0] for one in peace["ku"]["reasons"]] == ["a file that can be read"]
    assert later["ku"]["publishable"] is ("peace.po" in file)
    assert peace["ku"]["percent"] == (0.0 if "peace.po" in file else 100.0)
    site = status["site"]["locales"]
    assert site["ku"]["percent"] == (0.0 if "site.po" in file else 100.0)
    assert site["ku"]["errors"] == (0 if "peace.po" in file else 1)
    assert site["ar"] == whole["site"]["locales"]["ar"]
    text = workspace.run("status").out
    assert "lapsed" not in text
    assert text.endswith("Next:  publish check ku\n")
    found = workspace.run("check", "ku").out
    assert found.count("error[catalog]") == len(re.findall(rf"locales/ku/{file}:\d+  error\[catalog\]", found)) == 1


def test_a_broken_file_makes_a_draft_that_says_so(workspace: Workspace) -> None:
    workspace.write(workspace.po("ku"), "")
    answer = workspace.run("build", "--drafts")
    assert answer.code == 0
    assert "ku marked as a draft: waits for a file that can be read" in answer.out


def test_a_catalog_that_is_behind_is_no_mistake_of_its_translators(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    update = "publish update (the English is newer than the catalog)"
    assert reasons(workspace) == [update, "9 words to translate"]
    found = json.loads(workspace.run("check", "ku", "--format", "json").out)["findings"]
    assert [one["severity"] for one in found if one["check"] == "catalog"] == ["error", "error"]
    assert update in workspace.run("sign", "ku", "peace").out
    workspace.run("update")
    assert reasons(workspace) == ["9 changed words"]


def test_a_wording_that_is_behind_waits_for_update_too(workspace: Workspace) -> None:
    workspace.edit("pyproject.toml", "Our statements", "All our statements")
    update = "the wording of the pages: publish update (the English is newer than the catalog)"
    assert reasons(workspace) == [update, "the wording of the pages: 3 words to translate"]
    assert workspace.run("status").out.endswith("Next:  publish update\n")


def test_spaces_for_a_translation_are_a_mistake(workspace: Workspace) -> None:
    workspace.fill("ku", "peace", {"Dawlaty": "  "}, only=["Dawlaty"])
    assert reasons(workspace) == ["1 error (publish check ku)"]


# --- Embargo ----------------------------------------------------------------------------------------


def embargo(workspace: Workspace, time: str) -> None:
    workspace.edit("source/peace.md", "date: ", f"embargo: {time}\ndate: ")


def test_before_the_end_of_an_embargo_nothing_goes_out(workspace: Workspace) -> None:
    embargo(workspace, "2026-01-09T18:00+03:00")
    project = Project.open(workspace.root)
    out = workspace.root / "public"
    end = datetime(2026, 1, 9, 15, tzinfo=UTC)
    early = workflow.build(project, out, now=end - timedelta(seconds=1))
    why = ["the end of its embargo (2026-01-09 18:00 +03:00)"]
    assert [one.obstacles for one in early.editions["peace"]] == [why] * 3
    assert not list(out.glob("*/peace.html"))
    assert not [name for name, data in workspace.bytes_of("public").items() if b"peace" in data]
    status = workflow.status(project, now=end - timedelta(seconds=1))
    assert [one.original.obstacles for one in status.statements] == [why]
    text = "\n".join(status_text(status))
    once = "Nothing goes out before the end of its embargo (2026-01-09 18:00 +03:00)."
    assert f"Publishing now would give: nothing.  {once}\n" in text
    assert text.endswith("Next:  publish build --drafts")
    late = workflow.build(project, out, now=end)
    assert [one.obstacles for one in late.editions["peace"]] == [[]] * 3
    assert len(list(out.glob("*/peace.html"))) == 3


def test_an_embargo_that_comes_late_leaves_pages_as_they_are(workspace: Workspace) -> None:
    workspace.run("build")
    before = workspace.bytes_of("public")
    embargo(workspace, "9998-01-01T00:00Z")
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    answer = workspace.run("build")
    assert answer.code == 1
    assert answer.out.count("kept as it was") == 3
    assert {name: data for name, data in workspace.bytes_of("public").items() if "peace" in name} == {
        name: data for name, data in before.items() if "peace" in name
    }


@pytest.mark.parametrize(("time", "code"), [("2020-01-01T00:00+00:00", 0), ("9998-01-01T00:00-05:00", 1)])
def test_no_date_for_files_ends_an_embargo(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, time: str, code: int
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253380000000")  # in the year 9999
    embargo(workspace, time)
    assert workspace.run("build").code == code
    assert (workspace.root / "public/en/peace.html").exists() is not bool(code)
    assert json.loads(workspace.run("status", "--format", "json").out)["statements"][0]["original"]["publishable"] is (
        not code
    )


@pytest.mark.parametrize(
    ("time", "message"),
    [
        ("2026-01-09T18:00", "does not say in which time zone"),
        ("2026-01-09 18:00", "does not say in which time zone"),
        ("2026-01-09", "has no time of day"),
        ("20260109", "has no time of day"),
        ("tomorrow", "is not a time"),
        ("2026-02-30T18:00+03:00", "is not a time"),
        ("2026-01-09T18:00 Damascus", "is not a time"),
    ],
)
def test_an_embargo_that_could_mean_two_times_is_refused(workspace: Workspace, time: str, message: str) -> None:
    embargo(workspace, time)
    answer = workspace.run("build")
    assert answer.code == 2
    assert f'source/peace.md:5: embargo: "{time}" {message}' in answer.err
    assert "2026-01-09T18:00+03:00" in answer.err


# --- Drafts -----------------------------------------------------------------------------------------


def test_drafts_show_everything_and_say_what_they_are(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    workspace.translate("ar")
    answer = workspace.run("build", "--drafts")
    assert answer.code == 0
    assert "peace  drafts: en ar ku\n  ku marked as a draft: waits for 9 changed words\n" in answer.out
    assert not (workspace.root / "public").exists()
    pages = {name: data.decode() for name, data in workspace.bytes_of("drafts").items() if name.endswith(".html")}
    assert len(pages) == 11
    assert all(page.count(DRAFTS) == 1 for page in pages.values())
    marked = {name for name, page in pages.items() if 'class="draft"' in page}
    assert marked == {"ku/peace.html", *(f"compare/peace/{name}.html" for name in ("en-ku", "ar-ku", "index"))}
    page = pages["ku/peace.html"]
    assert f'<body data-draft="{said("ku", "Draft")}">' in page
    assert f"<strong>{said('ku', 'Draft')}</strong> {said('ku', 'Not published: this page')}" in page
    assert "changed words" not in page
    assert workspace.read("drafts/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_pages_for_readers_say_nothing_of_drafts(workspace: Workspace) -> None:
    workspace.run("build")
    pages = {name: data for name, data in workspace.bytes_of("public").items() if name.endswith(".html")}
    pages = {name: re.sub(rb"<style>.*?</style>", b"", data, flags=re.DOTALL) for name, data in pages.items()}
    assert not [name for name, data in pages.items() if re.search(rb'noindex|"draft|a-draft', data)]
    assert not (workspace.root / "public/robots.txt").exists()


def test_drafts_of_a_language_without_wording(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.run("update")
    embargo(workspace, "9998-01-01T00:00Z")
    setting(workspace, 'base_url = "https://example.org/"')
    assert workspace.run("build", "--drafts").code == 0
    index, page = workspace.read("drafts/ar/index.html"), workspace.read("drafts/en/peace.html")
    assert 'class="draft"' in index
    assert "peace.html" in index
    assert "Not published: this page may still change." in page
    assert "canonical" not in page
    assert "9998" not in page


@pytest.mark.parametrize(("first", "second"), [([], ["--drafts"]), (["--drafts"], [])])
@pytest.mark.parametrize("place", ["", "inside", "around"])
def test_a_folder_holds_drafts_or_a_site_and_never_both(
    workspace: Workspace, first: list[str], second: list[str], place: str
) -> None:
    out = {"": ("out", "out"), "inside": ("out", "out/more"), "around": ("out/more", "out")}[place]
    assert workspace.run("build", *first, "-o", str(workspace.root / out[0])).code == 0
    before = workspace.bytes_of("out")
    answer = workspace.run("build", *second, "-o", str(workspace.root / out[1]))
    assert answer.code == 2
    assert f"the folder holds {'a site for readers' if second else 'drafts'}\n" in answer.err
    assert "name another folder for" in answer.err
    assert workspace.bytes_of("out") == before


def test_drafts_of_other_times_can_be_made_again(workspace: Workspace) -> None:
    workspace.run("build", "--drafts")
    before = workspace.bytes_of("drafts")
    assert "0 files written" in workspace.run("build", "--drafts").out
    assert workspace.bytes_of("drafts") == before


@pytest.mark.parametrize("lost", ["robots", "data-drafts", 'class="draft"'])
def test_templates_of_ones_own_cannot_lose_the_marks(workspace: Workspace, lost: str) -> None:
    setting(workspace, "require_signoff = true")
    text = (REPOSITORY / "templates/base.html").read_text("utf-8")
    assert lost in text
    workspace.write("templates/base.html", text.replace(lost, "x"))
    assert workspace.run("build").code == 1
    answer = workspace.run("build", "--drafts")
    assert answer.code == 2
    assert "a draft would not say that it is one" in answer.err
    assert not (workspace.root / "drafts").exists()
