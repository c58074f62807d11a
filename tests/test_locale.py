"""The locale table, and what Babel and CLDR would get wrong about it."""

import datetime as dt
import pickle
import re
import subprocess
import sys
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale as Cldr
from babel.localedata import locale_identifiers

from publisher.errors import UsageError
from publisher.locale import LocaleSettingError, locale

ROOT = Path(__file__).parent.parent
OURS = ("en", "ar", "ku", "ckb")
MARKS = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e")
SYRIAN = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"]
SYRIAN += ["تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"]
KURMANJI = ["rêbendana", "sibata", "adara", "nîsana", "gulana", "hezîrana"]
KURMANJI += ["tîrmeha", "tebaxa", "îlona", "cotmeha", "mijdara", "berfanbara"]
SORANI = ["کانوونی دووەمی", "شوباتی", "ئازاری", "نیسانی", "ئایاری", "حوزەیرانی"]
SORANI += ["تەمووزی", "ئابی", "ئەیلوولی", "تشرینی یەکەمی", "تشرینی دووەمی", "کانوونی یەکەمی"]


def dates(identifier: str, **settings: object) -> list[str]:
    one = locale(identifier, **settings)
    return [one.date(dt.date(2026, month, 7)) for month in range(1, 13)]


def run(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout


# The table


@pytest.mark.parametrize(
    "row",
    [
        ("en", "ltr", "en_GB", "English", "English", "en_GB"),
        ("ar", "rtl", "ar_AR", "العربية", "Arabic", "ar_SY"),
        ("ku", "ltr", "ku_TR", "Kurdî (Kurmancî)", "Kurdish (Kurmanji)", "ku"),
        ("ckb", "rtl", "cb_IQ", "کوردی (سۆرانی)", "Kurdish (Sorani)", "ckb"),
    ],
)
def test_our_four(row: tuple[str, ...]) -> None:
    one = locale(row[0])
    assert (one.id, one.direction, one.og, one.own_name, one.english_name, one.cldr) == row
    assert (one.html_lang, one.hreflang, one.digits) == (one.id, one.id, "latn")


@pytest.mark.parametrize(
    ("aliases", "canonical"),
    [
        ("en EN en-Latn en_latn", "en"),
        ("ar AR ar-SY ar_sy AR-sy ar-Arab ar-Arab-SY", "ar"),
        ("ku kmr KMR kmr-Latn ku-Latn ku_LATN kur", "ku"),
        ("ckb ku-Arab KU_arab ckb-Arab", "ckb"),
        ("fr FR fr-Latn", "fr"),
        ("zh-hant zh_HANT", "zh_Hant"),
        ("zh-TW zh_Hant-TW", "zh_Hant_TW"),
        ("pa-PK pa_arab_pk", "pa_Arab_PK"),
        ("ca-es-valencia", "ca_ES_VALENCIA"),
    ],
)
def test_every_spelling_is_the_same_locale(aliases: str, canonical: str) -> None:
    for alias in aliases.split():
        assert locale(alias) == locale(canonical)
        assert locale(alias).id == canonical


def test_a_region_without_name_of_ours_is_a_locale_of_its_own() -> None:
    egypt = locale("ar-EG")
    assert (egypt.id, egypt.html_lang, egypt.og) == ("ar_EG", "ar-EG", "ar_EG")
    assert "يناير" in egypt.date(dt.date(2026, 1, 7))
    assert egypt.plural_forms == locale("ar").plural_forms


@pytest.mark.parametrize(
    ("identifier", "direction"),
    [
        *(
            ("ckb", "rtl"),
            ("ku-Arab", "rtl"),
            ("ckb_Latn", "ltr"),
            ("ckb-Latn-IQ", "ltr"),
            ("ku_Latn", "ltr"),
        ),
        *(("az", "ltr"), ("az_Arab", "rtl"), ("pa", "ltr"), ("pa_Arab", "rtl"), ("pa_PK", "rtl")),
        *(("uz_Arab", "rtl"), ("ks_Deva", "ltr"), ("sd_Deva", "ltr"), ("ar_Latn", "ltr"), ("de_Arab", "rtl")),
        *(
            ("he", "rtl"),
            ("yi", "rtl"),
            ("fa", "rtl"),
            ("ur", "rtl"),
            ("dv", "rtl"),
            ("syr", "rtl"),
            ("nqo", "rtl"),
        ),
        *(("mn_Mong", "ltr"), ("tr", "ltr"), ("zh_Hant", "ltr")),
    ],
)
def test_the_script_decides_the_direction(identifier: str, direction: str) -> None:
    assert locale(identifier).direction == direction


def test_a_script_without_data_does_not_borrow_the_words_of_another() -> None:
    latin = locale("ckb_Latn")
    assert (latin.id, latin.html_lang, latin.own_name) == ("ckb_Latn", "ckb-Latn", "Central Kurdish (Latin)")
    assert latin.date(dt.date(2026, 1, 7)) == "2026-01-07"
    assert latin.listing(["A", "B", "C"]) == "A, B, C"
    months = [f"meh {number}" for number in range(1, 13)]
    written = locale("ckb_Latn", name="Soranî", date="d MMMM y", months=months)
    assert written.own_name == "Soranî"
    assert written.date(dt.date(2026, 1, 7)) == "7 meh 1 2026"


@pytest.mark.parametrize(
    "identifier",
    [
        *(
            "xx",
            "",
            "-",
            "und",
            "root",
            "klingon",
            "x-klingon",
            "fr_XX",
            "de_ZZ",
            "de_Xxxx",
            "en__US",
            "../en",
        ),
        *("kmr_Arab", "ku_Arab_IQ", "ku_Yezi_XX"),
    ],
)
def test_an_unknown_locale_fails_loudly(identifier: str) -> None:
    with pytest.raises(LocaleSettingError) as caught:
        locale(identifier)
    assert isinstance(caught.value, UsageError)
    assert caught.value.key == ""
    assert caught.value.message == f'unknown locale "{identifier}"'
    assert "ckb" in caught.value.hint or "did you mean" in caught.value.hint


def test_the_message_suggests_a_locale() -> None:
    with pytest.raises(LocaleSettingError, match='unknown locale "arabic"\n  help: did you mean "ar"'):
        locale("arabic")


def test_every_cldr_locale_can_be_used() -> None:
    day = dt.date(2026, 11, 7)
    for identifier in locale_identifiers():
        one = locale(identifier)
        assert locale(one.id) == one
        assert (one.id == identifier) != (identifier == "ar_SY")
        assert one.own_name
        assert one.english_name
        assert re.fullmatch(r"[a-z]{2,3}_([A-Z]{2}|\d{3})", one.og)
        assert re.fullmatch(r"nplurals=\d; plural=.+;", one.plural_forms)
        assert max(map(one.plural_index, range(200))) < one.nplurals
        written = one.date(day) + one.number(1234567)
        assert not MARKS & set(written)
        assert "M11" not in written
        assert "\ufffc" not in written


# Plural forms

ARABIC = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
TWO = "nplurals=2; plural=(n != 1);"


@pytest.mark.parametrize(("identifier", "header"), [("ar", ARABIC), ("en", TWO), ("ku", TWO), ("ckb", TWO)])
def test_the_plural_header_is_literal(identifier: str, header: str) -> None:
    one = locale(identifier)
    assert one.plural_forms == header
    assert one.nplurals == int(header[9])
    rule = c2py(header.split("plural=")[1].rstrip(";"))
    assert all(one.plural_index(n) == rule(n) for n in range(1001))


@pytest.mark.parametrize("identifier", ["ar", "ar_EG", "ar_001"])
def test_arabic_plurals_are_in_the_order_of_cldr(identifier: str) -> None:
    order = ["zero", "one", "two", "few", "many", "other"]
    category = Cldr.parse("ar").plural_form
    one = locale(identifier)
    assert [order[one.plural_index(n)] for n in range(1001)] == [category(n) for n in range(1001)]
    assert (one.plural_index(11), one.plural_index(99), one.plural_index(100), one.plural_index(102)) == (
        4,
        4,
        5,
        5,
    )


def test_plurals_of_other_languages() -> None:
    french, turkish, russian = locale("fr"), locale("tr"), locale("ru")
    assert (french.plural_forms, french.plural_index(0)) == ("nplurals=2; plural=(n > 1);", 0)
    assert turkish.nplurals == 1
    assert [russian.plural_index(n) for n in (1, 3, 5, 21)] == [0, 1, 2, 0]
    assert [locale("ckb_Latn").plural_index(n) for n in (0, 1, 2)] == [1, 0, 1]


# Dates


@pytest.mark.parametrize(
    ("identifier", "written"),
    [
        ("en", "7 January 2026"),
        ("ar", "7 كانون الثاني 2026"),
        ("ku", "7ê rêbendana 2026an"),
        ("ckb", "7ی کانوونی دووەمی 2026"),
        ("fr", "7 janvier 2026"),
        ("en_US", "January 7, 2026"),
        ("ca", "7 de gener del 2026"),
        ("zh_Hant", "2026年1月7日"),
        ("pa_Arab", "7 جنوری 2026"),
        ("az_Arab", "2026-01-07"),
    ],
)
def test_the_date(identifier: str, written: str) -> None:
    assert locale(identifier).date(dt.date(2026, 1, 7)) == written


def test_all_months() -> None:
    assert dates("ar") == [f"7 {month} 2026" for month in SYRIAN]
    assert dates("ku") == [f"7ê {month} 2026an" for month in KURMANJI]
    assert dates("ckb") == [f"7ی {month} 2026" for month in SORANI]


@pytest.mark.parametrize("identifier", [*OURS, "fa", "he", "ur", "ar_EG"])
@pytest.mark.parametrize("digits", ["latn", "arab", "arabext"])
def test_dates_have_no_direction_marks(identifier: str, digits: str) -> None:
    assert not any(MARKS & set(day) for day in dates(identifier, digits=digits))


# Each way in which something else may have used "ar" before: plain, abbreviated and stand-alone names.
BEFORE = """
import datetime as dt, babel
def use(name):
    months = babel.Locale.parse(name).months
    return [months[context][width][1] for context in months for width in months[context]]
"""
AFTER = """
from publisher.locale import locale
for name in ("ar", "ar_EG"):
    for month in range(1, 13):
        print(locale(name).date(dt.date(2026, month, 7)))
"""


@pytest.mark.parametrize(
    "first", ["", "use('ar')", "use('ar_SY')", "use('ar'); use('ar_SY')", "use('ar_SY'); use('ar')"]
)
def test_syrian_months_whatever_was_loaded_before(first: str) -> None:
    lines = run(f"{BEFORE}\n{first}\n{AFTER}").splitlines()
    assert lines[:12] == [f"7 {month} 2026" for month in SYRIAN]
    assert lines[12] == "7 يناير 2026"


def test_our_months_can_be_renamed() -> None:
    press = ["Çile", "Sibat", "Adar", "Nîsan", "Gulan", "Hezîran"]
    press += ["Tîrmeh", "Tebax", "Îlon", "Cotmeh", "Mijdar", "Kanûn"]
    written = dates("ku", months=press)
    assert written[0] == "7ê Çileya 2026an"
    assert written[1] == "7ê Sibata 2026an"
    assert written[11] == "7ê Kanûna 2026an"
    assert dates("ku", months=press, date="d MMMM y")[0] == "7 Çile 2026"


def test_the_name_of_a_month_is_never_read_as_a_pattern() -> None:
    names = ["d'y 'M' {0} \\1"] * 12
    assert dates("ku", months=names)[0] == "7ê d'y 'M' {0} \\1a 2026an"
    assert dates("en", months=names, date="'MMMM' d. MMMM y")[0] == "MMMM 7. d'y 'M' {0} \\1 2026"


# Digits and numbers


@pytest.mark.parametrize(
    ("identifier", "digits", "number", "date"),
    [
        ("en", "latn", "1,234,567.5", "7 January 2026"),
        ("ku", "latn", "1.234.567,5", "7ê rêbendana 2026an"),
        ("ar", "latn", "1,234,567.5", "7 كانون الثاني 2026"),
        ("ar", "arab", "١٬٢٣٤٬٥٦٧٫٥", "٧ كانون الثاني ٢٠٢٦"),
        ("ckb", "latn", "1,234,567.5", "7ی کانوونی دووەمی 2026"),
        ("ckb", "arab", "١٬٢٣٤٬٥٦٧٫٥", "٧ی کانوونی دووەمی ٢٠٢٦"),
        ("fa", "arabext", "۱٬۲۳۴٬۵۶۷٫۵", "۷ ژانویهٔ ۲۰۲۶"),
        ("ckb_Latn", "latn", "1,234,567.5", "2026-01-07"),
    ],
)
def test_the_same_digits_everywhere(identifier: str, digits: str, number: str, date: str) -> None:
    one = locale(identifier, digits=digits)
    assert one.number(1234567.5) == number
    assert one.date(dt.date(2026, 1, 7)) == date
    assert one.with_digits("3 / 39") == {"latn": "3 / 39", "arab": "٣ / ٣٩", "arabext": "۳ / ۳۹"}[digits]
    assert one.number(39) == one.with_digits("39")


def test_a_negative_number_has_no_direction_mark() -> None:
    assert locale("ar").number(-1234) == "-1,234"


# Lists


@pytest.mark.parametrize(
    ("identifier", "two", "three"),
    [
        ("en", "A and B", "A, B and C"),
        ("ar", "A وB", "A وB وC"),
        ("ku", "A û B", "A, B û C"),
        ("ckb", "A و B", "A، B و C"),
        ("ckb_IR", "A و B", "A، B و C"),
        ("fr", "A et B", "A, B et C"),
    ],
)
def test_a_list(identifier: str, two: str, three: str) -> None:
    one = locale(identifier)
    assert (one.listing([]), one.listing(["A"])) == ("", "A")
    assert (one.listing(["A", "B"]), one.listing(["A", "B", "C"])) == (two, three)
    assert one.listing(["{0}", "{1}"]) == two.replace("A", "{0}").replace("B", "{1}")


# Names of languages


@pytest.mark.parametrize(
    ("identifier", "names"),
    [
        ("en", ["English", "Arabic", "Kurdish (Kurmanji)", "Kurdish (Sorani)"]),
        ("ar", ["الإنجليزية", "العربية", "الكردية (الكرمانجية)", "الكردية (السورانية)"]),
        ("ku", ["Îngilîzî", "Erebî", "Kurdî (Kurmancî)", "Kurdî (Soranî)"]),
        ("ckb", ["ئینگلیزی", "عەرەبی", "کوردی (کرمانجی)", "کوردی (سۆرانی)"]),
    ],
)
def test_our_languages_name_each_other(identifier: str, names: list[str]) -> None:
    assert [locale(identifier).name_of(locale(other)) for other in OURS] == names
    assert locale(identifier).name_of(locale(identifier)) == locale(identifier).own_name


@pytest.mark.parametrize(
    ("identifier", "other", "name"),
    [
        ("en", "fr", "French"),
        ("en", "zh_Hant", "Traditional Chinese"),
        ("en", "ckb_Latn", "Central Kurdish (Latin)"),
        ("ar", "fr", "الفرنسية"),
        ("ku", "fr", "Fransizî"),
        ("fr", "ku", "Kurde (Kurmancî)"),
        ("fr", "en", "Anglais"),
        ("de", "ckb", "Zentralkurdisch"),
        ("ar_EG", "ku", "الكردية (الكرمانجية)"),
        ("ckb_Latn", "ar", "العربية"),
        ("pa_Arab", "ckb", "کوردی (سۆرانی)"),
    ],
)
def test_names_of_other_languages(identifier: str, other: str, name: str) -> None:
    assert locale(identifier).name_of(locale(other)) == name


def test_own_names() -> None:
    assert [locale(name).own_name for name in ("fr", "tr", "zh_Hant", "fa")] == [
        "Français",
        "Türkçe",
        "繁體中文",
        "فارسی",
    ]
    assert locale("ka").own_name == "ქართული"  # whose capitals are for headlines


# Settings


def test_settings_replace_what_is_known() -> None:
    months = tuple("abcdefghijkl")
    changed = locale("kmr", name="Kurmancî", direction="rtl", digits="arab", date="d MMMM, y", months=[*months])
    assert (changed.id, changed.own_name, changed.direction, changed.months) == (
        "ku",
        "Kurmancî",
        "rtl",
        months,
    )
    assert changed.date(dt.date(2026, 2, 7)) == "٧ b, ٢٠٢٦"
    assert changed.name_of(changed) == "Kurmancî"
    assert locale("ku").own_name == "Kurdî (Kurmancî)"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("name", ""), ("name", " "), ("name", 3), ("name", "a\u202eb"), ("name", "a\nb")),
        *(("direction", "auto"), ("direction", None), ("direction", ["ltr"])),
        *(("digits", "arabic"), ("digits", ["latn"]), ("digits", True)),
        *(
            ("date", ""),
            ("date", "dd/mm/yyyy"),
            ("date", "d MMM y"),
            ("date", "MMMM y"),
            ("date", "d 'MMMM y"),
        ),
        *(("date", "d de MMMM y"), ("date", "\u200fd/M/y"), ("date", 7), ("date", "'d M y'")),
        *(
            ("months", "January"),
            ("months", ["January"]),
            ("months", [*"abcdefghijk", ""]),
            ("months", [*range(12)]),
        ),
        *(("months", "abcdefghijkl"), ("month", "a"), ("plural_forms", "nplurals=1; plural=0;")),
    ],
)
def test_a_wrong_setting_is_named(key: str, value: object) -> None:
    with pytest.raises(LocaleSettingError) as caught:
        locale("ar", **{key: value})
    error = caught.value
    assert error.key == key
    assert str(error).startswith(f"{key}: {error.message}\n  help: {error.hint}")
    assert error.hint


