"""What `scrub` took out of the catalogs, in words for people and in JSON; never what it was itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.report.words import as_json, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.workflow.scrub import Cleaned, Scrubbed

LINES = 12
"""How many lines of comments are named for each file."""


def scrub_text(result: Scrubbed, *, check: bool) -> str:
    """What was found in each catalog, which comments are left for a person to read, and what else to think of."""
    lines = [line for one in result.files for line in _file(one, check=check)]
    lines += [f"not looked at: {problem}" for problem in result.broken]
    lines += [f"{name}: not looked at; the settings do not have its language" for name in result.strangers]
    verb = "would be written" if check else "written"
    lines.append(f"{counted(len(result.files), 'catalog')} looked at, {len(result.changed)} {verb}")
    if any(one.left for one in result.files):
        lines.append("Read the comments that are left: no program knows a name in the middle of a sentence.")
    if not check:
        lines.append("The history in .publisher and in git still has the earlier versions: do not pass these on.")
    return "\n".join(lines)


def _file(one: Cleaned, *, check: bool) -> Iterator[str]:
    if one.found:
        what = listed([counted(number, kind) for kind, number in one.found.items()])
        yield f"{one.path}: {what} {'would be taken out' if check else 'taken out'}"
    if one.left:
        places = listed([*map(str, one.left[:LINES]), *(["more"] if len(one.left) > LINES else [])])
        yield f"{one.path}: comments are left in {counted(len(one.left), 'entry')}, line {places}"
    if one.again:
        yield f"{one.path}: another program writes it all the time; close it, and run the command again"


def scrub_json(result: Scrubbed) -> str:
    """The same as JSON: an object with ``files``, ``broken`` and ``strangers``."""
    return as_json(asdict(result))
