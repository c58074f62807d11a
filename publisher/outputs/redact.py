"""Signatories who have withdrawn, taken out of files that an earlier build made and this one keeps.

Where the gate holds a version back, its page stays as it was; but who has withdrawn may be in danger, and must not wait
for a translation. The files are our own, so entries are found by their ids, and in plain text by their lines.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from markupsafe import Markup

from publisher.outputs import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from publisher.page import SignatoryLine
    from publisher.wording import Phrase

_ENTRY = re.compile(r"<(li|tr)\b([^>]*)>((?:(?!<\1\b).)*?)</\1>\n?", re.DOTALL)
_SECTION = re.compile(r'<section class="signatories".*?</section>', re.DOTALL)
_HEADING = re.compile(r"(?<=<h2 id=\"_signatories\">).*?(?=</h2>)", re.DOTALL)
_DATA = re.compile(r'(?<=<script type="application/ld\+json">).*?(?=</script>)', re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")


class Redaction:
    """Takes those who have withdrawn from a statement out of its files in one language, the page before the texts.

    Args:
        gone: Who has withdrawn.
        count: The heading of the signatories for a number of them.
    """

    def __init__(self, gone: Collection[SignatoryLine], count: Callable[[int], Phrase]) -> None:
        self._ids = {one.id for one in gone}
        self._labels = {f"{one.name.content} ({one.acronym})" if one.acronym else one.name.content for one in gone}
        self._count = count
        self._headings: dict[str, str] = {}

    def page(self, html: str) -> str:
        """A page without them; the names that it has, which may be others than those of today, are remembered."""
        self._labels |= {_visible(one[3]) for one in _ENTRY.finditer(html) if one[1] == "li" and self._has(one)}
        left = _ENTRY.sub(lambda one: "" if self._has(one) else one[0], html)
        if left == html:
            return self.text(html)
        left = _SECTION.sub(lambda section: self._counted(section[0]), left)
        return _DATA.sub(lambda data: self._described(data[0]), self.text(left))

    def text(self, text: str) -> str:
        """A plain text without them; or whatever of a page is one."""
        lines = text.splitlines(keepends=True)
        left = "".join(one for one in lines if _visible(one).removeprefix("• ") not in self._labels)
        for before, after in self._headings.items():
            left = left.replace(before, after)
        return left

    def _has(self, entry: re.Match[str]) -> bool:
        """Whether an entry of a list or a table is about one of them."""
        found = _ID.search(entry[2])
        return bool(found and found[1] in self._ids) or (entry[1] == "li" and _visible(entry[3]) in self._labels)

    def _counted(self, section: str) -> str:
        """The list of signatories under a heading with their new number."""
        new = Markup("{}").format(self._count(len(_ENTRY.findall(section))))
        self._headings |= {_visible(old): _visible(new) for old in _HEADING.findall(section)}
        return _HEADING.sub(lambda _: new, section)

    def _described(self, data: str) -> str:
        """What search engines are told, without them."""
        told = json.loads(data)
        authors = [(one, one.get("@id", "").rpartition("#")[2]) for one in told.get("author", [])]
        told["author"] = [one for one, place in authors if place not in self._ids]
        return metadata.script(told)


def _visible(html: str) -> str:
    """What is read of a piece of HTML or plain text: without tags, direction marks and the spaces around it."""
    return _MARKS.sub("", unescape(re.sub(r"<[^>]*>", "", html))).strip()
