"""A translation beside its original, to print and to write on: for a reviewer without any program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from publisher.model import Text
from publisher.outputs.templates import environment
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.document import Run
    from publisher.exchange import Row, Sheet
    from publisher.locale import Locale


class _Line(NamedTuple):
    """A row of the table, its two texts as HTML."""

    row: Row
    source: Markup
    target: Markup


def page(sheets: Sequence[Sheet]) -> bytes:
    """One page, complete in itself: no script, nothing that is loaded.

    Args:
        sheets: What is printed, one after the other; all of one language.
    """
    locale, labels = sheets[0].locale, sheets[0].labels
    tables = [(sheet, [_line(sheet, row) for row in sheet.rows]) for sheet in sheets]
    template = environment([Path(__file__).parent]).get_template("review.html")
    title = labels.title.content.replace("{language}", locale.name_of(locale))
    phrases = {
        name: Phrase(getattr(labels, name), locale) for name in ("review", "number", "target", "remark", "draft")
    }
    return template.render(
        locale=locale,
        source=sheets[0].source_locale,
        title=Phrase(Text(title, labels.title.locale), locale),
        tables=tables,
        **phrases,
    ).encode()


def _line(sheet: Sheet, row: Row) -> _Line:
    context = row.segment.context
    source = _html(sheet.runs(context, row.source), sheet.source_locale)
    return _Line(row, source, _html(sheet.runs(context, row.target), sheet.locale))


def _html(runs: Sequence[Run], locale: Locale) -> Markup:
    """Runs as HTML; where a link leads stands behind its words, because paper cannot be clicked."""
    pieces = []
    for number, run in enumerate(runs):
        lines = (Phrase(Text(line, locale), locale).__html__() for line in run.text.split("\n"))
        html = Markup("<br>").join(map(Markup, lines))
        for on, tag in ((run.code, "code"), (run.struck, "s"), (run.italic, "em"), (run.bold, "strong")):
            if on:
                html = Markup("<{0}>{1}</{0}>").format(Markup(tag), html)  # noqa: S704  # one of the four above
        after = runs[number + 1] if number + 1 < len(runs) else None
        if run.link and (after is None or after.link != run.link):
            html += Markup(' <bdi class="address" dir="ltr">({})</bdi>').format(run.link)
        pieces.append(html)
    return Markup().join(pieces)
