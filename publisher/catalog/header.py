"""The header of a catalog: what its fields are called, and what they say."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from publisher.errors import CatalogError, Problem, UsageError
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
_KNOWN = {name.lower(): name for name in ("Language", "Plural-Forms", *FORMAT)}


def header_field(data: bytes, name: str) -> str:
    """The value of a header field in the bytes of a canonical .pot or .po file; empty if it has none."""
    found = re.search(rf'^"{re.escape(name)}: (.*)\\n"$', data.decode("utf-8", "replace"), re.MULTILINE)
    return found[1] if found else ""


def refuse_other_language(said: str, ours: Locale, path: str) -> None:
    """See that a ``Language:`` header, unless it is empty, means a locale.

    Raises:
        CatalogError: If it means another one.
    """
    if said and ours.id not in _meant_by(said):
        hint = f"is this the right file for {ours.english_name}? If so, write Language: {ours.id}"
        raise CatalogError(Problem(f'the header says "Language: {said}"', path, 1, hint))


@lru_cache(maxsize=256)
def _meant_by(tag: str) -> frozenset[str]:
    """The locales that a ``Language:`` header may mean; the country that tools like to add does not matter."""
    found = set()
    for name in (tag, tag.replace("-", "_").split("_")[0]):
        with suppress(UsageError):
            found.add(find_locale(name).id)
    return frozenset(found)


def header_fields(text: str) -> dict[str, str]:
    """The fields of a header by name, in their order; names that matter here in their usual case."""
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {_KNOWN.get(name.strip().lower(), name.strip()): value.strip() for name, _, value in lines}
