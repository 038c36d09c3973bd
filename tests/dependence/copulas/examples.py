"""Copulas of every sort in the folder; of those that take degrees of freedom hardly enough, a few and many."""

from __future__ import annotations

from engine.dependence.copula import Copula
from engine.dependence.registry import copula_classes


def examples_of(kind: type[Copula]) -> list[Copula]:
    least = kind.degrees_above
    return [kind()] if least is None else [kind(least + more) for more in (0.001, 1.7, 2, 1e5)]


EXAMPLES = [copula for kind in copula_classes().values() for copula in examples_of(kind)]
