"""Checks of what is not words: `link`, `markup`, `html`, `placeholder`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from publisher.checks.patterns import ADDRESS, Rare, Words
from publisher.checks.registry import Hit, error, text_check
from publisher.model import INTERFACE, PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.checks.pair import Pair


@text_check(waivable=False)
def link(pair: Pair) -> Iterator[Hit]:
    """The links, web and mail addresses are not exactly those of the English.

    A link that leads elsewhere is how readers of one language would be sent to a forged page. The order of the
    links, and the words that are linked, are the translator's.

    Bad:
        en: See [the law](https://example.org/law).
        ku: Binêre [yasayê](https://example.com/law).
    Good:
        en: See [the law](https://example.org/law).
        ku: Binêre [yasayê](https://example.org/law).
    """
    ours, theirs = pair.before.links, pair.after.links
    printed, shown = ([found[0] for found in ADDRESS.finditer(one.plain)] for one in (pair.before, pair.after))
    if ours or theirs or printed or shown:
        yield from _exchanged(ours, theirs, Counter(printed), Counter(shown))


def _exchanged(ours: Counter[str], theirs: Counter[str], printed: Counter[str], shown: Counter[str]) -> Iterator[Hit]:
    """What became of the links, given those of the English and of the translation, and the addresses in their words."""
    # A translator may link an address that the English only prints: it leads to the same place.
    lost = (ours - theirs) + (printed - shown - theirs)
    new = (theirs - ours - printed) + (shown - printed - ours)
    if lost and new:
        before, after = min(lost), min(new)
        yield error(f"the link to {before} has become one to {after}", f"write {before}")
    elif lost:
        yield error(f"the link to {min(lost)} is missing", f"write [words]({min(lost)}), without a space between")
    elif new:
        yield error(f"a link to {min(new)}, which the English does not have", "delete it")


@text_check(waivable=False)
def markup(pair: Pair) -> Iterator[Hit]:
    """Bold, emphasis, code, footnotes, images or forced line breaks are not those of the English.

    Signs that would begin a heading, a list or a quotation have no meaning inside a text, and would be shown.

    Bad:
        en: **All** parties must stop.
        ku: Divê hemû alî rawestin.
    Good:
        en: **All** parties must stop.
        ku: Divê **hemû** alî rawestin.
    """
    ours, theirs = pair.before.marks, pair.after.marks
    lost, new = (ours - theirs, theirs - ours) if ours or theirs else (ours, theirs)
    if lost:
        yield error(f"{_named(min(lost))} is missing", f"the English has {lost.total()} of these more")
    elif new:
        yield error(f"{_named(min(new))}, which the English does not have", "delete it")
    elif sign := _loose(pair):
        yield error(f'the sign "{sign}" would be shown to readers', "delete it, or close what it opens")


_NAMES = {"strong": "**bold**", "em": "*emphasis*", "s": "~~struck out~~", "hard break": "a forced line break"}
_BLOCK = re.compile(r"\s{0,3}(#{1,6}\s|>\s?|[-+*•]\s|\d{1,3}[.)]\s|\|)|[^\n]*\n\s*\n")
_LOOSE = Rare(Words.of(*"*`]~[\\"), r"\*\*|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)|``?|\]\(|~~|\[\^|\\(?=\w)")


def _named(mark: str) -> str:
    kind, _, detail = mark.partition(" ")
    return _NAMES.get(mark) or {"footnote": f"the footnote [^{detail}]", "code": f"`{detail}`"}.get(kind, mark)


def _loose(pair: Pair) -> str:
    """The first sign of Markdown that stands open in the translation but not in the English."""
    begins = _BLOCK.match(pair.target)
    if begins and not _BLOCK.match(pair.english):
        return (begins[1] or "an empty line").strip()
    theirs = Counter(found[0] for found in _LOOSE.finditer(pair.after.plain))
    return min(theirs - Counter(found[0] for found in _LOOSE.finditer(pair.before.plain)), default="") if theirs else ""


@text_check(waivable=False)
def html(pair: Pair) -> Iterator[Hit]:
    """HTML tags or entities: they have no meaning here, and readers would see them.

    Bad:
        en: All parties
        ku: <b>Hemû alî</b>
    Good:
        en: **All** parties
        ku: **Hemû** alî
    """
    if not _TAG.search(pair.target):
        return
    ours = Counter(found[0] for found in _TAG.finditer(pair.english))
    for found in _TAG.finditer(pair.target):
        if not ours[found[0]]:
            yield error(f"the HTML {found[0]}", "use Markdown: **bold**, *emphasis*, [words](https://…)", found.start())
            return
        ours[found[0]] -= 1


_BRACED = re.compile(r"\{([^{}\s]+)\}")
# Entities as in CommonMark 0.31.2, section 2.5; every name that could be one.
_TAG = Rare(
    Words.of(*"<&"),
    r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]{0,200})?/?>|<!--"
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});",
)


@text_check(waivable=False)
def placeholder(pair: Pair) -> Iterator[Hit]:
    """A word in braces, in whose place the page puts a number or a name, is missing or misspelt.

    The form for one or two things may leave the number out: Arabic says it in the noun.

    Bad:
        en: Not yet available in: {languages}.
        ku: Hêj ne bi van zimanan e: {ziman}.
    Good:
        en: Not yet available in: {languages}.
        ku: Hêj ne bi van zimanan e: {languages}.
    """
    pattern = PLACEHOLDER if pair.segment.context == INTERFACE else _BRACED
    ours, theirs = (set(pattern.findall(text)) for text in (pair.segment.source, pair.target))
    if pattern is _BRACED and not ours:
        return
    for name in sorted(ours - theirs) if not pair.segment.plural else ():
        yield error(f"{{{name}}} is missing", f"write {{{name}}} where the page shall put it")
    for name in sorted(theirs - ours):
        known = ", ".join(f"{{{one}}}" for one in sorted(ours)) or "none"
        yield error(f"{{{name}}} means nothing here", f"the English has: {known}")
