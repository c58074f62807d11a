"""`sign`: a reviewer approves exactly the text that a page shows; and what keeps a sign-off over a minor edit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from publisher import files, gate, shelf, signoff
from publisher.errors import Problem, UsageError
from publisher.model import Segment
from publisher.page import Frame, Page
from publisher.project import SITE
from publisher.site.texts import wording_segments
from publisher.workflow import clock
from publisher.workflow.diff import target_locale
from publisher.workflow.domains import refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.project import Project
    from publisher.workflow.renew import Renewed

    Exchange = Mapping[str, tuple[signoff.Record, signoff.Record]]
    """By slug, a record and the one that takes its place."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What `sign` did.

    Attributes:
        locale: The language.
        slug: The statement.
        path: The file with the sign-off, relative to the workspace.
        texts: How many different texts the page shows.
        record: The sign-off; None if it was refused.
        obstacles: What the translation waits for before anybody can sign it.
        written: Whether the file changed; it stays where the same text was signed before.
        outdated: Whether it was refused because the page shows another text than the one that was read.
    """

    locale: Locale
    slug: str
    path: str
    texts: int
    record: signoff.Record | None
    obstacles: list[str]
    written: bool
    outdated: bool = False


def sign(project: Project, locale: str, slug: str, by: str = "", *, seen: str = "") -> Signed:
    """Record that a reviewer approves a statement in a language, as its page shows it now.

    Args:
        project: The workspace.
        locale: The language.
        slug: The statement.
        by: The role of the reviewer, such as "legal desk"; never a person. Without it, the role of an earlier
            sign-off of the same text stays.
        seen: The `signoff.digest` of what the reviewer was shown; if the page shows anything else by now, nothing is
            signed. Empty where nobody can tell.

    Raises:
        UsageError: If there is no such language or statement, or ``by`` is no role.
        PublisherError: If anything is unreadable, or could not be written.
    """
    _refuse_no_role(by)
    _refuse_original(project, locale)
    target, documents = target_locale(project, locale), project.documents()
    refuse_unknown([slug], documents)
    document = next(one for one in documents if one.slug == slug)
    frame = Frame(wording_segments(project), project.catalog(target, SITE))
    page = Page(document, target, project.catalog(target, slug), frame)
    path = project.signoff_path(target)
    found = gate.facts(page, project.glossary(target))
    waits = gate.text_obstacles(found, target, project.settings.minimum[target.id])
    shown = page.shown()
    outdated = bool(seen) and seen != signoff.digest(shown)
    record, written = None, False
    if not waits and not outdated:
        with files.locked(project.root):
            records = shelf.signoffs(project, target)
            record = _renewed(records.get(slug), signoff.sign(shown, clock.written().date(), by))
            written = files.write(path, signoff.serialize({**records, slug: record}))
    count = len({one.id for one in shown if one.source})
    return Signed(target, slug, project.relative(path), count, record, [one.words for one in waits], written, outdated)


def _refuse_original(project: Project, name: str) -> None:
    if name == project.settings.source_locale.id:
        hint = f"sign a translation of it: {', '.join(one.id for one in project.settings.targets)}"
        raise UsageError(Problem(f'"{name}" is the language of the original, which is no translation', hint=hint))


def _refuse_no_role(by: str) -> None:
    if not by.isprintable() or re.search(r"@|^\s*$", by or "-"):
        hint = 'name a desk or an office, such as "legal desk"; names of people are not recorded'
        raise UsageError(Problem(f"--by {by!r} is no role", hint=hint))


def _renewed(old: signoff.Record | None, new: signoff.Record) -> signoff.Record:
    """The record to keep: the old one where the same text is signed again in the same role."""
    return old if old and old.digest == new.digest and new.by in {"", old.by} else new


def kept_over_minor_edits(
    project: Project, documents: Sequence[Document], renewed: Sequence[Renewed]
) -> dict[Path, Callable[[bytes], bytes]]:
    """The file with the sign-offs of a language that minor edits leave valid, and what makes its new bytes.

    A sign-off is kept where the settings say so, and if the page shows what was approved in every other respect:
    with the earlier English of the texts that had a minor edit, it is the same to the letter.

    Args:
        project: The workspace.
        documents: Its statements.
        renewed: The catalogs of the language, brought up to date.

    Returns:
        One file, or none.
    """
    locale = next((one.locale for one in renewed if one.change.minor), None)
    if locale is None or not project.settings.minor_keeps_signoff[locale.id]:
        return {}
    by_slug = {one.slug: one for one in documents}
    frame, around = _frame(project, renewed)
    records = shelf.signoffs(project, locale)
    exchange = {}
    for one in renewed:
        record = records.get(one.domain)
        before = around | _earlier(one)
        if record and before and one.domain in by_slug:
            page = Page(by_slug[one.domain], locale, one.catalog, frame)
            if record.covers(page.shown(before)):
                exchange[one.domain] = (record, signoff.sign(page.shown(), record.date, record.by))
    path = project.signoff_path(locale)
    return {path: partial(_exchanged, path=project.relative(path), exchange=exchange)} if exchange else {}


def _frame(project: Project, renewed: Sequence[Renewed]) -> tuple[Frame, dict[str, str]]:
    """The wording of the pages as it shall be, and the earlier English of what had a minor edit in it."""
    for one in renewed:
        if one.domain == SITE:
            return Frame(one.segments, one.catalog), _earlier(one)
    locale = renewed[0].locale
    return Frame(wording_segments(project), project.catalog(locale, SITE)), {}


def _earlier(one: Renewed) -> dict[str, str]:
    """By the id of a text that had a minor edit, its English from before."""
    return {Segment(new[1], new[0] or "").id: old[1] for new, old in one.change.minor.items()}


def _exchanged(data: bytes, path: str, exchange: Exchange) -> bytes:
    """A file of sign-offs in which some take the place of others; one that is another by now stays."""
    records = signoff.read(data, path)
    new = {slug: new for slug, (old, new) in exchange.items() if records.get(slug) == old}
    return signoff.serialize(records | new)
