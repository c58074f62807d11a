"""`check`: mistakes in translations, catalogs and statements that a machine can find."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from publisher import checks, workers
from publisher.catalog import Catalog
from publisher.errors import SourceError
from publisher.progress import Progress, nobody
from publisher.project import same_slugs, slug_of
from publisher.shelf import Shelf
from publisher.workflow.domains import all_domains
from publisher.workflow.places import at
from publisher.workflow.restore import save

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publisher.catalog import Key
    from publisher.checks import Reader
    from publisher.document import Document
    from publisher.errors import Problem
    from publisher.locale import Locale
    from publisher.model import Finding, Segment, Severity
    from publisher.project import Project
    from publisher.terms import Glossary


@dataclass(frozen=True, slots=True)
class Mended:
    """A translation that was repaired: where it stands, and what it was and is."""

    path: str
    line: int
    locale: Locale
    before: str
    after: str


@dataclass(slots=True)
class Checked:
    """What `check` found.

    Attributes:
        findings: In the order of languages, catalogs and lines.
        mended: What was repaired.
        contested: What would have been, but that another program changed the same entry at the same time.
        locales: The languages that were looked at.
        segments: How many texts were looked at, in all languages together.
    """

    findings: list[Finding] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    contested: list[Mended] = field(default_factory=list)
    locales: dict[str, Locale] = field(default_factory=dict)
    segments: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings are this bad."""
        return sum(one.severity is severity for one in self.findings)


class _Domain(NamedTuple):
    """What has a catalog in each language.

    Attributes:
        name: How its catalogs are called.
        path: The file of the statement that it is; else empty.
        segments: What its catalogs shall hold; of a statement, its file tells.
    """

    name: str
    path: str = ""
    segments: tuple[Segment, ...] = ()


def check(
    project: Project,
    places: Sequence[str] = (),
    *,
    fix: bool = False,
    jobs: int = 1,
    progress: Progress = nobody,
) -> Checked:
    """Look for mistakes in catalogs and statements.

    Args:
        project: The workspace.
        places: Languages, .po files, statements, or folders that hold such files; none for everything.
        fix: Whether to repair what is certain first.
        jobs: How many processes may work at once; 0 for as many as there are cores.
        progress: Is told how many catalogs of how many have been looked at.

    Returns:
        What was found; a file of a language that cannot be read is a finding.

    Raises:
        UsageError: If there is no such language, file or folder.
        PublisherError: If a source is wrong, or a repaired catalog could not be written.
    """
    domains = [_Domain(slug_of(path), path) for path in sorted(project.sources(), key=slug_of)]
    domains += (_Domain(name, segments=tuple(segments)) for name, segments in all_domains(project, ()).items())
    chosen = _chosen(project, places, domains)
    result = Checked(locales={one.id: one for one in chosen})
    # Nothing is repaired unless every statement can be read.
    documents = {one.path: one for one in project.documents()} if fix else {}
    if fix:
        _mend_all(project, chosen, {one.name: _held(project, one, documents) for one in domains}, result)
    _look(_Look(project, chosen, documents), domains, result, jobs, progress)
    return result


class _Held(NamedTuple):
    """What a catalog shall hold, how its texts are taken apart, and the statement that it is, if it is one."""

    segments: Sequence[Segment]
    read: Reader
    document: Document | None = None


def _mend_all(
    project: Project, chosen: Mapping[Locale, Sequence[str]], held: Mapping[str, _Held], result: Checked
) -> None:
    """Repair catalogs; one that cannot be read is found later on."""
    for locale in (one for one in chosen if one is not project.settings.source_locale):
        shelf = Shelf(project, locale)
        for name in chosen[locale]:
            shelf.attempt(name, partial(_mend, project, (locale, name), held[name], shelf.glossary, result), None)


def _held(project: Project, domain: _Domain, documents: Mapping[str, Document]) -> _Held:
    """What the catalogs of a domain shall hold.

    Args:
        project: The workspace.
        domain: The domain.
        documents: The statements that have been read already, by their files.

    Raises:
        SourceError: If its statement is wrong.
    """
    if not domain.path:
        return _Held(domain.segments, checks.plain)
    document = documents.get(domain.path) or project.document(domain.path)
    return _Held(document.segments, document.inline, document)


@dataclass(slots=True)
class _Seen:
    """What is found in a domain.

    Attributes:
        domain: The domain.
        problems: Why its statement cannot be read.
        segments: How many texts were looked at, in all languages together.
        broken: By language, why its catalog cannot be read.
        findings: By language, what is wrong with its texts.
    """

    domain: _Domain
    problems: Sequence[Problem] = ()
    segments: int = 0
    broken: dict[str, list[Finding]] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)


_REMEMBERED = 256
"""How many texts of a statement are taken apart once for all its languages: more than most statements have."""


