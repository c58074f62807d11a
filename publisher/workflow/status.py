"""`status`: how complete each translation is, who approved it, and what blocks publication."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from publisher import files, workers
from publisher.catalog import Catalog
from publisher.errors import SourceError
from publisher.gate import Gate
from publisher.inputs import Inputs, settled
from publisher.known import BATCH, Known, Note
from publisher.model import Segment, Severity
from publisher.progress import Progress, nobody
from publisher.project import same_slugs, slug_of
from publisher.site.texts import wording_remembered
from publisher.workflow import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from publisher.errors import Problem
    from publisher.gate import Verdict
    from publisher.inputs import Taken
    from publisher.known import Facts
    from publisher.model import Coverage, Finding
    from publisher.page import Page
    from publisher.project import Project
    from publisher.signoff import Change, Shown


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that is not as a reviewer approved it.

    Attributes:
        kind: ``source``, ``translation``, ``new``, ``gone``, ``order``, or ``value`` for what is no text.
        unit: The id of the text; of what is none, a word for what it is; empty for the order.
        what: Its role and place in words.
        where: The file and line to look at, or empty.
        english: The English of a text that is gone, where the catalog still knows it.
    """

    kind: str
    unit: str
    what: str
    where: str = ""
    english: str = ""


class LocaleStatus(NamedTuple):
    """How far one statement is in one language.

    Attributes:
        coverage: How complete it is.
        verdict: What the gate says of it, without what the checks found.
        changed: What changed since its sign-off.
        errors: How many errors the checks found.
        warnings: How many warnings.
        findings: What they found, where that was asked for.
    """

    coverage: Coverage
    verdict: Verdict
    changed: list[Changed]
    errors: int
    warnings: int
    findings: Sequence[Finding] = ()

    @classmethod
    def of(cls, coverage: Coverage, verdict: Verdict, changed: list[Changed], *, findings: bool) -> LocaleStatus:
        """The status that a verdict tells of."""
        errors, warnings = verdict.count(Severity.ERROR), verdict.count(Severity.WARNING)
        kept = verdict.findings if findings else ()
        return cls(coverage, verdict._replace(findings=()), changed, errors, warnings, kept)


class StatementStatus(NamedTuple):
    """How far one statement is: what the gate says of the original, and the translations by locale."""

    slug: str
    title: str
    original: Verdict
    locales: dict[str, LocaleStatus]


@dataclass(frozen=True, slots=True)
class Status:
    """How complete every translation is, that of the wording of the pages too.

    Attributes:
        source_locale: The language of the originals.
        statements: How far each statement is, in the order of their slugs; they may be many.
        site: By locale, how far the wording is.
    """

    source_locale: str
    statements: Iterable[StatementStatus]
    site: dict[str, LocaleStatus]

    @property
    def lowest(self) -> float:
        """The lowest share of translated words of anything in any language, in percent."""
        every = chain.from_iterable(one.locales.values() for one in self.statements)
        return min((one.coverage.percent for one in chain(every, self.site.values())), default=100.0)


def status(
    project: Project,
    now: datetime | None = None,
    jobs: int = 1,
    progress: Progress = nobody,
    *,
    findings: bool = False,
) -> Status:
    """Tell how complete each translation is, by words of the source, and what blocks publication.

    Args:
        project: The workspace.
        now: The time that embargoes are measured by; the real one if it is not given.
        jobs: How many processes may work at once; 0 for as many as there are cores.
        progress: Is told how many statements of how many have been looked at.
        findings: Whether to tell what the checks found, and not only how much: that takes much room.

    Raises:
        PublisherError: If the settings, a statement, a template or the terms are wrong.
    """
    paths = project.sources()
    known = Known(files.private(project.root, "known", "texts.db", begin=False))
    look = settled(partial(_Look.begin, project, now or clock.real(), known, findings=findings))
    told, numbers = files.Waiting[bytes](), dict[str, int]()
    wrong, notes = same_slugs(paths), [*look.notes]
    for done, seen in enumerate(workers.run(look.at, paths, jobs), 1):
        progress(done, len(paths))
        numbers[seen.slug] = len(told)
        told.append(seen.told)
        wrong += seen.problems
        notes += seen.notes
        if len(notes) > BATCH:
            known.keep(notes)
            notes.clear()
    known.keep(notes)
    if wrong:
        raise SourceError(*sorted(wrong, key=lambda one: one.path))
    shared = {
        one.id: look.summed_up(look.gate.catalogs[one.id].coverage(look.wording), look.gate.wording[one.id], [])
        for one in project.settings.targets
    }
    statements = _Packed(told, [number for _, number in sorted(numbers.items())])
    return Status(project.settings.source_locale.id, statements, shared)


