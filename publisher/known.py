"""What checks and counts said of versions of statements, kept for as long as the texts they looked at are the same.

To look at every text takes longer than all else that this program does. What was found is found again by a digest of
all that it rests on, so it can be lost at any time, and is never out of date.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher import store
from publisher.model import Coverage, Finding, Segment, Severity, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

BATCH = 300
"""How many notes are kept at once: many take memory, and each alone would take long."""
_SCHEMA = """
CREATE TABLE version (slug TEXT, locale TEXT, digest TEXT, told TEXT, PRIMARY KEY (slug, locale)) WITHOUT ROWID
"""


class Facts(NamedTuple):
    """What is known of one version of a statement.

    Attributes:
        coverage: How complete it is.
        promised: How complete what readers get is, which may leave out names.
        findings: What the checks found.
        title: What the statement is called where there is little room.
        embargo: The end of its embargo, in ISO 8601; empty if it has none.
    """

    coverage: Coverage
    promised: Coverage
    findings: list[Finding]
    title: str
    embargo: str

    def written(self) -> str:
        """All of it as a text."""
        both = (self.coverage, self.promised)
        counts = [[[each[state] for state in _STATES] for each in (one.segments, one.words)] for one in both]
        return store.text([counts, [_told(one) for one in self.findings], self.title, self.embargo])

    @classmethod
    def read(cls, text: str) -> Facts:
        """What was `written`."""
        counts, findings, title, embargo = json.loads(text)
        coverage, promised = (Coverage(*(dict(zip(_STATES, one, strict=True)) for one in each)) for each in counts)
        return cls(coverage, promised, [_finding(one) for one in findings], title, embargo)


class Note(NamedTuple):
    """Facts as they are kept: of which version, the digest of what they rest on, and they themselves as a text.

    What is of no language, such as the wording of the templates, is kept in the locale "".
    """

    locale: str
    slug: str
    digest: str
    told: str


class Known:
    """The facts of one workspace.

    Args:
        path: Where they are kept; None for nowhere.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._store: store.Store | None = None
        self._process = 0

    def of(self, slug: str, digests: Mapping[str, str]) -> dict[str, Facts]:
        """What is known of the versions of a statement, given their digests by locale; nothing of other texts."""
        told = self._told(slug)
        return {name: Facts.read(told[name, one]) for name, one in digests.items() if (name, one) in told}

    def text(self, slug: str, digest: str) -> str:
        """What was noted in the locale "", as it was noted; empty if it was of something else."""
        return self._told(slug).get(("", digest), "")

    def _told(self, slug: str) -> dict[tuple[str, str], str]:
        """What is kept of a statement, by locale and digest."""
        with suppress(store.Broken):
            rows = self._opened().execute("SELECT locale, digest, told FROM version WHERE slug = ?", (slug,))
            return {(locale, digest): told for locale, digest, told in rows}
        return {}

    def keep(self, notes: Iterable[Note]) -> None:
        """Keep facts in place of those of earlier texts; where that cannot be done, they are found again."""
        with suppress(store.Broken):
            opened = self._opened()
            opened.executemany("INSERT OR REPLACE INTO version (locale, slug, digest, told) VALUES (?, ?, ?, ?)", notes)
            opened.commit()

    def _opened(self) -> store.Store:
        """The database; each process opens it for itself (SQLite, "How to corrupt an SQLite database file", 2.6)."""
        if self._store is None or self._process != os.getpid():
            self._store, self._process = store.opened(self._path, _SCHEMA), os.getpid()
        return self._store


def _told(one: Finding) -> list[object]:
    """A finding as a list; its segment, which is last, as one too."""
    return [*(getattr(one, name) for name in _FINDING), one.segment and segment_told(one.segment)]


def _finding(told: list[Any]) -> Finding:
    check, severity, message, cure, locale, slug, path, line, target, at, near, fixable, segment = told
    about, severity = segment and segment_of(segment), _SEVERITIES[severity]
    return Finding(check, severity, message, cure, locale, slug, path, line, about, target, at, near, fixable)


def segment_told(one: Segment) -> list[object]:
    """A segment as a list, which can be kept."""
    return [getattr(one, name) for name in _SEGMENT]


def segment_of(told: list[Any]) -> Segment:
    """The segment that was told."""
    source, context, plural, path, line, notes = told
    return Segment(source, context, plural, path, line, tuple(notes))


_STATES = tuple(State)
_SEVERITIES = {one.value: one for one in Severity}
_SEGMENT = ("source", "context", "plural", "path", "line", "notes")
_FINDING = ("check", "severity", "message", "help", "locale", "slug", "path", "line", "target", "at", "near", "fixable")
