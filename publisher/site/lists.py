"""The files that lead to the statements: lists, feeds, the chooser, and what hosts and search engines read."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from publisher import routes, workers
from publisher.outputs import feed, html, listing
from publisher.outputs.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publisher.locale import Locale
    from publisher.site.folder import Folder
    from publisher.site.record import Record
    from publisher.wording import Wording

LENGTH = 100
"""How many statements the list of all may have; of more it shows the newest, and each year has a list of its own."""


class _List(NamedTuple):
    """One list, and all that it is made of beside what all pages share.

    Attributes:
        name: Its file.
        locale: Its language.
        told: What is told of its statements.
        out: The locales that have such a list.
        year: The year whose list it is; empty for that of all statements, or of the newest.
        held: Whether it is a draft that must not be published.
    """

    name: str
    locale: str
    told: Sequence[str]
    out: Sequence[str] = ()
    year: str = ""
    held: bool = False


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

    def lists(self, waits: Mapping[str, bool], jobs: int = 1) -> list[str]:
        """Make the lists and the feed of each language; answer the names of those that stay as they were.

        Args:
            waits: By locale, whether the wording of its pages is not complete. Drafts are made in any case.
            jobs: How many processes may work at once; 0 for as many as there are cores.
        """
        ready = [name for name in self._wording if self._site.drafts or not waits[name]]
        out = [name for name in self._wording if name in ready or self._folder.has(routes.index(name))]
        every = (one for name in ready for one in self._of_locale(name, out, held=waits[name]))
        for made in workers.run(self._made, filter(self._is_new, every), jobs):
            self._add(*made)
        kept = [name for name in out if name not in ready]
        years = [routes.index(name, year) for name in kept for year in self._years[name]]
        return [*years, *(route(name) for name in kept for route in (routes.index, routes.feed))]

    def _of_locale(self, name: str, out: Sequence[str], *, held: bool) -> Iterator[_List]:
        """The lists of a language: of all or the newest statements, of each year, and the feed."""
        for year in ("", *self._years[name]):
            others = [one for one in out if not year or year in self._years[one]]
            told = self._record.lines(name, year, limit=-1 if year else LENGTH)
            yield _List(routes.index(name, year), name, told, others, year, held=held)
        if not self._site.drafts and (told := self._record.lines(name, limit=feed.LENGTH)):
            yield _List(routes.feed(name), name, told)

    def _made(self, one: _List) -> tuple[str, str, bytes]:
        return one.name, self._digest(one), self._data(one)

    def _data(self, one: _List) -> bytes:
        wording, lines = self._wording[one.locale], (Line(*json.loads(line)) for line in one.told)
        if one.name == routes.CHOOSER:
            return self._site.chooser(wording, one.out)
        if one.name == routes.feed(one.locale):
            site, title = self._site, self._site.title(wording)
            return feed.feed(wording.locale, title, lines, site.locales, site.base_url, site=site.name)
        years = self._years[one.locale]
        return self._site.index(wording, lines, one.out, held=one.held, year=one.year, years=years)

    def chooser(self, source: Locale) -> None:
        """Make the page at the root of the site."""
        out = [name for name in self._wording if self._folder.has(routes.index(name))]
        one = _List(routes.CHOOSER, source.id, [], out)
        if self._is_new(one):
            self._add(*self._made(one))

    def _is_new(self, one: _List) -> bool:
        """Whether a list has to be made, because the last build has not made it of the same."""
        before, file = self._record.list(one.name)
        return before != self._digest(one) or not self._folder.keep(one.name, file)

    def _digest(self, one: _List) -> str:
        return sha256(json.dumps([self._shared, *one, *self._years[one.locale]]).encode()).hexdigest()

    def _add(self, name: str, digest: str, data: bytes) -> None:
        self._folder.add(name, data)
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
