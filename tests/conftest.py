"""What several test files need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tools
from workspaces import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Answer the path of another program; where it is missing, skip the test, or fail it if STRICT_TOOLS is set."""
    return tools.find


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Answer a workspace of two languages in which everything is translated."""
    made = Workspace(tmp_path)
    made.complete()
    return made
