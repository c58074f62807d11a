"""The gate: whether a statement goes out in a language, and what it waits for if it does not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog import SourceCatalog
from publisher.errors import counted
from publisher.inputs import ChangedError
from publisher.known import Facts, Known, Note
from publisher.model import Severity, State
from publisher.page import Frame, Page
from publisher.project import SITE
from publisher.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from publisher.catalog import Catalog
    from publisher.checks import Reader
    from publisher.document import Document
    from publisher.inputs import Inputs, Taken
    from publisher.locale import Locale
    from publisher.model import Coverage, Finding, Segment
    from publisher.project import Project
    from publisher.signoff import Change, Record, Shown
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


class Verdict(NamedTuple):
    """What the gate says of one version of a statement, or of the wording of the pages in a language.

    Attributes:
        waits: What it waits for; empty if it may go out.
        findings: What the checks found.
        signoff: The last sign-off, valid or not; None if there never was one.
        changes: What is not as it was approved.
    """

    waits: list[Obstacle]
    findings: Sequence[Finding] = ()
    signoff: Record | None = None
    changes: Sequence[Change] = ()

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
        inputs: What tells whether texts are those that something is known of; None where nothing is to be remembered.
        known: What is known of texts.

    Attributes:
        catalogs: By locale, the wording of its pages as it was looked at; pages are made with no other.
        wording: By locale, whether its pages have their wording; without it, nothing goes out in this language.

    Raises:
        PublisherError: If the terms are wrong.
        ChangedError: If files were written while they were read: the digests would be of others.
    """

    def __init__(
        self,
        project: Project,
        wording: Sequence[Segment],
        now: datetime,
        inputs: Inputs | None = None,
        known: Known | None = None,
    ) -> None:
        self._project, self._now, self._segments = project, now, wording
        self._inputs, self._known = inputs, known or Known()
        self._digests = inputs.wording(wording) if inputs else {}
        self._shelves = {one.id: Shelf(project, one) for one in project.settings.locales}
        self.catalogs = {name: shelf.wording for name, shelf in self._shelves.items()}
        self._signoffs = {one.id: self._shelves[one.id].signoffs for one in project.settings.targets}
        _ = [one.glossary for one in self._shelves.values()]  # the last that is read
        if inputs and not inputs.hold():
            raise ChangedError
        self.wording = {one.id: self._wording(one) for one in project.settings.locales}

    def pages(self, document: Document, catalogs: Mapping[str, bytes | None] | None = None) -> list[Page]:
        """A statement in every language of the workspace, in the order readers see them.

        Args:
            document: The statement.
            catalogs: By locale, the bytes of its .po files, if they have been read.
        """
        return [self._page(document, one, catalogs or {}) for one in self._project.settings.locales]

    def _page(self, document: Document, locale: Locale, catalogs: Mapping[str, bytes | None]) -> Page:
        shelf, slug = self._shelves[locale.id], document.slug
        catalog = shelf.parsed(slug, catalogs[locale.id]) if locale.id in catalogs else shelf.catalog(slug)
        return Page(document, locale, catalog, Frame(self._segments, self.catalogs[locale.id]))

    def facts(self, page: Page) -> Facts:
        """What there is to know of a version of a statement before the gate says anything."""
        shelf = self._shelves[page.locale.id]
        broken = shelf.broken.get(page.document.slug)
        return _facts(page, broken) if broken else facts(page, shelf.glossary)

    def known(self, slug: str, taken: Taken | None) -> dict[str, Facts]:
        """By locale, what is known of the versions of a statement that are made of these files."""
        return self._known.of(slug, self._versions(taken))

    def completed(
        self, known: Mapping[str, Facts], pages: Iterable[Page], taken: Taken | None
    ) -> tuple[dict[str, Facts], list[Note]]:
        """By locale the facts of all versions of a statement, and those of them that were not known, to be kept.

        Args:
            known: Those that are.
            pages: The versions.
            taken: The files that they were made of; without these, nothing can be kept.
        """
        new = {page.locale.id: page for page in pages if page.locale.id not in known}
        found, digests = {name: self.facts(page) for name, page in new.items()}, self._versions(taken) if new else {}
        sound = [name for name, page in new.items() if page.document.slug not in self._shelves[name].broken]
        notes = [Note(name, new[name].document.slug, digests[name], found[name].written()) for name in sound if digests]
        return {**known, **found}, notes

    def _versions(self, taken: Taken | None) -> dict[str, str]:
        return self._inputs.versions(taken) if self._inputs and taken else {}

    def verdict(self, page: Page, known: Facts | None = None) -> Verdict:
        """Whether a version may go out, given its facts if they are ``known``; all that publishes or tells asks."""
        return self.decide(page.locale, page.document.slug, known or self.facts(page), page.shown)

    def decide(self, locale: Locale, slug: str, found: Facts, shown: Callable[[], Sequence[Shown]]) -> Verdict:
        """The verdict on a version without its page.

        Args:
            locale: Its language.
            slug: The statement.
            found: Its facts.
            shown: Answers all that its page shows; asked only where there is a sign-off.
        """
        name, settings = locale.id, self._project.settings
        broken, shared = self._shelves[name].broken.get(slug, []), self.wording[name].waits
        waits = _broken(broken) or text_obstacles(found, locale, settings.minimum[name])
        record, changes = self._signoffs.get(name, {}).get(slug), []
        if not _cannot_be_read([*waits, *shared]):
            changes = record.changes(shown()) if record else []
            if settings.require_signoff[name] and locale is not settings.source_locale:
                waits += _unsigned(record, changes, settings.source_locale)
        waits += _embargo(found.embargo, self._now) + shared
        return Verdict(waits, found.findings, record, changes)

    def _found_in_wording(self, locale: Locale) -> list[Finding]:
        """What the checks find in the wording of the pages."""
        shelf, digest = self._shelves[locale.id], self._digests.get(locale.id, "")
        if kept := self._known.of(SITE, {locale.id: digest}):
            return kept[locale.id].findings
        found = _checked(shelf.wording, self._segments, shelf.glossary)
        if digest and not shelf.broken:
            coverage = shelf.wording.coverage(self._segments)
            self._known.keep([Note(locale.id, SITE, digest, Facts(coverage, coverage, found, "", "").written())])
        return found

    def _wording(self, locale: Locale) -> Verdict:
        """What all pages of a language wait for: their wording, and every file that all of them need."""
        shelf, waits = self._shelves[locale.id], []
        found = self._found_in_wording(locale)
        broken = [one for problems in shelf.broken.values() for one in problems]
        if SITE in shelf.broken:
            found = []
        else:
            waits = _too_little(shelf.wording.coverage(self._segments), self._project.settings.minimum[locale.id])
            waits = [*_behind(found), *waits, *_errors(found, locale)]
        told = [one._replace(words=f"the wording of the pages: {one.words}") for one in waits]
        told = [one if one.kind == "update" else one._replace(kind="wording") for one in told]
        return Verdict(_broken(broken) + told, broken + found)


