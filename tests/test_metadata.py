"""What programs read of the site: search engines, messengers, feed readers, and the hosts that serve it.

One site is built with an address, one without, one with nothing but hostile values; and drafts. A checker has a twin,
named "…bites", in which the fault is there and must be found.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright
from workspaces import REPOSITORY, STATEMENT, Sound, said

from publisher.gate import Gate
from publisher.locale import locale
from publisher.model import Text
from publisher.outputs import feed, html, listing, metadata
from publisher.outputs.leaf import Leaf
from publisher.outputs.lines import Line
from publisher.project import Project
from publisher.site.texts import title_segment, wording_segments
from publisher.wording import Phrase, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.page import Page

BASE = "https://example.org/s/"
ALL = [locale(one) for one in ("en", "ar", "ku")]
FULL = STATEMENT.replace(
    "date: 2026-01-09\n",
    """\
short_title: Peace now
place: Qamishli
date: 2026-01-09
updates:
  - date: 2026-01-12
    text: The number of towns was wrong.
  - date: 2026-01-11
    text: A name was misspelt.
""",
).replace(
    "    acronym: JFL\n",
    """\
    acronym: JFL
    url: https://example.org/justice
  - name: Group of Withdrawn
    withdrawn: true
""",
)
SHORT = "---\ntitle: A short statement\ndate: 2026-02-03\n---\n\nThere is nothing but this sentence.\n"
HOSTILE = """"'><script>alert(1)</script></title><img src=x onerror=alert(1)> ]]> &amp; <!--"""
HOSTILE_URL = 'https://example.org/"><script>alert(1)</script>&]]>/'
EVERYTHING = """\
---
title: {0} in the title
short_title: {0} in the short title
summary: {0} in the summary
type: {0} in the type
place: {0} in the place
date: 2026-01-09
contact: {1}contact
updates:
  - date: 2026-01-12
    text: {0} in an update
signatories:
  - name: {0} in a name
    acronym: {0} in an acronym
    url: {1}signatory
---

Nothing is in the text.
"""


# The sites


