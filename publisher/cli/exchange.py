"""The commands that begin with and exchange Word, Excel and other files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.group import workspace

if TYPE_CHECKING:
    from datetime import datetime

FORMATS = ("docx", "xlsx", "csv", "xliff", "xliff2", "tmx", "html")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(epilog='Example: publish new "Statement on Aleppo.docx" --slug 2026-01-aleppo')
@click.argument("file", type=_FILE)
@click.option("--slug", default="", metavar="SLUG", help="The name of the statement.  [default: that of the file]")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the statement, if the text tells none."
)
@click.pass_context
def new(context: click.Context, file: Path, slug: str, day: datetime | None) -> None:
    """Begin a statement from a file of Word (.docx), Markdown (.md) or plain text (.txt).

    Title, date, place and signatories go to the front matter as far as the text tells them; headings, lists, bold,
    links, tables and footnotes stay; styling, pictures, comments and names in the file's properties do not. What
    was left out is listed. Tracked changes are accepted.
    """
    from publisher.report import new as words  # noqa: PLC0415
    from publisher.workflow import new as verb  # noqa: PLC0415

    result = verb.new(workspace(context), file, slug=slug, day=day.date() if day else None)
    click.echo(words.new_text(result))


@click.command(epilog="Example: publish export ku 2026-01-aleppo --to docx --only-open")
@click.argument("locale")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option("--only-open", is_flag=True, help="Leave out what is translated.")
@click.option("-o", "out", type=_FILE, metavar="FILE", help="The file.  [default: SLUG.LOCALE and the format's ending]")
@click.pass_context
def export(  # noqa: PLR0913  # an option each
    context: click.Context, locale: str, slugs: tuple[str, ...], *, form: str, only_open: bool, out: Path | None
) -> None:
    """Write the translation of the statement SLUG into LOCALE as a file for those who do not use gettext.

    docx and xlsx are tables to fill in, with instructions in the translator's language; csv is the same for
    programs; xliff (1.2) and xliff2 (2.1) are for CAT tools; html is to be printed, for a review. "publish
    import" takes back all but html and tmx. tmx is a translation memory: without SLUG, of all that is translated.
    """
    from publisher.report import exchange as words  # noqa: PLC0415
    from publisher.workflow import export as verb  # noqa: PLC0415

    result = verb.export(workspace(context), locale, slugs, form, out, only_open=only_open)
    click.echo(words.export_text(result))


@click.command("import", epilog="Example: publish import 2026-01-aleppo.ku.docx")
@click.argument("file", type=_FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--accept-drafts", is_flag=True, help='Texts that were edited are finished, be there a "?" beside them.')
@click.pass_context
def import_(context: click.Context, file: Path, *, yes: bool, accept_drafts: bool) -> None:
    """Put what a translator wrote into a table of "publish export" back into the catalogs.

    A text is put in only where its address and its English are still those it went out with; what is doubtful becomes a
    draft, what somebody else changed meanwhile is kept beside it, and nothing is deleted. Shows what would change, and
    asks. "publish restore" undoes it.
    """
    from publisher.report import exchange as words  # noqa: PLC0415
    from publisher.workflow import imports as verb  # noqa: PLC0415

    project = workspace(context)
    result = verb.read_sheet(project, file, accept_drafts=accept_drafts)
    click.echo(words.import_text(result))
    if not any(one.changes for one in result.intakes):
        return
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("nothing was written: nobody can be asked here; to write it, say --yes")
    if not yes and not click.confirm("Write this?", err=True):
        click.echo("nothing was written", err=True)
        context.exit(1)
    verb.take_in(project, result)
    click.echo(words.imported_text(result))


@click.command(epilog="Example: publish scrub && git add locales")
@click.argument("places", nargs=-1, metavar="[LOCALE|FILE|FOLDER]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if there is something to take out.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
@click.pass_context
def scrub(context: click.Context, places: tuple[str, ...], *, check: bool, form: str) -> None:
    """Take names, mail addresses, folders and tools out of headers and comments of .po files, before they are shared.

    Translations stay as they are to the letter. What a machine cannot know, a bare name in a sentence, stays too: the
    comments that are left are listed, for a person to read.
    """
    from publisher.report import scrub as words  # noqa: PLC0415
    from publisher.workflow import scrub as verb  # noqa: PLC0415

    result = verb.scrub(workspace(context), places, check=check)
    click.echo(words.scrub_json(result) if form == "json" else words.scrub_text(result, check=check))
    if (check and result.changed) or result.is_open:
        context.exit(1)


COMMANDS = (new, export, import_, scrub)
"""From the first to the last."""
