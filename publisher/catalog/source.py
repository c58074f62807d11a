"""The catalog of the source language, in which every text is its own translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.model import Coverage, State, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.locale import Locale
    from publisher.model import Segment


class SourceCatalog:
    """The catalog of the source locale: every text is its own translation."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def text_for(self, segment: Segment, count: int | None = None) -> Text:
        """The English of a segment, in the form for ``count`` where it is counted."""
        plural = count is not None and segment.plural and self.locale.plural_index(count)
        return Text(segment.plural if plural else segment.source, self.locale)

    def state_of(self, _segment: Segment) -> State:
        """Every segment counts as translated."""
        return State.TRANSLATED

    def coverage(self, segments: Iterable[Segment]) -> Coverage:
        """All of it."""
        return Coverage.of((segment, State.TRANSLATED) for segment in segments)

    def translations(self, segment: Segment) -> list[str]:
        """The English itself, in both forms where it is counted."""
        return [segment.source, segment.plural] if segment.plural else [segment.source]
