"""Faults in numbers and dates."""
# ruff: noqa: RUF001  # sentences in four languages, one a line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pairs import (
    DIGITS,
    EASTERN,
    PERSIAN,
    RTL,
    WESTERN,
    Kinds,
    decimal,
    figure,
    grouped,
    numbered,
    one_of,
    put,
    say,
    scaled,
    shared_numbers,
    value_of,
    values_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

KINDS = Kinds()


def other_number(
    change: Callable[[Random, str], str], least: int = 13
) -> Callable[[Random, str, str, str], str | None]:
    """A fault that makes one number another, which is not in the English."""

    def spoil(rng: Random, english: str, translation: str, _: str) -> str | None:
        found = shared_numbers(english, translation, least)
        if not found:
            return None
        one = rng.choice(found)
        new = change(rng, one[0])
        wrong = not new or value_of(new) == value_of(one[0]) or value_of(new) in values_in(english)
        return None if wrong else put(translation, one, new)

    return spoil


def transposed(rng: Random, number: str) -> str:
    places = [
        i
        for i in range(len(number) - 1)
        if number[i : i + 2].isdigit() and len(set(number[i : i + 2])) == 2  # noqa: PLR2004
    ]
    places = [i for i in places if i or number[1] not in "0٠"]
    if not places:
        return ""
    i = rng.choice(places)
    return number[:i] + number[i + 1] + number[i] + number[i + 2 :]


def changed(rng: Random, number: str) -> str:
    i = rng.choice([i for i, one in enumerate(number) if one.isdigit()])
    zero = ord(number[i]) - int(number[i])
    return number[:i] + chr(zero + rng.randint(1, 9)) + number[i + 1 :]


def zero(rng: Random, number: str) -> str:
    """One zero less or more; the thousands parted anew, or not, or not at all."""
    mark = re.search(r"[,.٬،]", number)
    if number[-1] not in "0٠" or len(number) < 3:  # noqa: PLR2004
        return ""
    new = number + number[-1] if rng.random() < 0.3 else number[:-1]  # noqa: PLR2004
    if not mark or rng.random() < 0.3:  # noqa: PLR2004
        return new
    figures = re.sub(r"\D", "", new)
    return rng.choice((figures, re.sub(r"(?<=\d)(?=(?:\d{3})+$)", mark[0], figures)))


KINDS.one("digits transposed", numbered)(other_number(transposed))
KINDS.one("digit changed", numbered)(other_number(changed))
KINDS.one("zero lost or added", grouped)(other_number(zero))
KINDS.one("thousands lost", grouped)(other_number(lambda _, number: re.sub(r"[,.٬،]\d{3}$", "", number)))


@KINDS.one("number lost", numbered)
def number_lost(rng: Random, english: str, translation: str, _: str) -> str | None:
    found = [one for one in shared_numbers(english, translation) if translation[one.start() - 1 : one.start()] == " "]
    if not found:
        return None
    start, end = rng.choice(found).span()
    return translation[: start - 1] + re.sub(r"^\w+", "", translation[end:])


@KINDS.one("number added")
def number_added(rng: Random, english: str, translation: str, locale: str) -> str | None:
    gap = one_of(rng, r"(?<=[^\W\d_]{3})(?= [^\W\d_]{3})", translation)
    number = rng.randint(21, 999)
    return put(translation, gap, f" {figure(number, locale)}") if gap and number not in values_in(english) else None


@KINDS.one("decimal mark lost", decimal)
def decimal_lost(_: Random, english: str, translation: str, __: str) -> str | None:
    found = re.findall(r"(?<![\d.:,])\d+\.\d{1,2}(?![\d.:]*\d)", english)
    here = list(re.finditer(rf"(?<![{DIGITS}.:,])([{DIGITS}]+)[.,٫]([{DIGITS}]{{1,2}})(?![{DIGITS}])", translation))
    if len(found) != 1 or len(here) != 1 or found[0] != f"{here[0][1]}.{here[0][2]}".translate(WESTERN):
        return None
    return put(translation, here[0], here[0][1] + here[0][2])


@KINDS.one("million for billion", scaled)
def scale(_: Random, english: str, translation: str, __: str) -> str | None:
    words = {
        "مليون": "مليار",
        "ملیۆن": "ملیار",
        "milyon": "milyar",
        "ألف": "مليون",
        "هەزار": "ملیۆن",
        "hezar": "milyon",
    }
    here = list(re.finditer(rf"(?<=[{DIGITS}] )({'|'.join(words)})(?!\w)", translation))
    if len(re.findall(r"\d ?(?:million|thousand)\b", english)) != 1 or len(here) != 1:
        return None
    return put(translation, here[0], words[here[0][1]])


@KINDS.one("two kinds of digits in a number", numbered)
def mixed_digits(rng: Random, english: str, translation: str, locale: str) -> str | None:
    found = [one for one in shared_numbers(english, translation) if len(one[0]) > 1 and one[0].isdigit()]
    if not found:
        return None
    one, other = rng.choice(found), {"ar": EASTERN, "ckb": rng.choice((WESTERN, PERSIAN)), "ku": EASTERN}[locale]
    cut = rng.randint(1, len(one[0]) - 1)
    wrong = one[0][:cut] + one[0][cut:].translate(other)
    # The letters for 1, 2, 3 look the same in Persian, but are others.
    return put(translation, one, wrong)


