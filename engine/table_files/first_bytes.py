"""What a file is that was given as a table of text, by its first bytes: its name may say anything."""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

_SAVE = "save the sheet as CSV UTF-8 (comma delimited)"
_UNPACK = "unpack it and give the file inside"
_WRITE = "write its table as CSV UTF-8 with the program that made it"
_COPY = "copy the table into a spreadsheet and save that as CSV UTF-8 (comma delimited)"


class FileKind(NamedTuple):
    """`an Excel workbook (.xlsx)`, and what to do instead."""

    name: str
    advice: str


XLSX = FileKind("an Excel workbook (.xlsx)", _SAVE)

_SIGNS: tuple[tuple[bytes, FileKind], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        FileKind("an Excel workbook of the old kind (.xls), or one with a password", f"open it and {_SAVE}"),
    ),
    (b"PAR1", FileKind("a Parquet file (.parquet)", _WRITE)),
    (b"ARROW1", FileKind("a Feather or Arrow file", _WRITE)),
    (b"%PDF", FileKind("a PDF", _COPY)),
    (b"\x1f\x8b", FileKind("a file packed by gzip (.gz)", _UNPACK)),
    (b"BZh", FileKind("a file packed by bzip2 (.bz2)", _UNPACK)),
    (b"\xfd7zXZ\x00", FileKind("a file packed by xz (.xz)", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", FileKind("a file packed by Zstandard (.zst)", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", FileKind("a 7-Zip archive (.7z)", _UNPACK)),
    (b"Rar!", FileKind("a RAR archive", _UNPACK)),
    (b"SQLite format 3\x00", FileKind("an SQLite database", _WRITE)),
    (b"\x89HDF\r\n\x1a\n", FileKind("an HDF5 or netCDF file", _WRITE)),
    (b"CDF\x01", FileKind("a netCDF file", _WRITE)),
    (b"CDF\x02", FileKind("a netCDF file", _WRITE)),
    (b"$FL2", FileKind("an SPSS file (.sav)", _WRITE)),
    (b"<stata_dta>", FileKind("a Stata file (.dta)", _WRITE)),
    (b"\x93NUMPY", FileKind("a NumPy array (.npy)", _WRITE)),
    (b"\x89PNG", FileKind("a picture (PNG)", _COPY)),
    (b"\xff\xd8\xff", FileKind("a picture (JPEG)", _COPY)),
    (b"{\\rtf", FileKind("a text document (.rtf)", _COPY)),
)
_MARKUP = (
    (b"<?xml", FileKind("XML, perhaps an Excel workbook of 2003", f"open it in Excel and {_SAVE}")),
    (b"<!doctype html", FileKind("a web page (HTML)", _COPY)),
    (b"<html", FileKind("a web page (HTML)", _COPY)),
    (b"<table", FileKind("a table in HTML", _COPY)),
)
_IN_ZIP = (
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", FileKind("a binary Excel workbook (.xlsb)", _SAVE)),
    ("word/document.xml", FileKind("a Word document (.docx)", _COPY)),
    ("content.xml", FileKind("an OpenDocument file, such as a spreadsheet (.ods)", _SAVE)),
    ("Index/Document.iwa", FileKind("a Numbers spreadsheet (.numbers)", _SAVE)),
)


def kind_by_first_bytes(data: bytes) -> FileKind | None:
    """What the bytes of a whole file are, if that is no table of text."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    for sign, kind in _SIGNS:
        if data.startswith(sign):
            return kind
    opening = data[:256].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((kind for sign, kind in _MARKUP if opening.startswith(sign)), None)


def _zipped(data: bytes) -> FileKind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return FileKind("a damaged zip archive or workbook", "copy or save the file again")
    return next((kind for name, kind in _IN_ZIP if name in names), FileKind("a zip archive", _UNPACK))
