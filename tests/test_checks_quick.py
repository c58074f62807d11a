"""What the checks do quickly has the same result as what it stands before: the plain way, which is written out here."""

# ruff: noqa: SLF001  # the plain ways are those of private functions

from __future__ import annotations

import gc
import re
import unicodedata
from collections import Counter
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from publisher import po
from publisher.catalog import Catalog
from publisher.checks import (
    alphabets,
    amounts,
    asking,
    catalogs,
    leftovers,
    letters,
    marks,
    neighbours,
    number_words,
    numbers,
    patterns,
    registry,
    size,
    spelling,
    units,
    words,
)
from publisher.checks import pair as pair_module
from publisher.checks.pair import _DOMAIN, Pair, plain
from publisher.checks.patterns import AL, Rare
from publisher.checks.whole import Whole
from publisher.document import inline
from publisher.locale import locale
from publisher.model import Segment
from publisher.terms import Agreed, Glossary, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIXTURES = sorted((Path(__file__).parent / "checks").glob("*/*.po"))
CHECKS = {**registry.ALONE, **registry.TEXT_CHECKS}
GLOSSARY = Glossary(
    [Agreed(Term("WhatsApp", "keep", "", 1), "WhatsApp"), Agreed(Term("ceasefire", "term", "", 2), "هدنة")]
)
RARE = sorted((one for one in gc.get_objects() if isinstance(one, Rare)), key=lambda one: one.pattern.pattern)

CACHES = [
    one
    for one in gc.get_objects()
    if isinstance(one, _lru_cache_wrapper)
    and one.__module__.startswith("publisher.checks")
    and one.cache_parameters()["maxsize"]
]

OPEN, SHUT = re.compile(""), re.compile("(?!)")
GATES: dict[str, tuple[Any, str]] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": (module, name)
    for module, name in [
        (alphabets, "DIGIT"),
        (alphabets, "INVISIBLE"),
        (alphabets, "_MAY_BE_MISTYPED"),
        (alphabets, "_may_be_misspelt"),
        (amounts, "DIGIT"),
        (leftovers, "_may_be_copied"),
        (letters, "_OTHER_DIGIT"),
        (letters, "_may_be_typed_wrongly"),
        (letters, "is_unusual"),
        (marks, "BRACKETS"),
        (marks, "QUOTATION_MARKS"),
        (numbers, "DIGIT"),
        (numbers, "_TELLS_AFTER"),
        (numbers, "_TELLS_BEFORE"),
        (pair_module, "is_unusual"),
        (words, "_may_be_another"),
    ]
}
"""What keeps a check from looking closely at texts that have nothing for it; with all of them open it would."""


def pair(language: str, english: str, target: str, context: str = "paragraph") -> Pair:
    return Pair(Segment(english, context), target, locale(language), lambda _, text: inline(text), GLOSSARY)


def fixtures() -> Iterator[Pair]:
    for path in FIXTURES:
        for one in po.parse(path.read_bytes(), path.name)[1:]:
            for target in filter(None, (one.msgstr, *one.msgstr_plural.values())):
                yield pair(path.suffixes[-2].removeprefix("."), one.msgid, target, one.msgctxt or "")


EVERY = list(fixtures())
WORDS = sorted({word for one in EVERY for text in (one.english, one.target) for word in text.split()})
SIGNS = [
    *" \t\n\u00a0\u202f\u200c\u200d\u200f\u2066\u2069\u0640\u064b\u0301\u065a\u06fd\ufeff\ufeb3",
    *".,;:?!،؛؟…()[]«»“”„‹›\"'’`´*_~\\/-–@<>&{}%$€",
    *"0123456789٠٤٥۴۵aAkKsSiIıİſ\u212aêÊéçșاأإآبتةثحدرڕكکڪلڵمنهھہةويىیېێۆوەپچژگڤ",
    *("  ", "و ", "ال", "لله", "www.", "://", "10 ", "per cent", "p.m.", "COVID-19", "7/1/2026"),
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS) | st.just(" "), max_size=25).map("".join)
"""Words of good and of bad translations, and signs, in any order, with and without spaces between them."""
PAIRS = st.sampled_from(EVERY) | st.builds(
    pair,
    st.sampled_from(["ar", "ckb", "ku", "fr"]),
    TEXTS | st.sampled_from(EVERY).map(lambda one: one.english),
    TEXTS,
    st.sampled_from(["paragraph", "heading", "signatory"]),
)


