"""A formula on its way to a worker of a cluster: what a worker had before is the same function, compiled already."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any

from engine.model.formula import Formula
from engine.model.model import Model

KEPT = 16  # formulas that a worker keeps


def sent(model: Model) -> tuple[bytes, dict[str, Any]] | None:
    """A model's formula as bytes, and all else of it; nothing where what writes functions is not installed."""
    try:
        from cloudpickle import dumps
    except ImportError:
        return None
    rest = {one.name: getattr(model, one.name) for one in fields(model) if one.name != "formula"}
    return dumps(model.formula), rest


def arrived(formula: bytes, rest: dict[str, Any]) -> Model:
    """The model again. Equal bytes are one function, so that a study of many plays compiles it once on each worker."""
    return Model(formula=_formula(formula), **rest)


@lru_cache(maxsize=KEPT)
def _formula(formula: bytes) -> Formula:
    from cloudpickle import loads

    found: Formula = loads(formula)
    return found
