"""The laws of a group whose correlations are Pearson's, and whether they allow what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distributions import Bernoulli, Law, SecondOrder
from engine.dependence.copula import Copula
from engine.dependence.pearson import NoPearson, range_of
from engine.dependence.pearson_targets import unattainable
from engine.problems import Findings
from engine.programme.model import Quantity, Risk


@dataclass(frozen=True)
class PearsonLaws:
    """Looks up the laws of inputs, those of strikes among them; faults go to `findings`."""

    inputs: Mapping[str, Quantity]
    risks: Sequence[Risk]
    findings: Findings

    def behind(
        self, names: Sequence[str], target: NDArray[np.float64], copula: Copula, key: str
    ) -> list[Law] | None:
        """The law of each input, or nothing where they allow no such correlations, which is told."""
        if copula.mixture is not None:
            accepted = "a copula of normal scores, such as gaussian, or another measure"
            self.findings.add(f"{key}.measure", f"pearson with {copula.phrase}", accepted)
            return None
        found = [self._law(name, key) for name in names]
        laws = [law for law in found if law is not None]
        if len(laws) < len(names):
            return None
        for name, law in zip(names, laws, strict=True):
            try:
                range_of(law, law)
            except NoPearson as error:
                self.findings.add(
                    f"{key}.measure", f"pearson with {name}: {error}", "another measure, such as spearman"
                )
                return None
        pairs = unattainable(target, laws)
        for one in pairs:
            told = f"{target[one.a, one.b]:g} for {names[one.a]} with {names[one.b]}"
            self.findings.add(key, told, one.accepted)
        return None if pairs else laws

    def _law(self, name: str, key: str) -> Law | None:
        risk = next((risk for risk in self.risks if risk.strikes == name), None)
        law = self.inputs[name].law if risk is None else risk.probability.law
        if isinstance(law, SecondOrder) or (risk is not None and not risk.probability.is_certain):
            what = (
                "a parameter of whose law is drawn itself"
                if risk is None
                else "whose probability is drawn itself"
            )
            accepted = "another measure, such as spearman, which no law has a say in"
            self.findings.add(f"{key}.measure", f"pearson with {name}, {what}", accepted)
            return None
        return law if risk is None else Bernoulli(risk.probability.base)
