"""The verbs: each takes a workspace, does one thing whole or not at all, and returns what it did."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from publisher import catalog as catalogs
from publisher import files, site, terms
from publisher.errors import CatalogError, Problem, UsageError, did_you_mean
from publisher.merge import Change, merge
from publisher.page import Page
from publisher.project import SITE, TERMS, Project, defaults, starter_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from publisher.catalog import Catalog
    from publisher.document import Document
    from publisher.model import Coverage, Segment


@dataclass(frozen=True, slots=True)
class CatalogChange:
    """What `update` did to one catalog: its file, and the entries by what became of them."""

    path: str
    locale: str
    domain: str
    change: Change


@dataclass(frozen=True, slots=True)
class Update:
    """What `update` did, or with ``check`` would do.

    Attributes:
        catalogs: Every .po file.
        written: The files whose bytes changed, .pot files too.
        orphans: The .po files whose statement is gone; they are left as they are.
    """

    catalogs: list[CatalogChange]
    written: list[str]
    orphans: list[str]


def update(project: Project, slugs: Sequence[str] = (), *, check: bool = False) -> Update:
    """Bring the catalogs up to date with the sources; all new bytes are known before the first is written.

    Args:
        project: The workspace.
        slugs: The statements to bring up to date; none for everything, wording and terms included.
        check: Only tell what would change.

    Raises:
        PublisherError: If anything in the workspace is unreadable; then nothing is written.
    """
    now = _now()
    changes: list[CatalogChange] = []
    fresh: dict[Path, tuple[bytes | None, bytes]] = {}
    domains = _domains(project, slugs)
    for domain, segments in domains:
        pot = project.pot_path(domain)
        old = project.read(pot)
        fresh[pot] = old, _template(old or b"", segments, domain, now)
        for locale in project.settings.targets:
            path = project.po_path(locale, domain)
            old = project.read(path)
            new, change = _bring_up_to_date(project, project.parse(old, locale, domain), domain, segments, now)
            fresh[path] = old, new
            changes.append(CatalogChange(project.relative(path), locale.id, domain, change))
    changed = {path: pair for path, pair in fresh.items() if pair[0] != pair[1]}
    if not check:
        _write_all(project, changed)
    known = {SITE, TERMS, *(domain for domain, _ in domains)}
    orphans = () if slugs else project.catalogs_of_others(known)
    return Update(changes, [project.relative(path) for path in changed], [project.relative(one) for one in orphans])


def _write_all(project: Project, changed: Mapping[Path, tuple[bytes | None, bytes]]) -> None:
    """Write files, but none if one of them could not be written or is no longer what was read."""
    for path, (old, _) in changed.items():
        files.refuse_unwritable(path)
        if project.read(path) != old:
            hint = "save it there, close it, and run the command again"
            raise CatalogError(Problem("was changed by another program just now", project.relative(path), hint=hint))
    for path, (_, new) in changed.items():
        files.write(path, new)


def _domains(project: Project, slugs: Sequence[str]) -> list[tuple[str, Sequence[Segment]]]:
    documents = _chosen(project.documents(), slugs)
    domains: list[tuple[str, Sequence[Segment]]] = [(one.slug, one.segments) for one in documents]
    if not slugs:
        domains.append((SITE, site.wording_segments(project)))
        domains.append((TERMS, terms.segments(project.terms(), "source/terms.yaml")))
    return [(domain, segments) for domain, segments in domains if segments]


def _chosen(documents: list[Document], slugs: Sequence[str]) -> list[Document]:
    known = {one.slug: one for one in documents}
    for slug in slugs:
        if slug not in known:
            raise UsageError(Problem(f'no such statement "{slug}"', hint=did_you_mean(slug, known)))
    return [known[slug] for slug in slugs] if slugs else documents


def _now() -> str:
    """The time as catalogs write it, in UTC; SOURCE_DATE_EPOCH (reproducible-builds.org) fixes it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        hint = "give it a number of seconds since 1970"
        raise UsageError(Problem(f'SOURCE_DATE_EPOCH is "{epoch}"', hint=hint)) from error
    return now.strftime("%Y-%m-%d %H:%M+0000")


