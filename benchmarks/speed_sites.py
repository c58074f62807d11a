"""Sites of programs that do not translate, made of what is translated already; and one that make keeps up to date."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import corpus
from corpus import ROOT, TARGETS, Statement
from speed_lab import HERE, SLOW_SHARE, Lab
from speed_peers import LANGUAGES, part, plain, toolkit

from publisher import po
from publisher.locale import locale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = HERE / "hugo"
"""Templates and settings of a site of Hugo whose pages have what ours have round the text."""
HUGO = """baseURL = "https://example.org/"
title = "Joint Statements"
defaultContentLanguage = "en"
defaultContentLanguageInSubdir = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
"""
HEAD = """<!doctype html>
<html lang="{{ .Lang }}" dir="{{ cond (in (slice "ar" "ckb") .Lang) "rtl" "ltr" }}">
<head><meta charset="utf-8"><title>{{ .Title }} · {{ .Site.Title }}</title>
<meta name="description" content="{{ .Params.summary }}"><link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Lang }}" href="{{ .Permalink }}">
{{ end }}</head>
<body><header><a href="{{ "/" | relLangURL }}">{{ .Site.Title }}</a><nav><ul>{{ range .AllTranslations }}
<li><a lang="{{ .Lang }}" hreflang="{{ .Lang }}" href="{{ .RelPermalink }}">{{ .Language.LanguageName }}</a></li>
{{ end }}</ul></nav></header><main>
"""
SINGLE = """<article><p>{{ .Params.type }}</p><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p>
{{ .Content }}<section><h2>Signatories</h2><ul>{{ range .Params.signatories }}<li>{{ . }}</li>
{{ end }}</ul></section></article></main></body></html>
"""
LIST = """<h1>{{ .Title }}</h1><ul>{{ range .Site.RegularPages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time>
{{ .Params.summary }}</li>
{{ end }}</ul></main></body></html>
"""
MKDOCS = """site_name: Joint Statements
theme: readthedocs
plugins:
  - i18n:
      docs_structure: suffix
      languages:
"""


def hugo(lab: Lab, share: float = 1) -> Path:
    """A site of Hugo with bare pages, on translated Markdown."""

    def make(folder: Path) -> None:
        (folder / "layouts" / "_default").mkdir(parents=True)
        (folder / "layouts" / "_default" / "single.html").write_text(HEAD + SINGLE, "utf-8")
        (folder / "layouts" / "_default" / "list.html").write_text(HEAD + LIST, "utf-8")
        languages = [
            f'[languages.{name}]\ncontentDir = "content/{name}"\nlanguageName = "{name}"' for name in LANGUAGES
        ]
        (folder / "config.toml").write_text("\n".join([HUGO, "[languages]", *languages]) + "\n", "utf-8")
        for name in LANGUAGES:
            (folder / "content" / name).mkdir(parents=True)
            for one in part(lab, share):
                (folder / "content" / name / f"{one.slug}.md").write_text(_translated(one, name), "utf-8")

    return lab.once(f"hugo-{share:g}", make)


def hugo_alike(lab: Lab) -> Path:
    """The same with what stands round the text on our pages (``hugo/*.html``), a feed, and lists by year."""

    def make(folder: Path) -> None:
        shutil.rmtree(folder)
        shutil.copytree(hugo(lab), folder)
        for path in PAGES.glob("*.html"):
            shutil.copy(path, folder / "layouts" / "_default")
        settings = (PAGES / "config.toml").read_text("utf-8")
        (folder / "config.toml").write_text(settings + "".join(map(_language, LANGUAGES)), "utf-8")
        (folder / "i18n").mkdir()
        for name in LANGUAGES:
            (folder / "i18n" / f"{name}.toml").write_text("\n".join(_wording(name)), "utf-8")

    return lab.once("hugo-alike", make)


def _language(name: str) -> str:
    """The settings of a language of Hugo; JSON writes strings as TOML does."""
    one = locale(name)
    shown = {"contentDir": f"content/{name}", "languageName": one.own_name, "languageDirection": one.direction}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in {**shown, "og": one.og}.items()]
    return "\n".join([f"[languages.{name}]", *lines, ""])


def _wording(name: str) -> Iterator[str]:
    """Our wording of the pages in a language as Hugo reads it; of plural forms it gets the last."""
    path = ROOT / "locales" / (name if name in TARGETS else TARGETS[0]) / "LC_MESSAGES" / "site.po"
    for entry in po.parse(path.read_bytes(), path.name)[1:]:
        source = entry.msgid_plural or entry.msgid
        text = [entry.msgstr, *entry.msgstr_plural.values()][-1] if name in TARGETS else source
        yield f"[{json.dumps(source)}]\nother = {json.dumps(text, ensure_ascii=False)}"


def _translated(one: Statement, name: str) -> str:
    """A statement in a language, with a front matter; JSON is the kind that Hugo reads without a YAML library."""
    shown = [(text.role, one.shown(text, name)) for text in one.texts]
    front = {role: text for role, text in shown if role in corpus.FRONT[:3]} | {"date": one.date}
    complete = name not in TARGETS or all(corpus.state(name, text.row[0]) == "finished" for text in one.texts)
    front |= {"years": [one.date[:4]], "complete": complete}
    names = [text for role, text in shown if role == "signatory"]
    body = corpus.markdown((role, text) for role, text in shown if role not in corpus.FRONT)
    return json.dumps({**front, "signatories": names}, ensure_ascii=False, indent=1) + "\n\n" + body


def mkdocs(lab: Lab, share: float = SLOW_SHARE) -> Path:
    """A site of MkDocs on translated Markdown; it takes no codes of three letters, so Sorani goes as Persian."""

    def make(folder: Path) -> None:
        (folder / "docs").mkdir()
        codes = {name: name.replace("ckb", "fa") for name in LANGUAGES}
        languages = [f"        - locale: {code}\n          name: {name}\n" for name, code in codes.items()]
        languages[0] += "          default: true\n"
        (folder / "mkdocs.yml").write_text(MKDOCS + "".join(languages), "utf-8")
        for name, code in codes.items():
            (folder / "docs" / f"index.{code}.md").write_text("# Statements\n", "utf-8")
            for path in (plain(lab, share) / name).glob("*.md"):
                shutil.copy(path, folder / "docs" / f"{path.stem}.{code}.md")

    return lab.once(f"mkdocs-{share:g}", make)


def makefile(lab: Lab) -> Path:
    """A site made by make, one page a rule, in which nothing is left to do."""

    def make(folder: Path) -> None:
        shutil.copytree(plain(lab) / "en", folder / "md")
        pages = []
        for name in LANGUAGES:
            (folder / "out" / name).mkdir(parents=True)
            pages.append(f"$(patsubst md/%.md,out/{name}/%.html,$(SOURCES))")
        rules = ["out/en/%.html: md/%.md\n\tfalse\n"]
        rules += [f"out/{name}/%.html: md/%.md po/{name}/%.po\n\tfalse\n" for name in TARGETS]
        for name in TARGETS:
            shutil.copytree(toolkit(lab) / name, folder / "po" / name)
        lines = [
            "SOURCES := $(wildcard md/*.md)",
            f"all: {' '.join(pages)}",
            "out/en/%.html: md/%.md\n\tfalse\n",
            *rules,
        ]
        (folder / "Makefile").write_text("\n".join(lines), "utf-8")
        for name in LANGUAGES:
            for one in part(lab, 1):
                (folder / "out" / name / f"{one.slug}.html").touch()

    return lab.once("make", make)
