"""Are these the results that were played? What was lost or altered on its way is noticed before it is counted."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import put_together
from engine.analysis.attributes import wrong_attributes
from engine.folders.manifest import MANIFEST, differences
from engine.measures import MEASURES, PARTS
from engine.problems import ResultsError

if TYPE_CHECKING:
    import xarray as xr

RATIO = "benefit_cost_ratio"  # infinite where there is no cost
MOST = 1e150  # whose square is still a number; a run refuses money beyond 1e15
AGAIN = "take them from where they are whole, or play the run again"


class DamagedResults(ResultsError):
    """Results of which something was lost or altered since they were played."""


def check_whole(results: xr.Dataset) -> None:
    """Raise `DamagedResults` where attributes are lost or of other kinds than a run writes, or files are others than
    the manifest beside them says.
    """
    if not results.attrs and any("base" in one.attrs for one in results.data_vars.values()):
        raise DamagedResults(f"these results have lost their attributes, their claims among them: {AGAIN}")
    if wrong := wrong_attributes(results):
        more = f" (and {len(wrong) - 3} more)" if len(wrong) > 3 else ""
        raise DamagedResults(f"{'; '.join(wrong[:3])}{more}: {AGAIN}")
    source = results.encoding.get("source")
    if isinstance(source, str | Path):
        _check_files(Path(source))


def values_of(results: xr.Dataset, name: str, *dims: str) -> NDArray[np.float64]:
    """`(dims)` The values of a variable.

    Raises `DamagedResults` where they cannot be read, and where one is NaN that was not when it was played.
    """
    again = f"{AGAIN}{_from(results)}"
    variable = results[name].transpose(..., *dims)
    try:
        values = variable.values.astype(np.float64, copy=False)
    except MemoryError:
        raise
    except Exception as error:  # a checksum, a size, what unpacks them: of damaged bytes any kind may come
        raise DamagedResults(f"{name} cannot be read: part of it is damaged ({error}); {again}") from error
    most = _most_missing(results, name)
    if most is not None and (found := int(np.isnan(values).sum())) > most:
        played = f"{most:,} were" if most else "none can be"
        raise DamagedResults(
            f"{name}: {found:,} values are no number (NaN) and {played} when it was played, so part of it was lost "
            f"or altered: {again}"
        )
    numbers = values[np.isfinite(values)] if name == RATIO else values
    if "programme_hash" in results.attrs and _farthest(numbers) > MOST:
        raise DamagedResults(f"{name} has a value beyond {MOST:g}, which no run gives it: {again}")
    return values


def _from(results: xr.Dataset) -> str:
    """Where results were read from, if they were."""
    source = results.encoding.get("source")
    return f" ({source})" if source else ""


def _farthest(values: NDArray[np.float64]) -> float:
    """The greatest distance from nought; of nothing but NaN, nought."""
    return max(
        float(np.fmax.reduce(values, axis=None, initial=0.0)),
        -float(np.fmin.reduce(values, axis=None, initial=0.0)),
    )


def _most_missing(results: xr.Dataset, name: str) -> int | None:
    """How many values of a variable may be NaN; `None` where that is not known."""
    said = results[name].attrs.get("missing")
    if said is not None and not put_together(results) and _are_of_one_run(results):
        return int(said)
    known = MEASURES.get(name) or PARTS.get(name)
    is_of_programme = "programme_hash" in results.attrs
    return 0 if is_of_programme and known is not None and not known.may_be_missing else None


def _are_of_one_run(results: xr.Dataset) -> bool:
    """Whether each iteration stands there once, as it does not in runs one after another nor in what is resampled."""
    index, played = results.indexes.get("iteration"), results.attrs.get("iterations")
    return (index is None or index.is_unique) and (
        played is None or results.sizes.get("iteration", 0) <= played
    )


def _check_files(path: Path) -> None:
    """Hold a file, or the small files of a store, against the manifest beside or in it."""
    if path.is_dir():
        found = tuple(differences(path))
    elif path.is_file() and (path.parent / MANIFEST).is_file():
        found = _found(path, *(one.stat().st_mtime_ns for one in (path, path.parent / MANIFEST)))
    else:  # at an address, or removed since
        return
    if found:
        raise DamagedResults(f"{'; '.join(found[:3])}: {AGAIN}")


@lru_cache(maxsize=64)
def _found(path: Path, *changed: int) -> tuple[str, ...]:  # noqa: ARG001
    """What is not as the manifest says, looked for once while neither file has `changed`."""
    return tuple(differences(path.parent, [path.name]))
