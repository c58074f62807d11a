"""How time and memory grow with the number of statements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from speed_lab import Lab, texts, without
from speed_measure import Contender, Goal, Result, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speed_measure import Timing

FLAT = 1.2
"""What a statement may cost in XL, for what it costs in L; the same for memory."""
VERBS = ("build", "update", "status")


def growth(lab: Lab, runs: int, sizes: Sequence[str]) -> Result:
    """Each verb on each size, with nothing remembered; what is updated has a text in 20 edited."""
    contenders = [replace(_contender(lab, verb, size), kind="size") for verb in VERBS for size in sizes]
    timings = measure(contenders, runs)
    found = dict(zip([(verb, size) for verb in VERBS for size in sizes], timings, strict=True))
    goals = [goal for verb in VERBS for goal in _goals(lab, found, verb)] if {"L", "XL"} <= {*sizes} else []
    notes = [f"{size}: {_amount(lab, size)}" for size in sizes]
    for verb in VERBS:
        each = ", ".join(f"{size} {1000 * found[verb, size].wall / _count(lab, size):.1f}" for size in sizes)
        notes.append(f"{verb}, milliseconds a statement: {each}")
    return Result("growth", "Growth", timings, goals, notes)


def _contender(lab: Lab, verb: str, size: str) -> Contender:
    name = f"{verb}, {size}"
    if verb == "update":
        folder = lab.folder / "work" / f"growth-{verb}-{size}"
        of = lab.workspace(size) if size == "S" else lab.renewed(size)
        return lab.ours(name, verb, folder, lambda: lab.work(folder.name, of))
    folder = lab.work(f"growth-{verb}-{size}", lab.workspace(size))
    return lab.ours(name, verb, folder, without(folder, "public", ".publisher"))


def _goals(lab: Lab, found: dict[tuple[str, str], Timing], verb: str) -> list[Goal]:
    small, large = found[verb, "L"], found[verb, "XL"]
    more = _count(lab, "XL") / _count(lab, "L")
    return [
        Goal(f"time of a statement, XL to L, {verb}", large.wall / small.wall / more, FLAT),
        Goal(f"memory, XL to L, {verb}", large.peak / small.peak, FLAT),
    ]


def _count(lab: Lab, size: str) -> int:
    return 1 if size == "S" else len(lab.statements(size))


def _amount(lab: Lab, size: str) -> str:
    if size == "S":
        return "the statement of this repository"
    every = lab.statements(size)
    return "the Universal Declaration" if size == "M" else f"{len(every):,} statements, {texts(every):,} texts"
