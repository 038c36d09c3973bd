"""Which engine this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def engine_version() -> str:
    """Version of the installed distribution, or "unknown" where it is not installed."""
    try:
        return version("outturn-risk")
    except PackageNotFoundError:
        return "unknown"
