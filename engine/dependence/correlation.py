"""Correlations of a free model's inputs: pairs or a whole block, in a measure, under a copula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import numpy as np

from distributions import Law
from engine.dependence.arrays import FloatArray
from engine.dependence.conversions import Measure, hangs_on_laws
from engine.dependence.copula import Copula
from engine.dependence.feasibility import clash_in_words, is_possible
from engine.dependence.group import MOST_TIED, Group
from engine.dependence.nearest import MOST_REPAIRED, nearest_correlation
from engine.dependence.pearson import NoPearson
from engine.dependence.pearson_targets import scores_behind, unattainable
from engine.dependence.registry import DEFAULT, copula_class, names, those_with_degrees
from engine.dependence.targets import scores_of
from engine.problems import Refused, listed


class CorrelationError(Refused):
    """Correlations that contradict themselves or each other, or that nothing can have."""


@dataclass(frozen=True)
class Correlation:
    """Inputs tied by one copula, apart from all others.

    Written as `pairs` of inputs, those not listed being 0, or as `all_pairs` of `inputs`. `measure` says what
    the numbers are: "spearman", "kendall", "normal" (Pearson of the normal scores) or "pearson" (of the values
    themselves; not every two laws can have any, and it takes a copula of normal scores). `copula` names a file of
    `engine/dependence/copulas`, which says what it does; `degrees` of freedom are of those that take them.
    `repair` plays the nearest possible matrix where this one is impossible.

        Correlation({("build", "wave"): 0.4}, copula="student_t", degrees=4)  # extremes come together

        >>> tied = engine.Correlation({("cost", "time"): 0.6}, measure="kendall")
        >>> tied.members
        ('cost', 'time')

    Raises `CorrelationError` for what has no meaning.
    """

    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)
    inputs: Sequence[str] = ()
    all_pairs: float | None = None
    measure: Measure = "spearman"
    copula: str = DEFAULT
    degrees: float | None = None
    repair: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        self._check_choices()
        seen: set[frozenset[str]] = set()
        for (a, b), value in self.pairs.items():
            if a == b or frozenset((a, b)) in seen:
                raise CorrelationError(
                    f"correlation of {a!r} and {b!r} is given twice, or is of an input with itself"
                )
            seen.add(frozenset((a, b)))
            if not -1 <= value <= 1:
                raise CorrelationError(
                    f"correlation of {a!r} and {b!r} is {value}; a number from -1 to 1 is needed"
                )
            strangers = {a, b} - set(self.members)
            if strangers:
                raise CorrelationError(
                    f"correlation of {a!r} and {b!r}: {strangers.pop()!r} is not among inputs = {self.members}"
                )
        if self.all_pairs is not None and not -1 <= self.all_pairs <= 1:
            raise CorrelationError(f"all_pairs = {self.all_pairs}; a number from -1 to 1 is needed")
        if len(self.members) < 2 or len(set(self.inputs)) != len(self.inputs):
            raise CorrelationError(f"inputs = {self.members}; at least two different inputs are needed")
        if len(self.members) > MOST_TIED:
            raise CorrelationError(
                f"{len(self.members):,} inputs in one correlation; at most {MOST_TIED:,} can be"
            )

    def _check_choices(self) -> None:
        for key, accepted in (("measure", get_args(Measure)), ("copula", names())):
            if getattr(self, key) not in accepted:
                raise CorrelationError(f"{key} = {getattr(self, key)!r}; it is one of {', '.join(accepted)}")
        kind = copula_class(self.copula)
        if not kind.fitting(self.degrees):
            raise CorrelationError(
                f"degrees = {self.degrees} with copula = {self.copula!r}; "
                f"degrees are of {listed(those_with_degrees(), 'and')} alone"
                if kind.degrees_above is None
                else f"degrees = {self.degrees}; {kind.article}{kind.title} needs a number above {kind.degrees_above:g}"
            )
        if (self.all_pairs is None) is (not self.pairs):
            raise CorrelationError("a correlation needs either pairs, or inputs with all_pairs")

    @property
    def members(self) -> tuple[str, ...]:
        """The inputs that are tied."""
        return tuple(self.inputs) or tuple(dict.fromkeys(name for pair in self.pairs for name in pair))

    @property
    def target(self) -> FloatArray:
        """The matrix `(input, input)` as written, in `measure`, inputs in the order of `members`."""
        names = self.members
        target = np.full((len(names), len(names)), self.all_pairs or 0.0)
        np.fill_diagonal(target, 1.0)
        for (a, b), value in self.pairs.items():
            i, j = names.index(a), names.index(b)
            target[i, j] = target[j, i] = value
        return target

    def group(self, laws: Mapping[str, Law] | None = None) -> Group:
        """What is played; raises `CorrelationError` where nothing can be correlated like this, naming culprits.

        Pearson correlations hang on the `laws` of the inputs, by name.
        """
        copula = copula_class(self.copula)(self.degrees)
        way, target = (self.measure, copula), self.target
        if hangs_on_laws(self.measure):
            way, target = ("normal", copula), self._scores_behind(laws, copula)
        scores = scores_of(target, *way)
        if not is_possible(scores):
            if not self.repair:
                clash = clash_in_words(self.members, target, *way)
                raise CorrelationError(
                    f"{clash}; repair=True plays the nearest correlations that are possible"
                )
            if len(scores) > MOST_REPAIRED:
                raise CorrelationError(f"repair of {len(scores):,} inputs; at most {MOST_REPAIRED:,} can be")
            scores = nearest_correlation(scores)
        return Group(self.members, scores, copula, self.name or ", ".join(sorted(self.members)))

    def _scores_behind(self, laws: Mapping[str, Law] | None, copula: Copula) -> FloatArray:
        """The normal-score correlations behind Pearson ones."""
        if laws is None:
            raise CorrelationError(
                "measure = 'pearson' needs the laws of the inputs: hand it to engine.Model"
            )
        if copula.mixture is not None:
            raise CorrelationError(
                f"measure = 'pearson' with {copula.phrase}; it takes copulas of normal scores"
            )
        members = [laws[name] for name in self.members]
        try:
            for one in unattainable(self.target, members):
                pair = f"{self.members[one.a]!r} and {self.members[one.b]!r}"
                value = self.target[one.a, one.b]
                raise CorrelationError(f"correlation of {pair} is {value:g}; it needs {one.accepted}")
            return scores_behind(self.target, members)
        except NoPearson as error:
            raise CorrelationError(f"measure = 'pearson': {error}") from None


def as_correlations(
    correlation: Mapping[tuple[str, str], float] | Iterable[Correlation],
) -> tuple[Correlation, ...]:
    """One for each set of inputs joined by Spearman pairs, or those given, which must have no input in common.

    Raises `CorrelationError`.
    """
    if isinstance(correlation, Mapping):
        return tuple(
            Correlation({pair: value for pair, value in correlation.items() if pair[0] in names})
            for names in joined(correlation)
        )
    found = tuple(correlation)
    home: dict[str, Correlation] = {}
    for one in found:
        if not isinstance(one, Correlation):
            raise CorrelationError(f"correlation holds {one!r}; it takes engine.Correlation(...) or pairs")
        for name in one.members:
            if home.setdefault(name, one) is not one:
                raise CorrelationError(f"{name!r} stands in two correlations; one can hold both groups")
    names = [one.name for one in found if one.name]
    if len(set(names)) != len(names):
        raise CorrelationError(f"correlations named {', '.join(names)}; each needs a name of its own")
    return found


def joined(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Names joined by pairs, each group in order of appearance."""
    groups: list[list[str]] = []
    for pair in pairs:
        touched = [group for group in groups if set(group) & set(pair)]
        merged = list(dict.fromkeys([*(name for group in touched for name in group), *pair]))
        groups = [group for group in groups if group not in touched] + [merged]
    return groups
