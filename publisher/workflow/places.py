"""What a call names: a file, a folder with all that is in it, or a language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import Problem, UsageError, did_you_mean
from publisher.locale import locale as find_locale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.locale import Locale
    from publisher.project import Project


def at(
    project: Project, place: str, every: Sequence[tuple[Locale, str]], files: Mapping[Path, tuple[Locale, str]]
) -> list[tuple[Locale, str]]:
    """The catalogs, and statements in the source language, that one argument of a call names.

    Args:
        project: The workspace.
        place: A file or a folder, from where the call is made or in the workspace; or a language.
        every: All there are, each by its language and domain.
        files: The same by the file that each is, resolved.

    Raises:
        UsageError: If there is no such thing, with the nearest one that there is.
    """
    ids = {one.id: one for one in project.settings.locales}
    for path in () if place in ids else (Path(place).resolve(), (project.root / place).resolve()):
        if found := [one for file, one in files.items() if path in (file, *file.parents)]:
            return found
    try:
        locale = ids[place if place in ids else find_locale(place).id]
    except (KeyError, UsageError):
        known = [*ids, *(project.relative(project.root / path.relative_to(project.root.resolve())) for path in files)]
        message = f'no language, catalog, statement or folder "{place}" here'
        raise UsageError(Problem(message, hint=did_you_mean(place, known))) from None
    return [one for one in every if one[0] is locale]
