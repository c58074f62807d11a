"""`import`: what translators wrote into a sheet, put into the catalogs that it is from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from publisher import exchange, files
from publisher.archive import MAX_BYTES
from publisher.catalog.entry import REMARK
from publisher.catalog.reconcile import REPLACED, RETURNED
from publisher.errors import OutdatedError, Problem, UsageError, did_you_mean
from publisher.exchange.match import Matcher, Outcome, Taken, gathered
from publisher.workflow.diff import target_locale
from publisher.workflow.domains import all_domains
from publisher.workflow.export import markup_of
from publisher.workflow.outdated import bring_over
from publisher.workflow.restore import save

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.catalog import Catalog
    from publisher.exchange import Markup, Returned
    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.project import Project


class PutIn(NamedTuple):
    """A text that a sheet changes: what its entry holds, a text or one for each plural form, and what it shall hold.

    Attributes:
        segment: The text.
        before: What there is.
        after: What shall be there.
        draft: Whether that is a draft.
    """

    segment: Segment
    before: tuple[str, ...]
    after: tuple[str, ...]
    draft: bool


@dataclass(slots=True)
class Intake:
    """What a sheet brings to one catalog, known before anything is written.

    Attributes:
        locale: The language.
        domain: What it is the catalog of.
        path: The .po file, relative to the workspace.
        taken: What becomes of each row.
        absent: How many texts of the catalog have no row in the sheet; they stay as they are.
        changes: Whether there is anything to write.
        contested: After it was written, how many texts somebody else changed at that moment; both are kept.
    """

    locale: Locale
    domain: str
    path: str
    taken: list[Taken]
    absent: int
    changes: bool
    contested: int = 0
    _catalog: Catalog = field(repr=False, kw_only=True)
    _read: bytes | None = field(repr=False, kw_only=True)

    def edits(self, project: Project) -> Iterator[PutIn]:
        """What is put into each text that the catalog holds otherwise, before it is written."""
        before = project.parse(self._read, self.locale, self.domain)
        for segment in dict.fromkeys(one.segment for one in self.taken if one.segment):
            was, becomes = before.forms(segment), self._catalog.forms(segment)
            draft = self._catalog.is_draft(segment)
            if (was, before.is_draft(segment)) != (becomes, draft):
                yield PutIn(segment, tuple(was), tuple(becomes), draft)

    def save(self, project: Project) -> None:
        """Write the catalog; what it held before is kept."""
        self.contested = len(save(project, self._catalog, self.domain, self._read))

    def count(self, outcome: Outcome) -> int:
        """How many rows this becomes of."""
        return sum(one.outcome is outcome for one in self.taken)


@dataclass(slots=True)
class Import:
    """What is in a sheet.

    Attributes:
        path: The file.
        intakes: What it brings to each catalog.
        warnings: What is odd about the file as a whole.
    """

    path: str
    intakes: list[Intake]
    warnings: list[str]


def read_sheet(project: Project, file: Path, *, accept_drafts: bool = False) -> Import:
    """Read a sheet that came back and compare it to the catalogs; nothing is written.

    Args:
        project: The workspace.
        file: The file, in one of the formats that `exchange.read` knows.
        accept_drafts: Whether a text that was edited is finished although the mark of a draft stands beside it.

    Raises:
        UsageError: If the file cannot be used, or belongs to nothing here.
        PublisherError: If anything in the workspace is unreadable.
    """
    return read_data(project, str(file), _bytes_of(file), accept_drafts=accept_drafts)


def read_data(project: Project, name: str, data: bytes, *, accept_drafts: bool = False) -> Import:
    """Read a sheet that came back as bytes, as `read_sheet` does.

    Args:
        project: The workspace.
        name: The name of the file; its end tells the format.
        data: Its bytes.
        accept_drafts: As there.

    Raises:
        UsageError: If the file cannot be used, or belongs to nothing here.
        PublisherError: If anything in the workspace is unreadable.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    bundle = exchange.read(data, name)
    documents = project.documents()
    domains = all_domains(project, documents)
    statements = {one.slug: one for one in documents}
    intakes = []
    groups, lost = _grouped(project, bundle.rows, domains, name)
    for (locale, domain), rows in groups.items():
        markup = markup_of(statements.get(domain))
        held = _Held(project, locale, domain, domains[domain], markup)
        intakes.append(_intake(held, rows, accept_drafts=accept_drafts))
    return Import(name, intakes, [*bundle.warnings, *lost])


def take_in(project: Project, result: Import) -> None:
    """Write what a sheet brings; what was in the catalogs before is kept, so that `restore` can undo it.

    Raises:
        PublisherError: If a file could not be written.
    """
    changed = [one for one in result.intakes if one.changes]
    files.refuse_unwritable(project.root / one.path for one in changed)  # all of them, or none
    for one in changed:
        one.save(project)


class _Held(NamedTuple):
    """A catalog that rows are for, and what it shall hold."""

    project: Project
    locale: Locale
    domain: str
    segments: Sequence[Segment]
    markup: Markup


def _bytes_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise _too_large(str(file))
        return file.read_bytes()
    except OSError as error:
        hint = "Is its name right? Is it open in a program that keeps it to itself?"
        raise UsageError(Problem(f"cannot be read: {error.strerror}", str(file), hint=hint)) from error


def _too_large(name: str) -> UsageError:
    return UsageError(Problem(f"larger than {MAX_BYTES:,} bytes", name, hint="take the pictures out"))


