"""What is translated in a workspace, by domain: the name of a catalog."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Sequence
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
        back: Brings back what `packed` made of them.
        count: How many they are.
    """

    def __init__(self, back: Callable[[], bytes], count: int) -> None:
        self._back, self._count = back, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Segment]:
        return map(Segment._make, pickle.loads(self._back()))  # noqa: S301  # packed by this program

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Segment]: ...
    def __getitem__(self, index: int | slice) -> Segment | Sequence[Segment]:
        return [*self][index]


def packed(segments: Iterable[Segment]) -> bytes:
    """Segments as bytes, to be unpacked by this program while it runs."""
    return pickle.dumps([*map(tuple, segments)], pickle.HIGHEST_PROTOCOL)


def shared_texts(every: Iterable[Iterable[Segment]]) -> set[str]:
    """The English of the texts that stand in more than one place.

    A few others may be among them: of what has been seen, a bit each is remembered and not the text itself.
    """
    seen, shared = bytearray(_BITS // 8), set[str]()
    for segments in every:
        for source in (one.source for one in segments):
            at, bit = divmod(hash(source) % _BITS, 8)
            if seen[at] >> bit & 1:
                shared.add(source)
            seen[at] |= 1 << bit
    return shared


_BITS = 1 << 24
"""At 200,000 texts, one in a hundred is taken for another one."""


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
