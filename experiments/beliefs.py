"""How far does what we do not know move the verdict, and which of it?

What nobody's luck decides is a belief: how right audited programmes are and how right surveys, what six to nine pairs
leave open of their laws, how far clusters lie apart, whether the scope moves again, who departs. Each is one draw for
all that hang on it. Drawn anew in every iteration beliefs give the predictive answer; drawn once for a whole world they
tell what would be printed by somebody who believed just that. Two hundred such worlds are played here.

- *How far?* Each claim's chance, and its range over 90 of 100 worlds, the noise of finite worlds taken out; and the
  probability box of the cost: one S-curve a world, and the band that they make.
- *Which?* Each belief's share of the variance between worlds, by Shapley: shares add up to one.

The control: with every belief held at its base the range must be a point.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

import engine
from engine.programme import scenario_names
from engine.reporting.influence import part, parts_between
from engine.reporting.phrasing import capitalised
from engine.reporting.verdicts import given_model, over
from engine.studies.ranges import ranges
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WORLDS = 200
BOXED = "cost"  # the claim whose curve is drawn
ASKED = (
    "cost",
    "cheaper",
    "npv",
)  # the claims that beliefs could turn; those of benefits hold in next to no world
MEANS = ("total_benefit", "total_cost")
LEAST = 0.02  # of the variance of an answer, for a belief to be drawn
WORDS = {
    "audited": "the weight of audited programmes",
    "alternative": "the reading of the £1.7bn",
    "class_cost": "the class's level of cost",
    "cost_spread": "the class's spread of cost",
    "class_benefits": "the class's level of benefits",
    "class_slip": "the class's level of slip",
    "most_benefit": "the most that is realised",
    "departs": "how many never join",
}


def measure(iterations: int = 100_000, seed: int = 2023, walks: int = 20_000) -> dict[str, xr.Dataset]:
    """By name: "worlds", a run by world; "results", the predictive run, which knows its ranges; "shares", what moves
    `ASKED` and the means of `MEANS`; "held", the ranges with every belief at its base."""
    programme = engine.load(PROGRAMME)
    others = {name: engine.load(PROGRAMME, name) for name in scenario_names(PROGRAMME)}
    worlds = engine.simulate(programme, iterations, seed, worlds=WORLDS)
    results = engine.simulate(programme, iterations, seed)
    known = programme.held({belief.name: None for belief in programme.beliefs})
    held = engine.simulate(known, iterations, seed, worlds=WORLDS, keep="summary")
    return {
        "worlds": worlds,
        "results": ranges(programme, results, others, WORLDS, iterations // WORLDS),
        "shares": engine.belief_shares(programme, iterations=walks, seed=seed, claims=ASKED, measures=MEANS),
        "held": engine.over_beliefs(held),
    }


def check(found: dict[str, xr.Dataset]) -> None:
    """Worlds and iterations give one answer, ignorance outweighs sampling error, shares add up; raises
    `AssertionError`."""
    told, verdict = engine.over_beliefs(found["worlds"]), engine.verdict(found["results"])
    for claim in verdict["claim"].values:
        one, whole = told.sel(claim=claim), verdict.sel(claim=claim)
        apart = abs(float(one["probability_mean"]) - float(whole["probability"]))
        error = float(one["probability_mean_error"]) + float(whole["high"] - whole["low"])
        assert apart <= 5 * error, (
            f"{claim}: worlds say {float(one['probability_mean'])}, iterations another {apart}"
        )
    cost = verdict.sel(claim=BOXED)
    belief, sampling = (float(cost[f"{of}high"] - cost[f"{of}low"]) for of in ("belief_", ""))
    assert belief > 5 * sampling, f"the range over beliefs {belief:.3f} against sampling error {sampling:.3f}"
    held = found["held"].sel(claim=BOXED)
    width = float(held["probability_high"] - held["probability_low"])
    assert width < 0.02, f"every belief at its base, and still a range of {width:.3f}"
    total = found["shares"]["share"].sum("player").values
    assert np.allclose(total[np.isfinite(total)], 1, atol=1e-9), f"shares add up to {total}"


def ranked(shares: xr.Dataset, output: str) -> list[tuple[str, float, float, float]]:
    """Beliefs by their share of an answer, greatest first: name, share and its interval."""
    one = shares.sel(output=output)
    found = []
    for k in np.argsort(-one["share"].values):
        share, low, high = (float(one[key][k]) for key in ("share", "share_low", "share_high"))
        found.append((_short(str(one["player"].values[k])), share, low, high))
    return found


def _short(name: str) -> str:
    plain = name.removeprefix("beliefs.")
    return WORDS.get(plain, plain.replace("_", " "))


def told(verdict: xr.Dataset, claim: str) -> tuple[str, str]:
    """A claim's chance and its range over beliefs, no finer than the evidence can carry."""
    one, floor = verdict.sel(claim=claim), float(verdict.attrs["floor"])
    return given_model(one, floor), over(float(one["belief_low"]), float(one["belief_high"]), floor)


