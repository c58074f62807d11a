"""Run one command, and write how long it took and what it needed: the parent of every run that is measured.

    python -I -S benchmarks/speed_child.py REPORT COMMAND

The seconds of work are those of the command and of all that it started and waited for; the memory is the peak of the
largest single process among them. Linux counts what a process held before it became another program, so a command
must not be started from a large one: this one loads next to nothing, and its 9 MB are the least that is reported.
"""

from __future__ import annotations

import os
import sys
import time

start = time.perf_counter()
child = os.posix_spawn("/bin/sh", ["sh", "-c", sys.argv[2]], os.environ)
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - start
with open(sys.argv[1], "w", encoding="ascii") as report:  # noqa: PTH123  # pathlib would cost memory
    code = os.waitstatus_to_exitcode(status)
    report.write(f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024} {code}")
