"""The mark that tells a draft from a page for readers."""

from __future__ import annotations

import re

_DRAFTS = re.compile(rb"<html[^>]* data-drafts[ >]")


def is_draft(page: bytes) -> bool:
    """Whether a page was made as one of a site of drafts, by its beginning."""
    return bool(_DRAFTS.search(page[:1000]))
