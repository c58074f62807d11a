"""The languages a text appears in: names, plural forms, dates, numbers, lists. The only room with Babel.

What our four languages need is written out below, where CLDR is silent or wrong; any other locale is CLDR's.
Babel is imported by the functions that use it: it is slow to import, and most commands need none of it.
"""
# ruff: noqa: PLC0415  # imports inside functions: see above

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from gettext import c2py
from typing import TYPE_CHECKING, Any, Literal

from publisher.errors import Problem, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from babel import Locale as Cldr


class LocaleSettingError(UsageError):
    """A wrong setting of a locale; or a locale that does not exist, where ``key`` is empty."""

    def __init__(self, key: str, message: str, hint: str) -> None:
        super().__init__(Problem(f"{key}: {message}" if key else message, hint=hint))
        self.key, self.message, self.hint = key, message, hint


# Pages say the same few days, numbers and names many times over, and Babel is slow.
_remembered = lru_cache(maxsize=1024, typed=True)


@dataclass(frozen=True, slots=True)
class Locale:
    """A language in one script, with all that a page must know about it."""

    id: str  # its folder, its part of the URL, and the "Language:" of its catalogs
    html_lang: str
    direction: Literal["ltr", "rtl"]
    hreflang: str
    og: str  # og:locale, always with a country
    own_name: str
    english_name: str
    plural_forms: str  # the "Plural-Forms:" of its catalogs
    cldr: str  # where dates and numbers come from; "root" for a script CLDR has no data in
    digits: str = "latn"  # 0-9, or "arab" (from U+0660), or "arabext" (from U+06F0)
    date_pattern: str = ""  # empty: CLDR's
    months: tuple[str, ...] = ()  # empty: CLDR's

    def __hash__(self) -> int:
        """By its name alone: what is remembered of a language is looked up often."""
        return hash(self.id)

    @property
    def base(self) -> str:
        """The language without script and country: ``ar``, ``ku``, ``ckb`` and others."""
        return self.id.partition("_")[0]

    @property
    def nplurals(self) -> int:
        """How many plural forms the language has."""
        return int(self.plural_forms.removeprefix("nplurals=").partition(";")[0])

    def plural_index(self, n: int) -> int:
        """The number of the plural form that stands with ``n`` things."""
        return _plural_rule(self.plural_forms.partition("plural=")[2].rstrip(";"))(n)

    def form_order(self, plural_forms: str) -> dict[int, int]:
        """For each plural form its number under another ``Plural-Forms`` header.

        Raises:
            ValueError: If that header is no rule, or does not tell the same numbers apart.
        """
        other = _plural_rule(plural_forms.partition("plural=")[2].rstrip("; "))
        pairs = {(self.plural_index(n), other(n)) for n in range(1000)}
        order = dict(pairs)
        if len(pairs) != len(order) or len(set(order.values())) != len(order):
            raise ValueError(plural_forms)
        return order

    @_remembered
    def date(self, day: date) -> str:
        """The day written out: "7 January 2026"."""
        from babel.dates import format_date

        pattern, names = self._calendar
        name = names[day.month]
        if name.lstrip("M0") == str(day.month):  # CLDR has no names here, only "M01"
            pattern = "y-MM-dd"
        # The name goes in afterwards: a pattern would interpret its letters and apostrophes.
        pattern = _MONTH.sub(lambda found: _HERE if found[0][0] == "M" else found[0], pattern)
        text = format_date(day, pattern, locale=self.cldr)
        if self._language == "ku" and name[-1] in "aeêiîouû":  # a glide joins vowels: rêbendana, çileya
            text = text.replace(f"{_HERE}a", f"{_HERE}ya")
        return self.with_digits(text.replace(_HERE, name))

    @property
    @_remembered
    def _calendar(self) -> tuple[str, Mapping[int, str]]:
        """The pattern of dates, and the names of the months by their numbers."""
        pattern = self.date_pattern or str(_cldr(self.cldr).date_formats["long"].pattern)
        if self.months:
            return pattern, dict(enumerate(self.months, 1))
        # Nothing but the wide names inside a date: Babel's others depend on what was loaded before.
        return pattern, {**_cldr(self.cldr).months["format"]["wide"], **_MONTHS.get(self._language, {})}

    @_remembered
    def number(self, value: float) -> str:
        """The number with separators between its thousands."""
        from babel.numbers import format_decimal

        # Babel picks the separators that belong to the digits, and leaves the digits themselves Latin.
        return self.with_digits(format_decimal(value, locale=self.cldr, numbering_system=self.digits))

    def with_digits(self, text: str) -> str:
        """The text in the locale's digits, and without the direction marks that CLDR adds to some numbers."""
        return text.translate(_DIGITS[self.digits])

    def listing(self, items: Sequence[str]) -> str:
        """The items as one phrase: "A, B and C"."""
        return self._list(tuple(items))

    @_remembered
    def _list(self, items: tuple[str, ...]) -> str:
        from babel.lists import format_list

        if self._language == "ckb" and len(items) > 1:  # CLDR has no "and" here
            return f"{'، '.join(items[:-1])} و {items[-1]}"
        return format_list(items, locale=self.cldr)

    @_remembered
    def name_of(self, other: Locale) -> str:
        """The name of another language in this one, as a menu shows it; its own name where none is known."""
        ours = _NAMES.get(self._language, {})
        name = ours.get(other.id) or _cldr_name(other.id, self.cldr)
        if other.id == self.id or not name:
            return other.own_name
        # CLDR's name of Kurmanji stands for all of Kurdish.
        return name if ours or other.id != "ku" else f"{name} (Kurmancî)"

    @property
    def _language(self) -> str:
        # Whose conventions apply: not the language's usual ones where the script is another.
        return self.cldr.partition("_")[0]


