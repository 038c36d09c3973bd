"""Small programmes whose answers can be written down."""

from __future__ import annotations

from pathlib import Path

import engine
from engine.programme.model import Programme

ONE_CLUSTER = """
title = "One cluster"
start = "2022-04"
horizon = 120
unit = "£m"
price_base = "2022-23 prices"
discounting = "green-book-2022"
total_cost = ["one_off_cost"]

[clusters.alpha]
departments = ["A"]
go_live = "build"

[clusters.alpha.activities.build]
duration = {duration}

[clusters.alpha.costs.delivery]
category = "one_off"
activity = "build"
amount = {amount}

[clusters.alpha.benefits.cash]
class = "cash"
annual = 12
ramp = {ramp}
decline = {decline}

[clusters.alpha.benefits.time]
class = "efficiency"
annual = 24
lag = 6

[claims.benefit]
statement = "At least 100"
metric = "total_benefit"
at_least = 100
"""


def one_cluster(
    folder: Path,
    duration: str = "24",
    amount: str = "60",
    ramp: str = "0",
    decline: str = "0",
    extra: str = "",
    **options: object,
) -> Programme:
    """The programme above with some of its quantities replaced by TOML texts."""
    text = ONE_CLUSTER.format(duration=duration, amount=amount, ramp=ramp, decline=decline)
    path = folder / "one_cluster.toml"
    path.write_text(text + extra, encoding="utf-8")
    return engine.load(path, **options)  # type: ignore[arg-type]
