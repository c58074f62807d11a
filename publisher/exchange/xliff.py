"""XLIFF, the format of translators' tools (OASIS): 1.2 and 2.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.exchange import reading, xliff2, xliff12, xml

if TYPE_CHECKING:
    from publisher.exchange.sheet import Bundle, Sheet


def write(sheet: Sheet, version: str) -> bytes:
    """A sheet as XLIFF, the same bytes each time.

    Args:
        sheet: The texts.
        version: ``1.2`` or ``2.1``.
    """
    return {"1.2": xliff12.write, "2.1": xliff2.write}[version](sheet)


def read(data: bytes, path: str) -> Bundle:
    """What came back in an XLIFF file of version 1.1, 1.2, 2.0, 2.1 or 2.2.

    Raises:
        UsageError: If it is no such file, or may do harm, or holds no text of ours.
    """
    root = xml.parse(data, path)
    namespace = xml.space(root)
    if xml.name(root) == "xliff" and namespace in xliff12.NAMESPACES:
        return reading.bundle(list(xliff12.units(root)), path)
    if xml.name(root) == "xliff" and namespace in xliff2.NAMESPACES:
        return reading.bundle(list(xliff2.units(root)), path)
    if xml.name(root) == "xliff":
        version = root.get("version", "")
        raise xml.refused(f'is XLIFF of version "{version}"', path, "save it as XLIFF 1.2", root.sourceline or 0)
    hint = "ask for the .xlf file that was sent out, with the translation in it"
    raise xml.refused(f'is no XLIFF: it begins with "{xml.name(root)}"', path, hint, root.sourceline or 0)
