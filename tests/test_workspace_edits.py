"""Many hands on one catalog: two browsers and a program like Poedit at the same time, and a server that is killed.

Every text that somebody writes is another one, so that each can be asked for at the end. Whoever replaces a text that
stands before their eyes has decided about it; every other one must be somewhere.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
from collections import Counter
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from browser import FLAGS
from playwright.async_api import Error, async_playwright
from servers import Server
from workspaces import Workspace

from publisher import po
from publisher.errors import PublisherError
from publisher.files import History
from publisher.project import Project
from publisher.serve import lost
from publisher.serve.drafts import Drafts
from publisher.serve.journal import Journal
from publisher.serve.people import HERE, People, Role

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page, Response

LOCALE, DOMAIN = "ku", "peace"
PLACE = f"{LOCALE}/{DOMAIN}"
LINE = re.compile(rb'^(msgid|msgstr) "([^"\\\n]* )([^"\\\n]+)"$', re.MULTILINE)
"""A text of some words that stands on one line of a catalog."""


class Desk(Workspace):
    """A workspace in which two people work on one catalog.

    Args:
        root: Its folder.
        done: Whether everything is translated.

    Attributes:
        units: The ids of its texts, by their English.
        people: The ids of the two.
    """

    def __init__(self, root: Path, *, done: bool = True) -> None:
        super().__init__(root)
        self.complete()
        self.project = Project.open(root)
        (document,) = self.project.documents()
        self.units = {one.source: one.id for one in document.segments}
        if not done:
            self.fill(LOCALE, DOMAIN, dict.fromkeys(self.units, ""))
        self.path = root / self.po(LOCALE)
        guest, self.token = People(root).invite("Zîn", Role.TRANSLATOR, [LOCALE])
        self.people = HERE.id, guest.id

    @property
    def texts(self) -> set[str]:
        """Every text that the catalog holds in any way."""
        locale = next(one for one in self.project.settings.targets if one.id == LOCALE)
        return self.project.translations(locale, DOMAIN).texts()

    @property
    def lost(self) -> set[str]:
        """The texts on the list of lost ones; each can be put back."""
        found = lost.view(self.project, Journal(self.root)).lost
        assert all(one.live and one.kept for one in found)
        return {text for one in found for text in one.entry.after}

    @property
    def history(self) -> set[str]:
        """Every text in a version that `publish restore` can bring back."""
        found = set()
        for version in History(self.root).versions():
            try:
                found |= {one.msgstr for one in po.parse(version.read(), version.path)}
            except PublisherError:
                continue  # it was being written
        return found

    def kept(self, person: str) -> set[str]:
        """What somebody typed and the server keeps."""
        drafts, of = Drafts(self.root), (person, LOCALE, DOMAIN)
        earlier = [one for some in drafts.earlier(*of).values() for one in some]
        return {text for one in [*drafts.of(*of).values(), *earlier] for text in one.targets}


# What everybody does


@dataclass
class Ledger:
    """What everybody did.

    Attributes:
        typed: Who typed a text in a browser, and for which unit.
        saved: For which unit the other program wrote a text.
        accepted: For which unit the server said that it has a text.
        decided: Texts that somebody replaced who saw them, with their unit.
        events: How often something happened.
        numbers: What tells texts apart.
    """

    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    decided: set[tuple[str, str]] = field(default_factory=set)
    events: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=count)

    def gone(self, desk: Desk) -> dict[str, set[str]]:
        """What nobody decided about and what is nowhere, by the promise that was made for it."""
        texts, missing, history = desk.texts, desk.lost, desk.history
        kept = {person: desk.kept(person) for person in desk.people}
        accepted = {one for one, unit in self.accepted.items() if (unit, one) not in self.decided} - texts
        saved = {one for one, unit in self.saved.items() if (unit, one) not in self.decided} - texts
        open_ = {(one, *told) for one, told in self.typed.items() if one not in self.accepted}
        typed = {one for one, person, unit in open_ if (unit, one) not in self.decided and one not in kept[person]}
        self.events["accepted"] = len(self.accepted)
        self.events["accepted and held"] = len(texts & self.accepted.keys())
        self.events["accepted and listed"] = len(accepted & missing)
        self.events["typed alone"] = len(open_)
        return {"accepted": accepted - missing, "saved": saved - history, "typed": typed}


class Typist:
    """Somebody in a browser, who works with the screen, or puts the questions of its script to the server directly."""

    def __init__(self, page: Page, person: str, desk: Desk, ledger: Ledger, choices: random.Random) -> None:
        self.page, self.person, self.ledger, self.choices = page, person, ledger, choices
        self.units = [*desk.units.values()]
        page.on("response", self._heard)

    def _heard(self, answer: Response) -> None:
        """Write down what the server accepts, and what it was told that the person saw."""
        if "/save/" not in answer.url:
            return
        self.ledger.events[f"saves answered {answer.status}"] += 1
        if answer.status == 200:
            unit, told = answer.url.rpartition("/")[2], answer.request.post_data_json
            self.ledger.accepted[told["targets"][0]] = unit
            if told["base"] != told["targets"]:
                self.ledger.decided.add((unit, told["base"][0]))

    def new(self, unit: str, seen: str) -> str:
        """A text that nobody wrote before, for a unit in whose box another one is seen."""
        text = f"{self.person} {next(self.ledger.numbers)}."
        self.ledger.typed[text] = self.person, unit
        self.ledger.decided.add((unit, seen))
        return text

    # with the screen

    async def edit(self) -> None:
        """Write a text; it is done, or a draft, or left as it is."""
        self.ledger.events["with the screen"] += 1
        unit = self.choices.choice(self.units)
        await self.page.click(f"#row-{unit} a")
        await self.page.wait_for_function(OPEN, arg=unit)
        await self.write(unit)
        key = self.choices.choices(["Control+Enter", "Control+s", ""], [6, 2, 2])[0]
        if key:
            await self.save(unit, key)

    async def edit_until_it_is_gone(self) -> None:
        """Write one text after the other, done or a draft, for as long as there is a server."""
        while True:
            unit = self.choices.choice(self.units)
            await self.page.click(f"#row-{unit} a")
            await self.page.wait_for_function(f"unit => {OFFLINE} || ({OPEN})(unit)", arg=unit)
            if not await self.page.evaluate(OPEN, unit):
                return
            await self.write(unit)
            done = self.choices.random() < 0.5
            await self.page.keyboard.press("Control+Enter" if done else "Control+s")
            left = f"({AWAY})(unit)" if done else "document.getElementById('messages').childNodes.length"
            await self.page.wait_for_function(f"unit => {OFFLINE} || {left}", arg=unit)

    async def write(self, unit: str) -> None:
        text = self.new(unit, await self.page.input_value("#box-0"))
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.insert_text(text)

    async def save(self, unit: str, key: str) -> None:
        async with self.page.expect_response(lambda one: "/save/" in one.url) as answer:
            await self.page.keyboard.press(key)
        found = await answer.value
        if found.status == 409:
            await self.page.wait_for_selector("#conflict")
            await self.settle(unit)
        elif found.status == 200 and "Enter" in key and not (await found.json())["contested"]:
            await self.page.wait_for_function(AWAY, arg=unit)

    async def settle(self, unit: str) -> None:
        """Decide between two texts."""
        way = self.choices.choice(["take-mine", "take-theirs", "take-both"])
        self.ledger.events[way] += 1
        if way == "take-theirs":
            self.ledger.decided.add((unit, await self.page.input_value("#box-0")))
        await self.page.click(f"[data-act={way}]")
        if way == "take-theirs":
            await self.page.wait_for_function("() => !document.getElementById('conflict')")
            return
        if way == "take-both":
            await self.write(unit)
        await self.save(unit, "Control+Enter")

    # without

    async def ask(self, what: str, unit: str, value: dict[str, object] | None = None) -> Any:  # noqa: ANN401  # from JSON
        return await self.page.evaluate(ASK, [f"{what}/{PLACE}/{unit}", value])

    async def edit_fast(self) -> None:
        """The same as `edit`, but nothing is shown: to the server it is another tab of the same person."""
        self.ledger.events["without it"] += 1
        unit = self.choices.choice(self.units)
        told = await self.type_fast(unit)
        if self.choices.random() >= 0.2:
            await self.save_fast(unit, told)

    async def type_fast(self, unit: str) -> dict[str, Any]:
        found = await self.ask("unit", unit)
        text = self.new(unit, found["shown"])
        told: dict[str, Any] = {"box": f"another of {text}", "shown": [found["shown"]]}
        told |= {"targets": [text], "base": found["base"], "draft": self.choices.random() < 0.25}
        await self.ask("keep", unit, told)
        return told

    async def save_fast(self, unit: str, told: dict[str, Any]) -> None:
        (text,) = told["targets"]
        while theirs := (await self.ask("save", unit, told))["theirs"]:
            way = self.choices.choice(["take-mine", "take-theirs", "take-both"])
            self.ledger.events[way] += 1
            if way == "take-theirs":
                self.ledger.decided.add((unit, text))
                await self.ask("keep", unit, told | {"targets": theirs, "base": theirs})
                return
            text = self.new(unit, text) if way == "take-both" else text
            told |= {"targets": [text], "base": theirs}


OPEN = """unit => document.getElementById("unit")?.dataset.unit === unit && document.activeElement.id === "box-0\""""
AWAY = """unit => document.querySelector("#editor .finished")
  || (document.getElementById("unit")?.dataset.unit ?? unit) !== unit"""
