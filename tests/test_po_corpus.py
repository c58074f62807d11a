"""Whole files: broken ones and unusual ones of our own, mutated ones beside msgfmt, those of Django and polib."""

from __future__ import annotations

import codecs
import dataclasses
import gzip
import importlib.util
import io
import random
import re
import struct
import subprocess
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from test_po import BETTER, BROKEN, ENTRY, FILES, HEADER, LEGAL, msgcat, named
from workspaces import REPOSITORY, Workspace

from publisher import po
from publisher.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Tool = Callable[[str], str]

PATIENCE = 2.0  # seconds of work for one file


def problems(data: bytes) -> list[tuple[int, str]]:
    """The lines and messages of a refusal, which came in time and names the file and a cure for each."""
    start = time.process_time()
    with pytest.raises(CatalogError) as caught:
        po.parse(data, "ar.po")
    assert time.process_time() - start < PATIENCE
    assert all(problem.path == "ar.po" and problem.hint for problem in caught.value.problems)
    assert not re.search(r"Error|Traceback|codec|regex|None|\bstr\b|dict|Python", str(caught.value))
    assert max(map(len, str(caught.value).splitlines())) < 160, "a message is one line, and its cure another"
    return [(problem.line, problem.message) for problem in caught.value.problems]


# Broken files


@pytest.mark.parametrize("path", BROKEN, ids=named)
def test_a_broken_file_is_refused_with_its_line_and_reason(path: Path) -> None:
    data = path.read_bytes()
    expected = re.findall(r"^# expect (\d+): (.+)$", data.decode(errors="replace"), re.MULTILINE)
    found = problems(data)
    assert expected
    assert [line for line, _ in found] == [int(line) for line, _ in expected]
    for (_, message), (_, fragment) in zip(found, expected, strict=True):
        assert fragment in message


def test_twin_polib_reads_half_of_them_without_a_word() -> None:
    read = 0
    for path in BROKEN:
        try:
            polib.pofile(str(path), encoding="utf-8")
        except (OSError, ValueError):
            continue
        read += 1
    assert read >= 50


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, ENTRY)
    return file.getvalue()


ARABIC = HEADER.replace("UTF-8", "windows-1256") + "\n" + ENTRY
TURKISH = HEADER.replace("UTF-8", "ISO-8859-9") + '\nmsgid "Peace"\nmsgstr "Aştî"\n'
XLIFF = '<?xml version="1.0"?>\n<xliff version="1.2"><file><body><trans-unit id="1"/></body></file></xliff>\n'

