"""A body in one language: the slots that the walk found, with what the lookup answers in them.

Most texts hold no character that means anything, so they are only escaped; those that refer to nothing outside
themselves are parsed and printed once, and remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from publisher.bidi import OPPOSITE, as_html, isolate_all, isolates
from publisher.document.parser import has_markup, inlines, parser
from publisher.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.utils import EnvType

    from publisher.document.walk import Plan, Slot
    from publisher.locale import Locale
    from publisher.model import Lookup, Segment

_REMEMBERED = 512
"""How many texts are remembered: those of a few statements in all their languages."""


class Version:
    """A body in one language.

    Args:
        plan: The body.
        lookup: Answers which text stands for a segment.
        locale: The language.

    Attributes:
        locale: The language.
        source_locale: The language of what is the same in all of them.
        texts: What stands in each slot, by its number.
        arrangement: The blocks as readers see them.
    """

    def __init__(self, plan: Plan, lookup: Lookup, locale: Locale) -> None:
        self.locale = locale
        self.source_locale = plan.source_locale
        self._env: EnvType = {"locale": locale}
        if titles := {label: self._title(lookup, one) for label, one in plan.titles.items()}:
            references = plan.references
            self._env["references"] = references | {n: {**references[n], "title": one} for n, one in titles.items()}
        elif plan.references:
            self._env["references"] = plan.references
        self._env["footnotes"] = plan.footnotes
        source = plan.source_locale
        self.texts = [Text(one.segment.source, source) if one.kept else lookup(one.segment) for one in plan.slots]
        self._bound = self._parsed() if plan.references or self._env["footnotes"]["refs"] else {}
        self.arrangement = plan.arranged(self._env["footnotes"])

    def _title(self, lookup: Lookup, title: Segment) -> str:
        text = lookup(title)
        return isolate_all(text.content, text.locale.direction) if self.is_foreign(text) else text.content

    def _parsed(self) -> dict[int, list[Token]]:
        """The texts that may refer to definitions, all in their order, because footnotes are counted on the way."""
        return {n: inlines(one.content, self._env) for n, one in enumerate(self.texts) if "[" in one.content}

    @property
    def footnotes(self) -> dict[str, Any]:
        """The footnotes as the parser counted them."""
        counted: dict[str, Any] = self._env["footnotes"]
        return counted

    def is_foreign(self, text: Text) -> bool:
        """Whether a text is in another language."""
        return text.locale.id != self.locale.id

    def children(self, slot: Slot) -> Sequence[Token]:
        """A text as the parser takes it apart; nothing may be changed in it."""
        found = self._bound.get(slot.number)
        return _alone(self.texts[slot.number].content) if found is None else found

    def html(self, slot: Slot) -> str:
        """A text as HTML, its runs of the other direction isolated."""
        text, found = self.texts[slot.number], self._bound.get(slot.number)
        if found is None:
            return _printed_alone(text.content, text.locale.direction)
        return self.printed(isolated(found, text.locale.direction))

    def printed(self, children: Iterable[Token]) -> str:
        """Tokens as HTML."""
        return _printed(children, self._env)


def original(plan: Plan) -> Version:
    """A body as it was written."""
    source = plan.source_locale
    return Version(plan, lambda one: Text(one.source, source), source)


def isolated(children: Sequence[Token], direction: str) -> Iterator[Token]:
    """Inline tokens of a text of this direction, its runs of the other one in elements of their own."""
    for child in children:
        if child.type == "code_inline":
            child.attrSet("dir", "ltr")
        if child.type != "text":
            yield child
            continue
        for run, opposite in isolates(child.content, direction):
            text = Token("text", "", 0, content=run)
            yield from _bdi(text, direction) if opposite else (text,)


def _printed(children: Iterable[Token], env: EnvType) -> str:
    md = parser()
    return str(md.renderer.render(list(children), md.options, env))


def _bdi(text: Token, direction: str) -> tuple[Token, Token, Token]:
    return Token("bdi_open", "bdi", 1, attrs={"dir": OPPOSITE[direction]}), text, Token("bdi_close", "bdi", -1)


@lru_cache(_REMEMBERED)
def _alone(text: str) -> list[Token]:
    return inlines(text, {})


@lru_cache(_REMEMBERED)
def _printed_alone(text: str, direction: str) -> str:
    if has_markup(text):
        return _printed(isolated(_alone(text), direction), {})
    return as_html(text, direction, escapeHtml)
