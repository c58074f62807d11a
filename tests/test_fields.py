"""Front matter and glossary: what YAML would drop or turn into something else is refused, with line and cure."""

from __future__ import annotations

import pytest

from publisher import fields, terms
from publisher.errors import Problem, SourceError


def problems(text: str, first_line: int = 1) -> tuple[Problem, ...]:
    with pytest.raises(SourceError) as caught:
        fields.read(text, "source/peace.md", first_line)
    assert all(problem.hint and problem.path == "source/peace.md" for problem in caught.value.problems)
    return caught.value.problems


def value(text: str) -> object:
    def plain(field: fields.Field) -> object:
        if isinstance(field.value, str):
            return field.value
        if isinstance(field.value, list):
            return [plain(one) for one in field.value]
        return {key: plain(one) for key, one in field.value.items()}

    return plain(fields.read(text, "x"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: We are #1", 2),
        ("date: x\ntitle: We are    #1\ntype: y", 3),
        ("title: We are\n  all #1", 3),
        ("title: We are #1\n  of all", 2),
        ("title: #1 of all", 2),
        ("list:\n  - Dawlaty #1", 3),
        ("list: [a, b #1\n  , c]", 2),
        ("just text #1", 2),
    ],
)
def test_text_that_would_be_lost_as_a_comment(text: str, line: int) -> None:
    first = problems(text, first_line=2)[0]
    assert first.line == line
    assert "lost as a comment" in first.message
    assert "put the text between double quotes" in first.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('title: "We are #1"', "We are #1"),
        ("title: We are#1", "We are#1"),
        ("# first\ntitle: We are\n# between\n", "We are"),
        ('title: "We are" # one', "We are"),
        ("title: 'We are' # one", "We are"),
        ("title: >- # one\n  We are #1", "We are #1"),
        ("title: |\n  We are #1\n", "We are #1"),
        ("title: # the list\n  - a", ["a"]),
        ("title: [a, b] # the list", ["a", "b"]),
    ],
)
def test_comments_that_lose_nothing(text: str, expected: object) -> None:
    assert value(text) == {"title": expected}


CONTROLS = sorted(set(range(0x20)) - {0x09, 0x0A})


@pytest.mark.parametrize("code", [*CONTROLS, 0x7F, 0x80, 0x9F])
def test_escaped_control_characters(code: int) -> None:
    (problem,) = problems(f'date: x\ntitle: "a\\x{code:02x}b"')
    assert problem.line == 2
    assert f"U+{code:04X}" in problem.message
    assert "delete the escape" in problem.hint


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\e", "\\ud800", "\\uDFFF", "\\ud83d\\ude00", "\\uffff"])
@pytest.mark.parametrize("text", ['title: "a{}b"', '"a{}b": x', 'list:\n- "{}"', 'title: ["{}"]'])
def test_escapes_that_are_no_character_of_a_text(escape: str, text: str) -> None:
    (problem,) = problems(text.replace("{}", escape))
    assert problem.line == 1 + text.count("\n")
    assert "cannot be published" in problem.message


@pytest.mark.parametrize("escape", ["\\U00110000", "\\UFFFFFFFF"])
def test_escapes_beyond_unicode(escape: str) -> None:
    (problem,) = problems(f'a: b\ntitle: "{escape}"')
    assert (problem.line, problem.message) == (2, "an escape that stands for no character")


def test_escapes_that_are_text() -> None:
    assert value(r'title: "a\tb\nc \u0634 \U0001F54A \\x01"') == {"title": r"a b c ش 🕊 \x01"}


@pytest.mark.parametrize("text", ["title: {}", "title: >-\n  a {} b", "# {}\ntitle: a", "'{}': b"])
@pytest.mark.parametrize("code", [*sorted(set(CONTROLS) - {0x0D}), 0x7F, 0x80, 0xFFFE])
def test_raw_control_characters(text: str, code: int) -> None:
    (problem,) = problems("a: b\n\n" + text.replace("{}", chr(code)))
    assert problem.line == 3 + text.partition("{}")[0].count("\n")
    assert problem.message == f"the control character U+{code:04X}"
    assert "delete it" in problem.hint


def test_lines_are_those_of_an_editor() -> None:
    (problem,) = problems('a: "x\u2028y\x85z"\nb: c #1')
    assert problem.line == 2


@pytest.mark.parametrize(
    "text", ["[" * 1000 + "]" * 1000, "[" * 30000, "{a: " * 1000, "- " * 1000 + "x", "a: " + "[" * 10 + "]" * 10]
)
def test_nested_too_deep(text: str) -> None:
    (problem,) = problems(text)
    assert "more than 10 deep" in problem.message
    assert problem.line == 1


def test_nested_deep_enough() -> None:
    assert value("[" * 10 + "x" + "]" * 10) == [[[[[[[[[["x"]]]]]]]]]]


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("title: Aleppo: north", 1, '": " goes between double quotes'),
        ("title:\tx", 1, "use spaces, not tabs"),
        ("list:\n\t- x", 2, "use spaces, not tabs"),
        ("title: @x", 1, "begins with @"),
        ("title: *bold* x", 1, "begins with *"),
        ("title: [x", 1, "begins with ["),
        ('title: "We" are', 1, "the whole text between double quotes"),
        ('title: "We\n\na: b', 1, "close the quotation marks"),
        ('title: "\\q"', 1, "two backslashes"),
        ("- x\ny: z", 2, "write each line as key: value"),
        ("a: b\n--- x\n", 2, "delete the line"),
    ],
)
def test_the_cure_is_of_the_kind_of_the_mistake(text: str, line: int, cure: str) -> None:
    (problem,) = problems(text)
    assert (problem.line, cure in problem.hint) == (line, True), problem
    assert "not readable as YAML" in problem.message
    assert ('": "' in problem.hint) == ("Aleppo" in text)


def test_all_mistakes_of_the_text_come_at_once() -> None:
    text = 'a: x #1\nb: "\\x01"\nc: &d e\nf: g: h'
    assert [problem.line for problem in problems(text)] == [1, 2, 3, 4]
    assert [problem.line for problem in problems("a: b\na: c\nb: d\n[x]: y\nb: e")] == [2, 4, 5]


def test_a_glossary_holds_texts_only() -> None:
    text = "- term: {a: b}\n  kind: [name]\n- term: peace\n  note: [a, b]\n  knd: x\n- term: [x]\n- note: {a: b}\n"
    with pytest.raises(SourceError) as caught:
        terms.read(text, "source/terms.yaml")
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (1, '"term" must be a text'),
        (2, '"kind" must be a text'),
        (4, '"note" must be a text'),
        (5, 'unknown key "knd" in a term'),
        (6, '"term" must be a text'),
        (7, '"note" must be a text'),
        (7, '"term" is missing'),
    ]
    assert all(problem.hint and problem.path == "source/terms.yaml" for problem in caught.value.problems)


def test_a_glossary_that_is_right() -> None:
    (term,) = terms.read("# all\n- term: peace\n  note:\n", "x")
    assert (term.text, term.kind, term.note, term.line) == ("peace", "term", "", 2)
