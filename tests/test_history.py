"""What catalogs held is kept; what another program wrote meanwhile is taken over; and it can be brought back."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING

import pytest
import workflow
from workspaces import Workspace

from publisher import files, po
from publisher.errors import Problem, PublisherError
from publisher.files import History, Save, exchange, history
from publisher.model import Segment, State
from publisher.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from publisher.catalog import Catalog

LAW = Segment("See [the law](https://example.org/law).", "item")
FLED = Segment("People fled in 2018.", "paragraph")
SAW = Segment("What we saw", "heading")


def opened(workspace: Workspace) -> tuple[Project, Catalog, bytes]:
    """A workspace, its Kurmanji catalog of the statement, and the bytes of that."""
    project = Project.open(workspace.root)
    locale = next(one for one in project.settings.targets if one.id == "ku")
    data = project.read(project.po_path(locale, "peace"))
    assert data is not None
    return project, project.parse(data, locale, "peace"), data


def now(workspace: Workspace, segment: Segment) -> tuple[str, ...]:
    return opened(workspace)[1].unit(segment).targets


def state_now(workspace: Workspace, segment: Segment) -> State:
    return opened(workspace)[1].state_of(segment)


def kept(workspace: Workspace) -> list[dict[str, object]]:
    """The kept versions of the Kurmanji catalog of the statement, the newest first."""
    versions = json.loads(workspace.run("restore", "--format", "json").out)["versions"]
    return [one for one in versions if one["path"] == workspace.po("ku")]


def somebody_else(workspace: Workspace, old: str, new: str) -> None:
    """Another program saves the file: the text of one entry changes."""
    workspace.edit(workspace.po("ku"), f'msgstr "{old}"', f'msgstr "{new}"')


# Save: what others wrote since the file was read


def test_a_save_takes_over_what_was_saved_meanwhile(workspace: Workspace) -> None:
    project, catalog, read = opened(workspace)
    somebody_else(workspace, "ku: What we saw", "Tiştên ku me dîtin")
    catalog.fill(FLED, ["Xelk reviyan."])
    assert workflow.save(project, catalog, "peace", read) == []
    assert now(workspace, SAW) == ("Tiştên ku me dîtin",)
    assert now(workspace, FLED) == ("Xelk reviyan.",)


def test_two_texts_for_one_entry_are_both_kept_as_a_draft(workspace: Workspace) -> None:
    project, catalog, read = opened(workspace)
    somebody_else(workspace, "ku: People fled in 2018.", "Theirs")
    catalog.fill(FLED, ["Ours"])
    assert workflow.save(project, catalog, "peace", read) == [FLED.key]
    unit = opened(workspace)[1].unit(FLED)
    assert (unit.targets, unit.state) == (("Ours",), State.FUZZY)
    assert unit.comment == "saved at the same time by another program: Theirs"
    assert not workspace.run("build").out.startswith("peace  published: en ar ku")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace('msgstr "ku: What we saw"', 'msgstr ""'), ("",)),
        (lambda text: text[: text.index("#. Heading")] + text[text.index("#. Paragraph 2") :], ("ku: What we saw",)),
    ],
    ids=["emptied", "deleted"],
)
def test_what_others_emptied_is_empty_and_what_they_deleted_stays(
    workspace: Workspace, change: Callable[[str], str], expected: tuple[str, ...]
) -> None:
    project, catalog, read = opened(workspace)
    workspace.write(workspace.po("ku"), change(workspace.read(workspace.po("ku"))))
    catalog.fill(FLED, ["Ours"])
    assert workflow.save(project, catalog, "peace", read) == []
    assert now(workspace, SAW) == tuple(filter(None, expected))
    assert now(workspace, FLED) == ("Ours",)


@pytest.mark.parametrize("doubt", ['#, fuzzy\nmsgctxt "paragraph"\nmsgid "People', "emptied"])
def test_what_others_doubt_or_empty_is_not_finished_unseen(workspace: Workspace, doubt: str) -> None:
    project, catalog, read = opened(workspace)
    if doubt == "emptied":
        somebody_else(workspace, "ku: People fled in 2018.", "")
    else:
        workspace.edit(workspace.po("ku"), 'msgctxt "paragraph"\nmsgid "People', doubt)
    catalog.fill(FLED, ["Ours"])
    assert workflow.save(project, catalog, "peace", read) == [FLED.key]
    assert (now(workspace, FLED), state_now(workspace, FLED)) == (("Ours",), State.FUZZY)


def test_comments_of_both_sides_are_kept(workspace: Workspace) -> None:
    project, catalog, read = opened(workspace)
    workspace.edit(workspace.po("ku"), "#. Paragraph 2 of 2\n", "# who fled?\n#. Paragraph 2 of 2\n")
    catalog.fill(FLED, ["Ours"], "somewhere")
    assert workflow.save(project, catalog, "peace", read) == []
    assert opened(workspace)[1].unit(FLED).comment == "offered from somewhere\nwho fled?"


def test_what_is_confirmed_elsewhere_is_confirmed(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.run("update")
    project, catalog, read = opened(workspace)
    workspace.edit(workspace.po("ku"), "#, fuzzy\n", "")
    catalog.fill(SAW, ["Ours"])
    workflow.save(project, catalog, "peace", read)
    assert state_now(workspace, Segment("People fled in 2019.", "paragraph")) is State.TRANSLATED


def in_between(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Do something once at the last moment: between a look at the file and the exchange."""
    original = exchange.exchange
    deeds = [deed]

    def late(one: Path, other: Path) -> bool:
        if deeds:
            deeds.pop()()
        return original(one, other)

    monkeypatch.setattr(history, "exchange", late)


