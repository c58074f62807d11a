"""Pages in HTML, with the style and fonts that belong to them."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from publisher.document import TEXTS, Labels
from publisher.errors import Problem, PublisherError
from publisher.outputs import metadata
from publisher.outputs.assets import Assets
from publisher.outputs.templates import environment, explained
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.page import Page, SignatoryLine, UpdateLine
    from publisher.wording import Wording

_POLICY = "default-src 'none'; style-src {}; img-src {}; font-src {}; base-uri 'none'; form-action 'none'"
POLICY = _POLICY.format("'self'", "'self' data:", "'self'")
"""The Content-Security-Policy of every page: nothing runs, nothing is loaded from elsewhere."""

ROBOTS = b"User-agent: *\nDisallow: /\n"
"""The robots.txt of drafts."""
NOINDEX = '<meta name="robots" content="noindex">'
_DRAFTS = re.compile(rb"<html[^>]* data-drafts[ >]")


class Version(NamedTuple):
    """A language in the switcher: its page from the root of the site, if there is one, and whether it is this one."""

    locale: Locale
    path: str | None
    current: bool


class Standing(NamedTuple):
    """What a page says of its own standing, and of what is published beside it.

    Attributes:
        out: The ids of the locales in which the statement can be read, that of the page among them.
        signed: When a reviewer approved exactly what it shows; None if nobody did.
        held: Whether it is a draft that must not be published.
        text: The statement as plain text, to be copied.
        compare: The page that shows it side by side with another language, from the root of the site, or empty.
        pdf: Whether it can be had as a PDF.
        card: Its picture for cards, from the root of the site, or empty.
    """

    out: Collection[str] = ()
    signed: date | None = None
    held: bool = False
    text: str = ""
    compare: str = ""
    pdf: bool = False
    card: str = ""


def is_draft(page: bytes) -> bool:
    """Whether a page was made as one of a site of drafts."""
    return bool(_DRAFTS.search(page[:1000]))


def _signatory(one: SignatoryLine) -> dict[str, object]:
    """A signatory as the template takes it: its name stands in an element of its own language."""
    locale = one.name.locale
    name = Phrase(one.name, locale)
    return {
        "id": one.id,
        "name": name,
        "lang": locale.html_lang,
        "dir": locale.direction,
        "acronym": one.acronym,
        "url": one.url,
    }


_ITEM = re.compile(r"<li>(?:(?!<li>).)*?</li>", re.DOTALL)


Item = Markup
"""An item of a list that is HTML already."""


def listed(index: bytes, slug: str) -> Item | None:
    """The item of a statement in a list as an earlier build made it; None if it is not there."""
    items = _ITEM.findall(index.decode("utf-8", "replace"))
    return next((Item(one) for one in items if f'href="{slug}.html"' in one), None)


def _body(page: Page, beside_url: str, anchor: Phrase, back: Phrase, beside: Phrase) -> Markup:
    """The text of a statement, its passages with links that have these names."""
    labels = Labels(anchor.text, back.text, beside.text, beside_url)
    return Markup(page.body(labels))  # noqa: S704  # made by the walk, raw HTML off


def _update(one: UpdateLine, wording: Wording) -> dict[str, object]:
    iso, day = one.date.isoformat(), wording.locale.date(one.date)
    return {"id": one.id, "date_iso": iso, "date_text": day, "text": wording.phrase(one.text)}


def _texts(page: Page, wording: Wording) -> dict[str, Phrase | None]:
    return {key: wording.phrase(page.text(key)) for key in TEXTS}


def _item(page: Page, wording: Wording) -> dict[str, object]:
    """A statement in a list as the template takes it."""
    return {**_texts(page, wording), **_dates(page), "url": f"{page.document.slug}.html"}


def _dates(page: Page) -> dict[str, object]:
    day = page.document.meta.date
    return {"date_iso": day.isoformat(), "date_text": page.locale.date(day)}


def _refuse_unmarked(template: str, html: str, *, held: bool) -> None:
    """Refuse a draft without its marks, which templates of one's own may have lost."""
    if NOINDEX not in html or not is_draft(html.encode()) or (held and 'class="draft"' not in html):
        hint = "take over from the default base.html what stands in its blocks {% if drafts %} and {% if held %}"
        raise PublisherError(Problem("a draft would not say that it is one", f"templates/{template}", hint=hint))


