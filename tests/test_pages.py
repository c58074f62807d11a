"""The pages in a browser: whole, quiet, readable and small, in every language, with nothing but their own files.

Four sites are built. "real" is this repository's own; "rich" holds every element of the Markdown, partly
translated; "bare" has one statement without anything optional, and a language in which nothing is published; "drafts"
are the drafts of it. A test of safety has a twin, named "…bites", in which the fault is there and must be found.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
import shutil
import subprocess
import threading
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import workflow
from browser import chromium, reader, violations
from workspaces import LATER, Sound

from publisher import po
from publisher.project import Project
from publisher.site import lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
DIRECTIONS = {"en": "ltr", "ar": "rtl", "ku": "ltr", "ckb": "rtl"}
SLUGS = {"real": "2026-01-aleppo", "rich": "everything"}
STATEMENTS = [f"{site}/{locale}/{slug}.html" for site, slug in SLUGS.items() for locale in DIRECTIONS]
LISTS = [f"{site}/{locale}/index.html" for site in SLUGS for locale in DIRECTIONS]
COMPARED = ["en-ar", "en-ku", "en-ckb", "ar-ku", "ar-ckb", "ku-ckb", "index"]
COMPARES = [f"{site}/compare/{slug}/{name}.html" for site, slug in SLUGS.items() for name in COMPARED]
SINGLES = [one.replace(".html", ".single.html") for one in STATEMENTS]
BARE = ["bare/index.html", "bare/en/index.html", "bare/en/bare.html", "bare/en/bare.single.html", "bare/ar/index.html"]
DRAFTS = [
    *(one.replace("bare/", "drafts/", 1) for one in BARE if ".single." not in one),
    *("drafts/ar/bare.html", "drafts/compare/bare/en-ar.html"),
]
PAGES = [*STATEMENTS, *SINGLES, *COMPARES, *LISTS, "real/index.html", "rich/index.html", *BARE, *DRAFTS]
RICH_ARABIC = "rich/ar/everything.html"
each_page = pytest.mark.parametrize("name", PAGES)
each_statement = pytest.mark.parametrize("name", STATEMENTS)


# The sites

RICH = """\
---
title: "One of everything: lists, tables, notes and الحروف العربية"
short_title: One of everything
summary: "Every element that a statement may hold, in four languages; call +963 21 123 4567."
type: Joint statement
place: Qamishli
date: 2026-02-03
prevails: en
contact: press@example.org
signatories:
  - name: Justice for Life
    acronym: JFL
    url: https://example.org/justice
  - name: مركز الشهباء
    acronym: SC
  - name: PÊL- Civil Waves
    url: https://example.org/waves
  - Dawlaty
updates:
  - date: 2026-02-05
    text: The number of families in the table was corrected.
---

The undersigned **strongly** condemn *every* attack on civilians in الشيخ مقصود,
without any ~~possible~~ exception.[^law]

Call +963 21 123 4567 before 10-03-2025, write to @stj_sy, and read A/HRC/58/66, para. 12.

Hashtags: #SaveAleppo #حلب #Rojava_2026. The address is
https://example.org/a/very/long/address/without/any/place/to/break/it/0123456789abcdefghijklmnopqrstuvwxyz0123456789.

