"""A real browser, and somebody who sits before the web workspace in it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from servers import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield one
        one.close()


@contextmanager
def reader(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:  # noqa: ANN401  # Playwright's own
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def visitor(browser: Browser, server: Server, **options: Any) -> Iterator[Page]:  # noqa: ANN401  # Playwright's own
    """Somebody who has opened the address that the server printed; what the browser complains of fails the test."""
    with reader(browser, **options) as page:
        complaints: list[str] = []
        page.on("console", lambda one: complaints.append(one.text) if one.type in {"error", "warning"} else None)
        page.on("pageerror", lambda one: complaints.append(str(one)))
        page.goto(f"http://{server.authority}/start?token={server.token}")
        yield page
        assert complaints == []


class Keyboard:
    """Somebody who has no mouse.

    Args:
        page: What they look at.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _ in range(300):
            if self.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {selector}")

    def follow(self, selector: str) -> None:
        """Go to a link by Tab, and follow it."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")
