"""Corrections after publication, and signatories who withdraw: what readers learn, and whom nothing names any more."""

from __future__ import annotations

import json
import re
import zlib
from html import unescape
from typing import TYPE_CHECKING

import pytest
from workspaces import Sound, Workspace, said

if TYPE_CHECKING:
    from pathlib import Path

UPDATES = """\
updates:
  - date: 2026-01-11
    text: The number of towns was corrected.
  - date: 2026-01-10
    text: The name of a town was corrected.
"""
WITHDRAWN = "    acronym: JFL\n    withdrawn: true\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Answer a workspace of two languages in which everything is translated, and may be published."""
    made = Sound(tmp_path)
    made.complete()
    return made


def correct(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "date: 2026-01-09\n", f"date: 2026-01-09\n{UPDATES}")
    assert workspace.run("update").code == 0
    for locale in ("ar", "ku"):
        workspace.translate(locale)


# --- Corrections ------------------------------------------------------------------------------------


def test_a_correction_is_told_on_top_and_listed_below(workspace: Workspace) -> None:
    correct(workspace)
    assert workspace.run("build").code == 0
    days = {"en": "11 January 2026", "ar": "11 كانون الثاني 2026", "ku": "11ê rêbendana 2026an"}
    for locale, day in days.items():
        page = workspace.read(f"public/{locale}/peace.html")
        notice = page.index('class="notice corrected"')
        assert day in page[notice : page.index("</p>", notice)]
        assert notice < page.index('<div class="body">') < page.index('<section class="updates"')
        log = page[page.index('<section class="updates"') :]
        texts = ["The number of towns was corrected.", "The name of a town was corrected."]
        told = [one if locale == "en" else said(locale, one) for one in texts]
        assert log.index("2026-01-11") < log.index(told[0]) < log.index("2026-01-10") < log.index(told[1])


def test_without_corrections_there_is_no_word_of_any(workspace: Workspace) -> None:
    workspace.run("build")
    page = workspace.read("public/en/peace.html")
    assert "notice" not in page
    assert "updates" not in page


def test_corrections_are_in_the_text_and_beside_each_other(workspace: Workspace) -> None:
    correct(workspace)
    workspace.run("build")
    told = said("ar", "The number of towns was corrected.")
    assert told in workspace.read("public/ar/peace.txt")
    assert told in workspace.read("public/compare/peace/en-ar.html")
    assert "2026-01-11" in workspace.read("public/ar/feed.xml")


def test_a_correction_that_is_not_translated_holds_a_language_back(workspace: Workspace) -> None:
    workspace.run("build")
    before = workspace.read("public/ar/peace.html")
    workspace.edit("source/peace.md", "date: 2026-01-09\n", f"date: 2026-01-09\n{UPDATES}")
    workspace.run("update")
    answer = workspace.run("build")
    assert answer.code == 1
    assert "ar kept as it was: waits for 13 words to translate" in answer.out
    assert workspace.read("public/ar/peace.html") == before


def test_a_correction_makes_a_sign_off_lapse(workspace: Workspace) -> None:
    correct(workspace)
    assert workspace.run("sign", "ku", "peace").code == 0
    workspace.edit("source/peace.md", "date: 2026-01-11", "date: 2026-01-12")
    out = json.loads(workspace.run("status", "--format", "json").out)
    record = out["statements"][0]["locales"]["ku"]["signoff"]
    assert (record["valid"], record["changed"]) == (False, ["days of the updates"])


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("updates: today", '"updates" must be a list'),
        ("updates:\n  - today", "the update must be lines of the form key: value"),
        ("updates:\n  - date: 2026-01-11", "an update without a text"),
        ("updates:\n  - text: Something.", "an update without a date"),
        ("updates:\n  - date: yesterday\n    text: Something.", '"yesterday" is not a date'),
        ('updates:\n  - date: 2026-01-11\n    text: ""', '"text" must be a text'),
        ("updates:\n  - date: 2026-01-11\n    txt: Something.", 'unknown key "txt" in the update'),
        ("signatories:\n  - name: A\n    withdrawn: yes", 'withdrawn: "yes" is neither true nor false'),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_cure(tmp_path: Path, front: str, message: str) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("source/peace.md", f"---\ntitle: A call\ndate: 2026-01-09\n{front}\n---\n\nText.\n")
    answer = workspace.run("update")
    assert answer.code == 2
    assert re.search(rf"error: source/peace\.md:[4-6]: {re.escape(message)}", answer.err)
    assert "help: " in answer.err


