"""Bringing catalogs up to date: the short ways come to the same as the long ones."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import polib
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_spec import EN, KU
from workspaces import Workspace

import publisher.files
from publisher import model, po
from publisher.catalog import Catalog, entry
from publisher.catalog.entry import key_of
from publisher.inputs import Files
from publisher.merge import Change, merge
from publisher.merge.memory import known_in
from publisher.model import SIGNATORY, Segment
from publisher.project import SITE, Project
from publisher.workflow import renew
from publisher.workflow.domains import Packed, packed, texts_of
from publisher.workflow.renew import DATE, Renewal, Renewed
from publisher.workflow.update import update

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from publisher.merge.memory import Known

BEFORE, NOW = "2026-01-01 00:00+0000", "2026-02-02 00:00+0000"
DESK = "Translation desk"

TEXTS = ["All statements", "People fled.", "People fled in 2018.", "{count} call"]
SEGMENTS = st.lists(
    st.builds(
        Segment,
        st.sampled_from(TEXTS),
        st.sampled_from(["paragraph", "interface", SIGNATORY]),
        st.sampled_from(["", "", "", "{count} calls"]),
        st.sampled_from(["source/peace.md", "source/flood.md", ""]),
        notes=st.sampled_from([(), ("Heading 1 of 1",), ("Heading 1 of 1", "not the NGO")]),
    ),
    max_size=5,
    unique_by=lambda one: one.key,
)


# What people and programs do to an entry, and to a file


def finish(one: po.Entry, text: str = "Xelk reviyan.") -> None:
    one.msgstr, one.msgstr_plural = ("", {0: text, 1: text}) if one.msgid_plural else (text, {})


def doubt(one: po.Entry) -> None:
    finish(one)
    one.flags = ["fuzzy", *one.flags]


def offer(one: po.Entry) -> None:
    doubt(one)
    one.tcomment = "offered from elsewhere"


def remember(one: po.Entry) -> None:
    doubt(one)
    one.previous_msgid = "People fled."


def put_away(one: po.Entry) -> None:
    finish(one)
    one.obsolete, one.comment, one.occurrences, one.flags = True, "", [], []


def put_away_with_its_place(one: po.Entry) -> None:
    finish(one)
    one.obsolete = True


def put_away_a_copy(one: po.Entry) -> None:
    remember(one)
    one.obsolete, one.comment, one.occurrences = True, "", []


DEEDS: Sequence[Callable[[po.Entry], object]] = (
    finish,
    lambda one: finish(one, f"ku: {one.msgid}"),
    lambda one: finish(one, " Xelk reviyan. \n"),
    doubt,
    offer,
    remember,
    put_away,
    lambda one: setattr(one, "tcomment", "who fled?"),
    lambda one: setattr(one, "comment", "Another note"),
    lambda one: setattr(one, "occurrences", [("source/peace.md", "12")]),
    lambda one: one.flags.append("no-python-brace-format"),
    lambda one: one.flags.append("python-brace-format"),
)
AWAY = (put_away, put_away_with_its_place, put_away_a_copy)
SAVES: Sequence[Callable[[bytes], bytes]] = (
    lambda data: data,
    lambda data: str(polib.pofile(data.decode(), wrapwidth=20)).encode(),
    lambda data: data.replace(b"Language-Team: Kurdish (Kurmanji)\\n", b"Language-Team: LANGUAGE <LL@li.org>\\n"),
)


@st.composite
def files(draw: st.DrawFn, live: list[Segment] | None = None) -> bytes | None:
    """The bytes of a catalog that was up to date once, and what became of it since; or none."""
    if not draw(st.integers(0, 9)):
        return None
    held = live or draw(SEGMENTS)
    keys = {one.key for one in held}
    gone = [one for one in draw(SEGMENTS) if one.key not in keys]
    catalog = Catalog(KU, EN, "x.po")
    merge(catalog, [*held, *gone])
    catalog.complete_header(header(BEFORE))
    entries = po.parse(catalog.to_bytes(), "x.po")
    for one in entries[1:]:
        deeds = (
            st.lists(st.sampled_from(DEEDS), max_size=1) if key_of(one) in keys else st.tuples(st.sampled_from(AWAY))
        )
        for deed in draw(deeds):
            deed(one)
    return draw(st.sampled_from(SAVES))(po.serialize(entries))


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[Segment], bytes | None]:
    """What a catalog shall hold, and the bytes of its file: made for just that, or for something else."""
    segments = draw(SEGMENTS)
    return segments, draw(st.one_of(files(segments), files()))


def header(now: str) -> dict[str, str]:
    """What the header of a catalog says that was made at a time."""
    dates = {DATE: now, "PO-Revision-Date": now}
    return {"Project-Id-Version": "peace", **dates, "Last-Translator": DESK, "Language-Team": KU.english_name}


def read(data: bytes | None) -> Catalog:
    return project().parse(data, KU, "peace")


@cache
def project() -> Project:
    """A workspace of which nothing but its settings is asked."""
    with TemporaryDirectory() as folder:
        return Project.open(Workspace(Path(folder)).root)


EVERY = settings(max_examples=500, deadline=None)
FIRST = settings(EVERY, phases=[Phase.generate], database=None, derandomize=True)


# A catalog that holds just that already


def merges_held(how: settings) -> list[bool]:
    """Merge many catalogs; answer for each whether it held its segments, and then nothing must have changed."""
    found = []

    @how
    @given(edits())
    def each(edit: tuple[list[Segment], bytes | None]) -> None:
        segments, data = edit
        catalog = read(data)
        before, held = catalog.to_bytes(), catalog.holds(segments)
        change = merge(catalog, segments)
        assert not held or (catalog.to_bytes(), change) == (before, Change(kept=len(segments)))
        assert read(catalog.to_bytes()).holds(segments), "what a merge made is up to date"
        found.append(held)

    each()
    return found


def test_what_a_catalog_holds_already_needs_no_merge() -> None:
    held = merges_held(EVERY)
    assert min(held.count(True), held.count(False)) > 100


@pytest.mark.parametrize("name", ["_is_up_to_date", "_is_put_away"])
def test_twin_looking_less_closely_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, name, lambda one, *_: one)
    with pytest.raises(AssertionError):
        merges_held(FIRST)


# The bytes of a catalog, and their date


def completed(segments: list[Segment], data: bytes | None) -> bytes:
    """The bytes of a catalog that is brought up to date; its date is new if they differ from what was read."""
    catalog = read(data)
    before = catalog.to_bytes()
    merge(catalog, segments)
    catalog.complete_header(header(NOW))
    if catalog.to_bytes() != before:
        catalog.header[DATE] = NOW
    return catalog.to_bytes()


def is_completed_alike(edit: tuple[list[Segment], bytes | None]) -> None:
    segments, data = edit
    assert Renewed(project(), KU, ("peace", segments), data).complete(NOW) == completed(segments, data)


test_a_catalog_has_the_bytes_and_the_date_that_it_has_the_long_way = EVERY(given(edits())(is_completed_alike))


@pytest.mark.parametrize(("owner", "name", "answer"), [(Catalog, "holds", True), (renew, "_below_header", b"")])
def test_twin_a_short_way_that_is_none_is_found(
    owner: object, name: str, answer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, lambda *_: answer)
    with pytest.raises(AssertionError):
        FIRST(given(edits())(is_completed_alike))()


# What catalogs offer each other


LISTED, ANOTHER, GONE = ["peace", "flood", SITE], "later", "gone"
"""Domains: those that are brought up to date, one that is not, and one whose statement is no more."""


@st.composite
def languages(draw: st.DrawFn) -> tuple[dict[str, list[Segment]], dict[str, bytes | None]]:
    """What some domains hold, and the catalogs of these and of others."""
    domains = {name: draw(SEGMENTS) for name in LISTED}
    return domains, {name: draw(files()) for name in (*LISTED, ANOTHER, GONE)}


def offered(domains: Mapping[str, list[Segment]], data: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """The catalogs brought up to date, then filled by looking at every finished translation of every catalog."""
    catalogs = {name: project().parse(data[name], KU, name) for name in data}
    had = {name: catalogs[name].keys for name in domains}
    for name, segments in domains.items():
        merge(catalogs[name], segments)
    known = [one for catalog in catalogs.values() for one in known_in(catalog)]
    shipped = project().shipped_wording(KU)
    vouched = {(*key, plural): targets for key, plural, targets in shipped.finished()} if shipped else {}
    for name, segments in domains.items():
        for one in filter(catalogs[name].wants, segments):
            new = one.key not in had[name]
            if targets := vouched.get((*one.key, one.plural)):
                catalogs[name].fill(one, targets, "" if new else "the wording that comes with the program")
            elif fitting := [other for other in known if (other.source, other.plural) == (one.source, one.plural)]:
                catalogs[name].fill(one, *_best(one, fitting, new=new))
    return {name: catalogs[name].to_bytes() for name in domains}


def _best(segment: Segment, fitting: Sequence[Known], *, new: bool) -> tuple[list[str], str]:
    """The first translation in the same role, or the first one, and where it is from unless nobody has to look."""
    best = min(fitting, key=lambda one: one.context != segment.context)
    alike = all(one.targets == best.targets for one in fitting if one.context == best.context)
    sure = new and alike and best.context == segment.context == SIGNATORY
    return best.targets, "" if sure else best.origin


def is_offered_alike(language: tuple[dict[str, list[Segment]], dict[str, bytes | None]]) -> None:
    domains, data = language
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Files, "read", lambda _, name: data.get(Path(name).stem))
        patch.setattr(Project, "catalogs_of_others", lambda *_: [Path(f"{GONE}.po")])
        patch.setattr(renew, "_origin", lambda *_: None)
        renewal = Renewal(project(), KU, domains, [*LISTED, ANOTHER])
        found = {one.domain: one.catalog.to_bytes() for one in renewal}
    assert found == offered(domains, data)


test_catalogs_are_offered_what_they_would_be_if_everything_was_remembered = EVERY(given(languages())(is_offered_alike))


@pytest.mark.parametrize("forgotten", ["every", "shared"])
def test_twin_a_memory_that_forgets_too_much_is_found(forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renew, "texts_of", lambda places: texts_of(places)._replace(**{forgotten: ()}))
    with pytest.raises(AssertionError):
        FIRST(given(languages())(is_offered_alike))()


def renewed_meanwhile(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, learn: bool = True) -> Change:
    """What is done to a catalog that another program deletes when nothing was open in any of them."""
    workspace.write("source/later.md", workspace.read("source/peace.md"))
    workspace.run("update")
    for domain in ("peace", "later"):
        workspace.translate("ku", domain)
    opened = Project.open(workspace.root)
    domains = {one.slug: one.segments for one in opened.documents()}
    renewal = Renewal(opened, KU, domains, [*domains])
    assert [one.change.added for one in renewal] == [0, 0]
    if not learn:
        monkeypatch.setattr(Renewal, "_learn", lambda *_: None)
    return renewal.anew("later", None, "").change


def test_what_only_another_program_asks_for_is_found_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    change = renewed_meanwhile(workspace, monkeypatch)
    assert (change.added, change.reused > 5) == (0, True)


def test_twin_what_nobody_asked_for_is_not_remembered(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    change = renewed_meanwhile(workspace, monkeypatch, learn=False)
    assert (change.added > 5, change.reused) == (True, 0)


# Memory


@given(st.lists(SEGMENTS, max_size=4))
def test_packed_segments_are_the_same(every: list[list[Segment]]) -> None:
    for segments in every:
        again = Packed([b"", packed(segments)], 1, len(segments))
        assert ([*again], len(again), again[:1]) == (segments, len(segments), segments[:1])
        assert all(isinstance(one, Segment) for one in again)


@given(st.lists(SEGMENTS, max_size=4))
def test_all_texts_that_several_places_have_are_known_to_be_shared(every: list[list[Segment]]) -> None:
    counts = Counter(one.source for segments in every for one in segments)
    found = texts_of(every)
    assert {one for one in TEXTS if one in found.every} == counts.keys()
    assert {one for one in TEXTS if one in found.shared} == {one for one, places in counts.items() if places > 1}


def most_catalogs_at_a_time(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """How many catalogs of statements an update has in memory together."""
    for number in range(30):
        text = workspace.read("source/peace.md").replace("- Dawlaty", f"- Witness {number}")
        workspace.write(f"source/peace-{number}.md", text.replace("People fled", f"{number} people fled"))
    workspace.run("update")
    workspace.edit("source/peace-7.md", "All parties", "Both parties")
    alive, most = WeakSet[Catalog](), [0]
    begin = Renewed.__init__

    def watched(self: Renewed, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  # handed on as they are
        begin(self, *arguments, **named)
        alive.add(self.catalog)
        most.append(len(alive))

    monkeypatch.setattr(Renewed, "__init__", watched)
    workspace.run("update", *args)
    return max(most)


def test_an_update_holds_few_catalogs_at_a_time(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_catalogs_at_a_time(workspace, monkeypatch) <= 5


def test_twin_sign_offs_over_minor_edits_need_all_of_a_language(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert most_catalogs_at_a_time(workspace, monkeypatch, "--minor") > 30


def memory_of_a_statement(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> float:
    """By how many bytes a statement raises the peak of an update, with nothing that is limited."""
    monkeypatch.setattr("publisher.workflow.update.BATCH", 4)
    monkeypatch.setattr("publisher.files.waiting.ROOM", 1000)
    for name in ("_id", "_words"):
        monkeypatch.setattr(model, name, getattr(model, name).__wrapped__)
    peaks = []
    for numbers in (range(10), range(10, 20), range(20, 60)):  # what is needed once comes with the first
        for number in numbers:
            paragraphs = "\n\n".join(f"{number} people fled in week {week}." for week in range(20))
            workspace.write(f"source/peace-{number}.md", f"{workspace.read('source/peace.md')}\n{paragraphs}\n")
        tracemalloc.start()
        done = update(Project.open(workspace.root))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(done.written) >= len(numbers)
    return (peaks[2] - peaks[1]) / 40


def test_a_statement_more_takes_an_update_hardly_any_memory(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert memory_of_a_statement(workspace, monkeypatch) < 5_000


class Held(list[Any]):
    """What `Waiting` is, in memory."""

    def close(self) -> None:
        """Nothing is to be done."""


def test_twin_what_waits_in_memory_takes_much_of_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher.files, "Waiting", Held)
    assert memory_of_a_statement(workspace, monkeypatch) > 10_000
