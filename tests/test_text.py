"""The statement as plain text: every word of it, and every line in order in programs that read no markup.

What readers see is asked of fribidi, a program that implements the Unicode bidirectional algorithm. Where it is
about order, 〈…〉 marks in a line what runs the other way than the rest of it.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_texts import BODIES
from test_spec import EXAMPLES
from workspaces import REPOSITORY

from publisher.bidi import directed, first_strong, isolated, marked, unmarked
from publisher.catalog import Catalog, SourceCatalog
from publisher.document import read
from publisher.document.walk import plan
from publisher.locale import locale
from publisher.merge import merge
from publisher.model import Segment, Text
from publisher.outputs.html import Standing
from publisher.outputs.templates import wording_segments
from publisher.outputs.text import bare, text
from publisher.page import Frame, Page
from publisher.project import Project
from publisher.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from publisher.document import Document
    from publisher.locale import Locale

EN, AR, KU, CKB = LOCALES = tuple(map(locale, ("en", "ar", "ku", "ckb")))
BY_ID = {one.id: one for one in LOCALES}
CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FRONT = "---\ntitle: {title}\ndate: 2026-01-09\n{more}---\n\n{body}\n"
NOBODY = "No reviewer has approved this translation yet."


def document_of(body: str, more: str = "", title: str = "A call for peace") -> Document:
    data = FRONT.format(title=title, more=more, body=body).encode()
    return read(data, PurePosixPath("source/peace.md"), EN, tuple(BY_ID))


def page_of(document: Document, to: Locale, targets: Mapping[str, str] | None = None) -> Page:
    """The statement in a language; without ``targets`` its texts are in that language as they stand in the source."""
    catalog: Catalog | SourceCatalog = SourceCatalog(EN)
    if to is not EN:
        catalog = Catalog(to, EN, "peace.po")
        merge(catalog, document.segments)
        for one in document.segments:
            if targets is None or one.source in targets:
                catalog.fill(one, [one.source if targets is None else targets[one.source]])
    return Page(document, to, catalog, Frame((), catalog))


def wording_of(to: Locale) -> Wording:
    """The wording as it comes with the program."""
    shipped = None if to is EN else Project.open(REPOSITORY).shipped_wording(to)
    return Wording(to, shipped or SourceCatalog(EN))


WORDING = {one.id: wording_of(one) for one in LOCALES}


def text_of(page: Page, standing: Standing | None = None, *, controls: bool = True, address: str = "") -> str:
    written = text(page, WORDING[page.locale.id], standing or Standing(()), address=address)
    return written if controls else bare(written)


def body_of(body: str, to: Locale, targets: Mapping[str, str] | None = None, *, controls: bool = True) -> str:
    """The paragraphs of a body alone, without those before it."""
    before = text_of(page_of(document_of(""), to, targets)).count("\n\n") + 1
    whole = text_of(page_of(document_of(body), to, targets), controls=controls)
    return "\n\n".join(whole.removesuffix("\n").split("\n\n")[before:])


# What readers see

MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def seen(fribidi: str, lines: Sequence[str], base: str = "") -> list[str]:
    """The characters of each line from left to right, as a program shows them that goes by the line's first letter.

    With ``base``, one of ``ltr`` and ``rtl``, it is a program in which all lines run that way.
    """
    call = [fribidi, "--nopad", "--nobreak", "--novisual", "--vtol", "--levels", *([f"--{base}"] if base else [])]
    said = subprocess.run(call, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    told = iter(said.split("\n"))
    return [_in_order(line, next(told), next(told)) for line in lines]


def _in_order(line: str, places: str, levels: str) -> str:
    odd = [int(level) % 2 == 1 for level in levels.split()]
    shown = (line[at].translate(MIRRORED) if odd[at] else line[at] for at in map(int, places.split()))
    return unmarked("".join(shown))


def expected(line: str, direction: str) -> str:
    """The characters from left to right of a line in which 〈…〉 runs the other way."""
    parts = re.split("[〈〉]", line)
    backwards = [part.translate(MIRRORED)[::-1] for part in parts]
    if direction == "rtl":
        return "".join(part if at % 2 else backwards[at] for at, part in reversed(list(enumerate(parts))))
    return "".join(backwards[at] if at % 2 else part for at, part in enumerate(parts))


def test_the_notation_says_what_is_meant() -> None:
    assert expected("اب (〈SDF〉) ج", "rtl") == "ج (SDF) با"
    assert expected("the 〈اب (ج)〉 said", "ltr") == "the (ج) با said"


ORDER = {
    "ar": [
        "الهاتف 〈+963 21 123 4567〉 صباحا",
        "يوم 〈10-03-2025〉 في حلب.",
        "اتفاق 〈10 March 2025〉 بين الطرفين",
        "قوات سوريا الديمقراطية (〈SDF〉)، و(〈JFL〉).",
        "تابعوا 〈@stj_sy〉 على الشبكة",
        "الوسم 〈#Aleppo〉 اليوم، والوسم #حلب أيضا",
        "الوثيقة 〈A/HRC/58/66, para. 12〉.",
        "المادة 〈3(1)(a)〉 من الاتفاق",
        "منظمتا 〈Dawlaty〉، 〈Justice for Life〉 معا",
        "〈+963 21 123 4567〉، 〈+963 11 123 4567〉",
        "أكثر من 〈250,000〉 مدني، 〈25〉% منهم",
        "〈SDF〉 هي قوات سوريا الديمقراطية.",
        "〈10 March 2025〉، 〈7 January 2026〉",
        "البريد 〈info@stj-sy.org〉، 〈press@example.org〉.",
        "انظر 〈https://example.org/a〉، 〈25〉 صفحة",
        "انظر (〈https://example.org/a/〉) أو (〈https://example.org/b/〉).",
        "لغة 〈C++〉 و〈C#〉.",
    ],
    "ckb": [
        "پەیوەندی 〈+963 21 123 4567〉 بەیانیان",
        "لە 〈10-03-2025〉 لە حەلەب.",
        "ڕێککەوتنی 〈10 March 2025〉 لە نێوان",
        "هێزەکانی سووریای دیموکرات (〈SDF〉)، و (〈JFL〉).",
        "〈@stj_sy〉 و 〈#Aleppo〉 ببینن",
        "بەڵگەنامەی 〈A/HRC/58/66, para. 12〉.",
        "ماددەی 〈3(1)(a)〉 لە ڕێککەوتن",
        "ڕێکخراوەکانی 〈Dawlaty〉، 〈Justice for Life〉 پێکەوە",
        "〈UN〉ی، ده\u200cها کەس",
    ],
    "ku": [
        "Koma 〈سوريون من أجل الحقيقة والعدالة〉 (STJ) got",
        "Rêxistinên “〈دولتي〉”, “〈إيزدينا〉” û yên din",
        "〈قسد〉, 〈هەسەدە〉 (SDF): 10-03-2025",
        "Telefon: +963 21 123 4567, @stj_sy, #Aleppo, #〈حلب〉".replace("#〈", "〈#"),
    ],
    "en": [
        "The group 〈سوريون من أجل الحقيقة والعدالة〉 (STJ) said",
        "In 〈حلب〉, 〈عفرين〉: 3 towns",
        "〈قسد〉 25, 〈هەسەدە〉 30 and the SDF",
        "“〈دولتي〉”, “〈إيزدينا〉” and A/HRC/58/66, para. 12.",
    ],
}
CASES = [(name, line) for name, lines in ORDER.items() for line in lines]


def unlike(fribidi: str, base: str, *, controls: bool) -> list[str]:
    """The cases that do not come out as they should, be it in a program that has one direction for everything."""
    wrong = []
    for name, lines in ORDER.items():
        home = BY_ID[name]
        written = body_of("\n\n".join(re.sub("[〈〉]", "", line) for line in lines), home, controls=controls)
        shown = seen(fribidi, written.split("\n\n"), home.direction if base else "")
        wrong += [line for line, one in zip(lines, shown, strict=True) if one != expected(line, home.direction)]
    return wrong


@pytest.mark.parametrize("base", ["", "the page's"])
def test_every_line_is_in_order(tool: Callable[[str], str], base: str) -> None:
    assert unlike(tool("fribidi"), base, controls=True) == []


def test_every_line_is_in_order_bites(tool: Callable[[str], str]) -> None:
    """Without the controls, most come out otherwise: it is they that keep the order."""
    assert len(unlike(tool("fribidi"), "the page's", controls=False)) > len(CASES) / 2
    wrong = unlike(tool("fribidi"), "", controls=False)
    kinds = ["+963", "10-03", "10 March", "@stj", "#Al", "para. 12", "3(1)", "Dawlaty", "SDF", "دولتي", "قسد"]
    assert [kind for kind in kinds if not any(kind in line for line in wrong)] == []


SIGNATORIES = """\
signatories:
  - name: Justice for Life
    acronym: JFL
  - name: سوريون من أجل الحقيقة والعدالة
    acronym: STJ
  - name: PÊL- Civil Waves
  - name: دولتي (Dawlaty)
