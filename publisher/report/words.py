"""What all reports say alike."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def as_json(value: object) -> str:
    """JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def json_pieces(value: Mapping[str, object], name: str, items: Iterable[object]) -> Iterator[str]:
    """An object as `as_json` writes it, in pieces of whole lines, as one of its lists may be long.

    Args:
        value: The object, in which that list is empty.
        name: The name of the list.
        items: What is in it.
    """
    before, _, after = as_json(value).partition(f'\n  "{name}": []')
    piece, end = f'{before}\n  "{name}": [', "]"
    for number, one in enumerate(items):
        yield f"{piece}," if number else piece
        piece, end = "    " + as_json(one).replace("\n", "\n    "), "\n  ]"
    yield f"{piece}{end}{after}"


def listed(words: Sequence[str]) -> str:
    """Several things as one phrase: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def visible(text: str) -> str:
    """A text for a terminal: line breaks and control characters as what they are called."""
    from publisher.bidi import strays  # noqa: PLC0415  # its patterns take long to compile, and few reports need them

    text = re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda one: "⏎" if one[0] == "\n" else f"<U+{ord(one[0]):04X}>", text)
    return re.sub("[\u202a-\u202e\u2066-\u2069]", lambda one: f"<U+{ord(one[0]):04X}>", text) if strays(text) else text