@KINDS.one("digits of another language", numbered)
def foreign_digits(rng: Random, english: str, translation: str, locale: str) -> str | None:
    found = shared_numbers(english, translation)
    if not found:
        return None
    one = rng.choice(found)
    return put(translation, one, one[0].translate(EASTERN if locale == "ku" else PERSIAN))


@KINDS.one("digits unlike the rest of the document", numbered, RTL, whole=True)
def odd_digits(rng: Random, english: str, translation: str, locale: str) -> str | None:
    found = shared_numbers(english, translation)
    if not found or values_in(translation) != [value_of(found[0][0])]:
        return None
    one = rng.choice(found)
    return put(translation, one, one[0].translate(WESTERN if locale == "ckb" else EASTERN))


ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS = {
    "ar": [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ],
    "ckb": [
        "کانوونی دووەم",
        "شوبات",
        "ئازار",
        "نیسان",
        "ئایار",
        "حوزەیران",
        "تەمووز",
        "ئاب",
        "ئەیلوول",
        "تشرینی یەکەم",
        "تشرینی دووەم",
        "کانوونی یەکەم",
    ],
    "ku": [
        "Çileya Paşîn a",
        "Sibata",
        "Adara",
        "Nîsana",
        "Gulana",
        "Hezîrana",
        "Tîrmeha",
        "Tebaxa",
        "Îlona",
        "Çiriya Pêşîn a",
        "Çiriya Paşîn a",
        "Çileya Pêşîn a",
    ],
}
PAIRED = {0: 11, 11: 0, 9: 10, 10: 9}
"""First and second Kanun and Tishrin, which differ in one word."""
DATED = """It was signed on <date>. | ووُقّع ذلك في <date>. | ئەمە لە <date> واژۆ کرا. | Ew di <date> de hat îmzekirin.
The order was given on <date>. | وصدر الأمر في <date>. | فەرمانەکە لە <date> دەرچوو. | Ferman di <date> de derket."""


def written(day: int, month: int, year: int, locale: str) -> str:
    name = MONTHS[locale][month]
    form = {"ar": "{} {} {}", "ckb": "{}ی {}ی {}", "ku": "{}ê {} {}an"}[locale]
    return form.format(figure(day, locale), name, figure(year, locale))


def dated(months: Sequence[int]) -> Callable:
    def values(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
        day, month, year = rng.randint(1, 28), rng.choice(months), rng.randint(1990, 2026)
        return {"date": (f"{day} {ENGLISH_MONTHS[month]} {year}", written(day, month, year, locale))}

    return say(DATED, values)


def month_of(translation: str, locale: str) -> re.Match[str] | None:
    names = "|".join(sorted(MONTHS[locale], key=len, reverse=True))
    form = {"ar": "[0-9] ({}) [0-9]", "ckb": "[٠-٩]ی ({})ی [٠-٩]", "ku": "[0-9]ê ({}) [0-9]"}[locale]
    return re.search(form.format(names), translation)


@KINDS.one("first month for the second", dated(tuple(PAIRED)))
def paired_month(_: Random, __: str, translation: str, locale: str) -> str | None:
    found, names = month_of(translation, locale), MONTHS[locale]
    month = PAIRED.get(names.index(found[1])) if found else None
    return None if month is None else put(translation, found, names[month], 1)


@KINDS.one("another month", dated(range(12)))
def other_month(rng: Random, __: str, translation: str, locale: str) -> str | None:
    found, names = month_of(translation, locale), MONTHS[locale]
    if not found:
        return None
    month = names.index(found[1])
    near = {(month + 1) % 12, (month - 1) % 12, rng.randrange(12)} - {month, PAIRED.get(month, month)}
    return put(translation, found, names[rng.choice(sorted(near))], 1)


@KINDS.one("another day of the month", dated(range(12)))
def other_day(rng: Random, _: str, translation: str, locale: str) -> str | None:
    found = month_of(translation, locale)
    day = re.search(rf"([{DIGITS}]+)[ê یی]*$", translation[: found.start(1)]) if found else None
    if not day:
        return None
    was = value_of(day[1])
    new = rng.choice([one for one in (was - 10, was - 1, was + 1, was + 10, was * 10) if 0 < one < 31])  # noqa: PLR2004
    return put(translation, day, figure(new, locale), 1)


def _figures(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    day, month = rng.sample(range(1, 13), 2)
    mark, year = rng.choice("/-."), rng.randint(1990, 2026)
    date = mark.join((f"{day:02}", f"{month:02}", str(year)))
    return {"date": (date, figure(date, locale))}


@KINDS.one("day for month in a date of figures", say(DATED, _figures))
def day_for_month(_: Random, english: str, translation: str, __: str) -> str | None:
    found = re.search(rf"\b([{DIGITS}]{{2}})([/.-])([{DIGITS}]{{2}})([/.-][{DIGITS}]{{4}})\b", translation)
    if not found or found[0].translate(WESTERN) not in english:
        return None
    return put(translation, found, found[3] + found[2] + found[1] + found[4])
