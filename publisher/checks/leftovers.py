"""Checks of what does not belong to a translation: `partly`, `keyboard`, `remark`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.checks import months
from publisher.checks.pair import BRACKETED
from publisher.checks.patterns import AL, Rare, Words, of_english
from publisher.checks.registry import Hit, error, text_check, warning
from publisher.model import SIGNATORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.checks.pair import Pair


@text_check()
def partly(pair: Pair) -> Iterator[Hit]:
    """A run of English words was left in the translation.

    Four words in a row that stand so in the English, one of them a word like "the" or "of", are an error. In a
    language of Arabic letters a name of two Latin words is worth a look, unless it stands in quotation marks.

    Bad:
        en: They call for an end to the violence.
        ku: Ew bang dikin for an end to the tundiyê.
    Good:
        en: They call for an end to the violence.
        ku: Ew bang dikin ku tundî bi dawî bibe.
    """
    if pair.segment.context == SIGNATORY or not _LATIN.search(pair.text):
        return
    text = pair.own
    bare = _QUOTED.sub("\n", text) if _QUOTED_NAME.search(pair.source) else text
    is_worth_it = pair.language != "ku" or _may_be_copied(pair.source, bare)
    longest = _copied(pair.source, bare) if is_worth_it else []
    plainly = [word for word in longest if word.islower()]
    enough = 4 if len(plainly) < 2 else 3  # noqa: PLR2004
    # "Doctors of the World" is a name; "end to the violence" is none.
    ordinary = any(word not in _FUNCTION for word in plainly) or len(plainly) > 3  # noqa: PLR2004
    if ordinary and len(longest) >= enough and any(word.casefold() in _FUNCTION for word in longest):
        at = pair.target.find(longest[0])
        yield error(f'English words were left in: "{" ".join(longest)}"', "translate them", at)
    elif len(plainly) >= 3:  # noqa: PLR2004
        yield warning(f'English words were left in: "{" ".join(longest)}"', "translate them")
    elif pair.language == "ku" and (english := _copied_word(pair, text)):
        yield warning(f'an English word was left in: "{english}"', "translate it", pair.target.find(english))
    elif pair.locale.direction == "rtl":
        # The title of a film or a book may stand in quotation marks as it is.
        unquoted = _QUOTED.sub("\n", text)
        yield from _foreign(longest if unquoted == bare else _copied(pair.source, unquoted))


def _copied_word(pair: Pair, text: str) -> str:
    """The first word in small letters that stands so in the English, too."""
    english = {word for word in _plainly_english(pair.source) if word in text}
    return next((word for word in _SMALL.findall(text) if word in english), "") if english else ""


@of_english
def _plainly_english(english: str) -> frozenset[str]:
    return frozenset(word for word in _SMALL.findall(english) if _ENGLISH.search(word))


_SMALL = re.compile(r"(?<![\w'’-])[a-z]{6,}(?![\w'’])")
_ENGLISH = re.compile(
    r"th|sh|ck|ee|oo|ou|ph|tion|ght|wh|ea|ai|ance|ence|([b-df-hj-np-tv-z])\1|(?:y|ing|ed|ment|ism|ous)\Z"
)
"""Spellings that Kurmanji, which writes as it speaks, does not have."""


def _foreign(longest: list[str]) -> Iterator[Hit]:
    """What is worth a look in a text of Arabic letters: names of two words, words in small letters."""
    if len(longest) >= 2 and not any(word.isupper() for word in longest):  # noqa: PLR2004
        cure = "write the name in the letters of the language, or add it to the glossary with the kind keep"
        yield warning(f'a name was left in Latin letters: "{" ".join(longest)}"', cure)
    elif any(word.islower() and len(word) > 3 for word in longest):  # noqa: PLR2004
        yield warning(f'English words were left in: "{" ".join(longest)}"', "translate them")


@text_check()
def keyboard(pair: Pair) -> Iterator[Hit]:
    """A word in the letters of the other script that the English does not have: typed with the wrong keyboard on.

    Bad:
        en: an inclusive dialogue
        ku: diyalogeke نشةهم
    Good:
        en: an inclusive dialogue
        ku: diyalogeke berfireh
    """
    if pair.segment.context == SIGNATORY or pair.language not in {"ar", "ckb", "ku"}:
        return
    strange = _ARABIC_WORD if pair.language == "ku" else _LATIN_WORD
    english = pair.source.casefold()
    for found in strange.finditer(BRACKETED.sub("", pair.own)):
        if found[0].casefold() not in english:
            yield warning(f'a word in other letters: "{found[0]}"', "was it typed with another keyboard?")
            return


_LATIN_WORD = Rare("[A-Za-z]", r"[A-Za-z]{3,}")
_ARABIC_WORD = Rare(f"[{AL}]", f"[{AL}]{{2,}}")


_QUOTED_NAME = re.compile(r"""["“‘][A-Z][^"”’]{1,80}["”’]""")
_QUOTED = re.compile(r"""["«“„][^"»”\n]{1,80}["»”]""")
_LATIN = re.compile(r"[A-Za-z]{2}")
_LATIN_WORDS = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[^\s]")
_LATIN_WORDS_ALONE = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[^\sA-Za-z]+")
"""The same, but that all between them is one: in a text of Arabic letters every letter would be."""
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        "the a an of and or to in on at by for with from that this these those is are was were be been has have had "
        "not no will would it its they their his her he she we our you your as but who which when after",
    )
)


def _copied(english: str, text: str) -> list[str]:
    """The longest run of words of the English that stands in a text as it is."""
    source, known, words = _latin_words(english)
    longest: list[str] = []
    run: list[str] = []
    for word in words.findall(text):
        if word in known and word[0].isascii() and f" {' '.join([*run, word])} " in source:
            run.append(word)
        elif run or word in known:
            longest, run = max(longest, run, key=len), [word] if word in known else []
    return max(longest, run, key=len)


