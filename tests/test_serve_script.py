"""The script of the translate screen in Chromium, against a small server that can be slow, silent or contrary.

The server shows the screen's own templates with made-up texts. It writes down what it is asked, and can be told to
fall silent, to wait, or to change a text behind the writer's back. Each promise that nothing is lost has a twin, named
"…bites", in which the script does not keep it and the loss is seen.
"""

from __future__ import annotations

import html
import json
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import EVERY_TEXT
from playwright.sync_api import expect

from publisher.catalog import SourceCatalog
from publisher.checks import CHECKS
from publisher.errors import Problem
from publisher.locale import locale
from publisher.merge.words import compared
from publisher.model import Coverage, Finding, Segment, Severity, State, Text
from publisher.outputs.templates import environment
from publisher.serve.people import Person, Role
from publisher.serve.views import (
    Agreed,
    CatalogView,
    Form,
    Found,
    Neighbour,
    Progress,
    Row,
    Stranded,
    Suggestion,
    UnitView,
)
from publisher.serve.views import Role as Part
from publisher.wording import Phrase, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, Page

INTERFACE = Path(__file__).parent.parent / "publisher" / "interface"
TEMPLATES = environment([INTERFACE])
FONT = Path(__file__).parent.parent / "templates" / "fonts" / "Vazirmatn-Regular.woff2"
EN, AR, KU = locale("en"), locale("ar"), locale("ku")
SOURCES = (
    ("title", "A call for peace", ""),
    ("paragraph", "All parties must agree to a **ceasefire** in [Aleppo](https://example.org/aleppo).", ""),
    ("paragraph", "People fled in 2018.", ""),
    ("paragraph", "Hundreds are missing.", ""),
    ("interface", "{count} person", "{count} people"),
)
PAGE = """\
<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>x</title></head><body>
<header><a href="/away.html">away</a></header><main style="padding-bottom: 60rem">{texts}</main></body></html>"""
KINDS = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2"}


@dataclass
class Told:
    """A text as the server has it."""

    segment: Segment
    targets: list[str]
    state: State = State.UNTRANSLATED
    previous: str = ""
    remarks: list[str] = field(default_factory=list)


