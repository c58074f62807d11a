"""Whether an edit of an English text is minor: typo, punctuation or case only, so that its translations stand.

A wrong yes leaves a wrong statement out in every language; a wrong no costs a translator one click. So what is
not known to be harmless is refused. The known words are those of pyspellchecker, which has the American ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, reduce
from itertools import chain, starmap, zip_longest
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANY, CLIP = 20, 99  # more words than this, changed at once, are no slips; characters of a text to name in a reason
RIVAL = 30  # a correction must be so many times as frequent as any other word that the typo may stand for
RARE = 50  # how frequent the library calls words that it lists and never met; they are taken for no correction
COMMON = 300  # from here on words are known well enough to be parts of others, which are then known as well
ORDINARY = 10_000  # rarer words with a capital may be names: John has 7,000, Turkish 7,500, Government 131,000
SHORT, LONG = 4, 8  # letters: shorter words must keep theirs, in longer ones two may be doubled or not
_is_number = re.compile(
    r"(?i).*[\d²³¼-¾⅐-ↈ].*|(?-i:(?=..)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3}))|(.*-)?(half|halves|single"
    r"|once|twice|thrice|both|either|(twen|thir|for|fif|six|seven|eigh|nine)t(y|ies|ieth)|((thir|four|fif|six|seven|eigh"
    r"|nine)teen|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|fifth|eighth"
    r"|ninth|twelfth|hundred|thousand|(m|b|tr)illion|dozen|score|quarter|couple|pair|double|triple)(th|fold)?[sd]?)(-.*)?"
).fullmatch
_is_negation = re.compile(
    "(?i).*n't.*|(.*-)?(no|not|never|none|nor|neither|nobody|nothing|nowhere|non|cannot|without|hardly|barely|scarcely"
    "|rarely|seldom|unless|except(ing)?|excluding|lack(s|ed|ing)?|fail(s|ed|ing|ures?)?|refus(e[sd]?|ing|als?)"
    "|den(y|ies|ied|ying|ials?))(-.*)?"
).fullmatch
_NEGATING = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de", "anti", "counter")
_PREFIX = re.compile("|".join((*_NEGATING, "re|pre|co|ex|sub|multi|over|under|inter|pro|up|out")))
_SUFFIX = re.compile("(e?[srd]|[eo]r|ing|[ei]e|al|ist|ism)s?|ly|ness|less")
_HOMOGRAPH = re.compile(
    "may|march|august|turkey|china|jordan|chad|mali|niger|oman|guinea|polish|finn|job|nice|reading|mobile|will|bill"
    "|mark|frank|jack|rose|grace|hope|faith|said|reef|sham|rand|dean|ward|sultan|state|green|catholic|god|lion"
    "|orthodox|liberal|democrat(ic)?|republican|native|poles?|dane|swede|lent|mass|bible|major"
)
# What is in these stays as it stands. Little is given back to be tried again, so the time taken is linear.
_MARKUP = re.compile(
    r"(?s)\n|`.*`|\[\^[^][\s]*+\]|\{[^{}]*+\}|<[^<>]*+>|\]\[[^][]*+\]|(?:https?://|www\.)\S++"
    r'|\]\((?:[^()\s\\<>]++|\([^()\s\\<>]*+\))*+(?:\s++"[^"\\]*+")?+\s*+\)'
)
_KINDS = {"\n": "a line break", "`": "code", "{": "a placeholder", "<": "HTML or an address", "[": "a footnote mark"}
_SIGNS = {"?": "a question mark", "!": "an exclamation mark", '"': "a quotation mark", "*": "emphasis"}
_SIGNS |= dict.fromkeys(".,;:'-", "punctuation") | dict.fromkeys("()[]", "a bracket") | {"\ufffc": "markup"}
_TYPOGRAPHY: dict[int, int | str] = {ord("—"): " - ", ord("…"): "..."}
_TYPOGRAPHY |= str.maketrans("\u2018\u2019\u02bc\u2010\u2011\u2012\u2013\u2212“”„«»\ufffc", '\'\'\'-----"""""\ufffd')
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*+'?")
_PIECE = re.compile(rf"{_WORD.pattern}|\.{{3}}|\S")
# With a space beside them, signs between two letters would make two words of one.
_EXACT = re.compile(r"[\d²³¼-¾⅐-ↈ@/#%&$€£¥+=]|\w\.\w|[^\W_](?:[^\w\s.,;:'-]|_)++[^\W_]")
_AMERICAN = {
    r"(?<=[a-z]{3}o)u(?=r)|(?<=[a-z]{3}[ae]l)l(?=(ed|ing|[eo]rs?)$)|(?<=[a-z]alog)ue(?=s?$)": "",
    r"(?<=program)me(?=s?$)|(?<=dg)e(?=ment)|(?<=fulfil)l(?=s?$|ment)": "",
    r"(?<=[a-z]{4}i)(?<!appri)s(?=(ed?|e[rs]|ers|ing|ations?|ational)$)|(?<=aly)s(?=(ed?|ing)$)": "z",
    r"(?<=defen|offen|licen)c(?=es?$|eless)": "s",
    r"(?<=t)re(?=[ds]?$)": "er",
}


