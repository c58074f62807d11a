"""From a key to the page: how long until a letter that is typed in the workspace stands on the page beside it?

    python benchmarks/keystroke.py [--keys 60]

Chromium types into the translate screen of a real server, one letter after the other. The clock runs in the browser,
from the moment in which it is about to put the letter into the box to the one in which the page with the letter is
painted: the way to the server, the walk over the whole statement, the way back and the exchange of what changed are in
it. Goals, medians: 50 ms on the statement of this repository, 150 ms on one of 500 texts. Needs Chromium and the extra
``test``.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from click.testing import CliRunner
from playwright.sync_api import Page, sync_playwright

from publisher import po
from publisher.cli import main as publish

ROOT = Path(__file__).parent.parent
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
LETTERS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ckb": "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنهەوۆیێ",
    "ku": "abcçdeêfghiîjklmnopqrsştuûvwxyz",
}
SMALL, LARGE = 50, 150
TEXTS = 500

# Answers, for the key that was pressed last, the milliseconds until the frame that shows its letter was painted.
CLOCK = """
() => {
  const shown = document.getElementById("page").contentDocument;
  let since = 0;
  document.addEventListener("beforeinput", () => { since = performance.now(); }, true);
  window.paintedAfter = (text) => new Promise((done) => {
    const look = () => {
      if (!shown.body.textContent.includes(text)) return false;
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - since)));
      return true;
    };
    if (look()) return;
    const watch = new MutationObserver(() => look() && watch.disconnect());
    watch.observe(shown.body, { subtree: true, childList: true, characterData: true });
  });
}
"""


def workspace(folder: Path, texts: int) -> Path:
    """A copy of this repository's workspace; with ``texts``, paragraphs of its own words make it as long as that."""
    for name in ("locales", "source", "templates", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    source = folder / "source/2026-01-aleppo.md"
    text = source.read_text("utf-8")
    words = re.findall(r"[a-z]{3,}", text.split("---")[2])
    dice = random.Random(1)  # noqa: S311  # the same words each time
    made = [" ".join(dice.choices(words, k=dice.randint(15, 45))).capitalize() + "." for _ in range(max(0, texts - 28))]
    source.write_text(f"{text.rstrip()}\n\n" + "\n\n".join(made) + "\n", "utf-8")
    with CliRunner().isolation():
        try:
            publish(["-C", str(folder), "update"])
        except SystemExit as end:
            if end.code not in {None, 0}:
                raise
    for locale, letters in LETTERS.items():
        fill(folder / f"locales/{locale}/LC_MESSAGES/2026-01-aleppo.po", letters, dice)
    return folder


def fill(path: Path, letters: str, dice: random.Random) -> None:
    """Give what is not translated words that mean nothing, as long as the English."""
    entries = po.parse(path.read_bytes(), str(path))
    for entry in entries[1:]:
        if not entry.msgstr and not entry.obsolete:
            entry.msgstr = " ".join("".join(dice.choices(letters, k=len(word))) for word in entry.msgid.split())
    path.write_bytes(po.serialize(entries))


def start(root: Path) -> tuple[subprocess.Popen[str], str]:
    """A server of the workspace, and the address to come in by."""
    call = [sys.executable, str(ROOT / "publish.py"), "-C", str(root), "serve", "--port", "0", "--no-browser"]
    process = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
    for line in process.stderr or ():
        if found := re.search(r"http\S+/start\?token=\S+", line):
            return process, found[0]
    raise RuntimeError("the server did not start")


def typed(page: Page, locale: str, keys: int) -> list[float]:
    """Type letters into a paragraph; answer the milliseconds for each."""
    unit = page.locator("#list [data-unit]").nth(7).get_attribute("data-unit")
    page.goto(page.url.partition("#")[0] + f"#{unit}")
    page.wait_for_selector(f'#unit[data-unit="{unit}"]')
    page.wait_for_function("document.getElementById('page').contentDocument.readyState === 'complete'")
    page.evaluate(CLOCK)
    box = page.locator(".boxes .box").first
    box.focus()
    page.keyboard.press("Control+End")
    dice, text, found = random.Random(2), "", []  # noqa: S311
    for _ in range(keys):
        letter = dice.choice(LETTERS[locale])
        text += letter
        page.keyboard.type(letter)
        found.append(float(page.evaluate("(text) => window.paintedAfter(text)", text)))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=60)
    keys = parser.parse_args().keys
    failed = False
    print("| texts | language | keys | median | 95 % | goal | |\n|--:|---|--:|--:|--:|--:|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        for texts, goal in ((28, SMALL), (TEXTS, LARGE)):
            root = Path(folder) / str(texts)
            root.mkdir()
            server, address = start(workspace(root, texts))
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address)
            for locale in LETTERS:
                page.goto(address.partition("/start")[0] + f"/en/translate/{locale}/2026-01-aleppo")
                count = page.locator("#list [data-unit]").count()
                found = typed(page, locale, keys)
                middle, late = median(found), quantiles(found, n=20)[-1]
                failed |= middle > goal
                sign = "✓" if middle <= goal else "✗"
                print(
                    f"| {count} | {locale} | {keys} | {middle:.0f} ms | {late:.0f} ms | {goal} ms | {sign} |",
                    flush=True,
                )
            page.close()
            server.terminate()
            server.wait()
        browser.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
