"""Programmes, as text, in which every semantic meets every other: what the engine and its twin must agree on."""

from __future__ import annotations

from tests.simulation.agreement import HEAD

# Predecessors in other clusters, earliest starts, drivers, every effect of a risk, every timing of a cost, totals
# and annual values, lag, ramp and decline certain and not, work that takes no time, optimism bias, early and late
# go-lives, a horizon inside a year that much slips past.
FEATURES = (
    HEAD.format(horizon=100)
    + """
[laws]
share = { kind = "beta", alpha = 4, beta = 3, base = 0.9 }
overrun = { kind = "lognormal", median = 1.1, log_sd = 0.2 }
months = { kind = "uniform", low = 0, high = 9, base = 3 }
none_or_some = { kind = "discrete", values = [0, 2, 8], probabilities = [0.4, 0.3, 0.3], base = 2 }
sometimes = { kind = "discrete", values = [0, 0.1], probabilities = [0.5, 0.5], base = 0 }

[clusters.north]
go_live = "rollout"
[clusters.north.activities]
rollout = { duration = { kind = "pert", low = 2, mode = 6, high = 30 }, after = ["build", "south.approval"] }
build = { duration = { kind = "triangular", low = 6, mode = 12, high = 40 }, earliest = "months" }
party = { duration = 0, after = ["rollout"] }
[clusters.north.costs.build_cost]
category = "one_off"
activity = "build"
amount = { kind = "pert", low = 30, mode = 40, high = 90 }
factor = "overrun"
optimism_bias = { category = "equipment-and-development", mitigation = 0.4 }
[clusters.north.costs]
party_cost = { category = "one_off", activity = "party", amount = { kind = "uniform", low = 1, high = 3 } }
office = { category = "one_off", activity = "rollout", per_month = { kind = "uniform", low = 0.1, high = 0.5 } }
borrowed = { category = "one_off", activity = "south.build", amount = 7, funded = false }
licences = { category = "running", per_year = { kind = "uniform", low = 1, high = 2 } }
old_system = { category = "legacy", per_year = { kind = "uniform", low = 2, high = 5 }, factor = "overrun" }
[clusters.north.benefits.cash]
class = "cash"
total = { kind = "uniform", low = 100, high = 150, base = 120 }
lag = "months"
ramp = { kind = "uniform", low = 6, high = 24 }
decline = { kind = "uniform", low = 0.01, high = 0.15, base = 0.05 }
realisation = "share"
[clusters.north.benefits]
time = { class = "efficiency", annual = 11, starts_after = "build", ramp = 18, uptake = "share" }

[clusters.south]
go_live = "build"
[clusters.south.activities]
approval = { duration = { kind = "pert", low = 3, mode = 9, high = 60 } }
build = { duration = { kind = "lognormal", median = 20, log_sd = 0.8 }, after = ["approval", "north.build"] }
training = { duration = "none_or_some", after = ["approval"], earliest = 24 }
[clusters.south.costs]
build_cost = { category = "one_off", activity = "build", amount = { kind = "lognormal", median = 60, log_sd = 0.4 } }
training_cost = { category = "one_off", activity = "training", amount = { kind = "uniform", low = 1, high = 3 } }
old_system = { category = "legacy", per_year = 4 }
[clusters.south.benefits]
cash = { class = "cash", annual = { kind = "uniform", low = 10, high = 30 }, lag = 3, decline = 0.08 }
time = { class = "efficiency", total = 90, decline = "sometimes", uptake = "share" }

[drivers]
skills = { factor = { kind = "uniform", low = 0.6, high = 1.5 }, multiplies = ["*.build", "north.rollout"] }
prices = { factor = "overrun", multiplies = ["*.build_cost", "north.licences", "south.old_system", "south.cash"] }

[risks.failure]
probability = { kind = "uniform", low = 0.1, high = 0.5 }
[[risks.failure.effects]]
delay = { kind = "uniform", low = 1, high = 20 }
targets = ["*.build", "south.training"]
[[risks.failure.effects]]
cost = { kind = "uniform", low = 5, high = 15 }
targets = ["south.build", "south.training", "north.rollout", "north.party"]
[[risks.failure.effects]]
factor = { kind = "uniform", low = 0.3, high = 0.9 }
targets = ["*.cash", "south.time", "north.office"]

[risks.departure]
probability = 0.25
[[risks.departure.effects]]
factor = "share"
targets = ["north.*"]
[[risks.departure.effects]]
delay = 2
targets = ["north.rollout"]

[counterfactual]
cost = { kind = "uniform", low = 100, high = 300 }
"""
)

