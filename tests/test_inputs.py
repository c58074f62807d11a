"""To ask once for each folder whether it lies in the workspace changes nothing of what is read or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workspaces import Workspace

from publisher import inputs
from publisher.errors import PublisherError
from publisher.inputs import Files
from publisher.project import Project

if TYPE_CHECKING:
    from pathlib import Path

HERE, NAMES = "locales/ku", ["a", "none", "folder", "link", "out", "nowhere", "round", "a/b"]
AWAY = ["away/a", "away/none", "away/back"]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A workspace with a file, a folder, and links: to a file, out of it, to nothing, to itself, to another folder."""
    root, outside = tmp_path / "inside", tmp_path / "outside"
    folder = root / HERE
    for one in (folder / "folder", outside):
        one.mkdir(parents=True)
        (one / "a").write_bytes(b"x" * 200_000)
    (folder / "a").write_bytes(b"a")
    for name, target in {"link": "a", "out": outside / "a", "nowhere": "none", "round": "round"}.items():
        (folder / name).symlink_to(target)
    (outside / "back").symlink_to(folder / "a")
    (root / "away").symlink_to(outside)
    return Project(root, Project.open(Workspace(root).root).settings)


def told(read: object, name: object) -> object:
    """What is read, or why it is not."""
    try:
        return read(name)  # type: ignore[operator]
    except PublisherError as error:
        return type(error), error.problems


def alike(project: Project) -> None:
    files = Files(project)
    for _ in range(2):
        for name in [f"{HERE}/{one}" for one in (*NAMES, "folder/a")] + AWAY:
            assert told(files.read, name) == told(project.read, project.root / name), name


def test_both_ways_read_and_refuse_alike(project: Project) -> None:
    alike(project)


@pytest.mark.parametrize(("name", "fault"), [("_NO_LINK", 0), ("_held", lambda _: b"")])
def test_twin_a_way_that_reads_something_else_is_found(
    name: str, fault: object, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, name, fault)
    with pytest.raises((AssertionError, OSError)):
        alike(project)


def test_twin_a_way_that_asks_for_no_folder_is_found(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Files(project)
    monkeypatch.setattr(Project, "refuse_outside", lambda *_: None)
    assert files.read("away/a")
