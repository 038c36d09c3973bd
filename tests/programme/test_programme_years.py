"""A payback in a bare year, where programme years do not begin in January: which year is meant is said."""

from __future__ import annotations

import json

import pytest

from engine.analysis.findings import Findings
from engine.programme.programme_years import misread
from engine.reporting.tables.verdict import years_meant
from tests.analysis.synthetic_results import synthetic_results

MEANT = "2030-31, which runs from Oct 2030 to Sep 2031"


@pytest.mark.parametrize(
    ("statement", "metric", "start", "found"),
    [
        ("Pays back by 2030", "payback_year", "2025-10", MEANT),
        ("Pays back by 2030 in cash", "cash_payback_year", "2025-10", MEANT),
        ("Pays back by 2030", "payback_year", "2025-04", "2030-31, which runs from Apr 2030 to Mar 2031"),
        ("Pays back by 2030", "payback_year", "2025-01", ""),  # there is but one 2030
        ("Pays back by 2030-31", "payback_year", "2025-10", ""),
        ("Pays back by 2030/31", "payback_year", "2025-10", ""),
        ("Pays back in time", "payback_year", "2025-10", ""),
        ("Pays back by 2031", "payback_year", "2025-10", ""),  # another year than the bound
        ("Costs £2030", "total_cost", "2025-10", ""),
    ],
)
def test_only_what_can_be_taken_for_another_year_is_told(statement, metric, start, found):
    assert misread(statement, metric, (None, 2030.0), start) == found


def test_the_table_of_claims_says_it():
    results = synthetic_results(50)
    assert years_meant(Findings(results)) == []
    stated = [{"name": "p", "statement": "Pays by 2032", "metric": "payback_year", "at_most": 2032.0}]
    results.attrs["claims"] = json.dumps(stated)
    (told,) = years_meant(Findings(results))
    assert told == "Pays by 2032: the programme year 2032-33, which runs from Apr 2032 to Mar 2033."
