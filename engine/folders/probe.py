"""Whether a folder can be written to, found out before anything is worked out for it."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex

PROBE = 1 << 16  # bytes that are written and removed again


def probe(folder: Path, size: int = PROBE) -> None:
    """Raise `OSError` where not even so many bytes can be written to a folder."""
    file = folder / f".outturn-{token_hex(8)}"
    try:
        file.write_bytes(bytes(size))
    finally:
        file.unlink(missing_ok=True)
