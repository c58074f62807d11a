"""``update``: what stays, what becomes a draft, what is kept aside; and the bytes of the catalogs."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from workspaces import Workspace

if TYPE_CHECKING:
    from pathlib import Path


def segment_states(workspace: Workspace, locale: str = "ku") -> dict[str, int]:
    answer = json.loads(workspace.run("status", "--format", "json").out)
    return answer["statements"][0]["locales"][locale]["segments"]


def test_a_second_run_changes_no_byte(workspace: Workspace) -> None:
    workspace.run("update")
    before = workspace.bytes_of(".")
    assert workspace.run("update").out == "0 files written\n"
    assert workspace.bytes_of(".") == before


def test_an_empty_workspace_becomes_catalogs(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("source/terms.yaml", "- term: peace\n  note: no war\n- term: UN\n  kind: keep\n")
    workspace.run("update")
    assert sorted(workspace.bytes_of("locales")) == [
        *(f"{one}/LC_MESSAGES/{domain}.po" for one in ("ar", "ku") for domain in ("peace", "site", "terms")),
        "peace.pot",
        "site.pot",
        "terms.pot",
    ]
    terms = workspace.read("locales/terms.pot")
    assert '#. no war\n#: source/terms.yaml\nmsgctxt "term"\nmsgid "peace"\nmsgstr ""\n' in terms
    assert "UN" not in terms


def test_every_segment_tells_its_role_place_and_note(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.edit("source/peace.md", "## What we saw", "<!-- translators: not the NGO -->\n## What we saw")
    workspace.run("update")
    template = workspace.read("locales/peace.pot")
    assert '#. Heading 1 of 1\n#. not the NGO\n#: source/peace.md\nmsgctxt "heading"\nmsgid "What we saw"' in template
    assert (
        '#. List item 2 of 2\n#: source/peace.md\nmsgctxt "item"\nmsgid "See [the law](https://example.org/law)."'
        in template
    )
    assert 'msgctxt "signatory"\nmsgid "Justice for Life"' in template


def test_arabic_has_six_plural_forms(workspace: Workspace) -> None:
    site = workspace.read(workspace.po("ar", "site"))
    assert "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;" in site
    assert "msgid_plural" in site
    assert "msgstr[5]" in site


def test_an_edit_makes_a_draft_that_remembers_its_english(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "the shelling of 3 towns", "the shelling of 4 towns")
    answer = workspace.run("update")
    assert f"{workspace.po('ku')}: 1 changed" in answer.out
    assert (
        "#, fuzzy\n"
        '#| msgid "All parties must stop the shelling of 3 towns."\n'
        'msgctxt "paragraph"\n'
        'msgid "All parties must stop the shelling of 4 towns."\n'
        'msgstr "ku: All parties must stop the shelling of 3 towns."\n'
    ) in workspace.read(workspace.po("ku"))
    states = segment_states(workspace)
    assert states["fuzzy"] == 1
    assert sum(states.values()) == 2 * states["total"]  # each segment is in exactly one state


def test_a_second_edit_remembers_the_english_that_was_translated(workspace: Workspace) -> None:
    for old, new in (("3 towns", "4 towns"), ("4 towns", "5 towns")):
        workspace.edit("source/peace.md", old, new)
        workspace.run("update")
    assert '#| msgid "All parties must stop the shelling of 3 towns."' in workspace.read(workspace.po("ku"))


def test_a_draft_never_counts_as_done(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    answer = json.loads(workspace.run("status", "--format", "json").out)
    one = answer["statements"][0]["locales"]["ku"]
    assert one["percent"] < 100
    assert not one["publishable"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("All parties must stop the shelling of 3 towns.\n\n", ""),  # deleted, and put at the end
        ("## What we saw\n\nPeople fled in 2018.\n", "People fled in 2018.\n\n## What we saw\n"),
        ("shelling of 3 towns", "shelling\nof 3\ntowns"),
        ("- Protect all civilians.\n", "- Protect all civilians.\n- Free the detained.\n"),
        ("- Protect all civilians.\n- See", "- See"),
        ("People fled in 2018.", "A new paragraph.\n\nPeople fled in 2018."),
        (
            "  - name: Justice for Life\n    acronym: JFL\n  - Dawlaty\n",
            "  - Dawlaty\n  - New One\n  - Justice for Life\n",
        ),
    ],
)
def test_untouched_segments_keep_their_state(workspace: Workspace, old: str, new: str) -> None:
    before = segment_states(workspace)["translated"]
    workspace.edit("source/peace.md", old, new)
    workspace.run("update")
    states = segment_states(workspace)
    assert states["fuzzy"] == 0
    assert states["translated"] >= before - 1
    assert states["translated"] == min(before, states["total"] - states["untranslated"])


def test_text_that_comes_back_is_translated_at_once(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "People fled in 2018.\n", "Nothing of that kind was said.\n")
    workspace.run("update")
    catalog = workspace.read(workspace.po("ku"))
    assert '#~ msgctxt "paragraph"\n#~ msgid "People fled in 2018."\n#~ msgstr "ku: People fled in 2018."' in catalog
    workspace.edit("source/peace.md", "Nothing of that kind was said.\n", "People fled in 2018.\n")
    workspace.run("update")
    assert segment_states(workspace)["translated"] == segment_states(workspace)["total"]


def test_a_text_in_another_role_keeps_its_translation(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "\nPeople fled in 2018.", "\n> People fled in 2018.")
    workspace.run("update")
    assert segment_states(workspace)["fuzzy"] == segment_states(workspace)["untranslated"] == 0
    assert 'msgctxt "quote"\nmsgid "People fled in 2018."\nmsgstr "ku: ' in workspace.read(workspace.po("ku"))


def test_a_translators_comment_survives_everything(workspace: Workspace) -> None:
    workspace.edit(workspace.po("ku"), "#. Paragraph 1 of 2\n", "# who said so?\n#. Paragraph 1 of 2\n")
    for old, new in (
        ("3 towns", "4 towns"),
        ("All parties must stop the shelling of 4 towns.", "Gone entirely, all of it."),
    ):
        workspace.edit("source/peace.md", old, new)
        workspace.run("update")
        assert "# who said so?\n" in workspace.read(workspace.po("ku"))


def test_a_deleted_statement_keeps_its_catalogs(workspace: Workspace) -> None:
    before = workspace.read(workspace.po("ku"))
    (workspace.root / "source/peace.md").unlink()
    assert workspace.run("update").code == 0
    assert workspace.read(workspace.po("ku")) == before


def test_dates_stay_while_nothing_changes(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = workspace.bytes_of("locales")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    workspace.edit("source/peace.md", "date: 2026-01-09", "date: 2026-01-10")
    workspace.run("update")
    assert workspace.bytes_of("locales") == before
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.run("update")
    assert "POT-Creation-Date: 1970-01-01 00:00+0000" in workspace.read("locales/peace.pot")
    assert "POT-Creation-Date: 1970-01-01 00:00+0000" in workspace.read(workspace.po("ku"))
    assert "1970" not in workspace.read(workspace.po("ku", "site"))


def test_what_another_tool_rewrapped_becomes_canonical_without_a_new_date(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workspace.read(workspace.po("ku"))
    workspace.edit(workspace.po("ku"), 'msgstr "ku: People fled in 2018."', 'msgstr ""\n"ku: People "\n"fled in 2018."')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    workspace.run("update")
    assert workspace.read(workspace.po("ku")) == before


def test_check_tells_and_writes_nothing(workspace: Workspace) -> None:
    assert workspace.run("update", "--check").code == 0
    workspace.edit("source/peace.md", "2018", "2019")
    before = workspace.bytes_of(".")
    answer = workspace.run("update", "--check")
    assert answer.code == 1
    assert "3 files would be written" in answer.out
    assert workspace.bytes_of(".") == before


def test_one_statement_alone(workspace: Workspace) -> None:
    workspace.write("source/other.md", workspace.read("source/peace.md"))
    workspace.run("update", "peace")
    assert not (workspace.root / "locales/other.pot").exists()
    answer = workspace.run("update", "paece")
    assert answer.code == 2
    assert 'no such statement "paece"\n  help: did you mean "peace"?' in answer.err


def test_json(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    catalogs = json.loads(workspace.run("update", "--format", "json").out)["catalogs"]
    mine = next(one for one in catalogs if one["path"] == workspace.po("ku"))
    total = segment_states(workspace)["total"]
    counts = {"kept": total - 1, "added": 0, "changed": 1, "reused": 0, "obsolete": 0}
    assert mine == {"path": workspace.po("ku"), "locale": "ku", "domain": "peace", **counts}


def test_nothing_is_half_written_when_a_file_cannot_be(workspace: Workspace) -> None:
    if os.geteuid() == 0:
        workspace.root.joinpath(workspace.po("ku")).chmod(0o444)
    else:
        workspace.root.joinpath("locales/ku/LC_MESSAGES").chmod(0o555)
    before = workspace.read(workspace.po("ku"))
    workspace.edit("source/peace.md", "2018", "2019")
    answer = workspace.run("update")
    workspace.root.joinpath("locales/ku/LC_MESSAGES").chmod(0o755)
    assert answer.code == 2
    assert workspace.read(workspace.po("ku")) == before


# Plural forms

COUNTED = '{{ ngettext("{count} call", "{count} calls", 3) }}'


def template_with(workspace: Workspace, wording: str) -> None:
    workspace.write("templates/chooser.html", "{% extends 'base.html' %}{% block main %}" + wording + "{% endblock %}")
    workspace.run("update")


SIX = ["لا نداء", "نداء واحد", "نداءان", "{count} نداءات", "{count} نداءً", "{count} نداء"]


def with_six_forms(workspace: Workspace) -> None:
    template_with(workspace, COUNTED)
    path = workspace.po("ar", "site")
    text = workspace.read(path)
    for index, form in enumerate(SIX):
        text = text.replace(f'msgstr[{index}] ""', f'msgstr[{index}] "{form}"')
    workspace.write(path, text)
    assert all(f'"{form}"' in workspace.read(path) for form in SIX)


def test_a_text_that_is_no_longer_counted_loses_no_form(workspace: Workspace) -> None:
    with_six_forms(workspace)
    template_with(workspace, '{{ _("{count} call", count=3) }}')
    text = workspace.read(workspace.po("ar", "site"))
    assert all(form in text for form in SIX)
    assert 'msgid "{count} call"\nmsgstr "{count} نداء"' in text
    assert "#, fuzzy" in text


def test_another_english_plural_makes_a_draft_and_is_counted(workspace: Workspace) -> None:
    with_six_forms(workspace)
    workspace.edit("templates/chooser.html", "{count} calls", "{count} appeals")
    before = json.loads(workspace.run("status", "--format", "json").out)["site"]["locales"]["ar"]
    assert before["segments"]["fuzzy"] == 1  # even before the catalog knows
    assert f"{workspace.po('ar', 'site')}: 1 changed" in workspace.run("update").out
    assert '#| msgid_plural "{count} calls"' in workspace.read(workspace.po("ar", "site"))


def test_forms_in_another_order_are_put_in_ours(workspace: Workspace) -> None:
    """Babel's header for Arabic counts the last two forms the other way round."""
    with_six_forms(workspace)
    path = workspace.po("ar", "site")
    text = workspace.read(path).replace("n%100>=11 ? 4 : 5;", "n%100>=11 && n%100<=99 ? 5 : 4;")
    text = text.replace(f'msgstr[4] "{SIX[4]}"\nmsgstr[5] "{SIX[5]}"', f'msgstr[4] "{SIX[5]}"\nmsgstr[5] "{SIX[4]}"')
    workspace.write(path, text)
    workspace.run("update")
    assert f'msgstr[4] "{SIX[4]}"\nmsgstr[5] "{SIX[5]}"' in workspace.read(path)
    assert "n%100>=11 ? 4 : 5;" in workspace.read(path)


