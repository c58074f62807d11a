"""Who made a catalog, where and with what: taken out of all that it says beside its texts.

Programs of translators write names, mail addresses, time zones, folders and themselves into headers and comments.
Sources and translations are never touched, nor a text that this program has kept in a comment. What has no form
of its own, such as a name in the middle of a sentence, nothing here can know: comments that stay are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog.entry import EARLIER, MINOR, OFFERED, REMARK, VOID
from publisher.catalog.header import BLANKS
from publisher.catalog.reconcile import REPLACED, RETURNED, SAVED_TOO
from publisher.model import WAIVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publisher import po


class Trace(StrEnum):
    """What may tell who worked on a catalog, where, and with what."""

    REMARK = "header comment line"
    FIELD = "header field"
    TIME = "time zone"
    MAIL = "mail"
    PHONE = "phone number"
    ACCOUNT = "account"
    PATH = "path"
    CREDIT = "credit"


FIELDS = (
    "Project-Id-Version",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "Plural-Forms",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)
"""The fields of a header that this program writes itself; all others are those of some tool."""
_TIMES = {"POT-Creation-Date", "PO-Revision-Date"}

_NAME = r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]+"
_DOMAIN = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}"
_HOSTS = r"(?:twitter|facebook|fb|instagram|linkedin|tiktok)\.com|(?:t|wa|signal)\.me|x\.com|git(?:hub|lab)\.com"
_ROOTS = "home|Users|root|media|mnt|run|Volumes|private|tmp|var|opt|srv"
_CALLS = "tel|phone|mobile|whatsapp|signal|viber|telefon|هاتف|واتساب|جوال|تەلەفۆن|مۆبایل"
_DEEDS = "translat|locali[sz]|review|edit|check|correct|revis|approv|verifi|suggest|updat|contribut|creat"
_ROLES = "(?:last[- ])?translator|localizer|reviewer|proof-?reader|editor|(?:first )?author|contributor|maintainer"
_ROLES_AR = "(?:ال)?(?:ترجمة|مترجم|مترجمة|مراجعة|مراجع|تدقيق|مدقق)|ترجمها|راجعها|دققها"
_ROLES_KU = "wergêr|wergerandin|wergerîner|serrastkirin|kontrol|redaksiyon"
_ROLES_CKB = "وەرگێڕ|وەرگێڕان|وەرگێڕانی|پێداچوونەوە|پێداچوونەوەی|هەڵەچن|هەڵەچنی"
_FORMS = {
    Trace.MAIL: (
        rf"{_NAME}[@\uff20]{_DOMAIN}",
        r"(?<![\w.+-])[\w.+-]+ ?(?:\[at\]|\(at\)) ?[\w-]+|(?<![\w.+-])[\w.+-]+ at [\w-]+ dot [^\W\d_]{2,}",
    ),
    Trace.PHONE: (
        r"(?<![\w.,])(?:\+|00)\d(?:[ ().\u00a0/-]{0,2}\d){6,14}(?!\w)",
        rf"\b(?:{_CALLS})\b[ .:]*\+?\d[\d ().-]{{4,}}",
    ),
    Trace.ACCOUNT: (
        r"(?<![\w@./])@[^\W\d]\w{2,}(?:[.-]\w+)*",
        rf"(?<![\w.])(?:www\.|m\.)?(?:{_HOSTS})/[\w@.+~-]+",
        r"\b(?:TODO|FIXME|XXX|NOTE) ?\([^)]+\)",
    ),
    Trace.PATH: (
        rf"(?<![\w./])/(?:{_ROOTS})/\S+",
        r"(?<!\S)~\w*/\S+",
        r"(?<![\w/])[A-Za-z]:[\\/]\S+",
        r"(?<!\S)\\\\[\w.-]+\\\S+",
        r"\bfile:/\S+",
        r"#-#-#-#-#.*",  # msgcat names the files that it could not bring together
    ),
    Trace.CREDIT: (
        rf"\b(?:(?:{_DEEDS})(?:ed|ion|ing)|review|proof-?read|signed[- ]off|co-?authored|done|written|made)[- ]by\b",
        rf"\b(?:{_ROLES})s? ?[:\uff1a]|(?<!\w)(?:{_ROLES_AR}|{_ROLES_KU}|{_ROLES_CKB}) ?[:\uff1a]",
        r"\b(?:werger|serrast|kontrol)\w* ji aliyê\b|\bji aliyê\b.{1,60}\b(?:werger|serrast|kontrol)",
        "لەلایەن .{1,60}(?:وەرگێڕ|پێداچوو)|(?:ترجم|راجع)\\w* (?:من قبل|بواسطة)",
        r"\bcopyright\b|©|\(c\) ?\d|\bSPDX-FileCopyrightText\b",
    ),
}
_TRACES = {trace: re.compile("|".join(forms), re.IGNORECASE) for trace, forms in _FORMS.items()}
_IN_NOTES = (Trace.MAIL, Trace.PHONE, Trace.ACCOUNT, Trace.PATH)
"""What is looked for in notes from the source, in which "reviewed by" may be about the text itself."""

_SIGNED = re.compile(r"\s*(?:--|[\u2014\u2013])\s*\w[\w.'\u2019-]*(?: [\w.'\u2019-]+){0,3}\s*")
_SIGNATURE = re.compile(
    r"\s(?:--|[\u2014\u2013])\s?(?P<name>[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){0,2})\s*$"
)
_YEARS = re.compile(r"\s*\S+(?: \S+){0,4}, (?:19|20)\d\d(?:[-\u2013, ]+(?:19|20)\d\d)*\.?\s*")

# A full stop after one letter or a title is part of a name.
_SENTENCE_END = re.compile(
    r"(?<!\b[^\W\d_])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSt)(?<!\bMrs)(?<!\bProf)(?<![.!?؟])"
    r"[.!?؟]+[\"'\u201d\u2019»)\]]*(?:\s+|$)"
)
_KEEPS_TEXT = re.compile("|".join(map(re.escape, (MINOR, SAVED_TOO, RETURNED, REPLACED, EARLIER))))
_OFFER = re.compile(rf"{re.escape(OFFERED)}[\w./-]+")
_WAIVED = re.compile(rf"(?P<names>\s*(?:{VOID}\s*)*{WAIVER}\s*:?[^(]*)(?:\((?P<reason>.*)\))?\s*", re.IGNORECASE)
_LICENCE = re.compile(r"\s*SPDX-License-Identifier: [\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*\s*")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?\s*(Z|[+-]\d\d:?\d\d)?")


class Scrubbed(NamedTuple):
    """What was taken out of a catalog, how often, and the lines of the sources above which some comment is left."""

    found: Counter[Trace]
    left: list[int]


def scrub(
    header: po.Entry, fields: Mapping[str, str], entries: Iterable[po.Entry], ours: Mapping[str, str]
) -> tuple[dict[str, str], Scrubbed]:
    """Take out of a catalog what may tell who worked on it, where, and with what.

    Args:
        header: The entry with the header. All that stands above it goes, but for the name of a licence.
        fields: The fields of the header by name.
        entries: The other entries, those out of use too; they are changed in place.
        ours: What fields shall be that may name people, places or programs; those that are missing are not added.

    Returns:
        The fields that are left, and what was found.
    """
    found: Counter[Trace] = Counter()
    _scrub_above(header, found)
    kept = _scrubbed_fields(fields, ours, found)
    left = []
    for entry in entries:
        entry.tcomment, is_left = _remarks(entry, found)
        entry.comment = _notes(entry.comment, found)
        places = [one for one in entry.occurrences if not _TRACES[Trace.PATH].search(one[0])]
        found[Trace.PATH] += len(entry.occurrences) - len(places)
        entry.occurrences = places
        left += [entry.linenum or 1] if is_left else []
    return kept, Scrubbed(+found, left)


def _scrub_above(header: po.Entry, found: Counter[Trace]) -> None:
    lines = [line for text in (header.tcomment, header.comment) for line in text.split("\n") if line.strip()]
    kept = [line for line in lines if _LICENCE.fullmatch(line)]
    found[Trace.REMARK] += len(lines) - len(kept) + len(header.occurrences)
    header.tcomment, header.comment, header.occurrences = "\n".join(kept), "", []


def _scrubbed_fields(header: Mapping[str, str], ours: Mapping[str, str], found: Counter[Trace]) -> dict[str, str]:
    """The fields of a header without those of tools and people, and its times in UTC, which tells nobody's place."""
    fields = {
        name: _in_utc(value) if name in _TIMES else value and ours.get(name, value)
        for name, value in header.items()
        if name in FIELDS and value not in BLANKS
    }
    for name, value in header.items():
        if value not in BLANKS and fields.get(name) != value:
            found[Trace.TIME if name in _TIMES else Trace.FIELD] += 1
    return {name: value for name, value in fields.items() if value or name not in _TIMES}


