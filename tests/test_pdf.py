"""PDFs: every word in its order, our fonts alone, nothing fetched or told, the same bytes everywhere."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pypdfium2
import pytest
import tools
import workflow
from fontTools.ttLib import woff2
from pypdf import PdfReader
from rapidfuzz.distance import LCSseq
from workspaces import REPOSITORY

from publisher.errors import PublisherError
from publisher.outputs import pdf
from publisher.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import DictionaryObject

TEMPLATES = REPOSITORY / "templates"
DIRECTIONS = {"en": "ltr", "ar": "rtl", "ku": "ltr", "ckb": "rtl"}
SLUG = "2026-01-aleppo"
STATEMENTS = [f"{locale}/{SLUG}.html" for locale in DIRECTIONS]
PAIRS = [f"compare/{SLUG}/{pair}.html" for pair in ("en-ar", "en-ku", "ar-ckb", "index")]
each_page = pytest.mark.parametrize("name", [*STATEMENTS, *PAIRS])
each_statement = pytest.mark.parametrize("name", STATEMENTS)

KB = 1000
HELD = tempfile.TemporaryDirectory()


@pytest.fixture(autouse=True)
def _possible() -> None:
    tools.need_press()


@functools.cache
def site() -> Path:
    """The site of the repository; of PDFs there are none yet."""
    project = Project.open(REPOSITORY)
    pages = replace(project.settings, outputs=("text", "single", "compare"))
    workflow.build(replace(project, settings=pages), Path(HELD.name))
    return Path(HELD.name)


@functools.cache
def assets() -> dict[str, bytes]:
    return {path.relative_to(site()).as_posix(): path.read_bytes() for path in site().glob("assets/*")}


def press(base_url: str = "", templates: Path = TEMPLATES) -> pdf.Press:
    return pdf.Press([templates], assets(), base_url)


def source(name: str) -> str:
    return (site() / name).read_text("utf-8")


@functools.cache
def printed(name: str) -> pdf.Printed:
    return press().pdf(source(name).encode(), name)


def reader(name: str) -> PdfReader:
    return PdfReader(BytesIO(printed(name).data))


def made(html: str, name: str = "en/x.html", base_url: str = "") -> PdfReader:
    return PdfReader(BytesIO(press(base_url).pdf(html.encode(), name).data))


# The words


class Shown(HTMLParser):
    """The text of a page as it is printed: without what is for screens alone."""

    UNPRINTED = re.compile(
        r"skip|anchor|footnote-backref|copy|forms|folio|missing|back|others|language|there|here|label"
    )
    EMPTY = re.compile("meta|link|br|hr|input|wbr|img")
    INLINE = re.compile("a|bdi|b|em|strong|s|span|sup|time|code")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.open: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.EMPTY.fullmatch(tag):
            classes = (dict(attrs).get("class") or "").split()
            unprinted = any(map(self.UNPRINTED.fullmatch, classes)) or tag in {"head", "nav", "details", "label"}
            self.open.append(unprinted)
        self.gap(tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()
        self.gap(tag)

    def gap(self, tag: str) -> None:
        self.text += "" if self.INLINE.fullmatch(tag) else " "

    def handle_data(self, data: str) -> None:
        self.text += "" if any(self.open) else data


def words(text: str) -> list[str]:
    """The words of a text; direction marks and the like are in no file with fonts."""
    text = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", normalize("NFC", text))
    return re.findall(r"[\w\u064b-\u065f\u0670]+", text)


def survived(data: bytes, name: str) -> tuple[float, float]:
    """The share of the words of a page that come back from its PDF; and the share that does so in its order."""
    expected = words(Shown(source(name)).text)
    found = words("\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))
    kept = sum((Counter(expected) & Counter(found)).values())
    return kept / len(expected), LCSseq.similarity(expected, found) / len(expected)


@each_page
def test_every_word_comes_back_in_order(name: str) -> None:
    there, in_order = survived(printed(name).data, name)
    assert there >= 0.98
    assert in_order >= 0.98


def test_the_look_for_words_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"ar/{SLUG}.html"
    monkeypatch.setattr(pdf, "keep_order", lambda _: None)
    there, in_order = survived(press().pdf(source(name).encode(), name).data, name)
    assert there < 0.98
    assert in_order < 0.95


def copied(data: bytes) -> set[str]:
    """What a reader copies who opens the file in Chrome, whose viewer PDFium is."""
    document = pypdfium2.PdfDocument(data)
    return set(words("\n".join(page.get_textpage().get_text_range() for page in document)))


LAM_ALEF = {"الإنسان", "لإطلاق", "والأشرفية", "كلا", "الآلاف", "الآن"}


def test_lam_and_alef_are_copied_in_their_order() -> None:
    name = f"ar/{SLUG}.html"
    expected = LAM_ALEF & set(words(Shown(source(name)).text))
    assert len(expected) > 3
    assert expected <= copied(printed(name).data)


def test_the_look_at_lam_and_alef_bites(tmp_path: Path) -> None:
    name = f"ar/{SLUG}.html"
    (tmp_path / "web.woff2").write_bytes((TEMPLATES / "fonts" / "Vazirmatn-Regular.woff2").read_bytes())
    (tmp_path / "pdf.css").write_text('@font-face { font-family: Web; src: url("web.woff2") } * { font-family: Web }')
    found = copied(press(templates=tmp_path).pdf(source(name).encode(), name).data)
    assert not LAM_ALEF & found


# The sheets


@each_page
def test_each_sheet_has_its_number(name: str) -> None:
    sheet = re.search(r'<p class="sheet">(.*?)</p>', source(name))
    assert sheet
    pages = reader(name).pages
    assert printed(name).pages == len(pages)
    for number, page in enumerate(pages, 1):
        said = sheet[1].replace('<span class="page"></span>', f" {number} ")
        said = said.replace('<span class="pages"></span>', f" {len(pages)} ")
        expected, found = words(re.sub("<[^>]+>", "", said)), words(page.extract_text())
        assert any(found[at : at + len(expected)] == expected for at in range(len(found))), (expected, found[-12:])


def test_the_numbers_have_the_digits_of_the_page() -> None:
    html = source(f"ckb/{SLUG}.html").replace('dir="rtl">', 'dir="rtl" data-digits="arab">', 1)
    pages = made(html, f"ckb/{SLUG}.html").pages
    assert {"١", "٢"} <= set(words(pages[0].extract_text()))


@each_statement
def test_the_head_stands_on_every_sheet_but_the_first(name: str) -> None:
    title = words(text_of(r'<p class="running">(.*?)</p>', source(name))[0])
    for number, page in enumerate(reader(name).pages):
        found = words(page.extract_text())
        there = any(found[at : at + len(title)] == title for at in range(len(found)))
        assert there is (number > 0), (title, found[-30:])


def test_the_mark_of_a_draft_is_on_every_sheet_and_whole() -> None:
    name = f"en/{SLUG}.html"
    html = source(name).replace("<body>", '<body data-draft="Draft">')
    document = pypdfium2.PdfDocument(press().pdf(html.encode(), name).data)
    assert len(document) > 1
    for page in document:
        text = page.get_textpage()
        places = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1) in "Draft"]
        large = [box for box in places if box[3] - box[1] > 25]
        assert len(large) == len("Draft")
        width, height = page.get_size()
        assert all(left > 0 and right < width and low > 0 and top < height for left, low, right, top in large)


@each_page
def test_a_pdf_is_small(name: str) -> None:
    assert len(printed(name).data) <= 400 * KB


# What programs read: tags, language, title, outline (ISO 14289-1)


def text_of(pattern: str, html: str) -> list[str]:
    return [re.sub("<[^>]+>", "", one).strip() for one in re.findall(pattern, html, re.DOTALL)]


@each_page
def test_accessible(name: str) -> None:
    html, document = source(name), reader(name)
    root: DictionaryObject = document.trailer["/Root"]  # type: ignore[assignment]
    language = re.search(r'<html lang="(\w+)" dir="(\w+)"', html)
    assert language
    assert root["/Lang"] == language[1]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  # pypdf's own kind of boolean
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert root["/ViewerPreferences"].get("/Direction") == ("/R2L" if language[2] == "rtl" else None)
    assert document.metadata
    assert document.metadata.title == text_of("<title>(.*?)</title>", html)[0]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def titles(outline: Any) -> Iterator[str]:  # noqa: ANN401  # pypdf's lists in lists
    for one in outline:
        if isinstance(one, list):
            yield from titles(one)
        else:
            yield one.title


@each_statement
def test_the_outline_is_that_of_the_headings(name: str) -> None:
    assert [*titles(reader(name).outline)] == text_of(r"<h[1-6][^>]*>(.*?)</h[1-6]>", source(name))


# Privacy


@each_page
def test_nothing_is_said_of_who_made_it_where_and_when(name: str) -> None:
    document = reader(name)
    assert set(document.metadata or {}) <= {"/Title", "/Subject", "/Producer"}
    assert document.metadata
    assert re.fullmatch(r"WeasyPrint [\d.]+", document.metadata["/Producer"])
    raw = printed(name).data + document.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    assert not re.search(rb"Date|creator|Author|/tmp|/home|weasyprint-", raw)


def test_what_a_template_says_of_its_author_is_left_out() -> None:
    tags = "".join(
        f'<meta name="{name}" content="2026-01-09">'
        for name in ("author", "generator", "dcterms.created", "dcterms.modified")
    )
    html = f'<html lang="en"><head>{tags}<title>x</title></head><body>x</body></html>'
    assert set(made(html).metadata or {}) == {"/Title", "/Producer"}
    raw = plain(html)
    assert {"/Author", "/Creator", "/CreationDate", "/ModDate"} <= set(raw.metadata or {})


def plain(html: str) -> PdfReader:
    """The same page by WeasyPrint as it comes, which is the twin in which the faults are."""
    from weasyprint import HTML  # noqa: PLC0415  # its own module alone imports it at once

    return PdfReader(BytesIO(HTML(string=html, base_url=site().as_uri()).write_pdf()))


HOSTILE = """\
<!doctype html><html lang="en"><head><title>x</title>
<link rel="stylesheet" href="{web}link.css"><link rel="attachment" href="{file}"><link rel="attachment" href="{web}a">
<style>@import "{web}import.css"; @import url("{file}"); @font-face {{ font-family: X; src: url("{web}font.woff2") }}
body {{ background: url("{web}background.png"); font-family: X; list-style-image: url("{web}list.png") }}
p::before {{ content: url("{file}") url("{web}content.png") }}</style></head>
<body><img src="{web}img.png" alt="x"><img src="{file}" alt="x"><img src="//{host}/img2.png" alt="x">
<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'%3E\
%3Cimage width='9' height='9' xlink:href='{web}data.png'/%3E%3C/svg%3E" alt="x">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
<image width="9" height="9" xlink:href="{web}svg.png"/><use xlink:href="{web}use.svg#a"/></svg>
<object data="{web}object.svg"></object><embed src="{web}embed.svg"><iframe src="{web}frame.html"></iframe>
<a rel="attachment" href="{file}">one</a> <a rel="attachment" href="{web}two.txt">two</a>
<a href="{web}link.html">a link</a><ul><li>x</li></ul><p>words</p></body></html>
"""


class Counting(SimpleHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """A page that asks for everything it can, and the list of what a server on this machine was asked for."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    asked: list[str] = []
    handler = type("Handler", (Counting,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        host = f"127.0.0.1:{server.server_port}"
        yield HOSTILE.format(web=f"http://{host}/", host=host, file=secret.as_uri()), asked
        server.shutdown()
        thread.join()


def test_a_hostile_page_fetches_nothing_and_attaches_nothing(hostile: tuple[str, list[str]]) -> None:
    html, asked = hostile
    document = made(html)
    assert asked == []
    assert dict(document.attachments) == {}
    assert not [one for one in annotations(document) if one["/Subtype"] != "/Link"]
    assert "words" in document.pages[0].extract_text()


def test_the_count_of_requests_and_attachments_bites(hostile: tuple[str, list[str]]) -> None:
    html, asked = hostile
    document = plain(html)
    assert len(set(asked)) > 8
    assert any(b"secret" in data for files in dict(document.attachments).values() for data in files)
    assert [one for one in annotations(document) if one["/Subtype"] == "/FileAttachment"]


# Links


LINKS = """\
<html lang="en"><head><title>x</title></head><body><a href="index.html">list</a> <a href="../ar/x.html#u1">other</a>
<a href="#here">here</a> <a href="https://example.org/report"><bdi>re<b>port</b></bdi></a>
<a href="mailto:press@example.org">mail</a>
<h2 id="here">Here</h2></body></html>
"""


def annotations(document: PdfReader) -> list[Any]:
    return [one.get_object() for page in document.pages for one in page.get("/Annots", [])]


@pytest.mark.parametrize(
    ("base_url", "inside"),
    [
        ("", set()),
        ("https://our.example/s/", {"https://our.example/s/en/index.html", "https://our.example/s/ar/x.html#u1"}),
    ],
)
def test_links_lead_to_where_the_site_is_read(base_url: str, inside: set[str]) -> None:
    document = made(LINKS, "en/x.html", base_url)
    links = annotations(document)
    assert len(links) == 3 + len(inside)
    assert all(one["/F"] == 4 for one in links)  # they are printed too
    targets = {one["/A"]["/URI"] for one in links if "/A" in one}
    assert targets == {"https://example.org/report", "mailto:press@example.org"} | inside
    assert {one["/Dest"] for one in links if "/Dest" in one} == {"here"}
    assert words(document.pages[0].extract_text()) == ["list", "other", "here", "report", "mail", "Here"]


# Fonts


def fonts(document: PdfReader) -> dict[str, bool]:
    """The fonts of a PDF by their names, and whether they are in it."""
    found = {}
    for page in document.pages:
        for one in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (inner,) = one.get_object()["/DescendantFonts"]
            name = one.get_object()["/BaseFont"].partition("+")[2]
            found[name] = "/FontFile2" in inner.get_object()["/FontDescriptor"]
    return found


OURS = {f"Print{direction}{weight}" for direction in ("", "-rtl") for weight in ("", "-Bold")}


@each_page
def test_only_our_fonts_and_all_of_them_inside(name: str) -> None:
    found = fonts(reader(name))
    assert set(found) <= OURS
    assert all(found.values())
    assert printed(name).lacking == ""


def test_what_no_font_holds_is_told_and_comes_from_no_other_font() -> None:
    text = "A ☃ and Кириллица · ¶ • — … ″ ê î ş ڵ ێ"
    html = f'<html lang="en"><head><title>x</title></head><body><p>{text}</p></body></html>'
    answer = press().pdf(html.encode(), "en/x.html")
    assert set(answer.lacking) == set("☃Кирлца")
    assert set(fonts(PdfReader(BytesIO(answer.data)))) <= OURS


def test_a_style_sheet_without_a_sound_font_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "pdf.css"
    sheet.write_text("body { color: red }", "utf-8")
    with pytest.raises(PublisherError, match=r"templates/pdf.css: it has no font"):
        press(templates=tmp_path).pdf(b"<p>words</p>", "en/x.html")
    (tmp_path / "broken.woff2").write_bytes(b"wOF2 and then nothing")
    sheet.write_text('@font-face { font-family: X; src: url("broken.woff2") }', "utf-8")
    with pytest.raises(PublisherError, match=r"templates/pdf.css: Font-face 'X' cannot be loaded"):
        press(templates=tmp_path).pdf(b"<p>words</p>", "en/x.html")


# Sameness


MAKE = """\
import sys
from hashlib import sha256
from pathlib import Path
golden, templates, *names = map(Path, sys.argv[1:])
from publisher.outputs import pdf
assets = {path.relative_to(golden).as_posix(): path.read_bytes() for path in golden.glob("assets/*")}
press = pdf.Press([templates], assets, "https://our.example/")
for name in names:
    print(name, sha256(press.pdf((golden / name).read_bytes(), name.as_posix()).data).hexdigest())
"""

TWIN = """\
import sys, warnings
from hashlib import sha256
warnings.simplefilter("ignore")
from weasyprint import HTML
print(sha256(HTML(string="<p>words</p>").write_pdf()).hexdigest())
"""


@pytest.fixture
def machines(tmp_path: Path) -> list[dict[str, Any]]:
    """Two machines that have nothing in common: environment, folder, fonts."""
    found: list[dict[str, Any]] = []
    kinds = [("C", "UTC", "Regular"), ("ar_SY.UTF-8", "Asia/Damascus", "Bold")]
    for number, (language, zone, weight) in enumerate(kinds):
        folder = tmp_path / f"machine{number}"
        folder.mkdir()
        with (folder / "other.ttf").open("wb") as file:
            woff2.decompress(TEMPLATES / "fonts" / "print" / f"Vazirmatn-{weight}.woff2", file)
        settings = folder / "fonts.conf"
        inside = f"<dir>{folder}</dir><cachedir>{folder}</cachedir>"
        settings.write_text(f'<?xml version="1.0"?><fontconfig>{inside}</fontconfig>', "utf-8")
        told = {"LANG": language, "LC_ALL": language, "TZ": zone, "PYTHONHASHSEED": str(number * 77 + 1)}
        told |= {"FONTCONFIG_FILE": str(settings), "TMPDIR": str(folder), "PYTHONPATH": str(REPOSITORY)}
        found.append({"cwd": folder, "env": {**os.environ, **told}})
    return found


def answers(machines: list[dict[str, Any]], program: str, *arguments: object) -> set[str]:
    call = [sys.executable, "-c", program, *map(str, arguments)]
    return {
        subprocess.run(call, **one, capture_output=True, check=True, text=True, timeout=120).stdout for one in machines
    }


def test_the_same_bytes_everywhere(machines: list[dict[str, Any]]) -> None:
    assert len(answers(machines, MAKE, site(), TEMPLATES, *STATEMENTS, PAIRS[-1])) == 1


def test_the_look_at_bytes_bites(machines: list[dict[str, Any]]) -> None:
    assert len(answers(machines, TWIN)) == 2


def test_the_same_bytes_whatever_was_printed_before() -> None:
    one = press()
    together = [one.pdf(source(name).encode(), name).data for name in reversed(STATEMENTS)]
    assert together == [printed(name).data for name in reversed(STATEMENTS)]


# What is missing


def test_nothing_is_loaded_before_it_is_needed() -> None:
    program = "import sys, publisher.cli; print({'weasyprint', 'pypdfium2', 'PIL'} & set(sys.modules))"
    call = [sys.executable, "-c", program]
    assert subprocess.run(call, capture_output=True, check=True, text=True).stdout.strip() == "set()"


def test_a_missing_package_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdf.missing() == ""
    monkeypatch.setitem(sys.modules, "weasyprint.text.ffi", None)
    assert pdf.missing() == "WeasyPrint is not installed: pip install 'statement-publisher[pdf]'"
    with pytest.raises(PublisherError, match=r"(?s)not installed.*help: pip install"):
        press()


def test_a_missing_library_is_named_with_its_cure(tmp_path: Path) -> None:
    package = tmp_path / "weasyprint"
    package.mkdir()
    told = 'print("a long explanation")\nraise OSError("cannot load library \'libpango-1.0-0\': no such file")\n'
    (package / "__init__.py").write_text(told, "utf-8")
    call = [sys.executable, "-c", "from publisher.outputs import pdf; print(pdf.missing())"]
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{REPOSITORY}"}
    said = subprocess.run(call, capture_output=True, check=True, text=True, env=env).stdout
    assert said.startswith("WeasyPrint lacks the library libpango-1.0-0: apt-get install libpango-1.0-0 ")
    assert said.count("\n") == 1
