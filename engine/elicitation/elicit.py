"""Stated quantiles -> laws that hold them, ranked."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from distributions import Law
from engine.elicitation.answer import Answer, ElicitationError, Quantiles, beyond_reason, label
from engine.elicitation.quantile_fit import FAMILIES, QuantileFit, fit_quantiles
from engine.elicitation.shapes import SHAPES, Question
from engine.elicitation.tails import Parting, heavy, partings
from engine.problems import Problem, nearest

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Elicited:
    """What one answer gives: `fits`, the best first, and why each of `passed_over` is not among them."""

    answer: Answer
    fits: tuple[QuantileFit, ...]
    passed_over: dict[str, str]
    low: float | None = None
    high: float | None = None

    @property
    def best(self) -> QuantileFit:
        """The first of the ranking."""
        return self.fits[0]

    @property
    def law(self) -> Law:
        """The law of the best fit."""
        return self.best.law

    def toml(self, name: str) -> str:
        """The best law as `[laws.NAME]` of a programme file, with who said it, when and why in its note."""
        from engine.programme.law_text import law_section

        return law_section(name, self.best.keys, "assumed", self.answer.provenance)

    def partings(self) -> list[Parting]:
        """Where the tails of the best law and of others as good part: those that hold all that was stated, or, if none
        of the others does, the next in the ranking.
        """
        best, *others = self.fits
        as_good = [fit for fit in others if fit.exact and best.exact] or others[:1]
        return partings({fit.family: fit.law for fit in (best, *as_good)})

    def to_dataset(self, unit: str = "") -> xr.Dataset:
        """The best law and the next ones on a grid, with stated quantiles: see `elicitation_dataset`.

        Attributes: `title`, `unit`, `method` "", bounds, who was `passed_over`.
        """
        from engine.elicitation.elicitation_dataset import Curve, curves_dataset

        curves = [
            Curve(fit.family, "alternative" if place else "chosen", fit.law, self.answer, fit)
            for place, fit in enumerate(self.fits)
        ]
        title = self.answer.provenance or "an expert who is not named"
        if self.answer.mode is not None:
            title = f"Most likely {self.answer.mode:g}; {title}"
        passed_over = json.dumps(self.passed_over, ensure_ascii=False)
        return curves_dataset(curves, self.low, self.high).assign_attrs(
            title=title, unit=unit, method="", passed_over=passed_over
        )


def elicit(
    quantiles: Quantiles | Answer = (),
    families: Sequence[str] | None = None,
    low: float | None = None,
    high: float | None = None,
    mode: float | None = None,
) -> Elicited:
    """Laws through `quantiles`, such as `{0.1: 8, 0.5: 10, 0.9: 20}`, or through those of an `Answer`.

    `low` and `high` are bounds that the quantity cannot pass, `mode` is its most likely value: the three are a
    three-point estimate. (Where an expert's low and high may be passed, state them as quantiles.)

    Each of `families` (TOML kinds; all of `FAMILIES` that can be told from so many quantiles unless given) is fitted
    exactly if it can hold the quantiles, else by least squares of value. (SHELF, by Oakley and O'Hagan, takes least
    squares of probability; see `quantile_fit` for what that does to a P90.) Ranked by root mean square error; laws
    that all hold the quantiles differ only where nothing was stated: beside three quantiles or more, those of a heavy
    tail (see `tails`) stand behind the others, then they stand in order of free numbers, then of `FAMILIES`.

        >>> found = engine.elicit({0.1: 8, 0.9: 20}, families=["gamma", "lognormal"])
        >>> [fit.family for fit in found.fits]
        ['lognormal', 'gamma']
        >>> float(found.law.ppf(0.9).round(6))
        20.0
        >>> engine.elicit(low=5, mode=8, high=20).best.family
        'pert'

    Raises `ElicitationError`: quantiles that no law has (see `Answer`) or that lie outside the bounds, unknown
    families, or none that fits.
    """
    answer = quantiles if isinstance(quantiles, Answer) else Answer(quantiles, mode=mode)
    if mode is not None:
        answer = replace(answer, mode=mode)
    asked = FAMILIES if families is None else tuple(families)
    faults = [*_unknown(asked), *_out_of_bounds(answer, low, high)]
    if faults:
        raise ElicitationError(faults)
    question = _question(answer, low, high)
    if families is None and answer.mode is not None:
        asked = tuple(family for family in FAMILIES if family in SHAPES and SHAPES[family].moded)
    found = {family: fit_quantiles(family, question) for family in dict.fromkeys(asked)}
    fits = [fit for fit in found.values() if isinstance(fit, QuantileFit)]
    passed_over = {name: fit.reason for name, fit in found.items() if not isinstance(fit, QuantileFit)}
    if not fits:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in passed_over.items())
        stated = ", ".join(f"{label(p)} = {x:g}" for p, x in answer.pairs)
        raise ElicitationError.at(
            "families",
            f"none that fits {stated}: {reasons}",
            f"other quantiles or bounds, or one of {', '.join(FAMILIES)}",
        )
    # two quantiles say nothing of a shape: the plainest law stands first then, and the tails are told
    several = len(question.values) > 2
    behind = heavy({fit.family: fit.law for fit in fits if fit.exact}) if several else frozenset()
    fits.sort(
        key=lambda fit: (
            0.0 if fit.exact else fit.error,
            fit.family in behind,
            fit.parameters,
            FAMILIES.index(fit.family),
        )
    )
    return Elicited(answer, tuple(fits), passed_over, low, high)


def _question(answer: Answer, low: float | None, high: float | None) -> Question:
    """What is asked of a law: beside a most likely value, bounds are stated too."""
    pairs = answer.pairs
    if answer.mode is not None:
        ends = [(p, bound) for p, bound in ((0.0, low), (1.0, high)) if bound is not None]
        pairs = tuple(sorted((*pairs, *ends)))
    return Question(tuple(p for p, _ in pairs), tuple(x for _, x in pairs), low, high, answer.mode)


def _unknown(families: Sequence[str]) -> list[Problem]:
    accepted = f"any of {', '.join(FAMILIES)}"
    if not families:
        return [Problem("families", "none", accepted)]
    return [
        Problem("families", f'"{name}"', accepted, nearest(name, FAMILIES))
        for name in families
        if name not in FAMILIES
    ]


def _out_of_bounds(answer: Answer, low: float | None, high: float | None) -> list[Problem]:
    bounds = {name: bound for name, bound in (("low", low), ("high", high)) if bound is not None}
    faults = [fault for name, bound in bounds.items() for fault in beyond_reason(name, bound)]
    if faults:
        return faults
    if low is not None and high is not None and low >= high:
        return [Problem("low", f"{low:g}, with high = {high:g}", "low below high")]
    for p, x in answer.pairs:
        if low is not None and x <= low:
            faults.append(Problem(label(p), f"{x:g}, with low = {low:g}", f"a value above {low:g}"))
        if high is not None and x >= high:
            faults.append(Problem(label(p), f"{x:g}, with high = {high:g}", f"a value below {high:g}"))
    return faults + (
        [] if faults or answer.mode is None else _mode_faults(answer.mode, bounds, len(answer.pairs))
    )


def _mode_faults(mode: float, bounds: dict[str, float], quantiles: int) -> list[Problem]:
    """A most likely value that lies outside the bounds, or with too little beside it."""
    faults = []
    if quantiles + len(bounds) < 2:
        found = f"most likely {mode:g} with {' and '.join(bounds) or 'nothing'} beside it"
        accepted = "low and high with it where they cannot be passed, or two quantiles such as P10 and P90"
        faults.append(Problem("mode", found, accepted))
    if mode < bounds.get("low", -math.inf) or mode > bounds.get("high", math.inf):
        ends = " and ".join(f"{name} = {bound:g}" for name, bound in bounds.items())
        faults.append(Problem("mode", f"{mode:g}, with {ends}", "a value between them"))
    return faults
