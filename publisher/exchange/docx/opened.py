"""A .docx file from anywhere, opened: its text, where links lead, what styles look like, comments and footnotes."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from publisher import archive
from publisher.errors import Problem, UsageError
from publisher.exchange import xml
from publisher.exchange.docx.parts import R, W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# The names that "Strict Open XML" has for the same things (ISO/IEC 29500-1 against -4).
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R.encode(),
}
_CODE_NAMES = re.compile(r"\bcode\b|source text|verbatim|teletype|monospace", re.IGNORECASE)
_CODE_FONTS = re.compile(r"courier|consolas|menlo|monaco|cascadia|lucida console|\bmono\b", re.IGNORECASE)
_OFF = {"0", "false", "off", "none"}
_DEEP = 50  # how many styles may be based on each other


class Look(NamedTuple):
    """What a run looks like, as far as Markdown can say it; ``fixed`` are letters of equal width."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    fixed: bool = False
    hidden: bool = False


_LOOKS = {
    "bold": ("b", "bCs"),  # the second is for scripts that run from right to left; programs set either or both
    "italic": ("i", "iCs"),
    "struck": ("strike", "dstrike"),
    "hidden": ("vanish",),
}


def n(tag: str) -> str:
    """The full name of an element or an attribute of WordprocessingML."""
    return f"{{{W}}}{tag}"


def attribute(element: Element | None, name: str) -> str:
    """An attribute of WordprocessingML; empty where there is none."""
    return "" if element is None else element.get(n(name), "")


def is_on(element: Element | None) -> bool:
    """Whether a property is there, and not said to be off."""
    return element is not None and attribute(element, "val").lower() not in _OFF


class Opened:
    """A .docx file.

    Args:
        data: Its bytes.
        path: The file, for messages.

    Attributes:
        body: Its text; of what it says twice, for old programs and new ones, only what is for the new.

    Raises:
        UsageError: If it is no such file, a broken one, or one that nobody should open.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self._members, self._path = archive.members(data, path), path
        main = next((target for kind, target, _ in self._related("") if kind == "officeDocument"), "")
        if main not in self._members or (body := self._parsed(main)).tag != n("document"):
            hint = 'open it, and save it as "Word document (.docx)"'
            raise UsageError(Problem("this is no Word document", path, hint=hint))
        self.body = body
        _drop_fallbacks(self.body)
        self._related_to_main = {one: (kind, target) for kind, target, one in self._related(main)}
        self._styles = {attribute(one, "styleId"): one for one in self._children("styles", "style")}
        self._texts = {kind: self._by_id(kind) for kind in ("comments", "footnotes", "endnotes")}

    def link(self, element: Element) -> str:
        """Where a ``w:hyperlink`` leads."""
        target = self._related_to_main.get(element.get(f"{{{R}}}id", ""), ("", ""))[1]
        anchor = attribute(element, "anchor")
        return f"{target}#{anchor}" if anchor else target

    def text(self, kind: str, one: str) -> Element | None:
        """A comment, footnote or endnote by its id."""
        return self._texts[kind].get(one)

    def look(self, run: Element) -> Look:
        """What a run looks like by itself and by its character style; its paragraph and its table do not count."""
        own = run.find(n("rPr"))
        chain = list(self._chain(attribute(_child(own, "rStyle"), "val")))
        every = [own, *(style.find(n("rPr")) for style in chain)]
        return Look(
            **{name: _first(every, tags) for name, tags in _LOOKS.items()},
            code=any(_CODE_NAMES.search(attribute(style.find(n("name")), "val")) for style in chain),
            fixed=any(map(_is_fixed, every)),
        )

    def _chain(self, style_id: str) -> Iterator[Element]:
        """A style and those that it is based on."""
        for _ in range(_DEEP):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = attribute(style.find(n("basedOn")), "val")

    def _children(self, kind: str, tag: str) -> list[Element]:
        """The elements of a part of the file; none if it has no such part."""
        name = next((target for found, target in self._related_to_main.values() if found == kind), "")
        return list(self._parsed(name).iterchildren(n(tag))) if name in self._members else []

    def _by_id(self, kind: str) -> dict[str, Element]:
        return {attribute(one, "id"): one for one in self._children(kind, kind[:-1])}

    def _related(self, name: str) -> Iterator[tuple[str, str, str]]:
        """What a member is related to: the kind, the member or the address, and the id of the relationship."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        for one in self._parsed(rels) if rels in self._members else ():
            target = one.get("Target", "")
            if one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            yield one.get("Type", "").rpartition("/")[2], target, one.get("Id", "")

    def _parsed(self, name: str) -> Element:
        """A member as XML; one that is broken is an error."""
        data = self._members[name]
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        return xml.parse(data, f"{self._path}/{name}")


def _drop_fallbacks(body: Element) -> None:
    for one in list(body.iter(f"{_COMPATIBLE}AlternateContent")):
        if one.find(f"{_COMPATIBLE}Choice") is not None:
            for other in one.findall(f"{_COMPATIBLE}Fallback"):
                one.remove(other)


def _child(properties: Element | None, tag: str) -> Element | None:
    return None if properties is None else properties.find(n(tag))


def _first(every: list[Element | None], tags: tuple[str, ...]) -> bool:
    """Whether a property is on where it is first mentioned."""
    for properties in every:
        found = [one for one in (_child(properties, tag) for tag in tags) if one is not None]
        if found:
            return any(map(is_on, found))
    return False


def _is_fixed(properties: Element | None) -> bool:
    fonts = _child(properties, "rFonts")
    return any(_CODE_FONTS.search(attribute(fonts, one)) for one in ("ascii", "hAnsi", "cs"))
