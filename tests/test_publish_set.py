"""All that goes out in one evening: it is whole, its parts lead to each other, and it names nobody who is in danger."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import tools
from workspaces import REPOSITORY, WITH_PRESS, WITHOUT_PRESS, Sound

from publisher import routes
from publisher.outputs import card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLUG = "2026-01-aleppo"
CANARY = "canary"
PEOPLE = ("Canary Bird", "canary@example.org", "/home/canary/statements")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole publish set of the real statement, in whose catalogs and source people have left traces."""
    tools.need_press()
    root = tmp_path_factory.mktemp("set")
    for name in ("source", "locales", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    traces(root)
    workspace = Real(root)
    assert workspace.run("build").code == 0
    return root / "public"


class Real(Sound):
    """A copy of the repository's own workspace."""

    def __init__(self, root: Path) -> None:
        self.root = root


def traces(root: Path) -> None:
    """Names, addresses and folders wherever programs and people leave them."""
    name, mail, folder = PEOPLE
    for path in root.glob("locales/*/LC_MESSAGES/*.po"):
        text = path.read_text("utf-8").replace(
            "Last-Translator: Translation desk", f"Last-Translator: {name} <{mail}>\\nX-Poedit-Basepath: {folder}"
        )
        text = text.replace("\n#. ", f"\n# {name} asked {mail}\n#. ")
        path.write_text(f"# {name} <{mail}>, 2026.\n{text}", "utf-8")
    source = root / "source" / f"{SLUG}.md"
    text = source.read_text("utf-8").replace("place: Syria\n", f"place: Syria\n# written by {name} <{mail}>\n")
    note = f"<!-- translators: ask {name}, {mail}, {folder} -->\n"
    source.write_text(text.replace("In an unprecedented", f"{note}In an unprecedented", 1), "utf-8")


def unpacked(data: bytes) -> str:
    """What a file holds, the streams of a PDF and the chunks of a picture too."""
    streams = [data, *re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)]
    streams += [data[at + 4 :] for at in (one.start() for one in re.finditer(rb"IDAT|zTXt|iTXt", data))]
    return "".join(one.decode("utf-8", "replace") for each in streams for one in (each, _inflated(each)))


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def named(folder: Path) -> list[str]:
    """The files in which somebody is named, in whatever letters a PDF writes: as they are, or as UTF-16."""
    spelt = [CANARY, "".join(f"\0{one}" for one in CANARY), CANARY.encode("utf-16-be").hex()]
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = unpacked(path.read_bytes()).lower()
            found += [path.name] if any(one in text for one in spelt) else []
    return found


def test_no_trace_of_anybody_is_in_any_byte(site: Path) -> None:
    assert named(site) == []
    assert {path.suffix for path in site.rglob("*") if path.is_file()} >= {".html", ".pdf", ".png", ".txt", ".xml"}


@pytest.mark.parametrize("name", ["ar/2026-01-aleppo.pdf", "en/2026-01-aleppo.html", "ku/2026-01-aleppo.txt"])
def test_the_look_for_traces_bites(site: Path, tmp_path: Path, name: str) -> None:
    data = (site / name).read_bytes()
    if name.endswith(".pdf"):
        stream = zlib.compress(b"<x:creator>Canary Bird</x:creator>")
        data = data.replace(b"%%EOF", b"9 0 obj\n<<>>\nstream\n" + stream + b"\nendstream\nendobj\n%%EOF")
    else:
        data += b"<!-- Canary -->"
    (tmp_path / "x").write_bytes(data)
    assert named(tmp_path) == ["x"]


def test_everything_is_there_in_every_language(site: Path) -> None:
    for locale in ("en", "ar", "ku", "ckb"):
        assert all((site / routes.statement(locale, SLUG, kind)).is_file() for kind in routes.KINDS)
        assert (site / routes.feed(locale)).is_file()
        assert len(list((site / "assets").glob(f"card-{SLUG}-{locale}.*.png"))) == 1
    pairs = ["en-ar", "en-ku", "en-ckb", "ar-ku", "ar-ckb", "ku-ckb", "index"]
    found = {path.name for path in (site / "compare" / SLUG).iterdir()}
    assert found == {f"{name}.{kind}" for name in pairs for kind in ("html", "pdf")}


