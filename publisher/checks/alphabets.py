"""Which characters belong to which language: the tables behind the checks of letters, and what they skip.

A text with a letter of a neighbouring language looks right and is not: no search finds it, screen readers
stumble over it, and one font draws it while another does not. Most come from keyboards: a Persian or an Arabic
layout is used for Sorani, a Persian one for Arabic.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.bidi import isolate_all
from publisher.checks.numbers import DIGIT
from publisher.checks.patterns import AL, VOWEL_MARKS, Rare, Words, letters_but

if TYPE_CHECKING:
    from collections.abc import ItemsView, Sequence

Pattern = re.Pattern[str] | Rare
"""What finds something in a text."""

OTHER_THAN: dict[str, re.Pattern[str]] = {
    # Arabic: the block of the standard, tatweel, alef wasla, and the five letters that the press uses in foreign
    # names (Paris, Chechnya, Gaza's "g", Vienna).
    "ar": re.compile("[" + letters_but("\u0621-\u063a\u0640-\u064aٱپچژگڤ") + "]"),
    # Sorani: the alphabet of the Kurdish Academy (Hewlêr, 2003) and both kinds of H; ء and آ in a few borrowed words.
    "ckb": re.compile("[" + letters_but("ءآئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهھەیێـ", "\u064b-\u0652\u065a") + "]"),
}
"""The Arabic letters and marks that a language does not write."""

_HAMZA_AS_MARK = re.compile("[اويى][\u0653-\u0655]")
MISTYPED: dict[str, list[tuple[re.Pattern[str], str]]] = {
    "ar": [
        (re.compile("[کڪ]"), "ك"),  # the K of Persian, and the one of Sindhi
        (re.compile("[ھہ]"), "ه"),  # the H of Urdu, in two shapes
        # At the end of a word the Persian letter has no dots: it may stand for ي or for ى, only a reader can tell.
        (re.compile(rf"[یې](?=[{VOWEL_MARKS}\u0640]*[{AL}])"), "ي"),
        (_HAMZA_AS_MARK, ""),  # hamza or madda typed as a mark: one letter in form C
    ],
    "ckb": [
        (re.compile("ك"), "ک"),
        (re.compile("[يى](?!\u065a)"), "ی"),
        (re.compile("[لڵ]\u065a"), "ڵ"),  # a letter with the small v typed as a mark
        (re.compile("[رڕ]\u065a"), "ڕ"),
        (re.compile("[وۆ]\u065a"), "ۆ"),
        (re.compile("[یيىێ]\u065a"), "ێ"),
        # Before Unicode had ە (and in Windows fonts long after) it was typed as H with a zero-width non-joiner.
        (re.compile(rf"ه\u200c|(?<=\w)(?<![اآ])ه(?![{AL}{VOWEL_MARKS}\u0640])"), "ە"),
        (_HAMZA_AS_MARK, ""),
    ],
    "ku": [
        (re.compile("Ș"), "Ş"),  # the letters of Romanian have a comma below, those of Kurmanji a cedilla
        (re.compile("ș"), "ş"),
        # A hat or a cedilla typed as a mark: one letter in form C.
        (re.compile("[^\\W\\d_][\u0300-\u036f]+"), ""),
    ],
}
"""Letters with one right answer each; an empty one stands for Unicode's form C of what was found."""
_MAY_BE_MISTYPED: dict[str, Words | re.Pattern[str]] = {
    "ar": Words.of(*"کڪھہیې\u0653\u0654\u0655"),
    "ckb": re.compile(f"[كيى\u065a\u0653-\u0655ه](?:(?<!ه)|(?![{AL}{VOWEL_MARKS}\u0640]))"),
    "ku": re.compile("[Șș\u0300-\u036f]"),
}
"""One of these stands in all that they find."""

_MAY_OPEN = """(\\[«“"'‘*_"""
SORANI_BARE_VOWEL = Rare(rf"[اەۆێ](?<![^\s{_MAY_OPEN}][اەۆێ])", rf"(?<!\S)[{_MAY_OPEN}]*+(?P<vowel>[اەۆێ](?=[{AL}]))")
"""A vowel at the beginning of a word without the ئ that carries it there."""

_NO_LETTER = rf"(?![{AL}{VOWEL_MARKS}\u0640\u200c])"
SORANI_FINAL_H = Rare(rf"ه{_NO_LETTER}", rf"(?:(?<=[اآ])|(?<!\w))ه{_NO_LETTER}")
"""H at the end of a word where it need not be the vowel ە: there Sorani writes هـ."""

