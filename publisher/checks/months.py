"""The months in English and in our languages, each by all the names that are in use, and dates made with them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from publisher.checks.number_words import plain
from publisher.checks.numbers import in_ascii
from publisher.checks.patterns import Rare, of_english

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = "January February March April May June July August September October November December"
ENGLISH = tuple(_LONG.split())
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec")

_NAMES = {
    # Syria and Iraq; Egypt and the Gulf; the Maghreb. A name may stand for another month elsewhere.
    "ar": {
        1: "كانون الثاني|كانون ثاني|يناير|جانفي",
        2: "شباط|فبراير|فيفري",
        3: "آذار|مارس",
        4: "نيسان|أبريل|ابريل|إبريل|أفريل",
        5: "أيار|مايو|ماي|ايار",
        6: "حزيران|يونيو|يونيه|جوان",
        7: "تموز|يوليو|يوليه|جويلية",
        8: "آب|أغسطس|اغسطس|أوت",
        9: "أيلول|ايلول|سبتمبر|شتنبر",
        10: "تشرين الأول|تشرين أول|أكتوبر|اكتوبر",
        11: "تشرين الثاني|تشرين ثاني|نوفمبر|نونبر",
        12: "كانون الأول|كانون أول|ديسمبر|دجنبر",
    },
    "ckb": {
        1: "کانوونی دووەم|کانونی دووەم|ژانویە|جەنیوەری|جانیوەری|ژانڤیە|یەنایەر",
        2: "شوبات|شووبات|فێبریوەری|فێبرایەر|فیبرایەر|فەورییە|فێبریوری",
        3: "ئازار|ئادار|مارس|مارچ",
        4: "نیسان|ئەپریل|ئاپریل|ئاڤریل",
        5: "ئایار|مایس|مایۆ|مەی|گوڵان",
        6: "حوزەیران|حوزەیرانی|حزیران|جوون|جون|یونیۆ|ژوئەن",
        7: "تەمموز|تەمووز|تەموز|تەممووز|جوولای|جولای|یولیۆ|ژوئیە|جوڵای",
        8: "ئاب|ئۆگۆست|ئۆگست|ئاگۆست|ئاگۆستۆس|ئۆگەست|ئووت",
        9: "ئەیلوول|ئەیلول|سێپتەمبەر|سێپتامبەر|سەپتەمبەر",
        10: "تشرینی یەکەم|ئۆکتۆبەر|ئۆکتۆبر|ئوکتۆبەر|ئۆکتەبەر",
        11: "تشرینی دووەم|نۆڤەمبەر|نۆڤەمبر|نەڤەمبەر|نۆوەمبەر",
        12: "کانوونی یەکەم|کانونی یەکەم|دیسەمبەر|دێسەمبەر|دیسامبەر",
    },
    # The names of CLDR, those of Syria, and what newspapers write. In Syria the two Çile (and the two Çirî) are
    # told apart as the Arabic Kanun (and Tishrin) are: Pêşîn is the first, Paşîn the second.
    "ku": {
        1: "rêbendan|çileya paşîn|kanûna paşîn|kanûna duyem(?:în)?|çile(?!y[ae] pêş)|january|jenuarî|yanwar|ocax",
        2: "sibat|şibat|şubat|reşemî|reşeme|february|feb[rw]uarî",
        3: "adar|avdar|mart|march|mars",
        4: "nîsan|avrêl|apr[îi]l|avrîl",
        5: "gulan|may[îi]s|meha may",
        6: "hezîran|heziran|xuzeyran|hizeyran|pûşper|june|xizîran",
        7: "tîrmeh|tirmeh|temûz|temmûz|tem[ûu]z|july|tîrme",
        8: "tebax|tabax|gelawêj|agûst|august|ab(?=[êa]\\b)",
        9: "îlon|êlûl|îlûn|september|septamber?|sêptember|siptamber|rezber|îlo",
        10: "cotmeh|çiriya pêşîn|çirîya pêşîn|çiriya yekem|çirî berê|oktob[ei]?r|kewçêr|t[ie]şrîna yekem(?:în)?",
        11: "mijdar|çiriya paşîn|çirîya paşîn|çiriya duyem|november|nov[ae]mber|sermawez|t[ie]şrîna duyem(?:în)?",
        12: "berfanbar|çileya pêşîn|çilê pêşîn|kanûna pêşîn|kanûna yekem(?:în)?|kanûn(?!a)|december|desember|berçile",
    },
}
"""By language, the names of each month; after a name anything but another letter of its own word may follow."""

_BEFORE = {"ar": r"(?<![^\W\d_])(?:[وف]?[بلك]?(?:ال)?)", "ckb": r"(?<![^\W\d_])", "ku": r"(?<![^\W\d_])"}
_AFTER = {
    "ar": r"(?![^\W\d_])",
    "ckb": r"(?:ی|ێ|ە|دا|ەوە|یش|یشدا|یدا|ێکی|ان|ەکان|ەکەی|یان)*(?![^\W\d_])",
    "ku": r"(?:['’]?(?:y?[êae]|y?an|y?ên|yek[êae]?|ek[êae]?|[êae]?|sal[ae])?)(?![^\W\d_])",
}


class Date(NamedTuple):
    """A month in a text, with its day if one stands beside it.

    Attributes:
        month: 1 to 12.
        day: 1 to 31, or 0.
        text: How the month is written.
    """

    month: int
    day: int
    text: str


@cache
def _pattern(language: str) -> re.Pattern[str]:
    if language == "en":
        # "may" and "march" are verbs too: as months they stand beside a number, or after one of these words.
        clear = "|".join(
            rf"(?P<m{n}>{name}|(?<![^\W\d_]){short}\b\.?(?=\s\d)|(?<=\d\s){short}\b)"
            for n, (name, short) in enumerate(zip(ENGLISH, _SHORT, strict=True), 1)
            if name not in {"March", "May"}
        )
        unclear = "|".join(
            rf"(?P<m{n}>(?:(?<=\d )|(?<=th )|(?<=[Ii]n )|(?<=[Ss]ince )|(?<=last )|(?<=of )|(?<=early )|(?<=late ))"
            rf"{name}\b(?!\s[A-Z])|(?:{name}|{short}\.?)(?=\s\d))"
            for n, name, short in ((3, "March", "Mar"), (5, "May", "May"))
        )
        return re.compile(rf"(?<![^\W\d_])(?:{clear}|{unclear})(?![^\W\d_])")
    names = "|".join(f"(?P<m{n}>{plain(one, language)})" for n, one in _NAMES[language].items())
    return re.compile(rf"{_BEFORE[language]}(?:{names}){_AFTER[language]}")


_DAY_BEFORE = re.compile(
    r"(?<![\d.,:/])(\d{1,2})(?:st|nd|rd|th|ی|ـی|ەی|مین|ەم|ەمی|ەمین)?(?:['’]?y?[êea]n?)?(?:\sof|\sa|\sê|\sya|\sمانگی|\sمن(?:\sشهر)?|\sشهر|\sە?ی)?\s*\Z"
)
_DAY_AFTER = re.compile(r"(?:\s|,|،)*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
_NUMERIC = Rare(r"\d[/.\u066b-]\d{1,2}[/.\u066b-]\d", r"(?<!\d)(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")


SOME = re.compile("|".join(name[:3] for name in ENGLISH))
"""What every English text with a month has in it."""


def known(language: str) -> bool:
    """Whether the months of a language are known here."""
    return language in _NAMES


def dates(text: str, language: str) -> list[Date]:
    """The months that a text names, with their days."""
    if language == "en" and not SOME.search(text):
        return []
    text = in_ascii(text)
    text = text if language == "en" else plain(text, language)
    found: list[Date] = []
    end = 0
    for match in _pattern(language).finditer(text):
        month = int((match.lastgroup or "m0")[1:])
        if found and found[-1].month == month and re.fullmatch(r"[\s/()،,\-–]{0,4}", text[end : match.start()]):
            end = match.end()  # كانون الثاني/يناير: two names of one month
            continue
        end = match.end()
        day = _DAY_BEFORE.search(text, max(0, match.start() - 24), match.start())
        if day is None and language == "en":
            day = _DAY_AFTER.match(text, match.end())
        found.append(Date(month, int(day[1]) if day and 1 <= int(day[1]) <= 31 else 0, match[0].strip()))  # noqa: PLR2004
    return found


@of_english
def dates_in_english(english: str) -> Sequence[Date]:
    """The months that an English text names, with their days."""
    return dates(english, "en")


def without(text: str, language: str) -> str:
    """A text without its months, and in Arabic without the days of the week: their names are number words too."""
    text = plain(text, language)
    for pattern in (_pattern(language), *([_WEEKDAYS] if language == "ar" else [])) if known(language) else ():
        text = pattern.sub(" ", text)
    return text


_WEEKDAYS = re.compile(r"(?<!\w)[وف]?[بل]?ال(?:احد|اثنين|ثلاثاء|اربعاء|خميس)(?!\w)")


_DECEMBER = 12


def in_figures(text: str) -> set[tuple[int, int, int]]:
    """The dates of a text that are written in figures alone, each as its three numbers in their order."""
    if not _NUMERIC.needs.search(text):
        return set()
    return {(int(one[1]), int(one[2]), int(one[3])) for one in _NUMERIC.finditer(in_ascii(text))}


def numeric_months(text: str) -> set[int]:
    """The months that dates such as 7/1/2026 may mean."""
    return {one for date in in_figures(text) for one in date if one <= _DECEMBER}
