"""A contingency as people read it: numbers that add up as printed, words, JSON and a chart."""

from __future__ import annotations

import json
import re

import pytest

import engine
from engine.reporting import draw_contingency
from engine.reporting.adding_up import rounded_to_add
from engine.reporting.contingency_record import contingency_record, contingency_text
from engine.reporting.tables.contingency import contingency_parts
from engine.reporting.tables.table import Paragraph, Table
from engine.reporting.visuals.source import source_line
from tests.programme.small_programme import SMALL, load_text

LINES = ("total_*", "npv", "go_live_delay", "*_cost", "*_benefit", "yearly_*", "*.cost", "*.benefit")


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return engine.simulate(load_text(tmp_path_factory.mktemp("aside"), SMALL), 3_000, measures=LINES)


@pytest.fixture(scope="module")
def found(played):
    return engine.contingency(played)


def tables(found) -> dict[str, Table]:
    return {part.title: part for part in contingency_parts(found) if isinstance(part, Table)}


def shown(table: Table, heading: str) -> list[float]:
    """The numbers of a column, as they are printed."""
    (column,) = (one for one in table.columns if one.heading == heading)
    return [float(re.sub("[^0-9.−]", "", cell.text).replace("−", "-")) for cell in column.cells]


def test_rounded_numbers_add_up():
    assert rounded_to_add([1 / 3] * 3, 0) == [1.0, 0.0, 0.0]
    assert rounded_to_add([1 / 3] * 3, 1) == [0.4, 0.3, 0.3]
    assert rounded_to_add([-0.6, -0.6, 0.2], 0) == [0.0, -1.0, 0.0]
    assert sum(rounded_to_add([0.46, 14.44, 8.1, 77.7], 0)) == round(100.7)
    assert rounded_to_add([], 2) == []
    assert rounded_to_add([1234.0, 1266.0], -2) == [1200.0, 1300.0]


def test_columns_add_up_as_they_are_printed(found):
    printed = tables(found)
    for title in ("Shared out by cluster", "Shared out by line"):
        for heading in ("Base", "Share of P80", "Over base", "Over mean", "Beyond P80"):
            *parts, whole = shown(printed[title], heading)
            assert sum(parts) == pytest.approx(whole, abs=1e-9), (title, heading)
    *years, whole = shown(printed["Budget by year"], "Path near P80")
    assert sum(years) == pytest.approx(whole, abs=1e-9)


def test_it_is_said_which_contingency_and_that_years_do_not_add_up(found):
    parts = contingency_parts(found)
    amounts = next(part for part in parts if isinstance(part, Table))
    assert amounts.title.endswith("what to set aside to be 80% sure")
    words = [cell.text for cell in amounts.columns[0].cells]
    assert words[2:5] == [
        "P80: 80% chance of at most this", "Contingency over the base case", "Contingency over the mean",
    ]  # fmt: skip
    (note,) = tables(found)["Budget by year"].notes
    assert "Percentiles of years do not add up: the P50s add up to £" in note
    assert "is nearest" in note
    assert any(isinstance(part, Paragraph) and part.text.endswith("undiscounted") for part in parts)


def test_of_a_benefit_the_words_turn_round(played):
    parts = contingency_parts(engine.contingency(played, of="total_benefit"))
    words = [cell.text for cell in parts[2].columns[0].cells]
    assert words[2:4] == ["P20: 80% chance of at least this", "P20 less the base case"]
    assert "undiscounted" not in contingency_parts(engine.contingency(played, of="npv"))[1].text


def test_the_record_is_json_with_an_interval_beside_every_estimate(found):
    record = json.loads(contingency_text(found))
    assert record == contingency_record(found)
    assert set(record["intervals"]) == {"mean", "value", "over_base", "over_mean", "tail_mean"}
    for level in ("cluster", "line"):
        total = sum(one["over_base"] for one in record["shared_out"][level])
        assert total == pytest.approx(record["over_base"], rel=1e-12)
    budget = record["budget"]
    assert len(budget["years"]) == len(budget["p80"]["budget"]) == len(budget["p80"]["intervals"])
    assert sum(budget["p80"]["path"]) == pytest.approx(budget["p80"]["whole"], rel=1e-12)


@pytest.mark.parametrize("of", ["total_cost", "total_benefit", "go_live_delay", "npv"])
def test_the_chart_says_what_the_tables_say(played, words, collisions, of):
    found = engine.contingency(played, of=of)
    figure = draw_contingency(found)
    text = words(figure)
    assert "Orange" in text
    assert f"P{found.attrs['percentage']:g}" in text
    assert ("Percentiles of years do not add up" in text.replace("\n", " ")) == (of.startswith("total"))
    if of == "total_cost":
        assert {"North", "South", "Base case"} <= set(text.split("\n"))
    assert collisions(figure) == []
    assert "3,000 iterations, seed 2023" in source_line(found)
