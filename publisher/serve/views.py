"""What the screens of the workspace show: plain values, made by the desk, given to templates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import category

from publisher.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publisher.checks.registry import Fix
    from publisher.locale import Locale
    from publisher.merge.words import Words
    from publisher.model import Coverage, Finding, Segment

_LAST, _FIRST = re.compile(r"\S+\Z"), re.compile(r"\S+")
"""The word at the end of a text, and that at its beginning."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a text is, and which one of its kind.

    Attributes:
        context: The role (title, paragraph, item …), or ``interface``, ``term`` and so on.
        number: Which one of that role, counted from 1.
        total: How many there are of it.
    """

    context: str
    number: int
    total: int


def roles(segments: Iterable[Segment]) -> dict[str, Role]:
    """By unit, what a text is and which one of its kind."""
    every = list(segments)
    totals, counts, found = Counter(one.context for one in every), Counter[str](), {}
    for one in every:
        counts[one.context] += 1
        found[one.id] = Role(one.context, counts[one.context], totals[one.context])
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the list.

    Attributes:
        id: Its unit.
        role: What it is.
        state: How far its translation is.
        source: The English.
        target: The translation so far, be it a draft; of plural forms the first that is not empty.
        words: How many words of English it has.
        errors: How many errors the checks found in it.
        warnings: How many warnings.
        changed: Whether its English is another than that which the translation was made from.
        kept: Whether the person who asks has typed something for it and not accepted it.
    """

    id: str
    role: Role
    state: State
    source: str
    target: str
    words: int
    errors: int = 0
    warnings: int = 0
    changed: bool = False
    kept: bool = False

    @property
    def open(self) -> bool:
        """Whether somebody has to work on it."""
        return self.state is not State.TRANSLATED


@dataclass(frozen=True, slots=True)
class Form:
    """One plural form of a text, or the one translation of a text that is not counted.

    Attributes:
        source: The English that it is a translation of.
        target: What stands in the box: what the person typed, else the translation so far.
        numbers: Examples of the numbers that the form is for; empty for a text that is not counted.
    """

    source: str
    target: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """A term that the English uses: what it is called in the language, and whether it stays as it is."""

    term: str
    target: str
    kept: bool
    note: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A translation of a like text.

    Attributes:
        targets: The translation; one text, or one for each plural form.
        source: The English it is of.
        changes: The words from that English to this one.
        likeness: How like the two are, in percent, 1 to 100.
        domain: Where it is from: the slug of a statement, ``site``, ``terms``, or empty for the program's own wording.
        title: The name of that in English; empty for the program's own wording.
    """

    targets: tuple[str, ...]
    source: str
    changes: Words
    likeness: int
    domain: str
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the checks with its repair, if that is certain.

    Attributes:
        finding: What was found.
        form: Which box it is about, counted from 0.
        fixed: The text of that box with this one thing repaired; None where nothing is certain.
        old: The words that the repair changes; empty where it changes nothing that can be seen.
        new: The same words repaired.
    """

    finding: Finding
    form: int = 0
    fixed: str | None = None
    old: str = ""
    new: str = ""


def words_around(text: str, fix: Fix) -> tuple[str, str]:
    """The whole words that a repair changes, before and after; both empty if nobody could see the difference."""
    head, tail = _LAST.search(text, 0, fix.start), _FIRST.match(text, fix.end)
    start, end = head.start() if head else fix.start, tail.end() if tail else fix.end
    old, new = text[start:end], text[start : fix.start] + fix.text + text[fix.end : end]
    return ("", "") if _seen(old) == _seen(new) else (old, new)


def _seen(text: str) -> str:
    """A text without its characters that have no shape of their own (Unicode, general category Cf)."""
    return "".join(one for one in text if category(one) != "Cf")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The text before or after, to be read along."""

    id: str
    source: str
    target: str
    state: State


@dataclass(frozen=True, slots=True)
class UnitView:
    """The editor of one text.

    Attributes:
        row: The text as the list shows it.
        segment: The segment.
        forms: The boxes.
        base: What the file holds: one text, or one for each form. A save tells it, so that no work is lost.
        previous: The English that the translation was made from, if it is another.
        changes: The words from that English to this one; empty if it is not known or the same.
        notes: What the authors tell translators.
        terms: The agreed terms in it.
        suggestions: Translations of like texts, the likest first.
        before: The text before it.
        after: The text after it.
        comment: What translators wrote about it, a line each.
        others: Other translations that are kept in comments: saved at the same time, replaced, returned.
        found: What the checks say of what stands in the boxes.
        draft: Whether the file holds it as a draft.
        typed: Whether the boxes hold what the person typed and has not accepted, instead of what the file holds.
        conflict: What the file holds where it changed since the person began to type; empty if it did not.
        began: Where it changed, what it held when they began.
        may_edit: Whether the person may change it.
    """

    row: Row
    segment: Segment
    forms: Sequence[Form]
    base: Sequence[str]
    previous: str = ""
    changes: Words = ()
    notes: Sequence[str] = ()
    terms: Sequence[Agreed] = ()
    suggestions: Sequence[Suggestion] = ()
    before: Neighbour | None = None
    after: Neighbour | None = None
    comment: Sequence[str] = ()
    others: Sequence[str] = ()
    found: Sequence[Found] = ()
    draft: bool = False
    typed: bool = False
    conflict: Sequence[str] = ()
    began: Sequence[str] = ()
    may_edit: bool = True


@dataclass(frozen=True, slots=True)
class Stranded:
    """What somebody typed for a text that is gone, because its English was edited; kept until it is thrown away.

    Attributes:
        unit: The unit it was typed for.
        targets: What was typed.
        source: The English of that, as far as it is known.
    """

    unit: str
    targets: Sequence[str]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a catalog is.

    Attributes:
        coverage: Counts in texts and words of the English.
        errors: How many errors the checks found.
        warnings: How many warnings.
    """

    coverage: Coverage
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class CatalogView:
    """The translate screen, and the list in it.

    Attributes:
        domain: The slug of a statement, ``site``, ``terms`` or ``tools``.
        title: Its name in English.
        statement: Whether it is a statement, which has a page.
        locale: The language of the translation.
        source_locale: The language of the original.
        rows: Every text, in reading order.
        progress: How far it is.
        places: By unit, the ids of the elements of the page that show it.
        stranded: What the person typed for texts that are gone.
        behind: Whether the English is newer than the catalog's file.
        may_edit: Whether the person may change it.
    """

    domain: str
    title: str
    statement: bool
    locale: Locale
    source_locale: Locale
    rows: Sequence[Row]
    progress: Progress
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stranded: Sequence[Stranded] = ()
    behind: bool = False
    may_edit: bool = True
