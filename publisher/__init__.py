"""Publish one statement in several languages from Markdown and gettext catalogs."""
