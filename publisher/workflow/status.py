"""`status`: how complete each translation is, who approved it, and what blocks publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher import site
from publisher.catalog import Catalog
from publisher.gate import Gate
from publisher.model import Segment
from publisher.workflow import clock

if TYPE_CHECKING:
    from datetime import datetime

    from publisher.gate import Verdict
    from publisher.model import Coverage
    from publisher.page import Page
    from publisher.project import Project
    from publisher.signoff import Change


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that is not as a reviewer approved it.

    Attributes:
        kind: ``source``, ``translation``, ``new``, ``gone``, ``order``, or ``value`` for what is no text.
        unit: The id of the text; of what is none, a word for what it is; empty for the order.
        what: Its role and place in words.
        where: The file and line to look at, or empty.
        english: The English of a text that is gone, where the catalog still knows it.
    """

    kind: str
    unit: str
    what: str
    where: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """How far one statement is in one language, what the gate says of it, and what changed since its sign-off."""

    coverage: Coverage
    verdict: Verdict
    changed: list[Changed]


@dataclass(frozen=True, slots=True)
class StatementStatus:
    """How far one statement is: what the gate says of the original, and the translations by locale."""

    slug: str
    title: str
    original: Verdict
    locales: dict[str, LocaleStatus]


@dataclass(frozen=True, slots=True)
class Status:
    """How complete every translation is, that of the wording of the pages too."""

    source_locale: str
    statements: list[StatementStatus]
    site: dict[str, LocaleStatus]

    @property
    def lowest(self) -> float:
        """The lowest share of translated words of anything in any language, in percent."""
        every = [one for statement in self.statements for one in statement.locales.values()]
        return min((one.coverage.percent for one in (*every, *self.site.values())), default=100.0)


def status(project: Project, now: datetime | None = None) -> Status:
    """Tell how complete each translation is, by words of the source, and what blocks publication.

    Args:
        project: The workspace.
        now: The time that embargoes are measured by; the real one if it is not given.

    Raises:
        PublisherError: If the settings, a statement, a template or the terms are wrong.
    """
    wording = site.wording_segments(project)
    gate = Gate(project, wording, now or clock.real())
    statements = []
    for document in project.documents():
        every = {page.locale.id: (page, gate.verdict(page)) for page in gate.pages(document)}
        _, original = every.pop(project.settings.source_locale.id)
        locales = {
            name: LocaleStatus(page.coverage, verdict, _changed(page, verdict))
            for name, (page, verdict) in every.items()
        }
        statements.append(StatementStatus(document.slug, document.short_title, original, locales))
    shared = {
        one.id: LocaleStatus(gate.catalogs[one.id].coverage(wording), gate.wording[one.id], [])
        for one in project.settings.targets
    }
    return Status(project.settings.source_locale.id, statements, shared)


def _changed(page: Page, verdict: Verdict) -> list[Changed]:
    segments = {one.id: one for one in page.document.segments}
    return [_described(one, page, segments.get(one.id)) for one in verdict.changes]


_PLACE = re.compile(r".+ \d+ of \d+")


def _described(change: Change, page: Page, segment: Segment | None) -> Changed:
    """A change in words: what it is about, and where to look at it."""
    if segment is None:
        if change.kind != "gone":
            return Changed(change.kind, change.id, f"the {change.id}" if change.id else "the reading order")
        english = _english_of(change.id, page)
        return Changed(change.kind, change.id, "a text", english=english)
    what = next((note for note in segment.notes if _PLACE.fullmatch(note)), segment.context.capitalize())
    if change.kind == "translation" and isinstance(page.catalog, Catalog):
        return Changed(change.kind, change.id, what, f"{page.catalog.path}:{page.catalog.line_of(segment)}")
    return Changed(change.kind, change.id, what, f"{segment.path}:{segment.line}")


def _english_of(unit: str, page: Page) -> str:
    """The English of a text that the statement has no more: its translation may be in the catalog, out of use."""
    if not isinstance(page.catalog, Catalog):
        return ""
    keys = page.catalog.entries()
    return next((source for context, source in keys if Segment(source, context or "").id == unit), "")
