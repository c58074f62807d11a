"""Characters that word processors leave in a text and that nobody sees: which go, and which say something."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

DIRECTION, INVISIBLE = "direction mark", "invisible character"

# Marks, embeddings, overrides and isolates (UAX #9): a page isolates runs of the other direction by itself.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Soft hyphens, zero width spaces, word joiners, byte order marks, places of objects, and controls that are no spaces.
# U+200C and U+200D stay: in Arabic script they are spelling.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_WIDE_OR_THIN = re.compile("[\u2000-\u2006\u2008-\u200a\u205f\u3000]")
# A space that is not to be broken says something beside a number: 250 000, 5 km. Elsewhere it came with the pasting;
# texts that differ in it alone would be two texts to translate, and telephones could not break the line.
_UNBROKEN = re.compile(r"(?<![0-9])[\u00a0\u2007\u202f](?![0-9])")


def clean(text: str, dropped: Counter[str]) -> str:
    """A text without the characters that nobody means, in composed form (NFC); lines end with newlines.

    Tabs stay: what stands on both sides of one need not belong together.

    Args:
        text: The text.
        dropped: Where to count what was left out.
    """
    text = _without(_INVISIBLE, INVISIBLE, _without(_DIRECTION, DIRECTION, text, dropped), dropped)
    text = _WIDE_OR_THIN.sub(" ", _BREAK.sub("\n", text)).replace("\u2011", "-")
    return unicodedata.normalize("NFC", _UNBROKEN.sub(" ", text))


def publishable(text: str, dropped: Counter[str]) -> str:
    """A text without the characters that no statement may hold, and otherwise as it is."""
    text = _without(re.compile("[\u202a-\u202e]"), DIRECTION, text, dropped)
    return _without(re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]"), INVISIBLE, text, dropped)


def _without(pattern: re.Pattern[str], noun: str, text: str, dropped: Counter[str]) -> str:
    text, count = pattern.subn("", text)
    if count:
        dropped[noun] += count
    return text
