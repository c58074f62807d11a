"""How far something is that takes long: whoever does it tells, and whoever waits may look."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how many things of how many are done."""


def nobody(_done: int, _of: int) -> None:
    """Progress that nobody wants to know of."""
