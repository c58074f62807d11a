"""Sign-offs: which texts of a statement a reviewer approved in a language, and what changed since.

A sign-off is tied to hashes of what the page shows, so it holds for exactly that and lapses by itself. It stands
beside the catalogs (``locales/<locale>/signoff.json``), because tools of translators do not keep what they do not
know in a ``.po`` file.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from publisher.errors import CatalogError, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYS = ("by", "date", "digest", "texts")
HINT = "take the file from your version control, or delete the block of this statement and sign it again"

_DIGEST = re.compile(r"[0-9a-f]{64}")
_TEXT = re.compile(r"u[0-9a-f]{8}")
_HASH = re.compile(r"[0-9a-f]{8}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})", re.MULTILINE)


class Shown(NamedTuple):
    """One thing that a page shows.

    Attributes:
        id: The id of its segment; of what is no segment, a word for what it is.
        context: The role of the segment; else the same word.
        source: Its English; empty if it is no segment.
        target: What the page shows.
        locale: The language this is in; empty if it is in none.
    """

    id: str
    context: str
    source: str
    target: str
    locale: str = ""


class Change(NamedTuple):
    """Something that is not as it was approved.

    Attributes:
        kind: ``source``, ``translation``, ``new``, ``gone``, ``order``, or ``value`` for what is no text.
        id: The id of what is shown, or was; empty for the order.
        before: For ``source``, the id of the text that stood there.
    """

    kind: str
    id: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One sign-off.

    Attributes:
        digest: Over everything that the page showed.
        date: The day on which it was approved, in UTC.
        by: The role in which somebody approved it, or empty; never published.
        texts: A short hash of each thing shown, by its id, in reading order: to tell what changed.
    """

    digest: str
    date: date
    by: str
    texts: dict[str, str]

    def covers(self, shown: Sequence[Shown]) -> bool:
        """Whether this is exactly what was approved."""
        return self.digest == digest(shown)

    def changes(self, shown: Sequence[Shown]) -> list[Change]:
        """What is not as it was approved, in reading order; nothing if the sign-off covers it."""
        if self.covers(shown):
            return []
        now = _hashes(shown)
        found = [_change(before, after) for before, after in _aligned(list(self.texts), list(now))]
        both = [one for one in now if one in self.texts]
        found += [_change(one, one) for one in both if now[one] != self.texts[one]]
        if not found or both != [one for one in self.texts if one in now]:
            found.append(Change("order"))
        place = {one: number for number, one in enumerate(now)}
        return sorted(found, key=lambda one: place.get(one.id, len(place)))


def sign(shown: Sequence[Shown], day: date, by: str = "") -> Record:
    """Approve what a page shows."""
    return Record(digest(shown), day, by, _hashes(shown))


def digest(shown: Sequence[Shown]) -> str:
    """A hash over all that a page shows, in its order; no two different lists have the same text to hash."""
    return sha256(json.dumps([one[1:] for one in shown]).encode()).hexdigest()


def _hashes(shown: Sequence[Shown]) -> dict[str, str]:
    return {one.id: digest([one])[:8] for one in shown}


def _change(before: str, after: str) -> Change:
    """What became of one id; an empty one stands for nothing."""
    if not _TEXT.fullmatch(after or before):
        return Change("value", after or before)
    if before == after:
        return Change("translation", after)
    return Change("source", after, before) if before and after else Change("new" if after else "gone", after or before)


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """The ids that are not on both sides, as (before, after): in one place they are two versions of a text."""
    from difflib import SequenceMatcher  # noqa: PLC0415  # only where a sign-off has lapsed

    known, here = set(old), set(new)
    pairs: list[tuple[str, str]] = []
    for _, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone = [one for one in old[start:end] if one not in here]
        come = [one for one in new[begin:stop] if one not in known]
        shared = min(sum(bool(_TEXT.fullmatch(one)) for one in ids) for ids in (gone, come))
        pairs += zip(gone[:shared], come[:shared], strict=True)
        pairs += [(one, "") for one in gone[shared:]] + [("", one) for one in come[shared:]]
    return pairs


