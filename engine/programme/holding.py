"""Copies of a programme in which inputs have another law or one value, while every other draw stays as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, Self

from distributions import Discrete, Law
from engine.programme.quantity import Quantity
from engine.programme.variation import STRIKES, VariationError, fitting
from engine.programme.walk import quantities_in, quantity_names, settled_quantity, with_quantities


@lru_cache(maxsize=1024)
def only(value: float) -> Discrete:
    """The law of one value that is drawn all the same; a study holds the same inputs hundreds of times."""
    return Discrete((value,), (1.0,))


class Holdable:
    """What a programme is whose inputs can be held; the fields are those of `engine.programme.model.Programme`."""

    risks: tuple[Any, ...]
    beliefs: tuple[Quantity, ...]
    changes: tuple[str, ...]
    altered: tuple[str, ...]
    content_hash: str

    def with_laws(self, laws: Mapping[str, Law]) -> Self:
        """A copy in which every quantity that fits a pattern has that law; where several fit, that of the last.

        All draws stay to the bit, those of inputs in one correlation group with it included: the law takes the
        uniform number that the one before it took. Base values stay, and so does the base case. What was certain
        is drawn from now on. Raises `VariationError` for a pattern that fits no quantity.
        """
        names = quantity_names(self)
        chosen = {
            name: law for pattern, law in laws.items() for name in fitting([pattern], names, "quantity")
        }
        return self._with(chosen, (), [f"law of {pattern}: {law!r}" for pattern, law in laws.items()])

    def held(self, values: Mapping[str, float | None]) -> Self:
        """A copy in which every input that fits a pattern has that value in every iteration; None is its base.

        As `with_laws` with a law of one value: unlike `at_base` it leaves the draws of every other input as they
        are under every design, and in correlation groups. A belief that is held is known to all laws that hang on
        it. `risks.NAME.strikes` can be held at 0 or None alone, at which the risk never strikes. Raises
        `VariationError` for a pattern that fits no input, and for a risk that is held at another value.
        """
        strikes = {STRIKES.format(risk.name): risk.name for risk in self.risks}
        bases = self._bases
        names = {**bases, **strikes}
        chosen: dict[str, float | None] = {}
        for pattern, value in values.items():
            chosen |= dict.fromkeys(fitting([pattern], names, "input"), value)
        struck = next((name for name, value in chosen.items() if name in strikes and value), None)
        if struck is not None:
            raise VariationError(
                f"{struck} held at {chosen[struck]!r}: a risk can be held at 0, not striking"
            )
        at = {
            name: bases[name] if value is None else float(value)
            for name, value in chosen.items()
            if name not in strikes
        }
        known = {belief.name: at[belief.name] for belief in self.beliefs if belief.name in at}
        laws = {name: only(value) for name, value in at.items()}
        said = [f"held: {pattern} at {'base' if v is None else f'{v!r}'}" for pattern, v in values.items()]
        return self._with(laws, {strikes[name] for name in chosen if name in strikes}, said, known)

    @cached_property
    def _bases(self) -> dict[str, float]:
        """Of every quantity, by its name; a study holds one programme hundreds of times."""
        return {quantity.name: quantity.base for quantity in quantities_in(self)}

    def _with(
        self,
        laws: Mapping[str, Law],
        quiet: Collection[str],
        said: list[str],
        known: Mapping[str, float] = {},
    ) -> Self:
        def changed(quantity: Quantity) -> Quantity:
            law = laws.get(quantity.name)
            return replace(quantity, law=law) if law is not None else settled_quantity(quantity, known)

        varied = with_quantities(self, changed) if laws else self
        digest = hashlib.sha256("\n".join([self.content_hash, *said]).encode()).hexdigest()
        return replace(  # type: ignore[type-var]
            varied,
            risks=tuple(replace(r, can_strike=False) if r.name in quiet else r for r in varied.risks),
            changes=(*self.changes, *said),
            altered=tuple(dict.fromkeys([*self.altered, *laws])),
            content_hash=digest if self.content_hash else "",
        )
