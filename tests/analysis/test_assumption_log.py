"""The assumption log: every number of the file, those of which nothing is said among them."""

from __future__ import annotations

import json

import pytest
import xarray as xr

import engine
from engine.analysis.assumption_log import SAID, assumption_log
from engine.problems import ResultsError
from engine.programme.table import PROVENANCE
from engine.reporting.record import record
from engine.reporting.tables.assumption_log import assumption_parts
from tests.programme.small_programme import changed, load_text

OWNED = (
    'probability = 0.2\nsource = "audit"',
    'probability = 0.2\nsource = "audit"\nowner = "chief of staff"\nstatus = "open"\ndate = 2024-12-01\n'
    'signed_off = true\neffect = "doubles the delay"',
)


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> xr.Dataset:
    programme = load_text(
        tmp_path_factory.mktemp("log"), changed(OWNED), overrides={"north.team.per_month": 0.7}
    )
    return engine.simulate(programme, 10, measures=["npv"])


def test_every_number_of_the_file_is_in_the_log_and_none_that_it_leaves_out(results):
    names = assumption_log(results)["quantity"].values.tolist()
    assert len(names) == len(set(names)) == 23
    assert {"north.hosting.per_year", "north.savings.annual", "south.integration.amount"} <= set(
        names
    )  # plain numbers
    assert not {"north.hosting.lag", "north.old.factor", "south.time.lag", "north.procure.earliest"} & set(
        names
    )


def test_an_entry_says_what_the_file_says(results):
    log = assumption_log(results)
    risk = log.sel(quantity="risks.supplier.effects.0")
    said = {
        key: str(risk[key].values)
        for key in ("source", "source_title", "owner", "status", "date", "signed_off")
    }
    assert said == {
        "source": "audit", "source_title": "An audit", "owner": "chief of staff", "status": "open",
        "date": "2024-12-01", "signed_off": "yes",
    }  # fmt: skip
    assert str(risk["effect"].values) == "doubles the delay"
    assert str(risk["kind"].values) == "risk effect"
    assert str(log["cluster"].sel(quantity="north.build.duration").values) == "north"
    assert set(SAID) == set(PROVENANCE)  # a key that is added reaches the log


def test_plain_numbers_are_marked_and_changed_ones_too(results):
    log = assumption_log(results)
    unsourced = set(log["quantity"].values[log["unsourced"].values].tolist())
    assert {"north.hosting.per_year", "funding.0.approved", "drivers.overrun"} <= unsourced
    assert not {"north.savings.annual", "risks.supplier.probability", "north.integration.amount"} & unsourced
    assert log["quantity"].values[log["changed"].values].tolist() == ["north.team.per_month"]
    assert float(log["base"].sel(quantity="north.team.per_month")) == 0.7


def test_the_record_holds_the_log(results):
    whole = engine.simulate(engine.load("experiments/format_reference/examples/every_key.toml"), 20)
    entries = record(whole)["assumptions"]
    assert [entry["name"] for entry in entries] == assumption_log(whole)["quantity"].values.tolist()
    (build,) = (entry for entry in entries if entry["name"] == "east.build.duration")
    assert set(PROVENANCE) <= set(build)


def test_the_table_tells_what_is_missing_first(results):
    _, facts, table = assumption_parts(assumption_log(results))
    assert facts.text == (
        "23 numbers: 12 with neither source nor basis, 2 published, 1 derived, 5 assumed, 20 without an owner, "
        "20 not signed off."
    )
    names, said = (column.cells for column in table.columns)
    text = {name.text: cell.text for name, cell in zip(names, said, strict=True)}
    assert "neither source nor basis" in said[0].text
    assert "neither source nor basis" not in said[-1].text
    assert text["risks.supplier.probability"] == (
        "0.2; audit; owner chief of staff; status open; date 2024-12-01; signed off; effect: doubles the delay"
    )
    assert text["north.team.per_month"] == "0.7; changed since it was read; neither source nor basis"


def test_results_without_a_log_are_refused(results):
    with pytest.raises(ResultsError, match="no assumption log"):
        assumption_log(results.assign_attrs(assumptions=json.dumps([])))
