"""The other programs: how they are installed, and the same texts and translations as each of them wants to have them.

Not all of them read a front matter, so they get statements in which all that stands in the text. Sites of programs that
do not translate are in `speed_sites.py`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

import corpus
from corpus import TARGETS, Statement
from speed_lab import SLOW_SHARE, Lab, shell
from speed_measure import FailedError, MissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

PROGRAMS = {
    "po4a": "po4a",
    "hugo": "hugo",
    "cmark": "cmark",
    "msgmerge": "gettext",
    "msgfmt": "gettext",
    "make": "make",
    "find": "findutils",
}
"""The programs of the system, with the packages of Debian they are in."""
PACKAGES = (
    "translate-toolkit[markdown]",
    "rapidfuzz",
    "sphinx",
    "sphinx-intl",
    "myst-parser",
    "mdpo",
    "markdown-it-py",
    "mkdocs",
    "mkdocs-static-i18n",
)
LANGUAGES = ("en", *TARGETS)
FILLED = 0.7
"""A peer that finds so few of our texts does other work than we do."""

SPHINX = """project = "Joint Statements"
extensions = ["myst_parser"]
html_theme = "basic"
gettext_compact = False
locale_dirs = ["locales"]
html_copy_source = False
html_use_index = False
"""


def install(lab: Lab) -> None:
    """Look for the programs of the system, and install those of Python into a virtual environment of their own.

    Raises:
        MissingError: One is not there, or cannot be installed.
    """
    if absent := {package for name, package in PROGRAMS.items() if not shutil.which(name)}:
        raise MissingError(f"install the packages {' '.join(sorted(absent))} (apt install …)")
    done = lab.cache / "peers" / "installed"
    if done.is_file() and done.read_text("utf-8") == " ".join(PACKAGES):
        return
    print(f"  installing {' '.join(PACKAGES)}", file=sys.stderr, flush=True)
    venv.create(lab.cache / "peers", with_pip=True, clear=True)
    try:
        subprocess.run([str(lab.python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise MissingError(f"the peers cannot be installed ({said}): is there a network?") from error
    done.write_text(" ".join(PACKAGES), "utf-8")


def part(lab: Lab, share: float) -> list[Statement]:
    """The statements of L, or a part of them."""
    every = lab.statements("L")
    return every[: max(1, round(len(every) * share))]


def plain(lab: Lab, share: float = 1) -> Path:
    """A folder for each language with plain Markdown; English is what peers start from."""

    def make(folder: Path) -> None:
        for name in LANGUAGES:
            (folder / name).mkdir()
            for one in part(lab, share):
                (folder / name / f"{one.slug}.md").write_text(one.plain(name), "utf-8")

    return lab.once(f"plain-{share:g}", make)


def fill(lab: Lab, share: float, catalogs: Callable[[str], Iterable[Path]], names: Iterable[str] = TARGETS) -> None:
    """Give the catalogs of a peer the translations that ours have.

    Raises:
        FailedError: Most of the texts that we have are not there.
    """
    every = part(lab, share)
    for name in names:
        known = corpus.known(every, name)
        filled = sum(corpus.fill(path, name, known) for path in catalogs(name))
        wanted = sum(bool(corpus.state(name, source)) for source in known)
        if filled < FILLED * wanted:
            raise FailedError(f"only {filled} of {wanted} texts are in the catalogs of {name}")


def po4a(lab: Lab, share: float = 1) -> Path:
    """One catalog a language: with one for each document po4a takes much longer."""

    def make(folder: Path) -> None:
        (folder / "po").mkdir()
        shutil.copytree(plain(lab, share) / "en", folder / "md")
        lines = [f"[po4a_langs] {' '.join(TARGETS)}", "[po4a_paths] po/all.pot $lang:po/$lang.po"]
        lines += ['[options] opt:"-o markdown -k 0"']
        lines += [f"[type: text] md/{one.slug}.md $lang:out/$lang/{one.slug}.md" for one in part(lab, share)]
        (folder / "po4a.cfg").write_text("\n".join(lines) + "\n", "utf-8")
        shell("po4a --no-translations po4a.cfg", folder)
        fill(lab, share, lambda name: [folder / "po" / f"{name}.po"])

    return lab.once(f"po4a-{share:g}", make)


def toolkit(lab: Lab) -> Path:
    """The folders of translate-toolkit: templates, and catalogs with the Markdown in no other place."""

    def make(folder: Path) -> None:
        shell(f"{lab.python} -m translate.convert.md2po -P {plain(lab)}/en pot", folder)
        for name in TARGETS:
            (folder / name).mkdir()
            for pot in (folder / "pot").glob("*.pot"):
                shutil.copy(pot, folder / name / f"{pot.stem}.po")
        fill(lab, 1, lambda name: (folder / name).glob("*.po"))

    return lab.once("toolkit", make)


def mdpo(lab: Lab) -> Path:
    """Catalogs beside where the translated Markdown will be."""

    def make(folder: Path) -> None:
        shutil.copytree(plain(lab) / "en", folder / "md")
        shell(f"{lab.python} -m mdpo.md2po2md 'md/*.md' -q -l {' '.join(TARGETS)} -o 'out/{{lang}}'", folder)
        for name in TARGETS:
            for path in (folder / "out" / name).glob("*.md"):
                path.unlink()
        fill(lab, 1, lambda name: (folder / "out" / name).glob("*.po"))

    return lab.once("mdpo", make)


def sphinx(lab: Lab, share: float = SLOW_SHARE, *, translated: bool = True) -> Path:
    """A project of Sphinx with MyST; a tree of contents is what it has for a list."""

    def make(folder: Path) -> None:
        shutil.copytree(plain(lab, share) / "en", folder / "docs")
        (folder / "docs" / "conf.py").write_text(SPHINX, "utf-8")
        names = "\n".join(one.slug for one in part(lab, share))
        (folder / "docs" / "index.md").write_text(f"# Statements\n\n```{{toctree}}\n{names}\n```\n", "utf-8")
        if not translated:
            return
        shell(f"{lab.python} -m sphinx -q -b gettext docs pot", folder)
        languages = " ".join(f"-l {name}" for name in TARGETS)
        shell(f"{lab.python} -m sphinx_intl update -w 0 -p pot -d docs/locales {languages}", folder)
        fill(lab, share, lambda name: (folder / "docs/locales" / name).rglob("statement-*.po"))

    return lab.once(f"sphinx-{share:g}-{translated}", make)
