"""Where the time of a full build goes: functions by the time they take themselves, and that time by room and library.

    python benchmarks/speed_profile.py WORKSPACE [OUT]

All runs in one process, since the profiler sees no other. It makes calls dearer than they are, so the shares say where
to look, not how long things take. The time of functions built into Python is counted where they are called.
"""

from __future__ import annotations

import cProfile
import pstats
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the program that lies here, whatever is installed

from publisher.cli import main as publish  # noqa: E402

TOP = 15
Function = tuple[str, int, str]
"""A file, a line and a name, as the profiler calls a function; the file is "~" if it is built into Python."""


def group(function: Function) -> str:
    """The room of our program, or the library, that a function belongs to."""
    parts = Path(function[0]).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    if "publisher" in parts:
        return "publisher/" + parts[parts.index("publisher") + 1]
    return "Jinja's compiled templates" if function[0].endswith(".html") else "Python's own library"


def own_times(stats: pstats.Stats) -> Counter[Function]:
    """Seconds that each function took itself, with the functions built into Python that it called."""
    times: Counter[Function] = Counter()
    for function, (_, _, own, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if function[0] != "~":
            times[function] += own
        for caller, (_, _, part, _) in callers.items() if function[0] == "~" else ():
            times[caller] += part
    return times


def profile(root: Path) -> pstats.Stats:
    """Build a workspace that remembers nothing, in this process alone."""
    profiler = cProfile.Profile()
    shutil.rmtree(root / ".publisher", ignore_errors=True)
    with tempfile.TemporaryDirectory() as out, redirect_stdout(StringIO()), suppress(SystemExit):
        profiler.runcall(publish, ["-C", str(root), "build", "--jobs", "1", "-o", out])
    return pstats.Stats(profiler)


def table(stats: pstats.Stats) -> str:
    """The rooms and libraries, and the functions, that take the most time."""
    times = own_times(stats)
    whole, groups = times.total(), Counter[str]()
    for function, own in times.items():
        groups[group(function)] += own
    lines = [f"{whole:.1f} seconds under the profiler", "", "| where | share |", "|---|--:|"]
    lines += [f"| {name} | {own / whole:.0%} |" for name, own in groups.most_common(TOP)]
    lines += ["", "| function | share |", "|---|--:|"]
    for (file, _, name), own in times.most_common(TOP):
        lines.append(f"| `{name}` of {group((file, 0, name))}, `{Path(file).name}` | {own / whole:.1%} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = table(profile(Path(sys.argv[1])))
    Path(sys.argv[2]).write_text(text, "utf-8") if sys.argv[2:] else print(text)
