"""The documents are true: their commands run, and every command, option and setting is described."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from click import Option
from workspaces import REPOSITORY

from publisher import checks, document, settings, terms
from publisher.cli import cli

README = (REPOSITORY / "README.md").read_text("utf-8")
DOCS = {path.name: path.read_text("utf-8") for path in (REPOSITORY / "docs").glob("*.md")}
COMMANDS = [block.strip() for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)]
SETUP, TESTS, *DAILY = COMMANDS


def copy_of_the_repository(folder: Path) -> Path:
    """What a clone holds, without what was built in it."""
    junk = shutil.ignore_patterns(".git", ".venv", "public", "node_modules", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(REPOSITORY, folder, ignore=junk)
    return folder


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_repository(tmp_path_factory.mktemp("clone") / "statement-publisher")


def test_ci_calls_exactly_the_readmes_test_command() -> None:
    assert TESTS in (REPOSITORY / ".ci/run").read_text("utf-8").splitlines()


def test_the_first_command_publishes_the_statement(clone: Path) -> None:
    """In a fresh virtual environment, with what the package index offers."""
    if not os.environ.get("STRICT_TOOLS"):
        pytest.skip("installs packages from the network; set STRICT_TOOLS=1 to run it")
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    subprocess.run(SETUP, shell=True, cwd=clone, check=True, env=environment, capture_output=True)
    for name in ("en", "ar", "ku", "ckb"):
        assert (clone / "public" / name / "2026-01-aleppo.html").is_file()


@pytest.mark.parametrize("command", DAILY)
def test_every_other_command_of_the_readme_runs(clone: Path, command: str, tmp_path: Path) -> None:
    if command.startswith("publish new"):  # what begins a statement leaves all languages open: not for the others
        clone = copy_of_the_repository(tmp_path / "clone")
        letter = docx.Document()
        for line in (REPOSITORY / "tests/golden/issued.txt").read_text("utf-8").splitlines():
            letter.add_paragraph(line)
        letter.save(str(clone / "statement.docx"))
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    if command == "publish serve":
        served_until_ctrl_c(clone, environment)
        return
    answer = subprocess.run(
        command, shell=True, cwd=clone, env=environment, capture_output=True, check=False, text=True
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def served_until_ctrl_c(clone: Path, environment: dict[str, str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):  # a test opens no browser
        environment.pop(name, None)
    with subprocess.Popen(
        ["publish", "serve"], cwd=clone, env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        said = [server.stderr.readline() for _ in range(3)]
        assert "/start?token=" in said[1], said
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0


def test_the_readme_shows_daily_commands() -> None:
    assert len(DAILY) >= 6
    assert {line.split()[1] for line in DAILY} == set(cli.commands)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_is_described(name: str) -> None:
    text = DOCS["commands.md"]
    assert f"## publish {name}" in text
    section = text.split(f"## publish {name}")[1].split("\n## ")[0]
    for option in cli.commands[name].params:
        if isinstance(option, Option):
            assert option.opts[-1] in section, option.name


def test_every_check_is_described() -> None:
    for one in checks.CHECKS.values():
        assert f"| `{one.name}` | {one.summary} |" in DOCS["checks.md"]


def test_every_setting_is_described() -> None:
    for key in (*settings.KEYS, *settings.LOCALE_KEYS):
        assert f"| `{key}` |" in DOCS["settings.md"]


def test_every_front_matter_key_is_described() -> None:
    for key in document.KEYS:
        assert f"| `{key}` |" in DOCS["markdown.md"]


def test_every_kind_of_term_is_described() -> None:
    for kind in terms.KINDS:
        assert f"| `{kind}` |" in DOCS["markdown.md"]


def test_links_of_the_documents_lead_to_files() -> None:
    for name, text in {"README.md": README, **{f"docs/{name}": text for name, text in DOCS.items()}}.items():
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (REPOSITORY / name).parent.joinpath(target).exists(), (name, target)


def test_the_wheel_holds_all_that_a_workspace_needs(clone: Path, tmp_path: Path) -> None:
    """Built and unpacked elsewhere, the package makes and builds a workspace from its own templates."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"]
    subprocess.run(build, cwd=clone, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        names = archive.namelist()
    assert any(name.endswith("OFL.txt") for name in names)
    assert not [name for name in names if name.startswith(("tests", "source", "docs"))]
    code = "import sys; sys.path.insert(0, sys.argv[1]); from publisher.cli import main; main(sys.argv[2:])"
    ours = ["-C", tmp_path / "ours"]
    for call in (["init", tmp_path / "ours"], [*ours, "build"], [*ours, "diff", "ku", "--format", "html"]):
        run = [sys.executable, "-c", code, tmp_path / "site", *call]
        answer = subprocess.run(run, cwd=tmp_path, capture_output=True, check=False, text=True)
        assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "ours/public/ckb/first-statement.html").is_file()
