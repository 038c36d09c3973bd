"""What is raised for parameters that make no law, and the name that was probably meant."""

import difflib
from collections.abc import Iterable


class LawError(ValueError):
    """Parameters that make no law; the sentence says why and what would be accepted."""


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?`, or nothing where no name looks like `name`."""
    found = difflib.get_close_matches(name, list(known), 1)
    return f'; did you mean "{found[0]}"?' if found else ""
