"""The same work done on many things at once, by processes.

A worker is a fork: it has all that was read and compiled before, in memory that is not copied. So work begins at once,
and only the things themselves and what became of them go through pipes. Where a system has no forks, where there is
only one core, or where other threads run, whose locks a fork would inherit, the work is done here, one after the other.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import sys
import threading
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from publisher.errors import Problem, PublisherError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH = 16
"""Fewer things than this are done here: to share them out takes longer than it saves."""
_AHEAD = 2
"""How many things a worker has at once, so that it never waits for the next one."""
_LENGTH = 8  # bytes that say how long a message is


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int = 1, *, worth: int = WORTH
) -> Iterator[Result]:
    """Call a function with each of many things, and answer what it returns, in any order.

    Args:
        function: Must not rely on what other calls of it have done.
        items: Taken one by one as workers are free, so they may be many.
        jobs: How many processes may work at once; 0 for as many as there are cores.
        worth: How many things there must be at least for more than one process.

    Raises:
        PublisherError: What the function raised, or that a worker was killed.
    """
    jobs = jobs or cores()
    first = list(islice(items := iter(items), max(worth, jobs)))
    if jobs < 2 or len(first) < worth or not _can_fork():  # noqa: PLR2004  # one process is this one
        yield from map(function, chain(first, items))
        return
    team = _Team(function, min(jobs, len(first)))
    try:
        yield from team.run(chain(first, items))
    finally:
        team.end()


def _can_fork() -> bool:
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


class _Team:
    """Some workers, and what goes to them and comes from them."""

    def __init__(self, function: Callable[[Any], Any], size: int) -> None:
        self._function = function
        self._workers: dict[int, tuple[int, int]] = {}  # by where answers are read: its process, where work is written
        self._unsent: dict[int, bytearray] = {}  # by where work is written: what has found no room in the pipe yet
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # what waits to be printed would be printed by each
        gc.freeze()  # what is there stays there: looking at it again would copy the memory of every worker
        for _ in range(size):
            self._start()

    def _start(self) -> None:
        work, give = os.pipe()
        answers, answer = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if not pid:
            for other, (_, end) in self._workers.items():
                os.close(other)
                os.close(end)
            os.close(give)
            os.close(answers)
            _serve(self._function, work, answer, parent)
        os.close(work)
        os.close(answer)
        os.set_blocking(give, False)  # or this process and a worker could wait for each other to read
        self._workers[answers] = (pid, give)
        self._unsent[give] = bytearray()

    def run(self, items: Iterator[Any]) -> Iterator[Any]:
        busy: dict[int, int] = dict.fromkeys(self._workers, 0)
        for _ in range(_AHEAD):
            for answers in busy:
                busy[answers] += self._give(answers, items)
        while any(busy.values()):
            full = [one for one, left in self._unsent.items() if left]
            ready, free, _ = select.select([one for one, count in busy.items() if count], full, [])
            for give in free:
                self._send(give)
            for answers in ready:
                message = _receive(answers)
                if message is None:
                    hint = "Is there enough memory? With --jobs 1 it needs less."
                    raise PublisherError(Problem("a process of this program was ended from outside", hint=hint))
                fine, told = message
                if not fine:
                    raise told
                busy[answers] += self._give(answers, items) - 1
                yield told

    def _give(self, answers: int, items: Iterator[Any]) -> int:
        """Hand the next thing to a worker; answer how many that were."""
        for item in items:
            _, give = self._workers[answers]
            self._unsent[give] += _written(item)
            self._send(give)
            return 1
        return 0

    def _send(self, give: int) -> None:
        """Write as much as there is room for."""
        unsent = self._unsent[give]
        try:
            with contextlib.suppress(BlockingIOError):
                del unsent[: os.write(give, unsent)]
        except BrokenPipeError:  # it has ended, as its answers will say
            unsent.clear()

    def end(self) -> None:
        """Let everybody go, also who is still at work."""
        gc.unfreeze()
        for answers, (pid, give) in self._workers.items():
            os.close(give)
            os.close(answers)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self._workers.clear()


def _serve(function: Callable[[Any], Any], work: int, answer: int, parent: int) -> None:
    """Be a worker, until there is no more work; nothing that the program wanted to do at its end is done here.

    What was open is open here too, locks among it: a run whose main process is killed is over when its workers are.
    """
    try:
        while (item := _receive(work)) is not None and os.getppid() == parent:
            try:
                told = _written((True, function(item)))
            except Exception as error:  # noqa: BLE001  # it is raised where the work came from
                told = _written((False, _sendable(error)))
            view = memoryview(told)
            while view:
                view = view[os.write(answer, view) :]
    except (KeyboardInterrupt, BrokenPipeError):
        pass  # the one who gave the work ends too
    finally:
        os._exit(0)


def _sendable(error: Exception) -> Exception:
    """An error as it can go through a pipe, with its place as a note: that is lost on the way."""
    import traceback  # noqa: PLC0415  # only here

    frame = traceback.extract_tb(error.__traceback__)[-1]
    error.add_note(f"{os.path.basename(frame.filename)}:{frame.lineno}")  # noqa: PTH119  # no path is made of it
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # its own
    except Exception:  # noqa: BLE001  # whatever such an error does
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        plain.__notes__ = error.__notes__
        return plain
    return error


def _written(message: object) -> bytes:
    """A message as it goes through a pipe."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(_LENGTH, "big") + data


def _receive(source: int) -> Any:  # noqa: ANN401  # whatever was sent
    """The next message; None if there will be none."""
    length = _exactly(source, _LENGTH)
    data = length and _exactly(source, int.from_bytes(length, "big"))
    return pickle.loads(data) if data else None  # noqa: S301  # from a process of our own


def _exactly(source: int, count: int) -> bytes:
    """So many bytes; none if the other side has ended."""
    pieces = []
    while count:
        piece = os.read(source, min(count, 1 << 20))
        if not piece:
            return b""
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)
