"""All files of one statement: its pages, texts, PDFs and cards, and the pages that put languages side by side."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from publisher import routes
from publisher.outputs import card, compare, html, text
from publisher.outputs.redact import Redaction, without_pdf
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
    groups = _groups(tools, pages, out)
    for page in pages:
        _version(tools, page, standing(tools, page, pages, verdicts, out))
    for group in groups:
        held, route = any(verdicts[one.locale.id].waits for one in group), partial(_compare, group)
        others = {_compare(one): [page.locale for page in one] for one in groups if one != group}
        offers = tools.press is not None
        data = compare.page(tools.site, group, tools.wording, others, signed, address=route(), held=held, pdf=offers)
        _add_page(tools, route, data)


def standing(
    tools: Tools, page: Page, pages: Sequence[Page], verdicts: Mapping[str, Verdict], out: Collection[str]
) -> html.Standing:
    """What the page of one version says of its own standing; the arguments are those of `publish`."""
    verdict, beside = verdicts[page.locale.id], _beside(page, _groups(tools, pages, out))
    signed = verdict.signed.date if verdict.signed else None
    return html.Standing(out, signed, held=bool(verdict.waits), compare=beside)


def _groups(tools: Tools, pages: Sequence[Page], out: Collection[str]) -> list[tuple[Page, ...]]:
    """The versions that stand side by side: every two of them, and all, if these are more.

    Where a version is kept as it was, the page with all of them stays, too: a new one would have to leave it out.
    """
    pairs: list[tuple[Page, ...]] = list(combinations(pages, 2))
    whole = len(pairs) > 1 and (len(out) == len(pages) or not tools.folder.has(_compare(pages)))
    return [*pairs, *([tuple(pages)] if whole else [])]


def _compare(pages: Sequence[Page], kind: str = "html") -> str:
    """Where versions stand side by side."""
    return routes.compare(pages[0].document.slug, *(one.locale.id for one in pages), kind=kind)


def _version(tools: Tools, page: Page, told: html.Standing) -> None:
    """Make the files of one version, its page last, which leads to the others."""
    slug, wording, folder = page.document.slug, tools.wording[page.locale.id], tools.folder
    route = partial(routes.statement, page.locale.id, slug)
    if not tools.drafts:  # a text or a picture that is passed on would not say that it is a draft
        address = tools.site.base_url and tools.site.base_url + route()
        plain = text.text(page, wording, told, address=address)
        folder.add(route(kind="txt"), plain.encode())
        folder.add(route(kind="plain.txt"), text.bare(plain).encode())
        told = told._replace(text=plain, pdf=tools.press is not None, card=_card(tools, page))
        folder.add(route(kind="single.html"), tools.site.statement(page, wording, told, single=True))
    _add_page(tools, route, tools.site.statement(page, wording, told))


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


def _beside(page: Page, groups: Sequence[tuple[Page, ...]]) -> str:
    """Where a version stands beside the original, and the original beside as many as possible; empty if nowhere."""
    found = [one for one in groups if page in one and any(each.original for each in one)]
    return _compare((max if page.original else min)(found, key=len)) if found else ""


class Withdrawal(NamedTuple):
    """What became of files that named who has withdrawn.

    Attributes:
        changed: Those from which the names were taken out; in all else they are as an earlier build made them.
        removed: Those that had to be taken away, because they cannot be made anew.
        remaining: Those that have such a name elsewhere, in their text.
    """

    changed: list[str]
    removed: list[str]
    remaining: list[str]


def withdraw(tools: Tools, versions: Sequence[Page]) -> Withdrawal:
    """Take signatories who have withdrawn out of what earlier builds made of a statement and this one keeps.

    Args:
        tools: What the files were made with.
        versions: The statement in every language.
    """
    told, slug = Withdrawal([], [], []), versions[0].document.slug
    if not any(one.withdrawn for one in versions[0].document.meta.signatories):
        return told
    counts = {name: partial(wording.ngettext, *SIGNED) for name, wording in tools.wording.items()}
    redaction = Redaction(versions, counts)
    pages = [*tools.folder.earlier(f"*/{slug}.html"), *tools.folder.earlier(f"compare/{slug}/*.html")]
    for name in _printed(tools, slug, redaction):
        if not tools.press or name not in pages:
            tools.folder.remove(_pdf_of(name))
            told.removed.append(_pdf_of(name))
    for name in pages:
        _redact(tools, name, redaction, told)
    return told


def _pdf_of(page: str) -> str:
    return f"{page.removesuffix('.html')}.pdf"


def _printed(tools: Tools, slug: str, redaction: Redaction) -> list[str]:
    """The pages of earlier builds whose PDF names somebody, if this build has made no other."""
    found = [*tools.folder.earlier(f"*/{slug}.pdf"), *tools.folder.earlier(f"compare/{slug}/*.pdf")]
    pages = [f"{one.removesuffix('.pdf')}.html" for one in found]
    return [one for one in pages if redaction.concerns(tools.folder.read(one).decode())]


def _redact(tools: Tools, name: str, redaction: Redaction, told: Withdrawal) -> None:
    """Take names out of a page that is kept, and out of the files beside it."""
    before, locale = tools.folder.read(name).decode(), name.partition("/")[0]
    compared = locale == "compare"
    after = redaction.compared(before) if compared else redaction.page(before, locale)
    told.remaining.extend([name] if redaction.remains(after) else [])
    if after == before:
        return
    for kind in () if compared else ("single.html", "txt", "plain.txt"):
        beside = f"{name.removesuffix('html')}{kind}"
        for one in tools.folder.earlier(beside):
            old = tools.folder.read(one).decode()
            new = redaction.page(old, locale) if kind == "single.html" else redaction.text(old, before, locale)
            _replace(tools, one, new, told)
    if tools.press and tools.folder.earlier(_pdf_of(name)):
        _print(tools, tools.press, _pdf_of(name), after.encode(), name)
    _replace(tools, name, without_pdf(after) if _pdf_of(name) in told.removed else after, told)


def _replace(tools: Tools, name: str, text: str, told: Withdrawal) -> None:
    tools.folder.add(name, text.encode())
    told.changed.append(name)
