"""How much of the reference class is left once the programme's causes are played by name?

The class says how far programmes of this kind miss their cost, their date and their benefits, whatever the
cause. The programme file also plays causes by name: scarce skills, a challenged procurement, prices, a funding
gap, departments that leave, an office that goes on while go-live is late. Playing both in full would count
them twice. So one rule fixes the default:

    the class sets the total, the names say which part of it has a cause.

*Slip.* Months add. The class's mean less what scarce skills, challenges and the funding gap add on average is what
is left for `go_live_slip`; its months are scaled to that, its chance of being late stays.

*Cost.* The class's mean = the office's own growth + all other lines x price x `cost_growth`.

*Cash.* Pairs hold lateness, contract terms and departures: `cash_realised` is what, times those, gives the
pairs. The means divide; so do the squared coefficients of variation, by 1 + cv² = (1 + cv²)(1 + cv²)…, exact for
independent factors. The unselected surveys ask single firms, which no department can leave: there departures are
not divided out, and thus lower what the surveys found. The blend is made after that.

*Efficiencies.* No audited pair exists, and we do not read the silence as good news: the surveys, lateness
divided out; departures and late data standards, which single firms do not know, then lower them.

On top of the class come only things that it cannot hold: restarts (cancelled programmes are in no pair), old
systems kept alive (outside the cost that pairs compare), standards between departments (efficiencies).

In the outside view no cause is named, so only what every scenario plays, lateness and the office, is taken
out; and efficiencies fare as the audited cash did.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from typing import Any

import numpy as np
from scipy import optimize

from distributions import Beta, Law, Lognormal, Pert, RiskEvent, Triangular
from experiments.reference_class import AUDITED, beta_with, blend
from experiments.reference_class import measure as fitted_class
from experiments.shared_services import PROGRAMME

Moments = tuple[float, float]  # mean and variance

FUNDING_WAIT = 5.5  # months that the gap adds to a go-live on average; `views.py` measures it
JOINED = (0.75, 0.40, 0.95)  # departments that join: mean, 5% and 95% point (README, what is not known)
TO_GO_LIVE = 42  # planned months of Synergy, which is 55% of the money
OFFICE = (0.048, 0.004)  # of a cluster's cost: the planned office, and its rate a month
# A month of delay takes this share of Synergy's benefits: 60% steady from month 42 + 15 on (half of its
# ramp), 40% from month 72 + 6 on, to the horizon of 180. A year takes 10.6%.
LOST_PER_MONTH = 0.6 / (180 - 42 - 15) + 0.4 / (180 - 72 - 6)
DIGITS = 3  # to which the programme file prints fitted parameters


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


def moments(law: Law) -> Moments:
    """Mean and variance."""
    return law.mean(), law.variance()


def divided_out(product: Moments, *factors: Moments) -> Moments:
    """Mean and variance of what, times independent `factors`, has the moments `product`."""
    mean, spread = product[0], 1 + product[1] / product[0] ** 2
    for factor_mean, factor_variance in factors:
        mean /= factor_mean
        spread /= 1 + factor_variance / factor_mean**2
    return mean, mean**2 * (spread - 1)


def joined() -> Beta:
    """Share of the departments that join: the stated mean, nearest to the stated middle 90%."""
    mean, low, high = JOINED

    def miss(log_size: float) -> float:
        law = Beta(mean * math.exp(log_size), (1 - mean) * math.exp(log_size))
        return float((law.cdf(low) - 0.05) ** 2 + (law.cdf(high) - 0.95) ** 2)

    found = optimize.minimize_scalar(miss, bounds=(0, 5), method="bounded", options={"xatol": 1e-9})
    size = math.exp(found.x)
    return Beta(mean * size, (1 - mean) * size)


def left_after(slip: Law) -> Moments:
    """The share of a benefit that is left after a slip of go-live."""
    return 1 - LOST_PER_MONTH * slip.mean(), LOST_PER_MONTH**2 * slip.variance()


def slip_without_names(slip: RiskEvent) -> RiskEvent:
    """The class's slip, its months scaled so that the named delays restore its mean."""
    skills = TO_GO_LIVE * (pert("drivers.digital_skills.factor").mean() - 1)
    challenge = in_file("", "laws.challenge_probability")["value"] * pert("laws.challenge_delay").mean()
    left = 1 - (skills + challenge + FUNDING_WAIT) / slip.mean()
    late_by = slip.impact
    assert isinstance(late_by, Lognormal)
    return RiskEvent(slip.probability, Lognormal(late_by.log_mean + math.log(left), late_by.log_sd))


