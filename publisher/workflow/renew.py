"""Catalogs brought up to date in memory: what `update` writes, and what `diff` looks at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher import site, terms
from publisher.errors import Problem, UsageError, did_you_mean
from publisher.exchange import labels
from publisher.merge import merge
from publisher.merge.memory import Memory
from publisher.model import SIGNATORY
from publisher.outputs.templates import wording_segments
from publisher.project import SITE, TERMS, TOOLS, interface_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from publisher.catalog import Catalog, Key
    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.merge import Change
    from publisher.model import Segment
    from publisher.project import Project

DATE = "POT-Creation-Date"
TIME = "%Y-%m-%d %H:%M+0000"
"""How catalogs write a time, in UTC."""


class Renewed:
    """One catalog, brought up to date in memory; its file is as it was.

    Args:
        project: The workspace.
        locale: The language.
        domain: What it is the catalog of, and what it shall hold.
        origin: The catalog of a statement that is gone, for one without a file to begin with; or None.
        minor: Whether an edit of typo, punctuation or case only leaves a translation finished.

    Attributes:
        path: The file.
        old: Its bytes; None if there is no such file.
        catalog: What it shall hold.
        change: What was done to it.
        renamed_from: The path of the origin, relative to the workspace, or empty.
    """

    catalog: Catalog
    change: Change

    def __init__(
        self,
        project: Project,
        locale: Locale,
        domain: tuple[str, Sequence[Segment]],
        *,
        origin: Catalog | None,
        minor: bool,
    ) -> None:
        self.locale = locale
        self.domain, self.segments = domain
        self.path = project.po_path(locale, self.domain)
        self.old = project.read(self.path)
        self.renamed_from = origin.path if origin else ""
        self._project, self._minor = project, minor
        self._renew(origin.to_bytes() if origin else self.old)

    def _renew(self, data: bytes | None) -> None:
        self.catalog = self._project.parse(data, self.locale, self.domain)
        self._before = self.catalog.to_bytes()
        self._had = {key for key, old in self.catalog.entries().items() if old.live}
        self.change = merge(self.catalog, self.segments, minor=self._minor)

    def fill(self, memory: Memory) -> list[Key]:
        """Fill in what is translated elsewhere; answer the keys of these entries."""
        return memory.fill(self.catalog, self.segments, self._had)

    def complete(self, memory: Memory, now: str) -> None:
        """Give the catalog what is translated elsewhere, and its header; its date stays while nothing else changes.

        Args:
            memory: What is translated elsewhere.
            now: The time, as catalogs write it.
        """
        filled = set(self.fill(memory))
        new, old = len(filled & self.change.new), len(filled & self._had)
        kept, added, reused = self.change.kept, self.change.added, self.change.reused
        self.change = replace(self.change, kept=kept - old, added=added - new, reused=reused + new + old)
        if self.renamed_from:
            self.catalog.header["Project-Id-Version"] = self.domain
        self.catalog.complete_header(
            {
                "Project-Id-Version": self.domain,
                DATE: now,
                "PO-Revision-Date": now,
                "Last-Translator": self._project.settings.desk,
                "Language-Team": self.locale.english_name,
            }
        )
        if self.catalog.to_bytes() != self._before:
            self.catalog.header[DATE] = now

    def to_bytes(self, memory: Memory, now: str) -> bytes:
        """The bytes that the file shall have, of the catalog that `complete` makes; its arguments."""
        self.complete(memory, now)
        return self.catalog.to_bytes()

    def again(self, theirs: bytes, memory: Memory, now: str) -> bytes:
        """The bytes that the file shall have after another program wrote it: ``theirs``, brought up to date."""
        self._renew(theirs)
        return self.to_bytes(memory, now)


class Renewal:
    """The catalogs of one language, brought up to date together.

    Args:
        project: The workspace.
        locale: The language.
        domains: The segments of each domain that is brought up to date.
        known: All domains of the workspace.
        minor: Whether an edit of typo, punctuation or case only leaves a translation finished.

    Attributes:
        catalogs: Each of them.
        memory: What is translated in any catalog of the language.
        orphans: The paths of the catalogs whose statement is gone.
        read: The bytes of the files that were read, and are not brought up to date.

    Raises:
        CatalogError: If one of the files is broken.
    """

    def __init__(
        self,
        project: Project,
        locale: Locale,
        domains: Mapping[str, Sequence[Segment]],
        known: Sequence[str],
        *,
        minor: bool = False,
    ) -> None:
        self.read: dict[Path, bytes] = {}
        orphans = [self._parsed(project, locale, path.stem) for path in project.catalogs_of_others(locale, known)]
        self.orphans = [one.path for one in orphans]
        free = list(orphans)

        def begin(domain: str, segments: Sequence[Segment]) -> Renewed:
            origin = _origin(project, locale, domain, segments, free)
            return Renewed(project, locale, (domain, segments), origin=origin, minor=minor)

        # The terms come first: every other catalog tells its translators what is agreed.
        of_terms = {TERMS: begin(TERMS, domains[TERMS])} if TERMS in domains else {}
        agreed = of_terms[TERMS].catalog if of_terms else project.translations(locale, TERMS)
        glossary = terms.Glossary.of(project.terms(), agreed.translations)
        self.catalogs = [
            of_terms.get(domain) or begin(domain, _with_terms(segments, glossary))
            for domain, segments in domains.items()
        ]
        others = [self._parsed(project, locale, domain) for domain in known if domain not in domains]
        renewed = [one.catalog for one in self.catalogs]
        self.memory = Memory([*renewed, *others, *orphans], project.shipped_wording(locale))

    def _parsed(self, project: Project, locale: Locale, domain: str) -> Catalog:
        path = project.po_path(locale, domain)
        data = project.read(path)
        if data is not None:
            self.read[path] = data
        return project.parse(data, locale, domain)


def _with_terms(segments: Sequence[Segment], glossary: terms.Glossary) -> list[Segment]:
    """Segments that tell a translator what is agreed of the terms they use."""
    return [replace(one, notes=(*one.notes, *glossary.notes(one.source))) for one in segments]


def _origin(
    project: Project, locale: Locale, domain: str, segments: Sequence[Segment], orphans: list[Catalog]
) -> Catalog | None:
    """The catalog that a statement had before it was renamed: one that holds more than half of its words.

    Who signed it does not count: the same organisations sign many statements. The catalog is taken out of
    ``orphans``, because it is the origin of one statement at the most.
    """
    if domain in {SITE, TERMS, TOOLS} or project.po_path(locale, domain).exists():
        return None
    words: dict[Key, int] = {one.key: one.words for one in segments if one.context != SIGNATORY}
    shared = [sum(words.get(key, 0) for key, old in one.entries().items() if old.live) for one in orphans]
    most = max(shared, default=0)
    return orphans.pop(shared.index(most)) if 2 * most > sum(words.values()) else None


def all_domains(project: Project, documents: Sequence[Document]) -> dict[str, Sequence[Segment]]:
    """What is translated in a workspace, by domain: each statement, the wording of the pages, the terms, the tools."""
    domains: dict[str, Sequence[Segment]] = {one.slug: one.segments for one in documents}
    domains[SITE] = site.wording_segments(project)
    domains[TERMS] = terms.segments(project.terms(), "source/terms.yaml")
    domains[TOOLS] = tools_segments() if project.translates_tools else []
    return {domain: segments for domain, segments in domains.items() if segments}


def tools_segments() -> list[Segment]:
    """What the program says to translators: in sheets, and in the web workspace; equal texts once."""
    every = [*labels.segments(), *wording_segments([interface_folder()], "publisher/interface")]
    return list({one.key: one for one in reversed(every)}.values())[::-1]


def known_domains(documents: Sequence[Document]) -> list[str]:
    """The domains whose catalogs belong to this workspace, be they empty."""
    return [*(one.slug for one in documents), SITE, TERMS, TOOLS]


def refuse_unknown(slugs: Sequence[str], documents: Sequence[Document]) -> None:
    """Refuse the slug of a statement that there is not.

    Raises:
        UsageError: With the nearest one that there is.
    """
    known = {one.slug for one in documents}
    for slug in slugs:
        if slug not in known:
            raise UsageError(Problem(f'no such statement "{slug}"', hint=did_you_mean(slug, known)))
