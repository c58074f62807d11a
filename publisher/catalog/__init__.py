"""One catalog: the translations of one domain into one locale, in a .po file.

Files are read and written by `po`, strictly. The words msgid and msgstr stay inside this room. `Catalog.text_for`
is the publication rule of the whole program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from publisher import po
from publisher.catalog.entry import (
    OFFERED,
    Finished,
    Key,
    Old,
    are_arranged,
    bring_up_to_date,
    fill,
    forms_of,
    has_work,
    is_copy,
    key_of,
    note,
    put,
    put_away,
    state_of,
    successor,
    targets_of,
)
from publisher.catalog.header import BLANKS, FORMAT, header_field, header_fields, refuse_other_language
from publisher.catalog.reconcile import kept_in, reconcile
from publisher.catalog.source import SourceCatalog
from publisher.catalog.template import template
from publisher.errors import CatalogError, Problem
from publisher.model import Coverage, State, Text, Unit

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from publisher.catalog.traces import Scrubbed
    from publisher.locale import Locale
    from publisher.model import Segment

__all__ = ["Catalog", "Finished", "Key", "Old", "SourceCatalog", "header_field", "template"]


_UNSEEN = frozenset(map(chr, (*range(0x200B, 0x2010), *range(0x2060, 0x206A), 0xFEFF)))


class Catalog:
    """The translations of one domain into one locale, edited in place.

    Args:
        locale: The language of the translations.
        source_locale: The language they are made from, in which untranslated texts are answered.
        path: The file, for messages.
        entries: The entries of the file without its header; live and obsolete ones.
        header: The fields of the header by name, in their order.
    """

    def __init__(
        self,
        locale: Locale,
        source_locale: Locale,
        path: str,
        entries: Iterable[po.Entry] = (),
        header: dict[str, str] | None = None,
    ) -> None:
        self.locale = locale
        self.path = path
        self.header = header or {}
        self._header_entry = po.Entry()
        self._source = SourceCatalog(source_locale)
        self._file = list(entries)
        self._live = {key_of(entry): entry for entry in self._file if not entry.obsolete}

    @classmethod
    def read(cls, data: bytes, locale: Locale, source_locale: Locale, path: str) -> Self:
        """Read a .po file.

        Raises:
            CatalogError: If the file is broken or empty, is for another language, or counts other plural forms.
        """
        if not data.strip():
            hint = "publish restore lists its earlier versions; to begin anew, delete the file"
            raise CatalogError(Problem("the file is empty", path, 1, hint))
        entries = po.parse(data, path)
        header = entries.pop(0) if entries and key_of(entries[0]) == (None, "") else po.Entry()
        catalog = cls(locale, source_locale, path, entries, header_fields(header.msgstr))
        catalog._header_entry = header
        refuse_other_language(catalog.header.get("Language", ""), locale, path)
        catalog._put_forms_in_order()
        return catalog

    def text_for(self, segment: Segment, count: int | None = None) -> Text:
        """What a reader sees of a segment: its translation if that is finished, else the English.

        Args:
            segment: The segment.
            count: The number in a text with plural forms.
        """
        entry, state = self._find(segment)
        if entry is None or state is not State.TRANSLATED:
            return self._source.text_for(segment, count)
        if entry.msgid_plural and count is not None:
            return Text(entry.msgstr_plural[self.locale.plural_index(count)].strip(), self.locale)
        return Text((entry.msgstr or entry.msgstr_plural.get(0, "")).strip(), self.locale)

    def state_of(self, segment: Segment) -> State:
        """How far a segment is translated; one that the catalog does not hold is untranslated."""
        return self._find(segment)[1]

    def _find(self, segment: Segment) -> tuple[po.Entry | None, State]:
        entry = self._live.get((segment.context, segment.source))
        if entry is None:
            return None, State.UNTRANSLATED
        state = state_of(entry)
        outdated = state is State.TRANSLATED and entry.msgid_plural != segment.plural
        return entry, State.FUZZY if outdated else state

    def unit(self, segment: Segment) -> Unit:
        """All that there is of a segment, drafts too."""
        entry, state = self._find(segment)
        if entry is None:
            return Unit(segment, state)
        previous = entry.previous_msgid if entry.fuzzy and entry.previous_msgid else ""
        return Unit(segment, state, tuple(targets_of(entry)), previous, entry.tcomment)

    def translations(self, segment: Segment) -> list[str]:
        """What readers may get of a segment in the language of the catalog: one text, or one for each plural form."""
        entry, state = self._find(segment)
        return targets_of(entry) if entry is not None and state is State.TRANSLATED else []

    def coverage(self, segments: Iterable[Segment]) -> Coverage:
        """How complete the translation of these segments is."""
        return Coverage.of((segment, self.state_of(segment)) for segment in segments)

    def line_of(self, segment: Segment) -> int:
        """The line on which the entry of a segment begins; 1 if the file has none."""
        entry = self._live.get(segment.key)
        return (entry and entry.linenum) or 1

    def is_blank(self, segment: Segment) -> bool:
        """Whether somebody wrote something for a segment, and nothing of it can be seen."""
        entry = self._live.get(segment.key)
        text = "" if entry is None or entry.fuzzy else entry.msgstr
        return bool(text) and all(char.isspace() or char in _UNSEEN for char in text)

    def entries(self) -> dict[Key, Old]:
        """Every entry in file order, obsolete ones too, by (context, source)."""
        return {key_of(one): Old.of(one) for one in self._file}

    @property
    def keys(self) -> list[Key]:
        """What identifies the entries that are in use, in file order."""
        return list(self._live)

    def holds(self, segments: Sequence[Segment]) -> bool:
        """Whether the live entries are those of ``segments``, in their order: then `rearrange` would write the same."""
        return are_arranged(self._file, segments, self.locale.nplurals)

    def rearrange(
        self, segments: Sequence[Segment], origins: Mapping[Key, Sequence[Key]], minor: Container[Key] = ()
    ) -> None:
        """Make the live entries those of ``segments``, in their order; nothing translated is dropped.

        Args:
            segments: What the catalog shall hold.
            origins: For a segment's key, the keys of the entries whose translation it takes over; more than one
                are joined. Where the source is the same, the entry itself is taken and keeps its state. Else it
                is a copy, a draft (fuzzy) that remembers the source it was made from, and a finished translation
                stays with its own source. A segment without an origin begins empty.
            minor: The keys of segments whose copy keeps its state and remembers its source in a comment.
        """
        entries = {key_of(entry): entry for entry in self._file}
        kept: list[po.Entry] = []
        taken: set[Key] = set()
        for segment in segments:
            keys = origins.get(segment.key, ())
            found = [entries[key] for key in keys]
            own = len(found) == 1 and found[0].msgid == segment.source
            taken.update(keys if own else (key for key in keys if state_of(entries[key]) is not State.TRANSLATED))
            kept.append(found[0] if own else successor(found) if found else po.Entry())
        left = [one for key, one in entries.items() if key not in taken and has_work(one)]
        for entry, segment in zip(kept, segments, strict=True):
            bring_up_to_date(entry, segment, self.locale.nplurals, minor=segment.key in minor)
        here = {key_of(entry): entry for entry in [*kept, *left]}
        left = [entry for entry in left if not is_copy(entry, here)]
        for entry in left:
            put_away(entry)
        self._file[:] = kept + left
        self._live = {key_of(entry): entry for entry in kept}

    def finished(self, among: Container[str] | None = None) -> Iterator[Finished]:
        """Every live translation that is finished, in file order; or only those of some English texts."""
        for key, entry in self._live.items():
            if (among is None or key[1] in among) and state_of(entry) is State.TRANSLATED:
                yield Finished(key, entry.msgid_plural, targets_of(entry))

    def texts(self) -> set[str]:
        """Every translation that the file holds in any way: live, obsolete, or kept in a comment."""
        return {text for entry in self._file for text in (*targets_of(entry), *kept_in(entry.tcomment))}

    def wants(self, segment: Segment) -> bool:
        """Whether a segment has nothing yet: no translation, and none that was offered and taken away again."""
        entry = self._live.get((segment.context, segment.source))
        return entry is not None and not targets_of(entry) and not entry.tcomment.startswith(OFFERED)

    def fill(self, segment: Segment, targets: Sequence[str], origin: str = "") -> None:
        """Give a segment of the catalog a translation: one text, or one for each plural form.

        Args:
            segment: The segment.
            targets: The translation.
            origin: Where it is from, if that makes it a draft for somebody to look at; without it, it is finished.
        """
        fill(self._live[segment.key], targets, origin)

    def forms(self, segment: Segment) -> list[str]:
        """What stands in the entry of a segment, be it a draft or empty: one text, or one for each plural form."""
        return forms_of(self._live[segment.key])

    def is_draft(self, segment: Segment) -> bool:
        """Whether the entry of a segment is marked as a draft, complete or not."""
        return self._live[segment.key].fuzzy

    def put(self, segment: Segment, targets: Sequence[str], *, draft: bool, previous: str = "") -> None:
        """Give a segment of the catalog a translation that a person made elsewhere.

        Args:
            segment: The segment.
            targets: The translation: one text, or one for each plural form, some of them perhaps empty.
            draft: Whether somebody has to look at it.
            previous: The English that it was made from, if that is another.
        """
        put(self._live[segment.key], targets, draft=draft, previous=previous)

    def note(self, segment: Segment, lines: Sequence[str]) -> None:
        """Add lines to the translators' comment of a segment; those that it has already stay as they are."""
        note(self._live[segment.key], lines)

    def reconcile(self, theirs: Catalog, base: Catalog) -> list[Key]:
        """Take over what another program changed in the file since both had read ``base``.

        Returns:
            The keys of the entries that both sides changed, each in another way. They keep both texts, as drafts.
        """
        # All three are of this class.
        ours, others, before = ({key_of(one): one for one in catalog._file} for catalog in (self, theirs, base))  # noqa: SLF001
        new, conflicts = reconcile(ours, others, before)
        self._file[:] = sorted([*self._file, *new], key=lambda one: one.obsolete)
        self._live = {key_of(entry): entry for entry in self._file if not entry.obsolete}
        changed = {name: value for name, value in theirs.header.items() if base.header.get(name) != value}
        self.header |= changed
        return conflicts

    def complete_header(self, defaults: Mapping[str, str]) -> None:
        """Add the header fields that are missing; those that say what the file is are set in any case."""
        fixed = {"Language": self.locale.id, "Plural-Forms": self.locale.plural_forms, **FORMAT}
        self.header = {name: value for name, value in self.header.items() if value not in BLANKS}
        self.header |= {name: value for name, value in {**defaults, **fixed}.items() if name not in self.header}
        self.header |= fixed

    def scrub(self, defaults: Mapping[str, str]) -> Scrubbed:
        """Take out who worked on the file, where and with what; ``defaults`` are what its header says instead."""
        ours = {**defaults, "Language": self.locale.id}
        from publisher.catalog.traces import scrub  # noqa: PLC0415  # slow to import, and one command needs it

        fields, result = scrub(self._header_entry, self.header, self._file, ours)
        self.header = fields if result.found else self.header
        return result

    def to_bytes(self) -> bytes:
        """The file in its canonical form."""
        self._header_entry.msgstr = "".join(f"{name}: {value}\n" for name, value in self.header.items())
        return po.serialize([self._header_entry, *self._file])

    def _put_forms_in_order(self) -> None:
        """Bring plural forms that the header counts in another order into that of the locale."""
        counted = [one for one in self._live.values() if one.msgstr_plural and targets_of(one)]
        wanted = self.locale.nplurals
        for entry in counted:
            if (forms := len(entry.msgstr_plural)) != wanted:
                message = f"{forms} plural forms; {self.locale.english_name} has {wanted}"
                hint = f"write msgstr[0] to msgstr[{wanted - 1}], in the order of the header's Plural-Forms"
                raise CatalogError(Problem(message, self.path, entry.linenum or 0, hint))
        said = self.header.get("Plural-Forms", self.locale.plural_forms)
        if not counted or said == self.locale.plural_forms:
            return
        try:
            order = self.locale.form_order(said)
        except ValueError as error:
            hint = f'write "Plural-Forms: {self.locale.plural_forms}" and put the forms of each entry into its order'
            message = f'the header counts otherwise than {self.locale.english_name} does: "{said}"'
            raise CatalogError(Problem(message, self.path, 1, hint)) from error
        for entry in counted:
            entry.msgstr_plural = {index: entry.msgstr_plural[order[index]] for index in entry.msgstr_plural}
        self.header["Plural-Forms"] = self.locale.plural_forms