class Desk:
    """What the server knows, and how it behaves."""

    def __init__(self) -> None:
        self.target, self.ui = AR, EN
        self.texts = {one.segment.id: one for one in map(_told, SOURCES)}
        self.drafts: dict[str, dict[str, Any]] = {}
        self.earlier: list[str] = []
        self.asked: list[tuple[str, str, Any]] = []
        self.twist: dict[str, tuple[str, str]] = {}
        self.silent = self.stranger = self.forgetful = self.loud = False
        self.token, self.refusal, self.full = "token", "", ""
        self.wait = 0.0
        self.late: list[threading.Event] = []
        self.busy = self.busiest = 0
        self.broken: list[str] = []
        self.events: list[list[str]] = []
        self.may_edit, self.trouble = True, False

    def unit(self, number: int) -> str:
        return list(self.texts)[number]

    def named(self, kind: str, method: str = "POST") -> list[Any]:
        """What was sent to the addresses of this kind."""
        return [data for how, path, data in self.asked if how == method and path.split("/")[2:3] == [kind]]

    def change(self, number: int, text: str, state: State = State.TRANSLATED) -> None:
        """Change a text as another program would, and tell everybody."""
        told = self.texts[self.unit(number)]
        told.targets, told.state = [text], state
        self.events.append([f"{self.target.id}/peace"])

    # What is answered

    def render(self, name: str, **values: object) -> str:
        wording = Wording(self.ui, SourceCatalog(EN))
        return TEMPLATES.get_template(name).render(
            _=wording.gettext,
            ngettext=wording.ngettext,
            phrase=lambda text, where: Phrase(Text(text, where), self.ui),
            asset=lambda one: f"/interface/{one}?1",
            ui=self.ui,
            languages=[EN, AR, KU],
            person=Person("here", "here", Role.COORDINATOR),
            token=self.token,
            since="",
            workspace="Our statements",
            here=f"translate/{self.target.id}/peace",
            locale=self.target,
            source_locale=EN,
            domain="peace",
            **values,
        )

    def row(self, unit: str) -> Row:
        told = self.texts[unit]
        same = [one for one in self.texts if self.texts[one].segment.context == told.segment.context]
        part = Part(told.segment.context, same.index(unit) + 1, len(same))
        errors = sum("2019" in one for one in told.targets)
        return Row(
            unit,
            part,
            told.state,
            told.segment.source,
            told.targets[0],
            told.segment.words,
            errors=errors,
            changed=bool(told.previous),
            kept=unit in self.drafts,
        )

    def list_view(self) -> CatalogView:
        coverage = Coverage.of((one.segment, one.state) for one in self.texts.values())
        lost = [Stranded(unit, draft["targets"]) for unit, draft in self.drafts.items() if unit not in self.texts]
        rows = [self.row(unit) for unit in self.texts]
        places = {unit: [unit] for unit, told in self.texts.items() if told.segment.context != "interface"}
        return CatalogView(
            "peace",
            "A call for peace",
            True,
            self.target,
            EN,
            rows,
            Progress(coverage, 0, 0),
            places,
            lost,
            may_edit=self.may_edit,
        )

    def found(self, targets: Sequence[str]) -> list[Found]:
        """Every text that says 2019 is wrong, and can be mended."""
        return [
            Found(
                Finding(
                    "number",
                    Severity.ERROR,
                    "the number 2019",
                    "write 2018",
                    self.target.id,
                    "peace",
                    "",
                    1,
                    Segment("People fled in 2018.", "paragraph"),
                    one,
                    one.index("2019"),
                    fixable=True,
                ),
                form,
                one.replace("2019", "2018"),
            )
            for form, one in enumerate(targets)
            if "2019" in one
        ]

    def unit_view(self, unit: str) -> UnitView:
        told, draft = self.texts[unit], self.drafts.get(unit)
        boxes = draft["targets"] if draft else told.targets
        forms = [
            Form(told.segment.source, one, (number,) if told.segment.plural else ()) for number, one in enumerate(boxes)
        ]
        offers = (
            [
                Suggestion((one,), told.segment.source, (("same", told.segment.source),), 100, "peace", "A title")
                for one in ("واحد", "اثنان")
            ]
            if not told.segment.plural
            else []
        )
        return UnitView(
            self.row(unit),
            told.segment,
            forms,
            told.targets,
            told.previous,
            compared(told.previous, told.segment.source) if told.previous else (),
            ["A note"],
            [Agreed("ceasefire", "وقف إطلاق النار", False, ""), Agreed("Aleppo", "حلب", False, "")],
            offers,
            None,
            Neighbour("u", "Before", "قبل", State.TRANSLATED),
            told.remarks,
            ["نص آخر", *self.earlier],
            self.found(boxes),
            typed=bool(draft),
            may_edit=self.may_edit,
            conflict=told.targets if draft and draft["base"] != told.targets else (),
            began=draft["base"] if draft else (),
        )

    def page(self, unit: str = "", targets: Sequence[str] = ()) -> str:
        texts = "".join(
            f'<p id="{one}">{html.escape(targets[0] if one == unit and targets[0] else told.targets[0] or "–")}</p>'
            for one, told in self.texts.items()
            if told.segment.context != "interface"
        )
        return PAGE.format(lang=self.target.html_lang, dir=self.target.direction, texts=texts)

    def answer(self, path: str, data: Any) -> tuple[int, str]:  # noqa: ANN401  # JSON
        parts = path.split("/")
        if path.startswith("/site/"):
            return 200, self.page()
        kind, unit = parts[2], parts[-1]
        if kind in {"unit", "preview", "check"} and unit not in self.texts:
            return 404, ""
        answer: tuple[int, str] = getattr(self, f"on_{kind}")(unit, data)
        return answer

    def on_translate(self, *_: object) -> tuple[int, str]:
        if self.trouble:
            return 422, self.render("trouble.html", problems=[Problem("a broken file")], status=422)
        return 200, self.render("translate.html", view=self.list_view())

    def on_rows(self, *_: object) -> tuple[int, str]:
        return 200, self.render("rows.html", view=self.list_view())

    def on_unit(self, unit: str, _: object) -> tuple[int, str]:
        return 200, self.render("unit.html", view=self.unit_view(unit))

    def on_preview(self, unit: str, data: dict[str, Any]) -> tuple[int, str]:
        return 200, self.page(unit, data["targets"])

    def on_check(self, _: str, data: dict[str, Any]) -> tuple[int, str]:
        return 200, self.render("findings.html", found=self.found(data["targets"]))

    def on_keep(self, unit: str, data: dict[str, Any]) -> tuple[int, str]:
        if self.full:
            return 422, self.full
        held = self.drafts.pop(unit, None)
        if held and held["base"] != data["base"] and held["targets"] != data["targets"]:
            self.earlier = held["targets"]
        if data["targets"] != data["base"] and not self.forgetful:
            self.drafts[unit] = data
        return 204, ""

    def on_remark(self, unit: str, data: dict[str, Any]) -> tuple[int, str]:
        self.texts[unit].remarks.append(data["text"])
        return 200, self.render("remarks.html", comment=self.texts[unit].remarks)

    def on_save(self, unit: str, data: dict[str, Any]) -> tuple[int, str]:
        told = self.texts.get(unit)
        if self.refusal:
            return 422, self.refusal
        if told is None:
            self.drafts[unit] = data
            return 410, self.render("gone.html", mine=data["targets"])
        data = data | {"targets": [one.strip() for one in data["targets"]]}
        if [one.strip() for one in data["base"]] != told.targets and data["targets"] != told.targets:
            self.drafts[unit] = data
            return 409, self.render("conflict.html", mine=data["targets"], theirs=told.targets, unit=unit)
        told.targets, told.previous = data["targets"], ""
        told.state = State.FUZZY if data["draft"] else State.TRANSLATED
        self.drafts.pop(unit, None)
        self.events += [[f"{self.target.id}/peace"]] if self.loud else []
        rows = self.render("rows.html", view=self.list_view())
        return 200, json.dumps({"rows": rows, "now": told.targets, "contested": False})


def _told(one: tuple[str, str, str]) -> Told:
    context, source, plural = one
    return Told(Segment(source, context, plural), [""] * (6 if plural else 1))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self._do("GET", None)

    def do_HEAD(self) -> None:
        self._do("HEAD", None)

    def do_POST(self) -> None:
        self._do("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _do(self, method: str, data: Any) -> None:  # noqa: ANN401  # JSON
        desk, path = self.server.desk, self.path.partition("?")[0]
        if desk.silent:
            self.close_connection = True
            self.connection.close()
        elif path == "/events":
            self._events(desk)
        elif path.startswith("/interface/"):
            self._asset(desk, path.removeprefix("/interface/"))
        else:
            with self.server.counted(path):
                time.sleep(desk.wait)
                desk.asked.append((method, path, data))
                status, body = (401, "") if desk.stranger else desk.answer(path, data)
                if method == "POST" and self.headers["X-Publish-Token"] != desk.token:
                    status, body = 403, ""
                if path.split("/")[2:3] == ["unit"] and desk.late:
                    desk.late.pop().wait(20)
                self._send(status, "text/html; charset=utf-8", body.encode())

    def _asset(self, desk: Desk, name: str) -> None:
        if name == "Vazirmatn.woff2":
            body = FONT.read_bytes()
        else:
            text = (INTERFACE / name).read_text("utf-8")
            old, new = desk.twist.get(name, ("", ""))
            assert old in text
            body = (text.replace(old, new) if old else text).encode()
        self._send(200, KINDS[name.rpartition(".")[2]], body)

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self, desk: Desk) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        seen = len(desk.events)
        self.wfile.write(b": here\n\n")
        while not desk.silent and not self.server.closing:
            for what in desk.events[seen:]:
                self.wfile.write(f"event: change\ndata: {json.dumps({'what': what})}\n\n".encode())
            seen = len(desk.events)
            time.sleep(0.02)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """The server of one test."""

    daemon_threads = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.desk, self.closing = desk, False
        self.base = f"http://127.0.0.1:{self.server_port}"
        self._lock = threading.Lock()

    @contextmanager
    def counted(self, path: str) -> Iterator[None]:
        """Remember how many previews were made at the same time."""
        step = int("/preview/" in path)
        with self._lock:
            self.desk.busy += step
            self.desk.busiest = max(self.desk.busiest, self.desk.busy)
        yield
        with self._lock:
            self.desk.busy -= step

    def handle_error(self, *_: object) -> None:
        """A browser that hangs up is no error; anything else is one of this test."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.desk.broken.append(repr(error))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    with Server(desk) as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield one
        one.closing = True
        one.shutdown()
        thread.join()
    assert desk.broken == []


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The screen, opened; nothing in it may go wrong unseen."""
    context = browser.new_context(viewport={"width": 1400, "height": 800})
    one = context.new_page()
    wrong: list[str] = []
    one.on("pageerror", lambda error: wrong.append(str(error)))
    enter(one, server)
    yield one
    context.close()
    assert wrong == []


