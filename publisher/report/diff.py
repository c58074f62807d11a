"""What changed in the English, in words for people, in JSON for programs, and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publisher.bidi import isolate_all
from publisher.errors import counted
from publisher.model import State
from publisher.outputs.changes import Row, Table, page
from publisher.report.words import as_json

if TYPE_CHECKING:
    from publisher.locale import Locale
    from publisher.merge.words import Words
    from publisher.model import Unit
    from publisher.workflow.diff import Diff


def diff_text(result: Diff) -> str:
    """What changed, a block for each text: its English as a word diff, and the translation so far below it."""
    lines = []
    for one in result.catalogs:
        if one.differences:
            lines += [_bold(f"{one.domain} · {one.title}"), ""]
        for difference in one.differences:
            lines += [f"  {about(difference.unit)}", f"  {result.source_locale.id}: {_marked(difference.words)}"]
            lines += [f"  {result.locale.id}: {_isolated(text, result.locale)}" for text in difference.unit.targets]
            lines.append("")
    count = sum(len(one.differences) for one in result.catalogs)
    return "\n".join([*lines, f"{counted(count, 'text')} to look at in {result.locale.english_name}"])


def _isolated(text: str, locale: Locale) -> str:
    """Last on its line, and in isolates: a terminal does not know where the other direction ends."""
    return isolate_all(text, locale.direction) if locale.direction == "rtl" else text


_MEANINGS = {
    State.FUZZY: "changed",
    State.PRETRANSLATED: "offered from memory",
    State.UNTRANSLATED: "new",
    State.TRANSLATED: "done",
}
_MARKS = {"removed": ("[-", "-]", "red"), "added": ("{+", "+}", "green")}


def about(unit: Unit) -> str:
    """What a text is, and how far its translation is."""
    meaning = _MEANINGS[unit.state]
    if unit.state is State.FUZZY and not unit.previous:
        meaning = "changed; the English it was made from is not known"
    return f"{unit.segment.path}:{unit.segment.line} · {unit.segment.context} · {meaning}"


def _marked(words: Words) -> str:
    """A word diff in the marks of wdiff, coloured on a terminal."""
    pieces = []
    for kind, text in words:
        left, right, colour = _MARKS.get(kind, ("", "", None))
        end = text[len(text.rstrip()) :] if left else ""
        pieces.append(click.style(f"{left}{text.removesuffix(end)}{right}", fg=colour) + end)
    return "".join(pieces)


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def diff_json(result: Diff) -> str:
    """The same as JSON: an object with ``catalogs``, each with ``texts``."""
    catalogs = [
        {
            "domain": one.domain,
            "title": one.title,
            "texts": [
                {
                    "unit": unit.segment.id,
                    "context": unit.segment.context,
                    "state": unit.state.value,
                    "before": unit.previous,
                    "after": unit.segment.source,
                    "words": [{"change": kind, "text": text} for kind, text in words],
                    "translation": unit.targets,
                    "comment": unit.comment,
                }
                for unit, words in ((difference.unit, difference.words) for difference in one.differences)
            ],
        }
        for one in result.catalogs
    ]
    return as_json({"source_locale": result.source_locale.id, "locale": result.locale.id, "catalogs": catalogs})


def diff_html(result: Diff) -> str:
    """The same as a page of its own, to read beside an editor or to print."""
    tables = [
        Table(one.title, one.domain, [Row(about(each.unit), each.words, each.unit.targets) for each in one.differences])
        for one in result.catalogs
    ]
    return page(result.locale, tables)
