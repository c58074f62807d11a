"""Other people's programs: what they find in a workspace, and what is left of it when they have worked in it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

import lifecycle
import pytest
from workspaces import REPOSITORY, Sound

from publisher import po
from publisher.catalog import Catalog
from publisher.locale import locale
from publisher.project import Project
from publisher.workflow.scrub import scrub

if TYPE_CHECKING:
    from collections.abc import Callable

    from workspaces import Workspace

    Tool = Callable[[str], str]
    Save = Callable[[bytes], bytes]

NEW, GONE = "This is new. Nobody has translated it.", "Nobody fled."
BEFORE, AFTER = "All parties must stop the shelling of 3 towns.", "All parties must stop the shelling of 4 towns."
SENTENCES = "They came at night. They left at dawn."
NAMES = ("Justice for Life", "Dawlaty")
REMARK = "The law says it so. It is a quotation."
TARGETS = ("ar", "ku")


def python(program: str, *args: str | Path, cwd: Path) -> str:
    """Run a program that was installed beside this Python; answer what it printed."""
    call = [Path(sys.executable).parent / program, *args]
    answer = subprocess.run(call, cwd=cwd, capture_output=True, check=False, text=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.fixture
def busy(tmp_path: Path) -> Sound:
    """Answer a workspace with all there is: plural forms, a draft, a text to do, one out of use, names, remarks."""
    made = Sound(tmp_path / "ours")
    made.write("source/peace.md", f"{made.read('source/peace.md')}\n{SENTENCES}\n\n{GONE}\n")
    made.complete()
    made.edit("source/peace.md", BEFORE, AFTER)
    made.edit("source/peace.md", GONE, NEW)
    assert made.run("update").code == 0
    for name in TARGETS:
        made.fill(name, "peace", dict(zip(NAMES, NAMES, strict=True)), only=NAMES)
        made.edit(made.po(name), "\n\n#. The title", f"\n\n# {REMARK}\n#. The title")
        made.edit(made.po(name), "\n#~ msgctxt", f"\n# {REMARK}\n#~ msgctxt")
    assert made.run("update").code == 0
    return made


def catalogs(workspace: Workspace) -> list[Path]:
    return sorted(workspace.root.glob("locales/*/LC_MESSAGES/*.po"))


def entries(path: Path) -> dict[tuple[str | None, str], po.Entry]:
    """The entries of a catalog without its header."""
    return {(one.msgctxt, one.msgid): one for one in po.parse(path.read_bytes(), path.name) if one.msgid}


def finished(path: Path) -> set[tuple[object, ...]]:
    """Every translation in use that is no draft, in all its forms, with its English."""
    return {
        (*key, one.msgid_plural, one.msgstr, *one.msgstr_plural.values())
        for key, one in entries(path).items()
        if lifecycle.is_finished(one) and not one.obsolete
    }


# Weblate's discovery


def discovered(root: Path) -> list[dict[str, str]]:
    """What Weblate offers as components of a clone, in which there is no history of catalogs."""
    answer = python("weblate-discover", root, cwd=root)
    blocks = [dict(re.findall(r"^(\w+) *: (.*)$", block, re.MULTILINE)) for block in answer.split("== Match ")]
    return [one for one in blocks if one.get("file_format") == "po" and not one["filemask"].startswith(".publisher/")]


def components(root: Path) -> list[dict[str, str]]:
    """A component for each template, all its languages in it."""
    return [
        {
            "file_format": "po",
            "filemask": f"locales/*/LC_MESSAGES/{one.stem}.po",
            "new_base": f"locales/{one.name}",
        }
        for one in sorted(root.glob("locales/*.pot"))
    ]


def languages(root: Path, mask: str) -> set[str]:
    return {path.relative_to(root).parts[mask.split("/").index("*")] for path in root.glob(mask)}


@pytest.mark.parametrize("place", ["this repository", "a new workspace"])
def test_weblate_finds_every_domain_and_language(place: str, tmp_path: Path, busy: Sound) -> None:
    root = REPOSITORY
    if place == "a new workspace":
        root = tmp_path / "new"
        assert busy.run("init", str(root)).code == 0
    found = [one for one in discovered(root) if one["filemask"].startswith("locales/")]
    assert found == components(root)
    assert len(found) >= 3
    for one in found:
        assert languages(root, one["filemask"]) == {"ar", "ku", "ckb"}
        assert (root / one["new_base"]).is_file()


def test_twin_a_template_in_another_place_is_not_found(busy: Sound) -> None:
    """Weblate would offer that of another domain: so each lies where its catalogs are."""
    assert discovered(busy.root) == components(busy.root)
    (busy.root / "locales/peace.pot").rename(busy.root / "peace.pot")
    found = {one["filemask"]: one.get("new_base") for one in discovered(busy.root)}
    assert found["locales/*/LC_MESSAGES/peace.po"] == "locales/site.pot"


# The Translate Toolkit


def test_pocount_and_status_count_the_same(busy: Sound) -> None:
    status = json.loads(busy.run("status", "--format", "json").out)
    (statement,) = status["statements"]
    for name in TARGETS:
        (counts,) = csv.DictReader(io.StringIO(python("pocount", "--csv", busy.po(name), cwd=busy.root)))
        ours = statement["locales"][name]["segments"]
        assert int(counts["Translated Messages"]) == ours["translated"]
        assert int(counts["Fuzzy Messages"]) == ours["fuzzy"] + ours["pretranslated"] == 1
        assert int(counts["Untranslated Messages"]) == ours["untranslated"] == 1
        assert int(counts["Total Message"]) == ours["total"]


def test_po2tmx_takes_every_finished_translation(busy: Sound) -> None:
    python("po2tmx", "--progress=none", "-l", "ar", busy.po("ar"), "ar.tmx", cwd=busy.root)
    memory = unescape(busy.read("ar.tmx"))
    texts = [text for one in finished(busy.root / busy.po("ar")) for text in one[3:]]
    assert len(texts) >= 10
    assert [text for text in texts if text not in memory] == []


def test_pofilter_reads_every_catalog(busy: Sound) -> None:
    for path in catalogs(busy):
        found = path.with_suffix(".found")
        python("pofilter", "--progress=none", "--test=untranslated", path, found, cwd=busy.root)
        if path.name == "peace.po":
            assert NEW in found.read_text("utf-8")


def test_what_xliff2po_makes_of_a_catalog_loses_no_finished_text(busy: Sound) -> None:
    """It forgets contexts and what a draft was made from, and takes what is out of use for used."""
    for path in catalogs(busy):
        before, expected = entries(path), finished(path)
        xliff = path.with_suffix(".xlf")
        python("po2xliff", "--progress=none", path, xliff, cwd=busy.root)
        path.unlink()
        python("xliff2po", "--progress=none", xliff, path, cwd=busy.root)
        xliff.unlink()
        assert {one.msgctxt for one in po.parse(path.read_bytes(), "x.po")} != {key[0] for key in before}
        assert busy.run("update").code == 0
        assert finished(path) == expected
        pairs = [{(source, one.msgstr) for (_, source), one in held.items()} for held in (before, entries(path))]
        assert pairs[0] == pairs[1]


# OmegaT

OMEGAT_PROJECT = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN</source_lang><target_lang>{language}</target_lang><sentence_seg>{sentences}</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>
</project></omegat>
"""
OMEGAT_PREFERENCES = """\
<?xml version="1.0" encoding="UTF-8" ?>
<omegat><preference version="1.0"><wf_allowTransEqualToSrc>{equal}</wf_allowTransEqualToSrc></preference></omegat>
"""
OMEGAT_FILTERS = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<filters><filter className="org.omegat.filters2.po.PoFilter" enabled="true">
<files sourceFilenameMask="*.po" targetFilenamePattern="${filename}"/>
<option name="disallowBlank" value="true"/><option name="skipHeader" value="true"/>
</filter></filters>
"""
MEMORY = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="paragraph" o-tmf="x" adminlang="EN"
srclang="EN" datatype="plaintext"/><body>{units}</body></tmx>
"""


