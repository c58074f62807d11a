"""How long the checks take for hostile texts: twice the text may take about twice as long, not four times.

Exit code 0: every goal is met; 1: one is not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from publisher import document, po
from publisher.catalog import Catalog
from publisher.checks import check
from publisher.locale import locale
from publisher.model import Segment
from publisher.terms import Glossary

TEXTS = {
    "different numbers": (" ".join(map(str, range(1000, 3500))), " ".join(map(str, range(4000, 6500)))),
    "one word": ("a", "a" * 15_000),
    "one number": ("1" * 15_000, "a"),
    "groups of digits": ("123 " * 3_000, "124 " * 3_000),
    "slashes": ("a", "a/" * 7_000),
    "dots": ("a", "a.a." * 4_000),
    "brackets": ("x (a) " * 2_000, "(" * 15_000),
    "quotation marks": ("a", '"' * 9_000),
    "number words": ("two million " * 1_000, "مليونان ونصف " * 700),
    "months": ("7 January " * 1_500, "7 كانون " * 1_300),
    "spaces": ("a", "a " * 7_000),
    "Markdown": ("a", "*a [b](" * 2_000),
}
RATIO, FLOOR = 3.2, 0.05
"""What the longer text may take: times of the shorter one, and seconds of CPU besides, as short ones vary."""


def seconds(name: str, english: str, target: str) -> float:
    one = locale(name)
    header = f"Language: {name}\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: {one.plural_forms}\n"
    entries = [po.Entry(msgstr=header), po.Entry(msgctxt="paragraph", msgid=english, msgstr=target)]
    catalog = Catalog.read(po.serialize(entries), one, locale("en"), "x.po")
    begin = process_time()
    check(catalog, [Segment(english, "paragraph")], lambda _, text: document.inline(text), Glossary())
    return process_time() - begin


def main() -> int:
    bad = 0
    print("| text | language | half: s | whole: s | times | |\n|---|---|--:|--:|--:|---|")
    for kind, (english, target) in TEXTS.items():
        for name in ("ar", "ku", "ckb"):
            halves = english[: len(english) // 2 or 1], target[: len(target) // 2 or 1]
            half, whole = (min(seconds(name, *texts) for _ in range(3)) for texts in (halves, (english, target)))
            good = whole <= RATIO * half + FLOOR
            bad += not good
            print(f"| {kind} | {name} | {half:.3f} | {whole:.3f} | {whole / half:.1f} | {'✓' if good else '✗'} |")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
