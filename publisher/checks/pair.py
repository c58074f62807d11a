"""One translation beside its source, as checks look at it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from publisher.bidi import isolate_all
from publisher.checks.patterns import ADDRESS, Rare, is_unusual, of_english, only_words
from publisher.document import Inline
from publisher.model import INTERFACE, PLACEHOLDER, SIGNATORY
from publisher.terms import variants

if TYPE_CHECKING:
    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.terms import Agreed, Glossary

Reader = Callable[[str, str], Inline]
"""Takes a text apart, given its context and itself."""

BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""What stands in brackets: a name as it is written elsewhere, mostly."""
NAMES = frozenset({SIGNATORY, "name", "term", "place", "type"})
"""The contexts of texts that are names or labels, not sentences."""

_DOMAIN = Rare(
    r"\.(?=[A-Za-z])",
    r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|info|edu|gov|int|co|uk)\b",
    re.ASCII | re.IGNORECASE,
)
_MARKS = re.compile("[\u200e\u200f\u061c\u2066\u2067\u2068\u2069]")


def plain(_context: str, text: str) -> Inline:
    """Take a text apart that is no Markdown: the wording of pages, terms."""
    return Inline(text)


class Pair:
    """One finished translation of a segment; a text with plural forms makes a pair of each form.

    Args:
        segment: The segment.
        target: The translation as it is in the file.
        locale: Its language.
        read: What takes texts apart.
        glossary: The agreed terms of the language.
        form: The number of the plural form; 0 where there are none.

    Attributes:
        glossary: The agreed terms of the language.
        language: The language whose rules of writing hold: ``ar``, ``ku``, ``ckb`` and others.
        english: The English of the segment, or of its plural for the forms that are not the first.
        before: The English, taken apart.
        after: The translation, taken apart.
        source: What readers see of the English, without addresses and bidi marks, in Unicode's form C.
        text: What readers see of the translation, likewise.
        words: The translation as it is in the file, its addresses and its code blanked out, the rest in its place.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # all that a check may look at
        self,
        segment: Segment,
        target: str,
        locale: Locale,
        read: Reader,
        glossary: Glossary,
        form: int = 0,
    ) -> None:
        self.segment, self.target, self.locale, self.form = segment, target, locale, form
        self._read, self.glossary = read, glossary
        self.language = locale.base
        self.english = segment.plural if segment.plural and form else segment.source
        self.before, self.after = read(segment.context, self.english), read(segment.context, target)
        is_interface = segment.context == INTERFACE
        self.source = _seen_of_english(self.before.plain, interface=is_interface)
        self.text = _seen(self.after.plain, interface=is_interface)
        self.words = only_words(target)

    def having(self, target: str) -> Pair:
        """The same pair with another translation."""
        return Pair(self.segment, target, self.locale, self._read, self.glossary, self.form)

    @cached_property
    def agreed(self) -> list[Agreed]:
        """The agreed terms that the English uses."""
        return self.glossary.hits(self.source)

    @property
    def is_name(self) -> bool:
        """Whether the text is a name or a label, not a sentence."""
        return self.segment.context in NAMES

    @cached_property
    def own(self) -> str:
        """What readers see of the translation, without the terms that are kept as they are."""
        text = self.text
        for variant in (variant for one in self.agreed if one.kept for variant in variants(one.target)):
            text = text.replace(variant, "\n")
        return text

    def place(self, at: int) -> str:
        """A character of the translation, in words: the word it stands in, that word's number, its number in it."""
        start = max((found.end() for found in re.finditer(r"\s", self.target[:at])), default=0)
        word = re.split(r"\s", self.target[start:], maxsplit=1)[0]
        number = len(self.target[:start].split()) + 1
        shown = isolate_all(word, "rtl") if self.locale.direction == "rtl" else word
        return f'word {number} "{shown}", character {at - start + 1}'


def _seen(plain: str, *, interface: bool) -> str:
    """A text without addresses and bidi marks, and in the wording of pages without placeholders, in form C."""
    if interface:
        plain = PLACEHOLDER.sub("\ufffc", plain)
    bare = _DOMAIN.sub("\ufffc", ADDRESS.sub("\ufffc", plain))
    return unicodedata.normalize("NFC", _MARKS.sub("", bare)) if is_unusual(bare) else bare


_seen_of_english = of_english(_seen)
