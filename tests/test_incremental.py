"""A build makes what has changed and nothing else, and what then lies there is what a clean build makes."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from workspaces import LATER, REPOSITORY, WITHOUT_PRESS, Sound, said

from publisher import inputs, workers
from publisher.outputs import listing
from publisher.project import Project
from publisher.site import lists
from publisher.workflow.build import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MORE = ("roads", "water")


@pytest.fixture
def site(tmp_path: Path) -> Sound:
    """Three statements in three languages, built."""
    workspace = Sound(tmp_path / "workspace")
    for day, slug in enumerate(MORE, 21):
        later = LATER.replace("Open the roads", f"Open the {slug}").replace("2026-01-20", f"2026-01-{day}")
        workspace.write(f"source/{slug}.md", f"{later}The {slug} are closed.\n\n- One thing of {slug}.\n")
    translated(workspace)
    assert workspace.run("build").code == 0
    return workspace


def translated(workspace: Sound) -> None:
    workspace.complete()
    for path in sorted((workspace.root / "source").glob("*.md")):
        for locale in ("ar", "ku"):
            workspace.translate(locale, path.stem)


def clean(workspace: Sound) -> dict[str, bytes]:
    """What a build makes where nothing is known of earlier ones."""
    other = workspace.root.parent / "clean"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(workspace.root, other, ignore=shutil.ignore_patterns("public", ".publisher"))
    Sound.at(other).run("build")
    return Sound.at(other).bytes_of("public")


def states(workspace: Sound) -> dict[str, tuple[int, int]]:
    """By name, which file lies there and when it was written."""
    root = workspace.root / "public"
    found = {one: one.stat() for one in root.rglob("*") if one.is_file()}
    return {one.relative_to(root).as_posix(): (state.st_ino, state.st_mtime_ns) for one, state in found.items()}


def rewritten(workspace: Sound, *args: str) -> set[str]:
    """The files that a build replaces or adds."""
    before = states(workspace)
    workspace.run("build", *args)
    return {name for name, state in states(workspace).items() if before.get(name) != state}


def test_where_nothing_has_changed_nothing_is_written(site: Sound) -> None:
    assert rewritten(site) == set()
    assert "0 files written" in site.run("build").out


def test_an_edited_text_rewrites_the_pages_that_show_it(site: Sound) -> None:
    before, after = (said("ar", one) for one in ("People fled in 2018.", "Many people fled in 2018."))
    site.edit(site.po("ar"), before, after)
    written = rewritten(site)
    assert written == {name for name, data in site.bytes_of("public").items() if after.encode() in data} | {
        "SHA256SUMS"
    }
    assert {"ar/peace.html", "ar/peace.txt", "compare/peace/ar-ku.html", "compare/peace/index.html"} <= written
    assert site.bytes_of("public") == clean(site)


def test_an_edited_summary_rewrites_the_lists_too(site: Sound) -> None:
    site.edit("source/peace.md", "Two organisations call", "Many organisations call")
    translated(site)
    assert {"en/index.html", "en/feed.xml", "ku/index.html"} <= rewritten(site)
    assert site.bytes_of("public") == clean(site)


def test_the_same_time_and_size_hide_no_edit(site: Sound) -> None:
    path = site.root / site.po("ku")
    state, text = path.stat(), said("ku", "What we saw")
    for letter in "xyz":
        path.write_text(path.read_text("utf-8").replace(text, text := f"{letter}{text[1:]}"), "utf-8")
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert path.stat().st_size == state.st_size
        assert "ku/peace.html" in rewritten(site)
        assert text in site.read("public/ku/peace.html")


# What somebody may do to a workspace and its site between two builds.


def _edit_source(site: Sound, rng: random.Random) -> None:
    path = rng.choice(sorted((site.root / "source").glob("*.md")))
    path.write_text(path.read_text("utf-8") + f"\nOne more paragraph, {rng.randrange(10**6)}.\n", "utf-8")


def _translate(site: Sound, _: random.Random) -> None:
    if site.run("update").code == 0:  # not where a catalog is broken
        translated(site)


def _edit_catalog(site: Sound, rng: random.Random) -> None:
    path = rng.choice(sorted((site.root / "locales").glob("*/*/*.po")))
    lines = path.read_text("utf-8").split("\n")
    places = [n for n, line in enumerate(lines) if n > 20 and line.startswith('msgstr "') and len(line) > 12]
    if places:
        place = rng.choice(places)
        lines[place] = lines[place][:-1] + rng.choice(('"', 'ê"', 'ا"'))
        path.write_text("\n".join(lines), "utf-8")


def _break_catalog(site: Sound, rng: random.Random) -> None:
    path = rng.choice(sorted((site.root / "locales").glob("*/*/*.po")))
    path.write_bytes(path.read_bytes()[: -rng.randrange(1, 9)])


def _lose_catalog(site: Sound, rng: random.Random) -> None:
    rng.choice(sorted((site.root / "locales").glob("*/*/*.po"))).unlink()
    site.run("update")


def _set(site: Sound, rng: random.Random) -> None:
    kinds = rng.sample(("text", "single", "compare"), rng.randrange(4))
    line = f"outputs = [{', '.join(f'{one!r}' for one in kinds)}]\n"
    more = rng.choice(("", 'base_url = "https://example.org/"\n', "minimum = 50\n", "require_signoff = true\n"))
    settings = [
        one for one in site.read("pyproject.toml").splitlines() if not one.startswith(("outputs", "base_", "req"))
    ]
    settings = [one for one in settings if not (more.startswith("minimum") and one.startswith("minimum"))]
    settings.insert(2, line + more)
    site.write("pyproject.toml", "\n".join(settings))


def _sign(site: Sound, rng: random.Random) -> None:
    site.run("sign", rng.choice(("ar", "ku")), rng.choice(("peace", *MORE)))


def _edit_style(site: Sound, rng: random.Random) -> None:
    site.write("templates/more.css", f"/* {rng.random()} */")
    site.write("templates/card.html", f"<p>{rng.random()}</p>")


def _edit_template(site: Sound, rng: random.Random) -> None:
    template = (REPOSITORY / "templates/base.html").read_text("utf-8")
    more = rng.choice(("", '<p>{{ _("Plain text") }}</p>', f"<p>{rng.random()}</p>"))
    site.write("templates/base.html", template.replace("</body>", f"{more}</body>"))


def _agree(site: Sound, rng: random.Random) -> None:
    site.write("source/terms.yaml", f"- term: shelling\n  note: {rng.choice(('by guns', 'by artillery'))}\n")


def _add(site: Sound, rng: random.Random) -> None:
    site.write(f"source/new-{rng.randrange(3)}.md", f"{LATER}Number {rng.randrange(100)}.\n")


def _tamper(site: Sound, rng: random.Random) -> None:
    path = rng.choice([one for one in sorted((site.root / "public").rglob("*")) if one.is_file()])
    if rng.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"e", b"f"))


def _touch(site: Sound, rng: random.Random) -> None:
    for path in (site.root / "public").rglob("*.html"):
        os.utime(path, (rng.randrange(10**9), rng.randrange(10**9)))


CHANGES: tuple[Callable[[Sound, random.Random], None], ...] = (
    _edit_source,
    _translate,
    _edit_catalog,
    _break_catalog,
    _lose_catalog,
    _set,
    _sign,
    _edit_style,
    _edit_template,
    _agree,
    _add,
    _tamper,
    _touch,
)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_the_site_is_that_of_a_build_which_knows_nothing(site: Sound, seed: int) -> None:
    """Two sites go the same way: one keeps its record, for the other each build is the first."""
    rng = random.Random(seed)  # noqa: S311
    for _ in range(10):
        for change in rng.sample(CHANGES, rng.choice((1, 1, 2))):
            change(site, rng)
        other = Sound.at(site.root.parent / "other")
        shutil.rmtree(other.root, ignore_errors=True)
        shutil.copytree(site.root, other.root, ignore=shutil.ignore_patterns(".publisher"))
        answers = [
            (one.code, one.out.rpartition("\n")[0].rpartition("\n")[0], one.err)
            for one in (site.run("build"), other.run("build"))
        ]
        assert answers[0] == answers[1]
        assert site.bytes_of("public") == other.bytes_of("public")
        assert rewritten(site) == set()


def test_that_test_bites(site: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were an input forgotten, the site would stay as it was."""
    monkeypatch.setattr(inputs, "_digest", lambda _parts: "the same for everything")
    site.run("build")
    site.edit("source/peace.md", "Two organisations call", "Many organisations call")
    translated(site)
    assert rewritten(site) == set()
    monkeypatch.undo()
    assert "en/peace.html" in rewritten(site)


