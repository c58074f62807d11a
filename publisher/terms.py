"""The agreed terms and official names of a workspace, ``source/terms.yaml``; translated like everything else."""

from __future__ import annotations

from dataclasses import dataclass

from publisher import fields
from publisher.errors import Problem, SourceError, did_you_mean
from publisher.model import Segment

KINDS = ("name", "term", "keep")
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
    return [
        Segment(term.text, term.kind, path=path, line=term.line, notes=(term.note,) if term.note else ())
        for term in terms
        if term.kind != "keep"
    ]


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
