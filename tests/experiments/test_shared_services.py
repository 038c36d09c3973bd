"""The flagship: its base case is the claim, and every number says where it comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import engine
from distributions import Constant
from engine.programme.model import Programme
from experiments.shared_services import PROGRAMME

CUT_OFF = "2023-05-31"
SCENARIOS = ("inside-view", "outside-view", "funding-closed", "like-for-like")
FILE: dict[str, Any] = tomllib.loads(PROGRAMME.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=[None, *SCENARIOS])
def programme(request: pytest.FixtureRequest) -> Programme:
    loaded: Programme = engine.load(PROGRAMME, request.param)
    return loaded


def test_scenarios_of_the_file() -> None:
    assert tuple(FILE["scenarios"]) == SCENARIOS


def test_base_case_is_the_claim_to_1e_9(programme: Programme) -> None:
    base = engine.summarise(engine.simulate(programme, iterations=2))["base"]
    for name, value in {
        "total_benefit": 1800,
        "cash_benefit": 500,
        "efficiency_benefit": 1300,
        "one_off_cost": 900,
        "total_cost": 900,
    }.items():
        assert float(base.sel(measure=name)) == pytest.approx(value, rel=1e-9), name
    for name in ("running_cost", "legacy_cost", "go_live_delay"):
        assert float(base.sel(measure=name)) == 0, name


def test_clusters_share_the_claim_by_users() -> None:
    shares = {name: value for name, value in FILE["shares"]["users"].items() if isinstance(value, float)}
    results = engine.simulate(engine.load(PROGRAMME), iterations=2)
    for measure, total in (("one_off_cost", 900), ("cash_benefit", 500), ("efficiency_benefit", 1300)):
        expected = (
            total * np.array([shares[name] for name in results["cluster"].values]) / sum(shares.values())
        )
        np.testing.assert_allclose(results[measure].attrs["base"], expected, rtol=1e-9)


def test_need_to_2024_25_and_after_is_what_clusters_said() -> None:
    yearly = engine.simulate(engine.load(PROGRAMME), iterations=2)["yearly_cost"].attrs["base"]
    assert 382 <= yearly[:3].sum() <= 403
    assert 480 <= yearly[3:6].sum() <= 520
    assert yearly[6:].sum() == 0


def test_every_written_quantity_says_where_it_comes_from(programme: Programme) -> None:
    written = [
        q for q, *_ in programme.quantities() if not (isinstance(q.law, Constant) and q.base in (0.0, 1.0))
    ]
    assert len(written) > 100
    for quantity in written:
        told = quantity.provenance
        assert told.source in programme.sources, quantity.name
        assert told.basis in ("published", "derived", "assumed"), quantity.name
        assert told.note, quantity.name


def test_sources_were_public_by_the_cut_off_or_are_marked_and_support_no_number() -> None:
    used = set(cited(FILE))
    for key, source in FILE["sources"].items():
        if source["date"] > CUT_OFF:
            assert "†" in source["note"], key
            assert key not in used, key


def test_every_source_is_cited_or_marked() -> None:
    used = set(cited(FILE))
    for key, source in FILE["sources"].items():
        assert key in used or "†" in source.get("note", ""), key


def test_law_of_no_claim_is_hidden_in_a_scenario() -> None:
    """No scenario moves a claim, a total, a share or a date: views differ in laws, drivers, money and rivals."""
    for name, scenario in FILE["scenarios"].items():
        for path in scenario["set"]:
            assert path.split(".")[0] in ("laws", "drivers", "funding", "counterfactual"), f"{name}: {path}"


def cited(table: Any) -> Iterator[str]:
    """Every `source` in the file."""
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "source" and isinstance(value, str):
                yield value
            elif key != "sources":
                yield from cited(value)
    elif isinstance(table, list):
        for value in table:
            yield from cited(value)
