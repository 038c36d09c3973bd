"""Laws that are now this and now that, cut at the probabilities that they share with others."""

from __future__ import annotations

from itertools import pairwise

from distributions.base.law import Law
from distributions.base.once_a_law import once_a_law
from distributions.base.second_order import SecondOrder
from distributions.base.shared import Shared, shared_names


def parts_of(law: Law) -> list[tuple[float | Shared, Law]]:
    """The parts of a law, each with its probability; lower values first where the law says which they are.

    A law that shares no probability is one part.
    """
    from distributions.constant import Constant

    given = dict(law.uncertain) if isinstance(law, SecondOrder) else {}
    if isinstance(law, SecondOrder) and isinstance(chance := given.get("probability"), Shared):
        impact = law.arguments().get("impact", Constant(1.0))
        rest = Shared(chance.name, chance.law, not chance.complement)
        if float(impact.ppf(1.0)) <= 0.0:
            return [(chance, impact), (rest, Constant(0.0))]
        return [(rest, Constant(0.0)), (chance, impact)]
    if isinstance(law, SecondOrder) and law.kind == "mixture":
        parts = zip(law.argument("weights"), law.argument("laws"), strict=True)
        return sorted(parts, key=lambda part: float(part[1].ppf(0.5)))
    return [(1.0, law)]


@once_a_law
def keeps_ranks(law: Law) -> bool:
    """Whether a greater uniform is never a lesser value, so that a copula ties values as it ties uniforms."""
    parts = parts_of(law) if shared_names(law) else []
    ends = [inner.ppf([0.0, 1.0]).tolist() for _, inner in parts]
    return all(below[1] <= above[0] for below, above in pairwise(ends))
