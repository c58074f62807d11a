"""What a run showed: as tables on a terminal, and as the page in docs/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Values = dict[str, Any]
"""A run, a race, a row or a goal as `speed_measure.Result.data` gives it."""

HEAD = """# How fast it is

Made by `python benchmarks/speed.py --profile --out docs/speed.md`, which installs the other programs, makes the texts,
runs everything in turn, and exits with 1 if a goal is missed. {cores} cores, Python {python}; medians of {runs} runs.
Only the ratios carry over to another machine.

**The texts.** L is {statements:,} statements in English, Arabic, Kurmanji and Sorani, {texts:,} texts made of sentences
of the news, {unique:.0f} % of them there once: names of organizations and headings come again, as in real archives.
About 80 % of the translations are finished, 5 % drafts. All programs get the same texts and the same translations, in
their own layout; most get Markdown in which everything stands in the text, as not all of them read a front matter.

**The columns.** Seconds are those of a clock. "Times" is how many times as long as ours, in the first row, it takes.
CPU seconds add up all processes: a program that uses both cores has more of them than seconds. Memory is that of the
largest single process; 9 MB is the least that can be told. Rows in italics are limits: what must be done at least.
"""
WEAK = """**Where others are ahead.** Markdown to HTML alone is what cmark does; ours also looks up each text, keeps the
directions apart, and makes lists, metadata and hashes. On a single small file, msgfmt and msgmerge are done before
Python has started. And of two cores ours uses both for a large build, for which po4a, mdpo and translate-toolkit have
no switch: their CPU seconds show what they would take if they were started side by side by hand.

**Why goals are missed.**

- *Extract.* The goal was set when po4a was thought to be the fastest; mdpo, called once for all files, is faster, so
  both are told. A quarter of our time is the start of Python and of the libraries, and the wording of the templates;
  the rest is spread over reading front matter, finding blocks, and writing a file for each statement.
- *Full build, the fastest peer.* It makes pages without a frame, lists, metadata, directions or hashes, and nothing
  is checked. Ours is a build as after a change of the templates: what the checks found of each text is remembered. In
  a new clone nothing is, and a full build takes as long as the rows "nothing remembered" say. Its time is spread so
  evenly (see the profile) that no single place is left that would halve it.
- *Full build, Hugo.* Its bare pages have a title, the text, and links to the other languages. With the head, the
  frame, the feed and the lists of ours, Hugo takes longer; both are shown. What it leaves out even then are languages,
  directions and links of single passages, the catalogs, and the gate.
"""
MARKED = {"ours": "**{}**", "limit": "*{}*", "peer": "{}", "size": "{}"}


def table(race: Values) -> str:
    """One race: what each contender took, and whether the goals are met."""
    goals = [f"- {_met(goal)} {goal['name']}: {_value(goal)}, shall be {_limit(goal)}" for goal in race["goals"]]
    return "\n".join([*_race(race), "", *goals, ""])


def page(run: Values, before: Values | None) -> str:
    """The results page.

    Args:
        run: The run it shows.
        before: An earlier run, to compare with.
    """
    races = run["races"].values()
    parts = [HEAD.format(**run), "## Goals\n", *_goals(races), ""]
    for race in races:
        parts += [*_race(race), ""]
    parts += ["## Where we do not win\n", WEAK, *_faster(races), ""]
    if before:
        parts += ["## Before and after\n", *_progress(run, before), ""]
    for title, one in (("before", before), ("after", run)):
        if one and one.get("profile"):
            parts += [f"## The profile of a full build, {title}\n", one["profile"]]
    return "\n".join(parts).rstrip() + "\n"


def _race(race: Values) -> Iterator[str]:
    yield f"## {race['title']}\n"
    yield "| | seconds | times | CPU seconds | MB | |"
    yield "|---|--:|--:|--:|--:|---|"
    for row in race["rows"]:
        times = (seconds(row["wall"]), _ratio(row["ratio"]), seconds(row["work"]))
        name = MARKED[row["kind"]].format(row["name"])
        yield f"| {name} | {' | '.join(times)} | {row['peak']:.0f} | {row['remarks']} |"
    yield from ("", *(f"- {note}" for note in race["notes"])) if race["notes"] else ()


def _goals(races: Iterable[Values]) -> Iterator[str]:
    yield "| | is | shall be | met |"
    yield "|---|--:|--:|:-:|"
    for race in races:
        for goal in race["goals"]:
            yield f"| {_short(race)}: {goal['name']} | {_value(goal)} | {_limit(goal)} | {_met(goal)} |"


def _faster(races: Iterable[Values]) -> Iterator[str]:
    """What was faster than ours, which is to be said."""
    for race in races:
        rows = [row for row in race["rows"] if row["kind"] == "peer" and row["ratio"] and row["ratio"] < 1]
        yield from (f"- {_short(race)}: {row['name']}, {_ratio(row['ratio'])} times as long as ours" for row in rows)


def _progress(run: Values, before: Values) -> Iterator[str]:
    """Our own rows in both runs; CPU seconds, since the runs were not made side by side."""
    yield "| CPU seconds of ours, L | before | after | times less |"
    yield "|---|--:|--:|--:|"
    for name, race in run["races"].items():
        old = {row["name"]: row for row in before["races"].get(name, {"rows": ()})["rows"] if row["kind"] == "ours"}
        for row in race["rows"]:
            if was := old.get(row["name"]):
                values = (seconds(was["work"]), seconds(row["work"]), _ratio(was["work"] / row["work"]))
                yield f"| {_short(race)}: {row['name']} | {' | '.join(values)} |"


def _short(race: Values) -> str:
    return str(race["title"]).partition(":")[0]


def _met(goal: Values) -> str:
    return "✓" if goal["met"] else "✗"


def _limit(goal: Values) -> str:
    return f"{'≥' if goal['least'] else '≤'} {_number(goal['limit'])}"


def _value(goal: Values) -> str:
    return _number(goal["value"])


def seconds(value: float) -> str:
    """Seconds with three figures that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"  # noqa: PLR2004


def _ratio(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 10 else f"{value:.2f}" if value < 1 else f"{value:.1f}"  # noqa: PLR2004


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"  # noqa: PLR2004
