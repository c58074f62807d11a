"""Faults in links, addresses, markup and placeholders."""
# ruff: noqa: E501  # sentences in four languages, one a line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pairs import Kinds, Pair, one_of, put, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

KINDS = Kinds()

URLS = (
    "https://example.org/a",
    "https://www.ohchr.org/en/press-releases/2025/03/syria",
    "https://stj-sy.org/en/report-417/",
    "mailto:info@example.org",
    "../2025-03-agreement/",
    "https://example.org/reports?id=315&part=2",
)


def _link(rng: Random, _: str) -> dict[str, tuple[object, object]]:
    url = rng.choice(URLS)
    return {"url": (url, url)}


linked = say(
    """Read [the full report](<url>). | اقرؤوا [التقرير الكامل](<url>). | [ڕاپۆرتی تەواو](<url>) بخوێننەوە. | [Raporta temam](<url>) bixwînin.
The [list of names](<url>) was published. | ونُشرت [قائمة الأسماء](<url>). | [لیستی ناوەکان](<url>) بڵاو کرایەوە. | [Lîsteya navan](<url>) hat weşandin.
It is signed by [our organisation](<url>). | ووقّعت عليه [منظمتنا](<url>). | لەلایەن [ڕێکخراوەکەمان](<url>) واژۆ کراوە. | Ji aliyê [rêxistina me](<url>) ve hatiye îmzekirin.""",
    _link,
)
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@KINDS.one("link lost", linked)
def link_lost(_: Random, __: str, translation: str, ___: str) -> str | None:
    return LINK.sub(r"\1", translation, count=1)


def other_address(rng: Random, url: str) -> str:
    """An address with a slip of the hand in it."""
    letters = [i for i, one in enumerate(url) if one.isalnum() and i > url.find(":") and url[i - 1 : i] != one]
    i = rng.choice(letters)
    return rng.choice((url[:i] + url[i + 1 :], url[:i] + url[i] + url[i:], url[:i] + rng.choice("aeint") + url[i:]))


@KINDS.one("link changed", linked)
def link_changed(rng: Random, _: str, translation: str, __: str) -> str | None:
    found = LINK.search(translation)
    return put(translation, found, other_address(rng, found[2]), 2) if found else None


@KINDS.one("link broken", linked)
def link_broken(rng: Random, _: str, translation: str, __: str) -> str | None:
    forms = (r"[\1] (\2)", r"[\1](\2", r"\1](\2)", r"]\1[(\2)", r"(\2)[\1]", r"[\1] \2")
    return LINK.sub(rng.choice(forms), translation, count=1)


@KINDS.one("link added")
def link_added(rng: Random, _: str, translation: str, __: str) -> str | None:
    if LINK.search(translation):
        return None
    word = one_of(rng, r"(?<= )[^\W\d_]{4,}(?= )", translation)
    return put(translation, word, f"[{word[0]}]({rng.choice(URLS)})") if word else None


ADDRESSES = ("https://example.org/reports/77", "www.stj-sy.org", "info@example.org", "https://sjac.example/ar")


def _address(rng: Random, _: str) -> dict[str, tuple[object, object]]:
    url = rng.choice(ADDRESSES)
    return {"url": (url, url)}


addressed = say(
    """Write to <url> for details. | للتفاصيل اكتبوا إلى <url> من فضلكم. | بۆ زانیاری زیاتر بۆ <url> بنووسن. | Ji bo agahiyan ji <url> re binivîsin.
The site <url> is blocked there. | والموقع <url> محجوب هناك. | ماڵپەڕی <url> لەوێ داخراوە. | Malpera <url> li wir girtî ye.""",
    _address,
)
ADDRESS = re.compile("|".join(map(re.escape, ADDRESSES)))


@KINDS.one("address lost", addressed)
def address_lost(_: Random, __: str, translation: str, ___: str) -> str | None:
    found = ADDRESS.search(translation)
    return put(translation, found, "").replace("  ", " ") if found else None


@KINDS.one("address changed", addressed)
def address_changed(rng: Random, _: str, translation: str, __: str) -> str | None:
    found = ADDRESS.search(translation)
    return put(translation, found, other_address(rng, found[0])) if found else None


