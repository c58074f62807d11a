"""Statements as their authors edit them, and catalogs as the programs of translators write them.

Every edit of a statement is a function of the statement before; where there is nothing to edit, nothing changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import polib

from publisher import po
from publisher.model import SIGNATORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

SENTENCES = (
    "All parties must stop the shelling of 3 towns.",
    "All parties must stop the shelling of 3 villages.",
    "All parties must stop the shelling of hospitals.",
    "All parties must lift the siege of 3 towns.",
    "All parties must protect civilians.",
    "All parties *must* protect civilians.",
    "They were released.",
    "They were tortured.",
    "They were released after 40 days.",
    "They were tortured for 40 days.",
    "People fled in 2018.",
    "People fled in 2019.",
    "People returned in 2019.",
    "Free the detained.",
    "Free all detained women.",
    "No one is safe.",
    "Peace now!",
    "Who is responsible?",
    "See [the law](https://example.org/law).",
    "See [the report](https://example.org/report).",
    "As [the report](https://example.org/report) says, 250,000 people were displaced from Afrin.",
    "As [the report](https://example.org/report) says, 137,000 people were displaced from Afrin.",
    "More than 100,000 people are still missing, and their families have a right to know what became of them.",
    "More than 130,000 people are still missing, and their families have a right to know what became of them.",
    "Their families have a right to know.",
    "The undersigned organisations condemn the attack on the market of Idlib in the strongest terms.",
    "The undersigned organisations condemn the attack on the school of Idlib in the strongest terms.",
    "We, the undersigned organisations, call for an independent investigation.",
    "We call for an independent investigation into every one of these attacks.",
    "Those who ordered these attacks must be brought before a court.",
    "Those who carried out these attacks must be brought before a court.",
    "Humanitarian aid must reach everyone, without any condition.",
    "Humanitarian aid does not reach everyone.",
    "The crossing at Bab al-Hawa is closed.",
    "The crossing at Bab al-Hawa is open again.",
    "Return must be **voluntary**, safe and dignified.",
    "Return must be voluntary, safe and dignified, and nobody may be forced to go back.",
    "The government does not recognise the property of those who fled.",
    "The government now recognises the property of those who fled.",
    "Women's organisations have documented 64 cases of arbitrary detention since January.",
    "Turkey and Russia agreed on a ceasefire on 5 March.",
    "The families of the disappeared wait for an answer, and so do we.",
)
TITLES = ("A call for peace", "A call for justice", "Who is responsible?", "Statement on Afrin", "Free the detained.")
NAMES = ("Dawlaty", "Justice for Life", "Women Now", "Families for Freedom", "Release Me")
ROLES = {"paragraph": "", "heading": "## ", "item": "- ", "quote": "> "}
"""What a block is, and how it begins in Markdown."""
SLUGS = ("afrin", "appeal", "detained", "idlib", "peace", "return")
OTHER_WORDS = {
    "must": "should",
    "attack": "bombing",
    "attacks": "bombings",
    "were": "are",
    "people": "persons",
    "closed": "shut",
    "call": "ask",
    "civilians": "children",
}
MOST_BLOCKS, MOST_SENTENCES = 8, 5
EVERY = -1
"""In the place of a number: all of them."""

_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")


# Statements


@dataclass(frozen=True)
class Block:
    """A piece of a statement: its role and its sentences."""

    role: str
    sentences: tuple[str, ...]

    @property
    def markdown(self) -> str:
        return ROLES[self.role] + " ".join(self.sentences)


@dataclass(frozen=True)
class Statement:
    """What stands in one file of ``source/``."""

    title: str
    blocks: tuple[Block, ...]
    signatories: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        signed = ["signatories:", *(f"  - {name}" for name in self.signatories)] if self.signatories else []
        front = ["---", f'title: "{self.title}"', "date: 2026-01-09", *signed, "---"]
        return "\n\n".join(["\n".join(front), *(block.markdown for block in self.blocks)]) + "\n"

    def inserting(self, at: int, block: Block) -> Statement:
        if len(self.blocks) >= MOST_BLOCKS:
            return self
        at %= len(self.blocks) + 1
        return self._with((*self.blocks[:at], block, *self.blocks[at:]))

    def without(self, at: int) -> Statement:
        return self._replacing(at, lambda _: ())

    def moving(self, at: int, to: int) -> Statement:
        block = nth(self.blocks, at)
        return self.without(at).inserting(to, block) if block else self

    def swapping(self, at: int) -> Statement:
        """The same with two neighbours in each other's place."""
        at %= max(len(self.blocks) - 1, 1)
        return self._with((*self.blocks[:at], *self.blocks[at : at + 2][::-1], *self.blocks[at + 2 :]))

    def splitting(self, at: int, sentence: int) -> Statement:
        """The same with a block cut after one of its sentences."""

        def cut(block: Block) -> tuple[Block, ...]:
            if len(block.sentences) == 1:
                return (block,)
            end = 1 + sentence % (len(block.sentences) - 1)
            return replace(block, sentences=block.sentences[:end]), replace(block, sentences=block.sentences[end:])

        return self._replacing(at, cut)

    def joining(self, at: int) -> Statement:
        """The same with a block and its neighbour as one."""
        if len(self.blocks) < 2:
            return self
        at %= len(self.blocks) - 1
        both = replace(self.blocks[at], sentences=self.blocks[at].sentences + self.blocks[at + 1].sentences)
        return self._with((*self.blocks[:at], both, *self.blocks[at + 2 :]))

    def retyping(self, at: int, role: str) -> Statement:
        return self._replacing(at, lambda block: (replace(block, role=role),))

    def repeating(self, at: int, to: int) -> Statement:
        block = nth(self.blocks, at)
        return self.inserting(to, block) if block else self

    def adding(self, at: int, sentence: str) -> Statement:
        return self._rewriting(at, lambda old: (*old, sentence))

    def shortening(self, at: int, sentence: int) -> Statement:
        """The same without one sentence of a block, if that leaves it another."""

        def shorten(old: tuple[str, ...]) -> tuple[str, ...]:
            without = sentence % len(old)
            return (*old[:without], *old[without + 1 :])

        return self._rewriting(at, shorten)

    def editing(self, at: int, sentence: int, change: Callable[[str], str]) -> Statement:
        def edit(old: tuple[str, ...]) -> tuple[str, ...]:
            edited = sentence % len(old)
            return (*old[:edited], change(old[edited]), *old[edited + 1 :])

        return self._rewriting(at, edit)

    def signing(self, name: str) -> Statement:
        return self if name in self.signatories else replace(self, signatories=(*self.signatories, name))

    def withdrawing(self, at: int) -> Statement:
        gone = nth(self.signatories, at)
        return replace(self, signatories=tuple(name for name in self.signatories if name != gone))

    def _rewriting(self, at: int, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Statement:
        return self._replacing(
            at, lambda block: (replace(block, sentences=change(block.sentences) or block.sentences),)
        )

    def _replacing(self, at: int, change: Callable[[Block], Iterable[Block]]) -> Statement:
        chosen = range(len(self.blocks)) if at == EVERY else [at % max(len(self.blocks), 1)]
        changed = [change(block) if i in chosen else (block,) for i, block in enumerate(self.blocks)]
        return self._with(tuple(chain.from_iterable(changed)))

    def _with(self, blocks: tuple[Block, ...]) -> Statement:
        """The same with other blocks, unless they are too much: catalogs stay small, and tests fast."""
        if len(blocks) > MOST_BLOCKS or any(len(one.sentences) > MOST_SENTENCES for one in blocks):
            return self
        return replace(self, blocks=blocks)


def nth(items: Sequence[T], number: int) -> T | None:
    """One of these, whatever the number; None if there is none."""
    return items[number % len(items)] if items else None


# What authors change in a sentence


def typo(sentence: str) -> str:
    """Two letters of a word in each other's place; done twice, it is taken back."""
    return _LONG_WORD.sub(lambda word: word[0][:3] + word[0][4] + word[0][3] + word[0][5:], sentence, count=1)


def other_number(sentence: str) -> str:
    return re.sub(r"\d+", lambda number: str(int(number[0]) + 1), sentence, count=1)


def other_word(sentence: str) -> str:
    return re.sub(r"\b[a-z]+\b", lambda word: OTHER_WORDS.get(word[0], word[0]), sentence)


def other_case(sentence: str) -> str:
    return sentence[0].swapcase() + sentence[1:]


def comma(sentence: str) -> str:
    """A comma after the first word, or without the one that is there."""
    first, _, rest = sentence.partition(" ")
    return f"{first.removesuffix(',')}{'' if first.endswith(',') else ','} {rest}"


CHANGES = (typo, other_number, other_word, other_case, comma)


# Catalogs

Key = tuple[str | None, str]
"""What identifies an entry: its context and its English."""
Pair = tuple[str, str]
"""An English text and its translation."""


@lru_cache(maxsize=5000)
def entries_of(data: bytes) -> tuple[po.Entry, ...]:
    """The entries of a catalog without its header; for looking at, not for editing."""
    return tuple(po.parse(data, "x.po")[1:])


def is_finished(one: po.Entry) -> bool:
    return bool(one.msgstr) and "fuzzy" not in one.flags


def is_live_finished(one: po.Entry) -> bool:
    return is_finished(one) and not one.obsolete


def is_live_draft(one: po.Entry) -> bool:
    return bool(one.msgstr) and "fuzzy" in one.flags and not one.obsolete


def is_signed(one: po.Entry) -> bool:
    return one.msgctxt == SIGNATORY and is_finished(one)


def is_of_the_front_matter(one: po.Entry) -> bool:
    return one.msgctxt in {"title", SIGNATORY}


def is_empty(one: po.Entry) -> bool:
    return not (one.obsolete or one.msgstr)


@dataclass(frozen=True)
class Catalogs:
    """Catalogs at one time: their bytes by the names of their files."""

    data: dict[str, bytes]

    def entries(self, name: str = "") -> list[po.Entry]:
        """The entries of one file, or of all; of one that is not there, none."""
        chosen = filter(None, [self.data.get(name)]) if name else self.data.values()
        return [one for data in chosen for one in entries_of(data)]

    def live(self, name: str) -> dict[Key, po.Entry]:
        return {(one.msgctxt, one.msgid): one for one in self.entries(name) if not one.obsolete}

    def texts(self) -> set[str]:
        return {text for one in self.entries() for text in (one.msgstr, *one.msgstr_plural.values()) if text}

    def notes(self) -> set[str]:
        return {line for one in self.entries() for line in one.tcomment.split("\n")}

    def finished(self, name: str) -> set[Pair]:
        """Every translation that is no draft, with its English; those out of use too."""
        return {(one.msgid, one.msgstr) for one in self.entries(name) if is_finished(one)}


# What the programs of translators do with a file


def rewrapped(data: bytes) -> bytes:
    """The same catalog as programs built on polib save it."""
    return str(polib.pofile(data.decode("utf-8-sig"), wrapwidth=78)).encode()


def from_windows(data: bytes) -> bytes:
    """The same catalog with a byte order mark and the line ends of Windows."""
    mark = b"\xef\xbb\xbf"
    return mark + data.removeprefix(mark).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def without_drafts(data: bytes) -> bytes:
    """The same catalog as OmegaT saves it: it knows neither drafts nor the English before."""
    entries = po.parse(data, "x.po")
    for entry in entries[1:]:
        finish(entry, forget=True)
    return po.serialize(entries)


def purged(data: bytes) -> bytes:
    """The same catalog as Poedit's "Purge Deleted Translations" and `msgattrib --no-obsolete` leave it."""
    return po.serialize(entry for entry in po.parse(data, "x.po") if not entry.obsolete)


def finish(one: po.Entry, *, forget: bool) -> None:
    """Make an entry no draft; only some programs take the previous English away too."""
    one.flags = [flag for flag in one.flags if flag != "fuzzy"]
    if forget:
        one.previous_msgctxt = one.previous_msgid = one.previous_msgid_plural = None


PROGRAMS = (rewrapped, from_windows, without_drafts, purged)
