"""`status`: how complete each translation is, and what blocks publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher import site
from publisher.page import Page
from publisher.project import SITE

if TYPE_CHECKING:
    from publisher.model import Coverage
    from publisher.project import Project


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """How far one statement is in one language, and why it cannot be published, if so."""

    coverage: Coverage
    obstacles: list[str]


@dataclass(frozen=True, slots=True)
class StatementStatus:
    """How far one statement is, by locale."""

    slug: str
    title: str
    locales: dict[str, LocaleStatus]


@dataclass(frozen=True, slots=True)
class Status:
    """How complete every translation is; the source language is not listed."""

    source_locale: str
    statements: list[StatementStatus]
    site: dict[str, Coverage]

    @property
    def lowest(self) -> float:
        """The lowest share of translated words of anything in any language, in percent."""
        coverages = [one.coverage for statement in self.statements for one in statement.locales.values()]
        return min((one.percent for one in (*coverages, *self.site.values())), default=100.0)


def status(project: Project) -> Status:
    """Tell how complete each translation is, by words of the source, and what blocks publication.

    Raises:
        PublisherError: If anything in the workspace is unreadable.
    """
    wording = site.wording_segments(project)
    targets = project.settings.targets
    shared = {one.id: project.translations(one, SITE) for one in targets}
    minimum = project.settings.minimum
    blocked = {name: site.wording_obstacles(one, wording, minimum[name]) for name, one in shared.items()}
    statements = []
    for document in project.documents():
        pages = [Page(document, one, project.translations(one, document.slug)) for one in targets]
        locales = {
            page.locale.id: LocaleStatus(page.coverage, site.obstacles(project, page, blocked[page.locale.id]))
            for page in pages
        }
        statements.append(StatementStatus(document.slug, document.short_title, locales))
    coverage = {name: one.coverage(wording) for name, one in shared.items()}
    return Status(project.settings.source_locale.id, statements, coverage)
