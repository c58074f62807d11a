"""Pictures of statements, which messengers and social media show beside a link. The only room with PDFium.

PDFium is imported by the function that uses it: a site can do without pictures.
"""
# ruff: noqa: PLC0415  # imports inside functions: see above

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from publisher.outputs import pdf

if TYPE_CHECKING:
    from publisher.outputs.html import Site
    from publisher.page import Page
    from publisher.wording import Wording

SIZE = (1200, 630)
"""Width and height in pixels, as Open Graph and the messengers want them."""
_PIXELS = 4 / 3  # in a point, as CSS has it
_TITLES = (96, 88, 80, 72, 64, 57, 51, 46, 42, 38, 34, 30, 26, 22)
_COLOURS = 48


def missing() -> str:
    """What has to be installed before pictures can be made, as a sentence with the command; empty if nothing."""
    try:
        import pypdfium2  # noqa: F401  # only whether it is there
    except ImportError:
        return "pypdfium2 is not installed: pip install 'statement-publisher[pdf]'"
    return pdf.missing()


class Draft:
    """The picture of a statement in one language, before it is made.

    It shows the short title, where there is one, in the largest letters that leave room for the rest.

    Args:
        site: The site, with the template ``card.html``.
        page: The statement.
        wording: The texts of the templates in its language.
    """

    def __init__(self, site: Site, page: Page, wording: Wording) -> None:
        values = {key: wording.phrase(page.text(key)) for key in ("type", "title", "short_title", "place")}
        values["title"] = values["short_title"] or values["title"]
        self._told = {**values, "date": page.locale.date(page.document.meta.date), "signatories": len(page.signatories)}
        self._site, self._wording = site, wording

    def html(self, size: int = _TITLES[0]) -> bytes:
        """The page that becomes the picture, its title in letters of so many pixels."""
        return self._site.render("card.html", self._wording, (), card=self._told, size=size)

    def picture(self, press: pdf.Press) -> bytes:
        """The picture, as PNG without any metadata."""
        for size in _TITLES:
            printed = press.pdf(self.html(size), "card.html", "card.css")
            if printed.pages == 1:
                break
        return _picture(printed.data)


def _picture(data: bytes) -> bytes:
    """The first sheet of a PDF as PNG, with as few colours as its letters need."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        image = document[0].render(scale=_PIXELS).to_pil().convert("RGB").crop((0, 0, *SIZE))
    out = io.BytesIO()
    image.quantize(_COLOURS, dither=0).save(out, "PNG", optimize=True)
    return out.getvalue()
