"""The pseudo-locales: every text of every page is made from the English, nothing else is, and no reader finds them."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
import workflow
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_texts import BODIES
from test_pages import RICH
from test_spec import EN
from workspaces import REPOSITORY, Sound, Workspace

from publisher.document import inline, prose, segments
from publisher.document.whole import Inspection
from publisher.model import INTERFACE, Segment
from publisher.project import Project
from publisher.pseudo import PseudoCatalog, pseudo, styles

if TYPE_CHECKING:
    from pathlib import Path

LOCALES = ("en-XA", "ar-XB")
LONG, MIRRORED = styles()
MORE = """
See [the law], [that **law**][], [its _second_ part][the law], [\\[draft\\] &quot;one&quot;](law.html (A &amp; B)) and
<https://example.org/plain>; or \\*write\\* to desk@example.org, {not_a_name} &copy; R&D, a_b_c, 5 * 3.  
Then [this] is no link, and https://example.org/a_(b)_c is an address.

[the law]: https://example.org/law "The law"
[that **law**]: https://example.org/that
"""  # noqa: W291  # two spaces are a hard break
EVERYTHING = RICH.replace("date: 2026-02-03", "date: 2026-02-03\nembargo: 9998-01-01T00:00Z", 1) + MORE
each_locale = pytest.mark.parametrize("name", LOCALES)


class Reader(HTMLParser):
    """What people see or hear of a page, what it links to, and where one can link to."""

    HEARD = ("title", "alt", "aria-label", "data-draft")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen, self.code, self.ids = [], [], []
        self.hrefs: Counter[str] = Counter()
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.seen += [f"\n{found[name]}\n" for name in self.HEARD if name in found]
        if found.get("name") == "description":
            self.seen.append(f"\n{found['content']}\n")
        self.ids += [found["id"]] if "id" in found else []
        if not found.get("href", "../").startswith("../"):  # other pages of the site have addresses of their own
            self.hrefs[found["href"]] += 1
        # Languages are named in themselves, and a block that is not translated stays.
        fixed = found.get("translate") == "no" or found.get("class") in {"languages", "chooser"}
        if tag not in {"meta", "link", "br", "hr"}:
            self.inside.append("fixed" if fixed else tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() in {tag, "fixed"}

    def handle_data(self, data: str) -> None:
        if "code" in self.inside:
            self.code.append(data)
        elif "fixed" not in self.inside:
            self.seen.append(data)


ADDRESS = re.compile(r"https?://[^\s;؛]+|[\w.]+@[\w.]+\w|@\w+|\{\w+\}")
NAMES = {"English", "HRC", "JFL", "SC", "SJAC", "STJ", "ACHR"}
"""The name of a language, letters in a number, and acronyms, which are the same in all languages."""


def english(html: str) -> set[str]:
    """The words of a page that are still English."""
    seen = "".join(Reader(html).seen)
    return set(re.findall(r"[A-Za-z]{2,}", ADDRESS.sub("", seen))) - NAMES


def length(html: str) -> int:
    """How many letters and signs the text of a page has."""
    return len("".join(Reader(html).seen))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every element of the Markdown in it, one statement of which is under embargo."""
    workspace = Workspace(tmp_path_factory.mktemp("pseudo"))
    workspace.write("source/everything.md", EVERYTHING)
    answer = workspace.run("build", "--pseudo")
    assert (answer.code, answer.err) == (0, "")
    return workspace.root / "pseudo"


@each_locale
def test_no_english_is_left(site: Path, name: str) -> None:
    pages = {path.name: path.read_text("utf-8") for path in (site / name).glob("*.html")}
    assert set(pages) == {"everything.html", "index.html", "peace.html"}
    assert {one: english(page) for one, page in pages.items()} == {one: set() for one in pages}


@each_locale
def test_english_in_a_template_is_seen(tmp_path: Path, name: str) -> None:
    workspace = Workspace(tmp_path)
    template = (REPOSITORY / "templates/statement.html").read_text("utf-8")
    workspace.write("templates/statement.html", template.replace("{{ page.title }}</h1>", "Our {{ page.title }}</h1>"))
    assert workspace.run("build", "--pseudo").code == 0
    assert english(workspace.read(f"pseudo/{name}/peace.html")) == {"Our"}


