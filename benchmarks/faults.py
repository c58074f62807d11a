"""Faults as careless people and tools make them, list one: of whole texts and terms here, the others next door.

Each is made so that a reader of both languages would call it one.
"""
# ruff: noqa: E501, RUF001  # sentences in four languages, one a line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import faults_marks
import faults_numbers
import faults_text
from pairs import LOCALES, RTL, Kinds, Pair, end_mark, joined, one_of, put, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

KINDS = Kinds()
SMALL = re.compile(r"\b(?:the|of|and|to|in|for|with|that|from|by|on|at|was|were|is|are|has|had)\b")


@KINDS.one("untranslated")
def untranslated(_: Random, english: str, __: str, ___: str) -> str | None:
    return english if len(SMALL.findall(english)) > 1 else None


@KINDS.one("no letters")
def no_letters(rng: Random, _: str, translation: str, __: str) -> str | None:
    return rng.choice(("-", "…", "...", "—", ".", "؟؟؟", "###")) if len(translation) > 20 else None  # noqa: PLR2004


@KINDS.one("question marks for letters")
def lost_encoding(rng: Random, _: str, translation: str, locale: str) -> str | None:
    if locale == "ku":
        return re.sub("[êîûşçÊÎÛŞÇ“”‘’]", "?", translation) if re.search("[êîûşç]", translation) else None
    if rng.random() < 0.5:  # noqa: PLR2004
        return re.sub(r"[^\x00-\x7f]", "?", translation)
    word = one_of(rng, r"[^\x00-\x7f]{4,}", translation)
    return put(translation, word, "?" * len(word[0])) if word else None


@KINDS.one("read in another encoding")
def mojibake(rng: Random, _: str, translation: str, locale: str) -> str | None:
    def garbled(text: str) -> str:
        return text.encode().decode("cp1252", "replace" if locale == "ku" else "ignore")

    if locale == "ku":
        word = one_of(rng, "[êîûşç]", translation)
        return put(translation, word, garbled(word[0])) if word else None
    word = one_of(rng, r"[^\W\d_]{4,}", translation) if rng.random() < 0.5 else None  # noqa: PLR2004
    return put(translation, word, garbled(word[0])) if word else garbled(translation)


