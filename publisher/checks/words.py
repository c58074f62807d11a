"""Checks of whether a text is translated, and with the agreed words: `untranslated`, `partly`, `script`, `term`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.bidi import isolate_all
from publisher.checks.agreed import uses
from publisher.checks.pair import AL
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
    letters = _LETTER.findall(pair.source)
    if len(letters) < 3 or pair.segment.context == SIGNATORY:  # noqa: PLR2004
        return
    if not _LETTER.search(pair.target):
        yield error("no letter in it", "it was probably saved in another encoding than UTF-8; publish restore")
    elif _REPLACED.search(pair.text) and pair.text.count("?") > pair.source.count("?"):
        yield error("letters have become question marks", "save the file as UTF-8; publish restore has the text")
    elif _squeezed(pair.text) == _squeezed(pair.source) and _own_words(pair):
        yield error("it is the English", "translate it; what stays as it is goes into source/terms.yaml")


_LETTER = re.compile(r"[^\W\d_]")
_REPLACED = re.compile(r"\?{4}|\w\?\w|\w\?\s+[^\W\d_A-Z]")


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _own_words(pair: Pair) -> list[str]:
    """The words of the English that are no terms to be kept, and no names of the page's parts."""
    kept = {word for one in pair.agreed if one.term.kind == KEEP for word in _WORD.findall(one.term.text)}
    kept |= {word for one in pair.agreed if one.target == one.term.text for word in _WORD.findall(one.term.text)}
    return [word for word in _WORD.findall(pair.source) if word not in kept and _LETTER.search(word)]


_WORD = re.compile(r"\w+")


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
    text = _kept(pair)
    longest = _copied(pair.source, text)
    plainly = [word for word in longest if word.islower()]
    enough = 4 if len(plainly) < 2 else 3  # noqa: PLR2004
    if len(longest) >= enough and any(word.casefold() in _FUNCTION for word in longest):
        at = pair.target.find(longest[0])
        yield error(f'English words were left in: "{" ".join(longest)}"', "translate them", at)
    elif len(plainly) >= 3:  # noqa: PLR2004
        yield warning(f'English words were left in: "{" ".join(longest)}"', "translate them")
    elif pair.language == "ku" and (english := [word for word in _copied_words(pair, text) if _ENGLISH.search(word)]):
        yield warning(f'an English word was left in: "{english[0]}"', "translate it", pair.target.find(english[0]))
    elif pair.locale.direction == "rtl":
        # The title of a film or a book may stand in quotation marks as it is.
        yield from _foreign(_copied(pair.source, _QUOTED.sub("\n", text)))


def _copied_words(pair: Pair, text: str) -> list[str]:
    """The words in small letters that stand so in the English, too."""
    source = set(_SMALL.findall(pair.source))
    return [word for word in _SMALL.findall(text) if word in source]


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
    for word in strange.findall(_BRACKETED.sub("", _kept(pair))):
        if word.casefold() not in english:
            yield warning(f'a word in other letters: "{word}"', "was it typed with another keyboard?")
            return


_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
_ARABIC_WORD = re.compile(f"[{AL}]{{2,}}")


_QUOTED = re.compile(r"""["«“„][^"»”\n]{1,80}["»”]""")
_LATIN = re.compile(r"[A-Za-z]{2}")
_LATIN_WORDS = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[^\s]")
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        "the a an of and or to in on at by for with from that this these those is are was were be been has have had "
        "not no will would it its they their his her he she we our you your as but who which when after",
    )
)


def _copied(english: str, text: str) -> list[str]:
    """The longest run of words of the English that stands in a text as it is."""
    source = " ".join(["", *_LATIN_WORDS.findall(english), ""])
    longest: list[str] = []
    run: list[str] = []
    for word in [*_LATIN_WORDS.findall(text), "\n"]:
        longer = [*run, word]
        if word[0].isascii() and word[0].isalpha() and f" {' '.join(longer)} " in source:
            run = longer
        else:
            longest, run = max(longest, run, key=len), [word] if f" {word} " in source and word[0].isalpha() else []
    return max(longest, run, key=len)


