"""What is translated in a workspace, by domain: the name of a catalog."""

from __future__ import annotations

import pickle
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from publisher import terms
from publisher.errors import Problem, UsageError, did_you_mean
from publisher.model import Segment
from publisher.project import SITE, TERMS, TOOLS, interface_folder
from publisher.site.texts import wording_segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.document import Document
    from publisher.project import Project


class Packed(Sequence[Segment]):
    """Segments that are unpacked each time somebody looks at them: those of thousands of statements are no burden.

    Args:
        waiting: What `packed` made of those of each statement.
        number: Which of them these are.
        count: How many segments they are.
    """

    __slots__ = ("_count", "_number", "_waiting")

    def __init__(self, waiting: Sequence[bytes], number: int, count: int) -> None:
        self._waiting, self._number, self._count = waiting, number, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Segment]:
        return map(Segment._make, pickle.loads(self._waiting[self._number]))  # noqa: S301  # packed by this program

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Segment]: ...
    def __getitem__(self, index: int | slice) -> Segment | Sequence[Segment]:
        return [*self][index]


def packed(segments: Iterable[Segment]) -> bytes:
    """Segments as bytes, to be unpacked by this program while it runs."""
    return pickle.dumps([*map(tuple, segments)], pickle.HIGHEST_PROTOCOL)


class Marked(Container[str]):
    """Texts of which a bit each is remembered, and not the text itself: a few others may seem to be among them."""

    def __init__(self) -> None:
        self._bits = bytearray(_BITS // 8)

    def __contains__(self, text: object) -> bool:
        at, bit = divmod(hash(text) % _BITS, 8)
        return bool(self._bits[at] >> bit & 1)

    def add(self, text: str) -> None:
        """Remember a text."""
        at, bit = divmod(hash(text) % _BITS, 8)
        self._bits[at] |= 1 << bit


_BITS = 1 << 24
"""At 200,000 texts, one in a hundred is taken for another one."""


class Texts(NamedTuple):
    """The English of all texts, and of those that stand in more than one place."""

    every: Container[str]
    shared: Container[str]


def texts_of(places: Iterable[Iterable[Segment]]) -> Texts:
    """The English of the texts of several places."""
    every, shared = Marked(), Marked()
    for segments in places:
        for source in (one.source for one in segments):
            (shared if source in every else every).add(source)
    return Texts(every, shared)


class Brief(NamedTuple):
    """What catalogs need to know of a statement."""

    slug: str
    segments: Sequence[Segment]

    @classmethod
    def of(cls, document: Document) -> Brief:
        """The same of a statement that has been read."""
        return cls(document.slug, document.segments)


def all_domains(project: Project, documents: Sequence[Document | Brief]) -> dict[str, Sequence[Segment]]:
    """What is translated in a workspace, by domain: each statement, the wording of the pages, the terms, the tools."""
    domains: dict[str, Sequence[Segment]] = {one.slug: one.segments for one in documents}
    domains[SITE] = wording_segments(project)
    domains[TERMS] = terms.segments(project.terms(), "source/terms.yaml")
    domains[TOOLS] = tools_segments() if project.translates_tools else []
    return {domain: segments for domain, segments in domains.items() if segments}


def tools_segments() -> list[Segment]:
    """What the program says to translators: in sheets, and in the web workspace; equal texts once."""
    from publisher.exchange import labels  # noqa: PLC0415  # few workspaces translate them
    from publisher.outputs import templates  # noqa: PLC0415

    every = [*labels.segments(), *templates.wording_segments([interface_folder()], "publisher/interface")]
    return list({one.key: one for one in reversed(every)}.values())[::-1]


def known_domains(documents: Sequence[Document | Brief]) -> list[str]:
    """The domains whose catalogs belong to this workspace, be they empty."""
    return [*(one.slug for one in documents), SITE, TERMS, TOOLS]


def refuse_unknown(slugs: Sequence[str], documents: Sequence[Document | Brief]) -> None:
    """Refuse the slug of a statement that there is not.

    Raises:
        UsageError: With the nearest one that there is.
    """
    known = {one.slug for one in documents}
    for slug in slugs:
        if slug not in known:
            raise UsageError(Problem(f'no such statement "{slug}"', hint=did_you_mean(slug, known)))
