"""What `sign` did, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.errors import counted
from publisher.report.words import listed

if TYPE_CHECKING:
    from publisher.workflow.sign import Signed


def sign_text(result: Signed) -> str:
    """What was signed and how long that holds, or what must be done before anybody can sign it."""
    what = f"{result.slug} in {result.locale.english_name}"
    if result.record is None:
        return f"{what} was not signed: it waits for {listed(result.obstacles)}"
    role = f" by {result.record.by}" if result.record.by else ""
    signed = f"signed{role} on {result.record.date}"
    kept = "" if result.written else "; this very text was signed before, nothing was written"
    return "\n".join(
        [
            f"{what}: {signed}, {counted(result.texts, 'text')} as its page shows them{kept}",
            f"{result.path} has it. Any change of the English or of the translation makes it lapse.",
        ]
    )
