"""How much of the reference class is left once the programme's causes are played by name?

The class says how far programmes of this kind miss their cost, their date and their benefits, whatever the
cause. The programme file also plays causes by name: scarce skills, a crowded market, a challenged procurement, late
standards, prices, a funding gap, departments that leave, links that never come, an office that goes on while go-live is
late, clusters that lie apart. Playing both in full would count them twice. So one rule fixes the default:

    the class sets the total, the names say which part of it has a cause.

The total is that of the whole programme: `class` laws are one draw for all clusters, since the class is one of
programmes and not of parts. The class spreads as its two kinds of evidence do and because they differ; the second is
played by the belief in their weight. So that belief is drawn, all others are at their base, and restarts are off:
cancelled programmes are in no pair, so they come on top, as do old systems kept alive (outside the cost that pairs
compare). The programme is played, and of what it comes to in all the part of the class's own law is known. Then

*slip* (months to go-live, mean over users): means and variances of all else, subtracted;
*cost*: means and variances of the logarithms of all else, subtracted;
*benefits*: means divided, and squared coefficients of variation, by 1 + cv² = (1 + cv²)(1 + cv²)…, exact for
independent factors.

What all else makes hangs on the laws beside it (a late programme loses more), so the file's laws were found by going
round until no printed digit moved; `check` holds the file to that. `total_is_class.py` compares the sum with the class.

In the outside view no cause is named, so only what every scenario plays, lateness and the office, is taken out.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import engine
from distributions import Beta, Law, Lognormal, Pert, RiskEvent, kind_of
from distributions.truncated import Truncated
from experiments.reference_class import beta_with, levels, with_mean
from experiments.reference_class import measure as fitted_class
from experiments.shared_services import PROGRAMME

Floats = NDArray[np.float64]

CLAIMED_COST, CLAIMED_BENEFIT = 900.0, 1800.0  # £m
ITERATIONS, SEED = 20_000, 2023
DIGITS = 3  # to which the programme file prints fitted parameters
WEIGHT = "beliefs.audited"  # of the two kinds of evidence: it spreads the class too
LEAST = 0.01  # variance of a logarithm that is left where the names alone spread as widely as the class
ON_TOP = "*_restart"  # risks that the class cannot hold


class Totals(NamedTuple):
    """The whole programme, an iteration each: cost and benefit over what was claimed, months of slip (mean of users);
    and the class's own draws in them."""

    cost: Floats
    benefit: Floats
    slip: Floats
    growth: Floats
    realised: Floats
    months: Floats


def in_file(scenario: str, path: str) -> dict[str, Any]:
    """A table of the programme file, as a scenario sets it ("": as the file writes it)."""
    table: dict[str, Any] = written()["scenarios"][scenario]["set"] if scenario else written()
    for key in [path] if scenario else path.split("."):
        table = table[key]
    return table


@cache
def written() -> dict[str, Any]:
    """The programme file, parsed."""
    return tomllib.loads(PROGRAMME.read_text(encoding="utf-8"))


def pert(path: str) -> Pert:
    """A three-point law of the programme file."""
    table = in_file("", path)
    return Pert(table["low"], table["mode"], table["high"])


def users() -> Floats:
    """Each cluster's share of the users, in the file's order."""
    shares = written()["shares"]["users"]
    values = np.array([shares[name] for name in written()["clusters"]])
    return np.asarray(values / values.sum())


@cache
def totals(scenario: str = "", seed: int = SEED) -> Totals:
    """The programme without restarts, every belief but `WEIGHT` at its base."""
    programme = engine.load(PROGRAMME, scenario or None).without(ON_TOP)
    beliefs = [belief.name for belief in programme.beliefs if belief.name != WEIGHT]
    programme = programme.held(dict.fromkeys(beliefs))
    results = engine.simulate(programme, ITERATIONS, seed)
    drivers = [f"drivers.{name}" for name in ("cost_growth", "benefits_realised", "go_live_slip")]
    drawn = engine.draw(programme, ITERATIONS, seed, inputs=drivers)["value"]
    return Totals(
        results["one_off_cost"].sum("cluster").values / CLAIMED_COST,
        results["total_benefit"].values / CLAIMED_BENEFIT,
        results["go_live_delay"].values @ users(),
        *(drawn.sel(input=name).values for name in drivers),
    )


def growth_left(growth: Lognormal, played: Totals) -> Lognormal:
    """The class's cost growth, less what all else makes of it: means and variances of logarithms."""
    total, own = np.log(played.cost), np.log(played.growth)
    mean = growth.log_mean - float(total.mean() - own.mean())
    return Lognormal(mean, math.sqrt(growth.log_sd**2 - float(total.var() - own.var())))


def realised_left(benefit: Law, played: Totals) -> Beta:
    """The class's benefits, with lateness and what else lowers them divided out."""
    mean = benefit.mean() * float(played.realised.mean() / played.benefit.mean())
    wanted = 1 + benefit.variance() / benefit.mean() ** 2
    total, own = (1 + float(x.var() / x.mean() ** 2) for x in (played.benefit, played.realised))
    return beta_with(mean, mean**2 * (wanted * own / total - 1))


