"""Sign-offs: what they cover, how they lapse, and what of their file is refused."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_texts import BODIES
from test_spec import render
from workspaces import Sound, Workspace, said

from publisher import files, signoff
from publisher.document.outline import outline
from publisher.document.walk import plan
from publisher.errors import CatalogError, Problem, PublisherError
from publisher.locale import locale
from publisher.model import Text
from publisher.signoff import Change, Shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2026, 1, 9)
FILE = "locales/ku/signoff.json"
TEXT = st.text(max_size=6)
SHOWN = st.builds(Shown, TEXT, TEXT, TEXT, TEXT, TEXT)


def page(*targets: str) -> list[Shown]:
    return [Shown(f"u{number:08}", "paragraph", f"English {number}", one, "ku") for number, one in enumerate(targets)]


@given(st.lists(SHOWN, max_size=4), st.lists(SHOWN, max_size=4))
@example([Shown("", "a", "bc", "d")], [Shown("", "ab", "c", "d")])
@example([Shown("", "a", "b", "c")] * 2, [Shown("", "a", "b", "c")])
@example([Shown("", "a", "b", '","c')], [Shown("", "a", 'b","', "c")])
def test_no_two_pages_have_one_digest(one: list[Shown], other: list[Shown]) -> None:
    """Whatever the page shows differently, in whatever order, and however texts could run into one another."""
    assume([each[1:] for each in one] != [each[1:] for each in other])
    assert signoff.digest(one) != signoff.digest(other)


@given(st.lists(SHOWN, min_size=1, max_size=5), st.data())
def test_any_letter_of_any_text_counts(shown: list[Shown], data: st.DataObject) -> None:
    record = signoff.sign(shown, DAY)
    assert record.covers(shown)
    assert record.changes(shown) == []
    which = data.draw(st.integers(0, len(shown) - 1))
    part = data.draw(st.sampled_from(["context", "source", "target", "locale"]))
    value = getattr(shown[which], part)
    at = data.draw(st.integers(0, len(value)))
    shown[which] = shown[which]._replace(**{part: value[:at] + "x" + value[at:]})
    assert not record.covers(shown)
    assert record.changes(shown)


@given(st.dictionaries(st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True), st.lists(SHOWN, max_size=3)), TEXT)
def test_a_file_is_read_as_it_was_written(pages: dict[str, list[Shown]], by: str) -> None:
    assume(by.isprintable())
    records = {slug: signoff.sign(shown, DAY, by) for slug, shown in pages.items()}
    data = signoff.serialize(records)
    assert signoff.read(data, FILE) == records
    assert signoff.serialize(dict(reversed(records.items()))) == data
    assert data.endswith(b"}\n")


def test_what_changed_is_told() -> None:
    a, b, c = page("A", "B", "C")
    record = signoff.sign([a, b, c], DAY)
    edited = Shown("u00000009", "paragraph", "English, edited", "English, edited", "en")
    assert record.changes([a, b._replace(target="b"), c]) == [Change("translation", "u00000001")]
    assert record.changes([a, edited, c]) == [Change("source", "u00000009", "u00000001")]
    assert record.changes([a, b, edited, c]) == [Change("new", "u00000009")]
    assert record.changes([a, c]) == [Change("gone", "u00000001")]
    assert record.changes([b, a, c]) == [Change("order")]
    assert record.changes([a, b, c, a]) == [Change("order")]
    assert record.changes([edited, c, b._replace(target="b")]) == [
        Change("source", "u00000009", "u00000000"),
        Change("translation", "u00000001"),
        Change("order"),
    ]
    day = Shown("date", "date", "", "2026-01-09")
    assert record.changes([a, b, c, day]) == [Change("value", "date")]
    assert signoff.sign([a, day], DAY).changes([a]) == [Change("value", "date")]
    assert signoff.sign([a, day], DAY).changes([a, b]) == [Change("new", "u00000001"), Change("value", "date")]


MARKDOWN = """\
See [the law][law] and `a`.

<!-- notranslate -->
Ref. 12/2026

1. One
2. Two

   More

## Three[^a]

    code

- A

  B