def found(one: Pair) -> dict[str, list[registry.Hit]]:
    """What each check says of a pair that it has not seen before."""
    for cache in CACHES:
        cache.cache_clear()
    new = Pair(one.segment, one.target, one.locale, lambda _, text: inline(text), GLOSSARY)
    return {name: list(check(new)) for name, check in CHECKS.items()}


@contextmanager
def held(state: re.Pattern[str], *chosen: str | Rare) -> Iterator[None]:
    """Hold gates, and the quick halves of rare patterns, open or shut."""
    with pytest.MonkeyPatch.context() as patch:
        for one in chosen:
            place, name = (one, "needs") if isinstance(one, Rare) else GATES[one]
            old = getattr(place, name)
            new = dict.fromkeys(old, state) if isinstance(old, dict) else state
            patch.setattr(place, name, (lambda *_: state is OPEN) if callable(old) else new)
        yield


# Gates


@settings(max_examples=400, deadline=None)
@given(PAIRS)
def test_what_stands_behind_a_gate_would_find_nothing(one: Pair) -> None:
    with held(OPEN, *GATES, *RARE):
        expected = found(one)
    assert found(one) == expected


MORE = [
    pair("ar", "It began on 7 January 2026.", "بدأ في 1/7/2026."),
    pair("ku", "The café of José", "The cafe\u0301 of Jose\u0301"),
    pair("ku", "In the 1990s people fled.", "Di salên 90î de xelk reviyan."),
]
"""What the fixtures have no example of."""


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_that_were_too_narrow_would_be_noticed(gate: str) -> None:
    """The twin of the test above: with a gate shut, something is missed."""
    with held(SHUT, gate):
        missed = [found(one) for one in (*EVERY, *MORE)]
    assert missed != [found(one) for one in (*EVERY, *MORE)]


def needs_enough(rare: Rare, data: st.DataObject) -> None:
    """Everything that a rare pattern finds must have what it needs."""
    assert rare.needs.search(data.draw(st.from_regex(rare.pattern)))


@pytest.mark.parametrize("rare", RARE, ids=lambda one: one.pattern.pattern[:20])
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_rare_pattern_needs_no_more_than_it_must(rare: Rare, data: st.DataObject) -> None:
    needs_enough(rare, data)


@settings(deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])
@given(data=st.data())
def needs_too_much(data: st.DataObject) -> None:
    needs_enough(Rare("a", "[ab]c"), data)


def test_a_rare_pattern_that_needed_too_much_would_be_noticed() -> None:
    with pytest.raises(AssertionError):
        needs_too_much()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_rare_pattern_finds_the_same_without_its_quick_half(text: str) -> None:
    for one in RARE:
        assert [found.span() for found in one.finditer(text)] == [found.span() for found in one.pattern.finditer(text)]
        assert one.sub("x", text) == one.pattern.sub("x", text)
        assert bool(one.search(text)) == bool(one.pattern.search(text))


# What is remembered of short texts


def asked(which: asking.Which, *every: Pair) -> list[list[tuple[str, registry.Hit]]]:
    """What some checks say of pairs, one after another."""
    asking._remembered.cache_clear()
    return [list(asking.said(one, which)) for one in every]


SHORT = [
    *(one for one in EVERY if len(one.english) <= asking._SHORT),
    pair("ar", "The ceasefire", "وقف إطلاق النار"),
    Pair(Segment("A school", "heading", "{n} of 45 schools"), "{n} من 45 مدرسة", locale("ar"), plain, GLOSSARY, 1),
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["alone", "guards", "others"]), st.lists(PAIRS | st.sampled_from(SHORT), max_size=4))
def test_what_is_remembered_is_what_would_be_said(which: asking.Which, every: list[Pair]) -> None:
    other = Pair(every[0].segment, every[0].target, every[0].locale, every[0]._read, Glossary()) if every else None
    every += [one for one in (other, *every) if one]
    assert asked(which, *every) == [list(asking._said(one, which)) for one in every]


OTHERS: dict[str, Any] = {
    "source": "Peace",
    "context": "",
    "plural": "",
    "target": "x",
    "form": 0,
    "locale": locale("fr"),
    "glossary": Glossary(),
}


