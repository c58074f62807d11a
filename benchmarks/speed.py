"""How fast the program is, beside others that do the same work on the same texts.

    python benchmarks/speed.py --data ../shared/data                    # everything; an hour or two
    python benchmarks/speed.py --only build,status --runs 3
    python benchmarks/speed.py --scale 0.05 --sizes S,M,L               # minutes: try out whether all runs
    python benchmarks/speed.py --before benchmarks/speed_before.json --out docs/speed.md      # the results page as well

The other programs are installed into a folder of their own (``--cache``). What a run showed is kept there as
``run.json``; races that were not run keep what they showed last. Exit code 0: every goal is met; 1: one is not; 2: data
or a program is missing, or a command failed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import ROOT, SIZES, unique
from speed_build import build
from speed_daily import checks, edit, limits, nochange, start, status
from speed_growth import growth
from speed_lab import HERE, Lab, texts
from speed_measure import FailedError, MissingError
from speed_peers import install, part
from speed_races import extract, update
from speed_report import Values, page, table

if TYPE_CHECKING:
    from collections.abc import Sequence

RACES = {race.__name__: race for race in (extract, update, build, status, nochange, edit, start, checks, limits)}
NAMES = (*RACES, "growth")
PROFILED = 0.1
"""The part of L that is built under the profiler, which makes everything slower."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "statement-publisher-bench")
    parser.add_argument("--only", type=names(NAMES), default=NAMES, help=f"some of {','.join(NAMES)}")
    parser.add_argument("--sizes", type=names(SIZES), default=tuple(SIZES), help="which sizes the growth is shown for")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1, help="make L and XL smaller, to try the races out")
    parser.add_argument("--profile", action="store_true", help="add a profile of a full build")
    parser.add_argument("--out", type=Path, help="write the results page")
    parser.add_argument("--page", type=Path, help="race nothing: show this run.json again")
    parser.add_argument("--before", type=Path, help="the run.json of an earlier version, for the results page")
    return parser.parse_args()


def names(known: Sequence[str]) -> object:
    """What reads names with commas between them."""

    def read(text: str) -> list[str]:
        if wrong := [name for name in text.split(",") if name not in known]:
            raise argparse.ArgumentTypeError(f"{wrong[0]}: no such name; there are {', '.join(known)}")
        return text.split(",")

    return read


def race(options: argparse.Namespace) -> Values:
    """Run the races; the results are kept after each of them."""
    if not (options.data / "ntrex" / "en.txt").is_file():
        raise MissingError(f"{options.data}: no data there; say where with --data DIR")
    options.cache.mkdir(parents=True, exist_ok=True)
    lab = Lab(options.data.resolve(), options.cache.resolve(), options.scale)
    install(lab)
    kept = lab.cache / ("run.json" if options.scale == 1 else f"run-{options.scale:g}.json")
    run: Values = json.loads(kept.read_text("utf-8")) if kept.is_file() else {"races": {}}
    run |= description(lab, options.runs)
    races = RACES | {"growth": partial(growth, sizes=options.sizes)}
    for name in options.only:
        print(f"{name} …", file=sys.stderr, flush=True)
        run["races"][name] = races[name](lab, options.runs).data()
        print(table(run["races"][name]), flush=True)
        run["races"] = {name: run["races"][name] for name in NAMES if name in run["races"]}
        kept.write_text(json.dumps(run, indent=1, ensure_ascii=False), "utf-8")
    lab.tidy()
    if options.profile:
        run["profile"] = profile(lab)
        kept.write_text(json.dumps(run, indent=1, ensure_ascii=False), "utf-8")
    return run


def description(lab: Lab, runs: int) -> Values:
    """What the results page says of the machine and the texts."""
    every = lab.statements("L")
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "runs": runs}
    return machine | {"statements": len(every), "texts": texts(every), "unique": 100 * unique(every)}


def profile(lab: Lab) -> str:
    """Where the time of a full build of all but PDF goes, by a process of its own."""
    few = Lab(lab.data, lab.cache, lab.scale * PROFILED)
    folder, out = few.work("profile", few.workspace("L", pages=False)), few.folder / "profile.md"
    subprocess.run([sys.executable, str(HERE / "speed_profile.py"), str(folder), str(out)], check=True)
    return f"{len(part(few, 1))} statements, all but PDF, nothing remembered, one process: {out.read_text('utf-8')}"


def main() -> int:
    options = arguments()
    try:
        run = json.loads(options.page.read_text("utf-8")) if options.page else race(options)
    except (MissingError, FailedError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.out:
        before = json.loads(options.before.read_text("utf-8")) if options.before else None
        options.out.write_text(page(run, before), "utf-8")
    shown = [run["races"][name] for name in options.only if name in run["races"]]
    return int(not all(goal["met"] for one in shown for goal in one["goals"]))


if __name__ == "__main__":
    sys.exit(main())