"""
SIGNED = {
    "rtl": [
        "• 〈Justice for Life (JFL)〉",
        "• سوريون من أجل الحقيقة والعدالة (〈STJ〉)",
        "• 〈PÊL- Civil Waves〉",
        "• دولتي (〈Dawlaty〉)",
    ],
    "ltr": [
        "• Justice for Life (JFL)",
        "• 〈سوريون من أجل الحقيقة والعدالة〉 (STJ)",
        "• PÊL- Civil Waves",
        "• (Dawlaty) يتلود",  # the brackets are part of the name, and turn with it
    ],
}


def signatory_lines(to: Locale, *, controls: bool = True) -> list[str]:
    written = text_of(page_of(document_of("Text.", SIGNATORIES), to), controls=controls)
    return [line for line in written.splitlines() if "•" in line]


def as_signed(direction: str) -> list[str]:
    return [line if "يتلود" in line else expected(line, direction) for line in SIGNED[direction]]


@pytest.mark.parametrize("to", LOCALES, ids=lambda one: one.id)
def test_signatories_are_in_order(to: Locale, tool: Callable[[str], str]) -> None:
    for base in ("", to.direction):
        assert seen(tool("fribidi"), signatory_lines(to), base) == as_signed(to.direction)


@pytest.mark.parametrize("to", LOCALES, ids=lambda one: one.id)
def test_signatories_are_in_order_bites(to: Locale, tool: Callable[[str], str]) -> None:
    assert seen(tool("fribidi"), signatory_lines(to, controls=False)) != as_signed(to.direction)


ENGLISH = "Nobody (the SDF, the YPG) may attack قسد, on 10-03-2025."


@pytest.mark.parametrize("to", [AR, CKB], ids=lambda one: one.id)
def test_english_in_a_right_to_left_text_is_in_order(to: Locale, tool: Callable[[str], str]) -> None:
    """Line by line, and also in a program that lets the whole message run from right to left."""
    written = body_of(f"{ENGLISH}\n\n1. {ENGLISH}\n\nSee https://example.org/a", to, {})
    paragraph, item, address = [line for line in written.splitlines() if line]
    told = expected(ENGLISH.replace("قسد", "〈قسد〉"), "ltr")
    fribidi = tool("fribidi")
    assert seen(fribidi, [paragraph, item]) == [told, f"1. {told}"]
    assert seen(fribidi, [paragraph, item], "rtl") == [told, f"{told} .1"]
    assert seen(fribidi, [address]) == seen(fribidi, [address], "rtl") == ["See https://example.org/a"]
    bare = [unmarked(line) for line in (paragraph, item)]
    assert seen(fribidi, bare, "rtl") != [told, f"{told} .1"]


def test_code_runs_from_left_to_right(tool: Callable[[str], str]) -> None:
    written = body_of("الأمر `--flag` و`a = b` هنا\n\n```\n--flag (حلب)\n```", AR)
    told = [expected("الأمر 〈--flag〉 و〈a = b〉 هنا", "rtl"), expected("--flag (〈حلب〉)", "ltr")]
    assert seen(tool("fribidi"), written.split("\n\n")) == told
    assert seen(tool("fribidi"), unmarked(written).split("\n\n")) != told


# Which way a line runs


def bases(fribidi: str, lines: Sequence[str]) -> list[str]:
    call = [fribidi, "--nopad", "--nobreak", "--novisual", "--basedir"]
    said = subprocess.run(call, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    return ["rtl" if one.endswith("R") else "ltr" for one in said.splitlines()]


def real(to: Locale, *, controls: bool = True) -> str:
    project = Project.open(REPOSITORY)
    [document] = project.documents()
    own = next(one for one in project.settings.locales if one.id == to.id)
    catalog = project.catalog(own, document.slug)
    return text_of(Page(document, own, catalog, Frame((), catalog)), controls=controls, address="https://example.org/a")


def running_against(fribidi: str, written: str, direction: str) -> list[str]:
    """The lines that run the other way, by the first letter as the rule has it, or by the first of all letters."""
    lines = [line for line in written.splitlines() if line]
    naive = [re.sub("[\u2066-\u2069]", "", line) for line in lines]
    both = zip(lines, bases(fribidi, lines), bases(fribidi, naive), strict=True)
    return [line for line, *found in both if found != [direction] * 2]


@pytest.mark.parametrize("to", LOCALES, ids=lambda one: one.id)
def test_the_real_statement_runs_its_way(to: Locale, tool: Callable[[str], str]) -> None:
    against = running_against(tool("fribidi"), real(to), to.direction)
    assert against == (["https://example.org/a"] if to.direction == "rtl" else [])


@pytest.mark.parametrize("to", [AR, CKB], ids=lambda one: one.id)
def test_the_real_statement_runs_its_way_bites(to: Locale, tool: Callable[[str], str]) -> None:
    against = running_against(tool("fribidi"), real(to, controls=False), to.direction)
    assert "• Transformative Pathways" in against


@pytest.mark.parametrize(
    ("line", "direction", "mark"),
    [
        ("نص SDF", "rtl", ""),
        ("SDF نص", "rtl", "\u200f"),
        ("\u2066SDF\u2069 نص", "rtl", "\u200f"),  # a program that counts what is in isolates would take it for English
        ("\u2066SDF\u2069", "rtl", "\u200f"),
        ("12.", "rtl", "\u200f"),
        ("12. نص", "rtl", ""),
        ("text نص", "ltr", ""),
        ("نص text", "ltr", "\u200e"),
        ("\u2067نص\u2069 text", "ltr", "\u200e"),
        ("12.", "ltr", "\u200e"),
        ("", "rtl", ""),
        (" ", "rtl", ""),
    ],
)
def test_a_mark_stands_where_the_first_letter_would_mislead(line: str, direction: str, mark: str) -> None:
    assert directed(line, direction) == mark + line
    assert not line.strip() or first_strong(directed(line, direction)) == direction


# Links stay links

ADDRESSES = ["https://example.org/a", "https://example.org/en/", "info@stj-sy.org", "www.example.org/x_(y)"]
AROUND = ["{}", "نص {} نص", "نص {}، نص", "نص ({}) نص", "نص {}.", "{} {}", "text {}", "«{}»", "[{}]", "نص {}!؟ 25"]
ADDRESS_TEXTS = st.lists(st.sampled_from([*ADDRESSES, " ", "،", "(", ")", "نص", "a", "25", ". "])).map("".join)
DIRECTION = st.sampled_from(["rtl", "ltr"])
IN_OR_BEHIND = re.compile(rf"(?:{'|'.join(map(re.escape, ADDRESSES))})[\u200e\u200f\u2066-\u2069]")


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_control_touches_the_end_of_an_address(address: str, around: str, direction: str) -> None:
    """Many programs take U+2069 for a part of the address that it stands behind: the link leads nowhere."""
    line = around.format(address, address)
    assert unmarked(marked(line, direction)) == line
    assert marked(line, direction).count(address) == line.count(address)
    assert not IN_OR_BEHIND.search(marked(line, direction))


def test_no_control_touches_the_end_of_an_address_bites() -> None:
    assert IN_OR_BEHIND.search(isolated(f"نص {ADDRESSES[0]} نص", "rtl"))


def test_english_that_ends_in_an_address_is_no_isolate() -> None:
    [line] = body_of("See <https://example.org/a>", AR, {}).splitlines()
    assert line == "See https://example.org/a"


@pytest.mark.parametrize(
    "piece", ["https://", "a@b.c ", "www.a)", "(", "a@", ".,;", "\u2066", "\u2069a", "(www.a) ", "a."]
)
@pytest.mark.parametrize("direction", ["rtl", "ltr"])
def test_time_grows_with_length_alone(piece: str, direction: str) -> None:
    start = time.perf_counter()
    directed(marked(piece * (100_000 // len(piece)), direction), direction)
    assert time.perf_counter() - start < 5  # quadratic time would be minutes


# What holds for every text


class Reader(HTMLParser):
    """The words of a body in HTML; blocks are apart from each other, pieces of a line are not."""

    def __init__(self) -> None:
        super().__init__()
        self.read = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = {"a", "bdi", "em", "strong", "s", "code", "sup", "span", "img"}
        self.read += (dict(attrs).get("alt") or "") if tag in inside else "\n"

    def handle_data(self, data: str) -> None:
        self.read += data


class Half(SourceCatalog):
    """A catalog that has every second text, letter for letter as it is."""

    def text_for(self, segment: Segment, count: int | None = None) -> Text:
        del count
        return Text(segment.source, EN if int(segment.id[-1], 16) % 2 else self.locale)


def half_of(body: str, to: Locale) -> Page:
    """A page with any body, fit to publish or not."""
    catalog = Half(to)
    return Page(replace(document_of("", SIGNATORIES), body=body, plan=plan(body, EN)), to, catalog, Frame((), catalog))


def words(written: str) -> list[str]:
    return re.findall(r"\w+", normalize("NFC", unmarked(written)))


def lost(page: Page, written: str) -> Counter[str]:
    """The words of a page's body that a text does not have, or not as often."""
    reader = Reader()
    reader.feed(page.body())
    return Counter(words(reader.read)) - Counter(words(written))