# --- Signatories who withdraw -----------------------------------------------------------------------

NAME, ARABIC, KURDISH = "Justice for Life", said("ar", "Justice for Life"), said("ku", "Justice for Life")
TRACES = (NAME, ARABIC, KURDISH, "JFL")


def readable(data: bytes) -> str:
    """All that can be read of a file, the streams of a PDF and the picture's data unpacked."""
    text = data.decode("utf-8", "replace")
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            text += zlib.decompress(stream).decode("utf-8", "replace")
        except zlib.error:
            continue
    return unescape(text)


def traces(workspace: Workspace) -> set[str]:
    """The files of the site that still name who has withdrawn."""
    files = workspace.bytes_of("public").items()
    return {name for name, data in files if any(one in readable(data) for one in TRACES)}


def entries(page: str) -> int:
    """How many items and rows with an id of their own there are."""
    return len(re.findall(r'<(?:li|tr)\b[^>]* id="', page))


def test_who_withdraws_is_in_every_file_before_and_in_none_after(workspace: Workspace) -> None:
    workspace.run("build")
    kinds = ("html", "single.html", "txt", "plain.txt")
    named = {f"{locale}/peace.{kind}" for locale in ("en", "ar", "ku") for kind in kinds}
    named |= {f"compare/peace/{name}.html" for name in ("en-ar", "en-ku", "ar-ku", "index")}
    assert traces(workspace) == named
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    answer = workspace.run("build")
    assert (answer.code, traces(workspace)) == (0, set())
    assert "Signed by 1 organization<" in workspace.read("public/en/peace.html")
    assert said("ar", "Dawlaty") in workspace.read("public/ar/peace.txt")


def test_a_version_that_is_held_back_names_nobody_who_has_withdrawn(workspace: Workspace) -> None:
    """It stays as it was in all else."""
    workspace.run("build")
    before = workspace.bytes_of("public")
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    answer = workspace.run("build")
    assert answer.code == 1
    assert "ar kept as it was" in answer.out
    assert traces(workspace) == set()
    for name in ("ar/peace.html", "ku/peace.html", "ar/peace.txt"):
        old, new = before[name].decode().splitlines(), workspace.read(f"public/{name}").splitlines()
        gone = [one for one in old if one not in new]
        assert 0 < len(gone) < 10, name
        assert all(any(trace in unescape(one) for trace in TRACES) or "2" in one for one in gone), name
    texts = [said("ar", one) for one in ("All parties must stop the shelling of 3 towns.", "Dawlaty")]
    for name in ("ar/peace.html", "compare/peace/ar-ku.html"):
        page = workspace.read(f"public/{name}")
        assert all(one in page for one in texts)
        assert entries(before[name].decode()) == entries(page) + 1
    again = workspace.bytes_of("public")
    workspace.run("build")
    assert workspace.bytes_of("public") == again


def test_twin_a_name_that_is_merely_deleted_stays_where_a_version_is_held_back(workspace: Workspace) -> None:
    workspace.run("build")
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.edit("source/peace.md", "  - name: Justice for Life\n    acronym: JFL\n", "")
    workspace.run("update")
    workspace.run("build")
    assert {"ar/peace.html", "ku/peace.txt"} <= traces(workspace)


def test_a_name_under_which_nobody_stands_any_more_is_found_too(workspace: Workspace) -> None:
    """The page out there has the name by an earlier translation."""
    workspace.run("build")
    workspace.fill("ar", "peace", {NAME: "العدالة للحياة"}, only=[NAME])
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    workspace.run("build")
    assert traces(workspace) == set()


def test_a_withdrawal_leaves_a_sign_off_valid(workspace: Workspace) -> None:
    workspace.edit("pyproject.toml", "minimum = 100", "minimum = 100\nrequire_signoff = true")
    for locale in ("ar", "ku"):
        assert workspace.run("sign", locale, "peace").code == 0
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    assert workspace.run("update").code == 0
    assert workspace.run("build").code == 0
    assert ARABIC not in workspace.read("public/ar/peace.html")
    workspace.edit("source/peace.md", "    withdrawn: true\n", "    withdrawn: false\n")
    workspace.run("update")
    assert workspace.run("build").code == 0
    assert ARABIC in workspace.read("public/ar/peace.html")


