"""What lies in a folder, whose it is, and by which sums it can be known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
IN_STORE = (
    "manifest/.zattrs"  # of a Zarr store: attributes of a group in it, since Zarr warns of any other file
)
FORMAT = 1
RUN = (
    "title", "scenario", "changes", "programme_hash", "iterations", "iterations_asked", "seed", "design", "redraw",
    "keep", "engine_version", "processor",
)  # fmt: skip
_PIECE = 1 << 20


def run_of(attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Which run results with these attributes are of: what they are a function of, and of how many iterations."""
    told = {key: attrs[key] for key in RUN if attrs.get(key) not in (None, "", "[]", "{}")}
    return {key: value if isinstance(value, str) else int(value) for key, value in told.items()}


def write_manifest(file: Path, files: Mapping[str, Path], run: Mapping[str, Any]) -> None:
    """Write a manifest: the `run`, and bytes and SHA-256 of `files`, by the names that they have or will have."""
    sums = {
        name: {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for name, path in sorted(files.items())
    }
    text = json.dumps({"format": FORMAT, "run": dict(run), "files": sums}, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder or store; an empty one where there is none, or none that can be read."""
    for name in (MANIFEST, IN_STORE):
        try:
            found = json.loads((folder / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("files"), dict):
            return found
    return {}


def names_in(folder: Path) -> list[str]:
    """The files that the last run wrote to a folder; of what its manifest says, only names in the folder itself."""
    found = read_manifest(folder)
    if not found:
        return []
    names = [name for name in found["files"] if name == Path(name).name and name[:1] not in ("", ".")]
    return [*names, MANIFEST]


def differences(folder: Path, names: Iterable[str] | None = None) -> list[str]:
    """What is not as a folder's manifest has it, a sentence each; of `names`, or of all that it lists."""
    files = read_manifest(folder).get("files", {})
    found = []
    for name in files if names is None else names:
        listed = files.get(name)
        if isinstance(listed, dict):
            try:
                if sha256_of(folder / name) != listed.get("sha256"):
                    found.append(
                        f"{folder / name} is not the file that the run wrote: its SHA-256 is another"
                    )
            except FileNotFoundError:
                found.append(f"{folder / name} is missing")
    return found


def sha256_of(file: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
