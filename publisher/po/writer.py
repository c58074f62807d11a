"""Write a .po file in its one canonical spelling.

It is that of ``msgcat --no-wrap``: GNU gettext and this program never take turns in rewriting a file. It
differs where msgcat would lose something: the fuzzy flag of an entry of which only the first plural form is
empty, and an obsolete entry without a (first) translation that still holds some work of a translator.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.errors import CatalogError, Problem
from publisher.po.entry import ESCAPES, is_header
from publisher.po.garbled import CURE, garbled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.po.entry import EntryLike

LINE_WIDTH = 79  # bytes of a `#:` line: the only kind of line that `msgcat --no-wrap` breaks

_LANGUAGES = """
    c objc c++ python python-brace java java-printf csharp javascript scheme lisp elisp librep rust go ruby
    sh sh-printf awk lua object-pascal modula2 d ocaml smalltalk qt qt-plural kde kde-kuit boost tcl perl
    perl-brace php gcc-internal gfc-internal ycp
"""
"""What stands before ``-format`` in a flag, in the order in which GNU gettext writes such flags."""
_RANK = {name: rank for rank, name in enumerate(_LANGUAGES.split())}

_ESCAPED = str.maketrans({char: f"\\{letter}" for letter, char in ESCAPES.items()})
_SPECIAL = re.compile(r'[\\"\a\b\t\n\v\f\r]')
_PIECE = re.compile(r"[^\n]*\n|[^\n]+")
_LINE_END = re.compile(r"\r\n?|\n")
_FORMAT = re.compile(r"(no-|possible-|impossible-)?(.+)-format")
_RANGE = re.compile(r"range:[ \t]*([0-9]{1,9})\.\.([0-9]{1,9})")
_UNWRITABLE = re.compile("[\0\x04\ud800-\udfff]")


def serialize(entries: Iterable[EntryLike]) -> bytes:
    """Spell a catalog in the one canonical way: header first, obsolete entries last.

    Raises:
        CatalogError: A text holds what no .po file can hold, or a translation what the reader refuses.
    """
    kept = filter(_is_worth_keeping, entries)
    ordered = sorted(kept, key=lambda entry: (entry.obsolete, not is_header(entry)))
    for entry in ordered:
        _refuse_garbled(entry)
    text = "\n".join("".join(_lines(entry)) for entry in ordered)
    if bad := _UNWRITABLE.search(text):
        message = f"U+{ord(bad[0]):04X} cannot stand in a catalog; it follows: {text[: bad.start()][-40:]}"
        raise CatalogError(Problem(message, hint="Delete this character."))
    return text.encode()


def unwritable(text: str) -> str:
    """Answer the first character of a text that no .po file can hold, or nothing."""
    found = _UNWRITABLE.search(text)
    return found[0] if found else ""


def _refuse_garbled(entry: EntryLike) -> None:
    for text in _translations(entry):
        if bad := garbled(text):
            raise CatalogError(Problem(f'garbled letters in the translation of "{entry.msgid[:40]}": {bad}', hint=CURE))


def _translations(entry: EntryLike) -> list[str]:
    if entry.msgid_plural or entry.msgstr_plural:
        return [text for _, text in sorted(entry.msgstr_plural.items())] or [""]
    return [entry.msgstr]


def _is_worth_keeping(entry: EntryLike) -> bool:
    """Tell whether an entry is in use, or holds something that somebody wrote."""
    has_work = any(_translations(entry)) or entry.tcomment.strip() or entry.previous_msgid is not None
    return bool(has_work or not entry.obsolete)


def _lines(entry: EntryLike) -> Iterator[str]:
    """The lines of an entry in their order."""
    mark = "#~ " if entry.obsolete else ""
    yield from _comment("#", entry.tcomment)
    yield from _comment("#.", entry.comment)
    yield from _references(entry.occurrences)
    if flags := ", ".join(_flags(entry)):
        yield f"#, {flags}\n"
    old = (entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural)
    if old != (None, None, None):
        yield from _texts("#~| " if mark else "#| ", (old[0], old[1] or "", old[2]))
    is_plural = entry.msgid_plural or entry.msgstr_plural
    yield from _texts(mark, (entry.msgctxt, entry.msgid, entry.msgid_plural if is_plural else None))
    for index, text in enumerate(_translations(entry)):
        yield _text(mark, f"msgstr[{index}]" if is_plural else "msgstr", text)


def _texts(mark: str, texts: tuple[str | None, str, str | None]) -> Iterator[str]:
    for keyword, text in zip(("msgctxt", "msgid", "msgid_plural"), texts, strict=True):
        if text is not None:
            yield _text(mark, keyword, text)


def _text(mark: str, keyword: str, text: str) -> str:
    """Answer a text on one line, or on a line for each of its own."""
    if not _SPECIAL.search(text):
        return f'{mark}{keyword} "{text}"\n'
    pieces = [piece.translate(_ESCAPED) for piece in _PIECE.findall(text)]
    first = [""] if len(pieces) > 1 else []
    return f"{mark}{keyword} " + mark.join(f'"{piece}"\n' for piece in first + pieces)


def _comment(mark: str, text: str) -> Iterator[str]:
    if not text:
        return
    lines = _LINE_END.split(text)
    if not any(lines):
        lines.pop()
    for line in lines:
        yield _ended(f"{mark} {line}" if line else mark)


def _references(occurrences: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Answer the ``#:`` lines: each reference once, as many on a line as fit."""
    line, column = "#:", 2
    for reference, width in dict.fromkeys(map(_reference, occurrences)):
        if column > len("#:") and column + width > LINE_WIDTH:
            yield _ended(line)
            line, column = "#:", 2
        line, column = f"{line} {reference}", column + width
    if column > len("#:"):
        yield _ended(line)


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


def _flags(entry: EntryLike) -> Iterator[str]:
    """Answer the flags that GNU gettext knows, in its order; it deletes all others."""
    formats, limits, wrap = {}, "", ""
    for flag in entry.flags:
        if found := _FORMAT.fullmatch(flag):
            formats[found[2]] = found[1] or ""
        elif found := _RANGE.fullmatch(flag):
            limits = f"range: {int(found[1])}..{int(found[2])}" if int(found[1]) <= int(found[2]) else limits
        elif flag in {"wrap", "no-wrap"}:
            wrap = flag
    if "fuzzy" in entry.flags and (entry.obsolete or any(_translations(entry))):
        yield "fuzzy"
    for name in sorted(formats.keys() & _RANK.keys(), key=_RANK.__getitem__):
        if formats[name] != "impossible-":
            yield f"{formats[name].removeprefix('possible-')}{name}-format"
    if limits and not entry.obsolete:
        yield limits
    if wrap == "no-wrap":
        yield wrap
