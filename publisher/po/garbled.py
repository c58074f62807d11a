"""Letters that were lost before the file was saved: UTF-8 read as something else, or a letter the program lacked.

Such a file is honest UTF-8, and what it holds is ruined: of the Arabic word for peace, "ط³ظ„ط§ظ…" is left. Only
what stands in no text by chance is taken for it.
"""

from __future__ import annotations

import re

CURE = "Write the text anew, or take it from an earlier file; open files as UTF-8."


def _tails(*codecs: str) -> str:
    """What the bytes 80 to BF become, the second ones of all letters in question."""
    made = {bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0xC0) for codec in codecs}
    return re.escape("".join(sorted(made)))


_ARABIC, _WESTERN = _tails("cp1256"), _tails("cp1252", "latin1")
_RUINED = {  # by the letters that may begin it, what follows them there
    "\ufffd": "",
    "طظعغ": rf"[{_ARABIC}](?:[طظعغ][{_ARABIC}]){{2}}",
    "ØÙÚÛ": rf"[{_WESTERN}](?:[ØÙÚÛ][{_WESTERN}]){{2}}",
    "أؤإ": rf"(?<=[a-z].)[{_ARABIC}]",  # Latin letters with a sign: in words, such as Hem[û]
    "ÃÄÅ": rf"(?<=[a-z].)[{_WESTERN}]",
    "â": "[€\x80]",  # quotation marks and dashes
}
# An expression for each first letter: to look for one of them takes a fraction of the time that a set of them does.
_BEGUN_BY = {first: re.compile(first + rest) for letters, rest in _RUINED.items() for first in letters}


def garbled(text: str) -> str:
    """Answer the first letters of a text that are no letters of it, or nothing."""
    if text.isascii():
        return ""
    found = [bad for first, ruined in _BEGUN_BY.items() if first in text and (bad := ruined.search(text))]
    return min(found, key=re.Match.start)[0] if found else ""