@contextmanager
def twisted(browser: Browser, server: Server, script: str, right: str, wrong: str) -> Iterator[Page]:
    """The screen, opened with a script in which something is wrong."""
    server.desk.twist[script] = (right, wrong)
    page = browser.new_page()
    enter(page, server)
    yield page
    page.close()


def enter(page: Page, server: Server, number: int = 0) -> None:
    """Open the screen at a text."""
    desk = server.desk
    page.goto(f"{server.base}/{desk.ui.id}/translate/{desk.target.id}/peace#{desk.unit(number)}")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(number))
    expect(page.locator("#box-0")).to_be_focused()


def until(true: Callable[[], object], seconds: float = 5) -> None:
    """Wait for something outside the page."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def shown(page: Page) -> Any:  # noqa: ANN401  # Playwright's own
    """The page in the frame, and the text in it that is marked."""
    return page.frame_locator("#page").locator("[data-here]")


# The page follows


def test_what_is_typed_stands_on_the_page_at_once(page: Page, desk: Desk) -> None:
    other = page.frame_locator("#page").locator(f"#{desk.unit(2)}")
    other.evaluate("one => { one.untouched = true; }")
    page.keyboard.type("نداء من أجل السلام")
    expect(shown(page)).to_have_text("نداء من أجل السلام")
    assert other.evaluate("one => one.untouched")  # what is the same already is left alone
    assert page.evaluate("performance.getEntriesByName('preview').length") > 0


def test_one_preview_at_a_time_and_the_newest_text_wins(page: Page, desk: Desk) -> None:
    desk.wait = 0.1
    page.keyboard.type("abcdefghijklmnopqrst", delay=10)
    expect(shown(page)).to_have_text("abcdefghijklmnopqrst")
    assert desk.busiest == 1
    assert len(desk.named("preview")) < 12


def test_one_preview_at_a_time_bites(browser: Browser, server: Server, desk: Desk) -> None:
    with twisted(browser, server, "preview.js", "if (!this.#busy) this.#work();", "this.#work();") as page:
        desk.wait = 0.1
        page.keyboard.type("abcdefghijklmnopqrst", delay=10)
        # Of several at a time, the last to arrive may be an earlier one.
        until(lambda: ["abcdefghijklmnopqrst"] in [one["targets"] for one in desk.named("preview")])
    assert desk.busiest > 1


def test_the_page_is_scrolled_to_a_text_and_stays_there(page: Page, desk: Desk) -> None:
    page.set_viewport_size({"width": 1400, "height": 320})
    page.locator(f"#row-{desk.unit(3)} a").click()
    expect(shown(page)).to_have_id(desk.unit(3))
    expect(shown(page)).to_be_in_viewport()
    frame = page.frame_locator("#page").locator("html")
    frame.evaluate("one => { one.scrollTop = 40; }")
    page.keyboard.type("x")
    expect(shown(page)).to_have_text("x")
    expect(shown(page)).to_be_in_viewport()


def test_a_click_on_the_page_opens_its_text_and_links_lead_nowhere(page: Page, desk: Desk) -> None:
    page.frame_locator("#page").get_by_text("away").click(force=True)
    page.frame_locator("#page").locator(f"#{desk.unit(2)}").click()
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(2))
    expect(page.locator("#box-0")).to_be_focused()
    assert page.evaluate("document.getElementById('page').contentDocument.URL").endswith("/site/ar/peace.html")


def test_a_text_that_is_not_on_the_page_says_so(page: Page, desk: Desk) -> None:
    expect(page.locator("#nowhere")).to_be_hidden()
    page.locator(f"#row-{desk.unit(4)} a").click()
    expect(page.locator("#nowhere")).to_be_visible()


TREES = """async seed => {
  const {morph} = await import("/interface/preview.js");
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const made = depth => {
    const one = document.createElement(["p", "b", "i"][Math.floor(random() * 3)]);
    if (random() < 0.5) one.id = "x" + Math.floor(random() * 5);
    if (random() < 0.3) one.lang = "ar";
    for (let left = Math.floor(random() * 4); left > 0; left--) {
      const text = () => document.createTextNode("t" + Math.floor(random() * 3));
      one.append(depth && random() < 0.6 ? made(depth - 1) : text());
    }
    return one;
  };
  for (let round = 0; round < 300; round++) {
    const root = document.createElement("div"), other = document.createElement("div");
    root.append(made(4)); other.append(made(4));
    const wanted = other.innerHTML;
    morph(root, other);
    if (root.innerHTML !== wanted) return [wanted, root.innerHTML];
  }
  return null;
}"""


def test_any_tree_becomes_any_other(page: Page) -> None:
    assert page.evaluate(TREES, 4711) is None


# Keys and buttons


def test_a_whole_page_is_translated_by_keyboard_alone(page: Page, desk: Desk) -> None:
    desk.change(1, "done")
    expect(page.locator("#left")).to_have_text("4 texts left")
    for number in (0, 2, 3):
        expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(number))
        expect(page.locator("#box-0")).to_be_focused()
        page.keyboard.type(f"نص {number}")
        page.keyboard.press("Control+Enter")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(4))
    for number in range(6):
        expect(page.locator(f"#box-{number}")).to_be_focused()
        page.keyboard.type(f"{{count}} {number}")
        page.keyboard.press("Control+Enter" if number == 5 else "Tab")
    expect(page.locator(".finished h2")).to_be_focused()
    assert all(one.state is State.TRANSLATED for one in desk.texts.values())
    assert desk.texts[desk.unit(4)].targets == [f"{{count}} {number}" for number in range(6)]
    until(lambda: not desk.drafts)


def test_an_empty_box_is_not_done(page: Page, desk: Desk) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_have_text("Write the translation first.")
    expect(page.locator("#box-0")).to_be_focused()
    assert desk.named("save") == []


def test_terms_suggestions_and_undo_by_key(page: Page, desk: Desk) -> None:
    box = page.locator("#box-0")
    page.keyboard.type("في  غداً")
    box.evaluate("one => one.setSelectionRange(3, 3)")
    page.keyboard.press("Alt+2")
    assert box.input_value() == "في حلب غداً"
    page.keyboard.press("Alt+Enter")
    assert box.input_value() == "واحد"
    page.keyboard.press("Alt+Enter")
    assert box.input_value() == "اثنان"
    page.keyboard.press("Alt+0")
    assert box.input_value() == "A call for peace"
    page.keyboard.press("Control+z")
    assert box.input_value() == "اثنان"
    page.get_by_role("button", name="Back to what the file has").click()
    assert box.input_value() == ""
    until(lambda: desk.named("keep") and desk.named("keep")[-1]["targets"] == [""])
    assert desk.drafts == {}


def test_the_list_by_keyboard(page: Page, desk: Desk) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(f"#row-{desk.unit(0)} a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(2))
    expect(page.locator("#box-0")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("document.querySelectorAll('.rows [tabindex=\"0\"]').length") == 1


def test_filters_and_search_forgive_marks(page: Page, desk: Desk) -> None:
    desk.change(1, "اتفقت الأطراف في حَلَب")
    rows = page.locator(".row:visible")
    page.get_by_label("To do").check()
    expect(rows).to_have_count(4)
    page.get_by_role("radio", name="All").check()
    page.get_by_label("Search in the texts").fill("الاطراف في حلب")
    expect(rows).to_have_count(2)  # the one that is open stays
    expect(page.locator(f"#row-{desk.unit(1)}")).to_be_visible()
    page.get_by_label("Search in the texts").fill("missing")
    expect(page.locator(f"#row-{desk.unit(3)}")).to_be_visible()


def test_findings_are_mended_by_a_click_and_the_caret_stays(page: Page) -> None:
    page.keyboard.type("في 2019")
    expect(page.locator("#findings-sum")).to_have_text("1 thing to look at")
    expect(page.locator("#heard")).to_have_text("1 thing to look at")
    expect(page.locator("#box-0")).to_be_focused()
    page.keyboard.type(" هربوا")
    page.get_by_role("button", name="Show where").click()
    assert (
        page.evaluate("(one => one.value.slice(one.selectionStart, one.selectionEnd))(document.activeElement)")
        == "2019"
    )
    page.get_by_role("button", name="Repair it").click()  # even before the checks have seen the last word
    assert page.locator("#box-0").input_value() == "في 2018 هربوا"
    expect(page.locator("#findings-sum")).to_have_text("The checks found nothing wrong.")
    expect(page.locator("#box-0")).to_be_focused()


def test_every_check_has_a_title_of_its_own_language(desk: Desk) -> None:
    for name in CHECKS:
        finding = Finding(name, Severity.ERROR, "what is wrong", "", "ar", "peace", "", 1, Segment("x", "title"), "y")
        shown = desk.render("findings.html", found=[Found(finding)])
        assert f"</strong> {name}<" not in shown
    finding = finding._replace(check="no-such-check")
    assert "</strong> no-such-check<" in desk.render("findings.html", found=[Found(finding)])


def test_what_is_missing_in_a_short_text_is_one_line(desk: Desk) -> None:
    """A beginning is no mistake: what is not there yet is told of, but not shouted."""
    segment = Segment("People fled from the city in 2018 and 2019.", "paragraph")
    missing = Finding("number", Severity.ERROR, "2018 is missing", "", "ar", "peace", "", 1, segment, "هرب")
    wrong = missing._replace(check="letters", at=0)
    shown = desk.render("findings.html", found=[Found(missing), Found(wrong)])
    assert "1 thing to look at" in shown
    assert "1 thing is not there yet" in shown
    whole = [Found(one._replace(target="هرب الناس من المدينة كلهم")) for one in (missing, wrong)]
    shown = desk.render("findings.html", found=whole)
    assert "2 things to look at" in shown
    assert "not there yet" not in shown


def test_of_an_empty_box_nothing_is_said(page: Page) -> None:
    expect(page.locator("#findings-sum")).to_be_hidden()
    page.keyboard.type("x")
    expect(page.locator("#findings-sum")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1400])
def test_a_text_is_shown_from_its_beginning(page: Page, desk: Desk, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.reload()
    expect(page.locator("#box-0")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.locator(".remark summary").click()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    expect(page.locator("#box-0")).to_be_focused()
    strip = page.locator(".preview").bounding_box() if width < 400 else page.locator(".desk-head").bounding_box()
    title = page.locator("#unit-title").bounding_box()
    assert strip
    assert title
    assert strip["y"] + strip["height"] <= title["y"] < 400


def test_a_remark_is_sent_and_shown(page: Page, desk: Desk) -> None:
    page.get_by_text("Remarks for colleagues").click()
    page.get_by_label("Your remark").fill("<b>Is this right?</b>")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#remarks")).to_have_text("<b>Is this right?</b>")
    assert desk.named("remark") == [{"text": "<b>Is this right?</b>"}]
    assert desk.named("save") == []


def test_the_place_is_kept_in_another_language(page: Page, desk: Desk) -> None:
    page.locator(f"#row-{desk.unit(2)} a").click()
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(2))
    page.get_by_role("link", name="Kurdî (Kurmancî)").click()
    page.wait_for_url(f"**/ku/translate/ar/peace#{desk.unit(2)}")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(2))


def test_who_may_only_read_gets_no_buttons(browser: Browser, server: Server, desk: Desk) -> None:
    desk.may_edit = False
    page = browser.new_page()
    enter(page, server)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Alt+1")
    page.keyboard.press("Alt+0")
    assert page.locator("#box-0").input_value() == ""
    assert page.get_by_role("button", name="Done").count() == 0
    assert desk.named("save") == desk.named("keep") == []
    page.close()


# Nothing is lost


def test_what_is_typed_is_kept_after_half_a_second(page: Page, desk: Desk) -> None:
    page.keyboard.type("سلام")
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    kept = desk.drafts[desk.unit(0)]
    assert (kept["targets"], kept["base"], kept["shown"]) == (["سلام"], [""], [""])
    assert page.evaluate("localStorage.length") == 0


def test_what_is_typed_is_kept_when_another_text_is_opened(page: Page, desk: Desk) -> None:
    page.keyboard.type("سلام")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    until(lambda: desk.drafts.get(desk.unit(0)))
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#box-0")).to_have_value("سلام")


def crashed(page: Page, server: Server) -> Page:
    """Type while the server is silent, close the browser's window, and come back to a server that answers."""
    server.desk.silent = True
    page.keyboard.type("سلام")
    expect(page.locator("#offline")).to_be_visible()
    again = page.context.new_page()
    page.close()
    server.desk.silent = False
    enter(again, server)
    return again


