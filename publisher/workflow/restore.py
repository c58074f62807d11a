"""`restore`: what catalogs held before, and bringing it back; and saving one that was edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher import files
from publisher.errors import CatalogError, Problem, PublisherError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from publisher.catalog import Catalog, Key
    from publisher.files import Version
    from publisher.locale import Locale
    from publisher.project import Project


def save(project: Project, catalog: Catalog, domain: str, read: bytes | None) -> list[Key]:
    """Save a catalog that was edited. What others wrote into its file since it was read is taken over.

    Args:
        project: The workspace.
        catalog: The catalog, edited.
        domain: What it is the catalog of.
        read: The bytes that it was made of; None if there was no file.

    Returns:
        The keys, (context, source), of the entries that others changed too, in another way. Both texts are in the
        file, as a draft.

    Raises:
        PublisherError: If the file could not be written; it is whole, and what is not in it is in the history.
    """
    base = _as_read(project, read, catalog.locale, domain)
    conflicts: dict[Key, None] = {}

    def merge(theirs: bytes) -> bytes:
        nonlocal base
        other = project.parse(theirs, catalog.locale, domain)
        conflicts.update(dict.fromkeys(catalog.reconcile(other, base)))
        base = other
        return catalog.to_bytes()

    path = project.po_path(catalog.locale, domain)
    with files.locked(project.root):
        files.History(project.root).save(files.Save(path, catalog.to_bytes(), read, merge))
    return list(conflicts)


def _as_read(project: Project, data: bytes | None, locale: Locale, domain: str) -> Catalog:
    """What a file held; a broken one, which a kept version may replace, held nothing."""
    try:
        return project.parse(data, locale, domain)
    except CatalogError:
        return project.parse(None, locale, domain)


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of a catalog that is kept.

    Attributes:
        id: What names it.
        path: The file that it was in, relative to the workspace.
        time: When it was put there, or replaced there, in UTC.
        translations: How many finished translations it has; None if it cannot be read.
        missing: How many of these texts the file does not have now, not even as a draft or out of use.
        problem: Why it cannot be read, or empty.
    """

    id: str
    path: str
    time: datetime
    translations: int | None
    missing: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What `restore` did: the file, the version, and how many entries hold two texts for somebody to decide."""

    path: str
    id: str
    conflicts: int


def versions(project: Project) -> list[Kept]:
    """What is kept of the catalogs of a workspace, the newest first."""
    texts: dict[str, set[str]] = {}
    found = []
    for version in files.History(project.root).versions():
        if version.path not in texts:
            texts[version.path] = _texts(project, version.path)
        found.append(_kept(project, version, texts[version.path]))
    return found


def restore(project: Project, version: str, *, merge: bool = False) -> Restored:
    """Bring a version of a catalog back; what the file holds now is kept, so that this can be undone.

    Args:
        project: The workspace.
        version: The beginning of its id.
        merge: Only bring back what was changed in this version, into what the file holds now.

    Raises:
        UsageError: If there is no such version.
        PublisherError: If it is broken or could not be written; then the file is as it was.
    """
    history = files.History(project.root)
    found = history.version(version)
    locale, domain = _place(project, found.path)
    present = project.read(project.po_path(locale, domain))
    catalog = _parse(project, found)
    conflicts = []
    if merge:
        edited, before = catalog, _as_read(project, history.before(found), locale, domain)
        catalog = project.parse(present, locale, domain)
        conflicts = catalog.reconcile(edited, before)
    return Restored(found.path, found.id, len({*conflicts, *save(project, catalog, domain, present)}))


def _kept(project: Project, version: Version, now: set[str]) -> Kept:
    try:
        finished = [text for one in _parse(project, version).finished() for text in one.targets]
    except CatalogError:
        return Kept(version.id, version.path, version.time, None, 0, "broken")
    except UsageError:
        return Kept(version.id, version.path, version.time, None, 0, "language not in the settings")
    missing = sum(text not in now for text in finished)
    return Kept(version.id, version.path, version.time, len(finished), missing)


def _texts(project: Project, path: str) -> set[str]:
    """Every text of a catalog as it is now; none if it is broken or gone."""
    try:
        return project.translations(*_place(project, path)).texts()
    except PublisherError:
        return set()


def _parse(project: Project, version: Version) -> Catalog:
    try:
        return project.parse(version.read(), *_place(project, version.path))
    except CatalogError as error:
        hint = f"its bytes are in {version.kept}"
        raise CatalogError(Problem("this version is broken", version.path, hint=hint), *error.problems) from error


def _place(project: Project, path: str) -> tuple[Locale, str]:
    """The language and the domain of a catalog."""
    for locale in project.settings.targets:
        file = project.root / path
        if project.po_path(locale, file.stem) == file:
            return locale, file.stem
    hint = "add the language to the settings again"
    raise UsageError(Problem("the catalog of a language that the workspace does not have", path, hint=hint))
