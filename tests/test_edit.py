"""One text, as somebody wrote it in the web workspace: what becomes of it and of its catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workspaces import Sound, Workspace, said

from publisher import checks, po
from publisher.catalog.trial import trial
from publisher.errors import CatalogError, UsageError
from publisher.project import Project
from publisher.workflow import edit as verbs
from publisher.workflow.edit import Edit, Edited, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publisher.catalog import Catalog
    from publisher.locale import Locale
    from publisher.model import Segment

SHELLING = "All parties must stop the shelling of 3 towns."


@pytest.fixture
def sound(tmp_path: Path) -> Sound:
    made = Sound(tmp_path)
    made.complete()
    return made


def opened(workspace: Workspace) -> tuple[Project, Segment, Catalog]:
    project = Project.open(workspace.root)
    segment = next(one for one in project.documents()[0].segments if one.source == SHELLING)
    return project, segment, project.translations(project.settings.targets[1], "peace")


def edit(project: Project, locale: Locale, domain: str, wanted: Edit) -> Edited:
    return verbs.edit(project, locale, domain, project.documents()[0].segments, wanted)


def remark(workspace: Workspace, unit: str, text: str, check: str = "") -> bool:
    project, *_ = opened(workspace)
    segment = next((one for one in project.documents()[0].segments if one.id == unit), None)
    return verbs.remark(project, project.settings.targets[1], "peace", segment, text, check)


def wrote(workspace: Workspace, targets: Sequence[str], base: Sequence[str], *, draft: bool = False) -> Edited:
    project, segment, _ = opened(workspace)
    made = edit(project, project.settings.targets[1], "peace", Edit(segment.id, targets, base, draft))
    made.save(project)
    return made


def entry(workspace: Workspace) -> po.Entry:
    path = workspace.root / workspace.po("ku")
    return next(one for one in po.parse(path.read_bytes(), "x") if one.msgid == SHELLING)


def test_what_is_written_is_in_the_catalog_and_nothing_else_changes(sound: Sound) -> None:
    before = sound.read(sound.po("ku"))
    made = wrote(sound, ["Bila topbaran raweste, 3 bajar."], [said("ku", SHELLING)])
    assert made.outcome is Outcome.CHANGED
    assert not made.contested
    after = sound.read(sound.po("ku"))
    old, new = before.splitlines(), after.splitlines()
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        (f'msgstr "{said("ku", SHELLING)}"', 'msgstr "Bila topbaran raweste, 3 bajar."')
    ]


def test_nothing_is_written_before_it_is_saved(sound: Sound) -> None:
    project, segment, _ = opened(sound)
    before = sound.read(sound.po("ku"))
    made = edit(project, project.settings.targets[1], "peace", Edit(segment.id, ["Na."], [said("ku", SHELLING)]))
    assert sound.read(sound.po("ku")) == before
    made.save(project)
    assert sound.read(sound.po("ku")) != before


def test_a_draft_is_one_until_it_is_done(sound: Sound) -> None:
    wrote(sound, ["Reşnivîsek."], [said("ku", SHELLING)], draft=True)
    assert "fuzzy" in entry(sound).flags
    made = wrote(sound, ["Reşnivîsek."], ["Reşnivîsek."])
    assert made.outcome is Outcome.CHANGED
    assert "fuzzy" not in entry(sound).flags
    assert wrote(sound, ["Reşnivîsek."], ["anything"]).outcome is Outcome.SAME


def test_a_text_that_is_taken_away_is_no_draft_of_nothing(sound: Sound) -> None:
    wrote(sound, [" "], [said("ku", SHELLING)], draft=True)
    assert entry(sound).msgstr == ""
    assert "fuzzy" not in entry(sound).flags


def test_somebody_elses_text_is_not_overwritten_before_it_was_seen(sound: Sound) -> None:
    sound.fill("ku", "peace", {SHELLING: "Ya kesekî din."}, [SHELLING])
    before = sound.read(sound.po("ku"))
    made = wrote(sound, ["Ya min."], [said("ku", SHELLING)])
    assert made.outcome is Outcome.CONFLICT
    assert made.before == ("Ya kesekî din.",)
    assert sound.read(sound.po("ku")) == before
    # Seen, it may be replaced: the history has it.
    assert wrote(sound, ["Ya min."], ["Ya kesekî din."]).outcome is Outcome.CHANGED
    assert entry(sound).msgstr == "Ya min."


def test_two_who_write_the_same_are_of_one_mind(sound: Sound) -> None:
    sound.fill("ku", "peace", {SHELLING: "Heman tişt."}, [SHELLING])
    assert wrote(sound, ["Heman tişt."], [said("ku", SHELLING)]).outcome is Outcome.SAME


def test_what_another_program_writes_at_the_same_moment_is_kept_beside_it(sound: Sound) -> None:
    project, segment, _ = opened(sound)
    made = edit(project, project.settings.targets[1], "peace", Edit(segment.id, ["Ya min."], [said("ku", SHELLING)]))
    sound.fill("ku", "peace", {SHELLING: "Ya Poedit."}, [SHELLING])
    made.save(project)
    assert made.contested
    assert entry(sound).msgstr == "Ya min."
    assert "Ya Poedit." in entry(sound).tcomment
    assert "fuzzy" in entry(sound).flags


def test_a_catalog_that_is_behind_is_brought_up_to_date_first_and_no_other_one_is_touched(sound: Sound) -> None:
    sound.edit("source/peace.md", "## What we saw", "## What they saw")
    sound.write(sound.po("ar"), 'msgid "broken\n')
    project = Project.open(sound.root)
    segment = next(one for one in project.documents()[0].segments if one.source == "What they saw")
    ku, before = project.settings.targets[1], sound.bytes_of("locales/ar")
    made = edit(project, ku, "peace", Edit(segment.id, ["Çi dîtin"], [said("ku", "What we saw")]))
    assert made.outcome is Outcome.CHANGED
    made.save(project)
    after = sound.read(sound.po("ku"))
    assert 'msgid "What they saw"\nmsgstr "Çi dîtin"' in after
    assert sound.bytes_of("locales/ar") == before
    (sound.root / sound.po("ar")).unlink()
    assert sound.run("update").code == 0
    assert sound.read(sound.po("ku")) == after


def test_a_text_whose_english_was_edited_is_gone(sound: Sound) -> None:
    project, segment, _ = opened(sound)
    sound.edit("source/peace.md", "3 towns", "4 towns")
    before = sound.bytes_of("locales")
    made = edit(project, project.settings.targets[1], "peace", Edit(segment.id, ["x"], [said("ku", SHELLING)]))
    made.save(project)
    assert made.outcome is Outcome.GONE
    assert sound.bytes_of("locales") == before


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800", "x" * 20_001, "\u202eabc", "Ãªdî Ã®ro Ã®ro Ã»", "a\ufffdb"])
def test_what_no_catalog_can_hold_is_refused_with_a_cure(sound: Sound, text: str) -> None:
    before = sound.bytes_of("locales")
    try:
        made = wrote(sound, [text], [said("ku", SHELLING)])
    except UsageError as error:
        assert error.problems[0].hint  # noqa: PT017
        assert sound.bytes_of("locales") == before
    else:  # what can be held is for the checks to find
        assert made.outcome is Outcome.CHANGED
        assert entry(sound).msgstr == text


def test_the_number_of_plural_forms_is_that_of_the_language(sound: Sound) -> None:
    with pytest.raises(UsageError, match="2 plural forms instead of 1"):
        wrote(sound, ["a", "b"], [said("ku", SHELLING)])


def test_line_breaks_are_spaces_where_the_english_has_none(sound: Sound) -> None:
    wrote(sound, ["Bila\r\nraweste, 3."], [said("ku", SHELLING)])
    assert entry(sound).msgstr == "Bila raweste, 3."


def test_a_broken_catalog_is_named_and_stays(sound: Sound) -> None:
    project, segment, _ = opened(sound)
    sound.write(sound.po("ku"), 'msgid "x\n')
    with pytest.raises(CatalogError, match=r"peace\.po"):
        edit(project, project.settings.targets[1], "peace", Edit(segment.id, ["x"], [""]))
    assert sound.read(sound.po("ku")) == 'msgid "x\n'


def test_remarks_are_kept_as_comments_of_translators(sound: Sound) -> None:
    _, segment, _ = opened(sound)
    assert remark(sound, segment.id, "Which towns?\n\n Ask again. ")
    assert remark(sound, segment.id, "Which towns?")
    assert entry(sound).tcomment == "remark: Which towns?\nremark: Ask again."
    assert entry(sound).msgstr == said("ku", SHELLING)
    assert not remark(sound, "u00000000", "x")


def test_a_finding_is_let_pass_with_a_reason(sound: Sound) -> None:
    project = Project.open(sound.root)
    segment = next(one for one in project.documents()[0].segments if one.source == "People fled in 2018.")
    sound.fill("ku", "peace", {segment.source: "Mirov wê salê reviyan."}, [segment.source])
    assert "error[number]" in sound.run("check", "ku").out
    assert remark(sound, segment.id, "told\nin (words)", "number")
    assert "# check-ignore: number (told in (words))\n" in sound.read(sound.po("ku"))
    assert sound.run("check", "ku").code == 0
    with pytest.raises(UsageError, match="cannot be let pass"):
        remark(sound, segment.id, "no", "link")


def test_a_trial_shows_a_text_and_leaves_the_catalog_as_it_is(sound: Sound) -> None:
    _, segment, catalog = opened(sound)
    before = catalog.to_bytes()
    tried = trial(catalog, segment, ["Ceribandin."])
    assert tried.text_for(segment).content == "Ceribandin."
    assert catalog.text_for(segment).content == said("ku", SHELLING)
    assert catalog.to_bytes() == tried.to_bytes() == before


def test_a_glance_finds_what_the_check_of_the_whole_finds_in_that_text(sound: Sound) -> None:
    project, segment, catalog = opened(sound)
    document, glossary = project.documents()[0], project.glossary(catalog.locale)
    tried = trial(catalog, segment, ["Bila topbaran raweste ,  4 bajar."])
    found = checks.glance(tried, segment, document.inline, glossary)
    whole = [one for one in checks.check(tried, document.segments, document.inline, glossary) if one.segment == segment]
    assert {one.finding for one in found} == {one for one in whole if one.check != "consistency"}
    assert {one.finding.check for one in found} >= {"number", "spacing"}
    fix = next(one.fix for one in found if one.fix)
    assert fix.start < fix.end <= len("Bila topbaran raweste ,  4 bajar.")
