"""What an earlier run left in a folder: what of it no command takes away, and what became of the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from engine.folders.manifest import MANIFEST, names_in, read_manifest

PLAYED = ("results.nc", "studies.nc")  # what takes minutes to make: replaced by its like, or kept


class EarlierRun:
    """The files of the run whose manifest lies in a folder; none where there is no manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = _words(read_manifest(folder).get("run"))
        self.files = [name for name in names_in(folder) if name != MANIFEST and (folder / name).is_file()]

    def lost(self, played: Collection[str]) -> str:
        """Why nothing may be written here that brings of `PLAYED` only `played`; "" where nothing would be lost."""
        lost = [name for name in PLAYED if name in self.files and name not in played]
        if not lost:
            return ""
        return (
            f"{self.folder}: {' and '.join(lost)} of {self.run} would be lost, since this command writes no such file; "
            f"name another folder (--out), or move {'it' if len(lost) == 1 else 'them'} away"
        )

    def became(self, run: Mapping[str, Any], written: Collection[str]) -> str:
        """What became of its files, in a sentence; "" where they were of a like `run` and are `written` anew."""
        gone = [name for name in self.files if name not in written]
        if not gone:
            return "" if not self.files or _words(run) == self.run else f"In place of {self.run}."
        return f"In place of {self.run}; removed and not written again: {', '.join(gone)}."


def _words(run: Any) -> str:
    """Which run it is, as a user would know it again: `Title, scenario s, 10,000 iterations, seed 7`."""
    told = run if isinstance(run, dict) else {}
    parts = [str(told["title"])] if "title" in told else []
    parts += [f"scenario {told['scenario']}"] if "scenario" in told else []
    parts += [f"{told['iterations']:,} iterations"] if isinstance(told.get("iterations"), int) else []
    parts += [f"seed {told['seed']}"] if "seed" in told else []
    return ", ".join(parts) or "an earlier run"
