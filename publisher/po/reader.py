"""Read a .po file strictly.

What other readers let through in silence is refused: a text that lost its closing quotation mark, a file that
was cut, text in a character set it should not be in. What the tools of translators write is accepted: wrapped
texts, Windows line ends, a byte order mark, remarks at any place between entries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.errors import CatalogError, Problem
from publisher.po.decode import decode
from publisher.po.entry import ESCAPES, Entry, is_header

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TEXT = 20_000  # bytes of one text in quotation marks; an entry is a paragraph, this is ten pages
MAX_ENTRIES = 20_000
MAX_PROBLEMS = 20  # a file with more is not a catalog, and a longer list helps nobody

_AFTER = {"msgctxt": {""}, "msgid": {"", "msgctxt"}, "msgid_plural": {"msgid"}, "msgstr": {"msgid"}}
_ORDER = "The order is: msgctxt (if any), msgid, msgstr; or msgid, msgid_plural, msgstr[0], msgstr[1] …"
_UTF8 = {"utf-8", "utf8", "charset"}  # the last stands in templates

_BLANKS = " \t\f\v"
# Every expression is linear: no two parts of it that follow each other can match the same character.
_SIMPLE = re.compile(r'(#~\||#~|#\|)?[ \t]*(?:([a-z_]+(?:\[[0-9]{1,3}\])?)[ \t]*)?"([^"\\]*)"')
_WORDS = re.compile(r"(#~\||#~|#\|)?[ \t\f\v]*([A-Za-z_]+(?:\[[0-9]{1,3}\])?)?[ \t\f\v]*(.*)", re.DOTALL)
_QUOTED = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"[ \t\f\v]*')
_ESCAPE = re.compile(r"\\(.)")
_REFERENCE = re.compile(
    r"\u2068([^\u2068\u2069]+)\u2069(?:[ \t]*:[ \t]*([0-9]+)(?![^ \t]))?"  # a name with spaces, in isolates
    r"|([^ \t]+)(?:[ \t]+:[ \t]*|:[ \t]*)([0-9]+)(?![^ \t])"  # name:12 and name : 12
    r"|([^ \t]+)"
)
_FLAG = re.compile(r"range:[ \t]*[0-9]+\.\.[0-9]+|[^\s,]+")
_START = re.compile(r"#(?![~|])|(?:#~\||#~|#\|)?[ \t]*(?:msgctxt|msgid)\b")
_CHARSET = re.compile(r"^content-type:.*?charset=([^\s;]*)", re.IGNORECASE | re.MULTILINE)


def parse(data: bytes, path: str) -> list[Entry]:
    """Read the bytes of a catalog: the header first, then the entries in file order.

    Raises:
        CatalogError: The file is broken; each problem names ``path``, the line, what is wrong and the cure.
    """
    reader = _Reader(path)
    for reader.number, line in enumerate(decode(data, path).split("\n"), 1):
        reader.read(line.lstrip(_BLANKS).rstrip("\r"))
    return reader.end()


class _BrokenError(Exception):
    """Why a line cannot be read: message, hint, and the line if it is another."""


class _Reader:
    """Takes in line after line; after a mistake it goes on at the next entry, to find the others too."""

    def __init__(self, path: str) -> None:
        self.path, self.number = path, 0
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.seen: dict[tuple[str | None, str], int] = {}
        self.skipping = ""  # after a mistake: up to a "blank" line, then up to the "start" of an entry
        self.begin()

    def begin(self) -> None:
        self.entry = Entry()
        self.comments: dict[str, list[str]] = {"comment": [], "tcomment": []}
        self.texts: dict[str, list[str]] = {}  # pieces of text by field
        self.lines: dict[str, int] = {}
        self.last = self.open = ""  # the keyword of the entry read last; the field whose text may go on

    def read(self, line: str) -> None:
        if self.skipping and self.skips(line):
            return
        try:
            if simple := _SIMPLE.fullmatch(line):
                self.take(simple[1] or "", simple[2] or "", [_unescape(simple[3])])
            elif words := _WORDS.fullmatch(line):
                self.read_other(*words.groups(""))
        except _BrokenError as broken:
            self.report(*broken.args)
            self.skipping = "blank"
            self.begin()

    def report(self, message: str, hint: str, line: int = 0) -> None:
        self.problems.append(Problem(message, self.path, line or self.number, hint))
        if len(self.problems) == MAX_PROBLEMS:
            raise CatalogError(*self.problems)

    def skips(self, line: str) -> bool:
        if self.skipping == "blank" and not line.strip():
            self.skipping = "start"
        elif self.skipping == "start" and _START.match(line):
            self.skipping = ""
        return bool(self.skipping)

    def read_other(self, mark: str, word: str, rest: str) -> None:
        """Read a comment, several pieces of text, a keyword alone, nothing at all, or a mistake."""
        if rest.startswith("#") and not word:
            self.read_comment(rest[1:2], rest[1:])
        elif word or rest:
            if word.partition("[")[0] not in _AFTER and not rest.startswith('"'):
                word, rest = "", f"{word} {rest}".strip()
            self.take(mark, word, list(_pieces(rest)))

    def read_comment(self, kind: str, text: str) -> None:
        if self.last:
            self.finish()
        self.open = ""
        match kind:
            case ".":
                self.comments["comment"].append(text[1:].removeprefix(" "))
            case ":":
                found = _REFERENCE.findall(text[1:])
                self.entry.occurrences += [(a or b or c, m or n) for a, m, b, n, c in found]
            case "," | "=" | "!":
                self.entry.flags += _FLAG.findall(text[1:])
            case _:
                self.comments["tcomment"].append(text.removeprefix(" "))

    def take(self, mark: str, keyword: str, pieces: list[str]) -> None:
        """Add pieces of text to the field that a keyword opens, or to the one that is open."""
        previous, obsolete = mark.endswith("|"), mark.startswith("#~")
        if self.last not in {"", "msgctxt"} and (keyword in {"msgid", "msgctxt"} or (keyword and previous)):
            self.finish()
        if self.texts and self.entry.obsolete != obsolete:
            raise _BrokenError("only a part of the entry is marked obsolete (#~)", "Mark both, or none.")
        if keyword:
            self.open_text(keyword, previous)
        elif not self.open or self.open.startswith("previous_") != previous:
            raise _BrokenError("text without a keyword such as msgstr before it", _ORDER)
        self.entry.obsolete = obsolete
        self.texts[self.open] += pieces

    def open_text(self, keyword: str, previous: bool) -> None:
        name = f"previous_{keyword}" if previous else keyword
        if keyword.partition("[")[0] not in _AFTER or (previous and "msgstr" in keyword):
            raise _BrokenError(f'unknown keyword "{keyword}"', _ORDER)
        if name in self.texts:
            raise _BrokenError(f"{keyword} stands twice in one entry", _ORDER)
        if not previous and self.last not in _before(keyword):
            after = f"after {self.last}" if self.last else "without a msgid before it"
            raise _BrokenError(f"{keyword} cannot stand {after}", _ORDER)
        self.last = self.last if previous else keyword
        self.open, self.texts[name], self.lines[name] = name, [], self.number

    def finish(self) -> None:
        """Put the entry away that ends here, and report what is wrong with it as a whole."""
        if not self.last.startswith("msgstr"):
            hint = "Restore it, or delete what is left."
            raise _BrokenError("the entry is cut: it has no msgstr", hint, self.lines[self.last])
        for name, lines in self.comments.items():
            setattr(self.entry, name, "\n".join(lines) if any(lines) else "\n" * len(lines))
        for name, pieces in self.texts.items():
            if "[" in name:
                self.entry.msgstr_plural[len(self.entry.msgstr_plural)] = "".join(pieces)
            else:
                setattr(self.entry, name, "".join(pieces))
        self.entry.linenum = self.lines["msgid"]
        self.check_texts()
        self.check_entry(self.entry)
        self.entries.append(self.entry)
        if len(self.entries) > MAX_ENTRIES:
            message = f"the file has more than {MAX_ENTRIES:,} entries"
            raise CatalogError(Problem(message, self.path, self.number, "Is this a catalog? If so, split it."))
        self.begin()

    def check_texts(self) -> None:
        for name, pieces in self.texts.items():
            if not pieces:
                self.report(f"{name} has no text", 'Even an empty text is written: "".', self.lines[name])
            if (size := sum(len(piece.encode()) for piece in pieces)) > MAX_TEXT:
                message = f"{name} has {size:,} bytes; at most {MAX_TEXT:,} are read"
                self.report(message, "Split the paragraph.", self.lines[name])

    def check_entry(self, entry: Entry) -> None:
        if entry.previous_msgid is None and any(name.startswith("previous_") for name in self.texts):
            self.report("lines with #| but no #| msgid among them", "Add it, or delete them.", entry.linenum)
        if entry.obsolete and not entry.msgid and entry.msgctxt is None:
            self.report("an obsolete entry without a source text", "Delete it.", entry.linenum)
            return
        # Obsolete ones count: of two translations of one text, one would be lost when the text comes back.
        first = self.seen.setdefault((entry.msgctxt, entry.msgid), entry.linenum)
        if first != entry.linenum:
            hint = "Keep the better one, delete the other."
            self.report(f"the same entry stands in line {first}", hint, entry.linenum)
        if is_header(entry) and (named := _CHARSET.search(entry.msgstr)) and named[1].lower() not in _UTF8:
            lines = enumerate(self.texts["msgstr"], self.lines["msgstr"])
            line = next((number for number, piece in lines if "charset=" in piece.lower()), entry.linenum)
            hint = "If the texts look right, write charset=UTF-8; if not, run msgconv --to-code=UTF-8."
            self.report(f"the header says charset={named[1]}, not UTF-8", hint, line)

    def end(self) -> list[Entry]:
        """Answer the entries, or everything that was wrong."""
        try:
            if self.last:
                self.finish()
            elif self.texts or self.comments["comment"] or self.entry.occurrences or self.entry.flags:
                self.report("the file is cut: its last comments have no entry", "Restore the rest.")
        except _BrokenError as broken:
            self.report(*broken.args)
        if self.problems:
            raise CatalogError(*self.problems)
        if self.entries and (remarks := self.comments["tcomment"]):  # after the last entry: kept with it
            self.entries[-1].tcomment = "\n".join(filter(None, [self.entries[-1].tcomment, *remarks]))
        return sorted(self.entries, key=is_header, reverse=True)


def _before(keyword: str) -> set[str]:
    """The keywords after which this one may stand."""
    if not keyword.startswith("msgstr["):
        return _AFTER.get(keyword, set())
    return {"msgid_plural"} if keyword == "msgstr[0]" else {f"msgstr[{int(keyword[7:-1]) - 1}]"}


def _pieces(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        if found := _QUOTED.match(text, at):
            yield _unescape(found[1])
            at = found.end()
        elif text[at] == '"':
            raise _BrokenError("the closing quotation mark is missing", 'Every line of text ends with ".')
        else:
            hint = 'Put the text between quotation marks; one that belongs to the text is written \\".'
            raise _BrokenError(f"text outside quotation marks: {text[at : at + 40].rstrip()}", hint)


def _unescape(text: str) -> str:
    try:
        return _ESCAPE.sub(lambda found: ESCAPES[found[1]], text) if "\\" in text else text
    except KeyError as error:
        kind, cure = "unknown escape", r"A backslash in a text is written \\."
        if error.args[0] in "01234567xuU":
            kind, cure = "numeric escape", "Write the character itself."
        raise _BrokenError(f"{kind} \\{error.args[0]}", cure) from None
