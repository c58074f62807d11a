"""Two programs write one catalog at the same moment: whatever either of them saved can be found again."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import workflow
from faults import MEMORY, need_linux
from workspaces import Workspace

from publisher import files, po
from publisher.catalog import Catalog
from publisher.errors import PublisherError
from publisher.files import exchange, history
from publisher.files.history import History
from publisher.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.catalog import Key

    Deed = Callable[[Path], object]

EDITOR = Path(__file__).parent / "faults" / "editor.py"
TEXT = re.compile(r"(?:ours|theirs) \d+\.")


@pytest.fixture
def place() -> Iterator[Path]:
    """Answer an empty folder on a disk that is never waited for: here only the order of things matters."""
    need_linux()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder).resolve()


class Ours:
    """Our program, with the Arabic catalog of a workspace."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.workspace.complete()
        self.project = Project.open(root)
        self.path = root / self.workspace.po("ar")
        self.locale = next(one for one in self.project.settings.targets if one.id == "ar")
        (self.document,) = self.project.documents()

    def opened(self) -> tuple[Catalog, bytes | None]:
        data = self.project.read(self.path)
        return self.project.parse(data, self.locale, "peace"), data

    def save(self, text: str, index: int = 0) -> list[Key]:
        """Read the catalog, give one of its entries a text, and save it."""
        catalog, data = self.opened()
        catalog.fill(self.document.segments[index], [text])
        return workflow.save(self.project, catalog, "peace", data)

    def found(self) -> set[str]:
        """The texts of the file, and of every version in the history that can be read."""
        kept = [one.kept.read_bytes() for one in History(self.workspace.root).versions()]
        texts: set[str] = set()
        for data in [self.path.read_bytes(), *kept]:
            new = set(TEXT.findall(data.decode("utf-8", "replace"))) - texts
            if new and can_be_read(data):
                texts |= new
        return texts


def can_be_read(data: bytes) -> bool:
    try:
        po.parse(data, "")
    except PublisherError:
        return False
    return True


# A race


@dataclass
class Race:
    """What happened: the texts that either side saved, those that are gone, and how often both were at it."""

    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    merges: int = 0
    conflicts: int = 0
    errors: int = 0


def race(ours: Ours, saves: int, seed: int) -> Race:
    """Let our program save as often as that, and an editor about as often."""
    result, choices = Race(), random.Random(seed)  # noqa: S311  # not for secrets
    with pytest.MonkeyPatch.context() as patch, editor(ours.path, seed) as (paced, ended):
        count_merges(patch, result)
        while len(result.ours) < saves and result.errors < saves:
            paced()
            text = f"ours {len(result.ours) + result.errors}."
            try:
                ours.save(text, choices.randrange(len(ours.document.segments)))
                result.ours.append(text)
            except PublisherError:  # theirs was half written at that moment
                result.errors += 1
        result.theirs = ended()
    assert can_be_read(ours.path.read_bytes())
    result.lost = {*result.ours, *result.theirs} - ours.found()
    return result


