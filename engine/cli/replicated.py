"""A run in replicates, as `outturn run --replicates` asks for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from engine.cli.exits import refuse

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme
    from engine.simulation.simulate import Progress


def check_replicates(replicates: int, beside: dict[str, Any]) -> None:
    """Refuse what replicates cannot be played with: options by their names, where they are asked for."""
    if replicates == 1:
        return
    for option, asked in beside.items():
        if asked:
            refuse(
                f"--replicates {replicates} keeps every iteration of runs in this process; leave out {option}"
            )


def play_replicates(
    programme: Programme,
    iterations: int,
    seed: int,
    threads: int | None,
    design: str,
    replicates: int,
    progress: Progress | None,
) -> xr.Dataset:
    """The replicates, one after the other, with the progress of all."""
    from engine.simulation.whole_run import simulate_whole
    from engine.studies.replicate import replicate

    play = partial(simulate_whole, progress=progress)

    return replicate(
        programme, iterations, seed, replicates=replicates, design=design, threads=threads, play=play
    )
