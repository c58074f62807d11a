"""Work that is shared out among processes: all of it is done, once, and nothing that goes wrong is lost."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections import Counter
from itertools import count, islice
from pathlib import Path

import pytest

from publisher import workers
from publisher.errors import Problem, PublisherError, SourceError


def process(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("many", [0, 1, 15, 16, 17, 300])
def test_everything_is_done_once(jobs: int, many: int) -> None:
    found = list(workers.run(process, range(many), jobs))
    assert sorted(number for number, _ in found) == list(range(many))


def test_it_is_shared_out_where_that_is_worth_it() -> None:
    def works(number: int) -> tuple[int, int]:
        time.sleep(0.002)
        return process(number)

    def pids(many: int, jobs: int) -> Counter[int]:
        return Counter(pid for _, pid in workers.run(works, range(many), jobs))

    assert set(pids(workers.WORTH - 1, 2)) == set(pids(200, 1)) == {os.getpid()}
    shared = pids(200, 2)
    assert len(shared) == 2
    assert os.getpid() not in shared
    assert min(shared.values()) > 20


def test_as_many_work_as_may() -> None:
    """However few things there must be for that."""

    def works(number: int) -> tuple[int, int]:
        time.sleep(0.01)
        return process(number)

    assert len({pid for _, pid in workers.run(works, range(60), 4, worth=2)}) == 4
    assert len({pid for _, pid in workers.run(works, range(3), 4, worth=2)}) <= 3


def large(item: tuple[int, bytes]) -> tuple[int, bytes]:
    """Much to take and much to answer: more than a pipe holds."""
    return item[0], item[1] * 2


def refuse_to_wait(seconds: float) -> list[int]:
    """Do much that is large; fail if everybody waits for each other."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return sorted(number for number, _ in workers.run(large, ((one, bytes(1 << 19)) for one in range(40)), 2))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_nobody_waits_for_each_other() -> None:
    assert refuse_to_wait(60) == list(range(40))


def test_who_would_wait_for_each_other_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "set_blocking", lambda _descriptor, _blocking: None)
    with pytest.raises(KeyboardInterrupt):
        refuse_to_wait(2)


def test_where_other_threads_run_nothing_is_forked() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    assert {pid for _, pid in workers.run(process, range(50), 2)} == {os.getpid()}
    done.set()
    other.join()


def test_things_are_taken_as_workers_are_free() -> None:
    """So there may be any number of them."""
    taken = 0

    def things() -> object:
        nonlocal taken
        for number in count():
            taken += 1
            yield number

    found = list(islice(workers.run(process, things(), 2), 100))
    assert len(found) == 100
    assert taken < 150


def test_large_answers_come_whole() -> None:
    found = list(workers.run(lambda number: bytes([number]) * 3_000_000, range(20), 2))
    assert sorted((one[0], len(one), len(set(one))) for one in found) == [(n, 3_000_000, 1) for n in range(20)]


def fails(number: int) -> int:
    if number == 30:
        raise SourceError(Problem("it is wrong", "source/a.md", 3, "mend it"))
    if number == 300:
        raise ZeroDivisionError
    return number


def test_what_is_raised_is_raised_here() -> None:
    with pytest.raises(SourceError) as error:
        list(workers.run(fails, range(100), 2))
    assert error.value.problems == (Problem("it is wrong", "source/a.md", 3, "mend it"),)
    with pytest.raises(ZeroDivisionError):
        list(workers.run(fails, range(290, 400), 2))


class OddError(Exception):
    """One that is not made again from what it says."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} in {where}")


class OpenError(Exception):
    """One that holds what belongs to this process alone."""

    def __init__(self) -> None:
        super().__init__("it is open")
        self.lock = threading.Lock()


@pytest.mark.parametrize("error", [OddError("lost", "a.md"), OpenError(), ZeroDivisionError("by zero")], ids=repr)
def test_a_bug_is_told_with_its_place(error: Exception) -> None:
    def works(_number: int) -> None:
        raise error

    line = works.__code__.co_firstlineno + 1
    with pytest.raises(Exception, match=str(error)) as caught:
        list(workers.run(works, range(20), 2))
    assert caught.value.__notes__ == [f"{Path(__file__).name}:{line}"]


def test_an_answer_that_cannot_be_sent_is_told() -> None:
    with pytest.raises(Exception, match="pickle"):
        list(workers.run(lambda _number: threading.Lock(), range(20), 2))


def killed(number: int) -> int:
    if number == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_worker_that_is_killed_is_told_of() -> None:
    with pytest.raises(PublisherError, match="ended from outside") as error:
        list(workers.run(killed, range(100), 2))
    assert "--jobs 1" in error.value.problems[0].hint


def open_files() -> int:
    folder = Path("/proc/self/fd")
    return len([*folder.iterdir()]) if folder.is_dir() else 0


def test_nobody_is_left_behind() -> None:
    """Neither when all is done, nor when somebody stops asking, nor when it fails."""
    before = open_files()
    list(workers.run(process, range(50), 3))
    next(iter(workers.run(lambda number: time.sleep(0.01) or number, range(50), 3)))
    with pytest.raises(SourceError):
        list(workers.run(fails, range(100), 2))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert open_files() == before


def test_errors_keep_their_problems_on_the_way() -> None:
    error = PublisherError(Problem("one", "a", 1), Problem("two"))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # of our own
    assert again.problems == error.problems
    assert str(again) == str(error)
