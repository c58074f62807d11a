"""What changes in a workspace is told at once to everybody who has it open, by name."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from faults import need_linux
from starlette.applications import Starlette
from starlette.routing import Route

from publisher.serve import events
from publisher.serve.events import MAX_STREAMS, Files, Watch
from publisher.serve.people import Person, Role

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from workspaces import Workspace

PO = "locales/ar/LC_MESSAGES/peace.po"
FILES = {
    "pyproject.toml": "settings",
    "source/peace.md": "source",
    "source/2026/deep/er/flood.md": "source",
    "source/terms.yaml": "terms",
    PO: "ar/peace",
    "locales/ckb/LC_MESSAGES/site.po": "ckb/site",
    "locales/ar/signoff.json": "signoff/ar",
    "templates/page.html": "templates",
    "templates/fonts/a.woff2": "templates",
}
OTHERS = [
    "README.md",
    "source/notes.txt",
    "source/other.yaml",
    "source/.peace.md.swp",
    "templates/.page.html.swp",
    "locales/peace.pot",
    "locales/ar/notes.json",
    f"{PO}~",
    "locales/ar/LC_MESSAGES/.publisher-0123456789abcdef.tmp",
    "locales/ar/LC_MESSAGES/old/peace.po",
    ".publisher/serve/journal.jsonl",
    "site/peace.md",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        put(tmp_path, name, "one")
    return tmp_path


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def changed(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> set[str]:
    return {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}


# Looking at files


def in_place(path: Path) -> None:
    path.write_text("two")


def by_another(path: Path) -> None:
    """As Poedit and our own program do."""
    path.with_name("x.tmp").write_text("two")
    path.with_name("x.tmp").replace(path)


def keeping_the_time(path: Path) -> None:
    """As rsync and unpacking do."""
    before = path.stat()
    path.write_text("two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("write", [in_place, by_another, keeping_the_time, Path.unlink], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_changes_is_told_by_what_it_is_for(name: str, write: Callable[[Path], None], root: Path) -> None:
    files = Files(root)
    before = files.versions()
    write(root / name)
    after = files.versions()
    assert changed(before, after) == {FILES[name]}
    put(root, name, "one")
    assert changed(after, files.versions()) == {FILES[name]}
    assert changed(before, files.versions()) == set(), "it is as it was"


def test_a_new_file_is_told(root: Path) -> None:
    files = Files(root)
    before = files.versions()
    put(root, "locales/ku/LC_MESSAGES/new.po", "one")
    put(root, "source/new.md", "one")
    assert changed(before, files.versions()) == {"ku/new", "source"}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_no_page_is_made_of_is_not_told(name: str, root: Path) -> None:
    files = Files(root)
    before = files.versions()
    put(root, name, "one")
    assert files.versions() == before


def test_a_file_that_is_written_again_as_it_was_is_not_told(root: Path) -> None:
    files = Files(root)
    before = files.versions()
    for name in FILES:
        (root / name).touch()
        put(root, name, "one")
    assert files.versions() == before


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    assert Files(tmp_path / "nowhere").versions() == {}


def test_links_pipes_and_folders_with_the_names_of_files_hold_nothing_up(root: Path) -> None:
    need_linux()
    (root / "source/circle").symlink_to(root / "source")
    (root / "source/myself.md").symlink_to("myself.md")
    (root / "source/nothing.md").symlink_to("nowhere.md")
    (root / "source/folder.md").mkdir()
    os.mkfifo(root / "source/pipe.md")
    put(root, "elsewhere.po", "one")
    (root / "locales/ar/LC_MESSAGES/linked.po").symlink_to(root / "elsewhere.po")
    files = Files(root)
    before = files.versions()
    assert len(before["source"]) == 3, "two statements, and the link that nobody can follow"
    put(root, "elsewhere.po", "two")
    assert changed(before, files.versions()) == {"ar/linked"}


def test_a_link_to_a_folder_of_catalogs_is_followed(root: Path) -> None:
    (root / "locales/ar").rename(root / "arabic")
    (root / "locales/ar").symlink_to(root / "arabic")
    files = Files(root)
    before = files.versions()
    put(root, PO, "two")
    assert changed(before, files.versions()) == {"ar/peace"}


def test_a_file_that_cannot_be_read_is_told_when_it_can(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Files(root)
    before = files.versions()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    put(root, PO, "two")
    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", refuse)
        while_closed = files.versions()
    assert "ar/peace" in changed(before, while_closed)
    assert "ar/peace" in changed(while_closed, files.versions())


def rewritten_within_a_tick(root: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What is told of a file that is written twice before the clock of the disk goes on, with equal size."""
    files, path, stat = Files(root), str(root / PO), os.stat
    before, stamp = files.versions(), (root / PO).stat()
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", lambda one, **more: stamp if one == path else stat(one, **more))
        put(root, PO, "two")
        return changed(before, files.versions())


