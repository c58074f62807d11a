"""Texts that try to run something: translations, remarks, names, files. On every screen they are words and no more."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import attacks
import pytest
from asgi import Client
from workspaces import Workspace

from publisher.project import Project
from publisher.serve.app import application
from publisher.serve.desk import Desk
from publisher.serve.guard import Address, Guard
from publisher.serve.people import People, Role, write_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asgi import Answer, Request

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in capitals": "<ScRiPt\n>alert(1)</sCrIpT\n>",
    "out of an attribute": '"><script>alert(1)</script>',
    "out of an attribute with apostrophes": "' autofocus onfocus='alert(1)",
    "handler": "<img src=x onerror=alert(1)>",
    "handler behind a slash": '<img/src="x"/onerror=alert(1)>',
    "handler of an unknown element": "<x onclick=alert(1)>y</x>",
    "svg": "<svg><script>alert(1)</script></svg>",
    "svg that loads": "<svg onload=alert(1)>",
    "math": "<math><mtext><style><img src onerror=alert(1)></style></mtext></math>",
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="javascript:alert(1)"></object>',
    "refresh": '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "base": '<base href="//evil.example/">',
    "style": "<style>*{background:url(//evil.example)}</style>",
    "style attribute": '<p style="background:url(//evil.example)">x</p>',
    "form": '<form action="//evil.example"><button>x</button></form>',
    "end of the text": "</textarea><script>alert(1)</script>",
    "end of the title": "</title><script>alert(1)</script>",
    "end of the template": "</template></script><script>alert(1)</script>",
    "comment": "<!--><script>alert(1)</script>-->",
    "CDATA": "<![CDATA[<script>alert(1)</script>]]>",
    "link": "[x](javascript:alert(1))",
    "link with a tab": "[x](java\tscript:alert(1))",
    "link with an entity": "[x](javascript&colon;alert(1))",
    "link with letters as entities": "[x](&#106;avascript:alert(1))",
    "link of data": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "link of vbscript": "[x](vbscript:msgbox)",
    "link elsewhere": "[x](//evil.example)",
    "link out of its attribute": '[x](https://example.org/"onmouseover="alert(1))',
    "link with a title": '[x](https://example.org "\\"onmouseover=alert(1)")',
    "autolink": "<javascript:alert(1)>",
    "image": "![x](https://evil.example/x.png)",
    "image of a script": "![x](javascript:alert(1))",
    "reference": "[x][y]\n\n[y]: javascript:alert(1)",
    "code": "`<script>alert(1)</script>`",
    "template": "{{ 7*7 }} {% import os %} ${7*7} {0.__class__}",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "no character": "\ufffe<script>alert(1)</script>",
    "direction": "\u202e<script>alert(1)</script>\u2066",
    "full width": "＜script＞alert(1)＜/script＞",
}
_ELEMENTS = {
    "applet",
    "base",
    "embed",
    "foreignobject",
    "frame",
    "math",
    "meta",
    "object",
    "script",
    "style",
    "svg",
    "x",
}
_ADDRESSES = {"href", "src", "action", "formaction", "data", "srcset", "ping", "background", "cite", "poster"}


class Inspector(HTMLParser):
    """Whatever in HTML could run something, or ask somebody else for something.

    Attributes:
        found: What it is.
    """

    def __init__(self, html: str, *, screen: bool) -> None:
        super().__init__()
        self._screen = screen
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _ELEMENTS and not self._is_ours(tag, values):
            self.found.append(f"<{tag}>")
        for name, value in values.items():
            if name.startswith("on") or name in {"srcdoc", "style", "autofocus"}:
                self.found.append(f"{name}=")
            elif name in _ADDRESSES and not self._is_harmless(tag, value):
                self.found.append(f"{name}={value}")

    def _is_ours(self, tag: str, values: dict[str, str]) -> bool:
        if tag == "script":
            return self._screen and values.get("src", "").startswith("/interface/") and values.get("type") == "module"
        if tag == "svg":  # a drawing of ours
            return self._screen and values.get("aria-hidden") == "true"
        return tag == "meta" and values.get("http-equiv", "").lower() != "refresh"

    def _is_harmless(self, tag: str, value: str) -> bool:
        parts = urlsplit("".join(value.split()))
        if tag == "a":
            return parts.scheme in {"https", "http", "mailto"} or not (parts.scheme or parts.netloc)
        if tag == "img":  # the policy lets nothing be loaded from elsewhere
            return parts.scheme in {"https", "http", ""}
        return value == "data:," or not (parts.scheme or parts.netloc)


def inspected(answer: Answer) -> list[str]:
    """What in an answer could do harm; its policy allows none of it anyway."""
    policy = {part.split()[0]: part.split()[1:] for part in answer["content-security-policy"].split("; ")}
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert set(policy.get("img-src", [])) <= {"'self'", "data:"}
    assert "sandbox" in policy or policy["frame-ancestors"] == ["'none'"]
    screen = "sandbox" not in policy
    assert policy.get("script-src", ["'self'"]) == ["'self'"]
    assert screen or "script-src" not in policy
    assert "allow-scripts" not in policy.get("sandbox", [])
    text = answer.body.decode()
    if answer["content-type"] == "application/json":
        text = json.loads(text)["rows"]
    else:
        assert answer["content-type"] == "text/html; charset=utf-8"
    return Inspector(text, screen=screen).found


class Attacked:
    """A workspace in which every text is hostile, and a coordinator who looks at it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.desk = Desk(workspace.root)
        people = People(workspace.root)
        token = people.begin()
        everything = " ".join(HOSTILE.values())
        people.invite(everything[:80].replace("\n", ""), Role.TRANSLATOR, ["ar"])
        self.client = Client(Guard(application(self.desk, people, Address("127.0.0.1", 8710)), _ADDRESS, people))
        table = self.desk.table(Project.open(workspace.root).settings.targets[0], "peace")
        self.units = {one.context: one.id for one in table.segments}
        text = next(one for one in table.segments if one.context == "paragraph")
        self.marks = {
            "cookie": token,
            "write": write_token(token),
            "unit": text.id,
            "base": table.catalog.forms(text)[0],
        }

    def ask(self, request: Request) -> Answer:
        return self.client.ask(request.filled(self.marks))

    def send(self, target: str, value: object) -> Answer:
        body = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self.ask(attacks.SAVE.but(target=target, body=body))


