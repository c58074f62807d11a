"""Side-by-side pages: every passage in its row, each language in its column, nothing that is not published."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import combinations
from posixpath import normpath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from markdown_texts import BODIES
from test_spec import AR, CKB, EN, KU, english, render, words
from workspaces import Sound, Workspace, said

from publisher import po, routes
from publisher.document import Labels
from publisher.document.passages import passages
from publisher.document.version import Version
from publisher.document.walk import plan
from publisher.gate import Gate
from publisher.locale import locale
from publisher.model import Text
from publisher.outputs import compare, html
from publisher.outputs.leaf import Leaf
from publisher.project import Project
from publisher.site.texts import title_segment, wording_segments
from publisher.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publisher.document.passages import Passage
    from publisher.model import Segment

RICH = """\
The first paragraph has a note.[^law] See the [list](index.html), the [heading](#what-we-saw) and
[the law](https://example.org/law).

## What we saw

- One item:

  3. has numbers,
  4. that begin

     with three,
- > and a quotation.

> A witness spoke.

<!-- notranslate -->
> In her own words.

| Place | Families |
|---|---|
| Aleppo | 12 |

Civilian
:   Any person. نص

```text
code stays
```

## What we saw

The last paragraph.[^more] Again.[^law]

[^more]: The first paragraph of a note.

    The second paragraph.
[^law]: An article.
"""


# The passages of a body


def shouted(segment: Segment) -> Text:
    return Text(segment.source.upper(), KU)


def of(markdown: str, name: str = "en") -> list[Passage]:
    page = {"en": EN, "ar": AR, "ku": KU, "ckb": locale("ckb", digits="arab")}[name]
    return list(passages(Version(plan(markdown, EN), english, page)))


class Seen(HTMLParser):
    """What a reader of a piece of HTML gets: its words, links and ids; the arrows back from footnotes are left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.ids, self.targets = "", list[str](), list[str]()
        self.numbered: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        self.ids += [have["id"]] if "id" in have else []
        self.targets += [have[name] for name in ("href", "src") if name in have]
        if tag == "p" and [one for one, _ in self._open] in ([], ["blockquote"]):
            self.numbered.append(have.get("id", ""))
        if tag not in {"br", "hr", "img"}:
            self._open.append((tag, have.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"footnote-backref", "footnote-ref"} & {name for _, name in self._open}:
            self.text += data


def lost(markdown: str, found: Sequence[Passage]) -> list[str]:
    """The words of a statement's page that its passages do not have in the same order, or the reverse."""
    whole = words(Seen(render(markdown, english, EN, EN)).text)
    pieces = words(" ".join(Seen(one.html).text for one in found))
    return [] if whole == pieces else sorted(set(whole) ^ set(pieces)) or ["another order"]


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_passages_are_the_whole_text_in_its_order(body: str) -> None:
    found = of(body)
    assert lost(body, found) == []
    places = [one.id for one in found if one.id]
    ids = Seen(render(body, english, EN, EN)).ids
    assert places == [one for one in ids if not re.fullmatch(r"fn(ref)?\d+(:\d+)?", one)]
    for name in ("ar", "ku", "ckb"):
        assert [(one.id, one.role, one.number, one.depth) for one in of(body, name)] == [
            (one.id, one.role, one.number, one.depth) for one in found
        ]


def test_the_look_for_lost_words_bites() -> None:
    found = of(RICH)
    assert lost(RICH, found) == []
    assert lost(RICH, found[1:])
    assert lost(RICH, [*found[1:], found[0]]) == ["another order"]
    assert "witness" in lost(RICH, [one for one in found if "witness" not in one.html])


@settings(max_examples=100, deadline=None)
@given(BODIES)
def test_paragraphs_have_the_numbers_that_the_style_sheet_gives_them(body: str) -> None:
    """It counts ``.body > p`` and ``.body > blockquote > p``."""
    counted = Seen(render(body, english, EN, EN)).numbered
    assert [one.id for one in of(body) if one.number] == counted
    assert [one.number for one in of(body) if one.number] == [*range(1, len(counted) + 1)]


def test_roles_marks_and_depth() -> None:
    assert [(one.role, one.mark, one.depth) for one in of(RICH, "ckb")] == [
        ("paragraph", "", 0),
        ("heading", "", 0),
        ("item", "•", 1),
        ("item", "٣.", 2),
        ("item", "٤.", 2),
        ("item", "", 2),
        ("quote", "•", 1),
        ("quote", "", 0),
        ("quote", "", 0),
        *[("cell", "", 0)] * 4,
        ("term", "", 0),
        ("definition", "", 1),
        ("code", "", 0),
        ("heading", "", 0),
        ("paragraph", "", 0),
        ("footnote", "[١]", 1),
        ("footnote", "[٢]", 1),
        ("footnote", "", 1),
    ]


@pytest.mark.parametrize(
    ("markdown", "marks"),
    [
        ("-\n- b\n\nc", ["•", ""]),
        ("1. a\n-\n\nc", ["1.", ""]),
        ("1. - a\n   - b\n2. c", ["1. •", "•", "2."]),
        ("0. a\n0. b", ["0.", "1."]),
        ("- a\n\n  b\n- c", ["•", "", "•"]),
    ],
)
def test_marks_belong_to_their_items(markdown: str, marks: list[str]) -> None:
    assert [one.mark for one in of(markdown)] == marks


def test_passages_hold_no_ids_and_lead_where_they_are_told() -> None:
    seen = Seen("".join(one.html for one in passages(Version(plan(RICH, EN), english, AR), "../../ar/")))
    assert seen.ids == []
    assert seen.targets == ["../../ar/index.html", "#what-we-saw", "https://example.org/law"]
    assert {"[1]", "[2]"} == set(re.findall(r"<sup[^>]*>(.*?)</sup>", "".join(one.html for one in of(RICH))))
    assert set(Seen(render(RICH, english, AR, EN)).ids) > {"fn1", "fnref1"}  # which a table would have twice


def test_what_is_kept_is_the_same_in_every_language() -> None:
    found = list(passages(Version(plan(RICH, EN), shouted, KU)))
    kept = {one.role: one for one in found if one.kept}
    assert {role: one.text.locale.id for role, one in kept.items()} == {"quote": "en", "code": "en"}
    assert kept["quote"].html == "In her own words."
    assert kept["code"].html == '<pre><code dir="ltr" class="language-text">code stays\n</code></pre>\n'
    assert all(one.text.content == one.source.source.upper() for one in found if not one.kept)


def test_runs_of_the_other_direction_are_isolated() -> None:
    assert 'Any person. <bdi dir="rtl">نص</bdi>' in [one.html for one in of(RICH)]


# The links from a statement's page to the same passage side by side

BESIDE = re.compile(r'<a class="beside" href="([^"]*)" aria-label="([^"]*)"(?: lang="(\w+)")?></a>')


def test_every_marked_block_leads_to_its_row() -> None:
    labels = Labels(Text("Link", EN), None, Text("Beside", EN), "../compare/x/en-ku.html")
    page = render(RICH, english, EN, EN, labels)
    marks = re.findall(r'class="anchor" href="#([^"]*)"', page)
    assert len(marks) > 5
    assert BESIDE.findall(page) == [(f"../compare/x/en-ku.html#{one}", "Beside", "") for one in marks]


def test_the_name_of_the_link_says_its_language() -> None:
    labels = Labels(Text("Link", AR), None, Text("بجانب", AR), "x.html")
    assert {lang for *_, lang in BESIDE.findall(render("A b.\n\nC d.", english, AR, EN, labels))} == {"ar"}


@pytest.mark.parametrize(
    "labels", [Labels(Text("Link", EN)), Labels(Text("Link", EN), None, Text("Beside", EN)), Labels(beside_url="x")]
)
def test_without_such_a_page_there_are_no_links_to_it(labels: Labels) -> None:
    assert "beside" not in render(RICH, english, EN, EN, labels)


# The pages


@dataclass
class Row:
    """A row of the table: its id and class, and of each cell its attributes, text and links."""

    id: str
    role: str
    cells: list[dict[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)

    def said(self, name: str) -> str:
        """What stands in the column of a language, without the name of the language, which is for telephones."""
        column = next(n for n, one in enumerate(self.cells) if one.get("class") == f"c-{name}")
        own = locale(name).own_name
        return " ".join(self.texts[column].split()).removeprefix(own).strip()


class Table(HTMLParser):
    """The rows of a side-by-side page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.cell = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self.rows.append(Row(have.get("id", ""), have.get("class", "").partition(" ")[0]))
        elif tag in {"td", "th"}:
            self.cell = True
            self.rows[-1].cells.append(have)
            self.rows[-1].texts.append("")
            self.rows[-1].links.append([])
        elif tag == "a" and self.cell:
            self.rows[-1].links[-1].append(have["href"])

    def handle_endtag(self, tag: str) -> None:
        self.cell = self.cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.cell:
            self.rows[-1].texts[-1] += data


class Made:
    """The pages of the statement of a workspace."""

    def __init__(self, workspace: Workspace, *, drafts: bool = False) -> None:
        project = Project.open(workspace.root)
        gate = Gate(project, wording_segments(project), datetime(2026, 2, 1, tzinfo=UTC))
        self.locales = project.settings.locales
        self.site = html.Site(project.templates(), title_segment(project), self.locales, drafts=drafts)
        self.wording = {one.id: Wording(one, gate.catalogs[one.id]) for one in self.locales}
        (document,) = project.documents()
        self.versions = {one.locale.id: one for one in gate.pages(document)}
        self.signed: dict[str, date] = {"ku": date(2026, 1, 12)}

    def page(self, *names: str, held: bool = False) -> str:
        made = compare.Versions(self.site, list(self.versions.values()), self.wording, self.signed)
        return self.of(made, *names, held=held)

    def of(self, made: compare.Versions, *names: str, held: bool = False) -> str:
        address = routes.compare("peace", *(names if len(names) == 2 else ()))
        groups = [*combinations(self.locales, 2), *([tuple(self.locales)] if len(self.locales) > 2 else [])]
        paths = [routes.compare("peace", *([one.id for one in some] if len(some) == 2 else [])) for some in groups]
        others = {path: some for path, some in zip(paths, groups, strict=True) if path != address}
        return made.page(names or list(self.versions), others, address=address, held=held).decode()

    def statement(self, name: str) -> str:
        page = self.versions[name]
        return Leaf(self.site, page, self.wording[name], html.Standing(list(self.versions))).page().decode()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Answer a workspace in which a statement with all kinds of passages is translated."""
    made = Sound(tmp_path)
    updates = "updates:\n  - date: 2026-01-11\n    text: The number of towns was corrected.\n"
    made.edit("source/peace.md", "date: 2026-01-09\n", f"date: 2026-01-09\nplace: Syria\nprevails: en\n{updates}")
    front, _, _ = made.read("source/peace.md").rpartition("---\n")
    made.write("source/peace.md", f"{front}---\n\n{RICH}")
    made.complete()
    return made


@pytest.mark.parametrize("names", [("en", "ar"), ("ar", "ku"), ("en", "ku")], ids="-".join)
def test_a_version_is_the_same_on_all_pages(workspace: Workspace, names: tuple[str, ...]) -> None:
    """It is made once, for whatever pages it stands on: each says what it would say alone."""
    made = Made(workspace)
    every = compare.Versions(made.site, list(made.versions.values()), made.wording, made.signed)
    alone = compare.Versions(made.site, [made.versions[one] for one in names], made.wording, made.signed)
    made.of(every)
    assert made.of(every, *names) == made.of(every, *names) == made.of(alone, *names)


def edit_entry(workspace: Workspace, name: str, source: str, **values: object) -> None:
    path = workspace.root / workspace.po(name)
    entries = po.parse(path.read_bytes(), path.name)
    (entry,) = [one for one in entries if one.msgid == source]
    for key, value in values.items():
        setattr(entry, key, value)
    path.write_bytes(po.serialize(entries))


@pytest.mark.parametrize("names", [("en", "ar"), ("ar", "ku"), ("en", "ar", "ku")], ids="-".join)
def test_each_language_has_its_column(workspace: Workspace, names: tuple[str, ...]) -> None:
    """In the order of the settings, with its direction on every cell; the page speaks the language of the first."""
    made = Made(workspace)
    page = made.page(*names)
    first = made.versions[names[0]].locale
    assert page.startswith(f'<!doctype html>\n<html lang="{first.html_lang}" dir="{first.direction}">')
    head, *rows = Table(page).rows
    assert [one.strip() for one in head.texts[1:]] == [made.versions[name].locale.own_name for name in names]
    assert {one["scope"] for one in head.cells[1:]} == {"col"}
    for row in (head, *rows):
        columns = [(one["class"], one["lang"], one["dir"]) for one in row.cells[1:]]
        assert columns == [(f"c-{one}", one, made.versions[one].locale.direction) for one in names]


def test_rows_are_the_statement_in_reading_order(workspace: Workspace) -> None:
    made = Made(workspace)
    _, *rows = Table(made.page()).rows
    body = [one.role for one in of(RICH)]
    front = ["title", "origin", "review", "signed", "update"]
    assert [one.role for one in rows] == [*front, *body, "signed", "signatory", "signatory"]
    title, origin, review, heading, update = rows[:5]
    assert [title.said(one) for one in ("en", "ar", "ku")] == [
        "A call for peace",
        *(said(one, "A call for peace") for one in ("ar", "ku")),
    ]
    assert origin.said("en") == "Joint statement · 9 January 2026 · Syria"
    assert origin.said("ku") == f"{said('ku', 'Joint statement')} · 9ê rêbendana 2026an · {said('ku', 'Syria')}"
    assert review.said("en") == "This is the original text."
    assert review.said("ar") == said("ar", "No reviewer has approved this translation yet.")
    assert "12ê rêbendana 2026an" in review.said("ku")
    assert heading.said("en") == "Changes since publication"
    assert update.said("ar").startswith("11 كانون الثاني 2026 ")
    assert [rows[-3].said(one) for one in ("en", "ku")] == [
        "Signed by 2 organizations",
        said("ku", "Signed by {count} organization").replace("{count}", "2"),
    ]
    assert rows[-2].said("en") == "Justice for Life (JFL)"
    assert [one.texts[0].strip() for one in rows if one.texts[0].strip() not in {"", "¶"}] == ["1", "2", "3", "4"]


def wrong_links(made: Made, page: str) -> list[str]:
    """The links in cells that do not lead to the same passage on the page of the cell's language, or to this row."""
    places = {name: Seen(made.statement(name)).ids for name in made.versions}
    found = []
    for row in Table(page).rows:
        for cell, links in zip(row.cells, row.links, strict=True):
            *_, last = links or [""]
            path, _, place = last.partition("#")
            name = cell.get("class", "").removeprefix("c-")
            own = normpath(f"compare/peace/{path}") == f"{name}/peace.html" and place in places[name] if name else True
            if row.id and not (own and place == row.id):
                found.append(last)
    return found


def test_passages_lead_to_themselves_here_and_on_the_page_of_their_language(workspace: Workspace) -> None:
    made = Made(workspace)
    page = made.page()
    assert wrong_links(made, page) == []
    ids = Seen(page).ids
    assert len(ids) == len(set(ids))
    # A link within the text leads to a row, one to another page starts from where the page lies.
    targets = Seen(page).targets
    assert {"#what-we-saw", "../../ar/index.html", "../../ku/index.html", "https://example.org/law"} <= set(targets)
    assert {one[1:] for one in targets if one.startswith("#")} <= set(ids)


def test_the_look_at_links_bites(workspace: Workspace) -> None:
    made = Made(workspace)
    page = made.page()
    assert wrong_links(made, page.replace('href="../../ar/peace.html#', 'href="../../ku/peace.html#'))
    assert wrong_links(made, page.replace('peace.html#what-we-saw"', 'peace.html#what-we-heard"'))


DRAFT = "كلام لم يؤكده أحد"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"msgstr": ""}, "Not translated yet."),
        (
            {"msgstr": DRAFT, "flags": ["fuzzy"], "previous_msgid": "A witness was silent."},
            "The original has changed since. This translation is being renewed.",
        ),
        ({"msgstr": DRAFT, "flags": ["fuzzy"]}, "The translation is not confirmed yet."),
        (
            {"msgstr": DRAFT, "flags": ["fuzzy"], "tcomment": "Offered from memory: other.po"},
            "The translation is not confirmed yet.",
        ),
    ],
    ids=["untranslated", "changed", "unconfirmed", "offered"],
)
def test_readers_see_no_draft_but_why_there_is_no_text(
    workspace: Workspace, values: dict[str, object], told: str
) -> None:
    """In the language of the page: in English beside Arabic, in Arabic beside Kurmanji; no English stands in."""
    edit_entry(workspace, "ar", "A witness spoke.", **values)
    made = Made(workspace)
    (place,) = [one.id for one in of(RICH) if one.text.content == "A witness spoke."]
    for names, reason in ((("en", "ar"), told), (("ar", "ku"), said("ar", told)), (("en", "ar", "ku"), told)):
        page = made.page(*names)
        (row,) = [one for one in Table(page).rows if one.id == place]
        assert row.said("ar") == reason
        assert row.links[names.index("ar") + 1] == [f"../../ar/peace.html#{row.id}"]
        assert DRAFT not in page