class _Look:
    """What looks at domains, at each in one language after the other, so that its English is thought about once.

    Args:
        project: The workspace.
        chosen: By language, the domains to look at.
        documents: The statements that have been read already, by their files.

    Attributes:
        chosen: The same.
        shelves: The files of each language, without those of the source language.
    """

    def __init__(
        self, project: Project, chosen: Mapping[Locale, Sequence[str]], documents: Mapping[str, Document]
    ) -> None:
        self._project, self._documents = project, documents
        self._terms, self._pages = project.terms(), _pages(project)
        self.chosen = {one.id: frozenset(names) for one, names in chosen.items()}
        self.shelves = {one.id: Shelf(project, one) for one in chosen if one is not project.settings.source_locale}
        for one in self.shelves.values():
            # Nothing is looked up in the sign-offs, but if their file is broken, this is where people learn of it.
            _ = one.glossary, one.signoffs

    def at(self, domain: _Domain) -> _Seen:
        """Look at a domain; its statement is let go of before the next one is read."""
        seen = _Seen(domain)
        try:
            segments, read, document = _held(self._project, domain, self._documents)
        except SourceError as error:
            seen.problems = error.problems
            return seen
        read = lru_cache(_REMEMBERED)(read)
        for language in (one for one, names in self.chosen.items() if domain.name in names):
            seen.segments += len(segments)
            if language in self.shelves:
                self._catalog(seen, language, _Held(segments, read))
            elif document:
                seen.findings[language] = checks.check_source(document, self._terms, self._pages)
        return seen

    def _catalog(self, seen: _Seen, language: str, held: _Held) -> None:
        """Look at a catalog: why it cannot be read, or what is wrong with its texts."""
        shelf, name = self.shelves[language], seen.domain.name
        catalog = shelf.catalog(name)
        if name in shelf.broken:
            seen.broken[language] = shelf.broken[name]
        elif isinstance(catalog, Catalog):
            seen.findings[language] = checks.check(catalog, held.segments, held.read, shelf.glossary)


def _look(look: _Look, domains: Sequence[_Domain], result: Checked, jobs: int, progress: Progress) -> None:
    """Look at all domains; of each language the catalogs that cannot be read come first, and once."""
    every = list(_looked_at(look, domains, jobs, progress))
    result.segments = sum(one.segments for one in every)
    for language in look.chosen:
        if shelf := look.shelves.get(language):
            shelf.broken |= {one.domain.name: one.broken[language] for one in every if language in one.broken}
            result.findings += (one for problems in shelf.broken.values() for one in problems)
        result.findings += (one for seen in every for one in seen.findings.get(language, ()))


def _looked_at(look: _Look, domains: Sequence[_Domain], jobs: int, progress: Progress) -> Iterator[_Seen]:
    """What is found in each domain, in their order.

    Raises:
        SourceError: With everything that is wrong with any statement.
    """
    paths, found = [one.path for one in domains if one.path], dict[_Domain, _Seen]()
    # A thing to do is as many catalogs as there are languages.
    worth = workers.WORTH // max(1, len(look.shelves))
    done, total = 0, sum(map(len, look.chosen.values()))
    for seen in workers.run(look.at, domains, jobs, worth=worth):
        done += sum(seen.domain.name in names for names in look.chosen.values())
        progress(done, total)
        found[seen.domain] = seen
    problems = [problem for one in sorted(found, key=lambda one: one.path) for problem in found[one].problems]
    if problems := [*problems, *same_slugs(sorted(paths))]:
        raise SourceError(*problems)
    return map(found.__getitem__, domains)


def _pages(project: Project) -> set[str]:
    """The pages of the site."""
    names = ["index.html", *(f"{slug_of(one)}.html" for one in project.sources())]
    return {"index.html", *(f"{locale}/{name}" for locale in project.settings.ids for name in names)}


def _mend(project: Project, place: tuple[Locale, str], held: _Held, glossary: Glossary, result: Checked) -> None:
    """Repair a catalog and save it, if there is anything to repair."""
    locale, domain = place
    data = project.read(project.po_path(locale, domain))
    catalog = project.parse(data, locale, domain)
    done: list[tuple[Key, Mended]] = []
    for segment in held.segments:
        before = catalog.translations(segment)
        after = checks.mended(catalog, segment, held.read, glossary)
        if before != after:
            catalog.fill(segment, after)
            pairs = zip(before, after, strict=True)
            line = catalog.line_of(segment)
            done += [(segment.key, Mended(catalog.path, line, locale, one, two)) for one, two in pairs if one != two]
    contested = save(project, catalog, domain, data) if done else []
    for key, one in done:
        (result.contested if key in contested else result.mended).append(one)


def _chosen(project: Project, places: Sequence[str], domains: Sequence[_Domain]) -> dict[Locale, list[str]]:
    """By language, the catalogs to look at, by their domains; of the source language the statements themselves."""
    source = project.settings.source_locale
    every = [(source, one.name) for one in domains if one.path]
    every += [(one, domain.name) for one in project.settings.targets for domain in domains]
    if places:
        files = {project.root.resolve() / one.path: (source, one.name) for one in domains if one.path}
        files |= {project.po_path(*one).resolve(): one for one in every if one[0] is not source}
        wanted = {one for place in places for one in at(project, place, every, files)}
        every = [one for one in every if one in wanted]
    chosen: dict[Locale, list[str]] = {}
    for locale, name in every:
        chosen.setdefault(locale, []).append(name)
    return chosen
