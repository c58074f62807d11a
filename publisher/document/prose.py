"""Where in a piece of inline Markdown the words stand that readers see; all the rest of it is markup.

Who writes other words into these places, letter for letter, leaves links, code, footnotes and emphasis as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.rules_inline import link, text

from publisher.document.parser import inspector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_inline import StateInline
    from markdown_it.utils import EnvType

_ENTITY = re.compile(r"&#?\w+;")


class Prose(NamedTuple):
    """A text and where its words are.

    Attributes:
        text: The text; in Markdown each reference has its label beside its words: ``[law]`` is ``[law][law]``.
        words: The places of the words, by their beginning and end; what stands between them is markup.
        markdown: Whether signs have a meaning in it, so that one that is meant needs a backslash.
    """

    text: str
    words: list[tuple[int, int]]
    markdown: bool


class _Trace:
    """What the parser passes on its way through a text."""

    def __init__(self, source: str) -> None:
        self.size = len(source)
        self.words: list[tuple[int, int]] = []
        self.labels: list[tuple[int, int, str]] = []


_TRACE = "trace"


def plain(source: str) -> Prose:
    """A text without markup: all of it is words."""
    return Prose(source, [(0, len(source))], markdown=False)


def markdown(source: str, env: EnvType) -> Prose:
    """A piece of inline Markdown; links by reference and footnotes are those of ``env``."""
    labels = _traced(source, env).labels
    for start, end, label in sorted(labels, reverse=True):
        source = f"{source[:start]}[{label}]{source[end:]}"
    return Prose(source, _traced(source, env).words, markdown=True)


def _traced(source: str, env: EnvType) -> _Trace:
    trace = _Trace(source)
    _PARSER.parseInline(source, {**env, _TRACE: trace})
    return trace


def _text(state: StateInline, silent: bool) -> bool:
    """The parser's rule for plain text, which notes where that stands."""
    start = state.pos
    found = text(state, silent)
    trace: _Trace = state.env[_TRACE]
    # The words of an image are parsed by themselves: places in them are no places in the text.
    if found and not silent and len(state.src) == trace.size:
        trace.words.append((start, state.pos))
    return found


def _link(state: StateInline, silent: bool) -> bool:
    """The parser's rule for links, which notes their titles, and labels that are words at the same time."""
    start = state.pos
    found = link(state, silent)
    trace: _Trace = state.env[_TRACE]
    if found and not silent and len(state.src) == trace.size:
        end = state.md.helpers.parseLinkLabel(state, start, True) + 1
        rest = state.src[end : state.pos]
        if rest in {"", "[]"}:
            trace.labels.append((end, state.pos, state.src[start + 1 : end - 1]))
        elif rest.endswith(")"):
            trace.words += _title(state, end + 1)
    return found


def _title(state: StateInline, start: int) -> Iterator[tuple[int, int]]:
    """The words of the title of a link whose target stands at ``start``, and whose end has just been read."""
    while state.src[start] in " \t\n":
        start += 1
    target = state.md.helpers.parseLinkDestination(state.src, start, state.posMax)
    if not target.ok:  # [words]()
        return
    start, end = target.pos, state.pos - 1
    for entity in _ENTITY.finditer(state.src, start, end):
        yield start, entity.start()
        start = entity.end()
    yield start, end


_PARSER = inspector()
_PARSER.inline.ruler.at("text", _text)
_PARSER.inline.ruler.at("link", _link)
