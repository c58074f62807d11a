"""Checks of what is counted and dated: `number`, `date`."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from publisher.bidi import isolate_all
from publisher.checks import months, number_words
from publisher.checks.numbers import ASCII, Number, numbers
from publisher.checks.registry import Hit, error, info, text_check, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    wanted, there = numbers(pair.source, "en"), numbers(pair.text, pair.language)
    if not wanted and not there:
        return
    if turned := list(_backwards(pair)):
        yield from turned
        return
    missing, extra = _unmatched(wanted, there)
    if not missing and not extra:
        return
    missing, extra = _in_words(pair, wanted, there, missing, extra)
    yield from _reported(pair, missing, extra)


def _unmatched(wanted: Sequence[Number], there: Sequence[Number]) -> tuple[list[Number], list[Number]]:
    """The numbers of each side that the other one does not have."""
    missing, extra = _paired(wanted, there)
    missing, extra = _paired(missing, extra, whole=False)
    return _joined(missing, extra)


def _paired(
    wanted: Sequence[Number], there: Sequence[Number], *, whole: bool = True
) -> tuple[list[Number], list[Number]]:
    """What is left of each side when equal numbers are taken away, one for one."""
    missing, left = [], list(there)
    for one in wanted:
        same = next((other for other in left if _same(one, other, whole=whole)), None)
        if same is None:
            missing.append(one)
        else:
            left.remove(same)
    return missing, left


def _same(one: Number, other: Number, *, whole: bool) -> bool:
    if whole:
        return not one.values.isdisjoint(other.values)
    return one.parts == other.parts and len(one.parts) > 1 and one.scale == other.scale


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
    found = _PHONE.findall(pair.source)
    text = pair.text.translate(ASCII) if found else ""
    for one in found:
        groups = re.findall(r"\d+", one)
        right, wrong = (r"\D{1,2}".join(side) for side in (groups, groups[::-1]))
        if re.search(wrong, text) and not re.search(right, text) and groups != groups[::-1]:
            yield error(f'the groups of "{one}" stand in reverse order', f"write {one}; pages keep its order", near=one)


_PHONE = re.compile(r"\+?\d+(?:[ -]\d{2,}){2,}")


class _Sides(NamedTuple):
    missing: list[Number]
    extra: list[Number]


def _in_words(
    pair: Pair, wanted: Sequence[Number], there: Sequence[Number], missing: Sequence[Number], extra: Sequence[Number]
) -> _Sides:
    """Take away what the other side says in words, or says once although it stands here twice."""
    said = number_words.values(pair.text, pair.language) if missing else set()
    heard = number_words.values(pair.source, "en") if extra else set()
    said |= {value for one in there if not extra for value in one.values}
    heard |= {value for one in wanted if not missing for value in one.values}
    # 7 January may be written 7/1.
    heard |= {Fraction(one.month) for one in (months.dates(pair.source, "en") if extra else ())}
    return _Sides(
        [one for one in missing if one.values.isdisjoint(said)],
        [one for one in extra if one.values.isdisjoint(heard)],
    )


def _reported(pair: Pair, missing: list[Number], extra: list[Number]) -> Iterator[Hit]:
    if missing and extra:
        before, after = _likest(missing, extra)
        turned = before.digits != after.digits and sorted(before.digits) == sorted(after.digits)
        how = "; its digits have changed places" if turned else ""
        said = f'"{before.text}" has become "{after.text}"{how}'
        yield error(said, f"write {before.text}", pair.target.find(after.text), near=before.text)
        return
    for one in missing:
        message, cure = f'the number "{one.text}" is missing', f"write {one.text}, in digits or in words"
        yield (info if one.small or one.identifier else error)(message, cure, near=one.text)
    for one in extra:
        at = pair.target.find(one.text)
        yield warning(f'the number "{one.text}" is not in the English', "delete it, or correct it", at)


def _likest(missing: list[Number], extra: list[Number]) -> tuple[Number, Number]:
    """The two numbers most probably meant for one another."""

    def likeness(one: Number, other: Number) -> tuple[bool, bool, int]:
        same = sum(a == b for a, b in zip(one.digits, other.digits, strict=False))
        return sorted(one.digits) == sorted(other.digits), len(one.digits) == len(other.digits), same

    return max(((one, other) for one in missing for other in extra), key=lambda both: likeness(*both))


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
    wanted = months.dates(pair.source, "en")
    yield from _turned(pair, wanted)
    if not months.known(pair.language):
        return
    there = months.dates(pair.text, pair.language) if wanted else []
    ours, theirs = {one.month for one in wanted}, {one.month for one in there}
    lost, new = sorted(ours - theirs), [one for one in there if one.month not in ours]
    numeric = months.numeric_months(pair.text) if lost else set()
    for month in (one for one in lost if one not in numeric):
        name = months.ENGLISH[month - 1]
        if new:
            shown = isolate_all(new[0].text, pair.locale.direction)
            said = f"{name} has become {months.ENGLISH[new[0].month - 1]} ({shown})"
            yield error(said, f"write the name of {name}", pair.target.find(new[0].text), near=name)
        else:
            yield warning(f"the month {name} is missing", "name the month", near=name)
    if not lost:
        yield from _days_exchanged(wanted, there)


def _turned(pair: Pair, wanted: Sequence[months.Date]) -> Iterator[Hit]:
    """Dates in figures with day and month in the other order, and figures that a spreadsheet took for a date."""
    ours, theirs = months.in_figures(pair.source), months.in_figures(pair.text)
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


_SPREADSHEET = re.compile(
    r"\b\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d\d\b"
)


def _days_exchanged(wanted: Sequence[months.Date], there: Sequence[months.Date]) -> Iterator[Hit]:
    """Days that stand with another month than in the English."""
    ours, theirs = ({(one.day, one.month) for one in side if one.day} for side in (wanted, there))
    days = {day for day, _ in ours}
    for day, month in sorted(theirs - ours):
        right = [one for one in sorted(ours - theirs) if one[0] == day]
        if day in days and right:
            yield error(f"{day} {months.ENGLISH[right[0][1] - 1]} has become {day} {months.ENGLISH[month - 1]}")