def answer(found: dict[str, xr.Dataset]) -> str:
    """A line a claim: its chance, its range, and the two beliefs that move it most."""
    verdict, lines = engine.verdict(found["results"]), []
    for claim in map(str, verdict["claim"].values):
        chance, reach = told(verdict, claim)
        line = f"{verdict['statement'].sel(claim=claim).item()!s:60}{chance:>16}; {reach} over beliefs"
        if claim in ASKED:
            most = ranked(found["shares"], claim)[:2]
            line += "; most by " + " and ".join(
                f"{name} {part(share)} ({parts_between(*ends)})" for name, share, *ends in most
            )
        lines.append(line)
    return "\n".join([*lines, heading(found), lead(found)])


def heading(found: dict[str, xr.Dataset]) -> str:
    """What the chart shows."""
    _, reach = told(engine.verdict(found["results"]), BOXED)
    return (
        f"The claimed cost: {reach}, by what is believed, and first by {ranked(found['shares'], BOXED)[0][0]}"
    )


def lead(found: dict[str, xr.Dataset]) -> str:
    """Ranges of the claims that beliefs could turn, and of those that they cannot."""
    verdict = engine.verdict(found["results"])
    cheaper, benefit = (told(verdict, claim)[1] for claim in ("cheaper", "total_benefit"))
    half = 50 * float(verdict["high"].sel(claim=BOXED) - verdict["low"].sel(claim=BOXED))
    first = capitalised(ranked(found["shares"], "cheaper")[0][0])
    return (
        f"Whether the clusters are cheaper: {cheaper}. {first} moves that most. The claimed benefits: {benefit}. "
        f"Sampling error, which is what is usually printed, is ±{half:.1f} points of the chance of the cost."
    )


def chart(found: dict[str, xr.Dataset]) -> Figure:
    """A panel an answer: the beliefs that move it most, by their share of the variance between worlds."""
    from engine.reporting.visuals import style
    from engine.reporting.visuals.page import MARGIN, WIDTH, Page

    titles = {"cost": "Chance of the cost", "cheaper": "Chance of cheaper", "total_benefit": "Mean benefit"}
    names: list[str] = []
    for output in titles:
        told_of = ranked(found["shares"], output)
        names += [name for name, share, *_ in told_of if share > LEAST and name not in names]
    notes = [
        "Shares of the variance between worlds, averaged over all orders in which beliefs may become known; lines: 95% "
        "intervals. They add up to 100% in each panel; beliefs with less than 2% everywhere are not drawn."
    ]
    with style.styled():
        body = 20 + 6.2 * len(names)
        page = Page(found["results"], heading(found), lead(found), body, notes)
        room = (WIDTH - 2 * MARGIN - 52) / len(titles)
        for place, (output, title) in enumerate(titles.items()):
            left = MARGIN + 52 + place * room
            axes = page.axes(left, left + room - 6, 12, body - 6)
            _panel(axes, {name: ends for name, *ends in ranked(found["shares"], output)}, names)
            axes.set_title(title, fontsize=style.SMALL, loc="left")
            axes.set_yticks(range(len(names)), names if place == 0 else [""] * len(names))
        return page.finished()


def _panel(axes: Axes, ends: dict[str, list[float]], names: list[str]) -> None:
    from engine.reporting.visuals import style

    for row, name in enumerate(names):
        share, low, high = (100 * end for end in ends[name])
        axes.barh(row, max(share, 0), height=0.62, color=style.BARS)
        axes.plot([low, high], [row, row], color=style.CURVE, linewidth=1)
    axes.set(ylim=(len(names) - 0.4, -0.6), xlim=(0, None), xlabel="Share, %")
    axes.tick_params(axis="y", length=0)


def box(found: dict[str, xr.Dataset]) -> Figure:
    """The probability box of the cost."""
    from engine.reporting import draw_probability_box

    figure: Figure = draw_probability_box(found["results"], found["worlds"], BOXED)
    return figure


if __name__ == "__main__":
    measured = measure()
    check(measured)
    print(answer(measured))
    if len(sys.argv) > 1:
        from engine.reporting import save_figure

        save_figure(chart(measured), sys.argv[1])
        save_figure(box(measured), f"{sys.argv[1]}_box")
