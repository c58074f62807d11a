"""The way of a newcomer through the web workspace, in each language, without a mouse: from the link to the pages.

Somebody translates the real statement from nothing, mends what the checks find, approves it and builds the site. What
they type is what the repository holds of it, so that nothing else is found.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest
from browser import Keyboard, visitor
from servers import Server
from workspaces import REPOSITORY, WITHOUT_PRESS, Workspace

from publisher import po, signoff
from publisher.project import SIGNOFFS, Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SLUG = "2026-01-aleppo"
DIRECTIONS = {"ar": "rtl", "ckb": "rtl", "ku": "ltr"}
GATE = ("minimum = 100", "require_signoff = true", WITHOUT_PRESS)
WRONG = ("2026", "2025")
TYPED = 60
"""How many letters of a text are typed one by one; what comes before them is put there at once, as dictation does."""


class Untranslated(Workspace):
    """A copy of the real statement without its translations, which need the approval of a reviewer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("source", "locales", "templates"):
            shutil.copytree(REPOSITORY / name, root / name)
        settings = (REPOSITORY / "pyproject.toml").read_text("utf-8").partition("[tool.ruff]")[0]
        self.write("pyproject.toml", settings.replace("minimum = 100", "\n".join(GATE)))
        self.texts = {locale: self.entries(locale) for locale in DIRECTIONS}
        for locale in DIRECTIONS:
            (root / self.po(locale, SLUG)).unlink()
        assert self.run("update").code == 0
        assert not any(text for locale in DIRECTIONS for text in self.entries(locale).values())

    def entries(self, locale: str) -> dict[tuple[str | None, str], str]:
        """What a catalog of the statement holds, by context and English."""
        path = self.root / self.po(locale, SLUG)
        entries = po.parse(path.read_bytes(), str(path))[1:]
        assert not any("fuzzy" in one.flags or one.obsolete for one in entries)
        return {(one.msgctxt, one.msgid): one.msgstr for one in entries}


class Newcomer(Keyboard):
    """Somebody who translates a statement.

    Args:
        page: What they look at.
        texts: What they will write, by unit.
    """

    def __init__(self, page: Page, texts: dict[str, str]) -> None:
        super().__init__(page)
        self.texts = texts
        self.followed = 0  # texts that were seen on the page before they were saved

    @property
    def unit(self) -> str:
        """The text in the editor, as soon as one can write there; empty when all are done."""
        ready = "() => document.activeElement.matches('#box-0') || document.querySelector('#editor .finished')"
        self.page.wait_for_function(ready)
        return str(self.page.evaluate("document.getElementById('unit')?.dataset.unit ?? ''"))

    def write(self, text: str) -> None:
        at_once = max(len(text) - TYPED, 0)
        if at_once:
            self.page.keyboard.insert_text(text[:at_once])
        self.page.keyboard.type(text[at_once:])

    def go_on(self, key: str, unit: str) -> str:
        """Press a key that leads away from a text; answer where it leads."""
        self.press(key)
        self.page.wait_for_function(AWAY, arg=unit)
        return self.unit

    def see_it_on_the_page(self, unit: str) -> None:
        """Wait until the page shows what is typed, in the place that is marked."""
        places = self.page.get_attribute(f"#row-{unit}", "data-places")
        if places:
            self.page.wait_for_function(SHOWN, arg=[places.split(), self.page.input_value("#box-0")])
            self.followed += 1
            held = self.page.evaluate("JSON.parse(document.getElementById('unit').dataset.base)")
            assert held == [""]  # nothing is saved yet

    def translate_all(self) -> None:
        unit = self.unit
        while unit:
            self.press("Control+a")  # what is there already: a beginning
            self.write(self.texts[unit])
            self.see_it_on_the_page(unit)
            unit = self.go_on("Control+Enter", unit)


AWAY = """unit => document.querySelector("#editor .finished")
  || (document.getElementById("unit")?.dataset.unit ?? unit) !== unit"""
SHOWN = r"""([places, text]) => {
  const page = document.getElementById("page").contentDocument;
  const plain = text => text.replace(/[\u2066-\u2069*_]/g, "").replace(/\s+/g, " ").trim();
  return places.some(id => page.getElementById(id)?.matches("[data-here]")
    && plain(page.getElementById(id).textContent).includes(plain(text)));
}"""


def opens_the_workspace(someone: Newcomer, locale: str) -> None:
    """The first screen is in their language, says that all is open, and leads to it."""
    page = someone.page
    assert page.url.endswith(f"/{locale}/")
    html = page.locator("html")
    assert [html.get_attribute("lang"), html.get_attribute("dir")] == [locale, DIRECTIONS[locale]]
    place = f"/{locale}/translate/{locale}/{SLUG}"
    line = page.locator("tr", has=page.locator(f"#l-{SLUG}-{locale}"))
    assert line.locator(".steps a").first.get_attribute("href", timeout=1000).startswith(place)
    assert line.locator(".gauge rect").evaluate_all("all => all.map(one => one.className.baseVal)") == ["missing"]
    someone.follow(f"a[href^='{place}']")


