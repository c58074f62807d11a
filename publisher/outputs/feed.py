"""The list of statements for feed readers: Atom (RFC 4287), one feed for each language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from publisher import routes
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publisher.locale import Locale
    from publisher.outputs.lines import Line

LENGTH = 100
"""How many statements a feed tells of, the newest."""

_ATOM = "http://www.w3.org/2005/Atom"
_IDS = UUID("2145e5e0-b42c-4b3e-a29e-440a49ac5802")
"""The namespace of the ids of a site that has no address (RFC 4122, section 4.3)."""
_ENTRY = re.compile(r"<entry>.*?</entry>", re.DOTALL)
_UPDATED = re.compile(r"<updated>(.*?)</updated>")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document can hold, not even as a reference (XML 1.0, section 2.2)."""


def feed(  # noqa: PLR0913  # all that stands in a feed
    locale: Locale,
    title: Phrase,
    lines: Iterable[Line],
    locales: Sequence[Locale],
    base_url: str = "",
    *,
    site: str = "",
) -> bytes:
    """The feed of one language.

    Its author is the site: who signed stands on the pages, and nobody else is named. With an address of the site, the
    ids of the feed and its entries are their addresses; without one, they are made of the site's name, locale and slug,
    and links are relative to the feed.

    Args:
        locale: The language.
        title: The name of the site in it.
        lines: At least one statement, in the order of the list.
        locales: The languages of the site.
        base_url: Where the site will be read, ending in a slash; empty if that is open.
        site: The name of the site, the same in every language: two sites may have statements of one name.
    """
    here, index = base_url + routes.feed(locale.id), _link(routes.index(locale.id), locale, base_url)
    by_id = {one.id: one for one in locales}
    parts = [one.entry or _entry(one, locale, by_id, base_url, site) for one in lines]
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": locale.html_lang})
    _text(root, "title", title)
    SubElement(root, "id").text = here if base_url else _id(site, locale, "")
    # One form of time alone, so that their order is that of their letters.
    SubElement(root, "updated").text = max(_UPDATED.findall("".join(parts)))
    if base_url:
        SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "hreflang": locale.hreflang, "href": index})
    _text(SubElement(root, "author"), "name", title)
    head = tostring(root, encoding="unicode").removesuffix("</feed>")
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', head, *parts, "</feed>\n"]).encode()


def kept(feed: bytes, slug: str) -> str:
    """The entry of a statement as an earlier build made it, found by its link; empty if it is not there."""
    link = re.compile(rf'href="(?:[^"]*/)?{re.escape(slug)}\.html"')
    entries = _ENTRY.findall(feed.decode("utf-8", "replace"))
    return next((one for one in entries if link.search(one)), "")


def _entry(line: Line, locale: Locale, locales: Mapping[str, Locale], base_url: str, site: str) -> str:
    url = _link(routes.statement(locale.id, line.slug), locale, base_url)
    entry = Element("entry")
    for name, keys in (("title", ("short_title", "title")), ("summary", ("summary",))):
        if text := next((found for key in keys if (found := line.text(key, locales))), None):
            _text(entry, name, Phrase(text, locale))
    SubElement(entry, "id").text = url if base_url else _id(site, locale, line.slug)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "hreflang": locale.hreflang, "href": url})
    SubElement(entry, "published").text = _time(line.day)
    SubElement(entry, "updated").text = _time(line.modified)
    return tostring(entry, encoding="unicode")


def _text(parent: Element, name: str, phrase: Phrase) -> None:
    """Add a text, which says in which language it is where that is not the language of the feed."""
    attributes = {"xml:lang": phrase.lang} if phrase.foreign else {}
    SubElement(parent, name, attributes).text = _NO_XML.sub("", phrase.plain)


def _link(path: str, locale: Locale, base_url: str) -> str:
    return base_url + path if base_url else routes.relative(path, routes.feed(locale.id))


def _id(site: str, locale: Locale, slug: str) -> str:
    return uuid5(_IDS, f"{site}\n{locale.id} {slug}").urn


def _time(day: str) -> str:
    """The beginning of a day, by the clock of nobody in particular (RFC 3339)."""
    return f"{day}T00:00:00Z"
