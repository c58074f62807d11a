"""What all reports say alike."""

from __future__ import annotations

import json


def plural(count: int, noun: str) -> str:
    """A noun as it stands after a number."""
    return noun if count == 1 else noun.removesuffix("y") + "ies" if noun.endswith("y") else f"{noun}s"


def as_json(value: object) -> str:
    """JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2)
