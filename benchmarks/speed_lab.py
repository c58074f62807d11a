"""What every race needs: the statements of a size, workspaces made of them, and a cache in which both are kept."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import corpus
from corpus import ROOT, TARGETS, Statement
from speed_edits import Edited, edited
from speed_measure import Contender, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
PUBLISH = f"{sys.executable} {ROOT / 'publish.py'}"
CLICK = f'{sys.executable} -c "import click"'
"""The least that a program with a command line takes to start."""
SLOW_SHARE = 0.1
"""The part of the work that is given to programs which would take minutes for all of it."""
GONE = ".gone"
"""How the folders end in which lies what was put away."""
MADE_BY = ("corpus.py", "edits.py", "speed_edits.py", "speed_lab.py", "speed_peers.py", "speed_sites.py")


class Lab:
    """A folder with everything that is raced, made when it is first asked for.

    Args:
        data: The folder of the texts.
        folder: The cache.
        scale: By how much L and XL are made smaller, to try the races out.
    """

    def __init__(self, data: Path, folder: Path, scale: float) -> None:
        makers = [*(HERE / name for name in MADE_BY), *sorted((HERE / "hugo").iterdir())]
        made_by = hashlib.sha256(b"".join(path.read_bytes() for path in makers)).hexdigest()[:12]
        self.data, self.scale = data, scale
        self.cache = folder
        self.folder = folder / f"data-{made_by}" / f"{scale:g}"
        for old in folder.glob("data-*"):
            if old.name != f"data-{made_by}":
                shutil.rmtree(old)
        self.tidy()
        self.statements = cache(lambda size: corpus.of_size(data, size, scale))
        self.edited = cache(self._edited)

    @property
    def python(self) -> Path:
        """The interpreter that has the peers."""
        return self.cache / "peers" / "bin" / "python"

    def once(self, name: str, make: Callable[[Path], object]) -> Path:
        """A folder that is made once; one that was not finished is made anew."""
        folder = self.folder / name
        if not folder.is_dir():
            print(f"  preparing {name}", file=sys.stderr, flush=True)
            unfinished = folder.with_name(folder.name + ".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            make(unfinished)
            unfinished.rename(folder)
        return folder

    def workspace(self, size: str, *, pages: bool = True, targets: Sequence[str] = TARGETS) -> Path:
        """A workspace of a size, as it is before anybody works there; with ``pages``, all it makes are pages."""
        outputs = corpus.PAGES if pages else corpus.WITHOUT_PDF

        def make(folder: Path) -> None:
            if size == "S":
                corpus.own(folder, outputs)
            else:
                corpus.workspace(folder, self.statements(size), outputs, targets)

        return self.once(f"{size}-{'pages' if pages else 'all'}-{len(targets)}", make)

    def _edited(self, size: str) -> list[Edited]:
        return list(edited(self.statements(size), corpus.Texts.read(self.data).strangers))

    def renewed(self, size: str, targets: Sequence[str] = TARGETS) -> Path:
        """A workspace whose sources were edited since its catalogs were up to date."""

        def make(folder: Path) -> None:
            corpus.sources(folder, self.statements(size), corpus.PAGES, targets)
            for one in self.edited(size):
                for name in targets:
                    path = folder / "locales" / name / "LC_MESSAGES" / f"{one.statement.slug}.po"
                    corpus.fill(path, name, one.known(name))
                (folder / "source" / f"{one.statement.slug}.md").write_text(one.source(), "utf-8")

        return self.once(f"{size}-edited-{len(targets)}", make)

    def work(self, name: str, of: Path) -> Path:
        """A copy in which a race can write, as fresh as what it is a copy of."""
        folder = self.folder / "work" / name
        put_away(folder.parent, folder)
        return shutil.copytree(of, folder, symlinks=True)

    def tidy(self) -> None:
        """Delete what was put away."""
        for gone in (*self.folder.glob(f"*{GONE}"), *self.folder.glob(f"work/*{GONE}")):
            shutil.rmtree(gone)

    def ours(self, name: str, arguments: str, folder: Path, prepare: Callable[[], object] = lambda: None) -> Contender:
        """Our program in a workspace; findings and pages that are held back are no failure."""
        return Contender(name, f"{PUBLISH} -C {folder} {arguments}", folder, prepare, kind="ours", fine=(0, 1))

    def amount(self, size: str) -> str:
        """How much there is of a size, for the title of a race."""
        every, folder = self.statements(size), self.workspace(size)
        source, catalogs = size_of(folder / "source", "*.md"), size_of(folder / "locales" / "ar", "*.po")
        return f"{size}, {len(every):,} statements, {texts(every):,} texts, {source + 3 * catalogs:.0f} MB"


def peer(name: str, command: str, folder: Path, *removed: str, share: float = 1, note: str = "") -> Contender:
    """Another program, and what is removed before each run."""
    return Contender(name, command, folder, without(folder, *removed), share=share, note=note)


def limit(name: str, command: str, folder: Path, *removed: str) -> Contender:
    """What no program can be faster than, and what is removed before each run."""
    return Contender(name, command, folder, without(folder, *removed), kind="limit")


def shell(command: str, folder: Path) -> None:
    """Run a command that is not measured."""
    subprocess.run(["sh", "-c", command], cwd=folder, check=True, env=environment(), capture_output=True)


def without(folder: Path, *names: str) -> Callable[[], None]:
    """What takes away files and folders before a run."""
    return lambda: put_away(folder, *(path for name in names for path in folder.glob(name)))


def put_away(folder: Path, *paths: Path) -> None:
    """Take away what an earlier run left in a folder.

    To delete many files would be felt later: for minutes, ext4 is slow to make new ones.
    """
    gone = folder.with_name(folder.name + GONE)
    gone.mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=gone))
    for path in (one for one in paths if one.exists()):
        into = place / path.relative_to(folder)
        into.parent.mkdir(parents=True, exist_ok=True)
        path.rename(into)


def size_of(folder: Path, pattern: str) -> float:
    """Megabytes of some files."""
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file()) / 1e6


def texts(every: Sequence[Statement]) -> int:
    """How many texts some statements have."""
    return sum(len(one.texts) for one in every)