def test_a_crash_of_both_loses_nothing(page: Page, server: Server, desk: Desk) -> None:
    again = crashed(page, server)
    expect(again.locator("#box-0")).to_have_value("سلام")
    expect(shown(again)).to_have_text("سلام")
    until(lambda: desk.drafts.get(desk.unit(0)))
    again.keyboard.press("Control+Enter")
    until(lambda: desk.texts[desk.unit(0)].targets == ["سلام"])
    until(lambda: again.evaluate("localStorage.length") == 0)


def test_what_a_browser_holds_and_cannot_be_read_blocks_nothing_and_stays(page: Page, server: Server) -> None:
    server.desk.silent = True
    page.keyboard.type("سلام")
    expect(page.locator("#offline")).to_be_visible()
    page.evaluate("Object.keys(localStorage).forEach((one) => localStorage.setItem(one, '{cut'))")
    again = page.context.new_page()
    page.close()
    server.desk.silent = False
    enter(again, server)
    expect(again.locator("#box-0")).to_have_value("")
    assert again.evaluate("Object.entries(localStorage).flat().join()").endswith(",{cut")
    again.close()


def test_a_crash_of_both_bites(browser: Browser, server: Server, desk: Desk) -> None:
    desk.twist["typed.js"] = ("localStorage.setItem(own(path), JSON.stringify(value));", "")
    page = browser.new_context().new_page()
    enter(page, server)
    again = crashed(page, server)
    expect(again.locator("#box-0")).to_have_value("")
    again.context.close()


