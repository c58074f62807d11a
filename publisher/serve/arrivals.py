"""Files that come in from translators: what each would bring, and putting it into the catalogs."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from publisher import files
from publisher.errors import Problem, UsageError
from publisher.exchange.match import Outcome
from publisher.serve.journal import Entry
from publisher.workflow import imports
from publisher.workflow.diff import titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.exchange.match import Taken
    from publisher.locale import Locale
    from publisher.project import Project
    from publisher.serve.journal import Journal
    from publisher.serve.people import Person
    from publisher.workflow.imports import Intake, PutIn

MOST = 40
"""How many rows of a file are told one by one."""
EACH, EVERY = 2, 16
"""How many files are held for one person, and for all of them together."""
LONGEST = 100
"""How much of a file's name is told, in characters from its end: that tells the format."""


class Told(NamedTuple):
    """A row that somebody should look at.

    Attributes:
        place: Where it stands in the file, in English.
        outcome: What becomes of it.
        reasons: Why, in English.
        source: The English that it is for, or empty.
        target: What it says.
        remark: What its translator wrote, if the row is for no text.
    """

    place: str
    outcome: str
    reasons: Sequence[str]
    source: str
    target: str
    remark: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a file would bring to one catalog.

    Attributes:
        locale: The language.
        domain: What it is the catalog of.
        title: What that is, in English.
        counts: How many rows become what, by the names of `Outcome`; none of them is 0.
        told: The rows that somebody should look at, the first `MOST` of them.
        more: How many more there are.
        remarks: How many rows have a remark.
        unsure: How many rows their translator has marked as drafts.
        absent: How many texts are not in the file; they stay as they are.
        changes: Whether there is anything to write.
    """

    locale: Locale
    domain: str
    title: str
    counts: dict[str, int]
    told: Sequence[Told]
    more: int
    remarks: int
    unsure: int
    absent: int
    changes: bool


@dataclass(frozen=True, slots=True)
class ImportView:
    """What a file would bring.

    Attributes:
        id: What the file is held under until somebody decides.
        name: What it is called.
        offers: What it would bring to each catalog.
        warnings: What is odd about it as a whole, in English.
        source_locale: The language of the originals.
    """

    id: str
    name: str
    offers: Sequence[Offer]
    warnings: Sequence[str]
    source_locale: Locale

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return any(one.changes for one in self.offers)

    @property
    def unsure(self) -> int:
        """How many rows are marked as drafts."""
        return sum(one.unsure for one in self.offers)


class Put(NamedTuple):
    """What was put into a catalog.

    Attributes:
        locale: The language.
        domain: What it is the catalog of.
        title: What that is, in English.
        finished: How many texts are finished by it.
        drafts: How many are drafts.
        contested: How many somebody else changed at that moment; both are kept.
    """

    locale: Locale
    domain: str
    title: str
    finished: int
    drafts: int
    contested: int


class TakenIn(NamedTuple):
    """What was put into the catalogs."""

    puts: Sequence[Put]
    source_locale: Locale
    what: str = "taken"


class Arrivals:
    """Files that came in and of which nobody has decided yet: in memory alone, a few for each person.

    A file is known by what is in it, and to the person who sent it.

    Args:
        journal: What was accepted.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._held: OrderedDict[tuple[str, str], tuple[str, bytes]] = OrderedDict()
        self._lock = Lock()

    def read(self, project: Project, person: Person, name: str, data: bytes) -> ImportView:
        """What a file would bring; nothing is written, and the file is held until somebody decides.

        Args:
            project: The workspace.
            person: Who sent it.
            name: What it is called.
            data: Its bytes.

        Raises:
            UsageError: If it cannot be used, or belongs to nothing here.
            PublisherError: If anything in the workspace is unreadable.
        """
        name = file_name(name)
        found = imports.read_data(project, name, data)
        named = titles(project.documents())
        offers = [_offer(one, named[one.domain]) for one in found.intakes]
        key = self._hold(person, name, data)
        return ImportView(key, name, offers, found.warnings, project.settings.source_locale)

    def take_in(self, project: Project, person: Person, key: str, *, accept_drafts: bool = False) -> TakenIn:
        """Put what a file brings into the catalogs: first into the journal, then into the files.

        The file is compared to the catalogs once more, as they are now.

        Args:
            project: The workspace.
            person: Who decided.
            key: What the file is held under.
            accept_drafts: Whether a text that was edited is finished although the mark of a draft stands beside it.

        Raises:
            UsageError: If the file is not held any more.
            PublisherError: If anything is unreadable, or could not be written.
        """
        name, data = self._get(person, key)
        found = imports.read_data(project, name, data, accept_drafts=accept_drafts)
        edits = [list(one.edits(project)) for one in found.intakes]
        # Before the journal says that it was accepted:
        files.refuse_unwritable(project.root / one.path for one in found.intakes)
        now = datetime.now(UTC)
        for intake, some in zip(found.intakes, edits, strict=True):
            for each in some:
                self._journal.accept(_entry(now, person, intake, each))
        imports.take_in(project, found)
        with self._lock:
            self._held.pop((person.id, key), None)
        named = titles(project.documents())
        puts = [_put(intake, named[intake.domain], some) for intake, some in zip(found.intakes, edits, strict=True)]
        return TakenIn(puts, project.settings.source_locale)

    def _hold(self, person: Person, name: str, data: bytes) -> str:
        """Hold a file; what the person sent before the last few is forgotten."""
        key = sha256(data).hexdigest()[:16]
        with self._lock:
            self._held[person.id, key] = (name, data)
            self._held.move_to_end((person.id, key))
            own = [one for one in self._held if one[0] == person.id]
            for one in [*own[:-EACH], *list(self._held)[:-EVERY]]:
                self._held.pop(one, None)
        return key

    def _get(self, person: Person, key: str) -> tuple[str, bytes]:
        with self._lock:
            found = self._held.get((person.id, key))
        if found is None:
            raise UsageError(Problem("this file is not held any more", hint="choose it again"))
        return found


