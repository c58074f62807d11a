"""How complete each translation is and what it waits for, in words for people and in JSON for programs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import click

from publisher.errors import counted
from publisher.model import State
from publisher.report.words import json_pieces, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.gate import Verdict
    from publisher.model import Coverage
    from publisher.workflow.status import Changed, LocaleStatus, StatementStatus, Status

BAR = 24
"""The length of a progress bar, in characters."""
CHANGES = 5
"""How many changes since a sign-off are told; for the others there is JSON."""


def status_text(result: Status) -> Iterator[str]:
    """Each statement with a bar for each language, in words of the source, and what publishing now would give.

    Like the other forms, it comes in pieces of whole lines, since all of it may be much.
    """
    step = _NOTHING_WAITS
    for one in result.statements:
        yield f"{_statement_block(result, one)}\n"
        step = min(step, _soonest(one))
    yield "\n".join(["the wording of the pages", *_rows(result.site), ""])
    meanings = {
        State.TRANSLATED: "done",
        State.FUZZY: "English changed, or offered from memory",
        State.UNTRANSLATED: "to do",
    }
    legend = "  ".join(f"{_paint(_SIGNS[state], state)} {meaning}" for state, meaning in meanings.items())
    yield f" {legend}        words of the English source\n"
    yield f"Next:  {step.command}"


def _statement_block(result: Status, one: StatementStatus) -> str:
    verdicts = {result.source_locale: one.original, **{name: locale.verdict for name, locale in one.locales.items()}}
    ready = [name for name, verdict in verdicts.items() if not verdict.waits]
    # An embargo is the statement's, the same in every language.
    embargo = [f"Nothing goes out before {one.words}." for one in one.original.waits if one.kind == "embargo"]
    waits = {name: [one.words for one in verdict.waits if one.kind != "embargo"] for name, verdict in verdicts.items()}
    held = [f"{name} waits for {listed(words)}." for name, words in waits.items() if words]
    return "\n".join(
        [
            f"{one.slug} · {one.title}",
            *_rows(one.locales),
            *(line for name, locale in one.locales.items() for line in _lapsed(name, locale)),
            "  ".join([f"Publishing now would give: {' '.join(ready) or 'nothing'}.", *embargo, *held]),
        ]
    )


def _rows(rows: Mapping[str, LocaleStatus]) -> list[str]:
    width = max([4, *map(len, rows)])
    head = f" {'lang':{width}}  {'by words':{BAR}}  {'done':>6}  {'changed':>7}  {'left':>6}  {'review':17}  check"
    lines = [head]
    for name, one in rows.items():
        counts = f"{one.coverage.percent:>5g}%  {_drafts(one.coverage):>7}  {_left(one.coverage):>6}"
        checked = _checked(one)
        colour = "red" if one.errors else None
        last = f"{_review(one.verdict):17}  {click.style(checked, fg=colour)}"
        lines.append(f" {name:{width}}  {_bar(one.coverage)}  {counts}  {last}")
    return lines


def _drafts(coverage: Coverage) -> int:
    return coverage.words[State.FUZZY] + coverage.words[State.PRETRANSLATED]


def _left(coverage: Coverage) -> int:
    return coverage.words[State.UNTRANSLATED]


def _review(verdict: Verdict) -> str:
    """Whether a reviewer has approved what the page shows."""
    if verdict.signed:
        return f"signed {verdict.signed.date}"
    return "lapsed" if verdict.changes else "–"  # noqa: RUF001  # a dash in a table


def _checked(one: LocaleStatus) -> str:
    """What the checks found that somebody should look at."""
    counts = {"error": one.errors, "warning": one.warnings}
    return " ".join(counted(count, noun) for noun, count in counts.items() if count) or "ok"


_SIGNS = {State.TRANSLATED: "█", State.FUZZY: "▓", State.UNTRANSLATED: "░"}
_COLOURS = {State.TRANSLATED: "green", State.FUZZY: "yellow", State.UNTRANSLATED: "bright_black"}


def _paint(sign: str, state: State) -> str:
    return click.style(sign, fg=_COLOURS[state])


def _bar(coverage: Coverage) -> str:
    """A bar of the words done, drafted and left; what is begun shows, and only what is complete looks so."""
    words = coverage.words
    total = sum(words.values()) or 1
    if not sum(words.values()):
        return _paint(_SIGNS[State.TRANSLATED] * BAR, State.TRANSLATED)
    done = BAR * words[State.TRANSLATED] // total
    left = -(-BAR * words[State.UNTRANSLATED] // total)
    left = min(left, BAR - done)
    return _drawn(done, left)


@cache  # there are few of them, and to paint takes long
def _drawn(done: int, left: int) -> str:
    """A bar of which so much is done and so much left, in characters."""
    lengths = {State.TRANSLATED: done, State.FUZZY: BAR - done - left, State.UNTRANSLATED: left}
    return "".join(_paint(_SIGNS[state] * length, state) for state, length in lengths.items())


_KINDS = {
    "source": "its English changed",
    "translation": "its translation changed",
    "new": "is new",
    "gone": "is gone",
    "order": "changed",
    "value": "changed",
}


def _lapsed(name: str, one: LocaleStatus) -> Iterator[str]:
    """What changed since a sign-off that is not valid any more."""
    if one.changed and one.verdict.signoff:
        yield f"Changed in {name} since its sign-off on {one.verdict.signoff.date}:"
        yield from (f"  {change_text(change)}" for change in one.changed[:CHANGES])
        if len(one.changed) > CHANGES:
            yield f"  … and {len(one.changed) - CHANGES} more"


def change_text(one: Changed) -> str:
    """What changed since a sign-off, on a line."""
    place = f"{one.where}: " if one.where else ""
    english = f" “{one.english}”" if one.english else ""
    return f"{place}{one.what}{english}: {_KINDS[one.kind]}"


class _Step(NamedTuple):
    """What can be done next: how soon, how little of it is done already, and the command."""

    place: int
    undone: float
    command: str


_NOTHING_WAITS = _Step(10, 0.0, "publish build")


def next_command(result: Status) -> str:
    """The one command that brings most: what opens a gate at once, before what is nearest to done."""
    return min(map(_soonest, result.statements), default=_NOTHING_WAITS).command


def _soonest(one: StatementStatus) -> _Step:
    """The first step for a statement."""
    versions = [(locale.verdict, locale.coverage.percent, name) for name, locale in one.locales.items()]
    steps = [_step(*version, one.slug) for version in versions if version[0].waits]
    original = [_Step(9, 0.0, "publish build --drafts")] if one.original.waits else []
    return min([*steps, *original], default=_NOTHING_WAITS)


def _step(verdict: Verdict, percent: float, name: str, slug: str) -> _Step:
    """The step for one version that waits."""
    kinds = {one.kind for one in verdict.waits}
    steps = [
        ("broken" in kinds, f"publish check {name}"),
        ("update" in kinds, "publish update"),
        ("signoff" in kinds and kinds <= {"signoff", "embargo"}, f"publish sign {name} {slug}"),
        ("errors" in kinds, f"publish check {name}"),
        (bool(kinds & {"words", "signoff"}), f"publish diff {name} {slug}"),
        ("wording" in kinds, f"publish diff {name}"),
        (True, "publish build --drafts"),
    ]
    return next(_Step(place, -percent, command) for place, (here, command) in enumerate(steps) if here)


def status_json(result: Status) -> Iterator[str]:
    """The same as JSON, in the form that docs/commands.md describes."""
    site = {name: {**_coverage_json(one.coverage), **_found_json(one)} for name, one in result.site.items()}
    value = {"source_locale": result.source_locale, "statements": [], "site": {"locales": site}}
    return json_pieces(value, "statements", map(_statement_json, result.statements))


def _statement_json(one: StatementStatus) -> dict[str, object]:
    return {
        "slug": one.slug,
        "title": one.title,
        "locales": {name: _locale_json(locale) for name, locale in one.locales.items()},
        "original": {"publishable": not one.original.waits, "reasons": one.original.obstacles},
    }


def _locale_json(one: LocaleStatus) -> dict[str, object]:
    verdict, record = one.verdict, one.verdict.signoff
    signoff = record and {
        "date": record.date.isoformat(),
        "by": record.by,
        "valid": bool(verdict.signed),
        "changed": [change.unit for change in one.changed if change.unit],
    }
    return {
        **_coverage_json(one.coverage),
        "signed": bool(verdict.signed),
        "publishable": not verdict.waits,
        "reasons": verdict.obstacles,
        "signoff": signoff,
        **_found_json(one),
    }


def _found_json(one: LocaleStatus) -> dict[str, object]:
    return {"errors": one.errors, "warnings": one.warnings}


def _coverage_json(coverage: Coverage) -> dict[str, object]:
    def counts(by_state: dict[State, int]) -> dict[str, int]:
        return {"total": sum(by_state.values()), **{state.value: count for state, count in by_state.items()}}

    return {
        "segments": counts(coverage.segments),
        "words": counts(coverage.words),
        "percent": coverage.percent,
    }


def status_markdown(result: Status) -> Iterator[str]:
    """The same as a Markdown table, for a chat or the summary of a scheduled job."""
    yield "| statement | language | done | changed | left | review | check | published now |"
    yield "|---|---|--:|--:|--:|---|---|---|"
    for one in result.statements:
        if one.original.waits:
            verdict = _published(one.original)
            yield f"| {_cell(one.title)} | {result.source_locale} | | | | | | {_cell(verdict)} |"
        for name, locale in one.locales.items():
            yield f"| {_cell(one.title)} | {_markdown(name, locale)} |"
    for name, locale in result.site.items():
        yield f"| *wording of the pages* | {_markdown(name, locale)} |"
    yield "\nIn words of the English source."


def _markdown(name: str, one: LocaleStatus) -> str:
    counts = [f"{one.coverage.percent:g} %", str(_drafts(one.coverage)), str(_left(one.coverage))]
    return " | ".join([name, *counts, _review(one.verdict), _checked(one), _cell(_published(one.verdict))])


def _published(verdict: Verdict) -> str:
    return f"no, waits for {listed(verdict.obstacles)}" if verdict.waits else "yes"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