def why_not_minor(before: str, after: str) -> str:
    """Why an edit of an English text may change what it says; empty if it is only typo, punctuation or case.

    Both texts are inline Markdown as a `Segment` holds it; the reason is a phrase for an editor, with the words.
    Numbers, negations, markup, the number and order of words, and question, exclamation and quotation marks must
    stay. Spaces, other punctuation, the case of what is no acronym, British and American spelling and a hyphen in
    a word may change; so may a word that is none in English, to the one that it must have been.
    """
    (old_markup, old), (new_markup, new) = _read(before), _read(after)
    for what, chosen in (("a number was", _is_number), ("a negation was", _is_negation)):
        if reason := _difference(what, list(filter(chosen, old)), list(filter(chosen, new))):
            return reason
    for one, other in zip_longest(old_markup, new_markup, fillvalue=""):
        if one != other:
            return f"{_KINDS.get((one or other)[0], 'a link')} changed"
    if len(old) != len(new):
        return _difference("words were", old, new)
    changed = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    if len(changed) > MANY:
        return f"{len(changed)} words changed"
    return next(chain.from_iterable(starmap(_objections, changed)), "")


def _read(text: str) -> tuple[list[str], list[str]]:
    """The markup of a text, and its words, numbers and signs, with U+FFFC in the place of markup."""
    prose = "\ufffc".join(one.translate(_TYPOGRAPHY) for one in _MARKUP.split(text.replace("\n", " \n ")))
    prose = re.sub(r"(?<!\d\s)-\s+(?=\d)", "-", unicodedata.normalize("NFC", prose))  # it may be a minus
    pieces = ["", *chain.from_iterable(map(_pieces, prose.split())), ""]
    kept = [
        piece
        for last, piece, following in zip(pieces, pieces[1:], pieces[2:], strict=False)
        # "No, killed" is not "no killed", and "3, 5" is not "3 5".
        if piece not in {*".,;:'-"} or _is_negation(last) or (_is_number(last) and _is_number(following))
    ]
    # A target that is not understood holds the whole text.
    return _MARKUP.findall(text) + [f"]({text}"] * ("](" in prose), kept


def _pieces(chunk: str) -> Iterator[str]:
    """What stands between two spaces; numbers, addresses and abbreviations whole, with every sign inside."""
    begun = chunk.lstrip("\"'([*_~\ufffc") if _EXACT.search(chunk) else ""
    core = begun.rstrip('")]*_~.,;:!?\ufffc')
    yield from _PIECE.findall(chunk[: len(chunk) - len(begun)])
    yield from (core, *_PIECE.findall(begun[len(core) :])) if core else ()


def _difference(what: str, old: list[str], new: list[str]) -> str:
    """The first that one list has and the other has not; empty if there is none but for case."""
    for step in Levenshtein.opcodes([one.casefold() for one in old], [one.casefold() for one in new]):
        was, now = map(" ".join, (old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]))
        if step.tag == "replace":
            return f"{what.rpartition(' ')[0]} changed: {was[:CLIP]} became {now[:CLIP]}"
        if step.tag != "equal":
            done, one = ("added", now) if now else ("removed", was)
            sign = "" if any(map(str.isalnum, one)) else _SIGNS.get(one[0], "a sign")
            return f"{sign} was {done}" if sign else f"{what} {done}: {one[:CLIP]}"
    return ""


