"""The site: which pages there are, in which languages, and how they are put into place."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from publisher import routes
from publisher.errors import Problem, UsageError
from publisher.gate import Gate
from publisher.model import Segment
from publisher.outputs import card, html, pdf, templates
from publisher.settings import FILE
from publisher.site.lists import chooser, for_machines, lists
from publisher.site.release import Tools, publish, withdraw
from publisher.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from publisher.document import Document
    from publisher.gate import Verdict
    from publisher.page import Page
    from publisher.project import Project
    from publisher.site.folder import Folder


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
        redacted: Files of earlier builds that are kept, but for the names of who has withdrawn.
        removed: PDFs of earlier builds that named who has withdrawn, and could not be made anew.
        remaining: Pages of earlier builds that are kept, and have such a name elsewhere in their text.
        orphans: Files of earlier builds that nothing makes any more; they are left as they are.
        missing: Why no PDFs and no pictures for cards were made, and what cures that; empty if they were.
        lacking: By the name of a PDF, the characters that no font has for it.
        drafts: Whether these are drafts, not pages for readers.
    """

    editions: dict[str, list[Edition]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    remaining: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    missing: str = ""
    lacking: dict[str, str] = field(default_factory=dict)
    drafts: bool = False


class Builder:
    """One run of `build`.

    Args:
        project: The workspace.
        folder: The folder of the site.
        now: The time that embargoes are measured by.
        drafts: Whether to make everything, whatever the gate says, with marks that it is not published.
        front: Files that stand in front of drafts, in place of the chooser, by their path from the root of the site.
    """

    def __init__(
        self,
        project: Project,
        folder: Folder,
        now: datetime,
        *,
        drafts: bool = False,
        front: Mapping[str, bytes] | None = None,
    ) -> None:
        self.project, self.drafts, self.front = project, drafts, front or {}
        self.locales = project.settings.locales
        self.gate = Gate(project, wording_segments(project), now)
        wording = {one.id: Wording(one, self.gate.catalogs[one.id]) for one in self.locales}
        site = html.Site(
            project.templates(), title_segment(project), self.locales, project.settings.base_url, drafts=drafts
        )
        presses = project.settings.pdf and not drafts
        self.made = Build(drafts=drafts, missing=card.missing() if presses else "")
        press = _press(project, site, folder) if presses and not self.made.missing else None
        self.tools = Tools(folder, site, wording, press, drafts, self.made.lacking)
        self.readable: dict[str, list[Page]] = {one.id: [] for one in self.locales}

    def build(self) -> Build:
        """Render everything, then put it into place: assets before the pages that need them, lists last.

        Raises:
            PublisherError: If anything is wrong, or the folder holds pages of the other kind; then it is as it was.
        """
        documents = self.project.documents()
        with self.tools.folder as folder:
            self.refuse_other_kind()
            for name, data in self.tools.site.assets.files.items():
                folder.add(name, data)
            for document in documents:
                self.statement(document)
            lists(self.tools, self.gate.wording, self.readable, self.kept)
            for name, data in self.front.items():
                folder.add(name, data)
            if routes.CHOOSER not in self.front:
                chooser(self.tools, self.project.settings.source_locale)
            self.made.orphans.extend(self.orphans())
            for_machines(self.tools, self.readable, self.made.orphans)
            self.made.written.extend(folder.commit())
        return self.made

    def refuse_other_kind(self) -> None:
        """Refuse drafts where a site is, and a site where drafts are: one could stay for the other."""
        out, names = self.tools.folder.root, self.tools.wording
        above = (one for one in out.resolve().parents if any((one / name).is_dir() for name in names))
        pages = [*out.glob("*.html"), *out.glob("*/*.html"), *(one / "index.html" for one in above)]
        for page in pages:
            if page.is_file() and html.is_draft(page.read_bytes()) is not self.drafts:
                what, other = ("a site for readers", "drafts") if self.drafts else ("drafts", "the site")
                hint = f"name another folder for {other}; what is in this one is never replaced by it"
                raise UsageError(Problem(f"the folder holds {what}", str(page), hint=hint))

    def statement(self, document: Document) -> None:
        """Make all files of a statement in every language that may be published."""
        every = self.gate.pages(document)
        verdicts = {page.locale.id: self.gate.verdict(page) for page in every}
        editions = [self.edition(page, verdicts[page.locale.id]) for page in every]
        self.made.editions[document.slug] = editions
        out = [edition.locale for edition in editions if edition.out]
        publish(self.tools, [one for one in every if self.drafts or not verdicts[one.locale.id].waits], verdicts, out)
        told = withdraw(self.tools, every)
        self.made.redacted.extend(told.changed)
        self.made.removed.extend(told.removed)
        self.made.remaining.extend(told.remaining)
        for page in every:
            if page.locale.id in out:
                self.readable[page.locale.id].append(page)

    def edition(self, page: Page, verdict: Verdict) -> Edition:
        """Whether a version may be published, and whether readers find one in any case."""
        there = self.tools.folder.has(routes.statement(page.locale.id, page.document.slug))
        return Edition(page.locale.id, verdict.obstacles, out=self.drafts or there or not verdict.obstacles)

    @property
    def kept(self) -> set[tuple[str, str]]:
        """The versions, by locale and slug, whose files stay as an earlier build made them."""
        editions = [(slug, one) for slug, some in self.made.editions.items() for one in some]
        return {(one.locale, slug) for slug, one in editions if one.out and one.obstacles and not self.drafts}

    def orphans(self) -> list[str]:
        """The files of earlier builds that nothing in the workspace makes any more; beside its folders stand others."""
        known = set(self._stays())
        found = [one for one in self.tools.folder.earlier("*/**/*") if not one.startswith("assets/")]
        return [one for one in found if one not in known]

    def _stays(self) -> Iterator[str]:
        """What the gate leaves as it was."""
        for name, verdict in self.gate.wording.items():
            yield from (routes.index(name), routes.feed(name)) if verdict.waits else ()
        kept = self.kept
        for locale, slug in kept:
            yield from (routes.statement(locale, slug, kind) for kind in routes.KINDS)
            for kind in ("html", "pdf"):
                yield routes.compare(slug, kind=kind)
                for pair in combinations(self.tools.wording, 2):
                    yield from [routes.compare(slug, *pair, kind=kind)] if locale in pair else []


def _press(project: Project, site: html.Site, folder: Folder) -> pdf.Press:
    """What makes PDFs and cards, also of pages that are kept as they were, with the style of their time."""
    earlier = [*folder.earlier("assets/*.css"), *folder.earlier("assets/*.woff2")]
    files = {**{name: folder.read(name) for name in earlier}, **site.assets.files}
    return pdf.Press(project.templates(), files, site.base_url)
