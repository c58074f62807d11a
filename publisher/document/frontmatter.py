"""What a statement says about itself: the YAML block at the top of its file, read strictly.

Every value is checked and every mistake of a file is reported at once, each with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher import fields
from publisher.errors import Problem, SourceError, did_you_mean
from publisher.model import SIGNATORY, Segment

if TYPE_CHECKING:
    from publisher.fields import Field

TEXTS = {
    "title": "The title of the statement",
    "short_title": "A title of at most 65 characters, for lists and cards",
    "summary": "One or two sentences for lists, search results and messengers",
    "type": "What kind of text this is; stands above the title",
    "place": "Where the statement was issued; stands beside the date",
}
"""The translatable values and what a translator is told of each."""

KEYS = (*TEXTS, "date", "signatories", "contact", "prevails", "embargo", "updates")
SIGNATORY_KEYS = ("name", "acronym", "url", "withdrawn")
UPDATE_KEYS = ("date", "text")
REQUIRED = ("title", "date")

UPDATE = "update"
"""The context of what was corrected after publication."""
UPDATE_NOTE = "What was corrected after publication; stands below the statement with its date"

_URL = re.compile(r"https?://[^\s/]+\S*")
_DAY_ALONE = re.compile(r"[\dW-]+")
_MAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")


class Signatory(NamedTuple):
    """An organisation that signed.

    Attributes:
        name: Its name as it signs.
        acronym: Its acronym, or empty.
        url: Its web address, or empty.
        withdrawn: Whether it has taken its signature back: then nothing that is published names it.
        line: The line it stands on, counted from 1.
    """

    name: str
    acronym: str = ""
    url: str = ""
    withdrawn: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Update:
    """A correction, or another change after publication: its day, and what it was, for readers."""

    date: date
    text: str
    line: int = 0


_Day = date  # inside the class, the name is that of a value


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The checked front matter of one statement.

    Attributes:
        texts: The translatable values by key, with their lines; only those that are there.
        date: The day of issue.
        signatories: In the order of signing.
        contact: An e-mail or web address, or empty.
        prevails: The locale whose version prevails where versions differ, or empty.
        embargo: The time, with its offset from UTC, before which nothing may be published; or None.
        updates: What was corrected after publication, in the order of the file.
    """

    texts: dict[str, tuple[str, int]]
    date: date
    signatories: tuple[Signatory, ...] = ()
    contact: str = ""
    prevails: str = ""
    embargo: datetime | None = None
    updates: tuple[Update, ...] = ()

    @property
    def modified(self) -> _Day:
        """The day of the last change that readers are told of."""
        return max((self.date, *(one.date for one in self.updates)))

    def segments(self, path: str) -> Front:
        """What is translated of it; ``path`` is the file of the statement."""
        told = {key: self.texts[key] for key in TEXTS if key in self.texts}
        texts = {
            key: _segment(text, key.replace("_", " "), path, line, TEXTS[key]) for key, (text, line) in told.items()
        }
        updates = (_segment(one.text, UPDATE, path, one.line, UPDATE_NOTE) for one in self.updates)
        note = "A signatory keeps the name it signs with: copy the English where it has no name in your language"
        gone = "It has withdrawn its signature: no page names it any more"
        signed = (
            _segment(one.name, SIGNATORY, path, one.line, gone if one.withdrawn else note) for one in self.signatories
        )
        return Front(texts, tuple(updates), tuple(signed))


class Front(NamedTuple):
    """The segments of a front matter, in reading order.

    Attributes:
        texts: Those of the `TEXTS`, by key; only those that are there.
        updates: What was corrected.
        signatories: The names of those who signed.
    """

    texts: dict[str, Segment]
    updates: tuple[Segment, ...]
    signatories: tuple[Segment, ...]


def _segment(text: str, context: str, path: str, line: int, note: str) -> Segment:
    return Segment(text, context, path=path, line=line, notes=(note,))


def parse(text: str, path: str, locales: tuple[str, ...]) -> FrontMatter:
    """Read the front matter of one statement.

    Args:
        text: The YAML between the two ``---`` lines, the first of which is line 1 of the file.
        path: The file, for messages.
        locales: The locales of the workspace, one of which ``prevails`` may name.

    Raises:
        SourceError: With every mistake at once: unknown, missing or malformed values.
    """
    root = fields.read(text, path, first_line=2)
    reader = _Reader(path)
    values = reader.mapping(root, KEYS, "front matter")
    for key in REQUIRED:
        if key not in values:
            reader.problem(f'"{key}" is missing from the front matter', 1, f"add a line: {key}: …")
    result = FrontMatter(
        texts={key: (reader.text(values[key], key), values[key].line) for key in TEXTS if key in values},
        date=reader.day(values["date"], "date") if "date" in values else date.min,
        signatories=reader.signatories(values["signatories"]) if "signatories" in values else (),
        contact=reader.contact(values["contact"]) if "contact" in values else "",
        prevails=reader.choice(values["prevails"], "prevails", locales) if "prevails" in values else "",
        embargo=reader.time(values["embargo"]) if "embargo" in values else None,
        updates=reader.updates(values["updates"]) if "updates" in values else (),
    )
    if reader.problems:
        raise SourceError(*reader.problems)
    return result


