"""What to tell a translator about a line that is none of a .po file: which program changed it, and the cure."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = "«»\u2018\u2019\u201a\u201b“”„‟″\u2036\u2039\u203a\u05f4\uff02\u00b4`"  # typographic ones, and accents
_OTHER_QUOTES = re.compile(rf"(?!```)(?:[{_QUOTES}']|&quot;)")
_MARKS = re.compile(r"msgctxt|msgid_plural|msgid|msgstr")
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}

_STRAIGHT = 'Word, a chat or a web page changed it: write " before and after the text; inside it any kind may stand.'


def shown(text: str) -> str:
    """Answer the beginning of a text, fit for one line of a message."""
    return "".join(char if char.isprintable() else "·" for char in text[:48]).rstrip()


def outside(text: str, keyword: str, *, first: bool) -> tuple[str, str]:
    """Say what is wrong with text that stands where a keyword or a quotation mark should: message and cure.

    Args:
        text: The text up to the end of the line.
        keyword: The keyword at the beginning of the line, or nothing.
        first: Whether no text in quotation marks stands before it.
    """
    if unicodedata.category(text[0]) in _UNSEEN:
        name = f"U+{ord(text[0]):04X}"
        return f"an invisible character ({name}) outside quotation marks", "Delete it, or type the whole line anew."
    if text[0] == ">":
        hint = "Delete the > before every line, or ask for the file as an attachment."
        return f"a mail program put > before the line: {shown(text)}", hint
    if _OTHER_QUOTES.match(text):
        return f'quotation marks of another kind than ": {shown(text)}', _STRAIGHT
    if not first and (found := _MARKS.match(text)):
        return f"{found[0]} stands in the middle of a line", f"Begin a new line before {found[0]}."
    if not first:
        hint = r'If it belongs to the text, write \" for every " inside it; if not, delete it.'
    elif keyword:
        hint = f'Text stands between quotation marks: {keyword} "…".'
    else:
        hint = 'A line begins with msgid or another keyword, with " or, a remark, with #; delete what is none of these.'
    return f"text outside quotation marks: {shown(text)}", hint


def unclosed(text: str) -> tuple[str, str]:
    """Say what is wrong with a text that begins with a quotation mark and does not end with one."""
    end = text.rstrip()
    if end.endswith('\\"'):
        hint = r'End the line with " alone; a backslash that belongs to the text is written \\.'
        return r"the closing quotation mark is missing: \" belongs to the text", hint
    if end[-1] in _QUOTES:
        return f'the closing quotation mark is {end[-1]} instead of "', _STRAIGHT
    hint = 'Every line of text begins and ends with ". Was a long line broken in two? Join its halves.'
    return "the closing quotation mark is missing", hint