def test_the_look_for_drafts_bites(workspace: Workspace) -> None:
    """Confirmed, the same text is there."""
    edit_entry(workspace, "ar", "A witness spoke.", msgstr=DRAFT)
    assert DRAFT in Made(workspace).page("en", "ar")


def test_words_instead_of_a_text_are_in_the_language_of_the_page(workspace: Workspace) -> None:
    edit_entry(workspace, "ar", "A call for peace", msgstr="")
    page = Made(workspace).page("en", "ar")
    assert '<p class="lacks" lang="en" dir="ltr">Not translated yet.' in page


def test_what_is_kept_is_marked_as_the_original_in_every_column(workspace: Workspace) -> None:
    page = Made(workspace).page()
    row = page[page.index("In her own words.") - 1000 : page.rindex("In her own words.")]
    assert page.count("In her own words.") == 3
    assert page.count('<blockquote lang="en" dir="ltr">In her own words.') == 2
    assert 'class="quote" translate="no"' in row
    assert page.count("code stays\n") == 3


def test_a_signatory_keeps_its_name_in_its_language(workspace: Workspace) -> None:
    edit_entry(workspace, "ar", "Dawlaty", msgstr="")
    page = Made(workspace).page("ar", "ku")
    assert '<bdi lang="en" dir="ltr">Dawlaty</bdi>' in page
    assert '<bdi lang="ar" dir="rtl">' + said("ar", "Justice for Life") + ' (<bdi dir="ltr">JFL</bdi>)</bdi>' in page


