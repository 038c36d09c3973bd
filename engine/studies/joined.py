"""Runs of one programme, or iterations of such runs, as the results of one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr


def one_after_the_other(runs: Sequence[xr.Dataset]) -> xr.Dataset:
    """Their iterations in order, numbered from 0, with the attributes of the first and what is missing counted anew."""
    import pandas as pd
    import xarray as xr

    whole = xr.concat(
        [run.drop_vars("iteration") for run in runs],
        "iteration",
        data_vars="minimal",
        coords="minimal",
        compat="override",
        join="override",
        combine_attrs="override",
    )
    for name, variable in whole.data_vars.items():
        variable.attrs.update(runs[0][name].attrs)
        if "missing" in variable.attrs:  # more than these were lost after they were played
            variable.attrs["missing"] = int(variable.isnull().sum())
    found: xr.Dataset = whole.assign_coords(iteration=pd.RangeIndex(whole.sizes["iteration"]))
    return found