def omegat(
    program: str, path: Path, folder: Path, memory: dict[str, str], **settings: bool
) -> dict[tuple[str | None, str], po.Entry]:
    """Let OmegaT make the translated document of a catalog, and put it in its place; answer what was there before."""
    before, settings = entries(path), {"sentences": False, "equal": True, **settings}
    language = path.parent.parent.name.upper()
    units = "".join(
        f'<tu><tuv xml:lang="EN"><seg>{escape(source)}</seg></tuv>'
        f'<tuv xml:lang="{language}"><seg>{escape(target)}</seg></tuv></tu>'
        for source, target in memory.items()
    )
    files = {
        "p/omegat.project": OMEGAT_PROJECT.format(language=language, sentences=str(settings["sentences"]).lower()),
        "p/omegat/filters.xml": OMEGAT_FILTERS,
        "p/tm/auto/memory.tmx": MEMORY.format(units=units),
        f"p/source/{path.name}": path.read_text("utf-8"),
        "config/omegat.prefs": OMEGAT_PREFERENCES.format(equal=str(settings["equal"]).lower()),
    }
    for name in ("p/target", "p/glossary", "p/dictionary"):
        (folder / name).mkdir(parents=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    options = ["--mode=console-translate", f"--config-dir={folder / 'config'}", "--no-team", "--quiet"]
    options += ["--disable-project-locking", "--disable-location-save"]
    java = f"-Duser.home={folder} -Djava.awt.headless=true"
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": java, "LC_ALL": "C.UTF-8"}
    call = [program, folder / "p", *options]
    subprocess.run(call, env=environment, capture_output=True, check=True, timeout=120)
    shutil.copyfile(folder / "p/target" / path.name, path)
    return before


@pytest.mark.parametrize("name", TARGETS)
def test_omegat_keeps_everything_but_drafts(tool: Tool, busy: Sound, tmp_path: Path, name: str) -> None:
    """It empties a draft that is not in its memory; the earlier file, with the draft, is in the history."""
    path = busy.root / busy.po(name)
    draft = entries(path)["paragraph", AFTER]
    assert draft.msgstr
    assert draft.previous_msgid == BEFORE
    expected, data = finished(path), path.read_bytes()
    before = omegat(tool("omegat"), path, tmp_path / "omegat", {NEW: busy.word(name, NEW)})
    after = entries(path)
    assert {key for key, one in after.items() if one.msgstr != before[key].msgstr} == {
        ("paragraph", NEW),
        ("paragraph", AFTER),
    }
    assert after["paragraph", AFTER].msgstr == ""
    assert busy.run("update").code == 0
    after = entries(path)
    assert after.keys() == before.keys()
    assert finished(path) == expected | {("paragraph", NEW, "", busy.word(name, NEW))}
    for key, one in after.items():
        assert (one.tcomment, one.comment, one.obsolete) == (
            (before[key].tcomment, before[key].comment, before[key].obsolete)
        )
        assert one.obsolete is (key[1] in {BEFORE, GONE})
    assert data in busy.bytes_of(".publisher/history").values()
    assert {one.msgstr for one in after.values()} >= {one.msgstr for one in before.values()}, "its first English has it"


def test_omegat_keeps_all_plural_forms(tool: Tool, busy: Sound, tmp_path: Path) -> None:
    path = busy.root / busy.po("ar", "site")
    data = path.read_bytes()
    before = omegat(tool("omegat"), path, tmp_path / "omegat", {})
    assert max(len(one.msgstr_plural) for one in before.values()) == 6
    assert path.read_bytes() != data
    assert entries(path).keys() == before.keys()
    assert po.serialize(po.parse(path.read_bytes(), "x.po")) == data


@pytest.mark.parametrize("name", TARGETS)
def test_twin_other_settings_of_omegat_empty_translations(tool: Tool, busy: Sound, tmp_path: Path, name: str) -> None:
    """Why docs/tools.md asks for two of them."""
    path = busy.root / busy.po(name)
    data = path.read_bytes()
    omegat(tool("omegat"), path, tmp_path / "1", {}, sentences=True)
    assert entries(path)["paragraph", SENTENCES].msgstr == ""
    path.write_bytes(data)
    omegat(tool("omegat"), path, tmp_path / "2", {}, equal=False)
    assert {entries(path)["signatory", one].msgstr for one in NAMES} == {""}


# What Poedit and Weblate write. Each function does what the program was seen to do with a file of ours.


def with_header(data: bytes, change: dict[str, str], last: tuple[str, ...]) -> list[po.Entry]:
    """The entries, with fields of the header changed and some put at its end."""
    first, *others = po.parse(data, "x.po")
    fields = dict(line.split(": ", 1) for line in first.msgstr.splitlines()) | change
    ordered = sorted(fields, key=lambda name: last.index(name) if name in last else -1)
    first.msgstr = "".join(f"{name}: {fields[name]}\n" for name in ordered)
    return [first, *others]


def poedit(data: bytes) -> bytes:
    """Poedit 3.2 with a name and a mail in its preferences."""
    change = {
        "PO-Revision-Date": "2026-01-03 14:30+0300",
        "Last-Translator": "Jana Doe <jana@example.org>",
        "X-Generator": "Poedit 3.2.2",
    }
    return po.serialize(with_header(data, change, ("Plural-Forms", "X-Generator")))


def poedit_wrapping(data: bytes) -> bytes:
    """The same where long lines are broken, with the places of a project's sources."""
    change = {"X-Poedit-Basepath": "/home/jana/work", "X-Poedit-SearchPath-0": "."}
    return lifecycle.rewrapped(po.serialize(with_header(poedit(data), change, tuple(change))))


def weblate(data: bytes) -> bytes:
    """Weblate with its defaults: names, itself, the address of its pages, its own spelling of plural rules."""
    plural = {}
    if rule := re.search(r"nplurals=2; plural=\(n != 1\);", data.decode()):
        plural["Plural-Forms"] = rule[0].replace("(", "").replace(")", "")
    change = {
        "PO-Revision-Date": "2026-01-03 11:30+0000",
        "Last-Translator": "Jana Doe <jana@example.org>",
        "Language-Team": "Team <https://example.org/projects/statements/>",
        "X-Generator": "Weblate 5.14",
        **plural,
    }
    first, *others = with_header(data, change, ("X-Generator",))
    first.tcomment = "Jana Doe <jana@example.org>, 2026."
    return lifecycle.rewrapped(po.serialize([first, *others]))


def weblate_spdx(data: bytes) -> bytes:
    first, *others = po.parse(weblate(data), "x.po")
    first.tcomment = "SPDX-FileCopyrightText: 2026 Jana Doe <jana@example.org>"
    return po.serialize([first, *others])


@pytest.mark.parametrize("save", [poedit, poedit_wrapping, weblate, weblate_spdx, lifecycle.from_windows])
def test_what_they_save_is_brought_back_to_our_bytes_by_update_and_scrub(busy: Sound, save: Save) -> None:
    """But for the time of the last change, and the order of the header's fields."""
    before = {path: path.read_bytes() for path in catalogs(busy)}
    for path, data in before.items():
        path.write_bytes(save(data))
    assert busy.run("update").code == 0
    scrub(Project.open(busy.root))
    assert busy.run("update", "--check").code == 0
    for path, data in before.items():
        assert without_times(path.read_bytes()) == without_times(data)
        assert b"Jana" not in path.read_bytes()
        assert b"jana" not in path.read_bytes()


def without_times(data: bytes) -> list[str]:
    head, rest = re.sub(r'(?m)^"\S+-Date: .*\n', "", data.decode()).split("\n\n", 1)
    return [*sorted(head.splitlines()), rest]


def test_plural_forms_in_the_order_of_another_program_are_written_in_ours(busy: Sound) -> None:
    """Forms and header change together: whoever reads the file next finds each form where it belongs."""
    kurmanji, english = locale("ku"), locale("en")
    data = busy.read(busy.po("ku", "site")).replace("plural=(n != 1);", "plural=(n == 1);")
    read = Catalog.read(data.encode(), kurmanji, english, "site.po")
    written = read.to_bytes()
    again = Catalog.read(written, kurmanji, english, "site.po")
    assert b"plural=(n != 1);" in written
    assert again.to_bytes() == written
    assert re.findall(r'msgstr\[0\] "(.*)"', written.decode()) == re.findall(r'msgstr\[1\] "(.*)"', data)


# The guide


def test_the_commands_of_the_guide_run(busy: Sound) -> None:
    """Every one that is shown as a line of its own, in the order of the guide."""
    guide = (REPOSITORY / "docs/tools.md").read_text("utf-8").replace("2026-01-aleppo", "peace").replace("ckb", "ku")
    commands = [line.strip() for line in re.findall(r"(?m)^    (?:publish|po\w+|weblate\S*|msg\w+) .*$", guide)]
    assert len(commands) >= 5
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in commands:
        environment = {**os.environ, "PATH": path}
        answer = subprocess.run(
            command, shell=True, cwd=busy.root, env=environment, capture_output=True, check=False, text=True
        )
        assert answer.returncode == 0, (command, answer.stdout, answer.stderr)
