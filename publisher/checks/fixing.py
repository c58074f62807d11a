"""Repairs that are certain: what `check --fix` makes of a translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.checks.pair import Pair
from publisher.checks.registry import ALONE, TEXT_CHECKS, Fix
from publisher.checks.waiver import waived, waivers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.catalog import Catalog
    from publisher.checks.pair import Reader
    from publisher.checks.waiver import Waiver
    from publisher.model import Segment
    from publisher.terms import Glossary

_ROUNDS = 1000
"""A repair can bring another one up; none brings its own up again, so this many are never needed."""


def mended(catalog: Catalog, segment: Segment, read: Reader, glossary: Glossary) -> list[str]:
    """The finished translation of a segment, with everything repaired that is certain and not waived.

    Returns:
        One text, or one for each plural form; none where nothing is finished.
    """
    waiving = waivers(catalog.unit(segment).comment)
    targets = enumerate(catalog.translations(segment))
    return [_mended(Pair(segment, one, catalog.locale, read, glossary, form), waiving) for form, one in targets]


def _mended(pair: Pair, waiving: list[Waiver]) -> str:
    for _ in range(_ROUNDS):
        text = pair.target
        # From the end, so that the places of the others stay what they are.
        for fix in sorted(set(_apart(pair, waiving)), reverse=True):
            text = text[: fix.start] + fix.text + text[fix.end :]
        if text == pair.target:
            break
        pair = pair.having(text)
    return pair.target


def _apart(pair: Pair, waiving: list[Waiver]) -> Iterator[Fix]:
    """Repairs that do not touch one another; the others follow in the next round."""
    end = -1
    for fix in sorted(_fixes(pair, waiving)):
        if fix.start > end:
            yield fix
            end = fix.end


def _fixes(pair: Pair, waiving: list[Waiver]) -> Iterator[Fix]:
    if any(True for function in ALONE.values() for _ in function(pair)):
        return  # what is in another language has that language's letters
    for name, function in TEXT_CHECKS.items():
        if not waived(waiving, name):
            yield from (hit.fix for hit in function(pair) if hit.fix)
