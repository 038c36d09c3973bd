"""The programmes that the reference takes its examples from, block by block of their files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from experiments.format_reference.sections import ANY, Section

FOLDER = Path(__file__).parent / "examples"
EVERY_KEY, LAWS = FOLDER / "every_key.toml", FOLDER / "laws.toml"
HEADER = re.compile(r"^\[+([\w.]+)\]+$", re.MULTILINE)


class Block(NamedTuple):
    """What stands under one header: its path, its lines, and its keys, those of a table within a line as `pairs.a`."""

    path: tuple[str, ...]
    text: str
    keys: frozenset[str]


def blocks(text: str) -> list[Block]:
    """The blocks of a TOML text; the first, with the path (), is what stands above every header."""
    starts = [0, *(found.start() for found in HEADER.finditer(text)), len(text)]
    return [_block(text[a:b].strip()) for a, b in pairwise(starts)]


def _block(text: str) -> Block:
    header = HEADER.match(text)
    body = tomllib.loads(text[header.end() :] if header else text)
    return Block(tuple(header[1].split(".")) if header else (), text, frozenset(_names(body)))


def _names(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield prefix + name
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict) and not prefix:
                yield from _names(inner, f"{name}.")


def shown(section: Section, every: list[Block]) -> list[str]:
    """Blocks of this section, as few in their order as show each of its keys that any of them gives."""
    known, found = {key.name for key in section.keys}, []
    seen: set[str] = set()
    for place, block in enumerate(every):
        new = (block.keys & known) - seen
        if fits(section.path, block.path) and new:
            seen |= new
            rest = (one for one in every[place + 1 :] if one.path[: len(block.path)] == block.path)
            inner = [one.text for one in rest if block.path and one.path[len(block.path) :] == ("set",)]
            found.append("\n".join([block.text, *inner]))
    return found


def fits(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a block's path is one of a section's."""
    return len(pattern) == len(path) and all(a in (ANY, b) for a, b in zip(pattern, path, strict=True))