def _may_be_copied(english: str, text: str) -> bool:
    """Whether three words in a row may stand so in the English: then the one in the middle has spaces around it.

    But of an English word with a sign in it, the letter with the sign counts as one of the three.
    """
    return not (_spaced(english).isdisjoint(text.split()) and (english.isascii() or not _SIGNED.search(english)))


_SIGNED = re.compile(r"[^\W\d_A-Za-z]")


@of_english
def _spaced(english: str) -> frozenset[str]:
    return frozenset(word for word in english.split() if word[0].isalpha())


@of_english
def _latin_words(english: str) -> tuple[str, frozenset[str], re.Pattern[str]]:
    """The words of an English text with single spaces between them; all that begin with a letter; what finds these."""
    words = _LATIN_WORDS.findall(english)
    known = frozenset(word for word in words if word[0].isalpha())
    plain = all(word[0].isascii() for word in known)
    return " ".join(["", *words, ""]), known, _LATIN_WORDS_ALONE if plain else _LATIN_WORDS


@text_check()
def remark(pair: Pair) -> Iterator[Hit]:
    """A note to colleagues, or what a translating machine says about its work, was left in the text.

    Bad:
        en: Protect all civilians.
        ku: Here is the translation: Hemû sivîlan biparêzin. [TODO]
    Good:
        en: Protect all civilians.
        ku: Hemû sivîlan biparêzin.
    """
    notes = [found for one in _NOTES if (found := one.search(pair.text))]
    for note, level in ((min(notes, key=re.Match.start, default=None), error), (_PERHAPS.search(pair.text), warning)):
        if note and not _has_one_too(note[0], pair):
            yield level(f'a note was left in: "{note[0].strip()}"', "delete it, or put it into the entry's comment")
            return
    choice = _CHOICE.search(pair.text)
    if choice and "/" not in pair.source and not _is_one_month(choice[0], pair.language):
        yield warning(f'two words to choose from: "{choice[0]}"', "decide for one of them")
    if words := _made_up(pair):
        yield error(f'English that is not in the English text: "{" ".join(words)}"', "delete it")


def _made_up(pair: Pair) -> list[str]:
    """The words, side by side, that are English and not of the English text; two must be of no other language."""
    if len(_ENGLISH_ONLY.intersection(map(str.lower, _LATIN_LETTERS.findall(pair.text)))) < 2:  # noqa: PLR2004
        return []
    theirs = set(_WORD.findall(pair.source.casefold()))
    for run in _LATIN_RUN.findall(pair.text):
        words = [word for word in _WORD.findall(run.casefold()) if word not in theirs]
        if len(_ENGLISH_ONLY.intersection(words)) > 1:
            return words
    return []


def _has_one_too(note: str, pair: Pair) -> bool:
    """Whether the English has these words, or as many brackets."""
    inside = note.strip("[]() ").casefold().replace("…", "...")
    same = bool(inside) and inside in pair.source.casefold().replace("…", "...")
    return same or (note[0] in "[(" and len(_OPENS.findall(pair.source)) >= len(_OPENS.findall(pair.text)))


def _is_one_month(choice: str, language: str) -> bool:
    """Whether a month is given two names, as newspapers do: كانون الثاني/يناير."""
    return months.known(language) and bool(months.dates(choice, language))


_NOTES = (
    Rare(
        # Beginnings of these words, whatever letters stand for an I or an S without regard to capitals.
        r"[TtFfXxNnLlMm](?:[Oo][Dd]|[Bb][CcDd:]|[Iiİı][Xx]|[Xx][Xx]|[Oo][Rr]|[Ssſ][Gg])",
        r"\b(?:TODO|FIXME|TBC|TBD|XXX+|xxx+|NB:|lorem ipsum|msg(?:id|str|ctxt))\b:?",
        re.IGNORECASE,
    ),
    Rare(
        Words.of(*"[("),
        r"[\[(]\s?(?:[?؟]+|\.{3}|…|check\w*|translat\w*|note:|NDT|T\.?N|(?:ال)?(?:ملاحظة|مترجم)|"
        r"تم التدقيق|يُ?راجع|للمراجعة|kontrol bike|wergêr|تێبینی|وەرگێڕ)[^\])]{0,80}[\])]",
        re.IGNORECASE,
    ),
    Rare(
        ":",
        r"\A\W{0,20}(?:translation|arabic|kurdish|sorani|kurmanji|الترجمة|ترجمة|إليك الترجمة|wergera?|وەرگێڕان)\s?:",
        re.IGNORECASE,
    ),
)
_PERHAPS = Rare(
    Words.of(*"[("),
    r"[\[(]\s?(?:(?:ال)?(?:ترجمة|مراجعة|تدقيق)|kontrol\w*|nota?\b|wergerandin)[^\])]{0,80}[\])]",
    re.IGNORECASE,
)
"""What may be a note, or a part of the text."""
_OPENS = re.compile(r"[\[(]")
_CHOICE = Rare("/", r"(?<![^\W\d_])[^\W\d_]{2,40}\s?/\s?[^\W\d_]{2,40}")
_WORD = re.compile(r"\w+")
_LATIN_LETTERS = re.compile(r"[A-Za-z]{2,}")
_LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z'’,\s]*[A-Za-z]")
_ENGLISH_ONLY = frozenset(
    re.findall(
        r"\w+",
        "the of and with this that these from is are was were by for here sure translation translated text please "
        "check paragraph not have has been will would should could which what note",
    )
)
"""Words of English that no other of our languages writes so."""
