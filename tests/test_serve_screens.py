"""The screens around the translate screen: overview, review, files, team, lost texts.

First what they say and do, without a server; then how they behave in Chromium, before ``publish serve`` as it runs. A
test of safety has a twin, named "…bites", in which the fault is there and must be found.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import workflow
from browser import violations
from markupsafe import Markup
from playwright.sync_api import expect
from servers import Server
from workspaces import LATER, STATEMENT, WITHOUT_PRESS, Sound, Workspace

from publisher import po, signoff
from publisher.catalog.reconcile import REPLACED
from publisher.checks.registry import Fix
from publisher.errors import OutdatedError, Problem, PublisherError, UsageError
from publisher.gate import Gate
from publisher.model import Finding, Segment, Severity
from publisher.outputs.templates import environment
from publisher.project import Project
from publisher.serve import arrivals, done, home, lost, reviewing, team, transfer
from publisher.serve.body import LARGEST_FILE
from publisher.serve.desk import Desk
from publisher.serve.guard import Address
from publisher.serve.journal import Entry, Journal
from publisher.serve.people import HERE, People, Person, Role
from publisher.serve.screens import Screens, Viewer
from publisher.serve.views import Found, words_around
from publisher.site.texts import wording_segments
from publisher.wording import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2 import Environment
    from playwright.sync_api import Browser, Page

    from publisher.locale import Locale
    from publisher.serve.standing import HomeView, Line, Step

NOW = datetime(2026, 1, 22, 21, 40, tzinfo=UTC)
ROADS = f"{LATER}The road to the north is closed.\n\nWe ask for 50 things.\n"
WRONG = "Pêaplê flêd în 2019."
"""A translation in which a number is another one."""
TRANSLATOR = Person("aaaaaaaaaaaa", "Nesrin", Role.TRANSLATOR, frozenset({"ku"}))
REVIEWER = Person("bbbbbbbbbbbb", "Azad", Role.REVIEWER, frozenset({"ku"}))


def overview(project: Project, person: Person) -> HomeView:
    return home.for_person(home.standing(project, NOW), person)


@pytest.fixture
def sound(tmp_path: Path) -> Sound:
    """Answer a workspace of two languages in which nothing is left to be done but the review."""
    made = Sound(tmp_path)
    made.complete()
    return made


def opened(workspace: Workspace) -> Project:
    return Project.open(workspace.root)


def target(project: Project, name: str) -> Locale:
    return next(one for one in project.settings.targets if one.id == name)


def lines(workspace: Workspace, person: Person = HERE, slug: str = "peace") -> dict[str, Line]:
    view = overview(opened(workspace), person)
    return {line.locale.id: line for one in view.statements if one.slug == slug for line in one.lines}


def steps(line: Line) -> dict[str, Step]:
    return {one.what: one for one in line.steps}


def change(workspace: Workspace, source: str, domain: str = "peace", locale: str = "ku", **fields: object) -> None:
    """Another program changes what a catalog holds of a text."""
    path = workspace.root / workspace.po(locale, domain)
    entries = po.parse(path.read_bytes(), str(path))
    one = next(each for each in entries if each.msgid == source)
    for name, value in fields.items():
        setattr(one, name, value)
    path.write_bytes(po.serialize(entries))


def shown(workspace: Workspace, template: str, person: Person = HERE, ui: str = "en", **values: object) -> str:
    """A screen as a browser gets it."""
    desk = Desk(workspace.root)
    locale = next(one for one in desk.project.settings.locales if one.id == ui)
    return Screens(desk).render(template, Viewer(person, "token", locale, ""), **values).decode()


# The overview


def test_what_is_left_is_told_in_words_of_the_english(sound: Sound) -> None:
    sound.edit(sound.po("ku"), sound.word("ku", "People fled in 2018."), "")
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), "")
    line = lines(sound)["ku"]
    assert steps(line)["translate"].number == len(["People", "fled", "in", "2018.", "What", "we", "saw"])
    assert line.waits
    assert [part.kind for part in line.parts] == ["translated", "missing"]
    assert not lines(sound)["ar"].waits


def test_each_open_text_is_counted_once_by_what_is_to_be_done(sound: Sound) -> None:
    sound.write("source/roads.md", ROADS)
    sound.run("update")
    sound.translate("ku", "roads")
    sound.edit("source/roads.md", "is closed", "was closed")
    sound.run("update")
    change(sound, "We ask for 50 things.", "roads", flags=["fuzzy"])
    found = steps(lines(sound, slug="roads")["ku"])
    assert {name: one.number for name, one in found.items()} == {"renew": 7, "finish": 5}
    project = opened(sound)
    coverage = project.catalog(target(project, "ku"), "roads").coverage(project.documents()[1].segments)
    assert sum(one.number for one in found.values()) == sum(coverage.words.values()) - coverage.words["translated"]  # type: ignore[index]


def test_mistakes_lead_to_the_first_text_that_has_one(sound: Sound) -> None:
    change(sound, "People fled in 2018.", msgstr=WRONG)
    step = steps(lines(sound)["ku"])["correct"]
    segment = next(one for one in opened(sound).documents()[0].segments if one.source == "People fled in 2018.")
    assert (step.number, step.unit, step.blocks) == (1, segment.id, True)


def test_mistakes_and_what_is_to_be_checked_are_two_things(sound: Sound) -> None:
    change(sound, "People fled in 2018.", msgstr=WRONG)
    change(sound, "What we saw", msgstr="Me çi dît  li wir")
    line = lines(sound)["ku"]
    assert (line.errors, line.warnings) == (1, 1)
    html = shown(sound, "home.html", view=overview(opened(sound), HERE))
    assert '<li><strong class="bad">1 mistake</strong></li><li>1 thing to check</li>' in html


def test_what_would_go_out_is_what_goes_out(sound: Sound) -> None:
    """The overview asks the gate, as the build does."""
    change(sound, "People fled in 2018.", msgstr=WRONG)
    project = opened(sound)
    told = overview(project, HERE).statements[0]
    made = done.build(project, now=NOW).releases[0]
    assert [one.id for one in told.ready] == [one.id for one in made.ready] == ["en", "ar"]
    assert [one.locale.id for one in made.held] == ["ku"]
    assert made.held[0].line
    assert steps(made.held[0].line)["correct"].number == 1


def test_what_would_go_out_bites(sound: Sound) -> None:
    project = opened(sound)
    gate = Gate(project, wording_segments(project), NOW)
    pages = gate.pages(project.documents()[0])
    assert [page.locale.id for page in pages if not gate.verdict(page).waits] == ["en", "ar", "ku"]
    change(sound, "People fled in 2018.", msgstr=WRONG)
    assert [one.id for one in overview(project, HERE).statements[0].ready] == ["en", "ar"]


@pytest.mark.parametrize("required", [False, True])
def test_a_review_comes_when_the_rest_is_done(tmp_path: Path, *, required: bool) -> None:
    sound = Sound(tmp_path)
    if required:
        sound.edit("pyproject.toml", WITHOUT_PRESS, f"{WITHOUT_PRESS}\nrequire_signoff = true")
    sound.complete()
    step = steps(lines(sound)["ku"])["review"]
    assert (step.blocks, step.ready, step.since) == (required, True, None)
    sound.run("sign", "ku", "peace")
    assert "review" not in steps(lines(sound)["ku"])
    assert [part.kind for part in lines(sound)["ku"].parts] == ["signed"]
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), "")
    line = lines(sound)["ku"]
    assert line.lapsed
    if required:
        assert (steps(line)["review"].ready, steps(line)["review"].since) == (False, line.lapsed)
    else:
        assert "review" not in steps(line)


def test_a_file_that_cannot_be_read_holds_back_its_language_alone(sound: Sound) -> None:
    sound.write(sound.po("ku"), 'msgid "x\n')
    found = lines(sound)
    assert found["ku"].coverage is None
    assert [one.what for one in found["ku"].steps] == ["broken"]
    assert sound.po("ku") in found["ku"].steps[0].said
    assert found["ar"].coverage
    assert not found["ar"].waits


def test_the_wording_is_told_once_and_blocks_every_statement(sound: Sound) -> None:
    change(sound, "Draft", "site", msgstr="")
    view = overview(opened(sound), HERE)
    site = next(one for one in view.shared if one.domain == "site")
    line = next(one for one in site.lines if one.locale.id == "ku")
    assert (steps(line)["translate"].number, line.waits) == (1, True)
    assert steps(lines(sound)["ku"])["wording"].blocks
    assert not [one for one in view.tasks if one.step.what == "wording"]


def test_an_embargo_is_of_the_statement_not_of_a_language(sound: Sound) -> None:
    sound.edit("source/peace.md", "date: 2026-01-09", "date: 2026-01-09\nembargo: 2099-01-01T10:00+03:00")
    one = overview(opened(sound), HERE).statements[0]
    assert one.embargo
    assert not one.ready
    assert not any(line.waits for line in one.lines)
    html = shown(sound, "home.html", view=overview(opened(sound), HERE))
    assert "Nothing of it goes out before 1 January 2099, 10:00 +03:00." in html


def test_new_english_is_counted_and_brought_in(sound: Sound) -> None:
    sound.edit("source/peace.md", "People fled in 2018.", "People fled in 2018.\n\nNobody came.")
    sound.edit("source/peace.md", "- Protect all civilians.\n", "")
    view = overview(opened(sound), HERE)
    assert (view.new, view.gone) == (1, 1)
    made = done.update(opened(sound))
    assert {(one.locale.id, one.new, one.gone) for one in made.brought} == {("ar", 1, 1), ("ku", 1, 1)}
    view = overview(opened(sound), HERE)
    assert (view.new, view.gone) == (0, 0)
    assert not done.update(opened(sound)).written


def test_only_typos_keep_translations_and_what_is_none_is_told(sound: Sound) -> None:
    sound.edit("source/peace.md", "Protect all civilians", "Protect all civillians")
    sound.run("update", "--minor")
    sound.edit("source/peace.md", "Protect all civillians", "Protect all civilians")
    sound.edit("source/peace.md", "of 3 towns", "of 4 towns")
    made = done.update(opened(sound), minor=True)
    assert [one.after for one in made.refused] == ["All parties must stop the shelling of 4 towns."]
    html = shown(sound, "done.html", done=made)
    assert "shelling of 4 towns" in html
    assert set(steps(lines(sound)["ku"])) == {"renew"}


@pytest.mark.parametrize(
    ("person", "expected"),
    [(HERE, {"ar", "ku"}), (TRANSLATOR, {"ku"}), (replace(TRANSLATOR, locales=frozenset({"de"})), set())],
)
def test_everybody_is_told_what_they_can_do(sound: Sound, person: Person, expected: set[str]) -> None:
    for name in ("ar", "ku"):
        sound.edit(sound.po(name), sound.word(name, "What we saw"), "")
    view = overview(opened(sound), person)
    assert {one.line.locale.id for one in view.tasks if one.step.what == "translate"} == expected
    html = shown(sound, "home.html", person, view=view)
    assert ('data-post="build"' in html) is person.coordinates


def test_reviewers_approve_and_translators_do_not(sound: Sound) -> None:
    assert [one.step.what for one in overview(opened(sound), REVIEWER).tasks] == ["review"]
    assert not overview(opened(sound), TRANSLATOR).tasks
    view = reviewing.view(opened(sound), target(opened(sound), "ku"), "peace", NOW)
    assert 'data-post="sign/ku/peace"' in shown(sound, "review.html", REVIEWER, view=view)
    assert 'data-post="sign' not in shown(sound, "review.html", TRANSLATOR, view=view)


def test_a_build_tells_what_went_out_and_what_waits(sound: Sound) -> None:
    project = opened(sound)
    done.build(project, now=NOW)
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), "")
    made = done.build(project, now=NOW)
    assert (made.folder, made.drafts) == ("public", False)
    assert made.releases[0].held[0].out
    html = shown(sound, "done.html", done=made)
    assert "Published: English and Arabic." in html
    assert "Translate 3 words" in html
    assert "The page that is out stays as it is." in html
    drafts = done.build(project, drafts=True, now=NOW)
    assert (sound.root / "drafts" / "ku" / "peace.html").is_file()
    assert len(drafts.releases[0].ready) == 3
    assert "do not put them on the web" in shown(sound, "done.html", done=drafts)


# The review


def review(workspace: Workspace, name: str = "ku") -> reviewing.ReviewView:
    project = opened(workspace)
    found = reviewing.view(project, target(project, name), "peace", NOW)
    assert found
    return found


def covered_texts(workspace: Workspace) -> list[signoff.Shown]:
    """The texts that a sign-off of the Kurdish translation covers."""
    project = opened(workspace)
    gate = Gate(project, wording_segments(project), NOW)
    page = next(one for one in gate.pages(project.documents()[0]) if one.locale.id == "ku")
    return [one for one in page.shown() if one.source]


def test_the_review_shows_all_that_is_approved(sound: Sound) -> None:
    """Every text that a sign-off covers stands on the screen, in both languages, as often as on the page."""
    quote = '> They said: [go][1] now.\n\n[1]: https://example.org/go "Go there"\n\n'
    sound.edit("source/peace.md", "People fled", f"{quote}People fled")
    update = "updates:\n  - date: 2026-01-10\n    text: A number was wrong.\n"
    sound.edit("source/peace.md", "---\n\nAll", f"{update}---\n\nAll")
    sound.complete()
    view, covered = review(sound), covered_texts(sound)
    assert sorted(one.unit for one in view.rows if one.unit) == sorted(one.id for one in covered)
    html = shown(sound, "review.html", view=view)
    for one in covered:
        if "[" not in one.source:
            assert one.source in html
            assert one.target in html


def test_the_review_shows_all_bites(sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "_body", lambda _page: iter(()))
    assert len([one for one in review(sound).rows if one.unit]) < len(covered_texts(sound))


def test_a_text_that_stands_twice_is_told_of_once(sound: Sound) -> None:
    sound.edit("source/peace.md", "- Protect all civilians.\n", "- Protect all civilians.\n- Protect all civilians.\n")
    rows = [one for one in review(sound).rows if "Protect" in one.source.html]
    assert [one.first for one in rows] == [True, False]


def test_one_language_never_stands_in_for_the_other(sound: Sound) -> None:
    """The publication rule: drafts and what is missing are told in words; readers get neither here."""
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), "")
    change(sound, "People fled in 2018.", flags=["fuzzy"])
    rows = {one.source.html: one for one in review(sound).rows}
    assert (rows["What we saw"].lacks, rows["What we saw"].target) == ("missing", None)
    assert rows["People fled in 2018."].lacks == "unconfirmed"
    html = shown(sound, "review.html", view=review(sound))
    assert sound.word("ku", "People fled in 2018.") not in html
    assert html.count("What we saw") == 1
    assert "Not translated yet." in html


def test_one_language_never_stands_in_bites(sound: Sound) -> None:
    assert sound.word("ku", "People fled in 2018.") in shown(sound, "review.html", view=review(sound))


def test_what_changed_since_the_approval_is_marked(sound: Sound) -> None:
    sound.run("sign", "ku", "peace", "--by", "legal desk")
    assert not [one for one in review(sound).rows if one.change]
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), sound.word("ku", "What we saw") + " me")
    sound.edit("source/peace.md", "- Protect all civilians.\n", "")
    sound.edit("source/peace.md", "date: 2026-01-09", "date: 2026-01-10")
    view = review(sound)
    assert {one.source.html: one.change for one in view.rows if one.change} == {"What we saw": "translation"}
    assert {(one.kind, one.what) for one in view.otherwise} >= {("gone", "Protect all civilians."), ("value", "date")}
    html = shown(sound, "review.html", view=view)
    assert "changed since the approval" in html
    assert "the day of the statement" in html


def test_what_is_not_translated_is_read_along(sound: Sound) -> None:
    kept = "<!-- notranslate -->\n> Words of a witness.\n\n```text\ncode\n```\n\n- One\n  - Two\n\n"
    sound.edit("source/peace.md", "People fled", f"{kept}People fled")
    sound.complete()
    rows = {one.source.html.strip(): one for one in review(sound).rows}
    assert (rows["Words of a witness."].unit, rows["Words of a witness."].lacks) == ("", "")
    assert any(one.kind == "code" and not one.unit for one in rows.values())
    assert (rows["One"].depth, rows["Two"].depth, rows["Two"].source.mark) == (1, 2, "•")
    assert shown(sound, "review.html", view=review(sound)).count("Words of a witness.") == 2


def test_who_has_withdrawn_is_not_named(sound: Sound) -> None:
    assert "Dawlaty" in shown(sound, "review.html", view=review(sound))
    sound.edit("source/peace.md", "  - Dawlaty", "  - name: Dawlaty\n    withdrawn: true")
    assert "Dawlaty" not in shown(sound, "review.html", view=review(sound))


def test_of_a_file_that_cannot_be_read_the_review_says_why(sound: Sound) -> None:
    seen = review(sound).seen
    sound.write(sound.po("ku"), 'msgid "x\n')
    view = review(sound)
    assert (view.rows, view.may_be_signed) == ([], False)
    html = shown(sound, "review.html", view=view)
    assert sound.po("ku") in html
    assert 'data-post="sign' not in html
    with pytest.raises(PublisherError):
        reviewing.approve(opened(sound), view.locale, "peace", "", seen)


def test_exactly_what_was_read_is_approved(sound: Sound) -> None:
    view, project = review(sound), opened(sound)
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), sound.word("ku", "What we saw") + " me")
    made = reviewing.approve(project, view.locale, "peace", "legal desk", view.seen)
    assert (made.done, made.outdated) == (False, True)
    assert not (sound.root / "locales/ku/signoff.json").exists()
    assert "The text has changed since you opened this page" in shown(sound, "done.html", done=made)
    made = reviewing.approve(project, view.locale, "peace", "legal desk", review(sound).seen)
    assert (made.done, made.outdated) == (True, False)
    assert lines(sound)["ku"].signed
    assert signoff.read((sound.root / "locales/ku/signoff.json").read_bytes(), "")["peace"].by == "legal desk"


def test_exactly_what_was_read_bites(sound: Sound) -> None:
    """Without what was read, whatever stands there is signed."""
    review(sound)
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), sound.word("ku", "What we saw") + " me")
    assert workflow.sign(opened(sound), "ku", "peace").record


@pytest.mark.parametrize("what", ["wording", "signatory", "date"])
def test_a_change_around_the_text_is_one_too(sound: Sound, what: str) -> None:
    view, project = review(sound), opened(sound)
    if what == "wording":
        sound.edit(sound.po("ku", "site"), sound.word("ku", "All statements"), "Hemû")
    elif what == "signatory":
        sound.edit("source/peace.md", "  - Dawlaty\n", "  - Dawlaty\n  - Ezdina\n")
    else:
        sound.edit("source/peace.md", "date: 2026-01-09", "date: 2026-01-10")
    assert reviewing.approve(project, view.locale, "peace", "", view.seen).outdated


def test_an_empty_digest_approves_nothing(sound: Sound) -> None:
    project = opened(sound)
    assert reviewing.approve(project, target(project, "ku"), "peace", "", "").outdated


@pytest.mark.parametrize("by", ["nesrin@example.org", " ", "a\nb"])
def test_a_person_is_no_role(sound: Sound, by: str) -> None:
    view = review(sound)
    with pytest.raises(UsageError, match="is no role"):
        reviewing.approve(opened(sound), view.locale, "peace", by, view.seen)


def test_what_cannot_be_approved_yet_says_why(sound: Sound) -> None:
    sound.edit(sound.po("ku"), sound.word("ku", "What we saw"), "")
    view = review(sound)
    assert not view.may_be_signed
    html = shown(sound, "review.html", view=view)
    assert "It cannot be approved yet" in html
    assert "Translate 3 words" in html
    made = reviewing.approve(opened(sound), view.locale, "peace", "", view.seen)
    assert (made.done, made.outdated) == (False, False)
    assert made.line
    assert [(one.what, one.number) for one in made.line.before_review] == [("translate", 3)]
    assert "Translate 3 words" in shown(sound, "done.html", done=made)
    assert 'lang="en"' not in shown(sound, "done.html", ui="ar", done=made)


def test_the_new_english_is_told_once_and_as_a_step(sound: Sound) -> None:
    sound.edit("source/peace.md", "People fled", "Nobody came.\n\nPeople fled")
    html = shown(sound, "review.html", view=review(sound))
    assert "Bring in the new English" in html
    assert "publish update" not in html


def test_the_new_english_is_told_once_bites(sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    sound.edit("source/peace.md", "People fled", "Nobody came.\n\nPeople fled")
    monkeypatch.setattr(reviewing, "is_of_the_file", lambda _finding: False)
    assert "publish update" in shown(sound, "review.html", view=review(sound))


def test_for_the_wording_of_the_pages_no_approval_waits(sound: Sound) -> None:
    change(sound, "Draft", "site", msgstr="")
    view = review(sound)
    assert view.may_be_signed
    assert not view.line.before_review
    assert '. <a href="#approve">' in shown(sound, "review.html", view=view)


def test_findings_and_remarks_stand_beside_their_text(sound: Sound) -> None:
    change(sound, "People fled in 2018.", msgstr=WRONG)
    comment = "offered from peace\nremark: who fled?\nsaved at the same time by another program: x"
    change(sound, "People fled in 2018.", tcomment=comment)
    row = next(one for one in review(sound).rows if "People" in one.source.html)
    assert [(one.check, one.severity) for one in row.found] == [("number", Severity.ERROR)]
    assert row.comment == ["who fled?"]
    html = shown(sound, "review.html", view=review(sound))
    assert "who fled?" in html
    assert "A number is missing or different" in html


# What the checks say, in the language of the interface


class Shown(HTMLParser):
    """The text of a part of a screen before anything in it is opened, and what stands in elements of one name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.pieces = "", list[tuple[str, str | None, str]]()
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "input":
            self._open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, _tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(tag == "details" for tag, _ in self._open):
            self.text += data
        if self._open and self._open[-1][0] in {"del", "ins", "mark"}:
            self.pieces.append((*self._open[-1], data))


