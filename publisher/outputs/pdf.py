"""Pages as PDF, laid out from the HTML that readers get. The only room with WeasyPrint.

WeasyPrint is imported by the functions that use it: it is slow to import, needs libraries that pip cannot install,
and a site can do without PDFs.
"""
# ruff: noqa: PLC0415  # imports inside functions: see above

from __future__ import annotations

import io
import logging
import os
import re
import warnings
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from publisher.errors import Problem, PublisherError
from publisher.outputs.assets import Assets
from publisher.outputs.order import DRAWN, keep_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

ROOT = "https://site.invalid/"
"""Where the site lies while a page is laid out: a host that cannot exist (RFC 6761, section 6.4)."""

_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{}</cachedir></fontconfig>
"""
_KINDS = {".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml", ".jpg": "image/jpeg"}
_NO_GLYPH = re.compile(r"unsupported by fonts: .*\(U\+([0-9A-F]+)\)", re.DOTALL)


class Printed(NamedTuple):
    """A page as PDF.

    Attributes:
        data: The file.
        pages: How many sheets it has.
        lacking: Characters that no font of the style sheet holds; readers see a gap in their place, and some programs
            cannot read the text around them.
    """

    data: bytes
    pages: int
    lacking: str


def missing() -> str:
    """What has to be installed before PDFs can be made, as a sentence with the command; empty if nothing."""
    system = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    try:
        with _quiet(), _fonts_alone():
            from weasyprint.text.ffi import harfbuzz_subset
    except ImportError:
        return "WeasyPrint is not installed: pip install 'statement-publisher[pdf]'"
    except OSError as error:
        library = re.search(r"'([^']+)'", str(error))
        return f"WeasyPrint lacks the library {library[1] if library else error}: {system}"
    # It would cut fonts in another way, which makes other bytes.
    return "" if harfbuzz_subset else f"WeasyPrint lacks the library harfbuzz-subset: {system}"


class Press:
    """Makes PDFs of the pages of one site.

    No font of the machine takes part: what ``pdf.css`` and the site bring along is all there is, so that a page looks
    the same wherever it is made.

    Args:
        folders: Where ``pdf.css``, other style sheets for print and their fonts are looked for; the first find counts.
        assets: The files that the pages load, by their path from the root of the site.
        base_url: Where the site will be read, ending in a slash; empty if that is open.

    Raises:
        PublisherError: If something is `missing`.
    """

    def __init__(self, folders: Sequence[Path], assets: Mapping[str, bytes], base_url: str = "") -> None:
        if lack := missing():
            what, _, command = lack.partition(": ")
            raise PublisherError(Problem(what, hint=command))
        with _fonts_alone():
            from weasyprint.text.fonts import FontConfiguration

            self._fonts = FontConfiguration()
        self._own = Assets(folders)
        self._styles: set[str] = set()
        self._assets = assets
        self._base_url = base_url

    def pdf(self, html: bytes, name: str, style: str = "pdf.css") -> Printed:
        """A page as a tagged PDF (PDF/UA-1, ISO 14289-1) that says nothing of who made it, where and when.

        Args:
            html: The page.
            name: Its path from the root of the site.
            style: The style sheet for print that is added to those of the page.
        """
        from weasyprint import HTML

        if style not in self._styles:
            self._take(style)
        fetcher = _fetcher({**self._assets, **self._own.files})
        page = HTML(string=html.decode(), base_url=ROOT + name, url_fetcher=fetcher)
        root = page.etree_element
        _bind_links(root, name, self._base_url)
        keep_order(root)
        root.find("head").append(root.makeelement("link", {"rel": "stylesheet", "href": ROOT + self._own.path(style)}))
        with _log() as log:
            document = page.render(font_config=self._fonts, pdf_variant="pdf/ua-1")
            _forget(document)
            data = document.write_pdf(finisher=_finish(root), pdf_variant="pdf/ua-1")
        found = [match[1] for message in log if (match := _NO_GLYPH.search(message))]
        return Printed(data, len(document.pages), "".join(sorted({chr(int(one, 16)) for one in found})))

    def _take(self, style: str) -> None:
        """Take in a style sheet for print with its fonts. Without any font WeasyPrint would crash."""
        from weasyprint import CSS

        self._own.style(style)
        url = ROOT + self._own.path(style)
        with _log() as log:
            CSS(url=url, font_config=self._fonts, url_fetcher=_fetcher(self._own.files))
        if broken := [message for message in log if message.startswith("Font-face")]:
            raise PublisherError(Problem(broken[0], f"templates/{style}", hint="name a font file that is whole"))
        if b"@font-face" not in self._own.files[self._own.path(style)]:
            hint = "name one with @font-face, as the default one does"
            raise PublisherError(Problem("it has no font", f"templates/{style}", hint=hint))
        self._styles.add(style)


@contextmanager
def _fonts_alone() -> Iterator[None]:
    """No fonts but those of style sheets for what WeasyPrint sets up meanwhile."""
    name = "FONTCONFIG_FILE"
    before = os.environ.get(name)
    with TemporaryDirectory() as folder:
        settings = Path(folder, "fonts.conf")
        settings.write_text(_FONTS.format(folder), encoding="utf-8")
        os.environ[name] = str(settings)
        try:
            yield
        finally:
            del os.environ[name]
            if before is not None:
                os.environ[name] = before


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing printed: WeasyPrint tells of missing libraries and of missing fonts while it is imported."""
    with redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _log() -> Iterator[list[str]]:
    """What WeasyPrint has to say meanwhile."""
    messages: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)


