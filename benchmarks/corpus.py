"""Workspaces of any size for measuring speed, made of real parallel texts.

    python benchmarks/corpus.py FOLDER DATA SIZE [OUTPUTS]

S is the statement of this repository, M the Universal Declaration, L and XL are 1,000 and 10,000 statements that have
what the real one has: a front matter, headings, paragraphs, a list, and signatories; 27 texts of its length. They are
made of two or three sentences of NTREX-128 each, drawn at random, so that hardly a text stands there twice, except for
names of organizations and headings, as in real archives. Of the translations about 80 % are finished and 5 % drafts;
what a text is in a language depends on the text alone, so that every program gets the same. Sentences in whose
translation the checks find an error are left out, because such a page would not be published.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from publisher import po  # noqa: E402
from publisher.catalog import Catalog  # noqa: E402
from publisher.checks import check, plain  # noqa: E402
from publisher.locale import locale  # noqa: E402
from publisher.model import Segment, Severity  # noqa: E402
from publisher.terms import Glossary  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TARGETS = ("ar", "ku", "ckb")
SIZES = {"S": 1, "M": 1, "L": 1_000, "XL": 10_000}
"""How many statements each size has."""
FINISHED, DRAFTS = 0.80, 0.05
"""The shares of the texts that are translated, and that are drafts."""
FRONT = ("title", "summary", "type", "signatory")
"""The roles of texts that stand in the front matter."""
MARKS = {"title": "# ", "heading": "## ", "item": "- ", "quote": "> ", "signatory": "- "}

SETTINGS = """[tool.publisher]
title = "Joint Statements"
minimum = 0
outputs = {outputs}
[tool.publisher.locales.en]
"""
PAGES, WITHOUT_PDF = "[]", '["text", "single", "compare"]'
"""What is made beside the pages: nothing, or all that takes no other program."""
Row = tuple[str, str, str, str]
"""A text in English, Arabic, Kurmanji and Sorani."""
KIND: Row = ("Joint statement", "بيان مشترك", "Daxuyaniya hevpar", "بەیاننامەی هاوبەش")


@dataclass(frozen=True)
class Texts:
    """What statements are made of: sentences, those short enough for a heading, and those of no statement."""

    sentences: Sequence[Row]
    short: Sequence[Row]
    strangers: list[str]

    @classmethod
    def read(cls, data: Path) -> Texts:
        """The sentences of the news; strangers are those in whose translations a check finds an error."""
        columns = [(data / "ntrex" / f"{name}.txt").read_text("utf-8").splitlines() for name in ("en", *TARGETS)]
        rows = [tuple(one.strip() for one in row) for row in zip(*columns, strict=True)]
        # No Markdown; and no question in one language alone: a check takes its mark beside others for a lost letter.
        rows = [row for row in dict.fromkeys(rows) if not set("*_[]<>`\\|#") & set("".join(row))]
        rows = [row for row in rows if len({bool({"?", "؟"} & {*text}) for text in row}) == 1]
        bad = {row[0] for number, name in enumerate(TARGETS, 1) for row in _faulty(rows, number, name)}
        good = [row for row in rows if row[0] not in bad]
        return cls(good, [row for row in good if len(row[0]) < 70], sorted(bad))  # noqa: PLR2004  # a line of a heading


def _faulty(rows: Sequence[Row], number: int, name: str) -> Iterator[Row]:
    segments = {Segment(row[0], "paragraph"): row for row in rows}
    catalog = Catalog(locale(name), locale("en"), "texts.po")
    catalog.rearrange(list(segments), {})
    for segment, row in segments.items():
        catalog.fill(segment, [row[number]])
    for finding in check(catalog, list(segments), plain, Glossary()):
        if finding.severity is Severity.ERROR and finding.segment:
            yield segments[finding.segment]


@dataclass(frozen=True)
class Text:
    """A text of a statement: its role, and its sentences in all languages."""

    role: str
    sentences: Sequence[Row]

    @property
    def row(self) -> Row:
        """The whole text in each language; a language has none if one of the sentences has none."""
        en, *others = ("" if "" in parts else " ".join(parts) for parts in zip(*self.sentences, strict=True))
        return (en, *others)


@dataclass(frozen=True)
class Statement:
    """One statement: its texts in the order of the page."""

    slug: str
    date: str
    texts: Sequence[Text]

    def source(self, body: Iterable[tuple[str, str]] | None = None) -> str:
        """Its Markdown with a front matter; another body is one of roles and texts."""
        title, summary, kind = (_quoted(self._of(role)[0]) for role in FRONT[:3])
        front = [f"title: {title}", f"summary: {summary}", f"type: {kind}", f"date: {self.date}"]
        names = [f"  - name: {_quoted(name)}" for name in self._of("signatory")]
        front += ["signatories:", *names] if names else []
        own = [(text.role, text.row[0]) for text in self.body]
        return "---\n" + "\n".join(front) + f"\n---\n\n{markdown(own if body is None else body)}"

    @property
    def body(self) -> list[Text]:
        """The texts that do not stand in the front matter."""
        return [text for text in self.texts if text.role not in FRONT]

    def plain(self, name: str = "en") -> str:
        """Its Markdown for programs that know no front matter, in a language as far as it is translated."""
        texts = [(text.role, self.shown(text, name)) for text in self.texts]
        return markdown([*texts[:3], ("paragraph", self.date), *texts[3:]])

    @staticmethod
    def shown(text: Text, name: str) -> str:
        """What a page in a language shows of a text: the finished translation, or the English."""
        translation = text.row[1 + TARGETS.index(name)] if name in TARGETS else ""
        return translation if translation and state(name, text.row[0]) == "finished" else text.row[0]

    def _of(self, role: str) -> list[str]:
        return [text.row[0] for text in self.texts if text.role == role]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of JSON is one of YAML


def markdown(texts: Iterable[tuple[str, str]]) -> str:
    """Texts with their roles as Markdown."""
    lines: list[str] = []
    last = ""
    for role, text in texts:
        tight = role == last and role in ("item", "signatory")
        lines += [f"{MARKS.get(role, '')}{text}"] if tight or not lines else ["", f"{MARKS.get(role, '')}{text}"]
        last = role
    return "\n".join(lines) + "\n"


def statements(texts: Texts, count: int, seed: int = 1) -> Iterator[Statement]:
    """So many statements, each about as long as the real one; the first are the same for every count."""
    for number in range(count):
        yield _statement(texts, Random(f"{seed} {number}"), number)  # noqa: S311  # no secret


def _statement(texts: Texts, rng: Random, number: int) -> Statement:
    def some(role: str, count: int, shortest: int = 2, longest: int = 3) -> list[Text]:
        return [Text(role, rng.sample(texts.sentences, rng.randint(shortest, longest))) for _ in range(count)]

    names = [f"Organization {rng.randint(1, 999)} for Human Rights" for _ in range(8)]
    headings = [Text("heading", rng.sample(texts.short, 1)) for _ in range(2)]
    front = [Text("title", rng.sample(texts.short, 2)), *some("summary", 1, longest=2), Text("type", [KIND])]
    opening, items, closing = some("paragraph", 5), some("item", 5, longest=2), some("paragraph", 4)
    body = [*opening, headings[0], *closing[:2], headings[1], *items, *closing[2:]]
    signed = [Text("signatory", [(name, name, name, name)]) for name in names]
    day = f"{2000 + number * 25 // 10_000 % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return Statement(f"statement-{number:05}", day, [*front, *body, *signed])


def declaration(data: Path) -> Statement:
    """The Universal Declaration; it has no translation into Sorani, and none of some texts."""
    lines = (data / "udhr" / "udhr.jsonl").read_text("utf-8").splitlines()
    rows = [(one["role"], [tuple(one.get(name, "") for name in ("en", *TARGETS))]) for one in map(json.loads, lines)]
    title, *body = (Text(role, row) for role, row in rows)
    return Statement(
        "declaration", "1948-12-10", [title, Text("summary", [rows[2][1][0]]), Text("type", [KIND]), *body]
    )


def state(name: str, source: str) -> str:
    """Whether a text is "finished", a "draft" or not translated ("") in a language."""
    drawn = Random(f"{name} {source}").random()  # noqa: S311  # no secret
    return "finished" if drawn < FINISHED else "draft" if drawn < FINISHED + DRAFTS else ""


def known(every: Iterable[Statement], name: str) -> dict[str, str]:
    """The translations into a language, by their English."""
    number = 1 + TARGETS.index(name)
    return {text.row[0]: text.row[number] for one in every for text in one.texts if text.row[number]}


def fill(path: Path, name: str, translations: Mapping[str, str]) -> int:
    """Translate a catalog of any program as far as `state` says; how many texts were filled."""
    entries = po.parse(path.read_bytes(), str(path))
    filled = 0
    for entry in entries[1:]:
        source = " ".join(entry.msgid.split())
        if (how := state(name, source)) and (translation := translations.get(source)):
            entry.msgstr, filled = translation, filled + 1
            entry.flags = [*({*entry.flags} - {"fuzzy"}), *(["fuzzy"] if how == "draft" else [])]
    path.write_bytes(po.serialize(entries))
    return filled


def workspace(folder: Path, every: Sequence[Statement], outputs: str = PAGES, targets: Sequence[str] = TARGETS) -> Path:
    """Make a workspace of statements, its catalogs up to date and filled.

    Args:
        folder: Where; it is replaced.
        every: The statements.
        outputs: What is made beside the pages, as a list of TOML.
        targets: The languages besides English.
    """
    sources(folder, every, outputs, targets)
    for name in targets:
        for one in every:
            fill(folder / "locales" / name / "LC_MESSAGES" / f"{one.slug}.po", name, known([one], name))
    return folder


def sources(folder: Path, every: Sequence[Statement], outputs: str, targets: Sequence[str]) -> None:
    """A workspace with empty catalogs, and the wording of pages that comes with the program."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "source").mkdir(parents=True)
    languages = "".join(f"[tool.publisher.locales.{name}]\n" for name in targets)
    (folder / "pyproject.toml").write_text(SETTINGS.format(outputs=outputs) + languages, "utf-8")
    for one in every:
        (folder / "source" / f"{one.slug}.md").write_text(one.source(), "utf-8")
    for name in targets:
        target = folder / "locales" / name / "LC_MESSAGES" / "site.po"
        target.parent.mkdir(parents=True)
        shutil.copy(ROOT / "locales" / name / "LC_MESSAGES" / "site.po", target)
    command = [sys.executable, str(ROOT / "publish.py"), "-C", str(folder), "update"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def own(folder: Path, outputs: str = PAGES) -> Path:
    """The workspace of this repository, with the settings of the others."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("source", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    languages = "".join(f"[tool.publisher.locales.{name}]\n" for name in TARGETS)
    (folder / "pyproject.toml").write_text(SETTINGS.format(outputs=outputs) + languages, "utf-8")
    return folder


def unique(every: Iterable[Statement]) -> float:
    """The share of the texts that stand there once."""
    counts = Counter(text.row[0] for one in every for text in one.texts)
    return sum(count == 1 for count in counts.values()) / counts.total()


def of_size(data: Path, size: str, scale: float = 1) -> list[Statement]:
    """The statements of a size; S is not made of these."""
    if size == "M":
        return [declaration(data)]
    return list(statements(Texts.read(data), max(1, round(SIZES[size] * scale))))


if __name__ == "__main__":
    into, source, wanted, outputs = [*sys.argv[1:], PAGES][:4]
    if wanted == "S":
        own(Path(into), outputs)
    else:
        made = of_size(Path(source), wanted)
        workspace(Path(into), made, outputs)
        print(
            f"{len(made):,} statements, {sum(len(one.texts) for one in made):,} texts, {unique(made):.0%} of them once"
        )
