"""What the verbs returned, in words for people and in JSON for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.report.check import check_github, check_json, check_text, checks_list, explanation
from publisher.report.coordinators import coordinator_files
from publisher.report.diff import diff_html, diff_json, diff_text
from publisher.report.exchange import export_text, import_text, imported_text
from publisher.report.new import new_text
from publisher.report.scrub import scrub_json, scrub_text
from publisher.report.sign import sign_text
from publisher.report.status import status_json, status_markdown, status_text
from publisher.report.words import as_json, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from publisher.merge import Change
    from publisher.site import Build, Edition
    from publisher.workflow import Kept, Restored, Update

__all__ = [
    "build_text",
    "check_github",
    "check_json",
    "check_text",
    "checks_list",
    "coordinator_files",
    "diff_html",
    "diff_json",
    "diff_text",
    "explanation",
    "export_text",
    "import_text",
    "imported_text",
    "new_text",
    "restored_json",
    "restored_text",
    "scrub_json",
    "scrub_text",
    "sign_text",
    "status_json",
    "status_markdown",
    "status_text",
    "update_json",
    "update_text",
    "versions_json",
    "versions_text",
]


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


def build_text(result: Build, out: Path) -> str:
    """What `build` published, what it kept as it was or marked as a draft, and what that waits for."""
    lines = []
    for slug, editions in result.editions.items():
        made = [one.locale for one in editions if result.drafts or not one.obstacles]
        lines.append(f"{slug}  {'drafts' if result.drafts else 'published'}: {' '.join(made) or 'nothing'}")
        lines += [f"  {_held(one, drafts=result.drafts)}" for one in editions if one.obstacles]
    lines += _withdrawn(result)
    lines += _orphans(result.orphans)
    lines += [
        f"{name}: readers see a frame for {_spelt(signs)}: no font has it" for name, signs in result.lacking.items()
    ]
    if result.missing:
        lines.append(f"no PDFs and no pictures for cards: {result.missing}")
    lines.append(f"{counted(len(result.written), 'file')} written in {out}; open {out / 'index.html'}")
    return "\n".join(lines)


def _withdrawn(result: Build) -> Iterator[str]:
    """What was done about signatories who have withdrawn, in files that are otherwise kept as they were."""
    if changed := result.redacted:
        yield f"who has withdrawn was taken out of {counted(len(changed), 'file')} that stayed, such as {changed[0]}"
    yield from (
        f"{name}: taken away; it names who has withdrawn, and could not be made anew" for name in result.removed
    )
    yield from (f"{name}: the text still has the name of who has withdrawn; read it" for name in result.remaining)


def _orphans(names: Sequence[str]) -> list[str]:
    """The pages that nothing makes any more, and how many other files."""
    pages = [one for one in names if one.endswith(".html") and not one.endswith(".single.html")]
    lines = [f"{name}: nothing makes this page any more; it was left as it is" for name in pages]
    if others := [one for one in names if one not in pages]:
        lines.append(f"{counted(len(others), 'other file')} that nothing makes any more, such as {others[0]}")
    return lines


def _spelt(signs: str) -> str:
    """Characters with their code points, as they may be invisible or unknown to the terminal."""
    return listed([f"{one} (U+{ord(one):04X})" for one in signs])


def _held(edition: Edition, *, drafts: bool) -> str:
    what = "marked as a draft" if drafts else "kept as it was" if edition.out else "not published"
    return f"{edition.locale} {what}: waits for {listed(edition.obstacles)}"


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
