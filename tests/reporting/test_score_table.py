"""The table of `outturn score`: a date is told as its month, and how far it was off in months."""

from __future__ import annotations

import engine
from engine.reporting.tables.score import score_parts
from engine.reporting.tables.table import Table
from experiments.shared_services import PROGRAMME


def test_a_date_is_off_by_months_and_not_by_a_date() -> None:
    figures = [{"metric": "go_live_month", "of": "synergy"}]
    results = engine.simulate(engine.load(PROGRAMME, overrides={"measures": figures}), 500)
    name = "go_live_month_of_synergy"
    base = float(results[name].attrs["base"])
    found = engine.score(results, {"it": engine.Outcome("it", measure=name, value=base + 8)})
    table = next(part for part in score_parts(found, results) if isinstance(part, Table))
    cells = [column.cells[0].text for column in table.columns]
    assert cells[-1] == "8 months"
    assert cells[-2].endswith(" months")
