"""One statement in one language as a page, and as a single file that can be passed on; as an item of a list."""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from publisher.document import TEXTS, Labels
from publisher.outputs import metadata
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from publisher.locale import Locale
    from publisher.outputs.html import Site, Standing
    from publisher.outputs.lines import Line
    from publisher.page import Page, SignatoryLine, UpdateLine
    from publisher.wording import Wording


class Values(dict[str, Any]):
    """What a template is told of one thing, by names that are attributes as well: Jinja looks for these first."""

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.__dict__.update(values)


class Leaf:
    """One statement in one language, in the forms that are made of one template.

    Args:
        site: The site.
        page: The statement.
        wording: The texts of the templates in its language.
        standing: What it says of itself.
    """

    def __init__(self, site: Site, page: Page, wording: Wording, standing: Standing) -> None:
        self._site, self._page, self._wording, self._standing = site, page, wording, standing

    def page(self) -> bytes:
        """The page on the site."""
        return self._rendered("../", single=False)

    def single(self) -> bytes:
        """The page as a file that holds all that it needs, to be sent by e-mail or carried on a stick."""
        return self._rendered(self._site.base_url, single=True)

    def _rendered(self, root: str, *, single: bool) -> bytes:
        page, standing = self._page, self._standing
        beside = root + standing.compare if standing.compare and root else ""
        told = Values(**self._told, body=partial(_body, page, beside))
        versions = self._site.versions(page.locale, standing.out, f"{page.document.slug}.html")
        more: dict[str, Any] = {"page": told, "standing": standing, "held": standing.held, "feed": True}
        return self._site.render("statement.html", self._wording, versions, single=single, **more)

    @cached_property
    def _told(self) -> dict[str, object]:
        """What all forms show of the statement."""
        page, wording, locales, meta = self._page, self._wording, self._site.locales, self._page.document.meta
        signatories = page.signatories
        return {
            **_texts(page, wording),
            **_dates(meta.date, page.locale),
            "slug": page.document.slug,
            "title_id": page.title_id,
            "data": self._described(signatories),
            "signatories": [_signatory(one) for one in signatories],
            "updates": [_update(one, wording) for one in page.updates],
            "modified": meta.modified,
            "original": page.original,
            "complete": page.complete,
            "source": page.document.source_locale,
            "prevails": next((one for one in locales if one.id == meta.prevails), None),
            "contact": meta.contact,
            "missing": [one for one in locales if one.id not in self._standing.out],
        }

    def _described(self, signatories: Sequence[SignatoryLine]) -> Markup:
        """What search engines are told."""
        site, standing = self._site, self._standing
        versions = [one for one in site.locales if one.id in standing.out]
        title = site.title(self._wording).text
        told = metadata.article(self._page, signatories, title, versions, base_url=site.base_url, card=standing.card)
        return Markup(metadata.script(told))  # noqa: S704  # spelt so that nothing in it can end its element


def item(line: Line, wording: Wording, locales: Mapping[str, Locale]) -> Values:
    """A statement in a list as the template takes it, given the locales of the site by their id."""
    texts = {key: wording.phrase(line.text(key, locales)) for key in TEXTS}
    return Values(**texts, **_dates(line.date, wording.locale), url=f"{line.slug}.html")


def _body(page: Page, beside_url: str, anchor: Phrase, back: Phrase, beside: Phrase) -> Markup:
    """The text of a statement, its passages with links that have these names."""
    labels = Labels(anchor.text, back.text, beside.text, beside_url)
    return Markup(page.body(labels))  # noqa: S704  # made by the walk, raw HTML off


@lru_cache(maxsize=1024)  # the same organisations sign many statements, and most keep their names in every language
def _signatory(one: SignatoryLine) -> Values:
    """A signatory as the template takes it: its name stands in an element of its own language."""
    locale = one.name.locale
    name = Phrase(one.name, locale)
    lang, direction = locale.html_lang, locale.direction
    return Values(id=one.id, name=name, lang=lang, dir=direction, acronym=one.acronym, url=one.url)


def _update(one: UpdateLine, wording: Wording) -> Values:
    iso, day = one.date.isoformat(), wording.locale.date(one.date)
    return Values(id=one.id, date_iso=iso, date_text=day, text=wording.phrase(one.text))


def _texts(page: Page, wording: Wording) -> dict[str, Phrase | None]:
    return {key: wording.phrase(page.text(key)) for key in TEXTS}


def _dates(day: date, locale: Locale) -> dict[str, object]:
    return {"date_iso": day.isoformat(), "date_text": locale.date(day)}
