"""Read a .po file strictly.

What other readers let through in silence is refused: a text that lost its closing quotation mark, a file that
was cut, text in a character set it should not be in. What the tools of translators write is accepted: wrapped
texts, Windows line ends, a byte order mark, remarks at any place between entries. Every refusal is for a
translator: it says what is wrong in plain words and what to do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.errors import CatalogError, Problem, did_you_mean
from publisher.po.advice import shown
from publisher.po.comments import comment, flags, misspelt, other_charset, references
from publisher.po.entry import Entry, is_header
from publisher.po.garbled import CURE, garbled
from publisher.po.limits import MAX_ENTRIES, MAX_LINE, MAX_PARTS, MAX_PROBLEMS, MAX_TEXT
from publisher.po.quoted import BrokenError, quoted, unescape

if TYPE_CHECKING:
    from typing import NoReturn

_AFTER = {"msgctxt": {""}, "msgid": {"", "msgctxt"}, "msgid_plural": {"msgid"}, "msgstr": {"msgid"}}
_KEYWORD = re.compile(r"msgctxt|msgid|msgid_plural|msgstr(?:\[(?:0|[1-9][0-9]{0,2})\])?")
_ORDER = "The order is: msgctxt (if any), msgid, msgstr; or msgid, msgid_plural, msgstr[0], msgstr[1] …"
_IS_IT = "Is this a catalog? If so, split it."

_BLANKS = " \t\f\v"
# Every expression is linear: no two parts of it that follow each other can match the same character.
_SIMPLE = re.compile(r'(#~\||#~|#\|)?[ \t]*(?:([a-z_]+(?:\[[0-9]{1,3}\])?)[ \t]*)?"([^"\\]*)"')
_WORDS = re.compile(r'(#~\||#~|#\|)?[ \t\f\v]*(([A-Za-z_]+(?:[ \t]*\[[^]"]{0,9}\])?)?[ \t\f\v]*(.*))', re.DOTALL)
_START = re.compile(r"#(?![~|])|(?:#~\||#~|#\|)?[ \t]*(?:msgctxt|msgid)\b")


def read_strictly(text: str, path: str) -> list[Entry]:
    """Read the text of a catalog: the header first, then the entries in file order.

    Raises:
        CatalogError: The file is broken; each problem names ``path``, the line, what is wrong and the cure.
    """
    reader = _Reader(path)
    for reader.number, line in enumerate(text.split("\n"), 1):
        reader.read(line.lstrip(_BLANKS).rstrip("\r"))
    return reader.end()


class _Reader:
    """Takes in line after line; after a mistake it goes on at the next entry, to find the others too."""

    def __init__(self, path: str) -> None:
        self.path, self.number = path, 0
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.seen: dict[tuple[str | None, str], int] = {}
        self.parts = 0
        self.skipping = ""  # after a mistake: up to a "blank" line, then up to the "start" of an entry
        self.begin()

    def begin(self) -> None:
        self.entry = Entry()
        self.obsolete: bool | None = None  # of this entry, as soon as a line tells
        self.comments: dict[str, list[str]] = {"comment": [], "tcomment": []}
        self.texts: dict[str, list[str]] = {}  # pieces of text by field
        self.lines: dict[str, int] = {}
        self.last = self.open = ""  # the keyword of the entry read last; the field whose text may go on

    def read(self, line: str) -> None:
        if self.skipping and self.skips(line):
            return
        try:
            self.read_line(line)
        except BrokenError as broken:
            self.report(*broken.args)
            self.skipping = "blank"
            self.begin()

    def read_line(self, line: str) -> None:
        if len(line) > MAX_LINE:
            raise BrokenError(
                f"the line has {len(line):,} characters; at most {MAX_LINE:,} are read",
                "Split the paragraph, or shorten the comment.",
            )
        if simple := _SIMPLE.fullmatch(line):
            self.take(simple[1] or "", simple[2] or "", [unescape(simple[3])])
        elif words := _WORDS.fullmatch(line):
            self.read_other(*words.groups(""))

    def report(self, message: str, hint: str, line: int = 0) -> None:
        self.problems.append(Problem(message, self.path, line or self.number, hint))
        if len(self.problems) == MAX_PROBLEMS:
            raise CatalogError(*self.problems)

    def stop(self, message: str) -> NoReturn:
        raise CatalogError(*self.problems, Problem(message, self.path, self.number, _IS_IT))

    def count(self, parts: int) -> None:
        self.parts += parts
        if self.parts > MAX_PARTS:
            self.stop(f"the file has more than {MAX_PARTS:,} references, or texts that share a line with others")

    def skips(self, line: str) -> bool:
        if self.skipping == "blank" and not line.strip():
            self.skipping = "start"
        elif self.skipping == "start" and _START.match(line):
            self.skipping = ""
        return bool(self.skipping)

    def read_other(self, mark: str, unmarked: str, word: str, rest: str) -> None:
        """Read a comment, several pieces of text, a keyword alone, nothing at all, or a mistake."""
        if rest.startswith("#") and not (word or mark.endswith("|") or (mark and rest[1:2] in {"~", "|"})):
            self.read_comment(rest[1:2], rest[1:])
            self.obsolete = True if mark else self.obsolete
        elif word or rest:
            if not _KEYWORD.fullmatch(word) and not rest.startswith('"'):
                word, rest = "", unmarked
            pieces = list(quoted(rest, word))
            self.count(len(pieces))
            self.take(mark, word, pieces)

    def read_comment(self, kind: str, text: str) -> None:
        if self.last:
            self.finish()
        self.open = ""
        match kind:
            case ".":
                self.comments["comment"].append(text[1:].removeprefix(" "))
            case ":":
                self.entry.occurrences += (found := references(text[1:]))
                self.count(len(found))
            case "," | "=" | "!":
                self.entry.flags += (named := flags(text[1:]))
                if wrong := misspelt(named):
                    hint = (
                        "Write fuzzy in small letters, with a comma before the next flag; else the draft is published."
                    )
                    self.report(f'unknown flag "{shown(wrong[0])}"', hint)
            case _:
                self.comments["tcomment"].append(text.removeprefix(" "))

    def take(self, mark: str, keyword: str, pieces: list[str]) -> None:
        """Add pieces of text to the field that a keyword opens, or to the one that is open."""
        previous, obsolete = mark.endswith("|"), mark.startswith("#~")
        if self.last not in {"", "msgctxt"} and (keyword in {"msgid", "msgctxt"} or (keyword and previous)):
            self.finish()
        if self.obsolete not in {None, obsolete}:
            hint = "Write #~ before every line of the entry, or before none."
            raise BrokenError("only a part of the entry is marked obsolete (#~)", hint)
        if keyword:
            self.open_text(keyword, previous)
        elif not self.open or self.open.startswith("previous_") != previous:
            hint = "Text goes on only below a keyword or other text; a comment stands above the whole entry."
            raise BrokenError("text without a keyword such as msgstr before it", hint)
        self.obsolete = self.entry.obsolete = obsolete
        self.texts[self.open] += pieces

    def open_text(self, keyword: str, previous: bool) -> None:
        name = f"previous_{keyword}" if previous else keyword
        if not _KEYWORD.fullmatch(keyword):
            hint = "Write the number in digits from 0 to 9, without blanks: msgstr[0], msgstr[1] …"
            if not keyword.startswith("msgstr"):
                hint = did_you_mean(keyword[:40], _AFTER)
            raise BrokenError(f'unknown keyword "{shown(keyword)}"', hint)
        if previous and keyword.startswith("msgstr"):
            raise BrokenError("msgstr cannot stand behind #|", "Behind #| stands the old source; delete this line.")
        if name in self.texts:
            hint = f"Keep one {keyword}; or is the msgid of another entry missing before this line?"
            raise BrokenError(f"{keyword} stands twice in one entry", hint)
        if not previous and self.last not in _before(keyword):
            after = f"after {self.last}" if self.last else "without a msgid before it"
            raise BrokenError(f"{keyword} cannot stand {after}", _ORDER)
        self.last = self.last if previous else keyword
        self.open, self.texts[name], self.lines[name] = name, [], self.number

    def finish(self) -> None:
        """Put the entry away that ends here, and report what is wrong with it as a whole."""
        if not self.last.startswith("msgstr"):
            hint = "Write what is missing, or delete the entry; a comment between its lines belongs above them."
            raise BrokenError("the entry is cut: it has no msgstr", hint, self.lines[self.last])
        for name, lines in self.comments.items():
            setattr(self.entry, name, comment(lines))
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
            self.stop(f"the file has more than {MAX_ENTRIES:,} entries")
        self.begin()

    def check_texts(self) -> None:
        for name, pieces in self.texts.items():
            if not pieces:
                self.report(f"{name} has no text", 'Even an empty text is written: "".', self.lines[name])
            if (size := len("".join(pieces).encode())) > MAX_TEXT:
                message = f"{name} has {size:,} bytes; at most {MAX_TEXT:,} are read"
                self.report(message, "Split the paragraph.", self.lines[name])
            if name.startswith("msgstr") and garbled("\n".join(pieces)):
                self.report_garbled(pieces, self.lines[name])

    def report_garbled(self, pieces: list[str], first: int) -> None:
        line, bad = next((line, bad) for line, piece in enumerate(pieces, first) if (bad := garbled(piece)))
        self.report(f'garbled letters: "{shown(bad)}"', CURE, line)

    def check_entry(self, entry: Entry) -> None:
        if entry.previous_msgid is None and any(name.startswith("previous_") for name in self.texts):
            self.report("lines with #| but no #| msgid among them", "Add it, or delete them.", entry.linenum)
        if entry.obsolete and not entry.msgid and entry.msgctxt is None:
            self.report("an obsolete entry without a source text", "Delete it.", entry.linenum)
            return
        # Obsolete ones count: of two translations of one text, one would be lost when the text comes back.
        first = self.seen.setdefault((entry.msgctxt, entry.msgid), entry.linenum)
        if first != entry.linenum and is_header(entry):
            hint = "Were two files joined? Keep one header. Or is this an entry that lost its source text? Restore it."
            self.report(f"a second header; the first stands in line {first}", hint, entry.linenum)
        elif first != entry.linenum:
            hint = "Keep the better one, delete the other."
            self.report(f"the same entry stands in line {first}", hint, entry.linenum)
        if is_header(entry) and (named := other_charset(entry.msgstr)) is not None:
            lines = enumerate(self.texts["msgstr"], self.lines["msgstr"])
            line = next((number for number, piece in lines if "charset=" in piece.lower()), entry.linenum)
            hint = "If the texts look right, write charset=UTF-8 there; if not, ask for the file again."
            self.report(f"the header says charset={shown(named)}, not UTF-8", hint, line)

    def end(self) -> list[Entry]:
        """Answer the entries, or everything that was wrong."""
        try:
            if self.last:
                self.finish()
            elif self.is_cut():
                hint = "Restore the rest, or delete these comments."
                self.report("the file is cut: its last comments have no entry", hint)
        except BrokenError as broken:
            self.report(*broken.args)
        if self.problems:
            raise CatalogError(*self.problems)
        if self.entries and any(remarks := self.comments["tcomment"]):  # after the last entry: kept with it
            self.entries[-1].tcomment = "\n".join([*filter(None, [self.entries[-1].tcomment]), *remarks])
        return sorted(self.entries, key=is_header, reverse=True)

    def is_cut(self) -> bool:
        """Tell whether an entry should have followed; what a translator remarked may stand alone below others."""
        begun = bool(self.texts or self.comments["comment"] or self.entry.occurrences or self.entry.flags)
        return begun or bool(self.comments["tcomment"] and not self.entries and not self.problems)


def _before(keyword: str) -> set[str]:
    """The keywords after which this one may stand."""
    if not keyword.startswith("msgstr["):
        return _AFTER.get(keyword, set())
    return {"msgid_plural"} if keyword == "msgstr[0]" else {f"msgstr[{int(keyword[7:-1]) - 1}]"}
