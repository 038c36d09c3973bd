"""Which classes of benefits a run sums up: they are never added without its being said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def classes_of(attrs: Mapping[str, Any]) -> list[str]:
    """The classes of the programme's benefits, in the order of the results; `attrs` are those of the results.

    Of results that do not say it, cash and efficiency.
    """
    said = attrs.get("benefit_classes")
    return [str(one) for one in json.loads(said)] if said else ["cash", "efficiency"]
