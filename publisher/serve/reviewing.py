"""The review screen: a translation beside its English, whole and as readers see both; and its approval."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from publisher import routes
from publisher.catalog import Catalog, SourceCatalog
from publisher.catalog.entry import OFFERED, REMARK
from publisher.catalog.reconcile import KEPT
from publisher.gate import Gate
from publisher.model import Segment, Severity, State, Text, Unit
from publisher.serve.home import is_of_the_file, line_of
from publisher.serve.views import Role, roles
from publisher.signoff import digest
from publisher.site.texts import wording_segments
from publisher.wording import Phrase
from publisher.workflow import clock
from publisher.workflow import sign as sign_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from publisher.gate import Verdict
    from publisher.locale import Locale
    from publisher.model import Finding
    from publisher.page import Page
    from publisher.project import Project
    from publisher.serve.standing import Line


_AUTOMATIC = re.compile(rf"{KEPT.pattern}|{re.escape(OFFERED)}")
"""How lines of a comment begin that no person wrote."""


class Cell(NamedTuple):
    """A text as readers see it: HTML, what stands before it (a bullet or a number), and its language."""

    html: str
    mark: str
    locale: Locale


@dataclass(frozen=True, slots=True)
class Row:
    """A text beside its translation.

    Attributes:
        kind: Its context, or ``code``.
        source: The English.
        target: The translation; None where ``lacks`` says why.
        depth: How many lists it stands in.
        unit: The id of the text; empty for what is not translated.
        role: What it is and which one of its kind; None for what is not translated.
        lacks: ``missing`` (no translation), ``changed`` (one of an earlier English), ``unconfirmed`` (a draft), or
            empty.
        first: Whether the text stands here for the first time: what is said of it is said there.
        change: What happened to it since the last approval: ``source``, ``translation``, ``new``, or nothing.
        found: What the checks found.
        comment: What translators wrote about it, a line each.
    """

    kind: str
    source: Cell
    target: Cell | None
    depth: int = 0
    unit: str = ""
    role: Role | None = None
    lacks: str = ""
    first: bool = False
    change: str = ""
    found: Sequence[Finding] = ()
    comment: Sequence[str] = ()


class Otherwise(NamedTuple):
    """What changed since the last approval and is in no row: a text that is gone, the order, or a value by its name."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review screen.

    Attributes:
        slug: The statement.
        title: Its title in English.
        locale: The language of the translation.
        source_locale: The language of the original.
        line: How far it is, and what it waits for.
        rows: All that the page shows, in reading order.
        seen: The digest of exactly that.
        otherwise: What else changed since the last approval.
        found: What the checks found about the whole file, without what `line` says to be done.
        may_be_signed: Whether anything keeps a reviewer from approving it.
        page: Its page, from the root of the site.
        compare: The page with both languages side by side.
    """

    slug: str
    title: str
    locale: Locale
    source_locale: Locale
    line: Line
    rows: Sequence[Row]
    seen: str
    otherwise: Sequence[Otherwise]
    found: Sequence[Finding]
    may_be_signed: bool
    page: str
    compare: str


@dataclass(frozen=True, slots=True)
class Approved:
    """What became of an approval.

    Attributes:
        locale: The language.
        slug: The statement.
        done: Whether it was written.
        outdated: Whether the page shows another text by now than the reviewer was shown.
        texts: How many texts it is about.
        line: How far the translation is, where that keeps it from being approved; else None.
        source_locale: The language of the original.
    """

    locale: Locale
    slug: str
    done: bool
    outdated: bool
    texts: int
    line: Line | None
    source_locale: Locale
    what: str = "approved"


def view(project: Project, locale: Locale, slug: str, now: datetime | None = None) -> ReviewView | None:
    """A translation beside its English; None if there is no such statement.

    Args:
        project: The workspace.
        locale: One of the languages that it is translated into.
        slug: The statement.
        now: The time that embargoes are measured by; the real one if it is not given.

    Raises:
        PublisherError: If the settings, a statement, a template or the terms are wrong.
    """
    judged = _judged(project, locale, slug, now or clock.real())
    if judged is None:
        return None
    page, verdict = judged
    kinds = {one.kind for one in verdict.waits}
    source = project.settings.source_locale
    return ReviewView(
        slug,
        page.document.short_title,
        locale,
        source,
        line_of(page, verdict),
        [] if "broken" in kinds else _rows(page, verdict),
        digest(page.shown()),
        list(_otherwise(page, verdict)),
        [one for one in verdict.findings if one.segment is None and not is_of_the_file(one)],
        not kinds & {"broken", "update", "words", "errors"},
        routes.statement(locale.id, slug),
        routes.compare(slug, source.id, locale.id),
    )


def approve(project: Project, locale: Locale, slug: str, by: str, seen: str) -> Approved:
    """Record that a reviewer approves what the review screen showed, if the page shows exactly that still.

    Args:
        project: The workspace.
        locale: The language.
        slug: The statement.
        by: The role of the reviewer, or empty; never a person.
        seen: `ReviewView.seen` of what was read.

    Raises:
        UsageError: If there is no such statement, or ``by`` is no role.
        PublisherError: If anything is unreadable, or could not be written.
    """
    made = sign_verb.sign(project, locale.id, slug, by, seen=seen or "nothing")
    judged = _judged(project, locale, slug, clock.real()) if made.obstacles else None
    line, source = line_of(*judged) if judged else None, project.settings.source_locale
    return Approved(locale, slug, made.record is not None, made.outdated, made.texts, line, source)


def _judged(project: Project, locale: Locale, slug: str, now: datetime) -> tuple[Page, Verdict] | None:
    """A page, and what the gate says of it; None if there is no such statement."""
    document = next((one for one in project.documents() if one.slug == slug), None)
    if document is None:
        return None
    gate = Gate(project, wording_segments(project), now)
    page = next(one for one in gate.pages(document) if one.locale.id == locale.id)
    return page, gate.verdict(page)


def _rows(page: Page, verdict: Verdict) -> list[Row]:
    """All that the page shows, in reading order; what is to be said of a text is said at its first place."""
    kinds, places = {one.id: one.kind for one in verdict.changes}, roles(page.document.segments)
    found: dict[str, list[Finding]] = {}
    for each in verdict.findings:
        if each.segment and each.severity is not Severity.INFO:
            found.setdefault(each.segment.id, []).append(each)
    seen: set[str] = set()
    rows = []
    for one in _texts(page):
        first = bool(one.unit) and one.unit not in seen
        seen.add(one.unit)
        told = {"change": kinds.get(one.unit, ""), "found": found.get(one.unit, ())} if first else {"comment": ()}
        rows.append(replace(one, role=places.get(one.unit), first=first, **told))
    return rows


def _texts(page: Page) -> Iterator[Row]:
    """The texts of a page in reading order, those that are not translated among them."""
    document, front = page.document, page.document.front
    yield from (_plain(page, one) for one in (*front.texts.values(), *front.updates))
    yield from _body(page)
    yield from (_plain(page, one) for one in document.segments if one.context == "link title")
    stand = [one for one, held in zip(front.signatories, document.meta.signatories, strict=True) if not held.withdrawn]
    for segment, line in zip(stand, page.signatories, strict=True):
        after = f" ({line.acronym})" if line.acronym else ""
        yield _row(page, segment, _cell(Text(segment.source + after, document.source_locale)), _cell(line.name, after))


def _body(page: Page) -> Iterator[Row]:
    """The body, in both languages piece by piece."""
    document, source = page.document, page.document.source_locale
    english = document.passages(SourceCatalog(source).text_for, source, f"/site/{source.id}/")
    theirs = document.passages(page.catalog.text_for, page.locale, f"/site/{page.locale.id}/")
    for one, other in zip(english, theirs, strict=True):
        cells = [Cell(each.html, each.mark, each.text.locale) for each in (one, other)]
        if one.kept:
            yield Row(one.role, cells[0], cells[1], one.depth)
        else:
            yield _row(page, one.source, cells[0], cells[1], one.depth)


def _plain(page: Page, segment: Segment) -> Row:
    """A text without Markdown."""
    source = page.document.source_locale
    return _row(page, segment, _cell(Text(segment.source, source)), _cell(page.catalog.text_for(segment)))


def _cell(text: Text, after: str = "") -> Cell:
    return Cell(Phrase(Text(text.content + after, text.locale), text.locale).__html__(), "", text.locale)


def _row(page: Page, segment: Segment, source: Cell, target: Cell, depth: int = 0) -> Row:
    """A text and what readers get of it, or why they get nothing: one language never stands in for the other here."""
    catalog, lacks = page.catalog, ""
    unit = catalog.unit(segment) if isinstance(catalog, Catalog) else Unit(segment, State.TRANSLATED)
    if unit.state is not State.TRANSLATED:
        lacks = "missing" if unit.state is State.UNTRANSLATED else "changed" if unit.previous else "unconfirmed"
    comment = [one.removeprefix(REMARK) for one in unit.comment.split("\n") if one and not _AUTOMATIC.match(one)]
    return Row(segment.context, source, None if lacks else target, depth, segment.id, lacks=lacks, comment=comment)


def _otherwise(page: Page, verdict: Verdict) -> Iterator[Otherwise]:
    """What changed since the last approval and is no text of the page."""
    for one in verdict.changes:
        if one.kind == "gone":
            yield Otherwise("gone", _english_of(one.id, page))
        elif one.kind in {"order", "value"}:
            yield Otherwise(one.kind, one.id)


def _english_of(unit: str, page: Page) -> str:
    """The English of a text that the statement has no more, if the catalog still knows it."""
    keys = page.catalog.entries() if isinstance(page.catalog, Catalog) else ()
    return next((source for context, source in keys if Segment(source, context or "").id == unit), "")
