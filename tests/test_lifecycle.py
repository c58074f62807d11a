"""The life of statements and their catalogs: whatever authors and translators do, no work of a translator is lost.

A machine edits statements and catalogs in any order, as authors and the programs of translators do, and runs
`update` in between, on real files. After each run it asks for everything that was ever there.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lifecycle
import pytest
import workflow
from hypothesis import Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from lifecycle import (
    EVERY,
    Block,
    Catalogs,
    Statement,
    is_empty,
    is_finished,
    is_live_draft,
    is_live_finished,
    is_of_the_front_matter,
    is_signed,
    nth,
)

from publisher import document, files, po
from publisher.catalog import Catalog, entry
from publisher.locale import locale
from publisher.merge.minor import why_not_minor
from publisher.model import State
from publisher.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lifecycle import Key, Pair

    from publisher.workflow.update import CatalogChange, Update

SETTINGS = '[tool.publisher]\ntitle = "Statements"\n[tool.publisher.locales.en]\n[tool.publisher.locales.ku]\n'
KU = locale("ku")
CATALOGS = "locales/ku/LC_MESSAGES"
MEMORY_DISK = Path("/dev/shm")  # noqa: S108  # a new folder is made in it; where there is none, on disk
MOST_STATEMENTS = 4

NUMBERS = st.sampled_from((0, 0, 0, 0, 1, 1, 2, 3, 4, 5))
"""Which statement, block, sentence, catalog or entry; after the last, counting goes on from the first.

