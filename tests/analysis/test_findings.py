"""What a run says is worked out once, however often it is asked for."""

import importlib
import json
from collections import Counter

import pytest

from engine.analysis.claims import claims
from engine.analysis.clusters import by_cluster
from engine.analysis.findings import Findings, findings_of
from engine.analysis.summary import summarise
from engine.analysis.years import by_year
from engine.reporting.files import write_run
from engine.reporting.record import record_text
from engine.reporting.tables.verdict import verdict
from tests.cli.command import outturn

# each with the room whose name for it is called
WATCHED = {
    "evaluate": "engine.analysis.claims",
    "claim_table": "engine.analysis.findings",
    "facts": "engine.analysis.findings",
    "outlook": "engine.analysis.findings",
    "by_cluster": "engine.analysis.findings",
    "by_year": "engine.analysis.findings",
}


@pytest.fixture
def calls(monkeypatch):
    """How often each of `WATCHED` is called, charts drawn in this process."""
    monkeypatch.setattr("engine.reporting.copies.os.sched_getaffinity", lambda _: {0})
    monkeypatch.setattr(
        "engine.reporting.visuals.save.chart_bytes", lambda *_: b""
    )  # figures are made, not painted
    counted = Counter()

    def watch(name, room):
        found = getattr(room, name)

        def watched(*arguments, **options):
            counted[name] += 1
            return found(*arguments, **options)

        monkeypatch.setattr(room, name, watched)

    for name, room in WATCHED.items():
        watch(name, importlib.import_module(room))
    return counted


def test_findings_are_what_the_analyses_give(results):
    found = Findings(results)
    assert found.claims.identical(claims(results))
    assert found.summary.identical(summarise(results))
    assert found.clusters.identical(by_cluster(results))
    assert found.years.identical(by_year(results))
    assert findings_of(found) is found


def test_everything_that_is_written_of_a_run_is_worked_out_once(results, calls, tmp_path):
    results.attrs |= {"design": "random", "design_gives_up": "nothing"}
    found = Findings(results)
    verdict(found)
    record_text(found)
    write_run(found, tmp_path, data=False)
    assert calls == {
        "evaluate": 2,  # the base case and the iterations
        "claim_table": 1,
        "facts": len(found.measures),
        "outlook": 3,  # of total benefit, of total cost and of payback, which a claim is about
        "by_cluster": 1,
        "by_year": 3,  # net benefit, cost and cash
    }


def test_a_second_look_would_be_seen(results, calls):
    claims(results)
    claims(results)
    assert calls["evaluate"] == 4


def test_an_outlook_takes_its_percentiles_from_the_summary(results):
    found = Findings(results)
    for name, levels in (("total_benefit", [10, 20, 50, 80, 90]), ("total_cost", [10, 50, 80, 90])):
        outlook = found.outlook(name)
        assert outlook["percentile"].values.tolist() == levels
        row = found.summary.sel(measure=name, percentile=levels)
        for key in ("value", "value_low", "value_high"):
            assert outlook[key].values.tolist() == row[key].values.tolist()
        assert found.outlook(name) is outlook
    assert outlook.attrs["missing"] == 0
    assert outlook["weight"].sum() == outlook.attrs["iterations"] == 2000
    assert outlook["at_most"].values.tolist() == [900.0]
    assert outlook.attrs["no_worse_than_base"] == int((results["total_cost"] <= 900).sum())


def test_a_claim_over_several_of_one_measure_is_no_bound_of_it(results):
    stated = [
        {"name": "a", "metric": "npv", "at_least": 1.0},
        {"name": "b", "metric": "npv", "at_most": 9.0},
        {"name": "c", "all_of": ["a", "b"]},
    ]
    results.attrs["claims"] = json.dumps(stated)
    assert Findings(results).outlook("npv").sizes["claim"] == 2


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_one_run_of_the_command_works_out_its_claims_once(keep, calls, tmp_path):
    arguments = ("--iterations", 200, "--strict", "--quiet", "--keep", keep, "--out", tmp_path)
    found = outturn("run", *arguments, "--no-scenarios", "--worlds", 0)  # which are runs of their own
    assert found.exit_code == 1, found.output  # a claim of the flagship is likelier to fail
    assert calls["evaluate"] == (2 if keep == "iterations" else 1)  # a summary has counted its iterations
    assert calls["claim_table"] == calls["by_cluster"] == 1
    assert calls["by_year"] == (3 if keep == "iterations" else 1)
    assert calls["facts"] == len(json.loads((tmp_path / "summary.json").read_text("utf-8"))["measures"])
