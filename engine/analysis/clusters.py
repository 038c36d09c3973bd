"""What does each cluster bring, and what does it cost?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.asked import check_confidence
from engine.analysis.classes import classes_of
from engine.analysis.parts import check_parts, long_name, part_figures

if TYPE_CHECKING:
    import xarray as xr

MEASURES = ("cash_benefit", "efficiency_benefit", "cluster_cost")
SOMETIMES = ("societal", "carbon")  # classes of benefits that are told of where the programme has any
LEVELS = (10, 50, 90)


def told(results: xr.Dataset) -> list[str]:
    """The measures that are told of each cluster."""
    cash, efficiency, cost = MEASURES
    there = classes_of(results.attrs)
    return [cash, efficiency, *(f"{one}_benefit" for one in SOMETIMES if one in there), cost]


def by_cluster(results: xr.Dataset, confidence: float = 0.95) -> xr.Dataset:
    """Cash, efficiency and, where there is any, societal and carbon benefit, and cost (of all categories) of a cluster.

    Dimensions `(measure, cluster)` hold
      base, mean                    in the measure's units; base is NaN if not given, mean if any iteration gave none
      missing                       number of iterations that gave NaN,
    dimensions `(measure, cluster, percentile)`, of the percentiles 10, 50 and 90,
      value, value_low, value_high  the percentile and its interval, as `summarise` ranks them,
    and dimension `measure`: long_name, units, cautious; of dimension `cluster`, if the results have it, the coordinate
    cluster_name, which is what people call it. Kept and counted iterations alike; undiscounted.

    Percentiles of clusters do not add up to those of the programme. Raises `ResultsError` if the results lack any of
    the measures by cluster.
    """
    import xarray as xr

    check_confidence(confidence)
    names = told(results)
    check_parts(results, names, "cluster")
    table = {name: part_figures(results, name, "cluster") for name in names}
    clusters = list(table[names[0]])
    rows = [[table[name][cluster] for cluster in clusters] for name in names]
    ranked = [[one.percentiles(LEVELS, confidence) for one in row] for row in rows]
    two, three = ("measure", "cluster"), ("measure", "cluster", "percentile")
    if "cluster_name" in results.coords and results["cluster_name"].dims == ("cluster",):
        called_so = {"cluster_name": ("cluster", results["cluster_name"].values.tolist())}
    else:  # a summary, whose parts are rows
        called = json.loads(results.attrs.get("cluster_names") or "{}")
        called_so = (
            {"cluster_name": ("cluster", [called.get(one, one) for one in clusters])} if called else {}
        )
    return xr.Dataset(
        {
            "base": (two, np.array([[one.attrs["base"] for one in row] for row in rows])),
            "mean": (two, np.array([[one.moments(confidence).mean for one in row] for row in rows])),
            "missing": (two, np.array([[int(one.missing) for one in row] for row in ranked])),
            **{
                key: (three, np.array([[getattr(one, part) for one in row] for row in ranked]))
                for key, part in (("value", "value"), ("value_low", "low"), ("value_high", "high"))
            },
            "long_name": ("measure", np.array([long_name(results, name) for name in names], np.str_)),
            "units": ("measure", np.array([row[0].attrs["units"] for row in rows], np.str_)),
            "cautious": ("measure", np.array([row[0].attrs["cautious"] for row in rows], np.str_)),
        },
        coords={
            "measure": names,
            "cluster": clusters,
            "percentile": np.array(LEVELS, np.float64),
            **called_so,
        },
        attrs={"confidence": confidence},
    )
