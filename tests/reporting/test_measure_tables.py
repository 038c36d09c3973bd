"""What the rows of the verdict say: scale, digits, years, what is infinite, left out or too short, and changes."""

import json
import re

import numpy as np
import pytest
import xarray as xr

from engine.analysis.findings import Findings
from engine.reporting.one_value import one_value
from engine.reporting.precision import reading_sentence
from engine.reporting.record import record, record_text
from engine.reporting.tables.measures import interval_table, measure_row, measure_table
from engine.reporting.tables.table import Paragraph
from engine.reporting.tables.verdict import verdict
from engine.reporting.units import FEWEST
from tests.analysis.synthetic_results import free_results, synthetic_results


def row(table, name):
    """The texts of the row that begins with `name`."""
    names = [cell.text for cell in table.columns[0].cells]
    return [column.cells[names.index(name)].text for column in table.columns]


def only_row(values, **attrs):
    table = measure_table(Findings(free_results(values, **attrs)))
    return [column.cells[0].text for column in table.columns[1:]]


def test_a_row_has_one_scale_and_the_numbers_behind_it():
    values = np.random.default_rng(1).lognormal(np.log(1e9), 0.3, 5000)
    table = measure_table(Findings(free_results(values, units="£", cautious="high", base=900_000_000.0)))
    texts = [column.cells[0].text for column in table.columns[1:]]
    assert texts[0] == "£0.90bn"
    assert all("bn" in text for text in texts)
    by_heading = {column.heading: column.cells[0] for column in table.columns}
    assert by_heading["Base"].value == 900_000_000.0
    assert by_heading["P80"].value == pytest.approx(np.quantile(values, 0.8), rel=0.01)
    assert by_heading["80% chance of"].text == f"at most {by_heading['P80'].text}"


def test_intervals_are_in_the_unit_of_their_row_however_small_they_are():
    """A value of £0.02m stood beside an interval of £0.0k to £88.0k."""
    values = np.maximum(np.random.default_rng(4).normal(0.5, 0.6, 500), 0.0)  # P20 is some thousands
    found = Findings(free_results(values, units="£m"))
    low, high = (
        float(found.summary["value_" + end].sel(measure="profit", percentile=20)) for end in ("low", "high")
    )
    assert high < FEWEST  # alone it would be told in thousands
    row_of = measure_row("profit", found.summary.sel(measure="profit"), 500, "")
    assert units_in(row_of.interval(low, high).text) == units_in(row_of.percentile(20)) == {"m"}
    one = xr.Dataset(
        {"value": ("round", [0.12]), "low": ("round", [0.01]), "high": ("round", [0.09]),
         "units": "£m", "needed": 10.0, "target": "p20(x)"}
    )  # fmt: skip
    assert units_in(reading_sentence(one)) == {"m"}


def units_in(text):
    return set(re.findall(r"£[\d.,]+([a-z]+)", text))


def test_fewer_iterations_print_fewer_digits():
    draws = np.random.default_rng(2)
    short, long = (only_row(draws.normal(500, 90, n), units="£m") for n in (100, 400_000))
    assert all(text.endswith("0m") for text in (short[3], short[4]))  # half of an interval is above 10
    assert len({text[-2] for text in long[2:6]}) > 1


def test_a_percentile_without_an_interval_is_marked():
    table = measure_table(Findings(free_results(np.arange(10.0), units="£m")))
    texts = {column.heading: column.cells[0].text for column in table.columns}
    assert texts["P90"].endswith("*")
    assert not texts["P50"].endswith("*")
    assert table.notes[-1].startswith("* Too few iterations")
    ends = {
        c.heading: c.cells[0].text for c in interval_table(Findings(free_results(np.arange(10.0)))).columns
    }
    assert ends["P90"] == "too few iterations"
    assert " to " in ends["P50"]


def test_intervals_are_those_of_the_summary():
    found = Findings(free_results(np.random.default_rng(3).normal(100, 20, 1000), units="£m"))
    ends = found.summary.sel(measure="profit", percentile=50)
    assert [column.heading for column in interval_table(found).columns][1:] == [
        "Mean",
        "P10",
        "P50",
        "P80",
        "P90",
    ]
    low, high = (f"£{float(ends[end]):.0f}m" for end in ("value_low", "value_high"))
    assert interval_table(found).columns[3].cells[0].text == f"{low} to {high}"
    assert not any("Sampling error: 95%" in getattr(part, "title", "") for part in verdict(found))
    assert any("Sampling error: 95%" in getattr(part, "title", "") for part in verdict(found, intervals=True))


@pytest.mark.parametrize(
    ("start", "base", "never"), [("2025-10", "2032-33", "never"), ("2025-01", "2032", "never")]
)
def test_payback_is_named_by_the_programmes_own_year(start, base, never):
    results = synthetic_results(500)
    results["payback_year"][:] = np.where(np.arange(500) < 50, np.nan, 2032.0)
    results["payback_year"].attrs |= {"base": 2032.0, "cautious": "high"}
    found = row(measure_table(Findings(results.assign_attrs(start=start))), "Payback year")
    assert found[1] == base
    assert found[3:6] == [base] * 3
    assert found[7] == f"{base} or earlier; never in 10%"
    results["payback_year"][:] = np.nan
    found = row(measure_table(Findings(results)), "Payback year")
    assert found[3:7] == [never] * 4
    assert found[7] == "never in over 99.2%"  # Wilson: 500 / (500 + 1.96^2) is 99.24%


