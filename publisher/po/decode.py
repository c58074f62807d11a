"""From the bytes of a .po file to its text: UTF-8, whole, and not half of a merge."""

from __future__ import annotations

import re
from typing import NoReturn

from publisher.errors import CatalogError, Problem

MAX_FILE = 8_000_000  # bytes

_AS_UTF8 = "Save the file as UTF-8: in Poedit under Translation > Properties, in an editor with Save as."
_NEVER = (  # a string without which the slower expression need not be tried; what to say where that is found
    ("\0", r"\0", "a NUL byte stands here: the file is damaged", "Take it from a backup, or send it again."),
    ("\x04", r"\x04", "the control character U+0004 stands here", "Delete it."),
    (
        "\r",
        r"(?<!\r)\r++(?!\n|\Z)",
        "a line ends here with CR alone",
        r"Save the file with Unix line ends (LF); a CR inside a text is written \r.",
    ),
    *(
        (
            sign * 7,
            rf"^[{sign}]{{7}}.{{0,40}}",
            'an unfinished merge left its mark: "{}"',
            "Keep the right lines of the two versions and delete every line that carries such a mark.",
        )
        for sign in "<|=>"
    ),
)


def decode(data: bytes, path: str) -> str:
    """Answer the text of a file, without a byte order mark.

    Only UTF-8 is tried; no other character set is used because a file names it.

    Raises:
        CatalogError: The bytes are no text, or not that of a catalog.
    """
    if len(data) > MAX_FILE:
        hint = "Is this a catalog? If so, split it."
        _refuse(path, 0, f"the file has {len(data):,} bytes; a catalog has at most {MAX_FILE:,}", hint)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:2]:
        _refuse(path, 1, "the file is in UTF-16, not in UTF-8", _AS_UTF8)
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line, column = data.count(b"\n", 0, error.start) + 1, error.start - data.rfind(b"\n", 0, error.start)
        _refuse(path, line, f"byte {column} of the line (0x{data[error.start]:02X}) is not UTF-8", _AS_UTF8)
    for sign, pattern, message, hint in _NEVER:
        if sign in text and (found := re.search(pattern, text, re.MULTILINE)):
            _refuse(path, text.count("\n", 0, found.start()) + 1, message.format(found[0].rstrip("\r")), hint)
    return text


def _refuse(path: str, line: int, message: str, hint: str) -> NoReturn:
    raise CatalogError(Problem(message, path, line, hint))
