"""Attacks on the workspace's server, by families, and beside each family the honest requests that it resembles.

Marks such as <<unit>> stand for what is known only when the workspace is there: ``unit`` and ``base`` (a text and what
it is translated by), ``cookie`` and ``write`` (the coordinator's tokens), ``translator`` and ``translator-write`` (of
somebody invited for Arabic), ``reviewer`` and ``reviewer-write`` (of somebody invited for Kurmanji), ``revoked``,
``old``. In `RAW`, ``cookie`` is the whole cookie, and ``authority`` what the server is reached by.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from asgi import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1:8710"
ORIGIN = f"http://{HOST}"
SCRIPT = "<script>alert(1)</script>"
SAID = json.dumps({"targets": ["سلام"], "base": ["<<base>>"], "draft": False}).encode()

_HEAD = (("host", HOST), ("cookie", "publish-8710=<<cookie>>"), ("sec-fetch-site", "same-origin"))
PAGE = Request(
    "GET",
    "/site/ar/peace.html",
    (*_HEAD, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("accept", "text/html")),
)
ROWS = Request("GET", "/en/rows/ar/peace", (*_HEAD, ("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")))
ASSET = Request("GET", "/interface/core.js", (*_HEAD, ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "script")))
EVENTS = Request("GET", "/events", (*_HEAD, ("sec-fetch-mode", "cors"), ("accept", "text/event-stream")))
SAVE = Request(
    "POST",
    "/en/save/ar/peace/<<unit>>",
    (
        *_HEAD,
        *(("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty"), ("origin", ORIGIN)),
        *(("x-publish-token", "<<write>>"), ("content-type", "application/json"), ("content-length", str(len(SAID)))),
    ),
    (SAID,),
)
KEEP = SAVE.but(target="/en/keep/ar/peace/<<unit>>")
PREVIEW = SAVE.but(target="/en/preview/ar/peace/<<unit>>")
IMPORT = SAVE.but(target="/en/import", body=b"PK", content_type="application/octet-stream", x_file_name="peace.ar.docx")
START = Request(
    "GET",
    "/start?token=<<cookie>>",
    (("host", HOST), ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")),
)

HONEST = {
    "page": PAGE,
    "page typed": PAGE.but(sec_fetch_site="none"),
    "page of a browser that tells nothing": PAGE.but(sec_fetch_site=None, sec_fetch_mode=None, sec_fetch_dest=None),
    "page's head": PAGE.but(method="HEAD"),
    "page in our frame": PAGE.but(sec_fetch_dest="iframe"),
    "rows": ROWS,
    "rows with our origin": ROWS.but(origin=ORIGIN),
    "rows and other cookies": ROWS.but(cookie="a=1; publish-8710=<<cookie>>; publish-8711=x"),
    "asset": ASSET,
    "asset with its hash": ASSET.but(target="/interface/core.js?0123abcd"),
    "events": EVENTS,
    "save": SAVE,
    "save without origin": SAVE.but(origin=None),
    "save with a charset": SAVE.but(content_type="application/json; charset=utf-8"),
    "save in pieces": Request(SAVE.method, SAVE.target, SAVE.headers, (SAID[:9], SAID[9:20], SAID[20:])),
    "keep": KEEP,
    "preview": PREVIEW,
    "start": START,
    "start from a mail": START.but(sec_fetch_site="cross-site"),
    "start from a mail of a browser that tells nothing": START.but(
        sec_fetch_site=None, sec_fetch_mode=None, sec_fetch_dest=None, referer="https://mail.example/"
    ),
    "start with what a messenger hangs on": START.but(target="/start?token=<<cookie>>&utm_source=x"),
}
"""What people and their browsers really ask."""

TARGETS = {"page": PAGE, "save": SAVE, "events": EVENTS}


def hosts() -> Iterator[tuple[str, Request]]:
    """DNS rebinding, and names that mean nearly the same."""
    names = (
        *("evil.example", "evil.example:8710", "localhost:8710", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8711"),
        *("127.0.0.1:87100", "127.0.0.1:08710", "127.0.0.1:+8710", "127.1:8710", "0.0.0.0:8710", "[::1]:8710"),
        *("[::ffff:127.0.0.1]:8710", "2130706433:8710", "0x7f000001:8710", "0177.0.0.1:8710"),
        *("127.0.0.1.evil.example:8710", "127.0.0.1.nip.io:8710", "127.0.0.1:8710.evil.example"),
        *("user@127.0.0.1:8710", "127.0.0.1:8710@evil.example", "127.0.0.1.:8710", "127.0.0.1:8710,evil.example"),
        *("", "127.0.0.1:8710/", "http://127.0.0.1:8710", "127.0.0.1:8710 evil.example", f"{SCRIPT}:8710"),
    )
    for name in names:
        for kind, request in TARGETS.items():
            yield f"host {name or 'empty'}: {kind}", request.but(host=name)
    for kind, request in TARGETS.items():
        yield f"no host: {kind}", request.but(host=None)
        yield f"two hosts: {kind}", request.and_("host", HOST)
        yield f"host elsewhere: {kind}", request.but(host="evil.example").and_("x-forwarded-host", HOST)


def origins() -> Iterator[tuple[str, Request]]:
    """Pages of others that ask, and what looks like our own."""
    names = (
        *("null", "http://evil.example", "https://127.0.0.1:8710", "http://127.0.0.1", "http://127.0.0.1:3000"),
        *("http://localhost:8710", "http://127.0.0.1:8710.evil.example", "http://127.0.0.1:8710@evil.example"),
        *("http://127.0.0.1:8710/", "HTTP://127.0.0.1:8710", "http://127.0.0.1:8710 http://evil.example", "file://"),
        *("chrome-extension://abcdefghijklmnopabcdefghijklmnop", "about:blank", "data:", "ws://127.0.0.1:8710"),
        *("", "http://[::1]:8710", "http://127.0.0.1:8711", SCRIPT),
    )
    for name in names:
        for kind, request in TARGETS.items():
            yield f"origin {name or 'empty'}: {kind}", request.but(origin=name)
    for kind, request in TARGETS.items():
        yield f"two origins: {kind}", request.but(origin=ORIGIN).and_("origin", "http://evil.example")
        yield f"two equal origins: {kind}", request.but(origin=ORIGIN).and_("origin", ORIGIN)


def sites() -> Iterator[tuple[str, Request]]:
    """What a browser says of requests that began elsewhere; other ports of this machine are "same-site"."""
    for kind, request in {**TARGETS, "asset": ASSET, "rows": ROWS, "preview": PREVIEW}.items():
        for site in ("cross-site", "same-site", "", "Same-Origin", "same-origin, cross-site"):
            yield f"site {site or 'empty'}: {kind}", request.but(sec_fetch_site=site)
        yield f"two sites: {kind}", request.and_("sec-fetch-site", "same-origin")
        yield f"referer: {kind}", request.but(sec_fetch_site=None, referer="http://127.0.0.1:3000/")
        yield f"referer that begins like us: {kind}", request.but(referer="http://127.0.0.1:8710.evil.example/")
    for kind, request in {"save": SAVE, "events": EVENTS, "asset": ASSET, "rows": ROWS}.items():
        yield f"typed, but no page: {kind}", request.but(sec_fetch_site="none")
    yield "typed, but a form: save", SAVE.but(sec_fetch_site="none", sec_fetch_mode="navigate")
    yield "page in a frame of another site", PAGE.but(sec_fetch_site="cross-site", sec_fetch_dest="iframe")
    yield "page opened by another site", PAGE.but(sec_fetch_site="cross-site")
    yield "image of another site", PAGE.but(sec_fetch_site="cross-site", sec_fetch_mode="no-cors")


def cookies() -> Iterator[tuple[str, Request]]:
    """Nobody, and those who pretend to be somebody."""
    values = {
        "none": None,
        "empty": "",
        "without value": "publish-8710",
        "wrong": f"publish-8710={'A' * 43}",
        "short": "publish-8710=A",
        "cut": "publish-8710=<<cut>>",
        "longer": "publish-8710=<<cookie>>A",
        "quoted": 'publish-8710="<<cookie>>"',
        "of another port": "publish-8711=<<cookie>>",
        "of another name": "publish=<<cookie>>",
        "in large letters": "PUBLISH-8710=<<cookie>>",
        "hash": "publish-8710=<<hash>>",
        "write token": "publish-8710=<<write>>",
        "twice": "publish-8710=<<cookie>>; publish-8710=<<cookie>>",
        "pushed in before": f"publish-8710={'A' * 43}; publish-8710=<<cookie>>",
        "revoked": "publish-8710=<<revoked>>",
        "of two days ago": "publish-8710=<<old>>",
        "id": "publish-8710=here",
        "spread over two": "publish-8710=; <<cookie>>",
    }
    for name, value in values.items():
        for kind, request in TARGETS.items():
            yield f"cookie {name}: {kind}", request.but(cookie=value)
    yield "two cookie headers", PAGE.and_("cookie", "publish-8710=<<cookie>>")
    yield "authorization instead of a cookie", PAGE.but(cookie=None, authorization="Bearer <<cookie>>")
    yield "token in the address", PAGE.but(cookie=None, target=f"{PAGE.target}?token=<<cookie>>")


def writes() -> Iterator[tuple[str, Request]]:
    """Changes that no page of ours asked for."""
    values = {
        "none": None,
        "empty": "",
        "wrong": "0" * 64,
        "cut": "<<write-cut>>",
        "session token": "<<cookie>>",
        "of somebody else": "<<translator-write>>",
        "in large letters": "<<write-large>>",
        "not ASCII": "<<write>>ÿ",
        "two in one": "<<write>>, <<write>>",
    }
    for name, value in values.items():
        for kind, request in {"save": SAVE, "keep": KEEP, "preview": PREVIEW, "import": IMPORT}.items():
            yield f"write token {name}: {kind}", request.but(x_publish_token=value)
    for kind, request in {"save": SAVE, "keep": KEEP}.items():
        yield f"two write tokens: {kind}", request.and_("x-publish-token", "<<write>>")
        yield (
            f"write token in the address: {kind}",
            request.but(x_publish_token=None, target=f"{request.target}?x-publish-token=<<write>>"),
        )
    yield (
        "write token as a cookie",
        SAVE.but(x_publish_token=None, cookie="publish-8710=<<cookie>>; x-publish-token=<<write>>"),
    )


def methods() -> Iterator[tuple[str, Request]]:
    """Methods that nothing here answers to, preflights among them."""
    for method in (
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "SEARCH",
        "get",
        "Post",
        "GETS",
    ):
        yield f"method {method}: page", PAGE.but(method=method)
        yield f"method {method}: save", SAVE.but(method=method)
    yield (
        "preflight",
        SAVE.but(
            method="OPTIONS",
            access_control_request_method="POST",
            access_control_request_headers="x-publish-token",
            access_control_request_private_network="true",
        ),
    )
    yield "get with a body", PAGE.but(body=b"{}")
    yield "get with a body in chunks", PAGE.but(transfer_encoding="chunked")


def crossed() -> Iterator[tuple[str, Request]]:
    """The methods of others' addresses: nothing changes by being looked at."""
    yield "get that saves", SAVE.but(method="GET")
    yield "get without a body that saves", PAGE.but(target=SAVE.target)
    yield "head that saves", PAGE.but(target=SAVE.target, method="HEAD")
    yield "get that imports", PAGE.but(target="/en/import")
    yield "post that only asks", SAVE.but(target=PAGE.target)