# Two settlements that both run out, topped up in part; funded and unfunded work, standing costs that are funded,
# risks that strike funded work, and money that is due in an instant.
FUNDING = (
    HEAD.format(horizon=120)
    + """
[laws]
rate = { kind = "uniform", low = 0.5, high = 3 }

[clusters.one]
go_live = "build"
[clusters.one.activities]
build = { duration = { kind = "pert", low = 12, mode = 24, high = 60 } }
training = { duration = { kind = "uniform", low = 1, high = 12 }, after = ["build"] }
close = { duration = 0, after = ["training"] }
[clusters.one.costs]
build_cost = { category = "one_off", activity = "build", amount = { kind = "uniform", low = 40, high = 90 } }
advice = { category = "one_off", activity = "build", amount = "rate", funded = false }
office = { category = "one_off", activity = "training", per_month = "rate", funded = true }
watch = { category = "one_off", activity = "training", per_month = 0.2 }
handover = { category = "one_off", activity = "close", amount = { kind = "uniform", low = 1, high = 9 } }
service = { category = "running", per_year = 3 }
old_system = { category = "legacy", per_year = 5 }
[clusters.one.benefits]
cash = { class = "cash", annual = 20, starts_after = "training", ramp = 12 }

[clusters.two]
go_live = "move"
[clusters.two.activities]
licence = { duration = 0, earliest = { kind = "uniform", low = 6, high = 40 } }
design = { duration = { kind = "uniform", low = 6, high = 12 }, after = ["licence"] }
build = { duration = { kind = "uniform", low = 12, high = 30 }, after = ["design", "one.build"] }
move = { duration = 3, after = ["build"] }
[clusters.two.costs]
licence_fee = { category = "one_off", activity = "licence", amount = { kind = "uniform", low = 5, high = 30 } }
design_cost = { category = "one_off", activity = "design", amount = 12, funded = false }
build_cost = { category = "one_off", activity = "build", amount = { kind = "uniform", low = 30, high = 80 } }
[clusters.two.benefits]
time = { class = "efficiency", total = 100, decline = 0.03 }

[risks.rework]
probability = 0.4
[[risks.rework.effects]]
cost = { kind = "uniform", low = 5, high = 25 }
targets = ["one.build", "two.design", "two.move", "one.close"]
[[risks.rework.effects]]
factor = 1.3
targets = ["*.build_cost", "one.office"]

[[funding]]
until = "2024-04"
approved = { kind = "uniform", low = 30, high = 80 }
top_up = { kind = "uniform", low = 0, high = 1 }
[[funding]]
until = "2027-01"
approved = { kind = "uniform", low = 40, high = 110 }
top_up = { kind = "discrete", values = [0, 0.5, 1], probabilities = [0.4, 0.3, 0.3], base = 1 }
"""
)

# Nothing uncertain, no drivers, risks, funding or counterfactual: one iteration stands for all.
PLAIN = (
    HEAD.format(horizon=36)
    + """
[clusters.only]
go_live = "build"
activities = { build = { duration = 13 } }
costs = { build_cost = { category = "one_off", activity = "build", amount = 13 } }
benefits = { cash = { class = "cash", annual = 12 } }
"""
)

# Factors for every year on costs and benefits of every timing: several on one line, one that skips the base of 1, and
# neighbouring years that are alike, opposed, or free of each other.
YEARLY_COSTS = """
[drivers.wages]
factor = { kind = "lognormal", median = 1.0, log_sd = 0.2, base = 1.1 }
multiplies = ["*.build_cost", "north.office", "north.licences", "*.old_system", "north.party_cost"]
autocorrelation = 0.7
"""
YEARLY_BENEFITS = """
[drivers.demand]
factor = { kind = "uniform", low = 0.5, high = 1.2, base = 0.9 }
multiplies = ["*.cash", "*.time"]
autocorrelation = -0.5
"""
YEARLY_BOTH = """
[drivers.exchange]
factor = { kind = "pert", low = 0.8, mode = 1.0, high = 1.5 }
multiplies = ["south.*_cost", "north.borrowed", "north.licences", "north.cash", "south.time"]
autocorrelation = 0.0
"""
YEARLY_UNFUNDED = """
[drivers.wages]
factor = { kind = "lognormal", median = 1.0, log_sd = 0.2, base = 1.1 }
multiplies = ["one.advice", "one.watch", "one.service", "*.old_system", "two.design_cost", "*.cash", "*.time"]
autocorrelation = 0.7
"""

# What risks say of each other, by what they do: each effect is of another size, so that who struck shows in the money.
EFFECT = """
[[risks.{name}.effects]]
cost = {cost}
targets = ["{activity}"]
[[risks.{name}.effects]]
delay = {delay}
targets = ["{activity}"]
[[risks.{name}.effects]]
factor = {{ kind = "uniform", low = 0.7, high = 1.1 }}
targets = ["*.cash", "*.old_system", "{activity}_cost"]
"""
LOGIC = {
    "exclusive": {
        "a": 'exclusive = "supplier"',
        "b": 'exclusive = "supplier"',
        "c": 'exclusive = "supplier"',
    },
    "implies": {"a": "", "b": 'implies = ["a", "c"]', "c": ""},
    "prevented": {"a": 'prevented_by = ["c"]', "b": 'prevented_by = ["a"]', "c": ""},
    "needs": {"a": "", "b": 'needs = ["a", "c"]', "c": ""},
    "all": {
        "a": 'exclusive = "supplier"\nneeds = ["d"]',
        "b": 'exclusive = "supplier"\nprevented_by = ["e"]\nimplies = ["f"]',
        "c": 'exclusive = "market"\nneeds = ["b"]',
        "d": "",
        "e": 'exclusive = "market"',
        "f": 'implies = ["g"]',
        "g": "",
    },
}


def risks(logic: str, activities: tuple[str, ...]) -> str:
    """Risks with one kind of event logic, or all, that hit the activities in turn; some chances are uncertain."""
    text = ""
    for k, (name, said) in enumerate(LOGIC[logic].items()):
        chance = (0.3, '{ kind = "uniform", low = 0.1, high = 0.4 }')[k % 2]
        effect = EFFECT.format(
            name=name, cost=1 + 2**k, delay=1 + k, activity=activities[k % len(activities)]
        )
        text += f"[risks.{name}]\nprobability = {chance}\n{said}\n{effect}"
    return text
