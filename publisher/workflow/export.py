"""`export`: a catalog as a file that translators without gettext can fill in, or that their tools read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from publisher import exchange, files
from publisher.document import fingerprint
from publisher.errors import Problem, UsageError, did_you_mean
from publisher.exchange import Format, Labels, Markup, Ref, Row, Sheet, source_hash
from publisher.merge.words import compared
from publisher.model import State
from publisher.outputs import review
from publisher.workflow.diff import target_locale, titles
from publisher.workflow.domains import all_domains, known_domains
from publisher.workflow.renew import Renewal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.catalog import Catalog
    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.project import Project

FORMATS = MappingProxyType({**exchange.FORMATS, "html": Format(".html", review.page, several=True)})
"""What a translation can be written as."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What `export` wrote.

    Attributes:
        path: The file.
        locale: The language.
        texts: How many texts it holds; plural forms count each.
        open: How many of them are not translated, or are drafts.
        written: Whether the file changed; one that had the same bytes is left as it is.
    """

    path: Path
    locale: Locale
    texts: int
    open: int
    written: bool


def export(  # noqa: PLR0913  # what the command line says
    project: Project,
    locale: str,
    domains: Sequence[str],
    form: str,
    path: Path | None = None,
    *,
    only_open: bool = False,
) -> Exported:
    """Write the translation of statements into one language as a file of another format.

    Args:
        project: The workspace.
        locale: The language.
        domains: The statements; none for all that is translated, which only some formats can hold.
        form: One of the `FORMATS`.
        path: The file; one that holds something else is not replaced, because that may be a translator's work.
            Without it, one in the current folder that is named after the statement and the language.
        only_open: Leave out what is translated.

    Raises:
        UsageError: If there is no such language or statement, or nothing is open, or the file is there already.
        PublisherError: If anything in the workspace is unreadable, or the file cannot be written.
    """
    made = exported(project, locale, domains, form, only_open=only_open)
    suffix = FORMATS[form].suffix
    if path and path.suffix and path.suffix != suffix:
        hint = f"name it {path.with_suffix(suffix)}, so that it can be read again"
        raise UsageError(Problem(f"files of this format end with {suffix}", str(path), hint=hint))
    path = path or Path(made.name)
    if path.exists() and not files.has(path, made.data):
        hint = "perhaps a translator has filled it in: import it, or move it away, or choose another name with -o"
        raise UsageError(Problem("is there already, and was not replaced", str(path), hint=hint))
    return Exported(path, made.locale, made.texts, made.open, files.write(path, made.data))


class Made(NamedTuple):
    """A file that can be written or sent: a name for it, its bytes, and what `Exported` tells of it."""

    name: str
    data: bytes
    locale: Locale
    texts: int
    open: int


def exported(project: Project, locale: str, domains: Sequence[str], form: str, *, only_open: bool = False) -> Made:
    """The translation of statements into one language as the bytes of another format; nothing is written.

    Args:
        project: The workspace.
        locale: The language.
        domains: The statements; none for all that is translated, which only some formats can hold.
        form: One of the `FORMATS`.
        only_open: Leave out what is translated.

    Raises:
        UsageError: If there is no such language or statement, or nothing is open.
        PublisherError: If anything in the workspace is unreadable.
    """
    sheets = sheets_of(project, locale, domains, only_open=only_open)
    kind = FORMATS[form]
    rows = [row for one in sheets for row in one.rows if not kind.finished or row.state is State.TRANSLATED]
    if not rows and kind.finished:
        hint = "leave out --only-open" if only_open else "a translation memory holds finished translations alone"
        raise UsageError(Problem("nothing is translated there", hint=hint))
    if not rows:
        raise UsageError(Problem("nothing is open there", hint="leave out --only-open to export all texts"))
    if len(sheets) > 1 and not kind.several:
        hint = f"name one of them: {', '.join(one.domain for one in sheets)}"
        raise UsageError(Problem(f"a file of this format holds one statement, not {len(sheets)}", hint=hint))
    open_ = sum(row.state is not State.TRANSLATED for row in rows)
    name = f"{domains[0] if len(domains) == 1 else 'all'}.{sheets[0].locale.id}{kind.suffix}"
    return Made(name, kind.write(sheets), sheets[0].locale, len(rows), open_)


def sheets_of(project: Project, locale: str, domains: Sequence[str] = (), *, only_open: bool = False) -> list[Sheet]:
    """The texts of domains with their translations into one language; the sources are read as they are now.

    Raises:
        UsageError: If there is no such language or domain.
        PublisherError: If anything in the workspace is unreadable.
    """
    target, documents = target_locale(project, locale), project.documents()
    every = all_domains(project, documents)
    for name in domains:
        if name not in every:
            raise UsageError(Problem(f'no such statement "{name}"', hint=did_you_mean(name, every)))
    chosen = {name: segments for name, segments in every.items() if name in domains or not domains}
    renewal = Renewal(project, target, chosen, known_domains(documents))
    labels = Labels.of(project.tools_wording(target).text_for)
    named, statements = titles(documents), {one.slug: one for one in documents}
    sheets = {}
    for one in renewal:
        markup = markup_of(statements.get(one.domain))
        rows = list(_rows(project, one.domain, one.catalog, one.segments, markup))
        rows = [row for row in rows if not only_open or row.state is not State.TRANSLATED]
        title = named[one.domain]
        sheets[one.domain] = Sheet(
            one.domain, title, project.settings.source_locale, target, rows, labels, markup.runs, markup.pieces
        )
    return [sheets[name] for name in chosen]


def markup_of(document: Document | None) -> Markup:
    """What the signs of texts mean: Markdown in the body of a statement, elsewhere nothing."""
    return Markup(document.runs, document.pieces, document.markdown, document.inline) if document else Markup.none()


def _rows(
    project: Project, domain: str, catalog: Catalog, segments: Sequence[Segment], markup: Markup
) -> Iterator[Row]:
    number = 0
    for segment in segments:
        unit, forms = catalog.unit(segment), catalog.forms(segment)
        draft = catalog.is_draft(segment)
        changes = compared(unit.previous, segment.source) if unit.previous else ()
        for form, target in enumerate(forms):
            number += 1
            counted = form if segment.plural else None
            source, notes = _form(project, catalog.locale, segment, counted)
            print_of = fingerprint(markup.runs(segment.context, target))
            ref = Ref(domain, catalog.locale.id, segment.id, counted, source_hash(segment), print_of, draft)
            yield Row(ref, number, segment, source, target, unit.state, changes, (*notes, *segment.notes))


def _form(project: Project, locale: Locale, segment: Segment, form: int | None) -> tuple[str, tuple[str, ...]]:
    """The English of a plural form, and a note that tells for which numbers it is."""
    if form is None:
        return segment.source, ()
    numbers = [n for n in range(200) if locale.plural_index(n) == form][:4]
    plural = project.settings.source_locale.plural_index(numbers[-1])
    note = f"Form {form + 1} of {locale.nplurals}, for {', '.join(map(str, numbers))} …"
    return segment.plural if plural else segment.source, (note,)