def _kept(pair: Pair) -> str:
    """The translation without the terms that are kept."""
    text = pair.text
    for one in pair.agreed:
        if one.term.kind == KEEP or one.target == one.term.text:
            for variant in variants(one.target):
                text = text.replace(variant, "\n")
    return text


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
    note = _NOTE.search(pair.text)
    if note and note[0].strip("[]() ").casefold() not in pair.source.casefold():
        yield error(f'a note was left in: "{note[0].strip()}"', "delete it, or put it into the entry's comment")
        return
    choice = _CHOICE.search(pair.text)
    if choice and "/" not in pair.source:
        yield warning(f'two words to choose from: "{choice[0]}"', "decide for one of them")
    for run in _LATIN_RUN.findall(pair.text):
        english = [word for word in _WORD.findall(run.casefold()) if word in _ENGLISH_ONLY]
        if len(set(english)) > 1 and run.casefold() not in pair.source.casefold():
            yield error(f'English that is not in the English text: "{" ".join(run.split())}"', "delete it")
            return


_NOTE = re.compile(
    r"\b(?:TODO|FIXME|TBC|TBD|XXX+|xxx+|NB:|lorem ipsum|msg(?:id|str|ctxt))\b:?"
    r"|[\[(]\s?(?:[?؟]+|\.{3}|…|check\w*|translat\w*|note:|NDT|T\.?N|(?:ال)?(?:ملاحظة|مترجم|ترجمة|مراجعة|تدقيق)|"
    r"تم التدقيق|يُ?راجع|للمراجعة|kontrol\w*|nota?\b|wergêr|wergerandin|تێبینی|وەرگێڕ)[^\])]{0,80}[\])]"
    r"|\A\W*(?:translation|arabic|kurdish|sorani|kurmanji|الترجمة|ترجمة|إليك الترجمة|wergera?|وەرگێڕان)\s?:",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"[^\W\d_]{2,}\s?/\s?[^\W\d_]{2,}")
_LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z'’,\s]*[A-Za-z]")
_ENGLISH_ONLY = frozenset(
    re.findall(
        r"\w+",
        "the of and with this that these from is are was were by for here sure translation translated text please "
        "check paragraph not have has been will would should could which what note",
    )
)
"""Words of English that no other of our languages writes so."""


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
    letters = len(_LETTER.findall(pair.text))
    if letters < 8 or pair.segment.context == SIGNATORY or pair.language not in {"ar", "ckb", "ku"}:  # noqa: PLR2004
        return
    # A name may stand in brackets as it is written at home.
    share = len(_ARABIC.findall(_BRACKETED.sub("", pair.text))) / letters
    if pair.language == "ku" and share > 0.05:  # noqa: PLR2004
        yield error("it is written in Arabic letters", "Kurmanji is written in Latin ones")
    elif pair.language != "ku" and share < 0.5 and not _is_kept(pair):  # noqa: PLR2004
        yield error("most of it is written in Latin letters", f"write it in the letters of {pair.locale.english_name}")


_ARABIC = re.compile(f"[{AL}]")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _is_kept(pair: Pair) -> bool:
    """Whether most of the letters belong to terms that are kept, or to the English, which other checks look at."""
    return _squeezed(pair.text) == _squeezed(pair.source) or len(_LETTER.findall(_kept(pair))) < 8  # noqa: PLR2004


@text_check()
def term(pair: Pair) -> Iterator[Hit]:
    """An official name or an agreed term is translated otherwise than in the glossary, ``source/terms.yaml``.

    Names (kind ``name``) and what is kept (``keep``) are errors, terms of art (``term``) warnings. Words may be
    inflected: Arabic particles and the article before them, Kurdish endings after them are understood.

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
        name = one.term.kind != "term"
        if not any(uses(pair.text, variant, pair.language, name=name) for variant in variants(one.target)):
            level = error if name else warning
            agreed = isolate_all(one.target, pair.locale.direction) if one.term.kind != KEEP else one.target
            yield level(f'"{one.term.text}" is not translated as agreed', f"agreed is: {agreed}", near=one.term.text)
