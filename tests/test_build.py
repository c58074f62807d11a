"""``build`` and ``status``: what readers get, what is held back and why, and that no page out there is harmed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from workspaces import REPOSITORY, STATEMENT, Sound, Workspace, said

from publisher import routes
from publisher.outputs.html import POLICY

if TYPE_CHECKING:
    from pathlib import Path


DATA = '<script type="application/ld+json">'
"""The one element of its name that pages have: it holds data, and nothing in it runs."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Answer a workspace of two languages in which everything is translated, and may be published."""
    made = Sound(tmp_path)
    made.complete()
    return made


def test_the_site(workspace: Workspace) -> None:
    answer = workspace.run("build")
    assert answer.code == 0
    assert "peace  published: en ar ku" in answer.out
    names = set(workspace.bytes_of("public"))
    locales, kinds = ("en", "ar", "ku"), [one for one in routes.KINDS if one != "pdf"]
    found = {routes.statement(one, "peace", kind) for one in locales for kind in kinds}
    found |= {f"{one}/{name}" for one in locales for name in ("index.html", "feed.xml")}
    found |= {f"compare/peace/{pair}.html" for pair in ("en-ar", "en-ku", "ar-ku", "index")}
    found |= {"index.html", "_headers", "SHA256SUMS"}
    assert {name for name in names if not name.startswith("assets/")} == found
    assert all(re.fullmatch(r"assets/[\w-]+\.[0-9a-f]{8}\.(css|woff2)", name) for name in names - found)


def test_a_page_in_arabic(workspace: Workspace) -> None:
    workspace.run("build")
    page = workspace.read("public/ar/peace.html")
    assert '<html lang="ar" dir="rtl">' in page
    head = page.split("<head>\n")[1]
    assert head.startswith(f'<meta http-equiv="Content-Security-Policy" content="{POLICY.replace(chr(39), "&#39;")}">')
    assert re.search(rf'<h1 id="u\w+">{said("ar", "A call for peace")}</h1>', page)
    assert '<a href="../ku/peace.html" lang="ku" dir="ltr" hreflang="ku">Kurdî (Kurmancî)</a>' in page
    assert '<a href="../ar/peace.html" lang="ar" dir="rtl" hreflang="ar" aria-current="page">العربية</a>' in page
    assert '<time datetime="2026-01-09">9 كانون الثاني 2026</time>' in page
    assert page.count("<script") == page.count(DATA) == 1


def test_a_run_of_the_other_direction_is_isolated(tmp_path: Path) -> None:
    latin = Workspace(tmp_path)  # its translations are of Latin letters: drafts show them all the same
    latin.complete()
    latin.run("build", "--drafts")
    page = latin.read("drafts/ar/peace.html")
    # «ar:» is Latin, too: one run.
    assert re.search(r'<h1 id="\w+"><bdi dir="ltr">ar: A call for peace</bdi></h1>', page)
    assert re.search(r'<li id="\w+"><bdi dir="ltr">ar: Protect', page)


def test_deep_links_are_the_same_in_all_languages(workspace: Workspace) -> None:
    workspace.run("build")
    ids = [
        re.findall(r'<(?:p|li|h2) id="([^"]+)"', workspace.read(f"public/{one}/peace.html"))
        for one in ("en", "ar", "ku")
    ]
    assert len(ids[0]) == 8
    assert "what-we-saw" in ids[0]
    assert ids[0] == ids[1] == ids[2]