KURMANJI_HATS = re.compile("[çêîşûÇÊÎŞÛ]")
KURMANJI_WITHOUT_HATS = re.compile(
    r"(?<!\w)(?:wi|vi|yen|en|pisti|gori|tene|cend|bun|zedetir|bas|buye|nisan|heri|zede|diji|nu|pek|ci|pes|hemu|tevi"
    r"|beri|gisti|dawi|hatibu|bune|hun|xwedi|iro|weki|hela|cawa|cima)(?!\w)",
    re.IGNORECASE,
)
"""Words that are none without their hats: piştî, gorî, hemû; of 1,000 common words those that no other is like."""
KURMANJI_STRANGER = re.compile(r"[^\W\d_A-Za-zçêîşûÇÊÎŞÛșȘ\u0600-\u06ff]")
"""A letter that Kurmanji does not write; ı İ ğ ö ü come with a Turkish keyboard or a Turkish text."""
KURMANJI_BARE_U = Rare(r"u(?![\w.'’])(?<![\w.'’]u)", r"(?<![\w.'’])u(?![\w.'’])")
"""The word "and" without its hat."""

# The forms VII, VIII and X of the verb have no hamza in their nouns. A list and no rule: in form IV it is right
# (إنتاج, إنفاق), and so it is in names (الإنترنت, إستونيا).
_NO_HAMZA = """
    بتداء بتزاز بتعاد بتكار تجاه تحاد تخاذ تصال تفاق تهام جتماع جتهاد جتياح حتجاج حتجاز حترام حتفاظ حتفال حتلال
    حتواء حتياج حتياط ختبار ختراق ختصاص ختصار ختطاف ختفاء ختلاف ختيار دعاء رتباط رتفاع رتكاب رتياح زدهار زدواج
    زدياد ستئناف ستثمار ستثناء ستجابة ستجواب ستخدام ستخراج ستشارة ستضافة ستعادة ستعداد ستعمال ستغلال ستفتاء ستقالة
    ستقبال ستقرار ستقلال ستكمال ستلام ستماع ستمرار ستنتاج ستنكار ستهداف ستهلاك ستيراد ستيطان ستيلاء شتباك شتراط
    شتراك ضطرار ضطهاد عتبار عتداء عتذار عتراض عتراف عتصام عتقاد عتقال عتماد غتصاب غتيال فتتاح قتباس قتحام قتراح
    قتصاد قتناع كتشاف لتحاق لتزام لتماس لتهاب متثال متحان متداد متلاك متناع متياز نتباه نتحار نتخاب نتداب نتشار
    نتصار نتظار نتفاضة نتقاد نتقال نتقام نتماء نتهاء نتهاك نحياز نخفاض ندلاع ندماج نسحاب نضمام نعقاد نفجار نفصال
    نقسام نقطاع نقلاب نهيار مرأة
"""
_PROCLITIC = "(?P<before>[وف]?(?:[بك]?ال|لل|[بكل])?)"
_NOUN_WITH_HAMZA = Rare(
    f"إ(?:{'|'.join(_NO_HAMZA.split())})",
    rf"(?<![{AL}]){_PROCLITIC}(?P<wrong>إ)(?:{'|'.join(_NO_HAMZA.split())})[{AL}]{{0,5}}+(?![{AL}])",
)

# Words that are wrong in every sentence, and what they shall be.
_WORDS = {
    "الى": "إلى", "إلی": "إلى", "الی": "إلى", "فى": "في", "فی": "في", "التى": "التي", "التی": "التي",
    "الذى": "الذي", "الذی": "الذي", "هذة": "هذه", "هی": "هي", "حتی": "حتى", "ايضا": "أيضا", "ايضاً": "أيضاً",
    "أيضآ": "أيضاً", "او": "أو", "اذا": "إذا", "اكثر": "أكثر", "شئ": "شيء",
}  # fmt: skip
# Nouns of human rights that are often typed without their hamza; with the article no other word is like them.
_NOUNS = {
    "الانسان": "الإنسان", "الانسانية": "الإنسانية", "الانساني": "الإنساني", "الامم": "الأمم", "الاطفال": "الأطفال",
    "الارهاب": "الإرهاب", "الاعلان": "الإعلان", "الامن": "الأمن", "الاطراف": "الأطراف", "الاخيرة": "الأخيرة",
    "الاولى": "الأولى", "الاخرى": "الأخرى", "الاسرة": "الأسرة", "الارض": "الأرض",
}  # fmt: skip
_SHORT_NOUNS = {wrong[2:]: right[2:] for wrong, right in _NOUNS.items()}
_WORD = re.compile(
    rf"(?<![{AL}])(?:[وف]?(?P<wrong>{'|'.join(_WORDS)})|[وف]?(?:[بك]?ال|لل)(?P<noun>{'|'.join(_SHORT_NOUNS)}))"
    rf"(?![{AL}{VOWEL_MARKS}])"
)


