"""The pack that a run writes, where one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.console import note
from engine.cli.exits import refuse
from engine.cli.programme import changes_of

if TYPE_CHECKING:
    from engine.analysis.findings import Findings


def packer(
    pack: Path | None, out: Path, file: Path, overrides: list[str] | None, quiet: bool
) -> Callable[[Findings, str, int | None], None]:
    """What writes the pack, if one is asked for: of the file as it is now, before it is played."""
    if pack is None:
        return lambda *_: None
    from engine.packs.write import check_free, write_pack

    check_free(pack)
    if pack.resolve() == out.resolve():
        refuse(f"--pack {pack}: results go there (--out); a pack needs its own folder, name another")
    text = file.read_bytes() if file.is_file() else b""  # what cannot be read is told where it is read

    def write(findings: Findings, keep: str, threads: int | None) -> None:
        if findings.results.attrs.get("interrupted"):
            note(f"No pack is written to {pack}: the run was interrupted")
            return
        write_pack(findings, pack, text, changes_of(overrides), keep, threads)
        if not quiet:
            note(f"Packed in {pack}; to play it again: outturn verify {pack}")

    return write