ASK = """async ([path, value]) => {
  const token = document.querySelector("[name=publish-token]").content;
  const headers = {"Content-Type": "application/json", "X-Publish-Token": token};
  const options = value && {method: "POST", headers, body: JSON.stringify(value)};
  const answer = await fetch(`/${document.body.dataset.ui}/${path}`, options ?? {});
  const html = document.createElement("template");
  html.innerHTML = await answer.text();
  const told = (selector, name) => JSON.parse(html.content.querySelector(selector)?.dataset[name] ?? "null");
  const shown = html.content.getElementById("box-0")?.defaultValue;
  return {status: answer.status, base: told("#unit", "base"), theirs: told("#conflict", "theirs"), shown};
}"""


OFFLINE = "!document.getElementById('offline').hidden"


class Poedit:
    """Another program that has the catalog open. It writes all that it holds, whatever stands in the file by then."""

    def __init__(self, desk: Desk, ledger: Ledger, choices: random.Random) -> None:
        self.path, self.units, self.ledger, self.choices = desk.path, desk.units, ledger, choices
        self.entries = po.parse(self.path.read_bytes(), "")

    async def edit(self) -> None:
        if self.choices.random() < 0.8:
            self.entries = po.parse(self.path.read_bytes(), "")
        entry = self.choices.choice([one for one in self.entries[1:] if not one.obsolete])
        text, unit = f"Poedit {len(self.ledger.saved)}.", self.units[entry.msgid]
        await asyncio.sleep(self.choices.uniform(0, 0.2))
        self.ledger.decided.add((unit, entry.msgstr))
        self.ledger.saved[text] = unit
        entry.msgstr, entry.flags = text, [one for one in entry.flags if one != "fuzzy"]
        data = po.serialize(self.entries)
        if self.choices.random() < 0.3:
            data = LINE.sub(rb'\1 ""\n"\2"\n"\3"', data)
        new = self.path.with_suffix(".po~")
        new.write_bytes(data)
        new.replace(self.path)


