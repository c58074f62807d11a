"""Numbers written in digits, read by value: any digits, any separators, in every way they can be meant."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from publisher.checks.number_words import Value, scale_of

_VALUES = {digit: str(index % 10) for index, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_SEPARATORS = {"\u066b": ".", "\u066c": ",", "\u060c": ",", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"}
_PLAIN = {**_VALUES, **_SEPARATORS}
_STRANGE = re.compile(f"[{''.join(_PLAIN)}]")


def in_ascii(text: str) -> str:
    """A text with the digits and separators of all languages as those of English."""
    return _STRANGE.sub(lambda found: _PLAIN[found[0]], text)


DIGIT = re.compile(r"\d")
# Its first digit, behind which there is none; then up to two more and groups of three, or what else.
_NUMBER = re.compile(
    r"\d(?<!\d\d)(?:\d{0,2}(?:[ '.,]\d{3}){1,6}(?!\d|[.,]\d{3})(?:[.,]\d{1,2}(?!\d))?|\d*(?:[.,:]\d{1,30}){0,6})"
)
_DIGITS = re.compile(r"\d+")
_SEPARATOR = re.compile(r"[ '.,:]")
_LONGEST = 18
"""Longer rows of digits are no numbers that anybody counts with: they are compared as they are written."""
_AFTER = re.compile(r"\s?([^\W\d_]{1,40})")
_IDENTIFIER = re.compile(r"[A-Za-z][-\u2010\u2011]?\Z")
_DIGIT_AND_LETTER = re.compile(r"\d[A-Za-z]\Z")
_DECADE = re.compile(r"['’]?s\b")
_SUFFIX = re.compile(r"(m|bn|k|tn|mn)\b", re.IGNORECASE)
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_HALF_OF_DAY = re.compile(r"\s?([ap])\.?m\b", re.IGNORECASE)
_TIME = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d")
_PERCENT = re.compile(r"\s?(?:%|٪|per\s?cent)", re.IGNORECASE)
_TO_YEAR = re.compile(r"\s?[-\u2010-\u2014/]\s?\d{4}\b")
_TELLS_BEFORE = re.compile(r"[A-Za-z]\Z|[-'’/\u2010-\u2014]\s?\Z")
_TELLS_AFTER = re.compile(
    r"(?:m|bn|k|tn|mn)\b|['’]?s\b|\s?(?:[ap]\.?m\b|[-%٪/\u2010-\u2014]|per\s?cent)", re.IGNORECASE
)
"""What may be found by one of the patterns around them, each of which looks for one thing that tells more."""
_RANGE = re.compile(r"(\d{4})\s?[-\u2010-\u2014/]\s?\Z")


class Number(NamedTuple):
    """A number in a text.

    Attributes:
        text: How it is written, with the word that multiplies it.
        at: Where it begins.
        end: Where its digits end.
        values: What it may mean.
        decimal: What it means if its only separator is that of the decimals, although it may group thousands.
        parts: The numbers that it is made of, if its separators separate numbers.
        scale: What the word after it multiplies it by; 0 without such a word.
        identifier: Whether it belongs to a name, as in COVID-19.
        percent: Whether it is a percentage.
    """

    text: str
    at: int
    end: int
    values: frozenset[Value]
    decimal: frozenset[Value]
    parts: tuple[str, ...]
    scale: int
    identifier: bool
    percent: bool

    @property
    def digits(self) -> str:
        """Its digits alone, as 0-9."""
        return re.sub(r"\D", "", in_ascii(self.text))

    @property
    def small(self) -> bool:
        """Whether it is one that good writers write in words."""
        return len(self.digits) <= 2 and min(self.values) <= 12 and len(self.parts) == 1  # noqa: PLR2004

    @property
    def fractional(self) -> bool:
        """Whether it is written with decimals."""
        return any(value.denominator > 1 for value in self.values) or (self.scale > 0 and len(self.parts) > 1)


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of a text that are written in digits; in English ``,`` groups and ``.`` begins the decimals."""
    if not DIGIT.search(text):
        return []
    ascii_text = in_ascii(text)
    return [_number(text, ascii_text, match, language) for match in _NUMBER.finditer(ascii_text)]


