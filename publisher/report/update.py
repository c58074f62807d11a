"""What `update` did, in words and in JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.report.words import json_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.merge import Change, Refusal
    from publisher.workflow.update import Update


def update_text(result: Update, *, check: bool) -> Iterator[str]:
    """What `update` did to each catalog, line by line; a catalog in which nothing changed is not listed."""
    refused: dict[Refusal, None] = {}
    for one in result.catalogs:
        if one.renamed_from:
            yield f"{one.path}: took over the translations of {one.renamed_from}, whose statement is gone"
        counts = {name: count for name, count in _counts(one.change).items() if count and name != "kept"}
        if counts:
            yield f"{one.path}: " + ", ".join(f"{count} {name}" for name, count in counts.items())
        refused |= dict.fromkeys(one.change.refused)
    yield from (f"not minor, because {one.reason}:\n  - {one.before}\n  + {one.after}" for one in refused)
    yield from (f"{path}: sign-offs stay valid over minor edits" for path in result.kept)
    yield from (f"{path}: its statement is gone; the catalog was left as it is" for path in result.orphans)
    verb = "would be written" if check else "written"
    yield f"{counted(len(result.written), 'file')} {verb}"


def update_json(result: Update) -> Iterator[str]:
    """The same as JSON, piece by piece: an object with ``catalogs``."""
    catalogs = (
        {"path": one.path, "locale": one.locale, "domain": one.domain, **_counts(one.change)} for one in result.catalogs
    )
    return json_pieces({"catalogs": []}, "catalogs", catalogs)


def _counts(change: Change) -> dict[str, int]:
    return {name: value for name, value in asdict(change).items() if isinstance(value, int)}
