"""What people have typed and not accepted: on the disk, so that neither a closed lid nor a crash loses it.

A person types at one place most of the time. Where two tabs or browsers of the same person are open, what was typed
last counts, and what was typed in the other one is kept among the earlier ones, the newest first, until twenty newer
ones stand before it. So is what was typed over another state of the catalog. What came from the same box since it was
filled, or what that was filled with, is the same text, farther along: it is not kept.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher import po
from publisher.errors import Problem, UsageError
from publisher.files.lock import PATIENCE, PRIVATE, lock
from publisher.files.whole import explained
from publisher.serve import private
from publisher.workflow.edit import refuse_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FOLDER = "drafts"
MAX_UNITS = po.MAX_ENTRIES
"""Of how many texts of a catalog a person may have typed something."""
MAX_FORMS = 6
"""How many plural forms a text has at most (CLDR)."""
EARLIER = 20
"""How many earlier texts are kept of each."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UNIT = re.compile(r"u[0-9a-f]{8}")


class Draft(NamedTuple):
    """What somebody typed.

    Attributes:
        targets: One text, or one for each plural form.
        base: What the catalog held when they began, likewise.
        source: The English, as far as it is known.
        box: Where it was typed: a name for the boxes of one tab, and another one whenever they are filled anew.
        shown: What they were filled with, likewise: that was gone on from.
    """

    targets: tuple[str, ...]
    base: tuple[str, ...]
    source: str = ""
    box: str = ""
    shown: tuple[str, ...] = ()


class _Typed(NamedTuple):
    """What somebody typed for one text: now, and in other tabs or over other states of the catalog, each once."""

    now: Draft | None
    earlier: tuple[Draft, ...] = ()

    def then(self, draft: Draft) -> _Typed:
        """What there is after more was typed; what the catalog holds anyway is nothing."""
        others = [one for one in (self.now, *self.earlier) if one and _is_another(one, draft)]
        now = None if stripped(draft.targets) == stripped(draft.base) else draft
        return _Typed(now, tuple(others[:EARLIER]))

    def without(self, done: Draft) -> _Typed:
        """What is left after a text was accepted: what was typed meanwhile in the same box goes on from there."""
        now = self.now if self.now and self.now.targets != done.targets else None
        if now and now.box == done.box:
            now = now._replace(base=done.base)
        return _Typed(now, tuple(one for one in self.earlier if one.targets != done.targets))


def _is_another(one: Draft, draft: Draft) -> bool:
    """Whether something was typed that is neither in a new draft nor what that was made of."""
    continued = one.base == draft.base and (one.box == draft.box or one.targets == draft.shown)
    return not continued and one.targets != draft.targets and any(text.strip() for text in one.targets)


def stripped(texts: Sequence[str]) -> list[str]:
    """Texts without the spaces at their ends, which no file keeps."""
    return [text.strip() for text in texts]


