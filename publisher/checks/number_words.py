"""How numbers are written in words: English, Arabic, Kurmanji, Sorani. Data, and how such words add up."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve"
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH = {
    **dict(enumerate(f"{_UNITS} {_TEENS}".split())),
    **dict(zip(range(20, 100, 10), _TENS.split(), strict=True)),
    100: "hundred",
}
_ENGLISH_OTHERS = {
    1: "first once single a an another",
    2: "second secondly twice both couple pair double two-thirds half halves dual",
    3: "third thirdly thrice triple treble thirds trio",
    4: "fourth quarter quarters quadruple",
    5: "fifth fifths",
    6: "sixth",
    7: "seventh weekly week",
    8: "eighth",
    9: "ninth",
    10: "tenth decade decades",
    12: "twelfth dozen dozens",
    50: "half",
    100: "century centuries",
    1000: "millennium",
}
_SCALES = {
    "en": {100: "hundred", 10**3: "thousand", 10**6: "million mln", 10**9: "billion bn", 10**12: "trillion tn"},
    "ar": {
        100: "مئة مائة مية مئات",
        10**3: "الف الاف الفا",
        10**6: "مليون ملايين مليونا",
        10**9: "مليار مليارات بليون ملياري",
        10**12: "تريليون تريليونات",
    },
    "ku": {
        100: "sed",
        10**3: "hezar",
        10**6: "milyon mîlyon milion miliyon mîliyon",
        10**9: "milyar mîlyar miliyar miliyard milyard mîlyard bilyon",
        10**12: "trilyon",
    },
    "ckb": {
        100: "سەد",
        10**3: "هەزار",
        10**6: "ملیۆن میلیۆن ملیون میلیون",
        10**9: "ملیار میلیار ملیارد میلیارد بلیۆن",
        10**12: "تریلیۆن",
    },
}
"""Words that multiply what stands before them."""
_WORDS = {
    "ar": {
        1: "واحد واحدة احد احدي اول اولي حادي",
        2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثاني ثان ثانية مرتان مرتين",
        3: "ثلاث ثلاثة ثالث ثالثة",
        4: "اربع اربعة رابع رابعة",
        5: "خمس خمسة خامس خامسة",
        6: "ست ستة سادس سادسة",
        7: "سبع سبعة سابع سابعة",
        8: "ثمان ثماني ثمانية ثامن ثامنة",
        9: "تسع تسعة تاسع تاسعة",
        10: "عشر عشرة عاشر عاشرة عقد",
        20: "عشرون عشرين عشرينيات عشرينات",
        30: "ثلاثون ثلاثين ثلاثينيات ثلاثينات",
        40: "اربعون اربعين اربعينيات اربعينات",
        50: "خمسون خمسين خمسينيات خمسينات نصف",
        60: "ستون ستين ستينيات ستينات",
        70: "سبعون سبعين سبعينيات سبعينات",
        80: "ثمانون ثمانين ثمانينيات ثمانينات",
        90: "تسعون تسعين تسعينيات تسعينات",
        100: "قرن",
        200: "مئتان مئتين مائتان مائتين مئتا مئتي مائتي",
        300: "ثلاثمئة ثلاثمائة",
        400: "اربعمئة اربعمائة",
        500: "خمسمئة خمسمائة",
        600: "ستمئة ستمائة",
        700: "سبعمئة سبعمائة",
        800: "ثمانمئة ثمانمائة",
        900: "تسعمئة تسعمائة",
        2000: "الفان الفين الفا الفي",
        2 * 10**6: "مليونان مليونين مليوني",
    },
    "ku": {
        1: "yek êk",
        2: "du didu dudu duyem duwem duh",
        3: "sê sisê sêyem sisiyan sisê",
        4: "çar",
        5: "pênc",
        6: "şeş",
        7: "heft",
        8: "heşt",
        9: "neh",
        10: "deh dehsal",
        11: "yazdeh yanzdeh yanzde yazde",
        12: "diwazdeh diwanzdeh dwazdeh diwazde dozdeh",
        13: "sêzdeh sêzde",
        14: "çardeh çarde",
        15: "panzdeh pazdeh panzde pazde",
        16: "şanzdeh şazdeh şazde şanzde",
        17: "hivdeh hevdeh hefdeh hivde",
        18: "hijdeh hejdeh heştdeh hijde",
        19: "nozdeh nozde nûzdeh",
        20: "bîst",
        30: "sî sih",
        40: "çil çel",
        50: "pêncî pênce pênceh pencî nîv nîvê nîvî",
        60: "şêst",
        70: "heftê hefta",
        80: "heştê heşta",
        90: "nod not newed",
        100: "sed",
    },
    "ckb": {
        1: "یەک یەکەم",
        2: "دوو دووەم",
        3: "سێ سێیەم سێهەم",
        4: "چوار",
        5: "پێنج",
        6: "شەش",
        7: "حەوت",
        8: "هەشت",
        9: "نۆ نۆیەم",
        10: "دە دەیەم",
        11: "یازدە یانزە یازدەیەم",
        12: "دوازدە دوانزە دوازدەیەم",
        13: "سێزدە سیانزە سیازدە",
        14: "چواردە",
        15: "پازدە پانزە پانزدە",
        16: "شازدە شانزە",
        17: "حەڤدە حەڤدە هەڤدە",
        18: "هەژدە",
        19: "نۆزدە",
        20: "بیست",
        30: "سی",
        40: "چل",
        50: "پەنجا نیو نیوە نیوەی",
        60: "شەست",
        70: "حەفتا",
        80: "هەشتا",
        90: "نەوەد",
        100: "سەد",
    },
}
_ENDINGS = {
    "ar": re.compile(r"(?:ا|ي|ه|ها|هم|ين)?"),
    "ku": re.compile(r"(?:'?y?(?:em|emîn|emê|ema|mîn|ê|a|an|ên|î|ek|eke|emîna|emînê|sala|salan|salî))?"),
    "ckb": re.compile(
        r"(?:ی|ە|ەم|ەمی|ەمین|ەمینی|هەمی|هەمین|ەکە|ەکەی|ەکان|ەکانی|ان|انی|یەکان|یان|هەم|ەها|ەوە|دا|ێک|ساڵ|ساڵە)*"
    ),
}
_AND = {"ar": {"و"}, "ku": {"û", "u"}, "ckb": {"و"}, "en": {"and"}}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLAIN = str.maketrans("أإآٱىة", "اااايه")
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640\u200c]")
_PROCLITIC = re.compile("(?:[وف])?(?:[بكل])?(?:ال|ل)?")


def plain(word: str, language: str) -> str:
    """A word as it is looked up: small letters, Arabic without vowel signs and with one alef, yeh and heh."""
    word = _MARKS.sub("", word.casefold())
    return word.translate(_PLAIN) if language == "ar" else word


@cache
def _lexicon(language: str) -> dict[str, int]:
    if language == "en":
        words = {form: value for value, forms in _ENGLISH_OTHERS.items() for form in forms.split()}
        return words | {form: value for value, form in _ENGLISH.items()}
    table = _WORDS.get(language, {})
    return {plain(form, language): value for value, forms in table.items() for form in forms.split()}


@cache
def scales(language: str) -> dict[str, int]:
    """The words that multiply, with what they multiply by."""
    table = _SCALES.get(language, {})
    return {plain(form, language): value for value, forms in table.items() for form in forms.split()}


def scale_of(word: str, language: str) -> int:
    """What a word multiplies the number in digits before it by; 0 if it is no such word."""
    value = _found(plain(word, language), language, scales(language))
    # "10 بالمائة" are ten in a hundred.
    return value if value > 100 else 0  # noqa: PLR2004


def _found(word: str, language: str, table: dict[str, int]) -> int:
    """The value of a word, be it inflected."""
    if word in table:
        return table[word]
    if language == "en":
        return table.get(word.removesuffix("s"), 0)
    for start in _starts(word, language):
        for cut in range(len(word), start + 1, -1):
            stem = word[start:cut]
            if stem in table and _ENDINGS[language].fullmatch(word[cut:]):
                return table[stem]
    return 0


def _starts(word: str, language: str) -> list[int]:
    """Where a word may begin when the Arabic particles that are written with the next word are cut off."""
    if language != "ar":
        return [0] if language in _ENDINGS else []
    longest = _PROCLITIC.match(word)
    return list(range((longest.end() if longest else 0) + 1))


@cache
def _value(word: str, language: str) -> int:
    word = plain(word, language)
    return _found(word, language, scales(language)) or _found(word, language, _lexicon(language))


def values(text: str, language: str) -> set[Fraction]:
    """Every value that number words in a text may mean, alone and together with their neighbours."""
    found: set[Fraction] = set()
    for run in _runs(text, language):
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + 6) + 1):
                found.add(Fraction(_total(run[start:end])))
    return found


def _runs(text: str, language: str) -> Iterator[list[int]]:
    """The values of number words that stand together."""
    run: list[int] = []
    for match in _WORD.finditer(text):
        words = match[0].split("-") if language == "en" else [match[0]]
        for word in words:
            if value := _value(word, language):
                run.append(value)
            elif plain(word, language) not in _AND.get(language, ()):
                if run:
                    yield run
                run = []
    if run:
        yield run


def _total(run: list[int]) -> int:
    """What number words mean together: 5 and 20 are 25, 3 times 100 is 300."""
    total = current = 0
    for value in run:
        if value >= 1000 and value % 1000 == 0:  # noqa: PLR2004  # a word that multiplies
            total, current = total + max(current, 1) * value, 0
        elif value == 100:  # noqa: PLR2004
            current = max(current, 1) * value if current < 100 else current + value  # noqa: PLR2004
        else:
            current += value
    return total + current
