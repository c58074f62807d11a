"""The coordinators' page: its figures are right, nobody's name is in it, and it is whole, quiet and readable."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

import pytest
import workflow
from workspaces import LATER, REPOSITORY, Sound, Workspace

from publisher.locale import locale
from publisher.model import Coverage, State
from publisher.outputs import badge as badges
from publisher.outputs import coordinators, html
from publisher.project import Project
from publisher.report.coordinators import coordinator_files
from publisher.report.status import status_json
from publisher.workflow import progress as history
from publisher.workflow.coordinate import coordinate
from publisher.workflow.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NOW = datetime(2026, 1, 22, 21, 40, tzinfo=UTC)

ROADS = f"""\
{LATER}The road to the north was closed.

We ask for 50 things.

Nobody came.

- Protect all civilians.
"""
TALKS = "---\ntitle: Before the talks\ndate: 2026-01-05\nembargo: 2099-01-01T10:00+03:00\n---\n\nAll sides must talk.\n"


def open_states(root: Path) -> Sound:
    """A workspace with every state in it: signed, lapsed, changed, offered, wrong, missing, under embargo."""
    made = Sound(root)
    made.complete()
    for name in ("ar", "ku"):
        assert made.run("sign", name, "peace", "--by", "the Canary desk").code == 0
    made.edit(made.po("ku"), made.word("ku", "What we saw"), made.word("ku", "What we saw") + " me")
    made.write("source/roads.md", ROADS)
    made.write("source/talks.md", TALKS)
    made.run("update")
    made.translate("ar", "roads")
    done = ["Open the roads", "The road to the north was closed.", "We ask for 50 things.", "Dawlaty"]
    made.fill("ku", "roads", {"We ask for 50 things.": made.word("ku", "We ask for things.")}, done)
    made.edit("source/roads.md", "was closed", "is closed")
    made.run("update")
    return made


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    return open_states(tmp_path_factory.mktemp("mixed"))


def files_of(workspace: Workspace) -> dict[str, bytes]:
    return coordinator_files(coordinate(Project.open(workspace.root), NOW))


def page_of(workspace: Workspace) -> str:
    return files_of(workspace)["index.html"].decode()


@pytest.fixture(scope="module")
def files(mixed: Sound) -> dict[str, bytes]:
    return files_of(mixed)


@pytest.fixture(scope="module")
def page(files: dict[str, bytes]) -> str:
    return files["index.html"].decode()


class Reading(HTMLParser):
    """What a page says: its tables cell by cell, its texts, its links and what pictures are called."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pictures: list[str] = []
        self._texts: list[str] = []
        self._cell: list[str] | None = None
        self._in_picture = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "table":
            self.tables.append((str(values.get("class")), []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in {"td", "th"}:
            self._cell = []
        elif tag == "a":
            self.links.append(values["href"] or "")
        elif tag == "svg":
            self._in_picture += 1
        elif tag in {"li", "p", "h2", "h3"}:
            self._texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None:
            self.tables[-1][1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
        elif tag == "svg":
            self._in_picture -= 1

    def handle_data(self, data: str) -> None:
        if self._in_picture:
            self.pictures += [data.strip()] if data.strip() else []
            return
        self._texts.append(data)
        if self._cell is not None:
            self._cell.append(data)

    @property
    def lines(self) -> list[str]:
        return [" ".join(line.split()) for line in "".join(self._texts).split("\n") if line.strip()]


def tables(page: str, kind: str) -> list[list[list[str]]]:
    return [rows for name, rows in Reading(page).tables if kind in name.split()]


# What it says


def test_it_says_what_publishing_now_would_give_and_what_blocks_the_rest(page: str) -> None:
    lines = Reading(page).lines
    assert "Publishing now would give English, Arabic and Kurdish (Kurmanji): every language." in lines
    assert "Publishing now would give English." in lines
    assert "Arabic waits for 7 changed words." in lines
    ku = "7 changed words, 3 words offered from memory, 2 words to translate and 1 error (publish check ku)"
    assert f"Kurdish (Kurmanji) waits for {ku}." in lines
    embargo = "the end of its embargo (2099-01-01 10:00 +03:00)"
    assert f"Publishing now would give nothing. Nothing goes out before {embargo}." in lines


def test_it_names_the_command_that_status_names(mixed: Sound, page: str) -> None:
    command = mixed.run("status").out.rpartition("Next:  ")[2].strip()
    assert command == "publish check ku"
    assert f"<code>{command}</code>" in page


def test_the_newest_statement_comes_first(page: str) -> None:
    titles = [page.index(f">{one}<") for one in ("Open the roads", "A call for peace", "Before the talks")]
    assert titles == sorted(titles)


def test_each_language_has_its_figures_by_words_of_the_source(page: str) -> None:
    roads, peace = tables(page, "languages")[:2]
    assert [row[0] for row in roads[1:]] == ["العربية Arabic", "Kurdî (Kurmancî) Kurdish (Kurmanji)"]
    figures = [[cell.rpartition(": ")[2] for cell in row[2:]] for row in roads[1:]]
    assert figures == [
        ["66.6 %", "7", "0", "not signed", "1 warning"],
        ["42.8 %", "10", "2", "not signed", "1 error, 1 warning"],
    ]
    day = locale("en").date(datetime.now(UTC).date())
    assert peace[1][2:] == ["Done: 100 %", "Changed words: 0", "Words left: 0", f"Review: signed on {day}", "Check: ok"]
    assert peace[2][5].startswith(f"Review: lapsed: signed on {day}, changed since")
    assert "Heading 1 of 1: its translation changed" in peace[2][5]


def test_a_bar_tells_the_same_in_words(page: str) -> None:
    pictures = Reading(page).pictures
    told = pictures[pictures.index("Open the roads in Kurdish (Kurmanji): 42.8\u00a0% done") + 1]
    assert told == "9 words translated, 10 words changed in the English, or offered from memory, 2 words to translate."
    signed = pictures[pictures.index("A call for peace in Arabic: 100\u00a0% done") + 1]
    assert signed.endswith("words translated and signed.")


def counts(**words: int) -> Coverage:
    by_state = {state: words.get(state.name.lower(), 0) for state in State}
    return Coverage(by_state, by_state)


def test_the_parts_of_a_bar_are_as_long_as_their_words() -> None:
    found = coordinators.parts(counts(translated=50, fuzzy=20, pretranslated=5, untranslated=25), signed=False)
    assert [(one.kind, one.words) for one in found] == [("translated", 50), ("changed", 25), ("missing", 25)]
    assert [one.length for one in found] == [118, 61, 61]
    assert [one.start for one in found] == [0, 118, 179]


def test_what_is_little_shows_and_only_what_is_complete_looks_so() -> None:
    done, left = coordinators.parts(counts(translated=9999, untranslated=1), signed=True)
    assert done.kind == "signed"
    assert left.length >= coordinators.SLIVER
    assert coordinators.parts(counts(translated=1), signed=False)[0].length == coordinators.BAR


def test_every_text_stands_in_a_row_with_its_state_in_each_language(page: str) -> None:
    roads = tables(page, "texts")[0]
    told = {row[0]: [cell.partition(",")[0] for cell in row[1:]] for row in roads[1:]}
    assert told == {
        "Title Open the roads": ["done", "done"],
        "Paragraph 1 of 3 The road to the north is closed.": ["changed", "changed"],
        "Paragraph 2 of 3 We ask for 50 things.": ["done", "done"],
        "Paragraph 3 of 3 Nobody came.": ["done", "to do"],
        "List item 1 of 1 Protect all civilians.": ["done", "offered"],
        "Signatory Dawlaty": ["done", "done"],
    }
    wrong = next(row for row in roads if "50 things" in row[0])
    assert wrong[1] == "done, Arabic, Paragraph 2 of 3"
    assert wrong[2] == "done, Kurdish (Kurmanji), Paragraph 2 of 3 1 error"
    peace = tables(page, "texts")[1]
    assert {row[1].partition(",")[0] for row in peace[1:]} == {"signed"}
    assert {row[2].partition(",")[0] for row in peace[1:]} == {"done"}


def test_the_first_words_are_what_readers_see(workspace: Workspace) -> None:
    rows = tables(page_of(workspace), "texts")[0]
    assert "List item 2 of 2 See the law." in [row[0] for row in rows]


def test_a_finished_row_can_be_hidden_and_an_open_one_cannot(page: str) -> None:
    assert '<input type="checkbox" class="only" id="only-roads">' in page
    rows = re.findall(r'<tr( class="finished")?>\s*<th scope="row"><span class="about">([^<]*)', page)
    assert (' class="finished"', "Title") in rows
    assert ("", "Paragraph 1 of 3") in rows
    assert ("", "Paragraph 2 of 3") in rows  # translated everywhere, and wrong in one language


def test_what_changed_is_shown_word_by_word_and_what_is_new_in_brief(page: str) -> None:
    assert "The road to the north <del>was</del> <ins>is</ins> closed." in page
    assert "New, with nothing to begin from: 9 words" in page
    assert "<ins>Nobody came.</ins>" in page
    assert (
        f'<p class="text" lang="ku" dir="ltr">{Sound.word(Sound.__new__(Sound), "ku", "Protect all civilians.")}'
        in page
    )


def test_the_wording_and_the_terms_are_told_too(tmp_path: Path) -> None:
    mixed = open_states(tmp_path)
    mixed.write("source/terms.yaml", "- term: ceasefire\n- term: the council\n")
    mixed.run("update")
    mixed.translate("ar", "terms", ["ceasefire"])
    wording, terms = tables(page_of(mixed), "languages")[-2:]
    assert [cell.rpartition(": ")[2] for cell in wording[1][2:]] == ["100 %", "0", "0", "ok"]
    assert [[cell.rpartition(": ")[2] for cell in row[2:]] for row in terms[1:]] == [
        ["33.3 %", "0", "2"],
        ["0 %", "0", "3"],
    ]


def test_what_all_pages_of_a_language_wait_for_is_said_once(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.write("source/other.md", workspace.read("source/peace.md"))
    workspace.fill("ku", "site", {"All statements": ""})
    page = page_of(workspace)
    assert page.count("the wording of the pages: 2 words to translate") == 1
    assert page.count("the wording of its pages (see below)") == 2


def test_the_figures_are_those_of_status_without_who_signed(mixed: Sound, files: dict[str, bytes]) -> None:
    told, said = json.loads(files["status.json"]), json.loads(mixed.run("status", "--format", "json").out)
    peace = next(one for one in said["statements"] if one["slug"] == "peace")
    for one in peace["locales"].values():
        assert one["signoff"].pop("by") == "the Canary desk"
    for one in next(one for one in told["statements"] if one["slug"] == "peace")["locales"].values():
        assert one["signoff"].pop("by") == ""
    assert told == said


def test_every_link_leads_to_a_page_and_a_place_of_the_drafts(
    mixed: Sound, files: dict[str, bytes], tmp_path: Path
) -> None:
    assert mixed.run("build", "--drafts", "-o", str(tmp_path / "drafts")).code == 0
    for name, data in files.items():
        (tmp_path / "drafts" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "drafts" / name).write_bytes(data)
    links = Reading(files["index.html"].decode()).links
    for link in links:
        name, _, place = link.partition("#")
        told = (tmp_path / "drafts" / (name or "index.html")).read_text("utf-8")
        assert not place or f' id="{place}"' in told, link
    assert {"compare/peace/index.html#what-we-saw", "ar/roads.html", "status.json"} < set(links)


def test_of_two_languages_the_pair_is_the_page_with_all(workspace: Workspace) -> None:
    workspace.edit("pyproject.toml", "[tool.publisher.locales.ku]\n", "")
    assert {one.partition("#")[0] for one in Reading(page_of(workspace)).links} >= {"compare/peace/en-ar.html"}


def test_a_workspace_without_translations_has_a_page(tmp_path: Path) -> None:
    made = Workspace(tmp_path)
    made.edit("pyproject.toml", "[tool.publisher.locales.ar]\n[tool.publisher.locales.ku]\n", "")
    made.run("update")
    assert "Publishing now would give English: every language." in Reading(page_of(made)).lines


def test_with_many_languages_the_table_is_moved_by_itself(workspace: Workspace) -> None:
    assert '<div class="scroll"' not in page_of(workspace)
    more = "".join(f"[tool.publisher.locales.{one}]\n" for one in ("fr", "de", "fa", "he"))
    workspace.edit("pyproject.toml", "[tool.publisher.locales.ku]\n", f"[tool.publisher.locales.ku]\n{more}")
    assert '<div class="scroll" role="region" tabindex="0"' in page_of(workspace)


def test_the_same_workspace_gives_the_same_bytes(mixed: Sound) -> None:
    code = (
        "import sys; from datetime import UTC, datetime; from hashlib import sha256; from pathlib import Path\n"
        "from publisher.project import Project\n"
        "from publisher.report.coordinators import coordinator_files\n"
        "from publisher.workflow.coordinate import coordinate\n"
        "files = coordinator_files(coordinate(Project.open(Path(sys.argv[1])), datetime(2026, 1, 22, tzinfo=UTC)))\n"
        "print(sha256(repr(list(files.items())).encode()).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, str(mixed.root)],
            capture_output=True,
            check=True,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "Asia/Damascus"), ("2", "America/Lima"))
    }
    assert len(answers) == 1


# What cannot be read


def test_a_broken_catalog_is_said_and_stops_no_other(mixed: Sound, tmp_path: Path) -> None:
    broken = open_states(tmp_path)
    broken.write(broken.po("ku", "roads"), broken.read(broken.po("ku", "roads")).replace('msgstr "', "msgstr ", 1))
    page = page_of(broken)
    arabic, kurmanji = tables(page, "languages")[0][1:]
    assert arabic == tables(page_of(mixed), "languages")[0][1]
    assert kurmanji[2] == "cannot be read"
    path = broken.po("ku", "roads")
    assert re.search(rf"waits for a file that can be read \({path}:\d+; publish check ku says more\)", page)
    assert {row[2].partition(",")[0] for row in tables(page, "texts")[0][1:]} == {"unreadable"}
    assert "A file of this language cannot be read, so nobody can tell." in Reading(page).lines
    assert files_of(broken)["badges/roads.ku.svg"].count(b"cannot be read") == 1


def test_broken_signoffs_are_said(tmp_path: Path) -> None:
    mixed = open_states(tmp_path)
    mixed.write("locales/ku/signoff.json", "{")
    assert "Review: cannot be read" in {row[5] for rows in tables(page_of(mixed), "languages")[:3] for row in rows}


# Names

CANARIES = ("Canary", "canary@")


def named(files: dict[str, bytes]) -> list[str]:
    """The files in which a name stands."""
    return [name for name, data in files.items() if any(one in data.decode() for one in CANARIES)]


@pytest.fixture
def haunted(tmp_path: Path) -> Workspace:
    """A workspace with people's names wherever its files can hold any."""
    made = open_states(tmp_path)
    made.edit("pyproject.toml", "[tool.publisher.locales.en]", 'desk = "Canary Desk"\n[tool.publisher.locales.en]')
    for domain in ("peace", "roads", "site"):
        path = made.po("ku", domain)
        header = '"Last-Translator: Canary Name <canary@example.org>\\n"\n"X-Canary: Canary\\n"\n"Language-Team: '
        made.edit(path, '"Language-Team: ', header)
        made.write(path, "# Canary wrote this\n" + made.read(path))
        made.write(path, made.read(path).replace("\nmsgctxt", "\n# Canary: check this\nmsgctxt"))
    commit(made.root, "2026-01-05")
    made.write("notes.txt", "x")
    made.write("source/talks.md", TALKS.replace("must talk", "must now talk"))
    commit(made.root, "2026-01-07")
    return made


def test_no_name_of_a_person_is_anywhere(haunted: Workspace) -> None:
    assert progress(Project.open(haunted.root)).days
    assert named(files_of(haunted)) == []


def test_no_name_is_in_what_is_told_of_a_broken_file(haunted: Workspace) -> None:
    header = '"Last-Translator: Canary'
    haunted.edit(haunted.po("ku", "roads"), header, f">{header}")
    haunted.write("locales/ar/signoff.json", haunted.read("locales/ar/signoff.json").replace('"by"', '"by Canary"'))
    assert named(files_of(haunted)) == []


def told_by_status(workspace: Workspace) -> bytes:
    return "".join(status_json(workflow.status(Project.open(workspace.root), NOW))).encode()


def test_the_look_for_names_bites(haunted: Workspace) -> None:
    """As `status` tells it, to whoever has the files anyway, both names are there."""
    assert named({"status.json": told_by_status(haunted)})
    haunted.write("locales/ar/signoff.json", "{}")
    haunted.write("locales/ku/signoff.json", "{}")
    assert not named({"status.json": told_by_status(haunted)})
    haunted.edit(haunted.po("ku", "roads"), '"Last-Translator: Canary', '>"Last-Translator: Canary')
    assert named({"status.json": told_by_status(haunted)})


def test_who_has_withdrawn_is_not_named(tmp_path: Path) -> None:
    mixed = open_states(tmp_path)
    mixed.edit("source/roads.md", "- Dawlaty", "- name: Gone Away\n    withdrawn: true\n  - Dawlaty")
    mixed.run("update")
    files = files_of(mixed)
    assert "Signatory Dawlaty" in [row[0] for row in tables(files["index.html"].decode(), "texts")[0]]
    assert [name for name, data in files.items() if b"Gone Away" in data] == []
    mixed.edit("source/roads.md", "    withdrawn: true\n", "")
    assert [name for name, data in files_of(mixed).items() if b"Gone Away" in data] == ["index.html"]


# Hostile texts

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)" style="x">'


def dangers(page: str) -> list[str]:
    """What could run, load something, or lead out."""
    found = []
    for tag, values in Reading(page).tags:
        if tag in {"script", "img", "iframe", "object", "embed", "form", "base"}:
            found.append(tag)
        found += [f"{tag} {name}" for name in values if name.startswith("on") or name in {"style", "src"}]
        targets = [values.get(name) or "" for name in ("href", "xlink:href", "action")]
        found += [f"{tag} {one}" for one in targets if re.match(r"[a-z]+:|//", one) and one != "data:,"]
    return found


def test_a_text_is_never_markup(tmp_path: Path) -> None:
    made = open_states(tmp_path)
    quoted = ATTACK.replace('"', '\\"')
    made.edit("source/roads.md", "title: Open the roads", f"title: '{ATTACK}'")
    made.edit("source/roads.md", "We ask for 50 things.", f"We ask for {ATTACK} 50 things.")
    made.edit("pyproject.toml", 'title = "Our statements"', f"title = '{ATTACK}'")
    made.run("update")
    made.edit("source/roads.md", "is closed", "<script>is</script> closed")
    path = made.po("ar", "roads")
    made.edit(path, made.word("ar", "The road to the north was closed."), quoted)
    made.edit(path, '#| msgid "The road to the north was', '#| msgid "The road to the north <script>was</script>')
    page = page_of(made)
    assert "<del>&lt;script&gt;was&lt;/script&gt;</del> <ins>&lt;script&gt;is&lt;/script&gt;</ins>" in page
    assert page.count("&lt;script&gt;") > 8
    assert dangers(page) == []


@pytest.mark.parametrize("fault", [ATTACK, '<a href="//example.org">', '<svg><use xlink:href="http://example.org"/>'])
def test_the_look_for_dangers_bites(page: str, fault: str) -> None:
    assert dangers(page) == []
    assert dangers(page.replace("<main>", f"<main>{fault}"))


def test_it_is_marked_as_a_draft_and_nothing_may_be_loaded(page: str) -> None:
    assert html.is_draft(page.encode())
    assert html.NOINDEX in page
    head = page.index("<head>") + len("<head>\n")
    assert page[head:].startswith(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha"
    )
    assert "unsafe" not in page


def test_parts_in_another_language_say_so(page: str) -> None:
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in page


# Badges


def told_by(svg: bytes) -> tuple[str, list[str]]:
    root = ET.fromstring(svg)  # noqa: S314  # our own
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    return root.findtext(f"{space}title") or "", [str(one.text) for one in root.iter(f"{space}text")]


def test_a_badge_tells_how_far_a_language_is(files: dict[str, bytes]) -> None:
    assert {name for name in files if name.startswith("badges/")} == {
        f"badges/{slug}.{name}.svg" for slug in ("peace", "roads", "talks") for name in ("ar", "ku")
    }
    told = {name: told_by(data) for name, data in files.items() if name.startswith("badges/")}
    assert told["badges/peace.ar.svg"] == ("Arabic: 100 % translated, approved by a reviewer", ["ar", "100 %"])
    assert told["badges/peace.ku.svg"] == ("Kurdish (Kurmanji): 100 % translated", ["ku", "100 %"])
    assert told["badges/roads.ku.svg"][0] == "Kurdish (Kurmanji): 42.8 % translated, the English has changed"
    assert told["badges/talks.ar.svg"] == ("Arabic: 0 % translated", ["ar", "0 %"])


def test_a_badge_is_complete_in_itself_and_its_text_is_text() -> None:
    svg = badges.badge("ar", "100 %", "signed", ATTACK)
    assert told_by(svg) == (ATTACK, ["ar", "100 %"])
    assert re.findall(rb"(?:href|src|url)\b", badges.badge("ar", "5 %", "changed", "")) == [b"url"]
    assert b"url(#h)" in badges.badge("ar", "5 %", "changed", "")


def test_the_states_of_a_badge_look_different_without_colour() -> None:
    shapes = [
        re.sub(rb'fill="#\w+"', b"", badges.badge("ar", "9 %", state, ""))
        for state in ("signed", "translated", "changed")
    ]
    assert len(set(shapes)) == 3


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("state", badges.LOOKS)
def test_the_letters_of_a_badge_stand_out(state: str) -> None:
    assert 1.05 / (luminance(badges.LOOKS[state].colour) + 0.05) >= 4.5


def test_a_badge_is_as_wide_as_its_text() -> None:
    assert badges.length("ckb") > badges.length("ku") > badges.length("il")
    assert badges.length("56.2 %") == 41  # 7 for a digit, 4.5 for a point and a space, 11 for the sign


# The history


def git(root: Path, *call: str, day: str = "2026-01-01", **environment: str) -> str:
    time = {"GIT_AUTHOR_DATE": f"{day}T12:00:00+0000", "GIT_COMMITTER_DATE": f"{day}T12:00:00+0000"}
    who = ["-c", "user.name=Canary Author", "-c", "user.email=canary@example.org", "-c", "commit.gpgSign=false"]
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    answer = subprocess.run(
        ["git", "-C", str(root), *who, *call],
        env={**os.environ, **quiet, **time, **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    return answer.stdout


def commit(root: Path, day: str) -> None:
    if not (root / ".git").exists():
        git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "by Canary", day=day)


@pytest.fixture
def watched(tmp_path: Path) -> Workspace:
    """A workspace whose translation went on for some days: the five texts have 22 words, title and paragraph 13."""
    made = Workspace(tmp_path / "repository" / "workspace")
    made.write(
        "source/peace.md", "---\ntitle: Stop this war\ndate: 2026-01-09\n---\n\nWe are ten words in one line of this.\n"
    )
    made.run("update")
    (made.root / made.po("ku")).unlink()
    commit(tmp_path / "repository", "2026-01-01")
    made.run("update")
    made.translate("ar", only=["Stop this war"])
    commit(tmp_path / "repository", "2026-01-03")
    made.translate("ku")
    commit(tmp_path / "repository", "2026-01-03")
    return made


def days(workspace: Workspace) -> dict[str, dict[str, float]]:
    return {one.day.isoformat(): one.percent for one in progress(Project.open(workspace.root)).days}


def test_the_last_commit_of_each_day_is_told_in_words_of_its_own_english(watched: Workspace) -> None:
    assert days(watched) == {"2026-01-01": {"ar": 0.0}, "2026-01-03": {"ar": 25.0, "ku": 100.0}}
    watched.edit("source/peace.md", "this.", "this.\n\nThree more words.")
    watched.run("update")
    commit(watched.root.parent, "2026-01-04")
    assert days(watched)["2026-01-04"] == {"ar": 20.0, "ku": 80.0}
    assert days(watched)["2026-01-03"] == {"ar": 25.0, "ku": 100.0}


def test_what_cannot_be_read_is_passed_over(watched: Workspace) -> None:
    good = watched.read("source/peace.md")
    watched.write("source/peace.md", "no front matter")
    commit(watched.root.parent, "2026-01-04")
    watched.write("source/peace.md", good)
    watched.write(watched.po("ku"), watched.read(watched.po("ku")) + "msgstr\n")
    commit(watched.root.parent, "2026-01-05")
    assert set(days(watched)) == {"2026-01-01", "2026-01-03", "2026-01-05"}
    assert days(watched)["2026-01-05"] == {"ar": 25.0}


def test_all_statements_count_also_one_that_nobody_has_begun_to_translate(watched: Workspace) -> None:
    watched.write(
        "source/more.md", "---\ntitle: Nine words\ndate: 2026-01-09\n---\n\nThat is two and these ten are in it.\n"
    )
    commit(watched.root.parent, "2026-01-04")
    total = 12 + 2 + 9
    assert days(watched)["2026-01-04"] == {"ar": 1000 * 3 // total / 10, "ku": 1000 * 12 // total / 10}


def test_what_was_done_beside_the_main_line_counts_when_it_is_merged(watched: Workspace) -> None:
    root = watched.root.parent
    main = git(root, "branch", "--show-current").strip()
    git(root, "checkout", "-q", "-b", "beside")
    watched.translate("ar")
    commit(root, "2026-01-05")
    git(root, "checkout", "-q", main)
    git(root, "merge", "-q", "--no-ff", "-m", "merged", "beside", day="2026-01-08")
    assert list(days(watched)) == ["2026-01-01", "2026-01-03", "2026-01-08"]
    assert days(watched)["2026-01-08"] == {"ar": 100.0, "ku": 100.0}


def test_the_chart_has_its_figures_in_a_table(watched: Workspace) -> None:
    page = page_of(watched)
    rows = tables(page, "days")[0]
    assert [row[1:] for row in rows[1:]] == [["0 %", "–"], ["25 %", "100 %"]]
    told = Reading(page).pictures
    assert "Arabic over time" in told
    assert any(one.startswith("From 0\u00a0% on 2026-01-01 to 25\u00a0% on 2026-01-03.") for one in told)


def test_a_line_goes_in_steps_and_breaks_off_where_nothing_is_known() -> None:
    start = date(2026, 1, 1)
    told = [
        (start + timedelta(days=at), {} if value is None else {"ar": value})
        for at, value in enumerate([0.0, 50.0, None, 100.0])
    ]
    curve = coordinators.curve(locale("ar"), told)
    assert curve.paths == ["M0 80 H100 V40 H200", "M300 0"]
    assert curve.points == [(0, 80), (100, 40), (300, 0)]
    assert (curve.first[1], curve.last[1]) == (0, 100)


def test_of_many_days_some_are_left_out_but_the_first_and_the_last(watched: Workspace) -> None:
    for day in range(1, 29):
        watched.write("source/note.yaml", f"{day}")
        commit(watched.root.parent, f"2026-02-{day:02}")
    found = list(days(watched))
    assert len(found) == history.POINTS
    assert (found[0], found[-1]) == ("2026-01-01", "2026-02-28")


@pytest.mark.parametrize("hidden", ["git", "repository", "commits"])
def test_without_a_history_the_page_says_why(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    reasons = {"git": history.NO_GIT, "repository": history.NO_REPOSITORY, "commits": history.NO_COMMIT}
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    if hidden == "git":
        monkeypatch.setenv("PATH", "")
    if hidden == "commits":
        git(workspace.root, "init", "-q")
    assert progress(Project.open(workspace.root)) == ([], reasons[hidden])
    page = page_of(workspace)
    assert reasons[hidden] in page
    assert '<div class="curves">' not in page


def test_one_day_makes_no_chart(watched: Workspace, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{watched.root.parent}", str(tmp_path / "shallow"))
    assert progress(Project.open(tmp_path / "shallow" / "workspace")).reason == history.SHALLOW
    git(watched.root, "checkout", "-q", "--orphan", "new")
    commit(watched.root.parent, "2026-01-09")
    assert progress(Project.open(watched.root)).reason == history.ONE_DAY


# A repository is somebody else's work: its settings must not run anything


@pytest.fixture
def hostile(watched: Workspace, tmp_path: Path) -> tuple[Workspace, Path]:
    """A repository whose settings and hooks run a program, which leaves a mark where git lets it run."""
    mark, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\nexit 1\n", "utf-8")
    program.chmod(0o755)
    root = watched.root.parent
    # Signed, so that there is something to verify.
    raw = git(root, "cat-file", "commit", "HEAD").replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n\n", 1)
    path = tmp_path / "commit"
    path.write_text(raw, "utf-8")
    git(root, "reset", "-q", "--soft", git(root, "hash-object", "-t", "commit", "-w", str(path)).strip())
    hooks = root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-index-change", "pre-commit", "reference-transaction"):
        (hooks / name).write_bytes(program.read_bytes())
        (hooks / name).chmod(0o755)
    for key, value in {
        "log.showSignature": "true",
        "gpg.program": str(program),
        "core.fsmonitor": str(program),
        "core.pager": str(program),
        "core.sshCommand": str(program),
        "diff.external": str(program),
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "far",
        "remote.far.promisor": "true",
        "remote.far.url": str(tmp_path / "nowhere"),
        "remote.far.uploadpack": str(program),
        "protocol.allow": "always",
        "protocol.file.allow": "always",
        "protocol.ext.allow": "always",
    }.items():
        git(root, "config", key, value)
    mark.unlink(missing_ok=True)
    return watched, mark


def lose(workspace: Workspace) -> None:
    """Take a file out of the repository, as in a clone that fetches files when they are asked for."""
    name = git(workspace.root, "rev-parse", "HEAD:./source/peace.md").strip()
    for path in (workspace.root.parent / ".git" / "objects" / name[:2]).glob(name[2:]):
        path.unlink()


def test_reading_the_history_runs_nothing_of_the_repository(hostile: tuple[Workspace, Path]) -> None:
    workspace, mark = hostile
    assert days(workspace)["2026-01-03"] == {"ar": 25.0, "ku": 100.0}
    assert not mark.exists()


def test_a_missing_file_is_not_fetched(hostile: tuple[Workspace, Path]) -> None:
    workspace, mark = hostile
    lose(workspace)
    assert progress(Project.open(workspace.root)).reason
    assert not mark.exists()


@pytest.mark.parametrize("call", [["log", "-1"], ["status"], ["cat-file", "-p", "HEAD:workspace/source/peace.md"]])
def test_the_hostile_repository_bites(hostile: tuple[Workspace, Path], call: list[str]) -> None:
    workspace, mark = hostile
    if call[0] == "cat-file":
        lose(workspace)
    with (
        pytest.raises(subprocess.CalledProcessError)
        if call[0] == "cat-file"
        else contextmanager(lambda: iter([None]))()
    ):
        git(workspace.root, *call)
    assert mark.exists()


def test_the_repository_of_a_hook_that_this_runs_in_is_not_taken_for_it(
    watched: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_WORK_TREE", "/nowhere")
    assert len(days(watched)) == 2


# In a browser


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in a folder, with a history, and with everything that can be opened open."""
    made = open_states(tmp_path_factory.mktemp("shown"))
    commit(made.root, "2026-01-05")
    made.edit("source/talks.md", "must talk", "must now talk")
    commit(made.root, "2026-01-09")
    for name, data in files_of(made).items():
        made.write(f"status/{name}", data)
    return made.root / "status"


@contextmanager
def opened(browser: Browser, path: Path, **settings: object) -> Iterator[Page]:
    context = browser.new_context(**cast("dict[str, Any]", settings))
    page = context.new_page()
    page.goto(path.as_uri())
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    yield page
    context.close()


def test_it_is_valid(shown: Path, tool: Callable[[str], str]) -> None:
    checker = [tool("java"), "-jar", tool("vnu-jar/build/dist/vnu.jar"), "--Werror", "--stdout", "--also-check-svg"]
    pages = [str(shown / "index.html"), *map(str, (shown / "badges").iterdir())]
    answer = subprocess.run([*checker, *pages], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_it_is_quiet_and_complete_from_a_folder_without_scripts(shown: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    page.goto((shown / "index.html").as_uri())
    assert page.locator("h1").inner_text() == "Where things stand"
    context.close()
    assert said == []
    assert [one for one in asked if not one.startswith("data:")] == [(shown / "index.html").as_uri()]


LOOKS: list[dict[str, str]] = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: next(iter(look.values())))
def test_axe(shown: Path, browser: Browser, axe: str, look: dict[str, str], width: int) -> None:
    with opened(
        browser, shown / "index.html", viewport={"width": width, "height": 800}, bypass_csp=True, **look
    ) as page:
        page.evaluate(axe)
        found = page.evaluate("axe.run().then(({violations}) => violations.map(one => one.id + one.nodes[0].html))")
    assert found == []


OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  const outside = [...document.querySelectorAll("body *")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.bottom > 0 && (box.right > width + 0.5 || box.left < -0.5);
  });
  return [...outside.map(one => one.outerHTML.slice(0, 80)),
          ...(document.documentElement.scrollWidth > width ? ["the page"] : [])];
}"""


@pytest.mark.parametrize("width", [320, 360, 720, 1280])
def test_nothing_sticks_out(shown: Path, browser: Browser, width: int) -> None:
    with opened(browser, shown / "index.html", viewport={"width": width, "height": 800}) as page:
        assert page.evaluate(OUTSIDE) == []
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(OUTSIDE) == []
        page.locator("h1").evaluate("one => one.textContent = 'x'.repeat(200)")
        page.locator("h1").evaluate("one => one.style.overflowWrap = 'normal'")
        assert page.evaluate(OUTSIDE)  # the look for it bites


def test_the_head_of_the_long_table_stays_in_sight(shown: Path, browser: Browser) -> None:
    with opened(browser, shown / "index.html", viewport={"width": 360, "height": 400}) as page:
        page.locator(".texts").nth(1).locator("tr").nth(6).evaluate("one => one.scrollIntoView({block: 'center'})")
        top = page.locator(".texts").nth(1).locator("thead th").first.evaluate("one => one.getBoundingClientRect().top")
        assert abs(top) < 1


def test_finished_texts_can_be_hidden_without_scripts(shown: Path, browser: Browser) -> None:
    with opened(browser, shown / "index.html") as page:
        first = page.locator(".texts").first
        assert first.locator("tbody tr:visible").count() == 6
        page.get_by_label("Only texts that need work in Open the roads").check()
        assert first.locator("tbody tr:visible").count() == 4


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: next(iter(look.values())))
def test_the_states_differ_without_colour(shown: Path, browser: Browser, look: dict[str, str]) -> None:
    """Full, dotted, hatched or empty, also where a reader's own colours replace ours."""
    with opened(browser, shown / "index.html", **look) as page:
        bars = page.locator(".legend").first.locator("rect")
        fills = bars.evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fills[1:] == ['url("#dots")', 'url("#hatch")', paper]
    assert fills[0] not in fills[1:]


def test_a_made_up_time_is_told_in_utc(mixed: Sound) -> None:
    standing = coordinate(Project.open(mixed.root), NOW)
    there = replace(standing, made=datetime.fromisoformat("2026-01-23T00:40+03:00"))
    assert coordinator_files(there)["index.html"] == coordinator_files(standing)["index.html"]
    assert "22 January 2026, 21:40 UTC" in page_of(mixed)
