"""Checks of what stands between the words: brackets, quotation marks, punctuation, spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.checks.partners import BRACKETS, OPENING, QUOTATION_MARKS, lonely, unpaired
from publisher.checks.patterns import AL, VOWEL_MARKS, Rare, Words, only_words
from publisher.checks.registry import Fix, error, info, text_check, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.checks.pair import Pair
    from publisher.checks.registry import Hit

_OURS = frozenset({"ar", "ckb", "ku", "en"})
# "1)" and "a)" at the beginning number a list; elsewhere they do if the English has them too.
_LIST_MARKER = re.compile(r"(?:\A|\n)[ \t*_]*+(?:\d{1,3}|[^\W\d_]|[ivx]{1,4})\)")
_ANY_MARKER = re.compile(r"(?<!\S)(?:\d{1,3}|[^\W\d_]\u0640?|[ivx]{1,4})\)")
_WHOLE_MARKER = re.compile(r"(?<!\S)\((?:\d{1,3}|[^\W\d_]|[ivx]{1,4})\)")
_SMILEY = re.compile(r"(?<!\S)[:;]-?[()]")


@text_check()
def brackets(pair: Pair) -> Iterator[Hit]:
    """Brackets that are not closed, not opened, or closed in the wrong order.

    In a text that runs from right to left a bracket turns round with its surroundings: look at the characters,
    not at the screen. The English is not asked: its brackets may be others.

    Bad:
        en: The forces (SDF) agreed.
        ckb: هێزەکان (هەسەدە ڕازی بوون.
    Good:
        en: The forces (SDF) agreed.
        ckb: هێزەکان (هەسەدە) ڕازی بوون.
    """
    target = pair.words
    if not BRACKETS.search(target):
        return
    at = unpaired(_without_markers(target, _LIST_MARKER))
    if at >= 0 and _has_markers(only_words(pair.english), target):
        at = unpaired(_without_markers(target, _ANY_MARKER))
    if at >= 0:
        what = "closes nothing" if target[at] in OPENING else "is not closed"
        yield error(f'the bracket "{target[at]}" {what}: {pair.place(at)}', "write both of the pair", at)


def _has_markers(english: str, target: str) -> bool:
    """Whether the English numbers the parts of a sentence, as "a)" or as often as the translation as "(a)"."""
    whole = len(_WHOLE_MARKER.findall(english))
    return whole >= len(_ANY_MARKER.findall(target)) or unpaired(_without_markers(english, _LIST_MARKER)) >= 0


def _without_markers(text: str, marker: re.Pattern[str]) -> str:
    blank = _SMILEY.sub(lambda found: " " * len(found[0]), text)
    return marker.sub(lambda found: " " * len(found[0]), blank)


_DOUBLED = re.compile('""|““|””|««|»»')
_SINGLE_OPENS = re.compile(r"(?<![^\s(\"“])['‘](?=\w)")
_SINGLE_CLOSES = re.compile(r"(?<=\w)['’](?!\w)")
_SINGLE_ENDS = re.compile(r"(?<=[.,!?])['’](?!\w)")


@text_check()
def quotes(pair: Pair) -> Iterator[Hit]:
    """Quotation marks without a partner: readers cannot tell where somebody else's words end.

    A quotation that goes on in the next paragraph is known by the English, which is not closed there either.

    Bad:
        en: They call it a “limited operation”.
        ar: يسمونها «عملية محدودة.
    Good:
        en: They call it a “limited operation”.
        ar: يسمونها «عملية محدودة».
    """
    target = pair.words
    if not QUOTATION_MARKS.search(target):
        return
    at = lonely(target, strict=pair.language in _OURS)
    if at < 0 or _goes_on(only_words(pair.english)):
        doubled = _DOUBLED.finditer(target)
        at = next((found.start() for found in doubled if found[0] not in only_words(pair.english)), -1)
    if at >= 0:
        message = f"the quotation mark {target[at]} has no partner: {pair.place(at)}"
        level = info if _to_the_end(target, at) else warning
        yield level(message, "write both of the pair, in the order of reading", at)


def _to_the_end(text: str, at: int) -> bool:
    """Whether a straight mark opens words that end with the paragraph, and newspapers often do not close.

    Of a few words it matters where they end; what is as long as a sentence ends with it.
    """
    opens = text[at] == '"' and text[at + 1 : at + 2].isalpha() and not text[max(0, at - 1) : at].isalnum()
    return opens and len(text[at:].split()) >= _SENTENCE


_SENTENCE = 5  # words


def _goes_on(english: str) -> bool:
    """Whether a quotation of the English begins or ends in another paragraph; apostrophes make this a guess."""
    opens, ends = len(_SINGLE_OPENS.findall(english)), len(_SINGLE_ENDS.findall(english))
    closes = ends + len(_SINGLE_CLOSES.findall(english))
    return opens > closes or ends > opens or lonely(english, strict=True) >= 0


_ARABIC = re.compile(f"[{AL}]")
_ARABIC_FOR = {",": "،", ";": "؛", "?": "؟"}
_LATIN_FOR = {arabic: latin for latin, arabic in _ARABIC_FOR.items()}
_LATIN_MARKS, _ARABIC_MARKS = Words.of(*_ARABIC_FOR), Words.of(*_LATIN_FOR)
_AFTER_ARABIC = Rare(_LATIN_MARKS, rf"(?<=[{AL}{VOWEL_MARKS}])[,;?](?![0-9])")
# After a bracket, a quotation mark or a digit it belongs to the text around if that goes on in Arabic letters.
_BETWEEN_ARABIC = Rare(_LATIN_MARKS, rf"""(?<=[)\]»”"'٪%0-9٠-٩۰-۹])[,;?](?=\s+["«“(\[]*+[{AL}]|["»”)\]]*\Z)""")
_AFTER_LATIN = Rare(_ARABIC_MARKS, r"(?<=[A-Za-zçêîşûÇÊÎŞÛ0-9)\]”\"'])[،؛؟]")
_TWICE = Rare(r"[.،؛,;:]\s?[.،؛,;]", r"(?<![.،؛,;:])(?:[،؛,;:]\s?[،؛,;]|\.\.)(?![.،؛,;:])")
_STRAY_ACCENT = Rare(Words.of(*"`´"), r"(?<=\w)[`´](?=[^\W\d_])")


@text_check()
def punctuation(pair: Pair) -> Iterator[Hit]:
    """Commas, semicolons and question marks of the other script, and marks that stand twice.

    Arabic and Sorani write ، ؛ ؟, Kurmanji and all that is written in Latin letters , ; ?

    Bad:
        en: Peace, justice
        ar: السلام, العدالة
    Good:
        en: Peace, justice
        ar: السلام، العدالة
    """
    target = pair.words
    is_arabic = pair.locale.direction == "rtl" and bool(_ARABIC.search(target))  # not Hebrew
    right = _ARABIC_FOR if is_arabic else _LATIN_FOR
    patterns = (_AFTER_ARABIC, _BETWEEN_ARABIC) if is_arabic else (_AFTER_LATIN,)
    seen = {found[0]: found for pattern in patterns for found in pattern.finditer(target)}
    for mark, one in seen.items():
        at = one.start()
        message = f"{mark} (U+{ord(mark):04X}) in place of {right[mark]} (U+{ord(right[mark]):04X}): {pair.place(at)}"
        yield error(message, fix=Fix(at, at + 1, right[mark]))
    if found := _TWICE.search(target):
        yield warning(f"{found[0]} stands twice: {pair.place(found.start())}", "write it once", found.start())
    if pair.language == "ku" and (found := _STRAY_ACCENT.search(pair.target)):
        yield warning(f"{found[0]} is no apostrophe: {pair.place(found.start())}", "write ’", found.start())


_DOUBLE = Rare(Words.of("  ", "\u00a0", "\u202f", "\t"), r"(?<=\S)[ \u00a0\u202f\t]{2,}(?=[^\s])")
_EDGE = re.compile(r"\A[ \t\u00a0]+|(?<![ \t\u00a0])[ \t\u00a0]++\Z")
# Not before a dot or a colon that begins something: " .org", " ...", " :)".
_BEFORE = Rare("[ \u00a0\u202f][،؛؟,;?!.]", r"(?<=\S)[ \u00a0\u202f]+(?=[،؛؟,;?!](?![-([])|\.(?![.\w]))")
_GLUED = Rare(f"،(?=[{AL}])", rf"(?<=[{AL}])،(?=[{AL}])")
_GLUED_LATIN = Rare(r",(?=[^\W\d_])", rf"(?<=[^\W\d_])(?<![{AL}]),(?=[^\W\d_])(?![{AL}])")
_GLUED_STOP = Rare(
    f"[.؟!?](?=[{AL}A-ZÇÊÎŞÛ])",
    rf"(?<=[{AL}]{{3}})[.؟!](?=[{AL}]{{3}})|(?<=[a-zçêîşû]{{3}})[.!?](?=[A-ZÇÊÎŞÛ][a-zçêîşû]{{2}})",
)
_ALONE = Rare(r"و (?<!\Sو )", rf"(?<!\S)و (?=[{AL}])")
_LATIN_AFTER = Rare(f"[A-Za-z](?<=[{AL}][A-Za-z])", rf"[{AL}](?=[A-Za-z]{{2}})")
# Nothing else can be done with a particle of one letter or the article: وSNA.
_PARTICLE = r"(?:[وف]?[بكل]?(?:ال)?|[وف]?لل)\u0640?"
_TWO_SCRIPTS = Rare(
    f"[A-Za-z](?:(?<=[{AL}][A-Za-z])|(?=[{AL}]))",
    rf"(?<![{AL}])(?!{_PARTICLE}[A-Za-z])[{AL}]++(?=[A-Za-z])|[A-Za-z](?=[{AL}])",
)


@text_check()
def spacing(pair: Pair) -> Iterator[Hit]:
    """Spaces that are doubled, stand before punctuation, or are missing after a comma.

    In French the space before ; ? and ! is right. In Arabic the word و is written together with the next one,
    and Arabic and Latin letters are not written together, but for particles of one letter and the article.

    Bad:
        en: Peace, justice
        ku: Aştî , dadmendî
    Good:
        en: Peace, justice
        ku: Aştî, dadmendî
    """
    target = pair.words
    if found := _DOUBLE.search(target):
        yield warning(f"more than one space: {pair.place(found.end())}", fix=Fix(*found.span(), " "))
    if (target[:1].isspace() or target[-1:].isspace()) and (found := _EDGE.search(target)):
        yield warning("a space at the beginning or the end", fix=Fix(*found.span(), ""))
    right = ";?!" if pair.language == "fr" else ""
    if found := next((one for one in _BEFORE.finditer(target) if target[one.end()] not in right), None):
        yield warning(f"a space before {target[found.end()]}: {pair.place(found.end())}", fix=Fix(*found.span(), ""))
    if found := _GLUED.search(target):
        # Frequent in good Arabic texts, and certain to be mended by --fix: nobody has to be told.
        level = info if pair.language == "ar" else warning
        yield level(f"no space after {found[0]}: {pair.place(found.start())}", fix=Fix(found.end(), found.end(), " "))
    if found := _GLUED_STOP.search(target):
        yield warning(f"no space after {found[0]}: {pair.place(found.start())}", "write one", found.start())
    if found := _GLUED_LATIN.search(target):
        yield info(f"no space after {found[0]}: {pair.place(found.start())}", "write one", found.start())
    if pair.language == "ar":
        yield from _arabic_words(pair, target)
    elif pair.language == "ckb" and (found := _LATIN_AFTER.search(target)):
        # After a Latin name the endings of Sorani are written on: UNی.
        yield warning(f"Arabic and Latin letters together: {pair.place(found.start())}", "put a space", found.start())


def _arabic_words(pair: Pair, target: str) -> Iterator[Hit]:
    if found := _ALONE.search(target):
        yield warning(f"و stands alone: {pair.place(found.start())}", "join it to the next word", found.start())
    if found := _TWO_SCRIPTS.search(target):
        yield warning(f"Arabic and Latin letters together: {pair.place(found.start())}", "put a space", found.start())


_ADDRESS = "\ufffc"
_OUTSIDE = " \t\n\u00a0\"'»«”“„’‘›‹)]*_`~\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
_CLOSING = _OUTSIDE + _ADDRESS
_END = {
    **dict.fromkeys("?؟？՞", "a question mark"),
    **dict.fromkeys(".…。۔।॥։።", "a full stop"),
    **dict.fromkeys("!！՜", "an exclamation mark"),
    **dict.fromkeys(":：", "a colon"),
    **dict.fromkeys(",،;؛，；、", "a comma or semicolon"),
}
_NOTHING = "no mark"
# Who translates news and titles makes sentences of headlines and quiet sentences of loud ones.
_SAME = {
    "a full stop": {"a full stop", "an exclamation mark"},
    "an exclamation mark": {"a full stop", "an exclamation mark"},
    "a comma or semicolon": {"a comma or semicolon", "a full stop"},
    _NOTHING: {_NOTHING, "a full stop", "an exclamation mark", "a colon", "a comma or semicolon"},
}
_NO_STOPS = frozenset({"th", "lo", "km", "my", "bo"})
"""Languages whose sentences end with a space."""


@text_check()
def end_mark(pair: Pair) -> Iterator[Hit]:
    """A sentence that ends otherwise than the English: without its full stop, or without its question mark.

    Often the end of the sentence is lost with it. Quotation marks and brackets at the end do not count, a heading may
    become a sentence, and after an abbreviation (6 p.m.) or a web address no mark is missed.

    Bad:
        en: Who is responsible?
        ku: Kî berpirsiyar e.
    Good:
        en: Who is responsible?
        ku: Kî berpirsiyar e?
    """
    if pair.is_name:
        return
    text = pair.text.replace(";", "?") if pair.language == "el" else pair.text  # Greek asks with a semicolon
    wanted, has = _end(pair.source), _end(text)
    if text.rstrip(_OUTSIDE).endswith(_ADDRESS):
        return  # which a mark might become a part of
    if has == _NOTHING and (
        _ABBREVIATION.search(pair.source[-_TAIL:]) or (_QUOTED_STOP.search(pair.source) and _QUOTED_END.search(text))
    ):
        return  # the stop was inside the quotation, as in English it always is
    if has not in _SAME.get(wanted, {wanted}) and not (has == _NOTHING and pair.language in _NO_STOPS):
        yield warning(f"the English ends with {wanted}, the translation with {has}", "end it alike")


_TAIL = 40  # characters at the end that an abbreviation is looked for in
_ABBREVIATION = re.compile(
    r"\b(?:[AaPp]\.[Mm]|etc|[A-Z](?:\.[A-Z])+|Inc|Ltd|Corp|Co|Jr|Sr|et al|et seq|ibid)\.[\"”’')\s]*\Z"
)
_QUOTED_STOP = re.compile(r"""\.["”’']\s*\Z""")
_QUOTED_END = re.compile(r"""["”»’']\s*\Z""")


def _end(text: str) -> str:
    """How a text ends, in words."""
    text = text.rstrip(_CLOSING)
    if text[-2:] in {"?!", "؟!", "!?", "!؟"}:
        return _END["?"]
    return _END.get(text[-1:], _NOTHING)
