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


class Conditionals(NamedTuple):
    """The inputs with such laws, an input after those that are its parameters.

    row        (input) row of its uniform, replaced by its value
    parameter  (input + 1) first of its parameters
    parameter_row (parameter) row of the drawn parameter
    node       (parameter + 1) first of its nodes
    at, weight (node) value of the parameter, barycentric weight
    law        (input + 1) first of its laws, one for each combination of nodes, the first parameter's fastest
    segments   (law, 2) first segment and number of segments
    """

    row: NDArray[np.int64]
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
    row = sheet[laws.row[one]]
    for i in range(row.size):
        value, total = 0.0, 0.0
        for law in range(laws.law[one], laws.law[one + 1]):
            weight, rest = 1.0, law - laws.law[one]
            for p in range(laws.parameter[one], laws.parameter[one + 1]):
                nodes = laws.node[p + 1] - laws.node[p]
                node = laws.node[p] + rest % nodes
                rest //= nodes
                distance = sheet[laws.parameter_row[p], i] - laws.at[node]
                weight *= laws.weight[node] / (distance if distance != 0.0 else AT_A_NODE)
            segment = laws.segments[law, 0]
            for k in range(segment + 1, segment + laws.segments[law, 1]):
                if row[i] > tables.bounds[k, 0]:
                    segment = k
            value += weight * look_up(tables, segment, row[i])
            total += weight
        row[i] = value / total
