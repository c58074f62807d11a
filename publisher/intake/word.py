"""Word files, .docx: read by mammoth, after what nobody is to read was taken out of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import mammoth

from publisher import archive
from publisher.document import MAX_BYTES
from publisher.errors import Problem, UsageError, counted
from publisher.intake import notes, wordxml
from publisher.intake.addresses import direct_in
from publisher.intake.blocks import paragraphs, refuse_long
from publisher.intake.characters import clean
from publisher.intake.html import PREFIX, content
from publisher.intake.numbering import PLAIN, Numbering
from publisher.intake.typed import lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from publisher.intake.blocks import Content

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
p[style-name='Horizontal Line'] => hr:fresh
r[style-name='Strong Emphasis'] => strong
r[style-name='Emphasis'] => em
strike => s
"""
_LEFT_OUT = (wordxml.PICTURE, wordxml.HIDDEN, wordxml.CONTENTS, wordxml.PLACEHOLDER)
_NAMES = {"creator", "lastModifiedBy", "Manager", "Company"}
_EDGE = re.compile(r"/(header|footer)\d*\.xml$")
_SHOWN = 5
_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_AROUND = (".rels", "[Content_Types].xml")
MAX_XML = 10_000_000
"""How large that may be which makes up a text; a page of Word takes some 20,000 bytes."""
_WORD = re.compile(r"[^\W_]+")
_BROKEN = (ET.ParseError, KeyError, ValueError, IndexError, TypeError, AttributeError, RecursionError)
"""What the libraries raise for files that no program writes."""


def read(data: bytes, path: str) -> Content:
    """What a Word file holds.

    Args:
        data: Its bytes.
        path: The file, for messages.

    Raises:
        UsageError: If it is none, is broken, or should not be opened.
    """
    members = archive.members(data, path)
    try:
        return _Package(members, path).read()
    except _BROKEN as error:
        hint = "open it in Word or LibreOffice, and save it again as .docx"
        raise UsageError(Problem("a broken Word file", path, hint=hint)) from error


