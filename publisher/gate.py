"""The gate: whether a statement goes out in a language, and what it waits for if it does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog import SourceCatalog
from publisher.checks import check, plain
from publisher.errors import counted
from publisher.model import Severity, State
from publisher.page import Frame, Page
from publisher.project import SITE
from publisher.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

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
        kind: ``broken`` (a file that cannot be read), ``update``, ``words``, ``errors``, ``signoff``, ``embargo``, or
            ``wording`` for words and errors in the texts around every statement.
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
        """The sign-off, if it is of exactly what the page shows; nobody knows that of a file that cannot be read."""
        return None if self.changes or _cannot_be_read(self.waits) else self.signoff

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
        PublisherError: If the terms are wrong.
    """

    def __init__(self, project: Project, wording: Sequence[Segment], now: datetime) -> None:
        self._project, self._now, self._segments = project, now, wording
        self._shelves = {one.id: Shelf(project, one) for one in project.settings.locales}
        self.catalogs = {name: shelf.wording for name, shelf in self._shelves.items()}
        self._signoffs = {one.id: self._shelves[one.id].signoffs for one in project.settings.targets}
        self.wording = {one.id: self._wording(one) for one in project.settings.locales}

    def pages(self, document: Document) -> list[Page]:
        """A statement in every language of the workspace, in the order readers see them."""
        return [
            Page(document, one, self._shelves[one.id].catalog(document.slug), self._frame(one))
            for one in self._project.settings.locales
        ]

    def verdict(self, page: Page) -> Verdict:
        """Whether a version of a statement may go out; asked by everything that publishes it or tells about it."""
        name, slug = page.locale.id, page.document.slug
        broken, shared = self._shelves[name].broken.get(slug, []), self.wording[name].waits
        found = broken or findings(page, self._shelves[name].glossary)
        waits = _broken(broken) or text_obstacles(page, self._project.settings.minimum[name], found)
        record, changes = self._signoffs.get(name, {}).get(slug), []
        if not _cannot_be_read([*waits, *shared]):
            changes = record.changes(page.shown()) if record else []
            if self._project.settings.require_signoff[name] and not page.original:
                waits += _unsigned(record, changes, self._project.settings.source_locale)
        waits += _embargo(page.document, self._now) + shared
        return Verdict(waits, found, record, changes)

    def _frame(self, locale: Locale) -> Frame:
        return Frame(self._segments, self.catalogs[locale.id])

    def _wording(self, locale: Locale) -> Verdict:
        """What all pages of a language wait for: their wording, and every file that all of them need."""
        shelf, waits = self._shelves[locale.id], []
        found = _checked(shelf.wording, self._segments, plain, shelf.glossary)
        broken = [one for problems in shelf.broken.values() for one in problems]
        if SITE in shelf.broken:
            found = []
        else:
            waits = _too_little(shelf.wording.coverage(self._segments), self._project.settings.minimum[locale.id])
            waits = [*_behind(found), *waits, *_errors(found, locale)]
        told = [one._replace(words=f"the wording of the pages: {one.words}") for one in waits]
        told = [one if one.kind == "update" else one._replace(kind="wording") for one in told]
        return Verdict(_broken(broken) + told, broken + found)


def findings(page: Page, glossary: Glossary) -> list[Finding]:
    """What the checks find in a version of a statement, given the agreed terms of its language."""
    return _checked(page.catalog, page.document.segments, page.document.inline, glossary)


def text_obstacles(page: Page, minimum: float, found: Sequence[Finding]) -> list[Obstacle]:
    """What a text itself waits for, whoever has approved it: words to translate and errors to mend."""
    return _behind(found) + _too_little(page.promised, minimum) + _errors(found, page.locale)


def _checked(
    catalog: Catalog | SourceCatalog, segments: Sequence[Segment], read: Reader, glossary: Glossary
) -> list[Finding]:
    """What the checks find in a catalog; that of the original holds no translations."""
    if isinstance(catalog, SourceCatalog):
        return []
    return check(catalog, segments, read, glossary)


_MISSING = {
    State.FUZZY: ("changed word", ""),
    State.PRETRANSLATED: ("word", " offered from memory"),
    State.UNTRANSLATED: ("word", " to translate"),
}


def _too_little(coverage: Coverage, minimum: float) -> list[Obstacle]:
    """The words that are not translated, if too many are not."""
    if coverage.percent >= minimum:
        return []
    waits = [
        counted(count, noun) + more for state, (noun, more) in _MISSING.items() if (count := coverage.words[state])
    ]
    if minimum < 100:  # noqa: PLR2004  # percent
        waits[-1] += f" ({coverage.percent:g} % done, {minimum:g} % demanded)"
    return [Obstacle("words", one) for one in waits]


def _broken(found: Sequence[Finding]) -> list[Obstacle]:
    """The files that cannot be read, each with the place, what is wrong, and the cure."""
    cures = [f"; {one.help.removesuffix('.')}" if one.help else "" for one in found]
    told = [f"{one.path}:{one.line}: {one.message}{cure}" for one, cure in zip(found, cures, strict=True)]
    return [Obstacle("broken", f"a file that can be read ({one})") for one in told]


def _cannot_be_read(waits: Iterable[Obstacle]) -> bool:
    return any(one.kind == "broken" for one in waits)


def _is_behind(one: Finding) -> bool:
    """Whether nobody but `update` can mend this: the catalog has other texts than the sources."""
    return one.check == "catalog" and one.segment is None


def _behind(found: Sequence[Finding]) -> list[Obstacle]:
    words = "publish update (the English is newer than the catalog)"
    return [Obstacle("update", words)] if any(map(_is_behind, found)) else []


def _errors(found: Sequence[Finding], locale: Locale) -> list[Obstacle]:
    """The mistakes that are for translators to mend."""
    count = sum(one.severity is Severity.ERROR and not _is_behind(one) for one in found)
    return [Obstacle("errors", f"{counted(count, 'error')} (publish check {locale.id})")] if count else []


def _unsigned(record: Record | None, changes: Sequence[Change], source_locale: Locale) -> list[Obstacle]:
    if record is None:
        return [Obstacle("signoff", "a sign-off")]
    if not changes:
        return []
    texts = sum(one.kind not in {"value", "order"} for one in changes)
    what = [counted(texts, "text")] if texts else []
    what += [f"the {one.id}" for one in changes if one.kind == "value"]
    what += ["the reading order" for one in changes if one.kind == "order"]
    has = "has" if len(what) == 1 and not what[0].partition(" of ")[0].endswith("s") else "have"
    since = source_locale.date(record.date)
    return [Obstacle("signoff", f"a new sign-off: {source_locale.listing(what)} {has} changed since {since}")]


def _embargo(document: Document, now: datetime) -> list[Obstacle]:
    end = document.meta.embargo
    if end is None or now >= end:
        return []
    time = end.isoformat(" ", "minutes")
    return [Obstacle("embargo", f"the end of its embargo ({time[:16]} {time[16:]})")]
