"""The verbs: each takes a workspace, does one thing whole or not at all, and returns what it did."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from publisher import catalog as catalogs
from publisher import files, terms
from publisher.errors import Problem, UsageError, did_you_mean
from publisher.merge import Change, merge
from publisher.model import Coverage, Segment
from publisher.outputs import html
from publisher.page import Page, too_little
from publisher.project import SITE, TERMS, Project, defaults, read_if_there, starter_folder
from publisher.settings import FILE
from publisher.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.outputs.html import Site


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
    """

    catalogs: list[CatalogChange]
    written: list[str]


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
    fresh: dict[Path, bytes] = {}
    for domain, segments in _domains(project, slugs):
        pot = project.pot_path(domain)
        fresh[pot] = _template(read_if_there(pot, project.relative(pot)), segments, domain, now)
        for locale in project.settings.targets:
            path = project.po_path(locale, domain)
            fresh[path], change = _bring_up_to_date(project, locale, domain, segments, now)
            changes.append(CatalogChange(project.relative(path), locale.id, domain, change))
    changed = {path: data for path, data in fresh.items() if read_if_there(path, project.relative(path)) != data}
    if not check:
        for path, data in changed.items():
            files.write(path, data)
    return Update(changes, [project.relative(path) for path in changed])


def _domains(project: Project, slugs: Sequence[str]) -> list[tuple[str, Sequence[Segment]]]:
    documents = _chosen(project.documents(), slugs)
    domains: list[tuple[str, Sequence[Segment]]] = [(one.slug, one.segments) for one in documents]
    if not slugs:
        domains.append((SITE, site_segments(project)))
        domains.append((TERMS, terms.segments(project.terms(), "source/terms.yaml")))
    return [(domain, segments) for domain, segments in domains if segments]


def _chosen(documents: list[Document], slugs: Sequence[str]) -> list[Document]:
    known = {one.slug: one for one in documents}
    for slug in slugs:
        if slug not in known:
            raise UsageError(Problem(f'no such statement "{slug}"', hint=did_you_mean(slug, known)))
    return [known[slug] for slug in slugs] if slugs else documents


def site_segments(project: Project) -> list[Segment]:
    """What is translated once for the whole site: its name and the wording of its templates."""
    return [_title(project), *html.wording_segments(project.templates())]


def _title(project: Project) -> Segment:
    return Segment(project.settings.title, "site title", path=FILE, notes=("The name of the whole site",))


def _now() -> str:
    """The time as catalogs write it, in UTC; SOURCE_DATE_EPOCH (reproducible-builds.org) fixes it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
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
            raise UsageError(Problem("is there already; nothing was written", str(target), hint="choose another folder"))
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
    project: Project, locale: Locale, domain: str, segments: Sequence[Segment], now: str
) -> tuple[bytes, Change]:
    """The new bytes of one .po file; its date stays while nothing else changes."""
    catalog = project.translations(locale, domain)
    before = catalog.to_bytes()
    change = merge(catalog, segments)
    catalog.complete_header(
        {
            "Project-Id-Version": domain,
            _DATE: now,
            "PO-Revision-Date": now,
            "Last-Translator": project.settings.desk,
            "Language-Team": locale.english_name,
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
    wording = site_segments(project)
    targets = project.settings.targets
    site = {one.id: project.translations(one, SITE).coverage(wording) for one in targets}
    statements = []
    for document in project.documents():
        pages = [Page(document, one, project.translations(one, document.slug)) for one in targets]
        locales = {
            page.locale.id: LocaleStatus(page.coverage, _obstacles(project, page, site[page.locale.id])) for page in pages
        }
        statements.append(StatementStatus(document.slug, _short_title(document), locales))
    return Status(project.settings.source_locale.id, statements, site)


def _short_title(document: Document) -> str:
    texts = document.meta.texts
    return texts.get("short_title", texts["title"])[0]


def _obstacles(project: Project, page: Page, site: Coverage) -> list[str]:
    """The gate: why a statement is not published in a language; the pages' own wording counts too."""
    minimum = project.settings.minimum[page.locale.id]
    return [*page.obstacles(minimum), *(f"wording of the pages: {why}" for why in too_little(site, minimum))]


