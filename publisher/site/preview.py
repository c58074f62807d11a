"""The pages as a build of drafts makes them, in memory: for looking at them while a translation is written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import routes
from publisher.catalog import Catalog
from publisher.catalog.trial import trial
from publisher.files import Stage
from publisher.outputs.leaf import Leaf
from publisher.site.builder import PRESSED
from publisher.site.folder import Folder
from publisher.site.lists import Index
from publisher.site.record import Record
from publisher.site.release import publish, standing
from publisher.site.texts import wording_segments
from publisher.site.workshop import Workshop, line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from publisher.document import Document
    from publisher.gate import Verdict
    from publisher.model import Segment
    from publisher.project import Project


class _Memory(Folder):
    """A folder of which nothing is on disk."""

    def __init__(self) -> None:
        super().__init__(Path(), Stage(Path()))
        self.held: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> None:
        self.made[name] = ""
        self.held[name] = data

    def has(self, name: str) -> bool:
        return name in self.held

    def earlier(self, pattern: str) -> list[str]:  # noqa: ARG002  # nothing was there before
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
        outputs = [one for one in project.settings.outputs if one not in PRESSED]
        self._shop = Workshop(project, Path(), now, wording_segments(project), outputs=outputs, drafts=True)

    def lists(self, documents: Sequence[Document]) -> dict[str, bytes]:
        """What leads to all statements, and what all pages load, by its path from the root of the site."""
        folder, shop = _Memory(), self._shop
        folder.held.update(shop.site.assets.files)
        with closing(Record()) as record:
            for document in documents:
                record.keep_lines(document.slug, {page.locale.id: line(page) for page in shop.gate.pages(document)})
            index = Index(folder, shop.site, record, shop.wording, "")
            index.lists({name: bool(verdict.waits) for name, verdict in shop.gate.wording.items()})
            index.chooser(shop.project.settings.source_locale)
        return folder.held

    def statement(self, document: Document) -> Preview:
        """The pages of a statement, its catalogs as they are now."""
        return Preview(self._shop, document)


class Preview:
    """The pages of one statement.

    Args:
        shop: What makes them.
        document: The statement.
    """

    def __init__(self, shop: Workshop, document: Document) -> None:
        self._folder = _Memory()
        self._tools, self._gate = shop.tools(self._folder), shop.gate
        self._pages = {page.locale.id: page for page in shop.gate.pages(document)}
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
        return Leaf(self._tools.site, page, self._tools.wording[locale], told).page()

    def _verdict(self, locale: str) -> Verdict:
        if locale not in self._verdicts:
            self._verdicts[locale] = self._gate.verdict(self._pages[locale])
        return self._verdicts[locale]
