"""Checks of the English itself, before anybody translates it: `title-length`, `dead-link`, `abbreviation`."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.checks.registry import SOURCE_CHECKS, Hit, Place, source_check, warning

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from publisher.document import Document
    from publisher.model import Finding, Segment
    from publisher.terms import Term

SHORT = 65
"""How many characters of a title lists, cards and search results show."""


def check_source(document: Document, terms: Sequence[Term], pages: Collection[str]) -> list[Finding]:
    """Look for mistakes in a statement's English.

    Args:
        document: The statement.
        terms: The glossary of the workspace.
        pages: The paths of the site's pages, such as ``en/index.html``.
    """
    found = []
    for name, function in SOURCE_CHECKS.items():
        for segment, hit in function(document, terms, pages):
            place = Place(document.source_locale.id, document.slug, document.path, segment.line or 1)
            found.append(hit.finding(name, place, segment))
    return sorted(found, key=lambda one: (one.line, one.check))


@source_check
def title_length(document: Document, _terms: Sequence[Term], _pages: Collection[str]) -> Iterator[tuple[Segment, Hit]]:
    """The title is longer than 65 characters and the statement has no short title; or that is longer itself.

    Bad:
        title: The Undersigned Syrian Organizations Call For The Immediate Cessation Of Military Operations
    Good:
        short_title: "Aleppo: call for a ceasefire"
    """
    key = "short_title" if "short_title" in document.meta.texts else "title"
    segment = document.front.texts[key]
    if len(segment.source) > SHORT:
        cure = "shorten it" if key == "short_title" else f"add short_title: … of at most {SHORT} characters"
        yield segment, warning(f"the {key.replace('_', ' ')} has {len(segment.source)} characters", cure)


@source_check
def dead_link(document: Document, _terms: Sequence[Term], pages: Collection[str]) -> Iterator[tuple[Segment, Hit]]:
    """A link to a page of this site that there is not.

    Addresses of other sites are not looked up: that would tell them what is being written.

    Bad:
        [our last statement](2025-12-alepo.html)
    Good:
        [our last statement](2025-12-aleppo.html)
    """
    for segment in document.segments:
        for target in document.inline(segment.context, segment.source).links:
            path = unquote(re.split(r"[?#]", target)[0])
            leads_to = normpath(f"{document.source_locale.id}/{path}")
            if path and not _SCHEME.match(target) and leads_to not in pages:
                yield segment, warning(f'nothing makes a page "{target}"', "correct the link, or put the file there")


@source_check
def abbreviation(document: Document, terms: Sequence[Term], _pages: Collection[str]) -> Iterator[tuple[Segment, Hit]]:
    """An abbreviation that is never explained: translators and readers have to guess.

    It is explained in brackets after the full name, by a signatory of that name, or in ``source/terms.yaml``.

    Bad:
        Civilians fled from areas held by the SDF.
    Good:
        Civilians fled from areas held by the Syrian Democratic Forces (SDF).
    """
    every = [(one, document.inline(one.context, one.source).plain) for one in document.segments]
    known = _COMMON | {one.acronym for one in document.meta.signatories}
    known |= {word for one in terms for word in _CAPITALS.findall(one.text)}
    known |= {word for _, text in every for inside in _EXPLAINED.findall(text) for word in _CAPITALS.findall(inside)}
    for segment, text in every:
        for word in _CAPITALS.findall(text) if not text.isupper() else ():
            if word not in known and not _ROMAN.fullmatch(word):
                known.add(word)
                yield (
                    segment,
                    warning(f'"{word}" is never explained', f"write the full name ({word}), or add it to terms"),
                )


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_EXPLAINED = re.compile(r"\w\s*\(([^()]*)\)")
_ROMAN = re.compile(r"[IVXLC]+")
_COMMON = {"UN", "EU", "US", "USA", "UK", "TV", "AM", "PM", "GMT", "UTC", "OK", "NGO", "NGOS", "ID", "PDF"}
