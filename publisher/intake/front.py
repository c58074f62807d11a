"""The front matter of a new statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import fields

if TYPE_CHECKING:
    from datetime import date

    from publisher.document import Signatory
    from publisher.intake import Draft

_CONFIRM = "# The text tells no date: confirm this one before the page goes public.\n"


def front(draft: Draft, title: str, day: date) -> str:
    """The front matter of a statement, with its two lines of hyphens.

    Args:
        draft: What its file told.
        title: Its title.
        day: Its date, which a comment asks to confirm where the file told none.
    """
    head = {"title": title, "type": draft.kind, "place": draft.place}
    signatories = [_signatory(one) for one in draft.signatories]
    parts = [
        fields.written({key: text for key, text in head.items() if text}),
        "" if draft.day else _CONFIRM,
        fields.written({"date": day}),
        fields.written({"signatories": signatories}) if signatories else "",
    ]
    return f"---\n{''.join(parts)}---\n"


def _signatory(one: Signatory) -> dict[str, str]:
    return {key: text for key, text in (("name", one.name), ("acronym", one.acronym), ("url", one.url)) if text}
