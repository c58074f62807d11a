"""Two texts, word by word."""

from __future__ import annotations

import re

from rapidfuzz.distance import LCSseq

SAME, REMOVED, ADDED = "same", "removed", "added"
Words = tuple[tuple[str, str], ...]
"""A text in pieces, each with what happened to it: ``same``, ``removed`` or ``added``."""

# A space, the target of a link, or a word with the signs at it.
_PIECE = re.compile(r"\s+|\]\([^()\s]*\)|(?:(?!\]\([^()\s]*\))\S)+")
_LITTLE = 3  # letters; what is so short between two changes, such as "of the", is read with them


def compared(before: str, after: str) -> Words:
    """Compare two texts word by word; what changed between two words that stayed is one piece each."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    pieces: list[tuple[str, str]] = []
    removed = added = ""
    for step in LCSseq.opcodes(old, new):
        gone, come = "".join(old[step.src_start : step.src_end]), "".join(new[step.dest_start : step.dest_end])
        same = gone if step.tag == "equal" else ""
        inside = (removed or added) and step.src_end < len(old) and step.dest_end < len(new)
        if same and not (inside and len(same.strip()) <= _LITTLE):
            pieces += [*_changed(removed, added), (SAME, same)]
            removed = added = ""
        else:
            removed, added = removed + gone, added + come
    return (*pieces, *_changed(removed, added))


def _changed(removed: str, added: str) -> list[tuple[str, str]]:
    return [(REMOVED, removed)] * bool(removed) + [(ADDED, added)] * bool(added)
