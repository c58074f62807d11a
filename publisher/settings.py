"""The settings of a workspace: ``[tool.publisher]`` in its ``pyproject.toml``.

All mistakes are reported in one go, each with its full key, because a coordinator who mends one at a time
under pressure mends too few.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from publisher.errors import ConfigError, Problem, did_you_mean
from publisher.locale import Locale, LocaleSettingError, locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

TABLE = "tool.publisher"
FILE = "pyproject.toml"
SOURCE = "en"
"""The one language statements can be written in: the wording of the pages is written in it."""


OUTPUTS = ("text", "single", "compare", "pdf", "card")
"""What can be made beside the pages: plain text, the page as one file, languages side by side, PDFs, pictures."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a workspace has decided.

    Attributes:
        title: The name of the site, in the source language; translated like the wording of the pages.
        locales: The languages of the site in the order readers see them, the source language among them.
        source_locale: The language statements are written in.
        minimum: By locale, the share of a statement's words that must be translated before it is published,
            in percent.
        require_signoff: By locale, whether a translation is published only as a reviewer has approved it.
        minor_keeps_signoff: By locale, whether a minor edit of the English leaves a sign-off valid.
        base_url: Where the site will be read, ending in a slash; empty if that is open.
        outputs: What is made beside the pages, some of the `OUTPUTS`; PDFs and pictures where the programs for them are
            installed.
        desk: Whom new catalogs name as their last translator: a desk, never a person.
    """

    title: str
    locales: tuple[Locale, ...]
    source_locale: Locale
    minimum: Mapping[str, float]
    require_signoff: Mapping[str, bool]
    minor_keeps_signoff: Mapping[str, bool]
    base_url: str = ""
    outputs: tuple[str, ...] = OUTPUTS
    desk: str = "Translation desk"

    @property
    def targets(self) -> tuple[Locale, ...]:
        """The languages that are translated into."""
        return tuple(one for one in self.locales if one is not self.source_locale)

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the locales: their folders in ``locales/`` and on the site."""
        return tuple(one.id for one in self.locales)


GATE_KEYS = ("minimum", "require_signoff", "minor_keeps_signoff")
"""What each language may set otherwise than the others."""
KEYS = ("title", "source_locale", "locales", *GATE_KEYS, "base_url", "outputs", "desk")
LOCALE_KEYS = (*GATE_KEYS, "name", "direction", "digits", "date", "months")


def read(data: bytes) -> Settings | None:
    """Read the settings from the bytes of a ``pyproject.toml``.

    Returns:
        The settings, or None if the file has no ``[tool.publisher]``.

    Raises:
        ConfigError: With everything that is wrong with them.
    """
    text = _decode(data)
    try:
        table: object = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers too long and lists too deep for Python
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        hint = 'write each setting on a line of its own: key = "value"'
        raise ConfigError(Problem(f"not readable as TOML: {error}", FILE, line, hint)) from error
    where = ""
    for part in TABLE.split("."):
        if not isinstance(table, dict) or part not in table:
            break
        table, where = table[part], f"{where}.{part}".lstrip(".")
    if not isinstance(table, dict):
        place = _line(_lines(text), where)
        raise ConfigError(Problem(f"{where}: must be a table", FILE, place, f"write [{TABLE}], and its settings below"))
    return _Reader(text, table).settings() if where == TABLE else None


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(Problem("not UTF-8", FILE, line, "save the file as UTF-8")) from error


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each table and key of a TOML text is set, by its full path."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for line, source, parsed in _statements(text):
        *outer, last = _paths(parsed) or [()]
        if source.lstrip().startswith("["):
            table = last
            lines[table] = line  # a table's own header counts more than one of a table inside it
        else:
            outer = [table + path for path in (*outer, last) if path]
        for path in outer:
            lines.setdefault(path, line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Each header or setting of a TOML text with its first line and what it means by itself."""
    source, start = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        source += line.rstrip("\r") + "\n"
        try:
            yield start, source, tomllib.loads(source)
        except tomllib.TOMLDecodeError:  # goes on in the next line
            continue
        source, start = "", number + 1


def _paths(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The full paths of all keys in a table and in the tables inside it."""
    paths = []
    for key, value in table.items():
        inner = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
        paths += [(*above, key), *(_paths(inner, (*above, key)) if isinstance(inner, dict) else ())]
    return paths


def _line(lines: Mapping[tuple[str, ...], int], key: str) -> int:
    """The line of a full key, or of the innermost table it would belong in."""
    path = tuple(key.split("."))
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)


def _is_text(value: object) -> TypeGuard[str]:
    # A line break would begin a header of its own in the catalogs.
    return isinstance(value, str) and bool(value.strip()) and not re.search(r"[\x00-\x1f\x7f-\x9f]", value)


