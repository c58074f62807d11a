"""Faults in letters, punctuation and spaces."""
# ruff: noqa: E501, RUF001  # sentences in four languages, one a line

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pairs import RTL, Kinds, end_mark, one_of, put, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

KINDS = Kinds()
AR, CKB, KU = ("ar",), ("ckb",), ("ku",)
Spoil = "Callable[[Random, str, str, str], str | None]"
AL = "\u0620-\u064a\u066e-\u06d3\u06d5"


def letters(
    old: str, new: str, *, where: str = "{}", share: float = 0.0
) -> Callable[[Random, str, str, str], str | None]:
    """A fault that types one letter for another: in one place, sometimes everywhere."""

    def spoil(rng: Random, _: str, translation: str, __: str) -> str | None:
        swap = dict(zip(old, new.split(), strict=True))
        places = list(re.finditer(where.format(f"[{old}]"), translation))
        if not places:
            return None
        if rng.random() < share:
            chars = list(translation)
            for place in places:
                chars[place.start() : place.end()] = [swap.get(one, one) for one in place[0]]
            return "".join(chars)
        place = rng.choice(places)
        return put(translation, place, "".join(swap.get(one, one) for one in place[0]))

    return spoil


KINDS.one("Persian letters", None, AR)(letters("كي", "ک ی", share=0.5))
KINDS.one("Persian or Urdu heh", None, AR)(letters("هة", "ہ ە", share=0.2))
KINDS.one("Arabic kaf or yeh", None, CKB)(letters("کی", "ك ي", share=0.5))
KINDS.one("alef maksura for yeh", None, CKB)(letters("ی", "ى", where=r"{}(?!\w)", share=0.3))
KINDS.one("heh for ae", None, CKB)(letters("ە", "ه", where=r"(?<=\w){}(?![\w\u0640])", share=0.5))
KINDS.one("teh marbuta for ae", None, CKB)(letters("ە", "ة", where=r"(?<=\w){}(?!\w)", share=0.3))
KINDS.one("Arabic spelling", None, CKB)(letters("سزت", "ص ظ ط", where=r"(?<=\w){}(?=\w)"))
KINDS.one("no hamza before the vowel", None, CKB)(letters("ئ", "\x00", where=r"(?<!\w){}(?=[ەاۆێ])"))
KINDS.one("letters put together with signs", None, CKB)(letters("ڵڕۆێ", "لٚ رٚ وٚ یٚ", share=0.3))
KINDS.one("Turkish letters", None, KU)(letters("iîuû", "ı ı ü ü", where=r"(?<=\w){}(?=\w)", share=0.3))
KINDS.one("Romanian letters", None, KU)(letters("şŞ", "ș Ș", share=0.5))
KINDS.one("accents of another language", None, KU)(letters("êîû", "é í ú", share=0.5))
_no_hamza = KINDS["no hamza before the vowel"].spoil


@KINDS.several("no hamza before the vowel", None, CKB)
def no_hamza(rng: Random, rows: Sequence, locale: str) -> list[str] | None:
    spoilt = _no_hamza(rng, rows, locale)
    return spoilt and [text.replace("\x00", "") for text in spoilt]


@KINDS.one("typed on an Arabic keyboard", None, CKB)
def arabic_keyboard(_: Random, __: str, translation: str, ___: str) -> str | None:
    """No letter that an Arabic keyboard lacks."""
    return translation.translate(str.maketrans("کیێۆڕڵەڤگپچژ", "كييورلهفكبجز")) if len(translation) > 60 else None  # noqa: PLR2004


@KINDS.one("no letter with a hook", None, CKB)
def no_hooks(_: Random, __: str, translation: str, ___: str) -> str | None:
    """As on a Persian keyboard, which lacks them."""
    return translation.translate(str.maketrans("ێۆڕڵە", "یورله")) if len(translation) > 60 else None  # noqa: PLR2004


@KINDS.one("no circumflex or cedilla", None, KU)
def plain_letters(_: Random, __: str, translation: str, ___: str) -> str | None:
    """Typed on an English keyboard."""
    return translation.translate(str.maketrans("êîûşçÊÎÛŞÇ", "eiuscEIUSC")) if len(translation) > 80 else None  # noqa: PLR2004


@KINDS.one("decomposed letters", None, KU)
def decomposed(rng: Random, _: str, translation: str, __: str) -> str | None:
    if rng.random() < 0.5:  # noqa: PLR2004
        return unicodedata.normalize("NFD", translation)
    one = one_of(rng, "[êîûşç]", translation)
    return put(translation, one, unicodedata.normalize("NFD", one[0])) if one else None