def paths() -> Iterator[tuple[str, Request]]:
    """Ways out of the workspace, and addresses that two programs read in two ways."""
    tops = (
        *("/../pyproject.toml", "/..", "/%2e%2e/pyproject.toml", "/..%2fpyproject.toml", "/..%5cpyproject.toml"),
        *("/%252e%252e/pyproject.toml", "//etc/passwd", "/\\etc\\passwd", "/C:/Windows/win.ini", "/.git/config"),
        *("/.publisher/serve/people.json", "/publisher/../.publisher/serve/people.json", "/%00", "/\x00", "/~root/"),
        *("*", "evil.example:80", "http://evil.example/", "http://127.0.0.1:8710/", "en/", "/ en/", "/en/\t", "/en/ÿ"),
        *("/en/./", "/en/;x=1/", "/en/#x", "/%e2%80%ae", "/pyproject.toml", "/en/pyproject.toml"),
        "/locales/ar/LC_MESSAGES/peace.po",
    )
    for top in tops:
        yield f"path {top!a}", PAGE.but(target=top)
    parts = (
        "..",
        "%2e%2e",
        "..%2f..%2fpyproject.toml",
        ".",
        "",
        "%00",
        "peace%00.html",
        "..;",
        "xx",
        "ar%2Fpeace",
        "AR",
    )
    for part in parts:
        yield f"site of {part!a}", PAGE.but(target=f"/site/{part}/peace.html")
        yield f"page {part!a}", PAGE.but(target=f"/site/ar/{part}.html")
        yield f"rows of {part!a}", ROWS.but(target=f"/en/rows/{part}/peace")
        yield f"rows of domain {part!a}", ROWS.but(target=f"/en/rows/ar/{part}")
        yield f"interface in {part!a}", ROWS.but(target=f"/{part}/rows/ar/peace")
        yield f"unit {part!a}", ROWS.but(target=f"/en/unit/ar/peace/{part}")
        yield f"asset {part!a}", ASSET.but(target=f"/interface/{part}")
    for name in (
        "core.js/../../serve/app.py",
        "..%2f__init__.py",
        "frame.html",
        "%2e%2e/cli/__init__.py",
        "core.js%00",
    ):
        yield f"asset {name}", ASSET.but(target=f"/interface/{name}")
    for name in (
        "assets/../../../pyproject.toml",
        "../drafts/x",
        "compare/peace/../../../x.html",
        "en",
        "SHA256SUMS/x",
    ):
        yield f"site file {name}", PAGE.but(target=f"/site/{name}")
    yield "save into the wording of the program", SAVE.but(target="/en/save/ar/pyproject/<<unit>>")
    for unit in ("u0", "x", "u0000000g", "U00000000", "u000000000", "__proto__", "0"):
        yield f"save of the text {unit}", SAVE.but(target=f"/en/save/ar/peace/{unit}")
        yield f"keep of the text {unit}", SAVE.but(target=f"/en/keep/ar/peace/{unit}")
    yield "save into no language", SAVE.but(target="/en/save/xx/peace/<<unit>>")
    yield "save into the original", SAVE.but(target="/en/save/en/peace/<<unit>>")
    yield "long path", PAGE.but(target="/site/" + "a" * 600)
    yield "long query", PAGE.but(target=f"{PAGE.target}?{'a' * 600}")
    yield "query that is not ASCII", PAGE.but(target=f"{PAGE.target}?ÿ")
    yield "query with a line break", PAGE.but(target=f"{PAGE.target}?a\r\nx: y")


