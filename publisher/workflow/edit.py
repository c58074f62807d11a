"""`edit`: one text, as somebody wrote it in the web workspace, put into its catalog."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from publisher import po
from publisher.catalog.entry import REMARK
from publisher.checks import CHECKS
from publisher.errors import Problem, UsageError
from publisher.exchange.match import typed
from publisher.model import WAIVER
from publisher.workflow import clock
from publisher.workflow.domains import all_domains, known_domains
from publisher.workflow.renew import TIME, Renewal
from publisher.workflow.restore import save

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.catalog import Catalog
    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.project import Project


class Outcome(StrEnum):
    """What becomes of an edit."""

    CHANGED = "changed"
    """It is what the file shall hold."""
    SAME = "same"
    """The file holds it already."""
    CONFLICT = "conflict"
    """Somebody else changed the text since it was shown: nothing is to be written before a person has seen both."""
    GONE = "gone"
    """There is no such text any more: its English was edited."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wrote.

    Attributes:
        unit: The id of the text.
        targets: The translation: one text, or one for each plural form; empty ones are not translated yet.
        base: What the file held when the text was shown, likewise.
        draft: Whether it is not finished.
    """

    unit: str
    targets: Sequence[str]
    base: Sequence[str]
    draft: bool = False


@dataclass(slots=True)
class Edited:
    """What an edit comes to, known before anything is written.

    Attributes:
        locale: The language.
        domain: What is translated.
        outcome: What becomes of it.
        segment: The text; None if it is gone.
        before: What the file holds.
        after: What it shall hold.
        draft: Whether that is a draft.
        contested: After it was written, whether another program changed the same text at that moment; both are kept,
            as a draft.
    """

    locale: Locale
    domain: str
    outcome: Outcome
    segment: Segment | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    draft: bool = False
    contested: bool = False
    _catalog: Catalog | None = field(default=None, repr=False, kw_only=True)
    _read: bytes | None = field(default=None, repr=False, kw_only=True)

    def save(self, project: Project) -> None:
        """Write the catalog, if there is anything to write; what it held before is kept.

        Raises:
            PublisherError: If it could not be written; it is whole.
        """
        if self._catalog and self.segment and self.outcome is Outcome.CHANGED:
            self.contested = self.segment.key in save(project, self._catalog, self.domain, self._read)


def edit(project: Project, locale: Locale, domain: str, segments: Iterable[Segment], wanted: Edit) -> Edited:
    """Compare what somebody wrote to what the catalog holds now; a catalog that is behind its English is updated first.

    Args:
        project: The workspace.
        locale: The language.
        domain: The slug of a statement, ``site``, ``terms`` or ``tools``.
        segments: What is translated there, as the sources are now.
        wanted: What was written.

    Returns:
        What it comes to. Nothing of it is written before `Edited.save`.

    Raises:
        UsageError: If a text is too long, has what no catalog can hold, or has not the right number of plural forms.
        PublisherError: If anything in the workspace is unreadable.
    """
    segment = next((one for one in segments if one.id == wanted.unit), None)
    if segment is None:
        return Edited(locale, domain, Outcome.GONE)
    catalog, read = _opened(project, locale, domain, segment)
    before, after = catalog.forms(segment), [typed(one, segment) for one in wanted.targets]
    _refuse_unfit(after, before)
    draft = wanted.draft and any(after)
    outcome = _outcome(before, after, wanted, same=draft == catalog.is_draft(segment))
    if outcome is Outcome.CHANGED:
        catalog.put(segment, after, draft=draft)
    return Edited(
        locale, domain, outcome, segment, tuple(before), tuple(after), draft=draft, _catalog=catalog, _read=read
    )


def remark(  # noqa: PLR0913, PLR0917  # where it goes, and what it says
    project: Project, locale: Locale, domain: str, segment: Segment | None, text: str, check: str = ""
) -> bool:
    """Add a remark to the translators' comment of a text.

    Args:
        project: The workspace.
        locale: The language.
        domain: What is translated.
        segment: The text, as the source is now; None if there is no such text any more.
        text: The remark.
        check: The check whose findings shall pass, for this reason; empty for a remark to colleagues.

    Returns:
        Whether there is such a text.

    Raises:
        UsageError: If the remark is too long, or has what no catalog can hold, or the check cannot be let pass.
        PublisherError: If anything in the workspace is unreadable, or the catalog could not be written.
    """
    said = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    lines = [_waiver(check, " ".join(said))] if check and said else [REMARK + line for line in said]
    _refuse_unfit(lines, lines)
    if segment and lines:
        catalog, read = _opened(project, locale, domain, segment)
        catalog.note(segment, lines)
        save(project, catalog, domain, read)
    return segment is not None


def _waiver(check: str, reason: str) -> str:
    if check not in CHECKS or not CHECKS[check].waivable:
        raise UsageError(Problem(f'"{check}" cannot be let pass', hint="correct the translation"))
    return f"{WAIVER}: {check} ({reason})"


def _opened(project: Project, locale: Locale, domain: str, segment: Segment) -> tuple[Catalog, bytes | None]:
    """The catalog, so far up to date that it holds the text, with the bytes it was made of."""
    read = project.read(project.po_path(locale, domain))
    catalog = project.parse(read, locale, domain)
    if _holds(catalog, segment):
        return catalog, read
    # This catalog alone: who translates one language must not wait for a file of another one that is broken.
    documents = project.documents()
    segments = all_domains(project, documents)[domain]
    renewal = Renewal(project, locale, {domain: segments}, known_domains(documents))
    *_, renewed = renewal
    renewed.complete(clock.written().strftime(TIME))
    return renewed.catalog, renewed.old


def _holds(catalog: Catalog, segment: Segment) -> bool:
    entry = catalog.entries().get(segment.key)
    return entry is not None and entry.live and entry.plural == segment.plural


def _outcome(before: Sequence[str], after: Sequence[str], wanted: Edit, *, same: bool) -> Outcome:
    if list(before) == list(after):
        return Outcome.SAME if same else Outcome.CHANGED
    shown = [one.strip() for one in wanted.base] == [one.strip() for one in before]
    return Outcome.CHANGED if shown else Outcome.CONFLICT


def _refuse_unfit(texts: Sequence[str], forms: Sequence[str]) -> None:
    if len(texts) != len(forms):
        raise UsageError(Problem(f"{len(texts)} plural forms instead of {len(forms)}", hint="load the page again"))
    for text in texts:
        if bad := po.unwritable(text):
            hint = "delete it; if it cannot be seen, write the text anew"
            raise UsageError(Problem(f"the character U+{ord(bad):04X} cannot be published", hint=hint))
        if lost := po.garbled(text):
            raise UsageError(Problem(f'letters that were lost on their way ("{lost}")', hint="write the text anew"))
    refuse_long(texts)


def refuse_long(texts: Iterable[str]) -> None:
    """Refuse texts that no catalog could hold.

    Raises:
        UsageError: If one has more than 20,000 bytes.
    """
    if any(len(text.encode("utf-8", "replace")) > po.MAX_TEXT for text in texts):
        raise UsageError(Problem(f"longer than {po.MAX_TEXT:,} bytes", hint="write a shorter text"))
