"""Checks of what is counted and dated: `number`, `date`."""

from __future__ import annotations

import re
from collections import Counter, deque
from fractions import Fraction
from typing import TYPE_CHECKING

from publisher.bidi import isolate_all
from publisher.checks import months, number_words
from publisher.checks.numbers import DIGIT, Number, in_ascii, numbers
from publisher.checks.patterns import Rare, Words, of_english, small
from publisher.checks.registry import Hit, error, info, text_check, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from publisher.checks.pair import Pair


@text_check()
def number(pair: Pair) -> Iterator[Hit]:
    """A number is missing, has another value, or is one that the English does not have.

    Numbers are compared by value, whatever digits and separators they are written with; ``7.5 million`` is
    ``7,500,000``, and numbers in words count. Exchanged digits are the typical slip of right-to-left typing.

    Bad:
        en: more than 2014 people
        ar: أكثر من ٢٠٤١ شخصاً
    Good:
        en: 250,000 civilians
        ar: ٢٥٠ ألف مدني
    """
    if turned := list(_backwards(pair)):
        yield from turned
        return
    wanted, there = _numbers_in_english(pair.source), numbers(pair.text, pair.language)
    if not number_words.known(pair.language):
        wanted = [_unscaled(one) for one in wanted]
    missing, extra = _unmatched(wanted, there)
    if missing or extra:
        yield from _reported(pair, *_in_words(pair, wanted, there, missing, extra))
    elif number_words.known(pair.language):
        yield from _unsaid(pair, there)


@of_english
def _numbers_in_english(english: str) -> Sequence[Number]:
    return numbers(english, "en")


def _unscaled(one: Number) -> Number:
    """A number for a language whose words for thousand and million are not known: they may stand beside the digits."""
    return one._replace(
        values=one.values | {Fraction(value) / scale for value in one.values for scale in _SCALES if value >= scale}
    )


_SCALES = (1_000, 10_000, 1_000_000, 1_000_000_000)


def _unmatched(wanted: Sequence[Number], there: Sequence[Number]) -> tuple[list[Number], list[Number]]:
    """The numbers of each side that the other one does not have."""
    if [one.values for one in wanted] == [one.values for one in there]:
        return [], []
    missing, extra = _paired(wanted, there, lambda one, _: one.values)
    missing, extra = _paired(missing, extra, _with_decimals)
    missing, extra = _paired(missing, extra, lambda one, _: {(one.parts, one.scale)} if len(one.parts) > 1 else ())
    return _joined(missing, extra)


def _with_decimals(one: Number, ours: bool) -> Iterable[object]:
    """A number whose only sign stands before three digits has decimals only where the English has."""
    if ours:
        return one.values if one.fractional else ()
    return one.decimal


def _paired(
    wanted: Sequence[Number], there: Sequence[Number], meanings: Callable[[Number, bool], Iterable[object]]
) -> tuple[list[Number], list[Number]]:
    """What is left of each side when numbers with a meaning in common are taken away, one for one."""
    places: dict[object, deque[int]] = {}
    for index, one in enumerate(there):
        for value in meanings(one, False):
            places.setdefault(value, deque()).append(index)
    missing, taken = [], set[int]()
    for one in wanted:
        found = [queue for value in meanings(one, True) if (queue := places.get(value))]
        for queue in found:
            while queue and queue[0] in taken:
                queue.popleft()
        if first := min((queue[0] for queue in found if queue), default=-1) + 1:
            taken.add(first - 1)
        else:
            missing.append(one)
    return missing, [one for index, one in enumerate(there) if index not in taken]


def _joined(missing: list[Number], extra: list[Number]) -> tuple[list[Number], list[Number]]:
    """Take away what one side writes in groups and the other one does not: ``116 123`` and ``116123``."""
    if len(missing) == len(extra) or any(one.scale for one in (*missing, *extra)):
        return missing, extra
    if "".join(one.digits for one in missing) == "".join(one.digits for one in extra):
        return [], []
    # Signs may hold numbers together or apart: 4-1, 4:1, 4.1.
    ours, theirs = (Counter(part for one in side for part in one.parts) for side in (missing, extra))
    return ([], []) if ours == theirs else (missing, extra)