@KINDS.one("apostrophe of another kind", None, KU)
def apostrophe(rng: Random, _: str, translation: str, __: str) -> str | None:
    one = one_of(rng, r"(?<=\w)['’](?=\w)", translation)
    if not one:  # as suffixes of names and figures are written
        one = one_of(rng, r"(?<=[A-Z]{2})(?=[aêîy][a-zê]{0,2}\b)|(?<=\d)(?=[aêî][a-zê]{0,2}\b)", translation)
    return put(translation, one, rng.choice("`´")) if one else None


HAMZA = {"إلى": "الى", "في": "فى", "التي": "التى", "الذي": "الذى", "هذه": "هذة", "أيضًا": "ايضا", "أيضا": "ايضا"}
NOUNS = [
    "اجتماع",
    "اتفاق",
    "اعتقال",
    "انتهاك",
    "استهداف",
    "اعتراف",
    "التزام",
    "امتناع",
    "انتقال",
    "استخدام",
    "انتخاب",
    "اقتصاد",
    "انتشار",
    "اعتداء",
    "احتجاز",
    "انفجار",
    "استقلال",
]


@KINDS.one("small words misspelt", None, AR)
def hamza(rng: Random, _: str, translation: str, __: str) -> str | None:
    word = one_of(rng, rf"(?<![{AL}])(?:{'|'.join(HAMZA)})(?![{AL}ًٌٍَُِّْ])", translation)
    return put(translation, word, HAMZA[word[0]]) if word else None


_CONVENED = """There was a meeting. | وعُقد اجتماع. | کۆبوونەوەیەک هەبوو. | Civînek hebû.
They condemned the violations. | وأدانوا الانتهاكات. | پێشێلکارییەکانیان مەحکوم کرد. | Wan binpêkirin şermezar kirin.
The agreement failed. | وفشل الاتفاق. | ڕێککەوتنەکە سەری نەگرت. | Peyman bi ser neket.
The arrests went on. | واستمرت الاعتقالات. | دەستگیرکردنەکان بەردەوام بوون. | Girtin berdewam bûn.
They spoke of the commitment of the parties. | وتحدثوا عن التزام الأطراف. | باسی پابەندبوونی لایەنەکانیان کرد. | Wan behsa pabendbûna aliyan kir."""


@KINDS.one("hamza where none belongs", say(_CONVENED), AR)
def extra_hamza(rng: Random, _: str, translation: str, __: str) -> str | None:
    nouns = "|".join(noun[1:] for noun in NOUNS)
    word = one_of(rng, rf"(?<![{AL}])(?:و|ف|ب|ك|ل|وب|ول)?(?:ال|ل)?(ا)(?:{nouns})", translation)
    return put(translation, word, "إ", 1) if word else None


@KINDS.one("heh for teh marbuta", None, AR)
def no_teh_marbuta(_: Random, __: str, translation: str, ___: str) -> str | None:
    """Throughout, as it is often typed."""
    return translation.replace("ة", "ه") if translation.count("ة") > 1 else None


@KINDS.one("yeh without dots at the end", None, AR)
def dotless(_: Random, __: str, translation: str, ___: str) -> str | None:
    """Throughout, as it is typed in Egypt."""
    return re.sub(rf"ي(?![{AL}ّ])", "ى", translation) if len(re.findall(r"ي\b", translation)) > 1 else None


@KINDS.one("and, apart", None, AR)
def apart(rng: Random, _: str, translation: str, __: str) -> str | None:
    word = one_of(rng, rf"(?<= و)(?=ال(?!تون|تر|اس|يس|دو|كر)[{AL}]{{3}})", translation)
    return put(translation, word, " ") if word else None


@KINDS.one("stretched word", None, RTL)
def tatweel(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, f"(?<=[بتثجحخسشصضطظعغفقكکلمنهيی])(?=[{AL}])", translation)
    return put(translation, place, "ـ" * rng.randint(1, 4)) if place else None


def _forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE80, 0xFEFD)):
        name, _, rest = unicodedata.decomposition(chr(code)).partition(" ")
        letter = "".join(chr(int(one, 16)) for one in rest.split())
        if name in ("<medial>", "<final>", "<isolated>") and len(letter) < 3:  # noqa: PLR2004
            found[letter] = chr(code)
    return found


FORMS = _forms()


@KINDS.one("presentation forms", None, RTL)
def forms(rng: Random, _: str, translation: str, __: str) -> str | None:
    """As copied out of a PDF."""
    word = one_of(rng, f"[{AL}]{{3,}}", translation)
    if not word:
        return None
    if "لا" in word[0] and rng.random() < 0.7:  # noqa: PLR2004
        return put(translation, word, word[0].replace("لا", "ﻻ"))
    return put(translation, word, "".join(FORMS.get(one, one) for one in word[0]))