@settings(max_examples=300, deadline=None)
@given(BODIES, st.sampled_from(LOCALES))
def test_every_word_of_the_body_is_there(body: str, to: Locale) -> None:
    page = half_of(body, to)
    assert not lost(page, text_of(page))


@pytest.mark.parametrize("to", [EN, AR], ids=lambda one: one.id)
def test_every_word_of_other_peoples_markdown_is_there(to: Locale) -> None:
    for name, markdown in EXAMPLES:
        page = half_of(markdown, to)
        assert not lost(page, text_of(page)), name


def test_every_word_of_the_body_is_there_bites() -> None:
    page = half_of("One `two` three three.", EN)
    assert lost(page, text_of(page).replace("two", "").replace("three three", "three")) == Counter(["two", "three"])


@settings(max_examples=300, deadline=None)
@given(BODIES, st.sampled_from(LOCALES))
@example("\u2067a\\\nb\u2069 \u2069 \u2066\u2068", AR)
@example("`\u2069` \u202eabc\u202c", AR)
@example("e\u200e\u0301", EN)
@example("a\u2028b \u2067c", CKB)
def test_controls_are_balanced_in_every_line_and_can_be_left_out(body: str, to: Locale) -> None:
    written = text_of(half_of(body, to))
    assert not re.search("[\u202a-\u202e]", written)
    for line in written.splitlines():
        depth = 0
        for control in re.findall("[\u2066-\u2069]", line):
            depth += -1 if control == "\u2069" else 1
            assert depth >= 0
        assert depth == 0
    without = text_of(half_of(body, to), controls=False)
    assert without == normalize("NFC", CONTROLS.sub("", written))
    assert not CONTROLS.search(without)


