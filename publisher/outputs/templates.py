"""Templates: where they are found, how they are rendered, and what wording is in them. The owner of Jinja2."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from io import BytesIO
from types import MethodType
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.ext import babel_extract
from jinja2.runtime import Context

from publisher.errors import Problem, PublisherError
from publisher.model import INTERFACE, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


class _Context(Context):
    """What a template is rendered with."""

    def call(self, called: Callable[..., object], /, *args: object, **named: object) -> object:
        """Call what a template calls; our own texts take nothing of the context, so that nobody need look for it."""
        if not isinstance(called, MethodType):
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


class _Environment(Environment):
    context_class = _Context


def wording_segments(folders: Sequence[Path], shown: str = "templates") -> list[Segment]:
    """The translatable wording of the templates, in the order of their names and lines, equal ones once.

    Args:
        folders: Where they are looked for; the first find counts.
        shown: The folder as people write it.
    """
    templates = environment(folders)
    found: dict[tuple[str, str], Segment] = {}
    for name in templates.list_templates(extensions=["html"]):
        with explained(name):
            segments = list(_wording_of(templates, name, shown))
        for segment in segments:
            first = found.setdefault(segment.key, segment)
            plural, notes = first.plural or segment.plural, dict.fromkeys((*first.notes, *segment.notes))
            found[segment.key] = first._replace(plural=plural, notes=tuple(notes))
    return list(found.values())


def _wording_of(environment: Environment, name: str, shown: str) -> Iterator[Segment]:
    source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
    # Not silent: of a template with a mistake in it, all wording would seem to be gone.
    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    for line, _, messages, comments in babel_extract(
        BytesIO(source.encode()), ("_", "ngettext"), ["translators:"], options
    ):
        texts = [messages] if isinstance(messages, str) else [text for text in messages or () if text]
        if not texts:
            problem = Problem("wording that is no literal text", f"{shown}/{name}", line, 'write _("…")')
            raise PublisherError(problem)
        notes = tuple(comment.removeprefix("translators:").strip() for comment in comments)
        plural = texts[1] if len(texts) > 1 else ""
        yield Segment(texts[0], INTERFACE, plural, f"{shown}/{name}", line, notes)


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn whatever goes wrong in a template, which is a program of its own, into an error with its file and line."""
    try:
        yield
    except PublisherError:
        raise
    except Exception as error:
        path, line = getattr(error, "name", None) or name, getattr(error, "lineno", 0)
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.endswith(".html"):  # Jinja shows where in a template an error arose
                path, line = frame.filename.rpartition("/")[2], frame.lineno or 0
        hint = "correct the template, or delete it to use the default one"
        raise PublisherError(Problem(f"{type(error).__name__}: {error}", f"templates/{path}", line, hint)) from error


def environment(folders: Sequence[Path], compiled: Path | None = None) -> Environment:
    """How templates are rendered; escaping is for every one of them, whatever its name ends in.

    Args:
        folders: Where they are looked for; the first find counts.
        compiled: A private folder that keeps what they were compiled to, as long as they are the same; None for none.
            What is in it is run, as the templates themselves are.
    """
    return _Environment(
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled else None,
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
