"""What a repair of an impossible group may change: pins and weights as a file writes them, and the repair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.dependence.conversions import Measure
from engine.dependence.copula import Copula
from engine.dependence.feasibility import clash_in_words
from engine.dependence.nearest import PinnedClash, nearest_correlation
from engine.dependence.targets import scores_of
from engine.problems import Findings, listed, nearest, shown
from engine.programme.schema import CorrelationTable

FloatArray = NDArray[np.float64]


class Repair:
    """The repair of one group, at `key`, over its `inputs`; faults go to `findings`."""

    def __init__(self, table: CorrelationTable, inputs: Sequence[str], key: str, findings: Findings) -> None:
        self._key, self._findings = key, findings
        self._pinned = np.eye(len(inputs), dtype=bool)
        self._weights = np.ones(len(inputs))
        self._read_pins(table, inputs)
        for name, weight in table.weights.items():
            if self._is_known(name, inputs, f"{key}.weights.{name}"):
                self._weights[inputs.index(name)] = weight

    def _read_pins(self, table: CorrelationTable, inputs: Sequence[str]) -> None:
        for place, pair in enumerate(table.pinned):
            where = f"{self._key}.pinned.{place}"
            if len(set(pair)) != 2 or len(pair) != 2:
                self._findings.add(where, listed(pair, "and") or "no names", "two different inputs")
            elif frozenset(pair) in map(frozenset, table.pinned[:place]):
                self._findings.add(where, f"the pair {pair[0]}, {pair[1]} again", "each pair once")
            else:
                known = [self._is_known(name, inputs, f"{where}.{k}") for k, name in enumerate(pair)]
                if all(known):
                    a, b = map(inputs.index, pair)
                    self._pinned[a, b] = self._pinned[b, a] = True

    def _is_known(self, name: str, inputs: Sequence[str], key: str) -> bool:
        if name not in inputs and not self._findings.is_partial:
            accepted = "the full name of an input of this group"
            self._findings.add(key, shown(name), accepted, nearest(name, inputs))
        return name in inputs

    def scores(
        self, inputs: Sequence[str], target: FloatArray, staying: Sequence[int], way: tuple[Measure, Copula]
    ) -> FloatArray | None:
        """The possible normal-score matrix nearest to `target`'s; nothing where pins clash, which is told.

        `staying` are the places, among the inputs as read, of `inputs` and the rows of `target`; `way` is what
        `target` is in.
        """
        pinned = self._pinned[np.ix_(staying, staying)]
        try:
            return nearest_correlation(scores_of(target, *way), self._weights[np.array(staying)], pinned)
        except PinnedClash as clash:
            within = np.ix_(clash.places, clash.places)
            names = [inputs[place] for place in clash.places]
            why = clash_in_words(names, target[within], *way) if pinned[within].all() else None
            self._findings.add(
                f"{self._key}.pinned",
                why or f"pairs of {listed(names, 'and')} that cannot hold together",
                "pinned pairs that can hold together, and not only just unless they are exactly 1 or -1",
            )
            return None
