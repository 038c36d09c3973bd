"""What may be uncertain: one law a file; the folder itself is the registry.

A file `risk_event.py` holds the class `RiskEvent` and gives the TOML kind "risk_event". The folder
`base` holds what laws share. A law is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Any

from distributions.base.law import Law as Law
from distributions.base.law import LawError as LawError
from distributions.base.law import Parameter as Parameter
from distributions.base.registry import class_name
from distributions.base.registry import kind_of as kind_of
from distributions.base.registry import kinds as kinds
from distributions.base.registry import law_class as law_class
from distributions.base.second_order import SecondOrder as SecondOrder
from distributions.base.segments import Segment as Segment


def __getattr__(name: str) -> Any:
    for kind in kinds():
        if class_name(kind) == name:
            return law_class(kind)
    raise AttributeError(f"module {__name__!r} has no law {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *map(class_name, kinds())]
