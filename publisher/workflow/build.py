"""`build`: the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import pseudo, site
from publisher.errors import Problem, UsageError
from publisher.site.folder import Folder
from publisher.workflow import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from publisher.project import Project


def build(
    project: Project,
    out: Path,
    *,
    drafts: bool = False,
    front: Mapping[str, bytes] | None = None,
    now: datetime | None = None,
) -> site.Build:
    """Make the site. Every page is rendered before the first one is put into place; none is ever deleted.

    Args:
        project: The workspace.
        out: The folder of the site; made if it is not there.
        drafts: Whether to make everything for translators and reviewers, whatever the gate says. Such a folder can
            never hold a page for readers, nor the reverse: a draft that stayed where a page is published later
            would be taken for it.
        front: Files that stand in front of drafts, in place of the page that lets readers choose a language.
        now: The time that embargoes are measured by; the real one if it is not given.

    Raises:
        PublisherError: If anything is wrong; then the site is as it was.
    """
    if project.root.resolve().is_relative_to(out.resolve()):
        hint = "name a folder of its own, such as public"
        raise UsageError(Problem("the site would lie among the sources", str(out), hint=hint))
    return site.Builder(project, Folder(out), now or clock.real(), drafts=drafts, front=front).build()


def build_pseudo(project: Project, out: Path) -> site.Build:
    """Make the site in the pseudo-locales, as drafts.

    Args:
        project: The workspace; none of its catalogs is read.
        out: The folder of the drafts.

    Raises:
        PublisherError: If anything is wrong; then the folder is as it was.
    """
    return build(pseudo.pseudo(project), out, drafts=True)
