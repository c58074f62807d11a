"""What is quick is the same as what is slow: pages with nothing remembered, blocks and YAML by nothing but a parser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError, pass_context
from jinja2.runtime import Context
from markdown_it.rules_block import StateBlock
from markdown_texts import BODIES, INLINES, PHRASES
from slow_walk import Slow
from test_signoff import edited
from test_spec import AR, CKB, EN, EXAMPLES, KU

from publisher import document
from publisher.document import Labels, html, ordinary, version, walk
from publisher.document.parser import blocks, grammar, has_markup
from publisher.document.passages import passages
from publisher.document.whole import Inspection
from publisher.errors import SourceError
from publisher.fields import full, simple
from publisher.locale import locale
from publisher.model import Text
from publisher.outputs import templates
from publisher.outputs.templates import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from publisher.errors import Problem
    from publisher.locale import Locale
    from publisher.model import Lookup, Segment

ARAB = locale("ckb", digits="arab")
LABELS = Labels(Text("Link & “name”", EN), Text("Back <", AR), Text("بجانب", AR), "../compare/x.html?a&b")
ODD_TEXTS = [
    "",
    " ",
    "# no heading",
    "- no item",
    "AT&T &copy; 2026 > \"e\" 'f'",
    "a <b> c",
    'they say "no" > 3 times',
    "+963 21 123 4567 (SDF) حلب Latin",
    "Navê «حلب الشهباء» e",
    "again[^1] and[^1] again[^2]",
    '[rel](page.html#a?b&c "t") [q](#x) <https://example.org/?a&b>',
    "![a *b* `c`](p.png 't')",
    "**open _and ~~so ](on",
    "a backslash\\",
    "a  \nb \nc",
    "a \nb",
    "[ref] [that][r] [no][such]",
]
"""Each with one thing, or a few, that means something inside a block."""
ANSWERS = st.lists(
    st.tuples(st.sampled_from(["own", "own", "own", "english", "other"]), INLINES | st.sampled_from(ODD_TEXTS)),
    min_size=1,
)
FULL = """\
Head[^1]
:   - tight[^2]
    - > quoted

      loose

| a | b |
|:--|--:|
| x | [y][r] |

1. one

   - two
   - ```
     three
     ```
2. **four** &copy;

<!-- notranslate -->
- kept & <b>
- kept `too`[^1]

[^1]: First.

    - last
[^2]: Second

