"""How the web workspace looks: to everybody, in every language, on every screen and in every state of it.

`test_serve_screens.py` runs axe on the screens as they first come; here it runs on what they turn into, and on the
translate screen. Room, targets and directions are looked at on all of them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest
from browser import RULES, RUN, reader, violations, visitor
from servers import Server
from workspaces import LATER, Sound, said

from publisher import po
from publisher.project import Project
from publisher.serve.drafts import Draft, Drafts
from publisher.serve.journal import Entry, Journal
from publisher.serve.people import HERE, People, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

DIRECTIONS = {"en": "ltr", "ar": "rtl", "ku": "ltr", "ckb": "rtl"}
OTHER = {"en": "ar", "ar": "ku", "ku": "ar", "ckb": "ku"}
"""The language that is translated into while the interface is in another one."""
SAW = "People fled in 2018."
EDITED = {"en": "What we saw", "ar": "What we saw", "ku": "Protect all civilians.", "ckb": "Protect all civilians."}
"""The text that comes back changed in a table, by the language of the interface."""
TERMS = """\
- term: People
  kind: term
  note: In Arabic and Kurdish as in the reports before
- term: fled
  kind: keep
"""


def unit_of(workspace: Sound, source: str, slug: str = "peace") -> str:
    documents = Project.open(workspace.root).documents()
    return next(one.id for each in documents if each.slug == slug for one in each.segments if one.source == source)


def crowd(workspace: Sound, locale: str) -> None:
    """Let a text have everything that its editor can show: an earlier English, findings, a conflict, remarks."""
    path = workspace.root / workspace.po(locale)
    entries = po.parse(path.read_bytes(), str(path))
    entry = next(one for one in entries if one.msgid == SAW)
    entry.flags, entry.previous_msgid = ["fuzzy"], "People had fled in 2017."
    right = entry.msgstr
    wrong, entry.msgstr = f"{right}  , 2019", f"{right} ( 2017"
    entry.tcomment = "remark: who fled?\nsaved at the same time by another program: 2018"
    path.write_bytes(po.serialize(entries))
    unit = unit_of(workspace, SAW)
    Drafts(workspace.root).keep(HERE.id, locale, "peace", unit, Draft((wrong,), (right,), SAW))
    told = (locale, "peace", unit, "paragraph", SAW, "", (right,), (f"{right} {right}",))
    Journal(workspace.root).accept(Entry(datetime.now(UTC), "Zîn", *told, draft=False))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    made = Sound(tmp_path_factory.mktemp("looks"))
    made.write("pyproject.toml", made.read("pyproject.toml") + "[tool.publisher.locales.ckb]\n")
    made.write("source/terms.yaml", TERMS)
    made.complete()
    made.write("source/roads.md", f"{LATER}People fled in 2016.\n")
    made.run("update")
    for locale in ("ar", "ku"):
        made.translate(locale, "roads")
        made.translate(locale, "terms")
        crowd(made, locale)
    People(made.root).invite("Nesrin", Role.TRANSLATOR, ["ku"])
    return made


@pytest.fixture(scope="module")
def server(workspace: Sound) -> Iterator[Server]:
    with Server(workspace.root) as running:
        yield running


# The screens, and what they turn into


class Visit(NamedTuple):
    """Somebody who looks at the workspace in one language."""

    page: Page
    server: Server
    workspace: Sound
    ui: str

    @property
    def locale(self) -> str:
        """The language that they translate into."""
        return OTHER[self.ui]

    def go(self, path: str) -> None:
        self.page.goto("about:blank")  # else another part of the same page would be gone to
        self.page.goto(f"http://{self.server.authority}/{self.ui}/{path}")

    def press(self, button: str, result: str) -> None:
        self.page.click(button)
        self.page.wait_for_selector(result)


def home(visit: Visit) -> None:
    visit.go("")


def built(visit: Visit) -> None:
    visit.go("")
    visit.press("#build", "#result .done")


def review(visit: Visit) -> None:
    visit.go(f"review/{visit.locale}/peace")


def files(visit: Visit) -> None:
    visit.go("files")


def arrived(visit: Visit) -> None:
    """A table in which a text is another one, and one too many."""
    _, table, _ = visit.server.ask(f"/en/export/{visit.locale}/peace/csv")
    text = said(visit.locale, EDITED[visit.ui]).encode()
    assert text in table
    wrong = table.replace(text, said(visit.locale, f"{visit.ui} 2019").encode())
    visit.go("files")
    file = {"name": f"{visit.locale}.csv", "mimeType": "text/csv", "buffer": wrong}
    visit.page.set_input_files("#file", files=[file])
    visit.page.wait_for_selector("#put-in")


def put_in(visit: Visit) -> None:
    arrived(visit)
    visit.press("#put-in", "#arrived .done")


def team(visit: Visit) -> None:
    visit.go("team")


def invited(visit: Visit) -> None:
    visit.go("team")
    visit.page.fill("#name", "Azad")
    visit.press("#invite", "#link")


def lost(visit: Visit) -> None:
    visit.go("lost")
    assert visit.page.locator("[id^=back-]").count() == 2


def opened(visit: Visit) -> None:
    """A text with all that an editor can show."""
    visit.go(f"translate/{visit.locale}/peace#{unit_of(visit.workspace, SAW)}")
    visit.page.wait_for_selector("#conflict")
    shown = visit.page.locator("#editor").evaluate(PARTS)
    assert shown == [], shown
    for one in visit.page.query_selector_all("#editor details:not([open]) > summary"):
        one.click()


PARTS = """editor => ["del", "ins", "#conflict", ".finding.error", ".finding.warning", "[data-act=fix]",
  "[data-act=where]", "[data-act=waive]", "[data-act=term]", ".suggestion",
  ".offers li:not(.suggestion)", "#remarks p", ".around"]
  .filter(one => !editor.querySelector(one))"""


def finished(visit: Visit) -> None:
    visit.go(f"translate/{visit.locale}/roads")
    visit.page.wait_for_selector("#unit")
    visit.page.keyboard.press("Alt+ArrowDown")
    visit.page.wait_for_selector("#editor .finished")


def keys(visit: Visit) -> None:
    visit.go(f"translate/{visit.locale}/roads")
    visit.press("#help", "#keys[open]")


def trouble(visit: Visit) -> None:
    visit.go(f"translate/{visit.locale}/nothing")
    assert visit.page.locator(".problem").count() == 1


def cut_off(visit: Visit) -> None:
    """All that the frame can say, at once."""
    visit.go(f"translate/{visit.locale}/peace#{unit_of(visit.workspace, 'Dawlaty')}")
    visit.page.wait_for_selector("#box-0:focus")
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.press("Delete")
    visit.page.keyboard.press("Control+Enter")
    visit.page.wait_for_selector("#messages > *, #messages:not(:empty)")
    visit.page.evaluate("for (const one of document.querySelectorAll('#offline, #closed')) one.hidden = false")


COME = [home, review, files, team, lost]
TURNED = [built, arrived, put_in, invited, opened, finished, keys, cut_off, trouble]


# What is looked at

OUTSIDE = """() => {
  const room = document.documentElement.clientWidth;
  const shown = one => one.checkVisibility() && !one.closest(".heard, svg, .skip") && one.getClientRects().length;
  const seen = one => shown(one) && ![one, one.parentElement].some(each => getComputedStyle(each).clipPath !== "none");
  const all = [...document.querySelectorAll("body *")].filter(seen);
  const outside = all.filter(one => {
    const {left, right} = one.getBoundingClientRect();
    return !one.closest("thead") && (left < -0.5 || right > room + 0.5);
  });
  const cut = all.filter(one => {
    const {overflowX, textOverflow} = getComputedStyle(one);
    return overflowX !== "visible" && textOverflow !== "ellipsis" && one.scrollWidth > one.clientWidth + 1
      && !one.matches("select, input, textarea, iframe");
  });
  const {scrollHeight} = document.documentElement;
  const nothing = scrollHeight - Math.max(innerHeight, document.body.getBoundingClientRect().bottom + scrollY);
  return [...[...outside, ...cut].map(one => one.outerHTML.slice(0, 120)),
    ...(nothing > 1 ? [`${nothing} pixels of nothing below`] : [])];
}"""
SMALL = """() => {
  const inSentence = one => getComputedStyle(one).display === "inline"
    && one.parentElement.textContent.trim() !== one.textContent.trim();
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(one => {
    const target = ["checkbox", "radio"].includes(one.type) ? one.labels[0] : one;
    if (!target.checkVisibility() || one.matches(".skip") || inSentence(target)) return false;
    const {width, height} = target.getBoundingClientRect();
    return Math.min(width, height) < 24;
  }).map(one => `too small: ${one.outerHTML.slice(0, 120)}`);
}"""
ASTRAY = """directions => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data, one = walker.currentNode.parentElement;
    if (!/\\p{L}/u.test(text) || one.closest("script, template, [dir=auto], code, kbd, bdi:not([lang])")) continue;
    const {lang} = one.closest("[lang]");
    if (getComputedStyle(one).direction !== directions[lang]) found.push(`${lang}: ${text.trim().slice(0, 60)}`);
    const letters = /\\p{Script=Arabic}/u.test(text) ? "rtl" : "ltr";
    if (letters !== directions[lang]) found.push(`letters ${lang}: ${text.trim().slice(0, 60)}`);
  }
  return found;
}"""
SIZES = [(1280, 100), (360, 100), (640, 200), (1280, 200)]
"""Widths in CSS pixels and sizes of letters in percent (WCAG 2.2, 1.4.4 and 1.4.10)."""


def unfit(page: Page) -> list[str]:
    """What sticks out, is cut off or is too small for a finger (WCAG 2.2, 2.5.8), and words that run the wrong way."""
    found: list[str] = page.evaluate(ASTRAY, DIRECTIONS)
    for width, percent in SIZES:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", f"{percent}%")
        found += [f"{width} {percent} % {one}" for script in (OUTSIDE, SMALL) for one in page.evaluate(script)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


@pytest.fixture(scope="module")
def visit(browser: Browser, server: Server, workspace: Sound) -> Iterator[Visit]:
    with visitor(browser, server) as page:
        yield Visit(page, server, workspace, "en")


each_language = pytest.mark.parametrize("ui", DIRECTIONS)


@each_language
@pytest.mark.parametrize("screen", [*COME, *TURNED])
def test_everybody_can_use_it(visit: Visit, axe: str, screen: Callable[[Visit], None], ui: str) -> None:
    screen(visit._replace(ui=ui))
    page = visit.page
    html = page.locator("html")
    assert [html.get_attribute("lang"), html.get_attribute("dir")] == [ui, DIRECTIONS[ui]]
    assert unfit(page) == []
    if screen in TURNED:
        assert violations(page, axe) == []


def test_everybody_can_read_the_page_at_the_door(browser: Browser, server: Server, axe: str) -> None:
    """It is in English: nobody knows yet who comes."""
    with reader(browser) as page:
        answer = page.goto(f"http://{server.authority}/")
        assert answer
        assert answer.status == 401
        assert page.get_attribute("html", "lang") == "en"
        assert unfit(page) == []
        page.evaluate(axe)
        assert page.evaluate(RUN, RULES)["violations"] == []


def test_a_screen_that_nobody_can_use_bites(browser: Browser, server: Server, workspace: Sound, axe: str) -> None:
    with visitor(browser, server) as page:
        opened(Visit(page, server, workspace, "ar"))
        assert unfit(page) == []
        page.evaluate(FAULTS)
        found = unfit(page)
        for fault in FOUND:
            assert any(fault in one for one in found), fault
        assert any("label: " in one for one in violations(page, axe))


FAULTS = """() => {
  document.querySelector("label[for=box-0]").remove();
  const add = (tag, style, text) => {
    const one = document.createElement(tag);
    one.style.cssText = style;
    one.textContent = text;
    document.getElementById("main").append(one);
  };
  add("section", "inline-size: 1500px", "-");
  add("h3", "inline-size: 50px; overflow: hidden; white-space: nowrap", "-".repeat(50));
  add("h4", "position: fixed; inset-inline-end: -9px", "-");
  add("button", "block-size: 20px; min-block-size: 0; padding: 0", "-");
  for (const one of document.querySelectorAll("main, .write")) one.style.position = "static";
  document.getElementById("source").dir = "rtl";
  document.querySelector("[data-act=undo]").lang = "en";
}"""
FOUND = (
    *("1280 100 % <section style", "1280 100 % <h3", "360 100 % <h4", "360 100 % too small: <button style"),
    *("pixels of nothing below", "en: fled in", "letters en: "),
)
