"""`check`: mistakes in translations, catalogs and statements that a machine can find."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher import checks
from publisher.errors import CatalogError, Problem, UsageError, did_you_mean
from publisher.locale import locale as find_locale
from publisher.model import Finding, Severity
from publisher.workflow.renew import all_domains
from publisher.workflow.restore import save

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.checks import Reader
    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.project import Project


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
        locales: The languages that were looked at.
        segments: How many texts were looked at, in all languages together.
    """

    findings: list[Finding] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    locales: dict[str, Locale] = field(default_factory=dict)
    segments: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings are this bad."""
        return sum(one.severity is severity for one in self.findings)


class _Domain(NamedTuple):
    """What a catalog shall hold, and how its texts are taken apart."""

    segments: Sequence[Segment]
    read: Reader


def check(project: Project, places: Sequence[str] = (), *, fix: bool = False) -> Checked:
    """Look for mistakes in catalogs and statements.

    Args:
        project: The workspace.
        places: Languages, .po files or statements; none for everything.
        fix: Whether to repair what is certain first.

    Returns:
        What was found; a catalog that cannot be read is a finding.

    Raises:
        UsageError: If there is no such language or file.
        PublisherError: If a source is wrong, or a repaired catalog could not be written.
    """
    documents = project.documents()
    statements = {one.slug: one for one in documents}
    domains = {
        name: _Domain(segments, statements[name].inline if name in statements else checks.plain)
        for name, segments in all_domains(project, documents).items()
    }
    chosen = _chosen(project, places, documents, domains)
    result = Checked()
    for locale, domain in chosen:
        result.locales[locale.id] = locale
        result.segments += len(domains[domain].segments)
        if locale is project.settings.source_locale:
            result.findings += checks.check_source(statements[domain], project.terms(), _pages(project, documents))
            continue
        try:
            if fix:
                result.mended += _mend(project, locale, domain, domains[domain])
            result.findings += _findings(project, locale, domain, domains[domain])
        except CatalogError as error:
            result.findings += (_broken(locale, domain, problem) for problem in error.problems)
    return result


def _pages(project: Project, documents: Sequence[Document]) -> set[str]:
    """The pages of the site."""
    names = ["index.html", *(f"{one.slug}.html" for one in documents)]
    return {"index.html", *(f"{locale}/{name}" for locale in project.settings.ids for name in names)}


def _findings(project: Project, locale: Locale, domain: str, held: _Domain) -> list[Finding]:
    catalog = project.translations(locale, domain)
    return checks.check(catalog, held.segments, held.read, project.glossary(locale))


def _mend(project: Project, locale: Locale, domain: str, held: _Domain) -> list[Mended]:
    """Repair a catalog and save it, if there is anything to repair."""
    data = project.read(project.po_path(locale, domain))
    catalog, glossary = project.parse(data, locale, domain), project.glossary(locale)
    done = []
    for segment in held.segments:
        before = catalog.translations(segment)
        after = checks.mended(catalog, segment, held.read, glossary)
        if before != after:
            catalog.fill(segment, after)
            pairs = zip(before, after, strict=True)
            line = catalog.line_of(segment)
            done += [Mended(catalog.path, line, locale, one, two) for one, two in pairs if one != two]
    if done:
        save(project, catalog, domain, data)
    return done


def _broken(locale: Locale, domain: str, problem: Problem) -> Finding:
    """A catalog that cannot be read, as a finding."""
    place = (problem.path, problem.line or 1)
    return Finding("catalog", Severity.ERROR, problem.message, problem.hint, locale.id, domain, *place)


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
    wanted = {one for place in places for one in _at(project, place, every, files)}
    return [one for one in every if one in wanted]


def _at(
    project: Project, place: str, every: list[tuple[Locale, str]], files: dict[Path, tuple[Locale, str]]
) -> list[tuple[Locale, str]]:
    """The catalogs that one argument names."""
    ids = {one.id: one for one in project.settings.locales}
    for path in (Path(place).resolve(), (project.root / place).resolve()):
        if path in files:
            return [files[path]]
    try:
        locale = ids[place if place in ids else find_locale(place).id]
    except (KeyError, UsageError):
        known = [*ids, *(project.relative(project.root / path.relative_to(project.root.resolve())) for path in files)]
        message = f'no language, catalog or statement "{place}" here'
        raise UsageError(Problem(message, hint=did_you_mean(place, known))) from None
    return [one for one in every if one[0] is locale]
