"""How far a command is and how long it still takes, for people who wait at a terminal."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 1.0
"""After how many seconds there is something to see; what takes less needs none."""


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A block that can tell how many things of how many are done; where nobody looks, nothing is printed.

    It goes to standard error, so that what a command answers can be read by programs.

    Args:
        what: What is counted.
    """
    start, seen = monotonic(), sys.stderr.isatty()
    bars: list[Any] = []
    with ExitStack() as stack:

        def told(done: int, of: int) -> None:
            if not seen or (not bars and monotonic() - start < PATIENCE):
                return
            if not bars:
                bars.append(stack.enter_context(_bar(what, of)))
            bars[0].length = of  # it may turn out to be others than it seemed
            bars[0].update(done - bars[0].pos)

        yield told


def _bar(what: str, of: int) -> Any:  # noqa: ANN401  # a private class of click
    return click.progressbar(length=of, label=what, show_pos=True, show_eta=True, file=sys.stderr)