def test_a_silent_server_is_told_of_calmly_and_gets_everything_in_the_end(page: Page, desk: Desk) -> None:
    desk.silent = True
    page.keyboard.type("سلام")
    expect(page.locator("#offline")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("It is saved as soon as the server is back.")
    expect(page.locator("#box-0")).to_have_value("سلام")
    desk.silent = False
    page.locator("#retry").dispatch_event("click")
    expect(page.locator("#offline")).to_be_hidden()
    until(lambda: desk.texts[desk.unit(0)].state is State.TRANSLATED)
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    assert desk.drafts == {}


def test_a_text_that_cannot_be_opened_leaves_the_other_one_open(page: Page, desk: Desk) -> None:
    desk.silent = True
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(0))
    page.keyboard.type("سلام")
    desk.silent = False
    page.locator("#retry").dispatch_event("click")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    until(lambda: desk.drafts.get(desk.unit(0)))


def test_two_saves_by_one_press_are_one(page: Page, desk: Desk) -> None:
    desk.wait = 0.2
    page.keyboard.type("سلام")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    assert len(desk.named("save")) == 1


def test_what_is_typed_while_it_is_saved_stays(page: Page, desk: Desk) -> None:
    page.keyboard.type("سلام")
    desk.wait = 0.3
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" عليكم")
    until(lambda: desk.texts[desk.unit(0)].targets == ["سلام"])
    desk.wait = 0
    until(lambda: desk.drafts.get(desk.unit(0), {}).get("targets") == ["سلام عليكم"])
    expect(page.locator("#box-0")).to_have_value("سلام عليكم")


def typed_while_it_is_saved(page: Page, desk: Desk, key: str, more: str) -> None:
    desk.loud = True
    page.keyboard.type("سلام")
    until(lambda: desk.drafts.get(desk.unit(0)))
    desk.wait = 0.3
    page.keyboard.press(key)
    page.keyboard.type(more)
    until(lambda: desk.texts[desk.unit(0)].targets == ["سلام"])
    desk.wait = 0
    page.wait_for_timeout(1000)


@pytest.mark.parametrize("key", ["Control+s", "Control+Enter"])
def test_nobody_is_in_conflict_with_what_they_saved_themselves(page: Page, desk: Desk, key: str) -> None:
    typed_while_it_is_saved(page, desk, key, " عليكم")
    expect(page.locator("#conflict")).to_have_count(0)
    expect(page.locator("#box-0")).to_have_value("سلام عليكم")
    kept = desk.drafts[desk.unit(0)]
    assert (kept["targets"], kept["base"]) == (["سلام عليكم"], ["سلام"])


def test_nobody_is_in_conflict_bites(browser: Browser, server: Server, desk: Desk) -> None:
    held = "    hold(); // typed while it was being saved: that is not finished\n"
    with twisted(browser, server, "translate.js", held, "") as page:
        typed_while_it_is_saved(page, desk, "Control+s", " عليكم")
        expect(page.locator("#conflict")).to_have_count(1)


