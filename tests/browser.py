"""A real browser, and somebody who sits before the web workspace in it."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page
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

        def heard(one: ConsoleMessage) -> None:
            if (
                one.type in {"error", "warning"} and one.location["url"] != page.url
            ):  # else it is the page that is refused
                complaints.append(f"{one.text} ({one.location['url']})")

        page.on("console", heard)
        page.on("pageerror", lambda one: complaints.append(str(one)))
        page.goto(f"http://{server.authority}/start?token={server.token}")
        yield page
        assert complaints == []


# Accessibility

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Where letters join, axe takes the font for one of icons and leaves the contrast of its text unchecked: every
# Arabic text. This rule of ours lets it check each element that has text of its own.
EVERY_TEXT = """() => {
  const hasText = one => [...one.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
  axe.configure({rules: [{id: "color-contrast", matches: hasText}]});
  return [...document.querySelectorAll("body *")].filter(one => hasText(one) && one.checkVisibility()).length;
}"""
RUN = """async rules => {
  const {passes, violations} = await axe.run(document, {runOnly: rules, iframes: false});
  const decided = [...passes, ...violations].find(one => one.id === "color-contrast");
  return {
    decided: decided.nodes.length,
    violations: violations.map(({id, help, nodes}) => `${id}: ${help}: ${nodes[0].html.slice(0, 200)}`),
  };
}"""
LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = tuple(product(("light", "dark"), (360, 1280)))
"""Colour scheme and width."""


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds at two widths, in light and dark; the page is as wide and as bright at the end as before."""
    found: list[str] = []
    before = page.viewport_size
    page.evaluate(axe)
    texts = page.evaluate(EVERY_TEXT)
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        result = page.evaluate(RUN, RULES)
        # It cannot tell for arrows, nor where one line's box touches another's.
        assert result["decided"] >= 0.9 * texts
        found += [f"{scheme} {width} {one}" for one in result["violations"]]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before or {"width": 1280, "height": 800})
    return found


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
