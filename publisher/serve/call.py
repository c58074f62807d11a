"""One request as the workspace sees it, and what it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher.errors import Problem, UsageError
from publisher.serve.drafts import MAX_FORMS
from publisher.serve.translate import Place

if TYPE_CHECKING:
    from publisher.serve.arrivals import Arrivals
    from publisher.serve.desk import Desk
    from publisher.serve.events import Watch
    from publisher.serve.guard import Address
    from publisher.serve.people import People
    from publisher.serve.screens import Screens, Viewer

SCREEN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of screens: nothing from elsewhere, nothing inline (CSP Level 3)."""
PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
"""That of pages of the site, which are shown in a frame of a screen: nothing runs in them."""
HTML = "text/html; charset=utf-8"


class NotThere(Exception):  # noqa: N818  # an answer, no error of the program
    """The address names nothing that there is."""


class Answer(NamedTuple):
    """What is answered.

    Attributes:
        body: The content.
        status: The status code of HTTP.
        media: The media type.
        policy: The Content-Security-Policy.
        name: What a browser shall save it as; empty if it is to be shown.
    """

    body: bytes = b""
    status: int = 200
    media: str = HTML
    policy: str = SCREEN
    name: str = ""


class House(NamedTuple):
    """What answers are made with.

    Attributes:
        desk: The workspace.
        screens: What makes screens.
        people: Who is let in.
        address: What the server is reached by.
        arrivals: Files that came in and of which nobody has decided yet.
        watch: What tells browsers that something changed.
    """

    desk: Desk
    screens: Screens
    people: People
    address: Address
    arrivals: Arrivals
    watch: Watch


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked.

    Attributes:
        house: What it is answered with.
        viewer: Who asks, in which language.
        parts: The parts of the address by their names.
        query: What stands behind its question mark.
        data: What was sent as JSON.
        body: What was sent otherwise.
        name: The name of the file that was sent, or empty.
    """

    house: House
    viewer: Viewer
    parts: dict[str, str]
    query: dict[str, str]
    data: dict[str, Any]
    body: bytes = b""
    name: str = ""

    @property
    def desk(self) -> Desk:
        """The workspace."""
        return self.house.desk

    def show(self, template: str, status: int = 200, **values: object) -> Answer:
        """A screen, or a part of one."""
        return Answer(self.house.screens.render(template, self.viewer, **values), status)

    def place(self) -> Place:
        """The catalog that the address names.

        Raises:
            NotThere: If there is none.
        """
        place = self.language()
        if place.domain not in self.desk.domains:
            raise NotThere
        return place

    def language(self) -> Place:
        """The catalog that the address names, if it is one: nothing is read but the settings.

        Raises:
            NotThere: If there is no such language.
        """
        locale = self.desk.locale(self.parts["locale"])
        if locale is None:
            raise NotThere
        return Place(self.desk, self.viewer.person, locale, self.parts["domain"])

    def texts(self, name: str) -> list[str]:
        """Texts that were sent: one, or one for each plural form.

        Raises:
            UsageError: If they are something else.
        """
        found = self.data.get(name)
        if not isinstance(found, list) or len(found) > MAX_FORMS or not all(isinstance(one, str) for one in found):
            raise _wrong(name, "a list of texts")
        return found

    def text(self, name: str, missing: str | None = None) -> str:
        """A text that was sent, or what stands for one that is missing.

        Raises:
            UsageError: If it is something else, or must not be missing.
        """
        found = self.data.get(name, missing)
        if not isinstance(found, str):
            raise _wrong(name, "a text")
        return found

    def flag(self, name: str) -> bool:
        """Whether something was asked for; False where nothing is said.

        Raises:
            UsageError: If it is neither true nor false.
        """
        found = self.data.get(name, False)
        if not isinstance(found, bool):
            raise _wrong(name, "true or false")
        return found


def _wrong(name: str, wanted: str) -> UsageError:
    return UsageError(Problem(f'"{name}" is not {wanted}', hint="load the page again"))
