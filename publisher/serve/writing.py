"""What is answered on the translate screen, and the pages that are looked at beside it."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from publisher.errors import PublisherError
from publisher.serve import translate
from publisher.serve.call import PAGE, Answer, Call, NotThere
from publisher.serve.drafts import Draft
from publisher.workflow.edit import Outcome, refuse_long

if TYPE_CHECKING:
    from publisher.model import Segment
    from publisher.serve.translate import Place

_MEDIA = {".css": "text/css", ".html": "text/html; charset=utf-8", ".woff2": "font/woff2", ".png": "image/png"}


def screen(call: Call) -> Answer:
    """The translate screen."""
    view = translate.catalog_view(call.place())
    return call.show("translate.html", view=view)


def rows(call: Call) -> Answer:
    """Its list of texts."""
    view = translate.catalog_view(call.place())
    return call.show("rows.html", view=view)


def unit(call: Call) -> Answer:
    """The editor of one text."""
    place = call.place()
    view = translate.unit_view(place, call.parts["unit"])
    if view is None:
        raise NotThere
    return call.show("unit.html", view=view, **_around(place))


def preview(call: Call) -> Answer:
    """The statement's page with what is typed in it."""
    place = call.place()
    made = translate.preview(place, call.parts["unit"], _fitting(place, call))
    if made is None:
        raise NotThere
    return Answer(made, policy=PAGE)


def check(call: Call) -> Answer:
    """What the checks say of what is typed."""
    place = call.place()
    found = translate.found(place, _segment(place, call), _fitting(place, call))
    return call.show("findings.html", found=found, **_around(place))


def keep(call: Call) -> Answer:
    """What is typed is kept."""
    try:
        place = call.place()
    except PublisherError:  # a statement is broken; what is typed must not wait until it is mended
        place = call.language()
    translate.keep(place, call.parts["unit"], _typed(call))
    return Answer(status=204)


def save(call: Call) -> Answer:
    """What was typed is accepted, or shown beside what somebody else wrote meanwhile."""
    place, unit = call.place(), call.parts["unit"]
    typed = _typed(call)
    edited = translate.save(place, unit, typed, draft=call.flag("draft"))
    if edited.outcome is Outcome.GONE:
        return call.show("gone.html", 410, mine=typed.targets, **_around(place))
    if edited.outcome is Outcome.CONFLICT:
        return call.show(
            "conflict.html", 409, mine=typed.targets, theirs=list(edited.before), unit=unit, **_around(place)
        )
    view = translate.catalog_view(place)
    made = call.show("rows.html", view=view).body.decode()
    answer = {"rows": made, "now": edited.after, "contested": edited.contested}
    return Answer(json.dumps(answer).encode(), media="application/json")


def remark(call: Call) -> Answer:
    """A remark is put into the comment of a text."""
    place = call.place()
    view = translate.add_remark(place, call.parts["unit"], call.text("text"), call.text("check", ""))
    if view is None:
        raise NotThere
    return call.show("remarks.html", comment=view.comment, **_around(place))


def page(call: Call) -> Answer:
    """A page of the site, as a build of drafts makes it, or what belongs to it."""
    name = call.parts["name"]
    parts = {part.removesuffix(".html") for part in PurePosixPath(name).parts}
    document = next((one for one in call.desk.documents if one.slug in parts), None)
    found = call.desk.preview(document).file(name) if document else call.desk.lists.get(name)
    if found is None:
        raise NotThere
    return Answer(found, media=_MEDIA[PurePosixPath(name).suffix], policy=PAGE)


def asset(call: Call) -> Answer:
    """What screens load."""
    found = call.house.screens.assets.get(call.parts["name"])
    if found is None:
        raise NotThere
    return Answer(found[1], media=found[0])


def _around(place: Place) -> dict[str, Any]:
    source = place.desk.project.settings.source_locale
    return {"locale": place.locale, "source_locale": source, "domain": place.domain}


def _typed(call: Call) -> Draft:
    """What is typed; who throws a draft away does not say in which box."""
    shown = call.texts("shown") if "shown" in call.data else []
    targets, base, box = call.texts("targets"), call.texts("base"), call.text("box", "")
    return Draft(tuple(targets), tuple(base), box=box, shown=tuple(shown))


def _segment(place: Place, call: Call) -> Segment:
    found = place.table.by_id.get(call.parts["unit"])
    if found is None:
        raise NotThere
    return found


def _fitting(place: Place, call: Call) -> list[str]:
    """The texts that were sent, if there are as many as the text has forms."""
    targets, segment = call.texts("targets"), _segment(place, call)
    if len(targets) != (place.locale.nplurals if segment.plural else 1):
        raise NotThere
    refuse_long(targets)
    return targets