def test_the_sums_are_those_of_all_files(site: Path) -> None:
    answer = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=site, check=False, capture_output=True
    )
    assert (answer.returncode, answer.stdout) == (0, b"")
    listed = {line.split("  ", 1)[1] for line in (site / "SHA256SUMS").read_text("utf-8").splitlines()}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert listed == there - {"SHA256SUMS"}


# --- One page leads to the other --------------------------------------------------------------------


class Links(HTMLParser):
    """The ids of a page, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name == "href" and value and tag in {"a", "link"}:
                self.targets.append(value)


def lost(folder: Path, *, places: bool = True) -> Iterator[tuple[str, str]]:
    """The links that lead to no file, or, if it matters, to no place in it."""
    pages = {path.resolve(): Links(path.read_text("utf-8")) for path in folder.rglob("*.html")}
    for path, page in pages.items():
        for target in page.targets:
            if re.match(r"https?:|mailto:|data:", target):
                continue
            name, _, place = unquote(target).partition("#")
            other = (path.parent / name).resolve() if name else path
            if not other.is_file() or (places and place and place not in pages[other].ids):
                yield path.name, target


def test_every_link_leads_to_a_place_that_is_there(site: Path) -> None:
    assert list(lost(site)) == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ar/2026-01-aleppo.html", ("../compare/2026-01-aleppo/en-ar.html#", "../compare/2026-01-aleppo/en-ar.html#x")),
        ("compare/2026-01-aleppo/ar-ku.html", ("../../ku/", "../ku/")),
        ("en/2026-01-aleppo.html", (".pdf", ".docx")),
    ],
)
def test_the_look_for_lost_links_bites(site: Path, tmp_path: Path, name: str, change: tuple[str, str]) -> None:
    shutil.copytree(site, tmp_path / "site")
    path = tmp_path / "site" / name
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), "utf-8")
    assert list(lost(tmp_path / "site"))


@pytest.mark.parametrize("locale", ["en", "ar", "ku", "ckb"])
def test_a_passage_leads_to_its_row_and_the_row_to_each_passage(site: Path, locale: str) -> None:
    page = (site / locale / f"{SLUG}.html").read_text("utf-8")
    beside = "index.html" if locale == "en" else f"en-{locale}.html"
    places = re.findall(r'<a class="anchor" href="#([^"]+)"', page)
    assert re.findall(rf'<a class="beside" href="\.\./compare/{SLUG}/{beside}#([^"]+)"', page) == places
    assert len(places) > 10
    table = (site / "compare" / SLUG / beside).read_text("utf-8")
    assert all(f'<tr id="{one}"' in table and f'href="../../{locale}/{SLUG}.html#{one}"' in table for one in places)


# --- One file, to be passed on ----------------------------------------------------------------------

KB = 1000


@pytest.mark.parametrize("locale", ["en", "ar", "ku", "ckb"])
def test_a_single_file_needs_no_other(site: Path, locale: str) -> None:
    data = (site / routes.statement(locale, SLUG, "single.html")).read_bytes()
    page, whole = Links(data.decode()), (site / routes.statement(locale, SLUG)).read_text("utf-8")
    assert len(data) <= 300 * KB
    assert [one for one in page.targets if not one.startswith(("#", "data:"))] == []
    assert {one for one in Links(whole).ids if not one.startswith("_")} <= page.ids
    assert b"font/woff2;base64," in data
    assert "url(" not in re.sub(r'url\("data:[^"]*"\)', "", data.decode())


def test_with_an_address_a_single_file_leads_to_the_site(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.edit("pyproject.toml", WITHOUT_PRESS, WITHOUT_PRESS + '\nbase_url = "https://example.org/s"')
    workspace.run("build")
    targets = Links(workspace.read("public/ar/peace.single.html")).targets
    assert {"https://example.org/s/ku/peace.html", "https://example.org/s/ar/peace.txt"} <= set(targets)
    assert not [one for one in targets if not re.match(r"https://|data:|#", one)]


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    tools.need_press()
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.edit("pyproject.toml", WITHOUT_PRESS, WITH_PRESS)
    assert "no font has it" not in workspace.run("build").out
    workspace.edit("source/peace.md", "People fled", "People 逃 fled")
    workspace.run("update")
    assert "en/peace.pdf: readers see a frame for 逃 (U+9003): no font has it" in workspace.run("build").out


# --- Where a language is held back -------------------------------------------------------------------


@pytest.fixture
def held(tmp_path: Path) -> Sound:
    """A site of three languages, of which two had to stay as they were."""
    workspace = Sound(tmp_path)
    workspace.complete()
    assert workspace.run("build").code == 0
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    assert workspace.run("build").code == 1
    return workspace


def test_a_new_page_leads_to_no_earlier_text(held: Sound) -> None:
    assert "4 towns" in held.read("public/en/peace.html")
    assert "3 towns" in held.read("public/compare/peace/index.html")
    assert "compare" not in held.read("public/en/peace.html")
    assert list(lost(held.root / "public", places=False)) == []  # pages that are kept know the places of their time


def test_all_languages_side_by_side_lose_none(held: Sound) -> None:
    """One of the two is translated again: its pair is made anew, the page of all waits for the other."""
    held.translate("ar")
    answer = held.run("build")
    assert "published: en ar\n" in answer.out
    assert "4 towns" in held.read("public/compare/peace/en-ar.html")
    assert 'class="c-ku"' in held.read("public/compare/peace/index.html")
    assert '"../compare/peace/en-ar.html"' in held.read("public/en/peace.html")
    assert "index.html" not in re.findall(
        r'<details class="others">.*?</details>', held.read("public/compare/peace/en-ar.html")
    )
    held.translate("ku")
    assert held.run("build").code == 0
    assert "4 towns" in held.read("public/compare/peace/index.html")
    assert list(lost(held.root / "public")) == []


def test_two_languages_are_a_pair_and_nothing_else(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.edit("pyproject.toml", "[tool.publisher.locales.ku]\n", "")
    workspace.run("update")
    for domain in ("peace", "site"):
        workspace.translate("ar", domain)
    assert workspace.run("build").code == 0
    assert [path.name for path in (tmp_path / "public/compare/peace").iterdir()] == ["en-ar.html"]
    for locale in ("en", "ar"):
        assert '"../compare/peace/en-ar.html"' in workspace.read(f"public/{locale}/peace.html")


def test_nobody_is_led_to_what_nothing_makes_any_more(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.edit("pyproject.toml", WITHOUT_PRESS, WITHOUT_PRESS + '\nbase_url = "https://example.org/s"')
    workspace.complete()
    workspace.run("build")
    assert "/ku/" in workspace.read("public/sitemap.xml")
    workspace.edit("pyproject.toml", "[tool.publisher.locales.ku]\n", "")
    workspace.run("build")
    assert (tmp_path / "public/ku/peace.html").is_file()
    assert "ku" not in workspace.read("public/sitemap.xml")


# --- Without the programs for it --------------------------------------------------------------------


def test_without_a_press_the_build_says_what_is_missing_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.edit("pyproject.toml", WITHOUT_PRESS, WITH_PRESS)
    monkeypatch.setattr(card, "missing", lambda: "WeasyPrint is not installed: pip install 'statement-publisher[pdf]'")
    answer = workspace.run("build")
    assert answer.code == 0
    said = "no PDFs and no pictures for cards: WeasyPrint is not installed: pip install 'statement-publisher[pdf]'"
    assert said in answer.out
    assert ".pdf" not in workspace.read("public/en/peace.html")
    assert (tmp_path / "public/ar/peace.txt").is_file()


def test_a_press_that_is_gone_is_missed_by_the_next_build_that_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Be it that nobody wanted it before, or that it was there."""
    tools.need_press()
    for wanted in (False, True):
        workspace = Sound(tmp_path / str(wanted))
        workspace.complete()
        if wanted:
            workspace.edit("pyproject.toml", WITHOUT_PRESS, WITH_PRESS)
        assert workspace.run("build").code == 0
        with monkeypatch.context() as patch:
            patch.setattr(card, "missing", lambda: "WeasyPrint lacks the library pango: apt-get install pango")
            if wanted:
                workspace.edit("source/peace.md", "Two organisations call", "Many organisations call")
            else:
                workspace.edit("pyproject.toml", WITHOUT_PRESS, WITH_PRESS)
            answer = workspace.run("build")
        assert "no PDFs and no pictures for cards: WeasyPrint lacks the library pango" in answer.out
        assert ".pdf" not in workspace.read("public/en/peace.html")


