"""The pages of a statement as a build of drafts makes them, in memory: for looking at them while they are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher import routes
from publisher.catalog import Catalog
from publisher.catalog.trial import trial
from publisher.page import Page
from publisher.site import Builder
from publisher.site.folder import Folder
from publisher.site.lists import chooser, lists
from publisher.site.release import publish, standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from publisher.document import Document
    from publisher.model import Segment
    from publisher.project import Project


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


class Preview:
    """The drafts of one statement in every language, or with no statement the lists that lead to all of them.

    Args:
        project: The workspace, as it is now.
        documents: Its statements.
        slug: The statement; empty for the lists.
        now: The time that embargoes are measured by.

    Attributes:
        files: The pages and what belongs to them, by their path from the root of the site.

    Raises:
        PublisherError: If a template is wrong.
    """

    def __init__(self, project: Project, documents: Sequence[Document], slug: str, now: datetime) -> None:
        folder = _Memory()
        self._builder = Builder(project, folder, now, drafts=True)
        self._tools, self._gate = self._builder.tools, self._builder.gate
        for name, data in self._tools.site.assets.files.items():
            folder.add(name, data)
        self._out = list(self._tools.wording)
        chosen = next((one for one in documents if one.slug == slug), None)
        if chosen:
            self._pages = self._gate.pages(chosen)
            self._verdicts = {page.locale.id: self._gate.verdict(page) for page in self._pages}
            publish(self._tools, self._pages, self._verdicts, self._out)
        else:
            self._add_lists(documents)
        self.files = folder.held

    def page(self, locale: str, segment: Segment, targets: Sequence[str]) -> bytes:
        """The page of the statement in a language, with another translation of one text in it."""
        page = next(one for one in self._pages if one.locale.id == locale)
        if not isinstance(page.catalog, Catalog):
            return self.files[routes.statement(locale, page.document.slug)]
        tried = Page(page.document, page.locale, trial(page.catalog, segment, targets), page.frame)
        told = standing(self._tools, page, self._pages, self._verdicts, self._out)
        return self._tools.site.statement(tried, self._tools.wording[locale], told)

    def _add_lists(self, documents: Sequence[Document]) -> None:
        every = [self._gate.pages(one) for one in documents]
        readable = {name: [page for pages in every for page in pages if page.locale.id == name] for name in self._out}
        lists(self._tools, self._gate.wording, readable, [])
        chooser(self._tools, self._builder.project.settings.source_locale)
