"""Files that list the others: the sitemap, the checksums, and the headers that a host shall send with them."""

from __future__ import annotations

from os import fsencode
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from publisher import routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

SITEMAP = "sitemap.xml"
SUMS = "SHA256SUMS"
HEADERS = "_headers"

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"

# A second wall around the policies that the pages carry themselves; browsers hold every policy that they are given
# (CSP Level 3, section 8.1), so this one must allow what any file of the site needs. Files in one piece hold their
# style and font. Safari holds the policy of a PDF against its own viewer, which is an object with a style. And only
# a header can forbid others to put a page into a frame.
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_EVERYWHERE = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{one}=()" for one in _UNUSED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_SHORT = {"Cache-Control": "public, max-age=300"}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_TEXT = {"Content-Type": "text/plain; charset=utf-8"}
_ATOM = {"Content-Type": "application/atom+xml; charset=utf-8"}


def sitemap(pages: Mapping[str, date | None], base_url: str) -> bytes:
    """The list of all pages for search engines (sitemaps.org, version 0.9).

    Which page is which in another language stands in the pages alone: told twice, the two could differ.

    Args:
        pages: By the path of each page from the root of the site, the day of its last change; None if it has none.
        base_url: Where the site will be read, ending in a slash.
    """
    root = Element("urlset", {"xmlns": _SITEMAP})
    for path, day in sorted(pages.items()):
        page = SubElement(root, "url")
        # The chooser is known by the address of the site.
        SubElement(page, "loc").text = base_url + ("" if path == routes.CHOOSER else path)
        if day:
            SubElement(page, "lastmod").text = day.isoformat()
        page.tail = "\n"
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def sums(digests: Mapping[str, str]) -> bytes:
    """The SHA-256 of each file, for ``sha256sum --check SHA256SUMS`` in the folder of the site.

    In a copy from a host that keeps its ``_headers`` to itself, ``--ignore-missing`` passes over that file.

    Args:
        digests: The SHA-256 of each file in hexadecimal, by its path from the root; the list itself is left out.
    """
    return b"".join(_sum(name, digest) for name, digest in sorted(digests.items()) if name != SUMS)


def _sum(name: str, digest: str) -> bytes:
    """One line. People may put files of their own here; no name of one passes for a line (GNU coreutils, "cksum")."""
    spelt = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return b"%s%s  %s\n" % (b"" if spelt == name else b"\\", digest.encode(), fsencode(spelt))


def headers(folders: Iterable[str]) -> bytes:
    """The headers of the files, as Netlify, Cloudflare Pages and some others read them from ``_headers``.

    A file gets the headers of all rules whose path it fits. What becomes of a header that two of them name differs from
    host to host: Cloudflare joins the values by a comma, Netlify takes one of them. So no two rules that fit one file
    name the same header. The wildcard fits any number of folders; a rule may have one.

    https://docs.netlify.com/manage/routing/headers/
    https://developers.cloudflare.com/pages/configuration/headers/

    Args:
        folders: Those in which there are pages.
    """
    pages = ("/", f"/{routes.CHOOSER}", f"/{SITEMAP}", *(f"/{one}/*" for one in sorted(folders)))
    rules = [
        ("/*", _EVERYWHERE),
        *((path, _SHORT) for path in pages),
        (f"/{SUMS}", _SHORT | _TEXT),
        ("/assets/*", _FOR_EVER),
        ("/*.txt", _TEXT),
        ("/*/feed.xml", _ATOM),
    ]
    return "\n".join(_rule(path, values) for path, values in rules).encode()


def _rule(path: str, values: Mapping[str, str]) -> str:
    return "".join([f"{path}\n", *(f"  {name}: {value}\n" for name, value in values.items())])