SAID = Finding(
    "number",
    Severity.ERROR,
    "2018 has become 2019",
    "write 2018",
    "ku",
    "peace",
    "",
    1,
    Segment("People fled in 2018.", "paragraph"),
    "Xelk di 2019an de reviyan.",
    9,
    "2018",
)


def findings(sound: Sound, *found: Found, ui: str = "ku") -> Shown:
    return Shown(shown(sound, "findings.html", ui=ui, found=found, locale=target(opened(sound), "ku")))


def test_a_finding_is_told_without_english_words(sound: Sound) -> None:
    """What the check says is English: it is there for whoever opens it."""
    told = findings(sound, Found(SAID))
    assert told.pieces == [("mark", "ku", "2019an"), ("mark", "en", "2018")]
    assert SAID.message not in told.text
    assert "Kurmanji" not in told.text
    html = shown(sound, "review.html", ui="ku", view=replace(review(sound), found=[SAID]))
    assert ("mark", "ku", "2019an") in Shown(html).pieces
    assert SAID.message in html
    assert SAID.message not in Shown(html).text


def test_a_finding_without_english_words_bites() -> None:
    assert SAID.message in Shown(f"<p>{SAID.message}</p>").text


def test_a_certain_repair_is_shown_before_and_after(sound: Sound) -> None:
    target_, fix = "Me çi dît  li wir ", Fix(9, 11, " ")
    finding = SAID._replace(target=target_, at=9, near="")
    told = findings(sound, Found(finding, 0, "Me çi dît li wir ", *words_around(target_, fix)))
    assert told.pieces == [("del", "ku", "dît  li"), ("ins", "ku", "dît li")]


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("Me çi dît", 0, "Me"),
        ("Me çi dît", 7, "dît"),
        ("Me çi , dît", 5, "çi ,"),
        ("Me çi  ", 5, "çi  "),
        (" Me", 0, " Me"),
        ("Me", 2, "Me"),
        ("Me", -1, ""),
        ("", 0, ""),
    ],
)
def test_the_word_that_a_finding_is_about(sound: Sound, text: str, at: int, word: str) -> None:
    told = findings(sound, Found(SAID._replace(target=text, at=at, near="")))
    assert told.pieces == ([("mark", "ku", word)] if word else [])