def test_no_cost_to_divide_by():
    values = np.where(np.arange(300) < 200, np.inf, 2.0)
    texts = only_row(values, name="benefit_cost_ratio", units="1", cautious="low", base=np.inf)
    assert texts[0] == texts[3] == texts[5] == "no cost to divide by"
    assert texts[2] == "2"
    assert only_row(values, name="profit", units="£m")[3] == "not available"


def test_what_is_nought_throughout_is_named_in_one_line():
    results = synthetic_results(200)
    table = measure_table(Findings(results))
    assert "Running cost" not in [cell.text for cell in table.columns[0].cells]
    assert table.notes[0] == "Nought in the base case and in every iteration: Running cost."
    results["running_cost"][7, 2] = 1e-9
    table = measure_table(Findings(results))
    assert "Running cost" in [cell.text for cell in table.columns[0].cells]
    assert len(measure_table(Findings(free_results(np.zeros(50), base=0.0))).columns[0].cells) == 1


def test_changes_stand_in_the_heading_and_in_the_record():
    changed = ["funding.0.top_up = 1", "at base: *.duration", "without: late"]
    assumptions = [
        {"name": "a", "law": "x", "base": 1.0, "changed": True},
        {"name": "b", "law": "y", "base": 2.0},
    ]
    results = synthetic_results(100).assign_attrs(
        changes=json.dumps(changed), assumptions=json.dumps(assumptions), design="random", design_gives_up=""
    )
    texts = [part.text for part in verdict(results) if isinstance(part, Paragraph)]
    assert texts[0] == "Shared services strategy, scenario central"
    assert texts[1] == "Changed: funding.0.top_up = 1; at base: *.duration; without: late"
    assert record(results)["changes"] == changed
    assert record(results)["changed_assumptions"] == assumptions[:1]
    plain = synthetic_results(100).assign_attrs(design="random", design_gives_up="")
    assert record(plain)["changes"] == []
    assert "Changed" not in str(verdict(plain))


def test_json_is_obeyed_by_no_terminal_and_reads_back():
    results = synthetic_results(50).assign_attrs(
        title="a \u202e \x9b\x7f", design="random", design_gives_up=""
    )
    text = record_text(results)
    assert not {"\u202e", "\x9b", "\x7f"} & set(text)
    assert json.loads(text)["programme"] == "a \u202e \x9b\x7f"


def test_a_slice_is_called_by_the_name_of_its_cluster():
    results = synthetic_results(50)
    names = [f"{label.title()} of departments" for label in results["cluster"].values]
    named = results.assign_coords(cluster_name=("cluster", names))
    table = measure_table(Findings(named.sel(cluster="synergy")))
    assert "One off cost, Synergy of departments" in [cell.text for cell in table.columns[0].cells]
    table = measure_table(Findings(results.sel(cluster="synergy")))
    assert "One off cost, synergy" in [cell.text for cell in table.columns[0].cells]


def test_a_year_that_never_comes_is_never_and_why_there_is_no_mean_is_said():
    values = np.where(np.arange(1000) < 400, np.nan, 2030.0)
    found = free_results(values, units="year", cautious="high", base=np.nan, long_name="Payback year")
    table = measure_table(Findings(found))
    texts = {column.heading: column.cells[0].text for column in table.columns}
    assert (texts["Base"], texts["Mean"], texts["P50"], texts["P80"]) == (
        "never",
        "not available",
        "2030",
        "never",
    )
    assert "Payback year has no mean: 40% of iterations never come" in " ".join(table.notes)
    whole = measure_table(Findings(free_results(np.full(9, 2030.0), units="year", base=2030.0)))
    assert "no mean" not in " ".join(whole.notes)


def test_a_ratio_without_cost_is_said_so_throughout_and_where_only_some_have_none():
    every = np.full(1000, np.inf)
    ratio = {
        "units": "ratio",
        "base": np.inf,
        "long_name": "Benefit-cost ratio",
        "name": "benefit_cost_ratio",
    }
    table = measure_table(Findings(free_results(every, **ratio)))
    assert {column.cells[0].text for column in table.columns[1:-1]} == {"no cost to divide by"}
    assert "no mean" not in " ".join(table.notes)
    some = measure_table(Findings(free_results(np.where(np.arange(1000) < 400, np.inf, 2.0), **ratio)))
    assert "in some iterations there is no cost to divide by" in " ".join(some.notes)


def test_an_iteration_that_never_pays_back_says_so_as_a_run_does():
    assert one_value("payback_year", np.nan, "year", start="2024-04") == "never"
    assert one_value("payback_year", 2030.0, "year", start="2024-04") == "2030-31"
    assert one_value("benefit_cost_ratio", np.inf, "1") == "no cost to divide by"
    assert one_value("benefit_cost_ratio", np.nan, "1") == "not available"
