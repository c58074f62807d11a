"""A whole catalog, as checks look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.catalog import Catalog
    from publisher.checks.pair import Pair
    from publisher.locale import Locale
    from publisher.model import Unit


@dataclass(frozen=True, slots=True)
class Whole:
    """A catalog and what it is the catalog of.

    Attributes:
        catalog: The catalog.
        units: What it shall hold, each segment with all that there is of it.
        pairs: Its finished translations beside their sources, in order.
    """

    catalog: Catalog
    units: Sequence[Unit]
    pairs: Sequence[Pair]

    @property
    def locale(self) -> Locale:
        """The language of the translations."""
        return self.catalog.locale

    @property
    def language(self) -> str:
        """The language whose rules of writing hold: ``ar``, ``ku``, ``ckb`` and others."""
        return self.locale.base


def finished(unit: Unit) -> Sequence[str]:
    """The translation that readers may get: one text, or one for each plural form; none while it is a draft."""
    return unit.targets if unit.state is State.TRANSLATED else ()
