"""Blocks as the Markdown of a statement, in lines of a length that people can compare."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from publisher.document import Run, segments
from publisher.document.rich import joined, runs, same
from publisher.document.unrich import markdown
from publisher.fields import WIDTH
from publisher.intake.blocks import Items, Paragraph, Quote, Rule, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.intake.blocks import Block, Content
    from publisher.locale import Locale

_DEEPEST = 6
_MANY = 20
# What may not begin a line inside a paragraph: there it would be the mark of a list, a heading, a quotation, a term's
# meaning, a footnote's text, a table or a comment, or a line below a heading.
_MARK = re.compile(r"[-+*:~]$|#{1,6}$|0{0,8}1[.)]$|[>|]|```|~~~|=+$|-+$|\[\^|<!--|[*_]{3,}$")
# What may not begin a paragraph either, and where the backslash goes that makes it words.
_START = re.compile(r"([0-9]{1,9}(?=[.)])|)([^\w\s]|_)")
# The address of a link that is told elsewhere: whether it is one depends on the address.
_DEFINITION = re.compile(r"^\[(?:\\.|[^\[\]\\])*\](?=:)")
# What a statement may not hold even as words, unless it has a backslash.
_REFUSED = r"(?<!\\)(?:\](?=[(\[])|<(?=!--))"
_END_OF_HEADING = re.compile(r"(?<![^ ])(?=#+$)")


class Writer:
    """Writes the Markdown of one statement, and counts what of its format could not be kept.

    Args:
        content: The statement.
        locale: The language it is written in.
    """

    def __init__(self, content: Content, locale: Locale) -> None:
        self._content = content
        self._locale = locale
        self._lost: list[str] = []
        # The mark of a footnote of this statement has a bracket that is none of these.
        marks = "".join(rf"(?<!\[\^{label})" for label in content.notes)
        self._refused = re.compile(f"{marks}{_REFUSED}")

    def body(self) -> str:
        """The text of the statement, ended by a newline; what could not be kept goes to the doubts of the content."""
        blocks = list(levels(self._content.blocks))
        parts = self._stacked(blocks)
        for label, note in self._content.notes.items():
            parts += ["", *_indented(f"[^{label}]: ", "    ", self._stacked(note, WIDTH - 4))]
        if self._lost:
            where = "; ".join(f'"{words}"' for words in self._lost[:3])
            self._content.doubts.append(f"bold, italic or links could not all be kept near {where}")
        return "\n".join(parts).strip("\n") + "\n"

    def _stacked(self, blocks: Sequence[Block], width: int = WIDTH, *, close: bool = False) -> list[str]:
        """Blocks below each other, with an empty line between them unless they are close."""
        lines: list[str] = []
        other = False
        for before, block in zip((None, *blocks), blocks, strict=False):
            # A list right after a list of the same kind is another one only if its marks are others.
            other = _is_list(before) == _is_list(block) != "" and not other
            lines += [""] if lines and not close else []
            lines += self._lines(block, width, other=other)
        return lines

    def _lines(self, block: Block, width: int, *, other: bool) -> list[str]:
        match block:
            case Paragraph(level=0):
                return self._paragraph(block.runs, width)
            case Paragraph():
                return [self._heading(block)]
            case Items():
                return list(self._items(block, width, other=other))
            case Quote():
                return _indented("> ", "> ", self._stacked(_flat(block.blocks), width - 2))
            case Table():
                return self._table(block)
            case Rule():
                return ["---"]

    def _items(self, block: Items, width: int, *, other: bool) -> Iterator[str]:
        close = _is_close(block)
        for number, item in enumerate(block.items):
            sign = ("*" if other else "-") if block.start is None else f"{block.start + number}{')' if other else '.'}"
            lines = self._stacked(_flat(item), width - 2 * len(sign) - 2, close=close)
            yield from [""] if number and not close else []
            yield from _indented(f"{sign} ", " " * (len(sign) + 1), lines)

    def _table(self, block: Table) -> list[str]:
        rows = [[self._inline(cell).replace("|", "\\|") for cell in row] for row in block.rows]
        header, *rest = [f"| {' | '.join(row)} |" for row in rows]
        return [header, f"|{' --- |' * len(rows[0])}", *rest]

    def _heading(self, block: Paragraph) -> str:
        text = self._inline([run._replace(text=run.text.replace("\n", " ")) for run in block.runs])
        text = _END_OF_HEADING.sub(r"\\", text)  # signs at the end would be no words
        return f"{'#' * block.level} {text}"

    def _paragraph(self, pieces: Sequence[Run], width: int) -> list[str]:
        text = self._inline(pieces)
        first, *more = text.split("\\\n")
        first = _DEFINITION.sub(r"\g<0>\\", first, count=1)
        safe = "\\\n".join([first, *(_START.sub(_escaped, one, count=1) if _is_mark(one) else one for one in more)])
        for fit in (safe, _START.sub(_escaped, safe, count=1)):
            for lines in (_wrapped(fit, width), fit.split("\n")):
                if self._is_one(lines, fit):
                    return lines
        return fit.split("\n")

    def _is_one(self, lines: Sequence[str], text: str) -> bool:
        """Whether lines are one paragraph with this text, also below another one, which could be a term."""
        found = segments("\n".join(["term", "", *lines]), self._locale)
        return [(one.context, one.source) for one in found] == [("paragraph", "term"), ("paragraph", text)]

    def _inline(self, pieces: Sequence[Run]) -> str:
        """A text as inline Markdown in one line, but for the line breaks that are meant."""
        wanted, env = tidy(pieces), self._env()
        plain = [Run(run.text, link=run.link) for run in wanted]
        written = markdown(wanted, env)
        if not written.exact:
            self._lost.append(" ".join("".join(run.text for run in wanted).split()[:4]))
            written = markdown(joined(plain), env)
        return self._accepted(self._apart(written.text))

    def _apart(self, text: str) -> str:
        """The same text with no mark of a footnote that a bracket behind it makes a link."""
        for label in self._content.notes:
            text = re.sub(rf"\[\^{label}\\?\]\(", rf"[^{label}]\\(", text)
        return text

    def _accepted(self, text: str) -> str:
        """The same text with backslashes before what a statement may not hold even as words."""
        marks = list(self._refused.finditer(text))
        if self._shows(every := self._refused.sub(r"\\\g<0>", text), text):
            return every
        for found in reversed(marks[:_MANY]):
            before, after = text[: found.start()], text[found.start() :]
            # Inside the words of a link, brackets have to be in pairs.
            opening, bracket, words = before.rpartition("[")
            ways = (f"{before}\\{after}", f"{opening}\\{bracket}{words}\\{after}")
            text = next((one for one in ways if self._shows(one, text)), text)
        return text

    def _shows(self, one: str, other: str) -> bool:
        return same(runs(one, self._env()), runs(other, self._env()))

    def _env(self) -> dict[str, Any]:
        """The footnotes of the statement as the parser keeps them; it writes into them while it reads."""
        return {"footnotes": {"refs": {f":{label}": -1 for label in self._content.notes}, "list": {}}}


def tidy(pieces: Sequence[Run]) -> list[Run]:
    """Runs with one space where there are several or a tab, and none at the ends of lines."""
    done: list[tuple[str, Run]] = []
    for run in pieces:
        for sign in run.text.replace("\t", " "):
            if sign in " \n" and (not done or done[-1][0] == "\n"):
                continue
            if sign in " \n" and done[-1][0] == " ":
                done.pop()
            done.append((sign, run))
    while done and done[-1][0] in " \n":
        done.pop()
    return joined(run._replace(text=sign) for sign, run in done)


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines; none begins with what would be markup there."""
    lines: list[str] = []
    for line in text.split("\n"):
        now = ""
        for word in line.split(" "):
            if now and (len(now) + 1 + len(word) <= width or _is_mark(word)):
                now = f"{now} {word}"
            else:
                lines += [now] if now else []
                now = word
        lines.append(now)
    return lines