class Drafts:
    """The drafts of all people of a workspace, in a file for each person and catalog.

    They are held in memory; a file that another server wrote meanwhile is read again. A file that cannot be
    understood gets another name, with ``broken`` in it, and stays.

    Args:
        root: The workspace.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / PRIVATE / private.SERVE / FOLDER
        self._lock = RLock()
        self._held: dict[Path, tuple[tuple[int, ...], dict[str, _Typed]]] = {}

    def keep(self, person: str, locale: str, domain: str, unit: str, draft: Draft) -> None:
        """Keep what somebody typed; it is on the disk when this returns. What the catalog holds anyway is not kept.

        Args:
            person: The id of the person.
            locale: The id of the language.
            domain: What is translated.
            unit: The id of the text.
            draft: What was typed.

        Raises:
            UsageError: If a text has more than 20,000 bytes, or there are too many texts.
            PublisherError: If it could not be written.
        """
        _refuse_unfit(unit, draft)
        with self._changing(person, locale, domain) as typed:
            typed[unit] = typed.get(unit, _Typed(None)).then(draft)
            if len(typed) > MAX_UNITS:
                raise _full()

    def forget(self, person: str, locale: str, domain: str, unit: str, *, earlier: bool = False) -> None:
        """Drop what somebody typed, because it was accepted or is no longer wanted.

        Args:
            person: The id of the person.
            locale: The id of the language.
            domain: What is translated.
            unit: The id of the text.
            earlier: Whether to drop the earlier texts too, which the person may not have seen where they are now.

        Raises:
            PublisherError: If that could not be written.
        """
        with self._changing(person, locale, domain) as typed:
            held = typed.pop(unit, _Typed(None))
            typed[unit] = _Typed(None, () if earlier else held.earlier)

    def accept(self, person: str, locale: str, domain: str, unit: str, done: Draft) -> None:
        """Drop what somebody typed, because it was accepted; what they typed in other boxes stays.

        Args:
            person: The id of the person.
            locale: The id of the language.
            domain: What is translated.
            unit: The id of the text.
            done: What was accepted; its base is what the catalog holds now.

        Raises:
            PublisherError: If that could not be written.
        """
        with self._changing(person, locale, domain) as typed:
            if unit in typed:
                typed[unit] = typed[unit].without(done)

    def of(self, person: str, locale: str, domain: str) -> dict[str, Draft]:
        """What somebody has typed for a catalog, by unit.

        Raises:
            PublisherError: If the file cannot be read.
        """
        return {unit: one.now for unit, one in self._typed(person, locale, domain).items() if one.now}

    def earlier(self, person: str, locale: str, domain: str) -> dict[str, tuple[Draft, ...]]:
        """What somebody has typed for a catalog before, over another state of it: by unit, the newest first.

        Raises:
            PublisherError: If the file cannot be read.
        """
        return {unit: one.earlier for unit, one in self._typed(person, locale, domain).items() if one.earlier}

    def _typed(self, person: str, locale: str, domain: str) -> Mapping[str, _Typed]:
        with self._lock:
            return self._present(self._path(person, locale, domain))

    @contextmanager
    def _changing(self, person: str, locale: str, domain: str) -> Iterator[dict[str, _Typed]]:
        """What there is now, to be changed; it is written at the end, and no other server writes in between."""
        path = self._path(person, locale, domain)
        with self._lock, _locked(private.folder(self._root, FOLDER)):
            before = self._present(path)
            typed = dict(before)
            yield typed
            typed = {unit: one for unit, one in typed.items() if one.now or one.earlier}
            if typed != before:
                data = _serialize(typed)
                if len(data) > po.MAX_FILE:
                    raise _full()
                private.write(path, data)
                self._held[path] = (_state(path), typed)

    def _present(self, path: Path) -> dict[str, _Typed]:
        """What a file says, or held in memory if that is the same."""
        state, typed = self._held.get(path, ((), {}))
        if (now := _state(path)) != state:
            typed = _read(path) if now else {}
            self._held[path] = (now, typed)
        return typed

    def _path(self, person: str, locale: str, domain: str) -> Path:
        for name in (person, locale, domain):
            if not _NAME.fullmatch(name):
                raise UsageError(Problem("nobody's draft, or of no catalog", name, hint="load the page again"))
        return self._folder / f"{person}.{locale}.{domain}.json"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = lock(folder, folder, PATIENCE)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _state(path: Path) -> tuple[int, ...]:
    """What differs when a file is another one; empty if there is none."""
    try:
        with private.readable(path):
            now = path.lstat()
    except FileNotFoundError:
        return ()
    return now.st_ino, now.st_mtime_ns, now.st_ctime_ns, now.st_size


def _refuse_unfit(unit: str, draft: Draft) -> None:
    texts = (*draft.targets, *draft.base, *draft.shown, draft.source, draft.box)
    refuse_long(texts)
    if not _UNIT.fullmatch(unit) or max(len(draft.targets), len(draft.base), len(draft.shown)) > MAX_FORMS:
        raise UsageError(Problem("a draft of no text", unit, hint="load the page again"))


def _full() -> UsageError:
    return UsageError(Problem("too much is typed and not accepted", hint="accept some of it, or throw it away"))


def _serialize(typed: Mapping[str, _Typed]) -> bytes:
    rows = {
        unit: {"now": one.now and one.now._asdict(), "earlier": [draft._asdict() for draft in one.earlier]}
        for unit, one in typed.items()
    }
    return json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")


def _read(path: Path) -> dict[str, _Typed]:
    """Read a file; one that this program did not write so gets another name."""
    try:
        with private.readable(path):
            rows = json.loads(b"" if path.is_symlink() else path.read_bytes())
        return {unit: _typed(row) for unit, row in rows.items()}
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        with explained(path):
            path.rename(path.with_name(f"{path.stem}.broken-{stamp}.json"))
        return {}


def _typed(row: dict[str, Any]) -> _Typed:
    now, earlier = row["now"], row["earlier"]
    return _Typed(now and _draft(now), tuple(map(_draft, earlier)))


def _draft(row: dict[str, Any]) -> Draft:
    targets, base, source = tuple(row["targets"]), tuple(row["base"]), row["source"]
    box, shown = row["box"], tuple(row["shown"])
    if not all(isinstance(text, str) for text in (*targets, *base, *shown, source, box)):
        raise TypeError(row)
    return Draft(targets, base, source, box, shown)