- C[^b]

[^a]: X
[^b]: Y

[law]: https://example.org/law
"""


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("org/law", "org/lawn", "link targets"),
        ("    code", "    kode", "code"),
        ("12/2026", "13/2026", "untranslated blocks"),
        ("## Three", "### Three", "arrangement"),
        ("1. One\n2. Two", "2. One\n3. Two", "arrangement"),
        ("1. One\n2. Two\n\n   More", "- One\n- Two\n\n  More", "arrangement"),
        ("- A\n\n  B\n- C", "- A\n- B\n\n  C", "arrangement"),
        ("    code\n\n- A\n\n  B\n- C[^b]", "- A\n\n  B\n- C[^b]\n\n<!-- -->\n\n    code", "arrangement"),
        ("[^a]: X\n[^b]: Y", "[^b]: X\n[^a]: Y", "footnotes"),
    ],
)
def test_what_is_no_text_counts_too(old: str, new: str, what: str) -> None:
    before, after = (outline(plan(text, locale("en"))) for text in (MARKDOWN, MARKDOWN.replace(old, new)))
    assert [one.key for one in before.segments] == [one.key for one in after.segments]
    assert {name for name in before.fixed if before.fixed[name] != after.fixed.get(name)} == {what}


def test_where_an_untranslated_block_stands_counts() -> None:
    kept = "<!-- notranslate -->\nRef. 12/2026\n\n"
    moved = MARKDOWN.replace(kept, "").replace("## Three", f"{kept}## Three")
    before, after = (outline(plan(text, locale("en"))).fixed for text in (MARKDOWN, moved))
    assert before["untranslated blocks"] == after["untranslated blocks"]
    assert before["arrangement"] != after["arrangement"]


PIECES = [
    "",
    "- ",
    "  ",
    "   ",
    "1. ",
    "3. ",
    "> ",
    "## ",
    "### ",
    "<!-- notranslate -->\n\n",
    "    ",
    "\n",
    ":   ",
    "a",
    "---\n",
]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A body, and the same after some edits of its lines."""
    body = draw(BODIES)
    lines = body.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.sampled_from(["swap", "delete", "repeat", "prefix", "cut"])):
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "delete":
                lines[at : at + 1] = [""] if len(lines) == 1 else []
            case "repeat":
                lines.insert(other, lines[at])
            case "prefix":
                lines[at] = draw(st.sampled_from(PIECES)) + lines[at]
            case _:
                lines[at] = lines[at][1:]
    return body, "\n".join(lines)


def visible(body: str) -> str:
    """The page of a body, whether its lists are tight or not."""
    html = render(body, lambda one: Text(one.source, locale("en")), locale("en"), locale("en"))
    html = re.sub(r"</?(p|span)\b[^>]*>|\sid=\"[^\"]*\"|\stranslate=\"no\"", "", html)
    return " ".join(re.sub(r"\s*(<[^>]*>)\s*", r"\1", html).split())


@settings(max_examples=500, deadline=None)
@given(edited())
def test_nothing_on_a_page_is_beside_its_outline(bodies: tuple[str, str]) -> None:
    """If two bodies have the same texts, values and arrangement, readers see the same."""
    one, other = (outline(plan(body, locale("en"))) for body in bodies)
    same = [each.key for each in one.segments] == [each.key for each in other.segments] and one.fixed == other.fixed
    assert not same or visible(bodies[0]) == visible(bodies[1])


@pytest.mark.parametrize(("old", "new"), [("2. Two", "\n2. Two"), ("See [the", "See\n[the"), ("## Three", "##  Three")])
def test_how_markdown_is_typed_does_not_count(old: str, new: str) -> None:
    before, after = (outline(plan(text, locale("en"))) for text in (MARKDOWN, MARKDOWN.replace(old, new)))
    assert [one.key for one in before.segments] == [one.key for one in after.segments]
    assert before.fixed == after.fixed


