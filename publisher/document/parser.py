"""The Markdown that statements are written in: CommonMark, tables, strikethrough, footnotes, definition lists.

Raw HTML is off. Comments on lines of their own are understood and never shown; `walk` reads them. Two parsers
share this grammar: one for pages, and one that shows a text as its author wrote it. The blocks of a text are parsed
once, for all languages; what is in them, for each.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, block, inline, normalize, text_join
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_tail

from publisher.document import ordinary
from publisher.links import allowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererProtocol
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.utils import EnvType, OptionsDict


class Blocks(NamedTuple):
    """A text whose structure is known, while each piece of it still holds its raw Markdown.

    Attributes:
        tokens: Its blocks, in the order of the file; those of type ``inline`` hold the pieces.
        env: What its definitions say: ``references``, ``duplicate_refs`` and ``footnotes``, each only if there are any.
    """

    tokens: list[Token]
    env: EnvType

    @property
    def definitions(self) -> EnvType:
        """The link references and footnotes of the text, for a parser that reads a piece of it."""
        notes = dict.fromkeys(self.env.get("footnotes", {}).get("refs", {}), -1)
        return {"references": self.env.get("references", {}), "footnotes": {"refs": notes, "list": {}}}


def blocks(markdown: str, md: MarkdownIt) -> Blocks:
    """Parse the blocks of a text: the first half of what the parser does with it."""
    state = StateCore(markdown, md, {})
    if "\r" in markdown or "\0" in markdown:
        normalize(state)
    block(state)
    return Blocks(state.tokens, state.env)


def has_markup(text: str) -> bool:
    """Whether a text holds a character that means something inside a block; without one it is what it looks like."""
    # Each search for one character is many times quicker than one for any of them.
    return (
        "[" in text
        or "*" in text
        or "_" in text
        or "&" in text
        or "\n" in text
        or "\\" in text
        or "<" in text
        or "`" in text
        or "~" in text
    )


def inlines(text: str, env: EnvType) -> list[Token]:
    """Parse what stands inside a block: the second half; ``env`` says what the text may refer to."""
    token = Token("inline", "", 0, content=text)
    state = StateCore("", parser(), env, [token])
    inline(state)
    text_join(state)
    return token.children or []


def with_footnotes(tokens: list[Token], footnotes: dict[str, Any]) -> list[Token]:
    """The blocks of a text with its footnotes, counted by `inlines`, at their end."""
    state = StateCore("", parser(), {"footnotes": footnotes}, list(tokens))
    footnote_tail(state)
    return state.tokens


@cache
def parser() -> MarkdownIt:
    """The parser of pages."""
    return grammar()


def grammar() -> MarkdownIt:
    """A new parser of the statements' Markdown, with strict link targets."""
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    md.enable(["table", "strikethrough"])
    md.use(deflist_plugin).use(footnote_plugin, inline=False)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.before("html_block", "comment", _comment, interrupts)
    md.block.ruler.before("table", "ordinary", ordinary.blocks)
    md.add_render_rule("footnote_caption", _footnote_caption)
    md.add_render_rule("footnote_block_open", lambda *_: '<div class="footnotes">\n<ol class="footnotes-list">\n')
    md.add_render_rule("footnote_block_close", lambda *_: "</ol>\n</div>\n")
    md.validateLink = allowed  # type: ignore[method-assign,assignment]  # the documented way to set it
    return md


def inspector() -> MarkdownIt:
    """A new parser that hides nothing: every link target passes, footnotes stay where they were written."""
    md = grammar()
    md.options["store_labels"] = True
    md.validateLink = lambda _target: True  # type: ignore[method-assign,assignment]
    md.disable(["footnote_tail", "text_join"])
    return md


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # the parser's signature
    """The block rule for ``<!-- … -->`` on lines of its own; what it says becomes a hidden token."""
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", begin):
        return False
    last = next((n for n in range(start, end) if "-->" in state.src[state.bMarks[n] : state.eMarks[n]]), None)
    if last is None:
        return False
    said, _, after = state.src[begin + 4 : state.eMarks[last]].partition("-->")
    if after.strip():  # text on the comment's last line would vanish with it
        return False
    if not silent:
        token = state.push("comment", "", 0)
        token.hidden = True
        token.map = [start, last + 1]
        token.content = " ".join(said.split())
        state.line = last + 1
    return True


def _footnote_caption(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    """The mark of a footnote, in the digits of the page; the same number for every reference to it."""
    return f"[{env['locale'].number(tokens[index].meta['id'] + 1)}]"
