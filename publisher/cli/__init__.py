"""The command line: read the call, run one verb, print what it returned, answer with an exit code.

Data goes to standard output, talk to standard error. Exit codes: 0 fine, 1 something is open (``--check``,
``--fail-under``, a language held back), 2 wrong usage, settings or input, 3 a bug in this program.
"""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from publisher.cli import daily, exchange, serving
from publisher.cli.group import cli
from publisher.errors import PublisherError

BUG = 3
_OBJECTS = 50_000
"""After how many new objects Python looks for rubbish: hardly any of it comes to be here, and looking takes long."""

for command in (*daily.COMMANDS, *exchange.COMMANDS, *serving.COMMANDS):
    cli.add_command(command)


def main(args: list[str] | None = None) -> None:
    """Run the command line; every failure is a message with a cure, never a bare traceback."""
    gc.set_threshold(_OBJECTS)
    for stream in (sys.stdout, sys.stderr):  # a pipe of another encoding shall not stop the work
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(args, prog_name="publish")
    except PublisherError as error:
        for problem in error.problems:
            click.echo(f"error: {problem}", err=True)
        sys.exit(2)
    except Exception as error:  # noqa: BLE001  # the last resort: a bug is reported as one
        import traceback  # noqa: PLC0415  # only here

        frame = traceback.extract_tb(error.__traceback__)[-1]
        notes = getattr(error, "__notes__", [])  # of another process, which knows the place
        place = notes[0] if notes else f"{Path(frame.filename).name}:{frame.lineno}"
        click.echo(f"bug in publish: {type(error).__name__}: {error} ({place}); please report this line", err=True)
        sys.exit(BUG)
