"""Text of a programme file in which letters hide: controls, escapes, marks of direction, what XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.problems import Problem, ProgrammeError
from engine.programme.reading.toml_lines import TomlLines
from engine.visible import called, hidden_letter

ACCEPTED = "text of which every letter is seen: no control characters, no marks that turn or hide letters"
_ESCAPED = re.compile(r"\\[^\"\\nt]")  # by which a letter may come that does not stand in the text itself


def refuse_hidden_letters(file: str, text: str, tables: dict[str, Any]) -> None:
    """Raise `ProgrammeError` with the place of every key and value of which a letter would not be seen.

    What such text is shown in (terminals, charts, JSON, stores) would obey it, or break; and two names could look
    alike. Line breaks and tabs of a text over several lines are not meant.
    """
    if not hidden_letter(text) and not _ESCAPED.search(text):
        return
    found = [*_hidden(tables, "")]
    if found:
        lines = TomlLines(text)
        raise ProgrammeError(
            Problem(file, said, ACCEPTED, "write the text again without it", key, lines.line(key))
            for key, said in found
        )


def said_of(text: str, what: str) -> str:
    """What is to be said of a text that hides a letter, "" if none does."""
    letter = hidden_letter(text)
    return f"{what} with the letter {called(letter)}" if letter else ""


def _hidden(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The dotted path and what is said of each text that hides a letter, in the order of the file."""
    if isinstance(value, str) and (said := said_of(value, "a text")):
        yield path, said
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        place = f"{path}.{key}" if path else str(key)
        if said := said_of(str(key), "a name"):
            yield place, said
        yield from _hidden(inner, place)


def in_override(path: str, value: Any) -> str:
    """What is to be said of an override whose path or value hides a letter, "" if none does."""
    return said_of(path, "a path") or next((said for _, said in _hidden(value, "")), "")
