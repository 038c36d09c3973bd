"""Where it was measured."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numpy", "scipy", "numba", "xarray", "openturns", "squigglepy", "monaco", "jax", "salib")


def describe() -> dict[str, str]:
    """Processor, its cores, Python, and the version of each library that is installed and of gcc."""
    from engine.simulation.workers import cores

    described = {"processor": processor(), "cores": str(cores()), "Python": platform.python_version()}
    for name in LIBRARIES:
        try:
            described[name] = version(name)
        except PackageNotFoundError:
            continue
    if gcc := shutil.which("gcc"):
        asked = subprocess.run([gcc, "-dumpfullversion"], capture_output=True, text=True, check=True)
        described["gcc"] = asked.stdout.strip()
    return described


def sentence(machine: dict[str, str]) -> str:
    """The same for a reader."""
    rest = {name: value for name, value in machine.items() if name not in ("processor", "cores")}
    versions = ", ".join(f"{name} {value}" for name, value in rest.items())
    return f"Measured on {machine['cores']} cores of {machine['processor']}, {versions}."


def processor() -> str:
    """Name of the processor, as far as the system tells."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = re.findall(r"model name\s*: (.*)", information.read_text())
        if names:
            return str(names[0])
    return platform.processor() or platform.machine()
