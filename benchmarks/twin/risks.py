"""Which risks strike: each by its own chance, then by what the risks say of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from benchmarks.twin.case import FloatArray, Values, make_case
from benchmarks.twin.schedule import Schedule, durations, forward_pass
from engine.programme.model import Programme, Risk

Strikes = NDArray[np.bool_]


def struck(programme: Programme, values: Values, uniforms: Values) -> dict[str, FloatArray]:
    """1 where a risk strikes and else 0, `(iteration,)` by the risk's name.

    `values` holds each quantity by its full name, `uniforms` what decides over a risk, in [0, 1), by the risk's name;
    risks that exclude each other are given the same. How long risks are exposed that threaten an activity is told by
    the dates as they are without any of them.
    """
    chances = {
        risk.name: np.zeros(()) if risk.exposure and risk.exposure.during else chance_of(risk, values, None)
        for risk in programme.risks
    }
    found = struck_by(programme, chances, uniforms)
    if not any(risk.exposure and risk.exposure.during for risk in programme.risks):
        return found
    iterations = max((a.size for a in (*values.values(), *found.values())), default=1)
    case = make_case(programme, values, found, iterations)
    times = forward_pass(case, durations(case), (), [])
    return struck_by(
        programme, {risk.name: chance_of(risk, values, times) for risk in programme.risks}, uniforms
    )


def chance_of(risk: Risk, values: Values, times: Schedule | None) -> FloatArray:
    """The probability with which a risk strikes, exposed as it is."""
    chance, exposure = values[risk.probability.name], risk.exposure
    if exposure is None:
        return chance
    begin, end = np.asarray(exposure.begin), np.asarray(exposure.end)
    if exposure.during and times is not None:
        begin = np.maximum(begin, times.start[exposure.during])
        end = np.minimum(end, times.finish[exposure.during])
    months = end - begin
    if exposure.full == 0.0:
        return np.where(months > 0.0, chance, 0.0)
    survives = (1.0 - chance) ** (np.maximum(months, 0.0) / exposure.full)
    return np.where(months == exposure.full, chance, 1.0 - survives)


def struck_by(programme: Programme, chances: Values, uniforms: Values) -> dict[str, FloatArray]:
    """Where each risk strikes, given the probability of each by its name."""
    risks = {risk.name: risk for risk in programme.risks}
    lots = cast_lots(programme.risks, chances, uniforms)
    found: dict[str, Strikes] = {}
    return {name: strike(name, risks, lots, found).astype(float) for name in risks}


def cast_lots(risks: Iterable[Risk], chances: Values, uniforms: Values) -> dict[str, Strikes]:
    """Where each risk would strike if it hung on no other, but for those that it excludes.

    The probabilities of risks that exclude each other lie end to end in [0, 1), by name: of these risks the one
    strikes into whose part the uniform falls.
    """
    lots = {}
    alone_or_together = sorted(risks, key=lambda risk: (risk.exclusive or "", risk.name))
    for word, some in groupby(alone_or_together, key=lambda risk: risk.exclusive):
        members = list(some)
        for group in [members] if word else [[risk] for risk in members]:
            uniform = uniforms[group[0].name]
            probabilities = (chances[risk.name] for risk in group)
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
        for group in risks[name].needs_any:
            met = [strike(other, risks, lots, found) for other in group]
            strikes = strikes & np.any(np.broadcast_arrays(np.zeros_like(strikes), *met), axis=0)
        for other in risks[name].prevented_by:
            strikes = strikes & ~strike(other, risks, lots, found)
        for other in (risk.name for risk in risks.values() if name in risk.implies):
            strikes = strikes | strike(other, risks, lots, found)
        found[name] = strikes
    return found[name]