@pytest.mark.parametrize(
    ("text", "fix", "old", "new"),
    [
        ("In this wrod here", Fix(9, 11, "or"), "wrod", "word"),
        ("one,two three", Fix(4, 4, " "), "one,two", "one, two"),
        ("  one", Fix(0, 2, ""), "  one", "one"),
        ("a  ", Fix(1, 3, ""), "a  ", "a"),
        ("wo\u200brd here", Fix(2, 3, ""), "", ""),  # nobody could see what became of it
    ],
)
def test_a_repair_is_shown_as_whole_words(text: str, fix: Fix, old: str, new: str) -> None:
    assert words_around(text, fix) == (old, new)


# Why something is not answered


@pytest.mark.parametrize(("person", "is_open"), [(HERE, True), (TRANSLATOR, False)])
def test_why_is_open_to_coordinators(sound: Sound, person: Person, *, is_open: bool) -> None:
    problem = Problem("no PO file", "locales/ku/x.po", 3)
    html = shown(sound, "problem.html", person, problems=[problem], status=422)
    assert ("<details open>" in html) is is_open
    assert "no PO file" in html
    assert "Nothing was changed." in Shown(html).text


def test_who_only_looked_is_not_told_that_nothing_was_changed(sound: Sound) -> None:
    html = shown(sound, "problem.html", problems=[], status=422, asked=True)
    assert "Nothing was changed." not in html
    assert "This cannot be shown until a file is mended; what you write is kept." in html


