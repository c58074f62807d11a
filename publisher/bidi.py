"""Text of two directions in one line: which runs must be isolated so that their parts keep their order.

Readers see characters in the order of the Unicode bidirectional algorithm. In a line that runs the other way
it takes ``+963 21 123 4567`` or ``10 March 2025`` apart, unless something says that they are one piece.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OPPOSITE = {"rtl": "ltr", "ltr": "rtl"}
"""For each direction the other one."""

# Scripts that run from right to left, with their own punctuation and digits: Hebrew, Arabic, Syriac, N'Ko …
_RTL = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL_LETTER = rf"(?=[^\W\d_])[{_RTL}]"
_LTR_LETTER = rf"[^\W\d_{_RTL}]"
# No run goes past the end of a line, or past characters that set a direction already.
_STOPS = r"\n\v\f\r\x1c-\x1e\x85\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Brackets and quotation marks are in a run in pairs or not at all: outside it, half a pair turns round.
_PAIRS = ("()", "[]", "{}", "«»", "“”")
_HALVES = re.escape("".join(_PAIRS)) + '"'
_CLOSING = "".join(pair[1] for pair in _PAIRS) + '"'
_OVERRIDES = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
# All there are: marks, embeddings and overrides, isolates (UAX #9, section 2).
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def _with_pairs(inside: str) -> str:
    """Any length of ``inside``, also between brackets; a straight quote opens after a space only."""
    pairs = [f"{re.escape(pair[0])}{inside}*+{re.escape(pair[1])}" for pair in _PAIRS]
    return rf'(?:{inside}|{"|".join(pairs)}|(?<=\s)"{inside}*+")*+'


# Repetitions are possessive, "*+": they give nothing back to be tried again, so the time taken is linear.
_ISOLATED = r"[\u2066-\u2068][^\u2066-\u2069\n]*+\u2069"
_PHONE = r"(?P<phone>\+[0-9](?:[-. \u00a00-9]|\([0-9]+\))*+)"
_IN_LTR_RUN = rf"[^{_RTL}{_STOPS}{_HALVES}]"
_LTR_TEXT = _LTR_LETTER + _with_pairs(_IN_LTR_RUN)
_NUMBERS = rf"(?:[0-9]|[+@#$€£](?=\w))(?:(?!{_LTR_LETTER}){_IN_LTR_RUN}|(?<=[0-9)])\([0-9A-Za-z]+\))*+"
# A hashtag is one only as long as nothing stands between its sign and its first letter. A comma as these scripts do not
# have it is one of the text around: between two names it parts two runs, as "،" does between two Latin ones.
_RTL_TEXT = "[#@]?+" + _RTL_LETTER + _with_pairs(rf"(?!{_LTR_LETTER}|[,;?]\s)[^{_STOPS}{_HALVES}]")
_CANDIDATE = {
    "rtl": f"{_ISOLATED}|{_PHONE}|{_NUMBERS}(?:{_LTR_TEXT})?+|{_LTR_TEXT}",
    "ltr": f"{_ISOLATED}|{_RTL_TEXT}",
}
# No candidate begins with a character that is not here; most texts hold few of them, or none, and a search for one
# character is quick: more so for characters that are named than for whole categories, or beyond the first plane.
_SPACES = r"\x09-\x0d\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BEGINNING = {
    "rtl": re.compile(rf"[^{_RTL}{_HALVES}{_SPACES}!'*,./:;?\u200b-\u200f\u2010-\u2027-]"),
    "ltr": re.compile(r"[^\x00-\"$-?A-\u058f\u0900-\u2065\u2069-\ufb1c]"),
}
# What a run may end with: Unicode categories, and characters.
_LAST = {"rtl": ("LMN", "+@#%" + _CLOSING), "ltr": ("LM", _CLOSING)}
_HAS_LETTER = re.compile(_LTR_LETTER)
# A plain number keeps its order by itself; one with a sign, a hyphen, spaced groups or brackets does not.
_PLAIN = r"[0-9]+(?:[.,/:][0-9]+)*+"
_NUMBER = re.compile(rf"[+@#]?{_PLAIN}(?:[-\u2013 \u00a0\u202f]{_PLAIN})*+(?:\([0-9]+\))*+\+?")

# What programs make links of, up to the first character that they would not take for a part of it.
_IN_ADDRESS = rf'[^\s<>"«»“”\[\]،؛؟{_STOPS}]'
_MAIL = r"[A-Za-z0-9._%+-]"
_ADDRESS = re.compile(
    rf"(?<!{_MAIL})(?:(?i:https?://|www\.){_IN_ADDRESS}++|(?=[A-Za-z]){_MAIL}++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++)"
)
_AFTER_ADDRESS = ".,:;!?'~"


def isolates(text: str, direction: str) -> list[tuple[str, bool]]:
    """Cut a text of this direction; True marks a run of the other one, to be put into its own ``<bdi>``."""
    if (direction == "ltr" and text.isascii()) or not _BEGINNING[direction].search(text):  # most texts have no runs
        return [(text, False)] if text else []
    pieces, done = [], 0
    for start, end in _runs(text, direction):
        if done < start:
            pieces.append((text[done:start], False))
        pieces.append((text[start:end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces


def as_html(text: str, direction: str, escape: Callable[[str], str]) -> str:
    """A text of this direction as HTML, each run of the other one in a ``<bdi>``, with this way to escape it."""
    bdi = f'<bdi dir="{OPPOSITE[direction]}">'
    return "".join([f"{bdi}{escape(run)}</bdi>" if other else escape(run) for run, other in isolates(text, direction)])


def isolate_all(text: str, direction: str) -> str:
    """A whole text of the given direction in isolates, for a place in a text of another language."""
    return {"ltr": "\u2066", "rtl": "\u2067"}[direction] + text + "\u2069"


def strays(text: str) -> str:
    """The bidi controls of a text that would reach beyond it or turn it around, as code points; empty if none.

    Overrides and embeddings (U+202A to U+202E) have no place in plain text or HTML; isolates must be closed.
    """
    found = _OVERRIDES.findall(text)
    depth = 0
    for control in _ISOLATES.findall(text):
        depth += -1 if control == "\u2069" else 1
        if depth < 0:
            break
    if depth:
        found += _ISOLATES.findall(text)
    return " ".join(dict.fromkeys(f"U+{ord(one):04X}" for one in found))


def isolated(text: str, direction: str) -> str:
    """The text with isolating characters around its runs of the other direction, where markup cannot go."""
    opposite = OPPOSITE[direction]
    return "".join(isolate_all(run, opposite) if other else run for run, other in isolates(text, direction))


def unmarked(text: str) -> str:
    """The text without any character that is there for the order of others; U+200C, which is spelling, stays."""
    return _CONTROLS.sub("", text)


def first_strong(text: str, *, isolated: bool = True) -> str:
    """The direction of the first letter, or of the first mark of direction, or empty (UAX #9, rules P2 and P3).

    Args:
        text: A line of text.
        isolated: Whether what is in isolates counts. The rule says no; programs do the one or the other.
    """
    depth = 0
    for character in text:
        if character in "\u2066\u2067\u2068":
            depth += 1
        elif character == "\u2069":
            depth = max(0, depth - 1)
        elif (isolated or not depth) and (direction := _STRONG.get(unicodedata.bidirectional(character))):
            return direction
    return ""


def directed(line: str, direction: str) -> str:
    """A line of plain text, with a mark before it where a program would take it for one of the other direction."""
    found = {first_strong(line), first_strong(line, isolated=False)}
    return line if found == {direction} or not line.strip() else {"ltr": "\u200e", "rtl": "\u200f"}[direction] + line


def marked(text: str, direction: str) -> str:
    """The text of a line, its runs of the other direction in isolates, as plain text needs it.

    Messengers take a control right behind an address for a part of it, and the link leads nowhere. So no address is
    in isolates of its own: it keeps its order without them if only what follows cannot join it, for which a U+200F
    stands behind the next character. One in brackets is isolated with its brackets.
    """
    if _CONTROLS.search(text):
        text = _balanced(_OVERRIDES.sub("", text))
    pieces, done = [], 0
    for start, end in _addresses(text):
        pieces.append(isolated(text[done:start], direction))
        pieces.append(text[start:end])
        done = end
        after = text[end : end + 1]
        if direction == "rtl" and after == ")" and pieces[-2].endswith("("):
            pieces[-2:] = [pieces[-2][:-1], isolate_all(f"({text[start:end]})", "ltr")]
            done += 1
        elif direction == "rtl" and after and not after.isalnum() and not _CONTROLS.match(after):
            pieces.append(f"{after}\u200f")
            done += 1
    return "".join((*pieces, isolated(text[done:], direction)))


def inset(text: str, direction: str) -> str:
    """The text of a line for a place among text of the other direction: in isolates, unless it ends in an address."""
    last = max((end for _, end in _addresses(text)), default=0)
    return marked(text, direction) if last == len(text) else isolate_all(marked(text, direction), direction)


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses are, without the punctuation and the brackets of the text around them."""
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_AFTER_ADDRESS)
        surplus = max(0, address.count(")") - address.count("("))
        closing = len(address) - len(address.rstrip(")"))
        address = address[: len(address) - min(surplus, closing)].rstrip(_AFTER_ADDRESS)
        yield found.start(), found.start() + len(address)


