"""Laws whose values are worked out approximately, and how far off they may be."""

from __future__ import annotations

from collections.abc import Iterator

from engine.programme.approximate import approximate_laws
from engine.studies.lint.slip import Case, Slip


def rules(case: Case) -> Iterator[Slip]:
    """Every one."""
    for name, accuracy in approximate_laws(case.programme).items():
        found = f"values that are worked out to within {100 * accuracy:.1g}% each"
        yield Slip(case.key_of(name), found, "its mean and variance are exact; results say so too")
