"""Groups whose correlations are drawn -> the arrays by which compiled code works out their factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.compiled.varied import VariedCorrelations
from engine.dependence.group import Group
from engine.dependence.varied import MOST_NAMES, weights_of


def plan_varied(groups: Sequence[Group], row: Mapping[tuple[str, str], int]) -> VariedCorrelations:
    """The arrays, given the sheet's row of each input by name and purpose."""
    entries = [entry for group in groups for entry in group.varied]
    every = list(dict.fromkeys(entry.varied for entry in entries))
    place = {one: k for k, one in enumerate(every)}
    sizes = [len(one.at) for one in every]
    rows = [[row[name, "value"] for name in one.names] for one in every]
    ends = np.cumsum([0, *(len(group.varied) for group in groups)])
    bases = [group.normal_correlation.ravel() if group.varied else np.empty(0) for group in groups]
    starts = np.cumsum([0, *(base.size for base in bases)])
    return VariedCorrelations(
        entry=np.stack([ends[:-1], ends[1:], starts[:-1]], axis=1).astype(np.int64),
        place=np.array([(e.a, e.b, place[e.varied]) for e in entries], np.int64).reshape(-1, 3),
        sign=np.array([entry.sign for entry in entries], np.float64),
        number=np.array([one.number for one in every], np.float64),
        rows=np.array([[*found, *[-1] * (MOST_NAMES - len(found))] for found in rows], np.int64).reshape(
            -1, MOST_NAMES
        ),
        node=np.cumsum([0, *sizes]).astype(np.int64),
        at=np.concatenate([np.empty(0), *(np.array(one.at) for one in every)]),
        weight=np.concatenate([np.empty(0), *map(weights_of, sizes)]),
        score=np.concatenate([np.empty(0), *(np.array(one.scores) for one in every)]),
        base=np.concatenate([np.empty(0), *bases]),
    )
