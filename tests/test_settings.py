"""The settings: every mistake at once, each with the line it is mended on."""

from __future__ import annotations

import pytest

from publisher import settings
from publisher.errors import ConfigError, Problem

GOOD = """\
[project]
title = "Not the title"
minimum = 3

[tool.publisher]
title = "Our statements"

[tool.publisher.locales.en]
[tool.publisher.locales.ar]
[tool.publisher.locales.ku]
"""


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        settings.read(text if isinstance(text, bytes) else text.encode())
    assert all(problem.hint and problem.path == "pyproject.toml" for problem in caught.value.problems)
    return caught.value.problems


def places(text: str) -> dict[str, int]:
    return {
        problem.message.partition(":")[0].removeprefix("tool.publisher."): problem.line for problem in problems(text)
    }


def test_what_is_right() -> None:
    found = settings.read(GOOD.replace("ar]", "ar]\nminimum = 80").encode())
    assert found
    assert found.ids == ("en", "ar", "ku")
    assert found.minimum == {"en": 100, "ar": 80, "ku": 100}
    assert [one.id for one in found.targets] == ["ar", "ku"]


@pytest.mark.parametrize("key", ["require_signoff", "minor_keeps_signoff"])
def test_a_switch_of_all_and_of_one(key: str) -> None:
    assert getattr(settings.read(GOOD.encode()), key) == {"en": False, "ar": False, "ku": False}
    text = GOOD.replace('title = "Our', f'{key} = true\ntitle = "Our').replace("ar]", f"ar]\n{key} = false")
    assert getattr(settings.read(text.encode()), key) == {"en": True, "ar": False, "ku": True}
    wrong = text.replace("= true", '= "yes"').replace("= false", "= 1")
    assert places(wrong) == {key: 6, f"locales.ar.{key}": 11}


def test_all_settings_of_a_locale_come_at_once() -> None:
    text = GOOD + 'digits = "roman"\nname = "Kurdî"\ndate = "d"\nminimum = 101\nmonths = 12\ncolour = "red"\n'
    assert places(text) == {
        "locales.ku.digits": 11,
        "locales.ku.date": 13,
        "locales.ku.minimum": 14,
        "locales.ku.months": 15,
        "locales.ku.colour": 16,
    }


def test_no_mistake_hides_another() -> None:
    text = GOOD.replace("locales.en]", 'locales.en]\ndigits = "roman"').replace(
        "locales.ar]", "locales.ar]\nminimum = -1"
    )
    text = text.replace('title = "Our', 'minimum = "all"\nsource_locale = "ar"\ntitel = "Our')
    text += (
        '[tool.publisher.locales.xx]\ndirection = "up"\nminimum = true\n[tool.publisher.locales.kmr]\nminimum = nan\n'
    )
    assert places(text) == {
        "title": 5,
        "minimum": 6,
        "source_locale": 7,
        "titel": 8,
        "locales.en.digits": 11,
        "locales.ar.minimum": 13,
        "locales.xx": 15,
        "locales.xx.direction": 16,
        "locales.xx.minimum": 17,
        "locales.kmr": 18,
        "locales.kmr.minimum": 19,
    }