def growth_of_other_lines(growth: Lognormal, slip: RiskEvent, skills: float, price: Moments) -> Lognormal:
    """The class's cost growth, less the office and the prices that are played by themselves."""
    office, rate = OFFICE
    mean = (growth.mean() - office * skills - rate * slip.mean()) / ((1 - office) * price[0])
    log_variance = growth.log_sd**2 - math.log1p(price[1] / price[0] ** 2)
    return Lognormal(math.log(mean) - log_variance / 2, math.sqrt(log_variance))


def overrun(rival: dict[str, Any], growth: Lognormal) -> Lognormal:
    """The lognormal with the log-mean and log-variance of a triangular cost times its growth."""
    cost = Triangular(rival["low"], rival["mode"], rival["high"])
    node, weight = np.polynomial.legendre.leggauss(200)
    logs = np.log(cost.ppf((node + 1) / 2))
    mean = float(weight @ logs / 2)
    variance = float(weight @ (logs - mean) ** 2 / 2)
    return Lognormal(mean + growth.log_mean, math.sqrt(variance + growth.log_sd**2))


def measure(weight: float = AUDITED) -> dict[str, dict[str, Law]]:
    """The fitted laws of the programme file: by scenario ("" the default), by path.

    `weight` is that of the audited pairs in the blend.
    """
    fitted = fitted_class(weight)
    cost, slip, benefit = fitted["cost growth"], fitted["slip of go-live"], fitted["benefit"]
    terms = moments(pert("drivers.contract_term.factor"))
    surveyed = divided_out(moments(benefit.unselected), left_after(slip.unselected))
    audited = divided_out(moments(benefit.audited), left_after(slip.audited))
    cash = blend(divided_out(audited, moments(joined()), terms), divided_out(surveyed, terms), weight)
    price = moments(pert("drivers.supplier_price.factor"))
    skills = pert("drivers.digital_skills.factor").mean()
    rival = in_file("", "counterfactual.cost")
    return {
        "": {
            "laws.cost_growth": growth_of_other_lines(cost.blended, slip.blended, skills, price),
            "laws.go_live_slip": slip_without_names(slip.blended),
            "laws.cash_realised": beta_with(*cash),
            "laws.efficiency_realised": beta_with(*surveyed),
        },
        "outside-view": {
            "laws.cost_growth": growth_of_other_lines(cost.audited, slip.audited, 1, (1, 0)),
            "laws.go_live_slip": slip.audited,
            "laws.cash_realised": beta_with(*audited),
            "laws.efficiency_realised": beta_with(*audited),
        },
        "like-for-like": {"counterfactual.cost": overrun(rival, cost.blended)},
    }


def check(laws: dict[str, dict[str, Law]]) -> None:
    """The programme file prints these very parameters; raises `AssertionError` at the first that differs."""
    for scenario, by_path in laws.items():
        for path, law in by_path.items():
            _same(law, in_file(scenario, path), f"{scenario or 'default'}: {path}")


def _same(law: Law, table: dict[str, Any], where: str) -> None:
    for key, value in law.arguments().items():
        if isinstance(value, Law):
            _same(value, table[key], f"{where}.{key}")
        elif key in table:
            assert table[key] == round(value, DIGITS), f"{where}.{key}: file {table[key]}, fit {value}"
        else:
            assert value in (0.0, 1.0), f"{where}.{key} is missing; fit {value}"


if __name__ == "__main__":
    found = measure()
    for place, by_name in found.items():
        for name, fit in by_name.items():
            ten, fifty, ninety = fit.ppf(np.array([0.1, 0.5, 0.9]))
            print(
                f"{place or 'default':14}{name:26} mean {fit.mean():8.2f}  "
                f"P10 {ten:8.2f}  P50 {fifty:8.2f}  P90 {ninety:8.2f}  {fit}"
            )
    check(found)
