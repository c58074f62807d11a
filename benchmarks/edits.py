"""Documents with translations, and edits of them of which is known what became of each old text.

Before and after an edit a document is a list of blocks. The truth of a block names the old ones whose
translations a translator would want to find there: of an old block itself, of most edited ones the one it was.
"""
# ruff: noqa: PLR2004  # how long a text must be, and how often something happens

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from random import Random

UNTOUCHED = "untouched"
UNRELATED = ("replaced", "inserted", "short")
"""Kinds of edit that bring in a text with no earlier wording."""
EXACT = ("moved", "swapped", "role changed")
"""Kinds of edit that leave the wording alone."""
Line = tuple[str, str, str]
"""A role, a text and its translation; a sentence has no role yet."""

SYNONYMS = """said stated declared|says states declares|also likewise|because since|about around|many numerous
people persons individuals|show demonstrate reveal|shows demonstrates reveals|help assist|government authorities
attack assault|attacks assaults|killed slain|hurt injured wounded|after following|before prior|made produced created
large great substantial|small little minor|country nation|begin start commence|began started commenced|used employed
need require|needs requires|very extremely highly|during throughout|under beneath|over above|between among
against opposed|called named|call urge demand|must shall|could might|within inside|with alongside|every each
right entitlement|rights entitlements|freedom liberty|protect safeguard|protection safeguarding|violence brutality
recent latest|currently presently|further additional|full complete|only solely|well properly|including comprising
ensure guarantee|parties sides|civilians non-combatants|military armed|serious grave severe|told informed|home house
found discovered|asked requested|expected anticipated|announced proclaimed|going heading|think believe|another other
more further|some several|such similar|that which|they these|from since|where wherein|when once|while whereas"""
"""Between bars: words that may stand for one another."""
SHORT = """They were tortured.|They were released.|All detainees were tortured.|All detainees were released.
He was arrested in Damascus.|He was buried in Aleppo.|The court rejected the appeal.|The ministry published the names.
No one was charged.|No answer was received.|Ten people were killed.|Ten schools were rebuilt.
The women were not heard.|The women were not paid.|Torture is a crime.|Water is a right.|Article 3|Article 41
Release the detainees|Protect the witnesses|End the siege|Open the crossings|Annex 1|Annex 2|Syria|Iraq
Background|Recommendations|Summary|Methodology|To the government|To the donors|Signed by|Translated by
To the United Nations|To the armed groups|Who was arrested|Who was responsible|The right to life|The right to work
Access to health care|Access to legal aid|Their families were informed.|Their houses were burned.
She was eleven years old.|She was a medical doctor.|The hospital was closed.|The road was mined."""
"""Old text | unrelated new text | old text | …"""
GROUPS = [line.split() for line in SYNONYMS.replace("\n", "|").split("|")]
PHRASES = SHORT.replace("\n", "|").split("|")
UNLIKE = list(zip(PHRASES[::2], PHRASES[1::2], strict=True))
OTHERWISE = {word: [one for one in group if one != word] for group in GROUPS for word in group}


@dataclass(frozen=True)
class Block:
    """A text by its sentences, and the numbers of the old blocks whose translations belong to it."""

    context: str
    sentences: tuple[str, ...]
    truth: frozenset[int]
    kind: str = UNTOUCHED
    translation: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass
class Document:
    """A text before and after some edits; ``strangers`` are sentences of other documents."""

    old: list[Block]
    strangers: list[str]
    rng: Random
    new: list[Block] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def edit(self, kind: str) -> bool:
        """Edit the document in one place, if there is a place for this kind of edit."""
        places = [at for at, block in enumerate(self.new) if block.kind == UNTOUCHED]
        for at in self.rng.sample(places, min(12, len(places))):
            old, new = list(self.old), list(self.new)
            if KINDS[kind](self, at) and self._sound():
                self.kinds[kind] += 1
                return True
            self.old, self.new = old, new
        return False

    def put(self, at: int, kind: str, *texts: Sequence[str]) -> bool:
        """Put texts in the place of one block, if there are any."""
        self.new[at : at + 1] = [replace(self.new[at], sentences=tuple(text), kind=kind) for text in texts]
        return bool(texts)

    def stranger(self) -> tuple[str, ...]:
        """One to three sentences that follow each other in another document."""
        start = self.rng.randrange(len(self.strangers) - 3)
        return tuple(self.strangers[start : start + self.rng.choice((1, 1, 2, 3))])

    def word(self) -> str:
        """A word from another document."""
        words = re.findall(r"\b[a-z]{4,}\b", " ".join(self.stranger()))
        return self.rng.choice(words or ["matter"])

    def _sound(self) -> bool:
        """No text stands twice, and one that was there before has its own translation."""
        was = {block.text: block.truth for block in self.old}
        kept = {block.text: block.truth for block in self.new if block.kind in (UNTOUCHED, *EXACT)}
        again = [block.text for block in self.new if block.text in was]
        return len({block.text for block in self.new}) == len(self.new) and all(
            kept.get(text) == was[text] for text in again
        )


