"""The grammar of .po files: what is refused and how it is said, what is accepted, and the bytes that are written."""

import codecs
import dataclasses
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher import po
from publisher.errors import CatalogError
from publisher.po.garbled import garbled

FILES = Path(__file__).parent / "po"
BROKEN = sorted((FILES / "broken").iterdir())
LEGAL = sorted((FILES / "legal").iterdir())
HEADER = 'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'

# Where the writer and msgcat part, and why.
BETTER = {
    "comments-refused-by-polib.po": "gettext before 1.0 takes #= for a comment",
    "flags-on-several-lines.po": "gettext before 1.0 forgets all lines of flags but the last, fuzzy included",
    "fuzzy-second-form.po": "msgcat publishes a draft of which only the first plural form is empty",
    "header-last.po": "msgcat leaves the header where it is",
    "obsolete-with-work.po": "msgcat deletes an obsolete entry without a first text, with all that is in it",
    "remark-at-the-end.po": "msgcat deletes the remark",
    "windows-line-ends.po": "msgcat makes the CR of a Windows line end a part of comments",
}

# What polib makes of legal files, and of what is written: why it reads none of ours.
POLIB_MISREADS = {
    "eleven-plural-forms.po": "it takes msgstr[10] for msgstr[1]",
    "escapes.po": "it does not know the bell",
    "unseen-characters-inside-texts.po": "it takes U+2028 for a line end",
}
POLIB_REFUSES = {
    "blank-lines-inside.po",
    "comments.po",
    "comments-refused-by-polib.po",
    "entries-in-comments.po",
    "flags.po",
    "flags-on-several-lines.po",
    "obsolete.po",
    "spacing.po",
}

Tool = Callable[[str], str]


def named(path: Path) -> str:
    return path.name


