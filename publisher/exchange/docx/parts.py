"""What a .docx file holds beside its text: styles, settings, one kind of list, and how its parts belong together.

All of it is written here, and nothing taken from a template that some program saved: so there is no author, no date, no
picture of the first page and no number by which one copy could be told from another. The order of elements is that of
ISO/IEC 29500-1; Word takes a file in another order for a broken one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

    from publisher.locale import Locale

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHANGED = "±"
"""The sign before what was changed in the English: what follows it in a cell is not the English itself."""
CODE_STYLE = "HTML Code"
"""The name of the character style of code. It is one that Word has by itself."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Wherever Word is; and LibreOffice has, or takes, one of the same width. It holds the Arabic block with the letters of
# Sorani (U+0695, U+06B5, U+06CE, U+06C6, U+06D5) and those of Kurmanji, all of them in bold too.
_FONT = "Arial"
_FIXED_FONT = "Courier New"
# Word knows languages by their countries; the script of ours is what matters to it, and to the keyboard.
_WORD_TAGS = {"en": "en-GB", "ar": "ar-SA", "ckb": "ckb-IQ", "ku": "ku-TR"}
_KIND_OF_TAG = {"ltr": "val", "rtl": "bidi"}  # Word has one language for each direction
_PARTS = ("document", "styles", "settings", "numbering")

INK = {"text": "1A1A1A", "english": "404040", "removed": "8A1C1C", "added": "0B5A2B", "link": "0B4F9E"}
"""The colours of texts; each has at least 4.5:1 to the colours behind it (WCAG 2.2, criterion 1.4.3)."""
TINT = {"head": "E3E8EF", "target": "FFF8DC"}
"""The colours behind texts: of the first row, and of the cells to be filled in."""


