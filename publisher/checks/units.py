"""Checks of what a number is a number of: `percent`, `currency`, `time`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from publisher.checks.numbers import ASCII
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
    wanted, written = _PERCENT.findall(pair.source), _PERCENT_WORDS.get(pair.language)
    has = len(written.findall(pair.text)) if wanted and written else len(wanted)
    if has < len(wanted):
        # "30 percent or 40 percent" may become "30 or 40 %".
        level, cure = (warning if has else error), "write % or the words for it"
        said = f'"{wanted[-1]}" is no percentage any more' if not has else "a percentage less than in the English"
        yield level(said, cure, near=wanted[-1])


_PERCENT = re.compile(r"(?<!\d)\d{1,12}(?:[.,]\d{1,6})?\s?(?:%|per\s?cent\b)", re.IGNORECASE)
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
    if not _SOME_MONEY.search(pair.source):
        return
    ours = {name: found[0] for name, one in _MONEY.items() if (found := one.english.search(pair.source))}
    theirs = {name for name, one in _MONEY.items() if one.others.search(pair.text)}
    new = sorted(theirs - set(ours))
    lost = next((name for name in ours if name not in theirs), None)
    if lost and new:
        yield error(f"{lost} have become {new[0]}", f"write the word for {lost}", near=ours[lost])


_SOME_MONEY = re.compile(r"[$€£]|USD|EUR|GBP|SYP|TRY|IQD|[Dd]ollar|DOLLAR|[Ee]uro|EURO|[Pp]ound|[Ll]ira|[Dd]inar")
"""Nearly all texts are about something else, and are done with."""


class _Currency(NamedTuple):
    english: re.Pattern[str]
    others: re.Pattern[str]


def _currency(english: str, others: str) -> _Currency:
    # In an English text a sign or word counts beside a number only: "pounds" are a weight too.
    beside = rf"(?:{english})\s?\d|\d\s?(?:thousand\s|million\s|billion\s)?(?:{english})(?!\w)"
    return _Currency(re.compile(beside, re.IGNORECASE), re.compile(f"{english}|{others}", re.IGNORECASE))


_MONEY = {
    "dollars": _currency(r"\$|USD|dollars?", "دولار|دۆلار|دۆڵار|dolar"),
    "euros": _currency(r"€|EUR(?!\w)|euros?(?!\w)", "يورو|یۆرۆ|یورو|ئۆرۆ|(?<!\\w)[eê]wro|yûro|(?<!\\w)[eê]uro(?!p)"),
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
    words = _HALVES.get(pair.language)
    if words is None:
        return
    text = pair.text.translate(ASCII)
    for hour, minute, late in _hours(pair.source):
        shown = re.search(rf"(?<![\d.,:])(?:0?{hour % 12 or 12})(?:[:.]{minute})?(?![\d])", text)
        on_the_clock = re.search(rf"(?<![\d.,:])0?{hour}(?:[:.]\d\d)?(?!\d)", text) and hour not in range(1, 12)
        if not shown or on_the_clock or words.says(text, hour):
            continue
        if late or words.late.search(text):
            half = "afternoon or evening" if late else "night or morning"
            said = f"{hour % 12 or 12}:{minute} is not said to be in the {half}"
            yield error(said, f"write {hour}:{minute}, or the word for it", shown.start())


def _hours(english: str) -> Iterator[tuple[int, str, bool]]:
    """The times of day in a text: the hour as on a clock of 24, the minutes, and whether it is after noon."""
    for hour, minute, half in _HOUR.findall(english):
        late = half.lower() == "p"
        yield int(hour) % 12 + 12 * late, minute or "00", late
    for hour, minute in _CLOCK.findall(english):
        yield int(hour), minute, True


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


_HOUR = re.compile(r"(?<![\d:.])(1[0-2]|[1-9])(?:[:.](\d\d))?\s?([ap])\.?m\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d:.,])(1[3-9]|2[0-3]):([0-5]\d)(?![\d:])")
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