def _balanced(text: str) -> str:
    """The text with as many isolates closed as opened: each line is put in order by itself."""
    depth, kept = 0, []
    for character in text:
        if character == "\u2069" and not depth:
            continue
        depth += {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}.get(character, 0)
        kept.append(character)
    return "".join(kept) + "\u2069" * depth


@cache  # made when it is needed: for some commands that is never, and it takes milliseconds
def _candidate(direction: str) -> re.Pattern[str]:
    return re.compile(_CANDIDATE[direction])


def _candidates(text: str, direction: str) -> Iterator[re.Match[str]]:
    """What the pattern finds, tried only where it can begin."""
    beginning, candidate, at = _BEGINNING[direction], _candidate(direction), 0
    while first := beginning.search(text, at):
        found = candidate.match(text, first.start())
        at = found.end() if found else first.end()
        if found:
            yield found


def _runs(text: str, direction: str) -> Iterator[tuple[int, int]]:
    for found in _candidates(text, direction):
        start, end = found.span()
        if text[start] in "\u2066\u2067\u2068":  # isolated already
            continue
        if direction == "ltr" or found.lastgroup == "phone" or _HAS_LETTER.search(text, start, end):
            end = _end(text, start, end, direction)
            if start < end:
                yield start, end
            continue
        numbers = _NUMBER.finditer(text, start, end)
        yield from (number.span() for number in numbers if not re.fullmatch(_PLAIN, number[0]))


def _end(text: str, start: int, end: int, direction: str) -> int:
    """Where the run ends that was found: without the spaces and the punctuation of the text around it.

    It ends where it starts if no letter is in it: some scripts have numerals that a pattern takes for letters.
    """
    categories, others = _LAST[direction]
    while start < end and unicodedata.category(text[end - 1])[0] not in categories and text[end - 1] not in others:
        end -= 1
    # The slash at the end of an address is part of it.
    return end + (text[end : end + 1] == "/" and "://" in text[start:end])
