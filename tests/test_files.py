"""Writing files: whole or not at all, one or many."""

import errno
import gc
import os
import signal
import stat
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from weakref import finalize

import pytest

from publisher import files
from publisher.errors import PublisherError
from publisher.files import disk, whole

OLD, NEW = "old: سلام\n".encode(), "new: ئاشتی\n".encode() * 1000
ROOT = Path(__file__).parent.parent


def tree(folder: Path) -> dict[str, bytes | str]:
    """Everything in a folder: the bytes of files, the targets of links, hidden ones too."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found[name] = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else "folder"
    return found


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


# One file


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    with umask(0o027):
        assert files.write(tmp_path / "ar" / "LC_MESSAGES" / "site.po", NEW)
    assert tree(tmp_path / "ar") == {"LC_MESSAGES": "folder", "LC_MESSAGES/site.po": NEW}
    assert mode(tmp_path / "ar" / "LC_MESSAGES" / "site.po") == 0o640


def test_an_existing_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "site.po"
    path.write_bytes(OLD)
    path.chmod(0o620)
    assert files.write(path, NEW)
    assert tree(tmp_path) == {"site.po": NEW}
    assert mode(path) == 0o620


def test_equal_bytes_are_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "site.po"
    path.write_bytes(OLD)
    path.chmod(0o444)
    before = path.stat()
    assert not files.write(path, OLD)
    assert path.stat() == before or path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_bytes_of_the_same_length_are_still_compared(tmp_path: Path) -> None:
    path = tmp_path / "site.po"
    path.write_bytes(b"one")
    assert files.write(path, b"two")
    assert path.read_bytes() == b"two"


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "site.po"
    path.write_bytes(OLD)
    path.chmod(0o444)
    with pytest.raises(PublisherError, match=r"site\.po: the file is read-only\n  help: .*chmod u\+w"):
        files.write(path, NEW)
    assert tree(tmp_path) == {"site.po": OLD}
    (tmp_path / "twin").write_bytes(NEW)
    (tmp_path / "twin").replace(path)
    assert path.read_bytes() == NEW, "the twin: a rename alone does not ask"


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "site.po").write_bytes(OLD)
    (tmp_path / "link.po").symlink_to(Path("real") / "site.po")
    assert files.write(tmp_path / "link.po", NEW)
    assert tree(tmp_path) == {"link.po": "real/site.po", "real": "folder", "real/site.po": NEW}


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_not_a_file_stays(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "x")
    before = (tmp_path / "x").stat().st_ino
    with pytest.raises(PublisherError, match="not a file"):
        files.write(tmp_path / "x", b"")
    assert (tmp_path / "x").stat().st_ino == before


def test_a_file_for_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(OLD)
    with pytest.raises(PublisherError, match=r"y\.po: could not be written"):
        files.write(tmp_path / "x" / "y.po", NEW)
    assert tree(tmp_path) == {"x": OLD}


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(PublisherError, match="could not be written"):
        files.write(tmp_path / "a", NEW)


STEPS = ["os.open", "os.chmod", "os.fsync", "os.replace"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_whichever_step_fails_the_old_bytes_stay(
    step: str, fault: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "site.po"
    path.write_bytes(OLD)

    def fail(*_: object, **__: object) -> None:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises(PublisherError) as caught:
            files.write(path, NEW)
    (problem,) = caught.value.problems
    assert problem.path == str(path)
    assert problem.hint
    assert os.strerror(fault) in problem.message
    assert tree(tmp_path) == {"site.po": OLD}


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write(tmp_path / "site.po", NEW)
    assert tree(tmp_path) == {}


LITTLE_ROOM = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
path, data = Path(sys.argv[1]), b"new" * 9999
"""


def test_a_file_that_does_not_fit_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "site.po"
    path.write_bytes(OLD)
    done = run(LITTLE_ROOM + "from publisher import files\nfiles.write(path, data)", path)
    assert "PublisherError" in done.stderr
    assert "Make room on the disk" in done.stderr
    assert tree(tmp_path) == {"site.po": OLD}


def test_twin_open_loses_the_old_bytes(tmp_path: Path) -> None:
    path = tmp_path / "site.po"
    path.write_bytes(OLD)
    assert "OSError" in run(LITTLE_ROOM + "with open(path, 'wb') as file: file.write(data)", path).stderr
    assert OLD not in path.read_bytes()


