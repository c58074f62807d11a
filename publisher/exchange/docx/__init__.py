"""A bilingual table for Word: a sheet as .docx, and such a file as rows again, whichever program saved it meanwhile."""

from publisher.exchange.docx.rows import read
from publisher.exchange.docx.writer import write

__all__ = ["read", "write"]