class _Packed(Iterable[StatementStatus]):
    """What is told of statements, unpacked each time somebody comes to it: those of thousands are no burden.

    Args:
        told: What `_packed` made of each.
        order: Their numbers in ``told``, in the order in which they come.
    """

    def __init__(self, told: Sequence[bytes], order: Sequence[int]) -> None:
        self._told, self._order = told, order

    def __iter__(self) -> Iterator[StatementStatus]:
        return (pickle.loads(self._told[one]) for one in self._order)  # noqa: S301  # packed by this program


def _packed(told: StatementStatus) -> bytes:
    return pickle.dumps(told, pickle.HIGHEST_PROTOCOL)


class _Seen(NamedTuple):
    """How one statement stands, packed, or what is wrong with it; and what has been found out of its texts."""

    slug: str
    told: bytes
    problems: Sequence[Problem] = ()
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """What looks at statements; and what has been found out of the wording of their pages."""

    project: Project
    wording: Sequence[Segment]
    notes: Sequence[Note]
    gate: Gate
    inputs: Inputs
    summed_up: Callable[[Coverage, Verdict, list[Changed]], LocaleStatus]

    @classmethod
    def begin(cls, project: Project, now: datetime, known: Known, *, findings: bool) -> _Look:
        """Read what all statements share; raises `ChangedError`."""
        inputs = Inputs(project)
        wording, notes = wording_remembered(project, known, inputs.looks)
        summed_up = partial(LocaleStatus.of, findings=findings)
        return cls(project, wording, notes, Gate(project, wording, now, inputs, known), inputs, summed_up)

    def at(self, path: str) -> _Seen:
        """Look at one statement; what is known of its texts is not found out again."""
        taken, slug = self.inputs.take(path), slug_of(path)
        facts, notes = self.gate.known(slug, taken), list[Note]()
        pages = cache(partial(self._pages, path, taken))
        try:
            if len(facts) < len(self.project.settings.locales):
                facts, notes = self.gate.completed(facts, pages().values(), taken)
            return _Seen(slug, _packed(self._told(slug, facts, pages)), notes=notes)
        except SourceError as error:
            return _Seen(slug, b"", error.problems)

    def _pages(self, path: str, taken: Taken | None) -> dict[str, Page]:
        document = self.project.document(path, taken.source if taken else None)
        return {page.locale.id: page for page in self.gate.pages(document, taken.catalogs if taken else None)}

    def _told(self, slug: str, facts: Mapping[str, Facts], pages: Callable[[], Mapping[str, Page]]) -> StatementStatus:
        locales = {one.id: one for one in self.project.settings.locales}

        def shown(name: str) -> list[Shown]:
            return pages()[name].shown()

        verdicts = {
            name: self.gate.decide(one, slug, facts[name], partial(shown, name)) for name, one in locales.items()
        }
        original = verdicts.pop(self.project.settings.source_locale.id)
        every = {
            name: self.summed_up(facts[name].coverage, one, _changed(pages()[name], one) if one.changes else [])
            for name, one in verdicts.items()
        }
        return StatementStatus(slug, next(iter(facts.values())).title, original, every)


def _changed(page: Page, verdict: Verdict) -> list[Changed]:
    segments = {one.id: one for one in page.document.segments}
    return [_described(one, page, segments.get(one.id)) for one in verdict.changes]


_PLACE = re.compile(r".+ \d+ of \d+")


def _described(change: Change, page: Page, segment: Segment | None) -> Changed:
    """A change in words: what it is about, and where to look at it."""
    if segment is None:
        if change.kind != "gone":
            return Changed(change.kind, change.id, f"the {change.id}" if change.id else "the reading order")
        english = _english_of(change.id, page)
        return Changed(change.kind, change.id, "a text", english=english)
    what = next((note for note in segment.notes if _PLACE.fullmatch(note)), segment.context.capitalize())
    if change.kind == "translation" and isinstance(page.catalog, Catalog):
        return Changed(change.kind, change.id, what, f"{page.catalog.path}:{page.catalog.line_of(segment)}")
    return Changed(change.kind, change.id, what, f"{segment.path}:{segment.line}")


def _english_of(unit: str, page: Page) -> str:
    """The English of a text that the statement has no more: its translation may be in the catalog, out of use."""
    if not isinstance(page.catalog, Catalog):
        return ""
    keys = page.catalog.entries()
    return next((source for context, source in keys if Segment(source, context or "").id == unit), "")
