"""The command line: help, unknown names, exit codes, and a new workspace."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from workspaces import REPOSITORY, Workspace

from publisher.cli import cli, main
from publisher.cli.group import show

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_has_help_with_an_example(command: str) -> None:
    answer = CliRunner().invoke(cli, [command, "--help"])
    assert answer.exit_code == 0
    assert f"Example: publish {command}" in answer.output


def test_an_unknown_command() -> None:
    answer = CliRunner().invoke(cli, ["biuld"])
    assert answer.exit_code == 2
    assert 'no such command "biuld"; did you mean "build"?' in answer.output


def test_publish_py_is_the_command() -> None:
    answer = subprocess.run(
        [sys.executable, REPOSITORY / "publish.py", "--help"], capture_output=True, check=True, text=True
    )
    assert "Usage: publish" in answer.stdout
    assert answer.stderr == ""


def test_help_loads_neither_parser_nor_templates() -> None:
    code = (
        "import sys, publisher.cli\n"
        "try: publisher.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'markdown_it', 'jinja2', 'babel', 'yaml', 'rapidfuzz', 'polib'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_bug_is_reported_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_project: object, **_: object) -> None:
        raise ZeroDivisionError("no such luck")

    monkeypatch.setattr("publisher.workflow.status.status", broken)
    answer = Workspace(tmp_path).run("status")
    assert answer.code == 3
    assert "bug in publish: ZeroDivisionError: no such luck (test_cli.py:" in answer.err
    assert "Traceback" not in answer.err


def test_colours_only_for_a_terminal(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.complete()
    assert "\x1b" not in workspace.run("status").out


def test_init_makes_a_workspace_that_builds_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    assert CliRunner().invoke(cli, ["init", str(folder)]).exit_code == 0
    answer = CliRunner().invoke(cli, ["-C", str(folder), "build"])
    assert answer.exit_code == 0, answer.output
    assert "first-statement  published: en ar ku ckb" in answer.output
    for name in ("en", "ar", "ku", "ckb"):
        assert (folder / "public" / name / "first-statement.html").is_file()
    assert CliRunner().invoke(cli, ["-C", str(folder), "update", "--check"]).exit_code == 0
    assert CliRunner().invoke(cli, ["-C", str(folder), "status", "--fail-under", "100"]).exit_code == 0


def test_init_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "source/terms.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(SystemExit) as end:
        main(["init", str(tmp_path)])
    assert end.value.code == 2
    assert "is there already; nothing was written" in capsys.readouterr().err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]


def test_a_workspace_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.complete()
    assert CliRunner().invoke(cli, ["-C", str(tmp_path / "source"), "update", "--check"]).exit_code == 0


def times_printed(monkeypatch: pytest.MonkeyPatch, much: int) -> int:
    """How often something is printed for three pieces."""
    printed = list[str]()
    monkeypatch.setattr("publisher.cli.group.MUCH", much)
    monkeypatch.setattr("click.echo", printed.append)
    show(["first", "second", "third"])
    assert "\n".join(printed) == "first\nsecond\nthird"
    return len(printed)


def test_a_short_answer_is_printed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else whoever reads its first line alone would end the command with an error."""
    assert times_printed(monkeypatch, 19) == 1


def test_a_long_answer_is_printed_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert times_printed(monkeypatch, 18) == 2