def kinds() -> Iterator[tuple[str, Request]]:
    """What forms and scripts of other pages can send without being asked (Fetch, "simple" requests), and its kin."""
    values = (
        *("text/plain", "text/plain; application/json", "application/x-www-form-urlencoded", "multipart/form-data"),
        *("text/json", "application/json; charset=utf-16", "application/json; charset=utf-7", "application/jsonp"),
        *("application/json, text/plain", "application/octet-stream", "", "application/merge-patch+json"),
    )
    for value in values:
        yield f"kind {value or 'empty'}: save", SAVE.but(content_type=value)
    yield "no kind", SAVE.but(content_type=None)
    yield "two kinds", SAVE.and_("content-type", "application/json")
    yield (
        "form that looks like JSON",
        SAVE.but(content_type="text/plain", x_publish_token=None, body=b'{"targets": ["x"], "a": "=b"}'),
    )
    yield "import as JSON", IMPORT.but(content_type="application/json")
    yield "import as a form", IMPORT.but(content_type="multipart/form-data; boundary=x")
    yield "import of no name", IMPORT.but(x_file_name=None)
    yield "import of an odd name", IMPORT.but(x_file_name=f"{SCRIPT}.docx")
    yield "import of a long name", IMPORT.but(x_file_name="a" * 2000)
    for coding in ("gzip", "br", "identity", "deflate"):
        yield f"coded {coding}", SAVE.but(content_encoding=coding)


