"""What all reports say alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def plural(count: int, noun: str) -> str:
    """A noun as it stands after a number."""
    return noun if count == 1 else noun.removesuffix("y") + "ies" if noun.endswith("y") else f"{noun}s"


def as_json(value: object) -> str:
    """JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def counted(count: int, noun: str) -> str:
    """A number with what it counts."""
    return f"{count} {plural(count, noun)}"


def listed(words: Sequence[str]) -> str:
    """Several things as one phrase: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
