"""What several test files need."""

from collections.abc import Callable

import pytest
import tools


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Answer the path of another program; where it is missing, skip the test, or fail it if STRICT_TOOLS is set."""
    return tools.find