def test_a_save_at_the_very_last_moment_is_taken_over_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, catalog, read = opened(workspace)
    in_between(monkeypatch, lambda: somebody_else(workspace, "ku: What we saw", "Late"))
    catalog.fill(FLED, ["Ours"])
    assert workflow.save(project, catalog, "peace", read) == []
    assert (now(workspace, SAW), now(workspace, FLED)) == (("Late",), ("Ours",))


def test_a_broken_file_that_comes_out_is_kept_and_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    project, catalog, read = opened(workspace)
    in_between(monkeypatch, lambda: workspace.write(workspace.po("ku"), 'msgid "cut'))
    catalog.fill(FLED, ["Ours"])
    with pytest.raises(PublisherError, match="what it wrote is broken") as caught:
        workflow.save(project, catalog, "peace", read)
    name = caught.value.problems[0].hint.split()[-1]
    assert History(workspace.root).version(name).kept.read_text() == 'msgid "cut'
    assert now(workspace, FLED) == ("Ours",)


def test_a_file_deleted_at_the_last_moment_is_made_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    project, catalog, read = opened(workspace)
    in_between(monkeypatch, (workspace.root / workspace.po("ku")).unlink)
    catalog.fill(FLED, ["Ours"])
    workflow.save(project, catalog, "peace", read)
    assert now(workspace, FLED) == ("Ours",)


def test_what_a_slow_program_writes_into_the_old_file_is_found(workspace: Workspace) -> None:
    """An editor that had the file open goes on writing into what is in the history by now."""
    project, catalog, read = opened(workspace)
    with (workspace.root / workspace.po("ku")).open("ab") as slow:
        catalog.fill(FLED, ["Ours"])
        workflow.save(project, catalog, "peace", read)
        slow.write(b'\nmsgid "late"\nmsgstr "dereng"\n')
    assert any(b"dereng" in one.kept.read_bytes() for one in History(workspace.root).versions())


def test_where_files_cannot_be_exchanged_nothing_else_changes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "exchange", lambda *_: False)
    monkeypatch.setattr(history, "move_to_free", lambda *_: False)
    project, catalog, read = opened(workspace)
    somebody_else(workspace, "ku: What we saw", "Theirs")
    theirs = workspace.read(workspace.po("ku")).encode()
    catalog.fill(FLED, ["Ours"])
    workflow.save(project, catalog, "peace", read)
    assert (now(workspace, SAW), now(workspace, FLED)) == (("Theirs",), ("Ours",))
    assert any(one.kept.read_bytes() == theirs for one in History(workspace.root).versions())


def test_a_program_that_never_stops_writing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"expected")
    original = exchange.exchange

    def busy(one: Path, other: Path) -> bool:
        path.write_bytes(os.urandom(8))
        return original(one, other)

    monkeypatch.setattr(history, "exchange", busy)
    with pytest.raises(PublisherError, match="writes this file over and over"):
        History(tmp_path).save(Save(path, b"ours", b"expected", lambda theirs: b"ours and " + theirs))


def test_a_linked_catalog_stays_a_link(workspace: Workspace) -> None:
    path = workspace.root / workspace.po("ku")
    path.rename(workspace.root / "elsewhere.po")
    path.symlink_to(workspace.root / "elsewhere.po")
    project, catalog, read = opened(workspace)
    catalog.fill(FLED, ["Ours"])
    workflow.save(project, catalog, "peace", read)
    assert path.is_symlink()
    assert now(workspace, FLED) == ("Ours",)


def test_the_mode_of_a_catalog_is_kept(workspace: Workspace) -> None:
    path = workspace.root / workspace.po("ku")
    path.chmod(0o664)
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.run("update")
    assert path.stat().st_mode & 0o777 == 0o664


