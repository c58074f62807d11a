"""Nothing that is fit to publish is refused: the guard against lost text raises no false alarm."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from markdown_texts import BODIES
from test_spec import EN, EXAMPLES

from publisher.document import read
from publisher.document.whole import Inspection
from publisher.errors import SourceError

EVERYTHING = """\
Term
:   Definition

    with two paragraphs

Another term
another line
:   one
:   two

1. one
2. two

   more

    indented code

10) ten
11) eleven

> quote
> > deeper
lazy line

| a | b |
|:--|--:|
| `x | y | <!-- not a comment
| 1 | 2 |

Text[^1] and [text][ref] and [ref] and [ref][].[^long]

[ref]: https://example.org/
    "A title
    on two lines"

[^1]: Note.
[^long]: Note

    of two paragraphs

    - and a list

``` python
fenced = 1
```

Setext
------

***
"""


def test_everything_at_once_is_fit() -> None:
    text = EVERYTHING.replace("| `x | y | <!-- not a comment\n", "")
    assert Inspection(text, "x.md", 1).problems(frozenset()) == []


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_generated_texts_lose_no_word(body: str) -> None:
    """Whatever is refused of them is refused for what it is: images, links in links, headings that skip a level."""
    try:
        read(f"---\ntitle: x\ndate: 2026-01-09\n---\n{body}".encode(), PurePosixPath("source/x.md"), EN, ("en",))
    except SourceError as error:
        messages = {one.message for one in error.problems}
        assert {
            one for one in messages if not re.match(r"an image|a heading of level|a link that is not closed", one)
        } == set()


LOSING = {"gfm 0.29 tables and strikethrough #7": "boo"}
"""The examples that lose text by their specification, and what."""


@pytest.mark.parametrize(("name", "markdown"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_specification_examples_lose_no_word(name: str, markdown: str) -> None:
    lost = [
        one.message
        for one in Inspection(markdown, "x.md", 1).problems(frozenset())
        if "would not appear" in one.message
    ]
    assert bool(lost) == (name in LOSING), lost
    assert LOSING.get(name, "") in "".join(lost)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_do_not_matter(line_end: str, mark: str) -> None:
    text = "---\ntitle: x\ndate: 2026-01-09\n---\n\nOne\ntwo.\n"
    document = read((mark + text.replace("\n", line_end)).encode(), PurePosixPath("source/x.md"), EN, ("en",))
    assert [(one.source, one.line) for one in document.segments] == [("x", 2), ("One two.", 6)]


def test_problems_come_in_the_order_of_the_file() -> None:
    text = "---\ntitle: x\ndate: 2026-01-09\n---\n\n# One\n\n[x](//y)\n\n[lost]: https://example.org/\n"
    with pytest.raises(SourceError) as caught:
        read(text.encode(), PurePosixPath("source/x.md"), EN, ("en",))
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines) == [6, 8, 10]
    assert re.search(r"source/x\.md:8: a link to", str(caught.value))
