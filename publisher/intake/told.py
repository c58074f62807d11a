"""What a text says of itself above and below: its title, kind, date and place, and who signs it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeGuard

from publisher.document import Signatory
from publisher.intake import dates
from publisher.intake.blocks import Items, Paragraph, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from publisher.document import Run
    from publisher.intake.blocks import Block

_KIND = re.compile(
    r"(?:(?:joint|press|open|public|urgent|media|news|common|legal|position|policy|solidarity|briefing)\s+){0,2}"
    r"(?:statement|release|letter|appeal|call|communiqu[eé]|declaration|paper|note|brief|briefing|update|report|memorandum)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"for immediate (?:release|publication)|embargo(?:ed)?(?:(?:\s+until\b|:).*)?|urgent", re.IGNORECASE
)
_BODIES = r"(?:organi[sz]ations?|groups?|associations?|institutions?|networks?|bodies|entities|ngos|csos|parties)"
_SIGNED = re.compile(
    rf"""(?:list\s+of\s+)?(?:the\s+)?
    (?: (?:co-?)?signator(?:y|ies)(?:\s+{_BODIES})?
        (?:\s+to\s+(?:this\s+\w+|the\s+(?:statement|letter|appeal|call|declaration|release)))?
      | (?:undersigned|signing|co-?signing|endorsing|supporting)(?:\s+\w+){{0,2}}?\s+{_BODIES}
      | undersigned | signatures | signed(?:\s+by)? | endorsed\s+by
    )
    (?:\s*\([^()]*\))?\s*[:,]?""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNED_IN_LINE = re.compile(r"(?:signator(?:y|ies)[\w ]*|signed(?: by)?|endorsed by):\s*\S", re.IGNORECASE)
_AFTER_NAMES = re.compile(
    r"\W*(contacts?|for (more|further|media)|media contact|press contact|notes?$|notes? to|background$|ends?\W*$)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?P<name>.*\S)(?:\s*\((?P<inside>[^()\s]+)\)|\s+[\u2013\u2014-]\s+(?P<behind>\S+))")
# A mail, a site, a telephone, "Tel: …", several names in a line, or no word at all.
_NO_NAME = re.compile(r"@|://|^www\.|\+?[0-9][0-9 ()/-]{6,}[0-9]|:\s|;|,.*,|^[\W\d_]*$|^[#\[]")
_SHORTENED = re.compile(r"\b(?:e\. ?V|[A-Za-z]\.[A-Za-z]|Inc|Ltd|Org|Assoc|Co|Corp|St)\.$")
_TITLE_SIZE, _NAME_SIZE, _HEADING_SIZE, _ACRONYM_SIZE = 250, 120, 100, 12
_SHORT_TITLE = 65
_NOTE = re.compile(r"\[\^\w+\]")
_NEAR = 6
_AT_END = 4


@dataclass(slots=True)
class Told:
    """What a text says of itself.

    Attributes:
        blocks: All else of the text.
        title: Its title, or empty.
        kind: What kind of text it is, as it says itself, or empty.
        place: Where it was issued, or empty.
        day: When, or None.
        signatories: Who signs it.
        doubts: What a person should look at.
    """

    blocks: list[Block]
    title: str = ""
    kind: str = ""
    place: str = ""
    day: date | None = None
    signatories: tuple[Signatory, ...] = ()
    doubts: list[str] = field(default_factory=list)


def read(blocks: Sequence[Block]) -> Told:
    """Find in a text what belongs into its front matter, and take it out of the text."""
    told = Told(list(blocks))
    _take_signatories(told)
    _take_title(told)
    if told.day is None:
        _take_date(told)
    told.doubts += _looks(told)
    return told


def words(runs: Sequence[Run]) -> str:
    """A text without format, line breaks and marks of footnotes, as front matter has it."""
    return " ".join(_NOTE.sub("", "".join(run.text for run in runs)).split())


