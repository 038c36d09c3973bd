"""Text that somebody else wrote, made fit to be drawn: what no eye sees is spelt out, what no font has is a box.

A font of the system stands in where ours lacks a letter. Only what is then still missing is drawn as a box, so that
Matplotlib never meets a letter without a glyph and has nothing to warn of; `missing_letters` names them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from engine.reporting.quiet import without_chatter
from engine.reporting.visuals.fonts import in_memory
from engine.visible import visible

if TYPE_CHECKING:
    import xarray as xr

OURS = "DejaVu Sans"
"""The one sans-serif that comes with Matplotlib."""
BOX = "\N{WHITE SQUARE}"

_JOINERS = "\u200c\u200d"  # change the letters beside them, which is what is seen of them
_NO_LETTERS = (
    "Last Resort",
    "cm",
    "STIXSize",
    "STIXNon",
)  # boxes, and parts of formulas under the numbers of letters
_FIRST_CHOICE = ("Noto Sans", "Source Han Sans", "DejaVu", "Liberation Sans", "Arial Unicode")


def drawable(text: str, families: Collection[str] = (OURS,)) -> str:
    """`visible` text whose letters all have a glyph in one of the `families`; a box for each that has none."""
    shown = visible(text)
    if shown.isascii():
        return shown
    return "".join(letter if _drawn(letter, tuple(families)) else BOX for letter in shown)


def families_for(texts: Iterable[str]) -> tuple[str, ...]:
    """Our font and those of the system that have the letters of `texts` which it lacks, as few as are found."""
    lacking = {letter for text in texts for letter in visible(text) if not _drawn(letter, (OURS,))}
    found = [OURS]
    for family in _system_families() if lacking else ():
        has = {letter for letter in lacking if _has(family, letter)}
        if has:
            found.append(family)
            lacking -= has
        if not lacking:
            break
    return tuple(found)


def fonts_of(results: xr.Dataset) -> tuple[str, ...]:
    """The fonts in which the charts of results are set."""
    return families_for(texts_of(results))


def missing_letters(results: xr.Dataset) -> str:
    """The letters of the results' texts that no font of this system has, which charts show as boxes; "" if none."""
    texts, families = texts_of(results), fonts_of(results)
    letters = dict.fromkeys(letter for text in texts for letter in visible(text))
    return "".join(letter for letter in letters if not _drawn(letter, families))


def texts_of(results: xr.Dataset) -> list[str]:
    """The texts of results that charts may show: title, claims, units, names."""
    attrs = [*results.attrs.items()]
    for variable in results.variables.values():
        attrs += variable.attrs.items()
    texts = [str(value) for key, value in attrs if key not in _NEVER_SHOWN and isinstance(value, str)]
    # JSON may spell a letter out: its strings are read before they are drawn, and so they are here
    texts = [_read(text) for text in texts]
    for name, variable in results.variables.items():
        texts.append(str(name))
        if variable.dtype.kind in "OUT" and name not in ("input", "law"):
            texts += [str(value) for value in variable.values.ravel().tolist()]
    return list(dict.fromkeys(texts))


_NEVER_SHOWN = ("assumptions", "base_programme", "sources", "programme_hash", "engine_version", "draws")


def _read(text: str) -> str:
    if "\\u" not in text or text[:1] not in "[{":
        return text
    import json

    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


@cache
def _drawn(letter: str, families: tuple[str, ...]) -> bool:
    # blanks and joiners need no glyph
    return letter.isascii() or letter in _JOINERS or any(_has(family, letter) for family in families)


@cache
def _has(family: str, letter: str) -> bool:
    """Whether both the plain and the bold face of a family, in which charts are set, have a glyph of the letter."""
    return all(face is not None and face.get_char_index(ord(letter)) > 0 for face in _faces(family))


@cache
def _faces(family: str) -> tuple[Any, ...]:
    """The plain and the bold face; None for one that cannot be read or has no outlines (coloured pictures)."""
    faces: list[Any] = []
    for weight in ("normal", "bold"):
        properties = FontProperties(family=family, weight=weight)
        try:
            with without_chatter(), in_memory():
                face = font_manager.get_font(font_manager.findfont(properties, fallback_to_default=False))
        except (OSError, RuntimeError, ValueError):
            face = None
        faces.append(face if face is not None and face.scalable else None)
    return tuple(faces)


@cache
def _system_families() -> tuple[str, ...]:
    """Every other family that Matplotlib knows of, sans-serif ones first."""

    def order(family: str) -> tuple[bool, bool, str]:
        return not family.startswith(_FIRST_CHOICE), "Sans" not in family, family

    names = {entry.name for entry in font_manager.fontManager.ttflist} - {OURS}
    return tuple(sorted((name for name in names if not name.startswith(_NO_LETTERS)), key=order))
