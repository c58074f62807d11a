"""Suggestions: what like texts were translated by, the likest first."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest
from test_spec import AR, EN, KU

from publisher.catalog import Catalog
from publisher.merge import merge, suggest
from publisher.merge.likeness import Words
from publisher.merge.suggest import LIKE, MOST, NEAR, Suggest, Suggestion
from publisher.model import Segment

SHELLING = "All parties must stop the shelling of residential areas at once."
BOMBING = "All parties must stop the bombing of residential areas at once."
LAW = "International humanitarian law protects civilians and hospitals."


def catalog(domain: str, *pairs: tuple[Segment | str, str | list[str]], locale: str = "ku") -> Catalog:
    """A catalog in which these texts are finished."""
    language = {"ku": KU, "ar": AR}[locale]
    made = Catalog(language, EN, f"locales/{locale}/LC_MESSAGES/{domain}.po" if domain else "/elsewhere/site.po")
    segments = [one if isinstance(one, Segment) else Segment(one, "paragraph") for one, _ in pairs]
    merge(made, segments)
    for segment, (_, target) in zip(segments, pairs, strict=True):
        made.fill(segment, [target] if isinstance(target, str) else target)
    return made


def of(*catalogs: Catalog, text: str | Segment = SHELLING, skip: tuple[str, ...] = ()) -> list[Suggestion]:
    segment = text if isinstance(text, Segment) else Segment(text, "paragraph")
    return Suggest(catalogs).of(segment, skip)


def likeness(one: str, other: str) -> int:
    return round(100 * Words(one).likeness(Words(other)))


# What is suggested


def test_the_same_text_comes_first_then_the_likest_with_how_like_they_are_and_where_they_are_from() -> None:
    shorter = "All parties must stop the shelling."
    found = of(catalog("peace", (BOMBING, "b"), (LAW, "l"), (shorter, "k")), catalog("truce", (SHELLING, "s")))
    assert [(one.source, one.targets, one.likeness, one.domain) for one in found] == [
        (SHELLING, ["s"], 100, "truce"),
        (BOMBING, ["b"], likeness(SHELLING, BOMBING), "peace"),
        (shorter, ["k"], likeness(SHELLING, shorter), "peace"),
    ]
    assert found[0].origin == "locales/ku/LC_MESSAGES/truce.po"
    assert 100 * LIKE <= found[2].likeness < found[1].likeness < NEAR


def test_of_equal_texts_that_in_the_same_role_comes_first() -> None:
    first = catalog("peace", (Segment(LAW, "item"), "as an item"), (LAW, "as a paragraph"))
    assert [one.targets for one in of(first, text=LAW)] == [["as a paragraph"], ["as an item"]]
    assert [one.targets for one in of(first, text=Segment(LAW, "item"))] == [["as an item"], ["as a paragraph"]]


def test_only_the_same_text_is_like_in_full() -> None:
    (found,) = of(catalog("peace", (SHELLING.upper(), "loud")))
    assert likeness(SHELLING, SHELLING.upper()) == 100
    assert found.likeness == NEAR


def test_nothing_unlike_is_suggested() -> None:
    assert not of(catalog("peace", (LAW, "l"), ("They were tortured.", "t")), text="They were released.")


def test_drafts_and_what_is_out_of_use_are_not_suggested() -> None:
    one = catalog("peace", (SHELLING, "s"), (BOMBING, "b"))
    assert len(of(one)) == 2, "the twin: finished, both are"
    one.put(Segment(BOMBING, "paragraph"), ["b"], draft=True)
    assert [each.targets for each in of(one)] == [["s"]]
    merge(one, [Segment(LAW, "paragraph")])
    assert not of(one)


def test_what_stands_there_already_is_not_suggested_in_any_place() -> None:
    both = [catalog("peace", (SHELLING, "mine"), (BOMBING, "mine")), catalog("truce", (SHELLING, "theirs"))]
    assert [one.targets for one in of(*both)] == [["mine"], ["theirs"]], "the twin"
    assert [one.targets for one in of(*both, skip=("mine",))] == [["theirs"]]


def test_equal_translations_are_suggested_once_from_the_likest_text() -> None:
    found = of(catalog("truce", (BOMBING, "x")), catalog("peace", (SHELLING, "x")), catalog("law", (SHELLING, "x")))
    assert [(one.source, one.domain) for one in found] == [(SHELLING, "peace")]


def test_there_are_three_at_most() -> None:
    many = [(SHELLING.replace("areas", f"areas {number}"), f"t{number}") for number in range(9)]
    assert len(of(catalog("peace", *many))) == MOST == 3


def test_what_is_left_out_makes_room_for_another() -> None:
    many = [(SHELLING.replace("areas", f"areas {number}"), f"t{number}") for number in range(9)]
    assert len(of(catalog("peace", *many, (SHELLING, "mine")), skip=("mine",))) == MOST


def test_wording_that_comes_with_the_program_is_of_no_domain_and_gives_way_to_a_catalog() -> None:
    shipped = catalog("", (Segment("Read in Arabic", "interface"), "from the program"))
    segment = Segment("Read in Arabic", "interface")
    (found,) = Suggest([], shipped).of(segment)
    assert (found.targets, found.origin, found.domain) == (["from the program"], "", "")
    ours = catalog("site", (Segment("Read in Arabic", "interface"), "from the program"))
    assert [one.domain for one in Suggest([ours], shipped).of(segment)] == ["site"]


# Counted texts

DAYS = Segment("{count} day of shelling was reported", "interface", "{count} days of shelling were reported")


def test_a_counted_text_gets_translations_with_all_its_forms() -> None:
    forms = [f"day {number}" for number in range(6)]
    arabic = catalog("site", (DAYS, forms), (DAYS._replace(plural="", context="paragraph"), "one"), locale="ar")
    assert [one.targets for one in of(arabic, text=DAYS)] == [forms]
    assert [one.targets for one in of(arabic, text=DAYS._replace(plural=""))] == [["one"]]


def test_the_same_singular_with_another_plural_is_another_text() -> None:
    other = catalog("site", (DAYS._replace(plural="{count} days with shelling were reported"), ["a", "b"]))
    assert [one.likeness for one in of(other, text=DAYS)] == [NEAR]


# Finding them among many

VOCABULARY = (
    "the of and to a in must all parties shelling bombing civilians towns hospitals schools convoys aid siege access "
    "families children protect stop reach condemn demand report detainees release ceasefire immediately without delay "
    "government forces groups armed areas residential neighbourhoods besieged residents displaced thousands people fled"
)


def sentences(count: int, seed: int) -> list[str]:
    """Texts of 1 to 30 words of one subject, many of them edits of others."""
    vocabulary, choose = VOCABULARY.split(), random.Random(seed)  # noqa: S311  # not for secrets
    made: list[str] = []
    while len(made) < count:
        if made and choose.random() < 0.5:
            words = choose.choice(made).split()
            at = choose.randrange(len(words))
            words[at : at + choose.randrange(3)] = choose.sample(vocabulary, choose.randrange(3))
        else:
            words = choose.choices(vocabulary, k=choose.choice([1, 2, 3, 5, 8, 13, 20, 30]))
        if words:
            made.append(" ".join(words))
    return list(dict.fromkeys(made))


class Finished(Catalog):
    """A catalog that has a translation for each of very many texts."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(KU, EN, "locales/ku/LC_MESSAGES/peace.po")
        merge(self, segments := [Segment(one, "paragraph") for one in texts])
        for segment in segments:
            self.fill(segment, [f"t: {segment.source}"])


