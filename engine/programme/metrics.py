"""What a run tells of where a claim, or a file, asks for it: single parts, dates, counts, beside `engine.measures`."""

from __future__ import annotations

from engine.measures import DATE, HIGH, LOW, MEASURES, MONEY, PARTS, RATIO, Measure

FIGURES = {
    "finish": PARTS["finish"]._replace(unit=DATE, of_claims=True),
    "go_live_month": Measure(
        "Go-live",
        DATE,
        HIGH,
        "month in which the cluster `of` goes live; without `of` the last to do so",
        "cluster",
    ),
    "first_go_live": Measure("First go-live", DATE, HIGH, "month in which the first cluster goes live"),
    "last_go_live": Measure("Last go-live", DATE, HIGH, "month in which the last cluster goes live"),
    "clusters_live": Measure(
        "Clusters live", RATIO, LOW, "how many clusters are live by the end of the month `at`"
    ),
    "critical": PARTS["critical"]._replace(of_claims=True),
    "spent": Measure(
        "Money spent",
        MONEY,
        HIGH,
        "one-off, running and legacy cost up to the end of the month `at`, whatever total_cost counts; undiscounted",
    ),
    "line_money": PARTS["line_money"]._replace(of_claims=True),
    "settlement_cost": Measure(
        "Cost in the settlement's months",
        MONEY,
        HIGH,
        "as spent, in the months of the settlement `of`, which is called by its `until`",
        "settlement",
    ),
    "unfunded": Measure(
        "Need that was not granted",
        MONEY,
        HIGH,
        "what work needed in the months of the settlement `of` beyond what was approved and topped up; without `of` "
        "of all together, where what waits twice counts twice; undiscounted",
        "settlement",
    ),
    "strikes": PARTS["strikes"]._replace(of_claims=True),
    "risks_struck": Measure(
        "Risks that struck", RATIO, HIGH, "strikes of all risks, of one that strikes twice both"
    ),
    "durations_floored": Measure(
        "Durations floored at nought",
        RATIO,
        HIGH,
        "how many activities would have been saved more time than they take; told of wherever that can be",
    ),
}
OPTIONAL_OF = ("go_live_month", "unfunded")  # else what a figure is of must be said
AT = ("clusters_live", "spent")  # of a month


def metrics() -> tuple[str, ...]:
    """What a claim may be about; what is yearly with its year alone."""
    yearly = [name for name, measure in MEASURES.items() if measure.dim == "year"]
    return (*(name for name, measure in MEASURES.items() if measure.of_claims), *FIGURES, *yearly)


def described(metric: str) -> Measure:
    """The row of a metric in either table."""
    return MEASURES[metric] if metric in MEASURES else FIGURES[metric]
