"""Who is let in: tokens, invitations, and the file that holds only their hashes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from publisher.errors import PublisherError, UsageError
from publisher.serve import people
from publisher.serve.people import HERE, People, Person, Role, write_token

if TYPE_CHECKING:
    from pathlib import Path

FILE = ".publisher/serve/people.json"


def test_the_one_who_starts_the_server_coordinates(tmp_path: Path) -> None:
    known = People(tmp_path)
    token = known.begin()
    assert known.who(token) == HERE
    assert HERE.coordinates
    assert HERE.translates("ar")
    assert HERE.approves("ar")
    assert known.invitations() == []


@pytest.mark.parametrize(
    ("role", "locales", "translates", "approves"),
    [
        (Role.TRANSLATOR, ["ar"], {"ar"}, set()),
        (Role.TRANSLATOR, [], {"ar", "ku"}, set()),
        (Role.REVIEWER, ["ar"], {"ar"}, {"ar"}),
        (Role.REVIEWER, [], {"ar", "ku"}, {"ar", "ku"}),
        (Role.COORDINATOR, ["ar"], {"ar", "ku"}, {"ar", "ku"}),
    ],
)
def test_what_each_may_do(
    tmp_path: Path, role: Role, locales: list[str], translates: set[str], approves: set[str]
) -> None:
    person, token = People(tmp_path).invite("Shilan", role, locales)
    assert People(tmp_path).who(token) == person
    assert {one for one in ("ar", "ku") if person.translates(one)} == translates
    assert {one for one in ("ar", "ku") if person.approves(one)} == approves
    assert person.coordinates == (role is Role.COORDINATOR)


def test_tokens_have_256_bits_and_are_never_kept(tmp_path: Path) -> None:
    known = People(tmp_path)
    tokens = [known.begin(), known.begin(), known.invite("Shilan", Role.TRANSLATOR)[1]]
    assert len(set(tokens)) == 3
    assert all(people.TOKEN.fullmatch(one) for one in tokens)
    text = (tmp_path / FILE).read_text("utf-8")
    assert not any(one in text or write_token(one) in text for one in tokens)
    assert len(re.findall(r'"hash": "[0-9a-f]{64}"', text)) == 3


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    People(tmp_path).begin()
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / FILE).parent.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / ".publisher/.gitignore").read_text() == "*\n"
    People(tmp_path).invite("Shilan", Role.TRANSLATOR)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_the_token_that_pages_know_is_another_one(tmp_path: Path) -> None:
    known = People(tmp_path)
    token = known.begin()
    assert re.fullmatch("[0-9a-f]{64}", write_token(token))
    assert write_token(token) == write_token(token)
    assert write_token(token) != write_token(known.begin())
    assert known.who(write_token(token)) is None


def test_who_is_nobody(tmp_path: Path) -> None:
    known = People(tmp_path)
    token = known.begin()
    digest = json.loads((tmp_path / FILE).read_text("utf-8"))["people"][0]["hash"]
    strangers = [
        "",
        "here",
        token[:-1],
        f"{token}A",
        token.swapcase(),
        digest,
        "A" * 43,
        f" {token}",
        "\ud800",
        "ه" * 43,
    ]
    assert [one for one in strangers if known.who(one)] == []


def test_an_address_of_an_earlier_start_holds_for_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 1, 9, tzinfo=UTC)
    monkeypatch.setattr(people, "_now", lambda: now)
    first = People(tmp_path).begin()
    now += timedelta(hours=23)
    second = People(tmp_path).begin()
    assert People(tmp_path).who(first) == HERE
    now += timedelta(hours=2)
    known = People(tmp_path)
    assert known.who(first) == HERE  # whoever is in stays in as long as nobody starts the server again
    known.begin()
    assert known.who(first) is None
    assert known.who(second) == HERE


def test_an_invitation_lasts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person, token = People(tmp_path).invite("Shilan", Role.TRANSLATOR, ["ku"])
    monkeypatch.setattr(people, "_now", lambda: datetime.now(UTC) + timedelta(days=400))
    People(tmp_path).begin()
    assert People(tmp_path).who(token) == person


def test_a_revoked_invitation_holds_no_longer(tmp_path: Path) -> None:
    known = People(tmp_path)
    start = known.begin()
    one, token = known.invite("Shilan", Role.TRANSLATOR)
    other, kept = known.invite("Shilan", Role.TRANSLATOR)
    known.revoke(one.id)
    assert known.who(token) is None
    assert known.who(kept) == other
    assert known.who(start) == HERE
    assert [each.person for each in known.invitations()] == [other]


@pytest.mark.parametrize("name", ["", "here", "0123456789ab", HERE.id])
def test_only_who_is_invited_can_be_revoked(tmp_path: Path, name: str) -> None:
    known = People(tmp_path)
    token = known.begin()
    known.invite("Shilan", Role.TRANSLATOR)
    with pytest.raises(UsageError, match="nobody with this id is invited"):
        known.revoke(name)
    assert known.who(token) == HERE
    assert len(known.invitations()) == 1


@pytest.mark.parametrize("name", ["", "here", "  ", "x" * 81, "a\x00b", "\u202egnp", "a\u200fb", "\ud800", "a\x1b[31m"])
def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="not a name for an invitation"):
        People(tmp_path).invite(name, Role.TRANSLATOR)
    assert People(tmp_path).invitations() == []


@pytest.mark.parametrize(
    "name", ["شيلان", "Hêvî", "هێڤی کوردستانی", "x" * 80, "هێ\u200cڤی", "<b>Shilan</b>", " Shilan  Q. "]
)
def test_names_of_people(tmp_path: Path, name: str) -> None:
    person, token = People(tmp_path).invite(name, Role.TRANSLATOR)
    assert person.name == " ".join(name.split())
    assert People(tmp_path).who(token) == person


def test_two_servers_share_what_they_know(tmp_path: Path) -> None:
    one, other = People(tmp_path), People(tmp_path)
    first, second = one.begin(), other.begin()
    person, token = one.invite("Shilan", Role.TRANSLATOR)
    assert {one.who(first), one.who(second), other.who(first), other.who(second)} == {HERE}
    assert other.who(token) == person
    other.revoke(person.id)
    assert one.who(token) is None


def test_a_code_stands_for_its_token_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = People(tmp_path)
    token = known.begin()
    code, late = known.once(token), known.once(token)
    assert len({code, late, token}) == 3
    assert known.who(code) is None
    assert known.entered(code) == token
    assert known.entered(code) == code  # it means nothing any more
    assert known.entered(token) == token
    monkeypatch.setattr(people, "MINUTE", -1.0)
    assert known.entered(known.once(token)) == ""
    assert known.entered(late) == token


BROKEN = {
    "no JSON": "people",
    "cut": '{"people": [',
    "a list": "[]",
    "nothing": "null",
    "other key": "{}",
    "number": '{"people": 1}',
    "row is a text": '{"people": ["x"]}',
    "bomb": "[" * 100_000,
    "not UTF-8": b"\xff",
}
ROW = {
    "hash": "0" * 64,
    "id": "0123456789ab",
    "name": "Shilan",
    "role": "translator",
    "locales": ["ku"],
    "time": "2026-01-09T10:00:00+00:00",
}
WRONG: list[dict[str, object]] = [
    {"hash": "0" * 63},
    {"hash": None},
    {"id": "me"},
    {"id": "here"},
    {"name": 1},
    {"role": "boss"},
    {"locales": "ku"},
    {"locales": [1]},
    {"locales": None},
    {"time": "yesterday"},
    {"time": "2026-01-09T10:00:00"},
    {"time": 1},
]


def written(root: Path, text: str | bytes, mode: int = 0o600) -> Path:
    path = root / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_a_cure(tmp_path: Path, text: str | bytes) -> None:
    path = written(tmp_path, text)
    with pytest.raises(PublisherError, match="not a list of people") as caught:
        People(tmp_path)
    assert str(path) in str(caught.value)
    assert "delete the file" in str(caught.value)
    assert path.read_bytes() == (text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_a_row_that_this_program_did_not_write(tmp_path: Path, change: dict[str, object]) -> None:
    written(tmp_path, json.dumps({"people": [{**ROW, **change}]}))
    with pytest.raises(PublisherError, match="not a list of people"):
        People(tmp_path)


def test_the_row_alone_is_read(tmp_path: Path) -> None:
    """The twin of the test above."""
    written(tmp_path, json.dumps({"people": [ROW]}))
    wanted = Person("0123456789ab", "Shilan", Role.TRANSLATOR, frozenset({"ku"}))
    assert [one.person for one in People(tmp_path).invitations()] == [wanted]


@pytest.mark.parametrize("mode", [0o644, 0o664, 0o640, 0o604, 0o622, 0o755])
def test_a_file_that_others_could_have_written_is_not_trusted(tmp_path: Path, mode: int) -> None:
    """A clone of somebody's repository would bring one along with such rights, never with those of ours."""
    written(tmp_path, json.dumps({"people": [ROW]}), mode)
    with pytest.raises(PublisherError, match="it is not trusted"):
        People(tmp_path)


def test_a_run_that_ended_before_it_wrote_leaves_nobody(tmp_path: Path) -> None:
    written(tmp_path, "")
    known = People(tmp_path)
    assert known.invitations() == []
    assert known.who(known.begin()) == HERE


def test_a_file_that_breaks_while_the_server_runs_lets_nobody_in(tmp_path: Path) -> None:
    known = People(tmp_path)
    token = known.begin()
    (tmp_path / FILE).write_text("x")
    with pytest.raises(PublisherError):
        known.who(token)
    (tmp_path / FILE).unlink()
    assert known.who(token) is None
