"""Laws with uncertain parameters: a quantile interpolated between those of the laws at nodes of the parameters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.quantiles import Tables, look_up
from engine.compiled.vectors.loop import inner_loop

AT_A_NODE = (
    1e-100  # a distance that makes the node's own quantile the answer, and does not overflow in a product
)
ABOVE_ZERO, BELOW_ONE = 2.0**-53, 1.0 - 2.0**-53  # where uniforms are


class Conditionals(NamedTuple):
    """The inputs with such laws, an input after those that are its parameters, and the branches of each.

    row        (input) row of its uniform, replaced by its value
    branch     (input + 1) first of its branches
    chance     (branch) its probability
    chance_row (branch) row that holds it, where it is drawn; else -1
    complement (branch) it is 1 less what is in that row
    parameter  (branch + 1) first of its parameters
    parameter_row (parameter) row of the drawn parameter
    node       (parameter + 1) first of its nodes
    at, weight (node) value of the parameter, barycentric weight
    law        (branch + 1) first of its laws, one for each combination of nodes, the first parameter's fastest
    segments   (law, 2) first segment and number of segments
    """

    row: NDArray[np.int64]
    branch: NDArray[np.int64]
    chance: NDArray[np.float64]
    chance_row: NDArray[np.int64]
    complement: NDArray[np.bool_]
    parameter: NDArray[np.int64]
    parameter_row: NDArray[np.int64]
    node: NDArray[np.int64]
    at: NDArray[np.float64]
    weight: NDArray[np.float64]
    law: NDArray[np.int64]
    segments: NDArray[np.int64]


@inner_loop
def apply_conditional(tables: Tables, laws: Conditionals, one: int, sheet: NDArray[np.float64]) -> None:
    """Replace the uniforms of input `one` in `sheet[row, iteration]` by values, its parameters being drawn."""
    row, last = sheet[laws.row[one]], laws.branch[one + 1] - 1
    for i in range(row.size):
        branch, below = laws.branch[one], 0.0
        chance = chance_of(laws, branch, sheet, i)
        while branch < last and not row[i] < below + chance:
            branch, below = branch + 1, below + chance
            chance = chance_of(laws, branch, sheet, i)
        u = (row[i] - below) / chance if chance > 0.0 else 0.5
        row[i] = value_of(tables, laws, branch, min(max(u, ABOVE_ZERO), BELOW_ONE), sheet, i)


@inner_loop
def chance_of(laws, branch, sheet, i):  # type: ignore[no-untyped-def]
    """The probability of a branch."""
    if laws.chance_row[branch] < 0:
        return laws.chance[branch]
    drawn = sheet[laws.chance_row[branch], i]
    return 1.0 - drawn if laws.complement[branch] else drawn


@inner_loop
def value_of(tables, laws, branch, u, sheet, i):  # type: ignore[no-untyped-def]
    """The quantile of a branch at `u`, interpolated between its nodes."""
    value, total = 0.0, 0.0
    first, last = laws.parameter[branch], laws.parameter[branch + 1]
    for law in range(laws.law[branch], laws.law[branch + 1]):
        weight, rest = 1.0, law - laws.law[branch]
        for p in range(first, last):
            node = laws.node[p] + rest
            if last - first > 1:  # a division of whole numbers takes as long as the look-up
                nodes = laws.node[p + 1] - laws.node[p]
                node = laws.node[p] + rest % nodes
                rest //= nodes
            distance = sheet[laws.parameter_row[p], i] - laws.at[node]
            weight *= laws.weight[node] / (distance if distance != 0.0 else AT_A_NODE)
        segment = laws.segments[law, 0]
        for k in range(segment + 1, segment + laws.segments[law, 1]):
            if u > tables.bounds[k, 0]:
                segment = k
        value += weight * look_up(tables, segment, u)
        total += weight
    return value / total
