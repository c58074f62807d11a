"""`update`: bring every catalog up to date with the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from publisher import catalog as catalogs
from publisher import files
from publisher.workflow import clock
from publisher.workflow.renew import DATE, TIME, Renewal, all_domains, known_domains, refuse_unknown
from publisher.workflow.sign import kept_over_minor_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from publisher.merge import Change
    from publisher.merge.memory import Memory
    from publisher.model import Segment
    from publisher.project import Project
    from publisher.workflow.renew import Renewed


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


def update(project: Project, slugs: Sequence[str] = (), *, check: bool = False, minor: bool = False) -> Update:
    """Bring the catalogs up to date with the sources; all new bytes are known before the first is written.

    What another program writes into a catalog at the same time is kept, and brought up to date too.

    Args:
        project: The workspace.
        slugs: The statements to bring up to date; none for everything, wording and terms included.
        check: Only tell what would change.
        minor: Whether an edit of typo, punctuation or case only leaves a translation finished.

    Raises:
        PublisherError: If anything in the workspace is unreadable; then nothing is written.
    """
    now = clock.written().strftime(TIME)
    documents = project.documents()
    refuse_unknown(slugs, documents)
    known = known_domains(documents)
    chosen = [one for one in documents if one.slug in slugs] if slugs else documents
    domains = {one.slug: one.segments for one in chosen} if slugs else all_domains(project, documents)
    templates = [_template(project, domain, segments, now) for domain, segments in domains.items()]
    renewals = [Renewal(project, one, domains, known, minor=minor) for one in project.settings.targets]
    renewed = [(one, renewal.memory) for renewal in renewals for one in renewal.catalogs]
    outputs = [*templates, *(_output(one, memory, now) for one, memory in renewed)]
    changed = [one for one in outputs if one.old != one.new]
    signoffs = dict(kept_over_minor_edits(project, chosen, renewals))
    if not check:
        same = {one.path: one.new for one in outputs if one.again and one.old == one.new}
        _write(project, changed, signoffs, _unseen(project, [same, *(one.read for one in renewals)]))
    return Update(
        [
            CatalogChange(project.relative(one.path), one.locale.id, one.domain, one.change, one.renamed_from)
            for one, _ in renewed
        ],
        [project.relative(path) for path in (*(one.path for one in changed), *signoffs)],
        [] if slugs else sorted(path for renewal in renewals for path in renewal.orphans),
        [project.relative(path) for path in signoffs],
    )


class _Output(NamedTuple):
    """A file as it was and as it shall be, and how a catalog that another program wrote meanwhile shall be."""

    path: Path
    old: bytes | None
    new: bytes
    again: Callable[[bytes], bytes] | None = None


def _output(one: Renewed, memory: Memory, now: str) -> _Output:
    return _Output(one.path, one.old, one.to_bytes(memory, now), partial(one.again, memory=memory, now=now))


def _template(project: Project, domain: str, segments: Sequence[Segment], now: str) -> _Output:
    """A .pot file; its date stays while nothing else changes."""
    path = project.pot_path(domain)
    old = project.read(path)
    made = partial(catalogs.template, segments)
    date = catalogs.header_field(old or b"", DATE) or now
    kept = made({"Project-Id-Version": domain, DATE: date})
    return _Output(path, old, kept if kept == old else made({"Project-Id-Version": domain, DATE: now}))


def _unseen(project: Project, read: Iterable[Mapping[Path, bytes]]) -> list[tuple[Path, bytes]]:
    """The catalogs that stay as they are, but have been edited since they were last kept."""
    history = files.History(project.root)
    return [(path, data) for one in read for path, data in one.items() if not history.knows(path, data)]


def _write(
    project: Project,
    changed: Sequence[_Output],
    signoffs: Mapping[Path, Callable[[bytes], bytes]],
    unseen: Sequence[tuple[Path, bytes]],
) -> None:
    """Write files, but none if one of them could not be written; keep the others' work in the history."""
    if not changed and not unseen:
        return
    history = files.History(project.root)
    with files.locked(project.root):
        for path in (*(one.path for one in changed), *signoffs, history.folder / "any"):
            files.refuse_unwritable(path)
        for path, data in unseen:
            history.note(path, data)
        # First: a run that ends here is finished by the next one, and until then nobody has signed what is there.
        for path, again in signoffs.items():
            files.write(path, again(project.read(path) or b"{}"))
        for one in changed:
            if one.again is None:
                files.write(one.path, one.new)
            else:
                history.save(one.path, one.new, one.old, one.again)