_ADDRESS = Address("127.0.0.1", 8710)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    workspace = Workspace(tmp_path_factory.mktemp("plain"))
    workspace.complete()
    made = Attacked(workspace)
    yield made
    made.client.close()


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """Hostile texts in the files themselves: in translations, in comments, and as the English from before an edit."""
    workspace = Workspace(tmp_path_factory.mktemp("poisoned"))
    workspace.complete()
    texts = [one.replace("\n", " ").replace("\t", " ").replace("\ufffe", "") for one in HOSTILE.values()]
    quoted = json.dumps(" ".join(texts), ensure_ascii=False)
    path = workspace.root / workspace.po("ar")
    entries = path.read_text("utf-8").split("\n\n")
    for number, entry in enumerate(entries[1:], 1):
        lines = [line if not line.startswith("msgstr") else f"msgstr {quoted}" for line in entry.split("\n")]
        if number % 2:
            first = next(at for at, line in enumerate(lines) if line.startswith("msgctxt"))
            lines[first:first] = ["#, fuzzy", f"#| msgid {quoted}"]
        entries[number] = "\n".join([f"# {one}" for one in texts] + lines)
    path.write_text("\n\n".join(entries), "utf-8")
    made = Attacked(workspace)
    yield made
    made.client.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_the_inspector_finds_what_is_there(name: str) -> None:
    """The twin: put into a page as they are, the texts that are HTML do harm, and it is seen."""
    if (
        HOSTILE[name]
        .lstrip("\ufffe\u202e\"'>")
        .startswith(("<s", "<S", "<i", "<x", "<m", "<o", "<b", "<f", "</t", "<p"))
    ):
        page = f'<p title="">{HOSTILE[name]}</p>'
        assert Inspector(page, screen=False).found
        assert Inspector(page, screen=True).found