[r]: page.html "A title & more"
"""


def lookup_of(answers: Sequence[tuple[str, str]], to: Locale) -> Lookup:
    """A catalog that answers now in the language of the page, now in English, now in a third language."""

    def lookup(segment: Segment) -> Text:
        kind, text = answers[int(segment.id[1:], 16) % len(answers)]
        if kind == "english":
            return Text(segment.source, EN)
        return Text(text, to if kind == "own" else KU)

    return lookup


def refuse_difference(body: str, answers: Sequence[tuple[str, str]]) -> None:
    """Fail if one of the languages of a body is not what it is when it is made the slow way."""
    plan = walk.plan(body, EN)  # one for all languages
    for to in (EN, AR, KU, CKB, ARAB, AR):
        lookup = lookup_of(answers, to)
        for labels in (Labels(), LABELS):
            found = version.Version(plan, lookup, to)
            assert html.render(found, labels) == Slow(body, lookup, to, EN, labels).html()
        expected = [(name, _unlinked(text)) for name, text in Slow(body, lookup, to, EN).pieces()]
        assert [(one.id, one.html) for one in passages(found)] == expected


def _unlinked(text: str) -> str:
    """A text as it is on another page: the marks of footnotes lead nowhere."""
    return re.sub(r'(<sup class="footnote-ref">)<a [^>]*>(.*?)</a>', r"\1\2", text)


EVERY_ANSWER = [*(("own", one) for one in ODD_TEXTS), ("english", ""), ("own", "[t][r] **x**"), ("other", "`c` d")]


@settings(max_examples=100, deadline=None)
@given(BODIES | edited().map("\n\n".join), ANSWERS)
@example(FULL, EVERY_ANSWER)
@example(FULL, [("own", "&copy; نص"), ("english", "")])
def test_any_body_in_any_language(body: str, answers: list[tuple[str, str]]) -> None:
    refuse_difference(body, answers)


@pytest.mark.parametrize("to", [EN, AR], ids=lambda one: one.id)
def test_other_peoples_markdown(to: Locale) -> None:
    for name, body in EXAMPLES:
        lookup = lookup_of([("english", ""), ("own", "*x* & [y]")], to)
        found = version.Version(walk.plan(body, EN), lookup, to)
        assert html.render(found, LABELS) == Slow(body, lookup, to, EN, LABELS).html(), name


def forget() -> None:
    """Let nothing be remembered from one test to the other."""
    remembered = (html._skeleton, html._printed_row, version._alone, version._printed_alone)  # noqa: SLF001  # no other way
    for one in remembered:
        one.cache_clear()


def changed_row(change: Callable[[Any], Any]) -> Callable[[Sequence[Token]], object]:
    """What makes rows of tags, with something wrong in each."""
    right = html._row  # noqa: SLF001

    def row(tokens: Sequence[Token]) -> object:
        found = right(tokens)
        wrong = change(found) if found else None
        return wrong and wrong._replace(tags=tuple(wrong.tags))

    return row


FAULTS: list[tuple[object, str, object]] = [
    (version, "has_markup", re.compile(r"[\\\[`*_<~\n]").search),  # &amp; would be printed as it is typed
    (version, "has_markup", re.compile(r"[\\\[`*_<&~]").search),  # nor would lines be joined
    (version, "escapeHtml", lambda text: text),
    (version, "isolates", lambda text, _direction: [(text, False)]),
    (version, "as_html", lambda text, _direction, escape: escape(text)),
    (html, "_close_foreign", lambda _tokens: None),
    (html, "_opened", lambda block, _locale, fallback: block.copy(info=str(fallback))),
    (html, "_row", changed_row(lambda row: row._replace(anchor=""))),
    (html, "_row", changed_row(lambda row: row._replace(kept=not row.kept))),
    (html, "_row", changed_row(lambda row: row._replace(tags=[(*one[:4], False, one[5]) for one in row.tags]))),
    (html, "_row", changed_row(lambda row: row._replace(tags=[(*one[:5], one[5][:1]) for one in row.tags]))),
    (html, "_links", lambda labels, _around: [('<a class="anchor" href="#', '"></a>')] if labels.anchor else []),
    (walk, "with_footnotes", lambda tokens, _footnotes: tokens),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one[1])
def test_a_fault_is_found(fault: tuple[Any, str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    monkeypatch.setattr(*fault)
    with pytest.raises(AssertionError):
        refuse_difference("\n\n".join([FULL, *map("Then {}.".format, range(60))]), EVERY_ANSWER)
    monkeypatch.undo()
    forget()


def test_what_is_remembered_is_not_for_another_count_of_footnotes() -> None:
    """A translation may refer to a note more often than its English does."""
    plan = walk.plan("One[^1].\n\n[^1]: Note.", EN)
    for text in ("Yek[^1].", "Yek[^1] û[^1].", "Yek."):
        lookup = lookup_of([("own", text)], KU)
        assert (
            html.render(version.Version(plan, lookup, KU), LABELS)
            == Slow("One[^1].\n\n[^1]: Note.", lookup, KU, EN, LABELS).html()
        )


# Blocks

FAST, SLOW = grammar(), grammar()
SLOW.disable("ordinary")
BEGINNINGS = [*"0123456789#*+-:<=>[_`|~ \ta(“\u00a0\u2028", "    "]
ENDS = ["", " x", "x", ". x", "--", "- ", " - x", "    x", " -", "!-- x -->", "^1]: x", "r]: /x", " x\\", " x  "]
LINES = [first + end for first in BEGINNINGS for end in (*ENDS, first * 2, f"-{first}-", f"a{first}b")]
PAIRS = [
    f"{before}{line}{after}"
    for line in LINES
    for before in ("", "a\n", "a|b\n", "# a|b\n", "a\n\n", "- a\n", "- a\n\n")
    for after in ("", "\n", "\n\n", "\nb", "\n\n\nb")
]
"""Each kind of line after each of the blocks that are taken as ordinary, and before one."""


def refuse_other_blocks(body: str) -> None:
    """Fail if the blocks of a body are not those that the grammar makes where no block is ordinary."""
    assert blocks(body, FAST) == blocks(body, SLOW), body


@settings(max_examples=500, deadline=None)
@given(
    BODIES
    | edited().map("\n\n".join)
    | st.lists(st.sampled_from(["", "", "- a", "a", "# a", *LINES]) | PHRASES, max_size=9).map("\n".join)
)
def test_ordinary_blocks(body: str) -> None:
    refuse_other_blocks(body)


def test_each_line_beside_ordinary_blocks() -> None:
    for body in PAIRS:
        refuse_other_blocks(body)


def test_other_peoples_blocks() -> None:
    for _name, body in EXAMPLES:
        refuse_other_blocks(body)
        refuse_other_blocks(body.replace("\n\n", "\n"))


def test_what_is_ordinary() -> None:
    state = StateBlock("a\nb\n\n## c\n\n- d\n- e\n\nf\n", FAST, {}, [])
    assert ordinary.blocks(state, 0, state.lineMax, False)
    assert state.line == state.lineMax


BLOCK_FAULTS: list[tuple[str, object]] = [
    *(("_SIGNS", ordinary._SIGNS - {sign}) for sign in "0123456789#*+-:<=>[_`|~ \t"),  # noqa: SLF001
    ("_ITEM", re.compile("- ")),
    ("_sign", lambda state, line: state.src[state.bMarks[line] :].lstrip(" \t")[:1].strip("\n")),
    ("_heading", lambda state, line: line + ordinary.heading(state, line, state.lineMax, False)),
    ("_text", lambda *where, made=ordinary._text, **_depth: made(*where)),  # noqa: SLF001
    ("mdTrim", lambda text: text),
]


@pytest.mark.parametrize("fault", BLOCK_FAULTS, ids=lambda one: one[0])
def test_a_fault_in_ordinary_blocks_is_found(fault: tuple[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordinary, *fault)
    with pytest.raises((AssertionError, IndexError)):
        test_each_line_beside_ordinary_blocks()


MEANT = re.compile(r"[\\\[`*_<&~\n]")


@given(st.text(st.sampled_from("ab\\[`*_<&~\n]>!|\"'“نص"), max_size=3))
def test_markup_is_found(text: str) -> None:
    assert has_markup(text) == bool(MEANT.search(text))


# Control characters

BYTES = st.text(
    st.sampled_from("ab \n\t\r~é“\ufeff\x00\x08\x0b\x1f\x7f\x80\x9f\xa0\u2029\u202a\u202e\u202f"), max_size=4
)


def refuse_other_characters(text: str) -> None:
    """Fail if a control character is overlooked, or found where there is none."""
    try:
        document._decode(text.encode(), "x.md")  # noqa: SLF001
        found = False
    except SourceError:
        found = True
    assert found == bool(document._CONTROL.search(text.replace("\r", "\n")))  # noqa: SLF001


@given(BYTES)
def test_control_characters(text: str) -> None:
    refuse_other_characters(text)


def test_a_control_character_that_is_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_ORDINARY", bytes(range(0x80)))
    with pytest.raises(AssertionError):
        refuse_other_characters("a\x7f")


# Words that the parser lost


def lost(inspection: Inspection) -> list[Problem]:
    return [one for one in inspection.problems(frozenset()) if "would not appear" in one.message]


@settings(max_examples=100, deadline=None)
@given(edited().map("\n\n".join))
def test_no_lost_word_is_overlooked(body: str) -> None:
    """Lines that are plainly kept are not looked at word by word; if they were, nothing else would be found."""
    inspection = Inspection(body, "x.md", 1)
    found = lost(inspection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Inspection, "_plainly_kept", lambda _self: set())
        assert found == lost(inspection)


@pytest.mark.parametrize("line", ["| a | b | boo |", f"{'> ' * 21}lost"])
def test_lines_that_lose_a_word_are_not_plainly_kept(line: str) -> None:
    inspection = Inspection(f"| c | d |\n|---|---|\n{line}\n", "x.md", 1)
    assert [one.line for one in lost(inspection)] == [3]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Inspection, "_plainly_kept", lambda _self: {2})
        assert not lost(inspection)


# YAML

KEYS = st.sampled_from(["title", "date", "a_b", "name", "url"])
SAID = st.text(st.sampled_from("ab9 :#'\"-\\[]{},&*!|>%@`~?.=نé\u00a0\u2028\u0085\ufeff\t"), max_size=8)
TEXTS = st.one_of(
    SAID,
    SAID.map('"{}"'.format),
    SAID.map("'{}'".format),
    SAID.map(json.dumps),
    SAID.map(lambda text: "'{}'".format(text.replace("'", "''"))),
    *[st.sampled_from(["a: b", "a #b", "a#b", "a:b", "- a", "-a", "? a", "?a"])] * 3,
)


def _entry(indent: str) -> st.SearchStrategy[str]:
    return st.tuples(KEYS, TEXTS).map(lambda one: f"{indent}{one[0]}: {one[1]}\n")


FOLDED = st.tuples(
    KEYS, st.sampled_from([">-", ">", "|", "|-", ">+", ">2"]), st.lists(SAID, min_size=1, max_size=3)
).map(lambda one: f"{one[0]}: {one[1]}\n" + "".join(f"  {text}\n" for text in one[2]))
ITEM = st.one_of(
    TEXTS.map("  - {}\n".format),
    st.lists(_entry("    "), min_size=1, max_size=3).map(lambda one: "  - " + "".join(one)[4:]),
)
LIST = st.tuples(KEYS, st.lists(ITEM, min_size=1, max_size=3)).map(lambda one: f"{one[0]}:\n{''.join(one[1])}")
GLOSSARY = st.lists(ITEM, min_size=1, max_size=3).map(lambda one: re.sub("^  ", "", "".join(one), flags=re.MULTILINE))
ODD = st.sampled_from(["\n", "# said\n", "  # in\n", "a:\n", "---\n", "   - a\n", "- a\n", "  b\n", "a: [b]\n", "a: b"])
YAML = st.lists(st.one_of(_entry(""), _entry(""), _entry(""), FOLDED, LIST, ODD), max_size=4).map("".join)


def read_in_full(text: str) -> object:
    try:
        return full.read(text, "x", 3)
    except SourceError as error:
        return error.problems


def refuse_other_reading(text: str) -> None:
    """Fail if a text is read otherwise than by the parser of YAML; what is not simple is left to that."""
    found = simple.read(text, 3)
    assert found is None or found == read_in_full(text)


@settings(max_examples=1000, deadline=None)
@given(YAML | GLOSSARY)
def test_simple_yaml(text: str) -> None:
    refuse_other_reading(text)


HEAD = r"""# first
title: >-
  Two
  lines: #1

