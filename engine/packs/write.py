"""A run and all that it hangs on -> a folder that `outturn verify` plays again."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import Any

from engine.analysis.findings import Findings
from engine.folders.lasting import names_on_disk, naming, on_disk
from engine.folders.lock import MARK, give_back, take
from engine.packs.digests import Digesting, Digests, digests_of, write_digests
from engine.packs.manifest import (
    ITERATIONS,
    PARAMETERS,
    PROGRAMME,
    RUN,
    SUMMARY,
    SURROUNDINGS,
    write_manifest,
)
from engine.packs.problems import PackError
from engine.packs.surroundings import surroundings
from engine.programme import load
from engine.programme.guidance import guidance_text
from engine.programme.model import Programme
from engine.reporting.record import record_text
from engine.simulation.player import Run
from engine.simulation.players import player_of, telling_of
from engine.simulation.simulate import Progress, play_all
from engine.simulation.workers import Threads, cores

NAMED = 32  # letters of a pack's name in that of the folder in which it is made, which would be too long else


def check_free(folder: Path) -> None:
    """Refuse a name under which something lies already, with `PackError`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PackError(f"pack = {folder} exists already; name another folder, and nothing is overwritten")


def write_pack(
    findings: Findings,
    folder: Path,
    programme_text: bytes,
    overrides: Mapping[str, Any],
    keep: str,
    threads: int | None = None,
) -> None:
    """Write the pack of a run's findings to a new folder, whole or not at all.

    `programme_text` is the file as it was read, `overrides` what took the place of its values, and `keep` how the
    run was kept: "iterations", "store" or "summary". Of a run that was summed up the iterations are played once
    more, since their digests are needed.

    Raises `PackError` where the folder exists, the run was interrupted, or the text is not that which was played.
    """
    check_free(folder)
    attrs = findings.results.attrs
    if attrs.get("interrupted"):
        raise PackError("the run was interrupted, and no pack is written of a part")
    with naming(folder), _beside(folder) as beside:
        (beside / PROGRAMME).write_bytes(programme_text)
        (beside / PARAMETERS).write_text(guidance_text(), encoding="utf-8", newline="\n")
        programme = load(beside / PROGRAMME, attrs["scenario"], overrides)
        if programme.content_hash != attrs["programme_hash"]:
            raise PackError("the programme file was changed while it was played; play it again for a pack")
        found = digests(findings, programme, keep, threads)
        write_digests(beside / ITERATIONS, found)
        _write(beside / RUN, run_of(attrs, overrides, keep, list(found)))
        _write(beside / SURROUNDINGS, surroundings(attrs["design"]))
        (beside / SUMMARY).write_text(record_text(findings) + "\n", encoding="utf-8", newline="\n")
        write_manifest(beside)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder that takes the place of `folder` at the end; those of killed runs are removed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{folder.name[:NAMED]}-"
    for left in folder.parent.glob(f"{escape(prefix)}*/{MARK}"):
        lock = take(left.parent)
        if lock is not None:
            if lock.is_alone:
                shutil.rmtree(left.parent, ignore_errors=True)
            lock.file.close()
    beside = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    own = take(beside)
    assert own is not None  # nobody else knows the folder
    try:
        yield beside
        beside.chmod(0o777 & ~_umask())
        give_back(beside, own)
        on_disk(beside)
        check_free(folder)  # another run may have been quicker
        os.replace(beside, folder)
        names_on_disk(folder.parent)
    finally:
        own.file.close()
        shutil.rmtree(beside, ignore_errors=True)


def run_of(
    attrs: Mapping[str, Any], overrides: Mapping[str, Any], keep: str, measures: list[str]
) -> dict[str, Any]:
    """What was asked for, so that it can be asked for again."""
    return {
        "scenario": attrs["scenario"],
        "overrides": {path: str(value) for path, value in overrides.items()},
        "seed": int(attrs["seed"]),
        "iterations": int(attrs["iterations"]),
        "design": attrs["design"],
        "keep": keep,
        "measures": measures,
    }


def digests(
    findings: Findings,
    programme: Programme,
    keep: str,
    threads: int | None,
    measures: list[str] | None = None,
    progress: Progress | None = None,
) -> dict[str, Digests]:
    """The digests of a run, by measure: of its iterations, or played for them where only sums were kept."""
    if keep != "summary":
        return digests_of(findings.results)
    attrs = findings.results.attrs
    iterations = int(attrs["iterations"])
    run = Run(iterations, int(attrs["seed"]), attrs["design"])
    player, names = telling_of(player_of(programme, run), measures)
    player.prepare()
    sink = Digesting(player, names)
    workers = Threads(sink.work, sink.shared, threads or cores())
    _, was_stopped = play_all(sink, workers, iterations, progress)
    if was_stopped:
        raise KeyboardInterrupt
    return sink.digests()


def _write(file: Path, value: dict[str, Any]) -> None:
    file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _umask() -> int:
    """What this process takes from the rights of what it makes, which a temporary folder does not follow."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
