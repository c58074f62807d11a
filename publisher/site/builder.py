"""One run of `build`: what has changed since the last one is made anew, and takes its place all together."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher import files, routes, store
from publisher.errors import Problem, SourceError, UsageError
from publisher.inputs import Inputs, settled
from publisher.outputs.marks import is_draft
from publisher.progress import Progress, nobody
from publisher.project import same_slugs, slug_of
from publisher.site.folder import Folder
from publisher.site.made import Build, Told
from publisher.site.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from publisher.known import Known
    from publisher.project import Project
    from publisher.site.made import Made
    from publisher.site.record import Found
    from publisher.site.workshop import Job, Workshop

PRESSED = frozenset({"pdf", "card"})
"""The outputs that take another program, and long."""
_MANY, _SHARES = 400, 8
"""How many statements there must be before several processes read them, and in how many shares they do."""


class Order(NamedTuple):
    """What is to be built.

    Attributes:
        project: The workspace.
        out: The folder of the site.
        now: The time that embargoes are measured by.
        drafts: Whether to make everything, whatever the gate says, with marks that it is not published.
        front: Files that stand in front of drafts, in place of the chooser, by their path from the root of the site.
        record: Where is kept what the folder was made of; None for nowhere: then all of it is made.
        known: Where is kept what was found out of texts; None for nowhere.
        compiled: Where compiled templates are kept; None for nowhere.
        jobs: How many processes may work at once; 0 for as many as there are cores.
        progress: Is told how many statements of how many have been made.
    """

    project: Project
    out: Path
    now: datetime
    drafts: bool = False
    front: Mapping[str, bytes] = {}  # never changed, as nothing of a tuple is
    record: Path | None = None
    known: Path | None = None
    compiled: Path | None = None
    jobs: int = 1
    progress: Progress = nobody


def build(order: Order) -> Build:
    """Bring the folder of a site into line with the workspace; what is there already as it shall be is not made again.

    Raises:
        PublisherError: If anything is wrong, or the folder holds pages of the other kind; then it is as it was.
    """
    with suppress(store.Broken):
        return settled(partial(_build, order))
    store.discard(order.record)
    return settled(partial(_build, order._replace(record=None)))


def _build(order: Order) -> Build:
    with files.Stage(order.out) as stage, closing(Record(order.record)) as record:
        return _Run(order, stage, record).build()


class _Run:
    """One build, from looking what is there to putting into place what is new."""

    def __init__(self, order: Order, stage: files.Stage, record: Record) -> None:
        self._order, self._stage, self._record = order, stage, record
        self._root = os.path.realpath(order.out)
        self._missing = self._what_is_missing()
        lacks = PRESSED if self._missing or order.drafts else ()
        self._outputs = [one for one in order.project.settings.outputs if one not in lacks]
        self._kind = "drafts" if order.drafts else "site"
        self._presses = bool(PRESSED & {*self._outputs})
        self._inputs = Inputs(order.project, f"{self._kind} {self._outputs}")
        self._same = record.about("shared") == self._inputs.shared  # all that statements share
        self._made = Build(drafts=order.drafts, missing=self._missing)

    def _what_is_missing(self) -> str:
        """What has to be installed for PDFs and cards; if nothing was missing, nobody has to look again."""
        wanted = PRESSED & {*self._order.project.settings.outputs}
        if self._order.drafts or not wanted or self._record.about("missing") == "nothing":
            return ""
        return _lacking()

    def build(self) -> Build:
        """Make what is new, and put it into place: assets before the pages that need them, lists last."""
        paths = self._order.project.sources()
        slugs = [slug_of(one) for one in paths]
        self._made.editions.update((one, []) for one in sorted(slugs))
        shares = self._digests(paths)
        digests = next(shares, {})  # others go on with theirs while the folder is looked at
        found = self._record.look(self._root)
        self._refuse_other_kind(found)
        for share in shares:
            digests |= share
        jobs = self._stale(paths, digests, found)
        if jobs and self._presses and (missing := _lacking()):  # something was there when somebody last looked
            self._record.tell("missing", missing)
            return _Run(self._order, self._stage, self._record).build()
        gone = self._record.forget_others(slugs)
        shared = self._inputs.shared
        if jobs or gone or self._order.front or not self._same or found.touched - {*slugs}:
            self._renew(jobs, same_slugs(paths))
            shared = shared if self._inputs.hold() else ""  # a template that was written meanwhile: all is made again
        self._made.orphans.extend(self._record.orphans())
        for name, value in (
            ("kind", self._kind),
            ("shared", shared),
            ("missing", self._missing or "nothing"),
        ):
            self._record.tell(name, value)
        self._record.commit()
        return self._made

    def _refuse_other_kind(self, found: Found) -> None:
        """Refuse drafts where a site is, and a site where drafts are: one could stay for the other."""
        same = self._record.about("kind") in {"", self._kind}
        inside = found.pages if same else [name for name, _ in self._record.pages()]
        pages = [Path(self._root, one) for one in inside if one.count("/") < 2]  # noqa: PLR2004  # not what is compared
        names = self._order.project.settings.ids
        above = (one for one in Path(self._root).parents if any((one / name).is_dir() for name in names))
        for page in (*pages, *(one / routes.CHOOSER for one in above)):
            if page.is_file() and is_draft(page.read_bytes()) is not self._order.drafts:
                what, other = ("a site for readers", "drafts") if self._order.drafts else ("drafts", "the site")
                hint = f"name another folder for {other}; what is in this one is never replaced by it"
                raise UsageError(Problem(f"the folder holds {what}", str(page), hint=hint))

    def _digests(self, paths: Sequence[str]) -> Iterator[dict[str, str]]:
        """By the files of statements, digests of what they are made of, in shares; none if all have to be made anew."""
        if not self._same:
            return
        if len(paths) < _MANY:
            yield self._inputs.digests(paths)
            return
        from publisher import workers  # noqa: PLC0415  # only where it saves time

        size = max(len(paths) // _SHARES, 1)
        shares = (paths[start : start + size] for start in range(0, len(paths), size))
        yield from workers.run(self._inputs.digests, shares, self._order.jobs, worth=2)

    def _stale(self, paths: Sequence[str], digests: Mapping[str, str], found: Found) -> list[Job]:
        """The statements that have to be made anew; what is told of the others still holds."""
        jobs: list[Job] = []
        for path in paths:
            slug = slug_of(path)
            digest, text = self._record.statement(slug)
            same = digest and digests.get(path) == digest and slug not in found.touched
            told = _told(text) if same else None
            if told and told.holds(self._order.now):
                self._count(slug, told)
            else:
                jobs.append((path, text if self._presses else ""))
        return jobs

    def _count(self, slug: str, told: Told) -> None:
        """Report a statement."""
        self._made.editions[slug] = told.editions
        self._made.remaining.extend(told.remaining)
        self._made.lacking.update({name: one.lacking for name, one in told.prints.items() if one.lacking})

    def _renew(self, jobs: Sequence[Job], problems: Sequence[Problem]) -> None:
        """Make statements, and all that leads to statements, and put them into place."""
        from publisher.site.lists import Index  # noqa: PLC0415  # with it come templates

        shop = self._workshop
        folder = Folder(self._order.out, self._stage)
        for name, data in shop.site.assets.files.items():
            folder.add(name, data)
        self._statements(jobs, problems)
        self._record.disown("")
        index = Index(folder, shop.site, self._record, shop.wording, self._inputs.shared)
        stay = index.lists({name: bool(verdict.waits) for name, verdict in shop.gate.wording.items()}, self._order.jobs)
        for name, data in self._order.front.items():
            folder.add(name, data)
        if routes.CHOOSER not in self._order.front:
            index.chooser(self._order.project.settings.source_locale)
        self._record.add("", folder.made)
        self._record.stay(stay)
        index.for_machines()
        self._record.add("", folder.made)
        index.sums()
        self._record.add("", folder.made)
        self._made.written.extend(self._stage.commit())
        self._record.stamp(self._root, self._made.written)

    @cached_property
    def _workshop(self) -> Workshop:
        """What makes statements; it takes a while to set up, and a build that changes nothing needs none.

        Raises:
            ChangedError: If files were written while they were read.
        """
        from publisher.site.texts import wording_remembered  # noqa: PLC0415
        from publisher.site.workshop import Workshop  # noqa: PLC0415

        order = self._order
        wording, notes = wording_remembered(order.project, self._known, self._inputs.looks)
        workshop = Workshop(
            order.project,
            order.out,
            order.now,
            wording,
            inputs=self._inputs,
            known=self._known,
            outputs=self._outputs,
            drafts=order.drafts,
            seal=self._inputs.looks if self._presses else "",
            compiled=order.compiled,
        )
        self._known.keep(notes)
        return workshop

    @cached_property
    def _known(self) -> Known:
        """What is known of texts."""
        from publisher.known import Known  # noqa: PLC0415

        return Known(self._order.known)

    def _statements(self, jobs: Sequence[Job], problems: Sequence[Problem]) -> None:
        """Make statements in as many processes as there may be.

        Raises:
            SourceError: With everything that is wrong with any of them.
        """
        from publisher import workers  # noqa: PLC0415  # only where there is something to do
        from publisher.known import BATCH, Note  # noqa: PLC0415  # with it come the nouns

        notes = list[Note]()
        make = partial(self._workshop.statement, stage=self._stage)
        worth = 2 if self._presses else workers.WORTH
        wrong = list(problems)
        for done, made in enumerate(workers.run(make, jobs, self._order.jobs, worth=worth), 1):
            self._order.progress(done, len(jobs))
            wrong += made.problems
            notes += made.notes
            if len(notes) > BATCH:
                self._known.keep(notes)
                notes.clear()
            if not made.problems:
                self._take(made)
        self._known.keep(notes)
        if wrong:
            raise SourceError(*sorted(wrong, key=lambda one: one.path))
        for found in (self._made.redacted, self._made.removed, self._made.remaining):
            found.sort()

    def _take(self, made: Made) -> None:
        """Note what became of a statement."""
        record, slug = self._record, made.slug
        record.disown(slug)
        record.take_away(made.removed)
        record.add(slug, made.files)
        record.stay(made.stays)
        record.keep(slug, made.digest, made.modified, made.told.written())
        record.keep_lines(slug, made.lines)
        self._stage.take(made.changed, made.removed)
        self._made.redacted.extend(made.redacted)
        self._made.removed.extend(made.removed)
        self._count(slug, made.told)


def _lacking() -> str:
    """What has to be installed for PDFs and cards, as a sentence; empty if nothing."""
    from publisher.outputs import card  # noqa: PLC0415  # it takes a second

    return card.missing()


@lru_cache(maxsize=256)  # of most statements the same is told, which thus is there once
def _told(text: str) -> Told | None:
    return Told.read(text) if text else None
