"""The charts of a run, as the files that they are to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.analysis.findings import Findings, findings_of
from engine.reporting import chart, chart_names
from engine.reporting.quiet import without_chatter

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    Draw = Callable[[], Figure]
    Pictures = dict[str, bytes]  # by the endings of their files

OF_A_RUN = (
    "svg",
    "png",
)  # a third of the time of a run's charts would go into PDF, which `save_figure` writes too
_NAMED = 12  # letters, at most, that are named


class RunCharts(NamedTuple):
    """Pictures by the names of their files, and a sentence on letters that they cannot show; "" if there are none."""

    files: dict[str, bytes]
    unseen: str


NONE = RunCharts({}, "")


class NotYetKnown(Exception):
    """Raised where a chart asks for what is known only later."""


class EarlyFindings(Findings):
    """Findings of results that do not know yet how far beliefs and scenarios move their claims."""

    are_whole = False

    @cached_property
    def verdict(self) -> xr.Dataset:
        """What `verdict` gives, once it can be told."""
        if not self.are_whole:
            raise NotYetKnown
        return super().verdict

    def become_whole(self, attrs: Mapping[Any, Any]) -> None:
        """Know the rest: these are the attributes of the results."""
        self.results, self.are_whole = self.results.assign_attrs(attrs), True


def draw_run(findings: Findings, drawn: Mapping[str, Pictures] | None = None) -> RunCharts:
    """Every chart of a run as SVG and PNG, drawn side by side; those that are `drawn` are taken as they are."""
    there = dict(drawn or {})
    with without_chatter():
        from engine.reporting.visuals.save import drawn_in_copies

        works = {name: partial(_pictures, draw) for name, draw in _drawings(findings)}
        lacking = [name for name in works if name not in there]
        there |= zip(lacking, drawn_in_copies([works[name] for name in lacking]), strict=True)
    files = {f"{name}.{ending}": file for name in works for ending, file in there[name].items()}
    return RunCharts(files, unseen_letters(findings))


def draw_early(findings: EarlyFindings, until: Callable[[], bool]) -> dict[str, Pictures]:
    """The charts for which enough is known, one after the other `until` there is better to do."""
    there = {}
    with without_chatter():
        for name, draw in _drawings(findings):
            if until():
                break
            with suppress(NotYetKnown):
                there[name] = _pictures(draw)
    return there


def load_charts() -> None:
    """Import what `draw_run` needs."""
    with without_chatter():
        from engine.reporting.visuals.save import load_backends

        load_backends()
        for name in chart_names():
            chart(name)


def run_charts(findings: Findings) -> Iterator[tuple[str, Figure]]:
    """The charts of a run by file name: what each file of `charts` that has an `of_run` draws of it."""
    for name, draw in _drawings(findings):
        yield name, draw()


def unseen_letters(results: xr.Dataset | Findings) -> str:
    """A sentence that names the letters which no font of this system has, shown as boxes in charts; "" if none."""
    with without_chatter():
        from engine.reporting.visuals.letters import missing_letters

        missing = missing_letters(findings_of(results).results)
    if not missing:
        return ""
    named = " ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
    return (
        f"No font of this system has {named}: the charts show a box for each (install a font that has them)."
    )


def _drawings(findings: Findings) -> Iterator[tuple[str, Draw]]:
    for name in chart_names():
        of_run = getattr(chart(name), "of_run", None)
        if of_run is not None:
            yield from of_run(findings)


def _pictures(draw: Draw) -> Pictures:
    from engine.reporting.visuals.save import chart_bytes

    figure = draw()
    return {ending: chart_bytes(figure, ending) for ending in OF_A_RUN}
