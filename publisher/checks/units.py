"""Checks of what a number is a number of: `percent`, `currency`, `time`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from publisher.checks.numbers import in_ascii
from publisher.checks.patterns import Rare, Words, of_english
from publisher.checks.registry import Hit, error, text_check, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.checks.pair import Pair


@text_check()
def percent(pair: Pair) -> Iterator[Hit]:
    """A percentage has become a plain number.

    Bad:
        en: 40 percent of the homes
        ar: 40 من المنازل
    Good:
        en: 40 percent of the homes
        ar: 40 في المئة من المنازل
    """
    wanted, written = _percentages(pair.source), _PERCENT_WORDS.get(pair.language)
    has = len(written.findall(pair.text)) if wanted and written else len(wanted)
    if has < len(wanted):
        # "30 percent or 40 percent" may become "30 or 40 %".
        level, cure = (warning if has else error), "write % or the words for it"
        said = f'"{wanted[-1]}" is no percentage any more' if not has else "a percentage less than in the English"
        yield level(said, cure, near=wanted[-1])


@of_english
def _percentages(english: str) -> list[str]:
    return [found[0] for found in _PERCENT.finditer(english)]


_PERCENT = Rare("[%cC](?:[eE][nN][tT]|(?<=%))", r"(?<!\d)\d{1,12}(?:[.,]\d{1,6})?\s?(?:%|per\s?cent\b)", re.IGNORECASE)
_PERCENT_WORDS = {
    # A half and a quarter say it too.
    "ar": re.compile("[%٪]|(?:ال|بال|لل)?(?:مئة|مائة|مية|مئوية)|نصف|ربع|ثلث|[أا]رباع|خُ?مس|عُ?شر"),
    "ckb": re.compile("[%٪]|سەد|سەت|نیوە|چارەک|چارەگ"),
    "ku": re.compile(r"%|\bsed|\b100|\bnîv|çar[êe]k|çaryek", re.IGNORECASE),
}


@text_check()
def currency(pair: Pair) -> Iterator[Hit]:
    """A sum of money is in another currency.

    Bad:
        en: 5,000 dollars
        ar: 5,000 يورو
    Good:
        en: 5,000 dollars
        ar: 5,000 دولار
    """
    ours = _sums(pair.source)
    if not ours:
        return
    theirs = {name for name, one in _money().items() if one.others.search(pair.text)}
    new = sorted(theirs - set(ours))
    lost = next((name for name in ours if name not in theirs), None)
    if lost and new:
        yield error(f"{lost} have become {new[0]}", f"write the word for {lost}", near=ours[lost])


@of_english
def _sums(english: str) -> dict[str, str]:
    """The currencies in which sums of money are named, with one sum of each."""
    if not _SOME_MONEY.search(english):
        return {}
    return {name: found[0] for name, one in _money().items() if (found := one.english.search(english))}


_SOME_MONEY = Words.of(
    *["$", "€", "£", "USD", "EUR", "GBP", "SYP", "TRY", "IQD"],
    *["dollar", "Dollar", "DOLLAR", "euro", "Euro", "EURO", "pound", "Pound", "lira", "Lira", "dinar", "Dinar"],
)
"""Nearly all texts are about something else, and are done with."""


class _Currency(NamedTuple):
    english: re.Pattern[str]
    others: re.Pattern[str]


def _currency(english: str, others: str) -> _Currency:
    # In an English text a sign or word counts beside a number only: "pounds" are a weight too.
    beside = rf"(?:{english})\s?\d|\d\s?(?:thousand\s|million\s|billion\s)?(?:{english})(?!\w)"
    return _Currency(re.compile(beside, re.IGNORECASE), re.compile(f"{english}|{others}", re.IGNORECASE))


@cache
def _money() -> dict[str, _Currency]:
    """The currencies, made when a text is about money first."""
    euro = "يورو|یۆرۆ|یورو|ئۆرۆ|(?<!\\w)[eê]wro|yûro|(?<!\\w)[eê]uro(?!p)"
    return {
        "dollars": _currency(r"\$|USD|dollars?", "دولار|دۆلار|دۆڵار|dolar"),
        "euros": _currency(r"€|EUR(?!\w)|euros?(?!\w)", euro),
        "pounds sterling": _currency(r"£|GBP", "إسترليني|استرليني|ستێرلین|sterlîn"),
        "Syrian pounds": _currency("SYP|Syrian pounds?", "ليرة سورية|ليرات سورية|لیرەی سووری|lîreyên sûrî|lîreya sûrî"),
        "Turkish lira": _currency("TRY|Turkish liras?", "ليرة تركية|لیرەی تورک|lîreyên tirk|lîreya tirk"),
        "Iraqi dinars": _currency("IQD|Iraqi dinars?", "دينار عراقي|دیناری عێراق|dînarên iraq|dînarê iraq"),
    }


@text_check()
def time(pair: Pair) -> Iterator[Hit]:
    """An hour of the afternoon or the night has become one of the morning, or the other way round.

    Bad:
        en: at 10:40 p.m.
        ar: الساعة 10:40
    Good:
        en: at 10:40 p.m.
        ar: الساعة 22:40
    """
    words, hours = _HALVES.get(pair.language), _hours(pair.source)
    if words is None or not hours:
        return
    text = in_ascii(pair.text)
    for hour, minute, late in hours:
        shown = re.search(rf"(?<![\d.,:])(?:0?{hour % 12 or 12})(?:[:.]{minute})?(?![\d])", text)
        on_the_clock = re.search(rf"(?<![\d.,:])0?{hour}(?:[:.]\d\d)?(?!\d)", text) and hour not in range(1, 12)
        if not shown or on_the_clock or words.says(text, hour):
            continue
        if late or words.late.search(text):
            half = "afternoon or evening" if late else "night or morning"
            said = f"{hour % 12 or 12}:{minute} is not said to be in the {half}"
            yield error(said, f"write {hour}:{minute}, or the word for it", shown.start())


@of_english
def _hours(english: str) -> list[tuple[int, str, bool]]:
    """The times of day in a text: the hour as on a clock of 24, the minutes, and whether it is after noon."""
    halves = [(int(one[1]), one[2], one[3].lower() == "p") for one in _HOUR.finditer(english)]
    found = [(hour % 12 + 12 * late, minute or "00", late) for hour, minute, late in halves]
    return found + [(int(one[1]), one[2], True) for one in _CLOCK.finditer(english)]


class _Halves(NamedTuple):
    """What says that an hour is before noon, after it, or in the night, which is both."""

    early: re.Pattern[str]
    late: re.Pattern[str]
    night: re.Pattern[str]

    def says(self, text: str, hour: int) -> bool:
        """Whether a text says in which half of the day an hour is."""
        in_the_night = hour < 6 or hour > 17  # noqa: PLR2004
        half = self.late if hour > 11 else self.early  # noqa: PLR2004
        return bool(half.search(text) or (in_the_night and self.night.search(text)))


_HOUR = Rare(r"\d\s?[aApP]\.?[mM]", r"(?<![\d:.])(1[0-2]|[1-9])(?:[:.](\d\d))?\s?([ap])\.?m\b", re.IGNORECASE)
_CLOCK = Rare(r"\d:\d", r"(?<![\d:.,])(1[3-9]|2[0-3]):([0-5]\d)(?![\d:])")
_HALVES = {
    "ar": _Halves(
        re.compile(r"صباح|فجر|الصبح|ضحى|ظهر|(?<!\w)ص(?!\w)"),
        re.compile(r"مساء|ظهر|عصر|عشاء|نهار|(?<!\w)م(?!\w)"),
        re.compile(r"ليل"),
    ),
    "ckb": _Halves(
        re.compile(r"بەیانی|سپێدە|پێش نیوەڕۆ|پێشنیوەڕۆ|نیوەڕۆ|پ\.\s?ن"),
        re.compile(r"ئێوارە|نیوەڕۆ|نیوەرۆ|عەسر|ڕۆژ|د\.\s?ن"),
        re.compile(r"شەو"),
    ),
    "ku": _Halves(
        re.compile(r"sib[eê]|berî nîvro|beriya nîvro|berbang|nîvro|b\.?\s?n\b", re.IGNORECASE),
        re.compile(r"êvar|nîvro|nîro|p\.?\s?n\b|d\.?\s?n\b", re.IGNORECASE),
        re.compile(r"şev", re.IGNORECASE),
    ),
}
