"""The files that lead to the statements: lists, feeds, the chooser, and what hosts and search engines read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import routes
from publisher.outputs import feed, html, listing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from publisher.gate import Verdict
    from publisher.locale import Locale
    from publisher.page import Page
    from publisher.site.release import Tools

Kept = tuple[str, str]
"""A version whose page stays as an earlier build made it: its locale and its slug."""


def lists(
    tools: Tools, shared: Mapping[str, Verdict], readable: Mapping[str, Sequence[Page]], kept: Collection[Kept]
) -> None:
    """Make the list and the feed of each language whose wording is complete.

    Args:
        tools: What they are made with.
        shared: By locale, what the gate says of the wording of its pages.
        readable: By locale, the statements that readers find.
        kept: Those of them that are not made anew; in the lists they stay as they were, too.
    """
    ready = [name for name in tools.wording if tools.drafts or not shared[name].waits]
    out = [name for name in tools.wording if name in ready or tools.folder.has(routes.index(name))]
    for name in ready:
        locale, wording = tools.wording[name].locale, tools.wording[name]
        pages = sorted(readable[name], key=lambda page: (page.document.meta.date, page.document.slug), reverse=True)
        items = [_item(tools, page) if (name, page.document.slug) in kept else page for page in pages]
        held = bool(shared[name].waits)
        tools.folder.add(routes.index(name), tools.site.index(wording, items, out, held=held))
        if pages and not tools.drafts:
            entries = [_entry(tools, page) if (name, page.document.slug) in kept else page for page in pages]
            data = feed.feed(locale, tools.site.title(wording), entries, tools.site.base_url, site=tools.site.name)
            tools.folder.add(routes.feed(name), data)


def _item(tools: Tools, page: Page) -> Page | html.Item:
    """A statement in a list as it was; as it is, where it was not there."""
    index = routes.index(page.locale.id)
    if not tools.folder.has(index):
        return page
    return html.listed(tools.folder.read(index), page.document.slug) or page


def _entry(tools: Tools, page: Page) -> Page | feed.Kept:
    """A statement in a feed as it was; as it is, where it was not there."""
    name = routes.feed(page.locale.id)
    return (tools.folder.has(name) and feed.kept(tools.folder.read(name), page.document.slug)) or page


def chooser(tools: Tools, source: Locale) -> None:
    """Make the page at the root of the site."""
    out = [name for name in tools.wording if tools.folder.has(routes.index(name))]
    tools.folder.add(routes.CHOOSER, tools.site.chooser(tools.wording[source.id], out))


def for_machines(tools: Tools, readable: Mapping[str, Sequence[Page]], orphans: Collection[str]) -> None:
    """Make what hosts, search engines and careful readers look for; it lists all that is there, so it comes last.

    Args:
        tools: What it is made with.
        readable: By locale, the statements that readers find.
        orphans: Files that nothing makes any more; nobody is led to them.
    """
    if tools.drafts:
        tools.folder.add("robots.txt", html.ROBOTS)
        return
    tools.folder.add(listing.HEADERS, listing.headers([*tools.wording, "compare"]))
    if tools.site.base_url:
        changed = {page.document.slug: page.document.meta.modified for pages in readable.values() for page in pages}
        pages = {name: day for name, day in _dated(tools, changed) if name not in orphans}
        tools.folder.add(listing.SITEMAP, listing.sitemap(pages, tools.site.base_url))
    tools.folder.add(listing.SUMS, listing.sums(tools.folder.sums()))


def _dated(tools: Tools, changed: Mapping[str, date]) -> Iterator[tuple[str, date | None]]:
    """Each page that readers find, and the day of its last change; None of lists, and of what is kept as it was."""
    for name in tools.folder.names():
        first, *rest = name.removesuffix(".html").split("/")
        slug = rest[0] if rest else first
        if name.endswith(".html") and (slug in changed or (slug == "index" and first != "compare")):
            yield name, changed.get(slug) if name in tools.folder.made else None