# Files


@pytest.mark.parametrize("form", ["docx", "xlsx", "xliff", "xliff2", "csv", "tmx", "html"])
def test_a_file_is_what_the_command_line_writes(sound: Sound, form: str) -> None:
    project = opened(sound)
    sent = transfer.export(project, target(project, "ku"), "peace", form)
    path = sound.root / sent.name
    assert sound.run("export", "ku", "peace", "--to", form, "-o", str(path)).code == 0
    assert path.read_bytes() == sent.data
    assert sent.media.partition("/")[0] in {"application", "text"}


def test_everything_and_what_is_open(sound: Sound) -> None:
    project = opened(sound)
    locale = target(project, "ku")
    assert transfer.export(project, locale, transfer.ALL, "tmx").name == "all.ku.tmx"
    with pytest.raises(UsageError, match="nothing is open there"):
        transfer.export(project, locale, "peace", "docx", only_open=True)
    with pytest.raises(UsageError, match="no such statement"):
        transfer.export(project, locale, "../peace", "docx")
    with pytest.raises(UsageError, match="no such format"):
        transfer.export(project, locale, "peace", "exe")
    view = transfer.view(project)
    assert view.counts["ku/peace"] == {"open": 0, "done": 10}
    assert view.counts["ku/_all"]["done"] == sum(
        one["done"] for name, one in view.counts.items() if name.startswith("ku/") and not name.endswith("_all")
    )


def returned(workspace: Workspace, changes: dict[str, str], **options: Any) -> bytes:  # noqa: ANN401
    """A table as a translator sends it back."""
    project = opened(workspace)
    text = transfer.export(project, target(project, "ku"), "peace", "csv", **options).data.decode("utf-8-sig")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text.encode("utf-8-sig")


@pytest.fixture
def house(sound: Sound) -> arrivals.Arrivals:
    return arrivals.Arrivals(Journal(sound.root))


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_what_a_file_would_bring_is_shown_before_anything_is_written(sound: Sound, house: arrivals.Arrivals) -> None:
    data = returned(sound, {sound.word("ku", "What we saw"): sound.word("ku", "What we saw") + " me"})
    before = tree(sound.root)
    view = house.read(opened(sound), HERE, "C:\\Users\\nesrin\\peace.ku.csv", data)
    assert tree(sound.root) == before
    assert (view.name, view.changes) == ("peace.ku.csv", True)
    assert view.offers[0].counts == {"updated": 1, "unchanged": 9}
    assert "1 text is put in, finished" in shown(sound, "import.html", view=view)
    made = house.take_in(opened(sound), HERE, view.id)
    assert [(one.locale.id, one.finished, one.drafts) for one in made.puts] == [("ku", 1, 0)]
    assert sound.word("ku", "What we saw") + " me" in sound.read(sound.po("ku"))
    entry = Journal(sound.root).entries()[0]
    assert (entry.name, entry.source, entry.after) == (
        HERE.name,
        "What we saw",
        (sound.word("ku", "What we saw") + " me",),
    )
    with pytest.raises(UsageError, match="not held any more"):
        house.take_in(opened(sound), HERE, view.id)


def test_what_cannot_be_written_is_not_called_accepted(sound: Sound, house: arrivals.Arrivals) -> None:
    data = returned(sound, {sound.word("ku", "What we saw"): "Me çi dît"})
    view = house.read(opened(sound), HERE, "x.csv", data)
    (sound.root / sound.po("ku")).chmod(0o444)
    with pytest.raises(PublisherError, match="read-only"):
        house.take_in(opened(sound), HERE, view.id)
    assert not Journal(sound.root).entries()
    (sound.root / sound.po("ku")).chmod(0o644)
    assert house.take_in(opened(sound), HERE, view.id).puts[0].finished == 1


