"""What the numbers were measured on."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numpy", "scipy", "numba", "xarray", "openturns", "squigglepy", "monaco", "jax")


def machine() -> str:
    """Processor, Python and libraries."""
    from engine.simulation import cores

    libraries = ", ".join(f"{name} {found}" for name in LIBRARIES if (found := version_of(name)))
    return f"{cores()} cores of {processor()}, Python {platform.python_version()}, {libraries}"


def version_of(library: str) -> str:
    """Its version, or nothing where it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def processor() -> str:
    """Name of the processor, as far as the system tells."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = re.findall(r"model name\s*: (.*)", information.read_text())
        if names:
            return str(names[0])
    return platform.processor() or platform.machine()