def test_below_the_minimum_a_language_is_held_back(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.edit(
        "source/peace.md", "People fled in 2018.", "Tens of thousands were forced to leave their homes behind."
    )
    workspace.run("update")
    answer = workspace.run("build")
    assert answer.code == 1
    assert "peace  published: en\n" in answer.out
    assert "ar not published: waits for 10 words to translate\n" in answer.out
    assert not (tmp_path / "public/ar/peace.html").exists()
    assert "Not yet available in: Arabic and Kurdish (Kurmanji)." in workspace.read("public/en/peace.html")
    assert "peace.html" not in workspace.read("public/ar/index.html")


def test_a_page_that_is_out_there_stays_byte_for_byte(workspace: Workspace) -> None:
    workspace.run("build")
    before = workspace.bytes_of("public")
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.edit("source/peace.md", "A call for peace", "A joint call for peace")
    workspace.edit("source/peace.md", "Two organisations call", "Both organisations call")
    workspace.run("update")
    answer = workspace.run("build")
    assert answer.code == 1
    assert "ar kept as it was: " in answer.out
    after = workspace.bytes_of("public")
    assert after["ar/peace.html"] == before["ar/peace.html"]
    assert after["ku/peace.html"] == before["ku/peace.html"]
    assert b"4 towns" in after["en/peace.html"]
    assert b'href="../ar/peace.html"' in after["en/peace.html"]
    assert after["ar/index.html"] == before["ar/index.html"]
    assert set(before) <= set(after)


def test_the_page_of_a_deleted_statement_stays_and_is_named(workspace: Workspace) -> None:
    workspace.run("build")
    before = workspace.bytes_of("public")["ar/peace.html"]
    (workspace.root / "source/peace.md").unlink()
    answer = workspace.run("build")
    assert "ar/peace.html: nothing makes this page any more; it was left as it is" in answer.out
    assert workspace.bytes_of("public")["ar/peace.html"] == before


def test_untranslated_segments_are_english_and_marked_so(tmp_path: Path) -> None:
    workspace = Sound(tmp_path, minimum=0)
    workspace.run("update")
    workspace.translate("ar", "site")
    workspace.translate("ar", only=["A call for peace", "Protect all civilians."])
    workspace.run("build")
    page = workspace.read("public/ar/peace.html")
    assert '<p id="' in page
    assert re.search(r'<p id="\w+" class="fallback" lang="en" dir="ltr">All parties must stop', page)
    assert re.search(r'<li id="\w+">\s*<span class="fallback" lang="en" dir="ltr">See ', page)
    assert re.search(rf'<li id="\w+">{said("ar", "Protect all civilians.")}', page)
    assert page.count('class="notice"') == 1
    complete = workspace.read("public/en/peace.html")
    assert "fallback" not in complete
    assert 'class="notice"' not in complete


def test_the_wording_of_the_pages_is_held_to_the_minimum_too(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.run("update")
    workspace.translate("ku")
    answer = workspace.run("build")
    held = r"ku not published: waits for the wording of the pages: \d+ words to translate\n"
    assert re.search(held, answer.out)
    assert not (tmp_path / "public/ku").exists()
    assert "ku/index.html" not in workspace.read("public/index.html")


@pytest.mark.parametrize(
    ("target", "check"),
    [
        ("ku: See [the law](https://evil.example/).", "link"),
        ("ku: See the law.", "link"),
        ("ku: See [the law](https://example.org/law) ![](https://evil.example/pixel.png).", "markup"),
        ("ku: See [the law](https://example.org/law) and <https://evil.example/>.", "link"),
    ],
)
def test_a_translation_with_other_links_is_held_back(workspace: Workspace, target: str, check: str) -> None:
    workspace.fill(
        "ku",
        "peace",
        {"See [the law](https://example.org/law).": target},
        only=["See [the law](https://example.org/law)."],
    )
    answer = workspace.run("build")
    assert answer.code == 1
    assert re.search(r"ku not published: waits for \d errors? \(publish check ku\)\n", answer.out)
    assert re.search(rf"peace\.po:\d+  error\[{check}\]", workspace.run("check", "ku").out)
    assert "evil" not in "".join(data.decode("utf-8", "replace") for data in workspace.bytes_of("public").values())


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 * 7 }} %s &lt;b&gt;'


