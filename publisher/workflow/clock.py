"""What time it is: the one that is written into files, and the real one."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from publisher.errors import Problem, UsageError


def written() -> datetime:
    """The time as it is written into files, in UTC; SOURCE_DATE_EPOCH (reproducible-builds.org) fixes it.

    Raises:
        UsageError: If that is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else real()
    except (ValueError, OverflowError, OSError) as error:
        hint = "give it a number of seconds since 1970"
        raise UsageError(Problem(f'SOURCE_DATE_EPOCH is "{epoch}"', hint=hint)) from error


def real() -> datetime:
    """The time on the clock, which alone ends an embargo."""
    return datetime.now(UTC)
