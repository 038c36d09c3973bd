"""The totals of a run in summary mode -> a plain Dataset that `engine.claims` and `engine.summarise` read."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from engine.analysis.derived import DERIVED, derive
from engine.bounds import SIDES, Bound, Side
from engine.simulation.grid import Cells, cells
from engine.simulation.results import provenance, whole_bases
from engine.simulation.summed import Job, Totals, is_whole, labels, row_names, told_by_part


def summary_dataset(job: Job, totals: Totals, thresholds: list[tuple[str, float]]) -> xr.Dataset:
    """The summary of the blocks in `totals`.

    Dimension `measure` (coordinate: `total_cost`; of its parts `one_off_cost.synergy`, `yearly_cost.2024`; of sums of
    measures, which `engine.analysis.derived` defines, `cluster_cost.synergy`, `cumulative_net_benefit.2024`) holds
      whole                         True for a measure of the whole programme
      base, mean, lowest, highest   in the measure's units; mean is NaN if a value was not finite, the ends are
                                    those of the finite values
      squared_deviations            the sum of squares about the mean
      missing                       number of iterations that gave NaN
      base_at_least, base_at_most   number of iterations that meet the base case as a bound; 0 for parts
      percentile_error              the most, in percentile points, by which a percentile can be off
      units, long_name, cautious    text
    and dimensions `(measure, cell)` hold
      frequency, lower, upper       exact counts of iterations with a value from `lower` to `upper`, ascending; a
                                    cell whose ends are equal is that value alone; the rest is 0 and NaN.
    Dimension `claim` holds `claim_holds`, how often each claim of `attrs["claims"]` held; `threshold` holds
    `threshold_measure`, `threshold_value` and how often it was met, `threshold_at_least`, `threshold_at_most`.
    Of a run with worlds, dimension `world` holds `world_iterations`, with `claim` `world_holds`, and with
    `whole_measure` `world_mean` and `world_squares`, the sum of squares about it.
    """
    rows = row_names(job.player, job.names)
    counted = cell_tables(job, totals, len(rows))
    met = dict(zip(job.bounds, totals.met.tolist(), strict=True))
    one = "measure"
    moments = totals.moments
    mean = np.where(np.isfinite(moments.mean), moments.mean + job.grid.origin, np.nan)
    squares = np.where(np.isfinite(moments.mean), np.maximum(moments.squares, 0.0), np.nan)
    told = [(name, bound, *(met[Bound(name, side, bound)] for side in SIDES)) for name, bound in thresholds]
    attrs = provenance(job.player, job.names, totals.iterations)
    return xr.Dataset(
        {
            "whole": (one, np.arange(len(rows)) < sum(is_whole(job.player, name) for name in job.names)),
            "mean": (one, mean),
            "squared_deviations": (one, squares),
            "lowest": (one, moments.lowest),
            "highest": (one, moments.highest),
            "missing": (one, moments.missing),
            "percentile_error": (one, fullest(counted, totals.iterations)),
            **{key: (one, values) for key, values in texts_and_base(job).items()},
            **{f"base_{side}": (one, base_met(job, met, side)) for side in SIDES},
            **{key: ((one, "cell"), table) for key, table in counted._asdict().items()},
            "claim_holds": ("claim", totals.holds),
            "threshold_measure": ("threshold", np.array([name for name, *_ in told], np.str_)),
            "threshold_value": ("threshold", np.array([value for _, value, *_ in told], np.float64)),
            "threshold_at_least": ("threshold", np.array([many for *_, many, _ in told], np.int64)),
            "threshold_at_most": ("threshold", np.array([many for *_, many in told], np.int64)),
            **(told_by_world(job, totals) if job.player.run.worlds else {}),
        },
        coords={one: np.array(rows, np.str_), "claim": np.array(list(job.claims), np.str_)},
        attrs=attrs | {"keep": "summary", "all_claims_hold": totals.together},
    )


def told_by_world(job: Job, totals: Totals) -> dict[str, Any]:
    """What is counted world by world."""
    found = totals.by_world
    sizes = np.maximum(found.sizes, 1)[:, None]
    above = found.sums / sizes
    squares = np.maximum(found.squares - found.sums * above, 0.0)
    return {
        "world_iterations": ("world", found.sizes),
        "world_holds": (("world", "claim"), found.holds),
        "world_mean": (("world", "whole_measure"), above + job.grid.origin[: above.shape[1]]),
        "world_squares": (("world", "whole_measure"), squares),
    }


def cell_tables(job: Job, totals: Totals, rows: int) -> Cells:
    """The cells of all rows, `(row, cell)` each, filled up with NaN and 0; a row at a time, for they are most of it."""
    first = job.grid.first_count
    moments = totals.moments
    held = [np.count_nonzero(totals.counts[first[row] : first[row + 1]]) for row in range(rows)]
    infinite = (moments.below[:rows] > 0).astype(int) + (moments.above[:rows] > 0)
    size = rows, int(max(held + infinite, default=0))
    tables = Cells(np.full(size, np.nan), np.full(size, np.nan), np.zeros(size, np.int64))
    for row in range(rows):
        for table, found in zip(tables, row_cells(job, totals, row), strict=True):
            table[row, : len(found)] = found
    return tables


def row_cells(job: Job, totals: Totals, row: int) -> Cells:
    """The cells of a row, its infinite values included."""
    moments = totals.moments
    found = cells(job.grid, row, totals.counts, moments.lowest[row], moments.highest[row])
    for many, value, place in (
        (moments.below[row], -np.inf, 0),
        (moments.above[row], np.inf, len(found.frequency)),
    ):
        if many:
            inserted = zip(found, (value, value, many), strict=True)
            found = Cells(*(np.insert(part, place, new) for part, new in inserted))
    return found


def fullest(counted: Cells, iterations: int) -> NDArray[np.float64]:
    """`(row)` The share of the fullest cell of more than one value, in percentile points."""
    most = counted.frequency.max(axis=1, initial=0, where=counted.lower < counted.upper)
    shares: NDArray[np.float64] = 100.0 * most / iterations
    return shares


def texts_and_base(job: Job) -> dict[str, Any]:
    """What the rows are called and measured in, and the base case of each, in the order of `row_names`."""
    player, names = job.player, [name for name in job.names if is_whole(job.player, name)]
    bases, told = list(whole_bases(player, names).values()), [player.describe(name) for name in names]
    for name in told_by_part(player, job.names):
        parts = derive(name, player.base.__getitem__) if name in DERIVED else player.base[name]
        attrs = describe_part(job, name)
        for label, value in zip(labels(player, name), parts, strict=True):
            told.append(attrs | {"long_name": f"{attrs['long_name']}, {label}"})
            bases.append(value)
    texts = {key: np.array([t[key] for t in told], np.str_) for key in ("long_name", "units", "cautious")}
    return {"base": np.array(bases, np.float64), **texts}


def describe_part(job: Job, name: str) -> dict[str, Any]:
    """Attributes of a measure that has parts, or of a sum of such."""
    if name not in DERIVED:
        return job.player.describe(name)
    derived = DERIVED[name]
    units = job.player.describe(next(iter(derived.terms)))["units"]
    return {"long_name": derived.long_name, "units": units, "cautious": derived.cautious}


def base_met(job: Job, met: dict[Bound, int], side: Side) -> Any:
    """`(measure)` How often the base case is met as a bound on one side."""
    whole = whole_bases(job.player, [name for name in job.names if is_whole(job.player, name)])
    rows = row_names(job.player, job.names)
    return np.array([met.get(Bound(row, side, whole.get(row, np.nan)), 0) for row in rows], np.int64)
