"""What may be uncertain: one law a file; the folder itself is the registry.

A file `risk_event.py` holds the class `RiskEvent` and gives the TOML kind "risk_event". The folder
`base` holds what laws share. A law is imported when it is first asked for.
"""

from __future__ import annotations

from typing import Any

from distributions.base.law import Law as Law
from distributions.base.law import LawError as LawError
from distributions.base.law import Parameter as Parameter
from distributions.base.parted import keeps_ranks as keeps_ranks
from distributions.base.parted import parts_of as parts_of
from distributions.base.registry import class_name
from distributions.base.registry import kind_of as kind_of
from distributions.base.registry import kinds as kinds
from distributions.base.registry import law_class as law_class
from distributions.base.second_order import SecondOrder as SecondOrder
from distributions.base.second_order import drawn_for as drawn_for
from distributions.base.second_order import given as given
from distributions.base.second_order import is_second_order as is_second_order
from distributions.base.second_order import settled as settled
from distributions.base.segments import Segment as Segment
from distributions.base.shared import Shared as Shared
from distributions.base.shared import shared_in as shared_in
from distributions.base.shared import shared_names as shared_names


def __getattr__(name: str) -> Any:
    if name == "__all__":  # of `from distributions import *`, for which all laws are imported
        return ["Law", "LawError", *map(class_name, kinds())]
    for kind in kinds():
        if class_name(kind) == name:
            return law_class(kind)
    raise AttributeError(f"module {__name__!r} has no law {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *map(class_name, kinds())]