def bodies() -> Iterator[tuple[str, Request]]:
    """What is too much, and what is no JSON that a page of ours sends."""
    texts = {
        "empty": b"",
        "nothing": b"null",
        "number": b"1",
        "text": b'"x"',
        "list": b'[{"targets": []}]',
        "cut": SAID[:-5],
        "twice": SAID + SAID,
        "garbage behind": SAID + b"x",
        "comment": b'{"targets": ["x"] /* x */}',
        "single quotes": b"{'targets': ['x']}",
        "comma": b'{"targets": ["x"],}',
        "bomb of lists": b'{"targets": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "bomb of objects": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
        "open bomb": b"[" * 200_000,
        "nested list": b'{"targets": [["x"]], "base": ["x"]}',
        "nested object": b'{"targets": {"0": "x"}, "base": ["x"]}',
        "null within": b'{"targets": [null], "base": ["x"]}',
        "NaN": b'{"targets": [NaN], "base": ["x"]}',
        "infinity": b'{"targets": ["x"], "base": ["x"], "draft": -Infinity}',
        "number within": b'{"targets": ["x"], "base": ["x"], "draft": 1}',
        "fraction within": b'{"targets": ["x"], "base": ["x"], "draft": 1e400}',
        "huge number": b'{"targets": ["x"], "draft": ' + b"9" * 200_000 + b"}",
        "key twice": b'{"targets": ["a"], "targets": ["b"], "base": ["x"]}',
        "half a pair": b'{"targets": ["\\ud800"], "base": ["x"]}',
        "half a pair as a key": b'{"\\udfff": "x", "targets": ["x"], "base": ["x"]}',
        "pair the wrong way": b'{"targets": ["\\udc00\\ud800"], "base": ["x"]}',
        "not UTF-8": b'{"targets": ["\xff"], "base": ["x"]}',
        "overlong UTF-8": b'{"targets": ["\xc0\xaf"], "base": ["x"]}',
        "surrogate in UTF-8": b'{"targets": ["\xed\xa0\x80"], "base": ["x"]}',
        "byte order mark": b"\xef\xbb\xbf" + SAID,
        "UTF-16": SAID.decode().encode("utf-16"),
        "control character": b'{"targets": ["\x01"], "base": ["x"]}',
        "too large": json.dumps({"targets": ["x" * 300_000], "base": ["x"]}).encode(),
    }
    for name, text in texts.items():
        yield f"body {name}", SAVE.but(body=text)
    small = SAVE.but(content_length=None, transfer_encoding="chunked")
    pieces = (b'{"targets": ["', *[b"x" * 4096] * 100, b'"]}')
    yield "too large in chunks", Request(small.method, small.target, small.headers, pieces)
    yield "said to be too large", SAVE.but(content_length="999999999999")
    yield "too large a file", IMPORT.but(content_length=str(9 * 1024 * 1024))
    yield "body that never ends", Request(small.method, small.target, small.headers, (SAID[:9], None))
    yield "body that never begins", Request(small.method, small.target, small.headers, (None,))


