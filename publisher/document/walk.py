"""The one walk over a statement's Markdown.

Once its blocks are parsed, the structure of a text is known while every piece of it still holds its raw Markdown.
There, and nowhere else, each piece is made a `Segment`, and its place a `Slot`. Extraction lists the slots; pages and
every other output put into the same slots what the lookup answers. So what is extracted is by construction what is
looked up. A translation then passes the inline parser only: it cannot become a heading, a list or a second paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher.document.parser import Blocks, blocks, parser, with_footnotes
from publisher.model import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token
    from markdown_it.utils import EnvType

    from publisher.locale import Locale

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
_ALIGNMENTS = {"text-align:left": "start", "text-align:center": "center", "text-align:right": "end"}
_NOTE_ID = re.compile(r"fn(ref)?\d+")  # the ids of footnotes and of their marks
_BREAK = re.compile(r"(\\*)( *)\n *")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ARRANGEMENTS = 4
"""How many arrangements of its footnotes a text remembers; all languages have the same one, as a rule."""


def normalise(text: str) -> str:
    """Make soft line breaks spaces, so that re-wrapping a text changes nothing; hard breaks stay.

    A break is hard after two spaces or a backslash that is not itself escaped (CommonMark 0.31.2, section 6.7).
    """
    return _BREAK.sub(_normal_break, text) if "\n" in text else text


def _normal_break(match: re.Match[str]) -> str:
    backslashes, spaces = match.groups()
    if len(spaces) > 1:
        return f"{backslashes}  \n"
    if len(backslashes) % 2 and not spaces:
        return f"{backslashes}\n"
    return f"{backslashes} "


class Slot(NamedTuple):
    """A place in a body where a text stands.

    Attributes:
        number: Which of them it is, in the order of the file, counted from 0.
        segment: What stands there in the language of the statement.
        anchor: The id of its block, the same on the pages of all languages.
        kept: Whether it stays in the language of the statement on every page.
    """

    number: int
    segment: Segment
    anchor: str
    kept: bool


class Arrangement:
    """The blocks of a body in the order in which readers see them: footnotes stand at the end.

    Attributes:
        tokens: The blocks. An ``inline`` token with a text has its ``slot`` among its ``meta`` values.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens

    @property
    def slots(self) -> Iterator[Slot]:
        """The places of texts, as readers come to them."""
        return (token.meta["slot"] for token in self.tokens if token.type == "inline" and token.meta)


class Plan:
    """A statement's Markdown after the walk: where its texts stand, and what is around them, in every language.

    Args:
        found: Its blocks. The walk changes them into those of pages, which have ids and no styles.
        source_locale: The language it is written in.
        path: Its file, relative to the workspace.
        first_line: The line of that file on which the Markdown begins, counted from 1.

    Attributes:
        source_locale: The language it is written in.
        titles: By the label of a link definition, its title: text that readers see, but that stands in no block.
        slots: The places of all other texts, in the order of the file.
        ids: The ids of its blocks.
    """

    def __init__(self, found: Blocks, source_locale: Locale, path: str = "", first_line: int = 1) -> None:
        self.source_locale = source_locale
        self._blocks = found
        self._numbered = _numbered_footnotes(found)
        self._arrangements: dict[tuple[tuple[str, int], ...], Arrangement] = {}
        walk = _Walk(path, first_line)
        self.titles = {label: walk.title(one) for label, one in self.references.items() if one["title"]}
        self.slots: Sequence[Slot] = walk.slots(found.tokens)
        self.ids = frozenset(walk.ids)

    @property
    def segments(self) -> list[Segment]:
        """Everything translatable, as often as it stands there, in reading order."""
        return [*self.titles.values(), *(one.segment for one in self.slots if not one.kept)]

    @property
    def references(self) -> dict[str, Any]:
        """What links refer to, by label."""
        found: dict[str, Any] = self._blocks.env.get("references", {})
        return found

    @property
    def definitions(self) -> EnvType:
        """Its link references and footnotes, for a parser of one of its pieces, which may change them."""
        return self._blocks.definitions

    @property
    def footnotes(self) -> dict[str, Any]:
        """Its footnotes as the parser counts them, none counted yet, in the order of the source.

        So they carry the same number in all languages.
        """
        refs: dict[str, int] = self._blocks.definitions["footnotes"]["refs"]
        refs |= {f":{label}": number for number, label in enumerate(self._numbered)}
        return {"refs": refs, "list": {n: {"label": label, "count": 0} for n, label in enumerate(self._numbered)}}

    def arranged(self, footnotes: dict[str, Any]) -> Arrangement:
        """The blocks as readers see them, after the texts of a language have been parsed, which counts footnotes."""
        key = tuple((one["label"], one["count"]) for one in footnotes["list"].values())
        found = self._arrangements.get(key)
        if not found:
            if len(self._arrangements) >= _ARRANGEMENTS:
                self._arrangements.clear()
            found = self._arrangements[key] = Arrangement(with_footnotes(self._blocks.tokens, footnotes))
        return found