def settings(workspace: Sound, *lines: str) -> None:
    workspace.edit("pyproject.toml", "minimum = 100", "\n".join(["minimum = 100", *lines]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """Two statements with an address, in ``public``; of the second there is no Kurmanji."""
    workspace = Sound(tmp_path_factory.mktemp("built"))
    settings(workspace, f'base_url = "{BASE}"')
    workspace.write("source/peace.md", FULL)
    workspace.write("source/short.md", SHORT)
    workspace.complete()
    workspace.translate("ar", "short")
    assert workspace.run("build").code == 1
    assert workspace.run("build", "--drafts").code == 0
    return workspace


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """The same without an address."""
    workspace = Sound(tmp_path_factory.mktemp("nowhere"))
    settings(workspace)
    workspace.write("source/peace.md", FULL)
    workspace.complete()
    assert workspace.run("build").code == 0
    return workspace


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """A statement in English whose every value is hostile, and so are the title and the address of the site."""
    workspace = Sound(tmp_path_factory.mktemp("hostile"))
    settings(workspace, f"base_url = {json.dumps(HOSTILE_URL)}")
    workspace.edit("pyproject.toml", '"Our statements"', json.dumps(f"{HOSTILE} in the title of the site"))
    quoted = (HOSTILE.replace("'", "''"), HOSTILE_URL)
    text = "".join(
        re.sub(r"^(.*?: )(.*)$", r"\1'\2'", line) if "{" in line else line for line in EVERYTHING.splitlines(True)
    )
    workspace.write("source/peace.md", text.format(*quoted))
    workspace.run("build")
    return workspace


class Head(HTMLParser):
    """What programs read of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.first: list[str] = []
        self.lang = ""
        self.links: list[dict[str, str]] = []
        self.metas: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self.elements: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.add(tag)
        match tag:
            case "html":
                self.lang = found["lang"]
            case "link":
                self.links.append(found)
            case "meta":
                self.first = self.first or list(found.values())
                name = found.get("property") or found.get("name", "")
                self.metas.append((name, found.get("content", "")))
            case "script":
                assert found == {"type": "application/ld+json"}
                self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and self.cdata_elem == "script":
            self.scripts[-1] += data

    def rel(self, rel: str) -> list[dict[str, str]]:
        return [link for link in self.links if link["rel"] == rel]

    @property
    def versions(self) -> list[tuple[str, str]]:
        return [(link["hreflang"], link["href"]) for link in self.rel("alternate") if "hreflang" in link]

    @property
    def data(self) -> dict[str, Any]:
        (script,) = self.scripts
        told = json.loads(script)
        assert isinstance(told, dict)
        return told

    def told(self, *prefixes: str) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.metas if name.startswith(prefixes)]


def files(workspace: Sound, folder: str = "public") -> dict[str, str]:
    """The pages of a site by their paths; those in one file are no pages of it."""
    found = workspace.bytes_of(folder)
    return {
        name: data.decode()
        for name, data in found.items()
        if name.endswith(".html") and not name.endswith(".single.html")
    }


def address(name: str) -> str:
    return BASE + ("" if name == "index.html" else name)


def heads(pages: Mapping[str, str]) -> dict[str, Head]:
    return {address(name): Head(page) for name, page in pages.items()}


# Versions of a page


def wrong_addresses(pages: Mapping[str, Head]) -> list[str]:
    """What is not as it should be: each page names itself and all its versions, and these name it."""
    found = []
    for url, page in pages.items():
        if [link["href"] for link in page.rel("canonical")] != [url]:
            found.append(f"{url}: its own address is another")
        languages = [language for language, _ in page.versions]
        own = "x-default" if url == BASE else page.lang
        if not languages and url.startswith(f"{BASE}compare/"):
            continue
        if len(set(languages)) != len(languages) or ("x-default", BASE) not in page.versions:
            found.append(f"{url}: {languages}")
        if (own, url) not in page.versions:
            found.append(f"{url}: does not name itself")
        for language, other in page.versions:
            if other not in pages:
                found.append(f"{url}: {other} is not published")
            elif language != "x-default" and pages[other].lang != language:
                found.append(f"{url}: {other} is not in {language}")
            elif language != "x-default" and (own, url) not in pages[other].versions:
                found.append(f"{url}: {other} does not lead back")
    return found


def test_versions_name_each_other(built: Sound) -> None:
    pages = heads(files(built))
    assert wrong_addresses(pages) == []
    assert [language for language, _ in pages[f"{BASE}ar/peace.html"].versions] == ["en", "ar", "ku", "x-default"]
    assert [language for language, _ in pages[f"{BASE}ar/short.html"].versions] == ["en", "ar", "x-default"]
    assert [language for language, _ in pages[BASE].versions] == ["en", "ar", "ku", "x-default"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('<link rel="alternate" hreflang="ku" href="{0}ku/peace.html">\n', "", "does not lead back"),
        ('<link rel="alternate" hreflang="ar" href="{0}ar/peace.html">\n', "", "does not name itself"),
        ('hreflang="ku" href="{0}ku', 'hreflang="ku" href="../ku', "is not published"),
        ('hreflang="ku" href="{0}ku/peace', 'hreflang="ku" href="{0}ku/short', "is not published"),
        ('hreflang="ku" href="{0}ku', 'hreflang="ku" href="{0}en', "is not in ku"),
        ('hreflang="x-default" href="{0}"', 'hreflang="x-default" href="{0}en/peace.html"', "x-default"),
        ('rel="canonical" href="{0}ar', 'rel="canonical" href="{0}en', "its own address is another"),
        ('hreflang="en" href="{0}', 'hreflang="ar" href="{0}', "['ar', 'ar'"),
    ],
)
def test_the_look_at_versions_bites(built: Sound, old: str, new: str, fault: str) -> None:
    pages = files(built)
    assert old.format(BASE) in pages["ar/peace.html"]
    pages["ar/peace.html"] = pages["ar/peace.html"].replace(old.format(BASE), new.format(BASE), 1)
    assert any(fault in one for one in wrong_addresses(heads(pages)))


def test_the_policy_stands_before_all_else(built: Sound) -> None:
    for page in heads(files(built)).values():
        assert page.first == ["Content-Security-Policy", html.POLICY]


def test_without_an_address_none_is_told(nowhere: Sound) -> None:
    for name, text in files(nowhere).items():
        page = Head(text)
        assert page.rel("canonical") == page.versions == page.told("og:url", "og:image") == [], name
        # Of all addresses only those of others are left: in the vocabulary, in the text and of who signed.
        assert set(re.findall(r"https?://[^/\"]+/\w*", text)) <= {
            "https://example.org/law",
            "https://example.org/justice",
        }
    told = Head(files(nowhere)["ar/peace.html"]).data
    assert not {"@id", "url", "image"} & set(told)
    assert [one["@id"][:2] for one in told["author"]] == ["#u", "#u"]
    assert told["translationOfWork"] == {"@type": "NewsArticle", "inLanguage": "en", "headline": "A call for peace"}
    assert "sitemap.xml" not in nowhere.bytes_of("public")


def test_drafts_tell_programs_nothing(built: Sound) -> None:
    pages = files(built, "drafts")
    assert "ku/short.html" in pages
    for text in pages.values():
        page = Head(text)
        assert page.told("og:", "article:", "twitter:") == page.scripts == []
        assert {link["rel"] for link in page.links} == {"icon", "stylesheet"}
    assert not {"sitemap.xml", "_headers", "ar/feed.xml"} & set(built.bytes_of("drafts"))


# JSON-LD


def test_what_search_engines_are_told(built: Sound) -> None:
    pages = files(built)
    anchors = re.findall(r'<li id="(\w+)">.*<bdi', pages["en/peace.html"])
    url = f"{BASE}en/peace.html"
    assert list(Head(pages["en/peace.html"]).data.items()) == [
        ("@context", "https://schema.org"),
        ("@type", "NewsArticle"),
        ("@id", url),
        ("url", url),
        ("inLanguage", "en"),
        ("headline", "A call for peace"),
        ("alternativeHeadline", "Peace now"),
        ("description", "Two organisations call for peace."),
        ("dateline", "Qamishli"),
        ("datePublished", "2026-01-09"),
        ("dateModified", "2026-01-12"),
        (
            "author",
            [
                {
                    "@type": "Organization",
                    "@id": f"{url}#{anchors[0]}",
                    "name": "Justice for Life",
                    "alternateName": "JFL",
                    "url": "https://example.org/justice",
                },
                {"@type": "Organization", "@id": f"{url}#{anchors[1]}", "name": "Dawlaty"},
            ],
        ),
        (
            "correction",
            [
                {
                    "@type": "CorrectionComment",
                    "text": "The number of towns was wrong.",
                    "datePublished": "2026-01-12",
                },
                {"@type": "CorrectionComment", "text": "A name was misspelt.", "datePublished": "2026-01-11"},
            ],
        ),
        (
            "workTranslation",
            [
                {"@type": "NewsArticle", "@id": f"{BASE}ar/peace.html", "inLanguage": "ar"},
                {"@type": "NewsArticle", "@id": f"{BASE}ku/peace.html", "inLanguage": "ku"},
            ],
        ),
        ("isPartOf", {"@type": "WebSite", "name": "Our statements", "url": BASE}),
    ]


def test_who_has_withdrawn_is_told_nowhere(built: Sound) -> None:
    assert not any("Withdrawn" in page or said("ar", "Withdrawn") in page for page in files(built).values())


def test_a_statement_without_anything_optional_is_an_article(built: Sound) -> None:
    told = Head(files(built)["ar/short.html"]).data
    assert list(told) == [
        *("@context", "@type", "@id", "url", "inLanguage", "headline", "datePublished", "dateModified"),
        *("translationOfWork", "isPartOf"),
    ]
    assert (told["@type"], told["translationOfWork"]["@type"]) == ("Article", "Article")
    assert told["datePublished"] == told["dateModified"] == "2026-02-03"


KINDS = {"NewsArticle", "Article"}


def wrong_data(pages: Mapping[str, Head]) -> list[str]:
    """What programs are told otherwise than the page says it, or than another page does."""
    found = []
    told = {url: page.data for url, page in pages.items() if page.scripts}
    for url, one in told.items():
        if one["@type"] not in KINDS or ("dateline" in one) != (one["@type"] == "NewsArticle"):
            found.append(f"{url}: a {one['@type']}")
        if (one["@id"], one["url"], one["inLanguage"]) != (url, url, pages[url].lang):
            found.append(f"{url}: another page, or another language")
        if date.fromisoformat(one["dateModified"]) < date.fromisoformat(one["datePublished"]):
            found.append(f"{url}: modified before it was published")
        if not isinstance(one.get("headline"), str):
            found.append(f"{url}: no headline")
        others = one.get("workTranslation", [])
        found += [
            f"{url}: {other['@id']} is no translation of it"
            for other in others
            if told[other["@id"]].get("translationOfWork", {}).get("@id") != url
            or told[other["@id"]]["inLanguage"] != other["inLanguage"]
        ]
        if original := one.get("translationOfWork"):
            named = {other["@id"] for other in told[original["@id"]].get("workTranslation", [])}
            if url not in named or original["headline"] != told[original["@id"]]["headline"]:
                found.append(f"{url}: {original['@id']} is not what it is translated from")
    return found


def test_versions_tell_of_each_other(built: Sound) -> None:
    pages = heads(files(built))
    assert sum(bool(page.scripts) for page in pages.values()) == 5
    assert wrong_data(pages) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"@type":"NewsArticle"', '"@type":"Article"'),
        ('"inLanguage":"ar"', '"inLanguage":"ku"'),
        ('"dateModified":"2026-01-12"', '"dateModified":"2026-01-08"'),
        ('"headline":"', '"title":"'),
        ('"@id":"https://example.org/s/ar/peace.html"', '"@id":"https://example.org/s/en/peace.html"'),
        ('"translationOfWork":{', '"isBasedOn":{'),
        ('"headline":"A call for peace"', '"headline":"A call for war"'),
    ],
)
def test_the_look_at_the_data_bites(built: Sound, old: str, new: str) -> None:
    pages = files(built)
    assert old in pages["ar/peace.html"]
    pages["ar/peace.html"] = pages["ar/peace.html"].replace(old, new, 1)
    assert wrong_data(heads(pages))


def test_english_in_a_translation_says_that_it_is_english(tmp_path: Path) -> None:
    workspace = Sound(tmp_path, minimum=0)
    workspace.write("source/peace.md", FULL)
    workspace.run("update")
    workspace.translate("ar", "site")
    workspace.translate("ar", only=["Peace now"])
    workspace.run("build")
    told = Head(files(workspace)["ar/peace.html"]).data
    assert told["headline"] == {"@language": "en", "@value": "A call for peace"}
    assert told["alternativeHeadline"] == said("ar", "Peace now")
    assert told["correction"][0]["text"]["@language"] == told["dateline"]["@language"] == "en"
    assert told["author"][0]["name"] == "Justice for Life"


# Open Graph


def test_what_messengers_are_told(built: Sound) -> None:
    assert Head(files(built)["ar/peace.html"]).told("og:", "article:", "twitter:") == [
        ("og:site_name", said("ar", "Our statements")),
        ("og:locale", "ar_AR"),
        ("og:locale:alternate", "en_GB"),
        ("og:locale:alternate", "ku_TR"),
        ("og:type", "article"),
        ("og:title", said("ar", "Peace now")),
        ("og:description", said("ar", "Two organisations call for peace.")),
        ("article:published_time", "2026-01-09"),
        ("article:modified_time", "2026-01-12"),
        ("og:url", f"{BASE}ar/peace.html"),
        ("twitter:card", "summary"),
    ]
    assert Head(files(built)["ar/short.html"]).told("og:title", "og:desc", "og:locale") == [
        ("og:locale", "ar_AR"),
        ("og:locale:alternate", "en_GB"),
        ("og:title", said("ar", "A short statement")),
    ]
    for name, language in (("index.html", "en_GB"), ("ku/index.html", "ku_TR")):
        told = dict(Head(files(built)[name]).told("og:"))
        assert (told["og:type"], told["og:locale"]) == ("website", language)


def rendered(workspace: Sound, standing: html.Standing, language: str = "en") -> tuple[Head, Page]:
    """A page as the program makes it of a statement, whatever the gate says."""
    project = Project.open(workspace.root)
    segments, title = wording_segments(project), title_segment(project)
    gate = Gate(project, segments, datetime.now(UTC))
    (document,) = (one for one in project.documents() if one.slug == "peace")
    (page,) = (one for one in gate.pages(document) if one.locale.id == language)
    one = html.Site(project.templates(), title, project.settings.locales, project.settings.base_url)
    leaf = Leaf(one, page, Wording(page.locale, gate.catalogs[language]), standing)
    return Head(leaf.page().decode()), page


def test_a_picture_is_told_of_where_there_is_one(built: Sound, nowhere: Sound) -> None:
    standing = html.Standing(("en", "ar"), card="assets/card.12345678.png")
    page, _ = rendered(built, standing)
    assert page.told("og:image", "twitter:") == [
        ("og:image", f"{BASE}assets/card.12345678.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "A call for peace"),
        ("twitter:card", "summary_large_image"),
    ]
    assert page.data["image"] == f"{BASE}assets/card.12345678.png"
    page, _ = rendered(nowhere, standing)
    assert page.told("og:image", "twitter:") == [("twitter:card", "summary")]
    assert "image" not in page.data


def test_a_file_that_is_passed_on_by_itself_tells_of_its_page_alone(built: Sound) -> None:
    page = Head(built.read("public/ar/peace.single.html"))
    assert page.told("og:", "twitter:") == page.scripts == page.rel("alternate") == []
    assert [link["href"] for link in page.rel("canonical")] == [f"{BASE}ar/peace.html"]


# Hostile values


def test_hostile_values_are_text_in_every_place(hostile: Sound) -> None:
    pages = files(hostile)
    assert {"index.html", "en/index.html", "en/peace.html"} <= set(pages)
    for text in pages.values():
        assert not {"img", "iframe"} & Head(text).elements
    page = Head(pages["en/peace.html"])
    metas, told = dict(page.metas), page.data
    assert metas["og:title"] == told["alternativeHeadline"] == f"{HOSTILE} in the short title"
    assert metas["og:description"] == metas["description"] == told["description"] == f"{HOSTILE} in the summary"
    assert metas["og:site_name"] == told["isPartOf"]["name"] == f"{HOSTILE} in the title of the site"
    assert metas["og:url"] == told["url"] == f"{HOSTILE_URL}en/peace.html"
    assert told["headline"] == f"{HOSTILE} in the title"
    assert told["dateline"] == f"{HOSTILE} in the place"
    assert told["correction"][0]["text"] == f"{HOSTILE} in an update"
    assert [(one["name"], one["alternateName"], one["url"]) for one in told["author"]] == [
        (f"{HOSTILE} in a name", f"{HOSTILE} in an acronym", f"{HOSTILE_URL}signatory")
    ]


def test_hostile_values_are_text_in_the_feed(hostile: Sound) -> None:
    told = xml(hostile.bytes_of("public")["en/feed.xml"])
    assert told.findtext(f"{ATOM}author/{ATOM}name") == f"{HOSTILE} in the title of the site"
    (entry,) = told.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"{HOSTILE} in the short title"
    assert entry.findtext(f"{ATOM}summary") == f"{HOSTILE} in the summary"
    assert entry.findtext(f"{ATOM}id") == f"{HOSTILE_URL}en/peace.html"
    (loc, *_) = (one.text for one in xml(hostile.bytes_of("public")["sitemap.xml"]).iter(f"{SITEMAP}loc"))
    assert (loc or "").startswith(HOSTILE_URL)


def test_hostile_translations_are_text_too(built: Sound, tmp_path: Path) -> None:
    """The checks would hold them back; what is made of them must be inert all the same."""
    workspace = Sound(tmp_path)
    for name in ("pyproject.toml", "source/peace.md"):
        workspace.write(name, built.read(name))
    workspace.run("update")
    targets = {one: f"{HOSTILE} {one}" for one in ("A call for peace", "Peace now", "Qamishli", "Dawlaty")}
    workspace.fill("ku", "peace", targets, only=targets)
    page, source = rendered(workspace, html.Standing(("en", "ku")), "ku")
    assert page.data["headline"] == f"{HOSTILE} A call for peace"
    assert page.data["author"][1]["name"] == f"{HOSTILE} Dawlaty"
    assert "img" not in page.elements
    title = Phrase(Text(HOSTILE, locale("ku")), locale("ku"))
    (entry,) = xml(feed.feed(locale("ku"), title, [Line.of(source)], ALL, BASE)).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"{HOSTILE} Peace now"


@given(st.text() | st.text(st.sampled_from('<>&\u2028\u2029\\"u03c/!-')))
def test_a_script_is_spelt_letter_by_letter(text: str) -> None:
    spelt = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}
    told = {"headline": text}
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    assert metadata.script(told) == plain.translate(spelt)
    assert json.loads(metadata.script(told)) == told


def test_nothing_ends_a_script() -> None:
    told = {"</script>": "<!-- <script> --> ]]> & \u2028\u2029 'x' \"y\" حلب"}
    script = metadata.script(told)
    assert json.loads(script) == told
    assert not re.search("[<>&\u2028\u2029]", script)
    assert "حلب" in script
    assert "<" in json.dumps(told)  # which Python's own writer leaves as it is


# In the browser

FOUND = """() => ({
  scripts: document.scripts.length, images: document.images.length, title: document.title,
  data: [...document.scripts].map(one => JSON.parse(one.textContent).headline),
  card: document.querySelector("meta[property='og:title']").content,
})"""


@contextmanager
def chromium(path: str) -> Iterator[Any]:
    """A page in the browser, and all that it complains about."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        yield page
        browser.close()


def test_hostile_values_in_a_browser(hostile: Sound, tool: Callable[[str], str]) -> None:
    """One script element, which the policy of the page has nothing to say about; a twin made carelessly has more."""
    path = hostile.root / "public/en/peace.html"
    text = path.read_text("utf-8")
    told = Head(text).data
    careless = text.replace(metadata.script(told), json.dumps(told, ensure_ascii=False))
    assert careless != text
    (twin := path.with_name("careless.html")).write_text(careless, "utf-8")
    complaints: list[str] = []
    with chromium(tool("chromium")) as page:
        page.on("console", lambda one: complaints.append(one.text))
        page.goto(path.as_uri())
        found = page.evaluate(FOUND)
        assert complaints == []
        page.goto(twin.as_uri())
        assert page.evaluate("document.images.length") == 1
    twin.unlink()
    assert complaints
    short = f"{HOSTILE} in the short title"
    assert (found["scripts"], found["images"]) == (1, 0)
    assert (found["card"], found["data"]) == (short, [f"{HOSTILE} in the title"])
    assert found["title"].startswith(short)


# Feeds

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def xml(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314  # our own


def feeds(workspace: Sound) -> dict[str, bytes]:
    return {name: data for name, data in workspace.bytes_of("public").items() if name.endswith("/feed.xml")}


def wrong_feed(data: bytes) -> list[str]:
    """What RFC 4287 demands and a grammar cannot."""
    root = xml(data)
    entries = root.findall(f"{ATOM}entry")
    ids = [one.findtext(f"{ATOM}id") for one in (root, *entries)]
    found = [] if len(set(ids)) == len(ids) else ["an id twice (4.2.6)"]
    if not root.findall(f"{ATOM}author") and not all(one.findall(f"{ATOM}author") for one in entries):
        found.append("no author (4.1.1)")
    times = sorted(one.findtext(f"{ATOM}updated") or "" for one in entries)
    if root.findtext(f"{ATOM}updated") != times[-1]:
        found.append("not updated with its last entry (4.2.15)")
    for one in (root, *entries):
        links = [link.attrib for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        kinds = [(link["type"], link["hreflang"]) for link in links]
        if not kinds or len(set(kinds)) != len(kinds):
            found.append(f"{len(kinds)} links to the page (4.1.2)")
    return found


TWINS = {
    "no-id": (rb"<id>[^<]*</id>", b""),
    "day": (b"T00:00:00Z", b""),
    "no-zone": (b"Z</updated>", b"</updated>"),
    "relative-id": (rb"<id>[^<]*/", b"<id>"),
    "markup": (b"<summary>", b"<summary><b/>"),
    "namespace": (b"2005/Atom", b"2005/atom"),
    "two-titles": (b"</title>", b"</title><title/>"),
}


def test_feeds_are_valid(
    built: Sound, nowhere: Sound, hostile: Sound, tool: Callable[[str], str], tmp_path: Path
) -> None:
    """By the grammar of Atom, with the RELAX NG validator that the Nu checker is built on; and that it finds faults."""
    good = [one for each in (built, nowhere, hostile) for one in each.root.glob("public/*/feed.xml")]
    assert len(good) == 7
    bad = []
    for name, (old, new) in TWINS.items():
        before = feeds(built)["ar/feed.xml"]
        bad.append(tmp_path / f"{name}.xml")
        bad[-1].write_bytes(re.sub(old, new, before, count=1))
        assert bad[-1].read_bytes() != before
    java = [tool("java"), "-cp", tool("vnu-jar/build/dist/vnu.jar")]
    driver = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
    call = [*java, driver, "-c", str(REPOSITORY / "tests/atom.rnc")]
    answer = subprocess.run([*call, *map(str, good)], capture_output=True, check=False, text=True)
    assert (answer.returncode, answer.stdout) == (0, "")
    answer = subprocess.run([*call, *map(str, bad)], capture_output=True, check=False, text=True)
    assert {line.partition(".xml:")[0].rpartition("/")[2] for line in answer.stdout.splitlines()} == set(TWINS)


def test_feeds_hold_what_the_grammar_cannot_tell(built: Sound, nowhere: Sound) -> None:
    for data in (*feeds(built).values(), *feeds(nowhere).values()):
        assert wrong_feed(data) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"<author>.*?</author>", b""),
        (rb"<id>[^<]*peace.html</id>", b"<id>" + BASE.encode() + b"ar/short.html</id>"),
        (rb"<updated>2026-02-03", b"<updated>2026-02-02"),
        (rb'(<entry>.*?)<link [^>]*rel="alternate"[^>]*>', rb"\1"),
        (rb'(<link [^>]*rel="alternate"[^>]*>)', rb"\1\1"),
    ],
)
def test_the_look_at_feeds_bites(built: Sound, old: bytes, new: bytes) -> None:
    before = feeds(built)["ar/feed.xml"]
    after = re.sub(old, new, before, count=1)
    assert after != before
    assert wrong_feed(after)


def entry_of(entry: ET.Element) -> list[str | None]:
    names = ("title", "summary", "id", "published", "updated")
    return [entry.findtext(ATOM + name) for name in names] + [one.get("href") for one in entry.iter(f"{ATOM}link")]


def test_a_feed(built: Sound) -> None:
    root = xml(feeds(built)["ar/feed.xml"])
    title = said("ar", "Our statements")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert [root.findtext(ATOM + name) for name in ("title", "id", "updated")] == [
        *(title, f"{BASE}ar/feed.xml", "2026-02-03T00:00:00Z"),
    ]
    assert [(link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")] == [
        ("self", f"{BASE}ar/feed.xml"),
        ("alternate", f"{BASE}ar/index.html"),
    ]
    assert [[one.tag, one.text] for one in root.find(f"{ATOM}author") or ()] == [[f"{ATOM}name", title]]
    short, peace = (f"{BASE}ar/{slug}.html" for slug in ("short", "peace"))
    assert [entry_of(one) for one in root.findall(f"{ATOM}entry")] == [
        [said("ar", "A short statement"), None, short, "2026-02-03T00:00:00Z", "2026-02-03T00:00:00Z", short],
        [
            said("ar", "Peace now"),
            said("ar", "Two organisations call for peace."),
            peace,
            "2026-01-09T00:00:00Z",
            "2026-01-12T00:00:00Z",
            peace,
        ],
    ]
    assert [one.findtext(f"{ATOM}title") for one in xml(feeds(built)["ku/feed.xml"]).iter(f"{ATOM}entry")] == [
        said("ku", "Peace now")
    ]


def test_a_feed_without_an_address(nowhere: Sound) -> None:
    found = {name: xml(data) for name, data in feeds(nowhere).items()}
    ids = [one.text or "" for root in found.values() for one in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == 6  # each feed and each entry its own
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one) for one in ids)
    # They are for ever: whoever has read an entry does not get it again.
    assert found["ku/feed.xml"].findtext(f"{ATOM}entry/{ATOM}id") == "urn:uuid:b940a32c-2618-581f-88f8-e5b550f96861"
    for root in found.values():
        assert [one.get("href") for one in root.iter(f"{ATOM}link")] == ["index.html", "peace.html"]


def test_pages_name_their_feed(built: Sound, nowhere: Sound) -> None:
    for workspace in (built, nowhere):
        written = set(workspace.bytes_of("public"))
        for name, text in files(workspace).items():
            links = [link for link in Head(text).rel("alternate") if link.get("type") == "application/atom+xml"]
            if name == "index.html" or name.startswith("compare/"):
                continue
            language = name.partition("/")[0]
            assert [urljoin(name, link["href"]) for link in links] == [f"{language}/feed.xml"]
            assert f"{language}/feed.xml" in written
            assert links[0]["title"] == (said(language, "Our statements") if language != "en" else "Our statements")


def test_text_of_every_kind_survives(built: Sound) -> None:
    """What no XML can hold is left out; a run of the other direction is isolated; English says that it is English."""
    arabic = locale("ar")
    _, page = rendered(built, html.Standing(("en",)))
    texts = {
        "a\x00b\x0b\ufffe \U0001f54a c": "ab \U0001f54a c",
        "حلب (SDF) + <b> & ]]>": "حلب (\u2066SDF\u2069) + <\u2066b\u2069> & ]]>",
    }
    for text, read in texts.items():
        language = locale("en") if text[0] == "a" else arabic
        root = xml(feed.feed(language, Phrase(Text(text, language), language), [Line.of(page)], ALL))
        assert root.findtext(f"{ATOM}title") == read
    root = xml(feed.feed(arabic, Phrase(Text("Statements", locale("en")), arabic), [Line.of(page)], ALL))
    (title,) = root.findall(f"{ATOM}title")
    assert (title.get("{http://www.w3.org/XML/1998/namespace}lang"), title.text) == ("en", "\u2066Statements\u2069")


def test_an_entry_is_kept_as_it_was(built: Sound) -> None:
    before = feeds(built)["ar/feed.xml"]
    kept = [feed.kept(before, slug) for slug in ("short", "peace")]
    assert [feed.kept(before, slug) for slug in ("eace", "peac", "en", ".*")] == [""] * 4
    entries = [Line("", "", "", {}, entry=one) for one in kept if one]
    title = Phrase(Text(said("ar", "Our statements"), locale("ar")), locale("ar"))
    assert feed.feed(locale("ar"), title, entries, ALL, BASE) == before
    assert feed.kept(feed.feed(locale("ar"), title, entries[1:], ALL), "peace") == entries[1].entry


def test_a_feed_stays_while_its_pages_do(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    settings(workspace, f'base_url = "{BASE}"')
    workspace.complete()
    workspace.run("build")
    before = feeds(workspace)
    workspace.edit("source/peace.md", "A call for peace", "A joint call for peace")
    workspace.edit("source/peace.md", "date: 2026-01-09", "date: 2026-01-10")
    workspace.run("update")
    assert workspace.run("build").code == 1
    after = feeds(workspace)
    assert after["ar/feed.xml"] == before["ar/feed.xml"]
    assert b"A joint call" in after["en/feed.xml"]


def test_no_statement_no_feed(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.run("update")
    workspace.translate("ar", "site")
    workspace.run("build")
    assert "en/feed.xml" in feeds(workspace)
    assert "ar/index.html" in workspace.bytes_of("public")
    assert "ar/feed.xml" not in feeds(workspace)
    assert "feed.xml" not in workspace.read("public/ar/index.html")


# The sitemap


def wrong_sitemap(data: bytes, pages: set[str]) -> list[str]:
    """What is not as sitemaps.org has it, or not the pages of the site."""
    root = xml(data)
    found = [] if root.tag == f"{SITEMAP}urlset" else [f"a {root.tag}"]
    urls = [one.findtext(f"{SITEMAP}loc") or "" for one in root]
    if len(urls) > 50_000 or len(data) > 50 * 2**20:
        found.append("too much for one file")
    found += [f"{url}: too long" for url in urls if len(url) >= 2048]
    found += [f"{url}: elsewhere" for url in urls if not url.startswith(BASE)]
    if sorted(urls) != sorted(pages):
        found.append(f"not the pages: {set(urls) ^ pages}")
    order = [[child.tag.removeprefix(SITEMAP) for child in one] for one in root]
    found += [f"{tags}" for tags in order if tags not in (["loc"], ["loc", "lastmod"])]
    days = [day.text or "" for day in root.iter(f"{SITEMAP}lastmod")]
    return found + [day for day in days if not re.fullmatch(r"\d{4}-\d\d-\d\d", day)]


def test_the_sitemap_lists_the_pages(built: Sound) -> None:
    data = built.bytes_of("public")["sitemap.xml"]
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset')
    assert wrong_sitemap(data, {address(name) for name in files(built)}) == []
    modified = {one.findtext(f"{SITEMAP}loc"): one.findtext(f"{SITEMAP}lastmod") for one in xml(data)}
    assert modified[f"{BASE}ar/peace.html"] == "2026-01-12"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/sitemap/0.9", b"/sitemap/0.8"),
        (b"<loc>https://example.org/s/ar/", b"<loc>ar/"),
        (b"ar/peace.html", b"ar/drafts.html"),
        (b"<url><loc>" + BASE.encode() + b"</loc>", b"<url><loc>" + BASE.encode() + b"index.html</loc>"),
        (b"<lastmod>2026-01-12", b"<lastmod>12 January 2026"),
        (b"</loc>", b"</loc><priority>1</priority>"),
        (b"ar/peace.html", b"ar/" + b"x" * 2048),
    ],
)
def test_the_look_at_the_sitemap_bites(built: Sound, old: bytes, new: bytes) -> None:
    data = built.bytes_of("public")["sitemap.xml"]
    assert old in data
    assert wrong_sitemap(data.replace(old, new, 1), {address(name) for name in files(built)})


# Checksums


def check_sums(folder: Path) -> subprocess.CompletedProcess[str]:
    call = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    return subprocess.run(call, cwd=folder, capture_output=True, check=False, text=True)


def test_the_sums_are_those_of_the_files(built: Sound) -> None:
    answer = check_sums(built.root / "public")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    names = [line.partition("  ")[2] for line in built.read("public/SHA256SUMS").splitlines()]
    assert names == sorted(set(built.bytes_of("public")) - {"SHA256SUMS"})


def test_the_sums_bite(tmp_path: Path) -> None:
    names = ["en/peace.html", "a b", "back\\slash", "two\nlines", "ü"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name, "utf-8")
    digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in names}
    data = b"".join(listing.sums({**digests, "SHA256SUMS": "0" * 64}.items()))
    assert data.count(b"\n") == len(names)
    (tmp_path / "SHA256SUMS").write_bytes(data)
    assert check_sums(tmp_path).returncode == 0
    (tmp_path / "en/peace.html").write_text("another text")
    answer = check_sums(tmp_path)
    assert (answer.returncode, answer.stdout) == (1, "en/peace.html: FAILED\n")


