"""The workspace as the server sees it: what its files say is read once, and again when one of them changed."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import cached_property, partial
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from publisher import checks
from publisher.catalog import SourceCatalog
from publisher.errors import CatalogError
from publisher.merge.suggest import Suggest
from publisher.model import Severity, State
from publisher.page import places
from publisher.project import SITE, TERMS, TOOLS, Project
from publisher.serve import home
from publisher.serve.drafts import Drafts
from publisher.serve.journal import Journal
from publisher.serve.views import Progress, Row, roles
from publisher.site.preview import Previews
from publisher.workflow import clock
from publisher.workflow.diff import titles
from publisher.workflow.domains import all_domains, known_domains, tools_segments
from publisher.workflow.renew import Renewed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from publisher.catalog import Catalog
    from publisher.checks import Reader
    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.model import Finding, Segment
    from publisher.serve.standing import HomeView
    from publisher.serve.views import Role
    from publisher.site.preview import Preview
    from publisher.terms import Glossary


Thing = TypeVar("Thing")
ENOUGH = 50
"""How much of the wording of the workspace is translated in a language that it can be used in, in percent of words."""


class Table:
    """One catalog with what belongs to it, as it was when it was read; it never changes.

    Args:
        project: The workspace.
        locale: The language.
        domain: What it is the catalog of.
        segments: What it shall hold.
        document: The statement, if it is one.
        glossary: The agreed terms of the language.

    Attributes:
        catalog: The catalog, brought up to date with its English in memory.
        behind: Whether its file is not.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # what a catalog is worked on with
        self,
        project: Project,
        locale: Locale,
        domain: str,
        segments: Sequence[Segment],
        document: Document | None,
        glossary: Glossary,
    ) -> None:
        self.locale, self.domain, self.segments, self.document = locale, domain, segments, document
        self.glossary = glossary
        renewed = Renewed(project, locale, (domain, segments), project.read(project.po_path(locale, domain)))
        self.catalog: Catalog = renewed.catalog
        held = renewed.change
        self.behind = bool(held.added or held.changed or held.obsolete)
        self.by_id = {one.id: one for one in segments}

    @property
    def read(self) -> Reader:
        """What takes its texts apart."""
        return self.document.inline if self.document else checks.plain

    @cached_property
    def roles(self) -> dict[str, Role]:
        """By unit, what it is and which one of its kind."""
        return roles(self.segments)

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """By unit, what the checks find; what is about the whole file has the empty unit."""
        found: dict[str, list[Finding]] = {}
        for one in checks.check(self.catalog, self.segments, self.read, self.glossary):
            found.setdefault(one.segment.id if one.segment else "", []).append(one)
        return found

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """By unit, the ids of the elements of the statement's page that show it."""
        return places(self.document) if self.document else {}

    @property
    def progress(self) -> Progress:
        """How far it is."""
        found = [one.severity for some in self.findings.values() for one in some]
        coverage = self.catalog.coverage(self.segments)
        return Progress(coverage, found.count(Severity.ERROR), found.count(Severity.WARNING))

    def row(self, segment: Segment, kept: Collection[str] = ()) -> Row:
        """A text as the list shows it.

        Args:
            segment: The text.
            kept: The units of which the person who asks has typed something.
        """
        unit = self.catalog.unit(segment)
        found = [one.severity for one in self.findings.get(segment.id, ())]
        return Row(
            segment.id,
            self.roles[segment.id],
            unit.state,
            segment.source,
            next(iter(unit.targets), ""),
            segment.words,
            errors=found.count(Severity.ERROR),
            warnings=found.count(Severity.WARNING),
            changed=bool(unit.previous) and unit.state is State.FUZZY,
            kept=segment.id in kept,
        )

    def rows(self, kept: Collection[str] = ()) -> list[Row]:
        """Every text as the list shows it."""
        return [self.row(one, kept) for one in self.segments]