def shapes() -> Iterator[tuple[str, Request]]:
    """JSON that fits, of which the workspace can make nothing."""
    texts = {
        "no targets": b'{"base": ["x"]}',
        "targets of another kind": b'{"targets": "x", "base": ["x"]}',
        "too many targets": json.dumps({"targets": ["x"] * 5000, "base": ["x"]}).encode(),
        "too few targets": b'{"targets": [], "base": []}',
        "draft of another kind": b'{"targets": ["x"], "base": ["x"], "draft": "no"}',
        "as large as a text may not be": json.dumps({"targets": ["x" * 30_000], "base": ["x"]}).encode(),
    }
    for name, text in texts.items():
        yield f"body {name}", SAVE.but(body=text)


def smuggling() -> Iterator[tuple[str, Request]]:
    """Requests of which two programs see two different ends, and other protocols."""
    for value in ("-1", "+5", "5, 6", "0x10", "1e3", "", " ", "9" * 40, "٣"[:0] + "5;"):
        yield f"length {value!a}", SAVE.but(content_length=value)
    yield "length and chunks", SAVE.but(transfer_encoding="chunked")
    yield "long head", PAGE.but(x_long="x" * 20_000)
    yield "many headers", Request("GET", PAGE.target, (*PAGE.headers, *((f"x-{one}", "x") for one in range(4000))))
    yield "two lengths", SAVE.and_("content-length", "5")
    yield "two equal lengths", SAVE.and_("content-length", str(len(SAID)))
    yield (
        "two codings",
        SAVE.but(content_length=None, transfer_encoding="chunked").and_("transfer-encoding", "identity"),
    )
    yield (
        "upgrade to a websocket",
        PAGE.but(upgrade="websocket", connection="Upgrade", sec_websocket_key="x", sec_websocket_version="13"),
    )
    yield "upgrade to HTTP/2", PAGE.but(upgrade="h2c", connection="Upgrade, HTTP2-Settings", http2_settings="AAMAAABk")
    yield "websocket", Request("GET", "/events", PAGE.headers, kind="websocket")
    yield "service worker", ASSET.but(service_worker="script")


