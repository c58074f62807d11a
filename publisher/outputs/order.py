"""The order in which the pieces of a page are drawn in its PDF, which is the order in which programs read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

DRAWN = "\u200b"
"""What is put before a space that is alone in its element: without it, nothing would be drawn there."""

# Numbers with the separators that bidi keeps inside them, and marks that some programs take for Latin letters.
_PIECE = re.compile(r"(\d+(?:[.,:/\u066b\u066c]\d+)*|[\[\]{}|~\u00a1-\u00bf])")
_NOTHING = re.compile(r"(?!)")
_END = re.compile(r"\s+[^\w\s]*$")
_CELL_END = "\u2060\u00a0"
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "q", "s", "span", "strong", "sup", "time"}
_UNTOUCHED = {"script", "style", "title", "textarea", "pre", "code", "svg", "math"}


def keep_order(element: Element, *, rtl: bool = False) -> None:
    """Put numbers and quotation marks in right-to-left text, and spaces before elements, into elements of their own.

    A line of text is drawn from left to right, so in right-to-left text its last number comes first. Elements are drawn
    in the order of the page, and programs that read a PDF aloud or copy from it follow that order. Spaces at the end
    of a text also mislead WeasyPrint: where nothing but such a space does not fit, it breaks the line after one word.
    """
    if not isinstance(element.tag, str) or element.tag in _UNTOUCHED:  # comments have no name
        return
    if rtl and element.tag in {"td", "th"} and all(map(_inline, element)):
        # The next cell stands at the left, where no program looks for the next word without a space.
        element.append(_span(element, _CELL_END))
    rtl = {"rtl": True, "ltr": False}.get(element.get("dir", ""), rtl)
    for child in element:
        keep_order(child, rtl=rtl)
    parts = list(_parts(element, _PIECE if rtl else _NOTHING))
    element.text, element[:] = "", []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if not isinstance(part, str):
            part.tail = ""
            element.append(part)
        elif _inline(following) and part.strip() and (end := _END.search(part)):
            _add_text(element, part[: end.start()])
            element.append(_span(element, f"{DRAWN}{end[0]}"))
        else:
            _add_text(element, part)


def _parts(element: Element, piece: re.Pattern[str]) -> Iterator[str | Element]:
    """The texts and children of an element, with certain pieces of its texts as children."""
    for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
        if child is not None:
            yield child
        for number, part in enumerate(piece.split(text or "")):
            yield _span(element, part) if number % 2 else part


def _inline(part: str | Element) -> bool:
    return not isinstance(part, str) and part.tag in _INLINE


def _span(parent: Element, text: str) -> Element:
    span = parent.makeelement("span", {})
    span.text = text
    return span


def _add_text(element: Element, text: str) -> None:
    """Add a text at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
