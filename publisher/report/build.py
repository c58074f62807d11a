"""What `build` made, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.report.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from publisher.site.made import Build, Edition


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
