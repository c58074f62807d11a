"""Plain YAML: mappings, lists and texts, each with its line; nothing that YAML can do beyond that.

Anchors, aliases and tags are refused: they let a small file grow without bound or make objects, and no statement needs
them. Scalars stay the text that was written, so that ``no`` is a word and ``2026-01-09`` is for the reader of the field
to understand. PyYAML is imported by the functions that need it: it is slow to import, and most files need none of it.
"""
# ruff: noqa: PLC0415  # imports inside functions: see above

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.errors import Problem, SourceError
from publisher.fields import simple
from publisher.fields.field import WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WIDTH", "Field", "read", "written"]

MAX_BYTES = 64 * 1024


def read(text: str, path: str, first_line: int = 1) -> Field:
    """Read a YAML document made of mappings, lists and texts.

    Args:
        text: The YAML, its lines ended by newlines.
        path: The file it comes from, for messages.
        first_line: The line of that file on which ``text`` begins.

    Returns:
        The document as a field; an empty document is an empty mapping.

    Raises:
        SourceError: If it is too large or too deep, not YAML, would lose text as a comment, holds control
            characters, or uses anchors, aliases, tags or a key twice.
    """
    if len(text.encode()) > MAX_BYTES:
        raise SourceError(Problem(f"more than {MAX_BYTES // 1024} kB of YAML", path, first_line, "shorten it"))
    if found := simple.read(text, first_line):
        return found
    from publisher.fields import full

    return full.read(text, path, first_line)


def written(values: Mapping[str, object]) -> str:
    """A mapping of texts, dates, lists and mappings as YAML that `read` gives back, a key a line."""
    from publisher.fields import full

    return full.written(values)
