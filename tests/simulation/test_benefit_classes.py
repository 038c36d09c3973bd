"""Classes of benefits, the view of cash alone, and shares that count: by hand, and with the twin."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.programme.model import Programme
from tests.simulation.agreement import assert_agree, written

SCHEME = """
title = "Three classes"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "real, 2025-26"
discounting = 0.05
total_cost = ["one_off_cost"]
{top}
[clusters.site]
go_live = "build"
[clusters.site.activities.build]
duration = 12
[clusters.site.costs.works]
category = "one_off"
activity = "build"
amount = 100
[clusters.site.benefits.cash]
class = "cash"
annual = 40
{cash}
[clusters.site.benefits.time]
class = "efficiency"
annual = 10
[clusters.site.benefits.{name}]
class = "{last}"
annual = 20
"""


def scheme(
    tmp_path: Path, top: str = "", cash: str = "", last: str = "societal", name: str = "air"
) -> Programme:
    """100 in year 0, then 40 + 10 + 20 a year for four years."""
    return written(tmp_path, SCHEME.format(top=top, cash=cash, last=last, name=name))


def test_cash_alone_stands_beside_the_whole(tmp_path: Path) -> None:
    found = assert_agree(scheme(tmp_path), 2)
    factor = sum(1.05**-t for t in range(1, 5))
    one = {name: values[0].tolist() for name, values in found.items()}
    assert one["societal_benefit"] == pytest.approx([80.0], rel=1e-12)
    assert one["yearly_societal_benefit"] == pytest.approx([0, 20, 20, 20, 20], rel=1e-12)
    assert one["total_benefit"] == pytest.approx(280.0, rel=1e-12)
    assert one["net_benefit"] == pytest.approx(180.0, rel=1e-12)
    assert one["cash_net_benefit"] == pytest.approx(60.0, rel=1e-12)
    assert one["yearly_budget"] == pytest.approx([100, -40, -40, -40, -40], rel=1e-12)
    assert one["npv"] == pytest.approx(-100 + 70 * factor, rel=1e-12)
    assert one["cash_npv"] == pytest.approx(-100 + 40 * factor, rel=1e-12)
    assert (one["payback_year"], one["cash_payback_year"]) == (2027, 2028)


def test_work_after_the_horizon_counts_in_cash_too(tmp_path: Path) -> None:
    programme = written(
        tmp_path,
        SCHEME.format(top="", cash="", last="societal", name="air").replace("duration = 12", "duration = 90"),
    )
    found = assert_agree(programme, 2)
    assert found["cash_net_benefit"].tolist() == pytest.approx([-100.0] * 2, rel=1e-12)
    assert np.isnan(found["cash_payback_year"]).all()


def test_what_is_not_used_is_not_told(tmp_path: Path) -> None:
    """Without societal benefits there is no such measure; cash alone is told on request, or for a claim about it."""
    plain = engine.simulate(scheme(tmp_path, last="cash"), 10)
    assert {"societal_benefit", "yearly_societal_benefit", "cash_npv", "yearly_budget"}.isdisjoint(plain)
    asked = engine.simulate(scheme(tmp_path, "cash_only = true", last="cash"), 10)
    assert {"cash_npv", "cash_net_benefit", "cash_payback_year", "yearly_budget"} < set(asked)
    assert "societal_benefit" not in asked
    for name in plain:
        assert plain[name].values.tolist() == asked[name].values.tolist()
    claim = '[claims.cash]\nstatement = "pays in cash"\nmetric = "cash_npv"\nat_least = 0\n'
    text = SCHEME.format(top="", cash="", last="cash", name="more") + claim
    told = engine.simulate(written(tmp_path, text), 10)
    assert told["cash_npv"].values.tolist() == asked["cash_npv"].values.tolist()
    assert engine.claims(told)["probability"].values.tolist() == [1.0]


def test_shares_of_a_benefit_that_count(tmp_path: Path) -> None:
    said = "attribution = 0.5\noverlap = 0.2\noptimism_bias = 0.1"
    found = assert_agree(scheme(tmp_path, cash=said), 2)
    assert found["cash_benefit"].tolist() == [[pytest.approx(160 * 0.5 * 0.8 * 0.9, rel=1e-12)]] * 2
    law = 'attribution = { kind = "uniform", low = 0, high = 1 }\noverlap = { kind = "uniform", low = 0, high = 1 }'
    programme = scheme(tmp_path, cash=law)
    assert_agree(programme, 100)
    drawn = engine.draw(programme, 100, 3)["value"]
    shares = [drawn.sel(input=f"site.cash.{name}").values for name in ("attribution", "overlap")]
    results = engine.simulate(programme, 100, 3)["cash_benefit"].values[:, 0]
    np.testing.assert_allclose(results, 160 * shares[0] * (1 - shares[1]), rtol=1e-12)


def test_a_total_is_the_whole_of_which_a_share_counts(tmp_path: Path) -> None:
    text = SCHEME.format(top="", cash="attribution = 0.25\noverlap = 0.5", last="societal", name="air")
    found = assert_agree(written(tmp_path, text.replace("annual = 40", "total = 160")), 2)
    assert found["cash_benefit"].tolist() == [[pytest.approx(160 * 0.25 * 0.5, rel=1e-12)]] * 2


def test_what_adds_classes_says_so(tmp_path: Path) -> None:
    from engine.analysis.findings import Findings
    from engine.reporting.record import record
    from engine.reporting.tables.measures import measure_table

    results = engine.simulate(scheme(tmp_path), 200)
    assert json.loads(results.attrs["benefit_classes"]) == ["cash", "efficiency", "societal"]
    assert record(results)["benefit_classes"] == ["cash", "efficiency", "societal"]
    said = " ".join(measure_table(Findings(results)).notes)
    assert "Benefits of the classes cash, efficiency and societal are added in: Total benefits; " in said
    for words in (
        "Net benefit, all costs counted",
        "Net present value",
        "Benefit-cost ratio",
        "Payback year",
    ):
        assert words in said
    assert "in cash alone" not in said
    one = engine.simulate(
        written(
            tmp_path,
            SCHEME.format(top="", cash="", last="cash", name="more").replace('"efficiency"', '"cash"'),
        ),
        200,
    )
    assert "added in" not in " ".join(measure_table(Findings(one)).notes)


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_charts_count_every_class(tmp_path: Path, keep: str) -> None:
    from engine.analysis.findings import Findings

    results = engine.simulate(scheme(tmp_path), 300, keep=keep)  # type: ignore[arg-type]
    findings = Findings(results)
    assert findings.years["value"].sel(percentile=50).values.tolist() == pytest.approx(
        [-100, -30, 40, 110, 180]
    )
    assert findings.clusters["measure"].values.tolist() == [
        "cash_benefit",
        "efficiency_benefit",
        "societal_benefit",
        "cluster_cost",
    ]
    assert findings.clusters["mean"].values.tolist() == [pytest.approx([x]) for x in (160, 40, 80, 100)]
    from engine.reporting.charts.clusters import draw_clusters
    from engine.reporting.charts.years import draw_years

    words = " ".join(text.get_text() for text in draw_years(findings).texts).replace("\n", " ")
    assert "cash, efficiency and societal benefits together" in words
    drawn = draw_clusters(findings)
    assert [axes.get_title(loc="left") for axes in drawn.axes] == [
        "Cash benefit",
        "Efficiency benefit",
        "Societal benefit",
        "Cost",
    ]