def _is_percent(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100  # noqa: PLR2004


def _is_switch(value: object) -> TypeGuard[bool]:
    return isinstance(value, bool)


def _are_outputs(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(one in OUTPUTS for one in value)


def _is_url(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(re.fullmatch(r"(https?://[^\s/?#]+(/[^\s?#]*)?)?", value))


class _Reader:
    """Turns the table into settings and remembers what was wrong on the way."""

    def __init__(self, text: str, table: dict[str, Any]) -> None:
        self.text = text
        self.table = table
        self.problems: list[tuple[str, str, str]] = []

    def settings(self) -> Settings:
        self.refuse_unknown(self.table, KEYS, TABLE)
        title = self.value("title", _is_text, "", "a text of one line", required=True)
        base_url = self.value("base_url", _is_url, "", "a web address, such as https://example.org/statements/")
        outputs = self.value("outputs", _are_outputs, list(OUTPUTS), f"a list of any of {', '.join(OUTPUTS)}")
        desk = self.value("desk", _is_text, "Translation desk", "the name of a desk, not of a person")
        tables = self.tables()
        locales = self.locales(tables)
        minima = self.each("minimum", tables, _is_percent, 100, "a number from 0 to 100")
        signed = self.each("require_signoff", tables, _is_switch, False, "true or false")
        kept = self.each("minor_keeps_signoff", tables, _is_switch, False, "true or false")
        source = self.source(locales)
        if self.problems or source is None:
            raise self.error()
        minima, signed, kept = ({one.id: by[key] for key, one in locales.items()} for by in (minima, signed, kept))
        base_url = base_url and base_url.rstrip("/") + "/"
        return Settings(
            title,
            tuple(locales.values()),
            source,
            minima,
            signed,
            kept,
            base_url,
            tuple(one for one in OUTPUTS if one in outputs),
            desk,
        )

    def error(self) -> ConfigError:
        lines = _lines(self.text)
        problems = (Problem(f"{key}: {message}", FILE, _line(lines, key), hint) for key, message, hint in self.problems)
        return ConfigError(*sorted(problems, key=lambda problem: problem.line))

    def problem(self, key: str, message: str, hint: str) -> None:
        """Remember a problem with a full key."""
        self.problems.append((key, message, hint))

    def refuse_unknown(self, table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                self.problem(f"{where}.{key}", "no such setting", did_you_mean(key, known))

    def value(
        self, key: str, fits: Callable[[object], bool], default: object, wanted: str, *, required: bool = False
    ) -> Any:  # noqa: ANN401  # a TOML value, whose type ``fits`` has checked
        if key not in self.table and not required:
            return default
        value = self.table.get(key)
        if not fits(value):
            self.problem(
                f"{TABLE}.{key}",
                "is missing" if value is None else f"{value!r} does not fit",
                f"write {wanted}",
            )
            return default
        return value

    def tables(self) -> dict[str, dict[str, Any]]:
        """The tables of the locales; empty ones in place of what is no table."""
        tables = self.table.get("locales", {})
        if not isinstance(tables, dict) or not tables:
            message = "names no language" if tables == {} else "must be a table"
            self.problem(f"{TABLE}.locales", message, f"write a table for each language: [{TABLE}.locales.ar]")
            return {}
        for key, table in tables.items():
            if not isinstance(table, dict):
                where = f"{TABLE}.locales.{key}"
                self.problem(where, "must be a table", f"write [{where}], and its settings below it")
        return {key: table if isinstance(table, dict) else {} for key, table in tables.items()}

    def locales(self, tables: dict[str, dict[str, Any]]) -> dict[str, Locale]:
        """The locales by the key they are set under."""
        found: dict[str, Locale] = {}
        for key, table in tables.items():
            one = self.locale(key, table)
            if one and one.id in {other.id for other in found.values()}:
                self.problem(f"{TABLE}.locales.{key}", f'is the same language as "{one.id}"', "delete one of the two")
            elif one:
                found[key] = one
        return found

    def locale(self, key: str, table: dict[str, Any]) -> Locale | None:
        where = f"{TABLE}.locales.{key}"
        self.refuse_unknown(table, LOCALE_KEYS, where)
        own = {name: value for name, value in table.items() if name in LOCALE_KEYS and name not in GATE_KEYS}
        # One at a time, as only the first mistake of each call is told; of a language that surely exists.
        fit = {name: value for name, value in own.items() if self.attempt(where, SOURCE, {name: value})}
        return self.attempt(where, key, fit)

    def attempt(self, where: str, identifier: str, own: dict[str, Any]) -> Locale | None:
        try:
            return locale(identifier, **own)
        except LocaleSettingError as error:
            self.problem(f"{where}.{error.key}" if error.key else where, error.message, error.hint)
            return None

    def each(
        self, name: str, tables: dict[str, dict[str, Any]], fits: Callable[[object], bool], default: object, wanted: str
    ) -> dict[str, Any]:
        """A setting for each locale: its own, else that of all, else the default."""
        common = self.value(name, fits, default, wanted)
        found = {key: table.get(name, common) for key, table in tables.items()}
        for key, value in found.items():
            if not fits(value):
                self.problem(f"{TABLE}.locales.{key}.{name}", f"{value!r} does not fit", f"write {wanted}")
        return found

    def source(self, locales: dict[str, Locale]) -> Locale | None:
        name = self.value("source_locale", _is_text, SOURCE, f'"{SOURCE}"')
        found = next((one for key, one in locales.items() if name in {key, one.id}), None)
        hint = f'statements are written in English: write "{SOURCE}", or delete the line'
        if found and found.id != SOURCE:
            self.problem(f"{TABLE}.source_locale", f'"{name}" cannot be the source language', hint)
        elif locales and not found:
            missing = f"statements are written in English: add [{TABLE}.locales.{SOURCE}]"
            self.problem(f"{TABLE}.source_locale", f'no such language "{name}"', missing if name == SOURCE else hint)
        return found
