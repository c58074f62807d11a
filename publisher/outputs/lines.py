"""What lists and feeds tell of a statement in one language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from publisher.document import TEXTS
from publisher.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.locale import Locale
    from publisher.page import Page


class Line(NamedTuple):
    """A statement in the lists of one language; all of it are texts, so that it can be kept.

    Attributes:
        slug: Its name in addresses.
        day: Its date, as year-month-day.
        modified: The day of its last change that readers are told of, likewise.
        texts: By their key in the front matter, what is told, and the id of the locale it is in.
        item: Where its page is kept as an earlier build made it, its item of the list, as HTML; else empty.
        entry: Likewise its entry of the feed, as XML.
    """

    slug: str
    day: str
    modified: str
    texts: Mapping[str, tuple[str, str]]
    item: str = ""
    entry: str = ""

    @classmethod
    def of(cls, page: Page, item: str = "", entry: str = "") -> Line:
        """What is told of a version; its item and entry if an earlier build made them, and they stay."""
        meta = page.document.meta
        told = {key: (text.content, text.locale.id) for key in TEXTS if (text := page.text(key))}
        return cls(page.document.slug, meta.date.isoformat(), meta.modified.isoformat(), told, item, entry)

    def text(self, key: str, locales: Mapping[str, Locale]) -> Text | None:
        """One of its texts, given the locales of the site by their id."""
        content, locale = self.texts.get(key, ("", ""))
        return Text(content, locales[locale]) if locale else None

    @property
    def date(self) -> date:
        """Its date."""
        return date.fromisoformat(self.day)
