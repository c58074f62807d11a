"""How complete the translations were day by day, as far as the workspace's git history tells.

The history is read as what it may be, somebody else's work: git is asked for commits and files alone, by commands
that run no hooks and no programs of its configuration, without the network, and without names of people.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from publisher import document
from publisher.catalog import Catalog
from publisher.errors import CatalogError, SourceError
from publisher.model import Coverage, State

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from publisher.document import Document
    from publisher.locale import Locale
    from publisher.project import Project

POINTS = 24
"""How many days are told at the most."""
COMMITS = 10_000
"""How far back is looked, in commits that concern statements or translations."""
MAX_BYTES = 8_000_000
"""The largest file that is read."""
SECONDS = 20
"""How long git may take for one answer."""

NO_GIT = "git is not installed here, so there is no history to tell."
NO_REPOSITORY = "This workspace lies in no git repository that can be read, so there is no history to tell."
NO_COMMIT = "No commit here holds a statement that can be read, so there is no history to tell."
ONE_DAY = "The git history has one day so far; there is a chart from the second day on."
SHALLOW = "This clone holds the newest part of the git history alone; with all of it, there would be a chart here."

_FOLDERS = ("source", "locales")
# What a repository's own configuration could have git run, fetch or lock is switched off.
_OPTIONS = ("--no-pager", "--no-optional-locks", "--no-replace-objects")
_CONFIG = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.allow=never")
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",  # a clone may name a server, or a program, for files that it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class Day(NamedTuple):
    """How complete the translations were at the end of a day.

    Attributes:
        day: The day, in UTC.
        percent: By locale, the share of the words of all statements that was translated, 0 to 100; a language without
            catalogs, or with one that could not be read, is left out.
    """

    day: date
    percent: dict[str, float]


class Progress(NamedTuple):
    """The days that the history tells of, the earliest first; and why it tells no more, where they are too few."""

    days: list[Day]
    reason: str = ""


class _File(NamedTuple):
    """A file in a commit: its path from the workspace, and the name of its content."""

    path: str
    content: str


_Source = tuple["Document", _File]


class _Unanswered(Exception):  # noqa: N818  # no error: there is no history to tell, and why
    """Git does not answer."""


def progress(project: Project) -> Progress:
    """Tell how complete the translations into each language were, by words of the source, over the days.

    Args:
        project: The workspace; its languages are those of today.

    Returns:
        The last state of each day on which statements or catalogs changed. Of many days some are left out, never the
        first and the last. A commit whose statements cannot be read is passed over.
    """
    program = shutil.which("git")
    if not program:
        return Progress([], NO_GIT)
    try:
        return _told(_Repository(program, project.root), _Reader(project))
    except _Unanswered:
        return Progress([], NO_REPOSITORY)


def _told(repository: _Repository, reader: _Reader) -> Progress:
    days = [Day(day, found) for day, commit in repository.days() if (found := reader.percent(repository, commit))]
    if len(days) > 1:
        return Progress(days)
    if days and repository.shallow:
        return Progress(days, SHALLOW)
    return Progress(days, ONE_DAY if days else NO_COMMIT)


class _Repository:
    """The git repository around a workspace."""

    def __init__(self, program: str, root: Path) -> None:
        config = [part for one in _CONFIG for part in ("-c", one)]
        self._call = [program, "-C", str(root), *_OPTIONS, *config]
        # Set for the hooks of another repository, perhaps, in one of which this may run.
        outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._environment = outside | _ENVIRONMENT
        self._ask("rev-parse", "--git-dir")

    @property
    def shallow(self) -> bool:
        """Whether a part of the history was left out when it was cloned."""
        return self._ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    def days(self) -> list[tuple[date, str]]:
        """The last commit of each day on which statements or catalogs changed, the earliest day first."""
        if not self._ask("rev-parse", "--verify", "--quiet", "HEAD", fails=True):
            return []
        # rev-list, not log: no setting of a repository changes what it prints, or makes it run another program.
        limits = ("--first-parent", f"--max-count={COMMITS}", "--timestamp")
        lines = self._ask("rev-list", *limits, "HEAD", "--", *_FOLDERS).decode().splitlines()
        last: dict[date, str] = {}
        for seconds, _, commit in (line.partition(" ") for line in lines):
            last.setdefault(datetime.fromtimestamp(int(seconds), UTC).date(), commit)
        return _spread(sorted(last.items()))

    def files(self, commit: str) -> dict[str, str]:
        """The files of a commit that statements and catalogs are read from; none if this clone lacks one of them."""
        found = {}
        for entry in self._ask("ls-tree", "-r", "-z", "-l", commit, "--", *_FOLDERS).split(b"\0"):
            about, _, path = entry.decode("utf-8", "replace").partition("\t")
            mode, kind, content, size = about.split() or [""] * 4
            if kind != "blob" or not mode.startswith("100"):  # a link, or another repository
                continue
            if not size.isdigit():
                return {}
            if int(size) <= MAX_BYTES:
                found[path] = content
        return found

    def read(self, contents: Sequence[str]) -> dict[str, bytes]:
        """The bytes of these contents."""
        if not contents:
            return {}
        answer = self._ask("cat-file", "--batch", given="".join(f"{one}\n" for one in contents).encode())
        found, at = {}, 0
        for one in contents:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].rpartition(b" ")[2])
            found[one] = answer[end + 1 : end + 1 + size]
            at = end + size + 2
        return found

    def _ask(self, *command: str, given: bytes = b"", fails: bool = False) -> bytes:
        """What git answers; nothing if it may fail and does."""
        try:
            answer = subprocess.run(  # noqa: S603  # fixed commands, no shell
                [*self._call, *command],
                input=given,
                capture_output=True,
                check=not fails,
                env=self._environment,
                timeout=SECONDS,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise _Unanswered from error
        return b"" if answer.returncode else answer.stdout


def _spread(days: list[tuple[date, str]]) -> list[tuple[date, str]]:
    """At most `POINTS` of the days, spread evenly, the first and the last among them."""
    if len(days) <= POINTS:
        return days
    return [days[index * (len(days) - 1) // (POINTS - 1)] for index in range(POINTS)]


class _Reader:
    """Reads commits; what stayed from one commit to the next is read once."""

    def __init__(self, project: Project) -> None:
        self._settings = project.settings
        self._documents: dict[_File, Document | None] = {}
        self._coverages: dict[tuple[str, str], Coverage | None] = {}

    def percent(self, repository: _Repository, commit: str) -> dict[str, float]:
        """By locale, how complete all statements of a commit are together; empty if they cannot be read."""
        files = repository.files(commit)
        sources = [_File(path, content) for path, content in files.items() if _is_statement(path)]
        self._read_documents(repository, sources)
        documents = {one.slug: (one, source) for source in sources if (one := self._documents[source])}
        if not sources or len(documents) < len(sources):  # one cannot be read, or two have the same name
            return {}
        self._read_catalogs(repository, documents.values(), files)
        found = {one.id: self._together(one, documents.values(), files) for one in self._settings.targets}
        return {name: one.percent for name, one in found.items() if one}

    def _read_documents(self, repository: _Repository, sources: Sequence[_File]) -> None:
        new = [one for one in sources if one not in self._documents]
        data = repository.read(sorted({one.content for one in new}))
        for one in new:
            self._documents[one] = self._document(data[one.content], PurePosixPath(one.path))

    def _document(self, data: bytes, path: PurePosixPath) -> Document | None:
        try:
            return document.read(data, path, self._settings.source_locale, self._settings.ids)
        except SourceError:
            return None

    def _read_catalogs(self, repository: _Repository, documents: Collection[_Source], files: Mapping[str, str]) -> None:
        new = {
            (source.content, files[path]): (one, locale, path)
            for one, source in documents
            for locale in self._settings.targets
            if (path := _catalog(locale, one)) in files and (source.content, files[path]) not in self._coverages
        }
        data = repository.read(sorted({content for _, content in new}))
        for key, (one, locale, path) in new.items():
            self._coverages[key] = self._coverage(data[key[1]], one, locale, path)

    def _coverage(self, data: bytes, document: Document, locale: Locale, path: str) -> Coverage | None:
        try:
            catalog = Catalog.read(data, locale, self._settings.source_locale, path)
        except CatalogError:
            return None
        return catalog.coverage(document.segments)

    def _together(self, locale: Locale, documents: Collection[_Source], files: Mapping[str, str]) -> Coverage | None:
        """The coverage of all statements in one language; None if it has no catalog, or one cannot be read."""
        names = [(one, source.content, files.get(_catalog(locale, one))) for one, source in documents]
        every = [self._coverages[source, content] if content else _nothing(one) for one, source, content in names]
        known = [one for one in every if one]
        return _sum(known) if any(content for *_, content in names) and len(known) == len(every) else None


def _nothing(document: Document) -> Coverage:
    """The coverage of a statement in a language that has no catalog of it."""
    return Coverage.of((one, State.UNTRANSLATED) for one in document.segments)


def _sum(coverages: Sequence[Coverage]) -> Coverage:
    return Coverage(
        {state: sum(one.segments[state] for one in coverages) for state in State},
        {state: sum(one.words[state] for one in coverages) for state in State},
    )


def _is_statement(path: str) -> bool:
    return path.startswith("source/") and path.endswith(".md")


def _catalog(locale: Locale, document: Document) -> str:
    return f"locales/{locale.id}/LC_MESSAGES/{document.slug}.po"
