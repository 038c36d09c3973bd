"""Claims that may be the wrong way round, or about money that is not discounted."""

from __future__ import annotations

from collections.abc import Iterator

from engine.measures import HIGH
from engine.programme.metrics import described
from engine.programme.programme_years import misread
from engine.studies.lint.slip import Case, Slip

DISCOUNTED = ("npv", "benefit_cost_ratio")


def rules(case: Case) -> Iterator[Slip]:
    """A floor under a cost, a ceiling over a benefit, a present value of undiscounted money."""
    for claim in case.programme.claims:
        key = f"claims.{claim.name}"
        if claim.metric is None:
            continue
        metric = claim.figure.metric if claim.figure else claim.metric
        if not described(metric).cautious:
            continue
        asked = misread(claim.statement, metric, (claim.at_least, claim.at_most), case.programme.start)
        if asked:
            bound = claim.at_least if claim.at_least is not None else claim.at_most
            told = f"the programme year {asked}: say so in the statement, or mean another year"
            yield Slip(key, f"{bound:g}, and a statement that names the bare year", told)
        is_cost = described(metric).cautious == HIGH
        side = "at_least" if claim.at_least is not None else "at_most"
        if is_cost and side == "at_least":
            yield Slip(f"{key}.at_least", f"a floor under {metric}", "a promise about it is at_most")
        if not is_cost and side == "at_most":
            yield Slip(f"{key}.at_most", f"a ceiling over {metric}", "a promise about it is at_least")
        if metric in DISCOUNTED and set(case.programme.discount_factors) == {1.0}:
            found = f"{metric}, with discounting = {case.programme.discounting!r}"
            yield Slip(f"{key}.metric", found, "nothing is discounted, so that it is no present value")