class Desk:
    """The workspace and what people are doing in it.

    What was read is held for as long as nothing changed that it depends on. What changes is told by names: ``source``,
    ``terms``, ``settings``, ``templates``, ``ar/2026-01-aleppo`` (a catalog), ``signoff/ar``.

    Args:
        root: The folder of the workspace.

    Attributes:
        journal: What was accepted.
        drafts: What is typed and not accepted.
        writing: Held by whoever writes files of the workspace.
        building: Held by whoever makes the site.
        tell: To be called with what this program changed itself; who watches the workspace puts another one here.

    Raises:
        PublisherError: If the settings are wrong.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.writing, self.building = RLock(), Lock()
        self.journal, self.drafts = Journal(root), Drafts(root)
        self.tell: Callable[[Iterable[str]], None] = self.changed
        self._wording = tools_segments()
        self._changes: Counter[str] = Counter()
        self._held: dict[tuple[str, ...], tuple[list[int], Any]] = {}
        Project.open(root)  # to say now what is wrong with it

    def changed(self, names: Iterable[str]) -> None:
        """Learn what changed."""
        for name in names:
            first, _, rest = name.partition("/")
            self._changes.update({name, f"{first}/*", f"*/{rest}", "*"} if rest else {name, "*"})

    def _hold(self, key: tuple[str, ...], depends: Iterable[str], make: Callable[[], Thing], time: int = 0) -> Thing:
        """What was made before, if nothing changed that it depends on; else what is made now."""
        now = [*(self._changes[one] for one in depends), time]
        then, found = self._held.get(key, (None, None))
        if then != now:
            found = make()
            self._held[key] = (now, found)
        return cast("Thing", found)

    @property
    def project(self) -> Project:
        """The workspace with its settings as they are now."""
        return self._hold(("project",), ["settings"], partial(Project.open, self.root))

    @property
    def documents(self) -> list[Document]:
        """Every statement."""
        return self._hold(("documents",), _SOURCES, self.project.documents)

    @property
    def domains(self) -> dict[str, Sequence[Segment]]:
        """What is translated, by domain."""
        make = partial(all_domains, self.project, self.documents)
        return self._hold(("domains",), [*_SOURCES, "terms", "templates"], make)

    @property
    def standing(self) -> HomeView:
        """Where everything stands, whoever asks; looked at anew each minute, because an embargo may have ended."""
        now = clock.real()
        minute = int(now.timestamp()) // 60
        return self._hold(("standing",), ["*"], partial(home.standing, self.project, now), minute)

    def title(self, domain: str) -> str:
        """What a domain is, in English."""
        return titles(self.documents)[domain]

    def locale(self, name: str) -> Locale | None:
        """A language that the workspace is translated into, by its id."""
        return next((one for one in self.project.settings.targets if one.id == name), None)

    def tools(self, locale: Locale) -> Catalog | SourceCatalog:
        """What the workspace says in a language; where its file is broken, what the program brings along.

        A language in which hardly anything of that is translated is none that the workspace can be used in.
        """
        return self._hold(("tools", locale.id), ["settings", f"{locale.id}/{TOOLS}"], partial(self._tools, locale))

    def _tools(self, locale: Locale) -> Catalog | SourceCatalog:
        source = self.project.settings.source_locale
        if locale is source:
            return SourceCatalog(source)
        try:
            found = self.project.tools_wording(locale)
        except CatalogError:
            found = self.project.shipped_wording(locale, TOOLS) or SourceCatalog(source)
        return found if found.coverage(self._wording).percent >= ENOUGH else SourceCatalog(source)

    def glossary(self, locale: Locale) -> Glossary:
        """The agreed terms of a language."""
        depends = ["settings", "terms", f"{locale.id}/{TERMS}"]
        return self._hold(("glossary", locale.id), depends, partial(self.project.glossary, locale))

    def table(self, locale: Locale, domain: str) -> Table:
        """A catalog.

        Raises:
            PublisherError: If it, or what it is the translation of, cannot be read.
        """
        depends = [*_SOURCES, "terms", "templates", f"{locale.id}/{TERMS}", f"{locale.id}/{domain}"]
        return self._hold(("table", locale.id, domain), depends, partial(self._table, locale, domain))

    def _table(self, locale: Locale, domain: str) -> Table:
        document = next((one for one in self.documents if one.slug == domain), None)
        return Table(self.project, locale, domain, self.domains[domain], document, self.glossary(locale))

    def preview(self, document: Document) -> Preview:
        """The pages of a statement as a build of drafts makes them.

        Raises:
            PublisherError: If anything they need cannot be read.
        """
        make = partial(self._previews.statement, document)
        return self._hold(("preview", document.slug), [*_AROUND, f"*/{document.slug}"], make)

    @property
    def lists(self) -> dict[str, bytes]:
        """The pages that lead to all statements, and what all pages load, by their path from the root of the site."""
        return self._hold(("lists",), ["*"], partial(self._previews.lists, self.documents))

    @property
    def _previews(self) -> Previews:
        return self._hold(("previews",), _AROUND, partial(Previews, self.project, clock.real()))

    def memory(self, locale: Locale) -> Suggest:
        """What is translated in any catalog of a language."""
        return self._hold(
            ("memory", locale.id), ["settings", "source", f"{locale.id}/*"], partial(self._memory, locale)
        )

    def _memory(self, locale: Locale) -> Suggest:
        found = []
        # What this program says is of no use to who translates a statement, and the terms are offered by themselves.
        for domain in (one for one in known_domains(self.documents) if one not in {TERMS, TOOLS}):
            with suppress(CatalogError):  # what cannot be read has nothing to offer
                found.append(self.project.translations(locale, domain))
        return Suggest(found, self.project.shipped_wording(locale))


_SOURCES = ("settings", "source")
_AROUND = (*_SOURCES, "terms", "templates", f"*/{SITE}", f"*/{TERMS}", "signoff/*")
"""What the pages of every statement depend on."""
