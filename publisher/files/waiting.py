"""Things that wait: a few in memory, many on the disk."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, TypeVar, overload
from weakref import finalize

from publisher.files.whole import explained

Item = TypeVar("Item")

ROOM = 1_000_000
"""How many bytes wait in memory; where there are more, all wait in a file that nobody else can open."""
_SOMEWHERE = "the folder of temporary files"  # it is only looked for when it is needed, by writing there


class Waiting(Sequence[Item]):
    """A list whose things wait until somebody looks at them: of each, memory holds 16 bytes, and `ROOM` of all.

    What is looked at is a copy: equal, but not the same thing. Nothing is left on the disk when the list is closed, or
    when nobody holds it any more.

    Args:
        items: The first ones. Whatever `pickle` can write may wait.

    Raises:
        PublisherError: There is no room for them on the disk.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._file = SpooledTemporaryFile(max_size=ROOM)  # noqa: SIM115  # closed below
        self._places = array("Q")  # of each in turn: where it begins, and how many bytes it has
        self._size, self._behind = 0, True  # of the file; whether its next bytes would come behind all others
        self._end = finalize(self, _close, self._file)
        for one in items:
            self.append(one)

    def close(self) -> None:
        """Leave nothing of them on the disk; nobody can look at them any more."""
        self._end()

    def append(self, item: Item) -> None:
        """Let one more wait, behind all others; raises what the list does."""
        self._places.extend(self._put(item))

    def __setitem__(self, index: int, item: Item) -> None:
        """Let another thing wait in a place; raises what the list does."""
        place = 2 * range(len(self))[index]
        self._places[place : place + 2] = array("Q", self._put(item))

    def __len__(self) -> int:
        return len(self._places) // 2

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        every = range(len(self))
        return self._back(every[index]) if isinstance(index, int) else [*map(self._back, every[index])]

    def _put(self, item: Item) -> tuple[int, int]:
        data = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        with explained(tempfile.tempdir or _SOMEWHERE):
            if not self._behind:  # for to seek is to write what was gathered
                self._file.seek(self._size)
            self._behind = False  # a part of it may be written
            self._file.write(data)
        at, self._size, self._behind = self._size, self._size + len(data), True
        return at, len(data)

    def _back(self, number: int) -> Item:
        at, size = self._places[2 * number : 2 * number + 2]
        self._behind = False
        with explained(tempfile.tempdir or _SOMEWHERE):
            self._file.seek(at)
            item: Item = pickle.loads(self._file.read(size))  # noqa: S301  # written by this program
        return item


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # on a full disk, what is left to write does not matter any more
        file.close()
