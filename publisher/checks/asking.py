"""What the checks of texts say of one translation.

Names of signatories and headings stand in hundreds of statements. What is said of such a text depends on nothing but
itself and its English, so it is found out once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from publisher.checks.pair import Pair, plain
from publisher.checks.registry import ALONE, GUARDS, TEXT_CHECKS
from publisher.document import Inline
from publisher.model import Segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.checks.registry import Hit
    from publisher.locale import Locale
    from publisher.terms import Glossary

Which = Literal["alone", "guards", "others"]
"""The checks that come first, those that nothing keeps from looking, and all but the first."""
_FUNCTIONS = {"alone": ALONE, "guards": GUARDS, "others": TEXT_CHECKS}
_SHORT = 80
"""Longer texts hardly stand anywhere twice."""


class _Asked(NamedTuple):
    """All that the checks look at of two texts without markup."""

    source: str
    context: str
    plural: str
    target: str
    form: int
    locale: Locale
    glossary: Glossary


def said(pair: Pair, which: Which) -> Sequence[tuple[str, Hit]]:
    """What some checks say of a translation, each hit with the name of its check."""
    if len(pair.english) <= _SHORT and pair.before == Inline(pair.english) and pair.after == Inline(pair.target):
        segment = pair.segment
        asked = _Asked(
            *(segment.source, segment.context, segment.plural), pair.target, pair.form, pair.locale, pair.glossary
        )
        return _remembered(asked, which)
    return _said(pair, which)


@lru_cache(maxsize=8192)
def _remembered(asked: _Asked, which: Which) -> Sequence[tuple[str, Hit]]:
    segment = Segment(asked.source, asked.context, asked.plural)
    return _said(Pair(segment, asked.target, asked.locale, plain, asked.glossary, asked.form), which)


def _said(pair: Pair, which: Which) -> Sequence[tuple[str, Hit]]:
    return [(name, hit) for name, function in _FUNCTIONS[which].items() for hit in function(pair)]