@each_locale
def test_all_but_the_words_is_as_in_english(site: Path, name: str) -> None:
    ours, theirs = (Reader((site / one / "everything.html").read_text("utf-8")) for one in (name, "en"))
    assert (ours.hrefs, ours.ids, ours.code) == (theirs.hrefs, theirs.ids, theirs.code)
    assert len(ours.ids) > 40
    assert {"https://example.org/law", "https://example.org/that", "law.html", "#fn1"} <= set(ours.hrefs)
    assert ours.hrefs["https://example.org/law"] == 2
    assert ADDRESS.findall("".join(ours.seen)) == ADDRESS.findall("".join(theirs.seen))


@each_locale
def test_emphasis_and_entities_stay(site: Path, name: str) -> None:
    page = (site / name / "everything.html").read_text("utf-8")
    original = (site / "en" / "everything.html").read_text("utf-8")
    for sign in ("<strong", "<em>", "<s>", "<br>", "&amp;", "©", "A/HRC/58/66", "3(1)(a)", "250,000"):
        assert page.count(sign) == original.count(sign), sign


def test_from_right_to_left(site: Path) -> None:
    for path in (site / "ar-XB").glob("*.html"):
        page = path.read_text("utf-8")
        assert '<html lang="ar-XB" dir="rtl" data-digits="arab" data-drafts>' in page
        assert not re.search("[\u202a-\u202e]", page)
        seen = "".join(Reader(page).seen)
        letters = [one for one in seen if one.isalpha()]
        assert sum("\u0620" <= one <= "\u064a" for one in letters) > 0.8 * len(letters)
    assert "٣ شباط ٢٠٢٦" in (site / "ar-XB/everything.html").read_text("utf-8")


def test_accented(site: Path) -> None:
    page = (site / "en-XA/peace.html").read_text("utf-8")
    assert '<html lang="en-XA" dir="ltr" data-drafts>' in page
    assert "9 Ĵååñûûååŕýý 2026" in page
    assert "[··· Ååļļ þååŕţîîééš ɱûûšţ šţööþ ţĥéé šĥééļļîîñĝ ööƒ 3 ţööŵñš. ···]" in page


def test_the_languages_are_named_in_themselves(site: Path) -> None:
    chooser = (site / "index.html").read_text("utf-8")
    assert [one for one in re.findall(r'hreflang="(.*?)"', chooser) if one != "en"] == list(LOCALES)
    assert "Ééñĝļîîšĥ (ååççééñţééð)" in chooser
    assert "هنغليسح (ريغحت تو لهفت)" in chooser


@pytest.mark.parametrize(("count", "words"), [(1, "ţööŵñ"), (2, "ţööŵñš")])
def test_counted_texts_have_the_forms_of_the_english(count: int, words: str) -> None:
    segment = Segment("{count} town", INTERFACE, "{count} towns")
    catalog = PseudoCatalog(LONG, lambda _context, text: prose.plain(text))
    expected = f"[··· {{count}} {words} ···]"
    assert catalog.text_for(segment, count).content == expected
    assert expected in catalog.translations(segment)
    assert catalog.coverage([segment]).percent == 100


# Markdown of any kind

SPEC = json.loads((REPOSITORY / "tests/spec/examples.json").read_text("utf-8"))
EXAMPLES = [example for examples in SPEC.values() for example in examples]


def refuse_other_shape(body: str) -> None:
    """Fail where a text made by rule has other links or marks than its English, or says anything else."""
    read = Inspection(body, "source/x.md", 1).blocks
    for segment in segments(body, EN):
        before = inline(segment.source, read.definitions)
        words = prose.markdown(segment.source, read.definitions)
        for style in (LONG, MIRRORED):
            after = inline(style.text(words), read.definitions)
            assert (after.links, after.marks) == (before.links, before.marks)
        assert len(after.plain) == len(before.plain) + len("[···  ···]")


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_shape_of_the_examples_of_commonmark(number: int) -> None:
    refuse_other_shape(EXAMPLES[number])


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_the_shape_of_any_statement(body: str) -> None:
    refuse_other_shape(body)


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from("ab_*~`[]()<>!\\&;:/\"' \n^1#@{}.ç"), min_size=1, max_size=40))
def test_the_shape_of_any_text(text: str) -> None:
    refuse_other_shape(f"x{text}\n\n[a]: https://example.org/a\n\n[^1]: A note.\n")


def test_the_look_at_shapes_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "markdown", lambda source, _env: prose.Prose(source, [(0, len(source))], markdown=True))
    with pytest.raises(AssertionError):
        refuse_other_shape("A [link](law.html).")
    with pytest.raises(AssertionError):
        refuse_other_shape("A `code`.")


def test_long_texts_take_no_time() -> None:
    for text in ("a" * 20_000, "A/" * 10_000, "a@" * 10_000, "{a" * 10_000, "https://(" * 2_000, "[a" * 3_000):
        LONG.text(prose.markdown(text, {}))


