"""What changes in the workspace, told at once to everybody who has it open: server-sent events (WHATWG HTML, 9.2).

Poedit, an editor, git and another server write files without a word to us. So they are looked at twice a second, and
read again when their size, times or place on the disk are others. What is told are names, never a text.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
import time
from collections import Counter
from contextlib import asynccontextmanager, suppress
from hashlib import file_digest
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response, StreamingResponse

from publisher import settings
from publisher.project import SIGNOFFS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from pathlib import Path

    from starlette.requests import Request

INTERVAL = 0.5
"""Seconds between two looks at the files."""
PULSE = 15
"""Seconds after which a stream with no news says so: only then does the system notice that nobody is there."""
RETRY = 1000
"""Milliseconds after which a browser asks again when a stream ended."""
MAX_STREAMS = 200
"""How many streams are open at most."""
KEPT = 500
"""How many changes are kept for whoever was away."""
_SETTLED = 3_000_000_000  # nanoseconds: more than the steps of any disk's clock (FAT: 2 s)
_EVENT_ID = re.compile(r"([0-9a-f]{8})\.(\d{1,9})")


class _Seen(NamedTuple):
    """A file as it was when it was last looked at: size, times and place; its hash; whether those tell its content."""

    stamp: tuple[int, ...]
    digest: str
    settled: bool


class Files:
    """The files of a workspace that its pages are made of, by the names of what they are for.

    Args:
        root: The workspace.
    """

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._seen: dict[str, _Seen] = {}

    def versions(self) -> dict[str, dict[str, str]]:
        """The hash of each file by its path, by name: only what may have changed is read.

        A name is ``source``, ``terms``, ``settings``, ``templates``, ``ar/peace`` for a catalog, or ``signoff/ar``.
        """
        seen: dict[str, _Seen] = {}
        versions: dict[str, dict[str, str]] = {}
        for name, path in self._paths():
            if found := _look(path, self._seen.get(path)):
                seen[path] = found
                versions.setdefault(name, {})[path] = found.digest
        self._seen = seen
        return versions

    def _paths(self) -> Iterator[tuple[str, str]]:
        root = self._root
        yield "settings", f"{root}/{settings.FILE}"
        yield "terms", f"{root}/source/terms.yaml"
        yield from (("source", path) for path in _below(f"{root}/source") if path.endswith(".md"))
        yield from (("templates", path) for path in _below(f"{root}/templates"))
        for locale in _names(f"{root}/locales"):
            folder = f"{root}/locales/{locale}"
            yield f"signoff/{locale}", f"{folder}/{SIGNOFFS}"
            for name in _names(f"{folder}/LC_MESSAGES"):
                if name.endswith(".po"):
                    yield f"{locale}/{name.removesuffix('.po')}", f"{folder}/LC_MESSAGES/{name}"


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208  # half the time, twice a second
    except OSError:
        return []


def _below(folder: str) -> Iterator[str]:
    """The paths of all files in a folder and those in it; of links to folders none, as they may lead in a circle."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            elif not entry.name.startswith("."):
                yield entry.path


def _look(path: str, before: _Seen | None) -> _Seen | None:
    """A file as it is now; None if there is none. A file that cannot be read has no hash, but can be told apart."""
    now = time.time_ns()
    try:
        found = os.stat(path)  # noqa: PTH116  # half the time
        if not stat.S_ISREG(found.st_mode):
            return None
        stamp = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        if before and before.settled and before.stamp == stamp:
            return before
        with open(path, "rb") as file:  # noqa: PTH123
            digest = file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _Seen((), str(error.errno), settled=False)
    # What was written a moment ago may be written again before the clock of the disk goes on.
    return _Seen(stamp, digest, settled=abs(now - max(stamp[:2])) > _SETTLED)


class _Stream:
    """One open stream: whose it is, and whether it has to end."""

    def __init__(self, person: str) -> None:
        self.person = person
        self.ended = False


