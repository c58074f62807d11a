"""How complete each translation is, in words for people and in JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publisher.model import Coverage, State
from publisher.report.words import as_json

if TYPE_CHECKING:
    from publisher.workflow import LocaleStatus, StatementStatus, Status

BAR = 24
"""The length of a progress bar, in characters."""


def status_text(result: Status) -> str:
    """Each statement with a bar for each language, in words of the source, and what publishing now would give."""
    blocks = [_statement_block(result, one) for one in result.statements]
    blocks.append("\n".join(["the wording of the pages", *_rows(result.site)]))
    meanings = {
        State.TRANSLATED: "done",
        State.FUZZY: "draft: English changed, or from memory",
        State.UNTRANSLATED: "to do",
    }
    legend = "  ".join(f"{_paint(_SIGNS[state], state)} {meaning}" for state, meaning in meanings.items())
    blocks.append(f" {legend}        words of the English source")
    return "\n\n".join(blocks)


def _statement_block(result: Status, one: StatementStatus) -> str:
    ready = [result.source_locale, *(name for name, locale in one.locales.items() if not locale.obstacles)]
    return "\n".join(
        [
            f"{one.slug} · {one.title}",
            *_rows({name: locale.coverage for name, locale in one.locales.items()}),
            f"Publishing now would give: {' '.join(ready)}.",
            *(
                f"  {name} waits: {'; '.join(locale.obstacles)}"
                for name, locale in one.locales.items()
                if locale.obstacles
            ),
        ]
    )


def _rows(rows: dict[str, Coverage]) -> list[str]:
    width = max([4, *map(len, rows)])
    lines = [f" {'lang':{width}}  {'by words':{BAR}}  {'done':>6}  {'draft':>6}  {'to do':>6}  {'segments':>9}"]
    for name, coverage in rows.items():
        words, segments = coverage.words, coverage.segments
        draft = words[State.FUZZY] + words[State.PRETRANSLATED]
        share = f"{segments[State.TRANSLATED]}/{sum(segments.values())}"
        counts = f"{coverage.percent:>5g}%  {draft:>6}  {words[State.UNTRANSLATED]:>6}  {share:>9}"
        lines.append(f" {name:{width}}  {_bar(coverage)}  {counts}")
    return lines


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
    lengths = {State.TRANSLATED: done, State.FUZZY: BAR - done - left, State.UNTRANSLATED: left}
    return "".join(_paint(_SIGNS[state] * length, state) for state, length in lengths.items())


def status_json(result: Status) -> str:
    """The same as JSON, in the form that docs/commands.md describes."""
    statements = [
        {
            "slug": one.slug,
            "title": one.title,
            "locales": {name: _locale_json(locale) for name, locale in one.locales.items()},
        }
        for one in result.statements
    ]
    site = {"locales": {name: _coverage_json(coverage) for name, coverage in result.site.items()}}
    return as_json({"source_locale": result.source_locale, "statements": statements, "site": site})


def _locale_json(one: LocaleStatus) -> dict[str, object]:
    verdict = {"signed": False, "publishable": not one.obstacles, "reasons": one.obstacles}
    return {**_coverage_json(one.coverage), **verdict}


def _coverage_json(coverage: Coverage) -> dict[str, object]:
    def counts(by_state: dict[State, int]) -> dict[str, int]:
        return {"total": sum(by_state.values()), **{state.value: count for state, count in by_state.items()}}

    return {
        "segments": counts(coverage.segments),
        "words": counts(coverage.words),
        "percent": coverage.percent,
    }


def status_markdown(result: Status) -> str:
    """The same as a Markdown table, for a summary on a web page."""
    lines = ["| statement | language | done | draft | to do | published |", "|---|---|--:|--:|--:|---|"]
    for one in result.statements:
        for name, locale in one.locales.items():
            verdict = "yes" if not locale.obstacles else "no: " + "; ".join(locale.obstacles)
            lines.append(f"| {_cell(one.title)} | {name} | {_markdown_counts(locale.coverage)} | {_cell(verdict)} |")
    for name, coverage in result.site.items():
        lines.append(f"| *wording of the pages* | {name} | {_markdown_counts(coverage)} | |")
    return "\n".join([*lines, "", "In words of the English source."])


def _markdown_counts(coverage: Coverage) -> str:
    words = coverage.words
    draft = words[State.FUZZY] + words[State.PRETRANSLATED]
    return f"{coverage.percent:g} % | {draft} | {words[State.UNTRANSLATED]}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