@pytest.mark.parametrize("field", asking._Asked._fields)
def test_whatever_were_not_asked_for_would_be_noticed(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin of the test above: with one thing mistaken for another, something else is said."""
    make = asking._Asked
    monkeypatch.setattr(asking, "_Asked", lambda *values: make(*values)._replace(**{field: OTHERS[field]}))
    assert asked("others", *SHORT) != [list(asking._said(one, "others")) for one in SHORT]


# Patterns that begin with a character, and what they say in plain words


PLAIN = {
    "a number": (
        numbers._NUMBER,
        r"(?<!\d)(?:\d{1,3}(?:[ '.,]\d{3}){1,6}(?!\d|[.,]\d{3})(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,:]\d{1,30}){0,6})",
    ),
    "digits": (alphabets._NUMBER, r"\d++(?:[.,:/\u066b\u066c\u060c]\d++)*+"),
    "the end of a sentence": (
        size._SENTENCE_END,
        size._MARK + r"+[\"'»”’)\]]*+(?=\s+[^\sa-zçêîşû]|\s*\Z)",
    ),
    "no letter of Arabic": (alphabets.OTHER_THAN["ar"], rf"(?![\u0621-\u063a\u0640-\u064aٱپچژگڤ])[{AL}]"),
    "no letter of Sorani": (
        alphabets.OTHER_THAN["ckb"],
        rf"(?![ءآئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهھەیێـ])[{AL}\u064b-\u0652\u065a]",
    ),
    "a letter of Persian": (
        neighbours._OTHER["ar"],
        rf"(?![کڪھہیې])(?:(?![\u0621-\u063a\u0640-\u064aٱپچژگڤ])[{AL}])|[پچژگڤ]",
    ),
}


@pytest.mark.parametrize("name", PLAIN)
@settings(max_examples=200, deadline=None)
@given(TEXTS | st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF)))
def test_a_pattern_finds_what_its_plain_form_finds(name: str, text: str) -> None:
    quick, plain = PLAIN[name]
    assert [one.span() for one in quick.finditer(text)] == [one.span() for one in re.finditer(plain, text)]


SUSPECT = {
    "ar": rf"{neighbours._OTHER['ar'].pattern}|[«“\"(\[]",
    "ckb": r"[ثذصضطظةأإؤ]|(?<!\w)ال|لله(?!\w)|[«“\"(\[]",
    "ku": r"[^A-Za-zçêîşûÇÊÎŞÛ\W\d_]|[«“\"(\[]",
}


@given(st.sampled_from(sorted(SUSPECT)), TEXTS)
def test_what_may_hold_words_of_another_language(language: str, text: str) -> None:
    quick = any(one.search(text) for one in neighbours._SUSPECT[language])
    assert quick == bool(re.search(SUSPECT[language], text))


@given(TEXTS)
def test_a_note_is_the_first_of_all_kinds(text: str) -> None:
    every = [one for pattern in leftovers._NOTES if (one := pattern.search(text))]
    plain = re.search("|".join(one.pattern.pattern for one in leftovers._NOTES), text, re.IGNORECASE)
    first = min(every, key=re.Match.start, default=None)
    assert (first and first.span()) == (plain and plain.span())


def test_small_letters_are_those_that_are_found_without_regard_to_capitals() -> None:
    for letter in "abcdefghijklmnopqrstuvwxyz":
        pattern = re.compile(letter, re.IGNORECASE)
        every = {one for one in map(chr, range(0x110000)) if pattern.match(one)}
        assert every == {one for one in (*every, *map(chr, range(0x3000))) if patterns.small(one) == letter}


LARGE = r"teen|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ie)|hundred|(?:thous|mill|bill|trill)[ai]"
MONEY = r"[$€£]|USD|EUR|GBP|SYP|TRY|IQD|[Dd]ollar|DOLLAR|[Ee]uro|EURO|[Pp]ound|[Ll]ira|[Dd]inar"


@settings(max_examples=300)
@given(st.from_regex(LARGE, fullmatch=True) | st.from_regex(MONEY, fullmatch=True), st.data())
def test_lists_of_words_find_what_a_pattern_of_them_finds(word: str, data: st.DataObject) -> None:
    other = {"i": "iIİı", "s": "sSſ"}
    letters = [data.draw(st.sampled_from(other.get(one, one + one.upper()))) for one in word]
    for text in (word, "".join(letters), f"the {''.join(letters[:-1])} of"):
        assert amounts._LARGE.search(patterns.small(text)) == bool(re.search(LARGE, text, re.IGNORECASE))
        assert units._SOME_MONEY.search(text) == bool(re.search(MONEY, text))


# Functions, and the plain way to the same result


def plain_phrase(words: list[str]) -> str:
    for length in range(2, 9):
        run = 0
        for at in range(len(words) - length):
            run = run + 1 if words[at] == words[at + length] else 0
            if run == length and sum(map(str.isalpha, again := words[at - length + 1 : at + 1])) > 1:
                return " ".join(again)
    return ""


@settings(max_examples=500)
@given(st.lists(st.sampled_from(["a", "b", "c", ","]), max_size=30))
def test_a_phrase_that_stands_twice(words: list[str]) -> None:
    assert size._phrase(words) == plain_phrase(words)


@given(st.lists(st.sampled_from(["û", "hemû", "hêdî", ","]), max_size=10))
def test_a_word_that_stands_twice(words: list[str]) -> None:
    twice = [one for one, other in pairwise(words) if one == other]
    assert size._doubled(words, pair("ku", "x", "x")) == next((one for one in twice if one in {"û", "hemû"}), "")


@given(
    st.lists(st.sampled_from(["All of the people fled.", "Some of them came back!", "No."]), max_size=6).map(" ".join)
)
def test_a_sentence_that_stands_twice(text: str) -> None:
    counts = Counter(part.strip() for part in size._SENTENCE_END.split(text) if len(part) >= 20)
    assert size._sentence(text) == next((part for part, count in counts.items() if count > 1), "")


def plain_copied(english: str, text: str) -> list[str]:
    source = " ".join(["", *leftovers._LATIN_WORDS.findall(english), ""])
    longest: list[str] = []
    run: list[str] = []
    for word in [*leftovers._LATIN_WORDS.findall(text), "\n"]:
        longer = [*run, word]
        if word[0].isascii() and word[0].isalpha() and f" {' '.join(longer)} " in source:
            run = longer
        else:
            longest, run = max(longest, run, key=len), [word] if f" {word} " in source and word[0].isalpha() else []
    return max(longest, run, key=len)


FEW = st.lists(
    st.sampled_from(["the", "of", "José", "Perez", "é", "peace", " ", " ", ",", "êê", "\n"]), max_size=14
).map("".join)


@settings(max_examples=500)
@given(FEW, FEW)
def test_the_longest_run_of_english_words(english: str, text: str) -> None:
    assert leftovers._copied(english, text) == plain_copied(english, text)
    if not leftovers._may_be_copied(english, text):
        assert len(plain_copied(english, text)) <= 2


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_english_in_a_translation(english: str, text: str) -> None:
    one = pair("ku", english, text)
    small = set(leftovers._SMALL.findall(one.source))
    copied = [word for word in leftovers._SMALL.findall(text) if word in small and leftovers._ENGLISH.search(word)]
    assert leftovers._copied_word(one, text) == next(iter(copied), "")
    theirs = set(re.findall(r"\w+", one.source.casefold()))
    runs = [re.findall(r"\w+", run.casefold()) for run in leftovers._LATIN_RUN.findall(one.text)]
    strange = [[word for word in run if word not in theirs] for run in runs]
    assert leftovers._made_up(one) == next((run for run in strange if len(leftovers._ENGLISH_ONLY & set(run)) > 1), [])


@given(TEXTS, TEXTS)
def test_a_translation_that_is_the_english(english: str, text: str) -> None:
    for target in (text, english, english.upper()):
        one = pair("ku", english, target)
        assert words._is_the_english(one) == (words._squeezed(one.source) == words._squeezed(one.text))
    assert bool(words._THREE_LETTERS.search(text)) == (len(re.findall(r"[^\W\d_]", text)) >= 3)


@given(st.sampled_from(["ar", "ckb", "ku", "en"]), st.text() | TEXTS)
def test_texts_are_read_as_their_words_and_signs_are(language: str, text: str) -> None:
    assert number_words.plain(text, language) == re.sub(r"\S+", lambda one: number_words.plain(one[0], language), text)
    assert numbers.in_ascii(text) == text.translate(str.maketrans(numbers._PLAIN))


@given(TEXTS | st.text(), st.sampled_from(["", " ", ".", "«", "\n"]))
def test_texts_that_are_the_same_when_folded_begin_alike(text: str, sign: str) -> None:
    beginning = catalogs._beginning(text)
    assert catalogs._folded(text).startswith(beginning)
    for other in (text.upper(), sign.join(text), f"{sign * 50}{text}", text.casefold()):
        if catalogs._folded(other) == catalogs._folded(text):
            assert catalogs._beginning(other) == beginning


SAME = st.lists(
    st.builds(
        pair,
        st.just("ku"),
        st.sampled_from(["All of the people fled.", "all of the people fled", "Nobody came back from there.", "No."]),
        st.sampled_from(["Hemû xelk ji wir reviyan.", "Hemû xelk, ji wir reviyan", "Hemû xelk ji wir neçûn.", "Na."]),
        st.sampled_from(["paragraph", "heading", "signatory"]),
    ),
    max_size=6,
)


def pasted(pairs: list[Pair], beginning: Callable[[str], str]) -> list[tuple[Pair, registry.Hit]]:
    """What stands in a wrong row, where only texts with this beginning are compared."""
    catalog = Catalog(locale("ku"), locale("en"), "x.po")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogs, "_beginning", beginning)
        return list(catalogs.same_target(Whole(catalog, [], pairs)))


@given(SAME)
def test_texts_in_wrong_rows_are_all_found(pairs: list[Pair]) -> None:
    assert pasted(pairs, catalogs._beginning) == pasted(pairs, lambda _: "")


def test_texts_in_wrong_rows_that_began_otherwise_would_be_missed() -> None:
    pairs = [
        pair("ku", one, "Hemû xelk ji wir reviyan.") for one in ("All of the people fled.", "Some people came back.")
    ]
    assert pasted(pairs, catalogs._beginning)
    beginnings = iter("ab")
    assert not pasted(pairs, lambda _: next(beginnings))


def test_usual_characters_are_those_that_nobody_looks_for() -> None:
    usual = [one for one in map(chr, range(0x110000)) if not patterns._UNUSUAL.search(one)]
    assert len(usual) > 200
    for pattern in (alphabets.INVISIBLE, alphabets.SHAPE.pattern, letters._OTHER_DIGIT, pair_module._MARKS):
        assert not pattern.search("".join(usual))
    assert not letters.strays("".join(usual))
    assert all(unicodedata.is_normalized("NFC", one + other) for one in usual for other in usual)


@given(TEXTS)
def test_the_ends_of_a_text(text: str) -> None:
    assert text[:1].isspace() or text[-1:].isspace() or not marks._EDGE.search(text)


@given(
    st.lists(st.sampled_from(["1990s", "12", "5", "5 million", "7.5", "1,500", "18:30", "COVID-19"]), max_size=6),
    st.data(),
)
def test_numbers_that_are_the_same_are_all_found(texts: list[str], data: st.DataObject) -> None:
    ours, theirs = (numbers.numbers(", ".join(some), "en") for some in (texts, data.draw(st.permutations(texts))))
    assert amounts._unmatched(ours, theirs) == ([], [])


@given(st.text(st.sampled_from("ەهھابو\u200c "), max_size=120))
def test_a_text_with_hardly_any_vowel(text: str) -> None:
    total = len(re.findall(f"[{AL}]", text))
    plain = total >= spelling.SURE and text.count("ە") + text.count("ه\u200c") < 0.03 * total
    assert spelling.hardly_sorani(text) == plain


@given(TEXTS)
def test_what_readers_see_of_a_text(text: str) -> None:
    hidden = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"))
    bare = _DOMAIN.pattern.sub("\ufffc", patterns.ADDRESS.pattern.sub("\ufffc", inline(text).plain))
    assert pair("ar", "x", text).text == unicodedata.normalize("NFC", bare.translate(hidden))


@settings(max_examples=50, deadline=None)
@given(PAIRS)
def test_what_is_remembered_stays_as_it_is(one: Pair) -> None:
    assert found(one) == {name: list(check(one)) for name, check in CHECKS.items()}
