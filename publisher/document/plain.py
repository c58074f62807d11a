"""The body as plain text: the same walk, with a renderer that knows lines and nothing else.

Messengers and mail programs show lines. What Markdown says by its structure is said here by the signs that people type:
bullets, numbers, ">" before a quotation, the address of a link in brackets behind its words. Emphasis is left out;
what is struck out stays between "~~", because without these it would say the opposite.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from markdown_it.token import Token

from publisher.bidi import isolate_all, isolates
from publisher.document.parser import has_markup
from publisher.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from publisher.document.version import Version
    from publisher.document.walk import Arrangement, Slot

RULE = "\u2014\u2014\u2014"
"""The line between two parts of a text."""
EMPTY = "\u2013"
"""What stands for an empty cell of a table."""
SHORT = 120
"""How many characters an item of a list may have that stands close to the others: about three lines on a telephone."""
_REMEMBERED = 8
"""How many arrangements are remembered: those of the statements whose texts are being made."""
_INDENT = "  "
_KINDS = {
    "heading": "heading",
    "list_item": "item",
    "blockquote": "quote",
    "dt": "term",
    "dd": "definition",
    "footnote": "footnote",
}
_BULLETED = frozenset({"list_item", "dd"})
_IN_NUMBERS = re.compile(r"[\s().-]+")
_LEFT_OUT = re.compile(r"\Ahttps?://|/\Z", re.IGNORECASE)


class Paragraph(NamedTuple):
    """A piece of the body with lines of its own.

    Attributes:
        kind: ``heading``, ``paragraph``, ``item``, ``quote``, ``row`` (a cell of a table behind its header), ``term``,
            ``definition``, ``footnote``, ``code`` or ``rule``.
        texts: What it says, each part with its language: of a row the header and the cell, else one. A newline is a
            hard line break. Code that would not keep its order by itself is in isolates.
        first: What stands before its first line: a bullet, a number, signs of quotation, spaces.
        rest: What stands before its other lines.
        close: Whether it follows what is before it without an empty line.
    """

    kind: str
    texts: tuple[Text, ...]
    first: str = ""
    rest: str = ""
    close: bool = False


def plain(version: Version) -> list[Paragraph]:
    """A body in one language as lines; lists and footnotes are numbered in its digits."""
    return _Plain(version).blocks(_tree(version.arrangement))


class _Node:
    """A token, or a pair of them, with what is in it.

    Attributes:
        type: What it is: ``paragraph``, ``list_item``, ``inline``, ``text`` …
        kind: What it stands in, as of a paragraph; the innermost block that is no mere paragraph counts.
        token: The token, or the first of the pair.
        parent: The node it stands in; None of the root alone.
        children: What stands in it.
    """

    __slots__ = ("children", "kind", "parent", "token", "type")

    def __init__(self, token: Token, parent: _Node | None) -> None:
        self.type = token.type.removesuffix("_open")
        self.kind: str = _KINDS.get(self.type) or (parent.kind if parent else "paragraph")
        self.token = token
        self.parent = parent
        self.children: list[_Node] = _nodes(token.children) if token.children else []  # the words of an image


def _nodes(tokens: Iterable[Token]) -> list[_Node]:
    """Tokens as the tree that they tell of."""
    around = root = _Node(Token("root", "", 0), None)
    for token in tokens:
        if token.nesting < 0:
            around = around.parent or root
            continue
        node = _Node(token, around)
        around.children.append(node)
        if token.nesting > 0:
            around = node
    return root.children


@lru_cache(_REMEMBERED)
def _tree(arrangement: Arrangement) -> list[_Node]:
    return _nodes(arrangement.tokens)


class _Plain:
    """The renderer: every block becomes paragraphs, and the blocks around it say what stands before them."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.locale = locale = version.locale
        self.rules: dict[str, Callable[[_Node], list[Paragraph]]] = {
            "inline": self.inline,
            "bullet_list": self.items,
            "ordered_list": self.items,
            "blockquote": lambda node: _behind("> ", "> ", self.inside(node)),
            "dl": self.definitions,
            "table": self.table,
            "footnote": lambda node: _behind(f"{self.mark(node)} ", _INDENT, self.inside(node)),
            "fence": self.code,
            "code_block": self.code,
            "hr": lambda _node: [Paragraph("rule", (Text(RULE, locale),))],
        }

    def blocks(self, nodes: Iterable[_Node], *, close: bool = False) -> list[Paragraph]:
        """Blocks below each other; of those without a rule all that is in them, which of a comment is nothing."""
        return _stacked((self.rules.get(node.type, self.inside)(node) for node in nodes), close=close)

    def inside(self, node: _Node) -> list[Paragraph]:
        return self.blocks(node.children)

    def inline(self, node: _Node) -> list[Paragraph]:
        text = self.text(node)
        return [Paragraph(node.kind, (text,))] if text.content else []

    def code(self, node: _Node) -> list[Paragraph]:
        return [Paragraph("code", (Text(node.token.content.rstrip("\n"), self.version.source_locale),))]

    def mark(self, note: _Node) -> str:
        """The mark of a footnote, as the page has it."""
        return f"[{self.locale.number(note.token.meta['id'] + 1)}]"

    def items(self, node: _Node) -> list[Paragraph]:
        """The items of a list; without empty lines between them if the list is tight and all of them are short."""
        tight = _is_tight(node)
        items = []
        for number, item in enumerate(node.children, int(node.token.attrs.get("start", 1))):
            # Not as an amount, with separators: a list may begin with the number of a year.
            mark = self.locale.with_digits(f"{number}. ") if node.type == "ordered_list" else _bullet(item)
            items.append(_behind(mark, _INDENT, self.blocks(item.children, close=tight)))
        short = all(len(text.content) <= SHORT for item in items for one in item for text in one.texts)
        return _stacked(items, close=tight and short)

    def definitions(self, node: _Node) -> list[Paragraph]:
        """Terms on lines of their own, below them what they mean, as items."""
        groups: list[list[Paragraph]] = []
        before = "dd"
        for child in node.children:
            found = self.blocks(child.children, close=True)
            if before == "dd" and child.type == "dt":
                groups.append([])
            if child.type == "dd":
                found = _behind(_bullet(child), _INDENT, found)
            groups[-1] = _stacked([groups[-1], found], close=True)
            before = child.type
        return _stacked(groups)

    def table(self, node: _Node) -> list[Paragraph]:
        """A few lines for each row, every cell behind its header: columns would not fit on a telephone."""
        header, *rows = [[self.text(cell.children[0]) for cell in row.children] for row in _rows(node)]
        if not rows:
            return _stacked((_row(one) for one in header), close=True)
        none = Text(EMPTY, self.locale)
        filled = [[one if one.content else none for one in row] for row in rows]
        groups = ([_row(head, cell) for head, cell in zip(header, row, strict=True)] for row in filled)
        return _stacked(_stacked(group, close=True) for group in groups)

    def text(self, node: _Node) -> Text:
        """What an inline token says; one without any text was no segment and has no language."""
        if not node.token.meta:
            return Text("", self.locale)
        slot: Slot = node.token.meta["slot"]
        text = self.version.texts[slot.number]
        if not has_markup(text.content):
            return text
        children = _nodes(self.version.children(slot))
        return Text("".join(self.words(children, text.locale.direction)), text.locale)

    def words(self, nodes: Iterable[_Node], direction: str) -> Iterator[str]:
        """The words of inline tokens; isolates are left to whoever makes lines of them, except around code."""
        for node in nodes:
            match node.type:
                case "text":
                    yield node.token.content
                case "softbreak":
                    yield " "
                case "hardbreak":
                    yield "\n"
                case "code_inline":
                    yield _code(node.token.content, direction)
                case "footnote_ref":
                    yield self.mark(node)
                case "link":
                    yield _link("".join(self.words(node.children, direction)), str(node.token.attrs["href"]))
                case "s":
                    yield f"~~{''.join(self.words(node.children, direction))}~~"
                case _:  # emphasis, and isolates that the page needs
                    yield from self.words(node.children, direction)


