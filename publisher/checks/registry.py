"""What a check is, and the list of all of them.

A check is a generator function under one of the decorators below; its name is that of the function. The first
paragraph of its docstring says what it finds, the lines after ``Bad:`` and ``Good:`` are examples: this is what
``check --explain`` prints.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from publisher.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from publisher.checks.pair import Pair
    from publisher.checks.whole import Whole
    from publisher.document import Document
    from publisher.model import Segment
    from publisher.terms import Term


class Fix(NamedTuple):
    """A repair that is certain: what stands from ``start`` to ``end`` of a translation becomes ``text``."""

    start: int
    end: int
    text: str


class Place(NamedTuple):
    """Where something was found: the language, the domain, the file relative to the workspace, and the line in it."""

    locale: str
    slug: str
    path: str
    line: int


class Hit(NamedTuple):
    """What a check says of a translation.

    Attributes:
        severity: How bad it is.
        message: What is wrong.
        help: The cure, or empty.
        at: Where it begins in the translation as it is in the file, in characters; -1 if it is about all of it.
        fix: The repair, where it is certain.
        near: The words of the English that it is about, or empty.
    """

    severity: Severity
    message: str
    help: str = ""
    at: int = -1
    fix: Fix | None = None
    near: str = ""

    def finding(self, check: str, place: Place, segment: Segment | None, target: str = "") -> Finding:
        """What is reported of it.

        Args:
            check: The name of the check.
            place: Where it was found.
            segment: What it is about; None for the whole file.
            target: The translation it is about, or empty.
        """
        return Finding(
            check=check,
            severity=self.severity,
            message=self.message,
            help=self.help,
            **place._asdict(),
            segment=segment,
            target=target,
            at=self.at,
            near=self.near,
            fixable=self.fix is not None,
        )


def error(message: str, help: str = "", at: int = -1, fix: Fix | None = None, near: str = "") -> Hit:  # noqa: A002  # the fields' names
    """A hit that keeps the language from being published."""
    return Hit(Severity.ERROR, message, help, fix.start if fix else at, fix, near)


def warning(message: str, help: str = "", at: int = -1, fix: Fix | None = None, near: str = "") -> Hit:  # noqa: A002
    """A hit that somebody should look at."""
    return Hit(Severity.WARNING, message, help, fix.start if fix else at, fix, near)


def info(message: str, help: str = "", at: int = -1, fix: Fix | None = None, near: str = "") -> Hit:  # noqa: A002
    """A hit that good translations have too."""
    return Hit(Severity.INFO, message, help, fix.start if fix else at, fix, near)


TextCheck = Callable[["Pair"], Iterator[Hit]]
WholeCheck = Callable[["Whole"], Iterator[tuple["Pair | Segment | None", Hit]]]
SourceCheck = Callable[["Document", "Sequence[Term]", "Collection[str]"], Iterator[tuple["Segment", Hit]]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        name: What it is called in findings and in ``check-ignore``.
        scope: What it looks at: one ``text``, a ``catalog``, or the ``source``.
        waivable: Whether a translator may let a finding pass, with a reason.
        doc: Its docstring.
    """

    name: str
    scope: Literal["text", "catalog", "source"]
    waivable: bool
    doc: str

    @property
    def summary(self) -> str:
        """The first line of its description."""
        return self.doc.partition("\n")[0]


CHECKS: dict[str, Check] = {}
"""Every check by its name, in the order in which they are documented."""
TEXT_CHECKS: dict[str, TextCheck] = {}
ALONE: dict[str, TextCheck] = {}
"""The checks that come first: of what they find, the others can say nothing sensible."""
GUARDS: dict[str, TextCheck] = {}
"""The checks of one text that protect readers: nothing keeps them from looking."""
WHOLE_CHECKS: dict[str, WholeCheck] = {}
SOURCE_CHECKS: dict[str, SourceCheck] = {}


def text_check(*, waivable: bool = True, alone: bool = False) -> Callable[[TextCheck], TextCheck]:
    """Make a function a check of one translation beside its source.

    Args:
        waivable: Whether a translator may let its findings pass.
        alone: Whether nothing else is worth saying of a text that it finds.
    """

    def mark(function: TextCheck) -> TextCheck:
        name = register(function, "text", waivable=waivable)
        (ALONE if alone else TEXT_CHECKS)[name] = function
        if not waivable:
            GUARDS[name] = function
        return function

    return mark


def whole_check(*, waivable: bool = True) -> Callable[[WholeCheck], WholeCheck]:
    """Make a function a check of a whole catalog."""

    def mark(function: WholeCheck) -> WholeCheck:
        WHOLE_CHECKS[register(function, "catalog", waivable=waivable)] = function
        return function

    return mark


def source_check(function: SourceCheck) -> SourceCheck:
    """Make a function a check of a statement's English."""
    SOURCE_CHECKS[register(function, "source", waivable=False)] = function
    return function


def register(function: Callable[..., object], scope: Literal["text", "catalog", "source"], *, waivable: bool) -> str:
    """Add a check to the list; answer its name."""
    name = function.__name__.strip("_").replace("_", "-")
    CHECKS[name] = Check(name, scope, waivable, inspect.getdoc(function) or "")
    return name
