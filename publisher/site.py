"""The site: which pages there are, in which languages, and how they are put into place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher import files
from publisher.model import Segment
from publisher.outputs import html
from publisher.page import Page, too_little
from publisher.project import SITE
from publisher.settings import FILE
from publisher.wording import Wording, misplaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from publisher.catalog import Catalog, SourceCatalog
    from publisher.document import Document
    from publisher.project import Project


def wording_segments(project: Project) -> list[Segment]:
    """What is translated once for the whole site: its name and the wording of its templates."""
    return [title_segment(project), *html.wording_segments(project.templates())]


def title_segment(project: Project) -> Segment:
    """The name of the site."""
    return Segment(project.settings.title, "site title", path=FILE, notes=("The name of the whole site",))


def obstacles(project: Project, page: Page, shared: Sequence[str]) -> list[str]:
    """The gate: why a statement is not published in a language; ``shared`` are the obstacles of the wording."""
    return [*page.obstacles(project.settings.minimum[page.locale.id]), *shared]


def wording_obstacles(catalog: Catalog | SourceCatalog, segments: Sequence[Segment], minimum: float) -> list[str]:
    """Why nothing is published in a language: the wording of its pages is not what it must be."""
    found = too_little(catalog.coverage(segments), minimum)
    for segment in segments:
        if names := misplaced(segment, catalog.translations(segment)):
            braced = ", ".join(f"{{{name}}}" for name in sorted(names))
            found.append(f"{catalog.path_of(segment)}: {braced} is missing or has no place here")
    return [f"wording of the pages: {why}" for why in found]


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
        orphans: Pages of earlier builds that nothing makes any more; they are left as they are.
    """

    editions: dict[str, list[Edition]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


class Builder:
    """One run of `build`."""

    def __init__(self, project: Project, out: Path) -> None:
        self.project = project
        self.out = out
        self.locales = project.settings.locales
        self.site = html.Site(project.templates(), title_segment(project), self.locales, project.settings.base_url)
        wording = wording_segments(project)
        catalogs = {one.id: project.catalog(one, SITE) for one in self.locales}
        minimum = project.settings.minimum
        self.shared = {name: wording_obstacles(one, wording, minimum[name]) for name, one in catalogs.items()}
        self.wording = {one.id: Wording(one, catalogs[one.id]) for one in self.locales}
        self.made = Build()

    def build(self) -> Build:
        """Render everything, then put it into place: assets before the pages that need them, lists last."""
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
        """Whether a version may be published, and whether readers find one in any case."""
        found = obstacles(self.project, page, self.shared[page.locale.id])
        there = (self.out / page.locale.id / f"{page.document.slug}.html").is_file()
        return Edition(page.locale.id, found, out=there or not found)

    def lists(self, readable: dict[str, list[Page]], add: Callable[[str, bytes], None]) -> None:
        """Render the chooser and the lists, the newest statement first, of the languages whose wording is complete."""
        ready = [one for one in self.locales if not self.shared[one.id]]
        out = [one.id for one in self.locales if one in ready or (self.out / one.id / "index.html").is_file()]
        for locale in ready:
            pages = sorted(readable[locale.id], key=lambda page: (page.document.meta.date, page.document.slug))
            statements = [self.listed(page) for page in reversed(pages)]
            add(f"{locale.id}/index.html", self.site.index(locale, self.wording[locale.id], statements, out))
        source = self.project.settings.source_locale
        add("index.html", self.site.chooser(source, self.wording[source.id], out))

    def listed(self, page: Page) -> Page | html.Item:
        """A statement for a list; one whose page is kept as it was is listed as it was."""
        edition = next(one for one in self.made.editions[page.document.slug] if one.locale == page.locale.id)
        index = self.out / page.locale.id / "index.html"
        if not edition.obstacles or not index.is_file():
            return page
        return html.listed(index.read_bytes(), page.document.slug) or page

    def orphans(self, slugs: set[str]) -> list[str]:
        """The pages of earlier builds that nothing in the workspace makes any more."""
        known = {f"{one.id}/{name}.html" for one in self.locales for name in ("index", *slugs)}
        pages = {path.relative_to(self.out).as_posix() for path in self.out.glob("*/*.html")}
        return sorted(pages - known)
