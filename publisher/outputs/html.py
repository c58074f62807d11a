"""Pages in HTML, with the style and fonts that belong to them."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from publisher import routes
from publisher.errors import Problem, PublisherError
from publisher.outputs.assets import Assets
from publisher.outputs.leaf import item
from publisher.outputs.marks import is_draft
from publisher.outputs.templates import environment, explained

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from publisher.locale import Locale
    from publisher.model import Segment
    from publisher.outputs.lines import Line
    from publisher.wording import Phrase, Wording

_POLICY = "default-src 'none'; style-src {}; img-src {}; font-src {}; base-uri 'none'; form-action 'none'"
POLICY = _POLICY.format("'self'", "'self' data:", "'self'")
"""The Content-Security-Policy of every page: nothing runs, nothing is loaded from elsewhere."""

ROBOTS = b"User-agent: *\nDisallow: /\n"
"""The robots.txt of drafts."""
NOINDEX = '<meta name="robots" content="noindex">'


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
        single: Whether it can be had as one file.
        pdf: Whether it can be had as a PDF.
        card: Its picture for cards, from the root of the site, or empty.
    """

    out: Collection[str] = ()
    signed: date | None = None
    held: bool = False
    text: str = ""
    compare: str = ""
    single: bool = False
    pdf: bool = False
    card: str = ""


_ITEM = re.compile(r"<li>(?:(?!<li>).)*?</li>", re.DOTALL)


Item = Markup
"""An item of a list that is HTML already."""


def listed(index: bytes, slug: str) -> Item | None:
    """The item of a statement in a list as an earlier build made it; None if it is not there."""
    items = _ITEM.findall(index.decode("utf-8", "replace"))
    return next((Item(one) for one in items if f'href="{slug}.html"' in one), None)


def _refuse_unmarked(template: str, html: str, *, held: bool) -> None:
    """Refuse a draft without its marks, which templates of one's own may have lost."""
    if NOINDEX not in html or not is_draft(html[:1000].encode()) or (held and 'class="draft"' not in html):
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
        compiled: Where compiled templates are kept; None for nowhere.

    Attributes:
        assets: The style sheets and pictures of the pages.
        base_url: Where the pages will be read; empty for drafts, which are read elsewhere.
        locales: The languages of the site.
        drafts: Whether these are drafts.
    """

    def __init__(  # noqa: PLR0913  # all that pages are made with
        self,
        folders: Sequence[Path],
        title: Segment,
        locales: Sequence[Locale],
        base_url: str = "",
        *,
        drafts: bool = False,
        compiled: Path | None = None,
    ) -> None:
        self._templates = environment(folders, compiled)
        self._title = title
        self.locales = locales
        self._by_id = {one.id: one for one in locales}
        self.drafts = drafts
        self.base_url = "" if drafts else base_url
        self.assets = Assets(folders)
        self.assets.style("style.css")
        self.assets.style("compare.css", "".join(map(_unticked, locales)))

    def index(  # noqa: PLR0913  # all that a list is made of
        self,
        wording: Wording,
        lines: Iterable[Line],
        out: Collection[str],
        *,
        held: bool = False,
        year: str = "",
        years: Sequence[str] = (),
    ) -> bytes:
        """A list of statements that can be read in one language.

        Args:
            wording: The texts of the templates in it.
            lines: The statements, in their order.
            out: The ids of the locales that have such a list.
            held: Whether the list is a draft that must not be published.
            year: The year of which it is the list; empty for the list of all, or of the newest.
            years: The years that have lists of their own, if the list of all would be too long; the newest first.
        """
        items, locale = (
            [Item(one.item) if one.item else item(one, wording, self._by_id) for one in lines],
            wording.locale,
        )
        versions = self.versions(locale, out, routes.index("", year)[1:])
        shown = [(locale.with_digits(one), routes.index("", one)[1:], one == year) for one in years]
        told: dict[str, Any] = {"year": locale.with_digits(year), "years": shown}
        return self.render("index.html", wording, versions, statements=items, held=held, feed=bool(items), **told)

    def chooser(self, wording: Wording, out: Collection[str]) -> bytes:
        """The page at the root of the site: every language, named in itself."""
        versions = [version._replace(current=False) for version in self.versions(wording.locale, out, "index.html")]
        return self.render("chooser.html", wording, versions, root="")

    @property
    def name(self) -> str:
        """The name of the site in the source language."""
        return self._title.source

    def title(self, wording: Wording) -> Phrase:
        """The name of the site."""
        return wording.phrase_for(self._title)

    def versions(self, locale: Locale, out: Collection[str], name: str) -> list[Version]:
        """The switcher of a page: the same page in each language, where there is one."""
        return [
            Version(one, f"{one.id}/{name}" if one.id in out else None, current=one.id == locale.id)
            for one in self.locales
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
                drafts=self.drafts,
                versions=versions,
                _=wording.gettext,
                ngettext=wording.ngettext,
                **{"held": False, "feed": False, "address": "", **values},
            )
        data = f"{html.rstrip()}\n".encode()
        if self.drafts:
            _refuse_unmarked(template, html, held=bool(values.get("held")))
        return data


def _unticked(locale: Locale) -> str:
    """The rule that hides the column of a language whose box is not ticked; a page cannot hold one of its own."""
    return f"#_c-{locale.id}:not(:checked) ~ table .c-{locale.id} {{ display: none }}\n"


@lru_cache(maxsize=1)  # every single page has the same style
def _policy_with(style: str) -> str:
    """The policy of a page that holds its style: this one style alone (CSP Level 3, section 2.3.1)."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _POLICY.format(f"'sha256-{digest}'", "data:", "data:")
