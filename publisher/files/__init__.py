"""Every file that the program writes: whole or not at all, one run at a time, and nothing replaced that is not kept.

What is here is imported when it is first used: a build that changes nothing needs hardly any of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.files.history import History, Save, Version
    from publisher.files.lock import locked, private
    from publisher.files.stage import Stage
    from publisher.files.waiting import Waiting
    from publisher.files.whole import PREFIX, has, refuse_unwritable, write, write_all

__all__ = [
    "PREFIX",
    "History",
    "Save",
    "Stage",
    "Version",
    "Waiting",
    "has",
    "locked",
    "private",
    "refuse_unwritable",
    "write",
    "write_all",
]

_MODULES = {
    "history": ("History", "Save", "Version"),
    "lock": ("locked", "private"),
    "stage": ("Stage",),
    "waiting": ("Waiting",),
    "whole": ("PREFIX", "has", "refuse_unwritable", "write", "write_all"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"publisher.files.{_WHERE[name]}"), name)
