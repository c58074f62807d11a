"""What several test files need."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tools
from browser import chromium
from workspaces import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Answer the path of another program; where it is missing, skip the test, or fail it if STRICT_TOOLS is set."""
    return tools.find


@pytest.fixture(scope="module")
def browser(tool: Callable[[str], str]) -> Iterator[Browser]:
    """Answer a browser that reaches this machine alone."""
    with chromium(tool("chromium")) as one:
        yield one


@pytest.fixture(scope="session")
def axe(tool: Callable[[str], str]) -> str:
    """Answer the script of axe."""
    return Path(tool("axe-core/axe.min.js")).read_text("utf-8")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Answer a workspace of two languages in which everything is translated."""
    made = Workspace(tmp_path)
    made.complete()
    return made