@settings(max_examples=300, deadline=None)
@given(BODIES, st.sampled_from(LOCALES))
def test_it_is_plain_text_in_paragraphs(body: str, to: Locale) -> None:
    written = text_of(half_of(body, to))
    assert written == normalize("NFC", written)
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    assert not re.search(r"\n{3}|[ \t]$|\A\s", written, re.MULTILINE)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(list("aŞ5 +-@#/.,:،؟()[]سیە٢\u2066\u2067\u2069\u200f"))) | ADDRESS_TEXTS, DIRECTION)
def test_marking_a_line_adds_controls_and_nothing_else(line: str, direction: str) -> None:
    done = directed(marked(line, direction), direction)
    assert unmarked(done) == unmarked(line)
    opened = [{"\u2066": 1, "\u2067": 1, "\u2069": -1}.get(one, 0) for one in done]
    assert sum(opened) == 0
    assert all(sum(opened[:at]) >= 0 for at in range(len(opened)))


def test_spelling_is_no_control() -> None:
    assert "ده\u200cها" in text_of(page_of(document_of("ده\u200cها کەس SDF"), CKB), controls=False)


# What stands in it

EVERYTHING = """\
The undersigned **strongly** condemn *every* attack on civilians in الشيخ مقصود,
without any ~~possible~~ exception.[^law]

A line that ends here\\
and goes on here, with `code`, a [report](https://example.org/report "The report"), [our address](mailto:a@example.org),
<https://example.org/>, [example.org](https://example.org/), [here](#demands) and [there](peace.html).

## Demands

- Protect all civilians.
- Open corridors:
  1. to Aleppo,
  2. to Afrin:
     - by day\\
       and night.
- > A quotation in an item.

9. One.

   More of it.
10. Two.

> We heard the shells\\
> all night.
>
> In the morning, nothing.

| Place | Families |
|---|---|
| Aleppo | 12,500 |
| Afrin | |

Civilian
:   Any person who is no soldier.
:   In case of doubt, a person is one.

```text
[first]

second
```

***

<!-- a comment -->
- {long}
- Short.

[^law]: Article 3(1)(a).
""".replace("{long}", "Long " * 30)
IN_ENGLISH = """\
The undersigned strongly condemn every attack on civilians in الشيخ مقصود, without any ~~possible~~ exception.[1]

A line that ends here
and goes on here, with code, a report (https://example.org/report), our address (a@example.org), https://example.org/, \
example.org, here and there.

Demands

• Protect all civilians.
• Open corridors:
  1. to Aleppo,
  2. to Afrin:
    – by day
      and night.
• > A quotation in an item.

9. One.

  More of it.

10. Two.

> We heard the shells
> all night.

> In the morning, nothing.

Place: Aleppo
Families: 12,500

Place: Afrin
Families: –

Civilian
• Any person who is no soldier.
• In case of doubt, a person is one.

[first]

second

———

• {long}

• Short.

[1] Article 3(1)(a).""".replace("{long}", ("Long " * 30).strip())


