"""Files that list the others: the sitemap, the checksums, and the headers that a host shall send with them."""

from __future__ import annotations

from html import escape
from os import fsencode
from typing import TYPE_CHECKING

from publisher import routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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


MAX_PAGES = 50_000
"""How many pages one sitemap may list (sitemaps.org, version 0.9)."""


def sitemap(pages: Iterable[tuple[str, str]], base_url: str) -> Iterator[bytes]:
    """The list of all pages for search engines (sitemaps.org, version 0.9), in pieces.

    Which page is which in another language stands in the pages alone: told twice, the two could differ.

    Args:
        pages: In their order the path of each page from the root of the site, and the day of its last change, if any.
        base_url: Where the site will be read, ending in a slash.
    """
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}">'.encode()
    for path, day in pages:
        # The chooser is known by the address of the site.
        place = escape(base_url + ("" if path == routes.CHOOSER else path), quote=False)
        told = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<url><loc>{place}</loc>{told}</url>\n".encode()
    yield b"</urlset>\n"


def sitemaps(names: Iterable[str], base_url: str) -> bytes:
    """The list of sitemaps, where one does not hold all pages."""
    told = "".join(f"<sitemap><loc>{escape(base_url + name, quote=False)}</loc></sitemap>\n" for name in names)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_SITEMAP}">{told}</sitemapindex>\n'.encode()


def sums(digests: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """The SHA-256 of each file, for ``sha256sum --check SHA256SUMS`` in the folder of the site, in pieces.

    In a copy from a host that keeps its ``_headers`` to itself, ``--ignore-missing`` passes over that file.

    Args:
        digests: The path of each file from the root, in their order, and its SHA-256 in hexadecimal; the list itself is
            left out.
    """
    return (_sum(name, digest) for name, digest in digests if name != SUMS)


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
