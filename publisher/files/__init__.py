"""Every file that the program writes: whole or not at all, one run at a time, and nothing replaced that is not kept."""

from publisher.files.history import History, Version
from publisher.files.lock import locked
from publisher.files.stage import Stage
from publisher.files.whole import PREFIX, has, refuse_unwritable, write

__all__ = ["PREFIX", "History", "Stage", "Version", "has", "locked", "refuse_unwritable", "write"]
