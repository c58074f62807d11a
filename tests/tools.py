"""Other people's programs that tests run: where they are, or why a test is skipped."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from publisher.outputs import card

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "chromium": "chromium",
    "java": "default-jre-headless",
    "cc": "gcc",
    "fribidi": "libfribidi-bin",
    "msgcat": "gettext",
    "msgconv": "gettext",
    "msgfmt": "gettext",
    "node": "nodejs",
    "npm": "npm",
    "pdffonts": "poppler-utils",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-writer-nogui libreoffice-calc-nogui",
}
"""The Debian package that holds a program, where it has another name."""


def find(name: str) -> str:
    """Answer the path of a program on PATH (``java``) or of a file in an npm package (``vnu-jar/…/vnu.jar``).

    npm packages are looked for in ``node_modules/`` of this repository and in the folder that the environment
    variable PUBLISHER_NODE_MODULES names. What is missing skips the test, or fails it where STRICT_TOOLS is set.
    """
    path = _npm_file(name) if "/" in name else shutil.which(name)
    if path:
        return path
    reason = f"{name} is not installed: {_cure(name)}"
    if os.environ.get("STRICT_TOOLS"):
        pytest.fail(f"{reason} (STRICT_TOOLS is set)")
    pytest.skip(reason)


def need_press() -> None:
    """Skip the test, or fail it where STRICT_TOOLS is set, if PDFs and pictures for cards cannot be made here."""
    if reason := card.missing():
        if os.environ.get("STRICT_TOOLS"):
            pytest.fail(f"{reason} (STRICT_TOOLS is set)")
        pytest.skip(reason)


def _npm_file(name: str) -> str | None:
    folders = [ROOT / "node_modules"]
    if named := os.environ.get("PUBLISHER_NODE_MODULES"):
        folders.append(Path(named))
    return next((str(folder / name) for folder in folders if (folder / name).is_file()), None)


def _cure(name: str) -> str:
    if "/" in name:
        return f"npm install --no-save --no-package-lock --ignore-scripts --prefix . {name.partition('/')[0]}"
    return f"apt-get install {PACKAGES.get(name, name)}"
