"""How much the reader of .po files takes on; what is more is no catalog, or one that was damaged."""

MAX_FILE = 8_000_000  # bytes
MAX_LINES = 500_000
MAX_LINE = 100_000  # characters
MAX_TEXT = 20_000  # bytes of one text in quotation marks; an entry is a paragraph, this is ten pages
MAX_ENTRIES = 20_000
MAX_PARTS = 200_000  # references, and texts that share a line with others
MAX_PROBLEMS = 20  # a file with more is not a catalog, and a longer list helps nobody
