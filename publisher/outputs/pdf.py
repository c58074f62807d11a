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
# Numbers with the separators that bidi keeps inside them, and marks that some programs take for Latin letters.
_PIECE = re.compile(r"(\d+(?:[.,:/\u066b\u066c]\d+)*|[\[\]{}|~\u00a1-\u00bf])")
_NOTHING = re.compile(r"(?!)")
_END = re.compile(r"\s+[^\w\s]*$")
_DRAWN = "\u200b"  # without a character beside it, a space is not drawn
_NEXT = "\u2060\u00a0"
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "q", "s", "span", "strong", "sup", "time"}
_UNTOUCHED = {"script", "style", "title", "textarea", "pre", "code", "svg", "math"}


class Printed(NamedTuple):
    """A page as PDF.

    Attributes:
        data: The file.
        pages: How many sheets it has.
        lacking: Characters that no font of the style sheet holds; readers see a frame in their place.
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
        _keep_order(root, rtl=False)
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


def _keep_order(element: Element, *, rtl: bool) -> None:
    """Put numbers and quotation marks in right-to-left text, and spaces before elements, into elements of their own.

    A line of text is drawn from left to right, so in right-to-left text its last number comes first. Elements are drawn
    in the order of the page, and programs that read a PDF aloud or copy from it follow that order. Spaces at the end
    of a text also mislead WeasyPrint: where nothing but such a space does not fit, it breaks the line after one word.
    """
    if element.tag in _UNTOUCHED:
        return
    if rtl and element.tag in {"td", "th"} and all(map(_inline, element)):
        # The next cell stands at the left, where no program looks for the next word without a space.
        element.append(_span(element, _NEXT))
    rtl = {"rtl": True, "ltr": False}.get(element.get("dir", ""), rtl)
    for child in element:
        _keep_order(child, rtl=rtl)
    parts = list(_parts(element, _PIECE if rtl else _NOTHING))
    element.text, element[:] = "", []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if not isinstance(part, str):
            part.tail = ""
            element.append(part)
        elif _inline(following) and part.strip() and (end := _END.search(part)):
            _add_text(element, part[: end.start()])
            element.append(_span(element, f"{_DRAWN}{end[0]}"))
        else:
            _add_text(element, part)


def _parts(element: Element, piece: re.Pattern[str]) -> Iterator[str | Element]:
    """The texts and children of an element, with certain pieces of its texts as children."""
    for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
        if child is not None:
            yield child
        for number, part in enumerate(piece.split(text or "")):
            yield _span(element, part) if number % 2 else part


def _inline(part: str | Element) -> bool:
    return not isinstance(part, str) and part.tag in _INLINE


def _span(parent: Element, text: str) -> Element:
    span = parent.makeelement("span", {})
    span.text = text
    return span


def _add_text(element: Element, text: str) -> None:
    """Add a text at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _forget(document: Any) -> None:  # noqa: ANN401  # a class of a library without types
    """Leave out what templates of one's own might say of who wrote the page, with what and when, and attached files."""
    metadata = document.metadata
    metadata.authors, metadata.attachments = [], []
    metadata.generator = metadata.created = metadata.modified = None
    for page in document.pages:
        # What only makes the text right has no place in the outline.
        page.bookmarks = [(level, label.replace(_DRAWN, ""), *rest) for level, label, *rest in page.bookmarks]


def _finish(root: Element) -> Any:  # noqa: ANN401  # a function of a library without types
    """Let programs that show two pages side by side begin at the right where the language does, and print all links."""

    def finish(_: object, pdf: Any) -> None:  # noqa: ANN401
        if root.get("dir") == "rtl":
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
        for one in pdf.objects:
            if isinstance(one, dict) and one.get("Subtype") == "/Link":
                one["F"] = 4  # print (ISO 32000-1, table 165)

    return finish
