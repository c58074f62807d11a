"""What `status` tells of many statements: it waits on the disk, and is told piece by piece."""

from __future__ import annotations

import gc
import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest
import workflow
from workspaces import LATER, Workspace

from publisher.gate import Verdict
from publisher.project import Project
from publisher.report.status import status_json, status_markdown, status_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FEW, MANY = 20, 120
FORMS = [status_text, status_json, status_markdown]
BOUND = 600
"""How many bytes of memory a statement may take. To know where all else waits takes about 200."""


def statements(root: Path, count: int) -> Project:
    """A workspace with so many statements, which differ in nothing but their names."""
    workspace = Workspace(root)
    (root / "source/peace.md").unlink()
    for number in range(count):
        workspace.write(f"source/later-{number:03}.md", f"{LATER}Nobody may close them again.\n")
    return Project.open(root)


def room(project: Project, look: Callable[[workflow.Status], object]) -> int:
    """The most memory that is taken at once while somebody looks at a status, in bytes."""
    tracemalloc.start()
    told = workflow.status(project)
    gc.collect()
    tracemalloc.reset_peak()
    look(told)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def room_of_each(folder: Path, look: Callable[[workflow.Status], object]) -> float:
    """How much of that each statement takes."""
    few, many = (statements(folder / str(count), count) for count in (FEW, MANY))
    room(few, look)  # for what is read and compiled but once
    return (room(many, look) - room(few, look)) / (MANY - FEW)


@pytest.fixture
def on_the_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let things wait on the disk however few they are, and no garbage gather, as the command line does for a while."""
    monkeypatch.setattr("publisher.files.waiting.ROOM", 1)
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("on_the_disk")
@pytest.mark.parametrize("form", FORMS)
def test_a_statement_takes_no_memory_once_it_is_told(form: Callable[[workflow.Status], object], tmp_path: Path) -> None:
    assert room_of_each(tmp_path, lambda told: all(form(told))) < BOUND


@pytest.mark.usefixtures("on_the_disk")
@pytest.mark.parametrize("form", [*FORMS, lambda told: told.statements])
def test_it_would_be_noticed_if_it_did(form: Callable[[workflow.Status], object], tmp_path: Path) -> None:
    assert room_of_each(tmp_path, lambda told: [*form(told)]) > BOUND


@pytest.mark.usefixtures("on_the_disk")
def test_to_look_for_the_lowest_share_takes_none_either(tmp_path: Path) -> None:
    assert room_of_each(tmp_path, lambda told: told.lowest) < BOUND


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_pieces_are_one_json(count: int, tmp_path: Path) -> None:
    text = "\n".join(status_json(workflow.status(statements(tmp_path, count))))
    value = json.loads(text)
    assert text == json.dumps(value, ensure_ascii=False, indent=2)
    assert [one["slug"] for one in value["statements"]] == [f"later-{number:03}" for number in range(count)]


def test_what_looks_like_json_or_a_line_stays_as_it_is() -> None:
    one = workflow.StatementStatus("peace", "A [] of\u2028two\nlines", Verdict([]), {})
    value = json.loads("".join(status_json(workflow.Status("en", [one], {}))))
    assert [each["title"] for each in value["statements"]] == [one.title]


def test_statements_come_by_slug_from_all_folders(tmp_path: Path) -> None:
    project = statements(tmp_path, 20)  # as many as are shared out
    (tmp_path / "source/a").mkdir()
    (tmp_path / "source/later-005.md").rename(tmp_path / "source/a/later-005.md")
    told = workflow.status(project, jobs=2)
    assert [one.slug for one in told.statements] == [f"later-{number:03}" for number in range(20)]
    assert [*told.statements] == [*told.statements]
