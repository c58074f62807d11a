"""Where things stand, as a page for those who coordinate the translations; never a part of the site for readers."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher.model import Coverage, State
from publisher.outputs.templates import environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from publisher.locale import Locale
    from publisher.outputs.changes import Table
    from publisher.wording import Phrase

BAR = 240
"""The length of a bar, in its own units."""
SLIVER = 4
"""The least length of a part of it: what there is can be seen."""
CHART = (300, 80)
"""The width and height that the line of a chart moves in, in its own units."""
WIDE = 5
"""With more languages than this, a table of all texts is moved to and fro by itself on a small screen."""


class Line(NamedTuple):
    """How far something is in one language.

    Attributes:
        locale: The language.
        url: Its page, or empty.
        coverage: How much of it is translated; None where the catalog cannot be read.
        signed: Whether a reviewer has approved exactly what is there.
        review: What there is of a sign-off, in words.
        lapsed: What changed since it, in words.
        found: What the checks found, in words.
        errors: Whether there is an error among it.
    """

    locale: Locale
    url: str
    coverage: Coverage | None
    signed: bool = False
    review: str = ""
    lapsed: Sequence[str] = ()
    found: str = ""
    errors: bool = False

    @property
    def parts(self) -> list[Part]:
        """The parts of its bar."""
        return parts(self.coverage, signed=self.signed) if self.coverage else []


class Part(NamedTuple):
    """A part of a bar: ``signed``, ``translated``, ``changed`` or ``missing``, how many words, and where it lies."""

    kind: str
    words: int
    start: float
    length: float


class Sign(NamedTuple):
    """One text in one language: the state of a `Part`, ``offered`` or ``unreadable``; and what the checks found."""

    locale: Locale
    state: str
    found: str = ""
    errors: bool = False


class Row(NamedTuple):
    """A text of a statement: its place on the side-by-side page, its role and place in words, its first words."""

    url: str
    what: str
    english: Phrase
    signs: Sequence[Sign]

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be done about it."""
        return all(one.state in {"signed", "translated"} and not one.found for one in self.signs)


class Held(NamedTuple):
    """A language that a statement does not go out in, and what it waits for."""

    locale: Locale
    waits: str


class Statement(NamedTuple):
    """A statement: whether it goes out, how far it is, and all its texts."""

    slug: str
    title: Phrase
    date: date
    date_text: str
    words: int
    url: str
    verdict: str
    held: Sequence[Held]
    lines: Sequence[Line]
    rows: Sequence[Row]

    @property
    def open_rows(self) -> int:
        """How many texts something is left to be done about."""
        return sum(not one.finished for one in self.rows)


class Changes(NamedTuple):
    """What waits for translators in one language: texts that changed and those that are new.

    Attributes:
        locale: The language.
        changed: Texts with a draft.
        new: Texts with nothing; the number of their words.
        readable: Whether its catalogs can be read.
    """

    locale: Locale
    changed: Sequence[Table] = ()
    new: Sequence[Table] = ()
    words: int = 0
    readable: bool = True


class Curve(NamedTuple):
    """How complete a language was over the days: the pieces of a line, its points, and what it tells in words."""

    locale: Locale
    paths: Sequence[str]
    points: Sequence[tuple[float, float]]
    first: tuple[date, float]
    last: tuple[date, float]


class Days(NamedTuple):
    """How complete all languages were over the days; why there is no more to tell, where the days are too few."""

    locales: Sequence[Locale]
    days: Sequence[tuple[date, Mapping[str, float]]]
    reason: str = ""

    @property
    def curves(self) -> list[Curve]:
        """A line for each language of which there is anything to tell."""
        return [curve(one, self.days) for one in self.locales if any(one.id in found for _, found in self.days)]


class Standing(NamedTuple):
    """All that the page shows.

    Attributes:
        title: The name of the site.
        made: When this was so.
        next: The one command that brings most, and what it does.
        statements: The newest first.
        shared_waits: What all pages of a language wait for.
        changes: By language, what waits for translators.
        shared: What is translated once for all statements: its name, and how far it is in each language.
        days: How it went so far.
        badges: Their files.
    """

    title: str
    made: datetime
    next: tuple[str, str]
    locales: Sequence[Locale]
    statements: Sequence[Statement]
    shared_waits: Sequence[Held]
    changes: Sequence[Changes]
    shared: Mapping[str, Sequence[Line]]
    days: Days
    badges: Sequence[str]


def page(standing: Standing) -> bytes:
    """One page, complete in itself: no script, nothing that is loaded."""
    templates = environment([Path(__file__).parent])
    style = templates.get_template("coordinators.css").render()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    template = templates.get_template("coordinators.html")
    html = template.render(**standing._asdict(), style=style, digest=digest, wide=len(standing.locales) > WIDE)
    return f"{html.rstrip()}\n".encode()


def parts(coverage: Coverage, *, signed: bool) -> list[Part]:
    """A bar of the words in their four states; only what is complete looks so, and what is little can be seen."""
    words = coverage.words
    counts = {
        "signed" if signed else "translated": words[State.TRANSLATED],
        "changed": words[State.FUZZY] + words[State.PRETRANSLATED],
        "missing": words[State.UNTRANSLATED],
    }
    counts = {kind: count for kind, count in counts.items() if count}
    total, room = sum(counts.values()), BAR - SLIVER * len(counts)
    found: list[Part] = []
    start = 0.0
    for kind, count in counts.items():
        length = SLIVER + room * count / total
        found.append(Part(kind, count, round(start, 1), round(length, 1)))
        start += length
    return found


def curve(locale: Locale, days: Sequence[tuple[date, Mapping[str, float]]]) -> Curve:
    """A language over the days, as a line of steps: it stays as it is until the next day of which there is anything."""
    first, width, height = days[0][0], CHART[0], CHART[1]
    span = (days[-1][0] - first).days or 1
    told = [(day, found.get(locale.id)) for day, found in days]
    points = [
        (round(width * (day - first).days / span, 1), None if value is None else round(height * (1 - value / 100), 1))
        for day, value in told
    ]
    known = [(day, value) for day, value in told if value is not None]
    dots = [(x, y) for x, y in points if y is not None]
    return Curve(locale, list(_steps(points)), dots, known[0], known[-1])


def _steps(points: Sequence[tuple[float, float | None]]) -> list[str]:
    """The paths of a line that breaks off where nothing is known."""
    paths: list[str] = []
    pen = False
    for x, y in points:
        if y is None:
            if pen:
                paths[-1] += f" H{x:g}"
            pen = False
        elif pen:
            paths[-1] += f" H{x:g} V{y:g}"
        else:
            paths.append(f"M{x:g} {y:g}")
            pen = True
    return paths
