"""Whether a build of a large archive makes what has changed, all of it and nothing else, also after it was killed.

    python benchmarks/rebuilds.py [--data DIR] [--statements 1000] [--kills 100]

On 1,000 statements in four languages: a build in which nothing changed writes no file; one edited text rewrites exactly
the files that show it; two edits within one second are both seen, the second of the same size and with the same times;
and a build that is killed at any of 100 random moments, then run again, leaves what a build makes that knows of no
other. Exit code 0: all of that holds; 1: it does not; 2: the data is missing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISH = (sys.executable, str(corpus.ROOT / "publish.py"))
MARK = "<!-- {} -->"


def build(root: Path, out: str = "public") -> None:
    """Build to the end; a language that is held back is no failure."""
    answer = subprocess.run(
        [*PUBLISH, "-C", str(root), "build", "-o", str(root / out)], capture_output=True, check=False
    )
    if answer.returncode > 1:
        raise SystemExit(answer.stderr.decode())


def files(folder: Path) -> Iterator[Path]:
    return (one for one in folder.rglob("*") if one.is_file())


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """Which file lies where, and since when."""
    found = {one.relative_to(folder).as_posix(): one.stat() for one in files(folder)}
    return {name: (state.st_ino, state.st_mtime_ns) for name, state in found.items()}


def contents(folder: Path) -> dict[str, str]:
    found = {one.relative_to(folder).as_posix(): one for one in files(folder)}
    return {name: hashlib.sha256(one.read_bytes()).hexdigest() for name, one in found.items()}


def rewritten(root: Path) -> set[str]:
    """What a build writes."""
    before = states(root / "public")
    build(root)
    return {name for name, state in states(root / "public").items() if before.get(name) != state}


def showing(folder: Path, text: str) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in files(folder) if text.encode() in one.read_bytes()}


def edits(root: Path) -> Iterator[tuple[str, bool]]:
    """What is done to the archive, and whether the build did what it should."""
    site = root / "public"
    yield "nothing changed: no file is written", rewritten(root) == set()
    path = root / "locales/ku/LC_MESSAGES/statement-00007.po"
    catalog = path.read_text("utf-8")
    text = max((line for line in catalog.split("\n") if line.startswith('msgstr "')), key=len)
    for word, kept in (("xezê", False), ("xezî", True), ("xezû", False)):  # words that no text has
        state = path.stat()
        path.write_text(catalog.replace(text, f'{text[:-1]} {word}"'), "utf-8")
        if kept:
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        found = rewritten(root)
        yield (
            f"one text edited ({len(found)} files written): the files that show it, and the list of hashes",
            (found == showing(site, word) | {"SHA256SUMS"} and len(found) > 1),
        )


def looks(root: Path) -> tuple[Path, str]:
    """A template of the workspace's own, in which a mark can be put; so every page changes."""
    path = root / "templates" / "base.html"
    path.parent.mkdir()
    template = (corpus.ROOT / "templates/base.html").read_text("utf-8")
    return path, template.replace("</body>", "{% if true %}" + MARK + "{% endif %}</body>").replace("{}", "%s")


def kills(root: Path, count: int, rng: random.Random) -> Iterator[tuple[str, bool]]:
    """Every page changes back and forth; each time the build is killed first, then run again."""
    path, template = looks(root)
    clean, took = {}, 0.0
    for mark in "ab":
        path.write_text(template.replace("%s", mark), "utf-8")
        build(root, f"clean-{mark}")
        clean[mark] = contents(root / f"clean-{mark}")
        start = time.perf_counter()
        build(root)
        took = time.perf_counter() - start
    same = ended = 0
    for number in range(count):
        mark = "ab"[number % 2]
        path.write_text(template.replace("%s", mark), "utf-8")
        call = [*PUBLISH, "-C", str(root), "build"]
        with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            try:
                run.wait(rng.uniform(0, 1.1) * took)
                ended += 1
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
        build(root)
        same += contents(root / "public") == clean[mark]
    yield (
        f"killed {count - ended} of {count} times ({ended} had ended): {same} sites as of a clean build",
        same == count,
    )


def main() -> int:
    call = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    call.add_argument("--data", type=Path, default=corpus.ROOT.parent / "shared" / "data")
    call.add_argument("--statements", type=int, default=1000)
    call.add_argument("--kills", type=int, default=100)
    asked = call.parse_args()
    if not (asked.data / "ntrex").is_dir():
        print(f"no data in {asked.data}: name its folder with --data", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        every = list(corpus.statements(corpus.Texts.read(asked.data), asked.statements))
        corpus.workspace(root, every, corpus.WITHOUT_PDF)
        build(root)
        good = True
        for check in (edits(root), kills(root, asked.kills, random.Random(1))):  # noqa: S311  # no secret
            for told, fine in check:
                print("ok " if fine else "NO ", told, flush=True)
                good = good and fine
        shutil.rmtree(root)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
