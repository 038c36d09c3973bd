"""What is worth finding out before deciding? The value of perfect information, on everything and on some inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.information import Worth, never_lowered, partial, perfect
from engine.analysis.measures import measure
from engine.analysis.target import NOT_OF_FIGURES, AnalysisError, check_inputs, check_kept, target
from engine.problems import nearest

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
By = str | Mapping[str, Sequence[str]]
BY = ("input", "kind", "cluster", "basis", "source")
KEPT = ("kind", "cluster", "basis", "source")
NOT_SAID = "not said"


def value_of_information(
    results: xr.Dataset | Mapping[str, xr.Dataset],
    inputs: xr.Dataset,
    measure: str = "npv",
    *,
    by: By = "input",
    threshold: float = 0.0,
    confidence: float = 0.95,
) -> xr.Dataset:
    """Expected value of perfect information about everything (EVPI) and about each player (EVPPI).

    The decision is to go ahead, which brings `measure` less `threshold`, or not, which brings nothing; of several
    results by name, played on the same draws, which of them to take. More is better, unless the measure's careful side
    is high (a cost), of which less is. Players are the inputs of `engine.draw`, or groups of them by one of their
    coordinates or by names of theirs.

    Dimension `player` holds `evppi` with `evppi_low`, `evppi_high` and `error`, in the measure's units; `check`, what
    deciding by what one half of the iterations taught brings in the other; `trusted`, whether the two agree within
    three errors and 2% of the EVPI, so that the regression behind the value can be believed; `inputs`, how many.
    Attributes: `evpi`, `evpi_low`, `evpi_high`, `best` (the option that is taken with what is known now), `options`.
    0 <= EVPPI <= EVPI, and no group is worth less than one of its own parts that is asked for too.

        >>> from distributions import Normal
        >>> model = engine.Model({"a": Normal(1, 1), "b": Normal(0, 2)}, lambda a, b: a - b)
        >>> found = engine.value_of_information(engine.simulate(model, 20_000), engine.draw(model, 20_000), "y")
        >>> abs(found.attrs["evpi"] - 0.48) < 0.03, bool(found["evppi"].sel(player="b") > 0.3)
        (True, True)

    Raises `AnalysisError` for unknown measures and groups, a measure that some iterations lack, and runs that differ.
    """
    import xarray as xr

    check_confidence(confidence)
    benefits, options, first = benefits_of(results, measure, threshold)
    check_inputs(first, inputs)
    table = np.asarray(inputs["value"].transpose("input", "iteration").values)
    players = players_of(inputs, by)
    whole = perfect(benefits)

    def worth(members: list[int]) -> Worth:
        return whole if len(members) == len(table) else partial(benefits, table[members])

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(worth, players.values()))
    raw = [min(one.value, whole.value) for one in found]
    values = never_lowered(raw, [frozenset(members) for members in players.values()])
    z = 1.959963984540054 if confidence == 0.95 else float(_quantile(confidence))
    kept = {key: value for key, value in first.attrs.items() if key not in NOT_OF_FIGURES}
    return xr.Dataset(
        {
            "evppi": ("player", np.array(values)),
            "evppi_low": (
                "player",
                np.array([max(v - z * o.error, 0.0) for v, o in zip(values, found, strict=True)]),
            ),
            "evppi_high": ("player", np.array([v + z * o.error for v, o in zip(values, found, strict=True)])),
            "error": ("player", np.array([one.error for one in found])),
            "check": ("player", np.array([one.check for one in found])),
            "trusted": ("player", np.array([agrees(one, whole) for one in found])),
            "inputs": ("player", np.array([len(members) for members in players.values()])),
        },
        coords={"player": np.array(list(players), object), **said_of(inputs, players)},
        attrs=kept
        | {
            **target(first, measure).attrs,
            "target": measure,
            "threshold": threshold,
            "evpi": whole.value,
            "evpi_low": max(whole.value - z * whole.error, 0.0),
            "evpi_high": whole.value + z * whole.error,
            "options": list(options),
            "best": options[int(np.argmax(benefits.mean(axis=1)))],
            "confidence": confidence,
        },
    )


def _quantile(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))


def agrees(one: Worth, whole: Worth) -> bool:
    """Whether the fitted value and that of decisions on other iterations are the same but for sampling error."""
    return abs(one.value - one.check) <= 3 * one.error + 0.02 * whole.value


def benefits_of(
    results: xr.Dataset | Mapping[str, xr.Dataset], name: str, threshold: float
) -> tuple[Floats, list[str], xr.Dataset]:
    """`(option, iteration)` What each option brings, the options' names, and the first results."""
    import xarray as xr

    runs = {"go ahead": results} if isinstance(results, xr.Dataset) else dict(results)
    first = next(iter(runs.values()))
    columns = []
    for option, run in runs.items():
        check_kept(run)
        aimed = target(run, name)
        if aimed.missing:
            raise AnalysisError(
                f"{aimed.missing:,} iterations of {option!r} gave no number for {name}, the first of them "
                f"{aimed.first_missing}: what it brings there is not known; name another measure"
            )
        values = np.asarray(measure(run, name).values)
        columns.append(-values if aimed.attrs["cautious"] == "high" else values)
    if (
        len({column.size for column in columns}) > 1
        or len({run.attrs.get("seed") for run in runs.values()}) > 1
    ):
        raise AnalysisError("options have to be played on the same draws: one seed, one number of iterations")
    if len(columns) == 1:
        sign = -1.0 if target(first, name).attrs["cautious"] == "high" else 1.0
        return np.stack([columns[0] - sign * threshold, np.zeros_like(columns[0])]), [*runs, "do not"], first
    return np.stack(columns), list(runs), first


def players_of(inputs: xr.Dataset, by: By) -> dict[str, list[int]]:
    """Places of the inputs of each player."""
    names = [str(name) for name in inputs["input"].values]
    if not isinstance(by, str):
        found = {}
        for player, some in by.items():
            for name in some:
                if name not in names:
                    raise AnalysisError(
                        f"{player}: no input {name!r}; {nearest(name, names) or 'see engine.draw'}"
                    )
            found[player] = [names.index(name) for name in some]
        return found
    if by not in BY or (by != "input" and by not in inputs.coords):
        raise AnalysisError(f"by = {by!r}: one of {', '.join(BY)} is needed")
    groups: dict[str, list[int]] = {}
    for place, label in enumerate(names if by == "input" else map(str, inputs[by].values)):
        groups.setdefault(label or NOT_SAID, []).append(place)
    return groups


def said_of(
    inputs: xr.Dataset, players: Mapping[str, list[int]]
) -> dict[str, tuple[str, NDArray[np.object_]]]:
    """What is said of players of one input."""
    return {
        key: (
            "player",
            np.array(
                [str(inputs[key].values[some[0]]) if len(some) == 1 else "" for some in players.values()],
                object,
            ),
        )
        for key in KEPT
        if key in inputs.coords
    }