FOREIGN = {  # files that cannot say in a comment what is expected of them
    "UTF-16": (ENTRY.encode("utf-16"), 1, "in UTF-16"),
    "UTF-16 little end first": (ENTRY.encode("utf-16-le"), 1, "in UTF-16"),
    "UTF-16 big end first": (ENTRY.encode("utf-16-be"), 1, "in UTF-16"),
    "UTF-32": (ENTRY.encode("utf-32"), 1, "in UTF-16"),
    "windows-1256, and its header says so": (ARABIC.encode("cp1256"), 7, "in windows-1256, as its header says, not in"),
    "ISO-8859-9, and its header says so": (TURKISH.encode("iso-8859-9"), 7, "in ISO-8859-9, as its header says, not"),
    "a header that names no letters": ((HEADER.replace("UTF-8", "") + ENTRY).encode(), 4, "charset=, not UTF-8"),
    "one line in windows-1256": (ENTRY.encode() + b"# " + "سلام".encode("cp1256"), 3, "not in UTF-8: byte 3 of this"),
    "letters as Java writes them": (ENTRY.encode() + b"# \xed\xa0\xbd\xed\xb8\x80", 3, "not in UTF-8: byte 3 of this"),
    "cut in a letter": (ENTRY.encode()[:-3], 2, "the file is cut: it ends in the middle of a letter"),
    "a hole filled by a disk": (ENTRY.encode() + b"\0" * 512, 3, "NUL byte"),
    "NUL": (ENTRY.encode().replace(b"ce", b"c\0e"), 1, "NUL byte"),
    "line ends of old Macintoshes": (ENTRY.replace("\n", "\r").encode(), 1, "ends here with CR alone"),
    "a line hidden behind a comment": (b"# a\n# b\rmsgid\n" + ENTRY.encode(), 2, "ends here with CR alone"),
    "two byte order marks": (codecs.BOM_UTF8 * 2 + ENTRY.encode(), 1, "an invisible character (U+FEFF)"),
    "gzip": (gzip.compress(ENTRY.encode()), 1, "no catalog but a packed file"),
    "zip": (zipped("ar.po"), 1, "no catalog but a packed file"),
    "Word": (zipped("word/document.xml"), 1, "no catalog but a packed file"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ENTRY.encode(), 1, "no catalog but a document"),
    "RTF": (rb"{\rtf1\ansi " + ENTRY.encode(), 1, "no catalog but a document"),
    "PDF": (b"%PDF-1.7\n" + ENTRY.encode(), 1, "no catalog but a document"),
    "compiled": (polib.pofile(HEADER + "\n" + ENTRY).to_binary(), 1, "no catalog but a compiled catalog"),
    "XLIFF": (XLIFF.encode(), 1, "no catalog but XML or HTML"),
    "web page": (f"<!DOCTYPE html>\n<pre>{ENTRY}</pre>\n".encode(), 1, "no catalog but XML or HTML"),
    "JSON": ('{"Peace": "سلام"}\n'.encode(), 1, "no catalog but JSON"),
    "list in JSON": (b'[\n  {"msgid": "Peace"}\n]\n', 1, "no catalog but JSON"),
    "CSV": ('source,target\n"Peace","سلام"\n'.encode(), 1, "this is no catalog, or only the beginning"),
    "properties": ("peace = سلام\n".encode(), 1, "this is no catalog, or only the beginning"),
    "pointer of git": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", 1, "this is no catalog"),
    "comments alone": (b"# msgid is the keyword\n", 2, "the file is cut: its last comments have no entry"),
    "big file": (b"#" * (po.MAX_FILE + 1), 0, "the file has 8,000,001 bytes"),
    "big text": (b'msgid "' + b"a" * po.MAX_TEXT + b'b"\nmsgstr ""\n', 1, "msgid has 20,001 bytes"),
    "long line": (ENTRY.encode() + b"#" * (po.MAX_LINE + 1), 3, "the line has 100,001 characters"),
    "many pieces": (('msgid "a"\nmsgstr ""\n' + '"سلام سلام"\n' * 1200).encode(), 2, "msgstr has 20,400 bytes"),
    "many lines": (ENTRY.encode() + b"\n" * po.MAX_LINES, 0, "more than 500,000 lines"),
    "many references": (b"#: a\n" * 200_001 + ENTRY.encode(), 200_001, "more than 200,000 references, or texts"),
    "many entries": (
        b"".join(b'msgid "%d"\nmsgstr ""\n' % number for number in range(po.MAX_ENTRIES + 1)),
        2 * po.MAX_ENTRIES + 3,
        "more than 20,000 entries",
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_no_catalog_may_be(name: str) -> None:
    data, line, fragment = FOREIGN[name]
    found_line, message = problems(data)[0]
    assert fragment in message
    assert found_line == line


def test_the_corpus_is_large_enough() -> None:
    assert len({path.read_bytes() for path in BROKEN}) >= 120
    assert len({data for data, _, _ in FOREIGN.values()}) >= 30
    assert len({path.read_bytes() for path in LEGAL}) >= 40


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Answer a workspace in which only the Kurdish catalog will be replaced."""
    made = Workspace(tmp_path_factory.mktemp("workspace"))
    made.complete()
    return made


SMALL = {name: (data, line) for name, (data, line, _) in FOREIGN.items() if len(data) < 100_000}
EXPECTED = re.compile(rb"# expect (\d+): ")
DAMAGED = SMALL | {one.name: (one.read_bytes(), int(EXPECTED.findall(one.read_bytes())[0])) for one in BROKEN}


@pytest.mark.parametrize("name", DAMAGED)
def test_no_command_changes_a_broken_file(finished: Workspace, name: str) -> None:
    data, line = DAMAGED[name]
    path = finished.po("ku")
    finished.write(path, data)
    before = finished.bytes_of("locales")
    answer = finished.run("update")
    assert answer.code == 2, answer
    assert f"error: {path}:{line}: " in answer.err
    assert "help: " in answer.err
    assert not re.search("Traceback|bug in publish", answer.err)
    answer = finished.run("status")
    assert answer.code == 0, answer
    assert f"ku waits for a file that can be read ({path}:{line}: " in answer.out
    assert (finished.root / path).read_bytes() == data
    assert finished.bytes_of("locales") == before


FULL = 8_000_000
BEGUN = b'msgid "a"\nmsgstr '


def filled(unit: bytes, start: bytes = BEGUN, end: bytes = b"", size: int = FULL) -> bytes:
    return start + unit * ((size - len(start) - len(end)) // len(unit)) + end


LINE = po.MAX_LINE - 100
WORST: dict[str, Callable[[], bytes]] = {
    "quotation marks": lambda: b'"' * FULL,
    "quotation marks in a text": lambda: filled(b'"'),
    "lines of quotation marks": lambda: filled(filled(b'"" ', b"", b"\n", LINE)),
    "lines of short texts": lambda: filled(b'""\n', size=3 * po.MAX_LINES),
    "backslashes": lambda: b"\\" * FULL,
    "backslashes in a text": lambda: filled(b"\\\\", BEGUN + b'"', b'"\n'),
    "lines of backslashes": lambda: filled(filled(b"\\\\", b'"', b'"\n', LINE), BEGUN + b'""\n'),
    "lines of unknown escapes": lambda: filled(b'msgid "\\z\n\n', b""),
    "a line": lambda: b"a" * FULL,
    "a line of text": lambda: filled(b"a", BEGUN + b'"', b'"\n'),
    "an open text": lambda: filled(b"a", BEGUN + b'"'),
    "blanks": lambda: b" " * FULL,
    "blanks after a keyword": lambda: filled(b" "),
    "empty lines": lambda: b"\n" * FULL,
    "as many lines as may be": lambda: b"#\n" * (po.MAX_LINES - 2) + ENTRY.encode(),
    "as many references as may be": lambda: filled(filled(b"a : ", b"#: ", b"\n", LINE), b""),
    "colons": lambda: filled(filled(b"1:", b"#: ", b"\n", LINE), b""),
    "isolates": lambda: filled(filled("\u2068a".encode(), b"#: ", b"\n", LINE), b""),
    "flags": lambda: filled(filled(b"a,", b"#,", b"\n", LINE), b""),
    "fuzzy flags": lambda: filled(b"#, Fuzzy\n", b"", size=9 * po.MAX_LINES),
    "digits": lambda: filled(b"1", b'msgid "a"\nmsgid_plural "b"\nmsgstr[', b'] "c"\n'),
    "underlines": lambda: filled(filled(b"_", b"", b'"a"\n\n#\n', LINE), b""),
    "entries with a problem each": lambda: b"".join(b'msgid "%d"\nmsgstr "\n\n' % number for number in range(20_000)),
    "one entry 20,000 times": lambda: b'msgid "a"\nmsgstr ""\n\n' * 20_000,
    "problems without a blank line": lambda: b'msgid "a\n' * 400_000,
    "as much text as may be": lambda: b"".join(b'msgid "%d"\nmsgstr "%s"\n' % (n, b"x" * 370) for n in range(20_000)),
    "long texts": lambda: b"".join(b'msgid "%d"\nmsgstr "%s"\n' % (n, "ط".encode() * 9_900) for n in range(400)),
    "headers": lambda: filled(b"content-type: charset\\n", b'msgid ""\nmsgstr "', b'"\n', LINE),
    "lines that look like mail": lambda: filled(b"> a\n", b"", size=4 * po.MAX_LINES),
    "signs of a merge": lambda: b"=" * FULL,
    "control characters": lambda: b"\x01" * FULL,
    "carriage returns": lambda: b"\r" * FULL,
    "wrong bytes": lambda: b"a" * (FULL - 1) + b"\xff",
    "half pairs of mail": lambda: filled(b"=3D", b""),
    "opened brackets": lambda: filled(b"<", b" "),
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_files_are_answered_in_time(name: str) -> None:
    data = WORST[name]()
    assert len(data) <= po.MAX_FILE
    start = time.process_time()
    try:
        po.parse(data, "ar.po")
    except CatalogError as error:
        assert max(map(len, str(error).splitlines())) < 160  # noqa: PT017  # it may be refused, but need not
    assert time.process_time() - start < PATIENCE


# Legal files


def kept(entries: Iterable[po.Entry]) -> list[dict[str, object]]:
    """Everything that must outlast reading and writing, in the order of writing."""
    chosen = []
    for one in sorted(entries, key=lambda one: one.obsolete):
        translated = bool(one.msgstr or any(one.msgstr_plural.values()))
        if one.obsolete and not (translated or one.tcomment.strip() or one.previous_msgid is not None):
            continue  # nobody's work
        fields = dataclasses.asdict(one)
        del fields["linenum"], fields["occurrences"]  # references are spelt anew
        fields["flags"] = "fuzzy" in one.flags and (translated or one.obsolete)
        for name in ("comment", "tcomment"):  # a blank keeps gettext from joining such a line with the next one
            fields[name] = re.sub(r"\\$", r"\\ ", str(fields[name]), flags=re.MULTILINE)
        chosen.append(fields)
    return chosen


@pytest.mark.parametrize("path", LEGAL, ids=named)
def test_a_legal_file_is_read_and_written_without_loss(path: Path) -> None:
    start = time.process_time()
    entries = po.parse(path.read_bytes(), "ar.po")
    assert time.process_time() - start < PATIENCE
    data = po.serialize(entries)
    again = po.parse(data, "ar.po")
    assert kept(again) == kept(entries)
    assert po.serialize(again) == data


# Mutated files, and msgfmt

MUTATED = 2_000
REAL = sorted((REPOSITORY / "locales").glob("*/LC_MESSAGES/*.po"))
SEEDS = [path for path in LEGAL if path.name not in {"flags-on-several-lines.po", "long-text.po"}] + REAL
INSERTED = [
    *(b'"', b"\\", b"\n", b"\r", b"\t", b" ", b"#", b",", b"\\n", b'\\"', b'""', b"\\x41", b"\\101", b"\0", b"\x1b"),
    *(b"\xff", b"\xd8", b"\r\n", b"[0]", b"fuzzy", b"msgid ", b"msgstr ", b'msgctxt ""\n', b'domain "x"\n'),
    *(char.encode() for char in "\u00a0\u0085\u200f\u200b\u2028\ufeff”«سê"),
]
MARKED = [b"#~ ", b"#| ", b"#~| ", b"# ", b"#, ", b"#. ", b"#: ", b"\t", b"> "]
FLAGGED = [b"#, fuzzy", b"#,fuzzy,", b"  #, fuzzy", b"#, c-format", b"#, fuzzy, c-format", b"# fuzzy", b"#~ #, fuzzy"]
ENDED = [b" ", b"\t", b"\r", b"\\", b'"', b'"x"', b" # x", "\u200f".encode()]


def dropped_quote(data: bytes, _at: int, chance: random.Random) -> bytes:
    at = chance.choice([found.start() for found in re.finditer(b'"', data)] or [0])
    return data[:at] + data[at + 1 :]


ON_LINES: list[Callable[[list[bytes], int, int, random.Random], list[bytes]]] = [
    lambda lines, here, _there, _chance: lines[:here] + lines[here + 1 :],
    lambda lines, here, there, _chance: [*lines[:here], lines[there], *lines[here:]],
    lambda lines, here, _there, _chance: [*lines[:here], lines[here], *lines[here:]],
    lambda lines, here, there, _chance: [*lines[:here], lines[there], *lines[here + 1 :]],
    lambda lines, here, _there, _chance: [*lines[:here], *reversed(lines[here : here + 2]), *lines[here + 2 :]],
    lambda lines, here, _there, _chance: [*lines[:here], b"".join(lines[here : here + 2]), *lines[here + 2 :]],
    lambda lines, here, _there, chance: [*lines[:here], chance.choice(MARKED) + lines[here], *lines[here + 1 :]],
    lambda lines, here, _there, chance: [*lines[:here], lines[here] + chance.choice(ENDED), *lines[here + 1 :]],
    lambda lines, here, _there, chance: [*lines[:here], chance.choice(FLAGGED), *lines[here:]],
]
ON_BYTES: list[Callable[[bytes, int, random.Random], bytes]] = [
    dropped_quote,
    lambda data, at, _chance: data[:at],
    lambda data, at, chance: data[:at] + data[at + chance.randint(1, 3) :],
    lambda data, at, chance: data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
    lambda data, at, chance: data[:at] + bytes([chance.randrange(97, 123)]) + data[at + 1 :],
    lambda data, at, chance: data[:at] + chance.choice(INSERTED) + data[at:],
    lambda data, _at, chance: data.replace(b"#, fuzzy", chance.choice(FLAGGED), 1),
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """What is left of a file after one to three accidents."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        kind, lines = chance.randrange(len(ON_LINES) + len(ON_BYTES)), data.split(b"\n")
        if kind < len(ON_LINES):
            here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
            data = b"\n".join(ON_LINES[kind](lines, here, there, chance))
        else:
            data = ON_BYTES[kind - len(ON_LINES)](data, chance.randint(0, len(data)), chance)
    return data


def compiled(tool: Tool, data: bytes) -> dict[bytes, bytes] | None:
    """The texts that GNU gettext would show a reader, drafts excluded, or nothing if it refuses the file."""
    made = subprocess.run([tool("msgfmt"), "-o", "-", "-"], input=data, capture_output=True, check=False)
    if made.returncode:
        return None
    count, sources, targets = struct.unpack_from("<3I", made.stdout, 8) if made.stdout else (0, 0, 0)

    def text(table: int, number: int) -> bytes:
        length, start = struct.unpack_from("<2I", made.stdout, table + 8 * number)
        return made.stdout[start : start + length]

    # The header is no text for readers; msgfmt leaves a line of it out.
    return {text(sources, n): text(targets, n) for n in range(count) if text(sources, n)}


def shown(entries: Iterable[polib.POEntry]) -> dict[bytes, bytes]:
    """The same of what was read: what msgfmt makes of live entries that are translated and no drafts."""
    texts = {}
    for one in entries:
        context = "" if one.msgctxt is None else f"{one.msgctxt}\4"
        forms = [text for _, text in sorted(one.msgstr_plural.items())] or [one.msgstr]
        if (one.msgid or context) and not one.obsolete and forms[0] and "fuzzy" not in one.flags:
            plural = f"\0{one.msgid_plural}" if one.msgstr_plural else ""
            texts[f"{context}{one.msgid}{plural}".encode()] = "\0".join(forms).encode()
    return texts


FLAGS = rb"^([ \t]*(?:#~[ \t]*)?#[,!].*)\n((?:[ \t]*(?:#(?![,!]).*)?\r?\n)*)[ \t]*(?:#~[ \t]*)?#[,!](.*)"


def for_old_gettext(data: bytes) -> bytes:
    """Spell anew what gettext before 1.0 takes for something else than gettext since 1.0, and than the reader.

    It forgets all lines of flags of an entry but the last (a draft is published), takes ``#=`` for a comment (the
    same), and joins a comment that ends with a backslash with the next line, whatever that is.
    """
    data = re.sub(rb"^([ \t]*(?:#~[ \t]*)?#)=", rb"\1,", data, flags=re.MULTILINE)
    data = re.sub(rb"^([ \t]*#.*\\)(\r?)$", rb"\1 \2", data, flags=re.MULTILINE)
    while (joined := re.sub(FLAGS, rb"\1,\3\n\2", data, flags=re.MULTILINE)) != data:
        data = joined
    return data


@dataclasses.dataclass(frozen=True)
class Mutant:
    name: str
    data: bytes
    entries: list[po.Entry] | None  # nothing if the reader refuses it
    theirs: dict[bytes, bytes] | None  # nothing if msgfmt refuses it


@pytest.fixture(scope="module")
def mutants(tool: Tool) -> list[Mutant]:
    """Answer the mutated files and what the reader and msgfmt make of each; anything but a refusal ends the test."""
    made = []
    for number in range(MUTATED):
        chance = random.Random(number)  # noqa: S311  # the same files every time
        path = chance.choice(SEEDS)
        data = mutated(path.read_bytes().removeprefix(codecs.BOM_UTF8), chance)
        try:
            entries = po.parse(data, path.name)
        except CatalogError as error:
            assert all(problem.hint for problem in error.problems)  # noqa: PT017  # it may be refused, but need not
            entries = None
        made.append(Mutant(f"{number} ({path.name})", data, entries, compiled(tool, data)))
    return made


def test_mutated_files_mean_to_readers_what_they_mean_to_msgfmt(tool: Tool, mutants: list[Mutant]) -> None:
    both = [one for one in mutants if one.entries is not None and one.theirs is not None]
    differing = [one for one in both if shown(one.entries) != one.theirs]
    known = [one for one in differing if shown(one.entries) == compiled(tool, for_old_gettext(one.data))]
    assert len(mutants) == MUTATED
    assert len(both) >= MUTATED / 4
    assert sum(one.entries is None for one in mutants) >= MUTATED / 4
    assert [one.name for one in differing if one not in known] == []
    assert len(known) < MUTATED / 50
    assert all(for_old_gettext(one.data) != one.data for one in known)


def test_what_is_written_of_mutated_files_means_the_same_to_msgfmt(tool: Tool, mutants: list[Mutant]) -> None:
    """Reading and writing loses nothing, and changes no text that readers see, as another program sees it."""
    accepted = [one for one in mutants if one.entries is not None]
    compared = 0
    for one in accepted:
        data = po.serialize(one.entries)
        assert kept(po.parse(data, one.name)) == kept(one.entries), one.name
        theirs = compiled(tool, data)
        if theirs is None:  # it wants "\n" at the same ends of source and translation; a check, not grammar
            assert one.theirs is None, one.name
        else:
            compared += 1
            assert theirs == shown(one.entries), one.name
    assert compared > len(accepted) * 0.9


def test_twin_polib_takes_mutated_files_for_whole(mutants: list[Mutant], tmp_path: Path) -> None:
    """The same files through polib: broken ones are read without a word, and texts that differ from those of msgfmt."""
    broken = differing = 0
    for one in mutants:
        path = tmp_path / "mutant.po"
        path.write_bytes(one.data)
        try:
            theirs = polib.pofile(str(path), encoding="utf-8")
        except (OSError, ValueError):
            continue
        if one.theirs is None:
            broken += 1
        else:
            differing += shown(theirs) != one.theirs
    assert broken >= 200
    assert differing >= 10


# The catalogs of Django


def django_catalogs() -> list[Path]:
    found = importlib.util.find_spec("django")
    root = Path(found.origin).parent if found and found.origin else Path("django is not installed")
    return sorted(path for path in root.rglob("*.po") if {"ar", "ckb"} & set(path.parts))


DJANGO = django_catalogs()


def everything(path: Path, *, remarks: bool = True) -> list[tuple[object, ...]]:
    """What another reader finds in a file; sorted, because obsolete entries go to the end."""
    file = polib.pofile(str(path), encoding="utf-8")
    return sorted(
        (
            repr((one.msgctxt, one.msgid, one.msgid_plural, one.msgstr, one.msgstr_plural, one.obsolete)),
            repr((one.previous_msgctxt, one.previous_msgid, one.previous_msgid_plural)),
            one.comment,
            one.tcomment if remarks else "",
            sorted(one.flags),
            sorted(set(one.occurrences)),
        )
        for one in [*file, file.metadata_as_entry()]
    )


def test_the_catalogs_of_django_are_there() -> None:
    assert len(DJANGO) >= 26, "pip install django"


@pytest.mark.parametrize("path", DJANGO, ids=lambda path: "-".join(path.parts[-5:]))
def test_the_catalogs_of_django_are_read_and_written_without_loss(path: Path, tool: Tool, tmp_path: Path) -> None:
    entries = po.parse(path.read_bytes(), path.name)
    ours = tmp_path / path.name
    ours.write_bytes(po.serialize(entries))
    assert kept(po.parse(ours.read_bytes(), path.name)) == kept(entries)
    assert everything(ours) == everything(path)
    assert ours.read_bytes() == msgcat(tool, path.read_bytes())


# The test files of polib

POLIB = sorted([*(FILES / "polib").glob("*.po"), *(FILES / "polib").glob("*.pot")])
POLIB_BROKEN = {
    "test_syntax_error1.po": (5, "msgstr stands twice in one entry"),
    "test_ufeff.po": (4, "the closing quotation mark is missing"),
}
POLIB_OTHER_LETTERS = {"test_iso-8859-15.po": (4, "the file is in ISO_8859-15, as its header says, not in UTF-8")}
POLIB_LOSES = {  # the remarks of translators that polib itself does not read as they stand
    "test_trailing_comment.po": "it forgets the remark at the end",
    "test_unusual_metadata_location.po": "it forgets the remark above the first entry",
    "test_utf8.po": "it takes ## for #",
}
POLIB_BETTER = {
    "test_noencoding.po": "msgcat refuses letters without a character set in the header",
    "test_trailing_comment.po": BETTER["remark-at-the-end.po"],
    "test_unusual_metadata_location.po": BETTER["header-last.po"],
    "test_utf8.po": BETTER["flags-on-several-lines.po"],
}
POLIB_LEGAL = [path for path in POLIB if path.name not in {**POLIB_BROKEN, **POLIB_OTHER_LETTERS}]


def test_all_files_of_polib_are_there() -> None:
    assert len(POLIB) == 24
    assert len(POLIB_LEGAL) == 21


@pytest.mark.parametrize("path", POLIB_LEGAL, ids=named)
def test_the_files_of_polib_are_read_and_written_without_loss(path: Path, tool: Tool, tmp_path: Path) -> None:
    entries = po.parse(path.read_bytes(), path.name)
    ours = tmp_path / path.name
    ours.write_bytes(po.serialize(entries))
    assert kept(po.parse(ours.read_bytes(), path.name)) == kept(entries)
    remarks = path.name not in POLIB_LOSES
    assert everything(ours, remarks=remarks) == everything(path, remarks=remarks)
    command = [tool("msgcat"), "--no-wrap", "--force-po", str(path)]
    theirs = subprocess.run(command, capture_output=True, check=False).stdout
    assert (ours.read_bytes() == theirs) == (path.name not in POLIB_BETTER)


@pytest.mark.parametrize("name", POLIB_LOSES)
def test_twin_polib_loses_remarks_of_its_own_files(name: str, tmp_path: Path) -> None:
    path, ours = FILES / "polib" / name, tmp_path / name
    ours.write_bytes(po.serialize(po.parse(path.read_bytes(), name)))
    assert everything(ours) != everything(path)


@pytest.mark.parametrize("name", POLIB_BROKEN)
def test_broken_files_of_polib_are_refused(name: str) -> None:
    assert problems((FILES / "polib" / name).read_bytes()) == [POLIB_BROKEN[name]]


@pytest.mark.parametrize("name", POLIB_OTHER_LETTERS)
def test_files_of_polib_in_another_character_set_are_read_after_the_cure(name: str, tool: Tool, tmp_path: Path) -> None:
    path, ours = FILES / "polib" / name, tmp_path / name
    assert problems(path.read_bytes()) == [POLIB_OTHER_LETTERS[name]]
    with pytest.raises(CatalogError, match="run msgconv --to-code=UTF-8"):
        po.parse(path.read_bytes(), name)
    subprocess.run([tool("msgconv"), "--to-code=UTF-8", "-o", str(ours), str(path)], check=True)
    entries = po.parse(ours.read_bytes(), name)
    by_hand = path.read_bytes().decode("iso-8859-15").replace("charset=ISO_8859-15", "charset=UTF-8")
    assert kept(entries) == kept(po.parse(by_hand.encode(), name))
    again = tmp_path / "again.po"
    again.write_bytes(po.serialize(entries))
    assert everything(again) == everything(ours)