def test_a_doubtful_row_is_told_with_its_reason(sound: Sound, house: arrivals.Arrivals) -> None:
    data = returned(sound, {sound.word("ku", "What we saw"): "What we saw"})
    sound.edit(sound.po("ku"), sound.word("ku", "People fled in 2018."), "Gel di 2018an de reviya.")
    data = data.replace(sound.word("ku", "People fled in 2018.").encode(), b"Xelk di 2018an de reviya.")
    view = house.read(opened(sound), HERE, "x.csv", data)
    assert {one.outcome for one in view.offers[0].told} == {"draft", "conflict"}
    html = shown(sound, "import.html", view=view)
    assert "was changed since the table went out" in html
    assert "both texts are kept, as a draft" in html
    house.take_in(opened(sound), HERE, view.id)
    text = sound.read(sound.po("ku"))
    assert "Gel di 2018an de reviya." in text
    assert "Xelk di 2018an de reviya." in text


def test_drafts_are_finished_only_if_somebody_says_so(sound: Sound, house: arrivals.Arrivals) -> None:
    change(sound, "What we saw", flags=["fuzzy"])
    data = returned(sound, {sound.word("ku", "What we saw"): "Tiştê ku me dît"})
    for accept, expected in ((False, (0, 1)), (True, (1, 0))):
        view = house.read(opened(sound), HERE, "x.csv", data)
        assert view.unsure == 1
        before = sound.read(sound.po("ku"))
        made = house.take_in(opened(sound), HERE, view.id, accept_drafts=accept)
        assert (made.puts[0].finished, made.puts[0].drafts) == expected
        sound.write(sound.po("ku"), before)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.pdf", b"%PDF", "not a format that can be imported"),
        ("x.docx", b"PK\x03\x04broken", "."),
        ("x.csv", b"\xff\xfe\x00", "."),
        ("x.xlf", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "document type"),
        ("", b"", "not a format"),
    ],
)
def test_a_bad_file_is_refused_in_words(
    sound: Sound, house: arrivals.Arrivals, name: str, data: bytes, said: str
) -> None:
    with pytest.raises(PublisherError, match=said) as caught:
        house.read(opened(sound), HERE, name, data)
    html = shown(sound, "problem.html", problems=caught.value.problems, status=422)
    assert "Traceback" not in html
    assert caught.value.problems[0].hint


def test_a_file_waits_until_the_new_english_is_brought_in(sound: Sound, house: arrivals.Arrivals) -> None:
    data = returned(sound, {sound.word("ku", "What we saw"): "Me çi dît"})
    sound.edit("source/peace.md", "People fled", "Nobody came.\n\nPeople fled")
    with pytest.raises(OutdatedError) as caught:
        house.read(opened(sound), HERE, "x.csv", data)
    html = shown(sound, "problem.html", problems=caught.value.problems, status=409)
    assert 'href="/en/#behind"' in html
    assert "publish update" not in html
    done.update(opened(sound))
    assert house.read(opened(sound), HERE, "x.csv", data).changes


def test_a_file_is_for_whoever_sent_it_and_few_are_held(sound: Sound, house: arrivals.Arrivals) -> None:
    made = [returned(sound, {sound.word("ku", "What we saw"): f"Me dît {name}"}) for name in "abc"]
    keys = [house.read(opened(sound), HERE, "x.csv", data).id for data in made]
    with pytest.raises(UsageError, match="not held any more"):
        house.take_in(opened(sound), TRANSLATOR, keys[-1])
    with pytest.raises(UsageError, match="not held any more"):
        house.take_in(opened(sound), HERE, keys[0])
    assert house.take_in(opened(sound), HERE, keys[1]).puts
    crowd = [replace(TRANSLATOR, id=f"{n:012x}") for n in range(arrivals.EVERY)]
    for one in crowd:
        house.read(opened(sound), one, "x.csv", made[0])
    with pytest.raises(UsageError, match="not held any more"):
        house.take_in(opened(sound), HERE, keys[2])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("peace.ku.docx", "peace.ku.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a.csv", "a.csv"),
        ("\u202efdp.csv\x00", "fdp.csv"),
        ("", "file"),
        ("x" * 500 + ".xlf", "x" * 96 + ".xlf"),
    ],
)
def test_names_of_files_are_words_not_paths(said: str, name: str) -> None:
    assert arrivals.file_name(said) == name


# The team


ADDRESS = Address("192.168.1.5", 8710)


def test_an_invitation_is_a_link_that_lets_one_person_in(sound: Sound) -> None:
    project, people = opened(sound), People(sound.root)
    made = team.invite(project, people, ADDRESS, "Nesrin", "translator", "ku")
    assert made.link.startswith("http://192.168.1.5:8710/start?token=")
    person = people.who(made.link.partition("=")[2])
    assert person
    assert (person.name, person.role, person.locales) == ("Nesrin", Role.TRANSLATOR, {"ku"})
    view = team.view(project, people, Journal(sound.root), ADDRESS)
    assert [(one.person.name, [each.id for each in one.locales]) for one in view.guests] == [("Nesrin", ["ku"])]
    html = shown(sound, "guests.html", view=view, invited=made)
    assert made.link in html
    assert made.link not in shown(sound, "guests.html", view=view, invited=None)
    people.revoke(person.id)
    assert not team.view(project, people, Journal(sound.root), ADDRESS).guests


def test_a_coordinator_is_one_for_all_languages(sound: Sound) -> None:
    project, people = opened(sound), People(sound.root)
    team.invite(project, people, ADDRESS, "Azad", "coordinator", "ku")
    assert people.invitations()[0].person.locales == frozenset()


@pytest.mark.parametrize(
    ("name", "role", "locale", "said"),
    [
        ("x", "king", "", "no such role"),
        ("x", "translator", "de", "nothing is translated"),
        ("", "translator", "", "name"),
    ],
)
def test_an_invitation_that_says_nothing_is_refused(sound: Sound, name: str, role: str, locale: str, said: str) -> None:
    people = People(sound.root)
    with pytest.raises(UsageError, match=said):
        team.invite(opened(sound), people, ADDRESS, name, role, locale)
    assert not people.invitations()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", False),
        ("127.1.2.3", False),
        ("localhost", False),
        ("::1", False),
        ("192.168.1.5", True),
        ("desk", True),
    ],
)
def test_whether_others_can_come_at_all_is_told(sound: Sound, host: str, *, expected: bool) -> None:
    view = team.view(opened(sound), People(sound.root), Journal(sound.root), Address(host, 8710))
    assert view.open is expected
    html = shown(sound, "team.html", view=view, invited=None)
    assert ("publish serve --host" in html) is not expected
    assert ("is not encrypted" in html) is expected


def accepted(**changes: Any) -> Entry:  # noqa: ANN401
    """What the journal says of an edit; no catalog has anything of it."""
    unit, before, after = Segment("What we saw", "heading").id, ("Me dît",), ("Me çi dît",)
    one = Entry(NOW, "Nesrin", "ku", "peace", unit, "heading", "What we saw", "", before, after, draft=False)
    return replace(one, **changes)


def test_the_journal_is_for_coordinators_and_tells_what_changed(sound: Sound) -> None:
    journal = Journal(sound.root)
    journal.accept(accepted())
    journal.accept(accepted(domain="gone", locale="de", draft=True))
    view = team.view(opened(sound), People(sound.root), journal, ADDRESS)
    assert [(one.name, one.locale and one.locale.id, one.draft) for one in view.edits] == [
        ("Nesrin", None, True),
        ("Nesrin", "ku", False),
    ]
    assert view.edits[1].changes == [(("same", "Me "), ("added", "çi "), ("same", "dît"))]
    assert "<ins>" in shown(sound, "team.html", view=view, invited=None)


