"""What goes out to a translator and comes back, whatever the format of the file: rows, each with its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Self

from publisher.document import Inline, Piece, Run, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.exchange.labels import Labels
    from publisher.locale import Locale
    from publisher.model import Segment, State

# Nothing is tried twice: a text of ten thousand letters is no trap.
_REF = re.compile(
    r"(?<![a-z0-9-])(?P<domain>[a-z0-9]++(?:-[a-z0-9]++)*+)/(?P<locale>[A-Za-z]++(?:[-_][A-Za-z0-9]++)*+)"
    r"/(?P<unit>u[0-9a-f]{8})(?:\.(?P<form>[0-9]))?/(?P<source>[0-9a-f]{8})/(?P<target>[0-9a-f]{8})(?P<draft>d?)"
)


@dataclass(frozen=True, slots=True)
class Ref:
    """The address of a row: what stands in it in any format, and is not to be changed.

    Attributes:
        domain: The slug of a statement, or ``site`` or ``terms``.
        locale: The language of the translation.
        unit: The id of the segment.
        form: Which plural form of it; None of a text that is not counted.
        source: 8 hex digits made of the English, the plural included.
        target: The fingerprint of the translation as it went out, be it empty.
        draft: Whether it went out as a draft.
    """

    domain: str
    locale: str
    unit: str
    form: int | None
    source: str
    target: str
    draft: bool

    @classmethod
    def find(cls, text: str) -> Self | None:
        """The first address in a text; None if it has none."""
        return next(cls.find_all(text), None)

    @classmethod
    def find_all(cls, text: str) -> Iterator[Self]:
        """Every address in a text, in their order."""
        return map(cls._of, _REF.finditer(text))

    @classmethod
    def _of(cls, found: re.Match[str]) -> Self:
        form = found["form"]
        number = int(form) if form else None
        return cls(
            found["domain"],
            found["locale"],
            found["unit"],
            number,
            found["source"],
            found["target"],
            bool(found["draft"]),
        )

    def __str__(self) -> str:
        unit = self.unit if self.form is None else f"{self.unit}.{self.form}"
        return f"{self.domain}/{self.locale}/{unit}/{self.source}/{self.target}{'d' if self.draft else ''}"


def source_hash(segment: Segment) -> str:
    """8 hex digits made of the English of a segment, the plural included."""
    return sha256(f"{segment.source}\x04{segment.plural}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Row:
    """One text to translate, or one plural form of it.

    Attributes:
        ref: Its address.
        number: Where it stands in the sheet, counted from 1.
        segment: The segment.
        source: Its English, of a plural form that which fits it.
        target: The translation, be it a draft; or empty.
        state: How far that is.
        changes: Where the English has changed since: pieces (``same``, ``removed`` or ``added``, text), else nothing.
        notes: What a translator should know, a line each: what it is and where, authors' notes, agreed terms.
    """

    ref: Ref
    number: int
    segment: Segment
    source: str
    target: str
    state: State
    changes: Sequence[tuple[str, str]]
    notes: tuple[str, ...]


class Markup(NamedTuple):
    """What the signs in the texts of a domain mean; the first argument of each is a role (a context).

    Attributes:
        runs: What a text looks like in a word processor.
        pieces: A text as words and codes, for translators' tools.
        markdown: What a word processor shows as a text, links written like in other texts.
        inline: A text as readers see it, taken apart.
    """

    runs: Callable[[str, str], Sequence[Run]]
    pieces: Callable[[str, str], Sequence[Piece]]
    markdown: Callable[[str, Sequence[Run], Sequence[str]], Written]
    inline: Callable[[str, str], Inline]

    @classmethod
    def none(cls) -> Self:
        """That of texts without any: every sign is itself."""
        return cls(
            lambda _, text: [Run(text)],
            lambda _, text: [Piece(text)] if text else [],
            lambda _, runs, __: Written("".join(one.text for one in runs), exact=True),
            lambda _, text: Inline(text),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement, or another domain, with its translation into one language.

    Attributes:
        domain: The slug of a statement, or ``site`` or ``terms``.
        title: What it is, in English.
        source_locale: The language of the English.
        locale: The language of the translation.
        rows: Its texts.
        labels: What is said to the translator, in the language of the translation.
        runs: What a text in a role (a context) looks like in a word processor.
        pieces: A text in a role as words and codes, for translators' tools.
    """

    domain: str
    title: str
    source_locale: Locale
    locale: Locale
    rows: Sequence[Row]
    labels: Labels
    runs: Callable[[str, str], Sequence[Run]]
    pieces: Callable[[str, str], Sequence[Piece]]


Cell = str | Sequence[Run]
"""A text that came back: Markdown, or what a word processor shows."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A row that came back.

    Attributes:
        place: Where it stands in the file, in words: ``row 7``.
        ref: Its address; None if that is gone.
        source: The English that stands in it now; None if the format has none.
        target: The translation.
        unsure: Whether its translator marked it as a draft.
        remark: What the translator wrote about it, or empty.
        doubts: What is wrong with the row, in words that can follow its place: ``has tracked changes``.
    """

    place: str
    ref: Ref | None
    source: Cell | None
    target: Cell
    unsure: bool = False
    remark: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Bundle:
    """All that came back in one file.

    Attributes:
        rows: Its rows, in their order.
        warnings: What is wrong with the file as a whole, in sentences.
    """

    rows: list[Returned] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