def _objections(old: str, new: str) -> Iterator[str]:
    """Why one piece that stands in the place of another is more than a slip; the first says it best."""
    became = f'"{old}" became "{new}"'.replace("\ufffc", "(markup)")
    parts, others = re.split("(['-])", old), re.split("(['-])", new)
    folded = [one.casefold() for one in (*parts, *others)]
    if not (_WORD.fullmatch(old) and _WORD.fullmatch(new)):
        yield became
    elif any(one[1:] != one[1:].lower() for one in (*parts, *others)):
        yield f"{became}: one may be an acronym"
    elif not (old + new).islower() and any(map(_HOMOGRAPH.fullmatch, folded)):
        yield f"{became}: one may be a name"
    elif parts[1::2] == others[1::2]:
        yield from chain.from_iterable(map(_doubts, parts[::2], others[::2]))
    elif any(map(_PREFIX.fullmatch, folded)) or old.casefold().replace("-", "") != new.casefold().replace("-", ""):
        yield became


def _doubts(shown: str, correction: str) -> Iterator[str]:
    """Why a word without hyphen and apostrophe is not another one misspelt or spelt as in America."""
    old, new = shown.casefold(), correction.casefold()
    if old == new or (_american(old) == _american(new) and _frequency(new)):
        return
    if (longer := max(old, new, key=len)) in {negating + min(old, new, key=len) for negating in _NEGATING}:
        yield f"a negation was {'added' if longer == new else 'removed'}: {longer}"
    lower = shown + correction == old + new
    doubled = len({re.sub(r"(.)\1+", r"\1", one) for one in (old, new)}) == 1
    common = doubled or sorted(old) == sorted(new)
    likely = common or lower or len(new) >= LONG
    slips = OSA.distance(old, new, score_cutoff=2)
    if slips > 1 + (doubled and len(new) >= LONG) or old[:1] != new[:1] or (len(old) < SHORT and set(old) != set(new)):
        yield f'"{shown}" became "{correction}"'
    elif _frequency(old) and _frequency(new):
        yield f'"{shown}" and "{correction}" are both words'
    elif not likely or _frequency(new) <= (RARE if lower and len(new) >= LONG else ORDINARY):
        yield f'"{shown}" may be a name or a rare word'
    elif not doubled and (_is_made_of_words(old) or _SUFFIX.fullmatch(new.removeprefix(old))):
        yield f'"{shown}" may be a word'
    elif rival := _rival(old, new, slips, common=common):
        yield f'"{shown}" may have been "{rival}"'


def _is_made_of_words(word: str) -> bool:
    """Whether it is put together of known words, prefixes and suffixes: no dictionary lists all that are."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word))]
    known = {one for one in chain(*cuts) if len(one) >= SHORT and _frequency(one) >= (COMMON if len(one) < LONG else 1)}
    return any((a in known or _PREFIX.fullmatch(a)) and (b in known or _SUFFIX.fullmatch(b)) for a, b in cuts)


def _rival(old: str, new: str, slips: int, *, common: bool) -> str:
    """A word that the old one may stand for as well: of the opposite meaning, or as near and not far rarer."""
    for one in chain.from_iterable((negating + new, new.removeprefix(negating)) for negating in _NEGATING):
        if one != new and len(one) >= SHORT and _frequency(one) and OSA.distance(old, one) <= slips + 1:
            return one
    near = process.extract(old, list(_dictionary()), scorer=OSA.distance, score_cutoff=slips, limit=None)
    # Letters out of order, or doubled or not, are the commonest slips and leave the least doubt.
    limit = _frequency(new) / RIVAL if common else min(_frequency(new) / RIVAL, COMMON)
    return next((one for one, _, _ in near if _american(one) != _american(new) and _frequency(one) >= limit), "")


def _frequency(word: str) -> int:
    return max(_dictionary().get(one, 0) for one in (word, _american(word)))


def _american(word: str) -> str:
    return reduce(lambda one, rule: re.sub(rule[0], rule[1], one), _AMERICAN.items(), word)


@cache
def _dictionary() -> Mapping[str, int]:
    from spellchecker import SpellChecker  # noqa: PLC0415  # 0.1 s and 40 MB that most commands do without

    return SpellChecker().word_frequency.dictionary
