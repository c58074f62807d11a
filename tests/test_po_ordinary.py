"""There are two ways to read a .po file: the ordinary one answers what the strict one answers, or nothing."""

from __future__ import annotations

import codecs
import random
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_po import BROKEN, HEADER_ENTRY, LEGAL, catalogs
from test_po_corpus import FOREIGN, POLIB, REAL, mutated

from publisher import po
from publisher.errors import CatalogError
from publisher.po import ordinary
from publisher.po.decode import decode
from publisher.po.garbled import garbled
from publisher.po.ordinary import read_ordinary
from publisher.po.strict import read_strictly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def strictly(text: str) -> object:
    """What the strict way makes of a file: its entries, with all their fields and lines, or all problems."""
    try:
        return read_strictly(text, "ar.po")
    except CatalogError as error:
        return error.problems


def both(data: bytes) -> bool:
    """Read a file in both ways; tell whether the ordinary one had an answer."""
    try:
        text = decode(data, "ar.po")
    except CatalogError:  # before the two ways part
        return False
    found = read_ordinary(text)
    assert found is None or found == strictly(text)
    return found is not None


# What happens to files between one program and the other; each is given a place, counted from 0 to 1


def replaced(data: bytes, old: bytes, new: bytes, place: float) -> bytes:
    """The data with one of the places changed where something stands."""
    found = [one.start() for one in re.finditer(re.escape(old), data)]
    if not found:
        return data
    at = found[int(place * len(found))]
    return data[:at] + new + data[at + len(old) :]


def wrapped(data: bytes, place: float) -> bytes:
    """The data with each text in pieces of a few letters, as tools wrap them."""
    width = int(place * 40) + 3
    texts = re.compile(r'^((?:#~?[|]? )?)(msg.*? )"(.+)"$', re.MULTILINE)

    def pieces(found: re.Match[str]) -> str:
        parts = re.findall(rf"(?:\\.|[^\\]){{1,{width}}}", found[3])
        return f'{found[1]}{found[2]}""' + "".join(f'\n{found[1]}"{part}"' for part in parts)

    return texts.sub(pieces, data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def doubled(data: bytes, place: float) -> bytes:
    """The data with one of its entries twice."""
    blocks = data.split(b"\n\n")
    at = int(place * len(blocks))
    return b"\n\n".join([*blocks, blocks[at].rstrip(b"\n")]) + b"\n"


def swapped(data: bytes, place: float) -> bytes:
    """The data with one of its entries first."""
    blocks = data.rstrip(b"\n").split(b"\n\n")
    at = int(place * len(blocks))
    return b"\n\n".join([blocks[at], *blocks[:at], *blocks[at + 1 :]]) + b"\n"


ACCIDENTS: list[Callable[[bytes, float], bytes]] = [
    lambda data, place: mutated(data, random.Random(place)),  # noqa: S311  # the same for the same place
    wrapped,
    doubled,
    swapped,
    lambda data, _place: data.replace(b"\n", b"\r\n"),
    lambda data, _place: codecs.BOM_UTF8 + data,
    lambda data, place: replaced(data, b"\n", b"\n\n", place),
    lambda data, place: replaced(data, b"\n\n", b"\n", place),
    lambda data, place: replaced(data, b'"\n', b'\\"\n', place),
    lambda data, place: replaced(data, b' "', b' "\\q', place),
    lambda data, place: replaced(data, b' "', b' "x"y', place),
    lambda data, place: replaced(data, b' "', ' "Hemû Hem\u00c3\u00bb '.encode(), place),
    lambda data, place: replaced(data, b"fuzzy", b"Fuzzy", place),
    lambda data, place: replaced(data, b"msgstr[0]", b"msgstr[1]", place),
    lambda data, place: replaced(data, b"UTF-8", b"windows-1256", place),
    lambda data, place: replaced(data, b' "', b' "' + b"x" * po.MAX_TEXT, place),
    lambda data, place: replaced(data, b"\n\n", b"\n\n# " + b"x" * po.MAX_TEXT + b"\n", place),
]
DAMAGES = st.lists(st.tuples(st.sampled_from(ACCIDENTS), st.floats(0, 1, exclude_max=True)), max_size=2)


def damaged(entries: list[po.Entry], damages: Iterable[tuple[Callable[[bytes, float], bytes], float]]) -> bytes:
    data = po.serialize([HEADER_ENTRY, *entries])
    for damage, place in damages:
        data = damage(data, place)
    return data


def look(entries: list[po.Entry], damages: list[Any]) -> None:
    both(damaged(entries, damages))


def look_at_many(how: settings) -> None:
    assert both(QUOTED)
    how(given(catalogs(4), DAMAGES)(look))()


def test_both_ways_answer_the_same() -> None:
    look_at_many(settings(max_examples=500, deadline=None))


@settings(max_examples=150, deadline=None)
@given(catalogs(4), st.none() | st.floats(0, 1, exclude_max=True))
def test_what_is_written_is_ordinary_wrapped_or_not(entries: list[po.Entry], place: float | None) -> None:
    """Else the quick way would be there for nothing."""
    data = damaged(entries, [] if place is None else [(wrapped, place)])
    assert both(data) or garbled(data.decode())


QUOTED = b'msgid "a \\"n\\"n"\nmsgstr ""\n'
"""Quotation marks before a letter which stands for something behind a backslash; hardly any is drawn at random."""

FAULTS = {
    "entries that stand twice, another header, another character set": ("_go_together", lambda _: True),
    "ruined letters": ("garbled", lambda _: ""),
    "escapes that nobody knows, quotation marks in a text": ("_MEANT", defaultdict(str, ordinary._MEANT)),  # noqa: SLF001
    "drafts that would be published": ("misspelt", lambda _: []),
    "texts of any length": ("_SHORT", po.MAX_FILE),
    "another line": ("_SOURCE", 10),
    "quotation marks that are lost": ("_QUOTE", ""),
    "a backslash and a letter for an escape": ("_QUOTE", "\\"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_twin_each_fault_in_the_ordinary_way_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary._flags.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(ordinary, *FAULTS[fault])
    quick = settings(max_examples=3000, deadline=None, phases=[Phase.generate], database=None, derandomize=True)
    with pytest.raises(AssertionError):
        look_at_many(quick)
    ordinary._flags.cache_clear()  # noqa: SLF001


FILES = [path.read_bytes() for path in (*BROKEN, *LEGAL, *POLIB, *REAL)] + [data for data, _, _ in FOREIGN.values()]


def test_both_ways_read_the_whole_corpus_alike() -> None:
    assert sum(map(both, FILES)) >= 40
    assert all(both(path.read_bytes()) for path in REAL)


def test_both_ways_have_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = b'msgid "%s"\nmsgstr ""\n'
    assert [both(entry % (b"a" * (po.MAX_TEXT + more))) for more in (-19, -18, 0, 1)] == [True, False, False, False]
    assert [both(entry % ("ط".encode() * (po.MAX_TEXT // 2 + more))) for more in (-10, -9, 1)] == [True, False, False]
    data, _, _ = FOREIGN["many entries"]
    assert not both(data)
    monkeypatch.setattr(ordinary, "MAX_PARTS", po.MAX_FILE)
    with pytest.raises(AssertionError):
        both(data)
