"""What went out to translators and what came back, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.exchange.match import Outcome
from publisher.report.words import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.workflow.export import Exported
    from publisher.workflow.imports import Import, Intake

_SAID = {
    Outcome.UPDATED: "to put in",
    Outcome.CONFIRMED: "confirmed",
    Outcome.DRAFT: "to put in as drafts",
    Outcome.DOUBTED: "now drafts",
    Outcome.CONFLICT: "with two texts to decide between",
    Outcome.UNCHANGED: "unchanged",
    Outcome.EMPTY: "empty",
    Outcome.OUTDATED: "left out: the English has changed",
    Outcome.SKIPPED: "left out",
}
_TOLD = frozenset(Outcome) - {Outcome.UPDATED, Outcome.CONFIRMED}
_BECOMES = {
    Outcome.DRAFT: " → draft",
    Outcome.DOUBTED: " → draft",
    Outcome.CONFLICT: " → draft with both texts",
    Outcome.OUTDATED: " → left out",
    Outcome.SKIPPED: " → left out",
}
"""What becomes of a row that is told."""
_MOST = 40
"""How many rows are told one by one."""


def export_text(result: Exported) -> str:
    """What was written."""
    if not result.written:
        return f"{result.path} has all that already; nothing was written"
    open_ = f", {result.open} of them open" if result.open else ", all of them translated"
    back = ""
    if result.path.suffix in {".docx", ".xlsx", ".csv", ".xlf"}:
        back = f"\nWhen it comes back: publish import {result.path}"
    return f"{result.path}: {counted(result.texts, 'text')} in {result.locale.english_name}{open_}{back}"


def import_text(result: Import) -> str:
    """What a file would bring to each catalog, and which of its rows somebody should look at."""
    lines = [visible(f"{result.path}: {one}") for one in result.warnings]
    for one in result.intakes:
        counts = [f"{one.count(outcome)} {said}" for outcome, said in _SAID.items() if one.count(outcome)]
        remarks = sum(bool(each.row.remark.strip()) for each in one.taken)
        counts += [counted(remarks, "remark")] * bool(remarks)
        lines.append(f"{one.path}: {' · '.join(counts) or 'nothing'}")
        told = list(_told(one))
        lines += told[:_MOST]
        if len(told) > _MOST:
            lines.append(f"  … and {len(told) - _MOST} more rows like these")
        if one.absent:
            lines.append(f"  not in the file, and left as it is: {counted(one.absent, 'text')}")
        if not one.changes:
            lines.append("  nothing to write")
    return "\n".join(lines)


def imported_text(result: Import) -> str:
    """What was written, and what comes next."""
    lines = []
    for one in result.intakes:
        if one.changes:
            lines.append(f"{one.path}: written; the version before is kept: publish restore")
        if one.contested:
            lines.append(
                f"  {counted(one.contested, 'text')} changed by another program meanwhile: both are kept, as drafts"
            )
    locales = " ".join(dict.fromkeys(one.locale.id for one in result.intakes))
    return "\n".join([*lines, f"Next: publish check {locales}"])


def _told(intake: Intake) -> Iterator[str]:
    for one in intake.taken:
        reasons = [*one.reasons]
        if one.outcome is Outcome.DRAFT and one.row.unsure and not reasons:
            reasons = ["marked as a draft"]
        if (reasons or one.row.doubts) and one.outcome in _TOLD:
            said = "; ".join(dict.fromkeys([*reasons, *one.row.doubts]))
            yield f"  {visible(f'{one.row.place}: {said}')}{_BECOMES.get(one.outcome, '')}"
        if one.row.remark.strip() and one.segment is None:
            yield f"  {visible(f'{one.row.place}: its remark: {one.row.remark}')}"
