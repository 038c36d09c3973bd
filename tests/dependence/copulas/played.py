"""The uniforms of a group as a run draws them."""

from __future__ import annotations

import numpy as np

from engine.compiled.play import draw
from engine.compiled.vectors.reference import by_reference
from engine.dependence.group import Group
from engine.draws.arrays import plan_draws, uniforms_only
from engine.draws.designs import apply_design
from engine.draws.inputs import Input, mixing_inputs

N = 200_000
CORRELATION = np.array([[1.0, 0.6], [0.6, 1.0]])

COSTS = """
[clusters.alpha.costs.more]
category = "one_off"
activity = "build"
amount = {{ kind = "uniform", low = 0, high = 2 }}

[[correlation]]
name = "costs"
copula = {copula}
inputs = ["alpha.delivery.amount", "alpha.more.amount"]
rank = {rank}
"""


def uniforms(group: Group, iterations: int = N, design: str = "random", seed: int = 11) -> np.ndarray:
    """`(input, iteration)` of a group's own inputs."""
    inputs = [Input(name, None) for name in group.inputs]
    draws = plan_draws([*inputs, *mixing_inputs([group])], [group])
    sheet = np.empty((len(draws.streams), iterations))
    draw(by_reference(uniforms_only(apply_design(draws, design, iterations, seed))), seed, 0, sheet)
    return sheet[: len(inputs)]
