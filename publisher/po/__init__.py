"""The grammar of .po files: a strict reader, and a writer that knows one spelling for everything."""

from publisher.po.entry import Entry
from publisher.po.garbled import garbled
from publisher.po.limits import MAX_ENTRIES, MAX_FILE, MAX_LINE, MAX_LINES, MAX_PARTS, MAX_PROBLEMS, MAX_TEXT
from publisher.po.reader import parse
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
    "garbled",
    "parse",
    "serialize",
    "unwritable",
]