def invisible(sign: str, where: str) -> Callable[[Random, str, str, str], str | None]:
    def spoil(rng: Random, _: str, translation: str, __: str) -> str | None:
        place = one_of(rng, where, translation)
        return put(translation, place, rng.choice(sign)) if place else None

    return spoil


KINDS.one("zero-width space")(invisible("\u200b", r"(?<=\w)(?=\w)|(?<=\w)(?= )"))
KINDS.one("soft hyphen")(invisible("\u00ad", r"(?<=\w\w)(?=\w\w)"))
KINDS.one("byte order mark or word joiner")(invisible("\ufeff\u2060", r"^|(?<=\w)(?= )|(?<=\w)(?=\w)"))
KINDS.one("replacement character")(invisible("\ufffd", r"(?<=\w)[^\W\d_](?=\w)"))
KINDS.one("letter of a private font")(invisible("\uf02d\ue001\uf0b7", r"(?<= )(?=\w)|$"))


@KINDS.one("bidi override or embedding")
def override(rng: Random, _: str, translation: str, locale: str) -> str | None:
    """Of the other direction, so that it is seen: letters turned round, or all that follows."""
    word = one_of(rng, r"[^\W\d_]{3,}", translation)
    over, embed = "\u202d\u202a" if locale in RTL else "\u202e\u202b"
    signs = rng.choice((f"{over}{{}}\u202c", f"{over}{{}}", f"{embed}{{}}"))
    return put(translation, word, signs.format(word[0])) if word else None


@KINDS.one("isolate left open")
def isolate(rng: Random, _: str, translation: str, __: str) -> str | None:
    word = one_of(rng, r"\w{3,}", translation)
    signs = rng.choice(("\u2066{}", "\u2067{}", "\u2068{}", "{}\u2069", "\u2069{}\u2068", "\u2068\u2067{}\u2069"))
    return put(translation, word, signs.format(word[0])) if word else None


def sign(old: str, new: str, where: str) -> Callable[[Random, str, str, str], str | None]:
    """A fault that puts one sign in the place of another."""

    def spoil(rng: Random, _: str, translation: str, __: str) -> str | None:
        place = one_of(rng, where.format(re.escape(old)), translation)
        return put(translation, place, new) if place else None

    return spoil


halves = say(
    """The talks failed; the shelling went on. | فشلت المحادثات؛ واستمر القصف. | گفتوگۆکان سەرکەوتوو نەبوون؛ تۆپباران بەردەوام بوو. | Danûstandin bi ser neketin; topbaran berdewam kir.
Some fled; others stayed. | فرّ بعضهم؛ وبقي آخرون. | هەندێک هەڵاتن؛ ئەوانی تر مانەوە. | Hin reviyan; yên din man."""
)
asked = say(
    """Who is responsible? | من المسؤول؟ | کێ بەرپرسیارە؟ | Kî berpirsiyar e?
Where are they? | أين هم؟ | ئەوان لە کوێن؟ | Ew li ku ne?"""
)
KINDS.one("Latin comma", None, RTL)(sign("،", ",", rf"(?<=[{AL}]){{}}(?= )"))
KINDS.one("Latin semicolon", halves, RTL)(sign("؛", ";", rf"(?<=[{AL}]){{}}"))
KINDS.one("Latin question mark", asked, RTL)(sign("؟", "?", rf"(?<=[{AL}]){{}}"))
KINDS.one("Arabic comma", None, KU)(sign(",", "،", r"(?<=\w){}(?= )"))


@KINDS.one("space before a sign")
def space_before(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, r"(?<=[^\W\d_])(?=[،,؛;؟?!.](?:\s|$))", translation)
    return put(translation, place, " ") if place else None


@KINDS.one("doubled space")
def doubled_space(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, r"(?<=\w) (?=\w)", translation)
    return put(translation, place, "  ") if place else None


@KINDS.one("no space after a comma")
def glued(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, r"(?<=[^\W\d_][،,]) (?=[^\W\d_])", translation)
    return put(translation, place, "") if place else None


@KINDS.one("no space after a full stop", say(_CONVENED))
def glued_stop(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, r"(?<=[^\W\d_]{3}\.) (?=[^\W\d_]{2})", translation)
    return put(translation, place, "") if place else None