def plan(markdown: str, source_locale: Locale) -> Plan:
    """Walk over a Markdown text."""
    return Plan(blocks(markdown, parser()), source_locale)


def _numbered_footnotes(found: Blocks) -> list[str]:
    """The labels of the footnotes in the order in which the source refers to them."""
    refs = found.env.get("footnotes", {}).get("refs", {})
    texts = (token.content for token in found.tokens if token.type == "inline") if refs else ()
    labels = dict.fromkeys(label for text in texts for label in _FOOTNOTE.findall(text))
    return [label for label in labels if f":{label}" in refs]


class _Marks:
    """The comments that hold for the block being walked: those before it, and before the blocks around it.

    Attributes:
        notes: What they tell translators.
        keep: Whether they keep the block in the source language.
    """

    def __init__(self) -> None:
        self.notes: tuple[str, ...] = ()
        self.keep = False
        self._pending: list[str] = []
        self._open: list[tuple[int, list[str]]] = []

    def see(self, token: Token) -> None:
        if token.type == "comment":
            self._pending.append(token.content)
            return
        if token.nesting == 1 and self._pending:
            self._open.append((token.level, self._pending))
            self._read()
        elif token.nesting == -1 and self._open and self._open[-1][0] == token.level:
            self._open.pop()
            self._read()
        # A comment holds for the block right after it, or for none: not past code, a rule or the end of a quote.
        self._pending = []

    def _read(self) -> None:
        comments = [comment for _, comments in self._open for comment in comments]
        self.notes = tuple(c[len(NOTE) :].strip() for c in comments if c.lower().startswith(NOTE))
        self.keep = any(c.lower() == KEEP for c in comments)


class _Walk:
    """The way through a text, from its first block to its last.

    Attributes:
        ids: How often each id was asked for.
    """

    def __init__(self, path: str, first_line: int) -> None:
        self._path = path
        self._first_line = first_line
        self.ids: dict[str, int] = {}

    def title(self, reference: dict[str, Any]) -> Segment:
        """The title of a link definition."""
        return Segment(reference["title"], "link title", path=self._path, line=self._first_line + reference["map"][0])

    def slots(self, tokens: list[Token]) -> list[Slot]:
        """The place of each text, its id being put on the block around it."""
        found: list[Slot] = []
        parents: list[Token] = []
        roles = ["paragraph"]  # for each of the blocks around, what a text in it is
        marks = _Marks()
        commented = any(token.type == "comment" for token in tokens)
        for index, token in enumerate(tokens):
            if commented:
                marks.see(token)
            if token.nesting == 1:
                parents.append(token)
                roles.append(_ROLES.get(token.type, roles[-1]))
                if token.attrs:
                    _align(token)
            elif token.nesting == -1:
                parents.pop()
                roles.pop()
            elif token.type == "inline" and token.content:
                first_in_item = len(parents) > 1 and tokens[index - 2] is parents[-2]
                block = _block_for(parents, first_in_item=first_in_item)
                token.meta["slot"] = slot = self._slot(len(found), token, roles[-1], marks, block)
                found.append(slot)
                _close_like(parents[-1], tokens[index + 1])
            elif token.type in {"fence", "code_block"}:
                token.attrSet("dir", "ltr")
        return found

    def _slot(self, number: int, token: Token, role: str, marks: _Marks, block: Token) -> Slot:
        line = self._first_line + token.map[0] if token.map else 0
        segment = Segment(normalise(token.content), role, "", self._path, line, marks.notes)
        anchor = self._unique(_slug(segment.source) or segment.id if role == "heading" else segment.id)
        block.attrSet("id", anchor)
        if marks.keep:
            block.attrSet("translate", "no")
        return Slot(number, segment, anchor, marks.keep)

    def _unique(self, name: str) -> str:
        """Answer an id that no block before had: ``name``, ``name-2``, ``name-3`` and so on."""
        self.ids[name] = asked = self.ids.get(name, 0) + 1
        return self._unique(f"{name}-{asked}") if asked > 1 else name


def _align(token: Token) -> None:
    """Make the style of a cell a class: the security policy of our pages forbids styles."""
    if style := _ALIGNMENTS.get(str(token.attrs.get("style"))):
        token.attrs = {"class": style}


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
    show(parents[-1])
    return parents[-1]


def show(paragraph: Token) -> None:
    """Make the hidden paragraph of a tight list item an element that can carry attributes."""
    paragraph.hidden, paragraph.block, paragraph.tag = False, False, "span"


def _close_like(opening: Token, closing: Token) -> None:
    closing.hidden, closing.block, closing.tag = opening.hidden, opening.block, opening.tag