_WITH_THEIR_PARTICLES = frozenset(
    before + word
    for word in (
        *(wrong.rstrip("\u064b") for wrong in _WORDS),
        *(article + noun for article in ("ال", "بال", "كال", "لل") for noun in _SHORT_NOUNS),
    )
    for before in ("", "و", "ف")
)
_LETTERS = re.compile(f"[{AL}]+")


def _may_be_misspelt(text: str) -> bool:
    """Whether one of these words stands in a text, be it with a vowel mark after it."""
    return not _WITH_THEIR_PARTICLES.isdisjoint(_LETTERS.findall(text))


def _misspelt(text: str) -> list[tuple[int, str, str]]:
    """The Arabic words that are wrong in every sentence, or the letters of them that are."""
    found = [(one.start("wrong"), "إ", "ا") for one in _NOUN_WITH_HAMZA.finditer(text)]
    for one in _WORD.finditer(text) if _may_be_misspelt(text) else ():
        group = one.lastgroup or ""
        found.append((one.start(group), one[group], {**_WORDS, **_SHORT_NOUNS}[one[group]]))
    return sorted(found)


def repairs(language: str, target: str) -> list[tuple[int, str, str]]:
    """What is wrong and has one right answer: (position, wrong, right)."""
    found = [
        (one.start(), one[0], right or unicodedata.normalize("NFC", one[0]))
        for pattern, right in (MISTYPED[language] if _MAY_BE_MISTYPED[language].search(target) else ())
        for one in pattern.finditer(target)
    ]
    if language == "ar":
        words = _misspelt(target)
        covered = {at for start, wrong, _ in words for at in range(start, start + len(wrong))}
        found = [one for one in found if one[0] not in covered] + words
    return sorted(one for one in found if one[1] != one[2])


# Words with the article whose last letter is an H: all others that seem to have one lack the dots of ة. The last line
# is of words that begin with ال by nature, and end with "his": والديه, والتزامه, التقاه.
_ENDS_IN_H = """
    له إله مياه وجه توجه موجه اتجاه متجه مواجه إكراه معتوه شبيه تشبيه تشابه متشابه شبه أشباه مشتبه مشبوه مكروه كره
    فقه فقيه تنبيه انتباه منبه متنبه توجيه تشويه مشوه ترفيه رفاه مرفه سفيه أفواه نزيه تنزيه تافه تائه جاه جباه شفاه
    تأوه كنه تيه سفه موه مموه تمويه فواكه شره وله فاره بله أبله منزه متنزه مشابه منتبه وجيه أوجه نبيه تنويه
    ديه تزامه تماسه تحاقه تقاءه تقائه تهابه تفافه تباسه تقاه تزمه تمسه تقطه تهمه
"""
WITHOUT_DOTS = Rare(
    f"ه(?![{AL}])(?<=[{AL}]{{4}}ه)",
    rf"(?<![{AL}])[وف]?[بك]?ال(?!(?:{'|'.join(_ENDS_IN_H.split())})(?![{AL}]))(?!ت[{AL}]*ته)[{AL}]{{3,}}+(?<=[^ت]ه)(?![{AL}])",
)
"""An Arabic noun with the article that ends in ه where only ة can stand."""

FINAL_MAKSURA = Rare(
    f"ى(?![{AL}])",
    rf"(?<![{AL}])(?![وفبكل]?(?:على|إلى|حتى|لدى|متى|مدى|سوى|أخرى|الأخرى|كبرى|الكبرى|أولى|الأولى)(?![{AL}]))[{AL}]+ى(?![{AL}])",
)
"""Words that end in ى, but for those that nearly every text has."""
FINAL_YEH = Rare(f"ي(?![{AL}])", rf"(?<=[{AL}])ي(?![{AL}])")
HEH_AT_THE_END = re.compile(f"ه(?![{AL}])")
FINAL_HEH = Rare(HEH_AT_THE_END.pattern, rf"[{AL}]{{3,}}ه(?![{AL}])")
FINAL_MARBUTA = Rare(f"ة(?![{AL}])", rf"(?<=[{AL}])ة(?![{AL}])")
"""In a text of some length that has three words in ه and none in ة, the dots were left out."""

