"""Makes all files of one statement, and has at hand what that takes: the gate, the templates, the press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher import routes, store
from publisher.errors import SourceError
from publisher.gate import Gate
from publisher.outputs import html, pdf
from publisher.outputs.lines import Line
from publisher.site.folder import Folder
from publisher.site.lists import item_and_entry
from publisher.site.made import Edition, Made, Told, is_over
from publisher.site.release import Tools, publish, stays, withdraw
from publisher.site.texts import title_segment
from publisher.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from publisher.files import Stage
    from publisher.gate import Verdict
    from publisher.inputs import Inputs
    from publisher.known import Known
    from publisher.model import Segment
    from publisher.page import Page
    from publisher.project import Project

Job = tuple[str, str]
"""A statement to make: its Markdown, relative to the workspace, and what the last build told of it, or nothing."""


class Workshop:
    """What makes statements; it does not change with them, so that many processes can have the same.

    Args:
        project: The workspace.
        root: The folder of the site.
        now: The time that embargoes are measured by.
        wording: The wording of the pages.
        inputs: What tells whether texts are those that something is known of; None where nothing is to be remembered.
        known: What is known of texts.
        outputs: What is made beside the pages.
        drafts: Whether to make everything, whatever the gate says, with marks that it is not published.
        seal: A digest of what PDFs and cards are made of beside their pages; empty if there are none.
        compiled: Where compiled templates are kept; None for nowhere.
    """

    def __init__(  # noqa: PLR0913  # all that a site is made with
        self,
        project: Project,
        root: Path,
        now: datetime,
        wording: Sequence[Segment],
        *,
        inputs: Inputs | None = None,
        known: Known | None = None,
        outputs: Collection[str],
        drafts: bool,
        seal: str = "",
        compiled: Path | None = None,
    ) -> None:
        locales, settings = project.settings.locales, project.settings
        self.project, self.root, self.now, self.drafts, self._inputs = project, root, now, drafts, inputs
        self.gate = Gate(project, wording, now, inputs, known)
        self.wording = {one.id: Wording(one, self.gate.catalogs[one.id]) for one in locales}
        title, base_url = title_segment(project), settings.base_url
        self.site = html.Site(project.templates(), title, locales, base_url, drafts=drafts, compiled=compiled)
        press = self._press() if seal else None
        self._tools = (self.site, self.wording, frozenset(outputs), press, seal + settings.base_url, drafts)

    def _press(self) -> pdf.Press:
        """What makes PDFs and cards, also of pages that are kept as they were, with the style of their time."""
        earlier = [one for kind in ("css", "woff2") for one in self.root.glob(f"assets/*.{kind}")]
        files = {one.relative_to(self.root).as_posix(): one.read_bytes() for one in earlier}
        return pdf.Press(self.project.templates(), files | self.site.assets.files, self.site.base_url)

    def tools(self, folder: Folder, earlier: Told | None = None) -> Tools:
        """What one statement is published with."""
        return Tools(folder, *self._tools, earlier.prints if earlier else {}, {})

    def statement(self, job: Job, stage: Stage) -> Made:
        """Make all files of a statement in every language that may be published.

        Args:
            job: The statement.
            stage: Where its files wait.
        """
        path, before = job
        taken = self._inputs.take(path) if self._inputs else None
        try:
            document = self.project.document(path, taken.source if taken else None)
        except SourceError as error:
            return Made(path, problems=error.problems)
        pages = self.gate.pages(document, taken.catalogs if taken else None)
        folder = Folder(self.root, stage.part())
        tools = self.tools(folder, Told.read(before) if before else None)
        facts, notes = self.gate.completed(self.gate.known(document.slug, taken), pages, taken)
        verdicts = {page.locale.id: self.gate.verdict(page, facts[page.locale.id]) for page in pages}
        return self._made(tools, pages, verdicts)._replace(digest=taken.digest if taken else "", notes=notes)

    def _made(self, tools: Tools, every: list[Page], verdicts: Mapping[str, Verdict]) -> Made:
        document = every[0].document
        folder, meta = tools.folder, document.meta
        editions = [self._edition(folder, page, verdicts[page.locale.id]) for page in every]
        out = [one.locale for one in editions if one.out]
        kept = [one.locale for one in editions if one.out and one.obstacles and not self.drafts]
        publish(tools, [one for one in every if self.drafts or not verdicts[one.locale.id].waits], verdicts, out)
        withdrawn = withdraw(tools, every)
        embargo = meta.embargo.isoformat() if meta.embargo else ""
        told = Told(editions, embargo, is_over(embargo, self.now), tools.prints, withdrawn.remaining)
        lines = {page.locale.id: page for page in every if page.locale.id in out}
        return Made(
            document.slug,
            modified=meta.modified.isoformat(),
            told=told,
            lines={name: line(page, folder if name in kept else None) for name, page in lines.items()},
            files=folder.made,
            stays=list(stays(tools, document.slug, kept)),
            changed=folder.changed,
            removed=folder.removed,
            redacted=withdrawn.changed,
        )

    def _edition(self, folder: Folder, page: Page, verdict: Verdict) -> Edition:
        """Whether a version may be published, and whether readers find one in any case."""
        there = folder.has(routes.statement(page.locale.id, page.document.slug))
        return Edition(page.locale.id, verdict.obstacles, out=self.drafts or there or not verdict.obstacles)


def line(page: Page, folder: Folder | None = None) -> tuple[str, str]:
    """The day of a version, and what lists tell of it: as they do in a folder, where its page is kept as it is."""
    day, found = page.document.meta.date.isoformat(), ("", "")
    if folder:
        found = item_and_entry(folder, page.locale.id, page.document.slug, day)
    return day, store.text(Line.of(page, *found))
