"""A second list of faults, drawn up without a look at the checks: figures, links and markup.

What hands and programs do to a translation: keyboards, office programs, messengers, readers of PDF files, editors of
catalogs. Faults of running text are in ``faults_blind_text``.
"""
# ruff: noqa: E501, RUF001  # sentences in four languages, one a line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from faults_blind_text import KINDS as TEXT
from pairs import EASTERN, RTL, WESTERN, Kinds, figure, numbered, one_of, put, say, shared_numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

KINDS = Kinds()
D = "[0-9٠-٩]"


def whole(text: str) -> int:
    return int(text.translate(WESTERN))


def same_digits(value: object, like: str) -> str:
    """A number in the digits another is written in."""
    return str(value).translate(EASTERN) if re.search("[٠-٩]", like) else str(value)


def counts(low: int, high: int, step: int = 1) -> Callable:
    """Values ``<n>`` for a preparation."""

    def values(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
        n = rng.randrange(low, high, step)
        return {"n": (n, figure(n, locale))}

    return values


# Figures.


@KINDS.one("digits of a year typed from right to left", numbered)
def year_reversed(rng: Random, english: str, text: str, _: str) -> str | None:
    places = [one for one in shared_numbers(english, text, 1000) if len(one[0]) == 4 and one[0] != one[0][::-1]]  # noqa: PLR2004
    if not places:
        return None
    found = rng.choice(places)
    return put(text, found, found[0][::-1])


def _evening(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    hour, minute = rng.randint(13, 22), rng.choice((10, 15, 20, 30, 40, 45, 50))
    return {"t": (f"{hour - 12}:{minute} p.m.", figure(f"{hour}:{minute}", locale))}


evening = say(
    """The shelling began at <t> and lasted two hours. | وبدأ القصف في الساعة <t> واستمر ساعتين. | بۆردومانەکە کاتژمێر <t> دەستی پێ کرد و دوو کاتژمێری خایاند. | Topbaran saet di <t>an de dest pê kir û du saetan dom kir.
The team arrived at <t> and left at once. | ووصل الفريق في الساعة <t> وغادر على الفور. | تیمەکە کاتژمێر <t> گەیشت و دەستبەجێ ڕۆیشت. | Tîm saet di <t>an de gihîşt û di cih de çû.""",
    _evening,
)


@KINDS.one("afternoon hour written as a morning one", evening)
def afternoon_lost(rng: Random, english: str, text: str, _: str) -> str | None:
    found = one_of(rng, rf"(?<!{D})({D}{{2}}):{D}{{2}}(?!{D})", text)
    if "p.m." not in english or not found or whole(found[1]) <= 12:  # noqa: PLR2004
        return None
    return put(text, found, same_digits(whole(found[1]) - 12, found[1]), 1)


def _phone(rng: Random, _: str) -> dict[str, tuple[object, object]]:
    number = f"+{rng.choice((963, 964, 961, 90, 49))} {rng.randint(21, 79)} {rng.randint(201, 989)} {rng.randint(1023, 9876)}"
    return {"t": (number, number)}


phone = say(
    """For questions, call <t> during the day. | للاستفسار يرجى الاتصال على الرقم <t> خلال النهار. | بۆ پرسیار بە ڕۆژ پەیوەندی بکەن بە ژمارەی <t> لە نووسینگەکە. | Ji bo pirsan bi roj li <t> bigerin.
The hotline <t> is open to families. | والخط الساخن <t> متاح للعائلات. | هێڵی گەرمی <t> بۆ خێزانەکان کراوەیە. | Xeta germ <t> ji bo malbatan vekirî ye.""",
    _phone,
)


@KINDS.one("groups of a telephone number in reverse order", phone)
def phone_reversed(_: Random, __: str, text: str, ___: str) -> str | None:
    found = re.search(r"\+(\d+(?: \d+){2,})", text)
    return put(text, found, " ".join(reversed(found[1].split())) + "+") if found else None


share = say(
    """About <n>% of the homes were destroyed. | ودُمّر نحو <n>% من المنازل. | نزیکەی <n>٪ی ماڵەکان وێران بوون. | Nêzîkî <n>% ji malan hatin wêrankirin.
Only <n>% of the pupils returned. | ولم يعد سوى <n>% من التلاميذ. | تەنیا <n>٪ی قوتابییەکان گەڕانەوە. | Tenê <n>% ji xwendekaran vegeriyan.""",
    counts(13, 97),
)


@KINDS.one("percent sign lost", share)
def percent_lost(_: Random, english: str, text: str, __: str) -> str | None:
    found = re.search(rf"(?<={D})[%٪]", text)
    return put(text, found, "") if found and english.count("%") == len(re.findall("[%٪]", text)) == 1 else None


money = say(
    """The fine is <n> dollars for each family. | وتبلغ الغرامة <n> دولار لكل عائلة. | سزاکە <n> دۆلارە بۆ هەر خێزانێک. | Ceza ji bo her malbatê <n> dolar e.
Each worker is paid <n> euros. | ويتقاضى كل عامل <n> يورو. | هەر کرێکارێک <n> یۆرۆ وەردەگرێت. | Her karker <n> euro distîne.""",
    counts(1100, 9900, 100),
)
CURRENCIES = {"ar": ("دولار", "يورو"), "ckb": ("دۆلار", "یۆرۆ"), "ku": ("dolar", "euro")}


@KINDS.one("another currency", money)
def currency_changed(_: Random, english: str, text: str, locale: str) -> str | None:
    dollar, euro = CURRENCIES[locale]
    if ("dollar" in english) == ("euro" in english):
        return None
    old, new = (dollar, euro) if "dollar" in english else (euro, dollar)
    return re.sub(rf"(?<={D} ){old}", new, text, count=1)


def _article(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    n, m = rng.randint(2, 29), rng.randint(1, 4)
    return {"n": (n, figure(n, locale)), "m": (m, figure(m, locale))}


article = say(
    """This violates Article <n>(<m>) of the Covenant. | وهذا ينتهك المادة <n>(<m>) من العهد. | ئەمە پێشێلکردنی ماددەی <n>(<m>)ی پەیماننامەکەیە. | Ev binpêkirina xala <n>(<m>) a Peymanê ye.
Article <n> of the Convention forbids it. | وتحظر ذلك المادة <n> من الاتفاقية. | ماددەی <n>ی ڕێککەوتننامەکە ئەوە قەدەغە دەکات. | Xala <n> a Peymannameyê wê qedexe dike.""",
    _article,
)


@KINDS.one("number of an article off by one", article)
def article_slipped(rng: Random, english: str, text: str, __: str) -> str | None:
    found = re.search(rf"(?:المادة|ماددەی|[Xx]ala) ({D}+)", text)
    if not found or f"Article {whole(found[1])}" not in english:
        return None
    return put(text, found, same_digits(whole(found[1]) + rng.choice((-1, 1)), found[1]), 1)


def _few(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    a = rng.randint(2, 9)
    both = f"{a}-{rng.randint(a + 1, 12)}"
    return {"r": (both, figure(both, locale))}


few = say(
    """Each tent holds <r> people. | وتتسع كل خيمة لنحو <r> أشخاص. | هەر خێمەیەک جێی <r> کەسی تێدا دەبێتەوە. | Di her konî de cihê <r> kesan heye.
The journey takes <r> hours. | وتستغرق الرحلة <r> ساعات. | گەشتەکە <r> کاتژمێر دەخایەنێت. | Rêwîtî <r> saetan dikişîne.""",
    _few,
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@KINDS.one("range turned into a date by a spreadsheet", few)
def range_to_date(rng: Random, english: str, text: str, __: str) -> str | None:
    found = re.search(rf"(?<![\w-])({D})-({D}{{1,2}})(?![\w-])", text)
    if not found or found[0].translate(WESTERN) not in english:
        return None
    day, month = whole(found[1]), whole(found[2])
    return put(text, found, rng.choice((f"{day:02}-{MONTHS[month - 1][:3]}", f"{MONTHS[month - 1][:3]}-{day:02}")))


def _day(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    d, y = rng.randint(2, 30), rng.randint(1998, 2026)
    return {"d": (d, figure(d, locale)), "y": (y, figure(y, locale))}


twins = say(
    """The agreement was signed on <d> January <y>. | ووُقّع الاتفاق في <d> كانون الثاني <y>. | ڕێککەوتنەکە لە <d>ی کانوونی دووەمی <y> واژۆ کرا. | Peyman di <d>ê Kanûna Paşîn a <y>an de hat îmzekirin.
The agreement was signed on <d> December <y>. | ووُقّع الاتفاق في <d> كانون الأول <y>. | ڕێککەوتنەکە لە <d>ی کانوونی یەکەمی <y> واژۆ کرا. | Peyman di <d>ê Kanûna Pêşîn a <y>an de hat îmzekirin.
The siege was lifted on <d> October <y>. | ورُفع الحصار في <d> تشرين الأول <y>. | گەمارۆکە لە <d>ی تشرینی یەکەمی <y> هەڵگیرا. | Dorpêç di <d>ê Çiriya Pêşîn a <y>an de hat rakirin.
The siege was lifted on <d> November <y>. | ورُفع الحصار في <d> تشرين الثاني <y>. | گەمارۆکە لە <d>ی تشرینی دووەمی <y> هەڵگیرا. | Dorpêç di <d>ê Çiriya Paşîn a <y>an de hat rakirin.""",
    _day,
)
TWINS = {"الأول": "الثاني", "یەکەم": "دووەم", "Pêşîn": "Paşîn"}
TWINS |= {new: old for old, new in TWINS.items()}


@KINDS.one("a month becomes its twin", twins)
def twin_month(_: Random, __: str, text: str, ___: str) -> str | None:
    found = re.search(rf"(?:كانون|تشرين|کانوونی|تشرینی|Kanûna|Çiriya) ({'|'.join(TWINS)})", text)
    return put(text, found, TWINS[found[1]], 1) if found else None


def _slashed(rng: Random, locale: str) -> dict[str, tuple[object, object]]:
    day, month = rng.sample(range(1, 13), 2)
    date = f"{day}/{month}/2026"
    return {"s": (f"{day} {MONTHS[month - 1]} 2026", figure(date, locale))}


slashed = say(
    """The hearing is set for <s> in Damascus. | وحُدّدت الجلسة في <s> في دمشق. | دانیشتنەکە بۆ <s> لە دیمەشق دیاری کرا. | Danişîn ji bo <s> li Şamê hat diyarkirin.
The camp was closed on <s> without notice. | وأُغلق المخيم في <s> دون إنذار. | کەمپەکە لە <s> بەبێ ئاگاداری داخرا. | Kamp di <s> de bê agahdarî hat girtin.""",
    _slashed,
)


@KINDS.one("day and month swapped", slashed)
def day_and_month(_: Random, __: str, text: str, ___: str) -> str:
    return re.sub(rf"(?<![/{D[1:-1]}])({D}{{1,2}})/({D}{{1,2}})(?=/{D}{{4}})", r"\2/\1", text, count=1)


@KINDS.one("two kinds of digits in one number", numbered, RTL)
def digits_mixed(rng: Random, english: str, text: str, _: str) -> str | None:
    places = shared_numbers(english, text)
    if not places:
        return None
    found = rng.choice(places)
    cut = rng.randrange(1, len(found[0]))
    return put(text, found, found[0][:cut].translate(EASTERN) + found[0][cut:].translate(WESTERN))


@KINDS.one("letters for digits from text recognition", numbered)
def digits_as_letters(rng: Random, english: str, text: str, _: str) -> str | None:
    letters = str.maketrans("015٥١٩", "OlSهاq")
    places = [one for one in shared_numbers(english, text) if re.search("[015٥١٩]", one[0])]
    if not places:
        return None
    found = rng.choice(places)
    place = one_of(rng, "[015٥١٩]", found[0])
    return put(text, found, put(found[0], place, place[0].translate(letters))) if place else None


# Links and markup.


def _link(rng: Random, _: str) -> dict[str, tuple[object, object]]:
    host, page = rng.choice(("www.example.org", "reports.example.net", "www.example.com")), rng.randint(100, 999)
    url, mail = f"https://{host}/reports/{page}", f"{rng.choice(('info', 'media.office', 'contact'))}@{host[-11:]}"
    return {"u": (url, url), "m": (mail, mail)}


link = say(
    """The report at <u> gives the details. | ويتضمن التقرير المنشور على <u> التفاصيل. | ڕاپۆرتی ناو <u> وردەکارییەکان دەخاتە ڕوو. | Rapora li <u> hûrguliyan dide.
The list on <u> is complete. | والقائمة المنشورة على <u> كاملة. | لیستەکەی سەر <u> تەواوە. | Lîsteya li ser <u> temam e.""",
    _link,
)
mail = say(
    """Write to <m> for a copy. | للحصول على نسخة تمكن مراسلة <m> مباشرة. | بۆ وەرگرتنی دانەیەک نامە بۆ <m> بنێرن. | Ji bo nusxeyekê ji <m> re binivîsin.
The address <m> is open to witnesses. | والعنوان <m> متاح للشهود. | ناونیشانی <m> بۆ شایەتەکان کراوەیە. | Navnîşana <m> ji bo şahidan vekirî ye.""",
    _link,
)
anchor = say(
    """You can read [the full report](<u>) here. | يمكن قراءة [التقرير الكامل](<u>) هنا. | دەتوانن [ڕاپۆرتی تەواو](<u>) لێرە بخوێننەوە. | Hûn dikarin [rapora tevahî](<u>) li vir bixwînin.
The names are in [the annex](<u>) below. | والأسماء واردة في [الملحق](<u>) أدناه. | ناوەکان لە [پاشکۆ](<u>)کەی خوارەوەدان. | Nav di [pêvekê](<u>) de ne li jêr.""",
    _link,
)
bold = say("""This is **not acceptable** at all. | وهذا **غير مقبول** إطلاقًا. | ئەمە بە هیچ شێوەیەک **قبووڵکراو نییە** بۆ ئێمە. | Ev bi tu awayî **nayê qebûlkirin** li cem me.
We call for **an immediate ceasefire** in the city. | وندعو إلى **وقف فوري لإطلاق النار** في المدينة. | داوای **ئاگربەستێکی دەستبەجێ** دەکەین لە شارەکەدا. | Em **agirbesteke bilez** li bajêr dixwazin.""")
fields = say("""The list was updated on {date} by the office. | وحدّث المكتب القائمة في {date} مجددًا. | نووسینگەکە لە {date} لیستەکەی نوێ کردەوە. | Buroyê lîste di {date} de nû kir.
The text was translated from {language} by volunteers. | وترجم متطوعون النص عن {language} مباشرة. | خۆبەخشان دەقەکەیان لە {language} وەرگێڕا. | Xwebexşan nivîs ji {language} wergerandin.""")


@KINDS.one("a space inside a link", link)
def link_spaced(rng: Random, _: str, text: str, __: str) -> str | None:
    found = re.search(r"https?://[^\s()]+", text)
    if not found:
        return None
    place = one_of(rng, r"(?<=\w)\.(?=\w)|(?<=\w)/(?=\w)|://", found[0])
    return put(text, found, put(found[0], place, f"{place[0]} ")) if place else None


@KINDS.one("mail address in the letters of another keyboard", mail)
def mail_keyboard(rng: Random, _: str, text: str, locale: str) -> str | None:
    found = re.search(r"[\w.]+@[\w.]+\w", text)
    if not found:
        return None
    ways = ([("i", "ı"), ("@", " @ ")], [(".", "،"), ("@", " @ "), (".", "٫")])[locale in RTL]
    ways = [way for way in ways if way[0] in found[0]]
    old, new = rng.choice(ways)
    return put(text, found, new.join(found[0].rsplit(old, 1)))


@KINDS.one("brackets of a Markdown link exchanged", anchor)
def link_inside_out(_: Random, __: str, text: str, ___: str) -> str:
    return re.sub(r"\[([^\]]+)\]\((\S+?)\)", r"(\1)[\2]", text, count=1)


@KINDS.one("stars of bold text spoilt", bold)
def bold_spoilt(rng: Random, _: str, text: str, __: str) -> str:
    new = rng.choice((r"** \1 **", r"**\1*", r"* *\1* *", r"**\1"))
    return re.sub(r"\*\*(.+?)\*\*", new, text, count=1)


FIELDS = {
    "date": {"ar": "تاريخ", "ckb": "بەروار", "ku": "dîrok"},
    "language": {"ar": "لغة", "ckb": "زمان", "ku": "ziman"},
}


@KINDS.one("placeholder translated or typed inside out", fields)
def field_spoilt(rng: Random, _: str, text: str, locale: str) -> str | None:
    found = re.search(r"\{(date|language)\}", text)
    if not found:
        return None
    name = FIELDS[found[1]][locale]
    ways = [f"{{{name}}}", f"{{{found[1].capitalize()}}}"] + [f"}}{found[1]}{{"] * (locale in RTL)
    return put(text, found, rng.choice(ways))


KINDS.update(TEXT)
