"""What a command says of the folder that it wrote to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.console import note

if TYPE_CHECKING:
    from engine.reporting.run_folder import RunFolder


def say_written(folder: RunFolder, written: Iterable[Path], more: str = "") -> None:
    """Say which files were written, and what became of those of an earlier run."""
    note(f"Written to {folder.path}: {', '.join(dict.fromkeys(path.name for path in written))}{more}")
    if folder.in_place_of():
        note(folder.in_place_of())
