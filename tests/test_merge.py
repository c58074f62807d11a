"""What a translation goes through when the English changes: found again, copied as a draft, kept, never guessed."""

from __future__ import annotations

import pytest
from test_spec import EN, KU

from publisher.catalog import Catalog
from publisher.merge import Change, merge
from publisher.model import Segment, State

CALL = "All parties must stop the shelling of residential areas at once."
FLED = "Tens of thousands of people have fled to other parts of the country."
LAW = "International humanitarian law protects civilians and hospitals."
AID = "Humanitarian organisations must be able to reach every neighbourhood."
TEXTS = [CALL, FLED, LAW, AID]


def paragraphs(*sources: str, context: str = "paragraph") -> list[Segment]:
    return [Segment(source, context) for source in sources]


def translation(source: str) -> str:
    return f"⟦{source}⟧"


def translated(*sources: str, context: str = "paragraph") -> Catalog:
    """A catalog in which these paragraphs are finished."""
    catalog = Catalog(KU, EN, "x.po")
    segments = paragraphs(*sources, context=context)
    merge(catalog, segments)
    for segment in segments:
        catalog.fill(segment, [translation(segment.source)])
    return catalog


def of(catalog: Catalog, source: str, context: str = "paragraph") -> tuple[State, str, str]:
    """The state of a text, its translation, and the English that a draft was made from."""
    unit = catalog.unit(Segment(source, context))
    return (unit.state, *(unit.targets or ("",)), unit.previous)


def draft(source: str) -> tuple[State, str, str]:
    """What a text shows that took over the translation of another."""
    return (State.FUZZY, translation(source), source)


def finished(source: str) -> tuple[State, str, str]:
    return (State.TRANSLATED, translation(source), "")


NOTHING = (State.UNTRANSLATED, "", "")


# Edited in its place


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CALL, CALL.replace("shelling", "sheling")),
        (CALL, CALL.replace("residential areas", "all towns")),
        (FLED, FLED.replace("Tens", "Hundreds")),
        (LAW, LAW + " Nobody is above it."),
        (LAW + " Nobody is above it, and nobody may say that he did not know it.", LAW),
        (LAW, "Civilians and hospitals are under the protection of international humanitarian law."),
        ("What we demand", "What we demnad"),
    ],
)
def test_an_edit_becomes_a_draft_that_remembers_its_english(before: str, after: str) -> None:
    catalog = translated(CALL, before, AID) if before != CALL else translated(FLED, before, AID)
    first = CALL if before != CALL else FLED
    change = merge(catalog, paragraphs(first, after, AID))
    assert change == Change(kept=2, changed=1)
    assert of(catalog, after) == draft(before)


def test_an_edit_that_is_taken_back_is_finished_at_once() -> None:
    catalog = translated(*TEXTS)
    before = catalog.to_bytes()
    edited = FLED.replace("Tens", "Hundreds")
    merge(catalog, paragraphs(CALL, edited, LAW, AID))
    assert merge(catalog, paragraphs(*TEXTS)) == Change(kept=3, reused=1, obsolete=1)
    assert catalog.to_bytes() == before, "the draft held nothing that somebody had written"


def test_an_edit_that_is_taken_back_keeps_a_draft_that_was_worked_on() -> None:
    catalog = translated(*TEXTS)
    edited = Segment(FLED.replace("Tens", "Hundreds"), "paragraph")
    merge(catalog, paragraphs(CALL, edited.source, LAW, AID))
    catalog.fill(edited, ["⟦better⟧"], "by hand")
    merge(catalog, paragraphs(*TEXTS))
    assert of(catalog, FLED) == finished(FLED)
    assert "⟦better⟧" in catalog.texts()


def test_a_finished_translation_stays_with_its_own_english() -> None:
    catalog = translated(*TEXTS)
    merge(catalog, paragraphs(CALL, FLED.replace("Tens", "Hundreds"), LAW, AID))
    assert f'#~ msgid "{FLED}"\n#~ msgstr "{translation(FLED)}"' in catalog.to_bytes().decode()


# Moved


def test_a_draft_that_somebody_doubts_is_never_its_own_copy() -> None:
    """Marked as needing work, edited, edited back and deleted: the text is still there."""
    catalog = translated(*TEXTS)
    doubted = Segment(FLED, "paragraph")
    catalog.fill(doubted, ["⟦doubted⟧"], "somewhere")
    for english in (FLED.replace("Tens", "Hundreds"), FLED):
        merge(catalog, paragraphs(CALL, english, LAW, AID))
    merge(catalog, paragraphs(CALL, LAW, AID))
    assert "⟦doubted⟧" in catalog.texts()


