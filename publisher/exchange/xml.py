"""XML from elsewhere, opened only when it can do no harm; and XML of ours, with the same bytes each time.

A document type is refused before anything is parsed, because that is where entities are declared. No codec that a file
names is ever used: it is UTF-8, or UTF-16 with its mark, which is what every reader of XML must know (XML 1.0, 4.3.3).
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lxml import etree

from publisher.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_BYTES = 20_000_000
"""How large a file may be: twenty times the largest statement."""
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML can hold (XML 1.0, section 2.2)."""

_DECLARED = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]*)["']""")
# All that may stand before a document type (XML 1.0, productions 22 and 27).
_DOCTYPE = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_INCLUDE = "{http://www.w3.org/2001/XInclude}*"
_PLACE = re.compile(
    "[,:] (?=line |try |[0-9]+, use )"
)  # what libxml2 adds to a message: the place, and options of its own
_AGAIN = "ask for the file again, or save it anew in the program that it comes from"


def parse(data: bytes, path: str) -> etree._Element:
    """The root of an XML file, without its comments and processing instructions.

    Args:
        data: The bytes of the file.
        path: The file, for messages.

    Raises:
        UsageError: If it is no XML, too large or in another encoding, declares a document type or takes in a file.
    """
    if len(data) > MAX_BYTES:
        raise refused(f"larger than {MAX_BYTES:,} bytes", path, "no statement is so long; split the file")
    text = _decoded(data, path)
    if found := _DOCTYPE.match(text):
        hint = "no program writes a document type into such files; ask who sent it"
        raise refused("declares a document type", path, hint, found[0].count("\n") + 1)
    try:
        root = etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError as error:
        message = _PLACE.split(error.msg or "it cannot be read")[0]
        raise refused(f"is not well-formed XML: {message}", path, _AGAIN, error.lineno or 0) from error
    for one in root.iter(_INCLUDE):
        raise refused("takes in another file", path, "ask who sent it, and by which program", one.sourceline or 0)
    return root


def written(root: etree._Element, mixed: Collection[str]) -> bytes:
    """A file of these elements, each on a line of its own.

    Args:
        root: The root.
        mixed: The names, without namespace, of elements in which every space counts.
    """
    _indent(root, mixed, "\n")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def child(
    parent: etree._Element, name: str, attributes: dict[str, str] | None = None, text: str = ""
) -> etree._Element:
    """A new element in the namespace of its parent; characters that XML cannot hold become U+FFFD."""
    values = {key: held(value) for key, value in (attributes or {}).items()}
    made = etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name), values)
    made.text = held(text) or None
    return made


def append(parent: etree._Element, text: str) -> None:
    """Write a text behind all that an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + held(text)
    else:
        parent.text = (parent.text or "") + held(text)


def held(text: str) -> str:
    """A text as XML can hold it."""
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def tag(like: etree._Element, name: str) -> str:
    """The full name of an element that is in the namespace of another one."""
    return f"{{{space(like)}}}{name}"


def space(element: etree._Element) -> str:
    """The namespace of an element; empty if it is in none."""
    return etree.QName(element).namespace or ""


def content(element: etree._Element | None) -> str:
    """All the text in an element; nothing if there is none."""
    return "" if element is None else "".join(element.itertext())


def refused(message: str, path: str, hint: str, line: int = 0) -> UsageError:
    """That a file cannot be used."""
    return UsageError(Problem(message, path, line, hint))


def _decoded(data: bytes, path: str) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused("is not UTF-8", path, "save it as UTF-8", line) from error
    declared = _DECLARED.match(text)
    encoding = declared[1].lower() if declared else ""
    if encoding not in {"", "utf-16" if wide else "utf-8", "us-ascii" if text.isascii() else ""}:
        raise refused(f'says that it is in "{encoding}", and is not', path, "save it as UTF-8", 1)
    return text


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _indent(element: etree._Element, mixed: Collection[str], line: str) -> None:
    if name(element) in mixed or not len(element):
        return
    element.text = f"{line}  "
    for one in element:
        _indent(one, mixed, f"{line}  ")
        one.tail = f"{line}  "
    element[-1].tail = line
