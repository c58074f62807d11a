"""Pages in HTML: the owner of Jinja2, of the templates, and of the style and fonts that belong to them."""

from __future__ import annotations

import re
import traceback
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import babel_extract
from markupsafe import Markup

from publisher.document import TEXTS, Labels
from publisher.errors import Problem, PublisherError
from publisher.model import INTERFACE, Segment
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from publisher.locale import Locale
    from publisher.page import Page, SignatoryLine
    from publisher.wording import Wording

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: nothing runs, nothing is loaded from elsewhere."""

_URL = re.compile(r"""url\(\s*["']?([^"':)]+?)["']?\s*\)""")


class Version(NamedTuple):
    """A language in the switcher: its page from the root of the site, if there is one, and whether it is this one."""

    locale: Locale
    path: str | None
    current: bool


def wording_segments(folders: Sequence[Path]) -> list[Segment]:
    """The translatable wording of the templates, in the order of their names and lines, equal ones once."""
    templates = environment(folders)
    found: dict[tuple[str, str], Segment] = {}
    for name in templates.list_templates(extensions=["html"]):
        with _explained(name):
            segments = list(_wording_of(templates, name))
        for segment in segments:
            first = found.setdefault(segment.key, segment)
            plural, notes = first.plural or segment.plural, dict.fromkeys((*first.notes, *segment.notes))
            found[segment.key] = replace(first, plural=plural, notes=tuple(notes))
    return list(found.values())


def _wording_of(environment: Environment, name: str) -> Iterator[Segment]:
    source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
    # Not silent: of a template with a mistake in it, all wording would seem to be gone.
    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    for line, _, messages, comments in babel_extract(
        BytesIO(source.encode()), ("_", "ngettext"), ["translators:"], options
    ):
        texts = [messages] if isinstance(messages, str) else [text for text in messages or () if text]
        if not texts:
            problem = Problem("wording that is no literal text", f"templates/{name}", line, 'write _("…")')
            raise PublisherError(problem)
        notes = tuple(comment.removeprefix("translators:").strip() for comment in comments)
        plural = texts[1] if len(texts) > 1 else ""
        yield Segment(texts[0], INTERFACE, plural, f"templates/{name}", line, notes)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn whatever goes wrong in a template, which is a program of its own, into an error with its file and line."""
    try:
        yield
    except PublisherError:
        raise
    except Exception as error:
        path, line = getattr(error, "name", None) or name, getattr(error, "lineno", 0)
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.endswith(".html"):  # Jinja shows where in a template an error arose
                path, line = frame.filename.rpartition("/")[2], frame.lineno or 0
        hint = "correct the template, or delete it to use the default one"
        raise PublisherError(Problem(f"{type(error).__name__}: {error}", f"templates/{path}", line, hint)) from error


def environment(folders: Sequence[Path]) -> Environment:
    """How templates are rendered; escaping is for every one of them, whatever its name ends in."""
    return Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


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


class Site:
    """The pages of a site, all made with the same templates and assets.

    Args:
        folders: Where templates and assets are looked for; the first find counts.
        title: The segment of the site's name.
        locales: The languages of the site, in the order readers see them.
        base_url: Where the site will be read, ending in a slash; empty if that is open.
    """

    def __init__(self, folders: Sequence[Path], title: Segment, locales: Sequence[Locale], base_url: str = "") -> None:
        self._folders = folders
        self._templates = environment(folders)
        self._title = title
        self._locales = locales
        self._base_url = base_url
        self.assets: dict[str, bytes] = {}
        self._names = {"style.css": self._style("style.css")}

    def statement(self, page: Page, wording: Wording, out: Collection[str]) -> bytes:
        """The page of one statement in one language.

        Args:
            page: The statement.
            wording: The texts of the templates in its language.
            out: The ids of the locales in which the statement can be read, this one among them.
        """
        locale, meta = page.locale, page.document.meta
        values = {
            **_texts(page, wording),
            **_dates(page),
            "body": lambda anchor, back: Markup(page.body(Labels(anchor.text, back.text))),  # noqa: S704  # made by the walk, raw HTML off
            "signatories": [_signatory(one) for one in page.signatories],
            "original": page.original,
            "complete": page.complete,
            "source": page.document.source_locale,
            "prevails": next((one for one in self._locales if one.id == meta.prevails), None),
            "contact": meta.contact,
            "missing": [one for one in self._locales if one.id not in out],
        }
        versions = self._versions(locale, out, f"{page.document.slug}.html")
        return self._render("statement.html", locale, wording, versions, page=values)

    def index(self, locale: Locale, wording: Wording, statements: Sequence[Page | Item], out: Collection[str]) -> bytes:
        """The list of the statements that can be read in one language.

        Args:
            locale: The language.
            wording: The texts of the templates in it.
            statements: In their order; one whose page is kept as it was comes as its `listed` item.
            out: The ids of the locales that have a list.
        """
        items = [one if isinstance(one, Item) else _item(one, wording) for one in statements]
        return self._render("index.html", locale, wording, self._versions(locale, out, "index.html"), statements=items)

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
        with _explained(template):
            html = self._templates.get_template(template).render(
                locale=locale,
                site_title=wording.phrase(wording.text_for(self._title)),
                root=root,
                asset=lambda name: f"{root}assets/{self._names[name]}",
                base_url=self._base_url,
                csp=POLICY,
                versions=versions,
                _=wording.gettext,
                ngettext=wording.ngettext,
                **values,
            )
        return f"{html.rstrip()}\n".encode()

    def _style(self, name: str) -> str:
        """Take a style sheet and the files it names into the assets; each gets a name made of its content."""
        with _explained(name):
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