def test_the_bytes_are_on_the_disk_before_they_get_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def noted_replace(source: str, target: str) -> None:
        steps.append(Path(source).name[: len(files.PREFIX)] + "… to " + Path(target).name)
        replace(source, target)

    monkeypatch.setattr("os.fsync", noted_fsync)
    monkeypatch.setattr("os.replace", noted_replace)
    files.write(tmp_path / "site.po", NEW)
    assert steps == ["file", ".publisher-… to site.po", "folder"]


# Many files, each for itself


@pytest.mark.parametrize("few", [0, 99], ids=["at once", "one by one"])
def test_many_files_are_on_the_disk_before_the_first_changes(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    wait, replace = disk.sync_disks, os.replace
    monkeypatch.setattr(disk, "FEW", few)
    monkeypatch.setattr(whole, "sync_disks", lambda folders: (steps.append("disk"), wait(folders)))
    monkeypatch.setattr("os.fsync", lambda one: steps.append("folder" if is_folder(one) else "file"))
    monkeypatch.setattr("os.replace", lambda source, to: (steps.append(Path(to).name), replace(source, to))[1])
    (tmp_path / "same.po").write_bytes(NEW)
    written = files.write_all([(tmp_path / name, NEW) for name in ("a.po", "same.po", "b.po")])
    assert [path.name for path in written] == ["a.po", "b.po"]
    assert tree(tmp_path) == {"a.po": NEW, "b.po": NEW, "same.po": NEW}
    one_by_one = ["file", "file", "a.po", "b.po", "folder"]
    assert steps == (one_by_one if few else ["disk", "a.po", "b.po", "disk"])


def is_folder(descriptor: int) -> bool:
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


def test_where_the_system_cannot_wait_for_a_disk_each_file_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert disk.at_once(10_000) is sys.platform.startswith("linux")
    monkeypatch.setattr(disk, "_syncfs", lambda: None)
    assert not disk.at_once(10_000)


def test_a_broken_disk_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "FEW", 0)
    monkeypatch.setattr(disk, "_syncfs", lambda: lambda _: -1)
    with pytest.raises(PublisherError, match=r"a\.po: could not be written"):
        files.write_all([(tmp_path / "a.po", NEW)])
    assert tree(tmp_path) == {}


def test_one_that_cannot_be_written_keeps_the_others_from_changing(tmp_path: Path) -> None:
    for name in ("a.po", "b.po"):
        (tmp_path / name).write_bytes(OLD)
    (tmp_path / "b.po").chmod(0o444)
    with pytest.raises(PublisherError, match=r"b\.po: the file is read-only"):
        files.write_all([(tmp_path / name, NEW) for name in ("a.po", "b.po")])
    assert tree(tmp_path) == {"a.po": OLD, "b.po": OLD}


# What waits on the disk


