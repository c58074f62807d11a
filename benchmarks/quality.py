"""How many faults in translations the checks find, and how often they flag good ones, beside pofilter.

Good translations make one catalog for each language. For each kind of fault some of them are spoilt, and the catalog
is checked again: a fault counts as found if its text has a finding then that it had not before.
Exit code 0: every goal is met; 1: one is not; 2: the data or pofilter is missing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from operator import ge
from pathlib import Path
from random import Random
from statistics import mean
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cases import Case, Document, Key, corpus, key_of, spoilt  # noqa: E402
from faults import AGREED  # noqa: E402
from pairs import LOCALES, Kind, Pair  # noqa: E402
from peer import Peer, find_pofilter  # noqa: E402

from publisher import document, po  # noqa: E402
from publisher.catalog import Catalog  # noqa: E402
from publisher.checks import check  # noqa: E402
from publisher.errors import CatalogError  # noqa: E402
from publisher.locale import locale as find_locale  # noqa: E402
from publisher.model import Finding, Segment, Severity  # noqa: E402
from publisher.terms import Agreed, Glossary, Term  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ERRORS, BOTH = 0.85, 0.97
"""How many of the faults shall be found by errors, and by errors or warnings, on the average of the kinds."""
FLAGGED = {"ar": 60, "ku": 100, "ckb": 150}
"""How many of a thousand good translations may be flagged."""
SIZE, SECONDS = 10_000, 10
SEVERE = (Severity.ERROR, Severity.WARNING)
Findings = dict[Key, Counter[tuple[str, Severity]]]
"""How often each check spoke of each text; those of the whole document stand under ("", "")."""


@dataclass
class Kept:
    """The cases of one kind of fault, and what was said of each that was not said before."""

    cases: Sequence[Case]
    said: list[set[tuple[str, Severity]]] = field(default_factory=list)
    before: Counter[str] = field(default_factory=Counter)
    """Which checks flagged what was added to make place for the faults."""

    def found(self, number: int) -> str:
        """How grave the findings of a case are: error, warning or nothing."""
        severities = {severity for _, severity in self.said[number]}
        return next((one.value for one in SEVERE if one in severities), "")

    @property
    def recall(self) -> tuple[float, float]:
        """The share of the cases that were found by errors, and by errors or warnings."""
        found = [self.found(number) for number in range(len(self.cases))]
        return found.count(SEVERE[0].value) / (len(found) or 1), sum(map(bool, found)) / (len(found) or 1)


def catalog_of(pairs: Iterable[Pair], locale: str) -> Catalog:
    one = find_locale(locale)
    header = f"Language: {locale}\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: {one.plural_forms}\n"
    entries = [po.Entry(msgctxt=pair.context, msgid=pair.english, msgstr=pair.translation) for pair in pairs]
    data = po.serialize([po.Entry(msgstr=header), *entries])
    return Catalog.read(data, one, find_locale("en"), f"{locale}.po")


def glossary_of(locale: str) -> Glossary:
    return Glossary(
        [Agreed(Term(one["en"], kind, "", 0), one[locale]) for kind, terms in AGREED.items() for one in terms]
    )


def findings_of(pairs: Sequence[Pair], locale: str) -> list[Finding]:
    segments = [Segment(pair.english, pair.context) for pair in pairs]
    return check(catalog_of(pairs, locale), segments, lambda _, text: document.inline(text), glossary_of(locale))


def counted(findings: Iterable[Finding]) -> Findings:
    found: Findings = defaultdict(Counter)
    for one in findings:
        found[one.segment.key if one.segment else ("", "")][one.check, one.severity] += 1
    return found


def new_findings(case: Case, clean: Findings, faulty: Findings, *, whole: bool) -> set[tuple[str, Severity]]:
    """What was not said before."""
    keys = [*case.keys, *([("", "")] if whole else [])]
    return {what for key in keys for what in faulty.get(key, Counter()) - clean.get(key, Counter())}


def is_refused(pair: Pair, locale: str) -> bool:
    """Whether a catalog with this translation cannot even be read: letters read in another encoding."""
    try:
        catalog_of([pair], locale)
    except CatalogError:
        return True
    return False


def measured(kind: Kind, doc: Document, base: Findings, clean_pairs: Sequence[Pair], locale: str) -> Kept:
    refused = {key for key, pair in doc.spoilt.items() if is_refused(pair, locale)}
    clean = base if doc.pairs == clean_pairs else counted(findings_of(doc.pairs, locale))
    pairs = [old if key_of(old) in refused else new for old, new in zip(doc.pairs, doc.faulty, strict=True)]
    faulty = counted(findings_of(pairs, locale))
    kept, same, places = Kept(doc.cases), set(clean_pairs), {pair.place: key_of(pair) for pair in clean_pairs}
    for case in doc.cases:
        said = new_findings(case, clean, faulty, whole=kind.whole)
        kept.said.append({("reading", Severity.ERROR)} if case.keys & refused else said)
        old = base.get(places.get(case.before.place, ("", "")), Counter())
        new = clean.get(key_of(case.before), Counter()) - old if case.before not in same else ()
        kept.before.update(check for check, severity in new if severity in SEVERE)
    return kept


def shown(name: str, kept: Kept, number: int) -> None:
    """Print some cases of a kind, first those that nothing was said of."""
    grades = ["", SEVERE[1].value, SEVERE[0].value]
    order = sorted(range(len(kept.cases)), key=lambda i: grades.index(kept.found(i)))
    errors, both = kept.recall
    print(f"\n### {name}: {both:.2f} of {len(kept.cases)} found, {errors:.2f} by errors\n")
    if kept.before:
        print("flagged before the fault:", ", ".join(f"{check} {count}" for check, count in kept.before.items()), "\n")
    for i in (*order[:number], *order[number:][-1:]):
        case, said = kept.cases[i], ", ".join(sorted(f"{check} {severity}" for check, severity in kept.said[i]))
        print(f"{said or 'MISSED'} ({case.before.place})")
        print(f"  {case.before.english}\n  {case.before.translation}\n  {case.after.translation}")


@dataclass
class Result:
    """What came out for one language."""

    locale: str
    pairs: list[Pair]
    base: list[Finding]
    kinds: dict[str, Kept] = field(default_factory=dict)
    docs: dict[str, Document] = field(default_factory=dict)
    peer: Peer | None = None

    def flagged(self, severities: Sequence[Severity]) -> float:
        """How many of a thousand good translations have a finding."""
        texts = {one.segment.key for one in self.base if one.segment and one.severity in severities}
        return 1000 * len(texts) / len(self.pairs)

    def macro(self, names: Sequence[str]) -> tuple[float, float]:
        recalls = [self.kinds[name].recall for name in names]
        return mean(errors for errors, _ in recalls), mean(both for _, both in recalls)


def measure(locale: str, kinds: dict[str, Kind], options: argparse.Namespace) -> Result:
    pairs = corpus(options.data, locale)
    if options.quick:
        pairs = pairs[: 6 * options.cases]
    result = Result(locale, pairs, findings_of(pairs, locale))
    base = counted(result.base)
    for name, kind in kinds.items():
        if locale not in kind.locales:
            continue
        doc = spoilt(kind, pairs, locale, Random(f"{options.seed} {name} {locale}"), options.cases)  # noqa: S311
        result.docs[name], result.kinds[name] = doc, measured(kind, doc, base, pairs, locale)
        if options.show:
            shown(f"{locale}: {name}", result.kinds[name], options.samples)
    if not options.without_peer:
        result.peer = Peer.measure(locale, pairs, result.docs)
    return result


def report(result: Result, lists: dict[str, dict[str, Kind]]) -> bool:
    """Print the table of one language; whether its goals are met."""
    peer, locale, good = result.peer, result.locale, True
    print(f"\n#### {find_locale(locale).english_name}\n")
    print("| kind of fault | cases | ours: errors | errors, warnings | pofilter | tuned |\n|---|--:|--:|--:|--:|--:|")
    for kinds in lists.values():
        names = [name for name in kinds if name in result.kinds and result.kinds[name].cases]
        for name in names:
            kept = result.kinds[name]
            print(row(name, len(kept.cases), *kept.recall, *(peer.recall(name) if peer else ("", ""))))
        good &= all(map(ge, averages("average of", names, result), (ERRORS, BOTH)))
        averages("… of the grave", [name for name in names if kinds[name].grave], result)
    flags = [result.flagged(SEVERE[:1]), result.flagged(SEVERE)]
    theirs = peer.flagged if peer else []
    print(row("flagged of 1000 good ones", len(result.pairs), *(f"{one:.0f}" for one in (*flags, *theirs))))
    return good and flags[1] <= FLAGGED[locale]


def averages(title: str, names: Sequence[str], result: Result) -> tuple[float, float]:
    """Print the averages of some kinds; ours."""
    if not names:
        return (1.0, 1.0)
    macro, peer = result.macro(names), result.peer
    theirs = [mean(column) for column in zip(*map(peer.recall, names), strict=True)] if peer else ["", ""]
    cases = sum(len(result.kinds[name].cases) for name in names)
    print(row(f"**{title} {len(names)} kinds**", cases, *macro, *theirs))
    return macro


def row(name: str, *values: object) -> str:
    cells = [f"{value:.2f}" if isinstance(value, float) else str(value) for value in values]
    return f"| {name} | {' | '.join(cells)} |"


def by_check(results: Sequence[Result]) -> None:
    """Print how many findings each check has in good translations."""
    counts = {one.locale: Counter((f.check, f.severity.value) for f in one.base) for one in results}
    names = sorted({name for count in counts.values() for name in count if name[1] != Severity.INFO.value})
    print(
        "\n| findings in 1000 good ones | severity |", " | ".join(counts), "|\n|---|---|", "--:|" * len(counts), sep=""
    )
    for name in names:
        per = [f"{1000 * counts[one.locale][name] / len(one.pairs):.1f}" for one in results]
        print(f"| {name[0]} | {name[1]} | {' | '.join(per)} |")


def write_flags(path: Path, results: Sequence[Result]) -> None:
    """Write down what was said of good translations, for people to judge."""
    lines = ["locale\tline\tcheck\tseverity\tmessage\tEnglish\ttranslation"]
    for result in results:
        places = {key_of(pair): pair for pair in result.pairs}
        for one in result.base:
            pair = places.get(one.segment.key if one.segment else ("", ""), Pair("", ""))
            cells = (result.locale, pair.place or "all", one.check, one.severity, one.message, *pair[:2])
            lines.append("\t".join(str(cell).replace("\t", " ").replace("\n", "⏎") for cell in cells))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def in_time(data: Path, size: int) -> bool:
    """Check one large catalog."""
    good = True
    print("\n| | segments | seconds |\n|---|--:|--:|")
    for locale in LOCALES:
        pairs = corpus(data, locale)
        many = [
            pair._replace(english=f"{pair.english} {i}", translation=f"{pair.translation} {i}")
            for i in range(100, 100 + size // len(pairs) + 1)
            for pair in pairs
        ][:size]
        start = perf_counter()
        findings_of(many, locale)
        spent = perf_counter() - start
        good &= spent < SECONDS
        print(f"| {find_locale(locale).english_name} | {len(many):,} | {spent:.1f} |")
    return good


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--cases", type=int, default=100, help="how many of each kind")
    parser.add_argument("--locale", choices=LOCALES, action="append", help="one language alone")
    parser.add_argument("--kind", default="", help="the kinds with this in their name alone")
    parser.add_argument("--faults", action="append", help="a module with KINDS, instead of faults and faults_blind")
    parser.add_argument("--show", action="store_true", help="print cases, first what was not found")
    parser.add_argument("--samples", type=int, default=3, help="how many of each kind to show")
    parser.add_argument("--flags", type=Path, metavar="FILE", help="write down what was said of good translations")
    parser.add_argument("--quick", action="store_true", help="fewer texts and cases")
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    return parser.parse_args()


def fault_lists(options: argparse.Namespace) -> dict[str, dict[str, Kind]]:
    blind = ["faults_blind"] if (ROOT / "benchmarks" / "faults_blind.py").is_file() else []
    lists: dict[str, dict[str, Kind]] = {}
    for module in options.faults or ["faults", *blind]:
        known = {name for kinds in lists.values() for name in kinds}
        kinds = {
            f"{name} ({module})" if name in known else name: kind for name, kind in import_module(module).KINDS.items()
        }
        lists[module] = {name: kind for name, kind in kinds.items() if options.kind in name}
    return lists


def main() -> int:
    options = arguments()
    if options.quick:
        options.cases = min(options.cases, 50)
    if not (options.data / "ntrex" / "en.txt").is_file():
        print(f"{options.data}: no data there; say where with --data DIR", file=sys.stderr)
        return 2
    if not options.without_peer and not find_pofilter():
        print("pofilter is missing: pip install translate-toolkit, or use --without-peer", file=sys.stderr)
        return 2
    lists = fault_lists(options)
    every = {name: kind for kinds in lists.values() for name, kind in kinds.items()}
    results = [measure(locale, every, options) for locale in options.locale or LOCALES]
    goals = [report(result, lists) for result in results]
    by_check(results)
    if options.flags:
        write_flags(options.flags, results)
    fast = bool(options.kind or options.no_speed) or in_time(options.data, SIZE // 10 if options.quick else SIZE)
    return int(not (all(goals) and fast))


if __name__ == "__main__":
    sys.exit(main())
