"""Write a .po file in its one canonical spelling.

It is that of ``msgcat --no-wrap``: GNU gettext and this program never take turns in rewriting a file. It
differs where msgcat would lose something: the fuzzy flag of an entry of which only the first plural form is
empty, and an obsolete entry without a (first) translation that still holds some work of a translator.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.errors import CatalogError, Problem
from publisher.po.entry import ESCAPES, is_header
from publisher.po.garbled import CURE, garbled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

    from publisher.po.entry import Entry

LINE_WIDTH = 79  # bytes of a `#:` line: the only kind of line that `msgcat --no-wrap` breaks

_LANGUAGES = """
    c objc c++ python python-brace java java-printf csharp javascript scheme lisp elisp librep rust go ruby
    sh sh-printf awk lua object-pascal modula2 d ocaml smalltalk qt qt-plural kde kde-kuit boost tcl perl
    perl-brace php gcc-internal gfc-internal ycp
"""
"""What stands before ``-format`` in a flag, in the order in which GNU gettext writes such flags."""
_RANK = {name: rank for rank, name in enumerate(_LANGUAGES.split())}

_ESCAPED = {char: f"\\{letter}" for letter, char in ESCAPES.items()}
_CONTROLS = "\a\b\t\v\f\r"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_TEXT_WITH_CONTROLS = re.compile(rf"^(?!#(?![~|])).*{_CONTROL.pattern}.*", re.MULTILINE)  # a line that is no comment
_PIECE = re.compile(r"[^\n]*\n|[^\n]+")
_LINE_END = re.compile(r"\r\n?|\n")
_FORMAT = re.compile(r"(no-|possible-|impossible-)?(.+)-format")
_RANGE = re.compile(r"range:[ \t]*([0-9]{1,9})\.\.([0-9]{1,9})")
_UNWRITABLE = re.compile("[\0\x04\ud800-\udfff]")


def serialize(entries: Iterable[Entry]) -> bytes:
    """Spell a catalog in the one canonical way: header first, obsolete entries last.

    Raises:
        CatalogError: A text holds what no .po file can hold, or a translation what the reader refuses.
    """
    kept = filter(_is_worth_keeping, entries)
    ordered = sorted(kept, key=lambda entry: (entry.obsolete, not is_header(entry)))
    if garbled("\n".join(text for entry in ordered for text in _translations(entry))):
        _refuse_garbled(ordered)
    text = "\n".join(map(_spelt, ordered))
    if any(map(text.__contains__, _CONTROLS)):
        text = _TEXT_WITH_CONTROLS.sub(lambda line: _CONTROL.sub(lambda found: _ESCAPED[found[0]], line[0]), text)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        _refuse_unwritable(text)
    if b"\0" in data or b"\x04" in data:
        _refuse_unwritable(text)
    return data


def unwritable(text: str) -> str:
    """Answer the first character of a text that no .po file can hold, or nothing."""
    found = _UNWRITABLE.search(text)
    return found[0] if found else ""


def _refuse_garbled(entries: Iterable[Entry]) -> NoReturn:
    source, bad = next((one.msgid, bad) for one in entries for text in _translations(one) if (bad := garbled(text)))
    raise CatalogError(Problem(f'garbled letters in the translation of "{source[:40]}": {bad}', hint=CURE))


def _refuse_unwritable(text: str) -> NoReturn:
    bad = unwritable(text)
    message = f"U+{ord(bad):04X} cannot stand in a catalog; it follows: {text[: text.index(bad)][-40:]}"
    raise CatalogError(Problem(message, hint="Delete this character."))


def _translations(entry: Entry) -> list[str]:
    if entry.msgid_plural or entry.msgstr_plural:
        return [text for _, text in sorted(entry.msgstr_plural.items())] or [""]
    return [entry.msgstr]


def _is_worth_keeping(entry: Entry) -> bool:
    """Tell whether an entry is in use, or holds something that somebody wrote."""
    if not entry.obsolete:
        return True
    return any(_translations(entry)) or bool(entry.tcomment.strip()) or entry.previous_msgid is not None


def _spelt(entry: Entry) -> str:
    """An entry, line by line; the control characters of its texts are not escaped yet."""
    mark = "#~ " if entry.obsolete else ""
    translations = _translations(entry)
    lines = [_comment("#", entry.tcomment), _comment("#.", entry.comment), _references(tuple(entry.occurrences))]
    if entry.flags:
        lines.append(_flags(tuple(entry.flags), obsolete=entry.obsolete, translated=any(translations)))
    old = (entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural)
    if old != (None, None, None):
        lines.append(_source("#~| " if mark else "#| ", old[0], old[1] or "", old[2]))
    is_plural = entry.msgid_plural or entry.msgstr_plural
    lines.append(_source(mark, entry.msgctxt, entry.msgid, entry.msgid_plural if is_plural else None))
    for index, text in enumerate(translations):
        lines.append(_text(mark, f"msgstr[{index}]" if is_plural else "msgstr", text))
    return "".join(lines)


def _source(mark: str, context: str | None, text: str, plural: str | None) -> str:
    first = "" if context is None else _text(mark, "msgctxt", context)
    last = "" if plural is None else _text(mark, "msgid_plural", plural)
    return f"{first}{_text(mark, 'msgid', text)}{last}"


def _text(mark: str, keyword: str, text: str) -> str:
    """Answer a text on one line, or on a line for each of its own."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if '"' in text:
        text = text.replace('"', '\\"')
    if "\n" not in text:
        return f'{mark}{keyword} "{text}"\n'
    pieces = [piece.replace("\n", "\\n") for piece in _PIECE.findall(text)]
    first = [""] if len(pieces) > 1 else []
    return f"{mark}{keyword} " + mark.join(f'"{piece}"\n' for piece in first + pieces)


