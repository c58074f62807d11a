"""One parsed statement: the owner of Markdown, from the file in ``source/`` to segments and HTML."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.document import frontmatter, html, outline, passages, plain, prose, rich, unrich
from publisher.document.codes import Piece, pieces
from publisher.document.frontmatter import KEYS, TEXTS, Front, FrontMatter, Signatory, Update
from publisher.document.html import Labels
from publisher.document.rich import Run, fingerprint
from publisher.document.unrich import Written, literal
from publisher.document.version import Version, original
from publisher.document.walk import Plan, plan
from publisher.document.whole import Inline, Inspection, inline
from publisher.errors import Problem, SourceError, decoded
from publisher.model import Segment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from publisher.document.outline import Outline
    from publisher.document.passages import Passage
    from publisher.document.plain import Paragraph
    from publisher.document.prose import Prose
    from publisher.document.walk import Slot
    from publisher.locale import Locale
    from publisher.model import Lookup

__all__ = [
    "KEYS",
    "TEXTS",
    "Document",
    "FrontMatter",
    "Inline",
    "Labels",
    "Piece",
    "Run",
    "Signatory",
    "Update",
    "Written",
    "fingerprint",
    "inline",
    "literal",
    "read",
    "segments",
]

MAX_BYTES = 1_000_000
SLUG = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = frozenset({"site", "terms", "tools", "index", "feed"})
"""Names that a statement cannot have: they are catalogs and pages of the site itself."""

_YEAR = re.compile(r"index-[0-9]{4}")
"""Such a name has the list of a year."""
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_ROLE_WORDS = {
    "paragraph": "Paragraph",
    "heading": "Heading",
    "item": "List item",
    "quote": "Quotation",
    "cell": "Table cell",
    "term": "Term",
    "definition": "Definition",
    "footnote": "Footnote",
    "link title": "Title of a link",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A statement as its authors wrote it, known to be fit to publish.

    Attributes:
        path: Its file, relative to the workspace.
        slug: The file's stem: the statement's name in addresses and catalogs.
        meta: Its front matter.
        front: What is translated of it.
        body: Its Markdown.
        first_line: The line on which the Markdown begins, counted from 1.
        source_locale: The language it is written in.
        segments: Everything translatable, in reading order, equal ones once.
        plan: Its Markdown after the walk.
    """

    path: str
    slug: str
    meta: FrontMatter
    front: Front
    body: str
    first_line: int
    source_locale: Locale
    segments: tuple[Segment, ...]
    plan: Plan = field(repr=False, compare=False)

    @property
    def short_title(self) -> str:
        """What it is called where there is little room."""
        return self.meta.texts.get("short_title", self.meta.texts["title"])[0]

    def render(self, lookup: Lookup, locale: Locale, labels: Labels | None = None) -> str:
        """The body as HTML in the language of ``locale``, each segment as ``lookup`` answers it."""
        return html.render(Version(self.plan, lookup, locale), labels or Labels())

    def passages(self, lookup: Lookup, locale: Locale, base: str = "") -> list[Passage]:
        """The body piece by piece, the same pieces in every language; ``base`` is put before relative links."""
        return list(passages.passages(Version(self.plan, lookup, locale), base))

    def plain(self, lookup: Lookup, locale: Locale) -> list[Paragraph]:
        """The body as plain text."""
        return plain.plain(Version(self.plan, lookup, locale))

    @property
    def slots(self) -> list[Slot]:
        """The places of the texts of the body, as readers of the original come to them."""
        return list(original(self.plan).arrangement.slots)

    def outline(self) -> Outline:
        """All that a page shows of the body."""
        return outline.outline(self.plan)

    def inline(self, context: str, text: str) -> Inline:
        """A text of this statement as readers see it: Markdown in the body, plain text in the front matter."""
        return inline(text, self.plan.definitions) if _is_markdown(context) else Inline(text)

    def prose(self, context: str, text: str) -> Prose:
        """Where in a text of this statement the words stand that readers see."""
        return prose.markdown(text, self.plan.definitions) if _is_markdown(context) else prose.plain(text)

    def pieces(self, context: str, text: str) -> list[Piece]:
        """A text of this statement as translators' tools take it: words, and codes that are to be kept."""
        return pieces(self.prose(context, text))

    def runs(self, context: str, text: str) -> list[Run]:
        """A text of this statement as a word processor shows it."""
        return rich.runs(text, self.plan.definitions) if _is_markdown(context) else [Run(text)]

    def markdown(self, context: str, runs: Sequence[Run], like: Sequence[str] = ()) -> Written:
        """What a word processor shows, as a text of this statement; `unrich.markdown` tells what ``like`` is."""
        if _is_markdown(context):
            return unrich.markdown(runs, self.plan.definitions, like)
        return Written("".join(one.text for one in runs), exact=True)


