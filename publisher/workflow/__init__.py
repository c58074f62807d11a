"""The verbs: each takes a workspace, does one thing whole or not at all, and returns what it did."""

from publisher.workflow.build import build
from publisher.workflow.diff import CatalogDiff, Diff, Difference, diff
from publisher.workflow.init import init
from publisher.workflow.restore import Kept, Restored, restore, save, versions
from publisher.workflow.status import LocaleStatus, StatementStatus, Status, status
from publisher.workflow.update import CatalogChange, Update, update

__all__ = [
    "CatalogChange",
    "CatalogDiff",
    "Diff",
    "Difference",
    "Kept",
    "LocaleStatus",
    "Restored",
    "StatementStatus",
    "Status",
    "Update",
    "build",
    "diff",
    "init",
    "restore",
    "save",
    "status",
    "update",
    "versions",
]