def _is_mark(words: str) -> bool:
    return bool(_MARK.match(words.partition(" ")[0]))


def _escaped(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}"


def _indented(first: str, rest: str, lines: Sequence[str]) -> list[str]:
    """Lines behind a mark; empty ones have no spaces."""
    return [f"{rest if number else first}{line}".rstrip(" ") for number, line in enumerate(lines)]


def levels(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks whose headings begin with the second level and skip none."""
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.level:
            above = [*(one for one in above if one < block.level), block.level]
            yield replace(block, level=min(len(above) + 1, _DEEPEST))
        else:
            yield block


def _flat(blocks: Sequence[Block]) -> list[Block]:
    """Blocks inside others: headings are paragraphs there."""
    return [replace(one, level=0) if isinstance(one, Paragraph) else one for one in blocks]


def _is_list(block: Block | None) -> str:
    """The kind of a list; empty of anything else."""
    return ("bullets" if block.start is None else "numbers") if isinstance(block, Items) else ""


def _is_close(block: Items) -> bool:
    """Whether the items of a list stand without empty lines: each is a paragraph, perhaps with a list below it."""
    return all(
        isinstance(item[0], Paragraph)
        and all(isinstance(one, Items) and _is_close(one) for one in item[1:2])
        and len(item) < 3  # noqa: PLR2004
        for item in block.items
    )
