"""The nouns of the program: plain values, in the words of the translation field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from publisher.locale import Locale


class State(StrEnum):
    """How far the translation of one segment is; every segment is in exactly one state."""

    TRANSLATED = "translated"
    """Made from the present English. The only state that readers see."""
    FUZZY = "fuzzy"
    """Made from an earlier English: a draft until a translator confirms it."""
    PRETRANSLATED = "pretranslated"
    """Offered by the translation memory: a draft until a translator confirms it."""
    UNTRANSLATED = "untranslated"
    """Empty, or, for a text with plural forms, not complete."""


SIGNATORY = "signatory"
"""The context of the names of those who signed."""
INTERFACE = "interface"
"""The context of the wording of pages and templates."""
WAIVER = "check-ignore"
"""How a line of a translator's comment begins that lets findings pass."""
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
"""What a page fills into its wording: ``{count}``, ``{language}``."""


class Segment(NamedTuple):
    """One translatable piece of text: a block of a statement, a front matter value, a template string.

    There are many of them, and they go from one process to another: a tuple is made, sent and received quickest.

    Attributes:
        source: The English: inline Markdown with soft line breaks made spaces (the msgid).
        context: Its role (title, heading, paragraph, item …), never a position (the msgctxt).
        plural: The English plural of a text that is counted; else empty.
        path: The file it stands in, relative to the workspace.
        line: Its first line there, counted from 1.
        notes: What a translator should know, a line each (``#.`` comments).
    """

    source: str
    context: str
    plural: str = ""
    path: str = ""
    line: int = 0
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What identifies a segment in a catalog: (context, source)."""
        return (self.context, self.source)

    @property
    def id(self) -> str:
        """A short name made of context and source, fit for a URL fragment: ``u`` and 8 hex digits."""
        return _id(self.key)

    @property
    def words(self) -> int:
        """How many words of English there are to translate, at least 1; a link counts by its text alone."""
        return _words(self.source)


_LINK_TARGET = re.compile(r"\]\([^)\s]*\)|\]\[[^]]*\]")
_WORD = re.compile(r"[^\W_]\S*")
_REMEMBERED = 4096
"""How many texts are remembered: each language of a statement asks the same of the same ones."""


@lru_cache(_REMEMBERED)
def _id(key: tuple[str, str]) -> str:
    return "u" + sha256("\x04".join(key).encode()).hexdigest()[:8]


@lru_cache(_REMEMBERED)
def _words(source: str) -> int:
    visible = _LINK_TARGET.sub("]", source) if "](" in source or "][" in source else source
    # At least one, so that a text of signs alone is not overlooked.
    return max(1, len(_WORD.findall(visible)))


@dataclass(frozen=True, slots=True)
class Text:
    """What a reader sees: a content and the locale it is written in."""

    content: str
    locale: Locale


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment with all that its catalog holds of it.

    Attributes:
        segment: The segment.
        state: How far its translation is.
        targets: The translation, be it a draft: one text, or one for each plural form; empty if there is none.
        previous: The English that a draft was made from; empty if it is not known, or is no other.
        comment: What translators wrote about it, a line each.
    """

    segment: Segment
    state: State
    targets: tuple[str, ...] = ()
    previous: str = ""
    comment: str = ""


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """Readers would be told something wrong, or nothing: the language is not published."""
    WARNING = "warning"
    """Somebody should look: most are mistakes, some are not."""
    INFO = "info"
    """Good translations do this too."""


class Finding(NamedTuple):
    """Something in a translation, a catalog or a statement that a person can mend.

    Attributes:
        check: The name of the check that found it.
        severity: How bad it is.
        message: What is wrong, in plain words.
        help: The cure, or empty.
        locale: The language of the catalog; of a statement itself the source language.
        slug: The domain: the slug of a statement, ``site`` or ``terms``.
        path: The file, relative to the workspace.
        line: The line in it, counted from 1.
        segment: The segment it is about; None if it is about the whole file.
        target: The translation it is about, or empty.
        at: Where in ``target`` it begins, in characters; -1 if it is about all of it.
        near: The words of the English that it is about, or empty.
        fixable: Whether ``check --fix`` mends it.
    """

    check: str
    severity: Severity
    message: str
    help: str
    locale: str
    slug: str
    path: str
    line: int
    segment: Segment | None = None
    target: str = ""
    at: int = -1
    near: str = ""
    fixable: bool = False


Lookup = Callable[[Segment], Text]
"""The one seam between a statement and its translations: which text stands for this segment?"""


class Coverage(NamedTuple):
    """How complete a translation is: counts per state, in segments and in words of the English source."""

    segments: dict[State, int]
    words: dict[State, int]

    @classmethod
    def of(cls, states: Iterable[tuple[Segment, State]]) -> Coverage:
        """Count each (segment, state) pair once."""
        segments, words = dict.fromkeys(State, 0), dict.fromkeys(State, 0)
        for segment, state in states:
            segments[state] += 1
            words[state] += segment.words
        return cls(segments, words)

    @property
    def percent(self) -> float:
        """Share of the source's words that are translated, 0 to 100, never rounded up; nothing to do is 100."""
        total = sum(self.words.values())
        return 1000 * self.words[State.TRANSLATED] // total / 10 if total else 100.0
