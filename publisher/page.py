"""What every output receives: one statement in one language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.catalog import SourceCatalog
from publisher.document.outline import outline
from publisher.document.passages import passages
from publisher.model import SIGNATORY, Segment, State, Text
from publisher.signoff import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from publisher.catalog import Catalog
    from publisher.document import Document, Labels
    from publisher.locale import Locale
    from publisher.model import Coverage


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """A signatory as a page shows it; the name is in ``name.locale``, which may be the source language."""

    id: str
    name: Text
    acronym: str
    url: str


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """What was corrected after publication, and on which day."""

    id: str
    date: date
    text: Text


@dataclass(frozen=True, slots=True)
class Frame:
    """The wording of the pages in one language, which stands around every statement.

    Attributes:
        segments: All of it.
        catalog: Its translations.
    """

    segments: Sequence[Segment]
    catalog: Catalog | SourceCatalog

    def shown(self, sources: Mapping[str, str]) -> str:
        """All of it as one value: the English, with what readers get in its place, nothing where that is the English.

        Args:
            sources: By the id of a segment, the English to tell in place of its own.
        """
        read = [(one, [text.strip() for text in self.catalog.translations(one)]) for one in self.segments]
        return json.dumps(sorted([sources.get(one.id, one.source), one.plural, texts] for one, texts in read))


@dataclass(frozen=True, slots=True)
class Page:
    """One statement in one language.

    Attributes:
        document: The statement.
        locale: The language of the page.
        catalog: The translations, or for the original the catalog of the source language.
        frame: The wording around it.
    """

    document: Document
    locale: Locale
    catalog: Catalog | SourceCatalog
    frame: Frame

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

    @property
    def title_id(self) -> str:
        """The id of the title, which is a place on the page as every other text is."""
        return Segment(self.document.meta.texts["title"][0], "title").id

    def body(self, labels: Labels | None = None) -> str:
        """The body as HTML; its blocks end in links to themselves if these are given a name."""
        return self.document.render(self.catalog.text_for, self.locale, labels)

    @property
    def signatories(self) -> list[SignatoryLine]:
        """Those who signed and stand by it, in their order, the same in every language."""
        return list(self._signed(withdrawn=False))

    @property
    def withdrawn(self) -> list[SignatoryLine]:
        """Those who have taken their signature back: no page may name them."""
        return list(self._signed(withdrawn=True))

    def _signed(self, *, withdrawn: bool) -> Iterator[SignatoryLine]:
        meta = self.document.meta
        segments = list(meta.signatory_segments(self.document.path))
        for name, segment, one in zip(_ids(segments), segments, meta.signatories, strict=True):
            if one.withdrawn is withdrawn:
                yield SignatoryLine(name, self._signed_as(segment), one.acronym, one.url)

    @property
    def updates(self) -> list[UpdateLine]:
        """What was corrected after publication, in the order of the statement."""
        meta = self.document.meta
        segments = list(meta.update_segments(self.document.path))
        told = zip(_ids(segments), segments, meta.updates, strict=True)
        return [UpdateLine(name, one.date, self.catalog.text_for(segment)) for name, segment, one in told]

    def _signed_as(self, segment: Segment) -> Text:
        """A name that a translator kept as it is stands in the source language."""
        text = self.catalog.text_for(segment)
        kept = text.content in {one.name for one in self.document.meta.signatories}
        return Text(text.content, self.document.source_locale) if kept else text

    def shown(self, sources: Mapping[str, str] | None = None) -> list[Shown]:
        """Everything that the page shows, the statement in reading order: what a reviewer approves.

        A signatory who has withdrawn counts as if the name stood there still: taking a name off the page, which may
        be urgent, needs no new sign-off.

        Args:
            sources: By the id of a segment, the English to tell in place of its own.
        """
        document, meta = self.document, self.document.meta
        body = outline(document.body, document.source_locale)
        fixed = {
            "date": meta.date.isoformat(),
            "prevailing language": meta.prevails,
            "contact": meta.contact,
            **body.fixed,
        }
        signed = [f"{n}\t{one.acronym}\t{one.url}" for n, one in enumerate(meta.signatories) if one.acronym or one.url]
        plain = (*meta.segments(document.path), *meta.update_segments(document.path), *body.segments)
        texts = [(one, self.catalog.text_for(one)) for one in plain]
        texts += [(one, self._signed_as(one)) for one in meta.signatory_segments(document.path)]
        found = [_shown(segment, text, sources or {}) for segment, text in texts]
        fixed["acronyms and addresses of signatories"] = "\n".join(signed)
        fixed["days of the updates"] = " ".join(one.date.isoformat() for one in meta.updates)
        fixed["wording of the pages"] = self.frame.shown(sources or {})
        return found + [Shown(name, name, "", value) for name, value in fixed.items() if value]


def places(document: Document) -> dict[str, list[str]]:
    """By the id of a segment, the ids of the elements of a statement's page that show it, in every language."""
    source = document.source_locale
    page = Page(document, source, SourceCatalog(source), Frame((), SourceCatalog(source)))
    found = {page.title_id: [page.title_id]}
    names = [*(one.id for one in page.updates), *(one.id for one in page.signatories)]
    lines = [(name, name.partition("-")[0]) for name in names]
    pieces = passages(document.body, page.catalog.text_for, source, source)
    lines += [(one.id, one.source.id) for one in pieces if one.id and not one.kept]
    for name, unit in lines:
        found.setdefault(unit, []).append(name)
    return found


def _ids(segments: Sequence[Segment]) -> list[str]:
    """The places of these on a page: those of equal texts are numbered, so that each is there once."""
    seen = [one.id for one in segments]
    again = [seen[:number].count(one) + 1 for number, one in enumerate(seen)]
    return [f"{one}-{count}" if count > 1 else one for one, count in zip(seen, again, strict=True)]


def _shown(segment: Segment, text: Text, sources: Mapping[str, str]) -> Shown:
    source = sources.get(segment.id, segment.source)
    return Shown(segment.id, segment.context, source, text.content, text.locale.id)
