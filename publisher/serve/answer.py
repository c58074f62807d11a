"""What the guard itself answers, and the headers that every answer gets."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Message, Send

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content security policy of every answer for which the app has none: nothing is loaded, nothing is run."""
_ALWAYS = {
    b"cache-control": b"no-store",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
_CSP, _FRAMES = b"content-security-policy", b"x-frame-options"

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">{head}
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
_STRANGER = """\
<p>This workspace is open to those who have a link to it.</p>
<ul>
<li>If somebody invited you: open the link of your invitation. If it does not work any more, ask for a new one.</li>
<li>If this is your own computer: open the address that <code>publish serve</code> printed when it started, all of it,
up to the last letter.</li>
</ul>"""
_AT_ONCE = '\n<meta http-equiv="refresh" content="0; url=/">'


class RefusedError(Exception):
    """A request that is not answered.

    Args:
        status: The status code (RFC 9110, section 15).
        reason: Why, in plain words, with what to do; nothing of the request stands in it.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def sealed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with those that every answer has; none lets another site read it (no CORS)."""
    kept = [
        (name, value)
        for name, value in ((name.lower(), value) for name, value in headers)
        if name not in _ALWAYS and name != _FRAMES and not name.startswith(b"access-control-")
    ]
    policies = [value for name, value in kept if name == _CSP]
    if not policies:
        kept.append((_CSP, NOTHING.encode()))
    framed = any(b"frame-ancestors 'self'" in policy for policy in policies)
    return [*kept, *_ALWAYS.items(), (_FRAMES, b"SAMEORIGIN" if framed else b"DENY")]


async def refuse(send: Send, refusal: RefusedError) -> None:
    """Say in words why a request is not answered, and hang up: nothing more of it is read."""
    headers = {"connection": "close"}
    if refusal.status == 405:  # noqa: PLR2004  # RFC 9110, section 15.5.6
        headers["allow"] = "GET, HEAD, POST"
    await _say(send, refusal.status, "text/plain", f"{refusal.reason}\n", headers)


async def stranger(send: Send) -> None:
    """Tell somebody whom the server does not know how to get in."""
    page = _PAGE.format(title="You need a link to come in", body=_STRANGER, head="")
    await _say(send, 401, "text/html", page, {"connection": "close", "www-authenticate": "Link"})


async def welcome(send: Send, name: str, cookie: str, *, redirect: bool) -> None:
    """Let somebody in: hand over the cookie and lead to the workspace.

    A cookie that is ``SameSite=Strict`` is not sent along a redirect that another site began (RFC 6265bis, section
    5.2): then a page of our own leads on.

    Args:
        send: Where the answer goes.
        name: What the invitation calls them; empty for whoever started the server.
        cookie: The whole value of ``Set-Cookie``.
        redirect: Whether a redirect will do.
    """
    if redirect:
        await _say(send, 303, "text/plain", "", {"set-cookie": cookie, "location": "/"})
        return
    body = (f"<p>{escape(name)}, you are let in.</p>\n" if name else "") + '<p><a href="/">Go to the workspace</a></p>'
    page = _PAGE.format(title="Welcome", body=body, head=_AT_ONCE)
    await _say(send, 200, "text/html", page, {"set-cookie": cookie})


async def _say(send: Send, status: int, kind: str, text: str, headers: dict[str, str]) -> None:
    body = text.encode()
    own = {"content-type": f"{kind}; charset=utf-8", "content-length": str(len(body)), **headers}
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": sealed([(name.encode(), value.encode()) for name, value in own.items()]),
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
