"""All that a page shows of a statement's body: its segments as often as they stand there, and what is none."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher.document.walk import Task, parser
from publisher.model import Segment, Text

if TYPE_CHECKING:
    from markdown_it.token import Token

    from publisher.locale import Locale


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
def outline(markdown: str, source_locale: Locale) -> Outline:
    """Tell all that a page shows of a Markdown text."""
    task = Task(lambda one: Text(one.source, source_locale), source_locale, source_locale)
    env: dict[str, Any] = {"task": task}
    tokens = parser().parse(markdown, env)
    fixed = {
        "untranslated blocks": [one.content for one in tokens if _is_kept(one)],
        "code": [[one.info, one.content] for one in tokens if one.type in {"fence", "code_block"}],
        "link targets": {label: one["href"] for label, one in env.get("references", {}).items()},
        "footnotes": env.get("footnotes", {}).get("refs", {}),  # which text is which note
        "arrangement": list(filter(None, map(_part, tokens))),
    }
    return Outline(tuple(task.segments), {name: json.dumps(value) for name, value in fixed.items() if value})


def _is_kept(token: Token) -> bool:
    return token.type == "inline" and bool(token.meta.get("kept"))


def _part(token: Token) -> list[object]:
    """A block, or the place of a text in it; empty for what makes no difference."""
    if token.type == "inline":
        return ["untranslated" if _is_kept(token) else "text"]
    # Paragraphs are left out: each has its text, and whether a list is tight makes no other one.
    if token.nesting < 0 or (token.tag in {"", "p", "span"} and token.type != "footnote_open"):
        return []
    return [token.level, token.tag, token.attrs.get("start"), token.attrs.get("class")]