@dataclass(frozen=True, slots=True)
class Edition:
    """What `build` did about one statement in one language.

    Attributes:
        locale: The language.
        obstacles: Why it was not published; empty if it was.
        out: Whether readers find it: it was published now, or an earlier build's page was kept as it was.
    """

    locale: str
    obstacles: list[str]
    out: bool


@dataclass(frozen=True, slots=True)
class Build:
    """What `build` made.

    Attributes:
        editions: By slug, every language's edition.
        written: The files whose bytes changed, relative to the site.
        orphans: Pages of earlier builds whose statement is gone; they are left as they are.
    """

    editions: dict[str, list[Edition]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def build(project: Project, out: Path) -> Build:
    """Make the site. Every page is rendered before the first one is put into place; none is ever deleted.

    Args:
        project: The workspace.
        out: The folder of the site; made if it is not there.

    Raises:
        PublisherError: If anything is wrong; then the site is as it was.
    """
    return _Builder(project, out).build()


class _Builder:
    """One run of `build`."""

    def __init__(self, project: Project, out: Path) -> None:
        self.project = project
        self.out = out
        self.locales = project.settings.locales
        self.site = html.Site(project.templates(), _title(project), self.locales)
        wording = site_segments(project)
        catalogs = {one.id: project.catalog(one, SITE) for one in self.locales}
        self.coverage = {name: catalog.coverage(wording) for name, catalog in catalogs.items()}
        self.wording = {one.id: Wording(one, catalogs[one.id]) for one in self.locales}
        self.made = Build()

    def build(self) -> Build:
        documents = self.project.documents()
        readable: dict[str, list[Page]] = {one.id: [] for one in self.locales}
        with files.Stage(self.out) as stage:
            for name, data in self.site.assets.items():
                stage.add(name, data)
            for document in documents:
                for page in self.statement(document, stage.add):
                    readable[page.locale.id].append(page)
            self.lists(readable, stage.add)
            self.made.written.extend(stage.commit())
        self.made.orphans.extend(self.orphans({one.slug for one in documents}))
        return self.made

    def statement(self, document: Document, add: Callable[[str, bytes], None]) -> Iterable[Page]:
        """Render a statement in every language that may be published; answer with all that can be read."""
        pages = [Page(document, one, self.project.catalog(one, document.slug)) for one in self.locales]
        editions = [self.edition(page) for page in pages]
        self.made.editions[document.slug] = editions
        out = [edition.locale for edition in editions if edition.out]
        for page, edition in zip(pages, editions, strict=True):
            if not edition.obstacles:
                wording = self.wording[page.locale.id]
                add(f"{page.locale.id}/{document.slug}.html", self.site.statement(page, wording, out))
        return [page for page in pages if page.locale.id in out]

    def edition(self, page: Page) -> Edition:
        obstacles = _obstacles(self.project, page, self.coverage[page.locale.id])
        there = (self.out / page.locale.id / f"{page.document.slug}.html").is_file()
        return Edition(page.locale.id, obstacles, out=there or not obstacles)

    def lists(self, readable: dict[str, list[Page]], add: Callable[[str, bytes], None]) -> None:
        """Render the chooser and the lists, the newest statement first, of the languages whose wording is complete."""
        ready = [
            one for one in self.locales if not too_little(self.coverage[one.id], self.project.settings.minimum[one.id])
        ]
        out = [one.id for one in self.locales if one in ready or (self.out / one.id / "index.html").is_file()]
        for locale in ready:
            pages = sorted(readable[locale.id], key=lambda page: (page.document.meta.date, page.document.slug), reverse=True)
            add(f"{locale.id}/index.html", self.site.index(locale, self.wording[locale.id], pages, out))
        source = self.project.settings.source_locale
        add("index.html", self.site.chooser(source, self.wording[source.id], out))

    def orphans(self, slugs: set[str]) -> list[str]:
        known = {"index", *slugs}
        pages = (path for one in self.locales for path in (self.out / one.id).glob("*.html"))
        return sorted(path.relative_to(self.out).as_posix() for path in pages if path.stem not in known)
