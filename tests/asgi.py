"""Requests put to an ASGI application without a network, as whoever attacks it would write them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp


@dataclass(frozen=True)
class Request:
    """A request: its headers one by one, its body as it arrives, a piece each time; None: nothing more ever comes."""

    method: str = "GET"
    target: str = "/"
    headers: tuple[tuple[str, str], ...] = ()
    body: tuple[bytes | None, ...] = ()
    kind: str = "http"

    def but(self, *, method: str = "", target: str = "", body: bytes | None = None, **headers: str | None) -> Request:
        """The same with another method, target or body, and with other headers; None takes one away."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            named["content-length"] = str(len(body))
        kept = [(name, value) for name, value in self.headers if name not in named]
        new = [(name, value) for name, value in named.items() if value is not None]
        return replace(
            self,
            method=method or self.method,
            target=target or self.target,
            headers=(*kept, *new),
            body=self.body if body is None else (body,),
        )

    def and_(self, name: str, value: str) -> Request:
        """The same with one header more, be it there already or not."""
        return replace(self, headers=(*self.headers, (name, value)))

    def filled(self, values: Mapping[str, str]) -> Request:
        """The same with marks such as <<unit>> replaced by what they stand for."""

        def fill(text: str) -> str:
            for name, value in values.items():
                text = text.replace(f"<<{name}>>", value)
            return text

        body = tuple(one if one is None else fill(one.decode("latin-1")).encode("latin-1") for one in self.body)
        before, after = (str(sum(len(one or b"") for one in pieces)) for pieces in (self.body, body))
        headers = [
            (name, after if (name, value) == ("content-length", before) else fill(value))
            for name, value in self.headers
        ]
        return replace(self, target=fill(self.target), headers=tuple(headers), body=body)


@dataclass
class Answer:
    """What came back; a status of 0 means nothing."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def __getitem__(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)


class Client:
    """Puts requests to an application, one after the other."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._runner.close()

    def ask(self, request: Request) -> Answer:
        """Answer what the application says; of a stream without an end its first piece."""
        return self._runner.run(self._ask(request))

    async def _ask(self, request: Request) -> Answer:
        answer, gone, left = Answer(), asyncio.Event(), list(request.body or (b"",))

        async def receive() -> dict[str, Any]:
            if request.kind == "websocket":
                return {"type": "websocket.connect"}
            piece = left.pop(0) if left else None
            if piece is None:
                await gone.wait()
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": piece, "more_body": bool(left)}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "websocket.close":
                answer.status = 403  # what a server makes of it before the connection is one
            elif message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [(name.decode(), value.decode("latin-1")) for name, value in message["headers"]]
            else:
                answer.body += message.get("body", b"")
                if message.get("more_body"):
                    gone.set()

        await asyncio.wait_for(self._app(scope(request), receive, send), 20)
        return answer


def scope(request: Request) -> dict[str, Any]:
    """The request as uvicorn hands it on."""
    path, _, query = request.target.partition("?")
    return {
        "type": request.kind,
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "method": request.method,
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers],
        "server": ("127.0.0.1", 8710),
        "client": ("127.0.0.1", 50000),
        "state": {},
    }
