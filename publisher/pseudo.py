"""Languages that are made by rule from the English, so that templates can be looked at before anything is translated.

What is not in them was never given to translators, a bracket that is missing was cut off, and text between two pairs
of brackets was put together. Their names and their looks are those of CLDR, Android and Chrome.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog import SourceCatalog
from publisher.document import prose
from publisher.locale import Locale, locale
from publisher.model import PLACEHOLDER, Text
from publisher.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from publisher.catalog import Catalog
    from publisher.document import Document
    from publisher.document.prose import Prose
    from publisher.model import Segment

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED = dict(zip(_ALPHABET, "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž", strict=True))
_MIRRORED = dict(zip(_ALPHABET, "ابثدهفغحيجكلمنوطقرستعظشخصز", strict=True)) | dict(zip(",;?", "،؛؟", strict=True))
_DOUBLED = "aeiouy"
"""Letters that are written twice, so that a text becomes about 40 % longer, as translations often are."""

_LINK = r"https?://(?:[^\s<>()\[\]*`\"]|\([^\s()]*\))+"
_ADDRESS = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w|@\w+"
_NUMBER = r"[A-Z/]{0,30}\d(?:[\d.,:/-]*\d)?(?:\(\w+\))*"
_KEPT = re.compile(f"{PLACEHOLDER.pattern}|{_LINK}|{_ADDRESS}|{_NUMBER}")
"""What is the same in every language."""


class Style(NamedTuple):
    """How a pseudo-locale is made: its locale, and what is written for a small letter or a sign."""

    locale: Locale
    letters: Mapping[str, str]

    def text(self, source: Prose) -> str:
        """A text in this style, between brackets."""
        escape = "\\" if source.markdown else ""
        return f"{escape}[··· {self.words(source)} ···{escape}]"

    def words(self, source: Prose) -> str:
        """The letters of a text in this style; what is no letter, or is the same in all languages, stays."""
        changes = [False] * len(source.text)
        for start, end in source.words:
            changes[start:end] = [True] * (end - start)
        for kept in _KEPT.finditer(source.text):
            changes[kept.start() : kept.end()] = [False] * len(kept[0])
        return "".join(
            _spelt(one, self.letters) if change else one for one, change in zip(source.text, changes, strict=True)
        )


def _spelt(sign: str, letters: Mapping[str, str]) -> str:
    """What is written for one character: letters with marks are spelt as those without."""
    found = letters.get(sign) or letters.get(unicodedata.normalize("NFD", sign)[0].lower(), sign)
    return found.capitalize() if sign.isupper() else found


@cache
def styles() -> tuple[Style, Style]:
    """The two pseudo-locales: ``en-XA``, accented and long, and ``ar-XB``, from right to left."""
    english = locale("en")
    accented = {one: looks * (2 if one in _DOUBLED else 1) for one, looks in _ACCENTED.items()}
    months = [english.date(date(2000, month, 1)).split()[1] for month in range(1, 13)]
    long = replace(english, id="en-XA", og="en_XA", english_name="English (accented)", months=tuple(months))
    mirrored = replace(locale("ar"), id="ar-XB", og="ar_XB", english_name="English (right to left)", digits="arab")
    return _style(long, accented), _style(mirrored, _MIRRORED)


def _style(like: Locale, letters: Mapping[str, str]) -> Style:
    """A style with its locale, which counts as the English does, of which every text is made."""
    own, *months = ("".join(_spelt(sign, letters) for sign in name) for name in (like.english_name, *like.months))
    made = replace(like, html_lang=like.id, hreflang=like.id, own_name=own, months=tuple(months))
    return Style(replace(made, plural_forms=locale("en").plural_forms), letters)


class PseudoCatalog(SourceCatalog):
    """A catalog in which every text is made from the English by the rule of a style.

    Args:
        style: The style.
        read: Tells where the words of a segment are.
    """

    def __init__(self, style: Style, read: Callable[[str, str], Prose]) -> None:
        super().__init__(style.locale)
        self._style, self._read = style, read

    def text_for(self, segment: Segment, count: int | None = None) -> Text:
        """The text that the style makes of a segment, in the form for ``count`` where it is counted."""
        english = super().text_for(segment, count).content
        return Text(self._style.text(self._read(segment.context, english)), self.locale)

    def translations(self, segment: Segment) -> list[str]:
        """The same, in both forms where it is counted."""
        return [self._style.text(self._read(segment.context, one)) for one in super().translations(segment)]


@dataclass(frozen=True, slots=True)
class PseudoProject(Project):
    """A workspace with its statements and templates, but with the pseudo-locales in place of its translations.

    Attributes:
        statements: Its statements by slug, as they were read with the languages of the workspace.
    """

    statements: Mapping[str, Document]

    def documents(self) -> list[Document]:
        """Every statement, by slug."""
        return list(self.statements.values())

    def document(self, path: str, data: bytes | None = None) -> Document:  # noqa: ARG002  # read already
        """One statement."""
        return self.statements[PurePosixPath(path).stem]

    def held(self, data: bytes | None, locale: Locale, domain: str) -> Catalog | SourceCatalog:  # noqa: ARG002
        """The catalog of a domain, whatever is in a file."""
        return self.catalog(locale, domain)

    def catalog(self, locale: Locale, domain: str) -> Catalog | SourceCatalog:
        """The catalog of a domain, for which no file is read."""
        style = next((one for one in styles() if one.locale is locale), None)
        if style is None:
            return SourceCatalog(locale)
        document = self.statements.get(domain)
        return PseudoCatalog(style, document.prose if document else lambda _context, text: prose.plain(text))


def pseudo(project: Project) -> PseudoProject:
    """A workspace as it is read in the pseudo-locales, beside its English.

    Raises:
        SourceError: With everything that is wrong with any of its statements.
    """
    english = project.settings.source_locale
    locales = (english, *(one.locale for one in styles()))
    no = dict.fromkeys((one.id for one in locales), False)
    settings = replace(
        project.settings,
        locales=locales,
        minimum=dict.fromkeys(no, 0),
        require_signoff=no,
        minor_keeps_signoff=no,
    )
    return PseudoProject(project.root, settings, {one.slug: one for one in project.documents()})