def test_in_drafts_nobody_who_has_withdrawn_is_named(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("build", "--drafts")
    drafts = workspace.bytes_of("drafts")
    assert drafts
    assert not [name for name, data in drafts.items() if any(one in readable(data) for one in TRACES)]


def hold(workspace: Workspace) -> None:
    """Change a paragraph, so that every translation is held back."""
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")


def test_a_name_that_was_corrected_before_is_found_in_every_file(workspace: Workspace) -> None:
    workspace.run("build")
    hold(workspace)
    workspace.run("build")
    workspace.edit("source/peace.md", "Justice for Life", "Justice For Life")
    workspace.run("update", "--minor")
    workspace.run("build")
    assert traces(workspace)
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    workspace.run("build")
    assert traces(workspace) == set()


def test_a_name_that_has_become_another_goes_too(workspace: Workspace) -> None:
    """Its translation is a draft now, so nobody knows what it was on the page: who is not known to stay goes."""
    workspace.run("build")
    hold(workspace)
    workspace.edit("source/peace.md", "Justice for Life", "Movement for Justice and a Better Life in Syria")
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    workspace.run("build")
    assert traces(workspace) == set()
    assert all(said(one, "Dawlaty") in workspace.read(f"public/{one}/peace.txt") for one in ("ar", "ku"))


def test_a_language_that_is_gone_from_the_settings_keeps_no_name(workspace: Workspace) -> None:
    workspace.run("build")
    workspace.edit("pyproject.toml", "[tool.publisher.locales.ku]\n", "")
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    workspace.run("build")
    assert (workspace.root / "public/ku/peace.html").is_file()
    assert traces(workspace) == set()


def test_nothing_but_the_list_is_touched(workspace: Workspace) -> None:
    """A heading, an item and a line of the text that read as the name does stay, and the build says so."""
    body = "## Justice for Life\n\n- Justice for Life\n- Dawlaty\n\nJustice for Life (JFL)\n\nPeople fled"
    workspace.edit("source/peace.md", "People fled", body)
    workspace.complete()
    workspace.run("build")
    before = workspace.bytes_of("public")
    hold(workspace)
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    answer = workspace.run("build")
    assert "ar/peace.html: the text still has the name of who has withdrawn; read it" in answer.out
    for name in ("ar/peace.html", "ar/peace.txt", "compare/peace/ar-ku.html"):
        old, new = before[name].decode(), workspace.read(f"public/{name}")
        assert old.count(ARABIC) > new.count(ARABIC) > 0
        lost = {one for one in old.splitlines() if one not in new.splitlines()}
        kept = {one for one in new.splitlines() if one not in old.splitlines()}
        assert len(lost) - len(kept) < 10, name
    assert workspace.read("public/ar/peace.txt").count(f"• {ARABIC}\n") == 1


def test_a_name_of_signs_that_markup_is_made_of(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "- name: Justice for Life", "- name: 'A <B> & \"C\" Group'")
    workspace.complete()
    workspace.run("build")
    hold(workspace)
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    workspace.run("build")
    group = said("ku", 'A <B> & "C" Group')
    assert not [name for name, data in workspace.bytes_of("public").items() if group in readable(data)]


def test_the_number_of_those_who_are_left_is_right_everywhere(workspace: Workspace) -> None:
    workspace.run("build")
    hold(workspace)
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    workspace.run("build")
    for name, data in workspace.bytes_of("public").items():
        assert b"Signed by 2 organizations" not in data, name
    assert "Signed by 1 organization<" in workspace.read("public/compare/peace/en-ar.html")


def test_where_nobody_is_left_nothing_says_that_anybody_signed(workspace: Workspace) -> None:
    workspace.run("build")
    hold(workspace)
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.edit("source/peace.md", "  - Dawlaty\n", "  - name: Dawlaty\n    withdrawn: true\n")
    workspace.run("update")
    workspace.run("build")
    page = workspace.read("public/ar/peace.html")
    assert 'class="signatories"' not in page
    assert '"author"' not in page
    assert "_signatories" not in workspace.read("public/compare/peace/ar-ku.html")


def test_the_build_tells_that_names_were_taken_out(workspace: Workspace) -> None:
    workspace.run("build")
    hold(workspace)
    workspace.edit("source/peace.md", "    acronym: JFL\n", WITHDRAWN)
    workspace.run("update")
    told = "who has withdrawn was taken out of 12 files that stayed, such as ar/"
    assert told in workspace.run("build").out
    assert "withdrawn" not in workspace.run("build").out


def test_the_short_form_with_more_below_it_is_told_how_to_be_written(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.edit("source/peace.md", "  - Dawlaty\n", "  - Dawlaty\n    withdrawn: true\n")
    answer = workspace.run("update")
    assert answer.code == 2
    assert 'begins with "- name: …"' in answer.err