def test_a_hostile_translation_is_text_everywhere(workspace: Workspace) -> None:
    for domain in ("peace", "site"):
        path = workspace.po("ku", domain)
        entries = re.findall(r'^msgid "(.+)"$', workspace.read(path), re.MULTILINE)
        plain = [entry for entry in entries if "](" not in entry]
        hostile = {entry: HOSTILE + "".join(re.findall(r"\{\w+\}", entry)) for entry in plain}
        workspace.fill("ku", domain, hostile, only=plain)
    assert workspace.run("build").code == 1  # the checks find it; a template of drafts must hold all the same
    assert workspace.run("build", "--drafts").code == 0
    for name in ("ku/peace.html", "ku/index.html"):
        page = workspace.read(f"drafts/{name}")
        assert "alert(1)" in page
        assert not re.search(r"<script|<img|onerror=\S*[^;]*>(?<!&gt;)<", page)
        assert "{{ 7 * 7 }}" in page
        assert "49" not in page


def test_a_hostile_source_is_text_everywhere(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    quoted = HOSTILE.replace('"', '\\"')
    workspace.write(
        "source/peace.md", STATEMENT.replace("A call for peace", f'"{quoted}"').replace("People fled", HOSTILE)
    )
    workspace.edit("pyproject.toml", '"Our statements"', f'"{quoted}"')
    workspace.run("build")
    for name in ("index.html", "en/index.html", "en/peace.html"):
        assert "alert(1)" in workspace.read(f"public/{name}")
        assert not re.search(r"<script|<img", workspace.read(f"public/{name}").replace(DATA, ""))


def test_names_of_translators_never_appear(workspace: Workspace) -> None:
    for locale in ("ar", "ku"):
        for domain in ("peace", "site"):
            path = workspace.po(locale, domain)
            text = workspace.read(path).replace(
                "Last-Translator: Translation desk", "Last-Translator: CANARY <canary@example.org>"
            )
            workspace.write(path, text.replace("\n#. ", "\n# CANARY said so\n#. "))
    workspace.run("build")
    assert workspace.run("status").out.count("CANARY") == 0
    assert b"canary" not in b"".join(workspace.bytes_of("public").values()).lower()


def build_in(folder: Path, **environment: str) -> dict[str, bytes]:
    """The site as another process makes it, in a copy of the workspace."""
    code = "import os, sys; os.umask(int(sys.argv[1])); from publisher.cli import main; main(sys.argv[2:])"
    call = [sys.executable, "-c", code, environment.pop("UMASK"), "-C", str(folder), "build"]
    subprocess.run(call, check=True, capture_output=True, env={**os.environ, **environment})
    root = folder / "public"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    ours = ("pyproject.toml", "source", "locales", "templates")
    for name, copy in (("one", tmp_path / "one"), ("two", tmp_path / "a b" / "سلام")):
        for part in ours:
            source = REPOSITORY / part
            target = copy / part
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        assert name
    first = build_in(tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC", LANG="C", UMASK="0")
    second = build_in(tmp_path / "a b" / "سلام", PYTHONHASHSEED="2", TZ="Asia/Damascus", LANG="ar_SY.UTF-8", UMASK="63")
    assert first == second
    assert len(first) == 52


def test_a_failing_build_leaves_the_site_as_it_was(workspace: Workspace) -> None:
    workspace.run("build")
    before = workspace.bytes_of("public")
    workspace.edit("source/peace.md", "2018", "2019")
    workspace.write("templates/index.html", "{{ nothing.of.that.name }}")
    answer = workspace.run("build")
    assert answer.code == 2
    assert "templates/index.html" in answer.err
    assert workspace.bytes_of("public") == before


def test_a_template_with_a_mistake_loses_no_wording(workspace: Workspace) -> None:
    before = workspace.bytes_of("locales")
    workspace.write("templates/statement.html", "fine\n{% if %}")
    answer = workspace.run("update")
    assert answer.code == 2
    assert "templates/statement.html:2: " in answer.err
    assert workspace.bytes_of("locales") == before


def test_with_a_base_url_versions_name_each_other(workspace: Workspace) -> None:
    workspace.edit("pyproject.toml", "minimum = 100", 'minimum = 100\nbase_url = "https://example.org/s"')
    workspace.run("build")
    alternates = {
        f'<link rel="alternate" hreflang="{tag}" href="https://example.org/s/{path}">'
        for tag, path in (("en", "en/peace.html"), ("ar", "ar/peace.html"), ("ku", "ku/peace.html"), ("x-default", ""))
    }
    for name in ("en", "ar", "ku"):
        page = workspace.read(f"public/{name}/peace.html")
        assert set(re.findall(r'<link rel="alternate" hreflang.*', page)) == alternates
        assert f'<link rel="canonical" href="https://example.org/s/{name}/peace.html">' in page
    assert '<link rel="canonical" href="https://example.org/s/">' in workspace.read("public/index.html")


def test_links_are_relative_and_lead_to_files(workspace: Workspace) -> None:
    workspace.run("build")
    root = workspace.root / "public"
    for page in root.rglob("*.html"):
        for target in re.findall(r'(?:href|src)="([^"#]+)', page.read_text("utf-8")):
            if not target.startswith(("https:", "data:")):
                assert (page.parent / target).is_file(), (page, target)


def test_status_json_is_the_contract(workspace: Workspace) -> None:
    answer = json.loads(workspace.run("status", "--format", "json").out)
    assert answer["source_locale"] == "en"
    statement = answer["statements"][0]
    assert (statement["slug"], statement["title"]) == ("peace", "A call for peace")
    ku = statement["locales"]["ku"]
    contract = ["segments", "words", "percent", "signed", "publishable", "reasons"]
    assert list(ku) == [*contract, "signoff", "errors", "warnings"]
    keys = ["total", "translated", "fuzzy", "pretranslated", "untranslated"]
    assert sorted(ku["segments"]) == sorted(ku["words"]) == sorted(keys)
    assert ku["percent"] == answer["site"]["locales"]["ku"]["percent"] == 100
    assert (ku["signed"], ku["publishable"], ku["reasons"]) == (False, True, [])


def test_status_in_words(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    text = workspace.run("status").out
    assert "peace · A call for peace" in text
    assert "Publishing now would give: en.  ar waits for 9 changed words.  ku waits for 9 changed words.\n" in text
    assert re.search(r"^ ku +█+▓+ +\d", text, re.MULTILINE)
    assert "the wording of the pages" in text


def test_status_in_markdown(workspace: Workspace) -> None:
    lines = workspace.run("status", "--format", "markdown").out.splitlines()
    assert lines[0] == "| statement | language | done | changed | left | review | check | published now |"
    assert "| A call for peace | ku | 100 % | 0 | 0 | – | ok | yes |" in lines


@pytest.mark.parametrize(("under", "code"), [("100", 0), ("0", 0)])
def test_fail_under_on_a_complete_workspace(workspace: Workspace, under: str, code: int) -> None:
    assert workspace.run("status", "--fail-under", under).code == code


def test_fail_under_on_an_open_one(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    assert workspace.run("status", "--fail-under", "100").code == 1
    assert workspace.run("status", "--fail-under", "1").code == 0
    assert workspace.run("status", "--fail-under", "101").code == 2


def test_percent_is_never_rounded_up(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.write(
        "source/peace.md", STATEMENT + "\n" + "\n\n".join(f"word {n} " * 500 for n in range(10)) + "\n\nlast\n"
    )
    workspace.complete()
    entries = re.findall(r'^msgid "(.+)"$', workspace.read(workspace.po("ku")), re.MULTILINE)
    workspace.fill("ku", "peace", {"last": ""}, only=["last"])
    assert len(entries) > 10
    one = json.loads(workspace.run("status", "--format", "json").out)["statements"][0]["locales"]["ku"]
    assert one["percent"] == 99.9
    assert not one["publishable"]


def test_a_kept_item_of_the_list_stays_marked_as_english(tmp_path: Path) -> None:
    workspace = Sound(tmp_path, minimum=0)
    workspace.run("update")
    workspace.translate("ar", "site")
    workspace.run("build")
    before = workspace.read("public/ar/index.html")
    assert '<span lang="en" dir="ltr">A call for peace</span>' in before
    workspace.edit("pyproject.toml", "minimum = 0", "minimum = 100")
    assert "ar kept as it was" in workspace.run("build").out
    assert workspace.read("public/ar/index.html") == before


def test_adding_a_signatory_holds_nothing_back(workspace: Workspace) -> None:
    workspace.edit("source/peace.md", "  - Dawlaty\n", "  - Dawlaty\n  - New Signatory\n")
    workspace.run("update")
    answer = workspace.run("build")
    assert answer.code == 0
    page = workspace.read("public/ar/peace.html")
    assert '<bdi lang="en" dir="ltr">New Signatory</bdi>' in page
    assert "fallback" not in page
    assert 'class="notice"' not in page
    one = json.loads(workspace.run("status", "--format", "json").out)["statements"][0]["locales"]["ar"]
    assert (one["segments"]["untranslated"], one["publishable"]) == (1, True)


def test_signs_without_a_word_count(tmp_path: Path) -> None:
    workspace = Sound(tmp_path)
    workspace.edit("source/peace.md", "People fled in 2018.", "—")
    workspace.complete()
    workspace.fill("ku", "peace", {"—": ""}, only=["—"])
    one = json.loads(workspace.run("status", "--format", "json").out)["statements"][0]["locales"]["ku"]
    assert one["percent"] < 100
    assert not one["publishable"]


@pytest.mark.parametrize("wrong", ["Ji {lang} hatiye wergerandin.", "Hatiye wergerandin.", "Ji {language} {x}"])
def test_a_wording_with_other_placeholders_is_held_back(workspace: Workspace, wrong: str) -> None:
    workspace.fill("ku", "site", {"Translated from {language}.": wrong}, only=["Translated from {language}."])
    answer = workspace.run("build")
    assert answer.code == 1
    assert re.search(
        r"ku not published: waits for the wording of the pages: \d errors? \(publish check ku\)", answer.out
    )
    assert re.search(r"site\.po:\d+  error\[placeholder\]", workspace.run("check", "ku").out)


@pytest.mark.parametrize(
    "controls",
    [
        "\u202etxet",
        "a \u2067 b",
        "a \u2069 b",
        "&#x202e;txet",
        "&#x202E;txet",
        "&#X0202e;txet",
        "&#8238;txet",
        "&#0008238;txet",
    ],
)
def test_a_translation_that_turns_text_around_is_held_back(workspace: Workspace, controls: str) -> None:
    workspace.fill("ar", "peace", {"Protect all civilians.": controls}, only=["Protect all civilians."])
    answer = workspace.run("build")
    assert "ar not published: waits for " in answer.out
    out = workspace.run("check", "ar").out
    assert re.search(r"peace\.po:\d+  error\[bidi\]", out)
    assert ("error[html]" in out) == controls.startswith("&")


def test_names_stand_in_the_language_of_their_sentence(tmp_path: Path) -> None:
    workspace = Sound(tmp_path, minimum=0)
    workspace.edit("source/peace.md", "date: ", "prevails: en\ndate: ")
    workspace.run("update")
    workspace.write(workspace.po("ar", "site"), workspace.read("locales/site.pot"))
    workspace.run("build", "--drafts")
    page = workspace.read("drafts/ar/peace.html")
    assert '<span lang="en" dir="ltr">Translated from English.</span>' in page
    assert "<title>\u2066A call for peace\u2069 · \u2066Our statements\u2069</title>" in page
    assert '<nav class="languages" aria-label="\u2066Languages\u2069" lang="en">' in page


def test_names_of_links_carry_their_language(tmp_path: Path) -> None:
    workspace = Sound(tmp_path, minimum=0)
    workspace.run("update")
    workspace.translate("ar", "site")
    workspace.run("build")
    page = workspace.read("public/ar/peace.html")
    label = said("ar", "Link to this passage")
    beside = '<a class="beside"[^>]*></a>'
    assert re.search(f'aria-label="{label}" lang="ar"></a>{beside}</p>', page)  # inside an English paragraph
    assert re.search(f'aria-label="Link to this passage"></a>{beside}</p>', workspace.read("public/en/peace.html"))


@pytest.mark.parametrize("name", ["", "."])
def test_a_site_among_the_sources_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(workspace.root)
    answer = workspace.run("build", "-o", name)
    assert answer.code == 2
    assert "the site would lie among the sources" in answer.err
    assert not (workspace.root / "index.html").exists()


def test_pages_of_a_language_no_longer_wanted_are_named(workspace: Workspace) -> None:
    workspace.run("build")
    workspace.edit("pyproject.toml", "[tool.publisher.locales.ku]\n", "")
    answer = workspace.run("build")
    assert "ku/peace.html: nothing makes this page any more; it was left as it is" in answer.out


BROKEN_TEMPLATES = {
    "unknown asset": ("{{ asset('logo.svg') }}", 1),
    "no literal": ("\n{{ _(locale.id) }}", 2),
    "error of its own": ("fine\nfine\n{{ 1 / 0 }}", 3),
    "unknown name": ("{{ nothing.here }}", 1),
}


@pytest.mark.parametrize("name", BROKEN_TEMPLATES)
def test_a_template_that_fails_is_named(workspace: Workspace, name: str) -> None:
    text, line = BROKEN_TEMPLATES[name]
    workspace.write("templates/chooser.html", text)
    answer = workspace.run("build")
    assert answer.code == 2, answer
    assert f"templates/chooser.html:{line}: " in answer.err


def test_what_a_template_is_told_has_names_and_keys(workspace: Workspace) -> None:
    """What Jinja finds quickly, as an attribute, is what it finds as a key of a mapping."""
    told = "{{ page.slug }} {{ page['slug'] }} {{ page.get('slug') }} {{ 'slug' in page }} {{ 'items' in page }}"
    each = "{% for one in page.signatories %}{{ one.id == one['id'] }} {{ one.items()|length }} {% endfor %}"
    workspace.write("templates/statement.html", f"{told} {each} {{{{ page.items()|length == page|length }}}}")
    workspace.run("build")
    assert workspace.read("public/en/peace.html") == "peace peace peace True False True 6 True 6  True\n"


@pytest.mark.parametrize("name", ["chooser.html", "style.css"])
def test_a_template_in_another_encoding_is_named(workspace: Workspace, name: str) -> None:
    workspace.write(f"templates/{name}", b"caf\xe9")
    answer = workspace.run("build")
    assert answer.code == 2
    assert f"templates/{name}" in answer.err


@pytest.mark.parametrize("url", ['url("x.svg")', "url('x.svg')", "url(x.svg)", "url( x.svg )"])
def test_a_style_of_ones_own_takes_its_files_along(workspace: Workspace, url: str) -> None:
    workspace.write("templates/style.css", f"body {{ background: {url} }}")
    workspace.write("templates/x.svg", "<svg/>")
    assert workspace.run("build").code == 0
    assert [name for name in workspace.bytes_of("public") if re.fullmatch(r"assets/x\.[0-9a-f]{8}\.svg", name)]


def test_a_style_takes_nothing_from_outside_its_folder(workspace: Workspace) -> None:
    workspace.write("templates/style.css", 'body { background: url("../pyproject.toml") }')
    assert '"../pyproject.toml" is in no templates folder' in workspace.run("build").err