_TWO = "nplurals=2; plural=(n != 1);"
_SIX = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
_OURS = {
    "en": Locale("en", "en", "ltr", "en", "en_GB", "English", "English", _TWO, "en_GB"),
    # ar_SY for the months of Syria; those of plain "ar" are Egypt's.
    "ar": Locale("ar", "ar", "rtl", "ar", "ar_AR", "العربية", "Arabic", _SIX, "ar_SY"),
    "ku": Locale("ku", "ku", "ltr", "ku", "ku_TR", "Kurdî (Kurmancî)", "Kurdish (Kurmanji)", _TWO, "ku"),
    "ckb": Locale("ckb", "ckb", "rtl", "ckb", "cb_IQ", "کوردی (سۆرانی)", "Kurdish (Sorani)", _TWO, "ckb"),
}
_ALIASES = {"ar_sy": "ar", "kmr": "ku", "kmr_latn": "ku", "ku_latn": "ku", "kur": "ku", "ku_arab": "ckb"}
_NAMES = {
    "en": {"en": "English", "ar": "Arabic", "ku": "Kurdish (Kurmanji)", "ckb": "Kurdish (Sorani)"},
    "ar": {"en": "الإنجليزية", "ar": "العربية", "ku": "الكردية (الكرمانجية)", "ckb": "الكردية (السورانية)"},
    "ku": {"en": "Îngilîzî", "ar": "Erebî", "ku": "Kurdî (Kurmancî)", "ckb": "Kurdî (Soranî)"},
    "ckb": {"en": "ئینگلیزی", "ar": "عەرەبی", "ku": "کوردی (کرمانجی)", "ckb": "کوردی (سۆرانی)"},
}
_MONTHS = {"ckb": {12: "کانوونی یەکەم"}}  # CLDR spells it unlike its other Kanun, January
_RTL_SCRIPTS = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
_MARKS = "\u061c\u200e\u200f"
_DIGITS = {
    "latn": str.maketrans("", "", _MARKS),
    "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩", _MARKS),
    "arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹", _MARKS),
}
_HERE = "\ufffc"  # stands for the name of the month while Babel fills a pattern
_MONTH = re.compile(r"'[^']*'|MMM+")
_CONTROL = re.compile(rf"[{_MARKS}\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]")
_plural_rule = cache(c2py)


def locale(identifier: str, **settings: object) -> Locale:
    """The locale of this name: ours, an alias, or any of CLDR's; case and "-" or "_" do not matter.

    ``name`` (in the language itself), ``direction``, ``digits``, ``date`` (a CLDR pattern) and ``months``
    (12 names) replace what is known. The first thing that is wrong raises a LocaleSettingError.
    """
    key = identifier.replace("-", "_").casefold()
    key = _ALIASES.get(key, key)
    changes: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in _SETTINGS:
            raise LocaleSettingError(name, "no such setting", did_you_mean(name, _SETTINGS))
        field, fits, wanted = _SETTINGS[name]
        if not fits(value):
            raise LocaleSettingError(name, f"{value!r} does not fit", f"write {wanted}")
        changes[field] = tuple(value) if isinstance(value, list) else value
    return replace(_OURS.get(key) or _from_cldr(identifier), **changes)


