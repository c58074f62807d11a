"""Where every file of the site lies: paths from its root, with slashes, and the links between them."""

from __future__ import annotations

from posixpath import dirname, relpath, split

CHOOSER = "index.html"
"""The page at the root: every language, named in itself."""
KINDS = ("html", "single.html", "txt", "plain.txt", "pdf")
"""What a statement is published as: a page, the same in one file, text with and without direction marks, and print."""


def statement(locale: str, slug: str, kind: str = "html") -> str:
    """A statement in one language, as one of the `KINDS`."""
    return f"{locale}/{slug}.{kind}"


def index(locale: str, year: str = "") -> str:
    """The list of the statements in a language, or of those of one year, where the list of all would be too long."""
    return f"{locale}/index-{year}.html" if year else f"{locale}/index.html"


def slug(name: str) -> str:
    """The slug of the statement that a file belongs to by its name; empty for one that can be none's.

    Lists have names that no statement can have.
    """
    first, _, rest = name.partition("/")
    return "" if first == "assets" else rest.partition("/")[0].partition(".")[0]


def feed(locale: str) -> str:
    """The same list for feed readers."""
    return f"{locale}/feed.xml"


def compare(slug: str, *locales: str, kind: str = "html") -> str:
    """A statement in two languages side by side, in the order of the settings; any others are all languages."""
    return f"compare/{slug}/{'-'.join(locales) if len(locales) == _PAIR else 'index'}.{kind}"


_PAIR = 2


def relative(target: str, start: str) -> str:
    """The link that leads from the file ``start`` to the file ``target``."""
    folder, name = split(target)
    return name if folder == dirname(start) else relpath(target, dirname(start) or ".")
