"""What the first screen shows: how far everything is, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from publisher.outputs.coordinators import parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from publisher.locale import Locale
    from publisher.model import Coverage
    from publisher.outputs.coordinators import Part
    from publisher.serve.people import Person


class Step(NamedTuple):
    """Something that somebody can do next.

    Attributes:
        what: ``broken`` (a file that cannot be read), ``update`` (the English is newer), ``translate``, ``renew`` (the
            English changed), ``finish`` (drafts), ``confirm`` (offered from memory), ``correct`` (errors), ``wording``
            (of all pages), or ``review``.
        number: How many words, or errors.
        unit: The first text that it is about, or empty.
        blocks: Whether publication waits for it.
        ready: Whether it can be done now; a review waits for the rest.
        since: When a sign-off was given that does not hold any more.
        said: What is wrong with a file, in English.
    """

    what: str
    number: int = 0
    unit: str = ""
    blocks: bool = True
    ready: bool = True
    since: date | None = None
    said: str = ""

    @property
    def role(self) -> str:
        """Who can do it: a ``translator``, a ``reviewer`` or a ``coordinator``."""
        return {"review": "reviewer", "update": "coordinator", "broken": "coordinator"}.get(self.what, "translator")

    def is_for(self, person: Person, locale: Locale) -> bool:
        """Whether this person can do it for this language."""
        match self.role:
            case "reviewer":
                return person.approves(locale.id)
            case "coordinator":
                return person.coordinates
        return person.translates(locale.id)


@dataclass(frozen=True, slots=True)
class Line:
    """How far a statement, or what all pages need, is in one language.

    Attributes:
        locale: The language.
        domain: What is translated.
        coverage: How much of it is; None where the file cannot be read.
        errors: How many errors the checks found.
        warnings: How many warnings.
        steps: What can be done, what publication waits for first.
        signed: When a reviewer approved exactly what is there; None if nobody did.
        lapsed: When a reviewer approved something else; None if nobody did.
    """

    locale: Locale
    domain: str
    coverage: Coverage | None
    errors: int
    warnings: int
    steps: Sequence[Step]
    signed: date | None = None
    lapsed: date | None = None

    @property
    def parts(self) -> list[Part]:
        """The parts of its bar."""
        return parts(self.coverage, signed=self.signed is not None) if self.coverage else []

    @property
    def waits(self) -> bool:
        """Whether anything blocks its publication."""
        return any(one.blocks for one in self.steps)

    @property
    def before_review(self) -> list[Step]:
        """What keeps a reviewer from approving it; nobody waits for the wording of the pages to read it."""
        return [one for one in self.steps if one.blocks and one.what not in {"review", "wording"}]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement.

    Attributes:
        slug: Its name in addresses.
        title: Its title in English.
        date: Its day.
        words: How many words of English it has.
        ready: The languages that would be published now.
        embargo: The time before which none is; None if that is over, or there is none.
        compare: Its page with languages side by side, from the root of the site; empty where there is one language.
        lines: How far it is in each language.
    """

    slug: str
    title: str
    date: date
    words: int
    ready: Sequence[Locale]
    embargo: datetime | None
    compare: str
    lines: Sequence[Line]

    @property
    def open(self) -> bool:
        """Whether anything is left to be done about it."""
        return any(one.steps for one in self.lines)


@dataclass(frozen=True, slots=True)
class Shared:
    """What is translated once for all statements: ``site``, ``terms`` or ``tools``, and how far it is."""

    domain: str
    lines: Sequence[Line]


class Task(NamedTuple):
    """What a person can do next: the title of what it is about in English, or empty; and what it is."""

    title: str
    line: Line
    step: Step


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first screen.

    Attributes:
        statements: The newest first.
        shared: What is translated once for all of them.
        locales: The languages of the site.
        source_locale: The language of the originals.
        new: How many texts of the English are not in the translations yet.
        gone: How many texts are in the translations that the English has no more.
        tasks: What the person who asks can do next; nothing while nobody has asked.
    """

    statements: Sequence[Statement]
    shared: Sequence[Shared]
    locales: Sequence[Locale]
    source_locale: Locale
    new: int
    gone: int
    tasks: Sequence[Task] = ()