def looks_around(someone: Newcomer) -> None:
    """What is begun and left is there when one comes back."""
    first = someone.unit
    someone.write("…")
    second = someone.go_on("Alt+ArrowDown", first)
    assert second != first
    assert someone.page.input_value("#box-0") == ""
    assert someone.go_on("Alt+ArrowUp", second) == first
    assert someone.page.input_value("#box-0") == "…"


def makes_mistakes(someone: Newcomer) -> None:
    """A wrong year and a space too many: both are found while they are typed, shown on the page, and mended."""
    page, right = someone.page, next(one for one in someone.texts.values() if WRONG[0] in one)
    unit = someone.unit
    while someone.texts[unit] != right:
        unit = someone.go_on("Alt+ArrowDown", unit)
    someone.write(right.replace(*WRONG).replace(" ", "  ", 1))
    someone.see_it_on_the_page(unit)
    page.wait_for_selector("#found .finding.error [data-act=where]")
    someone.tab_to("#found [data-act=fix]")
    someone.press("Enter")
    page.wait_for_function("text => document.activeElement.value === text", arg=right.replace(*WRONG))
    page.wait_for_function("() => !document.querySelector('#found [data-act=fix]')")
    someone.tab_to("#found .finding.error [data-act=where]")
    someone.press("Enter")
    word = str(page.evaluate("getSelection().toString()"))
    assert WRONG[1] in word
    someone.write(word.replace(*reversed(WRONG)))
    page.wait_for_function("() => !document.querySelector('#found .finding.error')")
    assert page.input_value("#box-0") == right
    someone.see_it_on_the_page(unit)
    someone.go_on("Control+Enter", unit)


def approves_and_publishes(someone: Newcomer, locale: str) -> None:
    page = someone.page
    someone.follow(f".finished a[href='/{locale}/review/{locale}/{SLUG}']")
    shown = page.locator("#texts").inner_text()
    assert all(one in shown for one in someone.texts.values() if one.isalpha())
    someone.tab_to("#by")
    someone.write("legal desk")
    someone.tab_to("#sign")
    someone.press("Enter")
    page.wait_for_selector("#result .done")
    page.wait_for_selector("#live #approve:not(:has(#sign))")  # it says so by itself
    someone.follow(f"nav a[href='/{locale}/']")
    assert page.locator("tr", has=page.locator(f"#l-{SLUG}-{locale}")).locator(".state.ready").count() == 1
    someone.tab_to("#build")
    someone.press("Enter")
    page.wait_for_selector("#result .done .release .state.ready")


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_from_the_link_to_the_pages(browser: Browser, tmp_path: Path, tool: Callable[[str], str], locale: str) -> None:
    workspace = Untranslated(tmp_path)
    (document,) = Project.open(tmp_path).documents()
    texts = {one.id: workspace.texts[locale][one.key] for one in document.segments}
    with Server(tmp_path) as server, visitor(browser, server, locale=locale) as page:
        someone = Newcomer(page, texts)
        opens_the_workspace(someone, locale)
        looks_around(someone)
        makes_mistakes(someone)
        someone.translate_all()
        assert someone.followed >= 20
        approves_and_publishes(someone, locale)
        assert server.stop() == (0, "")
    assert workspace.entries(locale) == workspace.texts[locale]
    the_catalog_is_canonical(workspace, locale, tool)
    it_is_approved_and_published(workspace, locale)


def the_catalog_is_canonical(workspace: Untranslated, locale: str, tool: Callable[[str], str]) -> None:
    path = workspace.root / workspace.po(locale, SLUG)
    data = path.read_bytes()
    assert po.serialize(po.parse(data, str(path))) == data
    assert workspace.run("update", "--check").code == 0
    assert workspace.run("check", locale).code == 0
    subprocess.run([tool("msgfmt"), "--check", "--output-file=-", path], check=True, capture_output=True)


def it_is_approved_and_published(workspace: Untranslated, locale: str) -> None:
    path = f"locales/{locale}/{SIGNOFFS}"
    (record,) = signoff.read(workspace.read(path).encode(), path).values()
    assert record.by == "legal desk"
    pages = "".join(workspace.read(f"public/{locale}/{name}.html") for name in (SLUG, "index"))
    shown = unescape(pages + re.sub(r"<[^>]+>", "", pages))
    assert [one for one in workspace.texts[locale].values() if one not in shown] == []
