"""Before catalogs are shared: no name, address, time zone, path or tool is left in them, and every text is."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

import pytest
import workflow
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workspaces import REPOSITORY

from publisher import po
from publisher.catalog import Catalog, traces
from publisher.catalog.traces import FIELDS as OURS
from publisher.catalog.traces import Trace
from publisher.files import History
from publisher.locale import locale
from publisher.project import Project
from publisher.report.scrub import scrub_json, scrub_text
from publisher.workflow.scrub import scrub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workspaces import Workspace

    Save = Callable[..., object]

ABOVE = """\
# Jana Canary01 <jana@canary02.org>, 2024, 2026.
# SPDX-FileCopyrightText: 2024, 2026 Jana Canary03 <jana@example.org>
# SPDX-License-Identifier: CC-BY-SA-4.0
# Canary04, 2025.
# Translators:
# Canary05
#. Canary06
#: /home/canary07/x.po
"""
FIELDS = """\
"Project-Id-Version: Canary10\\n"
"Report-Msgid-Bugs-To: canary11@example.org\\n"
"POT-Creation-Date: 2026-01-02 10:00+0300\\n"
"PO-Revision-Date: 2026-01-03 01:30+0330\\n"
"Last-Translator: Jana Canary12 <jana@canary13.org>\\n"
"Language-Team: Canary14 <team@canary15.org>\\n"
"Language: ar_SY\\n"
"X-Generator: Canary16 3.2\\n"
"X-Poedit-Basepath: /home/canary17/work\\n"
"X-Poedit-SearchPath-0: C:\\\\Users\\\\canary18\\n"
"X-Canary19: x\\n"
"x-poedit-bookmarks: canary20\\n"
"Canary21\\n"
"""
ENTRY = """\
# Translated by Jana Canary30.
# Reviewed-by: Canary31 <x@example.org>
# -- Canary32
# Keep the number. Ask jana@canary33.org about it.
# Look into /home/canary34/notes.txt first. It is a quotation.
# Look into C:\\Users\\Canary35\\notes.txt
# Written to @canary36 about that.
# Call +963 944 3337 333.
# https://t.me/canary37
# المترجمة: كناري38
# وەرگێڕ: کەناری39
# Wergêr: Canary40
# check-ignore: number (ages in words, says canary41@example.org)
# check-ignore: length (reviewed by Canary42)
# Last translator:
# Canary43
# The word is that of the law -- Canary44
#. See canary45@example.org
#: /home/canary46/source/peace.md:12 source/peace.md
"""
CANARIES = sorted(
    {*re.findall(r"(?i)canary\d\d", ABOVE + FIELDS + ENTRY), "كناري38", "کەناری39", "3337", "+03", "ar_SY"}
)


def with_canaries(workspace: Workspace, name: str = "ar") -> Path:
    """Put names into all places of a catalog in which programs and people leave them, also out of use."""
    path = workspace.root / workspace.po(name)
    first, _, rest = path.read_text("utf-8").partition("\n\n")
    fields = first[first.index('"Plural-Forms') :]
    entries = ENTRY + re.sub(r"\A(?:#.*\n)*", "", rest)
    old = 'msgctxt "item"\nmsgid "Gone"\nmsgstr "راح"\n'
    used = "".join(line for line in ENTRY.splitlines(keepends=True) if line.startswith("# "))
    gone = f"{used}#~ " + "\n#~ ".join(old.splitlines())
    path.write_text(f'{ABOVE}msgid ""\nmsgstr ""\n{FIELDS}{fields}\n\n{entries}\n{gone}\n', "utf-8")
    return path


def seen(path: Path) -> list[str]:
    data = path.read_bytes().decode("utf-8")
    return [one for one in CANARIES if one.casefold() in data.casefold()]


def opened(workspace: Workspace) -> Project:
    return Project.open(workspace.root)


def texts(data: bytes) -> list[tuple[object, ...]]:
    """All that is text: sources, translations, what they were made from, and their states."""
    entries = [one for one in po.parse(data, "x.po") if one.msgid]
    return [
        (
            *(one.msgctxt, one.msgid, one.msgid_plural, one.msgstr, one.msgstr_plural),
            *(one.previous_msgctxt, one.previous_msgid, one.previous_msgid_plural, one.flags, one.obsolete),
        )
        for one in entries
    ]


def test_every_canary_is_found_before_and_gone_after(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    before = path.read_bytes()
    assert seen(path) == CANARIES
    assert len(CANARIES) >= 35
    scrub(opened(workspace))
    assert seen(path) == []
    assert texts(path.read_bytes()) == texts(before)
    comments = [line for line in path.read_text("utf-8").splitlines() if re.match("# ?", line)]
    kept = [
        "# Keep the number.",
        "# It is a quotation.",
        "# check-ignore: number (…)",
        "# check-ignore: length (…)",
        "# The word is that of the law",
    ]
    assert [one for one in comments if one.startswith("# ")] == [
        "# SPDX-License-Identifier: CC-BY-SA-4.0",
        *kept,
        *kept,
    ]


@pytest.mark.parametrize("trace", Trace)
def test_twin_without_one_of_the_rules_a_canary_is_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, trace: Trace
) -> None:
    path = with_canaries(workspace)
    rules = vars(traces)["_TRACES"]
    if trace in rules:
        monkeypatch.setitem(rules, trace, re.compile(r"(?!)"))
    elif trace is Trace.REMARK:
        monkeypatch.setattr(traces, "_scrub_above", lambda _header, _found: None)
    else:
        monkeypatch.setattr(traces, "_scrubbed_fields", lambda fields, _ours, _found: dict(fields))
    scrub(opened(workspace))
    assert seen(path)


def test_the_header_says_what_update_writes(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    scrub(opened(workspace))
    header = po.parse(path.read_bytes(), "x.po")[0].msgstr.splitlines()
    assert header[:6] == [
        "Project-Id-Version: peace",
        "POT-Creation-Date: 2026-01-02 07:00+0000",
        "PO-Revision-Date: 2026-01-02 22:00+0000",
        "Last-Translator: Translation desk",
        "Language-Team: Arabic",
        "Language: ar",
    ]
    assert {line.partition(":")[0] for line in header} == set(OURS)
    assert workspace.run("check", "ar").code == 1  # its texts say nothing; but
    assert "error[header]" not in workspace.run("check", "ar").out


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2026-01-09 23:30-0500", "2026-01-10 04:30+0000"),
        ("2026-01-09 12:00+05:30", "2026-01-09 06:30+0000"),
        ("2026-01-09T12:00:59Z", "2026-01-09 12:00+0000"),
        ("2026-01-09 12:00", "2026-01-09 12:00+0000"),
        ("2026-01-09 12:00+0000", "2026-01-09 12:00+0000"),
        ("0001-01-01 00:00+1400", None),
        ("2026-13-09 12:00+0000", None),
        ("Friday, at Jana's", None),
    ],
)
def test_times_are_in_utc(said: str, written: str | None) -> None:
    catalog = read(f'msgid ""\nmsgstr "PO-Revision-Date: {said}\\nContent-Type: text/plain; charset=UTF-8\\n"\n')
    result = catalog.scrub({})
    assert catalog.header.get("PO-Revision-Date") == written
    assert result.found == ({} if said == written else {Trace.TIME: 1})


def read(text: str) -> Catalog:
    return Catalog.read(text.encode(), locale("ar"), locale("en"), "ar.po")


def comment_after(comment: str, msgid: str = "One") -> tuple[str, list[int]]:
    """What is left of a translator's comment, and the lines that a person is sent to."""
    header = po.Entry(msgstr="Content-Type: text/plain; charset=UTF-8\n")
    catalog = read(po.serialize([header, po.Entry(msgid, "x", tcomment=comment)]).decode())
    result = catalog.scrub({})
    assert catalog.scrub({}).found == {}, "a second time finds nothing"
    return po.parse(catalog.to_bytes(), "x.po")[1].tcomment, result.left


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Translated by J. R. Canary.", ""),
        ("Werger ji aliyê Jana Canary ve", ""),
        ("Ji aliyê Jana Canary ve hat wergerandin.", ""),
        ("لەلایەن کەناری وەرگێڕدراوە", ""),
        ("تمت الترجمة من قبل كناري", ""),
        ("fb.com/canary", ""),
        ("Translated by\nJana Canary", ""),
        ("Translation by Jana Canary\nThe law has this word.", "The law has this word."),
        ("Proofread-by: Jana", ""),
        ("Signed-off-by: Jana Canary <jana@example.org>", ""),
        ("(c) 2024 Jana Canary", ""),
        ("Copyright © Jana Canary", ""),
        ("Jana Canary, 2024-2026.", ""),
        ("Jana Canary <jana@example.org>, 2024.", ""),
        ("-- Jana", ""),
        ("\u2014 Jana Canary", ""),
        ("--Jana Canary, Berlin", "--Jana Canary, Berlin"),  # longer than a name; a person is sent to it
        ("Is it plural? \u2014 Jana Canary", "Is it plural?"),
        ("Dr. Jana asked jana@example.org. Then it was clear.", "Then it was clear."),
        ("Write to jana (at) example.org", ""),
        ("Write to jana at example dot org", ""),
        ("Ask jana＠example.org", ""),
        ("هاتف: 0944 333 222", ""),
        ("WhatsApp +49 170 1234567", ""),
        ("See https://github.com/jana", ""),
        ("@jana: is it so?", ""),
        ("TODO(jana): look it up", ""),
        ("~jana/notes", ""),
        (r"\\server\jana\x.po", ""),
        ("file:///C:/Users/Jana/x.po", ""),
        ("#-#-#-#-#  jana/x.po (PACKAGE VERSION)  #-#-#-#-#", ""),
        ("ترجمة: جنى", ""),
        ("مراجعة : جنى", ""),
        ("It was in 5. Ask jana@example.org.", "It was in 5."),
        ("remark: -- Jana", ""),
        ("remark: Is it plural? Ask jana@example.org.", "remark: Is it plural?"),
        ("پێداچوونەوە: جەنا", ""),
    ],
)
def test_what_is_taken_out_of_a_comment(before: str, after: str) -> None:
    text, left = comment_after(before)
    assert text == after
    assert bool(left) == bool(after)


