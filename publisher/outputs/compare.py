"""Side-by-side pages: one statement in two or more languages, passage by passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from publisher import routes
from publisher.catalog import SourceCatalog
from publisher.document.passages import passages
from publisher.model import State
from publisher.wording import SIGNED, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from publisher.document.passages import Passage
    from publisher.locale import Locale
    from publisher.model import Segment, Text
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
    """

    locale: Locale
    page: Page
    url: str
    wording: Wording
    signed: date | None


class Cell(NamedTuple):
    """A passage in one language.

    Attributes:
        content: What readers see; nothing where ``lacks`` says why.
        lacks: ``missing`` (no translation), ``changed`` (one of an earlier text), ``unconfirmed`` (a draft), or empty.
        foreign: The language of the content where it is not that of the column.
        mark: What stands before it: a bullet or a number.
    """

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


def page(  # noqa: PLR0913  # what it shows, what it leads to, and what every page needs
    site: Site,
    pages: Sequence[Page],
    wording: Mapping[str, Wording],
    others: Mapping[str, Sequence[Locale]],
    signed: Mapping[str, date],
    *,
    address: str,
    held: bool = False,
    pdf: bool = False,
) -> bytes:
    """One page with versions of a statement side by side. It speaks the language of the first of them.

    Args:
        site: The site it belongs to.
        pages: The versions, in the order of the settings.
        wording: By the id of a locale, the texts of the templates in it.
        others: The other pages of this kind, by their path from the root of the site the languages of each.
        signed: By the id of a locale, when a reviewer approved exactly what its own page shows.
        address: Its path from the root of the site.
        held: Whether one of the versions is a draft that must not be published.
        pdf: Whether the page can be had as a PDF.
    """
    first = pages[0]
    columns = [_column(one, wording[one.locale.id], signed.get(one.locale.id)) for one in pages]
    source, prevails = first.document.source_locale, first.document.meta.prevails
    return site.render(
        "compare.html",
        wording[first.locale.id],
        [],
        root=_ROOT,
        address=address,
        held=held,
        title=wording[first.locale.id].phrase(first.text("short_title") or first.text("title")),
        columns=columns,
        rows=list(_rows(columns)),
        languages=[one.locale for one in columns],
        others=[(locales, routes.relative(path, address)) for path, locales in others.items()],
        pdf=pdf and routes.relative(f"{address.removesuffix('html')}pdf", address),
        source=source,
        prevails=wording[prevails].locale if prevails in wording else None,
    )


def _column(page: Page, wording: Wording, signed: date | None) -> Column:
    url = _ROOT + routes.statement(page.locale.id, page.document.slug)
    return Column(page.locale, page, url, wording, signed)


def _rows(columns: Sequence[Column]) -> Iterator[Row]:
    """The whole statement in reading order."""
    first = columns[0].page
    meta, path = first.document.meta, first.document.path
    if title := meta.segment("title", path):
        yield Row(title.id, "title", [_plain(one, title, one.page.text("title")) for one in columns])
    yield Row("", "origin", [Cell(_origin(one.page)) for one in columns])
    yield Row("", "review", [Cell(_review(one)) for one in columns])
    if first.updates:
        headings = [one.wording.gettext("Changes since publication") for one in columns]
        yield Row("", "signed", [Cell(one) for one in headings])
    for update, *lines in zip(meta.update_segments(path), *(one.page.updates for one in columns), strict=True):
        cells = [_cell(one, update, _update(line, one)) for one, line in zip(columns, lines, strict=True)]
        yield Row(lines[0].id, "update", cells)
    for found in zip(*(_passages(one) for one in columns), strict=True):
        yield _row(columns, found)
    if first.signatories:
        headings = [one.wording.ngettext(*SIGNED, len(first.signatories)) for one in columns]
        yield Row("_signatories", "signed", [Cell(one) for one in headings])
    for signed in zip(*(one.page.signatories for one in columns), strict=True):
        yield Row(signed[0].id, "signatory", [Cell(_name(one)) for one in signed])


def _passages(column: Column) -> Iterator[Passage]:
    page, base = column.page, f"{_ROOT}{column.locale.id}/"
    return passages(page.document.body, page.catalog.text_for, page.locale, page.document.source_locale, base)


def _row(columns: Sequence[Column], found: Sequence[Passage]) -> Row:
    first = found[0]
    number = columns[0].locale.with_digits(str(first.number)) if first.number else ""
    cells = [_passage_cell(column, one) for column, one in zip(columns, found, strict=True)]
    return Row(first.id, first.role, cells, number, min(first.depth, 3), first.kept)


def _passage_cell(column: Column, found: Passage) -> Cell:
    content = Markup(found.html)  # noqa: S704  # made by the walk, raw HTML off
    if found.kept:
        foreign = found.text.locale if found.text.locale.id != column.locale.id else None
        return Cell(content, foreign=foreign, mark=found.mark)
    return _cell(column, found.source, content, found.mark)


def _plain(column: Column, segment: Segment, text: Text | None) -> Cell:
    return _cell(column, segment, Phrase(text, column.locale) if text else None)


def _cell(column: Column, segment: Segment, content: Markup | Phrase | None, mark: str = "") -> Cell:
    """What readers see of a segment, or why they see nothing: one language never stands in for another here."""
    lacks = _lacks(column.page, segment)
    return Cell(None if lacks else content, lacks, mark=mark)


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
    day = page.document.meta.date
    time = Markup('<time datetime="{}">{}</time>').format(day.isoformat(), page.locale.date(day))
    texts = [Phrase(text, page.locale) if text else None for text in (page.text("type"), page.text("place"))]
    return Markup(" · ").join(one for one in (texts[0], time, texts[1]) if one)


def _review(column: Column) -> Phrase:
    """Who stands for a version, in the words of its own page."""
    if column.page.original:
        return column.wording.gettext("This is the original text.")
    if column.signed:
        return column.wording.gettext("A reviewer approved this translation on {date}.", date=column.signed)
    return column.wording.gettext("No reviewer has approved this translation yet.")


def _update(line: UpdateLine, column: Column) -> Markup:
    time = Markup('<time datetime="{}">{}</time>').format(line.date.isoformat(), column.locale.date(line.date))
    return Markup("{} {}").format(time, Phrase(line.text, column.locale))


def _name(one: SignatoryLine) -> Markup:
    """A signatory in an element of its own language: a name is never passed off as a translation of itself."""
    locale = one.name.locale
    acronym = Markup(' (<bdi dir="ltr">{}</bdi>)').format(one.acronym) if one.acronym else ""
    name = Phrase(one.name, locale)
    return Markup('<bdi lang="{}" dir="{}">{}{}</bdi>').format(locale.html_lang, locale.direction, name, acronym)
