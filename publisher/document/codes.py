"""Inline Markdown as translators' tools take it: words, and codes between them that are to be kept.

Put together again, in whatever order a translation needs, the pieces are Markdown: each code is the very signs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.document.prose import Prose


class Piece(NamedTuple):
    """A piece of a text.

    Attributes:
        text: Its Markdown.
        kind: ``text``, or of a code ``open``, ``close`` (the two have the same number) or ``alone``.
        name: What the code is: ``bold``, ``italic``, ``struck``, ``link``, ``code``, ``footnote``, ``break``, ``sign``.
        number: The number of the code, counted from 1; 0 of words.
    """

    text: str
    kind: str = "text"
    name: str = ""
    number: int = 0


_NAMES = {"**": "bold", "__": "bold", "*": "italic", "_": "italic", "~~": "struck"}
_DELIMITER = re.compile(r"\*\*|__|~~|[*_]")
_ALONE = {
    "code": re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL),
    "footnote": re.compile(r"\[\^[^\]\s]+\]"),
    "break": re.compile(r"(?:\\| {2,})\n"),
    "link": re.compile(r"<[^<>\s]+>"),
    "sign": re.compile(r"\\.|&#?\w+;", re.DOTALL),
}


def pieces(prose: Prose) -> list[Piece]:
    """The pieces of a text, in their order; put together they are its Markdown."""
    return _paired([Piece(text) if is_text else one for text, is_text in _cut(prose) for one in _codes(text, is_text)])


def _cut(prose: Prose) -> Iterator[tuple[str, bool]]:
    """The words, and what stands between them."""
    end = 0
    for start, stop in _grown(prose.words):
        yield prose.text[end:start], False
        end = _before_break(prose.text, start, stop)
        yield prose.text[start:end], True
    yield prose.text[end:], False


def _before_break(text: str, start: int, stop: int) -> int:
    """Where words end: before the spaces that make the line break behind them a hard one."""
    end = start + len(text[start:stop].rstrip(" "))
    return end if stop - end > 1 and text.startswith("\n", stop) else stop


def _grown(words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places of words, those that touch each other as one."""
    start, stop = 0, 0
    for first, last in words:
        if first != stop:
            yield from [(start, stop)] * (stop > start)
            start = first
        stop = last
    yield from [(start, stop)] * (stop > start)


def _codes(text: str, is_text: bool) -> Iterator[Piece]:
    """The codes of a piece of markup, one by one; none of words, which are one piece."""
    if is_text:
        yield Piece(text)
        return
    at = 0
    while at < len(text):
        name, size = _next(text, at)
        yield Piece(text[at : at + size], "alone" if name else "text", name)
        at += size


def _next(text: str, at: int) -> tuple[str, int]:
    """The name of the code that begins here, and its length; what is no code has no name."""
    for name, pattern in _ALONE.items():
        if found := pattern.match(text, at):
            return name, len(found[0])
    if text[at] == "]":
        size = _end_of_tail(text, at) - at
        return ("link" if size > 1 else ""), size
    if found := _DELIMITER.match(text, at):
        return _NAMES[found[0]], len(found[0])
    return {"[": "link", ")": "sign"}.get(text[at], ""), 1


def _end_of_tail(text: str, at: int) -> int:
    """Where that ends which stands after the words of a link; the words of a title are a piece of their own."""
    pairs = {"(": ")", "[": "]"}
    if text[at + 1 : at + 2] not in pairs:
        return at + 1
    depth, left, right = 0, text[at + 1], pairs[text[at + 1]]
    for place in range(at + 1, len(text)):
        depth += (text[place] == left) - (text[place] == right)
        if depth == 0:
            return place + 1
    return len(text)


def _paired(found: list[Piece]) -> list[Piece]:
    """Codes with numbers, those that belong together with the same one; a sign without its partner is a word."""
    done: list[Piece] = []
    opened: list[int] = []
    for place, piece in enumerate(found):
        one = piece
        after = found[place + 1] if place + 1 < len(found) else Piece("")
        if opened and _closes(after, done[opened[-1]]) and {one.text, after.text} == {"**", "*"}:
            one, found[place + 1] = after, one  # *** ends the inner one first
        partner = _partner(one, done, opened)
        start = opened[partner] if partner is not None else 0
        if partner is not None and (one.kind == "text" or _touches(done[-1].text[-1:])):
            opened = opened[:partner]  # what was opened inside and not closed is words
            if one.kind != "text":
                done[start] = done[start]._replace(kind="open")
                one = one._replace(kind="close", number=start + 1)
            done.append(one)
            continue
        if (one.text == "[" or (one.text in _NAMES and _touches(after.text[:1]))) and one.kind != "text":
            opened.append(len(done))
        done.append(one)
    return _numbered(done)


def _partner(one: Piece, done: list[Piece], opened: list[int]) -> int | None:
    """Which of the opened ones a piece closes; nothing but its own end closes a bracket."""
    if one.kind == "text" and one.text != "]":
        return None
    for place in range(len(opened) - 1, -1, -1):
        opening = done[opened[place]]
        if _closes(one, opening) or (one.text == "]" and opening.text == "["):
            return place
        if opening.text == "[":
            return None
    return None


def _closes(one: Piece, opening: Piece) -> bool:
    return one.text.startswith("](") or one.text.startswith("][") if opening.text == "[" else one.text == opening.text


def _touches(char: str) -> bool:
    return bool(char) and not char.isspace()


def _numbered(found: list[Piece]) -> list[Piece]:
    numbers: dict[int, int] = {}
    done: list[Piece] = []
    for place, one in enumerate(found, 1):
        lonely = one.kind == "alone" and (one.text in {"[", *_NAMES} or one.text[:2] in {"](", "]["})
        if one.kind == "text" or lonely:
            before = done.pop().text if done and done[-1].kind == "text" else ""
            done.append(Piece(before + one.text))
        else:
            key = one.number or place
            done.append(one._replace(number=numbers.setdefault(key, len(numbers) + 1)))
    return [one for one in done if one.text]
