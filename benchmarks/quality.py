"""How many faults in translations the checks find, and how often they flag good ones, beside pofilter.

Good translations make one catalog for each language. For each kind of fault some of them are spoilt, and the catalog
is checked again: a fault counts as found if its text has a finding then that it had not before. What is said of good
translations was judged by readers: `verdicts.tsv`.
Exit code 0: every goal is met; 1: one is not; 2: the data or pofilter is missing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import mean
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cases import Case, Document, Key, corpus, key_of, spoilt  # noqa: E402
from faults import AGREED  # noqa: E402
from grave import MINOR  # noqa: E402
from pairs import LOCALES, Kind, Pair  # noqa: E402
from peer import Peer, find_pofilter  # noqa: E402
from verdicts import FALSE, VERDICTS, Judged  # noqa: E402

from publisher import document, po  # noqa: E402
from publisher.catalog import Catalog  # noqa: E402
from publisher.checks import check  # noqa: E402
from publisher.errors import CatalogError  # noqa: E402
from publisher.locale import locale as find_locale  # noqa: E402
from publisher.model import Finding, Segment, Severity  # noqa: E402
from publisher.terms import Agreed, Glossary, Term  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIRST, SECOND = "faults", "faults_blind"
"""The two lists of faults; the goals are about the first."""
ERRORS, BOTH = 0.85, 0.97
"""How many grave faults shall be found by errors, and of all by errors or warnings, on the average of the kinds."""
FLAGGED = {"ar": 60, "ku": 100, "ckb": 150}
"""How many of a thousand good translations may be flagged."""
FALSE_ERRORS = {"ar": 3, "ku": 3, "ckb": 8}
"""How many of a thousand good translations may have an error that is a false alarm."""
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
    judged: Judged
    kinds: dict[str, Kept] = field(default_factory=dict)
    docs: dict[str, Document] = field(default_factory=dict)
    peer: Peer | None = None

    @property
    def name(self) -> str:
        return find_locale(self.locale).english_name

    def ours(self, names: Sequence[str]) -> tuple[float, ...]:
        """The average of some kinds: found by errors, and by errors or warnings."""
        return means(self.kinds[name].recall for name in names if name in self.kinds)

    def theirs(self, names: Sequence[str]) -> tuple[float, ...]:
        """The same of pofilter: as it comes, and tuned."""
        return means(self.peer.recall(name) for name in names if self.peer and name in self.kinds)


def measure(locale: str, kinds: dict[str, Kind], options: argparse.Namespace) -> Result:
    pairs = corpus(options.data, locale)
    if options.quick:
        pairs = pairs[: 6 * options.cases]
    found = findings_of(pairs, locale)
    result = Result(locale, pairs, found, Judged.of(locale, {key_of(pair): pair.place for pair in pairs}, found))
    base = counted(result.base)
    for name, kind in kinds.items():
        if locale not in kind.locales:
            continue
        doc = spoilt(kind, pairs, locale, Random(f"{options.seed} {name} {locale}"), options.cases)  # noqa: S311
        if not doc.cases:
            print(f"{locale}: no place for: {name}", file=sys.stderr)
            continue
        result.docs[name], result.kinds[name] = doc, measured(kind, doc, base, pairs, locale)
        if options.show:
            shown(f"{locale}: {name}", result.kinds[name], options.samples)
    if not options.without_peer:
        result.peer = Peer.measure(locale, pairs, result.docs)
    return result


def means(rows: Iterable[tuple[float, float]]) -> tuple[float, ...]:
    return tuple(map(mean, zip(*rows, strict=True)))


def row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def head(*cells: str) -> str:
    return f"{row(*cells)}\n|---{'|--:' * (len(cells) - 1)}|"


def shares(values: Sequence[float]) -> str:
    """Two shares as a cell of a table."""
    return " / ".join(f"{one:.2f}" for one in values) or "-"


def recalls(title: str, kinds: Iterable[str], results: Sequence[Result]) -> None:
    """Print how many faults of one list were found."""
    names = [name for name in kinds if any(result.kinds.get(name, Kept(())).cases for result in results)]
    if not names:
        return
    peers = [result for result in results if result.peer]
    print(f"\n{title}\n")
    print(head("kind of fault", *(one.name for one in results), *(f"pofilter, {one.locale}" for one in peers)))
    groups = {f"{name} (minor)" * (name in MINOR) or name: [name] for name in names}
    groups |= {"**average of all kinds**": names}
    groups |= {"**average of the grave kinds**": [name for name in names if name not in MINOR]}
    for label, group in groups.items():
        print(row(label, *(shares(one.ours(group)) for one in results), *(shares(one.theirs(group)) for one in peers)))
    for label, minor in (("how many kinds", True), ("how many grave kinds", False)):
        counts = [sum(name in one.kinds and (minor or name not in MINOR) for name in names) for one in results]
        print(row(label, *counts, *[""] * len(peers)))


def flags(results: Sequence[Result]) -> None:
    """Print how many good translations were flagged, and what people say of it."""
    print("\nOf 1,000 good translations have a finding:\n")
    print(head("", "texts", "errors", "warnings", "either", "pofilter", "pofilter, tuned"))
    for one in results:
        theirs = [f"{value:.0f}" for value in one.peer.flagged] if one.peer else ["-"] * 2
        for verdict, label in {"": f"**{one.name}**", **VERDICTS}.items():
            ours = [f"{one.judged.rate(grades, verdict):.1f}" for grades in (SEVERE[:1], SEVERE[1:], SEVERE)]
            print(row(label, "" if verdict else len(one.pairs), *ours, *([""] * 2 if verdict else theirs)))


def unsettled(results: Sequence[Result], *, whole: bool) -> None:
    """Print what has no verdict, and verdicts on what is not said any more."""
    for one in results:
        for key in one.judged.unjudged(SEVERE):
            print(f"no verdict, counted as a false alarm: {one.locale} {' '.join(key)}")
        for key in one.judged.stale(SEVERE) if whole else ():
            print(f"stale verdict, no such finding: {one.locale} {' '.join(key)}")


def goals(results: Sequence[Result], first: Mapping[str, Kind], seconds: Mapping[str, float]) -> bool:
    """Print the goals; whether all are met."""
    rows: list[tuple[str, Result, float, float, bool]] = []
    for one in results:
        names = [name for name in first if name in one.kinds]
        if any(name not in MINOR for name in names):
            errors, _ = one.ours([name for name in names if name not in MINOR])
            rows.append(("grave kinds, by errors", one, errors, ERRORS, errors >= ERRORS))
        if names:
            _, both = one.ours(names)
            rows.append(("all kinds, by errors or warnings", one, both, BOTH, both >= BOTH))
        flagged, false = one.judged.rate(SEVERE), one.judged.rate(SEVERE[:1], FALSE)
        most = FALSE_ERRORS[one.locale]
        rows.append(("flagged of 1,000", one, flagged, FLAGGED[one.locale], flagged <= FLAGGED[one.locale]))
        rows.append(("errors that are false alarms, of 1,000", one, false, most, false <= most))
        if (spent := seconds.get(one.locale)) is not None:
            rows.append((f"seconds for {SIZE:,} texts", one, spent, SECONDS, spent < SECONDS))
    print(f"\nGoals:\n\n{head('', 'language', 'is', 'shall be', 'met')}")
    for label, one, value, goal, met in sorted(rows, key=lambda row: [other[0] for other in rows].index(row[0])):
        sign = "≥" if goal in (ERRORS, BOTH) else "≤"
        print(row(label, one.name, f"{value:.3f}" if goal < 1 else f"{value:.1f}", f"{sign} {goal}", "✗✓"[met]))
    return all(met for *_, met in rows)


def by_check(results: Sequence[Result]) -> None:
    """Print how many findings each check has in good translations."""
    counts = {one.locale: Counter((f.check, f.severity.value) for f in one.base) for one in results}
    names = sorted({name for count in counts.values() for name in count if name[1] != Severity.INFO.value})
    print(f"\n{head('findings in 1,000 good translations', 'severity', *counts)}")
    for name in names:
        per = [f"{1000 * counts[one.locale][name] / len(one.pairs):.1f}" for one in results]
        print(row(*name, *per))


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


def times(results: Sequence[Result]) -> dict[str, float]:
    """How long it takes to check a large catalog in each language."""
    spent: dict[str, float] = {}
    for one in results:
        many = [
            pair._replace(english=f"{pair.english} {i}", translation=f"{pair.translation} {i}")
            for i in range(100, 100 + SIZE // len(one.pairs) + 1)
            for pair in one.pairs
        ][:SIZE]
        start = perf_counter()
        findings_of(many, one.locale)
        spent[one.locale] = perf_counter() - start
    return spent


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
    lists: dict[str, dict[str, Kind]] = {}
    for module in options.faults or [FIRST, SECOND]:
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
    results = []
    for locale in options.locale or LOCALES:
        results.append(measure(locale, every, options))
        print(f"{locale} measured", file=sys.stderr)
    for module, kinds in lists.items():
        goal = "with goals" if module == FIRST else "without a goal"
        recalls(f"Faults of `{module}` ({goal}), found by errors / by errors or warnings:", kinds, results)
    flags(results)
    by_check(results)
    if options.flags:
        write_flags(options.flags, results)
    seconds = {} if options.kind or options.no_speed or options.quick else times(results)
    met = goals(results, lists.get(FIRST, {}), seconds)
    unsettled(results, whole=not options.quick)
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
