"""``new``: a Word file, a plain text or somebody's Markdown becomes a statement, with nothing lost that it says."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from workspaces import REPOSITORY, SETTINGS

from publisher import document, intake
from publisher.errors import PublisherError, SourceError, UsageError
from publisher.intake import dates, draft
from publisher.intake.blocks import Content, Paragraph
from publisher.intake.writing import Writer
from publisher.project import Project
from publisher.report.new import new_text
from publisher.workflow.new import Started, new
from publisher.workflow.update import update

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docx.document import Document as WordDocument

    from publisher.document import Document

ENGLISH = Project.open(REPOSITORY).settings.source_locale
WORD = re.compile(r"[^\W_]+")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "pyproject.toml").write_text(SETTINGS.format(minimum=100), "utf-8")
    return Project.open(root)


@pytest.fixture
def start(project: Project, tmp_path: Path) -> Callable[..., Started]:
    """Start a statement from these bytes or this text, in a file of this name."""

    def started(content: str | bytes, name: str = "call.txt", **more: object) -> Started:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return new(project, file, **{"slug": "made", **more})  # type: ignore[arg-type]

    return started


def body_of(made: Started) -> str:
    return made.document.body.strip("\n")


def names(made: Document) -> list[tuple[str, str, str]]:
    return [(one.name, one.acronym, one.url) for one in made.meta.signatories]


# The real statement, in five forms

ORIGINAL = next(one for one in Project.open(REPOSITORY).documents() if one.slug == "2026-01-aleppo")


def original_lines(bullet: str = "- ") -> list[str]:
    """The statement as its authors had it: a line for each paragraph, the names below a line that says so."""
    lines = [ORIGINAL.meta.texts["title"][0]]
    found = document.segments(ORIGINAL.body, ENGLISH)
    lines += [bullet + one.source if one.context == "item" else one.source for one in found]
    lines.append("Signatory organizations:")
    for number, signatory in enumerate(ORIGINAL.meta.signatories):
        acronym = f" ({signatory.acronym})" if number % 2 else f" – {signatory.acronym}"
        lines.append(f"{bullet}{signatory.name}{acronym if signatory.acronym else ''}")
    return lines


def as_text() -> bytes:
    return "\n".join(original_lines()).encode()


def as_markdown() -> bytes:
    title, *lines = original_lines()
    return "\n\n".join([f"# {title}", *lines]).replace("\n\n- ", "\n- ").encode()


def as_styled_word() -> bytes:
    made = docx.Document()
    title, *lines = original_lines()
    made.add_paragraph(title, style="Title")
    for line in lines:
        style = "List Bullet" if line.startswith("- ") else "Heading 1" if line.endswith("organizations:") else None
        made.add_paragraph(line.removeprefix("- "), style=style)
    return saved(made)


def as_plain_word() -> bytes:
    made = docx.Document()
    for number, line in enumerate(original_lines("•\t")):
        made.add_paragraph().add_run(line).bold = number == 0
    return saved(made)


def as_html() -> str:
    title, *lines = original_lines()
    marked = [f"<li>{escape(one[2:])}</li>" if one.startswith("- ") else f"<p>{escape(one)}</p>" for one in lines]
    listed = re.sub(r"((?:<li>.*</li>\n?)+)", r"<ul>\1</ul>", "\n".join(marked))
    return f'<html><head><meta charset="utf-8"></head><body><h1>{escape(title)}</h1>{listed}</body></html>'


def saved(made: WordDocument) -> bytes:
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def is_the_original(made: Started) -> None:
    assert made.document.meta.texts["title"][0] == ORIGINAL.meta.texts["title"][0]
    assert names(made.document) == names(ORIGINAL)
    assert document.segments(made.document.body, ENGLISH) != []
    assert [one.key for one in document.segments(made.document.body, ENGLISH)] == [
        one.key for one in document.segments(ORIGINAL.body, ENGLISH)
    ]


@pytest.mark.parametrize(
    ("make", "name"),
    [(as_text, "a.txt"), (as_markdown, "a.md"), (as_styled_word, "a.docx"), (as_plain_word, "b.docx")],
    ids=["text", "Markdown", "Word with styles", "Word without"],
)
def test_the_real_statement_comes_back(start: Callable[..., Started], make: Callable[[], bytes], name: str) -> None:
    made = start(make(), name)
    is_the_original(made)
    if not name.endswith(".md"):  # a Markdown file keeps its lines
        assert made.document.body == ORIGINAL.body


def test_the_real_statement_comes_back_from_libreoffice(
    start: Callable[..., Started], tool: Callable[[str], str], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(as_html(), "utf-8")
    form = "docx:MS Word 2007 XML"
    soffice = tool("soffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    reader = ["--infilter=HTML (StarWriter)", "--convert-to", form, "--outdir", str(tmp_path)]
    subprocess.run([soffice, profile, "--headless", *reader, str(page)], check=True, capture_output=True, timeout=120)
    made = start((tmp_path / "page.docx").read_bytes(), "page.docx")
    is_the_original(made)
    assert made.document.body == ORIGINAL.body


def test_a_text_that_lacks_a_word_is_not_the_original(start: Callable[..., Started]) -> None:
    """The comparison above bites."""
    made = start(as_text().replace(b"immediate ceasefire", b"ceasefire", 1))
    with pytest.raises(AssertionError):
        is_the_original(made)


# Nothing is lost, and no sign is markup

SIGNS = [
    "*",
    "_",
    "**",
    "[",
    "]",
    "](",
    "[x]",
    "[x](y)",
    "![x](y)",
    "[^1]",
    "[^1]:",
    "[x]:",
    "#",
    "##",
    "1.",
    "2018.",
    "1)",
]
SIGNS += [
    "<b>",
    "<!--",
    "-->",
    "<https://a.example>",
    "a@b.example",
    "&amp;",
    "`",
    "```",
    "~~",
    "~~~",
    "|",
    "|-|",
    "-",
    "+",
]
SIGNS += [
    ">",
    "\\",
    "\\*",
    "***",
    "---",
    "===",
    "=",
    ":",
    "~",
    "a_b_c",
    "*a*",
    "_a_",
    "__a__",
    "`a`",
    "- a",
    "http://a.example",
]
WORDS = ["Aleppo", "civilians", "must", "the", "ceasefire,", "“talks”", "country’s", "250,000", "Şêx", "(SDF)", "law."]
PHRASES = st.lists(st.sampled_from([*WORDS, *WORDS, *SIGNS]), min_size=1, max_size=12).map(" ".join)


def seen(made: Document) -> str:
    """What readers see of a statement, its title first."""
    pieces = [made.meta.texts["title"][0]]
    for one in document.segments(made.body, ENGLISH):
        pieces.append(made.inline(one.context, one.source).plain)
        pieces += [name.removeprefix("code ") for name in made.inline(one.context, one.source).marks if "code" in name]
    return " ".join(" ".join(pieces).split())


def words(text: str) -> list[str]:
    return WORD.findall(text)


def shown(text: str) -> str:
    """The same without spaces, which break lines anywhere."""
    return "".join(text.split())


def as_statement(body: str) -> Document:
    path = Path("source/made.md")
    text = f"---\ntitle: Title\ndate: 2026-01-09\n---\n\n{body}"
    return document.read(text.encode(), path, ENGLISH, ("en",))  # type: ignore[arg-type]


@settings(max_examples=200, deadline=None)
@given(st.lists(PHRASES, min_size=1, max_size=5))
def test_a_text_is_shown_letter_by_letter(phrases: list[str]) -> None:
    blocks = [Paragraph((document.Run(one),)) for one in phrases]
    made = as_statement(Writer(Content([*blocks]), ENGLISH).body())
    assert [one.context for one in document.segments(made.body, ENGLISH)] == ["paragraph"] * len(phrases)
    assert shown(seen(made)) == shown("Title" + "".join(phrases))


def test_a_text_that_is_not_escaped_is_shown_otherwise() -> None:
    """The property above bites."""
    assert shown(seen(as_statement("the *ceasefire*, 3 * 4\n"))) != shown("Title the *ceasefire*, 3 * 4")


LONG = st.lists(st.sampled_from([*WORDS, "1.", "2018.", "-", "+", "#", ">", "=", "|", ":"]), min_size=30, max_size=60)


@settings(max_examples=100, deadline=None)
@given(LONG.map(" ".join))
def test_lines_are_short_and_say_the_same(phrase: str) -> None:
    body = Writer(Content([Paragraph((document.Run(phrase),))]), ENGLISH).body()
    assert [one.context for one in document.segments(body, ENGLISH)] == ["paragraph"]
    assert shown(seen(as_statement(body))) == shown(f"Title {phrase}")
    # What would be markup at the beginning of a line stays on the line before, and may be more than one word.
    assert all(len(line.rstrip("1.-+#>=|: \\")) <= 110 for line in body.splitlines())


FORMATS = st.sampled_from(["", "", "", "bold", "italic", "both", "link"])
RUNS = st.lists(st.tuples(PHRASES, FORMATS), min_size=1, max_size=4)
BLOCKS = st.tuples(
    st.sampled_from(["Heading 1", "Heading 2", "Heading 4", "", "", "List Bullet", "List Bullet 2", "Quote"]), RUNS
)


def word_file(blocks: Sequence[tuple[str, Sequence[tuple[str, str]]]], title: str = "The title") -> WordDocument:
    made = docx.Document()
    made.add_paragraph(title, style="Title")
    for style, runs in blocks:
        paragraph = made.add_paragraph(style=style or None)
        for number, (text, form) in enumerate(runs):
            run = paragraph.add_run(f"{' ' if number else ''}{text}")
            run.bold, run.italic = form in {"bold", "both"}, form in {"italic", "both"}
            if form == "link":
                target = made.part.relate_to("https://example.org/a", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), target)
                link.append(run._r)  # noqa: SLF001  # python-docx has no call for links
                paragraph._p.append(link)  # noqa: SLF001
    return made


# Files take too long to look for the smallest one that fails.
@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(BLOCKS, min_size=1, max_size=6))
def test_no_word_of_a_word_file_is_lost(blocks: list[tuple[str, list[tuple[str, str]]]]) -> None:
    data = saved(word_file(blocks))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "pyproject.toml").write_text(SETTINGS.format(minimum=100), "utf-8")
        (root / "a.docx").write_bytes(data)
        made = new(Project.open(root), root / "a.docx")
    expected = " ".join(["The title", *(text for _, runs in blocks for text, _ in runs)])
    assert shown(unbulleted(seen(made.document))) == shown(unbulleted(expected))
    assert [one for one in made.doubts if "not in the text" in one] == []
    if not any("could not all be kept" in one for one in made.doubts):
        assert formats_of(made.document) == formats_in(blocks)


def formats_of(made: Document) -> list[tuple[str, bool, bool, bool]]:
    """Every letter of the body, and whether it is bold, italic and in a link; none of headings: they look alike."""
    texts = [one for one in document.segments(made.body, ENGLISH) if one.context != "heading"]
    runs = [run for one in texts for run in made.runs(one.context, one.source)]
    return [(sign, run.bold, run.italic, bool(run.link)) for run in runs for sign in run.text if sign.isalpha()]


def formats_in(blocks: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> list[tuple[str, bool, bool, bool]]:
    runs = [run for style, runs in blocks if not style.startswith("Heading") for run in runs]
    return [
        (sign, form in {"bold", "both"}, form in {"italic", "both"}, form == "link")
        for text, form in runs
        for sign in text
        if sign.isalpha()
    ]


def unbulleted(text: str) -> str:
    """A text without what two typed paragraphs in a row are made a list by."""
    return re.sub(r"(^|(?<=\s))[-*](?=\s)|^[-*]", "", text)


# What Word files hold, part by part

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word(body: str, links: str = "", **parts: str) -> bytes:
    """A Word file with nothing in it but this, written in the prefixes of Word."""
    relation = f'<Relationship Id="%s" Type="{RELATIONS}/%s" Target="%s" %s/>'
    own = "".join(relation % (name, name.rstrip("12"), f"{name}.xml", "") for name in parts)
    head = f'<Relationships xmlns="{PACKAGE}/relationships">'
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": head + relation % ("d", "officeDocument", "word/document.xml", "") + "</Relationships>",
        "word/_rels/document.xml.rels": f"{head}{own}{links}</Relationships>",
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        tag = {"header1": "hdr"}.get(name, name.rstrip("2"))
        members[f"word/{name}.xml"] = f"<w:{tag} {SPACES}>{content}</w:{tag}>"
    return zipped(members)


def zipped(members: dict[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def run(text: str, form: str = "") -> str:
    return f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*runs: str, form: str = "") -> str:
    return f"<w:p><w:pPr>{form}</w:pPr>{''.join(one if one.startswith('<') else run(one) for one in runs)}</w:p>"


TITLE = para("The title")


def test_tracked_changes_are_accepted_and_counted(start: Callable[..., Started]) -> None:
    by = 'w:id="1" w:author="Jane Roe" w:date="2026-01-08T10:00:00Z"'
    deleted = f"<w:del {by}><w:r><w:delText>all </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom {by}>{run('today ')}</w:moveFrom><w:moveTo {by}>{run('now ')}</w:moveTo>"
    joined = para("They are", form=f"<w:rPr><w:del {by}/></w:rPr>")
    body = TITLE + para("Stop ", f"<w:ins {by}>{run('the shelling ')}</w:ins>", deleted, moved, "at once.")
    made = start(word(body + joined + para(" one paragraph.")), "a.docx")
    assert body_of(made) == "Stop the shelling now at once.\n\nThey are one paragraph."
    said = "1 insertion taken in, 1 move taken in, 1 deletion left out (tracked changes)"
    assert made.dropped == [said]
    assert "Jane" not in new_text(made)


def test_the_end_of_a_last_paragraph_that_was_deleted_takes_nothing_with_it(start: Callable[..., Started]) -> None:
    last = para("The last words.", form='<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>')
    assert body_of(start(word(TITLE + para("First.") + last), "a.docx")) == "First.\n\nThe last words."


def test_hidden_text_stays_hidden(start: Callable[..., Started]) -> None:
    shown = run("not hidden", '<w:vanish w:val="0"/>')
    made = start(word(TITLE + para("We call. ", run("Source: Jane Roe", "<w:vanish/>"), shown)), "a.docx")
    assert body_of(made) == "We call. not hidden"
    assert made.dropped == ["1 hidden text"]


HIDING = (
    '<w:style w:type="paragraph" w:styleId="Own"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Based"><w:basedOn w:val="Own"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Shown"><w:basedOn w:val="Based"/>'
    '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
)


def nowhere(made: Started, name: str = "Jane") -> bool:
    """Whether a name stands neither in the statement nor in what is said of it."""
    return name not in f"{new_text(made)}{made.document.body}{made.document.meta}"


@pytest.mark.parametrize("style", ["Own", "Based"])
def test_text_that_a_style_hides_stays_hidden(start: Callable[..., Started], style: str) -> None:
    by_run = run("Ask Jane Roe. ", f'<w:rStyle w:val="{style}"/>')
    by_paragraph = para("Jane Roe wrote this.", form=f'<w:pStyle w:val="{style}"/>')
    kept = run("Stop.", '<w:rStyle w:val="Shown"/>')
    made = start(word(TITLE + para("We call. ", by_run, kept) + by_paragraph, styles=HIDING), "a.docx")
    assert body_of(made) == "We call. Stop."
    assert made.dropped == ["2 hidden texts"]
    assert nowhere(made)


def test_text_that_a_style_shows_is_found(start: Callable[..., Started]) -> None:
    """The test above bites."""
    by_run = run("Ask Jane Roe. ", '<w:rStyle w:val="Shown"/>')
    assert not nowhere(start(word(TITLE + para("We call. ", by_run), styles=HIDING), "a.docx"))


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def cell(text: str, form: str = "") -> str:
    return f"<w:tc><w:tcPr>{form}</w:tcPr>{para(text)}</w:tc>"


def row(*cells: str, form: str = "") -> str:
    return f"<w:tr><w:trPr>{form}</w:trPr>{''.join(cells)}</w:tr>"


BY = 'w:id="1" w:author="Jane Roe" w:date="2026-01-08T10:00:00Z"'


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (row(cell("Jane"), cell("Roe"), form=f"<w:del {BY}/>"), "1 deletion left out (tracked changes)"),
        (row(cell("Jane"), cell("Roe"), form="<w:hidden/>"), "1 hidden text"),
        (row(cell("Jane", f"<w:cellDel {BY}/>")), "1 deletion left out (tracked changes)"),
    ],
)
def test_rows_and_cells_that_are_deleted_or_hidden_are_nowhere(
    start: Callable[..., Started], gone: str, said: str
) -> None:
    made = start(word(TITLE + para("We call.") + table(row(cell("a"), cell("b")), gone)), "a.docx")
    assert body_of(made) == "We call.\n\n| a | b |\n| --- | --- |"
    assert made.dropped == [said]
    assert nowhere(made)


@pytest.mark.parametrize("form", ["", '<w:hidden w:val="0"/>'])
def test_rows_that_are_there_are_found(start: Callable[..., Started], form: str) -> None:
    """The test above bites."""
    rows = table(row(cell("a"), cell("b")), row(cell("Jane"), cell("Roe"), form=form))
    made = start(word(TITLE + para("We call.") + rows), "a.docx")
    assert not nowhere(made)
    assert made.dropped == []


def test_hidden_text_in_one_of_several_ways_stays_hidden(start: Callable[..., Started]) -> None:
    ways = f"<mc:Choice>{run('Jane Roe', '<w:vanish/>')}{run('Stop.')}</mc:Choice><mc:Fallback/>"
    deleted = f"<mc:Choice><w:del {BY}>{run('Jane')}</w:del></mc:Choice>"
    body = TITLE + para("We call. ", f"<mc:AlternateContent>{ways}</mc:AlternateContent>")
    body += para("Now.", f"<mc:AlternateContent>{deleted}</mc:AlternateContent>")
    made = start(word(body), "a.docx")
    assert body_of(made) == "We call. Stop.\n\nNow."
    assert nowhere(made)


def test_placeholders_of_forms_are_left_out(start: Callable[..., Started]) -> None:
    control = f"<w:sdt><w:sdtPr>%s</w:sdtPr><w:sdtContent>{run('Click to enter text')}</w:sdtContent></w:sdt>"
    made = start(word(TITLE + para("We call. ", control % "<w:showingPlcHdr/>")), "a.docx")
    assert (body_of(made), made.dropped) == ("We call.", ["1 placeholder"])
    assert body_of(start(word(TITLE + para("We call. ", control % "")), "a.docx", slug="b")).endswith("enter text")


def test_parts_may_have_other_names(start: Callable[..., Started]) -> None:
    """Word Online numbers them."""
    data = word(TITLE + para("One", f"{MARK}{MARK.replace('7', '8')}", " [1]."), footnotes2=NOTES, styles2=HIDING)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    renamed = {name.replace("document.xml", "document2.xml"): text for name, text in members.items()}
    renamed["_rels/.rels"] = members["_rels/.rels"].replace("document.xml", "document2.xml")
    made = start(zipped(renamed), "a.docx")
    assert body_of(made) == "One[^1][^2] [1].\n\n[^1]: Seventh.\n\n[^2]: Eighth."


MARK = '<w:r><w:footnoteReference w:id="7"/></w:r>'
NOTES = "".join(f'<w:footnote w:id="{n}">{para(text)}</w:footnote>' for n, text in ((7, "Seventh."), (8, "Eighth.")))


@pytest.mark.parametrize("behind", ["(", "[", ":", "(a)", "[b]", ": c"])
def test_marks_of_footnotes_stand_before_anything(start: Callable[..., Started], behind: str) -> None:
    both = MARK + MARK.replace("7", "8")
    made = start(word(TITLE + para("One", both, f"{behind} x.") + para(MARK, ": y"), footnotes=NOTES), "a.docx")
    found = document.segments(made.document.body, ENGLISH)
    assert [one.context for one in found] == ["paragraph", "paragraph", "footnote", "footnote"]
    plain = [made.document.inline(one.context, one.source) for one in found]
    assert len(plain[0].marks) == 2, plain[0]


def test_switches_of_fields_are_no_part_of_an_address(start: Callable[..., Started]) -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = "<w:r><w:instrText>{}</w:instrText></w:r>".format
    address = 'HYPERLINK "https://a.example/x" \\l "part" \\o "the tip"'
    link = field("begin") + code(escape(address)) + field("separate") + run("here") + field("end")
    assert body_of(start(word(TITLE + para("See ", link, ".")), "a.docx")) == "See [here](https://a.example/x#part)."


def test_a_list_item_that_was_deleted_does_not_count(start: Callable[..., Started]) -> None:
    abstract = (
        '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    )
    form = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    gone = para(
        f"<w:del {BY}><w:r><w:delText>Jane</w:delText></w:r></w:del>", form=f"{form}<w:rPr><w:del {BY}/></w:rPr>"
    )
    body = TITLE + para("one", form=form) + para("between") + gone + para("two", form=form)
    made = start(word(body, numbering=f'{abstract}<w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>'), "a.docx")
    assert body_of(made) == "1. one\n\nbetween\n\n2. two"
    assert nowhere(made)


FILTERS = [
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=05%7Cjane%40a.example&sdata=1",
    "https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fx&sa=D&source=editors",
]


@pytest.mark.parametrize("name", ["a.docx", "a.md", "a.txt", "own.md"])
def test_links_through_a_filter_lead_where_they_end(start: Callable[..., Started], name: str) -> None:
    head = "---\ntitle: T\ndate: 2026-01-09\n---\n" if name == "own.md" else "The title\n\n"
    if name == "a.docx":
        relation = f'<Relationship Id="L{{}}" Type="{RELATIONS}/hyperlink" Target="{{}}" TargetMode="External"/>'
        links = "".join(relation.format(n, escape(one)) for n, one in enumerate(FILTERS))
        pieces = [f'<w:hyperlink r:id="L{n}">{run(f"w{n}")}</w:hyperlink>{run(" x ")}' for n in range(2)]
        made = start(word(TITLE + para(*pieces), links), name)
    else:
        form = "Read [w]({}) and" if name.endswith("md") else "Read {} and"
        made = start(head + "\n".join(map(form.format, FILTERS)), name)
    assert body_of(made).count("https://a.example/x") == 2
    assert "2 links that went through a mail program's filter" in made.dropped
    assert all(nowhere(made, one) for one in ("jane", "safelinks", "google"))


@pytest.mark.parametrize(
    ("link", "is_asked"),
    [
        ("https://a.example/?to=jane@a.example", True),
        ("https://a.example/?to=jane%40a.example", True),
        ("mailto:press@a.example", False),
        ("https://a.example/x", False),
        ("https://a.example/url?q=https://b.example/", False),
    ],
)
@pytest.mark.parametrize("form", ["# T\n\nSee [w]({}).", "# T\n\nSee <{}>."])
def test_an_address_that_may_name_a_person_is_asked_about(
    start: Callable[..., Started], link: str, form: str, *, is_asked: bool
) -> None:
    made = start(form.format(link), "a.md")
    said = "the address of 1 web link that holds an @: is it somebody's mail address?"
    assert (said in made.doubts) is is_asked
    assert link in body_of(made)


@pytest.mark.parametrize("name", ["footnotes", "endnotes"])
def test_words_of_a_note_without_a_mark_are_counted_and_not_told(start: Callable[..., Started], name: str) -> None:
    noun = name[:-1]
    notes = f'<w:{noun} w:id="7">{para("Ask Jane Roe first")}</w:{noun}>'
    marked = f'<w:del {BY}><w:r><w:{noun}Reference w:id="7"/></w:r></w:del>'
    made = start(word(TITLE + para("We call.", marked), **{name: notes}), "a.docx")
    assert body_of(made) == "We call."
    assert "4 words in footnotes that no mark refers to left out" in made.doubts
    assert nowhere(made)


@pytest.mark.parametrize(
    "notes",
    [
        "",
        f'<w:footnote w:id="7">{para(" ")}</w:footnote>',
        f'<w:footnote w:id="8">{para("Other")}</w:footnote>',
    ],
    ids=["none", "empty", "another"],
)
def test_a_mark_without_a_footnote_goes(start: Callable[..., Started], notes: str) -> None:
    made = start(word(TITLE + para("We call", MARK, "."), footnotes=notes), "a.docx")
    assert body_of(made) == "We call."
    assert "1 mark of footnotes without a text left out" in made.doubts


def test_a_mark_inside_a_footnote_goes(start: Callable[..., Started]) -> None:
    notes = f'<w:footnote w:id="7">{para("Outer", MARK.replace("7", "8"), ".")}</w:footnote>'
    notes += f'<w:footnote w:id="8">{para("Jane")}</w:footnote>'
    made = start(word(TITLE + para("We call", MARK, "."), footnotes=notes), "a.docx")
    assert body_of(made) == "We call[^1].\n\n[^1]: Outer."
    assert "1 mark of footnotes without a text left out" in made.doubts
    assert nowhere(made)


def test_a_sign_above_the_first_letter_of_a_run_breaks_nothing(start: Callable[..., Started]) -> None:
    """U+0338 and the end of a tag would be one sign."""
    assert body_of(start(word(TITLE + para("a", run("\u0338b", "<w:b/>"))), "a.docx")) == "a**\u0338b**"


def test_lines_of_cells_are_told(start: Callable[..., Started]) -> None:
    two = f"<w:tc>{para('one')}{para('two')}</w:tc>"
    made = start(word(TITLE + para("We call.") + table(row(cell("a"), cell("b")), row(two, cell("c")))), "a.docx")
    assert "| one / two | c |" in body_of(made)
    assert "the lines of 1 table cell stand in one line now" in made.doubts
    assert "  text: 1 paragraph, 4 table cells" in new_text(made).splitlines()


@pytest.mark.parametrize("wrapper", ["fldSimple", "bdo", "dir", "smartTag", "sdt><w:sdtContent"])
def test_text_in_elements_around_it_is_read(start: Callable[..., Started], wrapper: str) -> None:
    closing = "".join(f"</w:{one}>" for one in reversed(wrapper.split("><w:")))
    made = start(word(TITLE + para("On ", f"<w:{wrapper}>{run('9 January')}{closing}", " we met.")), "a.docx")
    assert body_of(made) == "On 9 January we met."
    assert made.doubts[1:] == []


def test_what_the_reader_of_word_files_loses_is_told(start: Callable[..., Started]) -> None:
    made = start(word(TITLE + para("We call.", f"<w:unheard>{run('Ceasefire')}</w:unheard>")), "a.docx")
    assert "not in the text: Ceasefire" in made.doubts


def test_a_text_box_is_read_once(start: Callable[..., Started]) -> None:
    box = f"<w:txbxContent>{para('In the box')}</w:txbxContent>"
    ways = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    made = start(
        word(TITLE + para("Beside.", f"<w:r><mc:AlternateContent>{ways}</mc:AlternateContent></w:r>")), "a.docx"
    )
    assert body_of(made) == "Beside.\n\nIn the box"
    assert "the text of 1 text box stands among the paragraphs: is it in its place?" in made.doubts


def test_footnotes_come_along(start: Callable[..., Started]) -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    notes = "".join(
        f'<w:footnote w:id="{n}">{para(text)}</w:footnote>' for n, text in ((7, "Seventh."), (3, "A [^1] *b*."))
    )
    body = para("The title", mark(7)) + para("One", mark(3), " and two.") + para("Not [^1].")
    made = start(word(body, footnotes=notes), "a.docx")
    assert made.document.meta.texts["title"][0] == "The title"
    assert body_of(made) == "One[^n2] and two.\n\nNot [^1].\n\nSeventh.\n\n[^n2]: A [^1] *b\\*."
    assert any("a footnote of the title" in one for one in made.doubts)


def test_an_interrupted_list_counts_on(start: Callable[..., Started]) -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/></w:lvl>'.format
    abstract = (
        f'<w:abstractNum w:abstractNumId="4">{level(0, 1, "decimal")}{level(1, 1, "lowerLetter")}</w:abstractNum>'
    )
    numbering = f'{abstract}<w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>'
    form = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="2"/></w:numPr>'.format
    texts = [("one", 0), ("part", 1), ("two", 0), ("", -1), ("three", 0)]
    body = TITLE + "".join(para(text or "between", form=form(depth) if depth >= 0 else "") for text, depth in texts)
    made = start(word(body, numbering=numbering), "a.docx")
    assert body_of(made) == "1. one\n   1. part\n2. two\n\nbetween\n\n3. three"
    assert "1 list item had letters or Roman numbers, and have numbers now" in made.doubts


def test_links_that_no_statement_may_have_are_words(start: Callable[..., Started]) -> None:
    targets = [
        "https://a.example/x_(y)?a=1&b=2",
        "https://a.example/ö c",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "mailto:a@b.example",
    ]
    relation = f'<Relationship Id="L{{}}" Type="{RELATIONS}/hyperlink" Target="{{}}" TargetMode="External"/>'
    links = "".join(relation.format(n, escape(one)) for n, one in enumerate(targets))
    body = "".join(
        f'<w:hyperlink r:id="L{n}">{run(f"words{n}")}</w:hyperlink><w:r><w:t> </w:t></w:r>' for n in range(5)
    )
    made = start(
        word(TITLE + para(body, f'<w:hyperlink w:anchor="there">{run("bookmark")}</w:hyperlink>'), links), "a.docx"
    )
    assert body_of(made).split() == [
        "[words0](https://a.example/x_(y)?a=1&b=2)",
        "[words1](https://a.example/%C3%B6%20c)",
        "words2",
        "words3",
        "[words4](mailto:a@b.example)",
        "bookmark",
    ]
    assert made.dropped == ["2 unusable links", "1 bookmark link"]


def test_what_is_left_out_is_listed_and_not_told(start: Callable[..., Started]) -> None:
    made = docx.Document()
    made.core_properties.author = "Jane Roe"
    made.add_paragraph("The title", style="Title")
    paragraph = made.add_paragraph("We call for a ceasefire.")
    paragraph.runs[0].font.name = "Comic Sans MS"
    made.add_comment(paragraph.runs, text="Ask Jane first", author="Jane Roe", initials="JR")
    made.add_comment(paragraph.runs, text="Done", author="Jane Roe", initials="JR")
    made.add_picture(BytesIO(PICTURE))
    made.sections[0].header.paragraphs[0].text = "Draft of Jane Roe"
    started = start(saved(made), "a.docx")
    assert started.dropped == [
        "2 comments (not their text)",
        "what stands above and below every page",
        "names in the file's properties",
        "styling",
        "1 picture",
    ]
    assert body_of(started) == "We call for a ceasefire."
    assert "Jane" not in new_text(started) + started.document.body


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_a_file_with_nothing_to_leave_out_says_nothing(start: Callable[..., Started]) -> None:
    assert start(word(TITLE + para("We call for a ceasefire.")), "a.docx").dropped == []


def test_headings_tables_and_quotations_fit_a_statement(start: Callable[..., Started]) -> None:
    made = docx.Document()
    made.add_heading("The title", 1)
    for text, level in (("Deep", 3), ("Deeper", 6), ("Top #", 1), ("Below", 4)):
        made.add_heading(text, level)
    made.add_paragraph("Said.", style="Quote")
    table = made.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Who", "a|b", "x\ny", ""], strict=True):
        cell.text = text
    made.add_table(1, 1).cell(0, 0).text = "Framed."
    for cell in made.add_table(1, 31).rows[0].cells:
        cell.text = "c"
    started = start(saved(made), "a.docx")
    expected = ["## Deep", "### Deeper", "## Top \\#", "### Below", "> Said."]
    expected += ["| Who | a\\|b |\n| --- | --- |\n| x / y |  |", "Framed.", " ".join(["c –"] * 31)[:-2]]
    assert body_of(started).replace("c\n–", "c –") == "\n\n".join(expected)
    assert "a table of 31 columns has become a paragraph for each row" in started.doubts


def test_characters_that_nobody_sees_go(start: Callable[..., Started]) -> None:
    kept = "\u0645\u06cc\u200c\u062e\u0648"
    invisible = "civil\u00adians\u202e must\u200b be\u2066 pro\u2011tected\u2069"
    made = start(f"The title\nOn\u00a09\u00a0January, 250\u202f000 {invisible}; {kept}.\ufeff")
    assert body_of(made) == f"On\u00a09\u00a0January, 250\u202f000 civilians must be pro-tected; {kept}."
    assert made.dropped == ["3 direction marks", "3 invisible characters"]


def test_typed_lists_are_lists(start: Callable[..., Started]) -> None:
    made = start(
        "The title\nWe call on all to:\n• Stop\n• Talk\nThen:\n1. One\n2. Two\n- Not a list\n2026. Not one\n1. Nor this"
    )
    paragraphs = ["\\- Not a list", "2026\\. Not one", "1\\. Nor this"]
    lists = ["We call on all to:", "- Stop\n- Talk", "Then:", "1. One\n2. Two"]
    assert body_of(made) == "\n\n".join(lists + paragraphs)


def test_wrapped_lines_are_put_together(start: Callable[..., Started]) -> None:
    wrapped = ORIGINAL.body.replace("**", "")
    made = start(f"The title\n\n{wrapped}\n\nNames:\nDawlaty\nJustice for Life\n")
    assert body_of(made) == ORIGINAL.body.strip() + "\n\nNames:\n\nDawlaty\n\nJustice for Life"
    assert "lines of up to 110 letters were put together to paragraphs: are these right?" in made.doubts


# The front matter


@pytest.mark.parametrize(
    ("line", "day", "place"),
    [
        ("9 January 2026", "2026-01-09", ""),
        ("Damascus, 9 January 2026", "2026-01-09", "Damascus"),
        ("Damascus, Syria – Friday, 9th January 2026", "2026-01-09", "Damascus, Syria"),
        ("January 9, 2026", "2026-01-09", ""),
        ("Jan. 9th 2026", "2026-01-09", ""),
        ("Date: 2026-01-09", "2026-01-09", ""),
        ("Issued in Al-Hasakah on 9 Sept. 2026.", "2026-09-09", "Al-Hasakah"),
        ("Aleppo - 19/1/2026", "2026-01-19", "Aleppo"),
        ("1/19/2026", "2026-01-19", ""),
        ("09.01.2026", "2026-01-09", ""),
        ("3/3/2026", "2026-03-03", ""),
        ("9 January 2026, Qamishli", "2026-01-09", "Qamishli"),
        ("(Erbil, 2026-01-09)", "2026-01-09", "Erbil"),
        ("9 JANUARY 2026", "2026-01-09", ""),
        ("ALEPPO, FRIDAY 9TH JANUARY 2026", "2026-01-09", "ALEPPO"),
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_date_and_place(start: Callable[..., Started], line: str, day: str, place: str, above: bool) -> None:
    text = f"The title\n{line}\nWe call for a ceasefire." if above else f"The title\nWe call for a ceasefire.\n{line}"
    made = start(text)
    assert made.document.meta.date == date.fromisoformat(day)
    assert made.document.meta.texts.get("place", ("",))[0] == place
    assert body_of(made) == "We call for a ceasefire."
    assert made.doubts == []


@pytest.mark.parametrize(
    "line",
    [
        "31 February 2026",
        "We met in Aleppo on 9 January 2026.",
        "We meet again, 9 January 2026",
        "9 January",
        "Version 9.1.20261",
        "9 Foo 2026",
    ],
)
def test_what_is_no_date_stays_in_the_text(project: Project, start: Callable[..., Started], line: str) -> None:
    made = start(f"The title\nWe call for a ceasefire.\n{line}", day=date(2026, 2, 1))
    assert line.rsplit(maxsplit=1)[-1] in body_of(made)
    assert made.document.meta.date == date(2026, 2, 1)
    assert made.doubts == []
    assert "\ndate: 2026-02-01\n" in (project.root / made.path).read_text("utf-8")


def test_a_date_of_two_meanings_is_not_guessed(start: Callable[..., Started]) -> None:
    made = start("The title\nAleppo - 9/1/2026\nWe call.", day=date(2026, 2, 1))
    assert made.document.meta.date == date(2026, 2, 1)
    assert body_of(made) == "Aleppo - 9/1/2026\n\nWe call."
    assert (
        made.doubts[0]
        == '"Aleppo - 9/1/2026" can be 2026-01-09 or 2026-09-01: write the date, and delete the line in the text'
    )


def test_the_first_words_of_a_text_can_tell_date_and_place(start: Callable[..., Started]) -> None:
    made = start("The title\nAleppo, 9 January 2026 – The organizations below call.")
    assert (made.document.meta.date, made.document.meta.texts["place"][0]) == (date(2026, 1, 9), "Aleppo")
    assert body_of(made).startswith("Aleppo, 9 January 2026 – The")


def test_without_a_day_it_is_today(
    project: Project, start: Callable[..., Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    made = start("The title\nWe call.")
    assert made.document.meta.date == date(2026, 1, 2)
    assert made.doubts == ["the text tells no date: 2026-01-02 stands in the front matter, confirm it"]
    source = "# The text tells no date: confirm this one before the page goes public.\ndate: 2026-01-02\n"
    assert source in (project.root / made.path).read_text("utf-8")


@pytest.mark.parametrize("kind", ["Joint statement", "PRESS RELEASE", "Open letter:", "Statement"])
def test_the_kind_of_text_stands_above_the_title(start: Callable[..., Started], kind: str) -> None:
    made = start(f"{kind}\nA call for peace\nWe call.")
    assert made.document.meta.texts["type"][0] == kind.rstrip(":")
    assert made.document.meta.texts["title"][0] == "A call for peace"
    assert body_of(made) == "We call."


def test_a_title_can_be_the_kind_of_text(start: Callable[..., Started]) -> None:
    made = start("Joint statement\nWe call for a ceasefire.")
    assert made.document.meta.texts["title"][0] == "Joint statement"


def test_a_text_without_a_title_gets_the_name_of_its_file(start: Callable[..., Started]) -> None:
    made = start("We call for a ceasefire.\nNow.", "On_Aleppo 2026.txt")
    assert made.document.meta.texts["title"][0] == "On Aleppo 2026"
    assert 'the text has no title: "On Aleppo 2026" is the name of the file' in made.doubts
    assert body_of(made) == "We call for a ceasefire.\n\nNow."


@pytest.mark.parametrize(
    "line",
    [
        "Signatory organizations:",
        "Signatories",
        "Signed by:",
        "The undersigned organizations:",
        "Signatories (in alphabetical order):",
        "UNDERSIGNED SYRIAN ORGANISATIONS",
        "Signed,",
        "Co-signatories:",
        "Signatories to the statement:",
    ],
)
@pytest.mark.parametrize("bullet", ["", "- ", "1. "])
def test_signatories(start: Callable[..., Started], line: str, bullet: str) -> None:
    given = ["Justice for Life – JFL", "Hêvî (HV-1)", "Dawlaty", "Radio Rozana (Syria)", "Pêl- Waves,"]
    listed = "\n".join((bullet.replace("1", str(n)) + one) for n, one in enumerate(given, 1))
    made = start(f"The title\nWe call.\n{line}\n{listed}\nContact: press@example.org")
    assert names(made.document) == [
        ("Justice for Life", "JFL", ""),
        ("Hêvî", "HV-1", ""),
        ("Dawlaty", "", ""),
        ("Radio Rozana (Syria)", "", ""),
        ("Pêl- Waves", "", ""),
    ]
    assert body_of(made) == "We call.\n\nContact: press@example.org"


def test_a_name_with_a_link_has_an_address(start: Callable[..., Started]) -> None:
    made = start(
        saved(
            word_file(
                [("", [("We call.", "")]), ("Heading 1", [("Signatories", "")]), ("List Bullet", [("Dawlaty", "link")])]
            )
        ),
        "a.docx",
    )
    assert names(made.document) == [("Dawlaty", "", "https://example.org/a")]
    assert body_of(made) == "We call."


@pytest.mark.parametrize("rest", ["This is a sentence about them.", "", "- A list of what they ask for: peace."])
def test_names_that_are_not_found_are_asked_for(start: Callable[..., Started], rest: str) -> None:
    made = start(f"The title\nWe call.\nSignatories:\n{rest}")
    assert made.document.meta.signatories == ()
    assert 'no list of names was found below "Signatories:": write them in the front matter' in made.doubts
    assert "Signatories:" in body_of(made)


def test_markdown_keeps_what_stands_behind_a_heading_in_a_quotation(start: Callable[..., Started]) -> None:
    text = "# T\n\n# A\n\ntext\n\n> ## Head\n\nPara one must stay.\n\nPara two.\n\n---\n\nend\n"
    assert body_of(start(text, "a.md")) == text.replace("# T\n\n# A", "## A").strip()


def test_what_stands_below_a_name_is_not_lost(start: Callable[..., Started]) -> None:
    styles = (("Heading 1", "Signatories"), ("List Bullet", "Dawlaty"), ("List Bullet 2", "its branch"))
    made = start(
        saved(word_file([("", [("We call.", "")]), *((style, [(text, "")]) for style, text in styles)])), "a.docx"
    )
    assert names(made.document) == []
    assert "its branch" in body_of(made)
    assert any("no list of names was found" in one for one in made.doubts)


def test_a_chronology_is_no_date_of_the_statement(start: Callable[..., Started]) -> None:
    days = ("6 January 2026", "7 January 2026")
    made = start("# A call\n\nWhat was done:\n\n" + "\n\n".join(f"## {day}\n\nShelling." for day in days), "a.md")
    assert all(f"## {day}" in body_of(made) for day in days)
    assert any(one.startswith('which is the date of the statement? "6 January 2026"') for one in made.doubts)
    assert made.document.meta.date not in {date(2026, 1, 6), date(2026, 1, 7)}


@pytest.mark.parametrize(
    "line",
    [
        "Tel: +49 30 1234567",
        "+49 30 1234567",
        "press@a.example",
        "https://a.example",
        "www.a.example",
        "A, B, C",
        "***",
    ],
)
def test_what_is_no_name_ends_the_names(start: Callable[..., Started], line: str) -> None:
    made = start(f"The title\nWe call.\nSigned by:\nDawlaty\nHelp e.V.\n{line}")
    assert [one.name for one in made.document.meta.signatories] == ["Dawlaty", "Help e.V."]
    assert any(f'the list of names ends before "{line}"' in one for one in made.doubts) == (line != "***")


@pytest.mark.parametrize("line", ["Updated 9 January 2026", "Press release, 9 January 2026", "Fri, 9 January 2026"])
def test_what_stands_before_a_date_need_not_be_a_place(start: Callable[..., Started], line: str) -> None:
    made = start(f"The title\n{line}\nWe call.", day=date(2026, 2, 1))
    assert "place" not in made.document.meta.texts
    assert line in body_of(made)


def test_tabs_part_what_is_no_single_name(start: Callable[..., Started]) -> None:
    made = start("The\ttitle\nWe\tcall.\nSigned by:\nDawlaty\tJustice for Life\nHevi")
    assert made.document.meta.texts["title"][0] == "The title"
    assert names(made.document) == []
    assert body_of(made).startswith("We call.")
    tabbed = para("Dawlaty", "<w:r><w:tab/></w:r>", "Hevi")
    assert names(start(word(TITLE + para("Signed by:") + tabbed), "a.docx", slug="b").document) == []


def test_a_date_of_the_call_that_is_another_is_told(start: Callable[..., Started]) -> None:
    made = start("The title\n9 January 2026\nWe call.", day=date(2026, 2, 1))
    assert made.document.meta.date == date(2026, 1, 9)
    assert made.doubts == ["the text says 2026-01-09, and --date 2026-02-01: 2026-01-09 stands in the front matter"]
    assert start("The title\n9 January 2026\nWe call.", day=date(2026, 1, 9), slug="b").doubts == []


def test_acronyms_that_are_not_made_of_the_name_are_asked_about(start: Callable[..., Started]) -> None:
    made = start(
        "The title\nWe call.\nSigned by:\nSyrian Relief (SRF)\nHêvî (HV-1)\nFree Press – FP\nRed Crescent (KRC)"
    )
    assert [one.acronym for one in made.document.meta.signatories] == ["SRF", "HV-1", "FP", "KRC"]
    assert "acronyms to look at: KRC" in made.doubts


@pytest.mark.parametrize("time", ["14:00", "at 2.30 p.m.", "09:15 GMT"])
def test_a_time_behind_the_date_is_told(start: Callable[..., Started], time: str) -> None:
    made = start(f"The title\nAleppo, 9 January 2026, {time}\nWe call.")
    assert (made.document.meta.date, made.document.meta.texts["place"][0]) == (date(2026, 1, 9), "Aleppo")
    assert body_of(made) == "We call."
    assert any(f", {time.removeprefix('at ')}, was left out" in one for one in made.doubts)


def test_a_line_for_editors_is_no_title(start: Callable[..., Started]) -> None:
    made = start("FOR IMMEDIATE RELEASE\nThe title\n9 January 2026\nWe call.")
    assert made.document.meta.texts["title"][0] == "The title"
    assert made.doubts == ['"FOR IMMEDIATE RELEASE" stood above the title, and was left out']


@pytest.mark.parametrize("title", ["Embargo on arms must stay", "Urgent: stop the shelling"])
def test_a_title_with_the_same_words_is_one(start: Callable[..., Started], title: str) -> None:
    assert start(f"{title}\n9 January 2026\nWe call.").document.meta.texts["title"][0] == title


def test_names_are_looked_for_below_every_line_that_says_so(start: Callable[..., Started]) -> None:
    made = start("The title\nSignatories\nThey are many, and all call.\nWe call.\nSigned by:\nDawlaty\nHevi")
    assert names(made.document) == [("Dawlaty", "", ""), ("Hevi", "", "")]
    assert body_of(made).startswith("Signatories")


def test_a_footnote_of_several_paragraphs_is_one(start: Callable[..., Started]) -> None:
    made = start("# T\n\nWe call[^1].\n\n[^1]: One.\n\n    Two.\n", "a.md")
    assert "  text: 1 paragraph, 1 footnote" in new_text(made).splitlines()


def test_bold_lines_are_shown_to_a_person(start: Callable[..., Started]) -> None:
    made = start(saved(word_file([("", [("What we ask", "bold")]), ("", [("We call.", "")])])), "a.docx")
    assert body_of(made) == "**What we ask**\n\nWe call."
    assert 'bold lines, such as "What we ask", may be headings: write ## before those that are' in made.doubts


@given(st.text(min_size=1, max_size=80))
def test_any_line_can_be_looked_at_for_a_date(line: str) -> None:
    dates.line(line)
    dates.beginning(line)


# Markdown from elsewhere

MARKDOWN = """# A call for *peace*

