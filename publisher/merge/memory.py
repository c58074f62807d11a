"""What is translated already: the finished translations of all catalogs of one language, by their English."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from publisher.model import SIGNATORY

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from publisher.catalog import Catalog, Key
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


class Memory:
    """The translations that catalogs of one language can offer each other.

    Args:
        catalogs: All of them; where several know a text, the first one counts.
        shipped: Wording in this language that comes with the program, if there is any.
    """

    def __init__(self, catalogs: Iterable[Catalog], shipped: Catalog | None = None) -> None:
        self._known: dict[str, list[Known]] = {}
        for catalog in catalogs:
            for (context, source), plural, targets in catalog.finished():
                one = Known(context, source, plural, targets, catalog.path)
                self._known.setdefault(source, []).append(one)
        finished = shipped.finished() if shipped else ()
        self._vouched = {(*key, plural): Known(*key, plural, targets, "") for key, plural, targets in finished}

    def __iter__(self) -> Iterator[Known]:
        """Every translation, those of the catalogs first."""
        for known in self._known.values():
            yield from known
        yield from self._vouched.values()

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
            catalog.fill(segment, vouched.targets, "" if new else "the wording that comes with the program")
            return True
        known = [one for one in self._known.get(segment.source, ()) if one.plural == segment.plural]
        if not known:
            return False
        best = min(known, key=lambda one: one.context != segment.context)
        alike = all(one.targets == best.targets for one in known if one.context == best.context)
        signed = best.context == segment.context == SIGNATORY and alike and new
        catalog.fill(segment, best.targets, "" if signed else best.origin)
        return True
