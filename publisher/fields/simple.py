"""The YAML that most files are made of, which needs no parser of YAML: reading it so takes a fiftieth of the time.

These are entries and texts of one line, folded texts, and lists of entries or texts, indented as `written` does it. A
file in which there is anything else is left to the parser, whole: so nothing is taken here for what it is not.
"""

from __future__ import annotations

import re

from publisher.fields.field import Field

_INDENT = "  "

_USUAL = bytes([*b"\n", *range(0x20, 0x7F)])
_UNUSUAL = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# Repetitions are possessive, "*+": nothing is tried in another way.
_WORDS = r"[^:#\n]*+(?:(?::(?=[^ \n])|(?<! )#)[^:#\n]*+)*+"  # neither a value nor a comment begins in them
_QUOTED = r""""[^"\\\n]*+(?:\\["\\][^"\\\n]*+)*+"|'[^'\n]*+(?:''[^'\n]*+)*+'"""
_TEXT = rf"""(?:{_QUOTED}|[^ \n\-?:,\[\]{{}}#&*!|>'"%@`]{_WORDS})\n"""
_LINE = rf"[a-z_]++: ++{_TEXT}"


def _list(indent: str) -> str:
    return rf"(?:{indent}-[ ](?:{_LINE}(?:{indent}{_INDENT}{_LINE})*+|{_TEXT}))++"


_FOLDED = r"[>|]-?\n(?P<indent> ++)[^\n]++\n(?:(?P=indent)[^ \n][^\n]*+\n)*+"
_NOTHING = r"(?:#[^\n]*+)?\n"
_ENTRY = re.compile(rf"(?P<key>[a-z_]++):(?: ++(?P<text>{_TEXT}|{_FOLDED})|\n(?P<list>{_list(_INDENT)}))|{_NOTHING}")
_GLOSSARY = re.compile(rf"(?P<before>(?:{_NOTHING})*+)(?P<list>{_list('')})\Z")
_KEY = re.compile("([a-z_]+): ")
_ESCAPED = re.compile(r"\\(.)")


class _TwiceError(Exception):
    """A key stands there twice."""


def read(text: str, first_line: int) -> Field | None:
    """Read a mapping of texts and lists, or a list; None if anything in it is not quite so simple."""
    if _UNUSUAL.search(text.encode().translate(None, _USUAL).decode()):  # of which little is left to search
        return None
    try:
        if found := _GLOSSARY.match(text):
            line = first_line + found["before"].count("\n")
            return Field(_items(found["list"], line, 0), line)
        return _mapping(text, first_line)
    except _TwiceError:
        return None


def _mapping(text: str, first_line: int) -> Field | None:
    fields: dict[str, Field] = {}
    at, line, start = 0, first_line, 0
    while at < len(text):
        found = _ENTRY.match(text, at)
        if not found:
            return None
        if found["key"]:
            start = start or line
            value = _items(found["list"], line + 1, len(_INDENT)) if found["list"] else _scalar(found["text"])
            _put(fields, found["key"], Field(value, line))
        line += text.count("\n", at, found.end())
        at = found.end()
    return Field(fields, start) if fields else None


def _items(text: str, line: int, depth: int) -> list[Field]:
    """The entries and texts of a list that is indented by ``depth`` and begins on this line."""
    items: list[Field] = []
    entry: dict[str, Field] = {}
    begin = depth + len("- ")
    for number, one in enumerate(text.removesuffix("\n").split("\n"), line):
        key = _KEY.match(one, begin)
        if one[depth] == "-":
            entry = {}
            items.append(Field(entry if key else _scalar(one[begin:]), number))
        if key:
            _put(entry, key[1], Field(_scalar(one[key.end() :]), number))
    return items


def _put(fields: dict[str, Field], key: str, field: Field) -> None:
    if key in fields:
        raise _TwiceError
    fields[key] = field


def _scalar(text: str) -> str:
    """A text without what stands around it: quotation marks, or the sign of a folded one."""
    text = text.strip(" \n")
    if text[0] == '"':
        text = text[1:-1]
        if "\\" in text:
            text = _ESCAPED.sub(r"\1", text)
    elif text[0] == "'":
        text = text[1:-1].replace("''", "'")
    elif text[0] in ">|":
        text = text.partition("\n")[2]
    return " ".join(text.split())