def _number(text: str, ascii_text: str, match: re.Match[str], language: str) -> Number:
    start, end = match.span()
    parts = tuple(_DIGITS.findall(match[0]))
    before, after = ascii_text[max(0, start - 8) : start], ascii_text[end : end + 42]
    values, decimal = _readings(match[0], english=language == "en")
    # Most numbers are beside nothing that tells more of them.
    told = bool(_TELLS_BEFORE.search(before) or _TELLS_AFTER.match(after))
    if told or ":" in match[0]:
        values |= _in_context(values, parts, before, after) | _of_the_day(match[0], after)
    scale, word = _scale(after, language)
    if scale:
        # "5m" may be five metres.
        values = frozenset(value * scale for value in values) | (values if _SUFFIX.match(after) else _NOTHING)
        decimal = frozenset(value * scale for value in decimal)
    identifier = told and bool(_IDENTIFIER.search(before)) and not _DIGIT_AND_LETTER.search(before)
    written, percent = text[start : end + word], told and bool(_PERCENT.match(after))
    return Number(written, start, end, values, decimal, parts, scale, identifier, percent)


@lru_cache(maxsize=2048)
def _readings(written: str, *, english: bool) -> tuple[frozenset[Value], frozenset[Value]]:
    """What digits with separators mean, and what they mean if a separator of thousands is one of decimals."""
    pieces = _SEPARATOR.split(written)
    signs = [sign for sign in written if not sign.isdigit()]
    if len(written) - len(signs) > _LONGEST:
        return frozenset({-1 - crc32(written.encode())}), _NOTHING  # it means nothing else
    last = signs[-1] if signs else ""
    # 19:30 and 19.30 are one time of day.
    is_decimal = last in {".", ",", ":"} and signs.count(last) == 1 and not (english and last == ",")
    decimal = frozenset({Fraction(f"{''.join(pieces[:-1])}.{pieces[-1]}")}) if is_decimal else _NOTHING
    groups = len(set(signs)) == 1 and len(pieces[0]) <= 3 and all(len(piece) == 3 for piece in pieces[1:])  # noqa: PLR2004
    whole = frozenset({int("".join(pieces))})
    if groups and last != ":" and pieces[0] != "0" and not (english and last == "."):
        return whole, decimal if len(signs) == 1 else _NOTHING
    return decimal or whole, _NOTHING


_NOTHING: frozenset[Value] = frozenset()


def _in_context(found: frozenset[Value], parts: tuple[str, ...], before: str, after: str) -> set[Value]:
    """What a number may mean because of what stands beside it."""
    more: set[Value] = set()
    if half := _HALF_OF_DAY.match(after):
        turn = 12 if half[1].lower() == "p" else -12
        more |= {value + turn for value in found if (value < 12) == (turn > 0) and value < 13}  # noqa: PLR2004
    if len(parts) > 1 or len(parts[0]) > 4:  # noqa: PLR2004
        return more
    value = int(parts[0])
    if _DECADE.match(after) or before.endswith(("'", "’")):  # 1990s, '90s
        more |= {value % 100, 1900 + value % 100}
    start, ends = _RANGE.search(before), _TO_YEAR.match(after)
    if start and value < 100:  # 1950-53  # noqa: PLR2004
        more.add(int(start[1]) // 100 * 100 + value)
    if (start and int(start[1]) // 100 == value // 100) or (ends and len(parts[0]) == 4):  # noqa: PLR2004
        more.add(value % 100)
    return more


def _of_the_day(written: str, after: str) -> set[Value]:
    """How else a time of day may be said: 18:30 is 6.30, half past six (6½); 18:00 is 18 or 6."""
    if not _TIME.fullmatch(written) or _HALF_OF_DAY.match(after) or "." in written:
        return set()
    hour, minute = map(int, written.split(":"))
    hours = {hour, hour - 12} if hour > 12 else {hour}  # noqa: PLR2004
    later: dict[int, set[Value]] = {0: {0}, 30: {Fraction(1, 2), Fraction(3, 10)}}
    return {one + more for one in hours for more in later.get(minute, {Fraction(minute, 100)})}


def _scale(after: str, language: str) -> tuple[int, int]:
    """What the word after a number multiplies it by, 0 if it does not; and how far that word reaches."""
    if suffix := _SUFFIX.match(after):
        return _SUFFIXES[suffix[1].lower()], suffix.end()
    word = _AFTER.match(after)
    scale = scale_of(word[1], language) if word else 0
    return scale, word.end() if word and scale else 0
