"""How wide a text is on a terminal, and its lines where it is too wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"  # makes one sign of two


def width_of(text: str) -> int:
    """Columns of a terminal: 2 for a wide letter (Unicode's East Asian width), 0 for a mark on another."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def longest_word(text: str) -> int:
    """Width of the longest part that `wrapped` leaves whole."""
    return max((width_of(word.rstrip(" ")) for word in words(text)), default=0)


def wrapped(text: str, width: int, breaks: bool = True) -> list[str]:
    """Lines of at most `width` columns, broken at blanks and between wide letters.

    A longer word is broken where it must be, or with `breaks` false stands on a line as long as it is.
    """
    if width_of(text) <= width:
        return [text]
    lines = [""]
    for word in words(text):
        if lines[-1] and width_of(lines[-1]) + width_of(word.rstrip(" ")) > width:
            lines.append("")
        if breaks and width_of(word.rstrip(" ")) > width:
            *whole, word = _broken(word, width)
            lines[-1:] = [*whole, ""]
        lines[-1] += word
    return [line.rstrip(" ") for line in lines]


def words(text: str) -> Iterator[str]:
    """The parts between which a line may break, with the blanks that follow them; joined they are the text."""
    word = ""
    for sign in _signs(text):
        begins = sign != " " and (word.endswith(" ") or (word and 2 in (width_of(sign), width_of(word[-1:]))))
        if begins and word.strip(" "):  # blanks before the first word are its own
            yield word
            word = ""
        word += sign
    if word:
        yield word


def _broken(word: str, width: int) -> list[str]:
    """A word in pieces of at most `width` columns, a sign at least in each."""
    pieces = [""]
    for sign in _signs(word):
        if pieces[-1] and sign != " " and width_of(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _signs(text: str) -> Iterator[str]:
    """Letters with the marks that stand on them and what is joined to them."""
    sign = ""
    for letter in text:
        if sign and not (_letter_width(letter) == 0 or sign.endswith(_JOINER)):
            yield sign
            sign = ""
        sign += letter
    if sign:
        yield sign


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