@pytest.mark.parametrize("link", ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//evil.example"])
def test_the_inspector_finds_links(link: str) -> None:
    assert Inspector(f'<p><a href="{link}">x</a></p>', screen=True).found
    assert not Inspector('<p><a href="https://example.org">x</a><a href="#u1">y</a></p>', screen=True).found


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", ["preview", "check", "save", "remark", "sign"])
def test_what_somebody_types_runs_nothing(plain: Attacked, text: str, kind: str) -> None:
    address = f"/en/{kind}/ar/peace/<<unit>>" if kind != "sign" else "/en/sign/ar/peace"
    value = {"targets": [text], "base": ["x"], "draft": True, "text": text, "by": text[:80], "seen": text}
    answer = plain.send(address, value)
    assert answer.status < 500
    assert inspected(answer) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_kept_runs_nothing(plain: Attacked, text: str) -> None:
    assert plain.send("/en/keep/ar/peace/<<unit>>", {"targets": [text], "base": ["x"]}).status < 500
    for target in ("/en/unit/ar/peace/<<unit>>", "/en/rows/ar/peace", "/en/translate/ar/peace"):
        answer = plain.ask(attacks.PAGE.but(target=target))
        assert answer.status == 200
        assert inspected(answer) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_names_run_nothing(plain: Attacked, text: str) -> None:
    answers = [
        plain.send("/en/invite", {"name": text, "role": "translator", "locale": "ar"}),
        plain.send("/en/invite", {"name": "x", "role": text, "locale": "ar"}),
        plain.send("/en/invite", {"name": "x", "role": "translator", "locale": text}),
        plain.send("/en/revoke", {"id": text}),
        plain.ask(attacks.IMPORT.but(x_file_name=quote(f"{text}.docx", safe="~()*!'"))),
        plain.ask(attacks.IMPORT.but(x_file_name="x.csv", body=text.encode())),
        plain.ask(attacks.PAGE.but(target="/en/team")),
    ]
    assert all(one.status < 500 for one in answers)
    assert [one for answer in answers for one in inspected(answer)] == []


SCREENS = (
    *(
        "/en/",
        "/en/translate/ar/peace",
        "/en/rows/ar/peace",
        "/en/review/ar/peace",
        "/en/files",
        "/en/team",
        "/en/lost",
    ),
    *("/ar/", "/ar/translate/ar/peace", "/ar/review/ar/peace", "/en/unit/ar/peace/<<unit>>"),
    *("/site/ar/peace.html", "/site/ar/index.html", "/site/index.html", "/site/compare/peace/en-ar.html"),
    *("/site/compare/peace/index.html",),
)


@pytest.mark.parametrize("target", SCREENS)
def test_what_is_in_the_files_runs_nothing(poisoned: Attacked, target: str) -> None:
    answer = poisoned.ask(attacks.PAGE.but(target=target))
    assert answer.status == 200
    assert inspected(answer) == []


def test_every_editor_shows_hostile_texts_as_text(poisoned: Attacked) -> None:
    for unit in poisoned.units.values():
        answer = poisoned.ask(attacks.PAGE.but(target=f"/en/unit/ar/peace/{unit}"))
        assert answer.status == 200
        assert inspected(answer) == []
        assert b"&lt;script&gt;alert(1)" in answer.body


@pytest.mark.parametrize("form", ["html"])
def test_what_is_exported_is_saved_and_not_shown(poisoned: Attacked, form: str) -> None:
    answer = poisoned.ask(attacks.PAGE.but(target=f"/en/export/ar/peace/{form}"))
    assert answer.status == 200
    assert answer["content-disposition"].startswith("attachment; ")
    assert Inspector(answer.body.decode(), screen=False).found == ["<style>"]
