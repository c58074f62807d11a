"""Side-by-side pages: one statement in two or more languages, passage by passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from publisher import routes
from publisher.catalog import SourceCatalog
from publisher.model import State
from publisher.wording import SIGNED, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from publisher.document.passages import Passage
    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.outputs.html import Site
    from publisher.page import Page, SignatoryLine, UpdateLine
    from publisher.wording import Wording

_ROOT = "../../"


class Column(NamedTuple):
    """A language of the page.

    Attributes:
        locale: The language.
        page: Its version of the statement.
        url: The page of that alone.
        wording: The wording of its pages.
        signed: When a reviewer approved it; None if nobody did.
        attributes: Those of its cells: their class, which the style sheet hides a column by, and their language.
    """

    locale: Locale
    page: Page
    url: str
    wording: Wording
    signed: date | None
    attributes: Markup


class Cell(NamedTuple):
    """A passage in one language.

    Attributes:
        column: The language.
        content: What readers see; nothing where ``lacks`` says why.
        lacks: ``missing`` (no translation), ``changed`` (one of an earlier text), ``unconfirmed`` (a draft), or empty.
        foreign: The language of the content where it is not that of the column.
        mark: What stands before it: a bullet or a number.
    """

    column: Column
    content: Markup | Phrase | None
    lacks: str = ""
    foreign: Locale | None = None
    mark: str = ""


class Row(NamedTuple):
    """A passage in all languages of the page.

    Attributes:
        id: Its anchor, here and on the statement's pages; empty if it has none.
        role: What it is: ``title``, ``origin``, ``review``, ``update``, ``signed``, ``signatory``, or a passage's own.
        cells: One for each column.
        number: The number of the paragraph in the digits of the page, or empty.
        depth: How far it is indented, 0 to 3.
        kept: Whether it stays in the language of the statement.
    """

    id: str
    role: str
    cells: Sequence[Cell]
    number: str = ""
    depth: int = 0
    kept: bool = False


class Versions:
    """The versions of a statement, to be put side by side in any choice; each is made once, whatever pages it is on.

    Args:
        site: The site that the pages belong to.
        pages: The versions.
        wording: By the id of a locale, the texts of the templates in it.
        signed: By the id of a locale, when a reviewer approved exactly what its own page shows.
    """

    def __init__(
        self, site: Site, pages: Sequence[Page], wording: Mapping[str, Wording], signed: Mapping[str, date]
    ) -> None:
        self._site = site
        self._wording = wording
        self._columns = {
            one.locale.id: _column(one, wording[one.locale.id], signed.get(one.locale.id)) for one in pages
        }
        self._rows = {name: list(_rows(column)) for name, column in self._columns.items()}

    def page(
        self,
        names: Sequence[str],
        others: Mapping[str, Sequence[Locale]],
        *,
        address: str,
        held: bool = False,
        pdf: bool = False,
    ) -> bytes:
        """One page with versions side by side. It speaks the language of the first of them.

        Args:
            names: The ids of their locales, in the order of the settings.
            others: The other pages of this kind, by their path from the root of the site the languages of each.
            address: Its path from the root of the site.
            held: Whether one of the versions is a draft that must not be published.
            pdf: Whether the page can be had as a PDF.
        """
        columns = [self._columns[one] for one in names]
        first, wording = columns[0].page, columns[0].wording
        source, prevails = first.document.source_locale, first.document.meta.prevails
        return self._site.render(
            "compare.html",
            wording,
            [],
            root=_ROOT,
            address=address,
            held=held,
            title=wording.phrase(first.text("short_title") or first.text("title")),
            columns=columns,
            rows=[_joined(found) for found in zip(*(self._rows[one] for one in names), strict=True)],
            languages=[one.locale for one in columns],
            others=[(locales, routes.relative(path, address)) for path, locales in others.items()],
            pdf=pdf and routes.relative(f"{address.removesuffix('html')}pdf", address),
            source=source,
            prevails=self._wording[prevails].locale if prevails in self._wording else None,
        )


def _column(page: Page, wording: Wording, signed: date | None) -> Column:
    url = _ROOT + routes.statement(page.locale.id, page.document.slug)
    name, lang, direction = page.locale.id, page.locale.html_lang, page.locale.direction
    attributes = Markup('class="c-{}" lang="{}" dir="{}"').format(name, lang, direction)
    return Column(page.locale, page, url, wording, signed, attributes)


def _joined(rows: Sequence[Row]) -> Row:
    """One row of the rows that different languages have of a passage; it is counted in the digits of the first."""
    first, cells = rows[0], [cell for row in rows for cell in row.cells]
    return Row(first.id, first.role, cells, first.number, first.depth, first.kept)


def _rows(column: Column) -> Iterator[Row]:
    """The whole statement in reading order, in one language."""
    page, wording, locale = column.page, column.wording, column.locale
    front = page.document.front
    if title := front.texts.get("title"):
        yield Row(title.id, "title", [_cell(column, title, wording.phrase(page.text("title")))])
    yield Row("", "origin", [Cell(column, _origin(page))])
    yield Row("", "review", [Cell(column, _review(column))])
    if updates := page.updates:
        yield Row("", "signed", [Cell(column, wording.gettext("Changes since publication"))])
        for segment, update in zip(front.updates, updates, strict=True):
            yield Row(update.id, "update", [_cell(column, segment, _update(update, column))])
    base = f"{_ROOT}{locale.id}/"
    for found in page.document.passages(page.catalog.text_for, locale, base):
        number = locale.with_digits(str(found.number)) if found.number else ""
        yield Row(found.id, found.role, [_passage_cell(column, found)], number, min(found.depth, 3), found.kept)
    if signatories := page.signatories:
        heading = wording.ngettext(*SIGNED, len(signatories))
        yield Row("_signatories", "signed", [Cell(column, heading)])
        for one in signatories:
            yield Row(one.id, "signatory", [Cell(column, _name(one))])


def _passage_cell(column: Column, found: Passage) -> Cell:
    content = Markup(found.html)  # noqa: S704  # made by the walk, raw HTML off
    if found.kept:
        foreign = found.text.locale if found.text.locale.id != column.locale.id else None
        return Cell(column, content, foreign=foreign, mark=found.mark)
    return _cell(column, found.source, content, found.mark)


def _cell(column: Column, segment: Segment, content: Markup | Phrase | None, mark: str = "") -> Cell:
    """What readers see of a segment, or why they see nothing: one language never stands in for another here."""
    lacks = _lacks(column.page, segment)
    return Cell(column, None if lacks else content, lacks, mark=mark)


def _lacks(page: Page, segment: Segment) -> str:
    """Why there is no text to be shown, as `Cell.lacks` has it; the publication rule is that of the catalog."""
    state, catalog = page.catalog.state_of(segment), page.catalog
    if state is State.TRANSLATED or isinstance(catalog, SourceCatalog):
        return ""
    if state is State.UNTRANSLATED:
        return "missing"
    return "changed" if catalog.unit(segment).previous else "unconfirmed"


def _origin(page: Page) -> Markup:
    """Type, day and place as the statement's own page has them."""
    texts = [Phrase(text, page.locale) if text else None for text in (page.text("type"), page.text("place"))]
    day = page.document.meta.date
    return Markup(" · ").join(one for one in (texts[0], _time(day, page.locale), texts[1]) if one)


def _time(day: date, locale: Locale) -> Markup:
    return Markup(f'<time datetime="{day.isoformat()}">{escape(locale.date(day))}</time>')  # noqa: S704  # escaped


def _review(column: Column) -> Phrase:
    """Who stands for a version, in the words of its own page."""
    if column.page.original:
        return column.wording.gettext("This is the original text.")
    if column.signed:
        return column.wording.gettext("A reviewer approved this translation on {date}.", date=column.signed)
    return column.wording.gettext("No reviewer has approved this translation yet.")


def _update(line: UpdateLine, column: Column) -> Markup:
    return Markup(" ").join((_time(line.date, column.locale), Phrase(line.text, column.locale)))


def _name(one: SignatoryLine) -> Markup:
    """A signatory in an element of its own language: a name is never passed off as a translation of itself."""
    locale, name = one.name.locale, escape(Phrase(one.name, one.name.locale))
    acronym = f' (<bdi dir="ltr">{escape(one.acronym)}</bdi>)' if one.acronym else ""
    html = f'<bdi lang="{escape(locale.html_lang)}" dir="{locale.direction}">{name}{acronym}</bdi>'
    return Markup(html)  # noqa: S704  # everything in it is escaped
