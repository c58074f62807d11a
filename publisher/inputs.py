"""What pages are made of, as digests: where these are equal, the pages are.

Contents count, never times. Everything goes in that may change a page: the statement, its catalogs and sign-offs, and
what all statements share: settings, wording, terms, templates, and this program with the libraries beside it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from publisher.errors import CatalogError, Problem, PublisherError, UsageError
from publisher.project import SITE, TERMS, slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from publisher.model import Segment
    from publisher.project import Project

_PIECE = 1 << 16  # bytes; most files are read in one piece
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class ChangedError(Exception):
    """What statements share was written while it was read: what was read is not what the digests are of."""


Read = TypeVar("Read")
_ATTEMPTS = 5


def settled(read: Callable[[], Read]) -> Read:
    """What is read while nobody writes: anew, as long as it raises `ChangedError`.

    Raises:
        PublisherError: If that happens over and over.
    """
    for _ in range(_ATTEMPTS):
        with suppress(ChangedError):
            return read()
    hint = "Wait until what writes into locales, templates or source has ended."
    raise PublisherError(Problem("another program writes files that all pages need over and over", hint=hint))


class Taken(NamedTuple):
    """The files of one statement, read once.

    Attributes:
        digest: Over these very bytes, and over all that is shared.
        source: The Markdown.
        catalogs: By locale, the bytes of the .po file; None where there is none.
        each: The digests of these files, the source first.
    """

    digest: str
    source: bytes
    catalogs: dict[str, bytes | None]
    each: list[bytes]


class Files:
    """The files of a workspace, read as `Project.read` does, in a tenth of the time: many of the same folders.

    Args:
        project: The workspace.
    """

    def __init__(self, project: Project) -> None:
        self._project, self._root = project, os.fspath(project.root)
        self._inside: dict[str, bool] = {}

    def read(self, file: str) -> bytes | None:
        """The bytes of a file; None if there is none. A link is followed within the workspace alone.

        Args:
            file: Its path, relative to the workspace.

        Raises:
            CatalogError: If it cannot be read.
            UsageError: If it lies outside the workspace.
        """
        if self._is_inside(file.rpartition("/")[0]):
            try:
                return _held(f"{self._root}/{file}")
            except FileNotFoundError:
                return None
            except OSError:  # a link, or what cannot be read
                pass
        return self._project.read(self._project.root / file)

    def _is_inside(self, folder: str) -> bool:
        """Whether a folder is in the workspace; asked once of each, as this takes longer than to read a file."""
        if folder not in self._inside:
            self._inside[folder] = False
            with suppress(UsageError):
                self._project.refuse_outside(self._project.root / folder)
                self._inside[folder] = True
        return self._inside[folder]


class Inputs:
    """The files of a workspace, read as they are when they are asked for.

    Args:
        project: The workspace.
        kind: What else all statements share, such as the kind of site that is made.

    Attributes:
        shared: A digest of what all statements share.
        looks: A digest of that part of it which is no text: templates, styles, fonts, and this program.
    """

    def __init__(self, project: Project, kind: str = "") -> None:
        self._files, program = Files(project), same_program()
        self._signed, broken = _signoffs(project)
        terms = _as_it_is(project, project.root / "source" / "terms.yaml")
        agreed = {one: _as_it_is(project, project.po_path(one, TERMS)) for one in project.settings.targets}
        bases = {one.id: [program, repr(one).encode(), terms, data] for one, data in agreed.items()}
        self._bases = {name: _digest(parts).encode() for name, parts in bases.items()}
        self._source = project.settings.source_locale.id
        self._original = _digest([program, repr(project.settings.ids).encode()]).encode()
        self.looks = _digest([program, *(part for folder in project.templates() for part in _tree(os.fspath(folder)))])
        parts = [kind, self.looks, repr(project.settings)]
        self._site = {one.id: _as_it_is(project, project.po_path(one, SITE)) for one in agreed}
        texts = [terms, *agreed.values(), *self._site.values()]
        self.shared = _digest([*(one.encode() for one in parts), *broken, *texts])
        self._shared = self.shared.encode()
        self._again = partial(Inputs, project, kind)

    def hold(self) -> bool:
        """Whether all that statements share is as it was: then that is also what was read of it meanwhile."""
        return self._again().shared == self.shared

    def take(self, path: str) -> Taken | None:
        """The files of one statement; None if one of them cannot be read, which whoever needs it will tell.

        Args:
            path: Its Markdown, relative to the workspace.
        """
        slug = slug_of(path)
        files = [path, *(f"locales/{name}/LC_MESSAGES/{slug}.po" for name in self._bases)]
        try:
            found = [self._files.read(one) for one in files]
        except PublisherError:
            return None
        source, *catalogs = found
        if source is None:
            return None
        each = [_digest([path.encode("utf-8", "surrogateescape"), source]).encode(), *map(_print, catalogs)]
        digest = _digest([self._shared, self._signed.get(slug), *each])
        return Taken(digest, source, dict(zip(self._bases, catalogs, strict=True)), each)

    def digests(self, paths: Iterable[str]) -> dict[str, str]:
        """The digests of statements by their files; of those that can be read."""
        found = ((path, self.take(path)) for path in paths)
        return {path: taken.digest for path, taken in found if taken}

    def versions(self, taken: Taken) -> dict[str, str]:
        """By locale, a digest of what checks and counts of that version of a statement rest on."""
        source, *catalogs = taken.each
        every = zip(self._bases.items(), catalogs, strict=True)
        found = {name: _digest([base, source, catalog]) for (name, base), catalog in every}
        return found | {self._source: _digest([self._original, source])}

    def wording(self, segments: Sequence[Segment]) -> dict[str, str]:
        """By locale, a digest of what checks of the wording of the pages rest on, given all of it."""
        told = repr(segments).encode()
        return {name: _digest([base, told, self._site[name]]) for name, base in self._bases.items()}


def _held(path: str, *, link: bool = False) -> bytes:
    """The bytes of a file; one that is a link cannot be opened, unless it may be one."""
    descriptor = os.open(path, os.O_RDONLY | (0 if link else _NO_LINK))
    try:
        return _all(descriptor)
    finally:
        os.close(descriptor)


def _all(descriptor: int) -> bytes:
    pieces = []
    while piece := os.read(descriptor, _PIECE):
        pieces.append(piece)
    return b"".join(pieces)


def _as_it_is(project: Project, path: Path) -> bytes | None:
    """The bytes of a file, or why there are none: then it holds back one language alone, as whoever needs it tells."""
    try:
        return project.read(path)
    except CatalogError as error:
        return repr(error.problems).encode()


def _framed(data: bytes | None) -> bytes:
    """Bytes with their length before them, so that no two lists of files are the same text to hash."""
    return b"-" if data is None else b"%d:%b" % (len(data), data)


def _digest(parts: Iterable[bytes | None]) -> str:
    return sha256(b"".join(map(_framed, parts))).hexdigest()


def _print(data: bytes | None) -> bytes:
    """A digest of the bytes of one file; empty where there is none."""
    return b"" if data is None else sha256(data).digest()


def _signoffs(project: Project) -> tuple[dict[str, bytes], list[bytes]]:
    """The sign-offs by the slug of their statement, and the files of them that are broken, which concerns all."""
    signed: dict[str, bytes] = {}
    broken = []
    for one in project.settings.targets:
        data = _as_it_is(project, project.signoff_path(one))
        if data is None:
            continue
        from publisher import signoff  # noqa: PLC0415  # most workspaces that are built again and again have none

        try:
            for slug, record in signoff.read(data, "").items():
                signed[slug] = signed.get(slug, b"") + _framed(f"{one.id} {record!r}".encode())
        except CatalogError:
            broken.append(data)
    return signed, broken


def _tree(folder: str, ending: str = "", name: str = "", above: frozenset[str] = frozenset()) -> Iterator[bytes]:
    """The names and bytes of all files below a folder, in the order of their names; links are followed.

    Of what cannot be read, that it cannot be: whoever needs it will tell.
    """
    real = os.path.realpath(folder)
    try:
        entries = () if real in above else sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        entries = ()
    for one in entries:
        inner = f"{name}/{one.name}"
        if os.path.isdir(one.path):  # noqa: PTH112  # texts are quicker than paths
            yield from _tree(one.path, ending, inner, above | {real})
        elif one.name.endswith(ending):
            yield inner.encode("utf-8", "surrogateescape")
            try:
                yield _held(one.path, link=True)
            except OSError as error:
                yield repr(error).encode()


def same_program() -> bytes:
    """A digest of this program and what it runs on: its own files, Python, the names and versions of all libraries.

    What has begun as one version goes on as that one, but what is on the disk can be replaced meanwhile.

    Raises:
        PublisherError: If it is another one than when this was first asked.
    """
    folders = [path for path in sys.path if path and Path(path).is_dir()]  # no empty one
    libraries = sorted(one for path in folders for one in os.listdir(path) if one.endswith("-info"))  # noqa: PTH208
    own = _tree(os.path.dirname(__file__), ".py")  # noqa: PTH120  # texts are quicker than paths, and this is every run
    found = _digest([sys.version.encode(), " ".join(libraries).encode(), *own]).encode()
    if _BEGAN.setdefault("as", found) != found:
        hint = "End it and start it again, so that it is one version and not parts of two."
        raise PublisherError(Problem("the program was replaced after it had been started", hint=hint))
    return found


_BEGAN: dict[str, bytes] = {}