# The headers of hosts

Rules = list[tuple[str, list[tuple[str, str]]]]


def rules(data: str) -> Rules:
    """The rules of a headers file: lines with a path, and below each its headers."""
    found: Rules = []
    for line in data.splitlines():
        if line.startswith("/"):
            found.append((line, []))
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            found[-1][1].append((name, value))
    return found


def sent(found: Rules, path: str) -> list[tuple[str, str]]:
    """All headers of all rules that fit a path; one that is named twice is sent twice."""
    fits = [values for pattern, values in found if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path)]
    return [one for values in fits for one in values]


def doubled(found: Rules, paths: Sequence[str]) -> set[str]:
    """Headers that a file would get twice, which no two hosts take alike."""
    each = [[name for name, _ in sent(found, path)] for path in paths]
    return {name for names in each for name in names if names.count(name) > 1}


def urls(workspace: Sound) -> list[str]:
    """The paths that readers ask for, also where a host leaves out what they end in."""
    names = [f"/{name}" for name in workspace.bytes_of("public")]
    return sorted({*names, *(re.sub(r"(index)?\.html$", "", name) for name in names)})


def test_headers(built: Sound) -> None:
    found = rules(built.read("public/_headers"))
    assert doubled(found, urls(built)) == set()
    for path in urls(built):
        headers = dict(sent(found, path))
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert (headers["Referrer-Policy"], headers["X-Content-Type-Options"]) == ("no-referrer", "nosniff")
        asset = path.startswith("/assets/")
        lasting = "public, max-age=31536000, immutable" if asset else "public, max-age=300"
        assert headers.get("Cache-Control") == (None if path == "/_headers" else lasting), path
        kind = "text/plain" if path.endswith((".txt", "SUMS")) else "application/atom+xml" if "feed" in path else ""
        assert headers.get("Content-Type", "") == (kind and f"{kind}; charset=utf-8")
    assert len(found) < 100  # so many does Cloudflare read, of at most so many characters a line
    assert max(map(len, built.read("public/_headers").splitlines())) < 2000