def _stacked(groups: Iterable[Sequence[Paragraph]], *, close: bool = False) -> list[Paragraph]:
    """Groups of paragraphs below each other, with or without an empty line between them."""
    done: list[Paragraph] = []
    for group in groups:
        done += [group[0]._replace(close=close), *group[1:]] if done and group else group
    return done


def _behind(first: str, rest: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs with a sign before the first line of all, and another one before the others."""
    starts = [first, *[rest] * len(paragraphs)]
    return [
        one._replace(first=start + one.first, rest=rest + one.rest)
        for start, one in zip(starts, paragraphs, strict=False)
    ]


def _bullet(item: _Node) -> str:
    return "\u2013 " if any(one.type in _BULLETED for one in _around(item)) else "• "


def _around(node: _Node) -> Iterator[_Node]:
    """The blocks around a node, from the inside."""
    while node.parent:
        node = node.parent
        yield node


def _is_tight(items: _Node) -> bool:
    """Whether a list has no paragraphs in HTML; where the walk marked their language, they are spans."""
    paragraphs = [one for item in items.children for one in item.children if one.type == "paragraph"]
    return all(one.token.hidden or one.token.tag == "span" for one in paragraphs)


def _rows(table: _Node) -> Iterator[_Node]:
    for part in table.children:
        yield from part.children


def _row(*texts: Text) -> list[Paragraph]:
    said = tuple(one for one in texts if one.content)
    return [Paragraph("row", said)] if said else []


def _code(content: str, direction: str) -> str:
    """Code runs from left to right; what is taken for one run of that direction anyway needs no isolates."""
    alone = (content, direction == "rtl")
    return content if list(isolates(content, direction)) == [alone] else isolate_all(content, "ltr")


def _link(words: str, target: str) -> str:
    """The words of a link, and where it leads, unless that is on this site or what the words say."""
    scheme, _, rest = target.partition(":")
    match scheme.lower():
        case "http" | "https":
            address, same = target, _bare(words) == _bare(target)
        case "mailto":
            address = unquote(rest.partition("?")[0])
            same = _bare(words) == _bare(address)
        case "tel":
            address, same = rest, _IN_NUMBERS.sub("", words) == _IN_NUMBERS.sub("", rest)
        case _:
            return words
    if not words.strip():
        return address
    return words if same else f"{words} ({address})"


def _bare(address: str) -> str:
    """An address without what people leave out when they write it."""
    return unquote(_LEFT_OUT.sub("", address.strip())).casefold()