@pytest.mark.parametrize("room", [1, 1_000_000])
def test_what_waits_comes_back(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.files.waiting.ROOM", room)
    waiting = files.Waiting([(1, "one"), (2, "two")])
    waiting.append((3, "three"))
    waiting[0] = (4, "four")
    waiting[-1] = (5, "five")
    assert [*waiting] == [(4, "four"), (2, "two"), (5, "five")]
    assert (len(waiting), waiting[1], waiting[-1], waiting[1:]) == (3, (2, "two"), (5, "five"), [*waiting][1:])
    for wrong in (3, -4):
        with pytest.raises(IndexError):
            waiting[wrong]
        with pytest.raises(IndexError):
            waiting[wrong] = (6, "six")


def test_more_may_wait_while_others_come_back() -> None:
    waiting = files.Waiting(["seed"])
    for one in waiting:
        if len(waiting) < 1000:
            waiting.append(f"{one[:5]} {len(waiting)}")
    assert waiting[999] == "seed  999"


def memory_of(waiting: Callable[[Iterator[str]], Sequence[str]], count: int) -> int:
    """How many bytes of memory it takes to have so many things."""
    tracemalloc.start()
    held = waiting(f"{number:01000}" for number in range(count))
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held[-1].endswith(f"0{count - 1}")
    return size


def test_what_waits_takes_hardly_any_memory() -> None:
    assert memory_of(files.Waiting, 20_000) - memory_of(files.Waiting, 10_000) < 10_000 * 20


def test_twin_a_list_takes_much_memory() -> None:
    assert memory_of(list, 20_000) - memory_of(list, 10_000) > 10_000 * 1000


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


@pytest.mark.parametrize("end", [files.Waiting.close, lambda _: None])
def test_nothing_is_left_of_what_waits(end: Callable[[files.Waiting[bytes]], object]) -> None:
    before = open_files()
    waiting = files.Waiting([bytes(1_000_000), b"more"])
    assert open_files() == before + 1
    end(waiting)
    del waiting
    assert open_files() == before


@pytest.fixture
def ignored(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is raised where nobody can catch it, and comes to the terminal as a traceback."""
    told: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda one: told.append(str(one.exc_value)))
    return told


@pytest.mark.parametrize("buffer", [0, -1], ids=["at once", "when it is looked at"])
def test_that_there_is_no_room_for_what_waits_is_said(
    buffer: int, monkeypatch: pytest.MonkeyPatch, ignored: list[str]
) -> None:
    full = partial(open, "/dev/full", "w+b", buffer)
    monkeypatch.setattr("publisher.files.waiting.SpooledTemporaryFile", lambda **_: full())
    with pytest.raises(PublisherError, match="could not be written: No space left on device"):
        _ = files.Waiting(["more"])[0]
    gc.collect()
    assert not ignored


def test_twin_a_file_that_is_closed_as_any_other(ignored: list[str]) -> None:
    file = open("/dev/full", "wb")  # noqa: PTH123, SIM115  # closed when the set is gone
    file.write(b"more")
    finalize(set[str](), file.close)
    gc.collect()
    assert ignored == ["[Errno 28] No space left on device"]


@pytest.mark.parametrize("room", [1_000_000, 1])
def test_where_there_is_no_temporary_folder_little_can_wait_all_the_same(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", nowhere)
    monkeypatch.setattr("publisher.files.waiting.ROOM", room)
    with nullcontext() if room > 1 else pytest.raises(PublisherError, match="No usable temporary directory"):
        assert [*files.Waiting(["little"])] == ["little"]


# Many files, together or not at all


def test_a_stage_puts_what_changed_into_place(tmp_path: Path) -> None:
    site = tmp_path / "public"
    files.write(site / "index.html", OLD)
    files.write(site / "same.html", OLD)
    files.write(site / "other.txt", OLD)
    with files.Stage(site) as stage:
        stage.add("assets/style.css", NEW)
        stage.add("ar/a.html", NEW)
        stage.add("same.html", OLD)
        stage.add("index.html", NEW)
        assert (site / "index.html").read_bytes() == OLD
        assert not (site / "assets").exists()
        assert stage.commit() == ["assets/style.css", "ar/a.html", "index.html"]
    assert tree(site) == {
        "ar": "folder",
        "ar/a.html": NEW,
        "assets": "folder",
        "assets/style.css": NEW,
        "index.html": NEW,
        "other.txt": OLD,
        "same.html": OLD,
    }


def test_a_stage_takes_files_away_at_its_commit(tmp_path: Path) -> None:
    for name in ("a/old.pdf", "b.html"):
        files.write(tmp_path / name, OLD)
    with files.Stage(tmp_path) as stage:
        stage.add("b.html", NEW)
        stage.remove("a/old.pdf")
        stage.remove("never.pdf")
        with pytest.raises(PublisherError, match="two files have this name"):
            stage.add("a/old.pdf", NEW)
        assert (tmp_path / "a/old.pdf").is_file()
        assert stage.commit() == ["b.html"]
    assert tree(tmp_path) == {"a": "folder", "b.html": NEW}


def test_without_a_commit_nothing_is_taken_away(tmp_path: Path) -> None:
    files.write(tmp_path / "old.pdf", OLD)
    with files.Stage(tmp_path) as stage:
        stage.remove("old.pdf")
    assert tree(tmp_path) == {"old.pdf": OLD}


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    for expected in (["a/b.html", "c.html"], []):
        with files.Stage(tmp_path) as stage:
            stage.add("a/b.html", NEW)
            stage.add("c.html", OLD)
            assert stage.commit() == expected


def test_files_come_into_place_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    replace = os.replace

    def noted(source: str, target: str) -> None:
        order.append(Path(target).name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", noted)
    names = ["z.css", "m.html", "a.html", "index.html"]
    with files.Stage(tmp_path) as stage:
        for name in names:
            stage.add(name, NEW)
        stage.commit()
    assert order == names


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_in_the_block_changes_nothing(error: type[BaseException], tmp_path: Path) -> None:
    files.write(tmp_path / "index.html", OLD)

    def build() -> None:
        with files.Stage(tmp_path) as stage:
            stage.add("index.html", NEW)
            stage.add("ar/a.html", NEW)
            raise error

    with pytest.raises(error):
        build()
    assert tree(tmp_path) == {"index.html": OLD}


def test_without_a_commit_nothing_changes(tmp_path: Path) -> None:
    with files.Stage(tmp_path / "public") as stage:
        stage.add("index.html", NEW)
        assert (tmp_path / "public").is_dir()
    assert tree(tmp_path) == {}, "not even the folder was there before"


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "public"
    files.write(site / "index.html", OLD)
    code = """from publisher import files
with files.Stage(path) as stage:
    stage.add("index.html", b"small")
    stage.add("big.html", data)
    stage.commit()
"""
    done = run(LITTLE_ROOM + code, site)
    assert "big.html: could not be written" in done.stderr
    assert tree(site) == {"index.html": OLD}


def test_modes_are_kept_and_new_files_obey_the_umask(tmp_path: Path) -> None:
    files.write(tmp_path / "old.html", OLD)
    (tmp_path / "old.html").chmod(0o600)
    with umask(0o022), files.Stage(tmp_path) as stage:
        stage.add("old.html", NEW)
        stage.add("a/new.html", NEW)
        stage.commit()
    assert [mode(tmp_path / "old.html"), mode(tmp_path / "a" / "new.html"), mode(tmp_path / "a")] == [
        0o600,
        0o644,
        0o755,
    ]


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "a/../../x", "a/..", ".", "", "a//b", "a/", "C:/x", "a\\b", "\0", ".publisher-stage-1/x"],
)
def test_names_that_lead_out_are_refused(name: str, tmp_path: Path) -> None:
    for change in (lambda stage: stage.add(name, NEW), lambda stage: stage.remove(name)):
        with files.Stage(tmp_path / "public") as stage, pytest.raises(PublisherError, match="not a name for a file"):
            change(stage)
    assert tree(tmp_path) == {}


def test_twin_a_name_that_leads_out_does_lead_out(tmp_path: Path) -> None:
    assert (tmp_path / "public" / "../x").resolve().parent == tmp_path
    assert tmp_path / "/etc/x" == Path("/etc/x")


def test_linked_folders_are_refused_and_linked_files_replaced(tmp_path: Path) -> None:
    site, outside = tmp_path / "public", tmp_path / "outside"
    for folder in (site, outside):
        folder.mkdir()
    (outside / "kept.txt").write_bytes(OLD)
    (site / "ar").symlink_to(outside)
    (site / "index.html").symlink_to(outside / "kept.txt")
    with files.Stage(site) as stage:
        with pytest.raises(PublisherError, match=r"ar: a symbolic link"):
            stage.add("ar/kept.txt", NEW)
        stage.add("index.html", OLD)
        assert stage.commit() == ["index.html"]
    assert tree(outside) == {"kept.txt": OLD}
    assert tree(site) == {"ar": str(outside), "index.html": OLD}


def test_a_destination_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "public").symlink_to("real")
    with files.Stage(tmp_path / "public") as stage:
        stage.add("index.html", NEW)
        stage.commit()
    assert tree(tmp_path) == {"public": "real", "real": "folder", "real/index.html": NEW}


def test_what_could_not_be_replaced_is_refused_before_anything_changes(tmp_path: Path) -> None:
    files.write(tmp_path / "read-only.html", OLD)
    (tmp_path / "read-only.html").chmod(0o444)
    (tmp_path / "folder.html").mkdir()
    files.write(tmp_path / "file", OLD)
    before = tree(tmp_path)
    with files.Stage(tmp_path) as stage:
        stage.add("index.html", NEW)
        for name in ("read-only.html", "folder.html", "file/a.html", "index.html", "index.html/a"):
            with pytest.raises(PublisherError):
                stage.add(name, NEW)
    assert tree(tmp_path) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from publisher import files
with files.Stage(Path(sys.argv[1])) as stage:
    stage.add("ar/a.html", b"new")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_next_run_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    files.write(tmp_path / "index.html", OLD)
    assert run(KILLED, tmp_path).returncode == -signal.SIGKILL
    assert any(name.startswith(files.PREFIX) for name in tree(tmp_path)), "the test needs something left behind"
    with files.Stage(tmp_path):
        pass
    assert tree(tmp_path) == {"index.html": OLD}


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publisher.files.stage.PATIENCE", 0.1)
    with files.Stage(tmp_path) as first:
        first.add("index.html", NEW)
        with pytest.raises(PublisherError, match="another run is writing here"), files.Stage(tmp_path):
            pass
        assert first.commit() == ["index.html"]
    with files.Stage(tmp_path):
        pass


def test_files_wait_on_the_disk(tmp_path: Path) -> None:
    data = bytes(1_000_000)
    tracemalloc.start()
    with files.Stage(tmp_path) as stage:
        for number in range(30):
            stage.add(f"{number}.pdf", data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(stage.commit()) == 30
    assert peak < 3_000_000
