"""How many parts of a run's iterations are independent of each other, by what its results say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.added import is_summary

if TYPE_CHECKING:
    import xarray as xr

PAIRED = 50  # batches of mirrored pairs: their spread tells an error to within a tenth of itself


def replicates_of(results: xr.Dataset) -> int:
    """The replicates of which results are put together, in equal parts one after the other; 1 if not known.

    Of an antithetic run any even number of iterations is independent of the next. Of a slice of iterations nothing is
    known.
    """
    attrs = results.attrs
    if is_summary(results) or "iteration" not in results.dims:
        return 1
    iterations = results.sizes["iteration"]
    if iterations != int(attrs.get("iterations", -1)):
        return 1
    if "replicates" in attrs:
        return int(attrs["replicates"])
    if attrs.get("design") == "antithetic" and iterations >= 4 * PAIRED and iterations % (2 * PAIRED) == 0:
        return PAIRED
    return 1