@contextmanager
def editor(path: Path, seed: int) -> Iterator[tuple[Callable[[], None], Callable[[], list[str]]]]:
    """Another program that writes the file. Answer what lets it go on once, and what ends it and tells its texts."""
    command = [sys.executable, EDITOR, path, str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield (lambda: print(file=process.stdin, flush=True)), (lambda: json.loads(process.communicate()[0]))


def count_merges(patch: pytest.MonkeyPatch, result: Race) -> None:
    original = Catalog.reconcile

    def reconcile(self: Catalog, theirs: Catalog, base: Catalog) -> list[Key]:
        conflicts = original(self, theirs, base)
        result.merges += 1
        result.conflicts += len(conflicts)
        return conflicts

    patch.setattr(Catalog, "reconcile", reconcile)


def test_1000_saves_against_an_editor_lose_nothing(place: Path) -> None:
    result = race(Ours(place), 1000, seed=1)
    assert not result.lost, result
    assert len(result.ours) == 1000
    assert min(len(result.theirs), result.merges) >= 50, "the test needs a race"
    assert result.conflicts
    assert result.errors < 200


def test_where_files_cannot_change_places_ours_are_kept_and_nearly_all_of_theirs(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_rename", lambda *_: False)
    result = race(Ours(place), 300, seed=1)
    assert not result.lost & set(result.ours)
    assert len(result.lost) < len(result.theirs) / 10, "a moment of some microseconds remains"
    assert min(len(result.theirs), result.merges) >= 50, "the test needs a race"


def test_twin_looking_and_then_renaming_loses_what_came_in_between(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(self: History, one: files.Save) -> None:
        present, data = one.path.read_bytes(), one.data
        if present != one.expected:
            data = one.merge(present)
        self.note((one.path, present), (one.path, data))  # it has a history too
        files.write(one.path, data)

    races = [(Ours(place / str(seed)), seed) for seed in range(5)]
    monkeypatch.setattr(History, "save", save)
    assert any(race(ours, 200, seed).lost for ours, seed in races)


# At the worst moment


@pytest.fixture(params=["exchange", "links"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files change places in one step, or in two where the system cannot."""
    if request.param == "links":
        monkeypatch.setattr(exchange, "_rename", lambda *_: False)


@pytest.mark.usefixtures("way")
def test_what_was_saved_before_is_found_when_a_slow_program_empties_the_file_later(place: Path) -> None:
    """It had opened the file before a save and writes after it: into what is in the history by then."""
    ours = Ours(place)
    ours.save("ours 1.")
    with ours.path.open("r+b") as slow:
        ours.save("ours 2.")
        slow.truncate()
        slow.write(b'msgid ""\nmsgstr ""\n\nmsgid "x"\nmsgstr "theirs 1."\n')
    assert ours.found() == {"ours 1.", "ours 2.", "theirs 1."}
    ours.save("ours 3.")
    assert ours.found() == {"ours 1.", "ours 2.", "ours 3.", "theirs 1."}


def at_the_last_moment(monkeypatch: pytest.MonkeyPatch, name: str, before: Deed, after: Deed) -> None:
    """Do something once before files change places, or a file gets a free name, and something right after it."""
    original = getattr(history, name)

    def step(one: Path, other: Path) -> bool:
        monkeypatch.setattr(history, name, original)
        before(other)
        try:
            return original(one, other)
        finally:
            after(other)

    monkeypatch.setattr(history, name, step)


@pytest.mark.usefixtures("way")
def test_a_file_that_is_gone_for_a_moment_is_not_said_to_be_saved(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As git does: it deletes a file and writes it again."""
    ours = Ours(place)
    data = ours.path.read_bytes()
    at_the_last_moment(monkeypatch, "exchange", Path.unlink, lambda path: path.write_bytes(data))
    ours.save("ours 1.")
    assert "ours 1." in ours.path.read_text("utf-8")


@pytest.mark.usefixtures("way")
def test_a_new_file_that_is_there_for_a_moment_is_not_said_to_be_saved(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Ours(place)
    catalog, _ = ours.opened()
    ours.path.unlink()
    at_the_last_moment(monkeypatch, "move_to_free", Path.touch, Path.unlink)
    workflow.save(ours.project, catalog, "peace", None)
    assert ours.path.read_bytes() == catalog.to_bytes()


@pytest.mark.usefixtures("way")
def test_a_file_that_another_program_makes_at_the_last_moment_is_taken_over(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Ours(place)
    catalog, data = ours.opened()
    assert data
    theirs = data.replace(b"ar: What we saw", b"theirs 1.")
    ours.path.unlink()
    at_the_last_moment(monkeypatch, "move_to_free", lambda path: path.write_bytes(theirs), lambda _: None)
    catalog.fill(ours.document.segments[0], ["ours 1."])
    workflow.save(ours.project, catalog, "peace", None)
    assert {"ours 1.", "theirs 1."} <= set(TEXT.findall(ours.path.read_text("utf-8")))
