"""The verbs: each takes a workspace, does one thing whole or not at all, and returns what it did.

A verb is in the module of its name, and is imported from there: one does not load what the others need.
"""
