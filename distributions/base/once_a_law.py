"""What is asked of a law again and again, worked out once and forgotten with the law."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from distributions.base.law import Law

Value = TypeVar("Value")


def once_a_law(function: Callable[[Law], Value]) -> Callable[[Law], Value]:
    """The same function, which answers equal laws at once after the first time.

    A register of a thousand risks has thousands of laws, and a study asks them hundreds of times; a law of great
    counts holds megabytes, which are to go with its programme.
    """
    known: WeakKeyDictionary[Law, Value] = WeakKeyDictionary()

    @wraps(function)
    def asked(law: Law) -> Value:
        try:
            return known[law]
        except KeyError:
            known[law] = found = function(law)
            return found

    return asked
