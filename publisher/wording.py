"""Texts on their way into a page: the wording of the templates, and how any text is printed safely.

A translation is never a template, never a format string and never markup: it is escaped text, in which only
the placeholders that its template names are filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from publisher.bidi import as_html, isolate_all, isolated
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
        return self._html

    @cached_property
    def _html(self) -> Markup:
        html = as_html(self.text.content, self.dir, escape)
        if self.foreign:
            html = f'<span lang="{escape(self.lang)}" dir="{self.dir}">{html}</span>'
        return Markup(html)  # noqa: S704  # everything in it is escaped

    @cached_property
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
        self._known: dict[tuple[str, str, str, int | None], Phrase] = {}

    def gettext(self, message: str, **values: Value) -> Phrase:
        """The text for an English wording, its ``{placeholders}`` filled in."""
        phrase = self._phrase(INTERFACE, message)
        return self._filled(phrase.text, values) if values else phrase

    def ngettext(self, singular: str, plural: str, count: int) -> Phrase:
        """The text for an English wording that depends on a count, which replaces ``{count}``."""
        return self._filled(self._phrase(INTERFACE, singular, plural, count).text, {"count": count})

    def phrase_for(self, segment: Segment) -> Phrase:
        """The text of another segment of the ``site`` domain."""
        return self._phrase(segment.context, segment.source)

    def phrase(self, text: Text | None) -> Phrase | None:
        """A text of the statement as a template takes it."""
        return Phrase(text, self.locale) if text else None

    def _phrase(self, context: str, message: str, plural: str = "", count: int | None = None) -> Phrase:
        """The text for an English wording as translators wrote it; every page asks for the same ones."""
        key = (context, message, plural, count)
        if key not in self._known:
            self._known[key] = Phrase(self._catalog.text_for(Segment(message, context, plural), count), self.locale)
        return self._known[key]

    def _filled(self, text: Text, values: Mapping[str, Value]) -> Phrase:
        told = [(name, _spelt(value, text.locale)) for name, value in values.items()]
        return _filled(text, self.locale, tuple(told))


@lru_cache(maxsize=1024)  # the same names, days and numbers stand on many pages
def _filled(text: Text, page_locale: Locale, values: tuple[tuple[str, str], ...]) -> Phrase:
    """A text with its placeholders filled in, as far as there are values of their names."""
    told = dict(values)
    content = PLACEHOLDER.sub(lambda match: told.get(match[1], match[0]), text.content)
    return Phrase(Text(content, text.locale), page_locale)


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
