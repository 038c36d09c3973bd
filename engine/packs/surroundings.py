"""In what surroundings a run was made: schemes, versions, processor."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from engine.compiled.vectors.processor import processor
from engine.draws.designs import describe as describe_draws
from engine.draws.tables import describe as describe_tables
from engine.packs.problems import PackError
from engine.version import engine_version

LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "xarray")  # on which bits may hang


def surroundings(design: str) -> dict[str, Any]:
    """Of this process, for a run of a design."""
    name, features = processor()
    return {
        "engine": engine_version(),
        "draws": describe_draws(design),
        "tables": describe_tables(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "processor": {"machine": platform.machine(), "name": name, "features": features},
    }


def check_schemes(there: dict[str, Any], design: str) -> None:
    """Refuse a pack whose draws or tables this engine makes by another scheme, with `PackError`."""
    here = surroundings(design)
    for what in ("draws", "tables"):
        if there.get(what) != here[what]:
            raise PackError(
                f"this pack's {what} are of the scheme {there.get(what)!r}, and this engine {here['engine']} knows "
                f"{here[what]!r} alone: to play it again install outturn-risk {there.get('engine')}, which wrote it"
            )


def otherwise(there: dict[str, Any], design: str) -> list[str]:
    """What is otherwise here, a sentence each."""
    here = surroundings(design)
    before, now = versions_in(there), versions_in(here)
    found = [f"{name} {before[name]} there, {now[name]} here" for name in now if before[name] != now[name]]
    (one, has), (other, has_here) = processor_in(there), processor_in(here)
    if (one, has) != (other, has_here):
        more = sorted(has ^ has_here)
        features = f"; only one of them has {', '.join(more)}" if more else ""
        found.append(f"processor {one} there, {other} here{features}")
    return found


def versions_in(about: dict[str, Any]) -> dict[str, str]:
    """The versions, by what they are of; "unknown" where none is told."""
    libraries = about.get("libraries")
    said = {**(libraries if isinstance(libraries, dict) else {}), **about}
    return {name: str(said.get(name, "unknown")) for name in ("engine", "python", *LIBRARIES)}


def processor_in(about: dict[str, Any]) -> tuple[str, set[str]]:
    """The processor's name and its features."""
    said = about.get("processor")
    said = said if isinstance(said, dict) else {}
    features = said.get("features")
    return f"{said.get('name')} ({said.get('machine')})", {str(x) for x in features} if isinstance(
        features, list
    ) else set()
