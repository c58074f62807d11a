"""What a page tells programs about its statement: schema.org's vocabulary as JSON-LD.

Search engines, archives and fact-checkers read it. Open Graph, which messengers read, stands in the templates.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from publisher import routes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from publisher.locale import Locale
    from publisher.model import Text
    from publisher.page import Page, SignatoryLine, UpdateLine

_CONTEXT = "https://schema.org"

# Nothing in a script element may look like its end or like a comment (HTML, 4.12.1.3 "Restrictions for contents of
# script elements"), and no separator like the end of a line (ECMAScript before 2019). JSON spells them otherwise.
_SPELT = {one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def article(  # noqa: PLR0913  # what is told of the statement, and where it stands
    page: Page,
    signatories: Sequence[SignatoryLine],
    title: Text,
    versions: Collection[Locale],
    *,
    base_url: str = "",
    card: str = "",
) -> dict[str, object]:
    """A statement in one language, as a schema.org ``NewsArticle`` if it says where it was issued, else an ``Article``.

    Those who signed are its authors. It has no publisher: the site is a list of statements, not an organisation; it
    is named as the web site that the page is part of. Where the page stands is known only with an address of the site;
    without one no address is told, and an author is known by a place on the page alone.

    Args:
        page: The statement.
        signatories: Those who signed it.
        title: The name of the site.
        versions: The languages in which the statement can be read, that of the page among them.
        base_url: Where the site will be read, ending in a slash; empty if that is open.
        card: The picture for cards, from the root of the site, or empty.
    """
    meta, language = page.document.meta, page.locale
    url = _url(page, language, base_url)
    told = {
        "@context": _CONTEXT,
        "@type": _type(page),
        "@id": url,
        "url": url,
        "inLanguage": language.html_lang,
        "headline": _prose(page.text("title"), language),
        "alternativeHeadline": _prose(page.text("short_title"), language),
        "description": _prose(page.text("summary"), language),
        "dateline": _prose(page.text("place"), language),
        "datePublished": meta.date.isoformat(),
        "dateModified": meta.modified.isoformat(),
        "image": base_url and card and base_url + card,
        "author": [_organization(one, url) for one in signatories],
        "correction": [_correction(one, language) for one in page.updates],
        **_translations(page, versions, base_url),
        "isPartOf": _said({"@type": "WebSite", "name": _prose(title, language), "url": base_url}),
    }
    return _said(told)


def script(told: Mapping[str, object]) -> str:
    """The contents of a script element of the type ``application/ld+json``, in which nothing can end the element."""
    text = _JSON.encode(told)
    for one, spelt in _SPELT.items():  # much faster than str.translate, which asks for each letter
        text = text.replace(one, spelt)
    return text


def _said(values: Mapping[str, object]) -> dict[str, object]:
    """The values that there are, in their order."""
    return {key: value for key, value in values.items() if value}


def _type(page: Page) -> str:
    return "NewsArticle" if "place" in page.document.meta.texts else "Article"


def _url(page: Page, language: Locale, base_url: str) -> str:
    return base_url and base_url + routes.statement(language.id, page.document.slug)


def _prose(text: Text | None, language: Locale) -> object:
    """A text in the language of the page; one in another says so (JSON-LD 1.1, section 4.2.4)."""
    if text is None or text.locale.id == language.id:
        return text and text.content
    return {"@language": text.locale.html_lang, "@value": text.content}


def _organization(one: SignatoryLine, url: str) -> dict[str, object]:
    """A signatory by the name that the page shows, and by its place on the page."""
    return _said(
        {
            "@type": "Organization",
            "@id": f"{url}#{one.id}",
            "name": one.name.content,
            "alternateName": one.acronym,
            "url": one.url,
        }
    )


def _correction(one: UpdateLine, language: Locale) -> dict[str, object]:
    return {"@type": "CorrectionComment", "text": _prose(one.text, language), "datePublished": one.date.isoformat()}


def _translations(page: Page, versions: Collection[Locale], base_url: str) -> dict[str, object]:
    """Of the original its translations; of a translation the original."""
    source = page.document.source_locale

    def version(one: Locale, **more: str) -> dict[str, object]:
        url = _url(page, one, base_url) if one in versions else ""
        return _said({"@type": _type(page), "@id": url, "inLanguage": one.html_lang, **more})

    if page.original:
        return {"workTranslation": [version(one) for one in versions if one.id != source.id]}
    return {"translationOfWork": version(source, headline=page.document.meta.texts["title"][0])}
