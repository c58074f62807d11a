"""The folder of the site while a build fills it: what earlier builds left there, and what this one adds."""

from __future__ import annotations

from contextlib import ExitStack
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from publisher import files

if TYPE_CHECKING:
    from pathlib import Path


class Folder:
    """A `with` block in which files are added; all of them take their places at its `commit`, or none does.

    Args:
        root: The folder; it is made where there is none.

    Attributes:
        root: The folder.
        made: What was added, by name the SHA-256 of each file.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._stage = files.Stage(root)
        self.made: dict[str, str] = {}
        self._removed: set[str] = set()
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        self._exit.enter_context(self._stage)
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def add(self, name: str, data: bytes) -> None:
        """Keep a file for the commit; files take their places in the order in which they were added."""
        self._stage.add(name, data)
        self.made[name] = sha256(data).hexdigest()

    def remove(self, name: str) -> None:
        """Take a file of an earlier build away at the commit."""
        self._stage.remove(name)
        self._removed.add(name)

    def has(self, name: str) -> bool:
        """Whether readers will find a file: this build made it, or an earlier one."""
        return name in self.made or (self.root / name).is_file()

    def earlier(self, pattern: str = "**/*") -> list[str]:
        """The files of earlier builds that this one has not made, by a pattern; those of other programs are hidden."""
        found = [path.relative_to(self.root) for path in self.root.glob(pattern) if path.is_file()]
        names = [path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)]
        return sorted(name for name in names if name not in self.made and name not in self._removed)

    def read(self, name: str) -> bytes:
        """What an earlier build put there."""
        return (self.root / name).read_bytes()

    def names(self) -> list[str]:
        """Every file that readers will find."""
        return sorted([*self.earlier(), *self.made])

    def sums(self) -> dict[str, str]:
        """The SHA-256 of each file that readers will find, by its name."""
        before = {name: sha256(self.read(name)).hexdigest() for name in self.earlier()}
        return {**before, **self.made}

    def commit(self) -> list[str]:
        """Put everything into place; answer the names of the files whose bytes changed."""
        return self._stage.commit()