# Runs that end, records that are lost.

RUN = "import sys; from publisher.cli import main; main(['-C', sys.argv[1], 'build', '--jobs', sys.argv[2]])"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_that_is_killed_at_any_time_is_finished_by_the_next(site: Sound, jobs: int) -> None:
    rng, call = random.Random(jobs), [sys.executable, "-c", RUN, str(site.root), str(jobs)]  # noqa: S311
    for number in range(18):  # so that work is shared out
        site.write(f"source/more-{number}.md", f"{LATER}Number {number}.\n")
    site.edit("pyproject.toml", "minimum = 100", "minimum = 0")
    site.run("update")
    start = time.monotonic()
    subprocess.run(call, check=False, capture_output=True)
    took, expected = time.monotonic() - start, clean(site)
    assert site.bytes_of("public") == expected
    for number in range(4):
        site.write(
            "pyproject.toml", re.sub('title = ".*"', f'title = "Our {number} statements"', site.read("pyproject.toml"))
        )
        site.run("update")
        with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            time.sleep(rng.uniform(0.1, 1) * took)
            run.send_signal(signal.SIGKILL)
        assert site.run("build").code == 0
        assert site.bytes_of("public") == clean(site)
        assert [one for one in (site.root / "public").iterdir() if one.name.startswith(".")] == []


