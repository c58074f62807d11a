"""A workspace on disk: its settings, statements, catalogs and templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from publisher import document, settings, terms
from publisher.catalog import Catalog, SourceCatalog
from publisher.errors import CatalogError, ConfigError, Problem, SourceError, UsageError, decoded
from publisher.terms import Glossary

if TYPE_CHECKING:
    from collections.abc import Container

    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.settings import Settings

SITE, TERMS, TOOLS = "site", "terms", "tools"
"""The domains that are no statement: the wording of the pages, the glossary, and what the program says to translators.

The last one is translated with the program itself; another workspace has catalogs of it only if it wants to.
"""

_PACKAGE = Path(__file__).parent


@cache
def defaults() -> Path:
    """The folder with the ``templates`` that every workspace falls back on and the ``locales`` that it begins with.

    In an installed package they lie inside it; in a clone they are the repository's own.
    """
    installed = _PACKAGE / "defaults"
    return installed if installed.is_dir() else _PACKAGE.parent


def starter_folder() -> Path:
    """The folder with the files that a new workspace begins with."""
    return _PACKAGE / "starter"


def interface_folder() -> Path:
    """The folder with the templates, the style and the script of the web workspace."""
    return _PACKAGE / "interface"


@dataclass(frozen=True, slots=True)
class Project:
    """One workspace, opened.

    Attributes:
        root: Its folder.
        settings: What its ``pyproject.toml`` says.
    """

    root: Path
    settings: Settings

    @classmethod
    def open(cls, start: Path) -> Project:
        """Open the workspace that ``start`` lies in.

        Raises:
            UsageError: If neither ``start`` nor a folder above it is a workspace.
            ConfigError: If its settings are wrong.
        """
        for folder in (start, *start.resolve().parents):
            file = folder / settings.FILE
            if file.is_file() and (found := settings.read(_settings_of(file))):
                return cls(folder, found)
        hint = "go to a folder whose pyproject.toml has [tool.publisher], or make one: publish init my-statements"
        raise UsageError(Problem("no workspace here", str(start), hint=hint))

    def relative(self, path: Path) -> str:
        """A path as people write it: from the workspace, with slashes."""
        return path.relative_to(self.root).as_posix()

    def documents(self) -> list[Document]:
        """Every statement of ``source/``, by slug.

        Raises:
            SourceError: With everything that is wrong with any of them.
        """
        found: list[Document] = []
        problems: list[Problem] = []
        for path in sorted((self.root / "source").rglob("*.md")):
            try:
                found.append(self._document(path))
            except SourceError as error:
                problems += error.problems
        problems += _same_slugs(found)
        if problems:
            raise SourceError(*problems)
        return sorted(found, key=lambda one: one.slug)

    def _document(self, path: Path) -> Document:
        relative = PurePosixPath(self.relative(path))
        return document.read(self._source(path), relative, self.settings.source_locale, self.settings.ids)

    def _source(self, path: Path) -> bytes:
        self.refuse_outside(path)
        try:
            return path.read_bytes()
        except OSError as error:
            raise SourceError(Problem(f"cannot be read: {error.strerror}", self.relative(path))) from error

    def terms(self) -> list[terms.Term]:
        """The glossary of the workspace; empty where it has none.

        Raises:
            SourceError: If ``source/terms.yaml`` is wrong.
        """
        path = self.root / "source" / "terms.yaml"
        if not path.is_file():
            return []
        name = self.relative(path)
        return terms.read(decoded(self._source(path), name), name)

    def glossary(self, locale: Locale) -> Glossary:
        """What the terms of the workspace are in a language, as far as that is agreed.

        Raises:
            PublisherError: If the terms or their catalog cannot be read.
        """
        return Glossary.of(self.terms(), self.catalog(locale, TERMS).translations)

    def templates(self) -> tuple[Path, ...]:
        """Where templates are looked for: the workspace's own, then the defaults."""
        return (self.root / "templates", defaults() / "templates")

    def pot_path(self, domain: str) -> Path:
        """The template of a domain's catalogs."""
        return self.root / "locales" / f"{domain}.pot"

    def po_path(self, locale: Locale, domain: str) -> Path:
        """The catalog of a domain in a language."""
        return self.root / "locales" / locale.id / "LC_MESSAGES" / f"{domain}.po"

    def catalogs_of_others(self, locale: Locale, domains: Container[str]) -> list[Path]:
        """The .po files of a language that belong to none of these domains."""
        return sorted(path for path in self.po_path(locale, SITE).parent.glob("*.po") if path.stem not in domains)

    @property
    def translates_tools(self) -> bool:
        """Whether what the program says to translators is translated here: where there is a template of it."""
        return self.pot_path(TOOLS).is_file()

    def shipped_wording(self, locale: Locale, domain: str = SITE) -> Catalog | None:
        """The wording of a domain in a language, as it comes with the program; None where it does not know it."""
        path = defaults() / "locales" / locale.id / "LC_MESSAGES" / f"{domain}.po"
        if not path.is_file():
            return None
        return Catalog.read(path.read_bytes(), locale, self.settings.source_locale, str(path))

    def tools_wording(self, locale: Locale) -> Catalog | SourceCatalog:
        """What the program says to the translators of a language: in that language, or in English."""
        if self.po_path(locale, TOOLS).is_file():
            return self.translations(locale, TOOLS)
        return self.shipped_wording(locale, TOOLS) or SourceCatalog(self.settings.source_locale)

    def catalog(self, locale: Locale, domain: str) -> Catalog | SourceCatalog:
        """The catalog of a domain: of the source language every text as it is, else what the .po file holds.

        Raises:
            CatalogError: If the file is broken.
        """
        if locale is self.settings.source_locale:
            return SourceCatalog(locale)
        return self.translations(locale, domain)

    def translations(self, locale: Locale, domain: str) -> Catalog:
        """What the .po file of a domain holds; a file that is not there is an empty catalog."""
        return self.parse(self.read(self.po_path(locale, domain)), locale, domain)

    def parse(self, data: bytes | None, locale: Locale, domain: str) -> Catalog:
        """What the bytes of a .po file hold; None is an empty catalog.

        Raises:
            CatalogError: If the file is broken.
        """
        name = self.relative(self.po_path(locale, domain))
        if data is None:
            return Catalog(locale, self.settings.source_locale, name)
        return Catalog.read(data, locale, self.settings.source_locale, name)

    def read(self, path: Path) -> bytes | None:
        """The bytes of a catalog or its template; None if there is no such file.

        Raises:
            CatalogError: If it cannot be read, or lies outside the workspace.
        """
        self.refuse_outside(path)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            hint = "Put a file in its place that you may read."
            raise CatalogError(Problem(f"cannot be read: {error.strerror}", self.relative(path), hint=hint)) from error

    def refuse_outside(self, path: Path) -> None:
        """Refuse a file that a symbolic link has put outside the workspace.

        Raises:
            UsageError: If it is one.
        """
        if not path.resolve().is_relative_to(self.root.resolve()):
            hint = "put the file itself there"
            raise UsageError(Problem("a link that leads out of the workspace", self.relative(path), hint=hint))


def _settings_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        hint = "Ask for the right to read it."
        raise ConfigError(Problem(f"cannot be read: {error.strerror}", str(file), hint=hint)) from error


def _same_slugs(found: list[Document]) -> list[Problem]:
    first: dict[str, Document] = {}
    problems = []
    for one in found:
        other = first.setdefault(one.slug, one)
        if other is not one:
            hint = "rename one of the two files"
            problems.append(Problem(f'the slug "{one.slug}" belongs to {other.path} already', one.path, hint=hint))
    return problems
