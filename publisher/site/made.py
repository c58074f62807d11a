"""What a build made: of one statement, and of all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher import store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.errors import Problem
    from publisher.known import Note


class Edition(NamedTuple):
    """What `build` did about one statement in one language.

    Attributes:
        locale: The language.
        obstacles: What it waits for; empty if it was published.
        out: Whether readers find it: it was published now, or an earlier build's page was kept as it was. Of drafts
            there is every one.
    """

    locale: str
    obstacles: list[str]
    out: bool


@dataclass(frozen=True, slots=True)
class Build:
    """What `build` made.

    Attributes:
        editions: By slug, every language's edition.
        written: The files whose bytes changed, relative to the site.
        redacted: Files of earlier builds that are kept, but for the names of who has withdrawn.
        removed: PDFs of earlier builds that named who has withdrawn, and could not be made anew.
        remaining: Pages of earlier builds that are kept, and have such a name elsewhere in their text.
        orphans: Files of earlier builds that nothing makes any more; they are left as they are.
        missing: Why no PDFs and no pictures for cards were made, and what cures that; empty if they were.
        lacking: By the name of a PDF, the characters that no font has for it.
        drafts: Whether these are drafts, not pages for readers.
    """

    editions: dict[str, list[Edition]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    remaining: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    missing: str = ""
    lacking: dict[str, str] = field(default_factory=dict)
    drafts: bool = False


class Print(NamedTuple):
    """A PDF or picture that was made: it takes long, so it stays while what it is made of does.

    Attributes:
        source: A digest of what it was made of.
        path: Where it lies, from the root of the site.
        digest: Its SHA-256, in hexadecimal.
        lacking: The characters that no font has for it.
    """

    source: str
    path: str
    digest: str
    lacking: str = ""


class Told(NamedTuple):
    """What is known of a statement as long as nothing that it is made of changes.

    Attributes:
        editions: Every language's edition.
        embargo: The end of its embargo, in ISO 8601; empty if it has none.
        over: Whether that was past.
        prints: By their names, its PDFs and pictures.
        remaining: Pages that are kept, and name somebody who has withdrawn.
    """

    editions: list[Edition]
    embargo: str = ""
    over: bool = True
    prints: Mapping[str, Print] = {}  # never changed, as nothing of a tuple is
    remaining: list[str] = []  # noqa: RUF012

    def holds(self, now: datetime) -> bool:
        """Whether it is still so at this time, as nothing else has changed."""
        return is_over(self.embargo, now) is self.over

    def written(self) -> str:
        """All of it as a text."""
        return store.text(self)

    @classmethod
    def read(cls, text: str) -> Told:
        """What was `written`."""
        editions, embargo, over, prints, remaining = json.loads(text)
        found = {name: Print(*one) for name, one in prints.items()}
        return cls([Edition(*one) for one in editions], embargo, over, found, remaining)


def is_over(embargo: str, now: datetime) -> bool:
    """Whether an embargo that ends at this time, in ISO 8601, is over; none is."""
    return not embargo or now >= datetime.fromisoformat(embargo)


class Made(NamedTuple):
    """What became of one statement.

    Attributes:
        slug: The statement.
        digest: What it was made of; empty if that cannot be told.
        modified: The day of its last change that readers are told of.
        told: What is known of it.
        lines: By locale, its day and what lists tell of it, as texts.
        files: By name the SHA-256 of the files that were made.
        stays: The files that stay as they were, where they are.
        changed: Those of the files that differ from what was there.
        removed: Files of earlier builds that are taken away.
        redacted: Files that are kept, but for the names of who has withdrawn.
        notes: What has been found out of its texts.
        problems: What is wrong with it; then nothing was made.
    """

    slug: str
    digest: str = ""
    modified: str = ""
    told: Told = Told([])
    lines: Mapping[str, tuple[str, str]] = {}
    files: Mapping[str, str] = {}
    stays: list[str] = []  # noqa: RUF012
    changed: list[str] = []  # noqa: RUF012
    removed: list[str] = []  # noqa: RUF012
    redacted: list[str] = []  # noqa: RUF012
    notes: list[Note] = []  # noqa: RUF012
    problems: tuple[Problem, ...] = ()