def _take_title(told: Told) -> None:
    """The title, and what stands above it."""
    at = 0
    while at < min(len(told.blocks), _NEAR):
        block = told.blocks[at]
        if isinstance(block, Rule):
            told.blocks.pop(at)
        elif isinstance(block, Paragraph) and _NO_TITLE.fullmatch(block.text.strip(" :*-")):
            told.doubts.append(f'"{block.text}" stood above the title, and was left out')
            told.blocks.pop(at)
        elif _take_kind(told, at) or (told.day is None and _take_line(told, at)):
            continue
        elif isinstance(block, Paragraph) and dates.line(block.text):
            at += 1
        else:
            break
    marked = [n for n, one in enumerate(told.blocks[:_NEAR]) if isinstance(one, Paragraph) and one.level == 1]
    at = marked[0] if marked else at
    pieces: list[str] = []
    while at < len(told.blocks) and _can_be_title(one := told.blocks[at]) and (not pieces or one.level == 1):
        pieces.append(words(one.runs))
        told.blocks.pop(at)
        if one.level != 1:
            break
    told.title = " ".join(pieces)


def _take_kind(told: Told, at: int) -> bool:
    """Whether the block says what kind of text it is, and the title stands below it."""
    block, below = told.blocks[at], told.blocks[at + 1 : at + 2]
    if told.kind or not isinstance(block, Paragraph) or not _KIND.fullmatch(block.text.rstrip(" :")):
        return False
    if not any(_can_be_title(one) and (one.level or not block.level) for one in below):
        return False
    told.kind = words(block.runs).rstrip(" :")
    told.blocks.pop(at)
    return True


def _can_be_title(block: Block) -> TypeGuard[Paragraph]:
    if not isinstance(block, Paragraph):
        return False
    is_short = len(block.text) <= _TITLE_SIZE and not block.text.endswith((".", ":", ";", ","))
    return bool(block.level) or (is_short and not dates.line(block.text))


def _take_date(told: Told) -> None:
    """The date near the top, near the end, or in the first words of the text."""
    last = len(told.blocks)
    near = dict.fromkeys((*range(min(_NEAR, last)), *range(max(0, last - _AT_END), last)))
    lines = [one for at in near if isinstance(one := told.blocks[at], Paragraph) and dates.line(one.text)]
    if len(lines) > 1 or any(one.level for one in lines):
        said = ", ".join(f'"{one.text}"' for one in lines)
        told.doubts.append(f"which is the date of the statement? {said}: write it, and delete its line in the text")
        return
    for at in near:
        if _take_line(told, at):
            return
    for block in told.blocks[:2]:
        if isinstance(block, Paragraph) and (found := dates.beginning(block.text)) and found.day:
            told.day, told.place = found.day, found.place
            return


def _take_line(told: Told, at: int) -> bool:
    """Whether the block is a line with the date."""
    block = told.blocks[at]
    found = dates.line(block.text) if isinstance(block, Paragraph) else None
    if found is None or not isinstance(block, Paragraph):
        return False
    if found.day is None:
        first, second = found.readings
        said = f'"{block.text}" can be {first} or {second}: write the date, and delete the line in the text'
        told.doubts += [said] if said not in told.doubts else []
        return False
    if time := dates.time(block.text):
        told.doubts.append(f'the time in "{block.text}", {time}, was left out: front matter has none')
    told.day, told.place = found.day, " ".join(found.place.split())
    told.blocks.pop(at)
    return True


def _take_signatories(told: Told) -> None:
    """The names below a line that says that names follow."""
    missed = ""
    for at, block in enumerate(told.blocks):
        if not isinstance(block, Paragraph) or not _SIGNED.fullmatch(block.lines[0].text):
            continue
        beside = block.lines[1:]
        names, size = (beside, 0) if beside else _names(told.blocks[at + 1 :])
        if names and all(map(_is_name, names)):
            told.signatories = tuple(map(_signatory, names))
            odd = ", ".join(one.acronym for one in told.signatories if not _is_made_of(one.acronym, one.name))
            told.doubts += [f"acronyms to look at: {odd}"] if odd else []
            _look_below(told, at + 1 + size)
            del told.blocks[at : at + 1 + size]
            return
        missed = missed or block.lines[0].text
    if missed:
        told.doubts.append(f'no list of names was found below "{missed}": write them in the front matter')
        return
    for block in told.blocks:
        if isinstance(block, Paragraph) and _SIGNED_IN_LINE.match(block.text):
            told.doubts.append("who signs is told in a sentence: write the names in the front matter")


