"""Ten charts held to pictures by `.ci/pictures`; with `--mpl-generate-path=tests/reporting/pictures` it writes them.

None hangs on what plays. A picture that is to change is looked at before it is written anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.figure import Figure

from engine import reporting
from engine.analysis.verdict import with_ranges
from tests.analysis.synthetic_results import synthetic_results
from tests.reporting import still_lives

pytestmark = pytest.mark.pictures


def _run() -> Any:
    results = synthetic_results(1000)
    return with_ranges(results, None, {"inside view": synthetic_results(400, seed=2)})


PICTURES: dict[str, Callable[[], Figure]] = {
    "verdict": lambda: reporting.draw_verdict(_run()),
    "scorecard": lambda: reporting.draw_scorecard(_run()),
    "s_curve": lambda: reporting.draw_s_curve(_run(), "money"),
    "histogram": lambda: reporting.draw_histogram(_run(), "total_cost"),
    "years": lambda: reporting.draw_years(_run(), "cumulative_cost"),
    "budget": lambda: reporting.draw_budget(_run()),
    "timetable": lambda: reporting.draw_timetable(still_lives.dates()),
    "risk_map": lambda: reporting.draw_risk_map(still_lives.risks()),
    "correlations": lambda: reporting.draw_correlations(still_lives.pairs()),
    "options": lambda: reporting.draw_options(still_lives.choices()),
}


@pytest.mark.mpl_image_compare(
    baseline_dir="pictures", style="default", tolerance=3, savefig_kwargs={"dpi": 60}
)
@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(name):
    return PICTURES[name]()
