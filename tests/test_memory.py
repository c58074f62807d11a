"""Translations across statements: offered where a text is the same, taken over when a statement is renamed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from workspaces import STATEMENT, Workspace

if TYPE_CHECKING:
    from pathlib import Path


def states(workspace: Workspace, slug: str) -> dict[str, int]:
    answer = json.loads(workspace.run("status", "--format", "json").out)
    statement = next(one for one in answer["statements"] if one["slug"] == slug)
    return {name: count for name, count in statement["locales"]["ku"]["segments"].items() if count}


def second_statement(workspace: Workspace) -> None:
    """Another statement that has a paragraph and a signatory of the first one."""
    text = STATEMENT.replace("A call for peace", "One year later").replace("type: Joint statement\n", "")
    text = text.replace("Two organisations call for peace.", "Again.")
    workspace.write(
        "source/later.md", text.split("All parties")[0] + "People fled in 2018.\n\nThey have not come back.\n"
    )


# Memory


def test_a_text_that_is_translated_elsewhere_is_offered_as_a_draft(workspace: Workspace) -> None:
    second_statement(workspace)
    workspace.run("update")
    assert (
        f"# offered from {workspace.po('ku')}\n#. Paragraph 1 of 2\n#: source/later.md\n#, fuzzy\n"
        'msgctxt "paragraph"\nmsgid "People fled in 2018."\nmsgstr "ku: People fled in 2018."\n'
    ) in workspace.read(workspace.po("ku", "later"))
    assert states(workspace, "later") == {"total": 6, "translated": 2, "pretranslated": 1, "untranslated": 3}


def test_a_signatory_that_has_a_name_elsewhere_keeps_it(workspace: Workspace) -> None:
    second_statement(workspace)
    workspace.run("update")
    text = workspace.read(workspace.po("ku", "later"))
    assert '#: source/later.md\nmsgctxt "signatory"\nmsgid "Dawlaty"\nmsgstr "ku: Dawlaty"' in text


def test_an_offer_is_counted_as_reused(workspace: Workspace) -> None:
    second_statement(workspace)
    answer = json.loads(workspace.run("update", "--format", "json").out)
    later = next(one for one in answer["catalogs"] if one["path"] == workspace.po("ku", "later"))
    assert {name: later[name] for name in ("kept", "added", "changed", "reused", "obsolete")} == {
        "kept": 0,
        "added": 3,
        "changed": 0,
        "reused": 3,
        "obsolete": 0,
    }


def test_a_text_with_a_mere_comment_is_counted_once(workspace: Workspace) -> None:
    """It moves to another role, empty but for the comment, and is offered what another catalog has."""
    second_statement(workspace)
    workspace.run("update")
    path = workspace.po("ku", "later")
    workspace.edit(path, 'msgstr "ku: People fled in 2018."', 'msgstr ""')
    workspace.edit(path, f"# offered from {workspace.po('ku')}", "# who fled?")
    workspace.edit("source/later.md", "People fled in 2018.", "> People fled in 2018.")
    answer = json.loads(workspace.run("update", "--format", "json").out)
    later = next(one for one in answer["catalogs"] if one["path"] == path)
    counts = [later[name] for name in ("kept", "added", "changed", "reused")]
    assert (min(counts), sum(counts)) == (0, 6)


def test_an_offer_is_no_translation_until_somebody_confirms_it(workspace: Workspace) -> None:
    second_statement(workspace)
    workspace.run("update")
    path = workspace.po("ku", "later")
    workspace.write(path, workspace.read(path).replace("#, fuzzy\n", ""))
    workspace.run("update")
    assert states(workspace, "later") == {"total": 6, "translated": 3, "untranslated": 3}


def test_an_offer_that_was_taken_away_is_not_made_again(workspace: Workspace) -> None:
    second_statement(workspace)
    workspace.run("update")
    path = workspace.po("ku", "later")
    workspace.edit(path, 'msgstr "ku: People fled in 2018."', 'msgstr ""')
    assert workspace.run("update").code == 0
    assert states(workspace, "later") == {"total": 6, "translated": 2, "untranslated": 4}


def test_a_text_that_waits_is_offered_what_is_translated_later(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    second_statement(workspace)
    workspace.run("update")
    workspace.translate("ku", only=["People fled in 2018."])
    workspace.run("update", "later")
    assert states(workspace, "later") == {"total": 6, "pretranslated": 1, "untranslated": 5}


def test_drafts_are_not_offered(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "People fled in 2018.", "Many people fled in 2018.")
    workspace.run("update")
    second_statement(workspace)
    workspace.edit("source/later.md", "People fled in 2018.", "Many people fled in 2018.")
    workspace.run("update")
    assert states(workspace, "later") == {"total": 6, "translated": 2, "untranslated": 4}


def test_an_offer_whose_english_changes_is_a_draft_like_others(workspace: Workspace) -> None:
    second_statement(workspace)
    workspace.run("update")
    workspace.edit("source/later.md", "People fled in 2018.", "Many people fled in 2018.")
    workspace.run("update")
    text = workspace.read(workspace.po("ku", "later"))
    assert '#, fuzzy\n#| msgid "People fled in 2018."\nmsgctxt "paragraph"\nmsgid "Many people' in text
    assert "offered" not in text


def test_wording_that_comes_with_the_program_is_filled_in(tmp_path: Path) -> None:
    """After an upgrade, new wording of the pages holds no language back."""
    workspace = Workspace(tmp_path)
    workspace.complete()
    path = workspace.po("ku", "site")
    blocks = workspace.read(path).split("\n\n")
    workspace.write(path, "\n\n".join(one for one in blocks if "All statements" not in one))
    workspace.run("update")
    assert 'msgid "All statements"\nmsgstr "Hemû daxuyanî"' in workspace.read(path)


@pytest.mark.parametrize(("domain", "source"), [("site", "All statements"), ("peace", "Dawlaty")])
def test_what_somebody_emptied_is_not_finished_again(workspace: Workspace, domain: str, source: str) -> None:
    second_statement(workspace)
    workspace.run("update")
    path = workspace.po("ku", domain)
    workspace.edit(path, f'msgstr "ku: {source}"', 'msgstr ""')
    workspace.run("update")
    offer = next(one for one in workspace.read(path).split("\n\n") if f'msgid "{source}"' in one)
    assert offer.startswith("# offered from ")
    assert "#, fuzzy" in offer


def test_a_signatory_with_two_names_is_for_somebody_to_decide(workspace: Workspace) -> None:
    second_statement(workspace)
    workspace.run("update")
    workspace.edit(workspace.po("ku", "later"), 'msgstr "ku: Dawlaty"', 'msgstr "Another name"')
    workspace.write("source/third.md", workspace.read("source/later.md"))
    workspace.run("update")
    text = workspace.read(workspace.po("ku", "third"))
    assert '#, fuzzy\nmsgctxt "signatory"\nmsgid "Dawlaty"' in text
    assert '#: source/third.md\nmsgctxt "signatory"\nmsgid "Justice for Life"' in text


def test_a_second_run_has_nothing_to_offer(workspace: Workspace) -> None:
    second_statement(workspace)
    workspace.run("update")
    before = workspace.bytes_of("locales")
    assert workspace.run("update").out == "0 files written\n"
    assert workspace.bytes_of("locales") == before


# A renamed statement


def renamed(workspace: Workspace, old: str = "peace", new: str = "truce") -> None:
    (workspace.root / f"source/{old}.md").rename(workspace.root / f"source/{new}.md")


def test_a_renamed_statement_keeps_its_translations(workspace: Workspace) -> None:
    before = states(workspace, "peace")
    renamed(workspace)
    answer = workspace.run("update")
    took = f"took over the translations of {workspace.po('ku')}, whose statement is gone"
    assert f"{workspace.po('ku', 'truce')}: {took}" in answer.out
    assert states(workspace, "truce") == before
    assert '"Project-Id-Version: truce\\n"' in workspace.read(workspace.po("ku", "truce"))
    assert (workspace.root / workspace.po("ku")).exists(), "nothing is deleted"
    assert workspace.run("update").out.endswith("0 files written\n")


def test_a_statement_that_is_renamed_and_edited_keeps_them_too(workspace: Workspace) -> None:
    renamed(workspace)
    workspace.edit("source/truce.md", "3 towns", "4 towns")
    workspace.run("update")
    assert states(workspace, "truce") == {"total": 10, "translated": 9, "fuzzy": 1}


def test_drafts_and_comments_of_a_renamed_statement_go_with_it(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    workspace.edit(workspace.po("ku"), "#. Paragraph 2 of 2\n", "# who fled?\n#. Paragraph 2 of 2\n")
    renamed(workspace)
    workspace.run("update")
    text = workspace.read(workspace.po("ku", "truce"))
    assert '#| msgid "All parties must stop the shelling of 3 towns."' in text
    assert "# who fled?" in text


def test_a_copy_of_a_statement_gets_offers_and_no_state(workspace: Workspace) -> None:
    workspace.write("source/truce.md", workspace.read("source/peace.md"))
    workspace.run("update")
    assert states(workspace, "truce") == {"total": 10, "translated": 2, "pretranslated": 8}


def test_an_old_catalog_becomes_one_statement_only(workspace: Workspace) -> None:
    renamed(workspace)
    workspace.write("source/peace-again.md", workspace.read("source/truce.md"))
    workspace.run("update")
    assert states(workspace, "peace-again") == {"total": 10, "translated": 10}
    assert states(workspace, "truce") == {"total": 10, "translated": 2, "pretranslated": 8}


def test_a_statement_that_shares_little_takes_nothing_over(workspace: Workspace) -> None:
    (workspace.root / "source/peace.md").unlink()
    second_statement(workspace)
    answer = workspace.run("update")
    assert "took over" not in answer.out
    assert states(workspace, "later")["pretranslated"] == 1


# Minor edits


@pytest.mark.parametrize("flag", [[], ["--minor"]])
def test_minor_edits_keep_translations_finished_where_asked_for(workspace: Workspace, flag: list[str]) -> None:
    workspace.edit("source/peace.md", "People fled in 2018.", "people fled, in 2018.")
    answer = workspace.run("update", *flag)
    assert answer.code == 0
    assert states(workspace, "peace").get("fuzzy", 0) == (0 if flag else 1)
    assert ("# before a minor edit: People fled in 2018.\n" in workspace.read(workspace.po("ku"))) == bool(flag)


def test_what_is_not_minor_is_named_once_with_its_reason(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "2018", "2019")
    answer = workspace.run("update", "--minor")
    assert answer.out.count("- People fled in 2018.\n  + People fled in 2019.") == 1
    assert "not minor, because " in answer.out
    assert states(workspace, "peace")["fuzzy"] == 1