def problems(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(CatalogError) as caught:
        po.parse(data, "ar.po")
    assert all(problem.path == "ar.po" and problem.hint for problem in caught.value.problems)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def live(entries: Iterable[polib.POEntry]) -> list[tuple[object, ...]]:
    """The texts that a reader could see."""
    chosen = (one for one in entries if not one.obsolete and (one.msgid or one.msgctxt is not None))
    return [(one.msgctxt, one.msgid, one.msgid_plural, one.msgstr, one.msgstr_plural) for one in chosen]


def msgcat(tool: Tool, data: bytes) -> bytes:
    # Without --force-po, msgcat writes nothing at all where there is only a header.
    command = [tool("msgcat"), "--no-wrap", "--force-po", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


# What is refused


ENTRY = 'msgid "Peace"\nmsgstr "سلام"\n'


def test_the_limits_themselves_are_allowed() -> None:
    assert po.parse(b'msgid "' + b"a" * po.MAX_TEXT + b'"\nmsgstr ""\n', "ar.po")
    entries = b"".join(b'msgid "%d"\nmsgstr ""\n' % number for number in range(po.MAX_ENTRIES))
    assert len(po.parse(entries, "ar.po")) == po.MAX_ENTRIES
    one = b'msgid "a"\nmsgstr ""\n'
    assert po.parse(b"#" * po.MAX_LINE + b"\n" + one, "ar.po")
    assert po.parse(b"\n" * (po.MAX_LINES - 2) + one, "ar.po")
    assert len(po.parse(b"#: a\n" * po.MAX_PARTS + one, "ar.po")[0].occurrences) == po.MAX_PARTS
    assert po.parse(b"\r" * (po.MAX_FILE - len(one) - 1) + b"\n" + one, "ar.po")


def test_a_list_of_problems_comes_to_an_end() -> None:
    data = "".join(f'msgid "{number}"\nmsgstr "\n\n' for number in range(100)).encode()
    assert len(problems(data)) == po.MAX_PROBLEMS


def test_twin_polib_takes_broken_files_for_whole() -> None:
    """The reader is there for a reason: these damages go through polib without a word."""
    assert polib.pofile('msgid "Peace"\nmsgstr "سلام\n')[0].msgstr == "سلا"
    assert polib.pofile('msgid "one"\nmsgid_plural "x"\nmsgstr[0] "a"\nmsgstr[10] "b"\n')[0].msgstr_plural[1] == "b"
    assert len(polib.pofile(ENTRY + "\n" + ENTRY)) == 2
    mojibake = (FILES / "broken" / "charset.po").read_text("utf-8")
    assert "ط³ظ" in polib.pofile(mojibake)[0].msgstr


def cuts(data: bytes) -> Iterable[bytes]:
    return (data[:end] for end in range(1, len(data)))


CUT = (FILES / "legal" / "weblate.po").read_bytes()


def test_wherever_a_file_is_cut_no_text_is_cut() -> None:
    """Every beginning of a file is refused, or the texts in it are whole but for whole lines at its end."""
    whole = {one.msgid: one for one in po.parse(CUT, "ar.po")}
    refused = 0
    for data in cuts(CUT):
        try:
            entries = po.parse(data, "ar.po")
        except CatalogError:
            refused += 1
            continue
        for one in entries:
            model = whole[one.msgid]
            assert one.msgid_plural == model.msgid_plural
            assert one.msgstr_plural == dict(list(model.msgstr_plural.items())[: len(one.msgstr_plural)])
            if one.msgid:
                assert one.msgstr in {model.msgstr, ""}
    assert refused > len(CUT) / 2


def test_twin_polib_cuts_texts() -> None:
    whole = {text for one in polib.pofile(CUT.decode()) for text in one.msgstr_plural.values()}
    damaged = 0
    for data in cuts(CUT):
        try:
            entries = polib.pofile(data.decode(errors="ignore") + "\n")
        except OSError:
            continue
        damaged += any(text not in whole for one in entries for text in one.msgstr_plural.values())
    assert damaged > 20


# What is accepted


@pytest.mark.parametrize("path", LEGAL, ids=named)
def test_a_legal_file_is_read_and_written_for_good(path: Path) -> None:
    entries = po.parse(path.read_bytes(), "ar.po")
    data = po.serialize(entries)
    again = po.parse(data, "ar.po")
    assert po.serialize(again) == data
    assert live(again) == live(entries)


@pytest.mark.parametrize("path", LEGAL, ids=named)
def test_line_ends_byte_order_marks_and_blanks_at_line_ends_change_nothing(path: Path) -> None:
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    whole = po.parse(data, "ar.po")
    assert po.parse(codecs.BOM_UTF8 + data.replace(b"\n", b"\r\n"), "ar.po") == whole
    # A line that does not look simple takes another way through the reader, to the same end.
    assert po.parse(re.sub(rb'^(?!#[^~|])(.*")$', rb"\1 ", data, flags=re.MULTILINE), "ar.po") == whole


@pytest.mark.parametrize("path", [path for path in LEGAL if path.name not in POLIB_MISREADS], ids=named)
def test_polib_sees_the_same_texts(path: Path) -> None:
    entries = po.parse(path.read_bytes(), "ar.po")
    assert live(polib.pofile(po.serialize(entries).decode() or "\n")) == live(entries)
    if path.name in POLIB_REFUSES:
        with pytest.raises(OSError, match="Syntax error"):
            polib.pofile(str(path))
    else:
        assert live(polib.pofile(str(path))) == live(entries)


@pytest.mark.parametrize("name", POLIB_MISREADS)
def test_twin_what_polib_makes_of_legal_files(name: str) -> None:
    data = (FILES / "legal" / name).read_bytes()
    try:
        theirs = polib.pofile(data.decode())
    except OSError:
        return
    assert live(theirs) != live(po.parse(data, "ar.po"))


def test_an_entry_becomes_one_of_polib() -> None:
    for path in LEGAL:
        entries = po.parse(path.read_bytes(), "ar.po")
        theirs = [polib.POEntry(**dataclasses.asdict(entry)) for entry in entries]
        assert po.serialize(theirs) == po.serialize(entries)


@pytest.mark.parametrize("path", LEGAL, ids=named)
def test_an_entry_is_one_of_polib(path: Path) -> None:
    for entry in po.parse(path.read_bytes(), "ar.po"):
        theirs = polib.POEntry(**dataclasses.asdict(entry))
        assert isinstance(entry, polib.POEntry)
        assert (str(entry), entry.fuzzy, entry.translated()) == (str(theirs), theirs.fuzzy, theirs.translated())


def test_entries_are_equal_if_all_their_fields_are() -> None:
    one = po.Entry("a", "b")
    assert one == po.Entry("a", "b")
    assert not one != po.Entry("a", "b")  # noqa: SIM202  # the other operator is what is asked
    assert one != po.Entry("a", "b", tcomment="c")


def test_everything_an_entry_says_is_read() -> None:
    text = """
# of the translator
#
#note
#. of the developer
#: a.md \u2068b c.md\u2069:12 d.md : 3
#, fuzzy, c-format
#= no-wrap, range: 1..2
#| msgctxt "old context"
#| msgid "old"
#| msgid_plural "olds"
msgctxt "context"
msgid "new \\"one\\"\\n"
msgid_plural "new"
" ones"
msgstr[0] "a"
msgstr[1] ""
"""
    assert po.parse(text.encode(), "ar.po") == [
        po.Entry(
            msgid='new "one"\n',
            msgid_plural="new ones",
            msgstr_plural={0: "a", 1: ""},
            msgctxt="context",
            comment="of the developer",
            tcomment="of the translator\n\nnote",
            occurrences=[("a.md", ""), ("b c.md", "12"), ("d.md", "3")],
            flags=["fuzzy", "c-format", "no-wrap", "range: 1..2"],
            previous_msgctxt="old context",
            previous_msgid="old",
            previous_msgid_plural="olds",
            linenum=13,
        )
    ]


def test_the_header_comes_first() -> None:
    assert [one.msgid for one in po.parse((FILES / "legal" / "header-last.po").read_bytes(), "")] == ["", "Peace"]


def test_a_remark_at_the_end_stays_with_the_last_entry() -> None:
    entries = po.parse((FILES / "legal" / "remark-at-the-end.po").read_bytes(), "ar.po")
    assert entries[-1].tcomment == "one\ntwo\n\nthree"


@pytest.mark.parametrize("comment", ["", "\n", "\n\n", "a", "a\n", "\na", "a\n\nb", " "])
def test_empty_lines_of_comments_are_counted(comment: str) -> None:
    entry = po.Entry(msgid="Peace", tcomment=comment, comment=comment)
    assert po.parse(po.serialize([entry]), "ar.po") == [dataclasses.replace(entry, linenum=2 * len(lines(comment)) + 1)]


def lines(comment: str) -> list[str]:
    return comment.split("\n") if comment.strip("\n") else list(comment)


# What is written


@pytest.mark.parametrize("path", LEGAL, ids=named)
def test_the_bytes_are_those_of_msgcat(path: Path, tool: Tool) -> None:
    ours = po.serialize(po.parse(path.read_bytes(), "ar.po"))
    if path.name == "template.pot":  # msgcat tells a template by its name
        command = [tool("msgcat"), "--no-wrap", str(path)]
        theirs = subprocess.run(command, capture_output=True, check=True).stdout
    else:  # gettext does not know byte order marks
        theirs = msgcat(tool, path.read_bytes().removeprefix(codecs.BOM_UTF8))
    if path.name in BETTER:
        assert ours != theirs, "msgcat has learned: strike the file from the list"
    else:
        assert ours == theirs


def test_obsolete_entries_are_kept_for_what_somebody_wrote() -> None:
    bare = po.Entry(msgid="a", obsolete=True, occurrences=[("x.md", "")], comment="note", flags=["fuzzy"])
    assert po.serialize([bare]) == b""
    for work in ({"tcomment": "ask"}, {"previous_msgid": "old"}, {"msgstr_plural": {0: "", 1: "x"}}):
        entry = dataclasses.replace(bare, **work)
        assert po.serialize(po.parse(po.serialize([entry]), "")) == po.serialize([entry]) != b""


def test_a_draft_stays_a_draft_when_its_first_form_is_empty(tool: Tool) -> None:
    data = (FILES / "legal" / "fuzzy-second-form.po").read_bytes()
    assert po.serialize(po.parse(data, "ar.po")) == data
    assert b"fuzzy" not in msgcat(tool, data), "the twin: this is how a draft gets published"


@pytest.mark.parametrize("char", ["\0", "\x04", "\ud800"])
def test_what_cannot_be_read_back_is_not_written(char: str) -> None:
    with pytest.raises(CatalogError, match=f"U\\+{ord(char):04X} cannot stand in a catalog"):
        po.serialize([po.Entry(msgid="Peace", msgstr=f"a{char}b")])


def test_a_garbled_translation_is_not_written() -> None:
    """What somebody pastes must not make a file that cannot be read again."""
    with pytest.raises(CatalogError, match=r"garbled letters in the translation of .Peace.: ط³ظ„ط§"):
        po.serialize([po.Entry(msgid="Peace", msgstr="ط³ظ„ط§ظ…")])
    assert po.serialize([po.Entry(msgid="ط³ظ„ط§ظ…", msgstr="سلام")])


def test_line_ends_in_comments_and_references_do_no_harm() -> None:
    entry = po.Entry(msgid="a", tcomment='b\r\nc\rmsgid "d"', occurrences=[('x\nmsgid "y".md', "")])
    assert po.serialize([entry]) == (
        '# b\n# c\n# msgid "d"\n#: \u2068xmsgid "y".md\u2069\nmsgid "a"\nmsgstr ""\n'.encode()
    )


def test_a_backslash_at_the_end_of_a_comment_does_not_eat_the_next_line(tool: Tool) -> None:
    draft = po.Entry(msgid="a", msgstr="b", tcomment="C:\\", flags=["fuzzy"])
    data = po.serialize([HEADER_ENTRY, draft])
    assert po.serialize(po.parse(data, "ar.po")) == data == msgcat(tool, data)
    twin = msgcat(tool, data.replace(b"\\ \n", b"\\\n"))
    assert b"# C:#, fuzzy" in twin, "without the space, gettext makes a comment of the flag"


def test_nothing_is_written_for_nothing() -> None:
    assert po.serialize([]) == b""
    assert po.parse(b"", "ar.po") == []


# Catalogs of all kinds

LINE = st.text(st.characters(exclude_characters="\0\x04\r\n", exclude_categories=["Cs"]), max_size=12).filter(
    # An old kind of reference, which msgcat alone still knows, and a backslash, which would join two lines for it.
    lambda line: not re.match(r"[Ff]ile:", line) and not line.endswith("\\")
)
TEXT = st.lists(
    st.one_of(
        st.sampled_from(["\n", '"', "\\", "\\n", "\t", "\a\b\f\v\r", "سلام", " ", "%s", "{x}", "#~ ", 'msgid "']),
        st.text(st.characters(exclude_characters="\0\x04", exclude_categories=["Cs"]), max_size=8),
    ),
    max_size=6,
).map("".join)
WHOLE = TEXT.filter(lambda text: not garbled(text))  # a translation
COMMENT = st.lists(LINE, max_size=3).map(lambda parts: "\n".join(parts) if any(parts) else "\n" * len(parts))
NAME = st.text(st.characters(categories=["L", "Nd", "Po"], exclude_characters=":./\\"), min_size=1, max_size=30)
FLAGS = ["fuzzy", "c-format", "no-python-format", "python-brace-format", "ycp-format", "range: 0..7", "no-wrap"]


@st.composite
def entry(draw: st.DrawFn) -> po.Entry:
    """An entry of which msgcat keeps everything."""
    obsolete, plural = draw(st.booleans()), draw(st.booleans())
    previous = draw(st.booleans())
    needed = TEXT.filter(bool)
    translation = draw(WHOLE.filter(bool) if obsolete else WHOLE)
    flags = draw(st.lists(st.sampled_from(FLAGS), unique=True))
    flags = [flag for flag in FLAGS if flag in flags]
    if obsolete or not translation:
        flags = [flag for flag in flags if flag not in ({"range: 0..7"} if obsolete else {"fuzzy"})]
    return po.Entry(
        msgid=draw(needed),
        msgid_plural=draw(needed) if plural else "",
        msgstr="" if plural else translation,
        msgstr_plural=dict(enumerate([translation, *draw(st.lists(WHOLE, max_size=3))])) if plural else {},
        msgctxt=draw(st.none() | TEXT),
        obsolete=obsolete,
        comment=draw(COMMENT),
        tcomment=draw(COMMENT),
        occurrences=draw(st.lists(st.tuples(NAME, st.sampled_from(["", "0", "7", "1234"])), max_size=4, unique=True)),
        flags=flags,
        previous_msgctxt=draw(st.none() | TEXT) if previous else None,
        previous_msgid=draw(TEXT) if previous else None,
        previous_msgid_plural=draw(st.none() | TEXT) if previous else None,
    )


def catalogs(size: int) -> st.SearchStrategy[list[po.Entry]]:
    return st.lists(entry(), max_size=size, unique_by=lambda one: (one.msgctxt, one.msgid))


HEADER_ENTRY = po.Entry(msgstr="Language: ar\nContent-Type: text/plain; charset=UTF-8\n")


@settings(max_examples=150, deadline=None)
@given(catalogs(6))
def test_whatever_is_written_is_read_back(entries: list[po.Entry]) -> None:
    data = po.serialize([HEADER_ENTRY, *entries])
    again = po.parse(data, "ar.po")
    assert po.serialize(again) == data
    expected = sorted([HEADER_ENTRY, *entries], key=lambda one: one.obsolete)
    assert [dataclasses.replace(one, linenum=0) for one in again] == expected


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(catalogs(30))
def test_whatever_is_written_msgcat_leaves_alone(tool: Tool, entries: list[po.Entry]) -> None:
    data = po.serialize([HEADER_ENTRY, *entries])
    assert msgcat(tool, data) == data


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LEGAL), st.data())
def test_damage_is_refused_or_harmless(path: Path, data: st.DataObject) -> None:
    """Whatever happens to a byte, the answer is a catalog or a list of problems, never a crash."""
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + data.draw(st.integers(0, 3)) :]
    try:
        entries = po.parse(damaged, "ar.po")
    except CatalogError:
        return
    assert live(po.parse(po.serialize(entries), "ar.po")) == live(entries)