def test_a_rule_that_counts_otherwise_is_refused(workspace: Workspace) -> None:
    with_six_forms(workspace)
    workspace.edit(workspace.po("ar", "site"), "plural=n==0 ? 0", "plural=n==9 ? 0")
    answer = workspace.run("update")
    assert answer.code == 2
    assert "the header counts otherwise than Arabic does" in answer.err
    assert re.search(r"ar .*: waits for .*the header counts otherwise than Arabic does", workspace.run("build").out)


def test_a_template_copied_for_arabic_gets_six_forms(workspace: Workspace) -> None:
    template_with(workspace, COUNTED)
    workspace.write(workspace.po("ar", "site"), workspace.read("locales/site.pot"))
    workspace.run("update")
    assert workspace.read(workspace.po("ar", "site")).count('msgstr[5] ""') == 1


# What other programs do to files


def test_a_confirmed_entry_forgets_the_english_before(workspace: Workspace) -> None:
    """Someone who takes only the fuzzy mark away leaves the previous English behind: it is not believed again."""
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    workspace.edit(workspace.po("ku"), "#, fuzzy\n", "")
    workspace.edit("source/peace.md", "4 towns", "5 towns")
    workspace.run("update")
    assert '#| msgid "All parties must stop the shelling of 4 towns."' in workspace.read(workspace.po("ku"))


