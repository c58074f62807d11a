"""What is translated already: the finished translations of all catalogs of one language, by their English."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from publisher.model import SIGNATORY

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from publisher.catalog import Catalog, Finished, Key
    from publisher.model import Segment


class Known(NamedTuple):
    """A finished translation.

    Attributes:
        context: The role of its text.
        source: The English.
        plural: The English plural of a text that is counted, or empty.
        targets: The translation: one text, or one for each plural form.
        origin: The path of its catalog; empty for the wording that comes with the program.
    """

    context: str | None
    source: str
    plural: str
    targets: list[str]
    origin: str


def known_in(catalog: Catalog) -> Iterator[Known]:
    """Every finished translation of a catalog, in file order."""
    for (context, source), plural, targets in catalog.finished():
        yield Known(context, source, plural, targets, catalog.path)


_Ranked = tuple[tuple[int, int], list[str], str]
"""A translation and its origin, behind what decides which one of several counts: that with the lowest numbers."""


class Memory:
    """The translations that catalogs of one language can offer each other.

    Most texts stand in one place, and what is translated there is of no use elsewhere. So a memory of thousands of
    catalogs stays small: it holds nothing but texts that more than one place has, and each of them once.

    Args:
        shared: The English of texts that stand in more than one of the places that are filled.
        shipped: Wording in this language that comes with the program, if there is any.
    """

    def __init__(self, shared: Container[str], shipped: Catalog | None = None) -> None:
        self._shared = shared
        self._known: dict[tuple[str, str], dict[str | None, _Ranked]] = {}
        self._disputed: set[tuple[str | None, str, str]] = set()
        finished = shipped.finished() if shipped else ()
        self._vouched = {(*key, plural): targets for key, plural, targets in finished}

    def learn(self, finished: Iterable[Finished], path: str, place: int, among: Container[str]) -> None:
        """Remember what is finished in a catalog; what has been remembered before stays.

        Args:
            finished: It, in file order.
            path: The file of the catalog.
            place: Which one it is; where several know a text, the one with the lowest number counts.
            among: The English of the texts that others may want.
        """
        for number, ((context, source), plural, targets) in enumerate(finished):
            if source in among:
                roles = self._known.setdefault((source, plural), {})
                found = ((place, number), targets, path)
                first = roles.setdefault(context, found)
                if first is not found:
                    roles[context] = min(first, found)
                    if first[1] != targets:
                        self._disputed.add((context, source, plural))

    def may_know(self, segment: Segment) -> bool:
        """Whether a text may be found here, once all catalogs are remembered."""
        return segment.source in self._shared or self.knows([segment])

    def knows(self, segments: Iterable[Segment]) -> bool:
        """Whether one of these texts is found here."""
        return any(
            (one.source, one.plural) in self._known or (*one.key, one.plural) in self._vouched for one in segments
        )

    def fill(self, catalog: Catalog, segments: Iterable[Segment], had: Container[Key] = ()) -> list[Key]:
        """Fill what a catalog has nothing for yet from texts that are the same to the letter.

        A name that has signed other statements, always translated alike, and wording that the program brings along
        are finished. All else is a draft that says where it is from, because another place may want other words.

        Args:
            catalog: What is filled.
            segments: What it holds.
            had: The keys that it held before: these are only offered drafts, as somebody may have emptied them.

        Returns:
            The keys of the entries that were filled.
        """
        return [one.key for one in segments if catalog.wants(one) and self._fill(catalog, one, new=one.key not in had)]

    def _fill(self, catalog: Catalog, segment: Segment, *, new: bool) -> bool:
        if vouched := self._vouched.get((*segment.key, segment.plural)):
            catalog.fill(segment, vouched, "" if new else "the wording that comes with the program")
            return True
        roles = self._known.get((segment.source, segment.plural))
        if not roles:
            return False
        _, targets, origin = roles.get(segment.context) or min(roles.values())
        alike = (*segment.key, segment.plural) not in self._disputed
        signed = segment.context == SIGNATORY and segment.context in roles and alike and new
        catalog.fill(segment, targets, "" if signed else origin)
        return True
