"""What is wrong with a line that is no TOML, in our own words, and what to write instead."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

_BEGINS = re.compile(r"""\[|\s*[\w."'-]+(\s*\.\s*[\w"'-]+)*\s*=""")
NOT_CLOSED = ("Expected \"'", "Unclosed", "Unterminated", "Unescaped")
"""How `tomllib` begins to say so."""
MOST = 10_000  # lines in which is looked for what is not closed: each look reads the text again
QUOTES = "“”„‟«»‹›‘’‚‛"


class Slip(NamedTuple):
    """What was found in a line, and what to do about it."""

    found: str
    hint: str


def slip(line: str, message: str) -> Slip:
    """The most likely slip of the pen in a line of which `tomllib` says `message`."""
    text = _without_strings(line)
    typographic = [mark for mark in QUOTES if mark in text]
    value = text.partition("=")[2]
    if typographic:
        return Slip(f"typographic quotes {' '.join(typographic)}", 'write straight quotes: "…"')
    if re.search(r"=\s*[£$€¥]|=\s*[-−]?\d[\d.,]*\s*(%|[a-zA-Z£$€¥]{1,8}\s*$)", text):
        return Slip(
            "a number with a unit, a currency or a per cent sign", "write the number alone; 30% is 0.3"
        )
    if re.search(r"=\s*−", text):
        return Slip("a minus sign that is no hyphen", "write -1, with the hyphen of the keyboard")
    if re.fullmatch(r"\s*[-+]?\d{1,3}([, ']\d{3})+\s*", value):
        digits = re.sub(r"[, ']", "", value.strip())
        return Slip("a number with marks of thousands", f"write {digits} or {_grouped(digits)}")
    comma = re.search(r"(?<![\w\"])(\d+),(\d+)", value)
    if comma and ("{" in value or re.fullmatch(r"\s*[-+]?\d+,\d+\s*", value)):
        return Slip("a number with a decimal comma", f"write decimals with a point: {comma[1]}.{comma[2]}")
    if "Cannot overwrite" in message or "Cannot declare" in message or "Cannot mutate" in message:
        name = line.strip().strip("[]") if line.strip().startswith("[") else line.partition("=")[0].strip()
        return Slip(f"the name {name} again", "a table or key stands once; join the two, or rename one")
    if re.match(r"\s*[\w.\"-]+\s*:", text) and "=" not in text:
        return Slip("a colon after a key", "TOML writes key = value")
    if line.lstrip().startswith(("//", "/*", ";", "--")):
        return Slip("a comment that TOML does not know", "comments begin with #")
    if re.search(r"=\s*(True|False|None|null|yes|no)\b", text):
        return Slip(value.strip(), "write true or false, in small letters; leave out what is not given")
    if text.count("{") > text.count("}"):
        return Slip(
            "a table in { } that is not closed in its line",
            "write it in one line, or as a section of its own: [name.of.the.table]",
        )
    if line.strip().startswith("[") and text.count("[") != text.count("]"):
        return Slip("a heading whose brackets do not match", "a section is [name], one of a list [[name]]")
    if line.count('"') % 2 or (line.count("'") % 2 and '"' not in line):
        return Slip("a text whose quotes are not closed", 'text stands in quotes on one line: "…"')
    if "=" in text and re.fullmatch(r"\s*[A-Za-z][\w\s-]*", value):
        return Slip(f"{value.strip()} without quotes", f'text stands in quotes: "{value.strip()}"')
    if "=" not in text and not text.strip().startswith("["):
        return Slip("a line that is no key = value", "write key = value, or # before a comment")
    if not value.strip():
        return Slip("a key without a value", "write key = value")
    return Slip(message, f"the line is: {line.strip()}")


def opened(lines: Sequence[str], noticed: int) -> int:
    """The line in which that begins which is not closed, as `tomllib` notices in a later one: all before it is TOML."""
    starts = [k for k, line in enumerate(lines[:noticed]) if noticed <= MOST and _BEGINS.match(line)]
    first = bisect_left(starts, True, key=lambda k: not _is_toml("\n".join(lines[:k])))
    return starts[first - 1] + 1 if first else noticed


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _without_strings(line: str) -> str:
    """The line without its comment and what stands in straight quotes."""
    return re.sub(r'"(\\.|[^"\\])*"|\'[^\']*\'', '""', line).partition("#")[0]


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", "_")
