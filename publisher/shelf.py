"""The files of one language, as far as they can be read: what is broken holds this language back, and no other."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from publisher import signoff
from publisher.errors import CatalogError
from publisher.model import Finding, Severity
from publisher.project import SIGNOFFS, SITE, TERMS
from publisher.terms import Glossary

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.catalog import Catalog, SourceCatalog
    from publisher.locale import Locale
    from publisher.project import Project
    from publisher.signoff import Record

Held = TypeVar("Held")


class Shelf:
    """The files of one language; a file that cannot be read holds nothing, and why is remembered.

    Args:
        project: The workspace.
        locale: The language.

    Attributes:
        broken: Why files could not be read, by their domain, or the name of the file of sign-offs.
    """

    def __init__(self, project: Project, locale: Locale) -> None:
        self._project, self._locale = project, locale
        self.broken: dict[str, list[Finding]] = {}

    @cached_property
    def wording(self) -> Catalog | SourceCatalog:
        """The wording of the pages."""
        return self.catalog(SITE)

    @cached_property
    def glossary(self) -> Glossary:
        """What is agreed of the terms."""
        return Glossary.of(self._project.terms(), self.catalog(TERMS).translations)

    @cached_property
    def signoffs(self) -> dict[str, Record]:
        """The sign-offs by the slug of their statement."""
        return self.attempt(SIGNOFFS, partial(signoffs, self._project, self._locale), {})

    def catalog(self, domain: str) -> Catalog | SourceCatalog:
        """The catalog of a domain."""
        return self._attempt(domain, partial(self._project.catalog, self._locale, domain))

    def parsed(self, domain: str, data: bytes | None) -> Catalog | SourceCatalog:
        """The catalog of a domain whose file has been read; None is no file."""
        return self._attempt(domain, partial(self._project.held, data, self._locale, domain))

    def _attempt(self, domain: str, read: Callable[[], Catalog | SourceCatalog]) -> Catalog | SourceCatalog:
        empty: Catalog | SourceCatalog = self._project.parse(None, self._locale, domain)
        return self.attempt(domain, read, empty)

    def attempt(self, domain: str, read: Callable[[], Held], empty: Held) -> Held:
        """What is read from the file of a domain, or ``empty`` if that is broken."""
        try:
            return read()
        except CatalogError as error:
            self.broken[domain] = [
                Finding(
                    "catalog", Severity.ERROR, one.message, one.hint, self._locale.id, domain, one.path, one.line or 1
                )
                for one in error.problems
            ]
            return empty


def signoffs(project: Project, locale: Locale) -> dict[str, Record]:
    """The sign-offs of a language by the slug of their statement.

    Raises:
        CatalogError: If their file is broken.
    """
    path = project.signoff_path(locale)
    data = project.read(path)
    return {} if data is None else signoff.read(data, project.relative(path))
