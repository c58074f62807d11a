"""Rows of a sheet whose English was edited after it went out: their texts become drafts of what that became."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exchange.match import Outcome
from publisher.merge import merge
from publisher.model import Segment, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publisher.catalog import Catalog
    from publisher.exchange import Returned
    from publisher.exchange.match import Matcher, Taken
    from publisher.project import Project


def bring_over(
    project: Project, catalog: Catalog, segments: Sequence[Segment], matcher: Matcher, taken: Sequence[Taken]
) -> None:
    """Find for each outdated row the text that its English became, and put its translation there as a draft.

    What became of which text is found as `update` finds it, as if the rows had come back before the English changed.

    Args:
        project: The workspace.
        catalog: The catalog, up to date; it is changed.
        segments: What it holds.
        matcher: What compares rows to it.
        taken: All rows of the sheet, in their order; the outdated ones are changed.
    """
    old = {id(one): _english(one.row, catalog, segments, matcher) for one in taken if one.outcome is Outcome.OUTDATED}
    if not any(old.values()):
        return
    heirs = _heirs(project, catalog, segments, [one.segment or old.get(id(one)) for one in taken])
    for one in taken:
        before = old.get(id(one))
        if before is not None:
            one.reasons = ["its English has changed since"]
            one.text = matcher.written(before, one.row.target)[0]
            if heir := heirs.get(before.key):
                _bequeath(catalog, heir, before, one, matcher)


def _english(row: Returned, catalog: Catalog, segments: Sequence[Segment], matcher: Matcher) -> Segment | None:
    """The text that a row was for: that with its id among all that the catalog remembers, or the English of the row."""
    for context, source in _remembered(row, catalog, segments, matcher):
        found = Segment(source, context)
        if row.ref and found.id == row.ref.unit:
            return found
    return None


def _remembered(
    row: Returned, catalog: Catalog, segments: Sequence[Segment], matcher: Matcher
) -> Iterator[tuple[str, str]]:
    yield from ((context or "", source) for context, source in catalog.entries())
    units = [catalog.unit(one) for one in segments]
    yield from ((one.segment.context, one.previous) for one in units if one.previous)
    if row.source is not None:
        for context in dict.fromkeys(one.context for one in segments):
            yield context, matcher.written(Segment("", context), row.source)[0]


def _heirs(
    project: Project, catalog: Catalog, segments: Sequence[Segment], rows: Sequence[Segment | None]
) -> Mapping[tuple[str, str], Segment]:
    """What became of the texts that are gone, by their keys."""
    # What was translated before belongs to itself, whether the sheet has it or not.
    stayed = [one for one in segments if catalog.state_of(one) is State.TRANSLATED]
    before = {one.key: one for one in (*filter(None, rows), *stayed)}
    gone = set(before) - {one.key for one in segments}
    then = project.parse(None, catalog.locale, "then")
    merge(then, list(before.values()))
    for key in gone:
        then.put(before[key], [key[1]], draft=False)  # any text will do
    merge(then, segments)
    heirs = {}
    for one in segments:
        unit = then.unit(one)
        if unit.state is State.FUZZY and len(unit.targets) == 1:
            heirs.update({key: one for key in gone if key[1] == unit.targets[0]})
    return heirs


def _bequeath(catalog: Catalog, heir: Segment, before: Segment, taken: Taken, matcher: Matcher) -> None:
    """Put the text of an outdated row into the entry of its heir, unless somebody has been there already."""
    ref, unit = taken.row.ref, catalog.unit(heir)
    back = matcher.print_of(before, taken.row.target)
    if not taken.text or (ref and back == ref.target):
        taken.outcome = Outcome.UNCHANGED if taken.text else Outcome.EMPTY
        taken.reasons = []
    elif not unit.targets or (ref and matcher.print_of(heir, unit.targets[0]) == ref.target):
        taken.segment, taken.outcome = heir, Outcome.DRAFT
        if not unit.targets:
            catalog.put(heir, [taken.text], draft=True, previous=before.source)
    else:
        taken.segment, taken.outcome = heir, Outcome.CONFLICT
