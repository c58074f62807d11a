"""Checks of a whole catalog: `same-target`, `consistency`, `changed`, `catalog`, `header`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from publisher.checks.patterns import of_english
from publisher.checks.registry import Hit, error, info, warning, whole_check
from publisher.checks.whole import finished
from publisher.errors import counted
from publisher.model import INTERFACE, SIGNATORY, Segment, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.checks.pair import Pair
    from publisher.checks.whole import Whole

_LONG = 20
"""From how many characters on two texts are not the same by chance."""


@whole_check()
def same_target(whole: Whole) -> Iterator[tuple[Pair, Hit]]:
    """Two different English texts of 20 characters or more have one translation: one was pasted into the wrong row.

    Bad:
        en: People fled in 2018. / Hundreds are missing.
        ku: Gel di 2018an de reviya. / Gel di 2018an de reviya.
    Good:
        en: People fled in 2018. / Hundreds are missing.
        ku: Gel di 2018an de reviya. / Bi sedan kes winda ne.
    """
    first: dict[str, Pair] = {}
    long = [one for one in whole.pairs if len(one.source) >= _LONG and not one.segment.plural]
    beginnings = [_beginning(one.text) for one in long]
    counts = Counter(beginnings)
    for pair, beginning in zip(long, beginnings, strict=True):
        if counts[beginning] == 1 or pair.segment.context == SIGNATORY:
            continue
        other = first.setdefault(_folded(pair.text), pair)
        if other is not pair and _folded_english(other.source) != _folded_english(pair.source):
            line = whole.catalog.line_of(other.segment)
            yield pair, error(f"it is the translation of another text, in line {line}", "translate this one")


@whole_check()
def consistency(whole: Whole) -> Iterator[tuple[Pair, Hit]]:
    """One English text has two translations: in one role, or, if it is 20 characters or longer, anywhere.

    Bad:
        en: Read more / Read more.
        ku: Bêtir bixwîne / Dirêjahî
    Good:
        en: Read more / Read more.
        ku: Bêtir bixwîne / Bêtir bixwîne.
    """
    first: dict[tuple[str, str], Pair] = {}
    for pair in whole.pairs:
        if pair.segment.plural or pair.segment.context in {SIGNATORY, INTERFACE}:
            continue
        role = pair.segment.context if len(pair.source) < _LONG else ""
        other = first.setdefault((role, _folded_english(pair.source)), pair)
        if other is not pair and _folded(other.text) != _folded(pair.text):
            line = whole.catalog.line_of(other.segment)
            yield pair, warning(f"the same English is translated otherwise in line {line}", "decide for one of the two")


_LETTERS = re.compile(r"[^\W_]+")


def _folded(text: str) -> str:
    """A text without capitals, spaces and punctuation."""
    return "".join(_LETTERS.findall(text)).casefold()


def _beginning(text: str) -> str:
    """What a text begins with that is folded: others that are the same when folded begin so too, and few besides."""
    found = _folded(text[:_BEGINNING])
    return (found if len(found) >= _ENOUGH else _folded(text))[:_ENOUGH]


_BEGINNING, _ENOUGH = 40, 20  # characters
_folded_english = of_english(_folded)


@whole_check()
def changed(whole: Whole) -> Iterator[tuple[Segment, Hit]]:
    """The English has changed since this was translated: readers do not see it until somebody confirms it.

    Bad:
        en: More than 30 people were killed. (before: More than 20 people were killed.)
        ku: Zêdetirî 20 kes hatin kuştin. (fuzzy)
    Good:
        en: More than 30 people were killed.
        ku: Zêdetirî 30 kes hatin kuştin.
    """
    for unit in whole.units:
        if unit.state is State.FUZZY:
            before = f"before, it was: {unit.previous}" if unit.previous else "compare it with the English"
            yield unit.segment, warning("the English has changed since this was translated", before)
        elif unit.state is State.PRETRANSLATED:
            yield (
                unit.segment,
                info("offered from another text, and not confirmed yet", "correct it and take the mark away"),
            )


@whole_check(waivable=False)
def catalog(whole: Whole) -> Iterator[tuple[Segment | None, Hit]]:
    """The file is broken, or does not hold exactly the texts of the sources.

    What GNU ``msgfmt --check`` refuses is refused: half a file, marks of a merge conflict, a text twice,
    translations that begin or end with a line break where the English does not.

    Bad:
        the paragraph "Protect all civilians." is in source/ and not in the file
    Good:
        publish update has run since the English was changed
    """
    live, segments = set(whole.catalog.keys), [one.segment for one in whole.units]
    # A new signatory keeps the name it signs with: it holds nothing back.
    texts = [one for one in segments if one.context != SIGNATORY]
    if live and (missing := [one for one in texts if one.key not in live]):
        yield None, error(f'{_are(len(missing))} not in it, such as "{_short(missing[0].source)}"', _UPDATE)
    if extra := sorted(source for context, source in live - {one.key for one in segments}):
        yield None, error(f'{_are(len(extra))} not in the sources, such as "{_short(extra[0])}"', _UPDATE)
    for unit in whole.units:
        if whole.catalog.is_blank(unit.segment):
            yield unit.segment, error("nothing in it that can be seen", "translate it, or empty it")
        elif any(_breaks(one) != _breaks(unit.segment.source) for one in finished(unit)):
            yield unit.segment, error("it begins or ends with a line break, and the English does not", "take that away")


_UPDATE = "publish update"


def _breaks(text: str) -> tuple[bool, bool]:
    """Whether a text begins, and whether it ends, with a line break: texts of a source never do."""
    return text.startswith("\n"), text.endswith("\n")


def _are(count: int) -> str:
    return f"{counted(count, 'text')} {'is' if count == 1 else 'are'}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004


@whole_check(waivable=False)
def header(whole: Whole) -> Iterator[tuple[None, Hit]]:
    """The header of the file lacks what other programs need: its language and how that counts.

    Bad:
        a header without "Language: ku"
    Good:
        the header that publish update writes
    """
    missing = [name for name in ("Language", "Plural-Forms", "Content-Type") if name not in whole.catalog.header]
    for name in missing if missing and whole.catalog.entries() else ():
        yield None, error(f'the header has no "{name}"', _UPDATE)
