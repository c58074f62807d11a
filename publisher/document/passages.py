"""The pieces of a statement's body one by one, for pages that put languages side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token

from publisher.document.walk import Task, parser
from publisher.model import Segment, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.locale import Locale
    from publisher.model import Lookup

_INDENTING = {"list_item_open", "dd_open", "footnote_open"}
_NUMBERED = (["paragraph_open"], ["blockquote_open", "paragraph_open"])
"""Where paragraphs stand that have a number: as ``.body > p`` and ``.body > blockquote > p`` of the style sheet."""
_ELSEWHERE = re.compile(r"#|[a-z]+:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
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


def passages(markdown: str, lookup: Lookup, locale: Locale, source_locale: Locale, base: str = "") -> Iterator[Passage]:
    """Every piece of a Markdown text in the order in which readers see them, the same pieces in every language.

    Footnotes stand at the end, their marks lead nowhere.

    Args:
        markdown: The text.
        lookup: Answers which text stands for a segment.
        locale: The language of the passages.
        source_locale: The language that the Markdown is written in.
        base: What is put before relative links, which are written as seen from a statement's page.
    """
    md, env = parser(), {"task": Task(lookup, locale, source_locale)}
    place = _Place(locale)
    for token in md.parse(markdown, env):
        place.see(token)
        if token.type == "inline" and token.meta:
            children = [one for child in token.children or () for one in _fitted(child, locale, base)]
            html = str(md.renderer.render(children, md.options, env))
            text, source = token.meta["text"], token.meta["segment"]
            yield place.passage(token.meta["id"], html, text, source, kept=token.meta["kept"])
        elif token.type in {"fence", "code_block"}:
            html, text = str(md.renderer.render([token], md.options, env)), Text(token.content, source_locale)
            yield place.passage("", html, text, Segment(token.content, "code"), kept=True)


class _Place:
    """Where in a text its reader stands."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._parents: list[Token] = []
        self._next: list[int] = []
        self._marks: list[str] = []
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
            self._marks.append(f"{self._locale.with_digits(str(self._next[-1]))}." if ordered else "•")
            self._next[-1] += 1
        elif token.type == "footnote_open":
            self._marks.append(_footnote(token, self._locale))
        self._parents.append(token)
        self._paragraphs += self._is_numbered

    @property
    def _is_numbered(self) -> bool:
        return [one.type for one in self._parents] in _NUMBERED

    def passage(self, name: str, html: str, text: Text, source: Segment, *, kept: bool) -> Passage:
        """What stands here."""
        mark, number = " ".join(self._marks), self._paragraphs if self._is_numbered else 0
        self._marks.clear()
        depth = sum(one.type in _INDENTING for one in self._parents)
        return Passage(name, source.context, html, text, source, kept, mark, number, depth)


def _footnote(token: Token, locale: Locale) -> str:
    return f"[{locale.number(token.meta['id'] + 1)}]"


def _fitted(child: Token, locale: Locale, base: str) -> Iterator[Token]:
    """An inline token as it is fit for another page: there are no footnotes below, and the folder is another one."""
    if child.type == "footnote_ref":
        attrs: dict[str, Any] = {"class": "footnote-ref"}
        yield Token("sup_open", "sup", 1, attrs=attrs)
        yield Token("text", "", 0, content=_footnote(child, locale))
        yield Token("sup_close", "sup", -1)
        return
    for name in ("href", "src"):
        target = child.attrs.get(name)
        if isinstance(target, str) and not _ELSEWHERE.match(target):
            child.attrSet(name, base + target)
    yield child
