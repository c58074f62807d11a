"""What every output receives: one statement in one language, and the gate it has passed."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from publisher.bidi import strays
from publisher.model import SIGNATORY, State, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.catalog import Catalog, SourceCatalog
    from publisher.document import Document, Labels
    from publisher.locale import Locale
    from publisher.model import Coverage, Segment


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """A signatory as a page shows it; the name is in ``text.locale``, which may be the source language."""

    name: Text
    acronym: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """One statement in one language.

    Attributes:
        document: The statement.
        locale: The language of the page.
        catalog: The translations, or for the original the catalog of the source language.
    """

    document: Document
    locale: Locale
    catalog: Catalog | SourceCatalog

    @property
    def original(self) -> bool:
        """Whether this is the version the others are translated from."""
        return self.locale.id == self.document.source_locale.id

    @property
    def coverage(self) -> Coverage:
        """How complete this version is."""
        return self.catalog.coverage(self.document.segments)

    @property
    def promised(self) -> Coverage:
        """How complete what readers get is: a signatory without a translation keeps the name it signs with."""
        return self.catalog.coverage(one for one in self.document.segments if one.context != SIGNATORY)

    @property
    def complete(self) -> bool:
        """Whether readers get every segment in the language of the page."""
        states = self.promised.segments
        return states[State.TRANSLATED] == sum(states.values())

    def text(self, key: str) -> Text | None:
        """The text of a front matter value (title, summary …), or None where the statement has none."""
        segment = self.document.meta.segment(key, self.document.path)
        return self.catalog.text_for(segment) if segment else None

    def body(self, labels: Labels | None = None) -> str:
        """The body as HTML; its blocks end in links to themselves if these are given a name."""
        return self.document.render(self.catalog.text_for, self.locale, labels)

    @property
    def signatories(self) -> list[SignatoryLine]:
        """Those who signed, in their order, the same in every language."""
        meta = self.document.meta
        names = [self._name(self.catalog.text_for(one)) for one in meta.signatory_segments(self.document.path)]
        return [SignatoryLine(name, one.acronym, one.url) for name, one in zip(names, meta.signatories, strict=True)]

    def _name(self, text: Text) -> Text:
        """A name that a translator kept as it is stands in the source language."""
        kept = text.content in {one.name for one in self.document.meta.signatories}
        return Text(text.content, self.document.source_locale) if kept else text

    def obstacles(self, minimum: float) -> list[str]:
        """Why this version may not be published; nothing if it may.

        Args:
            minimum: The share of the source's words that must be translated, in percent.
        """
        found = too_little(self.promised, minimum)
        for segment in self.document.segments:
            for text in self.catalog.translations(segment):
                found += (f"{self.catalog.path_of(segment)}: {fault}" for fault in self._faults(segment, text))
        return found

    def _faults(self, segment: Segment, text: str) -> Iterator[str]:
        if not self.document.same_shape(segment, text):
            yield "the links, footnotes and code are not those of the English"
        if controls := strays(unescape(text)):
            yield f"characters that turn text around or are not closed: {controls}"


def too_little(coverage: Coverage, minimum: float) -> list[str]:
    """The obstacle that less is translated than must be, if that is so."""
    if coverage.percent >= minimum:
        return []
    return [f"{coverage.percent:g} % of the words are translated, {minimum:g} % must be"]
