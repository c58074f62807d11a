"""What other repositories copy: the pre-commit hooks and the workflow run, as far as that can be tried here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from workspaces import REPOSITORY, Sound, Workspace

HOOKS: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
WORKFLOW: dict[str, Any] = yaml.safe_load((REPOSITORY / "docs/translations.yml").read_text("utf-8"))
STEPS = {one["name"]: one for one in WORKFLOW["jobs"]["translations"]["steps"] if "name" in one}
SCRIPTS = Path(sys.executable).parent


def shell(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as CI does: stop at the first failure."""
    people = {name: "x" for name in WORKFLOW["jobs"]["translations"]["env"] if name.startswith("GIT_")}
    environment = {**os.environ, **people, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", **more}
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
    return subprocess.run(
        bash, cwd=folder, env=environment, capture_output=True, check=False, text=True, errors="replace"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Workspace:
    """A workspace in a repository that has a remote."""
    made = Sound(tmp_path / "work")
    made.complete()
    commands = "git init -qb main; git add -A; git commit -qm begin; git clone -q --bare . ../remote.git"
    assert shell(f"{commands}; git remote add origin ../remote.git", made.root).returncode == 0
    return made


def spoil(workspace: Workspace) -> None:
    """Change a year in a translation."""
    name = workspace.po("ku")
    text = workspace.read(name)
    assert text.count("2018") == 2
    workspace.write(name, text[: text.rindex("2018")] + "2081" + text[text.rindex("2018") + 4 :])


def hook(name: str, workspace: Workspace) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does: on the files of the repository that it is for."""
    one = next(one for one in HOOKS if one["id"] == name)
    files = shell("git ls-files", workspace.root).stdout.split()
    names = [file for file in files if re.search(one["files"], file)]
    assert names
    passed = names if one.get("pass_filenames", True) else []
    return shell(" ".join([one["entry"], *passed]), workspace.root)


def test_the_hook_for_mistakes(repository: Workspace) -> None:
    answer = hook("publish-check", repository)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    spoil(repository)
    answer = hook("publish-check", repository)
    assert answer.returncode == 1
    assert "error[number]" in answer.stdout


def test_the_hook_for_catalogs_that_are_behind(repository: Workspace) -> None:
    assert hook("publish-update", repository).returncode == 0
    repository.edit("source/peace.md", "3 towns", "4 towns")
    assert hook("publish-update", repository).returncode == 1


def test_precommit_takes_the_hooks(tmp_path: Path) -> None:
    """The real program, in an environment of its own, on a copy of this repository."""
    if not os.environ.get("STRICT_TOOLS"):
        pytest.skip("installs packages from the network; set STRICT_TOOLS=1 to run it")
    junk = shutil.ignore_patterns(".git", ".venv", "public", "node_modules", "__pycache__", ".*_cache", ".hypothesis")
    copy = tmp_path / "copy"
    shutil.copytree(REPOSITORY, copy, ignore=junk)
    home = str(tmp_path / "home")
    assert shell("git init -qb main; git add -A; git commit -qm begin", copy).returncode == 0
    answer = shell("pre-commit try-repo . --all-files --verbose", copy, PRE_COMMIT_HOME=home)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.count("Passed") == len(HOOKS)


def test_the_workflow_shows_mistakes_beside_their_lines(repository: Workspace) -> None:
    mistakes = STEPS["Mistakes, beside the lines they are in"]["run"]
    assert shell(mistakes, repository.root).returncode == 0
    spoil(repository)
    answer = shell(mistakes, repository.root)
    assert answer.returncode == 1
    assert "::error file=locales/ku/LC_MESSAGES/peace.po,line=" in answer.stdout


def test_the_workflow_writes_a_summary(repository: Workspace, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    command = STEPS["How complete everything is"]["run"]
    assert shell(command, repository.root, GITHUB_STEP_SUMMARY=str(summary)).returncode == 0
    assert summary.read_text("utf-8").startswith("| statement | language |")


def test_the_workflow_goes_on_from_the_site_that_is_out_there(repository: Workspace) -> None:
    """A page that the gate holds back stays as readers have it, although every run begins with a fresh checkout."""
    site, remote = STEPS["The site"]["run"], repository.root.parent / "remote.git"
    pages = [run(site, remote, repository.root.parent / "first")]
    spoil(repository)
    repository.edit("source/peace.md", "date: 2026-01-09", "date: 2026-01-10")
    assert shell("git commit -qam spoilt; git push -q origin main", repository.root).returncode == 0
    pages.append(run(site, remote, repository.root.parent / "second"))
    assert pages[1]["ku/peace.html"] == pages[0]["ku/peace.html"]
    assert pages[1]["ar/peace.html"] != pages[0]["ar/peace.html"]


def run(command: str, remote: Path, folder: Path) -> dict[str, bytes]:
    """Run the last step in a fresh checkout; answer the site that the remote has then."""
    assert shell(f"git clone -q {remote} {folder}", remote).returncode == 0
    answer = shell(command, folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    names = shell("git ls-tree -r --name-only site", remote).stdout.split()
    return {one: shell(f"git show site:{one}", remote).stdout.encode() for one in names}


def test_the_workflow_uses_nothing_but_actions_of_the_platform() -> None:
    used = [one["uses"] for one in WORKFLOW["jobs"]["translations"]["steps"] if "uses" in one]
    assert all(one.startswith("actions/") for one in used)


def value(name: str, event: dict[str, Any]) -> object:
    """What a name in an expression stands for; nothing, where the event does not have it."""
    found: object = event
    for part in name.split(".")[1:]:
        found = found.get(part) if isinstance(found, dict) else None
    return found


def holds(expression: str, event: dict[str, Any]) -> bool:
    """Whether a condition of the workflow holds for an event, as far as these use the language of expressions."""
    words = re.findall(r"'[^']*'|github[\w.]*|always\(\)|&&|\|\||==|!=|[()]", expression)
    assert "".join(words) == re.sub(r"\s", "", expression)
    same = {"&&": "and", "||": "or", "always()": "True"}
    python = [repr(value(one, event)) if one.startswith("github") else same.get(one, one) for one in words]
    return bool(eval(" ".join(python)))  # noqa: S307  # our own file, and only words that are listed above


REPOSITORY_OF_EVENT = {"repository": {"default_branch": "main"}}
EVENTS = {
    "push to main": ({"event_name": "push", "ref_name": "main", "event": REPOSITORY_OF_EVENT}, True),
    "push to a branch": ({"event_name": "push", "ref_name": "draft", "event": REPOSITORY_OF_EVENT}, False),
    "pull request": ({"event_name": "pull_request", "ref_name": "7/merge", "event": REPOSITORY_OF_EVENT}, False),
    "pull request named main": (
        {"event_name": "pull_request", "ref_name": "main", "event": REPOSITORY_OF_EVENT},
        False,
    ),
    "schedule": ({"event_name": "schedule", "ref_name": "main", "event": {"schedule": "*/30 * * * *"}}, True),
    "by hand": ({"event_name": "workflow_dispatch", "ref_name": "main", "event": REPOSITORY_OF_EVENT}, True),
    "by hand elsewhere": (
        {"event_name": "workflow_dispatch", "ref_name": "draft", "event": REPOSITORY_OF_EVENT},
        False,
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_the_workflow_publishes_the_default_branch_alone(name: str) -> None:
    event, published = EVENTS[name]
    assert holds(STEPS["The site"]["if"], event) is published
    assert {one for one, step in STEPS.items() if "push" in step.get("run", "")} == {"The site"}


def test_the_workflow_is_started_by_nothing_else() -> None:
    started = WORKFLOW.get("on", WORKFLOW.get(True))  # YAML takes the word for yes
    assert set(started) == {"push", "pull_request", "workflow_dispatch", "schedule"}
