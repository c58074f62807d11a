"""Whatever is wrong with the input: a message with file, line and cure, and nothing is written of what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from workspaces import STATEMENT, Workspace

if TYPE_CHECKING:
    from pathlib import Path

FRONT, BODY = STATEMENT.split("\n---\n\n", 1)


def with_front(line: str) -> str:
    return f"{FRONT}\n{line}\n---\n\n{BODY}"


def with_body(text: str) -> str:
    return f"{STATEMENT}\n{text}\n"


BAD_SOURCES = {
    "no front matter": ("Just text.\n", 1, "front matter is missing"),
    "front matter not closed": ("---\ntitle: x\n", 1, "front matter is missing or not closed"),
    "no title": ("---\ndate: 2026-01-09\n---\n\nx\n", 1, '"title" is missing'),
    "no date": ("---\ntitle: x\n---\n\nx\n", 1, '"date" is missing'),
    "unknown key": (with_front("sumary: x"), 10, 'did you mean "summary"?'),
    "key twice": (with_front("title: again"), 10, '"title" stands here twice'),
    "not YAML": (with_front("place: [x"), 11, "not readable as YAML"),
    "colon in a text": (with_front("place: Aleppo: north"), 10, "between double quotes"),
    "anchor": (with_front("place: &here Aleppo"), 10, "anchors"),
    "tag": (with_front("place: !!python/object:os.system x"), 10, "anchors, aliases and tags"),
    "date": (STATEMENT.replace("2026-01-09", "9 January 2026"), 5, "is not a date"),
    "impossible date": (STATEMENT.replace("2026-01-09", "2026-02-30"), 5, "is not a date"),
    "prevailing language": (with_front("prevails: de"), 10, 'no such language "de"'),
    "signatories no list": (
        STATEMENT.replace(
            "signatories:\n  - name: Justice for Life\n    acronym: JFL\n  - Dawlaty", "signatories: two"
        ),
        6,
        '"signatories" must be a list',
    ),
    "signatory without a name": (STATEMENT.replace("  - Dawlaty", "  - acronym: D"), 9, "a signatory without a name"),
    "signatory with an unknown key": (STATEMENT.replace("acronym: JFL", "akronym: JFL"), 8, 'did you mean "acronym"?'),
    "signatory address": (STATEMENT.replace("acronym: JFL", "url: javascript:alert(1)"), 8, "is no web address"),
    "contact": (with_front("contact: somebody"), 10, "is no e-mail or web address"),
    "title is a list": (STATEMENT.replace("title: A call for peace", "title: [a, b]"), 2, '"title" must be a text'),
    "front matter is a list": ("---\n- title\n---\n\nx\n", 2, "lines of the form key: value"),
    "script link": (with_body("[x](javascript:alert(1))"), 21, 'a link to "javascript:alert(1)"'),
    "link without a host": (with_body("[x](https://)"), 21, 'a link to "https://"'),
    "link to another host's root": (with_body("[x](//evil.example/a)"), 21, "a link to"),
    "link out of the site": (with_body("[x](../../etc/passwd)"), 21, "a link to"),
    "data link": (with_body("[x](data:text/html,x)"), 21, "a link to"),
    "link with a space": (with_body("[x](https://a.example/a b)"), 21, "a link that is not closed"),
    "link to an unknown reference": (with_body("[x][nowhere]"), 21, "a link that is not closed, or refers to nothing"),
    "link to no heading": (with_body("[x](#nothing-here)"), 21, "no place in this text"),
    "image": (with_body("![x](https://tracker.example/p.png)"), 21, "an image"),
    "comment inside a text": (with_body("text <!-- translators: secret -->"), 21, "a comment inside a text"),
    "comment that is almost a note": (with_body("<!-- translator: x -->\n\nx"), 21, "begins with translators:"),
    "comment that is almost a mark": (with_body("<!-- No-Translate -->\n\nx"), 21, "after <!-- notranslate -->"),
    "heading without a text": (with_body("##\n\nx"), 21, "a heading without a text"),
    "control character": (with_body("a\x01b"), 21, "the control character U+0001"),
    "bidi override": (with_body("a \u202e b"), 21, "the control character U+202E"),
    "surplus cell of signs": (with_body("| a | b |\n|---|---|\n| x | y | € ✊ |"), 23, '"€" would not appear'),
    "comment not closed": (with_body("<!-- translators: secret"), 21, "a comment inside a text"),
    "first-level heading": (with_body("# Title"), 21, "a heading of the first level"),
    "heading levels skipped": (with_body("#### Deep"), 21, "a heading of level 4 below one of level 2"),
    "quotes 20 deep": (with_body("> " * 25 + "lost"), 21, '"lost" would not appear'),
    "lists 10 deep": (with_body("\n".join("  " * n + f"- level{n}" for n in range(15))), 30, "would not appear"),
    "surplus table cells": (with_body("| a | b |\n|---|---|\n| 1 | 2 | lost |"), 23, '"lost" would not appear'),
    "surplus cell that repeats a word": (with_body("| a | b |\n|---|---|\n| x | y | y |"), 23, '"y" would not appear'),
    "definition nobody refers to": (with_body("[lost]: https://example.org/"), 21, 'nothing refers to the link "lost"'),
    "definition twice": (
        with_body("[a]\n\n[a]: https://example.org/1\n[a]: https://example.org/2"),
        24,
        "a label that is taken",
    ),
    "footnote nobody refers to": (with_body("[^1]: lost"), 21, "footnote [^1] is referred to by nothing"),
    "footnote twice": (with_body("a[^1]\n\n[^1]: one\n\n[^1]: two"), 25, "footnote [^1] stands here twice"),
    "a block too long": (with_body("word " * 5000), 21, "a block of more than 20000 bytes"),
    "too many columns": (with_body("|" + "a|" * 40 + "\n|" + "---|" * 40), 21, "more than 30 columns"),
    "not UTF-8": (STATEMENT.encode() + b"caf\xe9\n", 20, "is not UTF-8"),
    "too large": (STATEMENT + "x" * 1_000_001, 0, "larger than 1,000,000 bytes"),
}


@pytest.mark.parametrize("name", BAD_SOURCES)
def test_bad_source(tmp_path: Path, name: str) -> None:
    text, line, message = BAD_SOURCES[name]
    workspace = Workspace(tmp_path)
    workspace.complete()
    workspace.run("build")
    workspace.write("source/peace.md", text)
    before = workspace.bytes_of(".")
    for verb in ("update", "status", "build"):
        answer = workspace.run(verb)
        assert answer.code == 2, answer
        place = f"source/peace.md:{line}: " if line else "source/peace.md: "
        assert any(place in one and message in answer.err for one in answer.err.splitlines()), answer.err
        assert "Traceback" not in answer.err
        assert "help: " in answer.err
    assert workspace.bytes_of(".") == before


def test_all_problems_of_all_sources_come_at_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("source/peace.md", with_front("sumary: x\nplaec: y"))
    workspace.write("source/other.md", "no front matter")
    answer = workspace.run("update")
    assert answer.err.count("error: ") == 3


@pytest.mark.parametrize(
    "name", ["Peace", "peace_now", "-peace", "peace--now", "سلام", "a" * 65, "site", "terms", "index"]
)
def test_a_name_that_cannot_be_a_slug(tmp_path: Path, name: str) -> None:
    workspace = Workspace(tmp_path)
    workspace.write(f"source/{name}.md", STATEMENT)
    answer = workspace.run("update")
    assert answer.code == 2
    assert f"source/{name}.md: " in answer.err
    assert "rename the file" in answer.err
    assert not (tmp_path / "locales").exists()


def test_two_statements_with_one_slug(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("source/2026/peace.md", STATEMENT)
    answer = workspace.run("update")
    assert answer.code == 2
    assert 'the slug "peace" belongs to source/2026/peace.md already' in answer.err
    assert not (tmp_path / "locales").exists()


BAD_CATALOGS = {
    "unclosed string": ('msgid "x"\nmsgstr "y\n', "the closing quotation mark is missing"),
    "conflict marker": ("<<<<<<< ours\n", "unfinished merge"),
    "text without quotes": ('msgid "x"\nmsgstr y\n', "text outside quotation marks"),
    "cut": ('msgid "x"\n', "the entry is cut"),
    "duplicate": ('msgid "x"\nmsgstr ""\n\nmsgid "x"\nmsgstr ""\n', "the same entry stands in line"),
    "numeric escape": ('msgid "x"\nmsgstr "\\x41"\n', "numeric escape"),
    "plural forms": ('msgid "x"\nmsgid_plural "y"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n', "3 plural forms"),
}


@pytest.mark.parametrize("name", BAD_CATALOGS)
def test_bad_catalog(tmp_path: Path, name: str) -> None:
    text, message = BAD_CATALOGS[name]
    workspace = Workspace(tmp_path)
    workspace.complete()
    workspace.run("build")
    workspace.write(workspace.po("ku"), workspace.read(workspace.po("ku")) + "\n" + text)
    before = workspace.bytes_of(".")
    answer = workspace.run("update")
    assert answer.code == 2, answer
    assert f"{workspace.po('ku')}:" in answer.err
    assert message in answer.err
    assert "help: " in answer.err
    for verb, code in (("status", 0), ("build", 1)):
        answer = workspace.run(verb)
        assert answer.code == code, answer
        assert re.search(rf"a file that can be read \({workspace.po('ku')}:\d+: .*{message}.*; .+\)", answer.out)
    assert workspace.bytes_of(".") == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Language: ku", "Language: ckb", 'the header says "Language: ckb"'),
        ("charset=UTF-8", "charset=windows-1256", "charset=windows-1256, not UTF-8"),
    ],
)
def test_a_catalog_whose_header_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    workspace = Workspace(tmp_path)
    workspace.complete()
    workspace.edit(workspace.po("ku"), old, new)
    answer = workspace.run("update")
    assert answer.code == 2
    assert message in answer.err
    answer = workspace.run("build")
    assert answer.code == 1
    assert message in answer.out
    assert not (tmp_path / "public/ku/peace.html").exists()


BAD_SETTINGS = {
    "unknown key": ('titel = "x"', 'tool.publisher.titel: no such setting\n  help: did you mean "title"?'),
    "unknown language": ("[tool.publisher.locales.kurdish]", 'unknown locale "kurdish"'),
    "the same language twice": ("[tool.publisher.locales.kmr]", 'is the same language as "ku"'),
    "minimum": ("[tool.publisher.locales.ckb]\nminimum = 101", "tool.publisher.locales.ckb.minimum: 101 does not fit"),
    "digits": (
        '[tool.publisher.locales.ckb]\ndigits = "roman"',
        "tool.publisher.locales.ckb.digits: 'roman' does not fit",
    ),
    "base url": ('base_url = "example.org"', "tool.publisher.base_url: 'example.org' does not fit"),
    "source language": ('source_locale = "de"', 'tool.publisher.source_locale: no such language "de"'),
    "not TOML": ("title = ", "not readable as TOML"),
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_bad_settings(tmp_path: Path, name: str) -> None:
    line, message = BAD_SETTINGS[name]
    workspace = Workspace(tmp_path)
    settings = workspace.read("pyproject.toml")
    at_top = not line.startswith("[")
    workspace.write(
        "pyproject.toml",
        settings.replace("[tool.publisher]\n", f"[tool.publisher]\n{line}\n") if at_top else settings + line,
    )
    answer = workspace.run("status")
    assert answer.code == 2
    assert message in answer.err
    assert "pyproject.toml" in answer.err


def test_all_wrong_settings_come_at_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("pyproject.toml", '[tool.publisher]\ntitel = "x"\nminimum = "all"\n[tool.publisher.locales.xx]\n')
    answer = workspace.run("status")
    for key in ("titel", "title", "minimum", "locales.xx"):
        assert f"tool.publisher.{key}" in answer.err


def test_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    workspace = Workspace(tmp_path)
    workspace.write("pyproject.toml", "[project]\n")
    answer = workspace.run("status")
    assert answer.code == 2
    assert "no workspace here" in answer.err
    assert "publish init" in answer.err


def test_a_glossary_in_another_encoding_or_from_elsewhere(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace = Workspace(tmp_path)
    path = workspace.write("source/terms.yaml", b"- term: peace\n- term: caf\xe9\n")
    answer = workspace.run("update")
    assert answer.code == 2
    assert "source/terms.yaml:2: byte 26 is not UTF-8" in answer.err
    path.unlink()
    path.symlink_to(tmp_path_factory.mktemp("elsewhere") / "terms.yaml")
    path.resolve().write_text("- term: secret\n")
    assert "source/terms.yaml: a link that leads out of the workspace" in workspace.run("update").err
    assert not (tmp_path / "locales").exists()


def test_bad_glossary(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("source/terms.yaml", "- term: peace\n  knd: name\n- term: peace\n- kind: nmae\n")
    answer = workspace.run("update")
    assert answer.code == 2
    assert 'source/terms.yaml:2: unknown key "knd"' in answer.err
    assert 'source/terms.yaml:3: "peace" stands here twice' in answer.err
    assert 'source/terms.yaml:4: "term" is missing' in answer.err
    assert not (tmp_path / "locales").exists()
