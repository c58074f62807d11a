"""The header of a catalog: what its fields are called, and what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.errors import UsageError
from publisher.locale import locale as find_locale

if TYPE_CHECKING:
    from publisher.locale import Locale

FORMAT = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
"""What the files of this program are."""
BLANKS = {"PACKAGE VERSION", "YEAR-MO-DA HO:MI+ZONE", "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>"}
"""What GNU gettext writes into a header for people to fill in."""


def header_field(data: bytes, name: str) -> str:
    """The value of a header field in the bytes of a canonical .pot or .po file; empty if it has none."""
    found = re.search(rf'^"{re.escape(name)}: (.*)\\n"$', data.decode("utf-8", "replace"), re.MULTILINE)
    return found[1] if found else ""


def same_language(tag: str, ours: Locale) -> bool:
    """Whether a ``Language:`` header means a locale; the country that tools like to add does not matter."""
    for name in (tag, tag.replace("-", "_").split("_")[0]):
        try:
            if find_locale(name).id == ours.id:
                return True
        except UsageError:
            continue
    return False


def header_fields(text: str) -> dict[str, str]:
    """The fields of a header by name, in their order; names that matter here in their usual case."""
    known = {name.lower(): name for name in ("Language", "Plural-Forms", *FORMAT)}
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {known.get(name.strip().lower(), name.strip()): value.strip() for name, _, value in lines}