def test_what_is_typed_while_it_is_saved_stays_when_another_text_is_opened(page: Page, desk: Desk) -> None:
    page.keyboard.type("سلام")
    desk.wait = 0.3
    page.keyboard.press("Control+s")
    page.keyboard.type(" عليكم")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    desk.wait = 0
    until(lambda: desk.drafts.get(desk.unit(0), {}).get("base") == ["سلام"])
    assert desk.drafts[desk.unit(0)]["targets"] == ["سلام عليكم"]


def test_a_space_after_a_save_is_not_swallowed(page: Page, desk: Desk) -> None:
    typed_while_it_is_saved(page, desk, "Control+s", " ")
    expect(page.locator("#box-0")).to_have_value("سلام ")


def test_a_space_after_a_save_bites(browser: Browser, server: Server, desk: Desk) -> None:
    right = 'if (box.value.trim() === (texts[number] ?? "").trim()) return;'
    with twisted(browser, server, "boxes.js", right, 'if (box.value === (texts[number] ?? "")) return;') as page:
        typed_while_it_is_saved(page, desk, "Control+s", " ")
        expect(page.locator("#box-0")).to_have_value("سلام")


def replaced_by_another_tab(page: Page, desk: Desk) -> None:
    """Type; then another tab of the same person writes and saves, and the server has the words of the first no more."""
    page.keyboard.type("نصي")
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    desk.drafts.clear()
    desk.change(0, "من لسان آخر")
    expect(page.locator(f"#row-{desk.unit(0)}")).to_contain_text("من لسان آخر")


def test_what_another_tab_replaced_on_the_server_is_sent_again(page: Page, desk: Desk) -> None:
    replaced_by_another_tab(page, desk)
    expect(page.locator("#conflict")).to_contain_text("نصي")
    expect(page.locator("#conflict")).to_contain_text("من لسان آخر")
    assert desk.drafts[desk.unit(0)]["targets"] == ["نصي"]
    page.reload()
    expect(page.locator("#box-0")).to_have_value("نصي")


def test_what_another_tab_replaced_bites(browser: Browser, server: Server, desk: Desk) -> None:
    with twisted(browser, server, "translate.js", "hold(); // the server may", "return; // the server may") as page:
        replaced_by_another_tab(page, desk)
        page.reload()
        expect(page.locator("#box-0")).to_have_value("من لسان آخر")


def settled_before_an_answer_that_is_late(page: Page, desk: Desk) -> None:
    """Take what another program wrote, while an answer is on its way that shows both texts; then that comes."""
    page.keyboard.type("نصي")
    desk.change(0, "نص آخر")
    expect(page.locator("#conflict")).to_be_visible()
    late = threading.Event()
    desk.late.append(late)
    desk.change(1, "حلب")
    until(lambda: not desk.late)
    page.click("[data-act=take-theirs]")
    expect(page.locator("#conflict")).to_have_count(0)
    with page.expect_response(lambda one: "/unit/" in one.url):
        late.set()
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 100))")


def test_an_answer_that_is_late_brings_nothing_back(page: Page, desk: Desk) -> None:
    settled_before_an_answer_that_is_late(page, desk)
    expect(page.locator("#conflict")).to_have_count(0)
    expect(page.locator("#box-0")).to_have_value("نص آخر")


def test_an_answer_that_is_late_bites(browser: Browser, server: Server, desk: Desk) -> None:
    with twisted(browser, server, "translate.js", "mine === renewed && ", "") as page:
        settled_before_an_answer_that_is_late(page, desk)
        expect(page.locator("#box-0")).to_have_value("نصي")


def test_two_tabs_have_two_names(page: Page, server: Server, desk: Desk) -> None:
    page.keyboard.type("a")
    until(lambda: len(desk.named("keep")) == 1)
    other = page.context.new_page()
    enter(other, server)
    other.keyboard.type("b")
    until(lambda: len(desk.named("keep")) == 2)
    first, second = desk.named("keep")
    assert first["box"] != second["box"]
    assert second["shown"] == ["a"]  # it went on from there


def test_boxes_that_are_filled_anew_get_another_name(page: Page, desk: Desk) -> None:
    page.keyboard.type("a")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(1))
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(0))
    page.keyboard.type("b")
    until(lambda: len(desk.named("keep")) == 2)
    first, second = desk.named("keep")
    assert (first["shown"], second["shown"]) == ([""], ["a"])
    assert first["box"] != second["box"]


def test_what_the_server_cannot_keep_is_in_the_browser_and_told_of_once(page: Page, desk: Desk) -> None:
    desk.full = desk.render("problem.html", problems=[Problem("too much is typed")], status=422)
    page.keyboard.type("سلام")
    expect(page.get_by_text("Kept in this browser only")).to_be_visible()
    expect(page.locator("#messages")).to_contain_text("too much is typed")
    page.locator("#messages").click()
    page.locator("#box-0").press("End")
    page.keyboard.type(" عليكم")
    until(lambda: len(desk.named("keep")) == 2)
    expect(page.get_by_text("Kept in this browser only")).to_be_visible()
    expect(page.locator("#messages")).to_be_empty()
    desk.full = ""
    page.keyboard.type("!")
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    expect(page.get_by_text("Kept in this browser only")).to_be_hidden()


def test_a_finished_text_that_was_typed_over_is_to_do(page: Page, desk: Desk) -> None:
    for number in range(5):
        told = desk.texts[desk.unit(number)]
        told.targets, told.state = ["نص"] * len(told.targets), State.TRANSLATED
    page.reload()
    expect(page.locator("#box-0")).to_have_value("نص")
    page.keyboard.type(" آخر")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".finished")).to_have_count(0)
    page.locator(f"#row-{desk.unit(2)} a").click()
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(2))
    expect(page.locator(".filters label", has_text="To do")).to_contain_text("1")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#unit")).to_have_attribute("data-unit", desk.unit(0))
    page.keyboard.press("Control+Enter")
    expect(page.locator(".finished")).to_be_visible()


