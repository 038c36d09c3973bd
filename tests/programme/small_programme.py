"""A programme that uses every section once, and the means to change it and load it."""

from pathlib import Path
from typing import Any

from engine.programme import Programme, ProgrammeError, load

SMALL = """\
title = "Small"
start = "2022-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "green-book-2022"
total_cost = ["one_off_cost", "legacy_cost"]

[sources.audit]
title = "An audit"
url = "https://example.org/audit"
date = 2022-11-30

[totals.one_off]
value = 90
source = "audit"
basis = "published"

[shares.users]
north = 1
south = 2

[laws.slip]
kind = "pert"
low = 10
mode = 12
high = 30
source = "audit"
basis = "assumed"

[laws.skew]
kind = "lognormal"
median = 1.5
log_sd = 0.4
base = 1.1

[clusters.north]
name = "North"
departments = ["Revenue"]
go_live = "build"

[clusters.north.activities.procure]
duration = { kind = "triangular", low = 4, mode = 6, high = 12 }

[clusters.north.activities.build]
duration = "slip"
after = ["procure"]
earliest = 3
note = "of the activity"

[clusters.north.costs.integration]
category = "one_off"
amount = { total = "one_off", share = "users" }
activity = "build"
optimism_bias = { category = "equipment-and-development", mitigation = 0.4 }

[clusters.north.costs.team]
category = "one_off"
per_month = 0.5
activity = "procure"
funded = true

[clusters.north.costs.hosting]
category = "running"
per_year = 2
factor = "skew"

[clusters.north.costs.old]
category = "legacy"
per_year = { kind = "uniform", low = 1, high = 3 }

[clusters.north.benefits.savings]
class = "cash"
annual = 10
lag = 2
ramp = 12
realisation = { kind = "beta", alpha = 2, beta = 3 }
basis = "assumed"

[clusters.south]
go_live = "wave"

[clusters.south.activities.wave]
duration = { law = "slip", base = 14, basis = "derived" }
after = ["north.procure"]

[clusters.south.costs.integration]
category = "one_off"
amount = { total = "one_off", share = "users", part = 0.5, base = 40 }
activity = "wave"

[clusters.south.benefits.time]
class = "efficiency"
total = 30
starts_after = "north.build"
uptake = { kind = "pert", low = 0.4, mode = 0.7, high = 0.9 }

[drivers.overrun]
factor = { kind = "lognormal", median = 1.3, log_sd = 0.3 }
multiplies = ["*.integration", "*.build"]

[risks.supplier]
probability = 0.2
source = "audit"

[[risks.supplier.effects]]
delay = { kind = "triangular", low = 2, mode = 3, high = 9 }
targets = ["*.build", "south.wave"]

[[risks.supplier.effects]]
factor = 0.8
targets = ["*.savings"]

[[correlation]]
name = "slips"
inputs = ["north.build.duration", "south.wave.duration", "north.procure.duration"]
rank = 0.4

[[funding]]
until = "2025-04"
approved = 60
top_up = { kind = "uniform", low = 0, high = 1 }

[counterfactual]
cost = { kind = "triangular", low = 90, mode = 130, high = 170 }

[claims.much]
statement = "Much"
metric = "total_benefit"
at_least = 50

[claims.cheap]
statement = "Cheap"
metric = "total_cost"
at_most = 90

[claims.both]
statement = "Both"
all_of = ["much", "cheap"]

[scenarios.late]
description = "All slips"
[scenarios.late.set]
"laws.slip" = { kind = "pert", low = 20, mode = 24, high = 60 }
"funding.0.top_up" = 1
"""


def changed(*replacements: tuple[str, str]) -> str:
    """SMALL with texts put in place of others, each of which stands in it once."""
    text = SMALL
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands in the programme {text.count(old)} times"
        text = text.replace(old, new)
    return text


def load_text(folder: Path, text: str, scenario: str | None = None, **more: Any) -> Programme:
    """The programme of a text, by way of a file."""
    path = folder / "programme.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, scenario, **more)


def problems_of(folder: Path, text: str, scenario: str | None = None, **more: Any) -> ProgrammeError:
    """The error that loading a text raises."""
    try:
        programme = load_text(folder, text, scenario, **more)
    except ProgrammeError as error:
        return error
    raise AssertionError(f"{programme.title} was loaded, though it should have been refused")
