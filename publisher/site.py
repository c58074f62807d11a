"""The site: which pages there are, in which languages, and how they are put into place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher import files
from publisher.errors import Problem, UsageError
from publisher.gate import Gate
from publisher.model import Segment
from publisher.outputs import html, templates
from publisher.settings import FILE
from publisher.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from publisher.document import Document
    from publisher.gate import Verdict
    from publisher.page import Page
    from publisher.project import Project


def wording_segments(project: Project) -> list[Segment]:
    """What is translated once for the whole site: its name and the wording of its templates."""
    return [title_segment(project), *templates.wording_segments(project.templates())]


def title_segment(project: Project) -> Segment:
    """The name of the site."""
    return Segment(project.settings.title, "site title", path=FILE, notes=("The name of the whole site",))


@dataclass(frozen=True, slots=True)
class Edition:
    """What `build` did about one statement in one language.

    Attributes:
        locale: The language.
        obstacles: What it waits for; empty if it was published.
        out: Whether readers find it: it was published now, or an earlier build's page was kept as it was. Of drafts
            there is every one.
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
        drafts: Whether these are drafts, not pages for readers.
    """

    editions: dict[str, list[Edition]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    drafts: bool = False


class Builder:
    """One run of `build`.

    Args:
        project: The workspace.
        out: The folder of the site.
        now: The time that embargoes are measured by.
        drafts: Whether to make everything, whatever the gate says, with marks that it is not published.
    """

    def __init__(self, project: Project, out: Path, now: datetime, *, drafts: bool = False) -> None:
        self.project = project
        self.out = out
        self.drafts = drafts
        self.locales = project.settings.locales
        self.gate = Gate(project, wording_segments(project), now)
        self.site = html.Site(
            project.templates(), title_segment(project), self.locales, project.settings.base_url, drafts=drafts
        )
        self.wording = {one.id: Wording(one, self.gate.catalogs[one.id]) for one in self.locales}
        self.made = Build(drafts=drafts)

    def build(self) -> Build:
        """Render everything, then put it into place: assets before the pages that need them, lists last.

        Raises:
            PublisherError: If anything is wrong, or the folder holds pages of the other kind; then it is as it was.
        """
        documents = self.project.documents()
        readable: dict[str, list[Page]] = {one.id: [] for one in self.locales}
        with files.Stage(self.out) as stage:
            self.refuse_other_kind()
            for name, data in self.site.assets.items():
                stage.add(name, data)
            for document in documents:
                for page in self.statement(document, stage.add):
                    readable[page.locale.id].append(page)
            self.lists(readable, stage.add)
            if self.drafts:
                stage.add("robots.txt", html.ROBOTS)
            self.made.written.extend(stage.commit())
        self.made.orphans.extend(self.orphans({one.slug for one in documents}))
        return self.made

    def refuse_other_kind(self) -> None:
        """Refuse drafts where a site is, and a site where drafts are: one could stay for the other."""
        above = (one for one in self.out.resolve().parents if any((one / name).is_dir() for name in self.wording))
        pages = [*self.out.glob("*.html"), *self.out.glob("*/*.html"), *(one / "index.html" for one in above)]
        for page in pages:
            if page.is_file() and html.is_draft(page.read_bytes()) is not self.drafts:
                what, other = ("a site for readers", "drafts") if self.drafts else ("drafts", "the site")
                hint = f"name another folder for {other}; what is in this one is never replaced by it"
                raise UsageError(Problem(f"the folder holds {what}", str(page), hint=hint))

    def statement(self, document: Document, add: Callable[[str, bytes], None]) -> Iterable[Page]:
        """Render a statement in every language that may be published; answer with all that can be read."""
        every = self.gate.pages(document)
        verdicts = [self.gate.verdict(page) for page in every]
        editions = [self.edition(page, verdict) for page, verdict in zip(every, verdicts, strict=True)]
        self.made.editions[document.slug] = editions
        out = [edition.locale for edition in editions if edition.out]
        for page, verdict in zip(every, verdicts, strict=True):
            if self.drafts or not verdict.obstacles:
                name, wording = f"{page.locale.id}/{document.slug}.html", self.wording[page.locale.id]
                review = html.Review(verdict.signed.date if verdict.signed else None, held=bool(verdict.obstacles))
                add(name, self.site.statement(page, wording, out, review))
        return [page for page in every if page.locale.id in out]

    def edition(self, page: Page, verdict: Verdict) -> Edition:
        """Whether a version may be published, and whether readers find one in any case."""
        there = (self.out / page.locale.id / f"{page.document.slug}.html").is_file()
        return Edition(page.locale.id, verdict.obstacles, out=self.drafts or there or not verdict.obstacles)

    def lists(self, readable: dict[str, list[Page]], add: Callable[[str, bytes], None]) -> None:
        """Render the chooser and the lists, the newest statement first, of the languages whose wording is complete."""
        ready = [one for one in self.locales if self.drafts or not self.gate.wording[one.id].obstacles]
        out = [one.id for one in self.locales if one in ready or (self.out / one.id / "index.html").is_file()]
        for locale in ready:
            statements = sorted(readable[locale.id], key=lambda page: (page.document.meta.date, page.document.slug))
            held = bool(self.gate.wording[locale.id].obstacles)
            items = [self.listed(page) for page in reversed(statements)]
            add(f"{locale.id}/index.html", self.site.index(locale, self.wording[locale.id], items, out, held=held))
        source = self.project.settings.source_locale
        add("index.html", self.site.chooser(source, self.wording[source.id], out))

    def listed(self, page: Page) -> Page | html.Item:
        """A statement for a list; one whose page is kept as it was is listed as it was."""
        edition = next(one for one in self.made.editions[page.document.slug] if one.locale == page.locale.id)
        index = self.out / page.locale.id / "index.html"
        if self.drafts or not edition.obstacles or not index.is_file():
            return page
        return html.listed(index.read_bytes(), page.document.slug) or page

    def orphans(self, slugs: set[str]) -> list[str]:
        """The pages of earlier builds that nothing in the workspace makes any more."""
        known = {f"{one.id}/{name}.html" for one in self.locales for name in ("index", *slugs)}
        pages = {path.relative_to(self.out).as_posix() for path in self.out.glob("*/*.html")}
        return sorted(pages - known)