def test_the_look_at_headers_bites(built: Sound) -> None:
    found = rules(built.read("public/_headers") + "\n/*.html\n  Referrer-Policy: origin\n")
    assert doubled(found, urls(built)) == {"Referrer-Policy"}


def directives(policy: str) -> dict[str, set[str]]:
    return {name: set(values) for name, *values in (one.split() for one in policy.split(";"))}


def test_no_header_forbids_what_a_page_needs(built: Sound) -> None:
    """Browsers hold the policy of the header and that of the page, so the header's must allow all the others allow."""
    header = directives(dict(sent(rules(built.read("public/_headers")), "/"))["Content-Security-Policy"])
    single = Head(built.read("public/ar/peace.single.html")).first[1]
    assert "sha256-" in single
    for policy in (html.POLICY, single):
        for name, values in directives(policy).items():
            allowed = {re.sub("'sha256-.*'", "'unsafe-inline'", one) for one in values}
            assert allowed <= header[name] or allowed == {"'none'"}, name


class Host(SimpleHTTPRequestHandler):
    """A host that reads a headers file, on this machine alone."""

    protocol_version = "HTTP/1.1"
    found: Rules

    def end_headers(self) -> None:
        for name, value in sent(self.found, self.path):
            if name != "Content-Type":
                self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: Any) -> str:  # noqa: ANN401  # whatever the library calls a path
        return dict(sent(self.found, self.path)).get("Content-Type") or str(super().guess_type(path))

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path, headers: str) -> Iterator[str]:
    handler = type("One", (Host,), {"found": rules(headers)})
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


