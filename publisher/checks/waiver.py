"""Findings that a translator has looked at and lets pass, with a reason: the check `waiver` is about these."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from publisher.checks.registry import CHECKS, Hit, register, warning
from publisher.errors import did_you_mean
from publisher.model import WAIVER as KEYWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(rf"\s*{KEYWORD}\s*:?\s*(?P<names>[^(]*)(?:\((?P<reason>.*)\))?\s*", re.IGNORECASE)


class Waiver(NamedTuple):
    """One check that a translator comment waives, and why; without a reason it waives nothing."""

    name: str
    reason: str


def waivers(comment: str) -> list[Waiver]:
    """The waivers in a translator comment: ``check-ignore: number, length (ages in words)``, a line each."""
    found: list[Waiver] = []
    if not comment:
        return found
    for line in comment.split("\n"):
        if match := _LINE.fullmatch(line):
            names = re.split(r"[\s,]+", match["names"].strip().casefold())
            found += [Waiver(name, (match["reason"] or "").strip()) for name in names if name]
    return found


def waived(found: list[Waiver], name: str) -> bool:
    """Whether one of the waivers lets the hits of a check pass."""
    return CHECKS[name].waivable and any(one.name == name and one.reason for one in found)


def waiver(found: list[Waiver], used: set[str]) -> Iterator[Hit]:
    """A line ``check-ignore`` in a translator comment gives no reason, or lets nothing pass any more.

    A translator who has looked at a finding and knows better writes why, into the comment of the entry. Findings of
    links, markup, HTML, placeholders, direction, of the header and the whole file cannot be let pass.

    Bad:
        # check-ignore: number
    Good:
        # check-ignore: number (the age is given in words)
    """
    for one in found:
        if one.name not in CHECKS:
            yield warning(f'{KEYWORD}: no such check "{one.name}"', did_you_mean(one.name, CHECKS))
        elif not CHECKS[one.name].waivable:
            yield warning(f'{KEYWORD}: "{one.name}" cannot be waived', "it protects readers; mend the translation")
        elif not one.reason:
            yield warning(
                f'{KEYWORD}: "{one.name}" is waived without a reason, so it is not',
                f"# {KEYWORD}: {one.name} (why this is right)",
            )
        elif one.name not in used:
            yield warning(f'{KEYWORD}: "{one.name}" finds nothing here any more', "delete the line")


register(waiver, "catalog", waivable=False)