def test_an_empty_file_is_not_taken_for_a_new_one(workspace: Workspace) -> None:
    workspace.write(workspace.po("ku"), "")
    answer = workspace.run("update")
    assert answer.code == 2
    assert f"{workspace.po('ku')}:1: the file is empty" in answer.err
    assert workspace.read(workspace.po("ku")) == ""


def test_a_read_only_file_stops_all_writing(workspace: Workspace) -> None:
    (workspace.root / workspace.po("ku")).chmod(0o444)
    before = workspace.bytes_of("locales")
    workspace.edit("source/peace.md", "2018", "2019")
    answer = workspace.run("update")
    assert answer.code == 2
    assert "the file is read-only" in answer.err
    assert workspace.bytes_of("locales") == before


def test_ends_of_texts_are_made_as_gettext_wants_them(workspace: Workspace) -> None:
    workspace.edit(workspace.po("ku"), 'msgstr "ku: People fled in 2018."', 'msgstr "\\n ku: People fled in 2018. \\n"')
    workspace.run("update")
    assert 'msgstr "ku: People fled in 2018."\n' in workspace.read(workspace.po("ku"))


def test_a_header_to_fill_in_is_filled_in(workspace: Workspace) -> None:
    path = workspace.po("ku")
    workspace.edit(path, "Last-Translator: Translation desk", "Last-Translator: FULL NAME <EMAIL@ADDRESS>")
    workspace.edit(path, '"Language: ku\\n"\n', '"language: ku_TR\\n"\n')
    workspace.run("update")
    header = workspace.read(path).split("\n\n")[0]
    assert "Last-Translator: Translation desk" in header
    assert header.lower().count("language: ") == 1
    assert "Language: ku\\n" in header