def test_everything_that_markdown_has() -> None:
    assert body_of(EVERYTHING, EN, controls=False) == IN_ENGLISH


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("[the report](https://example.org/report)", "the report (https://example.org/report)"),
        ("[https://example.org/report](https://example.org/report)", "https://example.org/report"),
        ("[Example.org/report](https://example.org/report/)", "Example.org/report"),
        ("<https://example.org/حلب>", "https://example.org/حلب"),
        ("[](https://example.org/)", "https://example.org/"),
        ("[us](mailto:a@example.org)", "us (a@example.org)"),
        ("[a@example.org](mailto:a@example.org?subject=peace)", "a@example.org"),
        ("[call](tel:+963211234567)", "call (+963211234567)"),
        ("[+963 21 123 4567](tel:+963-21-1234567)", "+963 21 123 4567"),
        ("[there](peace.html)", "there"),
    ],
)
def test_a_link_tells_its_address_once(link: str, shown: str) -> None:
    assert body_of(f"See {link}.", EN, controls=False) == f"See {shown}."


def test_numbers_are_in_the_digits_of_the_language() -> None:
    own = locale("ar", digits="arab")
    page = page_of(document_of("نص[^1]\n\n2024. أول\n\n[^1]: حاشية"), own)
    assert text_of(page).split("\n\n")[-3:] == ["نص[١]", "٢٠٢٤. أول", "[١] حاشية\n"]


