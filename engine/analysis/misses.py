"""Why is a claim missed? Where inputs lie when it is, and boxes of inputs in which it far more often is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.boxes import FEWEST, MOST, Found, find_boxes, is_yes_or_no, measures_of
from engine.analysis.claims import claim_specs
from engine.analysis.drivers import about
from engine.analysis.estimators.prim import columns_of
from engine.analysis.estimators.regional import regional
from engine.analysis.estimators.sorted_input import SortedInput
from engine.analysis.features import features
from engine.analysis.target import AnalysisError, Target, check_inputs, target

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Aim = Literal["miss", "hold"]


def misses(
    results: xr.Dataset,
    inputs: xr.Dataset,
    claim: str | None = None,
    measure: str | None = None,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    aim: Aim = "miss",
    also: Sequence[str] = (),
    boxes: int = MOST,
    confidence: float = 0.95,
) -> xr.Dataset:
    """Where a claim is missed: regional sensitivity of every input, and boxes of inputs (PRIM).

    The outcome is that the claim is missed (`aim` "miss") or holds ("hold"); of a `measure` with `at_least` or
    `at_most` that it fails or meets this bound; of a measure without, its own value, the worse the higher. Inputs are
    those of the same run (`engine.draw`); `also` names variables of the results by cluster or part, such as
    "go_live_delay" or "finish", that are looked at beside them.

    Dimension `input` holds `distance` (Kolmogorov and Smirnov, between the input where it happens and where not; of a
    measure, between its worst fifth and the rest), `distance_p`, and `at_low`, `at_high`, the share in which it happens
    in the input's lowest and highest fifth, each with `_low` and `_high`. Dimension `box` holds `density` (share of the
    iterations in the box in which it happens; of a measure its mean there), `coverage` (share of all in which it
    happens that lie in the box), each with `_low` and `_high`, `mass` (share of all iterations) and `in_box` (how
    many). Dimension `restriction` holds for each limited input of each box: `of_box`, `limited` (the input's name),
    `low`, `high` (infinite where open; low excluded, high included), `quasi_p`, and `reproduced`, the share of ten half
    samples in which a box limits this input too. Boxes are found in one half of the iterations and judged in the other;
    a limit whose quasi-p is not below 1% over their number is dropped, so that noise gives no box.

        >>> from distributions import Uniform
        >>> laws = {name: Uniform(0, 1) for name in ("x", "y", "z")}
        >>> claims = {"safe": {"metric": "harm", "at_most": 0.5}}
        >>> model = engine.Model(laws, lambda x, y, z: 1.0 if x < 0.3 and y > 0.6 else 0.0, ("harm",), claims=claims)
        >>> found = engine.misses(engine.simulate(model, 4000), engine.draw(model, 4000), "safe")
        >>> sorted(found["limited"].values.tolist()), bool(found["density"][0] > 0.9)
        (['x', 'y'], True)

    Raises `AnalysisError` for unknown claims and measures, inputs of another run, and fewer than 400 iterations.
    """
    check_confidence(confidence)
    aimed = outcome(results, claim, measure, at_least, at_most, aim)
    check_inputs(results, inputs)
    known = features(results, inputs, also)
    values = aimed.values
    if values.size < FEWEST:
        raise AnalysisError(
            f"{values.size:,} iterations: at least {FEWEST} are needed, half to find and half to judge"
        )
    happens = values > 0 if is_yes_or_no(values) else values >= np.quantile(values, 0.8)
    table = known.table
    found = find_boxes(table, values, boxes) if np.ptp(values) > 0 else []
    return as_dataset(
        results, aimed, known.names, known.coords, regional_of(table, happens, confidence), found, confidence
    )


def outcome(
    results: xr.Dataset,
    claim: str | None,
    measure: str | None,
    at_least: float | None,
    at_most: float | None,
    aim: Aim,
) -> Target:
    """What happens, one number an iteration: the worse, the greater."""
    if aim not in ("miss", "hold"):
        raise AnalysisError(f"aim = {aim!r}: miss or hold is needed")
    bounded = at_least is not None or at_most is not None
    if claim is None and measure is None:
        claim = next((name for name, spec in claim_specs(results).items() if "metric" in spec), None)
    if claim is not None and bounded:
        raise AnalysisError(
            "a claim has its own bound; leave out at_least and at_most, or name its measure instead"
        )
    aimed = target(results, measure, claim)
    words = dict(aimed.attrs) | {"missing": aimed.missing, "first_missing": aimed.first_missing}
    if claim is not None:
        return aimed._replace(
            values=1 - aimed.values if aim == "miss" else aimed.values, attrs=words | {"aim": aim}
        )
    if bounded:
        holds = np.ones(aimed.values.size, np.bool_)
        if at_least is not None:
            holds &= aimed.values >= at_least
        if at_most is not None:
            holds &= aimed.values <= at_most
        words |= {
            key: bound for key, bound in (("at_least", at_least), ("at_most", at_most)) if bound is not None
        }
        return aimed._replace(
            values=(~holds if aim == "miss" else holds).astype(np.float64), attrs=words | {"aim": aim}
        )
    if aimed.missing:
        raise AnalysisError(
            f"{aimed.missing:,} iterations gave no number for {aimed.name}, the first of them {aimed.first_missing}; "
            "give a bound (at_least, at_most), which they miss, or a claim"
        )
    sign = -1.0 if (words["cautious"] == "low") == (aim == "miss") else 1.0
    return aimed._replace(values=sign * aimed.values, attrs=words | {"aim": aim, "sign": sign})


def regional_of(
    table: Floats, happens: NDArray[np.bool_], confidence: float
) -> dict[str, tuple[str, Floats]]:
    """Regional sensitivity of every column."""
    every = [regional(SortedInput.of(row), happens, confidence) for row in table]
    columns: dict[str, tuple[str, Floats]] = {
        "distance": ("input", np.array([one.distance for one in every])),
        "distance_p": ("input", np.array([one.p for one in every])),
    }
    for name in ("at_low", "at_high"):
        for k, end in enumerate(("", "_low", "_high")):
            columns[f"{name}{end}"] = ("input", np.array([getattr(one, name)[k] for one in every]))
    return columns


def as_dataset(
    results: xr.Dataset,
    aimed: Target,
    names: Sequence[str],
    coords: dict[str, Any],
    by_input: dict[str, tuple[str, Floats]],
    found: list[Found],
    confidence: float,
) -> xr.Dataset:
    """Everything that was found."""
    import xarray as xr

    judged = aimed.values[1::2]
    measured = [measures_of(one, judged, confidence) for one in found]
    keys = (
        "density",
        "density_low",
        "density_high",
        "coverage",
        "coverage_low",
        "coverage_high",
        "mass",
        "in_box",
    )
    limits = [(number, column) for number, one in enumerate(found) for column in columns_of(one.box)]

    def ends(number: int, column: int) -> tuple[float, float]:
        sides = {side.is_lower: side.at for side in found[number].box if side.column == column}
        return sides.get(True, -np.inf), sides.get(False, np.inf)

    return xr.Dataset(
        {
            **by_input,
            **{key: ("box", np.array([one[key] for one in measured], np.float64)) for key in keys},
            "of_box": ("restriction", np.array([number for number, _ in limits], np.int64)),
            "limited": ("restriction", np.array([names[column] for _, column in limits], object)),
            "low": ("restriction", np.array([ends(*one)[0] for one in limits], np.float64)),
            "high": ("restriction", np.array([ends(*one)[1] for one in limits], np.float64)),
            "quasi_p": ("restriction", np.array([found[n].quasi_p[c] for n, c in limits], np.float64)),
            "reproduced": ("restriction", np.array([found[n].reproduced[c] for n, c in limits], np.float64)),
        },
        coords={"input": np.array(names, object), **coords, "box": np.arange(len(found))},
        attrs=about(results, aimed)
        | {
            "missing": aimed.attrs["missing"],  # of the measure; a bound is missed where there is no number
            "first_missing": aimed.attrs["first_missing"],
            "yes_or_no": int(is_yes_or_no(aimed.values)),
            "mean": float(aimed.values.mean()) * float(aimed.attrs.get("sign", 1.0)),
            "confidence": confidence,
        },
    )
