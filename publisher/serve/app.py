"""The addresses of the workspace: what is asked there, who may ask it, and who answers.

Nothing reaches this but what `Guard` lets through. No part of an address is ever a path on the disk: each is looked
up among what there is.
"""

from __future__ import annotations

import traceback
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from publisher.errors import OutdatedError, Problem, PublisherError
from publisher.serve import office, writing
from publisher.serve.answer import RefusedError
from publisher.serve.arrivals import Arrivals
from publisher.serve.body import parsed
from publisher.serve.call import Answer, Call, House, NotThere
from publisher.serve.events import Watch
from publisher.serve.screens import Screens, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from publisher.locale import Locale
    from publisher.serve.desk import Desk
    from publisher.serve.guard import Address
    from publisher.serve.people import People, Person

    Right = Callable[[Person, str], bool]
    Handler = Callable[[Call], Answer]


def _anyone(_person: Person, _locale: str) -> bool:
    return True


def _translators(person: Person, locale: str) -> bool:
    return person.translates(locale)


def _reviewers(person: Person, locale: str) -> bool:
    return person.approves(locale)


def _coordinators(person: Person, _locale: str) -> bool:
    return person.coordinates


_PAGE = "{locale}/{domain}"
_TEXT = f"{_PAGE}/{{unit}}"
GETS: tuple[tuple[str, Right, Handler], ...] = (
    ("/{ui}/", _anyone, office.overview),
    (f"/{{ui}}/review/{_PAGE}", _anyone, office.review),
    ("/{ui}/files", _anyone, office.files),
    (f"/{{ui}}/export/{_PAGE}/{{form}}", _anyone, office.export),
    ("/{ui}/team", _coordinators, office.people),
    ("/{ui}/lost", _anyone, office.lost_texts),
    (f"/{{ui}}/translate/{_PAGE}", _anyone, writing.screen),
    (f"/{{ui}}/rows/{_PAGE}", _anyone, writing.rows),
    (f"/{{ui}}/unit/{_TEXT}", _anyone, writing.unit),
    ("/site/{name:path}", _anyone, writing.page),
    ("/interface/{name}", _anyone, writing.asset),
)
"""What can be looked at: the address, who may, and who answers."""
POSTS: tuple[tuple[str, Right, Handler], ...] = (
    (f"/{{ui}}/preview/{_TEXT}", _anyone, writing.preview),
    (f"/{{ui}}/check/{_TEXT}", _anyone, writing.check),
    (f"/{{ui}}/keep/{_TEXT}", _translators, writing.keep),
    (f"/{{ui}}/save/{_TEXT}", _translators, writing.save),
    (f"/{{ui}}/remark/{_TEXT}", _translators, writing.remark),
    (f"/{{ui}}/sign/{_PAGE}", _reviewers, office.sign),
    ("/{ui}/import", _coordinators, office.read_file),
    ("/{ui}/import/{id}", _coordinators, office.take_file),
    ("/{ui}/update", _coordinators, office.update),
    ("/{ui}/build", _coordinators, office.build),
    ("/{ui}/invite", _coordinators, office.invite),
    ("/{ui}/revoke", _coordinators, office.revoke),
    ("/{ui}/lost/{number}", _anyone, office.put_back),
)
"""What can be changed, likewise."""
_LOOKS = frozenset({writing.preview, writing.check, writing.keep})
"""Who answers what is posted and changes no catalog."""


class Trouble(NamedTuple):
    """Why something is not answered.

    Attributes:
        status: The status code of HTTP.
        problems: What is wrong, in English.
        asked: Whether something was only to be shown.
    """

    status: int
    problems: Sequence[Problem]
    asked: bool


def application(desk: Desk, people: People, address: Address) -> Starlette:
    """The workspace as an ASGI application, which believes what `Guard` has put into the scope: who asks.

    Args:
        desk: The workspace.
        people: Who is let in.
        address: What the server is reached by.
    """
    screens, watch = Screens(desk), Watch(desk.root, desk.changed)
    desk.tell = watch.tell
    house = House(desk, screens, people, address, Arrivals(desk.journal), watch)
    routes = [
        Route(path, partial(_answer, house, right, handler), methods=[method])
        for method, table in (("GET", GETS), ("POST", POSTS))
        for path, right, handler in table
    ]
    nothing = partial(_answer, house, _anyone, _nothing)
    routes += [
        Route("/", partial(_first, house)),
        Route("/events", watch.events),
        Route("/{rest:path}", nothing, methods=["GET", "POST"]),
    ]
    return Starlette(routes=routes, lifespan=lambda _: watch.running())


