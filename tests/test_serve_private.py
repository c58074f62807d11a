"""What the web workspace keeps on this machine: accepted edits and what is typed. Whatever happens, it is there."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import workflow
from faults import MEMORY, need_linux
from faults.typist import unit as unit_of
from test_spec import AR

from publisher import files
from publisher.errors import PublisherError, UsageError
from publisher.model import Segment
from publisher.project import Project
from publisher.serve import drafts as drafts_module
from publisher.serve import people, private, translate
from publisher.serve.desk import Desk
from publisher.serve.drafts import EARLIER, Draft, Drafts
from publisher.serve.journal import Entry, Journal, entry
from publisher.workflow.edit import Edited, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workspaces import Workspace

SERVE = ".publisher/serve"
JOURNAL = f"{SERVE}/journal.jsonl"
DRAFTS = f"{SERVE}/drafts"
TYPIST = Path(__file__).parent / "faults" / "typist.py"
NOON = datetime(2026, 1, 9, 12, 0, 0, 1, tzinfo=UTC)
UNIT, OTHER = "u00000001", "u00000002"
SHORT = Entry(NOON, "Desk", "ar", "peace", UNIT, "paragraph", "Stop.", "", (), ("قف.",), draft=False)
ODD = Entry(
    NOON,
    "ليلى",
    "ar",
    "site",
    OTHER,
    "interface",
    'One "day"',
    "{count} days",
    ("", 'a\nb\r\n\u2028\x85\\"'),
    ("يوم", "يومان", "\N{ZERO WIDTH NON-JOINER}", "", "{}", "\U0001f54a"),
    draft=True,
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def after(*texts: str, unit: str = UNIT, **other: str) -> Entry:
    return replace(SHORT, after=texts, unit=unit, **other)


# The journal


def test_what_was_accepted_is_told_the_newest_first(tmp_path: Path) -> None:
    for one in (SHORT, ODD):
        Journal(tmp_path).accept(one)
    assert Journal(tmp_path).entries() == [ODD, SHORT]
    assert Journal(tmp_path).entries(1) == [ODD]
    assert len((tmp_path / JOURNAL).read_bytes().split()) > 2
    assert "ليلى" in (tmp_path / JOURNAL).read_text("utf-8"), "a person can read it"


def test_without_a_journal_nothing_was_accepted(tmp_path: Path) -> None:
    assert Journal(tmp_path).entries() == []
    assert not (tmp_path / ".publisher").exists()


def test_an_entry_says_what_an_edit_comes_to() -> None:
    segment = Segment("{count} day", "interface", "{count} days")
    edited = Edited(AR, "site", Outcome.CHANGED, segment, ("", ""), ("يوم", "أيام"), draft=True)
    made = entry("Desk", edited)
    wanted = ("Desk", "ar", "site", segment.id, "interface", "{count} day", "{count} days", ("", ""), ("يوم", "أيام"))
    assert made == Entry(made.time, *wanted, draft=True)
    assert abs(datetime.now(UTC) - made.time).seconds < 60


def test_an_edit_of_no_text_has_no_entry() -> None:
    with pytest.raises(ValueError, match="GONE"):
        entry("Desk", Edited(AR, "site", Outcome.GONE))


def test_half_a_character_does_not_hold_up_an_edit(tmp_path: Path) -> None:
    """A browser may send one; nobody can read it, and no file of text can hold it."""
    Journal(tmp_path).accept(after("a\ud83d"))
    assert Journal(tmp_path).entries() == [after("a?")]


def test_nobody_else_can_read_it_and_git_does_not_see_it(tmp_path: Path) -> None:
    (tmp_path / SERVE).mkdir(parents=True)
    (tmp_path / SERVE).chmod(0o777)
    before = os.umask(0)
    try:
        Journal(tmp_path).accept(SHORT)
        Drafts(tmp_path).keep("here", "ar", "peace", UNIT, Draft(("x",), ("",)))
    finally:
        os.umask(before)
    assert [mode(tmp_path / one) for one in (JOURNAL, SERVE, DRAFTS)] == [0o600, 0o700, 0o700]
    assert (tmp_path / ".publisher/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize("name", [".publisher", SERVE, JOURNAL, DRAFTS])
def test_nothing_is_written_through_a_link(name: str, tmp_path: Path) -> None:
    """A workspace from somebody else may bring one along that leads to a file of the user."""
    root, outside = tmp_path / "workspace", tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(b"mine\n")
    (root / name).parent.mkdir(parents=True)
    (root / name).symlink_to(outside / "file" if name == JOURNAL else outside)
    deeds: list[Callable[[], None]] = [
        lambda: Journal(root).accept(SHORT),
        lambda: Drafts(root).keep("here", "ar", "peace", UNIT, Draft(("x",), ("",))),
    ]
    failed = 0
    for deed in deeds:
        with suppress(PublisherError):
            deed()
            continue
        failed += 1
    assert failed == (1 if name in {JOURNAL, DRAFTS} else 2)
    assert [one.name for one in outside.iterdir()] == ["file"]
    assert (outside / "file").read_bytes() == b"mine\n"


# Lines that are cut off


@pytest.mark.parametrize("place", range(0, 240, 7))
def test_wherever_a_crash_cut_it_off_the_rest_is_there_and_the_next_entry_too(place: int, tmp_path: Path) -> None:
    for one in (SHORT, ODD):
        Journal(tmp_path).accept(one)
    path = tmp_path / JOURNAL
    first = path.read_bytes().index(b"\n", 1) + 1
    os.truncate(path, first + place)
    assert Journal(tmp_path).entries() == [SHORT]
    Journal(tmp_path).accept(after("next"))
    assert Journal(tmp_path).entries() == [after("next"), SHORT]


def test_a_line_that_lacks_only_its_end_counts(tmp_path: Path) -> None:
    Journal(tmp_path).accept(SHORT)
    path = tmp_path / JOURNAL
    os.truncate(path, path.stat().st_size - 1)
    Journal(tmp_path).accept(ODD)
    assert Journal(tmp_path).entries() == [ODD, SHORT]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"7" * 5000,
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"time": 3}',
        b"<<time>>",
        b"<<name>>",
        b"<<after>>",
    ],
    ids=repr,
)
def test_a_line_that_is_no_entry_is_passed_over(line: bytes, tmp_path: Path) -> None:
    Journal(tmp_path).accept(SHORT)
    row = json.loads((tmp_path / JOURNAL).read_bytes())
    for name, wrong in {"time": "yesterday", "name": None, "after": [1]}.items():
        line = line.replace(f"<<{name}>>".encode(), json.dumps({**row, name: wrong}).encode())
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(line + b"\n")
    Journal(tmp_path).accept(ODD)
    assert Journal(tmp_path).entries() == [ODD, SHORT]


def test_a_full_disk_is_told_and_spoils_no_later_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, write = Journal(tmp_path), os.write
    journal.accept(SHORT)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[: len(data) // 2]))
        with pytest.raises(PublisherError, match=r"journal\.jsonl: could not be written: No space left"):
            journal.accept(ODD)
    assert journal.entries() == [SHORT]
    journal.accept(ODD)
    assert journal.entries() == [ODD, SHORT]


def test_what_another_server_writes_is_seen_and_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.accept(SHORT)
    assert journal.entries() == [SHORT]
    Journal(tmp_path).accept(ODD)
    assert journal.entries() == [ODD, SHORT]
    path = tmp_path / JOURNAL
    with path.open("r+b") as file:
        file.write(b"#" * 20)
    assert journal.entries() == [ODD, SHORT]
    os.truncate(path, 0)
    assert journal.entries() == [], "but a file that became shorter is another one"
    journal.accept(SHORT)
    path.unlink()
    assert journal.entries() == []
    journal.accept(ODD)
    assert journal.entries() == [ODD]


def test_a_journal_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir(parents=True)
    with pytest.raises(PublisherError, match=r"journal\.jsonl: cannot be read"):
        Journal(tmp_path).entries()


def test_many_at_once_do_not_mix_their_lines(tmp_path: Path) -> None:
    journals = [Journal(tmp_path), Journal(tmp_path)]
    texts = [f"{number} " + "سلام " * (number % 40) for number in range(300)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: journals[len(one) % 2].accept(after(one)), texts))
    assert {one.after[0] for one in journals[0].entries()} == set(texts)
    assert len(journals[1].entries()) == len(texts)


# What is lost

HERE = ("ar", "peace")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


def accepted(journal: Journal, *entries: Entry) -> Journal:
    for one in entries:
        journal.accept(one)
    return journal


def test_a_text_that_no_catalog_holds_is_lost(journal: Journal) -> None:
    accepted(journal, after("a"), after("b", unit=OTHER))
    assert journal.lost({HERE: {"a", "b", "c"}}) == {}
    assert journal.lost({HERE: {"a"}}) == {1: after("b", unit=OTHER)}
    assert list(journal.lost({HERE: set()})) == [1, 0], "the newest first"


def test_what_a_later_entry_replaced_is_not_lost(journal: Journal) -> None:
    changed = replace(after("b"), before=("a",))
    accepted(journal, after("a"), changed)
    assert journal.lost({HERE: {"b"}}) == {}
    assert journal.lost({HERE: {"a"}}) == {1: changed}


def test_what_was_accepted_again_is_lost_once(journal: Journal) -> None:
    accepted(journal, after("a"), after("a"))
    assert list(journal.lost({HERE: set()})) == [1]


def test_what_another_program_took_away_before_the_next_entry_is_lost(journal: Journal) -> None:
    """Nobody saw it go: the next person found the text of that program there."""
    accepted(journal, after("a"), replace(after("b"), before=("an old copy",)))
    assert list(journal.lost({HERE: {"b"}})) == [0]


@pytest.mark.parametrize("other", [{"unit": OTHER}, {"domain": "site"}, {"locale": "ku"}], ids=str)
def test_an_entry_of_another_text_replaces_nothing(other: dict[str, str], journal: Journal) -> None:
    accepted(journal, after("a"), after("b", **other))
    held = {HERE: {"b"}, ("ar", "site"): {"b"}, ("ku", "peace"): {"b"}}
    assert journal.lost(held) == {0: after("a")}


@pytest.mark.parametrize("emptied", [(), ("",), ("", " \n")], ids=repr)
def test_what_somebody_emptied_is_not_lost(emptied: tuple[str, ...], journal: Journal) -> None:
    accepted(journal, after("a"), replace(after(*emptied), before=("a",)))
    assert journal.lost({HERE: set()}) == {}


def test_of_a_counted_text_each_form_counts_and_empty_ones_do_not(journal: Journal) -> None:
    accepted(journal, after("one", "", "many"))
    assert journal.lost({HERE: {"one", "many"}}) == {}
    assert list(journal.lost({HERE: {"one"}})) == [0]


def test_spaces_around_a_text_are_no_part_of_it(journal: Journal) -> None:
    assert accepted(journal, after(" a ")).lost({HERE: {"a"}}) == {}


def test_the_texts_of_a_statement_with_another_name_are_looked_for_in_all_of_the_language(journal: Journal) -> None:
    accepted(journal, after("a"), after("b", unit=OTHER))
    assert journal.lost({("ar", "truce"): {"a"}, ("ku", "peace"): {"b"}}) == {1: after("b", unit=OTHER)}


def test_of_a_catalog_that_cannot_be_read_nothing_is_said(journal: Journal) -> None:
    assert accepted(journal, after("a")).lost({HERE: None}) == {}


def test_what_another_program_overwrote_is_found_in_a_workspace(workspace: Workspace) -> None:
    """An editor that had the file open saves what it had read."""
    project, journal = Project.open(workspace.root), Journal(workspace.root)
    path, arabic = workspace.root / workspace.po("ar"), project.settings.targets[0]
    (document,) = project.documents()
    segment = document.segments[3]
    old = path.read_bytes()
    catalog = project.parse(old, arabic, "peace")
    journal.accept(after("ours", unit=segment.id))
    catalog.put(segment, ["ours"], draft=True)
    workflow.save(project, catalog, "peace", old)

    def lost() -> list[int]:
        return list(journal.lost({HERE: project.translations(arabic, "peace").texts()}))

    assert lost() == []
    theirs = old.replace(b"ar: People fled", b"theirs")
    assert theirs != old
    path.write_bytes(theirs)
    assert lost() == [0]
    workspace.edit("source/peace.md", segment.source, "Something else.")
    workflow.save(project, catalog, "peace", theirs)
    workspace.run("update")
    assert lost() == [], "a text that is out of use, or stands in a comment, is there"


# Drafts

PLACE = ("here", "ar", "peace")
TYPED = Draft(("قف", "قفا"), ("", ""), "Stop.")


def typed(text: str, base: str = "") -> Draft:
    return Draft((text,), (base,), "Stop.")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path)


def test_what_is_typed_is_there_after_a_start(drafts: Drafts, tmp_path: Path) -> None:
    drafts.keep(*PLACE, UNIT, TYPED)
    drafts.keep(*PLACE, OTHER, typed("x\ud83d"))
    drafts.keep(*PLACE, OTHER, typed("x\u2028y"))
    assert Drafts(tmp_path).of(*PLACE) == drafts.of(*PLACE) == {UNIT: TYPED, OTHER: typed("x\u2028y")}
    assert Drafts(tmp_path).earlier(*PLACE) == {}


def test_everybody_has_drafts_of_their_own_for_each_catalog(drafts: Drafts, tmp_path: Path) -> None:
    places = [PLACE, ("0123456789ab", "ar", "peace"), ("here", "ku", "peace"), ("here", "ar", "site")]
    for number, place in enumerate(places):
        drafts.keep(*place, UNIT, typed(str(number)))
    for one in (drafts, Drafts(tmp_path)):
        assert [one.of(*place)[UNIT].targets for place in places] == [("0",), ("1",), ("2",), ("3",)]


def test_what_was_accepted_is_forgotten(drafts: Drafts, tmp_path: Path) -> None:
    drafts.keep(*PLACE, UNIT, TYPED)
    drafts.forget(*PLACE, UNIT)
    drafts.forget(*PLACE, OTHER)
    assert drafts.of(*PLACE) == Drafts(tmp_path).of(*PLACE) == {}


def test_nothing_is_written_where_nothing_changes(drafts: Drafts, tmp_path: Path) -> None:
    drafts.keep(*PLACE, UNIT, TYPED)
    before = (tmp_path / DRAFTS / "here.ar.peace.json").stat()
    drafts.keep(*PLACE, UNIT, TYPED)
    drafts.forget(*PLACE, OTHER)
    assert (tmp_path / DRAFTS / "here.ar.peace.json").stat().st_ino == before.st_ino


def test_what_was_typed_last_over_the_same_state_counts(drafts: Drafts) -> None:
    for text in ("a", "ab", "abc"):
        drafts.keep(*PLACE, UNIT, typed(text))
    assert drafts.of(*PLACE) == {UNIT: typed("abc")}
    assert drafts.earlier(*PLACE) == {}


def two_browsers(drafts: Drafts) -> None:
    """One of them shows what the file held before somebody changed it; both are typed into in turn."""
    for text, base in [("old", ""), ("new", "theirs"), ("older", ""), ("newer", "theirs")]:
        drafts.keep(*PLACE, UNIT, typed(text, base))


def test_what_was_typed_over_another_state_does_not_vanish(drafts: Drafts, tmp_path: Path) -> None:
    two_browsers(drafts)
    for one in (drafts, Drafts(tmp_path)):
        assert one.of(*PLACE) == {UNIT: typed("newer", "theirs")}
        assert one.earlier(*PLACE) == {UNIT: (typed("older"),)}
    drafts.forget(*PLACE, UNIT)
    for one in (drafts, Drafts(tmp_path)):
        assert one.of(*PLACE) == {}
        assert one.earlier(*PLACE) == {UNIT: (typed("older"),)}, "nobody has seen it where the other was accepted"
    drafts.forget(*PLACE, UNIT, earlier=True)
    assert Drafts(tmp_path).earlier(*PLACE) == {}


def in_box(box: str, text: str, base: str = "") -> Draft:
    return typed(text, base)._replace(box=box)


def two_tabs(drafts: Drafts) -> None:
    """Both show the same state of the catalog, and are typed into in turn, letter by letter."""
    for a, b in [("m", "y"), ("mi", "yo"), ("mine", "yours")]:
        drafts.keep(*PLACE, UNIT, in_box("a", a))
        drafts.keep(*PLACE, UNIT, in_box("b", b))


def test_what_was_typed_in_another_tab_does_not_vanish(drafts: Drafts, tmp_path: Path) -> None:
    two_tabs(drafts)
    for one in (drafts, Drafts(tmp_path)):
        assert one.of(*PLACE) == {UNIT: in_box("b", "yours")}
        assert one.earlier(*PLACE) == {UNIT: (in_box("a", "mine"),)}, "its letters are one text"
    drafts.accept(*PLACE, UNIT, in_box("b", "yours", "yours"))
    for one in (drafts, Drafts(tmp_path)):
        assert one.of(*PLACE) == {}
        assert one.earlier(*PLACE) == {UNIT: (in_box("a", "mine"),)}, "nobody has seen it where the other was accepted"


def test_twin_drafts_of_tabs_without_names_vanish(drafts: Drafts) -> None:
    for text in ("mine", "yours"):
        drafts.keep(*PLACE, UNIT, typed(text))
    assert "mine" not in str([drafts.of(*PLACE), drafts.earlier(*PLACE)])


def test_a_draft_that_a_new_tab_has_shown_is_gone_on_from(drafts: Drafts) -> None:
    drafts.keep(*PLACE, UNIT, in_box("a", "beginning"))
    begun = in_box("b", "begun")._replace(shown=("beginning",))
    drafts.keep(*PLACE, UNIT, begun)
    assert drafts.of(*PLACE) == {UNIT: begun}
    assert drafts.earlier(*PLACE) == {}


def test_a_box_that_was_filled_anew_goes_on_from_what_it_shows_alone(drafts: Drafts, tmp_path: Path) -> None:
    """The first tab shows what was typed in the second one: nobody has given up what was typed in the first before."""
    anew = in_box("c", "yours and more")._replace(shown=("yours",))
    for one in (in_box("a", "mine"), in_box("b", "yours"), anew):
        drafts.keep(*PLACE, UNIT, one)
    for each in (drafts, Drafts(tmp_path)):
        assert each.of(*PLACE) == {UNIT: anew}
        assert each.earlier(*PLACE) == {UNIT: (in_box("a", "mine"),)}


def test_a_text_that_stands_in_the_file_again_takes_nothing_along(drafts: Drafts) -> None:
    """Boxes that are filled twice with the same text are two."""
    first, again = (in_box(name, name, "held")._replace(shown=("held",)) for name in ("a.1", "a.2"))
    between = in_box("b.1", "between", "held")._replace(shown=("held",))
    drafts.keep(*PLACE, UNIT, first)
    drafts.keep(*PLACE, UNIT, between)
    drafts.accept(*PLACE, UNIT, between._replace(base=("between",)))
    drafts.keep(*PLACE, UNIT, again)  # another program has put back what the file held
    assert drafts.of(*PLACE) == {UNIT: again}
    assert drafts.earlier(*PLACE) == {UNIT: (first,)}


def test_a_draft_that_was_given_up_for_what_the_file_has_is_an_earlier_one(drafts: Drafts) -> None:
    drafts.keep(*PLACE, UNIT, in_box("a", "mine"))
    drafts.keep(*PLACE, UNIT, in_box("a", "theirs", "theirs"))
    assert drafts.of(*PLACE) == {}
    assert drafts.earlier(*PLACE) == {UNIT: (in_box("a", "mine"),)}


def test_a_draft_that_goes_on_while_it_is_accepted_is_kept_over_what_was_accepted(drafts: Drafts) -> None:
    drafts.keep(*PLACE, UNIT, in_box("a", "mine and more"))
    drafts.accept(*PLACE, UNIT, in_box("a", "mine", "mine"))
    assert drafts.of(*PLACE) == {UNIT: in_box("a", "mine and more", "mine")}


def test_a_draft_is_kept_while_a_catalog_is_broken(workspace: Workspace) -> None:
    workspace.run("update")
    desk = Desk(workspace.root)
    (segment, *_) = desk.domains["peace"]
    locale = desk.project.settings.targets[0]
    desk.project.po_path(locale, "peace").write_text("msgid", "utf-8")
    place = translate.Place(desk, people.HERE, locale, "peace")
    with pytest.raises(PublisherError):
        _ = place.table
    translate.keep(place, segment.id, Draft(("x",), ("",)))
    assert place.typed[segment.id] == Draft(("x",), ("",), segment.source)


def test_twin_with_one_draft_for_each_text_what_the_other_browser_typed_vanishes(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_module, "EARLIER", 0)
    two_browsers(drafts)
    assert "older" not in str([drafts.of(*PLACE), drafts.earlier(*PLACE)])


def test_earlier_texts_are_not_blank_not_the_same_and_not_too_many(drafts: Drafts) -> None:
    for number in range(30):
        for text in (" ", f"text {number}"):
            drafts.keep(*PLACE, UNIT, typed(text, f"state {number}"))
    drafts.keep(*PLACE, UNIT, typed("text 29", "state 30"))
    texts = [one.targets[0] for one in drafts.earlier(*PLACE)[UNIT]]
    assert texts == [f"text {28 - number}" for number in range(EARLIER)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"u00000001": {"now": {"targets": ["x"',
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"u00000001": 3}',
        b'{"u00000001": {"now": null}}',
        b'{"u00000001": {"now": {"targets": [1], "base": [], "source": ""}, "earlier": []}}',
        b'{"u00000001": {"now": {"targets": ["x"], "base": []}, "earlier": []}}',
    ],
    ids=range(10),
)
def test_a_broken_file_stays_under_another_name_and_stops_nobody(data: bytes, drafts: Drafts, tmp_path: Path) -> None:
    path = tmp_path / DRAFTS / "here.ar.peace.json"
    path.parent.mkdir(parents=True)
    for number in range(2):
        path.write_bytes(data + b" " * number)
        assert drafts.of(*PLACE) == {}
        drafts.keep(*PLACE, UNIT, TYPED)
        assert drafts.of(*PLACE) == Drafts(tmp_path).of(*PLACE) == {UNIT: TYPED}
    kept = sorted(path.parent.glob("here.ar.peace.broken-2*Z.json"))
    assert [one.read_bytes() for one in kept] == [data, data + b" "]


def test_a_link_for_a_file_is_moved_aside_and_not_written_through(drafts: Drafts, tmp_path: Path) -> None:
    path, outside = tmp_path / DRAFTS / "here.ar.peace.json", tmp_path / "outside.json"
    drafts.keep(*PLACE, UNIT, TYPED)
    path.replace(outside)
    data = outside.read_bytes()
    path.symlink_to(outside)
    drafts.keep(*PLACE, OTHER, TYPED)
    assert outside.read_bytes() == data
    assert Drafts(tmp_path).of(*PLACE) == {OTHER: TYPED}


@pytest.mark.parametrize("name", ["", "..", "a/b", "../../etc/passwd", "a\\b", "a.b", "a\0", "ar\n", "a" * 65, "سلام"])
@pytest.mark.parametrize("at", range(3))
def test_a_name_that_is_none_reaches_no_file(at: int, name: str, drafts: Drafts, tmp_path: Path) -> None:
    place = (*PLACE[:at], name, *PLACE[at + 1 :])
    for deed in (
        lambda: drafts.keep(*place, UNIT, TYPED),
        lambda: drafts.of(*place),
        lambda: drafts.forget(*place, UNIT),
    ):
        with pytest.raises(UsageError):
            deed()
    assert not any(one.is_file() and one.name != ".gitignore" for one in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("unit", "draft"),
    [
        (UNIT, typed("س" * 10_001)),
        (UNIT, typed("x", "x" * 20_001)),
        (UNIT, Draft(("x",), ("",), "x" * 20_001)),
        (UNIT, Draft(("x",) * 7, ("",))),
        (UNIT, Draft((), ("",) * 7)),
        ("../../u1", TYPED),
        ("", TYPED),
    ],
    ids=range(7),
)
def test_what_no_catalog_could_hold_is_refused(unit: str, draft: Draft, drafts: Drafts) -> None:
    drafts.keep(*PLACE, OTHER, typed("س" * 10_000))
    with pytest.raises(UsageError):
        drafts.keep(*PLACE, unit, draft)
    assert drafts.of(*PLACE) == {OTHER: typed("س" * 10_000)}


@pytest.mark.parametrize("limit", [("publisher.serve.drafts.MAX_UNITS", 3), ("publisher.po.MAX_FILE", 400)])
def test_there_is_an_end_to_what_one_person_can_type(
    limit: tuple[str, int], drafts: Drafts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(*limit)
    for number in range(3):
        drafts.keep(*PLACE, f"u0000000{number}", typed("x"))
    before = drafts.of(*PLACE)
    with pytest.raises(UsageError, match="too much is typed"):
        drafts.keep(*PLACE, "u0000000a", typed("x" * 200))
    assert drafts.of(*PLACE) == Drafts(tmp_path).of(*PLACE) == before
    drafts.forget(*PLACE, "u00000000")
    assert len(Drafts(tmp_path).of(*PLACE)) == 2


def test_a_full_disk_is_told_and_nothing_is_said_to_be_kept(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts.keep(*PLACE, UNIT, TYPED)

    def fail(_: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(PublisherError, match="No space left"):
            drafts.keep(*PLACE, OTHER, TYPED)
    assert drafts.of(*PLACE) == {UNIT: TYPED}


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    """In two servers, of which each reads again what the other one wrote."""
    servers = [Drafts(tmp_path), Drafts(tmp_path)]
    units = [f"u{number:08x}" for number in range(120)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda unit: servers[int(unit, 36) % 2].keep(*PLACE, unit, typed(unit)), units))
    for one in (*servers, Drafts(tmp_path)):
        assert one.of(*PLACE) == {unit: typed(unit) for unit in units}


def test_twin_without_reading_again_two_servers_lose_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_module, "_state", lambda _: ())
    one, other = Drafts(tmp_path), Drafts(tmp_path)
    one.keep(*PLACE, UNIT, TYPED)
    other.keep(*PLACE, OTHER, TYPED)
    monkeypatch.undo()
    assert UNIT not in Drafts(tmp_path).of(*PLACE)


@pytest.mark.parametrize("attempts", [private.ATTEMPTS, 1], ids=["ours", "twin: one attempt"])
def test_a_run_that_clears_away_temporary_files_disturbs_nobody(
    attempts: int, drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command line that begins while somebody types takes the file that is being written for a leftover."""
    drafts.keep(*PLACE, UNIT, typed("a"))
    fsync = os.fsync

    def begin(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", fsync)
        fsync(descriptor)
        with files.locked(tmp_path):
            pass

    monkeypatch.setattr(private, "ATTEMPTS", attempts)
    monkeypatch.setattr(os, "fsync", begin)
    with suppress(PublisherError):
        drafts.keep(*PLACE, UNIT, typed("b"))
    assert Drafts(tmp_path).of(*PLACE) == {UNIT: typed("b" if attempts > 1 else "a")}


def test_one_keystroke_takes_little_time_among_500_drafts(drafts: Drafts) -> None:
    for number in range(500):
        drafts.keep(*PLACE, f"u{number:08x}", Draft(("سلام " * 60,), ("",), "peace " * 60))
    start = time.perf_counter()
    for number in range(20):
        drafts.keep(*PLACE, UNIT, typed("x" * number))
    assert (time.perf_counter() - start) / 20 < 0.1


# Killed


@dataclass
class Life:
    """What became of a server that was killed over and over: what it said is safe, and what of that is gone."""

    accepted: set[tuple[int, int]] = field(default_factory=set)
    edits_lost: set[tuple[int, int]] = field(default_factory=set)
    drafts_lost: set[tuple[int, int]] = field(default_factory=set)
    cut: int = 0


@pytest.fixture
def place() -> Iterator[Path]:
    """Answer an empty folder on a disk that is never waited for: here only the order of things matters."""
    need_linux()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder).resolve()


