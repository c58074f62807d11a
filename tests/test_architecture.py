"""The house rules: layers, one owner per library, sizes, and clean tools."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from workspaces import REPOSITORY

PACKAGE = REPOSITORY / "publisher"
MODULES = sorted(PACKAGE.rglob("*.py"))

OWNERS = {
    "babel": {"locale.py"},
    "click": {
        "cli/__init__.py",
        "cli/daily.py",
        "cli/exchange.py",
        "cli/group.py",
        "cli/progress.py",
        "cli/serving.py",
        "report/check.py",
        "report/diff.py",
        "report/status.py",
    },
    "h11": {"serve/server.py"},
    "jinja2": {"outputs/templates.py"},
    "lxml": {
        "exchange/docx/opened.py",
        "exchange/docx/parts.py",
        "exchange/docx/rows.py",
        "exchange/docx/text.py",
        "exchange/docx/writer.py",
        "exchange/tmx.py",
        "exchange/xliff12.py",
        "exchange/xliff2.py",
        "exchange/xml.py",
    },
    "mammoth": {"intake/word.py"},
    "markdown_it": {
        "document/html.py",
        "document/ordinary.py",
        "document/outline.py",
        "document/parser.py",
        "document/passages.py",
        "document/plain.py",
        "document/prose.py",
        "document/rich.py",
        "document/unrich.py",
        "document/version.py",
        "document/walk.py",
        "document/whole.py",
    },
    "markupsafe": {
        "outputs/compare.py",
        "outputs/html.py",
        "outputs/leaf.py",
        "outputs/redact.py",
        "outputs/review.py",
        "wording.py",
    },
    "mdit_py_plugins": {"document/parser.py"},
    "openpyxl": {"exchange/xlsx.py", "exchange/xlsx_rows.py"},
    "pypdfium2": {"outputs/card.py"},
    "polib": {"po/entry.py"},
    "rapidfuzz": {"checks/agreed.py", "merge/likeness.py", "merge/minor.py", "merge/words.py"},
    "spellchecker": {"merge/minor.py"},
    "starlette": {
        "serve/answer.py",
        "serve/app.py",
        "serve/body.py",
        "serve/events.py",
        "serve/guard.py",
        "serve/server.py",
    },
    "uvicorn": {"serve/server.py"},
    "weasyprint": {"outputs/pdf.py"},
    "yaml": {"fields/full.py"},
}
"""Which files may import a library: its owner; of click also those that colour what the command line prints."""


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_every_library_has_its_owner() -> None:
    used: dict[str, set[str]] = {}
    for path in MODULES:
        for library in imports(path) - set(sys.stdlib_module_names) - {"publisher"}:
            used.setdefault(library, set()).add(path.relative_to(PACKAGE).as_posix())
    assert used == OWNERS


def functions() -> dict[str, int]:
    sizes = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0]
                documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                # A docstring is for the reader of the function; what counts here is what it does.
                described = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
                sizes[f"{path.name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1 - described
    return sizes


def test_functions_are_short() -> None:
    sizes = functions()
    assert median(sizes.values()) <= 10
    assert {name: size for name, size in sizes.items() if size > 60} == {}


def test_files_are_short() -> None:
    assert {path.name: n for path in MODULES if (n := path.read_text("utf-8").count("\n")) > 300} == {}


@pytest.mark.parametrize(
    "call",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=lambda call: call[0] + (call[1] if len(call) > 1 else ""),
)
def test_the_tools_have_nothing_to_say(call: list[str]) -> None:
    program = Path(sys.executable).parent / call[0]
    answer = subprocess.run([program, *call[1:]], cwd=REPOSITORY, capture_output=True, check=False, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_module_is_in_a_layer() -> None:
    settings = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    layers = set(re.findall(r"publisher\.(\w+)", settings.split("[[tool.importlinter.contracts]]")[1]))
    modules = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert modules - {"__init__"} == layers


def tracked() -> list[Path]:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a clone of the repository")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True, text=True).stdout
    return [REPOSITORY / name for name in names.split("\0") if name]


def test_no_file_names_a_registry_or_what_lies_outside_the_repository() -> None:
    hosts = re.compile(
        "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.", "deb" + r"\.debian\.org"])
    )
    outside = ".." + "/shared"
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        assert not hosts.search(text), path
        if path.relative_to(REPOSITORY).parts[0] not in {".ci", "benchmarks"}:
            assert outside not in text, path
