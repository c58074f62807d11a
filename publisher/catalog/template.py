"""The template of a domain's catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import po
from publisher.catalog.entry import bring_up_to_date
from publisher.catalog.header import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from publisher.model import Segment


def template(segments: Iterable[Segment], header: Mapping[str, str]) -> bytes:
    """A .pot file: the segments with empty translations, for whoever begins another language."""
    lines = "".join(f"{name}: {value}\n" for name, value in {**header, **FORMAT}.items())
    entries = [po.Entry(msgid="", msgstr=lines)]
    for segment in segments:
        entries.append(po.Entry())
        bring_up_to_date(entries[-1], segment, 2)
    return po.serialize(entries)
