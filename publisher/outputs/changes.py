"""What changed in the English, as a page to read beside an editor, or to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher.outputs.templates import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.locale import Locale


class Row(NamedTuple):
    """A text: what is to be said about it, its English in pieces (kind, text), and its translation so far."""

    about: str
    words: Sequence[tuple[str, str]]
    targets: Sequence[str]


class Table(NamedTuple):
    """A statement, or another domain: its title, its name, and its texts."""

    title: str
    domain: str
    rows: Sequence[Row]


def page(locale: Locale, tables: Sequence[Table]) -> str:
    """One page, complete in itself: no script, nothing that is loaded.

    Args:
        locale: The language of the translations.
        tables: What is shown; a table without rows is left out.
    """
    template = environment([Path(__file__).parent]).get_template("changes.html")
    return template.render(
        language=locale.english_name,
        locale=locale,
        catalogs=[one for one in tables if one.rows],
    )
