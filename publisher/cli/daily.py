"""The commands of every day: from the English text to the pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.group import show, workspace
from publisher.cli.progress import progress

if TYPE_CHECKING:
    from publisher.project import Project


@click.command(epilog="Example: publish init our-statements && publish -C our-statements build")
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
def init(folder: Path) -> None:
    """Make a new workspace that builds at once."""
    from publisher.workflow import init as verb  # noqa: PLC0415

    for name in verb.init(folder):
        click.echo(f"made {folder / name}", err=True)
    click.echo(f"Next: publish -C {folder} build", err=True)


@click.command(epilog="Example: publish update 2026-01-aleppo")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a catalog is not up to date.")
@click.option(
    "--minor",
    is_flag=True,
    help="Keep translations finished where only typo, punctuation or case of the English changed.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
@click.pass_context
def update(context: click.Context, slugs: tuple[str, ...], *, check: bool, minor: bool, form: str) -> None:
    """Read the sources again and bring every .pot and .po file up to date.

    Texts that stayed, moved or were only re-wrapped keep their translation. Where the English was edited the
    old translation becomes a draft that remembers the English it was made from. What is no longer needed is
    kept at the end of its file; what was replaced, in a history (see "publish restore"). What is translated in
    another catalog already is offered as a draft. Nothing is lost, and a second run changes nothing.
    """
    from publisher.report import update as words  # noqa: PLC0415
    from publisher.workflow import update as verb  # noqa: PLC0415

    with progress("files") as told:
        result = verb.update(workspace(context), slugs, check=check, minor=minor, jobs=0, progress=told)
    show(words.update_json(result) if form == "json" else words.update_text(result, check=check))
    if check and result.written:
        context.exit(1)


@click.command(epilog="Example: publish status --fail-under 100")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to answer."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Exit with 1 if any translation has less than N % of its words.",
)
@click.pass_context
def status(context: click.Context, form: str, fail_under: float | None) -> None:
    """Show how complete each translation is, by words of the source, and what blocks publication."""
    from publisher.report import status as words  # noqa: PLC0415
    from publisher.workflow import status as verb  # noqa: PLC0415

    with progress("statements") as told:
        result = verb.status(workspace(context), jobs=0, progress=told)
    forms = {"text": words.status_text, "json": words.status_json, "markdown": words.status_markdown}
    show(forms[form](result))
    if fail_under is not None and result.lowest < fail_under:
        context.exit(1)


@click.command(epilog="Example: publish build -o public")
@click.option(
    "-o",
    "out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder of the site.  [default: public in the workspace, or drafts, status or pseudo]",
)
@click.option("--drafts", is_flag=True, help="Make everything, for translators and reviewers only.")
@click.option("--status", "standing", is_flag=True, help="The same behind a page of where things stand.")
@click.option("--pseudo", is_flag=True, help="Make everything in two invented languages, to test templates with.")
@click.option(
    "--jobs",
    type=click.IntRange(0, 64),
    default=0,
    metavar="N",
    help="How many processes may work at once.  [default: as many as there are cores]",
)
@click.pass_context
def build(  # noqa: PLR0913  # an option each
    context: click.Context, out: Path | None, *, drafts: bool, standing: bool, pseudo: bool, jobs: int
) -> None:
    """Make the site: every statement in every language that may be published.

    What has not changed since the last build is not made again. A page that is out there is never deleted, and never
    replaced by one that may not be published. With --drafts, every page is made, marked as a draft where it may not be
    published, in a folder that is never the site's.
    With --status, drafts are made behind a page for coordinators: how complete each language is, what blocks it, and
    what changed.
    With --pseudo, drafts are made in English and, by rule from the English, in accented letters (en-XA) and from
    right to left (ar-XB): they show what in a template is not translated, cut off or put together.
    """
    from publisher.report import build as words  # noqa: PLC0415
    from publisher.workflow import build as verb  # noqa: PLC0415

    if drafts + standing + pseudo > 1:
        raise click.UsageError("--drafts, --status and --pseudo make different sites; name one of them")
    project = workspace(context)
    folder = out or project.root / ("drafts" if drafts else "status" if standing else "pseudo" if pseudo else "public")
    with progress("statements") as told:
        if pseudo:
            result = verb.build_pseudo(project, folder)
        else:
            front = _front(project) if standing else None
            result = verb.build(project, folder, drafts=drafts or standing, front=front, jobs=jobs, progress=told)
    click.echo(words.build_text(result, folder))
    if not result.drafts and any(edition.obstacles for editions in result.editions.values() for edition in editions):
        context.exit(1)


def _front(project: Project) -> dict[str, bytes]:
    """The page of where things stand, and what belongs to it."""
    from publisher.report.coordinators import coordinator_files  # noqa: PLC0415
    from publisher.workflow.coordinate import coordinate  # noqa: PLC0415

    return coordinator_files(coordinate(project))


@click.command(epilog='Example: publish sign ku 2026-01-aleppo --by "legal desk"')
@click.argument("locale")
@click.argument("slug")
@click.option("--by", default="", metavar="WHO", help="The role of the reviewer; never a person's name.")
@click.pass_context
def sign(context: click.Context, locale: str, slug: str, by: str) -> None:
    """Record that a reviewer approves the statement SLUG in the language LOCALE, as its page shows it now.

    Any change of the English or of the translation makes the sign-off lapse; "publish status" tells what changed.
    """
    from publisher.report import sign as words  # noqa: PLC0415
    from publisher.workflow import sign as verb  # noqa: PLC0415

    result = verb.sign(workspace(context), locale, slug, by)
    click.echo(words.sign_text(result))
    if result.record is None:
        context.exit(1)


@click.command(epilog="Example: publish check ku --fix")
@click.argument("places", nargs=-1, metavar="[LOCALE|FILE|FOLDER]...")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to answer.")
@click.option("--fix", is_flag=True, help="Repair what is certain, and show it.")
@click.option("--list", "listing", is_flag=True, help="List the checks.")
@click.option("--explain", metavar="NAME", help="Tell what a check finds, with examples.")
@click.pass_context
def check(  # noqa: PLR0913  # an option each
    context: click.Context, places: tuple[str, ...], *, form: str, fix: bool, listing: bool, explain: str | None
) -> None:
    """Look for mistakes in translations and catalogs: in all, in a language, or in one file.

    Errors keep a language from being published and make this exit with 1; warnings are worth a look. A finding
    that is none is let pass by a line in the entry's comment: "check-ignore: number (ages given in words)".
    """
    from publisher.model import Severity  # noqa: PLC0415
    from publisher.report import check as words  # noqa: PLC0415
    from publisher.workflow import check as verb  # noqa: PLC0415

    if listing or explain:
        click.echo(words.explanation(explain) if explain else words.checks_list())
        return
    with progress("catalogs") as told:
        result = verb.check(workspace(context), places, fix=fix, jobs=0, progress=told)
    click.echo({"text": words.check_text, "json": words.check_json, "github": words.check_github}[form](result))
    if result.count(Severity.ERROR):
        context.exit(1)


@click.command(epilog="Example: publish diff ku 2026-01-aleppo --format html > changes.html")
@click.argument("locale")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", help="How to answer.")
@click.pass_context
def diff(context: click.Context, locale: str, slugs: tuple[str, ...], form: str) -> None:
    """Show what changed in the English since it was translated into LOCALE, and what is new.

    Word by word, with the translation so far beside it. html is a page to read or to print.
    """
    from publisher.report import diff as words  # noqa: PLC0415
    from publisher.workflow import diff as verb  # noqa: PLC0415

    result = verb.diff(workspace(context), locale, slugs)
    click.echo({"text": words.diff_text, "json": words.diff_json, "html": words.diff_html}[form](result))


@click.command(epilog="Example: publish restore 3f2a9c1d0b")
@click.argument("version", required=False)
@click.option("--merge", is_flag=True, help="Bring back only what was changed in that version.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
@click.pass_context
def restore(context: click.Context, version: str | None, *, merge: bool, form: str) -> None:
    """List what catalogs held before, or bring a VERSION of one back.

    Every version of a .po file that this program replaced or wrote is kept in .publisher/history, on this machine.
    What the file holds when a version is brought back is kept too, so that this can be undone.
    """
    from publisher.report import restore as words  # noqa: PLC0415
    from publisher.workflow import restore as verb  # noqa: PLC0415

    project = workspace(context)
    if version:
        result = verb.restore(project, version, merge=merge)
        click.echo(words.restored_json(result) if form == "json" else words.restored_text(result))
    elif merge:
        raise click.UsageError("--merge needs a VERSION; publish restore lists them")
    else:
        kept = verb.versions(project)
        click.echo(words.versions_json(kept) if form == "json" else words.versions_text(kept))


COMMANDS = (init, update, status, build, sign, check, diff, restore)
"""In the order of a day."""
