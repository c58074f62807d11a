"""Commands that do the same work, measured side by side: medians of wall seconds, CPU seconds, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CHILD = Path(__file__).with_name("speed_child.py")
SLOW = 60
"""A command that takes more seconds is run once."""


class MissingError(Exception):
    """Data or a program is not there; the message names the cure."""


class FailedError(Exception):
    """A command ended otherwise than it should; the message has what it said last."""


@dataclass(frozen=True)
class Contender:
    """One way to do the work of a race.

    Attributes:
        name: What the table calls it.
        command: A line for the shell.
        folder: Where it runs.
        prepare: What is done before each run, untimed.
        kind: "ours", "peer", "limit" for what no program can be faster than, or "size" for ours where nothing is raced.
        share: The part of the work that it does; its times are divided by it.
        fine: The exit codes of success.
        note: What it leaves out, or how it was run.
    """

    name: str
    command: str
    folder: Path
    prepare: Callable[[], object] = lambda: None
    kind: str = "peer"
    share: float = 1
    fine: Sequence[int] = (0,)
    note: str = ""


@dataclass
class Timing:
    """What the runs of one contender took."""

    contender: Contender
    walls: list[float] = field(default_factory=list)
    works: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """Median wall seconds for the whole work."""
        return median(self.walls) / self.contender.share

    @property
    def work(self) -> float:
        """Median CPU seconds for the whole work."""
        return median(self.works) / self.contender.share

    @property
    def peak(self) -> float:
        """Megabytes of the largest process in any run."""
        return max(self.peaks)

    @property
    def remarks(self) -> str:
        """What the table has to say about it."""
        share = self.contender.share
        scaled = f"on 1/{1 / share:.0f} of the work, times {1 / share:.0f}" if share < 1 else ""
        once = "run once" if len(self.walls) == 1 and self.walls[0] > SLOW else ""
        return "; ".join(part for part in (self.contender.note, scaled, once) if part)


def run(contender: Contender) -> tuple[float, float, float]:
    """Run a contender once.

    Returns:
        Wall seconds, CPU seconds, and megabytes.

    Raises:
        FailedError: It ended with another exit code than one of success.
    """
    contender.prepare()
    os.sync()  # or who waits for the disk would wait for what others wrote
    with tempfile.TemporaryDirectory() as folder:
        report, said = Path(folder, "report"), Path(folder, "said")
        with said.open("wb") as out:
            command = [sys.executable, "-I", "-S", str(CHILD), str(report), contender.command]
            subprocess.run(command, check=True, cwd=contender.folder, stdout=out, stderr=out, env=environment())
        wall, work, peak, code = map(float, report.read_text("ascii").split())
        if code not in contender.fine:
            last = "\n".join(said.read_text("utf-8", "replace").splitlines()[-10:])
            raise FailedError(f"{contender.name}: exit code {code:.0f}: {contender.command}\n{last}")
    return wall, work, peak


def environment() -> dict[str, str]:
    """The environment of every command: nothing of a terminal, English messages, and compiled Python as usual."""
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**outside, "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", "TERM": "dumb"}


def measure(contenders: Sequence[Contender], runs: int) -> list[Timing]:
    """Run all contenders in turn, as often as asked; a slow one once."""
    timings = [Timing(one) for one in contenders]
    for _ in range(runs):
        for timing in timings:
            if not timing.walls or timing.walls[0] <= SLOW:
                wall, work, peak = run(timing.contender)
                timing.walls.append(wall)
                timing.works.append(work)
                timing.peaks.append(peak)
                print(f"  {timing.contender.name}: {wall:.2f} s", file=sys.stderr, flush=True)
    return timings


@dataclass(frozen=True)
class Goal:
    """A value that must not be above, or not below, a limit."""

    name: str
    value: float
    limit: float
    least: bool = False

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.least else self.value <= self.limit


def times_faster(ours: Timing, peers: Sequence[Timing], limit: float, than: str) -> Goal:
    """The goal to be so many times faster than the fastest of some peers."""
    return Goal(f"times faster than {than}", min(one.wall for one in peers) / ours.wall, limit, least=True)


def times_as_long(ours: Timing, other: Timing, limit: float, what: str) -> Goal:
    """The goal to take at most so many times as long as something else."""
    return Goal(f"times as long as {what}", ours.wall / other.wall, limit)


@dataclass
class Result:
    """What a race showed."""

    name: str
    title: str
    timings: Sequence[Timing]
    goals: Sequence[Goal] = ()
    notes: Sequence[str] = ()

    def data(self) -> dict[str, object]:
        """All of it as plain values, for JSON."""
        ours = next((one.wall for one in self.timings if one.contender.kind == "ours"), None)
        rows = [
            {
                "name": one.contender.name,
                "kind": one.contender.kind,
                "wall": one.wall,
                "ratio": one.wall / ours if ours else None,
                "work": one.work,
                "peak": one.peak,
                "runs": len(one.walls),
                "remarks": one.remarks,
            }
            for one in self.timings
        ]
        goals = [{**vars(one), "met": one.met} for one in self.goals]
        return {"title": self.title, "rows": rows, "goals": goals, "notes": list(self.notes)}
