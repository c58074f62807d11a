"""Where a text holds words of a neighbouring language: names and quotations, which keep the letters of their own.

An Arabic newspaper in a Sorani text has the letters of Arabic. Nobody but a reader can tell it from Sorani that was
typed with an Arabic keyboard, so what is quoted, in brackets, or beside a word that can only be of the other language
is never repaired.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from publisher.checks.alphabets import KURMANJI_STRANGER
from publisher.checks.patterns import VOWEL_MARKS, letters_but

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

OUTSIDE, RUN, QUOTED, SURE, NAME = range(5)
"""What a character of a text belongs to: its language; a run of words of another one; what is quoted or in brackets;
the same, when all of it is in another language; a name that is certainly meant as it is."""

_WORD = re.compile(rf"[^\W\d_][\w{VOWEL_MARKS}\u0300-\u036f\u0653-\u065a\u200c]*+")
_QUOTED = re.compile(r'«[^«»\n]*»|“[^“”\n]*”|"[^"\n]*"|\([^()\n]*\)|\[[^\[\]\n]*\](?![(\ufffc])')  # no links

_OWN = {
    "ar": re.compile(r"[يكةأإؤى]|\A[وفبك]?ال|\A(?:من|عن|مع|فی|هی|حتی|او)\Z"),
    "ckb": re.compile(r"[ەێۆڕڵکیگچژپڤھ]|ه\u200c|\Aئ"),
    "ku": re.compile(r"\A[A-Za-zçêîşûÇÊÎŞÛșȘ\u0300-\u036f]*\Z"),
}
"""What a word of a neighbouring language has not, however it was typed."""
_STRANGE_IN_ARABIC = letters_but("\u0621-\u063a\u0640-\u064aٱکڪھہیې")
_OTHER = {
    "ar": re.compile(f"[{_STRANGE_IN_ARABIC}]"),
    "ckb": re.compile(r"[ثذصضطظةأإؤ]|\Aال|لله\Z"),
    "ku": KURMANJI_STRANGER,
}
"""What only a word of a neighbouring language has, or a foreign name."""
_OPENS = """«“"(\\["""
_SUSPECT = {
    "ar": (re.compile(f"[{_STRANGE_IN_ARABIC}{_OPENS}]"),),
    "ckb": (re.compile(f"[ثذصضطظةأإؤ{_OPENS}]"), re.compile(r"ال(?<!\wال)"), re.compile(r"لله(?!\w)")),
    "ku": (re.compile(r"[^A-Za-zçêîşûÇÊÎŞÛ\W\d_]"), re.compile(f"[{_OPENS}]")),
}
"""Nearly all texts have nothing of it, and are all of one language."""
_GOD = re.compile(r"لله\Z")
_PHRASE = 5  # words of a phrase such as "if God wills", which all languages around have from Arabic
_LEAST, _LEAST_BARE = 3, 5  # letters of a name
_SIGNS = dict.fromkeys(range(0x300, 0x370))


def kinds(language: str, target: str, english: str) -> bytes:
    """For each character of a translation what it belongs to."""
    found = bytearray(len(target))
    if not any(one.search(target) for one in _SUSPECT.get(language, ())):
        return bytes(found)
    for words in _runs(language, target):
        is_phrase = len(words) <= _PHRASE and any(_GOD.search(one[0]) for one in words)
        _fill(found, words[0].start(), words[-1].end(), NAME if is_phrase else RUN)
    letters = sum(map(str.isalpha, target))
    for one in _QUOTED.finditer(target):
        is_part = 4 * sum(map(str.isalpha, one[0])) <= 3 * letters
        _fill(found, *one.span(), SURE if is_part and _is_other(language, one[0]) else QUOTED)
    if language == "ku":
        _mark_names(found, target, english)
    return bytes(found)


def only(target: str, found: bytes, wanted: Collection[int]) -> str:
    """The text with the letters of everything blanked out that is not wanted, every character in its place."""
    if OUTSIDE in wanted and not any(found):
        return target
    return "".join(
        one if kind in wanted or not _is_wordy(one) else "\ufffc" for one, kind in zip(target, found, strict=True)
    )


def _is_wordy(one: str) -> bool:
    return one.isalnum() or one == "\u200c" or unicodedata.combining(one) > 0


def _fill(found: bytearray, start: int, end: int, kind: int) -> None:
    found[start:end] = bytes([kind]) * (end - start)


def _runs(language: str, target: str) -> Iterator[list[re.Match[str]]]:
    """Words side by side that may all be of another language, where one of them must be."""
    run: list[re.Match[str]] = []
    for word in (*_WORD.finditer(target), None):
        if word and not _OWN[language].search(word[0]):
            run.append(word)
            continue
        if any(_OTHER[language].search(one[0]) for one in run):
            yield run
        run = []


def _is_other(language: str, quoted: str) -> bool:
    """Whether nothing in a quotation is of the language; for Arabic, which shares most letters, one must be strange."""
    words = [one[0] for one in _WORD.finditer(quoted)]
    strange = language == "ckb" or any(_OTHER[language].search(one) for one in words)
    return strange and not any(_OWN[language].search(one) for one in words)


def _mark_names(found: bytearray, target: str, english: str) -> None:
    """The words of a Kurmanji text that stand in the English, but for an ending; there perhaps without their signs."""
    words = _WORD.findall(english)
    same = tuple(one for one in words if len(one) >= _LEAST and not one.isascii())
    bare = tuple(one for one in words if len(one) >= _LEAST_BARE and one.isascii() and one[0].isupper())
    for one in _WORD.finditer(target):
        if one[0].startswith(same):
            _fill(found, *one.span(), NAME)
        elif not one[0].isascii() and unicodedata.normalize("NFD", one[0]).translate(_SIGNS).startswith(bare):
            _fill(found, *one.span(), max(found[one.start()], RUN))
