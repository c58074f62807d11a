"""Bytes that wait until they are written: a few in memory, many on the disk."""

from __future__ import annotations

from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from typing import NamedTuple, Self

from publisher.files.whole import explained

ROOM = 16_000_000
"""How many bytes wait in memory; where there are more, all wait in a file that nobody else can open."""


class Place(NamedTuple):
    """Where bytes are that were put aside: where they begin, and how many they are."""

    at: int
    size: int


class Aside:
    """A `with` block in which bytes can be put aside and brought back; however it ends, nothing is left of them."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=ROOM)  # noqa: SIM115  # closed at the end of the block

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, data: bytes) -> Place:
        """Put bytes aside; answer where they are.

        Raises:
            PublisherError: There is no room for them on the disk.
        """
        with explained(Path(gettempdir())):
            at = self._file.seek(0, 2)
            self._file.write(data)
        return Place(at, len(data))

    def back(self, place: Place) -> bytes:
        """The bytes that were put there."""
        with explained(Path(gettempdir())):
            self._file.seek(place.at)
            return self._file.read(place.size)
