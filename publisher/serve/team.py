"""The team screen: who is invited, and what was accepted; for coordinators alone."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from publisher.errors import Problem, UsageError, did_you_mean
from publisher.merge.words import Words, compared
from publisher.serve.people import Role
from publisher.workflow.diff import titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from publisher.locale import Locale
    from publisher.project import Project
    from publisher.serve.guard import Address
    from publisher.serve.journal import Entry, Journal
    from publisher.serve.people import Invitation, People, Person

LATEST = 100
"""How many accepted edits are shown."""


class Guest(NamedTuple):
    """Somebody who is invited: who that is, their languages (none for all), and since when, in local time."""

    person: Person
    locales: Sequence[Locale]
    since: datetime


class Invited(NamedTuple):
    """Somebody who was invited just now, and the link, which nobody can show again."""

    name: str
    link: str


class Edit(NamedTuple):
    """An edit that was accepted.

    Attributes:
        time: When, in local time.
        name: Who did it.
        locale: The language; None if the workspace does not have it any more.
        domain: What is translated.
        title: What that is, in English.
        unit: The text.
        source: Its English.
        changes: By form, the words that were taken out and put in.
        draft: Whether it was kept as a draft.
    """

    time: datetime
    name: str
    locale: Locale | None
    domain: str
    title: str
    unit: str
    source: str
    changes: Sequence[Words]
    draft: bool


@dataclass(frozen=True, slots=True)
class TeamView:
    """The team screen.

    Attributes:
        guests: Who is invited, the first one first.
        locales: The languages that somebody can be invited for.
        roles: What for.
        open: Whether other machines can reach the server at all.
        secure: Whether what goes over the line is encrypted.
        edits: The latest edits, the newest first.
        source_locale: The language of the originals.
    """

    guests: Sequence[Guest]
    locales: Sequence[Locale]
    roles: Sequence[Role]
    open: bool
    secure: bool
    edits: Sequence[Edit]
    source_locale: Locale


def view(project: Project, people: People, journal: Journal, address: Address) -> TeamView:
    """Who is invited, and what was accepted.

    Args:
        project: The workspace.
        people: Who is let in.
        journal: What was accepted.
        address: What the server is reached by.

    Raises:
        PublisherError: If the list of people or the journal cannot be read, or a statement is wrong.
    """
    named = titles(project.documents())
    return TeamView(
        [_guest(project, one) for one in people.invitations()],
        project.settings.targets,
        list(Role),
        _is_open(address.host),
        address.secure,
        [_edit(project, named, one) for one in journal.entries(LATEST)],
        project.settings.source_locale,
    )


def invite(project: Project, people: People, address: Address, name: str, role: str, locale: str) -> Invited:  # noqa: PLR0913, PLR0917  # what an invitation says
    """Let somebody in.

    Args:
        project: The workspace.
        people: Who is let in.
        address: What the server is reached by.
        name: What others call them.
        role: What they may do.
        locale: The id of their language; empty for all. A coordinator has all in any case.

    Raises:
        UsageError: If there is no such role or language, or the name is none.
        PublisherError: If the list of people could not be written.
    """
    ids = [one.id for one in project.settings.targets]
    if role not in set(Role):
        raise UsageError(Problem(f'no such role "{role}"', hint=did_you_mean(role, Role)))
    if locale and locale not in ids:
        raise UsageError(Problem(f'nothing is translated into "{locale}" here', hint=did_you_mean(locale, ids)))
    chosen = [locale] if locale and role != Role.COORDINATOR else []
    person, token = people.invite(name, Role(role), chosen)
    return Invited(person.name, f"{address.origin}/start?token={token}")


def _is_open(host: str) -> bool:
    """Whether other machines can reach a server that has this name or number."""
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host != "localhost"


def _guest(project: Project, one: Invitation) -> Guest:
    locales = [each for each in project.settings.targets if each.id in one.person.locales]
    return Guest(one.person, locales, one.time.astimezone())


def _edit(project: Project, named: dict[str, str], one: Entry) -> Edit:
    locale = next((each for each in project.settings.targets if each.id == one.locale), None)
    title = named.get(one.domain, one.domain)
    changes = list(_changes(one))
    time = one.time.astimezone()
    return Edit(time, one.name, locale, one.domain, title, one.unit, one.source, changes, one.draft)


def _changes(one: Entry) -> Iterator[Words]:
    """What was taken out and put in, form by form; of an edit that only took a mark away, the text as it is."""
    forms = max(len(one.before), len(one.after))
    padded = [[*some, *[""] * (forms - len(some))] for some in (one.before, one.after)]
    found = [compared(before, after) for before, after in zip(*padded, strict=True) if before != after]
    yield from found or [compared(text, text) for text in one.after[:1]]
