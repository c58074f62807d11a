"""The gate: whether a statement goes out in a language, and what it waits for if it does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from publisher import signoff
from publisher.catalog import SourceCatalog
from publisher.checks import check, plain
from publisher.model import Severity, State
from publisher.page import Page
from publisher.project import SITE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from publisher.catalog import Catalog
    from publisher.checks import Reader
    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.model import Coverage, Finding, Segment
    from publisher.project import Project
    from publisher.signoff import Change, Record
    from publisher.terms import Glossary


class Obstacle(NamedTuple):
    """One thing that a version waits for.

    Attributes:
        kind: ``words``, ``errors``, ``signoff``, ``embargo``, or ``wording`` for the texts around every statement.
        words: What it is, in words that can follow "waits for".
    """

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one version of a statement, or of the wording of the pages in a language.

    Attributes:
        waits: What it waits for; empty if it may go out.
        findings: What the checks found.
        signoff: The last sign-off, valid or not; None if there never was one.
        changes: What is not as it was approved.
    """

    waits: list[Obstacle]
    findings: list[Finding] = field(default_factory=list)
    signoff: Record | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def obstacles(self) -> list[str]:
        """What it waits for, in words."""
        return [one.words for one in self.waits]

    @property
    def signed(self) -> Record | None:
        """The sign-off, if it is of exactly what the page shows."""
        return None if self.changes else self.signoff

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(one.severity is severity for one in self.findings)


class Gate:
    """The gate of one workspace at one time.

    Args:
        project: The workspace.
        wording: The segments of what is translated once for the whole site.
        now: The time that embargoes are measured by.

    Attributes:
        catalogs: By locale, the wording of its pages as it was looked at; pages are made with no other.
        wording: By locale, whether its pages have their wording; without it, nothing goes out in this language.

    Raises:
        PublisherError: If a catalog of the wording, the terms or the sign-offs of a language cannot be read.
    """

    def __init__(self, project: Project, wording: Sequence[Segment], now: datetime) -> None:
        self._project, self._now = project, now
        self._glossaries = {one.id: project.glossary(one) for one in project.settings.locales}
        self.catalogs = {one.id: project.catalog(one, SITE) for one in project.settings.locales}
        self.wording = {one.id: self._wording(one, wording) for one in project.settings.locales}
        self._signoffs = {one.id: signoffs(project, one) for one in project.settings.targets}

    def verdict(self, page: Page) -> Verdict:
        """Whether a version of a statement may go out; asked by everything that publishes it or tells about it."""
        found = findings(page, self._glossaries[page.locale.id])
        record, changes = self._signoffs.get(page.locale.id, {}).get(page.document.slug), []
        if record:
            changes = record.changes(page.shown())
        waits = text_obstacles(page, self._project.settings.minimum[page.locale.id], found)
        if self._project.settings.require_signoff[page.locale.id] and not page.original:
            waits += _unsigned(record, changes, self._project.settings.source_locale)
        waits += _embargo(page.document, self._now) + self.wording[page.locale.id].waits
        return Verdict(waits, found, record, changes)

    def _wording(self, locale: Locale, segments: Sequence[Segment]) -> Verdict:
        catalog = self.catalogs[locale.id]
        found = _checked(catalog, segments, plain, self._glossaries[locale.id])
        waits = _too_little(catalog.coverage(segments), self._project.settings.minimum[locale.id])
        waits += _errors(found, locale)
        return Verdict([Obstacle("wording", f"the wording of the pages: {one.words}") for one in waits], found)


def pages(project: Project, document: Document) -> list[Page]:
    """A statement in every language of the workspace, in the order readers see them."""
    return [Page(document, one, project.catalog(one, document.slug)) for one in project.settings.locales]


def signoff_path(project: Project, locale: Locale) -> Path:
    """The file with the sign-offs of a language."""
    return project.root / "locales" / locale.id / signoff.FILE


def signoffs(project: Project, locale: Locale) -> dict[str, Record]:
    """The sign-offs of a language by the slug of their statement.

    Raises:
        CatalogError: If their file is broken.
    """
    path = signoff_path(project, locale)
    data = project.read(path)
    return {} if data is None else signoff.read(data, project.relative(path))


def findings(page: Page, glossary: Glossary) -> list[Finding]:
    """What the checks find in a version of a statement, given the agreed terms of its language."""
    return _checked(page.catalog, page.document.segments, page.document.inline, glossary)


def text_obstacles(page: Page, minimum: float, found: Sequence[Finding]) -> list[Obstacle]:
    """What a text itself waits for, whoever has approved it: words to translate and errors to mend."""
    return _too_little(page.promised, minimum) + _errors(found, page.locale)


def _checked(
    catalog: Catalog | SourceCatalog, segments: Sequence[Segment], read: Reader, glossary: Glossary
) -> list[Finding]:
    """What the checks find in a catalog; that of the original holds no translations."""
    if isinstance(catalog, SourceCatalog):
        return []
    return check(catalog, segments, read, glossary)


_MISSING = {
    State.FUZZY: "{} changed word{}",
    State.PRETRANSLATED: "{} word{} offered from memory",
    State.UNTRANSLATED: "{} word{} to translate",
}


def _too_little(coverage: Coverage, minimum: float) -> list[Obstacle]:
    """The words that are not translated, if too many are not."""
    if coverage.percent >= minimum:
        return []
    counts = {words: coverage.words[state] for state, words in _MISSING.items() if coverage.words[state]}
    waits = [words.format(count, "" if count == 1 else "s") for words, count in counts.items()]
    if minimum < 100:  # noqa: PLR2004  # percent
        waits[-1] += f" ({coverage.percent:g} % done, {minimum:g} % demanded)"
    return [Obstacle("words", one) for one in waits]


def _errors(found: Sequence[Finding], locale: Locale) -> list[Obstacle]:
    count = sum(one.severity is Severity.ERROR for one in found)
    words = f"{count} error{'' if count == 1 else 's'} (publish check {locale.id})"
    return [Obstacle("errors", words)] if count else []


def _unsigned(record: Record | None, changes: Sequence[Change], source_locale: Locale) -> list[Obstacle]:
    if record is None:
        return [Obstacle("signoff", "a sign-off")]
    if not changes:
        return []
    texts = sum(one.kind not in {"value", "order"} for one in changes)
    what = [f"{texts} text{'' if texts == 1 else 's'}"] if texts else []
    what += [f"the {one.id}" for one in changes if one.kind == "value"]
    what += ["the reading order" for one in changes if one.kind == "order"]
    has = "has" if len(what) == 1 and not what[0].endswith("s") else "have"
    since = source_locale.date(record.date)
    return [Obstacle("signoff", f"a new sign-off: {source_locale.listing(what)} {has} changed since {since}")]


def _embargo(document: Document, now: datetime) -> list[Obstacle]:
    end = document.meta.embargo
    if end is None or now >= end:
        return []
    time = end.isoformat(" ", "minutes")
    return [Obstacle("embargo", f"the end of its embargo ({time[:16]} {time[16:]})")]
