"""Catalogs brought up to date in memory: what `update` writes, and what `diff` looks at."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from publisher import files, terms
from publisher.inputs import Files
from publisher.merge import Change, merge
from publisher.merge.memory import Memory
from publisher.model import SIGNATORY
from publisher.project import SITE, TERMS, TOOLS
from publisher.workflow.domains import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.catalog import Catalog, Finished, Key
    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.project import Project
    from publisher.workflow.domains import Texts

DATE = "POT-Creation-Date"
TIME = "%Y-%m-%d %H:%M+0000"
"""How catalogs write a time, in UTC."""


class Renewed:
    """One catalog, brought up to date in memory; its file is as it was.

    Args:
        project: The workspace.
        locale: The language.
        domain: What it is the catalog of, and what it shall hold.
        data: The bytes that it is made of: those of its file, or of its origin; None for a new one.
        origin: The path of the catalog of a statement that is gone, relative to the workspace, if it begins with that.
        minor: Whether an edit of typo, punctuation or case only leaves a translation finished.

    Attributes:
        old: The bytes of its file; None if there is no such file.
        catalog: What it shall hold.
        change: What was done to it.
    """

    def __init__(  # noqa: PLR0913  # what it is, and what it is made of
        self,
        project: Project,
        locale: Locale,
        domain: tuple[str, Sequence[Segment]],
        data: bytes | None,
        *,
        origin: str = "",
        minor: bool = False,
    ) -> None:
        self.locale, self.origin, self.old = locale, origin, None if origin else data
        self.domain, self.segments = domain
        self.catalog: Catalog = project.parse(data, locale, self.domain)
        self._desk, self._header = project.settings.desk, list(self.catalog.header.items())
        keys = self.catalog.keys
        self._changed, self._before = False, b""
        if self.catalog.holds(self.segments):  # as most do; a merge would say and do the same
            self.change = Change(kept=len(self.segments))
        else:
            self._changed = keys != [one.key for one in self.segments]  # or in a way that only the bytes tell
            self._before = b"" if self._changed else self.catalog.to_bytes()
            self.change = merge(self.catalog, self.segments, minor=minor)
        self._wants = [one for one in self.segments if self.catalog.wants(one)]
        self._had = frozenset(keys if self._wants else ())

    def asks(self, memory: Memory) -> list[Segment]:
        """What a memory may have something for, once that knows all catalogs."""
        return [*filter(memory.may_know, self._wants)]

    def fill(self, memory: Memory) -> None:
        """Fill in what is translated elsewhere."""
        filled = memory.fill(self.catalog, self._wants, self._had)
        self._changed = self._changed or bool(filled)
        new, old = len(self.change.new.intersection(filled)), len(self._had.intersection(filled))
        kept, added, reused = self.change.kept, self.change.added, self.change.reused
        self.change = replace(self.change, kept=kept - old, added=added - new, reused=reused + new + old)

    def complete(self, now: str) -> bytes:
        """Give the catalog its header; its date stays while nothing else changes.

        Args:
            now: The time, as catalogs write it.

        Returns:
            The bytes that the file shall have.
        """
        if self.origin:
            self.catalog.header["Project-Id-Version"] = self.domain
        self.catalog.complete_header(
            {
                "Project-Id-Version": self.domain,
                DATE: now,
                "PO-Revision-Date": now,
                "Last-Translator": self._desk,
                "Language-Team": self.locale.english_name,
            }
        )
        header = self.catalog.header
        changed = self._changed or list(header.items()) != self._header
        if changed or self._before:
            date, header[DATE] = header[DATE], now
            data = self.catalog.to_bytes()
            if changed or _below_header(data) != _below_header(self._before):
                return data
            header[DATE] = date
        return self.catalog.to_bytes()


def _below_header(data: bytes) -> bytes:
    """The entries of a catalog, in the bytes of its canonical form."""
    return data.partition(b"\n\n")[2]


def _ignore(_path: Path, _data: bytes) -> None:
    pass


class Renewal:
    """The catalogs of one language, brought up to date together, one after another.

    Args:
        project: The workspace.
        locale: The language.
        domains: The segments of each domain that is brought up to date.
        known: All domains of the workspace.
        texts: Their texts, if they have been looked at for another language.
        minor: Whether an edit of typo, punctuation or case only leaves a translation finished.
        seen: Is told of each file that is read and not brought up to date, with its bytes.

    Attributes:
        locale: The language.
        orphans: The paths of the catalogs whose statement is gone, relative to the workspace.
        texts: The texts of the domains.

    Raises:
        CatalogError: If one of the files is broken.
    """

    def __init__(  # noqa: PLR0913  # what is brought up to date, and how
        self,
        project: Project,
        locale: Locale,
        domains: Mapping[str, Sequence[Segment]],
        known: Sequence[str],
        *,
        texts: Texts | None = None,
        minor: bool = False,
        seen: Callable[[Path, bytes], None] = _ignore,
    ) -> None:
        self.locale = locale
        self._project, self._domains, self._minor, self._seen = project, domains, minor, seen
        self._files = Files(project)
        self._others = [domain for domain in known if domain not in domains]
        self._orphans = [self._parsed(path.stem) for path in project.catalogs_of_others(locale, frozenset(known))]
        self.orphans = [one.path for one in self._orphans]
        self.texts = texts or texts_of(domains.values())
        self._memory = Memory(self.texts.shared, project.shipped_wording(locale))
        self._finished: files.Waiting[tuple[str, list[Finished]]] = files.Waiting()
        self._asked: Container[str] = ()
        # The terms come first: every other catalog tells its translators what is agreed.
        self._glossary: terms.Glossary | None = None
        self._terms = self._begin(TERMS, domains[TERMS], []) if TERMS in domains else None
        if every := project.terms():
            agreed = self._terms.catalog if self._terms else project.translations(locale, TERMS)
            self._glossary = terms.Glossary.of(every, agreed.translations)

    def __iter__(self) -> Iterator[Renewed]:
        """Each catalog as soon as it is read; where others have something for it, once more, filled: that one counts.

        So none is held until all are known.
        """
        free, asked = list(self._orphans), set[str]()
        for place, other in enumerate(chain(map(self._parsed, self._others), self._orphans), len(self._domains)):
            self._memory.learn(other.finished(self.texts.every), other.path, place, self.texts.every)
        waiting: files.Waiting[tuple[str, str, list[Segment]]] = files.Waiting()
        for domain, segments in self._domains.items():
            one = self._terms if self._terms and domain == TERMS else self._begin(domain, segments, free)
            self._finished.append((one.catalog.path, [*one.catalog.finished(self.texts.shared)]))
            if wanted := one.asks(self._memory):
                waiting.append((domain, one.origin, wanted))
                asked.update(text.source for text in wanted)
            yield one
        self._learn(asked)
        for domain, origin, wanted in waiting:
            if self._memory.knows(wanted):
                yield self.anew(domain, self._read(domain, origin), origin)

    def anew(self, domain: str, data: bytes | None, origin: str) -> Renewed:
        """A catalog once more, filled.

        Args:
            domain: What it is the catalog of.
            data: What it is made of, maybe by another program in the meantime.
            origin: See `Renewed`.
        """
        one = self._renewed(domain, self._domains[domain], data, origin)
        if any(text.source not in self._asked for text in one.asks(self._memory)):
            self._learn(self.texts.every)  # another program has made it ask for more
        one.fill(self._memory)
        return one

    def _learn(self, asked: Container[str]) -> None:
        """Remember what the catalogs have for texts that are asked for; what they have for others takes much room."""
        self._asked = asked
        for place, (path, finished) in enumerate(self._finished):
            self._memory.learn(finished, path, place, asked)

    def _read(self, domain: str, origin: str) -> bytes | None:
        """What a catalog is made of."""
        found = next((one for one in self._orphans if one.path == origin), None)
        return found.to_bytes() if found else self._files.read(self._project.po_name(self.locale, domain))

    def _begin(self, domain: str, segments: Sequence[Segment], orphans: list[Catalog]) -> Renewed:
        data = self._files.read(self._project.po_name(self.locale, domain))
        if data is None and domain not in {SITE, TERMS, TOOLS} and (origin := _origin(segments, orphans)):
            return self._renewed(domain, segments, origin.to_bytes(), origin.path)
        return self._renewed(domain, segments, data)

    def _renewed(self, domain: str, segments: Sequence[Segment], data: bytes | None, origin: str = "") -> Renewed:
        told = _with_terms(segments, self._glossary) if self._glossary and domain != TERMS else [*segments]
        return Renewed(self._project, self.locale, (domain, told), data, origin=origin, minor=self._minor)

    def _parsed(self, domain: str) -> Catalog:
        data = self._files.read(self._project.po_name(self.locale, domain))
        if data is not None:
            self._seen(self._project.po_path(self.locale, domain), data)
        return self._project.parse(data, self.locale, domain)


def _with_terms(segments: Sequence[Segment], glossary: terms.Glossary) -> list[Segment]:
    """Segments that tell a translator what is agreed of the terms they use."""
    told = ((one, glossary.notes(one.source)) for one in segments)
    return [one._replace(notes=(*one.notes, *notes)) if notes else one for one, notes in told]


def _origin(segments: Sequence[Segment], orphans: list[Catalog]) -> Catalog | None:
    """The catalog that a statement had before it was renamed: one that holds more than half of its words.

    Who signed it does not count: the same organisations sign many statements. The catalog is taken out of
    ``orphans``, because it is the origin of one statement at the most.
    """
    words: dict[Key, int] = {one.key: one.words for one in segments if one.context != SIGNATORY}
    shared = [sum(words.get(key, 0) for key in one.keys) for one in orphans]
    most = max(shared, default=0)
    return orphans.pop(shared.index(most)) if 2 * most > sum(words.values()) else None
