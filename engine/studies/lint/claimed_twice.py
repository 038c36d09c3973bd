"""Benefits that may be one benefit, claimed twice: of one cluster, and equal to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.programme.model import BenefitLine
from engine.studies.lint.slip import Case, Slip


def rules(case: Case) -> Iterator[Slip]:
    """Every later one of two; what is `underlying` both, if the file says it, is held against their attributions."""
    for first, second in combinations(case.programme.benefits, 2):
        if first.cluster == second.cluster and _alike(first, second) and not _told_apart(first, second):
            found = f"as much as {first.name}, of the same law"
            meaning = (
                "the same benefit, claimed twice? If so leave one out or give both one name in underlying and shares "
                "in attribution; if not, a name each"
            )
            yield Slip(case.key_of(second.name), found, meaning)


def _alike(first: BenefitLine, second: BenefitLine) -> bool:
    mine, other = first.value, second.value
    return (
        first.value_is_total == second.value_is_total
        and mine.base == other.base != 0
        and mine.law == other.law
    )


def _told_apart(first: BenefitLine, second: BenefitLine) -> bool:
    """Whether the file says of both what they are."""
    return first.underlying is not None and second.underlying is not None
