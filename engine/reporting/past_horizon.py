"""What falls past the horizon, in a sentence: how often, and how much where it does."""

from __future__ import annotations

from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.findings import Findings
from engine.analysis.measures import iterations_of
from engine.measures import MEASURES
from engine.reporting.phrasing import chance, quantity

CUT = ("work_after_horizon", "legacy_after_horizon")


def past_horizon(findings: Findings) -> list[str]:
    """A sentence for each cost that an iteration or more has after the horizon.

    A mean over all iterations, and percentiles that are mostly nought, hide how large it is when it comes.
    """
    summary, iterations = findings.summary, iterations_of(findings.results)
    told = []
    for name in CUT:
        if name not in summary["measure"].values:
            continue
        found = summary.sel(measure=name)
        count = int(found["nonzero"])
        if not count:
            continue
        low, high = wilson_interval(found["nonzero"].values, iterations)
        often = chance(count / iterations, float(low), float(high))
        size = quantity(float(found["mean"]) * iterations / count, str(found["units"].values))
        told.append(
            f"{MEASURES[name].long_name}: in {often} of iterations, and {size} on average where it happens."
        )
    return told
