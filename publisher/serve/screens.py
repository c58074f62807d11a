"""The screens of the workspace as HTML, in the language of whoever looks at them, and what they load."""

from __future__ import annotations

from functools import cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog import SourceCatalog
from publisher.model import Text
from publisher.outputs.templates import environment
from publisher.project import defaults, interface_folder
from publisher.wording import Phrase, Wording

if TYPE_CHECKING:
    from publisher.locale import Locale
    from publisher.serve.desk import Desk
    from publisher.serve.people import Person

FONT = "Vazirmatn.woff2"
_MEDIA = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}


class Viewer(NamedTuple):
    """Who looks at a screen.

    Attributes:
        person: Who that is.
        token: What their script must send along when it writes.
        ui: The language of the interface.
        here: The address of the screen, behind that language.
        since: What names the state of the workspace that the screen shows, or an older one.
    """

    person: Person
    token: str
    ui: Locale
    here: str
    since: str = ""


class Screens:
    """What makes them.

    Args:
        desk: The workspace.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._templates = environment([interface_folder()])

    @property
    def languages(self) -> list[Locale]:
        """The languages that the workspace can be used in: that of the original, and those it is translated into."""
        targets = self._desk.project.settings.targets
        known = [one for one in targets if not isinstance(self._desk.tools(one), SourceCatalog)]
        return [self._desk.project.settings.source_locale, *known]

    def render(self, name: str, viewer: Viewer, **values: object) -> bytes:
        """A screen, or a part of one, from its template.

        Args:
            name: The template.
            viewer: Who looks at it.
            values: What the template shows.
        """
        wording = Wording(viewer.ui, self._desk.tools(viewer.ui))
        html = self._templates.get_template(name).render(
            _=wording.gettext,
            ngettext=wording.ngettext,
            phrase=partial(_phrase, viewer.ui),
            asset=self.address,
            ui=viewer.ui,
            languages=self.languages,
            person=viewer.person,
            token=viewer.token,
            here=viewer.here,
            since=viewer.since,
            workspace=self._desk.project.settings.title,
            **values,
        )
        return f"{html.strip()}\n".encode()

    @cached_property
    def assets(self) -> dict[str, tuple[str, bytes]]:
        """What screens load: by its name, its media type and its bytes."""
        files = {path.name: path for path in interface_folder().iterdir() if path.suffix in _MEDIA}
        files[FONT] = defaults() / "templates" / "fonts" / "Vazirmatn-Regular.woff2"
        return {name: (_MEDIA[path.suffix], path.read_bytes()) for name, path in sorted(files.items())}

    def address(self, name: str) -> str:
        """Where a screen finds what it loads; another version has another address."""
        return f"/interface/{name}?{sha256(self.assets[name][1]).hexdigest()[:8]}"


def _phrase(ui: Locale, text: str, locale: Locale) -> Phrase:
    return Phrase(Text(text, locale), ui)
