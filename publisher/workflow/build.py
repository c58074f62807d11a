"""`build`: the site."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

from publisher import files
from publisher.errors import Problem, UsageError
from publisher.progress import Progress, nobody
from publisher.site import builder
from publisher.workflow import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from publisher.project import Project
    from publisher.site.made import Build


def build(  # noqa: PLR0913  # all that a build may be told
    project: Project,
    out: Path,
    *,
    drafts: bool = False,
    front: Mapping[str, bytes] | None = None,
    now: datetime | None = None,
    jobs: int = 1,
    progress: Progress = nobody,
) -> Build:
    """Make the site. Every page is rendered before the first one is put into place; none is ever deleted.

    What has not changed since the last build into this folder is not made again: neither what a page is made of, by its
    content, nor the page itself.

    Args:
        project: The workspace.
        out: The folder of the site; made if it is not there.
        drafts: Whether to make everything for translators and reviewers, whatever the gate says. Such a folder can
            never hold a page for readers, nor the reverse: a draft that stayed where a page is published later
            would be taken for it.
        front: Files that stand in front of drafts, in place of the page that lets readers choose a language.
        now: The time that embargoes are measured by; the real one if it is not given.
        jobs: How many processes may work at once; 0 for as many as there are cores.
        progress: Is told how many statements of how many have been made.

    Raises:
        PublisherError: If anything is wrong; then the site is as it was.
    """
    _refuse_sources(project, out)
    record = files.private(project.root, "builds", f"{sha256(os.path.realpath(out).encode()).hexdigest()[:16]}.db")
    known = files.private(project.root, "known", "texts.db")
    compiled = files.private(project.root, "templates")
    time = now or clock.real()
    return builder.build(
        builder.Order(project, out, time, drafts, front or {}, record, known, compiled, jobs, progress)
    )


def build_pseudo(project: Project, out: Path) -> Build:
    """Make the site in the pseudo-locales, as drafts.

    Args:
        project: The workspace; none of its catalogs is read.
        out: The folder of the drafts.

    Raises:
        PublisherError: If anything is wrong; then the folder is as it was.
    """
    _refuse_sources(project, out)
    from publisher import pseudo  # noqa: PLC0415  # no other build needs it

    return builder.build(builder.Order(pseudo.pseudo(project), out, clock.real(), drafts=True))


def _refuse_sources(project: Project, out: Path) -> None:
    if project.root.resolve().is_relative_to(out.resolve()):
        hint = "name a folder of its own, such as public"
        raise UsageError(Problem("the site would lie among the sources", str(out), hint=hint))
