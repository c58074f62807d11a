"""What `new` made, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.errors import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.workflow.new import Started

_SHOWN = {
    "paragraph": "paragraph",
    "heading": "heading",
    "item": "list item",
    "quote": "quotation",
    "cell": "table cell",
    "footnote": "footnote",
}


def new_text(result: Started) -> str:
    """What the new statement holds, what was left out, and what a person should look at."""
    meta = result.document.meta
    size = [counted(count, _SHOWN[role]) for role, count in result.counts.items() if role in _SHOWN]
    lines = [f"{result.path}: made", f"  title: {meta.texts['title'][0]}", f"  date: {meta.date}"]
    lines += [f"  {key}: {meta.texts[key][0]}" for key in ("place", "type") if key in meta.texts]
    lines.append(f"  signatories: {len(meta.signatories)}")
    lines += [f"  text: {', '.join(size)}"]
    lines += _listed("Left out or changed:", result.dropped)
    lines += _listed("Look at:", result.doubts)
    return "\n".join([*lines, f"Next: look through {result.path}, then publish update"])


def _listed(head: str, said: list[str]) -> Iterator[str]:
    if said:
        yield head
        yield from (f"  {one}" for one in said)