place: “a”:b#c
type: 'a: b''s'
said: "\"a\" b\\"
list:
  - name: x
    url: y:z
  - t
"""
TERMS = "# all\n\n- term: Aleppo\n  kind: name\n- term: peace\n- Afrin\n"


@pytest.mark.parametrize("text", [HEAD, TERMS], ids=["front matter", "glossary"])
def test_what_is_simple(text: str) -> None:
    assert simple.read(text, 3) == read_in_full(text) == full.read(text, "x", 3)


def _looser(name: str, old: str, new: str) -> tuple[str, object]:
    pattern = getattr(simple, name).pattern
    assert old in pattern
    return name, re.compile(pattern.replace(old, new))


YAML_FAULTS: list[tuple[str, object]] = [
    ("_UNUSUAL", re.compile("(?!)")),
    ("_USUAL", bytes(range(0x80))),
    ("_scalar", lambda text: text.strip()),
    ("_ESCAPED", re.compile("()(?!)")),
    ("_put", lambda fields, key, field: fields.update({key: field})),
    _looser("_ENTRY", "(?<! )#", "#"),
    _looser("_ENTRY", "(?=[^ \\n])", ""),
    _looser("_ENTRY", "[^ \\n\\-?", "[^ \\n?"),
]


@pytest.mark.parametrize("fault", YAML_FAULTS, ids=lambda one: one[0])
def test_a_fault_in_reading_is_found(fault: tuple[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simple, *fault)

    @settings(max_examples=3000, deadline=None, database=None, phases=[Phase.generate])
    @given(YAML | GLOSSARY)
    def every(text: str) -> None:
        refuse_other_reading(text)

    with pytest.raises((AssertionError, IndexError)):
        every()


# What templates call


class Texts:
    """What templates are given to call: a method, as those of the wording are."""

    def text(self, *told: object, **named: object) -> str:
        return f"<{told} {sorted(named.items())}>"


@pass_context
def seen(context: Context, told: object) -> str:
    """What takes something of the context."""
    return f"{context['value']} {told}"


TEMPLATES = [
    "{{ _('a', b=value) }}",
    "{% for one in [1, 2] %}{{ _(one, two=loop.index) }}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% macro all(one) %}{{ one }}{{ caller() if caller else '' }}{% endmacro %}{{ all('<') }}",
    "{% block one %}{% set here = _('x') %}{{ here }}{{ seen(here) }}{% endblock %}{{ self.one() }}",
    "{% for one in [1] %}{{ seen(one) }}{{ 'a-b'.split('-')|join }}{% endfor %}{{ kind(value) }}",
    "{{ given }}{{ given('x') }}{{ value.missing() }}",
]


def said_by(template: str, context: type[Context]) -> str:
    found = environment([])
    found.context_class = context
    values = {"_": Texts().text, "seen": seen, "kind": str, "value": "a&b"}
    try:
        return found.from_string(template).render(values)
    except UndefinedError as error:
        return str(error)


def refuse_other_calls(template: str) -> None:
    """Fail if a template says something else than with the context that Jinja has itself."""
    assert said_by(template, environment([]).context_class) == said_by(template, Context)


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_templates_call(template: str) -> None:
    refuse_other_calls(template)


@pytest.mark.parametrize("template", TEMPLATES[3:5])
def test_a_call_without_its_context_is_found(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "MethodType", object)
    with pytest.raises((AssertionError, TypeError)):
        refuse_other_calls(template)
