"""Where everything stands, and who can do what next: the first screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher import checks, routes
from publisher.catalog import Catalog, SourceCatalog
from publisher.gate import Gate
from publisher.model import Severity, State
from publisher.project import SITE
from publisher.serve.standing import HomeView, Line, Shared, Statement, Step, Task
from publisher.shelf import Shelf
from publisher.site.texts import wording_segments
from publisher.workflow import clock
from publisher.workflow.domains import all_domains

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from publisher.document import Document
    from publisher.gate import Verdict
    from publisher.model import Finding, Segment
    from publisher.page import Page
    from publisher.project import Project
    from publisher.serve.people import Person

MOST = 3
"""How many things a person is told to do next."""


def standing(project: Project, now: datetime | None = None) -> HomeView:
    """Where everything stands, whoever asks.

    Args:
        project: The workspace.
        now: The time that embargoes are measured by; the real one if it is not given.

    Raises:
        PublisherError: If the settings, a statement, a template or the terms are wrong.
    """
    documents = project.documents()
    gate = Gate(project, wording_segments(project), now or clock.real())
    shelves = [Shelf(project, one) for one in project.settings.targets]
    domains = all_domains(project, documents)
    newest = sorted(documents, key=lambda one: (one.meta.date, one.slug), reverse=True)
    once = [one for one in domains if one not in {each.slug for each in documents}]
    shared = [Shared(one, [_shared(gate, shelf, one, domains[one]) for shelf in shelves]) for one in once]
    new, gone = _behind(shelves, domains)
    return HomeView(
        [_statement(project, gate, one) for one in newest],
        shared,
        project.settings.locales,
        project.settings.source_locale,
        len(new),
        len(gone),
    )


def for_person(told: HomeView, person: Person) -> HomeView:
    """The same with what a person can do next."""
    return replace(told, tasks=_tasks(person, told.statements, told.shared))


def _statement(project: Project, gate: Gate, document: Document) -> Statement:
    every = [(page, gate.verdict(page)) for page in gate.pages(document)]
    held = [one for _, verdict in every for one in verdict.waits if one.kind == "embargo"]
    ids = project.settings.ids
    return Statement(
        document.slug,
        document.short_title,
        document.meta.date,
        sum(one.words for one in document.segments),
        [page.locale for page, verdict in every if not verdict.waits],
        document.meta.embargo if held else None,
        routes.compare(document.slug, *ids) if len(ids) > 1 else "",
        [line_of(page, verdict) for page, verdict in every if not page.original],
    )


def line_of(page: Page, verdict: Verdict) -> Line:
    """How far a statement is in one language, given what the gate says of it."""
    kinds = {one.kind for one in verdict.waits}
    lapsed = verdict.signoff.date if verdict.signoff and verdict.changes else None
    return Line(
        page.locale,
        page.document.slug,
        None if "broken" in kinds and _has_no_file(verdict) else page.coverage,
        _errors(verdict.findings),
        verdict.count(Severity.WARNING),
        list(_steps(page, verdict, kinds)),
        verdict.signed.date if verdict.signed else None,
        lapsed,
    )


def _has_no_file(verdict: Verdict) -> bool:
    """Whether it is the statement's own file that cannot be read, not one that all statements need."""
    return any(is_of_the_file(one) for one in verdict.findings)


def is_of_the_file(one: Finding) -> bool:
    """Whether a finding says that a file is broken, or has other texts than the English."""
    return one.check == "catalog" and one.segment is None


def _errors(found: Sequence[Finding]) -> int:
    """How many errors a translator can correct."""
    return sum(one.severity is Severity.ERROR and not is_of_the_file(one) for one in found)


def _steps(page: Page, verdict: Verdict, kinds: set[str]) -> Iterator[Step]:
    """What can be done about a statement in one language."""
    yield from (Step("broken", said=one.words) for one in verdict.waits if one.kind == "broken")
    if "broken" in kinds:
        return
    if "update" in kinds:
        yield Step("update")
    yield from _open(page.catalog, page.document.segments, blocks="words" in kinds)
    yield from _to_correct(verdict.findings)
    if "wording" in kinds:
        yield Step("wording")
    done = not kinds & {"update", "words", "errors"}
    since = verdict.signoff.date if verdict.signoff else None
    if "signoff" in kinds or (done and not verdict.signed):
        yield Step("review", blocks="signoff" in kinds, ready=done, since=since)


