"""What a word processor shows, as inline Markdown.

What readers would see of the Markdown is compared with what was on the screen, and signs that Markdown would take for
markup get a backslash only where that is needed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from publisher.document.parser import inspector
from publisher.document.rich import Run, joined, marked, runs, same, seen, tails
from publisher.document.whole import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it.utils import EnvType


class Written(NamedTuple):
    """Markdown that was made of runs, and whether it shows exactly these."""

    text: str
    exact: bool


_SIGNS = {"bold": "**", "italic": "*", "struck": "~~"}
_SPECIAL = re.compile(r"[\\`*_\[\]<>~&!]")
_EDGES = re.compile(r"\A(\s*)(.*?)(\s*)\Z", re.DOTALL)
_EDGES_WITH_SIGNS = re.compile(r"\A([\W_]*)(.*?)([\W_]*)\Z", re.DOTALL)
_BLOCK_START = re.compile(r"\A(\d+(?=[.)])|)(\W)")
_MANY = 60


def markdown(pieces: Sequence[Run], env: EnvType, like: Sequence[str] = ()) -> Written:
    """Runs as inline Markdown.

    What was typed as Markdown is taken for it where it says what the first of the ``like`` says by its links and
    marks: who knows Markdown may write it in a word processor too.

    Args:
        pieces: The runs.
        env: The references and footnotes of the statement.
        like: The same text in other words, such as its English and its earlier translation: links are written the
            way they are written there.
    """
    clean = joined(one._replace(text=one.text.replace("\r", "")) for one in pieces)
    writer = _Writer(like, env)
    plain = writer.write(clean, lambda text: text)
    if same(runs(plain, env), clean):
        return Written(plain, exact=True)
    made = _shown_exactly(writer, clean, env)
    typed = like and _says_what(like[0], plain, env)
    if typed and not (made and _says_what(like[0], made, env)):
        return Written(plain, exact=True)
    if made:
        return Written(made, exact=True)
    bare = [Run("".join(one.text for one in clean))]
    return Written(_with_few_escapes(writer, bare, env), exact=False)


def _shown_exactly(writer: _Writer, clean: Sequence[Run], env: EnvType) -> str:
    """Markdown that shows these runs, signs escaped; empty if there is none."""
    for edges in (_EDGES, _EDGES_WITH_SIGNS):
        writer.edges = edges
        text = _with_few_escapes(writer, clean, env)
        shown = runs(text, env)
        if same(shown, clean) or (edges is _EDGES_WITH_SIGNS and _same_but_for_edges(shown, clean)):
            return text
    return ""


def literal(text: str) -> str:
    """A plain text as a paragraph of Markdown that shows just this; backslashes only where they are needed."""
    written = markdown([Run(" ".join(text.split()))], {}).text
    kinds = [token.type for token in _PARSER.parse(written)]
    if kinds != ["paragraph_open", "inline", "paragraph_close"]:
        return _BLOCK_START.sub(r"\1\\\2", written)
    return written


def _same_but_for_edges(one: Iterable[Run], other: Iterable[Run]) -> bool:
    """Whether two texts differ only in whether signs, which are no letters, are bold, italic or struck out."""
    first, second = seen(one), seen(other)
    return [char for char, _ in first] == [char for char, _ in second] and all(
        a == b or not char.isalnum() for (char, a), (_, b) in zip(first, second, strict=True)
    )


def _says_what(source: str, text: str, env: EnvType) -> bool:
    """Whether a text has the links and marks of its source, and any at all."""
    wanted, found = inline(source, dict(env)), inline(text, dict(env))
    return bool(wanted.links or wanted.marks) and (wanted.links, wanted.marks) == (found.links, found.marks)


def _with_few_escapes(writer: _Writer, pieces: Sequence[Run], env: EnvType) -> str:
    """The Markdown with a backslash before every sign that would be markup, and before no other."""
    count = sum(len(_SPECIAL.findall(one.text)) for one in pieces if not one.code)
    needed = set(range(count))
    for number in range(count) if count <= _MANY else ():
        text = writer.write(pieces, _Escape(needed - {number}))
        if same(runs(text, env), pieces):
            needed.discard(number)
    return writer.write(pieces, _Escape(needed))


class _Escape:
    """Put a backslash before some of the signs of a text that is written piece by piece."""

    def __init__(self, needed: set[int]) -> None:
        self._needed = needed
        self._next = 0

    def __call__(self, text: str) -> str:
        return _SPECIAL.sub(self._one, text)

    def _one(self, match: re.Match[str]) -> str:
        self._next += 1
        return f"\\{match[0]}" if self._next - 1 in self._needed else match[0]


class _Writer:
    """Runs written as Markdown, links as they are written elsewhere."""

    def __init__(self, like: Sequence[str], env: EnvType) -> None:
        self._tails = tails(like, env)
        self._break = "  \n" if any("  \n" in one for one in like) else "\\\n"
        self._link_first = any(re.search(r"\[[*~]", one) for one in like)
        self.edges = _EDGES

    def write(self, pieces: Sequence[Run], escape: Callable[[str], str]) -> str:
        """The Markdown; ``escape`` is called with each piece of text in its order."""
        written = []
        rest = list(pieces)
        while rest:
            mark, size = self._widest(rest)
            group, rest = rest[:size], rest[size:]
            if not mark:
                written.append(self._text(group[0], escape))
            elif mark == "link":
                inner = self.write([one._replace(link="", title="") for one in group], escape)
                written.append(self._link(group[0], inner))
            else:
                inner = self.write([marked(one, mark, False) for one in group], escape)
                before, text, after = self._apart(inner)
                sign = _SIGNS[mark] if text else ""
                written.append(f"{before}{sign}{text}{sign}{after}")
        return "".join(written)

    def _widest(self, rest: Sequence[Run]) -> tuple[str, int]:
        """Of the marks that the first run has, the one that goes on for most runs; and how many these are."""
        marks = ["link", *_SIGNS] if self._link_first else [*_SIGNS, "link"]
        best, most = "", 1
        for mark in marks:
            if value := getattr(rest[0], mark):
                size = next((n for n, one in enumerate(rest) if getattr(one, mark) != value), len(rest))
                if not best or size > most:
                    best, most = mark, size
        return best, most

    def _text(self, run: Run, escape: Callable[[str], str]) -> str:
        if run.code:
            fence = "`" * (1 + max((len(one) for one in re.findall("`+", run.text)), default=0))
            pad = " " if run.text.startswith("`") or run.text.endswith("`") else ""
            return f"{fence}{pad}{run.text}{pad}{fence}"
        return escape(run.text).replace("\n", self._break)

    def _apart(self, inner: str) -> tuple[str, str, str]:
        """What stands before, in and after a mark: it never begins or ends with a space."""
        found = self.edges.match(inner)
        return (found[1], found[2], found[3]) if found else ("", inner, "")

    def _link(self, run: Run, inner: str) -> str:
        before, text, after = _EDGES.match(inner).groups()  # type: ignore[union-attr]  # it matches any text
        if not text:
            return inner
        tail = self._tails.get((run.link, run.title))
        if tail is None and run.link in {run.text, f"mailto:{run.text}"}:
            return f"{before}<{run.text}>{after}"
        title = f' "{run.title}"' if run.title and '"' not in run.title else ""
        return f"{before}[{text}]{tail or f'({run.link}{title})'}{after}"


_PARSER = inspector()