# The site


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Sound(tmp_path)


def test_no_catalog_is_read_and_none_is_made(workspace: Workspace) -> None:
    workspace.complete()
    workspace.edit("pyproject.toml", "minimum = 100", "minimum = 100\nrequire_signoff = true")
    for name in ("locales/ar/LC_MESSAGES/site.po", "locales/ku/LC_MESSAGES/peace.po"):
        workspace.write(name, "broken")
    before = workspace.bytes_of("locales")
    answer = workspace.run("build", "--pseudo")
    assert (answer.code, answer.err) == (0, "")
    assert "peace  drafts: en en-XA ar-XB\n" in answer.out
    assert "waits for" not in answer.out
    assert workspace.bytes_of("locales") == before
    assert not (workspace.root / "public").exists()


def test_no_other_command_knows_of_them(workspace: Workspace) -> None:
    workspace.complete()
    workspace.run("build", "--pseudo")
    answers = [workspace.run(*call) for call in (["update"], ["status"], ["check"], ["build"], ["build", "--drafts"])]
    assert [one.code for one in answers] == [0] * 5
    assert not [one for one in answers if re.search("en-XA|ar-XB", one.out + one.err)]
    assert sorted(path.name for path in (workspace.root / "locales").iterdir() if path.is_dir()) == ["ar", "ku"]
    for place in ("public", "drafts"):
        assert not [name for name in workspace.bytes_of(place) if name.startswith(LOCALES)]


def test_they_are_marked_as_drafts(site: Path) -> None:
    pages = [path.read_text("utf-8") for path in site.rglob("*.html")]
    assert len(pages) == 18
    assert all('<meta name="robots" content="noindex">' in page and " data-drafts>" in page for page in pages)
    assert (site / "robots.txt").read_bytes() == b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize("calls", [([], ["--pseudo"]), (["--pseudo"], [])])
def test_they_are_never_mixed_with_a_site(workspace: Workspace, calls: tuple[list[str], list[str]]) -> None:
    workspace.complete()
    first, second = ([*call, "-o", str(workspace.root / "public")] for call in calls)
    assert workspace.run("build", *first).code == 0
    before = workspace.bytes_of("public")
    answer = workspace.run("build", *second)
    assert answer.code == 2
    assert "name another folder for" in answer.err
    assert workspace.bytes_of("public") == before


def test_drafts_are_another_site(workspace: Workspace) -> None:
    answer = workspace.run("build", "--pseudo", "--drafts")
    assert answer.code == 2
    assert "--drafts, --status and --pseudo make different sites" in answer.err
    assert sorted(path.name for path in workspace.root.iterdir()) == ["pyproject.toml", "source"]


def test_a_mistake_in_a_source_is_told(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "](https://example.org/law)", "](https://example.org/law")
    answer = workspace.run("build", "--pseudo")
    assert answer.code == 2
    assert "source/peace.md:15" in answer.err


def test_the_version_that_prevails_may_be_a_language_of_the_workspace(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "date: ", "prevails: ar\ndate: ")
    assert workspace.run("build", "--pseudo").code == 0


@pytest.mark.parametrize("name", [".gitignore", "publisher/starter/.gitignore"])
def test_git_ignores_them(name: str) -> None:
    assert "/pseudo/" in (REPOSITORY / name).read_text("utf-8").splitlines()


def test_this_repository(tmp_path: Path) -> None:
    """Its own statement, and its own templates."""
    project = Project.open(REPOSITORY)
    made = workflow.build_pseudo(project, tmp_path / "site")
    assert made.drafts
    pages = {one: (tmp_path / "site" / one / "2026-01-aleppo.html").read_text("utf-8") for one in ("en", *LOCALES)}
    assert [english(pages[name]) for name in LOCALES] == [set(), set()]
    assert 1.3 <= length(pages["en-XA"]) / length(pages["en"]) <= 1.6


def test_dates_and_numbers() -> None:
    long, mirrored = (one.locale for one in styles())
    assert long.date(date(2026, 5, 3)) == "3 Ɱååýý 2026"
    assert long.number(250000) == "250,000"
    assert mirrored.date(date(2026, 5, 3)) == "٣ أيار ٢٠٢٦"
    assert mirrored.number(250000) == "٢٥٠٬٠٠٠"


def test_the_workspace_itself_stays_as_it_is(workspace: Workspace) -> None:
    project = Project.open(workspace.root)
    assert pseudo(project).settings.ids == ("en", *LOCALES)
    assert project.settings.ids == ("en", "ar", "ku")
