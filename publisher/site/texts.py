"""What is translated once for the whole site: its name, and the wording of its pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from publisher import store
from publisher.known import Note, segment_of, segment_told
from publisher.model import Segment
from publisher.project import SITE
from publisher.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.known import Known
    from publisher.project import Project


def wording_segments(project: Project) -> list[Segment]:
    """The name of the site and the wording of its templates."""
    return [title_segment(project), *_of_templates(project)]


def wording_remembered(project: Project, known: Known, looks: str) -> tuple[list[Segment], list[Note]]:
    """The same, not looked for again in templates of which it is known.

    Args:
        project: The workspace.
        known: What knows it.
        looks: The digest of the templates.

    Returns:
        The segments; and what is to be kept of them, if the templates still have that digest then.
    """
    told = known.text(SITE, looks)
    found = read(told) if told else _of_templates(project)
    return [title_segment(project), *found], [] if told else [Note("", SITE, looks, written(found))]


def _of_templates(project: Project) -> list[Segment]:
    from publisher.outputs import templates  # noqa: PLC0415  # with it comes Jinja, and mostly all is known

    return templates.wording_segments(project.templates())


def title_segment(project: Project) -> Segment:
    """The name of the site."""
    return Segment(project.settings.title, "site title", path=FILE, notes=("The name of the whole site",))


def written(segments: Iterable[Segment]) -> str:
    """Segments as a text."""
    return store.text([segment_told(one) for one in segments])


def read(text: str) -> list[Segment]:
    """The segments that were `written`."""
    return [segment_of(one) for one in json.loads(text)]
