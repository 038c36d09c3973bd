import json

import numpy as np
import pytest

from engine.analysis.claims import claim_outcomes, claims
from engine.problems import ResultsError
from engine.reporting import draw_verdict


def test_every_claim_has_its_row(results, words):
    results.attrs["claims"] = json.dumps(
        [*json.loads(results.attrs["claims"]), {"name": "n", "metric": "total_cost", "at_most": 800}]
    )
    figure = draw_verdict(results)
    shown = words(figure)
    stated = claims(results)
    for statement in stated["statement"].values:
        assert str(statement) in shown.replace("\n", " ")
    assert shown.count("✓ holds") == int(stated["base_case"].sum()) == 5
    assert shown.count("✗ fails") == 1
    assert "all of: benefits, cost" in shown
    assert "payback: payback year 2032-33 or earlier" in shown


def test_bars_are_as_long_as_the_chances(results):
    widths = np.array([bar.get_width() for bar in draw_verdict(results).axes[0].patches])
    full, filled = widths[::2], widths[1::2]  # of each claim the whole scale, then its part
    assert len(set(full)) == 1
    assert filled / full == pytest.approx(claims(results)["probability"].values, abs=1e-12)


def test_heading_counts_the_iterations_where_all_hold_no_finer_than_the_evidence(results, words):
    together = int(np.logical_and.reduce(list(claim_outcomes(results).values())).sum())
    assert together / 2000 < 0.01
    heading = words(draw_verdict(results)).replace("\n", " ")
    assert "“The whole promise at once” holds in under 1 in 100 iterations" in heading
    assert "5 of 5 claims hold." in heading
    benefits = json.loads(results.attrs["claims"])[:1]
    results.attrs["claims"] = json.dumps([benefits[0] | {"at_least": 0.0}])
    heading = words(draw_verdict(results)).replace("\n", " ")
    assert "the claim holds in over 99 in 100 iterations" in heading
    middle = float(results["total_benefit"].median())
    results.attrs["claims"] = json.dumps([benefits[0] | {"at_least": middle}])
    heading = words(draw_verdict(results)).replace("\n", " ")
    assert "the claim holds in 1,000 of 2,000 iterations (50%)" in heading


def test_none_and_all_are_never_certain(results, words):
    results.attrs["claims"] = json.dumps(
        [
            {"name": "never", "metric": "total_cost", "at_most": 0},
            {"name": "always", "metric": "total_cost", "at_least": 0},
        ]
    )
    shown = words(draw_verdict(results))
    assert "all 2 claims hold together in under 1 in 100 iterations" in shown.replace("\n", " ")
    assert "under 1 in 100" in shown
    assert "over 99 in 100" in shown
    assert "will not hold" in shown
    assert "will hold" in shown


def test_single_claim(results, words):
    results.attrs["claims"] = json.dumps([{"name": "a", "metric": "total_cost", "at_most": 900}])
    shown = words(draw_verdict(results)).replace("\n", " ")
    assert "the claim holds in" in shown
    assert "1 of 1 claim holds." in shown


def test_no_claims(free):
    with pytest.raises(ResultsError, match="no claims"):
        draw_verdict(free([1.0]))