def test_items_of_two_languages_stand_as_close_as_those_of_one() -> None:
    written = body_of("- One.\n- Two.\n- Three.", AR, {"One.": "واحد.", "Three.": "ثلاثة."})
    assert written.split("\n") == ["• واحد.", "\u200e• \u2066Two.\u2069", "• ثلاثة."]


def test_code_runs_from_left_to_right_whatever_the_original_is_in() -> None:
    document = replace(document_of("```\n# حلب\n```"), source_locale=AR)
    page = Page(document, AR, SourceCatalog(AR), Frame((), SourceCatalog(AR)))
    assert text_of(page).endswith("\n\u200e\u2066# \u2067حلب\u2069\u2069\n")


def test_a_table_of_two_languages_keeps_each_cell_in_order(tool: Callable[[str], str]) -> None:
    table = "| Place | Families |\n|---|---|\n| Sheikh Maqsoud | (12,500) |"
    targets = {"Place": "المكان", "(12,500)": "(12,500) تقريبا", "Families": "عائلات"}
    shown = seen(tool("fribidi"), body_of(table, AR, targets).splitlines())
    lines = ["المكان: 〈Sheikh Maqsoud〉", "عائلات: (〈12,500〉) تقريبا"]
    assert shown == [expected(line, "rtl") for line in lines]
    assert body_of(table, AR, {}).splitlines()[0] == "\u200e\u2066Place: Sheikh Maqsoud\u2069"


