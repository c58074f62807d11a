"""A whole catalog, as checks look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.catalog import Catalog
    from publisher.checks.pair import Pair
    from publisher.locale import Locale
    from publisher.model import Segment


@dataclass(frozen=True, slots=True)
class Whole:
    """A catalog and what it is the catalog of.

    Attributes:
        catalog: The catalog.
        segments: What it shall hold.
        pairs: Its finished translations beside their sources, in order.
    """

    catalog: Catalog
    segments: Sequence[Segment]
    pairs: Sequence[Pair]

    @property
    def locale(self) -> Locale:
        """The language of the translations."""
        return self.catalog.locale

    @property
    def language(self) -> str:
        """The language whose rules of writing hold: ``ar``, ``ku``, ``ckb`` and others."""
        return self.locale.base