def _in_utc(value: str) -> str:
    """A time of a header in UTC; empty if it is none."""
    parts = _TIME.fullmatch(value.strip())
    try:
        time = datetime.strptime(f"{parts[1]} {parts[2]}{parts[3] or 'Z'}", "%Y-%m-%d %H:%M%z") if parts else None
        return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M+0000") if time else ""
    except (ValueError, OverflowError):
        return ""


def _remarks(entry: po.Entry, found: Counter[Trace]) -> tuple[str, bool]:
    """A translator's comment without traces, and whether anything is left in it that a person wrote."""
    kept: list[str] = []
    of_people, goes_on, announced = False, 0, False
    for line in entry.tcomment.split("\n"):
        if _KEEPS_TEXT.match(line):
            kept.append(line)
            goes_on = entry.msgid.count("\n")  # a text of several lines goes on below; its source has as many
        elif _OFFER.fullmatch(line) or not line.strip():
            kept.append(line)
        elif waived := _WAIVED.fullmatch(line):
            kept.append(_waiver(waived, found))
        elif goes_on:
            kept.append(line)
            goes_on -= 1
        elif announced:
            announced = False
        else:
            mark = REMARK if line.startswith(REMARK) else ""
            clean, announced = _line(line.removeprefix(mark), found)
            kept += [mark + clean] if clean else []
            of_people = of_people or bool(clean)
    return "\n".join(kept) if any(kept) or not any(entry.tcomment.split("\n")) else "", of_people


