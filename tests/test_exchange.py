"""What comes back from translators: which rows are taken, what becomes of the others, and that nothing is lost."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING

import pytest
import workflow
from workspaces import REPOSITORY, Answer, Sound

from publisher import po
from publisher.cli import exchange as commands
from publisher.exchange import Ref
from publisher.exchange.labels import segments as labels
from publisher.project import Project
from publisher.workflow.export import FORMATS, sheets_of

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[dict[str, str]]

ONE = "All parties must stop the shelling of 3 towns."
TWO = "Protect all civilians."
LINK = "See [the law](https://example.org/law)."
LAST = "People fled in 2018."


@pytest.fixture
def space(tmp_path: Path) -> Sound:
    space = Sound(tmp_path)
    assert space.run("update").code == 0
    return space


def export(space: Sound, locale: str = "ku", *options: str) -> Rows:
    """What `export` gives as CSV."""
    (space.root / "sheet.csv").unlink(missing_ok=True)
    answer = space.run("export", locale, "peace", "--to", "csv", "-o", str(space.root / "sheet.csv"), *options)
    assert answer.code == 0, answer.err
    return list(csv.DictReader(StringIO((space.root / "sheet.csv").read_text("utf-8-sig"))))


def take(space: Sound, rows: Rows, *options: str) -> Answer:
    """What `import` answers to these rows."""
    target = StringIO(newline="")
    writer = csv.DictWriter(target, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    space.write("sheet.csv", target.getvalue())
    return space.run("import", str(space.root / "sheet.csv"), *(options or ("--yes",)))


def row(rows: Rows, source: str) -> dict[str, str]:
    return next(one for one in rows if one["source"] == source)


def entries(space: Sound, locale: str = "ku", domain: str = "peace") -> dict[str, po.Entry]:
    path = space.root / space.po(locale, domain)
    return {one.msgid: one for one in po.parse(path.read_bytes(), str(path)) if not one.obsolete}


def is_draft(entry: po.Entry) -> bool:
    return "fuzzy" in entry.flags


def everything(space: Sound) -> bytes:
    return (space.root / space.po("ku")).read_bytes()


def test_what_was_written_is_put_in_and_finished(space: Sound) -> None:
    rows = export(space)
    assert [one["number"] for one in rows] == [str(n) for n in range(1, len(rows) + 1)]
    for one in rows:
        one["target"] = space.word("ku", one["source"])
    answer = take(space, rows)
    assert answer.code == 0, answer.err
    assert f"{len(rows)} to put in" in answer.out
    held = entries(space)
    assert all(held[one["source"]].msgstr == one["target"] and not is_draft(held[one["source"]]) for one in rows)
    assert space.run("check", "ku").code == 0


def test_only_what_changed_is_written(space: Sound) -> None:
    space.translate("ku")
    before = everything(space).splitlines()
    rows = export(space)
    row(rows, TWO)["target"] = "Hemû sivîlan biparêzin."
    take(space, rows)
    after = everything(space).splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [b.decode() for _, b in changed] == ['msgstr "Hemû sivîlan biparêzin."']


def test_a_sheet_that_brings_nothing_touches_nothing(space: Sound) -> None:
    space.translate("ku", only=[ONE, TWO])
    before = everything(space)
    answer = take(space, export(space))
    assert answer.code == 0
    assert "nothing to write" in answer.out
    assert everything(space) == before


def test_it_asks_and_a_no_writes_nothing(space: Sound) -> None:
    rows = export(space)
    row(rows, TWO)["target"] = "Sivîlan biparêzin."
    before = everything(space)
    answer = take(space, rows, "--accept-drafts")  # nobody can be asked here
    assert answer.code == 2
    assert "1 to put in" in answer.out
    assert "nothing was written" in answer.err
    assert everything(space) == before


def test_it_can_be_undone(space: Sound) -> None:
    space.translate("ku")
    before = everything(space)
    rows = export(space)
    for one in rows:
        one["target"] = "hemû tişt xera bû"
    assert take(space, rows).code == 0
    assert everything(space) != before
    versions = workflow.versions(Project.open(space.root))
    earlier = [one.id for one in versions if one.path == space.po("ku") and one.missing]
    assert space.run("restore", earlier[0]).code == 0
    assert everything(space) == before


def test_an_empty_cell_deletes_nothing(space: Sound) -> None:
    space.translate("ku")
    before = everything(space)
    rows = export(space)
    for one in rows:
        one["target"] = " "
    answer = take(space, rows)
    assert f"{len(rows)} empty" in answer.out
    assert everything(space) == before


class TestDrafts:
    @pytest.fixture
    def changed(self, space: Sound) -> Sound:
        """A workspace in which the English of one text was edited after it had been translated."""
        space.translate("ku")
        space.edit("source/peace.md", "of 3 towns", "of 4 towns")
        space.run("update")
        return space

    NEW = ONE.replace("3", "4")

    def test_they_go_out_marked_with_what_changed(self, changed: Sound) -> None:
        rows = export(changed, "ku", "--only-open")
        assert [(one["source"], one["draft"], one["previous"]) for one in rows] == [(self.NEW, "?", ONE)]

    @pytest.mark.parametrize(
        ("target", "mark", "options", "draft"),
        [
            (None, "?", ["--yes"], True),
            (None, "", ["--yes"], False),
            ("Divê bombebarana 4 bajaran raweste.", "", ["--yes"], False),
            ("Divê bombebarana 4 bajaran raweste.", "?", ["--yes"], True),
            ("Divê bombebarana 4 bajaran raweste.", "?", ["--yes", "--accept-drafts"], False),
            (None, "?", ["--yes", "--accept-drafts"], True),
        ],
        ids=["untouched", "confirmed", "done", "edited, unsure", "edited, accepted", "untouched, not accepted"],
    )
    def test_the_mark_says_whether_they_are_finished(
        self, changed: Sound, target: str | None, mark: str, options: list[str], draft: bool
    ) -> None:
        rows = export(changed)
        one = row(rows, self.NEW)
        one["target"], one["draft"] = target or one["target"], mark
        assert take(changed, rows, *options).code == 0
        entry = entries(changed)[self.NEW]
        assert is_draft(entry) is draft
        assert (entry.previous_msgid == ONE) is draft
        if target:
            assert entry.msgstr == target

    def test_a_mark_beside_a_finished_text_makes_it_a_draft(self, changed: Sound) -> None:
        rows = export(changed)
        row(rows, TWO)["draft"] = "؟"
        answer = take(changed, rows)
        assert "row 6: has the mark of a draft now → draft" in answer.out
        assert is_draft(entries(changed)[TWO])

    def test_what_the_memory_offered_can_be_confirmed(self, space: Sound) -> None:
        space.translate("ku")
        space.write("source/other.md", space.read("source/peace.md").replace("A call for peace", "Another call"))
        space.run("update")
        answer = space.run("export", "ku", "other", "--to", "csv", "-o", str(space.root / "other.csv"))
        assert answer.code == 0
        text = space.read("other.csv").replace(",?,", ",,")
        space.write("other.csv", text)
        assert "confirmed" in space.run("import", str(space.root / "other.csv"), "--yes").out
        assert not [one for one in entries(space, domain="other").values() if is_draft(one) and one.msgid == TWO]


class TestRowsThatAreNotAsTheyWere:
    def test_sorted_rows_are_all_found(self, space: Sound) -> None:
        rows = export(space)
        for one in rows:
            one["target"] = space.word("ku", one["source"])
        assert f"{len(rows)} to put in" in take(space, sorted(rows, key=lambda one: one["target"])).out

    def test_rows_that_are_gone_are_told_and_stay(self, space: Sound) -> None:
        space.translate("ku")
        rows = export(space)
        row(rows, TWO)["target"] = "Sivîlan biparêzin."
        answer = take(space, [row(rows, TWO)])
        assert f"not in the file, and left as it is: {len(rows) - 1} texts" in answer.out
        assert entries(space)[ONE].msgstr == space.word("ku", ONE)

    def test_a_row_twice_with_the_same_text_is_one(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO)["target"] = "Sivîlan biparêzin."
        assert take(space, [*rows, dict(row(rows, TWO))]).code == 0
        assert entries(space)[TWO].msgstr == "Sivîlan biparêzin."
        assert not is_draft(entries(space)[TWO])

    @pytest.mark.parametrize("first", [False, True])
    @pytest.mark.parametrize("other", ["", "as it was"])
    def test_a_copy_that_says_nothing_new_takes_nothing_away(self, space: Sound, first: bool, other: str) -> None:
        space.translate("ku", only=[TWO])
        rows = export(space)
        copy = dict(row(rows, TWO)) | ({} if other else {"target": ""})
        row(rows, TWO)["target"] = "Sivîlan biparêzin."
        assert take(space, [copy, *rows] if first else [*rows, copy]).code == 0
        assert entries(space)[TWO].msgstr == "Sivîlan biparêzin."

    @pytest.mark.parametrize("first", [False, True])
    def test_a_draft_that_is_confirmed_in_one_of_two_rows_stays_one(self, space: Sound, first: bool) -> None:
        space.translate("ku")
        row_of = export(space)
        row(row_of, TWO)["draft"] = "?"
        take(space, row_of)
        rows = export(space)
        copy = dict(row(rows, TWO)) | {"draft": ""}
        assert take(space, [copy, *rows] if first else [*rows, copy]).code == 0
        assert is_draft(entries(space)[TWO])

    def test_a_row_twice_with_two_texts_keeps_both(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO)["target"] = "Sivîlan biparêzin."
        answer = take(space, [*rows, row(rows, TWO) | {"target": "Hemû sivîl!"}])
        entry = entries(space)[TWO]
        assert entry.msgstr == "Sivîlan biparêzin."
        assert "Hemû sivîl!" in entry.tcomment
        assert is_draft(entry)
        assert "is for the same text as row" in answer.out

    def test_a_sheet_of_another_statement_is_refused_by_name(self, space: Sound) -> None:
        rows = export(space)
        for one in rows:
            one["ref"] = one["ref"].replace("peace/", "pace/")
        before = everything(space)
        answer = take(space, rows)
        assert answer.code == 2
        assert 'of the statement "pace", which is not here' in answer.err
        assert 'did you mean "peace"?' in answer.err
        assert everything(space) == before

    def test_a_sheet_of_another_language_is_refused_by_name(self, space: Sound) -> None:
        rows = export(space)
        for one in rows:
            one["ref"] = one["ref"].replace("/ku/", "/ckb/")
        answer = take(space, rows)
        assert answer.code == 2
        assert 'a translation into "ckb", which is not in the settings' in answer.err

    @pytest.mark.parametrize("ref", ["", "peace/ku/u00000000/00000000/00000000", "xyz", "other/ku/u0/0"])
    def test_a_row_whose_address_was_changed_is_found_by_its_english(self, space: Sound, ref: str) -> None:
        rows = export(space)
        one = row(rows, TWO)
        one["ref"], one["target"] = ref, "Sivîlan biparêzin."
        answer = take(space, rows)
        assert "found by its English → draft" in answer.out
        entry = entries(space)[TWO]
        assert (entry.msgstr, is_draft(entry)) == ("Sivîlan biparêzin.", True)

    def test_without_address_and_english_it_is_told_and_left_out(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO).update(ref="", source="something else", target="Tiştek din.")
        row(rows, ONE)["target"] = space.word("ku", ONE)
        answer = take(space, rows)
        assert "is for no text that is there now → left out" in answer.out
        assert entries(space)[ONE].msgstr

    def test_english_that_was_edited_by_mistake_makes_a_draft(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO).update(source="Protect all civilian.", target="Sivîlan biparêzin.")
        answer = take(space, rows)
        assert "has not the English that it went out with → draft" in answer.out
        entry = entries(space)[TWO]
        assert (entry.msgstr, is_draft(entry)) == ("Sivîlan biparêzin.", True)

    def test_addresses_that_slipped_by_a_row_do_not_put_texts_beside_other_english(self, space: Sound) -> None:
        rows = export(space)
        for one in rows:
            one["target"] = space.word("ku", one["source"])
        refs = [one["ref"] for one in rows]
        for one, ref in zip(rows, [*refs[1:], refs[0]], strict=True):
            one["ref"] = ref
        take(space, rows)
        held = entries(space)
        assert all(held[one["source"]].msgstr in {one["target"], ""} for one in rows)
        assert all(is_draft(held[one["source"]]) for one in rows if held[one["source"]].msgstr)

    def test_translations_that_slipped_by_a_row_are_noticed(self, space: Sound) -> None:
        space.translate("ku")
        rows = export(space)
        targets = [one["target"] for one in rows]
        for one, target in zip(rows, [*targets[1:], targets[0]], strict=True):
            one["target"] = target
        answer = take(space, rows)
        assert answer.out.count("has the text of another row") == len(rows)
        assert all(is_draft(entries(space)[one["source"]]) for one in rows)

    @pytest.mark.parametrize(
        "target",
        ["Qanûnê bibîne.", "[Qanûnê](https://example.com) bibîne.", "[Qanûnê](https://example.org/law bibîne."],
    )
    def test_a_lost_link_makes_a_draft(self, space: Sound, target: str) -> None:
        rows = export(space)
        row(rows, LINK)["target"] = target
        answer = take(space, rows)
        assert "has not the links of the English → draft" in answer.out
        assert entries(space)[LINK].msgstr == target
        assert is_draft(entries(space)[LINK])

    def test_text_that_was_ruined_in_an_encoding_is_left_out_and_told(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO)["target"] = "HemÃ» sivÃ®lan biparÃªzin."
        row(rows, ONE)["target"] = space.word("ku", ONE)
        before = everything(space)
        answer = take(space, rows)
        assert answer.code == 2  # the whole file was saved so
        assert "letters were lost" in answer.err
        assert everything(space) == before

    def test_a_text_that_is_gone_from_the_catalog_comes_back_as_a_draft(self, space: Sound) -> None:
        space.translate("ku")
        rows = export(space)
        space.fill("ku", "peace", {TWO: ""}, [TWO])
        answer = take(space, rows)
        assert "was there when it went out, and is there no more → draft" in answer.out
        assert entries(space)[TWO].msgstr == space.word("ku", TWO)
        assert is_draft(entries(space)[TWO])

    def test_what_the_memory_offers_can_be_confirmed_before_an_update(self, space: Sound) -> None:
        space.translate("ku")
        space.write("source/other.md", space.read("source/peace.md").replace("A call for peace", "Another call"))
        out = space.root / "other.csv"
        assert space.run("export", "ku", "other", "--to", "csv", "-o", str(out)).code == 0
        space.run("update")
        space.fill("ku", "other", {TWO: ""}, [TWO])
        space.write("other.csv", space.read("other.csv").replace(",?,", ",,"))
        assert space.run("import", str(out), "--yes").code == 0
        entry = entries(space, domain="other")[TWO]
        assert (entry.msgstr, is_draft(entry)) == (space.word("ku", TWO), False)

    def test_english_in_the_column_of_translations_is_a_draft(self, space: Sound) -> None:
        rows = export(space)
        for one in rows:
            one["target"] = one["source"]
        answer = take(space, rows)
        held = entries(space)
        assert "has the English as its translation → draft" in answer.out
        assert all(is_draft(held[text]) for text in (ONE, TWO, LINK, LAST))
        assert not is_draft(held["Dawlaty"])  # a name may stay as it is

    def test_a_line_that_was_cut_off_confirms_nothing(self, space: Sound) -> None:
        space.translate("ku")
        space.edit("source/peace.md", "of 3 towns", "of 4 towns")
        space.run("update")
        text = StringIO(newline="")
        writer = csv.writer(text)
        rows = export(space)
        writer.writerow(rows[0])
        writer.writerows(list(one.values())[:5] for one in rows)
        space.write("sheet.csv", text.getvalue())
        assert space.run("import", str(space.root / "sheet.csv"), "--yes").code == 0
        assert is_draft(entries(space)[ONE.replace("3", "4")])

    def test_a_mark_counts_even_where_the_row_is_odd(self, space: Sound) -> None:
        space.translate("ku")
        rows = export(space)
        row(rows, TWO).update(draft="?", source="Protect all civilian.")
        take(space, rows)
        assert is_draft(entries(space)[TWO])

    def test_a_second_import_does_not_confirm_what_a_reviewer_doubts(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO)["target"] = "Sivîlan biparêzin."
        take(space, rows)
        text = space.read(space.po("ku"))
        at = text.index('msgctxt "item"\nmsgid "Protect')
        space.write(space.po("ku"), f"{text[:at]}#, fuzzy\n{text[at:]}")
        assert is_draft(entries(space)[TWO])
        take(space, rows)
        assert is_draft(entries(space)[TWO])

    def test_a_row_without_an_address_in_a_file_of_two_languages_is_left_out(self, space: Sound) -> None:
        rows = [*export(space, "ku"), *export(space, "ar")]
        lost = dict(row(rows, TWO)) | {"ref": "", "target": "احموا المدنيين."}
        answer = take(space, [*rows, lost])
        assert "has no known address, and the file is of several catalogs; left out" in answer.out
        assert not entries(space)[TWO].msgstr

    def test_a_remark_of_a_row_that_is_left_out_is_told(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO).update(ref="", source="something else", target="Tiştek.", remark="Ask the desk.")
        assert "its remark: Ask the desk." in take(space, rows).out

    def test_nothing_in_a_file_commands_the_terminal(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO).update(ref="", source="x", target="y", remark="\x1b[2J\u202eevil\x9b")
        answer = take(space, rows)
        assert "<U+001B>[2J" in answer.out
        for sign in "\x1b\x9b\u202e":
            assert sign not in answer.out + answer.err
        for one in rows:
            one["ref"] = ""
        space.write("\x1b[2Jsheet.csv", (space.root / "sheet.csv").read_bytes())
        answer = space.run("import", str(space.root / "\x1b[2Jsheet.csv"), "--yes")
        assert "\x1b" not in answer.out + answer.err

    def test_all_catalogs_are_written_or_none(self, space: Sound) -> None:
        rows = [*export(space, "ku"), *export(space, "ar")]
        for one in rows:
            one["target"] = space.word("ku", one["source"])
        (space.root / space.po("ar")).chmod(0o444)
        before = space.bytes_of("locales")
        answer = take(space, rows)
        assert answer.code == 2
        assert "read-only" in answer.err
        assert space.bytes_of("locales") == before

    def test_long_texts_are_read_in_no_time(self) -> None:
        assert Ref.find("a" * 400_000) is None
        assert Ref.find("a-" * 200_000) is None

    def test_line_breaks_are_spaces_where_the_english_has_none(self, space: Sound) -> None:
        rows = export(space)
        row(rows, TWO)["target"] = "Hemû sivîlan\nbiparêzin.\n"
        take(space, rows)
        assert entries(space)[TWO].msgstr == "Hemû sivîlan biparêzin."


class TestMeanwhile:
    """The catalog, or the English, changed while the sheet was out."""

    def test_what_somebody_else_translated_is_kept_beside_it(self, space: Sound) -> None:
        rows = export(space)
        space.fill("ku", "peace", {TWO: "Werger ji Poedit."}, [TWO])
        row(rows, TWO)["target"] = "Werger ji Excel."
        answer = take(space, rows)
        entry = entries(space)[TWO]
        assert entry.msgstr == "Werger ji Poedit."
        assert "Werger ji Excel." in entry.tcomment
        assert is_draft(entry)
        assert "both texts are kept" in answer.out

    def test_an_unedited_cell_does_not_undo_it(self, space: Sound) -> None:
        space.translate("ku")
        rows = export(space)
        space.fill("ku", "peace", {TWO: "Nûtir."}, [TWO])
        before = everything(space)
        assert "nothing to write" in take(space, rows).out
        assert everything(space) == before

    def test_the_same_text_twice_is_no_conflict(self, space: Sound) -> None:
        rows = export(space)
        space.fill("ku", "peace", {TWO: "Sivîlan biparêzin."}, [TWO])
        row(rows, TWO)["target"] = "Sivîlan biparêzin."
        assert "nothing to write" in take(space, rows).out

    @pytest.mark.parametrize("translated", [False, True], ids=["new text", "edited text"])
    def test_english_that_was_edited_makes_a_draft_of_what_it_became(self, space: Sound, translated: bool) -> None:
        if translated:
            space.translate("ku")
        rows = export(space)
        space.edit("source/peace.md", "of 3 towns", "of 4 towns")
        space.run("update")
        row(rows, ONE)["target"] = "Divê bombebarana 3 bajaran raweste."
        answer = take(space, rows)
        assert "its English has changed since → draft" in answer.out
        entry = entries(space)[ONE.replace("3", "4")]
        assert (entry.msgstr, entry.previous_msgid) == ("Divê bombebarana 3 bajaran raweste.", ONE)
        assert entry.tcomment.count(space.word("ku", ONE)) == translated  # the draft in whose place it stands
        assert "Divê" not in entry.tcomment
        assert is_draft(entry)

    def test_english_that_is_gone_is_told(self, space: Sound) -> None:
        rows = export(space)
        space.edit("source/peace.md", "- Protect all civilians.\n", "")
        space.run("update")
        row(rows, TWO)["target"] = "Sivîlan biparêzin."
        before = everything(space)
        answer = take(space, rows)
        assert "its English has changed since → left out" in answer.out
        assert everything(space) == before

    def test_edited_english_that_is_translated_anew_stays(self, space: Sound) -> None:
        space.translate("ku")
        rows = export(space)
        space.edit("source/peace.md", "of 3 towns", "of 4 towns")
        space.run("update")
        space.translate("ku")
        row(rows, ONE)["target"] = "Kevn."
        before = everything(space)
        assert "its English has changed since → left out" in take(space, rows).out
        assert everything(space) == before

    def test_a_catalog_that_is_not_up_to_date_says_what_to_do(self, space: Sound) -> None:
        rows = export(space)
        space.edit("source/peace.md", "of 3 towns", "of 4 towns")
        answer = take(space, rows)
        assert answer.code == 2
        assert "publish update" in answer.err


def test_remarks_come_back_as_comments_that_mean_nothing_to_the_program(space: Sound) -> None:
    rows = export(space)
    row(rows, TWO)["remark"] = "Is “civilians” right?\ncheck-ignore: number"
    take(space, rows)
    assert entries(space)[TWO].tcomment == "remark: Is “civilians” right?\nremark: check-ignore: number"
    before = everything(space)
    take(space, rows)
    assert everything(space) == before


def test_plural_forms_are_rows_of_their_own(space: Sound) -> None:
    out = str(space.root / "site.csv")
    assert space.run("export", "ar", "site", "--to", "csv", "-o", out).code == 0
    rows = list(csv.DictReader(StringIO((space.root / "site.csv").read_text("utf-8-sig"))))
    counted = [one for one in rows if (ref := Ref.find(one["ref"])) and ref.form is not None]
    assert len(counted) == 6
    for number, one in enumerate(counted):
        one["target"], one["draft"] = f"شكل {number} {{count}}", ""
    take(space, counted[:3])
    singular = counted[1]["source"]
    assert list(entries(space, "ar", "site")[singular].msgstr_plural.values())[:3] == [
        f"شكل {n} {{count}}" for n in range(3)
    ]
    take(space, counted)
    entry = entries(space, "ar", "site")[singular]
    assert list(entry.msgstr_plural.values()) == [f"شكل {n} {{count}}" for n in range(6)]
    assert not is_draft(entry)


def test_plural_forms_that_come_one_after_the_other_are_finished_with_the_last(space: Sound) -> None:
    out = str(space.root / "site.csv")
    space.run("export", "ar", "site", "--to", "csv", "-o", out)
    rows = list(csv.DictReader(StringIO((space.root / "site.csv").read_text("utf-8-sig"))))
    counted = [one for one in rows if (ref := Ref.find(one["ref"])) and ref.form is not None]
    space.fill("ar", "site", {counted[1]["source"]: ""}, [counted[1]["source"]])
    for number, one in enumerate(counted):
        one["target"], one["draft"] = f"شكل {number} {{count}}", ""
    take(space, counted[:3])
    entry = entries(space, "ar", "site")[counted[1]["source"]]
    assert ([one != "" for one in entry.msgstr_plural.values()], is_draft(entry)) == ([True] * 3 + [False] * 3, False)
    take(space, counted[3:])
    entry = entries(space, "ar", "site")[counted[1]["source"]]
    assert (all(entry.msgstr_plural.values()), is_draft(entry)) == (True, False)


class TestExport:
    def test_the_command_offers_all_formats_there_are(self) -> None:
        assert set(commands.FORMATS) == set(FORMATS)

    @pytest.mark.parametrize("form", list(FORMATS))
    def test_the_same_bytes_each_time_and_nothing_is_overwritten(self, space: Sound, form: str) -> None:
        out = space.root / f"sheet{FORMATS[form].suffix}"
        space.translate("ku", only=[ONE])
        assert space.run("export", "ku", "peace", "--to", form, "-o", str(out)).code == 0
        first = out.read_bytes()
        assert "nothing was written" in space.run("export", "ku", "peace", "--to", form, "-o", str(out)).out
        out.write_bytes(b"a translator's work")
        answer = space.run("export", "ku", "peace", "--to", form, "-o", str(out))
        assert answer.code == 2
        assert "is there already" in answer.err
        assert out.read_bytes() == b"a translator's work"
        out.unlink()
        space.run("export", "ku", "peace", "--to", form, "-o", str(out))
        assert out.read_bytes() == first

    def test_the_sheet_to_print_says_its_languages_and_runs_nothing(self, space: Sound) -> None:
        space.fill(
            "ar", "peace", {TWO: "<script>x</script>", LINK: "انظر [القانون](https://example.org/law)."}, [TWO, LINK]
        )
        out = space.root / "review.html"
        assert space.run("export", "ar", "peace", "--to", "html", "-o", str(out)).code == 0
        page = out.read_text("utf-8")
        assert '<html lang="ar" dir="rtl">' in page
        assert '<td lang="en" dir="ltr">' in page
        assert "<script" not in page
        assert re.sub(r"</?bdi[^>]*>", "", page).count("&lt;script&gt;x&lt;/script&gt;") == 1
        assert '<bdi class="address" dir="ltr">(https://example.org/law)</bdi>' in page
        assert "href" not in page

    def test_mistakes_in_the_call_have_cures(self, space: Sound) -> None:
        for call, said in [
            (["ku", "pace", "--to", "csv"], 'did you mean "peace"?'),
            (["xx", "peace", "--to", "csv"], 'nothing is translated into "xx"'),
            (["ku", "--to", "csv"], "holds one statement"),
            (["ku", "peace", "--to", "tmx"], "nothing is translated there"),
            (["ku", "peace", "--to", "docx", "-o", "x.xlsx"], "end with .docx"),
        ]:
            out = [] if "-o" in call else ["-o", str(space.root / "x")]
            answer = space.run("export", *call, *out)
            assert answer.code == 2
            assert said in answer.err
        space.translate("ku")
        answer = space.run("export", "ku", "peace", "--to", "csv", "--only-open", "-o", str(space.root / "x"))
        assert "nothing is open" in answer.err

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("a.doc", "as .docx"),
            ("a.ods", "as .xlsx"),
            ("a.pdf", "ask for"),
            ("a.po", "under locales/"),
            ("a", "export makes"),
        ],
    )
    def test_files_of_other_formats_are_answered_with_a_cure(self, space: Sound, name: str, said: str) -> None:
        space.write(name, "x")
        answer = space.run("import", str(space.root / name))
        assert answer.code == 2
        assert said in answer.err

    def test_a_file_that_is_not_there(self, space: Sound) -> None:
        answer = space.run("import", str(space.root / "no.csv"))
        assert answer.code == 2
        assert "cannot be read" in answer.err


@pytest.mark.parametrize("name", ["ar", "ku", "ckb"])
def test_the_instructions_are_in_the_language_of_the_translator(name: str) -> None:
    (sheet,) = sheets_of(Project.open(REPOSITORY), name, ["2026-01-aleppo"])
    texts = [getattr(sheet.labels, one) for one in sheet.labels.__slots__]
    assert len(texts) == len(labels())
    assert {one.locale.id for one in texts} == {name}


@pytest.mark.parametrize(("form", "library", "extra"), [("xlsx", "openpyxl", "office"), ("xliff", "lxml", "xliff")])
def test_a_missing_library_has_a_cure(space: Sound, form: str, library: str, extra: str) -> None:
    call = ["-C", str(space.root), "export", "ku", "peace", "--to", form, "-o", str(space.root / "x")]
    program = f"import sys; sys.modules[{library!r}] = None; from publisher.cli import main; main({call!r})"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True)
    assert answer.returncode == 2
    assert f"the library {library} is not installed" in answer.stderr
    assert f"pip install 'statement-publisher[{extra}]'" in answer.stderr


def test_no_other_command_loads_these_libraries() -> None:
    heavy = {"docx", "openpyxl", "lxml", "mammoth", "markdownify", "bs4"}
    program = f"import sys; from publisher import cli, report, workflow; print({heavy!r} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert answer.stdout == "set()\n"
