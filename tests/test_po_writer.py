"""What the writer spells at once, for a whole file or a whole text, is what it would be character by character."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, settings
from test_po import catalogs

from publisher import po
from publisher.po import writer
from publisher.po.entry import ESCAPES

SIGNS = {char: f"\\{letter}" for letter, char in ESCAPES.items()}
COMMENT = re.compile(r"#(?![~|])")


def quoted(start: str, mark: str, text: str) -> list[str]:
    """The lines of one text, made character by character."""
    pieces = re.findall(r"[^\n]*\n|[^\n]+", text)
    lines = ['"' + "".join(SIGNS.get(char, char) for char in piece) + '"' for piece in pieces]
    first, *others = lines if len(lines) == 1 else ['""', *lines]
    return [f"{mark}{start} {first}", *(f"{mark}{line}" for line in others)]


def spelt(entry: po.Entry) -> list[str]:
    """The lines of an entry that are no comments."""
    old, mark = ("#~| ", "#~ ") if entry.obsolete else ("#| ", "")
    texts = [("msgctxt", old, entry.previous_msgctxt), ("msgid", old, entry.previous_msgid)]
    texts += [("msgid_plural", old, entry.previous_msgid_plural)]
    texts += [("msgctxt", mark, entry.msgctxt), ("msgid", mark, entry.msgid)]
    if entry.msgid_plural:
        texts += [("msgid_plural", mark, entry.msgid_plural)]
        texts += [(f"msgstr[{number}]", mark, text) for number, text in entry.msgstr_plural.items()]
    else:
        texts += [("msgstr", mark, entry.msgstr)]
    return [line for start, before, text in texts if text is not None for line in quoted(start, before, text)]


def look(entries: list[po.Entry]) -> None:
    data = po.serialize(entries)
    ordered = sorted(entries, key=lambda one: one.obsolete)
    lines = [line for line in data.decode().split("\n") if line and not COMMENT.match(line)]
    assert lines == [line for entry in ordered for line in spelt(entry)]
    assert [(one.tcomment, one.comment) for one in po.parse(data, "ar.po")] == [
        (one.tcomment, one.comment) for one in ordered
    ]


def test_both_ways_spell_alike() -> None:
    settings(max_examples=300, deadline=None)(given(catalogs(4))(look))()


FAULTS = {
    "control characters as they are": ("_CONTROLS", ""),
    "control characters of live entries alone": (
        "_TEXT_WITH_CONTROLS",
        re.compile(r"^(?!#).*[\a\b\t\v\f\r].*", re.MULTILINE),
    ),
    "comments with escapes": ("_TEXT_WITH_CONTROLS", re.compile(r"^.*[\a\b\t\v\f\r].*", re.MULTILINE)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_twin_each_fault_in_the_quick_way_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, *FAULTS[fault])
    quick = settings(max_examples=2000, deadline=None, phases=[Phase.generate], database=None, derandomize=True)
    with pytest.raises(AssertionError):
        quick(given(catalogs(4))(look))()