@KINDS.one("end mark lost")
def end_lost(_: Random, english: str, translation: str, __: str) -> str | None:
    return translation[:-1] if end_mark(english) and re.search(r"\w[.!?؟]$", translation) else None


@KINDS.one("full stop for a question mark", asked)
def no_question(_: Random, english: str, translation: str, __: str) -> str | None:
    return re.sub("[?؟]$", ".", translation) if english.endswith("?") else None


@KINDS.one("another end mark")
def end_changed(rng: Random, english: str, translation: str, locale: str) -> str | None:
    marks = (":", "?" if locale == "ku" else "؟", "," if locale == "ku" else "،")
    if not english.endswith(".") or not re.search(r"\w\.$", translation):
        return None
    return translation[:-1] + rng.choice(marks)


@KINDS.one("doubled sign")
def doubled_sign(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, r"(?<=\w)(?:[،,](?= )|\.$)", translation)
    return put(translation, place, rng.choice((place[0] * 2, f"{place[0]} {place[0]}"))) if place else None


bracketed = say(
    """The group (five members) agreed. | ووافقت المجموعة (خمسة أعضاء). | گرووپەکە (پێنج ئەندام) ڕازی بوو. | Kom (pênc endam) razî bû.
The ministry (see the annex) was silent. | وصمتت الوزارة (انظر الملحق). | وەزارەت (بڕوانە پاشکۆ) بێدەنگ بوو. | Wezaret (binêre pêvekê) bêdeng ma.
The court [of appeal] was closed. | وكانت محكمة [الاستئناف] مغلقة. | دادگای [تێهەڵچوونەوە] داخرابوو. | Dadgeha [îstînafê] girtî bû."""
)


@KINDS.one("bracket lost", bracketed)
def bracket_lost(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, r"[()\[\]]", translation)
    return put(translation, place, "") if place else None


@KINDS.one("bracket the wrong way round", bracketed)
def bracket_turned(rng: Random, _: str, translation: str, __: str) -> str | None:
    turned = str.maketrans("()[]", ")(][")
    if rng.random() < 0.5:  # noqa: PLR2004
        return translation.translate(turned)
    place = one_of(rng, r"[()\[\]]", translation)
    return put(translation, place, place[0].translate(turned)) if place else None


quoted = say(
    """He called it “a crime”. | ووصفها بأنها «جريمة». | بە «تاوان» ناوی برد. | Wî jê re got “sûc”.
They chanted “freedom” in the square. | وهتفوا «حرية» في الساحة. | لە گۆڕەپانەکەدا هاواریان کرد «ئازادی» هەموو. | Li meydanê wan qîriya “azadî” bi hev re."""
)


def _paired(text: str) -> bool:
    """Whether its quotation marks, if any, are well paired."""
    return not re.sub('"[^"«»“”]*"|«[^"«»“”]*»|“[^"«»“”]*”|[^"«»“”]', "", text)


@KINDS.one("quotation mark lost", quoted)
def quote_lost(rng: Random, english: str, translation: str, _: str) -> str | None:
    place = one_of(rng, '["«»“”]', translation) if _paired(english) and _paired(translation) else None
    return put(translation, place, "") if place else None


@KINDS.one("quotation mark the wrong way round", quoted)
def quote_turned(rng: Random, english: str, translation: str, _: str) -> str | None:
    place = one_of(rng, "[«»“”]", translation) if _paired(english) and _paired(translation) else None
    return put(translation, place, place[0].translate(str.maketrans("«»“”", "»«”“"))) if place else None


named = say(
    """The BBC said so. | وقالت هيئة BBC ذلك. | کەناڵی BBC وای وت. | BBC wisa got.
The UNHCR office is closed. | ومكتب UNHCR مغلق. | نووسینگەی UNHCR داخراوە. | Nivîsgeha UNHCR girtî ye."""
)


@KINDS.one("Latin letters stuck to a word", named, RTL)
def stuck(rng: Random, _: str, translation: str, locale: str) -> str | None:
    before, after = rf"(?<=[{AL}]{{3}}) (?=[A-Za-z]{{2}})", rf"(?<=[A-Za-z]{{2}}) (?=[{AL}]{{3}})"
    # Sorani endings do stand right after Latin letters.
    place = one_of(rng, before if locale == "ckb" else f"{before}|{after}", translation)
    return put(translation, place, "") if place else None


@KINDS.one("escape left in")
def escaped(rng: Random, _: str, translation: str, __: str) -> str | None:
    place = one_of(rng, r"(?<=\w) (?=\w)", translation)
    return put(translation, place, rng.choice(("\\n", " \\n ", "%20", "\\u200f ", "&amp;nbsp;"))) if place else None
