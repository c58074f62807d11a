"""What tests of kills, full disks and races need."""

import os
import sys

import pytest

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # a disk without waiting


def need_linux() -> None:
    """Skip a test on another system, or fail it if STRICT_TOOLS is set."""
    if not sys.platform.startswith("linux"):
        (pytest.fail if os.environ.get("STRICT_TOOLS") else pytest.skip)("only Linux lets us look this closely")