@pytest.mark.parametrize(
    "comment",
    [
        "Ages are in words here, as in the law of 2018.",
        "From 2014 to 2018, and 7,000,000 people: 1,000 - 2,000 a day.",
        "The passive voice: it is not said by whom.",
        "See https://example.org/law?page=2#a and www.un.org/en/x.",
        "Or: a/b, and/or, 24/7, c:d, and so on …",
        "At 5. Then at 10.",
        "Look at this. Once more: look at example.org.",
        "Long dashes \u2014 like this one \u2014 are common",
        "- an item\n- another one",
        "بحسب الترجمة الرسمية، في ١٢ كانون الثاني.",
        "",
        "\n",
        "offered from 2026-01-aleppo",
        "check-ignore: number, length (ages given in words)",
        "was: check-ignore: number (ages given in words)",
        "check-ignore: number",
    ],
)
def test_what_carries_no_trace_stays(comment: str) -> None:
    assert comment_after(comment)[0] == comment


@pytest.mark.parametrize(
    "kept",
    [
        "before a minor edit: Write to aid@example.org, says Jana.",
        "saved at the same time by another program: اكتبوا إلى aid@example.org",
        "saved at the same time by another program: [2] /home/x @canary",
        "earlier form 0: Translated by x@example.org",
    ],
)
def test_texts_that_a_comment_keeps_are_texts(kept: str) -> None:
    assert comment_after(kept) == (kept, [])
    lines = f"{kept}\n-- {kept}, its second line"
    assert comment_after(f"{lines}\n-- Jana", msgid="Write.\nTo us.") == (lines, [])
    assert comment_after(f"{kept}\n-- Jana", msgid="Write.")[0] == kept, "twin: a source of one line has no second one"