def _nothing(_call: Call) -> Answer:
    raise NotThere


async def _first(house: House, request: Request) -> Response:
    """Lead to the overview, in the language of whoever comes in."""
    try:
        ui = await run_in_threadpool(_interface, house.screens, None, request)
    except PublisherError as error:
        return Response(f"{error}\n", 422, media_type="text/plain")
    return Response(status_code=303, headers={"Location": f"/{ui.id if ui else ''}/"})


async def _answer(house: House, right: Right, handler: Handler, request: Request) -> Response:
    """Answer a request on another thread, so that a slow one holds nobody up."""
    body = await request.body()
    found = await run_in_threadpool(_answered, house, right, handler, request, body)
    headers = {"Content-Security-Policy": found.policy}
    if found.name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    return Response(found.body, found.status, headers, found.media)


def _answered(house: House, right: Right, handler: Handler, request: Request, body: bytes) -> Answer:
    viewer: Viewer | None = None
    try:
        viewer = _viewer(house, request)
        return _handled(house, viewer, right, handler, request, body)
    except NotThere:
        status, problems = 404, [Problem("there is nothing at this address")]
    except RefusedError as error:
        status, problems = error.status, [Problem(error.reason)]
    except OutdatedError as error:
        status, problems = 409, [*error.problems]
    except PublisherError as error:
        status, problems = 422, [*error.problems]
    except Exception as error:  # noqa: BLE001  # the last resort: a bug is reported as one
        place = traceback.extract_tb(error.__traceback__)[-1]
        status, problems = 500, [Problem(f"bug in publish: {type(error).__name__} ({place.name}, {place.lineno})")]
    asked = request.method != "POST" or handler in _LOOKS
    return _said(house, viewer, request, Trouble(status, problems, asked))


def _viewer(house: House, request: Request) -> Viewer:
    """Who asks, and in which language.

    Raises:
        NotThere: If the interface has no such language.
        PublisherError: If the settings are wrong.
    """
    ui = _interface(house.screens, request.path_params.get("ui"), request)
    if ui is None:
        raise NotThere
    here = request.scope["path"].lstrip("/").partition("/")[2]
    return Viewer(request.scope["person"], request.scope.get("write_token", ""), ui, here, house.watch.id)


def _handled(  # noqa: PLR0913, PLR0917  # all that an answer is made of
    house: House, viewer: Viewer, right: Right, handler: Handler, request: Request, body: bytes
) -> Answer:
    parts = dict(request.path_params)
    if not right(viewer.person, parts.get("locale", "")):
        raise RefusedError(403, "You are not invited to do this.")
    is_json = request.headers.get("content-type", "").startswith("application/json")
    data = parsed(body) if is_json else {}
    name = unquote(request.headers.get("x-file-name", ""))
    return handler(Call(house, viewer, parts, dict(request.query_params), data, body, name))


def _said(house: House, viewer: Viewer | None, request: Request, trouble: Trouble) -> Answer:
    """Why something is not answered: as a part of a screen, or as one if none is there yet."""
    whole = request.headers.get("sec-fetch-dest") == "document"
    template = "trouble.html" if whole else "problem.html"
    with suppress(PublisherError):  # of settings that are wrong, no screen can be made
        viewer = viewer or _in_english(house, request)
        return Answer(house.screens.render(template, viewer, **trouble._asdict()), trouble.status)
    said = "\n".join(map(str, trouble.problems))
    return Answer(f"{said}\n".encode(), trouble.status, "text/plain; charset=utf-8")


def _in_english(house: House, request: Request) -> Viewer:
    return Viewer(request.scope["person"], "", house.desk.project.settings.source_locale, "", house.watch.id)


def _interface(screens: Screens, name: str | None, request: Request) -> Locale | None:
    """The language of the interface: as the address says, else as the browser wants it; None if there is no such."""
    if name is not None:
        return next((one for one in screens.languages if one.id == name), None)
    return preferred(screens.languages, request.headers.get("accept-language", ""), request.scope["person"])


def preferred(languages: list[Locale], wanted: str, person: Person) -> Locale:
    """The language to begin in: that of who is invited for one, else the first that the browser asks for.

    Args:
        languages: Those of the interface.
        wanted: The header Accept-Language (RFC 9110, section 12.5.4), read in its order.
        person: Who asks.
    """
    own = [one for one in languages if one.id in person.locales]
    tags = [one.partition(";")[0].strip().lower() for one in wanted.split(",")]
    asked = [
        one for tag in tags for one in languages if tag in {one.id, one.html_lang} or tag.startswith(f"{one.base}-")
    ]
    return next(iter([*own, *asked, *languages]))
