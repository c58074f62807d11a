"""`update`: bring every catalog up to date with the sources."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from publisher import catalog as catalogs
from publisher import files
from publisher.progress import Progress, nobody
from publisher.workflow import clock
from publisher.workflow.renew import DATE, TIME, Brief, Renewal, all_domains, known_domains, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.merge import Change
    from publisher.model import Segment
    from publisher.project import Project
    from publisher.workflow.renew import Renewed

    _Back = Callable[[], bytes]

T = TypeVar("T")
BATCH = 500
"""How many files are written at a time: enough to wait for the disk only now and then, and few enough for memory."""


@dataclass(frozen=True, slots=True)
class CatalogChange:
    """What `update` did to one catalog: its file, and the entries by what became of them.

    Attributes:
        path: The .po file, relative to the workspace.
        locale: Its language.
        domain: What it is the catalog of.
        change: The entries.
        renamed_from: The catalog of a statement that is gone, whose translations it took over; or empty.
    """

    path: str
    locale: str
    domain: str
    change: Change
    renamed_from: str


@dataclass(frozen=True, slots=True)
class Update:
    """What `update` did, or with ``check`` would do.

    Attributes:
        catalogs: Every .po file.
        written: The files whose bytes changed, .pot files too.
        orphans: The .po files whose statement is gone; they are left as they are.
        kept: The files with sign-offs that stay valid over minor edits.
    """

    catalogs: list[CatalogChange] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
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
        progress: Is told how many catalogs of how many have been brought up to date.

    Raises:
        PublisherError: If anything in the workspace is unreadable; then nothing is written.
    """
    whole = project.documents() if minor else []
    documents = [Brief.of(one) for one in whole] if minor else project.each(Brief.of, jobs)
    refuse_unknown(slugs, documents)
    known = known_domains(documents)
    chosen = [one for one in documents if one.slug in slugs] if slugs else documents
    domains = {one.slug: one.segments for one in chosen} if slugs else all_domains(project, documents)
    order = [(locale.id, domain) for locale in project.settings.targets for domain in domains]
    orphans, done = list[str](), 0
    signoffs: dict[Path, Callable[[bytes], bytes]] = {}
    with _Plan(project, clock.written().strftime(TIME), order, check=check) as plan:
        for domain, segments in domains.items():
            plan.template(domain, segments)
        for locale in project.settings.targets:
            renewal = Renewal(project, locale, domains, known, minor=minor, seen=plan.seen)
            orphans += renewal.orphans
            edited = []
            for one in renewal:
                plan.catalog(renewal, one)
                progress(done := done + 1, len(order))
                edited += [one] if minor else []
            if minor:
                from publisher.workflow.sign import kept_over_minor_edits  # noqa: PLC0415  # with it come all checks

                signoffs |= kept_over_minor_edits(project, [one for one in whole if one.slug in domains], edited)
        if not check:
            plan.carry_out(signoffs)
        return Update(
            plan.changes,
            [project.relative(path) for path in (*plan.written, *signoffs)],
            [] if slugs else sorted(orphans),
            [project.relative(path) for path in signoffs],
        )


class _Plan(files.Aside):
    """What an update shall write. Nothing is written before all of it is known; until then, bytes are put aside.

    Args:
        project: The workspace.
        now: The time, as catalogs write it.
        order: The catalogs in their order, each by its locale and domain.
        check: Whether it will never be carried out.
    """

    def __init__(self, project: Project, now: str, order: Sequence[tuple[str, str]], *, check: bool) -> None:
        super().__init__()
        self._project, self._now, self._order, self._check = project, now, order, check
        self._history = files.History(project.root)
        self._templates: list[tuple[Path, _Back]] = []
        self._changes: dict[tuple[str, str], CatalogChange] = {}
        self._saves: dict[tuple[str, str], _Save] = {}
        self._unseen: list[tuple[Path, _Back]] = []

    @property
    def changes(self) -> list[CatalogChange]:
        """What becomes of each catalog."""
        return [self._changes[one] for one in self._order]

    @property
    def written(self) -> list[Path]:
        """The files whose bytes change."""
        return [*(path for path, _ in self._templates), *(one.path for one in self._in_order())]

    def _in_order(self) -> list[_Save]:
        return [self._saves[one] for one in self._order if one in self._saves]

    def template(self, domain: str, segments: Sequence[Segment]) -> None:
        """Plan a .pot file; its date stays while nothing else changes."""
        path = self._project.pot_path(domain)
        old = self._project.read(path)
        new = catalogs.template(segments, {"Project-Id-Version": domain, DATE: self._now})
        before = catalogs.header_field(old, DATE) if old else ""
        now, then = (f"{DATE}: {time}\\n".encode() for time in (self._now, before))
        if not before or new.replace(now, then, 1) != old:
            self._templates.append((path, self.put(new)))

    def catalog(self, renewal: Renewal, one: Renewed) -> None:
        """Plan a .po file, and what becomes of it if another program writes it meanwhile."""
        domain, origin, data = one.domain, one.origin, one.complete(self._now)
        key, path = (renewal.locale.id, domain), self._project.root / one.catalog.path
        change = CatalogChange(one.catalog.path, *key, one.change, origin)

        def again(theirs: bytes) -> bytes:
            anew = renewal.anew(domain, theirs, origin)
            self._changes[key] = replace(change, change=anew.change)
            return anew.complete(self._now)

        self._changes[key] = change
        if one.old == data:
            self.seen(path, data)
        else:
            old = None if one.old is None else self.put(one.old)
            self._saves[key] = _Save(path, self.put(data), old, again)

    def seen(self, path: Path, data: bytes) -> None:
        """Keep a catalog that stays as it is, if it has been edited since it was last kept."""
        if not self._check and not self._history.knows(path, data):
            self._unseen.append((path, self.put(data)))

    def carry_out(self, signoffs: Mapping[Path, Callable[[bytes], bytes]]) -> None:
        """Write files, but none if one of them could not be written; keep the others' work in the history."""
        if not (self._templates or self._saves or self._unseen):
            return
        with files.locked(self._project.root):
            for path in (*self.written, *signoffs, self._history.folder / "any"):
                files.refuse_unwritable(path)
            for some in _batches(self._unseen):
                self._history.note(*((path, data()) for path, data in some))
            # First: a run that ends here is finished by the next one, and until then nobody has signed what is there.
            for path, again in signoffs.items():
                files.write(path, again(self._project.read(path) or b"{}"))
            for some in _batches(self._templates):
                files.write_all([(path, data()) for path, data in some])
            for batch in _batches(self._in_order()):
                self._history.save(*(one.brought_back() for one in batch))


class _Save(NamedTuple):
    """A `files.Save` whose bytes are put aside."""

    path: Path
    data: _Back
    expected: _Back | None
    merge: Callable[[bytes], bytes]

    def brought_back(self) -> files.Save:
        """The same with its bytes."""
        return files.Save(self.path, self.data(), self.expected() if self.expected else None, self.merge)


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Some at a time, so that the bytes of all are never in memory together."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
