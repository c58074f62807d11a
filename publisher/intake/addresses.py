"""Addresses that mail programs rewrote: they name the reader of the mail, and lead elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

if TYPE_CHECKING:
    from collections import Counter

FILTERED, PERSONAL = "link that went through a mail program's filter", "web link that holds an @"
_WEB = re.compile(r"""https?://[^\s<>"()\[\]`]+""", re.IGNORECASE)
_FILTERS = (
    (re.compile(r".+\.safelinks\.protection\.outlook\.com/.*", re.IGNORECASE), ("url",)),
    (re.compile(r"(www\.)?google\.[a-z.]{2,6}/url", re.IGNORECASE), ("q", "url")),
)
"""What rewrites addresses, by host and path, and the parameters in which the real one may stand."""
_SAFE = "%/:=&?~#+!$,;'@*-._"


def direct(target: str, counts: Counter[str]) -> str:
    """Where an address leads in the end.

    Args:
        target: The address; anything else stays as it is.
        counts: Where to count addresses that were rewritten, and those that may still name a person.
    """
    found = target
    while inner := _inside(found):
        found = inner
    counts[FILTERED] += found != target
    counts[PERSONAL] += bool(_WEB.match(found)) and ("@" in found or "%40" in found)
    return found


def direct_in(text: str, counts: Counter[str]) -> str:
    """A text whose addresses are those to which they lead in the end."""

    def instead(match: re.Match[str]) -> str:
        found = direct(match[0], counts)
        return found if found == match[0] else quote(found, safe=_SAFE)

    return _WEB.sub(instead, text)


def _inside(target: str) -> str:
    """The address inside one that leads to it; empty if there is none. It is always shorter."""
    try:
        parts = urlsplit(target)
        place = f"{parts.hostname or ''}{parts.path or '/'}"
    except ValueError:
        return ""
    for form, keys in _FILTERS:
        if form.fullmatch(place):
            values = [text for key in keys for text in parse_qs(parts.query).get(key, [])]
            return next((text for text in values if _WEB.match(text) or text.startswith("mailto:")), "")
    return ""
