"""The settings of a workspace: ``[tool.publisher]`` in its ``pyproject.toml``.

All mistakes are reported in one go, each with its full key, because a coordinator who mends one at a time
under pressure mends too few.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from publisher.errors import ConfigError, Problem, did_you_mean
from publisher.locale import Locale, LocaleSettingError, locale

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TABLE = "tool.publisher"
FILE = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a workspace has decided; the metadata below is also the documentation of each key.

    Attributes:
        title: The name of the site, in the source language; translated like the wording of the pages.
        locales: The languages of the site in the order readers see them, the source language among them.
        source_locale: The language statements are written in.
        minimum: By locale, the share of a statement's words that must be translated before it is published,
            in percent.
        base_url: Where the site will be read, ending in a slash; empty if that is open.
        desk: Whom new catalogs name as their last translator: a desk, never a person.
    """

    title: str
    locales: tuple[Locale, ...]
    source_locale: Locale
    minimum: Mapping[str, float]
    base_url: str = ""
    desk: str = "Translation desk"

    @property
    def targets(self) -> tuple[Locale, ...]:
        """The languages that are translated into."""
        return tuple(one for one in self.locales if one is not self.source_locale)

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the locales: their folders in ``locales/`` and on the site."""
        return tuple(one.id for one in self.locales)


KEYS = ("title", "source_locale", "locales", "minimum", "base_url", "desk")
LOCALE_KEYS = ("minimum", "name", "direction", "digits", "date", "months")


def read(data: bytes) -> Settings | None:
    """Read the settings from the bytes of a ``pyproject.toml``.

    Returns:
        The settings, or None if the file has no ``[tool.publisher]``.

    Raises:
        ConfigError: With everything that is wrong with them.
    """
    text = data.decode("utf-8", "replace")
    try:
        table = tomllib.loads(text).get("tool", {}).get("publisher")
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise ConfigError(Problem(f"not readable as TOML: {error}", FILE, int(at[1]) if at else 0)) from error
    return None if table is None else _Reader(text, table).settings()


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _is_percent(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100  # noqa: PLR2004


def _is_url(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(re.fullmatch(r"(https?://[^\s/?#]+(/[^\s?#]*)?)?", value))


class _Reader:
    """Turns the table into settings and remembers what was wrong on the way."""

    def __init__(self, text: str, table: dict[str, Any]) -> None:
        self.lines = text.splitlines()
        self.table = table
        self.problems: list[Problem] = []

    def settings(self) -> Settings:
        self.refuse_unknown(self.table, KEYS, TABLE)
        title = self.value("title", _is_text, "", "a text", required=True)
        minimum = self.value("minimum", _is_percent, 100, "a number from 0 to 100")
        base_url = self.value("base_url", _is_url, "", "a web address, such as https://example.org/statements/")
        desk = self.value("desk", _is_text, "Translation desk", "the name of a desk, not of a person")
        locales = self.locales()
        source = self.source(locales)
        if self.problems or source is None:
            raise ConfigError(*self.problems)
        minima = {one.id: self.minimum(key, minimum) for key, one in locales.items()}
        if self.problems:
            raise ConfigError(*self.problems)
        base_url = base_url and base_url.rstrip("/") + "/"
        return Settings(title, tuple(locales.values()), source, minima, base_url, desk)

    def problem(self, key: str, message: str, hint: str) -> None:
        """Remember a problem with a full key; its line is where the key's last part is first set."""
        name = re.escape(key.rsplit(".", 1)[-1])
        header = rf"\[{re.escape(key)}\]"
        found = (n for n, line in enumerate(self.lines, 1) if re.match(rf"\s*({header}|\"?{name}\"?\s*=)", line))
        self.problems.append(Problem(f"{key}: {message}", FILE, next(found, 0), hint))

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

    def locales(self) -> dict[str, Locale]:
        """The locales by the key they are set under."""
        tables = self.table.get("locales")
        if not isinstance(tables, dict) or not tables:
            self.problem(f"{TABLE}.locales", "names no language", f"write a table for each: [{TABLE}.locales.ar]")
            return {}
        found: dict[str, Locale] = {}
        for key, table in tables.items():
            one = self.locale(key, table)
            if one and one.id in {other.id for other in found.values()}:
                self.problem(f"{TABLE}.locales.{key}", f'is the same language as "{one.id}"', "delete one of the two")
            elif one:
                found[key] = one
        return found

    def locale(self, key: str, table: object) -> Locale | None:
        where = f"{TABLE}.locales.{key}"
        if not isinstance(table, dict):
            self.problem(where, "must be a table", f"write [{where}], and its settings below it")
            return None
        self.refuse_unknown(table, LOCALE_KEYS, where)
        own = {name: value for name, value in table.items() if name in LOCALE_KEYS and name != "minimum"}
        try:
            return locale(key, **own)
        except LocaleSettingError as error:
            self.problem(f"{where}.{error.key}" if error.key else where, error.message, error.hint)
            return None

    def minimum(self, key: str, default: float) -> float:
        value = self.table["locales"][key].get("minimum", default)
        if not _is_percent(value):
            self.problem(f"{TABLE}.locales.{key}.minimum", f"{value!r} does not fit", "write a number from 0 to 100")
        return cast("float", value)

    def source(self, locales: dict[str, Locale]) -> Locale | None:
        name = self.value("source_locale", _is_text, "en", "one of the languages")
        for key, one in locales.items():
            if name in {key, one.id}:
                return one
        if locales:
            self.problem(f"{TABLE}.source_locale", f'no such language "{name}"', did_you_mean(name, locales))
        return None
