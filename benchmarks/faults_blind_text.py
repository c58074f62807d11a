"""The second list of faults, continued: letters, words and whole texts."""
# ruff: noqa: E501, RUF001  # sentences in four languages, one a line

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pairs import RTL, Kinds, figure, joined, one_of, put, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from pairs import Pair

KINDS = Kinds()
LONG = 12
"""Words that make a text long enough to lose or repeat some."""


def some_words(rng: Random, text: str, least: int, most: int, change: Callable[[str], str]) -> str | None:
    """The text with a few neighbouring words changed."""
    words = text.split(" ")
    count = rng.randint(least, most)
    if len(words) < count + 2:
        return None
    start = rng.randrange(1, len(words) - count)
    return " ".join([*words[:start], change(" ".join(words[start : start + count])), *words[start + count :]])


def between(rng: Random, text: str, new: str) -> str | None:
    """The text with something between two words, not near its ends."""
    words = text.split(" ")
    if len(words) < 6:  # noqa: PLR2004
        return None
    place = rng.randrange(2, len(words) - 2)
    return " ".join([*words[:place], new, *words[place:]])


# Programs.


@KINDS.one("syntax of the catalog in the text")
def catalog_syntax(rng: Random, _: str, text: str, __: str) -> str | None:
    ways = [f"{text}\\n", f'msgstr "{text}', between(rng, text, '" "')]
    ways.append(text.replace('"', '\\"') if '"' in text else f'{text}"')
    return rng.choice([way for way in ways if way])


@KINDS.one("tags and entities of a program")
def program_tags(rng: Random, _: str, text: str, __: str) -> str | None:
    found = one_of(rng, r"(?<= )\w{4,}(?= )", text)
    if not found:
        return None
    n = rng.randint(0, 9)
    ways = [f"<g{n}>{found[0]}</g{n}>", f"<t{n}/>{found[0]}", f"{found[0]}&nbsp;", f"&quot;{found[0]}&quot;"]
    ways += [f"<span>{found[0]}", f"{{{n}}}{found[0]}"]
    return put(text, found, rng.choice(ways))


@KINDS.one("letters of another encoding")
def mojibake(rng: Random, _: str, text: str, locale: str) -> str | None:
    def wrong(words: str) -> str:
        return words.encode().decode("cp1252", "ignore")

    def lost(words: str) -> str:
        page = "cp1256" if locale == "ckb" else "ascii"
        return words.encode(page, "replace").decode(page)

    change = rng.choice((wrong, lost))
    if locale in RTL and len(text) > 40:  # noqa: PLR2004
        return some_words(rng, text, 2, 6, change)
    return change(text)


@KINDS.one("notes of a messenger round the text")
def messenger(rng: Random, _: str, text: str, __: str) -> str:
    name = rng.choice(("Hevin", "Rami", "أبو سامي", "ڕێبین", "+963 944 55 21"))
    day, hour = f"{rng.randint(1, 28)}/{rng.randint(1, 12)}", f"{rng.randint(1, 12)}:{rng.randint(10, 59)}"
    ways = (f"[{day}, {hour} PM] {name}: {text}", f"{hour} - {name}: {text}", f"{text} <This message was edited>")
    return rng.choice((*ways, f"{text} {hour} ✓✓", f"{text} 👍"))


NOTES = {
    "ar": "(يُراجع) (؟؟) [ملاحظة المترجم: المصطلح؟] (تم التدقيق) [ترجمة أخرى؟]",
    "ckb": "(پێداچوونەوە) (؟؟) [تێبینی وەرگێڕ: وشەکە؟] (تەواو) [وەرگێڕانی تر؟]",
    "ku": "(kontrol bike) (??) [nota wergêr: peyv?] (qediya) [wergera din?]",
}
SIGNS = ("[TODO]", "???", "xxx", "XXXX", "[...]", "(check)", "TBC", "@@", "###")


@KINDS.one("note of the translator left in the text")
def note_left(rng: Random, _: str, text: str, locale: str) -> str | None:
    notes = re.findall(r"\([^)]+\)|\[[^\]]+\]", NOTES[locale])
    note = rng.choice((rng.choice(notes), rng.choice(SIGNS)))
    return rng.choice((between(rng, text, note), f"{text} {note}"))


