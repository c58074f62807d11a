"""Bring the work of two people on one catalog together, entry by entry."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from publisher.catalog.entry import has_work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher import po
    from publisher.catalog.entry import Key

SAVED_TOO = "saved at the same time by another program: "
"""How a translator comment begins that keeps the other one of two translations."""
RETURNED = "came back in a table: "
"""How a translator comment begins that keeps a translation which came back when the entry had another one already."""
REPLACED = "replaced by a doubtful one of a table: "
"""How a translator comment begins that keeps a translation in whose place another one stands that may be wrong."""
KEPT = re.compile(rf"(?:{re.escape(SAVED_TOO)}|{re.escape(RETURNED)}|{re.escape(REPLACED)})(?:\[\d\] )?")


def kept_in(comment: str) -> list[str]:
    """The translations that stand in a translator's comment."""
    return [line[found.end() :] for line in comment.split("\n") if (found := KEPT.match(line))]


def reconcile(
    ours: Mapping[Key, po.Entry], theirs: Mapping[Key, po.Entry], base: Mapping[Key, po.Entry]
) -> tuple[list[po.Entry], list[Key]]:
    """Take over into our entries what others did to theirs since both were read.

    What only one side changed is taken from that side. What both changed, and differently, is a conflict: our
    text stays, theirs stands in a comment above it, and the entry is a draft until somebody has decided. So it is
    where they emptied or doubted what we changed. An entry that they deleted stays.

    Args:
        ours: Our entries; they are changed in place.
        theirs: The entries that another program wrote.
        base: The entries as both sides had read them.

    Returns:
        Their entries that we have not, obsolete where we know the text no more; and the keys that are in conflict.
    """
    new: list[po.Entry] = []
    conflicts: list[Key] = []
    for key, entry in theirs.items():
        mine, before = ours.get(key), base.get(key)
        if before is not None and _said(entry) == _said(before):
            continue
        if mine is None:
            if has_work(entry):
                new.append(_without_a_place(entry, dropped=before is not None))
        elif before is None or _said(mine) != _said(before):
            if _both_changed(mine, entry, before):
                conflicts.append(key)
        else:
            _take(mine, entry)
    return new, conflicts


def _said(entry: po.Entry) -> tuple[object, ...]:
    """What people decide about an entry."""
    return (*_text(entry), entry.fuzzy, entry.tcomment, entry.previous_msgid)


def _text(entry: po.Entry | None) -> tuple[object, ...]:
    if entry is None:
        return ("", {})
    return (entry.msgstr, {index: text for index, text in entry.msgstr_plural.items() if text})


def _without_a_place(entry: po.Entry, *, dropped: bool) -> po.Entry:
    mine = deepcopy(entry)
    mine.obsolete = mine.obsolete or dropped
    return mine


def _take(mine: po.Entry, theirs: po.Entry) -> None:
    """Take over their translation, state and comment; what was made for another plural is a draft."""
    mine.msgstr, mine.msgstr_plural = theirs.msgstr, dict(theirs.msgstr_plural)
    mine.tcomment = theirs.tcomment
    outdated = mine.msgid_plural != theirs.msgid_plural
    if not outdated:
        mine.previous_msgctxt, mine.previous_msgid = theirs.previous_msgctxt, theirs.previous_msgid
        mine.previous_msgid_plural = theirs.previous_msgid_plural
    _mark(mine, fuzzy=theirs.fuzzy or outdated)


def _both_changed(mine: po.Entry, theirs: po.Entry, before: po.Entry | None) -> bool:
    """Bring two changes of an entry together; answer whether somebody must decide between two texts."""
    comments = [line for one in (mine, theirs) for line in one.tcomment.split("\n") if line]
    conflict = False
    if _text(mine) == _text(before):
        _take(mine, theirs)
    elif _text(mine) == _text(theirs):
        _mark(mine, fuzzy=mine.fuzzy and theirs.fuzzy)
    elif _text(theirs) != _text(before) or (theirs.fuzzy and not (before and before.fuzzy)):
        # Theirs is another text, or none any more, or in doubt: then ours cannot be finished unseen.
        conflict = True
        comments += [line for text in _other_texts(mine, theirs) for line in f"{SAVED_TOO}{text}".split("\n")]
        _mark(mine, fuzzy=True)
    mine.tcomment = "\n".join(dict.fromkeys(comments))
    return conflict


def _other_texts(mine: po.Entry, theirs: po.Entry) -> list[str]:
    """Their texts that are not ours, plural forms with their number."""
    forms = [(f"[{index}] {text}", text, mine.msgstr_plural.get(index)) for index, text in theirs.msgstr_plural.items()]
    texts = [(theirs.msgstr, theirs.msgstr, mine.msgstr), *forms]
    return [shown for shown, text, our in texts if text and text != our]


def _mark(entry: po.Entry, *, fuzzy: bool) -> None:
    others = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.flags = ["fuzzy", *others] if fuzzy else others
