"""All files of one statement: its pages, texts, PDFs and cards, and the pages that put languages side by side."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from publisher import routes
from publisher.outputs import card, compare, html, text
from publisher.outputs.redact import Redaction
from publisher.wording import SIGNED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from publisher.gate import Verdict
    from publisher.outputs.pdf import Press
    from publisher.page import Page
    from publisher.site.folder import Folder
    from publisher.wording import Wording


class Tools(NamedTuple):
    """What every statement is published with.

    Attributes:
        folder: The folder of the site.
        site: The pages.
        wording: By locale, in the order readers see them, the texts of the templates.
        press: What makes PDFs and cards, if anything does.
        drafts: Whether these are drafts.
        lacking: By the name of a PDF, the characters that no font has for it.
    """

    folder: Folder
    site: html.Site
    wording: Mapping[str, Wording]
    press: Press | None
    drafts: bool
    lacking: dict[str, str]


def publish(tools: Tools, pages: Sequence[Page], verdicts: Mapping[str, Verdict], out: Collection[str]) -> None:
    """Make all files of a statement.

    Args:
        tools: What they are made with.
        pages: The versions that go out.
        verdicts: By locale, what the gate says of each.
        out: The locales in which readers find it: these, and those whose page is kept as it was.
    """
    signed = {name: record.date for name, verdict in verdicts.items() if (record := verdict.signed)}
    for page in pages:
        held, beside = bool(verdicts[page.locale.id].waits), _beside(tools, page, pages)
        _version(tools, page, html.Standing(out, signed.get(page.locale.id), held=held, compare=beside))
    locales = [one.locale for one in pages]
    for some in [*combinations(pages, 2), pages][: None if len(pages) > 1 else 0]:
        held = any(verdicts[one.locale.id].waits for one in some)
        pair = () if some is pages else tuple(one.locale.id for one in some)
        route = partial(routes.compare, pages[0].document.slug, *pair)
        data = compare.page(tools.site, some, tools.wording, locales, signed, address=route(), held=held)
        _add_page(tools, route, data)


def _version(tools: Tools, page: Page, standing: html.Standing) -> None:
    """Make the files of one version, its page last, which leads to the others."""
    slug, wording, folder = page.document.slug, tools.wording[page.locale.id], tools.folder
    route = partial(routes.statement, page.locale.id, slug)
    if not tools.drafts:  # a text or a picture that is passed on would not say that it is a draft
        address = tools.site.base_url and tools.site.base_url + route()
        plain = text.text(page, wording, standing, address=address)
        folder.add(route(kind="txt"), plain.encode())
        bare = text.text(page, wording, standing, controls=False, address=address)
        folder.add(route(kind="plain.txt"), bare.encode())
        standing = standing._replace(text=plain, pdf=tools.press is not None, card=_card(tools, page))
        folder.add(route(kind="single.html"), tools.site.statement(page, wording, standing, single=True))
    _add_page(tools, route, tools.site.statement(page, wording, standing))


def _add_page(tools: Tools, route: Callable[..., str], data: bytes) -> None:
    """Keep a page, after its PDF."""
    if tools.press:
        _print(tools, tools.press, route(kind="pdf"), data, route())
    tools.folder.add(route(), data)


def _print(tools: Tools, press: Press, name: str, page: bytes, path: str) -> None:
    """Make the PDF of a page that has this path."""
    printed = press.pdf(page, path)
    tools.folder.add(name, printed.data)
    if printed.lacking:
        tools.lacking[name] = printed.lacking


def _card(tools: Tools, page: Page) -> str:
    """Make the picture of a version; answer its path."""
    if not tools.press:
        return ""
    data = card.card(tools.press, tools.site, page, tools.wording[page.locale.id])
    path = tools.site.assets.picture(f"card-{page.document.slug}-{page.locale.id}.png", data)
    tools.folder.add(path, data)
    return path


def _beside(tools: Tools, page: Page, pages: Sequence[Page]) -> str:
    """The page on which a version stands beside the original, and the original beside all; empty if there is none."""
    source, shown = page.document.source_locale.id, [one.locale.id for one in pages]
    pair = () if page.original else tuple(one for one in tools.wording if one in {source, page.locale.id})
    path = routes.compare(page.document.slug, *pair)
    made = len(shown) > 1 and source in shown
    return path if made or tools.folder.has(path) else ""


def withdraw(tools: Tools, versions: Sequence[Page]) -> list[str]:
    """Take signatories who have withdrawn out of what earlier builds made of a statement and this one keeps.

    Args:
        tools: What the files were made with.
        versions: The statement in every language.

    Returns:
        The names of files that had to be taken away, because they cannot be made anew.
    """
    if not any(one.withdrawn for one in versions[0].document.meta.signatories):
        return []
    slug, folder = versions[0].document.slug, tools.folder
    every = [Redaction(one.withdrawn, partial(tools.wording[one.locale.id].ngettext, *SIGNED)) for one in versions]
    for redaction, page in zip(every, versions, strict=True):
        for kind in ("html", "single.html", "txt", "plain.txt"):  # the page knows the names as they were
            _redact(tools, routes.statement(page.locale.id, slug, kind), [redaction])
    for name in folder.earlier(f"compare/{slug}/*.html"):
        _redact(tools, name, every)
    # A PDF whose page is another now names them still, unless it could be made anew.
    pdfs = [*folder.earlier(f"*/{slug}.pdf"), *folder.earlier(f"compare/{slug}/*.pdf")]
    old = [one for one in pdfs if not folder.earlier(f"{one.removesuffix('.pdf')}.html")]
    for name in old:
        folder.remove(name)
    return old


def _redact(tools: Tools, name: str, redactions: Sequence[Redaction]) -> None:
    """Take names out of a file, if an earlier build made it, and out of its PDF."""
    if not tools.folder.earlier(name):
        return
    before = after = tools.folder.read(name).decode()
    for one in redactions:
        after = one.page(after) if name.endswith(".html") else one.text(after)
    if after == before:
        return
    tools.folder.add(name, after.encode())
    pdf = f"{name.removesuffix('.html')}.pdf"
    if tools.press and tools.folder.earlier(pdf):
        _print(tools, tools.press, pdf, after.encode(), name)