@KINDS.one("English words left in")
def english_left(rng: Random, english: str, translation: str, _: str) -> str | None:
    """Four to nine words of the English stand where their translation should."""
    words, theirs = english.split(), translation.split()
    if min(len(words), len(theirs)) < 12:  # noqa: PLR2004
        return None
    size = rng.randint(4, 9)
    start = rng.randrange(len(words) - size)
    run = " ".join(words[start : start + size]).strip(".,;:\"'()")
    if not SMALL.search(run) or re.search(r"[\"()\d“”*\[]", run):
        return None
    at = min(start * len(theirs) // len(words), len(theirs) - size - 1)
    return " ".join([*theirs[:at], run, *theirs[at + size - 1 :]]) if at >= 0 else None


@KINDS.one("remark of a machine")
def remark(rng: Random, _: str, translation: str, locale: str) -> str | None:
    name = {"ar": "Arabic", "ckb": "Sorani", "ku": "Kurmanji"}[locale]
    return rng.choice(
        (
            f"Here is the {name} translation of the text: {translation}",
            f"Sure! This is the translation: {translation}",
            f"{translation} (Note: the term is not certain)",
            f"{translation} [TODO: check this with the author]",
            f"[{name} translation of the paragraph] {translation}",
        )
    )


NAMES = table(
    """John Mitchell | جون ميتشل | جۆن میچڵ | John Mitchell
Maria Fernandez | ماريا فرنانديز | ماریا فێرناندێز | Maria Fernandez
Thomas Becker | توماس بيكر | تۆماس بێکەر | Thomas Becker
Helen Wright | هيلين رايت | هێلێن ڕایت | Helen Wright
Daniel Novak | دانيال نوفاك | دانیێل نۆڤاک | Daniel Novak"""
)


@KINDS.several(
    "Latin name left in",
    say(
        """The report was written by <name>. | والتقرير من إعداد <name>. | ڕاپۆرتەکە لەلایەن <name> نووسراوە. | -
The lawyer <name> was there. | وكان المحامي <name> هناك. | پارێزەر <name> لەوێ بوو. | -""",
        lambda rng, locale: {"name": ((one := rng.choice(NAMES))["en"], one.get(locale, ""))},
    ),
    RTL,
)
def latin_name(_: Random, rows: Sequence[Pair], locale: str) -> list[str] | None:
    text = rows[0].translation
    for one in NAMES:
        if one["en"] in rows[0].english and one[locale] in text:
            return [text.replace(one[locale], one["en"])]
    return None


def _other(rows: Sequence[Pair], rng: Random, locales: Sequence[str]) -> str:
    others = dict(rows[0].others)
    known = [one for one in locales if others.get(one)]
    return others[rng.choice(known)] if known and len(rows[0].translation) > 40 else ""  # noqa: PLR2004


@KINDS.several("text of another of our languages")
def other_language(rng: Random, rows: Sequence[Pair], locale: str) -> list[str] | None:
    other = _other(rows, rng, [one for one in LOCALES if one != locale])
    return [other] if other else None


@KINDS.several("half of it in the other language of the script")
def half_other(rng: Random, rows: Sequence[Pair], locale: str) -> list[str] | None:
    other = _other(rows, rng, {"ar": ["ckb"], "ckb": ["ar"], "ku": ["ckb", "ar"]}[locale]).split()
    mine = rows[0].translation.split()
    if min(len(mine), len(other)) < 10:  # noqa: PLR2004
        return None
    return [" ".join(mine[: len(mine) // 2] + other[len(other) // 2 :])]


@KINDS.one("last sentence lost", joined, rows=3)
def last_lost(_: Random, english: str, translation: str, __: str) -> str | None:
    here = re.split(r"(?<=[^\W\d_]{3}[.؟!?])\s+", translation)
    there = re.split(r"(?<=[a-z]{3}[.!?])\s+", english)
    return " ".join(here[:-1]) if len(here) == len(there) > 1 else None


@KINDS.one("cut in half")
def cut(rng: Random, english: str, translation: str, _: str) -> str | None:
    words = translation.split()
    if len(words) < 12:  # noqa: PLR2004
        return None
    left = " ".join(words[: len(words) * rng.randint(35, 60) // 100]).rstrip("،,؛;:")
    # Half of the time nothing is to be seen at its end.
    return left + "." if end_mark(english) and rng.random() < 0.5 and left[-1].isalpha() else left  # noqa: PLR2004


@KINDS.one("text doubled")
def text_doubled(rng: Random, _: str, translation: str, __: str) -> str | None:
    return translation + rng.choice((" ", "")) + translation if len(translation) > 20 else None  # noqa: PLR2004


@KINDS.several("sentence of a neighbour put in", rows=2)
def neighbour_added(_: Random, rows: Sequence[Pair], __: str) -> list[str] | None:
    first, second = rows[0].translation, rows[1].translation
    if min(len(first), len(second)) < 60 or not end_mark(first):  # noqa: PLR2004
        return None
    return [f"{first} {second}", second]


@KINDS.one("word doubled")
def word_doubled(rng: Random, _: str, translation: str, locale: str) -> str | None:
    small = {"ar": "من|في|على|إلى|أن", "ckb": "لە|بە|بۆ|کە|و", "ku": "ji|li|bi|di|de|ku|û|ya|yên"}[locale]
    place = one_of(rng, rf"(?<= )(?:[^\W\d_]{{4,}}|{small})(?= )", translation)
    return put(translation, place, f"{place[0]} {place[0]}") if place else None


@KINDS.several("the same translation twice", rows=2)
def same(rng: Random, rows: Sequence[Pair], _: str) -> list[str] | None:
    one, two = rows
    if min(len(one.english), len(two.english)) < 20 or one.english == two.english:  # noqa: PLR2004
        return None
    return [rng.choice((one, two)).translation] * 2


@KINDS.several("shifted by a row", rows=3)
def shifted(_: Random, rows: Sequence[Pair], __: str) -> list[str] | None:
    texts = [row.translation for row in rows]
    return [texts[-1], *texts[:-1]] if min(map(len, texts)) > 20 else None  # noqa: PLR2004


SYNONYMS = {
    "ar": "وقال وذكر|قال صرّح|قالت صرّحت|أيضًا كذلك|عام سنة|يجب ينبغي|أكثر أزيد|بعد عقب|عندما حين|كما كذلك|ولكن لكن|الناس البشر|يوم نهار|قبل منذ",
    "ckb": "وتی گوتی|زۆر فرە|هەروەها هاوکات|دەڵێت دەبێژێت|بەڵام وەلێ|خەڵک جەماوەر|لەگەڵ دەگەڵ|دوای پاش|پێش بەر|هەموو گشت|وڵات نیشتمان|ئێستا هەنووکە",
    "ku": "got gotiye|gelek pir|dema gava|piştî paş|mirov kes|niha nika|mezin gir|hemû giş|tenê bitenê|baş rind|dibêje gotiye|demê wextê|wek weke|nav navbera",
}


def _twice(_: Random, rows: Sequence[Pair], __: str) -> list[Pair] | None:
    return [rows[0], rows[0]._replace(context="item")] if len(rows[0].english) > 20 else None  # noqa: PLR2004


@KINDS.several("two translations of one text", _twice, rows=2)
def two(rng: Random, rows: Sequence[Pair], locale: str) -> list[str] | None:
    """One as it was, one with another word."""
    if rows[0].english != rows[1].english:
        return None
    pairs = [one.split() for one in SYNONYMS[locale].split("|")]
    text = rows[1].translation
    known = [(old, new) for old, new in pairs if re.search(rf"(?<!\w){old}(?!\w)", text)]
    if not known:
        return None
    old, new = rng.choice(known)
    return [text, re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=1)]


AGREED = {
    kind: table(lines)
    for kind, lines in {
        "name": """Syrian Democratic Forces | قوات سوريا الديمقراطية | هێزەکانی سووریای دیموکرات | Hêzên Sûriyeya Demokratîk
Sheikh Maqsoud | الشيخ مقصود | شێخ مەقسوود | Şêx Meqsûd
Suwayda | السويداء | سوەیدا | Siwêda
Syrians for Truth and Justice | سوريون من أجل الحقيقة والعدالة | سوورییەکان بۆ ڕاستی و دادپەروەری | Sûrî ji bo Rastî û Dadê""",
        "term": """ceasefire | وقف إطلاق النار | ئاگربەست | agirbest
International Humanitarian Law | القانون الدولي الإنساني | یاسای مرۆیی نێودەوڵەتی | Hiqûqa Mirovî ya Navneteweyî
forced displacement | التهجير القسري | ئاوارەکردنی زۆرەملێ | koçberkirina bi zorê
transitional justice | العدالة الانتقالية | دادپەروەریی ڕاگوزەر | dadweriya veguhêz""",
        "keep": "SJAC | SJAC | SJAC | SJAC\nDawlaty | Dawlaty | Dawlaty | Dawlaty",
    }.items()
}
"""The glossary: the kind of a term, and the terms."""
WRONG = table(
    """Syrian Democratic Forces | قوات سوريا الديمقراطية > قوات السورية الديموقراطية | هێزەکانی سووریای دیموکرات > هێزە دیموکراتەکانی سووریا | Hêzên Sûriyeya Demokratîk > Hêzên Demokratîk ên Sûriyê
Syrian Democratic Forces | قوات سوريا الديمقراطية > قوى سورية الديمقراطية | هێزەکانی سووریای دیموکرات > هێزەکانی سوریای دیموکراتی | Hêzên Sûriyeya Demokratîk > Hêzên Suriya Demokratîk
Sheikh Maqsoud | الشيخ مقصود > شيخ المقصود | شێخ مەقسوود > شێخ مەحموود | Şêx Meqsûd > Sheikh Maqsoud
Suwayda | السويداء > صويدا | سوەیدا > سوێدا | Siwêda > Suweyda
Syrians for Truth and Justice | سوريون من أجل الحقيقة والعدالة > السوريون للعدل والحق | سوورییەکان بۆ ڕاستی و دادپەروەری > سوورییەکان لەپێناو حەقیقەت و عەدالەت | Sûrî ji bo Rastî û Dadê > Sûriyên ji bo Heqîqet û Edaletê
ceasefire | وقف إطلاق النار > الهدنة | ئاگربەست > شەڕوەستان | agirbest > şerrawestan
International Humanitarian Law | قانون الدولي الإنساني > قانون الإنساني العالمي | یاسای مرۆیی نێودەوڵەتی > یاسای مرۆڤایەتیی جیهانی | Hiqûqa Mirovî ya Navneteweyî > Qanûna Mirovahiyê ya Cîhanî
forced displacement | تهجير القسري > نقل الإجباري | ئاوارەکردنی زۆرەملێ > گواستنەوەی بەزۆر | koçberkirina bi zorê > veguhastina neçarî
transitional justice | عدالة الانتقالية > قضاء المؤقت | دادپەروەریی ڕاگوزەر > دادگای کاتی | dadweriya veguhêz > edaleta demkî
SJAC | SJAC > SJCA | SJAC > ئێس جەی ئەی سی | SJAC > SCAC
SJAC | SJAC > إس جي إيه سي | SJAC > SJCA | SJAC > SJCA
Dawlaty | Dawlaty > دولتي | Dawlaty > دەوڵەتی | Dawlaty > Dewletî"""
)
"""What a translator writes who does not know the glossary."""
_SAID = {
    "name": """The Syrian Democratic Forces responded. | وردّت قوات سوريا الديمقراطية. | هێزەکانی سووریای دیموکرات وەڵامیان دایەوە. | Hêzên Sûriyeya Demokratîk bersiv dan.
The army and the Syrian Democratic Forces agreed. | واتفق الجيش وقوات سوريا الديمقراطية. | سوپا و هێزەکانی سووریای دیموکرات ڕێککەوتن. | Artêş û Hêzên Sûriyeya Demokratîk li hev kirin.
People fled Sheikh Maqsoud. | وفرّ الناس من الشيخ مقصود. | خەڵک لە شێخ مەقسوود هەڵاتن. | Xelk ji Şêx Meqsûdê reviyan.
The same happened in Suwayda. | وحدث ذلك أيضًا بالسويداء. | هەمان شت لە سوەیدا ڕووی دا. | Heman tişt li Siwêdayê qewimî.
Syrians for Truth and Justice published it. | ونشرته منظمة سوريون من أجل الحقيقة والعدالة. | سوورییەکان بۆ ڕاستی و دادپەروەری بڵاوی کردەوە. | Rêxistina Sûrî ji bo Rastî û Dadê ew weşand.""",
    "term": """They welcomed the ceasefire. | ورحّبوا بوقف إطلاق النار. | پێشوازییان لە ئاگربەستەکە کرد. | Wan pêşwazî li agirbestê kir.
The ceasefire holds. | ووقف إطلاق النار صامد. | ئاگربەستەکە بەردەوامە. | Li wir agirbest didome.
This violates International Humanitarian Law. | وهذا يخالف القانون الدولي الإنساني. | ئەمە پێشێلکردنی یاسای مرۆیی نێودەوڵەتییە. | Ev li dijî Hiqûqa Mirovî ya Navneteweyî ye.
This is so under International Humanitarian Law. | وذلك وفقًا للقانون الدولي الإنساني. | ئەمە بەپێی یاسای مرۆیی نێودەوڵەتی وایە. | Ev li gorî Hiqûqa Mirovî ya Navneteweyî wisa ye.
The parties must end forced displacement. | وعلى الأطراف إنهاء التهجير القسري. | دەبێت لایەنەکان کۆتایی بە ئاوارەکردنی زۆرەملێ بهێنن. | Divê alî dawî li koçberkirina bi zorê bînin.
Victims need transitional justice. | ويحتاج الضحايا إلى العدالة الانتقالية. | قوربانییان پێویستیان بە دادپەروەریی ڕاگوزەر هەیە. | Qurbanî hewceyî dadweriya veguhêz in.""",
    "keep": """SJAC shared its findings. | وشارك SJAC نتائجه. | ئەمجارە SJAC ئەنجامەکانی خۆی بڵاو کردەوە. | SJAC encamên xwe parve kirin.
They were joined by Dawlaty. | وانضمت إليهم Dawlaty. | ڕێکخراوی Dawlaty هاتە پاڵیان. | Rêxistina Dawlaty tev li wan bû.""",
}


def wrong_term(rng: Random, rows: Sequence[Pair], locale: str) -> list[str] | None:
    text = rows[0].translation
    forms = [one[locale].split(" > ") for one in WRONG if one["en"] in rows[0].english]
    fitting = [(old, new) for old, new in forms if old in text]
    old, new = rng.choice(fitting or [("", "")])
    return [text.replace(old, new)] if old else None


KINDS.several("official name altered", say(_SAID["name"]))(wrong_term)
KINDS.several("agreed term not used", say(_SAID["term"]))(wrong_term)
KINDS.several("name that stays, altered", say(_SAID["keep"]))(wrong_term)
KINDS = Kinds({**KINDS, **faults_numbers.KINDS, **faults_marks.KINDS, **faults_text.KINDS})
