"""placeholder"""


def why_not_minor(before: str, after: str) -> str:
    """x."""
    return "" if before.lower() == after.lower() else "changed"