def _backwards(pair: Pair) -> Iterator[Hit]:
    """Telephone numbers whose groups stand in the order in which a right-to-left line would show them."""
    found = _phones(pair.source)
    text = in_ascii(pair.text) if found else ""
    for one in found:
        groups = re.findall(r"\d+", one)
        right, wrong = (r"\D{1,2}".join(side) for side in (groups, groups[::-1]))
        if re.search(wrong, text) and not re.search(right, text) and groups != groups[::-1]:
            yield error(f'the groups of "{one}" stand in reverse order', f"write {one}; pages keep its order", near=one)


@of_english
def _phones(english: str) -> list[str]:
    return [found[0] for found in _PHONE.finditer(english)]


_PHONE = Rare(r"\d[ -]\d{2}", r"(?<!\d)\+?\d{1,15}(?:[ -]\d{2,15}){2,8}")


def _in_words(
    pair: Pair, wanted: Sequence[Number], there: Sequence[Number], missing: Sequence[Number], extra: Sequence[Number]
) -> tuple[list[Number], list[Number]]:
    """Take away what the other side says in words, or says once although it stands here twice."""
    said = number_words.said(months.without(pair.text, pair.language), pair.language)
    heard = {value for one in wanted if not missing for value in one.values}
    heard |= number_words.said_in_english(pair.source).values if extra else set()
    # 7 January may be written 7/1.
    heard |= {one.month for one in (months.dates_in_english(pair.source) if extra else ())}
    again = {value for one in there if not extra for value in one.values}
    lost = [
        one for one in missing if one.values.isdisjoint(said.values | again | (said.parts if one.percent else set()))
    ]
    new = [one for one in extra if one.values.isdisjoint(heard)]
    # What is no number in English excuses one in the translation, but not instead of another one.
    return lost, new if lost else [one for one in new if one.values.isdisjoint(number_words.vague(pair.source))]


def _unsaid(pair: Pair, there: Sequence[Number]) -> Iterator[Hit]:
    """Numbers that the English says in words, and the translation neither in words nor in digits."""
    totals = _large_in_words(pair.source)
    if not totals:
        return
    found = {value for one in there for value in one.values}
    found |= number_words.said(pair.text, pair.language).values
    for value, words in totals:
        if value not in found:
            yield warning(f'"{words}" is missing, or is another number', "compare the two", near=words.split()[0])


@of_english
def _large_in_words(english: str) -> list[tuple[number_words.Value, str]]:
    """The numbers that an English text says in words and that must be found again, with these words."""
    if not _LARGE.search(small(english)):
        return []
    return [(value, words) for value, words in number_words.said_in_english(english).totals if _counts(value, words)]


_LARGE = Words.of(
    *("teen", "hundred", "thousa", "thousi", "milla", "milli", "billa", "billi", "trilla", "trilli"),
    *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    *("twentie", "thirtie", "fortie", "fiftie", "sixtie", "seventie", "eightie", "ninetie"),
)


def _counts(value: number_words.Value, words: str) -> bool:
    """Whether English number words are so exact that they must be found again: not "hundreds", nor a few."""
    return value > 12 and value.denominator == 1 and not words.endswith("s") and words != "hundred"  # noqa: PLR2004


def _reported(pair: Pair, missing: list[Number], extra: list[Number]) -> Iterator[Hit]:
    if missing and extra:
        before, after = _likest(missing, extra)
        turned = before.digits != after.digits and sorted(before.digits) == sorted(after.digits)
        how = "; its digits have changed places" if turned else ""
        said = f'"{before.text}" has become "{after.text}"{how}'
        yield error(said, f"write {before.text}", pair.target.find(after.text), near=before.text)
        return
    sure = error if number_words.known(pair.language) else warning
    days = {str(one.day) for one in months.dates_in_english(pair.source)} if missing else set()
    for one in missing:
        message, cure = f'the number "{one.text}" is missing', f"write {one.text}, in digits or in words"
        minor = one.identifier or (one.small and one.digits not in days)
        yield (info if minor else sure)(message, cure, near=one.text)
    for one in extra:
        at = pair.target.find(one.text)
        yield warning(f'the number "{one.text}" is not in the English', "delete it, or correct it", at)


