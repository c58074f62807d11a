"""``diff``: what changed in the English since a translation was made, for people and programs, and to print."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.merge.words import ADDED, REMOVED, SAME, compared

if TYPE_CHECKING:
    from collections.abc import Callable

    from workspaces import Workspace


@pytest.fixture
def edited(workspace: Workspace) -> Workspace:
    """A workspace in which a paragraph was edited and one was added; catalogs do not know yet."""
    workspace.edit("source/peace.md", "stop the shelling of 3 towns", "end the shelling of 4 towns")
    workspace.edit("source/peace.md", "People fled in 2018.", "People fled in 2018.\n\nNobody has come back.")
    return workspace


def texts(workspace: Workspace, *args: str) -> list[dict[str, object]]:
    answer = json.loads(workspace.run("diff", "ku", *args, "--format", "json").out)
    return [text for catalog in answer["catalogs"] for text in catalog["texts"]]


def test_it_shows_the_change_word_by_word_beside_the_translation(edited: Workspace) -> None:
    lines = edited.run("diff", "ku", "peace").out.splitlines()
    assert lines == [
        "peace · A call for peace",
        "",
        "  source/peace.md:12 · paragraph · changed",
        "  en: All parties must [-stop-]{+end+} the shelling of [-3-]{+4+} towns.",
        "  ku: ku: All parties must stop the shelling of 3 towns.",
        "",
        "  source/peace.md:21 · paragraph · new",
        "  en: {+Nobody has come back.+}",
        "",
        "2 texts to look at in Kurdish (Kurmanji)",
    ]


def test_it_writes_nothing_and_says_the_same_after_an_update(edited: Workspace) -> None:
    before = edited.bytes_of(".")
    first = edited.run("diff", "ku").out
    assert edited.bytes_of(".") == before
    edited.run("update")
    assert edited.run("diff", "ku").out == first


def test_right_to_left_text_ends_its_line_in_isolates(edited: Workspace) -> None:
    assert "  ar: \u2067ar: All parties must stop the shelling of 3 towns.\u2069\n" in edited.run("diff", "ar").out


def test_json_has_both_texts_and_the_pieces(edited: Workspace) -> None:
    changed, new = texts(edited, "peace")
    assert changed["before"] == "All parties must stop the shelling of 3 towns."
    assert changed["after"] == "All parties must end the shelling of 4 towns."
    assert {"change": "removed", "text": "stop"} in changed["words"]
    assert changed["translation"] == ["ku: All parties must stop the shelling of 3 towns."]
    assert (changed["state"], new["state"], new["translation"]) == ("fuzzy", "untranslated", [])


def test_an_offer_is_shown_with_what_is_offered(edited: Workspace) -> None:
    edited.write("source/copy.md", edited.read("source/peace.md"))
    offered = [one for one in texts(edited, "copy") if one["state"] == "pretranslated"]
    shown = [(one["translation"], one["before"], one["after"]) for one in offered]
    assert (["ku: What we saw"], "", "What we saw") in shown


def test_a_draft_whose_english_was_lost_says_so(edited: Workspace) -> None:
    """Some editors drop the lines that hold it."""
    edited.run("update")
    path = edited.po("ku")
    edited.write(path, "".join(one for one in edited.read(path).splitlines(keepends=True) if one[:2] != "#|"))
    assert (
        "changed; the English it was made from is not known\n  en: All parties must end" in edited.run("diff", "ku").out
    )


def test_nothing_to_look_at_is_said(workspace: Workspace) -> None:
    assert workspace.run("diff", "ku", "peace").out == "0 texts to look at in Kurdish (Kurmanji)\n"
    assert "Nothing waits for a translator." in workspace.run("diff", "ku", "peace", "--format", "html").out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["kuu"], 'nothing is translated into "kuu" here\n  help: did you mean "ku"?'),
        (["en"], 'nothing is translated into "en" here'),
        (["ku", "paece"], 'no such statement "paece"\n  help: did you mean "peace"?'),
    ],
)
def test_an_unknown_name_is_refused(workspace: Workspace, args: list[str], message: str) -> None:
    answer = workspace.run("diff", *args)
    assert answer.code == 2
    assert message in answer.err


def test_an_alias_names_its_language(edited: Workspace) -> None:
    assert edited.run("diff", "kmr").out == edited.run("diff", "ku").out


# The page


@pytest.mark.parametrize(("locale", "direction"), [("ar", "rtl"), ("ku", "ltr")])
def test_each_text_of_the_page_runs_in_its_own_direction(edited: Workspace, locale: str, direction: str) -> None:
    page = edited.run("diff", locale, "--format", "html").out
    assert '<html lang="en" dir="ltr">' in page
    assert f'<p class="text" lang="{locale}" dir="{direction}">{locale}: All parties' in page
    assert "All parties must <del>stop</del> <ins>end</ins> the shelling" in page


def test_a_text_is_never_markup(workspace: Workspace) -> None:
    attack = '"><script>alert(1)</script>'
    workspace.edit("source/peace.md", "the shelling of 3 towns", f"the {attack} shelling of 3 towns")
    target = "ku: All parties must stop the shelling of 3 towns."
    workspace.edit(workspace.po("ku"), target, attack.replace('"', '\\"'))
    page = workspace.run("diff", "ku", "--format", "html").out
    assert page.count("&lt;script&gt;") == 2
    assert "<script" not in page


def test_the_page_is_valid(edited: Workspace, tool: Callable[[str], str]) -> None:
    path = edited.write("diff.html", edited.run("diff", "ar", "--format", "html").out)
    checker = [tool("java"), "-jar", tool("vnu-jar/build/dist/vnu.jar"), "--Werror", "--stdout", "--also-check-css"]
    answer = subprocess.run([*checker, str(path)], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


# Comparing words

TEXT = st.lists(
    st.sampled_from(
        ["peace", "war", "towns", "3", "4", "now,", "\n", '[law](https://a.example "The law")', "[a](b)", "]("]
    ),
    max_size=12,
).map(" ".join)


@given(TEXT, TEXT)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = compared(before, after)
    assert "".join(text for kind, text in pieces if kind != REMOVED) == after
    assert "".join(text for kind, text in pieces if kind != ADDED) == before


def test_long_texts_are_compared_in_no_time() -> None:
    """A text of the greatest length allowed, of one word over and over."""
    before = "a " * 10_000
    assert compared(before, before.replace("a", "b", 1))[0] == (REMOVED, "a")


def test_the_target_of_a_link_is_a_piece_of_its_own() -> None:
    pieces = compared("[the law](https://a.example) holds", "[the law](https://b.example) holds")
    assert (REMOVED, "](https://a.example)") in pieces


def test_equal_texts_have_one_piece() -> None:
    assert compared("one two", "one two") == ((SAME, "one two"),)
