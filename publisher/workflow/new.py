"""`new`: a statement made of a Word file, a plain text or somebody's Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from publisher import document, files, intake
from publisher.document import RESERVED, SLUG
from publisher.errors import Problem, SourceError, UsageError
from publisher.workflow import clock

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from publisher.document import Document
    from publisher.intake import Draft
    from publisher.project import Project

_SLUG_SIZE = 64
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:", re.MULTILINE)
_LETTERS = str.maketrans({"\u0131": "i", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "đ": "d", "ł": "l"})
"""Latin letters that are no letter with a sign."""


@dataclass(frozen=True, slots=True)
class Started:
    """What `new` made.

    Attributes:
        path: The new statement, relative to the workspace.
        slug: Its slug.
        document: The statement as it was read back.
        counts: How many segments its body has, by their context: paragraphs, headings, items …
        dropped: What was left out of the file, or taken in, a phrase each; never what it said.
        doubts: What a person should look at, a phrase each.
    """

    path: str
    slug: str
    document: Document
    counts: Counter[str]
    dropped: list[str]
    doubts: list[str]


def new(project: Project, file: Path, *, slug: str = "", day: date | None = None) -> Started:
    """Make a statement in ``source/`` of a file from elsewhere; what is written can be published as it is.

    Args:
        project: The workspace.
        file: A .docx, .md or .txt file.
        slug: The name of the new statement; without one it is made of the name of the file.
        day: The date of the statement if its text tells none; without one it is today's.

    Raises:
        UsageError: If the file is not there, is broken, empty or of another kind, or the slug is taken or none.
        SourceError: If a statement cannot hold what the file says; then nothing is written, as above.
    """
    locale = project.settings.source_locale
    today = day or clock.written().date()
    draft = intake.draft(_bytes(file), str(file), locale)
    if not draft.day:
        draft = replace(draft, day=day)  # who says it in the call has confirmed it
    name = slug or _slug(file.stem, draft.day or today)
    path = project.root / "source" / f"{name}.md"
    title = draft.title or " ".join(re.split(r"[\W_]+", file.stem)).strip() or name
    text = draft.body if draft.own else f"{intake.front(draft, title, draft.day or today)}\n{draft.body}"
    with files.locked(project.root):
        _refuse_taken(project, name)
        made = _read(project, draft, text, PurePosixPath(project.relative(path)), file)
        project.refuse_outside(path)
        files.write(path, text.encode())
    found = document.segments(made.body, locale)
    counts = Counter(one.context for one in found)
    counts["footnote"] = min(counts["footnote"], len(_NOTE.findall(made.body)))  # one can have several paragraphs
    doubts = [*_guesses(draft, title, today), *_other_day(made, day), *draft.doubts]
    return Started(project.relative(path), name, made, +counts, draft.dropped, doubts)


def _bytes(file: Path) -> bytes:
    """The bytes of a file that can be read here; of a larger one only so many that it is refused."""
    try:
        with file.open("rb") as opened:
            intake.refuse_kind(str(file))
            return opened.read(intake.MAX_BYTES + 1)
    except OSError as error:
        hint = "name a file that is there and that you may read"
        raise UsageError(Problem(f"cannot be read: {error.strerror}", str(file), hint=hint)) from error


def _slug(stem: str, day: date) -> str:
    """A slug made of the name of a file; of its date where the name has no Latin letter."""
    plain = unicodedata.normalize("NFKD", stem.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not re.search("[a-z]", name):
        return f"statement-{day}"
    if len(name) <= _SLUG_SIZE:
        return name
    whole_words = name[: _SLUG_SIZE + 1].rpartition("-")[0]
    return whole_words or name[:_SLUG_SIZE]


def _refuse_taken(project: Project, slug: str) -> None:
    hint = "choose another name: --slug NAME"
    if slug in RESERVED:
        raise UsageError(Problem(f'"{slug}" is a name the site itself uses', hint=hint))
    if not SLUG.fullmatch(slug):
        hint = "at most 64 small letters, digits and single hyphens, such as 2026-01-aleppo"
        raise UsageError(Problem(f'"{slug}" cannot be the name of a statement', hint=hint))
    for path in sorted((project.root / "source").rglob("*.md")):
        if path.stem == slug:
            raise UsageError(Problem(f'a statement "{slug}" is there already', project.relative(path), hint=hint))


def _read(project: Project, draft: Draft, text: str, path: PurePosixPath, file: Path) -> Document:
    """The statement as every other verb will read it; what is wrong is told by the lines of the file it comes from."""
    try:
        return document.read(text.encode(), path, project.settings.source_locale, project.settings.ids)
    except SourceError as error:
        before = text.count("\n") - draft.body.count("\n")
        problems = [replace(one, path=str(file), line=_line(draft, one.line - before)) for one in error.problems]
        raise SourceError(*problems) from error


def _line(draft: Draft, line: int) -> int:
    """The line of the file that a line of the body comes from; 0 where it has no lines."""
    return draft.lines[line - 1] if 0 < line <= len(draft.lines) else 0


def _guesses(draft: Draft, title: str, day: date) -> list[str]:
    """What the front matter says that the text does not tell."""
    if draft.own:
        return []
    named = [] if draft.title else [f'the text has no title: "{title}" is the name of the file']
    dated = [] if draft.day else [f"the text tells no date: {day} stands in the front matter, confirm it"]
    return named + dated


def _other_day(made: Document, day: date | None) -> list[str]:
    """That the text tells another date than the call."""
    said = made.meta.date
    return (
        [f"the text says {said}, and --date {day}: {said} stands in the front matter"]
        if day not in {None, said}
        else []
    )
