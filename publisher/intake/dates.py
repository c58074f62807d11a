"""Dates as people write them above and below an English text, and the places beside them."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple


class Dateline(NamedTuple):
    """What a line says of when and where.

    Attributes:
        day: The day; None where the line can mean two.
        place: The place, or empty.
        readings: The two days that it can mean; else empty.
    """

    day: date | None
    place: str = ""
    readings: tuple[date, ...] = ()


_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"]
_MONTHS += ["november", "december"]
_MONTH = r"(?P<month>[A-Z](?:[a-z]{2,8}|[A-Z]{2,8}))\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?i:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_WEEKDAY = r"(?:(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),?\s+)?"
_FORMS = (
    rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    r"(?P<year>[0-9]{4})-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})",
    r"(?P<first>[0-9]{1,2})(?P<sign>[./-])(?P<second>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})",
)
_PLACE = r"[^\W\d_][^\d.;:!?()\n]{1,58}?"
_BEFORE = r"(?i:date|dated|issued|published|released)(?:\s*:|\s+on)?\s+"
_SIGN = r"\s*[,\u2013\u2014:|/-]\s*|\s*\n\s*"
_INSIDE = rf"(?i:issued|published|released|signed)\s+in\s+(?P<inside>{_PLACE})\s+on\s+"
_START = rf"{_BEFORE}|(?P<place>{_PLACE})(?:{_SIGN})|{_INSIDE}"
_END = rf"(?:(?:{_SIGN})(?P<after>{_PLACE}))?"
_TIME = r"(?:,?\s+(?:at\s+)?(?P<time>[0-9]{1,2}[:.][0-9]{2}(?:\s*[ap]\.?m\b\.?)?(?:\s+[A-Z]{2,4}\b)?))?"
_LINES = [re.compile(rf"\(?(?:{_START})?{_WEEKDAY}{form}{_TIME}{_END}\.?\)?") for form in _FORMS]
_DATELINES = [
    re.compile(rf"\(?(?:(?P<place>{_PLACE})(?:{_SIGN}))?{_WEEKDAY}{form}\)?\s*[\u2013\u2014:-]\s") for form in _FORMS
]
_MANY_WORDS = 6
_NO_PLACE = re.compile(
    r"\b(?:press|release|statement|letter|report|appeal|updated?|embargo\w*|deadline|version|draft"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b",
    re.IGNORECASE,
)
"""What stands before a date in the place of a place."""
_SMALL = {"of", "the", "and", "in", "de", "al", "province", "governorate", "countryside"}


def line(text: str) -> Dateline | None:
    """What a whole line says of date and place; None if it is about anything else."""
    return next((found for one in _LINES if (found := _read(one.fullmatch(text.strip())))), None)


def time(text: str) -> str:
    """The time of day behind the date in a line, as it is written; empty if there is none."""
    found = next((found for one in _LINES if (found := one.fullmatch(text.strip()))), None)
    return (found["time"] or "") if found else ""


def beginning(text: str) -> Dateline | None:
    """The same of the first words of a paragraph, "Aleppo, 9 January 2026 - …", as agencies write them."""
    return next((found for one in _DATELINES if (found := _read(one.match(text)))), None)


def _read(match: re.Match[str] | None) -> Dateline | None:
    if match is None:
        return None
    groups = match.groupdict()
    places = [text.strip() for name in ("place", "inside", "after") if (text := groups.get(name))]
    if len(places) > 1 or not all(map(_is_name, places)) or _NO_PLACE.search(" ".join(places)):
        return None
    place = "".join(places)
    days = list(dict.fromkeys(_days(groups)))
    if not days:
        return None
    return Dateline(days[0], place) if len(days) == 1 else Dateline(None, place, tuple(days))


def _is_name(place: str) -> bool:
    """Whether words can be the name of a place, and are no sentence that a date ends."""
    words = place.replace(",", " ").split()
    return (
        place[0].isupper()
        and len(words) <= _MANY_WORDS
        and all(one[0].isupper() or "-" in one or one in _SMALL for one in words)
    )


def _days(groups: dict[str, str | None]) -> list[date]:
    """The days that a match can mean."""
    year = int(groups["year"] or 0)
    if groups.get("first"):
        one, other = int(groups["first"] or 0), int(groups["second"] or 0)
        both = [(other, one)] if groups["sign"] == "." else [(other, one), (one, other)]  # 9.1. is never September
        return [found for month, day in both for found in _day(year, month, day)]
    if groups.get("number"):
        return _day(year, int(groups["number"] or 0), int(groups["day"] or 0))
    word = (groups["month"] or "").lower()
    months = [number for number, name in enumerate(_MONTHS, 1) if name == word or word in {name[:3], name[:4]}]
    return [found for month in months for found in _day(year, month, int(groups["day"] or 0))]


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []
