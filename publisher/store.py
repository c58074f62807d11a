"""Small databases of what this program has found out, beside a workspace. The owner of SQLite.

They hold nothing that could not be found out again: one that is broken, of another version, or cannot be written is
begun anew, if need be in a place that is gone with the program. A run that is killed leaves what the last one left.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Store = sqlite3.Connection
"""An open database; what is written into it counts from its `commit` on."""
Broken = sqlite3.DatabaseError
"""What its use raises if its file is no whole database."""
PATIENCE = 5.0  # seconds for another run that is just writing


def opened(path: Path | None, schema: str) -> Store:
    """Open a database; it is made where there is none that fits.

    Args:
        path: Its file; None for one that lasts as long as it is open.
        schema: The statements that make its tables.
    """
    for _ in range(2 if path else 0):
        with contextlib.suppress(sqlite3.Error):
            return _fitting(str(path), schema)
        discard(path)
    return _fitting("", schema)


def text(value: object) -> str:
    """A value as a text, as it is kept: JSON without anything that only people need."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def discard(path: Path | None) -> None:
    """Delete the file of a database, and what a killed run left beside it."""
    for one in (path, path and path.with_name(f"{path.name}-journal")):
        with contextlib.suppress(OSError):
            if one:
                one.unlink(missing_ok=True)


def _fitting(name: str, schema: str) -> Store:
    """The database of this file, with these tables.

    Raises:
        sqlite3.Error: If it is none, is of another version, or cannot be written.
    """
    version = int(sha256(schema.encode()).hexdigest()[:7], 16)
    store = sqlite3.connect(name, timeout=PATIENCE)
    try:
        (found,) = store.execute("PRAGMA user_version").fetchone()
        if not found:
            store.executescript(f"BEGIN; {schema}; PRAGMA user_version = {version}; COMMIT")
        elif found != version:
            raise Broken(name)
    except sqlite3.Error:
        store.close()
        raise
    return store
