"""Checks of how much there is: too short, too long, a sentence too few, a word too many."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from operator import eq
from typing import TYPE_CHECKING, NamedTuple

from publisher.checks.patterns import VOWEL_MARKS, Rare, of_english
from publisher.checks.registry import error, text_check, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.checks.pair import Pair
    from publisher.checks.registry import Hit


class _Usual(NamedTuple):
    """How long translations are beside their English, as the logarithm of the ratio of characters.

    The ratio scatters more in short texts: its variance is ``fixed + each / characters``. Measured on news
    translated by professionals (NTREX-128).
    """

    mean: float
    fixed: float
    each: float

    def deviation(self, source: str, target: str) -> float:
        """How far a translation is from the usual length, in standard deviations."""
        ratio = math.log(max(1, len(target)) / len(source)) - self.mean
        return ratio / math.sqrt(self.fixed + self.each / len(source))

    def has(self, source: str, target: str) -> bool:
        """Whether the length of a translation is nothing special."""
        if _NEAR[0] < len(target) / len(source) / math.exp(self.mean) < _NEAR[1]:
            return True
        # Several sentences scatter less than one; but every author has a style, and so has every translator.
        least = _TOO_SHORT if _count_in_english(source) < _SEVERAL else _TOO_SHORT_TOGETHER
        return least < self.deviation(source, target) < _TOO_LONG


_USUAL = {
    "ar": _Usual(-0.08, 0.015, 2.6),  # wider than measured: legal texts are shorter than news
    "ckb": _Usual(0.015, 0.0031, 1.875),
    "ku": _Usual(0.045, 0.0065, 2.16),
}
_TOO_SHORT, _TOO_LONG = -2.9, 3.2  # in standard deviations
_TOO_SHORT_TOGETHER, _SEVERAL = -2.3, 2
_RATHER_SHORT = -0.5
_NEAR = (0.7, 1.4)
_BEYOND = (0.45, 2.5)  # no good translation of a whole text is
_MEASURED = 40  # in shorter texts nothing is usual
_SHORT = 80  # in shorter texts one word for three makes half of the length
_ANY = (0.2, 4.0)  # for languages of which nothing is known; Chinese needs a third of the characters


@text_check()
def length(pair: Pair) -> Iterator[Hit]:
    """A translation much shorter or longer than translations of such a text are: something is lost or added.

    It is an error where less than half of what is usual is there, or more than twice as much; not in headings and
    short texts.

    Bad:
        en: The organizations call for an immediate ceasefire and the protection of civilians.
        ku: Rêxistin banga agirbestê dikin.
    Good:
        en: The organizations call for an immediate ceasefire and the protection of civilians.
        ku: Rêxistin banga agirbesteke tavilê û parastina sivîlan dikin.
    """
    if pair.is_name or len(pair.source) < _MEASURED:
        return
    ratio = len(pair.text) / len(pair.source)
    usual = _USUAL.get(pair.language)
    is_usual = usual.has(pair.source, pair.text) if usual else _ANY[0] < ratio < _ANY[1]
    if not is_usual:
        what = "lost" if len(pair.text) < len(pair.source) else "added"
        is_short = pair.segment.context in {"heading", "title"} or len(pair.source) < _SHORT
        beyond = usual and not is_short and not _BEYOND[0] < ratio / math.exp(usual.mean) < _BEYOND[1]
        yield (error if beyond else warning)(f"{ratio:.0%} as long as the English", f"is anything {what}?")


# A mark, what closes after it, then a space. Initials and titles (U.S., Mr.) count in English, so a text must also
# be short to be suspicious.
_MARK = "[.!?؟…。۔।։።]"
_SENTENCE_END = re.compile(rf"{_MARK}{_MARK}*+[\"'»”’)\]]*+(?=\s+[^\sa-zçêîşû]|\s*\Z)")
_ABBREVIATION = Rare(
    r"\.(?<=[A-Zacfmnoprstv]\.)",
    r"\b(?:[A-Z]|US|UN|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Rev|Gov|Lt|No|vs|etc|para|art|a\.m|p\.m)\.",
)


@text_check()
def sentences(pair: Pair) -> Iterator[Hit]:
    """Fewer sentences than the English has, in a short translation: one of them is probably lost.

    Bad:
        en: They call for peace in Aleppo. All civilians must be protected.
        ar: تدعو المنظمات إلى السلام في حلب.
    Good:
        en: They call for peace in Aleppo. All civilians must be protected.
        ar: تدعو المنظمات إلى السلام في حلب. ويجب حماية جميع المدنيين.
    """
    usual = _USUAL.get(pair.language)  # what is short is not known of any other language
    if usual is None or pair.is_name or not pair.source:
        return
    if usual.deviation(pair.source, pair.text) >= _RATHER_SHORT:
        return
    wanted, has = _count_in_english(pair.source), _count(pair.text)
    if has < wanted:
        yield warning(f"the English has {wanted} sentences, the translation {has}, and is short", "is one lost?")


def _count(text: str) -> int:
    # What has no letters is no sentence; whether the last one has its mark is a matter of its own.
    return sum(any(map(str.isalpha, part)) for part in _SENTENCE_END.split(_ABBREVIATION.sub("", text)))


_count_in_english = of_english(_count)

_WORD = re.compile(rf"[\w\u200c'’{VOWEL_MARKS}]+|[^\w\s]+")
_LONG = 4  # letters of a word that is not doubled on purpose, so long as it is not listed below
_SHORT_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "ar": "في من على إلى عن مع أن لا ما هذا هذه ذلك التي الذي كما قد ثم أو",
        "ckb": "لە بە بۆ کە و ئەم ئەو لەگەڵ تا یان هەر",
        "ku": "û li di de ji bi ku ya yê yên ev ew bo jî re ve da ne an wê vê",
    }.items()
}
# Said twice they mean "slowly", "one by one", "now and then" …
_ON_PURPOSE = {
    language: frozenset(words.split())
    for language, words in {
        "ar": "رويدا رويداً شيئا شيئاً جدا جداً قليلا قليلاً مرارا مراراً كثيرا كثيراً واحدا واحداً",
        "ckb": "هێدی هێواش کەم زۆر جار یەک دوو بەش تاک ورد وردە جۆر پۆل کۆمەڵ پارچە جیا شەو ڕۆژ ساڵ خێرا نەرم تۆز دەستە"
        " هەزار سەد گەلێک دانە هەنگاو",
        "ku": "hêdî hêdîka yek du gav car carna kêm pir hûr cur cure rêz deh sed hezar geh nerm zû ber dûr cot kom"
        " gelek gir parçe perçe bajar roj şev dem tek cih ta dor sor germ hindik giran wer reng sal meh şax",
    }.items()
}


@text_check()
def repeated(pair: Pair) -> Iterator[Hit]:
    """A word, a phrase (warning) or a whole sentence (error) that stands twice, after a correction or a paste.

    Words that are doubled on purpose (hêdî hêdî, زۆر زۆر) are known, and whatever is doubled in English as well.

    Bad:
        en: the protection of all civilians
        ku: parastina hemû hemû sivîlan
    Good:
        en: the protection of all civilians
        ku: parastina hemû sivîlan
    """
    words = _WORD.findall(pair.text.casefold())
    most, some = _sentence(pair.text) or _half(words), _doubled(words, pair) or _phrase(words)
    if not (most or some) or _twice(pair.source):
        return
    if most:
        yield error(f'"{most}" stands twice', "delete one of the two", pair.target.rfind(most))
    else:
        yield warning(f'"{some}" stands twice', "delete one", pair.target.find(some.split()[0]))


def _twice(english: str) -> bool:
    words = _WORD.findall(english.casefold())
    return any(map(eq, words, words[1:])) or bool(_phrase(words) or _sentence(english))


def _doubled(words: list[str], pair: Pair) -> str:
    if not any(map(eq, words, words[1:])):
        return ""
    short = _SHORT_WORDS.get(pair.language, frozenset())
    purpose = _ON_PURPOSE.get(pair.language, frozenset())
    twice = (one for one, other in pairwise(words) if one == other and one[0].isalpha())
    return next((one for one in twice if one not in purpose and (len(one) >= _LONG or one in short)), "")


def _half(words: Sequence[str]) -> str:
    """The words that the whole text is, twice."""
    half = len(words) // 2
    return " ".join(words[:half]) if half > 1 and words[:half] == words[half : 2 * half] else ""


def _phrase(words: Sequence[str]) -> str:
    """Two to eight words that stand twice, one after the other."""
    if len(set(pairwise(words))) == len(words) - 1:
        return ""  # not even two words do, in any place
    for size in range(2, 9):
        # For each word, whether it is the one so many words further on.
        same = bytes(map(eq, words, words[size:]))
        for found in re.finditer(b"\x01{%d,}" % size, same):
            again = words[found.start() : found.start() + size]
            if sum(map(str.isalpha, again)) > 1:
                return " ".join(again)
    return ""


def _sentence(text: str) -> str:
    parts = [part.strip() for part in _SENTENCE_END.split(text) if len(part) >= 20]  # noqa: PLR2004
    if len(set(parts)) == len(parts):
        return ""
    return next(part for part, count in Counter(parts).items() if count > 1)
