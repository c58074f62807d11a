"""The command that opens the workspace in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from publisher.cli.group import workspace

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(epilog="Example: publish serve --no-browser")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="The port.  [default: 8710, or the next free]")
@click.option(
    "--host", default="127.0.0.1", metavar="ADDRESS", show_default=True, help="What people type to come here."
)
@click.option("--cert", type=_FILE, metavar="FILE", help="A certificate (PEM), to encrypt with TLS.")
@click.option("--key", type=_FILE, metavar="FILE", help="Its private key (PEM).")
@click.option("--no-browser", is_flag=True, help="Open no browser, only tell the address.")
@click.pass_context
def serve(  # noqa: PLR0913  # an option each
    context: click.Context, *, port: int | None, host: str, cert: Path | None, key: Path | None, no_browser: bool
) -> None:
    """Open the workspace in a browser: translate beside the page, review, build.

    Whoever opens the address that this prints may do everything. It is for this computer alone, unless --host names
    another address of it; then others come in by invitation, and what goes over the network should be encrypted.
    Ctrl-C ends it; what was typed and not yet accepted is kept.
    """
    from publisher.extras import needed  # noqa: PLC0415

    project = workspace(context)
    with needed("serve"):
        from publisher.serve import server  # noqa: PLC0415
    server.serve(project, host, port, cert, key, open_browser=not no_browser)


COMMANDS = (serve,)
