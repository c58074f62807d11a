"""Cards: one size, light, readable whatever the length of the title, mirrored where the language is, nothing told."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import tools
from PIL import Image
from workspaces import REPOSITORY

from publisher.gate import Gate
from publisher.outputs import card, html, pdf
from publisher.project import Project
from publisher.site.texts import title_segment, wording_segments
from publisher.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

    from workspaces import Workspace

LOCALES = ("en", "ar", "ku", "ckb")
PAPER, ACCENT = (253, 253, 251), (11, 87, 104)


@pytest.fixture(autouse=True)
def _possible() -> None:
    tools.need_press()


def cards(root: Path) -> dict[str, bytes]:
    """The cards of the only statement of a workspace, by locale."""
    project = Project.open(root)
    settings = project.settings
    gate = Gate(project, wording_segments(project), datetime.now(UTC))
    pages = html.Site(project.templates(), title_segment(project), settings.locales, "https://our.example/")
    press = pdf.Press(project.templates(), pages.assets.files)
    (document,) = project.documents()
    return {
        page.locale.id: card.Draft(pages, page, Wording(page.locale, gate.catalogs[page.locale.id])).picture(press)
        for page in gate.pages(document)
    }


@pytest.fixture(scope="module")
def ours() -> dict[str, bytes]:
    """The cards of the statement in this repository."""
    return cards(REPOSITORY)


def picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def chunks(data: bytes) -> set[bytes]:
    """The kinds of the parts of a PNG (ISO/IEC 15948, section 5)."""
    found, at = set(), 8
    while at < len(data):
        found.add(data[at + 4 : at + 8])
        at += int.from_bytes(data[at : at + 4]) + 12
    return found


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box around the title and what stands with it: left, top, right, bottom."""
    inner = image.crop((40, 0, 1160, 540)).convert("L").point(lambda value: 255 if value < 128 else 0)
    box = inner.getbbox()
    assert box
    return box


@pytest.mark.parametrize("locale", LOCALES)
def test_size_weight_and_nothing_told(ours: dict[str, bytes], locale: str) -> None:
    data = ours[locale]
    assert picture(data).size == (1200, 630)
    assert len(data) < 150_000
    assert chunks(data) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def test_the_look_at_chunks_bites() -> None:
    out = BytesIO()
    Image.new("P", (9, 9)).save(out, "PNG", dpi=(96, 96))
    assert b"pHYs" in chunks(out.getvalue())


@pytest.mark.parametrize("locale", LOCALES)
def test_the_edge_is_where_the_lines_begin(ours: dict[str, bytes], locale: str) -> None:
    image = picture(ours[locale])
    left, right = image.getpixel((10, 300)), image.getpixel((1190, 300))
    assert (left, right) == ((PAPER, ACCENT) if locale in {"ar", "ckb"} else (ACCENT, PAPER))
    begin, _, end, _ = ink(image)
    assert (1120 - end < begin) is (locale in {"ar", "ckb"})


def test_no_two_languages_share_a_card(ours: dict[str, bytes]) -> None:
    assert len(set(ours.values())) == len(LOCALES)


@pytest.mark.parametrize("title", ["Peace", "A call for peace " * 12, "Donaudampfschifffahrt" * 9, "حلب " * 50])
def test_any_title_fits(workspace: Workspace, title: str) -> None:
    title = title[:200].strip()
    workspace.edit("source/peace.md", "A call for peace", title)
    image = picture(cards(workspace.root)["en"])
    left, top, right, bottom = ink(image)
    assert top > 30
    assert bottom < 540 - 20  # the last line is not cut off
    assert right < 1120 - 40
    assert left > 20


def test_a_short_title_is_set_large(workspace: Workspace) -> None:
    def height(title: str) -> int:
        workspace.edit("source/peace.md", f"title: {before[-1]}", f"title: {title}")
        before.append(title)
        _, top, _, bottom = ink(picture(cards(workspace.root)["en"]))
        return bottom - top

    before = ["A call for peace"]
    assert height("Peace") > 150
    assert height("A call for peace " * 11) > 300


MAKE = """\
import sys
from hashlib import sha256
sys.path[:0] = sys.argv[1:]
from test_card import REPOSITORY, cards
for locale, data in cards(REPOSITORY).items():
    print(locale, sha256(data).hexdigest())
"""


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    said = set()
    for language, zone, seed in (("C", "UTC", "1"), ("ar_SY.UTF-8", "Asia/Damascus", "2")):
        folder = tmp_path / seed
        folder.mkdir()
        env = {**os.environ, "LC_ALL": language, "TZ": zone, "PYTHONHASHSEED": seed, "TMPDIR": str(folder)}
        call = [sys.executable, "-c", MAKE, str(REPOSITORY / "tests"), str(REPOSITORY)]
        run = subprocess.run(call, capture_output=True, check=True, text=True, env=env, cwd=folder, timeout=120)
        said.add(run.stdout)
    assert len(said) == 1
    assert said.pop().count("\n") == len(LOCALES)


def test_a_missing_package_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert card.missing() == ""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert card.missing() == "pypdfium2 is not installed: pip install 'statement-publisher[pdf]'"
    monkeypatch.setitem(sys.modules, "weasyprint.text.ffi", None)
    monkeypatch.delitem(sys.modules, "pypdfium2")
    assert card.missing().startswith("WeasyPrint is not installed")
