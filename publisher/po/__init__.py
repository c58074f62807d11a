"""The grammar of .po files: a strict reader, and a writer that knows one spelling for everything."""

from publisher.po.decode import MAX_FILE, MAX_LINES
from publisher.po.entry import Entry, EntryLike
from publisher.po.garbled import garbled
from publisher.po.reader import MAX_ENTRIES, MAX_LINE, MAX_PARTS, MAX_PROBLEMS, MAX_TEXT, parse
from publisher.po.writer import serialize, unwritable

__all__ = [
    "MAX_ENTRIES",
    "MAX_FILE",
    "MAX_LINE",
    "MAX_LINES",
    "MAX_PARTS",
    "MAX_PROBLEMS",
    "MAX_TEXT",
    "Entry",
    "EntryLike",
    "garbled",
    "parse",
    "serialize",
    "unwritable",
]
