"""Which engine this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def engine_version() -> str:
    """Version of the installed distribution, or "unknown" where it is not installed."""
    try:
        return version("outturn-risk")
    except PackageNotFoundError:
        return "unknown"