def test_who_started_the_server_is_told_in_words(sound: Sound) -> None:
    journal, project = Journal(sound.root), opened(sound)
    journal.accept(accepted(name=HERE.name))
    made = [
        shown(sound, "team.html", view=team.view(project, People(sound.root), journal, ADDRESS), invited=None),
        shown(sound, "lost.html", view=lost.view(project, journal)),
    ]
    for html in made:
        assert "Who started the workspace" in html
        assert f">{HERE.name}<" not in html


# Lost texts


def test_an_accepted_text_that_is_in_no_file_is_put_back_as_a_draft(sound: Sound) -> None:
    journal, project = Journal(sound.root), opened(sound)
    journal.accept(accepted())
    found = lost.view(project, journal).lost
    assert [(one.entry.after, one.now, one.live, one.kept) for one in found] == [
        (("Me çi dît",), (sound.word("ku", "What we saw"),), True, True)
    ]
    assert lost.locale_of(journal, found[0].number) == "ku"
    html = shown(sound, "lost.html", view=lost.view(project, journal))
    assert "Me çi dît" in html
    assert "Nesrin" in html
    assert "are in no file any more" in html
    assert "Nesrin" not in shown(sound, "lost.html", REVIEWER, view=lost.view(project, journal))
    lost.put_back(project, journal, TRANSLATOR, found[0].number)
    catalog = project.translations(target(project, "ku"), "peace")
    segment = next(one for one in project.documents()[0].segments if one.source == "What we saw")
    assert (catalog.forms(segment), catalog.is_draft(segment)) == (["Me çi dît"], True)
    assert f"# {REPLACED}{sound.word('ku', 'What we saw')}" in sound.read(sound.po("ku"))
    assert lost.view(project, journal).lost == []
    assert "are in no file any more" not in shown(sound, "lost.html", view=lost.view(project, journal))
    assert (journal.entries()[0].name, journal.entries()[0].draft) == ("Nesrin", True)
    with pytest.raises(UsageError, match="not lost any more"):
        lost.put_back(project, journal, TRANSLATOR, found[0].number)


def test_a_lost_text_can_be_let_go(sound: Sound) -> None:
    journal, project, before = Journal(sound.root), opened(sound), sound.read(sound.po("ku"))
    journal.accept(accepted())
    made = lost.let_go(project, journal, TRANSLATOR, lost.view(project, journal).lost[0].number)
    assert not lost.view(project, journal).lost
    assert sound.read(sound.po("ku")) == before
    assert "<h2>" in shown(sound, "done.html", done=made)


def test_lost_bites(sound: Sound) -> None:
    """A text that is in its file, or in the comment of its entry, is not lost."""
    journal = Journal(sound.root)
    journal.accept(accepted(after=(sound.word("ku", "What we saw"),)))
    assert not lost.view(opened(sound), journal).lost
    journal.accept(accepted())
    assert lost.view(opened(sound), journal).lost


def test_a_lost_text_whose_english_is_gone_is_kept_out_of_use(sound: Sound) -> None:
    journal, project = Journal(sound.root), opened(sound)
    journal.accept(accepted())
    sound.edit("source/peace.md", "## What we saw", "## What they saw")
    sound.run("update")
    before = {one.msgid for one in po.parse((sound.root / sound.po("ku")).read_bytes(), "") if not one.obsolete}
    found = lost.view(project, journal).lost
    assert [(one.live, one.kept) for one in found] == [(False, True)]
    lost.put_back(project, journal, HERE, found[0].number)
    assert "Me çi dît" in sound.read(sound.po("ku"))
    assert not lost.view(project, journal).lost
    after = {one.msgid for one in po.parse((sound.root / sound.po("ku")).read_bytes(), "") if not one.obsolete}
    assert after == before
    assert overview(project, HERE).gone == 0


def test_a_lost_text_of_a_statement_that_is_gone_cannot_be_put_back(sound: Sound) -> None:
    journal, project = Journal(sound.root), opened(sound)
    journal.accept(accepted(domain="older"))
    found = lost.view(project, journal).lost
    assert [one.kept for one in found] == [False]
    with pytest.raises(UsageError, match="no file that could hold"):
        lost.put_back(project, journal, HERE, found[0].number)


def test_a_broken_file_loses_nothing_and_hides_nothing(sound: Sound) -> None:
    journal = Journal(sound.root)
    journal.accept(accepted())
    sound.write(sound.po("ku"), 'msgid "x\n')
    assert not lost.view(opened(sound), journal).lost


# Nothing that people write is ever markup


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


class Tags(HTMLParser):
    """The names of all elements of a page, and their attributes that run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if (tag == "script" and "src" not in named) or any(name.startswith("on") for name in named):
            self.bad.append(tag)
        if "alert(1)" in (named.get("href") or ""):
            self.bad.append(f"{tag} href")


def hostile_screens(sound: Sound) -> dict[str, str]:
    """Every screen, with what somebody from outside wrote wherever they can."""
    sound.write(
        "source/peace.md", STATEMENT.replace("A call for peace", json.dumps(HOSTILE)).replace("What we saw", HOSTILE)
    )
    sound.run("update")
    path = sound.root / sound.po("ku")
    entries = po.parse(path.read_bytes(), "")
    for one in entries[1:]:
        one.msgstr, one.flags, one.tcomment = f"{HOSTILE} [x](javascript:alert(1)) ku", [], f"remark: {HOSTILE}"
    path.write_bytes(po.serialize(entries))
    journal, people, project = Journal(sound.root), People(sound.root), opened(sound)
    journal.accept(accepted(name=HOSTILE, source=HOSTILE, after=(HOSTILE,), unit="u12345678"))
    made = team.invite(project, people, ADDRESS, HOSTILE[:60], "translator", "ku")
    uploaded = arrivals.Arrivals(journal).read(
        project, HERE, f"{HOSTILE}.csv", returned(sound, {HOSTILE: f"{HOSTILE} x"})
    )
    locale = target(project, "ku")
    return {
        "home": shown(sound, "home.html", view=overview(project, HERE)),
        "review": shown(sound, "review.html", view=review(sound)),
        "files": shown(sound, "files.html", view=transfer.view(project)),
        "import": shown(sound, "import.html", view=uploaded),
        "team": shown(sound, "team.html", view=team.view(project, people, journal, ADDRESS), invited=made),
        "lost": shown(sound, "lost.html", view=lost.view(project, journal)),
        "built": shown(sound, "done.html", done=done.build(project, drafts=True, now=NOW)),
        "approved": shown(sound, "done.html", done=reviewing.approve(project, locale, "peace", "", review(sound).seen)),
    }


def test_nothing_that_people_write_is_markup(sound: Sound) -> None:
    for name, html in hostile_screens(sound).items():
        assert Tags(html).bad == [], name
        if name != "approved":
            assert "alert(1)" in html, name


class Ids(HTMLParser):
    """The ids of a page that are given to several elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(html)
        self.twice = {one for one in self.seen if self.seen.count(one) > 1}

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [value for name, value in attrs if name == "id" and value]


def test_each_id_names_one_element(sound: Sound) -> None:
    assert {name: found for name, html in hostile_screens(sound).items() if (found := Ids(html).twice)} == {}


