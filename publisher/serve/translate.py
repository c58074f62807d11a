"""The translate screen: the list of texts, the editor of one, and what becomes of what is typed there."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from publisher import checks
from publisher.catalog.entry import OFFERED, REMARK
from publisher.catalog.reconcile import KEPT, kept_in
from publisher.catalog.trial import trial
from publisher.document import TEXTS
from publisher.errors import PublisherError
from publisher.merge.words import compared
from publisher.model import State
from publisher.serve.drafts import Draft, stripped
from publisher.serve.journal import entry
from publisher.serve.views import (
    Agreed,
    CatalogView,
    Form,
    Found,
    Neighbour,
    Stranded,
    Suggestion,
    UnitView,
    words_around,
)
from publisher.workflow.edit import Edit, Edited, Outcome, edit, remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.locale import Locale
    from publisher.model import Segment, Unit
    from publisher.serve.desk import Desk, Table
    from publisher.serve.people import Person

_PLACE = re.compile(r".+ \d+ of \d+|Glossary: .+")
"""Notes that the screen shows in another way: what a text is, and the terms in it."""
_ROLES = frozenset(TEXTS.values())
"""Notes that say in English what a text is: its heading says that in the language of the interface."""
EXAMPLES = 4
"""How many numbers are named that a plural form is for."""


class Place(NamedTuple):
    """A catalog, and who works on it."""

    desk: Desk
    person: Person
    locale: Locale
    domain: str

    @property
    def table(self) -> Table:
        """What the catalog holds now."""
        return self.desk.table(self.locale, self.domain)

    @property
    def typed(self) -> dict[str, Draft]:
        """By unit, what the person has typed and not accepted."""
        return self.desk.drafts.of(self.person.id, self.locale.id, self.domain)

    def earlier(self, unit: str) -> list[str]:
        """What the person typed over another state of a text, and never accepted; the newest first."""
        kept = self.desk.drafts.earlier(self.person.id, self.locale.id, self.domain).get(unit, ())
        return [text for one in kept for text in one.targets if text.strip()]

    @property
    def may_edit(self) -> bool:
        """Whether the person may change it."""
        return self.person.translates(self.locale.id)


def catalog_view(place: Place) -> CatalogView:
    """The translate screen, and the list in it."""
    table, typed = place.table, place.typed
    stranded = [Stranded(unit, one.targets, one.source) for unit, one in typed.items() if unit not in table.by_id]
    return CatalogView(
        place.domain,
        place.desk.title(place.domain),
        table.document is not None,
        place.locale,
        place.desk.project.settings.source_locale,
        table.rows(_begun(table, typed)),
        table.progress,
        table.places,
        stranded,
        table.behind,
        place.may_edit,
    )


def _begun(table: Table, typed: Mapping[str, Draft]) -> list[str]:
    """The units of which something is typed that the file does not hold; what was sent behind a save, it does."""
    segments = {unit: table.by_id[unit] for unit in typed if unit in table.by_id}
    return [unit for unit, one in segments.items() if stripped(typed[unit].targets) != _forms(table, one)]


def unit_view(place: Place, unit: str) -> UnitView | None:
    """The editor of one text; None if there is no such text."""
    table, draft = place.table, place.typed.get(unit)
    segment = table.by_id.get(unit)
    if segment is None:
        return None
    held, base = table.catalog.unit(segment), _forms(table, segment)
    boxes = list(draft.targets) if draft and len(draft.targets) == len(base) else base
    source, began = segment.source, stripped(draft.base) if draft else base
    disputed = stripped(boxes) != base and began != base
    comment = [line for line in held.comment.split("\n") if line and not KEPT.match(line)]
    return UnitView(
        table.row(segment),
        segment,
        [_form(place, segment, index, text) for index, text in enumerate(boxes)],
        base,
        held.previous,
        compared(held.previous, source) if held.previous else (),
        [one for one in segment.notes if not (_PLACE.fullmatch(one) or one in _ROLES)],
        [Agreed(one.term.text, one.target, one.kept, one.term.note) for one in table.glossary.hits(source)],
        _suggestions(place, segment, held),
        _neighbour(table, segment, -1),
        _neighbour(table, segment, 1),
        [line.removeprefix(REMARK) for line in comment if not line.startswith(OFFERED)],
        list(dict.fromkeys([*place.earlier(unit), *kept_in(held.comment)])),
        found(place, segment, boxes),
        held.state in {State.FUZZY, State.PRETRANSLATED},
        typed=stripped(boxes) != base,
        conflict=base if disputed else (),
        began=began if disputed else (),
        may_edit=place.may_edit,
    )


def found(place: Place, segment: Segment, targets: Sequence[str]) -> list[Found]:
    """What the checks say of a translation, as fast as it is typed."""
    table = place.table
    tried = trial(table.catalog, segment, targets)
    return [
        Found(one.finding, one.form, _repaired(one), *(words_around(one.finding.target, one.fix) if one.fix else ()))
        for one in checks.glance(tried, segment, table.read, table.glossary)
    ]


def _repaired(one: checks.Glance) -> str | None:
    if one.fix is None:
        return None
    text = one.finding.target
    return text[: one.fix.start] + one.fix.text + text[one.fix.end :]


def _forms(table: Table, segment: Segment) -> list[str]:
    return stripped(table.catalog.forms(segment))


def _form(place: Place, segment: Segment, index: int, text: str) -> Form:
    if not segment.plural:
        return Form(segment.source, text)
    numbers = [n for n in range(200) if place.locale.plural_index(n) == index][:EXAMPLES]
    source = place.desk.project.settings.source_locale
    counted = segment.plural if source.plural_index(numbers[-1]) else segment.source
    return Form(counted, text, tuple(numbers))


def _suggestions(place: Place, segment: Segment, held: Unit) -> list[Suggestion]:
    titles = {domain: place.desk.title(domain) for domain in place.desk.domains}
    return [
        Suggestion(
            tuple(one.targets),
            one.source,
            compared(one.source, segment.source),
            one.likeness,
            one.domain,
            titles.get(one.domain, ""),
        )
        for one in place.desk.memory(place.locale).of(segment, held.targets)
    ]


def _neighbour(table: Table, segment: Segment, step: int) -> Neighbour | None:
    at = [one.id for one in table.segments].index(segment.id) + step
    if not 0 <= at < len(table.segments):
        return None
    unit = table.catalog.unit(table.segments[at])
    return Neighbour(unit.segment.id, unit.segment.source, next(iter(unit.targets), ""), unit.state)


def preview(place: Place, unit: str, targets: Sequence[str]) -> bytes | None:
    """The page of the statement with what is typed in it; None if there is no such text, or no page."""
    table = place.table
    segment = table.by_id.get(unit)
    if segment is None or table.document is None:
        return None
    return place.desk.preview(table.document).page(place.locale.id, segment, targets)


def keep(place: Place, unit: str, typed: Draft) -> None:
    """Keep what is typed, until it is accepted, even while files of the workspace are broken.

    What the file holds anyway is not kept, nor what somebody throws away, of which nothing is left. Its English is
    looked up here.
    """
    drafts, where = place.desk.drafts, (place.person.id, place.locale.id, place.domain, unit)
    source = ""
    with suppress(PublisherError):
        source = next((one.source for one in place.desk.domains[place.domain] if one.id == unit), "")
    if typed.targets:
        drafts.keep(*where, typed._replace(source=source))
    else:
        drafts.forget(*where)


def save(place: Place, unit: str, typed: Draft, *, draft: bool) -> Edited:
    """Accept what somebody wrote: first into the journal, then into the catalog.

    What is not accepted, because somebody else was there before or the text is gone, is kept as it was typed.

    Args:
        place: The catalog, and who works on it.
        unit: The id of the text.
        typed: What they wrote.
        draft: Whether it is not finished.

    Raises:
        PublisherError: If it cannot be taken, or not be written; it is kept as it was typed.
    """
    desk = place.desk
    keep(place, unit, typed)
    desk.tell([])  # whatever was changed a moment ago
    behind = place.table.behind
    with desk.writing:
        wanted = Edit(unit, typed.targets, typed.base, draft)
        edited = edit(desk.project, place.locale, place.domain, desk.domains[place.domain], wanted)
        if edited.outcome is Outcome.CHANGED:
            with desk.journal.accepting(entry(place.person.name, edited)):
                edited.save(desk.project)
        if edited.outcome in {Outcome.CHANGED, Outcome.SAME}:
            done = typed._replace(base=edited.after)
            desk.drafts.accept(place.person.id, place.locale.id, place.domain, unit, done)
    desk.tell(["source"] if behind else [f"{place.locale.id}/{place.domain}"])
    return edited


def add_remark(place: Place, unit: str, text: str, check: str = "") -> UnitView | None:
    """Write a remark, or why a check is to be let pass, into the comment of a text; answer what its editor shows."""
    with place.desk.writing:
        there = remark(place.desk.project, place.locale, place.domain, place.table.by_id.get(unit), text, check)
    place.desk.tell([f"{place.locale.id}/{place.domain}"])
    view = unit_view(place, unit) if there else None
    return replace(view, typed=False) if view else None
