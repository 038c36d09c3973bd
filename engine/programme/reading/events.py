"""Risks as members of a correlation group: whether they strike hangs together."""

from __future__ import annotations

from collections.abc import Sequence

from engine.problems import Findings, listed, nearest, shown
from engine.programme.model import Risk
from engine.programme.names import matching
from engine.programme.reading.laws import support
from engine.programme.schema import CorrelationTable

END = ".strikes"


class EventNames:
    """The strikes of the risks of a file, by the names that a group may use; faults go to `findings`.

    A risk is called `risks.NAME`, or as its strikes are, `risks.NAME.strikes`; patterns fit strikes only where they end
    so, as `risks.*.strikes` does, so that those over quantities mean what they always meant.
    """

    def __init__(self, risks: Sequence[Risk], findings: Findings, is_varied: bool) -> None:
        self._findings, self._is_varied = findings, is_varied
        self._risks = {risk.strikes: risk for risk in risks}
        self._families = {f"risks.{risk.family}" for risk in risks if risk.family}
        self.uncertain = [name for name, risk in self._risks.items() if _may_vary(risk)]

    def full(self, name: str) -> str:
        """The name of a risk's strikes for that of the risk; any other name as it is."""
        return f"{name}{END}" if f"{name}{END}" in self._risks else name

    def renamed(self, table: CorrelationTable) -> CorrelationTable:
        """The table of a group with every risk called by its strikes."""
        pairs = table.pairs and [
            pair.model_copy(update={side: self.full(getattr(pair, side)) for side in ("a", "b")})
            for pair in table.pairs
        ]
        return table.model_copy(
            update={
                "pairs": pairs,
                "inputs": [self.full(name) for name in table.inputs],
                "pinned": [[self.full(name) for name in pair] for pair in table.pinned],
                "weights": {self.full(name): weight for name, weight in table.weights.items()},
            }
        )

    def asked(self, pattern: str) -> bool:
        """Whether a pattern is about strikes."""
        return pattern in self._families or (pattern.startswith(("risks.", "*")) and pattern.endswith(END))

    def fitting(self, pattern: str, key: str) -> list[str]:
        """The strikes that a pattern fits and that may vary; what cannot be tied is told."""
        found = matching(pattern, self._risks)
        if pattern in self._families:
            every = f'"{pattern}.*{END}"'
            accepted = f"one of its strikes, such as {shown(next(self._of_family(pattern)))}, or all: {every}"
            self._findings.add(key, f"{shown(pattern)}, which may strike several times", accepted)
            return []
        if not found and not self._findings.is_partial:
            accepted = "risks.NAME of a risk, or a pattern such as risks.*.strikes"
            hint = nearest(pattern, self._risks)
            self._findings.add(key, f"{shown(pattern)}, which fits no risk", accepted, hint)
        shared = [name for name in found if self._risks[name].exclusive]
        if shared:
            told = f"{listed(shared, 'and')}, of which at most one strikes (exclusive)"
            self._findings.add(key, told, "risks that do not exclude others: those share one draw already")
        varying = [name for name in found if name in self.uncertain]
        if found and not varying and not shared:
            if self._is_varied:
                return found
            told = f"{shown(pattern)}, certain in this programme: {', '.join(found)}"
            self._findings.add(key, told, "risks that may strike or not: what is certain varies with nothing")
        return varying

    def _of_family(self, pattern: str) -> map[str]:
        return map(str, (name for name in self._risks if name.startswith(f"{pattern}.")))


def _may_vary(risk: Risk) -> bool:
    low, high = support(risk.probability.law)
    return high > 0.0 and low < 1.0