def test_what_only_moved_stays_finished() -> None:
    catalog = translated(*TEXTS)
    assert merge(catalog, paragraphs(AID, LAW, FLED, CALL)) == Change(kept=4)


def test_what_was_moved_and_edited_is_found() -> None:
    catalog = translated(*TEXTS)
    edited = CALL.replace("residential", "inhabited")
    assert merge(catalog, paragraphs(FLED, LAW, AID, edited)) == Change(kept=3, changed=1)
    assert of(catalog, edited) == draft(CALL)


def test_the_likest_wins_wherever_it_stood() -> None:
    catalog = translated("Everyone has the right to life, liberty and the security of person.", LAW, AID, CALL)
    moved = CALL.replace("stop", "end")
    merge(catalog, paragraphs(moved, LAW, AID))
    assert of(catalog, moved) == draft(CALL)


def test_another_role_keeps_the_state() -> None:
    catalog = translated(*TEXTS)
    assert merge(catalog, [Segment(CALL, "quote"), *paragraphs(FLED, LAW, AID)]) == Change(kept=3, reused=1)
    assert of(catalog, CALL, "quote") == finished(CALL)


# Split and joined


def test_each_part_of_a_paragraph_gets_its_old_translation() -> None:
    whole = f"{CALL} {FLED} {LAW}"
    catalog = translated(whole, AID)
    assert merge(catalog, paragraphs(CALL, FLED, LAW, AID)) == Change(kept=1, changed=3)
    assert {of(catalog, part) for part in (CALL, FLED, LAW)} == {draft(whole)}


SENTENCES = [
    f"Witness number {n} told us what happened in the {w} district of the city."
    for n, w in enumerate(
        ["northern", "southern", "eastern", "western", "central", "industrial", "old", "new", "upper", "lower"]
    )
]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 10])
def test_any_number_of_parts_is_put_together(count: int) -> None:
    whole, parts = " ".join(SENTENCES[:count]), SENTENCES[:count]
    catalog = translated(AID, whole, LAW)
    assert merge(catalog, paragraphs(AID, *parts, LAW)).changed == count
    joined = translated(AID, *parts, LAW)
    merge(joined, paragraphs(AID, whole, LAW))
    assert of(joined, whole) == (State.FUZZY, " ".join(map(translation, parts)), whole)


def test_joined_paragraphs_get_their_old_translations_joined() -> None:
    catalog = translated(*TEXTS)
    whole = f"{CALL} {FLED}"
    assert merge(catalog, paragraphs(whole, LAW, AID)) == Change(kept=2, changed=1)
    assert of(catalog, whole) == (State.FUZZY, f"{translation(CALL)} {translation(FLED)}", whole)


def test_a_paragraph_joined_with_an_untranslated_one_shows_whose_translation_it_has() -> None:
    catalog = translated(CALL, AID)
    merge(catalog, paragraphs(CALL, FLED, AID))
    merge(catalog, paragraphs(f"{CALL} {FLED}", AID))
    assert of(catalog, f"{CALL} {FLED}") == draft(CALL)


@pytest.mark.parametrize("whole", [f"{CALL} {FLED}", f"{CALL} {FLED} {LAW}"])
def test_a_split_that_is_taken_back_is_finished_at_once(whole: str) -> None:
    catalog = translated(whole, AID)
    before = catalog.to_bytes()
    merge(catalog, paragraphs(*whole.replace(". ", ".\0").split("\0"), AID))
    merge(catalog, paragraphs(whole, AID))
    assert catalog.to_bytes() == before


# Deleted


def test_what_was_deleted_comes_back_finished() -> None:
    catalog = translated(*TEXTS)
    before = catalog.to_bytes()
    assert merge(catalog, paragraphs(CALL, FLED, AID)) == Change(kept=3, obsolete=1)
    assert merge(catalog, paragraphs(*TEXTS)) == Change(kept=3, reused=1)
    assert catalog.to_bytes() == before


# Not guessed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("They were tortured.", "They were released."),
        ("All detainees were tortured.", "All detainees were released."),
        ("The women were not heard.", "The women were not paid."),
        ("Article 3", "Article 41"),
        ("The right to life", "The right to work"),
        ("Justice for Life", "Syrians for Truth and Justice"),
        (CALL, "Ten former detainees told us what they had seen in the prison of Sednaya."),
        ("12", "13"),
        ("…", "—"),
    ],
)
@pytest.mark.parametrize("place", [1, 3])
def test_nothing_is_offered_for_an_unrelated_text(old: str, new: str, place: int) -> None:
    catalog = translated(FLED, old, LAW, AID)
    texts = [FLED, LAW, AID]
    texts.insert(place, new)
    assert merge(catalog, paragraphs(*texts)) == Change(kept=3, added=1, obsolete=1)
    assert of(catalog, new) == NOTHING


