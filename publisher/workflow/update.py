"""`update`: bring every catalog up to date with the sources."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
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
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.document import Document
    from publisher.files import Place
    from publisher.merge import Change
    from publisher.model import Segment
    from publisher.project import Project
    from publisher.workflow.renew import Renewed

T = TypeVar("T")
_Key = tuple[str, str]
"""A catalog: its language and its domain."""
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
        for locale in project.settings.targets:
            renewal = Renewal(project, locale, domains, known, minor=minor, seen=plan.seen)
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
        slugs: The statements to bring up to date; none for everything.
        now: The time, as catalogs write it.
        check: Whether it will never be carried out.
        progress: Is told how many files of how many have been read and brought up to date.
    """

    def __init__(
        self, project: Project, slugs: Sequence[str], now: str, *, check: bool, progress: Progress = nobody
    ) -> None:
        super().__init__()
        self._project, self._slugs, self._now, self._check = project, slugs, now, check
        self._files, self._history = Files(project), files.History(project.root)
        self._templates: dict[str, Place] = {}
        self._domains: Sequence[str] = ()
        self._renewals: dict[str, Renewal] = {}
        self._changes: dict[_Key, CatalogChange] = {}
        self._saves: dict[_Key, _Save] = {}
        self._unseen: list[tuple[str, Place]] = []
        self._progress, self._done, self._read = progress, 0, len(project.sources())

    @property
    def changes(self) -> list[CatalogChange]:
        """What becomes of each catalog."""
        return [self._changes[one] for one in self._order]

    @property
    def written(self) -> list[Path]:
        """The files whose bytes change."""
        return [*map(self._project.pot_path, self._new_templates), *map(self._path, self._new_catalogs)]

    @property
    def _order(self) -> list[_Key]:
        return [(locale.id, domain) for locale in self._project.settings.targets for domain in self._domains]

    @property
    def _new_templates(self) -> list[str]:
        return [one for one in self._domains if one in self._templates]

    @property
    def _new_catalogs(self) -> list[_Key]:
        return [one for one in self._order if one in self._saves]

    def _path(self, key: _Key) -> Path:
        return self._project.root / self._changes[key].path

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
        self._count()
        return Brief(slug, Packed(partial(self.back, self.put(segments)), size))

    def begin(self, domains: Mapping[str, Sequence[Segment]]) -> None:
        """Plan the .pot files of the domains that are no statements; the catalogs of all these domains will come."""
        self._domains = list(domains)
        for domain, segments in domains.items():
            if domain in {SITE, TERMS, TOOLS}:
                self._plan(domain, self._template(domain, segments))

    def _plan(self, domain: str, template: bytes | None) -> None:
        if template is not None:
            self._templates[domain] = self.put(template)

    def _template(self, domain: str, segments: Sequence[Segment]) -> bytes | None:
        """The bytes of a .pot file, if they change; its date stays while nothing else does."""
        old = self._files.read(f"locales/{domain}.pot")
        new = catalogs.template(segments, {"Project-Id-Version": domain, DATE: self._now})
        before = catalogs.header_field(old, DATE) if old else ""
        now, then = (f"{DATE}: {time}\\n".encode() for time in (self._now, before))
        return new if not before or new.replace(now, then, 1) != old else None

    def catalog(self, renewal: Renewal, one: Renewed) -> None:
        """Plan a .po file, and what becomes of it if another program writes it meanwhile; its last plan counts."""
        key, data = (renewal.locale.id, one.domain), one.complete(self._now)
        if key not in self._changes:
            self._count()
        self._renewals[renewal.locale.id] = renewal
        # What only the merge itself needs of a change, the keys of texts, would take much room.
        change = replace(one.change, new=frozenset(), minor={})
        self._changes[key] = CatalogChange(one.catalog.path, *key, change, one.origin)
        if one.old == data:
            self.seen(self._path(key), data)
        else:
            self._saves[key] = _Save(self.put(data), None if one.old is None else self.put(one.old))

    def seen(self, path: Path, data: bytes) -> None:
        """Keep a catalog that stays as it is, if it has been edited since it was last kept."""
        if not self._check and not self._history.knows(path, data):
            self._unseen.append((self._project.relative(path), self.put(data)))

    def carry_out(self, signoffs: Mapping[Path, Callable[[bytes], bytes]]) -> None:
        """Write files, but none if one of them could not be written; keep the others' work in the history."""
        if not (self._new_templates or self._saves or self._unseen):
            return
        with files.locked(self._project.root):
            files.refuse_unwritable((*self.written, *signoffs, self._history.folder / "any"))
            for some in _batches(self._unseen):
                self._history.note(*((self._project.root / path, self.back(data)) for path, data in some))
            # First: a run that ends here is finished by the next one, and until then nobody has signed what is there.
            for path, again in signoffs.items():
                files.write(path, again(self._project.read(path) or b"{}"))
            for domains in _batches(self._new_templates):
                files.write_all([(self._project.pot_path(one), self.back(self._templates[one])) for one in domains])
            for keys in _batches(self._new_catalogs):
                self._history.save(*map(self._save, keys))

    def _save(self, key: _Key) -> files.Save:
        new, old = self._saves[key]
        expected = None if old is None else self.back(old)
        return files.Save(self._path(key), self.back(new), expected, partial(self._again, key))

    def _again(self, key: _Key, theirs: bytes) -> bytes:
        """What a catalog shall hold that another program has written meanwhile."""
        change = self._changes[key]
        anew = self._renewals[change.locale].anew(change.domain, theirs, change.renamed_from)
        self._changes[key] = replace(change, change=anew.change)
        return anew.complete(self._now)


class _Extracted(NamedTuple):
    """What was extracted of a statement: its segments, packed, how many they are, and its .pot file if that changes."""

    slug: str
    segments: bytes
    size: int
    template: bytes | None


class _Save(NamedTuple):
    """Where the new bytes of a catalog are, and the bytes it is expected to have; None if there is no file."""

    data: Place
    expected: Place | None


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Some at a time, so that the bytes of all are never in memory together."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
