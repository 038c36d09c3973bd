"""Programmes at the ends of what may be written, as TOML: one cluster and twelve, no money and far too much."""

from __future__ import annotations

import json

LONG = "A very long name of a programme of many departments, bodies and agencies " * 4
HOSTILE = "a\\b $x_1$ 100% {0} ^2 <b> & ]]> -- [red] 東京 é"

ALL_CLAIMS = {
    "payback_year": ("at_most", 2026),
    "benefit_cost_ratio": ("at_least", 1),
    "go_live_delay": ("at_most", 6),
}


def programme(
    clusters: int = 1,
    *,
    unit: str = "£m",
    start: str = "2025-04",
    horizon: int = 60,
    cost: float = 10.0,
    benefit: float = 24.0,
    name: str = "Site",
    title: str = "Sites",
    statement: str = "Promised",
    claims: bool = True,
    certain: bool = False,
    second: str = "cash",
) -> str:
    """A programme of equal clusters, each a third larger than the one before; `second` is every other's benefit."""

    def around(base: float, low: float, high: float) -> str:
        return (
            f"{base!r}"
            if certain
            else f'{{ kind = "pert", low = {base * low!r}, mode = {base!r}, high = {base * high!r} }}'
        )

    text = [
        f'title = {json.dumps(title)}\nstart = "{start}"\nhorizon = {horizon}\nunit = {json.dumps(unit)}',
        'price_base = "nominal"\ndiscounting = "none"\ntotal_cost = ["one_off_cost"]',
    ]
    for k in range(clusters):
        size = 1 + k / 3
        text.append(f'[clusters.c{k}]\nname = {json.dumps(f"{name} {k}")}\ngo_live = "build"')
        text.append(f"[clusters.c{k}.activities.build]\nduration = {around(6.0, 0.7, 2.3)}")
        if cost:
            text.append(f'[clusters.c{k}.costs.works]\ncategory = "one_off"\nactivity = "build"')
            text.append(f"amount = {around(cost * size, 0.7, 2.5)}")
        if benefit:
            text.append(f'[clusters.c{k}.benefits.saving]\nclass = "{"cash" if k % 2 else second}"')
            text.append(f"annual = {around(benefit * size, 0.2, 1.3)}")
    for k, (metric, (side, bound)) in enumerate(ALL_CLAIMS.items() if claims else ()):
        text.append(
            f'[claims.k{k}]\nstatement = {json.dumps(statement)}\nmetric = "{metric}"\n{side} = {bound}'
        )
    return "\n".join(text)


PROGRAMMES = {
    "one cluster": programme(),
    "twelve clusters": programme(12, second="efficiency"),
    "no benefits": programme(2, benefit=0),
    "no costs": programme(2, cost=0),
    "neither": programme(2, cost=0, benefit=0, claims=False),
    "neither, with claims": programme(2, cost=0, benefit=0),
    "one year": programme(2, horizon=12),
    "five months": programme(1, horizon=5, start="2025-10", claims=False),
    "130 months from October": programme(2, horizon=130, start="2025-10"),
    "13 months from October": programme(1, horizon=13, start="2025-10"),
    "from January": programme(2, start="2025-01"),
    "long names": programme(3, name=LONG, title=LONG * 2, unit="US$m", statement=LONG * 3),
    "words without an end": programme(3, name="x" * 200, title="w" * 300, statement="W" * 200),
    "hostile": programme(2, name=HOSTILE, title=HOSTILE, statement=HOSTILE),
    "huge, in pounds": programme(3, unit="£", cost=2.5e10, benefit=3e9),
    "huge, in millions": programme(3, cost=2.5e10, benefit=3e9, claims=False),
    "tiny": programme(2, cost=2e-5, benefit=3e-5, claims=False),
    "tiny, no money": programme(2, unit="hours", cost=2e-7, benefit=3e-7, claims=False),
    "many hours": programme(2, unit="person hours", cost=2e6, benefit=3e7, claims=False),
    "long unit": programme(2, unit="thousand full-time-equivalent person years at rates of 2022-23"),
    "certain": programme(2, certain=True),
    "never above zero": programme(2, cost=500.0),
}