@pytest.mark.parametrize("pattern", ["d MMMM y", "dd.MM.yyyy", "EEEE, d MMMM y", "dی MMMMی y", "d'ê' MMMM'a' y'an'"])
def test_patterns_that_fit(pattern: str) -> None:
    assert "2026" in dates("ckb", date=pattern)[0]


# Being a value


def test_a_locale_is_a_value() -> None:
    assert locale("ar") == locale("ar-SY")
    assert len({locale("ar"), locale("AR"), locale("fr"), locale("FR")}) == 2
    assert pickle.loads(pickle.dumps(locale("fr"))) == locale("fr")  # noqa: S301  # our own bytes


def test_what_is_remembered_of_a_locale_is_not_told_of_another_of_its_name() -> None:
    day, items = dt.date(2026, 1, 7), ["a", "b", "c"]
    plain, other = locale("ckb"), locale("ckb", digits="arabext", date="y d M", name="کوردی")
    assert hash(plain) == hash(other)
    assert plain != other
    for one, again in ((plain, other), (other, plain)):
        assert one.date(day) != again.date(day)
        assert one.number(1250) != again.number(1250)
        assert one.name_of(one) == one.own_name != again.own_name
        assert one.listing(items) == one.listing(tuple(items))
    assert plain.number(1.5) != plain.number(1)


def test_babel_waits_until_it_is_needed() -> None:
    code = """
import sys
from publisher.locale import locale
for name in ("en", "ar", "ku", "ckb"):
    locale(name, digits="latn").plural_index(3)
    locale(name).name_of(locale("ku"))
print(any(name.partition(".")[0] == "babel" for name in sys.modules))
"""
    assert run(code) == "False\n"
