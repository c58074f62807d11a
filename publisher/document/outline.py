"""All that a page shows of a statement's body: its segments as often as they stand there, and what is none."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from publisher.document.version import original

if TYPE_CHECKING:
    from markdown_it.token import Token

    from publisher.document.walk import Plan
    from publisher.model import Segment


class Outline(NamedTuple):
    """A body, told completely.

    Attributes:
        segments: Everything translatable, in reading order, equal ones as often as they stand there.
        fixed: What is the same in every language, by what it is: blocks that are not translated, code, the targets
            of reference links, the labels of footnotes, and the arrangement in headings, lists, quotes and tables.
    """

    segments: tuple[Segment, ...]
    fixed: dict[str, str]


@lru_cache(maxsize=1)  # asked for each language of a statement in turn
def outline(plan: Plan) -> Outline:
    """Tell all that a page shows of a body."""
    version = original(plan)
    tokens = version.arrangement.tokens
    fixed = {
        "untranslated blocks": [one.meta["slot"].segment.source for one in tokens if _is_kept(one)],
        "code": [[one.info, one.content] for one in tokens if one.type in {"fence", "code_block"}],
        "link targets": {label: one["href"] for label, one in plan.references.items()},
        "footnotes": version.footnotes["refs"],  # which text is which note
        "arrangement": list(filter(None, map(_part, tokens))),
    }
    return Outline(tuple(plan.segments), {name: json.dumps(value) for name, value in fixed.items() if value})


def _is_kept(token: Token) -> bool:
    return token.type == "inline" and bool(token.meta) and token.meta["slot"].kept


def _part(token: Token) -> list[object]:
    """A block, or the place of a text in it; empty for what makes no difference."""
    if token.type == "inline":
        return ["untranslated" if _is_kept(token) else "text"]
    # Paragraphs are left out: each has its text, and whether a list is tight makes no other one.
    if token.nesting < 0 or (token.tag in {"", "p", "span"} and token.type != "footnote_open"):
        return []
    return [token.level, token.tag, token.attrs.get("start"), token.attrs.get("class")]