def typo(doc: Document, at: int) -> bool:
    text = doc.new[at].text
    for _ in range(doc.rng.choice((1, 1, 2)) if len(text.split()) > 4 else 1):
        places = [found.start() for found in re.finditer(r"(?<=[^\W\d])[^\W\d]{2}", text)]
        i = doc.rng.choice(places or [0])
        a, b = text[i : i + 2]
        text = text[:i] + doc.rng.choice((b + a, b, a + a + b)) + text[i + 2 :]
    return doc.put(at, "typo", [text])


def number(doc: Document, at: int) -> bool:
    text = doc.new[at].text
    found = doc.rng.choice(list(re.finditer(r"\d+", text)) or [None])
    if found is None or len(text.split()) < 5:
        return False
    other = str(doc.rng.randrange(1, 10 ** len(found[0])))
    return doc.put(at, "number changed", [text[: found.start()] + other + text[found.end() :]])


def words(doc: Document, at: int) -> bool:
    """One to three words replaced, put in or struck out."""
    left = doc.new[at].text.split()
    if len(left) < 6:
        return False
    for _ in range(min(doc.rng.randint(1, 3), len(left) // 5)):
        i = doc.rng.randrange(1, len(left) - 1)
        left[i : i + 1] = doc.rng.choice(([doc.word()], [doc.word()], [left[i], doc.word()], []))
    return doc.put(at, "words changed", [" ".join(left)])


def sentence_added(doc: Document, at: int) -> bool:
    sentences = list(doc.new[at].sentences)
    sentences.insert(doc.rng.randint(0, len(sentences)), doc.stranger()[0])
    was = doc.new[at]
    return was.context == "paragraph" and len(was.text.split()) > 5 and doc.put(at, "sentence added", sentences)


def sentence_removed(doc: Document, at: int) -> bool:
    sentences = list(doc.new[at].sentences)
    sentences.pop(doc.rng.randrange(len(sentences)))
    return len(" ".join(sentences).split()) > 3 and doc.put(at, "sentence removed", sentences)


def split(doc: Document, at: int) -> bool:
    sentences, parts = doc.new[at].sentences, doc.rng.choice((2, 2, 3))
    if len(sentences) < parts:
        return False
    ends = [0, *sorted(doc.rng.sample(range(1, len(sentences)), parts - 1)), len(sentences)]
    texts = [sentences[a:b] for a, b in pairwise(ends)]
    return min(len(" ".join(text).split()) for text in texts) > 3 and doc.put(at, "split", *texts)


def joined(doc: Document, at: int) -> bool:
    parts = doc.new[at : at + doc.rng.choice((2, 2, 3))]
    if len(parts) < 2 or any((one.kind, one.context) != (UNTOUCHED, "paragraph") for one in parts):
        return False
    sentences = tuple(sentence for one in parts for sentence in one.sentences)
    truth = frozenset().union(*(one.truth for one in parts))
    doc.new[at : at + len(parts)] = [Block("paragraph", sentences, truth, "joined")]
    return True


def moved(doc: Document, at: int, kind: str = "moved") -> bool:
    places = [place for place in range(len(doc.new)) if abs(place - at) > 1]
    block = doc.new.pop(at)
    doc.new.insert(doc.rng.choice(places or [at]), replace(block, kind=kind))
    return bool(places)


def moved_and_edited(doc: Document, at: int) -> bool:
    change = doc.rng.choice((typo, number, words, sentence_added, sentence_removed))
    return change(doc, at) and moved(doc, at, "moved and edited")


def swapped(doc: Document, at: int) -> bool:
    pair = doc.new[at : at + 2]
    doc.new[at : at + 2] = [replace(one, kind="swapped") for one in reversed(pair)]
    return [one.kind for one in pair] == [UNTOUCHED] * 2


def rewritten(doc: Document, at: int) -> bool:
    """Sentences and clauses in another order, and up to half of the words others."""
    sentences = list(doc.new[at].sentences)
    doc.rng.shuffle(sentences)
    first, comma, second = sentences[0].rstrip(".").partition(", ")
    if comma and second:
        sentences[0] = f"{second[0].upper()}{second[1:]}, {first[0].lower()}{first[1:]}."
    text = said_otherwise(doc, " ".join(sentences), doc.rng.uniform(0.3, 0.5))
    return len(text.split()) > 7 and doc.put(at, "rewritten", [text])


def said_otherwise(doc: Document, text: str, share: float) -> str:
    """A share of the words replaced, by synonyms as far as they go; names, numbers and small words stay."""
    said = text.split()
    plain = [i for i, word in enumerate(said) if re.fullmatch(r"[a-z]{4,}[,.;:]?", word)]
    plain.sort(key=lambda i: (said[i].rstrip(",.;:") not in OTHERWISE, doc.rng.random()))
    for i in plain[: min(round(share * len(said)), len(plain) * 3 // 4)]:
        word = said[i].rstrip(",.;:")
        other = doc.rng.choice(OTHERWISE[word]) if word in OTHERWISE else doc.word()
        said[i] = other + said[i][len(word) :]
    return " ".join(said)


def role_changed(doc: Document, at: int) -> bool:
    context = "quote" if doc.new[at].context == "paragraph" else "paragraph"
    doc.new[at] = replace(doc.new[at], context=context, kind="role changed")
    return True


def replaced(doc: Document, at: int) -> bool:
    doc.new[at] = Block(doc.new[at].context, doc.stranger(), frozenset(), "replaced")
    return True


def inserted(doc: Document, at: int) -> bool:
    doc.new.insert(at, Block("paragraph", doc.stranger(), frozenset(), "inserted"))
    return True


def deleted(doc: Document, at: int) -> bool:
    del doc.new[at]
    return True


def short(doc: Document, at: int) -> bool:
    """A short text gives way to another that only sounds like it; the old one is put into the catalog first."""
    before, after = doc.rng.choice(UNLIKE)
    context = "paragraph" if before.endswith(".") else doc.rng.choice(("heading", "item"))
    known = {block.text for block in (*doc.old, *doc.new)}
    doc.old.insert(at, Block(context, (before,), frozenset({len(doc.old)}), translation=f"[{before}]"))
    doc.new.insert(at, Block(context, (after,), frozenset(), "short"))
    return before not in known


KINDS: dict[str, Callable[[Document, int], bool]] = {
    "typo": typo,
    "number changed": number,
    "words changed": words,
    "sentence added": sentence_added,
    "sentence removed": sentence_removed,
    "split": split,
    "joined": joined,
    "moved": moved,
    "moved and edited": moved_and_edited,
    "swapped": swapped,
    "rewritten": rewritten,
    "role changed": role_changed,
    "replaced": replaced,
    "inserted": inserted,
    "short": short,
    "deleted": deleted,
}


def read_texts(data: Path) -> list[list[Line]]:
    """The news, the Universal Declaration and the statement, by sentence or paragraph."""
    files = [(data / "ntrex" / f"{name}.txt").read_text("utf-8").splitlines() for name in ("documents", "en", "ku")]
    news = groupby(zip(*files, strict=True), lambda line: line[0])
    rights = [json.loads(line) for line in (data / "udhr" / "udhr.jsonl").read_text("utf-8").splitlines()]
    statement = (data / "statement" / "statement.en.txt").read_text("utf-8").splitlines()
    roles = ["title", *("item" if line.startswith("- ") else "paragraph" for line in statement[1:])]
    texts = [[("", en.strip(), ku.strip()) for _, en, ku in lines] for _, lines in news]
    texts.append([(one["role"], one["en"], one.get("ku", f"[{one['en']}]")) for one in rights])
    texts.append([(role, line.removeprefix("- "), f"[{line}]") for role, line in zip(roles, statement, strict=True)])
    return texts


def blocks(lines: Sequence[Line], rng: Random) -> list[Block]:
    """Put one to four sentences together; the first is the title, short ones may be headings or items."""
    found: dict[str, Block] = {}
    left = list(lines)
    while left:
        role, text, _ = left[0]
        sentence = "paragraph" if len(text.split()) > 8 else rng.choice(("heading", "item", "paragraph"))
        context = role or (sentence if found else "title")
        size = 1 if role or context != "paragraph" else rng.choices((1, 2, 3, 4), (5, 7, 5, 3))[0]
        taken = left[:size]
        sentences = tuple(part for _, en, _ in taken for part in re.split(r"(?<=[a-z]{3}[.!?]) (?=[A-Z])", en))
        translation = " ".join(ku for *_, ku in taken)
        block = Block(context, sentences, frozenset({len(found)}), translation=translation)
        found.setdefault(block.text, block)
        del left[:size]
    return list(found.values())


def edited_documents(texts: Sequence[list[Line]], rng: Random, rounds: int) -> Iterator[Document]:
    """Every text as often as there are rounds, in other paragraphs each time; about 9 % of them edited."""
    made: Counter[str] = Counter()
    for _ in range(rounds):
        for text in texts:
            old = blocks(text, rng)
            doc = Document(old, [en for other in texts if other is not text for _, en, _ in other], rng, list(old))
            edit(doc, round(rng.choice((0, 0, 0.1, 0.26)) * len(old) + rng.uniform(-0.5, 0.5)), made)
            yield doc


def edit(doc: Document, wanted: int, made: Counter[str]) -> None:
    """Make so many edits, each time of the rarest kind that finds a place."""
    for _ in range(wanted):
        kinds = sorted(KINDS, key=lambda kind: (made[kind], doc.rng.random()))
        made.update(next(([kind] for kind in kinds if doc.edit(kind)), []))


def large_document(texts: Sequence[list[Line]], rng: Random, size: int, edits: int) -> Document:
    """One document of so many different texts, made from the others by saying a third of their words otherwise."""
    pool = [line for text in texts[6:-2] for line in text]
    writer = Document([], [en for _, en, _ in pool], rng)
    lines = [("", said_otherwise(writer, en, 0.35), ku) for _, en, ku in rng.choices(pool, k=3 * size)]
    old = blocks(lines, rng)[:size]
    doc = Document(old, [en for text in texts[:6] for _, en, _ in text], rng, list(old))
    edit(doc, edits, Counter())
    return doc
