"""A body in one language the slow way: for each language anew, with markdown-it's whole chain, and nothing remembered.

The program prints what stands between the texts once for all languages, parses no text in which nothing means anything,
and remembers the others. What it makes has to be what is made here, letter for letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore, inline, text_join
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_tail

from publisher.bidi import OPPOSITE, isolate_all, isolates
from publisher.document import Labels
from publisher.document.parser import blocks, grammar
from publisher.document.walk import Plan
from publisher.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt

    from publisher.locale import Locale
    from publisher.model import Lookup

LINKED = {"heading", "paragraph", "item", "quote"}


class Slow:
    """A body in one language.

    Attributes:
        tokens: All of its tokens, those of footnotes at the end.
    """

    def __init__(self, markdown: str, lookup: Lookup, to: Locale, source: Locale, labels: Labels | None = None) -> None:
        self.to = to
        self.labels = labels or Labels()
        self.md = self.parser()
        found = blocks(markdown, self.md)
        plan = Plan(found, source)
        self.env: dict[str, Any] = {**found.env, "footnotes": plan.footnotes, "locale": to}
        for label, title in plan.titles.items():
            text = lookup(title)
            same = text.locale.id == to.id
            said = text.content if same else isolate_all(text.content, text.locale.direction)
            self.env["references"][label]["title"] = said
        self.texts = [Text(one.segment.source, source) if one.kept else lookup(one.segment) for one in plan.slots]
        self.fill(found.tokens)
        state = StateCore("", self.md, self.env, found.tokens)
        for rule in (inline, footnote_tail, text_join):
            rule(state)
        self.tokens = state.tokens
        for token in self.tokens:
            if token.type == "inline" and token.meta:
                direction = self.texts[token.meta["slot"].number].locale.direction
                token.children = list(self.isolated(token.children or [], direction))

    def parser(self) -> MarkdownIt:
        """A parser that prints the whole body by itself."""
        md = grammar()
        md.add_render_rule("footnote_anchor", lambda _, tokens, index, *__: self.way_back(tokens[index]))
        return md

    def fill(self, tokens: list[Token]) -> None:
        """Put each answer into its slot, and its language onto the block around it."""
        parents: list[Token] = []
        for index, token in enumerate(tokens):
            if token.nesting == 1:
                parents.append(token)
            elif token.nesting == -1:
                parents.pop()
            elif token.type == "inline" and token.meta:
                text = self.texts[token.meta["slot"].number]
                token.content = text.content
                if text.locale.id != self.to.id:
                    self.mark(parents[-1], text.locale, fallback=not token.meta["slot"].kept)
                    closing, opening = tokens[index + 1], parents[-1]
                    closing.hidden, closing.block, closing.tag = opening.hidden, opening.block, opening.tag

    @staticmethod
    def mark(block: Token, locale: Locale, *, fallback: bool) -> None:
        """Say in which language a block is."""
        if block.hidden:
            block.hidden, block.block, block.tag = False, False, "span"
        if fallback:
            block.attrJoin("class", "fallback")
        block.attrSet("lang", locale.html_lang)
        block.attrSet("dir", locale.direction)

    @staticmethod
    def isolated(children: Sequence[Token], direction: str) -> Iterator[Token]:
        """The tokens of a text, its runs of the other direction in elements of their own."""
        for child in children:
            if child.type == "code_inline":
                child.attrSet("dir", "ltr")
            for run, opposite in isolates(child.content, direction) if child.type == "text" else ():
                text = Token("text", "", 0, content=run)
                opening = Token("bdi_open", "bdi", 1, attrs={"dir": OPPOSITE[direction]})
                yield from (opening, text, Token("bdi_close", "bdi", -1)) if opposite else (text,)
            if child.type != "text":
                yield child

    def links(self, token: Token) -> Iterator[Token]:
        """The links that end a block."""
        slot = token.meta["slot"]
        around = self.texts[slot.number].locale
        kinds = [("anchor", self.labels.anchor, ""), ("beside", self.labels.beside, self.labels.beside_url)]
        for kind, label, url in kinds if slot.segment.context in LINKED else ():
            if label and (url or kind == "anchor"):
                attrs: dict[str, str | int | float] = {"class": kind, "href": f"{url}#{slot.anchor}"}
                attrs["aria-label"] = label.content
                attrs |= {"lang": label.locale.html_lang} if label.locale.id != around.id else {}
                yield from (Token("anchor_open", "a", 1, attrs=attrs), Token("anchor_close", "a", -1))

    def way_back(self, token: Token) -> str:
        """The link from a footnote to its mark."""
        number, again, label = token.meta["id"] + 1, token.meta["subId"], self.labels.back
        target = f"fnref{number}:{again}" if again else f"fnref{number}"
        name = f' lang="{label.locale.html_lang}" aria-label="{escapeHtml(label.content)}"' if label else ""
        return f' <a href="#{target}" class="footnote-backref"{name}>\u21a9\ufe0e</a>'

    def html(self) -> str:
        """The whole body."""
        for token in self.tokens:
            if token.type == "inline" and token.meta:
                token.children = [*(token.children or []), *self.links(token)]
        return str(self.md.renderer.render(self.tokens, self.md.options, self.env))

    def pieces(self) -> list[tuple[str, str]]:
        """Each text with the id of its block; each block of code without one."""
        found = []
        for token in self.tokens:
            if (token.type == "inline" and token.meta) or token.type in {"fence", "code_block"}:
                name = token.meta["slot"].anchor if token.meta else ""
                found.append((name, str(self.md.renderer.render([token], self.md.options, self.env))))
        return found
