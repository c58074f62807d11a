"""Exchange with Word, Excel and translators' tools: a sheet becomes a file, and a file becomes rows again."""
