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
        f"# 80% chance of at most {high:.3g} (P80); 80% chance of at least {low:.3g} (P20)\n"
        f"# middle {middle:.3g}, mean {f'{mean:.3g}' if math.isfinite(mean) else 'infinite'}\n"
        + law_section(name, {"kind": kind_of(fit.law), **rounded}, "derived", note)
    )
