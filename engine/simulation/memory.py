"""How much memory there is, asked before a run and not after it has failed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# Files of a control group: its limit in bytes ("max" where there is none), and what is used of it.
MODERN = "memory.max", "memory.current"
LEGACY = "memory.limit_in_bytes", "memory.usage_in_bytes"


def available() -> int | None:
    """Bytes that a run may use, or `None` where the system does not tell: the least that any limit leaves."""
    found = [
        bytes_left for bytes_left in (of_machine(), of_process(), *of_groups()) if bytes_left is not None
    ]
    return min(found, default=None)


def of_machine() -> int | None:
    """What the whole machine has to give."""
    for line in _lines(Path("/proc/meminfo")):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def of_process() -> int | None:
    """What this process may still add to its addresses (`ulimit -v`), `None` without a limit."""
    if sys.platform == "win32":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    taken = next(iter(_lines(Path("/proc/self/statm"))), "").split()
    if limit == resource.RLIM_INFINITY or not taken:
        return None
    return max(limit - int(taken[0]) * os.sysconf("SC_PAGE_SIZE"), 0)


def of_groups(
    root: Path = Path("/sys/fs/cgroup"), membership: Path = Path("/proc/self/cgroup")
) -> Iterator[int]:
    """What each control group that this process is in may still take, as a container's limit has it."""
    for line in _lines(membership):
        _, controllers, path = line.split(":", 2)
        unified = not controllers
        if not unified and "memory" not in controllers.split(","):
            continue
        top = root if unified else root / "memory"
        most, now = MODERN if unified else LEGACY
        parts = path.strip("/").split("/")
        for folder in {top.joinpath(*parts[:k]) for k in range(len(parts) + 1)}:
            limit, used = _number(folder / most), _number(folder / now)
            if limit is not None and used is not None:
                yield max(limit - used + _cached(folder / "memory.stat"), 0)


def _cached(path: Path) -> int:
    """Bytes of files that are counted as used and given up when they are wanted."""
    cached = (line.split() for line in _lines(path))
    return next((int(value) for name, value in cached if name in ("inactive_file", "total_inactive_file")), 0)


def _number(path: Path) -> int | None:
    text = "".join(_lines(path)).strip()
    return int(text) if text.isdecimal() else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


def size_text(count: float) -> str:
    """A number of bytes as a person says it."""
    for unit in ("bytes", "KiB", "MiB", "GiB", "TiB"):
        if count < 1024 or unit == "TiB":
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count /= 1024
    raise AssertionError
