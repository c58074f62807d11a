"""Findings, in words for people, in JSON for programs, and as annotations for GitHub."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

import click

from publisher.bidi import isolate_all
from publisher.checks import BLIND, CHECKS
from publisher.errors import Problem, UsageError, counted, did_you_mean
from publisher.model import Severity
from publisher.report.words import as_json, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.checks import Check
    from publisher.model import Finding
    from publisher.workflow.check import Checked, Mended

EXCERPT = 72
"""How many characters of a text a finding shows."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def check_text(result: Checked) -> str:
    """What was found: where, what, the texts, and the cure; at the end the sum."""
    lines = [_mended(result)] if result.mended or result.contested else []
    for one in result.findings:
        # What good translations have too is for programs; people would stop reading.
        if one.severity is not Severity.INFO:
            lines += [*_block(one, result), ""]
    return "\n".join([*lines, _sum(result), BLIND])


def _block(one: Finding, result: Checked) -> list[str]:
    name = click.style(f"{one.severity.value}[{one.check}]", fg=_COLOURS[one.severity], bold=True)
    lines = [f"{one.path}:{one.line}  {name}  {one.message}"]
    if one.segment and one.target:
        width = max(len("en"), len(one.locale))
        target = _excerpt(one.target, one.at)
        if result.locales[one.locale].direction == "rtl":
            target = isolate_all(target, "rtl")
        source = _excerpt(one.segment.source, one.segment.source.find(one.near) if one.near else -1)
        lines += [f"   │ {'en':{width}}  {source}", f"   │ {one.locale:{width}}  {target}"]
    if one.help:
        lines.append(f"   = help: {one.help}")
    return lines


def _excerpt(text: str, at: int) -> str:
    """The part of a text that a finding is about, on one line, without anything that turns the line around."""
    start = max(0, at - EXCERPT // 2) if at >= 0 else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    cut = text[start : start + EXCERPT]
    if start + EXCERPT < len(text) and " " in cut:
        cut = cut[: cut.rfind(" ")]
    shown = ("… " if start else "") + cut + (" …" if start + len(cut) < len(text) else "")
    return visible(shown)


def _mended(result: Checked) -> str:
    """What was repaired, and what was not because somebody was at it too."""
    lines = []
    contested = "not mended: somebody changed it meanwhile; both texts are in the file"
    for one, said in [(one, "mended") for one in result.mended] + [(one, contested) for one in result.contested]:
        before, after = (isolate_all(_difference(a, b), one.locale.direction) for a, b in _sides(one.before, one.after))
        lines.append(f"{one.path}:{one.line}  {said}\n   - {before}\n   + {after}")
    return "\n".join([*lines, ""])


def _sides(before: str, after: str) -> list[tuple[str, str]]:
    return [(before, after), (after, before)]


def _difference(text: str, other: str) -> str:
    """The part of a text in which it differs from another one."""
    at = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    return _excerpt(text, at)


def _sum(result: Checked) -> str:
    said = ", ".join(counted(result.count(one), one.value) for one in (Severity.ERROR, Severity.WARNING))
    fixable = sum(one.fixable for one in result.findings)
    places = f"{counted(len(result.locales), 'language')}, {counted(result.segments, 'text')}"
    return f"{places}: {said}" + (f" · {fixable} fixable with --fix" if fixable else "")


def check_json(result: Checked) -> str:
    """The same as JSON: an object with ``findings``, ``mended`` and ``contested``."""
    return as_json(
        {
            "findings": [
                {
                    "check": one.check,
                    "severity": one.severity.value,
                    "locale": one.locale,
                    "slug": one.slug,
                    "path": one.path,
                    "line": one.line,
                    "unit": one.segment.id if one.segment else "",
                    "message": one.message,
                    "help": one.help,
                    "fixable": one.fixable,
                }
                for one in result.findings
            ],
            "mended": _mended_json(result.mended),
            "contested": _mended_json(result.contested),
        }
    )


def _mended_json(done: Sequence[Mended]) -> list[dict[str, object]]:
    return [{"path": one.path, "line": one.line, "before": one.before, "after": one.after} for one in done]


def check_github(result: Checked) -> str:
    """The findings as workflow commands of GitHub Actions, which show them beside the lines; and the sum."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    lines = []
    for one in result.findings:
        where = f"file={_escaped(one.path, ':,')},line={one.line},title={_escaped(one.check, ':,')}"
        said = f"{one.message}. {one.help}" if one.help else one.message
        lines.append(f"::{levels[one.severity]} {where}::{_escaped(said)}")
    return "\n".join([*lines, _sum(result)])


def _escaped(text: str, more: str = "") -> str:
    """A value in a workflow command, which ends at a line break, and in its properties at ``:`` and ``,``."""
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def checks_list() -> str:
    """Every check with what it finds, a line each."""
    width = max(map(len, CHECKS))
    lines = [f"{one.name:{width}}  {_plain(one.summary)}" for one in CHECKS.values()]
    return "\n".join([*lines, "", "More on one of them: publish check --explain NAME"])


def explanation(name: str) -> str:
    """What a check finds, and why, with a bad and a good example.

    Raises:
        UsageError: If there is no such check.
    """
    if name not in CHECKS:
        raise UsageError(Problem(f'no such check "{name}"', hint=did_you_mean(name, CHECKS)))
    one = CHECKS[name]
    return f"{one.name}\n\n{_plain(cleandoc(one.doc))}\n\n{_waiving(one)}"


def _plain(doc: str) -> str:
    return doc.replace("``", '"')


def _waiving(one: Check) -> str:
    if one.waivable:
        return (
            f"To let a finding pass, write into the entry's comment:\n    # check-ignore: {one.name} (why it is right)"
        )
    return "A finding of this check cannot be let pass."
