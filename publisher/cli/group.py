"""The group of all commands, and what each of them needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.project import Project

MUCH = 60_000
"""How many bytes are printed at a time: they fit into a pipe, whoever reads on at its other end."""


class _Group(click.Group):
    """A group of commands that answers an unknown name with the nearest known one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            ctx.fail(f'no such command "{args[0]}"; {did_you_mean(args[0], self.commands)}')
        return super().resolve_command(ctx, args)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The workspace to work in.",
)
@click.version_option(package_name="statement-publisher", prog_name="publish")
@click.pass_context
def cli(context: click.Context, folder: Path) -> None:
    """Publish one statement in several languages from Markdown and gettext catalogs.

    A day's work: write the English in source/, run "publish update", translate the files in locales/, look
    at "publish status", run "publish build", and put the folder public/ on the web.
    """
    context.obj = folder


def workspace(context: click.Context) -> Project:
    """The workspace that the call is about."""
    # Imported here so that --help does not pay for Markdown, templates and locale data.
    from publisher.project import Project  # noqa: PLC0415

    return Project.open(context.obj)


def show(pieces: Iterable[str]) -> None:
    """Print pieces of whole lines, many at a time: a short answer is there at once, or not at all."""
    waiting, size = list[str](), 0
    for piece in pieces:
        length = len(piece.encode(errors="replace")) + 1
        if size + length > MUCH and waiting:
            click.echo("\n".join(waiting))
            waiting, size = [], 0
        waiting.append(piece)
        size += length
    if waiting:
        click.echo("\n".join(waiting))
