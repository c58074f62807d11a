"""How the words of a language look: letters that Arabic, Sorani and Kurmanji always have, and where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from publisher.checks import alphabets
from publisher.checks.patterns import AL
from publisher.checks.registry import Fix, error, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.checks.pair import Pair
    from publisher.checks.registry import Hit

_MANY, _MANY_MORE = 3, 5  # so many words without dots, and none with them, are a habit of the keyboard
SURE = 80  # so many letters of Sorani always have their ە: one letter in eight, never under one in thirty-three
_KURMANJI = 60  # so many letters of Kurmanji always have a hat or a cedilla among them
_KURMANJI_SHORT = 45  # so many nearly always

_ARABIC = re.compile(f"[{AL}]")
_LETTER = re.compile(r"[^\W\d_]")


def _arabic(pair: Pair, target: str) -> Iterator[Hit]:
    """What Arabic looks like without the dots at the end of its words."""
    dotless = [found.end() - 1 for found in alphabets.FINAL_MAKSURA.finditer(target)]
    if len(dotless) >= _MANY and not alphabets.FINAL_YEH.search(target):
        yield error(f"U+0649 at the end of every word: {pair.place(dotless[0])}", "put the dots of ي on it", dotless[0])
    if found := alphabets.WITHOUT_DOTS.search(target) or _without_marbuta(target):
        at = found.end() - 1
        yield warning(f"U+0647 at the end, where most words have U+0629: {pair.place(at)}", "put the dots on it", at)


def _may_be_without_dots(target: str) -> bool:
    """Whether there are words enough that may lack their dots."""
    return (
        (target.count("ى") >= _MANY and len(list(alphabets.FINAL_MAKSURA.finditer(target))) >= _MANY)
        or len(alphabets.HEH_AT_THE_END.findall(target)) >= _MANY_MORE
        or alphabets.WITHOUT_DOTS.search(target) is not None
    )


def _without_marbuta(target: str) -> re.Match[str] | None:
    """The first word in ه of a text that has many of them, and none in ة."""
    if alphabets.FINAL_MARBUTA.search(target) or len(target.split()) <= 2 * _MANY_MORE:
        return None
    found = list(alphabets.FINAL_HEH.finditer(target))
    return found[0] if len(found) >= _MANY_MORE else None


def _sorani(pair: Pair, target: str) -> Iterator[Hit]:
    """Where Sorani has a carrier before a vowel, and a vowel at the end."""
    if found := alphabets.SORANI_FINAL_H.search(target):
        at = found.start()
        yield error(f"U+0647 at the end of a word: {pair.place(at)}", "the vowel is U+06D5, the H هـ", at)
    if found := alphabets.SORANI_BARE_VOWEL.search(target):
        at = found.start("vowel")
        # The Arabic article would be a word of another language, with or without the letter.
        fix = None if target.startswith("ال", at) else Fix(at, at, "ئ")
        yield error(f"a word begins with a vowel: {pair.place(at)}", "put U+0626 before it", at, fix)


def _may_have_bare_vowels(target: str) -> bool:
    return bool(alphabets.SORANI_FINAL_H.search(target) or alphabets.SORANI_BARE_VOWEL.search(target))


class Rules(NamedTuple):
    """How the words of a language look.

    Attributes:
        broken: What is to say of a text, or of a part of it in which the rest is blanked out.
        may_be_broken: Whether there may be something to say of any part of a text.
    """

    broken: Callable[[Pair, str], Iterator[Hit]]
    may_be_broken: Callable[[str], bool]


ARABIC = Rules(_arabic, _may_be_without_dots)
SORANI = Rules(_sorani, _may_have_bare_vowels)


def hardly_sorani(text: str) -> bool:
    """Whether a long text lacks the vowel ە; typed in the old way, which can be repaired, it is one too."""
    few = text.count("ە") + text.count("ه\u200c")
    # It has no more letters than characters.
    if few >= 0.03 * len(text):
        return False
    total = len(_ARABIC.findall(text))
    return total >= SURE and few < 0.03 * total


def kurmanji(pair: Pair, target: str) -> Iterator[Hit]:
    """What Kurmanji looks like without its hats, and letters of other Latin alphabets."""
    if not alphabets.KURMANJI_HATS.search(target) and not _ARABIC.search(target):
        yield from _bare(pair.text)
    if found := alphabets.KURMANJI_BARE_U.search(target):
        yield warning(f'"u" without its hat: {pair.place(found.start())}', 'the word "and" is û', found.start())
    for found in alphabets.KURMANJI_STRANGER.finditer(target):
        word = re.split(r"[\W\d_]", pair.target[found.start() :], maxsplit=1)[0]
        if word not in f"{pair.english} {' '.join(one.target for one in pair.agreed)}":
            yield warning(
                f"{alphabets.codes(found[0])} is no letter of Kurmanji: {pair.place(found.start())}", at=found.start()
            )
            return


def _bare(text: str) -> Iterator[Hit]:
    """A text in Kurmanji without any of its own letters: sure in a long one, likely in a short one."""
    count = len(_LETTER.findall(text))
    if count >= _KURMANJI_SHORT or alphabets.KURMANJI_WITHOUT_HATS.search(text):
        say = error if count >= _KURMANJI else warning
        yield say("none of the letters ç ê î ş û", "was the text typed without them, or is it in another language?")
