"""The folder of the site while a build fills it: what earlier builds left there, and what this one adds."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from publisher.files import Stage


class Folder:
    """A part of the folder: what belongs to one statement, or leads to all of them.

    Args:
        root: The folder.
        stage: Where files wait until all of them take their places.

    Attributes:
        made: What was added, by name the SHA-256 of each file in hexadecimal.
        removed: The files of earlier builds that are taken away.
    """

    def __init__(self, root: Path, stage: Stage) -> None:
        self.root, self._stage = root, stage
        self.made: dict[str, str] = {}

    @property
    def changed(self) -> list[str]:
        """The added files that differ from what is there."""
        return self._stage.changed

    @property
    def removed(self) -> list[str]:
        """The files of earlier builds that are taken away."""
        return self._stage.removed

    def add(self, name: str, data: bytes) -> None:
        """Keep a file for the commit; files take their places in the order in which they were added."""
        self._stage.add(name, data)
        self.made[name] = sha256(data).hexdigest()

    def add_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a file for the commit that may be too large for the memory."""
        self.made[name] = self._stage.add_pieces(name, pieces)

    def keep(self, name: str, digest: str) -> bool:
        """Count a file as made that is there as it shall be; answer whether it is, by its SHA-256 in hexadecimal."""
        same = (self.root / name).is_file() and sha256(self.read(name)).hexdigest() == digest
        if same:
            self.made[name] = digest
        return same

    def remove(self, name: str) -> None:
        """Take a file of an earlier build away at the commit."""
        self._stage.remove(name)

    def has(self, name: str) -> bool:
        """Whether readers will find a file: this build made it, or an earlier one."""
        return name in self.made or (self.root / name).is_file()

    def earlier(self, pattern: str) -> list[str]:
        """The files of earlier builds that this one has not made, by a pattern; those of other programs are hidden."""
        found = [path.relative_to(self.root) for path in self.root.glob(pattern) if path.is_file()]
        names = [path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)]
        return sorted(name for name in names if name not in self.made and name not in self.removed)

    def read(self, name: str) -> bytes:
        """What an earlier build put there."""
        return (self.root / name).read_bytes()