class Site:
    """The pages of a site, all made with the same templates and assets.

    Args:
        folders: Where templates and assets are looked for; the first find counts.
        title: The segment of the site's name.
        locales: The languages of the site, in the order readers see them.
        base_url: Where the site will be read, ending in a slash; empty if that is open.
        drafts: Whether these are pages for translators and reviewers, not for readers.

    Attributes:
        assets: The style sheets and pictures of the pages.
        base_url: Where the pages will be read; empty for drafts, which are read elsewhere.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        title: Segment,
        locales: Sequence[Locale],
        base_url: str = "",
        *,
        drafts: bool = False,
    ) -> None:
        self._templates = environment(folders)
        self._title = title
        self._locales = locales
        self._drafts = drafts
        self.base_url = "" if drafts else base_url
        self.assets = Assets(folders)
        self.assets.style("style.css")
        self.assets.style("compare.css", "".join(map(_unticked, locales)))

    def statement(self, page: Page, wording: Wording, standing: Standing, *, single: bool = False) -> bytes:
        """The page of one statement in one language.

        Args:
            page: The statement.
            wording: The texts of the templates in its language.
            standing: What the page says of itself.
            single: Whether the file shall hold all that it needs, to be sent by e-mail or carried on a stick.
        """
        locale, meta = page.locale, page.document.meta
        root = self.base_url if single else "../"
        beside = root + standing.compare if standing.compare and root else ""
        values = {
            **_texts(page, wording),
            **_dates(page),
            "slug": page.document.slug,
            "title_id": page.title_id,
            "body": partial(_body, page, beside),
            "data": self._described(page, wording, standing),
            "signatories": [_signatory(one) for one in page.signatories],
            "updates": [_update(one, wording) for one in page.updates],
            "modified": meta.modified,
            "original": page.original,
            "complete": page.complete,
            "source": page.document.source_locale,
            "prevails": next((one for one in self._locales if one.id == meta.prevails), None),
            "contact": meta.contact,
            "missing": [one for one in self._locales if one.id not in standing.out],
        }
        versions = self._versions(locale, standing.out, f"{page.document.slug}.html")
        told: dict[str, Any] = {"page": values, "standing": standing, "held": standing.held, "feed": True}
        return self.render("statement.html", wording, versions, single=single, **told)

    def _described(self, page: Page, wording: Wording, standing: Standing) -> Markup:
        """What search engines are told."""
        versions = [one for one in self._locales if one.id in standing.out]
        told = metadata.article(page, self.title(wording).text, versions, self.base_url, standing.card)
        return Markup(metadata.script(told))  # noqa: S704  # spelt so that nothing in it can end its element

    def index(
        self, wording: Wording, statements: Sequence[Page | Item], out: Collection[str], *, held: bool = False
    ) -> bytes:
        """The list of the statements that can be read in one language.

        Args:
            wording: The texts of the templates in it.
            statements: In their order; one whose page is kept as it was comes as its `listed` item.
            out: The ids of the locales that have a list.
            held: Whether the list is a draft that must not be published.
        """
        items = [one if isinstance(one, Item) else _item(one, wording) for one in statements]
        versions = self._versions(wording.locale, out, "index.html")
        return self.render("index.html", wording, versions, statements=items, held=held, feed=bool(items))

    def chooser(self, wording: Wording, out: Collection[str]) -> bytes:
        """The page at the root of the site: every language, named in itself."""
        versions = [version._replace(current=False) for version in self._versions(wording.locale, out, "index.html")]
        return self.render("chooser.html", wording, versions, root="")

    @property
    def name(self) -> str:
        """The name of the site in the source language."""
        return self._title.source

    def title(self, wording: Wording) -> Phrase:
        """The name of the site."""
        return Phrase(wording.text_for(self._title), wording.locale)

    def _versions(self, locale: Locale, out: Collection[str], name: str) -> list[Version]:
        """The switcher of a page: the same page in each language, where there is one."""
        return [
            Version(one, f"{one.id}/{name}" if one.id in out else None, current=one.id == locale.id)
            for one in self._locales
        ]

    def render(
        self,
        template: str,
        wording: Wording,
        versions: Sequence[Version],
        *,
        root: str = "../",
        single: bool = False,
        **values: object,
    ) -> bytes:
        """A page from its template.

        Args:
            template: The template's name.
            wording: The texts of the templates in its language.
            versions: The same page in each language.
            root: The way to the root of the site.
            single: Whether the style is to stand in the page itself, and links lead to where the site will be read, or
                nowhere if that is open.
            values: What else the template takes.
        """
        style = self.assets.inline("style.css") if single else ""
        with explained(template):
            html = self._templates.get_template(template).render(
                locale=wording.locale,
                site_title=self.title(wording),
                root=self.base_url if single else root,
                reaches=bool(self.base_url) or not single,
                single=single,
                asset=lambda name: f"{root}{self.assets.path(name)}",
                style=Markup(style),  # noqa: S704  # a style sheet of the templates
                base_url=self.base_url,
                csp=_policy_with(style) if single else POLICY,
                drafts=self._drafts,
                versions=versions,
                _=wording.gettext,
                ngettext=wording.ngettext,
                **{"held": False, "feed": False, "address": "", **values},
            )
        data = f"{html.rstrip()}\n".encode()
        if self._drafts:
            _refuse_unmarked(template, html, held=bool(values.get("held")))
        return data


def _unticked(locale: Locale) -> str:
    """The rule that hides the column of a language whose box is not ticked; a page cannot hold one of its own."""
    return f"#_c-{locale.id}:not(:checked) ~ table .c-{locale.id} {{ display: none }}\n"


def _policy_with(style: str) -> str:
    """The policy of a page that holds its style: this one style alone (CSP Level 3, section 2.3.1)."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _POLICY.format(f"'sha256-{digest}'", "data:", "data:")
