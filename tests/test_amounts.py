"""Numbers, dates, shares, money and hours: what is right however it is said, what is wrong whatever it looks like."""

from __future__ import annotations

import pytest

from publisher import checks
from publisher.catalog import Catalog
from publisher.document import inline
from publisher.locale import locale
from publisher.model import Finding, Segment
from publisher.terms import Glossary


def findings(name: str, english: str, target: str, comment: str = "") -> list[Finding]:
    header = f'msgid ""\nmsgstr "Language: {name}\\nContent-Type: text/plain; charset=UTF-8\\nPlural-Forms: x\\n"\n\n'
    note = f"# {comment}\n" if comment else ""
    entry = f'msgctxt "paragraph"\nmsgid "{english}"\nmsgstr "{target}"\n'
    one = locale(name)
    data = header.replace("x\\n", f"{one.plural_forms}\\n").encode() + (note + entry).encode()
    catalog = Catalog.read(data, one, locale("en"), "x.po")
    return checks.check(catalog, [Segment(english, "paragraph")], lambda _, text: inline(text), Glossary())


def said(name: str, english: str, target: str) -> set[tuple[str, str]]:
    """The checks of amounts that speak of a text, with their severities; mere remarks are left out."""
    mine = {"number", "date", "percent", "currency", "time"}
    found = findings(name, english, target)
    return {(one.check, one.severity.value) for one in found if one.check in mine and one.severity.value != "info"}


RIGHT = [
    ("ku", "The 10 March 2025 Agreement holds.", "Peymana dehê Adara 2025an derbasdar e."),
    ("ar", "It began on 7 January 2026.", "بدأ في السابع من كانون الثاني 2026."),
    ("ar", "2,500 people fled.", "فرّ ألفان وخمسمئة شخص."),
    ("ar", "2,000 people fled.", "فرّ ألفا شخص."),
    ("ar", "2 million people fled.", "فرّ مليونا شخص."),
    ("ar", "2,000,000 people fled.", "نزوح مليوني شخص."),
    ("ar", "1.5 million people fled.", "فرّ مليون ونصف المليون شخص."),
    ("ar", "2.5 million people fled.", "نزوح مليونين ونصف المليون شخص."),
    ("ar", "250,000 people fled.", "فرّ ربع مليون شخص."),
    ("ar", "250,000 people fled.", "فرّ 250 ألف شخص."),
    ("ar", "They walked 3.5 km.", "ساروا ثلاثة كيلومترات ونصف."),
    ("ar", "The meeting began at 18:00.", "بدأ الاجتماع في الساعة 6 مساءً."),
    ("ar", "The meeting began at 18:30.", "بدأ الاجتماع في السادسة والنصف مساءً."),
    ("ar", "75% of the homes are gone.", "دُمّر ثلاثة أرباع المنازل."),
    ("ar", "It began at 2 a.m. on 7 January.", "بدأ في الساعة 2 ليلاً من 7 كانون الثاني."),
    ("ar", "It began at 12:30 a.m. that day.", "بدأ في الساعة 12:30 بعد منتصف الليل."),
    ("ar", "It began at 12:30 a.m. that day.", "بدأ في الساعة 00:30 من ذلك اليوم."),
    ("ar", "It began at 2 p.m. that day.", "بدأ في الساعة 2 نهاراً من ذلك اليوم."),
    ("ar", "On 7 January 2026 they met.", "التقوا في 7 كانون الثاني/يناير 2026."),
    ("ar", "In December 2024 and on 7 January 2026.", "في كانون الأول/ديسمبر 2024 وفي 7 كانون الثاني/يناير 2026."),
    ("ku", "1.5 million people fled.", "Milyonek û nîv kes reviyan."),
    ("ku", "500 people fled.", "Pêncsed kes reviyan."),
    ("ku", "200 people fled.", "Dused kes reviyan."),
    ("ku", "It began at 18:00 sharp.", "Saet 6ê êvarê dest pê kir."),
    ("ku", "It began at 2 a.m. that day.", "Saet 2ê şevê dest pê kir."),
    ("ku", "25 percent of the homes.", "Çaryeka malan."),
    ("ku", "In January 2026 they met.", "Di Kanûna duyemîn a 2026an de civiyan."),
    ("ckb", "1.5 million people fled.", "یەک ملیۆن و نیو کەس هەڵاتن."),
    ("ckb", "500 people fled.", "پێنجسەد کەس هەڵاتن."),
    ("ckb", "95 people fled.", "نەوەت و پێنج کەس هەڵاتن."),
    ("ckb", "16 people fled.", "شانزدە کەس هەڵاتن."),
    ("ckb", "It began at 18:00 sharp.", "کاتژمێر ٦ی ئێوارە دەستی پێ کرد."),
    ("fr", "1.5 million people fled.", "1,5 million de personnes ont fui."),
    ("de", "1.5 million people fled.", "1,5 Millionen Menschen sind geflohen."),
    ("tr", "250,000 people fled.", "250 binden fazla insan kaçtı."),
]


@pytest.mark.parametrize(("name", "english", "target"), RIGHT)
def test_what_is_right_is_left_alone(name: str, english: str, target: str) -> None:
    assert {severity for _, severity in said(name, english, target)} <= ({"warning"} if name == "tr" else set())


