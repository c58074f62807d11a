"""From the bytes of a .po file to its text: a catalog, in UTF-8, whole, and not half of a merge."""

from __future__ import annotations

import re
from typing import NoReturn

from publisher.errors import CatalogError, Problem
from publisher.po.advice import shown
from publisher.po.limits import MAX_FILE, MAX_LINES

_AS_UTF8 = (
    "Where it was written, save it as UTF-8: in Poedit under Translation > Properties, in an editor with Save as."
)
_AGAIN = "Ask for the .po file again, as an attachment: text pasted into a mail or a chat is no file."
_EXPORT = "Ask for the catalog itself, or export it as .po from the program that made this file."
_OTHER_KINDS = (  # how files begin that are no catalogs; what they are; what to do
    (
        rb"\x1f\x8b|PK\x03\x04|Rar!|7z\xbc\xaf",
        "a packed file (or one of Word or Excel)",
        "Unpack it, or ask for it as .po.",
    ),
    (
        rb"\xde\x12\x04\x95|\x95\x04\x12\xde",
        "a compiled catalog (.mo)",
        "Ask for the .po file; msgunfmt restores most of it.",
    ),
    (rb"%PDF|\{\\rtf|\xd0\xcf\x11\xe0", "a document of Word, or a PDF", _EXPORT),
    (rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]", "XML or HTML (XLIFF, TMX, a page of the web)", _EXPORT),
    (rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*["{])', "JSON", _EXPORT),
)
_NEVER = (  # bytes without which the slower expression need not be tried; what to say where that is found
    (b"\0", r"\0", "a NUL byte stands here: the file is damaged", "Take it from a backup, or send it again."),
    (b"\x04", r"\x04", "the control character U+0004 stands here", "Delete it."),
    (
        b"\r",
        r"(?<!\r)\r++(?!\n|\Z)",
        "a line ends here with CR alone",
        r"Save the file with Unix line ends (LF); a CR inside a text is written \r.",
    ),
    *(
        (
            sign.encode() * 7,
            rf"^[{sign}]{{7}}.{{0,40}}",
            'an unfinished merge left its mark: "{}"',
            "Keep the right lines of the two versions and delete every line that carries such a mark.",
        )
        for sign in "<|=>"
    ),
    (b"charset=3D", r"charset=3D[\w-]{0,20}", 'a mail program changed the letters (quoted-printable, "{}")', _AGAIN),
)
_CHARSET = re.compile(rb"charset=(?!utf-?8|charset\b)([a-z0-9_.:-]{1,40})", re.IGNORECASE)


def decode(data: bytes, path: str) -> str:
    """Answer the text of a file, without a byte order mark.

    Only UTF-8 is tried; no other character set is used because a file names it.

    Raises:
        CatalogError: The bytes are no text, or not that of a catalog.
    """
    _refuse_other_kinds(data, path)
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        _refuse_other_letters(data, path, error)
    for sign, pattern, message, hint in _NEVER:
        if sign[:1] in data and sign in data and (found := re.search(pattern, text, re.MULTILINE)):
            _refuse(path, text.count("\n", 0, found.start()) + 1, message.format(shown(found[0])), hint)
    if len(data) > MAX_LINES < data.count(b"\n"):
        _refuse(path, 0, f"the file has more than {MAX_LINES:,} lines", "Is this a catalog? If so, split it.")
    if "msgid" not in text and "msgid" not in text.lower() and text.strip():
        _refuse(path, 1, "no line begins with msgid: this is no catalog, or only the beginning of one", _AGAIN)
    return text


def _refuse_other_kinds(data: bytes, path: str) -> None:
    if len(data) > MAX_FILE:
        hint = "Is this a catalog? If so, split it."
        _refuse(path, 0, f"the file has {len(data):,} bytes; a catalog has at most {MAX_FILE:,}", hint)
    for pattern, kind, hint in _OTHER_KINDS:
        if re.match(pattern, data):
            _refuse(path, 1, f"this is no catalog but {kind}", hint)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:2]:
        _refuse(path, 1, "the file is in UTF-16, not in UTF-8", _AS_UTF8)


def _refuse_other_letters(data: bytes, path: str, error: UnicodeDecodeError) -> NoReturn:
    line, column = data.count(b"\n", 0, error.start) + 1, error.start - data.rfind(b"\n", 0, error.start)
    if named := _CHARSET.search(data):
        hint = f"{_AS_UTF8} Or run msgconv --to-code=UTF-8."
        _refuse(path, line, f"the file is in {named[1].decode()}, as its header says, not in UTF-8", hint)
    if error.reason == "unexpected end of data":
        _refuse(path, line, "the file is cut: it ends in the middle of a letter", _AGAIN)
    _refuse(path, line, f"the file is not in UTF-8: byte {column} of this line is 0x{data[error.start]:02X}", _AS_UTF8)


def _refuse(path: str, line: int, message: str, hint: str) -> NoReturn:
    raise CatalogError(Problem(message, path, line, hint))