def serialize(records: Mapping[str, Record]) -> bytes:
    """The bytes of a file of sign-offs: a block for each statement, a line for each text, so that git can merge."""
    blocks = {slug: {**asdict(one), "date": one.date.isoformat()} for slug, one in sorted(records.items())}
    ordered = {slug: {key: block[key] for key in KEYS} for slug, block in blocks.items()}
    return (json.dumps(ordered, ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes, path: str) -> dict[str, Record]:
    """Read a file of sign-offs.

    Args:
        data: Its bytes.
        path: Its name, for messages.

    Returns:
        The sign-offs by the slug of their statement.

    Raises:
        CatalogError: If the file is not what this program writes: half a sign-off is none.
    """
    return _Reader(_decoded(data, path), path).records()


def _decoded(data: bytes, path: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CatalogError(Problem("not UTF-8", path, line, HINT)) from error
    if mark := _CONFLICT.search(text):
        line = text.count("\n", 0, mark.start()) + 1
        hint = "keep one side of the conflict and delete the marks; if in doubt, sign again"
        raise CatalogError(Problem("the marks of a merge conflict", path, line, hint))
    return text


class _Reader:
    """Turns a file into records and remembers what was wrong on the way."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []

    def records(self) -> dict[str, Record]:
        try:
            root = json.loads(self.text, object_pairs_hook=self.mapping)
        except json.JSONDecodeError as error:
            raise CatalogError(Problem(f"not readable as JSON: {error.msg}", self.path, error.lineno, HINT)) from error
        except (ValueError, RecursionError) as error:  # numbers too long and lists too deep for Python
            raise CatalogError(Problem("not readable as JSON", self.path, 1, HINT)) from error
        if not isinstance(root, dict):
            raise CatalogError(Problem("not an object with a block for each statement", self.path, 1, HINT))
        found = {slug: self.record(slug, block) for slug, block in root.items()}
        if self.problems:
            raise CatalogError(*self.problems)
        return found

    def mapping(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        """An object of the file; a key that stands there twice would be lost without a word."""
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                self.problem(f'"{key}" stands here twice', (key,), "keep one of the two")
            found[key] = value
        return found

    def problem(self, message: str, keys: tuple[str, ...], hint: str = HINT) -> None:
        self.problems.append(Problem(message, self.path, self.line(keys), hint))

    def line(self, keys: tuple[str, ...]) -> int:
        """The line of a key, given with those of the blocks around it."""
        at = 0
        for key in keys:
            at = max(at, self.text.find(f"{json.dumps(key, ensure_ascii=False)}:", at))
        return self.text.count("\n", 0, at) + 1

    def record(self, slug: str, block: object) -> Record:
        if not isinstance(block, dict):
            self.problem(f'the sign-off of "{slug}" is not a block', (slug,))
            block = dict.fromkeys(KEYS)
        for key in (one for one in block if one not in KEYS):
            self.problem(f'unknown key "{key}" in a sign-off', (slug, key), did_you_mean(key, KEYS))
        value, by, texts = (block.get(key) for key in ("digest", "by", "texts"))
        if not (isinstance(value, str) and _DIGEST.fullmatch(value)):
            self.problem('"digest" must be 64 hexadecimal digits', (slug, "digest"))
        if not isinstance(by, str) or _CONTROL.search(by):
            self.problem('"by" must be a text of one line, or ""', (slug, "by"))
        return Record(str(value), self.day(slug, block.get("date")), str(by), self.texts(slug, texts))

    def day(self, slug: str, value: object) -> date:
        try:
            # As text and with hyphens alone: Python reads more forms than are written here.
            return date.fromisoformat(value if isinstance(value, str) and "-" in value else "")
        except ValueError:
            self.problem('"date" must be year-month-day', (slug, "date"))
            return date.min

    def texts(self, slug: str, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            self.problem('"texts" must be a block with a hash for each text', (slug, "texts"))
            return {}
        for key, one in value.items():
            if not (isinstance(one, str) and _HASH.fullmatch(one)):
                self.problem(f'the hash of "{key}" must be 8 hexadecimal digits', (slug, "texts", key))
        return {key: str(one) for key, one in value.items()}
