"""The one walk on other people's Markdown: what is extracted is what is looked up, and nothing else is shown."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from publisher.document import Labels, html, segments
from publisher.document.version import Version
from publisher.document.walk import plan
from publisher.locale import Locale, locale
from publisher.model import Lookup, Segment, Text

HERE = Path(__file__).parent
EXAMPLES = [
    (f"{spec} #{number}", markdown)
    for spec, examples in json.loads((HERE / "spec/examples.json").read_text("utf-8")).items()
    for number, markdown in enumerate(examples, 1)
]
EN, AR, KU, CKB = map(locale, ("en", "ar", "ku", "ckb"))

EXCEPTIONS: dict[str, str] = {}
"""Examples in which a page with empty catalogs differs from the English page, with the reason; at most five."""

_WRAPPER = re.compile(r'<span class="fallback"[^>]*>(.*?)</span>', re.DOTALL)
_MARKS = re.compile(r' (?:lang|dir)="[^"]*"|</?bdi[^>]*>|[\u2066-\u2069]| class="fallback"|(?<=[a-z]) fallback(?=")')


def english(segment: Segment) -> Text:
    return Text(segment.source, EN)


def render(markdown: str, lookup: Lookup, to: Locale, source: Locale, labels: Labels | None = None) -> str:
    """Any Markdown, fit to publish or not, as HTML in one language."""
    return html.render(Version(plan(markdown, source), lookup, to), labels or Labels())


def without_language(page: str) -> str:
    """The HTML without language wrappers; white space counts as in a browser."""
    page = _MARKS.sub("", _WRAPPER.sub(r"\1", page))
    return re.sub(r"\s+", " ", page).replace("> ", ">").replace(" <", "<")


@pytest.mark.parametrize(("name", "markdown"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_empty_catalogs_give_the_english_page(name: str, markdown: str) -> None:
    original = render(markdown, english, EN, EN)
    for other in (AR, KU, CKB):
        same = without_language(render(markdown, english, other, EN)) == without_language(original)
        assert same or name in EXCEPTIONS


def test_exceptions_are_few_and_real() -> None:
    assert len(EXCEPTIONS) <= 5
    assert set(EXCEPTIONS) <= {name for name, _ in EXAMPLES}
    assert all(EXCEPTIONS.values())


class Brackets(HTMLParser):
    """Collects the text that a reader sees outside code, and whether each piece stands in ⟦ … ⟧."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.inside = False
        self.loose = ""
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "code"
        for name, value in attrs:
            if name in {"alt", "title"} and value:
                self.attributes.append(value)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "code"

    def handle_data(self, data: str) -> None:
        for character in data:
            if character == "⟦":
                self.inside = True
            elif character == "⟧":
                self.inside = False
            elif not self.inside and not self.depth and not character.isspace():
                self.loose += character


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unescape(text))


@pytest.mark.parametrize(("name", "markdown"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_no_text_bypasses_the_lookup(name: str, markdown: str) -> None:
    asked: list[str] = []

    def lookup(segment: Segment) -> Text:
        asked.append(segment.source)
        return Text(f"⟦{segment.source}⟧", EN)

    reader = Brackets()
    reader.feed(render(markdown, lookup, EN, EN))
    assert not reader.loose, name
    # The words of a title or an alternative text are part of a segment that was looked up.
    assert set(words(" ".join(reader.attributes))) <= set(words(" ".join(asked))), name


def test_the_bracket_reader_sees_text_that_bypassed_the_lookup() -> None:
    reader = Brackets()
    reader.feed("<p>⟦seen⟧ missed <code>code</code></p>")
    assert reader.loose == "missed"


SEGMENTS = read_fixture_file(HERE / "spec/segments.md")
PAGES = read_fixture_file(HERE / "spec/pages.md")


def described(segment: Segment) -> str:
    source = segment.source.replace("  \n", "␣␣\n").replace("\n", "⏎")
    return f"{segment.context}: {source}" + "".join(f"  # {note}" for note in segment.notes)


@pytest.mark.parametrize(
    ("title", "markdown", "expected"), [case[1:] for case in SEGMENTS], ids=[c[1] for c in SEGMENTS]
)
def test_source_to_segments(title: str, markdown: str, expected: str) -> None:
    assert [described(one) for one in segments(markdown, EN)] == expected.splitlines(), title


@pytest.mark.parametrize(("title", "given", "expected"), [case[1:] for case in PAGES], ids=[case[1] for case in PAGES])
def test_source_and_translations_to_html(title: str, given: str, expected: str) -> None:
    markdown, translations = given.rsplit("\n---\n", 1)
    pairs = (line.replace("⏎", "\n").split(" => ") for line in translations.splitlines() if " => " in line)
    targets = dict(pairs)
    page = locale(re.findall(r"\((\w+)\)$", title)[0])

    def lookup(segment: Segment) -> Text:
        return Text(targets[segment.source], page) if segment.source in targets else english(segment)

    assert render(markdown, lookup, page, EN).strip() == expected.strip()
    assert set(targets) <= {one.source for one in segments(markdown, EN)}