def test_a_folder_that_was_copied_is_still_known(site: Sound) -> None:
    """Other times, other places on the disk, the same bytes: as in the cache of a build server."""
    shutil.move(site.root / "public", site.root / "moved")
    shutil.copytree(site.root / "moved", site.root / "public", copy_function=shutil.copyfile)
    assert rewritten(site) == set()


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_record_that_is_broken_is_begun_anew(site: Sound, data: bytes) -> None:
    records = [*(site.root / ".publisher").rglob("*.db")]
    assert len(records) == 2  # of the folder, and of texts
    for one in records:
        one.write_bytes(data)
    site.edit("source/peace.md", "Two organisations call", "Many organisations call")
    translated(site)
    assert "en/peace.html" in rewritten(site)
    assert site.bytes_of("public") == clean(site)
    assert rewritten(site) == set()


def test_a_record_that_is_cut_is_begun_anew(site: Sound) -> None:
    for one in (site.root / ".publisher").rglob("*.db"):
        one.write_bytes(one.read_bytes()[:-6000])
    site.edit("source/peace.md", "Two organisations call", "Many organisations call")
    translated(site)
    site.run("build")
    assert site.bytes_of("public") == clean(site)


def test_nothing_needs_to_be_kept(site: Sound) -> None:
    shutil.rmtree(site.root / ".publisher")
    (site.root / ".publisher").write_text("a file where the folder would be")
    assert site.run("build").code == 0
    assert rewritten(site) == set()


def test_each_folder_has_a_record_of_its_own(site: Sound) -> None:
    assert site.run("build", "-o", str(site.root / "elsewhere")).code == 0
    assert site.bytes_of("elsewhere") == site.bytes_of("public")
    assert site.run("build", "--drafts", "-o", str(site.root / "public")).code == 2
    assert rewritten(site) == set()


def test_an_embargo_ends_by_itself(site: Sound) -> None:
    site.edit("source/roads.md", "date: 2026-01-21\n", "date: 2026-01-21\nembargo: 2026-03-01T12:00+00:00\n")

    def made(day: int) -> list[str]:
        project = Project.open(site.root)
        return build(project, site.root / "other", now=datetime(2026, 3, day, tzinfo=UTC)).written

    assert not [one for one in made(1) if "roads" in one]
    assert made(1) == []
    assert "en/roads.html" in made(2)
    assert made(2) == []


