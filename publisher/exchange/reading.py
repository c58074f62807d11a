"""A text that came back in XLIFF of any version while it is read, and what is odd about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from publisher.exchange.sheet import Bundle, Ref, Returned
from publisher.exchange.xml import refused
from publisher.locale import LocaleSettingError, locale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OURS = re.compile(r"u[0-9a-f]{8}(?:\.\d)?")
_MOST = 4  # subtags that say anything of the language
_LONGEST = 35  # characters of a tag that a message shows; RFC 5646, section 4.4.1, knows none longer


@dataclass(slots=True)
class Reading:
    """A text as it stands in a file, and what its reader noted.

    Attributes:
        id: What it is called in the file.
        line: Its line, counted from 1.
        addresses: The texts in which its address may stand.
        language: The language of its translation, a BCP 47 tag; empty if the file does not tell.
        known: The signs of codes, by what they do (``open``, ``close``, ``alone``) and their numbers.
        source: Its English.
        target: Its translation.
        draft: Whether the file says that the translation is one; None if it says nothing.
        begun: Whether the file says that somebody has begun to translate it.
        remarks: What translators wrote about it.
        doubts: What is odd about it.
    """

    id: str
    line: int
    addresses: Sequence[str]
    language: str = ""
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    source: str = ""
    target: str = ""
    draft: bool | None = None
    begun: bool = True
    remarks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def code(self, kind: str, number: str, signs: str) -> str:
        """The signs of a code: those that stand in the file, or else those of the same code of the English.

        Args:
            kind: ``open``, ``close`` or ``alone``.
            number: The number of the code; the texts have to be read in their order, the English first.
            signs: What stands in the file; empty, or without the spaces at its ends, where a tool did not keep it.
        """
        known = self.known.setdefault((kind, number), signs)
        if signs.strip() == known.strip() or not signs.strip():
            if not known:
                self.doubts.append("has a code without its signs, so some Markdown of it is lost")
            return known
        self.doubts.append("has a code that is another one in the English")
        return signs

    def foreign(self, name: str) -> None:
        """Note an element that belongs to no text of XLIFF; what stands in it is kept."""
        self.doubts.append(f'has a mark of another program, "{name}", which was left out')

    def remark(self, text: str) -> None:
        """Note what a translator wrote about the text."""
        self.remarks += [text.strip()] * bool(text.strip())

    @property
    def place(self) -> str:
        """Where it stands in the file, in words."""
        return f"unit {self.id} (line {self.line})"


def bundle(units: Sequence[Reading], path: str) -> Bundle:
    """The rows of a file.

    Raises:
        UsageError: If no text in it is one of ours.
    """
    rows = list(_rows(units))
    ours = any(row.ref for row in rows) or any(_OURS.fullmatch(one.id) for one in units)
    if not ours:
        hint = "have the file translated that publish export LOCALE SLUG --to xliff makes"
        raise refused("holds no text of a statement: none has an address", path, hint)
    foreign = (unit.language for unit, row in zip(units, rows, strict=True) if _is_foreign(unit, row.ref))
    first = next(foreign, "")[:_LONGEST]
    warnings = [f'Translations are said to be in "{first}", another language: they are drafts.'] if first else []
    return Bundle([row for row in rows if row.ref or row.target], warnings)


def _rows(units: Sequence[Reading]) -> Iterator[Returned]:
    for unit in units:
        refs = list(dict.fromkeys(filter(None, map(Ref.find, unit.addresses))))
        ref = refs[0] if refs else None
        doubts = [*unit.doubts]
        if len(refs) > 1 or (ref and _OURS.fullmatch(unit.id) and unit.id != name_of(ref)):
            doubts.append("has the addresses of two texts")
        target, copied = unit.target, bool(unit.target.strip()) and unit.target.strip() == unit.source.strip()
        if copied and not unit.begun:
            target = ""  # the file says itself that this is the English, which some tools put there
        draft = unit.draft if unit.draft is not None else ref is not None and ref.draft
        unsure = bool(target) and (draft or _is_foreign(unit, ref))
        remark = "\n".join(dict.fromkeys(unit.remarks))
        yield Returned(unit.place, ref, unit.source, target, unsure, remark, tuple(dict.fromkeys(doubts)))


def name_of(ref: Ref) -> str:
    """What the unit of an address is called in a file."""
    return ref.unit if ref.form is None else f"{ref.unit}.{ref.form}"


def _is_foreign(unit: Reading, ref: Ref | None) -> bool:
    """Whether a text came back in another language than it was meant for."""
    return bool(unit.language) and ref is not None and not _is_same(unit.language, ref.locale)


@cache
def _is_same(tag: str, wanted: str) -> bool:
    """Whether a BCP 47 tag stands for a locale; tools add a country, and say ku-Arab-IQ for ckb."""
    subtags = tag.split("-", _MOST)
    script = len(subtags) > 1 and len(subtags[1]) == 4  # noqa: PLR2004  # RFC 5646, section 2.2.3
    for size in range(1 + script, len(subtags) + 1):
        try:
            one, other = locale("-".join(subtags[:size])), locale(wanted)
        except LocaleSettingError:
            continue
        if (one.base, one.direction) == (other.base, other.direction):
            return True
    return False
