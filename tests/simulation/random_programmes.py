"""Programmes at random, as text: every way to write a line, drivers of both kinds, event logic, settlements.

What is drawn here is what the reader accepts; which parts a programme has, and how they hang together, is chance.
"""

from __future__ import annotations

from tests.simulation.chance import Chance, listed
from tests.simulation.random_risks import risks_text

HEAD = """title = "At random {seed}"
start = "{start}"
horizon = {horizon}
unit = "£m"
price_base = "none"
discounting = {discounting}
total_cost = {total_cost}
cash_only = {cash_only}
"""
DISCOUNTING = (
    '"green-book-2022"',
    '{ rates = "green-book-2022-health", timing = "middle" }',
    "-0.01",
    '{ kind = "uniform", low = 0.01, high = 0.09 }',
    '{ rates = [{ from = 0, rate = 0.05 }, { from = 3, rate = { kind = "pert", low = 0, mode = 0.03, high = 0.07 } }], '
    'timing = "end" }',
)
PRICES = (
    "",
    """[prices]
base = "real"
year = 2023
deflator = "gdp-deflator-2025-12"
beyond = 0.02
""",
    """[prices]
base = "nominal"
year = "2021-22"
deflator = { 2020 = 90, "2021-22" = 100, 2022 = 107, 2023 = 112 }
beyond = -0.01
""",
)
CARBON = (
    '[carbon]\nvalues = "greenhouse-gas-values-2023-11"\nseries = "{series}"\n',
    "[carbon]\nvalues = {{ 2020 = 200, 2021 = 230, 2022 = 260 }}\nbeyond = 0.02\n",
)
COUNTED = ('["one_off_cost"]', '["one_off_cost", "legacy_cost"]', '["running_cost", "legacy_cost"]')


def random_programme(seed: int, chance: Chance | None = None) -> str:
    """The text of a programme; the same seed gives the same, and so does the same `chance`."""
    chance = chance or Chance(seed)
    horizon = chance.one_of((47, 100, 133, 180))
    text = HEAD.format(
        seed=seed,
        start=chance.one_of(("2022-04", "2020-01")),
        horizon=horizon,
        total_cost=chance.one_of(COUNTED),
        discounting=chance.one_of(DISCOUNTING),
        cash_only=chance.one_of(("true", "false")),
    )
    prices = chance.one_of(PRICES)
    text += prices
    chance.has_prices = bool(prices)
    chance.has_carbon = chance.holds(0.4)
    if chance.has_carbon:
        text += CARBON[0 if prices else 1].format(series=chance.one_of(("low", "central", "high")))
    settlements = chance.one_of((0, 1, 2, 3))
    activities: list[str] = []
    lines: list[str] = []
    paid: list[str] = []
    for cluster in ("north", "south", "west")[: chance.whole(1, 3)]:
        text += clusters_text(chance, cluster, horizon, activities, lines, paid)
    by_settlements = paid if settlements else []
    text += drivers_text(chance, activities, lines, [x for x in lines if x not in by_settlements])
    text += risks_text(chance, activities, lines, [x for x in lines if x not in by_settlements])
    ends = sorted({f"20{chance.whole(23, 26)}-{chance.whole(1, 12):02}" for _ in range(settlements)})
    for until in ends:
        text += f'[[funding]]\nuntil = "{until}"\napproved = {chance.quantity(5, 90)}\n'
        text += f"top_up = {chance.quantity(0, 0.999)}\n"
    if chance.holds(0.5):
        text += f"[counterfactual]\ncost = {chance.quantity(50, 150)}\n"
    return text + CLAIMS + figures_text(chance, activities, ends)


CLAIMS = """[claims]
cheap = { statement = "cheap", metric = "total_cost", at_most = 90 }
rich = { statement = "rich", metric = "total_benefit", at_least = 100 }
soon = { statement = "soon", metric = "go_live_delay", at_most = 6 }
whole = { statement = "whole", all_of = ["cheap", "rich", "early"] }
early = { statement = "early", metric = "payback_year", at_most = 2028 }
"""


def figures_text(chance: Chance, activities: list[str], ends: list[str]) -> str:
    """Claims about parts, dates, years and counts, and one that is made of others."""
    figures = [
        f'metric = "finish", of = "{chance.one_of(activities)}", by = "2024-06"',
        f'metric = "critical", of = "{chance.one_of(activities)}", at_least = 1',
        f'metric = "critical", of = "{chance.one_of(activities)}", at_least = 1',
        'metric = "go_live_month", of = "north", at_most = 30',
        'metric = "first_go_live", by = "2023-01"',
        'metric = "last_go_live", at_most = 40',
        'metric = "clusters_live", at = "2023-03", at_least = 2',
        'metric = "risks_struck", at_most = 1',
        'metric = "cash_benefit", of = "north", at_least = 20',
        'metric = "net_benefit", of = "north", at_least = 0',
        'metric = "total_benefit", year = 2023, at_least = 20',
        'metric = "net_benefit", to = "2023-24", at_least = 0',
        'metric = "yearly_cost", year = "2022", at_most = 20',
        *(f'metric = "unfunded", of = "{until}", at_most = 1' for until in ends),
        *(['metric = "unfunded", at_most = 3'] if ends else []),
    ]
    said = [figure for figure in figures if chance.holds(0.5)] or figures[:1]
    text = "".join(f'figure_{k} = {{ statement = "{k}", {one} }}\n' for k, one in enumerate(said))
    return f'{text}either = {{ statement = "either", any_of = ["whole", "figure_0"] }}\n'