_SHAPES = "[\ufb00-\ufb06\ufb50-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe70-\ufefc]"
SHAPE = Rare(_SHAPES, f"{_SHAPES}+")
"""Names for the glyphs of old fonts; the ornate brackets and the signs for whole phrases among them are meant."""
STRETCHED = Rare(Words.of("\u0640"), rf"(?<=[{AL}{VOWEL_MARKS}])(?<!\u0640)\u0640++(?=[{VOWEL_MARKS}]*[{AL}])")
"""Tatweel inside a word; before a number, a name or a space it holds a prefix or stands for a final H."""
_UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f"
)
UNSEEN = re.compile(f"[{_UNSEEN}]")
"""What no keyboard types on purpose: zero-width spaces, soft hyphens, byte order marks, fillers, tags."""
_LOST = "\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd"
LOST = re.compile(f"[{_LOST}]")
"""The sign for a character that could not be read, and characters that only one font has."""
JOINERS = {
    "ar": re.compile("[\u200c\u200d]"),
    "ku": re.compile(rf"(?<![{AL}])[\u200c\u200d](?![{AL}])"),  # a name in Arabic letters may need them
}
"""Joiners and non-joiners where the language has no use for them."""
INVISIBLE = re.compile(f"[{_UNSEEN}{_LOST}\u200c\u200d]")
"""One of these."""
# Names such as COVID-19, A/HRC/58/66 or iPhone 12, which keep their digits whatever those of the text are.
_NAME_WITH_DIGITS = Rare(
    "[A-Za-z]",
    r"(?<![^\W\d_])[A-Za-z][^\W\d_]*+[-/. ]?\d[\w/.-]*+|(?<!\d)\d++-?[A-Za-z][\w-]*+",
)
_NUMBER = re.compile(r"\d\d*+(?:[.,:/\u066b\u066c\u060c]\d++)*+")


def _at_the_beginning(letter: str) -> Rare:
    return Rare(f"{letter}(?<![{AL}]{letter})", f"(?<![{AL}]){letter}")


def _inside_a_word(sign: str) -> Rare:
    return Rare(sign, rf"(?<=\w\w){sign}(?!s\b)(?=[^\W\d_])")


TWO_WAYS: dict[str, tuple[tuple[str, Pattern, Pattern], ...]] = {
    "ckb": (
        ("the letter H", re.compile("ه"), re.compile("ھ")),
        ("R at the beginning of a word", _at_the_beginning("ر"), _at_the_beginning("ڕ")),
    ),
    "ku": (
        ("the apostrophe", _inside_a_word("'"), _inside_a_word("’")),
        ("an ending after a number", Rare(Words.of(*"'’"), r"\d['’][^\W\d_]"), re.compile(r"\d(?=[êîaeyi])[^\W\d_]")),
    ),
}
"""What can be written in two ways, which are both right: its name, and what finds either."""


@lru_cache(maxsize=256)
def numbers(words: str, *, has_names: bool = True) -> Sequence[tuple[int, str]]:
    """The numbers of a text without addresses and where they begin; those in names only if it has no names.

    They are remembered: what a text has is asked again when the whole document is looked at.
    """
    if not DIGIT.search(words):
        return []
    if has_names:
        words = _NAME_WITH_DIGITS.sub(lambda found: " " * len(found[0]), words)
    return [(found.start(), found[0]) for found in _NUMBER.finditer(words)]


def zeros(number: str) -> list[int]:
    """The code points of the zeros that belong to the digits of a number: what tells one kind from another."""
    return [ord(digit) - int(digit) for digit in number if digit.isdecimal()]


def codes(text: str) -> str:
    """The code points of some characters."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def shown(text: str) -> str:
    """A word as it is, anything else as code points."""
    return f'"{isolate_all(text, "rtl")}"' if len(text) > 1 and text.isalpha() else codes(text)


def first(pattern: Pattern, text: str) -> ItemsView[str, int]:
    """Each character that a pattern finds, with its first position."""
    seen: dict[str, int] = {}
    for found in pattern.finditer(text):
        seen.setdefault(found[0], found.start())
    return seen.items()