WRONG = [
    ("ku", "The 10 March 2025 Agreement holds.", "Peymana Adara 2025an derbasdar e.", "number"),
    ("ar", "It began on 7 January 2026.", "بدأ في كانون الثاني 2026.", "number"),
    ("ar", "250 people fled.", "فرّ 250,000 شخص.", "number"),
    ("ar", "2 people fled.", "فرّ 2.000 شخص.", "number"),
    ("ar", "14% of the homes.", "14,000% من المنازل.", "number"),
    ("ar", "1,500 people fled.", "فرّ ألفان وخمسمئة شخص.", "number"),
    ("ar", "1 million people fled.", "نزوح مليوني شخص.", "number"),
    ("ar", "2 people were killed on 7 January 2026.", "قُتل 5 أشخاص في 7 كانون الثاني 2026.", "number"),
    ("ar", "12 people were killed last week.", "قُتل 7 أشخاص في الأسبوع الماضي.", "number"),
    ("ar", "50 people were killed, half of them children.", "قُتل أشخاص نصفهم من الأطفال.", "number"),
    ("ar", "In December 2024 and on 7 January 2026.", "في كانون الأول 2024 وفي 7 كانون الأول 2026.", "date"),
    ("ar", "It began at 18:00 sharp.", "بدأ في الساعة 6 تماماً.", "time"),
    ("ku", "250 people fled.", "250.000 kes reviyan.", "number"),
    ("ku", "In December 2024 and on 7 January 2026.", "Di Berfanbara 2024an û 7ê Berfanbara 2026an de.", "date"),
    ("ckb", "250 people fled.", "٢٥٠٬٠٠٠ کەس هەڵاتن.", "number"),
    ("ckb", "In December 2024 and on 7 January 2026.", "لە کانوونی یەکەمی 2024 و 7ی کانوونی یەکەمی 2026.", "date"),
    ("fr", "More than 250 people fled.", "Plus de 520 personnes ont fui.", "number"),
]


@pytest.mark.parametrize(("name", "english", "target", "check"), WRONG)
def test_what_is_wrong_is_an_error(name: str, english: str, target: str, check: str) -> None:
    assert (check, "error") in said(name, english, target)


def test_numbers_in_words_are_compared() -> None:
    assert said("ar", "Twenty-three people fled.", "فرّ 32 شخصاً.") != set()
    assert ("number", "warning") in said("ar", "More than two million people fled.", "فرّ أكثر من ألفي شخص.")
    assert said("ar", "More than two million people fled.", "فرّ أكثر من مليوني شخص.") == set()
    assert said("ku", "Hundreds of people fled.", "Bi sedan kes reviyan.") == set()


def test_one_percentage_among_several_is_missed() -> None:
    english, target = "40% of homes and 60% of schools.", "40 من المنازل و60% من المدارس."
    assert said("ar", english, target) == {("percent", "warning")}


def test_a_waived_script_hides_nothing_that_protects_readers() -> None:
    target = "Di 9ê [x](https://evil.example) احموا جميع المدنيين في حلب."
    found = {one.check for one in findings("ku", "It is 2026.", target, "check-ignore: script (quotation)")}
    assert {"link", "number"} <= found
    assert "link" in {one.check for one in findings("ku", "It is 2026.", target)}


SCRIPT_IS_RIGHT = [
    ("ar", "“We will not leave” (witness, 9 January)", "«لن نغادر» (شاهد، 9 كانون الثاني)"),
    ("ar", "On 3 May (World Press Freedom Day)", "في 3 أيار (اليوم العالمي لحرية الصحافة)"),
    ("ar", "2000 dollars (some 26 million pounds)", "2000 دولار (نحو 26 مليون ليرة سورية)"),
    ("ckb", "(Translated from English.)", "(لە ئینگلیزییەوە وەرگێڕدراوە.)"),
    (
        "ar",
        "Amnesty International and Human Rights Watch said so.",
        "قالت Amnesty International وHuman Rights Watch ذلك.",
    ),
]


@pytest.mark.parametrize(("name", "english", "target"), SCRIPT_IS_RIGHT)
def test_a_text_in_its_own_letters_is_seen_as_one(name: str, english: str, target: str) -> None:
    assert "script" not in {one.check for one in findings(name, english, target)}


REMARK_IS_RIGHT = [
    ("ar", "An (unofficial translation) of it.", "نص (ترجمة غير رسمية) منه."),
    ("ar", "They said (…) no more.", "لم يقولوا (...) المزيد."),
    ("ar", "Doctors of the World said so.", "قالت منظمة أطباء العالم ذلك."),
]


@pytest.mark.parametrize(("name", "english", "target"), REMARK_IS_RIGHT)
def test_what_is_part_of_the_text_is_no_remark(name: str, english: str, target: str) -> None:
    assert {one.check for one in findings(name, english, target)}.isdisjoint({"remark", "partly"})


def test_a_name_in_english_is_none_of_the_english_left_in() -> None:
    found = findings("ku", "Doctors of the World said so.", "Koma Doctors of the World wisa got.")
    assert {one.severity.value for one in found if one.check in {"partly", "remark"}} <= {"warning"}


@pytest.mark.parametrize("digits", ["7" * 5000, "123 " * 2500, "1,234." * 1500], ids=["one", "groups", "both"])
def test_rows_of_digits_stop_nothing(digits: str) -> None:
    findings("ku", "More than 250 people fled.", digits)