STYLED = "getComputedStyle(document.body).maxInlineSize !== 'none'"


def complaints(path: str, folder: Path, headers: str, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """What the browser says of pages that come with these headers, and those of them that have no style."""
    found: list[str] = []
    with served(folder, headers) as base, chromium(path) as page:
        page.on("console", lambda one: found.append(one.text))
        plain = []
        for name in names:
            answer = page.goto(base + name)
            assert answer is not None
            assert answer.headers["x-content-type-options"] == "nosniff"
            page.evaluate("document.fonts.ready.then(() => true)")
            page.wait_for_timeout(50)  # complaints arrive after the fact
            plain += [] if page.evaluate(STYLED) else [name]
    return found, plain


PAGES = ["", "ar/index.html", "ar/peace.html", "ar/peace.single.html", "en/short.html"]


def test_pages_with_these_headers_in_a_browser(built: Sound, tool: Callable[[str], str]) -> None:
    folder, headers = built.root / "public", built.read("public/_headers")
    assert complaints(tool("chromium"), folder, headers, PAGES) == ([], [])


def test_the_look_at_pages_with_headers_bites(built: Sound, tool: Callable[[str], str]) -> None:
    folder, headers = built.root / "public", built.read("public/_headers").replace(" 'unsafe-inline'", "")
    found, plain = complaints(tool("chromium"), folder, headers, PAGES)
    assert any("Content Security Policy" in one for one in found)
    assert plain == ["ar/peace.single.html"]
