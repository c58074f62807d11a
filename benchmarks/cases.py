"""Clean documents, and the same with some of their translations spoilt."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pairs import LOCALES, Kind, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

Key = tuple[str, str]
"""What identifies a pair in a catalog: its context and its English."""


@dataclass(frozen=True)
class Case:
    """One fault: the pairs it was made in, and where a finding counts."""

    before: Pair
    after: Pair
    keys: frozenset[Key]


@dataclass
class Document:
    """Pairs, and what some of them become when spoilt."""

    pairs: list[Pair] = field(default_factory=list)
    spoilt: dict[Key, Pair] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)

    @property
    def faulty(self) -> list[Pair]:
        return [self.spoilt.get(key_of(pair), pair) for pair in self.pairs]

    def spoil(self, rows: Sequence[Pair], texts: Sequence[str]) -> None:
        """Make a case of each translation that became another; where only one did, its neighbours count too."""
        changed = [(row, row._replace(translation=text)) for row, text in zip(rows, texts, strict=False)]
        changed = [(before, after) for before, after in changed if before.translation != after.translation]
        for before, after in changed:
            keys = {key_of(row) for row in rows} if len(changed) == 1 else {key_of(before)}
            self.spoilt[key_of(before)] = after
            self.cases.append(Case(before, after, frozenset(keys)))


def key_of(pair: Pair) -> Key:
    return (pair.context, pair.english)


def _news(data: Path, locale: str) -> Iterator[Pair]:
    files = {name: (data / "ntrex" / f"{name}.txt").read_text("utf-8").splitlines() for name in ("en", *LOCALES)}
    for number, lines in enumerate(zip(*files.values(), strict=True), 1):
        texts = dict(zip(files, map(str.strip, lines), strict=True))
        others = tuple((name, texts[name]) for name in LOCALES if name != locale)
        yield Pair(texts["en"], texts[locale], "paragraph", f"ntrex {number}", others)


def _declaration(data: Path, locale: str) -> Iterator[Pair]:
    lines = (data / "udhr" / "udhr.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(map(json.loads, lines), 1):
        if line.get(locale):
            others = tuple((name, line[name]) for name in LOCALES if name != locale and line.get(name))
            yield Pair(line["en"], line[locale], line["role"], f"udhr {number}", others)


def corpus(data: Path, locale: str) -> list[Pair]:
    """All that was translated by professionals, each text once."""
    found: dict[Key, Pair] = {}
    for pair in (*_news(data, locale), *_declaration(data, locale)):
        found.setdefault(key_of(pair), pair)
    return list(found.values())


def spoilt(kind: Kind, pairs: Sequence[Pair], locale: str, rng: Random, wanted: int) -> Document:
    """The pairs with faults of one kind in up to so many places."""
    doc, taken, made = Document(), set[int](), dict[int, list[Pair]]()
    for start in rng.sample(range(len(pairs) - kind.rows + 1), len(pairs) - kind.rows + 1):
        places = set(range(start, start + kind.rows))
        if len(doc.cases) >= wanted:
            break
        if not taken & places and (rows := _try(kind, pairs[start : start + kind.rows], locale, rng, doc)):
            made[start] = rows
            taken |= places
    for place, pair in enumerate(pairs):
        doc.pairs += made.get(place, []) if place in taken else [pair]
    return doc


def _try(kind: Kind, rows: Sequence[Pair], locale: str, rng: Random, doc: Document) -> list[Pair]:
    """Make a fault in some rows as they are, or as they are when prepared."""
    texts = kind.spoil(rng, rows, locale)
    if texts is None and kind.prepare:
        rows = kind.prepare(rng, rows, locale) or []
        texts = kind.spoil(rng, rows, locale) if rows else None
    if texts is None:
        return []
    doc.spoil(rows, texts)
    return list(rows)
