"""Inline Markdown as word processors show it: runs of text that are bold, italic, struck out, code or a link."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.rules_inline import link as link_rule

from publisher.document.parser import inspector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType


class Run(NamedTuple):
    """A piece of a text in one format.

    Attributes:
        text: What readers see; a newline is a hard line break. A footnote's mark is ``[^1]``.
        bold: Whether it is strong.
        italic: Whether it is emphasised.
        struck: Whether it is struck out.
        code: Whether it is code.
        link: Where it leads, or empty.
        title: The title of the link, or empty.
    """

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""
    title: str = ""


_MARKS = {"strong_open": "bold", "em_open": "italic", "s_open": "struck"}


def runs(markdown: str, env: EnvType) -> list[Run]:
    """Inline Markdown as runs; links by reference and footnotes are those of ``env``."""
    found: list[Run] = []
    now = Run("")
    outer = [now]
    for token in _PARSER.parseInline(markdown, dict(env))[0].children or []:
        if token.nesting == 1:
            outer.append(now)
            now = _inside(now, token)
        elif token.nesting == -1:
            now = outer.pop()
        else:
            found.append(_leaf(now, token))
    return joined(found)


def joined(pieces: Iterable[Run]) -> list[Run]:
    """Runs of which no two neighbours have the same format, and none is empty."""
    filled = (one for one in pieces if one.text)
    return [key._replace(text="".join(one.text for one in group)) for key, group in groupby(filled, _format)]


def fingerprint(pieces: Iterable[Run]) -> str:
    """8 hex digits made of what readers see; spaces count as one, and have no format."""
    return sha256(repr(seen(pieces)).encode()).hexdigest()[:8]


def same(one: Iterable[Run], other: Iterable[Run]) -> bool:
    """Whether readers see the same of two texts."""
    return seen(one) == seen(other)


def tails(like: Sequence[str], env: EnvType) -> Mapping[tuple[str, str], str]:
    """How links are written after their words in these texts, by where they lead and their title."""
    return dict(tail for text in like for tail in _tails_of(text, env))


def _inside(now: Run, token: Token) -> Run:
    if token.type == "link_open":
        return now._replace(link=str(token.attrs["href"]), title=str(token.attrs.get("title", "")))
    return marked(now, _MARKS[token.type], True) if token.type in _MARKS else now


def marked(run: Run, mark: str, value: bool) -> Run:
    """A run with or without a mark: ``bold``, ``italic`` or ``struck``."""
    match mark:
        case "bold":
            return run._replace(bold=value)
        case "italic":
            return run._replace(italic=value)
        case _:
            return run._replace(struck=value)


def _leaf(now: Run, token: Token) -> Run:
    match token.type:
        case "softbreak":
            return now._replace(text=" ")
        case "hardbreak":
            return now._replace(text="\n")
        case "code_inline":
            return now._replace(text=token.content, code=True)
        case "footnote_ref":
            return now._replace(text=f"[^{token.meta['label']}]")
        case "image":
            return now._replace(text=f"![{token.content}]({token.attrs['src']})")
        case _:
            return now._replace(text=token.content)


def _format(run: Run) -> Run:
    return run._replace(text="")


Seen = list[tuple[str, Run | None]]


def seen(pieces: Iterable[Run]) -> Seen:
    """Every character with its format; a space has none, and stands for all spaces around it."""
    found: Seen = []
    for run in pieces:
        for char in run.text:
            if char == "\n" and found and found[-1][0] == " ":
                found.pop()
            if char == "\n" or not char.isspace():
                found.append((char, None if char == "\n" else _format(run)))
            elif found and found[-1][0] not in " \n":
                found.append((" ", None))
    while found and found[-1][0] in " \n":
        found.pop()
    return found


def _tails_of(text: str, env: EnvType) -> Iterator[tuple[tuple[str, str], str]]:
    for token in _PARSER.parseInline(text, dict(env))[0].children or []:
        if token.type == "link_open" and "tail" in token.meta:
            yield (str(token.attrs["href"]), str(token.attrs.get("title", ""))), token.meta["tail"]


def _link(state: StateInline, silent: bool) -> bool:
    """The parser's rule for links, which notes how they are written after their words."""
    start, count = state.pos, len(state.tokens)
    found = link_rule(state, silent)
    if found and not silent:
        end = state.md.helpers.parseLinkLabel(state, start, True) + 1
        rest = state.src[end : state.pos]
        opening = next(one for one in state.tokens[count:] if one.type == "link_open")
        opening.meta["tail"] = f"[{state.src[start + 1 : end - 1]}]" if rest in {"", "[]"} else rest
    return found


_PARSER = inspector()
_PARSER.inline.ruler.at("link", _link)