A line that ends here\\
and goes on here, with `inline code`, a [link to the report](https://example.org/report "The report"), and a
[link to a heading](#what-we-demand).

<script>alert("raw HTML is shown as it is written")</script>

## What we demand

- Protect all civilians.
- Open humanitarian corridors:
  1. to Sheikh Maqsoud,
  2. to Ashrafieh:
     - by day,
     - by night.
- Return to the negotiations.
- > A quotation in an item.
  <!-- translators: this follows it at once -->
  The words that follow it.

### A loose list

There are two demands:

1. The first demand has two paragraphs.

   This is the second of them.

2. The second demand has a quotation.

   > Nobody may be forgotten.

#### A smaller heading

##### A still smaller heading

###### The smallest heading

> We heard the shells fall all night.[^law]
>
> In the morning the street was gone.

<!-- notranslate -->
> The words of the witness stay as they were spoken, on 7 January 2026.

<!-- notranslate -->
- Words on a banner
- Words on a wall

<!-- translators: the numbers are those of the local council -->
| Neighborhood | Families displaced | Source |
|:---|---:|:---:|
| Sheikh Maqsoud | 12,500 | A/HRC/58/66 |
| Ashrafieh | about 3,000 | الهلال الأحمر |
| Donaudampfschifffahrtselektrizitätenhauptbetriebswerk | 0 | `none` |

Civilian
:   Any person who is not a member of the armed forces.
:   In case of doubt, a person is a civilian.

Ceasefire
:   An agreement to stop fighting.

```text
Code is left as it is, even where a line is much longer than a telephone is wide: 0123456789 0123456789 0123456789
```

    An indented line is code too;
    حلب stands at the left.

---

## What we demand

The heading above stands here twice.[^more]

[^law]: Fourth Geneva Convention, Article 3(1)(a).
[^more]: The first paragraph of a note.

    The second paragraph of a note.

    - An item of a note.
"""

BARE_STATEMENT = "---\ntitle: A bare statement\ndate: 2026-03-04\n---\n\nThere is nothing but this sentence.\n"

TRANSLATIONS = {
    "ar": {
        "One of everything: lists, tables, notes and الحروف العربية": "من كل شيء واحد: قوائم وجداول وحواشٍ",
        "One of everything": "من كل شيء واحد",
        "Joint statement": "بيان مشترك",
        "Justice for Life": "العدالة من أجل الحياة",
        "The undersigned **strongly** condemn *every* attack on civilians in الشيخ مقصود, without any ~~possible~~ "
        "exception.[^law]": "يدين الموقعون **بشدة** *كل* هجوم على المدنيين في حي الشيخ مقصود "
        "بلا أي استثناء ~~ممكن~~.[^law]",
        "Call +963 21 123 4567 before 10-03-2025, write to @stj_sy, and read A/HRC/58/66, para. 12.": "اتصلوا بالرقم "
        "+963 21 123 4567 قبل 10-03-2025 أو اكتبوا إلى @stj_sy واقرؤوا الوثيقة A/HRC/58/66, para. 12. والسلام عليكم.",
        "What we demand": "ما نطالب به",
        "Protect all civilians.": "حماية جميع المدنيين.",
        "to Ashrafieh:": "إلى حي الأشرفية:",
        "This is the second of them.": "وهذه هي الفقرة الثانية منهما.",
        "In the morning the street was gone.": "وفي الصباح لم يبقَ من الشارع شيء.",
        "Neighborhood": "الحي",
        "Ashrafieh": "الأشرفية",
        "Civilian": "المدني",
        "In case of doubt, a person is a civilian.": "في حالة الشك يُعدّ الشخص مدنياً.",
        "Fourth Geneva Convention, Article 3(1)(a).": "اتفاقية جنيف الرابعة، المادة 3(1)(a).",
    },
    "ku": {
        "Joint statement": "Daxuyaniya hevpar",
        "What we demand": "Em çi dixwazin",
        "Call +963 21 123 4567 before 10-03-2025, write to @stj_sy, and read A/HRC/58/66, para. 12.": "Berî 10-03-2025 "
        "li +963 21 123 4567 bigerin, ji @stj_sy re binivîsin û belgeya A/HRC/58/66, para. 12. bixwînin.",
        "Protect all civilians.": "Hemû sivîlan biparêzin.",
        "Ashrafieh": "Eşrefiye (الأشرفية)",
    },
    "ckb": {
        "One of everything: lists, tables, notes and الحروف العربية": "لە هەموو شتێک یەک دانە: لیست و خشتە و پەراوێز",
        "Joint statement": "بەیاننامەی هاوبەش",
        "Call +963 21 123 4567 before 10-03-2025, write to @stj_sy, and read A/HRC/58/66, para. 12.": "پێش 10-03-2025 "
        "پەیوەندی بکەن بە +963 21 123 4567 یان بنووسن بۆ @stj_sy و بخوێننەوە A/HRC/58/66, para. 12. سوپاستان دەکەین.",
        "Open humanitarian corridors:": "ڕێڕەوە مرۆییەکان بکەنەوە:",
        "by night.": "بە شەو.",
        "Ceasefire": "ئاگربەست",
    },
}

SETTINGS = {
    "rich": """\
[tool.publisher]
title = "Joint Statements"
minimum = 0
outputs = ["text", "single", "compare"]
[tool.publisher.locales]
en = {}
ar = {}
ku = {}
ckb = {digits = "arab"}
fr = {minimum = 100}
""",
    "bare": """\
[tool.publisher]
title = "Joint Statements"
[tool.publisher.locales]
en = {}
ar = {}
""",
}


def workspace(root: Path, name: str, slug: str, statement: str) -> Project:
    """A workspace with the repository's templates and wording, and another statement."""
    folder = root / "workspaces" / name
    shutil.copytree(ROOT / "templates", folder / "templates")
    for path in ROOT.glob("locales/*/LC_MESSAGES/site.po"):
        (folder / path.relative_to(ROOT)).parent.mkdir(parents=True)
        shutil.copy(path, folder / path.relative_to(ROOT))
    (folder / "source").mkdir()
    (folder / "source" / f"{slug}.md").write_text(statement, "utf-8")
    (folder / "pyproject.toml").write_text(SETTINGS[name], "utf-8")
    return Project.open(folder)


def translate(project: Project, slug: str) -> None:
    workflow.update(project)
    for locale, texts in TRANSLATIONS.items():
        path = project.root / "locales" / locale / "LC_MESSAGES" / f"{slug}.po"
        entries = po.parse(path.read_bytes(), path.name)
        assert set(texts) <= {entry.msgid for entry in entries}
        for entry in entries:
            entry.msgstr = texts.get(entry.msgid, entry.msgstr)
        path.write_bytes(po.serialize(entries))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the four sites."""
    root = tmp_path_factory.mktemp("pages")
    real = root / "workspaces" / "real"
    for folder in ("source", "locales", "templates"):
        shutil.copytree(ROOT / folder, real / folder)
    shutil.copy(ROOT / "pyproject.toml", real)
    rich = workspace(root, "rich", "everything", RICH)
    translate(rich, "everything")
    bare = workspace(root, "bare", "bare", BARE_STATEMENT)
    for project in (Project.open(real), rich, bare):
        workflow.build(project, root / project.root.name)
    workflow.build(bare, root / "drafts", drafts=True)
    shutil.copytree(root / "real" / "assets", root / "twins" / "assets")
    (root / "twins" / "pages").mkdir()
    return root


def twin(sites: Path, name: str, *changes: tuple[str, str]) -> str:
    """Write a changed copy of a page and answer its name."""
    html = (sites / name).read_text("utf-8")
    for old, new in changes:
        assert old in html
        html = html.replace(old, new)
    folder = sites / "twins" / "pages"
    path = folder / f"{len(list(folder.iterdir()))}.html"
    path.write_text(html, "utf-8")
    return path.relative_to(sites).as_posix()


def assets(sites: Path, site: str, pattern: str) -> list[Path]:
    return sorted((sites / site / "assets").glob(pattern))


def locale_of(name: str) -> str:
    """The locale of a page; of one with languages side by side that of the first; the chooser is in the source's."""
    folder = name.split("/")[1] if name.count("/") > 1 else "en"
    beside = name.rpartition("/")[2].removesuffix(".html").partition("-")[0]
    return folder if folder != "compare" else beside if beside in DIRECTIONS else "en"


def test_the_pages_are_these(sites: Path) -> None:
    """The tests below see every page there is."""
    built = {
        path.relative_to(sites).as_posix()
        for site in (*SLUGS, "bare", "drafts")
        for path in (sites / site).rglob("*.html")
    }
    assert built == set(PAGES)


# The tools


class Server(ThreadingHTTPServer):
    """A web server on this machine alone, which remembers what was asked for."""

    daemon_threads = False

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.base = f"http://127.0.0.1:{self.server_port}/"
        self.fetched: set[str] = set()


class Handler(SimpleHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.fetched.add(self.path.removeprefix("/"))
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server(sites: Path) -> Iterator[Server]:
    with Server(sites) as one:
        thread = threading.Thread(target=one.serve_forever)
        thread.start()
        yield one
        one.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(tool: Callable[[str], str], server: Server) -> Iterator[Browser]:
    assert server.base  # the server outlives the browser
    with chromium(tool("chromium")) as one:
        yield one


# The Nu HTML checker

POLICIES = {one: f"Inline {one} violates Content Security Policy (meta tag)" for one in ("script", "style")}
"""What the checker says of data in a script element, which nothing runs, and of the style of a single file, which its
hash allows; browsers complain of neither, and whether they do is looked at below."""
NU_TWINS = {
    "direction": (' dir="rtl"', ""),
    "language": ('lang="ar" dir="rtl"', 'lang="en" dir="ltr"'),
    "element": ("<h1 ", '<h1 align="center" '),
    "id": ('class="body"', 'class="body" id="_text"'),
}


@pytest.fixture(scope="module")
def nu(sites: Path, server: Server, tool: Callable[[str], str]) -> dict[str, list[dict[str, Any]]]:
    """Everything the Nu checker says, errors, warnings and remarks, by page; one run for all of them."""
    twins = {twin(sites, "real/ar/2026-01-aleppo.html", change): key for key, change in NU_TWINS.items()}
    (sites / "twins" / "style.css").write_text("p { colour: red }\n", "utf-8")
    styles = {path.relative_to(sites).as_posix() for site in SLUGS for path in assets(sites, site, "*.css")}
    names = [*PAGES, *styles, *twins, "twins/style.css"]
    # Over HTTP, because from a folder the checker thinks that the pages' security policy forbids their own style.
    java = [tool("java"), "-Xss4m", "-Dnu.validator.servlet.allow-forbidden-hosts=true"]
    jar = ["-jar", tool("vnu-jar/build/dist/vnu.jar"), "--format", "json", "--stdout", "--also-check-css"]
    command = [*java, *jar, *(server.base + name for name in names)]
    run = subprocess.run(command, capture_output=True, check=False, text=True, timeout=240)
    assert set(names) <= server.fetched, run.stderr
    said: dict[str, list[dict[str, Any]]] = {twins.get(name, name): [] for name in names}
    for message in json.loads(run.stdout)["messages"]:
        name = message["url"].removeprefix(server.base)
        allowed = POLICIES["style" if name.endswith(".single.html") else "script"]
        if message["message"].startswith(allowed):
            continue
        said[twins.get(name, name)].append(message)
    return said


@each_page
def test_nu_checker(nu: dict[str, list[dict[str, Any]]], name: str) -> None:
    assert nu[name] == []


def test_nu_checker_of_the_style(nu: dict[str, list[dict[str, Any]]]) -> None:
    styles = [name for name in nu if name.endswith(".css") and not name.startswith("twins/")]
    assert [nu[name] for name in styles] == [[]] * 4


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("direction", 'dir="rtl"'),
        ("language", "appears to be written in Arabic"),
        ("element", "align"),
        ("id", "Duplicate ID"),
        ("twins/style.css", "colour"),
    ],
)
def test_nu_checker_bites(nu: dict[str, list[dict[str, Any]]], key: str, words: str) -> None:
    assert any(words in message["message"].replace("“", "").replace("”", "") for message in nu[key])


# What is in the markup


class Markup(HTMLParser):
    """Collects what no page may contain: whatever runs, is styled in place, or is loaded from elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and attrs == [("type", "application/ld+json")]:
            return  # data, which nothing runs
        if tag in {"script", "style", "iframe", "object", "embed", "base", "form", "svg", "math", "img", "template"}:
            self.found.append(tag)
        for name, value in attrs:
            loads = name in {"src", "srcset", "data", "poster", "background"} or (tag, name) == ("link", "href")
            remote = loads and not re.fullmatch(r"data:,|(?!/)[\w./-]+", value or "")
            runs = name.startswith("on") or "javascript:" in (value or "").lower()
            if name == "style" or remote or runs:
                self.found.append(f"{tag} {name}={value}")


@each_page
def test_nothing_runs_and_nothing_is_remote(sites: Path, name: str) -> None:
    found = Markup((sites / name).read_text("utf-8")).found
    assert found == (["style"] if name.endswith(".single.html") else [])


@pytest.mark.parametrize(
    "fault",
    [
        "<script></script>",
        '<script type="module"></script>',
        '<script type="application/ld+json" src="x.js"></script>',
        "<STYLE></STYLE>",
        '<p style="color: red">',
        "<p OnClick=alert(1)>",
        "<img src=https://example.org/x.png>",
        "<audio src='//example.org/x'>",
        '<link rel="stylesheet" href="http://example.org/x.css">',
        "<a href=' JavaScript:alert(1)'>",
    ],
)
def test_the_look_at_the_markup_bites(fault: str) -> None:
    assert Markup(f"<!doctype html><p>Text</p>{fault}").found


# The budget: what a reader with a slow line and a counted volume pays

KB = 1024


def too_heavy(html: bytes, css: bytes, font: bytes) -> list[str]:
    """What is over the budget, in bytes as they are sent."""
    page = len(gzip.compress(html, mtime=0)) + len(gzip.compress(css, mtime=0))
    sizes = {"page": (page, 13 * KB), "font": (len(font), 16 * KB), "first view": (page + len(font), 40 * KB)}
    return [f"{what}: {size}" for what, (size, most) in sizes.items() if size > most]


@pytest.mark.parametrize("name", [name for name in STATEMENTS if name.startswith("real/")])
def test_budget(sites: Path, name: str) -> None:
    (css,), (font,) = assets(sites, "real", "style.*.css"), assets(sites, "real", "*.woff2")
    used = font.read_bytes() if DIRECTIONS[locale_of(name)] == "rtl" else b""
    assert too_heavy((sites / name).read_bytes(), css.read_bytes(), used) == []


def test_budget_bites() -> None:
    noise = b"".join(number.to_bytes(3, "big") for number in range(1, 10**6, 97))
    assert len(gzip.compress(noise)) > 13 * KB
    assert too_heavy(noise, b"", b"")
    assert too_heavy(b"", noise, b"")
    assert too_heavy(b"", b"", b"x" * (16 * KB + 1))


# Accessibility


@each_page
def test_axe(browser: Browser, server: Server, axe: str, name: str) -> None:
    with reader(browser) as page:
        page.goto(server.base + name)
        assert violations(page, axe) == []


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_axe_on_lists_by_year(
    browser: Browser, axe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    monkeypatch.setattr(lists, "LENGTH", 1)
    workspace = Sound(tmp_path)
    workspace.write("source/roads.md", f"{LATER}They are closed.\n")
    workspace.complete()
    workspace.translate("ar", "roads")
    assert "index.html" in workspace.run("build").out
    with reader(browser) as page:
        for name in ("index.html", "index-2026.html"):
            page.goto((tmp_path / "public" / locale / name).as_uri())
            assert page.locator("nav.years a").count() == 1
            assert violations(page, axe) == []


def test_axe_bites(sites: Path, browser: Browser, server: Server, axe: str) -> None:
    faint = (sites / "twins" / "faint.css").resolve()
    faint.write_text("@media (prefers-color-scheme: dark) { .opening .faint { color: #333 } }", "utf-8")
    name = twin(
        sites,
        RICH_ARABIC,
        ("</head>", '<link rel="stylesheet" href="../faint.css"></head>'),
        ('<p class="type">', '<img src="data:,"><p class="type faint">'),
    )
    with reader(browser) as page:
        page.goto(server.base + name)
        found = violations(page, axe)
    assert any("light 360 image-alt" in one for one in found)
    assert any("dark 1280 color-contrast" in one for one in found)
    assert not any("light" in one and "color-contrast" in one for one in found)


TABLE = ("table", "row", "columnheader", "rowheader", "cell")


def heard(page: Page) -> dict[str, int]:
    """The parts of a table as programs for blind readers are told of them."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [one["role"]["value"] for one in nodes if not one["ignored"]]
    return {one: roles.count(one) for one in TABLE if one in roles}


@pytest.mark.parametrize("name", COMPARES)
def test_a_table_laid_out_as_blocks_is_a_table_to_the_ear(sites: Path, browser: Browser, name: str) -> None:
    """On a phone each cell is a block of its own; what belongs to what is told as on a wide screen."""
    with reader(browser) as page:
        page.goto((sites / name).as_uri())
        wide = heard(page)
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("getComputedStyle(document.querySelector('tbody td[lang]')).display") == "block"
        narrow = heard(page)
    assert set(wide) == set(TABLE)
    assert narrow == wide


def test_the_look_at_tables_bites(sites: Path, browser: Browser) -> None:
    name = twin(sites, "rich/compare/everything/en-ar.html", ("<table ", '<table role="group" '))
    with reader(browser) as page:
        page.goto((sites / name).as_uri())
        assert "table" not in heard(page)


# Narrow screens and large letters

OUTSIDE = """() => {
  const width = document.documentElement.clientWidth, scroll = document.documentElement.scrollWidth;
  const outside = [...document.querySelectorAll("body *")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.bottom > 0 && (box.right > width + 0.5 || box.left < -0.5);
  });
  return [...outside.map(one => `<${one.tagName}> ${one.textContent.slice(0, 40)}`),
          ...(scroll > width ? [`${scroll} > ${width}`] : [])];
}"""


def sticking_out(page: Page) -> list[str]:
    """What does not fit on the screen, with letters of the usual and of twice the size."""
    found = page.evaluate(OUTSIDE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "34px"
    return [*found, *(f"200 %: {one}" for one in page.evaluate(OUTSIDE))]


@each_page
@pytest.mark.parametrize("width", [320, 700])
def test_no_scrolling_sideways(sites: Path, browser: Browser, width: int, name: str) -> None:
    with reader(browser, width) as page:
        page.goto((sites / name).as_uri())
        assert sticking_out(page) == []


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_the_look_for_scrolling_bites(sites: Path, browser: Browser, locale: str) -> None:
    wide = ("<h1 ", f"<pre><table><tr><td><nobr>{'x' * 60}</nobr></table></pre><h1 ")
    name = twin(sites, f"real/{locale}/2026-01-aleppo.html", wide)
    with reader(browser, 320) as page:
        page.goto((sites / name).as_uri())
        assert sticking_out(page)


# From a folder: quiet, complete, without scripts


class Load:
    """One page, opened from a folder: what it asked for, what failed, and what the browser complained about."""

    def __init__(self, page: Page, path: Path) -> None:
        self.requests: list[str] = []
        self.failed: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda one: self.requests.append(one.url))
        page.on("requestfailed", lambda one: self.failed.append(one.url))
        page.on("console", lambda one: self.complaints.append(one.text))
        page.on("pageerror", lambda one: self.complaints.append(str(one)))
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")
        page.mouse.wheel(0, 10_000)
        page.wait_for_timeout(50)  # complaints arrive after the fact

    def elsewhere(self, folder: Path) -> list[str]:
        return [url for url in self.requests if not url.startswith((f"{folder.as_uri()}/", "data:"))]

    @property
    def fonts(self) -> list[str]:
        return [url for url in self.requests if re.search(r"\.(woff2?|ttf|otf)", url)]


@each_page
def test_a_page_loads_its_own_files_and_nothing_else(sites: Path, browser: Browser, name: str) -> None:
    with reader(browser) as page:
        load = Load(page, sites / name)
        assert load.elsewhere(sites / name.partition("/")[0]) == []
        assert (load.failed, load.complaints) == ([], [])
        arabic = page.locator("html[dir=rtl], th[dir=rtl]").count() and not name.endswith(".single.html")
        assert len(load.fonts) == (1 if arabic else 0)
        assert page.evaluate("getComputedStyle(document.body).maxInlineSize") != "none"  # its style holds


REMOTE = ['<img alt="" src="{}x.png">', '<script src="{}x.js"></script>', '<link rel="stylesheet" href="{}x.css">']


@pytest.mark.parametrize("fault", REMOTE, ids=["image", "script", "style"])
def test_the_record_of_requests_bites(sites: Path, browser: Browser, server: Server, fault: str) -> None:
    """Without its policy a page asks for what stands elsewhere; with it the browser refuses, and says so."""
    change = ("</main>", fault.format(server.base) + "</main>")
    policy = ('http-equiv="Content-Security-Policy"', 'name="no-policy"')
    before = set(server.fetched)
    with reader(browser) as page:
        load = Load(page, sites / twin(sites, RICH_ARABIC, change))
        assert any("Content Security Policy" in one for one in load.complaints)
    assert server.fetched == before
    with reader(browser) as page:
        load = Load(page, sites / twin(sites, RICH_ARABIC, change, policy))
        assert len(load.elsewhere(sites / "twins")) == 1
    assert server.fetched != before


def test_the_record_of_failures_bites(sites: Path, browser: Browser) -> None:
    name = twin(sites, RICH_ARABIC, ("/style.", "/gone."))
    with reader(browser) as page:
        load = Load(page, sites / name)
        assert load.failed
        assert page.evaluate("getComputedStyle(document.body).maxInlineSize") == "none"


def visible_text(browser: Browser, path: Path, *, scripts: bool) -> str:
    with reader(browser, java_script_enabled=scripts) as page:
        page.goto(path.as_uri())
        return str(page.evaluate("document.body.innerText"))


@each_page
def test_same_text_without_scripts(sites: Path, browser: Browser, name: str) -> None:
    text = visible_text(browser, sites / name, scripts=False)
    assert text.strip()
    assert text == visible_text(browser, sites / name, scripts=True)


def test_same_text_without_scripts_bites(sites: Path, browser: Browser) -> None:
    policy = ('http-equiv="Content-Security-Policy"', 'name="no-policy"')
    name = twin(sites, RICH_ARABIC, policy, ("</main>", "<script>document.write('<p>late</p>')</script></main>"))
    assert "late" not in visible_text(browser, sites / name, scripts=False)
    assert "late" in visible_text(browser, sites / name, scripts=True)


@pytest.mark.parametrize("site", SLUGS)
def test_the_switcher_without_scripts(sites: Path, browser: Browser, site: str) -> None:
    """From the chooser to a list, to its statement, through all languages and back, from a folder."""
    with reader(browser, 360, java_script_enabled=False) as page:
        page.goto((sites / site / "index.html").as_uri())
        page.click(".chooser a[hreflang=ckb]")
        for slug in ("index", SLUGS[site]):
            for locale, direction in DIRECTIONS.items():
                page.click(f".languages a[hreflang={locale}]")
                assert page.url == (sites / site / locale / f"{slug}.html").as_uri()
                html = page.locator("html")
                assert (html.get_attribute("lang"), html.get_attribute("dir")) == (locale, direction)
                assert page.locator("[aria-current]").get_attribute("hreflang") == locale
            page.click(".list h2 a" if slug == "index" else ".back a")
        assert page.url == (sites / site / "ckb" / "index.html").as_uri()


# Directions

STANDS = """selector => [...document.querySelectorAll(selector)].map(one => [
  one.lang || one.closest("[lang]").lang, getComputedStyle(one).direction])"""


def wrong_directions(page: Page) -> list[str]:
    """Elements whose language or direction is not what it should be, as the browser sees them."""
    found = [
        f"{locale} runs {direction}"
        # Of these only the label is in the language that they name: they have no text that could run.
        for locale, direction in page.evaluate(STANDS, "[lang]:not(.anchor, .beside, .there, .footnote-backref, nav)")
        if DIRECTIONS[locale] != direction
    ]
    found += [f"fallback: {one}" for one in page.evaluate(STANDS, ".fallback") if one != ["en", "ltr"]]
    inline = "one => one.matches('.body [lang]') && getComputedStyle(one).display === 'inline'"
    found += page.evaluate(f"[...document.querySelectorAll('[lang]')].filter({inline}).map(one => one.outerHTML)")
    found += [f"code: {one}" for one in page.evaluate(STANDS, "pre, code") if one[1] != "ltr"]
    said = page.evaluate(
        "[...document.querySelectorAll('[dir]')].map(one => [one.dir, getComputedStyle(one).direction])"
    )
    return found + [f"says {says}, runs {runs}" for says, runs in said if says != runs]


@each_page
def test_directions(sites: Path, browser: Browser, name: str) -> None:
    locale = locale_of(name)
    with reader(browser) as page:
        page.goto((sites / name).as_uri())
        assert page.evaluate(STANDS, "html") == [[locale, DIRECTIONS[locale]]]
        assert wrong_directions(page) == []


@each_statement
def test_fallback_and_signatories(sites: Path, browser: Browser, name: str) -> None:
    """A partly translated page shows English that says so; every signatory's name is in its own language."""
    locale = locale_of(name)
    with reader(browser) as page:
        page.goto((sites / name).as_uri())
        assert (page.locator(".fallback").count() > 20) == (name.startswith("rich/") and locale != "en")
        assert page.locator(".notice:not(.corrected)").count() == (1 if page.locator(".fallback").count() else 0)
        names = page.evaluate(STANDS, ".signatories li bdi[lang]")
    assert len(names) == (4 if name.startswith("rich/") else 12)
    assert {one for one, _ in names} <= {locale, "en"}
    assert all(direction == DIRECTIONS[one] for one, direction in names)


@pytest.mark.parametrize(
    "change",
    [
        ('class="fallback" lang="en" dir="ltr"', 'class="fallback" lang="en"'),
        ('<bdi lang="en" dir="ltr">', '<bdi lang="en" dir="rtl">'),
        ('<html lang="ar" dir="rtl"', '<html lang="ar"'),
    ],
    ids=["fallback", "signatory", "page"],
)
def test_directions_bite(sites: Path, browser: Browser, change: tuple[str, str]) -> None:
    with reader(browser) as page:
        page.goto((sites / twin(sites, RICH_ARABIC, change)).as_uri())
        assert wrong_directions(page)


RUNS = ("+963 21 123 4567", "10-03-2025", "@stj_sy", "A/HRC/58/66, para. 12")
LEFTS = """run => {
  const walker = document.createTreeWalker(document.querySelector(".body"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(run);
    if (at < 0) continue;
    return [...run].map((_, index) => {
      const range = document.createRange();
      range.setStart(walker.currentNode, at + index);
      range.setEnd(walker.currentNode, at + index + 1);
      const [box] = range.getClientRects();
      return [box.left, box.top];
    });
  }
}"""


def out_of_order(page: Page) -> set[str]:
    """The runs whose characters a reader does not see from left to right, on one line."""
    page.evaluate("document.body.style.maxInlineSize = 'none'")
    found = set()
    for run in RUNS:
        places = page.evaluate(LEFTS, run)
        lefts = [left for left, _ in places]
        assert len(lefts) == len(run)
        assert len({top for _, top in places}) == 1
        if lefts[0] >= lefts[-1] or lefts != sorted(lefts):
            found.add(run)
    return found


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_visual_order(sites: Path, browser: Browser, locale: str) -> None:
    with reader(browser, 4000) as page:
        page.goto((sites / f"rich/{locale}/everything.html").as_uri())
        assert out_of_order(page) == set()


@pytest.mark.parametrize("locale", ["ar", "ckb"])
def test_visual_order_bites(sites: Path, browser: Browser, locale: str) -> None:
    name = f"rich/{locale}/everything.html"
    html = (sites / name).read_text("utf-8")
    changes = [(f'<bdi dir="ltr">{run}</bdi>', run) for run in RUNS]
    assert all(old in html for old, _ in changes)
    with reader(browser, 4000) as page:
        page.goto((sites / twin(sites, name, *changes)).as_uri())
        assert out_of_order(page) >= set(RUNS[:3])


BESIDE = """() => {
  const rtl = getComputedStyle(document.documentElement).direction === "rtl";
  const gutter = parseFloat(getComputedStyle(document.body).paddingInlineEnd);
  return [...document.querySelectorAll(".anchor")].filter(one => one.checkVisibility()).map(one => {
    const {left, right} = one.getBoundingClientRect();
    const middle = (left + right) / 2, middleFromEdge = rtl ? middle : document.documentElement.clientWidth - middle;
    return [one.hash, middleFromEdge, gutter];
  });
}"""


@each_statement
def test_marks_stand_in_the_margin_of_a_phone(sites: Path, browser: Browser, name: str) -> None:
    """Where the page's lines end, whatever the language of the block: not upon the numbers of lists."""
    with reader(browser, 360) as page:
        page.goto((sites / name).as_uri())
        marks = page.evaluate(BESIDE)
    assert len(marks) > 10
    assert [mark for mark, middle, gutter in marks if not 0 < middle < gutter] == []


SMALL_MARKS = """() => ["h4", "h5", "h6"].map(tag => {
  const heading = document.querySelector(`.body ${tag}`), mark = heading.querySelector(".anchor");
  const {position, fontSize, fontWeight, lineHeight, marginBlock} = getComputedStyle(heading);
  const look = [position, fontSize, fontWeight, lineHeight, marginBlock].join();
  const place = mark.getBoundingClientRect();
  return [look, place.left, place.top - heading.getBoundingClientRect().top, getComputedStyle(mark).opacity];
})"""


@pytest.mark.parametrize("locale", DIRECTIONS)
@pytest.mark.parametrize("width", [320, 1280])
def test_small_headings_look_alike(sites: Path, browser: Browser, locale: str, width: int) -> None:
    """From the fourth level on: the same type, the mark in the same place, and none on paper."""
    with reader(browser, width) as page:
        page.goto((sites / f"rich/{locale}/everything.html").as_uri())
        fourth, *others = page.evaluate(SMALL_MARKS)
        assert others == [fourth, fourth]
        page.emulate_media(media="print")
        assert not any(one.is_visible() for one in page.locator(":is(h4, h5, h6) > .anchor").all())


# Tables and code

ALIGNMENTS = """() => [...document.querySelectorAll(".body tr")].map(
  row => [...row.cells].map(cell => getComputedStyle(cell).textAlign))"""


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_columns_are_aligned(sites: Path, browser: Browser, locale: str) -> None:
    with reader(browser) as page:
        page.goto((sites / f"rich/{locale}/everything.html").as_uri())
        assert page.evaluate(ALIGNMENTS) == [["start", "end", "center"]] * 4


CODE = """() => [...document.querySelectorAll("pre, code")].map(one => {
  const {direction, textAlign, fontFamily, lineHeight, fontSize} = getComputedStyle(one);
  return {tag: one.tagName, direction, textAlign, fontFamily, spacing: parseFloat(lineHeight) / parseFloat(fontSize)};
})"""
BEGINNINGS = """() => [...document.querySelectorAll("pre")].map(one => {
  const range = document.createRange(), [text] = one.firstChild.childNodes, {paddingLeft} = getComputedStyle(one);
  return [...text.data.matchAll(/.+/g)].map(({index, 0: line}) => {
    range.setStart(text, index);
    range.setEnd(text, index + line.length);
    return Math.round(range.getBoundingClientRect().left - one.getBoundingClientRect().left - parseFloat(paddingLeft));
  });
})"""


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_code_is_the_same_on_every_page(sites: Path, browser: Browser, locale: str) -> None:
    """In a line, fenced or indented: in its own face, left to right, each line of a block from the left."""
    with reader(browser) as page:
        page.goto((sites / f"rich/{locale}/everything.html").as_uri())
        found = page.evaluate(CODE)
        assert [one["tag"] for one in found] == ["CODE", "CODE", "PRE", "CODE", "PRE", "CODE"]
        assert {one["direction"] for one in found} == {"ltr"}
        assert all(one["fontFamily"].startswith("ui-monospace") for one in found)
        assert {one["textAlign"] for one in found if one["tag"] == "PRE"} == {"start"}
        spacing = {"PRE": 1.6, "CODE": 1}
        assert [round(one["spacing"], 2) for one in found] == [spacing[one["tag"]] for one in found]
        assert page.evaluate(BEGINNINGS) == [[0], [0, 0]]


# Every rule of the style is for something

IDLE = """sheet => {
  const alternatives = text => {
    const choice = text.match(/:(is|has)\\(([^(),]*,[^()]*)\\)/);
    if (!choice) return text.split(/, (?![^()]*\\))/);
    return choice[2].split(",").flatMap(one => alternatives(text.replace(choice[0], `:${choice[1]}(${one.trim()})`)));
  };
  const still = selector => selector
    .replace(/::?(before|after|marker|hover|focus-visible|focus-within|focus|checked)/g, "")
    .replace(/:(is|not)\\([, ]*\\)/g, "")
    .replace(/:target/g, "[id]").replace(/(^|[>+ ])$/, "$1*");
  const selectors = rules => [...rules].flatMap(rule => rule instanceof CSSStyleRule
    ? alternatives(rule.selectorText) : selectors(rule.cssRules || []));
  const found = selectors(document.styleSheets[sheet].cssRules);
  return found.filter(one => !document.querySelector(still(one)));
}"""


def idle(browser: Browser, server: Server, names: list[str], sheet: int = 0) -> set[str]:
    """The selectors of a style that meet nothing on any of these pages; from a folder no page may read its style."""
    with reader(browser) as page:
        found = []
        for name in names:
            page.goto(server.base + name)
            found.append(set(page.evaluate(IDLE, sheet)))
    return set.intersection(*found)


def test_every_selector_meets_something(sites: Path, browser: Browser, server: Server) -> None:
    """What other settings bring about is shown by two twins: a source that is Arabic, and Persian digits."""
    mirrored = twin(
        sites,
        RICH_ARABIC,
        ('<html lang="ar" dir="rtl"', '<html lang="en" dir="ltr"'),
        ('class="fallback" lang="en" dir="ltr"', 'class="fallback" lang="ar" dir="rtl"'),
    )
    persian = twin(sites, "rich/ckb/everything.html", ('data-digits="arab"', 'data-digits="arabext"'))
    assert idle(browser, server, [*PAGES, mirrored, persian]) == set()
    assert idle(browser, server, COMPARES, 1) == set()


def test_the_look_at_selectors_bites(browser: Browser, server: Server) -> None:
    assert {".chooser ul", ".list a:hover", ".signatories ul"} <= idle(browser, server, ["bare/en/bare.html"])
    assert any("footnote" in one for one in idle(browser, server, ["real/compare/2026-01-aleppo/en-ar.html"], 1))


# Links to a passage

PLACES = "[...document.querySelectorAll('.body [id]')].map(one => [one.id, one.tagName.toLowerCase()])"
UNMARKED = """() => {
  const look = one => (({backgroundColor, outlineStyle, outlineWidth}) =>
    [backgroundColor, outlineStyle, outlineWidth].join())(getComputedStyle(one));
  return [...document.querySelectorAll(".body [id]")].filter(one => {
    const before = look(one);
    location.hash = `#${one.id}`;
    const {top} = one.getBoundingClientRect();
    return document.querySelector(":target") !== one || look(one) === before || top < 0 || top > innerHeight;
  }).map(one => one.id);
}"""


@pytest.mark.parametrize("site", SLUGS)
def test_places_are_the_same_in_all_languages(sites: Path, browser: Browser, site: str) -> None:
    """Every segment of the text can be linked to, headings by their words."""
    (document,) = Project.open(sites / "workspaces" / site).documents()
    blocks = {"paragraph", "item", "quote", "cell", "term", "definition", "footnote"}
    places = {}
    with reader(browser) as page:
        for locale in DIRECTIONS:
            page.goto((sites / site / locale / f"{SLUGS[site]}.html").as_uri())
            places[locale] = page.evaluate(PLACES)
    ids = [one for one, _ in places["en"]]
    assert len(ids) == len(set(ids))
    assert {one.id for one in document.segments if one.context in blocks} <= set(ids)
    assert [[one for one, _ in found] for found in places.values()] == [ids] * 4
    kinds = {"p", "h2", "h3", "h4", "h5", "h6", "span", "li", "th", "td", "dt", "dd"} if site == "rich" else {"p", "li"}
    assert kinds <= {kind for _, kind in places["en"]}


@each_statement
def test_the_place_that_a_link_leads_to_is_marked(sites: Path, browser: Browser, name: str) -> None:
    """It looks another way than before, and it is in sight."""
    with reader(browser) as page:
        page.goto((sites / name).as_uri())
        assert page.evaluate(UNMARKED) == []


def test_the_look_at_places_bites(sites: Path, browser: Browser) -> None:
    with reader(browser) as page:
        page.goto((sites / twin(sites, RICH_ARABIC, ("/style.", "/gone."))).as_uri())
        assert len(page.evaluate(UNMARKED)) > 40


# Paper, and colours that the reader chose


@each_statement
def test_print(sites: Path, browser: Browser, name: str) -> None:
    """On paper there is no switcher, and the page is black on white even where screens are dark."""
    with reader(browser, color_scheme="dark") as page:
        page.goto((sites / name).as_uri())
        assert page.locator(".languages").is_visible()
        page.emulate_media(media="print")
        assert not page.locator(".languages").is_visible()
        assert page.locator("h1").is_visible()
        colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
        assert page.pdf(format="A4").startswith(b"%PDF-")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", DIRECTIONS)
def test_forced_colours(sites: Path, browser: Browser, tmp_path: Path, locale: str, scheme: str) -> None:
    with reader(browser, 360, color_scheme=scheme) as page:
        load = Load(page, sites / f"rich/{locale}/everything.html")
        usual = page.screenshot(path=tmp_path / "usual.png", full_page=True)
        page.emulate_media(forced_colors="active")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        forced = page.screenshot(path=tmp_path / "forced.png", full_page=True)
        assert load.complaints == []
    assert usual.startswith(b"\x89PNG")
    assert usual != forced
