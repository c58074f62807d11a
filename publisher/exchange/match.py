"""What the rows of a sheet mean for a catalog: which text each is for, and whether it says anything new.

A row is for a segment if its address names it by id and by the hash of its English. What was written there is new if
it differs from what went out; and if somebody else changed that meanwhile, neither of the two is dropped. Whatever is
odd about a row makes its text a draft, never a loss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from publisher import po
from publisher.document import fingerprint
from publisher.exchange.sheet import source_hash
from publisher.model import SIGNATORY, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.catalog import Catalog
    from publisher.document import Inline, Run
    from publisher.exchange.sheet import Cell, Markup, Returned
    from publisher.model import Segment


class Outcome(StrEnum):
    """What becomes of a row."""

    UPDATED = "updated"
    """Its text is put in, finished."""
    DRAFT = "draft"
    """Its text is put in as a draft."""
    CONFIRMED = "confirmed"
    """The draft that is there is finished: its mark was taken away."""
    DOUBTED = "doubted"
    """The text that is there becomes a draft: a mark was put."""
    CONFLICT = "conflict"
    """Somebody else changed the text too: both are kept, as a draft."""
    UNCHANGED = "unchanged"
    """It says what it said when it went out, or what is there already."""
    EMPTY = "empty"
    """It has no text; nothing is deleted."""
    OUTDATED = "outdated"
    """Its English is no longer in the statement; where that became of it, its text is a draft there."""
    SKIPPED = "skipped"
    """It is for no text of the statement."""


@dataclass(slots=True)
class Taken:
    """What becomes of one row.

    Attributes:
        row: The row.
        outcome: What becomes of it.
        segment: The text it is for; None if there is none.
        form: Which plural form of it; 0 of a text that is not counted.
        text: What it says, as the catalog writes it.
        reasons: Why it is a draft, or skipped, in words that can follow its place.
    """

    row: Returned
    outcome: Outcome
    segment: Segment | None = None
    form: int = 0
    text: str = ""
    reasons: list[str] = field(default_factory=list)


class Matcher:
    """The texts of a catalog, to which rows are compared.

    Args:
        catalog: The catalog, up to date.
        segments: What it holds.
        markup: What the signs in its texts mean.
        accept_drafts: Whether a text that was edited is finished although the mark of a draft stands beside it.
    """

    def __init__(
        self, catalog: Catalog, segments: Sequence[Segment], markup: Markup, *, accept_drafts: bool = False
    ) -> None:
        self._catalog, self._markup, self._accept_drafts = catalog, markup, accept_drafts
        self._by_id = {one.id: one for one in segments}
        self._by_english: dict[tuple[str, str], list[Segment]] = {}
        self._sources_of: dict[str, set[str]] = {}
        for one in segments:
            for english in {one.source, one.plural} - {""}:
                key = (one.context, self._english(one.context, english))
                self._by_english.setdefault(key, []).append(one)
            for target in filter(str.strip, catalog.forms(one)):
                self._sources_of.setdefault(self.print_of(one, target), set()).add(one.source)

    def take(self, row: Returned) -> Taken:
        """What becomes of a row by itself."""
        taken = self._found(self._with_known_links(row))
        segment = taken.segment
        if segment is None:
            return taken
        forms = self._catalog.forms(segment)
        if taken.form >= len(forms):
            said = "is a plural form that the language does not have"
            return Taken(taken.row, Outcome.SKIPPED, reasons=[said])
        taken.text, exact = self.written(segment, taken.row.target, forms[taken.form])
        if lost := po.garbled(taken.text):
            return replace(taken, outcome=Outcome.SKIPPED, reasons=[f'has lost its letters ("{lost}"); write it anew'])
        if bad := po.unwritable(taken.text):
            said = f"has U+{ord(bad):04X}, which no catalog can hold; write it anew"
            return replace(taken, outcome=Outcome.SKIPPED, reasons=[said])
        taken.outcome = self._judged(taken, segment, forms[taken.form])
        if taken.outcome is Outcome.UPDATED:
            taken.reasons += self._doubts(taken, segment, exact=exact)
            if taken.reasons or (row.unsure and not self._accept_drafts):
                taken.outcome = Outcome.DRAFT
        return taken

    def written(self, segment: Segment, cell: Cell, present: str = "") -> tuple[str, bool]:
        """What stands in a cell as the catalog writes it, and whether that shows exactly the same."""
        if isinstance(cell, str):
            return typed(cell, segment), True
        like = [segment.source, present] if present else [segment.source]
        made = self._markup.markdown(segment.context, _fitted(cell, segment), like)
        return made.text.strip(), made.exact

    def print_of(self, segment: Segment, cell: Cell) -> str:
        """The fingerprint of a text for a segment, in the catalog or in a cell."""
        runs = self._markup.runs(segment.context, cell) if isinstance(cell, str) else cell
        return fingerprint(_fitted(runs, segment))

    def _with_known_links(self, row: Returned) -> Returned:
        """A row whose links are written as in its texts: programs add a slash to a bare host (RFC 3986, 6.2.3)."""
        segment = self._by_id.get(row.ref.unit) if row.ref else None
        if segment is None:
            return row
        texts = filter(None, (segment.source, segment.plural, *self._catalog.forms(segment)))
        links = {one.link for text in texts for one in self._markup.runs(segment.context, text) if one.link}
        known = {one.removesuffix("/"): one for one in links} | {one: one for one in links}
        source = None if row.source is None else _led(row.source, known)
        return replace(row, source=source, target=_led(row.target, known))

    def _english(self, context: str, cell: Cell) -> str:
        """The fingerprint of an English text; line breaks in it do not count."""
        runs = self._markup.runs(context, cell) if isinstance(cell, str) else cell
        return fingerprint(map(_in_one_line, runs))

    def _found(self, row: Returned) -> Taken:
        """The segment that a row is for: by its address, or, where that cannot be, by its English."""
        ref = row.ref
        segment = self._by_id.get(ref.unit) if ref else None
        form = (ref.form if ref else None) or 0
        fits = segment is not None and (row.source is None or self._is_english_of(row.source, segment))
        other = None if fits else self._with_english(row)
        if segment is None and other is None:
            outcome = Outcome.OUTDATED if ref else Outcome.SKIPPED
            return Taken(row, outcome, reasons=["is for no text that is there now"])
        if segment is None:
            reasons = ["has no address of a text; found by its English"]
        elif other is not None:
            reasons = ["has the address of another text than its English"]
        elif not fits:
            reasons = ["has not the English that it went out with"]
        else:
            changed = ref is not None and ref.source != source_hash(segment)
            reasons = ["has an address that was changed"] if changed else []
        return Taken(row, Outcome.UPDATED, other or segment, form, reasons=reasons)

    def _with_english(self, row: Returned) -> Segment | None:
        """The one segment whose English stands in a row."""
        if row.source is None:
            return None
        contexts = {context for context, _ in self._by_english}
        keys = [(one, self._english(one, row.source)) for one in contexts]
        found = [segment for key in keys for segment in self._by_english.get(key, ())]
        return found[0] if len(found) == 1 else None

    def _is_english_of(self, cell: Cell, segment: Segment) -> bool:
        """Whether a cell shows the English of a segment, in the singular or the plural."""
        key = (segment.context, self._english(segment.context, cell))
        return segment in self._by_english.get(key, ())

    def _judged(self, taken: Taken, segment: Segment, present: str) -> Outcome:
        """What becomes of a row, as what came back compares to what went out and to what is there now."""
        row = taken.row
        if not taken.text:
            return Outcome.EMPTY
        back, here = self.print_of(segment, row.target), self.print_of(segment, present)
        # What was found by its English did not go out with this address.
        out = row.ref.target if row.ref and row.ref.unit == segment.id else None
        if back == here:
            return self._marked(taken, segment, edited=back != out)
        if back == out and present.strip():
            return Outcome.UNCHANGED  # and what is there now is somebody else's newer text
        if back == out and not (row.ref and row.ref.draft and not row.unsure):
            taken.reasons.append("was there when it went out, and is there no more")
            return Outcome.DRAFT
        if present.strip() and here != out:
            taken.reasons.append("was changed since the table went out; both texts are kept")
            return Outcome.CONFLICT
        return Outcome.UPDATED

    def _marked(self, taken: Taken, segment: Segment, *, edited: bool) -> Outcome:
        """What becomes of a text that is there already: only the mark of a draft may have been taken away, or put."""
        row, finished = taken.row, self._catalog.state_of(segment) is State.TRANSLATED
        went_out_as_draft = row.ref is not None and row.ref.draft
        if finished and row.unsure and not went_out_as_draft:
            taken.reasons.append("has the mark of a draft now")
            return Outcome.DOUBTED
        if taken.reasons or row.doubts or edited:  # edited, and here already: somebody has been there since
            return Outcome.UNCHANGED
        return Outcome.CONFIRMED if not finished and went_out_as_draft and not row.unsure else Outcome.UNCHANGED

    def _doubts(self, taken: Taken, segment: Segment, *, exact: bool) -> list[str]:
        """What is odd about a text that shall be put in."""
        doubts = [*taken.row.doubts]
        if not exact:
            doubts.append("has a formatting that could not be kept")
        source, target = (self._markup.inline(segment.context, one) for one in (segment.source, taken.text))
        if source.links != target.links:
            doubts.append("has not the links of the English")
        if _kept(source) != _kept(target):
            doubts.append("has not the footnotes or the code of the English")
        if segment.context != SIGNATORY and segment.words >= _MANY and taken.text == segment.source:
            doubts.append("has the English as its translation")
        if self._sources_of.get(self.print_of(segment, taken.text), set()) - {segment.source}:
            doubts.append(_OTHERS)
        return doubts


_MANY = 3
"""How many words of English stay as they are in no translation."""
_SLIPPED = 4
"""Of one new text in so many that stands in the row of another, it follows that a column slipped."""
_OTHERS = "has the text of another row"
_SPACES = re.compile(r"\s+")
_SOFT = re.compile(r"(?<!\\)(?<!  )\n")


def gathered(taken: Sequence[Taken]) -> list[Taken]:
    """Rows that are for the same text together: equal ones once; of others the first is a draft, and all are kept.

    Where a column slipped, no text of the table is beside its English for certain.
    """
    written = [one for one in taken if one.outcome in {Outcome.UPDATED, Outcome.DRAFT}]
    slipped = sum(_OTHERS in one.reasons for one in written)
    if slipped > 1 and _SLIPPED * slipped >= len(written):
        for one in taken:
            if one.outcome is Outcome.UPDATED:
                one.outcome, one.reasons = Outcome.DRAFT, ["stands in a table in which texts are in others' rows"]
    unsure = {(one.segment.id, one.form) for one in taken if one.segment and one.row.unsure}
    for one in taken:
        if one.outcome is Outcome.CONFIRMED and one.segment and (one.segment.id, one.form) in unsure:
            one.outcome, one.reasons = Outcome.UNCHANGED, ["has the mark of a draft in another row"]
    first: dict[tuple[str, int], Taken] = {}
    done = []
    for one in taken:
        new = one.outcome in {Outcome.UPDATED, Outcome.DRAFT, Outcome.CONFLICT} and one.segment is not None
        other = first.setdefault((one.segment.id, one.form), one) if new and one.segment else one
        if other is one:
            done.append(one)
        elif other.text == one.text:
            done.append(replace(one, outcome=Outcome.UNCHANGED, reasons=[f"says the same as {other.row.place}"]))
        else:
            other.outcome = Outcome.DRAFT if other.outcome is Outcome.UPDATED else other.outcome
            other.reasons.append(f"is for the same text as {one.row.place}")
            done.append(replace(one, outcome=Outcome.CONFLICT, reasons=[f"has another text than {other.row.place}"]))
    return done


def _kept(text: Inline) -> set[str]:
    return {mark for mark in text.marks if mark.startswith(("footnote", "code"))}


def _fitted(runs: Sequence[Run], segment: Segment) -> list[Run]:
    """Runs whose line breaks are spaces, unless the English has line breaks."""
    return list(runs) if "\n" in segment.source else [_in_one_line(one) for one in runs]


def _led(cell: Cell, known: Mapping[str, str]) -> Cell:
    """A cell whose links are as they are known."""
    if isinstance(cell, str):
        return cell
    return [one._replace(link=known.get(one.link) or known.get(one.link.removesuffix("/"), one.link)) for one in cell]


def _in_one_line(run: Run) -> Run:
    return run._replace(text=run.text.replace("\n", " "))


def typed(cell: str, segment: Segment) -> str:
    """Text as it was typed; a line break is a space unless the English has line breaks."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\n" in segment.source:
        return _SOFT.sub(r"\\\n", text)
    return _SPACES.sub(" ", text) if "\n" in text else text
