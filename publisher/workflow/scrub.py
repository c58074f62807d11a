"""`scrub`: names, addresses, paths and tools taken out of the catalogs before they are shared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.errors import CatalogError, Problem
from publisher.workflow.places import at
from publisher.workflow.restore import save

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.locale import Locale
    from publisher.project import Project

ROUNDS = 5
"""How often a catalog is looked at again because another program wrote it at the same time."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was found in one catalog. None of it is named here: what is told is told to everybody.

    Attributes:
        path: The file, relative to the workspace.
        found: What was taken out, or would be: how often, by kind.
        left: The lines of the sources above which a comment stays, for a person to look through.
        again: Whether another program wrote some of it back all the time.
    """

    path: str
    found: dict[str, int]
    left: list[int]
    again: bool = False


@dataclass(slots=True)
class Scrubbed:
    """What `scrub` did.

    Attributes:
        files: The catalogs that were looked at.
        broken: What keeps others from being read; they are as they were.
        strangers: The .po files in ``locales/`` that were not looked at, because they are of no language here.
    """

    files: list[Cleaned] = field(default_factory=list)
    broken: list[Problem] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[Cleaned]:
        """The catalogs in which something was found."""
        return [one for one in self.files if one.found]

    @property
    def is_open(self) -> bool:
        """Whether there is a catalog that must not be shared as it is, although `scrub` was run on it."""
        return bool(self.broken or any(one.again for one in self.files))


def scrub(project: Project, places: Sequence[str] = (), *, check: bool = False) -> Scrubbed:
    """Take names, addresses, time zones, paths and tools out of the headers and comments of catalogs.

    Sources and translations stay as they are, letter by letter. What a file held is in the history.

    Args:
        project: The workspace.
        places: Languages, .po files, or folders that hold such files; none for everything.
        check: Only tell what would be taken out.

    Raises:
        UsageError: If there is no such language, file or folder.
        PublisherError: If a catalog could not be written.
    """
    every = [(one, path.stem) for one in project.settings.targets for path in project.catalogs_of_others(one, ())]
    files = {project.po_path(*one).resolve(): one for one in every}
    wanted = {one for place in places for one in at(project, place, every, files)} if places else set(every)
    result = Scrubbed()
    for locale, domain in every:
        if (locale, domain) in wanted:
            try:
                result.files.append(_cleaned(project, locale, domain, check=check))
            except CatalogError as error:
                result.broken += error.problems
    if not places:
        others = (path for path in (project.root / "locales").rglob("*.po") if path.resolve() not in files)
        result.strangers = sorted(project.relative(path) for path in others)
    return result


def _cleaned(project: Project, locale: Locale, domain: str, *, check: bool) -> Cleaned:
    """Clean one catalog; look at it again after it was saved, as another program may have written it meanwhile."""
    ours = {
        "Project-Id-Version": domain,
        "Last-Translator": project.settings.desk,
        "Language-Team": locale.english_name,
    }
    found: Counter[str] = Counter()
    for _ in range(ROUNDS):
        data = project.read(project.po_path(locale, domain))
        catalog = project.parse(data, locale, domain)
        result = catalog.scrub(ours)
        found.update(result.found)
        if check or not result.found:
            break
        save(project, catalog, domain, data)
    return Cleaned(catalog.path, dict(found), result.left, again=bool(result.found) and not check)
