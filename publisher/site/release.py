"""All files of one statement: its pages, texts, PDFs and cards, and the pages that put languages side by side."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from publisher import routes
from publisher.outputs import card, compare, html, text
from publisher.outputs.assets import named
from publisher.outputs.leaf import Leaf
from publisher.outputs.redact import Redaction, without_pdf
from publisher.site.made import Print
from publisher.wording import SIGNED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from publisher.gate import Verdict
    from publisher.outputs.pdf import Press
    from publisher.page import Page
    from publisher.site.folder import Folder
    from publisher.wording import Wording


class Tools(NamedTuple):
    """What a statement is published with.

    Attributes:
        folder: The folder of the site.
        site: The pages.
        wording: By locale, in the order readers see them, the texts of the templates.
        outputs: What is made beside the pages.
        press: What makes PDFs and cards, if anything does.
        seal: A digest of all that a PDF or a card is made of beside its page.
        drafts: Whether these are drafts.
        earlier: By their names, the PDFs and pictures that the last build made of the statement.
        prints: Those that this one has.
    """

    folder: Folder
    site: html.Site
    wording: Mapping[str, Wording]
    outputs: frozenset[str]
    press: Press | None
    seal: str
    drafts: bool
    earlier: Mapping[str, Print]
    prints: dict[str, Print]


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
    versions = compare.Versions(tools.site, pages if groups else [], tools.wording, signed)
    for group in groups:
        held, route = any(verdicts[one.locale.id].waits for one in group), partial(_compare, group)
        others = {_compare(one): [page.locale for page in one] for one in groups if one != group}
        offers = "pdf" in tools.outputs
        names = [one.locale.id for one in group]
        data = versions.page(names, others, address=route(), held=held, pdf=offers)
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
    if "compare" not in tools.outputs:
        return []
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
        told = told._replace(pdf="pdf" in tools.outputs, card=_card(tools, page))
        if "text" in tools.outputs:
            plain = text.text(page, wording, told, address=address)
            folder.add(route(kind="txt"), plain.encode())
            folder.add(route(kind="plain.txt"), text.bare(plain).encode())
            told = told._replace(text=plain)
        if "single" in tools.outputs:
            told = told._replace(single=True)
    leaf = Leaf(tools.site, page, wording, told)
    if told.single:
        folder.add(route(kind="single.html"), leaf.single())
    _add_page(tools, route, leaf.page())


def _add_page(tools: Tools, route: Callable[..., str], data: bytes) -> None:
    """Keep a page, after its PDF."""
    if "pdf" in tools.outputs:
        _print(tools, route(kind="pdf"), data, route())
    tools.folder.add(route(), data)


def _print(tools: Tools, name: str, page: bytes, path: str) -> None:
    """Make the PDF of a page that has this path."""

    def made(press: Press) -> tuple[str, bytes, str]:
        printed = press.pdf(page, path)
        return name, printed.data, printed.lacking

    _pressed(tools, name, page, made)


def _pressed(tools: Tools, name: str, source: bytes, made: Callable[[Press], tuple[str, bytes, str]]) -> str:
    """Make a PDF or a picture, if the last build has not made it of the same already; answer its path.

    Args:
        tools: What it is made with.
        name: What it is known by.
        source: What it is made of, beside what all of them are.
        made: Makes it: its path, its bytes, and the characters that no font has for it.
    """
    if tools.press is None:
        return ""
    digest = sha256(tools.seal.encode() + source).hexdigest()
    earlier = tools.earlier.get(name)
    if earlier and earlier.source == digest and tools.folder.keep(earlier.path, earlier.digest):
        tools.prints[name] = earlier
        return earlier.path
    path, data, lacking = made(tools.press)
    tools.folder.add(path, data)
    tools.prints[name] = Print(digest, path, tools.folder.made[path], lacking)
    return path


def _card(tools: Tools, page: Page) -> str:
    """Make the picture of a version; answer its path, or nothing where none are made."""
    if "card" not in tools.outputs:
        return ""
    name = f"card-{page.document.slug}-{page.locale.id}.png"
    draft = card.Draft(tools.site, page, tools.wording[page.locale.id])

    def made(press: Press) -> tuple[str, bytes, str]:
        data = draft.picture(press)
        return named(name, data), data, ""

    return _pressed(tools, name, draft.html(), made)


def _beside(page: Page, groups: Sequence[tuple[Page, ...]]) -> str:
    """Where a version stands beside the original, and the original beside as many as possible; empty if nowhere."""
    found = [one for one in groups if page in one and any(each.original for each in one)]
    return _compare((max if page.original else min)(found, key=len)) if found else ""


def stays(tools: Tools, slug: str, kept: Collection[str]) -> Iterator[str]:
    """Where the files of a statement may lie that belong to versions which are kept as an earlier build made them."""
    for locale in kept:
        yield from (routes.statement(locale, slug, kind) for kind in routes.KINDS)
    for kind in ("html", "pdf") if kept else ():
        yield routes.compare(slug, kind=kind)
        for pair in combinations(tools.wording, 2):
            if {*pair} & {*kept}:
                yield routes.compare(slug, *pair, kind=kind)


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
        _print(tools, _pdf_of(name), after.encode(), name)
    _replace(tools, name, without_pdf(after) if _pdf_of(name) in told.removed else after, told)


def _replace(tools: Tools, name: str, text: str, told: Withdrawal) -> None:
    tools.folder.add(name, text.encode())
    told.changed.append(name)
