"""To look for ruined letters by the first of them finds what one expression for all of them finds."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from publisher.po.garbled import _RUINED, _tails, garbled

MODULE = sys.modules["publisher.po.garbled"]  # the package has a function of this name
ARABIC, WESTERN = _tails("cp1256"), _tails("cp1252", "latin1")
SLOW = re.compile(
    "\ufffd"
    rf"|[طظعغ][{ARABIC}](?:[طظعغ][{ARABIC}]){{2}}|[ØÙÚÛ][{WESTERN}](?:[ØÙÚÛ][{WESTERN}]){{2}}"
    rf"|(?<=[a-z])[أؤإ][{ARABIC}]|(?<=[a-z])[ÃÄÅ][{WESTERN}]"
    "|â[€\x80]"
)
LETTERS = "".join(_RUINED)
PAIRS = st.sampled_from([first + tail for first in LETTERS for tail in "،§„³€\x80\x9f»¿û«ں "])
SPOILT = st.text(st.sampled_from("سلام، aûz\nØعئ"), max_size=4).map(
    lambda text: text.encode().decode("cp1256", "replace")
)
TEXTS = st.lists(st.one_of(PAIRS, SPOILT, st.text(max_size=3), st.just("a")), max_size=8).map("".join)


def look(text: str) -> None:
    found = SLOW.search(text)
    assert garbled(text) == (found[0] if found else "")


def test_both_ways_find_the_same() -> None:
    settings(max_examples=2000, deadline=None)(given(TEXTS)(look))()


BEGUN = MODULE._BEGUN_BY  # noqa: SLF001
FAULTS = {f"nothing that begins with {first}": {**BEGUN, first: re.compile("(?!)")} for first in BEGUN} | {
    "signs after anything": {**BEGUN, "Ã": re.compile("Ã[\x80-\xbf]")},
    "two letters": {**BEGUN, "ع": re.compile(f"ع[{ARABIC}][طظعغ][{ARABIC}]")},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_twin_each_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "_BEGUN_BY", FAULTS[fault])
    quick = settings(max_examples=20000, deadline=None, phases=[Phase.generate], database=None, derandomize=True)
    with pytest.raises(AssertionError):
        quick(given(TEXTS)(look))()
