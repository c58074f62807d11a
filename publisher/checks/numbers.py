"""Numbers written in digits, read by value: any digits, any separators, in every way they can be meant."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from publisher.checks.number_words import scale_of

_DIGITS = {ord(digit): str(index % 10) for index, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_SEPARATORS = {"\u066b": ".", "\u066c": ",", "\u060c": ",", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"}
ASCII = {**_DIGITS, **{ord(sign): plain for sign, plain in _SEPARATORS.items()}}
"""Makes the digits and separators of all languages those of English."""

_NUMBER = re.compile(r"(?<![\d])(?:\d{1,3}(?:[ '.,]\d{3})+(?![\d]|[.,]\d{3})(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,:]\d+)*)")
_AFTER = re.compile(r"\s?([^\W\d_]+)")
_IDENTIFIER = re.compile(r"[A-Za-z][-\u2010\u2011]?\Z")
_DECADE = re.compile(r"['’]?s\b")
_SUFFIX = re.compile(r"(m|bn|k|tn|mn)\b", re.IGNORECASE)
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_AFTERNOON = re.compile(r"\s?p\.?m\b", re.IGNORECASE)
_TO_YEAR = re.compile(r"\s?[-\u2010-\u2014/]\s?\d{4}\b")
_RANGE = re.compile(r"(\d{4})\s?[-\u2010-\u2014/]\s?\Z")


class Number(NamedTuple):
    """A number in a text.

    Attributes:
        text: How it is written, with the word that multiplies it.
        at: Where it begins.
        end: Where it ends.
        values: What it may mean.
        parts: The numbers that it is made of, if its separators separate numbers.
        scale: What the word after it multiplies it by; 0 without such a word.
        identifier: Whether it belongs to a name, as in COVID-19.
    """

    text: str
    at: int
    end: int
    values: frozenset[Fraction]
    parts: tuple[str, ...]
    scale: int
    identifier: bool

    @property
    def digits(self) -> str:
        """Its digits alone, as 0-9."""
        return re.sub(r"\D", "", self.text.translate(ASCII))

    @property
    def small(self) -> bool:
        """Whether it is one that good writers write in words."""
        return len(self.digits) <= 2 and min(self.values) <= 12 and len(self.parts) == 1  # noqa: PLR2004


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of a text that are written in digits; in English ``,`` groups and ``.`` begins the decimals."""
    ascii_text = text.translate(ASCII)
    return [_number(text, ascii_text, match, language) for match in _NUMBER.finditer(ascii_text)]


def _number(text: str, ascii_text: str, match: re.Match[str], language: str) -> Number:
    start, end = match.span()
    found = _readings(match[0], english=language == "en")
    before, after = ascii_text[max(0, start - 8) : start], ascii_text[end : end + 20]
    parts = tuple(re.findall(r"\d+", match[0]))
    found |= _in_context(found, parts, before, after)
    scale, word = _scale(after, language)
    if scale:
        # "5m" may be five metres.
        found = {value * scale for value in found} | ({*found} if _SUFFIX.match(after) else set())
    identifier = bool(_IDENTIFIER.search(before)) and not re.search(r"\d[A-Za-z]\Z", before)
    return Number(text[start : end + word], start, end, frozenset(found), parts, scale, identifier)


def _readings(written: str, *, english: bool) -> set[Fraction]:
    """What digits with separators may mean."""
    pieces = re.split(r"[ '.,:]", written)
    signs = [sign for sign in written if not sign.isdigit()]
    if not signs:
        return {Fraction(int(written))}
    found: set[Fraction] = set()
    groups = all(len(piece) == 3 for piece in pieces[1:]) and len(pieces[0]) <= 3  # noqa: PLR2004
    if groups and len(set(signs)) == 1 and ":" not in signs and not (english and signs[0] == "."):
        found.add(Fraction(int("".join(pieces))))
    last = signs[-1]
    if last != " " and signs.count(last) == 1 and not (english and last == ","):
        # 19:30 and 19.30 are one time of day.
        found.add(Fraction(f"{''.join(pieces[:-1])}.{pieces[-1]}"))
    return found or {Fraction(int("".join(pieces)))}


def _in_context(found: set[Fraction], parts: tuple[str, ...], before: str, after: str) -> set[Fraction]:
    """What a number may mean because of what stands beside it."""
    more: set[Fraction] = set()
    if _AFTERNOON.match(after):
        more |= {value + 12 for value in found if value < 12}  # noqa: PLR2004
    if len(parts) > 1:
        return more
    value = int(parts[0])
    if _DECADE.match(after) or before.endswith(("'", "’")):  # 1990s, '90s
        more |= {Fraction(value % 100), Fraction(1900 + value % 100)}
    start, ends = _RANGE.search(before), _TO_YEAR.match(after)
    if start and value < 100:  # 1950-53  # noqa: PLR2004
        more.add(Fraction(int(start[1]) // 100 * 100 + value))
    if (start and int(start[1]) // 100 == value // 100) or (ends and len(parts[0]) == 4):  # noqa: PLR2004
        more.add(Fraction(value % 100))
    return more


def _scale(after: str, language: str) -> tuple[int, int]:
    """What the word after a number multiplies it by, 0 if it does not; and how far that word reaches."""
    if suffix := _SUFFIX.match(after):
        return _SUFFIXES[suffix[1].lower()], suffix.end()
    word = _AFTER.match(after)
    scale = scale_of(word[1], language) if word else 0
    return scale, word.end() if word and scale else 0