def _look_below(told: Told, at: int) -> None:
    """Ask about a short line below the names: it may be one more."""
    below = told.blocks[at] if at < len(told.blocks) else None
    if (
        isinstance(below, Paragraph)
        and not below.level
        and len(below.text) <= _NAME_SIZE
        and not dates.line(below.text)
    ):
        told.doubts.append(f'the list of names ends before "{below.text}": is that right?')


def _names(blocks: Sequence[Block]) -> tuple[list[Paragraph], int]:
    """The names at the beginning of these blocks, all in lists or all in lines; and how many blocks they are."""
    names: list[Paragraph] = []
    for size, block in enumerate(blocks):
        if isinstance(block, Items) and (size == 0 or isinstance(blocks[0], Items)):
            if any(len(item) > 1 for item in block.items):  # what stands below a name would be lost
                return [], 0
            names += [one for item in block.items for one in item if isinstance(one, Paragraph)]
        elif isinstance(block, Paragraph) and isinstance(blocks[0], Paragraph) and _are_names(block):
            names += block.lines
        else:
            return names, size
    return names, len(blocks)


def _are_names(block: Paragraph) -> bool:
    return not block.level and all(map(_is_name, block.lines))


def _is_name(line: Paragraph) -> bool:
    """Whether a line can be the name of an organisation: no sentence, no date, no address, nothing else."""
    if "\t" in line.text:  # columns, or a name and something of it
        return False
    text = words(line.runs)
    is_sentence = text.endswith(("!", "?", ":")) or (text.endswith(".") and not _SHORTENED.search(text))
    is_other = is_sentence or _AFTER_NAMES.match(text) or dates.line(text) or _NO_NAME.search(text)
    return 0 < len(text) <= _NAME_SIZE and not is_other


def _signatory(line: Paragraph) -> Signatory:
    text = words(line.runs).rstrip(" ,;")
    urls = {run.link for run in line.runs if run.link.startswith("http")}
    url = urls.pop() if len(urls) == 1 else ""
    found = _ACRONYM.fullmatch(text)
    acronym = (found["inside"] or found["behind"]) if found else ""
    if not found or not _is_acronym(acronym):
        return Signatory(text, url=url)
    return Signatory(found["name"], acronym, url)


def _is_acronym(word: str) -> bool:
    letters = [one for one in word if one.isalpha()]
    return len(letters) > 1 and len(word) <= _ACRONYM_SIZE and 2 * sum(map(str.isupper, letters)) > len(letters)


def _is_made_of(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym stand in a name in their order; one of a name in another language does not."""
    letters = iter(_folded(name))
    return all(letter in letters for letter in _folded(acronym))


def _folded(text: str) -> str:
    """The letters of a text, small and without their signs."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if one.isalpha())


def _looks(told: Told) -> list[str]:
    """What in the text is worth a look."""
    bold = [one for one in told.blocks if isinstance(one, Paragraph) and _is_bold(one)]
    said = f'bold lines, such as "{bold[0].text}", may be headings: write ## before those that are' if bold else ""
    long = len(told.title) > _SHORT_TITLE
    wanted = f"the title has {len(told.title)} letters: for lists and cards add a short_title" if long else ""
    return [one for one in (wanted, said) if one]


def _is_bold(block: Paragraph) -> bool:
    short = len(block.text) <= _HEADING_SIZE and not block.text.endswith((".", ",", ";"))
    return not block.level and short and all(run.bold or not run.text.strip() for run in block.runs)
