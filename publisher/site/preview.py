"""The pages as a build of drafts makes them, in memory: for looking at them while a translation is written."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import routes
from publisher.catalog import Catalog
from publisher.catalog.trial import trial
from publisher.site import Builder
from publisher.site.folder import Folder
from publisher.site.lists import chooser, lists
from publisher.site.release import publish, standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from publisher.document import Document
    from publisher.gate import Gate, Verdict
    from publisher.model import Segment
    from publisher.project import Project
    from publisher.site.release import Tools


class _Memory(Folder):
    """A folder of which nothing is on disk."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.held: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> None:
        self.made[name] = ""
        self.held[name] = data

    def has(self, name: str) -> bool:
        return name in self.held

    def earlier(self, pattern: str = "**/*") -> list[str]:  # noqa: ARG002  # nothing was there before
        return []

    def read(self, name: str) -> bytes:
        return self.held[name]


class Previews:
    """The pages of a site of drafts, made when they are looked at.

    Args:
        project: The workspace, as it is now.
        now: The time that embargoes are measured by.

    Raises:
        PublisherError: If a template is wrong.
    """

    def __init__(self, project: Project, now: datetime) -> None:
        self._builder = Builder(project, _Memory(), now, drafts=True)

    def lists(self, documents: Sequence[Document]) -> dict[str, bytes]:
        """What leads to all statements, and what all pages load, by its path from the root of the site."""
        folder = _Memory()
        tools, gate = self._builder.tools._replace(folder=folder), self._builder.gate
        folder.held.update(tools.site.assets.files)
        every = [gate.pages(one) for one in documents]
        readable = {
            name: [page for pages in every for page in pages if page.locale.id == name] for name in tools.wording
        }
        lists(tools, gate.wording, readable, [])
        chooser(tools, self._builder.project.settings.source_locale)
        return folder.held

    def statement(self, document: Document) -> Preview:
        """The pages of a statement, its catalogs as they are now."""
        return Preview(self._builder.tools, self._builder.gate, document)


class Preview:
    """The pages of one statement.

    Args:
        tools: What they are made with; its folder is not used.
        gate: What tells how they stand.
        document: The statement.
    """

    def __init__(self, tools: Tools, gate: Gate, document: Document) -> None:
        self._folder = _Memory()
        self._tools, self._gate = tools._replace(folder=self._folder), gate
        self._pages = {page.locale.id: page for page in gate.pages(document)}
        self._verdicts: dict[str, Verdict] = {}

    @cached_property
    def files(self) -> dict[str, bytes]:
        """All of them, by their path from the root of the site."""
        verdicts = {name: self._verdict(name) for name in self._pages}
        publish(self._tools, [*self._pages.values()], verdicts, list(self._pages))
        return self._folder.held

    def file(self, name: str) -> bytes | None:
        """One of them, without the others where that is possible; None if there is none of this name."""
        found = [key for key, one in self._pages.items() if routes.statement(key, one.document.slug) == name]
        return self.page(found[0]) if found else self.files.get(name)

    def page(self, locale: str, segment: Segment | None = None, targets: Sequence[str] = ()) -> bytes:
        """The page of the statement in a language.

        Args:
            locale: The id of the language.
            segment: A text to show with another translation than it has, or None.
            targets: That translation.
        """
        page, every = self._pages[locale], [*self._pages.values()]
        told = standing(self._tools, page, every, {locale: self._verdict(locale)}, list(self._pages))
        if segment and isinstance(page.catalog, Catalog):
            page = replace(page, catalog=trial(page.catalog, segment, targets))
        return self._tools.site.statement(page, self._tools.wording[locale], told)

    def _verdict(self, locale: str) -> Verdict:
        if locale not in self._verdicts:
            self._verdicts[locale] = self._gate.verdict(self._pages[locale])
        return self._verdicts[locale]