def test_it_says_how_it_stands() -> None:
    more = "type: Joint statement\nplace: Qamishli\nprevails: ar\ncontact: press@example.org\n" + SIGNATORIES
    document = document_of("Text.", more)
    english = text_of(page_of(document, EN), address="https://example.org/en/peace.html")
    assert (
        english
        == """\
Joint statement

A call for peace

9 January 2026 · Qamishli

This is the original text. If the versions differ, the Arabic version prevails.

Text.

Signed by 4 organizations
• Justice for Life (JFL)
\u200e• \u2067سوريون من أجل الحقيقة والعدالة\u2069 (STJ)
• PÊL- Civil Waves
\u200e• \u2067دولتي (\u2066Dawlaty\u2069)\u2069

Contact:
press@example.org

https://example.org/en/peace.html
"""
    )


@pytest.mark.parametrize("to", [AR, KU, CKB], ids=lambda one: one.id)
def test_every_translation_says_whether_a_reviewer_approved_it(to: Locale) -> None:
    page, say = page_of(document_of("Text."), to), WORDING[to.id].gettext
    day = date(2026, 1, 9)
    unknown, approved = say(NOBODY), say("A reviewer approved this translation on {date}.", date=day)
    assert unknown.text.content in text_of(page)
    assert approved.text.content not in text_of(page)
    assert approved.text.content in text_of(page, Standing((), signed=day))
    assert unknown.text.content not in text_of(page, Standing((), signed=day))


def test_what_is_not_translated_is_told_and_shown_in_english() -> None:
    document = document_of("One.\n\nTwo.", "place: Qamishli\n")
    page = page_of(document, AR, {"A call for peace": "دعوة إلى السلام", "One.": "واحد."})
    notice = WORDING["ar"].gettext("Some parts are not translated yet and are shown in {language}.", language=EN)
    paragraphs = text_of(page).removesuffix("\n").split("\n\n")
    assert paragraphs[0] == "دعوة إلى السلام"
    assert paragraphs[1].endswith("· \u2066Qamishli\u2069")
    assert paragraphs[3:] == [notice.text.content, "واحد.", "\u200e\u2066Two.\u2069"]


def test_corrections_stand_before_the_text_and_who_has_withdrawn_nowhere() -> None:
    updates = "updates:\n  - date: 2026-01-11\n    text: The number was corrected.\n"
    gone = "signatories:\n  - Dawlaty\n  - name: Justice for Life\n    acronym: JFL\n    withdrawn: true\n"
    written = text_of(page_of(document_of("Text.", updates + gone), EN))
    assert "Corrected on 11 January 2026.\n• 11 January 2026: The number was corrected.\n\nText.\n" in written
    assert "Signed by 1 organization\n• Dawlaty\n" in written
    assert not re.search("Justice|JFL", written)


class Listening(SourceCatalog):
    """A catalog that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(EN)
        self.asked: set[str] = set()

    def text_for(self, segment: Segment, count: int | None = None) -> Text:
        self.asked.add(segment.source)
        return super().text_for(segment, count)


def test_all_its_wording_is_that_of_the_templates() -> None:
    """Translators see what the templates say; a wording that is here alone would stay English for ever."""
    catalog = Listening()
    updates = "updates:\n  - date: 2026-01-11\n    text: Changed.\n"
    document = document_of("Text.", f"contact: a@example.org\nprevails: en\n{updates}{SIGNATORIES}")
    for to, signed in ((EN, None), (AR, None), (AR, date(2026, 1, 9))):
        for targets in ({}, None):
            text(page_of(document, to, targets), Wording(to, catalog), Standing((), signed=signed))
    assert len(catalog.asked) == 9
    assert catalog.asked <= {one.source for one in wording_segments([REPOSITORY / "templates"])}