def _is_markdown(context: str) -> bool:
    return context in _ROLE_WORDS and context != "link title"


# Characters that no page may hold (HTML, section 3.2.5), and bidi controls that turn the text after them around.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]")


def read(data: bytes, path: PurePosixPath, source_locale: Locale, locales: tuple[str, ...]) -> Document:
    """Read one statement.

    Args:
        data: The bytes of its file: UTF-8, a front matter between two ``---`` lines, Markdown.
        path: Its file, relative to the workspace.
        source_locale: The language it is written in.
        locales: The locales of the workspace.

    Raises:
        SourceError: With everything that is wrong with it, each with its line and its cure.
    """
    text = _decode(data, str(path))
    front = _FRONT.match(text)
    if front is None:
        hint = 'begin the file with a line "---", then title: … and date: …, then a line "---"'
        raise SourceError(Problem("the front matter is missing or not closed", str(path), 1, hint))
    first_line = front.group().count("\n") + 1
    body = text[front.end() :]
    problems = _name_problems(path)
    try:
        meta = frontmatter.parse(front.group(1), str(path), locales)
    except SourceError as error:
        raise SourceError(*problems, *error.problems) from error
    inspection = Inspection(body, str(path), first_line)
    walked = Plan(inspection.blocks, source_locale, str(path), first_line)
    problems += inspection.problems(walked.ids)
    if problems:
        raise SourceError(*sorted(problems, key=lambda problem: problem.line))
    told = meta.segments(str(path))
    every = (*told.texts.values(), *told.updates, *_described(walked.segments), *told.signatories)
    return Document(str(path), path.stem, meta, told, body, first_line, source_locale, _once(every), walked)


def segments(markdown: str, source_locale: Locale) -> list[Segment]:
    """The segments of a Markdown text in reading order."""
    return plan(markdown, source_locale).segments


_ORDINARY = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
"""The bytes of the characters that most of a text is made of, and of no others."""


def _decode(data: bytes, path: str) -> str:
    if len(data) > MAX_BYTES:
        raise SourceError(Problem(f"larger than {MAX_BYTES:,} bytes", path, 0, "split the statement"))
    text = decoded(data, path).replace("\r\n", "\n").replace("\r", "\n")
    # What is left is little: a search through all of the text takes several times as long.
    unusual = data.translate(None, _ORDINARY).decode()
    if _CONTROL.search(unusual) and (found := _CONTROL.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        raise SourceError(Problem(f"the control character U+{ord(found[0]):04X}", path, line, "delete it"))
    return text


def _name_problems(path: PurePosixPath) -> list[Problem]:
    if path.stem in RESERVED or _YEAR.fullmatch(path.stem):
        return [Problem(f'"{path.stem}" is a name the site itself uses', str(path), 0, "rename the file")]
    if not SLUG.fullmatch(path.stem):
        hint = "rename the file: at most 64 small letters, digits and single hyphens, such as 2026-01-aleppo.md"
        return [Problem(f'"{path.stem}" cannot be the name of a statement', str(path), 0, hint)]
    return []


def _described(found: list[Segment]) -> list[Segment]:
    """Add to each segment its role and position in words, before what its author noted."""
    totals = Counter([one.context for one in found])
    counts = dict.fromkeys(totals, 0)
    described = []
    for source, context, plural, path, line, notes in found:
        counts[context] += 1
        place = f"{_ROLE_WORDS[context]} {counts[context]} of {totals[context]}"
        noted = tuple(dict.fromkeys((place, *notes))) if notes else (place,)
        described.append(Segment(source, context, plural, path, line, noted))
    return described


def _once(every: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Equal segments as one, which has the notes of all of them."""
    unique: dict[tuple[str, str], Segment] = {}
    for one in every:
        first = unique.setdefault(one.key, one)
        if first is not one:
            unique[one.key] = first._replace(notes=tuple(dict.fromkeys((*first.notes, *one.notes))))
    return tuple(unique.values())