Aleppo, 9 January 2026

<!-- translators: the council -->
We call on [all](https://a.example/), see ![a map](map.png) [here](file:///x) and [below](#what-we-ask).

What we ask
===========

#### Stop

```
# not a heading ![x](y)
```

Term
: Meaning[^1]

[^1]: A note.

## Signatories

* [Dawlaty](https://dawlaty.example/)
* Justice for Life (JFL)

Press: press@example.org
"""


def test_markdown_stays_as_it_is_but_for_the_front_matter_and_what_is_refused(start: Callable[..., Started]) -> None:
    made = start(MARKDOWN, "a.md")
    meta = made.document.meta
    assert (meta.texts["title"][0], meta.date, meta.texts["place"][0]) == (
        "A call for peace",
        date(2026, 1, 9),
        "Aleppo",
    )
    assert names(made.document) == [("Dawlaty", "", "https://dawlaty.example/"), ("Justice for Life", "JFL", "")]
    kept = MARKDOWN[MARKDOWN.index("<!--") : MARKDOWN.index("## Signatories")]
    for old, new_ in (
        ("![a map](map.png) [here](file:///x)", " here"),
        ("What we ask\n===========", "## What we ask"),
        ("#### Stop", "### Stop"),
    ):
        assert old in kept
        kept = kept.replace(old, new_)
    assert re.sub("\n{3,}", "\n\n", body_of(made)) == f"{kept}Press: press@example.org"
    assert made.dropped == ["1 picture", "1 unusable link"]


def test_markdown_with_a_front_matter_keeps_it(project: Project, start: Callable[..., Started]) -> None:
    text = "---\ntitle: A call\ndate: 2026-01-09   # agreed\n---\n\n# comment\n".replace("   # agreed", "").replace(
        "# comment", "We call."
    )
    made = start(text, "a.md")
    assert (project.root / made.path).read_text("utf-8") == text
    assert (made.dropped, made.doubts) == ([], [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: A call\nlayout: post\ndate: 2026-01-09\n---\nWe call.\n", 3, 'unknown key "layout"'),
        (
            "# A call\n\nWe call.\n\n> > > > > > > > > > > > > > > > > > > > > > lost\n",
            5,
            '"lost" would not appear on the page',
        ),
        ("# A call\n\n[a][b]\n\nWe call [\n\n[^1]: no mark\n", 3, "a link that is not closed"),
    ],
)
def test_what_markdown_cannot_say_is_told_by_its_own_lines(
    project: Project, start: Callable[..., Started], text: str, line: int, message: str
) -> None:
    with pytest.raises(SourceError) as caught:
        start(text, "a.md")
    assert any(
        message in one.message and one.line == line and one.path.endswith("a.md") for one in caught.value.problems
    )
    assert not (project.root / "source").exists()


def test_comments_of_markdown_are_counted(start: Callable[..., Started]) -> None:
    text = "# T\n\n<!-- ask Jane -->\nWe call `<!--`.\n\n```\n<!-- -->\n```\n\n<!-- two\nlines -->\n"
    assert "comments stay in the source: 2 comments" in start(text, "a.md").doubts
    own = f"---\ntitle: T\ndate: 2026-01-09\n---\n{text.partition('T')[2]}"
    assert start(own, "b.md", slug="b").doubts == ["comments stay in the source: 2 comments"]


def test_code_and_escaped_pictures_of_markdown_stay(start: Callable[..., Started]) -> None:
    kept = "Write `![x](y)` and ``[x](file:///`)`` and \\![a](https://a.example/)."
    made = start(f"# T\n\n{kept} ![x](y) [b](file:///b)", "a.md")
    assert body_of(made) == f"{kept}  b"
    assert made.dropped == ["1 picture", "1 unusable link"]


def test_a_footnote_of_a_title_in_markdown_is_a_paragraph(start: Callable[..., Started]) -> None:
    text = "# The title[^1]\n\nWe call[^2].\n\n[^1]: First\n    of all.\n[^2]: Second.\n\nEnd.\n"
    made = start(text, "a.md")
    assert body_of(made) == "We call[^2].\n\n[^2]: Second.\n\nEnd.\n\n\nFirst\nof all."
    assert any("a footnote of the title" in one for one in made.doubts)


# Names


@pytest.mark.parametrize(
    ("file", "slug"),
    [
        ("Statement on Aleppo (final) v2.txt", "statement-on-aleppo-final-v2"),
        ("Daxuyanî li ser Şêx Meqsûd.txt", "daxuyani-li-ser-sex-meqsud"),
        ("بيان.txt", "statement-2026-01-09"),
        ("بيان 9-1.txt", "statement-2026-01-09"),
        ("long " * 20 + ".txt", "-".join(["long"] * 13)),
        ("x" * 90 + ".txt", "x" * 64),
        ("_a__b_.txt", "a-b"),
    ],
)
def test_a_slug_is_made_of_the_name_of_the_file(start: Callable[..., Started], file: str, slug: str) -> None:
    made = start("The title\n9 January 2026\nWe call.", file, slug="")
    assert (made.slug, made.path) == (slug, f"source/{slug}.md")


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("taken", 'a statement "taken" is there already'),
        ("site", '"site" is a name the site itself uses'),
        ("Aleppo", '"Aleppo" cannot be the name of a statement'),
        ("../x", '"../x" cannot be the name of a statement'),
        ("a" * 65, "cannot be the name of a statement"),
    ],
)
def test_a_slug_that_is_taken_or_none_is_refused(
    project: Project, start: Callable[..., Started], slug: str, message: str
) -> None:
    taken = project.root / "source" / "2025" / "taken.md"
    taken.parent.mkdir(parents=True)
    taken.write_text("not even a statement", "utf-8")
    with pytest.raises(UsageError, match=re.escape(message)) as caught:
        start("The title\nWe call.", slug=slug)
    assert caught.value.problems[0].hint
    assert [one for one in project.root.rglob("*.md") if one != taken] == []


def test_a_folder_that_leads_out_of_the_workspace_is_refused(
    project: Project, start: Callable[..., Started], tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (project.root / "source").symlink_to(outside)
    with pytest.raises(UsageError, match="a link that leads out of the workspace"):
        start("The title\nWe call.")
    assert list(outside.iterdir()) == []


# Bad input


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """A Word file with one more member, or another one in its place."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in old.namelist():
            if one != name:
                archive.writestr(one, old.read(one))
        archive.writestr(name, content)
    return target.getvalue()


GOOD = word(TITLE + para("We call."))
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&e;</w:document>'
# Not so even that it could be packed too well.
DEEP = (
    "".join(f'<w:sdt w:n="{n * 7919 % 10007}"><w:sdtContent>' for n in range(5000)) + "</w:sdtContent></w:sdt>" * 5000
)
BAD = {
    "empty.docx": (b"", "the file is empty"),
    "blank.txt": (b" \n\n", "the file is empty"),
    "not-a-zip.docx": (b"We call for a ceasefire.", "this is no Word, Excel or OpenDocument file, or a broken one"),
    "cut.docx": (GOOD[:-40], "this is no Word, Excel or OpenDocument file, or a broken one"),
    "nameless.docx": (
        GOOD.replace(b"[Content_Types].xml", b"\0Content_Types].xml"),
        "this is no Word, Excel or OpenDocument file, or a broken one",
    ),
    "password.docx": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a file with a password"),
    "macros.docx": (with_member(GOOD, "word/vbaProject.bin", b"x"), 'macros or a program ("word/vbaProject.bin")'),
    "bomb.docx": (with_member(GOOD, "word/bomb.xml", b" " * 3_000_000), "bytes that unpack to"),
    "climbing.docx": (with_member(GOOD, "../x.xml", b"x"), 'a member named "../x.xml"'),
    "doctype.docx": (
        with_member(GOOD, "word/document.xml", DOCTYPE),
        '"word/document.xml" in it declares a document type',
    ),
    "no-text.docx": (with_member(GOOD, "_rels/.rels", b"<a/>"), "there is no text of a Word file in it"),
    "lost-text.docx": (zipped({"a.xml": "<a/>"}), "there is no text of a Word file in it"),
    "no-xml.docx": (with_member(GOOD, "word/document.xml", b"<w:document"), "a broken Word file"),
    "deep.docx": (word(TITLE + DEEP), "a broken Word file"),
    "link.docx": (
        word(TITLE + '<w:p><w:hyperlink r:id="none"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'),
        "a broken Word file",
    ),
    "no-words.docx": (word(para("") + "<w:p><w:r><w:drawing/></w:r></w:p>"), "there is no text in it"),
    "no-words.md": (b"<!-- a comment -->\n", "there is no text in it"),
    "rule.txt": (b"-----\n", "there is no text in it"),
    "windows.txt": ("Şêx Meqsûd".encode("cp1254"), "byte 1 is not UTF-8"),
    "windows.md": ("Country’s".encode("cp1252"), "byte 8 is not UTF-8"),
    "wide.txt": ("Title".encode("utf-16")[:-1], "the text is broken"),
    "large.txt": (b"We call for a ceasefire.\n" * 200_000, "larger than 1,000,000 bytes"),
    "large.docx": (word(TITLE + para(" ".join(map(str, range(800_000))))), "more than 1,000,000 letters of text"),
    "block.docx": (
        word(TITLE + para(" ".join(map(str, range(10_000))))),
        'a paragraph of more than 20,000 bytes: "0 1 2',
    ),
    "block.txt": (b"The title\n" + b"a" * 21_000, "a paragraph of more than 20,000 bytes"),
    "block.md": (b"# The title\n\n" + b"a" * 21_000, "a block of more than 20000 bytes"),
    "call.doc": (b"x", '".doc" files are not read'),
    "call.docm": (GOOD, '".docm" files are not read'),
    "call.pdf": (b"%PDF-1.7", '".pdf" files are not read'),
    "call.rtf": (b"{\\rtf1", '".rtf" files are not read'),
    "call.odt": (b"PK", '".odt" files are not read'),
    "call.jpg": (b"x", '".jpg" files are not read'),
    "call": (b"x", "what kind of file is it?"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_says_why_and_writes_nothing(
    project: Project, start: Callable[..., Started], name: str
) -> None:
    data, message = BAD[name]
    with pytest.raises((UsageError, SourceError)) as caught:
        start(data, name)
    problem = caught.value.problems[0]
    assert message in problem.message
    assert problem.path.endswith(name)
    assert problem.hint
    assert not (project.root / "source").exists()


def test_the_file_that_these_are_made_of_is_a_good_one(start: Callable[..., Started]) -> None:
    """The faults above are what is refused, and nothing else of the file."""
    assert body_of(start(GOOD, "good.docx")) == "We call."


def test_a_file_that_is_not_there_is_named(project: Project, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.docx", tmp_path):
        with pytest.raises(UsageError, match="cannot be read") as caught:
            new(project, path)
        assert caught.value.problems[0].path == str(path)


def test_a_file_of_another_kind_or_too_large_is_not_read_whole(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "call.pdf"
    file.touch()
    monkeypatch.setattr(intake, "MAX_BYTES", 1_000_001)
    with file.open("r+b") as opened:
        opened.truncate(2**40)
    with pytest.raises(UsageError, match="files are not read"):
        new(project, file)
    with pytest.raises(UsageError, match="larger than 1,000,000 bytes"):
        new(project, file.rename(tmp_path / "call.txt"))


def test_notepad_s_wide_files_are_read(start: Callable[..., Started]) -> None:
    assert body_of(start("The title\r\nŞêx Meqsûd.\r\n".encode("utf-16"))) == "Şêx Meqsûd."


@given(st.binary(max_size=200), st.sampled_from(["a.docx", "a.txt", "a.md"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with suppress(PublisherError):
        draft(data, name, ENGLISH)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_word_file_is_read_or_refused(place: int, byte: int) -> None:
    with suppress(PublisherError):
        draft(GOOD[:place] + bytes([byte]) + GOOD[place + 1 :], "a.docx", ENGLISH)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["", "<w:r/>", "</w:p>", "<w:p>", "<w:tbl><w:tr><w:tc>", '<w:numId w:val="x"/>']),
)
def test_odd_xml_is_read_or_refused(place: int, piece: str) -> None:
    table = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + para("cell") + "</w:tc></w:tr></w:tbl>"
    body = TITLE + para("We call.", form="<w:numPr><w:numId w:val='1'/></w:numPr>") + table
    at = place % len(body)
    with suppress(PublisherError):
        draft(word(body[:at] + piece + body[at:]), "a.docx", ENGLISH)


# Libraries


def test_without_the_library_of_word_files_it_says_how_to_get_it(
    start: Callable[..., Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    monkeypatch.delitem(sys.modules, "publisher.intake.word", raising=False)
    monkeypatch.delattr("publisher.intake.word", raising=False)
    with pytest.raises(UsageError, match="the library mammoth is not installed") as caught:
        start(GOOD, "a.docx")
    assert "[office]" in caught.value.problems[0].hint
    assert body_of(start("The title\nWe call.")) == "We call."


def test_only_word_files_load_their_library(tmp_path: Path) -> None:
    code = (
        "import sys; from publisher.workflow import new; from publisher import intake; print('mammoth' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert answer.stdout == "False\n"


# What is said


def test_the_report(start: Callable[..., Started]) -> None:
    body = (
        para("Joint statement") + TITLE + para("Aleppo, 9 January 2026") + para("We ", run("call", "<w:color/>"), ".")
    )
    made = start(word(body + para("Signed by:") + para("Dawlaty")), "a.docx")
    assert new_text(made).splitlines() == [
        "source/made.md: made",
        "  title: The title",
        "  date: 2026-01-09",
        "  place: Aleppo",
        "  type: Joint statement",
        "  signatories: 1",
        "  text: 1 paragraph",
        "Left out or changed:",
        "  styling",
        "Next: look through source/made.md, then publish update",
    ]


def test_the_report_asks_to_look_at_what_was_guessed(
    start: Callable[..., Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767952800")
    lines = new_text(start("We call.\nNow.", "a call.txt")).splitlines()
    assert lines[lines.index("Look at:") + 1 : -1] == [
        '  the text has no title: "a call" is the name of the file',
        "  the text tells no date: 2026-01-09 stands in the front matter, confirm it",
    ]


def test_what_is_made_is_up_to_date_at_once(project: Project, start: Callable[..., Started]) -> None:
    start(as_text())
    assert update(project).written
    assert not update(project, check=True).written
