"""What is translated once for the whole site: its name, and the wording of its pages."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

from publisher.model import Segment
from publisher.outputs import templates
from publisher.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.project import Project

_FIELDS = [one.name for one in fields(Segment) if one.init]


def wording_segments(project: Project) -> list[Segment]:
    """The name of the site and the wording of its templates."""
    return [title_segment(project), *templates.wording_segments(project.templates())]


def title_segment(project: Project) -> Segment:
    """The name of the site."""
    return Segment(project.settings.title, "site title", path=FILE, notes=("The name of the whole site",))


def written(segments: Iterable[Segment]) -> str:
    """Segments as a text."""
    return json.dumps([[getattr(one, name) for name in _FIELDS] for one in segments], ensure_ascii=False)


def read(text: str) -> list[Segment]:
    """The segments that were `written`."""
    told = (dict(zip(_FIELDS, one, strict=True)) for one in json.loads(text))
    return [Segment(**one | {"notes": tuple(one["notes"])}) for one in told]
