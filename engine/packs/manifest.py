"""The files of a pack and the SHA-256 of each: written last, read first, so that one altered byte is named.

`manifest.json` lists the other files and ends with the SHA-256 of its own text without that line. `SHA256SUMS` has
the same and the manifest's, as `sha256sum --check` reads it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from engine.packs.problems import PackError
from engine.problems import Problem

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
PROGRAMME, PARAMETERS, RUN, SURROUNDINGS, SUMMARY, ITERATIONS = FILES = (
    "programme.toml",
    "parameters.toml",
    "run.json",
    "surroundings.json",
    "summary.json",
    "iterations.bin",
)
LONGEST = 1 << 16  # bytes of a manifest, of which a true one has a thousand
PIECE = 1 << 20
AS_WRITTEN = "the file as the run wrote it"


def write_manifest(folder: Path) -> None:
    """Write the manifest and the sums of what lies in `folder`."""
    text = manifest_text({name: sha256_of(folder / name) for name in FILES})
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    (folder / SUMS).write_text(sums_text(text), encoding="utf-8", newline="\n")


def manifest_text(sums: dict[str, str]) -> str:
    """The text of the manifest of files with these SHA-256."""
    about: dict[str, Any] = {"pack": FORMAT, "files": sums}
    return _json({**about, "sha256": hashlib.sha256(_json(about).encode()).hexdigest()})


def sums_text(manifest: str) -> str:
    """The text of the sums that go with a manifest."""
    sums = {**json.loads(manifest)["files"], MANIFEST: hashlib.sha256(manifest.encode()).hexdigest()}
    return "".join(f"{digest}  {name}\n" for name, digest in sums.items())


def check_pack(folder: Path) -> None:
    """Refuse a folder that is no whole pack: `PackError` names every file that is altered or missing."""
    if not folder.is_dir() or not ((folder / MANIFEST).exists() or (folder / SUMS).exists()):
        found = "a folder without a manifest" if folder.is_dir() else "no such folder"
        raise PackError.at(str(folder), found, f"a folder that outturn run --pack wrote, with {MANIFEST}")
    text, said = _text(folder / MANIFEST), _text(folder / SUMS)
    sums = _sums_of(text)
    problems = []
    if sums is None:
        problems.append(
            _altered(folder / MANIFEST, "a text that is not the one its own SHA-256 was taken of")
        )
        lines = (line.split("  ", 1) for line in said.split("\n") if "  " in line)
        sums = {name: digest for digest, name in lines if name in FILES}
    elif said != sums_text(text):
        problems.append(_altered(folder / SUMS, f"another text than {MANIFEST} gives"))
    for name in FILES:
        found = sha256_of(folder / name)
        if found != sums.get(name, found):
            problems.append(
                _altered(folder / name, f"SHA-256 {found[:16]}… where {sums[name][:16]}… was noted")
            )
        elif not found:
            problems.append(_altered(folder / name, "no such file"))
    if problems:
        raise PackError(problems)


def sha256_of(file: Path) -> str:
    """SHA-256 of a file; "" where there is none, or a pipe or device, which may never end."""
    if not file.is_file():
        return ""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def read_json(file: Path) -> dict[str, Any]:
    """The object in a JSON file of a pack; `PackError` where there is none."""
    try:
        found = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise PackError.at(str(file), "no JSON object", AS_WRITTEN)
    return found


def _sums_of(text: str) -> dict[str, str] | None:
    """The sums that a manifest lists, nothing if it is altered. Raises `PackError` for one of another format."""
    try:
        found = json.loads(text)
        sums, own = found["files"], found["sha256"]
        about = {"pack": found["pack"], "files": sums}
        whole = (
            text == _json({**about, "sha256": own})
            and own == hashlib.sha256(_json(about).encode()).hexdigest()
        )
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    if whole and found["pack"] != FORMAT:
        raise PackError.at(
            MANIFEST, f"a pack of format {found['pack']}", f"format {FORMAT}, which this engine reads"
        )
    if not whole or not isinstance(sums, dict) or set(sums) != set(FILES):
        return None
    return {name: str(digest) for name, digest in sums.items()}


def _text(file: Path) -> str:
    """The text of a small file, "" where there is none; its line ends as they stand there."""
    if not file.is_file():
        return ""
    with file.open("rb") as opened:
        return opened.read(LONGEST).decode("utf-8", "replace")


def _altered(file: Path, found: str) -> Problem:
    return Problem(str(file), found, AS_WRITTEN)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
