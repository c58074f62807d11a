"""How texts are searched quickly: what most of them do not have is seen from their characters alone.

A search for one of a few characters takes a hundredth of the time of one that weighs what stands around every
character. Most of what the checks look for is rare, so the first search decides nearly always.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

of_english = lru_cache(maxsize=256)
"""Remembers what was found out about an English text: every language of a statement asks for the same.

Nearly all statements have fewer texts; the memory that this takes does not grow with the number of statements. What is
answered is for all who ask, so nobody may change it.
"""

AL = "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
"""The Arabic letters, for use inside the brackets of a regular expression."""
VOWEL_MARKS = "\u064b-\u0652\u0670"
"""The Arabic vowel marks, likewise."""


class Words(tuple[str, ...]):
    """Texts that are found as they are: to look for a few of them takes less time than a search for a pattern."""

    __slots__ = ()

    @classmethod
    def of(cls, *words: str) -> Words:
        """These words."""
        return cls(words)

    def search(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return any(map(text.__contains__, self))


class Rare:
    """A pattern for what few texts have: it is tried only where a quick one finds something.

    Args:
        needs: The quick pattern, without which the other one finds nothing: a few words or signs; or what begins with
            a character, or with one of a few in brackets.
        pattern: The pattern.
        flags: Those of `re`, for the pattern alone.

    Attributes:
        needs: The quick pattern.
    """

    def __init__(self, needs: str | Words, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.needs = needs if isinstance(needs, Words) else re.compile(needs)
        self._pattern, self._flags = pattern, flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, as it would have to be tried without the quick one; made when it is wanted first."""
        return re.compile(self._pattern, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where the pattern is found."""
        return self.pattern.search(text) if self.needs.search(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where the pattern is found."""
        return self.pattern.finditer(text) if self.needs.search(text) else iter(())

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with something else in these places."""
        return self.pattern.sub(replacement, text) if self.needs.search(text) else text


_UNUSUAL = re.compile(rf"[^ -~\n{AL}çêîşûÇÊÎŞÛ،؛؟«»“”‘’–—…]")


@lru_cache(maxsize=16)
def is_unusual(text: str) -> bool:
    """Whether a text has anything but ASCII, Arabic letters, those of Kurmanji, and the punctuation of all three.

    Few texts have, and whoever looks for other characters is done with the rest. It is remembered: many ask the same.
    """
    return bool(_UNUSUAL.search(text))


def small(text: str) -> str:
    """A text in small letters: words of ASCII letters are found in it where `re.IGNORECASE` finds them in the text."""
    return _SMALL_TOO.sub(lambda found: _AS_SMALL[found[0]], text).lower()


_AS_SMALL = {"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"}
_SMALL_TOO = re.compile(f"[{''.join(_AS_SMALL)}]")


def letters_but(kept: str, marks: str = "") -> str:
    """The Arabic letters that are not among ``kept``, and these marks, all for use inside brackets."""
    every = "".join(map(chr, range(0x600, 0x700)))
    return re.sub(f"[^{AL}{marks}]|[{kept}]", "", every)


_BRACKETS = r"""\([^\s<>"«»“”‘’،؛()]*+\)"""
_ADDRESS = (
    rf"""(?:https?://|www\.)(?:[^\s<>"«»“”‘’،؛()]|{_BRACKETS})*(?:[^\s<>"«»“”‘’،؛.,;:!?()\]']|{_BRACKETS})"""
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
)
ADDRESS = Rare(Words.of("://", "www.", "@"), _ADDRESS)
"""A web or mail address in running text; a bracket belongs to it if it is opened and closed in it."""

_CODE = "`[^`\n]*`"
_LINK_TARGET = r"(?<=\])\((?:[^()\s]|\([^()\s]*\))*(?:\s\"[^\"]*\")?\)"
_NOT_WORDS = Rare(Words.of("`", "@", "](", "://", "www."), rf"{_CODE}|{_LINK_TARGET}|(?<![\w.+-])(?:{_ADDRESS})")


def only_words(target: str) -> str:
    """A text with its addresses and its code blanked out, every other character in its place."""
    return _NOT_WORDS.sub(lambda found: "\ufffc" * len(found[0]), target)
