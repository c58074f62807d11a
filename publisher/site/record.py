"""What the folder of a site was made of: which statements, from what, and which files are theirs.

A build makes anew what differs from this record, and nothing else. It stands beside the workspace, not in the folder,
and counts from its commit on, which is the last thing that a build does. So a build that is killed leaves an older
record and newer files; `Record.look` finds by their contents that they are others, and they are made again.
"""

from __future__ import annotations

import os
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from publisher import routes, store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE statement (slug TEXT PRIMARY KEY, digest TEXT, modified TEXT, told TEXT) WITHOUT ROWID;
CREATE TABLE file (name TEXT PRIMARY KEY, slug TEXT, digest TEXT, stamp TEXT, role TEXT) WITHOUT ROWID;
CREATE INDEX file_slug ON file (slug);
CREATE TABLE line (locale TEXT, slug TEXT, day TEXT, told TEXT, PRIMARY KEY (slug, locale)) WITHOUT ROWID;
CREATE INDEX line_day ON line (locale, day, slug);
CREATE TABLE list (name TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID
"""
MADE, KEPT, OTHER = "made", "kept", "other"
"""What a file is: made by the last build, or kept by it as it was; or something else that lies there."""
_BATCH = 400  # names for one question
_PAGES = "role != ? AND name LIKE '%.html' AND name NOT LIKE '%.single.html'"


class Found(NamedTuple):
    """What `Record.look` has found.

    Attributes:
        pages: Pages that are not those of the last build.
        touched: The slugs of the statements some files of which are not as they were; the empty one for other files.
    """

    pages: list[str]
    touched: set[str]


class Record:
    """The record of one folder.

    Args:
        path: Its file; None for a record that is gone with the program.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._store = store.opened(path, _SCHEMA)
        self._ask = self._store.execute
        self._unspelt: dict[str, str] = {}

    def close(self) -> None:
        """End; what was not committed is forgotten."""
        self._store.close()

    def commit(self) -> None:
        """Let everything count."""
        self._store.commit()

    def look(self, root: str) -> Found:
        """Bring the record of files into line with what lies in the folder; contents count, never times.

        Args:
            root: The folder.
        """
        found, count, names = Found([], set()), 0, self._spelt(root)
        while batch := dict(islice(names, _BATCH)):
            count += len(batch)
            marks = ",".join("?" * len(batch))
            known = self._ask(f"SELECT name, stamp FROM file WHERE name IN ({marks})", list(batch))  # noqa: S608
            same = {name for name, stamp in known if batch[name] == stamp}
            for name in batch.keys() - same:
                self._compare(root, name, batch[name], found)
        (total,) = self._ask("SELECT count(*) FROM file").fetchone()
        if total != count:
            gone = (row for row in self._ask("SELECT name, slug FROM file").fetchall() if not _is_there(root, row[0]))
            for name, slug in gone:
                self._forget(name)
                found.touched.add(slug)
        return found

    def _spelt(self, root: str) -> Iterator[tuple[str, str]]:
        """Every file with its stamp; those of people whose names are no Unicode are remembered by themselves."""
        for name, stamp in _stamped(root):
            if name.isprintable() or _is_unicode(name):
                yield name, stamp
            else:
                self._unspelt[name] = digest_of(root, name)

    def _compare(self, root: str, name: str, stamp: str, found: Found) -> None:
        """See whether a file whose times or place have changed is another."""
        known = self._ask("SELECT digest, slug FROM file WHERE name = ?", (name,)).fetchone()
        digest = digest_of(root, name)
        if known and known[0] == digest:
            self._ask("UPDATE file SET stamp = ? WHERE name = ?", (stamp, name))
            return
        slug = known[1] if known else routes.slug(name)
        self._forget(name)
        self._ask("INSERT INTO file VALUES (?, ?, ?, ?, ?)", (name, slug, digest, stamp, OTHER))
        found.touched.add(slug)
        if name.endswith(".html"):
            found.pages.append(name)

    def _forget(self, name: str) -> None:
        self._ask("DELETE FROM file WHERE name = ?", (name,))
        self._ask("DELETE FROM list WHERE name = ?", (name,))

    # What the site as a whole was made of.

    def about(self, name: str) -> str:
        """Something about the whole site; empty if it is not known."""
        row = self._ask("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def tell(self, name: str, value: str) -> None:
        """Keep something about the whole site."""
        self._ask("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    # Statements.

    def statement(self, slug: str) -> tuple[str, str]:
        """What a statement was made of, as a digest, and what was told of it; empty if it is not known."""
        row = self._ask("SELECT digest, told FROM statement WHERE slug = ?", (slug,)).fetchone()
        return row or ("", "")

    def keep(self, slug: str, digest: str, modified: str, told: str) -> None:
        """Keep what a statement was made of, the day of its last change, and what is told of it."""
        self._ask("INSERT OR REPLACE INTO statement VALUES (?, ?, ?, ?)", (slug, digest, modified, told))

    def keep_lines(self, slug: str, lines: Mapping[str, tuple[str, str]]) -> None:
        """Keep what lists tell of a statement: by locale its day, and the text."""
        self._ask("DELETE FROM line WHERE slug = ?", (slug,))
        rows = ((locale, slug, day, text) for locale, (day, text) in lines.items())
        self._store.executemany("INSERT INTO line VALUES (?, ?, ?, ?)", rows)

    def forget_others(self, slugs: Iterable[str]) -> bool:
        """Forget all statements but these; answer whether there were any. Their files are then something else."""
        self._ask("CREATE TEMP TABLE IF NOT EXISTS here (slug TEXT PRIMARY KEY) WITHOUT ROWID")
        self._ask("DELETE FROM here")
        self._store.executemany("INSERT INTO here VALUES (?)", ((one,) for one in slugs))
        count = self._ask("DELETE FROM statement WHERE slug NOT IN here").rowcount
        self._ask("DELETE FROM line WHERE slug NOT IN here")
        self._ask("UPDATE file SET role = ? WHERE slug NOT IN here AND slug != ''", (OTHER,))
        return count > 0

    # The files of the site.

    def disown(self, slug: str) -> None:
        """Count all files of a statement as something else, before those that it has now are added."""
        self._ask("UPDATE file SET role = ? WHERE slug = ? AND role != ?", (OTHER, slug, OTHER))

    def add(self, slug: str, digests: Mapping[str, str]) -> None:
        """Count files as made: by their names the SHA-256 of each, in hexadecimal."""
        rows = [(name, slug, digest, "", MADE) for name, digest in digests.items()]
        put = "INSERT INTO file VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        # A file that stays as it was keeps its stamp.
        stamp = "stamp = CASE digest WHEN excluded.digest THEN stamp ELSE '' END"
        self._store.executemany(
            f"{put} {stamp}, digest = excluded.digest, slug = excluded.slug, role = excluded.role", rows
        )

    def stay(self, names: Iterable[str]) -> None:
        """Count files of earlier builds as kept, as far as they are there."""
        self._store.executemany(
            "UPDATE file SET role = ? WHERE name = ? AND role = ?", ((KEPT, one, OTHER) for one in names)
        )

    def take_away(self, names: Iterable[str]) -> None:
        """Count files as gone."""
        for one in names:
            self._forget(one)

    def stamp(self, root: str, names: Iterable[str]) -> None:
        """Note how new files lie in the folder, after they have been put there."""
        rows = ((stamp_of(os.lstat(f"{root}/{name}")), name) for name in names)
        self._store.executemany("UPDATE file SET stamp = ? WHERE name = ?", rows)

    def orphans(self) -> list[str]:
        """The files of earlier builds that nothing in the workspace makes any more; beside its folders stand others."""
        where = "role = ? AND name LIKE '%/%' AND name NOT LIKE 'assets/%'"
        return [name for (name,) in self._ask(f"SELECT name FROM file WHERE {where} ORDER BY name", (OTHER,))]  # noqa: S608

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file that readers find, in the order of their names, with its SHA-256."""
        yield from self._ask("SELECT name, digest FROM file ORDER BY name")
        yield from sorted(self._unspelt.items())

    def pages(self) -> Iterator[tuple[str, str]]:
        """The pages that the site has, in the order of their names, and the day of the last change of each.

        The day is empty for lists, and for what is kept as it was.
        """
        day = "CASE file.role WHEN 'made' THEN coalesce(statement.modified, '') ELSE '' END"
        joined = "file LEFT JOIN statement ON statement.slug = file.slug"
        yield from self._ask(f"SELECT name, {day} FROM {joined} WHERE {_PAGES} ORDER BY name", (OTHER,))  # noqa: S608

    def count_pages(self) -> int:
        """How many that are."""
        return int(self._ask(f"SELECT count(*) FROM file WHERE {_PAGES}", (OTHER,)).fetchone()[0])  # noqa: S608

    # Lists.

    def years(self, locale: str) -> dict[str, int]:
        """By the years of the statements in the lists of a language, the newest first, how many there are."""
        told = "SELECT substr(day, 1, 4) AS year, count(*) FROM line WHERE locale = ? GROUP BY year ORDER BY year DESC"
        return dict(self._ask(told, (locale,)).fetchall())

    def lines(self, locale: str, year: str = "", limit: int = -1) -> list[str]:
        """What is told of statements in a language, the newest first.

        Args:
            locale: The language.
            year: Of which year; empty for all.
            limit: How many at the most; -1 for all.
        """
        told = "SELECT told FROM line WHERE locale = ? AND day >= ? AND day < ? ORDER BY day DESC, slug DESC LIMIT ?"
        return [text for (text,) in self._ask(told, (locale, year, f"{year}~", limit))]

    def list(self, name: str) -> tuple[str, str]:
        """What a list was made of, as a digest, and its SHA-256; empty if it does not lie there as it was made."""
        told = "SELECT list.digest, file.digest FROM list JOIN file USING (name) WHERE name = ?"
        return self._ask(told, (name,)).fetchone() or ("", "")

    def keep_list(self, name: str, digest: str) -> None:
        """Keep what a list was made of."""
        self._ask("INSERT OR REPLACE INTO list VALUES (?, ?)", (name, digest))


def stamp_of(state: os.stat_result) -> str:
    """What changes whenever a file is written, replaced or renamed: size, times and place on the disk."""
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"


def digest_of(root: str, name: str) -> str:
    """The SHA-256 of a file of the site."""
    total = sha256()
    with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123  # paths are texts here: there are many
        while piece := file.read(1 << 20):
            total.update(piece)
    return total.hexdigest()


def _stamped(root: str, folder: str = "") -> Iterator[tuple[str, str]]:
    """The name of each file below a folder with its stamp; those of other programs, and of a stage, are hidden."""
    with os.scandir(f"{root}/{folder}") as entries:
        for one in entries:
            if one.name.startswith("."):
                continue
            if one.is_dir(follow_symlinks=False):
                yield from _stamped(root, f"{folder}{one.name}/")
            elif one.is_file():
                yield folder + one.name, stamp_of(one.stat())


def _is_unicode(name: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in name)


def _is_there(root: str, name: str) -> bool:
    return Path(root, name).is_file()
