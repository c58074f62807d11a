"""Mistakes in translations that a machine can find.

What it cannot find is as important: a lost "not", the wrong culprit, a softened verb, a wrong but plausible
name. Readers of both languages find these, nobody else.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

# The checks register themselves.
from publisher.checks import amounts, catalogs, leftovers, letters, marks, markup, size, units, words  # noqa: F401
from publisher.checks.asking import said
from publisher.checks.fixing import mended
from publisher.checks.pair import Pair, Reader, plain
from publisher.checks.registry import CHECKS, WHOLE_CHECKS, Check, Fix, Hit, Place
from publisher.checks.sources import check_source
from publisher.checks.waiver import Waiver, waived, waiver, waivers
from publisher.checks.whole import Whole, finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.catalog import Catalog
    from publisher.checks.asking import Which
    from publisher.locale import Locale
    from publisher.model import Finding, Segment, Unit
    from publisher.terms import Glossary

__all__ = [
    "BLIND",
    "CHECKS",
    "Check",
    "Glance",
    "Pair",
    "Reader",
    "check",
    "check_source",
    "glance",
    "mended",
    "plain",
]

BLIND = 'No machine sees a lost "not", the wrong culprit, a softened verb or a wrong but plausible name: read it.'
"""What checks cannot find, for the end of every report."""


def check(catalog: Catalog, segments: Sequence[Segment], read: Reader, glossary: Glossary) -> list[Finding]:
    """Look for mistakes in a catalog.

    Args:
        catalog: The catalog.
        segments: What it shall hold.
        read: What takes a text apart, given its context: `Document.inline` for a statement.
        glossary: The agreed terms of the language.

    Returns:
        What was found and not waived, in the order of the file.
    """
    every = [catalog.unit(segment) for segment in segments]
    pairs = [pair for unit in every for pair in _pairs(unit, catalog.locale, read, glossary)]
    waiving = {unit.segment.key: waivers(unit.comment) for unit in every}
    hits = [*_of_texts(pairs, waiving), *_of_the_whole(Whole(catalog, every, pairs))]
    kept = [*(one for one in hits if one[0] is None), *_not_waived(segments, waiving, hits)]
    found = [_finding(catalog, *one) for one in kept]
    return sorted(dict.fromkeys(found), key=lambda one: (one.line, one.check))


class Glance(NamedTuple):
    """What is found in one text alone: the finding, the number of the plural form, and the repair if it is certain."""

    finding: Finding
    form: int
    fix: Fix | None


def glance(catalog: Catalog, segment: Segment, read: Reader, glossary: Glossary) -> list[Glance]:
    """Look for mistakes in one translation, as fast as it is typed; what other texts have to do with it is left out.

    The arguments are those of `check`.
    """
    unit = catalog.unit(segment)
    waiving = {segment.key: waivers(unit.comment)}
    hits = [*_of_texts(_pairs(unit, catalog.locale, read, glossary), waiving)]
    return [
        Glance(_finding(catalog, pair, name, hit), pair.form, hit.fix)
        for pair, name, hit in hits
        if isinstance(pair, Pair) and not waived(waiving[segment.key], name)
    ]


def _pairs(unit: Unit, locale: Locale, read: Reader, glossary: Glossary) -> list[Pair]:
    """A finished translation as checks look at it, each plural form by itself."""
    return [Pair(unit.segment, one, locale, read, glossary, form) for form, one in enumerate(finished(unit))]


_Found = tuple["Pair | Segment | None", str, Hit]
"""What was found: about a translation, a segment without one, or the file; by which check."""


_Waiving = dict[tuple[str, str], list[Waiver]]
"""By the key of a segment, what its translator lets pass."""


def _of_texts(pairs: Sequence[Pair], waiving: _Waiving) -> Iterator[_Found]:
    """What the checks say of each translation; of one that is none, only what nobody may let pass."""
    for pair in pairs:
        first = _hits(pair, "alone")
        counts = [one for one in first if not waived(waiving[pair.segment.key], one[1])]
        yield from counts[:1] or first
        yield from _hits(pair, "guards" if counts else "others")


def _hits(pair: Pair, which: Which) -> list[_Found]:
    return [(pair, name, hit) for name, hit in said(pair, which)]


def _of_the_whole(whole: Whole) -> Iterator[_Found]:
    for name, function in WHOLE_CHECKS.items():
        for about, hit in function(whole):
            yield about, name, hit


def _segment(about: Pair | Segment) -> Segment:
    return about.segment if isinstance(about, Pair) else about


def _not_waived(segments: Sequence[Segment], waiving: _Waiving, hits: Sequence[_Found]) -> Iterator[_Found]:
    """The hits that are about a segment, without the waived ones; and what is wrong with its waivers."""
    used: dict[tuple[str, str], set[str]] = {}
    for about, name, hit in hits:
        if about is None:
            continue
        key = _segment(about).key
        if waived(waiving[key], name):
            used.setdefault(key, set()).add(name)
        else:
            yield about, name, hit
    for segment in segments:
        for hit in waiver(waiving[segment.key], used.get(segment.key, set())):
            yield segment, "waiver", hit


def _finding(catalog: Catalog, about: Pair | Segment | None, name: str, hit: Hit) -> Finding:
    segment = None if about is None else _segment(about)
    line = catalog.line_of(segment) if segment else 1
    place = Place(catalog.locale.id, PurePosixPath(catalog.path).stem, catalog.path, line)
    return hit.finding(name, place, segment, about.target if isinstance(about, Pair) else "")
