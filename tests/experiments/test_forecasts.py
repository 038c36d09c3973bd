"""The experiments that put the forecast itself to the test: checks pass and can fail, words come of results."""

from __future__ import annotations

import pytest

from engine.reporting.phrasing import quantity
from experiments import tail


def test_tail() -> None:
    found = tail.measure(iterations=4000)
    tail.check(found)
    far = float(found["value"].sel(law=tail.GREATEST, percentile=99))
    assert quantity(far, "£m") in tail.answer(found)
    assert len(tail.chart(found).axes) == 1
    same = found.assign(value=found["value"].sel(law=tail.PLAYED).expand_dims(law=found["law"]))
    with pytest.raises(AssertionError, match="P99"):  # a tail that moves nothing
        tail.check(same)