def test_catalogs_of_a_renamed_statement_are_named(workspace: Workspace) -> None:
    (workspace.root / "source/peace.md").rename(workspace.root / "source/war.md")
    answer = workspace.run("update")
    assert f"{workspace.po('ku')}: its statement is gone; the catalog was left as it is" in answer.out


def test_links_that_lead_out_of_the_workspace_are_refused(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    victim = tmp_path_factory.mktemp("elsewhere") / "victim"
    victim.write_text("mine")
    (workspace.root / "locales/peace.pot").unlink()
    (workspace.root / "locales/peace.pot").symlink_to(victim)
    answer = workspace.run("update")
    assert answer.code == 2
    assert "a link that leads out of the workspace" in answer.err
    (workspace.root / "locales/peace.pot").unlink()
    (workspace.root / "source/secret.md").symlink_to(victim)
    assert "source/secret.md: a link that leads out of the workspace" in workspace.run("build").err
    (workspace.root / "source/secret.md").unlink()
    (workspace.root / "source/loop.md").symlink_to("loop.md")
    answer = workspace.run("build")
    assert answer.code == 2
    assert "source/loop.md: cannot be read: Too many levels" in answer.err
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("epoch", ["soon", "999999999999999"])
def test_an_epoch_that_is_none(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    answer = workspace.run("update")
    assert answer.code == 2
    assert "SOURCE_DATE_EPOCH" in answer.err
