"""Plain YAML: mappings, lists and texts, each with its line; nothing that YAML can do beyond that.

The owner of PyYAML. Anchors, aliases and tags are refused: they let a small file grow without bound or
make objects, and no statement needs them. Scalars stay the text that was written, so that ``no`` is a word
and ``2026-01-09`` is for the reader of the field to understand.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from publisher.errors import Problem, SourceError

MAX_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Field:
    """A value and the line it stands on.

    Attributes:
        value: A text, a list of fields, or a mapping from key to field.
        line: The line of the file, counted from 1.
    """

    value: str | list[Field] | dict[str, Field]
    line: int


def read(text: str, path: str, first_line: int = 1) -> Field:
    """Read a YAML document made of mappings, lists and texts.

    Args:
        text: The YAML.
        path: The file it comes from, for messages.
        first_line: The line of that file on which ``text`` begins.

    Returns:
        The document as a field; an empty document is an empty mapping.

    Raises:
        SourceError: If it is too large, not YAML, or uses anchors, aliases, tags or a key twice.
    """
    if len(text.encode()) > MAX_BYTES:
        raise SourceError(Problem(f"more than {MAX_BYTES // 1024} kB of YAML", path, first_line, "shorten it"))
    try:
        _refuse_machinery(text, path, first_line)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        hint = 'a text that holds ": ", or begins with a quote, * or [, goes between double quotes'
        raise SourceError(Problem(f"not readable as YAML: {error.problem}", path, line, hint)) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise SourceError(Problem(f"not readable as YAML: {error}", path, first_line)) from error
    return Field({}, first_line) if node is None else _field(node, path, first_line)


def _refuse_machinery(text: str, path: str, first_line: int) -> None:
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            hint = "put a text that begins with &, * or ! between double quotes"
            line = first_line + (event.start_mark.line if event.start_mark else 0)
            raise SourceError(Problem("YAML anchors, aliases and tags are not used here", path, line, hint))


def _field(node: yaml.Node, path: str, first_line: int) -> Field:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        return Field([_field(item, path, first_line) for item in node.value], line)
    if isinstance(node, yaml.MappingNode):
        return Field(_mapping(node, path, first_line), line)
    return Field(" ".join(node.value.split()), line)


def _mapping(node: yaml.MappingNode, path: str, first_line: int) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise SourceError(Problem("a key must be a word", path, line, "write key: value"))
        if key.value in fields:
            raise SourceError(Problem(f'"{key.value}" stands here twice', path, line, "delete one of the two"))
        # The value's own line is where a folded text begins; its key is where people look.
        fields[key.value] = Field(_field(value, path, first_line).value, line)
    return fields
