"""Numbers written in words: which words are some, and how they add up."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from publisher.checks import number_tables as tables
from publisher.checks.patterns import of_english

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Value = int | Fraction
"""What a number means; a whole one is an `int`, which is equal to its fraction and ten times as quick."""

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


def plain(words: str, language: str) -> str:
    """Words as they are looked up: in small letters, Arabic ones without vowel signs and with one alef, yeh and heh."""
    words = _MARKS.sub("", words.casefold())
    return words.translate(_PLAIN) if language == "ar" else words


@cache
def _lexicon(language: str) -> dict[str, Value]:
    """What each word of a language means by itself, in the form in which it is looked up."""
    every: list[dict[int, str]] = [
        tables.WORDS.get(language, {}),
        *([tables.ENGLISH, tables.ORDINALS] if language == "en" else []),
    ]
    found: dict[str, Value] = {
        plain(form, language): value for one in every for value, forms in one.items() for form in forms.split()
    }
    if hundred := tables.HUNDRED.get(language):
        units = [(form, value) for form, value in found.items() if 2 <= value <= 9]  # noqa: PLR2004
        found |= {form + hundred: value * 100 for form, value in units}
    fractions = tables.FRACTIONS.get(language, {})
    return found | {plain(form, language): value for value, forms in fractions.items() for form in forms.split()}


@cache
def scales(language: str) -> dict[str, int]:
    """The words that multiply, with what they multiply by."""
    table = tables.SCALES.get(language, {})
    return {plain(form, language): value for value, forms in table.items() for form in forms.split()}


def known(language: str) -> bool:
    """Whether the number words of a language are known here."""
    return language in tables.WORDS


@lru_cache(maxsize=4096)
def scale_of(word: str, language: str) -> int:
    """What a word multiplies the number in digits before it by; 0 if it is no such word."""
    value = next(_found(plain(word, language), language, scales(language)), 0)
    # "10 بالمائة" are ten in a hundred.
    return int(value) if value > 100 else 0  # noqa: PLR2004


def _found(word: str, language: str, table: Mapping[str, Value]) -> Iterator[Value]:
    """The values of a word, be it inflected; the nearest form first."""
    if word in table:
        yield table[word]
    elif language == "en" and word.removesuffix("s") in table:
        yield table[word.removesuffix("s")]
    for start in _starts(word, language):
        for cut in range(len(word), start + 1, -1):
            if (stem := word[start:cut]) in table and _ENDINGS[language].fullmatch(word[cut:]):
                yield table[stem]


def _starts(word: str, language: str) -> list[int]:
    """Where a word may begin when the Arabic particles that are written with the next word are cut off."""
    if language != "ar":
        return [0] if language in _ENDINGS else []
    longest = _PROCLITIC.match(word)
    return list(range((longest.end() if longest else 0) + 1))


@lru_cache(maxsize=8192)
def _meanings(word: str, language: str) -> tuple[Value, ...]:
    """What a number word may mean, one or two values; nothing if it is none."""
    word = plain(word, language)
    if len(word) > _LONGEST:
        return ()
    # Exact forms come first: مليونين are two millions, not one with an ending.
    exact = [table[word] for table in (_lexicon(language), scales(language)) if word in table]
    inflected = (value for table in (_lexicon(language), scales(language)) for value in _found(word, language, table))
    found = exact or sorted(inflected, reverse=True)[:1]
    return tuple(dict.fromkeys(found))


_LONGEST = 30


class Said(NamedTuple):
    """What the number words of a text say.

    Attributes:
        values: Every value that they may mean, alone and together with their neighbours.
        parts: The fractions among them, as percentages: a half is 50.
        totals: What each row of number words means as a whole, with the words.
    """

    values: set[Value]
    parts: set[Value]
    totals: list[tuple[Value, str]]


def said(text: str, language: str) -> Said:
    """Read the number words of a text."""
    values: set[Value] = set()
    parts: set[Value] = set()
    totals = []
    for run, words in _runs(text, language):
        firsts = [one[0] for one in run]
        totals.append((_total(firsts), words))
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + 6) + 1):
                values |= _totals(run[start:end])
        parts |= {100 * _total(firsts[at : at + 2]) for at in range(len(run)) if _has_part(firsts[at : at + 2])}
    return Said(values, parts, totals)


@of_english
def said_in_english(english: str) -> Said:
    """Read the number words of an English text; what is answered is remembered, and not to be changed."""
    return said(english, "en")


def vague(english: str) -> set[Value]:
    """The numbers that a translation may write for English words that are none: a week is 7 days."""
    words = set(_WORD.findall(english.casefold()))
    return {value for value, forms in tables.VAGUE.items() if words & set(forms.split())}


def _has_part(values: Sequence[Value]) -> bool:
    return any(0 < value < 1 for value in values)


def _runs(text: str, language: str) -> Iterator[tuple[list[tuple[Value, ...]], str]]:
    """The meanings of number words that stand together, and these words; "and a half" may stand one word away."""
    run: list[tuple[Value, ...]] = []
    words: list[str] = []
    gap = 0
    for match in _WORD.finditer(text):
        for word in match[0].split("-") if language == "en" else [match[0]]:
            meanings = _meanings(word, language)
            if meanings and (not gap or meanings[0] < 1):
                run.append(meanings)
                words.append(word)
                gap = 0
            elif meanings:
                yield run, " ".join(words)
                run, words, gap = [meanings], [word], 0
            elif run and plain(word, language) not in _AND.get(language, ()):
                gap += 1
                if gap > 1:
                    yield run, " ".join(words)
                    run, words, gap = [], [], 0
    if run:
        yield run, " ".join(words)


def _totals(run: Sequence[tuple[Value, ...]]) -> set[Value]:
    """Everything that number words may mean together; a few of them have two meanings."""
    choices = product(*run) if sum(len(one) > 1 for one in run) <= 3 else [[one[0] for one in run]]  # noqa: PLR2004
    return {_total(choice) for choice in choices}


def _total(run: Sequence[Value]) -> Value:
    """What number words mean together: 5 and 20 are 25, 3 times 100 is 300, a million and a half are 1,500,000."""
    total: Value = 0
    current: Value = 0
    part: Value = 0
    last: Value = 1
    for value in run:
        if part and value >= 1000:  # half a million  # noqa: PLR2004
            total, part = total + part * value, 0
        elif 0 < value < 1:
            part = value * (current or 1) if value == Fraction(1, 4) and current == 3 else value  # noqa: PLR2004
            current = 0 if part == Fraction(3, 4) else current
        elif value >= 1000 and value % 1000 == 0:  # noqa: PLR2004
            total, current, last = total + max(current, 1) * value, 0, value
        elif value == 100 and 0 < current < 100:  # noqa: PLR2004
            current *= value
        else:
            current += value
    return total + current + part * (last if not current else 1)
