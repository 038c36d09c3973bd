"""W4: iterations that a P80 known to 0.1% needs, under each sampling design."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

ERROR = 0.001
ANSWER = "p80"  # of the flagship's total benefit


def measure(quick: bool) -> dict[str, Any]:
    """By design: `iterations` needed, fitted `rate` and its standard error; `least` and `most` of the fit."""
    from experiments import designs

    few: dict[str, int] = {"seeds": 4, "long": 4096} if quick else {"seeds": 16}
    found = designs.measure(sizes=(128, 1024) if quick else designs.SIZES, **few)
    p80 = found.sel(answer=ANSWER)
    by_design = {
        design: {
            "iterations": iterations_for(p80.sel(design=design), ERROR),
            "rate": float(p80["rate"].sel(design=design)),
            "rate_error": float(p80["rate_error"].sel(design=design)),
        }
        for design in designs.DESIGNS
    }
    return {"least": int(found["size"][0]), "most": int(found["size"][-1]), "designs": by_design}


def iterations_for(found: xr.Dataset, error: float) -> float:
    """Where the straight line through the logarithms of a design's errors passes `error`."""
    sizes, errors = np.log(found["size"].values), np.log(found["error"].values)
    return math.exp(sizes.mean() + (math.log(error) - errors.mean()) / float(found["rate"]))


def table(measured: dict[str, Any]) -> str:
    """Markdown; three digits are more than the fit knows."""
    fitted = f"{measured['least']:,} to {measured['most']:,}"
    lines = [
        f"| W4: flagship's P80 benefit to 0.1%, by errors at {fitted} iterations | fewer than random "
        "| iterations | error falls as N to the |",
        "|---|---:|---:|---:|",
    ]
    random = measured["designs"]["random"]["iterations"]
    for design, found in measured["designs"].items():
        needed = float(f"{found['iterations']:.2g}")
        rate = f"{found['rate']:.2f} ± {2 * found['rate_error']:.2f}".replace("-", "−")
        lines.append(f"| {design} | {random / found['iterations']:.1f}x | {needed:,.0f} | {rate} |")
    return "\n".join(lines)
