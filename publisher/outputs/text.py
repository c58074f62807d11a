"""A statement as plain text, for WhatsApp, Telegram and e-mail.

No markup says there which way a line runs, and programs differ: most go by the first letter of each line, some by the
first of the whole message. So every line carries what keeps it in order in both (UAX #9): runs of the other direction
are in isolates, a line that runs the other way than the page is so as a whole, and a mark stands before a line whose
first letter would mislead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from publisher.bidi import directed, first_strong, inset, marked, unmarked
from publisher.locale import locale
from publisher.model import Text
from publisher.wording import SIGNED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.document.plain import Paragraph
    from publisher.outputs.html import Standing
    from publisher.page import Page, SignatoryLine
    from publisher.wording import Phrase, Wording

_BULLET = "• "


def text(page: Page, wording: Wording, standing: Standing, *, address: str = "") -> str:
    """A statement in one language as plain text: a line for each paragraph, in NFC, with one newline at its end.

    Args:
        page: The statement.
        wording: The texts of the templates in its language.
        standing: What the text says of its own standing.
        address: Where its page is, or empty if that is open.
    """
    groups = [*_opening(page, wording, standing), *_body(page), *_closing(page, wording), [address]]
    return normalize("NFC", "\n\n".join("\n".join(lines) for lines in groups if any(lines)) + "\n")


def bare(written: str) -> str:
    """Such a text without the invisible characters that keep text of two directions in order."""
    return normalize("NFC", unmarked(written))


def _opening(page: Page, wording: Wording, standing: Standing) -> Iterator[list[str]]:
    _, home, meta = wording.gettext, page.locale, page.document.meta
    yield from ([_line([one], home.direction)] for key in ("type", "title") if (one := page.text(key)))
    where = [Text(home.date(meta.date), home), page.text("place")]
    yield [_line([one for one in where if one], home.direction, joint=" · ")]
    yield [_line(_texts(_status(page, wording, standing)), home.direction)]
    if not page.complete:
        source = page.document.source_locale
        notice = _("Some parts are not translated yet and are shown in {language}.", language=source)
        yield [_line([notice.text], home.direction)]
    if page.updates:
        updates = [[Text(home.date(one.date), home), one.text] for one in page.updates]
        notice = _("Corrected on {date}.", date=meta.modified)
        told = (_line(one, home.direction, joint=": ", first=_BULLET) for one in updates)
        yield [_line([notice.text], home.direction), *told]


def _status(page: Page, wording: Wording, standing: Standing) -> Iterator[Phrase]:
    """What the text says of its own standing, in the words of the statement's page."""
    _ = wording.gettext
    if page.original:
        yield _("This is the original text.")
    else:
        yield _("Translated from {language}.", language=page.document.source_locale)
        if standing.signed:
            yield _("A reviewer approved this translation on {date}.", date=standing.signed)
        else:
            yield _("No reviewer has approved this translation yet.")
    if prevails := page.document.meta.prevails:
        known = {one.id: one for one in (page.document.source_locale, page.locale)}
        yield _(
            "If the versions differ, the {language} version prevails.", language=known.get(prevails) or locale(prevails)
        )


def _body(page: Page) -> list[list[str]]:
    groups: list[list[str]] = []
    for one in page.document.plain(page.catalog.text_for, page.locale):
        lines = list(_lines(one, page.locale.direction))
        if one.close and groups:
            groups[-1] += lines
        else:
            groups.append(lines)
    return groups


def _lines(paragraph: Paragraph, home: str) -> Iterator[str]:
    if len(paragraph.texts) > 1:
        yield _line(paragraph.texts, home, joint=": ", first=paragraph.first)
        return
    [one] = paragraph.texts
    direction = "ltr" if paragraph.kind == "code" else one.locale.direction
    for number, line in enumerate(one.content.splitlines()):
        first = paragraph.rest if number else paragraph.first
        yield directed(first + _placed(line, direction, home), direction).rstrip()


def _closing(page: Page, wording: Wording) -> Iterator[list[str]]:
    home, signatories, contact = page.locale.direction, page.signatories, page.document.meta.contact
    if signatories:
        heading = wording.ngettext(*SIGNED, len(signatories))
        yield [_line([heading.text], home), *(_signatory(one, home) for one in signatories)]
    if contact:  # on a line of its own, where an address is in order without any marks
        label = wording.gettext("Contact").text
        yield [_line([Text(f"{label.content}:", label.locale)], home), contact]


def _signatory(one: SignatoryLine, home: str) -> str:
    """A name runs as its own letters do: it may be in neither language, whatever the catalog says of it."""
    name, acronym = one.name.content, f" ({one.acronym})" if one.acronym else ""
    direction = first_strong(name) or one.name.locale.direction
    if direction in {home, first_strong(acronym)}:
        said = _placed(name + acronym, direction, home)
    else:
        said = _placed(name, direction, home) + marked(acronym, home)
    return directed(_BULLET + said, home)


def _texts(phrases: Iterator[Phrase] | Sequence[Phrase]) -> list[Text]:
    return [one.text for one in phrases]


def _line(texts: Sequence[Text], home: str, *, joint: str = " ", first: str = "") -> str:
    """One line; if all of its texts run the same way it does too, else it runs as the page does."""
    parts = [(" ".join(one.content.splitlines()), one.locale.direction) for one in texts]
    if len({direction for _, direction in parts}) == 1:
        parts = [(joint.join(content for content, _ in parts), parts[0][1])]
    direction = parts[0][1] if len(parts) == 1 else home
    return directed(first + joint.join(_placed(*one, home) for one in parts), direction)


def _placed(content: str, direction: str, home: str) -> str:
    """A text on a page of the direction ``home``."""
    return marked(content, direction) if direction == home else inset(content, direction)
