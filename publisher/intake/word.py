"""Word files, .docx: read by mammoth, after what nobody is to read was taken out of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import mammoth

from publisher import archive
from publisher.document import MAX_BYTES
from publisher.errors import Problem, UsageError, counted
from publisher.intake import wordxml
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
_LEFT_OUT = (wordxml.PICTURE, wordxml.HIDDEN, wordxml.CONTENTS)
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

    def _part(self, name: str) -> Element | None:
        return self._root(f"{self.folder}/{name}")

    def read(self) -> Content:
        names = [self.main, *(f"{self.folder}/{name}.xml" for name in ("footnotes", "endnotes"))]
        roots = {name: root for name in names if (root := self._root(name)) is not None}
        for root in roots.values():
            wordxml.plain(root, self.counts)
        there = [text for root in roots.values() for text in wordxml.texts(root)]
        if sum(map(len, there)) > MAX_BYTES:
            raise UsageError(Problem(f"more than {MAX_BYTES:,} letters of text", self.path, hint="split the statement"))
        refuse_long(there, self.path)
        numbering = Numbering(self._part("numbering.xml"), self._part("styles.xml"))
        numbering.mark(roots[self.main])
        self.members |= {name: ET.tostring(root) for name, root in roots.items()}
        letters = Counter[str]()
        found = content(clean(self._html(), letters))
        found.blocks = lists(found.blocks)
        found.dropped = [one for one in self._dropped(roots[self.main]) if one]
        found.counts = Counter({noun: self.counts[noun] for noun in _LEFT_OUT}) + found.counts + letters
        found.doubts += [one for one in self._doubts(numbering, there, found) if one]
        return found

    def _html(self) -> str:
        """The text as HTML; of all that is in the file only what makes it up is read."""
        wanted = {self.main, *(f"{self.folder}/{one}.xml" for one in _PARTS)}
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
        comments = self._part("comments.xml")
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

    def _doubts(self, numbering: Numbering, there: Iterable[str], found: Content) -> Iterator[str]:
        boxes = self.counts[wordxml.TEXT_BOX]
        yield (
            f"the text of {counted(boxes, 'text box')} stands among the paragraphs: is it in its place?"
            if boxes
            else ""
        )
        letters = sum(count for kind, count in numbering.kinds.items() if kind not in PLAIN)
        yield f"{counted(letters, 'list item')} had letters or Roman numbers, and have numbers now" if letters else ""
        lost = _lost(there, found)
        yield f"not in the text: {', '.join(lost[:_SHOWN])}" if lost else ""


def _lost(there: Iterable[str], found: Content) -> list[str]:
    """The words of a file that did not come with its text."""
    every = [*found.blocks, *(block for note in found.notes.values() for block in note)]
    kept = Counter(word for one in paragraphs(every) for word in _words(one.raw))
    wanted = Counter(word for text in there for word in _words(clean(text, Counter())))
    return list(wanted - kept)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text))
