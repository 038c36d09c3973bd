"""A programme at its base, as plain data and back: what a reader needs who follows the base case without playing.

Every quantity is written once, by its full name, with its base; where it stands the name stands. Laws, correlations,
claims and sources are left out: they say nothing of the base case.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from distributions import Constant
from engine.programme.model import Programme
from engine.programme.quantity import Quantity

KEPT = (
    *("title", "start", "horizon", "unit", "price_base", "discounting", "discount_factors", "total_cost"),
    *("clusters", "activities", "costs", "benefits", "drivers", "risks", "funding", "counterfactual"),
    *("own_rates", "cash_only", "told"),
)
LEFT_OUT = (
    "response",
    "exposure",
    "probability",
    "needs",
    "needs_any",
    "implies",
    "prevented_by",
    "exclusive",
    "can_strike",
)


def base_record(programme: Programme) -> dict[str, Any]:
    """The programme as data that JSON has: `quantities`, by name their base and whether the file gives them, and the
    sections of `engine.programme.model.Programme` that the base case is made of.
    """
    quantities: dict[str, list[Any]] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, Quantity):
            quantities[value.name] = [value.base, value.is_written]
            return value.name
        if is_dataclass(value):
            kept = (field.name for field in fields(value) if field.name not in LEFT_OUT)
            return {name: plain(getattr(value, name)) for name in kept}
        return [plain(one) for one in value] if isinstance(value, tuple) else value

    record = {name: plain(getattr(programme, name)) for name in KEPT}
    claimed = [claim.figure for claim in programme.claims if claim.figure is not None]
    record["told"] += [plain(figure) for figure in claimed]
    return record | {"quantities": quantities}


def read_base_record(record: Mapping[str, Any]) -> Programme:
    """The programme of a record, each quantity certain at its base; risks have no probability and hang on nothing.

    Raises `KeyError`, `TypeError` or `ValueError` for what is no such record.
    """
    bases = record["quantities"]

    def made(kind: Any, value: Any) -> Any:
        inner = [one for one in get_args(kind) if one is not type(None)]
        if get_origin(kind) in (Union, types.UnionType):
            return None if value is None else made(inner[0], value)
        if get_origin(kind) is tuple:
            return tuple(made(inner[0], one) for one in value)
        if kind is Quantity:
            base, is_written = bases[value]
            return Quantity(value, Constant(float(base)), float(base), is_written=bool(is_written))
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            left_out = {"probability": NEVER} if "probability" in hints else {}
            build = cast(Callable[..., Any], kind)
            return build(**left_out, **{name: made(hints[name], one) for name, one in value.items()})
        return value

    hints = get_type_hints(Programme)
    return Programme(**{name: made(hints[name], record[name]) for name in KEPT})


NEVER = Quantity("probability", Constant(0.0), 0.0, is_written=False)