class Watch:
    """Looks at the files of a workspace, and tells what changed to all who listen.

    Args:
        root: The workspace.
        heard: What is called first with the names of what changed, before any browser hears of them. It is called in
            any thread, one call at a time, and must not wait for anything.
        interval: Seconds between two looks.
    """

    def __init__(self, root: Path, heard: Callable[[frozenset[str]], object], interval: float = INTERVAL) -> None:
        self._heard, self._interval = heard, interval
        self._files = Files(root)
        self._versions = self._files.versions()
        self._lock = Lock()
        self._start = token_hex(4)  # the changes of another start of the server are counted anew
        self._changes: tuple[tuple[int, frozenset[str]], ...] = ()
        self._streams: dict[_Stream, None] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bell = asyncio.Event()
        self._closed = False

    @property
    def version(self) -> int:
        """How many changes there were."""
        return self._changes[-1][0] if self._changes else 0

    @property
    def id(self) -> str:
        """What names the present state in events: for a page that wants to hear what changed since it was made."""
        return f"{self._start}.{self.version}"

    def tell(self, names: Iterable[str] = ()) -> None:
        """Tell at once what this program changed, and what else is found to be changed.

        May be called in any thread.

        Args:
            names: What changed.
        """
        with self._lock:
            now = self._files.versions()
            found = {one for one in now.keys() | self._versions.keys() if now.get(one) != self._versions.get(one)}
            self._versions = now
            if not (changed := frozenset(names) | found):
                return
            self._heard(changed)
            self._changes = (*self._changes[-KEPT + 1 :], (self.version + 1, changed))
        self._ring()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look at the files for as long as the block lasts; to be used as the lifespan of an application."""
        self._loop = asyncio.get_running_loop()
        task = asyncio.create_task(self._poll())
        try:
            yield
        finally:
            self.close()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def close(self) -> None:
        """End all streams: a server waits for them when it is to stop. May be called in any thread."""
        self._closed = True
        self._ring()

    async def events(self, request: Request) -> Response:
        """Answer a stream of events, each with the names of what changed.

        A browser that was away says in ``Last-Event-ID``, or a page in ``since``, what it has heard, and hears at once
        what it has missed: as one event.
        """
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        heard = request.headers.get("last-event-id") or request.query_params.get("since", "")
        # Else a server that stands before this one may collect events until there are enough of them.
        headers = {"X-Accel-Buffering": "no"}
        stream = self._stream(request.scope["person"].id, heard)
        return StreamingResponse(stream, headers=headers, media_type="text/event-stream")

    async def _stream(self, person: str, heard: str) -> AsyncIterator[str]:
        self._make_room(person)
        stream = _Stream(person)
        self._streams[stream] = None
        try:
            told = self._told(heard)
            yield f"retry: {RETRY}\n" + (f"id: {self._start}.{told}\n\n" if told >= 0 else "\n")
            while not (stream.ended or self._closed):
                bell = self._bell  # taken before the look at what is new, so that no change comes in between
                version, names = self._news(told)
                if names:
                    yield f"event: change\nid: {self._start}.{version}\ndata: {json.dumps({'what': sorted(names)})}\n\n"
                    told = version
                else:
                    try:
                        async with asyncio.timeout(PULSE):
                            await bell.wait()
                    except TimeoutError:
                        yield ":\n\n"
        finally:
            self._streams.pop(stream, None)

    def _make_room(self, person: str) -> None:
        """End the oldest stream of a person if there are too many; of the one who has most if this one has none."""
        while len(self._streams) >= MAX_STREAMS:
            whose = Counter(one.person for one in self._streams)
            owner = person if whose[person] else whose.most_common(1)[0][0]
            oldest = next(one for one in self._streams if one.person == owner)
            oldest.ended = True
            del self._streams[oldest]
            self._ring()

    def _told(self, heard: str) -> int:
        """The version that a browser knows, by the id of the last event it has heard; -1 if it knows nothing.

        One that has heard none has just been shown the present state.
        """
        if not heard:
            return self.version
        found = _EVENT_ID.fullmatch(heard)
        return int(found[2]) if found and found[1] == self._start else -1

    def _news(self, told: int) -> tuple[int, frozenset[str]]:
        """The present version, and the names of what changed since another; every name if that is too long ago."""
        changes = self._changes
        if told < (changes[0][0] - 1 if changes else 0):
            return self.version, frozenset(self._versions)
        new = [names for version, names in changes if version > told]
        return changes[-1][0] if changes else 0, frozenset().union(*new)

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            await asyncio.to_thread(self.tell)

    def _ring(self) -> None:
        if self._loop:
            with suppress(RuntimeError):  # the loop has ended, and all streams with it
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._bell.set()
        self._bell = asyncio.Event()