def _likest(missing: list[Number], extra: list[Number]) -> tuple[Number, Number]:
    """The two numbers most probably meant for one another."""

    def likeness(one: Number, other: Number) -> tuple[bool, bool, int]:
        same = sum(a == b for a, b in zip(one.digits, other.digits, strict=False))
        return sorted(one.digits) == sorted(other.digits), len(one.digits) == len(other.digits), same

    few = slice(_COMPARED)
    return max(((one, other) for one in missing[few] for other in extra[few]), key=lambda both: likeness(*both))


_COMPARED = 30
"""So many numbers of each side are compared to say which has become which."""


@text_check()
def date(pair: Pair) -> Iterator[Hit]:
    """A date has another month than in the English, or none.

    The months that come in pairs are the ones exchanged: كانون الأول and كانون الثاني, کانوونی یەکەم and
    کانوونی دووەم, Çileya Pêşîn and Çileya Paşîn. Names of all calendars in use are understood.

    Bad:
        en: on 7 January 2026
        ar: في 7 كانون الأول 2026
    Good:
        en: on 7 January 2026
        ar: في 7 كانون الثاني 2026
    """
    wanted = months.dates_in_english(pair.source)
    if DIGIT.search(pair.text):
        yield from _turned(pair, wanted)
    if not wanted or not months.known(pair.language):
        return
    there = months.dates(pair.text, pair.language)
    ours, theirs = (Counter(one.month for one in side) for side in (wanted, there))
    # A month may be named more often, by two names, or once for several days; but not one in place of another.
    lost, more = sorted((ours - theirs).elements()), [one for one in there if theirs[one.month] > ours[one.month]]
    numeric = months.numeric_months(pair.text) if lost else set()
    exchanged = list(_days_exchanged(wanted, there))
    yield from exchanged
    for month in (one for one in lost if one not in numeric and not exchanged):
        name = months.ENGLISH[month - 1]
        if more:
            shown = isolate_all(more[0].text, pair.locale.direction)
            said = f"{name} has become {months.ENGLISH[more[0].month - 1]} ({shown})"
            yield error(said, f"write the name of {name}", pair.target.find(more[0].text), near=name)
        elif month not in theirs:
            yield warning(f"the month {name} is missing", "name the month", near=name)


def _turned(pair: Pair, wanted: Sequence[months.Date]) -> Iterator[Hit]:
    """Dates in figures with day and month in the other order, and figures that a spreadsheet took for a date."""
    theirs = months.in_figures(pair.text)
    ours = months.in_figures(pair.source) if theirs else set()
    named = {(one.month, one.day) for one in wanted if one.month != one.day}
    for first, second, third in sorted(theirs - ours):
        if (second, first, third) in ours - theirs and max(first, second) <= 12:  # noqa: PLR2004
            said = f"{second}/{first}/{third} has become {first}/{second}/{third}"
            yield warning(said, "write the month as a word, so that nobody has to guess")
        elif (first, second) in named and (second, first) not in named:
            said = f"{second} {months.ENGLISH[first - 1]} has become {first}/{second}"
            yield error(said, f"write {second}/{first}, or the month as a word")
    made = _SPREADSHEET.search(pair.text)
    if made and not _SPREADSHEET.search(pair.source):
        yield error(f'"{made[0]}" is what a spreadsheet makes of numbers', "write what the English has")


_SPREADSHEET = Rare(months.SOME.pattern, rf"\b\d{{1,2}}-(?:{months.SOME.pattern})\b|\b(?:{months.SOME.pattern})-\d\d\b")


def _days_exchanged(wanted: Sequence[months.Date], there: Sequence[months.Date]) -> Iterator[Hit]:
    """Days that stand with another month than in the English."""
    ours, theirs = ({(one.day, one.month) for one in side if one.day} for side in (wanted, there))
    days = {day for day, _ in ours}
    for day, month in sorted(theirs - ours):
        right = [one for one in sorted(ours - theirs) if one[0] == day]
        if day in days and right:
            name = months.ENGLISH[right[0][1] - 1]
            said = f"{day} {name} has become {day} {months.ENGLISH[month - 1]}"
            yield error(said, f"write the name of {name}", near=name)