@asynccontextmanager
async def browsing(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


async def come_in(browser: Browser, server: Server, token: str, path: str = f"translate/{PLACE}") -> Page:
    page = await (await browser.new_context()).new_page()
    await page.goto(f"http://{server.authority}/start?token={token}")
    await page.goto(f"http://{server.authority}/en/{path}")
    return page


class Work(NamedTuple):
    """How often each of the two people does something with the screen and without it, and how often Poedit saves."""

    shown: int
    fast: int
    saves: int


async def two(browser: Browser, desk: Desk, server: Server) -> list[Typist]:
    """Let the two people come in."""
    ledger, choices = Ledger(), random.Random(7)  # noqa: S311  # not for secrets
    pages = [await come_in(browser, server, token) for token in (server.token, desk.token)]
    return [Typist(page, who, desk, ledger, choices) for page, who in zip(pages, desk.people, strict=True)]


async def at_once(chromium: str, desk: Desk, server: Server, work: Work) -> Ledger:
    """Let two people and another program work at the same time."""
    async with browsing(chromium) as browser:
        typists = await two(browser, desk, server)
        ledger, choices = typists[0].ledger, typists[0].choices
        poedit = Poedit(desk, ledger, choices)

        async def one_by_one(deeds: list[Callable[[], Awaitable[None]]]) -> None:
            for deed in choices.sample(deeds, len(deeds)):
                await deed()

        lists = [[one.edit] * work.shown + [one.edit_fast] * work.fast for one in typists]
        await asyncio.gather(*map(one_by_one, [*lists, [poedit.edit] * work.saves]))
        for number, unit in enumerate(typists[0].units[:HELD]):  # what nobody writes over stays in the file
            one = typists[number % 2]
            await one.save_fast(unit, await one.type_fast(unit))
        for one in typists:
            await one.page.wait_for_function("() => !Object.keys(localStorage).length")  # the server has it all
    return ledger


def test_500_edits_at_once_lose_nothing(tmp_path: Path, tool: Callable[[str], str]) -> None:
    desk = Desk(tmp_path)
    with Server(tmp_path) as server:
        ledger = asyncio.run(at_once(tool("chromium"), desk, server, Work(60, 100, 180)))
        gone = ledger.gone(desk)
        assert gone == {"accepted": set(), "saved": set(), "typed": set()}
        assert len(ledger.typed) + len(ledger.saved) >= 500
        assert min(ledger.events[one] for one in EVENTS) >= 5, "the test needs a race"
        listed = desk.lost
        back = asyncio.run(put_back_all(tool("chromium"), server))
        assert back == len(listed)
        assert server.stop() == (0, "")
    assert desk.lost == set()
    assert ledger.gone(desk) == {"accepted": set(), "saved": set(), "typed": set()}


# A server that puts what it has read and changed over whatever is there by now
BLIND = """
import time
from publisher import files
from publisher.workflow import edit
def save(project, catalog, domain, read):
    time.sleep(0.05)
    files.write(project.po_path(catalog.locale, domain), catalog.to_bytes())
    return []
edit.save = save
edit._outcome = lambda *_, **__: edit.Outcome.CHANGED
"""


def test_500_edits_bite(tmp_path: Path, tool: Callable[[str], str]) -> None:
    desk = Desk(tmp_path)
    with Server(tmp_path, otherwise=BLIND) as server:
        gone = asyncio.run(at_once(tool("chromium"), desk, server, Work(5, 45, 50))).gone(desk)
    assert gone["accepted"]  # which of the others' are lost as well is a matter of chance


HELD = 6
"""How many texts are saved when the other program has ended."""
LEFT = "left => document.querySelectorAll('#live [id^=back-]').length === left"
EVENTS = (
    *("take-mine", "take-theirs", "take-both", "saves answered 409"),
    *("accepted and held", "accepted and listed", "typed alone"),
)


async def put_back_all(chromium: str, server: Server) -> int:
    """Put back what is on the list of lost texts, the first three by their buttons."""
    async with browsing(chromium) as browser:
        page = await come_in(browser, server, server.token, "lost")
        buttons = page.locator("#live [id^=back-]")
        left = count = await buttons.count()
        for left in range(count, max(count - 3, 0), -1):
            await buttons.first.click()
            await page.wait_for_function(LEFT, arg=left - 1)
        ids = await buttons.evaluate_all("all => all.map(one => one.dataset.post)")
        for one in ids:
            await page.evaluate(ASK, [one, {}])
        return count


# A server that is killed


async def killed(server: Server, typists: list[Typist], after: int) -> None:
    """Kill the server while one person works with the screen and the other without, when it has accepted so much."""
    ledger, choices = typists[0].ledger, typists[0].choices
    enough = len(ledger.accepted) + after

    def look(_: Response) -> None:
        if len(ledger.accepted) >= enough:
            asyncio.get_running_loop().call_later(choices.uniform(0, 0.1), server.process.kill)

    async def fast() -> None:
        with suppress(Error):  # there is nobody to ask any more
            while True:
                await typists[1].edit_fast()
        ledger.typed = {one: told for one, told in ledger.typed.items() if told[0] != typists[1].person}

    for one in typists:
        one.page.on("response", look)
    await asyncio.gather(typists[0].edit_until_it_is_gone(), fast())
    for one in typists:
        one.page.remove_listener("response", look)
    server.process.communicate()


async def typed_meanwhile(typist: Typist) -> tuple[str, str]:
    """Write on while there is no server; answer for which text, and what stands in the box."""
    page = typist.page
    unit = str(await page.get_attribute("#unit", "data-unit"))  # some text is always open
    typist.ledger.decided.add((unit, await page.input_value("#box-0")))
    await page.focus("#box-0")
    await page.keyboard.press("Control+End")
    await page.keyboard.insert_text(f" And {next(typist.ledger.numbers)}.")
    text = await page.input_value("#box-0")
    typist.ledger.typed[text] = typist.person, unit
    return unit, text


def test_a_server_that_is_killed_loses_nothing(tmp_path: Path, tool: Callable[[str], str]) -> None:
    """What it has accepted is in the catalog; what was typed and not saved is in the box again, in the same browser."""
    desk = Desk(tmp_path, done=False)
    ledger = asyncio.run(over_and_over(tool("chromium"), desk))
    assert len(ledger.accepted) >= 25
    assert ledger.gone(desk) == {"accepted": set(), "saved": set(), "typed": set()}
    assert ledger.events["accepted and listed"] == 0


async def over_and_over(chromium: str, desk: Desk) -> Ledger:
    async with browsing(chromium) as browser:
        with Server(desk.root) as server:
            typists = await two(browser, desk, server)
            await killed(server, typists, 12)
        page = typists[0].page
        for after in (5, 9, 0):
            unit, text = await typed_meanwhile(typists[0])
            with Server(desk.root, "--port", str(server.port)) as again:
                for one in typists:
                    await one.page.wait_for_selector("#offline", state="hidden")
                    await one.page.wait_for_function("() => !Object.keys(localStorage).length")
                await page.click(f"#row-{unit} a")
                await page.wait_for_function(OPEN, arg=unit)
                assert await page.input_value("#box-0") == text
                if after:
                    await killed(again, typists, after)
    return typists[0].ledger


# A server that says that it has a text, and has it half a second later
HASTY = """
import threading
from publisher.serve.journal import Journal
from publisher.workflow.edit import Edited
Journal.accept = lambda *_: None
save = Edited.save
Edited.save = lambda *it: threading.Timer(0.5, save, it).start()
"""


def test_a_server_that_is_killed_bites(tmp_path: Path, tool: Callable[[str], str]) -> None:
    desk = Desk(tmp_path)

    async def once() -> Ledger:
        async with browsing(tool("chromium")) as browser:
            with Server(desk.root, otherwise=HASTY) as server:
                typists = await two(browser, desk, server)
                await killed(server, typists, 12)
        return typists[0].ledger

    assert asyncio.run(once()).gone(desk)["accepted"]


def test_a_crash_of_browser_and_server_loses_nothing(tmp_path: Path, tool: Callable[[str], str]) -> None:
    """Another browser shows what was typed and not saved."""
    desk = Desk(tmp_path)
    unit = desk.units["What we saw"]

    async def crash() -> None:
        async with browsing(tool("chromium")) as browser:
            with Server(desk.root) as server:
                page = await come_in(browser, server, server.token, f"translate/{PLACE}#{unit}")
                await page.wait_for_function(OPEN, arg=unit)
                await page.keyboard.type(" Û paşê")
                await page.wait_for_selector("#typed[data-typed=kept]")
                server.process.kill()
                session = await browser.new_browser_cdp_session()
                processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
                os.kill(next(one["id"] for one in processes if one["type"] == "browser"), signal.SIGKILL)
                server.process.communicate()

    async def again() -> tuple[str, str]:
        async with browsing(tool("chromium")) as browser:
            with Server(desk.root) as server:
                page = await come_in(browser, server, server.token, f"translate/{PLACE}#{unit}")
                await page.wait_for_function(OPEN, arg=unit)
                typed = await page.input_value("#box-0")
                await page.click("[data-act=undo]")
                return typed, await page.input_value("#box-0")

    asyncio.run(crash())
    assert asyncio.run(again()) == ("ku: What we saw Û paşê", "ku: What we saw")