def file_name(said: str) -> str:
    """The name of a file as its sender calls it, without folders and without what cannot be printed."""
    last = said.replace("\\", "/").rpartition("/")[2]
    return "".join(one for one in last if one.isprintable()).strip()[-LONGEST:] or "file"


_SILENT = frozenset({Outcome.UPDATED, Outcome.CONFIRMED})


def _offer(intake: Intake, title: str) -> Offer:
    counts = {one.value: count for one in Outcome if (count := intake.count(one))}
    told = list(_told(intake.taken))
    return Offer(
        intake.locale,
        intake.domain,
        title,
        counts,
        told[:MOST],
        max(0, len(told) - MOST),
        sum(bool(one.row.remark.strip()) for one in intake.taken),
        sum(one.row.unsure for one in intake.taken),
        intake.absent,
        intake.changes,
    )


def _told(taken: Sequence[Taken]) -> Iterator[Told]:
    for one in taken:
        reasons = list(dict.fromkeys([*one.reasons, *one.row.doubts]))
        lonely = one.row.remark.strip() if one.segment is None else ""
        if (reasons and one.outcome not in _SILENT) or lonely:
            source = one.segment.source if one.segment else ""
            yield Told(one.row.place, one.outcome.value, reasons, source, one.text, lonely)


def _entry(now: datetime, person: Person, intake: Intake, one: PutIn) -> Entry:
    segment = one.segment
    return Entry(
        now,
        person.name,
        intake.locale.id,
        intake.domain,
        segment.id,
        segment.context,
        segment.source,
        segment.plural,
        one.before,
        one.after,
        one.draft,
    )


def _put(intake: Intake, title: str, edits: Sequence[PutIn]) -> Put:
    drafts = sum(one.draft for one in edits)
    return Put(intake.locale, intake.domain, title, len(edits) - drafts, drafts, intake.contested)
