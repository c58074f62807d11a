"""The verbs of the program, by their names."""

from publisher.workflow.build import build, build_pseudo
from publisher.workflow.check import Checked, Mended, check
from publisher.workflow.coordinate import Standing, coordinate
from publisher.workflow.diff import CatalogDiff, Diff, Difference, diff
from publisher.workflow.export import Exported, export
from publisher.workflow.imports import Import, Intake, read_sheet, take_in
from publisher.workflow.init import init
from publisher.workflow.new import Started, new
from publisher.workflow.restore import Kept, Restored, restore, save, versions
from publisher.workflow.scrub import Cleaned, Scrubbed, scrub
from publisher.workflow.sign import Signed, sign
from publisher.workflow.status import Changed, LocaleStatus, StatementStatus, Status, status
from publisher.workflow.update import CatalogChange, Update, update

__all__ = [
    "CatalogChange",
    "CatalogDiff",
    "Changed",
    "Checked",
    "Cleaned",
    "Diff",
    "Difference",
    "Exported",
    "Import",
    "Intake",
    "Kept",
    "LocaleStatus",
    "Mended",
    "Restored",
    "Scrubbed",
    "Signed",
    "Standing",
    "Started",
    "StatementStatus",
    "Status",
    "Update",
    "build",
    "build_pseudo",
    "check",
    "coordinate",
    "diff",
    "export",
    "init",
    "new",
    "read_sheet",
    "restore",
    "save",
    "scrub",
    "sign",
    "status",
    "take_in",
    "update",
    "versions",
]