def test_a_phone_is_told_of_no_keys(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    enter(page, server)
    assert page.locator("#unit kbd").count() > 3
    assert page.locator("#unit kbd:visible").count() == 0
    page.set_viewport_size({"width": 1200, "height": 800})
    assert page.locator("#unit kbd:visible").count() > 3
    context.close()


def test_a_screen_that_cannot_be_shown_comes_back(page: Page, desk: Desk) -> None:
    desk.trouble = True
    page.reload()
    expect(page.get_by_role("heading", name="This page cannot be shown")).to_be_visible()
    desk.trouble = False
    desk.events.append(["ar/peace"])
    expect(page.locator("#box-0")).to_be_visible()
    desk.trouble = True
    page.reload()
    desk.trouble = False
    page.get_by_role("button", name="Try again").and_(page.locator("#again")).click()
    expect(page.locator("#box-0")).to_be_visible()


def test_who_is_not_known_any_more_is_told_and_keeps_the_text(page: Page, desk: Desk) -> None:
    desk.stranger = True
    page.keyboard.type("سلام")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#closed")).to_be_visible()
    expect(page.locator("#box-0")).to_have_value("سلام")
    assert "سلام" in page.evaluate("Object.values(localStorage).join()")
    desk.stranger = False
    page.keyboard.press("Control+Enter")
    until(lambda: desk.texts[desk.unit(0)].targets == ["سلام"])
    expect(page.locator("#closed")).to_be_hidden()


def test_what_the_server_refuses_is_said_in_its_words(page: Page, desk: Desk) -> None:
    problem = Problem("longer than 20,000 bytes", hint="write a shorter text")
    desk.refusal = desk.render("problem.html", problems=[problem], status=422)
    page.keyboard.type("سلام")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("longer than 20,000 bytes: write a shorter text")
    expect(page.locator("#box-0")).to_have_value("سلام")
    page.locator("#messages").click()
    expect(page.locator("#messages")).to_be_empty()


def test_a_page_of_an_earlier_visit_goes_on(page: Page, desk: Desk) -> None:
    desk.token = "another"  # noqa: S105  # of nothing
    page.keyboard.type("سلام")
    page.keyboard.press("Control+Enter")
    until(lambda: desk.texts[desk.unit(0)].targets == ["سلام"])


# Others write too


def test_a_change_from_elsewhere_shows_at_once_and_the_focus_stays(page: Page, desk: Desk) -> None:
    page.get_by_label("To do").check()
    page.locator("#box-0").focus()
    desk.change(0, "من برنامج آخر", State.FUZZY)
    expect(page.locator("#box-0")).to_have_value("من برنامج آخر")
    expect(page.locator("#box-0")).to_be_focused()
    expect(page.locator("[data-part=state]")).to_contain_text("Draft")
    expect(shown(page)).to_have_text("من برنامج آخر")
    desk.change(2, "هربوا")
    expect(page.locator(f"#row-{desk.unit(2)}")).to_be_hidden()  # done, and the filter holds
    expect(page.get_by_label("To do")).to_be_checked()
    expect(page.locator("#left")).to_have_text("4 texts left")


def test_a_focus_in_the_list_survives_news(page: Page, desk: Desk) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    desk.change(1, "جديد")
    expect(page.locator(f"#row-{desk.unit(1)}")).to_contain_text("جديد")
    expect(page.locator(f"#row-{desk.unit(1)} a")).to_be_focused()


def contested(page: Page, desk: Desk) -> None:
    """Type a text while another program saves it."""
    page.keyboard.type("نصي")
    until(lambda: desk.drafts.get(desk.unit(0)))
    desk.change(0, "نصهم")


def test_typing_is_never_overwritten(page: Page, desk: Desk) -> None:
    contested(page, desk)
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("نصي")
    expect(conflict).to_contain_text("نصهم")
    expect(page.locator("#box-0")).to_have_value("نصي")
    expect(page.locator("#box-0")).to_be_focused()
    page.keyboard.type(" وأكثر")
    expect(page.locator("#box-0")).to_have_value("نصي وأكثر")


def test_typing_is_not_overwritten_by_a_server_that_forgets_it(page: Page, desk: Desk) -> None:
    desk.forgetful = True
    page.keyboard.type("نصي")
    desk.change(0, "نصهم")
    expect(page.locator(f"#row-{desk.unit(0)}")).to_contain_text("نصهم")
    page.keyboard.type("!")
    expect(page.locator("#box-0")).to_have_value("نصي!")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#conflict")).to_contain_text("نصهم")


def test_typing_is_not_overwritten_bites(browser: Browser, server: Server, desk: Desk) -> None:
    desk.forgetful = True
    with twisted(browser, server, "translate.js", "if (!isTyped() || same(values(), base)) {", "{") as page:
        page.keyboard.type("نصي")
        desk.change(0, "نصهم")
        expect(page.locator("#box-0")).to_have_value("نصهم")


def test_taking_my_text_finishes_nothing(page: Page, desk: Desk) -> None:
    contested(page, desk)
    page.get_by_role("button", name="Take mine").click()
    expect(page.locator("#box-0")).to_be_focused()
    until(lambda: desk.drafts.get(desk.unit(0), {}).get("base") == ["نصهم"])
    desk.change(2, "شيء آخر")  # news do not take it away
    expect(page.locator(f"#row-{desk.unit(2)}")).to_contain_text("شيء آخر")
    page.wait_for_timeout(500)
    expect(page.locator("#conflict")).to_contain_text("نصهم")
    assert desk.named("save") == []
    page.keyboard.type(" كله")
    page.keyboard.press("Control+Enter")
    until(lambda: desk.texts[desk.unit(0)].targets == ["نصي كله"] and not desk.drafts)


def test_taking_the_text_in_the_file_finishes_nothing_and_keeps_mine(page: Page, desk: Desk) -> None:
    contested(page, desk)
    page.get_by_role("button", name="Take the one in the file").click()
    expect(page.locator("#box-0")).to_have_value("نصهم")
    expect(page.locator("#conflict")).to_have_count(0)
    expect(page.locator("[data-part=offers]")).to_contain_text("نصي")
    assert desk.named("save") == []
    assert desk.drafts == {}
    assert desk.texts[desk.unit(0)].targets == ["نصهم"]


def test_a_conflict_is_ended_by_writing_one_of_both(page: Page, desk: Desk) -> None:
    contested(page, desk)
    page.get_by_role("button", name="Write one of both").click()
    expect(page.locator("#box-0")).to_be_focused()
    expect(page.locator("#conflict")).to_contain_text("نصهم")
    expect(page.locator("#conflict .mine")).to_be_hidden()
    page.reload()  # as long as it is not done, both are there
    expect(page.locator("#conflict")).to_contain_text("نصهم")
    expect(page.locator("#box-0")).to_have_value("نصي")
    page.get_by_role("button", name="Write one of both").click()
    expect(page.locator("#conflict").get_by_role("button", name="Use this")).to_be_visible()
    page.keyboard.type(" ونصهم")
    page.keyboard.press("Control+Enter")
    until(lambda: desk.texts[desk.unit(0)].targets == ["نصي ونصهم"])


def test_a_save_that_comes_too_late_shows_both(page: Page, desk: Desk) -> None:
    page.keyboard.type("نصي")
    desk.texts[desk.unit(0)].targets = ["نصهم"]  # nobody told us
    page.keyboard.press("Control+Enter")
    expect(page.locator("#conflict-title")).to_be_focused()
    expect(page.locator("#box-0")).to_have_value("نصي")
    assert desk.texts[desk.unit(0)].targets == ["نصهم"]
    page.get_by_role("button", name="Take mine").click()
    page.keyboard.press("Control+Enter")
    until(lambda: desk.texts[desk.unit(0)].targets == ["نصي"])


def test_a_text_whose_english_is_gone_is_explained_and_kept(page: Page, desk: Desk) -> None:
    page.keyboard.type("نصي")
    unit = desk.unit(0)
    told = desk.texts.pop(unit)
    new = told.segment._replace(source="A louder call for peace")
    desk.texts = {new.id: Told(new, [""]), **desk.texts}
    desk.events.append(["source"])
    expect(page.get_by_role("heading", name="This text is not there any more")).to_be_focused()
    expect(page.locator(".gone textarea")).to_have_value("نصي")
    expect(page.locator("#unit")).to_have_attribute("data-unit", new.id)
    expect(page.locator("#stranded textarea")).to_have_value("نصي")
    expect(page.locator(f"#row-{new.id}")).to_be_visible()
    page.get_by_text("Throw away", exact=True).click()
    page.get_by_role("button", name="Yes, throw it away").click()
    expect(page.locator("#stranded textarea")).to_have_count(0)
    assert desk.drafts == {}


def test_a_text_whose_english_changes_before_anything_is_typed_is_followed(page: Page, desk: Desk) -> None:
    told = desk.texts.pop(desk.unit(0))
    new = told.segment._replace(source="A louder call for peace")
    desk.texts = {new.id: Told(new, [""]), **desk.texts}
    desk.events.append(["source"])
    expect(page.locator("#unit")).to_have_attribute("data-unit", new.id)
    expect(page.locator("#box-0")).to_be_focused()
    expect(page.locator("#messages")).to_contain_text("You see it as it is now.")


def test_a_save_of_a_text_that_is_gone_is_kept(page: Page, desk: Desk) -> None:
    page.keyboard.type("نصي")
    unit = desk.unit(0)
    del desk.texts[unit]
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="This text is not there any more")).to_be_focused()
    assert desk.drafts[unit]["targets"] == ["نصي"]


