"""What stops the program, said so that the reader of the message can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, and how to mend it.

    Attributes:
        message: What is wrong, in plain words.
        path: The file, as the user would type it; empty where no file is concerned.
        line: The line in that file, counted from 1; 0 where no line is concerned.
        hint: The cure, as a sentence or a command.
    """

    message: str
    path: str = ""
    line: int = 0
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        # Names and texts in it are from files of other people: a terminal shall not obey them.
        said = _CONTROL.sub(lambda found: f"<U+{ord(found[0]):04X}>", f"{place}{self.message}")
        return said + (f"\n  help: {self.hint}" if self.hint else "")


class PublisherError(Exception):
    """Something that cannot proceed; the command line prints it and exits with 2.

    Args:
        problems: Everything that is wrong, so that one run shows all of it.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def __reduce__(self) -> tuple[type[PublisherError], tuple[Problem, ...]]:
        """How it goes from one process to another: with its problems, not with their words."""
        return type(self), self.problems


class UsageError(PublisherError):
    """The call names something that does not exist."""


class ConfigError(PublisherError):
    """The settings under ``[tool.publisher]`` are wrong."""


class SourceError(PublisherError):
    """A statement in ``source/`` is wrong."""


class CatalogError(PublisherError):
    """A catalog in ``locales/`` is broken or could not be kept whole."""


class OutdatedError(CatalogError):
    """A catalog in ``locales/`` does not hold what the English says now; `update` cures it."""


def decoded(data: bytes, path: str) -> str:
    """The text of a source file, which must be UTF-8; a byte order mark is not part of it.

    Raises:
        SourceError: With the line of the first byte that is something else.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Its positions do not count the mark.
        line, at = error.object.count(b"\n", 0, error.start) + 1, error.start + 1
        raise SourceError(Problem(f"byte {at} is not UTF-8", path, line, "save the file as UTF-8")) from error


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Answer ``did you mean "x"?`` for the known name nearest to ``name``, or a list of what there is."""
    from difflib import get_close_matches  # noqa: PLC0415  # only for what is wrong

    names = sorted(known)
    near = get_close_matches(name.casefold(), names, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"known: {', '.join(names)}"


def counted(count: int, noun: str) -> str:
    """A number with what it counts: "1 entry", "3 entries"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun.removesuffix('y')}ies" if noun.endswith("y") else f"{count} {noun}s"