def test_a_new_text_beside_old_ones_takes_nothing_from_them() -> None:
    catalog = translated(*TEXTS)
    alike = CALL.replace("residential areas", "hospitals")
    assert merge(catalog, paragraphs(CALL, alike, FLED, LAW, AID)) == Change(kept=4, added=1)
    assert of(catalog, alike) == NOTHING


def test_one_translation_goes_to_one_text() -> None:
    catalog = translated(CALL, LAW)
    one, other = CALL.replace("at once", "now"), CALL.replace("at once", "today")
    change = merge(catalog, paragraphs(one, other, LAW))
    assert (change.changed, change.added) == (1, 1)


def test_texts_that_are_much_alike_find_the_one_in_their_place() -> None:
    before = [f"Detainee number {n}, held in the prison of Aleppo since the week of the attack" for n in range(200)]
    after = [one.replace("Detainee number", "Prisoner no.").replace("week", "day") for one in before]
    catalog = translated(*before)
    assert merge(catalog, paragraphs(*after)) == Change(changed=200)


def test_many_changes_at_once_stay_fast_and_find_their_origin() -> None:
    """Four hundred paragraphs of which none stayed: compared by the words they share, not each with each."""
    before = [f"Witness {n} saw the {n * 7}th shell hit house {n * 13} in street number {n * 31}." for n in range(400)]
    after = [text.replace("saw", "clearly saw") for text in before]
    catalog = translated(*before)
    assert merge(catalog, paragraphs(*after)) == Change(changed=400)
    assert all(of(catalog, new) == draft(old) for old, new in zip(before, after, strict=True))


# Minor edits


def test_a_minor_edit_keeps_the_state_and_says_what_it_was_made_from() -> None:
    catalog = translated(CALL.replace("residential", "resedential"), FLED)
    assert merge(catalog, paragraphs(CALL, FLED), minor=True) == Change(kept=1, reused=1)
    misspelt = CALL.replace("residential", "resedential")
    assert of(catalog, CALL) == finished(misspelt)
    assert catalog.unit(Segment(CALL, "paragraph")).comment == f"before a minor edit: {misspelt}"


def test_a_minor_edit_is_minor_in_the_plural_too() -> None:
    catalog = Catalog(KU, EN, "x.po")
    before = Segment("{count} call", "interface", "{count} calls")
    merge(catalog, [before])
    catalog.fill(before, ["a", "b"])
    after = Segment("{count} Call", "interface", "not {count} calls")
    assert "not" in merge(catalog, [after], minor=True).refused[0].reason
    assert catalog.state_of(after) is State.FUZZY


def test_a_draft_stays_a_draft_over_a_minor_edit() -> None:
    catalog = translated(CALL, FLED)
    merge(catalog, paragraphs(CALL.replace("residential areas", "towns"), FLED))
    merge(catalog, paragraphs(CALL.replace("residential areas", "towns,"), FLED), minor=True)
    assert of(catalog, CALL.replace("residential areas", "towns,")) == draft(CALL)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (FLED, FLED.replace("Tens", "Hundreds"), "Tens"),
        (CALL, CALL.replace("must", "must not"), "not"),
        (f"{CALL} In 2018.", f"{CALL} In 2019.", "2018"),
        (CALL, CALL.replace("stop", "shop"), "shop"),
    ],
)
def test_what_is_not_minor_is_refused_with_its_reason(old: str, new: str, reason: str) -> None:
    catalog = translated(old, LAW)
    change = merge(catalog, paragraphs(new, LAW), minor=True)
    assert [(one.before, one.after) for one in change.refused] == [(old, new)]
    assert reason in change.refused[0].reason
    assert of(catalog, new) == draft(old)


def test_a_split_is_never_minor() -> None:
    catalog = translated(f"{CALL} {FLED}", AID)
    merge(catalog, paragraphs(CALL, FLED, AID), minor=True)
    assert of(catalog, CALL)[0] is of(catalog, FLED)[0] is State.FUZZY


def test_a_split_that_is_half_taken_back_repeats_nothing() -> None:
    catalog = translated(f"{CALL} {FLED} {LAW}", AID)
    merge(catalog, paragraphs(CALL, FLED, LAW, AID))
    merge(catalog, paragraphs(f"{CALL} {FLED}", LAW, AID))
    assert of(catalog, f"{CALL} {FLED}") == draft(f"{CALL} {FLED} {LAW}")
