"""`python -m experiments.ledger`: see `experiments/ledger/__init__.py`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from experiments.ledger import editions
from experiments.ledger.pictures import answer, chart


def main() -> None:
    """Show the predictions, or freeze them, or write the results that they are scored by."""
    parser = argparse.ArgumentParser(prog="python -m experiments.ledger")
    parser.add_argument("picture", nargs="?", help="where the chart goes")
    parser.add_argument("--freeze", metavar="REASON", help="write a new edition, and why")
    parser.add_argument("--results", metavar="FOLDER", help="write results.nc for `outturn score`")
    asked = parser.parse_args()
    forecast, frozen = editions.measure(), editions.editions()
    if asked.freeze:
        day, last = datetime.now(UTC).date().isoformat(), ["", *editions.sums().values()][-1]
        print(editions.freeze(editions.text(forecast, asked.freeze, day, last)))
        frozen = editions.editions()
    print(answer(forecast, frozen))
    if asked.results:
        from engine.reporting.netcdf import write_netcdf

        file = Path(asked.results) / "results.nc"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        write_netcdf(forecast.results, file)
    if asked.picture:
        from engine.reporting import save_figure

        save_figure(chart(forecast), asked.picture)


if __name__ == "__main__":
    main()
