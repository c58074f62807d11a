"""What makes a statement unfit to publish: text the parser would drop, links that lead nowhere, and the like.

Markdown parsers are silent. Text nested too deep, a cell too many in a table row, a definition nobody refers
to: all of it is simply not in the output. Here every word of every line has to be found again in what the
parser made of that line.
"""

from __future__ import annotations

import re
from collections import Counter
from string import punctuation, whitespace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from publisher.document.parser import Blocks, blocks, has_markup, inspector
from publisher.document.walk import KEEP, NOTE
from publisher.errors import Problem
from publisher.links import RULE, allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token
    from markdown_it.utils import EnvType

MAX_SEGMENT_BYTES = 20_000
MAX_TABLE_COLUMNS = 30

# Words, and single signs beyond ASCII: a table cell may hold nothing but a currency sign.
_WORD = re.compile(r"[^\W_]+|[^\x00-\x7f\s]")
_SIGNS = punctuation + whitespace
_PARSER = inspector()
_INSPECTED = {"heading_open", "comment", "tr_open"}


class Inline(NamedTuple):
    """A piece of inline Markdown, taken apart.

    Attributes:
        plain: What readers see of it; code is left out, a hard break is a newline.
        links: Where its links lead.
        marks: Its other marks: ``strong``, ``em``, ``s``, ``image``, ``hard break``, ``footnote 1``, ``code x`` …
    """

    plain: str
    links: Counter[str] = Counter()  # noqa: RUF012  # never changed, as nothing of a tuple is
    marks: Counter[str] = Counter()  # noqa: RUF012


def inline(text: str, env: EnvType | None = None) -> Inline:
    """Take a piece of inline Markdown apart; links by reference are those of ``env``."""
    if not has_markup(text):
        return Inline(text)
    plain, links, marks = [], Counter[str](), Counter[str]()
    for token in _PARSER.parseInline(text, {} if env is None else env)[0].children or []:
        match token.type:
            case "text" | "text_special":
                plain.append(token.content)
            case "softbreak" | "hardbreak":
                plain.append("\n")
                marks["hard break"] += token.type == "hardbreak"
            case "link_open":
                links[str(token.attrs["href"])] += 1
            case "image":
                marks[f"image {token.attrs['src']}"] += 1
            case "footnote_ref":
                marks[f"footnote {token.meta['label']}"] += 1
            case "code_inline":
                marks[f"code {token.content}"] += 1
            case other if other.endswith("_open"):
                marks[token.tag] += 1
    return Inline("".join(plain), links, +marks)