def comments_at(path: Path, lines: list[int]) -> list[str]:
    """The comment above each of these lines, on which the sources of entries begin."""
    text = path.read_text("utf-8").splitlines()
    blocks = ["\n".join(text[: number - 1]).rpartition("\n\n")[2] for number in lines]
    assert all(text[number - 1].removeprefix("#~ ").startswith("msgid") for number in lines)
    return ["\n".join(line[2:] for line in block.splitlines() if line.startswith("# ")) for block in blocks]


def test_a_name_in_a_sentence_is_left_and_a_person_is_sent_there(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    path.write_text(path.read_text("utf-8").replace("# Keep", "# Jana Canary thinks so.\n# Keep", 1), "utf-8")
    (cleaned,) = scrub(opened(workspace), ["ar"]).changed
    first, second = comments_at(path, cleaned.left)
    assert first.startswith("Jana Canary thinks so.\nKeep the number.")
    assert second.startswith("Keep the number.")


LINES = st.one_of(
    st.sampled_from([line[2:] for line in ENTRY.splitlines() if line.startswith("# ")]),
    st.text(st.characters(exclude_characters="\n\r\0\x04", exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(
        ["before a minor edit: a@b.org", "check-ignore: number (a)", "Ask. a@b.org. Then.", "A: x -- Jana B"]
    ),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=5), st.sampled_from(["a@b.org", "Translated by Jana\n-- Jana", "/home/jana/x"]))
def test_no_text_changes_and_a_second_time_finds_nothing(lines: list[str], text: str) -> None:
    draft = po.Entry(text, f"{text} x", msgctxt="a@b.org", flags=["fuzzy"], previous_msgid=text)
    gone = po.Entry(text, text, obsolete=True)
    draft.tcomment = gone.tcomment = "\n".join(lines)
    catalog = read(po.serialize([po.Entry(msgstr="Content-Type: text/plain; charset=UTF-8\n"), draft, gone]).decode())
    before = catalog.to_bytes()
    catalog.scrub({})
    after = catalog.to_bytes()
    assert texts(after) == texts(before)
    assert Catalog.read(after, locale("ar"), locale("en"), "ar.po").scrub({}).found == {}


def test_check_writes_nothing_and_finds_the_same(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    before = workspace.bytes_of(".")
    (expected,) = scrub(opened(workspace), check=True).changed
    assert workspace.bytes_of(".") == before
    assert all("Keep the number." in one for one in comments_at(path, expected.left))
    (done,) = scrub(opened(workspace)).changed
    assert done.found == expected.found
    assert set(done.found) == set(Trace)
    again = scrub(opened(workspace), check=True)
    assert not again.changed
    assert not again.is_open


def test_restore_brings_back_what_was_taken_out(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    path.write_bytes(po.serialize(po.parse(path.read_bytes().replace(b'"Canary21\\n"\n', b""), "x.po")))
    before = path.read_bytes()
    scrub(opened(workspace))
    project = opened(workspace)
    (version,) = [one for one in History(workspace.root).versions() if one.read() == before]
    workflow.restore(project, version.id)
    assert path.read_bytes() == before


def test_neither_report_names_what_was_found(workspace: Workspace) -> None:
    with_canaries(workspace)
    for check in (True, False):
        result = scrub(opened(workspace), check=check)
        for said in (scrub_text(result, check=check), scrub_json(result)):
            assert not [one for one in CANARIES if one.casefold() in said.casefold()]
        assert ("taken out" if not check else "would be taken out") in scrub_text(result, check=check)
    assert "locales/ar/LC_MESSAGES/peace.po: " in scrub_text(result, check=False)
    assert "do not pass these on" in scrub_text(result, check=False)


def test_a_place_names_what_is_cleaned(workspace: Workspace) -> None:
    arabic, kurmanji = with_canaries(workspace), with_canaries(workspace, "ku")
    kurmanji.write_text(kurmanji.read_text("utf-8").replace("ar_SY", "ku"), "utf-8")
    scrub(opened(workspace), [str(kurmanji)])
    assert seen(arabic)
    assert not seen(kurmanji)
    scrub(opened(workspace), ["ar"])
    assert not seen(arabic)


def test_catalogs_of_no_statement_are_cleaned_and_those_of_no_language_named(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    gone = path.rename(path.with_name("gone.po"))
    workspace.write("locales/fr/LC_MESSAGES/peace.po", gone.read_bytes())
    result = scrub(opened(workspace))
    assert not seen(gone)
    assert result.strangers == ["locales/fr/LC_MESSAGES/peace.po"]
    assert "locales/fr/LC_MESSAGES/peace.po: not looked at" in scrub_text(result, check=False)


def test_a_broken_file_is_named_and_stops_no_other(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    broken = workspace.write(workspace.po("ku"), 'msgid "x"\nmsgstr "Jana\n')
    result = scrub(opened(workspace))
    assert not seen(path)
    assert broken.read_text("utf-8").endswith('"Jana\n')
    assert result.is_open
    assert "not looked at: locales/ku/LC_MESSAGES/peace.po:2" in scrub_text(result, check=False)


def test_update_has_nothing_to_do_afterwards(workspace: Workspace) -> None:
    path = with_canaries(workspace)
    assert workspace.run("update").code == 0  # the entry that is new to it, and notes and places of the source
    data = path.read_text("utf-8").replace("#. The title", "# Ask Jana. jana@canary33.org\n#. The title", 1)
    path.write_text(data, "utf-8")
    assert scrub(opened(workspace)).changed
    assert workspace.run("update", "--check").code == 0


def test_what_another_program_saves_meanwhile_is_cleaned_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_canaries(workspace)
    theirs = (
        path.read_bytes()
        .replace(b"# -- Canary32", b"# -- Canary32\n# Their word. x@canary33.org")
        .replace(b"ar: A", b"ar: B")
    )
    moments = [theirs]
    original = workflow.save

    def save(*args: object) -> object:
        if moments:
            path.write_bytes(moments.pop())
        return original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(sys.modules["publisher.workflow.scrub"], "save", save)
    assert not scrub(opened(workspace)).is_open
    assert not seen(path)
    assert b"Their word." in path.read_bytes()
    assert b"ar: B" in path.read_bytes()


def test_a_program_that_writes_names_all_the_time_is_told_of(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_canaries(workspace)
    theirs = path.read_bytes()
    monkeypatch.setattr(sys.modules["publisher.workflow.scrub"], "save", lambda *_: path.write_bytes(theirs))
    result = scrub(opened(workspace))
    assert result.is_open
    assert "another program writes it all the time" in scrub_text(result, check=False)


def test_the_catalogs_of_this_repository_name_nobody() -> None:
    result = scrub(Project.open(REPOSITORY), check=True)
    assert len(result.files) >= 9
    assert not result.changed
    assert not result.strangers


PIECES = (
    "a",
    "a.",
    ".",
    "a@",
    "+1 ",
    "/home/",
    "x at ",
    " ",
    "-- a",
    "by ",
    "((",
    "@a-b",
    "a@b.",
    "check-ignore",
    "ا ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_long_lines_are_answered_in_time(piece: str) -> None:
    line = piece * (20_000 // len(piece))
    start = time.perf_counter()
    comment_after(f"{line}\n{line}!")
    assert time.perf_counter() - start < 1
