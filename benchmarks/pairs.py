"""What a fault is done to: English texts with their translations, and sentences to say more with.

A kind of fault spoils a translation. Where the corpus has no place for it (no link, no date), a sentence that has
one is first added to the English and to the translation alike; that pair is still a good one.
"""
# ruff: noqa: E501, RUF001  # sentences in four languages, one a line

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

LOCALES = ("ar", "ckb", "ku")
RTL = ("ar", "ckb")
MARKS = {".": ".", "!": "!", "?": "?", "؟": "?"}
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹" * 2)
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


class Pair(NamedTuple):
    """An English text and its translation, its role, where it comes from, and its other translations."""

    english: str
    translation: str
    context: str = "paragraph"
    place: str = ""
    others: tuple[tuple[str, str], ...] = ()


Spoil = "Callable[[Random, Sequence[Pair], str], list[str] | None]"
"""Takes neighbouring pairs and a locale, and gives new translations, or None where there is no place for the fault."""
Prepare = "Callable[[Random, Sequence[Pair], str], list[Pair] | None]"
"""Takes neighbouring pairs and a locale, and gives pairs that have a place for the fault."""


@dataclass(frozen=True)
class Kind:
    """A kind of fault.

    Attributes:
        spoil: Makes the fault.
        prepare: Makes place for it, where the texts have none.
        rows: How many neighbouring pairs it takes.
        locales: Where it exists.
        whole: Whether a finding about the whole document counts.
    """

    spoil: Callable[[Random, Sequence[Pair], str], list[str] | None]
    prepare: Callable[[Random, Sequence[Pair], str], list[Pair] | None] | None = None
    rows: int = 1
    locales: tuple[str, ...] = LOCALES
    whole: bool = False


class Kinds(dict[str, Kind]):
    """The kinds of fault by name; functions are added by decoration."""

    def one(self, name: str, prepare: object = None, locales: tuple[str, ...] = LOCALES, **more: object) -> Callable:
        """Add a function (random, English, translation, locale) → new translation or None."""

        def add(function: Callable[[Random, str, str, str], str | None]) -> Callable:
            def spoil(rng: Random, rows: Sequence[Pair], locale: str) -> list[str] | None:
                text = function(rng, rows[0].english, rows[0].translation, locale)
                return None if text is None or text == rows[0].translation else [text]

            self[name] = Kind(spoil, prepare, locales=locales, **more)
            return function

        return add

    def several(
        self, name: str, prepare: object = None, locales: tuple[str, ...] = LOCALES, **more: object
    ) -> Callable:
        """Add a function that takes pairs, and gives new translations or None."""

        def add(function: Callable) -> Callable:
            self[name] = Kind(function, prepare, locales=locales, **more)
            return function

        return add


def table(lines: str) -> list[dict[str, str]]:
    """Sentences in four languages, one a line: English | Arabic | Sorani | Kurmanji."""
    names = ("en", "ar", "ckb", "ku")
    return [dict(zip(names, map(str.strip, line.split("|")), strict=True)) for line in lines.strip().split("\n")]


def end_mark(text: str) -> str:
    """The end mark of a text as an English one, or nothing."""
    bare = text.rstrip("\"'”’»)")
    return MARKS.get(bare[-1:], "")


def figure(number: object, locale: str) -> str:
    """A number in the digits of the locale."""
    return str(number).translate(EASTERN) if locale == "ckb" else str(number)


def add(pair: Pair, english: str, translation: str) -> Pair | None:
    """A pair with one more sentence, if both texts end with a sentence."""
    ends = end_mark(pair.english), end_mark(pair.translation)
    if ends[0] != ends[1] or not all(ends):
        return None
    return pair._replace(english=f"{pair.english} {english}", translation=f"{pair.translation} {translation}")


def say(lines: str, values: Callable[[Random, str], dict[str, tuple[object, object]]] | None = None) -> Callable:
    """A preparation that adds one of the sentences; ``values`` fills them, for English and translation."""
    sentences = table(lines)

    def prepare(rng: Random, rows: Sequence[Pair], locale: str) -> list[Pair] | None:
        sentence, filled = rng.choice(sentences), values(rng, locale) if values else {}
        texts = [sentence["en"], sentence[locale]]
        for name, pair in filled.items():
            texts = [text.replace(f"<{name}>", str(value)) for text, value in zip(texts, pair, strict=True)]
        longer = add(rows[0], *texts)
        return [longer, *rows[1:]] if longer else None

    return prepare


