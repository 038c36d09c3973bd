"""Correlations of a group that hang on beliefs: what each may be, and whether all of that can hold together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from distributions import Law, drawn_for
from engine.dependence.conversions import MEASURES, Measure
from engine.dependence.copula import Copula
from engine.dependence.feasibility import is_possible
from engine.dependence.pearson import score_of
from engine.dependence.pearson_targets import unattainable
from engine.dependence.targets import scores_of
from engine.dependence.varied import NotSmooth, Varied, VariedEntry, varied
from engine.problems import Findings, listed
from engine.programme.quantity import Quantity
from engine.programme.reading.laws import support

FloatArray = NDArray[np.float64]
Ends = dict[str, tuple[float, float]]
Written = Mapping[
    tuple[int, int], tuple[float, tuple[str, ...]]
]  # by pair: a number, and beliefs that multiply it

MOST = 8  # beliefs in one group: every combination of their ends is looked at
HALVINGS = 30


class VariedReader:
    """Reads the entries of one group, at `key`; faults go to `findings`."""

    def __init__(self, beliefs: Mapping[str, Quantity], key: str, findings: Findings) -> None:
        self._beliefs, self._key, self._findings = beliefs, key, findings

    def entries(
        self,
        written: Written,
        scores: FloatArray,
        way: tuple[Measure, Copula],
        laws: Sequence[Law] | None,
        repairs: bool,
    ) -> tuple[VariedEntry, ...] | None:
        """The entries, or nothing where a fault has been told.

        `scores` are the group's correlations of normal scores at base, `way` is what correlations are `written` in;
        `laws` are those of the inputs where they are Pearson's.
        """
        if not written:
            return ()
        names = list(dict.fromkeys(name for _, several in written.values() for name in several))
        if not self._are_fit(names, way[1]):
            return None
        ends: Ends = {name: support(self._beliefs[name].law) for name in names}
        curves: dict[object, Varied] = {}
        found = []
        for (a, b), (number, several) in written.items():
            pair = (laws[a], laws[b]) if laws is not None else None
            if (number, several, pair) not in curves:
                curve = self._curve(number, several, ends, way, pair)
                if curve is None:
                    return None
                curves[number, several, pair] = curve
            found.append(VariedEntry(a, b, curves[number, several, pair]))
        if not repairs and not self._can_hold(found, scores, ends):
            return None
        return tuple(found)

    def _are_fit(self, names: Sequence[str], copula: Copula) -> bool:
        faults = len(self._findings.found)
        if copula.reorders:
            self._findings.add(
                f"{self._key}.copula",
                f"{copula.phrase}, with correlations that are beliefs",
                "a copula that is played iteration by iteration, such as gaussian: this one orders a whole run",
            )
        if len(names) > MOST:
            self._findings.add(self._key, f"{len(names)} beliefs in one group", f"at most {MOST}")
        for name in names:
            if drawn_for(self._beliefs[name].law):
                accepted = "a belief whose law has plain numbers: this one stands in a correlation"
                self._findings.add(name, "a law whose numbers are drawn themselves", accepted)
        return len(self._findings.found) == faults

    def _curve(
        self,
        number: float,
        names: tuple[str, ...],
        ends: Ends,
        way: tuple[Measure, Copula],
        laws: tuple[Law, Law] | None,
    ) -> Varied | None:
        values = [number * float(np.prod(corner)) for corner in product(*(ends[name] for name in names))]
        low, high = min(values), max(values)
        found = f"{_said(number, names)}, from {low:g} to {high:g}"
        if low < -1 or high > 1:
            accepted = f"a {MEASURES[way[0]]} from -1 to 1"
            self._findings.add(names[0], found, accepted, 'cut a law off with kind = "truncated"')
            return None
        for value in (low, high) if laws is not None else ():
            for pair in unattainable(np.array([[1.0, value], [value, 1.0]]), laws or ()):
                self._findings.add(names[0], found, pair.accepted)
                return None
        to_scores: Callable[[float], float] = (
            (lambda value: float(scores_of(value, *way))) if laws is None else partial(_behind, laws)
        )
        try:
            return varied(number, names, (low, high), to_scores)
        except NotSmooth as error:
            accepted = "a measure that laws have no say in, such as spearman"
            self._findings.add(f"{self._key}.measure", f"{way[0]} of {found}: {error}", accepted)
            return None

    def _can_hold(self, entries: Sequence[VariedEntry], scores: FloatArray, ends: Ends) -> bool:
        """Whether all that the beliefs may be can hold together.

        Possible matrices are a convex set, and a matrix lies within those at the ends of what it hangs on: if these are
        possible, so is all between.
        """
        for corner in product(*ends.values()):
            at = dict(zip(ends, corner, strict=True))
            if not is_possible(matrix_at(entries, scores, at)):
                self._tell(entries, scores, at)
                return False
        return True

    def _tell(self, entries: Sequence[VariedEntry], scores: FloatArray, at: Mapping[str, float]) -> None:
        """How far the beliefs can go together from their base towards the ends that are impossible."""
        base = {name: self._beliefs[name].base for name in at}

        def on_the_way(share: float) -> dict[str, float]:
            return {name: base[name] + share * (end - base[name]) for name, end in at.items()}

        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            possible = is_possible(matrix_at(entries, scores, on_the_way(middle)))
            low, high = (middle, high) if possible else (low, middle)
        furthest = on_the_way(low)
        self._findings.add(
            self._key,
            f"correlations that cannot hold together where {_are(at)}",
            f"from the base, {_are(base)}, towards there no further than {_are(furthest)}",
            "cut the belief off, or `repair = true` here plays the last that is possible on that way",
        )


def matrix_at(entries: Sequence[VariedEntry], scores: FloatArray, at: Mapping[str, float]) -> FloatArray:
    """`(input, input)` The correlations of normal scores where the beliefs have these values."""
    found = scores.copy()
    for a, b, one, sign in entries:
        found[a, b] = found[b, a] = sign * one.score(at)
    return found


def _behind(laws: tuple[Law, Law], value: float) -> float:
    return score_of(value, *laws)


def _said(number: float, names: Sequence[str]) -> str:
    return " times ".join([*([] if number == 1 else [f"{number:g}"]), *names])


def _are(values: Mapping[str, float]) -> str:
    return listed([f"{name} is {value:.4g}" for name, value in values.items()], "and")
