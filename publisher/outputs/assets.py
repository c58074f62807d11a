"""Style sheets and what belongs to them, under names that are made of their content, so that a cache never errs."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from mimetypes import MimeTypes
from typing import TYPE_CHECKING

from publisher.errors import Problem, PublisherError
from publisher.outputs.templates import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_URL = re.compile(r"""url\(\s*["']?([^"':)]+?)["']?\s*\)""")


class Assets:
    """The files that pages of one site load.

    Args:
        folders: Where style sheets and what they name are looked for; the first find counts.

    Attributes:
        files: Their bytes, by their path from the root of the site.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._paths: dict[str, str] = {}
        self._inlined: dict[str, str] = {}
        self.files: dict[str, bytes] = {}

    def style(self, name: str, more: str = "") -> None:
        """Take in a style sheet, with rules of one's own at its end, and the files that it names."""
        css = self._replaced(name, lambda url: self._add(url, self.read(url, name)).rpartition("/")[2])
        self._paths[name] = self._add(name, (css + more).encode())

    def path(self, name: str) -> str:
        """The path of a style sheet that was taken in, from the root of the site."""
        return self._paths[name]

    def inline(self, name: str) -> str:
        """A style sheet with the files that it names inside it."""
        if name not in self._inlined:  # every single page asks for it
            self._inlined[name] = self._replaced(name, lambda url: _data(url, self.read(url, name)))
        return self._inlined[name]

    def read(self, name: str, asker: str) -> bytes:
        """The bytes of a file in a templates folder.

        Args:
            name: Its path in that folder.
            asker: The style sheet that names it, for messages.

        Raises:
            PublisherError: If there is no such file, or it lies outside that folder.
        """
        for folder in self._folders:
            path = (folder / name).resolve()
            if path.is_file() and path.is_relative_to(folder.resolve()):
                return path.read_bytes()
        problem = Problem(f'"{name}" is in no templates folder', f"templates/{asker}", hint="correct the url")
        raise PublisherError(problem)

    def _replaced(self, name: str, replacement: Callable[[str], str]) -> str:
        with explained(name):
            text = self.read(name, name).decode()
        return _URL.sub(lambda match: f'url("{replacement(match[1])}")', text)

    def _add(self, name: str, data: bytes) -> str:
        path = named(name, data)
        self.files[path] = data
        return path


def named(name: str, data: bytes) -> str:
    """The path of a file from the root of the site, which says what is in it."""
    stem, _, suffix = name.rsplit("/", 1)[-1].rpartition(".")
    return f"assets/{stem}.{sha256(data).hexdigest()[:8]}.{suffix}"


def _data(name: str, data: bytes) -> str:
    # Not by the machine's own table, which is another one on each.
    kind = "font/woff2" if name.endswith(".woff2") else MimeTypes().guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(data).decode()}"
