"""`diff`: what changed in the English since a translation was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import Problem, UsageError, did_you_mean
from publisher.locale import locale as find_locale
from publisher.merge.words import Words, compared
from publisher.model import State, Unit
from publisher.project import SITE, TERMS, TOOLS
from publisher.workflow.domains import all_domains, known_domains, refuse_unknown
from publisher.workflow.renew import Renewal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.project import Project
    from publisher.workflow.renew import Renewed


@dataclass(frozen=True, slots=True)
class Difference:
    """A text whose translation waits for a translator.

    Attributes:
        unit: The text, and what there is of its translation.
        words: The English then and now in pieces; of a new text all is added, and where the English of a draft is
            not known all is the same.
    """

    unit: Unit
    words: Words


@dataclass(frozen=True, slots=True)
class CatalogDiff:
    """The differences of one catalog, in the order of the English.

    Attributes:
        domain: The slug of a statement, ``site`` or ``terms``.
        title: What it is, in English.
        differences: What waits for a translator.
    """

    domain: str
    title: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed in the English since the translations into one language were made."""

    source_locale: Locale
    locale: Locale
    catalogs: list[CatalogDiff]


def diff(project: Project, locale: str, slugs: Sequence[str] = ()) -> Diff:
    """Compare the English of each draft with the English now, and list what is new; nothing is written.

    The sources are read as they are now, whether ``update`` has run since they changed or not.

    Args:
        project: The workspace.
        locale: The language.
        slugs: The statements to look at; none for all, with the wording of the pages and the terms.

    Raises:
        UsageError: If there is no such language or statement.
        PublisherError: If anything in the workspace is unreadable.
    """
    target = target_locale(project, locale)
    documents = project.documents()
    refuse_unknown(slugs, documents)
    known = known_domains(documents)
    domains = {name: one for name, one in all_domains(project, documents).items() if not slugs or name in slugs}
    renewal = Renewal(project, target, domains, known)
    named = titles(documents)
    found = {one.domain: CatalogDiff(one.domain, named[one.domain], list(_differences(one))) for one in renewal}
    return Diff(project.settings.source_locale, target, [found[name] for name in domains])


def target_locale(project: Project, name: str) -> Locale:
    """One of the languages that a workspace is translated into, by its name or another name that it has.

    Raises:
        UsageError: With the nearest one that there is.
    """
    targets = {one.id: one for one in project.settings.targets}
    try:
        return targets[name if name in targets else find_locale(name).id]
    except (KeyError, UsageError):
        hint = did_you_mean(name, targets)
        raise UsageError(Problem(f'nothing is translated into "{name}" here', hint=hint)) from None


def titles(documents: Sequence[Document]) -> dict[str, str]:
    """What each domain is, in English."""
    return {one.slug: one.short_title for one in documents} | {
        SITE: "The wording of the pages",
        TERMS: "The agreed terms",
        TOOLS: "What the program says to translators",
    }


def _differences(renewed: Renewed) -> Iterator[Difference]:
    for segment in renewed.segments:
        unit = renewed.catalog.unit(segment)
        match unit.state:
            case State.FUZZY:
                yield Difference(unit, compared(unit.previous or segment.source, segment.source))
            case State.UNTRANSLATED:
                yield Difference(unit, compared("", segment.source))
            case State.PRETRANSLATED:
                yield Difference(unit, compared(segment.source, segment.source))
            case State.TRANSLATED:
                pass