def starts() -> Iterator[tuple[str, Request]]:
    """Ways to come in without a link."""
    for token in (
        "",
        "A" * 43,
        "<<cut>>",
        "<<cookie>>A",
        "<<hash>>",
        "<<revoked>>",
        "<<old>>",
        "<<write>>",
        "here",
        "%41" * 14,
    ):
        yield f"start with {token or 'nothing'}", START.but(target=f"/start?token={token}")
    yield "start without a query", START.but(target="/start")
    yield "start with another word", START.but(target="/start?t=<<cookie>>")
    yield "start with two tokens", START.but(target=f"/start?token={'A' * 43}&token=<<cookie>>")
    for method in ("HEAD", "POST", "OPTIONS"):
        yield f"start by {method}", START.but(method=method)
    for site in ("cross-site", "same-site"):
        yield f"start in a frame, {site}", START.but(sec_fetch_site=site, sec_fetch_dest="iframe")
        yield f"start as an image, {site}", START.but(sec_fetch_site=site, sec_fetch_mode="no-cors")
        yield (
            f"start by a script, {site}",
            START.but(sec_fetch_site=site, sec_fetch_mode="cors", sec_fetch_dest="empty"),
        )
    yield "start from nowhere", START.but(origin="null")
    yield "start elsewhere", START.but(host="evil.example:8710")


def _post(target: str, value: object, who: str = "") -> Request:
    """A change, asked for by the coordinator or by somebody who is invited."""
    request = SAVE.but(target=target, body=json.dumps(value, ensure_ascii=False).encode())
    return request.but(cookie=f"publish-8710=<<{who}>>", x_publish_token=f"<<{who}-write>>") if who else request


_TYPED = {"targets": ["سلام"], "base": ["<<base>>"], "draft": True}
_REMARK = {"text": "x"}
_CHANGES = {
    "save": ("save/{locale}/peace/<<unit>>", _TYPED),
    "keep": ("keep/{locale}/peace/<<unit>>", _TYPED),
    "remark": ("remark/{locale}/peace/<<unit>>", _REMARK),
    "save the wording": ("save/{locale}/site/<<unit>>", _TYPED),
    "sign": ("sign/{locale}/peace", {"by": "", "seen": "<<seen>>"}),
}
_COORDINATION = {
    "update": ("update", {"minor": False}),
    "build": ("build", {"drafts": False}),
    "build drafts": ("build", {"drafts": True}),
    "take a file in": ("import/0123456789abcdef", {"accept_drafts": True}),
    "invite a translator": ("invite", {"name": "x", "role": "translator", "locale": "ku"}),
    "invite a coordinator": ("invite", {"name": "x", "role": "coordinator", "locale": ""}),
    "revoke themselves": ("revoke", {"id": "<<translator-id>>"}),
    "revoke another one": ("revoke", {"id": "<<reviewer-id>>"}),
}
HONEST_ROLES = {
    "translator saves": _post("/en/save/ar/peace/<<unit>>", _TYPED, "translator"),
    "translator keeps": _post("/en/keep/ar/peace/<<unit>>", _TYPED, "translator"),
    "translator remarks": _post("/en/remark/ar/peace/<<unit>>", _REMARK, "translator"),
    "translator looks at another language": ROWS.but(target="/en/rows/ku/peace", cookie="publish-8710=<<translator>>"),
    "reviewer remarks": _post("/en/remark/ku/peace/<<unit>>", _REMARK, "reviewer"),
    "reviewer signs": _post("/en/sign/ku/peace", {"by": "", "seen": "<<seen>>"}, "reviewer"),
    "coordinator remarks": _post("/en/remark/ku/peace/<<unit>>", _REMARK),
    "coordinator updates": _post("/en/update", {"minor": False}),
    "coordinator invites": _post("/en/invite", {"name": "x", "role": "translator", "locale": "ku"}),
    "coordinator looks at the team": PAGE.but(target="/en/team"),
}
"""What people are invited to do."""


