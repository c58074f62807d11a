"""Which link targets a statement and its translations may have."""

from __future__ import annotations

import re
from urllib.parse import unquote

_ABSOLUTE = re.compile(
    r"""https?://[^\s/?#@\\]+([/?#][^\s\\]*)?   # a web address with a host and no user name
      | mailto:[^\s@:/]+@[^\s@:/]+               # one mail address
      | tel:\+?[0-9][0-9.()-]*                   # a telephone number (RFC 3966, digits only)
      | \#[^\s#]+                                # a place on the same page
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RELATIVE = re.compile(r"[^\s/?#:\\][^\s?#:\\]*([?#][^\s\\]*)?")

RULE = "write https://…, mailto:…, tel:…, #heading or a path inside the site"
"""What may be written, for messages."""


def allowed(target: str) -> bool:
    """Whether a link may lead to ``target``.

    Web addresses with a host, mail and telephone addresses, places on the page, and relative paths that stay
    inside the site are allowed. Everything else is not: other schemes run scripts or open programs, ``//host``
    and ``/path`` break where the site is read from a folder.
    """
    if _ABSOLUTE.fullmatch(target):
        return True
    return bool(_RELATIVE.fullmatch(target)) and _stays_inside(unquote(target))


def _stays_inside(target: str) -> bool:
    """Whether a path, seen from a page one folder below the site's root, never leaves the site."""
    depth = 1
    for step in re.split(r"[?#]", target)[0].split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0 or ":" in step or "\\" in step:
            return False
    return True
