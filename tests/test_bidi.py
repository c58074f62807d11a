"""Runs of the other direction: what is isolated, and what is left alone."""
# ruff: noqa: SLF001  # what is quick is held against what is slow, and both are inside

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher import bidi
from publisher.bidi import isolated, isolates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def runs(text: str, direction: str) -> list[str]:
    assert "".join(run for run, _ in isolates(text, direction)) == text
    return [run for run, opposite in isolates(text, direction) if opposite]


@pytest.mark.parametrize(
    "run",
    [
        "+963 21 123 4567",
        "+963 (21) 123 4567",
        "10-03-2025",
        "2011–2026",
        "1 250 000",
        "10 March 2025",
        "@stj_sy",
        "#Aleppo",
        "#5",
        "25+",
        "3(1)(a)",
        "3(1)(2)",
        "A/HRC/58/66, para. 12",
        "S/RES/2254 (2015)",
        "C++",
        "Şêx Meqsûd",
        "Êzîdî",
        "S\u0327e\u0302x",  # decomposed, as some keyboards write it
        "Meqsu\u0302",
        "Syrians for Truth and Justice (STJ)",
        "Dawlaty, Ezdina",
        'the "right to truth" and',
        "info@stj-sy.org",
        "https://stj-sy.org/en/",
        "https://en.wikipedia.org/wiki/Aleppo_(city)",
        "growth of 25%",
        "$25 million",
        "Ελλάδα",
    ],
)
@pytest.mark.parametrize("around", ["نص {} نص", "نص {}، نص", "نص {}.", "({}) نص", "«{}» نص", "{}", "نص: {}؟", "س{}ی"])
def test_isolated_in_right_to_left_text(run: str, around: str) -> None:
    assert runs(around.format(run), "rtl") == [run]


@pytest.mark.parametrize(
    "text",
    [
        "250,000 شخص",
        "عام 2025",
        "25% من",
        "في 01/04/2025",
        "3.5",
        "بين 10 و 20",
        "10, 20",
        "(2025)",
        "١٢ آذار ٢٠٢٥",
        "+",
        "#حلب",
        "$5",
    ],
)
def test_plain_figures_are_left_alone(text: str) -> None:
    assert runs(text, "rtl") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("منظمتا Syrians for Truth، Justice for Life", ["Syrians for Truth", "Justice for Life"]),
        ("Dawlaty؛ Ezdina؟ SDF", ["Dawlaty", "Ezdina", "SDF"]),
        ("قسد (SDF)، و", ["SDF"]),
        ("قسد (SDF) 2025", ["SDF"]),
        ("المادة 25 (SDF)", ["SDF"]),
        ("«Syrians for Truth» 2025", ["Syrians for Truth"]),
        ('قال "SDF" / "STJ" و', ["SDF", "STJ"]),
        ("سنة ٢٠٢٥ SDF", ["SDF"]),
        ("UNی", ["UN"]),
        ("سطر SDF\nYPG سطر", ["SDF", "YPG"]),
        ("Article (a (b)) of", ["Article", "a (b)", "of"]),
        ("+963 21 123 4567، +963 11 123 4567", ["+963 21 123 4567", "+963 11 123 4567"]),
    ],
)
def test_where_a_run_ends(text: str, expected: list[str]) -> None:
    assert runs(text, "rtl") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the group سوريون من أجل الحقيقة والعدالة said", ["سوريون من أجل الحقيقة والعدالة"]),
        ("See قسد (هسد) now", ["قسد (هسد)"]),
        ("See قسد (SDF) now", ["قسد"]),
        ("“دولتي”, “إيزدينا” and", ["دولتي", "إيزدينا"]),
        ("from حلب، عفرين: x", ["حلب، عفرين"]),
        ("In سوريا 2025 and عام 2025 في x", ["سوريا", "عام 2025 في"]),
        ("the verb قُتِلَ.", ["قُتِلَ"]),
        ("ده‌ها x", ["ده‌ها"]),
        ("Şêx Meqsûd, 10 March 2025", []),
        ("a ، b ٢٥", []),
    ],
)
def test_isolated_in_left_to_right_text(text: str, expected: list[str]) -> None:
    assert runs(text, "ltr") == expected


def test_where_markup_cannot_go() -> None:
    assert isolated("قسد (SDF)، و YPG", "rtl") == "قسد (\u2066SDF\u2069)، و \u2066YPG\u2069"
    assert isolated("the قسد said", "ltr") == "the \u2067قسد\u2069 said"
    assert isolated("", "rtl") == ""


def test_what_is_isolated_already_stays_as_it_is() -> None:
    assert isolated("قال \u2068SDF\u2069 و YPG", "rtl") == "قال \u2068SDF\u2069 و \u2066YPG\u2069"


MIXED = st.text(st.sampled_from(list("aŞê5 +-@#%/.,:،؟()[]«»“”\"'سیە٢\u064b\u0302\u2066\u2067\u2068\u2069\u200f\n")))
DIRECTIONS = st.sampled_from(["ltr", "rtl"])


@given(st.text() | MIXED, DIRECTIONS)
@example("\U0001ed01", "ltr")  # a numeral of a script that runs from right to left: a word character, no letter
@example("A\U0001ed01", "ltr")
@example("\U0001ed01 س", "ltr")
@example("\u00bd", "rtl")
def test_nothing_is_lost_and_no_run_is_empty(text: str, direction: str) -> None:
    parts = list(isolates(text, direction))
    assert "".join(run for run, _ in parts) == text
    assert all(run for run, _ in parts)