def roles() -> Iterator[tuple[str, Request]]:
    """People who are let in, and do what they are not invited for."""
    for who, own in {"translator": "ar", "reviewer": "ku"}.items():
        for name, (target, value) in _CHANGES.items():
            other = {"ar": "ku", "ku": "ar"}[own]
            yield f"{who}: {name} in another language", _post(f"/en/{target.format(locale=other)}", value, who)
        for name, (target, value) in _COORDINATION.items():
            yield f"{who}: {name}", _post(f"/en/{target}", value, who)
        yield f"{who}: import", IMPORT.but(cookie=f"publish-8710=<<{who}>>", x_publish_token=f"<<{who}-write>>")
        yield f"{who}: team", PAGE.but(target="/en/team", cookie=f"publish-8710=<<{who}>>")
        mixed = _post("/en/update", {"minor": False}).but(cookie=f"publish-8710=<<{who}>>")
        yield f"{who}: with the coordinator's write token", mixed
    yield "translator: sign in their language", _post("/en/sign/ar/peace", {"by": "", "seen": "<<seen>>"}, "translator")
    yield "invite a boss", _post("/en/invite", {"name": "x", "role": "boss", "locale": ""})
    yield "invite for no language", _post("/en/invite", {"name": "x", "role": "translator", "locale": "../ku"})
    yield "invite nobody", _post("/en/invite", {"name": " ", "role": "translator", "locale": "ku"})
    yield "invite a direction", _post("/en/invite", {"name": "\u202ex", "role": "translator", "locale": "ku"})
    yield "revoke who started the server", _post("/en/revoke", {"id": "here"})
    yield "sign a domain that is no statement", _post("/en/sign/ku/site", {"by": "", "seen": "<<seen>>"})
    yield "sign the original", _post("/en/sign/en/peace", {"by": "", "seen": "<<seen>>"})
    for number in ("0", "-1", "1e3", "9" * 12, "x", "0x0", "1_0", " 1"):
        yield f"put back {number!a}", _post(f"/en/lost/{number}", {})
    for form in ("exe", "..", "%2e%2e", "docx/..", "DOCX", "html%00", "../docx"):
        yield f"export as {form}", PAGE.but(target=f"/en/export/ar/peace/{form}")
        yield f"export of {form}", PAGE.but(target=f"/en/export/ar/{form}/csv")
    for name in (
        "..%2F..%2Fpyproject.toml",
        "%00.docx",
        "x.exe",
        "C%3A%5Cx.docx",
        "%ff.docx",
        "..",
        "x.docx%2F..",
        "%0d%0ax",
    ):
        yield f"import {name}", IMPORT.but(x_file_name=name)


OUTSIDE = {
    name: request
    for family in (hosts, origins, sites, cookies, writes, methods, kinds, bodies, smuggling, starts)
    for name, request in family()
}
"""What the guard refuses whatever stands behind it."""
INSIDE = {name: request for family in (crossed, paths, shapes, roles) for name, request in family()}
"""What the guard refuses or, where it looks like a request of ours, the workspace."""
ATTACKS = {**OUTSIDE, **INSIDE}


_GOOD = b"Host: <<authority>>\r\nCookie: <<cookie>>\r\n"
_ASK = b"GET /site/ar/peace.html HTTP/1.1\r\n" + _GOOD
_CHANGE = (
    b"POST /en/keep/ar/peace/u00000000 HTTP/1.1\r\n"
    + _GOOD
    + b"Origin: http://<<authority>>\r\nX-Publish-Token: <<write>>\r\nContent-Type: application/json\r\n"
)
_CHUNKED = _CHANGE + b"Transfer-Encoding: chunked\r\n\r\n"
_SECOND = b"GET /en/rows/ar/peace HTTP/1.1\r\n" + _GOOD + b"\r\n"
_PATH = b"/site/ar/peace.html"


def _line(line: bytes) -> bytes:
    return line + b"\r\n" + _GOOD + b"\r\n"


def _with(*headers: bytes, behind: bytes = b"") -> bytes:
    return _ASK + b"".join(one + b"\r\n" for one in headers) + b"\r\n" + behind


