"""The body as HTML: a skeleton that is the same in every language, and the texts in it.

What stands between two texts depends on nothing but whether these are in the language of the page: an English
paragraph on an Arabic page says so, and where it had no element of its own, it gets one. So each of these pieces is
made once, the first time that it is needed, and kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from publisher.document.parser import parser
from publisher.document.walk import Slot, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.document.version import Version
    from publisher.document.walk import Arrangement
    from publisher.locale import Locale
    from publisher.model import Text

_LINKED_ROLES = frozenset({"heading", "paragraph", "item", "quote"})
"""The roles whose blocks end in a visible link to themselves; the others only carry an id."""
_SKELETONS = 8
"""How many skeletons are kept: those of the statements whose pages are being made."""
_SHAPES = 512
"""How many rows of tags are kept that stand between two texts: of most statements these are the same few."""
_ID = "\ue000"
"""Stands for the id in such a row; no other attribute of ours holds it."""


class Labels(NamedTuple):
    """The accessible names of links that a page adds to its text, and where one kind of them leads.

    Attributes:
        anchor: Of the links from a block to itself; without it there are none.
        back: Of the links from a footnote back to its mark.
        beside: Of the links from a block to the same block beside another language.
        beside_url: The page on which the languages stand side by side; without it there are none of these links.
    """

    anchor: Text | None = None
    back: Text | None = None
    beside: Text | None = None
    beside_url: str = ""


def render(version: Version, labels: Labels) -> str:
    """A body in one language as HTML."""
    skeleton = _skeleton(version.arrangement)
    links: dict[str, list[tuple[str, str]]] = {}  # by the language of the block
    written: list[str] = []
    after_foreign = False
    for number, hole in enumerate(skeleton.holes):
        if isinstance(hole, Slot):
            text = version.texts[hole.number]
            foreign = version.is_foreign(text)
            written.append(skeleton.before(number, after_foreign, text.locale if foreign else None))
            written.append(version.html(hole))
            if hole.segment.context in _LINKED_ROLES:
                if text.locale.id not in links:
                    links[text.locale.id] = _links(labels, text.locale)
                for start, end in links[text.locale.id]:
                    written += [start, hole.anchor, end]  # an id is made of letters, digits and hyphens
            after_foreign = foreign
        else:
            between = skeleton.before(number, after_foreign, None)
            written += [between, _way_back(hole, labels.back)]
            after_foreign = after_foreign and not between  # the link stands in the block of the text before it
    written.append(skeleton.before(len(skeleton.holes), after_foreign, None))
    return "".join(written)


class _Skeleton:
    """The HTML of the blocks of a body.

    Attributes:
        holes: What it leaves open: the places of texts, and the tokens of links from footnotes back to their marks.
    """

    def __init__(self, arrangement: Arrangement) -> None:
        self.holes: list[Slot | Token] = []
        self._blocks: list[list[Token]] = [[]]
        for token in arrangement.tokens:
            if token.type == "footnote_anchor":
                self.holes.append(token)
                self._blocks.append([])
            elif token.type == "inline" and token.meta:
                self.holes.append(token.meta["slot"])
                self._blocks[-1].append(token)  # it prints nothing here, but counts for the block around it
                self._blocks.append([])
            else:
                self._blocks[-1].append(token)
        self._rows = [_row(tokens) for tokens in self._blocks]
        self._printed: dict[tuple[int, bool, str], str] = {}

    def before(self, number: int, after_foreign: bool, foreign: Locale | None) -> str:
        """What stands before a hole, and after the last one.

        Args:
            number: The number of the hole.
            after_foreign: Whether the text before it is in another language than the page.
            foreign: The language of the text in it, if that is not the one of the page.
        """
        key = (number, after_foreign, foreign.id if foreign else "")
        found = self._printed.get(key)
        if found is None:
            found = self._printed[key] = self._print(number, after_foreign, foreign)
        return found

    def _print(self, number: int, after_foreign: bool, foreign: Locale | None) -> str:
        row, tokens = self._rows[number], self._blocks[number]
        if row:
            return row.anchor.join(_printed_row(row.tags, after_foreign, foreign, row.kept))
        return _printed(tokens, after_foreign, foreign, kept=bool(foreign) and tokens[-1].meta["slot"].kept)


_skeleton = lru_cache(_SKELETONS)(_Skeleton)


_Tag = tuple[str, str, Literal[-1, 0, 1], bool, bool, tuple[tuple[str, str | int | float], ...]]
"""All that is printed of a token which is a tag: its type, tag, nesting, block, hidden and attributes."""


class _Row(NamedTuple):
    """Tags between two texts.

    Attributes:
        tags: The tags, with `_ID` for their id.
        anchor: Their id; empty if there is none.
        kept: Whether the text after them stays in the language of the statement.
    """

    tags: tuple[_Tag, ...]
    anchor: str
    kept: bool


def _row(tokens: Sequence[Token]) -> _Row | None:
    """Tokens as a row of tags; None if there is more to print of one, or a second id."""
    tags, anchor = list[_Tag](), ""
    for one in tokens:
        attrs = tuple(one.attrs.items())
        if "id" in one.attrs:
            if anchor:
                return None
            anchor = str(one.attrs["id"])
            attrs = tuple((name, _ID if name == "id" else value) for name, value in attrs)
        if one.type != "inline" and (not one.nesting or one.meta):
            return None
        tags.append((one.type, one.tag, one.nesting, one.block, one.hidden, attrs))
    slot = tokens[-1].meta.get("slot") if tokens else None
    return _Row(tuple(tags), anchor, bool(slot and slot.kept))


@lru_cache(_SHAPES)
def _printed_row(tags: Sequence[_Tag], after_foreign: bool, foreign: Locale | None, kept: bool) -> tuple[str, ...]:
    """A row of tags as HTML, cut where the id goes."""
    tokens = [
        Token(kind, tag, nesting, block=block, hidden=hidden, attrs=dict(attrs))
        for kind, tag, nesting, block, hidden, attrs in tags
    ]
    return tuple(_printed(tokens, after_foreign, foreign, kept=kept).split(_ID))


def _printed(block: Sequence[Token], after_foreign: bool, foreign: Locale | None, *, kept: bool) -> str:
    """What stands between two texts as HTML."""
    tokens = list(block)
    if after_foreign:
        _close_foreign(tokens)
    if foreign:
        tokens[-2] = _opened(tokens[-2], foreign, fallback=not kept)
    md = parser()
    return str(md.renderer.render(tokens, md.options, {}))


def _opened(block: Token, locale: Locale, *, fallback: bool) -> Token:
    """The beginning of a block whose text is in another language than the page."""
    marked = block.copy(attrs=dict(block.attrs))
    if marked.hidden:
        show(marked)
    if fallback:
        marked.attrJoin("class", "fallback")
    marked.attrSet("lang", locale.html_lang)
    marked.attrSet("dir", locale.direction)
    return marked


def _close_foreign(tokens: list[Token]) -> None:
    """Make the end of a block fit its beginning if its text is in another language than the page."""
    place = next((n for n, one in enumerate(tokens) if one.nesting == -1), None)
    if place is not None and tokens[place].hidden:
        tokens[place] = tokens[place].copy()
        show(tokens[place])


def _links(labels: Labels, around: Locale) -> list[tuple[str, str]]:
    """The links that end a block, to itself and to the same beside another language: each cut where the id goes."""
    links = []
    if labels.anchor:
        links.append(('<a class="anchor" href="#', f'"{_named(labels.anchor, around)}></a>'))
    if labels.beside and labels.beside_url:
        start = f'<a class="beside" href="{escapeHtml(labels.beside_url)}#'
        links.append((start, f'"{_named(labels.beside, around)}></a>'))
    return links


def _named(label: Text, around: Locale) -> str:
    lang = f' lang="{escapeHtml(label.locale.html_lang)}"' if label.locale.id != around.id else ""
    return f' aria-label="{escapeHtml(label.content)}"{lang}'


def _way_back(anchor: Token, label: Text | None) -> str:
    """The link from a footnote back to its mark."""
    number, again = anchor.meta["id"] + 1, anchor.meta["subId"]
    target = f"fnref{number}:{again}" if again > 0 else f"fnref{number}"
    name = f' lang="{label.locale.html_lang}" aria-label="{escapeHtml(label.content)}"' if label else ""
    return f' <a href="#{target}" class="footnote-backref"{name}>\u21a9\ufe0e</a>'
