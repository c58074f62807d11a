"""The one walk over a statement's Markdown.

Between markdown-it's ``block`` and ``inline`` rules the structure of a text is known while every piece of text
still holds its raw Markdown. There, and nowhere else, each piece is made a `Segment` and replaced by what the
lookup answers. Extraction, pages and every other output run this same rule with another lookup or another
renderer, so what is extracted is by construction what is looked up. A translation then passes the inline
parser only: it cannot become a heading, a list or a second paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.token import Token

from publisher.bidi import OPPOSITE, isolate_all, isolates
from publisher.document.parser import grammar
from publisher.model import Segment, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

    from publisher.locale import Locale
    from publisher.model import Lookup

NOTE = "translators:"
"""A comment that begins so, before a block, tells translators something about the block."""
KEEP = "notranslate"
"""The comment that keeps the block after it in the source language."""

_ROLES = {
    "heading_open": "heading",
    "th_open": "cell",
    "td_open": "cell",
    "dt_open": "term",
    "dd_open": "definition",
    "blockquote_open": "quote",
    "list_item_open": "item",
    "footnote_reference_open": "footnote",
}
_LINKED_ROLES = frozenset({"heading", "paragraph", "item", "quote"})
"""The roles whose blocks end in a visible link to themselves; the others only carry an id."""

_ALIGNMENTS = {"text-align:left": "start", "text-align:center": "center", "text-align:right": "end"}
_NOTE_ID = re.compile(r"fn(ref)?\d+")  # the ids of footnotes and of their marks
_BREAK = re.compile(r"(\\*)( *)\n *")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")


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


@dataclass(slots=True)
class Task:
    """One run of the walk: whom to ask, and for which page.

    Attributes:
        lookup: Answers which text stands for a segment.
        locale: The language of the page.
        source_locale: The language of the statement.
        path: The statement's file, for the segments.
        first_line: The line of that file on which the Markdown begins, counted from 1.
        labels: The names of the links that the page adds to the text.
        segments: The segments met so far, in reading order.
        ids: How often each id was asked for.
    """

    lookup: Lookup
    locale: Locale
    source_locale: Locale
    path: str = ""
    first_line: int = 1
    labels: Labels = field(default_factory=Labels)
    segments: list[Segment] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)

    def ask(self, segment: Segment) -> Text:
        """Note a segment and look it up."""
        self.segments.append(segment)
        return self.lookup(segment)

    def unique(self, name: str) -> str:
        """Answer an id that no block before had: ``name``, ``name-2``, ``name-3`` and so on."""
        self.ids[name] += 1
        return self.unique(f"{name}-{self.ids[name]}") if self.ids[name] > 1 else name


@cache
def parser() -> MarkdownIt:
    """The parser of pages: the grammar with the walk in it."""
    md = grammar()
    md.core.ruler.before("inline", "walk", _walk)
    md.core.ruler.push("finish", _finish)
    return md


def normalise(text: str) -> str:
    """Make soft line breaks spaces, so that re-wrapping a text changes nothing; hard breaks stay.

    A break is hard after two spaces or a backslash that is not itself escaped (CommonMark 0.31.2, section 6.7).
    """
    return _BREAK.sub(_normal_break, text)


def _normal_break(match: re.Match[str]) -> str:
    backslashes, spaces = match.groups()
    if len(spaces) > 1:
        return f"{backslashes}  \n"
    if len(backslashes) % 2 and not spaces:
        return f"{backslashes}\n"
    return f"{backslashes} "


class _Marks:
    """The comments that hold for the block being walked: those before it, and before the blocks around it."""

    def __init__(self) -> None:
        self.pending: list[str] = []
        self.open: list[tuple[int, list[str]]] = []

    def see(self, token: Token) -> None:
        if token.type == "comment":
            self.pending.append(token.content)
            return
        if token.nesting == 1 and self.pending:
            self.open.append((token.level, self.pending))
        elif token.nesting == -1 and self.open and self.open[-1][0] == token.level:
            self.open.pop()
        # A comment holds for the block right after it, or for none: not past code, a rule or the end of a quote.
        self.pending = []

    @property
    def comments(self) -> list[str]:
        return [comment for _, comments in self.open for comment in comments]

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(c[len(NOTE) :].strip() for c in self.comments if c.lower().startswith(NOTE))

    @property
    def keep(self) -> bool:
        return any(c.lower() == KEEP for c in self.comments)


def _walk(state: StateCore) -> None:
    """The core rule: give every inline token the text that the lookup answers for it."""
    task: Task = state.env["task"]
    _number_footnotes(state)
    _look_up_titles(state, task)
    parents: list[Token] = []
    marks = _Marks()
    for index, token in enumerate(state.tokens):
        marks.see(token)
        if token.nesting == 1:
            parents.append(token)
        elif token.nesting == -1:
            parents.pop()
        elif token.type == "inline" and token.content:
            first_in_item = len(parents) > 1 and state.tokens[index - 2] is parents[-2]
            _place(task, token, parents, marks, first_in_item=first_in_item)
            _close_like(parents[-1], state.tokens[index + 1])
        if style := _ALIGNMENTS.get(str(token.attrs.get("style"))):
            token.attrs = {"class": style}  # no style attributes: the pages' security policy forbids them


def _number_footnotes(state: StateCore) -> None:
    """Number footnotes in the order of the source, so that they carry the same number in all languages."""
    notes = state.env.get("footnotes")
    if not notes:
        return
    numbered: dict[int, dict[str, object]] = notes.setdefault("list", {})
    for token in state.tokens:
        for label in _FOOTNOTE.findall(token.content) if token.type == "inline" else ():
            if notes["refs"].get(f":{label}") == -1:
                notes["refs"][f":{label}"] = len(numbered)
                numbered[len(numbered)] = {"label": label, "count": 0}


def _look_up_titles(state: StateCore, task: Task) -> None:
    """The titles of link definitions: text that readers see, but that stands in no block."""
    for reference in state.env.get("references", {}).values():
        if reference["title"]:
            line = task.first_line + reference["map"][0]
            text = task.ask(Segment(reference["title"], "link title", path=task.path, line=line))
            foreign = text.locale.id != task.locale.id
            reference["title"] = isolate_all(text.content, text.locale.direction) if foreign else text.content


def _place(task: Task, token: Token, parents: list[Token], marks: _Marks, *, first_in_item: bool) -> None:
    """Look one segment up and put the answer into its token, its id and language onto the block around it."""
    role = next((_ROLES[one.type] for one in reversed(parents) if one.type in _ROLES), "paragraph")
    line = task.first_line + token.map[0] if token.map else 0
    segment = Segment(normalise(token.content), role, path=task.path, line=line, notes=marks.notes)
    text = Text(segment.source, task.source_locale) if marks.keep else task.ask(segment)
    token.content = text.content
    anchor = task.unique(_slug(segment.source) or segment.id if role == "heading" else segment.id)
    block = _block_for(parents, first_in_item=first_in_item)
    block.attrSet("id", anchor)
    if marks.keep:
        block.attrSet("translate", "no")
    if text.locale.id != task.locale.id:
        _mark_language(parents[-1], text.locale, fallback=not marks.keep)
    links = list(_links(anchor, task.labels, text.locale)) if role in _LINKED_ROLES else []
    token.meta = {"id": anchor, "segment": segment, "text": text, "kept": marks.keep, "links": links}


def _slug(heading: str) -> str:
    """The words of an English heading, joined by hyphens."""
    visible = re.sub(r"\]\([^)]*\)", "", heading).lower()
    slug = "-".join(re.findall(r"[^\W_]+", visible))[:64].rstrip("-")
    return f"{slug}-" if _NOTE_ID.fullmatch(slug) else slug


def _block_for(parents: list[Token], *, first_in_item: bool) -> Token:
    """The element that carries the id; the paragraph of a tight list item has none of its own."""
    if not parents[-1].hidden:
        return parents[-1]
    if first_in_item:
        return parents[-2]
    _show(parents[-1])
    return parents[-1]


def _show(paragraph: Token) -> None:
    """Make the hidden paragraph of a tight list item an element that can carry attributes."""
    paragraph.hidden, paragraph.block, paragraph.tag = False, False, "span"


def _close_like(opening: Token, closing: Token) -> None:
    closing.hidden, closing.block, closing.tag = opening.hidden, opening.block, opening.tag


def _mark_language(block: Token, locale: Locale, *, fallback: bool) -> None:
    if block.hidden:
        _show(block)
    if fallback:
        block.attrJoin("class", "fallback")
    block.attrSet("lang", locale.html_lang)
    block.attrSet("dir", locale.direction)


def _finish(state: StateCore) -> None:
    """The last core rule: isolate runs of the other direction and append the links to the block."""
    for token in state.tokens:
        if token.type in {"fence", "code_block"}:
            token.attrSet("dir", "ltr")
        elif token.type == "inline" and token.meta:
            token.children = list(_isolated(token.children or [], token.meta["text"].locale.direction))
            token.children += token.meta["links"]


def _isolated(children: list[Token], direction: str) -> Iterator[Token]:
    for child in children:
        if child.type == "code_inline":
            child.attrSet("dir", "ltr")
        if child.type != "text":
            yield child
            continue
        for run, opposite in isolates(child.content, direction):
            text = Token("text", "", 0, content=run)
            yield from _bdi(text, direction) if opposite else (text,)


def _bdi(text: Token, direction: str) -> tuple[Token, Token, Token]:
    return Token("bdi_open", "bdi", 1, attrs={"dir": OPPOSITE[direction]}), text, Token("bdi_close", "bdi", -1)


def _links(name: str, labels: Labels, around: Locale) -> Iterator[Token]:
    """The links that end a block: to itself, and to the same block beside another language."""
    if labels.anchor:
        yield from _link({"class": "anchor", "href": f"#{name}"}, labels.anchor, around)
    if labels.beside and labels.beside_url:
        yield from _link({"class": "beside", "href": f"{labels.beside_url}#{name}"}, labels.beside, around)


def _link(attrs: dict[str, str | int | float], label: Text, around: Locale) -> Iterator[Token]:
    attrs["aria-label"] = label.content
    if label.locale.id != around.id:
        attrs["lang"] = label.locale.html_lang
    yield from (Token("anchor_open", "a", 1, attrs=attrs), Token("anchor_close", "a", -1))
