"""Zip files from elsewhere, which .docx, .xlsx and .odt are: opened only when they can do no harm.

What is checked first: that the file is what its name says, not encrypted, without macros, no larger than it seems, with
no member that leads elsewhere, and no document type in its XML, because that is where entities are declared.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from publisher.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 50_000_000
"""How large a file, and all that it unpacks to, may be."""
MAX_MEMBERS = 2_000
MAX_RATIO = 100
"""How many times larger than the file that which it unpacks to may be."""

_BROKEN = (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError, ValueError, IndexError)
"""What zipfile raises where a file is damaged."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MACROS = re.compile(r"vbaProject|vbaData|(^|/)(Basic|Scripts)/|\.(bin|exe|dll|js|vbs)$", re.IGNORECASE)
_HARMLESS = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def members(data: bytes, path: str) -> dict[str, bytes]:
    """What a zip file holds, by the names of its members; folders are left out.

    Args:
        data: The bytes of the file.
        path: The file, for messages.

    Raises:
        UsageError: If it is no zip file, or one that nobody should open.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"larger than {MAX_BYTES:,} bytes", path, "take the pictures out, or split it")
    if data.startswith(_OLE):
        hint = "open it, take the password away, and save it in the format of today: .docx or .xlsx"
        raise _refused("a file with a password, or in the format of Office before 2007", path, hint)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _look_at_names(archive.infolist(), len(data), path)
            found = {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
    except _BROKEN as error:
        hint = "ask for the file again; it was damaged on its way, or its name says what it is not"
        raise _refused("this is no Word, Excel or OpenDocument file, or a broken one", path, hint) from error
    for name, content in found.items():
        if _XML.search(name) and (_DOCTYPE.search(content) or _is_wide(content)):
            hint = "no program writes such files; ask who sent it, and by which program it was made"
            raise _refused(f'"{name}" in it declares a document type', path, hint)
    return found


def packed(contents: Mapping[str, bytes]) -> bytes:
    """A zip file with these members in their order; the same bytes each time."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in contents.items():
            info = ZipInfo(name)  # its time is 1980: when the file was made is nobody's business
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return target.getvalue()


def _look_at_names(infos: list[ZipInfo], size: int, path: str) -> None:
    """Refuse by what the file says of itself; `ZipFile.read` then gives no more bytes than were declared."""
    if len(infos) > MAX_MEMBERS:
        raise _refused(f"{len(infos):,} files in one", path, f"more than {MAX_MEMBERS:,} are in no document")
    total = sum(one.file_size for one in infos)
    if total > MAX_BYTES or total > MAX_RATIO * size:
        hint = "a file made to fill the memory; ask who sent it"
        raise _refused(f"{size:,} bytes that unpack to {total:,}", path, hint)
    names = [one.filename for one in infos]
    for name in names:
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or names.count(name) > 1:
            raise _refused(f'a member named "{name}"', path, "no program writes such files; ask who sent it")
        if _MACROS.search(name) and not _HARMLESS.search(name):
            hint = "save it without macros, as .docx, .xlsx or .odt"
            raise _refused(f'macros or a program ("{name}")', path, hint)
    if any(one.flag_bits & 1 for one in infos):
        raise _refused("a file with a password", path, "save it without one")


def _is_wide(content: bytes) -> bool:
    """Whether a text is in an encoding in which a search for bytes finds nothing: UTF-16 or UTF-32."""
    return content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in content[:4]


def _refused(message: str, path: str, hint: str) -> UsageError:
    return UsageError(Problem(message, path, hint=hint))
