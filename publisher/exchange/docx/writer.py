"""A sheet as a Word file: what to do on top, then a table, the cells to be written in tinted.

Right to left is said at every level, because programs look at different ones: the table (the first column is on the
right), the paragraph (where punctuation goes), the run (which font and size, and the order of signs), the style (what
is typed into an empty cell).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from publisher import archive
from publisher.bidi import OPPOSITE, first_strong, isolates
from publisher.document import Run
from publisher.exchange.docx.parts import CHANGED, CODE_STYLE, INK, TINT, R, W, on, parts, style_id, tag_of, w
from publisher.exchange.labels import MARK
from publisher.exchange.xml import held
from publisher.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from publisher.exchange.sheet import Row, Sheet

# In twentieths of a point, which are 1/1440 inch: A4 on its side, margins of 1.5 cm, and what is left for six columns.
_PAGE = {"w": "16838", "h": "11906", "orient": "landscape"}
_MARGIN = "850"
_WIDTHS = (950, 4300, 4638, 1250, 2500, 1500)
_SHORT = 1400  # characters of a row that is kept on one page
_FOOTNOTE = re.compile(r"(\[\^[^\]\s]+\])")
_LOOK = {"same": (), "removed": ("strike",), "added": ("u",)}


def write(sheet: Sheet) -> bytes:
    """A sheet as a .docx file; the same bytes each time."""
    body = _Body(sheet)
    document = w("document", w("body", *body.top(), body.table(), *_end(sheet)))
    links = {one: target for target, one in body.links.items()}
    return archive.packed(parts(document, links, body.title.content, sheet.source_locale, sheet.locale))


class _Body:
    """The text of the document.

    Attributes:
        title: Its heading.
        links: The ids of the links in it, by where they lead.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._own, self._other = sheet.locale.direction, sheet.source_locale.direction
        label = sheet.labels.title
        language = sheet.locale.name_of(sheet.locale)
        self.title = Text(label.content.replace("{language}", language), label.locale)
        self.links: dict[str, str] = {}

    def top(self) -> list[Element]:
        """Everything above the table."""
        labels = self._sheet.labels
        return [
            self._said("Title", self.title),
            self._said("Subtitle", Text(self._sheet.title, self._sheet.source_locale)),
            *(self._said("List Bullet", one) for one in (labels.fill_in, labels.drafts, labels.formats, labels.keep)),
        ]

    def table(self) -> Element:
        """The table with its head."""
        sheet = self._sheet
        properties = w(
            "tblPr",
            w("tblStyle", val="TableGrid"),
            w("bidiVisual") if self._own == "rtl" else None,
            w("tblW", w=str(sum(_WIDTHS)), type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblLook", val="0620", firstRow="1", noHBand="1", noVBand="1"),
            w("tblCaption", val=held(f"{self.title.content}: {sheet.title}")),
            w("tblDescription", val=held(sheet.labels.fill_in.content)),
        )
        grid = w("tblGrid", *(w("gridCol", w=str(width)) for width in _WIDTHS))
        return w("tbl", properties, grid, self._head(), *(self._row(one) for one in sheet.rows))

    def _head(self) -> Element:
        sheet, labels = self._sheet, self._sheet.labels
        english = Text(sheet.locale.name_of(sheet.source_locale), sheet.locale)
        heads = (labels.number, english, labels.target, labels.draft, labels.notes, labels.remark)
        cells = [
            _cell(width, [self._said("Column Head", one)], TINT["head"])
            for width, one in zip(_WIDTHS, heads, strict=True)
        ]
        return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)

    def _row(self, row: Row) -> Element:
        short = len(row.source) + len(row.target) < _SHORT
        mark = [Run(MARK)] if row.ref.draft else []
        contents = (
            [self._number(row)],
            [self._original(row), *self._changes(row)],
            [self._paragraph("Translation", self._own, self._runs(row, row.target))],
            [self._paragraph("Row Number", self._own, mark)],
            [self._note(one) for one in row.notes] or [self._note("")],
            [self._paragraph("Translation Remark", self._own, [])],
        )
        tints = ("", "", TINT["target"], "", "", "")
        cells = [_cell(*one) for one in zip(_WIDTHS, contents, tints, strict=True)]
        return w("tr", w("trPr", w("cantSplit")) if short else None, *cells)

    def _runs(self, row: Row, text: str) -> Sequence[Run]:
        return self._sheet.runs(row.segment.context, text) if text else []

    def _number(self, row: Row) -> Element:
        """The number of a row, and behind it its address as hidden text, so small that it takes no room."""
        paragraph = self._paragraph("Row Number", self._own, [Run(self._sheet.locale.with_digits(str(row.number)))])
        hidden = w("rPr", w("noProof"), w("vanish"), w("sz", val="2"), w("szCs", val="2"))
        paragraph.append(w("r", hidden, *_texts(f" #{row.ref}")))
        return paragraph

    def _original(self, row: Row) -> Element:
        return self._paragraph("Original", self._other, self._runs(row, row.source))

    def _changes(self, row: Row) -> Iterator[Element]:
        """What was taken out of the English and put in; by strokes, and not by colour alone."""
        if row.changes:
            label = self._sheet.labels.changed
            yield self._said("Original Changes", Text(f"{CHANGED} {label.content}", label.locale))
            pieces = [run for kind, text in row.changes for run in self._written(Run(text), self._other, kind)]
            yield _directed("Original Changes", self._other, pieces)

    def _note(self, text: str) -> Element:
        return self._paragraph("Translation Note", first_strong(text) or self._other, [Run(text)])

    def _said(self, style: str, text: Text) -> Element:
        """A paragraph of the wording, marked as what it is where it is in another language than the translation."""
        pieces = self._written(Run(text.content), text.locale.direction)
        if text.locale.id != self._sheet.locale.id and text.locale.direction == "ltr":
            for piece in pieces:
                piece[0].append(w("lang", val=tag_of(text.locale)))
        return _directed(style, text.locale.direction, pieces)

    def _paragraph(self, style: str, direction: str, runs: Sequence[Run]) -> Element:
        content: list[Element] = []
        for (link, title), group in groupby(runs, lambda one: (one.link, one.title)):
            pieces = [piece for run in group for piece in self._written(run, direction)]
            content += [self._link(link, title, pieces)] if link else pieces
        return _directed(style, direction, content)

    def _link(self, link: str, title: str, pieces: Sequence[Element]) -> Element:
        hyperlink = w("hyperlink", *pieces, history="1")
        if title:
            hyperlink.set(f"{{{W}}}tooltip", held(title))
        if link.startswith("#"):
            hyperlink.set(f"{{{W}}}anchor", link[1:])
        else:
            hyperlink.set(f"{{{R}}}id", self.links.setdefault(link, f"link{len(self.links) + 1}"))
        return hyperlink

    def _written(self, run: Run, direction: str, look: str = "same") -> list[Element]:
        """A run as runs of one direction each: numbers with signs and words of the other one keep their order so."""
        pieces = [(run.text, direction == "rtl")] if run.code else _pieces(run.text, direction)
        return [
            w("r", _format(run, OPPOSITE[direction] if other else direction, look), *_texts(text))
            for text, other in pieces
        ]