SYNONYMS = {
    "ar": "قال=صرّح وقال=وصرّح بعد=عقب خلال=أثناء هناك=ثمة عندما=حين عام=سنة يجب=ينبغي شخص=فرد حول=بشأن جميع=كل أيضًا=كذلك الناس=الأشخاص أكثر=أزيد لكن=غير أن لأنه=إذ إنه",
    "ckb": "وتی=گوتی زۆر=گەلێک هەموو=گشت بەڵام=وەلێ ئێستا=هەنووکە خەڵک=جەماوەر پاش=دوای دوای=پاش دەربارەی=سەبارەت بە تەنیا=تەنها تەنها=تەنیا هەروەها=هاوکات زیاتر=پتر یان=یاخود مافی=هەقی گەورە=مەزن",
    "ku": "got=gotiye gelek=pir pir=gelek lê=lêbelê mirov=însan piştî=pişta dema=gava hemû=tevahiya niha=nika zêdetir=bêhtir an=yan maf=heq mafê=heqê tenê=bi tenê mezin=gir kes=mirov ku=ko",
}


def synonyms(locale: str) -> dict[str, str]:
    return dict(re.findall(r"(\S+)=(.+?)(?= \S+=|$)", SYNONYMS[locale]))


def known(locale: str) -> str:
    return rf"(?<!\S)(?:{'|'.join(synonyms(locale))})(?= )"


@KINDS.one("two words to choose from")
def alternatives(rng: Random, _: str, text: str, locale: str) -> str | None:
    found = one_of(rng, known(locale), text)
    if not found:
        return None
    first, second = found[0], synonyms(locale)[found[0]]
    return put(text, found, rng.choice((f"{first}/{second}", f"{first} / {second}", f"{first} ({second})")))


@KINDS.one("two versions one after the other")
def two_versions(rng: Random, _: str, text: str, locale: str) -> str | None:
    found = one_of(rng, known(locale), text)
    if not found:
        return None
    return f"{text}{rng.choice((' ', ' / ', ' - '))}{put(text, found, synonyms(locale)[found[0]])}"