# Update, while others write


def test_an_update_brings_up_to_date_what_was_saved_meanwhile(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.edit("source/peace.md", "2018", "2019")
    in_between(monkeypatch, lambda: somebody_else(workspace, "ku: People fled in 2018.", "Late"))
    # The Arabic catalog comes first: the deed is done at the first exchange, before that of the Kurmanji one.
    assert workspace.run("update").code == 0
    unit = opened(workspace)[1].unit(Segment("People fled in 2019.", "paragraph"))
    assert (unit.state, unit.targets, unit.previous) == (State.FUZZY, ("Late",), FLED.source)


def test_what_others_wrote_is_not_blamed_for_a_full_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise PublisherError(Problem("could not be written: No space left on device", "/tmp"))  # noqa: S108

    workspace.edit("source/peace.md", "2018", "2019")
    in_between(monkeypatch, lambda: somebody_else(workspace, "ku: People fled in 2018.", "Late"))
    monkeypatch.setattr(files.Waiting, "__setitem__", full)  # it takes what is told of a catalog that was merged
    answer = workspace.run("update")
    assert (answer.code, "No space left" in answer.err, "is broken" in answer.err) == (2, True, False)
    assert opened(workspace)[1].unit(Segment("People fled in 2019.", "paragraph")).targets == ("Late",)


def test_another_run_is_waited_for(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "2018", "2019")
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with files.locked(workspace.root):
            entered.set()
            leave.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(10)
    threading.Timer(0.3, leave.set).start()
    assert workspace.run("update").code == 0
    other.join()


def test_a_run_that_does_not_end_is_named(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.files.lock.PATIENCE", 0.1)
    before = workspace.bytes_of("locales")
    workspace.edit("source/peace.md", "2018", "2019")
    with files.locked(workspace.root):
        answer = workspace.run("update")
    assert answer.code == 2
    assert "another run is writing here\n  help: Wait until it ends." in answer.err
    assert workspace.bytes_of("locales") == before


def test_looking_needs_no_lock_and_leaves_no_trace(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for command in (["update", "--check"], ["status"], ["diff", "ku"], ["restore"]):
        workspace.run(*command)
    assert not (tmp_path / ".publisher").exists()


def test_the_history_is_not_for_git(workspace: Workspace) -> None:
    assert workspace.read(".publisher/.gitignore") == "*\n"
    assert (workspace.root / ".publisher").stat().st_mode & 0o077 == 0


def test_leftovers_of_a_killed_run_are_cleared_away(workspace: Workspace) -> None:
    for folder in ("locales", "locales/ku/LC_MESSAGES", f".publisher/history/{workspace.po('ku')}"):
        workspace.write(f"{folder}/.publisher-0123.tmp", "half")
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.run("update")
    assert not list(workspace.root.rglob("*.tmp"))


# Restore


def test_every_version_is_listed_and_can_be_brought_back(workspace: Workspace) -> None:
    before = workspace.read(workspace.po("ku"))
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.run("update")
    assert workspace.read(workspace.po("ku")) != before
    newest, old, *_ = kept(workspace)
    assert (newest["translations"], old["translations"]) == (9, 10)
    answer = workspace.run("restore", str(old["id"])[:6])
    assert answer.out.startswith(f"{workspace.po('ku')}: brought back {old['id']}")
    assert workspace.read(workspace.po("ku")) == before
    workspace.run("restore", str(newest["id"]))
    assert workspace.read(workspace.po("ku")) != before, "what was replaced is kept too"


def test_the_list_tells_what_only_a_kept_version_has(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.run("update")
    text = workspace.read(workspace.po("ku"))
    workspace.write(workspace.po("ku"), text.replace("ku: What we saw", "Other").replace("ku: Dawlaty", "Other too"))
    assert kept(workspace)[0]["missing"] == 2
    assert kept(workspace)[0]["id"] in workspace.run("restore").out


def test_only_the_edits_of_a_version_can_be_brought_back(workspace: Workspace) -> None:
    """Somebody saved an old copy over our edit; since then, other entries were worked on."""
    project, catalog, read = opened(workspace)
    catalog.fill(FLED, ["Ours"])
    workflow.save(project, catalog, "peace", read)
    version = str(kept(workspace)[0]["id"])
    workspace.write(workspace.po("ku"), read)
    somebody_else(workspace, "ku: What we saw", "Newer")
    assert workspace.run("restore", version, "--merge").code == 0
    assert (now(workspace, FLED), now(workspace, SAW)) == (("Ours",), ("Newer",))


def test_two_texts_after_a_merge_are_said(workspace: Workspace) -> None:
    project, catalog, read = opened(workspace)
    catalog.fill(FLED, ["Ours"])
    workflow.save(project, catalog, "peace", read)
    version = str(kept(workspace)[0]["id"])
    workspace.write(workspace.po("ku"), read)
    somebody_else(workspace, "ku: People fled in 2018.", "Newer")
    assert "1 entry with two texts, as drafts: look at them" in workspace.run("restore", version, "--merge").out
    assert opened(workspace)[1].texts() >= {"Ours", "Newer"}


def test_a_broken_file_is_replaced_by_a_kept_version(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.run("update")
    version, good = str(kept(workspace)[0]["id"]), workspace.read(workspace.po("ku"))
    workspace.write(workspace.po("ku"), "<html>Your download has failed</html>")
    assert workspace.run("update").code == 2
    assert workspace.run("restore", version).code == 0
    assert workspace.read(workspace.po("ku")) == good


def test_a_broken_version_is_listed_and_refused(workspace: Workspace) -> None:
    path = workspace.write(f".publisher/history/{workspace.po('ku')}/20260109T101010.000000Z.po", 'msgid "cut')
    version = next(one for one in kept(workspace) if one["translations"] is None)
    assert "broken" in workspace.run("restore").out
    answer = workspace.run("restore", str(version["id"]))
    assert answer.code == 2
    assert "this version is broken" in answer.err
    assert str(path) in answer.err


def test_a_version_in_a_language_that_is_gone_says_so(workspace: Workspace) -> None:
    workspace.edit("pyproject.toml", "[tool.publisher.locales.ku]\n", "")
    assert kept(workspace)[0]["problem"] == "language not in the settings"
    answer = workspace.run("restore", str(kept(workspace)[0]["id"]))
    assert (answer.code, "add the language to the settings again" in answer.err) == (2, True)


def test_what_is_no_version_is_not_listed(workspace: Workspace) -> None:
    before = kept(workspace)
    workspace.write(f".publisher/history/{workspace.po('ku')}/copyZ.po", "mine")
    assert kept(workspace) == before


def test_merging_needs_a_version(workspace: Workspace) -> None:
    assert "--merge needs a VERSION" in workspace.run("restore", "--merge").err


@pytest.mark.parametrize(
    "make", [lambda path: path.symlink_to(path.parent / "source"), lambda path: path.write_text("mine")]
)
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    workspace = Workspace(tmp_path)
    make(tmp_path / ".publisher")
    answer = workspace.run("update")
    assert answer.code == 2
    assert "not a folder of this workspace\n  help: Move it away" in answer.err
    assert not (tmp_path / "locales").exists()


def test_nothing_is_written_where_a_folder_stands_in_the_way(workspace: Workspace) -> None:
    """The folder of the history, which is needed last, is looked at first."""
    before = workspace.bytes_of("locales")
    history_folder = workspace.root / ".publisher" / "history"
    history_folder.rename(workspace.root / ".publisher" / "moved")
    history_folder.write_text("mine")
    workspace.edit("source/peace.md", "2018", "2019")
    answer = workspace.run("update")
    assert (answer.code, "not a folder" in answer.err) == (2, True)
    assert workspace.bytes_of("locales") == before


@pytest.mark.parametrize("name", ["zzz", "../../etc"])
def test_a_version_that_is_none_is_refused(workspace: Workspace, name: str) -> None:
    answer = workspace.run("restore", name)
    assert answer.code == 2
    assert f'no version "{name}" is kept\n  help: publish restore lists what there is' in answer.err


def test_an_empty_history_says_so(tmp_path: Path) -> None:
    assert "No version of a catalog is kept yet" in Workspace(tmp_path).run("restore").out


def test_a_version_is_listed_once(workspace: Workspace) -> None:
    for year in range(2019, 2025):
        workspace.edit("source/peace.md", f"{year - 1}", f"{year}")
        workspace.run("update")
    names = [one["id"] for one in kept(workspace)]
    assert len(names) == len(set(names))
    folder = workspace.root / ".publisher" / "history" / workspace.po("ku")
    assert all(po.parse(path.read_bytes(), "x.po") for path in folder.iterdir())


def test_what_an_update_only_read_is_kept_too(workspace: Workspace) -> None:
    """A translator overwrites a text before any update had to write the file."""
    somebody_else(workspace, "ku: What we saw", "Good")
    assert workspace.run("update").out == "0 files written\n"
    somebody_else(workspace, "Good", "Bad")
    workspace.run("update")
    assert any("Good" in one.kept.read_text("utf-8") for one in History(workspace.root).versions())
