"""What earlier versions of catalogs there are, and which was brought back, in words and in JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.report.words import as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.workflow.restore import Kept, Restored


def versions_text(kept: Sequence[Kept]) -> str:
    """The kept versions of catalogs, a line each, the newest first."""
    if not kept:
        return "No version of a catalog is kept yet: update keeps what it replaces."
    width = max(len(one.path) for one in kept)
    lines = [f"{'version':10}  {'kept (UTC)':19}  {'catalog':{width}}  finished  not in the file now"]
    lines += [
        f"{one.id}  {one.time:%Y-%m-%d %H:%M:%S}  {one.path:{width}}  "
        + (one.problem or f"{one.translations:>8}  {one.missing or '':>19}").rstrip()
        for one in kept
    ]
    return "\n".join(
        [*lines, "", "Bring one back: publish restore VERSION; only what was changed in it: with --merge."]
    )


def versions_json(kept: Sequence[Kept]) -> str:
    """The same as JSON: an object with ``versions``."""
    return as_json({"versions": [{**asdict(one), "time": one.time.isoformat()} for one in kept]})


def restored_json(result: Restored) -> str:
    """What was brought back, as JSON."""
    return as_json(asdict(result))


def restored_text(result: Restored) -> str:
    """What was brought back."""
    lines = [f"{result.path}: brought back {result.id}; what it held is kept too"]
    if result.conflicts:
        lines.append(f"{counted(result.conflicts, 'entry')} with two texts, as drafts: look at them")
    return "\n".join(lines)
