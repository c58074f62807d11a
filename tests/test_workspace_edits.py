"""Many hands on one catalog: two browsers and a program like Poedit, at the same time; and a server that is killed.

Every text that anybody writes is another one, so that at the end each can be asked for. Whoever replaces a text that
stands before them has decided about it; everything else must be found again.
"""

from __future__ import annotations

import asyncio
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from browser import FLAGS
from playwright.async_api import async_playwright
from servers import Server
from workspaces import Workspace

from publisher import po
from publisher.files import History
from publisher.project import Project
from publisher.serve import lost
from publisher.serve.drafts import Drafts
from publisher.serve.journal import Journal
from publisher.serve.people import HERE, People, Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.async_api import Page, Response

LOCALE, DOMAIN = "ku", "peace"
PLACE = f"{LOCALE}/{DOMAIN}"
INPLACE = 0.9
CHOICES = random.Random(7)  # noqa: S311  # not for secrets


@dataclass
class Ledger:
    """What everybody did.

    Attributes:
        typed: By text, who typed it in a browser, and for which unit.
        accepted: By text, the unit for which the server said that it has it.
        saved: By text, the unit for which the other program wrote it.
        decided: Texts that somebody replaced who had them before their eyes, with their unit.
        refused: How often the server answered that somebody else was there before.
        failed: How often it answered that something is wrong.
    """

    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    saved: dict[str, str] = field(default_factory=dict)
    decided: set[tuple[str, str]] = field(default_factory=set)
    refused: int = 0
    failed: int = 0
    log: list = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    @property
    def edits(self) -> int:
        return len(self.typed) + len(self.saved)


class Typist:
    """Somebody in a browser."""

    def __init__(self, page: Page, person: str, ledger: Ledger, units: list[str]) -> None:
        self.page, self.person, self.ledger, self.units = page, person, ledger, units
        self.count = 0
        page.on("response", self._heard)

    def _heard(self, answer: Response) -> None:
        """Write down what the server accepts, and what it was told that the person had seen."""
        if "/save/" not in answer.url:
            return
        self.ledger.log.append((self.person, answer.status, answer.url[-9:], answer.request.post_data_json))
        if answer.status == 409:
            self.ledger.refused += 1
        elif answer.status != 200:
            self.ledger.failed += 1
        else:
            unit, said = answer.url.rpartition("/")[2], answer.request.post_data_json
            self.ledger.accepted[said["targets"][0]] = unit
            if said["base"] != said["targets"]:
                self.ledger.decided.add((unit, said["base"][0]))

    async def edit(self) -> None:
        """Write a text, and do something with it."""
        unit = CHOICES.choice(self.units)
        await self.page.click(f"#row-{unit} a")
        await self.page.wait_for_function(OPEN, arg=unit)
        await self.write(unit)
        deed = CHOICES.choices(["done", "draft", "leave"], [6, 2, 2])[0]
        if deed != "leave":
            await self.save(unit, "Control+Enter" if deed == "done" else "Control+s")

    async def write(self, unit: str) -> None:
        """Replace what stands in the box."""
        self.count += 1
        text = f"{self.person} {self.count}."
        self.ledger.typed[text] = self.person, unit
        self.ledger.decided.add((unit, await self.page.input_value("#box-0")))
        self.ledger.log.append((self.person, "types", unit, text, await self.page.input_value("#box-0")))
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.insert_text(text)

    async def save(self, unit: str, key: str) -> None:
        async with self.page.expect_response(lambda one: "/save/" in one.url) as answer:
            await self.page.keyboard.press(key)
        await self.answered(unit, await answer.value, "Enter" in key)

    async def answered(self, unit: str, answer: Response, done: bool) -> None:
        if answer.status == 409:
            await self.page.wait_for_selector("#conflict")
            await self.settle(unit)
        elif answer.status == 200 and done and not (await answer.json())["contested"]:
            await self.page.wait_for_function(AWAY, arg=unit)

    async def settle(self, unit: str) -> None:
        """Decide between two texts."""
        answer = CHOICES.choice(["take-mine", "take-theirs", "take-both"])
        self.ledger.log.append((self.person, answer, unit))
        self.ledger.answers[answer] = self.ledger.answers.get(answer, 0) + 1
        if answer == "take-mine":
            async with self.page.expect_response(lambda one: "/save/" in one.url) as again:
                await self.page.click("[data-act=take-mine]")
            await self.answered(unit, await again.value, True)
        elif answer == "take-theirs":
            self.ledger.decided.add((unit, await self.page.input_value("#box-0")))
            await self.page.click("[data-act=take-theirs]")
        else:
            await self.page.click("[data-act=take-both]")
            await self.write(unit)
            await self.save(unit, "Control+Enter")


OPEN = """unit => document.getElementById("unit")?.dataset.unit === unit
  && document.activeElement?.id === "box-0\""""
AWAY = """unit => document.querySelector("#editor .finished")
  || (document.getElementById("unit")?.dataset.unit ?? unit) !== unit"""


LINE = re.compile(rb'^(msgid|msgstr) "([^"\\\n]* )([^"\\\n]+)"$', re.MULTILINE)


class Poedit:
    """Another program that has the catalog open: it writes all that it holds, whatever stands in the file by then."""

    def __init__(self, path: Path, ledger: Ledger, units: dict[str, str]) -> None:
        self.path, self.ledger, self.units = path, ledger, units
        self.entries: list[po.Entry] = []

    async def edit(self) -> None:
        if not self.entries or CHOICES.random() < 0.7:
            self.entries = po.parse(self.path.read_bytes(), "")
        entry = CHOICES.choice([one for one in self.entries[1:] if not one.obsolete])
        unit = self.units[entry.msgid]
        await asyncio.sleep(CHOICES.uniform(0, 0.5))
        text = f"Poedit {len(self.ledger.saved)}."
        self.ledger.saved[text] = unit
        self.ledger.decided.add((unit, entry.msgstr))
        entry.msgstr = text
        entry.flags = [one for one in entry.flags if one != "fuzzy"]
        self.write()

    def write(self) -> None:
        data = po.serialize(self.entries)
        if CHOICES.random() < 0.3:
            data = LINE.sub(rb'\1 ""\n"\2"\n"\3"', data)
        if CHOICES.random() < INPLACE:
            self.path.write_bytes(data)
            return
        new = self.path.with_suffix(".po~")
        new.write_bytes(data)
        new.replace(self.path)


async def at_work(root: Path, chromium: str, server: Server, guest: str, edits: tuple[int, int]) -> Ledger:
    project, ledger = Project.open(root), Ledger()
    (document,) = project.documents()
    units = {one.source: one.id for one in document.segments}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        typists = []
        for person, token in ((HERE.id, server.token), (guest, server.guest)):
            page = await (await browser.new_context()).new_page()
            await page.goto(f"http://{server.authority}/start?token={token}")
            await page.goto(f"http://{server.authority}/en/translate/{PLACE}")
            typists.append(Typist(page, person, ledger, list(units.values())))
        poedit = Poedit(root / f"locales/{LOCALE}/LC_MESSAGES/{DOMAIN}.po", ledger, units)

        async def often(deed: Callable[[], object], times: int) -> None:
            for _ in range(times):
                await deed()

        await asyncio.gather(*(often(one.edit, edits[0]) for one in typists), often(poedit.edit, edits[1]))
        for one in typists:
            await one.page.wait_for_function("() => !Object.keys(localStorage).length")
        await browser.close()
    return ledger