marked = say(
    """This is a **clear violation** of the law. | وهذا **انتهاك واضح** للقانون. | ئەمە **پێشێلکردنێکی ڕوونی** یاسایە. | Ev **binpêkirineke eşkere** ya hiqûqê ye.
The *final* text is binding. | والنص *النهائي* ملزم. | دەقی *کۆتایی* پابەندکەرە. | Metna *dawî* girêdêr e.
The parties **must** stop now. | و**على** الأطراف أن تتوقف الآن. | لایەنەکان **دەبێت** ئێستا بوەستن. | Alî **divê** êdî rawestin."""
)
STARS = re.compile(r"(\*+)([^*\s][^*]*)\1")


@KINDS.one("emphasis lost", marked)
def emphasis_lost(_: Random, __: str, translation: str, ___: str) -> str | None:
    return STARS.sub(r"\2", translation, count=1)


@KINDS.one("emphasis broken", marked)
def emphasis_broken(rng: Random, _: str, translation: str, __: str) -> str | None:
    forms = (r"\1 \2 \1", r"\1\2 \1", r"\1\2", r"\2\1", r"\1 \2\1")
    return STARS.sub(rng.choice(forms), translation, count=1)


@KINDS.one("HTML tag")
def tag(rng: Random, _: str, translation: str, __: str) -> str | None:
    word = one_of(rng, r"(?<= )[^\W\d_]{4,}(?= )", translation)
    forms = (
        "<b>{}</b>",
        "{}<br>",
        "{}<br/>",
        '<span dir="rtl">{}</span>',
        "{}</p>",
        "<p>{}",
        '<font color="red">{}</font>',
    )
    return put(translation, word, rng.choice(forms).format(word[0])) if word else None


@KINDS.one("begins as a list or heading")
def block(rng: Random, _: str, translation: str, __: str) -> str | None:
    return f"{rng.choice(('- ', '1. ', '# ', '* ', '> ', '1) '))}{translation}" if translation[0].isalpha() else None


@KINDS.one("parted in two paragraphs")
def parted(rng: Random, _: str, translation: str, __: str) -> str | None:
    gap = one_of(rng, r"(?<=\w[،, ]) *(?=\w)", translation)
    return put(translation, gap, "\n\n").replace(" \n", "\n") if gap else None


filled = say(
    """Translated: {count} of {total}. | تُرجم {count} من أصل {total}. | {count} لە {total} وەرگێڕدراوە. | Ji {total} {count} hatine wergerandin.
Last changed on {date} by {name}. | آخر تعديل في {date} بقلم {name}. | دوایین گۆڕانکاری لە {date} لەلایەن {name}. | Guherîna dawî di {date} de ji aliyê {name} ve."""
)
PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


def wording(rng: Random, rows: Sequence[Pair], locale: str) -> list[Pair] | None:
    said = filled(rng, rows, locale)
    return [said[0]._replace(context="interface")] if said else None


@KINDS.one("placeholder lost", wording)
def placeholder_lost(rng: Random, _: str, translation: str, __: str) -> str | None:
    found = one_of(rng, PLACEHOLDER.pattern, translation)
    return re.sub(r" +(?=[ .])", "", put(translation, found, "")) if found else None


@KINDS.one("placeholder altered", wording)
def placeholder_altered(rng: Random, _: str, translation: str, locale: str) -> str | None:
    found = one_of(rng, PLACEHOLDER.pattern, translation)
    if not found:
        return None
    word = {"ar": "العدد", "ckb": "ژمارە", "ku": "hejmar"}[locale]
    forms = (f"{{{word}}}", f"{{{found[1].title()}}}", f"{{{found[1]}", f"{found[1]}}}", f"{{ {found[1]} }}", found[1])
    return put(translation, found, rng.choice(forms))


@KINDS.one("placeholder in another's place", wording)
def placeholder_doubled(_: Random, __: str, translation: str, ___: str) -> str | None:
    found = PLACEHOLDER.findall(translation)
    return translation.replace(f"{{{found[0]}}}", f"{{{found[1]}}}") if len(found) > 1 else None
