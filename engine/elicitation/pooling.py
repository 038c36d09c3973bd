"""Several experts -> one law."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from distributions import Law, kind_of
from distributions.mixture import Mixture
from distributions.quantile_average import QuantileAverage
from engine.elicitation.answer import Answer, ElicitationError
from engine.elicitation.elicit import Elicited, elicit
from engine.problems import Problem, nearest

if TYPE_CHECKING:
    import xarray as xr

METHODS: Mapping[str, Callable[[tuple[Law, ...], tuple[float, ...]], Law]] = {
    "linear": Mixture,
    "quantile": QuantileAverage,
}


MOST_ANSWERS = 500  # as many as one law of a programme may name; each takes a tenth of a second


@dataclass(frozen=True)
class Pooled:
    """What several answers give together; each is kept, with the laws fitted to it, in `experts`.

    `weights` sum to 1. `names` tell the experts apart.
    """

    method: str
    experts: tuple[Elicited, ...]
    names: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def law(self) -> Law:
        """The pooled law by the chosen method."""
        return self.by(self.method)

    def by(self, method: str) -> Law:
        """The pooled law by either of `METHODS`."""
        return METHODS[method](tuple(expert.law for expert in self.experts), self.weights)

    @property
    def provenance(self) -> str:
        """The method, and who said it when and why with which weight."""
        said = (
            f"{name}{_after(expert.answer)}, weight {weight:.3g}"
            for name, expert, weight in zip(self.names, self.experts, self.weights, strict=True)
        )
        plural = "" if len(self.experts) == 1 else "s"
        return f"{METHOD_NAMES[self.method]} of {len(self.experts)} answer{plural}: {'; '.join(said)}"

    def toml(self, name: str) -> str:
        """The pooled law as `[laws.NAME]` of a programme file, with its provenance in the note."""
        from engine.programme.law_text import law_section

        keys: dict[str, Any] = {
            "kind": kind_of(self.law),
            "laws": [expert.best.keys for expert in self.experts],
            "weights": self.weights,
        }
        return law_section(name, keys, "assumed", self.provenance)

    def to_dataset(self, unit: str = "") -> xr.Dataset:
        """The pooled law, every expert's and the other pool's on a grid: see `elicitation_dataset`.

        The pooled law, then each expert's, then the other method's. `method` is "linear" or "quantile".
        """
        from engine.elicitation.elicitation_dataset import Curve, curves_dataset

        other = next(method for method in METHODS if method != self.method)
        curves = [
            Curve(METHOD_NAMES[self.method], "chosen", self.law),
            *(
                Curve(name, "expert", expert.law, expert.answer, expert.best, weight)
                for name, expert, weight in zip(self.names, self.experts, self.weights, strict=True)
            ),
            Curve(METHOD_NAMES[other], "other pool", self.by(other)),
        ]
        first = self.experts[0]
        return curves_dataset(curves, first.low, first.high).assign_attrs(
            title=self.provenance, unit=unit, method=self.method, passed_over="{}"
        )


METHOD_NAMES = {"linear": "Linear opinion pool", "quantile": "Average of quantiles"}


def pool(
    answers: Sequence[Answer],
    method: str = "linear",
    families: Sequence[str] | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Pooled:
    """One law of several experts, each first given the best law of `families` within `low` and `high`.

    "linear" averages probabilities: a `Mixture`, which keeps disagreement as spread and may have several
    peaks. "quantile" averages values at each probability: a `QuantileAverage`, which keeps the experts' common
    shape (Thomas and Ross, Journal of Mathematical Psychology 21, 1980). Both have the same mean, and of any
    penalty that grows faster the farther off (a variance) the linear pool expects at least as much; it is often
    too wide where each expert is well calibrated (Lichtendahl, Grushka-Cockayne and Winkler, Management
    Science 59, 2013).

        >>> from engine.elicitation.answer import Answer
        >>> answers = [Answer({0.1: 8, 0.5: 10, 0.9: 20}, "Ann"), Answer({0.1: 9, 0.5: 14, 0.9: 30}, "Bob")]
        >>> pooled = engine.pool(answers)
        >>> pooled.names
        ('Ann', 'Bob')
        >>> 10 < float(pooled.law.ppf(0.5)) < 14
        True

    Raises `ElicitationError`: no answers or more than `MOST_ANSWERS`, an unknown method, or whatever `elicit` refuses,
    with whose it is.
    """
    faults = [*_unknown(method)]
    if not answers:
        faults.append(Problem("answers", "none", "at least one expert's answer"))
    if len(answers) > MOST_ANSWERS:
        hint = "so many are data: outturn fit finds a law of them"
        faults.append(Problem("answers", f"{len(answers):,}", f"at most {MOST_ANSWERS} answers", hint))
    if faults:
        raise ElicitationError(faults)
    names = _names(answers)
    experts, faults = [], []
    for name, answer in zip(names, answers, strict=True):
        try:
            experts.append(elicit(answer, families, low, high))
        except ElicitationError as error:
            faults += [problem.within(name) for problem in error.problems]
    if faults:
        raise ElicitationError(faults)
    total = math.fsum(answer.weight for answer in answers)
    if not math.isfinite(total):
        raise ElicitationError.at("weight", "weights whose sum is not finite", "weights such as 1 and 2")
    weights = tuple(answer.weight / total for answer in answers)
    return Pooled(method, tuple(experts), names, weights)


def _unknown(method: str) -> list[Problem]:
    if method in METHODS:
        return []
    return [Problem("method", f'"{method}"', " or ".join(METHODS), nearest(method, METHODS))]


def _names(answers: Sequence[Answer]) -> tuple[str, ...]:
    """Who answered; `expert 2` where nobody is named, `Ann (2)` for a second answer of Ann's."""
    who = [answer.who or f"expert {place}" for place, answer in enumerate(answers, 1)]
    seen: Counter[str] = Counter()
    names = []
    for name in who:
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _after(answer: Answer) -> str:
    """What a provenance says beyond the name."""
    rest = answer.provenance.removeprefix(answer.who).removeprefix(",").strip()
    return f", {rest}" if rest else ""
