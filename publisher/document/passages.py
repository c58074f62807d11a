"""The pieces of a statement's body one by one, for pages that put languages side by side."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it.token import Token

from publisher.document.version import isolated
from publisher.model import Segment, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.document.version import Version
    from publisher.document.walk import Arrangement, Slot
    from publisher.locale import Locale

_INDENTING = {"list_item_open", "dd_open", "footnote_open"}
_NUMBERED = (["paragraph_open"], ["blockquote_open", "paragraph_open"])
"""Where paragraphs stand that have a number: as ``.body > p`` and ``.body > blockquote > p`` of the style sheet."""
_ELSEWHERE = re.compile(r"#|[a-z]+:", re.IGNORECASE)
_LEADING = re.compile(r"[\[<]")
"""What a link begins with, an image, or the mark of a footnote."""
_REMEMBERED = 8
"""How many arrangements are remembered: those of the statements whose pages are being made."""


class Passage(NamedTuple):
    """One piece of a statement's body in one language.

    Attributes:
        id: Its anchor on the statement's pages, the same in every language; empty for a block of code, which has none.
        role: The context of its segment (heading, paragraph, item …), or ``code`` for a block of code.
        html: The text as inline HTML; of a block of code the whole block.
        text: What the lookup answered.
        source: Its segment.
        kept: Whether it stays in the language of the statement on every page.
        mark: What stands before it in the digits of its language: a bullet, the number of a list item or of a footnote.
        number: The number of the paragraph, counted from 1, the same in every language; 0 if it has none.
        depth: How many lists, definitions and footnotes it stands in.
    """

    id: str
    role: str
    html: str
    text: Text
    source: Segment
    kept: bool
    mark: str
    number: int
    depth: int


class _Spot(NamedTuple):
    """Where a passage stands, the same in every language.

    Attributes:
        token: What stands there: the text of a slot, or a block of code.
        marks: What stands before it: each a sign, ``•``, ``1.`` or ``[1]``, and the number in that, or 0.
        number: As of a passage.
        depth: As of a passage.
    """

    token: Token
    marks: tuple[tuple[str, int], ...]
    number: int
    depth: int


def passages(version: Version, base: str = "") -> Iterator[Passage]:
    """Every piece of a body in the order in which readers see them, the same pieces in every language.

    Footnotes stand at the end, their marks lead nowhere.

    Args:
        version: The body in one language.
        base: What is put before relative links, which are written as seen from a statement's page.
    """
    for spot in _spots(version.arrangement):
        mark = " ".join(_said(*one, version.locale) for one in spot.marks) if spot.marks else ""
        if spot.token.type == "inline":
            slot = spot.token.meta["slot"]
            text, html = version.texts[slot.number], _html(version, slot, base)
            kept, source = slot.kept, slot.segment
            yield Passage(slot.anchor, source.context, html, text, source, kept, mark, spot.number, spot.depth)
        else:
            yield _code(version, spot, mark)


def _code(version: Version, spot: _Spot, mark: str) -> Passage:
    """A block of code, which is the same in every language."""
    code, html = spot.token.content, version.printed([spot.token])
    text, source = Text(code, version.source_locale), Segment(code, "code")
    return Passage("", source.context, html, text, source, True, mark, spot.number, spot.depth)


def _html(version: Version, slot: Slot, base: str) -> str:
    """A text as HTML that is fit for another page: there are no footnotes below, and the folder is another one."""
    text = version.texts[slot.number]
    if not _LEADING.search(text.content):
        return version.html(slot)
    children = isolated(version.children(slot), text.locale.direction)
    return version.printed(one for child in children for one in _fitted(child, version.locale, base))


def _fitted(child: Token, locale: Locale, base: str) -> Iterator[Token]:
    if child.type == "footnote_ref":
        attrs: dict[str, Any] = {"class": "footnote-ref"}
        yield Token("sup_open", "sup", 1, attrs=attrs)
        yield Token("text", "", 0, content=_said("[1]", child.meta["id"] + 1, locale))
        yield Token("sup_close", "sup", -1)
        return
    for name in ("href", "src"):
        target = child.attrs.get(name)
        if isinstance(target, str) and not _ELSEWHERE.match(target):
            child = child.copy(attrs={**child.attrs, name: base + target})
    yield child


def _said(sign: str, number: int, locale: Locale) -> str:
    """A mark in the digits of a language."""
    match sign:
        case "1.":  # not as an amount, with separators: a list may begin with the number of a year
            return f"{locale.with_digits(str(number))}."
        case "[1]":
            return f"[{locale.number(number)}]"
        case _:
            return sign


@lru_cache(_REMEMBERED)
def _spots(arrangement: Arrangement) -> list[_Spot]:
    """Where the passages of a body stand."""
    place = _Place()
    found = []
    for token in arrangement.tokens:
        place.see(token)
        if token.type in {"fence", "code_block"} or (token.type == "inline" and token.meta):
            found.append(place.spot(token))
    return found


class _Place:
    """Where in a text its reader stands."""

    def __init__(self) -> None:
        self._parents: list[Token] = []
        self._next: list[int] = []
        self._marks: list[tuple[str, int]] = []
        self._paragraphs = 0

    def see(self, token: Token) -> None:
        """Go on to a token of a block."""
        if token.nesting == 1:
            self._open(token)
        elif token.nesting == -1:
            if self._parents.pop().type in {"bullet_list_open", "ordered_list_open"}:
                self._next.pop()
            if token.type == "list_item_close":  # an empty item leaves its bullet to nobody
                self._marks.clear()

    def _open(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._next.append(int(token.attrs.get("start", 1)))
        elif token.type == "list_item_open":
            ordered = self._parents[-1].type == "ordered_list_open"
            self._marks.append(("1.", self._next[-1]) if ordered else ("•", 0))
            self._next[-1] += 1
        elif token.type == "footnote_open":
            self._marks.append(("[1]", token.meta["id"] + 1))
        self._parents.append(token)
        self._paragraphs += self._is_numbered

    @property
    def _is_numbered(self) -> bool:
        return [one.type for one in self._parents] in _NUMBERED

    def spot(self, token: Token) -> _Spot:
        """What stands here."""
        marks, number = tuple(self._marks), self._paragraphs if self._is_numbered else 0
        self._marks.clear()
        return _Spot(token, marks, number, sum(one.type in _INDENTING for one in self._parents))