# PDFs and pictures.


def test_a_pdf_is_made_again_if_its_page_changes(site: Sound) -> None:
    tools = pytest.importorskip("tools")
    tools.need_press()
    site.edit("pyproject.toml", WITHOUT_PRESS, 'outputs = ["pdf", "card"]')
    shutil.rmtree(site.root / "public")
    for slug in MORE:  # one statement is enough, and quicker
        (site.root / f"source/{slug}.md").unlink()
    site.run("build")
    before = states(site)
    site.edit(site.po("ar"), said("ar", "People fled in 2018."), said("ar", "Many people fled in 2018."))
    assert rewritten(site) == {"ar/peace.html", "ar/peace.pdf", "SHA256SUMS"}
    assert states(site)["en/peace.pdf"] == before["en/peace.pdf"]
    (site.root / "public/ku/peace.pdf").unlink()
    assert rewritten(site) == {"ku/peace.pdf"}
    assert site.bytes_of("public") == clean(site)


# Many statements.


def test_a_long_list_has_a_page_for_each_year(site: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LENGTH", 2)
    site.edit("source/water.md", "date: 2026-01-22", "date: 2024-01-22")
    site.run("build")
    index, year = site.read("public/en/index.html"), site.read("public/en/index-2024.html")
    assert "water" not in index
    assert '<a href="index-2024.html">2024</a>' in index
    assert '<a href="water.html">' in year
    assert '<a href="../ar/index-2024.html"' in year
    assert '<p class="home"><a href="../en/index.html">' in year
    assert "<title>Our statements · 2024</title>" in year
    assert 'class="home"' not in index
    assert '<a href="index-2024.html" aria-current="page">2024</a>' in year
    assert rewritten(site) == set()
    site.edit("source/water.md", "date: 2024-01-22", "date: 2023-01-22")
    assert {"en/index-2023.html"} <= rewritten(site)
    assert "en/index-2024.html: nothing makes this page any more" in site.run("build").out


def test_many_pages_have_several_sitemaps(site: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    site.edit("pyproject.toml", WITHOUT_PRESS, 'outputs = []\nbase_url = "https://example.org/"')
    shutil.rmtree(site.root / "public")
    site.run("build")
    whole = site.read("public/sitemap.xml").count("<loc>")
    monkeypatch.setattr(listing, "MAX_PAGES", 5)
    site.edit("source/peace.md", "Two organisations call", "Many organisations call")
    translated(site)
    site.run("build")
    parts = sorted(one.name for one in (site.root / "public").glob("sitemap-*.xml"))
    assert site.read("public/sitemap.xml").count("<loc>") == len(parts) == -(-whole // 5)
    assert sum(site.read(f"public/{one}").count("<loc>") for one in parts) == whole


def test_many_processes_make_the_same(site: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LENGTH", 3)  # so that there are many lists too
    for number in range(20):
        dated = LATER.replace("2026-", f"20{number}-" if number > 9 else "2026-")
        site.write(f"source/more-{number}.md", f"{dated}Number {number}.\n")
    site.edit("pyproject.toml", "minimum = 100", "minimum = 0")
    site.run("update")
    one, two = (site.run("build", "--jobs", jobs, "-o", str(site.root / jobs)) for jobs in ("1", "2"))
    assert site.bytes_of("1") == site.bytes_of("2")
    assert len([*(site.root / "1").glob("*/index-*.html")]) > workers.WORTH
    assert one.out.replace("/1", "/2") == two.out


def test_what_is_wrong_is_told_by_many_processes_too(site: Sound) -> None:
    for number in range(20):
        site.write(f"source/more-{number:02}.md", f"{LATER}![an image](x.png)\n")
    answers = [site.run("build", "--jobs", jobs) for jobs in ("1", "2")]
    assert answers[0] == answers[1]
    assert answers[0].code == 2
    assert answers[0].err.count("an image") == 20
