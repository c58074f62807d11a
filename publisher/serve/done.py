"""What coordinators do for everybody, and what became of it: the English brought in, and the site made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from publisher.serve import home
from publisher.workflow import build as build_verb
from publisher.workflow import update as update_verb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from publisher.locale import Locale
    from publisher.merge import Refusal
    from publisher.project import Project
    from publisher.serve.standing import Line
    from publisher.site.made import Edition


class Brought(NamedTuple):
    """What became of the texts of one language: how many are new, changed, taken over as they are, and gone."""

    locale: Locale
    new: int
    changed: int
    reused: int
    gone: int


@dataclass(frozen=True, slots=True)
class Updated:
    """What bringing in the English did.

    Attributes:
        brought: What became of the texts, by language; those in which nothing changed are left out.
        refused: The edits that were not only typos, if these were asked for; each once.
        kept: Whether approvals stay valid over the edits.
        orphans: The files whose statement is gone; they are left as they are.
        written: Whether any file changed.
        source_locale: The language of the originals.
    """

    brought: Sequence[Brought]
    refused: Sequence[Refusal]
    kept: bool
    orphans: Sequence[str]
    written: bool
    source_locale: Locale
    what: str = "updated"


class Held(NamedTuple):
    """A language that a statement does not go out in.

    Attributes:
        locale: The language.
        line: What can be done about it; None for the original.
        out: Whether the page of an earlier build is still there.
        said: What it waits for, in English.
    """

    locale: Locale
    line: Line | None
    out: bool
    said: Sequence[str]


class Release(NamedTuple):
    """What went out of a statement: its name in addresses, its title, the languages, and those that wait."""

    slug: str
    title: str
    ready: Sequence[Locale]
    held: Sequence[Held]
    embargo: datetime | None


@dataclass(frozen=True, slots=True)
class Built:
    """What was made.

    Attributes:
        drafts: Whether these are drafts, not the site for readers.
        folder: The folder in the workspace.
        releases: What went out of each statement, the newest first.
        written: How many files changed.
        missing: Why no PDFs were made, in English; empty if they were, or are not wanted.
        withdrawn: How many files of earlier builds were cleaned of who has withdrawn.
        named: Files that still name them, or were taken away because of it.
        orphans: How many files nothing makes any more.
        source_locale: The language of the originals.
    """

    drafts: bool
    folder: str
    releases: Sequence[Release]
    written: int
    missing: str
    withdrawn: int
    named: Sequence[str]
    orphans: int
    source_locale: Locale
    what: str = "built"


def update(project: Project, *, minor: bool = False) -> Updated:
    """Bring the English into every catalog.

    Args:
        project: The workspace.
        minor: Whether only typos were corrected, so that finished translations stay finished.

    Raises:
        PublisherError: If anything is unreadable; then nothing is written.
    """
    made = update_verb.update(project, minor=minor)
    counts = {one.id: [0, 0, 0, 0] for one in _targets(project)}
    refused: dict[Refusal, None] = {}
    for one in made.catalogs:
        change = one.change
        found = (change.added, change.changed, change.reused, change.obsolete)
        counts[one.locale] = [*map(sum, zip(counts[one.locale], found, strict=True))]
        refused |= dict.fromkeys(change.refused)
    brought = [Brought(one, *counts[one.id]) for one in _targets(project)]
    return Updated(
        [one for one in brought if any(one[1:])],
        list(refused),
        bool(made.kept),
        made.orphans,
        bool(made.written),
        project.settings.source_locale,
    )


def _targets(project: Project) -> Sequence[Locale]:
    return project.settings.targets


def build(project: Project, *, drafts: bool = False, now: datetime | None = None) -> Built:
    """Make the site, or drafts of everything, where the command line makes them.

    Args:
        project: The workspace.
        drafts: Whether to make drafts.
        now: The time that embargoes are measured by; the real one if it is not given.

    Raises:
        PublisherError: If anything is wrong; then the folder is as it was.
    """
    folder = "drafts" if drafts else "public"
    made = build_verb.build(project, project.root / folder, drafts=drafts, now=now)
    told = home.standing(project, now).statements
    locales = {one.id: one for one in project.settings.locales}
    releases = []
    for one in told:
        lines = {line.locale.id: line for line in one.lines}
        editions = made.editions.get(one.slug, [])
        ready = [locales[each.locale] for each in editions if drafts or not each.obstacles]
        held = [_held(each, locales[each.locale], lines.get(each.locale)) for each in editions if each.obstacles]
        releases.append(Release(one.slug, one.title, ready, held, one.embargo))
    return Built(
        drafts,
        folder,
        releases,
        len(made.written),
        made.missing,
        len(made.redacted),
        [*made.removed, *made.remaining],
        len(made.orphans),
        project.settings.source_locale,
    )


def _held(edition: Edition, locale: Locale, line: Line | None) -> Held:
    return Held(locale, line, edition.out, edition.obstacles)
