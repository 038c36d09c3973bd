"""Pure copies of a programme in which some causes are off: inputs at their base, risks that never strike."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Self

import numpy as np

from engine.problems import Refused, nearest
from engine.programme.names import matching
from engine.programme.quantity import Quantity
from engine.programme.walk import fixed_in, quantity_names, settled_in

Redraw = Sequence[tuple[str, int]]  # patterns of inputs that are drawn afresh, each with its salt
STRIKES = "risks.{}.strikes"  # the input that says whether a risk strikes


class VariationError(Refused):
    """A pattern that fits nothing of the programme."""


class Variable:
    """What a programme is that can be varied; the fields are those of `engine.programme.model.Programme`."""

    risks: tuple[Any, ...]
    correlation: tuple[Any, ...]
    beliefs: tuple[Quantity, ...]
    changes: tuple[str, ...]
    altered: tuple[str, ...]
    content_hash: str

    def at_base(self, patterns: str | Iterable[str]) -> Self:
        """A copy in which every input that fits one of `patterns` has its base value in every iteration.

        Patterns are full names of inputs, as `engine.draw` lists them, with `*` for any run of characters
        (`synergy.build.duration`, `*.duration`). The base of `risks.NAME.strikes` is that the risk does not
        strike. Other inputs keep their draws under every design but sobol, whose dimensions are places.
        Raises `VariationError` for a pattern that fits no input.
        """
        wanted = [patterns] if isinstance(patterns, str) else list(patterns)
        strikes = {STRIKES.format(risk.name): risk.name for risk in self.risks}
        fixed = fitting(wanted, [*quantity_names(self), *strikes], "input")
        quiet = {risk for name, risk in strikes.items() if name in fixed}
        return self._varied(fixed, quiet, [f"at base: {pattern}" for pattern in wanted])

    def without(self, risks: str | Iterable[str]) -> Self:
        """A copy in which every risk that fits one of `risks` (names or patterns) never strikes.

        All other draws stay, those of risks that exclude it among them; what it implies strikes by its own
        chance, what needs it never does. Raises `VariationError` for a pattern that fits no risk.
        """
        wanted = [risks] if isinstance(risks, str) else list(risks)
        families = [risk.family for risk in self.risks if risk.family]
        named = fitting(wanted, list(dict.fromkeys([*(risk.name for risk in self.risks), *families])), "risk")
        quiet = {risk.name for risk in self.risks if risk.name in named or risk.family in named}
        return self._varied((), quiet, [f"without: {pattern}" for pattern in wanted])

    def _varied(self, fixed: Collection[str], quiet: Collection[str], changes: list[str]) -> Self:
        # what decides over a quiet risk is drawn all the same, so that those it is tied to keep their draws
        gone = set(fixed) - {STRIKES.format(risk.name) for risk in self.risks}
        varied = fixed_in(self, fixed) if fixed else self
        known = {belief.name: belief.base for belief in self.beliefs if belief.name in fixed}
        varied = settled_in(varied, known) if known else varied
        digest = hashlib.sha256("\n".join([self.content_hash, *changes]).encode()).hexdigest()
        return replace(  # type: ignore[type-var]
            varied,
            risks=tuple(replace(r, can_strike=False) if r.name in quiet else r for r in varied.risks),
            correlation=tuple(
                kept for g in self.correlation if (kept := without_inputs(g, gone)) is not None
            ),
            changes=(*self.changes, *changes),
            altered=tuple(dict.fromkeys([*self.altered, *fixed])),
            content_hash=digest if self.content_hash else "",
        )


def fitting(patterns: Iterable[str], names: Collection[str], what: str) -> list[str]:
    """The names that fit any of the patterns; raises `VariationError` for one that fits none."""
    found: dict[str, None] = {}
    for pattern in patterns:
        fit = matching(pattern, names)
        if not fit:
            hint = nearest(pattern, names)
            raise VariationError(
                f"{pattern!r} fits no {what} of the programme" + (f"; {hint}" if hint else "")
            )
        found.update(dict.fromkeys(fit))
    return list(found)


def salts_of(labels: Sequence[Sequence[str]], redraw: Redraw) -> list[int]:
    """For each input, known by any of its labels, the salt of the last pattern that fits it; 0 where none does.

    Raises `VariationError` for a pattern that fits no input, or a salt that is not a whole number from 0 up.
    """
    place = {label: k for k, names in enumerate(labels) for label in names}
    salts = [0] * len(labels)
    for pattern, salt in redraw:
        if isinstance(salt, bool) or not isinstance(salt, int) or salt < 0:
            raise VariationError(f"redraw: {pattern!r} = {salt!r}; a whole number from 0 up is needed")
        for label in fitting([pattern], place, "input"):
            salts[place[label]] = salt
    return salts


def without_inputs(group: Any, names: Collection[str]) -> Any:
    """A correlation group without inputs that are fixed; nothing where fewer than two are left."""
    staying = [place for place, name in enumerate(group.inputs) if name not in names]
    if len(staying) == len(group.inputs):
        return group
    if len(staying) < 2:
        return None
    some = np.ix_(staying, staying)
    inputs = tuple(group.inputs[place] for place in staying)
    matrices = {name: getattr(group, name)[some] for name in ("target", "scores", "played")}
    varied = tuple(
        entry._replace(a=staying.index(entry.a), b=staying.index(entry.b))
        for entry in group.varied
        if entry.a in staying and entry.b in staying
    )
    return replace(group, inputs=inputs, varied=varied, **matrices)
