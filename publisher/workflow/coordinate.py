"""What coordinators are told: all of `status`, every text in every language, what changed, and how it went so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from publisher import terms
from publisher.errors import CatalogError
from publisher.model import Severity, State
from publisher.project import TERMS
from publisher.shelf import Shelf
from publisher.workflow import clock
from publisher.workflow.diff import diff
from publisher.workflow.progress import progress
from publisher.workflow.status import status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from publisher.document import Document
    from publisher.gate import Verdict
    from publisher.locale import Locale
    from publisher.model import Coverage, Finding, Segment
    from publisher.project import Project
    from publisher.settings import Settings
    from publisher.workflow.diff import Diff
    from publisher.workflow.progress import Progress
    from publisher.workflow.status import LocaleStatus, StatementStatus, Status


Key = tuple[str, str]
"""What identifies a text: its context and its English."""


class Cell(NamedTuple):
    """A text in one language: how far its translation is, and how much the checks found in it."""

    state: State
    errors: int
    warnings: int


class Row(NamedTuple):
    """A text of a statement in all languages.

    Attributes:
        id: Its anchor on the pages; empty for what has none there.
        what: Its role and place in words.
        english: The text as readers see it.
        cells: By locale; a language whose catalog cannot be read is left out.
    """

    id: str
    what: str
    english: str
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where things stand in a workspace. Nothing in it names a person.

    Attributes:
        made: When this was told, as it is written into files.
        settings: What the workspace has decided.
        documents: Each statement by its slug.
        status: What `status` says.
        rows: By slug, the texts of each statement.
        diffs: By locale, what changed in the English; None where a catalog cannot be read.
        terms: By locale, how many of the agreed terms are translated; empty where no terms are agreed.
        broken: By locale, the domains whose catalogs cannot be read, and the file of sign-offs if that is one.
        progress: How it went so far.
    """

    made: datetime
    settings: Settings
    documents: dict[str, Document]
    status: Status
    rows: dict[str, list[Row]]
    diffs: dict[str, Diff | None]
    terms: dict[str, Coverage]
    broken: dict[str, set[str]]
    progress: Progress


def coordinate(project: Project, now: datetime | None = None) -> Standing:
    """Tell coordinators where things stand; nothing is written.

    Args:
        project: The workspace.
        now: The time that embargoes are measured by; the real one if it is not given.

    Raises:
        PublisherError: If the settings, a statement, a template or the terms are wrong.
    """
    told = _without_people(status(project, now, findings=True))
    documents = {one.slug: one for one in project.documents()}
    shelves = {one.id: Shelf(project, one) for one in project.settings.targets}
    for one in shelves.values():
        _ = one.wording, one.signoffs  # read for what may be broken about them
    return Standing(
        made=now or clock.written(),
        settings=project.settings,
        documents=documents,
        status=told,
        rows={one.slug: _rows(documents[one.slug], one, shelves) for one in told.statements},
        diffs={one.id: _diff(project, one, documents) for one in project.settings.targets},
        terms=_terms(project, shelves),
        broken={name: {*one.broken} for name, one in shelves.items()},
        progress=progress(project),
    )


def _rows(document: Document, told: StatementStatus, shelves: Mapping[str, Shelf]) -> list[Row]:
    found = {name: _by_segment(one.findings) for name, one in told.locales.items()}
    catalogs = {name: shelf.catalog(document.slug) for name, shelf in shelves.items()}
    catalogs = {name: one for name, one in catalogs.items() if document.slug not in shelves[name].broken}
    anchors = _anchors(document)
    front = {one.key for one in (*document.front.texts.values(), *_below_title(document))}
    gone = _withdrawn(document)
    return [
        Row(
            anchors.get(one.key, ""),
            one.context.capitalize() if one.key in front else one.notes[0],
            document.inline(one.context, one.source).plain or one.source,
            {name: _cell(held.state_of(one), found[name].get(one.key, [])) for name, held in catalogs.items()},
        )
        for one in document.segments
        if one.key not in gone
    ]


def _below_title(document: Document) -> tuple[Segment, ...]:
    return (*document.front.updates, *document.front.signatories)


def _anchors(document: Document) -> dict[Key, str]:
    """Where the texts of a statement stand on its pages; those of the body at their first place."""
    found = {one.key: one.id for one in (document.front.texts["title"], *_below_title(document))}
    for slot in document.slots:
        found.setdefault(slot.segment.key, slot.anchor)
    return found


def _withdrawn(document: Document) -> set[Key]:
    """The names of those who have withdrawn, which are in the catalogs still and must not be shown."""
    signed = zip(document.front.signatories, document.meta.signatories, strict=True)
    told = [(segment.key, one.withdrawn) for segment, one in signed]
    return {key for key, _ in told} - {key for key, gone in told if not gone}


def _by_segment(findings: Sequence[Finding]) -> dict[Key, list[Severity]]:
    found: dict[Key, list[Severity]] = {}
    for one in findings:
        if one.segment:
            found.setdefault(one.segment.key, []).append(one.severity)
    return found


def _cell(state: State, found: Sequence[Severity]) -> Cell:
    return Cell(state, found.count(Severity.ERROR), found.count(Severity.WARNING))


def _diff(project: Project, locale: Locale, documents: Mapping[str, Document]) -> Diff | None:
    """What changed in the English; None where a catalog cannot be read."""
    try:
        found = diff(project, locale.id)
    except CatalogError:
        return None
    gone = {name: _withdrawn(one) for name, one in documents.items()}
    return replace(
        found,
        catalogs=[
            replace(
                one,
                differences=[each for each in one.differences if each.unit.segment.key not in gone.get(one.domain, ())],
            )
            for one in found.catalogs
        ],
    )


def _terms(project: Project, shelves: Mapping[str, Shelf]) -> dict[str, Coverage]:
    segments = terms.segments(project.terms(), "source/terms.yaml")
    return {name: one.catalog(TERMS).coverage(segments) for name, one in shelves.items()} if segments else {}


def _without_people(told: Status) -> Status:
    """The same without what may name a person: who signed, and what stands in a file that cannot be read."""
    statements = [
        one._replace(locales={name: _nameless(locale, name) for name, locale in one.locales.items()})
        for one in told.statements
    ]
    site = {name: _nameless(one, name) for name, one in told.site.items()}
    return replace(told, statements=statements, site=site)


def _nameless(one: LocaleStatus, name: str) -> LocaleStatus:
    verdict: Verdict = one.verdict
    signoff = verdict.signoff and replace(verdict.signoff, by="")
    # Of a broken file the place alone: its messages quote it, and a line of its header may be the broken one.
    waits = [
        wait._replace(words=f"{wait.words.partition(': ')[0]}; publish check {name} says more)")
        if wait.kind == "broken"
        else wait
        for wait in verdict.waits
    ]
    return one._replace(verdict=verdict._replace(signoff=signoff, waits=waits))