def test_a_file_that_was_written_a_moment_ago_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rewritten_within_a_tick(root, monkeypatch) == {"ar/peace"}


def test_twin_that_trusts_size_and_times_at_once_sees_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_SETTLED", -1)
    assert rewritten_within_a_tick(root, monkeypatch) == set()


def test_3000_files_are_looked_at_in_little_time_and_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(750):
        put(tmp_path, f"source/{number % 30}/{number}.md", "x" * 1000)
        for locale in ("ar", "ku", "ckb"):
            put(tmp_path, f"locales/{locale}/LC_MESSAGES/{number}.po", "x" * 1000)
    monkeypatch.setattr(events, "_SETTLED", -1)
    files, reads, digest = Files(tmp_path), [], events.file_digest
    monkeypatch.setattr(events, "file_digest", lambda file, name: reads.append(file.name) or digest(file, name))
    assert len(files.versions()) == 2251
    assert len(reads) == 3000
    times = []
    for _ in range(9):
        start = time.perf_counter()
        files.versions()
        times.append(time.perf_counter() - start)
    assert len(reads) == 3000
    assert median(times) < 0.1


# Listening


class Listener:
    """A browser with a stream open: what it was told."""

    def __init__(self, watch: Watch, person: str, head: dict[str, str] | None, query: str) -> None:
        self._app = Starlette(routes=[Route("/events", watch.events)])
        self._gone = asyncio.Event()
        self.text = ""
        self.status = 0
        self.headers: dict[str, str] = {}
        self.scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "method": "GET",
            "path": "/events",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in (head or {}).items()],
            "person": Person(person, person, Role.TRANSLATOR),
        }
        self.task = asyncio.create_task(self._app(self.scope, self._receive, self._send))

    @property
    def events(self) -> list[set[str]]:
        """The names in each event."""
        return [set(json.loads(one)["what"]) for one in re.findall(r"^data: (.*)$", self.text, re.MULTILINE)]

    @property
    def id(self) -> str:
        """The last id it was told."""
        return re.findall(r"^id: (.*)$", self.text, re.MULTILINE)[-1]

    async def until(self, done: Callable[[], object], seconds: float = 5) -> None:
        """Wait for something, or fail."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, self.text
            await asyncio.sleep(0.002)

    async def leave(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, 1)

    async def _receive(self) -> dict[str, str]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        self.text += message.get("body", b"").decode()


class Heard:
    """The workspace as the server holds it: what it has heard of."""

    def __init__(self) -> None:
        self.names: list[frozenset[str]] = []

    def __call__(self, names: frozenset[str]) -> None:
        self.names.append(names)


@asynccontextmanager
async def watching(root: Path, heard: Callable[[frozenset[str]], object] | None = None) -> AsyncIterator[Watch]:
    """A watch that looks often."""
    watch = Watch(root, heard or Heard(), interval=0.02)
    async with watch.running():
        yield watch


def run(test: Callable[[], Any]) -> None:
    asyncio.run(asyncio.wait_for(test(), 30))


async def opened(watch: Watch, person: str = "here", head: dict[str, str] | None = None, query: str = "") -> Listener:
    """A stream that is open."""
    listener = Listener(watch, person, head, query)
    await listener.until(lambda: listener.text)
    return listener


def test_what_another_program_writes_is_told(root: Path) -> None:
    async def test() -> None:
        heard = Heard()
        async with watching(root, heard) as watch:
            one, other = await opened(watch), await opened(watch, "0123456789ab")
            put(root, PO, "two")
            put(root, "locales/ar/signoff.json", "two")
            for listener in (one, other):
                await listener.until(lambda: {"ar/peace", "signoff/ar"} <= set().union(*listener.events))  # noqa: B023
            assert frozenset().union(*heard.names) == {"ar/peace", "signoff/ar"}
            assert watch.version == len(heard.names)

    run(test)


def test_an_event_is_as_browsers_read_it_and_holds_names_only(root: Path) -> None:
    async def test() -> None:
        async with watching(root) as watch:
            listener = await opened(watch)
            first = listener.text
            assert re.fullmatch(r"retry: \d+\nid: [0-9a-f]{8}\.0\n\n", first)
            put(root, PO, "a secret")
            watch.tell(["ku/peace"])
            await listener.until(lambda: listener.events)
            expected = f'event: change\nid: {watch.id}\ndata: {{"what": ["ar/peace", "ku/peace"]}}\n\n'
            assert listener.text.removeprefix(first) == expected
            assert listener.status == 200
            assert listener.headers["content-type"].startswith("text/event-stream")
            assert "content-length" not in listener.headers

    run(test)


def test_what_the_program_saved_itself_is_told_at_once_and_once(root: Path) -> None:
    async def test() -> None:
        watch = Watch(root, heard := Heard(), interval=60)
        async with watch.running():
            listener = await opened(watch)
            put(root, PO, "two")
            await asyncio.to_thread(watch.tell, ["ar/peace"])
            await listener.until(lambda: listener.events)
            await asyncio.to_thread(watch.tell)
            await asyncio.sleep(0.05)
            assert listener.events == [{"ar/peace"}]
            assert heard.names == [{"ar/peace"}]

    run(test)


def test_the_server_hears_of_a_change_before_any_browser(root: Path) -> None:
    """Else a browser could ask for the new text and get the old one."""

    async def test() -> None:
        listeners: list[Listener] = []
        told: list[list[set[str]]] = []

        def heard(_: frozenset[str]) -> None:
            time.sleep(0.05)
            told.append([names for one in listeners for names in one.events])

        async with watching(root, heard) as watch:
            listeners.append(await opened(watch))
            put(root, PO, "two")
            await listeners[0].until(lambda: listeners[0].events)
            assert told == [[]]

    run(test)


def test_nothing_is_told_where_nothing_changed(root: Path) -> None:
    async def test() -> None:
        async with watching(root) as watch:
            listener = await opened(watch)
            put(root, "README.md", "two")
            watch.tell()
            await asyncio.sleep(0.1)
            assert listener.events == []
            assert watch.version == 0

    run(test)


ALL = set(FILES.values())
AWAY = {
    "who has heard everything": ("<<3>>", []),
    "who has heard of the first change": ("<<1>>", [{"ku/peace", "terms"}]),
    "who has heard of none": ("<<0>>", [{"ar/peace", "ku/peace", "terms"}]),
    "who has just been shown everything": ("", []),
    "who was there before the server was started again": ("0123abcd.3", [ALL]),
    "who says what is no id": ("<script>", [ALL]),
    "who names a number that is too large": ("<<9999999999>>", [ALL]),
}


@pytest.mark.parametrize("way", ["header", "query"])
@pytest.mark.parametrize("who", AWAY)
def test_who_was_away_is_told_once_what_changed_meanwhile(who: str, way: str, root: Path) -> None:
    heard, expected = AWAY[who]

    async def test() -> None:
        async with watching(root) as watch:
            for name in ("ar/peace", "ku/peace", "terms"):
                watch.tell([name])
            id_ = re.sub(r"<<(\d+)>>", lambda found: f"{watch.id.partition('.')[0]}.{found[1]}", heard)
            said: dict[str, Any] = {"head": {"last-event-id": id_}} if way == "header" else {"query": f"since={id_}"}
            listener = await opened(watch, **said)
            await asyncio.sleep(0.05)
            assert listener.events == expected
            assert listener.id == watch.id
            watch.tell(["templates"])
            await listener.until(lambda: listener.events[len(expected) :] == [{"templates"}])

    run(test)


def test_who_was_away_for_too_long_is_told_everything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "KEPT", 5)

    async def test() -> None:
        async with watching(root) as watch:
            start = watch.id
            for number in range(5):
                watch.tell([f"ar/{number}"])
            kept = await opened(watch, head={"last-event-id": start})
            watch.tell(["ar/5"])
            late = await opened(watch, head={"last-event-id": start})
            await late.until(lambda: late.events)
            assert kept.events[0] == {f"ar/{number}" for number in range(5)}
            assert late.events == [ALL]

    run(test)


def test_a_stream_without_news_says_that_it_is_there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PULSE", 0.01)

    async def test() -> None:
        async with watching(root) as watch:
            listener = await opened(watch)
            await listener.until(lambda: listener.text.endswith(":\n\n:\n\n"))
            assert listener.events == []
            watch.tell(["terms"])
            await listener.until(lambda: listener.events == [{"terms"}])

    run(test)


def test_nobody_misses_a_change_that_any_thread_tells(root: Path) -> None:
    async def test() -> None:
        async with watching(root) as watch:
            listeners = [await opened(watch) for _ in range(5)]
            names = {f"ar/{number}" for number in range(400)}
            with ThreadPoolExecutor(8) as pool:
                tellings = [asyncio.wrap_future(pool.submit(watch.tell, [name])) for name in names]
                late = await opened(watch, head={"last-event-id": f"{watch.id.partition('.')[0]}.0"})
                await asyncio.gather(*tellings)
            for one in (*listeners, late):
                await one.until(lambda: set().union(*one.events) == names)  # noqa: B023
                assert one.id == watch.id
            assert watch.version == 400

    run(test)


# Streams that end


def test_who_leaves_is_forgotten(root: Path) -> None:
    async def test() -> None:
        async with watching(root) as watch:
            listeners = [await opened(watch) for _ in range(10)]
            assert len(watch._streams) == 10  # noqa: SLF001
            for one in listeners:
                await one.leave()
            assert not watch._streams  # noqa: SLF001

    run(test)


def test_where_there_are_too_many_the_oldest_of_the_same_person_ends(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_STREAMS == 200
    monkeypatch.setattr(events, "MAX_STREAMS", 4)

    async def test() -> None:
        async with watching(root) as watch:
            listeners = [await opened(watch, person) for person in "abba"]
            fifth = await opened(watch, "b")
            await fifth.until(lambda: [one.task.done() for one in listeners] == [False, True, False, False])
            sixth = await opened(watch, "c")  # who has none: then of those who have most
            await sixth.until(lambda: [one.task.done() for one in listeners] == [True, True, False, False])
            watch.tell(["terms"])
            for one in (*listeners[2:], fifth, sixth):
                await one.until(lambda: one.events == [{"terms"}])  # noqa: B023
            assert not listeners[1].events
            assert len(watch._streams) == 4  # noqa: SLF001

    run(test)


def test_a_question_for_the_head_alone_opens_no_stream(root: Path) -> None:
    async def test() -> None:
        async with watching(root) as watch:
            listener = Listener(watch, "here", None, "")
            listener.scope["method"] = "HEAD"
            await asyncio.wait_for(listener.task, 1)
            assert listener.status == 200
            assert not listener.text

    run(test)


def test_when_the_server_stops_all_streams_end(root: Path) -> None:
    async def test() -> None:
        async with watching(root) as watch:
            listeners = [await opened(watch) for _ in range(50)]
            start = time.monotonic()
            watch.close()
            await asyncio.gather(*(one.task for one in listeners))
            assert time.monotonic() - start < 1
            await asyncio.wait_for((await opened(watch)).task, 1)
        watch.tell(["terms"])  # the loop may have ended

    run(test)


SERVER = """
import socket, sys
from pathlib import Path
from starlette.applications import Starlette
from starlette.routing import Route
from publisher.serve.events import Watch
from publisher.serve.people import HERE
from publisher.serve.server import run

