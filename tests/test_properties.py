"""What holds for every text: pages say what catalogs say, and no edit of the source costs an untouched segment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_texts import BODIES, PARAGRAPHS
from test_spec import AR, CKB, EN, KU, Brackets, english, render, without_language, words

from publisher.catalog import Catalog
from publisher.document import segments
from publisher.document.walk import normalise
from publisher.merge import merge
from publisher.model import Segment, State, Text

if TYPE_CHECKING:
    from collections.abc import Sequence


@settings(max_examples=1000, deadline=None)
@given(BODIES)
def test_identity(body: str) -> None:
    """With empty catalogs every language shows the English body."""
    original = without_language(render(body, english, EN, EN))
    for other in (AR, KU, CKB):
        assert without_language(render(body, english, other, EN)) == original


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_coverage(body: str) -> None:
    """No text that a reader sees outside code bypasses the lookup, and each segment is looked up as extracted."""
    asked: list[Segment] = []

    def lookup(segment: Segment) -> Text:
        asked.append(segment)
        return Text(f"⟦{segment.source}⟧", EN)

    reader = Brackets()
    reader.feed(
        re.sub(
            r'<sup class="footnote-ref">.*?</sup>|<a [^>]*class="footnote-backref".*?</a>',
            "",
            render(body, lookup, EN, EN),
        )
    )
    assert not reader.loose
    assert set(words(" ".join(reader.attributes))) <= set(words(" ".join(one.source for one in asked)))
    assert [one.key for one in asked] == [one.key for one in segments(body, EN)]


@settings(max_examples=300, deadline=None)
@given(PARAGRAPHS, st.integers(1, 6))
def test_rewrapping_changes_no_segment(paragraph: str, width: int) -> None:
    """Soft line breaks may stand anywhere between words."""
    plain = normalise(paragraph)
    lines = [line.split(" ") for line in plain.split("\n")]
    wrapped = "\n".join("\n".join(" ".join(line[i : i + width]) for i in range(0, len(line), width)) for line in lines)
    before = [one.key for one in segments(plain, EN)]
    after = [one.key for one in segments(wrapped, EN)]
    # A line that begins like a list item, a quote or a code block would be one: then it is another text.
    if not re.search(r"^(?:[-+>#=|]|~~~|```|\d+[.)])", wrapped, re.MULTILINE):
        assert after == before


SOURCES = st.lists(
    st.sampled_from([f"Paragraph {n} says {n * 111} things." for n in range(12)]), max_size=12, unique=True
)


def catalog_of(sources: Sequence[str]) -> Catalog:
    """A catalog in which every second text is translated."""
    catalog = Catalog(KU, EN, "x.po")
    merge(catalog, [Segment(source, "paragraph") for source in sources])
    return translated(catalog, {source: f"Wergera {source}" for source in sources[::2]})


def translated(catalog: Catalog, targets: dict[str, str]) -> Catalog:
    """The same catalog, with these texts filled in as a translator's editor would."""
    text = catalog.to_bytes().decode()
    for source, target in targets.items():
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    return Catalog.read(text.encode(), catalog.locale, EN, "x.po")


@settings(max_examples=300, deadline=None)
@given(SOURCES, SOURCES)
def test_untouched_segments_keep_their_state(before: list[str], after: list[str]) -> None:
    """Moving, inserting and deleting blocks changes nothing of the others."""
    catalog = catalog_of(before)
    states = {source: catalog.state_of(Segment(source, "paragraph")) for source in before}
    merge(catalog, [Segment(source, "paragraph") for source in after])
    for source in set(before) & set(after):
        assert catalog.state_of(Segment(source, "paragraph")) is states[source]
    for source in set(after) - set(before):
        assert catalog.state_of(Segment(source, "paragraph")) is not State.TRANSLATED


@settings(max_examples=300, deadline=None)
@given(st.lists(SOURCES, min_size=2, max_size=5))
def test_merging_loses_no_translation_and_is_idempotent(versions: list[list[str]]) -> None:
    catalog = catalog_of(versions[0])
    expected = {f"Wergera {source}" for source in versions[0][::2]}
    for version in versions[1:]:
        segments_ = [Segment(source, "paragraph") for source in version]
        merge(catalog, segments_)
        once = catalog.to_bytes()
        merge(catalog, segments_)
        assert catalog.to_bytes() == once
        assert Catalog.read(once, KU, EN, "x.po").to_bytes() == once
        assert all(f'"{target}"' in once.decode() for target in expected)