def life(place: Path, rounds: int, *, typists: int = 1, twin: str = "", seed: int = 1) -> Life:
    """Start servers in one workspace, kill them at any moment, and cut the power; again and again."""
    root, choose, result = place / "workspace", random.Random(seed), Life()  # noqa: S311  # not for secrets
    root.mkdir(parents=True)
    start = 0
    for _ in range(rounds):
        numbers, flushed = killed(place, start, typists, twin, choose)
        result.accepted |= numbers
        start = max((number for _, number in result.accepted), default=start) + 10_000
        path, size = root / JOURNAL, (root / JOURNAL).stat().st_size
        os.truncate(path, choose.randint(min(flushed, size), size))
        result.cut += path.stat().st_size < size
        typed_ = Drafts(root).of("here", "ar", "peace")
        for typist, number in numbers:
            found = typed_.get(unit_of(typist, number))
            if not found or int(found.targets[0]) < number:
                result.drafts_lost.add((typist, number))
    texts = {one.after[0].split()[0] for one in Journal(root).entries()}
    result.edits_lost = {(typist, n) for typist, n in result.accepted if f"{typist}:{n}" not in texts}
    return result


def killed(place: Path, start: int, typists: int, twin: str, choose: random.Random) -> tuple[set[tuple[int, int]], int]:
    """Let servers run for a moment; answer what they said is safe, and how much of the journal was flushed."""
    root = place / "workspace"
    size = (root / JOURNAL).stat().st_size if (root / JOURNAL).exists() else 0
    notes = [place / f"flushed {number}" for number in range(typists)]
    running = []
    for number, note in enumerate(notes):
        note.write_bytes(size.to_bytes(8, "little"))  # what was there at the start has survived
        command = [sys.executable, TYPIST, root, str(number), str(start), note, twin]
        environment = {**os.environ, "PYTHONPATH": str(TYPIST.parent.parent.parent)}
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, env=environment))
    numbers = set()
    for number, one in enumerate(running):  # all of them are at it
        numbers.add((number, int(one.stdout.readline())))
    time.sleep(choose.random() / 20)
    for one in running:
        one.kill()
    for number, one in enumerate(running):
        said, _ = one.communicate()
        numbers |= {(number, int(line)) for line in said[: said.rfind(b"\n") + 1].split()}
    return numbers, max(int.from_bytes(note.read_bytes(), "little") for note in notes)


def test_a_server_that_is_killed_over_and_over_loses_nothing(place: Path) -> None:
    result = life(place, 20)
    assert not result.edits_lost | result.drafts_lost
    assert len(result.accepted) >= 20
    assert result.cut >= 3, "the test needs lines that are cut off"


def test_three_servers_that_are_killed_over_and_over_lose_nothing(place: Path) -> None:
    result = life(place, 6, typists=3)
    assert not result.edits_lost | result.drafts_lost
    assert len(result.accepted) >= 18


def lives(place: Path, twin: str) -> Iterator[Life]:
    return (life(place / str(seed), 5, twin=twin, seed=seed) for seed in range(20))


def test_twin_without_fsync_accepted_edits_are_lost(place: Path) -> None:
    assert any(one.edits_lost for one in lives(place, "nothing is flushed"))


def test_twin_without_a_new_line_an_edit_is_lost_behind_one_that_was_cut_off(place: Path) -> None:
    assert any(one.edits_lost for one in lives(place, "a line break at the end"))


def test_twin_drafts_that_are_written_in_place_are_lost(place: Path) -> None:
    assert any(one.drafts_lost for one in lives(place, "written in place"))
