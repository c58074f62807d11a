"""What readers judged of the findings in good translations: `verdicts.tsv`.

A line for each text and check: `mistake` (the translation does have this fault), `harmless` (true as said, but no
reader is misled) or `false` (the check is wrong; so are hints that something is missing, where nothing is).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.model import Finding, Severity

FALSE, MISTAKE, HARMLESS = "false", "mistake", "harmless"
VERDICTS = {MISTAKE: "a mistake in the translation", HARMLESS: "harmless", FALSE: "a false alarm"}
FILE = Path(__file__).with_name("verdicts.tsv")
WHOLE = "all"
"""The place of what is said of the whole document."""


def read(locale: str) -> dict[tuple[str, str], str]:
    """The verdict of each place and check."""
    lines = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()[1:]]
    wrong = ["\t".join(line) for line in lines if len(line) != 5 or line[3] not in VERDICTS]  # noqa: PLR2004
    if wrong:
        raise ValueError("\n".join((f"{FILE}: no verdicts:", *wrong)))
    return {(place, check): verdict for one, place, check, verdict, _ in lines if one == locale}


@dataclass(frozen=True)
class Judged:
    """What was said of good translations, and what people say of that."""

    locale: str
    size: int
    said: Mapping[tuple[str, str], frozenset[Severity]]
    """How grave the findings of each place and check are."""
    verdicts: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, locale: str, places: Mapping[tuple[str, str], str], found: Sequence[Finding]) -> Judged:
        """Take what the checks say; `places` tells where each text comes from."""
        said = defaultdict(set)
        for one in found:
            said[places[one.segment.key] if one.segment else WHOLE, one.check].add(one.severity)
        there = {*places.values(), WHOLE}
        verdicts = {key: verdict for key, verdict in read(locale).items() if key[0] in there}
        return cls(locale, len(places), {key: frozenset(grades) for key, grades in said.items()}, verdicts)

    def texts(self, severities: Sequence[Severity]) -> dict[str, str]:
        """The verdict of each text with such findings: a false alarm if one of them is, else a mistake if one is."""
        found = defaultdict(set)
        for key, grades in self.said.items():
            if grades & {*severities}:
                found[key[0]].add(self.verdicts.get(key, FALSE))
        return {place: next(one for one in (FALSE, MISTAKE, HARMLESS) if one in all_) for place, all_ in found.items()}

    def rate(self, severities: Sequence[Severity], verdict: str = "") -> float:
        """How many of a thousand texts are flagged, or flagged with such a verdict."""
        found = self.texts(severities).values()
        return 1000 * sum(verdict in ("", one) for one in found) / self.size

    def unjudged(self, severities: Sequence[Severity]) -> list[tuple[str, str]]:
        """What nobody has judged; it counts as false."""
        return sorted(key for key, grades in self.said.items() if grades & {*severities} and key not in self.verdicts)

    def stale(self, severities: Sequence[Severity]) -> list[tuple[str, str]]:
        """What was judged, and is said no more."""
        return sorted(key for key in self.verdicts if not self.said.get(key, frozenset()) & {*severities})
