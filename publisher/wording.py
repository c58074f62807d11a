"""Texts on their way into a page: the wording of the templates, and how any text is printed safely.

A translation is never a template, never a format string and never markup: it is escaped text, in which only
the placeholders that its template names are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from publisher.bidi import OPPOSITE, isolate_all, isolated, isolates
from publisher.locale import Locale
from publisher.model import INTERFACE, PLACEHOLDER, Segment, Text

if TYPE_CHECKING:
    from publisher.catalog import Catalog, SourceCatalog


SIGNED = ("Signed by {count} organization", "Signed by {count} organizations")
"""The heading of the signatories, as the page of a statement has it."""


class Phrase:
    """A text on its way into a template, in the page's language or, where untranslated, in another.

    Printed, it is escaped HTML with its language and direction marked; `plain` is for attributes and titles.
    """

    def __init__(self, text: Text, page_locale: Locale) -> None:
        self.text = text
        self.foreign = text.locale.id != page_locale.id

    def __html__(self) -> str:
        direction = self.text.locale.direction
        html = Markup().join(
            Markup('<bdi dir="{}">{}</bdi>').format(OPPOSITE[direction], run) if opposite else escape(run)
            for run, opposite in isolates(self.text.content, direction)
        )
        if self.foreign:
            return Markup('<span lang="{}" dir="{}">{}</span>').format(self.lang, self.dir, html)
        return html

    @property
    def plain(self) -> str:
        """The text alone, for places where no markup can go: in isolates where it, or a run in it, is foreign."""
        direction = self.text.locale.direction
        text = isolated(self.text.content, direction)
        return isolate_all(text, direction) if self.foreign else text

    @property
    def lang(self) -> str:
        """The language tag of the text."""
        return self.text.locale.html_lang

    @property
    def dir(self) -> str:
        """The direction of the text."""
        return self.text.locale.direction


class Wording:
    """The texts of the templates in one language.

    Args:
        locale: The language of the page.
        catalog: The catalog of the ``site`` domain.
    """

    def __init__(self, locale: Locale, catalog: Catalog | SourceCatalog) -> None:
        self.locale = locale
        self._catalog = catalog

    def gettext(self, message: str, **values: Value) -> Phrase:
        """The text for an English wording, its ``{placeholders}`` filled in."""
        return self._phrase(self._catalog.text_for(Segment(message, INTERFACE)), values)

    def ngettext(self, singular: str, plural: str, count: int) -> Phrase:
        """The text for an English wording that depends on a count, which replaces ``{count}``."""
        text = self._catalog.text_for(Segment(singular, INTERFACE, plural), count)
        return self._phrase(text, {"count": count})

    def text_for(self, segment: Segment) -> Text:
        """The text of another segment of the ``site`` domain."""
        return self._catalog.text_for(segment)

    def phrase(self, text: Text | None) -> Phrase | None:
        """A text of the statement as a template takes it."""
        return Phrase(text, self.locale) if text else None

    def _phrase(self, text: Text, values: Mapping[str, Value]) -> Phrase:
        filled = PLACEHOLDER.sub(lambda match: _spelt(values.get(match[1], match[0]), text.locale), text.content)
        return Phrase(Text(filled, text.locale), self.locale)


Value = str | int | date | Locale | Sequence[Locale]
"""What a placeholder may stand for: a text, a number, a day, a language or several."""


def _spelt(value: Value, locale: Locale) -> str:
    """A value in the language of the sentence that it becomes a part of."""
    match value:
        case str():
            return value
        case int():
            return locale.number(value)
        case date():
            return locale.date(value)
        case Locale():
            return locale.name_of(value)
        case _:
            return locale.listing([locale.name_of(one) for one in value])
