"""Fonts are read once: Matplotlib would ask the file again for every glyph of every line, three times as slowly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from matplotlib import font_manager, ft2font


class _InMemory(BytesIO):
    """The file of a font, which goes by its path, by which a PDF embeds it."""

    def __init__(self, path: str) -> None:
        super().__init__(_content(path))
        self.path = path

    def __str__(self) -> str:
        return self.path


@contextmanager
def in_memory() -> Iterator[None]:
    """Within it, Matplotlib opens fonts from memory; where it looks for them elsewhere, from files as ever."""
    where: Any = font_manager
    before = getattr(where, "ft2font", None)
    if before is None:  # another Matplotlib
        yield
        return
    where.ft2font = SimpleNamespace(**(vars(before) | {"FT2Font": _opened}))
    try:
        yield
    finally:
        where.ft2font = before


def _opened(path: Any, *how: Any, **also: Any) -> Any:
    """A font from memory, if it then still knows its path."""
    font = ft2font.FT2Font(_InMemory(path), *how, **also) if isinstance(path, str) else None
    return font if font is not None and str(font.fname) == path else ft2font.FT2Font(path, *how, **also)


@cache
def _content(path: str) -> bytes:
    return Path(path).read_bytes()