def w(tag: str, *children: Element | None, **attributes: str) -> Element:
    """An element of WordprocessingML; children that are None are left out."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": R})
    for name, value in attributes.items():
        element.set(f"{{{W}}}{name}", value)
    element.extend(child for child in children if child is not None)
    return element


def on(tag: str, value: object) -> Element:
    """A property that is on or off, said so that no style can turn it round."""
    return w(tag, val="1" if value else "0")


def tag_of(locale: Locale) -> str:
    """The tag of a language as Word knows it."""
    return _WORD_TAGS.get(locale.id, locale.html_lang)


def parts(document: Element, links: Mapping[str, str], title: str, source: Locale, target: Locale) -> dict[str, bytes]:
    """The members of the file in their order.

    Args:
        document: The text.
        links: Where links lead, by the ids that they have in the text.
        title: The title of the document.
        source: The language that is translated.
        target: The language of the translation.
    """
    inside = {f"rId{number}": (f"{R}/{kind}", f"{kind}.xml", False) for number, kind in enumerate(_PARTS[1:], 1)}
    outside = {one: (f"{R}/hyperlink", target, True) for one, target in links.items()}
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            {"rId1": (f"{R}/officeDocument", "word/document.xml", False), "rId2": (core, "docProps/core.xml", False)}
        ),
        "word/document.xml": _xml(document),
        "word/_rels/document.xml.rels": _relationships({**inside, **outside}),
        "word/styles.xml": _xml(_styles(source, target)),
        "word/settings.xml": _xml(_settings(source, target)),
        "word/numbering.xml": _xml(_numbering()),
        "docProps/core.xml": _core(title, target),
    }


def _xml(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _content_types() -> bytes:
    space = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    for extension, kind in (("rels", "vnd.openxmlformats-package.relationships+xml"), ("xml", "xml")):
        etree.SubElement(root, f"{{{space}}}Default", Extension=extension, ContentType=f"application/{kind}")
    kinds = {f"/word/{one}.xml": f"{_OFFICE}.{one}+xml" for one in _PARTS}
    kinds["/word/document.xml"] = f"{_OFFICE}.document.main+xml"
    kinds["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    for name, kind in kinds.items():
        etree.SubElement(root, f"{{{space}}}Override", PartName=name, ContentType=kind)
    return _xml(root)


def _relationships(targets: Mapping[str, tuple[str, str, bool]]) -> bytes:
    """A list of relationships: by their ids their kind, where they lead, and whether that is outside the file."""
    space = f"{_PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for one, (kind, to, outside) in targets.items():
        element = etree.SubElement(root, f"{{{space}}}Relationship", Id=one, Type=kind, Target=to)
        if outside:
            element.set("TargetMode", "External")
    return _xml(root)


def _core(title: str, target: Locale) -> bytes:
    """The properties of the document: a title and a language, for screen readers; no names and no dates."""
    core, dublin = f"{_PACKAGE}/metadata/core-properties", "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": dublin})
    etree.SubElement(root, f"{{{dublin}}}title").text = title
    etree.SubElement(root, f"{{{dublin}}}language").text = tag_of(target)
    return _xml(root)


def _settings(source: Locale, target: Locale) -> Element:
    """Settings: what its users do not know, that Word keeps their names and the time out of what they save."""
    version = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")
    return w(
        "settings",
        w("zoom", percent="100"),
        w("removePersonalInformation"),
        w("removeDateAndTime"),
        w("defaultTabStop", val="720"),
        w("compat", version),
        _languages("themeFontLang", source, target),
    )


def _languages(tag: str, source: Locale, target: Locale) -> Element:
    """The languages of a document: that of letters from left to right, and that of letters from right to left."""
    return w(tag, **{_KIND_OF_TAG[one.direction]: tag_of(one) for one in (source, target)})


def _numbering() -> Element:
    level = w(
        "lvl",
        w("start", val="1"),
        w("numFmt", val="bullet"),
        w("lvlText", val="•"),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left="340", hanging="340")),
        ilvl="0",
    )
    kind = w("abstractNum", w("multiLevelType", val="singleLevel"), level, abstractNumId="0")
    return w("numbering", kind, w("num", w("abstractNumId", val="0"), numId="1"))


def _styles(source: Locale, target: Locale) -> Element:
    plain = w("rPr", _fonts(_FONT), *_size(20), _languages("lang", source, target))
    spaced = w("pPr", w("spacing", before="0", after="60", line="264", lineRule="auto"))
    own, other = ({_KIND_OF_TAG[one.direction]: tag_of(one)} for one in (target, source))
    lines = [w(side, val="single", sz="4", space="0", color="8C8C8C") for side in _SIDES]
    margins = [w(side, w=width, type="dxa") for side, width in zip(_MARGINS, ("60", "80", "40", "80"), strict=True)]
    # On the side on which a reader of the translation begins; Word turns the sides round where a paragraph is "bidi".
    aside = w("jc", val="left" if source.direction == target.direction else "right")
    return w(
        "styles",
        w("docDefaults", w("rPrDefault", plain), w("pPrDefault", spaced)),
        _style("paragraph", "Normal", run=(w("color", val=INK["text"]),), default=True),
        _style("character", "Default Paragraph Font", default=True),
        _style("table", "Normal Table", default=True),
        _style("paragraph", "Title", (w("spacing", after="40"), w("outlineLvl", val="0")), (*_bold(), *_size(32))),
        _style("paragraph", "Subtitle", (w("spacing", after="120"), aside), (*_size(24), w("lang", **other))),
        _style(
            "paragraph",
            "List Bullet",
            (w("numPr", w("ilvl", val="0"), w("numId", val="1")), w("spacing", after="140"), w("contextualSpacing")),
        ),
        _style("paragraph", "Column Head", (w("keepNext"),), (*_bold(), *_size(18))),
        _style("paragraph", "Row Number", (w("jc", val="center"),), _size(18)),
        _style("paragraph", "Original", (on("bidi", source.direction == "rtl"),), (_grey(), w("lang", **other))),
        _style("paragraph", "Original Changes", (), (_grey(), *_size(17)), based="Original"),
        _style(
            "paragraph",
            "Translation",
            (on("bidi", target.direction == "rtl"),),
            (*_size(21), on("rtl", target.direction == "rtl"), w("lang", **own)),
        ),
        _style("paragraph", "Translation Note", (w("spacing", after="20"),), (_grey(), *_size(16))),
        _style("paragraph", "Translation Remark", (), _size(18), based="Translation"),
        _style("character", "Hyperlink", (), (w("color", val=INK["link"]), w("u", val="single"))),
        _style("character", CODE_STYLE, (), (_fonts(_FIXED_FONT), w("noProof"), *_size(19))),
        _table_style(w("tblPr", w("tblBorders", *lines), w("tblCellMar", *margins))),
    )


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGINS = ("top", "left", "bottom", "right")


def style_id(name: str) -> str:
    """The id of a style, by which a text refers to it: its name without spaces."""
    return name.replace(" ", "")


def _style(  # noqa: PLR0913  # what a style is made of
    kind: str,
    name: str,
    paragraph: tuple[Element, ...] = (),
    run: tuple[Element, ...] = (),
    *,
    based: str = "Normal",
    default: bool = False,
) -> Element:
    parent = w("basedOn", val=style_id(based)) if kind == "paragraph" and not default else None
    style = w(
        "style",
        w("name", val=name),
        parent,
        w("qFormat") if kind == "paragraph" else None,
        w("pPr", *paragraph) if paragraph else None,
        w("rPr", *run) if run else None,
        type=kind,
        styleId=style_id(name),
    )
    if default:
        style.set(f"{{{W}}}default", "1")
    return style


def _table_style(properties: Element) -> Element:
    style = _style("table", "Table Grid")
    style.append(properties)
    return style


def _fonts(name: str) -> Element:
    return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _bold() -> tuple[Element, Element]:
    return w("b"), w("bCs")


def _grey() -> Element:
    return w("color", val=INK["english"])


def _size(half_points: int) -> tuple[Element, Element]:
    """A size in half points; letters from right to left are drawn smaller, and get a point more."""
    return w("sz", val=str(half_points)), w("szCs", val=str(half_points + 2))