GOOD = signoff.serialize({"peace": signoff.sign(page("A", "B"), DAY, "legal desk")}).decode()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "not readable as JSON"),
        (GOOD[:-20], 8, "not readable as JSON"),
        (GOOD + GOOD, 12, "not readable as JSON"),
        ("[" * 100_000, 1, "not readable as JSON"),
        ("[]", 1, "not an object"),
        ("<<<<<<< ours\n" + GOOD, 1, "merge conflict"),
        (GOOD.replace('    "date"', '=======\n    "date"'), 4, "merge conflict"),
        (GOOD.replace("2026-01-09", "yesterday"), 4, '"date"'),
        (GOOD.replace('"2026-01-09"', "20260109"), 4, '"date"'),
        (GOOD.replace('"legal desk"', "null"), 3, '"by"'),
        (GOOD.replace("legal desk", r"legal\ndesk"), 3, '"by"'),
        (GOOD.replace('"digest": "', '"digest": "x'), 5, '"digest"'),
        (GOOD.replace('"u00000001": "', '"u00000001": "x'), 8, '"u00000001"'),
        (GOOD.replace('"u00000001"', '"u00000000"'), 7, '"u00000000" stands here twice'),
        (GOOD.replace('"texts"', '"text"'), 6, 'unknown key "text"'),
        ('{\n"peace": 3}', 2, "is not a block"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(CatalogError) as caught:
        signoff.read(text.encode(), FILE)
    problem = caught.value.problems[0]
    assert (problem.path, problem.line) == (FILE, line)
    assert message in problem.message
    assert problem.hint
    workspace = Sound(tmp_path)
    workspace.complete()
    workspace.write(FILE, text)
    answer = workspace.run("sign", "ku", "peace")
    assert answer.code == 2
    assert f"error: {FILE}:{line}: " in answer.err
    for call, code in (("status", 0), ("build", 1), ("check", 1)):
        answer = workspace.run(call)
        assert answer.code == code, answer
        assert f"{FILE}:{line}: " in answer.out.replace(f"{FILE}:{line}  error[catalog]", f"{FILE}:{line}: ")
        assert message in answer.out
    assert workspace.read(FILE) == text


def test_not_utf_8() -> None:
    with pytest.raises(CatalogError, match="not UTF-8"):
        signoff.read(GOOD.replace("legal", "l\u00e9gal").encode("latin-1"), FILE)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Answer a workspace of two languages in which everything is translated, and may be published."""
    made = Sound(tmp_path)
    made.complete()
    return made


def signed(workspace: Workspace) -> dict[str, object]:
    one = json.loads(workspace.run("status", "--format", "json").out)["statements"][0]["locales"]["ku"]
    return {"signed": one["signed"], **(one["signoff"] or {})}


def test_signing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767916800")
    before = workspace.bytes_of("locales")
    assert signed(workspace) == {"signed": False}
    answer = workspace.run("sign", "ku", "peace", "--by", "legal desk")
    assert answer.code == 0
    assert "signed by legal desk on 2026-01-09, 10 texts" in answer.out
    assert "Any change of the English or of the translation makes it lapse." in answer.out
    after = workspace.bytes_of("locales")
    assert after.keys() - before.keys() == {"ku/signoff.json"}
    assert {name: after[name] for name in before} == before
    assert signed(workspace) == {
        "signed": True,
        "date": "2026-01-09",
        "by": "legal desk",
        "valid": True,
        "changed": [],
    }
    assert " signed 2026-01-09 " in workspace.run("status").out


def test_signing_again_changes_nothing_unless_another_role_does(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767916800")
    workspace.run("sign", "ku", "peace", "--by", "legal desk")
    before = workspace.read(FILE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    assert "was signed before, nothing was written" in workspace.run("sign", "ku", "peace").out
    assert "was signed before" in workspace.run("sign", "kmr", "peace", "--by", "legal desk").out
    assert workspace.read(FILE) == before
    assert "was signed before" not in workspace.run("sign", "ku", "peace", "--by", "press desk").out
    assert signed(workspace)["by"] == "press desk"
    assert signed(workspace)["date"] == "2026-02-02"


def test_a_new_text_is_signed_by_nobody_who_signed_the_old_one(workspace: Workspace) -> None:
    workspace.run("sign", "ku", "peace", "--by", "legal desk")
    workspace.fill("ku", "peace", {"Dawlaty": "Dewletî"}, only=["Dawlaty"])
    assert workspace.run("sign", "ku", "peace").code == 0
    assert (signed(workspace)["signed"], signed(workspace)["by"]) == (True, "")


def test_what_is_not_fit_to_be_signed(workspace: Workspace) -> None:
    workspace.fill("ku", "peace", {"Protect all civilians.": ""}, only=["Protect all civilians."])
    answer = workspace.run("sign", "ku", "peace")
    assert (answer.code, answer.out) == (
        1,
        "peace in Kurdish (Kurmanji) was not signed: it waits for 3 words to translate\n",
    )
    workspace.fill("ku", "peace", {"Protect all civilians.": "**Bold** û"}, only=["Protect all civilians."])
    answer = workspace.run("sign", "ku", "peace")
    assert answer.code == 1
    assert "was not signed: it waits for 1 error (publish check ku)" in answer.out
    assert not (workspace.root / FILE).exists()


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (["kuu", "peace"], 'did you mean "ku"?'),
        (["ku", "peece"], 'did you mean "peace"?'),
        (["en", "peace"], "sign a translation of it: ar, ku"),
        (["ku", "peace", "--by", "a@example.org"], 'name a desk or an office, such as "legal desk"'),
        (["ku", "peace", "--by", "two\nlines"], "name a desk or an office"),
        (["ku", "peace", "--by", " "], "name a desk or an office"),
    ],
)
def test_a_wrong_call(workspace: Workspace, call: list[str], hint: str) -> None:
    answer = workspace.run("sign", *call)
    assert answer.code == 2
    assert hint in answer.err
    assert not (workspace.root / FILE).exists()


def test_sign_offs_of_other_statements_stay(workspace: Workspace) -> None:
    workspace.write(FILE, GOOD.replace("peace", "of-old"))
    workspace.run("sign", "ku", "peace")
    assert list(json.loads(workspace.read(FILE))) == ["of-old", "peace"]


EDITS = {
    "a letter of the translation": (
        "locales/ku/LC_MESSAGES/peace.po",
        said("ku", "Protect all civilians."),
        said("ku", "Protects all civilians."),
        "locales/ku/LC_MESSAGES/peace.po:41: List item 1 of 2: its translation changed",
    ),
    "a letter of the English": (
        "source/peace.md",
        "Protect all civilians.",
        "Protects all civilians.",
        "source/peace.md:14: List item 1 of 2: its English changed",
    ),
    "a text is gone": (
        "source/peace.md",
        "- Protect all civilians.\n",
        "",
        "a text “Protect all civilians.”: is gone",
    ),
    "a text is new": (
        "source/peace.md",
        "## What",
        "Stop.\n\n## What",
        "source/peace.md:17: Paragraph 2 of 3: is new",
    ),
    "a text stands there twice": (
        "source/peace.md",
        "## What",
        "People fled in 2018.\n\n## What",
        "the reading order: changed",
    ),
    "the date": ("source/peace.md", "2026-01-09", "2026-01-10", "the date: changed"),
    "an acronym": ("source/peace.md", "JFL", "JFLL", "the acronyms and addresses of signatories: changed"),
}


@pytest.mark.parametrize("name", EDITS)
def test_any_change_makes_it_lapse_and_status_names_it(workspace: Workspace, name: str) -> None:
    path, old, new, told = EDITS[name]
    workspace.run("sign", "ku", "peace")
    workspace.edit(path, old, new)
    workspace.run("update")
    assert signed(workspace)["signed"] is False
    text = workspace.run("status").out
    assert "Changed in ku since its sign-off on " in text
    assert told in text
    assert " lapsed " in text


def test_what_readers_do_not_see_changes_nothing(workspace: Workspace) -> None:
    """Comments, notes to translators, and how the Markdown is wrapped."""
    workspace.run("sign", "ku", "peace")
    workspace.edit("locales/ku/LC_MESSAGES/site.po", '\nmsgctxt "site title"', '\n# who?\nmsgctxt "site title"')
    workspace.edit("locales/ku/LC_MESSAGES/peace.po", "\n#. Heading", "\n# who?\n#. Heading")
    workspace.edit("source/peace.md", "## What", "<!-- translators: the title of a part -->\n## What")
    workspace.edit("source/peace.md", "People fled in 2018.", "People\nfled in 2018.")
    workspace.run("update")
    assert signed(workspace)["signed"] is True


LEGAL = "If the versions differ, the {language} version prevails."


def test_the_wording_of_the_pages_is_approved_too(workspace: Workspace) -> None:
    """It holds the clause that says which version prevails."""
    workspace.edit("pyproject.toml", "locales.ku]", "locales.ku]\nrequire_signoff = true")
    assert workspace.run("sign", "ku", "peace").code == 0
    assert workspace.run("build").code == 0
    before = workspace.bytes_of("public")["ku/peace.html"]
    workspace.fill("ku", "site", {LEGAL: said("ku", "If so, the {language} version never prevails.")}, only=[LEGAL])
    assert signed(workspace)["changed"] == ["wording of the pages"]
    assert workspace.run("status").out.count("the wording of the pages: changed") == 1
    answer = workspace.run("build")
    assert answer.code == 1
    assert "a new sign-off: the wording of the pages has changed since " in answer.out
    assert workspace.bytes_of("public")["ku/peace.html"] == before
    workspace.run("sign", "ku", "peace")
    assert workspace.run("build").code == 0


@pytest.mark.parametrize("name", ["its English", "a plural form", "a translation that is gone"])
def test_all_of_the_wording_counts(workspace: Workspace, name: str) -> None:
    workspace.write("templates/extra.html", '{{ _("Stop.") }} {{ ngettext("{count} day", "{count} days", 3) }}')
    workspace.complete()
    workspace.run("sign", "ku", "peace")
    assert signed(workspace)["signed"] is True
    site = workspace.po("ku", "site")
    match name:
        case "its English":
            workspace.edit("templates/extra.html", "Stop.", "Stop!")
        case "a plural form":
            workspace.edit(site, f'msgstr[1] "{said("ku", "{count} day")}"', 'msgstr[1] "{count} roj"')
        case _:
            workspace.edit(site, f'msgstr "{said("ku", "Stop.")}"', 'msgstr ""')
    assert signed(workspace)["changed"] == ["wording of the pages"]


def test_the_order_of_the_templates_does_not_count(workspace: Workspace) -> None:
    workspace.write("templates/a.html", '{{ _("Stop.") }}')
    workspace.complete()
    workspace.run("sign", "ku", "peace")
    (workspace.root / "templates/a.html").rename(workspace.root / "templates/z.html")
    workspace.run("update")
    assert signed(workspace)["signed"] is True


def test_a_repair_makes_it_valid_again(workspace: Workspace) -> None:
    workspace.run("sign", "ku", "peace")
    workspace.edit("source/peace.md", "3 towns", "4 towns")
    workspace.run("update")
    assert signed(workspace)["signed"] is False
    workspace.edit("source/peace.md", "4 towns", "3 towns")
    workspace.run("update")
    assert signed(workspace)["signed"] is True


MINOR = ("All parties must", "All Parties must")


def keep_over_minor_edits(workspace: Workspace, where: str = "locales.ku]") -> None:
    workspace.edit("pyproject.toml", where, f"{where}\nminor_keeps_signoff = true")


def test_a_minor_edit_keeps_it_where_the_settings_say_so(workspace: Workspace) -> None:
    keep_over_minor_edits(workspace)
    for name in ("ku", "ar"):
        workspace.run("sign", name, "peace", "--by", "legal desk")
    before = signed(workspace)
    workspace.edit("source/peace.md", *MINOR)
    assert f"{FILE}: sign-offs stay valid over minor edits\n" in workspace.run("update", "--minor").out
    assert signed(workspace) == before
    assert workspace.run("update", "--check", "--minor").code == 0
    statement = json.loads(workspace.run("status", "--format", "json").out)["statements"][0]
    assert statement["locales"]["ar"]["signed"] is False


@pytest.mark.parametrize("also", [False, True])
def test_it_is_kept_over_minor_edits_of_the_wording(workspace: Workspace, *, also: bool) -> None:
    keep_over_minor_edits(workspace)
    workspace.write("templates/extra.html", '{{ _("Please tell all parties what you saw there") }}')
    workspace.complete()
    workspace.run("sign", "ku", "peace")
    before = signed(workspace)
    workspace.edit("templates/extra.html", "tell all parties", "tell all Parties")
    if also:
        workspace.edit("source/peace.md", *MINOR)
    assert signed(workspace)["signed"] is False
    assert f"{FILE}: sign-offs stay valid over minor edits\n" in workspace.run("update", "--minor").out
    assert signed(workspace) == before
    workspace.edit("templates/extra.html", "what you saw", "who you are")
    workspace.run("update", "--minor")
    assert signed(workspace)["signed"] is False


@pytest.mark.parametrize("case", ["no such setting", "not a minor update", "another change"])
def test_otherwise_a_minor_edit_makes_it_lapse(workspace: Workspace, case: str) -> None:
    if case != "no such setting":
        keep_over_minor_edits(workspace, "minimum = 100")
    workspace.run("sign", "ku", "peace")
    workspace.edit("source/peace.md", *MINOR)
    if case == "another change":
        workspace.fill("ku", "peace", {"Dawlaty": "Dewletî"}, only=["Dawlaty"])
    before = workspace.read(FILE)
    workspace.run("update", *(["--minor"] if case != "not a minor update" else []))
    assert signed(workspace)["signed"] is False
    assert workspace.read(FILE) == before


def test_check_tells_that_a_sign_off_would_be_kept_and_writes_nothing(workspace: Workspace) -> None:
    keep_over_minor_edits(workspace)
    workspace.run("sign", "ku", "peace")
    workspace.edit("source/peace.md", *MINOR)
    before = workspace.bytes_of("locales")
    answer = workspace.run("update", "--check", "--minor")
    assert answer.code == 1
    assert "4 files would be written" in answer.out  # the template, two catalogs, the sign-offs
    assert workspace.bytes_of("locales") == before


def test_a_sign_off_that_cannot_be_written_keeps_the_catalogs_as_they_are(workspace: Workspace) -> None:
    keep_over_minor_edits(workspace)
    workspace.run("sign", "ku", "peace")
    workspace.edit("source/peace.md", *MINOR)
    (workspace.root / FILE).chmod(0o444)
    before = workspace.bytes_of("locales")
    answer = workspace.run("update", "--minor")
    assert answer.code == 2
    assert "read-only" in answer.err
    assert workspace.bytes_of("locales") == before


def test_a_run_that_ends_between_sign_off_and_catalogs_is_finished_by_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_over_minor_edits(workspace)
    workspace.run("sign", "ku", "peace")
    before = signed(workspace)
    workspace.edit("source/peace.md", *MINOR)

    def full(*_: object) -> None:
        raise PublisherError(Problem("no space left on the disk"))

    with monkeypatch.context() as patch:
        patch.setattr(files.History, "save", full)
        assert workspace.run("update", "--minor").code == 2
    assert signed(workspace)["signed"] is False
    assert workspace.run("update", "--minor").code == 0
    assert signed(workspace) == before


def test_git_merges_sign_offs_of_two_statements(tmp_path: Path, tool: Callable[[str], str]) -> None:
    shown = page(*"ABCDEF")
    base = {slug: signoff.sign(shown, DAY) for slug in ("one", "three", "two")}
    ours = base | {"one": signoff.sign(shown[:5], date(2026, 2, 1), "legal desk")}
    theirs = base | {"two": signoff.sign(shown[1:], date(2026, 3, 1), "press desk")}
    names = []
    for name, records in (("ours", ours), ("base", base), ("theirs", theirs)):
        names.append(tmp_path / name)
        names[-1].write_bytes(signoff.serialize(records))
    merged = subprocess.run([tool("git"), "merge-file", "-p", *names], capture_output=True, check=True).stdout
    assert signoff.read(merged, FILE) == {**base, "one": ours["one"], "two": theirs["two"]}
