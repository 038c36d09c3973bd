"""A fit as the table of a programme file, ready to paste."""

from __future__ import annotations

import math

import numpy as np

from distributions import kind_of
from engine.fitting.fitted import Fit
from engine.programme.law_text import law_section, section

_DIGITS = 6  # significant: sampling error ends far before


def toml_table(fit: Fit, name: str, note: str) -> str:
    """`[laws.NAME]` with kind, parameters, basis and note, under comments that say its percentiles both ways.

    Numbers keep six significant digits. The comments are for a reader, whose careful side may be either.
    """
    low, middle, high = fit.law.ppf(np.array([0.2, 0.5, 0.8])).tolist()
    mean = fit.law.mean()
    return (
        f"# 80% chance of at most {_readable(high)} (P80); 80% chance of at least {_readable(low)} (P20)\n"
        f"# middle {_readable(middle)}, mean {_readable(mean) if math.isfinite(mean) else 'infinite'}\n"
        + law_section(name, {"kind": kind_of(fit.law), **_rounded(fit)}, "derived", note)
    )


def toml_beliefs(fit: Fit, name: str, note: str) -> str:
    """The same law with its parameters as beliefs `NAME_PARAMETER`, whose laws are what the data leave open.

    Two parameters are tied by a group of their own. Raises `FitError` as `Fit.doubt` and `Doubt.beliefs` do.
    """
    doubt = fit.doubt
    found, estimates = doubt.beliefs(), _rounded(fit)
    kept = f"posterior of {fit.observations} observations, its middle {1 - 2 * found.cut:.1%} kept; {note}"
    texts = [_intervals(fit)]
    for parameter, law in found.laws.items():
        keys = {"kind": kind_of(law), **law.arguments(), "base": estimates[parameter]}
        said = {"basis": "derived", "observations": fit.observations, "note": kept}
        texts.append(section(f"[beliefs.{name}_{parameter}]", {**keys, **said}))
    parameters = estimates | {parameter: f"{name}_{parameter}" for parameter in found.laws}
    texts.append(law_section(name, {"kind": kind_of(fit.law), **parameters}, "derived", note))
    if len(found.laws) > 1:
        tie = {
            "name": f"parameters of {name}",
            "inputs": [f"beliefs.{name}_{parameter}" for parameter in found.laws],
            "rank": round(found.correlation, 3),
            "measure": "normal",
        }
        texts.append(section("[[correlation]]", {**tie, "basis": "derived", "note": kept}))
    return "\n".join(texts)


def _intervals(fit: Fit) -> str:
    """What the data leave open, for a reader."""
    percentiles = [(f"P{round(100 * p)}", fit.doubt.interval_of_percentile(p)) for p in (0.2, 0.5, 0.8)]
    parameters = [(name, fit.doubt.interval(name)) for name in fit.doubt.parameters]
    said = [f"{name} {_readable(low)} to {_readable(high)}" for name, (low, high) in parameters + percentiles]
    told = f"# 90% intervals, given the law: {'; '.join(said)}"
    return f"{told}\n# Px is cumulative: an x% chance of at most this value\n"


def _rounded(fit: Fit) -> dict[str, float]:
    return {key: float(f"{value:.{_DIGITS}g}") for key, value in fit.law.arguments().items()}


def _readable(value: float) -> str:
    """Three significant digits without an exponent, as `273,000,000`, unless there are more than fifteen."""
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if 1000 <= abs(rounded) < 1e15 else f"{rounded:.3g}"
