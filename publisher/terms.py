"""The agreed terms and official names of a workspace, ``source/terms.yaml``; translated like everything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher import fields
from publisher.errors import Problem, SourceError, did_you_mean
from publisher.model import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

KEEP = "keep"
KINDS = ("name", "term", KEEP)
KEYS = ("term", "note", "kind")


@dataclass(frozen=True, slots=True)
class Term:
    """One agreed term.

    Attributes:
        text: The English.
        kind: ``name`` (an official name), ``term`` (a term of art) or ``keep`` (stays as it is everywhere).
        note: What a translator should know, or empty.
        line: Its line in the file.
    """

    text: str
    kind: str
    note: str
    line: int

    def segment(self, path: str) -> Segment:
        """The segment of the term in the catalog of the glossary."""
        return Segment(self.text, self.kind, path=path, line=self.line, notes=(self.note,) if self.note else ())


@dataclass(frozen=True, slots=True)
class Agreed:
    """A term and what everybody writes for it in one language; a term that is kept stands for itself."""

    term: Term
    target: str

    @property
    def kept(self) -> bool:
        """Whether the English stands unchanged in this language."""
        return self.term.kind == KEEP or self.target == self.term.text


class Glossary:
    """The agreed terms of one language.

    Args:
        agreed: The terms with their translations.
    """

    def __init__(self, agreed: Iterable[Agreed] = ()) -> None:
        self._agreed = {variant: one for one in agreed for variant in variants(one.term.text)}
        # Of two terms that begin alike, the longer one is meant.
        patterns = [_pattern(variant, self._agreed[variant].term) for variant in sorted(self._agreed, key=len)[::-1]]
        self._any = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)") if patterns else None
        self._folded = {variant.casefold(): one for variant, one in self._agreed.items()}

    @classmethod
    def of(cls, terms: Sequence[Term], translations: Callable[[Segment], Sequence[str]]) -> Glossary:
        """The glossary of the terms that are kept, or of which there is a finished translation."""
        found = ((one, [one.text] if one.kind == KEEP else translations(one.segment(""))) for one in terms)
        return cls(Agreed(term, targets[0].strip()) for term, targets in found if targets)

    def hits(self, english: str) -> list[Agreed]:
        """The terms that an English text uses, in the order of their first use."""
        if self._any is None:
            return []
        found = (self._of(match[0]) for match in self._any.finditer(english))
        return list({one.term.text: one for one in found if one}.values())

    def notes(self, english: str) -> list[str]:
        """What a translator of an English text is told of the terms it uses, a line each."""
        return [_note(one) for one in self.hits(english)]

    def _of(self, written: str) -> Agreed | None:
        """The term that was written so; a letter that only looks like its own, an i without its dot, makes it none."""
        small = written.casefold()
        return self._agreed.get(written) or self._folded.get(small) or self._folded.get(small.removesuffix("s"))


def variants(name: str) -> list[str]:
    """The ways to write a name that has its abbreviation in brackets: all of it, the name, the abbreviation."""
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name)
    return [name, found[1], found[2]] if found else [name]


def _pattern(variant: str, term: Term) -> str:
    """A term may begin a sentence and stand in the plural; names and abbreviations are written as they are."""
    if term.kind != "term" or variant.isupper():
        return re.escape(variant)
    return f"(?i:{re.escape(variant)}s?)"


def _note(one: Agreed) -> str:
    said = "stays as it is" if one.term.kind == KEEP else f"= {one.target}"
    return f"Glossary: {one.term.text} {said}" + (f" ({one.term.note})" if one.term.note else "")


def read(text: str, path: str) -> list[Term]:
    """Read a glossary: a list of ``term``, ``kind`` and ``note``.

    Raises:
        SourceError: With every mistake in the file, each with its line.
    """
    root = fields.read(text, path)
    entries = root.value if isinstance(root.value, list) else []
    problems = [] if isinstance(root.value, list) else [Problem("not a list of terms", path, 1, "write - term: …")]
    terms: dict[str, Term] = {}
    for entry in entries:
        problems += _problems(entry, path, terms)
        if isinstance(entry.value, dict) and (term := _term(entry)).text:
            terms.setdefault(term.text, term)
    if problems:
        raise SourceError(*problems)
    return list(terms.values())


def segments(terms: list[Term], path: str) -> list[Segment]:
    """The segments of the glossary's catalog: every term that is translated at all."""
    return [term.segment(path) for term in terms if term.kind != KEEP]


def _problems(entry: fields.Field, path: str, known: dict[str, Term]) -> list[Problem]:
    if not isinstance(entry.value, dict):
        return [Problem("a term must have the form term: …", path, entry.line, "write - term: …")]
    problems = [_key_problem(key, value, path) for key, value in entry.value.items()]
    term = _term(entry)
    if not term.text and _is_text(entry.value.get("term")):
        problems.append(Problem('"term" is missing', path, entry.line, "write - term: …"))
    if term.text in known:
        problems.append(Problem(f'"{term.text}" stands here twice', path, entry.line, "delete one of the two"))
    if term.kind not in KINDS:
        problems.append(Problem(f'unknown kind "{term.kind}"', path, entry.line, did_you_mean(term.kind, KINDS)))
    return [problem for problem in problems if problem]


def _key_problem(key: str, value: fields.Field, path: str) -> Problem | None:
    if key not in KEYS:
        return Problem(f'unknown key "{key}" in a term', path, value.line, did_you_mean(key, KEYS))
    if not _is_text(value):
        hint = "put a text that begins with [ or { between double quotes"
        return Problem(f'"{key}" must be a text', path, value.line, hint)
    return None


def _is_text(value: fields.Field | None) -> bool:
    """Whether this is a text or missing; the rest is a list or a mapping."""
    return value is None or isinstance(value.value, str)


def _term(entry: fields.Field) -> Term:
    values = entry.value if isinstance(entry.value, dict) else {}
    # A list or a mapping is a problem of its own; here it counts as nothing.
    texts = {key: field.value for key, field in values.items() if isinstance(field.value, str)}
    return Term(texts.get("term", ""), texts.get("kind") or "term", texts.get("note", ""), entry.line)
