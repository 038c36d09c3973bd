"""What does a run say of the whole, of each year, cluster, line or risk, at any percentiles?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np

from engine.analysis.added import is_summary
from engine.analysis.derived import DERIVED
from engine.analysis.figures import Figures, figures
from engine.analysis.measures import check_iterations, measure_names
from engine.analysis.parts import long_name, part_figures, refusal
from engine.analysis.summary import PERCENTILES
from engine.analysis.target import AnalysisError
from engine.measures import MEASURES, PARTS
from engine.problems import nearest

if TYPE_CHECKING:
    import xarray as xr

By = Literal["whole", "year", "cluster", "line", "risk"]
MEASURE_OF: dict[str, str] = {"line": "line_money", "risk": "strikes"}
ASK_FOR = {"line": '"*.cost" and "*.benefit"', "risk": '"risks.*.strikes"'}


class Row(NamedTuple):
    """A measure of one part."""

    part: str
    name: str
    measure: str
    figures: Figures


def figures_by(
    results: xr.Dataset,
    by: By = "whole",
    percentiles: Sequence[float] = PERCENTILES,
    confidence: float = 0.95,
) -> xr.Dataset:
    """Every measure of the whole programme, or of each year, cluster, line or risk: base, mean and percentiles.

    Dimension `row` holds as text `part` (the year, cluster, line or risk; "" of the whole), `part_name` (what people
    call it), `measure`, `long_name`, `units` and `cautious`; as numbers `base`, `mean`, `mean_low`, `mean_high`, `sd`
    in these units, and `missing`, the number of iterations that gave none. Dimensions `(row, percentile)` hold `value`,
    `value_low`, `value_high`, ranked as `summarise` ranks them. Of a risk the measure is whether it strikes: its mean
    is the chance. Percentiles of parts do not add up to those of the whole.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = figures_by(engine.simulate(programme, iterations=500), "year", (5, 95))
        >>> found.sizes["percentile"], found["part"].values[0]
        (2, '2022')

    Raises `AnalysisError` for an unknown `by`, a percentile outside 0 to 100, and for results that do not tell of lines
    or risks.
    """
    import xarray as xr

    check_iterations(results)
    if by not in get_args(By):
        hint = nearest(by, get_args(By))
        raise AnalysisError(f"by {by!r}; accepted: {', '.join(get_args(By))}" + (f"; {hint}" if hint else ""))
    levels = checked(percentiles)
    rows = list(_rows(results, by))
    moments = [row.figures.moments(confidence) for row in rows]
    ranked = [row.figures.percentiles(levels, confidence) for row in rows]
    shape = (len(rows), len(levels))

    def table(key: str) -> tuple[tuple[str, str], Any]:
        return ("row", "percentile"), np.array([getattr(one, key) for one in ranked], float).reshape(shape)

    def text(values: Iterable[Any]) -> tuple[str, Any]:
        return "row", np.array([str(value) for value in values], object)

    return xr.Dataset(
        {
            "part": text(row.part for row in rows),
            "part_name": text(row.name for row in rows),
            "measure": text(row.measure for row in rows),
            **{
                key: text(row.figures.attrs[key] for row in rows)
                for key in ("long_name", "units", "cautious")
            },
            "base": ("row", np.array([row.figures.attrs["base"] for row in rows], float)),
            "mean": ("row", np.array([one.mean for one in moments], float)),
            "mean_low": ("row", np.array([one.low for one in moments], float)),
            "mean_high": ("row", np.array([one.high for one in moments], float)),
            "sd": ("row", np.array([one.sd for one in moments], float)),
            "missing": ("row", np.array([one.missing for one in ranked], np.int64)),
            "value": table("value"),
            "value_low": table("low"),
            "value_high": table("high"),
        },
        coords={"percentile": np.array(levels, float)},
        attrs={"by": by, "confidence": confidence},
    )


def checked(percentiles: Sequence[float]) -> list[float]:
    """The percentiles, each once, in order."""
    outside = [p for p in percentiles if not 0 < p < 100]
    if outside or not percentiles:
        raise AnalysisError(
            f"percentiles {list(percentiles)}: numbers above 0 and below 100 are needed, such as 5, 50, 95"
        )
    return sorted(set(map(float, percentiles)))


def tells_by(results: xr.Dataset, by: By) -> bool:
    """Whether results tell of single years, clusters, lines or risks."""
    return by == "whole" or bool(_measures(results, by))


def _rows(results: xr.Dataset, by: By) -> Iterator[Row]:
    if by == "whole":
        yield from (Row("", "", name, figures(results, name)) for name in measure_names(results))
        return
    told = _measures(results, by)
    if not told:
        ask = f" Export the programme file in place of its results, or play with measures that hold {ASK_FOR[by]}"
        raise AnalysisError(f"these results tell of no single {by}.{ask if by in ASK_FOR else ''}")
    for measure in told:
        known = {**MEASURES, **PARTS}
        words = known[measure].long_name if measure in known else long_name(results, measure)
        for part, found in part_figures(results, measure, by).items():
            found.attrs = {**found.attrs, "long_name": words}
            yield Row(part, _called(part, results, by), measure, found)


def _measures(results: xr.Dataset, by: By) -> list[str]:
    """The measures that are told by cluster, year, line or risk, those that are sums of others last."""
    if is_summary(results):
        rows = [str(row) for row in results["measure"].values[~results["whole"].values]]
        found = list(dict.fromkeys(row.partition(".")[0] for row in rows))
        dims = {name: one.dim for table in (MEASURES, DERIVED, PARTS) for name, one in table.items()}
        return [name for name in found if dims.get(name) == by]
    held = [str(name) for name, one in results.data_vars.items() if set(one.dims) == {"iteration", by}]
    if by in MEASURE_OF:
        return [MEASURE_OF[by]] if MEASURE_OF[by] in held else []
    sums = [name for name, one in DERIVED.items() if one.dim == by and not refusal(results, [name], by)]
    return held + sums


def _called(part: str, results: xr.Dataset, by: By) -> str:
    """What people call a cluster or year; of a year that does not begin in January both of the calendar's."""
    if by == "year" and str(results.attrs.get("start", ""))[5:7] not in ("", "01"):
        return f"{part}-{(int(part) + 1) % 100:02d}"
    if by == "cluster":
        return str(json.loads(results.attrs.get("cluster_names") or "{}").get(part, part))
    return part
