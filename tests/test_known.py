"""What is kept of texts is what would be found out, and only of the very texts that it was found in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some
from workspaces import REPOSITORY, Sound, said

from publisher import checks, store
from publisher.known import _FINDING, _SEGMENT, Facts, Known, Note
from publisher.model import Coverage, Finding, Segment, Severity, State

if TYPE_CHECKING:
    from pathlib import Path

counts = some.fixed_dictionaries({state: some.integers(0, 10**6) for state in State})
coverages = some.builds(Coverage, counts, counts)
texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=30)
numbers = some.integers(-1, 10**6)
segments = some.builds(Segment, texts, texts, texts, texts, numbers, some.lists(texts, max_size=3).map(tuple))
findings = some.builds(
    Finding,
    texts,
    some.sampled_from(Severity),
    *[texts] * 5,
    numbers,
    some.none() | segments,
    texts,
    numbers,
    texts,
    some.booleans(),
)


@given(some.builds(Facts, coverages, coverages, some.lists(findings, max_size=4), texts, texts))
def test_facts_come_back_as_they_were(facts: Facts) -> None:
    again = Facts.read(facts.written())
    assert again == facts
    assert [type(one.severity) for one in again.findings] == [Severity] * len(facts.findings)


def test_every_field_of_a_finding_is_kept() -> None:
    """The lists of names are those of the classes."""
    assert {*_FINDING, "segment"} == {*Finding._fields}
    assert list(_SEGMENT) == list(Segment._fields)


def test_only_the_same_is_known(tmp_path: Path) -> None:
    nothing = Coverage.of([])
    facts = Facts(nothing, nothing, [], "title", "")
    known = Known(tmp_path / "texts.db")
    known.keep([Note("ar", "peace", "1", facts.written())])
    assert Known(tmp_path / "texts.db").of("peace", {"ku": "1", "ar": "1"}) == {"ar": facts}
    for slug, digests in (("roads", {"ar": "1"}), ("peace", {"ku": "1"}), ("peace", {"ar": "2", "": "1"})):
        assert known.of(slug, digests) == {}
    known.keep([Note("ar", "peace", "2", facts.written())])
    assert known.of("peace", {"ar": "1"}) == {}


def test_without_a_place_nothing_is_lost(tmp_path: Path) -> None:
    for path in (None, tmp_path / "no" / "folder" / "texts.db"):
        known = Known(path)
        assert known.of("peace", {"ar": "1"}) == {}
        known.keep([Note("ar", "peace", "1", "")])


@pytest.fixture
def peace(tmp_path: Path) -> Sound:
    workspace = Sound(tmp_path)
    workspace.complete()
    return workspace


def test_texts_are_looked_at_once(peace: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, real = [], checks.check

    def look(catalog: object, *others: object) -> list[Finding]:
        looked.append(getattr(catalog, "path", ""))
        return real(catalog, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(checks, "check", look)

    def seen(*command: str) -> set[str]:
        looked.clear()
        peace.run(*command)
        return {one for one in looked if "peace" in one}

    both = {peace.po("ar"), peace.po("ku")}
    assert seen("status") == both
    assert seen("status") == seen("build") == seen("build", "--drafts") == set()
    shutil.rmtree(peace.root / "public")
    assert seen("build") == set()
    peace.edit(peace.po("ku"), said("ku", "fled in 2018"), said("ku", "fled in 2019"))
    assert seen("build") == {peace.po("ku")}
    assert "1 error" in peace.run("status").out
    peace.write("source/terms.yaml", "- term: shelling\n")
    assert seen("status") == both
    shutil.rmtree(peace.root / ".publisher")
    assert seen("status") == both


def test_status_is_the_same_from_memory(peace: Sound) -> None:
    peace.edit(peace.po("ku"), said("ku", "fled in 2018"), said("ku", "fled in 2019"))
    peace.run("sign", "ar", "peace")
    first, again = (json.loads(peace.run("status", "--format", "json").out) for _ in range(2))
    shutil.rmtree(peace.root / ".publisher")
    assert first == again == json.loads(peace.run("status", "--format", "json").out)


def with_more_wording(peace: Sound) -> bytes:
    """A status that is remembered, a template that says more than before, and the status then."""
    peace.run("build")
    peace.run("status")
    base = (REPOSITORY / "templates/base.html").read_text("utf-8")
    peace.write("templates/base.html", base.replace("</body>", '{{ _("Print") }}</body>'))
    return peace.run("status", "--format", "json").out.encode()


def test_wording_is_looked_for_again_where_templates_changed(peace: Sound) -> None:
    remembered = with_more_wording(peace)
    shutil.rmtree(peace.root / ".publisher")
    assert remembered == peace.run("status", "--format", "json").out.encode()


def test_wording_of_other_templates_would_be_noticed(peace: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin of the test above: if templates were always taken for the same."""
    monkeypatch.setattr(Known, "text", lambda known, slug, _: next(iter(known._told(slug).values()), ""))  # noqa: SLF001
    with pytest.raises(AssertionError):
        test_wording_is_looked_for_again_where_templates_changed(peace)


def test_a_store_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    first = store.opened(path, "CREATE TABLE a (b TEXT)")
    first.execute("INSERT INTO a VALUES ('c')")
    first.commit()
    first.close()
    assert store.opened(path, "CREATE TABLE a (b TEXT)").execute("SELECT * FROM a").fetchall() == [("c",)]
    assert store.opened(path, "CREATE TABLE a (b TEXT, d TEXT)").execute("SELECT * FROM a").fetchall() == []


HEAVY = {"weasyprint", "pypdfium2", "starlette", "uvicorn", "lxml", "mammoth", "openpyxl", "PIL", "fontTools"}
PARSERS = {"jinja2", "markdown_it", "polib", "yaml", "babel", "rapidfuzz"}
LOADED = """\
import sys
from publisher.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    print("LOADED", *sys.modules)
"""


def loaded(workspace: Sound, *command: str) -> set[str]:
    """The libraries that a command has loaded when it ends."""
    call = [sys.executable, "-c", LOADED, "-C", str(workspace.root), *command]
    answer = subprocess.run(call, capture_output=True, text=True, check=True)
    return {one.partition(".")[0] for one in answer.stdout.rpartition("LOADED")[2].split()}


@pytest.mark.parametrize("command", [["--help"], ["build", "--help"], ["status"], ["build"], ["update"], ["check"]])
def test_a_command_loads_what_it_needs(peace: Sound, command: list[str]) -> None:
    found = loaded(peace, *command)
    assert found & HEAVY == set()
    if "--help" in command:
        assert found & PARSERS == set()


def test_a_status_in_which_all_is_known_loads_no_parser_of_texts(peace: Sound) -> None:
    peace.run("build")
    assert PARSERS & loaded(peace, "status") <= {"polib"}


def test_a_build_that_changes_nothing_loads_no_parser(peace: Sound) -> None:
    assert PARSERS & loaded(peace, "build") >= {"jinja2", "markdown_it"}
    assert PARSERS & loaded(peace, "build") == set()
