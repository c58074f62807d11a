"""The formats of sheets by name; each brings its library only when it is used."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from publisher import extras
from publisher.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.exchange.sheet import Bundle, Sheet


class Format(NamedTuple):
    """A format.

    Attributes:
        suffix: How the names of its files end.
        write: Makes a file of sheets.
        several: Whether one file can hold more than one sheet.
        finished: Whether it holds finished translations alone.
    """

    suffix: str
    write: Callable[[Sequence[Sheet]], bytes]
    several: bool = False
    finished: bool = False


def _docx(sheets: Sequence[Sheet]) -> bytes:
    with extras.needed("office"):
        from publisher.exchange import docx  # noqa: PLC0415  # for who uses this format alone
    return docx.write(sheets[0])


def _xlsx(sheets: Sequence[Sheet]) -> bytes:
    with extras.needed("office"):
        from publisher.exchange import xlsx  # noqa: PLC0415
    return xlsx.write(sheets[0])


def _csv(sheets: Sequence[Sheet]) -> bytes:
    from publisher.exchange import table  # noqa: PLC0415

    return table.write(sheets[0])


def _xliff(version: str) -> Callable[[Sequence[Sheet]], bytes]:
    def write(sheets: Sequence[Sheet]) -> bytes:
        with extras.needed("xliff"):
            from publisher.exchange import xliff  # noqa: PLC0415
        return xliff.write(sheets[0], version)

    return write


def _tmx(sheets: Sequence[Sheet]) -> bytes:
    with extras.needed("xliff"):
        from publisher.exchange import tmx  # noqa: PLC0415
    return tmx.write(sheets)


FORMATS = MappingProxyType(
    {
        "docx": Format(".docx", _docx),
        "xlsx": Format(".xlsx", _xlsx),
        "xliff": Format(".xlf", _xliff("1.2")),
        "xliff2": Format(".xlf", _xliff("2.1")),
        "tmx": Format(".tmx", _tmx, several=True, finished=True),
        "csv": Format(".csv", _csv),
    }
)
"""What `export` can write."""


def read(data: bytes, path: str) -> Bundle:
    """The rows of a file that came back, by the end of its name.

    Raises:
        UsageError: If it is of another format, or cannot be used.
    """
    suffix = path[path.rfind(".") :].lower() if "." in path else ""
    match suffix:
        case ".docx":
            with extras.needed("office"):
                from publisher.exchange import docx  # noqa: PLC0415
            return docx.read(data, path)
        case ".xlsx":
            with extras.needed("office"):
                from publisher.exchange import xlsx  # noqa: PLC0415
            return xlsx.read(data, path)
        case ".xlf" | ".xliff":
            with extras.needed("xliff"):
                from publisher.exchange import xliff  # noqa: PLC0415
            return xliff.read(data, path)
        case ".csv" | ".txt" | ".tsv":
            from publisher.exchange import table  # noqa: PLC0415

            return table.read(data, path)
    hint = _CURES.get(suffix, "import takes what export makes: .docx, .xlsx, .xlf and .csv")
    raise UsageError(Problem("not a format that can be imported", path, hint=hint))


_CURES = {
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".docm"), "open it, and save it as .docx"),
    **dict.fromkeys((".xls", ".ods", ".numbers", ".xlsm", ".xlsb"), "open it, and save it as .xlsx"),
    ".pdf": "ask for the file it was made of, as .docx or .xlsx",
    ".po": "put it in its place under locales/, and run publish update",
    ".tmx": "a translation memory has no place for each text; ask for the .xlf",
}