def _fetcher(files: Mapping[str, bytes]) -> Any:  # noqa: ANN401  # a class of a library without types
    """What gives WeasyPrint these files of the site, and refuses everything else: hosts, files, data in addresses."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # a class of a library without types
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            del headers
            name = url.removeprefix(ROOT)
            if not url.startswith(ROOT) or name not in files:
                raise ValueError(url)
            return URLFetcherResponse(url, files[name], {"Content-Type": _KINDS.get(Path(name).suffix, "font/woff2")})

    return Fetcher()


def _bind_links(root: Element, name: str, base_url: str) -> None:
    """Let links lead to where the site will be read; where that is open, those that need it become plain text.

    A PDF lies in some folder, where the pages beside it are not.
    """
    for one in root.iter():
        if one.tag not in {"a", "area"}:
            continue
        one.attrib.pop("rel", None)  # a link of the kind "attachment" would put a file into the PDF
        target = one.get("href", "#")
        if target.startswith("#") or urlsplit(target).scheme:
            continue
        if base_url:
            one.set("href", urljoin(base_url + name, target))
        else:
            del one.attrib["href"]


def _forget(document: Any) -> None:  # noqa: ANN401  # a class of a library without types
    """Leave out what templates of one's own might say of who wrote the page, with what and when, and attached files."""
    metadata = document.metadata
    metadata.authors, metadata.attachments = [], []
    metadata.generator = metadata.created = metadata.modified = None
    for page in document.pages:
        # Of what is inside a link, WeasyPrint makes links once more, and outside the tags of a link.
        page.links = [one for one in page.links if one[-1].element_tag in {"a", "area"}]
        # What only makes the text right has no place in the outline.
        page.bookmarks = [(level, label.replace(DRAWN, ""), *rest) for level, label, *rest in page.bookmarks]


def _finish(root: Element) -> Any:  # noqa: ANN401  # a function of a library without types
    """Let programs that show two pages side by side begin at the right where the language does, and print all links."""

    def finish(_: object, pdf: Any) -> None:  # noqa: ANN401
        if root.get("dir") == "rtl":
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
        for one in pdf.objects:
            if isinstance(one, dict) and one.get("Subtype") == "/Link":
                one["F"] = 4  # print (ISO 32000-1, table 165)

    return finish
