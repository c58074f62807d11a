"""What people send to the workspace: read whole, within limits, and of the one form that our pages send."""

from __future__ import annotations

import asyncio
import json
import re
from hmac import compare_digest
from typing import TYPE_CHECKING, NoReturn

from publisher.serve.answer import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Message, Receive, Scope

LARGEST = 256 * 1024
"""How large the body of a request may be, in bytes."""
LARGEST_FILE = 8 * 1024 * 1024
"""How large a file may be that is imported, in bytes."""
PATIENCE = 10.0
"""How long a body may take to arrive, in seconds."""

_IMPORT = re.compile(r"/[A-Za-z0-9_@-]+/import")
_LENGTH = re.compile(r"[0-9]{1,12}")
_JSON = re.compile(r"application/json(; ?charset=\"?utf-8\"?)?", re.IGNORECASE)
_FILE = "application/octet-stream"
_FILE_NAME = re.compile(r"[A-Za-z0-9._~!'()*%-]{1,1000}")


class GoneError(Exception):
    """The other side has hung up."""


def parsed(body: bytes) -> dict[str, str | bool | list[str]]:
    """Read the JSON that our pages send: one object of texts, yes or no, and lists of texts.

    Nothing else that JSON can hold is needed, so nothing else can do harm: no depth, no numbers, no key twice, no half
    of a surrogate pair (RFC 8259, section 8.2), which no file could hold.

    Raises:
        RefusedError: If it is anything else.
    """
    try:
        found = json.loads(body.decode(), object_pairs_hook=_object)
        if not isinstance(found, dict):
            _no()
    except (ValueError, RecursionError) as error:  # what is not UTF-8 or not JSON is a ValueError, too
        raise RefusedError(400, "What was sent is not what our pages send. Load the page again.") from error
    return found


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    for key, value in pairs:
        texts = value if isinstance(value, list) else [] if isinstance(value, bool) else [value]
        if not all(isinstance(one, str) for one in texts):
            _no()
        "".join([key, *texts]).encode()  # half of a surrogate pair has no bytes: a ValueError
    if len(found := dict(pairs)) != len(pairs):
        _no()
    return found


def _no() -> NoReturn:
    raise ValueError("not what our pages send")


async def read(scope: Scope, head: Mapping[str, str], receive: Receive) -> Receive:
    """Read what somebody sends who may change something, and hand it on in one piece.

    Args:
        scope: The request, with the token in it that our pages know.
        head: Its headers.
        receive: What brings the body.

    Raises:
        RefusedError: If it lacks that token, or is not what its address takes.
        GoneError: If it ends in the middle.
    """
    if not compare_digest(head.get("x-publish-token", "").encode(), scope["write_token"].encode()):
        raise RefusedError(403, "The page is from an earlier visit. Load it again; what you typed is kept.")
    is_file = _IMPORT.fullmatch(scope["path"]) is not None
    kind = head.get("content-type", "")
    if not (kind == _FILE if is_file else _JSON.fullmatch(kind)):
        raise RefusedError(415, "What was sent is of a kind that this address does not take.")
    if is_file and not _FILE_NAME.fullmatch(head.get("x-file-name", "")):
        raise RefusedError(400, "The file has no name, or one that is too long.")
    body = await _body(head, LARGEST_FILE if is_file else LARGEST, receive)
    if not is_file:
        parsed(body)  # so that the app meets nothing that it cannot read
    return _again(body, receive)


async def _body(head: Mapping[str, str], limit: int, receive: Receive) -> bytes:
    length = head.get("content-length", "0")
    if not _LENGTH.fullmatch(length) or ("content-length" in head and "transfer-encoding" in head):
        raise RefusedError(400, "How long the request is cannot be told.")  # RFC 9112, section 6.3
    too_large = RefusedError(413, f"More than {limit // 1024} kB was sent.")
    if int(length) > limit:
        raise too_large
    data = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise GoneError
                data += message.get("body", b"")
                if len(data) > limit:
                    raise too_large
                if not message.get("more_body"):
                    return bytes(data)
    except TimeoutError as error:
        raise RefusedError(408, "The request took too long to arrive. Try again.") from error


def _again(body: bytes, receive: Receive) -> Receive:
    """Hand on a body that was read."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_on() -> Message:
        return left.pop() if left else await receive()

    return receive_on