class Inspection:
    """A statement's Markdown as its author wrote it, before any lookup.

    Args:
        markdown: The body of the statement.
        path: Its file, for messages.
        first_line: The line of that file on which the Markdown begins, counted from 1.
    """

    def __init__(self, markdown: str, path: str, first_line: int) -> None:
        self.lines = markdown.split("\n")  # as the parser counts them
        self.path = path
        self.first_line = first_line
        self.blocks: Blocks = blocks(markdown, _PARSER)
        self._texts = [token for token in self.blocks.tokens if token.type == "inline"]
        self._children = self._parsed()

    def problems(self, anchors: frozenset[str]) -> list[Problem]:
        """Everything that keeps this text from being published; ``anchors`` are the ids of its blocks."""
        return [*self._blocks(), *self._sizes(), *self._inlines(anchors), *self._definitions(), *self._dropped()]

    def _problem(self, message: str, line: int, hint: str) -> Problem:
        """A problem at a line of the Markdown, counted from 0."""
        return Problem(message, self.path, self.first_line + line, hint)

    def _blocks(self) -> Iterator[Problem]:
        level = 1
        for index, token in enumerate(self.blocks.tokens):
            if token.type not in _INSPECTED:
                continue
            line = token.map[0] if token.map else 0
            if token.type == "heading_open":
                above, level = level, int(token.tag[1])
                if level == 1:
                    hint = "the title is in the front matter; write ##"
                    yield self._problem("a heading of the first level", line, hint)
                elif level > above + 1:
                    hint = f"write {'#' * (above + 1)}"
                    yield self._problem(f"a heading of level {level} below one of level {above}", line, hint)
                if not self.blocks.tokens[index + 1].content:
                    yield self._problem("a heading without a text", line, "write one, or delete the line")
            elif token.type == "comment" and (hint := _misspelt(token.content)):
                yield self._problem(f'a comment that begins with "{token.content.split()[0]}"', line, hint)
            elif token.type == "tr_open" and self.lines[line].count("|") > MAX_TABLE_COLUMNS + 1:
                yield self._problem(f"a table of more than {MAX_TABLE_COLUMNS} columns", line, "split the table")

    def _sizes(self) -> Iterator[Problem]:
        for token in self._texts:
            if len(token.content.encode()) > MAX_SEGMENT_BYTES:
                line = token.map[0] if token.map else 0
                yield self._problem(f"a block of more than {MAX_SEGMENT_BYTES} bytes", line, "split it")

    def _parsed(self) -> list[tuple[Token, list[Token]]]:
        """The inline tokens with what is in them, those left out in which no character means anything."""
        env, found = self.blocks.definitions, []
        for token in self._texts:
            # The end of a link that has no beginning means nothing to the parser, but it was meant to.
            if has_markup(token.content) or "](" in token.content:
                children: list[Token] = []
                _PARSER.inline.parse(token.content, _PARSER, env, children)
                found.append((token, children))
        return found

    def _inlines(self, anchors: frozenset[str]) -> Iterator[Problem]:
        for token, children in self._children:
            line = token.map[0] if token.map else 0
            for child in children:
                for message, hint in _faults(child, anchors):
                    yield self._problem(message, line, hint)

    def _definitions(self) -> Iterator[Problem]:
        """Link and footnote definitions that nothing refers to, or that stand here twice."""
        used = {child.meta.get("label") for _, children in self._children for child in children}
        for label, reference in self.blocks.env.get("references", {}).items():
            if label not in used:
                hint = f"refer to it as [text][{label.lower()}], or put a backslash before the ["
                yield self._problem(f'nothing refers to the link "{label.lower()}"', reference["map"][0], hint)
        for reference in self.blocks.env.get("duplicate_refs", ()):
            yield self._problem(
                f'the link "{reference["title"] or reference["href"]}" has a label that is taken',
                reference["map"][0],
                "give it another label",
            )
        seen: set[str] = set()
        for token in self.blocks.tokens:
            if token.type == "footnote_reference_open":
                label = token.meta["label"]
                if label in seen or label not in used:
                    fault = "stands here twice" if label in seen else "is referred to by nothing"
                    line = token.map[0] if token.map else 0
                    yield self._problem(
                        f"footnote [^{label}] {fault}", line, "each footnote needs one mark and one text"
                    )
                seen.add(label)

    def _dropped(self) -> Iterator[Problem]:
        """Words that the parser lost, a problem for each line that has some."""
        doubtful = {number for number, line in enumerate(self.lines) if line} - self._plainly_kept()
        kept = self._kept(doubtful) if doubtful else {}
        for number in sorted(doubtful):
            words = _words(self.lines[number])
            lost = Counter(words) - kept.get(number, Counter())
            if lost:
                word = next(word for word in words if word in lost)
                hint = "use fewer levels of quotes and lists, and as many table cells as the table has columns"
                yield self._problem(f'"{word}" would not appear on the page', number, hint)

    def _plainly_kept(self) -> set[int]:
        """The lines that the parser kept as they are, but for signs at their ends, which are no words: most of them."""
        kept = set()
        for token in self._texts:
            if token.map:
                for number, text in zip(range(*token.map), token.content.split("\n"), strict=False):
                    line = self.lines[number]
                    if line == text or line.strip(_SIGNS) == text.strip(_SIGNS):
                        kept.add(number)
        return kept

    def _kept(self, numbers: set[int]) -> dict[int, Counter[str]]:
        """What the parser kept of these lines, by the line's number."""
        kept: dict[int, Counter[str]] = {}
        for lines, text in self._pieces():
            if not numbers.isdisjoint(lines):
                words = Counter(_words(text))
                for line in lines:
                    kept.setdefault(line, Counter()).update(words)
        return kept

    def _pieces(self) -> Iterator[tuple[range, str]]:
        for token in self.blocks.tokens:
            if token.map and token.type in {"inline", "fence", "code_block", "comment"}:
                # The map of a definition list's term is empty: it ends on the line on which it begins.
                yield range(token.map[0], max(token.map[1], token.map[0] + 1)), f"{token.info} {token.content}"
            elif token.map and token.type in {"list_item_open", "footnote_reference_open"}:
                yield range(token.map[0], token.map[0] + 1), f"{token.info} {token.meta.get('label', '')}"
        for reference in (*self.blocks.env.get("references", {}).values(), *self.blocks.env.get("duplicate_refs", ())):
            lines = range(*reference["map"])
            yield lines, "\n".join(self.lines[line] for line in lines)


def _faults(token: Token, anchors: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with one inline token: (message, cure) pairs."""
    if token.type == "image":
        yield f'an image: "{token.attrs["src"]}"', "statements are published as text; link to the image"
    if token.type == "link_open":
        target = str(token.attrs["href"])
        if not allowed(target):
            yield f'a link to "{target}"', RULE
        elif target.startswith("#") and unquote(target[1:]) not in anchors:
            yield (
                f'a link to "{target}", which is no place in this text',
                "headings' ids are their words-joined-like-this",
            )
    if token.type == "text":
        if "](" in token.content or "][" in token.content:
            yield (
                "a link that is not closed, or refers to nothing",
                f"{RULE}; put a backslash before a [ that is meant",
            )
        if "<!--" in token.content:
            yield "a comment inside a text", "give the comment lines of its own and end it with -->"


def _misspelt(comment: str) -> str:
    """The cure for a comment that means one of ours and is not."""
    if re.match(r"translators?\b", comment, re.IGNORECASE) and not comment.lower().startswith(NOTE):
        return f"a note to translators begins with {NOTE}"
    if re.fullmatch(r"(no|not|don.?t|do not)[-_ ]?translate", comment, re.IGNORECASE) and comment.lower() != KEEP:
        return f"what is not to be translated stands after <!-- {KEEP} -->"
    return ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
