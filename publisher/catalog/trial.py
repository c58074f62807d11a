"""A catalog as it would be with another translation of one text, for looking at it before it is decided."""

from __future__ import annotations

from copy import copy, deepcopy
from typing import TYPE_CHECKING

from publisher import po
from publisher.catalog.entry import bring_up_to_date, put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.catalog import Catalog
    from publisher.model import Segment


def trial(catalog: Catalog, segment: Segment, targets: Sequence[str]) -> Catalog:
    """A catalog in which a text has this translation, finished; the one that is given stays as it is.

    It is for reading. Written to a file, it would be the catalog that was given.

    Args:
        catalog: The catalog.
        segment: The text, which the catalog need not hold yet.
        targets: The translation: one text, or one for each plural form.
    """
    live = catalog._live  # noqa: SLF001  # of the same room
    entry = deepcopy(live.get(segment.key)) or po.Entry()
    bring_up_to_date(entry, segment, catalog.locale.nplurals)
    put(entry, targets, draft=False, previous="")
    found = copy(catalog)
    found._live = {**live, segment.key: entry}  # noqa: SLF001
    return found
