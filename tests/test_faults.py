"""Kills, full disks and broken ones at every system call of a run: nothing is destroyed, nothing said wrongly."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import count, islice, repeat
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, Self

import pytest
from faults import MEMORY, need_linux
from workspaces import STATEMENT, Workspace

from publisher import files, po
from publisher.errors import PublisherError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FAULTS = Path(__file__).parent / "faults"
PEACE = "locales/ar/LC_MESSAGES/peace.po"
KILLED = -signal.SIGKILL
CHANGE, GROW = ["kill", "i/o error"], ["kill", "i/o error", "disk full"]
FAULTS_AT = {
    "look": ["i/o error"],
    "read": ["i/o error"],
    "open": GROW,
    "write": [*GROW, "half", "half, disk full", "half, kill"],
    "fsync": GROW,
    "syncfs": GROW,
    "close": GROW,
    "mkdir": GROW,
    "chmod": CHANGE,
    "link": GROW,
    "rename": GROW,
    "renameat2": CHANGE,
    "unlink": CHANGE,
}
"""What can go wrong at which call. A "look" opens a file to read it."""
NAMES = ["read-only", "late i/o error"]
RARE_FAULTS_AT = {
    "open": NAMES,
    "write": ["late i/o error"],
    "fsync": ["power cut"],
    "syncfs": ["power cut"],
    "close": ["power cut"],
    "mkdir": NAMES,
    "chmod": ["read-only"],
    "link": [*NAMES, "power cut"],
    "rename": [*NAMES, "power cut"],
    "renameat2": [*NAMES, "power cut"],
    "unlink": [*NAMES, "power cut"],
}
"""What else can go wrong: see shim.c."""
KILLING = {"kill", "half, kill", "power cut"}


class Outcome(NamedTuple):
    """What became of a run: its exit code, what it said, which calls it made, and what it had not flushed."""

    code: int
    said: str
    calls: list[str]
    owed: str


class Driver:
    """A process that runs the program as often as it is asked to, with a fault or without."""

    def __init__(self, shim: Path | None = None) -> None:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "PYTHONPATH": str(FAULTS.parent.parent)}
        if shim:
            environment["LD_PRELOAD"] = str(shim)
        self._process = subprocess.Popen(
            [sys.executable, FAULTS / "driver.py"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def start(self, root: Path, scenario: Scenario, fault: str = "", at: int = 0) -> int:
        """Begin a run; answer the id of its process."""
        request = {
            "root": str(root),
            "action": scenario.action,
            "args": scenario.args,
            "no_exchange": scenario.no_exchange,
            "fault": fault,
            "at": at,
        }
        assert self._process.stdin
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return int(self._line())

    def end(self) -> Outcome:
        """Wait for the end of a run."""
        print(file=self._process.stdin, flush=True)
        found = json.loads(self._line())
        return Outcome(found["code"], found["said"], found.get("calls", []), found.get("owed", ""))

    def run(self, root: Path, scenario: Scenario, fault: str = "", at: int = 0) -> Outcome:
        self.start(root, scenario, fault, at)
        return self.end()

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


@dataclass(frozen=True)
class Scenario:
    """Something that the program does.

    Attributes:
        action: A function of driver.py.
        args: What it gets besides the workspace.
        no_exchange: The error of a system, or a disk, that cannot let two files change places.
        least: How many faults there are at least.
        thorough: Whether rare faults happen too.
    """

    action: str
    args: tuple[str, ...] = ()
    no_exchange: int = 0
    least: int = 0
    thorough: bool = False


SAVE = Scenario("save", ("ours",), least=100, thorough=True)
SCENARIOS = {
    "update": Scenario("publish", ("update", "peace", "flood"), least=300),
    "update of very many files": Scenario("at_once", ("publish", "update", "peace", "flood"), least=300, thorough=True),
    "save": SAVE,
    "save where files change places by links": Scenario("save", ("ours",), errno.ENOSYS, least=100, thorough=True),
    "save with the history on another disk": Scenario("save", ("ours",), errno.EXDEV, least=80),
    "save of what others changed since it was read": Scenario("save", ("ours", "read.po"), least=80),
    "save at the moment in which others save": Scenario("raced_save", ("ours", "theirs.po"), least=200, thorough=True),
    "restore": Scenario("publish", ("restore", "<version>"), least=80),
    "restore --merge": Scenario("publish", ("restore", "--merge", "<version>"), least=80),
}


@pytest.fixture
def place() -> Iterator[Path]:
    """Answer an empty folder on a disk that is never waited for."""
    need_linux()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder).resolve()


@pytest.fixture(scope="module")
def shim(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answer shim.c, compiled."""
    need_linux()
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run([tool("cc"), "-shared", "-fPIC", "-O1", "-o", made, FAULTS / "shim.c", "-ldl"], check=True)
    return made


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answer a workspace with work to do: sources were edited and added, and a killed run left its files."""
    root = tmp_path_factory.mktemp("prepared").resolve()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        workspace = Workspace(root)
        workspace.complete()
        workspace.edit("source/peace.md", "the shelling of", "the bombing of")
        assert workspace.run("update").code == 0
        workspace.write("read.po", workspace.read(PEACE))
        workspace.fill("ar", "peace", {"What we saw": "theirs"}, ["What we saw"])
        present = workspace.read(PEACE)
        workspace.fill("ar", "peace", {"Protect all civilians.": "theirs"}, ["Protect all civilians."])
        workspace.write("theirs.po", workspace.read(PEACE))
        workspace.write(PEACE, present)
    link(root / "locales/ku/LC_MESSAGES/peace.po", root / "shared/ku.po")
    link(root / "locales/peace.pot", root / "shared/peace.pot")
    workspace.edit("source/peace.md", "People fled", "Many people fled")
    workspace.write("source/flood.md", STATEMENT.replace("A call for peace", "After the flood"))
    for name in ("locales/ar/LC_MESSAGES", "shared", ".publisher/history"):
        workspace.write(f"{name}/{files.PREFIX}0.tmp", b"half a fi")
    return root


def link(path: Path, target: Path) -> None:
    """Move a file, and leave a symbolic link to it."""
    target.parent.mkdir(exist_ok=True)
    path.rename(target)
    path.symlink_to(os.path.relpath(target, path.parent))


def copy(workspace: Path, folder: str | Path) -> Path:
    return shutil.copytree(workspace, Path(folder).resolve() / "copy", symlinks=True)


def catalogs(root: Path) -> dict[str, bytes]:
    """Every catalog and template of a workspace."""
    found = (root / "locales").rglob("*.po*")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found if path.is_file()}


def kept(root: Path) -> list[tuple[str, bytes]]:
    """Everything in the history: of which file it is, and what was in it."""
    return [(one.path, one.kept.read_bytes()) for one in files.History(root).versions()]


@cache
def broken(data: bytes) -> str:
    """What is wrong with the bytes of a catalog, or nothing."""
    try:
        po.parse(data, "")
    except PublisherError as error:
        return str(error)
    return ""


def state(root: Path) -> bytes:
    """What tells two states of a workspace apart: files and links, whatever the kept and temporary ones are called."""
    found = sha256()
    for path in sorted(root.rglob("*")):
        name = re.sub("[0-9a-f]{16}|[0-9]{8}T[0-9.]+Z", "", path.relative_to(root).as_posix())
        data = path.read_bytes() if path.is_file() else b""
        found.update(f"{name}\0{path.is_symlink()}\0{len(data)}\0".encode() + data)
    return found.digest()


class Check:
    """What must hold after any fault in a scenario."""

    def __init__(self, scenario: Scenario, prepared: Path, driver: Driver, folder: Path) -> None:
        self.scenario = scenario
        self.prepared = prepared
        self.before = catalogs(prepared)
        undisturbed = copy(prepared, folder / "undisturbed")
        done = driver.run(undisturbed, scenario)
        assert done.code == 0, done.said
        self.calls, self.owed = done.calls, done.owed
        self.after = catalogs(undisturbed)
        assert self.after != self.before, "the test needs something to do"
        self.states = [self.before, self.after]
        self.again = scenario
        self.afterwards: dict[bytes, list[str]] = {}
        self.raced = scenario.action == "raced_save"
        if self.raced:  # ours is there for a moment, before it is merged with theirs
            self.again = SAVE
            alone = copy(prepared, folder / "alone")
            assert driver.run(alone, SAVE).code == 0
            self.states += [catalogs(alone), {**self.before, PEACE: (prepared / "theirs.po").read_bytes()}]

    def faults(self) -> Iterator[tuple[str, int]]:
        """Every fault at every call."""
        for at, name in enumerate(self.calls, 1):
            rare = RARE_FAULTS_AT.get(name, []) if self.scenario.thorough else []
            yield from ((fault, at) for fault in [*FAULTS_AT[name], *rare])

    def one(self, driver: Driver, fault: str, at: int, folder: Path) -> list[str]:
        """Let one fault happen to a copy of the workspace; answer what is wrong with it afterwards."""
        root = copy(self.prepared, folder)
        outcome = driver.run(root, self.scenario, fault, at)
        vain = ["nothing was killed"] if fault in KILLING and outcome.code != KILLED else []
        return vain + self.after_run(root, outcome, driver)

    def after_run(self, root: Path, outcome: Outcome, driver: Driver) -> list[str]:
        """What is wrong after a run, or after the one that follows it."""
        wrong = [*self._said(outcome, catalogs(root)), *self._whole(root)]
        if (damage := state(root)) not in self.afterwards:
            self.afterwards[damage] = list(self._next_run(root, driver))
        return wrong + self.afterwards[damage]

    def _said(self, outcome: Outcome, present: dict[str, bytes]) -> Iterator[str]:
        """An end without an error means that everything is saved; an error is a message, not a crash."""
        if outcome.code == 0 and present != self.after:
            yield "said to be saved, and is not"
        if outcome.code == 0 and outcome.owed:
            yield f"said to be saved, and a power cut destroys {outcome.owed}"
        if outcome.code not in {0, 2, KILLED} or (outcome.code == 2 and "error: " not in outcome.said):
            yield f"exit code {outcome.code}: {outcome.said}"

    def _whole(self, root: Path) -> Iterator[str]:
        """Every file is as it was, or as it shall be; what is not there any more is in the history."""
        present, history = catalogs(root), kept(root)
        yield from (f"{name} is gone" for name in self.before.keys() - present.keys())
        for name, data in present.items():
            if data not in [state.get(name) for state in self.states]:
                yield f"{name} is torn: {len(data)} bytes"
        for name, data in self._must_be_found(root):
            if name.endswith(".po") and data != present.get(name) and (name, data) not in history:
                yield f"what was in {name} is lost"
        yield from (f"in the history of {name}: {error}" for name, data in history if (error := broken(data)))

    def _must_be_found(self, root: Path) -> Iterator[tuple[str, bytes]]:
        overwritten = self.raced and not (root / "theirs.po").exists()  # by the others, not by us
        theirs = {PEACE: (self.prepared / "theirs.po").read_bytes()} if overwritten else {}
        yield from {**self.before, **theirs}.items()

    def _next_run(self, root: Path, driver: Driver) -> Iterator[str]:
        """The next run does what is left to do, and clears away."""
        if (again := driver.run(root, self.again)).code:
            yield f"the next run fails: {again.said}"
        if catalogs(root) not in (self.states[1:] if self.raced else [self.after]):
            yield "the next run does not make up for it"
        yield from (f"left behind: {path}" for path in root.rglob(f"{files.PREFIX}*"))
        yield from self._whole(root)


def happen(check: Check, drivers: SimpleQueue[Driver], fault: str, at: int) -> list[str]:
    driver = drivers.get()
    try:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            wrong = check.one(driver, fault, at, Path(folder))
            return [f"{fault} at call {at}, {check.calls[at - 1]}: {one}" for one in wrong]
    finally:
        drivers.put(driver)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_fault_at_any_call_destroys_nothing(name: str, shim: Path, prepared: Path, place: Path) -> None:
    scenario = SCENARIOS[name]
    _, version, *_ = [one.id for one in files.History(prepared).versions() if one.path == PEACE]
    scenario = replace(scenario, args=tuple(one.replace("<version>", version) for one in scenario.args))
    with ExitStack() as stack:
        drivers: SimpleQueue[Driver] = SimpleQueue()
        for _ in range(2):
            drivers.put(stack.enter_context(Driver(shim)))
        driver = drivers.get()
        check = Check(scenario, prepared, driver, place)
        drivers.put(driver)
        assert not check.owed, "said to be saved, and not flushed"
        faults = list(check.faults())
        with ThreadPoolExecutor(2) as pool:
            wrong = [one for found in pool.map(lambda fault: happen(check, drivers, *fault), faults) for one in found]
    assert not wrong, "\n".join([f"{len(wrong)} after {len(faults)} faults:", *wrong[:20]])
    assert len(faults) >= scenario.least, len(faults)


def test_what_a_killed_save_had_in_hand_can_be_brought_back(shim: Path, prepared: Path, place: Path) -> None:
    root = copy(prepared, place)
    with Driver(shim) as driver:
        at = driver.run(copy(prepared, place / "undisturbed"), SAVE).calls.index("renameat2") + 1
        assert driver.run(root, SAVE, "kill", at).code == KILLED
        version = files.History(root).versions()[0].id
        merge = driver.run(root, Scenario("publish", ("restore", "--merge", version)))
    assert merge.code == 0, merge.said
    assert b'"ours"' in catalogs(root)[PEACE]


def test_no_empty_version_is_kept_of_a_new_file(shim: Path, prepared: Path, place: Path) -> None:
    root = copy(prepared, place)
    with Driver(shim) as driver:
        assert driver.run(root, Scenario("publish", ("update", "flood"), errno.EXDEV)).code == 0
    assert all(data for _, data in kept(root))


def test_two_runs_at_once_wait_for_each_other(prepared: Path, place: Path) -> None:
    root, scenario = copy(prepared, place), Scenario("slowly", ("saves", "20"))
    with Driver() as one, Driver() as other:
        assert one.run(root, Scenario("publish", ("update",))).code == 0
        for driver in (one, other):
            driver.start(root, scenario)
        outcomes = [driver.end() for driver in (one, other)]
    assert [outcome.code for outcome in outcomes] == [0, 0], outcomes


def test_twin_without_waiting_for_the_disk_a_power_cut_would_destroy_files(
    shim: Path, prepared: Path, place: Path
) -> None:
    with Driver(shim) as driver:
        done = driver.run(copy(prepared, place), Scenario("at_once_without_waiting", ("publish", "update")))
    assert (done.code, bool(done.owed)) == (0, True)


def test_twin_polib_destroys_files(shim: Path, prepared: Path, place: Path) -> None:
    with Driver(shim) as driver:
        check = Check(Scenario("polib_save", ("ours",)), prepared, driver, place)
        faults = list(check.faults())
        destroyed = 0
        for number, (fault, at) in enumerate(faults):
            root = copy(prepared, place / str(number))
            driver.run(root, check.scenario, fault, at)
            destroyed += catalogs(root) not in check.states
    assert destroyed > 0, f"{destroyed} files destroyed by {len(faults)} faults"


KILLS = 100


def kills(driver: Driver, roots: Iterable[Path], scenario: Scenario, longest: float) -> Iterator[tuple[Path, Outcome]]:
    """Kill runs at random moments; answer what each that did not end before left behind."""
    moments = random.Random(1)  # noqa: S311  # not for secrets
    for root in roots:
        process = driver.start(root, scenario)
        time.sleep(moments.uniform(0, longest))
        os.kill(process, signal.SIGKILL)
        outcome = driver.end()
        if outcome.code == KILLED:
            yield root, outcome
        else:
            assert outcome.code == 0, outcome.said


def test_100_kills_of_saves_tear_nothing(prepared: Path, place: Path) -> None:
    root = copy(prepared, place)
    in_the_midst = 0
    with Driver() as driver:
        for first in (Scenario("publish", ("update",)), Scenario("saves", ("0",))):
            assert driver.run(root, first).code == 0
        whole = numbered(root)[1]
        for _, outcome in islice(kills(driver, repeat(root), Scenario("slowly", ("saves",)), 0.1), KILLS):
            number, text = numbered(root)
            said = max(map(int, outcome.said.split()), default=None)
            assert text == whole
            assert said is None or number in {said, said + 1}, "said to be saved, and is not"
            in_the_midst += any(root.rglob(f"{files.PREFIX}*.tmp"))
        assert driver.run(root, Scenario("saves", ("0",))).code == 0
    assert in_the_midst > 0
    assert not list(root.rglob(f"{files.PREFIX}*"))
    assert not [error for _, data in kept(root) if (error := broken(data))]


def numbered(root: Path) -> tuple[int, str]:
    """The number that all entries have, and what else there is in the file."""
    text = (root / PEACE).read_text("utf-8")
    (number,) = set(re.findall(r"number (\d+)", text))
    return int(number), text.replace(f"number {number}", "number")


def test_100_kills_of_updates_tear_nothing(prepared: Path, place: Path) -> None:
    with Driver() as driver:
        check = Check(Scenario("slowly", ("publish", "update")), prepared, driver, place)
        begin = time.monotonic()
        driver.run(copy(prepared, place / "timed"), check.scenario)
        longest = time.monotonic() - begin
        roots = (copy(prepared, place / str(number)) for number in count())
        wrong, in_the_midst = [], 0
        for root, outcome in islice(kills(driver, roots, check.scenario, longest), KILLS):
            in_the_midst += catalogs(root) not in check.states
            wrong += check.after_run(root, outcome, driver)
    assert not wrong
    assert in_the_midst > 0
