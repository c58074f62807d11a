"""Zip files from elsewhere: opened only when they can do no harm."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from publisher import archive
from publisher.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

GOOD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": "<a>ڕێککەوتن</a>".encode()}


def zipped(contents: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return target.getvalue()


def test_a_good_file_is_read_whole() -> None:
    assert archive.members(zipped(GOOD), "a.docx") == GOOD
    assert archive.members(archive.packed(GOOD), "a.docx") == GOOD


def test_packed_bytes_tell_no_time() -> None:
    assert archive.packed(GOOD) == archive.packed(dict(GOOD))
    with zipfile.ZipFile(BytesIO(archive.packed(GOOD))) as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def nested_bomb() -> bytes:
    """10 MB of nothing in 10 kB."""
    return zipped(GOOD | {"word/media/a.xml": b"\0" * 10_000_000})


def lying(data: bytes) -> bytes:
    """The same file, but its directory says that each member is 10 bytes long."""
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data = data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]
        at = data.find(b"PK\x01\x02", at + 4)
    return data


def overlapping() -> bytes:
    """Many members of the directory that are all the same bytes of the file (after D. Fifield, "A better zip bomb")."""
    data = zipped({"a.xml": b" " * 900_000})
    start, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a.xml", b"%05d" % n) for n in range(500))
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 500, 500, len(entries), start)
    return data[:start] + entries + bytes(tail)


def encrypted() -> bytes:
    data = bytearray(zipped(GOOD))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
HOSTILE = {
    "nothing": (b"", "broken one"),
    "text": (b"This is a letter.", "broken one"),
    "half a file": (zipped(GOOD)[:60], "broken one"),
    "damaged": (zipped(GOOD).replace(b"word", b"w\0rd", 1), "broken one"),
    "bomb": (nested_bomb(), "that unpack to"),
    "overlapping bomb": (overlapping(), "that unpack to"),
    "bomb that lies": (lying(nested_bomb()), "broken one"),
    "many members": (zipped({f"{n}.xml": b"" for n in range(2_001)}), "files in one"),
    "up": (zipped(GOOD | {"../../evil.xml": b"x"}), 'a member named "../../evil.xml"'),
    "up on Windows": (zipped(GOOD | {"..\\evil.xml": b"x"}), "a member named"),
    "root": (zipped(GOOD | {"/etc/cron.d/evil": b"x"}), "a member named"),
    "drive": (zipped(GOOD | {"C:evil.xml": b"x"}), "a member named"),
    "macros": (zipped(GOOD | {"word/vbaProject.bin": b"x"}), "macros or a program"),
    "macros of LibreOffice": (zipped(GOOD | {"Basic/Standard/Module1.xml": b"<a/>"}), "macros or a program"),
    "program": (zipped(GOOD | {"word/embeddings/oleObject1.exe": b"MZ"}), "macros or a program"),
    "document type": (zipped(GOOD | {"word/document.xml": DOCTYPE}), "declares a document type"),
    "document type in UTF-16": (
        zipped(GOOD | {"word/document.xml": DOCTYPE.decode().encode("utf-16")}),
        "declares a document type",
    ),
    "password": (encrypted(), "with a password"),
    "old Office, or a password": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "before 2007"),
    "large": (zipped(GOOD) + bytes(archive.MAX_BYTES), "larger than"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_do_harm_is_refused_with_its_file_and_a_cure(name: str) -> None:
    data, said = HOSTILE[name]
    with pytest.raises(UsageError) as refused:
        archive.members(data, "sheet.docx")
    (problem,) = refused.value.problems
    assert said in problem.message
    assert problem.path == "sheet.docx"
    assert problem.hint


def test_the_refusals_bite() -> None:
    """The same files, opened as a library would: the bomb unpacks, the secret is read, the macro is there."""
    with zipfile.ZipFile(BytesIO(nested_bomb())) as file:
        assert len(file.read("word/media/a.xml")) > archive.MAX_RATIO * len(nested_bomb())
    with zipfile.ZipFile(BytesIO(HOSTILE["document type"][0])) as file:
        parser = etree.XMLParser(load_dtd=True, resolve_entities=True)
        assert b"root" in etree.tostring(etree.fromstring(file.read("word/document.xml"), parser))
    with zipfile.ZipFile(BytesIO(HOSTILE["up"][0])) as file:
        assert "../../evil.xml" in file.namelist()
