"""A fit as the table of a programme file, ready to paste."""

from __future__ import annotations

import math

import numpy as np

from distributions import kind_of
from engine.fitting.fitted import Fit
from engine.programme.law_text import law_section

_DIGITS = 6  # significant: sampling error ends far before


def toml_table(fit: Fit, name: str, note: str) -> str:
    """`[laws.NAME]` with kind, parameters, basis and note, under comments that say its percentiles both ways.

    Numbers keep six significant digits. The comments are for a reader, whose careful side may be either.
    """
    low, middle, high = fit.law.ppf(np.array([0.2, 0.5, 0.8])).tolist()
    mean = fit.law.mean()
    rounded = {key: float(f"{value:.{_DIGITS}g}") for key, value in fit.law.arguments().items()}
    return (
        f"# 80% chance of at most {_readable(high)} (P80); 80% chance of at least {_readable(low)} (P20)\n"
        f"# middle {_readable(middle)}, mean {_readable(mean) if math.isfinite(mean) else 'infinite'}\n"
        + law_section(name, {"kind": kind_of(fit.law), **rounded}, "derived", note)
    )


def _readable(value: float) -> str:
    """Three significant digits without an exponent, as `273,000,000`, unless there are more than fifteen."""
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if 1000 <= abs(rounded) < 1e15 else f"{rounded:.3g}"
