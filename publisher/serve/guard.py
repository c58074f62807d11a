"""The guard: it stands before the workspace, and what it does not let through, nobody else sees.

A server on one's own machine can be reached by every page that is open in the browser, by way of other ports, names
that are bound anew to 127.0.0.1, forms and images. So each request has to name our address, to come from our own pages,
and to carry the cookie of somebody who was let in; what changes something has to carry a second token that only our
pages know. What a browser tells about where a request comes from: Fetch Metadata (W3C), RFC 6454 (Origin), RFC 6265bis
(cookies).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import PublisherError
from publisher.serve.answer import RefusedError, refuse, sealed, stranger, welcome
from publisher.serve.body import GoneError, read
from publisher.serve.people import HERE, TOKEN, write_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from publisher.serve.people import People, Person

START = "/start"
"""The address that turns a token into a cookie."""
LONGEST = 512
"""How long a path with its query may be, in characters."""
LARGEST_HEAD = 16 * 1024
"""How long all headers of a request together may be, in bytes."""

_NAME = r"[A-Za-z0-9_~@-][A-Za-z0-9._~@-]*"
_PATH = re.compile(rf"/(?:{_NAME}/)*(?:{_NAME})?")
_QUERY = re.compile(r"[!-~]*")
_TOKEN_IN = re.compile(rf"token=({TOKEN.pattern})(?:&|$)")
"""The token in an address; programs for mail and chat hang words of their own on links."""
_ONCE = {
    *("host", "cookie", "origin", "referer", "content-length", "content-type", "transfer-encoding"),
    *("sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "x-file-name", "x-publish-token"),
}
"""The headers that decide something: a second one of a kind might be read by somebody else than the first."""
_NEVER = ("content-encoding", "service-worker", "upgrade")


@dataclass(frozen=True, slots=True)
class Address:
    """What people type to come here.

    Attributes:
        host: A name or number of this machine, in small letters; an IPv6 address without brackets.
        port: The port.
        secure: Whether it is reached by TLS.
    """

    host: str
    port: int
    secure: bool = False

    @property
    def authority(self) -> str:
        """What a browser sends as ``Host`` (RFC 9110, section 7.2): it leaves out the port that goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What a browser sends as ``Origin``."""
        return f"{'https' if self.secure else 'http'}://{self.authority}"

    @property
    def cookie(self) -> str:
        """The name of the cookie. The port is in it, because servers on all ports of a machine share its cookies."""
        return f"{'__Host-' if self.secure else ''}publish-{self.port}"


class Guard:
    """Lets requests of known people through to the app, with ``person`` and ``write_token`` in the scope.

    What a request brings is handed on in one piece; if it is JSON, `body.parsed` can read it.

    Args:
        app: The workspace (ASGI 3).
        address: What it is reached by.
        people: Who is let in.
    """

    def __init__(self, app: ASGIApp, address: Address, people: People) -> None:
        self._app = app
        self._address = address
        self._people = people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            try:
                await self._answer(scope, receive, send)
            except RefusedError as refusal:
                await refuse(send, refusal)
            except GoneError:
                pass  # nobody is there any more to be told anything
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = _head(scope)
        path, query = _target(scope)
        self._address_is_ours(head)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            raise RefusedError(405, "This server knows GET, HEAD and POST only.")
        if scope["method"] != "POST" and (head.get("content-length", "0") != "0" or "transfer-encoding" in head):
            raise RefusedError(400, "A request that only asks has no body.")
        self._comes_from_here(head, scope["method"], path)
        if path == START:
            await self._start(head, scope["method"], query, send)
            return
        token = self._cookie_in(head)
        person = self._person(token)
        if person is None:
            await stranger(send)
            return
        scope["person"], scope["write_token"] = person, write_token(token)
        if scope["method"] == "POST":
            receive = await read(scope, head, receive)
        await self._app(scope, receive, self._seal(token, send))

    def _address_is_ours(self, head: Mapping[str, str]) -> None:
        """Names that somebody else has bound to our number are refused (DNS rebinding)."""
        if head.get("host") != self._address.authority:
            raise RefusedError(421, f"This server answers to {self._address.origin} only. Open that address.")

    def _comes_from_here(self, head: Mapping[str, str], method: str, path: str) -> None:
        """Whether one of our pages asks, or a person who typed the address; for the start also a link elsewhere."""
        origin = self._address.origin
        if head.get("origin", origin) != origin:
            raise RefusedError(403, "The page of another site asked for this.")
        site, navigates = head.get("sec-fetch-site"), head.get("sec-fetch-mode") == "navigate"
        if path == START and (site is None or (navigates and head.get("sec-fetch-dest") == "document")):
            return
        typed = site == "none" and navigates and method != "POST"
        # Browsers that tell nothing of the sort (and all, where the address is not secure) at least tell no other site.
        ours = head.get("referer", f"{origin}/").startswith(f"{origin}/")
        if not ours or not (site in {None, "same-origin"} or typed):
            reason = "Another site led here. Copy the address and paste it into the address bar of your browser."
            raise RefusedError(403, reason)

    async def _start(self, head: Mapping[str, str], method: str, query: str, send: Send) -> None:
        if method != "GET":
            raise RefusedError(400, "Open this address in a browser.")
        found = _TOKEN_IN.match(query)
        token = self._people.entered(found[1]) if found else ""
        person = self._person(token)
        if person is None:
            await stranger(send)
            return
        flags = "Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if self._address.secure else "")
        typed = head.get("sec-fetch-site") in {"none", "same-origin"}
        name = "" if person == HERE else person.name
        await welcome(send, name, f"{self._address.cookie}={token}; {flags}", redirect=typed)

    def _cookie_in(self, head: Mapping[str, str]) -> str:
        """The token; two of them mean that another server on this machine tries to pass off its own for ours."""
        pairs = (one.strip().partition("=") for one in head.get("cookie", "").split(";"))
        tokens = [value for name, _, value in pairs if name == self._address.cookie]
        if len(tokens) > 1:
            raise RefusedError(400, "Your browser sent two cookies of one name. Delete its cookies for this address.")
        return tokens[0] if tokens else ""

    def _person(self, token: str) -> Person | None:
        try:
            return self._people.who(token)
        except PublisherError as error:
            reason = "The list of those who are let in is broken. Whoever started this server must start it again."
            raise RefusedError(503, reason) from error

    def _seal(self, token: str, send: Send) -> Send:
        """Give every answer its headers, and end a stream of events when its reader is let in no longer."""
        ended = False

        async def send_on(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                message = {**message, "headers": sealed(list(message.get("headers", [])))}
            elif message.get("more_body") and not ended and not self._still_in(token):
                message, ended = {"type": "http.response.body", "body": b""}, True
            elif ended:
                return
            await send(message)

        return send_on

    def _still_in(self, token: str) -> bool:
        try:
            return self._people.who(token) is not None
        except PublisherError:
            return False


def _head(scope: Scope) -> dict[str, str]:
    """The headers by name."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
        raise RefusedError(431, "The head of the request is too long.")
    found: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").lower()
        if name in found and name in _ONCE:
            raise RefusedError(400, f"There is more than one {name} in the head of the request.")
        found[name] = value.decode("latin-1")
    for name in _NEVER:
        if name in found:
            raise RefusedError(400, f"This server does not know what {name} asks for.")
    return found


def _target(scope: Scope) -> tuple[str, str]:
    """The path and the query, which need no decoding and name nothing outside of the workspace."""
    raw = scope.get("raw_path") or scope["path"].encode()
    path, query = raw.decode("latin-1"), scope["query_string"].decode("latin-1")
    if len(path) + len(query) > LONGEST:
        raise RefusedError(414, "The address is too long.")
    if path != scope["path"] or not _PATH.fullmatch(path) or ".." in path or not _QUERY.fullmatch(query):
        raise RefusedError(400, "The address is not one of this server.")
    return path, query
