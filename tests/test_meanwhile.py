"""What happens to files while a build reads them, and files that it cannot read: no page is made of what is no more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from test_incremental import clean, rewritten, site
from workspaces import LATER, REPOSITORY, Sound, said

from publisher import inputs
from publisher.gate import Gate
from publisher.project import Project
from publisher.site.workshop import Workshop

__all__ = ["site"]  # the fixture

WORD = "Side by side"
"""A text of the wording, which stands on every page."""


def change(space: Sound) -> Callable[[], None]:
    """Another word in the wording of Kurmanji; answers what takes it back."""
    name, old = space.po("ku", "site"), said("ku", WORD)
    space.edit(name, f'"{old}"', f'"{old} xez"')
    return lambda: space.edit(name, f'"{old} xez"', f'"{old}"')


def once_before(cls: type, method: str, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something happen just before a method is called for the first time."""
    right, done = getattr(cls, method), list[object]()

    def called(self: object, *args: Any, **named: Any) -> object:  # noqa: ANN401
        if not done:
            done.append(act() or True)
        return right(self, *args, **named)

    monkeypatch.setattr(cls, method, called)


def word_in_time(site: Sound, patch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Somebody writes after the digests were taken and before the wording is read; answers what takes it back."""
    later = ExitStack()
    once_before(Gate, "__init__", lambda: later.callback(change(site)), patch)
    return later.close


def template_in_time(site: Sound, patch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Somebody writes a template while pages are made; answers what takes it back."""
    base = (REPOSITORY / "templates/base.html").read_text("utf-8")
    other = base.replace("</body>", "<p>once</p></body>")
    once_before(Workshop, "statement", lambda: site.write("templates/base.html", other), patch)
    return (site.root / "templates/base.html").unlink


IN_TIME = pytest.mark.parametrize("write", [word_in_time, template_in_time])
Write = Callable[[Sound, pytest.MonkeyPatch], Callable[[], object]]


def refuse_what_is_no_more(site: Sound, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail if a page keeps what somebody wrote while it was made and took back before the next build."""
    site.edit(site.po("ku"), said("ku", "What we saw"), said("ku", "What they saw"))
    with monkeypatch.context() as patch:
        undo = write(site, patch)
        site.run("build", "--jobs", "1")
    undo()
    site.run("build")
    assert site.bytes_of("public") == clean(site)


@IN_TIME
def test_what_is_written_while_it_is_read(site: Sound, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_what_is_no_more(site, write, monkeypatch)


@IN_TIME
def test_who_does_not_look_twice_is_found(site: Sound, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs.Inputs, "hold", lambda _self: True)
    with pytest.raises(AssertionError):
        refuse_what_is_no_more(site, write, monkeypatch)


def test_who_writes_over_and_over_is_told_of(site: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs.Inputs, "hold", lambda _self: False)
    site.edit(site.po("ku"), said("ku", "What we saw"), said("ku", "What they saw"))
    before = site.bytes_of("public")
    for command in ("build", "status"):
        answer = site.run(command)
        assert answer.code == 2
        assert "another program writes files that all pages need" in answer.err
        assert "help: Wait" in answer.err
    assert site.bytes_of("public") == before


def test_a_program_that_was_replaced_builds_nothing(site: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inputs._BEGAN, "as", b"an earlier version")  # noqa: SLF001
    site.edit(site.po("ku"), said("ku", "What we saw"), said("ku", "What they saw"))
    before = site.bytes_of("public")
    answer = site.run("build")
    assert answer.code == 2
    assert "the program was replaced after it had been started" in answer.err
    assert "start it again" in answer.err
    assert site.bytes_of("public") == before


# Files that cannot be read


@pytest.mark.parametrize("name", ["LC_MESSAGES/site.po", "LC_MESSAGES/terms.po", "signoff.json"])
def test_a_file_of_one_language_that_cannot_be_read_stops_no_other(site: Sound, name: str) -> None:
    path = site.root / "locales/ku" / name
    path.unlink(missing_ok=True)
    path.mkdir()
    old, new = said("ar", "People fled in 2018."), said("ar", "Many people fled in 2018.")
    site.edit(site.po("ar"), old, new)
    answer = site.run("build")
    assert answer.code == 1
    assert "published: en ar\n  ku kept as it was: waits for a file that can be read" in answer.out
    assert new in site.read("public/ar/peace.html")
    assert f"locales/ku/{name}" in site.run("status").out


def test_templates_in_a_linked_folder_count(site: Sound) -> None:
    shared = site.root.parent / "shared"
    shared.mkdir()
    (shared / "more.html").write_text("<p>one</p>")
    base = (REPOSITORY / "templates/base.html").read_text("utf-8")
    site.write("templates/base.html", base.replace("</body>", '{% include "parts/more.html" %}</body>'))
    (site.root / "templates/parts").symlink_to(shared)
    (shared / "round").symlink_to(shared)
    site.run("build")
    assert "<p>one</p>" in site.read("public/ku/peace.html")
    (shared / "more.html").write_text("<p>two</p>")
    assert "ku/peace.html" in rewritten(site)
    assert "<p>two</p>" in site.read("public/ku/peace.html")


def test_what_an_editor_leaves_while_a_file_is_open(site: Sound) -> None:
    """Emacs makes a link to nowhere beside it."""
    for name in ("templates/.#style.css", "source/.#peace.md", "locales/ku/LC_MESSAGES/.#peace.po"):
        (site.root / name).parent.mkdir(exist_ok=True)
        (site.root / name).symlink_to("me@here.1234")
    answer = site.run("build")
    assert (answer.code, answer.err) == (0, "")


def test_a_statement_that_is_gone_before_it_is_read(site: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write("source/gone.md", f"{LATER}Soon gone.\n")
    once_before(inputs.Inputs, "digests", (site.root / "source/gone.md").unlink, monkeypatch)
    answer = site.run("build", "--jobs", "1")
    assert answer.code == 2
    assert "source/gone.md: cannot be read: No such file or directory" in answer.err


def test_a_statement_that_moves_is_another(site: Sound) -> None:
    """What is told of its texts names its file."""
    (site.root / "source/2026").mkdir()
    shutil.copy(site.root / "source/peace.md", site.root / "source/2026/peace.md")
    found = inputs.Inputs(Project.open(site.root))
    one, other = (found.take(f"source/{name}peace.md") for name in ("", "2026/"))
    assert one
    assert other
    assert found.versions(one).keys() == found.versions(other).keys()
    assert not {*found.versions(one).values()} & {*found.versions(other).values()}
