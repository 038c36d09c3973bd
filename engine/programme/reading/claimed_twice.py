"""Is one benefit claimed by several lines, and by more than all of it together?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from engine.problems import Findings, listed
from engine.programme.model import BenefitLine

ROUNDING = 1e-9


def check_claimed_once(lines: Iterable[BenefitLine], findings: Findings) -> None:
    """Tell of lines with one `underlying` benefit whose base attributions exceed the whole."""
    by_name: dict[str, list[BenefitLine]] = defaultdict(list)
    for line in lines:
        if line.underlying is not None:
            by_name[line.underlying].append(line)
    for name, claiming in by_name.items():
        whole = sum(line.attribution.base for line in claiming)
        if len(claiming) > 1 and whole > 1 + ROUNDING:
            *before, last = claiming
            cluster, _, item = last.name.partition(".")
            found = (
                f'"{name}" claimed again, which {listed([line.name for line in before], "and")} '
                f"{'claims' if len(before) == 1 else 'claim'} already: attributions of {whole:g} in all"
            )
            findings.add(
                f"clusters.{cluster}.benefits.{item}.underlying",
                found,
                "a benefit claimed once, or attribution shares that add up to 1 at most",
            )
