"""A page of somebody else in the same browser, in which a coordinator has the workspace open: it gets nothing."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import uvicorn
from browser import FLAGS, reader
from playwright.sync_api import sync_playwright
from workspaces import Workspace

from publisher.serve import server
from publisher.serve.app import application
from publisher.serve.desk import Desk
from publisher.serve.guard import Guard
from publisher.serve.people import HERE, People, write_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from starlette.types import ASGIApp, Receive, Scope, Send

PAGE = "/site/ar/peace.html"
RULES = "--host-resolver-rules=MAP rebound.example 127.0.0.1, EXCLUDE 127.0.0.1, MAP * ~NOTFOUND"
"""A name of somebody else's that was bound to this machine after its page was loaded."""
SCRIPT = """
async ({base, json}) => {
  const said = {};
  const told = (name, promise) => Promise.race([
    promise.then((value) => { said[name] = String(value); }, () => { said[name] = "refused"; }),
    new Promise((resolve) => setTimeout(resolve, 3000)),
  ]);
  const element = (name, tag, attributes) => told(name, new Promise((resolve, reject) => {
    const one = Object.assign(document.createElement(tag), attributes);
    one.onload = () => resolve("loaded");
    one.onerror = reject;
    document.body.append(one);
  }));
  const form = (name, attributes, value) => {
    const one = Object.assign(document.createElement("form"), {method: "post", target: "sink", ...attributes});
    one.append(Object.assign(document.createElement("input"), {name: value, value: ""}));
    document.body.append(one);
    one.submit();
  };
  const text = (options) => async (address) => (await fetch(base + address, options)).text();
  document.body.append(Object.assign(document.createElement("iframe"), {name: "sink"}));
  await Promise.all([
    told("fetch", text({})("/en/rows/ar/peace")),
    told("fetch with cookies", text({credentials: "include"})("/en/rows/ar/peace")),
    told("fetch of the token", text({credentials: "include"})("/en/")),
    told("fetch without an answer", fetch(base + "/en/", {
      mode: "no-cors", credentials: "include",
    }).then((one) => one.type)),
    told("post of a text", fetch(base + "/en/keep/ar/peace/u00000000", {
      method: "POST", mode: "no-cors", credentials: "include", headers: {"Content-Type": "text/plain"}, body: json,
    }).then((one) => one.type)),
    told("post of JSON", text({
      method: "POST", credentials: "include", headers: {"Content-Type": "application/json"}, body: json,
    })("/en/update")),
    told("post with a token", text({
      method: "POST", credentials: "include", body: json,
      headers: {"Content-Type": "application/json", "X-Publish-Token": "0".repeat(64)},
    })("/en/update")),
    told("put", text({method: "PUT", credentials: "include", body: json})("/en/update")),
    told("beacon", Promise.resolve(navigator.sendBeacon(base + "/en/update", new Blob([json], {type: "text/plain"})))),
    told("events", new Promise((resolve, reject) => {
      const one = new EventSource(base + "/events", {withCredentials: true});
      one.onopen = () => resolve("open");
      one.onerror = reject;
    })),
    told("websocket", new Promise((resolve, reject) => {
      const one = new WebSocket(base.replace("http", "ws") + "/events");
      one.onopen = () => resolve("open");
      one.onerror = reject;
    })),
    element("image", "img", {src: base + "/interface/frame.png"}),
    element("script", "script", {src: base + "/interface/core.js"}),
    element("module", "script", {src: base + "/interface/core.js", type: "module"}),
    element("style", "link", {rel: "stylesheet", href: base + "/interface/interface.css"}),
    element("object", "object", {data: base + "/site/ar/peace.html", type: "text/html"}),
    element("embed", "embed", {src: base + "/site/ar/peace.html", type: "text/html"}),
    element("frame", "iframe", {src: base + "/site/ar/peace.html"}),
    element("frame of a screen", "iframe", {src: base + "/en/"}),
    element("sandboxed frame", "iframe", {src: base + "/en/", sandbox: "allow-scripts"}),
    element("preload", "link", {rel: "preload", as: "fetch", href: base + "/en/"}),
  ]);
  form("form", {action: base + "/en/update"}, "x");
  form("form that looks like JSON", {action: base + "/en/update", enctype: "text/plain"}, '{"minor": false, "x": "');
  form("form with a file", {action: base + "/en/import", enctype: "multipart/form-data"}, "x");
  window.open(base + "/en/", "other");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return said;
}
"""


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another server on the same machine."""

    def do_GET(self) -> None:
        body = f"<!doctype html><title>x</title><body><a href='{self.path[1:]}'>a link in a mail</a>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class House:
    """A workspace on a port, with a guard before it or without, and what came through to it."""

    def __init__(self, workspace: Workspace, *, guarded: bool) -> None:
        self.listener, self.address = server.listen("127.0.0.1", 0, secure=False)
        self.people = People(workspace.root)
        self.token = self.people.begin()
        self.reached: list[tuple[str, str]] = []
        self.names: set[bytes] = set()
        self._app = application(Desk(workspace.root), self.people, self.address)
        outside: ASGIApp = Guard(self._noted, self.address, self.people) if guarded else self._open
        config = uvicorn.Config(
            outside, http=server.Line, ws="none", interface="asgi3", log_config=None, log_level="critical"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: self._server.run(sockets=[self.listener]))

    async def _noted(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.reached.append((scope["method"], scope["path"]))
            self.names.add(dict(scope["headers"])[b"host"])
        await self._app(scope, receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._noted({**scope, "person": HERE, "write_token": write_token(self.token)}, receive, send)

    def __enter__(self) -> House:  # noqa: PYI034
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)

    @property
    def start(self) -> str:
        return f"{self.address.origin}/start?token={self.token}"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as one:
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{one.server_port}/"
        one.shutdown()


@pytest.fixture(scope="module")
def browser(tool: Callable[[str], str]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=tool("chromium"), args=[*FLAGS[:-1], RULES])
        yield one
        one.close()


@contextmanager
def house(folder: pytest.TempPathFactory, *, guarded: bool) -> Iterator[House]:
    workspace = Workspace(folder.mktemp("house"))
    workspace.complete()
    with House(workspace, guarded=guarded) as one:
        yield one


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory, guarded=True) as one:
        yield one


JSON = '{"minor": false}'


def test_another_page_reaches_nothing(guarded: House, browser: Browser, elsewhere: str) -> None:
    with reader(browser) as page:
        page.goto(guarded.start)
        assert page.url == f"{guarded.address.origin}/en/"
        page.goto(elsewhere)
        guarded.reached.clear()
        said = page.evaluate(SCRIPT, {"base": guarded.address.origin, "json": JSON})
        assert guarded.reached == []
        assert said.pop("beacon") == "true"  # it went out; nothing more can be known of it
        harmless = {"refused", "opaque"}  # "opaque": an answer came, of which nothing can be seen
        frames = {
            "frame",
            "frame of a screen",
            "sandboxed frame",
            "object",
            "embed",
        }  # what is shown in them is the refusal
        assert {name: value for name, value in said.items() if value not in harmless and name not in frames} == {}
        page.goto(f"{guarded.address.origin}{PAGE}")
        assert page.title()
        assert guarded.reached[0] == ("GET", PAGE)  # the coordinator is still let in


def test_another_page_reaches_a_server_without_a_guard(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, elsewhere: str
) -> None:
    """The twin: the page that gets nothing above makes changes here, and loads what it likes."""
    with house(tmp_path_factory, guarded=False) as open_house, reader(browser) as page:
        page.goto(elsewhere)
        said = page.evaluate(SCRIPT, {"base": open_house.address.origin, "json": JSON})
        assert said["script"] == "loaded", said
        assert {("GET", "/en/"), ("GET", PAGE), ("POST", "/en/update"), ("GET", "/events")} <= set(open_house.reached)
        assert len(open_house.reached) >= 15
        page.goto(f"http://rebound.example:{open_house.address.port}/interface/core.js")
        assert f"rebound.example:{open_house.address.port}".encode() in open_house.names


def test_a_name_that_is_bound_anew_leads_nowhere(guarded: House, browser: Browser) -> None:
    with reader(browser) as page:
        page.goto(guarded.start)
        for path in ("/", PAGE, f"/start?token={guarded.token}", "/interface/core.js"):
            answer = page.goto(f"http://rebound.example:{guarded.address.port}{path}")
            assert answer
            assert answer.status == 421
        assert guarded.names == {guarded.address.authority.encode()}


def test_a_link_in_a_mail_leads_in(guarded: House, browser: Browser, elsewhere: str) -> None:
    with reader(browser) as page:
        page.goto(f"{elsewhere}{guarded.start}")
        with page.expect_navigation(url=f"{guarded.address.origin}/en/"):
            page.click("a")
        assert page.locator("h1").count() == 1
        page.goto(elsewhere)
        page.goto(f"{guarded.address.origin}{PAGE}")
        assert page.locator("h1").count() == 1


def test_a_link_to_a_screen_from_elsewhere_is_refused_in_words(
    guarded: House, browser: Browser, elsewhere: str
) -> None:
    with reader(browser) as page:
        page.goto(guarded.start)
        page.goto(f"{elsewhere}{guarded.address.origin}/en/")
        guarded.reached.clear()
        with page.expect_navigation():
            page.click("a")
        assert "Copy the address" in page.inner_text("body")
        assert guarded.reached == []


def test_a_script_sees_neither_cookie_nor_token(guarded: House, browser: Browser) -> None:
    with reader(browser) as page:
        page.goto(guarded.start)
        assert page.evaluate("document.cookie") == ""
        assert guarded.token not in page.content()
        assert write_token(guarded.token) in page.content()
        assert page.context.cookies()[0] | {"value": ""} == {
            "name": guarded.address.cookie,
            "value": "",
            "domain": "127.0.0.1",
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": False,
            "sameSite": "Strict",
        }