def test_who_has_withdrawn_is_in_no_row(workspace: Workspace) -> None:
    before = Made(workspace).page()
    workspace.edit("source/peace.md", "    acronym: JFL\n", "    acronym: JFL\n    withdrawn: true\n")
    page = Made(workspace).page()
    for name in ("Justice for Life", "JFL", *(said(one, "Justice for Life") for one in ("ar", "ku"))):
        assert name in before
        assert name not in page


# Ways from the page, and what hides a column


def test_the_other_pages_side_by_side(workspace: Workspace) -> None:
    made = Made(workspace)
    for names, others in (
        (("en", "ar"), ["en-ku.html", "ar-ku.html", "index.html"]),
        (("ar", "ku"), ["en-ar.html", "en-ku.html", "index.html"]),
        ((), ["en-ar.html", "en-ku.html", "ar-ku.html"]),
    ):
        page = made.page(*names)
        listed = page[page.index('<details class="others">') : page.index("</details>")]
        assert Seen(listed).targets == others
        nav = page[page.index('<nav class="languages"') : page.index("</nav>")]
        assert Seen(nav).targets == [f"../../{one}/peace.html" for one in names or made.versions]


def test_two_languages_have_one_page(workspace: Workspace) -> None:
    made = Made(workspace)
    made.locales = made.locales[:2]
    assert "<details" not in made.page("en", "ar")