It is often the first, so that many things happen to one text: that is where work gets lost.
"""
NUMBERS_OR_ALL = st.sampled_from((EVERY, EVERY, EVERY, 0, 0, 0, 0, 1, 2, 3))
ROLES = st.sampled_from(list(lifecycle.ROLES))
SLUGS = st.sampled_from(lifecycle.SLUGS)
SENTENCES = st.sampled_from(lifecycle.SENTENCES)
NAMES = st.sampled_from(lifecycle.NAMES)
TITLES = st.sampled_from(lifecycle.TITLES)
BLOCKS = st.builds(Block, ROLES, st.lists(SENTENCES, min_size=1, max_size=3).map(tuple))
STATEMENTS = st.builds(
    Statement,
    TITLES,
    st.lists(BLOCKS, min_size=1, max_size=6).map(tuple),
    st.lists(NAMES, max_size=2, unique=True).map(tuple),
)
AFTER_AN_EDIT = st.sampled_from(["update", "update", "update this one", "update, minor", "update, and back", "nothing"])
AFTER_WORK = st.sampled_from(["update", "nothing", "nothing"])


def author(**draws: st.SearchStrategy[Any]) -> Callable[[Callable[..., Statement]], Any]:
    """A step of the machine: the function answers what becomes of a statement."""

    def step(change: Callable[..., Statement]) -> Any:  # noqa: ANN401  # a rule has no type
        @wraps(change)
        def edit(machine: Lifecycle, which: int, then: str, **drawn: object) -> None:
            slug = machine.slug(which)
            before = machine.statements[slug]
            machine.write(slug, change(machine, before, **drawn))
            machine.go_on(then, slug)
            if then == "update, and back":
                machine.write(slug, before)
                machine.update(slug)

        return rule(which=NUMBERS, then=AFTER_AN_EDIT, **draws)(edit)

    return step


def translator(
    fits: Callable[[po.Entry], bool], **draws: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Any]:
    """A step of the machine: the function changes an entry of those that fit, in one of the catalogs."""

    def step(work: Callable[..., None]) -> Any:  # noqa: ANN401  # a rule has no type
        @wraps(work)
        def edit(machine: Lifecycle, catalog: int, which: int, then: str, **drawn: object) -> None:
            path = machine.path(catalog)
            entries = po.parse(path.read_bytes(), path.name)
            fitting = sorted(filter(fits, entries[1:]), key=is_of_the_front_matter)
            for one in fitting if which == EVERY else fitting[which : which + 1]:
                work(machine, one, **drawn)
            path.write_bytes(po.serialize(entries))
            machine.go_on(then)

        return rule(catalog=NUMBERS, which=NUMBERS_OR_ALL, then=AFTER_WORK, **draws)(edit)

    return step


class Lifecycle(RuleBasedStateMachine):
    """A workspace, what is done to it, and what was ever in it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="lifecycle-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
        (self.root / "source").mkdir()
        (self.root / "pyproject.toml").write_text(SETTINGS)
        self.project = Project.open(self.root)
        self.statements: dict[str, Statement] = {}
        self.earlier: list[tuple[str, Statement]] = []
        self.deleted: list[tuple[str, Statement]] = []
        self.cut_out: list[Block] = []
        self.renamed: dict[str, str] = {}  # since the last update, by their new names
        self.typed: list[str] = []  # texts and comments, whether an update has read them or not
        self.accepted: set[str] = set()  # texts and comments that an update has read, the texts finished
        self.confirmed: dict[str, set[Pair]] = {}  # by the name of the catalog
        self.signed: set[Pair] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @initialize(first=STATEMENTS, second=STATEMENTS)
    def begin(self, first: Statement, second: Statement) -> None:
        self.write("afrin", first)
        self.write("peace", second)
        self.update()
        for catalog in range(2):
            self.fill(self.path(catalog))
        self.update()

    # What authors do

    @author(at=NUMBERS, block=BLOCKS)
    def insert(self, statement: Statement, at: int, block: Block) -> Statement:
        return statement.inserting(at, block)

    @author(at=NUMBERS)
    def delete(self, statement: Statement, at: int) -> Statement:
        if block := nth(statement.blocks, at):
            self.cut_out.append(block)
        return statement.without(at)

    @author(at=NUMBERS, deleted=NUMBERS)
    def add_again(self, statement: Statement, at: int, deleted: int) -> Statement:
        block = nth(self.cut_out, deleted)
        return statement.inserting(at, block) if block else statement

    @author(at=NUMBERS, to=NUMBERS)
    def move(self, statement: Statement, at: int, to: int) -> Statement:
        return statement.moving(at, to)

    @author(at=NUMBERS)
    def swap(self, statement: Statement, at: int) -> Statement:
        return statement.swapping(at)

    @author(at=NUMBERS_OR_ALL, sentence=NUMBERS)
    def split(self, statement: Statement, at: int, sentence: int) -> Statement:
        return statement.splitting(at, sentence)

    @author(at=NUMBERS)
    def join(self, statement: Statement, at: int) -> Statement:
        return statement.joining(at)

    @author(at=NUMBERS_OR_ALL, role=ROLES)
    def retype(self, statement: Statement, at: int, role: str) -> Statement:
        return statement.retyping(at, role)

    @author(at=NUMBERS_OR_ALL, sentence=NUMBERS, change=st.sampled_from(lifecycle.CHANGES))
    def edit(self, statement: Statement, at: int, sentence: int, change: Callable[[str], str]) -> Statement:
        return statement.editing(at, sentence, change)

    @author(at=NUMBERS_OR_ALL, sentence=SENTENCES)
    def add_a_sentence(self, statement: Statement, at: int, sentence: str) -> Statement:
        return statement.adding(at, sentence)

    @author(at=NUMBERS_OR_ALL, sentence=NUMBERS)
    def remove_a_sentence(self, statement: Statement, at: int, sentence: int) -> Statement:
        return statement.shortening(at, sentence)

    @author(at=NUMBERS, to=NUMBERS)
    def repeat(self, statement: Statement, at: int, to: int) -> Statement:
        """The same text twice is one segment."""
        return statement.repeating(at, to)

    @author(title=TITLES)
    def retitle(self, statement: Statement, title: str) -> Statement:
        return replace(statement, title=title)

    @author(name=NAMES)
    def sign(self, statement: Statement, name: str) -> Statement:
        return statement.signing(name)

    @author(at=NUMBERS)
    def withdraw(self, statement: Statement, at: int) -> Statement:
        return statement.withdrawing(at)

    @rule(back=NUMBERS, then=AFTER_AN_EDIT)
    def take_back(self, back: int, then: str) -> None:
        """A statement becomes what it was before an earlier update."""
        slug, statement = self.earlier[::-1][back % len(self.earlier)]
        if slug in self.statements:
            self.write(slug, statement)
        self.go_on(then, slug)

    @rule(which=NUMBERS, to=SLUGS, then=AFTER_AN_EDIT)
    def rename_statement(self, which: int, to: str, then: str) -> None:
        slug = self.slug(which)
        if to not in self.statements:
            self.write(to, self.remove(slug))
            self.renamed[to] = self.renamed.pop(slug, slug)
        self.go_on(then, to)

    @precondition(lambda self: len(self.statements) < MOST_STATEMENTS)
    @rule(which=NUMBERS, to=SLUGS, then=AFTER_AN_EDIT)
    def copy_statement(self, which: int, to: str, then: str) -> None:
        if to not in self.statements:
            self.write(to, self.statements[self.slug(which)])
        self.go_on(then, to)

    @precondition(lambda self: len(self.statements) > 1)
    @rule(which=NUMBERS, then=AFTER_AN_EDIT)
    def delete_statement(self, which: int, then: str) -> None:
        slug = self.slug(which)
        self.deleted.append((slug, self.remove(slug)))
        self.go_on(then)

    @precondition(lambda self: self.deleted and len(self.statements) < MOST_STATEMENTS)
    @rule(which=NUMBERS, then=AFTER_AN_EDIT)
    def bring_statement_back(self, which: int, then: str) -> None:
        slug, statement = self.deleted[which % len(self.deleted)]
        if slug not in self.statements:
            self.write(slug, statement)
        self.go_on(then, slug)

    # What translators do

    @translator(is_empty)
    def translate(self, one: po.Entry) -> None:
        one.msgstr = self.new_text()

    @rule(catalog=NUMBERS, then=AFTER_WORK)
    def translate_all(self, catalog: int, then: str) -> None:
        self.fill(self.path(catalog))
        self.go_on(then)

    @translator(is_live_draft, forget=st.booleans())
    def confirm(self, one: po.Entry, *, forget: bool) -> None:
        lifecycle.finish(one, forget=forget)

    @translator(is_live_draft, forget=st.booleans())
    def correct_and_confirm(self, one: po.Entry, *, forget: bool) -> None:
        one.msgstr = self.new_text()
        lifecycle.finish(one, forget=forget)

    @translator(is_live_draft)
    def work_on_draft(self, one: po.Entry) -> None:
        one.msgstr = self.new_text()

    @translator(is_live_finished)
    def correct_finished(self, one: po.Entry) -> None:
        one.msgstr = self.new_text()

    @translator(is_live_finished)
    def doubt(self, one: po.Entry) -> None:
        """What was finished becomes a draft: "Needs work" in Poedit."""
        one.flags = ["fuzzy", *one.flags]

    @translator(is_live_finished)
    def empty(self, one: po.Entry) -> None:
        one.msgstr = ""

    @translator(lambda one: not one.obsolete)
    def comment(self, one: po.Entry) -> None:
        one.tcomment = f"{one.tcomment}\n{self.new_text('Nîşe')}".strip()

    @rule(catalog=NUMBERS, then=AFTER_WORK, save=st.sampled_from(lifecycle.PROGRAMS))
    def save_with_another_program(self, catalog: int, then: str, save: Callable[[bytes], bytes]) -> None:
        path = self.path(catalog)
        path.write_bytes(save(path.read_bytes()))
        self.go_on(then)

    # Update, and what holds after it

    @rule()
    def update_everything(self) -> None:
        """The wording of the pages too; and GNU gettext reads what comes out."""
        self.update(everything=True)
        if msgfmt := shutil.which("msgfmt"):
            for slug in self.statements:
                path = self.root / CATALOGS / f"{slug}.po"
                subprocess.run([msgfmt, "--check", "--output-file=/dev/null", path], check=True)

    def go_on(self, then: str, slug: str = "") -> None:
        """What follows on an edit: often nothing yet, so that several come together."""
        if then == "update this one" and slug in self.statements:
            self.update(slug)
        elif then != "nothing":
            self.update(minor=then == "update, minor")

    def update(self, *slugs: str, everything: bool = False, minor: bool = False) -> None:
        chosen = () if everything else slugs or tuple(self.statements)
        before = self.catalogs()
        self.take_note_of(before)
        done = workflow.update(self.project, chosen, minor=minor)
        after = self.catalogs()
        self.nothing_is_lost(before, after)
        self.what_was_accepted_is_somewhere(after)
        for change in done.catalogs:
            name, domain = Path(change.path).name, change.domain
            data = after.data[name]
            assert po.serialize(po.parse(data, name)) == data, "not canonical"
            if domain in self.statements:
                origin = Path(change.renamed_from or change.path).name
                self.nothing_else_is_finished(after, name, origin, minor=minor)
                untouched = self.untouched_segments_stay(before.live(origin), after.live(name))
                self.segments_add_up(change, after.live(name), untouched)
        self.renamed_statements_are_recognised(done, before, after)
        files_now = self.files()
        assert not workflow.update(self.project, chosen, minor=minor).written, "the second update writes"
        assert self.files() == files_now

    def take_note_of(self, before: Catalogs) -> None:
        """What an update reads."""
        self.earlier = [*self.earlier, *self.statements.items()][-12:]
        self.accepted |= {one.msgstr for one in before.entries() if is_live_finished(one)}
        self.accepted |= before.notes().intersection(self.typed)
        for name in before.data:
            self.confirmed.setdefault(name, set()).update(before.finished(name))
        self.signed |= {(one.msgid, one.msgstr) for one in before.entries() if is_signed(one)}

    def nothing_is_lost(self, before: Catalogs, after: Catalogs) -> None:
        """What an update finds in the catalogs it leaves there, finished translations with the English they are of."""
        left = after.texts()
        for text in before.texts().intersection({*self.typed, *self.accepted}) - left:
            # Drafts of paragraphs that were joined are one draft now.
            assert any(text in one for one in left), f"lost: {text}"
        assert not before.notes().intersection(self.typed) - after.notes(), "lost: a comment"
        for name in before.data:
            assert not before.finished(name) - after.finished(name), f"lost: translations with their English in {name}"

    def what_was_accepted_is_somewhere(self, after: Catalogs) -> None:
        """What a translator overwrote or deleted himself is in the history."""
        gone = self.accepted - after.texts() - after.notes()
        if gone:
            history = self.history()
            gone -= history.texts() | history.notes()
            event("only the history has a text")
        assert not gone, f"lost, and not even in the history: {gone}"

    def nothing_else_is_finished(self, after: Catalogs, name: str, origin: str, *, minor: bool) -> None:
        """No changed English has a finished translation, unless the edit was minor or a translator has said so."""
        confirmed = self.confirmed.setdefault(name, set()) | self.confirmed.get(origin, set())
        for english, text in after.finished(name) - confirmed - self.signed:
            befores = [one for one, same in confirmed if same == text]
            assert minor, f"a draft has become finished: {english}"
            assert not all(why_not_minor(one, english) for one in befores), f"no minor edit: {befores} -> {english}"
        self.confirmed[name] |= after.finished(name)

    def untouched_segments_stay(self, before: Mapping[Key, po.Entry], after: Mapping[Key, po.Entry]) -> int:
        """The same text in the same role keeps its translation, its state and what is noted on it."""
        untouched = 0
        for key in before.keys() & after.keys():
            one, other = before[key], after[key]
            same = (one.msgstr, one.tcomment, is_finished(one)) == (other.msgstr, other.tcomment, is_finished(other))
            assert same or not one.msgstr, f"an untouched segment has changed: {key}"
            untouched += same
        return untouched

    def segments_add_up(self, change: CatalogChange, live: Mapping[Key, po.Entry], untouched: int) -> None:
        """Each segment is one entry, in one state, and counted once in what `update` tells."""
        segments = next(one.segments for one in self.project.documents() if one.slug == change.domain)
        assert list(live) == [one.key for one in segments]
        counts = (change.change.kept, change.change.added, change.change.changed, change.change.reused)
        assert sum(counts) == len(segments), f"the counts do not add up: {change}"
        assert min(counts) >= 0
        assert change.change.kept == untouched, f"{untouched} are untouched: {change}"
        states = self.project.translations(KU, change.domain).coverage(segments).segments
        assert sum(states.values()) == len(segments)
        assert states[State.TRANSLATED] == sum(map(is_finished, live.values()))
        assert states[State.UNTRANSLATED] == sum(map(is_empty, live.values()))

    def renamed_statements_are_recognised(self, done: Update, before: Catalogs, after: Catalogs) -> None:
        """Where nothing but the name of the file has changed, the new catalog is made of the old one."""
        taken = {Path(change.renamed_from).stem for change in done.catalogs}
        for change in done.catalogs:
            old, new = self.renamed.pop(change.domain, ""), change.domain
            if old in self.statements or f"{old}.po" not in before.data or f"{new}.po" in before.data:
                continue
            same = before.live(f"{old}.po").keys() == after.live(f"{new}.po").keys()
            assert change.renamed_from or old in taken or not same, f"{old} has become {new}"

    # The workspace

    def slug(self, number: int) -> str:
        return sorted(self.statements)[number % len(self.statements)]

    def write(self, slug: str, statement: Statement) -> None:
        self.statements[slug] = statement
        (self.root / "source" / f"{slug}.md").write_text(statement.markdown)

    def remove(self, slug: str) -> Statement:
        (self.root / "source" / f"{slug}.md").unlink()
        return self.statements.pop(slug)

    def paths(self) -> list[Path]:
        """The catalogs of statements, those too whose statement is gone."""
        return sorted(path for path in (self.root / CATALOGS).glob("*.po") if path.stem in lifecycle.SLUGS)

    def path(self, number: int) -> Path:
        paths = self.paths()
        return paths[number % len(paths)]

    def fill(self, path: Path) -> None:
        entries = po.parse(path.read_bytes(), path.name)
        for one in filter(is_empty, entries[1:]):
            one.msgstr = self.new_text()
        path.write_bytes(po.serialize(entries))

    def new_text(self, what: str = "Wergera") -> str:
        self.typed.append(f"{what} {len(self.typed):04} ya mirovekî")
        return self.typed[-1]

    def catalogs(self) -> Catalogs:
        return Catalogs({path.name: path.read_bytes() for path in (self.root / CATALOGS).glob("*.po")})

    def history(self) -> Catalogs:
        kept = files.History(self.root).versions()
        return Catalogs({f"{one.path} {one.id}": one.kept.read_bytes() for one in kept})

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in (self.root / "locales").rglob("*.po*")}