def joined(_: Random, rows: Sequence[Pair], __: str) -> list[Pair] | None:
    """Two or three pairs as one paragraph."""
    good = list(takewhile(lambda row: end_mark(row.english) == end_mark(row.translation) != "", rows))
    if len(good) < 2 or min(len(one) for row in good for one in row[:2]) < 30:  # noqa: PLR2004
        return None
    english, translation = (" ".join(texts) for texts in zip(*(row[:2] for row in good), strict=True))
    return [good[0]._replace(english=english, translation=translation)]


DIGITS = "0-9٠-٩"
NUMBER = re.compile(rf"(?<![\w.,:/٫٬،+-])[{DIGITS}]+(?:[,.٬،][{DIGITS}]{{3}})*(?![{DIGITS}]|[.,:/٫٬،–-][{DIGITS}])")
SEPARATORS = str.maketrans("", "", ",.٬،")


def value_of(text: str) -> int:
    return int(text.translate(SEPARATORS).translate(WESTERN))


def values_in(text: str) -> list[int]:
    """Every number in a text that is written in figures, its parts too."""
    return [value_of(found) for found in re.findall(rf"[{DIGITS}]+(?:[,.٬،][{DIGITS}]{{3}})*|[{DIGITS}]+", text)]


def shared_numbers(english: str, translation: str, least: int = 13) -> list[re.Match[str]]:
    """The numbers of a translation that stand in it once, and in the English once."""
    here, there = values_in(translation), values_in(english)
    found = NUMBER.finditer(translation)
    return [one for one in found if (v := value_of(one[0])) >= least and here.count(v) == 1 and there.count(v) == 1]


def put(text: str, found: re.Match[str], new: str, group: int = 0) -> str:
    return text[: found.start(group)] + new + text[found.end(group) :]


def one_of(rng: Random, pattern: str, text: str) -> re.Match[str] | None:
    """Any place where a pattern is found."""
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


_NUMBERED = """In <year>, the organisation recorded <n> cases. | وفي عام <year> سجّلت المنظمة <n> حالة. | لە ساڵی <year>دا ڕێکخراوەکە <n> ڕووداوی تۆمار کرد. | Di sala <year>an de rêxistinê <n> bûyer tomar kirin.
At least <n> people were displaced. | ونزح ما لا يقل عن <n> شخص. | لانیکەم <n> کەس ئاوارە بوون. | Herî kêm <n> kes koçber bûn.
The list names <n> detainees. | وتضم القائمة أسماء <n> معتقل. | لیستەکە ناوی <n> دەستگیرکراوی تێدایە. | Di lîsteyê de navên <n> girtiyan hene.
In <year> the hospital treated <n> wounded people. | وعالج المستشفى <n> جريحًا في عام <year>. | نەخۆشخانەکە لە ساڵی <year>دا چارەسەری <n> برینداری کرد. | Nexweşxaneyê di sala <year>an de <n> birîndar derman kirin."""


def _numbers(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    year, n = rng.randint(1946, 2026), rng.choice((rng.randint(21, 98), rng.randint(113, 987)))
    return {"year": (year, figure(year, locale)), "n": (n, figure(n, locale))}


def _grouped(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    year, n = rng.randint(1946, 2026), f"{rng.randint(13, 480) * 1000:,}"
    mark = {"ar": ",", "ckb": "٬", "ku": rng.choice(",.")}[locale]
    return {"year": (year, figure(year, locale)), "n": (n, figure(n.replace(",", mark), locale))}


def _decimal(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    n = f"{rng.randint(1, 60)}.{rng.randint(1, 9)}"
    mark = {"ar": ".", "ckb": rng.choice(".٫"), "ku": rng.choice(".,")}[locale]
    return {"n": (n, figure(n.replace(".", mark), locale))}


def _small(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    n = rng.randint(13, 95)
    return {"n": (n, figure(n, locale))}


numbered = say(_NUMBERED, _numbers)
grouped = say(_NUMBERED, _grouped)
decimal = say(
    """The rate rose to <n> percent. | وارتفع المعدل إلى <n> في المئة. | ڕێژەکە بۆ لە سەدا <n> بەرز بووەوە. | Rêje ji sedî <n> zêde bû.
The road is <n> kilometres long. | ويبلغ طول الطريق <n> كيلومتر. | درێژیی ڕێگاکە <n> کیلۆمەترە. | Dirêjahiya rê <n> kîlometre ye.""",
    _decimal,
)
scaled = say(
    """The damage amounts to <n> million dollars. | وتبلغ الأضرار <n> مليون دولار. | زیانەکان دەگەنە <n> ملیۆن دۆلار. | Ziyan digihîje <n> milyon dolaran.
About <n> thousand people fled. | وفرّ نحو <n> ألف شخص. | نزیکەی <n> هەزار کەس هەڵاتن. | Nêzîkî <n> hezar kes reviyan.""",
    _small,
)
