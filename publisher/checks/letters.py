"""Checks of single characters: letters of other languages, characters nobody sees, digits of two kinds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from publisher.bidi import strays
from publisher.checks import alphabets, neighbours
from publisher.checks.patterns import AL, is_unusual
from publisher.checks.registry import Fix, error, text_check, warning, whole_check
from publisher.checks.spelling import ARABIC, SORANI, SURE, hardly_sorani, kurmanji
from publisher.model import SIGNATORY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.checks.pair import Pair
    from publisher.checks.registry import Hit
    from publisher.checks.whole import Whole

_LANGUAGES = {"ar": "Arabic", "ckb": "Sorani", "ku": "Kurmanji"}
_PASTED = 3
"""So many kinds of letters that a language does not have are no slips of the keyboard but another language."""

_ARABIC = re.compile(f"[{AL}]+")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_RULES = {"ar": ARABIC, "ckb": SORANI}


@text_check()
def letters(pair: Pair) -> Iterator[Hit]:
    """Letters that the language does not write, mostly typed with the keyboard of a neighbouring language.

    Many look right on the screen and are different characters: a search does not find the word, and a screen
    reader spells it. In a signatory, which keeps the name it signs with, only broken characters are looked for.
    Quotations and brackets may hold names of another language: there it is at most a warning.

    Bad:
        en: The organizations call for peace.
        ckb: ڕێكخراوەكان داوای ئاشتي دەكەن.
    Good:
        en: The organizations call for peace.
        ckb: ڕێکخراوەکان داوای ئاشتی دەکەن.
    """
    target = pair.words
    yield from _shapes(target)
    yield from _stretched(pair, target)
    if pair.segment.context == SIGNATORY or pair.language not in _LANGUAGES:
        return
    if pair.language == "ckb" and hardly_sorani(target):
        yield error("hardly any U+06D5 in this text", "is it in Persian or Arabic?")
        return
    yield from _by_kind(pair, target)
    if pair.language == "ku":
        yield from kurmanji(pair, target)


def _by_kind(pair: Pair, target: str) -> Iterator[Hit]:
    """What is said of the language's own words, and how much of it of words that may be another language's."""
    if not _may_be_typed_wrongly(pair, target):
        return
    kinds = neighbours.kinds(pair.language, target, pair.english)
    if kinds.count(neighbours.OUTSIDE) == len(kinds):
        yield from _typed(pair, target)
        return
    hits = list(_typed(pair, neighbours.only(target, kinds, {neighbours.OUTSIDE})))
    yield from hits
    for hit in _typed(pair, neighbours.only(target, kinds, {neighbours.RUN})):
        yield _softened(hit, target) if hit.fix else hit
    # With the wrong keyboard for the rest, nothing is certain of the quotations.
    quoted = {neighbours.QUOTED, neighbours.SURE} if hits else {neighbours.QUOTED}
    yield from (_softened(hit, target) for hit in _typed(pair, neighbours.only(target, kinds, quoted)))


def _softened(hit: Hit, target: str) -> Hit:
    """A hit that nobody is sure of, unless the repair only writes the same letters otherwise."""
    if hit.fix and unicodedata.normalize("NFC", target[hit.fix.start : hit.fix.end]) == hit.fix.text:
        return hit
    return warning(hit.message, hit.help or "is it of another language? then it stays as it is", hit.at)


def _may_be_typed_wrongly(pair: Pair, target: str) -> bool:
    """Whether there is anything to say of any part of a text; of most there is not, and no parts have to be found."""
    return any(_foreign(pair, target)) or (pair.language in _RULES and _RULES[pair.language].may_be_broken(target))


def _typed(pair: Pair, target: str) -> Iterator[Hit]:
    hits = list(_foreign(pair, target))
    yield from hits
    if pair.language in _RULES and not any(hit.fix is None for hit in hits):
        yield from _RULES[pair.language].broken(pair, target)


def _shapes(target: str) -> Iterator[Hit]:
    if is_unusual(target) and (found := alphabets.SHAPE.search(target)):
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
    if not is_unusual(pair.target) or not alphabets.INVISIBLE.search(pair.target):
        return
    for character, at in alphabets.first(alphabets.UNSEEN, pair.target):
        name = unicodedata.name(character, "a character without a name").lower()
        yield error(f"{alphabets.codes(character)} ({name}) cannot be seen", "delete it", fix=Fix(at, at + 1, ""))
    for character, at in alphabets.first(alphabets.LOST, pair.target):
        yield error(f"{alphabets.codes(character)} stands for a letter that was lost", "type the letter", at)
    if pair.language in alphabets.JOINERS:
        for character, at in alphabets.first(alphabets.JOINERS[pair.language], pair.target):
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
    # Markdown makes characters of entities, so &#x202E; is one, too.
    if is_unusual(shown := unescape(pair.target)) and (found := strays(shown)):
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
    if not is_unusual(pair.words) or not _OTHER_DIGIT.search(pair.words):
        return
    # Kurmanji adds endings to its numbers: 2026an looks like the name of a thing.
    numbers = alphabets.numbers(pair.words, has_names=pair.language != "ku")
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


def _wrong_digits(pair: Pair, numbers: Sequence[tuple[int, str]]) -> Iterator[Hit]:
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
        if all(any(way.search(pair.target) for pair in whole.pairs) for way in ways):
            yield from _two_ways(whole, what, ways)
    if whole.language == "ckb" and hardly_sorani("".join(filter(_is_short, (pair.text for pair in whole.pairs)))):
        yield None, error("hardly any U+06D5 in the short texts", "are they in Persian or Arabic?")


def _is_short(text: str) -> bool:
    """Whether a text has too few letters to be sure by itself of what it is written in."""
    return len(text) < SURE or sum(map(len, _ARABIC.findall(text))) < SURE


def _two_ways(whole: Whole, what: str, ways: Sequence[alphabets.Pattern]) -> Iterator[tuple[Pair, Hit]]:
    # For each way the texts that use it, and where.
    users = [[(pair, at) for pair in whole.pairs if (at := _find(way, pair)) >= 0] for way in ways]
    if all(users):
        pair, at = min(users, key=len)[0]
        message = f"{what} is written in two ways in this document: {pair.place(at)}"
        yield pair, warning(message, "choose one", at)


def _find(pattern: alphabets.Pattern, pair: Pair) -> int:
    """Where the language's own words have it; names of another language are written as they are."""
    found = pattern.search(pair.words) and neighbours.kinds(pair.language, pair.words, pair.english)
    return next((one.start() for one in pattern.finditer(pair.words) if not found[one.start()]), -1) if found else -1


def _mixed_digits(whole: Whole) -> Iterator[tuple[Pair, Hit]]:
    users: dict[int, list[Pair]] = {}
    if not any(_OTHER_DIGIT.search(pair.words) for pair in whole.pairs if is_unusual(pair.words)):
        return
    for pair in whole.pairs:
        kinds = {zero for _, number in alphabets.numbers(pair.words) for zero in alphabets.zeros(number)}
        if len(kinds) == 1:  # two of them are a matter of the text itself
            users.setdefault(kinds.pop(), []).append(pair)
    for kind in sorted(users, key=lambda kind: len(users[kind]))[:-1]:
        for pair in users[kind]:
            yield pair, error(f"digits {_kind(kind)}; the rest of the document has others", "use one kind")
