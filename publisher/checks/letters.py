"""Checks of single characters: letters of other languages, characters nobody sees, digits of two kinds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from publisher.bidi import strays
from publisher.checks import alphabets
from publisher.checks.pair import AL
from publisher.checks.registry import Fix, error, text_check, warning, whole_check
from publisher.model import SIGNATORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.checks.pair import Pair
    from publisher.checks.registry import Hit
    from publisher.checks.whole import Whole

_LANGUAGES = {"ar": "Arabic", "ckb": "Sorani", "ku": "Kurmanji"}
_PASTED = 3
"""So many kinds of letters that a language does not have are no slips of the keyboard but another language."""
_MANY, _MANY_MORE = 3, 5  # so many words without dots, and none with them, are a habit of the keyboard
_SORANI = 80  # so many letters of Sorani always have their ە: one letter in eight, never under one in thirty-three
_KURMANJI = 60  # so many letters of Kurmanji always have a hat or a cedilla among them
_KURMANJI_SHORT = 45  # so many nearly always

_ARABIC = re.compile(f"[{AL}]")
_LETTER = re.compile(r"[^\W\d_]")


@text_check()
def letters(pair: Pair) -> Iterator[Hit]:
    """Letters that the language does not write, mostly typed with the keyboard of a neighbouring language.

    Many look right on the screen and are different characters: a search does not find the word, and a screen
    reader spells it. In a signatory, which keeps the name it signs with, only broken characters are looked for.

    Bad:
        en: The organizations call for peace.
        ckb: ڕێكخراوەكان داوای ئاشتي دەكەن.
    Good:
        en: The organizations call for peace.
        ckb: ڕێکخراوەکان داوای ئاشتی دەکەن.
    """
    target = alphabets.only_words(pair.target)
    yield from _shapes(target)
    yield from _stretched(pair, target)
    rules = {"ar": _arabic, "ckb": _sorani, "ku": _kurmanji}
    if pair.segment.context == SIGNATORY or pair.language not in rules:
        return
    if pair.language == "ckb" and _hardly_sorani(target):
        yield error("hardly any U+06D5 in this text", "is it in Persian or Arabic?")
        return
    hits = list(_foreign(pair, target))
    yield from hits
    if not any(hit.fix is None for hit in hits):
        yield from rules[pair.language](pair, target)


def _shapes(target: str) -> Iterator[Hit]:
    if found := alphabets.SHAPE.search(target):
        # The shapes of vowel marks come with a space or a tatweel to stand on.
        plain = re.sub("[ \u0640]", "", unicodedata.normalize("NFKC", found[0]))
        fix = Fix(*found.span(), plain) if plain != found[0] else None
        hint = "the text was copied from a PDF or an old program: type the letters"
        yield error(f"{alphabets.codes(found[0][0])} is the shape of a letter, not a letter", hint, found.start(), fix)


def _stretched(pair: Pair, target: str) -> Iterator[Hit]:
    if found := alphabets.STRETCHED.search(target):
        where = pair.place(found.start())
        yield error(f"U+0640 (tatweel) stretches a word: {where}", "delete it", fix=Fix(*found.span(), ""))


def _foreign(pair: Pair, target: str) -> Iterator[Hit]:
    """Letters of other languages: those with one right answer one by one, all others in one hit."""
    repairs = alphabets.repairs(pair.language, target)
    known = {at for start, wrong, _ in repairs for at in range(start, start + len(wrong))}
    others: dict[str, int] = {}
    if pair.language in alphabets.OTHER_THAN:
        for found in alphabets.OTHER_THAN[pair.language].finditer(target):
            if found.start() not in known:
                others.setdefault(found[0], found.start())
    if others:
        yield _not_letters(pair, others)
    if len(others) < _PASTED:
        for start, wrong, right in {wrong: (start, wrong, right) for start, wrong, right in repairs[::-1]}.values():
            fix = Fix(start, start + len(wrong), right)
            yield error(f"{alphabets.shown(wrong)} in place of {alphabets.shown(right)}: {pair.place(start)}", fix=fix)


def _not_letters(pair: Pair, others: dict[str, int]) -> Hit:
    language = _LANGUAGES[pair.language]
    at = min(others.values())
    which = ", ".join(map(alphabets.codes, others))
    hint = f"is this a text in {language}?" if len(others) >= _PASTED else f"write it as {language} does"
    return error(f"{which} is not written in {language}: {pair.place(at)}", hint, at)


def _arabic(pair: Pair, target: str) -> Iterator[Hit]:
    dotless = [found.end() - 1 for found in alphabets.FINAL_MAKSURA.finditer(target)]
    if len(dotless) >= _MANY and not alphabets.FINAL_YEH.search(target):
        yield error(f"U+0649 at the end of every word: {pair.place(dotless[0])}", "put the dots of ي on it", dotless[0])
    if found := alphabets.WITHOUT_DOTS.search(target) or _without_marbuta(target):
        at = found.end() - 1
        yield warning(f"U+0647 at the end, where most words have U+0629: {pair.place(at)}", "put the dots on it", at)


def _without_marbuta(target: str) -> re.Match[str] | None:
    """The first word in ه of a text that has many of them, and none in ة."""
    many = len(target.split()) > 2 * _MANY_MORE and len(alphabets.FINAL_HEH.findall(target)) >= _MANY_MORE
    return alphabets.FINAL_HEH.search(target) if many and not alphabets.FINAL_MARBUTA.search(target) else None


def _sorani(pair: Pair, target: str) -> Iterator[Hit]:
    if found := alphabets.SORANI_FINAL_H.search(target):
        at = found.start()
        yield error(f"U+0647 at the end of a word: {pair.place(at)}", "the vowel is U+06D5, the H هـ", at)
    if found := alphabets.SORANI_BARE_VOWEL.search(target):
        at = found.start("vowel")
        # The Arabic article would be a word of another language, with or without the letter.
        fix = None if target.startswith("ال", at) else Fix(at, at, "ئ")
        yield error(f"a word begins with a vowel: {pair.place(at)}", "put U+0626 before it", at, fix)


def _hardly_sorani(text: str) -> bool:
    """Whether a long text lacks the vowel ە; typed in the old way, which can be repaired, it is one too."""
    total = len(_ARABIC.findall(text))
    return total >= _SORANI and text.count("ە") + text.count("ه\u200c") < 0.03 * total


def _kurmanji(pair: Pair, target: str) -> Iterator[Hit]:
    if not alphabets.KURMANJI_HATS.search(target) and not _ARABIC.search(target):
        yield from _bare(pair.text)
    if found := alphabets.KURMANJI_BARE_U.search(target):
        yield warning(f'"u" without its hat: {pair.place(found.start())}', 'the word "and" is û', found.start())
    names = f"{pair.english} {' '.join(one.target for one in pair.agreed)}"
    for found in alphabets.KURMANJI_STRANGER.finditer(target):
        word = re.split(r"[\W\d_]", pair.target[found.start() :], maxsplit=1)[0]
        if word not in names:
            yield warning(
                f"{alphabets.codes(found[0])} is no letter of Kurmanji: {pair.place(found.start())}", at=found.start()
            )
            return


def _bare(text: str) -> Iterator[Hit]:
    """A text in Kurmanji without any of its own letters: sure in a long one, likely in a short one."""
    count = len(_LETTER.findall(text))
    if count >= _KURMANJI_SHORT or alphabets.KURMANJI_WITHOUT_HATS.search(text):
        say = error if count >= _KURMANJI else warning
        yield say("none of the letters ç ê î ş û", "was the text typed without them, or is it in another language?")


@text_check()
def invisible(pair: Pair) -> Iterator[Hit]:
    """Characters that nobody sees, and signs for characters that were lost on the way.

    They come with text from web pages and PDFs, split words in two for a search, and break links.

    Bad:
        en: All civilians
        ku: Hemû siv<U+200B>îl
    Good:
        en: All civilians
        ku: Hemû sivîl
    """
    for character, at in alphabets.first(alphabets.UNSEEN, pair.target):
        name = unicodedata.name(character, "a character without a name").lower()
        yield error(f"{alphabets.codes(character)} ({name}) cannot be seen", "delete it", fix=Fix(at, at + 1, ""))
    for character, at in alphabets.first(alphabets.LOST, pair.target):
        yield error(f"{alphabets.codes(character)} stands for a letter that was lost", "type the letter", at)
    if pair.language in {"ar", "ku"}:
        for character, at in alphabets.first(alphabets.JOINERS, pair.target):
            # Between Latin letters it does nothing; in Arabic it may have been put there for its looks.
            say, fix = (error, Fix(at, at + 1, "")) if pair.language == "ku" else (warning, None)
            yield say(f"{alphabets.codes(character)} has no use here: {pair.place(at)}", "delete it", at, fix)


@text_check(waivable=False)
def bidi(pair: Pair) -> Iterator[Hit]:
    """Characters that turn the direction of the text around them, and reach beyond it.

    With them a text can show "safe" where it says "efas", and a name can be moved to another sentence. Isolates
    are allowed if each is closed; the pages set the direction of names and numbers themselves.

    Bad:
        en: Call +963 21 123 4567
        ar: اتصل على <U+202D>+963 21 123 4567
    Good:
        en: Call +963 21 123 4567
        ar: اتصل على +963 21 123 4567
    """
    if found := strays(pair.target):
        yield error(f"characters that change the direction of the text: {found}", "delete them")


@text_check()
def digits(pair: Pair) -> Iterator[Hit]:
    """Digits of two kinds in one text, or of a kind that the language does not use.

    Arabic has ٠١٢٣٤٥٦٧٨٩, Persian ۰۱۲۳۴۵۶۷۸۹; 4, 5 and 6 look different, and all are different characters.
    Numbers in names such as COVID-19 do not count.

    Bad:
        en: in 2018 and 2019
        ar: في 2018 و٢٠١٩
    Good:
        en: in 2018 and 2019
        ar: في 2018 و2019
    """
    if pair.target.isascii():
        return
    # Kurmanji adds endings to its numbers: 2026an looks like the name of a thing.
    numbers = alphabets.numbers(pair.target, has_names=pair.language != "ku")
    if wrong := next(_wrong_digits(pair, numbers), None):
        yield wrong
        return
    kinds = Counter(zero for _, number in numbers for zero in alphabets.zeros(number))
    if len(kinds) > 1:
        usual = kinds.most_common(1)[0][0]
        at = next(at for at, number in numbers if {*alphabets.zeros(number)} - {usual})
        yield error(f"digits of two kinds: {' and '.join(map(_kind, kinds))}: {pair.place(at)}", "use one kind", at)


def _kind(zero: int) -> str:
    return f"{chr(zero)}-{chr(zero + 9)} (from U+{zero:04X})"


def _wrong_digits(pair: Pair, numbers: list[tuple[int, str]]) -> Iterator[Hit]:
    """Persian digits in Arabic, Arabic ones in Kurmanji: the right ones have the same values."""
    wrong, right = {"ar": ((0x6F0,), 0x660), "ku": ((0x660, 0x6F0), 0x30)}.get(pair.language, ((), 0))
    for at, number in numbers:
        if found := [zero for zero in alphabets.zeros(number) if zero in wrong]:
            message = f"digits {_kind(found[0])}, which {_LANGUAGES[pair.language]} does not use: {pair.place(at)}"
            cured = "".join(chr(right + int(one)) if one.isdecimal() else one for one in number)
            yield error(message, fix=Fix(at, at + len(number), cured))


@whole_check()
def mixture(whole: Whole) -> Iterator[tuple[Pair | None, Hit]]:
    """Two ways to write the same thing in one document: kinds of digits, of letters, of apostrophes.

    Each way is right; both together make a text look careless and hide half of it from a search.

    Bad:
        en: the 10th, the 12th
        ku: 10'ê … 12ê
    Good:
        en: the 10th, the 12th
        ku: 10ê … 12ê
    """
    yield from _mixed_digits(whole)
    for what, *ways in alphabets.TWO_WAYS.get(whole.language, ()):
        # For each way the texts that use it, and where.
        users = [[(pair, at) for pair in whole.pairs if (at := _find(way, pair)) >= 0] for way in ways]
        if all(users):
            pair, at = min(users, key=len)[0]
            message = f"{what} is written in two ways in this document: {pair.place(at)}"
            yield pair, warning(message, "choose one", at)
    short = "".join(pair.text for pair in whole.pairs if len(_ARABIC.findall(pair.text)) < _SORANI)
    if whole.language == "ckb" and _hardly_sorani(short):
        yield None, error("hardly any U+06D5 in the short texts", "are they in Persian or Arabic?")


def _find(pattern: re.Pattern[str], pair: Pair) -> int:
    found = pattern.search(alphabets.only_words(pair.target))
    return found.start() if found else -1


def _mixed_digits(whole: Whole) -> Iterator[tuple[Pair, Hit]]:
    users: dict[int, list[Pair]] = {}
    for pair in whole.pairs:
        kinds = {zero for _, number in alphabets.numbers(pair.target) for zero in alphabets.zeros(number)}
        if len(kinds) == 1:  # two of them are a matter of the text itself
            users.setdefault(kinds.pop(), []).append(pair)
    for kind in sorted(users, key=lambda kind: len(users[kind]))[:-1]:
        for pair in users[kind]:
            yield pair, error(f"digits {_kind(kind)}; the rest of the document has others", "use one kind")
