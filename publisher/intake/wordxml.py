"""The XML of a Word file made plain before it is read: what is not meant to be read goes, what would be missed stays.

The names are those of WordprocessingML (ECMA-376, part 1, chapter 17).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

PICTURE, TEXT_BOX, HIDDEN, CONTENTS = "picture", "text box", "hidden text", "contents list"
PLACEHOLDER = "placeholder"
INSERTION, DELETION, MOVE = "insertion", "deletion", "move"

_CHANGES = {"ins": (INSERTION, "t"), "moveTo": (MOVE, "t"), "del": (DELETION, "delText")}
_GONE = (
    ("r", "rPr", "vanish", HIDDEN),
    ("tr", "trPr", "hidden", HIDDEN),
    ("tr", "trPr", "del", DELETION),
    ("tc", "tcPr", "cellDel", DELETION),
)
"""Elements that go as a whole: each with the property that says so, and what it is counted as."""
_OFF = {"0", "false", "off"}
_UNWRAPPED = {"fldSimple", "bdo", "dir"}
"""Elements around runs that the reader of Word files does not know: it would leave the runs out."""
_SEPARATORS = {
    "tab": " ",
    "br": " ",
    "cr": " ",
    "footnoteReference": " ",
    "endnoteReference": " ",
    "noBreakHyphen": "-",
}


def name(element: Element) -> str:
    """The name of an element without its namespace, of which there are two: that of the standard and a stricter one."""
    return element.tag.rpartition("}")[2]


def value(element: Element | None, attribute: str = "val") -> str:
    """An attribute of an element, whatever its namespace; empty if it has none, or there is no element."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == attribute), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The element at the end of a path of names; None if there is none."""
    for step in path:
        element = next((one for one in element if name(one) == step), None) if element is not None else None
    return element


def hidden(styles: Element | None) -> set[str]:
    """The ids of the styles that hide what has them, or are based on one that does (section 17.7.4.3)."""
    every = {value(one, "styleId"): one for one in (() if styles is None else styles) if name(one) == "style"}
    found = {key for key, one in every.items() if _is_on(child(one, "rPr", "vanish"))}
    for _ in every:
        based = {
            key
            for key, one in every.items()
            if child(one, "rPr", "vanish") is None and value(child(one, "basedOn")) in found
        }
        if based <= found:
            break
        found |= based
    return found


def plain(root: Element, counts: Counter[str], hiding: set[str]) -> None:
    """Take out deletions, hidden text and tables of contents, and put in what stands behind layers.

    Args:
        root: The root of a part of the file, which is changed.
        counts: Where to count what was found.
        hiding: The ids of styles that hide text.
    """
    _hide(root, hiding)
    _count_changes(root, counts)
    _make_plain(root, counts)
    for one in root.iter():
        counts[PICTURE] += name(one) in {"drawing", "imagedata"}
        counts[TEXT_BOX] += name(one) == "txbxContent"


def texts(root: Element) -> Iterator[str]:
    """The text of each paragraph; of what stands in notes and frames too."""
    for one in root.iter():
        if name(one) == "p":
            yield "".join(_own(one))


def _make_plain(element: Element, counts: Counter[str]) -> None:
    element[:] = [new for one in element for new in _instead(one, counts)]
    _keep_last_paragraphs(element)
    for one in element:
        _make_plain(one, counts)


def _hide(root: Element, hiding: set[str]) -> None:
    """Write into each run that a style hides that it is hidden."""
    for paragraph in root.iter():
        if name(paragraph) != "p":
            continue
        is_hidden = value(child(paragraph, "pPr", "pStyle")) in hiding
        for run in paragraph.iter():
            if name(run) != "r" or child(run, "rPr", "vanish") is not None:
                continue
            if is_hidden or value(child(run, "rPr", "rStyle")) in hiding:
                space = run.tag.removesuffix("r")
                properties = child(run, "rPr")
                if properties is None:
                    properties = ET.Element(f"{space}rPr")
                    run.insert(0, properties)
                properties.append(ET.Element(f"{space}vanish"))


def _count_changes(root: Element, counts: Counter[str]) -> None:
    """Count tracked changes that have a text."""
    for one in root.iter():
        if (kind := _CHANGES.get(name(one))) and any(name(below) == kind[1] for below in one.iter()):
            counts[kind[0]] += 1


def _instead(one: Element, counts: Counter[str]) -> Iterable[Element]:
    """What takes the place of an element."""
    if noun := next((noun for tag, *path, noun in _GONE if name(one) == tag and _is_on(child(one, *path))), ""):
        counts[noun] += any(name(below) == "t" for below in one.iter())
        return []
    match name(one):
        case "del" | "moveFrom" if any(name(below) == "r" for below in one.iter()):
            return []
        case "sdt" if value(child(one, "sdtPr", "docPartObj", "docPartGallery")) == "Table of Contents":
            counts[CONTENTS] += 1
            return []
        case "sdt" if _is_on(child(one, "sdtPr", "showingPlcHdr")):
            counts[PLACEHOLDER] += _emptied(one)
        case "AlternateContent":
            return [new for below in _alternative(one) for new in _instead(below, counts)]
        case wrapper if wrapper in _UNWRAPPED:
            return [new for below in one for new in _instead(below, counts)]
        case "cr":
            one.tag = one.tag.removesuffix("cr") + "br"
    return [one]


def _emptied(control: Element) -> bool:
    """Whether a content control had a text; it has none now."""
    had = any(name(one) == "t" for one in control.iter())
    for one in [*control.iter()]:
        one[:] = [below for below in one if name(below) != "r"]
    return had


def _is_on(switch: Element | None) -> bool:
    return switch is not None and value(switch) not in _OFF


def _alternative(one: Element) -> list[Element]:
    """One of the ways in which a drawing is stored; of text boxes what is written in them."""
    for way in ("Choice", "Fallback"):
        chosen = child(one, way)
        boxes = [] if chosen is None else [below for below in chosen.iter() if name(below) == "txbxContent"]
        if boxes:
            space = boxes[0].tag.removesuffix("txbxContent")
            frame = ET.Element(f"{space}pict")
            frame.extend(boxes)
            return [frame]
    chosen = child(one, "Choice") if child(one, "Choice") is not None else child(one, "Fallback")
    return [] if chosen is None else list(chosen)


def _keep_last_paragraphs(element: Element) -> None:
    """A paragraph whose end was deleted goes on in the next one; where there is none, it has its end back."""
    for number, one in enumerate(element):
        mark = child(one, "pPr", "rPr")
        follows = number + 1 < len(element) and name(element[number + 1]) == "p"
        if name(one) == "p" and mark is not None and not follows:
            mark[:] = [below for below in mark if name(below) != "del"]


def _own(element: Element) -> Iterator[str]:
    for one in element:
        if name(one) == "t":
            yield one.text or ""
        elif name(one) in _SEPARATORS:
            yield _SEPARATORS[name(one)]
        elif name(one) not in {"p", "pPr", "rPr"}:
            yield from _own(one)


def has_style(root: Element) -> bool:
    """Whether a text has fonts, colours or other looks of its own."""
    return any(name(one) in {"rFonts", "color", "sz", "u", "highlight", "shd", "jc"} for one in root.iter())