# For everybody


SIZES = [(360, 100), (360, 200), (768, 100), (1280, 100), (1280, 200), (1920, 100)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ui", ["en", "ar"])
def test_axe_and_no_sideways_scrolling(
    browser: Browser,
    server: Server,
    axe: str,
    ui: str,
    scheme: Any,  # noqa: ANN401  # Playwright's
) -> None:
    desk = server.desk
    desk.ui = locale(ui)
    full(desk)
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    enter(page, server, 1)
    page.evaluate(axe)
    page.evaluate(EVERY_TEXT)
    for width, percent in SIZES:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", f"{percent}%")
        for view in ("list", "write", "page"):
            page.evaluate("view => document.querySelector(`[data-show=${view}]`).click()", view)
            assert page.evaluate(AXE) == [], (width, percent, view)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (width, percent, view)
    context.close()


def test_axe_bites(page: Page, axe: str) -> None:
    page.evaluate(axe)
    page.evaluate(EVERY_TEXT)
    page.evaluate("document.querySelector('label[for=box-0]').remove()")
    assert any(one.startswith("label:") for one in page.evaluate(AXE))


AXE = """async () => {
  const {violations} = await axe.run(document, {iframes: false});
  return violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}"""


def full(desk: Desk) -> None:
    """Show all that the screen can show: an earlier English, a finding, a conflict, a text that is gone."""
    told = desk.texts[desk.unit(1)]
    told.previous, told.state = "All parties must agree to a truce.", State.FUZZY
    told.targets, told.remarks = ["في 2019"], ["ملاحظة"]
    desk.drafts = {
        desk.unit(1): {"targets": ["قبل 2019"], "base": ["غيره"]},
        "u00000000": {"targets": ["نص بلا مكان"], "base": [""]},
    }


HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>"\' onfocus="window.hit=1'


def test_hostile_texts_are_only_words(browser: Browser, server: Server, desk: Desk) -> None:
    for one in desk.texts.values():
        one.targets, one.remarks = [HOSTILE for _ in one.targets], [HOSTILE]
    desk.drafts = {"u00000000": {"targets": [HOSTILE], "base": [""]}}
    page = browser.new_page()
    enter(page, server)
    page.keyboard.type("x")
    expect(shown(page)).to_have_text(f"{HOSTILE}x")
    expect(page.locator("#box-0")).to_have_value(f"{HOSTILE}x")
    assert page.evaluate("[window.hit, document.getElementById('page').contentWindow.hit]") == [None, None]
    page.close()