watch = Watch(Path(sys.argv[1]), print)
listener = socket.create_server(("127.0.0.1", 0))
app = Starlette(routes=[Route("/events", watch.events)], lifespan=lambda _: watch.running())

async def with_person(scope, receive, send):
    await app({**scope, "person": HERE}, receive, send)

print(listener.getsockname()[1], flush=True)
if sys.argv[2] == "ours":
    run(with_person, listener)
else:
    import uvicorn
    uvicorn.Server(uvicorn.Config(with_person, log_level="error")).run(sockets=[listener])
"""


@pytest.mark.parametrize("which", ["ours", "twin: a server that waits for its streams"])
def test_a_server_with_open_streams_ends_within_a_second(which: str, root: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-c", SERVER, root, which]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        try:
            port = int(process.stdout.readline())
            streams = [socket.create_connection(("127.0.0.1", port)) for _ in range(64)]
            for one in streams:
                one.sendall(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert all(b"200 OK" in one.recv(1000) for one in streams)
            put(root, PO, "two")
            assert all(b"ar/peace" in received(one, b"ar/peace") for one in streams)
            start = time.monotonic()
            process.send_signal(signal.SIGINT)
            try:
                process.wait(1 if which == "ours" else 2)
            except subprocess.TimeoutExpired:
                assert which != "ours"
            else:
                assert which == "ours", time.monotonic() - start
            for one in streams:
                one.close()
        finally:
            process.kill()


def received(stream: socket.socket, wanted: bytes) -> bytes:
    stream.settimeout(5)
    data = b""
    while wanted not in data:
        more = stream.recv(1000)
        assert more
        data += more
    return data


def test_a_real_workspace_tells_what_update_wrote(workspace: Workspace) -> None:
    async def test() -> None:
        async with watching(workspace.root) as watch:
            listener = await opened(watch)
            workspace.edit("source/peace.md", "2018", "2019")
            await listener.until(lambda: {"source"} in listener.events)
            assert workspace.run("update").code == 0
            await listener.until(lambda: {"ar/peace", "ku/peace"} <= set().union(*listener.events))
            assert set().union(*listener.events) == {"source", "ar/peace", "ku/peace"}

    run(test)
