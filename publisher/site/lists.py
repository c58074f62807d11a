"""The files that lead to the statements: lists, feeds, the chooser, and what hosts and search engines read."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from publisher import routes
from publisher.outputs import feed, html, listing
from publisher.outputs.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from publisher.locale import Locale
    from publisher.site.folder import Folder
    from publisher.site.record import Record
    from publisher.wording import Wording

LENGTH = 100
"""How many statements the list of all may have; of more it shows the newest, and each year has a list of its own."""


class Index:
    """Makes the lists of one site.

    Args:
        folder: Where they go.
        site: What makes pages.
        record: The statements that readers find.
        wording: By locale, in the order readers see them, the texts of the templates.
        shared: A digest of what all pages share.
    """

    def __init__(  # all that lists are made of
        self, folder: Folder, site: html.Site, record: Record, wording: Mapping[str, Wording], shared: str
    ) -> None:
        self._folder, self._site, self._record = folder, site, record
        self._wording, self._shared = wording, shared
        years = {name: record.years(name) for name in wording}
        self._years = {name: list(one) if sum(one.values()) > LENGTH else [] for name, one in years.items()}

    def lists(self, waits: Mapping[str, bool]) -> list[str]:
        """Make the lists and the feed of each language; answer the names of those that stay as they were.

        Args:
            waits: By locale, whether the wording of its pages is not complete. Drafts are made in any case.
        """
        drafts = self._site.drafts
        ready = [name for name in self._wording if drafts or not waits[name]]
        out = [name for name in self._wording if name in ready or self._folder.has(routes.index(name))]
        for name in ready:
            self._add_index(name, out, "", held=waits[name])
            for year in self._years[name]:
                self._add_index(name, [one for one in out if year in self._years[one]], year, held=waits[name])
            if not drafts:
                self._add_feed(self._wording[name].locale)
        kept = [name for name in out if name not in ready]
        years = [routes.index(name, year) for name in kept for year in self._years[name]]
        return [*years, *(route(name) for name in kept for route in (routes.index, routes.feed))]

    def _add_index(self, name: str, out: Collection[str], year: str, *, held: bool) -> None:
        told = self._record.lines(name, year, limit=-1 if year else LENGTH)
        wording, years = self._wording[name], self._years[name]

        def made() -> bytes:
            return self._site.index(wording, _lines(told), out, held=held, year=year, years=years)

        self._add(routes.index(name, year), [*told, *out, str(held), *years], made)

    def _add_feed(self, locale: Locale) -> None:
        told = self._record.lines(locale.id, limit=feed.LENGTH)

        def made() -> bytes:
            title = self._site.title(self._wording[locale.id])
            return feed.feed(locale, title, _lines(told), self._site.locales, self._site.base_url, site=self._site.name)

        if told:
            self._add(routes.feed(locale.id), told, made)

    def chooser(self, source: Locale) -> None:
        """Make the page at the root of the site."""
        out = [name for name in self._wording if self._folder.has(routes.index(name))]
        self._add(routes.CHOOSER, out, lambda: self._site.chooser(self._wording[source.id], out))

    def _add(self, name: str, parts: Sequence[str], made: Callable[[], bytes]) -> None:
        """Add a file, which is made only if the last build has not made it of the same."""
        digest = sha256(json.dumps([self._shared, *parts]).encode()).hexdigest()
        before, file = self._record.list(name)
        if before != digest or not self._folder.keep(name, file):
            self._folder.add(name, made())
            self._record.keep_list(name, digest)

    def for_machines(self) -> None:
        """Make what hosts and search engines look for; it lists all pages that are there."""
        if self._site.drafts:
            self._folder.add("robots.txt", html.ROBOTS)
            return
        self._folder.add(listing.HEADERS, listing.headers([*self._wording, "compare"]))
        if self._site.base_url:
            self._add_sitemaps(self._site.base_url)

    def sums(self) -> None:
        """Make the list of all files, the last of all."""
        if not self._site.drafts:
            self._folder.add_pieces(listing.SUMS, listing.sums(self._record.files()))

    def _add_sitemaps(self, base_url: str) -> None:
        count, pages = self._record.count_pages(), self._record.pages()
        if count <= listing.MAX_PAGES:
            self._folder.add_pieces(listing.SITEMAP, listing.sitemap(pages, base_url))
            return
        names = [f"sitemap-{start // listing.MAX_PAGES + 1}.xml" for start in range(0, count, listing.MAX_PAGES)]
        for name in names:
            self._folder.add_pieces(name, listing.sitemap(islice(pages, listing.MAX_PAGES), base_url))
        self._folder.add(listing.SITEMAP, listing.sitemaps(names, base_url))


def item_and_entry(folder: Folder, locale: str, slug: str, day: str) -> tuple[str, str]:
    """How an earlier build told of a statement in the list and the feed of a language; empty where it was not there."""
    lists = [name for name in (routes.index(locale, day[:4]), routes.index(locale)) if folder.has(name)]
    items = (html.listed(folder.read(name), slug) for name in lists)
    name = routes.feed(locale)
    return next(filter(None, items), ""), feed.kept(folder.read(name), slug) if folder.has(name) else ""


def _lines(told: Sequence[str]) -> Iterator[Line]:
    return (Line(*json.loads(one)) for one in told)
