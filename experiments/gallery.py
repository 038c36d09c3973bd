"""What does every chart look like, for the flagship?

`python -m experiments.gallery` plays the flagship with all its studies and writes `pictures/README.md` with a picture
of every chart that the reporting room draws, what it shows in words (the text alternative that is in each file), and
the call that draws it. The test of this file looks for charts that are not in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import engine
from engine.programme import option_names, scenario_names
from engine.reporting import chart
from engine.studies.ranges import ranges
from experiments import reference_class
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from engine.programme.model import Programme

FOLDER = Path(__file__).parent / "pictures"
PAGE = FOLDER / "README.md"
DPI, COLOURS = 110, 96
MOST_SIZE = 120_000  # bytes of a picture
CLAIM, MEASURE = "cost", "total_cost"
_FEWEST = 4_096  # iterations, from which on shares tell their error


class Drawn(NamedTuple):
    """A chart of the gallery: its file, the call that draws it, and the figure."""

    name: str
    call: str
    figure: Figure


class Shown:
    """A programme, its run and what studies found, each worked out once."""

    def __init__(self, file: Path, iterations: int, few: int, seed: int = 2023) -> None:
        self.file, self.iterations, self.few, self.seed = file, iterations, few, seed

    @cached_property
    def programme(self) -> Programme:
        return engine.load(self.file)

    @cached_property
    def scenarios(self) -> dict[str, Programme]:
        return {name: engine.load(self.file, name) for name in scenario_names(self.file)}

    @cached_property
    def options(self) -> dict[str, Programme]:
        """The options of the file; without two the programme beside its scenarios."""
        names = option_names(self.file)
        if len(names) > 1:
            return {name: engine.load(self.file, option=name) for name in names}
        return {"as it is": self.programme} | self.scenarios

    @cached_property
    def results(self) -> xr.Dataset:
        played = engine.simulate(self.programme, self.iterations, self.seed)
        return ranges(self.programme, played, self.scenarios, worlds=40, each=self.few // 4)

    @cached_property
    def worlds(self) -> xr.Dataset:
        return engine.simulate(self.programme, 40 * self.few, self.seed, worlds=40)

    @cached_property
    def drawn(self) -> xr.Dataset:
        return engine.draw(self.programme, self.iterations, self.seed)


def charts(
    file: Path = PROGRAMME, iterations: int = 10_000, few: int = 4_000, seed: int = 2023
) -> Iterator[Drawn]:
    """Every chart of a programme: `iterations` of its run, `few` of those of each study that plays many runs.

    The programme has a claim `cost`, one about another measure before it, one over several, risks and a correlation.
    """
    of = Shown(file, iterations, few, seed)
    for part in (_of_the_run, _of_the_analysis, _of_studies):
        yield from part(of)
    yield from _of_evidence()


def _of_the_run(of: Shown) -> Iterator[Drawn]:
    results, box = of.results, chart("probability_box").draw_probability_box
    yield Drawn("verdict", "draw_verdict(results)", chart("verdict").draw_verdict(results))
    yield Drawn("scorecard", "draw_scorecard(results)", chart("scorecard").draw_scorecard(results))
    yield Drawn(
        "probability_box", f'draw_probability_box(results, worlds, "{CLAIM}")', box(results, of.worlds, CLAIM)
    )
    for name in (of.programme.claims[0].name, next(one.name for one in of.programme.claims if one.all_of)):
        call = f'draw_s_curve(results, "{name}")'
        yield Drawn(f"s_curve:{name}", call, chart("s_curve").draw_s_curve(results, name))
    call = 'draw_histogram(results, "total_benefit", exceedance=True)'
    yield Drawn("histogram", call, chart("histogram").draw_histogram(results, exceedance=True))
    for name in ("cumulative_net_benefit", "cumulative_cost", "cumulative_net_cash"):
        yield Drawn(
            f"years:{name}", f'draw_years(results, "{name}")', chart("years").draw_years(results, name)
        )
    yield Drawn("budget", "draw_budget(results)", chart("budget").draw_budget(results))
    yield Drawn("clusters", "draw_clusters(results)", chart("clusters").draw_clusters(results))


def _of_the_analysis(of: Shown) -> Iterator[Drawn]:
    from engine.analysis.features import features
    from engine.analysis.misses import misses, outcome

    found = engine.joint(of.results)
    yield Drawn(
        "joint", "draw_joint(engine.joint(results), results)", chart("joint").draw_joint(found, of.results)
    )
    driven = engine.drivers(of.results, of.drawn, measure=MEASURE)
    yield Drawn(
        "tornado:drivers",
        "draw_tornado(engine.drivers(results, inputs))",
        chart("tornado").draw_tornado(driven),
    )
    missed, happens = (
        misses(of.results, of.drawn, CLAIM),
        outcome(of.results, CLAIM, None, None, None, "miss").values,
    )
    known = features(of.results, of.drawn, [])
    inputs = of.drawn.assign_coords(input=known.names).assign(value=(("iteration", "input"), known.table.T))
    yield Drawn("boxes", "draw_boxes(engine.misses(results, inputs), inputs, outcome)",
                chart("boxes").draw_boxes(missed, inputs, happens))  # fmt: skip


def _of_studies(of: Shown) -> Iterator[Drawn]:
    programme, few, seed = of.programme, of.few, of.seed
    gaps = engine.gaps(programme, MEASURE, few, seed)
    yield Drawn("tornado:gaps", "draw_tornado(engine.gaps(programme))", chart("tornado").draw_tornado(gaps))
    shares = engine.shapley(programme, "kind", measures=[MEASURE], iterations=_FEWEST, seed=seed)
    yield Drawn("shares", "draw_shares(engine.shapley(programme))", chart("shares").draw_shares(shares))
    bridge = engine.bridge(programme, MEASURE, few, seed)
    yield Drawn("bridge", "draw_bridge(engine.bridge(programme))", chart("bridge").draw_bridge(bridge))
    aside = engine.contingency(of.results)
    yield Drawn(
        "contingency",
        "draw_contingency(engine.contingency(results))",
        chart("contingency").draw_contingency(aside),
    )
    risks = engine.risk_map(of.file, iterations=few, seed=seed)
    yield Drawn("risk_map", "draw_risk_map(engine.risk_map(file))", chart("risk_map").draw_risk_map(risks))
    dates = engine.timetable(programme, few, seed)
    yield Drawn(
        "timetable", "draw_timetable(engine.timetable(programme))", chart("timetable").draw_timetable(dates)
    )
    told = engine.story(programme, seed, iteration=7)
    yield Drawn("gantt", "draw_gantt(engine.story(programme, iteration=7))", chart("gantt").draw_gantt(told))
    chosen = engine.compare_options(of.options, iterations=few, seed=seed)
    yield Drawn(
        "options", "draw_options(engine.compare_options(options))", chart("options").draw_options(chosen)
    )
    runs = {
        "as played": of.results,
        **{name: engine.simulate(one, few, seed) for name, one in of.scenarios.items()},
    }
    compared = engine.compare({name: one.isel(iteration=slice(few)) for name, one in runs.items()})
    yield Drawn(
        "comparison", "draw_comparison(engine.compare(runs))", chart("comparison").draw_comparison(compared)
    )
    needed = engine.switching_values(programme, CLAIM, iterations=few // 4, seed=seed)
    yield Drawn("switching", "draw_switching(engine.switching_values(programme, claim))",
                chart("switching").draw_switching(needed))  # fmt: skip
    assumed = engine.assumptions(programme, MEASURE, iterations=_FEWEST, seed=seed)
    yield Drawn("assumption_map", "draw_assumption_map(engine.assumptions(programme))",
                chart("assumption_map").draw_assumption_map(assumed))  # fmt: skip
    grown = engine.until(programme, "p80(total_cost) ± 5%", seed)
    yield Drawn("convergence", "draw_convergence(engine.until(programme, targets))",
                chart("convergence").draw_convergence(grown))  # fmt: skip
    group = next(iter(engine.diagnose(programme, few, seed).values()))
    yield Drawn("correlations", "draw_correlations(engine.diagnose(programme)[group])",
                chart("correlations").draw_correlations(group))  # fmt: skip


def _of_evidence() -> Iterator[Drawn]:
    fits = reference_class.audited(next(iter(reference_class.FAMILY)), replicates=99).to_dataset()
    fits = fits.assign_attrs(title="cost growth of audited programmes")
    yield Drawn("fit", "draw_fit(engine.fit(data).to_dataset())", chart("fit").draw_fit(fits))
    elicited = engine.elicit({0.1: 8, 0.5: 10, 0.9: 20}).to_dataset("months")
    yield Drawn("elicitation", "draw_elicitation(engine.elicit(quantiles).to_dataset())",
                chart("elicitation").draw_elicitation(elicited))  # fmt: skip


def page(drawn: list[Drawn]) -> str:
    """The page of the gallery."""
    from engine.reporting.visuals.save import alternative_text

    lines = ["# Every chart, for the flagship", "", "Written by `python -m experiments.gallery`; the functions are in "
             "`engine.reporting`.", ""]  # fmt: skip
    for one in drawn:
        title, description = alternative_text(one.figure)
        text = " ".join(description.split())
        lines += [f"## {title}", "", f"`{one.call}`", "", f"![{title}](gallery/{file_of(one)})", "", text, ""]
    return "\n".join(lines)


def file_of(one: Drawn) -> str:
    """The file of a picture."""
    return f"{one.name.replace(':', '_')}.png"


def picture(figure: Figure) -> bytes:
    """The figure as a small PNG: few colours, the same bytes for the same figure."""
    from PIL import Image

    from engine.reporting.visuals.save import chart_bytes

    stream = io.BytesIO()
    with Image.open(io.BytesIO(chart_bytes(figure, "png", DPI))) as whole:
        whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "png", optimize=True)
    return stream.getvalue()


def check(drawn: list[Drawn]) -> None:
    """Every chart of the reporting room is in the gallery; raises `AssertionError`."""
    from engine.reporting import chart_names

    assert {one.name.partition(":")[0] for one in drawn} == set(chart_names())


if __name__ == "__main__":
    shown = list(charts())
    check(shown)
    (FOLDER / "gallery").mkdir(exist_ok=True)
    for old in (FOLDER / "gallery").glob("*.png"):
        old.unlink()
    for one in shown:
        (FOLDER / "gallery" / file_of(one)).write_bytes(picture(one.figure))
    PAGE.write_text(page(shown), encoding="utf-8")
