"""What `update` did, in words and in JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.report.words import as_json

if TYPE_CHECKING:
    from publisher.merge import Change
    from publisher.workflow.update import Update


def update_text(result: Update, *, check: bool) -> str:
    """What `update` did to each catalog, a line each; a catalog in which nothing changed is not listed."""
    lines = []
    for one in result.catalogs:
        if one.renamed_from:
            lines.append(f"{one.path}: took over the translations of {one.renamed_from}, whose statement is gone")
        counts = {name: count for name, count in _counts(one.change).items() if count and name != "kept"}
        if counts:
            lines.append(f"{one.path}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    refused = dict.fromkeys(refusal for one in result.catalogs for refusal in one.change.refused)
    lines += [f"not minor, because {one.reason}:\n  - {one.before}\n  + {one.after}" for one in refused]
    lines += [f"{path}: sign-offs stay valid over minor edits" for path in result.kept]
    lines += [f"{path}: its statement is gone; the catalog was left as it is" for path in result.orphans]
    verb = "would be written" if check else "written"
    lines.append(f"{counted(len(result.written), 'file')} {verb}")
    return "\n".join(lines)


def update_json(result: Update) -> str:
    """The same as JSON: an object with ``catalogs``."""
    catalogs = [
        {"path": one.path, "locale": one.locale, "domain": one.domain, **_counts(one.change)} for one in result.catalogs
    ]
    return as_json({"catalogs": catalogs})


def _counts(change: Change) -> dict[str, int]:
    return {name: value for name, value in asdict(change).items() if isinstance(value, int)}