def _grouped(
    project: Project, rows: Sequence[Returned], domains: Mapping[str, object], file: str
) -> tuple[dict[tuple[Locale, str], list[Returned]], list[str]]:
    """Rows by the catalog that their address names, and what is to be said of those that cannot be told.

    A row without a known address goes with the others where these are all of one catalog.
    """
    groups: dict[tuple[Locale, str], list[Returned]] = {}
    lost: list[Returned] = []
    problems: dict[str, Problem] = {}
    for row in rows:
        try:
            groups.setdefault(_place(project, row, domains, file), []).append(row)
        except UsageError as error:
            problems |= {str(one): one for one in error.problems}
            # Its address may name another unit that is here by chance: what is left is its English.
            lost.append(replace(row, ref=None))
    if not groups:
        raise UsageError(*problems.values())
    if len(groups) == 1:
        next(iter(groups.values())).extend(lost)
        return groups, []
    return groups, [f"{one.place}: has no known address, and the file is of several catalogs; left out" for one in lost]


def _place(project: Project, row: Returned, domains: Mapping[str, object], file: str) -> tuple[Locale, str]:
    if row.ref is None:
        hint = "take the table that publish export made, with its hidden parts; copied texts alone have no address"
        raise UsageError(Problem("no row in it has an address", file, hint=hint))
    if row.ref.domain not in domains:
        message = f'it is of the statement "{row.ref.domain}", which is not here'
        raise UsageError(Problem(message, file, hint=did_you_mean(row.ref.domain, domains)))
    try:
        return target_locale(project, row.ref.locale), row.ref.domain
    except UsageError as error:
        message = f'it is a translation into "{row.ref.locale}", which is not in the settings'
        raise UsageError(Problem(message, file, hint=error.problems[0].hint)) from error


def _intake(held: _Held, rows: Sequence[Returned], *, accept_drafts: bool) -> Intake:
    """Compare rows to a catalog, and put into it, in memory, what they bring."""
    path = held.project.po_path(held.locale, held.domain)
    data = held.project.read(path)
    catalog = held.project.parse(data, held.locale, held.domain)
    _refuse_outdated(catalog, held.segments)
    before = catalog.to_bytes()
    matcher = Matcher(catalog, held.segments, held.markup, accept_drafts=accept_drafts)
    taken = gathered([matcher.take(row) for row in rows])
    bring_over(held.project, catalog, held.segments, matcher, taken)
    for segment in held.segments:
        _put(catalog, segment, [one for one in taken if one.segment == segment])
    found = {one.segment.id for one in taken if one.segment}
    absent = sum(one.id not in found for one in held.segments)
    name = held.project.relative(path)
    changes = catalog.to_bytes() != before
    return Intake(held.locale, held.domain, name, taken, absent, changes, _catalog=catalog, _read=data)


def _refuse_outdated(catalog: Catalog, segments: Iterable[Segment]) -> None:
    """Refuse a catalog that does not hold what the source says now: texts could not be put into it.

    Raises:
        OutdatedError: If it is one.
    """
    entries = catalog.entries()
    if any(one.key not in entries or not entries[one.key].live for one in segments):
        hint = "publish update, then import again"
        raise OutdatedError(Problem("not up to date with its source", catalog.path, hint=hint))


_DRAFTS = frozenset({Outcome.DRAFT, Outcome.DOUBTED, Outcome.CONFLICT})
_FINISHED = frozenset({Outcome.UPDATED, Outcome.CONFIRMED})
_WEIGHT = {Outcome.CONFIRMED: 1, Outcome.UPDATED: 2, Outcome.DOUBTED: 3, Outcome.DRAFT: 4, Outcome.CONFLICT: 5}
"""Which outcome counts where there are several rows for one text; those that bring nothing count least."""


def _put(catalog: Catalog, segment: Segment, taken: Sequence[Taken]) -> None:
    """Put what the rows of one text bring into its entry."""
    forms = catalog.forms(segment)
    outcomes: dict[int, Outcome] = {}
    for one in sorted(taken, key=lambda one: _WEIGHT.get(one.outcome, 0)):
        outcomes[one.form] = one.outcome  # the gravest of several rows for one text
    for one in taken:
        which = f"[{one.form}] " if segment.plural else ""
        if one.outcome is Outcome.DRAFT and one.reasons and forms[one.form].strip() not in {"", one.text}:
            catalog.note(segment, [f"{REPLACED}{which}{line}" for line in forms[one.form].split("\n")])
        if one.outcome in {Outcome.UPDATED, Outcome.DRAFT}:
            forms[one.form] = one.text
        elif one.outcome is Outcome.CONFLICT:
            catalog.note(segment, [f"{RETURNED}{which}{line}" for line in one.text.split("\n")])
        if one.row.remark.strip():
            catalog.note(segment, [REMARK + line.strip() for line in one.row.remark.splitlines() if line.strip()])
    if not (_FINISHED | _DRAFTS) & set(outcomes.values()):
        return
    was_draft, doubted = catalog.is_draft(segment), bool(_DRAFTS & set(outcomes.values()))
    settled = {one.form for one in taken if one.outcome in _FINISHED or _is_clean(one)}
    left = was_draft and any(text.strip() and form not in settled for form, text in enumerate(forms))
    catalog.put(segment, forms, draft=doubted or left)
    for one in taken if left and not doubted else ():
        if one.outcome is Outcome.CONFIRMED:
            one.outcome, one.reasons = Outcome.UNCHANGED, ["is one of several forms, of which others are drafts still"]


def _is_clean(taken: Taken) -> bool:
    """Whether a row has a text that nobody doubts."""
    return bool(taken.text) and not (taken.row.unsure or taken.reasons or taken.row.doubts)
