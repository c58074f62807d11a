"""Inline Markdown as words and codes: nothing is lost between them, and codes are in each other or apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_texts import INLINES

from publisher.document import prose
from publisher.document.codes import Piece, pieces

DEFINITIONS = {
    "references": {
        "LAW": {"href": "https://example.org/law", "title": "", "map": [0, 1]},
        "REF": {"href": "https://example.org/b", "title": "Title", "map": [1, 2]},
    },
    "footnotes": {"refs": {":1": -1}},
}
SIGNS = st.text(st.sampled_from("a b*_~`[]()<>\\&!^1\n\"':/.;#|ن"), max_size=24)
TEXTS = st.one_of(INLINES, SIGNS, st.text(max_size=30), st.tuples(INLINES, SIGNS, INLINES).map("".join))


def cut(text: str) -> list[Piece]:
    return pieces(prose.markdown(text, DEFINITIONS))


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_pieces_put_together_are_the_text(text: str) -> None:
    found = cut(text)
    assert "".join(one.text for one in found) == prose.markdown(text, DEFINITIONS).text
    assert all(one.text for one in found)
    assert not any(one.kind == after.kind == "text" for one, after in pairwise(found))


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_codes_open_and_close_in_each_other_or_apart(text: str) -> None:
    opened: list[int] = []
    numbers: list[int] = []
    for one in cut(text):
        match one.kind:
            case "text":
                assert (one.number, one.name) == (0, "")
                continue
            case "open":
                opened.append(one.number)
            case "close":
                assert opened.pop() == one.number
                continue
            case _:
                assert one.kind == "alone"
        assert one.name
        numbers.append(one.number)
    assert opened == []
    assert numbers == list(range(1, len(numbers) + 1))


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_a_text_without_markup_is_one_piece(text: str) -> None:
    assert pieces(prose.plain(text)) == [Piece(text)] * bool(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all **must** stop", "all ‹1bold:**›must‹/1bold:**› stop"),
        ("***both***", "‹1bold:**›‹2italic:*›both‹/2italic:*›‹/1bold:**›"),
        ("*a **b***", "‹1italic:*›a ‹2bold:**›b‹/2bold:**›‹/1italic:*›"),
        ("**they [sic] said**", "‹1bold:**›they [sic] said‹/1bold:**›"),
        ("**all *of them**", "‹1bold:**›all *of them‹/1bold:**›"),
        ("[a *b](https://e.org/x) c*", "‹1link:[›a *b‹/1link:](https://e.org/x)› c*"),
        ("~~not~~", "‹1struck:~~›not‹/1struck:~~›"),
        ("[a **b**](https://e.org/x)", "‹1link:[›a ‹2bold:**›b‹/2bold:**›‹/1link:](https://e.org/x)›"),
        ("[law]", "‹1link:[›law‹/1link:][law]›"),
        ("[the law][law]", "‹1link:[›the law‹/1link:][law]›"),
        ("noted[^1] here", "noted‹1footnote:[^1]/› here"),
        ("`a*b`", "‹1code:`a*b`/›"),
        ("one\\\ntwo", "one‹1break:\\\n/›two"),
        ("one  \ntwo", "one‹1break:  \n/›two"),
        (r"2 \* 3 &amp; 4", r"2 ‹1sign:\*/› 3 ‹2sign:&amp;/› 4"),
        ("<https://e.org>", "‹1link:<https://e.org>/›"),
        ("2 * 3 [x] ** _", "2 * 3 [x] ** _"),
    ],
)
def test_which_codes_there_are(text: str, expected: str) -> None:
    shown = ""
    for one in cut(text):
        match one.kind:
            case "text":
                shown += one.text
            case "close":
                shown += f"‹/{one.number}{one.name}:{one.text}›"
            case "open":
                shown += f"‹{one.number}{one.name}:{one.text}›"
            case _:
                shown += f"‹{one.number}{one.name}:{one.text}/›"
    assert shown == expected
