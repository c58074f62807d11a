"""The blocks that most texts are made of, which need not be shown to every rule of the grammar.

These are paragraphs, headings, and tight lists of items of one line, none of them indented, none inside another. What
stands there in any other form is left to the grammar: so nothing is taken here for what it is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import heading
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_SIGNS = frozenset("0123456789#*+-:<=>[_`|~ \t\n")
"""What a line begins with that may be no line of a paragraph, or make something else of the line before it."""
_ITEM = re.compile(f"- [^{re.escape(''.join(_SIGNS))}]")


def blocks(state: StateBlock, start: int, end: int, _silent: bool) -> bool:  # the parser's signature
    """The block rule for as many ordinary blocks as stand here."""
    line = start
    while not state.level and line < end and (after := _after(state, line)) > line:
        line = after
    state.line = line
    return line > start


def _after(state: StateBlock, line: int) -> int:
    """The line after the ordinary block that begins on this one, which is taken; this one if it is another block."""
    sign = _sign(state, line)
    if sign == "#":
        return _heading(state, line)
    if sign == "-":
        return _list(state, line)
    if sign in _SIGNS:
        return line
    return _paragraph(state, line) if sign else line + 1


def _sign(state: StateBlock, line: int) -> str:
    """What a line begins with; nothing if it is empty, as is the one after the last."""
    begin = state.bMarks[line]
    return state.src[begin] if begin + state.tShift[line] < state.eMarks[line] else ""


def _heading(state: StateBlock, line: int) -> int:
    if _sign(state, line + 1) in {"|", "-", ":", " ", "\t"}:  # it may be the first row of a table
        return line
    return line + heading(state, line, state.lineMax, False)


def _paragraph(state: StateBlock, line: int) -> int:
    after = line + 1
    while (sign := _sign(state, after)) and sign not in _SIGNS:
        after += 1
    if sign or (after < state.lineMax and _sign(state, after + 1) in {":", "~", " ", "\t"}):  # it may be a term
        return line
    state.tokens += _text(state, line, after, state.bMarks[line])
    return after


def _list(state: StateBlock, line: int) -> int:
    last = line
    while _ITEM.match(state.src, state.bMarks[last]):
        last += 1
    after = state.skipEmptyLines(last)
    if after == last < state.lineMax or _sign(state, after) in {"-", " ", "\t"}:  # an item may go on
        return line
    state.tokens.append(Token("bullet_list_open", "ul", 1, map=[line, after], markup="-", block=True))
    for item in range(line, last):
        end = item + 1 if item + 1 < last else after
        state.tokens += (
            Token("list_item_open", "li", 1, map=[item, end], level=1, markup="-", block=True),
            *_text(state, item, item + 1, state.bMarks[item] + 2, level=2, hidden=True),
            Token("list_item_close", "li", -1, level=1, markup="-", block=True),
        )
    state.tokens.append(Token("bullet_list_close", "ul", -1, markup="-", block=True))
    return after


def _text(  # noqa: PLR0913  # where it stands, and how deep
    state: StateBlock, line: int, after: int, begin: int, *, level: int = 0, hidden: bool = False
) -> tuple[Token, Token, Token]:
    """A paragraph; that of an item has no element of its own."""
    content = mdTrim(state.src[begin : state.eMarks[after - 1]])
    return (  # with their values in the order of the class: by name, they would take half as long again
        Token("paragraph_open", "p", 1, {}, [line, after], level, None, "", "", "", {}, True, hidden),
        Token("inline", "", 0, {}, [line, after], level + 1, [], content, "", "", {}, True),
        Token("paragraph_close", "p", -1, {}, None, level, None, "", "", "", {}, True, hidden),
    )
