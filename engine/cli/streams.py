"""Standard output and error as a command needs them: no letter, reader or disk that is missing loses a run."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import re
import select
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.cli.exits import BAD_INPUT

# What stands for a letter that an encoding lacks, where taking off its accent does not help.
INSTEAD = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "‑": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "•": "*",
        "→": "->", "←": "<-", "↑": "^", "↓": "v", "×": "x", "÷": "/", "±": "+/-", "≤": "<=", "≥": ">=", "≠": "!=",
        "≈": "~", "⁄": "/", "·": ".", "£": "GBP ", "€": "EUR ", "¥": "JPY ", "σ": "sigma", "µ": "u",
        "ß": "ss", "æ": "ae", "ø": "o", "━": "-", "─": "-", "═": "=", "│": "|", "┃": "|", "█": "#", "╸": "-", "╺": "-",
        "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " ", "\N{ZERO WIDTH SPACE}": "",
    }
)  # fmt: skip
GONE = {errno.EPIPE, errno.EBADF, errno.EIO, errno.ESHUTDOWN}  # nobody reads on: no fault, and nobody to tell
if sys.platform == "win32":
    GONE.add(errno.EINVAL)  # which is what a closed pipe gives there


def plain(letters: str) -> str:
    """The same in ASCII: a sign that looks alike, a letter without its accent, else its number."""
    return "".join(map(_plain, letters))


def _plain(letter: str) -> str:
    near = unicodedata.normalize("NFKD", letter.translate(INSTEAD)).translate(INSTEAD)  # "½" is 1, "⁄" and 2
    near = "".join(part for part in near if not unicodedata.combining(part))
    return near if near.isascii() else letter.encode("ascii", "backslashreplace").decode()


def carry(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is written in place of letters that an encoding lacks (an error handler of `codecs`)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    if all("\udc80" <= letter <= "\udcff" for letter in lacking):  # a file's name that is no text, as it came
        return lacking.encode("ascii", "surrogateescape"), error.end
    return plain(lacking), error.end


def as_json(text: str) -> str:
    """JSON as standard output can carry it: as it is in UTF-8, else each letter beyond ASCII by its number."""
    if codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8":
        return text
    return re.sub(r"[^\x00-\x7f]+", lambda found: json.dumps(found[0])[1:-1], text)


codecs.register_error("outturn", carry)


class Lasting(io.RawIOBase):
    """Bytes on their way out; once they cannot be written, the rest is let go and `failure` says why.

    `failure` stays `None` where it is the reader who went away.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        self.raw = raw
        self.is_open = True
        self.failure: OSError | None = None

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write what can be; tells of all as written when none can."""
        while self.is_open:
            try:
                count: int | None = self.raw.write(data)
                if count is None:  # the other end is slow, and was not to be waited for
                    select.select([], [self.raw.fileno()], [])
            except OSError as error:
                self.is_open = False
                self.failure = None if error.errno in GONE else error
                break
            if count is not None:
                return count
        return len(data)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.raw.fileno()

    def isatty(self) -> bool:
        return self.is_open and self.raw.isatty()


def lasting(stream: io.TextIOWrapper) -> tuple[io.TextIOWrapper, Lasting]:
    """A stream like `stream` to which everything can be written, and what is below it."""
    stream.flush()
    buffer: Any = stream.buffer
    raw = Lasting(getattr(buffer, "raw", buffer))  # without a buffer, if Python was told so
    whole = io.TextIOWrapper(
        io.BufferedWriter(raw),  # type: ignore[type-var]
        encoding=stream.encoding,
        errors="outturn",
        line_buffering=stream.line_buffering or stream.write_through,
    )
    return whole, raw


def occupy() -> None:
    """Open nothing in place of streams that were closed at the start, so that no file takes the number of one."""
    while True:
        nothing = os.open(os.devnull, os.O_RDWR)
        if nothing > 2:
            os.close(nothing)
            return


def nowhere() -> io.TextIOWrapper:
    """What stands for a stream that was closed."""
    return open(os.devnull, "w", encoding="utf-8")


@contextmanager
def lasting_streams() -> Iterator[None]:
    """Within it standard output and error take whatever is printed.

    What they could not write in the end (a full disk) is told, and the command ends with the exit code of bad input
    unless it has one of its own. A reader that went away is no fault: the command ends as if all had been read.
    """
    occupy()
    before = sys.stdout or nowhere(), sys.stderr or nowhere()
    sys.stdout, out = lasting(before[0])  # type: ignore[arg-type]
    sys.stderr, _ = lasting(before[1])  # type: ignore[arg-type]
    code: str | int | None = 0
    try:
        yield
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        if out.failure is not None:
            print(f"outturn: not all was printed: {out.failure.strerror}", file=sys.stderr)
        sys.stderr.flush()
    if code or out.failure is not None:
        raise SystemExit(code or BAD_INPUT)