def slip_left(slip: RiskEvent, played: Totals) -> RiskEvent:
    """The class's slip, less the delays that are played by name; as often late."""
    share = 1 - users()[0]  # Overseas, whose date has passed, has a law of its own
    months, chance = played.months * share, slip.probability
    mean = (slip.mean() - float(played.slip.mean() - months.mean())) / share
    variance = (slip.variance() - float(played.slip.var() - months.var())) / share**2
    impact = mean / chance
    log_variance = math.log((variance + mean**2) / chance / impact**2) if variance > -(mean**2) else 0.0
    return RiskEvent(chance, with_mean(impact, math.sqrt(max(log_variance, LEAST))))


def measure() -> dict[str, dict[str, Law]]:
    """The fitted laws of the programme file: by scenario ("" the default), by path."""
    fitted = fitted_class()
    cost, slip, benefit = fitted["cost growth"], fitted["slip of go-live"], fitted["benefit"]
    return {
        "": {
            "laws.cost_growth": growth_left(cost.blended, totals()),
            "laws.go_live_slip": slip_left(slip.blended, totals()),
            "laws.benefits_realised": realised_left(benefit.blended, totals()),
            "laws.slip_of_overseas": Truncated(
                slip.blended.impact, in_file("", "laws.slip_of_overseas")["low"]
            ),
        },
        "outside-view": {
            "laws.cost_growth": growth_left(cost.audited, totals("outside-view")),
            "laws.go_live_slip": slip_left(slip.audited, totals("outside-view")),
            "laws.benefits_realised": realised_left(benefit.audited, totals("outside-view")),
        },
        "like-for-like": {
            "beliefs.alternative": Lognormal(math.log(1700) + cost.blended.log_mean, cost.blended.log_sd)
        },
    }


def overrides() -> dict[str, dict[str, Any]]:
    """The fitted laws of the default as the programme file writes them, by path; their spread no belief."""
    return {path: tabled(law) | {"base": in_file("", path)["base"]} for path, law in measure()[""].items()}


def tabled(law: Law) -> dict[str, Any]:
    """A law as a programme file writes it."""
    inside = {
        key: tabled(value) if isinstance(value, Law) else value
        for key, value in law.arguments().items()
        if value is not None and not (isinstance(value, float) and math.isinf(value))
    }
    return {"kind": kind_of(law), **inside}


def evidence() -> dict[str, tuple[float, float]]:
    """The level of each quantity where audited pairs are right, and where surveys are; 1 is the even blend.

    Of the slip it is that of the months which no name plays: the delays by name are there whichever is right.
    """
    fitted = fitted_class()
    slip = fitted["slip of go-live"]
    named = float((totals().slip - totals().months * (1 - users()[0])).mean())
    left = [law.mean() - named for law in (slip.audited, slip.unselected)]
    surveyed = max(0.0, left[1] / (sum(left) / 2))
    return {
        "cost": levels(fitted["cost growth"]),
        "slip": (2 - surveyed, surveyed),
        "benefits": levels(fitted["benefit"]),
    }


def check(laws: dict[str, dict[str, Law]]) -> None:
    """The programme file prints these very parameters; raises `AssertionError` at the first that differs."""
    for scenario, by_path in laws.items():
        for path, law in by_path.items():
            _same(law, in_file(scenario, path), f"{scenario or 'default'}: {path}")
    for name, (audited, surveyed) in evidence().items():
        table = in_file("", f"laws.{name}_evidence")
        found = table["shift"] + table["law"]["factor"], table["shift"]
        assert np.allclose(found, (audited, surveyed), atol=2 * 10.0**-DIGITS), (
            f"laws.{name}_evidence: file {found}, fit {audited}, {surveyed}"
        )


def _same(law: Law, table: dict[str, Any], where: str) -> None:
    arguments = law.arguments()
    if isinstance(law, Lognormal) and "mean" in table:  # whose spread is a belief
        spread = in_file("", f"beliefs.{table['sd']}")
        arguments, table = {"mean": law.mean(), "sd": law.sd()}, {**table, "sd": spread["base"]}
    for key, value in arguments.items():
        if isinstance(value, Law):
            _same(value, table[key], f"{where}.{key}")
        elif isinstance(table.get(key), float):
            assert abs(table[key] - value) < 0.6 * 10.0**-DIGITS, (
                f"{where}.{key}: file {table[key]}, fit {value}"
            )
        else:
            assert key in table or value in (None, 0.0, 1.0), f"{where}.{key} is missing; fit {value}"


if __name__ == "__main__":
    found = measure()
    for place, by_name in found.items():
        for name, fit in by_name.items():
            ten, fifty, ninety = fit.ppf(np.array([0.1, 0.5, 0.9]))
            print(
                f"{place or 'default':14}{name:26} mean {fit.mean():8.2f}  sd {fit.sd():7.3f} "
                f"P10 {ten:8.2f}  P50 {fifty:8.2f}  P90 {ninety:8.2f}  {fit}"
            )
    for name, sides in evidence().items():
        print(f"{name}: audited {sides[0]:.3f}, surveyed {sides[1]:.3f} of the even blend")
    check(found)
