"""What keeps numbers that are too great or too small from ending in a warning or another error than `LawError`."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np

from distributions.base.asked import note_question
from distributions.base.conversion import converted
from distributions.base.error import LawError

Method = TypeVar("Method", bound=Callable[..., Any])

GREATEST = 1e150  # its square is a number, and so is that of its inverse
LEAST = 1e-150
SHAPES = 1e-6, 1e12
QUIET = ("ppf", "isf", "cdf", "sf", "density", "mean", "variance")


def quiet(method: Method) -> Method:
    """`method` of a law without warnings; where Python's own numbers fail it raises `LawError`."""

    @wraps(method)
    def guarded(law: Any, *arguments: Any) -> Any:
        note_question(arguments, law.EFFORT)
        with np.errstate(all="ignore"):
            try:
                return method(law, *arguments)
            except ArithmeticError as error:
                raise LawError(f"{law}: its {method.__name__} cannot be computed ({error})") from error

    return cast("Method", guarded)


def refuse_great(name: str, value: Any, greatest: float) -> None:
    """Refuse a number, also one in a list, that is greater but not infinite."""
    if isinstance(value, tuple):
        if len(value) and isinstance(value[0], float):
            size = np.abs(np.array(value))
            beyond = np.flatnonzero((size > greatest) & (size < math.inf))
            for place in beyond[:1].tolist():
                refuse_great(f"{name}[{place}]", value[place], greatest)
        elif value and isinstance(value[0], tuple):
            for key, entry in value:
                refuse_great(f"{name}.{key}", entry, greatest)
    elif isinstance(value, float | int) and greatest < abs(value) < math.inf:
        raise LawError(
            f"{name} = {float(value):.6g} is too great; the greatest that can be played is {greatest:g}"
        )


def check_moments(what: str, mean: Any, sd: Any) -> None:
    """Refuse a mean or standard deviation that no law of positive values has, `what` being one."""
    for name, value in (("mean", mean), ("sd", sd)):
        if not 0 < converted(name, float, value) < math.inf:
            raise LawError(f"{name} = {value} must be greater than 0 and finite for a {what}")
        if not LEAST <= value <= GREATEST:
            raise LawError(f"{name} = {value} is beyond what can be played, {LEAST:g} to {GREATEST:g}")
    if not LEAST <= sd / mean <= GREATEST:
        raise LawError(f"mean = {mean}, sd = {sd}: one is too small beside the other")


def shapes(law: Any, *names: str) -> None:
    """Refuse shapes with which a law is too steep to compute; they are positive."""
    for name in names:
        value = law.argument(name)
        if not SHAPES[0] <= value <= SHAPES[1]:
            raise LawError(f"{name} = {value:g} is beyond what can be played, {SHAPES[0]:g} to {SHAPES[1]:g}")
