"""The Markdown that statements are written in: CommonMark, tables, strikethrough, footnotes, definition lists.

Raw HTML is off. Comments on lines of their own are understood and never shown; `walk` reads them. Two parsers
share this grammar: one for pages, with the walk in it, and one that shows a text as its author wrote it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from publisher.links import allowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererProtocol
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict


def grammar() -> MarkdownIt:
    """A new parser of the statements' Markdown, with strict link targets."""
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    md.enable(["table", "strikethrough"])
    md.use(deflist_plugin).use(footnote_plugin, inline=False)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.before("html_block", "comment", _comment, interrupts)
    md.add_render_rule("footnote_caption", _footnote_caption)
    md.add_render_rule("footnote_anchor", _footnote_anchor)
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
    return f"[{env['task'].locale.number(tokens[index].meta['id'] + 1)}]"


def _footnote_anchor(
    _renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    """The link from a footnote back to its mark."""
    number, again = tokens[index].meta["id"] + 1, tokens[index].meta["subId"]
    target = f"fnref{number}:{again}" if again > 0 else f"fnref{number}"
    label = env["task"].labels.back
    name = f' lang="{label.locale.html_lang}" aria-label="{escapeHtml(label.content)}"' if label else ""
    return f' <a href="#{target}" class="footnote-backref"{name}>\u21a9\ufe0e</a>'
