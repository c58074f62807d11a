"""Pages in HTML, with the style and fonts that belong to them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from publisher.document import TEXTS, Labels
from publisher.errors import Problem, PublisherError
from publisher.outputs.templates import environment, explained
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.page import Page, SignatoryLine
    from publisher.wording import Wording

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: nothing runs, nothing is loaded from elsewhere."""

ROBOTS = b"User-agent: *\nDisallow: /\n"
"""The robots.txt of drafts."""
NOINDEX = '<meta name="robots" content="noindex">'
_DRAFTS = re.compile(rb"<html[^>]* data-drafts[ >]")
_URL = re.compile(r"""url\(\s*["']?([^"':)]+?)["']?\s*\)""")


class Version(NamedTuple):
    """A language in the switcher: its page from the root of the site, if there is one, and whether it is this one."""

    locale: Locale
    path: str | None
    current: bool


class Review(NamedTuple):
    """What a page says of its own standing.

    Attributes:
        signed: When a reviewer approved exactly what it shows; None if nobody did.
        held: Whether it is a draft that must not be published.
    """

    signed: date | None = None
    held: bool = False


def is_draft(page: bytes) -> bool:
    """Whether a page was made as one of a site of drafts."""
    return bool(_DRAFTS.search(page[:1000]))


def _signatory(one: SignatoryLine) -> dict[str, object]:
    """A signatory as the template takes it: its name stands in an element of its own language."""
    locale = one.name.locale
    name = Phrase(one.name, locale)
    return {
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
        self._folders = folders
        self._templates = environment(folders)
        self._title = title
        self._locales = locales
        # A draft is read elsewhere than the page it may become one day.
        self._base_url = "" if drafts else base_url
        self._drafts = drafts
        self.assets: dict[str, bytes] = {}
        self._names = {"style.css": self._style("style.css")}

    def statement(self, page: Page, wording: Wording, out: Collection[str], review: Review) -> bytes:
        """The page of one statement in one language.

        Args:
            page: The statement.
            wording: The texts of the templates in its language.
            out: The ids of the locales in which the statement can be read, this one among them.
            review: What the page says of its own standing.
        """
        locale, meta = page.locale, page.document.meta
        values = {
            **_texts(page, wording),
            **_dates(page),
            "body": lambda anchor, back: Markup(page.body(Labels(anchor.text, back.text))),  # noqa: S704  # made by the walk, raw HTML off
            "signatories": [_signatory(one) for one in page.signatories],
            "original": page.original,
            "complete": page.complete,
            "signed": review.signed,
            "source": page.document.source_locale,
            "prevails": next((one for one in self._locales if one.id == meta.prevails), None),
            "contact": meta.contact,
            "missing": [one for one in self._locales if one.id not in out],
        }
        versions = self._versions(locale, out, f"{page.document.slug}.html")
        return self._render("statement.html", locale, wording, versions, page=values, held=review.held)

    def index(
        self,
        locale: Locale,
        wording: Wording,
        statements: Sequence[Page | Item],
        out: Collection[str],
        *,
        held: bool = False,
    ) -> bytes:
        """The list of the statements that can be read in one language.

        Args:
            locale: The language.
            wording: The texts of the templates in it.
            statements: In their order; one whose page is kept as it was comes as its `listed` item.
            out: The ids of the locales that have a list.
            held: Whether the list is a draft that must not be published.
        """
        items = [one if isinstance(one, Item) else _item(one, wording) for one in statements]
        versions = self._versions(locale, out, "index.html")
        return self._render("index.html", locale, wording, versions, statements=items, held=held)

    def chooser(self, locale: Locale, wording: Wording, out: Collection[str]) -> bytes:
        """The page at the root of the site: every language, named in itself."""
        versions = [version._replace(current=False) for version in self._versions(locale, out, "index.html")]
        return self._render("chooser.html", locale, wording, versions, root="")

    def _versions(self, locale: Locale, out: Collection[str], name: str) -> list[Version]:
        """The switcher of a page: the same page in each language, where there is one."""
        return [
            Version(one, f"{one.id}/{name}" if one.id in out else None, current=one.id == locale.id)
            for one in self._locales
        ]

    def _render(
        self,
        template: str,
        locale: Locale,
        wording: Wording,
        versions: list[Version],
        root: str = "../",
        **values: object,
    ) -> bytes:
        with explained(template):
            html = self._templates.get_template(template).render(
                locale=locale,
                site_title=wording.phrase(wording.text_for(self._title)),
                root=root,
                asset=lambda name: f"{root}assets/{self._names[name]}",
                base_url=self._base_url,
                csp=POLICY,
                drafts=self._drafts,
                versions=versions,
                _=wording.gettext,
                ngettext=wording.ngettext,
                **{"held": False, **values},
            )
        data = f"{html.rstrip()}\n".encode()
        if self._drafts:
            _refuse_unmarked(template, html, held=bool(values.get("held")))
        return data

    def _style(self, name: str) -> str:
        """Take a style sheet and the files it names into the assets; each gets a name made of its content."""
        with explained(name):
            text = self._find(name).decode()
        css = _URL.sub(lambda match: f'url("{self._asset(match[1], self._find(match[1]))}")', text)
        return self._asset(name, css.encode())

    def _asset(self, name: str, data: bytes) -> str:
        stem, _, suffix = name.rsplit("/", 1)[-1].rpartition(".")
        hashed = f"{stem}.{sha256(data).hexdigest()[:8]}.{suffix}"
        self.assets[f"assets/{hashed}"] = data
        return hashed

    def _find(self, name: str) -> bytes:
        for folder in self._folders:
            path = (folder / name).resolve()
            if path.is_file() and path.is_relative_to(folder.resolve()):
                return path.read_bytes()
        raise PublisherError(
            Problem(f'"{name}" is in no templates folder', "templates/style.css", hint="correct the url")
        )