class _Package:
    """The members of a Word file."""

    def __init__(self, members: Mapping[str, bytes], path: str) -> None:
        self.members = dict(members)
        self.path = path
        self.main = self._main()
        self.folder = self.main.rpartition("/")[0]
        self.counts = Counter[str]()
        self.parts = self._parts()

    def _main(self) -> str:
        """The name of the member with the text (ECMA-376, part 2, chapter 9)."""
        relations = self._root("_rels/.rels")
        for one in () if relations is None else relations:
            if one.get("Type", "").endswith("/officeDocument"):
                name = one.get("Target", "").lstrip("/")
                root = self._root(name)
                if root is not None and wordxml.name(root) == "document":
                    return name
        hint = "open it in the program that it comes from, and save it as .docx"
        raise UsageError(Problem("there is no text of a Word file in it", self.path, hint=hint))

    def _root(self, name: str) -> Element | None:
        data = self.members.get(name)
        # The archive refuses document types, where entities are declared.
        return None if data is None else ET.fromstring(data)  # noqa: S314

    def _parts(self) -> dict[str, str]:
        """The names of the members that belong to the text, by their kinds: Word Online writes ``styles2.xml``."""
        relations = self._root(f"{self.folder}/_rels/{PurePosixPath(self.main).name}.rels")
        found: dict[str, str] = {}
        for one in () if relations is None else relations:
            if one.get("TargetMode") != "External":
                kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
                found.setdefault(kind, target.lstrip("/") if target.startswith("/") else f"{self.folder}/{target}")
        return found

    def _part(self, kind: str) -> Element | None:
        return self._root(self.parts.get(kind, ""))

    def read(self) -> Content:
        parts = {kind: self.parts.get(f"{kind}s", "") for kind in notes.KINDS}
        roots = {name: root for name in (self.main, *parts.values()) if (root := self._root(name)) is not None}
        hiding = wordxml.hidden(self._part("styles"))
        for root in roots.values():
            wordxml.plain(root, self.counts, hiding)
        own = {kind: roots[name] for kind, name in parts.items() if name in roots}
        notes.matched(roots[self.main], own, self.counts)
        there = [text for root in roots.values() for text in wordxml.texts(root)]
        if sum(map(len, there)) > MAX_BYTES:
            raise UsageError(Problem(f"more than {MAX_BYTES:,} letters of text", self.path, hint="split the statement"))
        refuse_long(there, self.path)
        numbering = Numbering(self._part("numbering"), self._part("styles"))
        numbering.mark(roots[self.main])
        self.members |= {name: ET.tostring(root) for name, root in roots.items()}
        found = content(self._html())
        lost = _lost(there, found)
        found.blocks = lists(found.blocks)
        found.dropped = [one for one in self._dropped(roots[self.main]) if one]
        found.counts = Counter({noun: self.counts[noun] for noun in _LEFT_OUT}) + found.counts
        found.doubts += [one for one in self._doubts(numbering, lost) if one]
        return found

    def _html(self) -> str:
        """The text as HTML; of all that is in the file only what makes it up is read."""
        wanted = {self.main, *(self.parts.get(one, "") for one in _PARTS)}
        xml = {name: data for name, data in self.members.items() if name in wanted or name.endswith(_AROUND)}
        if sum(map(len, xml.values())) > MAX_XML:
            raise UsageError(Problem(f"more than {MAX_XML:,} bytes of XML", self.path, hint="split the statement"))
        result = mammoth.convert_to_html(
            BytesIO(archive.packed(xml)),
            style_map=_STYLES,
            include_embedded_style_map=False,
            id_prefix=PREFIX,
            convert_image=lambda _image: [],
        )
        return str(result.value)

    def _dropped(self, text: Element) -> Iterator[str]:
        """What no count of letters or elements tells; never what it says, for it may name people."""
        changes = [(self.counts[one], one) for one in (wordxml.INSERTION, wordxml.MOVE) if self.counts[one]]
        kept = [f"{counted(count, one)} taken in" for count, one in changes]
        gone = self.counts[wordxml.DELETION]
        said = [*kept, *([f"{counted(gone, wordxml.DELETION)} left out"] if gone else [])]
        yield f"{', '.join(said)} (tracked changes)" if said else ""
        comments = self._part("comments")
        yield f"{counted(len(comments), 'comment')} (not their text)" if comments is not None and len(comments) else ""
        edges = [name for name in self.members if _EDGE.search(name) and self._has_text(name)]
        yield "what stands above and below every page" if edges else ""
        yield "names in the file's properties" if self._has_names() else ""
        yield "styling" if wordxml.has_style(text) else ""

    def _has_text(self, name: str) -> bool:
        root = self._root(name)
        return root is not None and any(text.strip() for text in wordxml.texts(root))

    def _has_names(self) -> bool:
        """Whether the file says who wrote it, or for whom."""
        roots = [self._root(name) for name in ("docProps/core.xml", "docProps/app.xml")]
        every = [one for root in roots if root is not None for one in root.iter()]
        return any(wordxml.name(one) in _NAMES and (one.text or "").strip() for one in every)

    def _doubts(self, numbering: Numbering, lost: list[str]) -> Iterator[str]:
        boxes = self.counts[wordxml.TEXT_BOX]
        yield (
            f"the text of {counted(boxes, 'text box')} stands among the paragraphs: is it in its place?"
            if boxes
            else ""
        )
        letters = sum(count for kind, count in numbering.kinds.items() if kind not in PLAIN)
        yield f"{counted(letters, 'list item')} had letters or Roman numbers, and have numbers now" if letters else ""
        marks, words = self.counts[notes.MARK], self.counts[notes.UNMARKED]
        yield f"{counted(marks, 'mark')} of footnotes without a text left out" if marks else ""
        yield f"{counted(words, 'word')} in footnotes that no mark refers to left out" if words else ""
        yield f"not in the text: {', '.join(lost[:_SHOWN])}" if lost else ""


def _lost(there: Iterable[str], found: Content) -> list[str]:
    """The words of a file that did not come with its text."""
    every = [*found.blocks, *(block for note in found.notes.values() for block in note)]
    kept = Counter(word for one in paragraphs(every) for word in _words(one.raw))
    wanted = Counter(word for text in there for word in _words(direct_in(clean(text, Counter()), Counter())))
    return list(wanted - kept)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text))