def _waiver(line: re.Match[str], found: Counter[Trace]) -> str:
    """A line that lets findings pass; it needs a reason, so something stays in the place of a name."""
    reason = line["reason"] or ""
    clean = _without(reason, tuple(_TRACES), found)
    return line[0] if clean == reason else f"{line['names'].rstrip()} ({clean.strip() or '…'})"


def _line(line: str, found: Counter[Trace]) -> tuple[str, bool]:
    """A line of a comment without traces, and whether the next one holds but the names that it announces."""
    start = line.lstrip(" \t*-([#")
    credit = _TRACES[Trace.CREDIT].match(start)
    if credit or _SIGNED.fullmatch(line) or _YEARS.fullmatch(line):
        found[Trace.CREDIT] += 1
        return "", bool(credit) and not re.search(r"\w", start[credit.end() :] if credit else "")
    signature = _SIGNATURE.search(line)
    if signature and ("--" in signature[0] or signature["name"].istitle()):
        found[Trace.CREDIT] += 1
        line = line[: signature.start()]
    return _without(line, tuple(_TRACES), found).rstrip(), False


def _notes(text: str, found: Counter[Trace]) -> str:
    """Notes from the source without traces; update brings them back unless the source is mended too."""
    lines = [(line, _without(line, _IN_NOTES, found).rstrip()) for line in text.split("\n")]
    return "\n".join(clean for line, clean in lines if clean or not line)


def _without(text: str, traces: tuple[Trace, ...], found: Counter[Trace]) -> str:
    """A line without the sentences in which there is a trace."""
    kept = []
    for sentence in _sentences(text):
        here = {trace: n for trace in traces if (n := len(_TRACES[trace].findall(sentence)))}
        found.update(here)
        kept += [] if here else [sentence]
    return "".join(kept)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a line, with the spaces that follow each."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]
