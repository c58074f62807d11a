"""Texts on their way into a page: the wording of the templates, and how any text is printed safely.

A translation is never a template, never a format string and never markup: it is escaped text, in which only
the placeholders that its template names are filled in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from publisher.bidi import isolated, isolates
from publisher.model import INTERFACE, Segment, Text

if TYPE_CHECKING:
    from publisher.catalog import Catalog, SourceCatalog
    from publisher.locale import Locale

_OPPOSITE = {"rtl": "ltr", "ltr": "rtl"}
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Phrase:
    """A text on its way into a template, in the page's language or, where untranslated, in another.

    Printed, it is escaped HTML with its language and direction marked; `plain` is for attributes and titles.
    """

    def __init__(self, text: Text, page_locale: Locale) -> None:
        self._text = text
        self._foreign = text.locale.id != page_locale.id

    def __html__(self) -> str:
        direction = self._text.locale.direction
        html = Markup().join(
            Markup('<bdi dir="{}">{}</bdi>').format(_OPPOSITE[direction], run) if opposite else escape(run)
            for run, opposite in isolates(self._text.content, direction)
        )
        if self._foreign:
            return Markup('<span lang="{}" dir="{}">{}</span>').format(self.lang, self.dir, html)
        return html

    @property
    def plain(self) -> str:
        """The text alone, for places where no markup can go: runs of the other direction in isolates."""
        return isolated(self._text.content, self._text.locale.direction)

    @property
    def lang(self) -> str:
        """The language tag of the text."""
        return self._text.locale.html_lang

    @property
    def dir(self) -> str:
        """The direction of the text."""
        return self._text.locale.direction


class Wording:
    """The texts of the templates in one language.

    Args:
        locale: The language of the page.
        catalog: The catalog of the ``site`` domain.
    """

    def __init__(self, locale: Locale, catalog: Catalog | SourceCatalog) -> None:
        self._locale = locale
        self._catalog = catalog

    def gettext(self, message: str, **values: object) -> Phrase:
        """The text for an English wording, its ``{placeholders}`` filled in."""
        return self._phrase(self._catalog.text_for(Segment(message, INTERFACE)), values)

    def ngettext(self, singular: str, plural: str, count: int) -> Phrase:
        """The text for an English wording that depends on a count, which replaces ``{count}``."""
        text = self._catalog.text_for(Segment(singular, INTERFACE, plural), count)
        return self._phrase(text, {"count": text.locale.number(count)})

    def text_for(self, segment: Segment) -> Text:
        """The text of another segment of the ``site`` domain."""
        return self._catalog.text_for(segment)

    def phrase(self, text: Text | None) -> Phrase | None:
        """A text of the statement as a template takes it."""
        return Phrase(text, self._locale) if text else None

    def _phrase(self, text: Text, values: dict[str, object]) -> Phrase:
        filled = _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text.content)
        return Phrase(Text(filled, text.locale), self._locale)
