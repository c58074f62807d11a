"""Inline Markdown as word processors show it, there and back: readers see the same."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher import document
from publisher.document import Run, literal
from publisher.document.rich import fingerprint, joined, same
from publisher.locale import locale

if TYPE_CHECKING:
    from publisher.document import Document

BODY = """\
---
title: A title
date: 2026-01-09
---

See [law] and [^1].

[law]: https://example.org/law "The law"

[^1]: A footnote.
"""


def read(body: str = BODY) -> Document:
    return document.read(body.encode(), PurePosixPath("source/a.md"), locale("en"), ("en", "ar"))


DOCUMENT = read()

TEXTS = [
    "plain words",
    "a **bold** word, an *emphasised* one and ~~one~~ that is out",
    "a **bold *and emphasised* piece**",
    "***both***",
    "[words](https://example.org/a_(b)) and <https://example.org>",
    '[words with a title](https://example.org "A title")',
    "**[a link](https://example.org) in bold**",
    "[a **bold** link](https://example.org)",
    "[the law][law] and a note[^1]",
    "`code_with *signs*` and ``a ` tick``",
    "first line\\\nsecond line",
    "2 * 3 = 6 and [sic] and 5 < 6 & AT&T and *stars\\*",
    "و**كلمة** بخط عريض، و*أخرى*",
    "«**هەڵوێست**» و [یاسا](https://example.org)",
    "name_with_underscores and # no heading",
    "write to <desk@example.org>",
]


@pytest.mark.parametrize("text", TEXTS)
def test_there_and_back(text: str) -> None:
    runs = DOCUMENT.runs("paragraph", text)
    assert DOCUMENT.markdown("paragraph", runs, [text]).text == text
    back = DOCUMENT.markdown("paragraph", runs)  # nobody says how links were written
    assert back.exact
    assert same(DOCUMENT.runs("paragraph", back.text), runs)


def test_a_link_by_reference_stays_one() -> None:
    runs = [Run("القانون", link="https://example.org/law", title="The law"), Run(" الدولي")]
    assert DOCUMENT.markdown("paragraph", runs, ["See [law] and [^1]."]).text == "[القانون][law] الدولي"
    assert DOCUMENT.markdown("paragraph", runs).text == '[القانون](https://example.org/law "The law") الدولي'


def test_what_looks_like_markup_and_is_none_gets_a_backslash_and_nothing_else_does() -> None:
    assert (
        DOCUMENT.markdown("paragraph", [Run("*not* meant, 2 * 3 and [sic]")]).text == "*not\\* meant, 2 * 3 and [sic]"
    )
    assert DOCUMENT.markdown("paragraph", [Run("[a](b) <c>")]).text == "[a\\](b) <c>"


def test_markdown_that_was_typed_is_taken_for_it_where_it_says_what_the_english_says() -> None:
    typed = [Run("**مهم** [هنا](https://example.org)")]
    english = "**Important** [here](https://example.org)"
    assert DOCUMENT.markdown("paragraph", typed, [english]) == ("**مهم** [هنا](https://example.org)", True)
    elsewhere = DOCUMENT.markdown("paragraph", typed, ["[here](https://example.org)"])
    assert DOCUMENT.inline("paragraph", elsewhere.text).plain == typed[0].text


def test_spaces_never_stand_inside_marks_and_runs_may_be_cut_anywhere() -> None:
    runs = [Run("a"), Run(" bold ", bold=True), Run(" "), Run("wo", bold=True), Run("rd", bold=True), Run(".")]
    assert DOCUMENT.markdown("paragraph", runs).text == "a **bold**  **word**."


def test_a_mark_that_markdown_cannot_hold_goes_to_the_letters() -> None:
    runs = [Run("«كلمة»", bold=True), Run("و")]
    made = DOCUMENT.markdown("paragraph", runs)
    assert made.exact
    assert DOCUMENT.runs("paragraph", made.text)[1] == Run("كلمة", bold=True)


def test_front_matter_has_no_markup() -> None:
    assert DOCUMENT.runs("title", "*a* [b](c)") == [Run("*a* [b](c)")]
    assert DOCUMENT.markdown("title", [Run("*a* ", bold=True), Run("b")]) == ("*a* b", True)


def test_the_fingerprint_tells_words_and_marks_apart_and_no_spaces() -> None:
    one = [Run("a "), Run("b", bold=True)]
    assert fingerprint(one) == fingerprint([Run("a"), Run("  ", bold=True), Run("b", bold=True)])
    assert len({fingerprint(x) for x in (one, [Run("a b")], [Run("a c")], [Run("a "), Run("b", italic=True)])}) == 4


WORD = st.text("abz.,!?*_[]()<>&~`\\:#-+|\"'“ ابة،ێ١2 ", min_size=1, max_size=12)
RUNS = st.lists(
    st.builds(
        Run,
        WORD,
        bold=st.booleans(),
        italic=st.booleans(),
        struck=st.booleans(),
        link=st.sampled_from(["", "", "https://example.org", "https://example.org/law"]),
    ),
    min_size=1,
    max_size=5,
)


@given(RUNS)
def test_no_character_is_ever_lost(runs: list[Run]) -> None:
    """Whatever a word processor shows, its characters come back; and its marks too, or it is said that they don't."""
    made = DOCUMENT.markdown("paragraph", runs)
    back = DOCUMENT.runs("paragraph", made.text)
    assert "".join("".join(one.text for one in back).split()) == "".join("".join(one.text for one in runs).split())
    if made.exact:
        letters = [(c, one._replace(text="")) for one in joined(back) for c in one.text if c.isalnum()]
        assert letters == [(c, one._replace(text="")) for one in runs for c in one.text if c.isalnum()]


@given(st.text("abz.,!?*_[]()<>&~`\\:#-+|=\"'“ ابة،ێ١2. \n", min_size=1, max_size=30).filter(str.strip))
def test_a_plain_text_as_markdown_shows_just_itself(text: str) -> None:
    """As a paragraph of a statement, not only as a piece of inline Markdown."""
    segments = document.segments(literal(text), locale("en"))
    assert [one.context for one in segments] == ["paragraph"]
    shown = document.inline(segments[0].source)
    assert " ".join(shown.plain.split()) == " ".join(text.split())
    assert not shown.links
    assert not shown.marks