def test_every_box_hides_its_column(workspace: Workspace) -> None:
    """By a rule of the style sheet, which names the box and the cells; the boxes stand before the table, beside it."""
    made = Made(workspace)
    page = made.page()
    boxes = re.findall(
        r'<input type="checkbox" id="([^"]*)" aria-describedby="_show" checked><label for="([^"]*)"', page
    )
    assert boxes == [(f"_c-{one}", f"_c-{one}") for one in made.versions]
    style = made.site.assets.files[made.site.assets.path("compare.css")].decode()
    for name in made.versions:
        assert f"#_c-{name}:not(:checked) ~ table .c-{name} {{ display: none }}" in style
    assert page.index("<input") < page.index("<table")
    assert "<div" not in page[page.index("<input") : page.index("<table")]
    assert "<input" not in made.page("en", "ar")


# Safety


def test_a_page_holds_nothing_that_its_policy_forbids(workspace: Workspace) -> None:
    evil = '"><script>alert(1)</script>'
    for source in ("A call for peace", "A witness spoke.", "The number of towns was corrected.", "Dawlaty", "Syria"):
        edit_entry(workspace, "ku", source, msgstr=f"û {evil}")
    page = Made(workspace).page()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 5
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)


def test_a_draft_says_that_it_is_one(workspace: Workspace) -> None:
    page = Made(workspace, drafts=True).page("en", "ar", held=True)
    assert 'class="draft"' in page
    assert "noindex" in page
    assert 'class="draft"' not in Made(workspace).page("en", "ar")


def test_two_pages_from_right_to_left(workspace: Workspace) -> None:
    """Arabic and Sorani: both columns run from right to left, each with its own digits."""
    workspace.edit("pyproject.toml", "locales.ku]", 'locales.ku]\n[tool.publisher.locales.ckb]\ndigits = "arab"')
    workspace.run("update")
    edit_entry(workspace, "ckb", "A call for peace", msgstr="بانگەواز")
    page = Made(workspace).page("ar", "ckb")
    assert re.findall(r'<td class="c-(\w+)" lang="(\w+)" dir="rtl">', page)[:2] == [
        ("ar",) * 2,
        ("ckb",) * 2,
    ]
    assert 'dir="ltr">بانگەواز' not in page
    assert f"{CKB.own_name}</span>\nبانگەواز<a" in page
    assert "٢٠٢٦" in page
