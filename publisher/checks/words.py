"""Checks of whether a text is translated, and with the agreed words: `untranslated`, `script`, `term`."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from publisher.bidi import isolate_all
from publisher.checks import months
from publisher.checks.agreed import almost, uses
from publisher.checks.pair import BRACKETED
from publisher.checks.patterns import AL, VOWEL_MARKS
from publisher.checks.registry import Hit, error, text_check, warning
from publisher.model import SIGNATORY
from publisher.terms import KEEP, variants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.checks.pair import Pair


@text_check(alone=True)
def untranslated(pair: Pair) -> Iterator[Hit]:
    """The translation is the English itself, or has no letters in it.

    A name that stays as it is belongs into the glossary with the kind ``keep``; signatories may keep theirs.

    Bad:
        en: Protect all civilians.
        ku: Protect all civilians.
    Good:
        en: Protect all civilians.
        ku: Hemû sivîlan biparêzin.
    """
    if pair.segment.context == SIGNATORY or not _THREE_LETTERS.search(pair.source):
        return
    if not _LETTER.search(pair.target):
        if not _is_a_date(pair):
            yield error("no letter in it", "translate it; publish restore has what the file held before")
    elif pair.text.count("?") > pair.source.count("?") and _REPLACED.search(pair.text):
        yield error("letters have become question marks", "save the file as UTF-8; publish restore has the text")
    elif _is_the_english(pair) and _own_words(pair):
        yield error("it is the English", "translate it; what stays as it is goes into source/terms.yaml")


_THREE_LETTERS = re.compile(r"(?:[^\W\d_][\W\d_]*+){3}")
_LETTER = re.compile(r"[^\W\d_]")
_REPLACED = re.compile(r"\?{4}|\w\?\w|\w\?\s+[^\W\d_A-Z]")


def _is_a_date(pair: Pair) -> bool:
    """Whether all that is there are the day, the month and the year of the English: 30.01.2026."""
    figures = {int(one) for one in re.findall(r"\d{1,9}", pair.text)}
    allowed = {int(one) for one in re.findall(r"\d{1,9}", pair.source)}
    return bool(figures) and figures <= allowed | {one.month for one in months.dates_in_english(pair.source)}


def _is_the_english(pair: Pair) -> bool:
    """Whether the words of the translation are those of the English; most that are not begin with another one."""
    ours, theirs = _squeezed(pair.source[:_BEGINNING]), _squeezed(pair.text[:_BEGINNING])
    alike = ours.startswith(theirs) or theirs.startswith(ours)
    return alike and _squeezed(pair.source) == _squeezed(pair.text)


_BEGINNING = 20  # characters


def _squeezed(text: str) -> str:
    """The letters and digits of a text in a row, capitals as small letters."""
    return "".join(_WORD.findall(text.casefold()))


def _own_words(pair: Pair) -> list[str]:
    """The words of the English that are no terms to be kept, and no names of the page's parts."""
    kept = {word for one in pair.agreed if one.kept for word in _WORD.findall(one.term.text)}
    return [word for word in _WORD.findall(pair.source) if word not in kept and _LETTER.search(word)]


_WORD = re.compile(r"\w+")


@text_check(alone=True)
def script(pair: Pair) -> Iterator[Hit]:
    """The text is written in the letters of another language.

    Bad:
        en: Protect all civilians in the city of Aleppo.
        ku: احموا جميع المدنيين في مدينة حلب.
    Good:
        en: Protect all civilians in the city of Aleppo.
        ku: Hemû sivîlên bajarê Helebê biparêzin.
    """
    if pair.segment.context == SIGNATORY or pair.language not in {"ar", "ckb", "ku"}:
        return
    if not _may_be_another(pair):
        return
    letters = _counted(pair)
    if len(letters) < 8:  # noqa: PLR2004
        return
    share = len(_ARABIC.findall(letters)) / len(letters)
    if pair.language == "ku" and share > 0.05:  # noqa: PLR2004
        yield error("it is written in Arabic letters", "Kurmanji is written in Latin ones")
    elif pair.language != "ku" and share < 0.5 and not _is_kept(pair):  # noqa: PLR2004
        yield error("most of it is written in Latin letters", f"write it in the letters of {pair.locale.english_name}")


def _may_be_another(pair: Pair) -> bool:
    """Whether there are Arabic letters in Kurmanji; elsewhere, whether there are more of others than of them."""
    if pair.language == "ku":
        return bool(_ARABIC.search(pair.text))
    others = len(_OTHER_THAN_ARABIC.findall(pair.text))
    return sum(1 for _ in islice(_ARABIC_LETTER.finditer(pair.text), others)) < others


def _counted(pair: Pair) -> str:
    """The letters that tell the script of a text: without names in brackets, and names that stand so in the English."""
    text = pair.text
    if pair.language == "ku":
        text = BRACKETED.sub("", text)
    elif not _is_the_english(pair):
        theirs = set(_LATIN_NAME.findall(pair.source))
        text = _LATIN_NAME.sub(lambda name: "" if name[0] in theirs else name[0], text)
    return "".join(_LETTER.findall(text))


_LATIN_NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]*")
_ARABIC = re.compile(f"[{AL}]")
_ARABIC_LETTER = re.compile(rf"[{AL}](?<=[^\W\d_])")
_OTHER_THAN_ARABIC = re.compile(
    f"[^{AL}{VOWEL_MARKS}\\u060c-\\u061f\\u0660-\\u066d\\u06d4\\u06f0-\\u06f9"
    r"\x00-@[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f]"
)
"""What may be a letter of another script."""


def _is_kept(pair: Pair) -> bool:
    """Whether most of the letters belong to terms that are kept, or to the English, which other checks look at."""
    return _is_the_english(pair) or len(_LETTER.findall(pair.own)) < 8  # noqa: PLR2004


@text_check()
def term(pair: Pair) -> Iterator[Hit]:
    """An official name or an agreed term is translated otherwise than in the glossary, ``source/terms.yaml``.

    Names (kind ``name``) and what is kept (``keep``) are errors, terms of art (``term``) warnings. Words may be
    inflected: Arabic particles and the article before them, Kurdish endings after them are understood. A name that is
    but a letter or two from the agreed one is a warning.

    Bad:
        en: an immediate ceasefire
        ar: هدنة فورية
    Good:
        en: an immediate ceasefire
        ar: وقف فوري لإطلاق النار
    """
    if pair.segment.context in {SIGNATORY, "name", "term"}:
        return
    for one in pair.agreed:
        name, direction = one.term.kind != "term", pair.locale.direction
        if any(uses(pair.text, variant, pair.language, name=name) for variant in variants(one.target)):
            continue
        agreed = f"agreed is: {isolate_all(one.target, direction) if one.term.kind != KEEP else one.target}"
        near = (almost(pair.text, variant, pair.language) for variant in variants(one.target))
        if name and one.term.kind != KEEP and (found := next(filter(None, near), "")):
            message = f'"{one.term.text}" is almost translated as agreed: {isolate_all(found, direction)}'
            yield warning(message, agreed, near=one.term.text)
        else:
            level = error if name else warning
            yield level(f'"{one.term.text}" is not translated as agreed', agreed, near=one.term.text)
