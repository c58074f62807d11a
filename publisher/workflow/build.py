"""`build`: the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import site
from publisher.errors import Problem, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.project import Project


def build(project: Project, out: Path) -> site.Build:
    """Make the site. Every page is rendered before the first one is put into place; none is ever deleted.

    Args:
        project: The workspace.
        out: The folder of the site; made if it is not there.

    Raises:
        PublisherError: If anything is wrong; then the site is as it was.
    """
    if project.root.resolve().is_relative_to(out.resolve()):
        hint = "name a folder of its own, such as public"
        raise UsageError(Problem("the site would lie among the sources", str(out), hint=hint))
    return site.Builder(project, out).build()
