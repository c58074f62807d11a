"""Where things stand, as the files that coordinators open: the page, its figures as JSON, and badges."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from publisher import routes
from publisher.errors import counted
from publisher.model import State, Text
from publisher.outputs import coordinators as page
from publisher.outputs.badge import badge
from publisher.outputs.changes import Row, Table
from publisher.project import SIGNOFFS, SITE, TERMS
from publisher.report.diff import about
from publisher.report.status import CHANGES, change_text, next_command, status_json
from publisher.report.words import listed
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.gate import Obstacle, Verdict
    from publisher.locale import Locale
    from publisher.settings import Settings
    from publisher.workflow.coordinate import Cell, Standing
    from publisher.workflow.coordinate import Row as TextRow
    from publisher.workflow.diff import Diff
    from publisher.workflow.status import LocaleStatus, StatementStatus

FIRST = 90
"""How much of a text is told to know it by, in characters."""

_WORDING = "the wording of the pages: "
_PURPOSES = {
    "update": "brings the catalogs up to date with the English.",
    "check": "names every mistake, with its file and line.",
    "diff": "shows what is left to translate, word by word.",
    "sign": "is for the reviewer: it records that exactly this text is approved.",
    "build": "makes the site.",
    "build --drafts": "makes drafts to read; nothing else can be done before the time has come.",
}
"""What the commands are for that come next."""


def coordinator_files(standing: Standing) -> dict[str, bytes]:
    """The files for coordinators, by their names: ``index.html``, ``status.json`` and ``badges/<slug>.<locale>.svg``.

    Nothing in them names a person. They may tell of what is under embargo, and are never a part of the site.
    """
    badges, locales = dict(_badges(standing)), standing.settings.targets
    shown = page.Standing(
        title=standing.settings.title,
        made=standing.made.astimezone(UTC),
        next=_next_step(standing),
        locales=locales,
        statements=[_statement(standing, one) for one in _newest_first(standing)],
        shared_waits=list(_shared_waits(standing)),
        changes=[_changes(one, standing.diffs[one.id]) for one in locales],
        shared=_shared(standing),
        days=page.Days(locales, standing.progress.days, standing.progress.reason),
        badges=list(badges),
    )
    figures = "".join(f"{piece}\n" for piece in status_json(standing.status)).encode()
    return {routes.CHOOSER: page.page(shown), "status.json": figures, **badges}


def _next_step(standing: Standing) -> tuple[str, str]:
    command = next_command(standing.status)
    verb = command.removeprefix("publish ")
    return command, _PURPOSES.get(verb) or _PURPOSES[verb.partition(" ")[0]]


def _newest_first(standing: Standing) -> list[StatementStatus]:
    dates = {slug: one.meta.date for slug, one in standing.documents.items()}
    return sorted(standing.status.statements, key=lambda one: (dates[one.slug], one.slug), reverse=True)


def _statement(standing: Standing, one: StatementStatus) -> page.Statement:
    document, source = standing.documents[one.slug], standing.settings.source_locale
    beside = _beside(standing.settings, one.slug)
    return page.Statement(
        slug=one.slug,
        title=Phrase(Text(one.title, source), source),
        date=document.meta.date,
        date_text=source.date(document.meta.date),
        words=sum(segment.words for segment in document.segments),
        url=beside,
        verdict=_verdict(standing.settings, one),
        held=list(_held(standing, one)),
        lines=[_line(standing, one, locale) for locale in standing.settings.targets],
        rows=[_row(standing, one, beside, row) for row in standing.rows[one.slug]],
    )


def _beside(settings: Settings, slug: str) -> str:
    """The page with all languages side by side, which is that of a pair where there are two; else there is none."""
    return routes.compare(slug, *settings.ids) if settings.targets else ""


def _verdict(settings: Settings, one: StatementStatus) -> str:
    """What publishing now would give."""
    ready = [locale.english_name for locale, verdict in _verdicts(settings, one) if not verdict.waits]
    embargo = [f" Nothing goes out before {wait.words}." for wait in one.original.waits if wait.kind == "embargo"]
    rest = "" if len(ready) < len(settings.locales) else ": every language"
    return f"Publishing now would give {listed(ready) or 'nothing'}{rest}.{''.join(embargo)}"


def _held(standing: Standing, one: StatementStatus) -> Iterator[page.Held]:
    """What each language waits for in this statement; an embargo is the same in all of them."""
    for locale, verdict in _verdicts(standing.settings, one):
        shared = _waits_of_all(standing, locale)
        waits = [wait.words for wait in verdict.waits if wait.kind != "embargo" and wait not in shared]
        if waits or shared:
            yield page.Held(locale, listed([*waits, *(["the wording of its pages (see below)"] if shared else [])]))


def _shared_waits(standing: Standing) -> Iterator[page.Held]:
    for locale in standing.settings.targets:
        if waits := _waits_of_all(standing, locale):
            # What they begin with is said once.
            words = [one.words if n == 0 else one.words.removeprefix(_WORDING) for n, one in enumerate(waits)]
            yield page.Held(locale, listed(words))


def _waits_of_all(standing: Standing, locale: Locale) -> list[Obstacle]:
    """What every page of a language waits for; the original has its wording always."""
    shared = standing.status.site.get(locale.id)
    return shared.verdict.waits if shared else []


def _verdicts(settings: Settings, one: StatementStatus) -> Iterator[tuple[Locale, Verdict]]:
    for locale in settings.locales:
        yield locale, one.locales[locale.id].verdict if locale.id in one.locales else one.original


def _line(standing: Standing, one: StatementStatus, locale: Locale) -> page.Line:
    told, broken = one.locales[locale.id], standing.broken[locale.id]
    return page.Line(
        locale,
        routes.statement(locale.id, one.slug),
        None if one.slug in broken else told.coverage,
        signed=bool(told.verdict.signed),
        review="cannot be read" if SIGNOFFS in broken else _review(told.verdict, standing.settings.source_locale),
        lapsed=_lapsed(told),
        found=_counts(told.errors, told.warnings) or "ok",
        errors=bool(told.errors),
    )


def _review(verdict: Verdict, source: Locale) -> str:
    if not verdict.signoff:
        return "not signed"
    if verdict.signed:
        return f"signed on {source.date(verdict.signoff.date)}"
    return f"lapsed: signed on {source.date(verdict.signoff.date)}, changed since" if verdict.changes else "–"  # noqa: RUF001


def _lapsed(told: LocaleStatus) -> list[str]:
    """What changed since a sign-off that is not valid any more."""
    more = len(told.changed) - CHANGES
    return [*map(change_text, told.changed[:CHANGES]), *([f"… and {more} more"] if more > 0 else [])]


def _row(standing: Standing, one: StatementStatus, beside: str, row: TextRow) -> page.Row:
    source = standing.settings.source_locale
    signs = [
        _sign(locale, row.cells.get(locale.id), signed=bool(one.locales[locale.id].verdict.signed))
        for locale in standing.settings.targets
    ]
    url = f"{beside}#{row.id}" if row.id else beside
    return page.Row(url, row.what, Phrase(Text(_first_words(row.english), source), source), signs)


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= FIRST else f"{line[:FIRST].rpartition(' ')[0] or line[:FIRST]} …"


_STATES = {
    State.TRANSLATED: "translated",
    State.FUZZY: "changed",
    State.PRETRANSLATED: "offered",
    State.UNTRANSLATED: "missing",
}


def _sign(locale: Locale, cell: Cell | None, *, signed: bool) -> page.Sign:
    if cell is None:
        return page.Sign(locale, "unreadable")
    state = "signed" if signed and cell.state is State.TRANSLATED else _STATES[cell.state]
    return page.Sign(locale, state, _counts(cell.errors, cell.warnings), errors=bool(cell.errors))


def _counts(errors: int, warnings: int) -> str:
    counts = {"error": errors, "warning": warnings}
    return ", ".join(counted(count, noun) for noun, count in counts.items() if count)


def _changes(locale: Locale, found: Diff | None) -> page.Changes:
    """What is left to translate: what there is a draft of in full, and what is new in brief."""
    if found is None:
        return page.Changes(locale, readable=False)
    new = [each for one in found.catalogs for each in one.differences if each.unit.state is State.UNTRANSLATED]
    words = sum(each.unit.segment.words for each in new)
    return page.Changes(locale, _tables(found, new=False), _tables(found, new=True), words)


def _tables(found: Diff, *, new: bool) -> list[Table]:
    tables = [
        Table(
            one.title,
            one.domain,
            [
                Row(about(each.unit), each.words, each.unit.targets)
                for each in one.differences
                if (each.unit.state is State.UNTRANSLATED) is new
            ],
        )
        for one in found.catalogs
    ]
    return [one for one in tables if one.rows]


def _shared(standing: Standing) -> dict[str, list[page.Line]]:
    """How far that is in each language which is translated once for all statements."""
    locales, broken, told = standing.settings.targets, standing.broken, standing.status.site
    shared = {
        "The wording of the pages": [
            page.Line(
                one,
                "",
                None if SITE in broken[one.id] else told[one.id].coverage,
                found=_counts(told[one.id].errors, told[one.id].warnings) or "ok",
                errors=bool(told[one.id].errors),
            )
            for one in locales
        ]
    }
    if standing.terms:
        terms = [(one, None if TERMS in broken[one.id] else standing.terms[one.id]) for one in locales]
        shared["The agreed terms"] = [page.Line(one, "", coverage) for one, coverage in terms]
    return shared


def _badges(standing: Standing) -> Iterator[tuple[str, bytes]]:
    for one in _newest_first(standing):
        for locale in standing.settings.targets:
            line = _line(standing, one, locale)
            name = f"badges/{one.slug}.{locale.id}.svg"
            yield name, badge(locale.id, *_badge(line))


def _badge(line: page.Line) -> tuple[str, str, str]:
    """The right side of a badge, its state, and the same in a sentence."""
    name = line.locale.english_name
    if not line.coverage:
        return "?", "unreadable", f"{name}: the file cannot be read"
    kinds = {one.kind for one in line.parts}
    state = next((one for one in ("changed", "missing") if one in kinds), "signed" if line.signed else "translated")
    value = f"{line.coverage.percent:g} %"
    more = {"changed": ", the English has changed", "signed": ", approved by a reviewer"}.get(state, "")
    return value, state, f"{name}: {value} translated{more}"
