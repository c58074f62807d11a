"""What is answered on the other screens: the overview, the review, files, the team, lost texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.serve import done, home, lost, reviewing, team, transfer
from publisher.serve.answer import RefusedError
from publisher.serve.call import Answer, Call, NotThere

if TYPE_CHECKING:
    from publisher.locale import Locale

_EVERYTHING = ("source",)
"""What is told to have changed where much may have: all that was read is read again."""


def overview(call: Call) -> Answer:
    """Where everything stands."""
    return call.show("home.html", view=home.for_person(call.desk.standing, call.viewer.person))


def review(call: Call) -> Answer:
    """A translation beside its English."""
    view = reviewing.view(call.desk.project, _locale(call), call.parts["domain"])
    if view is None:
        raise NotThere
    return call.show("review.html", view=view)


def sign(call: Call) -> Answer:
    """A reviewer approves what the review screen showed."""
    locale = _locale(call)
    with call.desk.writing:
        made = reviewing.approve(
            call.desk.project, locale, call.parts["domain"], call.text("by", ""), call.text("seen")
        )
    call.desk.tell([f"signoff/{locale.id}"])
    return call.show("done.html", done=made)


def files(call: Call) -> Answer:
    """Translations as files."""
    return call.show("files.html", view=transfer.view(call.desk.project))


def export(call: Call) -> Answer:
    """A translation as a file."""
    domain, form = call.parts["domain"], call.parts["form"]
    only_open = call.query.get("open") == "1"
    made = transfer.export(call.desk.project, _locale(call), domain, form, only_open=only_open)
    return Answer(made.data, media=made.media, name=made.name)


def read_file(call: Call) -> Answer:
    """What a file would bring."""
    view = call.house.arrivals.read(call.desk.project, call.viewer.person, call.name, call.body)
    return call.show("import.html", view=view)


def take_file(call: Call) -> Answer:
    """What a file brings is put into the catalogs."""
    drafts = call.flag("accept_drafts")
    with call.desk.writing:
        made = call.house.arrivals.take_in(
            call.desk.project, call.viewer.person, call.parts["id"], accept_drafts=drafts
        )
    call.desk.tell(_EVERYTHING)
    return call.show("done.html", done=made)


def update(call: Call) -> Answer:
    """The new English is brought into the catalogs."""
    with call.desk.writing:
        made = done.update(call.desk.project, minor=call.flag("minor"))
    call.desk.tell(_EVERYTHING)
    return call.show("done.html", done=made)


def build(call: Call) -> Answer:
    """The site is made, or drafts."""
    with call.desk.building:  # it writes nothing that anybody else does
        made = done.build(call.desk.project, drafts=call.flag("drafts"))
    return call.show("done.html", done=made)


def people(call: Call) -> Answer:
    """Who is invited, and what was accepted."""
    return call.show("team.html", view=_team(call), invited=None)


def invite(call: Call) -> Answer:
    """Somebody is let in."""
    asked = (call.text("name"), call.text("role"), call.text("locale", ""))
    invited = team.invite(call.desk.project, call.house.people, call.house.address, *asked)
    return call.show("guests.html", view=_team(call), invited=invited)


def revoke(call: Call) -> Answer:
    """Somebody is let in no longer."""
    call.house.people.revoke(call.text("id"))
    return call.show("guests.html", view=_team(call), invited=None)


def lost_texts(call: Call) -> Answer:
    """Accepted texts that are nowhere any more."""
    return call.show("lost.html", view=lost.view(call.desk.project, call.desk.journal))


def put_back(call: Call) -> Answer:
    """One of them is put back, or is not needed any more."""
    number, decide = _number(call), lost.let_go if call.flag("drop") else lost.put_back
    if not call.viewer.person.translates(lost.locale_of(call.desk.journal, number)):
        raise RefusedError(403, "You are not invited to do this.")
    with call.desk.writing:
        found = decide(call.desk.project, call.desk.journal, call.viewer.person, number)
    call.desk.tell(_EVERYTHING)
    return call.show("done.html", done=found)


def _locale(call: Call) -> Locale:
    found = call.desk.locale(call.parts["locale"])
    if found is None:
        raise NotThere
    return found


def _number(call: Call) -> int:
    said = call.parts["number"]
    if not (said.isascii() and said.isdigit() and len(said) < 10):  # noqa: PLR2004  # more than any journal has
        raise NotThere
    return int(said)


def _team(call: Call) -> team.TeamView:
    house = call.house
    return team.view(call.desk.project, house.people, call.desk.journal, house.address)
