"""What every output receives: one statement in one language."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog import SourceCatalog
from publisher.model import SIGNATORY, Segment, State, Text
from publisher.signoff import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from publisher.catalog import Catalog
    from publisher.document import Document, Labels
    from publisher.locale import Locale
    from publisher.model import Coverage


class SignatoryLine(NamedTuple):
    """A signatory as a page shows it; the name is in ``name.locale``, which may be the source language."""

    id: str
    name: Text
    acronym: str
    url: str


class UpdateLine(NamedTuple):
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


@dataclass(frozen=True)
class Page:
    """One statement in one language, as its catalog is when it is first asked for.

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
        told = (one for one in self.document.segments if one.context != SIGNATORY)
        return all(self.catalog.state_of(one) is State.TRANSLATED for one in told)

    def text(self, key: str) -> Text | None:
        """The text of a front matter value (title, summary …), or None where the statement has none."""
        return self._texts.get(key)

    @cached_property  # a page asks for most of them several times
    def _texts(self) -> dict[str, Text]:
        return {key: self.catalog.text_for(segment) for key, segment in self.document.front.texts.items()}

    @property
    def title_id(self) -> str:
        """The id of the title, which is a place on the page as every other text is."""
        return self.document.front.texts["title"].id

    def body(self, labels: Labels | None = None) -> str:
        """The body as HTML; its blocks end in links to themselves if these are given a name."""
        return self.document.render(self.catalog.text_for, self.locale, labels)

    @cached_property  # each form that the statement takes asks for them
    def signatories(self) -> list[SignatoryLine]:
        """Those who signed and stand by it, in their order, the same in every language."""
        return self._signed(withdrawn=False)

    @property
    def withdrawn(self) -> list[SignatoryLine]:
        """Those who have taken their signature back: no page may name them."""
        return self._signed(withdrawn=True)

    def _signed(self, *, withdrawn: bool) -> list[SignatoryLine]:
        segments = self.document.front.signatories
        every = zip(_ids(segments), segments, self.document.meta.signatories, strict=True)
        told = [(name, segment, one) for name, segment, one in every if one.withdrawn is withdrawn]
        names = self._signed_as([segment for _, segment, _ in told])
        return [
            SignatoryLine(name, text, one.acronym, one.url) for (name, _, one), text in zip(told, names, strict=True)
        ]

    @cached_property
    def updates(self) -> list[UpdateLine]:
        """What was corrected after publication, in the order of the statement."""
        segments = self.document.front.updates
        told = zip(_ids(segments), segments, self.document.meta.updates, strict=True)
        return [UpdateLine(name, one.date, self.catalog.text_for(segment)) for name, segment, one in told]

    def _signed_as(self, segments: Sequence[Segment]) -> list[Text]:
        """The names of signatories; one that a translator kept as it is stands in the source language."""
        names, source = {one.name for one in self.document.meta.signatories}, self.document.source_locale
        texts = [self.catalog.text_for(one) for one in segments]
        return [
            Text(one.content, source) if one.locale is not source and one.content in names else one for one in texts
        ]

    def shown(self, sources: Mapping[str, str] | None = None) -> list[Shown]:
        """Everything that the page shows, the statement in reading order: what a reviewer approves.

        A signatory who has withdrawn counts as if the name stood there still: taking a name off the page, which may
        be urgent, needs no new sign-off.

        Args:
            sources: By the id of a segment, the English to tell in place of its own.
        """
        document, meta = self.document, self.document.meta
        body = document.outline()
        fixed = {
            "date": meta.date.isoformat(),
            "prevailing language": meta.prevails,
            "contact": meta.contact,
            **body.fixed,
        }
        signed = [f"{n}\t{one.acronym}\t{one.url}" for n, one in enumerate(meta.signatories) if one.acronym or one.url]
        front = document.front
        plain = (*front.texts.values(), *front.updates, *body.segments)
        texts = [(one, self.catalog.text_for(one)) for one in plain]
        texts += zip(front.signatories, self._signed_as(front.signatories), strict=True)
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
    lines += [(one.anchor, one.segment.id) for one in document.slots if not one.kept]
    for name, unit in lines:
        found.setdefault(unit, []).append(name)
    return found


def _ids(segments: Sequence[Segment]) -> list[str]:
    """The places of these on a page: those of equal texts are numbered, so that each is there once."""
    names = [one.id for one in segments]
    if len({*names}) == len(names):
        return names
    counts = Counter[str]()
    found = []
    for name in names:
        counts[name] += 1
        found.append(f"{name}-{counts[name]}" if counts[name] > 1 else name)
    return found


def _shown(segment: Segment, text: Text, sources: Mapping[str, str]) -> Shown:
    source = sources.get(segment.id, segment.source)
    return Shown(segment.id, segment.context, source, text.content, text.locale.id)
