"""The formats a statement is published in, a file each."""
