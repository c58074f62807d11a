"""Read a .po file that is spelt as nearly every one is: as ``writer`` and the tools of gettext spell it.

One expression matches an entry of such a file, and nothing else. Whatever does not look right is left to
``strict``, the whole file of it. So nothing here refuses anything, lets anything pass, or has to say anything.
"""

from __future__ import annotations

import re
from functools import lru_cache

from publisher.po.comments import comment, flags, misspelt, other_charset, references
from publisher.po.entry import ESCAPES, Entry, is_header
from publisher.po.garbled import garbled
from publisher.po.limits import MAX_PARTS, MAX_TEXT


def _entry_with(mark: str, before: str) -> re.Pattern[str]:
    """What matches an entry whose lines of text begin with a mark, and those of its earlier source with another."""
    # What stands between the quotation marks is looked at afterwards: so a text costs next to nothing here.
    text, old = (rf'(".*"\n(?:{one}".*"\n)*)' for one in (mark, before))
    return re.compile(
        r"((?:#(?: .*)?\n)*)((?:#\.(?: .*)?\n)*)((?:#: .*\n)*)(?:#, (.*)\n)?"
        rf"(?:(?:{before}msgctxt {old})?{before}msgid {old}(?:{before}msgid_plural {old})?)?"
        rf"(?:{mark}msgctxt {text})?{mark}msgid {text}"
        rf'(?:{mark}msgstr {text}|{mark}msgid_plural {text}((?:{mark}msgstr\[[0-9]\] ".*"\n(?:{mark}".*"\n)*)+))'
        r"\n*"
    )


_MARKS = ("", "#| ", "#~ ", "#~| ")
_LIVE, _OBSOLETE = _entry_with("", r"#\| "), _entry_with("#~ ", r"#~\| ")
_SOURCE = 9  # the group of the msgid
_FORM = re.compile(r'msgstr\[([0-9])\] (".*"\n(?:(?:#~ )?".*"\n)*)')
_SPECIAL = re.compile(r'["\\](?:\n[^"]*"|.)?')
_MEANT = {f"\\{letter}": char for letter, char in ESCAPES.items()} | {f'"\n{mark}"': "" for mark in _MARKS}
"""What stands in a text for something else: escapes, and where it goes on in the next line."""

_QUOTE = "\x04"
"""What a quotation mark is meanwhile that belongs to a text: `decode` refuses files in which this stands."""

_SHORT = MAX_TEXT // 4  # characters, of which none has more than four bytes


class _OddError(Exception):
    """Something is out of the ordinary."""


def read_ordinary(text: str) -> list[Entry] | None:
    """Answer the entries of a file, the header first, or nothing if anything in it is out of the ordinary.

    Args:
        text: The text of the file, as ``decode`` answers it.
    """
    # So short a file comes near no limit but that of a text, which is here that of an entry, and so of a line.
    if len(text) > MAX_PARTS or "\r" in text:
        return None
    entries, at, line, counted = [], 0, 1, 0
    while at < len(text):
        found = _LIVE.match(text, at) or _OBSOLETE.match(text, at)
        if not found or (found.end() - at > _SHORT and len(found[0].encode()) > MAX_TEXT):
            return None
        source, at = found.start(_SOURCE), found.end()
        line, counted = line + text.count("\n", counted, source), source
        try:
            entries.append(_entry(found, line))
        except _OddError:
            return None
    return entries if _go_together(entries) and not garbled(_said(entries)) else None


def _go_together(entries: list[Entry]) -> bool:
    """Tell whether no entry stands twice, and the header, if there is one, stands first and says UTF-8."""
    keys = {(one.msgctxt, one.msgid) for one in entries}
    if len(keys) < len(entries):
        return False
    return (None, "") not in keys or (is_header(entries[0]) and other_charset(entries[0].msgstr) is None)


def _said(entries: list[Entry]) -> str:
    """All translations; what the sources say is nobody's concern here."""
    forms = [text for one in entries if one.msgstr_plural for text in one.msgstr_plural.values()]
    return "\n".join([one.msgstr for one in entries] + forms)


def _entry(found: re.Match[str], line: int) -> Entry:
    """Answer an entry that was matched.

    Raises:
        _OddError: Something in it is out of the ordinary.
    """
    remarks, notes, places, named, old_context, old, old_plural, context, source, target, plural, forms = found.groups()
    return Entry(
        _text(source),
        _text(target) if target else "",
        _text(plural) if plural else "",
        _forms(forms) if forms else {},
        _text(context) if context else None,
        found.re is _OBSOLETE,
        _comment(notes, "#.") if notes else "",
        _comment(remarks, "#") if remarks else "",
        list(_references(places)) if places else [],
        list(_flags(named)) if named else [],
        _text(old_context) if old_context else None,
        _text(old) if old else None,
        _text(old_plural) if old_plural else None,
        line,
    )


def _text(lines: str) -> str:
    text = lines[1:-2]
    if '"' not in text and "\\" not in text:
        return text
    # Mostly there is nothing but these three; what they leave has not become one of them by that.
    meant = text.replace('\\"', _QUOTE)
    if '"' in meant or "\\" in meant:
        meant = meant.replace('"\n"', "").replace("\\n", "\n")
        if '"' in meant or "\\" in meant:
            return _SPECIAL.sub(_meant, text)
    return meant.replace(_QUOTE, '"')


def _meant(special: re.Match[str]) -> str:
    try:
        return _MEANT[special[0]]
    except KeyError:
        raise _OddError from None


def _forms(lines: str) -> dict[int, str]:
    numbers, texts = zip(*_FORM.findall(lines), strict=True)
    if list(map(int, numbers)) != list(range(len(numbers))):
        raise _OddError
    return dict(enumerate(map(_text, texts)))


# Most entries of a file have the same references and flags, and most files the same notes.


@lru_cache(maxsize=256)
def _comment(lines: str, mark: str) -> str:
    return comment([line.removeprefix(mark).removeprefix(" ") for line in lines[:-1].split("\n")])


@lru_cache(maxsize=64)
def _references(lines: str) -> tuple[tuple[str, str], ...]:
    return tuple(one for line in lines[:-1].split("\n") for one in references(line.removeprefix("#:")))


@lru_cache(maxsize=64)
def _flags(line: str) -> tuple[str, ...]:
    if misspelt(found := flags(line)):
        raise _OddError
    return tuple(found)
