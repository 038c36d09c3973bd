"""The inputs of a programme whose laws are approximate, as sums of many amounts are."""

from __future__ import annotations

from distributions import Law
from distributions.base.once_a_law import once_a_law
from engine.programme.model import Programme

NEGLIGIBLE = 1e-8  # of a value: a table of its law is no finer


def approximate_laws(programme: Programme) -> dict[str, float]:
    """By the full name of an input, the relative error to expect of its law's values where that can be seen."""
    found = {quantity.name: _accuracy(quantity.law) for quantity in programme.uncertain()}
    return {name: accuracy for name, accuracy in found.items() if accuracy > NEGLIGIBLE}


@once_a_law
def _accuracy(law: Law) -> float:
    return law.accuracy()
