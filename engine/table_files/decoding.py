"""Bytes of a text file -> text, whatever program wrote it, and what was taken for granted."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from engine.table_files.table import TableError


class Text(NamedTuple):
    """A text, and how it was read, "" if plainly as UTF-8."""

    text: str
    note: str


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def decoded(data: bytes, place: str) -> Text:
    """The text: UTF-8 with or without its mark, UTF-16 or UTF-32 (Excel's Unicode text), else Windows-1252.

    Raises `TableError` for bytes that are no text: NUL, or what none of these knows.
    """
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Text(_strictly(data, codec, name, place), f"{name} as its encoding")
    half = _half_empty(data)
    if half:
        return Text(
            _strictly(data, half, "UTF-16", place), "UTF-16 as its encoding, which it does not say itself"
        )
    try:
        return Text(_without_nul(data.decode("utf-8-sig"), place), "")
    except UnicodeDecodeError as error:
        first = error.start
    line = data.count(b"\n", 0, first) + 1 if b"\n" in data else data.count(b"\r", 0, first) + 1
    byte = f"byte 0x{data[first]:02x} on line {line}"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        found = f"{byte} is neither UTF-8 nor Windows-1252"
        raise TableError.at(place, found, "text in UTF-8", "save the file as UTF-8", line) from None
    return Text(_without_nul(text, place), f"Windows-1252 as its encoding ({byte} is not UTF-8)")


def _half_empty(data: bytes) -> str:
    """The kind of UTF-16 of which nearly every other byte is NUL; "" if it is none."""
    sample = data[:2000]
    if len(sample) < 4:
        return ""
    for codec, empty, filled in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        zeros = sample[empty::2].count(0) / len(sample[empty::2])
        if zeros > 0.8 and not sample[filled::2].count(0):
            return codec
    return ""


def _strictly(data: bytes, codec: str, name: str, place: str) -> str:
    try:
        return _without_nul(data.decode(codec), place)
    except UnicodeDecodeError as error:
        found = f"bytes at offset {error.start} that are no {name}; the file may be cut short"
        raise TableError.at(place, found, "text in UTF-8", "save the file as UTF-8") from None


def _without_nul(text: str, place: str) -> str:
    at = text.find("\0")
    if at < 0:
        return text
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    found = "a NUL byte: the file is damaged, or is no text"
    raise TableError.at(
        place, found, "text in UTF-8", "export the file again as CSV UTF-8", before.count("\n") + 1
    )