def _pieces(text: str, direction: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, and whether each is of the other direction.

    The mark of a footnote runs from left to right. LibreOffice does not go by runs, so it is given marks of direction,
    which are taken away when it comes back.
    """
    for number, piece in enumerate(_FOOTNOTE.split(text)):
        if number % 2 and direction == "rtl":
            yield f"\u200e{piece}\u200e", True
        elif number % 2:
            yield piece, False
        else:
            yield from isolates(piece, direction)


def _format(run: Run, direction: str, look: str) -> Element:
    """The properties of a run, those for letters from right to left beside the others, as Word wants it."""
    style = CODE_STYLE if run.code else "Hyperlink" if run.link else ""
    strokes = _LOOK[look]
    return w(
        "rPr",
        w("rStyle", val=style_id(style)) if style else None,
        *(w(one) for one in ("b", "bCs") if run.bold),
        *(w(one) for one in ("i", "iCs") if run.italic),
        w("strike") if run.struck or "strike" in strokes else None,
        w("color", val=INK[look]) if strokes else None,
        w("u", val="single") if "u" in strokes else None,
        w("rtl") if direction == "rtl" else None,
    )


def _texts(text: str) -> Iterator[Element]:
    for number, line in enumerate(held(text).split("\n")):
        if number:
            yield w("br")
        if line:
            element = w("t")
            element.text = line
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            yield element


def _directed(style: str, direction: str, content: Sequence[Element]) -> Element:
    """A paragraph; what is typed into an empty one runs in its direction too."""
    rtl = direction == "rtl"
    mark = w("rPr", w("rtl")) if rtl else None
    return w("p", w("pPr", w("pStyle", val=style_id(style)), on("bidi", rtl), mark), *content)


def _cell(width: int, paragraphs: Sequence[Element], tint: str = "") -> Element:
    shade = w("shd", val="clear", color="auto", fill=tint) if tint else None
    return w("tc", w("tcPr", w("tcW", w=str(width), type="dxa"), shade), *paragraphs)


def _end(sheet: Sheet) -> list[Element]:
    """What ends a document: a paragraph, because none may end in a table, and the page."""
    margins = dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN)
    rtl = w("bidi") if sheet.locale.direction == "rtl" else None
    return [
        _directed("Translation Note", sheet.locale.direction, []),
        w("sectPr", w("pgSz", **_PAGE), w("pgMar", **margins, header="400", footer="400", gutter="0"), rtl),
    ]