def test_each_id_names_one_element_bites(sound: Sound) -> None:
    html = shown(sound, "home.html", view=overview(opened(sound), HERE))
    assert Ids(html.replace('id="dots"', 'id="hatch"')).twice == {"hatch"}


def test_nothing_that_people_write_bites(sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same screens, rendered as Jinja does if it is not told to escape."""

    def careless(folders: Sequence[Path]) -> Environment:
        found = environment(folders)
        found.autoescape = False
        found.finalize = lambda value: value.__html__() if isinstance(value, Phrase) else value
        return found

    monkeypatch.setattr("publisher.serve.screens.environment", careless)
    monkeypatch.setattr("publisher.wording.escape", Markup)
    found = {name for name, html in hostile_screens(sound).items() if Tags(html).bad}
    assert found == {"home", "review", "files", "import", "team", "lost", "built"}


# In a browser, before the server as it runs


SCREENS = {"home": "", "review": "review/ku/peace", "files": "files", "team": "team", "lost": "lost"}


@contextmanager
def visitor(browser: Browser, server: Server, link: str = "", **options: Any) -> Iterator[Page]:  # noqa: ANN401
    """Somebody who has come in by a link; a page that complains about anything fails the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda one: said.append(str(one)))
    page.goto(link or f"http://{server.authority}/start?token={server.token}")
    yield page
    context.close()
    assert [one for one in said if "status of 4" not in one] == []


def address(server: Server, path: str = "", ui: str = "en") -> str:
    return f"http://{server.authority}/{ui}/{path}"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a workspace in which there is something of everything; nobody changes anything in it."""
    made = Sound(tmp_path_factory.mktemp("busy"))
    made.edit(
        "pyproject.toml", "[tool.publisher.locales.ku]", "[tool.publisher.locales.ku]\n[tool.publisher.locales.ckb]"
    )
    made.complete()
    made.run("sign", "ku", "peace", "--by", "legal desk")
    made.run("sign", "ar", "peace")
    made.write("source/roads.md", ROADS)
    made.run("update")
    made.translate("ku", "roads")
    change(made, "We ask for 50 things.", "roads", flags=["fuzzy"])
    change(made, "What we saw", msgstr="Me çi dît")
    change(made, "People fled in 2018.", msgstr=WRONG, tcomment="remark: who fled?")
    change(made, "Protect all civilians.", msgstr="")
    made.edit("source/roads.md", "is closed", "was closed")
    Journal(made.root).accept(accepted())
    Journal(made.root).accept(
        accepted(domain="roads", unit="u12345678", source="It was closed.", locale="ar", after=("كان",))
    )
    team.invite(opened(made), People(made.root), ADDRESS, "Nesrin", "translator", "ku")
    with Server(made.root) as server:
        yield server


@pytest.fixture
def served(sound: Sound) -> Iterator[tuple[Sound, Server]]:
    with Server(sound.root) as server:
        yield sound, server


each_screen = pytest.mark.parametrize("path", SCREENS.values(), ids=SCREENS)
each_direction = pytest.mark.parametrize("ui", ["en", "ar", "ku", "ckb"])


@pytest.fixture(scope="module")
def reader(browser: Browser, busy: Server) -> Iterator[Page]:
    """Somebody who looks at everything and changes nothing."""
    with visitor(browser, busy) as page:
        yield page


@each_direction
@each_screen
def test_axe(reader: Page, busy: Server, axe: str, path: str, ui: str) -> None:
    reader.goto(address(busy, path, ui))
    assert reader.get_attribute("html", "dir") == ("rtl" if ui in {"ar", "ckb"} else "ltr")
    reader.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert violations(reader, axe) == []


def test_axe_bites(browser: Browser, busy: Server, axe: str) -> None:
    with visitor(browser, busy) as page:
        page.goto(address(busy))
        page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        page.evaluate("document.querySelector('main .about').style.color = '#ddd'")
        found = violations(page, axe)
    assert any("image-alt" in one for one in found)
    assert any("light 360 color-contrast" in one for one in found)


TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main *")].filter(one => {
    const {left, right, width} = one.getBoundingClientRect();
    return width && !one.closest(".heard, thead, [hidden], svg") && (left < -1 || right > room + 1);
  }).map(one => one.outerHTML.slice(0, 120));
}"""


@each_direction
@each_screen
def test_nothing_is_cut_off_on_a_phone(reader: Page, busy: Server, path: str, ui: str) -> None:
    reader.set_viewport_size({"width": 360, "height": 740})
    reader.goto(address(busy, path, ui))
    for size in ("100%", "200%"):
        reader.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert reader.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert reader.evaluate(TOO_WIDE) == []


def test_nothing_is_cut_off_bites(browser: Browser, busy: Server) -> None:
    with visitor(browser, busy, viewport={"width": 360, "height": 740}) as page:
        page.goto(address(busy))
        page.evaluate("document.querySelector('h1').style.inlineSize = '400px'")
        assert page.evaluate(TOO_WIDE) != []


TABLE = ("table", "row", "columnheader", "rowheader", "cell")


