"""The real statement of this repository: the text as it was issued, complete in four languages, canonical on disk."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
import tools
import workflow
from workspaces import REPOSITORY

from publisher import po, routes
from publisher.document.walk import normalise
from publisher.project import Project
from publisher.report.status import status_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SLUG = "2026-01-aleppo"
GOLDEN = REPOSITORY / "tests/golden"
CATALOGS = sorted((REPOSITORY / "locales").glob("*/LC_MESSAGES/*.po"))


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.open(REPOSITORY)


def test_not_a_word_of_the_issued_text_is_changed(project: Project) -> None:
    """The title, the paragraphs and the demands to the letter; of the signatories every word in its order."""
    title, *lines = (GOLDEN / "issued.txt").read_text("utf-8").splitlines()
    names = lines.index("Signatory organizations:")
    (document,) = project.documents()
    blocks = re.split(r"\n\n+|\n(?=- )", document.body.strip())
    assert document.meta.texts["title"][0] == title
    assert [normalise(block.replace("\n  ", "\n")) for block in blocks] == lines[:names]
    signed = " ".join(f"{one.name} {one.acronym}" for one in document.meta.signatories)
    issued = " ".join(lines[names + 1 :])
    assert re.findall(r"\w+", signed) == re.findall(r"\w+", issued)
    assert len(document.meta.signatories) == 12


def test_complete_in_words(project: Project) -> None:
    answer = json.loads("".join(status_json(workflow.status(project))))
    (statement,) = answer["statements"]
    for name in ("ar", "ku", "ckb"):
        assert statement["locales"][name]["percent"] == 100
        assert statement["locales"][name]["words"]["translated"] == statement["locales"][name]["words"]["total"] > 800
        assert answer["site"]["locales"][name]["percent"] == 100


def test_the_glossary_is_complete(project: Project) -> None:
    for path in (path for path in CATALOGS if path.name == "terms.po"):
        assert all(entry.msgstr for entry in po.parse(path.read_bytes(), str(path)))
    assert len(project.terms()) == 18


def test_the_catalogs_are_up_to_date(project: Project) -> None:
    assert not workflow.update(project, check=True).written


def test_no_check_finds_anything_and_nothing_is_waived() -> None:
    project = Project.open(REPOSITORY)
    result = workflow.check(project)
    assert [one.message for one in result.findings if one.severity.value != "info"] == []
    assert set(result.locales) == {"en", "ar", "ku", "ckb"}
    assert not [path for path in (REPOSITORY / "locales").rglob("*.po") if "check-ignore" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: "/".join(path.parts[-3:]))
def test_catalogs_are_canonical(path: Path) -> None:
    assert po.serialize(po.parse(path.read_bytes(), str(path))) == path.read_bytes()


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: "/".join(path.parts[-3:]))
def test_gettext_has_nothing_to_say(path: Path, tool: Callable[[str], str], tmp_path: Path) -> None:
    same = subprocess.run([tool("msgcat"), "--no-wrap", path], capture_output=True, check=True)
    assert same.stdout == path.read_bytes()
    call = [tool("msgfmt"), "--check", "-o", tmp_path / "x.mo", path]
    checked = subprocess.run(call, capture_output=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


def test_gettext_would_have_something_to_say(tool: Callable[[str], str], tmp_path: Path) -> None:
    broken = tmp_path / "x.po"
    text = CATALOGS[0].read_text("utf-8").replace("charset=UTF-8", "charset=CHARSET")
    broken.write_text(text.replace("Language: ar\\n", "Language: \\n"), "utf-8")
    checked = subprocess.run(
        [tool("msgfmt"), "--check", "-o", tmp_path / "x.mo", broken], capture_output=True, check=False
    )
    assert checked.stderr


@pytest.fixture(scope="module")
def site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tools.need_press()
    folder = tmp_path_factory.mktemp("site")
    workflow.build(project, folder)
    return folder


PAGES = ["index.html", "_headers", routes.compare(SLUG)]
PAGES += [f"{one}/{name}" for one in ("en", "ar", "ku", "ckb") for name in ("index.html", "feed.xml")]
PAGES += [
    routes.statement(one, SLUG, kind) for one in ("en", "ar", "ku", "ckb") for kind in ("html", "txt", "plain.txt")
]


@pytest.mark.parametrize("name", PAGES)
def test_golden(site: Path, name: str) -> None:
    """Every page as it was when somebody last looked at it. To renew: publish build -o tests/golden."""
    assert (site / name).read_text("utf-8") == (GOLDEN / name).read_text("utf-8")


SAYINGS = {
    "ar": "لم يعتمد هذه الترجمة أي مُراجِع بعد.",
    "ku": "Hêj tu pêdaçûnkarî ev werger pesend nekiriye.",
    "ckb": "هێشتا هیچ پێداچوونەوەکارێک ئەم وەرگێڕانەی پەسەند نەکردووە.",
}


def test_every_translation_says_that_nobody_has_approved_it(site: Path) -> None:
    """In whatever form it goes out; the cards show no translation but that of the title."""
    for name, saying in SAYINGS.items():
        for kind in ("html", "single.html", "txt", "plain.txt"):
            assert saying in (site / routes.statement(name, SLUG, kind)).read_text("utf-8")
    for path in (site / "compare" / SLUG).glob("*.html"):
        shown = SAYINGS if path.stem == "index" else set(path.stem.split("-")) & set(SAYINGS)
        assert all(SAYINGS[name] in path.read_text("utf-8") for name in shown)
    assert "approved" not in (site / "en" / f"{SLUG}.html").read_text("utf-8")
