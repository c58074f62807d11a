"""Libraries that come with an extra of the package: where one is missing, the command that installs it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from publisher.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Import in this block what an extra brings.

    Args:
        extra: Its name, such as ``office``.

    Raises:
        UsageError: If a library of it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        hint = f"pip install 'statement-publisher[{extra}]', or in a clone: pip install '.[{extra}]'"
        raise UsageError(Problem(f"the library {library} is not installed", hint=hint)) from error
