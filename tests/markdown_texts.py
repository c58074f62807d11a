"""Hypothesis strategies for statements: words, inline Markdown, blocks, whole bodies."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "all",
        "civilians",
        "must",
        "be",
        "protected",
        "from",
        "shelling",
        "Aleppo",
        "Afrin",
        "2018",
        "250,000",
        "the",
        "ceasefire",
        "of",
        "10",
        "March",
        "country’s",
        "law",
        "rights",
        "&",
        "peace",
        "<",
        ">",
        "return",
        "“talks”",
        "3(1)(a)",
        "A/HRC/58/66",
        "dialogue",
        "نص",
        "ڕێک",
        "Şêx",
    ]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map("**{}**".format),
        inner.map("*{}*".format),
        inner.map("~~{}~~".format),
        inner.map("[{}](https://example.org/a)".format),
        st.tuples(inner, inner).map("\\\n".join),
        st.tuples(inner, inner).map("\n".join),
        st.just("`code`"),
        st.just("noted[^1]"),
        st.just("[referred][ref]"),
        st.just("a\\*b \\[x]"),
        st.just("![picture](https://example.org/p.png)"),
    )


INLINES = st.lists(st.recursive(PHRASES, _wrapped, max_leaves=4), min_size=1, max_size=3).map(" ".join)


def _lines(prefix: str, rest: str, text: str) -> str:
    first, *more = text.split("\n")
    return "\n".join([prefix + first, *(rest + line for line in more)])


PARAGRAPHS = INLINES.map(lambda text: _lines("Then ", "then ", text))
HEADINGS = st.tuples(st.integers(2, 4), PHRASES).map(lambda one: f"{'#' * one[0]} {one[1]}")
ITEMS = st.lists(PARAGRAPHS.map(lambda text: _lines("- ", "  ", text)), min_size=1, max_size=4)
LISTS = st.tuples(st.sampled_from(["\n", "\n\n"]), ITEMS).map(lambda one: one[0].join(one[1]))
NESTED = st.tuples(PARAGRAPHS, LISTS).map(
    lambda one: _lines("1. ", "   ", one[0]) + "\n" + "\n".join(f"   {line}".rstrip() for line in one[1].split("\n"))
)
QUOTES = PARAGRAPHS.map(lambda text: _lines("> ", "> ", text))
TABLES = st.lists(st.tuples(PHRASES, PHRASES), min_size=1, max_size=3).map(
    lambda rows: "\n".join(["| who | what |", "|---|--:|", *(f"| {a} | {b} |" for a, b in rows)])
)
DEFINITIONS = st.tuples(PHRASES, PARAGRAPHS).map(lambda one: f"{one[0]}\n:   " + one[1].replace("\n", "\n    "))
CODE = st.just("```text\ncode stays\n```")

BLOCKS = st.one_of(PARAGRAPHS, HEADINGS, LISTS, NESTED, QUOTES, TABLES, DEFINITIONS, CODE)
COMMENTS = st.sampled_from(["<!-- -->", "<!-- translators: mind the name -->"])
ENDING = "\n\nLast[^1] and [ref].\n\n[^1]: A note.\n\n[ref]: https://example.org/b\n"
"""So that every mark and every reference has its definition, and every definition is referred to."""
BODIES = st.lists(st.tuples(COMMENTS, BLOCKS).map("\n\n".join), min_size=1, max_size=8).map(
    lambda blocks: "\n\n".join(blocks) + ENDING
)
