"""Accepted texts that are in no catalog any more: another program or a crash took them. And how they come back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog.reconcile import REPLACED
from publisher.errors import CatalogError, Problem, UsageError
from publisher.merge import merge
from publisher.model import Segment
from publisher.workflow.diff import titles
from publisher.workflow.domains import all_domains
from publisher.workflow.restore import save

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.catalog import Catalog
    from publisher.locale import Locale
    from publisher.project import Project
    from publisher.serve.journal import Entry, Journal
    from publisher.serve.people import Person


class Lost(NamedTuple):
    """A text that was accepted and is nowhere any more.

    Attributes:
        number: What the journal calls it.
        entry: What the journal says of it.
        time: When it was accepted, in local time.
        locale: The language.
        title: What it is a part of, in English.
        live: Whether its English is there still, so that it can be put back in its place.
        kept: Whether it can be put back at all: what it is a part of is there, and the file can be read.
        now: What the file holds in its place.
        what: What was done about it: it is ``back``, or ``dropped``.
    """

    number: int
    entry: Entry
    time: datetime
    locale: Locale
    title: str
    live: bool
    kept: bool
    now: Sequence[str]
    what: str = "back"


@dataclass(frozen=True, slots=True)
class LostView:
    """The screen of lost texts: the newest first, and the language of their originals."""

    lost: Sequence[Lost]
    source_locale: Locale


def view(project: Project, journal: Journal) -> LostView:
    """What was accepted and is nowhere any more.

    Args:
        project: The workspace.
        journal: What was accepted.

    Raises:
        PublisherError: If the journal cannot be read, or a statement is wrong.
    """
    documents = project.documents()
    named, domains = titles(documents), all_domains(project, documents)
    targets = {one.id: one for one in project.settings.targets}
    held = {(one.id, name): _catalog(project, one, name) for one in targets.values() for name in domains}
    for locale in targets.values():
        others = [path.stem for path in project.catalogs_of_others(locale, domains)]
        held |= {(locale.id, name): _catalog(project, locale, name) for name in others}
    found = journal.lost({place: None if one is None else one.texts() for place, one in held.items()})
    lost = []
    for number, one in found.items():
        catalog = held.get((one.locale, one.domain)) if one.domain in domains else None
        if one.locale in targets:
            lost.append(_lost(number, one, targets[one.locale], named.get(one.domain, one.domain), catalog))
    return LostView(lost, project.settings.source_locale)


def _catalog(project: Project, locale: Locale, domain: str) -> Catalog | None:
    try:
        return project.translations(locale, domain)
    except CatalogError:
        return None


def _lost(number: int, one: Entry, locale: Locale, title: str, catalog: Catalog | None) -> Lost:
    live = catalog is not None and _is_live(catalog, _segment(one))
    now = catalog.unit(_segment(one)).targets if catalog else ()
    return Lost(number, one, one.time.astimezone(), locale, title, live, catalog is not None, now)


def _segment(one: Entry) -> Segment:
    return Segment(one.source, one.context, one.plural)


def _is_live(catalog: Catalog, segment: Segment) -> bool:
    entries = catalog.entries()
    return segment.key in entries and entries[segment.key].live


def locale_of(journal: Journal, number: int) -> str:
    """The id of the language of an entry of the journal, to tell who may put it back; empty if there is none."""
    entries = journal.entries()[::-1]
    return entries[number].locale if 0 <= number < len(entries) else ""


def put_back(project: Project, journal: Journal, person: Person, number: int) -> Lost:
    """Put a lost text back into its catalog: first into the journal, then into the file.

    In its place it is a draft, and what stood there is kept in the comment. Where its English is not there any more,
    it is kept out of use, until that comes back.

    Args:
        project: The workspace.
        journal: What was accepted.
        person: Who does it.
        number: What the journal calls it.

    Returns:
        What was lost.

    Raises:
        UsageError: If nothing of this number is lost, or there is no file that could hold it.
        PublisherError: If a catalog could not be written.
    """
    found = _found(project, journal, number)
    if not found.kept:
        hint = "copy it from here; bring its statement back, or restore the file: publish restore"
        raise UsageError(Problem("there is no file that could hold this text", hint=hint))
    one = found.entry
    read = project.read(project.po_path(found.locale, one.domain))
    catalog = project.parse(read, found.locale, one.domain)
    if found.live:
        _put(catalog, one)
    else:
        _put_aside(project, catalog, one)
    again = replace(one, time=datetime.now(UTC), name=person.name, before=tuple(found.now), draft=True)
    with journal.accepting(again):
        save(project, catalog, one.domain, read)
    return found


def let_go(project: Project, journal: Journal, person: Person, number: int) -> Lost:
    """Decide that a lost text is not needed any more: the journal says so, and lists it no longer.

    The arguments, what is returned and what is raised are those of `put_back`.
    """
    found = _found(project, journal, number)
    one = found.entry
    journal.accept(replace(one, time=datetime.now(UTC), name=person.name, before=one.after, after=()))
    return found._replace(what="dropped")


def _found(project: Project, journal: Journal, number: int) -> Lost:
    found = next((one for one in view(project, journal).lost if one.number == number), None)
    if found is None:
        raise UsageError(Problem("this text is not lost any more", hint="load the page again"))
    return found


def _put(catalog: Catalog, one: Entry) -> None:
    segment = _segment(one)
    before = catalog.forms(segment)
    catalog.note(segment, [f"{REPLACED}{line}" for text in before if text.strip() for line in text.split("\n")])
    # The English may have become one that is counted, or is not.
    catalog.put(segment, [*one.after, *before[len(one.after) :]][: len(before)], draft=True)


def _put_aside(project: Project, catalog: Catalog, one: Entry) -> None:
    """Take a text over as that of an entry which is out of use."""
    empty, other = (project.parse(None, catalog.locale, one.domain) for _ in range(2))
    for each in (empty, other):
        merge(each, [_segment(one)])
    other.put(_segment(one), one.after, draft=one.draft)
    catalog.reconcile(other, empty)
