"""Checks of what a number is a number of: `percent`, `currency`, `time`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

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


_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?(?:%|per\s?cent\b)", re.IGNORECASE)
_PERCENT_WORDS = {
    # A half and a quarter say it too.
    "ar": re.compile("[%٪]|(?:ال|بال|لل)?(?:مئة|مائة|مية|مئوية)|نصف|ربع|ثلث"),
    "ckb": re.compile("[%٪]|سەد|سەت|نیوە|چارەک"),
    "ku": re.compile(r"%|\bsed|\b100|\bnîv|çarêk", re.IGNORECASE),
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
    ours = {name: found[0] for name, one in _MONEY.items() if (found := one.english.search(pair.source))}
    theirs = {name for name, one in _MONEY.items() if one.others.search(pair.text)}
    new = sorted(theirs - set(ours))
    lost = next((name for name in ours if name not in theirs), None)
    if lost and new:
        yield error(f"{lost} have become {new[0]}", f"write the word for {lost}", near=ours[lost])


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
    text = pair.text.translate(_DIGITS)
    for hour, minute, half in _HOUR.findall(pair.source):
        late = half.lower() == "p"
        right = f"{int(hour) % 12 + 12 * late}"
        shown = re.search(rf"(?<!\d)0?(?:{hour}|{right})(?:[:.]{minute or '00'})?(?!\d)", text)
        twenty_four = late and re.search(rf"(?<!\d){right}(?!\d)", text)
        if not shown or twenty_four or words[late].search(text):
            continue
        said, as_written = ("afternoon", f"{right}:{minute or '00'}") if late else ("morning", "the word for it")
        if late or words[True].search(text):
            yield error(
                f"{hour}{minute and ':' + minute} {half}.m. is not said to be in the {said}", f"write {as_written}"
            )


_DIGITS = {ord(digit): str(index % 10) for index, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_HOUR = re.compile(r"(?<![\d:.])(1[0-2]|[1-9])(?:[:.](\d\d))?\s?([ap])\.?m\b", re.IGNORECASE)
_HALVES = {
    "ar": (
        re.compile(r"صباح|فجر|الصبح|ظهر|(?<!\w)ص(?!\w)"),
        re.compile(r"مساء|ظهر|عصر|ليل|عشاء|(?<!\w)م(?!\w)"),
    ),
    "ckb": (
        re.compile(r"بەیانی|سپێدە|پێش نیوەڕۆ|پێشنیوەڕۆ|نیوەڕۆ|پ\.\s?ن"),
        re.compile(r"ئێوارە|نیوەڕۆ|نیوەرۆ|شەو|عەسر|د\.\s?ن"),
    ),
    "ku": (
        re.compile(r"sib[eê]|berî nîvro|beriya nîvro|nîvro|b\.?\s?n\b", re.IGNORECASE),
        re.compile(r"êvar|nîvro|nîro|şev|p\.?\s?n\b|d\.?\s?n\b", re.IGNORECASE),
    ),
}
"""What says that an hour is before noon, and what that it is after noon."""
