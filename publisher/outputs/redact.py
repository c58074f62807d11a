"""Signatories who have withdrawn, taken out of files that an earlier build made and this one keeps.

Where the gate holds a version back, its page stays as it was; but who has withdrawn may be in danger, and must not wait
for a translation. Of the signatories in such a file only those stay who are known to stand by the statement now: a name
under which nobody stands any more may be an earlier spelling of one that has to go. Nothing else is touched.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import TYPE_CHECKING
from unicodedata import normalize

from markupsafe import Markup

from publisher.bidi import unmarked
from publisher.outputs import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from publisher.page import Page, SignatoryLine
    from publisher.wording import Phrase

_SECTION = re.compile(r'<section class="signatories".*?</section>\n?', re.DOTALL)
_HEADING = re.compile(r'(?<=<h2 id="_signatories">).*?(?=</h2>)', re.DOTALL)
_ITEM = re.compile(r'<li(?: id="([^"]*)")?>(.*?)</li>\n?', re.DOTALL)
_ROW = re.compile(r'<tr id="([^"]*)" class="signatory[^"]*">(.*?)</tr>\n?', re.DOTALL)
_CELL = re.compile(r"</span>\n(.*?)</td>", re.DOTALL)
_COUNT = re.compile(r'<tr id="_signatories".*?</tr>\n?', re.DOTALL)
_DATA = re.compile(r'(?<=<script type="application/ld\+json">).*?(?=</script>)', re.DOTALL)
_BOX = re.compile(r"(<textarea[^>]*>\n)(.*?)(</textarea>)", re.DOTALL)
_PDF = re.compile(r'<(li|p class="forms")><a href="[^"]*\.pdf".*?</(li|p)>\n?', re.DOTALL)


class Redaction:
    """Takes those who have withdrawn from one statement out of its files.

    Args:
        versions: The statement in every language.
        counts: By locale, the heading of the signatories for a number of them.
    """

    def __init__(self, versions: Sequence[Page], counts: Mapping[str, Callable[[int], Phrase]]) -> None:
        self._counts = counts
        self._staying = {line.id for page in versions for line in page.signatories}
        self._names = {_label(line) for page in versions for line in page.signatories}
        self._gone = {line.id for page in versions for line in page.withdrawn}
        self._gone_names = {_plain(line.name.content) for page in versions for line in page.withdrawn} - {""}

    def concerns(self, page: str) -> bool:
        """Whether a page lists somebody who is not known to stand by the statement."""
        return not all(self._stay(page) + [self._row_stays(one) for one in _ROW.finditer(page)])

    def remains(self, page: str) -> bool:
        """Whether a page has the name of somebody who has withdrawn elsewhere, in its text for instance."""
        seen = _visible(page)
        return any(one in seen for one in self._gone_names)

    def page(self, html: str, locale: str) -> str:
        """The page of a statement without them."""
        stay = self._stay(html)
        if all(stay):
            return html
        boxed = _BOX.sub(
            lambda box: box[1] + escape(self.text(unescape(box[2]), html, locale), quote=False) + box[3], html
        )
        listed = _SECTION.sub(lambda section: self._section(section[0], stay, locale), boxed)
        return _DATA.sub(lambda data: self._described(data[0], html), listed)

    def text(self, text: str, html: str, locale: str) -> str:
        """The plain text of a statement without them; without any signatories where these are not found in it.

        Args:
            text: The text.
            html: The page as it was.
            locale: Their language.
        """
        stay, lines = self._stay(html), text.splitlines(keepends=True)
        if all(stay):
            return text
        old, new = (_visible(one) for one in self._headings(html, stay, locale))
        names = [f"• {_visible(inner)}" for _, inner in _items(html)]
        plain = [_plain(one) for one in lines]
        at = next((n for n, one in enumerate(plain) if one == old and plain[n + 1 : n + 1 + len(names)] == names), None)
        if at is None:  # of another time: rather too much than too little
            return "".join(one for one, seen in zip(lines, plain, strict=True) if not seen.startswith("• "))
        kept = [one for one, stays in zip(lines[at + 1 :], stay, strict=False) if stays]
        heading = [lines[at].replace(old, new)] if kept else []
        return "".join([*lines[:at], *heading, *kept, *lines[at + 1 + len(names) :]])

    def compared(self, html: str) -> str:
        """A side-by-side page without them."""
        rows = [self._row_stays(one) for one in _ROW.finditer(html)]
        if all(rows):
            return html
        left = _ROW.sub(lambda one: one[0] if self._row_stays(one) else "", html)
        return _COUNT.sub(lambda row: self._recounted(row[0], len(rows), sum(rows)) if any(rows) else "", left)

    def _stay(self, html: str) -> list[bool]:
        """For each signatory that a page lists, whether it stays."""
        return [self._stays(place, [_visible(inner)]) for place, inner in _items(html)]

    def _stays(self, place: str, names: Sequence[str]) -> bool:
        return place not in self._gone and (place in self._staying or not self._names.isdisjoint(names))

    def _row_stays(self, row: re.Match[str]) -> bool:
        return self._stays(row[1], [_visible(one) for one in _CELL.findall(row[2])])

    def _section(self, section: str, stay: Sequence[bool], locale: str) -> str:
        """The list of signatories with those who stay; nothing where nobody does."""
        if not any(stay):
            return ""
        _, heading = self._headings(section, stay, locale)
        entries = iter(stay)
        return _HEADING.sub(lambda _: heading, _ITEM.sub(lambda one: one[0] if next(entries) else "", section))

    def _headings(self, html: str, stay: Sequence[bool], locale: str) -> tuple[str, str]:
        """The heading of the signatories in a page as it is, and as it has to be."""
        found = _HEADING.search(html)
        old = found[0] if found else ""
        count = self._counts.get(locale)
        if count and _html(count(len(stay))) == old:
            return old, _html(count(sum(stay)))
        return old, old.replace(str(len(stay)), str(sum(stay)))  # of another time, or of a language that is gone

    def _recounted(self, row: str, before: int, after: int) -> str:
        """The headings of a side-by-side page, with another number."""
        for count in self._counts.values():
            row = row.replace(_html(count(before)), _html(count(after)))
        return row

    def _described(self, data: str, html: str) -> str:
        """What search engines are told, without them."""
        told = json.loads(data)
        staying = {place for (place, _), stays in zip(_items(html), self._stay(html), strict=True) if stays}
        authors = [(one, one.get("@id", "").rpartition("#")[2]) for one in told.pop("author", [])]
        left = [one for one, place in authors if place in staying]
        return metadata.script({**told, "author": left} if left else told)


def without_pdf(html: str) -> str:
    """A page that offers no PDF of itself."""
    return _PDF.sub("", html)


def _items(html: str) -> list[tuple[str, str]]:
    """The signatories that a page lists: the place of each, and its entry."""
    section = _SECTION.search(html)
    return _ITEM.findall(section[0]) if section else []


def _label(one: SignatoryLine) -> str:
    """A signatory as it is read."""
    return _plain(f"{one.name.content} ({one.acronym})" if one.acronym else one.name.content)


def _html(phrase: Phrase) -> str:
    return str(Markup("{}").format(phrase))


def _visible(html: str) -> str:
    """What is read of a piece of HTML."""
    return _plain(unescape(re.sub(r"<[^>]*>", "", html)))


def _plain(text: str) -> str:
    """A text as it is read: without direction marks and the spaces around it."""
    return normalize("NFC", unmarked(text)).strip()
