"""The pages that are looked at while a translation is written are those that a build of drafts makes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from workspaces import REPOSITORY, Sound, Workspace

from publisher import routes
from publisher.page import places
from publisher.project import Project
from publisher.site.preview import Preview, Previews

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 9, tzinfo=UTC)
SHELLING = "All parties must stop the shelling of 3 towns."


@pytest.fixture
def sound(tmp_path: Path) -> Sound:
    made = Sound(tmp_path)
    made.complete()
    made.fill("ku", "peace", {"Protect all civilians.": ""}, ["Protect all civilians."])
    return made


def every(project: Project) -> dict[str, bytes]:
    documents = project.documents()
    previews = Previews(project, NOW)
    every = [previews.lists(documents), *(previews.statement(one).files for one in documents)]
    return {name: data for files in every for name, data in files.items()}


def preview(workspace: Workspace) -> Preview:
    project = Project.open(workspace.root)
    return Previews(project, NOW).statement(project.documents()[0])


def test_every_page_is_byte_for_byte_that_of_the_drafts(sound: Sound) -> None:
    assert sound.run("build", "--drafts").code == 0
    drafts = {name: data for name, data in sound.bytes_of("drafts").items() if name != "robots.txt"}
    assert every(Project.open(sound.root)) == drafts


def test_so_are_those_of_the_real_statement(tmp_path: Path) -> None:
    assert Workspace(tmp_path).run("-C", str(REPOSITORY), "build", "--drafts", "-o", str(tmp_path / "out")).code == 0
    drafts = {name: data for name, data in Workspace(tmp_path).bytes_of("out").items() if name != "robots.txt"}
    assert every(Project.open(REPOSITORY)) == drafts


def test_a_page_with_another_text_is_the_one_that_is_made_when_it_is_saved(sound: Sound) -> None:
    project = Project.open(sound.root)
    segment = next(one for one in project.documents()[0].segments if one.source == SHELLING)
    shown = preview(sound)
    tried = shown.page("ku", segment, ["Bila **hemû** raweste, 3 bajar <script>."])
    assert b"<script>" not in tried.split(b"</head>")[1]
    assert tried != shown.files[routes.statement("ku", "peace")]
    sound.fill("ku", "peace", {SHELLING: "Bila **hemû** raweste, 3 bajar <script>."}, [SHELLING])
    assert tried == preview(sound).files[routes.statement("ku", "peace")]


def test_trying_a_text_changes_nothing(sound: Sound) -> None:
    project, shown = Project.open(sound.root), preview(sound)
    segment, name = project.documents()[0].segments[3], routes.statement("ar", "peace")
    same = project.translations(project.settings.targets[0], "peace").translations(segment)
    before = shown.page("ar")
    assert shown.page("ar", segment, ["x"]) != before
    assert shown.page("ar", segment, same) == shown.page("ar") == shown.file(name) == shown.files[name] == before


def test_each_text_that_a_page_shows_is_found_on_it(sound: Sound) -> None:
    document = Project.open(sound.root).documents()[0]
    found = places(document)
    for locale in ("ar", "ku"):
        page = every(Project.open(sound.root))[f"{locale}/peace.html"].decode()
        assert all(f' id="{name}"' in page for names in found.values() for name in names)
    shown = {one.id for one in document.segments if one.context not in {"summary", "type", "short title", "place"}}
    assert set(found) == shown
