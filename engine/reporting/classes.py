"""Words for the classes of benefits that a number sums up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.analysis.classes import classes_of
from engine.problems import listed

_SUMS = {"total_benefit", "net_benefit", "npv", "benefit_cost_ratio", "payback_year"}


def summed_classes(attrs: Mapping[str, Any]) -> str:
    """`cash and efficiency`; with `societal` and `carbon` of a programme that has such benefits."""
    there = classes_of(attrs)
    return listed(["cash", "efficiency", *(one for one in ("societal", "carbon") if one in there)], "and")


def sums_said(attrs: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Which of the measures (`names`: in words, by name) add benefits of several classes; "" where there is one."""
    sums = [words for name, words in names.items() if name in _SUMS]
    if len(classes_of(attrs)) < 2 or not sums:
        return ""
    return f"Benefits of the classes {listed(classes_of(attrs), 'and')} are added in: {'; '.join(sums)}."
