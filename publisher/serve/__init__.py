"""The web workspace: the same verbs over HTTP, for people who never saw a .po file."""
