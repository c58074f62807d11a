"""Exchange with Word, Excel and translators' tools: a sheet becomes a file, and a file becomes rows again."""

from publisher.exchange.formats import FORMATS, Format, read
from publisher.exchange.labels import Labels
from publisher.exchange.sheet import (
    Bundle,
    Cell,
    Markup,
    Ref,
    Returned,
    Row,
    Sheet,
    source_hash,
)

__all__ = [
    "FORMATS",
    "Bundle",
    "Cell",
    "Format",
    "Labels",
    "Markup",
    "Ref",
    "Returned",
    "Row",
    "Sheet",
    "read",
    "source_hash",
]