class _Reader:
    """Turns fields into values and remembers what was wrong on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def problem(self, message: str, line: int, hint: str) -> None:
        self.problems.append(Problem(message, self.path, line, hint))

    def mapping(self, field: Field, known: tuple[str, ...], where: str) -> dict[str, Field]:
        if not isinstance(field.value, dict):
            self.problem(f"the {where} must be lines of the form key: value", field.line, f"known: {', '.join(known)}")
            return {}
        for key, value in field.value.items():
            if key not in known:
                self.problem(f'unknown key "{key}" in the {where}', value.line, did_you_mean(key, known))
        return {key: value for key, value in field.value.items() if key in known}

    def text(self, field: Field, key: str) -> str:
        if isinstance(field.value, str) and field.value:
            return field.value
        self.problem(f'"{key}" must be a text', field.line, f"write {key}: … or delete the line")
        return ""

    def day(self, field: Field, key: str) -> date:
        text = self.text(field, key)
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problem(f'"{text}" is not a date', field.line, "write year-month-day: 2026-01-09")
            return date.min

    def time(self, field: Field) -> datetime | None:
        text, hint = self.text(field, "embargo"), "write day, time and offset from UTC: 2026-01-09T18:00+03:00"
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            self.problem(f'embargo: "{text}" is not a time', field.line, hint)
            return None
        if _DAY_ALONE.fullmatch(text):
            self.problem(f'embargo: "{text}" has no time of day', field.line, hint)
        elif time.tzinfo is None:
            # A statement is written in one place and built in another.
            self.problem(f'embargo: "{text}" does not say in which time zone', field.line, hint)
        return time

    def choice(self, field: Field, key: str, known: tuple[str, ...]) -> str:
        text = self.text(field, key)
        if text not in known:
            self.problem(f'{key}: no such language "{text}"', field.line, did_you_mean(text, known))
        return text

    def contact(self, field: Field) -> str:
        text = self.text(field, "contact")
        if not (_URL.fullmatch(text) or _MAIL.fullmatch(text)):
            self.problem(
                f'contact: "{text}" is no e-mail or web address',
                field.line,
                "write name@example.org or https://…",
            )
        return text

    def signatories(self, field: Field) -> tuple[Signatory, ...]:
        if not isinstance(field.value, list):
            self.problem('"signatories" must be a list', field.line, "write each on a line of its own: - name: …")
            return ()
        return tuple(self.signatory(item) for item in field.value)

    def signatory(self, field: Field) -> Signatory:
        if isinstance(field.value, str):
            return Signatory(self.text(field, "name"), line=field.line)
        values = self.mapping(field, SIGNATORY_KEYS, "signatory")
        if "name" not in values:
            self.problem("a signatory without a name", field.line, "add name: …")
        texts = {key: self.text(value, key) for key, value in values.items()}
        if "url" in texts and not _URL.fullmatch(texts["url"]):
            self.problem(f'url: "{texts["url"]}" is no web address', values["url"].line, "write https://…")
        gone = texts.get("withdrawn", "false")
        if gone not in {"true", "false"}:
            self.problem(f'withdrawn: "{gone}" is neither true nor false', values["withdrawn"].line, "write true")
        name, acronym, url = (texts.get(key, "") for key in ("name", "acronym", "url"))
        return Signatory(name, acronym, url, gone == "true", field.line)

    def updates(self, field: Field) -> tuple[Update, ...]:
        if not isinstance(field.value, list):
            self.problem('"updates" must be a list', field.line, "write for each: - date: 2026-01-09, below it text: …")
            return ()
        return tuple(self.update(item) for item in field.value)

    def update(self, field: Field) -> Update:
        values = self.mapping(field, UPDATE_KEYS, "update")
        for key in UPDATE_KEYS:
            if key not in values and isinstance(field.value, dict):
                self.problem(f"an update without a {key}", field.line, f"add {key}: …")
        day = self.day(values["date"], "date") if "date" in values else date.min
        return Update(day, self.text(values["text"], "text") if "text" in values else "", field.line)
