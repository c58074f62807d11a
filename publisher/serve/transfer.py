"""Translations as files, for translators without this workspace: what can be had, and the files themselves."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from publisher.errors import Problem, UsageError
from publisher.model import State
from publisher.serve.body import LARGEST_FILE
from publisher.shelf import Shelf
from publisher.workflow.diff import titles
from publisher.workflow.domains import all_domains
from publisher.workflow.export import FORMATS, exported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.locale import Locale
    from publisher.model import Coverage
    from publisher.project import Project

ALL = "_all"
"""Stands in an address in the place of a statement for all that is translated; no statement can have this name."""

_MEDIA = MappingProxyType(
    {
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".csv": "text/csv; charset=utf-8",
        ".xlf": "application/xliff+xml",
        ".tmx": "application/xml",
        ".html": "text/html; charset=utf-8",
    }
)
"""The media types of the formats by the ends of their names (IANA; that of XLIFF is RFC 8722's)."""


class Choice(NamedTuple):
    """A catalog that can be taken as a file: how many of its texts are open, and how many are done."""

    locale: Locale
    domain: str
    open: int
    done: int


class Kind(NamedTuple):
    """A format: its name in addresses, whether a file of it can hold everything, and only what is finished."""

    name: str
    several: bool
    finished: bool


@dataclass(frozen=True, slots=True)
class FilesView:
    """The screen of files.

    Attributes:
        locales: The languages that are translated into.
        domains: What is translated, with its title in English; `ALL` comes last, and has none.
        choices: What can be had of each.
        kinds: The formats.
        source_locale: The language of the originals.
        largest: How large a file may be that comes back, in bytes.
    """

    locales: Sequence[Locale]
    domains: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    kinds: Sequence[Kind]
    source_locale: Locale
    all: str = ALL
    largest: int = LARGEST_FILE

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many texts are open and done, by language and domain; a catalog that cannot be read is not in it."""
        return {f"{one.locale.id}/{one.domain}": {"open": one.open, "done": one.done} for one in self.choices}


class Sent(NamedTuple):
    """A file that is sent: what it is called, its bytes, and their media type."""

    name: str
    data: bytes
    media: str


def view(project: Project) -> FilesView:
    """What can be had as a file.

    Raises:
        PublisherError: If the settings, a statement, a template or the terms are wrong.
    """
    documents = project.documents()
    domains, named = all_domains(project, documents), titles(documents)
    newest = {one.slug: one.meta.date for one in documents}
    order = sorted(newest, key=lambda one: (newest[one], one), reverse=True)
    order += [one for one in domains if one not in newest]
    choices = []
    for locale in project.settings.targets:
        shelf = Shelf(project, locale)
        counts = [(one, shelf.catalog(one).coverage(domains[one])) for one in order]
        found = [_choice(locale, domain, held) for domain, held in counts if domain not in shelf.broken]
        choices += [*found, Choice(locale, ALL, sum(one.open for one in found), sum(one.done for one in found))]
    kinds = [Kind(name, one.several, one.finished) for name, one in FORMATS.items()]
    shown = [*((one, named[one]) for one in order), (ALL, "")]
    return FilesView(project.settings.targets, shown, choices, kinds, project.settings.source_locale)


def _choice(locale: Locale, domain: str, coverage: Coverage) -> Choice:
    done = coverage.segments[State.TRANSLATED]
    return Choice(locale, domain, sum(coverage.segments.values()) - done, done)


def export(project: Project, locale: Locale, domain: str, form: str, *, only_open: bool = False) -> Sent:
    """A translation as a file.

    Args:
        project: The workspace.
        locale: The language.
        domain: What is translated, or `ALL`.
        form: One of the `FORMATS`.
        only_open: Leave out what is translated.

    Raises:
        UsageError: If there is no such thing or format, or nothing is open.
        PublisherError: If anything in the workspace is unreadable.
    """
    if form not in FORMATS:
        raise UsageError(Problem(f'no such format "{form}"', hint=f"known: {', '.join(FORMATS)}"))
    made = exported(project, locale.id, [] if domain == ALL else [domain], form, only_open=only_open)
    return Sent(made.name, made.data, _MEDIA[FORMATS[form].suffix])
