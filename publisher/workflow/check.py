"""`check`: mistakes in translations, catalogs and statements that a machine can find."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from publisher import checks, workers
from publisher.catalog import Catalog
from publisher.progress import Progress, nobody
from publisher.shelf import Shelf
from publisher.workflow.places import at
from publisher.workflow.renew import all_domains
from publisher.workflow.restore import save

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publisher.catalog import Key
    from publisher.checks import Reader
    from publisher.document import Document
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
    """What a catalog shall hold, and how its texts are taken apart."""

    segments: Sequence[Segment]
    read: Reader


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
    documents = project.documents()
    statements = {one.slug: one for one in documents}
    domains = {
        name: _Domain(segments, statements[name].inline if name in statements else checks.plain)
        for name, segments in all_domains(project, documents).items()
    }
    chosen: dict[Locale, dict[str, _Domain]] = {}
    for locale, domain in _chosen(project, places, documents, domains):
        chosen.setdefault(locale, {})[domain] = domains[domain]
    result = Checked(locales={one.id: one for one in chosen})
    result.segments = sum(len(one.segments) for held in chosen.values() for one in held.values())
    terms, pages = project.terms(), _pages(project, documents)
    for slug in chosen.pop(project.settings.source_locale, {}):
        result.findings += checks.check_source(statements[slug], terms, pages)
    if fix:
        _mend_all(project, chosen, result)
    every = [_Place(one.id, domain) for one, held in chosen.items() for domain in held]
    result.findings += _look(_Look(project, chosen), every, jobs, progress)
    return result


def _mend_all(project: Project, chosen: Mapping[Locale, Mapping[str, _Domain]], result: Checked) -> None:
    """Repair catalogs; one that cannot be read is found later on."""
    for locale, held in chosen.items():
        shelf = Shelf(project, locale)
        for name, domain in held.items():
            shelf.attempt(name, partial(_mend, project, (locale, name), domain, shelf.glossary, result), None)


class _Place(NamedTuple):
    """A catalog: its language and its domain."""

    locale: str
    domain: str


class _Look:
    """What looks at catalogs, given what each of them shall hold.

    Args:
        project: The workspace.
        held: By language, its catalogs.
    """

    def __init__(self, project: Project, held: Mapping[Locale, Mapping[str, _Domain]]) -> None:
        self._held = {one.id: domains for one, domains in held.items()}
        self.shelves = {one.id: Shelf(project, one) for one in held}
        for one in self.shelves.values():
            # Nothing is looked up in the sign-offs, but if their file is broken, this is where people learn of it.
            _ = one.glossary, one.signoffs

    def at(self, place: _Place) -> tuple[_Place, list[Finding], list[Finding]]:
        """What is found in a catalog: why it cannot be read, or what is wrong with its texts."""
        shelf, (segments, read) = self.shelves[place.locale], self._held[place.locale][place.domain]
        catalog = shelf.catalog(place.domain)
        if place.domain in shelf.broken or not isinstance(catalog, Catalog):
            return place, shelf.broken.get(place.domain, []), []
        return place, [], checks.check(catalog, segments, read, shelf.glossary)


def _look(look: _Look, places: Sequence[_Place], jobs: int, progress: Progress) -> Iterator[Finding]:
    """What is found in catalogs; of each language those that cannot be read come first, and once."""
    found: dict[_Place, list[Finding]] = {}
    for done, (place, broken, hits) in enumerate(workers.run(look.at, places, jobs), 1):
        progress(done, len(places))
        found[place] = hits
        if broken:
            look.shelves[place.locale].broken[place.domain] = broken
    for name, shelf in look.shelves.items():
        yield from (one for problems in shelf.broken.values() for one in problems)
        for place in places:
            if place.locale == name:
                yield from found[place]


def _pages(project: Project, documents: Sequence[Document]) -> set[str]:
    """The pages of the site."""
    names = ["index.html", *(f"{one.slug}.html" for one in documents)]
    return {"index.html", *(f"{locale}/{name}" for locale in project.settings.ids for name in names)}


def _mend(project: Project, place: tuple[Locale, str], held: _Domain, glossary: Glossary, result: Checked) -> None:
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


def _chosen(
    project: Project, places: Sequence[str], documents: Sequence[Document], domains: dict[str, _Domain]
) -> list[tuple[Locale, str]]:
    """The catalogs to look at, each by its language and domain; of the source language the statements themselves."""
    source = project.settings.source_locale
    every = [(source, one.slug) for one in documents]
    every += [(one, domain) for one in project.settings.targets for domain in domains]
    if not places:
        return every
    files = {project.root.resolve() / one.path: (source, one.slug) for one in documents}
    files |= {project.po_path(*one).resolve(): one for one in every if one[0] is not source}
    wanted = {one for place in places for one in at(project, place, every, files)}
    return [one for one in every if one in wanted]