@cache
def _from_cldr(identifier: str) -> Locale:
    from babel.messages.plurals import get_plural

    name, data = _canonical(identifier)
    if (ours := _ALIASES.get(name.casefold(), name)) in _OURS:  # spelled as no alias is: ar-Arab-SY
        return _OURS[ours]
    language, script, territory = _likely(name)
    english = _cldr_name(name, "en") or name
    own = _cldr_name(name, data) or english
    # By script alone: Babel drops a script it has no data in, and answers for the usual one.
    direction: Literal["rtl", "ltr"] = "rtl" if script in _RTL_SCRIPTS else "ltr"
    # Babel's own rule for Arabic exchanges the last two forms.
    plural = _SIX if language == "ar" else str(get_plural(language if data == "root" else data))
    tag = name.replace("_", "-")
    return Locale(name, tag, direction, tag, f"{language}_{territory}", own, english, plural, data)


def _canonical(identifier: str) -> tuple[str, str]:
    """The name as CLDR spells it, without a script that goes without saying, and the data to use for it."""
    from babel.core import parse_locale
    from babel.localedata import locale_identifiers

    known = set(locale_identifiers())
    hint = f"{did_you_mean(identifier, _OURS)} (or any CLDR locale, such as fr)"
    unknown = LocaleSettingError("", f'unknown locale "{identifier}"', hint)
    try:
        language, territory, script, variant = parse_locale(identifier.replace("-", "_"))[:4]
    except ValueError:
        raise unknown from None
    usual = _likely("_".join(filter(None, (language, territory))))[1]
    for one in (script, None, usual) if script in {None, usual} else (script,):
        name = "_".join(filter(None, (language, one, territory, variant)))
        if name in known:
            return name, name
    base = "_".join(filter(None, (language, territory, variant)))
    if base in known and script in _cldr("en").scripts:
        return base.replace(language, f"{language}_{script}", 1), "root"
    raise unknown


def _likely(name: str) -> tuple[str, str, str]:
    """Language, script and territory: what the name leaves open is CLDR's guess."""
    from babel.core import get_global, parse_locale

    language, territory, script = parse_locale(name)[:3]
    guesses = get_global("likely_subtags")
    names = (f"{language}_{script}", f"{language}_{territory}", language)
    guess = next((guesses[one] for one in names if one in guesses), f"{language}_Latn_001").split("_")
    return language, script or guess[1], territory or guess[2]


@cache
def _cldr(name: str) -> Cldr:
    from babel import Locale as Cldr

    return Cldr.parse(name)


def _cldr_name(locale_id: str, reader: str) -> str:
    """The name of a locale in the language of another one; empty where CLDR has none."""
    data = _cldr(reader)
    language, *details = locale_id.split("_")
    name = str(data.languages.get(locale_id) or data.languages.get(language, ""))
    if name and details and locale_id not in data.languages:
        known = {**data.scripts, **data.territories, **data.variants}
        name += f" ({', '.join(known.get(one, one) for one in details)})"
    return name[:1].title() + name[1:]  # title, not upper: Georgian has capitals for headlines only


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not _CONTROL.search(value)


def _is_pattern(value: object) -> bool:
    rest = re.sub("'[^']*'", "", str(value))
    fields = {found[0] for found in re.finditer(r"([A-Za-z])\1*", rest)}
    possible = fields <= {"d", "dd", "M", "MM", "MMMM", "y", "yyyy", "EEEE"} and "'" not in rest
    return _is_text(value) and possible and {"d", "M", "y"} <= {field[0] for field in fields}


def _is_year(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 12 and all(map(_is_text, value))  # noqa: PLR2004


_SETTINGS: dict[str, tuple[str, Callable[[object], bool], str]] = {
    "name": ("own_name", _is_text, "a text"),
    "direction": ("direction", lambda value: value in ("ltr", "rtl"), '"ltr" or "rtl"'),
    "digits": ("digits", lambda value: value in tuple(_DIGITS), '"latn", "arab" or "arabext"'),
    "date": ("date_pattern", _is_pattern, "day, month and year like \"d MMMM y\", words in 'quotes'"),
    "months": ("months", _is_year, "a list of the 12 names, January first"),
}