@pytest.fixture(autouse=True, scope="module")
def _read_once() -> Iterator[None]:
    """A statement is read once for all runs, and so is the wording of the program: most of the time goes there."""
    with pytest.MonkeyPatch.context() as patch:
        wording = Project.open(Path(__file__).parent).shipped_wording(KU)
        patch.setattr(Project, "shipped_wording", lambda *_: wording)
        patch.setattr(document, "read", lru_cache(maxsize=2000)(document.read))
        yield


def test_no_work_of_a_translator_is_lost() -> None:
    run_state_machine_as_test(Lifecycle, settings=settings(max_examples=300, stateful_step_count=30, deadline=None))


# Twins: what the machine would say of an update that does lose something


def expect(failure: str) -> None:
    """Run the machine until it finds something wrong."""
    quick = settings(
        max_examples=50, stateful_step_count=30, deadline=None, phases=[Phase.generate], database=None, derandomize=True
    )
    with pytest.raises(AssertionError, match=failure):
        run_state_machine_as_test(Lifecycle, settings=quick)


def test_twin_a_merge_that_drops_what_it_has_no_place_for(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Catalog.rearrange

    def forgetful(catalog: Catalog, *args: Any) -> None:  # noqa: ANN401  # whatever the original takes
        original(catalog, *args)
        catalog._file[:] = [one for one in catalog._file if not one.obsolete]  # noqa: SLF001

    monkeypatch.setattr(Catalog, "rearrange", forgetful)
    expect("lost: ")


def test_twin_an_update_without_a_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.History, "save", lambda _, *saves: files.write_all([one[:2] for one in saves]))
    monkeypatch.setattr(files.History, "note", lambda *_: None)
    expect("not even in the history")


def test_twin_a_merge_that_leaves_changed_english_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "_make_draft", lambda *_: None)
    expect("a draft has become finished")