# Most entries of a file have the same references and flags, and most files the same notes.


@lru_cache(maxsize=256)
def _comment(mark: str, text: str) -> str:
    if not text:
        return ""
    lines = _LINE_END.split(text)
    if not any(lines):
        lines.pop()
    return "".join(_ended(f"{mark} {line}" if line else mark) for line in lines)


@lru_cache(maxsize=64)
def _references(occurrences: tuple[tuple[str, str], ...]) -> str:
    """Answer the ``#:`` lines: each reference once, as many on a line as fit."""
    lines, line, column = [], "#:", 2
    for reference, width in dict.fromkeys(map(_reference, occurrences)):
        if column > len("#:") and column + width > LINE_WIDTH:
            lines.append(_ended(line))
            line, column = "#:", 2
        line, column = f"{line} {reference}", column + width
    if column > len("#:"):
        lines.append(_ended(line))
    return "".join(lines)


def _ended(line: str) -> str:
    """Answer a line with its end; gettext would join it to the next one if a backslash were the last in it."""
    return f"{line} \n" if line.endswith("\\") else f"{line}\n"


def _reference(occurrence: tuple[str, str]) -> tuple[str, int]:
    """Answer a reference, and its width as msgcat reckons it: bytes, without isolates."""
    name, number = re.sub(r"^(?:\./)+|[\r\n]", "", occurrence[0]), occurrence[1]
    if number:
        number = f":{number.lstrip('0') or '0'}"
    shown = f"\u2068{name}\u2069" if " " in name or "\t" in name else name
    return shown + number, len((name + number).encode(errors="replace")) + 1


@lru_cache(maxsize=64)
def _flags(flags: tuple[str, ...], *, obsolete: bool, translated: bool) -> str:
    """Answer the line of the flags that GNU gettext knows, in its order; it deletes all others."""
    formats, limits, wrap = {}, "", ""
    for flag in flags:
        if found := _FORMAT.fullmatch(flag):
            formats[found[2]] = found[1] or ""
        elif found := _RANGE.fullmatch(flag):
            limits = f"range: {int(found[1])}..{int(found[2])}" if int(found[1]) <= int(found[2]) else limits
        elif flag in {"wrap", "no-wrap"}:
            wrap = flag
    known = [
        "fuzzy" if "fuzzy" in flags and (obsolete or translated) else "",
        *(
            f"{formats[name].removeprefix('possible-')}{name}-format"
            for name in sorted(formats.keys() & _RANK.keys(), key=_RANK.__getitem__)
            if formats[name] != "impossible-"
        ),
        "" if obsolete else limits,
        wrap if wrap == "no-wrap" else "",
    ]
    line = ", ".join(filter(None, known))
    return f"#, {line}\n" if line else ""