def heard(page: Page) -> dict[str, int]:
    """The parts of tables as programs for blind readers are told of them."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [one["role"]["value"] for one in nodes if not one["ignored"]]
    return {one: roles.count(one) for one in TABLE if one in roles}


@pytest.mark.parametrize("path", ["", "review/ku/peace", "team"])
def test_a_table_laid_out_as_cards_is_a_table_to_the_ear(browser: Browser, busy: Server, path: str) -> None:
    with visitor(browser, busy) as page:
        page.goto(address(busy, path))
        wide = heard(page)
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("getComputedStyle(document.querySelector('tbody td')).display") == "block"
        assert heard(page) == wide
        assert set(wide) == set(TABLE)


def test_the_overview_follows_the_files_and_leaves_the_focus_alone(
    browser: Browser, served: tuple[Sound, Server]
) -> None:
    sound, server = served
    with visitor(browser, server) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
        link = page.locator("#l-peace-ku")
        link.focus()
        change(sound, "What we saw", msgstr="")
        expect(page.get_by_role("link", name="Translate 3 words (Kurdish (Kurmanji))")).to_be_visible()
        expect(page.locator("#l-peace-ku")).to_be_focused()
        page.locator("#l-peace-ku").press("Enter")
        page.wait_for_url("**/translate/ku/peace")


def test_new_english_is_brought_in_and_the_site_is_built(browser: Browser, served: tuple[Sound, Server]) -> None:
    sound, server = served
    with visitor(browser, server) as page:
        expect(page.locator("#behind")).to_have_count(0)
        sound.edit("source/peace.md", "People fled in 2018.", "People fled in 2018.\n\nNobody came.")
        expect(page.locator("#behind")).to_contain_text("1 text of it is not in the translations yet.")
        page.get_by_role("button", name="Bring it in").press("Enter")
        expect(page.locator("#result")).to_contain_text("The English was brought in")
        expect(page.locator("#result")).to_be_focused()
        expect(page.locator("#behind")).to_have_count(0)
        assert "Nobody came." in sound.read(sound.po("ku"))
        page.get_by_role("button", name="Build the site").press("Enter")
        expect(page.locator("#result")).to_contain_text("Published: English.")
        expect(page.locator("#result")).to_contain_text("Translate 2 words")
        assert (sound.root / "public" / "en" / "peace.html").is_file()
        assert not (sound.root / "public" / "ku" / "peace.html").exists()


def test_a_translation_is_approved_with_the_keyboard(browser: Browser, served: tuple[Sound, Server]) -> None:
    sound, server = served
    with visitor(browser, server) as page:
        page.goto(address(server, "review/ku/peace"))
        page.get_by_role("link", name="To the approval").press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Your role")).to_be_focused()
        page.keyboard.type("legal desk")
        page.keyboard.press("Enter")
        expect(page.locator("#result")).to_contain_text("Approved")
        expect(page.locator("#result")).to_be_focused()
        expect(page.locator("#approve")).to_contain_text("It is approved, exactly as it stands here.")
        assert signoff.read((sound.root / "locales/ku/signoff.json").read_bytes(), "")["peace"].by == "legal desk"


def test_what_was_not_read_is_not_approved(browser: Browser, served: tuple[Sound, Server]) -> None:
    sound, server = served
    with visitor(browser, server) as page:
        page.goto(address(server, "review/ku/peace"))
        old = page.locator("#texts").inner_text()
        change(sound, "What we saw", msgstr="Me çi dît")
        expect(page.locator("#stale")).to_contain_text("The text has changed since you opened this page")
        assert page.locator("#texts").inner_text() == old
        page.get_by_role("button", name="Approve").click()
        expect(page.locator("#result")).to_contain_text("It was not approved. Read it again")
        assert not (sound.root / "locales/ku/signoff.json").exists()
        page.locator("#stale").get_by_role("button").click()
        expect(page.locator("#texts")).to_contain_text("Me çi dît")
        expect(page.locator("#stale")).to_be_hidden()


def test_remarks_are_added_and_nothing_typed_is_taken_away(browser: Browser, served: tuple[Sound, Server]) -> None:
    sound, server = served
    with visitor(browser, server) as page:
        page.goto(address(server, "review/ku/peace"))
        row = page.locator("tr", has_text="People fled")
        row.get_by_text("Add a remark").click()
        box = row.get_by_role("textbox")
        box.fill("Who fled?")
        change(sound, "What we saw", tcomment="remark: somewhere else")
        page.wait_for_timeout(1500)
        expect(box).to_have_value("Who fled?")
        row.get_by_role("button", name="Add the remark").click()
        expect(row).to_contain_text("Who fled?")
        expect(page.locator("tr", has_text="What we saw")).to_contain_text("somewhere else")
        expect(page.locator("#stale")).to_be_hidden()
        assert "remark: Who fled?" in sound.read(sound.po("ku"))


def test_a_file_goes_out_and_comes_back(browser: Browser, served: tuple[Sound, Server]) -> None:
    sound, server = served
    change(sound, "What we saw", msgstr="")
    with visitor(browser, server) as page:
        page.goto(address(server, "files#ku/peace"))
        page.get_by_label("Only texts that are not finished").check()
        expect(page.get_by_role("link", name="TMX (.tmx)")).to_be_hidden()
        with page.expect_download() as found:
            page.get_by_role("link", name="CSV (.csv)").click()
        assert found.value.suggested_filename == "peace.ku.csv"
        text = Path(found.value.path()).read_text("utf-8-sig")
        back = text.replace(",What we saw,,", ",What we saw,Me çi dît,")
        assert back != text
        sent: Any = {"name": "peace.ku.csv", "mimeType": "text/csv", "buffer": back.encode()}
        page.get_by_label("A file that was taken out here").set_input_files(sent)
        expect(page.locator("#arrived")).to_contain_text("1 text is put in, finished")
        expect(page.locator("#arrived")).to_be_focused()
        assert "Me çi dît" not in sound.read(sound.po("ku"))
        page.get_by_role("button", name="Put it in").click()
        expect(page.locator("#arrived")).to_contain_text("1 text finished")
        assert "Me çi dît" in sound.read(sound.po("ku"))
        page.get_by_label("Language", exact=True).select_option("ku")
        page.get_by_label("What").select_option("peace")
        expect(page.locator("#nothing")).to_be_hidden()


def test_a_bad_file_is_refused_where_it_was_chosen(browser: Browser, served: tuple[Sound, Server]) -> None:
    _, server = served
    with visitor(browser, server) as page:
        page.goto(address(server, "files"))
        sent: Any = {"name": "peace.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
        page.get_by_label("A file that was taken out here").set_input_files(sent)
        expect(page.locator("#arrived")).to_contain_text("not a format that can be imported")


def test_a_file_that_is_too_large_is_not_even_sent(browser: Browser, served: tuple[Sound, Server]) -> None:
    _, server = served
    with visitor(browser, server) as page:
        page.goto(address(server, "files"))
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.method))
        field = page.get_by_label("A file that was taken out here")
        sent: Any = {"name": "peace.ku.csv", "mimeType": "text/csv", "buffer": b"x" * (LARGEST_FILE + 1)}
        field.set_input_files(sent)
        expect(page.locator("#messages")).to_contain_text("That is too large.")
        assert "POST" not in asked
        field.set_input_files({**sent, "buffer": b"x" * LARGEST_FILE})
        expect(page.locator("#arrived .problem")).to_be_visible()
        assert "POST" in asked


def test_a_file_that_comes_too_early_leads_to_the_new_english(browser: Browser, served: tuple[Sound, Server]) -> None:
    sound, server = served
    data = returned(sound, {sound.word("ku", "What we saw"): "Me çi dît"})
    sound.edit("source/peace.md", "People fled in 2018.", "People fled in 2018.\n\nNobody came.")
    with visitor(browser, server) as page:
        page.goto(address(server, "files"))
        sent: Any = {"name": "peace.ku.csv", "mimeType": "text/csv", "buffer": data}
        page.get_by_label("A file that was taken out here").set_input_files(sent)
        expect(page.locator("#arrived")).to_contain_text("The new English has to be brought in first")
        page.get_by_role("link", name="Bring in the new English").press("Enter")
        expect(page.locator("#behind")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Bring it in")).to_be_focused()


def test_somebody_is_invited_comes_in_and_is_let_in_no_longer(browser: Browser, served: tuple[Sound, Server]) -> None:
    _, server = served
    with visitor(browser, server) as page:
        page.goto(address(server, "team"))
        page.get_by_label("Name").fill("Nesrin")
        page.get_by_role("combobox", name="Language").select_option("ku")
        page.get_by_role("combobox", name="Language").press("Tab")
        page.keyboard.press("Enter")
        link = page.get_by_label("The link for Nesrin")
        expect(link).to_be_visible()
        url = link.input_value()
        with visitor(browser, server, url) as guest:
            guest.goto(address(server))
            expect(guest.locator(".person")).to_contain_text("Nesrin")
            expect(guest.get_by_role("button", name="Build the site")).to_have_count(0)
            assert guest.goto(address(server, "team")).status == 403  # type: ignore[union-attr]
            page.get_by_role("button", name="Take it back").click()
            expect(page.locator("#guests")).to_contain_text("Nobody is invited yet.")
            assert guest.goto(address(server)).status == 401  # type: ignore[union-attr]


def test_a_lost_text_comes_back(browser: Browser, served: tuple[Sound, Server]) -> None:
    sound, server = served
    Journal(sound.root).accept(accepted())
    with visitor(browser, server) as page:
        page.goto(address(server, "lost"))
        page.get_by_role("button", name="Put it back as a draft").press("Enter")
        expect(page.locator("#result")).to_contain_text("It is back, as a draft")
        expect(page.locator("#live")).to_contain_text("Nothing is lost.")
        assert "Me çi dît" in sound.read(sound.po("ku"))