def test_a_key_is_not_taken_for_that_of_another_table() -> None:
    text = GOOD.replace('title = "Our statements"\n', "").replace("locales.ku]", "locales.ku]\nminimum = 101")
    text = text.replace("locales.ar]", "locales.ar]\nminimum = 50")
    assert places(text) == {"title": 5, "locales.ku.minimum": 11}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[tool.publisher]\ntitle = ""\nlocales.en = {}\nlocales.ar.minimum = 101',
            {"title": 2, "locales.ar.minimum": 4},
        ),
        (
            '[tool.publisher]\ntitle = "x"\n[tool.publisher.locales]\nen = {}\nar = {minimum = 101}',
            {"locales.ar.minimum": 5},
        ),
        ('tool.publisher.title = ""\n[tool.publisher.locales."en"]', {"title": 1}),
        ('["tool" . \'publisher\'] # here\n\n"title" = ""\n[tool.publisher.locales.en]', {"title": 3}),
        ('[x]\ny = """\n[tool.publisher]\ntitle = 3\n"""\n[tool.publisher]\ntitle = 3\nlocales.en = {}', {"title": 7}),
        ('[tool.publisher]\ntitle = [\n"a",\n]\nlocales.en = {minimum = 101}', {"title": 2, "locales.en.minimum": 5}),
        ("[tool.publisher.locales.en]\n[tool.publisher]\nminimum = 1", {"title": 2}),
        ("[tool.publisher.locales.en]\n[[x]]\ntitle = 3\n[[x]]\ntitle = 4", {"title": 1}),
        ('[tool.publisher]\r\n\r\ntitle = ""\r\nlocales.en = {}', {"title": 3}),
        ('x = "a\u2028b"\n[tool.publisher]\ntitle = ""\nlocales.en = {}', {"title": 3}),
        ('[tool.publisher]\ntitle = "a\\nb"\ndesk = "a\\u0000"\nlocales.en = {}', {"title": 2, "desk": 3}),
        ('[tool.publisher]\ntitle = "x"\nlocales = 3', {"locales": 3}),
        ('[tool.publisher]\ntitle = "x"\n[tool.publisher.locales]', {"locales": 3}),
        ('[tool.publisher]\ntitle = "x"', {"locales": 1}),
        ('[tool.publisher]\ntitle = "x"\n[tool.publisher.locales]\nen = 3\nar = {}', {"locales.en": 4}),
    ],
)
def test_the_line_of_a_problem(text: str, expected: dict[str, int]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("tool = 3", "tool: must be a table", 1),
        ("a = 1\n[tool]\npublisher = 3", "tool.publisher: must be a table", 3),
        ("\n[[tool.publisher]]\n", "tool.publisher: must be a table", 2),
        ("[tool]\npublisher = false", "tool.publisher: must be a table", 2),
        ("[[tool]]\n[[tool]]", "tool: must be a table", 2),
    ],
)
def test_what_should_be_a_table(text: str, message: str, line: int) -> None:
    (problem,) = problems(text)
    assert (problem.message, problem.line) == (message, line)


@pytest.mark.parametrize("text", ["", "[tool]", "[tool.other]\npublisher = 3", "[publisher]"])
def test_no_settings(text: str) -> None:
    assert settings.read(text.encode()) is None


def test_not_utf_8() -> None:
    (problem,) = problems(GOOD.encode() + 'name = "Kurdî"\n'.encode("cp1252"))
    assert (problem.message, problem.line, problem.hint) == ("not UTF-8", 11, "save the file as UTF-8")
    assert problems(GOOD.encode("utf-16"))[0].line == 1


def test_a_byte_order_mark() -> None:
    assert settings.read(b"\xef\xbb\xbf" + GOOD.encode()) == settings.read(GOOD.encode())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb =\n", 2),
        ('a = 1\nb = "x', 2),
        ("a = 1\nb = [\n1,\n\n", 3),
        ("a = " + "9" * 5000, 1),
        ("a = " + "[" * 9999, 1),
    ],
)
def test_not_toml(text: str, line: int) -> None:
    (problem,) = problems(text)
    assert problem.line == line
    assert "not readable as TOML" in problem.message


@pytest.mark.parametrize("name", ["ar", "ku", "kmr"])
def test_statements_are_written_in_english(name: str) -> None:
    text = GOOD.replace("ku]", "kmr]").replace('title = "Our', f'source_locale = "{name}"\ntitle = "Our')
    (problem,) = problems(text)
    assert problem.line == 6
    assert problem.message == f'tool.publisher.source_locale: "{name}" cannot be the source language'
    assert "statements are written in English" in problem.hint


def test_english_has_a_table() -> None:
    (problem,) = problems(GOOD.replace("[tool.publisher.locales.en]\n", ""))
    assert problem.message == 'tool.publisher.source_locale: no such language "en"'
    assert "add [tool.publisher.locales.en]" in problem.hint
    (problem,) = problems(GOOD.replace("locales.en]", 'locales.en]\ndigits = "roman"'))
    assert problem.message.startswith("tool.publisher.locales.en.digits")
