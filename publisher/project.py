"""A workspace on disk: its settings, statements, catalogs and templates.

What reads Markdown and catalogs is imported by the methods that use it: it takes longer to import than to see that
nothing has changed.
"""
# ruff: noqa: PLC0415  # imports inside functions: see above

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from publisher import settings
from publisher.errors import CatalogError, ConfigError, Problem, SourceError, UsageError, decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from publisher.catalog import Catalog, SourceCatalog
    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.settings import Settings
    from publisher.terms import Glossary, Term

SIGNOFFS = "signoff.json"
"""The file with the sign-offs of a language, beside its catalogs."""
SITE, TERMS, TOOLS = "site", "terms", "tools"
"""The domains that are no statement: the wording of the pages, the glossary, and what the program says to translators.

The last one is translated with the program itself; another workspace has catalogs of it only if it wants to.
"""

Taken = TypeVar("Taken")
Kept = TypeVar("Kept")
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
        """Every statement of ``source/``, by slug; raises what `each` does."""
        return self.each(lambda one: one, lambda one: one)

    def each(self, take: Callable[[Document], Taken], keep: Callable[[Taken], Kept], *, jobs: int = 1) -> list[Kept]:
        """What is kept of every statement, by slug; one is let go of before the next is read.

        Args:
            take: Answers what is wanted of a statement, maybe in another process.
            keep: Answers what is kept of that; called in this process, in any order.
            jobs: How many processes may read at once; 0 for as many as there are cores.

        Raises:
            SourceError: With everything that is wrong with any of them.
        """
        from publisher import workers

        def read(path: str) -> tuple[str, list[Taken], tuple[Problem, ...]]:
            try:
                return path, [take(self.document(path))], ()
            except SourceError as error:
                return path, [], error.problems

        paths = self.sources()
        found = [(path, [*map(keep, taken)], wrong) for path, taken, wrong in workers.run(read, paths, jobs)]
        every = (one for *_, wrong in found for one in wrong)
        if problems := [*sorted(every, key=lambda one: one.path), *same_slugs(paths)]:
            raise SourceError(*problems)
        return [one for _, kept, _ in sorted(found, key=lambda one: slug_of(one[0])) for one in kept]

    def sources(self) -> list[str]:
        """The files of all statements, relative to the workspace, in their order; hidden ones are other programs'."""
        root = os.fspath(self.root)
        walk = os.walk(f"{root}/source")
        found = (f"{folder}/{name}" for folder, inner, names in walk for name in (*inner, *names))
        return sorted(one[len(root) + 1 :] for one in found if one.endswith(".md") and "/." not in one[len(root) :])

    def document(self, path: str, data: bytes | None = None) -> Document:
        """One statement.

        Args:
            path: Its file, relative to the workspace.
            data: The bytes of the file, if they have been read.

        Raises:
            SourceError: With everything that is wrong with it.
        """
        from publisher import document

        data = self._source(self.root / path) if data is None else data
        return document.read(data, PurePosixPath(path), self.settings.source_locale, self.settings.ids)

    def _source(self, path: Path) -> bytes:
        self.refuse_outside(path)
        try:
            return path.read_bytes()
        except OSError as error:
            raise SourceError(_unreadable(error, self.relative(path))) from error

    def terms(self) -> list[Term]:
        """The glossary of the workspace; empty where it has none.

        Raises:
            SourceError: If ``source/terms.yaml`` is wrong.
        """
        from publisher import terms

        path, name = self.root / "source" / "terms.yaml", "source/terms.yaml"
        return terms.read(decoded(self._source(path), name), name) if path.is_file() else []

    def glossary(self, locale: Locale) -> Glossary:
        """What the terms of the workspace are in a language, as far as that is agreed.

        Raises:
            PublisherError: If the terms or their catalog cannot be read.
        """
        from publisher.terms import Glossary

        return Glossary.of(self.terms(), self.catalog(locale, TERMS).translations)

    def templates(self) -> tuple[Path, ...]:
        """Where templates are looked for: the workspace's own, then the defaults."""
        return (self.root / "templates", defaults() / "templates")

    def pot_name(self, domain: str) -> str:
        """The template of a domain's catalogs, from the workspace."""
        return f"locales/{domain}.pot"

    def po_path(self, locale: Locale, domain: str) -> Path:
        """The catalog of a domain in a language."""
        return self.root / self.po_name(locale, domain)

    def po_name(self, locale: Locale, domain: str) -> str:
        """The same as people write it, from the workspace."""
        return f"locales/{locale.id}/LC_MESSAGES/{domain}.po"

    def signoff_path(self, locale: Locale) -> Path:
        """The file with the sign-offs of a language."""
        return self.root / "locales" / locale.id / SIGNOFFS

    def catalogs_of_others(self, locale: Locale, domains: Container[str]) -> list[Path]:
        """The .po files of a language that belong to none of these domains."""
        return sorted(path for path in self.po_path(locale, SITE).parent.glob("*.po") if path.stem not in domains)

    @property
    def translates_tools(self) -> bool:
        """Whether what the program says to translators is translated here: where there is a template of it."""
        return (self.root / self.pot_name(TOOLS)).is_file()

    def shipped_wording(self, locale: Locale, domain: str = SITE) -> Catalog | None:
        """The wording of a domain in a language, as it comes with the program; None where it does not know it."""
        from publisher.catalog import Catalog

        path = defaults() / "locales" / locale.id / "LC_MESSAGES" / f"{domain}.po"
        if not path.is_file():
            return None
        return Catalog.read(path.read_bytes(), locale, self.settings.source_locale, str(path))

    def tools_wording(self, locale: Locale) -> Catalog | SourceCatalog:
        """What the program says to the translators of a language: in that language, or in English."""
        from publisher.catalog import SourceCatalog

        if self.po_path(locale, TOOLS).is_file():
            return self.translations(locale, TOOLS)
        return self.shipped_wording(locale, TOOLS) or SourceCatalog(self.settings.source_locale)

    def catalog(self, locale: Locale, domain: str) -> Catalog | SourceCatalog:
        """The catalog of a domain: of the source language every text as it is, else what the .po file holds.

        Raises:
            CatalogError: If the file is broken.
        """
        from publisher.catalog import SourceCatalog

        is_source = locale is self.settings.source_locale
        return SourceCatalog(locale) if is_source else self.translations(locale, domain)

    def translations(self, locale: Locale, domain: str) -> Catalog:
        """What the .po file of a domain holds; a file that is not there is an empty catalog."""
        return self.parse(self.read(self.po_path(locale, domain)), locale, domain)

    def parse(self, data: bytes | None, locale: Locale, domain: str) -> Catalog:
        """What the bytes of a .po file hold; None is an empty catalog.

        Raises:
            CatalogError: If the file is broken.
        """
        from publisher.catalog import Catalog

        which = (locale, self.settings.source_locale, self.po_name(locale, domain))
        return Catalog(*which) if data is None else Catalog.read(data, *which)

    def held(self, data: bytes | None, locale: Locale, domain: str) -> Catalog | SourceCatalog:
        """What a catalog holds whose file has been read."""
        return self.parse(data, locale, domain)

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
            raise CatalogError(_unreadable(error, self.relative(path))) from error

    def refuse_outside(self, path: Path) -> None:
        """Refuse a file that a symbolic link has put outside the workspace.

        Raises:
            UsageError: If it is one.
        """
        root = os.path.realpath(self.root).rstrip(os.sep) + os.sep
        if not (os.path.realpath(path) + os.sep).startswith(root):
            hint = "put the file itself there"
            raise UsageError(Problem("a link that leads out of the workspace", self.relative(path), hint=hint))


def _settings_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(_unreadable(error, str(file))) from error


def _unreadable(error: OSError, path: str) -> Problem:
    return Problem(f"cannot be read: {error.strerror}", path, hint="Put a file in its place that you may read.")


def slug_of(path: str) -> str:
    """The slug of the statement that is in this file: the stem of its name."""
    return path.rpartition("/")[2].removesuffix(".md")


def same_slugs(paths: Sequence[str]) -> list[Problem]:
    """What is wrong with the names of statements: one may be there in several folders."""
    first: dict[str, str] = {}
    problems = []
    for path in paths:
        slug = slug_of(path)
        other = first.setdefault(slug, path)
        if other != path:
            hint = "rename one of the two files"
            problems.append(Problem(f'the slug "{slug}" belongs to {other} already', path, hint=hint))
    return problems