@KINDS.one("cut off by the width of a column")
def cut_off(rng: Random, _: str, text: str, __: str) -> str | None:
    at = rng.randint(40, max(41, len(text) * 3 // 4))
    if len(text) < 70 or not text[at - 2 : at + 3].isalpha():  # noqa: PLR2004
        return None
    return text[:at] + rng.choice(("", "", "...", "…"))


@KINDS.several("the next row pasted to this one", rows=2)
def next_row(_: Random, rows: Sequence[Pair], __: str) -> list[str] | None:
    first, second = (row.translation for row in rows)
    return [f"{first} {second}", second] if min(len(first), len(second)) > 20 else None  # noqa: PLR2004


@KINDS.several("text of another language")
def other_language(rng: Random, rows: Sequence[Pair], _: str) -> list[str] | None:
    others = [text for _, text in rows[0].others if len(text.split()) > 2]  # noqa: PLR2004
    return [rng.choice(others)] if others else None


SENTENCE = r"(?<=[.!?؟]) |(?<=[.!?؟][\"”»]) "


@KINDS.several("a sentence left in English", joined, rows=2)
def sentence_left(rng: Random, rows: Sequence[Pair], _: str) -> list[str] | None:
    english, text = re.split(SENTENCE, rows[0].english), re.split(SENTENCE, rows[0].translation)
    place = rng.randrange(len(text))
    if len(rows) > 1 or len(english) != len(text) or len(text) < 2 or len(english[place].split()) < 4:  # noqa: PLR2004
        return None
    return [" ".join([*text[:place], english[place], *text[place + 1 :]])]


@KINDS.one("an English word left in")
def word_left(rng: Random, english: str, text: str, _: str) -> str | None:
    word, place = one_of(rng, r"(?<= )[a-z]{6,}(?= )", english), one_of(rng, r"(?<= )[^\W\d_]{4,}(?= )", text)
    return put(text, place, word[0]) if word and place and word[0] not in text else None


# Keyboards.

PLAIN = {
    "ar": str.maketrans("ةىأإآ", "هيااا"),
    "ckb": str.maketrans("ێۆڵڕەی", "يولرهي"),
    "ku": str.maketrans("êîûşçÊÎÛŞÇ", "eiuscEIUSC"),
}


@KINDS.one("typed on a keyboard without the letters")
def plain_letters(_: Random, __: str, text: str, locale: str) -> str | None:
    new = text.translate(PLAIN[locale])
    return new if sum(a != b for a, b in zip(text, new, strict=True)) > 3 else None  # noqa: PLR2004


ARABIC = dict(zip("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذأإآ", "qwertyuiop[]asdfghjkl;'zxcvnm,./`HYN", strict=True))
SORANI = dict(zip("قوەرتیئحۆپاسدفگهژکلزخجڤبنمێشڵڕطچصضغعث", "qwertyuiopasdfghjklzxcvbnmYSLRTCXZGIP", strict=True))
LATIN = {key: letter for letter, key in ARABIC.items() if key.isalpha()} | {"b": "لا"}
LAYOUTS = {"ar": ARABIC, "ckb": SORANI, "ku": LATIN}


@KINDS.one("words typed in the wrong layout")
def wrong_layout(rng: Random, _: str, text: str, locale: str) -> str | None:
    layout = {ord(letter): key for letter, key in LAYOUTS[locale].items()}
    pattern = "[a-z]" if locale == "ku" else f"[{''.join(LAYOUTS[locale])}]"
    found = one_of(rng, rf"(?<= )(?:{pattern}{{3,}}(?: |$)){{1,2}}", text)
    return put(text, found, found[0].translate(layout)) if found else None


REPLACED = {
    "ar": (("ان", "أن"), ("ال", "الـ"), ("في", " في ")),
    "ckb": (("ر", "ڕ"), ("ل", "ڵ")),
    "ku": (("i", "î"), ("an", "yan"), ("li", "di")),
}


@KINDS.one("replaced everywhere, inside words too")
def replaced(rng: Random, _: str, text: str, locale: str) -> str | None:
    old, new = rng.choice(REPLACED[locale])
    inner = re.findall(rf"(?<=\w\w){old}|{old}(?=\w)", text)
    return re.sub(" +", " ", text.replace(old, new)) if len(inner) > 1 else None


@KINDS.one("some words twice")
def phrase_twice(rng: Random, _: str, text: str, __: str) -> str | None:
    if len(text.split()) < LONG:
        return None
    return some_words(rng, text, 2, 4, lambda words: f"{words} {words}")


BRACKETED = say(
    """The detainees (<a>) were released. | وأُفرج عن المعتقلين (عددهم اثنان). | دەستگیرکراوان (دوو کەس) ئازاد کران. | Girtî (du kes) hatin berdan.
The ministry (the old one) did not answer. | ولم تجب الوزارة (السابقة) على ذلك. | وەزارەت (کۆنەکە) وەڵامی نەدایەوە. | Wezaretê (ya kevin) bersiv neda.""",
    lambda _, __: {"a": ("two people", "")},
)


@KINDS.one("brackets the wrong way round", BRACKETED, RTL)
def brackets_mirrored(_: Random, __: str, text: str, ___: str) -> str:
    return re.sub(r"(?<= )\(([^()]+)\)", r")\1(", text, count=1)


@KINDS.one("end mark typed at the beginning", locales=RTL)
def mark_first(_: Random, __: str, text: str, ___: str) -> str | None:
    return f"{text[-1]}{text[:-1]}" if text[-1:] in ".؟!" and text[-2:-1].isalpha() else None


# Files of scanned and printed pages.


@KINDS.one("words read from left to right", locales=RTL)
def visual_order(rng: Random, _: str, text: str, __: str) -> str | None:
    return some_words(rng, text, 3, 8, lambda words: words[::-1]) if len(text.split()) < LONG else text[::-1]


def _forms() -> dict[tuple[str, str], str]:
    found = {}
    for sign in map(chr, (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD))):
        form, *letters = unicodedata.decomposition(sign).split() or [""]
        if len(letters) == 1:
            found[(chr(int(letters[0], 16)), form.strip("<>"))] = sign
    return found


FORMS = _forms()


def shaped(words: str) -> str:
    """Arabic letters in the forms they are printed in."""
    out = []
    for at, letter in enumerate(words):
        before = at > 0 and (words[at - 1], "initial") in FORMS and (letter, "final") in FORMS
        after = (letter, "initial") in FORMS and (words[at + 1 : at + 2], "final") in FORMS
        form = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get((before, after))
        out.append(FORMS.get((letter, form or "isolated"), letter))
    return "".join(out)


APART = str.maketrans({"ê": "eˆ", "î": "ıˆ", "û": "uˆ", "ş": "s¸", "ç": "c¸"})


@KINDS.one("printed forms of letters")
def printed_forms(rng: Random, _: str, text: str, locale: str) -> str | None:
    return some_words(rng, text, 3, 8, shaped if locale in RTL else lambda words: words.translate(APART))


@KINDS.one("spaces lost")
def spaces_lost(rng: Random, _: str, text: str, __: str) -> str | None:
    return some_words(rng, text, 3, 6, lambda words: words.replace(" ", ""))


@KINDS.one("words broken at the end of a line")
def broken_words(rng: Random, _: str, text: str, locale: str) -> str | None:
    letter = r"[^\W\d_]"
    joining = letter if locale == "ku" else f"[{''.join({sign for sign, form in FORMS if form == 'initial'})}]"
    found = one_of(rng, rf"(?<= )({letter}{{2,}}{joining})({letter}{{3,}})(?= )", text)
    return put(text, found, found[1] + ("- " if locale == "ku" else " ") + found[2]) if found else None


PAGES = {"ar": "صفحة <a> من <b>", "ckb": "لاپەڕەی <a> لە <b>", "ku": "Rûpel <a> ji <b>"}


@KINDS.one("number of a page or a footnote in the text")
def page_number(rng: Random, _: str, text: str, locale: str) -> str | None:
    a = rng.randint(2, 6)
    line = PAGES[locale].replace("<a>", str(a)).replace("<b>", str(a + rng.randint(1, 5)))
    if rng.random() < 0.5:  # noqa: PLR2004
        return between(rng, text, figure(line, locale))
    note = rng.choice((figure(a, locale), f"[{figure(a, locale)}]"))
    return some_words(rng, text, 1, 1, lambda word: word + note)


# Names.

NAMES = """Darwish | درويش | دەروێش | Derwêş
Suleiman | سليمان | سلێمان | Silêman
Mahmoud | محمود | مەحموود | Mehmûd
Ibrahim | إبراهيم | ئیبراهیم | Îbrahîm
Hamdan | حمدان | حەمدان | Hemdan"""
NAMED = """Mr <N> spoke first, and Mr <N> spoke last. | وتحدث السيد <N> أولًا، ثم تحدث السيد <N> أخيرًا. | بەڕێز <N> یەکەم کەس قسەی کرد و بەڕێز <N> دوا کەس قسەی کرد. | Birêz <N> pêşî axivî û birêz <N> herî dawî axivî.
Mr <N> was arrested, and the family of Mr <N> was not told. | واعتُقل السيد <N> ولم تُبلَّغ عائلة السيد <N> بذلك. | بەڕێز <N> دەستگیر کرا و خێزانی بەڕێز <N> ئاگادار نەکرانەوە. | Birêz <N> hat girtin û malbata birêz <N> nehat agahdarkirin."""
PERSONS = [dict(zip(("en", "ar", "ckb", "ku"), line.split(" | "), strict=True)) for line in NAMES.split("\n")]


def _person(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    person = rng.choice(PERSONS)
    return {"N": (person["en"], person[locale])}


@KINDS.one("a name spelled in two ways", say(NAMED, _person))
def name_twice(rng: Random, english: str, text: str, locale: str) -> str | None:
    for person in PERSONS:
        name = person[locale]
        if english.count(person["en"]) == text.count(name) == 2:  # noqa: PLR2004
            at = rng.randint(1, len(name) - 3)
            return (
                name.join(text.split(name)[:2])
                + name[:at]
                + name[at + 1]
                + name[at]
                + name[at + 2 :]
                + text.split(name)[2]
            )
    return None