def test_a_pdf_of_an_earlier_text_is_not_offered_and_is_named(tmp_path: Path) -> None:
    tools.need_press()
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.edit("pyproject.toml", WITHOUT_PRESS, WITH_PRESS)
    workspace.run("build")
    assert 'href="../en/peace.pdf"' in workspace.read("public/en/peace.html")
    workspace.edit("pyproject.toml", WITH_PRESS, WITHOUT_PRESS)
    answer = workspace.run("build")
    assert "7 other files that nothing makes any more, such as ar/peace.pdf" in answer.out
    assert (tmp_path / "public/en/peace.pdf").is_file()
    assert "peace.pdf" not in workspace.read("public/en/peace.html")


def test_who_withdraws_is_in_no_pdf_either(tmp_path: Path) -> None:
    """Where it can be made anew, it is; where not, it is taken away. The text of a PDF is that of its page."""
    tools.need_press()
    pypdf = pytest.importorskip("pypdf")
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.edit("pyproject.toml", WITHOUT_PRESS, WITH_PRESS)
    workspace.run("build")
    names = ["ku/peace.pdf", "compare/peace/en-ku.pdf", "en/peace.pdf"]

    def texts() -> list[str]:
        readers = [pypdf.PdfReader(tmp_path / "public" / one) for one in names]
        return ["".join(page.extract_text() for page in one.pages) for one in readers]

    assert all("JFL" in one for one in texts())
    workspace.edit("source/peace.md", "    acronym: JFL\n", "    acronym: JFL\n    withdrawn: true\n")
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    assert "ku kept as it was" in workspace.run("build").out
    assert not any("JFL" in one for one in texts())
    workspace.edit("source/peace.md", "  - Dawlaty\n", "  - name: Dawlaty\n    withdrawn: true\n")
    workspace.edit("pyproject.toml", WITH_PRESS, WITHOUT_PRESS)
    answer = workspace.run("build")
    assert "ku/peace.pdf: taken away; it names who has withdrawn, and could not be made anew" in answer.out
    assert list(lost(tmp_path / "public", places=False)) == []
    assert not list((tmp_path / "public").rglob("*.pdf"))


def test_a_pdf_that_names_nobody_who_has_withdrawn_stays(tmp_path: Path) -> None:
    tools.need_press()
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.edit("pyproject.toml", WITHOUT_PRESS, WITH_PRESS)
    workspace.edit("source/peace.md", "    acronym: JFL\n", "    acronym: JFL\n    withdrawn: true\n")
    workspace.run("update")
    workspace.run("build")
    workspace.edit("pyproject.toml", WITH_PRESS, WITHOUT_PRESS)
    assert "taken away" not in workspace.run("build").out
    assert len(list((tmp_path / "public").rglob("*.pdf"))) == 7
