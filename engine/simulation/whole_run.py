"""A run that is played whole or not at all: what studies are made of."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from engine.simulation.limits import RunError
from engine.simulation.simulate import simulate

if TYPE_CHECKING:
    import xarray as xr


@wraps(simulate)
def simulate_whole(*arguments: Any, **options: Any) -> xr.Dataset:
    """As `engine.simulate`; an interrupt raises `KeyboardInterrupt`, a lost cluster `RunError`.

    A study compares runs of one length: made of one that ended early it would be another answer, without a word.
    """
    results = simulate(*arguments, **options)
    if "lost" in results.attrs:
        raise RunError(f"{results.attrs['lost']} half way through a study")
    if results.attrs.get("interrupted"):
        raise KeyboardInterrupt
    return results