@given(MIXED, DIRECTIONS)
def test_a_run_holds_nothing_of_the_text_around_it(text: str, direction: str) -> None:
    forbidden = "سیە٢،؟" if direction == "rtl" else "aŞê"
    for run in runs(text, direction):
        assert not set(run) & set(forbidden + "\n\u200f\u2066\u2067\u2068\u2069")
        assert run == run.strip()
        assert all(run.count(pair[0]) == run.count(pair[1]) for pair in ("()", "[]", "«»", "“”"))
        assert run.count('"') % 2 == 0


@given(MIXED, DIRECTIONS)
def test_isolating_is_balanced_and_done_once(text: str, direction: str) -> None:
    once = isolated(text, direction)
    assert isolated(once, direction) == once
    added = [once.count(char) - text.count(char) for char in "\u2066\u2067\u2069"]
    assert added[0] + added[1] == added[2] == len(runs(text, direction))
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e")


# What is quick says the same as what is slow


def spans(found: Iterator[re.Match[str]]) -> list[tuple[tuple[int, int], str | None]]:
    return [(one.span(), one.lastgroup) for one in found]


def tried_everywhere(text: str, direction: str) -> Iterator[re.Match[str]]:
    return re.compile(bidi._CANDIDATE[direction]).finditer(text)


def tried_where_a_run_can_begin(text: str, direction: str) -> None:
    """The pattern behind the runs finds nothing more if it is tried at every character; each run is cut out."""
    assert spans(bidi._candidates(text, direction)) == spans(tried_everywhere(text, direction))
    pieces = bidi.isolates(text, direction)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, run in pieces if run] == [text[start:end] for start, end in bidi._runs(text, direction)]
    assert all(piece for piece, _ in pieces)


@given(st.text() | MIXED, DIRECTIONS)
@example("#حلب", "ltr")
@example("نص ()1", "rtl")
def test_runs_are_looked_for_where_they_can_begin(text: str, direction: str) -> None:
    tried_where_a_run_can_begin(text, direction)


@pytest.mark.parametrize("after", ["", "a", "س", "5", "\u2069"])
@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_every_character_that_a_run_can_begin_with(direction: str, after: str) -> None:
    candidate, beginning = bidi._candidate(direction), bidi._BEGINNING[direction]
    every = map(chr, range(0x20000))
    assert [one for one in every if candidate.match(one + after) and not beginning.match(one)] == []


@pytest.mark.parametrize(
    ("direction", "text", "left"),
    [("ltr", "#حلب", "[س-ی]"), ("rtl", "نص 5-5", "[a-z]"), ("rtl", "نص x", "(?!)"), ("ltr", "é حلب", "(?!)")],
)
def test_a_beginning_that_is_forgotten_is_seen(
    monkeypatch: pytest.MonkeyPatch, direction: str, text: str, left: str
) -> None:
    monkeypatch.setitem(bidi._BEGINNING, direction, re.compile(left))
    with pytest.raises(AssertionError):
        tried_where_a_run_can_begin(text, direction)


LINES = st.text() | MIXED | st.text(st.sampled_from(list("a.س \u200e\u202a\u202e\u2066\u2069")))
SIGNS = st.lists(st.sampled_from([*"wW.@:/ a\u017fس", "http", "www.", "WWw.", "://", "@a.b"])).map("".join)


def needs_no_repair(line: str, sign: Callable[[str], object]) -> None:
    """A line without any sign of controls is as it has to be."""
    assert sign(line) or bidi._balanced(bidi._OVERRIDES.sub("", line)) == line


@given(LINES)
def test_a_line_without_controls_needs_no_repair(line: str) -> None:
    needs_no_repair(line, bidi._CONTROLS.search)


@pytest.mark.parametrize("line", ["a\u202eb", "a\u2066b", "a\u2069b"])
def test_a_line_with_controls_needs_it(line: str) -> None:
    with pytest.raises(AssertionError):
        needs_no_repair(line, lambda _line: None)


def every_address_is_found(text: str, found: Iterator[tuple[int, int]]) -> None:
    """Where the pattern of addresses finds one, there is one."""
    assert [start for start, _ in found] == [one.start() for one in bidi._ADDRESS.finditer(text)]


@given(st.text() | SIGNS)
@example("WWw.a")
@example("HTTP\u017f://a")
def test_addresses_are_looked_for_where_there_are_signs_of_them(text: str) -> None:
    every_address_is_found(text, bidi._addresses(text))


@pytest.mark.parametrize("text", ["see www.example.org", "https://example.org", "a@b.c"])
def test_an_address_that_is_overlooked_is_seen(text: str) -> None:
    with pytest.raises(AssertionError):
        every_address_is_found(text, iter(()))


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "a(",
        '"a "',
        "1 ",
        "1(a)",
        "1(1",
        "+",
        "+1(",
        "1-",
        "#",
        "س (",
        "س1",
        "- ",
        "\u2066a",
        "a«(“[",
        "a http://",
        " ",
    ],
)
@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_time_grows_with_length_alone(piece: str, direction: str) -> None:
    start = time.perf_counter()
    runs(piece * (200_000 // len(piece)), direction)
    assert time.perf_counter() - start < 5  # quadratic time would be minutes
