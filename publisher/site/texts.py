"""What is translated once for the whole site: its name, and the wording of its pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from publisher import store
from publisher.known import segment_of, segment_told
from publisher.model import Segment
from publisher.outputs import templates
from publisher.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.project import Project


def wording_segments(project: Project) -> list[Segment]:
    """The name of the site and the wording of its templates."""
    return [title_segment(project), *templates.wording_segments(project.templates())]


def title_segment(project: Project) -> Segment:
    """The name of the site."""
    return Segment(project.settings.title, "site title", path=FILE, notes=("The name of the whole site",))


def written(segments: Iterable[Segment]) -> str:
    """Segments as a text."""
    return store.text([segment_told(one) for one in segments])


def read(text: str) -> list[Segment]:
    """The segments that were `written`."""
    return [segment_of(one) for one in json.loads(text)]
