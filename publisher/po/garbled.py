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
# The set at its beginning is what the search runs by; behind it stands what each of its letters is garbled with.
_GARBLED = re.compile(
    "[\ufffdطظعغØÙÚÛأؤإÃÄÅâ](?:(?<=\ufffd)"
    rf"|(?<=[طظعغ])[{_ARABIC}](?:[طظعغ][{_ARABIC}]){{2}}|(?<=[ØÙÚÛ])[{_WESTERN}](?:[ØÙÚÛ][{_WESTERN}]){{2}}"  # Arabic
    rf"|(?<=[a-z][أؤإ])[{_ARABIC}]|(?<=[a-z][ÃÄÅ])[{_WESTERN}]"  # Latin letters with a sign: in words, such as Hem[û]
    "|(?<=â)[€\x80])"  # quotation marks and dashes
)


def garbled(text: str) -> str:
    """Answer the first letters of a text that are no letters of it, or nothing."""
    found = None if text.isascii() else _GARBLED.search(text)
    return found[0] if found else ""
