"""`init`: a new workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import files
from publisher.errors import Problem, UsageError
from publisher.project import SITE, Project, defaults, starter_folder
from publisher.workflow.update import update

if TYPE_CHECKING:
    from pathlib import Path


def init(folder: Path) -> list[str]:
    """Make a new workspace with an example statement and the wording of the pages in our languages.

    Args:
        folder: Where; made if it is not there.

    Returns:
        The files made, relative to the folder.

    Raises:
        UsageError: If one of the files is there already; then nothing is written.
    """
    starter, shipped = starter_folder(), defaults() / "locales"
    copies = {folder / path.relative_to(starter): path for path in sorted(starter.rglob("*")) if path.is_file()}
    copies |= {folder / "locales" / path.relative_to(shipped): path for path in shipped.glob(f"*/*/{SITE}.po")}
    for target in copies:
        if target.exists():
            raise UsageError(
                Problem("is there already; nothing was written", str(target), hint="choose another folder")
            )
    for target, path in copies.items():
        files.write(target, path.read_bytes())
    made = update(Project.open(folder)).written
    return sorted({*(path.relative_to(folder).as_posix() for path in copies), *made})