def _open(catalog: Catalog | SourceCatalog, segments: Iterable[Segment], *, blocks: bool) -> Iterator[Step]:
    """The words that are not translated, by what is to be done about them."""
    found: dict[str, list[Segment]] = {"translate": [], "renew": [], "finish": [], "confirm": [], "": []}
    for one in segments:
        found[_task(catalog, one)].append(one)
    for what, some in found.items():
        if what and some:
            yield Step(what, sum(one.words for one in some), some[0].id, blocks)


def _task(catalog: Catalog | SourceCatalog, segment: Segment) -> str:
    """What is to be done about a text; nothing where it is finished, or is no translation."""
    if isinstance(catalog, SourceCatalog):
        return ""
    match catalog.state_of(segment):
        case State.UNTRANSLATED:
            return "translate"
        case State.FUZZY:
            return "renew" if catalog.unit(segment).previous else "finish"
        case State.PRETRANSLATED:
            return "confirm"
        case State.TRANSLATED:
            return ""


def _to_correct(found: Sequence[Finding]) -> Iterator[Step]:
    wrong = [one.segment.id for one in found if one.severity is Severity.ERROR and one.segment]
    if count := _errors(found):
        yield Step("correct", count, wrong[0] if wrong else "")


def _shared(gate: Gate, shelf: Shelf, domain: str, segments: Sequence[Segment]) -> Line:
    """How far it is in one language what is translated once; all pages wait for their wording, and for nothing else."""
    catalog = shelf.catalog(domain)
    waits = gate.wording[catalog.locale.id].waits if domain == SITE else []
    told = [one.words for one in waits if one.kind == "broken"]
    told = told or [f"{one.path}:{one.line}: {one.message}; {one.help}" for one in shelf.broken.get(domain, ())]
    if told:
        steps = [Step("broken", said=one, blocks=domain == SITE) for one in told]
        return Line(catalog.locale, domain, None, 0, 0, steps)
    found = checks.check(catalog, segments, checks.plain, shelf.glossary) if isinstance(catalog, Catalog) else []
    steps = [*_open(catalog, segments, blocks=bool(waits)), *_to_correct(found)]
    steps = [one._replace(blocks=bool(waits) and one.blocks) for one in steps]
    warnings = sum(one.severity is Severity.WARNING for one in found)
    return Line(catalog.locale, domain, catalog.coverage(segments), _errors(found), warnings, steps)


_Keys = set[tuple[str, str | None, str]]
"""Texts by their domain, role and English."""


def _behind(shelves: Sequence[Shelf], domains: Mapping[str, Sequence[Segment]]) -> tuple[_Keys, _Keys]:
    """The texts of the English that a catalog does not hold, and those that it still holds; `update` cures both."""
    new: _Keys = set()
    gone: _Keys = set()
    for domain, segments in domains.items():
        wanted = {(domain, *one.key) for one in segments}
        for shelf in shelves:
            catalog = shelf.catalog(domain)
            if domain in shelf.broken or not isinstance(catalog, Catalog):
                continue
            live: _Keys = {(domain, *key) for key, old in catalog.entries().items() if old.live}
            new |= wanted - live
            gone |= live - wanted
    return new, gone


_RANK = ("broken", "review", "correct", "renew", "finish", "confirm", "translate")
"""What to do first: what opens a gate at once, before what takes long."""
_ONCE = frozenset({"update", "wording"})
"""What is told of by itself, not once for each statement."""


def _tasks(person: Person, statements: Sequence[Statement], shared: Sequence[Shared]) -> list[Task]:
    """What a person can do next."""
    every = [(one.title, line) for one in statements for line in one.lines]
    every += [("", line) for one in shared for line in one.lines]
    found = [
        Task(title, line, step)
        for title, line in every
        for step in line.steps
        if step.ready and step.what not in _ONCE and step.is_for(person, line.locale)
    ]
    found.sort(key=lambda one: (not one.step.blocks, _RANK.index(one.step.what), one.step.number))
    return found[:MOST]
