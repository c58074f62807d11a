"""Read a .po file strictly, and the more quickly the more it is spelt as usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.po.decode import decode
from publisher.po.ordinary import read_ordinary

if TYPE_CHECKING:
    from publisher.po.entry import Entry


def parse(data: bytes, path: str) -> list[Entry]:
    """Read the bytes of a catalog: the header first, then the entries in file order.

    Raises:
        CatalogError: The file is broken; each problem names ``path``, the line, what is wrong and the cure.
    """
    text = decode(data, path)
    if entries := read_ordinary(text):
        return entries
    from publisher.po.strict import read_strictly  # noqa: PLC0415  # slow to import, and few files need it

    return read_strictly(text, path)