def init(folder: Path) -> list[str]:
    """Make a new workspace with an example statement and the wording of the pages in our languages.

    Args:
        folder: Where; made if it is not there.

    Returns:
        The files made, relative to the folder.

    Raises:
        UsageError: If one of the files is there already; then nothing is written.
    """
    starter, shipped = starter_folder(), defaults() / "locales"
    copies = {folder / path.relative_to(starter): path for path in sorted(starter.rglob("*")) if path.is_file()}
    copies |= {folder / "locales" / path.relative_to(shipped): path for path in shipped.glob(f"*/*/{SITE}.po")}
    for target in copies:
        if target.exists():
            raise UsageError(
                Problem("is there already; nothing was written", str(target), hint="choose another folder")
            )
    for target, path in copies.items():
        files.write(target, path.read_bytes())
    made = update(Project.open(folder)).written
    return sorted({*(path.relative_to(folder).as_posix() for path in copies), *made})


_DATE = "POT-Creation-Date"


def _template(old: bytes, segments: Sequence[Segment], domain: str, now: str) -> bytes:
    """The bytes of a .pot file; its date stays while nothing else changes."""
    made = partial(catalogs.template, segments)
    date = catalogs.header_field(old, _DATE) or now
    kept = made({"Project-Id-Version": domain, _DATE: date})
    return kept if kept == old else made({"Project-Id-Version": domain, _DATE: now})


def _bring_up_to_date(
    project: Project, catalog: Catalog, domain: str, segments: Sequence[Segment], now: str
) -> tuple[bytes, Change]:
    """The new bytes of one .po file; its date stays while nothing else changes."""
    before = catalog.to_bytes()
    change = merge(catalog, segments)
    catalog.complete_header(
        {
            "Project-Id-Version": domain,
            _DATE: now,
            "PO-Revision-Date": now,
            "Last-Translator": project.settings.desk,
            "Language-Team": catalog.locale.english_name,
        }
    )
    if catalog.to_bytes() != before:
        catalog.header[_DATE] = now
    return catalog.to_bytes(), change


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """How far one statement is in one language, and why it cannot be published, if so."""

    coverage: Coverage
    obstacles: list[str]


@dataclass(frozen=True, slots=True)
class StatementStatus:
    """How far one statement is, by locale."""

    slug: str
    title: str
    locales: dict[str, LocaleStatus]


@dataclass(frozen=True, slots=True)
class Status:
    """How complete every translation is; the source language is not listed."""

    source_locale: str
    statements: list[StatementStatus]
    site: dict[str, Coverage]

    @property
    def lowest(self) -> float:
        """The lowest share of translated words of anything in any language, in percent."""
        coverages = [one.coverage for statement in self.statements for one in statement.locales.values()]
        return min((one.percent for one in (*coverages, *self.site.values())), default=100.0)


def status(project: Project) -> Status:
    """Tell how complete each translation is, by words of the source, and what blocks publication.

    Raises:
        PublisherError: If anything in the workspace is unreadable.
    """
    wording = site.wording_segments(project)
    targets = project.settings.targets
    shared = {one.id: project.translations(one, SITE) for one in targets}
    minimum = project.settings.minimum
    blocked = {name: site.wording_obstacles(one, wording, minimum[name]) for name, one in shared.items()}
    statements = []
    for document in project.documents():
        pages = [Page(document, one, project.translations(one, document.slug)) for one in targets]
        locales = {
            page.locale.id: LocaleStatus(page.coverage, site.obstacles(project, page, blocked[page.locale.id]))
            for page in pages
        }
        statements.append(StatementStatus(document.slug, _short_title(document), locales))
    coverage = {name: one.coverage(wording) for name, one in shared.items()}
    return Status(project.settings.source_locale.id, statements, coverage)


def _short_title(document: Document) -> str:
    texts = document.meta.texts
    return texts.get("short_title", texts["title"])[0]


def build(project: Project, out: Path) -> site.Build:
    """Make the site. Every page is rendered before the first one is put into place; none is ever deleted.

    Args:
        project: The workspace.
        out: The folder of the site; made if it is not there.

    Raises:
        PublisherError: If anything is wrong; then the site is as it was.
    """
    if project.root.resolve().is_relative_to(out.resolve()):
        hint = "name a folder of its own, such as public"
        raise UsageError(Problem("the site would lie among the sources", str(out), hint=hint))
    return site.Builder(project, out).build()
