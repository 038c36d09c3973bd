"""How the file of a chart is called that is one of several: after what it shows, whatever that is called."""

from __future__ import annotations

import re
from hashlib import sha256

_PLAIN = re.compile(r"[\w-]+")
_MOST = 120  # bytes of a name: file systems take 255, with what stands before and after it


def stem_of(chart: str, name: str) -> str:
    """`s_curve_cost`; of a name that is no plain word, or too long, what is plain of it and the beginning of a digest.

    Two names have two stems, and none leads out of its folder.
    """
    if _PLAIN.fullmatch(name) and len(name.encode()) <= _MOST:
        return f"{chart}_{name}"
    plain = re.sub(r"[^\w-]+", "_", name).encode()[:_MOST].decode(errors="ignore")
    return f"{chart}_{plain}.{sha256(name.encode(errors='surrogatepass')).hexdigest()[:8]}"
