"""Letters of neighbouring languages, and the names and quotations that keep theirs."""

from __future__ import annotations

import time

import pytest

from publisher import checks
from publisher.catalog import Catalog
from publisher.document import Inline, inline
from publisher.locale import locale
from publisher.model import Finding, Segment
from publisher.terms import Agreed, Glossary, Term

NAMES = Glossary(
    [
        Agreed(Term("Syrian Democratic Forces (SDF)", "name", "", 1), "Hêzên Sûriyeya Demokratîk (HSD)"),
        Agreed(Term("Aleppo", "name", "", 2), "Heleb"),
        Agreed(Term("Dawlaty", "keep", "", 3), "Dawlaty"),
    ]
)


def read(_: str, text: str) -> Inline:
    return inline(text)


def catalog(name: str, source: str, target: str) -> tuple[Catalog, Segment]:
    segment = Segment(source, "paragraph")
    data = f'msgid ""\nmsgstr "Language: {name}\\n"\n\nmsgctxt "paragraph"\nmsgid "{source}"\nmsgstr ""\n'
    one = Catalog.read(data.encode(), locale(name), locale("en"), "x.po")
    one.fill(segment, [target])
    return one, segment


def mended(name: str, target: str, source: str = "This was said of them again.") -> str:
    one, segment = catalog(name, source, target)
    return checks.mended(one, segment, read, NAMES)[0]


def found(name: str, target: str, source: str) -> list[Finding]:
    one, segment = catalog(name, source, target)
    return checks.check(one, [segment], read, NAMES)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("ckb", "ڕۆژنامەی «عنب بلدي» دووبارە بڵاوی کردەوە."),
        ("ckb", "کەناڵی “الجزيرة” دووبارە بڵاوی کردەوە."),
        ("ckb", "ڕێکخراوەکە (سوريون من أجل الحقيقة والعدالة) وتی."),
        ("ckb", "ڕێکخراوی سوريون من أجل الحقيقة والعدالة وتی."),
        ("ckb", "گرووپی «هيئة تحرير الشام» هاتەوە."),
        ("ckb", "ئەوان دەگەڕێنەوە، ان شاء الله."),
        ("ckb", "عبدالله وتی کە ئەوان دێنەوە."),
        ("ckb", "«ئاشتي بۆ هەموو» دروشمیانە."),
        ("ar", "هتفوا «ژن، ژیان، ئازادی» من جديد."),
        ("ar", "هتفوا ژن، ژیان، ئازادی من جديد."),
        ("ar", "التقوا في «او كافيه» من جديد."),
        ("ar", 'نشرته صحيفة "کیهان" أمس.'),
        ("ku", "Rojnameya “Adevărul” û rojnameya (Ceaușescu) ew nivîsandin."),
        ("ku", "Timișoară û Brașovă bajar in."),
        ("ku", "Ew bi farisî (می\u200cخواهم) dibêje."),
    ],
)
def test_what_may_be_another_language_is_not_repaired(name: str, target: str) -> None:
    assert mended(name, target) == target


@pytest.mark.parametrize(
    ("name", "target", "right"),
    [
        ("ckb", "كەناڵي «عنب بلدي» بڵاوی کردەوە.", "کەناڵی «عنب بلدي» بڵاوی کردەوە."),
        ("ckb", "[كەناڵەکە](https://example.org/كي) هات.", "[کەناڵەکە](https://example.org/كي) هات."),
        ("ar", "ذهبوا الى «ژن، ژیان» فی المدينة.", "ذهبوا إلى «ژن، ژیان» في المدينة."),
        ("ku", "Bajarê Brașovă û aștî.", "Bajarê Brașovă û aştî."),
        ("ku", "Ew (azadi\u0302) dixwazin.", "Ew (azadî) dixwazin."),  # the same letter, written otherwise
    ],
)
def test_the_words_around_it_are(name: str, target: str, right: str) -> None:
    assert mended(name, target) == right


def test_a_name_of_the_english_keeps_its_letters() -> None:
    english = "The wife of Ceaușescu was there."
    assert mended("ku", "Hevjîna Ceaușescuyî li wir bû.", english) == "Hevjîna Ceaușescuyî li wir bû."
    assert mended("ku", "Hevjîna Ceaușescu aștî dixwest.", english) == "Hevjîna Ceaușescu aştî dixwest."


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        ("Hêzên Sûriyeya Demokratîk li Helebê bûn.", ""),
        ("HSD li Helebê bû.", ""),
        ("HêzênSûriyeyaDemokratîk li Helebê bûn.", ""),
        ("Hêzên Suriya Demokratîk li Helebê bûn.", "warning"),
        ("Hêzên Demokratîk ên Sûriyê li Helebê bûn.", "error"),
    ],
)
def test_a_name_that_is_almost_the_agreed_one_is_a_warning(target: str, severity: str) -> None:
    said = found("ku", target, "The Syrian Democratic Forces were in Aleppo.")
    assert [one.severity.value for one in said if one.check == "term"] == [severity] * bool(severity)


def test_what_is_kept_is_kept_to_the_letter() -> None:
    said = found("ku", "Rêxistina Daulety tev li wan bû.", "Dawlaty joined them again and again.")
    assert [(one.check, one.severity.value) for one in said if one.check == "term"] == [("term", "error")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ckb", "«" * 20_000),
        ("ckb", "(ي" * 10_000),
        ("ckb", "الي " * 5_000),
        ("ckb", "ا" * 20_000),
        ("ar", "و" * 20_000),
        ("ar", "ژ ی" * 6_666),
        ("ku", "ș(" * 10_000),
        ("ku", "www.(" * 4_000),
        ("ku", "https://a" + "(b" * 10_000),
        ("ku", "https://a" + "(b)" * 6_666 + "((" * 500),
        ("ku", "Hêzên " * 3_333),
        ("ku", "a) " * 6_666),
    ],
)
def test_hostile_texts_cost_no_more_than_their_length(name: str, text: str) -> None:
    start = time.process_time()
    found(name, text, "The Syrian Democratic Forces were in Aleppo.")
    assert time.process_time() - start < 5
