"""Dotted path -> line number of a TOML text: `tomllib` forgets the lines, and a problem must name one.

The text has been read by `tomllib` before, so this scanner checks nothing; it only records where keys stand.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left

_SPACE = re.compile(r"[ \t]*")
_NEWLINE = re.compile("\n")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'  # a multi-line string may end in two quotes of its own
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")
# Most lines of most files, which need no closer look: a bare key with a plain value, a plain heading.
_PLAIN_PAIR = re.compile(
    r"""([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:[^\s"'\[{#][^\n#]*|"(?!"")[^"\\\n]*")[ \t]*(?=\n|#|\Z)"""
)
_PLAIN_HEADER = re.compile(r"\[([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\](?=[ \t]*(?:\n|#|\Z))")


class TomlLines:
    """Where each key of a TOML text stands; the text is scanned when the first line is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newlines: list[int] = []
        self._at = 0
        self._lines: dict[str, int] = {}
        self._elements: dict[str, int] = {}

    def line(self, key: str) -> int | None:
        """Line of a dotted path (list positions are numbers), or of the nearest table that contains it."""
        if self._at < len(self._text):
            self._newlines = [found.start() for found in _NEWLINE.finditer(self._text)]
            self._scan()
        while key:
            if key in self._lines:
                return self._lines[key]
            key = key.rpartition(".")[0]
        return None

    def _scan(self) -> None:
        table = ""
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            elif plain := _PLAIN_PAIR.match(self._text, self._at):
                self._lines.setdefault(f"{table}.{plain[1]}" if table else plain[1], self._here())
                self._at = plain.end()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> str:
        """Path of the table that `[a.b]` or `[[a.b]]` opens; a list of tables stands for its last element."""
        line, is_element = self._here(), self._text.startswith("[[", self._at)
        plain = None if is_element else _PLAIN_HEADER.match(self._text, self._at)
        if plain:
            self._at, parts = plain.end(), plain[1].split(".")
        else:
            self._at += 2 if is_element else 1
            parts = self._key()
            self._at += 2 if is_element else 1
        path = ""
        for position, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            self._lines.setdefault(path, line)
            if is_element and position == len(parts) - 1:
                self._elements[path] = self._elements.get(path, -1) + 1
            if path in self._elements:
                path = f"{path}.{self._elements[path]}"
        self._lines[path] = line
        return path

    def _pair(self, table: str) -> None:
        line = self._here()
        path = table
        for part in self._key():
            path = f"{path}.{part}" if path else part
            self._lines.setdefault(path, line)
        self._skip(_SPACE)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._skip(_SPACE)
            quoted = STRING.match(self._text, self._at)
            part = quoted or _BARE_KEY.match(self._text, self._at)
            assert part is not None
            self._at = part.end()
            parts.append(str(tomllib.loads(f"key = {part[0]}")["key"]) if quoted else part[0])
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, path: str) -> None:
        opening = self._text[self._at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._skip(STRING if opening in "\"'" else _SCALAR)

    def _array(self, path: str) -> None:
        self._at += 1
        element = 0
        self._skip(_BLANK)
        while self._text[self._at] != "]":
            self._lines[f"{path}.{element}"] = self._here()
            self._value(f"{path}.{element}")
            element += 1
            self._skip_comma()
        self._at += 1

    def _inline_table(self, path: str) -> None:
        self._at += 1
        self._skip(_BLANK)
        while self._text[self._at] != "}":
            self._pair(path)
            self._skip_comma()
        self._at += 1

    def _skip_comma(self) -> None:
        self._skip(_BLANK)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        assert found is not None
        self._at = found.end()

    def _here(self) -> int:
        return bisect_left(self._newlines, self._at) + 1