RAW = {
    "nothing but lines": b"\r\n" * 20,
    "TLS": bytes.fromhex("16030100c8010000c40303") + b"\0" * 50,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 9,
    "SSH": b"SSH-2.0-OpenSSH_9.0\r\n\r\n",
    "HTTP/0.9": b"GET " + _PATH + b"\r\n\r\n",
    "no version": _line(b"GET " + _PATH),
    "version in small letters": _line(b"GET " + _PATH + b" http/1.1"),
    "two spaces": _line(b"GET  " + _PATH + b" HTTP/1.1"),
    "tabs": _line(b"GET\t" + _PATH + b"\tHTTP/1.1"),
    "space at the end": _line(b"GET " + _PATH + b" HTTP/1.1 "),
    "no method": _line(_PATH + b" HTTP/1.1"),
    "odd method": _line(b"G(E)T " + _PATH + b" HTTP/1.1"),
    "zero in the path": _line(b"GET " + _PATH + b"\0 HTTP/1.1"),
    "line break in the path": _line(b"GET " + _PATH + b"\rX HTTP/1.1"),
    "bytes in the path": _line(b"GET " + _PATH + b"\xff HTTP/1.1"),
    "absolute": _line(b"GET http://<<authority>>" + _PATH + b" HTTP/1.1"),
    "absolute elsewhere": _line(b"GET http://evil.example" + _PATH + b" HTTP/1.1"),
    "authority": _line(b"CONNECT <<authority>> HTTP/1.1"),
    "asterisk": _line(b"OPTIONS * HTTP/1.1"),
    "backslashes": _line(b"GET \\site\\ar\\peace.html HTTP/1.1"),
    "hash": _line(b"GET " + _PATH + b"#x HTTP/1.1"),
    "long line": _line(b"GET /" + b"a" * 70_000 + b" HTTP/1.1"),
    "long head": _with(b"X: " + b"x" * 70_000),
    "many headers": _with(*(b"X-%d: x" % one for one in range(3000))),
    "no colon": _with(b"X"),
    "space before the colon": _with().replace(b"Host:", b"Host :"),
    "space before the name": _with().replace(b"Cookie:", b" Cookie:"),
    "folded host": _with().replace(b"Host: ", b"Host:\r\n evil.example "),
    "zero in a header": _with(b"X: a\0b"),
    "no host": _with().replace(b"Host: <<authority>>\r\n", b""),
    "no host, HTTP/1.0": _with().replace(b"Host: <<authority>>\r\n", b"").replace(b"HTTP/1.1", b"HTTP/1.0"),
    "two hosts": _with(b"Host: evil.example"),
    "host elsewhere": _with().replace(b"<<authority>>", b"evil.example"),
    "localhost": _with().replace(b"<<authority>>", b"localhost"),
    "nobody": _with().replace(b"Cookie: <<cookie>>\r\n", b""),
    "two cookies": _with(b"Cookie: <<cookie>>"),
    "two lengths": _with(b"Content-Length: 1", b"Content-Length: 2", behind=b"x"),
    "no number as length": _with(b"Content-Length: x"),
    "long length": _with(b"Content-Length: " + b"9" * 30),
    "length and chunks": _with(b"Content-Length: 4", b"Transfer-Encoding: chunked", behind=b"0\r\n\r\n" + _SECOND),
    "odd coding": _with(b"Transfer-Encoding: xchunked"),
    "two codings": _with(b"Transfer-Encoding: gzip, chunked", behind=b"0\r\n\r\n" + _SECOND),
    "hidden coding": _with(b"Transfer-Encoding:\x0bchunked", behind=b"0\r\n\r\n" + _SECOND),
    "body with a get": _with(b"Content-Length: 40", behind=_SECOND),
    "no size of a chunk": _CHUNKED + b"x\r\n\r\n",
    "negative chunk": _CHUNKED + b"-1\r\nx\r\n0\r\n\r\n",
    "huge chunk": _CHUNKED + b"F" * 30 + b"\r\nx",
    "large chunk": _CHUNKED + b"FFFFFFFF\r\n" + b"x" * 300_000,
    "chunk without an end": _CHUNKED + b"1\r\nxx0\r\n\r\n",
    "long chunk extension": _CHUNKED + b"1;" + b"x" * 70_000 + b"\r\nx\r\n0\r\n\r\n",
    "endless trailer": _CHUNKED + b"2\r\n{}\r\n0\r\n" + b"X: x\r\n" * 20_000,
    "large body announced": _CHANGE + b"Content-Length: 999999999\r\nExpect: 100-continue\r\n\r\n",
    "websocket": _with(b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: eA=="),
    "HTTP/2 by upgrade": _with(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c"),
    "refused, and a good one behind it": _with().replace(b"GET", b"TRACE") + _SECOND,
    "no token, and a good one behind it": _CHUNKED.replace(b"X-Publish", b"X-Other") + b"2\r\n{}\r\n" + _SECOND,
}
"""Requests that no browser sends, byte by byte; each but for what is wrong with it from somebody who is let in."""
