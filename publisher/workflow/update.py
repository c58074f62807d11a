"""`update`: bring every catalog up to date with the sources."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from publisher import catalog as catalogs
from publisher import files
from publisher.inputs import Files
from publisher.progress import Progress, nobody
from publisher.project import SITE, TERMS, TOOLS
from publisher.workflow import clock
from publisher.workflow.domains import Brief, Packed, all_domains, known_domains, packed, refuse_unknown
from publisher.workflow.renew import DATE, TIME, Renewal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.document import Document
    from publisher.merge import Change
    from publisher.model import Segment
    from publisher.project import Project
    from publisher.workflow.domains import Texts
    from publisher.workflow.renew import Renewed

T = TypeVar("T")
BATCH = 500
"""How many files are written at a time: enough to wait for the disk only now and then, and few enough for memory."""


class CatalogChange(NamedTuple):
    """What `update` did to one catalog: its file, and the entries by what became of them.

    There are many of them, and they wait on the disk: a tuple goes there and comes back quickest.

    Attributes:
        path: The .po file, relative to the workspace.
        locale: Its language.
        domain: What it is the catalog of.
        change: The entries.
        renamed_from: The catalog of a statement that is gone, whose translations it took over; or empty.
        written: Whether its bytes changed.
    """

    path: str
    locale: str
    domain: str
    change: Change
    renamed_from: str
    written: bool


@dataclass(frozen=True, slots=True)
class Update:
    """What `update` did, or with ``check`` would do.

    Attributes:
        catalogs: Every .po file.
        written: The files whose bytes changed, .pot files too.
        orphans: The .po files whose statement is gone; they are left as they are.
        kept: The files with sign-offs that stay valid over minor edits.
    """

    catalogs: Sequence[CatalogChange] = ()
    written: Sequence[str] = ()
    orphans: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def update(  # noqa: PLR0913  # all that an update may be told
    project: Project,
    slugs: Sequence[str] = (),
    *,
    check: bool = False,
    minor: bool = False,
    jobs: int = 1,
    progress: Progress = nobody,
) -> Update:
    """Bring the catalogs up to date with the sources; all new bytes are known before the first is written.

    What another program writes into a catalog at the same time is kept, and brought up to date too.

    Args:
        project: The workspace.
        slugs: The statements to bring up to date; none for everything, wording and terms included.
        check: Only tell what would change.
        minor: Whether an edit of typo, punctuation or case only leaves a translation finished.
        jobs: How many processes may read sources at once; 0 for as many as there are cores.
        progress: Is told how many files of how many have been read and brought up to date.

    Raises:
        PublisherError: If anything in the workspace is unreadable; then nothing is written.
    """
    orphans = list[str]()
    signoffs: dict[Path, Callable[[bytes], bytes]] = {}
    with _Plan(project, slugs, clock.written().strftime(TIME), check=check, progress=progress) as plan:
        whole = project.documents() if minor else []
        documents = [plan.take(plan.extract(one)) for one in whole] or project.each(plan.extract, plan.take, jobs=jobs)
        refuse_unknown(slugs, documents)
        known = known_domains(documents)
        domains = {one.slug: one.segments for one in documents if one.slug in slugs}
        domains = domains or all_domains(project, documents)
        plan.begin(domains)
        texts: Texts | None = None
        for locale in project.settings.targets:
            renewal = Renewal(project, locale, domains, known, texts=texts, minor=minor, seen=plan.seen)
            texts = renewal.texts
            orphans += renewal.orphans
            edited: dict[str, Renewed] = {}
            for one in renewal:
                plan.catalog(renewal, one)
                edited |= {one.domain: one} if minor else {}
            if minor:
                from publisher.workflow.sign import kept_over_minor_edits  # noqa: PLC0415  # with it come all checks

                signoffs |= kept_over_minor_edits(
                    project, [one for one in whole if one.slug in domains], [*edited.values()]
                )
        kept = [project.relative(path) for path in signoffs]
        written = files.Waiting(chain(plan.written(), kept))
        if not check:
            plan.carry_out(written, signoffs)
        return Update(plan.changes, written, [] if slugs else sorted(orphans), kept)


class _Plan(ExitStack):
    """What an update shall write. Nothing is written before all of it is known; until then, it waits on the disk.

    Args:
        project: The workspace.
        slugs: The statements to bring up to date; none for everything.
        now: The time, as catalogs write it.
        check: Whether it will never be carried out.
        progress: Is told how many files of how many have been read and brought up to date.

    Attributes:
        changes: What becomes of each catalog.
    """

    def __init__(
        self, project: Project, slugs: Sequence[str], now: str, *, check: bool, progress: Progress = nobody
    ) -> None:
        super().__init__()
        self._project, self._slugs, self._now, self._check = project, slugs, now, check
        self._files, self._history = Files(project), files.History(project.root)
        self._segments, self._templates = files.Waiting[bytes](), files.Waiting[bytes]()
        self._saves, self._unseen = files.Waiting[_Save](), files.Waiting[tuple[str, bytes]]()
        for one in (self._segments, self._templates, self._saves, self._unseen):
            self.callback(one.close)
        self.changes = files.Waiting[CatalogChange]()
        self._new_templates: dict[str, int] = {}
        self._domains: dict[str, int] = {}
        self._renewals: dict[str, Renewal] = {}
        self._merged: dict[int, CatalogChange] = {}
        self._progress, self._done, self._read = progress, 0, len(project.sources())

    def written(self) -> Iterator[str]:
        """The files whose bytes change, relative to the workspace."""
        yield from map(self._project.pot_name, self._templates_in_order())
        yield from (one.path for one in self.changes if one.written)

    def _templates_in_order(self) -> Iterator[str]:
        return (one for one in self._domains if one in self._new_templates)

    def _count(self) -> None:
        self._done += 1
        files = len(self._domains or self._slugs) or self._read  # as many as it will be, about
        self._progress(self._done, self._read + files * len(self._project.settings.targets))

    def extract(self, document: Document) -> _Extracted:
        """What a statement has to translate, and its .pot file if that changes; nothing is planned yet."""
        slug, segments = document.slug, document.segments
        template = self._template(slug, segments) if not self._slugs or slug in self._slugs else None
        return _Extracted(slug, packed(segments), len(segments), template)

    def take(self, extracted: _Extracted) -> Brief:
        """Plan a .pot file that was extracted, maybe by another process."""
        slug, segments, size, template = extracted
        self._plan(slug, template)
        self._segments.append(segments)
        self._count()
        return Brief(slug, Packed(self._segments, len(self._segments) - 1, size))

    def begin(self, domains: Mapping[str, Sequence[Segment]]) -> None:
        """Plan the .pot files of the domains that are no statements; the catalogs of all these domains will come."""
        self._domains = {domain: number for number, domain in enumerate(domains)}
        for domain, segments in domains.items():
            if domain in {SITE, TERMS, TOOLS}:
                self._plan(domain, self._template(domain, segments))

    def _plan(self, domain: str, template: bytes | None) -> None:
        if template is not None:
            self._new_templates[domain] = len(self._templates)
            self._templates.append(template)

    def _template(self, domain: str, segments: Sequence[Segment]) -> bytes | None:
        """The bytes of a .pot file, if they change; its date stays while nothing else does."""
        old = self._files.read(self._project.pot_name(domain))
        new = catalogs.template(segments, {"Project-Id-Version": domain, DATE: self._now})
        before = catalogs.header_field(old, DATE) if old else ""
        now, then = (f"{DATE}: {time}\\n".encode() for time in (self._now, before))
        return new if not before or new.replace(now, then, 1) != old else None

    def catalog(self, renewal: Renewal, one: Renewed) -> None:
        """Plan a .po file, and what becomes of it if another program writes it meanwhile; its last plan counts.

        The first plans of all come in the order of the languages, and within each of the domains.
        """
        locale, data = renewal.locale, one.complete(self._now)
        self._renewals[locale.id] = renewal
        # What only the merge itself needs of a change, the keys of texts, would take much room.
        change = replace(one.change, new=frozenset(), minor={})
        planned = CatalogChange(one.catalog.path, locale.id, one.domain, change, one.origin, one.old != data)
        if not planned.written:
            self.seen(self._project.root / planned.path, data)
        save = _Save(planned.path, data, one.old) if planned.written else _STAYS
        number = self._project.settings.targets.index(locale) * len(self._domains) + self._domains[one.domain]
        if number < len(self.changes):
            self.changes[number], self._saves[number] = planned, save
        else:
            self._count()
            self.changes.append(planned)
            self._saves.append(save)

    def seen(self, path: Path, data: bytes) -> None:
        """Keep a catalog that stays as it is, if it has been edited since it was last kept."""
        if not self._check and not self._history.knows(path, data):
            self._unseen.append((self._project.relative(path), data))

    def carry_out(self, written: Sequence[str], signoffs: Mapping[Path, Callable[[bytes], bytes]]) -> None:
        """Write files, but none if one of them could not be written; keep the others' work in the history."""
        if not (written or self._unseen):
            return
        with files.locked(self._project.root):
            changed = (self._project.root / one for one in written)
            files.refuse_unwritable(chain(changed, [self._history.folder / "any"]))
            for numbers in _batches(range(len(self._unseen))):
                self._history.note(*map(self._note, numbers))
            # First: a run that ends here is finished by the next one, and until then nobody has signed what is there.
            for path, again in signoffs.items():
                files.write(path, again(self._project.read(path) or b"{}"))
            for domains in _batches(self._templates_in_order()):
                files.write_all([*map(self._pot, domains)])
            for numbers in _batches(number for number, one in enumerate(self.changes) if one.written):
                self._history.save(*map(self._save, numbers))
        # Only now: a merge would blame the other program for a full disk.
        for number, change in self._merged.items():
            self.changes[number] = change

    def _note(self, number: int) -> tuple[Path, bytes]:
        path, data = self._unseen[number]
        return self._project.root / path, data

    def _pot(self, domain: str) -> tuple[Path, bytes]:
        path = self._project.root / self._project.pot_name(domain)
        return path, self._templates[self._new_templates[domain]]

    def _save(self, number: int) -> files.Save:
        path, data, expected = self._saves[number]
        return files.Save(self._project.root / path, data, expected, partial(self._again, number))

    def _again(self, number: int, theirs: bytes) -> bytes:
        """What a catalog shall hold that another program has written meanwhile."""
        change = self.changes[number]
        anew = self._renewals[change.locale].anew(change.domain, theirs, change.renamed_from)
        self._merged[number] = change._replace(change=anew.change)
        return anew.complete(self._now)


class _Extracted(NamedTuple):
    """What was extracted of a statement: its segments, packed, how many they are, and its .pot file if that changes."""

    slug: str
    segments: bytes
    size: int
    template: bytes | None


class _Save(NamedTuple):
    """A catalog with its new bytes, and those that it is expected to have; None if there is no file."""

    path: str
    data: bytes
    expected: bytes | None


_STAYS = _Save("", b"", None)
"""Of a catalog that stays as it is, no bytes are needed."""


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Some at a time, so that the bytes of all are never in memory together."""
    items = iter(items)
    while some := list(islice(items, BATCH)):
        yield some