def clusters_text(
    chance: Chance,
    cluster: str,
    horizon: int,
    activities: list[str],
    lines: list[str],
    paid: list[str],
) -> str:
    """One cluster; its activities and lines are added to the lists, those that settlements would pay for to `paid`."""
    own = [f"work_{k}" for k in range(chance.whole(1, 3))]
    text = f'[clusters.{cluster}]\ngo_live = "{chance.one_of(own)}"\n[clusters.{cluster}.activities]\n'
    for name in own:
        before = chance.some_of(activities) if activities and chance.holds(0.7) else []
        after = ", ".join(link_text(chance, one) for one in before)
        months = chance.one_of(("0", chance.quantity(0.5, 12), chance.quantity(0, 30)))
        earliest = f", earliest = {chance.quantity(0, 20)}" if chance.holds(0.3) else ""
        text += f"{name} = {{ duration = {months}, after = [{after}]{earliest}"
        text += f"{rests_text(chance)}{latest_text(chance)} }}\n"
        activities.append(f"{cluster}.{name}")
    text += f"[clusters.{cluster}.costs]\n"
    for k in range(chance.whole(1, 5)):
        cost, funded = cost_text(chance, [*own, *activities])
        text += f"cost_{k} = {{ {cost} }}\n"
        lines.append(f"{cluster}.cost_{k}")
        paid += [f"{cluster}.cost_{k}"] if funded else []
    text += f"[clusters.{cluster}.benefits]\n"
    for k in range(chance.whole(1, 2)):
        text += f"gain_{k} = {{ {benefit_text(chance, horizon)} }}\n"
        lines.append(f"{cluster}.gain_{k}")
    return text


def link_text(chance: Chance, activity: str) -> str:
    """A predecessor, by its name or with a link; leads are short enough for the base case."""
    if chance.holds(0.5):
        return f'"{activity}"'
    link = chance.one_of(("finish-to-start", "start-to-start", "finish-to-finish", "start-to-finish"))
    lag = chance.one_of(
        ("0", "-0.0", chance.quantity(0, 8), '{ kind = "uniform", low = -9, high = 4, base = 1 }')
    )
    return f'{{ activity = "{activity}", link = "{link}", lag = {lag} }}'


def rests_text(chance: Chance) -> str:
    """Months of rest, if any: each year, once, or both."""
    months = chance.one_of(("", "", '"December", "January"', '"August", "2023-09"', '"2024-05", "2024-06"'))
    return f", not_in = [{months}]" if months else ""


def latest_text(chance: Chance) -> str:
    """A latest useful date, if any, that the base case keeps."""
    return f", latest = {chance.quantity(100, 130)}" if chance.holds(0.15) else ""


def cost_text(chance: Chance, activities: list[str]) -> tuple[str, bool]:
    """The keys of a cost line, and whether settlements would pay for it."""
    falls = chance.one_of(("amount", "amount", "per_month", "running", "legacy"))
    factor = f", factor = {chance.factor()}" if chance.holds(0.3) else ""
    if falls in ("running", "legacy"):
        return f'category = "{falls}", per_year = {chance.quantity(0, 6)}{factor}{chance.prices()}', False
    funded, most = chance.holds(0.5), 40 if falls == "amount" else 2
    text = f'category = "one_off", activity = "{chance.one_of(activities)}", {falls} = {chance.quantity(0, most)}'
    prices = "" if funded else chance.prices()
    return f"{text}, funded = {str(funded).lower()}{factor}{prices}", funded


def benefit_text(chance: Chance, horizon: int) -> str:
    """The keys of a benefit line; a total only where the base case leaves months to it."""
    value = "total" if horizon >= 133 and chance.holds(0.4) else "annual"
    more = f", ramp = {chance.quantity(0, 24)}" if chance.holds(0.5) else ""
    more += f", decline = {chance.quantity(0, 0.2)}" if chance.holds(0.4) else ""
    more += f", lag = {chance.quantity(0, 6)}" if chance.holds(0.4) else ""
    more += f", uptake = {chance.factor()}" if chance.holds(0.3) else ""
    classes = ("cash", "efficiency", "societal", *(("carbon",) if chance.has_carbon else ()))
    benefit_class = chance.one_of(classes)
    more += "" if benefit_class == "carbon" else chance.prices()
    for share in ("attribution", "overlap", "optimism_bias"):
        more += f", {share} = {chance.quantity(0, 0.999)}" if chance.holds(0.2) else ""
    if benefit_class == "carbon":
        return f'class = "carbon", tonnes = {chance.quantity(0, 90000)}{more}'
    return f'class = "{benefit_class}", {value} = {chance.quantity(5, 40)}{more}'


def drivers_text(chance: Chance, activities: list[str], lines: list[str], free: list[str]) -> str:
    """Drivers: with one factor for whatever they name, or with one for every year for `free` lines."""
    text = ""
    for k in range(chance.whole(0, 2)):
        text += f"[drivers.plain_{k}]\nfactor = {chance.factor()}\n"
        text += f"multiplies = {listed(chance.some_of(activities + lines))}\n"
    for k in range(chance.whole(0, 3)):
        text += f"[drivers.yearly_{k}]\nfactor = {chance.factor()}\n"
        text += f"multiplies = {listed(chance.some_of(free))}\n"
        text += f"autocorrelation = {chance.one_of((0.0, 0.6, -0.4))}\n"
    return text