@pytest.fixture(scope="module")
def many() -> Finished:
    return Finished(sentences(2500, seed=1))


QUESTIONS = sentences(60, seed=2) + sentences(2500, seed=1)[::60]


def worse_than_the_best(many: Finished) -> int:
    """For how many texts a suggestion is worse than what comparing with everything would find."""
    made, known = Suggest([many]), [Words(key[1]) for key, *_ in many.finished()]
    worse = 0
    for text in QUESTIONS:
        words = Words(text)
        scores = sorted((words.likeness(other) for other in known), reverse=True)
        best = [min(round(100 * one), NEAR) for one in scores[:MOST] if one >= LIKE]
        worse += [min(one.likeness, NEAR) for one in made.of(Segment(text, "item"))] != best
    return worse


def test_the_best_of_many_texts_are_found(many: Finished) -> None:
    assert worse_than_the_best(many) <= len(QUESTIONS) / 50


def test_twin_looking_only_at_texts_with_most_words_in_common_misses_short_ones(
    many: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggest, "ENOUGH", 0)
    monkeypatch.setattr(suggest, "CANDIDATES", 5)
    assert worse_than_the_best(many) > len(QUESTIONS) / 20


def test_2000_texts_are_searched_in_less_than_20_milliseconds(many: Finished) -> None:
    made, times = Suggest([many]), []
    for text in QUESTIONS:
        start = time.perf_counter()
        made.of(Segment(text, "paragraph"))
        times.append(time.perf_counter() - start)
    assert len(list(many.finished())) >= 2000
    assert median(times) < 0.02


def test_they_are_the_same_in_every_run() -> None:
    """Python orders sets otherwise in each run."""
    code = """
from test_suggest import Finished, QUESTIONS, Segment, Suggest, sentences
made = Suggest([Finished(sentences(400, seed=1))])
print([made.of(Segment(one, "paragraph")) for one in QUESTIONS])
"""
    folder = Path(__file__).parent
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{folder}:{folder.parent}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert runs[0].count(b"Suggestion") > 50
    assert runs[1:] == runs[:1] * 2
