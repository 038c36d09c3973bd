"""Sobol' indices against closed forms; tolerances are five standard errors."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.studies.sobol import DependentInputs
from experiments.shared_services import PROGRAMME
from tests.analysis import reference_cases as cases

PLAYED = 40_000


def near(found, first, total):
    for name, expected in (("first", first), ("total", total)):
        off = np.abs(found[name].values[:, 0] - np.asarray(expected))
        assert np.all(off < 5 * found[f"{name}_error"].values[:, 0] + 1e-9), (name, off)


@pytest.mark.parametrize("design", ["random", "sobol"])
def test_ishigami(design):
    found = engine.sobol(cases.ishigami(), iterations=PLAYED, design=design)
    near(found, cases.ISHIGAMI_FIRST, cases.ISHIGAMI_TOTAL)
    with pytest.raises(AssertionError):
        near(found, cases.ISHIGAMI_TOTAL, cases.ISHIGAMI_FIRST)


def test_g_function():
    near(engine.sobol(cases.g_function(), iterations=PLAYED), cases.G_FIRST, cases.G_TOTAL)


@pytest.mark.parametrize("model", [cases.ishigami, cases.g_function])
def test_shapley_lies_between_first_order_and_total(model):
    share = engine.shapley(model(), iterations=PLAYED)["share"].values[:, 0]
    found = engine.sobol(model(), iterations=PLAYED)
    slack = 5 * (found["first_error"] + found["total_error"]).values[:, 0] + 0.01
    assert np.all(found["first"].values[:, 0] <= share + slack)
    assert np.all(share <= found["total"].values[:, 0] + slack)


def test_dependence_is_refused_with_the_method_that_is_right():
    model = cases.linear((1, 1, 1), (1, 1, 2), (1, 2, 0.9))
    with pytest.raises(DependentInputs, match=r"b is correlated with c.*engine\.shapley"):
        engine.sobol(model, iterations=PLAYED)
    together = engine.sobol(model, {"tied": ["b", "c"]}, iterations=PLAYED)
    near(together, (8.6 / 9.6, 1 / 9.6), (8.6 / 9.6, 1 / 9.6))
    with pytest.raises(DependentInputs, match="more pairs"):
        engine.sobol(engine.load(PROGRAMME), iterations=PLAYED)


def test_threads_change_no_bit():
    one, three = (engine.sobol(cases.ishigami(), iterations=4096, threads=k) for k in (1, 3))
    assert one.identical(three)
