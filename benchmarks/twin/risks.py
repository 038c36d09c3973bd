"""Which risks strike: each by its own chance, then by what the risks say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.case import FloatArray, Values
from engine.programme.model import Programme, Risk

Strikes = NDArray[np.bool_]


def struck(programme: Programme, values: Values, uniforms: Values) -> dict[str, FloatArray]:
    """1 where a risk strikes and else 0, `(iteration,)` by the risk's name.

    `values` holds each risk's probability by its full name, `uniforms` what decides over it, in [0, 1), by the
    risk's name; risks that exclude each other are given the same.
    """
    risks = {risk.name: risk for risk in programme.risks}
    lots = cast_lots(programme.risks, values, uniforms)
    found: dict[str, Strikes] = {}
    return {name: strike(name, risks, lots, found).astype(float) for name in risks}


def cast_lots(risks: Iterable[Risk], values: Values, uniforms: Values) -> dict[str, Strikes]:
    """Where each risk would strike if it hung on no other, but for those that it excludes.

    The probabilities of risks that exclude each other lie end to end in [0, 1), in the programme's order: of these
    risks the one strikes into whose part the uniform falls.
    """
    lots = {}
    alone_or_together = sorted(risks, key=lambda risk: risk.exclusive or "")  # keeps the order among equals
    for word, some in groupby(alone_or_together, key=lambda risk: risk.exclusive):
        members = list(some)
        for group in [members] if word else [[risk] for risk in members]:
            uniform = uniforms[group[0].name]
            probabilities = (values[risk.probability.name] for risk in group)
            ends = np.cumsum(np.array(np.broadcast_arrays(*probabilities)), axis=0)
            passed = sum(uniform >= end for end in ends)
            lots.update({risk.name: passed == place for place, risk in enumerate(group)})
    return lots


def strike(
    name: str, risks: Mapping[str, Risk], lots: Mapping[str, Strikes], found: dict[str, Strikes]
) -> Strikes:
    """Where one risk strikes, once those that decide over it are known; nowhere if it is switched off."""
    if not risks[name].can_strike:
        return np.zeros_like(lots[name])
    if name not in found:
        strikes = lots[name]
        for other in risks[name].needs:
            strikes = strikes & strike(other, risks, lots, found)
        for other in risks[name].prevented_by:
            strikes = strikes & ~strike(other, risks, lots, found)
        for other in (risk.name for risk in risks.values() if name in risk.implies):
            strikes = strikes | strike(other, risks, lots, found)
        found[name] = strikes
    return found[name]