def facts(page: Page, glossary: Glossary) -> Facts:
    """What there is to know of a version, given the agreed terms of its language."""
    found = _checked(page.catalog, page.document.segments, glossary, page.document.inline)
    return _facts(page, found)


def _facts(page: Page, found: list[Finding]) -> Facts:
    embargo = page.document.meta.embargo
    return Facts(page.coverage, page.promised, found, page.document.short_title, embargo.isoformat() if embargo else "")


def text_obstacles(found: Facts, locale: Locale, minimum: float) -> list[Obstacle]:
    """What a text itself waits for, whoever has approved it: words to translate and errors to mend."""
    return _behind(found.findings) + _too_little(found.promised, minimum) + _errors(found.findings, locale)


def _checked(
    catalog: Catalog | SourceCatalog, segments: Sequence[Segment], glossary: Glossary, read: Reader | None = None
) -> list[Finding]:
    """What the checks find in a catalog, be it of texts without markup; that of the original has no translations."""
    if isinstance(catalog, SourceCatalog):
        return []
    from publisher.checks import check, plain  # noqa: PLC0415  # they take long to import, and mostly all is known

    return check(catalog, segments, read or plain, glossary)


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


def _embargo(embargo: str, now: datetime) -> list[Obstacle]:
    if not embargo or now >= (end := datetime.fromisoformat(embargo)):
        return []
    time = end.isoformat(" ", "minutes")
    return [Obstacle("embargo", f"the end of its embargo ({time[:16]} {time[16:]})")]
