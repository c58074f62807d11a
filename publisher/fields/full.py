"""All of the YAML that is understood here, by PyYAML: its events are looked at before it makes anything of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import yaml

from publisher.errors import Problem, SourceError
from publisher.fields.field import WIDTH, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_DEPTH = 10

# What YAML refuses as it stands is refused as an escape too: no page and no catalog can hold it.
_NO_TEXT = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile(r"[ \t]+#")
_BEYOND_UNICODE = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
_CURES = (
    (
        "mapping values are not allowed",
        'a text that holds ": " goes between double quotes; an entry of several lines begins with "- name: …"',
    ),
    (repr("\t"), "use spaces, not tabs"),
    ("cannot start any token", "a text that begins with @, % or ` goes between double quotes"),
    ("expected alphabetic or numeric", "a text that begins with * or & goes between double quotes"),
    ("expected ',' or", "a text that begins with [ or { goes between double quotes; a list ends with ]"),
    ("found '<scalar>'", "put the whole text between double quotes, and a backslash before a quote inside it"),
    ("end of stream", "close the quotation marks"),
    ("unknown escape", "write two backslashes for one inside double quotes"),
    ("another document", 'delete the line that begins with "---"'),
)
"""The cure by words of PyYAML's message; the first that fits."""

_ANY_CURE = "write each line as key: value, or as - text in a list, and indent lines that belong together alike"


def read(text: str, path: str, first_line: int) -> Field:
    """Read a YAML document made of mappings, lists and texts; `fields.read` tells more."""
    return _Reader(text, path, first_line).read()


def written(values: Mapping[str, object]) -> str:
    """A mapping of texts, dates, lists and mappings as YAML that `read` gives back, a key a line."""
    return yaml.dump(dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    """Writes lists further in than the key above them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  # PyYAML's own
        super().increase_indent(flow, indentless=False)


class _Reader:
    """Turns YAML into fields and remembers what was wrong on the way."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.breaks = [place for place, character in enumerate(text) if character == "\n"]
        self.problems: list[Problem] = []

    def read(self) -> Field:
        self.check_characters()
        self.finish()
        try:
            self.check_events()
            self.finish()
            node = yaml.compose(self.text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            self.not_yaml(error)
        except (ValueError, OverflowError):  # PyYAML leaves it to chr() to refuse "\U00110000"
            found = _BEYOND_UNICODE.search(self.text)
            hint = "write the character itself, or delete the escape"
            self.problem("an escape that stands for no character", found.start() if found else 0, hint)
        self.finish()
        root = Field({}, self.first_line) if node is None else self.field(node)
        self.finish()
        return root

    def finish(self) -> None:
        if self.problems:
            raise SourceError(*self.problems)

    def line(self, place: int) -> int:
        # Not the line of PyYAML's marks: it also counts separators that no editor breaks a line at.
        return self.first_line + bisect_left(self.breaks, place)

    def problem(self, message: str, place: int, hint: str) -> None:
        self.problems.append(Problem(message, self.path, self.line(place), hint))

    def not_yaml(self, error: yaml.MarkedYAMLError) -> None:
        message = str(error.problem)
        # A quotation that never ends is mended where it begins.
        mark = error.context_mark if "end of stream" in message else error.problem_mark
        hint = next((cure for words, cure in _CURES if words in message), _ANY_CURE)
        self.problem(f"not readable as YAML: {message}", mark.index if mark else 0, hint)

    def check_characters(self) -> None:
        for found in _NO_TEXT.finditer(self.text):
            hint = "delete it; if it cannot be seen, delete the line and type it again"
            self.problem(f"the control character U+{ord(found[0]):04X}", found.start(), hint)

    def check_events(self) -> None:
        """Refuse what must not be composed, or could not be seen any more once it is."""
        depth = 0
        for event in yaml.parse(self.text, Loader=yaml.SafeLoader):
            place = event.start_mark.index if event.start_mark else 0
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                hint = "put a text that begins with [, { or - between double quotes"
                self.problem(f"lists and mappings more than {MAX_DEPTH} deep", place, hint)
                return
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                hint = "put a text that begins with &, * or ! between double quotes"
                self.problem("YAML anchors, aliases and tags are not used here", place, hint)
            if isinstance(event, yaml.ScalarEvent):
                self.check_scalar(event, place)

    def check_scalar(self, event: yaml.ScalarEvent, place: int) -> None:
        if found := _NO_TEXT.search(event.value):
            hint = "delete the escape that stands for it, or write the character itself"
            self.problem(f"the character U+{ord(found[0]):04X} cannot be published", place, hint)
        end = event.end_mark.index if event.end_mark else place
        if event.style is None and (comment := _COMMENT.match(self.text, end)):
            hint = "put the text between double quotes, or the comment on a line of its own"
            self.problem('what follows " #" would be lost as a comment', comment.start(), hint)

    def field(self, node: yaml.Node) -> Field:
        line = self.line(node.start_mark.index)
        if isinstance(node, yaml.SequenceNode):
            return Field([self.field(item) for item in node.value], line)
        if isinstance(node, yaml.MappingNode):
            return Field(self.mapping(node), line)
        return Field(" ".join(node.value.split()), line)

    def mapping(self, node: yaml.MappingNode) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for key, value in node.value:
            place = key.start_mark.index
            if not isinstance(key, yaml.ScalarNode):
                self.problem("a key must be a word", place, "write key: value")
            elif key.value in fields:
                self.problem(f'"{key.value}" stands here twice', place, "delete one of the two")
            else:
                # The value's own line is where a folded text begins; its key is where people look.
                fields[key.value] = Field(self.field(value).value, self.line(place))
        return fields
