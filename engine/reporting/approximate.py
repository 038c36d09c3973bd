"""Which inputs a run drew from laws that are approximate, in a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.problems import listed


def approximate_said(attrs: Mapping[str, Any]) -> list[str]:
    """The sentence, of the attributes of results; none where every law is exact."""
    found: dict[str, float] = json.loads(attrs.get("approximate") or "{}")
    if not found:
        return []
    named = [f"{name} ({100 * accuracy:.1g}%)" for name, accuracy in found.items()]
    return [f"Values of these inputs are approximate, each to within what is said: {listed(named, 'and')}."]
