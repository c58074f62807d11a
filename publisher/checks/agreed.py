"""Whether a text uses an agreed term, inflected as its language inflects."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’\u200c][^\W_]+)*")
_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640\u200c'’]")
_LETTERS = {
    "ar": str.maketrans("أإآٱىةؤئ", "اااايهوي"),
    "ckb": str.maketrans("ۆڕڵێه", "ورلیە"),
    "ku": str.maketrans("êîûçş", "eiucs"),
}
"""Letters that writers exchange; a misspelt name is for `letters` to find."""
_PARTICLES = ("و", "ف", "ب", "ك", "ل", "وب", "وك", "ول", "فب", "فل")
_ENDINGS = {
    "ar": ("ون", "ين", "ان", "ات", "ه", "ي"),
    "ckb": ("یەکان", "ەکان", "یەکە", "ەکە", "یان", "ان", "ی"),
    "ku": ("eyan", "yan", "yen", "an", "en", "ye", "ya", "e", "a", "i"),
}
"""Endings that an agreed term may be written with, and a text without."""
_REST = {"ckb": 7}
"""How many letters may follow the stem, where it is more than five: حەلەبییەکانی."""
_NISBA = ("ي", "يه", "يون", "يين", "يات")
"""What makes "of Aleppo" of Aleppo in Arabic; then even a name has an article."""
_TWICE = re.compile(r"(.)\1+")
_EDGE = ".,;:!?،؛؟()[]«»“”\"'"
_VOWELS = re.compile("[aeiouwyاوىيیەء]")
_SHORT, _LONG = 5, 8
"""Of so many letters one, and two may be others in a name that is almost the agreed one."""
_REACH = 4
"""How many other words may stand between two words of a term."""


def uses(text: str, agreed: str, language: str, *, name: bool) -> bool:
    """Whether the words of ``agreed`` stand in ``text`` in their order, inflected, with few words between them.

    Args:
        text: The translation.
        agreed: What is agreed.
        language: Their language.
        name: Whether it is a name, whose Arabic articles are part of it.
    """
    wanted, there = _words(agreed, language), _words(text, language)
    if not wanted:
        return True
    starts = [index for index, word in enumerate(there) if _same(wanted[0], word, language, name=name)]
    span = (_REACH + 1) * len(wanted)
    if any(_follows(wanted[1:], there[start + 1 : start + span], language, name=name) for start in starts):
        return True
    if len(wanted) == 1:
        return language == "ar" and any(_is_nisba(wanted[0], word) for word in there)
    together = "".join(wanted)
    return any(_same(together, word, language, name=name) for word in there)


def _is_nisba(name: str, word: str) -> bool:
    """Whether an Arabic word means what belongs to a place: الحلبيون."""
    return any(one in {name + ending for ending in _NISBA} for one in _bare(word, name=False))


def almost(text: str, agreed: str, language: str) -> str:
    """The words of a text that are the agreed ones but for a letter or two, spaces and articles; empty if none are."""
    words = text.split()
    folded = ["".join(_words(word, language)) for word in words]
    wanted = _words(agreed, language)
    forms = _single("".join(wanted), language)
    for size in range(max(1, len(wanted) - 1), len(wanted) + 2):
        for start in range(len(words) - size + 1):
            found = _single("".join(folded[start : start + size]), language)
            if any(_is_near(one, other) for one in forms for other in found):
                return " ".join(words[start : start + size]).strip(_EDGE)
    return ""


@lru_cache(maxsize=8192)
def _single(word: str, language: str) -> tuple[str, ...]:
    """A word with doubled letters written once; in Arabic also without what is written together with it."""
    return tuple(_TWICE.sub(r"\1", one) for one in (_bare(word, name=False) if language == "ar" else [word]))


def _is_near(agreed: str, other: str) -> bool:
    """Whether a word begins with the agreed one but for a letter or two, of which one may be a consonant."""
    most = (len(agreed) >= _SHORT) + (len(agreed) >= _LONG)
    if not -most <= len(other) - len(agreed) <= 5 or (most < 2 and agreed[:1] != other[:1]):  # noqa: PLR2004
        return False
    from rapidfuzz.distance.Levenshtein import distance  # noqa: PLC0415  # slow to import, and few texts come so far

    starts = {other[: len(agreed) + more] for more in range(-most, most + 1)}
    return any(distance(agreed, one) <= most and distance(_bones(agreed), _bones(one)) <= 1 for one in starts)


@lru_cache(maxsize=4096)
def _bones(word: str) -> str:
    """The consonants of a word."""
    return _VOWELS.sub("", word)


def _follows(wanted: tuple[str, ...], there: tuple[str, ...], language: str, *, name: bool) -> bool:
    for one in wanted:
        place = next(
            (index for index, word in enumerate(there[: _REACH + 1]) if _same(one, word, language, name=name)), None
        )
        if place is None:
            return False
        there = there[place + 1 :]
    return True


@lru_cache(maxsize=4096)
def _words(text: str, language: str) -> tuple[str, ...]:
    folded = _SIGNS.sub("", text.casefold()).translate(_LETTERS.get(language, {}))
    return tuple(_WORD.findall(folded))


@lru_cache(maxsize=8192)
def _same(one: str, other: str, language: str, *, name: bool) -> bool:
    """Whether two words are forms of one: alike but for particles before them and endings after them."""
    if one == other:
        return True
    if language == "ar":
        return any(_alike(a, b, language) for a in _bare(one, name=name) for b in _bare(other, name=name))
    return _alike(one, other, language)


def _bare(word: str, *, name: bool) -> list[str]:
    """An Arabic word with and without the particles that are written with it, and, but in names, the article."""
    found = [word, *(word[len(one) :] for one in _PARTICLES if word.startswith(one))]
    # With "to" before it, the article loses its alef.
    found += ["ال" + word[len(one) :] for one in ("لل", "ولل", "فلل") if word.startswith(one)]
    if not name:
        found += [one[2:] for one in found if one.startswith("ال")]
    return [one for one in found if len(one) > 1]


def _alike(one: str, other: str, language: str) -> bool:
    """Whether what both words begin with is the stem of the agreed one, or all but two letters of it."""
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    least = min(len(_stem(one, language)), max(len(one) - 2, min(len(one), 4)))
    return common >= least and len(other) - common <= _REST.get(language, 5)


def _stem(word: str, language: str) -> str:
    ending = next((one for one in _ENDINGS.get(language, ()) if word.endswith(one) and len(word) - len(one) > 2), "")  # noqa: PLR2004
    return word.removesuffix(ending)
